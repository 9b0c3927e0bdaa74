--! Previous: sha1:fc19defa1f2b212cd56fa7b334b3b96767295397
--! Hash: sha1:1d952f4e2a31f51d4fac044a1b503e16f78c1d08
--! Message: Automation: workflows, forms and webhooks

--! split: 1-current.sql
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

--! Included automation/all.sql
--! Included automation/functions/refuse_value.sql
create or replace function app_private.refuse_value(field text, rule text, reason text) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  raise exception using
    errcode = 'TN400',
    message = 'This can''t be used: ' || refuse_value.reason || '.',
    detail = jsonb_build_object('field', refuse_value.field, 'rule', refuse_value.rule)::text;
end
$$;
comment on function app_private.refuse_value(text, text, text) is $$Raises TN400 about a field, with the rule that its value breaks and why.$$;
--! EndIncluded automation/functions/refuse_value.sql
--! Included automation/functions/require_unique_ids.sql
create or replace function app_private.require_unique_ids(field text, items jsonb, maximum int) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_position bigint;
  v_id text;
begin
  if jsonb_array_length(items) > maximum then
    perform app_private.refuse_value(field, 'count', format('%s holds more than %s', field, maximum));
  end if;

  select i.position into v_position
  from jsonb_array_elements(items) with ordinality as i (item, position)
  where jsonb_typeof(i.item) <> 'object'
    or jsonb_typeof(i.item -> 'id') is distinct from 'string'
    or i.item ->> 'id' !~ '^\S.{0,99}$'
  order by i.position
  limit 1;
  if found then
    perform app_private.refuse_value(field, 'id', format('number %s of %s is no object with an id, a text of up to 100 characters', v_position, field));
  end if;

  select i.item ->> 'id' into v_id
  from jsonb_array_elements(items) as i (item)
  group by i.item ->> 'id'
  having count(*) > 1
  limit 1;
  if found then
    perform app_private.refuse_value(field, 'unique_id', format('%s has the id “%s” more than once', field, v_id));
  end if;
end
$$;
comment on function app_private.require_unique_ids(text, jsonb, int) is $$Raises TN400 unless a list holds objects, not too many, each with an id of its own.$$;
--! EndIncluded automation/functions/require_unique_ids.sql
--! Included automation/functions/is_day.sql
create or replace function app_private.is_day(value text) returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  if value !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then
    return false;
  end if;
  perform make_date(substr(value, 1, 4)::int, substr(value, 6, 2)::int, substr(value, 9, 2)::int);
  return true;
exception
  when datetime_field_overflow then
    return false;
