--! Previous: sha1:7e534454fec0b7e621824566b73a2db0162a82ca
--! Hash: sha1:fd6dd4497668ed8d70d7e88ee99d5191b08dc5c7
--! Message: Scheduling, support: operations of appointments and tickets

--! split: 1-current.sql
create type app_public.free_slot as (starts_at timestamptz, ends_at timestamptz);
create type app_public.booking_rules as (
  minimum_notice_minutes int,
  cancellation_notice_minutes int,
  maximum_days_ahead int,
  slot_minutes int
);

alter table app_public.services
  add column capacity int not null default 1 constraint capacity_must_be_from_1_to_1000 check (capacity between 1 and 1000);
alter table app_public.appointments
  add column review_requested_at timestamptz
    constraint review_requested_at_must_be_in_our_era check (review_requested_at between '0001-01-02' and '9999-12-30');
create index appointments_live_of_a_service on app_public.appointments using gist (organization_id, service_id, tstzrange(starts_at, ends_at))
  where status in ('scheduled', 'confirmed', 'in_progress') and deleted_at is null;

create type app_public.ticket_times as (
  opened int,
  answered int,
  resolved int,
  median_first_response_seconds int,
  ninetieth_first_response_seconds int,
  median_resolution_seconds int,
  ninetieth_resolution_seconds int
);
alter table app_public.tickets
  add column merged_into_id uuid constraint ticket_must_not_be_merged_into_itself check (merged_into_id <> id),
  add foreign key (organization_id, merged_into_id) references app_public.tickets (organization_id, id) on delete set null (merged_into_id);
create index on app_public.tickets (organization_id, merged_into_id, last_activity_at desc, id desc);
create index tickets_queue on app_public.tickets (
  organization_id, array_position('{urgent,high,normal,low}'::text[], priority), created_at, id
) where status = 'open' and deleted_at is null;
create index tickets_queue_of_a_member on app_public.tickets (
  organization_id, assigned_to_id, array_position('{urgent,high,normal,low}'::text[], priority), created_at, id
) where status = 'open' and deleted_at is null;
-- PostgreSQL doesn't take a column that is null for one that stands still, so the index of members wouldn't be in order.
create index tickets_queue_of_nobody on app_public.tickets (
  organization_id, array_position('{urgent,high,normal,low}'::text[], priority), created_at, id
) where status = 'open' and deleted_at is null and assigned_to_id is null;
create index tickets_queue_of_a_team on app_public.tickets (
  organization_id, team_id, array_position('{urgent,high,normal,low}'::text[], priority), created_at, id
) where status = 'open' and deleted_at is null;

--! Included scheduling/functions/is_business_hours.sql
create or replace function app_hidden.is_business_hours(hours jsonb) returns boolean
language sql immutable parallel safe
return is_business_hours.hours is null
  or jsonb_typeof(is_business_hours.hours) = 'object'
  and not exists (
    select from jsonb_each(case jsonb_typeof(is_business_hours.hours) when 'object' then is_business_hours.hours else '{}' end) as d
    where d.key !~ '^(monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))$'
      or jsonb_typeof(d.value) <> 'array'
      or exists (
        select from jsonb_array_elements(case jsonb_typeof(d.value) when 'array' then d.value else '[]' end) as o
        where jsonb_typeof(o) <> 'object'
          or coalesce(o ->> 'opens', '') !~ '^([01]\d|2[0-3]):[0-5]\d$'
          or coalesce(o ->> 'closes', '') !~ '^([01]\d|2[0-3]):[0-5]\d$|^24:00$'
          or o ->> 'opens' >= o ->> 'closes'
      )
  );
grant execute on function app_hidden.is_business_hours(jsonb) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.is_business_hours(jsonb) is $$Whether this says when a business is open: lists of opens and closes by the day of the week, or by a date.$$;
--! EndIncluded scheduling/functions/is_business_hours.sql
alter table app_public.organizations
  add constraint business_hours_must_be_times check (app_hidden.is_business_hours(settings -> 'businessHours'));
alter table app_public.businesses
  add constraint business_hours_must_be_times check (app_hidden.is_business_hours(settings -> 'businessHours'));

--! Included scheduling/functions/booking_rule.sql
-- Contacts can't read their organization's settings, which say more than these. A constraint keeps the rules numbers.
create or replace function app_hidden.booking_rule(rule text) returns integer
language sql stable security definer
set search_path = ''
as $$
  select coalesce(
    (o.settings -> 'booking' ->> booking_rule.rule)::numeric::integer,
    case booking_rule.rule when 'minimumNoticeMinutes' then 60 when 'cancellationNoticeMinutes' then 1440 end
  )
  from app_public.organizations o
  where o.id = app_hidden.organization_id()
$$;
grant execute on function app_hidden.booking_rule(text) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.booking_rule(text) is $$What the organization’s settings say under booking about appointments that contacts book in the client portal: minimumNoticeMinutes, an hour unless said otherwise, cancellationNoticeMinutes, a day, maximumDaysAhead, empty without a limit, and slotMinutes, empty unless given.$$;
--! EndIncluded scheduling/functions/booking_rule.sql
--! Included scheduling/functions/slot_minutes.sql
create or replace function app_hidden.slot_minutes() returns integer
language sql stable
return greatest(5, coalesce(app_hidden.booking_rule('slotMinutes'), 15));
grant execute on function app_hidden.slot_minutes() to tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.slot_minutes() is $$How many minutes lie between one offered slot and the next.$$;
--! EndIncluded scheduling/functions/slot_minutes.sql
--! Included scheduling/functions/timezone_of.sql
-- Definer, because contacts see neither the organization nor its businesses.
create or replace function app_hidden.timezone_of(business_id uuid) returns text
language sql stable security definer
set search_path = ''
as $$
  select coalesce(b.timezone, o.timezone)
  from app_public.organizations o
  left join app_public.businesses b on b.organization_id = o.id and b.id = timezone_of.business_id
  where o.id = app_hidden.organization_id()
$$;
grant execute on function app_hidden.timezone_of(uuid) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.timezone_of(uuid) is $$The time zone of a business, or of the organization.$$;
--! EndIncluded scheduling/functions/timezone_of.sql
--! Included scheduling/functions/has_business_hours.sql
create or replace function app_private.has_business_hours(organization_id uuid, business_id uuid) returns boolean
language sql stable
set search_path = ''
as $$
  select coalesce(b.settings -> 'businessHours', o.settings -> 'businessHours') is not null
  from app_public.organizations o
  left join app_public.businesses b on b.organization_id = o.id and b.id = has_business_hours.business_id
  where o.id = has_business_hours.organization_id
$$;
comment on function app_private.has_business_hours(uuid, uuid) is $$Whether somebody said when a business is open.$$;
--! EndIncluded scheduling/functions/has_business_hours.sql
--! Included scheduling/functions/opening_times.sql
-- A date's own hours come before those of its day of the week. The clock is that of the business on that very day, so that
-- a day on which it changes has an hour less or more.
create or replace function app_private.opening_times(organization_id uuid, business_id uuid, since timestamptz, until timestamptz)
returns table (opens_at timestamptz, closes_at timestamptz)
language sql stable
set search_path = ''
as $$
  with place as (
    select
      coalesce(b.timezone, o.timezone) as timezone,
      coalesce(b.settings -> 'businessHours', o.settings -> 'businessHours') as hours
    from app_public.organizations o
    left join app_public.businesses b on b.organization_id = o.id and b.id = opening_times.business_id
    where o.id = opening_times.organization_id
  ),
  days as (
    select p.timezone, p.hours, day::date as day
    from place p
    cross join generate_series(
      (opening_times.since at time zone p.timezone)::date::timestamp,
      (opening_times.until at time zone p.timezone)::date::timestamp,
      '1 day'
    ) as day
  )
  select distinct (d.day + (h.value ->> 'opens')::time) at time zone d.timezone, (d.day + (h.value ->> 'closes')::time) at time zone d.timezone
  from days d
  cross join lateral jsonb_array_elements(
    case
      when d.hours is null then '[{"opens": "00:00", "closes": "24:00"}]'
      else coalesce(
        d.hours -> to_char(d.day, 'YYYY-MM-DD'),
        d.hours -> ('{monday,tuesday,wednesday,thursday,friday,saturday,sunday}'::text[])[extract(isodow from d.day)::integer],
        '[]'
      )
    end
  ) as h
$$;
comment on function app_private.opening_times(uuid, uuid, timestamptz, timestamptz) is $$When a business is open on the days of a time, as points in time; all day when nobody said.$$;
--! EndIncluded scheduling/functions/opening_times.sql
--! Included scheduling/functions/open_slots.sql
create or replace function app_private.open_slots(
  organization_id uuid,
  business_id uuid,
  length interval,
  since timestamptz,
  until timestamptz,
  is_for_portal boolean
) returns setof app_public.free_slot
language sql stable
set search_path = ''
as $$
  select distinct s.starts_at, s.starts_at + open_slots.length
  from app_private.opening_times(open_slots.organization_id, open_slots.business_id, open_slots.since, open_slots.until) o
  cross join lateral generate_series(
    o.opens_at, o.closes_at - open_slots.length, (select make_interval(mins => app_hidden.slot_minutes()))
  ) as s (starts_at)
  where s.starts_at > now()
    and s.starts_at >= open_slots.since
    and s.starts_at < open_slots.until
    and (
      not open_slots.is_for_portal
      or s.starts_at >= (select now() + make_interval(mins => app_hidden.booking_rule('minimumNoticeMinutes')))
      and s.starts_at <= (select coalesce(now() + make_interval(days => app_hidden.booking_rule('maximumDaysAhead')), 'infinity'))
    )
