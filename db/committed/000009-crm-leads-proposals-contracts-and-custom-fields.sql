--! Previous: sha1:149ae4d0cdfb75df19ba9994593f1dc88cfb26ff
--! Hash: sha1:c9186665a9798daba0344be799f5236e46945e46
--! Message: CRM: leads, proposals, contracts and custom fields

--! split: 1-current.sql
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

--! Included foundation/functions/next_number.sql
-- The counter's row is locked until the transaction ends, so numbers come in the order of commits; one that is rolled
-- back takes its number with it.
create or replace function app_private.next_number(organization_id uuid, kind text) returns int
language sql volatile security definer
set search_path = ''
as $$
  insert into app_private.number_counters as c (organization_id, kind, last_number)
  values (next_number.organization_id, next_number.kind, 1)
  on conflict (organization_id, kind) do update set last_number = c.last_number + 1
  returning c.last_number
$$;
comment on function app_private.next_number(uuid, text) is $$The next number of a kind, such as proposals, within an organization; the first is 1.$$;
--! EndIncluded foundation/functions/next_number.sql
--! Included foundation/functions/tg__default_currency.sql
create or replace function app_private.tg__default_currency() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.currency := coalesce(NEW.currency, (select o.currency from app_public.organizations o where o.id = NEW.organization_id));
  return NEW;
end
$$;
comment on function app_private.tg__default_currency() is $$Gives new rows the organization’s currency unless they name one.$$;
--! EndIncluded foundation/functions/tg__default_currency.sql
--! Included foundation/functions/tg__freeze.sql
-- The trigger says when: which columns of a document stay as they are, and from which status on.
create or replace function app_private.tg__freeze() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  raise exception using
    errcode = 'TN409',
    message = 'It was sent already, so what it says stays as it is.',
    hint = 'Write a new one instead.';
end
$$;
comment on function app_private.tg__freeze() is $$Refuses to change what a sent document says.$$;
--! EndIncluded foundation/functions/tg__freeze.sql
--! Included foundation/functions/tg__number.sql
-- For tenant tables with a column number, which no role of a request may write. Numbers that came with imported rows stay,
-- as long as they are not taken.
create or replace function app_private.tg__number() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.number := coalesce(NEW.number, app_private.next_number(NEW.organization_id, TG_TABLE_NAME));
  return NEW;
end
$$;
comment on function app_private.tg__number() is $$Numbers new rows within their organization.$$;
--! EndIncluded foundation/functions/tg__number.sql
--! Included foundation/functions/tg__restrict_status.sql
-- Argument: an object in JSON, with a list of the statuses that may follow each status. What is not in it is an end.
create or replace function app_private.tg__restrict_status() returns trigger
language plpgsql volatile
set search_path = ''
as $$
declare
  v_allowed constant jsonb := coalesce(TG_ARGV[0]::jsonb -> OLD.status, '[]');
begin
  if not v_allowed ? NEW.status then
    raise exception using
      errcode = 'TN409',
      message = 'What is ' || OLD.status || ' can not become ' || NEW.status || '.',
      detail = jsonb_build_object('field', 'status', 'from', OLD.status, 'to', NEW.status, 'allowed', v_allowed)::text;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg__restrict_status() is $$Lets a status change only in the ways that make sense.$$;
--! EndIncluded foundation/functions/tg__restrict_status.sql
--! Included foundation/tables/number_counters.sql
comment on table app_private.number_counters is $$The last number of each kind that an organization has given out. Private: written by app_private.next_number.$$;
comment on column app_private.number_counters.kind is $$What is numbered, by its table’s name.$$;
comment on column app_private.number_counters.last_number is $$The last number given out.$$;

create or replace trigger _100_timestamps before update on app_private.number_counters for each row execute function app_private.tg__timestamps();

