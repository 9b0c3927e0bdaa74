--! Previous: sha1:500c57d25a361e38e500f890465ee6a996a7a98c
--! Hash: sha1:acc731625b1643a9288902f150b310aca8291342
--! Message: Tenancy: accounts, first contact and required assurance

--! split: 1-current.sql
/*
 * Tenancy: accounts of the built-in issuer, first contact through others, and organizations that require a second factor.
 */
insert into app_public.security_event_kinds (value, description) values
  ('account_locked', 'A wrong password came so often that none is accepted for a while.'),
  ('password_changed', 'Somebody changed their password, or set a new one by a mail.')
on conflict do nothing;

create table if not exists app_public.assurance_levels (value text primary key, description text not null);
insert into app_public.assurance_levels (value, description) values
  ('aal1', 'One factor, such as a password.'),
  ('aal2', 'A second factor as well.')
on conflict do nothing;

alter table app_public.organizations
  add column if not exists required_assurance_level text not null default 'aal1' references app_public.assurance_levels;

-- What is there already was put there by whoever runs the service.
alter table app_private.user_identities
  add column if not exists has_verified_email boolean not null default true,
  add column if not exists session_ids text[] not null default '{}';

create table if not exists app_private.user_credentials (
  user_id uuid primary key references app_public.users on delete cascade,

  password_hash text not null constraint password_must_be_hashed_with_bcrypt check (password_hash ~ '^\$2[abxy]\$[0-9]{2}\$.{53}$'),
  password_set_at timestamptz not null default now(),
  failed_attempts int not null default 0 constraint failed_attempts_must_not_be_negative check (failed_attempts >= 0),
  locked_until timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table if not exists app_private.account_tokens (
  digest bytea primary key constraint digest_must_be_sha_256 check (length(digest) = 32),

  user_id uuid references app_public.users on delete cascade,
  contact_id uuid references app_public.contacts on delete cascade,
  email text,
  full_name text,
  expires_at timestamptz not null,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint token_must_be_of_one_person check (num_nonnulls(user_id, contact_id, email) = 1)
);
create index if not exists account_tokens_user_id_idx on app_private.account_tokens (user_id);
create index if not exists account_tokens_contact_id_idx on app_private.account_tokens (contact_id);
create index if not exists account_tokens_expires_at_idx on app_private.account_tokens (expires_at);

create table if not exists app_private.outgoing_mails (
  id uuid primary key default app_hidden.uuid_v7(),

  recipient text not null,
  kind text not null constraint kind_must_be_plain check (kind ~ '^[a-z]+(_[a-z]+)*$'),
  payload jsonb not null default '{}' constraint payload_must_be_an_object check (jsonb_typeof(payload) = 'object'),
  sent_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index if not exists outgoing_mails_waiting_idx on app_private.outgoing_mails (created_at) where sent_at is null;
create index if not exists outgoing_mails_sent_at_idx on app_private.outgoing_mails (sent_at);
create index if not exists outgoing_mails_recipient_idx on app_private.outgoing_mails (recipient, created_at);

--! Included tenancy/functions/assurance_level.sql
-- What the provider says in so many words counts before what can be read from the methods: of Supabase, "otp" among the
-- methods is a link in an e-mail, and its aal says that this was one factor.
create or replace function app_private.assurance_level(claims jsonb) returns text
language sql immutable
set search_path = ''
as $$
  select case
    when claims ->> 'aal' is not null then case when claims ->> 'aal' in ('aal2', 'aal3') then 'aal2' else 'aal1' end
    when exists (
      select from jsonb_array_elements(case when jsonb_typeof(claims -> 'amr') = 'array' then claims -> 'amr' else '[]' end) as entry
      where coalesce(entry ->> 'method', entry #>> '{}') in ('mfa', 'otp', 'totp', 'hwk', 'webauthn')
    ) then 'aal2'
    else 'aal1'
  end
$$;
comment on function app_private.assurance_level(jsonb) is $$How well the person has proved who they are: aal2 with a second factor, by the token’s aal, else by its methods (RFC 8176, or objects with a method as Supabase lists them).$$;
--! EndIncluded tenancy/functions/assurance_level.sql
--! Included tenancy/functions/is_session_open.sql
create or replace function app_private.is_session_open(claims jsonb, user_id uuid, contact_id uuid) returns boolean
language sql stable
set search_path = ''
as $$
  select not (claims ? 'sid') or exists (
    select from app_private.sessions s
    where s.id = case when claims ->> 'sid' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (claims ->> 'sid')::uuid end
      and s.revoked_at is null
      and s.expires_at > now()
      and (s.user_id = is_session_open.user_id or s.contact_id = is_session_open.contact_id)
  )
$$;
comment on function app_private.is_session_open(jsonb, uuid, uuid) is $$Whether the session that a token of the built-in issuer names, if it names one, is this person’s and hasn’t ended.$$;
--! EndIncluded tenancy/functions/is_session_open.sql
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
      raise exception using errcode = 'TN401', message = 'Nobody is registered here under this identity.', detail = '{"reason": "UNKNOWN_IDENTITY"}';
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
    if app_private.assurance_level(v_claims) < (select o.required_assurance_level from app_public.organizations o where o.id = v_organization_id) then
      raise exception using
        errcode = 'TN403',
        message = 'This organization requires a second factor, and you have signed in without one.',
        detail = '{"reason": "ASSURANCE_LEVEL", "requiredAssuranceLevel": "AAL2"}',
        hint = 'Sign in again with a second factor, or name another of your organizations.';
    end if;
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

  -- Other issuers' sessions are theirs to end.
  if v_claims ->> 'iss' = 'tenantry' and not app_private.is_session_open(v_claims, v_user.id, v_contact.id) then
    raise exception using errcode = 'TN401', message = 'This session has ended.', hint = 'Sign in again.';
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
comment on function app_private.begin_request(jsonb) is $$Sets the context of an API request for its transaction and returns the database role to switch to. Raises TN401 for an unknown or inactive user, contact or API key and for a session of the built-in issuer that has ended, TN403 for an organization they don’t belong to or that requires a second factor.$$;
--! EndIncluded tenancy/functions/begin_request.sql
--! Included tenancy/functions/tg_organizations__guard_assurance_level.sql
create or replace function app_private.tg_organizations__guard_assurance_level() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if app_hidden.user_id() is not null
    and NEW.required_assurance_level = 'aal2'
    and app_private.assurance_level(nullif(current_setting('request.jwt.claims', true), '')::jsonb) <> 'aal2'
  then
    raise exception using
      errcode = 'TN409',
      message = 'With this you would shut yourself out: you haven''t signed in with a second factor.',
      detail = '{"field": "requiredAssuranceLevel"}',
      hint = 'Sign in with a second factor first.';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_organizations__guard_assurance_level() is $$Lets nobody require a second factor who hasn’t one.$$;
--! EndIncluded tenancy/functions/tg_organizations__guard_assurance_level.sql
--! Included tenancy/functions/tg_outgoing_mails__forget_token.sql
create or replace function app_private.tg_outgoing_mails__forget_token() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.payload := NEW.payload - 'token';
  return NEW;
end
$$;
comment on function app_private.tg_outgoing_mails__forget_token() is $$Removes the token from a mail that was sent: from then on only its recipient has it.$$;
--! EndIncluded tenancy/functions/tg_outgoing_mails__forget_token.sql
--! Included tenancy/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.subscription_statuses', 'SubscriptionStatus', 'Where an organization’s subscription stands.');
select app_private.expose_lookup_table('app_public.subscription_tiers', 'SubscriptionTier', 'What an organization has subscribed to.');
select app_private.expose_lookup_table('app_public.member_availabilities', 'MemberAvailability', 'Whether a member takes new work.');
select app_private.expose_lookup_table('app_public.permission_scopes', 'PermissionScope', 'Which rows a permission reaches.');
select app_private.expose_lookup_table('app_public.system_roles', 'SystemRole', 'The roles that every organization has.');
select app_private.expose_lookup_table('app_public.assurance_levels', 'AssuranceLevel', 'How well somebody has proved who they are.');
select app_private.expose_lookup_table('app_public.notification_kinds', 'NotificationKind', 'What a notification is about.');

comment on table app_private.system_role_permissions is $$What each system role may do, in every organization. Private: shown through a role’s permissions.$$;
comment on column app_private.system_role_permissions.system_role is $$The role.$$;
alter table app_private.system_role_permissions enable row level security;

comment on table app_private.country_calling_codes is $$Country calling codes and trunk prefixes by ISO 3166 country. Private: read by app_hidden.normalize_phone.$$;
--! EndIncluded tenancy/tables/lookup_tables.sql
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
comment on column app_public.organizations.required_assurance_level is $$How well members have to prove who they are: AAL2 is with a second factor. Requests of members who haven’t are refused.$$;
comment on column app_public.organizations.subscription_status is $$Where the subscription stands.$$;
comment on column app_public.organizations.subscription_tier is $$What the organization has subscribed to.$$;
comment on column app_public.organizations.trial_ends_at is $$When the trial ends.$$;
comment on column app_public.organizations.plan_limits is $$What the subscription allows, by name, an object.$$;

create or replace trigger _100_timestamps before update on app_public.organizations for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of slug, support_email on app_public.organizations for each row execute function app_private.tg_organizations__normalize();
create or replace trigger _300_guard_assurance_level before update of required_assurance_level on app_public.organizations for each row execute function app_private.tg_organizations__guard_assurance_level();
create or replace trigger _500_create_defaults after insert on app_public.organizations for each row execute function app_private.tg_organizations__create_defaults();
create or replace trigger _600_recount_metrics after update on app_public.organizations for each row
  when ((OLD.timezone, OLD.currency) is distinct from (NEW.timezone, NEW.currency)) execute function app_private.tg_organizations__recount_metrics();
create or replace trigger _900_audit after insert or update on app_public.organizations for each row execute function app_private.tg__audit();

-- insert and delete are not granted: organizations begin and end through operations of their own.
-- Subscription, limits and external id belong to the platform, not to the tenant.
revoke all on table app_public.organizations from tenantry_member, tenantry_service;
grant select on table app_public.organizations to tenantry_member, tenantry_service;
grant update (name, slug, support_email, timezone, locale, currency, settings, required_assurance_level) on table app_public.organizations to tenantry_member;

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
--! Included tenancy/tables/user_identities.sql
comment on table app_private.user_identities is $$How a token becomes a user: issuer and subject at the identity provider. Private: read by app_private.begin_request.$$;
comment on column app_private.user_identities.issuer is $$The token’s iss.$$;
comment on column app_private.user_identities.subject is $$The token’s sub, unique for its issuer.$$;
comment on column app_private.user_identities.has_verified_email is $$Whether the user’s e-mail address was proved when the identity was made; another identity joins by the address only then.$$;
comment on column app_private.user_identities.session_ids is $$The last sessions at the identity provider that were counted as sign-ins, the newest first.$$;

create or replace trigger _100_timestamps before update on app_private.user_identities for each row execute function app_private.tg__timestamps();

alter table app_private.user_identities enable row level security;
--! EndIncluded tenancy/tables/user_identities.sql
--! Included tenancy/tables/user_credentials.sql
comment on table app_private.user_credentials is $$How users sign in through the built-in issuer. Private: read and written by the functions that check a password.$$;
comment on column app_private.user_credentials.password_hash is $$The password, hashed with bcrypt.$$;
comment on column app_private.user_credentials.password_set_at is $$When the password was set; sessions from before have ended.$$;
comment on column app_private.user_credentials.failed_attempts is $$How often a wrong password was given since the last right one.$$;
comment on column app_private.user_credentials.locked_until is $$Until when no password is accepted.$$;

create or replace trigger _100_timestamps before update on app_private.user_credentials for each row execute function app_private.tg__timestamps();

alter table app_private.user_credentials enable row level security;
--! EndIncluded tenancy/tables/user_credentials.sql
--! Included tenancy/tables/account_tokens.sql
comment on table app_private.account_tokens is $$Tokens in mails, which prove that somebody reads the mailbox: of a user or contact who sets a new password, or of an address that signs up. Private: looked up when a token comes back, and removed.$$;
comment on column app_private.account_tokens.digest is $$SHA-256 of the token, which is random and long enough that no salt is needed.$$;
comment on column app_private.account_tokens.user_id is $$The user who may set a new password.$$;
comment on column app_private.account_tokens.contact_id is $$The contact who may set a new password.$$;
comment on column app_private.account_tokens.email is $$The address that signs up.$$;
comment on column app_private.account_tokens.full_name is $$The name of whoever signs up.$$;
comment on column app_private.account_tokens.expires_at is $$When the token ends by itself.$$;

create or replace trigger _100_timestamps before update on app_private.account_tokens for each row execute function app_private.tg__timestamps();

alter table app_private.account_tokens enable row level security;
--! EndIncluded tenancy/tables/account_tokens.sql
--! Included tenancy/tables/outgoing_mails.sql
comment on table app_private.outgoing_mails is $$Mails that wait for whoever sends them, who sets sent_at afterwards. Private: some hold tokens that are as good as a password.$$;
comment on column app_private.outgoing_mails.recipient is $$The address that the mail goes to.$$;
comment on column app_private.outgoing_mails.kind is $$What the mail is about: sign_up, sign_up_known (to an address that has an account), password_reset, portal_password_reset, and others as modules need them.$$;
comment on column app_private.outgoing_mails.payload is $$What the mail’s text needs, an object. Its token is removed when the mail is sent.$$;
comment on column app_private.outgoing_mails.sent_at is $$When the mail was handed over; empty while it waits.$$;

create or replace trigger _100_timestamps before update on app_private.outgoing_mails for each row execute function app_private.tg__timestamps();
create or replace trigger _500_forget_token before update of sent_at on app_private.outgoing_mails for each row
  when (NEW.sent_at is not null) execute function app_private.tg_outgoing_mails__forget_token();

alter table app_private.outgoing_mails enable row level security;
--! EndIncluded tenancy/tables/outgoing_mails.sql
--! Included tenancy/functions/lock_address.sql
create or replace function app_private.lock_address(email text, organization text) returns void
language sql volatile
set search_path = ''
as $$
  select pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'app_private.lock_address', lower(lock_address.organization), app_hidden.normalize_email(lock_address.email)), 0))
