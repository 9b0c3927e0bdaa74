/*
 * Automation: workflows and what became of them, forms and what people sent through them, and webhooks. Here are the
 * definitions and the bookkeeping; running workflows and delivering webhooks is a worker’s.
 *   What workflows and forms count isn't in any index, and their pages keep room: counting then rewrites neither the
 *   indexes nor the definition. The counters are added up as transactions commit (app_private.tallies).
 */

create table app_public.event_types (value text primary key, description text not null);
insert into app_public.event_types (value, description) values
  ('lead.created', 'A lead was added.'),
  ('lead.status_changed', 'A lead’s status changed.'),
  ('contact.created', 'A contact was added.'),
  ('deal.created', 'A deal was added.'),
  ('deal.stage_changed', 'A deal moved to another stage.'),
  ('appointment.booked', 'An appointment was booked.'),
  ('appointment.canceled', 'An appointment was canceled.'),
  ('appointment.completed', 'An appointment took place.'),
  ('form.submitted', 'Somebody sent a form.'),
  ('message.received', 'A message came in.'),
  ('call.completed', 'A call ended.'),
  ('review.received', 'Somebody wrote a review.'),
  ('ticket.created', 'A ticket was opened.'),
  ('ticket.status_changed', 'A ticket’s status changed.');

create table app_public.workflow_trigger_types (value text primary key, description text not null);
insert into app_public.workflow_trigger_types (value, description)
select value, description from app_public.event_types
union all
values
  ('schedule', 'At set times.'),
  ('manual', 'When somebody starts it.');

create table app_public.workflow_statuses (value text primary key, description text not null);
insert into app_public.workflow_statuses (value, description) values
  ('draft', 'Is being written.'),
  ('active', 'Runs when it is triggered.'),
  ('inactive', 'Is switched off.');

create table app_public.workflow_execution_statuses (value text primary key, description text not null);
insert into app_public.workflow_execution_statuses (value, description) values
  ('pending', 'Waits to be run.'),
  ('running', 'Is running.'),
  ('completed', 'Ran to its end.'),
  ('failed', 'Stopped with an error.'),
  ('cancelled', 'Was called off.');

create table app_public.form_types (value text primary key, description text not null);
insert into app_public.form_types (value, description) values
  ('embed', 'Is a part of a page.'),
  ('popup', 'Opens above a page.'),
  ('standalone', 'Is a page of its own.'),
  ('facebook', 'Is a lead form on Facebook.');

create table app_public.webhook_delivery_statuses (value text primary key, description text not null);
insert into app_public.webhook_delivery_statuses (value, description) values
  ('pending', 'Wasn’t tried yet.'),
  ('succeeded', 'Was accepted by the endpoint.'),
  ('failed', 'Wasn’t accepted, and will be tried again.'),
  ('abandoned', 'Wasn’t accepted, and won’t be tried again.');

insert into app_public.permissions (resource, action, description) values
  ('workflows', 'read', 'See workflows and their executions.'),
  ('workflows', 'manage', 'Set up and run workflows.'),
  ('forms', 'read', 'See forms and what was sent through them.'),
  ('forms', 'submit', 'Send forms on behalf of others.'),
  ('forms', 'manage', 'Set up forms, and delete what was sent through them.'),
  ('webhooks', 'manage', 'See and set up webhooks, and see their deliveries.');

-- Submissions and executions are about everybody’s leads and customers: reps, who see their own, see none of them.
insert into app_private.system_role_permissions (system_role, resource, action, scope)
select r.system_role, p.resource, p.action, 'all'
from app_public.permissions p
cross join lateral (
  values
    ('owner', true),
    ('admin', true),
    ('manager', p.action in ('read', 'submit')),
    ('staff', p.action in ('read', 'submit')),
    ('viewer', p.action = 'read')
) as r (system_role, is_held)
where p.resource in ('workflows', 'forms', 'webhooks') and r.is_held;

create table app_public.workflows (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 200),
  description text constraint description_must_be_short check (length(description) <= 5000),
  trigger_type text not null references app_public.workflow_trigger_types,
  trigger_config jsonb not null default '{}' constraint trigger_config_must_be_an_object check (jsonb_typeof(trigger_config) = 'object'),
  nodes jsonb not null default '[]' constraint nodes_must_be_a_list check (jsonb_typeof(nodes) = 'array'),
  edges jsonb not null default '[]' constraint edges_must_be_a_list check (jsonb_typeof(edges) = 'array'),
  status text not null default 'draft' references app_public.workflow_statuses,
  version int not null default 1,
  settings jsonb not null default '{}' constraint settings_must_be_an_object check (jsonb_typeof(settings) = 'object'),
  total_executions int not null default 0,
  successful_executions int not null default 0,
  failed_executions int not null default 0,
  last_run_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  constraint trigger_config_must_be_small check (octet_length(trigger_config::text) <= 65536),
  constraint nodes_must_be_small check (octet_length(nodes::text) <= 524288),
  constraint edges_must_be_small check (octet_length(edges::text) <= 524288),
  constraint settings_must_be_small check (octet_length(settings::text) <= 65536),
  constraint active_workflow_must_have_a_node check (status <> 'active' or nodes <> '[]')
) with (fillfactor = 80);
create index on app_public.workflows (organization_id, created_at desc, id desc);
create index on app_public.workflows (organization_id, name, id);
create index on app_public.workflows (organization_id, status, created_at desc, id desc);
create index on app_public.workflows (organization_id, trigger_type, created_at desc, id desc);

