/*
 * Audit: one row per change, written by a trigger, never changed afterwards. Partitioned by month, so that keys hold
 * created_at; partitions live in app_private, where no API role can reach around the policies of the parent.
 * The months' partitions are made ahead by app_private.create_audit_log_partitions(); the default one only catches
 * what nobody prepared for.
 */
create table app_public.audit_actor_kinds (value text primary key, description text not null);
insert into app_public.audit_actor_kinds (value, description) values
  ('user', 'A member of the organization.'),
  ('contact', 'A contact, through the client portal.'),
  ('api_key', 'A machine with an API key.'),
  ('system', 'The system itself: a migration, an operator or a background job.');

create table app_public.audit_actions (value text primary key, description text not null);
insert into app_public.audit_actions (value, description) values
  ('insert', 'The row was created.'),
  ('update', 'The row was changed.'),
  ('delete', 'The row was deleted.');

create table app_public.audit_logs (
  id uuid not null default app_hidden.uuid_v7(),
  organization_id uuid not null references app_public.organizations on delete cascade,

  actor_kind text not null references app_public.audit_actor_kinds,
  user_id uuid references app_public.users on delete set null,
  request_id text,
  address inet,
  action text not null references app_public.audit_actions,
  table_name text not null,
  record_id uuid,
  old_data jsonb,
  new_data jsonb,
  changed_columns text[],

  created_at timestamptz not null default now(),
  primary key (id, created_at),
  unique (organization_id, id, created_at)
) partition by range (created_at);

create index on app_public.audit_logs (organization_id, created_at desc, id desc);
create index on app_public.audit_logs (organization_id, table_name, record_id, created_at desc, id desc);
create index on app_public.audit_logs (organization_id, user_id, created_at desc, id desc);
create index on app_public.audit_logs (user_id);
create index on app_public.audit_logs using brin (created_at);

create table app_private.audit_logs_default partition of app_public.audit_logs default;
alter table app_private.audit_logs_default enable row level security;

--!include audit/all.sql