$$;
comment on function app_private.lock_address(text, text) is $$Lets one transaction at a time work on the account of an e-mail address, whether there is one or not.$$;
--! EndIncluded tenancy/functions/lock_address.sql
--! Included tenancy/functions/password_cost.sql
-- The one place: hashes of another cost are replaced when their person signs in.
create or replace function app_private.password_cost() returns int
language sql immutable
set search_path = ''
as $$
  select 12
$$;
comment on function app_private.password_cost() is $$The cost of new password hashes, as a power of two; db/README.md says how it was chosen.$$;
--! EndIncluded tenancy/functions/password_cost.sql
--! Included tenancy/functions/hash_password.sql
-- pgcrypto is in schema public, or in extensions where a Supabase project has put it. That comes first: nobody but its owner
-- makes functions there.
create or replace function app_private.hash_password(password text) returns text
language plpgsql volatile
set search_path = extensions, public
as $$
begin
  return crypt(hash_password.password, gen_salt('bf', app_private.password_cost()));
end
$$;
comment on function app_private.hash_password(text) is $$A password as it is stored, hashed with bcrypt.$$;
--! EndIncluded tenancy/functions/hash_password.sql
--! Included tenancy/functions/is_password.sql
-- Without a hash the work is the same, so that the time tells nothing. For the search_path see hash_password.
create or replace function app_private.is_password(password text, hash text) returns boolean
language plpgsql volatile
set search_path = extensions, public
as $$
begin
  return coalesce(
    crypt(coalesce(is_password.password, ''), coalesce(is_password.hash, gen_salt('bf', app_private.password_cost()))) = is_password.hash
      and octet_length(is_password.password) <= 72,
    false
  );
