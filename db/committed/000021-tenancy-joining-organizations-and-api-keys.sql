--! Previous: sha1:acc731625b1643a9288902f150b310aca8291342
--! Hash: sha1:575bfcf6c29f02a7ebde94665f651c4a4e2d4538
--! Message: Tenancy: joining organizations, and API keys

--! split: 1-current.sql
/*
 * Joining, and API keys. What an operation answers with is a type of its own where a token comes with it: a token is shown
 * once, so no row has it.
 */
create type app_public.issued_staff_invitation as (staff_invitation app_public.staff_invitations, token text);
create type app_public.issued_client_invitation as (client_invitation app_public.client_invitations, token text);
create type app_public.issued_api_key as (api_key app_public.api_keys, secret text);
create type app_public.invitation_preview as (
  kind text,
  organization_name text,
  email text,
  custom_message text,
  expires_at timestamptz,
  state text
);
create type app_public.claimed_invitation as (
  organization_id uuid,
  organization_name text,
  organization_slug text,
  contact_id uuid,
  email text
);

--! Included tenancy/functions/create_token.sql
-- Two random uuids hold 244 random bits. The digest spreads them over 43 characters that go into an address as they are.
create or replace function app_private.create_token() returns text
language sql volatile
set search_path = ''
as $$
  select translate(encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64'), '+/=', '-_')
$$;
comment on function app_private.create_token() is $$A new secret of 43 characters (base64url) that nobody can guess.$$;
--! EndIncluded tenancy/functions/create_token.sql
--! Included tenancy/functions/token_digest.sql
create or replace function app_private.token_digest(token text) returns bytea
language sql stable
set search_path = ''
as $$
  select sha256(convert_to(token_digest.token, 'UTF8'))
$$;
comment on function app_private.token_digest(text) is $$The form in which tokens are kept: their SHA-256 digest.$$;
--! EndIncluded tenancy/functions/token_digest.sql
--! Included tenancy/functions/refuse_missing_row.sql
-- The words of the API for rows that an update doesn't find, so that another organization's row can't be told from none.
create or replace function app_private.refuse_missing_row(field text) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  raise exception using
    errcode = 'TN404',
    message = 'There is no such row, or it is not yours to change.',
    detail = jsonb_build_object('field', refuse_missing_row.field)::text;
end
$$;
comment on function app_private.refuse_missing_row(text) is $$Raises TN404: an argument names a row that isn’t there for whoever asks.$$;
--! EndIncluded tenancy/functions/refuse_missing_row.sql
--! Included tenancy/functions/require_future.sql
create or replace function app_private.require_future(expires_at timestamptz) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if require_future.expires_at <= now() then
    raise exception using errcode = 'TN400', message = 'Choose a time that is still to come.', detail = '{"field": "expiresAt"}';
  end if;
end
$$;
comment on function app_private.require_future(timestamptz) is $$Raises TN400 when something would end before it begins.$$;
--! EndIncluded tenancy/functions/require_future.sql
--! Included tenancy/functions/member_holds.sql
-- The policies' question put about somebody else than the one who asks. A member limited to businesses holds nothing for
-- the whole organization.
create or replace function app_private.member_holds(membership_id uuid, resource text, action text, scope text default 'all') returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select
    from app_public.memberships m
    join app_public.users u on u.id = m.user_id
    join app_private.role_grants g on g.organization_id = m.organization_id and g.role_id = m.role_id
    where m.id = member_holds.membership_id
      and m.is_active
      and u.is_active
      and g.resource = member_holds.resource
      and g.action = member_holds.action
      and array_position(array['own', 'team', 'all'], g.scope) >= array_position(array['own', 'team', 'all'], member_holds.scope)
      and not exists (
        select from app_public.business_memberships b
        where b.organization_id = m.organization_id and b.membership_id = m.id
      )
  )
$$;
comment on function app_private.member_holds(uuid, text, text, text) is $$Whether a member, who needn’t be the one who asks, holds a permission in at least this scope.$$;
--! EndIncluded tenancy/functions/member_holds.sql
--! Included tenancy/functions/member_may_grant.sql
create or replace function app_private.member_may_grant(membership_id uuid, role_id uuid) returns boolean
language sql stable
set search_path = ''
as $$
  select app_private.member_holds(member_may_grant.membership_id, 'members', 'manage') and not exists (
    select from app_private.role_grants g
    where g.role_id = member_may_grant.role_id
      and not app_private.member_holds(member_may_grant.membership_id, g.resource, g.action, g.scope)
  )
$$;
comment on function app_private.member_may_grant(uuid, uuid) is $$Whether a member manages members and holds all that a role holds, as of now.$$;
--! EndIncluded tenancy/functions/member_may_grant.sql
--! Included tenancy/functions/is_joining.sql
-- now() is the time at which the transaction began, and no request writes claimed_at itself.
create or replace function app_private.is_joining(membership_id uuid) returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select
    from app_public.memberships m
    join app_public.staff_invitations i on i.organization_id = m.organization_id and i.membership_id = m.id
    where m.id = is_joining.membership_id
      and m.user_id = app_hidden.user_id()
      and i.claimed_at = now()
  )
$$;
comment on function app_private.is_joining(uuid) is $$Whether the person who asks becomes this member in the present transaction, by accepting an invitation.$$;
--! EndIncluded tenancy/functions/is_joining.sql
--! Included tenancy/functions/tg_memberships__guard.sql
-- Members change their own title, availability and default business, and may leave; role and activity are otherwise for
-- those who manage members, and only within the permissions that they hold themselves, the roles in businesses included.
-- Whoever comes back by an invitation gets what that gives.
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
  if OLD.id = app_hidden.membership_id() and NEW.role_id = OLD.role_id and not NEW.is_active
    or not OLD.is_active and app_private.is_joining(OLD.id)
  then
    return NEW;
  end if;
  if NEW.role_id is distinct from OLD.role_id or NEW.is_active is distinct from OLD.is_active then
    if not app_hidden.may_all('members.manage') then
      raise exception using errcode = 'TN403', message = 'Only those who manage members may change a member''s role or activity.';
    end if;
    perform app_private.require_role_within_own(OLD.role_id);
    perform app_private.require_role_within_own(NEW.role_id);
    perform app_private.require_role_within_own(b.role_id)
    from app_public.business_memberships b
    where b.organization_id = OLD.organization_id and b.membership_id = OLD.id;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_memberships__guard() is $$Keeps members from raising themselves or others above their own permissions.$$;
