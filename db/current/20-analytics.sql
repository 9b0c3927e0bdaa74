/*
 * Analytics: what happened on each day, and what dashboards show. Days are those of the organization's time zone.
 *   daily_metrics is a view of totals and of the changes that wait to be added to them. A writer adds rows to the changes and
 *   touches nothing that another one holds.
 */
insert into app_public.permissions (resource, action, description) values ('metrics', 'read', 'See figures about all that happened.');
insert into app_private.system_role_permissions (system_role, resource, action, scope)
select r, 'metrics', 'read', 'all' from unnest('{owner,admin,manager,staff,viewer}'::text[]) as r;

create type app_private.metric as (organization_id uuid, business_id uuid, occurred_at timestamptz, metric text, quantity bigint);
comment on type app_private.metric is $$What a row counts for on a day.$$;

-- No reference to businesses: what a deleted one counted for has become nothing by then.
create table app_hidden.daily_metric_changes (
  id bigint primary key generated always as identity,
  organization_id uuid not null references app_public.organizations on delete cascade,
  business_id uuid,
  occurred_on date not null,
  metric text not null,
  quantity bigint not null
);
create index on app_hidden.daily_metric_changes (organization_id, occurred_on desc, business_id);

create table app_hidden.daily_metric_totals (
  id bigint primary key generated always as identity,
  organization_id uuid not null references app_public.organizations on delete cascade,
  business_id uuid,
  occurred_on date not null,
  metric text not null,
  quantity bigint not null
);
create unique index daily_metric_totals_key on app_hidden.daily_metric_totals (organization_id, occurred_on desc, business_id, metric) nulls not distinct;

--!include analytics/all.sql
--!include tenancy/tables/organizations.sql
--!include crm/tables/contacts.sql
--!include crm/tables/leads.sql
--!include crm/tables/deals.sql
--!include messaging/tables/conversations.sql
--!include messaging/tables/messages.sql
--!include messaging/tables/calls.sql
--!include scheduling/tables/appointments.sql
--!include scheduling/tables/reviews.sql
--!include support/tables/tickets.sql

-- What is there already is counted once.
select app_private.recount_daily_metrics(o.id) from app_public.organizations o;
