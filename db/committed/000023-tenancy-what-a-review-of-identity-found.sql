--! Previous: sha1:228926a01536a6ced8fd0f33937b84daeb7d2a41
--! Hash: sha1:b79d6c1340433e2fb97a6e3ec6c34f36977d0fb6
--! Message: Tenancy: what a review of identity found

--! split: 1-current.sql
/*
 * Tenancy: a password that is reset stays so, and what was proved is what counts.
 */
--! Included foundation/functions/encrypt_secret.sql
-- For secrets that a worker must use again, which a digest can't serve. Called by functions that have checked who asks.
-- pgcrypto is in schema public, or in extensions where a Supabase project has put it.
create or replace function app_private.encrypt_secret(plaintext text) returns bytea
language plpgsql volatile
set search_path = extensions, public
as $$
declare
  v_public_key bytea;
begin
  if encrypt_secret.plaintext is null then
    return null;
  end if;
  select k.public_key into v_public_key from app_private.encryption_keys k order by k.created_at desc, k.id desc limit 1;
  if not found then
    raise exception using
      errcode = 'TN503',
      message = 'Secrets can''t be kept yet: the service has no encryption key.',
      hint = 'Whoever runs the service makes one with npm run db:encryption-key.';
  end if;
  return pgp_pub_encrypt(encrypt_secret.plaintext, v_public_key, 'cipher-algo=aes256, compress-algo=0');
