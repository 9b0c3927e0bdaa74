/*
 * CRM: the people and companies that a tenant serves, what it hopes to sell them, and what happened with them.
 *   Owners, assignees and creators are memberships, so that own and team scopes compare ids from the context.
 *   List orders have an index (organization_id, created_at desc, id desc); references one that ends in the same order, for
 *   the lists that relations show.
 */

create table app_public.contact_lifecycle_stages (value text primary key, description text not null);
insert into app_public.contact_lifecycle_stages (value, description) values
  ('subscriber', 'Hears from the organization, nothing more yet.'),
  ('lead', 'Might buy.'),
  ('customer', 'Is served.'),
  ('former', 'Was served.');

create table app_public.contact_membership_statuses (value text primary key, description text not null);
insert into app_public.contact_membership_statuses (value, description) values
  ('none', 'Has no membership.'),
  ('trial', 'Tries one.'),
  ('active', 'Has one.'),
  ('paused', 'Has one that rests.'),
  ('canceled', 'Has ended it.'),
  ('expired', 'Has let it run out.');

create table app_public.pipeline_stage_kinds (value text primary key, description text not null);
insert into app_public.pipeline_stage_kinds (value, description) values
  ('open', 'The deal is being worked on.'),
  ('won', 'The deal was won.'),
  ('lost', 'The deal was lost.');

create table app_public.activity_kinds (value text primary key, description text not null);
insert into app_public.activity_kinds (value, description) values
  ('call', 'A phone call.'),
  ('email', 'An e-mail.'),
  ('sms', 'A text message.'),
  ('whatsapp', 'A WhatsApp message.'),
  ('note', 'A note.'),
  ('meeting', 'A meeting.'),
  ('task', 'Something that was done.'),
  ('ai_call', 'A call made or taken by an artificial voice.'),
  ('system', 'Recorded by the system itself.');

create table app_public.directions (value text primary key, description text not null);
insert into app_public.directions (value, description) values
  ('inbound', 'From the contact to the organization.'),
  ('outbound', 'From the organization to the contact.');

create table app_public.sentiments (value text primary key, description text not null);
insert into app_public.sentiments (value, description) values
  ('positive', 'Pleased.'),
  ('neutral', 'Neither.'),
  ('negative', 'Displeased.');

create table app_public.task_statuses (value text primary key, description text not null);
insert into app_public.task_statuses (value, description) values
  ('todo', 'Not begun.'),
  ('in_progress', 'Begun.'),
  ('done', 'Completed.'),
  ('canceled', 'Not going to be done.');

create table app_public.priorities (value text primary key, description text not null, position int not null unique);
insert into app_public.priorities (value, description, position) values
  ('low', 'Can wait.', 1),
  ('normal', 'In its turn.', 2),
  ('high', 'Before others.', 3),
  ('urgent', 'At once.', 4);

insert into app_public.permissions (resource, action, description) values
  ('companies', 'create', 'Add companies.'),
  ('companies', 'read', 'See companies.'),
  ('companies', 'update', 'Change companies.'),
  ('companies', 'delete', 'Archive and restore companies.'),
  ('contacts', 'create', 'Add contacts.'),
  ('contacts', 'read', 'See contacts.'),
  ('contacts', 'update', 'Change contacts.'),
  ('contacts', 'delete', 'Archive and restore contacts.'),
  ('contacts', 'export', 'Take contacts out in bulk.'),
  ('pipelines', 'read', 'See pipelines and their stages.'),
  ('pipelines', 'manage', 'Set up pipelines and their stages.'),
  ('deals', 'create', 'Add deals.'),
  ('deals', 'read', 'See deals.'),
  ('deals', 'update', 'Change and move deals.'),
  ('deals', 'delete', 'Archive and restore deals.'),
  ('activities', 'create', 'Record activities.'),
  ('activities', 'read', 'See activities.'),
  ('activities', 'read_internal', 'See activities marked internal to staff.'),
  ('activities', 'update', 'Change activities.'),
  ('activities', 'delete', 'Archive and restore activities.'),
  ('tasks', 'create', 'Add tasks.'),
  ('tasks', 'read', 'See tasks.'),
  ('tasks', 'update', 'Change tasks.'),
  ('tasks', 'delete', 'Archive and restore tasks.');

