--! Previous: sha1:56c423481420bde0eb7cf46389d6d8040a5b7201
--! Hash: sha1:d5dbf4d5788e3eb313df5e49eac3c2d4f72b82e0
--! Message: audit: erase a person, and nothing of others

--! split: 1-current.sql
drop function app_private.redact_rows(regclass, uuid, text, text[]);
--! Included audit/functions/person_piece.sql
-- The longest run of plain letters and digits, since upper and lower case of others depend on the language; of an address
-- what stands before the @, of a number its end. As redact_rows looks for it: without what may stand between digits.
create or replace function app_private.person_piece(kind text, value text) returns text
language sql immutable
set search_path = ''
as $$
  select case
    when length(p.piece) >= 3 then lower(p.piece)
  end
  from (
    select case person_piece.kind
      when 'phone' then right(regexp_replace(person_piece.value, '\D', '', 'g'), 7)
      when 'email' then nullif(translate(split_part(person_piece.value, '@', 1), '.-', ''), '')
      else (
        select m[1] from regexp_matches(person_piece.value, '[A-Za-z0-9]+', 'g') m order by length(m[1]) desc limit 1
      )
    end as piece
  ) p
  where p.piece ~ '^[!-~]+$' and p.piece !~ '[\\%_]'
$$;
comment on function app_private.person_piece(text, text) is $$A piece that every text has in which person_pattern finds something, in lower case and without blanks, brackets, dots, slashes and hyphens; null when there is none worth looking for.$$;
--! EndIncluded audit/functions/person_piece.sql
--! Included audit/functions/is_configuration.sql
-- What the organization wrote about itself. Everything else may be about people, tables that are added later too.
create or replace function app_private.is_configuration(relation regclass) returns boolean
language sql stable
set search_path = ''
return relation::oid in (
  'app_public.ai_scripts'::regclass, 'app_public.api_keys'::regclass, 'app_public.business_memberships'::regclass, 'app_public.businesses'::regclass,
  'app_public.call_campaigns'::regclass, 'app_public.custom_field_definitions'::regclass, 'app_public.email_accounts'::regclass,
  'app_public.forms'::regclass, 'app_public.lead_scoring_rules'::regclass, 'app_public.macros'::regclass,
  'app_public.member_availabilities'::regclass, 'app_public.memberships'::regclass, 'app_public.message_templates'::regclass,
  'app_public.organizations'::regclass, 'app_public.pipeline_stages'::regclass, 'app_public.pipelines'::regclass,
  'app_public.role_permissions'::regclass, 'app_public.roles'::regclass, 'app_public.services'::regclass,
  'app_public.staff_invitations'::regclass, 'app_public.team_members'::regclass, 'app_public.teams'::regclass,
  'app_public.webhook_endpoints'::regclass, 'app_public.workflows'::regclass
);
comment on function app_private.is_configuration(regclass) is $$Whether a table holds what the organization wrote about itself, such as its templates, and not what happens with people.$$;
--! EndIncluded audit/functions/is_configuration.sql
--! Included audit/functions/personal_identifiers.sql
-- Former ones too, as far as the audit log has them. What another person of the organization has as well, such as the
-- phone number of a family or a common name, tells them from nobody, and stays the other one's.
-- So does a name of one word, such as Will or May, which stands in other people's texts for something else.
create or replace function app_private.personal_identifiers(organization_id uuid, contact_id uuid) returns table (kind text, value text, pattern text)
language sql stable
set search_path = ''
as $$
  with person as materialized (
    select app_private.merged_contact_ids(personal_identifiers.organization_id, personal_identifiers.contact_id) as ids
  ), versions as (
    select to_jsonb(c) as data
    from app_public.contacts c
    where c.organization_id = personal_identifiers.organization_id and c.id = any ((select p.ids from person p)::uuid[])
    union all
    select to_jsonb(l) from app_public.leads l
    where l.organization_id = personal_identifiers.organization_id and l.contact_id = any ((select p.ids from person p)::uuid[])
    union all
    select a.old_data
    from app_public.audit_logs a
    where a.organization_id = personal_identifiers.organization_id
      and a.record_id = any ((select p.ids from person p)::uuid[])
      and a.table_name = 'contacts'
      and a.changed_columns && '{email,phone,first_name,last_name}'
  ), found as (
    select 'email' as kind, lower(v.data ->> 'email') as value, null as other_value from versions v
    union select 'phone', v.data ->> 'phone', null from versions v
    union select 'phone', v.data ->> 'emergency_contact_phone', null from versions v
    union select 'name', v.data ->> 'emergency_contact_name', null from versions v
    union
    select 'name', coalesce(v.data ->> 'first_name', v.data ->> 'last_name'), case when v.data ->> 'first_name' is not null then v.data ->> 'last_name' end
    from versions v
  ), patterns as (
    select f.kind, concat_ws(' ', f.value, f.other_value) as value, app_private.person_pattern(f.kind, f.value, f.other_value) as pattern
    from found f
    where f.value is not null and (f.kind <> 'name' or f.other_value is not null or btrim(f.value) ~ '\S\s+\S')
  )
  select p.kind, p.value, p.pattern
  from patterns p
  where not exists (
    select from app_public.contacts c
    where c.organization_id = personal_identifiers.organization_id
      and c.id <> all ((select o.ids from person o)::uuid[])
      and (
        p.kind = 'email' and c.email = p.value
        or p.kind = 'phone' and c.phone = p.value
        or p.kind = 'name' and app_hidden.search_text(c.name) = app_hidden.search_text(p.value) collate ucs_basic
      )
  ) and not exists (
    -- A lead that became nobody yet is the person's with their address, or with their number and no name but theirs.
    select from app_public.leads l
    where l.organization_id = personal_identifiers.organization_id
      and (l.contact_id = any ((select o.ids from person o)::uuid[])) is not true
      and (
        p.kind = 'email' and l.email = p.value
        or p.kind = 'phone' and l.phone = p.value
        or p.kind = 'name' and app_hidden.search_text(l.name) = app_hidden.search_text(p.value) collate ucs_basic
      )
      and not coalesce(
        l.contact_id is null and (
          l.email in (select f.value from found f where f.kind = 'email')
          or l.phone in (select f.value from found f where f.kind = 'phone')
          and app_hidden.search_text(l.name) in (select app_hidden.search_text(s.value) from patterns s where s.kind = 'name')
          or l.phone in (select f.value from found f where f.kind = 'phone') and l.email is null and coalesce(l.first_name, l.last_name) is null
        ),
        false
      )
  ) and not exists (
    select from app_public.memberships m join app_public.users u on u.id = m.user_id
    where m.organization_id = personal_identifiers.organization_id
      and concat_ws(' ', u.full_name, u.email, u.phone) ~* p.pattern
  ) and not exists (
    -- The organization's own addresses, whoever writes them into their name card.
    select from app_public.organizations o where o.id = personal_identifiers.organization_id and o.support_email = p.value
  ) and not exists (
    select from app_public.businesses b where b.organization_id = personal_identifiers.organization_id and p.value in (b.email, b.phone)
  ) and not exists (
    select from app_public.email_accounts a where a.organization_id = personal_identifiers.organization_id and a.email_address = p.value
  )