end
$$;
comment on function app_private.encrypt_secret(text) is $$Encrypts a secret to the newest encryption key, as an OpenPGP message; null stays null. Only the holder of the private key can read it.$$;
--! EndIncluded foundation/functions/encrypt_secret.sql
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
      where coalesce(entry ->> 'method', entry #>> '{}') in ('mfa', 'totp', 'hwk', 'webauthn')
        -- Alone, a one-time password may be the code in an e-mail that some sign in with instead of a password.
        or coalesce(entry ->> 'method', entry #>> '{}') = 'otp' and claims -> 'amr' ?| array['pwd', 'pin', 'fpt', 'face', 'swk']
    ) then 'aal2'
    else 'aal1'
  end
$$;
comment on function app_private.assurance_level(jsonb) is $$How well the person has proved who they are: aal2 with a second factor, by the token’s aal, else by its methods (RFC 8176, or objects with a method as Supabase lists them).$$;
--! EndIncluded tenancy/functions/assurance_level.sql
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
  v_checked_hash text;
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

  v_checked_hash := v_hash;
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
  -- Not over a password that was set meanwhile.
  update app_private.user_credentials u
  set password_hash = v_hash, failed_attempts = v_failed_attempts, locked_until = v_locked_until
  where u.user_id = check_password.user_id and u.password_hash = v_checked_hash;
  update app_private.contact_credentials k
  set password_hash = v_hash, failed_attempts = v_failed_attempts, locked_until = v_locked_until
  where k.contact_id = check_password.contact_id and k.password_hash = v_checked_hash;

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
--! Included tenancy/functions/reset_password.sql
-- Takes {"mailDigest", "password", "requestId", "address"}.
create or replace function app_private.reset_password(request jsonb) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_token app_private.account_tokens;
begin
  -- As whoever checks a password does: one who has read the old hash must not write it back over the new one, nor begin a
  -- session by it that nobody ends. First, because changing a password removes tokens under this lock.
  perform app_private.lock_address(coalesce(u.email, c.email), o.slug)
  from app_private.account_tokens t
  left join app_public.users u on u.id = t.user_id
  left join app_public.contacts c on c.id = t.contact_id
  left join app_public.organizations o on o.id = c.organization_id
  where t.digest = decode(request ->> 'mailDigest', 'hex');
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
  -- In lower case some letters become others: the Kelvin sign a k. What was proved is then not the address that is stored.
  v_is_same_address boolean := lower(btrim(v_profile ->> 'email', E' \t\n\r') collate ucs_basic) = v_email;
  v_is_proved boolean := coalesce((v_profile ->> 'emailVerified')::boolean and (v_profile ->> 'trustsEmail')::boolean and v_is_same_address, false);
  v_user_id uuid;
begin
  -- Many providers verify an address only after the first token.
  if v_is_proved then
    update app_private.user_identities i
    set has_verified_email = true
    from app_public.users u
    where i.issuer = v_issuer and i.subject = v_subject and not i.has_verified_email and u.id = i.user_id and u.email = v_email;
  end if;
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
Gives an invitation into the client portal a new token, which is shown this once. The token before is without effect at once, and whoever sends the invitation again is its sender from then on.$$;
--! EndIncluded tenancy/functions/resend_client_invitation.sql
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
Claims an invitation into the client portal: the visitor becomes the contact that it names, or a new one, whom the inviter looks after. Is for visitors without a token of their own. An invitation is claimed once.$$;
comment on type app_public.claimed_invitation is $$Who the visitor has become by claiming an invitation, and where.$$;
comment on column app_public.claimed_invitation.organization_id is $$The id of the organization.$$;
comment on column app_public.claimed_invitation.organization_name is $$The name of the organization.$$;
comment on column app_public.claimed_invitation.organization_slug is $$The short name of the organization.$$;
comment on column app_public.claimed_invitation.contact_id is $$The id of the contact that the visitor is.$$;
comment on column app_public.claimed_invitation.email is $$The e-mail address that the contact signs in with.$$;
--! EndIncluded tenancy/functions/claim_invitation.sql
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
--! Included scheduling/functions/tg_appointments__guard.sql
-- What is over stays as it was: it is neither moved nor begun again. Contacts move and cancel what is still to come.
create or replace function app_private.tg_appointments__guard() returns trigger
language plpgsql volatile
set search_path = ''
as $$
declare
  v_live constant text[] := '{scheduled,confirmed,in_progress}';
  v_is_contact constant boolean := coalesce(app_hidden.actor_kind() = 'contact', false);
  v_is_booked constant boolean := TG_OP = 'INSERT';
  v_minutes integer;
  v_days integer;
begin
  -- Outside a request, and when a member or service that it refers to is deleted.
  if app_hidden.actor_kind() is null or pg_trigger_depth() > 1 then
    return NEW;
  end if;
  if v_is_contact and NEW.starts_at <= now() and NEW.status <> 'canceled' then
    raise exception using errcode = 'TN400', message = 'Choose a time that is still to come.', detail = '{"field": "startsAt"}';
  end if;
  if v_is_contact and (v_is_booked or NEW.starts_at <> OLD.starts_at) and NEW.status <> 'canceled' then
    v_minutes := app_hidden.booking_rule('minimumNoticeMinutes');
    if NEW.starts_at < now() + make_interval(mins => v_minutes) then
      raise exception using
        errcode = 'TN400',
        message = 'This is too soon to be booked.',
        detail = jsonb_build_object('field', 'startsAt', 'minimumNoticeMinutes', v_minutes)::text,
        hint = 'Choose a later time.';
    end if;
    v_days := app_hidden.booking_rule('maximumDaysAhead');
    if NEW.starts_at > now() + make_interval(days => v_days) then
      raise exception using
        errcode = 'TN400',
        message = 'This is too far ahead to be booked.',
        detail = jsonb_build_object('field', 'startsAt', 'maximumDaysAhead', v_days)::text,
        hint = 'Choose an earlier time.';
    end if;
  end if;
  if v_is_booked then
    if v_is_contact and NEW.service_id is null then
      raise exception using errcode = 'TN400', message = 'Choose the service to book.', detail = '{"field": "serviceId"}';
    end if;
    return NEW;
  end if;

  if v_is_contact then
    if OLD.status not in ('scheduled', 'confirmed') or OLD.starts_at <= now() then
      raise exception using errcode = 'TN409', message = 'This appointment can''t be changed any more.', hint = 'Book a new one.';
    end if;
    if NEW.status <> OLD.status and NEW.status <> 'canceled' then
      raise exception using
        errcode = 'TN403',
        message = 'You may cancel an appointment, not decide otherwise where it stands.',
        detail = '{"field": "status"}';
    end if;
    if NEW.status = 'canceled' and NEW.starts_at <> OLD.starts_at then
      raise exception using
        errcode = 'TN400',
        message = 'What is canceled isn''t moved.',
        detail = '{"field": "startsAt"}',
        hint = 'Do one of both.';
    end if;
    v_minutes := app_hidden.booking_rule('cancellationNoticeMinutes');
    if (NEW.status, NEW.starts_at) is distinct from (OLD.status, OLD.starts_at) and OLD.starts_at < now() + make_interval(mins => v_minutes) then
      raise exception using
        errcode = 'TN409',
        message = 'It is too late to move or cancel this appointment.',
        detail = jsonb_build_object('cancellationNoticeMinutes', v_minutes)::text,
        hint = 'Get in touch instead.';
    end if;
    -- A new time has to be confirmed anew.
    if NEW.status = 'confirmed' and NEW.starts_at <> OLD.starts_at then
      NEW.status := 'scheduled';
    end if;
  end if;

  if NEW.status is distinct from OLD.status
    and not (
      OLD.status = any (v_live)
      or OLD.status = 'canceled' and NEW.status = 'scheduled'
      or OLD.status in ('completed', 'no_show') and NEW.status in ('completed', 'no_show')
    )
  then
    raise exception using
      errcode = 'TN409',
      message = 'An appointment that is over can''t go on.',
      detail = jsonb_build_object('field', 'status', 'status', OLD.status)::text,
      hint = case when OLD.status = 'canceled' then 'Schedule it again first.' else 'Book a new one.' end;
  end if;
  if not NEW.status = any (v_live)
    and not OLD.status = any (v_live)
    and (NEW.starts_at, NEW.ends_at, NEW.staff_id, NEW.service_id) is distinct from (OLD.starts_at, OLD.ends_at, OLD.staff_id, OLD.service_id)
  then
    raise exception using
      errcode = 'TN409',
      message = 'An appointment that is over can''t be moved.',
      detail = jsonb_build_object('status', OLD.status)::text,
      hint = 'Book a new one.';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_appointments__guard() is $$Keeps appointments that are over as they were, and contacts to what is still to come.$$;
--! EndIncluded scheduling/functions/tg_appointments__guard.sql
