--! Previous: sha1:91e11e28458cffb30b24ccb0a9790026cfa3a0bb
--! Hash: sha1:0412cded8d75072c5dadb6f8312593e5fc00b09b
--! Message: Sign-in: guessing keeps nobody out

--! split: 1-current.sql
-- What is taken is found out once for all slots that are compared with it, instead of once for each.
--! Included scheduling/functions/full_times.sql
-- A member is in one place at a time. When no member is named, a service takes place as often at once as its capacity says,
-- whoever is there. How many there are at once changes only where one begins or ends, so all of that is found in one walk
-- over the appointments, however many slots are then compared with it.
create or replace function app_private.full_times(
  organization_id uuid,
  service_id uuid,
  staff_id uuid,
  since timestamptz,
  until timestamptz,
  appointment_id uuid default null
) returns tstzmultirange
language plpgsql stable
set search_path = ''
as $$
declare
  v_capacity int := 1;
  v_full tstzmultirange;
begin
  if full_times.staff_id is null then
    if full_times.service_id is null then
      return '{}';
    end if;
    select s.capacity into v_capacity
    from app_public.services s
    where s.organization_id = full_times.organization_id and s.id = full_times.service_id;
    if not found then
      return '{(,)}';
    end if;
  end if;

  with taken as (
    select a.starts_at, a.ends_at
    from app_public.appointments a
    where full_times.staff_id is not null
      and a.organization_id = full_times.organization_id
      and a.staff_id = full_times.staff_id
      and a.status in ('scheduled', 'confirmed', 'in_progress')
      and a.deleted_at is null
      and tstzrange(a.starts_at, a.ends_at) && tstzrange(full_times.since, full_times.until)
      and a.id is distinct from full_times.appointment_id
    union all
    select a.starts_at, a.ends_at
    from app_public.appointments a
    where full_times.staff_id is null
      and a.organization_id = full_times.organization_id
      and a.service_id = full_times.service_id
      and a.status in ('scheduled', 'confirmed', 'in_progress')
      and a.deleted_at is null
      and tstzrange(a.starts_at, a.ends_at) && tstzrange(full_times.since, full_times.until)
      and a.id is distinct from full_times.appointment_id
  ), counts as (
    select c.moment, lead(c.moment) over (order by c.moment) as until, sum(sum(c.change)) over (order by c.moment) as many
    from (
      select t.starts_at as moment, 1 as change from taken t
      union all
      select t.ends_at, -1 from taken t
    ) as c
    group by c.moment
  )
  select coalesce(range_agg(tstzrange(c.moment, c.until)), '{}') into v_full
  from counts c
  where c.many >= v_capacity and c.until is not null;
  return v_full;
end
$$;
comment on function app_private.full_times(uuid, uuid, uuid, timestamptz, timestamptz, uuid) is $$When, within a time, a member, or else a service, has no room for another appointment; all the time for a service that isn’t there.$$;
--! EndIncluded scheduling/functions/full_times.sql
--! Included scheduling/functions/is_slot_free.sql
create or replace function app_private.is_slot_free(
  organization_id uuid,
  service_id uuid,
  staff_id uuid,
  starts_at timestamptz,
  ends_at timestamptz,
  appointment_id uuid default null
) returns boolean
language sql stable
set search_path = ''
as $$
  select not app_private.full_times(
    is_slot_free.organization_id, is_slot_free.service_id, is_slot_free.staff_id, is_slot_free.starts_at, is_slot_free.ends_at, is_slot_free.appointment_id
  ) && tstzrange(is_slot_free.starts_at, is_slot_free.ends_at)
