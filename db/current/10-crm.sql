/*
 * CRM, the rest: leads, what was found out about them, proposals, contracts, and the fields that an organization adds to
 * its contacts, companies, leads, deals and tickets.
 *   Proposals and contracts are numbered within their organization by app_private.next_number().
 *   Amounts are whole cents. A quantity is no money: it may have three decimals, and is multiplied as a decimal number.
 */

create table app_private.number_counters (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null references app_public.organizations on delete cascade,

  kind text not null,
  last_number int not null,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, kind)
);

create table app_public.lead_statuses (value text primary key, description text not null);
insert into app_public.lead_statuses (value, description) values
  ('new', 'Nobody has talked to the lead yet.'),
  ('contacted', 'Somebody has talked to the lead.'),
  ('qualified', 'The lead is worth an offer.'),
  ('converted', 'The lead has become a contact.'),
  ('lost', 'Nothing came of it.');


create table app_public.proposal_statuses (value text primary key, description text not null);
insert into app_public.proposal_statuses (value, description) values
  ('draft', 'Is being written; the contact doesn’t see it.'),
  ('sent', 'Went to the contact.'),
  ('viewed', 'Was opened by the contact.'),
  ('accepted', 'The contact agreed.'),
  ('rejected', 'The contact declined.'),
  ('expired', 'The contact didn’t answer in time.');

create table app_public.contract_statuses (value text primary key, description text not null);
insert into app_public.contract_statuses (value, description) values
  ('draft', 'Is being written; the contact doesn’t see it.'),
  ('sent', 'Went to the contact to be signed.'),
  ('signed', 'Was signed, and is yet to begin.'),
  ('active', 'Is in force.'),
  ('terminated', 'Was ended early.'),
  ('expired', 'Has ended, or was not signed in time.');

create table app_public.custom_field_entities (value text primary key, description text not null);
insert into app_public.custom_field_entities (value, description) values
  ('contact', 'Contacts.'),
  ('company', 'Companies.'),
  ('lead', 'Leads.'),
  ('deal', 'Deals.'),
  ('ticket', 'Tickets.');

create table app_public.custom_field_types (value text primary key, description text not null);
insert into app_public.custom_field_types (value, description) values
  ('text', 'Any text.'),
  ('number', 'A number.'),
  ('boolean', 'Yes or no.'),
  ('date', 'A day, written as 2030-12-31.'),
  ('select', 'One of the options.'),
  ('multiselect', 'A list of some of the options.');

insert into app_public.permissions (resource, action, description) values
  ('leads', 'create', 'Add leads.'),
  ('leads', 'read', 'See leads.'),
  ('leads', 'update', 'Change leads.'),
  ('leads', 'delete', 'Archive and restore leads.'),
  ('proposals', 'create', 'Add proposals.'),
  ('proposals', 'read', 'See proposals.'),
  ('proposals', 'update', 'Change proposals.'),
  ('proposals', 'delete', 'Archive and restore proposals.'),
  ('contracts', 'create', 'Add contracts.'),
  ('contracts', 'read', 'See contracts.'),
  ('contracts', 'update', 'Change contracts.'),
  ('contracts', 'delete', 'Archive and restore contracts.'),
  ('custom_fields', 'read', 'See which fields the organization has added.'),
  ('custom_fields', 'manage', 'Set up the organization’s own fields.');

insert into app_private.system_role_permissions (system_role, resource, action, scope)
select r.system_role, p.resource, p.action, r.scope
from app_public.permissions p
cross join lateral (
  values
    ('owner', 'all'),
    ('admin', 'all'),
    ('manager', case when p.action = 'read' then 'all' when p.resource <> 'custom_fields' then 'team' end),
    ('staff', case when p.resource <> 'custom_fields' or p.action = 'read' then 'all' end),
    ('rep', case when p.resource <> 'custom_fields' then 'own' when p.action = 'read' then 'all' end),
    ('viewer', case when p.action = 'read' then 'all' end)
) as r (system_role, scope)
where p.resource in ('leads', 'proposals', 'contracts', 'custom_fields') and r.scope is not null;