--! EndIncluded tenancy/functions/tg_memberships__guard.sql
--! Included tenancy/functions/tg_business_memberships__guard.sql
-- A role within a business is handed out under the same rule as one of the organization. Taking a limit away widens
-- what the member sees, so that also needs the permissions that the member has. An owner works in all businesses, lest
-- the last one lock the organization up. Whoever comes back by an invitation leaves the old limits behind.
create or replace function app_private.tg_business_memberships__guard() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'DELETE' and app_private.is_joining(OLD.membership_id) then
    return OLD;
  end if;
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
--! Included tenancy/tables/api_keys.sql
comment on table app_public.api_keys is $$A key with which a machine uses the API of the organization, under a role. The secret is shown once, when the key is created.$$;
comment on column app_public.api_keys.name is $$What the key is for.$$;
comment on column app_public.api_keys.prefix is $$The beginning of the secret, by which people recognize the key.$$;
comment on column app_public.api_keys.role_id is $$What the key may do.$$;
comment on column app_public.api_keys.created_by_id is $$The member who created the key.$$;
comment on column app_public.api_keys.last_used_at is $$When the key was last used, within a few minutes.$$;
comment on column app_public.api_keys.expires_at is $$When the key ceases to work; empty when it doesn’t by itself.$$;
comment on column app_public.api_keys.revoked_at is $$When the key was revoked; empty while it works.$$;

-- That a key was used is no change of it.
create or replace trigger _100_timestamps
  before update of id, organization_id, name, prefix, role_id, created_by_id, expires_at, revoked_at, created_at
  on app_public.api_keys for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before insert or update of name, prefix, role_id, expires_at, revoked_at on app_public.api_keys for each row execute function app_private.tg_api_keys__guard();
create or replace trigger _900_audit
  after insert or delete or update of id, organization_id, name, prefix, role_id, created_by_id, expires_at, revoked_at, created_at
  on app_public.api_keys for each row execute function app_private.tg__audit();

-- insert is not granted: a key begins together with its secret, through an operation of its own. delete is not granted:
-- keys are revoked. A key can't manage keys, lest a leaked one outlive its revocation.
revoke all on table app_public.api_keys from tenantry_member;
grant select on table app_public.api_keys to tenantry_member;
grant update (name, expires_at, revoked_at) on table app_public.api_keys to tenantry_member;

alter table app_public.api_keys enable row level security;
select app_private.drop_policies('app_public.api_keys');
select app_private.create_policies('app_public.api_keys', '{member}', '{select,update}', $$(select app_hidden.may_all('api_keys.manage'))$$);
--! EndIncluded tenancy/tables/api_keys.sql
--! Included tenancy/functions/free_slug.sql
create or replace function app_private.free_slug(name text) returns text
language plpgsql stable
set search_path = ''
as $$
declare
  -- Letters lose their accents; what is left without any letter or digit gets a name of its own.
  v_plain constant text := regexp_replace(normalize(lower(free_slug.name), nfd), '[\u0300-\u036f]', '', 'g');
  v_slug text := btrim(left(btrim(regexp_replace(v_plain, '[^a-z0-9]+', '-', 'g'), '-'), 50), '-');
begin
  if length(v_slug) < 2 or v_slug ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    v_slug := concat_ws('-', 'organization', nullif(v_slug, ''));
  end if;
  if exists (select from app_public.organizations o where o.slug = v_slug) then
    return v_slug || '-' || left(md5(gen_random_uuid()::text), 6);
  end if;
  return v_slug;
end
$$;
comment on function app_private.free_slug(text) is $$A slug for an organization of this name: the name’s letters and digits, and something random after them when another organization has that slug.$$;
--! EndIncluded tenancy/functions/free_slug.sql
--! Included tenancy/functions/create_organization.sql
-- Definer, because insert is granted to nobody: an organization begins with an owner. What else it starts with comes from
-- its triggers. The person's row is locked, so that two at the same time don't both count one short of the limit.
create or replace function app_public.create_organization(
  name text,
  slug text default null,
  locale text default null,
  timezone text default null,
  currency text default null
) returns app_public.organizations
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_user app_public.users;
  v_organization app_public.organizations;
begin
  select u.* into v_user from app_public.users u where u.id = app_hidden.user_id() for no key update;
  if (
    select count(*)
    from app_public.memberships m
    join app_public.roles r on r.organization_id = m.organization_id and r.id = m.role_id
    where m.user_id = v_user.id and m.is_active and r.system_role = 'owner'
  ) >= 20 then
    raise exception using
      errcode = 'TN409',
      message = 'You own 20 organizations, and nobody may own more.',
      hint = 'Hand one of them over, or leave it.';
  end if;

  insert into app_public.organizations (name, slug, locale, timezone, currency)
  values (
    create_organization.name,
    coalesce(create_organization.slug, app_private.free_slug(create_organization.name)),
    coalesce(create_organization.locale, v_user.locale),
    coalesce(create_organization.timezone, v_user.timezone),
    coalesce(create_organization.currency, 'USD')
  )
  returning * into v_organization;
  insert into app_public.memberships (organization_id, user_id, role_id)
  select r.organization_id, v_user.id, r.id
  from app_public.roles r
  where r.organization_id = v_organization.id and r.system_role = 'owner';
  return v_organization;
