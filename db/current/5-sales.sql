/*
 * CRM, what a sales team does: leads that are scored by rules and converted, deals that are moved, won and lost, proposals
 * that become contracts, and what is to be expected month by month.
 */
create table app_public.lead_scoring_fields (value text primary key, description text not null);
insert into app_public.lead_scoring_fields (value, description) values
  ('email', 'The e-mail address.'),
  ('phone', 'The phone number.'),
  ('company', 'The company that the lead works for, by its id.'),
  ('source', 'Where the lead came from.'),
  ('utm_source', 'Who sent the lead to the website.'),
  ('utm_medium', 'How the lead was sent there.'),
  ('utm_campaign', 'The campaign that sent the lead there.'),
  ('status', 'How far the organization has come with the lead.'),
  ('tags', 'Any of the labels.'),
  ('ai_score', 'How likely a model takes the lead to buy, from 0 to 1.'),
  ('last_contacted_at', 'When the lead was last reached.'),
  ('custom_field', 'One of the organization’s own fields, which the key names.'),
  ('enrichment', 'What a provider of data knew last, under the key.');

create table app_public.lead_scoring_operators (value text primary key, description text not null);
insert into app_public.lead_scoring_operators (value, description) values
  ('is_known', 'There is a value.'),
  ('is_unknown', 'There is no value.'),
  ('equals', 'The value is this one, in upper or lower case.'),
  ('contains', 'The value has this text in it, in upper or lower case.'),
  ('at_least', 'The value is a number that is not below this one.'),
  ('at_most', 'The value is a number that is not above this one.');

insert into app_public.permissions (resource, action, description) values
  ('lead_scoring', 'read', 'See the rules by which leads are scored.'),
  ('lead_scoring', 'manage', 'Set up the rules by which leads are scored.');

insert into app_private.system_role_permissions (system_role, resource, action, scope)
select r.system_role, p.resource, p.action, 'all'
from app_public.permissions p
cross join (values ('owner'), ('admin'), ('manager'), ('staff'), ('rep'), ('viewer')) as r (system_role)
where p.resource = 'lead_scoring' and (p.action = 'read' or r.system_role in ('owner', 'admin'));

create table app_public.lead_scoring_rules (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 200),
  field text not null references app_public.lead_scoring_fields,
  key text constraint key_must_not_be_blank check (key ~ '\S' and length(key) <= 100),
  operator text not null default 'is_known' references app_public.lead_scoring_operators,
  value text constraint value_must_be_short check (length(value) <= 500),
  points int not null constraint points_must_be_from_minus_100_to_100 check (points between -100 and 100),
  is_active boolean not null default true,
  position int not null default 1,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  constraint key_must_name_what_is_looked_at check ((field in ('custom_field', 'enrichment')) = (key is not null)),
  constraint value_must_be_there_to_compare_with check ((operator in ('is_known', 'is_unknown')) = (value is null)),
  constraint value_must_be_a_number_to_compare_with check (operator not in ('at_least', 'at_most') or value ~ '^-?[0-9]{1,15}(\.[0-9]{1,6})?$')
);
create index on app_public.lead_scoring_rules (organization_id, created_at desc, id desc);
create index on app_public.lead_scoring_rules (organization_id, position, id);

alter table app_public.leads add column scoring_version text;
create index on app_public.leads (organization_id, scoring_version, id);

create type app_public.lead_conversion as (
  lead app_public.leads,
  contact app_public.contacts,
  company app_public.companies,
  deal app_public.deals
);

create type app_public.sales_forecast_month as (
  month date,
  currency text,
  open_deals int,
  open_value_cents bigint,
  weighted_value_cents bigint,
  won_deals int,
  won_value_cents bigint
);

--!include crm/all.sql
