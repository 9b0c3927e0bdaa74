--! Previous: sha1:c48603f1cd0f0286e284a3ee708778a642dc0909
--! Hash: sha1:540bd8f67206a1261afa358ffbef7140cb160279
--! Message: Scheduling: services, appointments and reviews

--! split: 1-current.sql
/*
 * Scheduling: what can be booked, the bookings, and what contacts say of them.
 *   A member is in one place at a time: an exclusion constraint, which holds whoever writes and however many at once.
 *   A booking keeps the price of its service as it was.
 */
create extension if not exists btree_gist with schema public;

create table app_public.appointment_kinds (value text primary key, description text not null);
insert into app_public.appointment_kinds (value, description) values
  ('appointment', 'A service for the contact.'),
  ('reservation', 'A place or a thing that is kept for the contact.'),
  ('meeting', 'A conversation in person or by video.'),
  ('call', 'A phone call at an agreed time.');

create table app_public.appointment_statuses (value text primary key, description text not null);
insert into app_public.appointment_statuses (value, description) values
  ('scheduled', 'Is planned.'),
  ('confirmed', 'Is planned and confirmed.'),
  ('in_progress', 'Takes place at the moment.'),
  ('completed', 'Took place.'),
  ('canceled', 'Was called off.'),
  ('no_show', 'Did not take place: the contact did not come.');

insert into app_public.permissions (resource, action, description) values
  ('services', 'read', 'See the catalog of services.'),
  ('services', 'manage', 'Set up the catalog of services.'),
  ('appointments', 'create', 'Book appointments.'),
  ('appointments', 'read', 'See appointments.'),
  ('appointments', 'update', 'Change, move and cancel appointments.'),
  ('appointments', 'delete', 'Archive and restore appointments.'),
  ('reviews', 'create', 'Record reviews.'),
  ('reviews', 'read', 'See reviews.'),
  ('reviews', 'update', 'Respond to reviews.'),
  ('reviews', 'delete', 'Archive and restore reviews.');

insert into app_private.system_role_permissions (system_role, resource, action, scope)
select r.system_role, p.resource, p.action, r.scope
from app_public.permissions p
cross join lateral (
  values
    ('owner', 'all'),
    ('admin', 'all'),
    ('manager', case when p.resource = 'appointments' and p.action <> 'read' then 'team' else 'all' end),
    ('staff', case when p.resource <> 'services' or p.action = 'read' then 'all' end),
    ('rep', case when p.resource = 'appointments' then 'own' when p.resource = 'services' and p.action = 'read' then 'all' end),
    ('viewer', case when p.action = 'read' then 'all' end)
) as r (system_role, scope)
where p.resource in ('services', 'appointments', 'reviews') and r.scope is not null;

create table app_public.services (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 200),
  category text constraint category_must_be_short check (length(category) <= 100),
  description text,
  duration_minutes int not null constraint duration_must_be_within_a_month check (duration_minutes between 1 and 44640),
  price_cents bigint not null default 0 constraint price_must_not_be_negative check (price_cents between 0 and 1000000000000000),
  currency char(3) not null constraint currency_must_be_a_code check (currency ~ '^[A-Z]{3}$'),
  is_active boolean not null default true,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id)
);
create index on app_public.services (organization_id, created_at desc, id desc);
create index on app_public.services (organization_id, name, id);
create index on app_public.services (organization_id, category, name, id);
create index on app_public.services (organization_id, is_active, name, id);
create index on app_public.services (organization_id, price_cents desc, id desc);
create index on app_public.services (organization_id, business_id, created_at desc, id desc);
create index on app_public.services using gin (organization_id, name gin_trgm_ops);