$$;
comment on function app_private.personal_identifiers(uuid, uuid) is $$The names, e-mail addresses and phone numbers that tell a contact from everybody else in the organization, and the patterns that find them.$$;
--! EndIncluded audit/functions/personal_identifiers.sql
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
    $query$
      select array_agg(t.id) from %s t
      where t.%I = $1 and case
        when $4 is null or translate(lower(concat_ws(' ', %s) collate "C"), E' ().-/\t\n', '') like any ($4) then %s
        else false
      end
    $query$,
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
--! Included audit/functions/erase_person.sql
-- Money and what the daily figures count stays, without words and without the person: a table that holds amounts in cents
-- or feeds a figure is emptied, every other row is deleted, the contact and the leads among them. Rows that hold nothing of
-- a person, such as when a deal came to which stage, stay with what they are a part of. By the catalog, so that a table
-- which is added later isn't forgotten. app.erasing tells the triggers that keep documents as they are.
create or replace function app_private.erase_person(organization_id uuid, contact_id uuid) returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_pattern text;
  v_address_pattern text;
  v_pieces text[];
  v_people text[];
  v_ids uuid[];
  v_names text[];
  v_step record;
  v_count int;
  v_refused uuid[];
  v_unchanged jsonb := '{}';
  v_deleted jsonb := '{}';
  v_emptied jsonb := '{}';
  v_redacted jsonb := '{}';
  v_files jsonb;
  v_rows jsonb;
  v_emails text[];
  v_person constant uuid[] := app_private.merged_contact_ids(erase_person.organization_id, erase_person.contact_id);
