--! Previous: sha1:6a50673264d12dba7ffcce87e8c59c9458736f2b
--! Hash: sha1:be67bd52fa35f2547b93155858b5aaa5cc08b18f
--! Message: audit: take merged contacts along with a person, one refusal of a missing row

--! split: 1-current.sql
--! Included audit/functions/merged_contact_ids.sql
create or replace function app_private.merged_contact_ids(organization_id uuid, contact_id uuid) returns uuid[]
language sql stable
set search_path = ''
as $$
  with recursive person as (
    select merged_contact_ids.contact_id as id
    union
    select c.id
    from person p
    join app_public.contacts c on c.organization_id = merged_contact_ids.organization_id and c.merged_into_id = p.id
  )
  select array_agg(p.id) from person p
$$;
comment on function app_private.merged_contact_ids(uuid, uuid) is $$A contact and all who were merged into them.$$;
--! EndIncluded audit/functions/merged_contact_ids.sql
--! Included scheduling/functions/claim_slot.sql
-- Whoever wants time of the same member, or of the same service, takes turns until the transaction ends: what is looked up
-- here is still so when the appointment is written. The exclusion constraint would find a clash too, but many at once would
-- wait for each other in a circle, and it doesn't know what to offer instead.
create or replace function app_hidden.claim_slot(
  business_id uuid,
  service_id uuid,
  staff_id uuid,
  starts_at timestamptz,
  ends_at timestamptz,
  appointment_id uuid default null
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_is_contact constant boolean := coalesce(app_hidden.actor_kind() = 'contact', false);
  v_is_open boolean := true;
  v_slots jsonb;
begin
  if claim_slot.staff_id is not null and not exists (
    select from app_public.memberships m
    where m.organization_id = app_hidden.organization_id() and m.id = claim_slot.staff_id and m.is_active
  ) then
    perform app_hidden.refuse_missing_row('staffId');
  end if;
  -- Members may make an exception of the hours, contacts may not.
  if v_is_contact then
    v_is_open := exists (
      select from app_private.opening_times(app_hidden.organization_id(), claim_slot.business_id, claim_slot.starts_at, claim_slot.ends_at) o
      where o.opens_at <= claim_slot.starts_at and o.closes_at >= claim_slot.ends_at
    ) or not app_private.has_business_hours(app_hidden.organization_id(), claim_slot.business_id);
  end if;
  -- What is taken already needs no waiting.
  if v_is_open and app_private.is_slot_free(
    app_hidden.organization_id(), claim_slot.service_id, claim_slot.staff_id, claim_slot.starts_at, claim_slot.ends_at, claim_slot.appointment_id
  ) then
    begin
      perform app_private.take_turns(app_hidden.organization_id(), coalesce(claim_slot.staff_id, claim_slot.service_id));
      if app_private.is_slot_free(
        app_hidden.organization_id(), claim_slot.service_id, claim_slot.staff_id, claim_slot.starts_at, claim_slot.ends_at, claim_slot.appointment_id
      ) then
        return;
      end if;
      raise exception using errcode = 'TN409', message = 'This time is taken.';
    exception
      when sqlstate 'TN409' then
        -- Undoes the block, and so lets the next one have their turn while free slots are looked for.
        null;
    end;
  end if;

  -- The nearest are looked at first, and no more than it takes to find five.
  select coalesce(jsonb_agg(jsonb_build_object('startsAt', s.starts_at, 'endsAt', s.ends_at) order by s.starts_at), '[]') into v_slots
  from (
    select f.starts_at, f.ends_at
    from (
      select o.starts_at, o.ends_at
      from app_private.open_slots(
        app_hidden.organization_id(),
        claim_slot.business_id,
        claim_slot.ends_at - claim_slot.starts_at,
        claim_slot.starts_at - interval '48 hours',
        claim_slot.starts_at + interval '168 hours',
        v_is_contact
      ) o
      order by abs(extract(epoch from o.starts_at - claim_slot.starts_at)), o.starts_at
      offset 0
    ) as f
    where app_private.is_slot_free(
      app_hidden.organization_id(), claim_slot.service_id, claim_slot.staff_id, f.starts_at, f.ends_at, claim_slot.appointment_id
    )
    limit 5
  ) as s;
  raise exception using
    errcode = 'TN409',
    message = 'This time is ' || case when v_is_open then 'taken.' else 'outside the business'' hours.' end,
    detail = jsonb_build_object('field', 'startsAt', 'freeSlots', v_slots)::text,
    hint = 'Choose another time, such as one of the free slots.';
end
$$;
grant execute on function app_hidden.claim_slot(uuid, uuid, uuid, timestamptz, timestamptz, uuid) to tenantry_member, tenantry_service;
comment on function app_hidden.claim_slot(uuid, uuid, uuid, timestamptz, timestamptz, uuid) is $$Refuses a time at which a member, or else a service, is taken, with free slots near by; keeps it until the transaction ends if it is free.$$;
--! EndIncluded scheduling/functions/claim_slot.sql
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
Withdraws an invitation to join the organization, for good.$$;
--! EndIncluded tenancy/functions/revoke_invitation.sql
--! Included tenancy/functions/delete_organization.sql
-- Definer, because delete is granted to nobody: an organization ends as a whole. Rows go by their foreign keys; what has
-- none goes here. Accounts stay, since they are the people's, who may be members elsewhere. The event is of no
-- organization, and doesn't name the one that is gone.
create or replace function app_public.delete_organization(slug text) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_organization app_public.organizations;
begin
  if not app_hidden.may_all('organization.delete') then
    raise exception using errcode = 'TN403', message = 'Only an owner may delete the organization.';
  end if;
  select o.* into v_organization from app_public.organizations o where o.id = app_hidden.organization_id() for update;
  -- Who may do this was looked up before the wait for the row: it may be gone, or another’s, meanwhile.
  if not found or not app_private.member_holds(app_hidden.membership_id(), 'organization', 'delete') then
    perform app_hidden.refuse_missing_row('slug');
  end if;
  if v_organization.slug is distinct from delete_organization.slug then
    raise exception using
      errcode = 'TN400',
      message = 'This is not the short name of the active organization.',
      detail = '{"field": "slug"}',
      hint = 'Give its slug, so that no other organization is deleted by mistake.';
  end if;
  delete from app_private.outgoing_mails m where m.payload ->> 'organization' = v_organization.slug;
  delete from app_private.idempotent_answers a where a.organization_digest = sha256(uuid_send(v_organization.id));
  delete from app_public.organizations o where o.id = v_organization.id;
  insert into app_public.security_events (kind, actor_kind, user_id, request_id, address)
  values (
    'organization_deleted',
    'user',
    app_hidden.user_id(),
    nullif(current_setting('app.request_id', true), ''),
    nullif(substring(current_setting('app.request_address', true) from '^[0-9A-Fa-f.:]+'), '')::inet
  );
  return v_organization.id;
end
$$;
grant execute on function app_public.delete_organization(text) to tenantry_member;
comment on function app_public.delete_organization(text) is $$@argument slug The organization’s slug, which shows that this one is meant.
@resultFieldName organizationId
Deletes the active organization with everything in it, for good: nobody can bring it back. `GET /exports/organization.ndjson` takes everything out before. Accounts of members stay, since they are the people’s own; files remain in the file store, under the organization’s id, which this gives.

Needs `organization.delete`, which owners alone have. Refused with `FORBIDDEN` without it, with `BAD_USER_INPUT` when the slug is another’s, and with `NOT_FOUND` when the organization is gone already.

```graphql
mutation {
  deleteOrganization(input: { slug: "acme" }) {
    organizationId
  }
}
```$$;
--! EndIncluded tenancy/functions/delete_organization.sql
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
Makes another member owner in one’s own place; oneself becomes an admin. Other owners stay owners.$$;
--! EndIncluded tenancy/functions/transfer_ownership.sql
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
Gives an invitation a new token, which is shown this once, and more time. The token before is without effect at once, and whoever sends the invitation again is its sender from then on.$$;
--! EndIncluded tenancy/functions/resend_invitation.sql
--! Included tenancy/functions/require_assignee.sql
-- Definer, because not everybody who hands work out may read who is limited to which businesses.
create or replace function app_hidden.require_assignee(membership_id uuid, business_id uuid) returns void
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_membership app_public.memberships;
begin
  select m.* into v_membership
  from app_public.memberships m
  where m.organization_id = app_hidden.organization_id() and m.id = require_assignee.membership_id;
  if not found then
    perform app_hidden.refuse_missing_row('membershipId');
  end if;
  if not v_membership.is_active or not exists (select from app_public.users u where u.id = v_membership.user_id and u.is_active) then
    raise exception using
      errcode = 'TN409',
      message = 'This member is switched off.',
      detail = '{"field": "membershipId"}',
      hint = 'Name a member who is active.';
  end if;
  if require_assignee.business_id is not null and app_private.business_role_id(v_membership, require_assignee.business_id) is null then
    raise exception using
      errcode = 'TN409',
      message = 'This member doesn’t work in the business that this belongs to.',
      detail = '{"field": "membershipId"}',
      hint = 'Name a member of this business, or one who is limited to none.';
  end if;
end
$$;
grant execute on function app_hidden.require_assignee(uuid, uuid) to tenantry_member, tenantry_service;
comment on function app_hidden.require_assignee(uuid, uuid) is $$Raises unless a member can be given work of a business: TN404 when there is no such member, TN409 when they are switched off or limited to other businesses.$$;
--! EndIncluded tenancy/functions/require_assignee.sql
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
Invites somebody into the client portal, a contact or somebody who becomes one. The token that comes with the invitation is shown this once: put it into the link that you send. Whoever uses it becomes that contact, so a contact is invited only by somebody who may change it.$$;
comment on type app_public.issued_client_invitation is $$An invitation into the client portal, with its token.$$;
comment on column app_public.issued_client_invitation.client_invitation is $$The invitation.$$;
comment on column app_public.issued_client_invitation.token is $$The token with which the invited person claims the invitation. It is shown this once.$$;
--! EndIncluded tenancy/functions/invite_client.sql
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
Removes a member from the organization: the membership is switched off, and with the next request the person is out. What the member owned stays as it is. A member with more permissions than one’s own can’t be removed, nor the last owner.$$;
--! EndIncluded tenancy/functions/remove_member.sql
--! Included tenancy/functions/require_contact_to_invite.sql
-- Whoever holds the token of an invitation becomes the contact in the portal, and who invites gets to know the token. So
-- a contact is invited only by somebody who may change it.
create or replace function app_private.require_contact_to_invite(contact app_public.contacts) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if not app_hidden.may_on_row('contacts.update', require_contact_to_invite.contact.business_id, array[require_contact_to_invite.contact.owner_id]) then
    perform app_hidden.refuse_missing_row('contactId');
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
Gives an API key a new secret, which is shown this once. The secret before is without effect at once. A key whose role holds more than one’s own can’t be rotated.$$;
--! EndIncluded tenancy/functions/rotate_api_key.sql
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
    perform app_hidden.refuse_missing_row('invitationId');
  end if;
  return v_invitation;
end
$$;
comment on function app_private.client_invitation_to_change(uuid) is $$An invitation into the client portal that whoever asks may change, locked; raises TN404 when there is none.$$;
--! EndIncluded tenancy/functions/client_invitation_to_change.sql
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
Revokes an API key, at once and for good.$$;
--! EndIncluded tenancy/functions/revoke_api_key.sql
--! Included crm/functions/contact_to_merge.sql
-- The contact who is merged is archived, which asks for the permission to delete as well.
create or replace function app_private.contact_to_merge(contact_id uuid, field text, permissions text[]) returns app_public.contacts
language plpgsql stable
set search_path = ''
as $$
declare
  v_contact app_public.contacts;
begin
  select c.* into v_contact
  from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = contact_to_merge.contact_id;
  if not found or exists (
    select from unnest(contact_to_merge.permissions) p where not app_hidden.may_on_row(p, v_contact.business_id, array[v_contact.owner_id])
  ) then
    perform app_hidden.refuse_missing_row(contact_to_merge.field);
  end if;
  return v_contact;
end
$$;
comment on function app_private.contact_to_merge(uuid, text, text[]) is $$A contact, as far as whoever asks holds the permissions on them; else raises TN404.$$;
--! EndIncluded crm/functions/contact_to_merge.sql
--! Included crm/functions/unmerge_contacts.sql
-- Locks as merge_contacts does, and for the same reasons. What somebody changed since is somebody's work and stays.
create or replace function app_public.unmerge_contacts(contact_merge_id uuid) returns app_public.contact_merges
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_organization_id constant uuid := app_hidden.organization_id();
  v_updating constant text[] := '{contacts.update}';
  v_archiving constant text[] := '{contacts.update,contacts.delete}';
  v_merge app_public.contact_merges;
  v_values app_private.contact_merge_values;
  v_now jsonb;
  v_restored jsonb;
  v_reference record;
begin
  select m.* into v_merge
  from app_public.contact_merges m
  where m.organization_id = v_organization_id and m.id = unmerge_contacts.contact_merge_id;
  if not found then
    perform app_hidden.refuse_missing_row('contactMergeId');
  end if;
  perform app_private.contact_to_merge(v_merge.contact_id, 'contactMergeId', v_updating);
  perform app_private.contact_to_merge(v_merge.merged_contact_id, 'contactMergeId', v_archiving);

  perform pg_advisory_xact_lock(hashtextextended('merge contacts of ' || v_organization_id, 0));
  perform app_private.lock_contact_references(v_organization_id, v_merge.contact_id);
  perform from app_public.contacts c
  where c.organization_id = v_organization_id and c.id in (v_merge.contact_id, v_merge.merged_contact_id)
  order by c.id for update;
  select m.* into v_merge from app_public.contact_merges m where m.organization_id = v_organization_id and m.id = v_merge.id;
  if not found then
    perform app_hidden.refuse_missing_row('contactMergeId');
  end if;
  v_now := to_jsonb(app_private.contact_to_merge(v_merge.contact_id, 'contactMergeId', v_updating));
  perform app_private.contact_to_merge(v_merge.merged_contact_id, 'contactMergeId', v_archiving);

  if v_merge.undone_at is not null then
    raise exception using errcode = 'TN409', message = 'This was undone already.', detail = '{"field": "contactMergeId"}';
  elsif v_merge.undo_expires_at < now() then
    raise exception using
      errcode = 'TN409',
      message = 'Merging can be undone for a day.',
      detail = jsonb_build_object('field', 'contactMergeId', 'undoExpiresAt', v_merge.undo_expires_at)::text;
  elsif v_now ->> 'merged_into_id' is not null or exists (
    select from app_public.contact_merges l
    where l.organization_id = v_organization_id and l.contact_id = v_merge.contact_id and l.undone_at is null and l.id > v_merge.id
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'These contacts were merged with others since.',
      detail = '{"field": "contactMergeId"}',
      hint = 'Undo the later merges first.';
  end if;

  select v.* into v_values from app_private.contact_merge_values v where v.contact_merge_id = v_merge.id;
  select coalesce(jsonb_object_agg(b.key, b.value), '{}') into v_restored
  from jsonb_each(v_values.contact_before) b
  where v_now -> b.key = v_values.contact_after -> b.key;

  perform set_config('app.merges_contacts', 'on', true);
  update app_public.contacts c set email = null, merged_into_id = null where c.id = v_merge.merged_contact_id;
  perform app_private.write_contact_values(v_merge.contact_id, v_restored);
  update app_public.contacts c
  set
    email = case
      when not exists (select from app_public.contacts o where o.organization_id = v_organization_id and o.email = v_values.merged_contact_before ->> 'email')
        then v_values.merged_contact_before ->> 'email'
    end,
    email_verified = (v_values.merged_contact_before ->> 'email_verified')::boolean,
    deleted_at = (v_values.merged_contact_before ->> 'deleted_at')::timestamptz
  where c.id = v_merge.merged_contact_id;
  if v_values.has_moved_password and v_restored ? 'email' then
    update app_private.contact_credentials p set contact_id = v_merge.merged_contact_id where p.contact_id = v_merge.contact_id;
  end if;
  for v_reference in
    select r.table_name, r.column_name, r.row_ids
    from app_private.contact_merge_references r
    where r.contact_merge_id = v_merge.id and r.row_ids <> '{}'
    order by r.table_name, r.column_name
  loop
    perform app_private.move_contact_references(
      v_reference.table_name, v_reference.column_name, v_reference.row_ids, v_merge.contact_id, v_merge.merged_contact_id
    );
  end loop;
  perform set_config('app.merges_contacts', '', true);

  update app_public.contact_merges m set undone_at = now() where m.id = v_merge.id returning m.* into v_merge;
  return v_merge;
end
$$;
grant execute on function app_public.unmerge_contacts(uuid) to tenantry_member, tenantry_service;
comment on function app_public.unmerge_contacts(uuid) is $$@argument contact_merge_id The id of the merge, as `mergeContacts` answered it.
Undoes `mergeContacts`, for a day: the merged contact is there again with their address, what was moved refers to them again, and the contact who stayed has the values of before. What was added since stays with the contact who stayed, and so does what somebody changed by hand since.

Needs `contacts.update` on both and `contacts.delete` on the merged one; refused with `NOT_FOUND` otherwise, and with `CONFLICT` when it was undone already, after a day, or when either contact was merged again since: later merges are undone first.

```graphql
mutation {
  unmergeContacts(input: { contactMergeId: "0199…" }) {
    contactMerge { undoneAt mergedContact { id name email deletedAt } }
  }
}
```$$;
--! EndIncluded crm/functions/unmerge_contacts.sql
--! Included automation/functions/submit_form.sql
-- Definer, because whoever sends a form may see nothing of what becomes of it: they are answered the same whether they are
-- known already, new, or a robot in the trap.
create or replace function app_public.submit_form(
  form_id uuid,
  data jsonb,
  utm_source text default null,
  utm_medium text default null,
  utm_campaign text default null,
  source_url text default null,
  trap text default null
) returns app_public.form_receipt
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_form app_public.forms;
begin
  select f.* into v_form
  from app_public.forms f
  where f.id = submit_form.form_id and (app_hidden.actor_kind() = 'anonymous' or f.organization_id = app_hidden.organization_id());
  if not found then
    perform app_hidden.refuse_missing_row('formId');
  end if;
  if jsonb_typeof(submit_form.data) is distinct from 'object' then
    perform app_private.refuse_value('data', 'type', 'data is an object by the names of the form’s fields');
  end if;

  if coalesce(submit_form.trap, '') = '' or not v_form.is_active then
    -- Who may send forms for others, such as a website’s own server, does so for many from one address.
    perform app_private.require_calm(
      v_form,
      case when not app_hidden.may_all('forms.submit') then nullif(current_setting('app.request_address', true), '')::inet end
    );
    -- A visitor isn’t refused for where they come from.
    insert into app_public.form_submissions (organization_id, form_id, data, utm_source, utm_medium, utm_campaign, source_url)
    values (
      v_form.organization_id,
      v_form.id,
      submit_form.data,
      nullif(left(btrim(submit_form.utm_source), 200), ''),
      nullif(left(btrim(submit_form.utm_medium), 200), ''),
      nullif(left(btrim(submit_form.utm_campaign), 200), ''),
      case when submit_form.source_url ~* '^https?://' then left(submit_form.source_url, 2000) end
    );
  end if;
  return row(v_form.settings ->> 'successMessage', v_form.settings ->> 'redirectUrl')::app_public.form_receipt;
end
$$;
grant execute on function app_public.submit_form(uuid, jsonb, text, text, text, text, text) to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_public.submit_form(uuid, jsonb, text, text, text, text, text) is $$@argument form_id The id of the form.
@argument data What was filled in, an object by the names of the form’s fields.
@argument utm_source Where the visitor came from, such as a search engine (utm_source of the page’s address).
@argument utm_medium By what the visitor came, such as an advertisement (utm_medium).
@argument utm_campaign The campaign that brought the visitor (utm_campaign).
@argument source_url The page on which the form was sent.
@argument trap What stands in a field that people don’t see and robots fill in: put one into the page, and send its value here. If there is any, the answer is the same and nothing is kept.
@resultFieldName receipt
Sends a form. Whoever does becomes a lead: the one with this e-mail address or phone number who wasn’t converted yet, else a new one. What is known of the lead stays; where they first came from, too.

Anybody may, without a token; who is signed in sends forms of the active organization. Refused with `NOT_FOUND` for a form that isn’t there; with `CONFLICT` for one that is switched off; with `BAD_USER_INPUT`, the `field` and the `rule` for what breaks the form’s definition; with `LIMIT_EXCEEDED` after ten submissions from one network within ten minutes, unless `forms.submit` is held, or 120 through one form within a minute.

```graphql
mutation {
  submitForm(input: { formId: "0199…", data: { email: "ada@example.com" }, utmSource: "newsletter", trap: "" }) {
    receipt { message redirectUrl }
  }
}
```$$;
comment on type app_public.form_receipt is $$What whoever sent a form is told.$$;
comment on column app_public.form_receipt.message is $$What to show after sending.$$;
comment on column app_public.form_receipt.redirect_url is $$Where to go after sending; empty to stay.$$;
--! EndIncluded automation/functions/submit_form.sql
--! Included audit/functions/erase_personal_data.sql
create or replace function app_public.erase_personal_data(contact_id uuid) returns app_public.data_requests
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_request app_public.data_requests;
  v_result jsonb;
begin
  if not app_hidden.may_all('personal_data.manage') then
    raise exception using errcode = 'TN403', message = 'Only who looks after personal data may erase it.', hint = 'Ask an owner or an admin.';
  end if;
  perform from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = erase_personal_data.contact_id
  for update;
  if not found then
    perform app_hidden.refuse_missing_row('contactId');
  end if;
  v_request := app_private.settle_data_request('erasure', erase_personal_data.contact_id);
  update app_public.data_requests r
  set status = 'failed', completed_at = now(), error = 'The contact was erased.'
  where r.organization_id = app_hidden.organization_id()
    and r.contact_id = erase_personal_data.contact_id
    and r.status in ('pending', 'running');

  v_result := app_private.erase_person(app_hidden.organization_id(), erase_personal_data.contact_id);
  update app_public.data_requests r set result = v_result where r.id = v_request.id returning r.* into v_request;
  perform app_private.record_security_event(
    'personal_data_erased', jsonb_build_object('dataRequestId', v_request.id), app_hidden.organization_id()
  );
  return v_request;
end
$$;
grant execute on function app_public.erase_personal_data(uuid) to tenantry_member;
comment on function app_public.erase_personal_data(uuid) is $$@argument contact_id The id of the contact.
Removes a contact and every trace of the person, for good: nobody can bring it back. What is counted stays and is emptied, so that money and figures remain: deals, proposals, contracts, appointments, calls, conversations, messages, tickets and reviews keep their amounts, numbers and times, and lose their words and whom they were with. Everything else about the person is deleted. Names, addresses and phone numbers are taken out of what others wrote, out of copies such as webhook deliveries, and out of the audit log, which keeps that something changed and who did it. Answers that were kept for an `Idempotency-Key` are forgotten.

The record of it, which this gives, names nobody. Its `result` says how many rows were `deleted`, `emptied` and `redacted` by table, and lists `files`, the keys to remove from the file store. A name or number that another person here has as well stays where it is theirs.

Needs `personal_data.manage`. Refused with `FORBIDDEN` without the permission, with `NOT_FOUND` for a contact who isn’t there, such as one who is erased already, and with `CONFLICT` for one who was merged into another: name that one, the merged ones come along.

```graphql
mutation {
  erasePersonalData(input: { contactId: "0199…" }) {
    dataRequest { id status completedAt result }
  }
}
```$$;
--! EndIncluded audit/functions/erase_personal_data.sql
--! Included audit/functions/export_personal_data.sql
create or replace function app_public.export_personal_data(contact_id uuid) returns app_public.personal_data_export
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_export app_public.personal_data_export;
  v_request app_public.data_requests;
begin
  if not app_hidden.may_all('personal_data.manage') then
    raise exception using errcode = 'TN403', message = 'Only who looks after personal data may take it out.', hint = 'Ask an owner or an admin.';
  end if;
  -- So that the contact isn't erased meanwhile, and two exports settle one request.
  perform from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = export_personal_data.contact_id
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('contactId');
  end if;
  v_request := app_private.settle_data_request('export', export_personal_data.contact_id);
  v_export.data_request_id := v_request.id;
  v_export.contact_id := export_personal_data.contact_id;
  v_export.data := app_private.personal_data(app_hidden.organization_id(), export_personal_data.contact_id);
  v_export.files := coalesce((
    select jsonb_agg(jsonb_build_object(
      'id', f -> 'id',
      'filename', f -> 'filename',
      'contentType', f -> 'content_type',
      'byteSize', f -> 'byte_size',
      'sha256', f -> 'sha256',
      'storageKey', f -> 'storage_key'
    ))
    from jsonb_array_elements(v_export.data -> 'attachments') f
  ), '[]');
  -- The record says how much it was, not what.
  update app_public.data_requests r
  set result = jsonb_build_object(
    'rows', (select coalesce(jsonb_object_agg(e.key, jsonb_array_length(e.value)), '{}') from jsonb_each(v_export.data) e),
    'files', jsonb_array_length(v_export.files)
  )
  where r.id = v_request.id;
  perform app_private.record_security_event(
    'personal_data_export_read', jsonb_build_object('dataRequestId', v_request.id), app_hidden.organization_id()
  );
  return v_export;
end
$$;
grant execute on function app_public.export_personal_data(uuid) to tenantry_member;
comment on function app_public.export_personal_data(uuid) is $$@argument contact_id The id of the contact.
Gives everything that is known about a contact, for the person who asks for it: `data` has the rows by table, as they are stored, and `files` lists what is to be handed over from the file store. What refers to the contact or to one of their leads is in it, and so are rows that know nobody but hold their e-mail address or phone number. Passwords and tokens are not.

Needs `personal_data.manage`. It completes the request for an export that waits, or records one, and leaves a security event, `PERSONAL_DATA_EXPORT_READ`. Refused with `FORBIDDEN` without the permission, with `NOT_FOUND` for a contact who isn’t there, and with `CONFLICT` for one who was merged into another: name that one, the merged ones come along.

```graphql
mutation {
  exportPersonalData(input: { contactId: "0199…" }) {
    personalDataExport { dataRequestId data files }
  }
}
```$$;
comment on type app_public.personal_data_export is $$What is known about a contact.$$;
comment on column app_public.personal_data_export.data_request_id is $$The record of the export.$$;
comment on column app_public.personal_data_export.contact_id is $$Whose data it is.$$;
comment on column app_public.personal_data_export.data is $$The rows that are about the contact, an object of lists by table.$$;
comment on column app_public.personal_data_export.files is $$The files that are about the contact, a list of objects with id, filename, contentType, byteSize, sha256 and storageKey.$$;
--! EndIncluded audit/functions/export_personal_data.sql
--! Included support/functions/merge_tickets.sql
-- Definer, because nobody may change what was said, and moving a message is changing it. The rows are locked in the order of
-- their ids, so that two merges of the same tickets take turns. Whoever asks may change each of the tickets.
create or replace function app_public.merge_tickets(ticket_id uuid, merged_ticket_ids uuid[]) returns app_public.tickets
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_merged_ids constant uuid[] := array(select distinct m from unnest(merge_tickets.merged_ticket_ids) as m where m is not null);
  v_ids constant uuid[] := v_merged_ids || merge_tickets.ticket_id;
  v_ticket app_public.tickets;
  v_other app_public.tickets;
  v_found uuid[] := '{}';
begin
  if merge_tickets.ticket_id = any (v_merged_ids) then
    raise exception using errcode = 'TN400', message = 'A ticket can''t be merged into itself.', detail = '{"field": "mergedTicketIds"}';
  end if;
  if cardinality(v_merged_ids) not between 1 and 50 then
    raise exception using errcode = 'TN400', message = 'Name one to 50 tickets to merge.', detail = '{"field": "mergedTicketIds"}';
  end if;
  for v_other in
    select t.*
    from app_public.tickets t
    where t.organization_id = app_hidden.organization_id() and t.id = any (v_ids) and t.deleted_at is null
    order by t.id
    for no key update
  loop
    if app_hidden.may_on_row('tickets.update', v_other.business_id, array[v_other.assigned_to_id, v_other.created_by_id]) then
      v_found := v_found || v_other.id;
      if v_other.id = merge_tickets.ticket_id then
        v_ticket := v_other;
      end if;
    end if;
  end loop;
  if v_ticket.id is null then
    perform app_hidden.refuse_missing_row('ticketId');
  elsif not v_found @> v_merged_ids then
    perform app_hidden.refuse_missing_row('mergedTicketIds');
  end if;
  if v_ticket.status = 'closed' then
    raise exception using
      errcode = 'TN409',
      message = 'This ticket is closed.',
      detail = '{"field": "ticketId", "status": "closed"}',
      hint = 'Open it again first, or merge into another one.';
  end if;
  for v_other in
    select t.* from app_public.tickets t where t.organization_id = app_hidden.organization_id() and t.id = any (v_merged_ids) order by t.id
  loop
    if v_other.merged_into_id is not null then
      raise exception using
        errcode = 'TN409',
        message = 'This ticket has been merged already.',
        detail = jsonb_build_object('field', 'mergedTicketIds', 'ticketId', v_other.id)::text;
    end if;
    if (v_other.contact_id, v_other.business_id) is distinct from (v_ticket.contact_id, v_ticket.business_id) then
      raise exception using
        errcode = 'TN409',
        message = 'Only tickets of the same contact and business are merged.',
        detail = jsonb_build_object('field', 'mergedTicketIds', 'ticketId', v_other.id)::text;
    end if;
  end loop;

  update app_public.ticket_messages m
  set ticket_id = v_ticket.id
  where m.organization_id = app_hidden.organization_id() and m.ticket_id = any (v_merged_ids);
  update app_public.activities a
  set ticket_id = v_ticket.id
  where a.organization_id = app_hidden.organization_id() and a.ticket_id = any (v_merged_ids);
  update app_public.tasks k
  set ticket_id = v_ticket.id
  where k.organization_id = app_hidden.organization_id() and k.ticket_id = any (v_merged_ids);
  update app_public.tickets t
  set merged_into_id = v_ticket.id
  where t.organization_id = app_hidden.organization_id() and t.merged_into_id = any (v_merged_ids);
  update app_public.tickets t
  set
    tags = t.tags || array(
      select distinct g
      from app_public.tickets o, unnest(o.tags) as g
      where o.organization_id = t.organization_id and o.id = any (v_merged_ids) and g <> all (t.tags)
      order by g
    ),
    priority = (
      select p.value
      from app_public.tickets o
      join app_public.priorities p on p.value = o.priority
      where o.organization_id = t.organization_id and o.id = any (v_ids)
      order by p.position desc
      limit 1
    ),
    last_activity_at = (
      select max(o.last_activity_at) from app_public.tickets o where o.organization_id = t.organization_id and o.id = any (v_ids)
    )
  where t.organization_id = app_hidden.organization_id() and t.id = v_ticket.id
  returning t.* into v_ticket;
  update app_public.tickets t
  set merged_into_id = v_ticket.id, status = 'closed'
  where t.organization_id = app_hidden.organization_id() and t.id = any (v_merged_ids);
  return v_ticket;
end
$$;
grant execute on function app_public.merge_tickets(uuid, uuid[]) to tenantry_member, tenantry_service;
comment on function app_public.merge_tickets(uuid, uuid[]) is $$@argument ticket_id The id of the ticket that stays.
@argument merged_ticket_ids The ids of the tickets that are merged into it, 50 at most.
@resultFieldName ticket
Merges tickets about the same thing into one of them: their messages, activities and tasks move to it, it gets their labels and the highest priority among them, and they are closed for good, with mergedIntoId. It takes the permission tickets.update on each of the tickets; one that isn’t there for whoever asks is refused with NOT_FOUND. Tickets of different contacts or businesses, one that was merged before, and a closed ticket as the one that stays are refused with CONFLICT.

```graphql
mutation {
  mergeTickets(input: { ticketId: "0199…", mergedTicketIds: ["0199…"] }) {
    ticket { id tags priority mergedTickets { nodes { id number } } ticketMessages { totalCount } }
  }
}
```$$;
--! EndIncluded support/functions/merge_tickets.sql
--! Included foundation/functions/refuse_missing_row.sql
-- The words of the API for rows that an update doesn’t find, so that another organization’s row can’t be told from none.
create or replace function app_hidden.refuse_missing_row(field text) returns void
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
grant execute on function app_hidden.refuse_missing_row(text) to tenantry_member, tenantry_service;
comment on function app_hidden.refuse_missing_row(text) is $$Raises TN404: an argument names a row that isn’t there for whoever asks.$$;
--! EndIncluded foundation/functions/refuse_missing_row.sql
--! Included audit/functions/personal_identifiers.sql
-- Former ones too, as far as the audit log has them. What another person of the organization has as well, such as the
-- phone number of a family or a common name, tells them from nobody, and stays the other one's.
-- So does a name of one word, such as Will or May, which stands in other people's texts for something else.
create or replace function app_private.personal_identifiers(organization_id uuid, contact_id uuid) returns table (kind text, value text, pattern text)
language sql stable
set search_path = ''
as $$
  with person as materialized (
    select app_private.merged_contact_ids(personal_identifiers.organization_id, personal_identifiers.contact_id) as ids
  ), versions as (
    select to_jsonb(c) as data
    from app_public.contacts c
    where c.organization_id = personal_identifiers.organization_id and c.id = any ((select p.ids from person p)::uuid[])
    union all
    select to_jsonb(l) from app_public.leads l
    where l.organization_id = personal_identifiers.organization_id and l.contact_id = any ((select p.ids from person p)::uuid[])
    union all
    select a.old_data
    from app_public.audit_logs a
    where a.organization_id = personal_identifiers.organization_id
      and a.record_id = any ((select p.ids from person p)::uuid[])
      and a.table_name = 'contacts'
      and a.changed_columns && '{email,phone,first_name,last_name}'
  ), found as (
    select 'email' as kind, lower(v.data ->> 'email') as value, null as other_value from versions v
    union select 'phone', v.data ->> 'phone', null from versions v
    union select 'phone', v.data ->> 'emergency_contact_phone', null from versions v
    union select 'name', v.data ->> 'emergency_contact_name', null from versions v
    union
    select 'name', v.data ->> 'first_name', v.data ->> 'last_name' from versions v
  ), patterns as (
    select f.kind, concat_ws(' ', f.value, f.other_value) as value, app_private.person_pattern(f.kind, f.value, f.other_value) as pattern
    from found f
    where f.value is not null and (f.kind <> 'name' or f.other_value is not null or btrim(f.value) ~ '\S\s+\S')
  )
  select p.kind, p.value, p.pattern
  from patterns p
  where not exists (
    select from app_public.contacts c
    where c.organization_id = personal_identifiers.organization_id
      and c.id <> all ((select p.ids from person p)::uuid[])
      and concat_ws(' ', c.name, c.email, c.phone) ~* p.pattern
  ) and not exists (
    select from app_public.leads l
    where l.organization_id = personal_identifiers.organization_id
      and l.contact_id <> all ((select p.ids from person p)::uuid[])
      and concat_ws(' ', l.name, l.email, l.phone) ~* p.pattern
  ) and not exists (
    select from app_public.memberships m join app_public.users u on u.id = m.user_id
    where m.organization_id = personal_identifiers.organization_id
      and concat_ws(' ', u.full_name, u.email, u.phone) ~* p.pattern
  )
$$;
comment on function app_private.personal_identifiers(uuid, uuid) is $$The names, e-mail addresses and phone numbers that tell a contact from everybody else in the organization, and the patterns that find them.$$;
--! EndIncluded audit/functions/personal_identifiers.sql
--! Included audit/functions/personal_data.sql
-- What proves who somebody is stays out, whoever asks: digests, passwords and tokens.
create or replace function app_private.personal_data(organization_id uuid, contact_id uuid) returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_data jsonb := '{}';
  v_rows jsonb;
  v_step record;
  v_person constant uuid[] := app_private.merged_contact_ids(personal_data.organization_id, personal_data.contact_id);
begin
  for v_step in
    select
      c.oid::regclass as relation,
      c.relname,
      coalesce(p.ids, '{}') as ids,
      string_agg(format('t.%I', a.attname), ', ' order by a.attnum) filter (
        where a.atttypid <> 'bytea'::regtype and a.attname !~ '(password_hash|digest|secret)'
      ) as columns,
      string_agg(format('lower(t.%I) = any ($2)', a.attname), ' or ') filter (where a.atttypid = 'text'::regtype) as holds_their_address
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join app_private.personal_rows(personal_data.organization_id, personal_data.contact_id) p on p.relation = c.oid
    where c.relkind in ('r', 'p')
      and not c.relispartition
      and c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace)
      and c.oid not in ('app_public.audit_logs'::regclass, 'app_public.security_events'::regclass)
      and (p.ids is not null or exists (
        select from pg_catalog.pg_attribute o where o.attrelid = c.oid and o.attname = 'organization_id'
      ))
    group by c.oid, c.relname, p.ids
    order by c.relname
  loop
    -- Where nothing refers to a person a row may still hold their address. What refers to another one is theirs.
    execute format(
      'select jsonb_agg(to_jsonb(r) order by r.created_at) from (select %1$s from %2$s t where t.id = any ($1)%3$s) r',
      v_step.columns,
      v_step.relation,
      case
        when v_step.ids = '{}' and v_step.holds_their_address is not null and not exists (
          select from pg_catalog.pg_constraint f
          where f.conrelid = v_step.relation and f.contype = 'f' and f.confrelid in ('app_public.contacts'::regclass, 'app_public.leads'::regclass)
        ) then format(' or t.organization_id = $3 and (%s)', v_step.holds_their_address)
        else ''
      end
    )
    into v_rows
    using
      v_step.ids,
      array(
        select i.value from app_private.personal_identifiers(personal_data.organization_id, personal_data.contact_id) i
        where i.kind in ('email', 'phone')
      ),
      personal_data.organization_id;
    if v_rows is not null then
      v_data := v_data || jsonb_build_object(v_step.relname, v_rows);
    end if;
  end loop;
  return v_data
    || coalesce((
      select jsonb_build_object('audit_logs', jsonb_agg(to_jsonb(r) order by r.created_at))
      from (
        select a.created_at, a.action, a.table_name, a.record_id, a.changed_columns, a.address
        from app_public.audit_logs a
        where a.organization_id = personal_data.organization_id and a.contact_id = any (v_person)
      ) r
      having count(*) > 0
    ), '{}')
    || coalesce((
      select jsonb_build_object('security_events', jsonb_agg(to_jsonb(r) order by r.created_at))
      from (
        select e.created_at, e.kind, e.address, e.detail
        from app_public.security_events e
        where e.organization_id = personal_data.organization_id and e.contact_id = any (v_person)
      ) r
      having count(*) > 0
    ), '{}')
    || coalesce((
      select jsonb_build_object('outgoing_mails', jsonb_agg(to_jsonb(r) order by r.created_at))
      from (
        select m.created_at, m.recipient, m.kind, m.sent_at
        from app_private.outgoing_mails m
        join app_public.organizations o on o.id = personal_data.organization_id and m.payload ->> 'organization' = o.slug
        where m.recipient in (select c.email from app_public.contacts c where c.id = any (v_person))
      ) r
      having count(*) > 0
    ), '{}');
end
$$;
comment on function app_private.personal_data(uuid, uuid) is $$Everything that is known about a contact: the rows by table, without what they sign in with.$$;
--! EndIncluded audit/functions/personal_data.sql
--! Included audit/functions/erase_person.sql
-- Money and what the daily figures count stays, without words and without the person: a table that holds amounts in cents
-- or feeds a figure is emptied, every other row is deleted, the contact and the leads among them. Rows that hold nothing of
-- a person, such as when a deal came to which stage, stay with what they are a part of. By the catalog, so that a table
-- which is added later isn't forgotten. app.erasing tells the triggers that keep documents as they are.
create or replace function app_private.erase_person(organization_id uuid, contact_id uuid) returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_pattern text;
  v_ids uuid[];
  v_names text[];
  v_step record;
  v_count int;
  v_deleted jsonb := '{}';
  v_emptied jsonb := '{}';
  v_redacted jsonb := '{}';
  v_files jsonb;
  v_rows jsonb;
  v_emails text[];
  v_person constant uuid[] := app_private.merged_contact_ids(erase_person.organization_id, erase_person.contact_id);
begin
  select jsonb_object_agg(p.relation::oid, to_jsonb(p.ids)) into v_rows
  from app_private.personal_rows(erase_person.organization_id, erase_person.contact_id, true) p
  where p.relation <> 'app_public.data_requests'::regclass;
  -- A pattern that finds nothing, when there is nothing to find.
  select coalesce('(?:' || string_agg(i.pattern, '|') || ')', '(?!)'), array_agg(i.value) filter (where i.kind = 'email')
  into v_pattern, v_emails
  from app_private.personal_identifiers(erase_person.organization_id, erase_person.contact_id) i;
  v_names := array(select n.id from jsonb_each(v_rows) r, jsonb_array_elements_text(r.value) as n (id));
  v_ids := v_names::uuid[];
  select coalesce(jsonb_agg(a.storage_key), '[]') into v_files from app_public.attachments a where a.id = any (v_ids);
  perform set_config('app.erasing', 'on', true);
  perform set_config('app.requires_custom_fields', 'off', true);

  for v_step in
    select
      c.oid::regclass as relation,
      c.relname,
      array(select n.id::uuid from jsonb_array_elements_text(v_rows -> c.oid::text) as n (id)) as ids,
      c.oid not in ('app_public.contacts'::regclass, 'app_public.leads'::regclass) and (
        exists (select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname like '%\_cents' and not a.attisdropped)
        or exists (select from pg_catalog.pg_trigger g where g.tgrelid = c.oid and starts_with(g.tgname, '_600_count'))
      ) as is_counted
    from pg_catalog.pg_class c
    where v_rows ? c.oid::text and app_private.emptying_of(c.oid) is not null
    -- What is counted first, so that nothing takes it along; the contact last.
    order by 4 desc, c.oid = 'app_public.contacts'::regclass, c.relname
  loop
    if v_step.is_counted then
      perform app_private.empty_rows(v_step.relation, v_step.ids);
      v_emptied := v_emptied || jsonb_build_object(v_step.relname, cardinality(v_step.ids));
    else
      execute format('delete from %s t where t.id = any ($1)', v_step.relation) using v_step.ids;
      v_deleted := v_deleted || jsonb_build_object(v_step.relname, cardinality(v_step.ids));
    end if;
  end loop;

  delete from app_private.outgoing_mails m
  using app_public.organizations o
  where o.id = erase_person.organization_id and m.payload ->> 'organization' = o.slug and m.recipient = any (v_emails);
  -- Nobody can tell what these hold, since they are encrypted. That the requests were done is kept, so that none is repeated.
  update app_private.idempotent_answers a
  set answer = null
  where a.organization_digest = sha256(uuid_send(erase_person.organization_id)) and a.answer is not null;

  for v_step in
    select c.oid::regclass as relation, c.relname
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute o on o.attrelid = c.oid and o.attname = 'organization_id'
    where c.relkind in ('r', 'p') and not c.relispartition
      and c.relnamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace, 'app_private'::regnamespace)
      and c.oid <> 'app_public.audit_logs'::regclass
    order by c.relname
  loop
    v_count := app_private.redact_rows(v_step.relation, erase_person.organization_id, v_pattern, v_names);
    if v_count > 0 then
      v_redacted := v_redacted || jsonb_build_object(v_step.relname, v_count);
    end if;
  end loop;

  update app_public.security_events e
  set contact_id = null, address = null, detail = '{}'
  where e.organization_id = erase_person.organization_id and e.contact_id = any (v_person);
  -- Last, since all of this was audited. That a row changed, when and by whom is kept.
  update app_public.audit_logs a
  set
    old_data = case when a.old_data is not null then '{}'::jsonb end,
    new_data = case when a.new_data is not null then '{}'::jsonb end,
    address = case when a.contact_id = any (v_person) then null else a.address end,
    contact_id = case when a.contact_id = any (v_person) then null else a.contact_id end
  where a.organization_id = erase_person.organization_id and (a.record_id = any (v_ids) or a.contact_id = any (v_person));
  get diagnostics v_count = row_count;
  v_count := v_count + app_private.redact_rows('app_public.audit_logs', erase_person.organization_id, v_pattern, v_names);
  v_redacted := v_redacted || jsonb_build_object('audit_logs', v_count);
  perform set_config('app.erasing', '', true);
  perform set_config('app.requires_custom_fields', '', true);
  return jsonb_build_object('deleted', v_deleted, 'emptied', v_emptied, 'redacted', v_redacted, 'files', v_files);