$$;
comment on function app_private.open_slots(uuid, uuid, interval, timestamptz, timestamptz, boolean) is $$The times within a business’ hours, and within the booking rules if that is asked for, whoever has time then.$$;
--! EndIncluded scheduling/functions/open_slots.sql
--! Included scheduling/functions/is_slot_free.sql
-- A member is in one place at a time. When no member is named, a service takes place as often at once as its capacity says,
-- whoever is there; how often it does at once is counted at the beginning of the slot and of whatever begins within.
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
  select case
    when is_slot_free.staff_id is not null then not exists (
      select from app_public.appointments a
      where a.organization_id = is_slot_free.organization_id
        and a.staff_id = is_slot_free.staff_id
        and a.status in ('scheduled', 'confirmed', 'in_progress')
        and a.deleted_at is null
        and tstzrange(a.starts_at, a.ends_at) && tstzrange(is_slot_free.starts_at, is_slot_free.ends_at)
        and a.id is distinct from is_slot_free.appointment_id
    )
    when is_slot_free.service_id is not null then (
      with taken as (
        select a.starts_at, a.ends_at
        from app_public.appointments a
        where a.organization_id = is_slot_free.organization_id
          and a.service_id = is_slot_free.service_id
          and a.status in ('scheduled', 'confirmed', 'in_progress')
          and a.deleted_at is null
          and tstzrange(a.starts_at, a.ends_at) && tstzrange(is_slot_free.starts_at, is_slot_free.ends_at)
          and a.id is distinct from is_slot_free.appointment_id
      )
      select coalesce(max(m.many), 0) < (
        select s.capacity from app_public.services s where s.organization_id = is_slot_free.organization_id and s.id = is_slot_free.service_id
      )
      from (
        select (select count(*) from taken t where t.starts_at <= p.moment and t.ends_at > p.moment) as many
        from (
          select is_slot_free.starts_at as moment
          union
          select t.starts_at from taken t where t.starts_at > is_slot_free.starts_at
        ) as p
      ) as m
    )
    else true
  end
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
  where app_private.is_slot_free(app_hidden.organization_id(), free_slots.service_id, free_slots.staff_id, s.starts_at, s.ends_at)
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
--! Included scheduling/functions/take_turns.sql
create or replace function app_private.take_turns(organization_id uuid, id uuid) returns void
language sql volatile
set search_path = ''
as $$
  select pg_advisory_xact_lock(hashtextextended(format('appointments %s %s', take_turns.organization_id, take_turns.id), 0))
$$;
comment on function app_private.take_turns(uuid, uuid) is $$Waits until nobody else is about to book the same member or service.$$;
--! EndIncluded scheduling/functions/take_turns.sql
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
    perform app_private.refuse_missing_row('staffId');
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
--! Included scheduling/functions/tg_appointments__request_review.sql
-- The time is the database's.
create or replace function app_private.tg_appointments__request_review() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if NEW.review_requested_at is null or app_hidden.actor_kind() is null then
    return NEW;
  end if;
  if NEW.status <> 'completed' then
    raise exception using
      errcode = 'TN409',
      message = 'A review can be asked for once the appointment has taken place.',
      detail = jsonb_build_object('status', NEW.status)::text,
      hint = 'Complete it first.';
  end if;
  if NEW.contact_id is null then
    raise exception using errcode = 'TN409', message = 'There is no contact to ask for a review.', detail = '{"field": "contactId"}';
  end if;
  if exists (select from app_public.reviews r where r.organization_id = NEW.organization_id and r.appointment_id = NEW.id) then
    raise exception using errcode = 'TN409', message = 'This appointment has a review already.';
  end if;
  NEW.review_requested_at := now();
  return NEW;
end
$$;
comment on function app_private.tg_appointments__request_review() is $$Asks for reviews of what took place and hasn’t been reviewed.$$;
--! EndIncluded scheduling/functions/tg_appointments__request_review.sql
--! Included scheduling/functions/tg_appointments__keep_slot.sql
-- After the end of the appointment is known. Members are told of a clash by the exclusion constraint, or beforehand by the
-- operations; contacts, who name no member, by the service's capacity and hours.
create or replace function app_private.tg_appointments__keep_slot() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if app_hidden.actor_kind() is null
    or pg_trigger_depth() > 1
    or NEW.deleted_at is not null
    or NEW.status not in ('scheduled', 'confirmed', 'in_progress')
    or TG_OP = 'UPDATE'
    and (NEW.starts_at, NEW.ends_at, NEW.staff_id, NEW.service_id, NEW.deleted_at) is not distinct from (OLD.starts_at, OLD.ends_at, OLD.staff_id, OLD.service_id, OLD.deleted_at)
    and OLD.status in ('scheduled', 'confirmed', 'in_progress')
  then
    return NEW;
  end if;
  if app_hidden.actor_kind() = 'contact' then
    perform app_hidden.claim_slot(NEW.business_id, NEW.service_id, NEW.staff_id, NEW.starts_at, NEW.ends_at, NEW.id);
  elsif NEW.staff_id is not null then
    perform app_private.take_turns(NEW.organization_id, NEW.staff_id);
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_appointments__keep_slot() is $$Lets those who book the same member take turns, and contacts book what is free and open.$$;
--! EndIncluded scheduling/functions/tg_appointments__keep_slot.sql
--! Included scheduling/tables/services.sql
comment on table app_public.services is $$Something that can be booked: the catalog.$$;
comment on column app_public.services.business_id is $$The business that offers the service; the whole organization when empty.$$;
comment on column app_public.services.name is $$What the service is called.$$;
comment on column app_public.services.category is $$A heading under which the catalog shows it.$$;
comment on column app_public.services.description is $$What the service is, for contacts to read.$$;
comment on column app_public.services.duration_minutes is $$How long it takes, in minutes.$$;
comment on column app_public.services.price_cents is $$What it costs, in hundredths of the currency’s unit.$$;
comment on column app_public.services.currency is $$@hasDefault
The currency (ISO 4217); the organization’s unless another is named.$$;
comment on column app_public.services.capacity is $$How often it can take place at once when no member is named, as contacts book it.$$;
comment on column app_public.services.is_active is $$Whether it can be booked. Contacts see only what can.$$;

create or replace trigger _100_timestamps before update on app_public.services for each row execute function app_private.tg__timestamps();
create or replace trigger _400_set_currency before insert on app_public.services for each row execute function app_private.tg_services__set_currency();
create or replace trigger _900_audit after insert or update or delete on app_public.services for each row execute function app_private.tg__audit();

-- Appointments and reviews outlive their service: what is no longer offered is better switched off.
revoke all on table app_public.services from tenantry_member, tenantry_service, tenantry_client;
grant select, delete on table app_public.services to tenantry_member, tenantry_service;
grant insert (business_id, name, category, description, duration_minutes, price_cents, currency, capacity, is_active) on table app_public.services to tenantry_member, tenantry_service;
grant update (business_id, name, category, description, duration_minutes, price_cents, currency, capacity, is_active) on table app_public.services to tenantry_member, tenantry_service;
grant select on table app_public.services to tenantry_client;

alter table app_public.services enable row level security;
select app_private.drop_policies('app_public.services');
select app_private.create_permission_policies('app_public.services', 'services', '{select}');
select app_private.create_permission_policies('app_public.services', 'services', '{insert,update,delete}', writes_need_manage => true);
select app_private.create_policies('app_public.services', '{client}', '{select}', 'is_active');
--! EndIncluded scheduling/tables/services.sql
--! Included scheduling/tables/appointments.sql
comment on table app_public.appointments is $$A time that is kept for a contact. A member’s appointments that are scheduled, confirmed or in progress don’t overlap; one may begin when another ends.$$;
comment on column app_public.appointments.business_id is $$The business where it takes place; of the whole organization when empty. The service’s unless another is named.$$;
comment on column app_public.appointments.service_id is $$The service that is booked.$$;
comment on column app_public.appointments.contact_id is $$The contact who comes. When only an e-mail address or phone number is given, the contact who has it, or a new one.$$;
comment on column app_public.appointments.booked_email is $$The e-mail address with which it was booked, kept in lower case.$$;
comment on column app_public.appointments.booked_phone is $$The phone number with which it was booked, in E.164 form.$$;
comment on column app_public.appointments.staff_id is $$The member who is there for the contact.$$;
comment on column app_public.appointments.created_by_id is $$The member who booked it; empty when the contact did.$$;
comment on column app_public.appointments.kind is $$What is booked.$$;
comment on column app_public.appointments.status is $$Where the appointment stands. What is completed, canceled or missed isn’t moved any more; what is canceled can be scheduled again.$$;
comment on column app_public.appointments.starts_at is $$When it begins. Moving the beginning alone moves the end with it.$$;
comment on column app_public.appointments.ends_at is $$@hasDefault
When it ends; after the service’s duration unless another time is given.$$;
comment on column app_public.appointments.location is $$Where it takes place.$$;
comment on column app_public.appointments.notes is $$What members should know about it. Contacts don’t see it.$$;
comment on column app_public.appointments.source is $$How it was booked, such as portal.$$;
comment on column app_public.appointments.price_cents is $$What it costs, in hundredths of the currency’s unit; the service’s price at the time of booking unless another is given.$$;
comment on column app_public.appointments.currency is $$The currency (ISO 4217) of the price.$$;
comment on column app_public.appointments.cancellation_reason is $$Why it was called off.$$;
comment on column app_public.appointments.completed_at is $$When it was completed; follows the status.$$;
comment on column app_public.appointments.canceled_at is $$When it was called off; follows the status.$$;
comment on column app_public.appointments.review_requested_at is $$When the contact was asked for a review; empty when nobody did.$$;
comment on column app_public.appointments.deleted_at is $$When the appointment was archived; empty while it is in use.$$;
comment on constraint only_one_appointment_of_a_member_at_a_time on app_public.appointments is $$The member has another appointment at that time.$$;
comment on constraint appointments_organization_id_staff_id_fkey on app_public.appointments is $$@foreignFieldName appointments$$;

create or replace trigger _100_timestamps before update on app_public.appointments for each row execute function app_private.tg__timestamps();
create or replace trigger _200_link_contact before insert on app_public.appointments for each row execute function app_private.tg_appointments__link_contact();
create or replace trigger _300_archive before update of deleted_at on app_public.appointments for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('appointments', 'staff_id', 'created_by_id');
create or replace trigger _310_guard before insert or update of status, starts_at, ends_at, staff_id, service_id, cancellation_reason on app_public.appointments for each row
  execute function app_private.tg_appointments__guard();
create or replace trigger _400_follow_service before insert or update of service_id, starts_at, ends_at, price_cents, currency on app_public.appointments for each row
  execute function app_private.tg_appointments__follow_service();
create or replace trigger _410_follow_status before insert or update of status, cancellation_reason on app_public.appointments for each row
  execute function app_private.tg_appointments__follow_status();
create or replace trigger _420_request_review before update of review_requested_at on app_public.appointments for each row
  when (OLD.review_requested_at is distinct from NEW.review_requested_at) execute function app_private.tg_appointments__request_review();
create or replace trigger _430_keep_slot before insert or update of status, starts_at, ends_at, staff_id, service_id, deleted_at on app_public.appointments for each row
  execute function app_private.tg_appointments__keep_slot();
create or replace trigger _600_count_added after insert on app_public.appointments referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.appointments referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.appointments for each row
  when ((OLD.business_id, OLD.created_at, OLD.starts_at, OLD.status, OLD.price_cents, OLD.currency) is distinct from (NEW.business_id, NEW.created_at, NEW.starts_at, NEW.status, NEW.price_cents, NEW.currency)) execute function app_private.tg__count_metrics();
