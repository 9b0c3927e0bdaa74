/*
 * Tenancy: who the tenants are, who works there, and what they may do.
 *   users are people across organizations; a membership is a user in an organization, and what rows refer to
 *   (owner, assignee): a composite key can't point at a member of somebody else's organization.
 *   Permissions of system roles are defined once for all organizations, so that a new module brings its permissions
 *   to every tenant with one insert; an organization's own roles have rows of their own.
 */

create table app_public.subscription_statuses (value text primary key, description text not null);
insert into app_public.subscription_statuses (value, description) values
  ('trial', 'Trying the product until trialEndsAt.'),
  ('active', 'Paying.'),
  ('past_due', 'A payment has failed; everything still works.'),
  ('canceled', 'The subscription has ended.');

create table app_public.subscription_tiers (value text primary key, description text not null);
insert into app_public.subscription_tiers (value, description) values
  ('starter', 'For a first team.'),
  ('growth', 'For a growing team.'),
  ('scale', 'For several teams or businesses.'),
  ('enterprise', 'With limits by agreement.');

create table app_public.member_availabilities (value text primary key, description text not null);
insert into app_public.member_availabilities (value, description) values
  ('online', 'Takes new work.'),
  ('away', 'Signed in but not taking new work.'),
  ('offline', 'Not working at the moment.');

create table app_public.permission_scopes (value text primary key, description text not null);
insert into app_public.permission_scopes (value, description) values
  ('own', 'Rows of which the member is owner, assignee or creator.'),
  ('team', 'Rows of the member and of everybody who shares a team with them.'),
  ('all', 'Every row of the organization.');

create table app_public.system_roles (value text primary key, description text not null);
insert into app_public.system_roles (value, description) values
  ('owner', 'Everything, billing and deleting the organization included. Every organization has at least one.'),
  ('admin', 'Everything but billing and ownership; reads the audit log.'),
  ('manager', 'Works with the own team''s business data, reads the rest.'),
  ('staff', 'Works with all business data; no settings, no members.'),
  ('rep', 'Own contacts, companies, deals, activities and tasks only.'),
  ('viewer', 'Reads business data, but nothing internal to staff, and exports nothing.');

create table app_public.permissions (
  resource text not null check (resource ~ '^[a-z]+(_[a-z]+)*$'),
  action text not null check (action ~ '^[a-z]+(_[a-z]+)*$'),
  description text not null,
  primary key (resource, action)
);

create table app_private.system_role_permissions (
  system_role text not null references app_public.system_roles on delete cascade,
  resource text not null,
  action text not null,
  scope text not null references app_public.permission_scopes,
  primary key (system_role, resource, action),
  foreign key (resource, action) references app_public.permissions on delete cascade
);
create index on app_private.system_role_permissions (resource, action);

insert into app_public.permissions (resource, action, description) values
  ('organization', 'manage', 'Change the organization''s name, locale and settings.'),
  ('organization', 'delete', 'Delete the organization with everything in it.'),
  ('organization', 'transfer', 'Hand the ownership to another member.'),
  ('billing', 'manage', 'Change the subscription and see invoices.'),
  ('businesses', 'read', 'See the organization''s businesses.'),
  ('businesses', 'manage', 'Add, change and remove businesses.'),
  ('members', 'read', 'See who works in the organization.'),
  ('members', 'manage', 'Change, limit and remove members.'),
  ('roles', 'read', 'See roles and their permissions.'),
  ('roles', 'manage', 'Define the organization''s own roles.'),
  ('teams', 'read', 'See teams and who is in them.'),
  ('teams', 'manage', 'Form teams.'),
  ('audit', 'read', 'Read the audit log.');

insert into app_private.system_role_permissions (system_role, resource, action, scope)
select r.system_role, p.resource, p.action, 'all'
from app_public.permissions p
cross join lateral (
  values
    ('owner', true),
    ('admin', (p.resource, p.action) not in (('organization', 'delete'), ('organization', 'transfer'), ('billing', 'manage'))),
    ('manager', p.action = 'read' and p.resource <> 'audit'),
    ('staff', p.action = 'read' and p.resource <> 'audit'),
    ('rep', p.action = 'read' and p.resource <> 'audit'),
    ('viewer', p.action = 'read' and p.resource <> 'audit')
) as r (system_role, is_granted)
where r.is_granted;

create table app_public.organizations (
  id uuid primary key default app_hidden.uuid_v7(),

  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 200),
  slug text not null unique constraint slug_must_be_readable check (
    -- An organization is named by id or slug in one header, so a slug must never look like an id.
    slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) between 2 and 63 and slug !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  ),
  external_id text unique constraint external_id_must_not_be_blank check (external_id ~ '\S' and length(external_id) <= 255),
  support_email text constraint support_email_must_be_an_address check (support_email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(support_email) <= 254),
  timezone text not null default 'UTC' constraint timezone_must_exist check (app_hidden.is_time_zone(timezone)),
  locale text not null default 'en-US' constraint locale_must_be_a_language_tag check (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$'),
  currency char(3) not null default 'USD' constraint currency_must_be_a_code check (currency ~ '^[A-Z]{3}$'),
  settings jsonb not null default '{}' constraint settings_must_be_an_object check (jsonb_typeof(settings) = 'object'),
  subscription_status text not null default 'trial' references app_public.subscription_statuses,
  subscription_tier text not null default 'starter' references app_public.subscription_tiers,
  trial_ends_at timestamptz default now() + interval '14 days',
  plan_limits jsonb not null default '{}' constraint plan_limits_must_be_an_object check (jsonb_typeof(plan_limits) = 'object'),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table app_public.businesses (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 200),
  slug text not null constraint slug_must_be_readable check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) between 2 and 63),
  business_type text,
  phone text,
  email text constraint email_must_be_an_address check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(email) <= 254),
  website text,
  address text,
  timezone text constraint timezone_must_exist check (app_hidden.is_time_zone(timezone)),
  settings jsonb not null default '{}' constraint settings_must_be_an_object check (jsonb_typeof(settings) = 'object'),
  is_active boolean not null default true,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, slug)
);
create index on app_public.businesses (organization_id, created_at desc, id desc);