create table app_public.leads (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  first_name text constraint first_name_must_not_be_blank check (first_name ~ '\S' and length(first_name) <= 200),
  last_name text constraint last_name_must_not_be_blank check (last_name ~ '\S' and length(last_name) <= 200),
  name text not null generated always as (app_hidden.full_name(first_name, last_name)) stored,
  email text constraint email_must_be_an_address check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(email) <= 254),
  phone text,
  company_id uuid,
  contact_id uuid,
  source text not null default 'manual',
  source_details jsonb not null default '{}' constraint source_details_must_be_an_object check (jsonb_typeof(source_details) = 'object'),
  utm_source text,
  utm_medium text,
  utm_campaign text,
  status text not null default 'new' references app_public.lead_statuses,
  lead_score int not null default 0 constraint lead_score_must_be_from_0_to_100 check (lead_score between 0 and 100),
  ai_score double precision constraint ai_score_must_be_from_0_to_1 check (ai_score between 0 and 1),
  assigned_to_id uuid default app_hidden.membership_id(),
  tags text[] not null default '{}' constraint tags_must_be_a_plain_list check (coalesce(array_ndims(tags), 1) = 1 and array_position(tags, null) is null),
  notes text,
  custom_fields jsonb not null default '{}' constraint custom_fields_must_be_an_object check (jsonb_typeof(custom_fields) = 'object'),
  last_contacted_at timestamptz,
  converted_at timestamptz,
  lost_reason text,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
  foreign key (organization_id, company_id) references app_public.companies (organization_id, id) on delete set null (company_id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete set null (contact_id),
  foreign key (organization_id, assigned_to_id) references app_public.memberships (organization_id, id) on delete set null (assigned_to_id)
);
create index on app_public.leads (organization_id, created_at desc, id desc);
create index on app_public.leads (organization_id, name, id);
create index on app_public.leads (organization_id, email);
create index on app_public.leads (organization_id, phone);
create index on app_public.leads (organization_id, status, created_at desc, id desc);
create index on app_public.leads (organization_id, status, lead_score desc, id desc);
create index on app_public.leads (organization_id, source, created_at desc, id desc);
create index on app_public.leads (organization_id, lead_score desc, id desc);
create index on app_public.leads (organization_id, last_contacted_at desc, id desc);
create index on app_public.leads (organization_id, business_id, created_at desc, id desc);
create index on app_public.leads (organization_id, company_id, created_at desc, id desc);
create index on app_public.leads (organization_id, contact_id, created_at desc, id desc);
create index on app_public.leads (organization_id, assigned_to_id, created_at desc, id desc);
create index on app_public.leads (organization_id, deleted_at desc, id desc) where deleted_at is not null;
create index on app_public.leads using gin (organization_id, tags);
create index on app_public.leads using gin (organization_id, custom_fields jsonb_path_ops);
create index on app_public.leads using gin (organization_id, name gin_trgm_ops);

create table app_public.lead_enrichments (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  lead_id uuid not null,
  provider text not null constraint provider_must_not_be_blank check (provider ~ '\S' and length(provider) <= 100),
  data jsonb not null default '{}' constraint data_must_be_an_object check (jsonb_typeof(data) = 'object'),
  confidence double precision constraint confidence_must_be_from_0_to_1 check (confidence between 0 and 1),
  fetched_at timestamptz not null default now() constraint fetched_at_must_be_in_our_era check (fetched_at between '0001-01-02' and '9999-12-30'),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, lead_id) references app_public.leads (organization_id, id) on delete cascade
);
create index on app_public.lead_enrichments (organization_id, created_at desc, id desc);
create index on app_public.lead_enrichments (organization_id, lead_id, fetched_at desc, id desc);
create index on app_public.lead_enrichments (organization_id, provider, fetched_at desc, id desc);
create index on app_public.lead_enrichments (organization_id, fetched_at desc, id desc);

alter table app_public.deals
  add column lead_id uuid,
  add foreign key (organization_id, lead_id) references app_public.leads (organization_id, id) on delete set null (lead_id);