end
$$;
comment on function app_private.is_password(text, text) is $$Whether a password is the one that was hashed; there may be no hash.$$;
--! EndIncluded tenancy/functions/is_password.sql
--! Included tenancy/functions/require_good_password.sql
create or replace function app_private.require_good_password(password text, email text) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_problem text := case
    when require_good_password.password is null or length(require_good_password.password) < 10 then 'A password has at least 10 characters.'
    -- bcrypt reads no more: what comes behind would count for nothing.
    when octet_length(require_good_password.password) > 72 then 'A password has at most 72 bytes, which are as many letters or digits.'
    when lower(btrim(require_good_password.password)) = app_hidden.normalize_email(require_good_password.email) then 'Your e-mail address can''t be your password.'
  end;
begin
  if v_problem is not null then
    raise exception using errcode = 'TN400', message = 'This can''t be a password here.', detail = '{"field": "password"}', hint = v_problem;
  end if;
end
$$;
comment on function app_private.require_good_password(text, text) is $$Raises TN400 unless this can be somebody’s password.$$;
--! EndIncluded tenancy/functions/require_good_password.sql
--! Included tenancy/functions/check_password.sql
/*
 * Whether a password is right. Callers lock the address before, so that of many attempts at once each is counted. Nothing
 * is raised: what is raised takes the count back. Somebody unknown costs the same work, and the answer is the same for
 * them, for a wrong password and while no password is accepted.
 */