create table app_public.users (
  id uuid primary key default app_hidden.uuid_v7(),

  email text not null unique constraint email_must_be_an_address check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(email) <= 254),
  full_name text constraint full_name_must_not_be_blank check (full_name ~ '\S' and length(full_name) <= 200),
  avatar_url text constraint avatar_url_must_be_an_address check (avatar_url ~ '^https?://' and length(avatar_url) <= 2000),
  phone text,
  locale text not null default 'en-US' constraint locale_must_be_a_language_tag check (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$'),
  timezone text not null default 'UTC' constraint timezone_must_exist check (app_hidden.is_time_zone(timezone)),
  is_active boolean not null default true,
  last_login_at timestamptz,
  login_count int not null default 0,
  metadata jsonb not null default '{}' constraint metadata_must_be_an_object check (jsonb_typeof(metadata) = 'object'),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Private: which identity providers know whom under which name is nobody's business.
create table app_private.user_identities (
  id uuid primary key default app_hidden.uuid_v7(),

  user_id uuid not null references app_public.users on delete cascade,
  issuer text not null check (issuer ~ '\S'),
  subject text not null check (subject ~ '\S'),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (issuer, subject)
);
create index on app_private.user_identities (user_id);

create table app_public.roles (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 100),
  description text,
  system_role text references app_public.system_roles,
  is_system boolean not null generated always as (system_role is not null) stored,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, id, is_system),
  unique (organization_id, name),
  unique (organization_id, system_role)
);
create index on app_public.roles (organization_id, created_at desc, id desc);

create table app_public.role_permissions (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  role_id uuid not null,
  -- Only an organization's own roles have rows here: this column and the key below say so.
  is_system boolean not null generated always as (false) stored,
  resource text not null,
  action text not null,
  scope text not null default 'all' references app_public.permission_scopes,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, role_id, resource, action),
  constraint role_must_be_the_organizations_own foreign key (organization_id, role_id, is_system)
    references app_public.roles (organization_id, id, is_system) on delete cascade,
  foreign key (resource, action) references app_public.permissions on delete cascade
);
create index on app_public.role_permissions (organization_id, role_id, is_system);
create index on app_public.role_permissions (organization_id, created_at desc, id desc);
create index on app_public.role_permissions (resource, action);

create table app_public.memberships (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  user_id uuid not null references app_public.users on delete cascade,
  role_id uuid not null,
  title text constraint title_must_be_short check (length(title) <= 200),
  availability text not null default 'offline' references app_public.member_availabilities,
  is_active boolean not null default true,
  is_default boolean not null default false,
  default_business_id uuid,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, user_id),
  foreign key (organization_id, role_id) references app_public.roles (organization_id, id),
  foreign key (organization_id, default_business_id) references app_public.businesses (organization_id, id) on delete set null (default_business_id)
);
create index on app_public.memberships (user_id);
create unique index only_one_membership_of_a_user_is_the_default on app_public.memberships (user_id) where is_default;
create index on app_public.memberships (organization_id, role_id);
create index on app_public.memberships (organization_id, default_business_id);
create index on app_public.memberships (organization_id, created_at desc, id desc);

create table app_public.business_memberships (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  membership_id uuid not null,
  business_id uuid not null,
  role_id uuid,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, membership_id, business_id),
  foreign key (organization_id, membership_id) references app_public.memberships (organization_id, id) on delete cascade,
  -- Not cascade: without its limits a member would see all businesses.
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
  foreign key (organization_id, role_id) references app_public.roles (organization_id, id)
);
create index on app_public.business_memberships (organization_id, business_id);
create index on app_public.business_memberships (organization_id, role_id);
create index on app_public.business_memberships (organization_id, created_at desc, id desc);

create table app_public.teams (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 100),
  description text,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, name)
);
create index on app_public.teams (organization_id, created_at desc, id desc);

create table app_public.team_members (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  team_id uuid not null,
  membership_id uuid not null,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, team_id, membership_id),
  foreign key (organization_id, team_id) references app_public.teams (organization_id, id) on delete cascade,
  foreign key (organization_id, membership_id) references app_public.memberships (organization_id, id) on delete cascade
);
create index on app_public.team_members (organization_id, membership_id);
create index on app_public.team_members (organization_id, created_at desc, id desc);

-- A permission in force for a role, as the API shows it, whether the role is a system role or an organization's own.
create type app_public.granted_permission as (
  resource text,
  action text,
  scope text,
  description text
);

--!include tenancy/all.sql
