--! Previous: sha1:fd6dd4497668ed8d70d7e88ee99d5191b08dc5c7
--! Hash: sha1:ec751e6b05b2167de44f8580516768043f7a324d
--! Message: Audit, tenancy: personal data and whole organizations, out and away

--! split: 1-current.sql
insert into app_public.security_event_kinds (value, description) values
  ('personal_data_erased', 'A contact was erased, with every trace of the person.'),
  ('organization_deleted', 'An owner deleted an organization, with everything in it.');

insert into app_public.permissions (resource, action, description) values
  ('organization', 'export', 'Take everything out of the organization, to keep it or to move it.');
insert into app_private.system_role_permissions (system_role, resource, action, scope) values
  ('owner', 'organization', 'export', 'all');

create type app_public.personal_data_export as (data_request_id uuid, contact_id uuid, data jsonb, files jsonb);

-- Answers are encrypted, and the scope tells nobody of the organization.
alter table app_private.idempotent_answers add column organization_digest bytea;
create index on app_private.idempotent_answers (organization_digest);

--! Included foundation/functions/tg__freeze.sql
-- The trigger says when: which columns of a document stay as they are, and from which status on.
create or replace function app_private.tg__freeze() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  -- What an erasure takes out of a document is the person, not what was agreed.
  if current_setting('app.erasing', true) = 'on' then
    return NEW;
  end if;
  raise exception using
    errcode = 'TN409',
    message = 'It was sent already, so what it says stays as it is.',
    hint = 'Write a new one instead.';
end
$$;
comment on function app_private.tg__freeze() is $$Refuses to change what a sent document says.$$;
--! EndIncluded foundation/functions/tg__freeze.sql
--! Included foundation/functions/keep_idempotent_answer.sql
create or replace function app_hidden.keep_idempotent_answer(key_digest bytea, request bytea, answer bytea) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_scope bytea := app_private.idempotency_scope(keep_idempotent_answer.key_digest);
begin
  if coalesce(app_hidden.actor_kind(), 'anonymous') = 'anonymous' then
    return;
  end if;
  -- One that has expired and wasn't forgotten yet makes way.
  delete from app_private.idempotent_answers a where a.scope = v_scope;
  insert into app_private.idempotent_answers (scope, request, answer, organization_digest)
  values (
    v_scope,
    keep_idempotent_answer.request,
    keep_idempotent_answer.answer,
    (select sha256(uuid_send(o.id)) from app_public.organizations o where o.id = app_hidden.setting_uuid('app.organization_id'))
  );
end
$$;
grant execute on function app_hidden.keep_idempotent_answer(bytea, bytea, bytea) to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.keep_idempotent_answer(bytea, bytea, bytea) is $$Keeps the encrypted answer to a request for whoever repeats it; without an answer, that the request is done.$$;
--! EndIncluded foundation/functions/keep_idempotent_answer.sql
--! Included foundation/tables/idempotent_answers.sql
comment on table app_private.idempotent_answers is $$The answers to mutations that came with an Idempotency-Key, for a day, so that a repeated one is answered and not done again. Private: read and written by app_hidden.claim_idempotency_key and app_hidden.keep_idempotent_answer, forgotten by app_private.forget_idempotent_answers.$$;
comment on column app_private.idempotent_answers.scope is $$SHA-256 of who asks and of a digest of the key and the organization that the request named.$$;
comment on column app_private.idempotent_answers.request is $$What the document, its variables and the operation’s name come to under the key, which isn’t stored: who reads this can’t guess at them.$$;
comment on column app_private.idempotent_answers.organization_digest is $$SHA-256 of the organization that the answer is about, so that it is forgotten when somebody there is erased, or the organization is deleted.$$;
comment on column app_private.idempotent_answers.answer is $$The answer, encrypted by the gateway with the key. Empty where the answer held a token or another secret that is shown once: that isn’t kept in any form.$$;

create or replace trigger _100_timestamps before update on app_private.idempotent_answers for each row execute function app_private.tg__timestamps();

alter table app_private.idempotent_answers enable row level security;
--! EndIncluded foundation/tables/idempotent_answers.sql
--! Included crm/functions/tg_proposal_items__require_draft.sql
-- Locks the proposal, so that it isn't sent while an item is being written, and so that writers of its items take turns:
-- each adds up what the ones before have committed. Items also go with their proposal or their organization.
create or replace function app_private.tg_proposal_items__require_draft() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_row record := coalesce(NEW, OLD);
  v_status text;
begin
  select p.status into v_status
  from app_public.proposals p
  where p.organization_id = v_row.organization_id and p.id = v_row.proposal_id
  for no key update;
  -- What an erasure takes out of an item is the person, not what was offered.
  if v_status <> 'draft' and coalesce(current_setting('app.erasing', true), '') <> 'on' and exists (select from app_public.organizations o where o.id = v_row.organization_id) then
    raise exception using
      errcode = 'TN409',
      message = 'The proposal was sent already, so its items stay as they are.',
      hint = 'Write a new proposal instead.';
  end if;
  return null;
end
$$;
comment on function app_private.tg_proposal_items__require_draft() is $$Lets items be written only while their proposal is a draft.$$;
--! EndIncluded crm/functions/tg_proposal_items__require_draft.sql
--! Included audit/all.sql
--! Included audit/functions/create_monthly_partitions.sql
-- Run when migrations are applied, and by a gateway that knows the owner's connection once a day. Two runs at once are
-- let through one after the other. Every partitioned table of the API is partitioned by its created_at, and has a
-- default partition for what nobody prepared for; a month that has rows there is left to it.
create or replace function app_private.create_monthly_partitions(months_ahead int default 3) returns int
language plpgsql volatile
set search_path = ''
as $$
declare
  v_table text;
  v_month timestamptz;
  v_next_month timestamptz;
  v_name text;
  v_has_rows boolean;
  v_created int := 0;
begin
  perform pg_advisory_xact_lock(hashtext('app_private.create_monthly_partitions'));
  for v_table in
    select c.relname
    from pg_catalog.pg_class c
    where c.relnamespace = 'app_public'::regnamespace and c.relkind = 'p'
    order by c.relname
  loop
    for i in 0..create_monthly_partitions.months_ahead loop
      v_month := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i)) at time zone 'UTC';
      v_next_month := (v_month at time zone 'UTC' + interval '1 month') at time zone 'UTC';
      v_name := v_table || '_' || to_char(v_month at time zone 'UTC', 'YYYY_MM');
      continue when to_regclass('app_private.' || v_name) is not null;
      execute format('select exists (select from app_private.%I where created_at >= $1 and created_at < $2)', v_table || '_default')
      into v_has_rows using v_month, v_next_month;
      continue when v_has_rows;
      execute format(
        'create table app_private.%I partition of app_public.%I for values from (%L) to (%L)',
        v_name, v_table, v_month, v_next_month
      );
      execute format('alter table app_private.%I enable row level security', v_name);
      v_created := v_created + 1;
    end loop;
  end loop;
  return v_created;