alter table app_private.number_counters enable row level security;
--! EndIncluded foundation/tables/number_counters.sql
--! Included crm/all.sql
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
--! Included crm/functions/is_custom_field_value.sql
-- A day is checked by counting, since a failing cast would need a subtransaction for each value.
create or replace function app_private.is_custom_field_value(field_type text, value jsonb) returns boolean
language sql immutable parallel safe
return case is_custom_field_value.field_type
  when 'number' then jsonb_typeof(is_custom_field_value.value) = 'number'
  when 'boolean' then jsonb_typeof(is_custom_field_value.value) = 'boolean'
  when 'multiselect' then jsonb_typeof(is_custom_field_value.value) = 'array'
  when 'date' then case
    when jsonb_typeof(is_custom_field_value.value) = 'string'
      and is_custom_field_value.value #>> '{}' ~ '^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
    then substr(is_custom_field_value.value #>> '{}', 9, 2)::int <= extract(day from
      make_date(substr(is_custom_field_value.value #>> '{}', 1, 4)::int, substr(is_custom_field_value.value #>> '{}', 6, 2)::int, 1)
        + interval '1 month' - interval '1 day'
    )
    else false
  end
  else jsonb_typeof(is_custom_field_value.value) = 'string'
end;
comment on function app_private.is_custom_field_value(text, jsonb) is $$Whether a value has the form of a field’s type.$$;
--! EndIncluded crm/functions/is_custom_field_value.sql
--! Included crm/functions/tg__validate_custom_fields.sql
-- For tables with custom_fields. Argument: the entity. What has no definition is free data; null is the same as nothing.
-- Rows that the database makes by itself, knowing no more than a phone number, are spared what is required: the functions
-- that make them set app.requires_custom_fields to off for that time. The rule counts when somebody changes the fields.
create or replace function app_private.tg__validate_custom_fields() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_definition record;
  v_value jsonb;
  v_rule text;
begin
  if TG_OP = 'UPDATE' and NEW.custom_fields = OLD.custom_fields then
    return NEW;
  end if;
  for v_definition in
    select d.field_name, d.label, d.field_type, d.options, d.is_required
    from app_public.custom_field_definitions d
    where d.organization_id = NEW.organization_id and d.entity = TG_ARGV[0]
    order by d.position, d.id
  loop
    v_value := nullif(NEW.custom_fields -> v_definition.field_name, 'null');
    v_rule := case
      when v_definition.is_required
        and (v_value is null or v_value in ('""', '[]'))
        and current_setting('app.requires_custom_fields', true) is distinct from 'off'
      then 'required'
      when v_value is null then null
      when not app_private.is_custom_field_value(v_definition.field_type, v_value) then 'type'
      when v_definition.field_type in ('select', 'multiselect') and not v_value <@ to_jsonb(v_definition.options) then 'option'
    end;
    if v_rule is not null then
      raise exception using
        errcode = 'TN400',
        message = 'The field ' || v_definition.label || case when v_rule = 'required' then ' is required.' else ' does not take this value.' end,
        detail = jsonb_build_object('field', 'customFields', 'name', v_definition.field_name, 'rule', v_rule)::text,
        hint = case v_definition.field_type
          when 'number' then 'It takes a number.'
          when 'boolean' then 'It takes true or false.'
          when 'date' then 'It takes a day, written as 2030-12-31.'
          when 'select' then 'It takes one of: ' || array_to_string(v_definition.options, ', ') || '.'
          when 'multiselect' then 'It takes a list of some of: ' || array_to_string(v_definition.options, ', ') || '.'
          else 'It takes a text.'
        end;
    end if;
  end loop;
  return NEW;
end
$$;
comment on function app_private.tg__validate_custom_fields() is $$Checks the values of the organization’s own fields against their definitions.$$;
--! EndIncluded crm/functions/tg__validate_custom_fields.sql
--! Included crm/functions/tg_contacts__normalize.sql
create or replace function app_private.tg_contacts__normalize() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.first_name := nullif(btrim(NEW.first_name), '');
  NEW.last_name := nullif(btrim(NEW.last_name), '');
  NEW.emergency_contact_phone := app_hidden.normalize_phone(
    NEW.emergency_contact_phone,
    (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = NEW.organization_id),
    'emergencyContactPhone'
  );
  return NEW;
end
$$;
comment on function app_private.tg_contacts__normalize() is $$Stores names and the emergency contact’s number in one form.$$;
--! EndIncluded crm/functions/tg_contacts__normalize.sql
--! Included crm/functions/tg_leads__normalize.sql
create or replace function app_private.tg_leads__normalize() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  NEW.first_name := nullif(btrim(NEW.first_name), '');
  NEW.last_name := nullif(btrim(NEW.last_name), '');
  return NEW;
end
$$;
comment on function app_private.tg_leads__normalize() is $$Stores names without the spaces around them.$$;
--! EndIncluded crm/functions/tg_leads__normalize.sql
--! Included crm/functions/tg_leads__follow_status.sql
-- A lead that is converted has a contact, whom it keeps; only deleting the contact takes it away.
create or replace function app_private.tg_leads__follow_status() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if NEW.status <> 'converted' then
    NEW.converted_at := null;
  else
    if NEW.contact_id is null and (
      TG_OP = 'INSERT'
      or OLD.status <> 'converted'
      or exists (select from app_public.contacts c where c.organization_id = OLD.organization_id and c.id = OLD.contact_id)
    ) then
      raise exception using
        errcode = 'TN400',
        message = 'A converted lead has a contact.',
        detail = '{"field": "contactId"}',
        hint = 'Name the contact that the lead has become.';
    end if;
    if TG_OP = 'INSERT' or OLD.status <> 'converted' then
      NEW.converted_at := coalesce(NEW.converted_at, now());
    end if;
  end if;
  if NEW.status <> 'lost' then
    NEW.lost_reason := null;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_leads__follow_status() is $$Keeps contact, convertedAt and lostReason in step with a lead’s status.$$;
--! EndIncluded crm/functions/tg_leads__follow_status.sql
--! Included crm/functions/tg_deals__follow_stage.sql
-- A deal without a stage begins at the first one of its pipeline, or of the default pipeline. Moving to a stage of
-- another pipeline moves the deal there. A stage brings its probability, unless one is given with it; a stage that
-- closes sets closed_at, any other clears it.
create or replace function app_private.tg_deals__follow_stage() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_stage record;
begin
  if TG_OP = 'INSERT' then
    NEW.currency := coalesce(NEW.currency, (select o.currency from app_public.organizations o where o.id = NEW.organization_id));
  end if;
  if TG_OP = 'UPDATE' and NEW.stage_id = OLD.stage_id and NEW.pipeline_id is distinct from OLD.pipeline_id then
    NEW.stage_id := null;
  end if;

  if NEW.stage_id is null then
    select s.id, s.pipeline_id, s.probability, s.kind into v_stage
    from app_public.pipeline_stages s
    join app_public.pipelines p on p.organization_id = s.organization_id and p.id = s.pipeline_id
    where s.organization_id = NEW.organization_id
      and case when NEW.pipeline_id is null then p.is_default else p.id = NEW.pipeline_id end
    order by s.position, s.id
    limit 1;
    if not found then
      raise exception using
        errcode = 'TN400',
        message = 'This deal has no stage to begin at.',
        detail = '{"field": "stageId"}',
        hint = 'Name a stage, or a pipeline that has stages.';
    end if;
    NEW.stage_id := v_stage.id;
  else
    select s.id, s.pipeline_id, s.probability, s.kind into v_stage
    from app_public.pipeline_stages s
    where s.organization_id = NEW.organization_id and s.id = NEW.stage_id;
    if not found then
      raise exception using
        errcode = 'TN400',
        message = 'This refers to something that does not exist.',
        detail = '{"field": "stageId"}';
    end if;
    if (TG_OP = 'INSERT' or NEW.pipeline_id <> OLD.pipeline_id) and NEW.pipeline_id <> v_stage.pipeline_id then
      raise exception using
        errcode = 'TN400',
        message = 'The stage belongs to another pipeline.',
        detail = '{"field": "stageId"}';
    end if;
  end if;
  NEW.pipeline_id := v_stage.pipeline_id;

  if TG_OP = 'INSERT' then
    NEW.probability := coalesce(NEW.probability, v_stage.probability);
    NEW.closed_at := case when v_stage.kind <> 'open' then coalesce(NEW.closed_at, now()) end;
  elsif NEW.stage_id <> OLD.stage_id then
    if NEW.probability = OLD.probability then
      NEW.probability := v_stage.probability;
    end if;
    NEW.stage_changed_at := now();
    NEW.closed_at := case when v_stage.kind <> 'open' then now() end;
    if v_stage.kind <> 'lost' then
      NEW.lost_reason := null;
    end if;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_deals__follow_stage() is $$Keeps pipeline, probability and closing time in step with a deal’s stage.$$;
--! EndIncluded crm/functions/tg_deals__follow_stage.sql
--! Included crm/functions/tg_deals__record_stage_change.sql
create or replace function app_private.tg_deals__record_stage_change() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    insert into app_public.deal_stage_changes (organization_id, deal_id, to_stage_id, changed_by_id)
    values (NEW.organization_id, NEW.id, NEW.stage_id, app_hidden.membership_id());
  elsif NEW.stage_id <> OLD.stage_id then
    insert into app_public.deal_stage_changes (organization_id, deal_id, from_stage_id, to_stage_id, changed_by_id, seconds_in_stage)
    values (
      NEW.organization_id, NEW.id, OLD.stage_id, NEW.stage_id, app_hidden.membership_id(),
      greatest(0, extract(epoch from now() - OLD.stage_changed_at))::bigint
    );
  end if;
  return null;
end
$$;
comment on function app_private.tg_deals__record_stage_change() is $$Writes the history of a deal’s stages.$$;
--! EndIncluded crm/functions/tg_deals__record_stage_change.sql
--! Included crm/functions/tg_proposals__follow_status.sql
-- Rows that come in with a status, as imported ones do, may bring their times.
create or replace function app_private.tg_proposals__follow_status() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    case NEW.status
      when 'sent' then NEW.sent_at := coalesce(NEW.sent_at, now());
      when 'viewed' then NEW.viewed_at := coalesce(NEW.viewed_at, now());
      when 'accepted' then NEW.accepted_at := coalesce(NEW.accepted_at, now());
      when 'rejected' then NEW.rejected_at := coalesce(NEW.rejected_at, now());
      else null;
    end case;
    return NEW;
  end if;

  if OLD.status = 'draft' and NEW.status <> 'draft' and not exists (
    select from app_public.proposal_items i where i.organization_id = NEW.organization_id and i.proposal_id = NEW.id
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'A proposal without items can not be sent.',
      detail = '{"field": "status"}',
      hint = 'Add an item first.';
  end if;
  if NEW.status <> OLD.status then
    case NEW.status
      when 'sent' then NEW.sent_at := now();
      when 'viewed' then NEW.viewed_at := now();
      when 'accepted' then NEW.accepted_at := now();
      when 'rejected' then NEW.rejected_at := now();
      else null;
    end case;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_proposals__follow_status() is $$Notes when a proposal was sent, viewed, accepted or rejected; an empty one isn’t sent.$$;
--! EndIncluded crm/functions/tg_proposals__follow_status.sql
--! Included crm/functions/tg_proposal_items__require_draft.sql
-- Locks the proposal, so that it isn't sent while an item is being written, and so that writers of its items take turns:
-- each adds up what the ones before have committed. Items also go with their proposal or their organization.
create or replace function app_private.tg_proposal_items__require_draft() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_row record := coalesce(NEW, OLD);
  v_status text;
begin
  select p.status into v_status
  from app_public.proposals p
  where p.organization_id = v_row.organization_id and p.id = v_row.proposal_id
  for no key update;
  if v_status <> 'draft' and exists (select from app_public.organizations o where o.id = v_row.organization_id) then
    raise exception using
      errcode = 'TN409',
      message = 'The proposal was sent already, so its items stay as they are.',
      hint = 'Write a new proposal instead.';
  end if;
  return null;
end
$$;
comment on function app_private.tg_proposal_items__require_draft() is $$Lets items be written only while their proposal is a draft.$$;
--! EndIncluded crm/functions/tg_proposal_items__require_draft.sql
--! Included crm/functions/tg_proposal_items__total.sql
-- Once per statement. A statement of its own sees what others had committed when tg_proposal_items__require_draft() got
-- its lock; one that ran in the writer's snapshot wouldn't.
create or replace function app_private.tg_proposal_items__total() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  update app_public.proposals p
  set subtotal_cents = t.subtotal_cents, tax_cents = t.tax_cents
  from (
    select w.organization_id, w.proposal_id, coalesce(sum(i.amount_cents), 0) as subtotal_cents, coalesce(sum(i.tax_cents), 0) as tax_cents
    from (select distinct c.organization_id, c.proposal_id from changed_rows c) w
    left join app_public.proposal_items i on i.organization_id = w.organization_id and i.proposal_id = w.proposal_id
    group by w.organization_id, w.proposal_id
  ) t
  where p.organization_id = t.organization_id
    and p.id = t.proposal_id
    and (p.subtotal_cents, p.tax_cents) is distinct from (t.subtotal_cents, t.tax_cents);
  return null;
end
$$;
comment on function app_private.tg_proposal_items__total() is $$Keeps a proposal’s totals, the sums of its items.$$;
--! EndIncluded crm/functions/tg_proposal_items__total.sql
--! Included crm/functions/tg_contracts__follow_status.sql
-- Rows that come in with a status, as imported ones do, may bring their times.
create or replace function app_private.tg_contracts__follow_status() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    NEW.sent_at := case when NEW.status = 'sent' then coalesce(NEW.sent_at, now()) else NEW.sent_at end;
    NEW.signed_at := case when NEW.status = 'signed' then coalesce(NEW.signed_at, now()) else NEW.signed_at end;
  elsif NEW.status <> OLD.status then
    NEW.sent_at := case when NEW.status = 'sent' then now() else NEW.sent_at end;
    NEW.signed_at := case when NEW.status = 'signed' then now() else NEW.signed_at end;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_contracts__follow_status() is $$Notes when a contract was sent and signed.$$;
--! EndIncluded crm/functions/tg_contracts__follow_status.sql
--! Included crm/functions/tg_activities__touch_contact.sql
-- Only what reached the contact or lead counts as contact; a note or a planned meeting doesn't.
create or replace function app_private.tg_activities__touch_contact() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if NEW.kind in ('call', 'email', 'sms', 'whatsapp', 'meeting', 'ai_call') and NEW.occurred_at <= now() then
    update app_public.contacts c
    set last_contacted_at = NEW.occurred_at
    where c.organization_id = NEW.organization_id
      and c.id = NEW.contact_id
      and (c.last_contacted_at is null or c.last_contacted_at < NEW.occurred_at);
    update app_public.leads l
    set last_contacted_at = NEW.occurred_at
    where l.organization_id = NEW.organization_id
      and l.id = NEW.lead_id
      and (l.last_contacted_at is null or l.last_contacted_at < NEW.occurred_at);
  end if;
  return null;
end
$$;
comment on function app_private.tg_activities__touch_contact() is $$Keeps lastContactedAt of contacts and leads.$$;
--! EndIncluded crm/functions/tg_activities__touch_contact.sql
--! Included crm/functions/tg_tasks__complete.sql
create or replace function app_private.tg_tasks__complete() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if NEW.status <> 'done' then
    NEW.completed_at := null;
  elsif TG_OP = 'INSERT' or OLD.status <> 'done' then
    NEW.completed_at := coalesce(NEW.completed_at, now());
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_tasks__complete() is $$Keeps a task’s completedAt in step with its status.$$;
--! EndIncluded crm/functions/tg_tasks__complete.sql
--! Included crm/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.contact_lifecycle_stages', 'ContactLifecycleStage', 'How far a contact has come with the organization.');
select app_private.expose_lookup_table('app_public.contact_membership_statuses', 'ContactMembershipStatus', 'Where a contact’s membership stands, such as that of a gym.');
select app_private.expose_lookup_table('app_public.pipeline_stage_kinds', 'PipelineStageKind', 'What a stage means for its deals.');
select app_private.expose_lookup_table('app_public.activity_kinds', 'ActivityKind', 'What happened.');
select app_private.expose_lookup_table('app_public.directions', 'Direction', 'Which way something went.');
select app_private.expose_lookup_table('app_public.sentiments', 'Sentiment', 'How something was meant.');
select app_private.expose_lookup_table('app_public.task_statuses', 'TaskStatus', 'Where a task stands.');
select app_private.expose_lookup_table('app_public.priorities', 'Priority', 'What comes first.');
comment on column app_public.priorities.position is $$From the least to the most pressing.$$;
select app_private.expose_lookup_table('app_public.lead_statuses', 'LeadStatus', 'How far the organization has come with a lead.');
select app_private.expose_lookup_table('app_public.proposal_statuses', 'ProposalStatus', 'Where a proposal stands.');
select app_private.expose_lookup_table('app_public.contract_statuses', 'ContractStatus', 'Where a contract stands.');
select app_private.expose_lookup_table('app_public.custom_field_entities', 'CustomFieldEntity', 'What an organization can add fields to.');
select app_private.expose_lookup_table('app_public.custom_field_types', 'CustomFieldType', 'What values a field takes.');
--! EndIncluded crm/tables/lookup_tables.sql
--! Included crm/tables/custom_field_definitions.sql
comment on table app_public.custom_field_definitions is $$A field that the organization has added to its contacts, companies, leads, deals or tickets. Their values are in customFields there, and are checked when these change.$$;
comment on column app_public.custom_field_definitions.entity is $$What has the field.$$;
comment on column app_public.custom_field_definitions.field_name is $$The name of the value in customFields; unique for the entity, and not changed afterwards.$$;
comment on column app_public.custom_field_definitions.label is $$What people call the field.$$;
comment on column app_public.custom_field_definitions.field_type is $$What values the field takes; not changed afterwards.$$;
comment on column app_public.custom_field_definitions.options is $$What can be selected; of fields to select from only.$$;
comment on column app_public.custom_field_definitions.is_required is $$Whether new rows, and those whose customFields are changed, must have a value.$$;
comment on column app_public.custom_field_definitions.is_internal is $$Whether the field is internal to staff: contacts don’t see it in the client portal.$$;
comment on column app_public.custom_field_definitions.position is $$The field’s place among the others.$$;
comment on constraint custom_field_definitions_organization_id_entity_field_name_key on app_public.custom_field_definitions is $$There is a field of this name already.$$;
comment on type app_public.custom_field_value is $$A value of one of the organization’s own fields.$$;
comment on column app_public.custom_field_value.field_name is $$The name of the value in customFields.$$;
comment on column app_public.custom_field_value.label is $$What people call the field.$$;
comment on column app_public.custom_field_value.field_type is $$What values the field takes, as in customFieldDefinitions.$$;
comment on column app_public.custom_field_value.value is $$The value: a text, a number, true or false, or a list of texts.$$;
comment on column app_public.custom_field_value.position is $$The field’s place among the others.$$;

create or replace trigger _100_timestamps before update on app_public.custom_field_definitions for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.custom_field_definitions for each row execute function app_private.tg__audit();

-- The values that are there were written under this name and as this type.
revoke all on table app_public.custom_field_definitions from tenantry_member, tenantry_service;
grant select, delete on table app_public.custom_field_definitions to tenantry_member, tenantry_service;
grant insert (entity, field_name, label, field_type, options, is_required, is_internal, position) on table app_public.custom_field_definitions to tenantry_member, tenantry_service;
grant update (label, options, is_required, is_internal, position) on table app_public.custom_field_definitions to tenantry_member, tenantry_service;

alter table app_public.custom_field_definitions enable row level security;
select app_private.drop_policies('app_public.custom_field_definitions');
select app_private.create_permission_policies('app_public.custom_field_definitions', 'custom_fields', '{select}');
select app_private.create_permission_policies('app_public.custom_field_definitions', 'custom_fields', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded crm/tables/custom_field_definitions.sql
--! Included crm/tables/companies.sql
comment on table app_public.companies is $$A company that the organization deals with.$$;
comment on column app_public.companies.business_id is $$The business that the company belongs to; of the whole organization when empty.$$;
comment on column app_public.companies.name is $$The company’s name.$$;
comment on column app_public.companies.domain is $$The company’s internet domain, such as example.com.$$;
comment on column app_public.companies.business_type is $$The line of business, such as plumbing.$$;
comment on column app_public.companies.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.companies.email is $$E-mail address, kept in lower case.$$;
comment on column app_public.companies.website is $$Web address.$$;
comment on column app_public.companies.online_presence is $$Profiles elsewhere by name, an object.$$;
comment on column app_public.companies.address is $$Postal address.$$;
comment on column app_public.companies.owner_id is $$The member who looks after the company; whoever adds it unless another is named.$$;
comment on column app_public.companies.tags is $$Free labels.$$;
comment on column app_public.companies.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.companies.deleted_at is $$When the company was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.companies for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.companies for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _300_archive before update of deleted_at on app_public.companies for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('companies', 'owner_id');
create or replace trigger _350_validate_custom_fields before insert or update of custom_fields on app_public.companies for each row execute function app_private.tg__validate_custom_fields('company');
create or replace trigger _900_audit after insert or update or delete on app_public.companies for each row execute function app_private.tg__audit();

-- delete is not granted: companies are archived through deleted_at, not removed.
revoke all on table app_public.companies from tenantry_member, tenantry_service;
grant select on table app_public.companies to tenantry_member, tenantry_service;
grant insert (business_id, name, domain, business_type, phone, email, website, online_presence, address, owner_id, tags, custom_fields) on table app_public.companies to tenantry_member, tenantry_service;
grant update (business_id, name, domain, business_type, phone, email, website, online_presence, address, owner_id, tags, custom_fields, deleted_at) on table app_public.companies to tenantry_member, tenantry_service;

alter table app_public.companies enable row level security;
select app_private.drop_policies('app_public.companies');
select app_private.create_permission_policies('app_public.companies', 'companies', '{select,insert,update}', owner_columns => '{owner_id}');
--! EndIncluded crm/tables/companies.sql
--! Included crm/tables/contacts.sql
comment on table app_public.contacts is $$A person whom the organization serves or hopes to serve.$$;
comment on column app_public.contacts.business_id is $$The business that the contact belongs to; of the whole organization when empty.$$;
comment on column app_public.contacts.first_name is $$Given name.$$;
comment on column app_public.contacts.last_name is $$Family name.$$;
comment on column app_public.contacts.name is $$First and last name, whichever is known, else 'Unknown'.$$;
comment on column app_public.contacts.email is $$E-mail address, kept in lower case; unique within the organization.$$;
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
comment on column app_public.contacts.deleted_at is $$When the contact was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.contacts for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.contacts for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _210_normalize before insert or update of first_name, last_name, emergency_contact_phone on app_public.contacts for each row execute function app_private.tg_contacts__normalize();
create or replace trigger _300_archive before update of deleted_at on app_public.contacts for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('contacts', 'owner_id');
create or replace trigger _350_validate_custom_fields before insert or update of custom_fields on app_public.contacts for each row execute function app_private.tg__validate_custom_fields('contact');
create or replace trigger _900_audit after insert or update or delete on app_public.contacts for each row execute function app_private.tg__audit();

-- delete is not granted: contacts are archived through deleted_at, not removed. email_verified and last_contacted_at
-- are found out by the database, never claimed.
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

-- Contacts neither see nor change what members note about them. Their e-mail address is what they sign in with, so it isn't
-- changed without being verified.
grant select (
  id, organization_id, first_name, last_name, name, email, phone, date_of_birth, gender, emergency_contact_name, emergency_contact_phone,
  membership_status, membership_starts_on, membership_ends_on, email_verified, created_at, updated_at
) on table app_public.contacts to tenantry_client;
grant update (first_name, last_name, phone, date_of_birth, gender, emergency_contact_name, emergency_contact_phone) on table app_public.contacts to tenantry_client;

alter table app_public.contacts enable row level security;
select app_private.drop_policies('app_public.contacts');
select app_private.create_permission_policies('app_public.contacts', 'contacts', '{select,insert,update}', owner_columns => '{owner_id}');
select app_private.create_policies('app_public.contacts', '{client}', '{select,update}', $$id = (select app_hidden.contact_id())$$);
--! EndIncluded crm/tables/contacts.sql
--! Included crm/tables/contact_credentials.sql
comment on table app_private.contact_credentials is $$How contacts sign in to the client portal. Private: read and written by the functions that check a password.$$;
comment on column app_private.contact_credentials.password_hash is $$The password, hashed with bcrypt.$$;
comment on column app_private.contact_credentials.password_set_at is $$When the password was set; older sign-ins don’t count any more.$$;
comment on column app_private.contact_credentials.last_login_at is $$When the contact last signed in.$$;
comment on column app_private.contact_credentials.failed_attempts is $$How often a wrong password was given since then.$$;
comment on column app_private.contact_credentials.locked_until is $$Until when no password is accepted.$$;

create or replace trigger _100_timestamps before update on app_private.contact_credentials for each row execute function app_private.tg__timestamps();

alter table app_private.contact_credentials enable row level security;
--! EndIncluded crm/tables/contact_credentials.sql
--! Included crm/tables/pipelines.sql
comment on table app_public.pipelines is $$A way that deals go, in ordered stages.$$;
comment on column app_public.pipelines.name is $$The pipeline’s name; unique within the organization.$$;
comment on column app_public.pipelines.description is $$What the pipeline is for.$$;
comment on column app_public.pipelines.is_default is $$Whether new deals go here when no pipeline is named; one pipeline of an organization at most.$$;
comment on column app_public.pipelines.position is $$The pipeline’s place among the others.$$;

create or replace trigger _100_timestamps before update on app_public.pipelines for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.pipelines for each row execute function app_private.tg__audit();

-- A pipeline with deals can't be deleted: its deals refer to it.
revoke all on table app_public.pipelines from tenantry_member, tenantry_service;
grant select, delete on table app_public.pipelines to tenantry_member, tenantry_service;
grant insert (name, description, is_default, position), update (name, description, is_default, position) on table app_public.pipelines to tenantry_member, tenantry_service;

alter table app_public.pipelines enable row level security;
select app_private.drop_policies('app_public.pipelines');
select app_private.create_permission_policies('app_public.pipelines', 'pipelines', '{select}');
select app_private.create_permission_policies('app_public.pipelines', 'pipelines', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded crm/tables/pipelines.sql
--! Included crm/tables/pipeline_stages.sql
comment on table app_public.pipeline_stages is $$A stage of a pipeline.$$;
comment on column app_public.pipeline_stages.pipeline_id is $$The pipeline.$$;
comment on column app_public.pipeline_stages.name is $$The stage’s name; unique within the pipeline.$$;
comment on column app_public.pipeline_stages.kind is $$What the stage means for its deals: open, won or lost.$$;
comment on column app_public.pipeline_stages.probability is $$How likely a deal in this stage is to be won, in per cent.$$;
comment on column app_public.pipeline_stages.position is $$The stage’s place in the pipeline.$$;

create or replace trigger _100_timestamps before update on app_public.pipeline_stages for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.pipeline_stages for each row execute function app_private.tg__audit();

-- A stage with deals can't be deleted. It stays in its pipeline and of its kind: its deals were closed by it, or not.
revoke all on table app_public.pipeline_stages from tenantry_member, tenantry_service;
grant select, delete on table app_public.pipeline_stages to tenantry_member, tenantry_service;
grant insert (pipeline_id, name, kind, probability, position), update (name, probability, position) on table app_public.pipeline_stages to tenantry_member, tenantry_service;

alter table app_public.pipeline_stages enable row level security;
select app_private.drop_policies('app_public.pipeline_stages');
select app_private.create_permission_policies('app_public.pipeline_stages', 'pipelines', '{select}');
select app_private.create_permission_policies('app_public.pipeline_stages', 'pipelines', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded crm/tables/pipeline_stages.sql
--! Included crm/tables/leads.sql
comment on table app_public.leads is $$Somebody who might become a contact of the organization.$$;
comment on column app_public.leads.business_id is $$The business that the lead belongs to; of the whole organization when empty.$$;
comment on column app_public.leads.first_name is $$Given name.$$;
comment on column app_public.leads.last_name is $$Family name.$$;
comment on column app_public.leads.name is $$First and last name, whichever is known, else 'Unknown'.$$;
comment on column app_public.leads.email is $$E-mail address, kept in lower case. Several leads may have the same.$$;
comment on column app_public.leads.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.leads.company_id is $$The company that the lead works for.$$;
comment on column app_public.leads.contact_id is $$The contact that the lead is, or has become. A converted lead has one.$$;
comment on column app_public.leads.source is $$Where the lead came from, such as website.$$;
comment on column app_public.leads.source_details is $$More about where the lead came from, such as the page, an object.$$;
comment on column app_public.leads.utm_source is $$Who sent the lead to the website, such as a search engine.$$;
comment on column app_public.leads.utm_medium is $$How the lead was sent there, such as an advertisement.$$;
comment on column app_public.leads.utm_campaign is $$The campaign that sent the lead there.$$;
comment on column app_public.leads.status is $$How far the organization has come with the lead.$$;
comment on column app_public.leads.lead_score is $$How promising the lead is, from 0 to 100.$$;
comment on column app_public.leads.ai_score is $$How likely a model takes the lead to buy, from 0 to 1.$$;
comment on column app_public.leads.assigned_to_id is $$The member who looks after the lead; whoever adds it unless another is named.$$;
comment on column app_public.leads.tags is $$Free labels.$$;
comment on column app_public.leads.notes is $$What members should know about the lead.$$;
comment on column app_public.leads.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.leads.last_contacted_at is $$When the lead was last reached, kept from activities.$$;
comment on column app_public.leads.converted_at is $$When the lead became a contact; empty unless it has.$$;
comment on column app_public.leads.lost_reason is $$Why nothing came of the lead; forgotten when it isn’t lost.$$;
comment on column app_public.leads.deleted_at is $$When the lead was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.leads for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.leads for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _210_normalize before insert or update of first_name, last_name on app_public.leads for each row execute function app_private.tg_leads__normalize();
create or replace trigger _300_archive before update of deleted_at on app_public.leads for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('leads', 'assigned_to_id');
create or replace trigger _350_validate_custom_fields before insert or update of custom_fields on app_public.leads for each row execute function app_private.tg__validate_custom_fields('lead');
create or replace trigger _400_follow_status before insert or update of status, contact_id, lost_reason on app_public.leads for each row execute function app_private.tg_leads__follow_status();
create or replace trigger _900_audit after insert or update or delete on app_public.leads for each row execute function app_private.tg__audit();

-- delete is not granted: leads are archived through deleted_at, not removed. last_contacted_at and converted_at are found
-- out by the database, never claimed.
revoke all on table app_public.leads from tenantry_member, tenantry_service;
grant select on table app_public.leads to tenantry_member, tenantry_service;
grant insert (
  business_id, first_name, last_name, email, phone, company_id, contact_id, source, source_details, utm_source, utm_medium, utm_campaign, status,
  lead_score, ai_score, assigned_to_id, tags, notes, custom_fields, lost_reason
) on table app_public.leads to tenantry_member, tenantry_service;
grant update (
  business_id, first_name, last_name, email, phone, company_id, contact_id, source, source_details, utm_source, utm_medium, utm_campaign, status,
  lead_score, ai_score, assigned_to_id, tags, notes, custom_fields, lost_reason, deleted_at
) on table app_public.leads to tenantry_member, tenantry_service;

alter table app_public.leads enable row level security;
select app_private.drop_policies('app_public.leads');
select app_private.create_permission_policies('app_public.leads', 'leads', '{select,insert,update}', owner_columns => '{assigned_to_id}');
--! EndIncluded crm/tables/leads.sql
--! Included crm/tables/lead_enrichments.sql
comment on table app_public.lead_enrichments is $$What a provider of data knew about a lead.$$;
comment on column app_public.lead_enrichments.lead_id is $$The lead.$$;
comment on column app_public.lead_enrichments.provider is $$Who was asked.$$;
comment on column app_public.lead_enrichments.data is $$The answer, an object.$$;
comment on column app_public.lead_enrichments.confidence is $$How sure the provider was, from 0 to 1.$$;
comment on column app_public.lead_enrichments.fetched_at is $$When the provider was asked.$$;

create or replace trigger _100_timestamps before update on app_public.lead_enrichments for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.lead_enrichments for each row execute function app_private.tg__audit();

-- update is not granted: what a provider said at some time stays what it said then.
revoke all on table app_public.lead_enrichments from tenantry_member, tenantry_service;
grant select, delete on table app_public.lead_enrichments to tenantry_member, tenantry_service;
grant insert (lead_id, provider, data, confidence, fetched_at) on table app_public.lead_enrichments to tenantry_member, tenantry_service;

alter table app_public.lead_enrichments enable row level security;
select app_private.drop_policies('app_public.lead_enrichments');
-- Seen by those who see the lead, and written by those who may change it.
select app_private.create_policies('app_public.lead_enrichments', '{member,service}', '{select}', $$
  (select app_hidden.may_all('leads.read'))
  or exists (
    select from app_public.leads l
    where l.organization_id = (select app_hidden.organization_id()) and l.id = lead_enrichments.lead_id
  )
$$);
select app_private.create_policies('app_public.lead_enrichments', '{member,service}', '{insert,delete}', format($$
  exists (
    select from app_public.leads l
    where l.organization_id = (select app_hidden.organization_id()) and l.id = lead_enrichments.lead_id and (%s)
  )
$$, app_private.permission_condition('app_public.leads', 'leads.update', '{assigned_to_id}')));
--! EndIncluded crm/tables/lead_enrichments.sql
--! Included crm/tables/deals.sql
comment on table app_public.deals is $$A sale that may come about, on its way through a pipeline.$$;
comment on column app_public.deals.business_id is $$The business that the deal belongs to; of the whole organization when empty.$$;
comment on column app_public.deals.title is $$What the deal is about.$$;
comment on column app_public.deals.pipeline_id is $$@hasDefault
The pipeline; the stage’s, or the default one.$$;
comment on column app_public.deals.stage_id is $$@hasDefault
Where the deal stands; the pipeline’s first stage unless another is named. Moving a deal is changing its stage.$$;
comment on column app_public.deals.contact_id is $$The contact who may buy.$$;
comment on column app_public.deals.lead_id is $$The lead that the deal came from.$$;
comment on column app_public.deals.company_id is $$The company that may buy.$$;
comment on column app_public.deals.owner_id is $$The member who works on the deal; whoever adds it unless another is named.$$;
comment on column app_public.deals.value_cents is $$What the deal is worth, in hundredths of the currency’s unit.$$;
comment on column app_public.deals.currency is $$@hasDefault
The currency (ISO 4217); the organization’s unless another is named.$$;
comment on column app_public.deals.probability is $$@hasDefault
How likely the deal is to be won, in per cent; the stage’s unless another is given.$$;
comment on column app_public.deals.weighted_value_cents is $$The value times the probability.$$;
comment on column app_public.deals.expected_close_on is $$The day on which the deal is expected to be decided.$$;
comment on column app_public.deals.stage_changed_at is $$When the deal came to its stage.$$;
comment on column app_public.deals.closed_at is $$When the deal was won or lost; empty while it is open.$$;
comment on column app_public.deals.lost_reason is $$Why the deal was lost.$$;
comment on column app_public.deals.tags is $$Free labels.$$;
comment on column app_public.deals.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.deals.deleted_at is $$When the deal was archived; empty while it is in use.$$;
comment on constraint stage_must_be_of_the_pipeline on app_public.deals is $$@behavior -*
A deal’s stage is one of its pipeline.$$;

create or replace trigger _100_timestamps before update on app_public.deals for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.deals for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('deals', 'owner_id');
create or replace trigger _350_validate_custom_fields before insert or update of custom_fields on app_public.deals for each row execute function app_private.tg__validate_custom_fields('deal');
create or replace trigger _400_follow_stage before insert or update of stage_id, pipeline_id on app_public.deals for each row execute function app_private.tg_deals__follow_stage();
create or replace trigger _500_record_stage_change after insert or update of stage_id, pipeline_id on app_public.deals for each row execute function app_private.tg_deals__record_stage_change();
create or replace trigger _900_audit after insert or update or delete on app_public.deals for each row execute function app_private.tg__audit();

-- delete is not granted: deals are archived through deleted_at, not removed. closed_at follows the stage.
revoke all on table app_public.deals from tenantry_member, tenantry_service;
grant select on table app_public.deals to tenantry_member, tenantry_service;
grant insert (business_id, title, pipeline_id, stage_id, contact_id, lead_id, company_id, owner_id, value_cents, currency, probability, expected_close_on, lost_reason, tags, custom_fields) on table app_public.deals to tenantry_member, tenantry_service;
grant update (business_id, title, pipeline_id, stage_id, contact_id, lead_id, company_id, owner_id, value_cents, currency, probability, expected_close_on, lost_reason, tags, custom_fields, deleted_at) on table app_public.deals to tenantry_member, tenantry_service;

alter table app_public.deals enable row level security;
select app_private.drop_policies('app_public.deals');
select app_private.create_permission_policies('app_public.deals', 'deals', '{select,insert,update}', owner_columns => '{owner_id}');
--! EndIncluded crm/tables/deals.sql
--! Included crm/tables/deal_stage_changes.sql
comment on table app_public.deal_stage_changes is $$The history of a deal’s stages, written by the database.$$;
comment on column app_public.deal_stage_changes.deal_id is $$The deal.$$;
comment on column app_public.deal_stage_changes.from_stage_id is $$The stage that the deal left; empty when it was new.$$;
comment on column app_public.deal_stage_changes.to_stage_id is $$The stage that the deal came to.$$;
comment on column app_public.deal_stage_changes.changed_by_id is $$The member who moved the deal.$$;
comment on column app_public.deal_stage_changes.seconds_in_stage is $$How long the deal stood in the stage that it left, in seconds.$$;

create or replace trigger _100_timestamps before update on app_public.deal_stage_changes for each row execute function app_private.tg__timestamps();

-- Written by app_private.tg_deals__record_stage_change() alone. Not audited: it is a history itself.
revoke all on table app_public.deal_stage_changes from tenantry_member, tenantry_service;
grant select on table app_public.deal_stage_changes to tenantry_member, tenantry_service;

alter table app_public.deal_stage_changes enable row level security;
select app_private.drop_policies('app_public.deal_stage_changes');
-- A history is seen by those who see its deal.
select app_private.create_policies('app_public.deal_stage_changes', '{member,service}', '{select}', $$
  (select app_hidden.may_all('deals.read'))
  or exists (
    select from app_public.deals d
    where d.organization_id = (select app_hidden.organization_id()) and d.id = deal_stage_changes.deal_id
  )
$$);
--! EndIncluded crm/tables/deal_stage_changes.sql
--! Included crm/tables/proposals.sql
comment on table app_public.proposals is $$An offer to a contact, made of items.$$;
comment on column app_public.proposals.business_id is $$The business that makes the proposal; the whole organization when empty.$$;
comment on column app_public.proposals.number is $$@hasDefault
The proposal’s number, unique within the organization. They go up, and may leave gaps.$$;
comment on column app_public.proposals.title is $$What is proposed.$$;
comment on column app_public.proposals.introduction is $$What the contact reads before the items.$$;
comment on column app_public.proposals.deal_id is $$The deal that the proposal is to win.$$;
comment on column app_public.proposals.contact_id is $$The contact to whom the proposal goes, and who sees it in the client portal once it is sent.$$;
comment on column app_public.proposals.company_id is $$The company to which the proposal goes.$$;
comment on column app_public.proposals.owner_id is $$The member who looks after the proposal; whoever adds it unless another is named.$$;
comment on column app_public.proposals.status is $$Where the proposal stands. From draft it is sent; then it is viewed, accepted, rejected or expires. An expired one may be sent again. Once it is sent, title, introduction, contact, currency and items stay as they are.$$;
comment on column app_public.proposals.currency is $$@hasDefault
The currency of all amounts (ISO 4217), such as EUR; the organization’s unless another is named.$$;
comment on column app_public.proposals.subtotal_cents is $$The sum of the items before tax, in hundredths of the currency.$$;
comment on column app_public.proposals.tax_cents is $$The sum of the items’ taxes, in hundredths of the currency.$$;
comment on column app_public.proposals.total_cents is $$What the contact would pay, tax included, in hundredths of the currency.$$;
comment on column app_public.proposals.valid_until is $$The last day on which the contact can accept.$$;
comment on column app_public.proposals.sent_at is $$When the proposal was last sent.$$;
comment on column app_public.proposals.viewed_at is $$When the contact opened it.$$;
comment on column app_public.proposals.accepted_at is $$When the contact accepted.$$;
comment on column app_public.proposals.rejected_at is $$When the contact declined.$$;
comment on column app_public.proposals.deleted_at is $$When the proposal was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.proposals for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.proposals for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('proposals', 'owner_id');
create or replace trigger _310_restrict_status before update of status on app_public.proposals for each row
  when (OLD.status is distinct from NEW.status) execute function app_private.tg__restrict_status(
    '{"draft": ["sent"], "sent": ["viewed", "accepted", "rejected", "expired"], "viewed": ["accepted", "rejected", "expired"], "expired": ["sent"]}'
  );
-- A contact who is deleted takes the reference along.
create or replace trigger _320_freeze before update of title, introduction, contact_id, currency on app_public.proposals for each row
  when (
    OLD.status <> 'draft'
    and (
      (OLD.title, OLD.introduction, OLD.currency) is distinct from (NEW.title, NEW.introduction, NEW.currency)
      or OLD.contact_id is distinct from NEW.contact_id and NEW.contact_id is not null
    )
  ) execute function app_private.tg__freeze();
create or replace trigger _400_follow_status before insert or update of status on app_public.proposals for each row execute function app_private.tg_proposals__follow_status();
create or replace trigger _410_number before insert on app_public.proposals for each row execute function app_private.tg__number();
create or replace trigger _420_default_currency before insert on app_public.proposals for each row execute function app_private.tg__default_currency();
create or replace trigger _900_audit after insert or update or delete on app_public.proposals for each row execute function app_private.tg__audit();

-- delete is not granted: proposals are archived through deleted_at, not removed. A new one is a draft; its totals are
-- those of its items.
revoke all on table app_public.proposals from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.proposals to tenantry_member, tenantry_service;
grant insert (business_id, title, introduction, deal_id, contact_id, company_id, owner_id, currency, valid_until) on table app_public.proposals to tenantry_member, tenantry_service;
grant update (business_id, title, introduction, deal_id, contact_id, company_id, owner_id, currency, valid_until, status, deleted_at) on table app_public.proposals to tenantry_member, tenantry_service;
-- Contacts see what they are offered, not who in the organization looks after it or what it belongs to. What is archived
-- they don't see, but collections ask for it.
grant select (
  id, organization_id, number, title, introduction, contact_id, status, currency, subtotal_cents, tax_cents, total_cents, valid_until,
  sent_at, viewed_at, accepted_at, rejected_at, created_at, updated_at, deleted_at
) on table app_public.proposals to tenantry_client;

alter table app_public.proposals enable row level security;
select app_private.drop_policies('app_public.proposals');
select app_private.create_permission_policies('app_public.proposals', 'proposals', '{select,insert,update}', owner_columns => '{owner_id}');
select app_private.create_policies('app_public.proposals', '{client}', '{select}', $$
  contact_id = (select app_hidden.contact_id()) and status <> 'draft' and deleted_at is null
$$);
--! EndIncluded crm/tables/proposals.sql
--! Included crm/tables/proposal_items.sql
comment on table app_public.proposal_items is $$One line of a proposal. Items are written while the proposal is a draft.$$;
comment on column app_public.proposal_items.proposal_id is $$The proposal.$$;
comment on column app_public.proposal_items.position is $$The item’s place among the others.$$;
comment on column app_public.proposal_items.description is $$What is offered.$$;
comment on column app_public.proposal_items.quantity is $$How much of it, with three decimals at most.$$;
comment on column app_public.proposal_items.unit_price_cents is $$The price of one, in hundredths of the proposal’s currency. A discount is an item with a price below zero.$$;
comment on column app_public.proposal_items.tax_basis_points is $$The tax in hundredths of a percent: 1900 is 19 %.$$;
comment on column app_public.proposal_items.amount_cents is $$Quantity times price before tax, rounded to whole hundredths of the currency.$$;
comment on column app_public.proposal_items.tax_cents is $$The tax on the item’s amount, rounded likewise.$$;

create or replace trigger _100_timestamps before update on app_public.proposal_items for each row execute function app_private.tg__timestamps();
-- After the row, so that the policies have spoken: whether a proposal was sent is told to nobody who may not change it.
create or replace trigger _300_require_draft after insert or update or delete on app_public.proposal_items for each row execute function app_private.tg_proposal_items__require_draft();
-- A trigger with a transition table has one event.
create or replace trigger _500_total_added after insert on app_public.proposal_items referencing new table as changed_rows
  for each statement execute function app_private.tg_proposal_items__total();
create or replace trigger _510_total_changed after update on app_public.proposal_items referencing new table as changed_rows
  for each statement execute function app_private.tg_proposal_items__total();
create or replace trigger _520_total_removed after delete on app_public.proposal_items referencing old table as changed_rows
  for each statement execute function app_private.tg_proposal_items__total();
create or replace trigger _900_audit after insert or update or delete on app_public.proposal_items for each row execute function app_private.tg__audit();

-- An item stays with its proposal.
revoke all on table app_public.proposal_items from tenantry_member, tenantry_service, tenantry_client;
grant select, delete on table app_public.proposal_items to tenantry_member, tenantry_service;
grant insert (proposal_id, position, description, quantity, unit_price_cents, tax_basis_points) on table app_public.proposal_items to tenantry_member, tenantry_service;
grant update (position, description, quantity, unit_price_cents, tax_basis_points) on table app_public.proposal_items to tenantry_member, tenantry_service;
grant select on table app_public.proposal_items to tenantry_client;

alter table app_public.proposal_items enable row level security;
select app_private.drop_policies('app_public.proposal_items');
-- Seen by those who see the proposal, and written by those who may change it.
select app_private.create_policies('app_public.proposal_items', '{member,service}', '{select}', $$
  (select app_hidden.may_all('proposals.read'))
  or exists (
    select from app_public.proposals p
    where p.organization_id = (select app_hidden.organization_id()) and p.id = proposal_items.proposal_id
  )
$$);
select app_private.create_policies('app_public.proposal_items', '{client}', '{select}', $$
  exists (
    select from app_public.proposals p
    where p.organization_id = (select app_hidden.organization_id()) and p.id = proposal_items.proposal_id
  )
$$);
select app_private.create_policies('app_public.proposal_items', '{member,service}', '{insert,update,delete}', format($$
  exists (
    select from app_public.proposals p
    where p.organization_id = (select app_hidden.organization_id()) and p.id = proposal_items.proposal_id and (%s)
  )
$$, app_private.permission_condition('app_public.proposals', 'proposals.update', '{owner_id}')));
--! EndIncluded crm/tables/proposal_items.sql
--! Included crm/tables/contracts.sql
comment on table app_public.contracts is $$What the organization and a contact agree on.$$;
comment on column app_public.contracts.business_id is $$The business that makes the contract; the whole organization when empty.$$;
comment on column app_public.contracts.number is $$@hasDefault
The contract’s number, unique within the organization. They go up, and may leave gaps.$$;
comment on column app_public.contracts.title is $$What the contract is about.$$;
comment on column app_public.contracts.content is $$The text that is agreed on.$$;
comment on column app_public.contracts.deal_id is $$The deal that led to the contract.$$;
comment on column app_public.contracts.proposal_id is $$The proposal that led to the contract.$$;
comment on column app_public.contracts.contact_id is $$The contact who signs, and who sees the contract in the client portal once it is sent.$$;
comment on column app_public.contracts.company_id is $$The company for which the contact signs.$$;
comment on column app_public.contracts.owner_id is $$The member who looks after the contract; whoever adds it unless another is named.$$;
comment on column app_public.contracts.status is $$Where the contract stands. From draft it is sent, then signed, then active; it ends terminated or expired. Once it is sent, title, content, contact, value, currency and days stay as they are.$$;
comment on column app_public.contracts.value_cents is $$What the contract is worth, in hundredths of the currency.$$;
comment on column app_public.contracts.currency is $$@hasDefault
The currency of the value (ISO 4217), such as EUR; the organization’s unless another is named.$$;
comment on column app_public.contracts.starts_on is $$First day of the contract.$$;
comment on column app_public.contracts.ends_on is $$Last day of the contract; open when empty.$$;
comment on column app_public.contracts.sent_at is $$When the contract was sent.$$;
comment on column app_public.contracts.signed_at is $$When the contract was signed.$$;
comment on column app_public.contracts.deleted_at is $$When the contract was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.contracts for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.contracts for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('contracts', 'owner_id');
create or replace trigger _310_restrict_status before update of status on app_public.contracts for each row
  when (OLD.status is distinct from NEW.status) execute function app_private.tg__restrict_status(
    '{"draft": ["sent"], "sent": ["signed", "terminated", "expired"], "signed": ["active", "terminated"], "active": ["terminated", "expired"]}'
  );
-- A contact who is deleted takes the reference along.
create or replace trigger _320_freeze before update of title, content, contact_id, value_cents, currency, starts_on, ends_on on app_public.contracts for each row
  when (
    OLD.status <> 'draft'
    and (
      (OLD.title, OLD.content, OLD.value_cents, OLD.currency, OLD.starts_on, OLD.ends_on)
        is distinct from (NEW.title, NEW.content, NEW.value_cents, NEW.currency, NEW.starts_on, NEW.ends_on)
      or OLD.contact_id is distinct from NEW.contact_id and NEW.contact_id is not null
    )
  ) execute function app_private.tg__freeze();
create or replace trigger _400_follow_status before insert or update of status on app_public.contracts for each row execute function app_private.tg_contracts__follow_status();
create or replace trigger _410_number before insert on app_public.contracts for each row execute function app_private.tg__number();
create or replace trigger _420_default_currency before insert on app_public.contracts for each row execute function app_private.tg__default_currency();
create or replace trigger _900_audit after insert or update or delete on app_public.contracts for each row execute function app_private.tg__audit();

-- delete is not granted: contracts are archived through deleted_at, not removed. A new one is a draft.
revoke all on table app_public.contracts from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.contracts to tenantry_member, tenantry_service;
grant insert (business_id, title, content, deal_id, proposal_id, contact_id, company_id, owner_id, value_cents, currency, starts_on, ends_on) on table app_public.contracts to tenantry_member, tenantry_service;
grant update (business_id, title, content, deal_id, proposal_id, contact_id, company_id, owner_id, value_cents, currency, starts_on, ends_on, status, deleted_at) on table app_public.contracts to tenantry_member, tenantry_service;
-- Contacts see what they agree on, not who in the organization looks after it. What is archived they don't see, but
-- collections ask for it.
grant select (
  id, organization_id, number, title, content, proposal_id, contact_id, status, value_cents, currency, starts_on, ends_on,
  sent_at, signed_at, created_at, updated_at, deleted_at
) on table app_public.contracts to tenantry_client;

alter table app_public.contracts enable row level security;
select app_private.drop_policies('app_public.contracts');
select app_private.create_permission_policies('app_public.contracts', 'contracts', '{select,insert,update}', owner_columns => '{owner_id}');
select app_private.create_policies('app_public.contracts', '{client}', '{select}', $$
  contact_id = (select app_hidden.contact_id()) and status <> 'draft' and deleted_at is null
$$);
--! EndIncluded crm/tables/contracts.sql
--! Included crm/tables/activities.sql
comment on table app_public.activities is $$Something that happened with a contact, lead, company or deal: the timeline.$$;
comment on column app_public.activities.business_id is $$The business that the activity belongs to; of the whole organization when empty.$$;
comment on column app_public.activities.kind is $$What happened.$$;
comment on column app_public.activities.direction is $$Which way it went.$$;
comment on column app_public.activities.subject is $$What it was about.$$;
comment on column app_public.activities.content is $$What was said or written.$$;
comment on column app_public.activities.outcome is $$What came of it.$$;
comment on column app_public.activities.ai_analysis is $$What an analysis by a language model found, an object.$$;
comment on column app_public.activities.sentiment is $$How it was meant.$$;
comment on column app_public.activities.is_internal is $$Whether it is internal to staff: viewers and contacts don’t see it.$$;
comment on column app_public.activities.contact_id is $$The contact.$$;
comment on column app_public.activities.lead_id is $$The lead.$$;
comment on column app_public.activities.deal_id is $$The deal.$$;
comment on column app_public.activities.company_id is $$The company.$$;
comment on column app_public.activities.created_by_id is $$The member who recorded it.$$;
comment on column app_public.activities.occurred_at is $$When it happened.$$;
comment on column app_public.activities.duration_seconds is $$How long it took, in seconds.$$;
comment on column app_public.activities.deleted_at is $$When the activity was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.activities for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.activities for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('activities', 'created_by_id');
create or replace trigger _500_touch_contact after insert or update of kind, contact_id, lead_id, occurred_at on app_public.activities for each row execute function app_private.tg_activities__touch_contact();
create or replace trigger _900_audit after insert or update or delete on app_public.activities for each row execute function app_private.tg__audit();

-- delete is not granted: activities are archived through deleted_at. Whoever records one is its creator.
revoke all on table app_public.activities from tenantry_member, tenantry_service;
grant select on table app_public.activities to tenantry_member, tenantry_service;
grant insert (business_id, kind, direction, subject, content, outcome, ai_analysis, sentiment, is_internal, contact_id, lead_id, deal_id, company_id, occurred_at, duration_seconds) on table app_public.activities to tenantry_member, tenantry_service;
grant update (business_id, kind, direction, subject, content, outcome, ai_analysis, sentiment, is_internal, contact_id, lead_id, deal_id, company_id, occurred_at, duration_seconds, deleted_at) on table app_public.activities to tenantry_member, tenantry_service;

alter table app_public.activities enable row level security;
select app_private.drop_policies('app_public.activities');
-- What is internal to staff takes a permission of its own.
select app_private.create_permission_policies(
  'app_public.activities', 'activities', '{select,insert,update}', owner_columns => '{created_by_id}',
  extra_condition => $$not is_internal or (select app_hidden.may('activities.read_internal'))$$
);
--! EndIncluded crm/tables/activities.sql
--! Included crm/tables/tasks.sql
comment on table app_public.tasks is $$Something to be done.$$;
comment on column app_public.tasks.business_id is $$The business that the task belongs to; of the whole organization when empty.$$;
comment on column app_public.tasks.title is $$What is to be done.$$;
comment on column app_public.tasks.description is $$More about it.$$;
comment on column app_public.tasks.status is $$Where the task stands.$$;
comment on column app_public.tasks.priority is $$How pressing the task is.$$;
comment on column app_public.tasks.due_at is $$When the task should be done.$$;
comment on column app_public.tasks.completed_at is $$When the task was done; follows the status.$$;
comment on column app_public.tasks.assignee_id is $$The member who is to do it; whoever adds it unless another is named.$$;
comment on column app_public.tasks.created_by_id is $$The member who added the task.$$;
comment on column app_public.tasks.contact_id is $$The contact it is about.$$;
comment on column app_public.tasks.lead_id is $$The lead it is about.$$;
comment on column app_public.tasks.deal_id is $$The deal it is about.$$;
comment on column app_public.tasks.company_id is $$The company it is about.$$;
comment on column app_public.tasks.deleted_at is $$When the task was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.tasks for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.tasks for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('tasks', 'assignee_id', 'created_by_id');
create or replace trigger _400_complete before insert or update of status on app_public.tasks for each row execute function app_private.tg_tasks__complete();
create or replace trigger _900_audit after insert or update or delete on app_public.tasks for each row execute function app_private.tg__audit();

-- delete is not granted: tasks are archived through deleted_at. Whoever adds a task is its creator.
revoke all on table app_public.tasks from tenantry_member, tenantry_service;
grant select on table app_public.tasks to tenantry_member, tenantry_service;
grant insert (business_id, title, description, status, priority, due_at, assignee_id, contact_id, lead_id, deal_id, company_id) on table app_public.tasks to tenantry_member, tenantry_service;
grant update (business_id, title, description, status, priority, due_at, assignee_id, contact_id, lead_id, deal_id, company_id, deleted_at) on table app_public.tasks to tenantry_member, tenantry_service;

alter table app_public.tasks enable row level security;
select app_private.drop_policies('app_public.tasks');
-- A task is one's own as its assignee or as its creator.
select app_private.create_permission_policies('app_public.tasks', 'tasks', '{select,insert,update}', owner_columns => '{assignee_id,created_by_id}');
--! EndIncluded crm/tables/tasks.sql
--! Included crm/functions/custom_field_values.sql
create or replace function app_hidden.custom_field_values(entity text, custom_fields jsonb) returns setof app_public.custom_field_value
language sql stable
set search_path = ''
as $$
  select d.field_name, d.label, d.field_type, v.value, d.position
  from app_public.custom_field_definitions d
  cross join lateral (select custom_field_values.custom_fields -> d.field_name as value) v
  where d.organization_id = (select app_hidden.organization_id())
    and d.entity = custom_field_values.entity
    and v.value <> 'null'
  order by d.position, d.id
$$;
grant execute on function app_hidden.custom_field_values(text, jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.custom_field_values(text, jsonb) is $$The values of the organization’s own fields in a row’s customFields, with what the fields are called.$$;
--! EndIncluded crm/functions/custom_field_values.sql
--! Included crm/functions/contacts_custom_field_values.sql
create or replace function app_public.contacts_custom_field_values(contact app_public.contacts) returns setof app_public.custom_field_value
language sql stable
set search_path = ''
as $$
  select v.* from app_hidden.custom_field_values('contact', contact.custom_fields) v
$$;
grant execute on function app_public.contacts_custom_field_values(app_public.contacts) to tenantry_member, tenantry_service;
comment on function app_public.contacts_custom_field_values(app_public.contacts) is $$The contact’s values of the organization’s own fields, in the order of the fields.$$;
--! EndIncluded crm/functions/contacts_custom_field_values.sql
--! Included crm/functions/companies_custom_field_values.sql
create or replace function app_public.companies_custom_field_values(company app_public.companies) returns setof app_public.custom_field_value
language sql stable
set search_path = ''
as $$
  select v.* from app_hidden.custom_field_values('company', company.custom_fields) v
$$;
grant execute on function app_public.companies_custom_field_values(app_public.companies) to tenantry_member, tenantry_service;
comment on function app_public.companies_custom_field_values(app_public.companies) is $$The company’s values of the organization’s own fields, in the order of the fields.$$;
--! EndIncluded crm/functions/companies_custom_field_values.sql
--! Included crm/functions/leads_custom_field_values.sql
create or replace function app_public.leads_custom_field_values(lead app_public.leads) returns setof app_public.custom_field_value
language sql stable
set search_path = ''
as $$
  select v.* from app_hidden.custom_field_values('lead', lead.custom_fields) v
$$;
grant execute on function app_public.leads_custom_field_values(app_public.leads) to tenantry_member, tenantry_service;
comment on function app_public.leads_custom_field_values(app_public.leads) is $$The lead’s values of the organization’s own fields, in the order of the fields.$$;
--! EndIncluded crm/functions/leads_custom_field_values.sql
--! Included crm/functions/deals_custom_field_values.sql
create or replace function app_public.deals_custom_field_values(deal app_public.deals) returns setof app_public.custom_field_value
language sql stable
set search_path = ''
as $$
  select v.* from app_hidden.custom_field_values('deal', deal.custom_fields) v
$$;
grant execute on function app_public.deals_custom_field_values(app_public.deals) to tenantry_member, tenantry_service;
comment on function app_public.deals_custom_field_values(app_public.deals) is $$The deal’s values of the organization’s own fields, in the order of the fields.$$;
--! EndIncluded crm/functions/deals_custom_field_values.sql
--! Included crm/functions/my_custom_field_values.sql
-- Contacts can't read their row's custom_fields, which also hold what is internal.
create or replace function app_public.my_custom_field_values() returns setof app_public.custom_field_value
language sql stable security definer
set search_path = ''
as $$
  select d.field_name, d.label, d.field_type, v.value, d.position
  from app_public.contacts c
  join app_public.custom_field_definitions d on d.organization_id = c.organization_id and d.entity = 'contact' and not d.is_internal
  cross join lateral (select c.custom_fields -> d.field_name as value) v
  where c.organization_id = (select app_hidden.organization_id())
    and c.id = (select app_hidden.contact_id())
    and v.value <> 'null'
  order by d.position, d.id
$$;
grant execute on function app_public.my_custom_field_values() to tenantry_client;
comment on function app_public.my_custom_field_values() is $$In the client portal, one’s own values of the organization’s fields, but for those internal to staff.$$;
--! EndIncluded crm/functions/my_custom_field_values.sql
--! EndIncluded crm/all.sql