create or replace trigger _900_audit after insert or update or delete on app_public.appointments for each row execute function app_private.tg__audit();

-- delete is not granted: appointments are archived through deleted_at. With what address one was booked stays.
revoke all on table app_public.appointments from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.appointments to tenantry_member, tenantry_service;
grant insert (
  business_id, service_id, contact_id, booked_email, booked_phone, staff_id, kind, status, starts_at, ends_at, location, notes, source, price_cents, currency
) on table app_public.appointments to tenantry_member, tenantry_service;
grant update (
  business_id, service_id, contact_id, staff_id, kind, status, starts_at, ends_at, location, notes, source, price_cents, currency, cancellation_reason, review_requested_at, deleted_at
) on table app_public.appointments to tenantry_member, tenantry_service;

-- Contacts don’t see what members note, nor who the members are. They book a service at a time, move it and cancel it.
grant select (
  id, organization_id, business_id, service_id, contact_id, booked_email, booked_phone, kind, status, starts_at, ends_at, location, source, price_cents, currency,
  cancellation_reason, completed_at, canceled_at, review_requested_at, created_at, updated_at, deleted_at
) on table app_public.appointments to tenantry_client;
grant insert (service_id, starts_at) on table app_public.appointments to tenantry_client;
grant update (starts_at, status, cancellation_reason) on table app_public.appointments to tenantry_client;

alter table app_public.appointments enable row level security;
select app_private.drop_policies('app_public.appointments');
-- An appointment is one's own as the member who is there or as the one who booked it.
select app_private.create_permission_policies('app_public.appointments', 'appointments', '{select,insert,update}', owner_columns => '{staff_id,created_by_id}');
select app_private.create_policies(
  'app_public.appointments', '{client}', '{select,update}', $$contact_id = (select app_hidden.contact_id()) and deleted_at is null$$
);
select app_private.create_policies(
  'app_public.appointments', '{client}', '{insert}',
  $$contact_id = (select app_hidden.contact_id()) and deleted_at is null and status = 'scheduled' and source = 'portal' and starts_at > now()$$
);
--! EndIncluded scheduling/tables/appointments.sql
--! Included scheduling/functions/lock_appointment.sql
-- Under the policies of whoever asks: for update finds what they may change, and no more. Two who change the same take turns.
create or replace function app_hidden.lock_appointment(appointment_id uuid) returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  v_status text;
begin
  select a.status into v_status
  from app_public.appointments a
  where a.organization_id = app_hidden.organization_id() and a.id = lock_appointment.appointment_id and a.deleted_at is null
  for no key update;
  if not found then
    raise exception using
      errcode = 'TN404',
      message = 'There is no such row, or it is not yours to change.',
      detail = '{"field": "appointmentId"}';
  end if;
  return v_status;
end
$$;
grant execute on function app_hidden.lock_appointment(uuid) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.lock_appointment(uuid) is $$The status of an appointment that whoever asks may change, which nobody else changes until the transaction ends.$$;
--! EndIncluded scheduling/functions/lock_appointment.sql
--! Included scheduling/functions/shown_appointment.sql
-- Contacts read some columns only; the others stay empty for them.
create or replace function app_hidden.shown_appointment(appointment_id uuid) returns app_public.appointments
language plpgsql stable
set search_path = ''
as $$
declare
  v_appointment app_public.appointments;
begin
  if app_hidden.actor_kind() = 'contact' then
    select
      a.id, a.organization_id, a.business_id, a.service_id, a.contact_id, a.booked_email, a.booked_phone, a.kind, a.status, a.starts_at, a.ends_at,
      a.location, a.source, a.price_cents, a.currency, a.cancellation_reason, a.completed_at, a.canceled_at, a.review_requested_at, a.created_at,
      a.updated_at, a.deleted_at
    into
      v_appointment.id, v_appointment.organization_id, v_appointment.business_id, v_appointment.service_id, v_appointment.contact_id,
      v_appointment.booked_email, v_appointment.booked_phone, v_appointment.kind, v_appointment.status, v_appointment.starts_at, v_appointment.ends_at,
      v_appointment.location, v_appointment.source, v_appointment.price_cents, v_appointment.currency, v_appointment.cancellation_reason,
      v_appointment.completed_at, v_appointment.canceled_at, v_appointment.review_requested_at, v_appointment.created_at, v_appointment.updated_at,
      v_appointment.deleted_at
    from app_public.appointments a
    where a.organization_id = app_hidden.organization_id() and a.id = shown_appointment.appointment_id;
  else
    select a.* into v_appointment
    from app_public.appointments a
    where a.organization_id = app_hidden.organization_id() and a.id = shown_appointment.appointment_id;
  end if;
  return v_appointment;
end
$$;
grant execute on function app_hidden.shown_appointment(uuid) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.shown_appointment(uuid) is $$An appointment as whoever asks may read it.$$;
--! EndIncluded scheduling/functions/shown_appointment.sql
--! Included scheduling/functions/booking_rules.sql
create or replace function app_public.booking_rules() returns app_public.booking_rules
language sql stable
set search_path = ''
as $$
  select
    app_hidden.booking_rule('minimumNoticeMinutes'),
    app_hidden.booking_rule('cancellationNoticeMinutes'),
    app_hidden.booking_rule('maximumDaysAhead'),
    app_hidden.slot_minutes()
$$;
grant execute on function app_public.booking_rules() to tenantry_member, tenantry_client, tenantry_service;
comment on function app_public.booking_rules() is $$The organization’s rules for contacts who book appointments in the client portal. Members and API keys may ask too; the rules don’t bind them. They are set in the organization’s settings, under booking.

```graphql
query {
  bookingRules {
    minimumNoticeMinutes
    cancellationNoticeMinutes
    maximumDaysAhead
    slotMinutes
  }
}
```$$;
comment on type app_public.booking_rules is $$What contacts keep to when they book appointments in the client portal.$$;
comment on column app_public.booking_rules.minimum_notice_minutes is $$How long ahead an appointment is booked at least, in minutes.$$;
comment on column app_public.booking_rules.cancellation_notice_minutes is $$Until how long before its beginning an appointment is moved or canceled, in minutes.$$;
comment on column app_public.booking_rules.maximum_days_ahead is $$How far ahead an appointment is booked at most, in days; no limit when empty.$$;
comment on column app_public.booking_rules.slot_minutes is $$How many minutes lie between one offered slot and the next.$$;
--! EndIncluded scheduling/functions/booking_rules.sql
--! Included scheduling/functions/available_slots.sql
-- A service that isn't there for whoever asks has no slots, as a row that isn't there is null.
create or replace function app_public.available_slots(
  service_id uuid,
  first_day date,
  last_day date default null,
  staff_id uuid default null,
  is_for_portal boolean default false
) returns setof app_public.free_slot
language plpgsql stable
set search_path = ''
as $$
declare
  v_is_contact constant boolean := app_hidden.actor_kind() = 'contact';
  v_last_day constant date := coalesce(available_slots.last_day, available_slots.first_day);
  v_service app_public.services;
  v_timezone text;
begin
  if not v_is_contact then
    perform app_hidden.require_permission('appointments.read');
  elsif available_slots.staff_id is not null then
    raise exception using errcode = 'TN403', message = 'You may not choose a member.', detail = '{"field": "staffId"}';
  end if;
  if coalesce(v_last_day - available_slots.first_day not between 0 and 30, true) then
    raise exception using
      errcode = 'TN400',
      message = 'Ask for one to 31 days.',
      detail = '{"field": "lastDay"}';
  end if;
  select s.* into v_service
  from app_public.services s
  where s.organization_id = app_hidden.organization_id() and s.id = available_slots.service_id and s.is_active;
  v_timezone := app_hidden.timezone_of(v_service.business_id);
  return query
  select f.starts_at, f.ends_at
  from app_hidden.free_slots(
    v_service.business_id,
    v_service.id,
    available_slots.staff_id,
    make_interval(mins => v_service.duration_minutes),
    available_slots.first_day::timestamp at time zone v_timezone,
    (v_last_day + 1)::timestamp at time zone v_timezone,
    v_is_contact or coalesce(available_slots.is_for_portal, false)
  ) f
  where v_service.id is not null;
end
$$;
grant execute on function app_public.available_slots(uuid, date, date, uuid, boolean) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_public.available_slots(uuid, date, date, uuid, boolean) is $$@argument service_id The id of the service, whose length the slots have.
@argument first_day The first day to look at, in the business’ time zone.
@argument last_day The last day to look at, at most 30 days later; the first unless given.
@argument staff_id The id of the membership of the member who is to have time. Without, the service’s capacity decides, whoever is there. Contacts don’t name one.
@argument is_for_portal Whether only what contacts may book themselves is wanted. Contacts get nothing else.
The free times of a service, one after the other. They lie within the business’ hours, which are settings.businessHours of the business, or else of the organization: lists of opens and closes by the day of the week, or by a date that differs, such as {"monday": [{"opens": "09:00", "closes": "17:30"}], "2026-12-25": []}; without hours, the whole day counts. Hours are the clock’s in the business’ time zone, on days when the clock changes too. Slots follow each other at the distance of the setting booking.slotMinutes, 15 minutes unless given. For contacts the booking rules count as well.

Members and API keys need the permission appointments.read (FORBIDDEN). A service that isn’t offered, or isn’t there for whoever asks, has no slots. More than 31 days are refused with BAD_USER_INPUT.

```graphql
query {
  availableSlots(serviceId: "0199…", firstDay: "2026-03-29", first: 20) {
    nodes { startsAt endsAt }
  }
}
```$$;
comment on type app_public.free_slot is $$A time at which something can be booked.$$;
comment on column app_public.free_slot.starts_at is $$When it begins.$$;
comment on column app_public.free_slot.ends_at is $$When it ends.$$;
--! EndIncluded scheduling/functions/available_slots.sql
--! Included scheduling/functions/book_appointment.sql
create or replace function app_public.book_appointment(
  starts_at timestamptz,
  service_id uuid default null,
  ends_at timestamptz default null,
  staff_id uuid default null,
  contact_id uuid default null,
  booked_email text default null,
  booked_phone text default null,
  business_id uuid default null,
  location text default null,
  notes text default null
) returns app_public.appointments
language plpgsql volatile
set search_path = ''
as $$
declare
  v_service app_public.services;
  v_business_id uuid;
  v_ends_at timestamptz;
  v_id uuid;