$$;
comment on function app_private.is_slot_free(uuid, uuid, uuid, timestamptz, timestamptz, uuid) is $$Whether a member, or else a service, has time for another appointment.$$;
--! EndIncluded scheduling/functions/is_slot_free.sql
--! Included scheduling/functions/free_slots.sql
-- Definer, because whether somebody has time is asked by those who don't see what they are doing. It answers times alone.
-- Contacts get what the organization's rules let them book.
create or replace function app_hidden.free_slots(
  business_id uuid,
  service_id uuid,
  staff_id uuid,
  length interval,
  since timestamptz,
  until timestamptz,
  is_for_portal boolean default false
) returns setof app_public.free_slot
language sql stable security definer
set search_path = ''
as $$
  select s.starts_at, s.ends_at
  from app_private.open_slots(
    app_hidden.organization_id(), free_slots.business_id, free_slots.length, free_slots.since, free_slots.until, free_slots.is_for_portal
  ) s
  where not tstzrange(s.starts_at, s.ends_at) && (
      select app_private.full_times(
        app_hidden.organization_id(), free_slots.service_id, free_slots.staff_id, free_slots.since, free_slots.until + free_slots.length
      )
    )
    and (
      free_slots.staff_id is null
      or exists (
        select from app_public.memberships m
        where m.organization_id = app_hidden.organization_id() and m.id = free_slots.staff_id and m.is_active
      )
    )
  order by 1
$$;
grant execute on function app_hidden.free_slots(uuid, uuid, uuid, interval, timestamptz, timestamptz, boolean) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.free_slots(uuid, uuid, uuid, interval, timestamptz, timestamptz, boolean) is $$The times, within the business’ hours, at which a member, or else a service, has time.$$;
--! EndIncluded scheduling/functions/free_slots.sql
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
  v_full tstzmultirange;
  v_slots jsonb;
begin
  perform app_hidden.require_time_in_our_era(claim_slot.starts_at, 'startsAt');
  -- Contacts choose no end: it follows from the beginning.
  perform app_hidden.require_time_in_our_era(claim_slot.ends_at, case when v_is_contact then 'startsAt' else 'endsAt' end);
  if claim_slot.staff_id is not null and not v_is_contact then
    perform app_hidden.require_assignee(claim_slot.staff_id, claim_slot.business_id, 'staffId');
  elsif claim_slot.staff_id is not null and not exists (
    select from app_public.memberships m
    join app_public.users u on u.id = m.user_id
    where m.organization_id = app_hidden.organization_id() and m.id = claim_slot.staff_id and m.is_active and u.is_active
  ) then
    -- Contacts neither chose the member nor see who it is.
    raise exception using
      errcode = 'TN409',
      message = 'Whoever was to be there isn''t available any more.',
      hint = 'Get in touch, or cancel it and book another one.';
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

  v_full := app_private.full_times(
    app_hidden.organization_id(),
    claim_slot.service_id,
    claim_slot.staff_id,
    claim_slot.starts_at - interval '48 hours',
    claim_slot.ends_at + interval '168 hours',
    claim_slot.appointment_id
  );
  select coalesce(jsonb_agg(jsonb_build_object('startsAt', s.starts_at, 'endsAt', s.ends_at) order by s.starts_at), '[]') into v_slots
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
    where not v_full && tstzrange(o.starts_at, o.ends_at)
    order by abs(extract(epoch from o.starts_at - claim_slot.starts_at)), o.starts_at
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

-- Whoever guesses at a password keeps out strangers alone, and not its owner where they are known.
--! Included tenancy/functions/network_of.sql
-- A site has a whole network of IPv6, out of which its devices change their addresses, and one address of IPv4, which a
-- server that listens for both is told in the form of the other. Without the zone of a link-local address (fe80::1%eth0).
create or replace function app_private.network_of(address text) returns cidr
language sql immutable
set search_path = ''
as $$
  select network(set_masklen(a.address, case family(a.address) when 4 then 32 else 64 end))
  from (
    select nullif(substring(regexp_replace(lower(network_of.address), '^::ffff:(?=[0-9.]+$)', '') from '^[0-9a-f.:]+'), '')::inet as address
  ) as a
