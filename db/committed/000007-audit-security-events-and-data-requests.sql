--! Previous: sha1:44c6abfcc1f90880e09e1fa43214b6abe65a7670
--! Hash: sha1:c25965e6e51d834c82957e3b09c8b3ca37cb2783
--! Message: Audit: security events and data requests

--! split: 1-current.sql
/*
 * Audit: what was refused and other events of security, and what people ask for about their own data.
 */
create table app_public.security_event_kinds (value text primary key, description text not null);
insert into app_public.security_event_kinds (value, description) values
  ('failed_sign_in', 'Somebody tried to sign in and failed.'),
  ('refused_token', 'A token was refused.'),
  ('refused_organization', 'A member of other organizations asked for this one.'),
  ('api_key_refused', 'An API key was refused that is revoked, expired or another organization’s.'),
  ('refresh_token_reused', 'A refresh token came a second time, so it was copied. Its session was ended.'),
  ('personal_data_export_read', 'Somebody read an export of personal data.');

create table app_public.security_events (
  id uuid not null default app_hidden.uuid_v7(),
  -- Null: of no organization, such as a token that nobody could read. Operators see those.
  organization_id uuid references app_public.organizations on delete cascade,

  kind text not null references app_public.security_event_kinds,
  actor_kind text not null references app_public.audit_actor_kinds,
  user_id uuid references app_public.users on delete set null,
  contact_id uuid,
  api_key_id uuid,
  request_id text,
  address inet,
  detail jsonb not null default '{}' constraint detail_must_be_an_object check (jsonb_typeof(detail) = 'object'),

  created_at timestamptz not null default now(),
  primary key (id, created_at),
  unique (organization_id, id, created_at)
) partition by range (created_at);
create index on app_public.security_events (organization_id, created_at desc, id desc);
create index on app_public.security_events (organization_id, kind, created_at desc, id desc);
create index on app_public.security_events (organization_id, user_id, created_at desc, id desc);
create index on app_public.security_events (organization_id, contact_id, created_at desc, id desc);
create index on app_public.security_events (organization_id, api_key_id, created_at desc, id desc);
create index on app_public.security_events (user_id);
create index on app_public.security_events using brin (created_at);

create table app_private.security_events_default partition of app_public.security_events default;
alter table app_private.security_events_default enable row level security;

create table app_public.data_request_kinds (value text primary key, description text not null);
insert into app_public.data_request_kinds (value, description) values
  ('export', 'Hand out everything that is known about the contact.'),
  ('erasure', 'Remove the contact and every trace of the person.');

create table app_public.data_request_statuses (value text primary key, description text not null);
insert into app_public.data_request_statuses (value, description) values
  ('pending', 'Waiting to be worked on.'),
  ('running', 'Being worked on.'),
  ('completed', 'Done.'),
  ('failed', 'Given up; the error says why.');

insert into app_public.permissions (resource, action, description) values
  ('personal_data', 'manage', 'Ask for exports and erasures of contacts'' personal data, and see them.');
insert into app_private.system_role_permissions (system_role, resource, action, scope) values
  ('owner', 'personal_data', 'manage', 'all'),
  ('admin', 'personal_data', 'manage', 'all');

create table app_public.data_requests (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  kind text not null references app_public.data_request_kinds,
  status text not null default 'pending' references app_public.data_request_statuses,
  contact_id uuid,
  requested_by_id uuid default app_hidden.membership_id(),
  completed_at timestamptz,
  result jsonb not null default '{}' constraint result_must_be_an_object check (jsonb_typeof(result) = 'object'),
  error text,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  constraint completed_at_must_match_the_status check ((completed_at is not null) = (status in ('completed', 'failed'))),
  -- The record of an erasure outlives the contact, without naming them.
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete set null (contact_id),
  foreign key (organization_id, requested_by_id) references app_public.memberships (organization_id, id) on delete set null (requested_by_id)
);
-- A request that waits or runs isn't made twice.
create unique index data_requests_open_key on app_public.data_requests (organization_id, contact_id, kind) where status in ('pending', 'running');
create index on app_public.data_requests (organization_id, created_at desc, id desc);
create index on app_public.data_requests (organization_id, kind, created_at desc, id desc);
create index on app_public.data_requests (organization_id, status, created_at desc, id desc);
create index on app_public.data_requests (organization_id, contact_id, created_at desc, id desc);
create index on app_public.data_requests (organization_id, requested_by_id, created_at desc, id desc);

-- create_monthly_partitions does its work, for every table that is partitioned by month.
drop function app_private.create_audit_log_partitions(int);

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