begin
  if app_hidden.actor_kind() = 'contact' then
    if num_nonnulls(
      book_appointment.ends_at, book_appointment.staff_id, book_appointment.contact_id, book_appointment.booked_email, book_appointment.booked_phone,
      book_appointment.business_id, book_appointment.location, book_appointment.notes
    ) > 0 then
      raise exception using errcode = 'TN403', message = 'You may choose a service and a time, nothing else.';
    end if;
    insert into app_public.appointments (service_id, starts_at)
    values (book_appointment.service_id, book_appointment.starts_at)
    returning id into v_id;
    return app_hidden.shown_appointment(v_id);
  end if;

  perform app_hidden.require_permission('appointments.create');
  if book_appointment.starts_at <= now() then
    raise exception using errcode = 'TN400', message = 'Choose a time that is still to come.', detail = '{"field": "startsAt"}';
  end if;
  if num_nonnulls(book_appointment.contact_id, book_appointment.booked_email, book_appointment.booked_phone) = 0 then
    raise exception using
      errcode = 'TN400',
      message = 'Say for whom it is.',
      detail = '{"field": "contactId"}',
      hint = 'Name a contact, an e-mail address or a phone number.';
  end if;
  if book_appointment.service_id is not null then
    select s.* into v_service
    from app_public.services s
    where s.organization_id = app_hidden.organization_id() and s.id = book_appointment.service_id;
    if not found then
      raise exception using
        errcode = 'TN404',
        message = 'There is no such row, or it is not yours to change.',
        detail = '{"field": "serviceId"}';
    end if;
  end if;
  v_business_id := coalesce(book_appointment.business_id, v_service.business_id, app_hidden.default_business_id());
  v_ends_at := coalesce(book_appointment.ends_at, book_appointment.starts_at + make_interval(mins => v_service.duration_minutes));
  if v_ends_at > book_appointment.starts_at then
    perform app_hidden.claim_slot(v_business_id, v_service.id, book_appointment.staff_id, book_appointment.starts_at, v_ends_at);
  end if;
  insert into app_public.appointments (
    service_id, starts_at, ends_at, staff_id, contact_id, booked_email, booked_phone, business_id, location, notes
  ) values (
    book_appointment.service_id,
    book_appointment.starts_at,
    v_ends_at,
    book_appointment.staff_id,
    book_appointment.contact_id,
    book_appointment.booked_email,
    book_appointment.booked_phone,
    v_business_id,
    book_appointment.location,
    book_appointment.notes
  )
  returning id into v_id;
  return app_hidden.shown_appointment(v_id);
end
$$;
grant execute on function app_public.book_appointment(timestamptz, uuid, timestamptz, uuid, uuid, text, text, uuid, text, text) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_public.book_appointment(timestamptz, uuid, timestamptz, uuid, uuid, text, text, uuid, text, text) is $$@argument starts_at When it begins.
@argument service_id The id of the service. Contacts name one; members may do without when they say when it ends.
@argument ends_at When it ends; after the service’s duration unless given.
@argument staff_id The id of the membership of the member who is there for the contact.
@argument contact_id The id of the contact who comes. Contacts book for themselves.
@argument booked_email The e-mail address of the contact who comes; a new contact is added if nobody has it.
@argument booked_phone The phone number of the contact who comes; a new contact is added if nobody has it.
@argument business_id The id of the business where it takes place; the service’s unless given.
@argument location Where it takes place.
@argument notes What members should know about it.
@resultFieldName appointment
Books an appointment at a time that is free. Members and API keys need the permission appointments.create; in the client portal a contact books for themselves, a service at a time, by the booking rules and within the business’ hours.

A time that is taken, by another appointment of the member or, without a member, by as many of the service as its capacity allows, is refused with CONFLICT; freeSlots of the error has up to five times near by, each with startsAt and endsAt. So is, for contacts, a time at which it is closed, and for everybody a service that isn’t offered any more. A time in the past, one that breaks the booking rules, and a booking for nobody are refused with BAD_USER_INPUT, a service or member that isn’t there with NOT_FOUND, and what contacts may not choose with FORBIDDEN.

```graphql
mutation {
  bookAppointment(input: { serviceId: "0199…", startsAt: "2026-03-30T09:00:00+02:00", bookedPhone: "+442079460800" }) {
    appointment { id startsAt endsAt status contact { id name } }
  }
}
```$$;
--! EndIncluded scheduling/functions/book_appointment.sql
--! Included scheduling/functions/reschedule_appointment.sql
create or replace function app_public.reschedule_appointment(
  appointment_id uuid,
  starts_at timestamptz,
  ends_at timestamptz default null,
  staff_id uuid default null
) returns app_public.appointments
language plpgsql volatile
set search_path = ''
as $$
declare
  v_status constant text := app_hidden.lock_appointment(reschedule_appointment.appointment_id);
  v_appointment app_public.appointments := app_hidden.shown_appointment(reschedule_appointment.appointment_id);
  v_ends_at constant timestamptz := coalesce(
    reschedule_appointment.ends_at,
    reschedule_appointment.starts_at + (v_appointment.ends_at - v_appointment.starts_at)
  );
  v_staff_id constant uuid := coalesce(reschedule_appointment.staff_id, v_appointment.staff_id);
begin
  if v_status not in ('scheduled', 'confirmed') then
    raise exception using
      errcode = 'TN409',
      message = 'This appointment can''t be moved any more.',
      detail = jsonb_build_object('status', v_status)::text,
      hint = 'Book a new one.';
  end if;
  if app_hidden.actor_kind() = 'contact' then
    if num_nonnulls(reschedule_appointment.ends_at, reschedule_appointment.staff_id) > 0 then
      raise exception using errcode = 'TN403', message = 'You may choose a time, nothing else.';
    end if;
    update app_public.appointments a
    set starts_at = reschedule_appointment.starts_at
    where a.organization_id = app_hidden.organization_id() and a.id = v_appointment.id;
    return app_hidden.shown_appointment(v_appointment.id);
  end if;

  if reschedule_appointment.starts_at <= now() then
    raise exception using errcode = 'TN400', message = 'Choose a time that is still to come.', detail = '{"field": "startsAt"}';
  end if;
  if v_ends_at > reschedule_appointment.starts_at then
    perform app_hidden.claim_slot(
      v_appointment.business_id, v_appointment.service_id, v_staff_id, reschedule_appointment.starts_at, v_ends_at, v_appointment.id
    );
  end if;
  update app_public.appointments a
  set starts_at = reschedule_appointment.starts_at, ends_at = v_ends_at, staff_id = v_staff_id
  where a.organization_id = app_hidden.organization_id() and a.id = v_appointment.id;
  return app_hidden.shown_appointment(v_appointment.id);
end
$$;
grant execute on function app_public.reschedule_appointment(uuid, timestamptz, timestamptz, uuid) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_public.reschedule_appointment(uuid, timestamptz, timestamptz, uuid) is $$@argument appointment_id The id of the appointment.
@argument starts_at When it begins from now on.
@argument ends_at When it ends; it keeps its length unless given.
@argument staff_id The id of the membership of the member who is there; the same as before unless given.
@resultFieldName appointment
Moves an appointment that is scheduled or confirmed to a time that is free. Members and API keys need the permission appointments.update on it; in the client portal contacts move their own by the booking rules, after which it has to be confirmed anew.

A time that is taken is refused with CONFLICT and freeSlots near by, as in bookAppointment; so is moving what began, is over or was called off, and moving by a contact when it is too late for that. A time in the past is refused with BAD_USER_INPUT.

```graphql
mutation {
  rescheduleAppointment(input: { appointmentId: "0199…", startsAt: "2026-03-31T14:00:00+02:00" }) {
    appointment { id startsAt endsAt status }
  }
}
```$$;
--! EndIncluded scheduling/functions/reschedule_appointment.sql
--! Included scheduling/functions/cancel_appointment.sql
create or replace function app_public.cancel_appointment(appointment_id uuid, reason text default null) returns app_public.appointments
language plpgsql volatile
set search_path = ''
as $$
declare
  v_status constant text := app_hidden.lock_appointment(cancel_appointment.appointment_id);
begin
  if v_status not in ('scheduled', 'confirmed', 'in_progress') then
    raise exception using
      errcode = 'TN409',
      message = 'This appointment can''t be canceled any more.',
      detail = jsonb_build_object('status', v_status)::text;
  end if;
  update app_public.appointments a
  set status = 'canceled', cancellation_reason = nullif(btrim(cancel_appointment.reason), '')
  where a.organization_id = app_hidden.organization_id() and a.id = cancel_appointment.appointment_id;
  return app_hidden.shown_appointment(cancel_appointment.appointment_id);
end
$$;
grant execute on function app_public.cancel_appointment(uuid, text) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_public.cancel_appointment(uuid, text) is $$@argument appointment_id The id of the appointment.
@argument reason Why it is called off.
@resultFieldName appointment
Calls an appointment off; its time is free again. Members and API keys need the permission appointments.update on it; in the client portal contacts cancel their own, until the time that the booking rules say. What is over, or canceled already, is refused with CONFLICT.

```graphql
mutation {
  cancelAppointment(input: { appointmentId: "0199…", reason: "Ill" }) {
    appointment { id status canceledAt cancellationReason }
  }
}
```$$;
--! EndIncluded scheduling/functions/cancel_appointment.sql
--! Included scheduling/functions/complete_appointment.sql
create or replace function app_public.complete_appointment(appointment_id uuid) returns app_public.appointments
language plpgsql volatile
set search_path = ''
as $$
declare
  v_status constant text := app_hidden.lock_appointment(complete_appointment.appointment_id);
  v_appointment app_public.appointments := app_hidden.shown_appointment(complete_appointment.appointment_id);
begin
  if v_status in ('canceled', 'completed') then
    raise exception using
      errcode = 'TN409',
      message = 'This appointment can''t be completed any more.',
      detail = jsonb_build_object('status', v_status)::text;
  end if;
  if v_appointment.starts_at > now() then
    raise exception using
      errcode = 'TN409',
      message = 'This appointment hasn''t begun.',
      detail = '{"field": "appointmentId"}',
      hint = 'Move or cancel it instead.';
  end if;
  update app_public.appointments a
  set status = 'completed'
  where a.organization_id = app_hidden.organization_id() and a.id = v_appointment.id;
  return app_hidden.shown_appointment(v_appointment.id);
end
$$;
grant execute on function app_public.complete_appointment(uuid) to tenantry_member, tenantry_service;
comment on function app_public.complete_appointment(uuid) is $$@argument appointment_id The id of the appointment.
@resultFieldName appointment
Says that an appointment took place, also of one that was taken for missed by mistake. It takes the permission appointments.update on it. What hasn’t begun, was called off or is completed already is refused with CONFLICT.