$$;
comment on function app_private.network_of(text) is $$The network that a site has of which this is an address.$$;
--! EndIncluded tenancy/functions/network_of.sql
--! Included tenancy/functions/known_since.sql
-- Who was let in is known there as long as the session could last, and in the session itself wherever it is. Who set a
-- password by the token in a mail has a session for that, which ended at once.
create or replace function app_private.known_since(request jsonb, user_id uuid, contact_id uuid) returns timestamptz
language sql stable
set search_path = ''
as $$
  select max(s.created_at)
  from app_private.sessions s
  where (s.user_id = known_since.user_id or s.contact_id = known_since.contact_id)
    and s.expires_at > now()
    and (
      app_private.network_of(host(s.address)) = app_private.network_of(request ->> 'address')
      or s.id::text = request -> 'claims' ->> 'sid'
    )
$$;
comment on function app_private.known_since(jsonb, uuid, uuid) is $$When a user or contact last proved who they are at the address that a request comes from; null if they never did in the last thirty days.$$;
--! EndIncluded tenancy/functions/known_since.sql
--! Included tenancy/functions/failed_attempts_since.sql
-- An attempt is one transaction, whose event is recorded in each of the person's organizations. Attempts that were not
-- looked at don't count.
create or replace function app_private.failed_attempts_since(request jsonb, user_id uuid, contact_id uuid, organization_id uuid, since timestamptz) returns int
language sql stable
set search_path = ''
as $$
  select count(distinct e.created_at)::int
  from (
    select u.* from app_public.security_events u where u.user_id = failed_attempts_since.user_id and u.created_at > failed_attempts_since.since
    union all
    select c.*
    from app_public.security_events c
    where c.organization_id = failed_attempts_since.organization_id
      and c.contact_id = failed_attempts_since.contact_id
      and c.created_at > failed_attempts_since.since
  ) as e
  where e.kind = 'failed_sign_in'
    and e.detail @> '{"isKnownAddress": true}'
    and e.detail ? 'failedAttempts'
    and app_private.network_of(host(e.address)) = app_private.network_of(request ->> 'address')
$$;
comment on function app_private.failed_attempts_since(jsonb, uuid, uuid, uuid, timestamptz) is $$How often a wrong password of a user or contact was given at an address where they are known.$$;
--! EndIncluded tenancy/functions/failed_attempts_since.sql
--! Included tenancy/functions/check_password.sql
/*
 * Whether a password is right. Callers lock the address before, so that of many attempts at once each is counted. Nothing
 * is raised: what is raised takes the count back. Somebody unknown costs the same work, and the answer is the same for
 * them, for a wrong password and while no password is accepted.
 *
 * Strangers are counted together, wherever they are, since who guesses has many addresses: after ten failures no password
 * is accepted of them for a while. Where the person is known that doesn't count, or else anybody could keep them out by
 * guessing; failures there are counted by themselves, ten in an hour.
 */
create or replace function app_private.check_password(request jsonb, password text, user_id uuid, contact_id uuid, organization_id uuid) returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_attempts_allowed constant int := 10;
  v_known_since constant timestamptz := app_private.known_since(check_password.request, check_password.user_id, check_password.contact_id);
  v_is_known constant boolean := v_known_since is not null;
  v_hash text;
  v_checked_hash text;
  v_failed_attempts int;
  v_failed_attempts_here int;
  v_locked_until timestamptz;
  v_is_locked boolean;
  v_is_accepted boolean;
  v_is_right boolean;
  v_is_newly_locked boolean := false;
