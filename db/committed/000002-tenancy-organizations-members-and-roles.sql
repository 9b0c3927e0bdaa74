--! Previous: sha1:2575cf0f34b6e3aad385c8254475cd69fc387770
--! Hash: sha1:97593cf100eb80c4bd5193eb0a2292c74ebcf953
--! Message: Tenancy: organizations, members and roles

--! split: 1-current.sql
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
  external_id text unique constraint external_id_must_be_plain check (external_id ~ '^[A-Za-z0-9_-]{1,63}$'),
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
  default_business_id uuid,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, user_id),
  foreign key (organization_id, role_id) references app_public.roles (organization_id, id),
  foreign key (organization_id, default_business_id) references app_public.businesses (organization_id, id) on delete set null (default_business_id)
);
create index on app_public.memberships (user_id);
create index on app_public.memberships (organization_id, role_id);
create index on app_public.memberships (organization_id, default_business_id);
create index on app_public.memberships (organization_id, created_at desc, id desc);

-- Private: in a membership itself it would tell colleagues that somebody also works elsewhere.
create table app_private.default_memberships (
  user_id uuid primary key references app_public.users on delete cascade,
  membership_id uuid not null references app_public.memberships on delete cascade,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on app_private.default_memberships (membership_id);

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

--! Included tenancy/all.sql
--! Included tenancy/views/role_grants.sql
-- Every role's permissions, wherever they are defined. A view of the owner's: it reads past row level security, so
-- only functions of the owner use it.
create or replace view app_private.role_grants as
select r.organization_id, r.id as role_id, s.resource, s.action, s.scope
from app_public.roles r
join app_private.system_role_permissions s on s.system_role = r.system_role
union all
select p.organization_id, p.role_id, p.resource, p.action, p.scope
from app_public.role_permissions p;
comment on view app_private.role_grants is $$The permissions in force for each role, of system roles and of organizations’ own.$$;
--! EndIncluded tenancy/views/role_grants.sql
--! Included tenancy/functions/role_permission_text.sql
create or replace function app_private.role_permission_text(role_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(g.scope, g.permissions), '{}')
  from (
    select scope, ' ' || string_agg(resource || '.' || action, ' ') || ' ' as permissions
    from app_private.role_grants
    where role_grants.role_id = role_permission_text.role_id
    group by scope
  ) g
$$;
comment on function app_private.role_permission_text(uuid) is $$A role’s permissions by scope, in the form of the context’s settings: {"all": " contacts.read … ", "own": …}.$$;
--! EndIncluded tenancy/functions/role_permission_text.sql
--! Included tenancy/functions/begin_request.sql
/*
 * The one call with which the transaction of an API request begins, made by the authenticator:
 *   select set_config('role', app_private.begin_request($1), true)
 * Takes what the gateway has verified: {"claims": {"iss", "sub", …} | null, "organization": id, slug or external id |
 * null, "requestId", "address"}. Looks identity, user, membership, businesses, teams and permissions up once, keeps
 * them in transaction-local settings for the policies, and returns the role to switch to. Every setting is set, so
 * nothing of an earlier request counts. Memberships are read here and not from the token: one that was removed is
 * without effect at once. It writes nothing, so that it can run on a read replica.
 */
create or replace function app_private.begin_request(request jsonb) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_claims jsonb := nullif(request -> 'claims', 'null');
  v_wanted text := request ->> 'organization';
  -- Row types and not records: without a token they stay empty, and an unassigned record can't be read.
  v_user app_public.users;
  v_membership app_public.memberships;
  v_organization_ids uuid[] := '{}';
  v_choices jsonb := '[]';
  v_permissions jsonb := '{}';
  v_business_permissions jsonb := '{}';
  v_business_ids uuid[] := '{}';
  v_team_membership_ids uuid[] := '{}';
begin
  if v_claims is not null then
    select u.* into v_user
    from app_private.user_identities i
    join app_public.users u on u.id = i.user_id
    where i.issuer = v_claims ->> 'iss' and i.subject = v_claims ->> 'sub';
    if not found then
      raise exception using errcode = 'TN401', message = 'Nobody is registered here under this identity.';
    end if;
    if not v_user.is_active then
      raise exception using errcode = 'TN401', message = 'This user account is switched off.';
    end if;

    select coalesce(array_agg(o.id), '{}'), coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name) order by o.name), '[]')
    into v_organization_ids, v_choices
    from app_public.memberships m
    join app_public.organizations o on o.id = m.organization_id
    where m.user_id = v_user.id and m.is_active;

    select m.* into v_membership
    from app_public.memberships m
    join app_public.organizations o on o.id = m.organization_id
    where m.user_id = v_user.id
      and m.is_active
      and case
        when v_wanted is not null then lower(v_wanted) in (o.id::text, o.slug) or v_wanted = o.external_id
        when cardinality(v_organization_ids) = 1 then true
        else m.id = (select d.membership_id from app_private.default_memberships d where d.user_id = v_user.id)
      end
    -- A slug, which its owners choose, must not come before what the identity provider says.
    order by o.external_id = v_wanted desc nulls last
    limit 1;
    if not found and v_wanted is not null then
      raise exception using
        errcode = 'TN403',
        message = 'You are not a member of this organization.',
        detail = jsonb_build_object('organizations', v_choices)::text,
        hint = 'Name one of your organizations by id or slug.';
    end if;
  end if;

  if v_membership.id is not null then
    v_permissions := app_private.role_permission_text(v_membership.role_id);

    select coalesce(array_agg(b.business_id), '{}'),
      coalesce(jsonb_object_agg(b.business_id, app_private.role_permission_text(coalesce(b.role_id, v_membership.role_id))), '{}')
    into v_business_ids, v_business_permissions
    from app_public.business_memberships b
    where b.organization_id = v_membership.organization_id and b.membership_id = v_membership.id;
    if v_business_ids <> '{}' then
      -- Rows of the whole organization stay in sight, under the role held there.
      v_business_permissions := v_business_permissions || jsonb_build_object('00000000-0000-0000-0000-000000000000', v_permissions);
    end if;

    select array_agg(distinct mate.membership_id) into v_team_membership_ids
    from app_public.team_members mine
    join app_public.team_members mate on mate.organization_id = mine.organization_id and mate.team_id = mine.team_id
    where mine.organization_id = v_membership.organization_id and mine.membership_id = v_membership.id;
    v_team_membership_ids := coalesce(v_team_membership_ids, array[v_membership.id]);
  end if;

  perform
    set_config('request.jwt.claims', coalesce(v_claims::text, ''), true),
    set_config('app.request_id', coalesce(request ->> 'requestId', ''), true),
    -- Without the zone of a link-local address (fe80::1%eth0), which inet doesn't know.
    set_config('app.request_address', coalesce(substring(request ->> 'address' from '^[0-9A-Fa-f.:]+'), ''), true),
    set_config('app.user_id', coalesce(v_user.id::text, ''), true),
    set_config('app.organization_id', coalesce(v_membership.organization_id::text, ''), true),
    set_config('app.organization_ids', v_organization_ids::text, true),
    set_config('app.organization_choices', v_choices::text, true),
    set_config('app.membership_id', coalesce(v_membership.id::text, ''), true),
    set_config('app.permissions_all', coalesce(v_permissions ->> 'all', ''), true),
    set_config('app.permissions_team', coalesce(v_permissions ->> 'team', ''), true),
    set_config('app.permissions_own', coalesce(v_permissions ->> 'own', ''), true),
    set_config('app.team_membership_ids', v_team_membership_ids::text, true),
    set_config('app.business_permissions', v_business_permissions::text, true),
    set_config('app.default_business_id', coalesce(
      v_membership.default_business_id::text,
      case when cardinality(v_business_ids) = 1 then v_business_ids[1]::text end,
      ''
    ), true);

  return case when v_claims is null then 'tenantry_anonymous' else 'tenantry_member' end;