```graphql
mutation {
  completeAppointment(input: { appointmentId: "0199…" }) {
    appointment { id status completedAt }
  }
}
```$$;
--! EndIncluded scheduling/functions/complete_appointment.sql
--! Included scheduling/functions/mark_no_show.sql
create or replace function app_public.mark_no_show(appointment_id uuid) returns app_public.appointments
language plpgsql volatile
set search_path = ''
as $$
declare
  v_status constant text := app_hidden.lock_appointment(mark_no_show.appointment_id);
  v_appointment app_public.appointments := app_hidden.shown_appointment(mark_no_show.appointment_id);
begin
  if v_status in ('canceled', 'no_show') then
    raise exception using
      errcode = 'TN409',
      message = 'This appointment can''t be missed any more.',
      detail = jsonb_build_object('status', v_status)::text;
  end if;
  if v_appointment.starts_at > now() then
    raise exception using
      errcode = 'TN409',
      message = 'This appointment hasn''t begun.',
      detail = '{"field": "appointmentId"}',
      hint = 'Move or cancel it instead.';
  end if;
  update app_public.appointments a
  set status = 'no_show'
  where a.organization_id = app_hidden.organization_id() and a.id = v_appointment.id;
  return app_hidden.shown_appointment(v_appointment.id);
end
$$;
grant execute on function app_public.mark_no_show(uuid) to tenantry_member, tenantry_service;
comment on function app_public.mark_no_show(uuid) is $$@argument appointment_id The id of the appointment.
@resultFieldName appointment
Says that the contact didn’t come, also of an appointment that was completed by mistake. It takes the permission appointments.update on it. What hasn’t begun, was called off or is marked already is refused with CONFLICT.

```graphql
mutation {
  markNoShow(input: { appointmentId: "0199…" }) {
    appointment { id status }
  }
}
```$$;
--! EndIncluded scheduling/functions/mark_no_show.sql
--! Included scheduling/functions/request_review.sql
create or replace function app_public.request_review(appointment_id uuid) returns app_public.appointments
language plpgsql volatile
set search_path = ''
as $$
declare
  v_status constant text := app_hidden.lock_appointment(request_review.appointment_id);
  v_appointment app_public.appointments := app_hidden.shown_appointment(request_review.appointment_id);
begin
  if v_appointment.review_requested_at is not null then
    raise exception using
      errcode = 'TN409',
      message = 'A review has been asked for already.',
      detail = jsonb_build_object('status', v_status, 'reviewRequestedAt', v_appointment.review_requested_at)::text;
  end if;
  update app_public.appointments a
  set review_requested_at = now()
  where a.organization_id = app_hidden.organization_id() and a.id = v_appointment.id
  returning a.* into v_appointment;
  return v_appointment;
end
$$;
grant execute on function app_public.request_review(uuid) to tenantry_member, tenantry_service;
comment on function app_public.request_review(uuid) is $$@argument appointment_id The id of the appointment.
@resultFieldName appointment
Asks the contact of an appointment for a review: from then on the contact finds reviewRequestedAt on it in the client portal. No message is sent by this; write one to let the contact know. It takes the permission appointments.update on the appointment. Asking twice, for a review of what hasn’t taken place or has been reviewed, or without a contact, is refused with CONFLICT.

```graphql
mutation {
  requestReview(input: { appointmentId: "0199…" }) {
    appointment { id reviewRequestedAt }
  }
}
```$$;
--! EndIncluded scheduling/functions/request_review.sql
--! Included scheduling/functions/write_review.sql
-- The appointment is looked up under the policies of whoever asks, so it is one that they see. That it has one review is
-- the constraint's, which holds for any number at once.
create or replace function app_public.write_review(appointment_id uuid, rating integer, title text default null, comment text default null) returns app_public.reviews
language plpgsql volatile
set search_path = ''
as $$
declare
  v_status text;
  v_review app_public.reviews;
begin
  if app_hidden.actor_kind() <> 'contact' then
    perform app_hidden.require_permission('reviews.create');
  end if;
  select a.status into v_status
  from app_public.appointments a
  where a.organization_id = app_hidden.organization_id() and a.id = write_review.appointment_id and a.deleted_at is null;
  if not found then
    raise exception using
      errcode = 'TN404',
      message = 'There is no such row, or it is not yours to change.',
      detail = '{"field": "appointmentId"}';
  end if;
  if v_status <> 'completed' then
    raise exception using
      errcode = 'TN409',
      message = 'An appointment can be reviewed once it has taken place.',
      detail = jsonb_build_object('field', 'appointmentId', 'status', v_status)::text;
  end if;
  insert into app_public.reviews (appointment_id, rating, title, comment)
  values (write_review.appointment_id, write_review.rating, write_review.title, write_review.comment)
  returning * into v_review;
  return v_review;
end
$$;
grant execute on function app_public.write_review(uuid, integer, text, text) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_public.write_review(uuid, integer, text, text) is $$@argument appointment_id The id of the appointment.
@argument rating From 1, the worst, to 5, the best.
@argument title The review in a few words.
@argument comment What the contact says.
@resultFieldName review
Reviews an appointment that took place, in the words of its contact: contacts in the client portal their own, members and API keys with the permission reviews.create what a contact said elsewhere. An appointment has one review; a second one, and one of an appointment that hasn’t taken place, are refused with CONFLICT. A rating out of range is refused with BAD_USER_INPUT, an appointment that isn’t there for whoever asks with NOT_FOUND.

```graphql
mutation {
  writeReview(input: { appointmentId: "0199…", rating: 5, comment: "Gentle." }) {
    review { id rating contact { id } service { id } }
  }
}
```$$;
--! EndIncluded scheduling/functions/write_review.sql
--! Included scheduling/functions/respond_to_review.sql
create or replace function app_public.respond_to_review(review_id uuid, response text) returns app_public.reviews
language plpgsql volatile
set search_path = ''
as $$
declare
  v_review app_public.reviews;
begin
  if coalesce(respond_to_review.response, '') !~ '\S' then
    raise exception using errcode = 'TN400', message = 'Write a response.', detail = '{"field": "response"}';
  end if;
  select r.* into v_review
  from app_public.reviews r
  where r.organization_id = app_hidden.organization_id() and r.id = respond_to_review.review_id and r.deleted_at is null
  for no key update;
  if not found then
    raise exception using
      errcode = 'TN404',
      message = 'There is no such row, or it is not yours to change.',
      detail = '{"field": "reviewId"}';
  end if;
  if v_review.response is not null then
    raise exception using
      errcode = 'TN409',
      message = 'This review has been answered already.',
      detail = '{"field": "response"}',
      hint = 'Change the response with updateReview.';
  end if;
  update app_public.reviews r
  set response = respond_to_review.response
  where r.organization_id = app_hidden.organization_id() and r.id = v_review.id
  returning r.* into v_review;
  return v_review;
end
$$;
grant execute on function app_public.respond_to_review(uuid, text) to tenantry_member, tenantry_service;
comment on function app_public.respond_to_review(uuid, text) is $$@argument review_id The id of the review.
@argument response What the organization answers.
@resultFieldName review
Answers a review, once. It takes the permission reviews.update. A review that has been answered, by a colleague at the same moment perhaps, is refused with CONFLICT; an empty answer with BAD_USER_INPUT.

```graphql
mutation {
  respondToReview(input: { reviewId: "0199…", response: "Thank you!" }) {
    review { id response respondedAt }
  }
}
```$$;
--! EndIncluded scheduling/functions/respond_to_review.sql
--! Included support/functions/tg_tickets__guard_merged.sql
-- What was said in it is elsewhere now.
create or replace function app_private.tg_tickets__guard_merged() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if NEW.merged_into_id is not null and NEW.status <> 'closed' and app_hidden.actor_kind() is not null then
    raise exception using
      errcode = 'TN409',
      message = 'This ticket has been merged into another one.',
      detail = jsonb_build_object('mergedIntoId', NEW.merged_into_id)::text,
      hint = 'Go on with that one.';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_tickets__guard_merged() is $$Keeps tickets closed that were merged into another one.$$;
--! EndIncluded support/functions/tg_tickets__guard_merged.sql
--! Included support/tables/tickets.sql
comment on table app_public.tickets is $$Something that a contact wants to have answered or put right.$$;
comment on column app_public.tickets.business_id is $$The business that the ticket belongs to; of the whole organization when empty.$$;
comment on column app_public.tickets.number is $$@hasDefault
The ticket’s number, for people; unique within the organization.$$;
comment on column app_public.tickets.contact_id is $$The contact who asks.$$;
comment on column app_public.tickets.assigned_to_id is $$The member who answers.$$;
comment on column app_public.tickets.team_id is $$The team that answers.$$;
comment on column app_public.tickets.created_by_id is $$The member who opened it; empty when the contact did.$$;
comment on column app_public.tickets.subject is $$What it is about.$$;
comment on column app_public.tickets.status is $$Where the ticket stands. A reply of the contact opens one that is pending or solved; a closed one takes no replies.$$;
comment on column app_public.tickets.priority is $$How pressing it is.$$;
comment on column app_public.tickets.channel is $$How it came.$$;
comment on column app_public.tickets.tags is $$Free labels.$$;
comment on column app_public.tickets.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.tickets.metadata is $$What other systems note, an object.$$;
comment on column app_public.tickets.status_changed_at is $$When it came to its status.$$;
comment on column app_public.tickets.first_response_at is $$When a member first answered, internal messages aside.$$;
comment on column app_public.tickets.solved_at is $$When it was solved; empty while it is open or pending.$$;
comment on column app_public.tickets.closed_at is $$When it was closed; empty while it isn’t.$$;
comment on column app_public.tickets.last_activity_at is $$When the last message came or went; at first when it was opened.$$;
comment on column app_public.tickets.merged_into_id is $$The ticket into which it was merged, where it goes on.$$;
comment on column app_public.tickets.deleted_at is $$When the ticket was archived; empty while it is in use.$$;
comment on constraint tickets_organization_id_merged_into_id_fkey on app_public.tickets is $$@foreignFieldName mergedTickets$$;

