drop type if exists app_public.free_slot cascade;
drop type if exists app_public.booking_rules cascade;
create type app_public.free_slot as (starts_at timestamptz, ends_at timestamptz);
create type app_public.booking_rules as (
  minimum_notice_minutes int,
  cancellation_notice_minutes int,
  maximum_days_ahead int,
  slot_minutes int
);

alter table app_public.services
  drop column if exists capacity,
  add column capacity int not null default 1 constraint capacity_must_be_from_1_to_1000 check (capacity between 1 and 1000);
alter table app_public.appointments
  drop column if exists review_requested_at cascade,
  add column review_requested_at timestamptz;
drop index if exists app_public.appointments_live_of_a_service;
create index appointments_live_of_a_service on app_public.appointments using gist (organization_id, service_id, tstzrange(starts_at, ends_at))
  where status in ('scheduled', 'confirmed', 'in_progress') and deleted_at is null;

--!include scheduling/functions/is_business_hours.sql
alter table app_public.organizations
  drop constraint if exists business_hours_must_be_times,
  add constraint business_hours_must_be_times check (app_hidden.is_business_hours(settings -> 'businessHours'));
alter table app_public.businesses
  drop constraint if exists business_hours_must_be_times,
  add constraint business_hours_must_be_times check (app_hidden.is_business_hours(settings -> 'businessHours'));

--!include scheduling/functions/booking_rule.sql
--!include scheduling/functions/slot_minutes.sql
--!include scheduling/functions/timezone_of.sql
--!include scheduling/functions/has_business_hours.sql
--!include scheduling/functions/opening_times.sql
--!include scheduling/functions/is_slot_free.sql
--!include scheduling/functions/free_slots.sql
--!include scheduling/functions/take_turns.sql
--!include scheduling/functions/claim_slot.sql
--!include scheduling/functions/tg_appointments__request_review.sql
--!include scheduling/functions/tg_appointments__keep_slot.sql
--!include scheduling/tables/services.sql
--!include scheduling/tables/appointments.sql
--!include scheduling/functions/lock_appointment.sql
--!include scheduling/functions/shown_appointment.sql
--!include scheduling/functions/booking_rules.sql
--!include scheduling/functions/available_slots.sql
--!include scheduling/functions/book_appointment.sql
--!include scheduling/functions/reschedule_appointment.sql
--!include scheduling/functions/cancel_appointment.sql
--!include scheduling/functions/complete_appointment.sql
--!include scheduling/functions/mark_no_show.sql
--!include scheduling/functions/request_review.sql
--!include scheduling/functions/write_review.sql
--!include scheduling/functions/respond_to_review.sql