end
$$;
comment on function app_private.erase_person(uuid, uuid) is $$Removes every trace of a contact, but for rows that figures count, which are emptied; tells how many rows that were by table, and which files.$$;
--! EndIncluded audit/functions/erase_person.sql
--! Included audit/functions/settle_data_request.sql
create or replace function app_private.settle_data_request(kind text, contact_id uuid) returns app_public.data_requests
language plpgsql volatile
set search_path = ''
as $$
declare
  v_request app_public.data_requests;
  v_merged_into_id uuid;
begin
  select c.merged_into_id into v_merged_into_id
  from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = settle_data_request.contact_id;
  if v_merged_into_id is not null then
    raise exception using
      errcode = 'TN409',
      message = 'This contact was merged into another one, who is the same person.',
      detail = jsonb_build_object('field', 'contactId', 'mergedIntoId', v_merged_into_id)::text,
      hint = 'Name the contact that it was merged into.';
  end if;
  update app_public.data_requests r
  set status = 'completed', completed_at = now()
  where r.organization_id = app_hidden.organization_id()
    and r.contact_id = settle_data_request.contact_id
    and r.kind = settle_data_request.kind
    and r.status in ('pending', 'running')
  returning r.* into v_request;
  if not found then
    insert into app_public.data_requests (kind, contact_id, status, completed_at)
    values (settle_data_request.kind, settle_data_request.contact_id, 'completed', now())
    returning * into v_request;
  end if;
  return v_request;
end
$$;
comment on function app_private.settle_data_request(text, uuid) is $$Completes the request about a contact’s data that waits, or records one that is carried out at once. A contact who was merged into another is refused: the other one is the person.$$;
--! EndIncluded audit/functions/settle_data_request.sql

drop function app_private.refuse_missing_row(text);