create or replace trigger _100_timestamps before update on app_public.tickets for each row execute function app_private.tg__timestamps();
create or replace trigger _200_begin before insert on app_public.tickets for each row execute function app_private.tg_tickets__begin();
create or replace trigger _300_archive before update of deleted_at on app_public.tickets for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('tickets', 'assigned_to_id', 'created_by_id');
create or replace trigger _310_guard_merged before update of status on app_public.tickets for each row execute function app_private.tg_tickets__guard_merged();
create or replace trigger _350_validate_custom_fields before insert or update of custom_fields on app_public.tickets for each row execute function app_private.tg__validate_custom_fields('ticket');
create or replace trigger _400_follow_status before insert or update of status on app_public.tickets for each row execute function app_private.tg_tickets__follow_status();
create or replace trigger _410_number before insert on app_public.tickets for each row execute function app_private.tg__number();
create or replace trigger _500_record_status_change after insert or update of status on app_public.tickets for each row execute function app_private.tg_tickets__record_status_change();
create or replace trigger _600_count_added after insert on app_public.tickets referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.tickets referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.tickets for each row
  when ((OLD.business_id, OLD.created_at, OLD.solved_at, OLD.first_response_at) is distinct from (NEW.business_id, NEW.created_at, NEW.solved_at, NEW.first_response_at)) execute function app_private.tg__count_metrics();
create or replace trigger _900_audit after insert or update or delete on app_public.tickets for each row execute function app_private.tg__audit();

-- delete is not granted: tickets are archived through deleted_at. The number and the times are the database's.
revoke all on table app_public.tickets from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.tickets to tenantry_member, tenantry_service;
grant insert (business_id, contact_id, assigned_to_id, team_id, subject, status, priority, channel, tags, custom_fields, metadata) on table app_public.tickets to tenantry_member, tenantry_service;
grant update (business_id, contact_id, assigned_to_id, team_id, subject, status, priority, channel, tags, custom_fields, metadata, deleted_at) on table app_public.tickets to tenantry_member, tenantry_service;

-- Contacts don’t see who has their ticket, nor how members label it. They open one, and reply.
grant select (
  id, organization_id, business_id, number, contact_id, subject, status, priority, channel, first_response_at, solved_at, closed_at, last_activity_at,
  created_at, updated_at, deleted_at
) on table app_public.tickets to tenantry_client;
grant insert (subject, priority) on table app_public.tickets to tenantry_client;

alter table app_public.tickets enable row level security;
select app_private.drop_policies('app_public.tickets');
-- A ticket is one's own as the member who answers it or as the one who opened it.
select app_private.create_permission_policies('app_public.tickets', 'tickets', '{select,insert,update}', owner_columns => '{assigned_to_id,created_by_id}');
select app_private.create_policies('app_public.tickets', '{client}', '{select}', $$contact_id = (select app_hidden.contact_id()) and deleted_at is null$$);
select app_private.create_policies(
  'app_public.tickets', '{client}', '{insert}', $$contact_id = (select app_hidden.contact_id()) and status = 'open' and channel = 'portal' and deleted_at is null$$
);
--! EndIncluded support/tables/tickets.sql
--! Included support/functions/tickets_first_response_seconds.sql
create or replace function app_public.tickets_first_response_seconds(ticket app_public.tickets) returns integer
language sql stable
set search_path = ''
as $$
  select case when ticket.first_response_at is not null then greatest(0, extract(epoch from ticket.first_response_at - ticket.created_at))::integer end
$$;
grant execute on function app_public.tickets_first_response_seconds(app_public.tickets) to tenantry_member, tenantry_service;
comment on function app_public.tickets_first_response_seconds(app_public.tickets) is $$How long the contact waited for the first answer, in seconds; empty until there is one.$$;
--! EndIncluded support/functions/tickets_first_response_seconds.sql
--! Included support/functions/tickets_resolution_seconds.sql
create or replace function app_public.tickets_resolution_seconds(ticket app_public.tickets) returns integer
language sql stable
set search_path = ''
as $$
  select case
    when ticket.closed_at is not null or ticket.solved_at is not null
    then greatest(0, extract(epoch from coalesce(ticket.solved_at, ticket.closed_at) - ticket.created_at))::integer
  end
$$;
grant execute on function app_public.tickets_resolution_seconds(app_public.tickets) to tenantry_member, tenantry_service;
comment on function app_public.tickets_resolution_seconds(app_public.tickets) is $$How long it took until the ticket was solved, or closed without that, in seconds; empty until then.$$;
--! EndIncluded support/functions/tickets_resolution_seconds.sql
--! Included support/functions/lock_ticket.sql
-- Under the policies of whoever asks: for update finds what they may change, and no more. Two who change the same take turns.
create or replace function app_hidden.lock_ticket(ticket_id uuid) returns app_public.tickets
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ticket app_public.tickets;
begin
  select t.* into v_ticket
  from app_public.tickets t
  where t.organization_id = app_hidden.organization_id() and t.id = lock_ticket.ticket_id and t.deleted_at is null
  for no key update;
  if not found then
    raise exception using
      errcode = 'TN404',
      message = 'There is no such row, or it is not yours to change.',
      detail = '{"field": "ticketId"}';
  end if;
  return v_ticket;
end
$$;
grant execute on function app_hidden.lock_ticket(uuid) to tenantry_member, tenantry_service;
comment on function app_hidden.lock_ticket(uuid) is $$A ticket that whoever asks may change, which nobody else changes until the transaction ends.$$;
--! EndIncluded support/functions/lock_ticket.sql
--! Included support/functions/ticket_of_contact.sql
-- Contacts read some columns only; the others stay empty for them.
create or replace function app_hidden.ticket_of_contact(ticket_id uuid) returns app_public.tickets
language plpgsql stable
set search_path = ''
as $$
declare
  v_ticket app_public.tickets;
begin
  select
    t.id, t.organization_id, t.business_id, t.number, t.contact_id, t.subject, t.status, t.priority, t.channel, t.first_response_at, t.solved_at,
    t.closed_at, t.last_activity_at, t.created_at, t.updated_at, t.deleted_at
  into
    v_ticket.id, v_ticket.organization_id, v_ticket.business_id, v_ticket.number, v_ticket.contact_id, v_ticket.subject, v_ticket.status,
    v_ticket.priority, v_ticket.channel, v_ticket.first_response_at, v_ticket.solved_at, v_ticket.closed_at, v_ticket.last_activity_at,
    v_ticket.created_at, v_ticket.updated_at, v_ticket.deleted_at
  from app_public.tickets t
  where t.organization_id = app_hidden.organization_id() and t.id = ticket_of_contact.ticket_id;
  return v_ticket;
end
$$;
grant execute on function app_hidden.ticket_of_contact(uuid) to tenantry_client;
comment on function app_hidden.ticket_of_contact(uuid) is $$A ticket as its contact may read it.$$;
--! EndIncluded support/functions/ticket_of_contact.sql
--! Included support/functions/is_active_member.sql
create or replace function app_hidden.is_active_member(membership_id uuid) returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (
    select from app_public.memberships m
    where m.organization_id = app_hidden.organization_id() and m.id = is_active_member.membership_id and m.is_active
  )
$$;
grant execute on function app_hidden.is_active_member(uuid) to tenantry_member, tenantry_service;
comment on function app_hidden.is_active_member(uuid) is $$Whether this is a member of the active organization who isn’t switched off.$$;
--! EndIncluded support/functions/is_active_member.sql
--! Included support/functions/macro_text.sql
-- In one pass, so that nothing in a value is taken for a placeholder. The values are read under the policies of whoever asks.
create or replace function app_hidden.macro_text(body text, ticket app_public.tickets) returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_pattern constant text := '\{\{\s*([A-Za-z_][A-Za-z0-9_.]{0,99})\s*\}\}';
  v_pieces constant text[] := regexp_split_to_array(macro_text.body, v_pattern);
  v_names constant text[] := array(
    select f.name[1] from regexp_matches(macro_text.body, v_pattern, 'g') with ordinality as f (name, place) order by f.place
  );
  v_missing text[];
  v_values jsonb;
begin
  select jsonb_build_object(
    'ticket.number', macro_text.ticket.number,
    'ticket.subject', macro_text.ticket.subject,
    'contact.name', nullif(concat_ws(' ', c.first_name, c.last_name), ''),
    'contact.firstName', c.first_name,
    'contact.lastName', c.last_name,
    'contact.email', c.email,
    'contact.phone', c.phone,
    'agent.name', u.full_name,
    'organization.name', o.name
  ) into v_values
  from app_public.organizations o
  left join app_public.contacts c on c.organization_id = o.id and c.id = macro_text.ticket.contact_id
  left join app_public.users u on u.id = app_hidden.user_id()
  where o.id = app_hidden.organization_id();

  select array_agg(distinct n order by n) into v_missing from unnest(v_names) as n where v_values ->> n is null;
  if v_missing is not null then
    raise exception using
      errcode = 'TN400',
      message = 'The macro needs something that isn''t known.',
      detail = jsonb_build_object('field', 'macroId', 'missing', v_missing)::text,
      hint = 'Add it to the contact, or write the answer by hand.';
  end if;
  return (
    select string_agg(p.piece || coalesce(v_values ->> v_names[p.place], ''), '' order by p.place)
    from unnest(v_pieces) with ordinality as p (piece, place)
  );
end
$$;
grant execute on function app_hidden.macro_text(text, app_public.tickets) to tenantry_member, tenantry_service;
comment on function app_hidden.macro_text(text, app_public.tickets) is $$A macro’s answer with what a ticket, its contact and whoever answers put into its placeholders.$$;
--! EndIncluded support/functions/macro_text.sql
--! Included support/functions/open_ticket.sql
create or replace function app_public.open_ticket(
  subject text,
  body text,
  priority text default null,
  contact_id uuid default null,
  channel text default null,
  assigned_to_id uuid default null,
  team_id uuid default null,
  business_id uuid default null,
  tags text[] default null,
  custom_fields jsonb default null
) returns app_public.tickets
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ticket app_public.tickets;
begin
  if app_hidden.actor_kind() = 'contact' then
    if num_nonnulls(
      open_ticket.contact_id, open_ticket.channel, open_ticket.assigned_to_id, open_ticket.team_id, open_ticket.business_id, open_ticket.tags,
      open_ticket.custom_fields
    ) > 0 then
      raise exception using errcode = 'TN403', message = 'You may say what it is about and how pressing it is, nothing else.';
    end if;
    insert into app_public.tickets (subject, priority)
    values (open_ticket.subject, coalesce(lower(open_ticket.priority), 'normal'))
    returning id into v_ticket.id;
    insert into app_public.ticket_messages (ticket_id, body) values (v_ticket.id, open_ticket.body);
    return app_hidden.ticket_of_contact(v_ticket.id);
  end if;

  perform app_hidden.require_permission('tickets.create');
  if open_ticket.assigned_to_id is not null and not app_hidden.is_active_member(open_ticket.assigned_to_id) then
    raise exception using
      errcode = 'TN404',
      message = 'There is no such row, or it is not yours to change.',
      detail = '{"field": "assignedToId"}';
  end if;
  insert into app_public.tickets (subject, priority, contact_id, channel, assigned_to_id, team_id, business_id, tags, custom_fields)
  values (
    open_ticket.subject,
    coalesce(lower(open_ticket.priority), 'normal'),
    open_ticket.contact_id,
    coalesce(lower(open_ticket.channel), 'web'),
    open_ticket.assigned_to_id,
    open_ticket.team_id,
    coalesce(open_ticket.business_id, app_hidden.default_business_id()),
    coalesce(open_ticket.tags, '{}'),
    coalesce(open_ticket.custom_fields, '{}')
  )
  returning * into v_ticket;
  insert into app_public.ticket_messages (ticket_id, sender_type, body) values (v_ticket.id, 'customer', open_ticket.body);
  select t.* into v_ticket from app_public.tickets t where t.organization_id = app_hidden.organization_id() and t.id = v_ticket.id;
  return v_ticket;
