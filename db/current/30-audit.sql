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

--!include audit/all.sql
