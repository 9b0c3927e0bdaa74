--! Previous: sha1:efd4a8b74c931594f542ae31e0559c9a530d2574
--! Hash: sha1:e9f6363c54b091febee4f6564a77a1e99bb4dbdf
--! Message: api: duplicates by look-ups, and people’s data in order

--! split: 1-current.sql
--! Included crm/functions/find_duplicates.sql
-- Each of the three ways is an index's: numbers and mailboxes are looked up, names are searched for. Names that search takes
-- for the beginnings of longer ones are compared once more.
create or replace function app_public.find_duplicates(contact_id uuid) returns setof app_public.duplicate_contact
language plpgsql stable rows 20
set search_path = ''
as $$
declare
  v_most constant int := 50;
  v_contact record;
begin
  select c.name, c.first_name, c.last_name, c.email, c.phone into v_contact
  from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = find_duplicates.contact_id;
  if not found then
    perform app_hidden.refuse_missing_row('contactId');
  end if;

  return query
  with found (id, reason) as (
    select m.id, 'email' from app_hidden.contacts_of_mailbox(v_contact.email) m (id) where v_contact.email is not null
    union all
    (
      select c.id, 'phone'
      from app_public.contacts c
      where c.organization_id = (select app_hidden.organization_id()) and c.phone = v_contact.phone
      limit 100
    )
    union all
    select s.id, 'name'
    from app_hidden.search_contacts(substr(v_contact.name, 1, 200), 100, 'NO') s
    where v_contact.last_name is not null and length(btrim(app_hidden.search_text(v_contact.name))) > 2
  )
  select d.id, (row_number() over (order by d.score desc, d.id))::int, d.score, d.reasons
  from (
    select
      c.id,
      round((1 - (
        (case when bool_or(f.reason = 'email') then 0.1 else 1 end)
        * (case when bool_or(f.reason = 'phone') then 0.3 else 1 end)
        * (1 - 0.6 * case when l.likeness >= 0.5 then l.likeness else 0 end)
      ))::numeric, 4)::double precision as score,
      array_remove(
        array[
          case when bool_or(f.reason = 'email') then 'email' end,
          case when bool_or(f.reason = 'phone') then 'phone' end,
          case when l.likeness >= 0.5 then 'name' end
        ],
        null
      ) as reasons
    from found f
    -- offset 0: one look-up for each of the few that were found, however many the planner expects.
    cross join lateral (
      select c.id, c.name
      from app_public.contacts c
      where c.organization_id = (select app_hidden.organization_id()) and c.id = f.id and c.deleted_at is null
      offset 0
    ) c
    cross join lateral (
      select
        case
          when v_contact.name <> 'Unknown' then public.similarity(app_hidden.search_text(c.name), app_hidden.search_text(v_contact.name))
          else 0
        end as likeness
    ) l
    where c.id <> find_duplicates.contact_id
    group by c.id, l.likeness
  ) d
  where d.reasons <> '{}'
  order by d.score desc, d.id
  limit v_most;
end
$$;
grant execute on function app_public.find_duplicates(uuid) to tenantry_member, tenantry_service;
comment on function app_public.find_duplicates(uuid) is $$@behavior -queryField:resource:connection +queryField:resource:list
@listSuffix omit
@argument contact_id The id of the contact.
Contacts who may be the same person as this one, the likeliest first, up to 50: by the mailbox of their e-mail address, whatever follows a plus sign in it, by phone number, and by names that are alike. Archived contacts are left out, and so are those whom the caller doesn’t see. `mergeContacts` makes one of two.

Needs `contacts.read`; refused with `NOT_FOUND` for a contact out of sight.

