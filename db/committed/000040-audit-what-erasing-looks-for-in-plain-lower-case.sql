--! Previous: sha1:00a5062cbc68a8dad1bd278976f08d6fa448ff64
--! Hash: sha1:efd4a8b74c931594f542ae31e0559c9a530d2574
--! Message: audit: what erasing looks for, in plain lower case

--! split: 1-current.sql
--! Included audit/functions/redact_rows.sql
-- Regular expressions are slow on a large table, so a row is looked at only if it has one of the pieces. What a rule of the
-- organization doesn't let change is left and named, so that no row of somebody else's keeps a person from being erased.
create or replace function app_private.redact_rows(
  relation regclass, organization_id uuid, pattern text, pieces text[], ids text[], out changed int, out refused uuid[]
)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_changes text;
  v_conditions text;
  v_text text;
  v_rows uuid[];
  v_id uuid;
  v_update text;
begin
  changed := 0;
  refused := '{}';
  select
    string_agg(format('%1$I = %2$s', a.attname, case
      when a.atttypid = 'jsonb'::regtype then format('app_private.redact(t.%I, $2, $3)', a.attname)
      when a.atttypid = 'text[]'::regtype then format('array(select regexp_replace(e.value, $2, ''[erased]'', ''gi'') from unnest(t.%1$I) with ordinality as e (value, position) order by e.position)', a.attname)
      -- An address that is all there is can't be a mark: the column takes addresses alone.
      else format(
        'case when t.%1$I ~* (''^'' || $2 || ''$'') and (t.%1$I ~ ''@'' or t.%1$I !~ ''[[:alpha:]]'') then %2$s else regexp_replace(t.%1$I, $2, %3$s, ''gi'') end',
        a.attname,
        case when a.attnotnull then '''erased-'' || t.id || ''@erased.invalid''' else 'null' end,
        -- What no two rows may have can't be the same mark in all of them.
        case
          when exists (
            select from pg_catalog.pg_index i
            where i.indrelid = a.attrelid and i.indisunique and pg_catalog.pg_get_indexdef(i.indexrelid) ~ ('\m' || a.attname || '\M')
          ) then '''[erased '' || right(t.id::text, 12) || '']'''
          else '''[erased]'''
        end
      )
    end), ', ' order by a.attnum),
    string_agg(case
      when a.atttypid = 'jsonb'::regtype then format('t.%1$I::text ~* $2 or t.%1$I::text ~ $5', a.attname)
      when a.atttypid = 'text[]'::regtype then format('array_to_string(t.%I, '' '') ~* $2', a.attname)
      else format('t.%I ~* $2', a.attname)
    end, ' or ' order by a.attnum),
    string_agg(
      case when a.atttypid = 'text[]'::regtype then format('array_to_string(t.%I, '' '')', a.attname) else format('t.%I::text', a.attname) end,
      ', ' order by a.attnum
    )
  into v_changes, v_conditions, v_text
  from pg_catalog.pg_attribute a
  where a.attrelid = redact_rows.relation and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and a.atttypid in ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype)
    and not exists (select from pg_catalog.pg_constraint f where f.conrelid = a.attrelid and f.contype = 'f' and a.attnum = any (f.conkey));
  if v_changes is null then
    return;
  end if;
  execute format(
    'select array_agg(t.id) from %s t
    where t.%I = $1 and case
      when $4 is null or translate(lower(concat_ws('' '', %s) collate ucs_basic), e'' ().-/\t\n'', '''') like any ($4) then %s
      else false
    end',
    redact_rows.relation,
    case redact_rows.relation when 'app_public.organizations'::regclass then 'id' else 'organization_id' end,
    v_text,
    v_conditions
  )
  into v_rows
  using
    redact_rows.organization_id, redact_rows.pattern, redact_rows.ids, redact_rows.pieces,
    coalesce(nullif(array_to_string(redact_rows.ids, '|'), ''), '(?!)');
  if v_rows is null then
    return;
  end if;
  v_update := format('update %s t set %s where t.id = any ($1)', redact_rows.relation, v_changes);
  begin
    execute v_update using v_rows, redact_rows.pattern, redact_rows.ids;
    get diagnostics changed = row_count;
    return;
  exception when integrity_constraint_violation or data_exception or sqlstate 'TN400' or sqlstate 'TN403' or sqlstate 'TN404' or sqlstate 'TN409' then
    changed := 0;
  end;
  foreach v_id in array v_rows loop
    begin
      execute v_update using array[v_id], redact_rows.pattern, redact_rows.ids;
      changed := changed + 1;
    exception when integrity_constraint_violation or data_exception or sqlstate 'TN400' or sqlstate 'TN403' or sqlstate 'TN404' or sqlstate 'TN409' then
      refused := refused || v_id;
    end;
  end loop;
end
$$;
comment on function app_private.redact_rows(regclass, uuid, text, text[], text[]) is $$Takes what a pattern finds, and copies of the rows with these ids, out of the texts of an organization’s rows in one table; tells how many rows that were, and which ones a rule didn’t let change.$$;
--! EndIncluded audit/functions/redact_rows.sql
