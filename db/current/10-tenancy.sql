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

--!include tenancy/all.sql