end
$$;
grant execute on function app_public.create_organization(text, text, text, text, text) to tenantry_member;
comment on function app_public.create_organization(text, text, text, text, text) is $$@argument name The organization’s name as people read it.
@argument slug The organization’s short name in addresses; made from the name unless given.
@argument locale Language and region, such as en-GB; the person’s own unless given.
@argument timezone The time zone in which the organization’s days begin and end; the person’s own unless given.
@argument currency The currency of new amounts (ISO 4217); USD unless given.
Creates an organization, whose owner is the signed-in person, with the system roles and a sales pipeline. Needs no active organization. The new one is active in requests that name it, and in all of somebody who has no other. Nobody owns more than 20.$$;
--! EndIncluded tenancy/functions/create_organization.sql
--! Included tenancy/functions/leave_organization.sql
-- Definer, because the guard of memberships lets members leave and change nothing else of their activity.
create or replace function app_public.leave_organization() returns app_public.organizations
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_organization app_public.organizations;
begin
  select o.* into v_organization from app_public.organizations o where o.id = app_hidden.organization_id();
  update app_public.memberships m
  set is_active = false
  where m.organization_id = v_organization.id and m.id = app_hidden.membership_id();
  return v_organization;
end
$$;
grant execute on function app_public.leave_organization() to tenantry_member;
comment on function app_public.leave_organization() is $$Ends the signed-in person’s membership in the active organization. It is switched off, so that what the person did stays theirs; an invitation brings them back. The last owner can’t leave.$$;
--! EndIncluded tenancy/functions/leave_organization.sql
--! Included tenancy/functions/remove_member.sql
create or replace function app_public.remove_member(membership_id uuid) returns app_public.memberships
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_membership app_public.memberships;
begin
  if not app_hidden.may_all('members.manage') then
    raise exception using errcode = 'TN403', message = 'You may not remove members.';
  end if;
  update app_public.memberships m
  set is_active = false
  where m.organization_id = app_hidden.organization_id() and m.id = remove_member.membership_id and m.is_active
  returning m.* into v_membership;
  if not found then
    perform app_private.refuse_missing_row('membershipId');
  end if;
  return v_membership;
end
$$;
grant execute on function app_public.remove_member(uuid) to tenantry_member;
comment on function app_public.remove_member(uuid) is $$@argument membership_id The id of the membership.
Removes a member from the organization: the membership is switched off, and with the next request the person is out. What the member owned stays as it is. A member with more permissions than one’s own can’t be removed, nor the last owner.$$;
--! EndIncluded tenancy/functions/remove_member.sql
--! Included tenancy/functions/transfer_ownership.sql
-- The new owner comes first, so that there is always one. The organization's row is locked before its members', as
-- tg_memberships__keep_an_owner does, so that two owners who do this at the same time take turns.
create or replace function app_public.transfer_ownership(membership_id uuid) returns app_public.memberships
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_membership app_public.memberships;
begin
  if not app_hidden.may_all('organization.transfer') then
    raise exception using errcode = 'TN403', message = 'Only an owner may hand the organization over.';
  end if;
  if transfer_ownership.membership_id = app_hidden.membership_id() then
    raise exception using errcode = 'TN409', message = 'Name another member than yourself.', detail = '{"field": "membershipId"}';
  end if;
  perform from app_public.organizations o where o.id = app_hidden.organization_id() for no key update;

  update app_public.memberships m
  set role_id = r.id
  from app_public.roles r
  where m.organization_id = app_hidden.organization_id()
    and m.id = transfer_ownership.membership_id
    and m.is_active
    and r.organization_id = m.organization_id
    and r.system_role = 'owner'
  returning m.* into v_membership;
  if not found then
    perform app_private.refuse_missing_row('membershipId');
  end if;
  update app_public.memberships m
  set role_id = r.id
  from app_public.roles r
  where m.organization_id = app_hidden.organization_id()
    and m.id = app_hidden.membership_id()
    and r.organization_id = m.organization_id
    and r.system_role = 'admin';
  return v_membership;
end
$$;
grant execute on function app_public.transfer_ownership(uuid) to tenantry_member;
comment on function app_public.transfer_ownership(uuid) is $$@argument membership_id The id of the membership of the new owner.
Makes another member owner in one’s own place; oneself becomes an admin. Other owners stay owners.$$;
--! EndIncluded tenancy/functions/transfer_ownership.sql
--! Included tenancy/functions/invite_member.sql
-- Definer, because the token's digest is private. The table's guard keeps the role within what whoever invites holds.
create or replace function app_public.invite_member(
  email text,
  role_id uuid,
  expires_at timestamptz default null
) returns app_public.issued_staff_invitation
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_email constant text := app_hidden.normalize_email(invite_member.email);
  v_token constant text := app_private.create_token();
  v_invitation app_public.staff_invitations;