create or replace function app_private.check_password(request jsonb, password text, user_id uuid, contact_id uuid, organization_id uuid) returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_attempts_allowed constant int := 10;
  v_hash text;
  v_failed_attempts int;
  v_locked_until timestamptz;
  v_is_right boolean;
  v_is_newly_locked boolean := false;
begin
  select c.password_hash, c.failed_attempts, c.locked_until into v_hash, v_failed_attempts, v_locked_until
  from (
    select u.password_hash, u.failed_attempts, u.locked_until from app_private.user_credentials u where u.user_id = check_password.user_id
    union all
    select k.password_hash, k.failed_attempts, k.locked_until from app_private.contact_credentials k where k.contact_id = check_password.contact_id
  ) c;

  -- The work first, whether or not a password is accepted at the moment.
  v_is_right := app_private.is_password(check_password.password, v_hash);
  v_is_right := v_is_right and coalesce(v_locked_until <= now(), true);

  if v_is_right then
    v_failed_attempts := 0;
    v_locked_until := null;
    if v_hash !~ format('^\$2.\$%s\$', to_char(app_private.password_cost(), 'FM00')) then
      v_hash := app_private.hash_password(check_password.password);
    end if;
  elsif coalesce(v_locked_until <= now(), true) and v_hash is not null then
    v_failed_attempts := v_failed_attempts + 1;
    v_locked_until := case
      when v_failed_attempts >= v_attempts_allowed then now() + least(interval '1 minute' * 2 ^ least(v_failed_attempts - v_attempts_allowed, 10), interval '1 hour')
    end;
    v_is_newly_locked := v_locked_until is not null;
  end if;
  update app_private.user_credentials u
  set password_hash = v_hash, failed_attempts = v_failed_attempts, locked_until = v_locked_until
  where u.user_id = check_password.user_id;
  update app_private.contact_credentials k
  set password_hash = v_hash, failed_attempts = v_failed_attempts, locked_until = v_locked_until
  where k.contact_id = check_password.contact_id;

  if not v_is_right then
    perform app_private.record_security_event(
      kind => case when v_is_newly_locked then 'account_locked' else 'failed_sign_in' end,
      detail => jsonb_strip_nulls(jsonb_build_object('failedAttempts', v_failed_attempts, 'lockedUntil', v_locked_until)),
      organization_id => check_password.organization_id,
      user_id => check_password.user_id,
      contact_id => check_password.contact_id,
      request_id => check_password.request ->> 'requestId',
      address => check_password.request ->> 'address'
    );
  end if;
  return v_is_right;
end
$$;
comment on function app_private.check_password(jsonb, text, uuid, uuid, uuid) is $$Whether a user’s or contact’s password is right; counts failures, and after ten accepts none for a while that grows with every further one, to an hour.$$;
--! EndIncluded tenancy/functions/check_password.sql
--! Included tenancy/functions/session_answer.sql
create or replace function app_private.session_answer(session app_private.sessions) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'sessionId', session.id,
    'subject', coalesce(session.user_id, session.contact_id),
    'isClient', session.contact_id is not null,
    'expiresAt', session.expires_at
  )
$$;
comment on function app_private.session_answer(app_private.sessions) is $$What the gateway has to know of a session to make its tokens.$$;
--! EndIncluded tenancy/functions/session_answer.sql
--! Included tenancy/functions/begin_session.sql
create or replace function app_private.begin_session(request jsonb, user_id uuid, contact_id uuid) returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_session app_private.sessions;
begin
  insert into app_private.sessions (user_id, contact_id, address, user_agent, expires_at)
  values (
    begin_session.user_id,
    begin_session.contact_id,
    nullif(substring(request ->> 'address' from '^[0-9A-Fa-f.:]+'), '')::inet,
    left(request ->> 'userAgent', 1000),
    now() + interval '30 days'
  )
  returning * into v_session;
  insert into app_private.session_tokens (session_id, digest) values (v_session.id, decode(request ->> 'tokenDigest', 'hex'));
  update app_public.users u set last_login_at = now(), login_count = u.login_count + 1 where u.id = v_session.user_id;
  update app_private.contact_credentials k set last_login_at = now() where k.contact_id = v_session.contact_id;
  return app_private.session_answer(v_session);
end
$$;
comment on function app_private.begin_session(jsonb, uuid, uuid) is $$Signs a user or a contact in for thirty days at most, and counts it.$$;
--! EndIncluded tenancy/functions/begin_session.sql
--! Included tenancy/functions/set_password.sql
create or replace function app_private.set_password(request jsonb, password text, user_id uuid, contact_id uuid, kept_session_id uuid) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_hash text;
begin
  perform app_private.require_good_password(set_password.password, coalesce(
    (select u.email from app_public.users u where u.id = set_password.user_id),
    (select c.email from app_public.contacts c where c.id = set_password.contact_id)
  ));
  v_hash := app_private.hash_password(set_password.password);
  insert into app_private.user_credentials (user_id, password_hash)
  select set_password.user_id, v_hash where set_password.user_id is not null
  on conflict on constraint user_credentials_pkey do update
  set password_hash = excluded.password_hash, password_set_at = now(), failed_attempts = 0, locked_until = null;
  insert into app_private.contact_credentials (contact_id, password_hash)
  select set_password.contact_id, v_hash where set_password.contact_id is not null
  on conflict on constraint contact_credentials_pkey do update
  set password_hash = excluded.password_hash, password_set_at = now(), failed_attempts = 0, locked_until = null;
  update app_private.sessions s
  set revoked_at = now()
  where (s.user_id = set_password.user_id or s.contact_id = set_password.contact_id)
    and s.revoked_at is null
    and s.id is distinct from set_password.kept_session_id;
  -- Links in mails that are under way end too: who asked for them may be why the password is changed.
  delete from app_private.account_tokens t where t.user_id = set_password.user_id or t.contact_id = set_password.contact_id;
  perform app_private.record_security_event(
    kind => 'password_changed',
    user_id => set_password.user_id,
    contact_id => set_password.contact_id,
    request_id => request ->> 'requestId',
    address => request ->> 'address'
  );
