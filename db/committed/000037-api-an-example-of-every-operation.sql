--! Previous: sha1:d5dbf4d5788e3eb313df5e49eac3c2d4f72b82e0
--! Hash: sha1:3bb9f4ba2f08435fc0aca01b939e3e7390af76f3
--! Message: api: an example of every operation

--! split: 1-current.sql
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
Joins the organization that the invitation is from, with its role. Whoever holds the token may accept, under whatever address they sign in: having it shows that they read the mailbox it was sent to. Needs no active organization. An invitation is accepted once, and only while its sender may still give its role.

```graphql
mutation {
  acceptInvitation(input: { token: "iv_…" }) {
    membership { id organizationId isActive }
  }
}
```$$;
--! EndIncluded tenancy/functions/accept_invitation.sql
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
comment on function app_public.choose_default_organization(uuid) is $$@argument organization_id The id of an organization that the person is a member of.
Chooses the organization that is active for the signed-in person when a request names none. Needs no active organization.

```graphql
mutation {
  chooseDefaultOrganization(input: { organizationId: "0199…" }) {
    organization { id slug }
  }
}
```$$;
--! EndIncluded tenancy/functions/choose_default_organization.sql
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
    -- Who reads the old mailbox needn't be the contact: the address may have been wrong.
    if v_contact.email <> v_invitation.email then
      raise exception using
        errcode = 'TN409',
        message = 'This invitation went to an address that is no longer in use.',
        hint = 'Ask to be invited again.';
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
Claims an invitation into the client portal: the visitor becomes the contact that it names, or a new one, whom the inviter looks after. Is for visitors without a token of their own. An invitation is claimed once.

```graphql
mutation {
  claimInvitation(input: { token: "iv_…", password: "a towel or two" }) {
    claimed { organizationName contactId email }
  }
}
```$$;
comment on type app_public.claimed_invitation is $$Who the visitor has become by claiming an invitation, and where.$$;
comment on column app_public.claimed_invitation.organization_id is $$The id of the organization.$$;
comment on column app_public.claimed_invitation.organization_name is $$The name of the organization.$$;
comment on column app_public.claimed_invitation.organization_slug is $$The short name of the organization.$$;
comment on column app_public.claimed_invitation.contact_id is $$The id of the contact that the visitor is.$$;
comment on column app_public.claimed_invitation.email is $$The e-mail address that the contact signs in with.$$;
--! EndIncluded tenancy/functions/claim_invitation.sql
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
Creates an API key for a machine, which sends the secret as Authorization: Bearer. The secret is shown this once.

```graphql
mutation {
  createApiKey(input: { name: "Nightly import", roleId: "0199…" }) {
    issued { secret apiKey { id } }
  }
}
```$$;
comment on type app_public.issued_api_key is $$An API key with its secret.$$;
comment on column app_public.issued_api_key.api_key is $$The key.$$;
comment on column app_public.issued_api_key.secret is $$What the machine sends as Authorization: Bearer. It is shown this once.$$;
--! EndIncluded tenancy/functions/create_api_key.sql
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
Creates an organization, whose owner is the signed-in person, with the system roles and a sales pipeline. Needs no active organization. The new one is active in requests that name it, and in all of somebody who has no other. Nobody owns more than 20.

```graphql
mutation {
  createOrganization(input: { name: "Acme", slug: "acme", locale: "en-GB", currency: "GBP" }) {
    organization { id slug }
  }
}
```$$;
--! EndIncluded tenancy/functions/create_organization.sql
--! Included tenancy/functions/current_membership.sql
create or replace function app_public.current_membership() returns app_public.memberships
language sql stable
set search_path = ''
as $$
  select m.* from app_public.memberships m
  where m.organization_id = app_hidden.organization_id() and m.id = app_hidden.membership_id()
$$;
grant execute on function app_public.current_membership() to tenantry_member;
comment on function app_public.current_membership() is $$The signed-in person’s membership in the active organization.

```graphql
query {
  currentMembership { id role { name } organization { slug } }
}
```$$;
--! EndIncluded tenancy/functions/current_membership.sql
--! Included tenancy/functions/current_organization.sql
create or replace function app_public.current_organization() returns app_public.organizations
language sql stable
set search_path = ''
as $$
  select o.* from app_public.organizations o where o.id = app_hidden.organization_id()
$$;
grant execute on function app_public.current_organization() to tenantry_member, tenantry_service;
comment on function app_public.current_organization() is $$The active organization: the one named in the X-Organization-Id header or the token, else the only one, else the default one.