create table app_public.workflow_executions (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  workflow_id uuid not null,
  workflow_version int not null,
  status text not null default 'pending' references app_public.workflow_execution_statuses,
  triggered_by text constraint triggered_by_must_be_short check (length(triggered_by) <= 200),
  trigger_data jsonb not null default '{}' constraint trigger_data_must_be_an_object check (jsonb_typeof(trigger_data) = 'object'),
  input_data jsonb not null default '{}' constraint input_data_must_be_an_object check (jsonb_typeof(input_data) = 'object'),
  output_data jsonb not null default '{}' constraint output_data_must_be_an_object check (jsonb_typeof(output_data) = 'object'),
  execution_steps jsonb not null default '[]' constraint execution_steps_must_be_a_list check (jsonb_typeof(execution_steps) = 'array'),
  error_message text constraint error_message_must_be_short check (length(error_message) <= 10000),
  error_details jsonb not null default '{}' constraint error_details_must_be_an_object check (jsonb_typeof(error_details) = 'object'),
  started_at timestamptz,
  completed_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, workflow_id) references app_public.workflows (organization_id, id) on delete cascade,
  constraint data_must_be_small check (octet_length(trigger_data::text) + octet_length(input_data::text) + octet_length(output_data::text) <= 1048576),
  constraint steps_must_be_small check (octet_length(execution_steps::text) + octet_length(error_details::text) <= 1048576)
);
create index on app_public.workflow_executions (organization_id, created_at desc, id desc);
create index on app_public.workflow_executions (organization_id, workflow_id, created_at desc, id desc);
create index on app_public.workflow_executions (organization_id, status, created_at desc, id desc);
create index on app_public.workflow_executions using brin (created_at);

create table app_public.forms (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 200),
  description text constraint description_must_be_short check (length(description) <= 5000),
  type text not null default 'embed' references app_public.form_types,
  fields jsonb not null default '[]' constraint fields_must_be_a_list check (jsonb_typeof(fields) = 'array'),
  settings jsonb not null default '{}' constraint settings_must_be_an_object check (jsonb_typeof(settings) = 'object'),
  styles jsonb not null default '{}' constraint styles_must_be_an_object check (jsonb_typeof(styles) = 'object'),
  lead_tags text[] not null default '{}' constraint lead_tags_must_be_a_plain_list check (coalesce(array_ndims(lead_tags), 1) = 1 and array_position(lead_tags, null) is null),
  is_active boolean not null default true,
  external_id text constraint external_id_must_not_be_blank check (external_id ~ '\S' and length(external_id) <= 200),
  external_data jsonb not null default '{}' constraint external_data_must_be_an_object check (jsonb_typeof(external_data) = 'object'),
  submission_count int not null default 0,
  last_submission_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, external_id),
  constraint fields_must_be_small check (octet_length(fields::text) <= 262144),
  constraint settings_must_be_small check (octet_length(settings::text) <= 65536),
  constraint styles_must_be_small check (octet_length(styles::text) <= 262144),
  constraint external_data_must_be_small check (octet_length(external_data::text) <= 262144)
) with (fillfactor = 80);
create index on app_public.forms (organization_id, created_at desc, id desc);
create index on app_public.forms (organization_id, name, id);
create index on app_public.forms (organization_id, type, created_at desc, id desc);
create index on app_public.forms (organization_id, is_active, created_at desc, id desc);