begin
  if not app_hidden.may_all('members.manage') then
    raise exception using errcode = 'TN403', message = 'You may not invite members.';
  end if;
  perform app_private.require_future(invite_member.expires_at);
  if exists (
    select
    from app_public.memberships m
    join app_public.users u on u.id = m.user_id
    where m.organization_id = app_hidden.organization_id() and m.is_active and u.email = v_email
  ) then
    raise exception using errcode = 'TN409', message = 'A member has this e-mail address already.', detail = '{"field": "email"}';
  end if;
  -- An address has one open invitation; one that has run out doesn't stand in the way.
  update app_public.staff_invitations i
  set revoked_at = now()
  where i.organization_id = app_hidden.organization_id()
    and i.email = v_email
    and i.claimed_at is null
    and i.revoked_at is null
    and i.expires_at <= now();
  if exists (
    select from app_public.staff_invitations i
    where i.organization_id = app_hidden.organization_id() and i.email = v_email and i.claimed_at is null and i.revoked_at is null
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'This address has an open invitation.',
      detail = '{"field": "email"}',
      hint = 'Send that one again, or withdraw it.';
  end if;

  insert into app_public.staff_invitations (organization_id, email, role_id, expires_at)
  values (
    app_hidden.organization_id(),
    v_email,
    invite_member.role_id,
    coalesce(invite_member.expires_at, now() + interval '7 days')
  )
  returning * into v_invitation;
  insert into app_private.staff_invitation_secrets (staff_invitation_id, digest)
  values (v_invitation.id, app_private.token_digest(v_token));
  return row(v_invitation, v_token)::app_public.issued_staff_invitation;
end
$$;
grant execute on function app_public.invite_member(text, uuid, timestamptz) to tenantry_member;
comment on function app_public.invite_member(text, uuid, timestamptz) is $$@argument email The address that the invitation goes to.
@argument role_id The id of the role that the invited person will have; one that holds no more than one’s own.
@argument expires_at When the invitation ceases to be good; in seven days unless given.
@resultFieldName issued
Invites somebody to join the organization. The token that comes with the invitation is shown this once: put it into the link that you send.$$;
comment on type app_public.issued_staff_invitation is $$An invitation to join the organization, with its token.$$;
comment on column app_public.issued_staff_invitation.staff_invitation is $$The invitation.$$;
comment on column app_public.issued_staff_invitation.token is $$The token with which the invited person accepts. It is shown this once.$$;
--! EndIncluded tenancy/functions/invite_member.sql
--! Included tenancy/functions/resend_invitation.sql
-- Whoever sends an invitation again stands behind it from then on: its role was compared with theirs.
create or replace function app_public.resend_invitation(invitation_id uuid, expires_at timestamptz default null)
returns app_public.issued_staff_invitation
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_token constant text := app_private.create_token();
  v_invitation app_public.staff_invitations;
begin
  if not app_hidden.may_all('members.manage') then
    raise exception using errcode = 'TN403', message = 'You may not invite members.';
  end if;
  perform app_private.require_future(resend_invitation.expires_at);
  update app_public.staff_invitations i
  set
    expires_at = coalesce(resend_invitation.expires_at, greatest(i.expires_at, now() + interval '7 days')),
    invited_by_id = app_hidden.membership_id()
  where i.organization_id = app_hidden.organization_id() and i.id = resend_invitation.invitation_id
  returning i.* into v_invitation;
  if not found then
    perform app_private.refuse_missing_row('invitationId');
  end if;
  insert into app_private.staff_invitation_secrets (staff_invitation_id, digest)
  values (v_invitation.id, app_private.token_digest(v_token))
  on conflict on constraint staff_invitation_secrets_pkey do update set digest = excluded.digest;
  return row(v_invitation, v_token)::app_public.issued_staff_invitation;
end
$$;
grant execute on function app_public.resend_invitation(uuid, timestamptz) to tenantry_member;
comment on function app_public.resend_invitation(uuid, timestamptz) is $$@argument invitation_id The id of the invitation.
@argument expires_at When the invitation ceases to be good; in seven days, or later if it was good for longer, unless given.
@resultFieldName issued
Gives an invitation a new token, which is shown this once, and more time. The token before is without effect at once, and whoever sends the invitation again is its sender from then on.$$;
--! EndIncluded tenancy/functions/resend_invitation.sql
--! Included tenancy/functions/revoke_invitation.sql
create or replace function app_public.revoke_invitation(invitation_id uuid) returns app_public.staff_invitations
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_invitation app_public.staff_invitations;
begin
  if not app_hidden.may_all('members.manage') then
    raise exception using errcode = 'TN403', message = 'You may not withdraw invitations.';
  end if;
  update app_public.staff_invitations i
  set revoked_at = now()
  where i.organization_id = app_hidden.organization_id() and i.id = revoke_invitation.invitation_id
  returning i.* into v_invitation;
  if not found then
    perform app_private.refuse_missing_row('invitationId');
  end if;
  return v_invitation;
end
$$;
grant execute on function app_public.revoke_invitation(uuid) to tenantry_member;
comment on function app_public.revoke_invitation(uuid) is $$@argument invitation_id The id of the invitation.
Withdraws an invitation to join the organization, for good.$$;
--! EndIncluded tenancy/functions/revoke_invitation.sql
--! Included tenancy/functions/accept_invitation.sql
/*
 * Definer, because whoever accepts is no member yet. The token proves that its holder reads the mailbox which the
 * invitation went to, so it needn't be the address that the person signs in with. Whoever comes second waits for the
 * invitation's row and finds it settled; the token is looked at again once the row is held, as it may have been replaced
 * meanwhile. The inviter must still be able to give the role away: an invitation is no way to keep what one has lost.
 */
create or replace function app_public.accept_invitation(token text) returns app_public.memberships
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_digest constant bytea := app_private.token_digest(accept_invitation.token);
  v_invitation app_public.staff_invitations;
  v_membership app_public.memberships;
begin
  select i.* into v_invitation
  from app_public.staff_invitations i
  where i.id = (select s.staff_invitation_id from app_private.staff_invitation_secrets s where s.digest = v_digest)
  for no key update;
  if not exists (
    select from app_private.staff_invitation_secrets s
    where s.staff_invitation_id = v_invitation.id and s.digest = v_digest
  ) then
    raise exception using
      errcode = 'TN404',
      message = 'There is no such invitation.',
      detail = '{"field": "token"}',
      hint = 'Use the newest one that you got, or ask to be invited again.';
  end if;
  update app_public.staff_invitations i set claimed_at = now() where i.id = v_invitation.id;
  if not app_private.member_may_grant(v_invitation.invited_by_id, v_invitation.role_id) then
    raise exception using
      errcode = 'TN409',
      message = 'Whoever sent this invitation may not give this role any more.',
      hint = 'Ask to be invited again.';
  end if;

  insert into app_public.memberships (organization_id, user_id, role_id)
  values (v_invitation.organization_id, app_hidden.user_id(), v_invitation.role_id)
  on conflict on constraint memberships_organization_id_user_id_key do nothing
  returning * into v_membership;
  if found then
    update app_public.staff_invitations i set membership_id = v_membership.id where i.id = v_invitation.id;
    return v_membership;
  end if;

  -- Somebody who was a member before comes back as a new one would come, with this role and nothing of the old limits.
  select m.* into v_membership
  from app_public.memberships m
  where m.organization_id = v_invitation.organization_id and m.user_id = app_hidden.user_id()
  for no key update;
  if v_membership.is_active then
    raise exception using errcode = 'TN409', message = 'You are a member of this organization already.';
  end if;
  update app_public.staff_invitations i set membership_id = v_membership.id where i.id = v_invitation.id;
  delete from app_public.business_memberships b
  where b.organization_id = v_invitation.organization_id and b.membership_id = v_membership.id;
  delete from app_public.team_members t
  where t.organization_id = v_invitation.organization_id and t.membership_id = v_membership.id;
  update app_public.memberships m
  set role_id = v_invitation.role_id, is_active = true
  where m.id = v_membership.id
  returning m.* into v_membership;
  return v_membership;
end
$$;
grant execute on function app_public.accept_invitation(text) to tenantry_member;
comment on function app_public.accept_invitation(text) is $$@argument token The token of the invitation, from the link.
Joins the organization that the invitation is from, with its role. Whoever holds the token may accept, under whatever address they sign in: having it shows that they read the mailbox it was sent to. Needs no active organization. An invitation is accepted once, and only while its sender may still give its role.$$;
--! EndIncluded tenancy/functions/accept_invitation.sql
--! Included tenancy/functions/invitation_by_token.sql
-- Definer, because whoever looks belongs to no organization. It tells what the message with the token tells, and the
-- address only so far that its owner recognizes it.
create or replace function app_public.invitation_by_token(token text) returns app_public.invitation_preview
language sql stable security definer
set search_path = ''
as $$
  select (
    i.kind,
    o.name,
    regexp_replace(i.email, '^(.)[^@]*', '\1***'),
    i.custom_message,
    i.expires_at,
    case
      when i.claimed_at is not null then 'accepted'
      when i.revoked_at is not null then 'withdrawn'
      when i.expires_at <= now() then 'expired'
      else 'open'
    end
  )::app_public.invitation_preview
  from (
    select 'member' as kind, s.organization_id, s.email, null as custom_message, s.expires_at, s.claimed_at, s.revoked_at
    from app_private.staff_invitation_secrets t
    join app_public.staff_invitations s on s.id = t.staff_invitation_id
    where t.digest = app_private.token_digest(invitation_by_token.token)
    union all
    select 'client', c.organization_id, c.email, c.custom_message, c.expires_at, c.claimed_at, c.revoked_at
    from app_private.client_invitation_secrets t
    join app_public.client_invitations c on c.id = t.client_invitation_id
    where t.digest = app_private.token_digest(invitation_by_token.token)
  ) i
  join app_public.organizations o on o.id = i.organization_id
$$;
grant execute on function app_public.invitation_by_token(text) to tenantry_anonymous, tenantry_member, tenantry_client;
comment on function app_public.invitation_by_token(text) is $$@argument token The token of the invitation, from the link.
What an invitation says, for the page on which it is accepted; null when there is none with this token. Needs nobody to be signed in.$$;
comment on type app_public.invitation_preview is $$What somebody who holds the token of an invitation is told of it.$$;
comment on column app_public.invitation_preview.kind is $$Whom it invites: member (accept it with acceptInvitation, signed in) or client (claim it with claimInvitation, without a token of one’s own).$$;
comment on column app_public.invitation_preview.organization_name is $$The organization that invites.$$;
comment on column app_public.invitation_preview.email is $$The beginning and the domain of the address that the invitation went to, such as k***@example.com.$$;
comment on column app_public.invitation_preview.custom_message is $$What the invited person is told.$$;
comment on column app_public.invitation_preview.expires_at is $$When the invitation ceases to be good; empty when it never does by itself.$$;
comment on column app_public.invitation_preview.state is $$Whether it can be used: open; else accepted, withdrawn or expired.$$;
--! EndIncluded tenancy/functions/invitation_by_token.sql
--! Included tenancy/functions/require_contact_to_invite.sql
-- Whoever holds the token of an invitation becomes the contact in the portal, and who invites gets to know the token. So
-- a contact is invited only by somebody who may change it.
create or replace function app_private.require_contact_to_invite(contact app_public.contacts) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if not app_hidden.may_on_row('contacts.update', require_contact_to_invite.contact.business_id, array[require_contact_to_invite.contact.owner_id]) then
    perform app_private.refuse_missing_row('contactId');
  end if;
  if require_contact_to_invite.contact.deleted_at is not null or not require_contact_to_invite.contact.is_active then
    raise exception using errcode = 'TN409', message = 'This contact was archived or switched off.';
  end if;
  if exists (select from app_private.contact_credentials p where p.contact_id = require_contact_to_invite.contact.id) then
    raise exception using errcode = 'TN409', message = 'This contact uses the client portal already.';
  end if;
end
$$;
comment on function app_private.require_contact_to_invite(app_public.contacts) is $$Raises TN404 when a contact isn’t to be changed by whoever asks, and TN409 when it can’t be invited.$$;
--! EndIncluded tenancy/functions/require_contact_to_invite.sql
--! Included tenancy/functions/client_invitation_to_change.sql
-- The condition of the table's policies, for functions that write what no request may.
create or replace function app_private.client_invitation_to_change(invitation_id uuid) returns app_public.client_invitations
language plpgsql volatile
set search_path = ''
as $$
declare
  v_invitation app_public.client_invitations;
begin
  select i.* into v_invitation
  from app_public.client_invitations i
  where i.organization_id = app_hidden.organization_id()
    and i.id = client_invitation_to_change.invitation_id
    and app_hidden.may_on_row('client_invitations.manage', i.business_id, array[i.invited_by_id])
  for no key update;
  if not found then
    perform app_private.refuse_missing_row('invitationId');
  end if;
  return v_invitation;
end
$$;
comment on function app_private.client_invitation_to_change(uuid) is $$An invitation into the client portal that whoever asks may change, locked; raises TN404 when there is none.$$;
--! EndIncluded tenancy/functions/client_invitation_to_change.sql
--! Included tenancy/functions/invite_client.sql
-- Definer, because the token's digest is private. The permission is that of the table's policies, and a contact is one
-- that whoever invites may change.
create or replace function app_public.invite_client(
  email text default null,
  contact_id uuid default null,
  first_name text default null,
  last_name text default null,
  phone text default null,
  business_id uuid default null,
  custom_message text default null,
  metadata jsonb default null,
  expires_at timestamptz default null
) returns app_public.issued_client_invitation
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_token constant text := app_private.create_token();
  v_email text := app_hidden.normalize_email(invite_client.email);
  v_contact app_public.contacts;
  v_business_id uuid;
  v_invitation app_public.client_invitations;
begin
  select c.* into v_contact
  from app_public.contacts c
  where c.organization_id = app_hidden.organization_id()
    and case when invite_client.contact_id is null then c.email = v_email else c.id = invite_client.contact_id end;
  if invite_client.contact_id is not null and not found then
    perform app_private.refuse_missing_row('contactId');
  end if;
  if v_contact.id is not null then
    perform app_private.require_contact_to_invite(v_contact);
  end if;
  v_business_id := coalesce(invite_client.business_id, v_contact.business_id, app_hidden.default_business_id());
  if not app_hidden.may_on_row('client_invitations.manage', v_business_id, array[app_hidden.membership_id()]) then
    raise exception using errcode = 'TN403', message = 'You may not invite clients.';
  end if;
  if v_email <> v_contact.email then
    raise exception using errcode = 'TN409', message = 'This contact has another e-mail address.', detail = '{"field": "email"}';
  end if;
  v_email := coalesce(v_email, v_contact.email);
  perform app_private.require_future(invite_client.expires_at);

  -- An address has one open invitation; one that has run out doesn't stand in the way.
  update app_public.client_invitations i
  set revoked_at = now()
  where i.organization_id = app_hidden.organization_id()
    and i.email = v_email
    and i.claimed_at is null
    and i.revoked_at is null
    and i.expires_at <= now();
  if exists (
    select from app_public.client_invitations i
    where i.organization_id = app_hidden.organization_id() and i.email = v_email and i.claimed_at is null and i.revoked_at is null
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'This address has an open invitation.',
      detail = '{"field": "email"}',
      hint = 'Send that one again, or withdraw it.';
  end if;

  insert into app_public.client_invitations (
    organization_id, business_id, email, first_name, last_name, phone, custom_message, metadata, contact_id, expires_at
  ) values (
    app_hidden.organization_id(),
    v_business_id,
    v_email,
    coalesce(invite_client.first_name, v_contact.first_name),
    coalesce(invite_client.last_name, v_contact.last_name),
    coalesce(invite_client.phone, v_contact.phone),
    invite_client.custom_message,
    coalesce(invite_client.metadata, '{}'),
    v_contact.id,
    invite_client.expires_at
  )
  returning * into v_invitation;
  insert into app_private.client_invitation_secrets (client_invitation_id, digest)
  values (v_invitation.id, app_private.token_digest(v_token));
  return row(v_invitation, v_token)::app_public.issued_client_invitation;
end
$$;
grant execute on function app_public.invite_client(text, uuid, text, text, text, uuid, text, jsonb, timestamptz) to tenantry_member, tenantry_service;
comment on function app_public.invite_client(text, uuid, text, text, text, uuid, text, jsonb, timestamptz) is $$@argument email The address that the invitation goes to; that of the contact unless given.
@argument contact_id The id of the contact who is invited; the one with the address, if there is one, unless given.
@argument first_name Given name.
@argument last_name Family name.
@argument phone Phone number. Without a country it is read as one of the organization’s.
@argument business_id The id of the business that a new contact will belong to.
@argument custom_message What the invited person is told in the message.
@argument metadata Free data of the invitation, an object.
@argument expires_at When the invitation ceases to be good; never by itself unless given.
@resultFieldName issued
Invites somebody into the client portal, a contact or somebody who becomes one. The token that comes with the invitation is shown this once: put it into the link that you send. Whoever uses it becomes that contact, so a contact is invited only by somebody who may change it.$$;
comment on type app_public.issued_client_invitation is $$An invitation into the client portal, with its token.$$;
comment on column app_public.issued_client_invitation.client_invitation is $$The invitation.$$;
comment on column app_public.issued_client_invitation.token is $$The token with which the invited person claims the invitation. It is shown this once.$$;
--! EndIncluded tenancy/functions/invite_client.sql
--! Included tenancy/functions/resend_client_invitation.sql
-- Whoever sends an invitation again is its sender from then on, since they know its token.
create or replace function app_public.resend_client_invitation(invitation_id uuid, expires_at timestamptz default null)
returns app_public.issued_client_invitation
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_token constant text := app_private.create_token();
  v_invitation app_public.client_invitations := app_private.client_invitation_to_change(resend_client_invitation.invitation_id);
  v_contact app_public.contacts;
begin
  perform app_private.require_future(resend_client_invitation.expires_at);
  -- Somebody who was not known when the invitation went out may be a contact by now.
  select c.* into v_contact
  from app_public.contacts c
  where c.organization_id = app_hidden.organization_id()
    and case when v_invitation.contact_id is null then c.email = v_invitation.email else c.id = v_invitation.contact_id end;
  if found and v_invitation.claimed_at is null then
    perform app_private.require_contact_to_invite(v_contact);
  end if;
  update app_public.client_invitations i
  set
    contact_id = v_contact.id,
    invited_by_id = app_hidden.membership_id(),
    expires_at = coalesce(
      resend_client_invitation.expires_at,
      case when i.expires_at is not null then greatest(i.expires_at, now() + interval '7 days') end
    )
  where i.id = v_invitation.id
  returning i.* into v_invitation;
  insert into app_private.client_invitation_secrets (client_invitation_id, digest)
  values (v_invitation.id, app_private.token_digest(v_token))
  on conflict on constraint client_invitation_secrets_pkey do update set digest = excluded.digest;
  return row(v_invitation, v_token)::app_public.issued_client_invitation;
end
$$;
grant execute on function app_public.resend_client_invitation(uuid, timestamptz) to tenantry_member, tenantry_service;
comment on function app_public.resend_client_invitation(uuid, timestamptz) is $$@argument invitation_id The id of the invitation.
@argument expires_at When the invitation ceases to be good; unless given, never by itself if it never did, else in seven days, or later if it was good for longer.
@resultFieldName issued
Gives an invitation into the client portal a new token, which is shown this once. The token before is without effect at once, and whoever sends the invitation again is its sender from then on.$$;
--! EndIncluded tenancy/functions/resend_client_invitation.sql
--! Included tenancy/functions/revoke_client_invitation.sql
create or replace function app_public.revoke_client_invitation(invitation_id uuid) returns app_public.client_invitations
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_invitation app_public.client_invitations := app_private.client_invitation_to_change(revoke_client_invitation.invitation_id);
begin
  update app_public.client_invitations i
  set revoked_at = now()
  where i.organization_id = app_hidden.organization_id() and i.id = v_invitation.id
  returning i.* into v_invitation;
  return v_invitation;
end
$$;
grant execute on function app_public.revoke_client_invitation(uuid) to tenantry_member, tenantry_service;
comment on function app_public.revoke_client_invitation(uuid) is $$@argument invitation_id The id of the invitation.
Withdraws an invitation into the client portal, for good.$$;
--! EndIncluded tenancy/functions/revoke_client_invitation.sql
--! Included tenancy/functions/claim_invitation.sql
/*
 * Definer, because whoever claims belongs to no organization. As with accept_invitation, the second to come waits for the
 * row, and the token is looked at again once the row is held. A contact whom the invitation doesn't name, such as one who
 * has written since, is taken for the invited person only if the inviter may change all contacts: whoever invites knows
 * the token, and must not get at somebody else's contact by it. For the same reason a password that exists is not replaced.
 */
create or replace function app_public.claim_invitation(
  token text,
  password text default null,
  first_name text default null,
  last_name text default null
) returns app_public.claimed_invitation
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_digest constant bytea := app_private.token_digest(claim_invitation.token);
  v_invitation app_public.client_invitations;
  v_contact app_public.contacts;
begin
  select i.* into v_invitation
  from app_public.client_invitations i
  where i.id = (select s.client_invitation_id from app_private.client_invitation_secrets s where s.digest = v_digest)
  for no key update;
  if not exists (
    select from app_private.client_invitation_secrets s
    where s.client_invitation_id = v_invitation.id and s.digest = v_digest
  ) then
    raise exception using
      errcode = 'TN404',
      message = 'There is no such invitation.',
      detail = '{"field": "token"}',
      hint = 'Use the newest one that you got, or ask to be invited again.';
  end if;
  update app_public.client_invitations i set claimed_at = now() where i.id = v_invitation.id;

  select c.* into v_contact
  from app_public.contacts c
  where c.organization_id = v_invitation.organization_id
    and case when v_invitation.contact_id is null then c.email = v_invitation.email else c.id = v_invitation.contact_id end
  for no key update;
  if not found then
    -- Nobody is there to fill in what an organization requires of new contacts.
    perform set_config('app.requires_custom_fields', 'off', true);
    insert into app_public.contacts (
      organization_id, business_id, owner_id, email, phone, first_name, last_name, lifecycle_stage, source, email_verified
    ) values (
      v_invitation.organization_id,
      v_invitation.business_id,
      (select m.id from app_public.memberships m where m.id = v_invitation.invited_by_id and m.is_active),
      v_invitation.email,
      v_invitation.phone,
      coalesce(claim_invitation.first_name, v_invitation.first_name),
      coalesce(claim_invitation.last_name, v_invitation.last_name),
      'customer',
      'invitation',
      true
    )
    returning * into v_contact;
    perform set_config('app.requires_custom_fields', '', true);
  else
    if v_invitation.contact_id is null and not app_private.member_holds(v_invitation.invited_by_id, 'contacts', 'update') then
      raise exception using
        errcode = 'TN409',
        message = 'A contact with this address was added after the invitation.',
        hint = 'Ask to be invited again.';
    end if;
    if v_contact.deleted_at is not null or not v_contact.is_active then
      raise exception using errcode = 'TN409', message = 'This client account is switched off.';
    end if;
    if exists (select from app_private.contact_credentials p where p.contact_id = v_contact.id) then
      raise exception using errcode = 'TN409', message = 'You use the client portal already.', hint = 'Sign in with your password.';
    end if;
    update app_public.contacts c
    set
      email = coalesce(c.email, v_invitation.email),
      email_verified = c.email_verified or coalesce(c.email, v_invitation.email) = v_invitation.email
    where c.id = v_contact.id
    returning c.* into v_contact;
  end if;

  if claim_invitation.password is not null then
    perform app_private.require_good_password(claim_invitation.password, v_contact.email);
    insert into app_private.contact_credentials (contact_id, password_hash)
    values (v_contact.id, app_private.hash_password(claim_invitation.password));
  end if;
  update app_public.client_invitations i set contact_id = v_contact.id where i.id = v_invitation.id;
  return (
    select (o.id, o.name, o.slug, v_contact.id, v_contact.email)::app_public.claimed_invitation
    from app_public.organizations o
    where o.id = v_invitation.organization_id
  );
end
$$;
grant execute on function app_public.claim_invitation(text, text, text, text) to tenantry_anonymous;
comment on function app_public.claim_invitation(text, text, text, text) is $$@argument token The token of the invitation, from the link.
@argument password The password to sign in with from now on, of 10 characters at least and 72 bytes at most; none is set unless given.
@argument first_name Given name, if the invitation makes a new contact; the invitation’s unless given.
@argument last_name Family name, if the invitation makes a new contact; the invitation’s unless given.
@resultFieldName claimed
Claims an invitation into the client portal: the visitor becomes the contact that it names, or a new one, whom the inviter looks after. Is for visitors without a token of their own. An invitation is claimed once.$$;
comment on type app_public.claimed_invitation is $$Who the visitor has become by claiming an invitation, and where.$$;
comment on column app_public.claimed_invitation.organization_id is $$The id of the organization.$$;
comment on column app_public.claimed_invitation.organization_name is $$The name of the organization.$$;
comment on column app_public.claimed_invitation.organization_slug is $$The short name of the organization.$$;
comment on column app_public.claimed_invitation.contact_id is $$The id of the contact that the visitor is.$$;
comment on column app_public.claimed_invitation.email is $$The e-mail address that the contact signs in with.$$;
--! EndIncluded tenancy/functions/claim_invitation.sql
--! Included tenancy/functions/create_api_key_prefix.sql
-- Scanners that look for leaked secrets go by tn_.
create or replace function app_private.create_api_key_prefix() returns text
language sql volatile
set search_path = ''
as $$
  select 'tn_' || left(gen_random_uuid()::text, 8)
$$;
comment on function app_private.create_api_key_prefix() is $$The beginning of a new API key, which isn’t secret.$$;
--! EndIncluded tenancy/functions/create_api_key_prefix.sql
--! Included tenancy/functions/create_api_key.sql
-- Definer, because the digest is private. The table's guard keeps the role within what whoever creates the key holds.
create or replace function app_public.create_api_key(name text, role_id uuid, expires_at timestamptz default null)
returns app_public.issued_api_key
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_prefix constant text := app_private.create_api_key_prefix();
  v_secret constant text := v_prefix || '_' || app_private.create_token();
  v_api_key app_public.api_keys;
begin
  if not app_hidden.may_all('api_keys.manage') then
    raise exception using errcode = 'TN403', message = 'You may not manage API keys.';
  end if;
  perform app_private.require_future(create_api_key.expires_at);
  insert into app_public.api_keys (organization_id, name, prefix, role_id, expires_at)
  values (app_hidden.organization_id(), create_api_key.name, v_prefix, create_api_key.role_id, create_api_key.expires_at)
  returning * into v_api_key;
  insert into app_private.api_key_secrets (api_key_id, digest) values (v_api_key.id, app_private.token_digest(v_secret));
  return row(v_api_key, v_secret)::app_public.issued_api_key;
end
$$;
grant execute on function app_public.create_api_key(text, uuid, timestamptz) to tenantry_member;
comment on function app_public.create_api_key(text, uuid, timestamptz) is $$@argument name What the key is for.
@argument role_id The id of the role that says what the key may do; one that holds no more than one’s own.
@argument expires_at When the key ceases to work; never by itself unless given.
@resultFieldName issued
Creates an API key for a machine, which sends the secret as Authorization: Bearer. The secret is shown this once.$$;
comment on type app_public.issued_api_key is $$An API key with its secret.$$;
comment on column app_public.issued_api_key.api_key is $$The key.$$;
comment on column app_public.issued_api_key.secret is $$What the machine sends as Authorization: Bearer. It is shown this once.$$;
--! EndIncluded tenancy/functions/create_api_key.sql
--! Included tenancy/functions/rotate_api_key.sql
create or replace function app_public.rotate_api_key(api_key_id uuid) returns app_public.issued_api_key
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_prefix constant text := app_private.create_api_key_prefix();
  v_secret constant text := v_prefix || '_' || app_private.create_token();
  v_api_key app_public.api_keys;
begin
  if not app_hidden.may_all('api_keys.manage') then
    raise exception using errcode = 'TN403', message = 'You may not manage API keys.';
  end if;
  update app_public.api_keys k
  set prefix = v_prefix
  where k.organization_id = app_hidden.organization_id() and k.id = rotate_api_key.api_key_id
  returning k.* into v_api_key;
  if not found then
    perform app_private.refuse_missing_row('apiKeyId');
  end if;
  if v_api_key.expires_at <= now() then
    raise exception using errcode = 'TN409', message = 'This API key has expired.', hint = 'Give it more time first, or create a new one.';
  end if;
  insert into app_private.api_key_secrets (api_key_id, digest)
  values (v_api_key.id, app_private.token_digest(v_secret))
  on conflict on constraint api_key_secrets_pkey do update set digest = excluded.digest;
  return row(v_api_key, v_secret)::app_public.issued_api_key;
end
$$;
grant execute on function app_public.rotate_api_key(uuid) to tenantry_member;
comment on function app_public.rotate_api_key(uuid) is $$@argument api_key_id The id of the key.
@resultFieldName issued
Gives an API key a new secret, which is shown this once. The secret before is without effect at once. A key whose role holds more than one’s own can’t be rotated.$$;
--! EndIncluded tenancy/functions/rotate_api_key.sql
--! Included tenancy/functions/revoke_api_key.sql
create or replace function app_public.revoke_api_key(api_key_id uuid) returns app_public.api_keys
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_api_key app_public.api_keys;
begin
  if not app_hidden.may_all('api_keys.manage') then
    raise exception using errcode = 'TN403', message = 'You may not manage API keys.';
  end if;
  update app_public.api_keys k
  set revoked_at = now()
  where k.organization_id = app_hidden.organization_id() and k.id = revoke_api_key.api_key_id
  returning k.* into v_api_key;
  if not found then
    perform app_private.refuse_missing_row('apiKeyId');
  end if;
  return v_api_key;
end
$$;
grant execute on function app_public.revoke_api_key(uuid) to tenantry_member;
comment on function app_public.revoke_api_key(uuid) is $$@argument api_key_id The id of the key.
Revokes an API key, at once and for good.$$;
--! EndIncluded tenancy/functions/revoke_api_key.sql
--! Included tenancy/functions/record_api_key_uses.sql
/*
 * For the gateway, which tells beside requests what it has seen: [{"digest": SHA-256 of a key in hexadecimal, "used_at"}].
 * Several gateways may tell at the same time, so keys are locked in one order. A key that was rotated since isn't known
 * by its digest any more.
 */
create or replace function app_private.record_api_key_uses(uses jsonb) returns void
language sql volatile security definer
set search_path = ''
as $$
  update app_public.api_keys k
  set last_used_at = used.used_at
  from (
    select seen.id, u.used_at
    from jsonb_to_recordset(record_api_key_uses.uses) as u (digest text, used_at timestamptz)
    join app_private.api_key_secrets s on s.digest = decode(u.digest, 'hex')
    join app_public.api_keys seen on seen.id = s.api_key_id
    where seen.last_used_at is null or seen.last_used_at < u.used_at
    order by seen.id
    for no key update of seen
  ) used
  where k.id = used.id
$$;
grant execute on function app_private.record_api_key_uses(jsonb) to tenantry_authenticator;
comment on function app_private.record_api_key_uses(jsonb) is $$Keeps when API keys were last used.$$;
--! EndIncluded tenancy/functions/record_api_key_uses.sql