end
$$;
comment on function app_private.create_monthly_partitions(int) is $$Makes the partitions of this month and the given number of months ahead, of every table that is partitioned by month; returns how many were new.$$;
--! EndIncluded audit/functions/create_monthly_partitions.sql
--! Included audit/functions/record_security_event.sql
-- For other functions, which leave who asks to the request's context, and for the gateway, which tells it where there is
-- no request because it was refused. An event of a person without an organization is recorded in each of theirs: whoever
-- looks after one of them wants to know. Never give it a password, a token or a key, not in part.
create or replace function app_private.record_security_event(
  kind text,
  detail jsonb default '{}',
  organization_id uuid default null,
  user_id uuid default null,
  contact_id uuid default null,
  api_key_id uuid default null,
  request_id text default null,
  address text default null
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_user_id uuid := coalesce(record_security_event.user_id, app_hidden.user_id());
  v_contact_id uuid := coalesce(record_security_event.contact_id, app_hidden.contact_id());
  v_api_key_id uuid := coalesce(record_security_event.api_key_id, app_hidden.api_key_id());
  v_organization_ids uuid[] := array[coalesce(
    record_security_event.organization_id,
    app_hidden.setting_uuid('app.organization_id'),
    (select c.organization_id from app_public.contacts c where c.id = v_contact_id),
    (select k.organization_id from app_public.api_keys k where k.id = v_api_key_id)
  )];
begin
  if v_organization_ids[1] is null and v_user_id is not null then
    select coalesce(array_agg(m.organization_id), v_organization_ids) into v_organization_ids
    from app_public.memberships m
    where m.user_id = v_user_id and m.is_active;
  end if;
  insert into app_public.security_events (organization_id, kind, actor_kind, user_id, contact_id, api_key_id, request_id, address, detail)
  select
    o.id,
    record_security_event.kind,
    case
      when v_user_id is not null then 'user'
      when v_contact_id is not null then 'contact'
      when v_api_key_id is not null then 'api_key'
      else 'anonymous'
    end,
    v_user_id,
    v_contact_id,
    v_api_key_id,
    left(coalesce(record_security_event.request_id, nullif(current_setting('app.request_id', true), '')), 200),
    -- Without the zone of a link-local address (fe80::1%eth0), which inet doesn't know.
    nullif(substring(coalesce(record_security_event.address, current_setting('app.request_address', true)) from '^[0-9A-Fa-f.:]+'), '')::inet,
    record_security_event.detail
  from unnest(v_organization_ids) as o (id);
end
$$;
grant execute on function app_private.record_security_event(text, jsonb, uuid, uuid, uuid, uuid, text, text) to tenantry_authenticator;
comment on function app_private.record_security_event(text, jsonb, uuid, uuid, uuid, uuid, text, text) is $$Records an event of security, in the organization given, else in that of the request, of the contact or of the API key, else in each of the user’s; what is left out is taken from the request. Without any organization, operators alone see it.$$;
--! EndIncluded audit/functions/record_security_event.sql
--! Included audit/functions/begin_export.sql
create or replace function app_hidden.begin_export(resource text, filter jsonb) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform app_hidden.require_permission(begin_export.resource || '.export');
  perform app_private.record_security_event(
    'export_started',
    jsonb_build_object('resource', begin_export.resource, 'filter', begin_export.filter),
    app_hidden.organization_id()
  );
end
$$;
grant execute on function app_hidden.begin_export(text, jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.begin_export(text, jsonb) is $$Records that the member who asks begins to take rows out, such as contacts. Raises TN403 without the permission to.$$;
--! EndIncluded audit/functions/begin_export.sql
--! Included audit/functions/end_export.sql
-- Asks for no permission: what was taken out counts even when the permission went meanwhile.
create or replace function app_hidden.end_export(resource text, rows bigint, is_complete boolean) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform app_private.record_security_event(
    'export_ended',
    jsonb_build_object('resource', end_export.resource, 'rows', end_export.rows, 'isComplete', end_export.is_complete),
    app_hidden.organization_id()
  );
end
$$;
grant execute on function app_hidden.end_export(text, bigint, boolean) to tenantry_member, tenantry_service;
comment on function app_hidden.end_export(text, bigint, boolean) is $$Records how many rows the member who asks has taken out.$$;
--! EndIncluded audit/functions/end_export.sql
--! Included audit/functions/record_refusal.sql
-- For the gateway, with the argument of app_private.begin_request that was refused. Who it was is looked up again, since
-- what begin_request finds before it refuses is gone with its transaction. A digest tells nothing of the key, and isn't kept.
create or replace function app_private.record_refusal(kind text, request jsonb, detail jsonb default '{}') returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_claims constant jsonb := nullif(request -> 'claims', 'null');
  v_user_id uuid;
  v_contact_id uuid;
  v_api_key_id uuid;
begin
  if request ->> 'apiKeyDigest' is not null then
    select s.api_key_id into v_api_key_id
    from app_private.api_key_secrets s
    where s.digest = decode(request ->> 'apiKeyDigest', 'hex');
  elsif (request ->> 'isClient')::boolean then
    select c.id into v_contact_id
    from app_public.contacts c
    where c.id = case when v_claims ->> 'sub' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (v_claims ->> 'sub')::uuid end;
  elsif v_claims is not null then
    select i.user_id into v_user_id
    from app_private.user_identities i
    where i.issuer = v_claims ->> 'iss' and i.subject = v_claims ->> 'sub';
  end if;
  perform app_private.record_security_event(
    record_refusal.kind,
    record_refusal.detail,
    user_id => v_user_id,
    contact_id => v_contact_id,
    api_key_id => v_api_key_id,
    request_id => request ->> 'requestId',
    address => request ->> 'address'
  );
end
$$;
grant execute on function app_private.record_refusal(text, jsonb, jsonb) to tenantry_authenticator;
comment on function app_private.record_refusal(text, jsonb, jsonb) is $$Records a security event about a request that was refused: of the user, contact or API key that its claims or key name, as far as they are known.$$;
--! EndIncluded audit/functions/record_refusal.sql
--! Included audit/functions/tg_data_requests__require_contact.sql
-- Not a constraint: when the contact is erased the request stays, without naming them.
create or replace function app_private.tg_data_requests__require_contact() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if NEW.contact_id is null then
    raise exception using
      errcode = 'TN400',
      message = 'A request about personal data names the contact.',
      detail = '{"field": "contactId"}';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_data_requests__require_contact() is $$Keeps new requests about personal data from being of nobody.$$;
--! EndIncluded audit/functions/tg_data_requests__require_contact.sql
--! Included audit/functions/person_pattern.sql
-- What stands in a text is written in many ways: white space between words, a name with the last name first, a phone
-- number with blanks, brackets or without the country.
create or replace function app_private.person_pattern(kind text, value text, other_value text default null) returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_value text := regexp_replace(regexp_replace(btrim(person_pattern.value), '([^[:alnum:][:space:]])', '\\\1', 'g'), '\s+', '\s+', 'g');
  v_other text := regexp_replace(regexp_replace(btrim(person_pattern.other_value), '([^[:alnum:][:space:]])', '\\\1', 'g'), '\s+', '\s+', 'g');
  v_digits text;
  v_country record;
begin
  if person_pattern.kind = 'email' then
    return format('(?<![[:alnum:]._%%+-])%s(?![[:alnum:]-]|\.[[:alnum:]])', v_value);
  elsif person_pattern.kind = 'name' and v_other is not null then
    return format('(?<![[:alnum:]])(?:%1$s\s+%2$s|%2$s,?\s+%1$s)(?![[:alnum:]])', v_value, v_other);
  elsif person_pattern.kind = 'name' then
    return format('(?<![[:alnum:]])%s(?![[:alnum:]])', v_value);
  end if;
  v_digits := regexp_replace(person_pattern.value, '\D', '', 'g');
  select c.calling_code, coalesce(c.trunk_prefix, '') as trunk_prefix into v_country
  from app_private.country_calling_codes c
  where starts_with(v_digits, ltrim(c.calling_code, '+'))
  order by length(c.calling_code) desc, c.country
  limit 1;
  v_country.calling_code := ltrim(coalesce(v_country.calling_code, ''), '+');
  v_digits := substr(v_digits, length(v_country.calling_code) + 1);
  return format(
    '(?<![[:alnum:]])(?:(?:\+|00)?%s[\s().\-/]*)%s(?:\(?%s\)?[\s().\-/]*)?%s(?![[:alnum:]])',
    v_country.calling_code,
    case when length(v_digits) >= 7 then '?' else '' end,
    coalesce(v_country.trunk_prefix, ''),
    array_to_string(regexp_split_to_array(v_digits, ''), '[\s().\-/]*')
  );
end
$$;
comment on function app_private.person_pattern(text, text, text) is $$A regular expression that finds an e-mail address (email), a phone number (phone), or a name (name, with the last name as the other value) in a text, however it is written.$$;
--! EndIncluded audit/functions/person_pattern.sql
--! Included audit/functions/personal_identifiers.sql
-- Former ones too, as far as the audit log has them. What another person of the organization has as well, such as the
-- phone number of a family or a common name, tells them from nobody, and stays the other one's.
-- So does a name of one word, such as Will or May, which stands in other people's texts for something else.
create or replace function app_private.personal_identifiers(organization_id uuid, contact_id uuid) returns table (kind text, value text, pattern text)
language sql stable
set search_path = ''
as $$
  with versions as (
    select to_jsonb(c) as data
    from app_public.contacts c
    where c.organization_id = personal_identifiers.organization_id and c.id = personal_identifiers.contact_id
    union all
    select to_jsonb(l) from app_public.leads l
    where l.organization_id = personal_identifiers.organization_id and l.contact_id = personal_identifiers.contact_id
    union all
    select a.old_data
    from app_public.audit_logs a
    where a.organization_id = personal_identifiers.organization_id
      and a.record_id = personal_identifiers.contact_id
      and a.table_name = 'contacts'
      and a.changed_columns && '{email,phone,first_name,last_name}'
  ), found as (
    select 'email' as kind, lower(v.data ->> 'email') as value, null as other_value from versions v
    union select 'phone', v.data ->> 'phone', null from versions v
    union select 'phone', v.data ->> 'emergency_contact_phone', null from versions v
    union select 'name', v.data ->> 'emergency_contact_name', null from versions v
    union
    select 'name', v.data ->> 'first_name', v.data ->> 'last_name' from versions v
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
      and c.id <> personal_identifiers.contact_id
      and concat_ws(' ', c.name, c.email, c.phone) ~* p.pattern
  ) and not exists (
    select from app_public.leads l
    where l.organization_id = personal_identifiers.organization_id
      and l.contact_id <> personal_identifiers.contact_id
      and concat_ws(' ', l.name, l.email, l.phone) ~* p.pattern
  ) and not exists (
    select from app_public.memberships m join app_public.users u on u.id = m.user_id
    where m.organization_id = personal_identifiers.organization_id
      and concat_ws(' ', u.full_name, u.email, u.phone) ~* p.pattern
  )
$$;
comment on function app_private.personal_identifiers(uuid, uuid) is $$The names, e-mail addresses and phone numbers that tell a contact from everybody else in the organization, and the patterns that find them.$$;
--! EndIncluded audit/functions/personal_identifiers.sql
--! Included audit/functions/personal_rows.sql
-- By the catalog, so that a table which is added later isn't forgotten. What refers to the contact, or to a lead of the
-- same person, is about them; what goes when one of these rows goes is a part of it. Rows that know nobody but hold the
-- person's address are theirs too, in tables about people: those that refer to contacts or leads.
create or replace function app_private.personal_rows(organization_id uuid, contact_id uuid, for_update boolean default false) returns table (relation regclass, ids uuid[])
language plpgsql volatile
set search_path = ''
as $$
declare
  v_relations regclass[] := array['app_public.contacts'::regclass];
  v_ids uuid[] := array[personal_rows.contact_id];
  v_addresses text[] := array(
    select i.value from app_private.personal_identifiers(personal_rows.organization_id, personal_rows.contact_id) i where i.kind in ('email', 'phone')
  );
  v_lock text := case when personal_rows.for_update then 'for update' else '' end;
  v_step record;
  v_new uuid[];
  v_before int;
begin
  loop
    v_before := cardinality(v_ids);
    for v_step in
      select c.conrelid::regclass as child, c.confrelid::regclass as parent, child_column.attname as column_name
      from pg_catalog.pg_constraint c
      join pg_catalog.pg_class r on r.oid = c.conrelid and not r.relispartition
      join pg_catalog.pg_attribute parent_id on parent_id.attrelid = c.confrelid and parent_id.attname = 'id'
      join pg_catalog.pg_attribute child_column
        on child_column.attrelid = c.conrelid and child_column.attnum = c.conkey[array_position(c.confkey, parent_id.attnum)]
      where c.contype = 'f'
        and c.confrelid = any (v_relations::oid[])
        and (c.confdeltype = 'c' or c.confrelid in ('app_public.contacts'::regclass, 'app_public.leads'::regclass))
        and exists (
          select from pg_catalog.pg_attribute a where a.attrelid = c.conrelid and a.attname = 'id' and a.atttypid = 'uuid'::regtype
        )
      order by 1, 2, 3
    loop
      execute format(
        'select array_agg(f.id) from (select t.id from %1$s t where t.%2$I = any ($1) and t.id <> all ($2) %3$s) f', v_step.child, v_step.column_name, v_lock
      )
      into v_new
      using array(select i.id from unnest(v_relations, v_ids) as i (relation, id) where i.relation = v_step.parent), v_ids;
      v_relations := v_relations || array_fill(v_step.child, array[coalesce(cardinality(v_new), 0)]);
      v_ids := v_ids || coalesce(v_new, '{}');
    end loop;

    for v_step in
      select
        c.oid::regclass as child,
        string_agg(distinct format('lower(t.%I) = any ($2)', a.attname), ' or ') as is_theirs,
        (
          select string_agg(format('(t.%1$I is null or t.%1$I = any ($3))', k.attname), ' and ')
          from pg_catalog.pg_constraint f
          join pg_catalog.pg_attribute k on k.attrelid = f.conrelid and k.attnum = any (f.conkey) and k.attname <> 'organization_id'
          where f.conrelid = c.oid and f.contype = 'f' and f.confrelid in ('app_public.contacts'::regclass, 'app_public.leads'::regclass)
        ) as is_nobody_elses
      from pg_catalog.pg_class c
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'text'::regtype
      where c.relkind = 'r'
        and c.relnamespace = 'app_public'::regnamespace
        and c.oid <> 'app_public.contacts'::regclass
        and exists (
          select from pg_catalog.pg_constraint f
          where f.conrelid = c.oid and f.contype = 'f' and f.confrelid in ('app_public.contacts'::regclass, 'app_public.leads'::regclass)
        )
      group by c.oid
      order by 1
    loop
      execute format(
        'select array_agg(f.id) from (select t.id from %1$s t where t.organization_id = $1 and (%2$s) and %3$s and t.id <> all ($3) %4$s) f',
        v_step.child, v_step.is_theirs, v_step.is_nobody_elses, v_lock
      )
      into v_new using personal_rows.organization_id, v_addresses, v_ids;
      v_relations := v_relations || array_fill(v_step.child, array[coalesce(cardinality(v_new), 0)]);
      v_ids := v_ids || coalesce(v_new, '{}');
    end loop;
    exit when cardinality(v_ids) = v_before;
  end loop;
  return query
    select i.relation, array_agg(i.id order by i.id) from unnest(v_relations, v_ids) as i (relation, id) group by i.relation order by i.relation::text;
end
$$;
comment on function app_private.personal_rows(uuid, uuid, boolean) is $$The rows of every table that are about a contact, with the contact’s own; locked, if they are to be removed.$$;
--! EndIncluded audit/functions/personal_rows.sql
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
      'select jsonb_agg(to_jsonb(r) order by r.created_at) from (select %1$s from %2$s t where t.id = any ($1)%3$s) r',
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
        where a.organization_id = personal_data.organization_id and a.contact_id = personal_data.contact_id
      ) r
      having count(*) > 0
    ), '{}')
    || coalesce((
      select jsonb_build_object('security_events', jsonb_agg(to_jsonb(r) order by r.created_at))
      from (
        select e.created_at, e.kind, e.address, e.detail
        from app_public.security_events e
        where e.organization_id = personal_data.organization_id and e.contact_id = personal_data.contact_id
      ) r
      having count(*) > 0
    ), '{}')
    || coalesce((
      select jsonb_build_object('outgoing_mails', jsonb_agg(to_jsonb(r) order by r.created_at))
      from (
        select m.created_at, m.recipient, m.kind, m.sent_at
        from app_private.outgoing_mails m
        join app_public.organizations o on o.id = personal_data.organization_id and m.payload ->> 'organization' = o.slug
        where m.recipient in (select c.email from app_public.contacts c where c.id = personal_data.contact_id)
      ) r
      having count(*) > 0
    ), '{}');