insert into app_private.system_role_permissions (system_role, resource, action, scope)
select r.system_role, p.resource, p.action, r.scope
from app_public.permissions p
cross join lateral (
  values
    ('owner', 'all'),
    ('admin', 'all'),
    ('manager', case when p.action in ('read', 'read_internal', 'export') then 'all' when p.resource <> 'pipelines' then 'team' end),
    ('staff', case when p.resource <> 'pipelines' or p.action = 'read' then 'all' end),
    ('rep', case when p.resource = 'pipelines' and p.action = 'read' or p.action = 'read_internal' then 'all' when p.resource <> 'pipelines' and p.action <> 'export' then 'own' end),
    ('viewer', case when p.action = 'read' then 'all' end)
) as r (system_role, scope)
where p.resource in ('companies', 'contacts', 'pipelines', 'deals', 'activities', 'tasks') and r.scope is not null;

create table app_public.companies (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 200),
  domain text,
  business_type text,
  phone text,
  email text constraint email_must_be_an_address check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(email) <= 254),
  website text,
  online_presence jsonb not null default '{}' constraint online_presence_must_be_an_object check (jsonb_typeof(online_presence) = 'object'),
  address text,
  owner_id uuid default app_hidden.membership_id(),
  tags text[] not null default '{}' constraint tags_must_be_a_plain_list check (coalesce(array_ndims(tags), 1) = 1 and array_position(tags, null) is null),
  custom_fields jsonb not null default '{}' constraint custom_fields_must_be_an_object check (jsonb_typeof(custom_fields) = 'object'),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id) on delete set null (business_id),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, id) on delete set null (owner_id)
);
create index on app_public.companies (organization_id, created_at desc, id desc);
create index on app_public.companies (organization_id, name, id);
create index on app_public.companies (organization_id, domain);
create index on app_public.companies (organization_id, business_id, created_at desc, id desc);
create index on app_public.companies (organization_id, owner_id, created_at desc, id desc);
create index on app_public.companies (organization_id, deleted_at desc, id desc) where deleted_at is not null;
create index on app_public.companies using gin (organization_id, tags);
create index on app_public.companies using gin (organization_id, custom_fields jsonb_path_ops);
create index on app_public.companies using gin (organization_id, name gin_trgm_ops);

create table app_public.contacts (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  first_name text constraint first_name_must_not_be_blank check (first_name ~ '\S' and length(first_name) <= 200),
  last_name text constraint last_name_must_not_be_blank check (last_name ~ '\S' and length(last_name) <= 200),
  name text not null generated always as (app_hidden.full_name(first_name, last_name)) stored,
  email text constraint email_must_be_an_address check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(email) <= 254),
  phone text,
  company_id uuid,
  owner_id uuid default app_hidden.membership_id(),
  lifecycle_stage text not null default 'lead' references app_public.contact_lifecycle_stages,
  source text not null default 'manual',
  date_of_birth date constraint date_of_birth_must_be_possible check (date_of_birth between '1850-01-01' and '2200-01-01'),
  gender text,
  emergency_contact_name text,
  emergency_contact_phone text,
  membership_status text not null default 'none' references app_public.contact_membership_statuses,
  membership_starts_on date,
  membership_ends_on date,
  is_active boolean not null default true,
  email_verified boolean not null default false,
  tags text[] not null default '{}' constraint tags_must_be_a_plain_list check (coalesce(array_ndims(tags), 1) = 1 and array_position(tags, null) is null),
  notes text,
  custom_fields jsonb not null default '{}' constraint custom_fields_must_be_an_object check (jsonb_typeof(custom_fields) = 'object'),
  last_contacted_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  unique (organization_id, email),
  constraint membership_must_end_after_it_starts check (membership_ends_on >= membership_starts_on),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id) on delete set null (business_id),
  foreign key (organization_id, company_id) references app_public.companies (organization_id, id) on delete set null (company_id),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, id) on delete set null (owner_id)
);
create index on app_public.contacts (organization_id, created_at desc, id desc);
create index on app_public.contacts (organization_id, name, id);
create index on app_public.contacts (organization_id, phone);
create index on app_public.contacts (organization_id, lifecycle_stage, created_at desc, id desc);
create index on app_public.contacts (organization_id, membership_status, created_at desc, id desc);
create index on app_public.contacts (organization_id, last_contacted_at desc, id desc);
create index on app_public.contacts (organization_id, business_id, created_at desc, id desc);
create index on app_public.contacts (organization_id, company_id, created_at desc, id desc);
create index on app_public.contacts (organization_id, owner_id, created_at desc, id desc);
create index on app_public.contacts (organization_id, deleted_at desc, id desc) where deleted_at is not null;
create index on app_public.contacts using gin (organization_id, tags);
create index on app_public.contacts using gin (organization_id, custom_fields jsonb_path_ops);
create index on app_public.contacts using gin (organization_id, name gin_trgm_ops);

