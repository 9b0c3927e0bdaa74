--! Previous: sha1:c25965e6e51d834c82957e3b09c8b3ca37cb2783
--! Hash: sha1:149ae4d0cdfb75df19ba9994593f1dc88cfb26ff
--! Message: Tenancy: invitations, sessions and notifications

--! split: 1-current.sql
/*
 * Invitations of members and of the client portal's contacts, sessions of the built-in issuer, notifications; and
 * the functions under which other systems know tenancy, those of schema auth among them.
 */
create table app_public.notification_kinds (value text primary key, description text not null);
insert into app_public.notification_kinds (value, description) values
  ('assignment', 'Something was assigned to the member.'),
  ('mention', 'Somebody mentioned the member.'),
  ('reminder', 'Something of the member’s is due.'),
  ('activity', 'A customer wrote, called, booked or answered.'),
  ('result', 'What the member had started has finished or failed.'),
  ('system', 'News of the organization or the product.');

update app_public.permissions set description = 'Invite, change, limit and remove members.'
where resource = 'members' and action = 'manage';
insert into app_public.permissions (resource, action, description) values
  ('client_invitations', 'read', 'See who was invited to the client portal.'),
  ('client_invitations', 'manage', 'Invite contacts to the client portal.');
insert into app_private.system_role_permissions (system_role, resource, action, scope) values
  ('owner', 'client_invitations', 'read', 'all'),
  ('owner', 'client_invitations', 'manage', 'all'),
  ('admin', 'client_invitations', 'read', 'all'),
  ('admin', 'client_invitations', 'manage', 'all'),
  ('manager', 'client_invitations', 'read', 'all'),
  ('manager', 'client_invitations', 'manage', 'team'),
  ('staff', 'client_invitations', 'read', 'all'),
  ('staff', 'client_invitations', 'manage', 'all'),
  ('rep', 'client_invitations', 'read', 'own'),
  ('rep', 'client_invitations', 'manage', 'own'),
  ('viewer', 'client_invitations', 'read', 'all');

-- A token's subject alone, as other systems ask with it.
create index on app_private.user_identities (subject);

create table app_public.staff_invitations (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  email text not null constraint email_must_be_an_address check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(email) <= 254),
  role_id uuid not null,
  invited_by_id uuid default app_hidden.membership_id(),
  expires_at timestamptz not null default now() + interval '7 days' constraint expires_at_must_be_in_our_era check (expires_at between '0001-01-02' and '9999-12-30'),
  claimed_at timestamptz,
  membership_id uuid,
  revoked_at timestamptz constraint revoked_at_must_be_in_our_era check (revoked_at between '0001-01-02' and '9999-12-30'),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  constraint invitation_must_not_be_claimed_and_revoked check (claimed_at is null or revoked_at is null),
  -- Without its role an invitation leads nowhere, and a claimed one must not hold on to a role that nobody has.
  foreign key (organization_id, role_id) references app_public.roles (organization_id, id) on delete cascade,
  foreign key (organization_id, invited_by_id) references app_public.memberships (organization_id, id) on delete set null (invited_by_id),
  foreign key (organization_id, membership_id) references app_public.memberships (organization_id, id) on delete set null (membership_id)
);
create unique index staff_invitations_open_key on app_public.staff_invitations (organization_id, email) where claimed_at is null and revoked_at is null;
create index on app_public.staff_invitations (organization_id, created_at desc, id desc);
create index on app_public.staff_invitations (organization_id, email, created_at desc, id desc);
create index on app_public.staff_invitations (organization_id, role_id, created_at desc, id desc);
create index on app_public.staff_invitations (organization_id, invited_by_id, created_at desc, id desc);
create index on app_public.staff_invitations (organization_id, membership_id, created_at desc, id desc);
create index on app_public.staff_invitations (organization_id, expires_at desc, id desc);

create table app_private.staff_invitation_secrets (
  staff_invitation_id uuid primary key references app_public.staff_invitations on delete cascade,
  digest bytea not null unique constraint digest_must_be_sha_256 check (length(digest) = 32),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table app_public.client_invitations (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  email text not null constraint email_must_be_an_address check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(email) <= 254),
  first_name text constraint first_name_must_not_be_blank check (first_name ~ '\S' and length(first_name) <= 200),
  last_name text constraint last_name_must_not_be_blank check (last_name ~ '\S' and length(last_name) <= 200),
  phone text,
  custom_message text constraint custom_message_must_be_short check (length(custom_message) <= 5000),
  metadata jsonb not null default '{}' constraint metadata_must_be_an_object check (jsonb_typeof(metadata) = 'object'),
  contact_id uuid,
  invited_by_id uuid default app_hidden.membership_id(),
  expires_at timestamptz constraint expires_at_must_be_in_our_era check (expires_at between '0001-01-02' and '9999-12-30'),
  claimed_at timestamptz,
  is_claimed boolean not null generated always as (claimed_at is not null) stored,
  revoked_at timestamptz constraint revoked_at_must_be_in_our_era check (revoked_at between '0001-01-02' and '9999-12-30'),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  constraint invitation_must_not_be_claimed_and_revoked check (claimed_at is null or revoked_at is null),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
  -- It repeats who the contact is, so it goes with the contact.
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, invited_by_id) references app_public.memberships (organization_id, id) on delete set null (invited_by_id)
);
create unique index client_invitations_open_key on app_public.client_invitations (organization_id, email) where claimed_at is null and revoked_at is null;
create index on app_public.client_invitations (organization_id, created_at desc, id desc);
create index on app_public.client_invitations (organization_id, email, created_at desc, id desc);
create index on app_public.client_invitations (organization_id, is_claimed, created_at desc, id desc);
create index on app_public.client_invitations (organization_id, business_id, created_at desc, id desc);
create index on app_public.client_invitations (organization_id, contact_id, created_at desc, id desc);
create index on app_public.client_invitations (organization_id, invited_by_id, created_at desc, id desc);
create index on app_public.client_invitations (organization_id, expires_at desc, id desc);