create table app_public.form_submissions (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  form_id uuid not null,
  data jsonb not null default '{}' constraint data_must_be_an_object check (jsonb_typeof(data) = 'object'),
  utm_source text constraint utm_source_must_be_short check (length(utm_source) <= 200),
  utm_medium text constraint utm_medium_must_be_short check (length(utm_medium) <= 200),
  utm_campaign text constraint utm_campaign_must_be_short check (length(utm_campaign) <= 200),
  source_url text constraint source_url_must_be_of_the_web check (source_url ~* '^https?://' and length(source_url) <= 2000),
  address inet,
  lead_id uuid,
  contact_id uuid,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, form_id) references app_public.forms (organization_id, id),
  foreign key (organization_id, lead_id) references app_public.leads (organization_id, id) on delete set null (lead_id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete set null (contact_id),
  constraint data_must_be_small check (octet_length(data::text) <= 131072)
);
create index on app_public.form_submissions (organization_id, created_at desc, id desc);
create index on app_public.form_submissions (organization_id, form_id, created_at desc, id desc);
create index on app_public.form_submissions (organization_id, lead_id, created_at desc, id desc);
create index on app_public.form_submissions (organization_id, contact_id, created_at desc, id desc);
create index on app_public.form_submissions (organization_id, utm_source, created_at desc, id desc);
create index on app_public.form_submissions (organization_id, utm_campaign, created_at desc, id desc);
create index on app_public.form_submissions using brin (created_at);

-- Emptied by whoever fills it, before others see it; so it names no tenant, and references nothing.
create table app_private.tallies (
  id uuid primary key default app_hidden.uuid_v7(),
  transaction_id xid8 not null default pg_current_xact_id(),
  workflow_id uuid,
  form_id uuid,
  counted int not null default 0,
  successful int not null default 0,
  failed int not null default 0,
  last_at timestamptz,
  constraint tally_must_be_of_one_thing check (num_nonnulls(workflow_id, form_id) = 1)
);
create index on app_private.tallies (transaction_id);

create table app_public.webhook_endpoints (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  url text not null,
  events text[] not null default '{}' constraint events_must_be_a_plain_list check (coalesce(array_ndims(events), 1) = 1 and array_position(events, null) is null),
  description text constraint description_must_be_short check (length(description) <= 1000),
  is_active boolean not null default false,
  signing_secret_set_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  -- No user, no fragment, and a name whose last part begins with a letter: addresses in digits, of whatever notation, are out.
  constraint url_must_be_of_a_public_https_server check (
    length(url) <= 2000
    and url ~* '^https://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3}))?([/?][!$-\[\]-~]*)?$'
    and url !~* '^https://[^/:?]*\.(localhost|localdomain|local|internal|intranet|private|corp|home|lan|arpa|onion)([/:?]|$)'
  ),
  constraint active_endpoint_must_have_a_signing_secret check (not is_active or signing_secret_set_at is not null)
);
create index on app_public.webhook_endpoints (organization_id, created_at desc, id desc);
create index on app_public.webhook_endpoints (organization_id, is_active, created_at desc, id desc);
create index on app_public.webhook_endpoints using gin (organization_id, events);

create table app_private.webhook_endpoint_secrets (
  endpoint_id uuid primary key references app_public.webhook_endpoints on delete cascade,
  signing_secret bytea not null,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table app_public.webhook_deliveries (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null references app_public.organizations on delete cascade,

  endpoint_id uuid not null,
  event text not null references app_public.event_types,
  payload jsonb not null default '{}' constraint payload_must_be_an_object check (jsonb_typeof(payload) = 'object'),
  status text not null default 'pending' references app_public.webhook_delivery_statuses,
  attempts int not null default 0,
  next_attempt_at timestamptz default now(),
  last_status_code int,
  last_error text,
  last_attempt_at timestamptz,
  delivered_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, endpoint_id) references app_public.webhook_endpoints (organization_id, id) on delete cascade
);
create index on app_public.webhook_deliveries (organization_id, created_at desc, id desc);
create index on app_public.webhook_deliveries (organization_id, endpoint_id, created_at desc, id desc);
create index on app_public.webhook_deliveries (organization_id, status, created_at desc, id desc);
create index on app_public.webhook_deliveries (organization_id, event, created_at desc, id desc);
create index on app_public.webhook_deliveries (organization_id, next_attempt_at, id);
create index on app_public.webhook_deliveries using brin (created_at);

create table app_public.webhook_delivery_attempts (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null references app_public.organizations on delete cascade,

  delivery_id uuid not null,
  attempted_at timestamptz not null default now(),
  status_code int constraint status_code_must_be_of_http check (status_code between 100 and 599),
  response_body text constraint response_body_must_be_short check (length(response_body) <= 10000),
  error text constraint error_must_be_short check (length(error) <= 10000),
  duration_milliseconds int constraint duration_must_not_be_negative check (duration_milliseconds >= 0),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  constraint attempt_must_have_an_outcome check (num_nonnulls(status_code, error) > 0),
  foreign key (organization_id, delivery_id) references app_public.webhook_deliveries (organization_id, id) on delete cascade
);
create index on app_public.webhook_delivery_attempts (organization_id, created_at desc, id desc);
create index on app_public.webhook_delivery_attempts (organization_id, delivery_id, attempted_at desc, id desc);
create index on app_public.webhook_delivery_attempts using brin (attempted_at);

--!include automation/all.sql