create table app_public.pipelines (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 100),
  description text,
  is_default boolean not null default false,
  position int not null default 1,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, name)
);
create index on app_public.pipelines (organization_id, position, id);
create index on app_public.pipelines (organization_id, created_at desc, id desc);
create unique index only_one_pipeline_is_the_default on app_public.pipelines (organization_id) where is_default;

create table app_public.pipeline_stages (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  pipeline_id uuid not null,
  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 100),
  kind text not null default 'open' references app_public.pipeline_stage_kinds,
  probability int not null default 0 constraint probability_must_be_a_percentage check (probability between 0 and 100),
  position int not null default 1,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, pipeline_id, id),
  unique (organization_id, pipeline_id, name),
  foreign key (organization_id, pipeline_id) references app_public.pipelines (organization_id, id) on delete cascade
);
create index on app_public.pipeline_stages (organization_id, pipeline_id, position, id);
create index on app_public.pipeline_stages (organization_id, created_at desc, id desc);

create table app_public.deals (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  title text not null constraint title_must_not_be_blank check (title ~ '\S' and length(title) <= 300),
  pipeline_id uuid not null,
  stage_id uuid not null,
  contact_id uuid,
  company_id uuid,
  owner_id uuid default app_hidden.membership_id(),
  value_cents bigint not null default 0 constraint value_must_not_be_negative check (value_cents between 0 and 1000000000000000),
  currency char(3) not null constraint currency_must_be_a_code check (currency ~ '^[A-Z]{3}$'),
  probability int not null constraint probability_must_be_a_percentage check (probability between 0 and 100),
  weighted_value_cents bigint not null generated always as (value_cents * probability / 100) stored,
  expected_close_on date,
  stage_changed_at timestamptz not null default now(),
  closed_at timestamptz,
  lost_reason text,
  tags text[] not null default '{}' constraint tags_must_be_a_plain_list check (coalesce(array_ndims(tags), 1) = 1 and array_position(tags, null) is null),
  custom_fields jsonb not null default '{}' constraint custom_fields_must_be_an_object check (jsonb_typeof(custom_fields) = 'object'),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id) on delete set null (business_id),
  foreign key (organization_id, pipeline_id) references app_public.pipelines (organization_id, id),
  constraint stage_must_be_of_the_pipeline foreign key (organization_id, pipeline_id, stage_id)
    references app_public.pipeline_stages (organization_id, pipeline_id, id),
  foreign key (organization_id, stage_id) references app_public.pipeline_stages (organization_id, id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete set null (contact_id),
  foreign key (organization_id, company_id) references app_public.companies (organization_id, id) on delete set null (company_id),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, id) on delete set null (owner_id)
);
create index on app_public.deals (organization_id, created_at desc, id desc);
create index on app_public.deals (organization_id, pipeline_id, stage_id);
create index on app_public.deals (organization_id, stage_id, created_at desc, id desc);
create index on app_public.deals (organization_id, business_id, created_at desc, id desc);
create index on app_public.deals (organization_id, contact_id, created_at desc, id desc);
create index on app_public.deals (organization_id, company_id, created_at desc, id desc);
create index on app_public.deals (organization_id, owner_id, created_at desc, id desc);
create index on app_public.deals (organization_id, expected_close_on, id);
create index on app_public.deals (organization_id, closed_at desc, id desc);
create index on app_public.deals (organization_id, value_cents desc, id desc);
create index on app_public.deals (organization_id, weighted_value_cents desc, id desc);
create index on app_public.deals (organization_id, deleted_at desc, id desc) where deleted_at is not null;
create index on app_public.deals using gin (organization_id, tags);
create index on app_public.deals using gin (organization_id, custom_fields jsonb_path_ops);
create index on app_public.deals using gin (organization_id, title gin_trgm_ops);