end
$$;
comment on function app_private.is_day(text) is $$Whether a text is a day of the calendar, written as 2030-12-31.$$;
--! EndIncluded automation/functions/is_day.sql
--! Included automation/functions/form_field_problem.sql
create or replace function app_private.form_field_problem(field jsonb) returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_options constant jsonb := field -> 'options';
begin
  return case
    when jsonb_typeof(field) <> 'object' then 'is no object'
    when jsonb_typeof(field -> 'name') is distinct from 'string' or field ->> 'name' !~ '^[A-Za-z][A-Za-z0-9_]{0,63}$'
      then 'needs a name: a letter, then up to 63 letters, digits or underscores'
    when jsonb_typeof(field -> 'label') is distinct from 'string' or field ->> 'label' !~ '\S' or length(field ->> 'label') > 500
      then 'needs a label of up to 500 characters'
    when jsonb_typeof(field -> 'type') is distinct from 'string'
      or field ->> 'type' not in ('text', 'textarea', 'email', 'phone', 'number', 'date', 'url', 'select', 'radio', 'multiselect', 'checkbox', 'hidden')
      then 'needs a type: text, textarea, email, phone, number, date, url, select, radio, multiselect, checkbox or hidden'
    when field ? 'required' and jsonb_typeof(field -> 'required') <> 'boolean' then 'is required or not: true or false'
    when field ? 'minLength' and (jsonb_typeof(field -> 'minLength') <> 'number' or field ->> 'minLength' !~ '^[0-9]{1,5}$')
      or field ? 'maxLength' and (jsonb_typeof(field -> 'maxLength') <> 'number' or field ->> 'maxLength' !~ '^[1-9][0-9]{0,4}$')
      then 'has a minLength or maxLength that is no whole number below 100000'
    when field ->> 'type' not in ('select', 'radio', 'multiselect') then null
    when jsonb_typeof(v_options) is distinct from 'array' or v_options = '[]' or jsonb_array_length(v_options) > 500
      then 'needs options, up to 500'
    when exists (select from jsonb_array_elements(v_options) as o (option) where jsonb_typeof(o.option) <> 'string' or o.option #>> '{}' !~ '\S')
      or (select count(*) <> count(distinct o.option) from jsonb_array_elements(v_options) as o (option))
      then 'needs options that are different texts'
  end;
end
$$;
comment on function app_private.form_field_problem(jsonb) is $$What is wrong with the definition of a form’s field; null when nothing is.$$;
--! EndIncluded automation/functions/form_field_problem.sql
--! Included automation/functions/form_value.sql
-- What was filled in, as it is kept: an address or number in its one form, a number as a number. HTML forms send texts.
create or replace function app_private.form_value(field jsonb, value jsonb, country text) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_name constant text := field ->> 'name';
  v_label constant text := field ->> 'label';
  v_type constant text := field ->> 'type';
  v_text constant text := btrim(value #>> '{}', E' \t\r\n');
begin
  if v_type = 'checkbox' then
    if jsonb_typeof(value) <> 'boolean' then
      perform app_private.refuse_value(v_name, 'type', format('“%s” is true or false', v_label));
    end if;
    return value;
  end if;

  if v_type = 'multiselect' then
    if jsonb_typeof(value) <> 'array' or not field -> 'options' @> value then
      perform app_private.refuse_value(v_name, 'option', format('“%s” is a list of its options', v_label));
    end if;
    return (select coalesce(jsonb_agg(o.option order by o.position), '[]')
      from jsonb_array_elements(field -> 'options') with ordinality as o (option, position)
      where value @> jsonb_build_array(o.option));
  end if;

  if v_type = 'number' then
    if jsonb_typeof(value) not in ('number', 'string') or v_text !~ '^-?[0-9]{1,15}([.][0-9]{1,10})?$' then
      perform app_private.refuse_value(v_name, 'type', format('“%s” is a number', v_label));
    end if;
    return to_jsonb(v_text::numeric);
  end if;

  if jsonb_typeof(value) <> 'string' then
    perform app_private.refuse_value(v_name, 'type', format('“%s” is a text', v_label));
  end if;
  if length(v_text) > coalesce((field ->> 'maxLength')::int, case v_type when 'textarea' then 10000 else 1000 end) then
    perform app_private.refuse_value(v_name, 'maxLength', format('“%s” is too long', v_label));
  end if;
  if length(v_text) < (field ->> 'minLength')::int then
    perform app_private.refuse_value(v_name, 'minLength', format('“%s” is too short', v_label));
  end if;
  if v_type = 'email' and (v_text !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' or length(v_text) > 254) then
    perform app_private.refuse_value(v_name, 'type', format('“%s” is an e-mail address', v_label));
  end if;
  if v_type = 'url' and v_text !~* '^https?://[^\s/]\S*$' then
    perform app_private.refuse_value(v_name, 'type', format('“%s” is an address that begins with https://', v_label));
  end if;
  if v_type = 'date' and not app_private.is_day(v_text) then
    perform app_private.refuse_value(v_name, 'type', format('“%s” is a day, written as 2030-12-31', v_label));
  end if;
  if v_type in ('select', 'radio') and not field -> 'options' ? v_text then
    perform app_private.refuse_value(v_name, 'option', format('“%s” is one of its options', v_label));
  end if;
  return to_jsonb(case v_type
    when 'email' then app_hidden.normalize_email(v_text)
    when 'phone' then app_hidden.normalize_phone(v_text, country, v_name)
    else v_text
  end);
end
$$;
comment on function app_private.form_value(jsonb, jsonb, text) is $$A value that was filled into a field, in the form in which it is kept; raises TN400 when the field doesn’t take it.$$;
--! EndIncluded automation/functions/form_value.sql
--! Included automation/functions/tg_workflows__complete_settings.sql
create or replace function app_private.tg_workflows__complete_settings() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.settings := jsonb_build_object(
    'errorHandling', 'continue',
    'maxExecutionTime', 300,
    'timezone', (select o.timezone from app_public.organizations o where o.id = NEW.organization_id)
  ) || NEW.settings;
  return NEW;
end
$$;
comment on function app_private.tg_workflows__complete_settings() is $$Fills in the settings that a workflow doesn’t name.$$;
--! EndIncluded automation/functions/tg_workflows__complete_settings.sql
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
--! Included automation/functions/tg_workflows__count_version.sql
create or replace function app_private.tg_workflows__count_version() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if (NEW.trigger_type, NEW.trigger_config, NEW.nodes, NEW.edges) is distinct from (OLD.trigger_type, OLD.trigger_config, OLD.nodes, OLD.edges) then
    NEW.version := OLD.version + 1;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_workflows__count_version() is $$Gives a workflow its next version when what it does changed.$$;
--! EndIncluded automation/functions/tg_workflows__count_version.sql
--! Included automation/functions/tg_workflow_executions__follow_status.sql
-- An execution waits, runs and ends; what is over stays as it is. Outside a request its contents can be changed, so that
-- personal data can be erased, but never its status.
create or replace function app_private.tg_workflow_executions__follow_status() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    -- A workflow that doesn't exist is left to the foreign key.
    NEW.workflow_version := coalesce(
      NEW.workflow_version,
      (select w.version from app_public.workflows w where w.organization_id = NEW.organization_id and w.id = NEW.workflow_id),
      1
    );
  elsif OLD.status in ('completed', 'failed', 'cancelled') and (NEW.status <> OLD.status or app_hidden.actor_kind() is not null) then
    raise exception using
      errcode = 'TN409',
      message = 'This execution is over.',
      detail = '{"field": "status"}',
      hint = 'Record another one.';
  elsif NEW.status = 'pending' and OLD.status = 'running' or NEW.status = 'completed' and OLD.status = 'pending' then
    raise exception using
      errcode = 'TN409',
      message = 'An execution waits, runs and ends, in this order.',
      detail = '{"field": "status"}';
  end if;

  if NEW.status in ('running', 'completed') then
    NEW.started_at := coalesce(NEW.started_at, now());
  end if;
  if NEW.status in ('completed', 'failed', 'cancelled') then
    NEW.completed_at := coalesce(NEW.completed_at, now());
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_workflow_executions__follow_status() is $$Keeps an execution’s version and times, and the order of its statuses.$$;
--! EndIncluded automation/functions/tg_workflow_executions__follow_status.sql
--! Included automation/functions/tg_workflow_executions__count.sql
-- Once per statement. On insert there is no former state; the two triggers name their transition tables alike.
create or replace function app_private.tg_workflow_executions__count() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    insert into app_private.tallies (workflow_id, counted, successful, failed, last_at)
    select c.workflow_id,
      count(*),
      count(*) filter (where c.status = 'completed'),
      count(*) filter (where c.status = 'failed'),
      max(c.started_at)
    from changed c
    group by c.workflow_id;
  else
    insert into app_private.tallies (workflow_id, successful, failed, last_at)
    select c.workflow_id,
      count(*) filter (where c.status = 'completed'),
      count(*) filter (where c.status = 'failed'),
      max(c.started_at)
    from changed c
    join former f on f.id = c.id and f.status <> c.status
    group by c.workflow_id;
  end if;
  return null;
end
$$;
comment on function app_private.tg_workflow_executions__count() is $$Notes for a workflow’s counters what a statement did to its executions.$$;
--! EndIncluded automation/functions/tg_workflow_executions__count.sql
--! Included automation/functions/tg_forms__complete_settings.sql
create or replace function app_private.tg_forms__complete_settings() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  NEW.settings := jsonb_build_object(
    'submitButton', 'Submit',
    'successMessage', 'Thank you for your submission!',
    'redirectUrl', null
  ) || NEW.settings;
  return NEW;
end
$$;
comment on function app_private.tg_forms__complete_settings() is $$Fills in the settings that a form doesn’t name.$$;
--! EndIncluded automation/functions/tg_forms__complete_settings.sql
--! Included automation/functions/tg_forms__check.sql
-- What isn't a list or an object at all is left to the check constraints.
create or replace function app_private.tg_forms__check() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_position bigint;
  v_problem text;
  v_name text;
begin
  if jsonb_typeof(NEW.fields) = 'array' then
    if jsonb_array_length(NEW.fields) > 100 then
      perform app_private.refuse_value('fields', 'count', 'a form has up to 100 fields');
    end if;
    select f.position, app_private.form_field_problem(f.field) into v_position, v_problem
    from jsonb_array_elements(NEW.fields) with ordinality as f (field, position)
    where app_private.form_field_problem(f.field) is not null
    order by f.position
    limit 1;
    if found then
      perform app_private.refuse_value('fields', 'field', format('field %s %s', v_position, v_problem));
    end if;
    select f.field ->> 'name' into v_name
    from jsonb_array_elements(NEW.fields) as f (field)
    group by f.field ->> 'name'
    having count(*) > 1
    limit 1;
    if found then
      perform app_private.refuse_value('fields', 'unique_name', format('two fields have the name “%s”', v_name));
    end if;
  end if;

  -- Browsers are sent there: no scheme but the web's.
  if jsonb_typeof(NEW.settings -> 'redirectUrl') <> 'null' and NEW.settings ->> 'redirectUrl' !~* '^https?://[^\s/]' then
    perform app_private.refuse_value('settings', 'redirectUrl', 'redirectUrl is an address that begins with https://');
  end if;
  if jsonb_typeof(NEW.settings -> 'submitButton') <> 'string' or jsonb_typeof(NEW.settings -> 'successMessage') <> 'string' then
    perform app_private.refuse_value('settings', 'text', 'submitButton and successMessage are texts');
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_forms__check() is $$Checks the definition of a form’s fields, and its settings.$$;
--! EndIncluded automation/functions/tg_forms__check.sql
--! Included automation/functions/tg_form_submissions__validate.sql
-- A form that doesn't exist is left to the foreign key, and data that are no object to the check constraint.
create or replace function app_private.tg_form_submissions__validate() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_form app_public.forms;
  v_country constant text := (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = NEW.organization_id);
  v_key text;
  v_field jsonb;
  v_value jsonb;
  v_data jsonb := '{}';
begin
  select f.* into v_form from app_public.forms f where f.organization_id = NEW.organization_id and f.id = NEW.form_id;
  if not found or jsonb_typeof(NEW.data) is distinct from 'object' then
    return NEW;
  end if;
  if not v_form.is_active then
    raise exception using errcode = 'TN409', message = 'This form is closed.', detail = '{"field": "formId"}';
  end if;

  for v_key in select k from jsonb_object_keys(NEW.data) as k loop
    if not v_form.fields @> jsonb_build_array(jsonb_build_object('name', v_key)) then
      perform app_private.refuse_value(left(v_key, 100), 'unknown', 'the form has no such field');
    end if;
  end loop;

  for v_field in select f from jsonb_array_elements(v_form.fields) as f loop
    v_value := NEW.data -> (v_field ->> 'name');
    if v_value in ('null', '[]') or v_value #>> '{}' !~ '\S' then
      v_value := null;
    end if;
    if v_value is not null then
      v_value := app_private.form_value(v_field, v_value, v_country);
      v_data := v_data || jsonb_build_object(v_field ->> 'name', v_value);
    end if;
    -- A box that has to be ticked is one's consent.
    if v_field -> 'required' = 'true' and (v_value is null or v_field ->> 'type' = 'checkbox' and v_value = 'false') then
      perform app_private.refuse_value(v_field ->> 'name', 'required', format('“%s” is required', v_field ->> 'label'));
    end if;
  end loop;
  NEW.data := v_data;
  NEW.address := coalesce(NEW.address, nullif(current_setting('app.request_address', true), '')::inet);
  return NEW;
end
$$;
comment on function app_private.tg_form_submissions__validate() is $$Checks what was filled in against the form’s fields, and keeps it in one form.$$;
--! EndIncluded automation/functions/tg_form_submissions__validate.sql
--! Included automation/functions/tg_form_submissions__record_lead.sql
-- Who sends a form is a lead: the one with this e-mail address that wasn't converted yet, else the oldest with this phone
-- number, else a new one. What is known already stays; where the lead first came from, too. Two at once about the same
-- person take turns, since nothing makes leads unique. A form that asks for neither makes no lead. What the organization
-- requires of leads that people add, a form needn't ask.
create or replace function app_private.tg_form_submissions__record_lead() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_form app_public.forms;
  v_email text;
  v_phone text;
  v_name text;
  v_first_name text;
  v_last_name text;
  v_key text;
begin
  select f.* into v_form from app_public.forms f where f.organization_id = NEW.organization_id and f.id = NEW.form_id;
  if not found or jsonb_typeof(NEW.data) is distinct from 'object' then
    return NEW;
  end if;

  select (array_agg(NEW.data ->> (f.field ->> 'name') order by f.position) filter (where f.field ->> 'type' = 'email'))[1],
    (array_agg(NEW.data ->> (f.field ->> 'name') order by f.position) filter (where f.field ->> 'type' = 'phone'))[1]
  into v_email, v_phone
  from jsonb_array_elements(v_form.fields) with ordinality as f (field, position)
  where NEW.data ? (f.field ->> 'name');
  if v_email is null and v_phone is null then
    return NEW;
  end if;

  v_name := btrim(coalesce(NEW.data ->> 'name', NEW.data ->> 'full_name', NEW.data ->> 'fullName'));
  v_first_name := left(coalesce(NEW.data ->> 'first_name', NEW.data ->> 'firstName', substring(v_name from '^\S+')), 200);
  v_last_name := left(coalesce(NEW.data ->> 'last_name', NEW.data ->> 'lastName', substring(v_name from '^\S+\s+(\S.*)$')), 200);

  -- Always in the same order, against deadlocks.
  for v_key in select k from unnest(array[v_email, v_phone]) as k where k is not null order by k loop
    perform pg_advisory_xact_lock(hashtextextended(NEW.organization_id || ' lead ' || v_key, 0));
  end loop;
  select l.id into NEW.lead_id
  from app_public.leads l
  where l.organization_id = NEW.organization_id and l.email = v_email and l.status <> 'converted' and l.deleted_at is null
  order by l.created_at, l.id
  limit 1
  for no key update;
  if NEW.lead_id is null then
    select l.id into NEW.lead_id
    from app_public.leads l
    where l.organization_id = NEW.organization_id and l.phone = v_phone and l.status <> 'converted' and l.deleted_at is null
    order by l.created_at, l.id
    limit 1
    for no key update;
  end if;

  if NEW.lead_id is null then
    perform set_config('app.requires_custom_fields', 'off', true);
    insert into app_public.leads (
      organization_id, business_id, assigned_to_id, first_name, last_name, email, phone, source, source_details, utm_source, utm_medium, utm_campaign, tags
    ) values (
      NEW.organization_id, null, null, v_first_name, v_last_name, v_email, v_phone, 'form',
      jsonb_build_object('formId', v_form.id, 'formName', v_form.name, 'submissionId', NEW.id),
      NEW.utm_source, NEW.utm_medium, NEW.utm_campaign, v_form.lead_tags
    )
    returning id into NEW.lead_id;
    perform set_config('app.requires_custom_fields', '', true);
  else
    update app_public.leads l
    set first_name = coalesce(l.first_name, case when l.last_name is null then v_first_name end),
      last_name = coalesce(l.last_name, case when l.first_name is null then v_last_name end),
      email = coalesce(l.email, v_email),
      phone = coalesce(l.phone, v_phone),
      utm_source = coalesce(l.utm_source, NEW.utm_source),
      utm_medium = coalesce(l.utm_medium, NEW.utm_medium),
      utm_campaign = coalesce(l.utm_campaign, NEW.utm_campaign),
      tags = l.tags || array(select t from unnest(v_form.lead_tags) as t where t <> all (l.tags))
    where l.organization_id = NEW.organization_id and l.id = NEW.lead_id;
  end if;

  select c.id into NEW.contact_id
  from app_public.contacts c
  where c.organization_id = NEW.organization_id and c.email = v_email and c.deleted_at is null;
  return NEW;
end
$$;
comment on function app_private.tg_form_submissions__record_lead() is $$Finds or creates the lead who sent a form.$$;
--! EndIncluded automation/functions/tg_form_submissions__record_lead.sql
--! Included automation/functions/tg_form_submissions__count.sql
create or replace function app_private.tg_form_submissions__count() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    insert into app_private.tallies (form_id, counted, last_at)
    select c.form_id, count(*), max(c.created_at) from changed c group by c.form_id;
  else
    insert into app_private.tallies (form_id, counted)
    select c.form_id, - count(*) from changed c group by c.form_id;
  end if;
  return null;
end
$$;
comment on function app_private.tg_form_submissions__count() is $$Notes for a form’s counters what a statement did to its submissions.$$;
--! EndIncluded automation/functions/tg_form_submissions__count.sql
--! Included automation/functions/tg_tallies__add_up.sql
-- A counter in a row that everybody shares makes writers wait for each other from the first count to the commit. So each
-- transaction notes what it counted and adds it up as it commits: what is left of the wait is the commit itself. The first
-- note takes all of the transaction’s along, always in the same order, so that two transactions can't wait in a circle.
create or replace function app_private.tg_tallies__add_up() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_sum record;
begin
  for v_sum in
    with noted as (
      delete from app_private.tallies t where t.transaction_id = pg_current_xact_id() returning t.*
    )
    select n.workflow_id, n.form_id, sum(n.counted) as counted, sum(n.successful) as successful, sum(n.failed) as failed, max(n.last_at) as last_at
    from noted n
    group by n.workflow_id, n.form_id
    order by n.workflow_id, n.form_id
  loop
    if v_sum.workflow_id is not null then
      update app_public.workflows w
      set total_executions = w.total_executions + v_sum.counted,
        successful_executions = w.successful_executions + v_sum.successful,
        failed_executions = w.failed_executions + v_sum.failed,
        last_run_at = greatest(w.last_run_at, v_sum.last_at)
      where w.id = v_sum.workflow_id;
    else
      update app_public.forms f
      set submission_count = f.submission_count + v_sum.counted,
        last_submission_at = greatest(f.last_submission_at, v_sum.last_at)
      where f.id = v_sum.form_id;
    end if;
  end loop;
  return null;
end
$$;
comment on function app_private.tg_tallies__add_up() is $$Adds what a transaction counted to the counters of workflows and forms, as it commits.$$;
--! EndIncluded automation/functions/tg_tallies__add_up.sql
--! Included automation/functions/tg_webhook_endpoints__check.sql
create or replace function app_private.tg_webhook_endpoints__check() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_event text;
begin
  NEW.url := btrim(NEW.url);
  NEW.events := array(select distinct e from unnest(NEW.events) as e order by e);
  select e into v_event from unnest(NEW.events) as e where e is not null and not exists (select from app_public.event_types t where t.value = e) limit 1;
  if found then
    perform app_private.refuse_value('events', 'event', format('there is no event “%s”', left(v_event, 100)));
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_webhook_endpoints__check() is $$Checks that the events of an endpoint exist, and names each once.$$;
--! EndIncluded automation/functions/tg_webhook_endpoints__check.sql
--! Included automation/functions/tg_webhook_delivery_attempts__record.sql
-- Tried again after 1, 4, 16, 64 … minutes, eight times in all: for about four days.
create or replace function app_private.tg_webhook_delivery_attempts__record() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_maximum constant int := 8;
  v_is_delivered constant boolean := NEW.error is null and NEW.status_code between 200 and 299;
begin
  update app_public.webhook_deliveries d
  set attempts = d.attempts + 1,
    last_status_code = NEW.status_code,
    last_error = NEW.error,
    last_attempt_at = NEW.attempted_at,
    status = case when v_is_delivered then 'succeeded' when d.attempts + 1 < v_maximum then 'failed' else 'abandoned' end,
    delivered_at = case when v_is_delivered then NEW.attempted_at end,
    next_attempt_at = case when not v_is_delivered and d.attempts + 1 < v_maximum then NEW.attempted_at + interval '1 minute' * 4 ^ d.attempts end
  where d.organization_id = NEW.organization_id and d.id = NEW.delivery_id;
  return null;
end
$$;
comment on function app_private.tg_webhook_delivery_attempts__record() is $$Keeps a delivery’s state and the time of its next attempt.$$;
--! EndIncluded automation/functions/tg_webhook_delivery_attempts__record.sql
--! Included automation/functions/set_webhook_signing_secret.sql
create or replace function app_public.set_webhook_signing_secret(endpoint_id uuid, secret text) returns app_public.webhook_endpoints
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_endpoint app_public.webhook_endpoints;
begin
  if not app_hidden.may_all('webhooks.manage') then
    raise exception using errcode = 'TN403', message = 'You may not set up webhooks.';
  end if;
  if coalesce(set_webhook_signing_secret.secret, '') !~ '^[!-~]{24,200}$' then
    raise exception using
      errcode = 'TN400',
      message = 'The signing secret is 24 to 200 letters, digits and signs, without spaces.',
      detail = '{"field": "secret"}';
  end if;

  update app_public.webhook_endpoints e
  set signing_secret_set_at = clock_timestamp()
  where e.organization_id = app_hidden.organization_id() and e.id = set_webhook_signing_secret.endpoint_id
  returning e.* into v_endpoint;
  if not found then
    raise exception using errcode = 'TN400', message = 'There is no such endpoint.', detail = '{"field": "endpointId"}';
  end if;
  insert into app_private.webhook_endpoint_secrets as s (endpoint_id, signing_secret)
  values (v_endpoint.id, app_private.encrypt_secret(set_webhook_signing_secret.secret))
  on conflict on constraint webhook_endpoint_secrets_pkey do update set signing_secret = excluded.signing_secret;
  return v_endpoint;
end
$$;
grant execute on function app_public.set_webhook_signing_secret(uuid, text) to tenantry_member;
comment on function app_public.set_webhook_signing_secret(uuid, text) is $$Sets or replaces the secret with which deliveries to an endpoint are signed. It is kept encrypted and can’t be read again.$$;
--! EndIncluded automation/functions/set_webhook_signing_secret.sql
--! Included automation/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.event_types', 'EventType', 'What can happen that webhooks report and workflows react to.');
select app_private.expose_lookup_table('app_public.workflow_trigger_types', 'WorkflowTriggerType', 'What starts a workflow.');
select app_private.expose_lookup_table('app_public.workflow_statuses', 'WorkflowStatus', 'Whether a workflow runs.');
select app_private.expose_lookup_table('app_public.workflow_execution_statuses', 'WorkflowExecutionStatus', 'Where the execution of a workflow stands.');
select app_private.expose_lookup_table('app_public.form_types', 'FormType', 'Where a form is shown.');
select app_private.expose_lookup_table('app_public.webhook_delivery_statuses', 'WebhookDeliveryStatus', 'Where a delivery to a webhook stands.');
--! EndIncluded automation/tables/lookup_tables.sql
--! Included automation/tables/workflows.sql
comment on table app_public.workflows is $$Something that is done by itself when something else happens: steps, and how they follow each other.$$;
comment on column app_public.workflows.name is $$The workflow’s name.$$;
comment on column app_public.workflows.description is $$What the workflow is for.$$;
comment on column app_public.workflows.trigger_type is $$What starts the workflow.$$;
comment on column app_public.workflows.trigger_config is $$More about when the workflow starts, such as the times of a schedule, an object.$$;
comment on column app_public.workflows.nodes is $$The steps, a list of up to 500 objects, each with an id of its own (a text).$$;
comment on column app_public.workflows.edges is $$Which step follows which, a list of up to 2000 objects, each with an id of its own and the ids of two nodes: source and target.$$;
comment on column app_public.workflows.status is $$Whether the workflow runs; an active one has a node at least.$$;
comment on column app_public.workflows.version is $$Counts the changes of trigger, nodes and edges, from 1.$$;
comment on column app_public.workflows.settings is $$How the workflow runs, an object: errorHandling (continue or stop), maxExecutionTime (seconds, 300 unless set) and timezone (the organization’s unless set).$$;
comment on column app_public.workflows.total_executions is $$How many executions there were, counted as each is saved: in the answer to the mutation that records one, it isn’t counted yet.$$;
comment on column app_public.workflows.successful_executions is $$How many executions were completed.$$;
comment on column app_public.workflows.failed_executions is $$How many executions failed.$$;
comment on column app_public.workflows.last_run_at is $$When an execution last started.$$;

-- Counting executions is no change of the workflow: neither its time nor the audit log shows it.
create or replace trigger _100_timestamps
  before update of id, organization_id, name, description, trigger_type, trigger_config, nodes, edges, status, version, settings, created_at
  on app_public.workflows for each row execute function app_private.tg__timestamps();
create or replace trigger _200_complete_settings before insert or update of settings on app_public.workflows for each row execute function app_private.tg_workflows__complete_settings();
create or replace trigger _300_check before insert or update of nodes, edges, settings on app_public.workflows for each row execute function app_private.tg_workflows__check();
create or replace trigger _400_count_version before update of trigger_type, trigger_config, nodes, edges on app_public.workflows for each row execute function app_private.tg_workflows__count_version();
create or replace trigger _900_audit
  after insert or delete or update of id, organization_id, name, description, trigger_type, trigger_config, nodes, edges, status, version, settings, created_at
  on app_public.workflows for each row execute function app_private.tg__audit();

revoke all on table app_public.workflows from tenantry_member, tenantry_service;
grant select, delete on table app_public.workflows to tenantry_member, tenantry_service;
grant insert (name, description, trigger_type, trigger_config, nodes, edges, status, settings) on table app_public.workflows to tenantry_member, tenantry_service;
grant update (name, description, trigger_type, trigger_config, nodes, edges, status, settings) on table app_public.workflows to tenantry_member, tenantry_service;

alter table app_public.workflows enable row level security;
select app_private.drop_policies('app_public.workflows');
select app_private.create_permission_policies('app_public.workflows', 'workflows', '{select}');
select app_private.create_permission_policies('app_public.workflows', 'workflows', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded automation/tables/workflows.sql
--! Included automation/tables/workflow_executions.sql
comment on table app_public.workflow_executions is $$One run of a workflow. What is over stays as it is.$$;
comment on column app_public.workflow_executions.workflow_id is $$The workflow.$$;
comment on column app_public.workflow_executions.workflow_version is $$The version of the workflow that was run.$$;
comment on column app_public.workflow_executions.status is $$Where the execution stands: it waits, runs and ends, in this order.$$;
comment on column app_public.workflow_executions.triggered_by is $$What or who started it, such as the name of an event.$$;
comment on column app_public.workflow_executions.trigger_data is $$What happened, an object.$$;
comment on column app_public.workflow_executions.input_data is $$What the first step was given, an object.$$;
comment on column app_public.workflow_executions.output_data is $$What the last step gave, an object.$$;
comment on column app_public.workflow_executions.execution_steps is $$What each step did, a list in the order in which they ran.$$;
comment on column app_public.workflow_executions.error_message is $$Why it failed.$$;
comment on column app_public.workflow_executions.error_details is $$More about why it failed, an object.$$;
comment on column app_public.workflow_executions.started_at is $$When it started to run; empty while it waits.$$;
comment on column app_public.workflow_executions.completed_at is $$When it ended, in whatever way; empty before.$$;

create or replace trigger _100_timestamps before update on app_public.workflow_executions for each row execute function app_private.tg__timestamps();
create or replace trigger _400_follow_status before insert or update on app_public.workflow_executions for each row execute function app_private.tg_workflow_executions__follow_status();
create or replace trigger _500_count_new after insert on app_public.workflow_executions
  referencing new table as changed for each statement execute function app_private.tg_workflow_executions__count();
create or replace trigger _500_count_ended after update on app_public.workflow_executions
  referencing old table as former new table as changed for each statement execute function app_private.tg_workflow_executions__count();

-- Not audited: it is a history itself, whose past can't be changed. For the same reason delete is not granted.
revoke all on table app_public.workflow_executions from tenantry_member, tenantry_service;
grant select on table app_public.workflow_executions to tenantry_member, tenantry_service;
grant insert (workflow_id, status, triggered_by, trigger_data, input_data, output_data, execution_steps, error_message, error_details) on table app_public.workflow_executions to tenantry_member, tenantry_service;
grant update (status, output_data, execution_steps, error_message, error_details) on table app_public.workflow_executions to tenantry_member, tenantry_service;

alter table app_public.workflow_executions enable row level security;
select app_private.drop_policies('app_public.workflow_executions');
select app_private.create_permission_policies('app_public.workflow_executions', 'workflows', '{select}');
select app_private.create_permission_policies('app_public.workflow_executions', 'workflows', '{insert,update}', writes_need_manage => true);
--! EndIncluded automation/tables/workflow_executions.sql
--! Included automation/tables/forms.sql
comment on table app_public.forms is $$A form that people send, and become leads by it.$$;
comment on column app_public.forms.name is $$The form’s name.$$;
comment on column app_public.forms.description is $$What the form is for.$$;
comment on column app_public.forms.type is $$Where the form is shown.$$;
comment on column app_public.forms.fields is $$What is asked, a list of up to 100 objects with name, label, type (text, textarea, email, phone, number, date, url, select, radio, multiselect, checkbox or hidden), required, options (of select, radio and multiselect: a list of texts), minLength and maxLength.$$;
comment on column app_public.forms.settings is $$How the form behaves, an object: submitButton, successMessage and redirectUrl.$$;
comment on column app_public.forms.styles is $$How the form looks, an object.$$;
comment on column app_public.forms.lead_tags is $$Labels that whoever sends the form gets as a lead.$$;
comment on column app_public.forms.is_active is $$Whether the form can be sent.$$;
comment on column app_public.forms.external_id is $$The form’s id elsewhere, such as on Facebook; unique within the organization.$$;
comment on column app_public.forms.external_data is $$What is known of the form elsewhere, an object.$$;
comment on column app_public.forms.submission_count is $$How many submissions there are, counted as each is saved: in the answer to the mutation that sends one, it isn’t counted yet.$$;
comment on column app_public.forms.last_submission_at is $$When the form was last sent.$$;

-- Counting submissions is no change of the form: neither its time nor the audit log shows it.
create or replace trigger _100_timestamps
  before update of id, organization_id, name, description, type, fields, settings, styles, lead_tags, is_active, external_id, external_data, created_at
  on app_public.forms for each row execute function app_private.tg__timestamps();
create or replace trigger _200_complete_settings before insert or update of settings on app_public.forms for each row execute function app_private.tg_forms__complete_settings();
create or replace trigger _300_check before insert or update of fields, settings on app_public.forms for each row execute function app_private.tg_forms__check();
create or replace trigger _900_audit
  after insert or delete or update of id, organization_id, name, description, type, fields, settings, styles, lead_tags, is_active, external_id, external_data, created_at
  on app_public.forms for each row execute function app_private.tg__audit();

-- A form with submissions can't be deleted: they refer to it.
revoke all on table app_public.forms from tenantry_member, tenantry_service;
grant select, delete on table app_public.forms to tenantry_member, tenantry_service;
grant insert (name, description, type, fields, settings, styles, lead_tags, is_active, external_id, external_data) on table app_public.forms to tenantry_member, tenantry_service;
grant update (name, description, type, fields, settings, styles, lead_tags, is_active, external_id, external_data) on table app_public.forms to tenantry_member, tenantry_service;

alter table app_public.forms enable row level security;
select app_private.drop_policies('app_public.forms');
select app_private.create_permission_policies('app_public.forms', 'forms', '{select}');
select app_private.create_permission_policies('app_public.forms', 'forms', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded automation/tables/forms.sql
--! Included automation/tables/form_submissions.sql
comment on table app_public.form_submissions is $$What somebody sent through a form. It is never changed.$$;
comment on column app_public.form_submissions.form_id is $$The form.$$;
comment on column app_public.form_submissions.data is $$What was filled in, an object by the names of the form’s fields. Fields left blank are left out.$$;
comment on column app_public.form_submissions.utm_source is $$Where the visitor came from, such as a search engine (utm_source).$$;
comment on column app_public.form_submissions.utm_medium is $$By what the visitor came, such as an advertisement (utm_medium).$$;
comment on column app_public.form_submissions.utm_campaign is $$The campaign that brought the visitor (utm_campaign).$$;
comment on column app_public.form_submissions.source_url is $$The page on which the form was sent.$$;
comment on column app_public.form_submissions.address is $$The network address that the form was sent from.$$;
comment on column app_public.form_submissions.lead_id is $$The lead who sent it, found by e-mail address, else by phone number, or created; empty when the form asks for neither.$$;
comment on column app_public.form_submissions.contact_id is $$The contact who has the e-mail address, if there was one already.$$;

create or replace trigger _100_timestamps before update on app_public.form_submissions for each row execute function app_private.tg__timestamps();
create or replace trigger _300_validate before insert on app_public.form_submissions for each row execute function app_private.tg_form_submissions__validate();
create or replace trigger _400_record_lead before insert on app_public.form_submissions for each row execute function app_private.tg_form_submissions__record_lead();
create or replace trigger _500_count_new after insert on app_public.form_submissions
  referencing new table as changed for each statement execute function app_private.tg_form_submissions__count();
create or replace trigger _500_count_deleted after delete on app_public.form_submissions
  referencing old table as changed for each statement execute function app_private.tg_form_submissions__count();
create or replace trigger _900_audit after insert or update or delete on app_public.form_submissions for each row execute function app_private.tg__audit();

-- update is not granted: what was sent was sent.
revoke all on table app_public.form_submissions from tenantry_member, tenantry_service;
grant select, delete on table app_public.form_submissions to tenantry_member, tenantry_service;
grant insert (form_id, data, utm_source, utm_medium, utm_campaign, source_url) on table app_public.form_submissions to tenantry_member, tenantry_service;

alter table app_public.form_submissions enable row level security;
select app_private.drop_policies('app_public.form_submissions');
select app_private.create_permission_policies('app_public.form_submissions', 'forms', '{select}');
select app_private.create_policies('app_public.form_submissions', '{member,service}', '{insert}', $$(select app_hidden.may_all('forms.submit'))$$);
select app_private.create_permission_policies('app_public.form_submissions', 'forms', '{delete}', writes_need_manage => true);
--! EndIncluded automation/tables/form_submissions.sql
--! Included automation/tables/tallies.sql
comment on table app_private.tallies is $$What the running transactions have counted and not yet added up, for the counters of workflows and forms. Private: written and emptied by the triggers that count.$$;
comment on column app_private.tallies.transaction_id is $$Whose count it is.$$;
comment on column app_private.tallies.counted is $$How many executions or submissions came, or went when negative.$$;

-- A constraint trigger can't be replaced.
drop trigger if exists _500_add_up on app_private.tallies;
create constraint trigger _500_add_up after insert on app_private.tallies deferrable initially deferred for each row execute function app_private.tg_tallies__add_up();

alter table app_private.tallies enable row level security;
--! EndIncluded automation/tables/tallies.sql
--! Included automation/tables/webhook_endpoints.sql
comment on table app_public.webhook_endpoints is $$An address of another system that is told when something happens.$$;
comment on column app_public.webhook_endpoints.url is $$The address that deliveries are sent to: https, with a public name, without user or fragment.$$;
comment on column app_public.webhook_endpoints.events is $$What the endpoint is told of, such as lead.created: values of EventType as they are stored. None means nothing.$$;
comment on column app_public.webhook_endpoints.description is $$What the endpoint is for.$$;
comment on column app_public.webhook_endpoints.is_active is $$Whether anything is sent; needs a signing secret.$$;
comment on column app_public.webhook_endpoints.signing_secret_set_at is $$When the signing secret was last set; empty as long as there is none.$$;

create or replace trigger _100_timestamps before update on app_public.webhook_endpoints for each row execute function app_private.tg__timestamps();
create or replace trigger _300_check before insert or update of url, events on app_public.webhook_endpoints for each row execute function app_private.tg_webhook_endpoints__check();
create or replace trigger _900_audit after insert or update or delete on app_public.webhook_endpoints for each row execute function app_private.tg__audit();

-- API keys don't set up webhooks, lest what a leaked one set up outlive its revocation.
revoke all on table app_public.webhook_endpoints from tenantry_member;
grant select, delete on table app_public.webhook_endpoints to tenantry_member;
grant insert (url, events, description, is_active), update (url, events, description, is_active) on table app_public.webhook_endpoints to tenantry_member;

alter table app_public.webhook_endpoints enable row level security;
select app_private.drop_policies('app_public.webhook_endpoints');
select app_private.create_policies('app_public.webhook_endpoints', '{member}', '{select,insert,update,delete}', $$(select app_hidden.may_all('webhooks.manage'))$$);
--! EndIncluded automation/tables/webhook_endpoints.sql
--! Included automation/tables/webhook_endpoint_secrets.sql
comment on table app_private.webhook_endpoint_secrets is $$The secrets with which deliveries are signed. Private: encrypted by app_public.set_webhook_signing_secret, decrypted by the worker alone.$$;
comment on column app_private.webhook_endpoint_secrets.signing_secret is $$The secret, encrypted by app_private.encrypt_secret.$$;

create or replace trigger _100_timestamps before update on app_private.webhook_endpoint_secrets for each row execute function app_private.tg__timestamps();

alter table app_private.webhook_endpoint_secrets enable row level security;
--! EndIncluded automation/tables/webhook_endpoint_secrets.sql
--! Included automation/tables/webhook_deliveries.sql
comment on table app_public.webhook_deliveries is $$One event on its way to one endpoint.$$;
comment on column app_public.webhook_deliveries.endpoint_id is $$The endpoint.$$;
comment on column app_public.webhook_deliveries.event is $$What happened.$$;
comment on column app_public.webhook_deliveries.payload is $$What is sent, an object.$$;
comment on column app_public.webhook_deliveries.status is $$Where the delivery stands.$$;
comment on column app_public.webhook_deliveries.attempts is $$How often it was tried, eight times at most.$$;
comment on column app_public.webhook_deliveries.next_attempt_at is $$When it is tried next; empty when it isn’t any more.$$;
comment on column app_public.webhook_deliveries.last_status_code is $$The HTTP status that the endpoint last answered with.$$;
comment on column app_public.webhook_deliveries.last_error is $$Why there was no answer the last time.$$;
comment on column app_public.webhook_deliveries.last_attempt_at is $$When it was last tried.$$;
comment on column app_public.webhook_deliveries.delivered_at is $$When the endpoint accepted it.$$;

create or replace trigger _100_timestamps before update on app_public.webhook_deliveries for each row execute function app_private.tg__timestamps();

-- Written by the worker alone. Not audited: it is a history itself.
revoke all on table app_public.webhook_deliveries from tenantry_member;
grant select on table app_public.webhook_deliveries to tenantry_member;

alter table app_public.webhook_deliveries enable row level security;
select app_private.drop_policies('app_public.webhook_deliveries');
select app_private.create_policies('app_public.webhook_deliveries', '{member}', '{select}', $$(select app_hidden.may_all('webhooks.manage'))$$);
--! EndIncluded automation/tables/webhook_deliveries.sql
--! Included automation/tables/webhook_delivery_attempts.sql
comment on table app_public.webhook_delivery_attempts is $$One attempt to deliver an event to an endpoint, and its answer.$$;
comment on column app_public.webhook_delivery_attempts.delivery_id is $$The delivery.$$;
comment on column app_public.webhook_delivery_attempts.attempted_at is $$When it was tried.$$;
comment on column app_public.webhook_delivery_attempts.status_code is $$The HTTP status of the answer; 200 to 299 is success.$$;
comment on column app_public.webhook_delivery_attempts.response_body is $$The beginning of the answer.$$;
comment on column app_public.webhook_delivery_attempts.error is $$Why there was no answer, such as a time limit.$$;
comment on column app_public.webhook_delivery_attempts.duration_milliseconds is $$How long it took.$$;

create or replace trigger _100_timestamps before update on app_public.webhook_delivery_attempts for each row execute function app_private.tg__timestamps();
create or replace trigger _500_record after insert on app_public.webhook_delivery_attempts for each row execute function app_private.tg_webhook_delivery_attempts__record();

-- Written by the worker alone. Not audited: it is a history itself.
revoke all on table app_public.webhook_delivery_attempts from tenantry_member;
grant select on table app_public.webhook_delivery_attempts to tenantry_member;

alter table app_public.webhook_delivery_attempts enable row level security;
select app_private.drop_policies('app_public.webhook_delivery_attempts');
select app_private.create_policies('app_public.webhook_delivery_attempts', '{member}', '{select}', $$(select app_hidden.may_all('webhooks.manage'))$$);
--! EndIncluded automation/tables/webhook_delivery_attempts.sql
--! EndIncluded automation/all.sql