create table app_private.client_invitation_secrets (
  client_invitation_id uuid primary key references app_public.client_invitations on delete cascade,
  digest bytea not null unique constraint digest_must_be_sha_256 check (length(digest) = 32),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- A session is a family of refresh tokens: each use replaces the token by the next one. All digests are kept, so that a
-- token that comes a second time, which means that somebody has copied it, is told from one that never was.
create table app_private.sessions (
  id uuid primary key default app_hidden.uuid_v7(),

  user_id uuid references app_public.users on delete cascade,
  contact_id uuid references app_public.contacts on delete cascade,
  address inet,
  user_agent text check (length(user_agent) <= 1000),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint session_must_be_of_one_person check (num_nonnulls(user_id, contact_id) = 1)
);
create index on app_private.sessions (user_id);
create index on app_private.sessions (contact_id);
-- To clear away what has ended.
create index on app_private.sessions (expires_at);

create table app_private.session_tokens (
  digest bytea primary key constraint digest_must_be_sha_256 check (length(digest) = 32),

  session_id uuid not null references app_private.sessions on delete cascade,
  generation int not null default 1 check (generation > 0),
  used_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (session_id, generation)
);
-- One token of a session is good at a time, whoever refreshes at once.
create unique index session_tokens_current_key on app_private.session_tokens (session_id) where used_at is null;

create table app_public.notifications (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  membership_id uuid not null,
  kind text not null references app_public.notification_kinds,
  title text not null constraint title_must_not_be_blank check (title ~ '\S' and length(title) <= 300),
  body text constraint body_must_be_short check (length(body) <= 5000),
  -- A link leads into the application or to the web, never to a script.
  link text constraint link_must_be_an_address check (link ~ '^(/([^/\\]|$)|https?://)' and length(link) <= 2000),
  read_at timestamptz constraint read_at_must_be_in_our_era check (read_at between '0001-01-02' and '9999-12-30'),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, membership_id) references app_public.memberships (organization_id, id) on delete cascade
);
create index on app_public.notifications (organization_id, created_at desc, id desc);
create index on app_public.notifications (organization_id, membership_id, created_at desc, id desc);
create index on app_public.notifications (organization_id, kind, created_at desc, id desc);
create index on app_public.notifications (organization_id, read_at desc, id desc);
-- The list of what is unread.
create index on app_public.notifications (organization_id, membership_id, created_at desc, id desc) where read_at is null;

-- A Supabase project brings schema auth and these functions; elsewhere they are made here, so that what is written for
-- one runs on the other. What exists belongs to somebody else and is left as it is.
do $$
declare
  v_reader constant text := 'tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service';
  v_claims constant text := 'nullif(pg_catalog.current_setting(''request.jwt.claims'', true), '''')::jsonb';
  v_function record;
begin
  if not exists (select from pg_catalog.pg_namespace where nspname = 'auth') then
    create schema auth;
    comment on schema auth is 'The claims of the request’s token, as Supabase names them.';
  end if;
  if has_schema_privilege('auth', 'usage with grant option') then
    execute 'grant usage on schema auth to ' || v_reader;
  end if;
  for v_function in
    select * from (
      values
        ('jwt', 'jsonb', v_claims, 'The claims of the request’s token; null without one.'),
        ('role', 'text', v_claims || ' ->> ''role''', 'The token’s claim role, which is no role of the database; null without one.'),
        (
          'uid', 'uuid',
          format($sql$case when %1$s ->> 'sub' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (%1$s ->> 'sub')::uuid end$sql$, v_claims),
          'The subject of the request’s token when it is a uuid, else null. Who that is here, app_public.me() tells.'
        )
    ) as f (name, type, body, documentation)
  loop
    if exists (
      select
      from pg_catalog.pg_proc p
      join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'auth' and p.proname = v_function.name and p.pronargs = 0
    ) then
      continue;
    end if;
    if not has_schema_privilege('auth', 'create') then
      raise warning 'Schema auth has no function % and belongs to somebody else.', v_function.name;
      continue;
    end if;
    execute format('create function auth.%I() returns %s language sql stable parallel safe return %s', v_function.name, v_function.type, v_function.body);
    execute format('grant execute on function auth.%I() to %s', v_function.name, v_reader);
    execute format('comment on function auth.%I() is %L', v_function.name, v_function.documentation);
  end loop;
end
$$;

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
 * Takes what the gateway has verified: {"claims": {"iss", "sub", …} | null, "isClient": true when the built-in issuer
 * made the token for a contact, whose id is the subject, "apiKeyDigest": SHA-256 of an API key in hexadecimal,
 * "organization": id, slug or external id | null, "requestId", "address"}. Looks up once who that is, in which
 * organization and with which permissions, keeps it in transaction-local settings for the policies, and returns the role
 * to switch to. Every setting is set, so nothing of an earlier request counts. Memberships, keys and contacts are read
 * here and not from the token: what was removed is without effect at once. It writes nothing, so that it can run on a
 * read replica.
 */
create or replace function app_private.begin_request(request jsonb) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_claims jsonb := nullif(request -> 'claims', 'null');
  v_wanted text := request ->> 'organization';
  v_actor_kind text := case
    when request ->> 'apiKeyDigest' is not null then 'api_key'
    when v_claims is null then 'anonymous'
    when (request ->> 'isClient')::boolean then 'contact'
    else 'user'
  end;
  -- Row types and not records: where somebody else asks they stay empty, and an unassigned record can't be read.
  v_user app_public.users;
  v_membership app_public.memberships;
  v_contact app_public.contacts;
  v_api_key app_public.api_keys;
  v_organization_id uuid;
  v_organization_ids uuid[] := '{}';
  v_choices jsonb := '[]';
  v_permissions jsonb := '{}';
  v_business_permissions jsonb := '{}';
  v_business_ids uuid[] := '{}';
  v_team_membership_ids uuid[] := '{}';