create table app_public.deal_stage_changes (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null references app_public.organizations on delete cascade,

  deal_id uuid not null,
  from_stage_id uuid,
  to_stage_id uuid,
  changed_by_id uuid,
  seconds_in_stage bigint,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, deal_id) references app_public.deals (organization_id, id) on delete cascade,
  foreign key (organization_id, from_stage_id) references app_public.pipeline_stages (organization_id, id) on delete set null (from_stage_id),
  foreign key (organization_id, to_stage_id) references app_public.pipeline_stages (organization_id, id) on delete set null (to_stage_id),
  foreign key (organization_id, changed_by_id) references app_public.memberships (organization_id, id) on delete set null (changed_by_id)
);
create index on app_public.deal_stage_changes (organization_id, created_at desc, id desc);
create index on app_public.deal_stage_changes (organization_id, deal_id, created_at desc, id desc);
create index on app_public.deal_stage_changes (organization_id, from_stage_id);
create index on app_public.deal_stage_changes (organization_id, to_stage_id);
create index on app_public.deal_stage_changes (organization_id, changed_by_id);
create index on app_public.deal_stage_changes using brin (created_at);

create table app_public.activities (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  kind text not null references app_public.activity_kinds,
  direction text references app_public.directions,
  subject text constraint subject_must_be_short check (length(subject) <= 500),
  content text,
  outcome text,
  ai_analysis jsonb constraint ai_analysis_must_be_an_object check (jsonb_typeof(ai_analysis) = 'object'),
  sentiment text references app_public.sentiments,
  is_internal boolean not null default false,
  contact_id uuid,
  deal_id uuid,
  company_id uuid,
  created_by_id uuid default app_hidden.membership_id(),
  occurred_at timestamptz not null default now(),
  duration_seconds int constraint duration_must_not_be_negative check (duration_seconds >= 0),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id) on delete set null (business_id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, deal_id) references app_public.deals (organization_id, id) on delete cascade,
  foreign key (organization_id, company_id) references app_public.companies (organization_id, id) on delete cascade,
  foreign key (organization_id, created_by_id) references app_public.memberships (organization_id, id) on delete set null (created_by_id)
);
create index on app_public.activities (organization_id, created_at desc, id desc);
create index on app_public.activities (organization_id, occurred_at desc, id desc);
create index on app_public.activities (organization_id, kind, occurred_at desc, id desc);
create index on app_public.activities (organization_id, business_id, occurred_at desc, id desc);
create index on app_public.activities (organization_id, contact_id, occurred_at desc, id desc);
create index on app_public.activities (organization_id, deal_id, occurred_at desc, id desc);
create index on app_public.activities (organization_id, company_id, occurred_at desc, id desc);
create index on app_public.activities (organization_id, created_by_id, occurred_at desc, id desc);
create index on app_public.activities (organization_id, deleted_at desc, id desc) where deleted_at is not null;
create index on app_public.activities using brin (occurred_at);

create table app_public.tasks (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  title text not null constraint title_must_not_be_blank check (title ~ '\S' and length(title) <= 300),
  description text,
  status text not null default 'todo' references app_public.task_statuses,
  priority text not null default 'normal' references app_public.priorities,
  due_at timestamptz,
  completed_at timestamptz,
  assignee_id uuid default app_hidden.membership_id(),
  created_by_id uuid default app_hidden.membership_id(),
  contact_id uuid,
  deal_id uuid,
  company_id uuid,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id) on delete set null (business_id),
  foreign key (organization_id, assignee_id) references app_public.memberships (organization_id, id) on delete set null (assignee_id),
  foreign key (organization_id, created_by_id) references app_public.memberships (organization_id, id) on delete set null (created_by_id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete set null (contact_id),
  foreign key (organization_id, deal_id) references app_public.deals (organization_id, id) on delete set null (deal_id),
  foreign key (organization_id, company_id) references app_public.companies (organization_id, id) on delete set null (company_id)
);
create index on app_public.tasks (organization_id, created_at desc, id desc);
create index on app_public.tasks (organization_id, due_at, id);
create index on app_public.tasks (organization_id, status, due_at, id);
create index on app_public.tasks (organization_id, business_id, due_at, id);
create index on app_public.tasks (organization_id, assignee_id, due_at, id);
create index on app_public.tasks (organization_id, created_by_id, due_at, id);
create index on app_public.tasks (organization_id, contact_id, due_at, id);
create index on app_public.tasks (organization_id, deal_id, due_at, id);
create index on app_public.tasks (organization_id, company_id, due_at, id);
create index on app_public.tasks (organization_id, deleted_at desc, id desc) where deleted_at is not null;
create index on app_public.tasks using gin (organization_id, title gin_trgm_ops);

--!include crm/all.sql