create index on app_public.deals (organization_id, lead_id, created_at desc, id desc);

alter table app_public.activities
  add column lead_id uuid,
  add foreign key (organization_id, lead_id) references app_public.leads (organization_id, id) on delete cascade;
create index on app_public.activities (organization_id, lead_id, occurred_at desc, id desc);

alter table app_public.tasks
  add column lead_id uuid,
  add foreign key (organization_id, lead_id) references app_public.leads (organization_id, id) on delete set null (lead_id);
create index on app_public.tasks (organization_id, lead_id, due_at, id);

create table app_public.proposals (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  number int not null,
  title text not null constraint title_must_not_be_blank check (title ~ '\S' and length(title) <= 300),
  introduction text,
  deal_id uuid,
  contact_id uuid,
  company_id uuid,
  owner_id uuid default app_hidden.membership_id(),
  status text not null default 'draft' references app_public.proposal_statuses,
  currency char(3) not null constraint currency_must_be_a_code check (currency ~ '^[A-Z]{3}$'),
  subtotal_cents bigint not null default 0,
  tax_cents bigint not null default 0,
  total_cents bigint not null generated always as (subtotal_cents + tax_cents) stored,
  valid_until date constraint valid_until_must_be_in_our_era check (valid_until between '0001-01-02' and '9999-12-30'),
  sent_at timestamptz,
  viewed_at timestamptz,
  accepted_at timestamptz,
  rejected_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  unique (organization_id, number),
  constraint subtotal_must_be_countable check (subtotal_cents between -1000000000000000 and 1000000000000000),
  -- Discounts are items below nothing, and may come first.
  constraint total_must_not_be_negative_once_sent check (status = 'draft' or subtotal_cents + tax_cents >= 0),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
  foreign key (organization_id, deal_id) references app_public.deals (organization_id, id) on delete set null (deal_id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete set null (contact_id),
  foreign key (organization_id, company_id) references app_public.companies (organization_id, id) on delete set null (company_id),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, id) on delete set null (owner_id)
);
create index on app_public.proposals (organization_id, created_at desc, id desc);
create index on app_public.proposals (organization_id, status, created_at desc, id desc);
create index on app_public.proposals (organization_id, deal_id, created_at desc, id desc);
create index on app_public.proposals (organization_id, contact_id, created_at desc, id desc);
create index on app_public.proposals (organization_id, company_id, created_at desc, id desc);
create index on app_public.proposals (organization_id, business_id, created_at desc, id desc);
create index on app_public.proposals (organization_id, owner_id, created_at desc, id desc);
create index on app_public.proposals (organization_id, total_cents desc, id desc);
create index on app_public.proposals (organization_id, valid_until, id);
create index on app_public.proposals (organization_id, deleted_at desc, id desc) where deleted_at is not null;

create table app_public.proposal_items (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  proposal_id uuid not null,
  position int not null default 1,
  description text not null constraint description_must_not_be_blank check (description ~ '\S' and length(description) <= 2000),
  quantity double precision not null default 1
    constraint quantity_must_be_positive_with_three_decimals check (quantity > 0 and quantity <= 1000000 and quantity::numeric = round(quantity::numeric, 3)),
  unit_price_cents bigint not null constraint unit_price_must_be_countable check (unit_price_cents between -100000000000 and 100000000000),
  tax_basis_points int not null default 0 constraint tax_must_be_from_0_to_10000 check (tax_basis_points between 0 and 10000),
  amount_cents bigint not null generated always as (round(unit_price_cents * quantity::numeric)::bigint) stored,
  tax_cents bigint not null generated always as (round(round(unit_price_cents * quantity::numeric) * tax_basis_points / 10000)::bigint) stored,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, proposal_id) references app_public.proposals (organization_id, id) on delete cascade
);
create index on app_public.proposal_items (organization_id, created_at desc, id desc);
create index on app_public.proposal_items (organization_id, proposal_id, position, id);