end
$$;
grant execute on function app_public.open_ticket(text, text, text, uuid, text, uuid, uuid, uuid, text[], jsonb) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_public.open_ticket(text, text, text, uuid, text, uuid, uuid, uuid, text[], jsonb) is $$@argument subject What it is about.
@argument body What the contact asks, the first message of the ticket.
@argument priority How pressing it is: low, normal, high or urgent; normal unless given.
@argument contact_id The id of the contact who asks. Contacts ask for themselves.
@argument channel How it came, such as email or phone; web unless given.
@argument assigned_to_id The id of the membership of the member who answers.
@argument team_id The id of the team that answers.
@argument business_id The id of the business that the ticket belongs to.
@argument tags Free labels.
@argument custom_fields Values of the organization’s own fields, an object.
@resultFieldName ticket
Opens a ticket with its first message. Members and API keys need the permission tickets.create, and tickets.update for the message; in the client portal contacts open their own, and say no more than subject, body and priority (else FORBIDDEN). An empty subject or body, an unknown priority or channel, and custom fields that break their rules are refused with BAD_USER_INPUT; an assignee who isn’t a member, or is switched off, with NOT_FOUND.

```graphql
mutation {
  openTicket(input: { subject: "It squeaks", body: "Since Monday.", contactId: "0199…", priority: "high" }) {
    ticket { id number status priority contact { id name } }
  }
}
```$$;
--! EndIncluded support/functions/open_ticket.sql
--! Included support/functions/reply_to_ticket.sql
-- That a ticket is closed is found by app_private.tg_ticket_messages__touch_ticket(), together with the reply.
create or replace function app_public.reply_to_ticket(
  ticket_id uuid,
  body text,
  html_body text default null,
  is_internal boolean default false
) returns app_public.ticket_messages
language plpgsql volatile
set search_path = ''
as $$
declare
  v_message app_public.ticket_messages;
begin
  if app_hidden.actor_kind() = 'contact' then
    if reply_to_ticket.is_internal or reply_to_ticket.html_body is not null then
      raise exception using errcode = 'TN403', message = 'You may write a public message in plain text, nothing else.';
    end if;
    if not exists (
      select from app_public.tickets t where t.organization_id = app_hidden.organization_id() and t.id = reply_to_ticket.ticket_id
    ) then
      raise exception using
        errcode = 'TN404',
        message = 'There is no such row, or it is not yours to change.',
        detail = '{"field": "ticketId"}';
    end if;
    insert into app_public.ticket_messages as m (ticket_id, body)
    values (reply_to_ticket.ticket_id, reply_to_ticket.body)
    returning m.id, m.organization_id, m.ticket_id, m.sender_type, m.sender_contact_id, m.body, m.html_body, m.is_internal, m.created_at, m.updated_at
    into
      v_message.id, v_message.organization_id, v_message.ticket_id, v_message.sender_type, v_message.sender_contact_id, v_message.body,
      v_message.html_body, v_message.is_internal, v_message.created_at, v_message.updated_at;
    return v_message;
  end if;

  perform app_hidden.lock_ticket(reply_to_ticket.ticket_id);
  insert into app_public.ticket_messages (ticket_id, body, html_body, is_internal)
  values (reply_to_ticket.ticket_id, reply_to_ticket.body, reply_to_ticket.html_body, coalesce(reply_to_ticket.is_internal, false))
  returning * into v_message;
  return v_message;
end
$$;
grant execute on function app_public.reply_to_ticket(uuid, text, text, boolean) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_public.reply_to_ticket(uuid, text, text, boolean) is $$@argument ticket_id The id of the ticket.
@argument body The message as text.
@argument html_body The message as HTML.
@argument is_internal Whether it is internal to staff, which contacts and viewers don’t see.
@resultFieldName ticketMessage
Writes a message in a ticket. Members and API keys answer as agents: they need the permission tickets.update on the ticket, and for what is internal tickets.read_internal as well (else FORBIDDEN). The first public answer counts as the first response. In the client portal contacts reply in their own tickets, publicly; that opens a ticket again that is pending or solved. A closed ticket takes no replies but internal ones (CONFLICT).

```graphql
mutation {
  replyToTicket(input: { ticketId: "0199…", body: "Oil it.", isInternal: false }) {
    ticketMessage { id isInternal ticket { id firstResponseAt } }
  }
}
```$$;
--! EndIncluded support/functions/reply_to_ticket.sql
--! Included support/functions/assign_ticket.sql
create or replace function app_public.assign_ticket(ticket_id uuid, assigned_to_id uuid default null, team_id uuid default null) returns app_public.tickets
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ticket app_public.tickets := app_hidden.lock_ticket(assign_ticket.ticket_id);
begin
  if v_ticket.status = 'closed' then
    raise exception using
      errcode = 'TN409',
      message = 'This ticket is closed.',
      detail = '{"field": "ticketId", "status": "closed"}',
      hint = 'Open it again first.';
  end if;
  if assign_ticket.assigned_to_id is not null and not app_hidden.is_active_member(assign_ticket.assigned_to_id) then
    raise exception using
      errcode = 'TN404',
      message = 'There is no such row, or it is not yours to change.',
      detail = '{"field": "assignedToId"}';
  end if;
  update app_public.tickets t
  set
    assigned_to_id = assign_ticket.assigned_to_id,
    team_id = case when assign_ticket.assigned_to_id is null then assign_ticket.team_id else coalesce(assign_ticket.team_id, t.team_id) end
  where t.organization_id = app_hidden.organization_id() and t.id = v_ticket.id
  returning t.* into v_ticket;
  return v_ticket;
end
$$;
grant execute on function app_public.assign_ticket(uuid, uuid, uuid) to tenantry_member, tenantry_service;
comment on function app_public.assign_ticket(uuid, uuid, uuid) is $$@argument ticket_id The id of the ticket.
@argument assigned_to_id The id of the membership of the member who answers from now on.
@argument team_id The id of the team that answers from now on.
@resultFieldName ticket
Gives a ticket to a member, to a team or to both. To a member alone, it stays with its team; to a team alone, it is nobody’s in particular; to neither, it is taken from both. It takes the permission tickets.update on the ticket, and whoever holds it in the scope own or team keeps to that (FORBIDDEN). A closed ticket is refused with CONFLICT, somebody who isn’t a member, or is switched off, with NOT_FOUND.

```graphql
mutation {
  assignTicket(input: { ticketId: "0199…", assignedToId: "0199…" }) {
    ticket { id assignedTo { id } team { id } }
  }
}
```$$;
--! EndIncluded support/functions/assign_ticket.sql
--! Included support/functions/apply_macro.sql
-- The answer comes first, since a macro may close the ticket. An assignee was a member when the macro was written.
create or replace function app_public.apply_macro(ticket_id uuid, macro_id uuid, is_internal boolean default false) returns app_public.tickets
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ticket app_public.tickets := app_hidden.lock_ticket(apply_macro.ticket_id);
  v_macro app_public.macros;
  v_assigned_to_id uuid;
begin
  select m.* into v_macro
  from app_public.macros m
  where m.organization_id = app_hidden.organization_id() and m.id = apply_macro.macro_id;
  if not found then
    raise exception using
      errcode = 'TN404',
      message = 'There is no such row, or it is not yours to change.',
      detail = '{"field": "macroId"}';
  end if;
  v_assigned_to_id := case when v_macro.actions ? 'assignedToId' then (v_macro.actions ->> 'assignedToId')::uuid else v_ticket.assigned_to_id end;
  if v_macro.actions ->> 'assignedToId' is not null and not app_hidden.is_active_member(v_assigned_to_id) then
    raise exception using
      errcode = 'TN409',
      message = 'The macro gives tickets to somebody who isn''t a member any more.',
      detail = '{"field": "macroId", "action": "assignedToId"}',
      hint = 'Change the macro.';
  end if;

  if v_macro.body ~ '\S' then
    insert into app_public.ticket_messages (ticket_id, body, is_internal)
    values (v_ticket.id, app_hidden.macro_text(v_macro.body, v_ticket), coalesce(apply_macro.is_internal, false));
  end if;
  update app_public.tickets t
  set
    status = coalesce(v_macro.actions ->> 'status', t.status),
    priority = coalesce(v_macro.actions ->> 'priority', t.priority),
    assigned_to_id = v_assigned_to_id,
    tags = t.tags || array(
      select distinct g from jsonb_array_elements_text(coalesce(v_macro.actions -> 'tags', '[]')) as g where g <> all (t.tags) order by g
    )
  where t.organization_id = app_hidden.organization_id() and t.id = v_ticket.id
  returning t.* into v_ticket;
  return v_ticket;
end
$$;
grant execute on function app_public.apply_macro(uuid, uuid, boolean) to tenantry_member, tenantry_service;
comment on function app_public.apply_macro(uuid, uuid, boolean) is $$@argument ticket_id The id of the ticket.
@argument macro_id The id of the macro.
@argument is_internal Whether the answer is internal to staff.
@resultFieldName ticket
Answers a ticket with a macro, and does to it what the macro says: status, priority, assignee, and labels, which are added to those that it has. In the answer {{ticket.number}}, {{ticket.subject}}, {{contact.name}}, {{contact.firstName}}, {{contact.lastName}}, {{contact.email}}, {{contact.phone}}, {{agent.name}} and {{organization.name}} are filled in.

It takes the permission tickets.update on the ticket and macros.read, for an internal answer tickets.read_internal as well. A placeholder for which nothing is known is refused with BAD_USER_INPUT, and missing lists all of these; an answer to a closed ticket, and an assignee who has left, with CONFLICT. Then nothing is done at all.