begin
  select c.password_hash, c.failed_attempts, c.locked_until into v_hash, v_failed_attempts, v_locked_until
  from (
    select u.password_hash, u.failed_attempts, u.locked_until from app_private.user_credentials u where u.user_id = check_password.user_id
    union all
    select k.password_hash, k.failed_attempts, k.locked_until from app_private.contact_credentials k where k.contact_id = check_password.contact_id
  ) c;
  v_is_locked := coalesce(v_locked_until > now(), false);
  if v_is_known then
    v_failed_attempts_here := app_private.failed_attempts_since(
      check_password.request,
      check_password.user_id,
      check_password.contact_id,
      check_password.organization_id,
      greatest(v_known_since, now() - interval '1 hour')
    );
    v_is_accepted := v_failed_attempts_here < v_attempts_allowed;
  else
    v_is_accepted := not v_is_locked;
  end if;

  v_checked_hash := v_hash;
  -- The work first, whether or not a password is accepted at the moment.
  v_is_right := app_private.is_password(check_password.password, v_hash);
  v_is_right := v_is_right and v_is_accepted;

  if v_is_right then
    -- While strangers guess they go on waiting.
    if not v_is_locked then
      v_failed_attempts := 0;
      v_locked_until := null;
    end if;
    if v_hash !~ format('^\$2.\$%s\$', to_char(app_private.password_cost(), 'FM00')) then
      v_hash := app_private.hash_password(check_password.password);
    end if;
  elsif v_is_accepted and v_is_known then
    v_failed_attempts_here := v_failed_attempts_here + 1;
  elsif v_is_accepted and v_hash is not null then
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
      detail => jsonb_strip_nulls(case
        when v_is_known then jsonb_build_object('isKnownAddress', true, 'failedAttempts', case when v_is_accepted then v_failed_attempts_here end)
        else jsonb_build_object('failedAttempts', v_failed_attempts, 'lockedUntil', v_locked_until)
      end),
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
comment on function app_private.check_password(jsonb, text, uuid, uuid, uuid) is $$Whether a user’s or contact’s password is right; counts failures. After ten accepts none for a while that grows with every further one, to an hour; where the person is known that is counted separately, ten in an hour.$$;
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
  -- From here on they are known where they are: strangers who guess don't keep them out.
  insert into app_private.sessions (user_id, contact_id, address, expires_at, revoked_at)
  values (
    v_token.user_id,
    v_token.contact_id,
    nullif(substring(request ->> 'address' from '^[0-9A-Fa-f.:]+'), '')::inet,
    now() + interval '30 days',
    now()
  );
  -- Somebody who came through another provider can sign in here from now on.
  insert into app_private.user_identities (user_id, issuer, subject)
  select v_token.user_id, 'tenantry', v_token.user_id::text where v_token.user_id is not null
  on conflict do nothing;
end
$$;
grant execute on function app_private.reset_password(jsonb) to tenantry_authenticator;
comment on function app_private.reset_password(jsonb) is $$Sets a new password by the token of a mail, and ends all sessions of its person.$$;
--! EndIncluded tenancy/functions/reset_password.sql
--! Included tenancy/tables/user_credentials.sql
comment on table app_private.user_credentials is $$How users sign in through the built-in issuer. Private: read and written by the functions that check a password.$$;
comment on column app_private.user_credentials.password_hash is $$The password, hashed with bcrypt.$$;
comment on column app_private.user_credentials.password_set_at is $$When the password was set; sessions from before have ended.$$;
comment on column app_private.user_credentials.failed_attempts is $$How often a wrong password was given where the user isn’t known, since the last right one.$$;
comment on column app_private.user_credentials.locked_until is $$Until when no password is accepted where the user isn’t known.$$;

create or replace trigger _100_timestamps before update on app_private.user_credentials for each row execute function app_private.tg__timestamps();

