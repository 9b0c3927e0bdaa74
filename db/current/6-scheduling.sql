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

--!include scheduling/functions/is_business_hours.sql
alter table app_public.organizations
  add constraint business_hours_must_be_times check (app_hidden.is_business_hours(settings -> 'businessHours'));
alter table app_public.businesses
  add constraint business_hours_must_be_times check (app_hidden.is_business_hours(settings -> 'businessHours'));

--!include scheduling/functions/booking_rule.sql
--!include scheduling/functions/slot_minutes.sql
--!include scheduling/functions/timezone_of.sql
--!include scheduling/functions/has_business_hours.sql
--!include scheduling/functions/opening_times.sql
--!include scheduling/functions/open_slots.sql
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
--!include support/functions/tg_tickets__guard_merged.sql
--!include support/tables/tickets.sql
--!include support/functions/tickets_first_response_seconds.sql
--!include support/functions/tickets_resolution_seconds.sql
--!include support/functions/lock_ticket.sql
--!include support/functions/ticket_of_contact.sql
--!include support/functions/is_active_member.sql
--!include support/functions/macro_text.sql
--!include support/functions/open_ticket.sql
--!include support/functions/reply_to_ticket.sql
--!include support/functions/assign_ticket.sql
--!include support/functions/apply_macro.sql
--!include support/functions/solve_ticket.sql
--!include support/functions/reopen_ticket.sql
--!include support/functions/close_ticket.sql
--!include support/functions/merge_tickets.sql
--!include support/functions/ticket_queue.sql
--!include support/functions/ticket_times.sql
--!include tenancy/tables/organizations.sql
--!include tenancy/tables/businesses.sql
