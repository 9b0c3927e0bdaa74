--! Previous: sha1:97593cf100eb80c4bd5193eb0a2292c74ebcf953
--! Hash: sha1:fe253121c72df563ec316a46520ee14439df63ed
--! Message: CRM: companies, contacts, deals, activities and tasks

--! split: 1-current.sql
/*
 * CRM: the people and companies that a tenant serves, what it hopes to sell them, and what happened with them.
 *   Owners, assignees and creators are memberships, so that own and team scopes compare ids from the context.
 *   A business with rows can't be deleted: without it they would be everybody's. It is switched off instead.
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
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
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
  membership_starts_on date constraint membership_starts_on_must_be_in_our_era check (membership_starts_on between '0001-01-02' and '9999-12-30'),
  membership_ends_on date constraint membership_ends_on_must_be_in_our_era check (membership_ends_on between '0001-01-02' and '9999-12-30'),
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
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
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
  expected_close_on date constraint expected_close_on_must_be_in_our_era check (expected_close_on between '0001-01-02' and '9999-12-30'),
  stage_changed_at timestamptz not null default now(),
  closed_at timestamptz,
  lost_reason text,
  tags text[] not null default '{}' constraint tags_must_be_a_plain_list check (coalesce(array_ndims(tags), 1) = 1 and array_position(tags, null) is null),
  custom_fields jsonb not null default '{}' constraint custom_fields_must_be_an_object check (jsonb_typeof(custom_fields) = 'object'),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
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
  occurred_at timestamptz not null default now() constraint occurred_at_must_be_in_our_era check (occurred_at between '0001-01-02' and '9999-12-30'),
  duration_seconds int constraint duration_must_not_be_negative check (duration_seconds >= 0),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
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
  due_at timestamptz constraint due_at_must_be_in_our_era check (due_at between '0001-01-02' and '9999-12-30'),
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
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
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

--! Included crm/all.sql
--! Included crm/functions/tg_contacts__normalize.sql
create or replace function app_private.tg_contacts__normalize() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.first_name := nullif(btrim(NEW.first_name), '');
  NEW.last_name := nullif(btrim(NEW.last_name), '');
  NEW.emergency_contact_phone := app_hidden.normalize_phone(
    NEW.emergency_contact_phone,
    (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = NEW.organization_id),
    'emergencyContactPhone'
  );
  return NEW;
end
$$;
comment on function app_private.tg_contacts__normalize() is $$Stores names and the emergency contact’s number in one form.$$;
--! EndIncluded crm/functions/tg_contacts__normalize.sql
--! Included crm/functions/tg_deals__follow_stage.sql
-- A deal without a stage begins at the first one of its pipeline, or of the default pipeline. Moving to a stage of
-- another pipeline moves the deal there. A stage brings its probability, unless one is given with it; a stage that
-- closes sets closed_at, any other clears it.
create or replace function app_private.tg_deals__follow_stage() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_stage record;
begin
  if TG_OP = 'INSERT' then
    NEW.currency := coalesce(NEW.currency, (select o.currency from app_public.organizations o where o.id = NEW.organization_id));
  end if;
  if TG_OP = 'UPDATE' and NEW.stage_id = OLD.stage_id and NEW.pipeline_id is distinct from OLD.pipeline_id then
    NEW.stage_id := null;
  end if;

  if NEW.stage_id is null then
    select s.id, s.pipeline_id, s.probability, s.kind into v_stage
    from app_public.pipeline_stages s
    join app_public.pipelines p on p.organization_id = s.organization_id and p.id = s.pipeline_id
    where s.organization_id = NEW.organization_id
      and case when NEW.pipeline_id is null then p.is_default else p.id = NEW.pipeline_id end
    order by s.position, s.id
    limit 1;
    if not found then
      raise exception using
        errcode = 'TN400',
        message = 'This deal has no stage to begin at.',
        detail = '{"field": "stageId"}',
        hint = 'Name a stage, or a pipeline that has stages.';
    end if;
    NEW.stage_id := v_stage.id;
  else
    select s.id, s.pipeline_id, s.probability, s.kind into v_stage
    from app_public.pipeline_stages s
    where s.organization_id = NEW.organization_id and s.id = NEW.stage_id;
    if not found then
      raise exception using
        errcode = 'TN400',
        message = 'This refers to something that does not exist.',
        detail = '{"field": "stageId"}';
    end if;
    if (TG_OP = 'INSERT' or NEW.pipeline_id <> OLD.pipeline_id) and NEW.pipeline_id <> v_stage.pipeline_id then
      raise exception using
        errcode = 'TN400',
        message = 'The stage belongs to another pipeline.',
        detail = '{"field": "stageId"}';
    end if;
  end if;
  NEW.pipeline_id := v_stage.pipeline_id;

  if TG_OP = 'INSERT' then
    NEW.probability := coalesce(NEW.probability, v_stage.probability);
    NEW.closed_at := case when v_stage.kind <> 'open' then coalesce(NEW.closed_at, now()) end;
  elsif NEW.stage_id <> OLD.stage_id then
    if NEW.probability = OLD.probability then
      NEW.probability := v_stage.probability;
    end if;
    NEW.stage_changed_at := now();
    NEW.closed_at := case when v_stage.kind <> 'open' then now() end;
    if v_stage.kind <> 'lost' then
      NEW.lost_reason := null;
    end if;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_deals__follow_stage() is $$Keeps pipeline, probability and closing time in step with a deal’s stage.$$;
--! EndIncluded crm/functions/tg_deals__follow_stage.sql
--! Included crm/functions/tg_deals__record_stage_change.sql
create or replace function app_private.tg_deals__record_stage_change() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    insert into app_public.deal_stage_changes (organization_id, deal_id, to_stage_id, changed_by_id)
    values (NEW.organization_id, NEW.id, NEW.stage_id, app_hidden.membership_id());
  elsif NEW.stage_id <> OLD.stage_id then
    insert into app_public.deal_stage_changes (organization_id, deal_id, from_stage_id, to_stage_id, changed_by_id, seconds_in_stage)
    values (
      NEW.organization_id, NEW.id, OLD.stage_id, NEW.stage_id, app_hidden.membership_id(),
      greatest(0, extract(epoch from now() - OLD.stage_changed_at))::bigint
    );
  end if;
  return null;
end
$$;
comment on function app_private.tg_deals__record_stage_change() is $$Writes the history of a deal’s stages.$$;
--! EndIncluded crm/functions/tg_deals__record_stage_change.sql
--! Included crm/functions/tg_activities__touch_contact.sql
-- Only what reached the contact counts as contact; a note or a planned meeting doesn't.
create or replace function app_private.tg_activities__touch_contact() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if NEW.kind in ('call', 'email', 'sms', 'whatsapp', 'meeting', 'ai_call') and NEW.occurred_at <= now() then
    update app_public.contacts c
    set last_contacted_at = NEW.occurred_at
    where c.organization_id = NEW.organization_id
      and c.id = NEW.contact_id
      and (c.last_contacted_at is null or c.last_contacted_at < NEW.occurred_at);
  end if;
  return null;
end
$$;
comment on function app_private.tg_activities__touch_contact() is $$Keeps a contact’s lastContactedAt.$$;
--! EndIncluded crm/functions/tg_activities__touch_contact.sql
--! Included crm/functions/tg_tasks__complete.sql
create or replace function app_private.tg_tasks__complete() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if NEW.status <> 'done' then
    NEW.completed_at := null;
  elsif TG_OP = 'INSERT' or OLD.status <> 'done' then
    NEW.completed_at := coalesce(NEW.completed_at, now());
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_tasks__complete() is $$Keeps a task’s completedAt in step with its status.$$;
--! EndIncluded crm/functions/tg_tasks__complete.sql
--! Included crm/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.contact_lifecycle_stages', 'ContactLifecycleStage', 'How far a contact has come with the organization.');
select app_private.expose_lookup_table('app_public.contact_membership_statuses', 'ContactMembershipStatus', 'Where a contact’s membership stands, such as that of a gym.');
select app_private.expose_lookup_table('app_public.pipeline_stage_kinds', 'PipelineStageKind', 'What a stage means for its deals.');
select app_private.expose_lookup_table('app_public.activity_kinds', 'ActivityKind', 'What happened.');
select app_private.expose_lookup_table('app_public.directions', 'Direction', 'Which way something went.');
select app_private.expose_lookup_table('app_public.sentiments', 'Sentiment', 'How something was meant.');
select app_private.expose_lookup_table('app_public.task_statuses', 'TaskStatus', 'Where a task stands.');
select app_private.expose_lookup_table('app_public.priorities', 'Priority', 'What comes first.');
comment on column app_public.priorities.position is $$From the least to the most pressing.$$;
--! EndIncluded crm/tables/lookup_tables.sql
--! Included crm/tables/companies.sql
comment on table app_public.companies is $$A company that the organization deals with.$$;
comment on column app_public.companies.business_id is $$The business that the company belongs to; of the whole organization when empty.$$;
comment on column app_public.companies.name is $$The company’s name.$$;
comment on column app_public.companies.domain is $$The company’s internet domain, such as example.com.$$;
comment on column app_public.companies.business_type is $$The line of business, such as plumbing.$$;
comment on column app_public.companies.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.companies.email is $$E-mail address, kept in lower case.$$;
comment on column app_public.companies.website is $$Web address.$$;
comment on column app_public.companies.online_presence is $$Profiles elsewhere by name, an object.$$;
comment on column app_public.companies.address is $$Postal address.$$;
comment on column app_public.companies.owner_id is $$The member who looks after the company; whoever adds it unless another is named.$$;
comment on column app_public.companies.tags is $$Free labels.$$;
comment on column app_public.companies.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.companies.deleted_at is $$When the company was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.companies for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.companies for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _300_archive before update of deleted_at on app_public.companies for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('companies', 'owner_id');
create or replace trigger _900_audit after insert or update or delete on app_public.companies for each row execute function app_private.tg__audit();

-- delete is not granted: companies are archived through deleted_at, not removed.
revoke all on table app_public.companies from tenantry_member;
grant select on table app_public.companies to tenantry_member;
grant insert (business_id, name, domain, business_type, phone, email, website, online_presence, address, owner_id, tags, custom_fields) on table app_public.companies to tenantry_member;
grant update (business_id, name, domain, business_type, phone, email, website, online_presence, address, owner_id, tags, custom_fields, deleted_at) on table app_public.companies to tenantry_member;

alter table app_public.companies enable row level security;
select app_private.drop_policies('app_public.companies');
select app_private.create_member_policies('app_public.companies', 'companies', '{select,insert,update}', owner_columns => '{owner_id}');
--! EndIncluded crm/tables/companies.sql
--! Included crm/tables/contacts.sql
comment on table app_public.contacts is $$A person whom the organization serves or hopes to serve.$$;
comment on column app_public.contacts.business_id is $$The business that the contact belongs to; of the whole organization when empty.$$;
comment on column app_public.contacts.first_name is $$Given name.$$;
comment on column app_public.contacts.last_name is $$Family name.$$;
comment on column app_public.contacts.name is $$First and last name, whichever is known, else 'Unknown'.$$;
comment on column app_public.contacts.email is $$E-mail address, kept in lower case; unique within the organization.$$;
comment on column app_public.contacts.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.contacts.company_id is $$The company that the contact works for.$$;
comment on column app_public.contacts.owner_id is $$The member who looks after the contact; whoever adds it unless another is named.$$;
comment on column app_public.contacts.lifecycle_stage is $$How far the contact has come with the organization.$$;
comment on column app_public.contacts.source is $$Where the contact came from, such as website.$$;
comment on column app_public.contacts.date_of_birth is $$Date of birth.$$;
comment on column app_public.contacts.gender is $$Gender, in the contact’s own words.$$;
comment on column app_public.contacts.emergency_contact_name is $$Whom to call in an emergency.$$;
comment on column app_public.contacts.emergency_contact_phone is $$The emergency contact’s phone number in E.164 form.$$;
comment on column app_public.contacts.membership_status is $$Where the contact’s membership stands.$$;
comment on column app_public.contacts.membership_starts_on is $$First day of the contact’s membership.$$;
comment on column app_public.contacts.membership_ends_on is $$Last day of the contact’s membership.$$;
comment on column app_public.contacts.is_active is $$Whether the contact is served at the moment.$$;
comment on column app_public.contacts.email_verified is $$Whether the e-mail address is known to be the contact’s.$$;
comment on column app_public.contacts.tags is $$Free labels.$$;
comment on column app_public.contacts.notes is $$What members should know about the contact. Contacts don’t see it.$$;
comment on column app_public.contacts.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.contacts.last_contacted_at is $$When the contact was last reached, kept from activities.$$;
comment on constraint contacts_organization_id_email_key on app_public.contacts is $$Another contact, perhaps an archived one, has this e-mail address.$$;
comment on column app_public.contacts.deleted_at is $$When the contact was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.contacts for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.contacts for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _210_normalize before insert or update of first_name, last_name, emergency_contact_phone on app_public.contacts for each row execute function app_private.tg_contacts__normalize();
create or replace trigger _300_archive before update of deleted_at on app_public.contacts for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('contacts', 'owner_id');
create or replace trigger _900_audit after insert or update or delete on app_public.contacts for each row execute function app_private.tg__audit();

-- delete is not granted: contacts are archived through deleted_at, not removed. email_verified and last_contacted_at
-- are found out by the database, never claimed.
revoke all on table app_public.contacts from tenantry_member;
grant select on table app_public.contacts to tenantry_member;
grant insert (
  business_id, first_name, last_name, email, phone, company_id, owner_id, lifecycle_stage, source, date_of_birth, gender,
  emergency_contact_name, emergency_contact_phone, membership_status, membership_starts_on, membership_ends_on, is_active, tags, notes, custom_fields
) on table app_public.contacts to tenantry_member;
grant update (
  business_id, first_name, last_name, email, phone, company_id, owner_id, lifecycle_stage, source, date_of_birth, gender,
  emergency_contact_name, emergency_contact_phone, membership_status, membership_starts_on, membership_ends_on, is_active, tags, notes, custom_fields, deleted_at
) on table app_public.contacts to tenantry_member;

alter table app_public.contacts enable row level security;
select app_private.drop_policies('app_public.contacts');
select app_private.create_member_policies('app_public.contacts', 'contacts', '{select,insert,update}', owner_columns => '{owner_id}');
--! EndIncluded crm/tables/contacts.sql
--! Included crm/tables/pipelines.sql
comment on table app_public.pipelines is $$A way that deals go, in ordered stages.$$;
comment on column app_public.pipelines.name is $$The pipeline’s name; unique within the organization.$$;
comment on column app_public.pipelines.description is $$What the pipeline is for.$$;
comment on column app_public.pipelines.is_default is $$Whether new deals go here when no pipeline is named; one pipeline of an organization at most.$$;
comment on column app_public.pipelines.position is $$The pipeline’s place among the others.$$;

create or replace trigger _100_timestamps before update on app_public.pipelines for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.pipelines for each row execute function app_private.tg__audit();

-- A pipeline with deals can't be deleted: its deals refer to it.
revoke all on table app_public.pipelines from tenantry_member;
grant select, delete on table app_public.pipelines to tenantry_member;
grant insert (name, description, is_default, position), update (name, description, is_default, position) on table app_public.pipelines to tenantry_member;

alter table app_public.pipelines enable row level security;
select app_private.drop_policies('app_public.pipelines');
select app_private.create_member_policies('app_public.pipelines', 'pipelines', '{select}');
select app_private.create_member_policies('app_public.pipelines', 'pipelines', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded crm/tables/pipelines.sql
--! Included crm/tables/pipeline_stages.sql
comment on table app_public.pipeline_stages is $$A stage of a pipeline.$$;
comment on column app_public.pipeline_stages.pipeline_id is $$The pipeline.$$;
comment on column app_public.pipeline_stages.name is $$The stage’s name; unique within the pipeline.$$;
comment on column app_public.pipeline_stages.kind is $$What the stage means for its deals: open, won or lost.$$;
comment on column app_public.pipeline_stages.probability is $$How likely a deal in this stage is to be won, in per cent.$$;
comment on column app_public.pipeline_stages.position is $$The stage’s place in the pipeline.$$;

create or replace trigger _100_timestamps before update on app_public.pipeline_stages for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.pipeline_stages for each row execute function app_private.tg__audit();

-- A stage with deals can't be deleted. It stays in its pipeline and of its kind: its deals were closed by it, or not.
revoke all on table app_public.pipeline_stages from tenantry_member;
grant select, delete on table app_public.pipeline_stages to tenantry_member;
grant insert (pipeline_id, name, kind, probability, position), update (name, probability, position) on table app_public.pipeline_stages to tenantry_member;

alter table app_public.pipeline_stages enable row level security;
select app_private.drop_policies('app_public.pipeline_stages');
select app_private.create_member_policies('app_public.pipeline_stages', 'pipelines', '{select}');
select app_private.create_member_policies('app_public.pipeline_stages', 'pipelines', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded crm/tables/pipeline_stages.sql
--! Included crm/tables/deals.sql
comment on table app_public.deals is $$A sale that may come about, on its way through a pipeline.$$;
comment on column app_public.deals.business_id is $$The business that the deal belongs to; of the whole organization when empty.$$;
comment on column app_public.deals.title is $$What the deal is about.$$;
comment on column app_public.deals.pipeline_id is $$@hasDefault
The pipeline; the stage’s, or the default one.$$;
comment on column app_public.deals.stage_id is $$@hasDefault
Where the deal stands; the pipeline’s first stage unless another is named. Moving a deal is changing its stage.$$;
comment on column app_public.deals.contact_id is $$The contact who may buy.$$;
comment on column app_public.deals.company_id is $$The company that may buy.$$;
comment on column app_public.deals.owner_id is $$The member who works on the deal; whoever adds it unless another is named.$$;
comment on column app_public.deals.value_cents is $$What the deal is worth, in hundredths of the currency’s unit.$$;
comment on column app_public.deals.currency is $$@hasDefault
The currency (ISO 4217); the organization’s unless another is named.$$;
comment on column app_public.deals.probability is $$@hasDefault
How likely the deal is to be won, in per cent; the stage’s unless another is given.$$;
comment on column app_public.deals.weighted_value_cents is $$The value times the probability.$$;
comment on column app_public.deals.expected_close_on is $$The day on which the deal is expected to be decided.$$;
comment on column app_public.deals.stage_changed_at is $$When the deal came to its stage.$$;
comment on column app_public.deals.closed_at is $$When the deal was won or lost; empty while it is open.$$;
comment on column app_public.deals.lost_reason is $$Why the deal was lost.$$;
comment on column app_public.deals.tags is $$Free labels.$$;
comment on column app_public.deals.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.deals.deleted_at is $$When the deal was archived; empty while it is in use.$$;
comment on constraint stage_must_be_of_the_pipeline on app_public.deals is $$@behavior -*
A deal’s stage is one of its pipeline.$$;

create or replace trigger _100_timestamps before update on app_public.deals for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.deals for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('deals', 'owner_id');
create or replace trigger _400_follow_stage before insert or update of stage_id, pipeline_id on app_public.deals for each row execute function app_private.tg_deals__follow_stage();
create or replace trigger _500_record_stage_change after insert or update of stage_id, pipeline_id on app_public.deals for each row execute function app_private.tg_deals__record_stage_change();
create or replace trigger _900_audit after insert or update or delete on app_public.deals for each row execute function app_private.tg__audit();

-- delete is not granted: deals are archived through deleted_at, not removed. closed_at follows the stage.
revoke all on table app_public.deals from tenantry_member;
grant select on table app_public.deals to tenantry_member;
grant insert (business_id, title, pipeline_id, stage_id, contact_id, company_id, owner_id, value_cents, currency, probability, expected_close_on, lost_reason, tags, custom_fields) on table app_public.deals to tenantry_member;
grant update (business_id, title, pipeline_id, stage_id, contact_id, company_id, owner_id, value_cents, currency, probability, expected_close_on, lost_reason, tags, custom_fields, deleted_at) on table app_public.deals to tenantry_member;

alter table app_public.deals enable row level security;
select app_private.drop_policies('app_public.deals');
select app_private.create_member_policies('app_public.deals', 'deals', '{select,insert,update}', owner_columns => '{owner_id}');
--! EndIncluded crm/tables/deals.sql
--! Included crm/tables/deal_stage_changes.sql
comment on table app_public.deal_stage_changes is $$The history of a deal’s stages, written by the database.$$;
comment on column app_public.deal_stage_changes.deal_id is $$The deal.$$;
comment on column app_public.deal_stage_changes.from_stage_id is $$The stage that the deal left; empty when it was new.$$;
comment on column app_public.deal_stage_changes.to_stage_id is $$The stage that the deal came to.$$;
comment on column app_public.deal_stage_changes.changed_by_id is $$The member who moved the deal.$$;
comment on column app_public.deal_stage_changes.seconds_in_stage is $$How long the deal stood in the stage that it left, in seconds.$$;

create or replace trigger _100_timestamps before update on app_public.deal_stage_changes for each row execute function app_private.tg__timestamps();

-- Written by app_private.tg_deals__record_stage_change() alone. Not audited: it is a history itself.
revoke all on table app_public.deal_stage_changes from tenantry_member;
grant select on table app_public.deal_stage_changes to tenantry_member;

alter table app_public.deal_stage_changes enable row level security;
select app_private.drop_policies('app_public.deal_stage_changes');
-- A history is seen by those who see its deal.
create policy select_member on app_public.deal_stage_changes for select to tenantry_member
  using (
    organization_id = (select app_hidden.organization_id())
    and (
      (select app_hidden.may_all('deals.read'))
      or exists (
        select from app_public.deals d
        where d.organization_id = (select app_hidden.organization_id()) and d.id = deal_stage_changes.deal_id
      )
    )
  );
--! EndIncluded crm/tables/deal_stage_changes.sql
--! Included crm/tables/activities.sql
comment on table app_public.activities is $$Something that happened with a contact, company or deal: the timeline.$$;
comment on column app_public.activities.business_id is $$The business that the activity belongs to; of the whole organization when empty.$$;
comment on column app_public.activities.kind is $$What happened.$$;
comment on column app_public.activities.direction is $$Which way it went.$$;
comment on column app_public.activities.subject is $$What it was about.$$;
comment on column app_public.activities.content is $$What was said or written.$$;
comment on column app_public.activities.outcome is $$What came of it.$$;
comment on column app_public.activities.ai_analysis is $$What an analysis by a language model found, an object.$$;
comment on column app_public.activities.sentiment is $$How it was meant.$$;
comment on column app_public.activities.is_internal is $$Whether it is internal to staff: viewers and contacts don’t see it.$$;
comment on column app_public.activities.contact_id is $$The contact.$$;
comment on column app_public.activities.deal_id is $$The deal.$$;
comment on column app_public.activities.company_id is $$The company.$$;
comment on column app_public.activities.created_by_id is $$The member who recorded it.$$;
comment on column app_public.activities.occurred_at is $$When it happened.$$;
comment on column app_public.activities.duration_seconds is $$How long it took, in seconds.$$;
comment on column app_public.activities.deleted_at is $$When the activity was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.activities for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.activities for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('activities', 'created_by_id');
create or replace trigger _500_touch_contact after insert or update of kind, contact_id, occurred_at on app_public.activities for each row execute function app_private.tg_activities__touch_contact();
create or replace trigger _900_audit after insert or update or delete on app_public.activities for each row execute function app_private.tg__audit();

-- delete is not granted: activities are archived through deleted_at. Whoever records one is its creator.
revoke all on table app_public.activities from tenantry_member;
grant select on table app_public.activities to tenantry_member;
grant insert (business_id, kind, direction, subject, content, outcome, ai_analysis, sentiment, is_internal, contact_id, deal_id, company_id, occurred_at, duration_seconds) on table app_public.activities to tenantry_member;
grant update (business_id, kind, direction, subject, content, outcome, ai_analysis, sentiment, is_internal, contact_id, deal_id, company_id, occurred_at, duration_seconds, deleted_at) on table app_public.activities to tenantry_member;

alter table app_public.activities enable row level security;
select app_private.drop_policies('app_public.activities');
-- What is internal to staff takes a permission of its own.
select app_private.create_member_policies(
  'app_public.activities', 'activities', '{select,insert,update}', owner_columns => '{created_by_id}',
  extra_condition => $$not is_internal or (select app_hidden.may('activities.read_internal'))$$
);
--! EndIncluded crm/tables/activities.sql
--! Included crm/tables/tasks.sql
comment on table app_public.tasks is $$Something to be done.$$;
comment on column app_public.tasks.business_id is $$The business that the task belongs to; of the whole organization when empty.$$;
comment on column app_public.tasks.title is $$What is to be done.$$;
comment on column app_public.tasks.description is $$More about it.$$;
comment on column app_public.tasks.status is $$Where the task stands.$$;
comment on column app_public.tasks.priority is $$How pressing the task is.$$;
comment on column app_public.tasks.due_at is $$When the task should be done.$$;
comment on column app_public.tasks.completed_at is $$When the task was done; follows the status.$$;
comment on column app_public.tasks.assignee_id is $$The member who is to do it; whoever adds it unless another is named.$$;
comment on column app_public.tasks.created_by_id is $$The member who added the task.$$;
comment on column app_public.tasks.contact_id is $$The contact it is about.$$;
comment on column app_public.tasks.deal_id is $$The deal it is about.$$;
comment on column app_public.tasks.company_id is $$The company it is about.$$;
comment on column app_public.tasks.deleted_at is $$When the task was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.tasks for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.tasks for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('tasks', 'assignee_id', 'created_by_id');
create or replace trigger _400_complete before insert or update of status on app_public.tasks for each row execute function app_private.tg_tasks__complete();
create or replace trigger _900_audit after insert or update or delete on app_public.tasks for each row execute function app_private.tg__audit();

-- delete is not granted: tasks are archived through deleted_at. Whoever adds a task is its creator.
revoke all on table app_public.tasks from tenantry_member;
grant select on table app_public.tasks to tenantry_member;
grant insert (business_id, title, description, status, priority, due_at, assignee_id, contact_id, deal_id, company_id) on table app_public.tasks to tenantry_member;
grant update (business_id, title, description, status, priority, due_at, assignee_id, contact_id, deal_id, company_id, deleted_at) on table app_public.tasks to tenantry_member;

alter table app_public.tasks enable row level security;
select app_private.drop_policies('app_public.tasks');
-- A task is one's own as its assignee or as its creator.
select app_private.create_member_policies('app_public.tasks', 'tasks', '{select,insert,update}', owner_columns => '{assignee_id,created_by_id}');
--! EndIncluded crm/tables/tasks.sql
--! EndIncluded crm/all.sql