end
$$;
grant execute on function app_private.begin_request(jsonb) to tenantry_authenticator;
comment on function app_private.begin_request(jsonb) is $$Sets the context of an API request for its transaction and returns the database role to switch to. Raises TN401 for an unknown or inactive user, TN403 for an organization they don’t belong to.$$;
--! EndIncluded tenancy/functions/begin_request.sql
--! Included tenancy/functions/exceeds_own.sql
-- Outside a request there is nobody to compare with. A member limited to businesses holds nothing for the whole organization.
create or replace function app_private.exceeds_own(resource text, action text, scope text) returns boolean
language sql stable
set search_path = ''
as $$
  select app_hidden.membership_id() is not null and (
    app_hidden.is_limited_to_businesses()
    or array_position(array['own', 'team', 'all'], exceeds_own.scope)
      > coalesce(
        array_position(
          array['own', 'team', 'all'],
          app_hidden.permission_scope(exceeds_own.resource || '.' || exceeds_own.action)
        ),
        0
      )
  )
$$;
comment on function app_private.exceeds_own(text, text, text) is $$Whether a permission reaches further than what the member who asks holds.$$;
--! EndIncluded tenancy/functions/exceeds_own.sql
--! Included tenancy/functions/require_role_within_own.sql
-- Nobody hands out, or takes away, more than they hold: each permission of the role must be held in at least its scope.
-- A member limited to businesses holds nothing for the whole organization. Outside a request there is nobody to ask.
-- Another organization's role is left to the foreign key, which answers as if there were no such role.
create or replace function app_private.require_role_within_own(role_id uuid) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if app_hidden.membership_id() is null or require_role_within_own.role_id is null then
    return;
  end if;
  if app_hidden.is_limited_to_businesses() or exists (
    select from app_private.role_grants g
    where g.organization_id = app_hidden.organization_id()
      and g.role_id = require_role_within_own.role_id
      and app_private.exceeds_own(g.resource, g.action, g.scope)
  ) then
    raise exception using errcode = 'TN403', message = 'This role holds permissions that you don''t have yourself.';
  end if;