end
$$;
comment on function app_private.set_password(jsonb, text, uuid, uuid, uuid) is $$Gives a user or a contact a new password, and ends their sessions but the one to keep.$$;
--! EndIncluded tenancy/functions/set_password.sql
--! Included tenancy/functions/send_account_mail.sql
-- The token is in the mail that waits, and nowhere else as it is: what is looked up is its digest.
create or replace function app_private.send_account_mail(kind text, recipient text, user_id uuid, contact_id uuid, full_name text) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_token text := rtrim(translate(encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64'), '+/', '-_'), '=');
  v_expires_at timestamptz := now() + interval '1 hour';
begin
  insert into app_private.account_tokens (digest, user_id, contact_id, email, full_name, expires_at)
  values (
    sha256(convert_to(v_token, 'UTF8')),
    send_account_mail.user_id,
    send_account_mail.contact_id,
    case when num_nonnulls(send_account_mail.user_id, send_account_mail.contact_id) = 0 then send_account_mail.recipient end,
    send_account_mail.full_name,
    v_expires_at
  );
  insert into app_private.outgoing_mails (recipient, kind, payload)
  values (
    send_account_mail.recipient,
    send_account_mail.kind,
    jsonb_strip_nulls(jsonb_build_object(
      'token', v_token,
      'expiresAt', v_expires_at,
      'fullName', send_account_mail.full_name,
      'organization', (
        select o.slug from app_public.contacts c join app_public.organizations o on o.id = c.organization_id where c.id = send_account_mail.contact_id
      )
    ))
  );
end
$$;
comment on function app_private.send_account_mail(text, text, uuid, uuid, text) is $$Puts a mail with a token into the outbox that works once and for an hour.$$;
--! EndIncluded tenancy/functions/send_account_mail.sql
--! Included tenancy/functions/sign_in.sql
-- Takes {"email", "password", "organization": slug, for the client portal, "tokenDigest": SHA-256 in hexadecimal of the
-- refresh token, which the gateway makes, "requestId", "address", "userAgent"}. Who may not sign in gets null, and no
-- error, which would take back what was counted.
create or replace function app_private.sign_in(request jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_email text := app_hidden.normalize_email(request ->> 'email');
  v_organization_id uuid;
  v_user_id uuid;
  v_contact_id uuid;
begin
  perform app_private.lock_address(v_email, request ->> 'organization');
  if request ->> 'organization' is null then
    select u.id into v_user_id from app_public.users u where u.email = v_email and u.is_active;
  else
    select o.id, c.id into v_organization_id, v_contact_id
    from app_public.organizations o
    left join app_public.contacts c on c.organization_id = o.id and c.email = v_email and c.is_active and c.deleted_at is null
    where o.slug = lower(request ->> 'organization');
  end if;
  if not app_private.check_password(request, request ->> 'password', v_user_id, v_contact_id, v_organization_id) then
    return null;
  end if;
  return app_private.begin_session(request, v_user_id, v_contact_id);
end
$$;
grant execute on function app_private.sign_in(jsonb) to tenantry_authenticator;
comment on function app_private.sign_in(jsonb) is $$Signs a user in by e-mail address and password, or a contact of the organization named; null when that isn’t to be.$$;
--! EndIncluded tenancy/functions/sign_in.sql
--! Included tenancy/functions/refresh_session.sql
/*
 * Takes {"oldTokenDigest", "tokenDigest": of the next token, "requestId", "address", "userAgent"}. Each token is good once.
 * One that comes again was copied, by whom nobody can tell, so its session ends. There is no time of grace for two uses
 * at once, within which a copy would go unnoticed: clients with several windows share one refresh. Nothing is raised, which would
 * take the end of the session back: null says no.
 */
create or replace function app_private.refresh_session(request jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_digest bytea := decode(request ->> 'oldTokenDigest', 'hex');
  v_session app_private.sessions;
  v_token app_private.session_tokens;
begin
  select s.* into v_session
  from app_private.sessions s
  where s.id = (select t.session_id from app_private.session_tokens t where t.digest = v_digest)
  for update;
  if not found or v_session.revoked_at is not null or v_session.expires_at <= now() then
    return null;
  end if;
  -- Read only now, when nobody else can be using it.
  select t.* into v_token from app_private.session_tokens t where t.digest = v_digest;
  if v_token.used_at is not null then
    update app_private.sessions s set revoked_at = now() where s.id = v_session.id;
    perform app_private.record_security_event(
      kind => 'refresh_token_reused',
      detail => jsonb_build_object('sessionId', v_session.id),
      user_id => v_session.user_id,
      contact_id => v_session.contact_id,
      request_id => request ->> 'requestId',
      address => request ->> 'address'
    );
    return null;
  end if;
  if not exists (select from app_public.users u where u.id = v_session.user_id and u.is_active)
    and not exists (select from app_public.contacts c where c.id = v_session.contact_id and c.is_active and c.deleted_at is null)
  then
    return null;
  end if;

  update app_private.session_tokens t set used_at = now() where t.digest = v_digest;
  insert into app_private.session_tokens (session_id, digest, generation)
  values (v_session.id, decode(request ->> 'tokenDigest', 'hex'), v_token.generation + 1);
  update app_private.sessions s
  set last_used_at = now(),
    address = coalesce(nullif(substring(request ->> 'address' from '^[0-9A-Fa-f.:]+'), '')::inet, s.address),
    user_agent = coalesce(left(request ->> 'userAgent', 1000), s.user_agent)
  where s.id = v_session.id;
  return app_private.session_answer(v_session);
end
$$;
grant execute on function app_private.refresh_session(jsonb) to tenantry_authenticator;
comment on function app_private.refresh_session(jsonb) is $$Replaces a session’s refresh token by the next one; null when it isn’t good any more. A token that comes a second time ends its session.$$;
--! EndIncluded tenancy/functions/refresh_session.sql
--! Included tenancy/functions/sign_out.sql
-- Takes {"oldTokenDigest": of any refresh token of the session} or {"sessionId"}, which the gateway takes from a token
-- that it has verified.
create or replace function app_private.sign_out(request jsonb) returns void
language sql volatile security definer
set search_path = ''
as $$
  update app_private.sessions s
  set revoked_at = now()
  where s.revoked_at is null
    and s.id in (
      select t.session_id from app_private.session_tokens t where t.digest = decode(request ->> 'oldTokenDigest', 'hex')
      union all
      select case when request ->> 'sessionId' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (request ->> 'sessionId')::uuid end
    )
$$;
grant execute on function app_private.sign_out(jsonb) to tenantry_authenticator;
comment on function app_private.sign_out(jsonb) is $$Ends a session; its tokens are refused at once. One that doesn’t exist, or has ended, is no error.$$;
--! EndIncluded tenancy/functions/sign_out.sql
--! Included tenancy/functions/change_password.sql
-- Takes {"claims", "isClient", "currentPassword", "password", "requestId", "address"}; false says that the current password
-- isn't right, which is counted like a failed sign-in.
create or replace function app_private.change_password(request jsonb) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_claims jsonb := nullif(request -> 'claims', 'null');
  v_is_client boolean := coalesce((request ->> 'isClient')::boolean, false);
  v_subject uuid := case when v_claims ->> 'sub' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (v_claims ->> 'sub')::uuid end;
  v_user app_public.users;
  v_contact app_public.contacts;
begin
  if v_claims is not null and v_claims ->> 'iss' is distinct from 'tenantry' then
    raise exception using
      errcode = 'TN403',
      message = 'Your password isn''t kept here.',
      hint = 'Change it where you sign in: with your identity provider.';
  end if;
  if v_is_client then
    select c.* into v_contact from app_public.contacts c where c.id = v_subject and c.is_active and c.deleted_at is null;
  else
    select u.* into v_user from app_public.users u where u.id = v_subject and u.is_active;
  end if;
  if not found or not app_private.is_session_open(v_claims, v_user.id, v_contact.id) then
    raise exception using errcode = 'TN401', message = 'Only somebody who is signed in can change their password.';
  end if;
  perform app_private.lock_address(coalesce(v_user.email, v_contact.email), (select o.slug from app_public.organizations o where o.id = v_contact.organization_id));
  perform app_private.require_good_password(request ->> 'password', coalesce(v_user.email, v_contact.email));
  if not app_private.check_password(request, request ->> 'currentPassword', v_user.id, v_contact.id, v_contact.organization_id) then
    return false;
  end if;
  perform app_private.set_password(request, request ->> 'password', v_user.id, v_contact.id, case when v_claims ? 'sid' then (v_claims ->> 'sid')::uuid end);
  return true;
end
$$;
grant execute on function app_private.change_password(jsonb) to tenantry_authenticator;
comment on function app_private.change_password(jsonb) is $$Changes the password of whoever is signed in through the built-in issuer, and ends their other sessions; false when the current password is wrong.$$;
--! EndIncluded tenancy/functions/change_password.sql
--! Included tenancy/functions/sign_up.sql
-- Takes {"email", "fullName"}. The password is chosen by whoever reads the mail, so that nobody can prepare an account
-- for somebody else's address and wait for its owner. An address that has an account gets a mail too: only its owner learns.
create or replace function app_private.sign_up(request jsonb) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_email text := app_hidden.normalize_email(request ->> 'email');
  v_full_name text := nullif(left(btrim(request ->> 'fullName'), 200), '');
begin
  if v_email is null or v_email !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' or length(v_email) > 254 then
    raise exception using errcode = 'TN400', message = 'This is not an e-mail address.', detail = '{"field": "email"}';
  end if;
  perform app_private.lock_address(v_email, null);
  -- One mail a minute, so that nobody fills somebody else's mailbox.
  if exists (
    select from app_private.outgoing_mails m
    where m.recipient = v_email and m.kind in ('sign_up', 'sign_up_known') and m.created_at > now() - interval '1 minute'
  ) then
    return;
  end if;
  if exists (select from app_public.users u where u.email = v_email) then
    insert into app_private.outgoing_mails (recipient, kind) values (v_email, 'sign_up_known');
  else
    perform app_private.send_account_mail('sign_up', v_email, null, null, v_full_name);
  end if;
end
$$;
grant execute on function app_private.sign_up(jsonb) to tenantry_authenticator;
comment on function app_private.sign_up(jsonb) is $$Sends whoever wants to sign up a token with which they do. Says nothing of whether there is an account already.$$;
--! EndIncluded tenancy/functions/sign_up.sql
--! Included tenancy/functions/confirm_sign_up.sql
-- Takes {"mailDigest": SHA-256 in hexadecimal of the token in the mail, "password", "tokenDigest", "requestId", "address", "userAgent"}.
create or replace function app_private.confirm_sign_up(request jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_token app_private.account_tokens;
  v_user_id uuid;
begin
  delete from app_private.account_tokens t
  where t.digest = decode(request ->> 'mailDigest', 'hex') and t.email is not null and t.expires_at > now()
  returning * into v_token;
  if not found then
    raise exception using
      errcode = 'TN400',
      message = 'This link was used already, or is too old.',
      detail = '{"field": "token"}',
      hint = 'Sign up once more.';
  end if;
  perform app_private.lock_address(v_token.email, null);
  perform app_private.require_good_password(request ->> 'password', v_token.email);
  insert into app_public.users (email, full_name) values (v_token.email, v_token.full_name)
  on conflict do nothing
  returning id into v_user_id;
  if v_user_id is null then
    raise exception using
      errcode = 'TN409',
      message = 'There is an account with this e-mail address already.',
      detail = '{"field": "email"}',
      hint = 'Sign in, or have the password reset.';
  end if;
  insert into app_private.user_identities (user_id, issuer, subject) values (v_user_id, 'tenantry', v_user_id::text);
  insert into app_private.user_credentials (user_id, password_hash) values (v_user_id, app_private.hash_password(request ->> 'password'));
  return app_private.begin_session(request, v_user_id, null);
end
$$;
grant execute on function app_private.confirm_sign_up(jsonb) to tenantry_authenticator;
comment on function app_private.confirm_sign_up(jsonb) is $$Makes the account of somebody who has read the mail that sign_up sent, with the password they choose, and signs them in.$$;
--! EndIncluded tenancy/functions/confirm_sign_up.sql
--! Included tenancy/functions/request_password_reset.sql
-- Takes {"email", "organization": slug, for the client portal}. Answers nothing, whoever that is; the gateway sees to it
-- that the answer takes as long.
create or replace function app_private.request_password_reset(request jsonb) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_email text := app_hidden.normalize_email(request ->> 'email');
  v_user_id uuid;
  v_contact_id uuid;
begin
  perform app_private.lock_address(v_email, request ->> 'organization');
  if request ->> 'organization' is null then
    -- Not where only a provider that nobody trusts for it says whose the address is: the account may be another's.
    select u.id into v_user_id
    from app_public.users u
    where u.email = v_email
      and u.is_active
      and coalesce((select bool_or(i.has_verified_email) from app_private.user_identities i where i.user_id = u.id), true);
  else
    select c.id into v_contact_id
    from app_public.organizations o
    join app_public.contacts c on c.organization_id = o.id and c.email = v_email and c.is_active and c.deleted_at is null
    -- Who was never let in can't let themselves in.
    join app_private.contact_credentials k on k.contact_id = c.id
    where o.slug = lower(request ->> 'organization');
  end if;
  -- One mail a minute, so that nobody fills somebody else's mailbox.
  if num_nonnulls(v_user_id, v_contact_id) = 0 or exists (
    select from app_private.account_tokens t
    where (t.user_id = v_user_id or t.contact_id = v_contact_id) and t.created_at > now() - interval '1 minute'
  ) then
    return;
  end if;
  perform app_private.send_account_mail(case when v_user_id is null then 'portal_password_reset' else 'password_reset' end, v_email, v_user_id, v_contact_id, null);
end
$$;
grant execute on function app_private.request_password_reset(jsonb) to tenantry_authenticator;
comment on function app_private.request_password_reset(jsonb) is $$Sends a user, or a contact of the organization named, a token with which they set a new password. Says nothing of whether there is an account.$$;
--! EndIncluded tenancy/functions/request_password_reset.sql
--! Included tenancy/functions/reset_password.sql
-- Takes {"mailDigest", "password", "requestId", "address"}.
create or replace function app_private.reset_password(request jsonb) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_token app_private.account_tokens;
begin
  delete from app_private.account_tokens t
  where t.digest = decode(request ->> 'mailDigest', 'hex') and t.email is null and t.expires_at > now()
  returning * into v_token;
  if not found then
    raise exception using
      errcode = 'TN400',
      message = 'This link was used already, or is too old.',
      detail = '{"field": "token"}',
      hint = 'Ask for another one.';
  end if;
  perform app_private.set_password(request, request ->> 'password', v_token.user_id, v_token.contact_id, null);
  -- Somebody who came through another provider can sign in here from now on.
  insert into app_private.user_identities (user_id, issuer, subject)
  select v_token.user_id, 'tenantry', v_token.user_id::text where v_token.user_id is not null
  on conflict do nothing;
end
$$;
grant execute on function app_private.reset_password(jsonb) to tenantry_authenticator;
comment on function app_private.reset_password(jsonb) is $$Sets a new password by the token of a mail, and ends all sessions of its person.$$;
--! EndIncluded tenancy/functions/reset_password.sql
--! Included tenancy/functions/provision_user.sql
/*
 * Called by the gateway, beside the request, when it sees a token for the first time; takes what begin_request takes, and
 * "profile": {"email", "emailVerified", "name", "mayCreateUser", "trustsEmail"} of the token's verified issuer. Locks
 * make it once, however many requests come together. An identity joins an account that is there only when the address is
 * proved on both sides: otherwise somebody could register an address with a provider, here or there, and wait for its owner.
 */
create or replace function app_private.provision_user(request jsonb) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_issuer text := request #>> '{claims,iss}';
  v_subject text := request #>> '{claims,sub}';
  v_profile jsonb := request -> 'profile';
  v_email text := app_hidden.normalize_email(v_profile ->> 'email');
  v_is_proved boolean := coalesce((v_profile ->> 'emailVerified')::boolean and (v_profile ->> 'trustsEmail')::boolean, false);
  v_user_id uuid;
begin
  -- Accounts of the built-in issuer begin with sign_up.
  if v_issuer is null
    or v_issuer = 'tenantry'
    or v_subject is null
    or not coalesce((v_profile ->> 'mayCreateUser')::boolean, false)
    or exists (select from app_private.user_identities i where i.issuer = v_issuer and i.subject = v_subject)
  then
    return false;
  end if;
  if v_email is null or v_email !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' or length(v_email) > 254 then
    raise exception using
      errcode = 'TN403',
      message = 'Your token names no e-mail address, and an account needs one.',
      detail = '{"reason": "EMAIL_MISSING"}',
      hint = 'Let the identity provider put your e-mail address into the token.';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'app_private.provision_user', v_issuer, v_subject), 0));
  perform app_private.lock_address(v_email, null);
  -- Somebody else may have made it while this waited.
  if exists (select from app_private.user_identities i where i.issuer = v_issuer and i.subject = v_subject) then
    return false;
  end if;

  select u.id into v_user_id from app_public.users u where u.email = v_email;
  if not found then
    insert into app_public.users (email, full_name)
    values (v_email, nullif(left(btrim(v_profile ->> 'name', E' \t\n\r'), 200), ''))
    returning id into v_user_id;
  elsif not v_is_proved then
    raise exception using
      errcode = 'TN409',
      message = 'There is an account with your e-mail address already, and your token doesn''t prove that the address is yours.',
      detail = '{"reason": "EMAIL_NOT_PROVED"}',
      hint = 'Sign in the way you did before, or have your e-mail address verified by an identity provider that is trusted here.';
  elsif not coalesce((select bool_or(i.has_verified_email) from app_private.user_identities i where i.user_id = v_user_id), true) then
    raise exception using
      errcode = 'TN409',
      message = 'There is an account with your e-mail address already, whose owner never proved that the address is theirs.',
      detail = '{"reason": "EMAIL_TAKEN"}',
      hint = 'Ask whoever runs the service to settle whose the account is.';
  end if;
  insert into app_private.user_identities (user_id, issuer, subject, has_verified_email) values (v_user_id, v_issuer, v_subject, v_is_proved);
  return true;
end
$$;
grant execute on function app_private.provision_user(jsonb) to tenantry_authenticator;
comment on function app_private.provision_user(jsonb) is $$Makes the user whom a verified token speaks of, once, or joins the identity to the user with this e-mail address where both sides have proved it. False when there was nothing to do.$$;
--! EndIncluded tenancy/functions/provision_user.sql
--! Included tenancy/functions/count_sign_in.sql
/*
 * Called by the gateway, beside the request and at most once per token; takes what begin_request takes. Of tokens that name
 * a session, each session counts once, whatever the number of its tokens; of others each token that is newer than the
 * last one. That is decided by the rows, so any number of gateways count right together. Sessions of the built-in issuer are counted
 * where they begin.
 */
create or replace function app_private.count_sign_in(request jsonb) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_claims jsonb := request -> 'claims';
  v_session text := left(coalesce(v_claims ->> 'sid', v_claims ->> 'session_id'), 200);
  -- A clock that is ahead must not keep later sign-ins from being counted.
  v_at timestamptz := to_timestamp(least(greatest((v_claims ->> 'iat')::float8, 0), extract(epoch from now())::float8));
  v_user_id uuid;
begin
  if v_at is null or (v_claims ->> 'iss' = 'tenantry' and v_session is not null) then
    return;
  end if;
  if v_session is null then
    select i.user_id into v_user_id
    from app_private.user_identities i
    where i.issuer = v_claims ->> 'iss' and i.subject = v_claims ->> 'sub';
    update app_public.users u
    set last_login_at = v_at, login_count = u.login_count + 1
    where u.id = v_user_id and coalesce(u.last_login_at < v_at, true);
    return;
  end if;
  update app_private.user_identities i
  set session_ids = (array[v_session] || i.session_ids)[1:20]
  where i.issuer = v_claims ->> 'iss' and i.subject = v_claims ->> 'sub' and v_session <> all (i.session_ids)
  returning i.user_id into v_user_id;
  update app_public.users u
  set last_login_at = greatest(u.last_login_at, v_at), login_count = u.login_count + 1
  where u.id = v_user_id;
end
$$;
grant execute on function app_private.count_sign_in(jsonb) to tenantry_authenticator;
comment on function app_private.count_sign_in(jsonb) is $$Counts a user’s sign-in when the token is one of a new session, or newer than the last.$$;
--! EndIncluded tenancy/functions/count_sign_in.sql
--! Included tenancy/functions/remove_ended_sessions.sql
-- Run by the gateway every day. A revoked session stays until it would have ended: a copy of its tokens is then still known.
create or replace function app_private.remove_ended_sessions() returns int
language sql volatile
set search_path = ''
as $$
  with sessions as (
    delete from app_private.sessions s where s.expires_at < now() returning 1
  ), tokens as (
    delete from app_private.account_tokens t where t.expires_at < now() returning 1
  ), mails as (
    delete from app_private.outgoing_mails m where m.sent_at < now() - interval '30 days' returning 1
  )
  select ((select count(*) from sessions) + (select count(*) from tokens) + (select count(*) from mails))::int
$$;
comment on function app_private.remove_ended_sessions() is $$Removes sessions and tokens of mails that are over, and mails that were sent a month ago; gives how many rows that were.$$;
--! EndIncluded tenancy/functions/remove_ended_sessions.sql