begin
  if v_actor_kind = 'user' then
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
    v_organization_id := v_membership.organization_id;
  elsif v_actor_kind = 'contact' then
    select c.* into v_contact
    from app_public.contacts c
    where c.id = case when v_claims ->> 'sub' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (v_claims ->> 'sub')::uuid end
      and c.is_active
      and c.deleted_at is null;
    if not found then
      raise exception using errcode = 'TN401', message = 'This client account is switched off.';
    end if;
    v_organization_id := v_contact.organization_id;
  elsif v_actor_kind = 'api_key' then
    select k.* into v_api_key
    from app_private.api_key_secrets s
    join app_public.api_keys k on k.id = s.api_key_id
    where s.digest = decode(request ->> 'apiKeyDigest', 'hex') and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
    if not found then
      raise exception using errcode = 'TN401', message = 'This API key is unknown, revoked or expired.';
    end if;
    v_organization_id := v_api_key.organization_id;
    v_permissions := app_private.role_permission_text(v_api_key.role_id);
  end if;

  if v_actor_kind in ('contact', 'api_key') then
    v_organization_ids := array[v_organization_id];
    if v_wanted is not null and not exists (
      select from app_public.organizations o
      where o.id = v_organization_id and (lower(v_wanted) in (o.id::text, o.slug) or v_wanted = o.external_id)
    ) then
      raise exception using errcode = 'TN403', message = 'You don''t belong to this organization.', hint = 'Leave the organization out of the request.';
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
    set_config('app.actor_kind', v_actor_kind, true),
    set_config('app.user_id', coalesce(v_user.id::text, ''), true),
    set_config('app.contact_id', coalesce(v_contact.id::text, ''), true),
    set_config('app.api_key_id', coalesce(v_api_key.id::text, ''), true),
    set_config('app.organization_id', coalesce(v_organization_id::text, ''), true),
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
      v_contact.business_id::text,
      case when cardinality(v_business_ids) = 1 then v_business_ids[1]::text end,
      ''
    ), true);

  return case v_actor_kind
    when 'user' then 'tenantry_member'
    when 'contact' then 'tenantry_client'
    when 'api_key' then 'tenantry_service'
    else 'tenantry_anonymous'
  end;