```graphql
mutation {
  applyMacro(input: { ticketId: "0199…", macroId: "0199…" }) {
    ticket { id status priority tags assignedTo { id } }
  }
}
```$$;
--! EndIncluded support/functions/apply_macro.sql
--! Included support/functions/solve_ticket.sql
create or replace function app_public.solve_ticket(ticket_id uuid) returns app_public.tickets
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ticket app_public.tickets := app_hidden.lock_ticket(solve_ticket.ticket_id);
begin
  if v_ticket.status in ('solved', 'closed') then
    raise exception using
      errcode = 'TN409',
      message = 'This ticket is solved or closed already.',
      detail = jsonb_build_object('status', v_ticket.status)::text;
  end if;
  update app_public.tickets t
  set status = 'solved'
  where t.organization_id = app_hidden.organization_id() and t.id = v_ticket.id
  returning t.* into v_ticket;
  return v_ticket;
end
$$;
grant execute on function app_public.solve_ticket(uuid) to tenantry_member, tenantry_service;
comment on function app_public.solve_ticket(uuid) is $$@argument ticket_id The id of the ticket.
@resultFieldName ticket
Says that a ticket was answered; the contact opens it again by replying. It takes the permission tickets.update on it. A ticket that is solved or closed already is refused with CONFLICT.

```graphql
mutation {
  solveTicket(input: { ticketId: "0199…" }) {
    ticket { id status solvedAt }
  }
}
```$$;
--! EndIncluded support/functions/solve_ticket.sql
--! Included support/functions/reopen_ticket.sql
create or replace function app_public.reopen_ticket(ticket_id uuid) returns app_public.tickets
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ticket app_public.tickets := app_hidden.lock_ticket(reopen_ticket.ticket_id);
begin
  if v_ticket.status = 'open' then
    raise exception using
      errcode = 'TN409',
      message = 'This ticket is open.',
      detail = jsonb_build_object('status', v_ticket.status)::text;
  end if;
  update app_public.tickets t
  set status = 'open'
  where t.organization_id = app_hidden.organization_id() and t.id = v_ticket.id
  returning t.* into v_ticket;
  return v_ticket;
end
$$;
grant execute on function app_public.reopen_ticket(uuid) to tenantry_member, tenantry_service;
comment on function app_public.reopen_ticket(uuid) is $$@argument ticket_id The id of the ticket.
@resultFieldName ticket
Opens a ticket again that is pending, solved or closed. It takes the permission tickets.update on it. A ticket that is open, or was merged into another one, is refused with CONFLICT.

```graphql
mutation {
  reopenTicket(input: { ticketId: "0199…" }) {
    ticket { id status solvedAt closedAt }
  }
}
```$$;
--! EndIncluded support/functions/reopen_ticket.sql
--! Included support/functions/close_ticket.sql
create or replace function app_public.close_ticket(ticket_id uuid) returns app_public.tickets
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ticket app_public.tickets := app_hidden.lock_ticket(close_ticket.ticket_id);
begin
  if v_ticket.status = 'closed' then
    raise exception using
      errcode = 'TN409',
      message = 'This ticket is closed already.',
      detail = jsonb_build_object('status', v_ticket.status)::text;
  end if;
  update app_public.tickets t
  set status = 'closed'
  where t.organization_id = app_hidden.organization_id() and t.id = v_ticket.id
  returning t.* into v_ticket;
  return v_ticket;
end
$$;
grant execute on function app_public.close_ticket(uuid) to tenantry_member, tenantry_service;
comment on function app_public.close_ticket(uuid) is $$@argument ticket_id The id of the ticket.
@resultFieldName ticket
Closes a ticket, which then takes no replies; the time at which it was solved stays. It takes the permission tickets.update on it. A ticket that is closed already is refused with CONFLICT.

```graphql
mutation {
  closeTicket(input: { ticketId: "0199…" }) {
    ticket { id status solvedAt closedAt }
  }
}
```$$;
--! EndIncluded support/functions/close_ticket.sql
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
    perform app_private.refuse_missing_row('ticketId');
  elsif not v_found @> v_merged_ids then
    perform app_private.refuse_missing_row('mergedTicketIds');
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
--! Included support/functions/ticket_queue.sql
-- Without settings of its own, so that PostgreSQL sees through it: a page then walks an index in this order and stops.
create or replace function app_public.ticket_queue(
  assigned_to_id uuid default null,
  team_id uuid default null,
  is_unassigned boolean default false
) returns setof app_public.tickets
language sql stable
as $$
  select t.*
  from app_public.tickets t
  where t.organization_id = (select app_hidden.organization_id())
    and t.status = 'open'
    and t.deleted_at is null
    and (ticket_queue.assigned_to_id is null or t.assigned_to_id = ticket_queue.assigned_to_id)
    and (ticket_queue.team_id is null or t.team_id = ticket_queue.team_id)
    and (ticket_queue.is_unassigned is not true or t.assigned_to_id is null)
  order by array_position('{urgent,high,normal,low}'::text[], t.priority), t.created_at, t.id
$$;
grant execute on function app_public.ticket_queue(uuid, uuid, boolean) to tenantry_member, tenantry_service;
comment on function app_public.ticket_queue(uuid, uuid, boolean) is $$@argument assigned_to_id The id of the membership of a member: tickets that this member answers.
@argument team_id The id of a team: tickets that this team answers.
@argument is_unassigned Whether only tickets that no member answers yet are wanted.
The tickets that wait for the organization, which are the open ones: the most pressing first, and of these the oldest. Whoever may read tickets sees those that they may read.

```graphql
query {
  ticketQueue(first: 20, isUnassigned: true) {
    nodes { id number subject priority createdAt contact { name } }
    pageInfo { hasNextPage endCursor }
  }
}
```$$;
--! EndIncluded support/functions/ticket_queue.sql
--! Included support/functions/ticket_times.sql
create or replace function app_public.ticket_times(first_day date, last_day date, assigned_to_id uuid default null) returns app_public.ticket_times
language plpgsql stable
set search_path = ''
as $$
declare
  v_timezone constant text := app_hidden.timezone_of(null);
  v_times app_public.ticket_times;
begin
  perform app_hidden.require_permission('tickets.read');
  if coalesce(ticket_times.last_day - ticket_times.first_day not between 0 and 365, true) then
    raise exception using errcode = 'TN400', message = 'Ask for one to 366 days.', detail = '{"field": "lastDay"}';
  end if;
  select
    count(*),
    count(s.first_response),
    count(s.resolution),
    percentile_disc(0.5) within group (order by s.first_response),
    percentile_disc(0.9) within group (order by s.first_response),
    percentile_disc(0.5) within group (order by s.resolution),
    percentile_disc(0.9) within group (order by s.resolution)
  into v_times
  from (
    select app_public.tickets_first_response_seconds(t) as first_response, app_public.tickets_resolution_seconds(t) as resolution
    from app_public.tickets t
    where t.organization_id = (select app_hidden.organization_id())
      and t.created_at >= ticket_times.first_day::timestamp at time zone v_timezone
      and t.created_at < (ticket_times.last_day + 1)::timestamp at time zone v_timezone
      and t.deleted_at is null
      and t.merged_into_id is null
      and (ticket_times.assigned_to_id is null or t.assigned_to_id = ticket_times.assigned_to_id)
  ) as s;
  return v_times;
end
$$;
grant execute on function app_public.ticket_times(date, date, uuid) to tenantry_member, tenantry_service;
comment on function app_public.ticket_times(date, date, uuid) is $$@argument first_day The first day, in the organization’s time zone.
@argument last_day The last day, at most 365 days later.
@argument assigned_to_id The id of the membership of a member: tickets that this member answers.
How long contacts waited for answers to the tickets that were opened on some days, archived and merged ones aside. Half of them waited no longer than the median, nine of ten no longer than the 90th percentile. It takes the permission tickets.read and counts what whoever asks may read. More than 366 days are refused with BAD_USER_INPUT.

```graphql
query {
  ticketTimes(firstDay: "2026-03-01", lastDay: "2026-03-31") {
    opened
    answered
    resolved
    medianFirstResponseSeconds
    medianResolutionSeconds
  }
}
```$$;
comment on type app_public.ticket_times is $$How long contacts waited for answers.$$;
comment on column app_public.ticket_times.opened is $$How many tickets were opened.$$;
comment on column app_public.ticket_times.answered is $$How many of them have had an answer.$$;
comment on column app_public.ticket_times.resolved is $$How many of them are solved or closed.$$;
comment on column app_public.ticket_times.median_first_response_seconds is $$The median of the times to the first answer, in seconds.$$;
comment on column app_public.ticket_times.ninetieth_first_response_seconds is $$The 90th percentile of the times to the first answer, in seconds.$$;
comment on column app_public.ticket_times.median_resolution_seconds is $$The median of the times to the solution, in seconds.$$;
comment on column app_public.ticket_times.ninetieth_resolution_seconds is $$The 90th percentile of the times to the solution, in seconds.$$;
--! EndIncluded support/functions/ticket_times.sql
--! Included tenancy/tables/organizations.sql
comment on table app_public.organizations is $$A tenant: a company that works with its own customers here. Everything else belongs to exactly one organization.$$;
comment on column app_public.organizations.name is $$The organization’s name as people read it.$$;
comment on column app_public.organizations.slug is $$The organization’s short name in addresses and in the X-Organization-Id header; unique among all organizations.$$;
comment on column app_public.organizations.external_id is $$The organization’s id at the identity provider, such as a Clerk org_….$$;
comment on column app_public.organizations.support_email is $$The address that customers write to.$$;
comment on column app_public.organizations.timezone is $$The time zone in which the organization’s days begin and end, such as Europe/London.$$;
comment on column app_public.organizations.locale is $$Language and region, such as en-GB. Phone numbers written without a country are read as the region’s.$$;
comment on column app_public.organizations.currency is $$The currency of new amounts (ISO 4217), such as EUR.$$;
comment on column app_public.organizations.settings is $$Free settings of the organization, an object. Its booking, an object too, has the rules for contacts who book appointments in the client portal: minimumNoticeMinutes, how long ahead at least (60 unless given), cancellationNoticeMinutes, until when one is moved or canceled (1440, a day), maximumDaysAhead, how far ahead at most (no limit), and slotMinutes, how far apart offered slots are (15). Its businessHours say when it is open, lists of opens and closes by the day of the week or by a date that differs, such as {"monday": [{"opens": "09:00", "closes": "17:30"}], "2026-12-25": []}; businesses may have their own.$$;
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