```graphql
query {
  currentOrganization { id slug name locale currency }
}
```$$;
--! EndIncluded tenancy/functions/current_organization.sql
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
What an invitation says, for the page on which it is accepted; null when there is none with this token. Needs nobody to be signed in.

```graphql
query {
  invitationByToken(token: "iv_…") { kind organizationName customMessage expiresAt state }
}
```$$;
comment on type app_public.invitation_preview is $$What somebody who holds the token of an invitation is told of it.$$;
comment on column app_public.invitation_preview.kind is $$Whom it invites: member (accept it with acceptInvitation, signed in) or client (claim it with claimInvitation, without a token of one’s own).$$;
comment on column app_public.invitation_preview.organization_name is $$The organization that invites.$$;
comment on column app_public.invitation_preview.email is $$The beginning and the domain of the address that the invitation went to, such as k***@example.com.$$;
comment on column app_public.invitation_preview.custom_message is $$What the invited person is told.$$;
comment on column app_public.invitation_preview.expires_at is $$When the invitation ceases to be good; empty when it never does by itself.$$;
comment on column app_public.invitation_preview.state is $$Whether it can be used: open; else accepted, withdrawn or expired.$$;
--! EndIncluded tenancy/functions/invitation_by_token.sql
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
    perform app_hidden.refuse_missing_row('contactId');
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
Invites somebody into the client portal, a contact or somebody who becomes one. The token that comes with the invitation is shown this once: put it into the link that you send. Whoever uses it becomes that contact, so a contact is invited only by somebody who may change it.

```graphql
mutation {
  inviteClient(input: { email: "kim@client.example", firstName: "Kim", customMessage: "Bring a towel." }) {
    issued { token clientInvitation { id } }
  }
}
```$$;
comment on type app_public.issued_client_invitation is $$An invitation into the client portal, with its token.$$;
comment on column app_public.issued_client_invitation.client_invitation is $$The invitation.$$;
comment on column app_public.issued_client_invitation.token is $$The token with which the invited person claims the invitation. It is shown this once.$$;
--! EndIncluded tenancy/functions/invite_client.sql
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
Invites somebody to join the organization. The token that comes with the invitation is shown this once: put it into the link that you send.

```graphql
mutation {
  inviteMember(input: { email: "nell@people.example", roleId: "0199…" }) {
    issued { token staffInvitation { id expiresAt } }
  }
}
```$$;
comment on type app_public.issued_staff_invitation is $$An invitation to join the organization, with its token.$$;
comment on column app_public.issued_staff_invitation.staff_invitation is $$The invitation.$$;
comment on column app_public.issued_staff_invitation.token is $$The token with which the invited person accepts. It is shown this once.$$;
--! EndIncluded tenancy/functions/invite_member.sql
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
comment on function app_public.leave_organization() is $$Ends the signed-in person’s membership in the active organization. It is switched off, so that what the person did stays theirs; an invitation brings them back. The last owner can’t leave.

```graphql
mutation {
  leaveOrganization(input: {}) {
    organization { id slug }
  }
}
```$$;
--! EndIncluded tenancy/functions/leave_organization.sql
--! Included tenancy/functions/me.sql
-- Definer, so that a visitor without a token gets null and no error: front ends ask this first.
create or replace function app_public.me() returns app_public.users
language sql stable security definer
set search_path = ''
as $$
  select u.* from app_public.users u where u.id = app_hidden.user_id()
$$;
grant execute on function app_public.me() to tenantry_anonymous, tenantry_member;
comment on function app_public.me() is $$The person who is signed in; null without a token.

```graphql
query {
  me { id email fullName }
}
```$$;
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
comment on function app_public.my_organizations() is $$@orderBy name id
The organizations of which the signed-in person is a member, by name. Needs no active organization.

```graphql
query {
  myOrganizations { nodes { id slug name } }
}
```$$;
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
comment on function app_public.my_permissions() is $$What the signed-in person may do in the active organization: use it to show and hide what your interface offers.

```graphql
query {
  myPermissions(first: 200) { nodes { resource action scope } }
}
```$$;
comment on type app_public.granted_permission is $$@orderBy resource action
A permission that a role holds.$$;
comment on column app_public.granted_permission.resource is $$What is acted upon, such as contacts.$$;
comment on column app_public.granted_permission.action is $$What is done with it, such as read.$$;
comment on column app_public.granted_permission.scope is $$Which rows it reaches: own, team or all.$$;
comment on column app_public.granted_permission.description is $$What the permission allows.$$;
--! EndIncluded tenancy/functions/my_permissions.sql
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
    perform app_hidden.refuse_missing_row('membershipId');
  end if;
  return v_membership;