alter table app_private.user_credentials enable row level security;
--! EndIncluded tenancy/tables/user_credentials.sql
--! Included tenancy/tables/sessions.sql
comment on table app_private.sessions is $$Somebody signed in through the built-in issuer: a family of refresh tokens of a user or of a contact, which they are known by at its address. Private: who is signed in where is nobody else’s business.$$;
comment on column app_private.sessions.user_id is $$The user who is signed in; empty for a contact.$$;
comment on column app_private.sessions.contact_id is $$The contact who is signed in to the client portal; empty for a user.$$;
comment on column app_private.sessions.address is $$The network address that the session was last used from.$$;
comment on column app_private.sessions.user_agent is $$The program that the session was last used with, in its own words.$$;
comment on column app_private.sessions.last_used_at is $$When the session last got a new token.$$;
comment on column app_private.sessions.expires_at is $$When the session ends by itself.$$;
comment on column app_private.sessions.revoked_at is $$When the session was ended: by signing out, because an old token was used again, or at once where a password was set by the token in a mail.$$;

create or replace trigger _100_timestamps before update on app_private.sessions for each row execute function app_private.tg__timestamps();
create or replace trigger _550_announce_revocation after update of revoked_at on app_private.sessions for each row
  when (OLD.revoked_at is null and NEW.revoked_at is not null) execute function app_private.tg__announce_revocation('user', 'user_id', 'contact', 'contact_id');
create or replace trigger _550_announce_removal after delete on app_private.sessions for each row
  when (OLD.revoked_at is null and OLD.expires_at > now()) execute function app_private.tg__announce_revocation('user', 'user_id', 'contact', 'contact_id');

alter table app_private.sessions enable row level security;
--! EndIncluded tenancy/tables/sessions.sql
--! Included crm/tables/contact_credentials.sql
comment on table app_private.contact_credentials is $$How contacts sign in to the client portal. Private: read and written by the functions that check a password.$$;
comment on column app_private.contact_credentials.password_hash is $$The password, hashed with bcrypt.$$;
comment on column app_private.contact_credentials.password_set_at is $$When the password was set; older sign-ins don’t count any more.$$;
comment on column app_private.contact_credentials.last_login_at is $$When the contact last signed in.$$;
comment on column app_private.contact_credentials.failed_attempts is $$How often a wrong password was given where the contact isn’t known, since then.$$;
comment on column app_private.contact_credentials.locked_until is $$Until when no password is accepted where the contact isn’t known.$$;

create or replace trigger _100_timestamps before update on app_private.contact_credentials for each row execute function app_private.tg__timestamps();

alter table app_private.contact_credentials enable row level security;
--! EndIncluded crm/tables/contact_credentials.sql

-- A key is the organization's, as what it serves is: it doesn't end with the membership of whoever made it, and that is said.
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
Removes a member from the organization: the membership is switched off, and with the next request the person is out. What the member owned stays as it is, and so do API keys that they created, whose secrets they may know: rotate or revoke those. A member with more permissions than one’s own can’t be removed, nor the last owner.

```graphql
mutation {
  removeMember(input: { membershipId: "0199…" }) {
    membership { id isActive }
  }
}
```$$;
--! EndIncluded tenancy/functions/remove_member.sql
--! Included tenancy/tables/api_keys.sql
comment on table app_public.api_keys is $$A key with which a machine uses the API of the organization, under a role. The secret is shown once, when the key is created.$$;
comment on column app_public.api_keys.name is $$What the key is for.$$;
comment on column app_public.api_keys.prefix is $$The beginning of the secret, by which people recognize the key.$$;
comment on column app_public.api_keys.role_id is $$What the key may do.$$;
comment on column app_public.api_keys.created_by_id is $$The member who created the key, which goes on when they leave.$$;
comment on column app_public.api_keys.last_used_at is $$When the key was last used, within a few minutes.$$;
comment on column app_public.api_keys.expires_at is $$When the key ceases to work; empty when it doesn’t by itself.$$;
comment on column app_public.api_keys.revoked_at is $$When the key was revoked; empty while it works.$$;

-- That a key was used is no change of it.
create or replace trigger _100_timestamps
  before update of id, organization_id, name, prefix, role_id, created_by_id, expires_at, revoked_at, created_at
  on app_public.api_keys for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before insert or update of name, prefix, role_id, expires_at, revoked_at on app_public.api_keys for each row execute function app_private.tg_api_keys__guard();
