--! Previous: sha1:3bb9f4ba2f08435fc0aca01b939e3e7390af76f3
--! Hash: sha1:92cd46a5f2e8705e6a6afe4136a49d82f08f675d
--! Message: api: what a review of the operations found

--! split: 1-current.sql
--! Included foundation/functions/require_time_in_our_era.sql
-- Beyond, there is no counting of days, and what adds them up, or goes from one to the next, fails or never ends.
create or replace function app_hidden.require_time_in_our_era(moment timestamptz, field text) returns void
language plpgsql immutable
set search_path = ''
as $$
begin
  if require_time_in_our_era.moment not between '0001-01-02T00:00Z' and '9999-12-30T00:00Z' then
    raise exception using
      errcode = 'TN400',
      message = 'This time is out of range.',
      detail = jsonb_build_object('field', require_time_in_our_era.field)::text,
      hint = 'Choose one before the year 10000.';
  end if;
end
$$;
grant execute on function app_hidden.require_time_in_our_era(timestamptz, text) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.require_time_in_our_era(timestamptz, text) is $$Raises TN400 for a time that is before our era, after the year 9999, or infinite.$$;
--! EndIncluded foundation/functions/require_time_in_our_era.sql
--! Included scheduling/functions/opening_times.sql
-- A date's own hours come before those of its day of the week. The clock is that of the business on that very day, so that
-- a day on which it changes has an hour less or more. Two months are looked at, and nothing of what has no beginning or no
-- end, whatever a caller passes on.
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
      case
        when isfinite(opening_times.since) and isfinite(opening_times.until)
        then least((opening_times.until at time zone p.timezone)::date, (opening_times.since at time zone p.timezone)::date + 61)::timestamp
      end,
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
comment on function app_private.opening_times(uuid, uuid, timestamptz, timestamptz) is $$When a business is open on the days of a time, as points in time; all day when nobody said. No more than 62 days.$$;
--! EndIncluded scheduling/functions/opening_times.sql
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
  perform app_hidden.require_time_in_our_era(NEW.starts_at, 'startsAt');
  perform app_hidden.require_time_in_our_era(NEW.ends_at, 'endsAt');
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
  -- What is infinite, or near the end of time, can't be subtracted from or added to.
  if available_slots.first_day not between '0001-01-02' and '9999-11-30' then
    raise exception using errcode = 'TN400', message = 'This day is out of range.', detail = '{"field": "firstDay"}';
  end if;
  if coalesce(v_last_day not between available_slots.first_day and available_slots.first_day + 30, true) then
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

Members and API keys need the permission appointments.read (FORBIDDEN). A service that isn’t offered, or isn’t there for whoever asks, has no slots. More than 31 days, and days after the year 9999, are refused with BAD_USER_INPUT.

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
  perform app_hidden.require_time_in_our_era(book_appointment.starts_at, 'startsAt');
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

A time that is taken, by another appointment of the member or, without a member, by as many of the service as its capacity allows, is refused with CONFLICT; freeSlots of the error has up to five times near by, each with startsAt and endsAt. So is, for contacts, a time at which it is closed, and for everybody a service that isn’t offered any more, or a member who is switched off or doesn’t work in the business. A time in the past or after the year 9999, one that breaks the booking rules, and a booking for nobody are refused with BAD_USER_INPUT, a service or member that isn’t there with NOT_FOUND, and what contacts may not choose with FORBIDDEN.

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
  v_ends_at timestamptz;
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

  perform app_hidden.require_time_in_our_era(reschedule_appointment.starts_at, 'startsAt');
  if reschedule_appointment.starts_at <= now() then
    raise exception using errcode = 'TN400', message = 'Choose a time that is still to come.', detail = '{"field": "startsAt"}';
  end if;
  v_ends_at := coalesce(reschedule_appointment.ends_at, reschedule_appointment.starts_at + (v_appointment.ends_at - v_appointment.starts_at));
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

A time that is taken is refused with CONFLICT and freeSlots near by, as in bookAppointment; so is moving what began, is over or was called off, moving by a contact when it is too late for that, and moving while the member who is to be there is switched off: members name another one. A time in the past, or after the year 9999, is refused with BAD_USER_INPUT.

