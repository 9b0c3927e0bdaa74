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

--!include crm/functions/find_or_create_contact.sql
--!include scheduling/all.sql