create table app_public.appointments (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  service_id uuid,
  contact_id uuid,
  booked_email text constraint booked_email_must_be_an_address check (booked_email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(booked_email) <= 254),
  booked_phone text,
  staff_id uuid,
  created_by_id uuid default app_hidden.membership_id(),
  kind text not null default 'appointment' references app_public.appointment_kinds,
  status text not null default 'scheduled' references app_public.appointment_statuses,
  starts_at timestamptz not null constraint starts_at_must_be_in_our_era check (starts_at between '0001-01-02' and '9999-12-30'),
  ends_at timestamptz not null constraint ends_at_must_be_in_our_era check (ends_at between '0001-01-02' and '9999-12-30'),
  location text constraint location_must_be_short check (length(location) <= 500),
  notes text,
  source text not null default 'manual' constraint source_must_be_a_word check (source ~ '\S' and length(source) <= 100),
  price_cents bigint constraint price_must_not_be_negative check (price_cents between 0 and 1000000000000000),
  currency char(3) constraint currency_must_be_a_code check (currency ~ '^[A-Z]{3}$'),
  cancellation_reason text constraint cancellation_reason_must_be_short check (length(cancellation_reason) <= 2000),
  completed_at timestamptz,
  canceled_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  constraint ends_at_must_be_after_starts_at check (ends_at > starts_at),
  constraint price_must_have_a_currency check (price_cents is null or currency is not null),
  constraint only_one_appointment_of_a_member_at_a_time exclude using gist (
    organization_id with =, staff_id with =, tstzrange(starts_at, ends_at) with &&
  ) where (status in ('scheduled', 'confirmed', 'in_progress') and deleted_at is null),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
  foreign key (organization_id, service_id) references app_public.services (organization_id, id) on delete set null (service_id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete set null (contact_id),
  foreign key (organization_id, staff_id) references app_public.memberships (organization_id, id) on delete set null (staff_id),
  foreign key (organization_id, created_by_id) references app_public.memberships (organization_id, id) on delete set null (created_by_id)
);
create index on app_public.appointments (organization_id, created_at desc, id desc);
create index on app_public.appointments (organization_id, starts_at desc, id desc);
create index on app_public.appointments (organization_id, status, starts_at desc, id desc);
create index on app_public.appointments (organization_id, kind, starts_at desc, id desc);
create index on app_public.appointments (organization_id, business_id, starts_at desc, id desc);
create index on app_public.appointments (organization_id, service_id, starts_at desc, id desc);
create index on app_public.appointments (organization_id, contact_id, starts_at desc, id desc);
create index on app_public.appointments (organization_id, staff_id, starts_at desc, id desc);
create index on app_public.appointments (organization_id, created_by_id, starts_at desc, id desc);
create index on app_public.appointments (organization_id, deleted_at desc, id desc) where deleted_at is not null;
create index on app_public.appointments using brin (starts_at);

create table app_public.reviews (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  contact_id uuid,
  service_id uuid,
  appointment_id uuid,
  rating int not null constraint rating_must_be_from_1_to_5 check (rating between 1 and 5),
  title text constraint title_must_not_be_blank check (title ~ '\S' and length(title) <= 200),
  comment text constraint comment_must_be_shorter check (length(comment) <= 10000),
  source text not null default 'manual' constraint source_must_be_a_word check (source ~ '\S' and length(source) <= 100),
  response text constraint response_must_not_be_blank check (response ~ '\S' and length(response) <= 10000),
  responded_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  constraint only_one_review_of_an_appointment unique (organization_id, appointment_id),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete set null (contact_id),
  foreign key (organization_id, service_id) references app_public.services (organization_id, id) on delete set null (service_id),
  foreign key (organization_id, appointment_id) references app_public.appointments (organization_id, id) on delete set null (appointment_id)
);
create index on app_public.reviews (organization_id, created_at desc, id desc);
create index on app_public.reviews (organization_id, rating desc, created_at desc, id desc);
create index on app_public.reviews (organization_id, source, created_at desc, id desc);
create index on app_public.reviews (organization_id, responded_at desc, id desc);
create index on app_public.reviews (organization_id, business_id, created_at desc, id desc);
create index on app_public.reviews (organization_id, contact_id, created_at desc, id desc);
create index on app_public.reviews (organization_id, service_id, created_at desc, id desc);
create index on app_public.reviews (organization_id, deleted_at desc, id desc) where deleted_at is not null;

--! Included crm/functions/find_or_create_contact.sql
-- Who calls, writes or books is a contact: the one with this e-mail address, else the oldest with this phone number, else
-- a new one. Two at once about the same person take turns, since nothing makes phone numbers unique.
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
    select c.id into v_contact_id
    from app_public.contacts c
    where c.organization_id = find_or_create_contact.organization_id and c.email = v_email;
    if v_contact_id is null then
      select c.id into v_contact_id
      from app_public.contacts c
      where c.organization_id = find_or_create_contact.organization_id and c.phone = v_phone
      order by c.deleted_at is not null, c.created_at, c.id
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
    select c.id into v_contact_id
    from app_public.contacts c
    where c.organization_id = find_or_create_contact.organization_id and c.email = v_email;
  end if;
  return v_contact_id;
end
$$;
comment on function app_private.find_or_create_contact(uuid, uuid, text, text, text) is $$The contact with an e-mail address or phone number, created when there is none; null when neither is given.$$;
--! EndIncluded crm/functions/find_or_create_contact.sql
--! Included scheduling/all.sql
--! Included scheduling/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.appointment_kinds', 'AppointmentKind', 'What is booked.');
select app_private.expose_lookup_table('app_public.appointment_statuses', 'AppointmentStatus', 'Where an appointment stands.');
--! EndIncluded scheduling/tables/lookup_tables.sql
--! Included scheduling/functions/tg_services__set_currency.sql
create or replace function app_private.tg_services__set_currency() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.currency := coalesce(NEW.currency, (select o.currency from app_public.organizations o where o.id = NEW.organization_id));
  return NEW;
end
$$;
comment on function app_private.tg_services__set_currency() is $$Prices a service in the organization’s currency unless another is named.$$;
--! EndIncluded scheduling/functions/tg_services__set_currency.sql
--! Included scheduling/functions/tg_appointments__link_contact.sql
-- Whoever books through the portal books for themselves. A booking by an address or number alone is of the contact who
-- has it, or of a new one.
create or replace function app_private.tg_appointments__link_contact() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if app_hidden.actor_kind() = 'contact' then
    NEW.contact_id := app_hidden.contact_id();
    NEW.source := 'portal';
  end if;
  NEW.booked_email := app_hidden.normalize_email(NEW.booked_email);
  NEW.booked_phone := app_hidden.normalize_phone(
    NEW.booked_phone,
    (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = NEW.organization_id),
    'bookedPhone'
  );
  -- Checked here, because the contact would come before the check of the constraint.
  if NEW.booked_email !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' then
    raise exception using errcode = 'TN400', message = 'This is not an e-mail address.', detail = '{"field": "bookedEmail"}';
  end if;
  if NEW.contact_id is null then
    NEW.contact_id := app_private.find_or_create_contact(NEW.organization_id, NEW.business_id, NEW.booked_email, NEW.booked_phone, 'booking');
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_appointments__link_contact() is $$Links an appointment with the contact who booked it.$$;
--! EndIncluded scheduling/functions/tg_appointments__link_contact.sql
--! Included scheduling/functions/tg_appointments__guard.sql
-- What is over stays as it was: it is neither moved nor begun again. Contacts move and cancel what is still to come.
create or replace function app_private.tg_appointments__guard() returns trigger
language plpgsql volatile
set search_path = ''
as $$
declare
  v_live constant text[] := '{scheduled,confirmed,in_progress}';
  v_is_contact constant boolean := coalesce(app_hidden.actor_kind() = 'contact', false);
begin
  -- Outside a request, and when a member or service that it refers to is deleted.
  if app_hidden.actor_kind() is null or pg_trigger_depth() > 1 then
    return NEW;
  end if;
  if v_is_contact and NEW.starts_at <= now() and NEW.status <> 'canceled' then
    raise exception using errcode = 'TN400', message = 'Choose a time that is still to come.', detail = '{"field": "startsAt"}';
  end if;
  if TG_OP = 'INSERT' then
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
--! Included scheduling/functions/tg_appointments__follow_service.sql
-- A booking takes the length, price and business of its service unless they are given, and keeps them when the catalog
-- changes. Moving the start alone moves the end with it.
create or replace function app_private.tg_appointments__follow_service() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_service app_public.services;
  v_is_new_service constant boolean := NEW.service_id is not null and (TG_OP = 'INSERT' or NEW.service_id is distinct from OLD.service_id);
begin
  if v_is_new_service then
    select s.* into v_service from app_public.services s where s.organization_id = NEW.organization_id and s.id = NEW.service_id;
    if not found then
      raise exception using errcode = 'TN400', message = 'This refers to something that does not exist.', detail = '{"field": "serviceId"}';
    end if;
    if not v_service.is_active and app_hidden.actor_kind() is not null then
      raise exception using errcode = 'TN409', message = 'This service isn''t offered any more.', detail = '{"field": "serviceId"}';
    end if;
  end if;

  if TG_OP = 'INSERT' then
    NEW.business_id := coalesce(NEW.business_id, v_service.business_id);
    NEW.ends_at := coalesce(NEW.ends_at, NEW.starts_at + make_interval(mins => v_service.duration_minutes));
    if NEW.price_cents is null then
      NEW.price_cents := v_service.price_cents;
      NEW.currency := v_service.currency;
    end if;
  else
    if NEW.ends_at = OLD.ends_at then
      NEW.ends_at := case
        when v_is_new_service then NEW.starts_at + make_interval(mins => v_service.duration_minutes)
        else NEW.starts_at + (OLD.ends_at - OLD.starts_at)
      end;
    end if;
    if v_is_new_service and (NEW.price_cents, NEW.currency) is not distinct from (OLD.price_cents, OLD.currency) then
      NEW.price_cents := v_service.price_cents;
      NEW.currency := v_service.currency;
    end if;
  end if;
  if NEW.price_cents is not null then
    NEW.currency := coalesce(NEW.currency, (select o.currency from app_public.organizations o where o.id = NEW.organization_id));
  end if;

  if NEW.ends_at is null and NEW.starts_at is not null then
    raise exception using
      errcode = 'TN400',
      message = 'Say when the appointment ends.',
      detail = '{"field": "endsAt"}',
      hint = 'Or name a service, which knows how long it takes.';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_appointments__follow_service() is $$Gives an appointment the length and price of its service.$$;
--! EndIncluded scheduling/functions/tg_appointments__follow_service.sql
--! Included scheduling/functions/tg_appointments__follow_status.sql
create or replace function app_private.tg_appointments__follow_status() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  NEW.completed_at := case when NEW.status = 'completed' then coalesce(NEW.completed_at, now()) end;
  NEW.canceled_at := case when NEW.status = 'canceled' then coalesce(NEW.canceled_at, now()) end;
  if NEW.status <> 'canceled' then
    NEW.cancellation_reason := null;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_appointments__follow_status() is $$Keeps the times of completion and cancellation in step with an appointment’s status.$$;
--! EndIncluded scheduling/functions/tg_appointments__follow_status.sql
--! Included scheduling/functions/tg_reviews__follow_appointment.sql
-- A review of an appointment is by its contact, of its service and business, unless something else is said. Contacts in
-- the portal speak for themselves, of what took place.
create or replace function app_private.tg_reviews__follow_appointment() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_appointment app_public.appointments;
begin
  select a.* into v_appointment
  from app_public.appointments a
  where a.organization_id = NEW.organization_id and a.id = NEW.appointment_id;

  if app_hidden.actor_kind() = 'contact' then
    NEW.contact_id := app_hidden.contact_id();
    NEW.source := 'portal';
    if NEW.appointment_id is null then
      raise exception using errcode = 'TN400', message = 'Choose the appointment to review.', detail = '{"field": "appointmentId"}';
    end if;
    if v_appointment.contact_id = NEW.contact_id and v_appointment.status <> 'completed' then
      raise exception using
        errcode = 'TN409',
        message = 'An appointment can be reviewed once it has taken place.',
        detail = '{"field": "appointmentId"}';
    end if;
  end if;
  NEW.contact_id := coalesce(NEW.contact_id, v_appointment.contact_id);
  NEW.service_id := coalesce(NEW.service_id, v_appointment.service_id);
  NEW.business_id := coalesce(v_appointment.business_id, NEW.business_id);
  return NEW;
end
$$;
comment on function app_private.tg_reviews__follow_appointment() is $$Gives a review the contact, service and business of its appointment.$$;
--! EndIncluded scheduling/functions/tg_reviews__follow_appointment.sql
--! Included scheduling/functions/tg_reviews__respond.sql
create or replace function app_private.tg_reviews__respond() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if NEW.response is null then
    NEW.responded_at := null;
  elsif TG_OP = 'INSERT' or OLD.response is null then
    NEW.responded_at := coalesce(NEW.responded_at, now());
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_reviews__respond() is $$Keeps a review’s respondedAt in step with its response.$$;
--! EndIncluded scheduling/functions/tg_reviews__respond.sql
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
comment on column app_public.services.is_active is $$Whether it can be booked. Contacts see only what can.$$;

create or replace trigger _100_timestamps before update on app_public.services for each row execute function app_private.tg__timestamps();
create or replace trigger _400_set_currency before insert on app_public.services for each row execute function app_private.tg_services__set_currency();
create or replace trigger _900_audit after insert or update or delete on app_public.services for each row execute function app_private.tg__audit();

-- Appointments and reviews outlive their service: what is no longer offered is better switched off.
revoke all on table app_public.services from tenantry_member, tenantry_service, tenantry_client;
grant select, delete on table app_public.services to tenantry_member, tenantry_service;
grant insert (business_id, name, category, description, duration_minutes, price_cents, currency, is_active) on table app_public.services to tenantry_member, tenantry_service;
grant update (business_id, name, category, description, duration_minutes, price_cents, currency, is_active) on table app_public.services to tenantry_member, tenantry_service;
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
comment on column app_public.appointments.deleted_at is $$When the appointment was archived; empty while it is in use.$$;
comment on constraint only_one_appointment_of_a_member_at_a_time on app_public.appointments is $$The member has another appointment at that time.$$;

create or replace trigger _100_timestamps before update on app_public.appointments for each row execute function app_private.tg__timestamps();
create or replace trigger _200_link_contact before insert on app_public.appointments for each row execute function app_private.tg_appointments__link_contact();
create or replace trigger _300_archive before update of deleted_at on app_public.appointments for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('appointments', 'staff_id', 'created_by_id');
create or replace trigger _310_guard before insert or update of status, starts_at, ends_at, staff_id, service_id on app_public.appointments for each row
  execute function app_private.tg_appointments__guard();
create or replace trigger _400_follow_service before insert or update of service_id, starts_at, ends_at, price_cents, currency on app_public.appointments for each row
  execute function app_private.tg_appointments__follow_service();
create or replace trigger _410_follow_status before insert or update of status on app_public.appointments for each row
  execute function app_private.tg_appointments__follow_status();
create or replace trigger _900_audit after insert or update or delete on app_public.appointments for each row execute function app_private.tg__audit();

-- delete is not granted: appointments are archived through deleted_at. With what address one was booked stays.
revoke all on table app_public.appointments from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.appointments to tenantry_member, tenantry_service;
grant insert (
  business_id, service_id, contact_id, booked_email, booked_phone, staff_id, kind, status, starts_at, ends_at, location, notes, source, price_cents, currency
) on table app_public.appointments to tenantry_member, tenantry_service;
grant update (
  business_id, service_id, contact_id, staff_id, kind, status, starts_at, ends_at, location, notes, source, price_cents, currency, cancellation_reason, deleted_at
) on table app_public.appointments to tenantry_member, tenantry_service;

-- Contacts don’t see what members note, nor who the members are. They book a service at a time, move it and cancel it.
grant select (
  id, organization_id, business_id, service_id, contact_id, booked_email, booked_phone, kind, status, starts_at, ends_at, location, source, price_cents, currency,
  cancellation_reason, completed_at, canceled_at, created_at, updated_at, deleted_at
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
--! Included scheduling/tables/reviews.sql
comment on table app_public.reviews is $$What a contact says of the organization, a service or an appointment.$$;
comment on column app_public.reviews.business_id is $$The business that is reviewed; the whole organization when empty. The appointment’s, if there is one.$$;
comment on column app_public.reviews.contact_id is $$The contact who wrote it; the appointment’s unless another is named.$$;
comment on column app_public.reviews.service_id is $$The service that is reviewed; the appointment’s unless another is named.$$;
comment on column app_public.reviews.appointment_id is $$The appointment that is reviewed, which has one review.$$;
comment on column app_public.reviews.rating is $$From 1, the worst, to 5, the best.$$;
comment on column app_public.reviews.title is $$The review in a few words.$$;
comment on column app_public.reviews.comment is $$What the contact wrote.$$;
comment on column app_public.reviews.source is $$Where it was written, such as portal or google.$$;
comment on column app_public.reviews.response is $$What the organization answers.$$;
comment on column app_public.reviews.responded_at is $$When the organization answered; follows the response.$$;
comment on column app_public.reviews.deleted_at is $$When the review was archived; empty while it is in use.$$;
comment on constraint only_one_review_of_an_appointment on app_public.reviews is $$This appointment has a review already.$$;

create or replace trigger _100_timestamps before update on app_public.reviews for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.reviews for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('reviews');
create or replace trigger _400_follow_appointment before insert on app_public.reviews for each row execute function app_private.tg_reviews__follow_appointment();
create or replace trigger _410_respond before insert or update of response on app_public.reviews for each row execute function app_private.tg_reviews__respond();
create or replace trigger _900_audit after insert or update or delete on app_public.reviews for each row execute function app_private.tg__audit();

-- What a reviewer wrote stays: nobody changes rating, title or comment. delete is not granted: reviews are archived
-- through deleted_at.
revoke all on table app_public.reviews from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.reviews to tenantry_member, tenantry_service;
grant insert (business_id, contact_id, service_id, appointment_id, rating, title, comment, source, response) on table app_public.reviews to tenantry_member, tenantry_service;
grant update (business_id, contact_id, service_id, response, deleted_at) on table app_public.reviews to tenantry_member, tenantry_service;
grant select on table app_public.reviews to tenantry_client;
grant insert (appointment_id, rating, title, comment) on table app_public.reviews to tenantry_client;

alter table app_public.reviews enable row level security;
select app_private.drop_policies('app_public.reviews');
select app_private.create_permission_policies('app_public.reviews', 'reviews', '{select,insert,update}');
select app_private.create_policies('app_public.reviews', '{client}', '{select}', $$contact_id = (select app_hidden.contact_id()) and deleted_at is null$$);
-- Contacts review what took place, and what was theirs.
select app_private.create_policies('app_public.reviews', '{client}', '{insert}', $$
  contact_id = (select app_hidden.contact_id())
  and exists (
    select from app_public.appointments a
    where a.organization_id = (select app_hidden.organization_id())
      and a.id = reviews.appointment_id
      and a.contact_id = (select app_hidden.contact_id())
      and a.status = 'completed'
  )
$$);
--! EndIncluded scheduling/tables/reviews.sql
--! EndIncluded scheduling/all.sql