create or replace trigger _550_announce_revocation after update of revoked_at, expires_at or delete on app_public.api_keys for each row execute function app_private.tg__announce_revocation('api_key', 'id');
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

-- What members can't do any more, the invitations that they sent can't either; and what was proved of an e-mail address is
-- over with it.
--! Included tenancy/functions/may_still_invite.sql
-- The question of invite_client put about whoever sent an invitation, who needn't be the one who asks. What a machine has
-- sent was the organization's, as its keys are. A member limited to businesses invites into these by the role held there.
create or replace function app_private.may_still_invite(invitation app_public.client_invitations) returns boolean
language sql stable
set search_path = ''
as $$
  select invitation.invited_by_id is null or exists (
    select
    from app_public.memberships m
    join app_public.users u on u.id = m.user_id
    join app_private.role_grants g on g.organization_id = m.organization_id and g.resource = 'client_invitations' and g.action = 'manage'
    where m.organization_id = invitation.organization_id
      and m.id = invitation.invited_by_id
      and m.is_active
      and u.is_active
      and g.role_id in (
        select coalesce(b.role_id, m.role_id)
        from app_public.business_memberships b
        where b.organization_id = m.organization_id and b.membership_id = m.id and b.business_id = invitation.business_id
        union all
        select m.role_id
        where invitation.business_id is null or not exists (
          select from app_public.business_memberships b where b.organization_id = m.organization_id and b.membership_id = m.id
        )
      )
  )