begin
  select jsonb_object_agg(p.relation::oid, to_jsonb(p.ids)) into v_rows
  from app_private.personal_rows(erase_person.organization_id, erase_person.contact_id, true) p
  where p.relation <> 'app_public.data_requests'::regclass;
  -- A pattern that finds nothing, when there is nothing to find.
  select
    coalesce('(?:' || string_agg(i.pattern, '|') || ')', '(?!)'),
    coalesce('(?:' || string_agg(i.pattern, '|') filter (where i.kind <> 'name') || ')', '(?!)'),
    array_agg(i.value) filter (where i.kind = 'email'),
    case when bool_and(p.piece is not null) is not false then coalesce(array_agg(format('%%%s%%', p.piece)) filter (where p.piece is not null), '{}') end
  into v_pattern, v_address_pattern, v_emails, v_pieces
  from app_private.personal_identifiers(erase_person.organization_id, erase_person.contact_id) i
  cross join lateral app_private.person_piece(i.kind, i.value) as p (piece);
  v_people := array(
    select n.id
    from jsonb_each(v_rows) r, jsonb_array_elements_text(r.value) as n (id)
    where r.key in ('app_public.contacts'::regclass::oid::text, 'app_public.leads'::regclass::oid::text)
  );
  v_names := array(select n.id from jsonb_each(v_rows) r, jsonb_array_elements_text(r.value) as n (id));
  v_ids := v_names::uuid[];
  select coalesce(jsonb_agg(a.storage_key), '[]') into v_files from app_public.attachments a where a.id = any (v_ids);
  perform set_config('app.erasing', 'on', true);
  perform set_config('app.requires_custom_fields', 'off', true);

  for v_step in
    select
      c.oid::regclass as relation,
      c.relname,
      array(select n.id::uuid from jsonb_array_elements_text(v_rows -> c.oid::text) as n (id)) as ids,
      c.oid not in ('app_public.contacts'::regclass, 'app_public.leads'::regclass) and (
        exists (select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname like '%\_cents' and not a.attisdropped)
        or exists (select from pg_catalog.pg_trigger g where g.tgrelid = c.oid and starts_with(g.tgname, '_600_count'))
      ) as is_counted
    from pg_catalog.pg_class c
    where v_rows ? c.oid::text and app_private.emptying_of(c.oid) is not null
    -- What is counted first, so that nothing takes it along; the contact last.
    order by 4 desc, c.oid = 'app_public.contacts'::regclass, c.relname
  loop
    if v_step.is_counted then
      perform app_private.empty_rows(v_step.relation, v_step.ids);
      v_emptied := v_emptied || jsonb_build_object(v_step.relname, cardinality(v_step.ids));
    else
      execute format('delete from %s t where t.id = any ($1)', v_step.relation) using v_step.ids;
      v_deleted := v_deleted || jsonb_build_object(v_step.relname, cardinality(v_step.ids));
    end if;
  end loop;

  delete from app_private.outgoing_mails m
  using app_public.organizations o
  where o.id = erase_person.organization_id and m.payload ->> 'organization' = o.slug and m.recipient = any (v_emails);
  -- Nobody can tell what these hold, since they are encrypted. That the requests were done is kept, so that none is repeated.
  update app_private.idempotent_answers a
  set answer = null
  where a.organization_digest = sha256(uuid_send(erase_person.organization_id)) and a.answer is not null;

  for v_step in
    select
      c.oid::regclass as relation,
      c.relname,
      -- These hold copies of rows, which go as a whole. Elsewhere an id is one value among others.
      c.oid in ('app_public.webhook_deliveries'::regclass, 'app_public.workflow_executions'::regclass, 'app_public.security_events'::regclass) as has_copies,
      app_private.is_configuration(c.oid) as is_configuration
    from pg_catalog.pg_class c
    left join pg_catalog.pg_attribute o on o.attrelid = c.oid and o.attname = 'organization_id'
    where c.relkind in ('r', 'p') and not c.relispartition
      and c.relnamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace, 'app_private'::regnamespace)
      and (o.attname is not null or c.oid = 'app_public.organizations'::regclass)
      and c.oid <> 'app_public.audit_logs'::regclass
    order by c.relname
  loop
    -- In what the organization wrote about itself a name may be a word: "best regards". An address is nothing else.
    select r.changed, r.refused into v_count, v_refused
    from app_private.redact_rows(
      v_step.relation,
      erase_person.organization_id,
      case when v_step.has_copies then v_pattern else concat_ws(
        '|', case when v_step.is_configuration then v_address_pattern else v_pattern end, array_to_string(v_people, '|')
      ) end,
      v_pieces || array(select format('%%%s%%', replace(n.id, '-', '')) from unnest(case when v_step.has_copies then v_names else v_people end) as n (id)),
      case when v_step.has_copies then v_names else '{}' end
    ) r;
    if v_count > 0 then
      v_redacted := v_redacted || jsonb_build_object(v_step.relname, v_count);
    end if;
    if v_step.is_configuration then
      execute format(
        'select coalesce(array_agg(t.id), ''{}'') from %s t where t.%I = $1 and (t::text ~* $2 or t.id = any ($3))',
        v_step.relation,
        case v_step.relation when 'app_public.organizations'::regclass then 'id' else 'organization_id' end
      )
      into v_refused using erase_person.organization_id, v_pattern, v_refused;
    end if;
    if v_refused <> '{}' then
      v_unchanged := v_unchanged || jsonb_build_object(v_step.relname, to_jsonb(v_refused));
    end if;
  end loop;

  update app_public.security_events e
  set contact_id = null, address = null, detail = '{}'
  where e.organization_id = erase_person.organization_id and e.contact_id = any (v_person);
  -- Last, since all of this was audited. That a row changed, when and by whom is kept.
  update app_public.audit_logs a
  set
    old_data = case when a.old_data is not null then '{}'::jsonb end,
    new_data = case when a.new_data is not null then '{}'::jsonb end,
    address = case when a.contact_id = any (v_person) then null else a.address end,
    contact_id = case when a.contact_id = any (v_person) then null else a.contact_id end
  where a.organization_id = erase_person.organization_id and (a.record_id = any (v_ids) or a.contact_id = any (v_person));
  get diagnostics v_count = row_count;
  v_count := v_count + (
    select r.changed
    from app_private.redact_rows(
      'app_public.audit_logs',
      erase_person.organization_id,
      v_pattern,
      v_pieces || array(select format('%%%s%%', replace(n.id, '-', '')) from unnest(v_people) as n (id)),
      v_names
    ) r
  );
  v_redacted := v_redacted || jsonb_build_object('audit_logs', v_count);
  perform set_config('app.erasing', '', true);
  perform set_config('app.requires_custom_fields', '', true);
  return jsonb_build_object('deleted', v_deleted, 'emptied', v_emptied, 'redacted', v_redacted, 'unchanged', v_unchanged, 'files', v_files);