end
$$;
comment on function app_private.personal_data(uuid, uuid) is $$Everything that is known about a contact: the rows by table, without what they sign in with.$$;
--! EndIncluded audit/functions/personal_data.sql
--! Included audit/functions/redact.sql
-- An object that names one of the rows is a copy of it, or about it, and is emptied.
create or replace function app_private.redact(data jsonb, pattern text, ids text[]) returns jsonb
language plpgsql immutable
set search_path = ''
as $$
begin
  case jsonb_typeof(redact.data)
    when 'object' then
      if exists (select from jsonb_each_text(redact.data) e where e.value = any (redact.ids)) then
        return '{}';
      end if;
      return (
        select coalesce(jsonb_object_agg(
          regexp_replace(e.key, redact.pattern, '[erased]', 'gi'),
          app_private.redact(e.value, redact.pattern, redact.ids)
        ), '{}')
        from jsonb_each(redact.data) e
      );
    when 'array' then
      return (
        select coalesce(jsonb_agg(app_private.redact(e.value, redact.pattern, redact.ids) order by e.position), '[]')
        from jsonb_array_elements(redact.data) with ordinality as e (value, position)
      );
    when 'string' then
      return to_jsonb(regexp_replace(redact.data #>> '{}', redact.pattern, '[erased]', 'gi'));
    when 'number' then
      return case when redact.data #>> '{}' ~* redact.pattern then '0' else redact.data end;
    else
      return redact.data;
  end case;
end
$$;
comment on function app_private.redact(jsonb, text, text[]) is $$Takes what a pattern finds, and objects that name one of the ids, out of a value.$$;
--! EndIncluded audit/functions/redact.sql
--! Included audit/functions/redact_rows.sql
create or replace function app_private.redact_rows(relation regclass, organization_id uuid, pattern text, ids text[]) returns int
language plpgsql volatile
set search_path = ''
as $$
declare
  v_changes text;
  v_conditions text;
  v_count int;
begin
  select
    string_agg(format('%1$I = %2$s', a.attname, case
      when a.atttypid = 'jsonb'::regtype then format('app_private.redact(t.%I, $2, $3)', a.attname)
      when a.atttypid = 'text[]'::regtype then format('array(select regexp_replace(e.value, $2, ''[erased]'', ''gi'') from unnest(t.%1$I) with ordinality as e (value, position) order by e.position)', a.attname)
      -- An address that is all there is can't be a mark: the column takes addresses alone.
      else format(
        'case when t.%1$I ~* (''^'' || $2 || ''$'') and (t.%1$I ~ ''@'' or t.%1$I !~ ''[[:alpha:]]'') then %2$s else regexp_replace(t.%1$I, $2, ''[erased]'', ''gi'') end',
        a.attname,
        case when a.attnotnull then '''erased-'' || t.id || ''@erased.invalid''' else 'null' end
      )
    end), ', ' order by a.attnum),
    string_agg(case
      when a.atttypid = 'jsonb'::regtype then format(
        't.%1$I::text ~* $2 or exists (select from regexp_matches(t.%1$I::text, ''[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'', ''g'') m where m[1] = any ($3))',
        a.attname
      )
      when a.atttypid = 'text[]'::regtype then format('array_to_string(t.%I, '' '') ~* $2', a.attname)
      else format('t.%I ~* $2', a.attname)
    end, ' or ' order by a.attnum)
  into v_changes, v_conditions
  from pg_catalog.pg_attribute a
  where a.attrelid = redact_rows.relation and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and a.atttypid in ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype)
    and not exists (select from pg_catalog.pg_constraint f where f.conrelid = a.attrelid and f.contype = 'f' and a.attnum = any (f.conkey));
  if v_changes is null then
    return 0;
  end if;
  execute format('update %s t set %s where t.organization_id = $1 and (%s)', redact_rows.relation, v_changes, v_conditions)
  using redact_rows.organization_id, redact_rows.pattern, redact_rows.ids;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function app_private.redact_rows(regclass, uuid, text, text[]) is $$Takes what a pattern finds, and copies of the rows with these ids, out of the texts of an organization’s rows in one table; tells how many rows that were.$$;
--! EndIncluded audit/functions/redact_rows.sql
--! Included audit/functions/emptying_of.sql
-- Not what comes from a list of values: such columns refer to a lookup table.
create or replace function app_private.emptying_of(relation regclass) returns text
language sql stable
set search_path = ''
as $$
  select string_agg(
    format('%I = %s', a.attname, case
      when not a.attnotnull then 'null'
      when a.atthasdef then 'default'
      when a.atttypid = 'text'::regtype then '''Erased'''
      when a.atttypid = 'jsonb'::regtype then '''{}'''
      else 'null'
    end),
    ', ' order by a.attnum
  )
  from pg_catalog.pg_attribute a
  where a.attrelid = emptying_of.relation and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and (
      a.atttypid in ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype, 'inet'::regtype)
      and not exists (select from pg_catalog.pg_constraint f where f.conrelid = a.attrelid and f.contype = 'f' and a.attnum = any (f.conkey))
      or a.attname <> 'organization_id' and exists (
        select from pg_catalog.pg_constraint f
        where f.conrelid = a.attrelid and f.contype = 'f' and a.attnum = any (f.conkey)
          and f.confrelid in ('app_public.contacts'::regclass, 'app_public.leads'::regclass)
      )
    )