```graphql
mutation {
  rescheduleAppointment(input: { appointmentId: "0199…", startsAt: "2026-03-31T14:00:00+02:00" }) {
    appointment { id startsAt endsAt status }
  }
}
```$$;
--! EndIncluded scheduling/functions/reschedule_appointment.sql
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
  -- What is infinite, or near the end of time, can't be subtracted from or added to.
  if ticket_times.first_day not between '0001-01-02' and '9998-12-30' then
    raise exception using errcode = 'TN400', message = 'This day is out of range.', detail = '{"field": "firstDay"}';
  end if;
  if coalesce(ticket_times.last_day not between ticket_times.first_day and ticket_times.first_day + 365, true) then
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
How long contacts waited for answers to the tickets that were opened on some days, archived and merged ones aside. Half of them waited no longer than the median, nine of ten no longer than the 90th percentile. It takes the permission tickets.read and counts what whoever asks may read. More than 366 days, and days after the year 9998, are refused with BAD_USER_INPUT.

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
--! Included automation/functions/form_value.sql
-- What was filled in, as it is kept: an address or number in its one form, a number as a number. HTML forms send texts.
create or replace function app_private.form_value(field jsonb, value jsonb, country text) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_name constant text := field ->> 'name';
  v_label constant text := field ->> 'label';
  v_type constant text := field ->> 'type';
  v_text constant text := btrim(value #>> '{}', E' \t\r\n');
  v_chosen jsonb;
begin
  if v_type = 'checkbox' then
    if jsonb_typeof(value) <> 'boolean' then
      perform app_private.refuse_value(v_name, 'type', format('“%s” is true or false', v_label));
    end if;
    return value;
  end if;

  if v_type = 'multiselect' then
    -- Counted before anything is compared: anybody may send this, and as much of it as they like.
    if jsonb_typeof(value) <> 'array' then
      perform app_private.refuse_value(v_name, 'option', format('“%s” is a list of its options', v_label));
    elsif jsonb_array_length(value) > jsonb_array_length(field -> 'options') then
      perform app_private.refuse_value(v_name, 'option', format('“%s” has fewer options than were chosen', v_label));
    end if;
    v_chosen := (select coalesce(jsonb_agg(o.option order by o.position), '[]')
      from jsonb_array_elements(field -> 'options') with ordinality as o (option, position)
      where o.option in (select jsonb_array_elements(value)));
    if (select count(distinct v) from jsonb_array_elements(value) as v) > jsonb_array_length(v_chosen) then
      perform app_private.refuse_value(v_name, 'option', format('“%s” is a list of its options', v_label));
    end if;
    return v_chosen;
  end if;

  if v_type = 'number' then
    if jsonb_typeof(value) not in ('number', 'string') or v_text !~ '^-?[0-9]{1,15}([.][0-9]{1,10})?$' then
      perform app_private.refuse_value(v_name, 'type', format('“%s” is a number', v_label));
    end if;
    return to_jsonb(v_text::numeric);
  end if;

  if jsonb_typeof(value) <> 'string' then
    perform app_private.refuse_value(v_name, 'type', format('“%s” is a text', v_label));
  end if;
  if length(v_text) > coalesce((field ->> 'maxLength')::int, case v_type when 'textarea' then 10000 else 1000 end) then
    perform app_private.refuse_value(v_name, 'maxLength', format('“%s” is too long', v_label));
  end if;
  if length(v_text) < (field ->> 'minLength')::int then
    perform app_private.refuse_value(v_name, 'minLength', format('“%s” is too short', v_label));
  end if;
  if v_type = 'email' and (v_text !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' or length(v_text) > 254) then
    perform app_private.refuse_value(v_name, 'type', format('“%s” is an e-mail address', v_label));
  end if;
  if v_type = 'url' and v_text !~* '^https?://[^\s/]\S*$' then
    perform app_private.refuse_value(v_name, 'type', format('“%s” is an address that begins with https://', v_label));
  end if;
  if v_type = 'date' and not app_private.is_day(v_text) then
    perform app_private.refuse_value(v_name, 'type', format('“%s” is a day, written as 2030-12-31', v_label));
  end if;
  if v_type in ('select', 'radio') and not field -> 'options' ? v_text then
    perform app_private.refuse_value(v_name, 'option', format('“%s” is one of its options', v_label));
  end if;
  return to_jsonb(case v_type
    when 'email' then app_hidden.normalize_email(v_text)
    when 'phone' then app_hidden.normalize_phone(v_text, country, v_name)
    else v_text
  end);
end
$$;
comment on function app_private.form_value(jsonb, jsonb, text) is $$A value that was filled into a field, in the form in which it is kept; raises TN400 when the field doesn’t take it.$$;
--! EndIncluded automation/functions/form_value.sql
--! Included automation/functions/tg_form_submissions__validate.sql
-- A form that doesn't exist is left to the foreign key, and data that are no object to the check constraint.
create or replace function app_private.tg_form_submissions__validate() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_form app_public.forms;
  v_country constant text := (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = NEW.organization_id);
  v_key text;
  v_field jsonb;
  v_value jsonb;
  v_data jsonb := '{}';
begin
  select f.* into v_form from app_public.forms f where f.organization_id = NEW.organization_id and f.id = NEW.form_id;
  if not found or jsonb_typeof(NEW.data) is distinct from 'object' then
    return NEW;
  end if;
  if not v_form.is_active then
    raise exception using errcode = 'TN409', message = 'This form is closed.', detail = '{"field": "formId"}';
  end if;

  -- What is refused is rolled back, and so never counted as coming from somewhere. It has to cost little instead.
  if octet_length(NEW.data::text) > 262144 then
    perform app_private.refuse_value('data', 'size', 'data is no larger than 256 KiB');
  end if;
  for v_key in select k from jsonb_object_keys(NEW.data) as k loop
    if not v_form.fields @> jsonb_build_array(jsonb_build_object('name', v_key)) then
      perform app_private.refuse_value(left(v_key, 100), 'unknown', 'the form has no such field');
    end if;
  end loop;

  for v_field in select f from jsonb_array_elements(v_form.fields) as f loop
    v_value := NEW.data -> (v_field ->> 'name');
    if v_value in ('null', '[]') or v_value #>> '{}' !~ '\S' then
      v_value := null;
    end if;
    if v_value is not null then
      v_value := app_private.form_value(v_field, v_value, v_country);
      v_data := v_data || jsonb_build_object(v_field ->> 'name', v_value);
    end if;
    -- A box that has to be ticked is one's consent.
    if v_field -> 'required' = 'true' and (v_value is null or v_field ->> 'type' = 'checkbox' and v_value = 'false') then
      perform app_private.refuse_value(v_field ->> 'name', 'required', format('“%s” is required', v_field ->> 'label'));
    end if;
  end loop;
  NEW.data := v_data;
  NEW.address := coalesce(NEW.address, nullif(current_setting('app.request_address', true), '')::inet);
  return NEW;
end
$$;
comment on function app_private.tg_form_submissions__validate() is $$Checks what was filled in against the form’s fields, and keeps it in one form.$$;
--! EndIncluded automation/functions/tg_form_submissions__validate.sql
--! Included automation/functions/require_calm.sql
-- What stops a flood: so many submissions from one network, and so many through one form. A network is an IPv4 address, also
-- one that is written as an IPv6 address, or the 64 bits of an IPv6 address that one connection has to itself. From one network one is
-- taken at a time, so that none slips through between counting and adding. Another one at the same moment is refused rather
-- than made to wait: anybody could fill all connections to the database with what waits. Of the form's, which many send at
-- once, a few may slip through. What is refused isn't counted, since it is rolled back; the checks that refuse are cheap.
create or replace function app_private.require_calm(form app_public.forms, address inet) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_per_network constant int := 10;
  v_per_form constant int := 120;
  v_network constant cidr := network(set_masklen(address, case
    when family(address) = 4 then 32
    when address <<= '::ffff:0:0/96' then 128
    else 64
  end));
begin
  if v_network is not null and not pg_try_advisory_xact_lock(hashtextextended(form.organization_id || ' form ' || v_network, 0)) then
    raise exception using
      errcode = 'TN429',
      message = 'Another form is just being sent from there. Try again.',
      detail = '{"field": "formId"}',
      hint = 'Try again in a moment.';
  end if;
  if v_per_network <= (
    select count(*)
    from app_public.form_submissions s
    where s.organization_id = form.organization_id
      and s.address between host(v_network)::inet and host(broadcast(v_network))::inet
      and s.created_at > now() - interval '10 minutes'
  ) or v_per_form <= (
    select count(*)
    from (
      select from app_public.form_submissions s
      where s.organization_id = form.organization_id and s.form_id = form.id and s.created_at > now() - interval '1 minute'
      limit v_per_form
    ) as lately
  ) then
    raise exception using
      errcode = 'TN429',
      message = 'Too many forms were sent. Try again later.',
      detail = '{"field": "formId"}',
      hint = 'Try again in ten minutes.';
  end if;
end
$$;
comment on function app_private.require_calm(app_public.forms, inet) is $$Raises TN429 when too much was sent from a network, or through a form, lately, or something is just being sent from the network.$$;
--! EndIncluded automation/functions/require_calm.sql
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

Anybody may, without a token; who is signed in sends forms of the active organization. Refused with `NOT_FOUND` for a form that isn’t there; with `CONFLICT` for one that is switched off; with `BAD_USER_INPUT`, the `field` and the `rule` for what breaks the form’s definition, or is larger than 256 KiB; with `LIMIT_EXCEEDED` after ten submissions from one network within ten minutes, or while another one from there is being written, unless `forms.submit` is held, or 120 through one form within a minute.

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
--! Included crm/functions/contact_with_email.sql
-- Who was merged into another is that one: an address that was replaced stays with the contact who was merged.
create or replace function app_private.contact_with_email(organization_id uuid, email text) returns uuid
language sql stable
set search_path = ''
as $$
  select coalesce(c.merged_into_id, c.id)
  from app_public.contacts c
  where c.organization_id = contact_with_email.organization_id and c.email = contact_with_email.email
$$;
comment on function app_private.contact_with_email(uuid, text) is $$The contact who has an e-mail address, or who was made of the one who has it; perhaps archived.$$;
--! EndIncluded crm/functions/contact_with_email.sql
--! Included crm/functions/id_of_contact_with_email.sql
-- Definer, because the contact who has the address may be out of sight when the one they were merged into isn't. It answers
-- an id alone, and the policies decide about its row.
create or replace function app_hidden.id_of_contact_with_email(email text) returns uuid
language sql stable security definer
set search_path = ''
as $$
  select app_private.contact_with_email(app_hidden.organization_id(), id_of_contact_with_email.email)
$$;
grant execute on function app_hidden.id_of_contact_with_email(text) to tenantry_member, tenantry_service;
comment on function app_hidden.id_of_contact_with_email(text) is $$The id of the active organization’s contact who has an e-mail address, or who was made of the one who has it.$$;
--! EndIncluded crm/functions/id_of_contact_with_email.sql
--! Included crm/functions/find_or_create_contact.sql
-- Who calls, writes or books is a contact: the one with this e-mail address, else the oldest with this phone number, else
-- a new one. Who was merged into another is that one. Two at once about the same person take turns, since nothing makes phone numbers unique.
create or replace function app_private.find_or_create_contact(
  organization_id uuid,
  business_id uuid,
  email text,
  phone text,
  source text
) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_email constant text := app_hidden.normalize_email(find_or_create_contact.email);
  v_phone constant text := app_hidden.normalize_phone(
    find_or_create_contact.phone,
    (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = find_or_create_contact.organization_id)
  );
  v_key text;
  v_contact_id uuid;
begin
  if v_email is null and v_phone is null then
    return null;
  end if;
  for i in 1..2 loop
    v_contact_id := app_private.contact_with_email(find_or_create_contact.organization_id, v_email);
    if v_contact_id is null then
      select coalesce(c.merged_into_id, c.id) into v_contact_id
      from app_public.contacts c
      where c.organization_id = find_or_create_contact.organization_id and c.phone = v_phone
      order by c.deleted_at is not null and c.merged_into_id is null, c.created_at, c.id
      limit 1;
    end if;
    if v_contact_id is not null then
      return v_contact_id;
    end if;
    -- The second look is at what somebody else may have created while this one waited. Always in the same order, against deadlocks.
    if i = 1 then
      for v_key in select k from unnest(array[v_email, v_phone]) as k where k is not null order by k loop
        perform pg_advisory_xact_lock(hashtextextended(find_or_create_contact.organization_id || v_key, 0));
      end loop;
    end if;
  end loop;

  -- Nobody is there to fill in what an organization requires of new contacts.
  perform set_config('app.requires_custom_fields', 'off', true);
  insert into app_public.contacts (organization_id, business_id, email, phone, source)
  values (find_or_create_contact.organization_id, find_or_create_contact.business_id, v_email, v_phone, find_or_create_contact.source)
  on conflict on constraint contacts_organization_id_email_key do nothing
  returning contacts.id into v_contact_id;
  perform set_config('app.requires_custom_fields', '', true);
  if v_contact_id is null then
    v_contact_id := app_private.contact_with_email(find_or_create_contact.organization_id, v_email);
  end if;
  return v_contact_id;
end
$$;
comment on function app_private.find_or_create_contact(uuid, uuid, text, text, text) is $$The contact with an e-mail address or phone number, created when there is none; null when neither is given.$$;
--! EndIncluded crm/functions/find_or_create_contact.sql
--! Included crm/functions/convert_lead.sql
-- The lead is locked, so that of two callers at once one converts it.
create or replace function app_public.convert_lead(
  lead_id uuid,
  contact_id uuid default null,
  company_id uuid default null,
  company_name text default null,
  without_deal boolean default false,
  deal_title text default null,
  pipeline_id uuid default null,
  stage_id uuid default null,
  value_cents bigint default null,
  currency text default null,
  expected_close_on date default null
) returns app_public.lead_conversion
language plpgsql volatile
set search_path = ''
as $$
declare
  v_lead app_public.leads;
  v_contact app_public.contacts;
  v_company app_public.companies;
  v_deal app_public.deals;
  v_contact_id uuid;
  v_company_id uuid;
  v_company_name constant text := nullif(btrim(convert_lead.company_name), '');
begin
  perform from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = convert_lead.contact_id and c.deleted_at is null;
  if (found or convert_lead.contact_id is null) is not true then
    perform app_hidden.refuse_missing_row('contactId');
  end if;
  perform from app_public.companies c
  where c.organization_id = app_hidden.organization_id() and c.id = convert_lead.company_id and c.deleted_at is null;
  if (found or convert_lead.company_id is null) is not true then
    perform app_hidden.refuse_missing_row('companyId');
  end if;
  perform from app_public.pipelines p
  where p.organization_id = app_hidden.organization_id() and p.id = convert_lead.pipeline_id;
  if (found or convert_lead.pipeline_id is null) is not true then
    perform app_hidden.refuse_missing_row('pipelineId');
  end if;
  perform from app_public.pipeline_stages s
  where s.organization_id = app_hidden.organization_id() and s.id = convert_lead.stage_id;
  if (found or convert_lead.stage_id is null) is not true then
    perform app_hidden.refuse_missing_row('stageId');
  end if;
  select l.* into v_lead
  from app_public.leads l
  where l.organization_id = app_hidden.organization_id() and l.id = convert_lead.lead_id and l.deleted_at is null
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('leadId');
  end if;
  if v_lead.status = 'converted' then
    raise exception using
      errcode = 'TN409',
      message = 'This lead was converted already.',
      detail = jsonb_build_object('contactId', v_lead.contact_id, 'convertedAt', v_lead.converted_at)::text;
  end if;

  v_company_id := coalesce(convert_lead.company_id, v_lead.company_id);
  select c.* into v_company
  from app_public.companies c
  where c.organization_id = app_hidden.organization_id() and c.id = v_company_id;
  v_contact_id := coalesce(convert_lead.contact_id, v_lead.contact_id);
  select c.* into v_contact
  from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = v_contact_id;
  -- What is made of a lead takes over what is known, which may be less than an organization requires of what people add.
  perform set_config('app.requires_custom_fields', 'off', true);
  if v_company_id is null and v_company_name is not null then
    perform pg_advisory_xact_lock(hashtextextended(app_hidden.organization_id() || ' company ' || v_company_name, 0));
    select c.* into v_company
    from app_public.companies c
    where c.organization_id = app_hidden.organization_id() and c.name = v_company_name and c.deleted_at is null
    order by c.name, c.id
    limit 1;
    if not found then
      insert into app_public.companies (business_id, name, owner_id)
      values (v_lead.business_id, v_company_name, v_lead.assigned_to_id)
      returning * into v_company;
    end if;
    v_company_id := v_company.id;
  end if;

  if v_contact_id is null then
    insert into app_public.contacts (business_id, first_name, last_name, email, phone, company_id, owner_id, source, tags, notes, custom_fields)
    values (
      v_lead.business_id, v_lead.first_name, v_lead.last_name, v_lead.email, v_lead.phone, v_company_id, v_lead.assigned_to_id,
      v_lead.source, v_lead.tags, v_lead.notes, app_hidden.shared_custom_fields(v_lead.custom_fields, 'lead', 'contact')
    )
    on conflict (organization_id, email) do nothing
    returning * into v_contact;
    if not found then
      select c.* into v_contact
      from app_public.contacts c
      where c.organization_id = app_hidden.organization_id() and c.id = app_hidden.id_of_contact_with_email(v_lead.email) and c.deleted_at is null;
      if not found then
        raise exception using
          errcode = 'TN409',
          message = 'Another contact, perhaps an archived one, has this e-mail address.',
          detail = '{"field": "contactId"}',
          hint = 'Have that contact restored, or name another.';
      end if;
    end if;
    v_contact_id := v_contact.id;
  end if;

  if not coalesce(convert_lead.without_deal, false) then
    insert into app_public.deals (
      business_id, title, pipeline_id, stage_id, contact_id, lead_id, company_id, owner_id, value_cents, currency, expected_close_on, custom_fields
    ) values (
      v_lead.business_id,
      coalesce(nullif(btrim(convert_lead.deal_title), ''), left(v_company.name, 300), left(coalesce(v_contact.name, v_lead.name), 300)),
      convert_lead.pipeline_id,
      convert_lead.stage_id,
      v_contact_id,
      v_lead.id,
      v_company_id,
      v_lead.assigned_to_id,
      coalesce(convert_lead.value_cents, 0),
      convert_lead.currency,
      convert_lead.expected_close_on,
      app_hidden.shared_custom_fields(v_lead.custom_fields, 'lead', 'deal')
    )
    returning * into v_deal;
  end if;
  perform set_config('app.requires_custom_fields', '', true);

  update app_public.leads l
  set status = 'converted', contact_id = v_contact_id, company_id = v_company_id
  where l.organization_id = app_hidden.organization_id() and l.id = v_lead.id
  returning l.* into v_lead;
  -- What wasn't found is null, and not a row of nulls.
  return row(
    v_lead,
    case when v_contact.id is not null then v_contact end,
    case when v_company.id is not null then v_company end,
    case when v_deal.id is not null then v_deal end
  )::app_public.lead_conversion;
end
$$;
grant execute on function app_public.convert_lead(uuid, uuid, uuid, text, boolean, text, uuid, uuid, bigint, text, date) to tenantry_member, tenantry_service;
comment on function app_public.convert_lead(uuid, uuid, uuid, text, boolean, text, uuid, uuid, bigint, text, date) is $$@argument lead_id The id of the lead.
@argument contact_id The id of the contact that the lead is. Unless given it is the lead’s, else the one with the lead’s e-mail address (or into whom that one was merged), else a new one.
@argument company_id The id of the company that the lead works for; the lead’s unless given.
@argument company_name The company’s name, for a lead without a company: the one of exactly this name, else a new one.
@argument without_deal Whether no deal is to be added.
@argument deal_title What the deal is about; the company’s or contact’s name unless given.
@argument pipeline_id The id of the deal’s pipeline; the stage’s or the default one unless given.
@argument stage_id The id of the stage at which the deal begins; the pipeline’s first one unless given.
@argument value_cents What the deal is worth, in hundredths of its currency; nothing unless given.
@argument currency The deal’s currency (ISO 4217); the organization’s unless given.
@argument expected_close_on The day on which the deal is expected to be decided.
@resultFieldName conversion
Turns a lead into a contact, with a company if one is known and a deal unless none is wanted. What is new belongs to whoever looks after the lead, and takes over the lead’s business, tags, notes, and those of the organization’s own fields that both have. A contact or company that is there stays as it is. The lead’s activities, tasks and deals become the contact’s as well.

Takes the permission to change the lead, and to add whatever is new. Refused with NOT_FOUND when there is no such lead, contact, company, pipeline or stage, and with CONFLICT when the lead was converted already, or a contact with its e-mail address is archived or out of the caller’s sight.

```graphql
mutation {
  convertLead(input: { leadId: "0197…", companyName: "Pipe Dreams", valueCents: "250000" }) {
    conversion { lead { convertedAt } contact { id name } company { id } deal { id stage { name } } }
  }
}
```$$;
comment on type app_public.lead_conversion is $$What a lead was turned into.$$;
comment on column app_public.lead_conversion.lead is $$The lead, which is converted now.$$;
comment on column app_public.lead_conversion.contact is $$The contact that the lead has become.$$;
comment on column app_public.lead_conversion.company is $$The company that the contact works for, if one is known.$$;
comment on column app_public.lead_conversion.deal is $$The deal that was added, unless none was wanted.$$;
--! EndIncluded crm/functions/convert_lead.sql
--! Included automation/functions/tg_form_submissions__record_lead.sql
-- Who sends a form is a lead: the one with this e-mail address that wasn't converted yet, else the oldest with this phone
-- number, else a new one. What is known already stays; where the lead first came from, too. Two at once about the same
-- person take turns, since nothing makes leads unique. A form that asks for neither makes no lead. What the organization
-- requires of leads that people add, a form needn't ask.
create or replace function app_private.tg_form_submissions__record_lead() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_form app_public.forms;
  v_email text;
  v_phone text;
  v_name text;
  v_first_name text;
  v_last_name text;
  v_key text;
begin
  select f.* into v_form from app_public.forms f where f.organization_id = NEW.organization_id and f.id = NEW.form_id;
  if not found or jsonb_typeof(NEW.data) is distinct from 'object' then
    return NEW;
  end if;

  select (array_agg(NEW.data ->> (f.field ->> 'name') order by f.position) filter (where f.field ->> 'type' = 'email'))[1],
    (array_agg(NEW.data ->> (f.field ->> 'name') order by f.position) filter (where f.field ->> 'type' = 'phone'))[1]
  into v_email, v_phone
  from jsonb_array_elements(v_form.fields) with ordinality as f (field, position)
  where NEW.data ? (f.field ->> 'name');
  if v_email is null and v_phone is null then
    return NEW;
  end if;

  v_name := btrim(coalesce(NEW.data ->> 'name', NEW.data ->> 'full_name', NEW.data ->> 'fullName'));
  v_first_name := left(coalesce(NEW.data ->> 'first_name', NEW.data ->> 'firstName', substring(v_name from '^\S+')), 200);
  v_last_name := left(coalesce(NEW.data ->> 'last_name', NEW.data ->> 'lastName', substring(v_name from '^\S+\s+(\S.*)$')), 200);

  -- Always in the same order, against deadlocks.
  for v_key in select k from unnest(array[v_email, v_phone]) as k where k is not null order by k loop
    perform pg_advisory_xact_lock(hashtextextended(NEW.organization_id || ' lead ' || v_key, 0));
  end loop;
  select l.id into NEW.lead_id
  from app_public.leads l
  where l.organization_id = NEW.organization_id and l.email = v_email and l.status <> 'converted' and l.deleted_at is null
  order by l.created_at, l.id
  limit 1
  for no key update;
  if NEW.lead_id is null then
    select l.id into NEW.lead_id
    from app_public.leads l
    where l.organization_id = NEW.organization_id and l.phone = v_phone and l.status <> 'converted' and l.deleted_at is null
    order by l.created_at, l.id
    limit 1
    for no key update;
  end if;

  if NEW.lead_id is null then
    perform set_config('app.requires_custom_fields', 'off', true);
    insert into app_public.leads (
      organization_id, business_id, assigned_to_id, first_name, last_name, email, phone, source, source_details, utm_source, utm_medium, utm_campaign, tags
    ) values (
      NEW.organization_id, null, null, v_first_name, v_last_name, v_email, v_phone, 'form',
      jsonb_build_object('formId', v_form.id, 'formName', v_form.name, 'submissionId', NEW.id),
      NEW.utm_source, NEW.utm_medium, NEW.utm_campaign, v_form.lead_tags
    )
    returning id into NEW.lead_id;
    perform set_config('app.requires_custom_fields', '', true);
  else
    update app_public.leads l
    set first_name = coalesce(l.first_name, case when l.last_name is null then v_first_name end),
      last_name = coalesce(l.last_name, case when l.first_name is null then v_last_name end),
      email = coalesce(l.email, v_email),
      phone = coalesce(l.phone, v_phone),
      utm_source = coalesce(l.utm_source, NEW.utm_source),
      utm_medium = coalesce(l.utm_medium, NEW.utm_medium),
      utm_campaign = coalesce(l.utm_campaign, NEW.utm_campaign),
      tags = l.tags || array(select t from unnest(v_form.lead_tags) as t where t <> all (l.tags))
    where l.organization_id = NEW.organization_id and l.id = NEW.lead_id;
  end if;

  select c.id into NEW.contact_id
  from app_public.contacts c
  where c.organization_id = NEW.organization_id and c.id = app_private.contact_with_email(NEW.organization_id, v_email) and c.deleted_at is null;
  return NEW;
end
$$;
comment on function app_private.tg_form_submissions__record_lead() is $$Finds or creates the lead who sent a form.$$;
--! EndIncluded automation/functions/tg_form_submissions__record_lead.sql
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
    -- Nobody can tell whether those of nobody are of the same person.
    if v_ticket.contact_id is null then
      raise exception using
        errcode = 'TN409',
        message = 'Only tickets of a contact are merged.',
        detail = '{"field": "ticketId"}',
        hint = 'Say first whose tickets they are.';
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
    (first_response_at, last_activity_at) = (
      select min(o.first_response_at), max(o.last_activity_at)
      from app_public.tickets o
      where o.organization_id = t.organization_id and o.id = any (v_ids)
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
Merges tickets about the same thing into one of them: their messages, activities and tasks move to it, it gets their labels, the highest priority among them and the time of their first answer, and they are closed for good, with mergedIntoId. It takes the permission tickets.update on each of the tickets; one that isn’t there for whoever asks is refused with NOT_FOUND. Tickets of different contacts or businesses, or of no contact, one that was merged before, and a closed ticket as the one that stays are refused with CONFLICT.

```graphql
mutation {
  mergeTickets(input: { ticketId: "0199…", mergedTicketIds: ["0199…"] }) {
    ticket { id tags priority mergedTickets { nodes { id number } } ticketMessages { totalCount } }
  }
}
```$$;
--! EndIncluded support/functions/merge_tickets.sql
--! Included analytics/functions/ticket_metrics.sql
-- What was merged into a ticket may have been answered before the ticket was opened.
create or replace function app_private.ticket_metrics(ticket app_public.tickets) returns setof app_private.metric
language sql stable
as $$
  select ticket.organization_id, ticket.business_id, ticket.created_at, 'tickets_opened', 1::bigint
  union all
  select ticket.organization_id, ticket.business_id, ticket.solved_at, 'tickets_solved', 1 where ticket.solved_at is not null
  union all
  select ticket.organization_id, ticket.business_id, ticket.first_response_at, m.metric, m.quantity
  from (
    values
      ('first_responses', 1),
      ('first_response_seconds', greatest(0, extract(epoch from ticket.first_response_at - ticket.created_at))::bigint)
  ) as m (metric, quantity)
  where ticket.first_response_at is not null
$$;
comment on function app_private.ticket_metrics(app_public.tickets) is $$What a ticket counts for in daily_metrics: its opening, its solution and its first response, each on its day.$$;
--! EndIncluded analytics/functions/ticket_metrics.sql
--! Included analytics/views/agent_performance.sql
create or replace view app_public.agent_performance with (security_invoker) as
select
  m.id as membership_id,
  m.organization_id,
  u.full_name as member_name,
  m.is_active,
  t.open_tickets_count,
  t.tickets_solved,
  t.median_first_response_seconds,
  d.deals_won,
  d.deals_won_value_cents
from app_public.memberships m
left join app_public.users u on u.id = m.user_id
left join lateral (
  select
    count(*) filter (where t.status in ('open', 'pending')) as open_tickets_count,
    count(*) filter (where t.solved_at is not null) as tickets_solved,
    percentile_cont(0.5) within group (order by greatest(0, extract(epoch from t.first_response_at - t.created_at))) as median_first_response_seconds
  from app_public.tickets t
  where t.organization_id = m.organization_id and t.assigned_to_id = m.id
) t on true
left join lateral (
  select count(*) as deals_won, coalesce(sum(d.value_cents), 0)::bigint as deals_won_value_cents
  from app_public.deals d
  join app_public.pipeline_stages s on s.organization_id = d.organization_id and s.id = d.stage_id and s.kind = 'won'
  where d.organization_id = m.organization_id and d.owner_id = m.id
) d on true;

comment on view app_public.agent_performance is $$@behavior -aggregates
@filterBy membership_id
@name agent_performances
@primaryKey membership_id
@foreignKey (organization_id, membership_id) references app_public.memberships (organization_id, id)|@fieldName membership|@foreignSingleFieldName performance|@foreignFieldName performance
What a member has done. Figures cover what the reader may see.$$;
comment on column app_public.agent_performance.membership_id is $$The member.$$;
comment on column app_public.agent_performance.member_name is $$The member’s name.$$;
comment on column app_public.agent_performance.is_active is $$Whether the membership counts.$$;
comment on column app_public.agent_performance.open_tickets_count is $$Tickets assigned to the member that are not solved.$$;
comment on column app_public.agent_performance.tickets_solved is $$Tickets assigned to the member that were solved.$$;
comment on column app_public.agent_performance.median_first_response_seconds is $$How long the customers of these tickets waited for the first response, in seconds; half of them waited less.$$;
comment on column app_public.agent_performance.deals_won is $$Deals of the member that were won.$$;
comment on column app_public.agent_performance.deals_won_value_cents is $$What these deals were worth, in hundredths of the currency’s unit.$$;

revoke all on table app_public.agent_performance from tenantry_member, tenantry_service;
grant select on table app_public.agent_performance to tenantry_member, tenantry_service;
--! EndIncluded analytics/views/agent_performance.sql
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

  select v.* into v_values from app_private.contact_merge_values v
  where v.organization_id = v_organization_id and v.contact_merge_id = v_merge.id;
  if not found then
    raise exception using
      errcode = 'TN409',
      message = 'This can''t be undone here: what the contacts were before isn''t known.',
      detail = '{"field": "contactMergeId"}';
  end if;
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
    where r.organization_id = v_organization_id and r.contact_merge_id = v_merge.id and r.row_ids <> '{}'
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

Needs `contacts.update` on both and `contacts.delete` on the merged one; refused with `NOT_FOUND` otherwise, and with `CONFLICT` when it was undone already, after a day, when either contact was merged again since (later merges are undone first), or when what the contacts were before isn’t known here, as after moving the organization without it.

```graphql
mutation {
  unmergeContacts(input: { contactMergeId: "0199…" }) {
    contactMerge { undoneAt mergedContact { id name email deletedAt } }
  }
}
```$$;
--! EndIncluded crm/functions/unmerge_contacts.sql
drop function app_hidden.require_assignee(uuid, uuid);
drop function app_hidden.is_active_member(uuid);
--! Included tenancy/functions/require_assignee.sql
-- Definer, because not everybody who hands work out may read who is limited to which businesses.
create or replace function app_hidden.require_assignee(membership_id uuid, business_id uuid, field text) returns void
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
    perform app_hidden.refuse_missing_row(require_assignee.field);
  end if;
  if not v_membership.is_active or not exists (select from app_public.users u where u.id = v_membership.user_id and u.is_active) then
    raise exception using
      errcode = 'TN409',
      message = 'This member is switched off.',
      detail = jsonb_build_object('field', require_assignee.field)::text,
      hint = 'Name a member who is active.';
  end if;
  if require_assignee.business_id is not null and app_private.business_role_id(v_membership, require_assignee.business_id) is null then
    raise exception using
      errcode = 'TN409',
      message = 'This member doesn’t work in the business that this belongs to.',
      detail = jsonb_build_object('field', require_assignee.field)::text,
      hint = 'Name a member of this business, or one who is limited to none.';
  end if;
end
$$;
grant execute on function app_hidden.require_assignee(uuid, uuid, text) to tenantry_member, tenantry_service;
comment on function app_hidden.require_assignee(uuid, uuid, text) is $$Raises unless a member can be given work of a business: TN404 when there is no such member, TN409 when they are switched off or limited to other businesses.$$;
--! EndIncluded tenancy/functions/require_assignee.sql
--! Included messaging/functions/assign_conversation.sql
create or replace function app_public.assign_conversation(conversation_id uuid, membership_id uuid default null) returns app_public.conversations
language plpgsql volatile
set search_path = ''
as $$
declare
  v_conversation app_public.conversations;
begin
  select c.* into v_conversation
  from app_public.conversations c
  where c.organization_id = app_hidden.organization_id() and c.id = assign_conversation.conversation_id
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('conversationId');
  end if;
  if assign_conversation.membership_id is not null then
    perform app_hidden.require_assignee(assign_conversation.membership_id, v_conversation.business_id, 'membershipId');
  end if;
  update app_public.conversations c
  set assigned_to_id = assign_conversation.membership_id
  where c.organization_id = app_hidden.organization_id() and c.id = v_conversation.id
  returning c.* into v_conversation;
  return v_conversation;
end
$$;
grant execute on function app_public.assign_conversation(uuid, uuid) to tenantry_member, tenantry_service;
comment on function app_public.assign_conversation(uuid, uuid) is $$@argument conversation_id The id of the conversation.
@argument membership_id The id of the membership of the member who is to answer; nobody when left out.
Gives a conversation to a member, or takes it from whoever has it.

Needs `conversations.update` on the conversation before and after: who may change their own, or their team’s, conversations alone doesn’t give them away, which is `FORBIDDEN`. Refused with `NOT_FOUND` for a conversation out of reach or a member who isn’t there, and with `CONFLICT` for a member who is switched off or doesn’t work in the conversation’s business.

```graphql
mutation {
  assignConversation(input: { conversationId: "0199…", membershipId: "0199…" }) {
    conversation { id assignedTo { id } }
  }
}
```$$;
--! EndIncluded messaging/functions/assign_conversation.sql
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
  v_business_id constant uuid := coalesce(open_ticket.business_id, app_hidden.default_business_id());
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
  if open_ticket.assigned_to_id is not null then
    perform app_hidden.require_assignee(open_ticket.assigned_to_id, v_business_id, 'assignedToId');
  end if;
  insert into app_public.tickets (subject, priority, contact_id, channel, assigned_to_id, team_id, business_id, tags, custom_fields)
  values (
    open_ticket.subject,
    coalesce(lower(open_ticket.priority), 'normal'),
    open_ticket.contact_id,
    coalesce(lower(open_ticket.channel), 'web'),
    open_ticket.assigned_to_id,
    open_ticket.team_id,
    v_business_id,
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
Opens a ticket with its first message. Members and API keys need the permission tickets.create, and tickets.update for the message; in the client portal contacts open their own, and say no more than subject, body and priority (else FORBIDDEN). An empty subject or body, an unknown priority or channel, and custom fields that break their rules are refused with BAD_USER_INPUT; an assignee who isn’t a member with NOT_FOUND, and one who is switched off or doesn’t work in the ticket’s business with CONFLICT.

```graphql
mutation {
  openTicket(input: { subject: "It squeaks", body: "Since Monday.", contactId: "0199…", priority: "high" }) {
    ticket { id number status priority contact { id name } }
  }
}
```$$;
--! EndIncluded support/functions/open_ticket.sql
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
  if assign_ticket.assigned_to_id is not null then
    perform app_hidden.require_assignee(assign_ticket.assigned_to_id, v_ticket.business_id, 'assignedToId');
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
Gives a ticket to a member, to a team or to both. To a member alone, it stays with its team; to a team alone, it is nobody’s in particular; to neither, it is taken from both. It takes the permission tickets.update on the ticket, and whoever holds it in the scope own or team keeps to that (FORBIDDEN). A closed ticket, and a member who is switched off or doesn’t work in the ticket’s business, is refused with CONFLICT, somebody who isn’t a member with NOT_FOUND.

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
  if v_macro.actions ->> 'assignedToId' is not null then
    begin
      perform app_hidden.require_assignee(v_assigned_to_id, v_ticket.business_id, 'macroId');
    exception
      when sqlstate 'TN404' or sqlstate 'TN409' then
        raise exception using
          errcode = 'TN409',
          message = 'The macro gives tickets to somebody who can''t be given this one.',
          detail = '{"field": "macroId", "action": "assignedToId"}',
          hint = 'Change the macro: the member has left, is switched off, or doesn''t work in the ticket''s business.';
    end;
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

It takes the permission tickets.update on the ticket and macros.read, for an internal answer tickets.read_internal as well. A placeholder for which nothing is known is refused with BAD_USER_INPUT, and missing lists all of these; an answer to a closed ticket, and an assignee who has left, is switched off or doesn’t work in the ticket’s business, with CONFLICT. Then nothing is done at all.

```graphql
mutation {
  applyMacro(input: { ticketId: "0199…", macroId: "0199…" }) {
    ticket { id status priority tags assignedTo { id } }
  }
}
```$$;
--! EndIncluded support/functions/apply_macro.sql
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
--! Included crm/functions/lock_contacts.sql
create or replace function app_hidden.lock_contacts(contact_ids uuid[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ids uuid[];
begin
  if coalesce(cardinality(lock_contacts.contact_ids), 0) not between 1 and 1000 then
    raise exception using errcode = 'TN400', message = 'Name 1 to 1000 contacts.', detail = '{"field": "contactIds"}';
  end if;
  select array_agg(locked.id) into v_ids
  from (
    select c.id
    from app_public.contacts c
    where c.organization_id = app_hidden.organization_id() and c.id = any (lock_contacts.contact_ids)
    order by c.id
    for no key update
  ) as locked;
  if not lock_contacts.contact_ids <@ coalesce(v_ids, '{}') then
    perform app_hidden.refuse_missing_row('contactIds');
  end if;
end
$$;
grant execute on function app_hidden.lock_contacts(uuid[]) to tenantry_member, tenantry_service;
comment on function app_hidden.lock_contacts(uuid[]) is $$Locks contacts whom the caller may change, in the order of their ids. Raises TN404 when one of them isn’t there, and TN400 for none or more than 1000.$$;
--! EndIncluded crm/functions/lock_contacts.sql