end
$$;
comment on function app_private.erase_person(uuid, uuid) is $$Removes every trace of a contact, but for rows that figures count, which are emptied; tells how many rows that were by table, and which files.$$;
--! EndIncluded audit/functions/erase_person.sql
--! Included audit/functions/erase_personal_data.sql
create or replace function app_public.erase_personal_data(contact_id uuid) returns app_public.data_requests
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_organization_id constant uuid := app_hidden.organization_id();
  v_request app_public.data_requests;
  v_result jsonb;
begin
  if not app_hidden.may_all('personal_data.manage') then
    raise exception using errcode = 'TN403', message = 'Only who looks after personal data may erase it.', hint = 'Ask an owner or an admin.';
  end if;
  -- In the order of everybody else: one merge at a time, what refers to the contact, then the contact.
  perform pg_advisory_xact_lock(hashtextextended('merge contacts of ' || v_organization_id, 0));
  perform app_private.lock_contact_references(v_organization_id, p.id)
  from unnest(app_private.merged_contact_ids(v_organization_id, erase_personal_data.contact_id)) as p (id)
  order by p.id;
  perform from app_public.contacts c
  where c.organization_id = v_organization_id and c.id = erase_personal_data.contact_id
  for update;
  if not found then
    perform app_hidden.refuse_missing_row('contactId');
  end if;
  v_request := app_private.settle_data_request('erasure', erase_personal_data.contact_id);
  update app_public.data_requests r
  set status = 'failed', completed_at = now(), error = 'The contact was erased.'
  where r.organization_id = v_organization_id
    and r.contact_id = erase_personal_data.contact_id
    and r.status in ('pending', 'running');

  v_result := app_private.erase_person(v_organization_id, erase_personal_data.contact_id);
  update app_public.data_requests r set result = v_result where r.id = v_request.id returning r.* into v_request;
  perform app_private.record_security_event(
    'personal_data_erased', jsonb_build_object('dataRequestId', v_request.id), v_organization_id
  );
  return v_request;