create table app_public.contracts (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  number int not null,
  title text not null constraint title_must_not_be_blank check (title ~ '\S' and length(title) <= 300),
  content text,
  deal_id uuid,
  proposal_id uuid,
  contact_id uuid,
  company_id uuid,
  owner_id uuid default app_hidden.membership_id(),
  status text not null default 'draft' references app_public.contract_statuses,
  value_cents bigint not null default 0 constraint value_must_not_be_negative check (value_cents between 0 and 1000000000000000),
  currency char(3) not null constraint currency_must_be_a_code check (currency ~ '^[A-Z]{3}$'),
  starts_on date constraint starts_on_must_be_in_our_era check (starts_on between '0001-01-02' and '9999-12-30'),
  ends_on date constraint ends_on_must_be_in_our_era check (ends_on between '0001-01-02' and '9999-12-30'),
  sent_at timestamptz,
  signed_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  unique (organization_id, number),
  constraint contract_must_end_after_it_starts check (ends_on >= starts_on),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
  foreign key (organization_id, deal_id) references app_public.deals (organization_id, id) on delete set null (deal_id),
  foreign key (organization_id, proposal_id) references app_public.proposals (organization_id, id) on delete set null (proposal_id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete set null (contact_id),
  foreign key (organization_id, company_id) references app_public.companies (organization_id, id) on delete set null (company_id),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, id) on delete set null (owner_id)
);
create index on app_public.contracts (organization_id, created_at desc, id desc);
create index on app_public.contracts (organization_id, status, created_at desc, id desc);
create index on app_public.contracts (organization_id, deal_id, created_at desc, id desc);
create index on app_public.contracts (organization_id, proposal_id, created_at desc, id desc);
create index on app_public.contracts (organization_id, contact_id, created_at desc, id desc);
create index on app_public.contracts (organization_id, company_id, created_at desc, id desc);
create index on app_public.contracts (organization_id, business_id, created_at desc, id desc);
create index on app_public.contracts (organization_id, owner_id, created_at desc, id desc);
create index on app_public.contracts (organization_id, value_cents desc, id desc);
create index on app_public.contracts (organization_id, starts_on, id);
create index on app_public.contracts (organization_id, ends_on, id);
create index on app_public.contracts (organization_id, deleted_at desc, id desc) where deleted_at is not null;

create table app_private.contact_credentials (
  contact_id uuid primary key references app_public.contacts on delete cascade,
  password_hash text not null constraint password_must_be_hashed_with_bcrypt check (password_hash ~ '^\$2[abxy]\$[0-9]{2}\$.{53}$'),
  password_set_at timestamptz not null default now(),
  last_login_at timestamptz,
  failed_attempts int not null default 0 constraint failed_attempts_must_not_be_negative check (failed_attempts >= 0),
  locked_until timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table app_public.custom_field_definitions (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  entity text not null references app_public.custom_field_entities,
  field_name text not null constraint field_name_must_be_an_identifier check (field_name ~ '^[a-zA-Z][a-zA-Z0-9_]{0,62}$'),
  label text not null constraint label_must_not_be_blank check (label ~ '\S' and length(label) <= 200),
  field_type text not null default 'text' references app_public.custom_field_types,
  options text[] not null default '{}' constraint options_must_be_a_plain_list check (coalesce(array_ndims(options), 1) = 1 and array_position(options, null) is null),
  is_required boolean not null default false,
  is_internal boolean not null default false,
  position int not null default 1,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, entity, field_name),
  constraint options_must_be_there_to_select_from check ((field_type in ('select', 'multiselect')) = (cardinality(options) > 0))
);
create index on app_public.custom_field_definitions (organization_id, created_at desc, id desc);
create index on app_public.custom_field_definitions (organization_id, entity, position, id);

create type app_public.custom_field_value as (
  field_name text,
  label text,
  field_type text,
  value jsonb,
  position int
);

--!include foundation/functions/next_number.sql
--!include foundation/functions/tg__default_currency.sql
--!include foundation/functions/tg__freeze.sql
--!include foundation/functions/tg__number.sql
--!include foundation/functions/tg__restrict_status.sql
--!include foundation/tables/number_counters.sql
--!include crm/all.sql