end
$$;
comment on function app_private.require_role_within_own(uuid) is $$Raises TN403 when a role holds a permission that the member who asks doesn’t.$$;
--! EndIncluded tenancy/functions/require_role_within_own.sql
--! Included tenancy/functions/tg_organizations__create_defaults.sql
-- What every organization starts with: the system roles, and the default sales pipeline.
create or replace function app_private.tg_organizations__create_defaults() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_pipeline_id uuid;
begin
  insert into app_public.roles (organization_id, name, description, system_role)
  select NEW.id, initcap(s.value), s.description, s.value
  from app_public.system_roles s
  order by array_position(array['owner', 'admin', 'manager', 'staff', 'rep', 'viewer'], s.value);

  insert into app_public.pipelines (organization_id, name, is_default)
  values (NEW.id, 'Sales', true)
  returning id into v_pipeline_id;

  insert into app_public.pipeline_stages (organization_id, pipeline_id, name, kind, probability, position)
  values
    (NEW.id, v_pipeline_id, 'Lead', 'open', 10, 1),
    (NEW.id, v_pipeline_id, 'Qualified', 'open', 30, 2),
    (NEW.id, v_pipeline_id, 'Proposal', 'open', 60, 3),
    (NEW.id, v_pipeline_id, 'Won', 'won', 100, 4),
    (NEW.id, v_pipeline_id, 'Lost', 'lost', 0, 5);
  return null;
end
$$;
comment on function app_private.tg_organizations__create_defaults() is $$Gives a new organization its system roles and default pipeline.$$;
--! EndIncluded tenancy/functions/tg_organizations__create_defaults.sql
--! Included tenancy/functions/tg_organizations__normalize.sql
create or replace function app_private.tg_organizations__normalize() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.slug := lower(btrim(NEW.slug));
  NEW.support_email := app_hidden.normalize_email(NEW.support_email);
  return NEW;
end
$$;
comment on function app_private.tg_organizations__normalize() is $$Stores slug and support address in one form.$$;
--! EndIncluded tenancy/functions/tg_organizations__normalize.sql
--! Included tenancy/functions/tg_users__normalize.sql
-- A person belongs to no country but that of their locale.
create or replace function app_private.tg_users__normalize() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.email := app_hidden.normalize_email(NEW.email);
  NEW.phone := app_hidden.normalize_phone(NEW.phone, app_hidden.country_of(NEW.locale));
  return NEW;