end
$$;
grant execute on function app_private.begin_request(jsonb) to tenantry_authenticator;
comment on function app_private.begin_request(jsonb) is $$Sets the context of an API request for its transaction and returns the database role to switch to. Raises TN401 for an unknown or inactive user, contact or API key, TN403 for an organization they don’t belong to.$$;
--! EndIncluded tenancy/functions/begin_request.sql
--! Included tenancy/functions/exceeds_own.sql
-- Outside a request there is nobody to compare with. A member limited to businesses holds nothing for the whole organization.
create or replace function app_private.exceeds_own(resource text, action text, scope text) returns boolean
language sql stable
set search_path = ''
as $$
  select app_hidden.actor_kind() is not null and (
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
  if app_hidden.actor_kind() is null or require_role_within_own.role_id is null then
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
  if app_hidden.actor_kind() is null then
    return coalesce(NEW, OLD);
  end if;
  if TG_OP = 'DELETE' then
    if OLD.id is distinct from app_hidden.membership_id() then
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
  if app_hidden.actor_kind() is not null and OLD.is_system then
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
--! Included tenancy/functions/tg_api_keys__guard.sql
-- A key is handed out under the same rule as a role. Once revoked it stays so.
create or replace function app_private.tg_api_keys__guard() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform app_private.require_role_within_own(NEW.role_id);
  if TG_OP = 'UPDATE' and OLD.revoked_at is not null then
    raise exception using errcode = 'TN409', message = 'This API key was revoked.', hint = 'Create a new one.';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_api_keys__guard() is $$Keeps API keys within the permissions of whoever manages them, and revoked ones revoked.$$;
--! EndIncluded tenancy/functions/tg_api_keys__guard.sql
--! Included tenancy/functions/tg__settle_invitation.sql
-- An invitation is accepted or withdrawn once, for good, and accepted only while it is good: whoever comes second waits
-- for the row and finds it settled. Names, texts and references may still change, such as when a contact is erased.
create or replace function app_private.tg__settle_invitation() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if OLD.claimed_at is not null then
    raise exception using errcode = 'TN409', message = 'This invitation was accepted.';
  end if;
  if OLD.revoked_at is not null then
    raise exception using errcode = 'TN409', message = 'This invitation was withdrawn.', hint = 'Invite the person again.';
  end if;
  if NEW.claimed_at is not null and OLD.expires_at <= now() then
    raise exception using errcode = 'TN409', message = 'This invitation has expired.', hint = 'Ask to be invited again.';
  end if;
  if NEW.revoked_at is not null and app_hidden.actor_kind() is not null then
    NEW.revoked_at := now();
  end if;
  return NEW;
end
$$;
comment on function app_private.tg__settle_invitation() is $$Keeps accepted and withdrawn invitations as they are, and expired ones from being accepted.$$;
--! EndIncluded tenancy/functions/tg__settle_invitation.sql
--! Included tenancy/functions/tg_staff_invitations__normalize.sql
create or replace function app_private.tg_staff_invitations__normalize() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  NEW.email := app_hidden.normalize_email(NEW.email);
  return NEW;
end
$$;
comment on function app_private.tg_staff_invitations__normalize() is $$Stores an invited person’s e-mail address in one form.$$;
--! EndIncluded tenancy/functions/tg_staff_invitations__normalize.sql
--! Included tenancy/functions/tg_staff_invitations__guard.sql
-- An invitation hands a role out, under the same rule as a change of role. Whoever accepts it holds nothing yet.
create or replace function app_private.tg_staff_invitations__guard() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if NEW.claimed_at is null then
    perform app_private.require_role_within_own(NEW.role_id);
    if TG_OP = 'UPDATE' then
      perform app_private.require_role_within_own(OLD.role_id);
    end if;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_staff_invitations__guard() is $$Keeps invitations within the permissions of whoever invites, prolongs or withdraws.$$;
--! EndIncluded tenancy/functions/tg_staff_invitations__guard.sql
--! Included tenancy/functions/tg_notifications__mark_read.sql
create or replace function app_private.tg_notifications__mark_read() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if NEW.read_at is not null and app_hidden.actor_kind() is not null then
    NEW.read_at := coalesce(OLD.read_at, now());
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_notifications__mark_read() is $$Puts the database’s time where a request marks a notification as read, and keeps the first one.$$;
--! EndIncluded tenancy/functions/tg_notifications__mark_read.sql
--! Included tenancy/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.subscription_statuses', 'SubscriptionStatus', 'Where an organization’s subscription stands.');
select app_private.expose_lookup_table('app_public.subscription_tiers', 'SubscriptionTier', 'What an organization has subscribed to.');
select app_private.expose_lookup_table('app_public.member_availabilities', 'MemberAvailability', 'Whether a member takes new work.');
select app_private.expose_lookup_table('app_public.permission_scopes', 'PermissionScope', 'Which rows a permission reaches.');
select app_private.expose_lookup_table('app_public.system_roles', 'SystemRole', 'The roles that every organization has.');
select app_private.expose_lookup_table('app_public.notification_kinds', 'NotificationKind', 'What a notification is about.');

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
revoke all on table app_public.permissions from tenantry_member, tenantry_service;
grant select on table app_public.permissions to tenantry_member, tenantry_service;

alter table app_public.permissions enable row level security;
select app_private.drop_policies('app_public.permissions');
create policy select_all on app_public.permissions for select to tenantry_member, tenantry_service using (true);
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
revoke all on table app_public.organizations from tenantry_member, tenantry_service;
grant select on table app_public.organizations to tenantry_member, tenantry_service;
grant update (name, slug, support_email, timezone, locale, currency, settings) on table app_public.organizations to tenantry_member;

alter table app_public.organizations enable row level security;
select app_private.drop_policies('app_public.organizations');
-- One sees the organizations one is a member of, the active one or not, to choose among them.
create policy select_member on app_public.organizations for select to tenantry_member
  using (id = any ((select app_hidden.organization_ids())::uuid[]));
-- An API key belongs to one organization.
create policy select_service on app_public.organizations for select to tenantry_service
  using (id = (select app_hidden.organization_id()));
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

revoke all on table app_public.businesses from tenantry_member, tenantry_service;
grant select on table app_public.businesses to tenantry_member, tenantry_service;
grant delete on table app_public.businesses to tenantry_member;
grant insert (name, slug, business_type, phone, email, website, address, timezone, settings, is_active) on table app_public.businesses to tenantry_member;
grant update (name, slug, business_type, phone, email, website, address, timezone, settings, is_active) on table app_public.businesses to tenantry_member;

alter table app_public.businesses enable row level security;
select app_private.drop_policies('app_public.businesses');
-- Members limited to some businesses see those only.
select app_private.create_policies('app_public.businesses', '{member,service}', '{select}', $$
  (select app_hidden.may_all('businesses.read')) or id = any ((select app_hidden.scoped_business_ids('businesses.read', 'all'))::uuid[])
$$);
select app_private.create_permission_policies('app_public.businesses', 'businesses', '{insert,update,delete}', writes_need_manage => true, roles => '{member}');
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
revoke all on table app_public.users from tenantry_member, tenantry_service;
grant select on table app_public.users to tenantry_member, tenantry_service;
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
-- API keys look members up in the same way.
create policy select_service on app_public.users for select to tenantry_service
  using (
    exists (
      select from app_public.memberships m
      where m.organization_id = (select app_hidden.organization_id()) and m.user_id = users.id
    )
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

revoke all on table app_public.roles from tenantry_member, tenantry_service;
grant select on table app_public.roles to tenantry_member, tenantry_service;
grant delete on table app_public.roles to tenantry_member;
grant insert (name, description), update (name, description) on table app_public.roles to tenantry_member;

alter table app_public.roles enable row level security;
select app_private.drop_policies('app_public.roles');
select app_private.create_permission_policies('app_public.roles', 'roles', '{select}');
select app_private.create_permission_policies('app_public.roles', 'roles', '{insert,update,delete}', writes_need_manage => true, roles => '{member}');
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

revoke all on table app_public.role_permissions from tenantry_member, tenantry_service;
grant select on table app_public.role_permissions to tenantry_member, tenantry_service;
grant delete on table app_public.role_permissions to tenantry_member;
grant insert (role_id, resource, action, scope), update (scope) on table app_public.role_permissions to tenantry_member;

alter table app_public.role_permissions enable row level security;
select app_private.drop_policies('app_public.role_permissions');
select app_private.create_permission_policies('app_public.role_permissions', 'roles', '{select}');
select app_private.create_permission_policies('app_public.role_permissions', 'roles', '{insert,update,delete}', writes_need_manage => true, roles => '{member}');
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
revoke all on table app_public.memberships from tenantry_member, tenantry_service;
grant select on table app_public.memberships to tenantry_member, tenantry_service;
grant delete on table app_public.memberships to tenantry_member;
grant update (role_id, title, availability, is_active, default_business_id) on table app_public.memberships to tenantry_member;

alter table app_public.memberships enable row level security;
select app_private.drop_policies('app_public.memberships');
select app_private.create_permission_policies('app_public.memberships', 'members', '{select}');
-- Those who manage members, and members themselves, who may also leave; what each may change is in tg_memberships__guard.
select app_private.create_policies(
  'app_public.memberships', '{member}', '{update,delete}',
  $$(select app_hidden.may_all('members.manage')) or id = (select app_hidden.membership_id())$$
);
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

revoke all on table app_public.business_memberships from tenantry_member, tenantry_service;
grant select on table app_public.business_memberships to tenantry_member, tenantry_service;
grant delete on table app_public.business_memberships to tenantry_member;
grant insert (membership_id, business_id, role_id), update (role_id) on table app_public.business_memberships to tenantry_member;

alter table app_public.business_memberships enable row level security;
select app_private.drop_policies('app_public.business_memberships');
-- Not the business template: who is limited to what is about members, and read by all who may see members.
select app_private.create_policies('app_public.business_memberships', '{member,service}', '{select}', $$(select app_hidden.may('members.read'))$$);
select app_private.create_policies('app_public.business_memberships', '{member}', '{insert,update,delete}', $$(select app_hidden.may_all('members.manage'))$$);
--! EndIncluded tenancy/tables/business_memberships.sql
--! Included tenancy/tables/api_keys.sql
comment on table app_public.api_keys is $$A key with which a machine uses the API of the organization, under a role. The secret is shown once, when the key is created.$$;
comment on column app_public.api_keys.name is $$What the key is for.$$;
comment on column app_public.api_keys.prefix is $$The beginning of the secret, by which people recognize the key.$$;
comment on column app_public.api_keys.role_id is $$What the key may do.$$;
comment on column app_public.api_keys.created_by_id is $$The member who created the key.$$;
comment on column app_public.api_keys.last_used_at is $$When the key was last used, within a few minutes.$$;
comment on column app_public.api_keys.expires_at is $$When the key ceases to work; empty when it doesn’t by itself.$$;
comment on column app_public.api_keys.revoked_at is $$When the key was revoked; empty while it works.$$;

create or replace trigger _100_timestamps before update on app_public.api_keys for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before insert or update of name, role_id, expires_at, revoked_at on app_public.api_keys for each row execute function app_private.tg_api_keys__guard();
create or replace trigger _900_audit after insert or update or delete on app_public.api_keys for each row execute function app_private.tg__audit();

-- insert is not granted: a key begins together with its secret, through an operation of its own. delete is not granted:
-- keys are revoked. A key can't manage keys, lest a leaked one outlive its revocation.
revoke all on table app_public.api_keys from tenantry_member;
grant select on table app_public.api_keys to tenantry_member;
grant update (name, expires_at, revoked_at) on table app_public.api_keys to tenantry_member;

alter table app_public.api_keys enable row level security;
select app_private.drop_policies('app_public.api_keys');
select app_private.create_policies('app_public.api_keys', '{member}', '{select,update}', $$(select app_hidden.may_all('api_keys.manage'))$$);
--! EndIncluded tenancy/tables/api_keys.sql
--! Included tenancy/tables/api_key_secrets.sql
comment on table app_private.api_key_secrets is $$The SHA-256 digest of each API key. Private: read by app_private.begin_request.$$;
comment on column app_private.api_key_secrets.digest is $$SHA-256 of the key, which is random and long enough that no salt is needed.$$;

create or replace trigger _100_timestamps before update on app_private.api_key_secrets for each row execute function app_private.tg__timestamps();

alter table app_private.api_key_secrets enable row level security;
--! EndIncluded tenancy/tables/api_key_secrets.sql
--! Included tenancy/tables/staff_invitations.sql
comment on table app_public.staff_invitations is $$An invitation to join the organization as a member, sent to an e-mail address.$$;
comment on column app_public.staff_invitations.email is $$The address that the invitation went to, kept in lower case. It has one open invitation at most.$$;
comment on column app_public.staff_invitations.role_id is $$The role that the invited person will have.$$;
comment on column app_public.staff_invitations.invited_by_id is $$The member who invited.$$;
comment on column app_public.staff_invitations.expires_at is $$When the invitation ceases to be good.$$;
comment on column app_public.staff_invitations.claimed_at is $$When the invitation was accepted; empty while it is open.$$;
comment on column app_public.staff_invitations.membership_id is $$The member that the invited person has become.$$;
comment on column app_public.staff_invitations.revoked_at is $$When the invitation was withdrawn; empty while it is good. Whatever time is given, the present one is kept.$$;
comment on constraint invitation_must_not_be_claimed_and_revoked on app_public.staff_invitations is $$An invitation is either accepted or withdrawn.$$;

create or replace trigger _100_timestamps before update on app_public.staff_invitations for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email on app_public.staff_invitations for each row execute function app_private.tg_staff_invitations__normalize();
create or replace trigger _300_settle before update of role_id, expires_at, claimed_at, revoked_at on app_public.staff_invitations for each row execute function app_private.tg__settle_invitation();
create or replace trigger _310_guard before insert or update of role_id, expires_at, claimed_at, revoked_at on app_public.staff_invitations for each row execute function app_private.tg_staff_invitations__guard();
create or replace trigger _900_audit after insert or update or delete on app_public.staff_invitations for each row execute function app_private.tg__audit();

-- insert is not granted: an invitation begins together with its token, through an operation of its own. delete is not
-- granted: invitations are withdrawn. API keys see who is invited and don't invite.
revoke all on table app_public.staff_invitations from tenantry_member, tenantry_service;
grant select on table app_public.staff_invitations to tenantry_member, tenantry_service;
grant update (expires_at, revoked_at) on table app_public.staff_invitations to tenantry_member;

alter table app_public.staff_invitations enable row level security;
select app_private.drop_policies('app_public.staff_invitations');
select app_private.create_policies('app_public.staff_invitations', '{member,service}', '{select}', $$(select app_hidden.may_all('members.manage'))$$);
select app_private.create_policies('app_public.staff_invitations', '{member}', '{update}', $$(select app_hidden.may_all('members.manage'))$$);
--! EndIncluded tenancy/tables/staff_invitations.sql
--! Included tenancy/tables/staff_invitation_secrets.sql
comment on table app_private.staff_invitation_secrets is $$The SHA-256 digest of the token of each member’s invitation. Private: read when the invitation is shown or accepted.$$;
comment on column app_private.staff_invitation_secrets.digest is $$SHA-256 of the token, which is random and long enough that no salt is needed.$$;

create or replace trigger _100_timestamps before update on app_private.staff_invitation_secrets for each row execute function app_private.tg__timestamps();

alter table app_private.staff_invitation_secrets enable row level security;
--! EndIncluded tenancy/tables/staff_invitation_secrets.sql
--! Included tenancy/tables/client_invitations.sql
comment on table app_public.client_invitations is $$An invitation into the client portal, sent to a contact or to somebody who becomes one.$$;
comment on column app_public.client_invitations.business_id is $$The business that the contact will belong to; of the whole organization when empty.$$;
comment on column app_public.client_invitations.email is $$The address that the invitation went to, kept in lower case. It has one open invitation at most.$$;
comment on column app_public.client_invitations.first_name is $$Given name.$$;
comment on column app_public.client_invitations.last_name is $$Family name.$$;
comment on column app_public.client_invitations.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.client_invitations.custom_message is $$What the invited person is told in the message.$$;
comment on column app_public.client_invitations.metadata is $$Free data of the invitation, an object.$$;
comment on column app_public.client_invitations.contact_id is $$The contact who is invited, or who came of the invitation.$$;
comment on column app_public.client_invitations.invited_by_id is $$The member who invited.$$;
comment on column app_public.client_invitations.expires_at is $$When the invitation ceases to be good; empty when it never does by itself.$$;
comment on column app_public.client_invitations.claimed_at is $$When the invitation was accepted; empty while it is open.$$;
comment on column app_public.client_invitations.is_claimed is $$Whether the invitation was accepted.$$;
comment on column app_public.client_invitations.revoked_at is $$When the invitation was withdrawn; empty while it is good. Whatever time is given, the present one is kept.$$;
comment on constraint invitation_must_not_be_claimed_and_revoked on app_public.client_invitations is $$An invitation is either accepted or withdrawn.$$;

create or replace trigger _100_timestamps before update on app_public.client_invitations for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.client_invitations for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _300_settle before update of expires_at, claimed_at, revoked_at on app_public.client_invitations for each row execute function app_private.tg__settle_invitation();
create or replace trigger _900_audit after insert or update or delete on app_public.client_invitations for each row execute function app_private.tg__audit();

-- insert is not granted: an invitation begins together with its token, through an operation of its own. delete is not
-- granted: invitations are withdrawn. Where the invitation went to and who sent it doesn't change.
revoke all on table app_public.client_invitations from tenantry_member, tenantry_service;
grant select on table app_public.client_invitations to tenantry_member, tenantry_service;
grant update (first_name, last_name, phone, custom_message, metadata, expires_at, revoked_at) on table app_public.client_invitations to tenantry_member, tenantry_service;

alter table app_public.client_invitations enable row level security;
select app_private.drop_policies('app_public.client_invitations');
select app_private.create_permission_policies(
  'app_public.client_invitations', 'client_invitations', '{select,update}', owner_columns => '{invited_by_id}', writes_need_manage => true
);
--! EndIncluded tenancy/tables/client_invitations.sql
--! Included tenancy/tables/client_invitation_secrets.sql
comment on table app_private.client_invitation_secrets is $$The SHA-256 digest of the token of each contact’s invitation. Private: read when the invitation is shown or accepted.$$;
comment on column app_private.client_invitation_secrets.digest is $$SHA-256 of the token, which is random and long enough that no salt is needed.$$;

create or replace trigger _100_timestamps before update on app_private.client_invitation_secrets for each row execute function app_private.tg__timestamps();

alter table app_private.client_invitation_secrets enable row level security;
--! EndIncluded tenancy/tables/client_invitation_secrets.sql
--! Included tenancy/tables/sessions.sql
comment on table app_private.sessions is $$Somebody signed in through the built-in issuer: a family of refresh tokens of a user or of a contact. Private: who is signed in where is nobody else’s business.$$;
comment on column app_private.sessions.user_id is $$The user who is signed in; empty for a contact.$$;
comment on column app_private.sessions.contact_id is $$The contact who is signed in to the client portal; empty for a user.$$;
comment on column app_private.sessions.address is $$The network address that the session was last used from.$$;
comment on column app_private.sessions.user_agent is $$The program that the session was last used with, in its own words.$$;
comment on column app_private.sessions.last_used_at is $$When the session last got a new token.$$;
comment on column app_private.sessions.expires_at is $$When the session ends by itself.$$;
comment on column app_private.sessions.revoked_at is $$When the session was ended: by signing out, or because an old token was used again.$$;

create or replace trigger _100_timestamps before update on app_private.sessions for each row execute function app_private.tg__timestamps();

alter table app_private.sessions enable row level security;
--! EndIncluded tenancy/tables/sessions.sql
--! Included tenancy/tables/session_tokens.sql
comment on table app_private.session_tokens is $$The refresh tokens of each session, the current one and those that it has replaced. Private: read when a session gets a new token.$$;
comment on column app_private.session_tokens.digest is $$SHA-256 of the token, which is random and long enough that no salt is needed.$$;
comment on column app_private.session_tokens.generation is $$Which token of the session it is, counted from 1.$$;
comment on column app_private.session_tokens.used_at is $$When the token was exchanged for the next one; empty for the current one. A token that is used again was copied.$$;

create or replace trigger _100_timestamps before update on app_private.session_tokens for each row execute function app_private.tg__timestamps();

alter table app_private.session_tokens enable row level security;
--! EndIncluded tenancy/tables/session_tokens.sql
--! Included tenancy/tables/notifications.sql
comment on table app_public.notifications is $$News for one member, who alone sees it.$$;
comment on column app_public.notifications.membership_id is $$The member who is told.$$;
comment on column app_public.notifications.kind is $$What the news is about.$$;
comment on column app_public.notifications.title is $$The news in a line.$$;
comment on column app_public.notifications.body is $$More about it.$$;
comment on column app_public.notifications.link is $$Where to read on: a path of the application or an address on the web.$$;
comment on column app_public.notifications.read_at is $$When the member read it; empty while it is unread. Whatever time is given, that of the first reading is kept.$$;

create or replace trigger _100_timestamps before update on app_public.notifications for each row execute function app_private.tg__timestamps();
create or replace trigger _200_mark_read before update of read_at on app_public.notifications for each row execute function app_private.tg_notifications__mark_read();
-- Those who read the audit log don't read other people's notifications there.
create or replace trigger _900_audit after insert or update or delete on app_public.notifications for each row execute function app_private.tg__audit('title', 'body', 'link');

-- insert is not granted: notifications are written by the database. delete is not granted: they are marked as read.
revoke all on table app_public.notifications from tenantry_member;
grant select on table app_public.notifications to tenantry_member;
grant update (read_at) on table app_public.notifications to tenantry_member;

alter table app_public.notifications enable row level security;
select app_private.drop_policies('app_public.notifications');
select app_private.create_policies('app_public.notifications', '{member}', '{select,update}', $$membership_id = (select app_hidden.membership_id())$$);
--! EndIncluded tenancy/tables/notifications.sql
--! Included tenancy/tables/teams.sql
comment on table app_public.teams is $$Members who work together. Permissions of scope team reach the rows of everybody who shares a team.$$;
comment on column app_public.teams.name is $$The team’s name; unique within the organization.$$;
comment on column app_public.teams.description is $$What the team is for.$$;

create or replace trigger _100_timestamps before update on app_public.teams for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.teams for each row execute function app_private.tg__audit();

revoke all on table app_public.teams from tenantry_member, tenantry_service;
grant select on table app_public.teams to tenantry_member, tenantry_service;
grant delete on table app_public.teams to tenantry_member;
grant insert (name, description), update (name, description) on table app_public.teams to tenantry_member;

alter table app_public.teams enable row level security;
select app_private.drop_policies('app_public.teams');
select app_private.create_permission_policies('app_public.teams', 'teams', '{select}');
select app_private.create_permission_policies('app_public.teams', 'teams', '{insert,update,delete}', writes_need_manage => true, roles => '{member}');
--! EndIncluded tenancy/tables/teams.sql
--! Included tenancy/tables/team_members.sql
comment on table app_public.team_members is $$A member’s place in a team.$$;
comment on column app_public.team_members.team_id is $$The team.$$;
comment on column app_public.team_members.membership_id is $$The member.$$;

create or replace trigger _100_timestamps before update on app_public.team_members for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.team_members for each row execute function app_private.tg__audit();

-- update is not granted: a place in a team is given or taken.
revoke all on table app_public.team_members from tenantry_member, tenantry_service;
grant select on table app_public.team_members to tenantry_member, tenantry_service;
grant delete on table app_public.team_members to tenantry_member;
grant insert (team_id, membership_id) on table app_public.team_members to tenantry_member;

alter table app_public.team_members enable row level security;
select app_private.drop_policies('app_public.team_members');
select app_private.create_permission_policies('app_public.team_members', 'teams', '{select}');
select app_private.create_permission_policies('app_public.team_members', 'teams', '{insert,delete}', writes_need_manage => true, roles => '{member}');
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
grant execute on function app_public.current_organization() to tenantry_member, tenantry_service;
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
grant execute on function app_public.roles_permissions(app_public.roles) to tenantry_member, tenantry_service;
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
--! Included tenancy/functions/user_id_of.sql
-- Other systems know a person by the subject of their token, ours by users.id; both are asked with. The request's own
-- subject is always the person who asks. A subject that two issuers gave to different people is nobody's.
create or replace function app_private.user_id_of(uid uuid) returns uuid
language sql stable
set search_path = ''
as $$
  select coalesce(
    case when nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub' = user_id_of.uid::text then app_hidden.user_id() end,
    (select u.id from app_public.users u where u.id = user_id_of.uid),
    (
      select (array_agg(distinct i.user_id))[1]
      from app_private.user_identities i
      where i.subject = user_id_of.uid::text
      having count(distinct i.user_id) = 1
    )
  )
$$;
comment on function app_private.user_id_of(uuid) is $$The user with this id, or with an identity whose subject it is; null when there is none or it is ambiguous.$$;
--! EndIncluded tenancy/functions/user_id_of.sql
--! Included tenancy/functions/memberships_to_tell.sql
-- What the functions that other systems know answer from: of oneself everything; of others, to those who may see
-- members, what they are in the active organization; to the owner outside a request, everything. Which login asks is
-- looked at too, since a connection that has become a member without beginning a request has no context either.
create or replace function app_private.memberships_to_tell(uid uuid) returns setof app_public.memberships
language sql stable
set search_path = ''
as $$
  select m.*
  from app_public.memberships m
  join app_public.users u on u.id = m.user_id
  where m.user_id = app_private.user_id_of(memberships_to_tell.uid)
    and m.is_active
    and u.is_active
    and (
      m.user_id = app_hidden.user_id()
      or m.organization_id = app_hidden.setting_uuid('app.organization_id') and app_hidden.permission_scope('members.read') = 'all'
      or app_hidden.actor_kind() is null and pg_has_role(session_user, current_user, 'member')
    )
$$;
comment on function app_private.memberships_to_tell(uuid) is $$The active memberships of a user that whoever asks may know of. For security definer functions of the owner.$$;
--! EndIncluded tenancy/functions/memberships_to_tell.sql
--! Included tenancy/functions/business_role_id.sql
create or replace function app_private.business_role_id(membership app_public.memberships, business_id uuid) returns uuid
language sql stable
set search_path = ''
as $$
  select coalesce(
    (
      select coalesce(b.role_id, business_role_id.membership.role_id)
      from app_public.business_memberships b
      where b.organization_id = business_role_id.membership.organization_id
        and b.membership_id = business_role_id.membership.id
        and b.business_id = business_role_id.business_id
    ),
    case
      when not exists (
        select from app_public.business_memberships b
        where b.organization_id = business_role_id.membership.organization_id and b.membership_id = business_role_id.membership.id
      ) then business_role_id.membership.role_id
    end
  )
$$;
comment on function app_private.business_role_id(app_public.memberships, uuid) is $$The role of a member in a business of the organization: the limit’s own one, else that in the organization; null for a business that the member is kept out of.$$;
--! EndIncluded tenancy/functions/business_role_id.sql
--! Included tenancy/functions/org_ids_for_user.sql
create or replace function app_public.org_ids_for_user(uid uuid) returns uuid[]
language sql stable security definer
set search_path = ''
as $$
  select coalesce(array_agg(m.organization_id order by m.organization_id), '{}')
  from app_private.memberships_to_tell(org_ids_for_user.uid) m
$$;
grant execute on function app_public.org_ids_for_user(uuid) to tenantry_member;
comment on function app_public.org_ids_for_user(uuid) is $$@behavior -*
The organizations of which a user is an active member, for SQL users. Takes the user’s id or the subject of one of their tokens, such as auth.uid(). Of others it tells whether they belong to the active organization, to those who may see its members.$$;
--! EndIncluded tenancy/functions/org_ids_for_user.sql
--! Included tenancy/functions/get_user_organization_id.sql
create or replace function app_public.get_user_organization_id(user_id uuid) returns uuid
language sql stable security definer
set search_path = ''
as $$
  with told as (
    select m.id, m.organization_id, m.user_id from app_private.memberships_to_tell(get_user_organization_id.user_id) m
  )
  select coalesce(
    (select t.organization_id from told t where t.user_id = app_hidden.user_id() and t.organization_id = app_hidden.setting_uuid('app.organization_id')),
    (select t.organization_id from told t where (select count(*) from told) = 1),
    (select t.organization_id from told t join app_private.default_memberships d on d.membership_id = t.id)
  )
$$;
grant execute on function app_public.get_user_organization_id(uuid) to tenantry_member;
comment on function app_public.get_user_organization_id(uuid) is $$@behavior -*
The organization that a user works in, for SQL users: one’s own active one, else the only one, else the default one; null when there are several. Of others it tells no other than the active organization, to those who may see its members.$$;
--! EndIncluded tenancy/functions/get_user_organization_id.sql
--! Included tenancy/functions/can_access_business.sql
create or replace function app_public.can_access_business(user_id uuid, business_id uuid) returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (
    select
    from app_private.memberships_to_tell(can_access_business.user_id) m
    join app_public.businesses b on b.organization_id = m.organization_id and b.id = can_access_business.business_id
    where app_private.business_role_id(m, b.id) is not null
  )
$$;
grant execute on function app_public.can_access_business(uuid, uuid) to tenantry_member;
comment on function app_public.can_access_business(uuid, uuid) is $$@behavior -*
Whether a user works in a business, for SQL users: a member of its organization who is limited to no businesses, or to that one among others. Of others it tells what concerns the active organization, to those who may see its members.$$;
--! EndIncluded tenancy/functions/can_access_business.sql
--! Included tenancy/functions/has_business_role.sql
create or replace function app_public.has_business_role(user_id uuid, business_id uuid, role text) returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (
    select
    from app_private.memberships_to_tell(has_business_role.user_id) m
    join app_public.businesses b on b.organization_id = m.organization_id and b.id = has_business_role.business_id
    join app_public.roles r on r.organization_id = m.organization_id and r.id = app_private.business_role_id(m, b.id)
    where r.system_role = case
      when lower(has_business_role.role) in ('agent', 'member') then 'staff'
      else lower(has_business_role.role)
    end
  )
$$;
grant execute on function app_public.has_business_role(uuid, uuid, text) to tenantry_member;
comment on function app_public.has_business_role(uuid, uuid, text) is $$@behavior -*
Whether a user has exactly this role in a business, for SQL users: owner, admin, manager, staff (or agent, or member), rep or viewer. Without a role of their own there, members have the one in the organization. Of others it tells what concerns the active organization, to those who may see its members.$$;
--! EndIncluded tenancy/functions/has_business_role.sql
--! Included tenancy/functions/is_business_admin.sql
create or replace function app_public.is_business_admin(user_id uuid, business_id uuid) returns boolean
language sql stable
set search_path = ''
as $$
  select app_public.has_business_role(is_business_admin.user_id, is_business_admin.business_id, 'owner')
    or app_public.has_business_role(is_business_admin.user_id, is_business_admin.business_id, 'admin')
$$;
grant execute on function app_public.is_business_admin(uuid, uuid) to tenantry_member;
comment on function app_public.is_business_admin(uuid, uuid) is $$@behavior -*
Whether a user is owner or admin in a business, for SQL users. Of others it tells what concerns the active organization, to those who may see its members.$$;
--! EndIncluded tenancy/functions/is_business_admin.sql
--! EndIncluded tenancy/all.sql