end
$$;
grant execute on function app_public.remove_member(uuid) to tenantry_member;
comment on function app_public.remove_member(uuid) is $$@argument membership_id The id of the membership.
Removes a member from the organization: the membership is switched off, and with the next request the person is out. What the member owned stays as it is. A member with more permissions than one’s own can’t be removed, nor the last owner.

```graphql
mutation {
  removeMember(input: { membershipId: "0199…" }) {
    membership { id isActive }
  }
}
```$$;
--! EndIncluded tenancy/functions/remove_member.sql
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
    if v_contact.email <> v_invitation.email then
      raise exception using
        errcode = 'TN409',
        message = 'This contact has another e-mail address by now.',
        hint = 'Withdraw this invitation, and invite the contact again.';
    end if;
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
Gives an invitation into the client portal a new token, which is shown this once. The token before is without effect at once, and whoever sends the invitation again is its sender from then on.

```graphql
mutation {
  resendClientInvitation(input: { invitationId: "0199…" }) {
    issued { token clientInvitation { id expiresAt } }
  }
}
```$$;
--! EndIncluded tenancy/functions/resend_client_invitation.sql
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
    perform app_hidden.refuse_missing_row('invitationId');
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
Gives an invitation a new token, which is shown this once, and more time. The token before is without effect at once, and whoever sends the invitation again is its sender from then on.

```graphql
mutation {
  resendInvitation(input: { invitationId: "0199…" }) {
    issued { token staffInvitation { id expiresAt } }
  }
}
```$$;
--! EndIncluded tenancy/functions/resend_invitation.sql
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
    perform app_hidden.refuse_missing_row('apiKeyId');
  end if;
  return v_api_key;
end
$$;
grant execute on function app_public.revoke_api_key(uuid) to tenantry_member;
comment on function app_public.revoke_api_key(uuid) is $$@argument api_key_id The id of the key.
Revokes an API key, at once and for good.

```graphql
mutation {
  revokeApiKey(input: { apiKeyId: "0199…" }) {
    apiKey { id revokedAt }
  }
}
```$$;
--! EndIncluded tenancy/functions/revoke_api_key.sql
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
Withdraws an invitation into the client portal, for good.

```graphql
mutation {
  revokeClientInvitation(input: { invitationId: "0199…" }) {
    clientInvitation { id revokedAt }
  }
}
```$$;
--! EndIncluded tenancy/functions/revoke_client_invitation.sql
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
    perform app_hidden.refuse_missing_row('invitationId');
  end if;
  return v_invitation;
end
$$;
grant execute on function app_public.revoke_invitation(uuid) to tenantry_member;
comment on function app_public.revoke_invitation(uuid) is $$@argument invitation_id The id of the invitation.
Withdraws an invitation to join the organization, for good.

```graphql
mutation {
  revokeInvitation(input: { invitationId: "0199…" }) {
    staffInvitation { id revokedAt }
  }
}
```$$;
--! EndIncluded tenancy/functions/revoke_invitation.sql
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
    perform app_hidden.refuse_missing_row('apiKeyId');
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
Gives an API key a new secret, which is shown this once. The secret before is without effect at once. A key whose role holds more than one’s own can’t be rotated.

```graphql
mutation {
  rotateApiKey(input: { apiKeyId: "0199…" }) {
    issued { secret apiKey { id prefix } }
  }
}
```$$;
--! EndIncluded tenancy/functions/rotate_api_key.sql
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
  -- Who may do this was looked up before the wait for the row: one may have handed the organization over meanwhile.
  if not app_private.member_holds(app_hidden.membership_id(), 'organization', 'transfer') then
    raise exception using errcode = 'TN403', message = 'Only an owner may hand the organization over.';
  end if;

  update app_public.memberships m
  set role_id = r.id
  from app_public.roles r
  where m.organization_id = app_hidden.organization_id()
    and m.id = transfer_ownership.membership_id
    and m.is_active
    and exists (select from app_public.users u where u.id = m.user_id and u.is_active)
    and r.organization_id = m.organization_id
    and r.system_role = 'owner'
  returning m.* into v_membership;
  if not found then
    perform app_hidden.refuse_missing_row('membershipId');
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
Makes another member owner in one’s own place; oneself becomes an admin. Other owners stay owners.