end
$$;
comment on function app_private.tg_users__normalize() is $$Stores a user’s e-mail address and phone number in one form.$$;
--! EndIncluded tenancy/functions/tg_users__normalize.sql
--! Included tenancy/functions/tg_memberships__guard.sql
-- Members change their own title, availability and default business; role and activity are for those who manage
-- members, and only within the permissions that they hold themselves.
create or replace function app_private.tg_memberships__guard() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if app_hidden.membership_id() is null then
    return coalesce(NEW, OLD);
  end if;
  if TG_OP = 'DELETE' then
    if OLD.id <> app_hidden.membership_id() then
      perform app_private.require_role_within_own(OLD.role_id);
    end if;
    return OLD;
  end if;
  if NEW.role_id is distinct from OLD.role_id or NEW.is_active is distinct from OLD.is_active then
    if not app_hidden.may_all('members.manage') then
      raise exception using errcode = 'TN403', message = 'Only those who manage members may change a member''s role or activity.';
    end if;
    perform app_private.require_role_within_own(OLD.role_id);
    perform app_private.require_role_within_own(NEW.role_id);
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_memberships__guard() is $$Keeps members from raising themselves or others above their own permissions.$$;
--! EndIncluded tenancy/functions/tg_memberships__guard.sql
--! Included tenancy/functions/tg_memberships__keep_an_owner.sql
-- The organization's row is locked first, so that two owners who leave at the same time don't both see the other stay.
create or replace function app_private.tg_memberships__keep_an_owner() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  -- Gone: the organization is being deleted, its memberships with it.
  perform from app_public.organizations o where o.id = OLD.organization_id for no key update;
  if not found then
    return null;
  end if;
  if TG_OP = 'UPDATE'
    and exists (select from app_public.roles r where r.organization_id = NEW.organization_id and r.id = NEW.role_id and r.system_role = 'owner')
    and exists (select from app_public.business_memberships b where b.organization_id = NEW.organization_id and b.membership_id = NEW.id)
  then
    raise exception using
      errcode = 'TN409',
      message = 'A member who is limited to businesses can''t be an owner.',
      hint = 'Remove the limits first.';
  end if;
  if exists (select from app_public.roles r where r.id = OLD.role_id and r.system_role = 'owner') and not exists (
    select
    from app_public.memberships m
    join app_public.roles r on r.organization_id = m.organization_id and r.id = m.role_id
    where m.organization_id = OLD.organization_id and m.is_active and r.system_role = 'owner'
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'An organization keeps at least one owner.',
      hint = 'Make another member owner first.';
  end if;
  return null;
end
$$;
comment on function app_private.tg_memberships__keep_an_owner() is $$Refuses to remove, switch off or demote the last owner, and owners who are limited to businesses.$$;
--! EndIncluded tenancy/functions/tg_memberships__keep_an_owner.sql
--! Included tenancy/functions/tg_business_memberships__guard.sql
-- A role within a business is handed out under the same rule as one of the organization. Taking a limit away widens
-- what the member sees, so that also needs the permissions that the member has. An owner works in all businesses, lest
-- the last one lock the organization up.
create or replace function app_private.tg_business_memberships__guard() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP <> 'DELETE' then
    perform app_private.require_role_within_own(NEW.role_id);
  end if;
  perform app_private.require_role_within_own(m.role_id)
  from app_public.memberships m
  where m.organization_id = coalesce(NEW.organization_id, OLD.organization_id)
    and m.id = coalesce(NEW.membership_id, OLD.membership_id);
  if TG_OP <> 'INSERT' then
    perform app_private.require_role_within_own(OLD.role_id);
  end if;
  if TG_OP = 'INSERT' and exists (
    select
    from app_public.memberships m
    join app_public.roles r on r.organization_id = m.organization_id and r.id = m.role_id
    where m.organization_id = NEW.organization_id and m.id = NEW.membership_id and r.system_role = 'owner'
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'An owner works in all businesses.',
      hint = 'Give the member another role first.';
  end if;
  return coalesce(NEW, OLD);
end
$$;
comment on function app_private.tg_business_memberships__guard() is $$Keeps business roles within the permissions of whoever hands them out.$$;
--! EndIncluded tenancy/functions/tg_business_memberships__guard.sql
--! Included tenancy/functions/tg_role_permissions__guard.sql
-- Neither given nor taken away, nor narrowed, beyond what one holds: a role emptied by somebody below it could then be
-- handed out by them.
create or replace function app_private.tg_role_permissions__guard() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP <> 'DELETE' and app_private.exceeds_own(NEW.resource, NEW.action, NEW.scope)
    or TG_OP <> 'INSERT' and app_private.exceeds_own(OLD.resource, OLD.action, OLD.scope)
  then
    raise exception using errcode = 'TN403', message = 'You can''t give a role, or take from it, a permission that you don''t have yourself.';
  end if;
  return coalesce(NEW, OLD);
end
$$;
comment on function app_private.tg_role_permissions__guard() is $$Keeps an organization’s roles within the permissions of whoever defines them.$$;
--! EndIncluded tenancy/functions/tg_role_permissions__guard.sql
--! Included tenancy/functions/tg_roles__guard.sql
-- The six system roles are the same in every organization; organizations add their own beside them.
create or replace function app_private.tg_roles__guard() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if app_hidden.membership_id() is not null and OLD.is_system then
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
--! Included tenancy/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.subscription_statuses', 'SubscriptionStatus', 'Where an organization’s subscription stands.');
select app_private.expose_lookup_table('app_public.subscription_tiers', 'SubscriptionTier', 'What an organization has subscribed to.');
select app_private.expose_lookup_table('app_public.member_availabilities', 'MemberAvailability', 'Whether a member takes new work.');
select app_private.expose_lookup_table('app_public.permission_scopes', 'PermissionScope', 'Which rows a permission reaches.');
select app_private.expose_lookup_table('app_public.system_roles', 'SystemRole', 'The roles that every organization has.');

comment on table app_private.system_role_permissions is $$What each system role may do, in every organization. Private: shown through a role’s permissions.$$;
comment on column app_private.system_role_permissions.system_role is $$The role.$$;
alter table app_private.system_role_permissions enable row level security;

comment on table app_private.country_calling_codes is $$Country calling codes and trunk prefixes by ISO 3166 country. Private: read by app_hidden.normalize_phone.$$;
--! EndIncluded tenancy/tables/lookup_tables.sql
--! Included tenancy/tables/permissions.sql
comment on table app_public.permissions is $$Everything that a role can be allowed to do: a resource and an action, written together as contacts.read.$$;
comment on column app_public.permissions.resource is $$What is acted upon, such as contacts.$$;
comment on column app_public.permissions.action is $$What is done with it, such as read.$$;
comment on column app_public.permissions.description is $$What the permission allows, for the people who define roles.$$;

-- The list is the product's: roles are built from it, nobody adds to it.
revoke all on table app_public.permissions from tenantry_member;
grant select on table app_public.permissions to tenantry_member;

alter table app_public.permissions enable row level security;
select app_private.drop_policies('app_public.permissions');
create policy select_member on app_public.permissions for select to tenantry_member using (true);
--! EndIncluded tenancy/tables/permissions.sql
--! Included tenancy/tables/organizations.sql
comment on table app_public.organizations is $$A tenant: a company that works with its own customers here. Everything else belongs to exactly one organization.$$;
comment on column app_public.organizations.name is $$The organization’s name as people read it.$$;
comment on column app_public.organizations.slug is $$The organization’s short name in addresses and in the X-Organization-Id header; unique among all organizations.$$;
comment on column app_public.organizations.external_id is $$The organization’s id at the identity provider, such as a Clerk org_….$$;
comment on column app_public.organizations.support_email is $$The address that customers write to.$$;
comment on column app_public.organizations.timezone is $$The time zone in which the organization’s days begin and end, such as Europe/London.$$;
comment on column app_public.organizations.locale is $$Language and region, such as en-GB. Phone numbers written without a country are read as the region’s.$$;
comment on column app_public.organizations.currency is $$The currency of new amounts (ISO 4217), such as EUR.$$;
comment on column app_public.organizations.settings is $$Free settings of the organization, an object.$$;
comment on column app_public.organizations.subscription_status is $$Where the subscription stands.$$;
comment on column app_public.organizations.subscription_tier is $$What the organization has subscribed to.$$;
comment on column app_public.organizations.trial_ends_at is $$When the trial ends.$$;
comment on column app_public.organizations.plan_limits is $$What the subscription allows, by name, an object.$$;

create or replace trigger _100_timestamps before update on app_public.organizations for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of slug, support_email on app_public.organizations for each row execute function app_private.tg_organizations__normalize();
create or replace trigger _500_create_defaults after insert on app_public.organizations for each row execute function app_private.tg_organizations__create_defaults();
create or replace trigger _900_audit after insert or update on app_public.organizations for each row execute function app_private.tg__audit();

-- insert and delete are not granted: organizations begin and end through operations of their own.
-- Subscription, limits and external id belong to the platform, not to the tenant.
revoke all on table app_public.organizations from tenantry_member;
grant select on table app_public.organizations to tenantry_member;
grant update (name, slug, support_email, timezone, locale, currency, settings) on table app_public.organizations to tenantry_member;

alter table app_public.organizations enable row level security;
select app_private.drop_policies('app_public.organizations');
-- One sees the organizations one is a member of, the active one or not, to choose among them.
create policy select_member on app_public.organizations for select to tenantry_member
  using (id = any ((select app_hidden.organization_ids())::uuid[]));
-- Only the active organization is changed, by those who manage it and all its businesses.
create policy update_member on app_public.organizations for update to tenantry_member
  using (id = (select app_hidden.organization_id()) and (select app_hidden.may_all('organization.manage')))
  with check (id = (select app_hidden.organization_id()) and (select app_hidden.may_all('organization.manage')));
--! EndIncluded tenancy/tables/organizations.sql
--! Included tenancy/tables/businesses.sql
comment on table app_public.businesses is $$A part of an organization with customers and staff of its own, such as a branch or a brand. Rows without a business belong to the whole organization.$$;
comment on column app_public.businesses.name is $$The business’ name as people read it.$$;
comment on column app_public.businesses.slug is $$The business’ short name; unique within the organization.$$;
comment on column app_public.businesses.business_type is $$The line of business, such as dentist.$$;
comment on column app_public.businesses.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.businesses.email is $$E-mail address, kept in lower case.$$;
comment on column app_public.businesses.website is $$Web address.$$;
comment on column app_public.businesses.address is $$Postal address.$$;
comment on column app_public.businesses.timezone is $$The business’ time zone where it differs from the organization’s.$$;
comment on column app_public.businesses.settings is $$Free settings of the business, an object.$$;
comment on column app_public.businesses.is_active is $$Whether the business is in operation. A business that has rows can’t be deleted, but switched off.$$;

create or replace trigger _100_timestamps before update on app_public.businesses for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.businesses for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _900_audit after insert or update or delete on app_public.businesses for each row execute function app_private.tg__audit();

revoke all on table app_public.businesses from tenantry_member;
grant select, delete on table app_public.businesses to tenantry_member;
grant insert (name, slug, business_type, phone, email, website, address, timezone, settings, is_active) on table app_public.businesses to tenantry_member;
grant update (name, slug, business_type, phone, email, website, address, timezone, settings, is_active) on table app_public.businesses to tenantry_member;

alter table app_public.businesses enable row level security;
select app_private.drop_policies('app_public.businesses');
-- Members limited to some businesses see those only.
create policy select_member on app_public.businesses for select to tenantry_member
  using (
    organization_id = (select app_hidden.organization_id())
    and ((select app_hidden.may_all('businesses.read')) or id = any ((select app_hidden.scoped_business_ids('businesses.read', 'all'))::uuid[]))
  );
select app_private.create_member_policies('app_public.businesses', 'businesses', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded tenancy/tables/businesses.sql
--! Included tenancy/tables/users.sql
comment on table app_public.users is $$@behavior -query:resource:list -query:resource:connection
A person who signs in, across organizations. What somebody is in an organization is their membership.$$;
comment on column app_public.users.email is $$E-mail address, kept in lower case; unique.$$;
comment on column app_public.users.full_name is $$The person’s name as others read it.$$;
comment on column app_public.users.avatar_url is $$Address of a picture.$$;
comment on column app_public.users.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.users.locale is $$Language and region, such as en-GB.$$;
comment on column app_public.users.timezone is $$The person’s time zone, such as Europe/London.$$;
comment on column app_public.users.is_active is $$Whether the person can sign in at all.$$;
comment on column app_public.users.last_login_at is $$When the person last signed in.$$;
comment on column app_public.users.login_count is $$How often the person has signed in.$$;
comment on column app_public.users.metadata is $$Free data of the person’s applications, an object. Colleagues can read it.$$;

create or replace trigger _100_timestamps before update on app_public.users for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.users for each row execute function app_private.tg_users__normalize();

-- insert and delete are not granted: people come through sign-up, invitation or an identity provider.
-- The e-mail address identifies a person to others, so it isn't changed without being verified.
revoke all on table app_public.users from tenantry_member;
grant select on table app_public.users to tenantry_member;
grant update (full_name, avatar_url, phone, locale, timezone, metadata) on table app_public.users to tenantry_member;

alter table app_public.users enable row level security;
select app_private.drop_policies('app_public.users');
-- Oneself, also without an active organization, and the colleagues of the active one, who are looked up row by row:
-- people are reached from their memberships, never listed.
create policy select_member on app_public.users for select to tenantry_member
  using (
    id = (select app_hidden.user_id())
    or case
      when (select app_hidden.setting_uuid('app.organization_id')) is not null then exists (
        select from app_public.memberships m
        where m.organization_id = (select app_hidden.setting_uuid('app.organization_id')) and m.user_id = users.id
      )
    end
  );
-- Oneself.
create policy update_member on app_public.users for update to tenantry_member
  using (id = (select app_hidden.user_id()))
  with check (id = (select app_hidden.user_id()));
--! EndIncluded tenancy/tables/users.sql
--! Included tenancy/tables/user_identities.sql
comment on table app_private.user_identities is $$How a token becomes a user: issuer and subject at the identity provider. Private: read by app_private.begin_request.$$;
comment on column app_private.user_identities.issuer is $$The token’s iss.$$;
comment on column app_private.user_identities.subject is $$The token’s sub, unique for its issuer.$$;

create or replace trigger _100_timestamps before update on app_private.user_identities for each row execute function app_private.tg__timestamps();

alter table app_private.user_identities enable row level security;
--! EndIncluded tenancy/tables/user_identities.sql
--! Included tenancy/tables/roles.sql
comment on table app_public.roles is $$What a member may do: one of the six system roles, or a role of the organization’s own.$$;
comment on column app_public.roles.name is $$The role’s name; unique within the organization.$$;
comment on column app_public.roles.description is $$What the role is for.$$;
comment on column app_public.roles.system_role is $$Which system role this is; null for the organization’s own.$$;
comment on column app_public.roles.is_system is $$Whether this is a system role, which can’t be changed.$$;
comment on constraint name_must_not_be_blank on app_public.roles is $$A role needs a name of at most 100 characters.$$;

create or replace trigger _100_timestamps before update on app_public.roles for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before update or delete on app_public.roles for each row execute function app_private.tg_roles__guard();
create or replace trigger _900_audit after insert or update or delete on app_public.roles for each row execute function app_private.tg__audit();

revoke all on table app_public.roles from tenantry_member;
grant select, delete on table app_public.roles to tenantry_member;
grant insert (name, description), update (name, description) on table app_public.roles to tenantry_member;

alter table app_public.roles enable row level security;
select app_private.drop_policies('app_public.roles');
select app_private.create_member_policies('app_public.roles', 'roles', '{select}');
select app_private.create_member_policies('app_public.roles', 'roles', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded tenancy/tables/roles.sql
--! Included tenancy/tables/role_permissions.sql
comment on table app_public.role_permissions is $$A permission of one of the organization’s own roles. A role’s permissions field lists those of system roles too.$$;
comment on column app_public.role_permissions.role_id is $$The role.$$;
comment on column app_public.role_permissions.is_system is $$@behavior -*
Always false: system roles have no rows here.$$;
comment on column app_public.role_permissions.resource is $$What is acted upon, such as contacts.$$;
comment on column app_public.role_permissions.action is $$What is done with it, such as read.$$;
comment on column app_public.role_permissions.scope is $$Which rows the permission reaches.$$;
comment on constraint role_permissions_resource_action_fkey on app_public.role_permissions is $$@behavior -*
A permission that exists.$$;

create or replace trigger _100_timestamps before update on app_public.role_permissions for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before insert or update or delete on app_public.role_permissions for each row execute function app_private.tg_role_permissions__guard();
create or replace trigger _900_audit after insert or update or delete on app_public.role_permissions for each row execute function app_private.tg__audit();

revoke all on table app_public.role_permissions from tenantry_member;
grant select, delete on table app_public.role_permissions to tenantry_member;
grant insert (role_id, resource, action, scope), update (scope) on table app_public.role_permissions to tenantry_member;

alter table app_public.role_permissions enable row level security;
select app_private.drop_policies('app_public.role_permissions');
select app_private.create_member_policies('app_public.role_permissions', 'roles', '{select}');
select app_private.create_member_policies('app_public.role_permissions', 'roles', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded tenancy/tables/role_permissions.sql
--! Included tenancy/tables/memberships.sql
comment on table app_public.memberships is $$A user in an organization, with a role. Owners and assignees of other rows are memberships.$$;
comment on column app_public.memberships.user_id is $$The person.$$;
comment on column app_public.memberships.role_id is $$What the member may do.$$;
comment on column app_public.memberships.title is $$The member’s job title.$$;
comment on column app_public.memberships.availability is $$Whether the member takes new work.$$;
comment on column app_public.memberships.is_active is $$Whether the membership counts. A member who is switched off is out with the next request.$$;
comment on column app_public.memberships.default_business_id is $$The business that the member’s new rows belong to when none is named.$$;

create or replace trigger _100_timestamps before update on app_public.memberships for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before update or delete on app_public.memberships for each row execute function app_private.tg_memberships__guard();
create or replace trigger _500_keep_an_owner after update of role_id, is_active or delete on app_public.memberships for each row execute function app_private.tg_memberships__keep_an_owner();
create or replace trigger _900_audit after insert or update or delete on app_public.memberships for each row execute function app_private.tg__audit();

-- insert is not granted: people join by invitation. A membership's user never changes.
revoke all on table app_public.memberships from tenantry_member;
grant select, delete on table app_public.memberships to tenantry_member;
grant update (role_id, title, availability, is_active, default_business_id) on table app_public.memberships to tenantry_member;

alter table app_public.memberships enable row level security;
select app_private.drop_policies('app_public.memberships');
select app_private.create_member_policies('app_public.memberships', 'members', '{select}');
-- Those who manage members, and members themselves; what each may change is in tg_memberships__guard.
create policy update_member on app_public.memberships for update to tenantry_member
  using (organization_id = (select app_hidden.organization_id()) and ((select app_hidden.may_all('members.manage')) or id = (select app_hidden.membership_id())))
  with check (organization_id = (select app_hidden.organization_id()) and ((select app_hidden.may_all('members.manage')) or id = (select app_hidden.membership_id())));
-- Removing a member, or leaving.
create policy delete_member on app_public.memberships for delete to tenantry_member
  using (organization_id = (select app_hidden.organization_id()) and ((select app_hidden.may_all('members.manage')) or id = (select app_hidden.membership_id())));
--! EndIncluded tenancy/tables/memberships.sql
--! Included tenancy/tables/default_memberships.sql
comment on table app_private.default_memberships is $$The membership that is active for a person when a request names no organization. Private: read by app_private.begin_request.$$;
comment on column app_private.default_memberships.membership_id is $$One of the person’s memberships.$$;

create or replace trigger _100_timestamps before update on app_private.default_memberships for each row execute function app_private.tg__timestamps();

alter table app_private.default_memberships enable row level security;
--! EndIncluded tenancy/tables/default_memberships.sql
--! Included tenancy/tables/business_memberships.sql
comment on table app_public.business_memberships is $$Limits a member to a business. A member without any works in all of them.$$;
comment on column app_public.business_memberships.membership_id is $$The member.$$;
comment on column app_public.business_memberships.business_id is $$The business.$$;
comment on column app_public.business_memberships.role_id is $$The member’s role in this business; the role in the organization when empty.$$;

create or replace trigger _100_timestamps before update on app_public.business_memberships for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before insert or update or delete on app_public.business_memberships for each row execute function app_private.tg_business_memberships__guard();
create or replace trigger _900_audit after insert or update or delete on app_public.business_memberships for each row execute function app_private.tg__audit();

revoke all on table app_public.business_memberships from tenantry_member;
grant select, delete on table app_public.business_memberships to tenantry_member;
grant insert (membership_id, business_id, role_id), update (role_id) on table app_public.business_memberships to tenantry_member;

alter table app_public.business_memberships enable row level security;
select app_private.drop_policies('app_public.business_memberships');
-- Not the business template: who is limited to what is about members, and read by all who may see members.
create policy select_member on app_public.business_memberships for select to tenantry_member
  using (organization_id = (select app_hidden.organization_id()) and (select app_hidden.may('members.read')));
create policy insert_member on app_public.business_memberships for insert to tenantry_member
  with check (organization_id = (select app_hidden.organization_id()) and (select app_hidden.may_all('members.manage')));
create policy update_member on app_public.business_memberships for update to tenantry_member
  using (organization_id = (select app_hidden.organization_id()) and (select app_hidden.may_all('members.manage')))
  with check (organization_id = (select app_hidden.organization_id()) and (select app_hidden.may_all('members.manage')));
create policy delete_member on app_public.business_memberships for delete to tenantry_member
  using (organization_id = (select app_hidden.organization_id()) and (select app_hidden.may_all('members.manage')));
--! EndIncluded tenancy/tables/business_memberships.sql
--! Included tenancy/tables/teams.sql
comment on table app_public.teams is $$Members who work together. Permissions of scope team reach the rows of everybody who shares a team.$$;
comment on column app_public.teams.name is $$The team’s name; unique within the organization.$$;
comment on column app_public.teams.description is $$What the team is for.$$;

create or replace trigger _100_timestamps before update on app_public.teams for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.teams for each row execute function app_private.tg__audit();

revoke all on table app_public.teams from tenantry_member;
grant select, delete on table app_public.teams to tenantry_member;
grant insert (name, description), update (name, description) on table app_public.teams to tenantry_member;

alter table app_public.teams enable row level security;
select app_private.drop_policies('app_public.teams');
select app_private.create_member_policies('app_public.teams', 'teams', '{select}');
select app_private.create_member_policies('app_public.teams', 'teams', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded tenancy/tables/teams.sql
--! Included tenancy/tables/team_members.sql
comment on table app_public.team_members is $$A member’s place in a team.$$;
comment on column app_public.team_members.team_id is $$The team.$$;
comment on column app_public.team_members.membership_id is $$The member.$$;

create or replace trigger _100_timestamps before update on app_public.team_members for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.team_members for each row execute function app_private.tg__audit();

-- update is not granted: a place in a team is given or taken.
revoke all on table app_public.team_members from tenantry_member;
grant select, delete on table app_public.team_members to tenantry_member;
grant insert (team_id, membership_id) on table app_public.team_members to tenantry_member;

alter table app_public.team_members enable row level security;
select app_private.drop_policies('app_public.team_members');
select app_private.create_member_policies('app_public.team_members', 'teams', '{select}');
select app_private.create_member_policies('app_public.team_members', 'teams', '{insert,delete}', writes_need_manage => true);
--! EndIncluded tenancy/tables/team_members.sql
--! Included tenancy/functions/me.sql
-- Definer, so that a visitor without a token gets null and no error: front ends ask this first.
create or replace function app_public.me() returns app_public.users
language sql stable security definer
set search_path = ''
as $$
  select u.* from app_public.users u where u.id = app_hidden.user_id()
$$;
grant execute on function app_public.me() to tenantry_anonymous, tenantry_member;
comment on function app_public.me() is $$The person who is signed in; null without a token.$$;
--! EndIncluded tenancy/functions/me.sql
--! Included tenancy/functions/my_organizations.sql
create or replace function app_public.my_organizations() returns setof app_public.organizations
language sql stable
set search_path = ''
as $$
  select o.* from app_public.organizations o
  where o.id = any ((select app_hidden.organization_ids())::uuid[])
  order by o.name, o.id
$$;
grant execute on function app_public.my_organizations() to tenantry_member;
comment on function app_public.my_organizations() is $$The organizations of which the signed-in person is a member, by name. Needs no active organization.$$;
--! EndIncluded tenancy/functions/my_organizations.sql
--! Included tenancy/functions/my_permissions.sql
create or replace function app_public.my_permissions() returns setof app_public.granted_permission
language sql stable security definer
set search_path = ''
as $$
  select g.resource, g.action, g.scope, p.description
  from app_public.memberships m
  join app_private.role_grants g on g.role_id = m.role_id
  join app_public.permissions p on p.resource = g.resource and p.action = g.action
  where m.id = app_hidden.membership_id() and m.organization_id = app_hidden.organization_id()
  order by g.resource, g.action
$$;
grant execute on function app_public.my_permissions() to tenantry_member;
comment on function app_public.my_permissions() is $$What the signed-in person may do in the active organization: use it to show and hide what your interface offers.$$;
comment on type app_public.granted_permission is $$A permission that a role holds.$$;
comment on column app_public.granted_permission.resource is $$What is acted upon, such as contacts.$$;
comment on column app_public.granted_permission.action is $$What is done with it, such as read.$$;
comment on column app_public.granted_permission.scope is $$Which rows it reaches: own, team or all.$$;
comment on column app_public.granted_permission.description is $$What the permission allows.$$;
--! EndIncluded tenancy/functions/my_permissions.sql
--! Included tenancy/functions/current_organization.sql
create or replace function app_public.current_organization() returns app_public.organizations
language sql stable
set search_path = ''
as $$
  select o.* from app_public.organizations o where o.id = app_hidden.organization_id()
$$;
grant execute on function app_public.current_organization() to tenantry_member;
comment on function app_public.current_organization() is $$The active organization: the one named in the X-Organization-Id header or the token, else the only one, else the default one.$$;
--! EndIncluded tenancy/functions/current_organization.sql
--! Included tenancy/functions/current_membership.sql
create or replace function app_public.current_membership() returns app_public.memberships
language sql stable
set search_path = ''
as $$
  select m.* from app_public.memberships m
  where m.organization_id = app_hidden.organization_id() and m.id = app_hidden.membership_id()
$$;
grant execute on function app_public.current_membership() to tenantry_member;
comment on function app_public.current_membership() is $$The signed-in person’s membership in the active organization.$$;
--! EndIncluded tenancy/functions/current_membership.sql
--! Included tenancy/functions/roles_permissions.sql
-- Definer, because system roles' permissions are kept in a private table; the role names its organization.
create or replace function app_public.roles_permissions(role app_public.roles) returns setof app_public.granted_permission
language sql stable security definer
set search_path = ''
as $$
  select g.resource, g.action, g.scope, p.description
  from app_private.role_grants g
  join app_public.permissions p on p.resource = g.resource and p.action = g.action
  where g.role_id = role.id
    and g.organization_id = (select app_hidden.organization_id())
    and (select app_hidden.may('roles.read'))
  order by g.resource, g.action
$$;
grant execute on function app_public.roles_permissions(app_public.roles) to tenantry_member;
comment on function app_public.roles_permissions(app_public.roles) is $$What the role allows.$$;
--! EndIncluded tenancy/functions/roles_permissions.sql
--! Included tenancy/functions/choose_default_organization.sql
-- Definer, because what is the default one is private; the membership is the person's own.
create or replace function app_public.choose_default_organization(organization_id uuid) returns app_public.organizations
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_organization app_public.organizations;
begin
  select o.* into v_organization
  from app_public.organizations o
  where o.id = choose_default_organization.organization_id and o.id = any (app_hidden.organization_ids());
  if not found then
    raise exception using
      errcode = 'TN403',
      message = 'You are not a member of this organization.',
      detail = '{"field": "organizationId"}';
  end if;
  insert into app_private.default_memberships (user_id, membership_id)
  select m.user_id, m.id
  from app_public.memberships m
  where m.organization_id = v_organization.id and m.user_id = app_hidden.user_id()
  on conflict (user_id) do update set membership_id = excluded.membership_id;
  return v_organization;
end
$$;
grant execute on function app_public.choose_default_organization(uuid) to tenantry_member;
comment on function app_public.choose_default_organization(uuid) is $$Chooses the organization that is active for the signed-in person when a request names none. Needs no active organization.$$;
--! EndIncluded tenancy/functions/choose_default_organization.sql
--! EndIncluded tenancy/all.sql