end
$$;
grant execute on function app_public.erase_personal_data(uuid) to tenantry_member;
comment on function app_public.erase_personal_data(uuid) is $$@argument contact_id The id of the contact.
Removes a contact and every trace of the person, for good: nobody can bring it back. What is counted stays and is emptied, so that money and figures remain: deals, proposals, contracts, appointments, calls, conversations, messages, tickets and reviews keep their amounts, numbers and times, and lose their words and whom they were with. Everything else about the person is deleted. Names, addresses and phone numbers are taken out of what others wrote, out of copies such as webhook deliveries, and out of the audit log, which keeps that something changed and who did it. In what the organization wrote about itself, such as templates and settings, addresses and numbers are taken out, and names stay, since there they may be words; `unchanged` names these rows. Answers that were kept for an `Idempotency-Key` are forgotten.

The record of it, which this gives, names nobody. Its `result` says how many rows were `deleted`, `emptied` and `redacted` by table, and lists `files`, the keys to remove from the file store. `unchanged` lists the ids of rows, by table, to look at by hand: what has the name in the organization’s own words, and what a rule of the organization didn’t let change. A name or number that another person here has as well stays where it is theirs.

Needs `personal_data.manage`. Refused with `FORBIDDEN` without the permission, with `NOT_FOUND` for a contact who isn’t there, such as one who is erased already, and with `CONFLICT` for one who was merged into another: name that one, the merged ones come along.

```graphql
mutation {
  erasePersonalData(input: { contactId: "0199…" }) {
    dataRequest { id status completedAt result }
  }
}
```$$;
--! EndIncluded audit/functions/erase_personal_data.sql
--! Included crm/functions/tg__validate_custom_fields.sql
-- For tables with custom_fields. Argument: the entity. What has no definition is free data; null is the same as nothing.
-- Rows that the database makes by itself, knowing no more than a phone number, are spared what is required: the functions
-- that make them set app.requires_custom_fields to off for that time. So are contacts, who can't fill them in in the client
-- portal. The rule counts when somebody changes the fields. Merging contacts puts values together that were checked before.
create or replace function app_private.tg__validate_custom_fields() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_definition record;
  v_value jsonb;
  v_rule text;