```graphql
mutation {
  transferOwnership(input: { membershipId: "0199…" }) {
    membership { id role { systemRole } }
  }
}
```$$;
--! EndIncluded tenancy/functions/transfer_ownership.sql
--! Included crm/functions/my_custom_field_values.sql
-- Contacts can't read their row's custom_fields, which also hold what is internal.
create or replace function app_public.my_custom_field_values() returns setof app_public.custom_field_value
language sql stable security definer
set search_path = ''
as $$
  select d.field_name, d.label, d.field_type, v.value, d.position
  from app_public.contacts c
  join app_public.custom_field_definitions d on d.organization_id = c.organization_id and d.entity = 'contact' and not d.is_internal
  cross join lateral (select c.custom_fields -> d.field_name as value) v
  where c.organization_id = (select app_hidden.organization_id())
    and c.id = (select app_hidden.contact_id())
    and v.value <> 'null'
  order by d.position, d.id
$$;
grant execute on function app_public.my_custom_field_values() to tenantry_client;
comment on function app_public.my_custom_field_values() is $$In the client portal, one’s own values of the organization’s fields, but for those internal to staff.

```graphql
query {
  myCustomFieldValues { nodes { fieldName label fieldType value } }
}
```$$;
--! EndIncluded crm/functions/my_custom_field_values.sql
--! Included support/functions/set_email_account_passwords.sql
-- Definer, because the ciphertexts are private. The trail shows in the account's own row when a password was set, never
-- what it is.
create or replace function app_public.set_email_account_passwords(
  email_account_id uuid,
  imap_password text default null,
  smtp_password text default null
) returns app_public.email_accounts
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_email_account app_public.email_accounts;
begin
  if not app_hidden.may_all('email_accounts.manage') then
    raise exception using errcode = 'TN403', message = 'You may not set up mailboxes.';
  end if;
  if set_email_account_passwords.imap_password is null and set_email_account_passwords.smtp_password is null then
    raise exception using errcode = 'TN400', message = 'Give a password.', detail = '{"field": "imapPassword"}', hint = 'An empty one removes what was set.';
  end if;

  update app_public.email_accounts a
  set
    imap_password_set_at = case
      when set_email_account_passwords.imap_password is null then a.imap_password_set_at
      when set_email_account_passwords.imap_password <> '' then now()
    end,
    smtp_password_set_at = case
      when set_email_account_passwords.smtp_password is null then a.smtp_password_set_at
      when set_email_account_passwords.smtp_password <> '' then now()
    end
  where a.organization_id = app_hidden.organization_id() and a.id = set_email_account_passwords.email_account_id
  returning a.* into v_email_account;
  if not found then
    raise exception using errcode = 'TN400', message = 'This refers to something that does not exist.', detail = '{"field": "emailAccountId"}';
  end if;

  insert into app_private.email_account_secrets as s (email_account_id, imap_password, smtp_password)
  values (
    v_email_account.id,
    app_private.encrypt_secret(nullif(set_email_account_passwords.imap_password, '')),
    app_private.encrypt_secret(nullif(set_email_account_passwords.smtp_password, ''))
  )
  on conflict on constraint email_account_secrets_pkey do update
  set
    imap_password = case when set_email_account_passwords.imap_password is null then s.imap_password else excluded.imap_password end,
    smtp_password = case when set_email_account_passwords.smtp_password is null then s.smtp_password else excluded.smtp_password end;
  return v_email_account;
end
$$;
grant execute on function app_public.set_email_account_passwords(uuid, text, text) to tenantry_member, tenantry_service;
comment on function app_public.set_email_account_passwords(uuid, text, text) is $$@argument email_account_id The id of the mailbox.
@argument imap_password The password with which mail is fetched.
@argument smtp_password The password with which mail is sent.
@resultFieldName emailAccount
Sets the passwords with which mail is fetched (IMAP) and sent (SMTP). They can’t be read again through the API. One that is left out stays as it is; an empty one is removed.

```graphql
mutation {
  setEmailAccountPasswords(input: { emailAccountId: "0199…", imapPassword: "…", smtpPassword: "…" }) {
    emailAccount { id imapPasswordSetAt smtpPasswordSetAt }
  }
}
```$$;
--! EndIncluded support/functions/set_email_account_passwords.sql
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
comment on function app_public.set_webhook_signing_secret(uuid, text) is $$@argument endpoint_id The id of the endpoint.
@argument secret The new secret.
Sets or replaces the secret with which deliveries to an endpoint are signed. It is kept encrypted and can’t be read again.

```graphql
mutation {
  setWebhookSigningSecret(input: { endpointId: "0199…", secret: "…" }) {
    webhookEndpoint { id signingSecretSetAt }
  }
}
```$$;
--! EndIncluded automation/functions/set_webhook_signing_secret.sql