```graphql
query {
  findDuplicates(contactId: "0199…") {
    score reasons contact { id name email phone }
  }
}
```$$;
comment on type app_public.duplicate_contact is $$@orderBy rank contact_id
Somebody who may be the same person as a contact.$$;
comment on column app_public.duplicate_contact.contact_id is $$The id of the contact.$$;
comment on column app_public.duplicate_contact.rank is $$The place among the others; the likeliest has 1.$$;
comment on column app_public.duplicate_contact.score is $$How likely it is, up to 1.$$;
comment on column app_public.duplicate_contact.reasons is $$What both have in common: `email`, `phone`, `name`.$$;
--! EndIncluded crm/functions/find_duplicates.sql
--! Included audit/functions/personal_data.sql
-- What proves who somebody is stays out, whoever asks: digests, passwords and tokens.
create or replace function app_private.personal_data(organization_id uuid, contact_id uuid) returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_data jsonb := '{}';
  v_rows jsonb;
  v_step record;
  v_person constant uuid[] := app_private.merged_contact_ids(personal_data.organization_id, personal_data.contact_id);
begin
  for v_step in
    select
      c.oid::regclass as relation,
      c.relname,
      coalesce(p.ids, '{}') as ids,
      string_agg(format('t.%I', a.attname), ', ' order by a.attnum) filter (
        where a.atttypid <> 'bytea'::regtype and a.attname !~ '(password_hash|digest|secret)'
      ) as columns,
      string_agg(format('lower(t.%I) = any ($2)', a.attname), ' or ') filter (where a.atttypid = 'text'::regtype) as holds_their_address
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join app_private.personal_rows(personal_data.organization_id, personal_data.contact_id) p on p.relation = c.oid
    where c.relkind in ('r', 'p')
      and not c.relispartition
      and c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace)
      and c.oid not in ('app_public.audit_logs'::regclass, 'app_public.security_events'::regclass)
      and (p.ids is not null or exists (
        select from pg_catalog.pg_attribute o where o.attrelid = c.oid and o.attname = 'organization_id'
      ))
    group by c.oid, c.relname, p.ids
    order by c.relname
  loop
    -- Where nothing refers to a person a row may still hold their address. What refers to another one is theirs.
    execute format(
      'select jsonb_agg(to_jsonb(r) order by r.created_at, r.id) from (select %1$s from %2$s t where t.id = any ($1)%3$s) r',
      v_step.columns,
      v_step.relation,
      case
        when v_step.ids = '{}' and v_step.holds_their_address is not null and not exists (
          select from pg_catalog.pg_constraint f
          where f.conrelid = v_step.relation and f.contype = 'f' and f.confrelid in ('app_public.contacts'::regclass, 'app_public.leads'::regclass)
        ) then format(' or t.organization_id = $3 and (%s)', v_step.holds_their_address)
        else ''
      end
    )
    into v_rows
    using
      v_step.ids,
      array(
        select i.value from app_private.personal_identifiers(personal_data.organization_id, personal_data.contact_id) i
        where i.kind in ('email', 'phone')
      ),
      personal_data.organization_id;
    if v_rows is not null then
      v_data := v_data || jsonb_build_object(v_step.relname, v_rows);
    end if;
  end loop;
  return v_data
    || coalesce((
      select jsonb_build_object('audit_logs', jsonb_agg(to_jsonb(r) order by r.created_at))
      from (
        select a.created_at, a.action, a.table_name, a.record_id, a.changed_columns, a.address
        from app_public.audit_logs a
        where a.organization_id = personal_data.organization_id and a.contact_id = any (v_person)
      ) r
      having count(*) > 0
    ), '{}')
    || coalesce((
      select jsonb_build_object('security_events', jsonb_agg(to_jsonb(r) order by r.created_at))
      from (
        select e.created_at, e.kind, e.address, e.detail
        from app_public.security_events e
        where e.organization_id = personal_data.organization_id and e.contact_id = any (v_person)
      ) r
      having count(*) > 0
    ), '{}')
    || coalesce((
      select jsonb_build_object('outgoing_mails', jsonb_agg(to_jsonb(r) order by r.created_at))
      from (
        select m.created_at, m.recipient, m.kind, m.sent_at
        from app_private.outgoing_mails m
        join app_public.organizations o on o.id = personal_data.organization_id and m.payload ->> 'organization' = o.slug
        where m.recipient in (select c.email from app_public.contacts c where c.id = any (v_person))
      ) r
      having count(*) > 0
    ), '{}');
end
$$;
comment on function app_private.personal_data(uuid, uuid) is $$Everything that is known about a contact: the rows by table, without what they sign in with.$$;
--! EndIncluded audit/functions/personal_data.sql