$$;
comment on function app_private.may_still_invite(app_public.client_invitations) is $$Whether the member who sent an invitation into the client portal could send it now.$$;
--! EndIncluded tenancy/functions/may_still_invite.sql
--! Included tenancy/functions/claim_invitation.sql
/*
 * Definer, because whoever claims belongs to no organization. As with accept_invitation, the second to come waits for the
 * row, and the token is looked at again once the row is held. A contact whom the invitation doesn't name, such as one who
 * has written since, is taken for the invited person only if the inviter may change all contacts: whoever invites knows
 * the token, and must not get at somebody else's contact by it. For the same reason a password that exists is not replaced,
 * and what members have sent is without effect once they may not invite any more.
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
  if not app_private.may_still_invite(v_invitation) then
    raise exception using
      errcode = 'TN409',
      message = 'Whoever sent this invitation may not invite clients any more.',
      hint = 'Ask to be invited again.';
  end if;

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
Claims an invitation into the client portal: the visitor becomes the contact that it names, or a new one, whom the inviter looks after. Is for visitors without a token of their own. An invitation is claimed once, and only while the member who sent it may still invite clients.

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
--! Included crm/functions/tg_contacts__end_sessions.sql
-- Members change the address, contacts can't: whoever signed in under the old one, or reads its mailbox, needn't be the
-- contact. The password stays, and is good under the new address alone, where another one can be asked for.
create or replace function app_private.tg_contacts__end_sessions() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  update app_private.sessions s set revoked_at = now() where s.contact_id = NEW.id and s.revoked_at is null;
  delete from app_private.account_tokens t where t.contact_id = NEW.id;
  return null;
end
$$;
comment on function app_private.tg_contacts__end_sessions() is $$Ends a contact’s sessions in the client portal, and the tokens in mails that are under way.$$;
--! EndIncluded crm/functions/tg_contacts__end_sessions.sql
--! Included crm/tables/contacts.sql
comment on table app_public.contacts is $$A person whom the organization serves or hopes to serve.$$;
comment on column app_public.contacts.business_id is $$The business that the contact belongs to; of the whole organization when empty.$$;
comment on column app_public.contacts.first_name is $$Given name.$$;
comment on column app_public.contacts.last_name is $$Family name.$$;
comment on column app_public.contacts.name is $$First and last name, whichever is known, else 'Unknown'.$$;
comment on column app_public.contacts.email is $$E-mail address, kept in lower case; unique within the organization. It is what the contact signs in to the client portal with: another one ends their sessions there.$$;
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
comment on column app_public.contacts.merged_into_id is $$The contact that this one was merged into; such a contact stays archived.$$;
comment on constraint merged_contact_must_stay_archived on app_public.contacts is $$This contact was merged into another. Undo that first.$$;
comment on column app_public.contacts.deleted_at is $$When the contact was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.contacts for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.contacts for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _210_normalize before insert or update of first_name, last_name, emergency_contact_phone on app_public.contacts for each row execute function app_private.tg_contacts__normalize();
create or replace trigger _300_archive before update of deleted_at on app_public.contacts for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('contacts', 'owner_id');
create or replace trigger _350_validate_custom_fields before insert or update of custom_fields on app_public.contacts for each row execute function app_private.tg__validate_custom_fields('contact');
create or replace trigger _500_end_sessions after update of email on app_public.contacts for each row
  when (OLD.email is distinct from NEW.email) execute function app_private.tg_contacts__end_sessions();
create or replace trigger _550_announce_revocation after update of is_active, deleted_at on app_public.contacts for each row
  when ((OLD.is_active and not NEW.is_active) or (OLD.deleted_at is null and NEW.deleted_at is not null)) execute function app_private.tg__announce_revocation('contact', 'id');
create or replace trigger _600_count_added after insert on app_public.contacts referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.contacts referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.contacts for each row
  when ((OLD.business_id, OLD.created_at) is distinct from (NEW.business_id, NEW.created_at)) execute function app_private.tg__count_metrics();
create or replace trigger _900_audit after insert or update or delete on app_public.contacts for each row execute function app_private.tg__audit();

-- delete is not granted: contacts are archived through deleted_at, not removed. email_verified and last_contacted_at
-- are found out by the database, never claimed; merged_into_id is for mergeContacts to write.
revoke all on table app_public.contacts from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.contacts to tenantry_member, tenantry_service;
grant insert (
  business_id, first_name, last_name, email, phone, company_id, owner_id, lifecycle_stage, source, date_of_birth, gender,
  emergency_contact_name, emergency_contact_phone, membership_status, membership_starts_on, membership_ends_on, is_active, tags, notes, custom_fields
) on table app_public.contacts to tenantry_member, tenantry_service;
grant update (
  business_id, first_name, last_name, email, phone, company_id, owner_id, lifecycle_stage, source, date_of_birth, gender,
  emergency_contact_name, emergency_contact_phone, membership_status, membership_starts_on, membership_ends_on, is_active, tags, notes, custom_fields, deleted_at
) on table app_public.contacts to tenantry_member, tenantry_service;

-- Contacts neither see nor change what members note about them. Their e-mail address is what they sign in with, and by either
-- it or the phone number messages and calls are found to be theirs: whoever claimed somebody else's would read along. So
-- neither is changed without being verified.
grant select (
  id, organization_id, first_name, last_name, name, email, phone, date_of_birth, gender, emergency_contact_name, emergency_contact_phone,
  membership_status, membership_starts_on, membership_ends_on, email_verified, created_at, updated_at, deleted_at
) on table app_public.contacts to tenantry_client;
grant update (first_name, last_name, date_of_birth, gender, emergency_contact_name, emergency_contact_phone) on table app_public.contacts to tenantry_client;

alter table app_public.contacts enable row level security;
select app_private.drop_policies('app_public.contacts');
select app_private.create_permission_policies('app_public.contacts', 'contacts', '{select,insert,update}', owner_columns => '{owner_id}');
select app_private.create_policies('app_public.contacts', '{client}', '{select,update}', $$id = (select app_hidden.contact_id())$$);
--! EndIncluded crm/tables/contacts.sql