$$;
comment on function app_private.emptying_of(regclass) is $$How the rows of a table are emptied of words and of the people they are about, as columns of an update; null when they hold neither.$$;
--! EndIncluded audit/functions/emptying_of.sql
--! Included audit/functions/empty_rows.sql
create or replace function app_private.empty_rows(relation regclass, ids uuid[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  execute format('update %s t set %s where t.id = any ($1)', empty_rows.relation, app_private.emptying_of(empty_rows.relation)) using empty_rows.ids;
end
$$;
comment on function app_private.empty_rows(regclass, uuid[]) is $$Takes the words out of rows, and the contact and lead that they are about. Amounts, numbers, times and what comes from a list of values stay.$$;
--! EndIncluded audit/functions/empty_rows.sql
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
  v_ids uuid[];
  v_names text[];
  v_step record;
  v_count int;
  v_deleted jsonb := '{}';
  v_emptied jsonb := '{}';
  v_redacted jsonb := '{}';
  v_files jsonb;
  v_rows jsonb;
  v_emails text[];
begin
  select jsonb_object_agg(p.relation::oid, to_jsonb(p.ids)) into v_rows
  from app_private.personal_rows(erase_person.organization_id, erase_person.contact_id, true) p
  where p.relation <> 'app_public.data_requests'::regclass;
  -- A pattern that finds nothing, when there is nothing to find.
  select coalesce('(?:' || string_agg(i.pattern, '|') || ')', '(?!)'), array_agg(i.value) filter (where i.kind = 'email')
  into v_pattern, v_emails
  from app_private.personal_identifiers(erase_person.organization_id, erase_person.contact_id) i;
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
    select c.oid::regclass as relation, c.relname
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute o on o.attrelid = c.oid and o.attname = 'organization_id'
    where c.relkind in ('r', 'p') and not c.relispartition
      and c.relnamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace, 'app_private'::regnamespace)
      and c.oid <> 'app_public.audit_logs'::regclass
    order by c.relname
  loop
    v_count := app_private.redact_rows(v_step.relation, erase_person.organization_id, v_pattern, v_names);
    if v_count > 0 then
      v_redacted := v_redacted || jsonb_build_object(v_step.relname, v_count);
    end if;
  end loop;

  update app_public.security_events e
  set contact_id = null, address = null, detail = '{}'
  where e.organization_id = erase_person.organization_id and e.contact_id = erase_person.contact_id;
  -- Last, since all of this was audited. That a row changed, when and by whom is kept.
  update app_public.audit_logs a
  set
    old_data = case when a.old_data is not null then '{}'::jsonb end,
    new_data = case when a.new_data is not null then '{}'::jsonb end,
    address = case when a.contact_id = erase_person.contact_id then null else a.address end,
    contact_id = nullif(a.contact_id, erase_person.contact_id)
  where a.organization_id = erase_person.organization_id and (a.record_id = any (v_ids) or a.contact_id = erase_person.contact_id);
  get diagnostics v_count = row_count;
  v_count := v_count + app_private.redact_rows('app_public.audit_logs', erase_person.organization_id, v_pattern, v_names);
  v_redacted := v_redacted || jsonb_build_object('audit_logs', v_count);
  perform set_config('app.erasing', '', true);
  perform set_config('app.requires_custom_fields', '', true);
  return jsonb_build_object('deleted', v_deleted, 'emptied', v_emptied, 'redacted', v_redacted, 'files', v_files);
end
$$;
comment on function app_private.erase_person(uuid, uuid) is $$Removes every trace of a contact, but for rows that figures count, which are emptied; tells how many rows that were by table, and which files.$$;
--! EndIncluded audit/functions/erase_person.sql
--! Included audit/functions/settle_data_request.sql
create or replace function app_private.settle_data_request(kind text, contact_id uuid) returns app_public.data_requests
language plpgsql volatile
set search_path = ''
as $$
declare
  v_request app_public.data_requests;
begin
  update app_public.data_requests r
  set status = 'completed', completed_at = now()
  where r.organization_id = app_hidden.organization_id()
    and r.contact_id = settle_data_request.contact_id
    and r.kind = settle_data_request.kind
    and r.status in ('pending', 'running')
  returning r.* into v_request;
  if not found then
    insert into app_public.data_requests (kind, contact_id, status, completed_at)
    values (settle_data_request.kind, settle_data_request.contact_id, 'completed', now())
    returning * into v_request;
  end if;
  return v_request;
end
$$;
comment on function app_private.settle_data_request(text, uuid) is $$Completes the request about a contact’s data that waits, or records one that is carried out at once.$$;
--! EndIncluded audit/functions/settle_data_request.sql
--! Included audit/functions/export_personal_data.sql
create or replace function app_public.export_personal_data(contact_id uuid) returns app_public.personal_data_export
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_export app_public.personal_data_export;
  v_request app_public.data_requests;
begin
  if not app_hidden.may_all('personal_data.manage') then
    raise exception using errcode = 'TN403', message = 'Only who looks after personal data may take it out.', hint = 'Ask an owner or an admin.';
  end if;
  -- So that the contact isn't erased meanwhile, and two exports settle one request.
  perform from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = export_personal_data.contact_id
  for no key update;
  if not found then
    perform app_private.refuse_missing_row('contactId');
  end if;
  v_request := app_private.settle_data_request('export', export_personal_data.contact_id);
  v_export.data_request_id := v_request.id;
  v_export.contact_id := export_personal_data.contact_id;
  v_export.data := app_private.personal_data(app_hidden.organization_id(), export_personal_data.contact_id);
  v_export.files := coalesce((
    select jsonb_agg(jsonb_build_object(
      'id', f -> 'id',
      'filename', f -> 'filename',
      'contentType', f -> 'content_type',
      'byteSize', f -> 'byte_size',
      'sha256', f -> 'sha256',
      'storageKey', f -> 'storage_key'
    ))
    from jsonb_array_elements(v_export.data -> 'attachments') f
  ), '[]');
  -- The record says how much it was, not what.
  update app_public.data_requests r
  set result = jsonb_build_object(
    'rows', (select coalesce(jsonb_object_agg(e.key, jsonb_array_length(e.value)), '{}') from jsonb_each(v_export.data) e),
    'files', jsonb_array_length(v_export.files)
  )
  where r.id = v_request.id;
  perform app_private.record_security_event(
    'personal_data_export_read', jsonb_build_object('dataRequestId', v_request.id), app_hidden.organization_id()
  );
  return v_export;
end
$$;
grant execute on function app_public.export_personal_data(uuid) to tenantry_member;
comment on function app_public.export_personal_data(uuid) is $$@argument contact_id The id of the contact.
Gives everything that is known about a contact, for the person who asks for it: `data` has the rows by table, as they are stored, and `files` lists what is to be handed over from the file store. What refers to the contact or to one of their leads is in it, and so are rows that know nobody but hold their e-mail address or phone number. Passwords and tokens are not.

Needs `personal_data.manage`. It completes the request for an export that waits, or records one, and leaves a security event, `PERSONAL_DATA_EXPORT_READ`. Refused with `FORBIDDEN` without the permission, and with `NOT_FOUND` for a contact who isn’t there.

```graphql
mutation {
  exportPersonalData(input: { contactId: "0199…" }) {
    personalDataExport { dataRequestId data files }
  }
}
```$$;
comment on type app_public.personal_data_export is $$What is known about a contact.$$;
comment on column app_public.personal_data_export.data_request_id is $$The record of the export.$$;
comment on column app_public.personal_data_export.contact_id is $$Whose data it is.$$;
comment on column app_public.personal_data_export.data is $$The rows that are about the contact, an object of lists by table.$$;
comment on column app_public.personal_data_export.files is $$The files that are about the contact, a list of objects with id, filename, contentType, byteSize, sha256 and storageKey.$$;
--! EndIncluded audit/functions/export_personal_data.sql
--! Included audit/functions/erase_personal_data.sql
create or replace function app_public.erase_personal_data(contact_id uuid) returns app_public.data_requests
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_request app_public.data_requests;
  v_result jsonb;
begin
  if not app_hidden.may_all('personal_data.manage') then
    raise exception using errcode = 'TN403', message = 'Only who looks after personal data may erase it.', hint = 'Ask an owner or an admin.';
  end if;
  perform from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = erase_personal_data.contact_id
  for update;
  if not found then
    perform app_private.refuse_missing_row('contactId');
  end if;
  v_request := app_private.settle_data_request('erasure', erase_personal_data.contact_id);
  update app_public.data_requests r
  set status = 'failed', completed_at = now(), error = 'The contact was erased.'
  where r.organization_id = app_hidden.organization_id()
    and r.contact_id = erase_personal_data.contact_id
    and r.status in ('pending', 'running');

  v_result := app_private.erase_person(app_hidden.organization_id(), erase_personal_data.contact_id);
  update app_public.data_requests r set result = v_result where r.id = v_request.id returning r.* into v_request;
  perform app_private.record_security_event(
    'personal_data_erased', jsonb_build_object('dataRequestId', v_request.id), app_hidden.organization_id()
  );
  return v_request;
end
$$;
grant execute on function app_public.erase_personal_data(uuid) to tenantry_member;
comment on function app_public.erase_personal_data(uuid) is $$@argument contact_id The id of the contact.
Removes a contact and every trace of the person, for good: nobody can bring it back. What is counted stays and is emptied, so that money and figures remain: deals, proposals, contracts, appointments, calls, conversations, messages, tickets and reviews keep their amounts, numbers and times, and lose their words and whom they were with. Everything else about the person is deleted. Names, addresses and phone numbers are taken out of what others wrote, out of copies such as webhook deliveries, and out of the audit log, which keeps that something changed and who did it. Answers that were kept for an `Idempotency-Key` are forgotten.

The record of it, which this gives, names nobody. Its `result` says how many rows were `deleted`, `emptied` and `redacted` by table, and lists `files`, the keys to remove from the file store. A name or number that another person here has as well stays where it is theirs.

Needs `personal_data.manage`. Refused with `FORBIDDEN` without the permission, and with `NOT_FOUND` for a contact who isn’t there, such as one who is erased already.

```graphql
mutation {
  erasePersonalData(input: { contactId: "0199…" }) {
    dataRequest { id status completedAt result }
  }
}
```$$;
--! EndIncluded audit/functions/erase_personal_data.sql
--! Included audit/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.audit_actor_kinds', 'AuditActorKind', 'Who can have made a change.');
select app_private.expose_lookup_table('app_public.audit_actions', 'AuditAction', 'What can have happened to a row.');
select app_private.expose_lookup_table('app_public.security_event_kinds', 'SecurityEventKind', 'What kinds of security events are recorded.');
select app_private.expose_lookup_table('app_public.data_request_kinds', 'DataRequestKind', 'What can be asked for about personal data.');
select app_private.expose_lookup_table('app_public.data_request_statuses', 'DataRequestStatus', 'Where a request about personal data stands.');
--! EndIncluded audit/tables/lookup_tables.sql
--! Included audit/tables/audit_logs.sql
comment on table app_public.audit_logs is $$@behavior -single
Who changed what, and when. Nobody can change or delete an entry.$$;
comment on column app_public.audit_logs.actor_kind is $$What kind of actor made the change.$$;
comment on column app_public.audit_logs.user_id is $$The member who made the change.$$;
comment on column app_public.audit_logs.contact_id is $$The contact who made the change through the client portal.$$;
comment on column app_public.audit_logs.api_key_id is $$The API key that made the change.$$;
comment on column app_public.audit_logs.request_id is $$The X-Request-Id of the request that made the change.$$;
comment on column app_public.audit_logs.address is $$The network address that the request came from.$$;
comment on column app_public.audit_logs.action is $$What happened to the row.$$;
comment on column app_public.audit_logs.table_name is $$The kind of row, by its table’s name.$$;
comment on column app_public.audit_logs.record_id is $$The row’s id.$$;
comment on column app_public.audit_logs.old_data is $$The row before; empty for a new one.$$;
comment on column app_public.audit_logs.new_data is $$The row afterwards; empty for a deleted one.$$;
comment on column app_public.audit_logs.changed_columns is $$Which columns an update changed.$$;
comment on table app_private.audit_logs_default is $$Audit entries of months without a partition of their own. Private: read through audit_logs.$$;

-- Append-only for everyone: rows are written by app_private.tg__audit() alone.
revoke all on table app_public.audit_logs from tenantry_member, tenantry_service;
grant select on table app_public.audit_logs to tenantry_member, tenantry_service;

alter table app_public.audit_logs enable row level security;
select app_private.drop_policies('app_public.audit_logs');
-- Owners and admins hold audit.read, for the whole organization.
select app_private.create_policies('app_public.audit_logs', '{member,service}', '{select}', $$(select app_hidden.may_all('audit.read'))$$);
--! EndIncluded audit/tables/audit_logs.sql
--! Included audit/tables/security_events.sql
comment on table app_public.security_events is $$@behavior -single
What was refused, and other events that those who look after security want to know of. Nobody can change or delete one.$$;
comment on column app_public.security_events.kind is $$What happened.$$;
comment on column app_public.security_events.actor_kind is $$What kind of actor it was.$$;
comment on column app_public.security_events.user_id is $$The user it was, as far as that is known.$$;
comment on column app_public.security_events.contact_id is $$The contact it was, in the client portal.$$;
comment on column app_public.security_events.api_key_id is $$The API key it was.$$;
comment on column app_public.security_events.request_id is $$The X-Request-Id of the request.$$;
comment on column app_public.security_events.address is $$The network address that the request came from.$$;
comment on column app_public.security_events.detail is $$What else is known, an object without secrets.$$;
comment on table app_private.security_events_default is $$Security events of months without a partition of their own. Private: read through security_events.$$;

-- Append-only for everyone: rows are written by app_private.record_security_event() alone.
revoke all on table app_public.security_events from tenantry_member, tenantry_service;
grant select on table app_public.security_events to tenantry_member, tenantry_service;

alter table app_public.security_events enable row level security;
select app_private.drop_policies('app_public.security_events');
-- Owners and admins hold audit.read, for the whole organization.
select app_private.create_policies('app_public.security_events', '{member,service}', '{select}', $$(select app_hidden.may_all('audit.read'))$$);
--! EndIncluded audit/tables/security_events.sql
--! Included audit/tables/data_requests.sql
comment on table app_public.data_requests is $$Somebody’s wish to have, or to have removed, what is known about them. A request is made here and carried out by the database.$$;
comment on column app_public.data_requests.kind is $$What is to be done.$$;
comment on column app_public.data_requests.status is $$Where the request stands.$$;
comment on column app_public.data_requests.contact_id is $$Whose data it is; empty once the contact is erased.$$;
comment on column app_public.data_requests.requested_by_id is $$The member who made the request.$$;
comment on column app_public.data_requests.completed_at is $$When the request was done or given up.$$;
comment on column app_public.data_requests.result is $$What came of the request, an object; empty until then.$$;
comment on column app_public.data_requests.error is $$Why the request failed.$$;
comment on constraint completed_at_must_match_the_status on app_public.data_requests is $$A request has a time of completion when it is completed or failed, and not before.$$;
comment on constraint data_requests_organization_id_requested_by_id_fkey on app_public.data_requests is $$@foreignFieldName dataRequests$$;

create or replace trigger _100_timestamps before update on app_public.data_requests for each row execute function app_private.tg__timestamps();
create or replace trigger _300_require_contact before insert on app_public.data_requests for each row execute function app_private.tg_data_requests__require_contact();
-- What came of it may be personal data, and the error may quote some: neither may survive in the audit log.
create or replace trigger _900_audit after insert or update or delete on app_public.data_requests for each row execute function app_private.tg__audit('result', 'error');

-- update and delete are not granted: the database carries requests out, and a record of them stays. A machine doesn't
-- decide on people's data.
revoke all on table app_public.data_requests from tenantry_member;
grant select on table app_public.data_requests to tenantry_member;
grant insert (kind, contact_id) on table app_public.data_requests to tenantry_member;

alter table app_public.data_requests enable row level security;
select app_private.drop_policies('app_public.data_requests');
select app_private.create_policies('app_public.data_requests', '{member}', '{select,insert}', $$(select app_hidden.may_all('personal_data.manage'))$$);
--! EndIncluded audit/tables/data_requests.sql
--! EndIncluded audit/all.sql
--! Included tenancy/functions/tg_roles__guard.sql
-- The six system roles are the same in every organization; organizations add their own beside them.
-- They go with their organization.
create or replace function app_private.tg_roles__guard() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if app_hidden.actor_kind() is not null
    and OLD.is_system
    and exists (select from app_public.organizations o where o.id = OLD.organization_id)
  then
    raise exception using
      errcode = 'TN403',
      message = 'System roles can''t be changed or deleted.',
      hint = 'Create a role of your own.';
  end if;
  return coalesce(NEW, OLD);
end
$$;
comment on function app_private.tg_roles__guard() is $$Protects the system roles.$$;
--! EndIncluded tenancy/functions/tg_roles__guard.sql
--! Included tenancy/functions/organization_tables.sql
-- By the catalog: what has organization_id is the organization's. What has none and hangs on that are passwords, tokens
-- and keys, which don't travel. Generated columns come again by themselves, and so do numbers of rows.
create or replace function app_private.organization_tables() returns table (name text, columns text, condition text)
language sql stable
set search_path = ''
as $$
  select
    format('%I.%I', n.nspname, c.relname),
    string_agg(format('%I', a.attname), ', ' order by a.attnum),
    case c.oid
      when 'app_public.organizations'::regclass then 'id = $1'
      when 'app_public.users'::regclass then 'id in (select m.user_id from app_public.memberships m where m.organization_id = $1)'
      else 'organization_id = $1'
    end
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_attribute a
    on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
  where c.relkind in ('r', 'p')
    and not c.relispartition
    and n.nspname in ('app_public', 'app_hidden', 'app_private')
    and (
      c.oid in ('app_public.organizations'::regclass, 'app_public.users'::regclass)
      or exists (select from pg_catalog.pg_attribute o where o.attrelid = c.oid and o.attname = 'organization_id' and not o.attisdropped)
    )
  group by c.oid, n.nspname, c.relname
  order by c.oid = 'app_public.organizations'::regclass desc, c.oid = 'app_public.users'::regclass desc, n.nspname, c.relname
$$;
comment on function app_private.organization_tables() is $$The tables that make up an organization, with its members’ accounts: their columns, and which rows are those of the organization $1.$$;
--! EndIncluded tenancy/functions/organization_tables.sql
--! Included tenancy/functions/organization_shape.sql
create or replace function app_private.organization_shape() returns text
language sql stable
set search_path = ''
as $$
  select encode(sha256(convert_to(string_agg(concat_ws(' ', t.name, t.columns), '; ' order by convert_to(t.name, 'UTF8')), 'UTF8')), 'hex')
  from app_private.organization_tables() t
$$;
comment on function app_private.organization_shape() is $$Tells whether two databases keep organizations in the same tables and columns, in any order of the tables.$$;
--! EndIncluded tenancy/functions/organization_shape.sql
--! Included tenancy/functions/open_organization_rows.sql
-- One statement sees one state of everything, however long it takes to be read.
create or replace function app_private.open_organization_rows(organization_id uuid) returns refcursor
language plpgsql volatile
set search_path = ''
as $$
declare
  v_rows refcursor := 'organization_rows';
  v_statement text;
begin
  select string_agg(
    format('select %L::text as name, row_to_json(r)::text as row from (select %s from %s where %s) r', t.name, t.columns, t.name, t.condition),
    ' union all ' order by t.ordinality
  ) into v_statement
  from app_private.organization_tables() with ordinality t;
  open v_rows no scroll for execute v_statement using open_organization_rows.organization_id;
  return v_rows;
end
$$;
comment on function app_private.open_organization_rows(uuid) is $$Opens the cursor organization_rows with every row of an organization, as JSON.$$;
--! EndIncluded tenancy/functions/open_organization_rows.sql
--! Included tenancy/functions/open_organization_export.sql
-- Definer, because owners don't see everything, such as the notifications of others. The cursor keeps these privileges for
-- as long as the transaction lasts.
create or replace function app_hidden.open_organization_export() returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if not app_hidden.may_all('organization.export') then
    raise exception using errcode = 'TN403', message = 'Only an owner may take the whole organization out.';
  end if;
  perform app_private.open_organization_rows(app_hidden.organization_id());
  return (
    select jsonb_build_object('format', 'tenantry organization 1', 'organizationId', o.id, 'slug', o.slug, 'shape', app_private.organization_shape(), 'exportedAt', now())
    from app_public.organizations o
    where o.id = app_hidden.organization_id()
  );
end
$$;
grant execute on function app_hidden.open_organization_export() to tenantry_member;
comment on function app_hidden.open_organization_export() is $$Opens the cursor organization_rows with every row of the active organization, and gives the header of the file. Raises TN403 without the permission to take it out.$$;
--! EndIncluded tenancy/functions/open_organization_export.sql
--! Included tenancy/functions/delete_organization.sql
-- Definer, because delete is granted to nobody: an organization ends as a whole. Rows go by their foreign keys; what has
-- none goes here. Accounts stay, since they are the people's, who may be members elsewhere. The event is of no
-- organization, and doesn't name the one that is gone.
create or replace function app_public.delete_organization(slug text) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_organization app_public.organizations;
begin
  if not app_hidden.may_all('organization.delete') then
    raise exception using errcode = 'TN403', message = 'Only an owner may delete the organization.';
  end if;
  select o.* into v_organization from app_public.organizations o where o.id = app_hidden.organization_id() for update;
  -- Who may do this was looked up before the wait for the row: it may be gone, or another’s, meanwhile.
  if not found or not app_private.member_holds(app_hidden.membership_id(), 'organization', 'delete') then
    perform app_private.refuse_missing_row('slug');
  end if;
  if v_organization.slug is distinct from delete_organization.slug then
    raise exception using
      errcode = 'TN400',
      message = 'This is not the short name of the active organization.',
      detail = '{"field": "slug"}',
      hint = 'Give its slug, so that no other organization is deleted by mistake.';
  end if;
  delete from app_private.outgoing_mails m where m.payload ->> 'organization' = v_organization.slug;
  delete from app_private.idempotent_answers a where a.organization_digest = sha256(uuid_send(v_organization.id));
  delete from app_public.organizations o where o.id = v_organization.id;
  insert into app_public.security_events (kind, actor_kind, user_id, request_id, address)
  values (
    'organization_deleted',
    'user',
    app_hidden.user_id(),
    nullif(current_setting('app.request_id', true), ''),
    nullif(substring(current_setting('app.request_address', true) from '^[0-9A-Fa-f.:]+'), '')::inet
  );
  return v_organization.id;
end
$$;
grant execute on function app_public.delete_organization(text) to tenantry_member;
comment on function app_public.delete_organization(text) is $$@argument slug The organization’s slug, which shows that this one is meant.
@resultFieldName organizationId
Deletes the active organization with everything in it, for good: nobody can bring it back. `GET /exports/organization.ndjson` takes everything out before. Accounts of members stay, since they are the people’s own; files remain in the file store, under the organization’s id, which this gives.

Needs `organization.delete`, which owners alone have. Refused with `FORBIDDEN` without it, with `BAD_USER_INPUT` when the slug is another’s, and with `NOT_FOUND` when the organization is gone already.

```graphql
mutation {
  deleteOrganization(input: { slug: "acme" }) {
    organizationId
  }
}
```$$;
--! EndIncluded tenancy/functions/delete_organization.sql