begin
  if TG_OP = 'UPDATE' and (NEW.custom_fields = OLD.custom_fields or current_setting('app.merges_contacts', true) = 'on' or current_setting('app.erasing', true) = 'on') then
    return NEW;
  end if;
  for v_definition in
    select d.field_name, d.label, d.field_type, d.options, d.is_required
    from app_public.custom_field_definitions d
    where d.organization_id = NEW.organization_id and d.entity = TG_ARGV[0]
    order by d.position, d.id
  loop
    v_value := nullif(NEW.custom_fields -> v_definition.field_name, 'null');
    v_rule := case
      when v_definition.is_required
        and (v_value is null or v_value in ('""', '[]'))
        and current_setting('app.requires_custom_fields', true) is distinct from 'off'
        and app_hidden.actor_kind() is distinct from 'contact'
      then 'required'
      when v_value is null then null
      when not app_private.is_custom_field_value(v_definition.field_type, v_value) then 'type'
      when v_definition.field_type in ('select', 'multiselect') and not v_value <@ to_jsonb(v_definition.options) then 'option'
    end;
    if v_rule is not null then
      raise exception using
        errcode = 'TN400',
        message = 'The field ' || v_definition.label || case when v_rule = 'required' then ' is required.' else ' does not take this value.' end,
        detail = jsonb_build_object('field', 'customFields', 'name', v_definition.field_name, 'rule', v_rule)::text,
        hint = case v_definition.field_type
          when 'number' then 'It takes a number.'
          when 'boolean' then 'It takes true or false.'
          when 'date' then 'It takes a day, written as 2030-12-31.'
          when 'select' then 'It takes one of: ' || array_to_string(v_definition.options, ', ') || '.'
          when 'multiselect' then 'It takes a list of some of: ' || array_to_string(v_definition.options, ', ') || '.'
          else 'It takes a text.'
        end;
    end if;
  end loop;
  return NEW;
end
$$;
comment on function app_private.tg__validate_custom_fields() is $$Checks the values of the organization’s own fields against their definitions.$$;
--! EndIncluded crm/functions/tg__validate_custom_fields.sql
--! Included automation/functions/tg_workflows__check.sql
-- What isn't a list or an object at all is left to the check constraints.
create or replace function app_private.tg_workflows__check() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_edge text;
  v_seconds constant text := NEW.settings ->> 'maxExecutionTime';
begin
  -- What an erasure takes out may leave a workflow that needs to be looked at.
  if current_setting('app.erasing', true) = 'on' then
    return NEW;
  end if;
  if jsonb_typeof(NEW.nodes) = 'array' and jsonb_typeof(NEW.edges) = 'array' then
    perform app_private.require_unique_ids('nodes', NEW.nodes, 500);
    perform app_private.require_unique_ids('edges', NEW.edges, 2000);
    select e.item ->> 'id' into v_edge
    from jsonb_array_elements(NEW.edges) as e (item)
    where jsonb_typeof(e.item -> 'source') is distinct from 'string'
      or jsonb_typeof(e.item -> 'target') is distinct from 'string'
      or not array[e.item ->> 'source', e.item ->> 'target'] <@ array(select n.item ->> 'id' from jsonb_array_elements(NEW.nodes) as n (item))
    limit 1;
    if found then
      perform app_private.refuse_value('edges', 'node', format('the edge “%s” has a source or target that is no node', v_edge));
    end if;
  end if;

  if NEW.settings ->> 'errorHandling' is null or NEW.settings ->> 'errorHandling' not in ('continue', 'stop') then
    perform app_private.refuse_value('settings', 'errorHandling', 'errorHandling is continue or stop');
  end if;
  if jsonb_typeof(NEW.settings -> 'maxExecutionTime') <> 'number' or v_seconds !~ '^[1-9][0-9]{0,4}$' or v_seconds::int > 86400 then
    perform app_private.refuse_value('settings', 'maxExecutionTime', 'maxExecutionTime is a whole number of seconds, up to 86400');
  end if;
  if not coalesce(app_hidden.is_time_zone(NEW.settings ->> 'timezone'), false) then
    perform app_private.refuse_value('settings', 'timezone', 'timezone is the name of a time zone, such as Europe/London');
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_workflows__check() is $$Checks that a workflow’s nodes, edges and settings make sense.$$;
--! EndIncluded automation/functions/tg_workflows__check.sql
