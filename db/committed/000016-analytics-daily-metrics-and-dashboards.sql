--! Previous: sha1:fea0f0c03132f2184354cf683dc263e0dd21ef97
--! Hash: sha1:d18fb77b9d6b45f252dc8063ca5922ca8303eae5
--! Message: Analytics: daily metrics and dashboards

--! split: 1-current.sql
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

--! Included analytics/all.sql
--! Included analytics/functions/contact_metrics.sql
create or replace function app_private.contact_metrics(contact app_public.contacts) returns setof app_private.metric
language sql stable
as $$
  select contact.organization_id, contact.business_id, contact.created_at, 'new_contacts', 1::bigint
$$;
comment on function app_private.contact_metrics(app_public.contacts) is $$What a contact counts for in daily_metrics.$$;
--! EndIncluded analytics/functions/contact_metrics.sql
--! Included analytics/functions/lead_metrics.sql
create or replace function app_private.lead_metrics(lead app_public.leads) returns setof app_private.metric
language sql stable
as $$
  select lead.organization_id, lead.business_id, lead.created_at, 'new_leads', 1::bigint
$$;
comment on function app_private.lead_metrics(app_public.leads) is $$What a lead counts for in daily_metrics.$$;
--! EndIncluded analytics/functions/lead_metrics.sql
--! Included analytics/functions/call_metrics.sql
create or replace function app_private.call_metrics(call app_public.calls) returns setof app_private.metric
language sql stable
as $$
  select call.organization_id, call.business_id, coalesce(call.started_at, call.created_at), 'calls_total', 1::bigint
  union all
  select call.organization_id, call.business_id, coalesce(call.started_at, call.created_at), 'calls_answered', 1 where call.status in ('in_progress', 'completed')
$$;
comment on function app_private.call_metrics(app_public.calls) is $$What a call counts for in daily_metrics.$$;
--! EndIncluded analytics/functions/call_metrics.sql
--! Included analytics/functions/message_metrics.sql
create or replace function app_private.message_metrics(message app_public.messages) returns setof app_private.metric
language sql stable
as $$
  select message.organization_id, message.business_id, message.created_at, case message.direction when 'inbound' then 'messages_in' else 'messages_out' end, 1::bigint
$$;
comment on function app_private.message_metrics(app_public.messages) is $$What a message counts for in daily_metrics.$$;
--! EndIncluded analytics/functions/message_metrics.sql
--! Included analytics/functions/conversation_metrics.sql
create or replace function app_private.conversation_metrics(conversation app_public.conversations) returns setof app_private.metric
language sql stable
as $$
  select conversation.organization_id, conversation.business_id, conversation.created_at, 'conversations_opened', 1::bigint
$$;
comment on function app_private.conversation_metrics(app_public.conversations) is $$What a conversation counts for in daily_metrics.$$;
--! EndIncluded analytics/functions/conversation_metrics.sql
--! Included analytics/functions/appointment_metrics.sql
create or replace function app_private.appointment_metrics(appointment app_public.appointments) returns setof app_private.metric
language sql stable
as $$
  select appointment.organization_id, appointment.business_id, appointment.created_at, 'appointments_booked', 1::bigint
  union all
  select appointment.organization_id, appointment.business_id, appointment.starts_at, 'appointments_' || appointment.status, 1
  where appointment.status in ('completed', 'canceled', 'no_show')
  union all
  select appointment.organization_id, appointment.business_id, appointment.starts_at, 'revenue_cents', appointment.price_cents
  where appointment.status = 'completed'
    and appointment.price_cents <> 0
    and appointment.currency = (select o.currency from app_public.organizations o where o.id = appointment.organization_id)
$$;
comment on function app_private.appointment_metrics(app_public.appointments) is $$What an appointment counts for in daily_metrics: its booking on the day it was made, what became of it on the day it was for. Only prices in the organization’s currency are revenue.$$;
--! EndIncluded analytics/functions/appointment_metrics.sql
--! Included analytics/functions/deal_metrics.sql
create or replace function app_private.deal_metrics(deal app_public.deals) returns setof app_private.metric
language sql stable
as $$
  select deal.organization_id, deal.business_id, deal.closed_at, m.metric, m.quantity
  from (
    values
      ('deals_won', 1),
      ('deals_won_value_cents', case when deal.currency = (select o.currency from app_public.organizations o where o.id = deal.organization_id) then deal.value_cents end)
  ) as m (metric, quantity)
  where deal.closed_at is not null
    and m.quantity <> 0
    and exists (
      select from app_public.pipeline_stages s
      where s.organization_id = deal.organization_id and s.id = deal.stage_id and s.kind = 'won'
    )
$$;
comment on function app_private.deal_metrics(app_public.deals) is $$What a won deal counts for in daily_metrics. Only values in the organization’s currency are added up.$$;
--! EndIncluded analytics/functions/deal_metrics.sql
--! Included analytics/functions/ticket_metrics.sql
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
      ('first_response_seconds', extract(epoch from ticket.first_response_at - ticket.created_at)::bigint)
  ) as m (metric, quantity)
  where ticket.first_response_at is not null
$$;
comment on function app_private.ticket_metrics(app_public.tickets) is $$What a ticket counts for in daily_metrics: its opening, its solution and its first response, each on its day.$$;
--! EndIncluded analytics/functions/ticket_metrics.sql
--! Included analytics/functions/review_metrics.sql
create or replace function app_private.review_metrics(review app_public.reviews) returns setof app_private.metric
language sql stable
as $$
  select review.organization_id, review.business_id, review.created_at, m.metric, m.quantity::bigint
  from (values ('reviews', 1), ('rating_points', review.rating)) as m (metric, quantity)
$$;
comment on function app_private.review_metrics(app_public.reviews) is $$What a review counts for in daily_metrics.$$;
--! EndIncluded analytics/functions/review_metrics.sql
--! Included analytics/views/daily_metrics_recount.sql
-- What daily_metrics must be equal to at every moment, counted from the rows themselves.
create or replace view app_private.daily_metrics_recount as
select m.organization_id, m.business_id, (m.occurred_at at time zone o.timezone)::date as occurred_on, m.metric, sum(m.quantity)::bigint as quantity
from (
  select m.* from app_public.contacts r cross join lateral app_private.contact_metrics(r) as m
  union all
  select m.* from app_public.leads r cross join lateral app_private.lead_metrics(r) as m
  union all
  select m.* from app_public.calls r cross join lateral app_private.call_metrics(r) as m
  union all
  select m.* from app_public.messages r cross join lateral app_private.message_metrics(r) as m
  union all
  select m.* from app_public.conversations r cross join lateral app_private.conversation_metrics(r) as m
  union all
  select m.* from app_public.appointments r cross join lateral app_private.appointment_metrics(r) as m
  union all
  select m.* from app_public.deals r cross join lateral app_private.deal_metrics(r) as m
  union all
  select m.* from app_public.tickets r cross join lateral app_private.ticket_metrics(r) as m
  union all
  select m.* from app_public.reviews r cross join lateral app_private.review_metrics(r) as m
) as m
join app_public.organizations o on o.id = m.organization_id
group by 1, 2, 3, 4;
comment on view app_private.daily_metrics_recount is $$The daily metrics, counted anew from the rows.$$;
--! EndIncluded analytics/views/daily_metrics_recount.sql
--! Included analytics/functions/lock_daily_metrics.sql
-- Writers share the lock, so they never wait for each other. Whoever counts an organization anew holds it alone: rows that
-- are being written under the old time zone come before the count, later ones are written under the new one.
create or replace function app_private.lock_daily_metrics(organization_id uuid, is_exclusive boolean) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_class constant int := hashtext('app_hidden.daily_metrics');
  v_object constant int := hashtext(lock_daily_metrics.organization_id::text);
begin
  if lock_daily_metrics.is_exclusive then
    perform pg_advisory_xact_lock(v_class, v_object);
  else
    perform pg_advisory_xact_lock_shared(v_class, v_object);
  end if;
end
$$;
comment on function app_private.lock_daily_metrics(uuid, boolean) is $$Locks the metrics of an organization until the end of the transaction, for a change or for a new count.$$;
--! EndIncluded analytics/functions/lock_daily_metrics.sql
--! Included analytics/functions/recount_daily_metrics.sql
create or replace function app_private.recount_daily_metrics(organization_id uuid) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform app_private.lock_daily_metrics(recount_daily_metrics.organization_id, is_exclusive => true);
  delete from app_hidden.daily_metric_changes c where c.organization_id = recount_daily_metrics.organization_id;
  delete from app_hidden.daily_metric_totals t where t.organization_id = recount_daily_metrics.organization_id;
  insert into app_hidden.daily_metric_totals (organization_id, business_id, occurred_on, metric, quantity)
  select c.organization_id, c.business_id, c.occurred_on, c.metric, c.quantity
  from app_private.daily_metrics_recount c
  where c.organization_id = recount_daily_metrics.organization_id;
end
$$;
comment on function app_private.recount_daily_metrics(uuid) is $$Counts the daily metrics of an organization anew, as when its days begin at another time.$$;
--! EndIncluded analytics/functions/recount_daily_metrics.sql
--! Included analytics/functions/roll_up_daily_metrics.sql
-- Run by the gateway every minute. Moves changes into totals in one statement, so that a reader sees each quantity once, in
-- the one table or in the other. Writers add rows and are never waited for; two runs at once leave each other's rows alone.
create or replace function app_private.roll_up_daily_metrics(maximum int default 100000) returns int
language plpgsql volatile
set search_path = ''
as $$
declare
  v_rolled_up int;
begin
  if not pg_try_advisory_xact_lock(hashtext('app_private.roll_up_daily_metrics')) then
    return 0;
  end if;
  with taken as (
    delete from app_hidden.daily_metric_changes c
    where c.id in (select o.id from app_hidden.daily_metric_changes o order by o.id limit roll_up_daily_metrics.maximum for update skip locked)
    returning c.organization_id, c.business_id, c.occurred_on, c.metric, c.quantity
  ), moved as (
    insert into app_hidden.daily_metric_totals as t (organization_id, business_id, occurred_on, metric, quantity)
    select k.organization_id, k.business_id, k.occurred_on, k.metric, sum(k.quantity)
    from taken k
    group by 1, 2, 3, 4
    on conflict (organization_id, occurred_on, business_id, metric) do update set quantity = t.quantity + excluded.quantity
  )
  select count(*) into v_rolled_up from taken;
  return v_rolled_up;
end
$$;
comment on function app_private.roll_up_daily_metrics(int) is $$Adds waiting changes of the daily metrics to their totals; returns how many.$$;
--! EndIncluded analytics/functions/roll_up_daily_metrics.sql
--! Included analytics/functions/tg__count_metrics.sql
-- Adds to app_hidden.daily_metric_changes what was added, removed or changed; nothing that another writer could hold is
-- touched, so that nobody waits. Rows added or removed are counted per statement (changed_rows), changed ones row by row, by
-- a trigger that fires only when a counted column changes. The shared lock is in the way of nobody but
-- app_private.recount_daily_metrics.
create or replace function app_private.tg__count_metrics() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_changed app_private.metric[];
  v_added app_private.metric[];
  v_removed app_private.metric[];
begin
  if TG_LEVEL = 'STATEMENT' then
    case TG_TABLE_NAME
      when 'contacts' then v_changed := array(select m from changed_rows r cross join lateral app_private.contact_metrics(r) as m);
      when 'leads' then v_changed := array(select m from changed_rows r cross join lateral app_private.lead_metrics(r) as m);
      when 'calls' then v_changed := array(select m from changed_rows r cross join lateral app_private.call_metrics(r) as m);
      when 'messages' then v_changed := array(select m from changed_rows r cross join lateral app_private.message_metrics(r) as m);
      when 'conversations' then v_changed := array(select m from changed_rows r cross join lateral app_private.conversation_metrics(r) as m);
      when 'appointments' then v_changed := array(select m from changed_rows r cross join lateral app_private.appointment_metrics(r) as m);
      when 'deals' then v_changed := array(select m from changed_rows r cross join lateral app_private.deal_metrics(r) as m);
      when 'tickets' then v_changed := array(select m from changed_rows r cross join lateral app_private.ticket_metrics(r) as m);
      when 'reviews' then v_changed := array(select m from changed_rows r cross join lateral app_private.review_metrics(r) as m);
    end case;
    if TG_OP = 'INSERT' then
      v_added := v_changed;
    else
      v_removed := v_changed;
    end if;
  else
    case TG_TABLE_NAME
      when 'contacts' then
        v_added := array(select m from app_private.contact_metrics(NEW) as m);
        v_removed := array(select m from app_private.contact_metrics(OLD) as m);
      when 'leads' then
        v_added := array(select m from app_private.lead_metrics(NEW) as m);
        v_removed := array(select m from app_private.lead_metrics(OLD) as m);
      when 'calls' then
        v_added := array(select m from app_private.call_metrics(NEW) as m);
        v_removed := array(select m from app_private.call_metrics(OLD) as m);
      when 'messages' then
        v_added := array(select m from app_private.message_metrics(NEW) as m);
        v_removed := array(select m from app_private.message_metrics(OLD) as m);
      when 'conversations' then
        v_added := array(select m from app_private.conversation_metrics(NEW) as m);
        v_removed := array(select m from app_private.conversation_metrics(OLD) as m);
      when 'appointments' then
        v_added := array(select m from app_private.appointment_metrics(NEW) as m);
        v_removed := array(select m from app_private.appointment_metrics(OLD) as m);
      when 'deals' then
        v_added := array(select m from app_private.deal_metrics(NEW) as m);
        v_removed := array(select m from app_private.deal_metrics(OLD) as m);
      when 'tickets' then
        v_added := array(select m from app_private.ticket_metrics(NEW) as m);
        v_removed := array(select m from app_private.ticket_metrics(OLD) as m);
      when 'reviews' then
        v_added := array(select m from app_private.review_metrics(NEW) as m);
        v_removed := array(select m from app_private.review_metrics(OLD) as m);
    end case;
  end if;

  perform app_private.lock_daily_metrics(c.organization_id, is_exclusive => false)
  from (select distinct m.organization_id from unnest(v_added || v_removed) as m order by m.organization_id) as c;

  -- Of an organization that is being deleted there is no row left, and nothing to count.
  insert into app_hidden.daily_metric_changes (organization_id, business_id, occurred_on, metric, quantity)
  select o.id, m.business_id, (m.occurred_at at time zone o.timezone)::date, m.metric, sum(m.quantity)
  from (
    select a.organization_id, a.business_id, a.occurred_at, a.metric, a.quantity from unnest(v_added) as a
    union all
    select r.organization_id, r.business_id, r.occurred_at, r.metric, -r.quantity from unnest(v_removed) as r
  ) as m
  join app_public.organizations o on o.id = m.organization_id
  group by 1, 2, 3, 4
  having sum(m.quantity) <> 0;
  return null;
end
$$;
comment on function app_private.tg__count_metrics() is $$Keeps daily_metrics in step with the rows that it counts.$$;
--! EndIncluded analytics/functions/tg__count_metrics.sql
--! Included analytics/functions/tg_organizations__recount_metrics.sql
create or replace function app_private.tg_organizations__recount_metrics() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform app_private.recount_daily_metrics(NEW.id);
  return null;
end
$$;
comment on function app_private.tg_organizations__recount_metrics() is $$Counts the daily metrics anew when the organization’s days begin at another time, or its amounts are in another currency.$$;
--! EndIncluded analytics/functions/tg_organizations__recount_metrics.sql
--! Included analytics/tables/daily_metric_changes.sql
comment on table app_hidden.daily_metric_changes is $$Additions to and subtractions from the daily metrics that wait to be added to their totals. Read through daily_metrics.$$;
comment on column app_hidden.daily_metric_changes.business_id is $$The business; empty for what belongs to the whole organization.$$;
comment on column app_hidden.daily_metric_changes.occurred_on is $$The day, in the organization’s time zone.$$;
comment on column app_hidden.daily_metric_changes.metric is $$What is counted.$$;
comment on column app_hidden.daily_metric_changes.quantity is $$How many, or how much.$$;

-- Written by triggers and app_private.roll_up_daily_metrics() alone.
revoke all on table app_hidden.daily_metric_changes from tenantry_member, tenantry_service;
grant select on table app_hidden.daily_metric_changes to tenantry_member, tenantry_service;

alter table app_hidden.daily_metric_changes enable row level security;
select app_private.drop_policies('app_hidden.daily_metric_changes');
select app_private.create_permission_policies('app_hidden.daily_metric_changes', 'metrics', '{select}');
--! EndIncluded analytics/tables/daily_metric_changes.sql
--! Included analytics/tables/daily_metric_totals.sql
comment on table app_hidden.daily_metric_totals is $$The daily metrics without the changes that wait. Read through daily_metrics.$$;
comment on column app_hidden.daily_metric_totals.business_id is $$The business; empty for what belongs to the whole organization.$$;
comment on column app_hidden.daily_metric_totals.occurred_on is $$The day, in the organization’s time zone.$$;
comment on column app_hidden.daily_metric_totals.metric is $$What is counted.$$;
comment on column app_hidden.daily_metric_totals.quantity is $$How many, or how much.$$;

-- Written by triggers and app_private.roll_up_daily_metrics() alone.
revoke all on table app_hidden.daily_metric_totals from tenantry_member, tenantry_service;
grant select on table app_hidden.daily_metric_totals to tenantry_member, tenantry_service;

alter table app_hidden.daily_metric_totals enable row level security;
select app_private.drop_policies('app_hidden.daily_metric_totals');
select app_private.create_permission_policies('app_hidden.daily_metric_totals', 'metrics', '{select}');
--! EndIncluded analytics/tables/daily_metric_totals.sql
--! Included analytics/views/daily_metrics.sql
-- Totals and the changes that wait to be rolled up, together: equal to a recount at every moment. Walks both tables in the
-- order of their index on (organization_id, occurred_on desc, business_id).
create or replace view app_public.daily_metrics with (security_invoker) as
select
  md5(concat_ws('/', d.organization_id, d.business_id, d.occurred_on))::uuid as id,
  d.organization_id,
  d.business_id,
  d.occurred_on as metric_date,
  d.new_contacts,
  d.new_leads,
  d.calls_total,
  d.calls_answered,
  d.messages_in,
  d.messages_out,
  d.conversations_opened,
  d.appointments_booked,
  d.appointments_completed,
  d.appointments_canceled,
  d.appointments_no_show,
  d.revenue_cents,
  d.deals_won,
  d.deals_won_value_cents,
  d.tickets_opened,
  d.tickets_solved,
  d.reviews,
  d.first_response_seconds::double precision / nullif(d.first_responses, 0) as first_response_seconds,
  d.rating_points::double precision / nullif(d.reviews, 0) as average_rating
from (
  select
    m.organization_id,
    m.occurred_on,
    m.business_id,
    coalesce(sum(m.quantity) filter (where m.metric = 'new_contacts'), 0)::bigint as new_contacts,
    coalesce(sum(m.quantity) filter (where m.metric = 'new_leads'), 0)::bigint as new_leads,
    coalesce(sum(m.quantity) filter (where m.metric = 'calls_total'), 0)::bigint as calls_total,
    coalesce(sum(m.quantity) filter (where m.metric = 'calls_answered'), 0)::bigint as calls_answered,
    coalesce(sum(m.quantity) filter (where m.metric = 'messages_in'), 0)::bigint as messages_in,
    coalesce(sum(m.quantity) filter (where m.metric = 'messages_out'), 0)::bigint as messages_out,
    coalesce(sum(m.quantity) filter (where m.metric = 'conversations_opened'), 0)::bigint as conversations_opened,
    coalesce(sum(m.quantity) filter (where m.metric = 'appointments_booked'), 0)::bigint as appointments_booked,
    coalesce(sum(m.quantity) filter (where m.metric = 'appointments_completed'), 0)::bigint as appointments_completed,
    coalesce(sum(m.quantity) filter (where m.metric = 'appointments_canceled'), 0)::bigint as appointments_canceled,
    coalesce(sum(m.quantity) filter (where m.metric = 'appointments_no_show'), 0)::bigint as appointments_no_show,
    coalesce(sum(m.quantity) filter (where m.metric = 'revenue_cents'), 0)::bigint as revenue_cents,
    coalesce(sum(m.quantity) filter (where m.metric = 'deals_won'), 0)::bigint as deals_won,
    coalesce(sum(m.quantity) filter (where m.metric = 'deals_won_value_cents'), 0)::bigint as deals_won_value_cents,
    coalesce(sum(m.quantity) filter (where m.metric = 'tickets_opened'), 0)::bigint as tickets_opened,
    coalesce(sum(m.quantity) filter (where m.metric = 'tickets_solved'), 0)::bigint as tickets_solved,
    coalesce(sum(m.quantity) filter (where m.metric = 'reviews'), 0)::bigint as reviews,
    coalesce(sum(m.quantity) filter (where m.metric = 'first_responses'), 0)::bigint as first_responses,
    coalesce(sum(m.quantity) filter (where m.metric = 'first_response_seconds'), 0)::bigint as first_response_seconds,
    coalesce(sum(m.quantity) filter (where m.metric = 'rating_points'), 0)::bigint as rating_points
  from (
    select t.organization_id, t.occurred_on, t.business_id, t.metric, t.quantity from app_hidden.daily_metric_totals t
    union all
    select c.organization_id, c.occurred_on, c.business_id, c.metric, c.quantity from app_hidden.daily_metric_changes c
  ) as m
  group by m.organization_id, m.occurred_on, m.business_id
) as d
where (d.new_contacts, d.new_leads, d.calls_total, d.messages_in, d.messages_out, d.conversations_opened, d.appointments_booked, d.appointments_completed, d.appointments_canceled, d.appointments_no_show, d.deals_won, d.tickets_opened, d.tickets_solved, d.first_responses, d.reviews)
  <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

comment on view app_public.daily_metrics is $$@behavior -single
@filterBy metric_date business_id
@orderBy -metric_date
@primaryKey id
@foreignKey (organization_id, business_id) references app_public.businesses (organization_id, id)|@fieldName business|@foreignFieldName dailyMetrics
What happened on a day in the organization’s time zone, per business; without one it is what belongs to the whole organization. Counted at every moment, today included. Days on which nothing happened have no row.$$;
comment on column app_public.daily_metrics.business_id is $$The business; empty for what belongs to the whole organization.$$;
comment on column app_public.daily_metrics.metric_date is $$The day, in the organization’s time zone.$$;
comment on column app_public.daily_metrics.new_contacts is $$Contacts added.$$;
comment on column app_public.daily_metrics.new_leads is $$Leads added.$$;
comment on column app_public.daily_metrics.calls_total is $$Calls made and taken.$$;
comment on column app_public.daily_metrics.calls_answered is $$Calls that somebody answered.$$;
comment on column app_public.daily_metrics.messages_in is $$Messages received.$$;
comment on column app_public.daily_metrics.messages_out is $$Messages sent.$$;
comment on column app_public.daily_metrics.conversations_opened is $$Conversations begun.$$;
comment on column app_public.daily_metrics.appointments_booked is $$Appointments booked on this day, for any day.$$;
comment on column app_public.daily_metrics.appointments_completed is $$Appointments for this day that took place.$$;
comment on column app_public.daily_metrics.appointments_canceled is $$Appointments for this day that were called off.$$;
comment on column app_public.daily_metrics.appointments_no_show is $$Appointments for this day to which the contact didn’t come.$$;
comment on column app_public.daily_metrics.revenue_cents is $$Prices of this day’s completed appointments, in hundredths of the unit of the organization’s currency. Prices in other currencies are left out.$$;
comment on column app_public.daily_metrics.deals_won is $$Deals won.$$;
comment on column app_public.daily_metrics.deals_won_value_cents is $$Their value, in hundredths of the unit of the organization’s currency. Values in other currencies are left out.$$;
comment on column app_public.daily_metrics.tickets_opened is $$Tickets opened.$$;
comment on column app_public.daily_metrics.tickets_solved is $$Tickets solved.$$;
comment on column app_public.daily_metrics.reviews is $$Reviews written.$$;
comment on column app_public.daily_metrics.first_response_seconds is $$How long customers waited for the first response to their ticket, on average over the tickets first answered on this day.$$;
comment on column app_public.daily_metrics.average_rating is $$The average rating of this day’s reviews, from 1 to 5.$$;

revoke all on table app_public.daily_metrics from tenantry_member, tenantry_service;
grant select on table app_public.daily_metrics to tenantry_member, tenantry_service;
--! EndIncluded analytics/views/daily_metrics.sql
--! Included analytics/views/performance_metrics.sql
-- Averages are over seven days of the calendar: a day without a row counts as nothing.
create or replace view app_public.performance_metrics with (security_invoker) as
select
  d.id,
  d.organization_id,
  d.business_id,
  d.metric_date,
  d.new_contacts,
  round(sum(d.new_contacts) over last_week / 7.0, 2)::double precision as new_contacts_average,
  round(sum(d.new_contacts) over last_week / nullif(sum(d.new_contacts) over week_before, 0) - 1, 4)::double precision as new_contacts_change,
  d.new_leads,
  round(sum(d.new_leads) over last_week / 7.0, 2)::double precision as new_leads_average,
  round(sum(d.new_leads) over last_week / nullif(sum(d.new_leads) over week_before, 0) - 1, 4)::double precision as new_leads_change,
  d.calls_total,
  round(sum(d.calls_total) over last_week / 7.0, 2)::double precision as calls_total_average,
  round(sum(d.calls_total) over last_week / nullif(sum(d.calls_total) over week_before, 0) - 1, 4)::double precision as calls_total_change,
  d.messages_in,
  round(sum(d.messages_in) over last_week / 7.0, 2)::double precision as messages_in_average,
  round(sum(d.messages_in) over last_week / nullif(sum(d.messages_in) over week_before, 0) - 1, 4)::double precision as messages_in_change,
  d.messages_out,
  round(sum(d.messages_out) over last_week / 7.0, 2)::double precision as messages_out_average,
  round(sum(d.messages_out) over last_week / nullif(sum(d.messages_out) over week_before, 0) - 1, 4)::double precision as messages_out_change,
  d.appointments_booked,
  round(sum(d.appointments_booked) over last_week / 7.0, 2)::double precision as appointments_booked_average,
  round(sum(d.appointments_booked) over last_week / nullif(sum(d.appointments_booked) over week_before, 0) - 1, 4)::double precision as appointments_booked_change,
  d.appointments_completed,
  round(sum(d.appointments_completed) over last_week / 7.0, 2)::double precision as appointments_completed_average,
  round(sum(d.appointments_completed) over last_week / nullif(sum(d.appointments_completed) over week_before, 0) - 1, 4)::double precision as appointments_completed_change,
  d.revenue_cents,
  round(sum(d.revenue_cents) over last_week / 7.0, 2)::double precision as revenue_cents_average,
  round(sum(d.revenue_cents) over last_week / nullif(sum(d.revenue_cents) over week_before, 0) - 1, 4)::double precision as revenue_cents_change,
  d.deals_won,
  round(sum(d.deals_won) over last_week / 7.0, 2)::double precision as deals_won_average,
  round(sum(d.deals_won) over last_week / nullif(sum(d.deals_won) over week_before, 0) - 1, 4)::double precision as deals_won_change,
  d.deals_won_value_cents,
  round(sum(d.deals_won_value_cents) over last_week / 7.0, 2)::double precision as deals_won_value_cents_average,
  round(sum(d.deals_won_value_cents) over last_week / nullif(sum(d.deals_won_value_cents) over week_before, 0) - 1, 4)::double precision as deals_won_value_cents_change,
  d.tickets_opened,
  round(sum(d.tickets_opened) over last_week / 7.0, 2)::double precision as tickets_opened_average,
  round(sum(d.tickets_opened) over last_week / nullif(sum(d.tickets_opened) over week_before, 0) - 1, 4)::double precision as tickets_opened_change,
  d.tickets_solved,
  round(sum(d.tickets_solved) over last_week / 7.0, 2)::double precision as tickets_solved_average,
  round(sum(d.tickets_solved) over last_week / nullif(sum(d.tickets_solved) over week_before, 0) - 1, 4)::double precision as tickets_solved_change,
  d.first_response_seconds,
  d.average_rating
from app_public.daily_metrics d
window
  last_week as (
    partition by d.organization_id, d.business_id
    order by d.metric_date range between interval '6 days' preceding and current row
  ),
  week_before as (
    partition by d.organization_id, d.business_id
    order by d.metric_date range between interval '13 days' preceding and interval '7 days' preceding
  );

comment on view app_public.performance_metrics is $$@behavior -aggregates -single
@filterBy metric_date business_id
@orderBy -metric_date
@primaryKey id
@foreignKey (organization_id, business_id) references app_public.businesses (organization_id, id)|@fieldName business|@foreignFieldName performanceMetrics
The daily metrics with their averages over the last seven days, and how much these seven days differ from the seven before.$$;
comment on column app_public.performance_metrics.business_id is $$The business; empty for what belongs to the whole organization.$$;
comment on column app_public.performance_metrics.metric_date is $$The day, in the organization’s time zone.$$;
comment on column app_public.performance_metrics.new_contacts is $$On this day: contacts added.$$;
comment on column app_public.performance_metrics.new_contacts_average is $$On average per day, over this day and the six before: contacts added.$$;
comment on column app_public.performance_metrics.new_contacts_change is $$Change of these seven days against the seven before, 0.1 being ten per cent more: contacts added. Empty when there was nothing before.$$;
comment on column app_public.performance_metrics.new_leads is $$On this day: leads added.$$;
comment on column app_public.performance_metrics.new_leads_average is $$On average per day, over this day and the six before: leads added.$$;
comment on column app_public.performance_metrics.new_leads_change is $$Change of these seven days against the seven before, 0.1 being ten per cent more: leads added. Empty when there was nothing before.$$;
comment on column app_public.performance_metrics.calls_total is $$On this day: calls.$$;
comment on column app_public.performance_metrics.calls_total_average is $$On average per day, over this day and the six before: calls.$$;
comment on column app_public.performance_metrics.calls_total_change is $$Change of these seven days against the seven before, 0.1 being ten per cent more: calls. Empty when there was nothing before.$$;
comment on column app_public.performance_metrics.messages_in is $$On this day: messages received.$$;
comment on column app_public.performance_metrics.messages_in_average is $$On average per day, over this day and the six before: messages received.$$;
comment on column app_public.performance_metrics.messages_in_change is $$Change of these seven days against the seven before, 0.1 being ten per cent more: messages received. Empty when there was nothing before.$$;
comment on column app_public.performance_metrics.messages_out is $$On this day: messages sent.$$;
comment on column app_public.performance_metrics.messages_out_average is $$On average per day, over this day and the six before: messages sent.$$;
comment on column app_public.performance_metrics.messages_out_change is $$Change of these seven days against the seven before, 0.1 being ten per cent more: messages sent. Empty when there was nothing before.$$;
comment on column app_public.performance_metrics.appointments_booked is $$On this day: appointments booked.$$;
comment on column app_public.performance_metrics.appointments_booked_average is $$On average per day, over this day and the six before: appointments booked.$$;
comment on column app_public.performance_metrics.appointments_booked_change is $$Change of these seven days against the seven before, 0.1 being ten per cent more: appointments booked. Empty when there was nothing before.$$;
comment on column app_public.performance_metrics.appointments_completed is $$On this day: appointments that took place.$$;
comment on column app_public.performance_metrics.appointments_completed_average is $$On average per day, over this day and the six before: appointments that took place.$$;
comment on column app_public.performance_metrics.appointments_completed_change is $$Change of these seven days against the seven before, 0.1 being ten per cent more: appointments that took place. Empty when there was nothing before.$$;
comment on column app_public.performance_metrics.revenue_cents is $$On this day: revenue. In hundredths of the currency’s unit.$$;
comment on column app_public.performance_metrics.revenue_cents_average is $$On average per day, over this day and the six before: revenue.$$;
comment on column app_public.performance_metrics.revenue_cents_change is $$Change of these seven days against the seven before, 0.1 being ten per cent more: revenue. Empty when there was nothing before.$$;
comment on column app_public.performance_metrics.deals_won is $$On this day: deals won.$$;
comment on column app_public.performance_metrics.deals_won_average is $$On average per day, over this day and the six before: deals won.$$;
comment on column app_public.performance_metrics.deals_won_change is $$Change of these seven days against the seven before, 0.1 being ten per cent more: deals won. Empty when there was nothing before.$$;
comment on column app_public.performance_metrics.deals_won_value_cents is $$On this day: value of deals won. In hundredths of the currency’s unit.$$;
comment on column app_public.performance_metrics.deals_won_value_cents_average is $$On average per day, over this day and the six before: value of deals won.$$;
comment on column app_public.performance_metrics.deals_won_value_cents_change is $$Change of these seven days against the seven before, 0.1 being ten per cent more: value of deals won. Empty when there was nothing before.$$;
comment on column app_public.performance_metrics.tickets_opened is $$On this day: tickets opened.$$;
comment on column app_public.performance_metrics.tickets_opened_average is $$On average per day, over this day and the six before: tickets opened.$$;
comment on column app_public.performance_metrics.tickets_opened_change is $$Change of these seven days against the seven before, 0.1 being ten per cent more: tickets opened. Empty when there was nothing before.$$;
comment on column app_public.performance_metrics.tickets_solved is $$On this day: tickets solved.$$;
comment on column app_public.performance_metrics.tickets_solved_average is $$On average per day, over this day and the six before: tickets solved.$$;
comment on column app_public.performance_metrics.tickets_solved_change is $$Change of these seven days against the seven before, 0.1 being ten per cent more: tickets solved. Empty when there was nothing before.$$;
comment on column app_public.performance_metrics.first_response_seconds is $$How long customers waited for the first response to their ticket, on average over the day.$$;
comment on column app_public.performance_metrics.average_rating is $$The average rating of the day’s reviews, from 1 to 5.$$;

revoke all on table app_public.performance_metrics from tenantry_member, tenantry_service;
grant select on table app_public.performance_metrics to tenantry_member, tenantry_service;
--! EndIncluded analytics/views/performance_metrics.sql
--! Included analytics/views/customer_summary.sql
-- One sub-select per figure: those that a query doesn't select are not computed, the others only for the rows of its page.
create or replace view app_public.customer_summary with (security_invoker) as
select
  c.id,
  c.organization_id,
  c.business_id,
  c.name,
  c.email,
  c.phone,
  c.lifecycle_stage,
  c.membership_status,
  c.owner_id,
  c.last_contacted_at,
  c.created_at,
  (select count(*) from app_public.calls k where k.organization_id = c.organization_id and k.contact_id = c.id) as calls_count,
  (select max(coalesce(k.started_at, k.created_at)) from app_public.calls k where k.organization_id = c.organization_id and k.contact_id = c.id) as last_call_at,
  (select count(*) from app_public.conversations k where k.organization_id = c.organization_id and k.contact_id = c.id) as conversations_count,
  (select count(*) from app_public.messages k where k.organization_id = c.organization_id and k.contact_id = c.id) as messages_count,
  (select max(k.last_message_at) from app_public.conversations k where k.organization_id = c.organization_id and k.contact_id = c.id) as last_message_at,
  (select coalesce(sum(k.unread_count), 0)::int from app_public.conversations k where k.organization_id = c.organization_id and k.contact_id = c.id) as unread_count,
  (select count(*) from app_public.appointments k where k.organization_id = c.organization_id and k.contact_id = c.id) as appointments_count,
  (select max(k.starts_at) from app_public.appointments k where k.organization_id = c.organization_id and k.contact_id = c.id and k.status = 'completed') as last_appointment_at,
  (select min(k.starts_at) from app_public.appointments k where k.organization_id = c.organization_id and k.contact_id = c.id and k.status in ('scheduled', 'confirmed') and k.starts_at > now()) as next_appointment_at,
  (select coalesce(sum(k.price_cents), 0)::bigint from app_public.appointments k where k.organization_id = c.organization_id and k.contact_id = c.id and k.status = 'completed') as revenue_cents,
  (select count(*) from app_public.reviews k where k.organization_id = c.organization_id and k.contact_id = c.id) as reviews_count,
  (select avg(k.rating)::double precision from app_public.reviews k where k.organization_id = c.organization_id and k.contact_id = c.id) as average_rating,
  (select count(*) from app_public.deals k where k.organization_id = c.organization_id and k.contact_id = c.id and k.closed_at is null and k.deleted_at is null) as open_deals_count,
  (select coalesce(sum(k.value_cents), 0)::bigint from app_public.deals k where k.organization_id = c.organization_id and k.contact_id = c.id and k.closed_at is null and k.deleted_at is null) as open_deals_value_cents,
  (select count(*) from app_public.tickets k where k.organization_id = c.organization_id and k.contact_id = c.id and k.status in ('open', 'pending')) as open_tickets_count,
  (select max(k.occurred_at) from app_public.activities k where k.organization_id = c.organization_id and k.contact_id = c.id and k.deleted_at is null) as last_activity_at
from app_public.contacts c
where c.deleted_at is null;

comment on view app_public.customer_summary is $$@behavior -aggregates
@filterBy business_id owner_id lifecycle_stage membership_status email phone
@orderBy -created_at name last_contacted_at
@name customer_summaries
@primaryKey id
@foreignKey (organization_id, id) references app_public.contacts (organization_id, id)|@fieldName contact|@foreignSingleFieldName summary|@foreignFieldName summary
@foreignKey (organization_id, business_id) references app_public.businesses (organization_id, id)|@fieldName business|@behavior -manyToMany
A contact with counts, and when each kind of thing last happened. Figures cover what the reader may see. Archived contacts are left out.$$;
comment on column app_public.customer_summary.business_id is $$The business that the contact belongs to; of the whole organization when empty.$$;
comment on column app_public.customer_summary.name is $$The contact’s name.$$;
comment on column app_public.customer_summary.email is $$E-mail address.$$;
comment on column app_public.customer_summary.phone is $$Phone number in E.164 form.$$;
comment on column app_public.customer_summary.lifecycle_stage is $$How far the contact has come with the organization.$$;
comment on column app_public.customer_summary.membership_status is $$Where the contact’s membership stands.$$;
comment on column app_public.customer_summary.owner_id is $$The member who looks after the contact.$$;
comment on column app_public.customer_summary.last_contacted_at is $$When the contact was last reached.$$;
comment on column app_public.customer_summary.calls_count is $$Calls with the contact.$$;
comment on column app_public.customer_summary.last_call_at is $$When the last call was.$$;
comment on column app_public.customer_summary.conversations_count is $$Conversations with the contact.$$;
comment on column app_public.customer_summary.messages_count is $$Messages from and to the contact.$$;
comment on column app_public.customer_summary.last_message_at is $$When the last message was.$$;
comment on column app_public.customer_summary.unread_count is $$Messages from the contact that nobody has read.$$;
comment on column app_public.customer_summary.appointments_count is $$Appointments of the contact.$$;
comment on column app_public.customer_summary.last_appointment_at is $$When the last appointment that took place began.$$;
comment on column app_public.customer_summary.next_appointment_at is $$When the next appointment begins.$$;
comment on column app_public.customer_summary.revenue_cents is $$Prices of the contact’s completed appointments, in hundredths of the currency’s unit.$$;
comment on column app_public.customer_summary.reviews_count is $$Reviews by the contact.$$;
comment on column app_public.customer_summary.average_rating is $$The average of the contact’s ratings, from 1 to 5.$$;
comment on column app_public.customer_summary.open_deals_count is $$Deals with the contact that are neither won nor lost.$$;
comment on column app_public.customer_summary.open_deals_value_cents is $$What these deals are worth, in hundredths of the currency’s unit.$$;
comment on column app_public.customer_summary.open_tickets_count is $$Tickets of the contact that are not solved.$$;
comment on column app_public.customer_summary.last_activity_at is $$When the last activity was.$$;

revoke all on table app_public.customer_summary from tenantry_member, tenantry_service;
grant select on table app_public.customer_summary to tenantry_member, tenantry_service;
--! EndIncluded analytics/views/customer_summary.sql
--! Included analytics/views/conversation_threads.sql
create or replace view app_public.conversation_threads with (security_invoker) as
select
  v.id,
  v.organization_id,
  v.business_id,
  v.contact_id,
  v.channel,
  v.subject,
  v.status,
  v.assigned_to_id,
  v.last_message_at,
  v.last_message_preview,
  v.unread_count,
  v.created_at,
  c.name as contact_name,
  c.email as contact_email,
  c.phone as contact_phone,
  (
    select m.direction
    from app_public.messages m
    where m.organization_id = v.organization_id and m.conversation_id = v.id
    order by m.created_at desc, m.id desc
    limit 1
  ) as last_message_direction,
  (select count(*) from app_public.messages m where m.organization_id = v.organization_id and m.conversation_id = v.id) as messages_count
from app_public.conversations v
left join app_public.contacts c on c.organization_id = v.organization_id and c.id = v.contact_id;

comment on view app_public.conversation_threads is $$@behavior -aggregates
@filterBy business_id status channel contact_id assigned_to_id
@orderBy -last_message_at created_at
@primaryKey id
@foreignKey (organization_id, id) references app_public.conversations (organization_id, id)|@fieldName conversation
A conversation with its contact and its last message: a row of an inbox.$$;
comment on column app_public.conversation_threads.business_id is $$The business that the conversation belongs to; of the whole organization when empty.$$;
comment on column app_public.conversation_threads.contact_id is $$The contact.$$;
comment on column app_public.conversation_threads.channel is $$The channel.$$;
comment on column app_public.conversation_threads.subject is $$What it is about.$$;
comment on column app_public.conversation_threads.status is $$Where the conversation stands.$$;
comment on column app_public.conversation_threads.assigned_to_id is $$The member who looks after the conversation.$$;
comment on column app_public.conversation_threads.last_message_at is $$When the last message was.$$;
comment on column app_public.conversation_threads.last_message_preview is $$The beginning of the last message.$$;
comment on column app_public.conversation_threads.unread_count is $$Messages from the contact that nobody has read.$$;
comment on column app_public.conversation_threads.contact_name is $$The contact’s name.$$;
comment on column app_public.conversation_threads.contact_email is $$The contact’s e-mail address.$$;
comment on column app_public.conversation_threads.contact_phone is $$The contact’s phone number.$$;
comment on column app_public.conversation_threads.last_message_direction is $$Which way the last message went.$$;
comment on column app_public.conversation_threads.messages_count is $$How many messages there are.$$;

revoke all on table app_public.conversation_threads from tenantry_member, tenantry_service;
grant select on table app_public.conversation_threads to tenantry_member, tenantry_service;
--! EndIncluded analytics/views/conversation_threads.sql
--! Included analytics/views/business_dashboard_data.sql
create or replace view app_public.business_dashboard_data with (security_invoker) as
select
  b.id as business_id,
  b.organization_id,
  b.name as business_name,
  o.current_day,
  f.today_new_contacts,
  f.today_calls_total,
  f.today_messages_in,
  f.today_appointments_booked,
  f.today_appointments_completed,
  f.today_revenue_cents,
  f.today_deals_won,
  f.today_tickets_opened,
  f.today_tickets_solved,
  f.last_7_days_new_contacts,
  f.last_7_days_calls_total,
  f.last_7_days_messages_in,
  f.last_7_days_appointments_booked,
  f.last_7_days_appointments_completed,
  f.last_7_days_revenue_cents,
  f.last_7_days_deals_won,
  f.last_7_days_tickets_opened,
  f.last_7_days_tickets_solved,
  f.last_30_days_new_contacts,
  f.last_30_days_calls_total,
  f.last_30_days_messages_in,
  f.last_30_days_appointments_booked,
  f.last_30_days_appointments_completed,
  f.last_30_days_revenue_cents,
  f.last_30_days_deals_won,
  f.last_30_days_tickets_opened,
  f.last_30_days_tickets_solved,
  (
    select count(*) from app_public.appointments a
    where a.organization_id = b.organization_id and a.business_id = b.id and a.status in ('scheduled', 'confirmed')
      and a.starts_at >= o.current_day::timestamp at time zone o.timezone and a.starts_at < (o.current_day + 1)::timestamp at time zone o.timezone
  ) as today_appointments,
  p.open_deals_count,
  p.open_pipeline_value_cents,
  p.weighted_pipeline_value_cents,
  r.reviews_count,
  r.average_rating
from app_public.businesses b
join (
  select org.id, org.timezone, (now() at time zone org.timezone)::date as current_day from app_public.organizations org
) o on o.id = b.organization_id
left join lateral (
  select
    coalesce(sum(d.new_contacts) filter (where d.metric_date >= o.current_day), 0)::bigint as today_new_contacts,
    coalesce(sum(d.calls_total) filter (where d.metric_date >= o.current_day), 0)::bigint as today_calls_total,
    coalesce(sum(d.messages_in) filter (where d.metric_date >= o.current_day), 0)::bigint as today_messages_in,
    coalesce(sum(d.appointments_booked) filter (where d.metric_date >= o.current_day), 0)::bigint as today_appointments_booked,
    coalesce(sum(d.appointments_completed) filter (where d.metric_date >= o.current_day), 0)::bigint as today_appointments_completed,
    coalesce(sum(d.revenue_cents) filter (where d.metric_date >= o.current_day), 0)::bigint as today_revenue_cents,
    coalesce(sum(d.deals_won) filter (where d.metric_date >= o.current_day), 0)::bigint as today_deals_won,
    coalesce(sum(d.tickets_opened) filter (where d.metric_date >= o.current_day), 0)::bigint as today_tickets_opened,
    coalesce(sum(d.tickets_solved) filter (where d.metric_date >= o.current_day), 0)::bigint as today_tickets_solved,
    coalesce(sum(d.new_contacts) filter (where d.metric_date >= o.current_day - 6), 0)::bigint as last_7_days_new_contacts,
    coalesce(sum(d.calls_total) filter (where d.metric_date >= o.current_day - 6), 0)::bigint as last_7_days_calls_total,
    coalesce(sum(d.messages_in) filter (where d.metric_date >= o.current_day - 6), 0)::bigint as last_7_days_messages_in,
    coalesce(sum(d.appointments_booked) filter (where d.metric_date >= o.current_day - 6), 0)::bigint as last_7_days_appointments_booked,
    coalesce(sum(d.appointments_completed) filter (where d.metric_date >= o.current_day - 6), 0)::bigint as last_7_days_appointments_completed,
    coalesce(sum(d.revenue_cents) filter (where d.metric_date >= o.current_day - 6), 0)::bigint as last_7_days_revenue_cents,
    coalesce(sum(d.deals_won) filter (where d.metric_date >= o.current_day - 6), 0)::bigint as last_7_days_deals_won,
    coalesce(sum(d.tickets_opened) filter (where d.metric_date >= o.current_day - 6), 0)::bigint as last_7_days_tickets_opened,
    coalesce(sum(d.tickets_solved) filter (where d.metric_date >= o.current_day - 6), 0)::bigint as last_7_days_tickets_solved,
    coalesce(sum(d.new_contacts), 0)::bigint as last_30_days_new_contacts,
    coalesce(sum(d.calls_total), 0)::bigint as last_30_days_calls_total,
    coalesce(sum(d.messages_in), 0)::bigint as last_30_days_messages_in,
    coalesce(sum(d.appointments_booked), 0)::bigint as last_30_days_appointments_booked,
    coalesce(sum(d.appointments_completed), 0)::bigint as last_30_days_appointments_completed,
    coalesce(sum(d.revenue_cents), 0)::bigint as last_30_days_revenue_cents,
    coalesce(sum(d.deals_won), 0)::bigint as last_30_days_deals_won,
    coalesce(sum(d.tickets_opened), 0)::bigint as last_30_days_tickets_opened,
    coalesce(sum(d.tickets_solved), 0)::bigint as last_30_days_tickets_solved
  from app_public.daily_metrics d
  where d.organization_id = b.organization_id and d.business_id = b.id and d.metric_date between o.current_day - 29 and o.current_day
) f on true
left join lateral (
  select
    count(*) as open_deals_count,
    coalesce(sum(d.value_cents), 0)::bigint as open_pipeline_value_cents,
    coalesce(sum(d.weighted_value_cents), 0)::bigint as weighted_pipeline_value_cents
  from app_public.deals d
  where d.organization_id = b.organization_id and d.business_id = b.id and d.closed_at is null and d.deleted_at is null
) p on true
left join lateral (
  select count(*) as reviews_count, avg(w.rating)::double precision as average_rating
  from app_public.reviews w
  where w.organization_id = b.organization_id and w.business_id = b.id
) r on true;

comment on view app_public.business_dashboard_data is $$@behavior -aggregates
@filterBy business_id
@name business_dashboards
@primaryKey business_id
@foreignKey (organization_id, business_id) references app_public.businesses (organization_id, id)|@fieldName business|@foreignSingleFieldName dashboard|@foreignFieldName dashboard
What a business’ dashboard shows: one row per business. Figures cover what the reader may see.$$;
comment on column app_public.business_dashboard_data.business_id is $$The business.$$;
comment on column app_public.business_dashboard_data.business_name is $$The business’ name.$$;
comment on column app_public.business_dashboard_data.current_day is $$Today, in the organization’s time zone.$$;
comment on column app_public.business_dashboard_data.today_new_contacts is $$Today: contacts added.$$;
comment on column app_public.business_dashboard_data.today_calls_total is $$Today: calls.$$;
comment on column app_public.business_dashboard_data.today_messages_in is $$Today: messages received.$$;
comment on column app_public.business_dashboard_data.today_appointments_booked is $$Today: appointments booked.$$;
comment on column app_public.business_dashboard_data.today_appointments_completed is $$Today: appointments that took place.$$;
comment on column app_public.business_dashboard_data.today_revenue_cents is $$Today: revenue. In hundredths of the currency’s unit.$$;
comment on column app_public.business_dashboard_data.today_deals_won is $$Today: deals won.$$;
comment on column app_public.business_dashboard_data.today_tickets_opened is $$Today: tickets opened.$$;
comment on column app_public.business_dashboard_data.today_tickets_solved is $$Today: tickets solved.$$;
comment on column app_public.business_dashboard_data.last_7_days_new_contacts is $$In the last seven days, today included: contacts added.$$;
comment on column app_public.business_dashboard_data.last_7_days_calls_total is $$In the last seven days, today included: calls.$$;
comment on column app_public.business_dashboard_data.last_7_days_messages_in is $$In the last seven days, today included: messages received.$$;
comment on column app_public.business_dashboard_data.last_7_days_appointments_booked is $$In the last seven days, today included: appointments booked.$$;
comment on column app_public.business_dashboard_data.last_7_days_appointments_completed is $$In the last seven days, today included: appointments that took place.$$;
comment on column app_public.business_dashboard_data.last_7_days_revenue_cents is $$In the last seven days, today included: revenue. In hundredths of the currency’s unit.$$;
comment on column app_public.business_dashboard_data.last_7_days_deals_won is $$In the last seven days, today included: deals won.$$;
comment on column app_public.business_dashboard_data.last_7_days_tickets_opened is $$In the last seven days, today included: tickets opened.$$;
comment on column app_public.business_dashboard_data.last_7_days_tickets_solved is $$In the last seven days, today included: tickets solved.$$;
comment on column app_public.business_dashboard_data.last_30_days_new_contacts is $$In the last thirty days, today included: contacts added.$$;
comment on column app_public.business_dashboard_data.last_30_days_calls_total is $$In the last thirty days, today included: calls.$$;
comment on column app_public.business_dashboard_data.last_30_days_messages_in is $$In the last thirty days, today included: messages received.$$;
comment on column app_public.business_dashboard_data.last_30_days_appointments_booked is $$In the last thirty days, today included: appointments booked.$$;
comment on column app_public.business_dashboard_data.last_30_days_appointments_completed is $$In the last thirty days, today included: appointments that took place.$$;
comment on column app_public.business_dashboard_data.last_30_days_revenue_cents is $$In the last thirty days, today included: revenue. In hundredths of the currency’s unit.$$;
comment on column app_public.business_dashboard_data.last_30_days_deals_won is $$In the last thirty days, today included: deals won.$$;
comment on column app_public.business_dashboard_data.last_30_days_tickets_opened is $$In the last thirty days, today included: tickets opened.$$;
comment on column app_public.business_dashboard_data.last_30_days_tickets_solved is $$In the last thirty days, today included: tickets solved.$$;
comment on column app_public.business_dashboard_data.today_appointments is $$Appointments that are still to take place today.$$;
comment on column app_public.business_dashboard_data.open_deals_count is $$Deals that are neither won nor lost.$$;
comment on column app_public.business_dashboard_data.open_pipeline_value_cents is $$What these deals are worth, in hundredths of the currency’s unit.$$;
comment on column app_public.business_dashboard_data.weighted_pipeline_value_cents is $$Their value, each weighted with its probability, in hundredths of the currency’s unit.$$;
comment on column app_public.business_dashboard_data.reviews_count is $$Reviews of all time.$$;
comment on column app_public.business_dashboard_data.average_rating is $$Their average rating, from 1 to 5.$$;

revoke all on table app_public.business_dashboard_data from tenantry_member, tenantry_service;
grant select on table app_public.business_dashboard_data to tenantry_member, tenantry_service;
--! EndIncluded analytics/views/business_dashboard_data.sql
--! Included analytics/views/pipeline_summary.sql
create or replace view app_public.pipeline_summary with (security_invoker) as
select
  s.id as stage_id,
  s.organization_id,
  s.pipeline_id,
  p.name as pipeline_name,
  s.name as stage_name,
  s.kind as stage_kind,
  s.position,
  f.deals_count,
  f.value_cents,
  f.weighted_value_cents,
  f.average_age_seconds
from app_public.pipeline_stages s
join app_public.pipelines p on p.organization_id = s.organization_id and p.id = s.pipeline_id
left join lateral (
  select
    count(*) as deals_count,
    coalesce(sum(d.value_cents), 0)::bigint as value_cents,
    coalesce(sum(d.weighted_value_cents), 0)::bigint as weighted_value_cents,
    extract(epoch from avg(coalesce(d.closed_at, now()) - d.created_at))::bigint as average_age_seconds
  from app_public.deals d
  where d.organization_id = s.organization_id and d.stage_id = s.id and d.deleted_at is null
) f on true;

comment on view app_public.pipeline_summary is $$@behavior -aggregates
@filterBy pipeline_id stage_id
@orderBy position
@name pipeline_summaries
@primaryKey stage_id
@foreignKey (organization_id, stage_id) references app_public.pipeline_stages (organization_id, id)|@fieldName stage|@foreignSingleFieldName summary|@foreignFieldName summary
@foreignKey (organization_id, pipeline_id) references app_public.pipelines (organization_id, id)|@fieldName pipeline|@foreignFieldName stageSummaries
A stage of a pipeline with what stands in it. Figures cover what the reader may see; archived deals are left out.$$;
comment on column app_public.pipeline_summary.stage_id is $$The stage.$$;
comment on column app_public.pipeline_summary.pipeline_id is $$The pipeline.$$;
comment on column app_public.pipeline_summary.pipeline_name is $$The pipeline’s name.$$;
comment on column app_public.pipeline_summary.stage_name is $$The stage’s name.$$;
comment on column app_public.pipeline_summary.stage_kind is $$What the stage means for its deals.$$;
comment on column app_public.pipeline_summary.position is $$The stage’s place in the pipeline.$$;
comment on column app_public.pipeline_summary.deals_count is $$How many deals stand there.$$;
comment on column app_public.pipeline_summary.value_cents is $$What they are worth, in hundredths of the currency’s unit.$$;
comment on column app_public.pipeline_summary.weighted_value_cents is $$Their value, each weighted with its probability, in hundredths of the currency’s unit.$$;
comment on column app_public.pipeline_summary.average_age_seconds is $$How old the deals are on average, in seconds; of closed ones, how long they took.$$;

revoke all on table app_public.pipeline_summary from tenantry_member, tenantry_service;
grant select on table app_public.pipeline_summary to tenantry_member, tenantry_service;
--! EndIncluded analytics/views/pipeline_summary.sql
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
    percentile_cont(0.5) within group (order by extract(epoch from t.first_response_at - t.created_at)) as median_first_response_seconds
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
--! EndIncluded analytics/all.sql
--! Included tenancy/tables/organizations.sql
comment on table app_public.organizations is $$A tenant: a company that works with its own customers here. Everything else belongs to exactly one organization.$$;
comment on column app_public.organizations.name is $$The organization’s name as people read it.$$;
comment on column app_public.organizations.slug is $$The organization’s short name in addresses and in the X-Organization-Id header; unique among all organizations.$$;
comment on column app_public.organizations.external_id is $$The organization’s id at the identity provider, such as a Clerk org_….$$;
comment on column app_public.organizations.support_email is $$The address that customers write to.$$;
comment on column app_public.organizations.timezone is $$The time zone in which the organization’s days begin and end, such as Europe/London.$$;
comment on column app_public.organizations.locale is $$Language and region, such as en-GB. Phone numbers written without a country are read as the region’s.$$;
comment on column app_public.organizations.currency is $$The currency of new amounts (ISO 4217), such as EUR.$$;
comment on column app_public.organizations.settings is $$Free settings of the organization, an object.$$;
comment on column app_public.organizations.subscription_status is $$Where the subscription stands.$$;
comment on column app_public.organizations.subscription_tier is $$What the organization has subscribed to.$$;
comment on column app_public.organizations.trial_ends_at is $$When the trial ends.$$;
comment on column app_public.organizations.plan_limits is $$What the subscription allows, by name, an object.$$;

create or replace trigger _100_timestamps before update on app_public.organizations for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of slug, support_email on app_public.organizations for each row execute function app_private.tg_organizations__normalize();
create or replace trigger _500_create_defaults after insert on app_public.organizations for each row execute function app_private.tg_organizations__create_defaults();
create or replace trigger _600_recount_metrics after update on app_public.organizations for each row
  when ((OLD.timezone, OLD.currency) is distinct from (NEW.timezone, NEW.currency)) execute function app_private.tg_organizations__recount_metrics();
create or replace trigger _900_audit after insert or update on app_public.organizations for each row execute function app_private.tg__audit();

-- insert and delete are not granted: organizations begin and end through operations of their own.
-- Subscription, limits and external id belong to the platform, not to the tenant.
revoke all on table app_public.organizations from tenantry_member, tenantry_service;
grant select on table app_public.organizations to tenantry_member, tenantry_service;
grant update (name, slug, support_email, timezone, locale, currency, settings) on table app_public.organizations to tenantry_member;

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
create or replace trigger _600_count_added after insert on app_public.contacts referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.contacts referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.contacts for each row
  when ((OLD.business_id, OLD.created_at) is distinct from (NEW.business_id, NEW.created_at)) execute function app_private.tg__count_metrics();
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
  membership_status, membership_starts_on, membership_ends_on, email_verified, created_at, updated_at, deleted_at
) on table app_public.contacts to tenantry_client;
grant update (first_name, last_name, phone, date_of_birth, gender, emergency_contact_name, emergency_contact_phone) on table app_public.contacts to tenantry_client;

alter table app_public.contacts enable row level security;
select app_private.drop_policies('app_public.contacts');
select app_private.create_permission_policies('app_public.contacts', 'contacts', '{select,insert,update}', owner_columns => '{owner_id}');
select app_private.create_policies('app_public.contacts', '{client}', '{select,update}', $$id = (select app_hidden.contact_id())$$);
--! EndIncluded crm/tables/contacts.sql
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
create or replace trigger _600_count_added after insert on app_public.leads referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.leads referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.leads for each row
  when ((OLD.business_id, OLD.created_at) is distinct from (NEW.business_id, NEW.created_at)) execute function app_private.tg__count_metrics();
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
create or replace trigger _600_count_added after insert on app_public.deals referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.deals referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.deals for each row
  when ((OLD.business_id, OLD.closed_at, OLD.stage_id, OLD.value_cents, OLD.currency) is distinct from (NEW.business_id, NEW.closed_at, NEW.stage_id, NEW.value_cents, NEW.currency)) execute function app_private.tg__count_metrics();
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
--! Included messaging/tables/conversations.sql
comment on table app_public.conversations is $$What is said with one contact on one channel about one matter.$$;
comment on column app_public.conversations.business_id is $$The business that the conversation belongs to; of the whole organization when empty.$$;
comment on column app_public.conversations.contact_id is $$The contact; empty while nobody knows who writes, such as in a website’s chat.$$;
comment on column app_public.conversations.channel is $$The channel that it is held on.$$;
comment on column app_public.conversations.subject is $$What it is about.$$;
comment on column app_public.conversations.status is $$Where it stands. A message of the contact makes it active.$$;
comment on column app_public.conversations.assigned_to_id is $$The member who answers. Whoever begins it, unless another is named; a contact who begins it gets the one who looks after the contact.$$;
comment on column app_public.conversations.last_message_at is $$When something was last said, be it a message or a call; when it began while nothing was.$$;
comment on column app_public.conversations.last_message_preview is $$The beginning of the last message.$$;
comment on column app_public.conversations.unread_count is $$How many messages of the contact nobody has read.$$;

create or replace trigger _100_timestamps before update on app_public.conversations for each row execute function app_private.tg__timestamps();
create or replace trigger _500_take_messages_along after update of contact_id, business_id on app_public.conversations for each row
  when ((OLD.contact_id, OLD.business_id) is distinct from (NEW.contact_id, NEW.business_id)) execute function app_private.tg_conversations__take_messages_along();
create or replace trigger _600_count_added after insert on app_public.conversations referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.conversations referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.conversations for each row
  when ((OLD.business_id, OLD.created_at) is distinct from (NEW.business_id, NEW.created_at)) execute function app_private.tg__count_metrics();
create or replace trigger _900_audit after insert or update or delete on app_public.conversations for each row execute function app_private.tg__audit();

-- delete is not granted: conversations are archived by their status. What the inbox shows is kept by the database.
revoke all on table app_public.conversations from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.conversations to tenantry_member, tenantry_service;
grant insert (business_id, contact_id, channel, subject, status, assigned_to_id), update (business_id, contact_id, subject, status, assigned_to_id) on table app_public.conversations to tenantry_member, tenantry_service;
-- Contacts see what was said, not who is to answer or what is unread.
grant select (id, organization_id, business_id, contact_id, channel, subject, status, last_message_at, last_message_preview, created_at, updated_at) on table app_public.conversations to tenantry_client;

alter table app_public.conversations enable row level security;
select app_private.drop_policies('app_public.conversations');
select app_private.create_permission_policies('app_public.conversations', 'conversations', '{select,insert,update}', owner_columns => '{assigned_to_id}');
select app_private.create_policies('app_public.conversations', '{client}', '{select}', $$contact_id = (select app_hidden.contact_id())$$);
--! EndIncluded messaging/tables/conversations.sql
--! Included messaging/tables/messages.sql
comment on table app_public.messages is $$A message in a conversation.$$;
comment on column app_public.messages.business_id is $$The business of the conversation.$$;
comment on column app_public.messages.conversation_id is $$@hasDefault
The conversation; the contact’s open one on the channel unless one is named, or a new one.$$;
comment on column app_public.messages.contact_id is $$The contact who wrote it or to whom it is written; found by the address, or created, unless one is named.$$;
comment on column app_public.messages.lead_id is $$The lead that it is about.$$;
comment on column app_public.messages.template_id is $$The template that it was written with.$$;
comment on column app_public.messages.channel is $$@hasDefault
The channel; the conversation’s.$$;
comment on column app_public.messages.direction is $$Which way it goes.$$;
comment on column app_public.messages.from_address is $$Who sent it: an e-mail address in lower case or a phone number in E.164 form. Other ways of writing are converted, such as Jane Doe <jane@example.com>.$$;
comment on column app_public.messages.to_address is $$Where it goes, written as the sender’s address is; the contact’s own unless another is given.$$;
comment on column app_public.messages.subject is $$The subject.$$;
comment on column app_public.messages.body is $$What it says, as plain text. It is written once.$$;
comment on column app_public.messages.html_body is $$What it says, as HTML from whoever wrote it: not to be shown without being cleaned.$$;
comment on column app_public.messages.status is $$@hasDefault
How far it has come. It doesn’t go backwards; what failed can be tried again.$$;
comment on column app_public.messages.sent_at is $$When it was sent.$$;
comment on column app_public.messages.delivered_at is $$When it arrived.$$;
comment on column app_public.messages.read_at is $$When it was read: by the contact if it goes out, by a member if it comes in. Setting it makes the status read.$$;
comment on column app_public.messages.failed_at is $$When it failed.$$;
comment on column app_public.messages.error_message is $$Why it failed.$$;
comment on column app_public.messages.external_id is $$The provider’s id; unique within the organization and channel, so that nothing is taken in twice.$$;
comment on column app_public.messages.metadata is $$What else the provider tells, an object.$$;
comment on column app_public.messages.created_by_id is $$The member who wrote it or took it in.$$;

create or replace trigger _100_timestamps before update on app_public.messages for each row execute function app_private.tg__timestamps();
create or replace trigger _200_join_conversation before insert on app_public.messages for each row execute function app_private.tg_messages__join_conversation();
create or replace trigger _210_address before insert on app_public.messages for each row execute function app_private.tg_messages__address();
create or replace trigger _400_find_conversation before insert on app_public.messages for each row execute function app_private.tg_messages__find_conversation();
create or replace trigger _410_follow_status before insert or update of status, read_at on app_public.messages for each row execute function app_private.tg_messages__follow_status();
create or replace trigger _500_summarize_new after insert on app_public.messages
  referencing new table as new_rows for each statement execute function app_private.tg_messages__summarize();
create or replace trigger _500_summarize_changed after update on app_public.messages
  referencing old table as old_rows new table as new_rows for each statement execute function app_private.tg_messages__summarize();
create or replace trigger _500_summarize_deleted after delete on app_public.messages
  referencing old table as old_rows for each statement execute function app_private.tg_messages__summarize();
create or replace trigger _510_touch_contact after insert or update of status on app_public.messages for each row execute function app_private.tg_messages__touch_contact();
create or replace trigger _520_count_template_use after insert on app_public.messages for each row
  when (NEW.template_id is not null) execute function app_private.tg_messages__count_template_use();
create or replace trigger _600_count_added after insert on app_public.messages referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.messages referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.messages for each row
  when ((OLD.business_id, OLD.created_at, OLD.direction) is distinct from (NEW.business_id, NEW.created_at, NEW.direction)) execute function app_private.tg__count_metrics();
create or replace trigger _900_audit after insert or update or delete on app_public.messages for each row execute function app_private.tg__audit();

-- What was said is neither changed nor deleted. Times follow the status.
revoke all on table app_public.messages from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.messages to tenantry_member, tenantry_service;
grant insert (
  conversation_id, contact_id, lead_id, template_id, channel, direction, from_address, to_address, subject, body, html_body, status, external_id, metadata
), update (status, read_at, error_message, external_id, metadata) on table app_public.messages to tenantry_member, tenantry_service;
-- Contacts write in their chats; the rest of the message follows from the conversation.
grant select (
  id, organization_id, conversation_id, channel, direction, from_address, to_address, subject, body, html_body, status, sent_at, delivered_at, read_at, created_at, updated_at
), insert (conversation_id, body) on table app_public.messages to tenantry_client;

alter table app_public.messages enable row level security;
select app_private.drop_policies('app_public.messages');
-- A message is seen by those who see its conversation, and by whoever wrote it: a conversation that the same statement
-- begins is not seen by policies yet.
select app_private.create_policies('app_public.messages', '{member,service}', '{select}', $$
  (select app_hidden.may_all('conversations.read'))
  or exists (
    select from app_public.conversations c
    where c.organization_id = (select app_hidden.organization_id()) and c.id = messages.conversation_id
  )
  or created_by_id = (select app_hidden.membership_id())
$$);
-- Into which conversation is asked by app_private.tg_messages__join_conversation() and tg_messages__find_conversation(), for
-- the same reason.
select app_private.create_policies('app_public.messages', '{member,service}', '{insert}', $$
  (select app_hidden.may_all('conversations.update')) or created_by_id = (select app_hidden.membership_id())
$$);
select app_private.create_policies('app_public.messages', '{member,service}', '{update}', format(
  $$
    (select app_hidden.may_all('conversations.update'))
    or exists (
      select from app_public.conversations
      where organization_id = (select app_hidden.organization_id()) and id = messages.conversation_id and (%s)
    )
  $$,
  app_private.permission_condition('app_public.conversations', 'conversations.update', '{assigned_to_id}')
));
select app_private.create_policies('app_public.messages', '{client}', '{select}', $$
  exists (
    select from app_public.conversations c
    where c.organization_id = (select app_hidden.organization_id()) and c.id = messages.conversation_id and c.contact_id = (select app_hidden.contact_id())
  )
$$);
select app_private.create_policies('app_public.messages', '{client}', '{insert}', $$
  channel = 'chat' and direction = 'inbound'
  and exists (
    select from app_public.conversations c
    where c.organization_id = (select app_hidden.organization_id()) and c.id = messages.conversation_id and c.contact_id = (select app_hidden.contact_id())
  )
$$);
--! EndIncluded messaging/tables/messages.sql
--! Included messaging/tables/calls.sql
comment on table app_public.calls is $$A phone call.$$;
comment on column app_public.calls.business_id is $$The business that the call belongs to; of the whole organization when empty. The one whose number was called, unless another is named.$$;
comment on column app_public.calls.direction is $$Which way it goes.$$;
comment on column app_public.calls.from_number is $$Who calls, in E.164 form. Other ways of writing are converted.$$;
comment on column app_public.calls.to_number is $$Who is called, in E.164 form; the contact’s number unless another is given.$$;
comment on column app_public.calls.status is $$Where it stands.$$;
comment on column app_public.calls.outcome is $$What came of it.$$;
comment on column app_public.calls.transcript is $$What was said, word by word.$$;
comment on column app_public.calls.summary is $$What was said, in short.$$;
comment on column app_public.calls.ai_analysis is $$What an analysis by a language model found, an object.$$;
comment on column app_public.calls.sentiment is $$How it was meant.$$;
comment on column app_public.calls.recording_url is $$Where the recording is.$$;
comment on column app_public.calls.started_at is $$When it was answered.$$;
comment on column app_public.calls.ended_at is $$When it was over.$$;
comment on column app_public.calls.duration_seconds is $$How long it took, in seconds; follows from the times unless it is given.$$;
comment on column app_public.calls.cost_cents is $$What it cost, in hundredths of the currency’s unit.$$;
comment on column app_public.calls.currency is $$@hasDefault
The currency (ISO 4217); the organization’s unless another is named.$$;
comment on column app_public.calls.contact_id is $$The contact; found by the number, or created, unless one is named.$$;
comment on column app_public.calls.lead_id is $$The lead that it is about.$$;
comment on column app_public.calls.conversation_id is $$The contact’s conversation on the phone.$$;
comment on column app_public.calls.campaign_id is $$The campaign that it belongs to.$$;
comment on column app_public.calls.script_id is $$The script that a language model spoke by.$$;
comment on column app_public.calls.handled_by_id is $$The member who calls or answers; whoever records it unless another is named.$$;
comment on column app_public.calls.external_id is $$The provider’s id; unique within the organization, so that nothing is recorded twice.$$;
comment on column app_public.calls.deleted_at is $$When the call was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.calls for each row execute function app_private.tg__timestamps();
create or replace trigger _200_find_contact before insert on app_public.calls for each row execute function app_private.tg_calls__find_contact();
create or replace trigger _300_archive before update of deleted_at on app_public.calls for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('calls', 'handled_by_id');
create or replace trigger _400_follow_status before insert or update of status, started_at, ended_at, duration_seconds on app_public.calls for each row execute function app_private.tg_calls__follow_status();
create or replace trigger _500_touch after insert or update of status, started_at on app_public.calls for each row execute function app_private.tg_calls__touch();
create or replace trigger _600_count_added after insert on app_public.calls referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.calls referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.calls for each row
  when ((OLD.business_id, OLD.created_at, OLD.started_at, OLD.status) is distinct from (NEW.business_id, NEW.created_at, NEW.started_at, NEW.status)) execute function app_private.tg__count_metrics();
create or replace trigger _900_audit after insert or update or delete on app_public.calls for each row execute function app_private.tg__audit();

-- delete is not granted: calls are archived through deleted_at. Who called whom stays as it was.
revoke all on table app_public.calls from tenantry_member, tenantry_service;
grant select on table app_public.calls to tenantry_member, tenantry_service;
grant insert (
  business_id, direction, from_number, to_number, status, outcome, transcript, summary, ai_analysis, sentiment, recording_url, started_at, ended_at,
  duration_seconds, cost_cents, currency, contact_id, lead_id, campaign_id, script_id, handled_by_id, external_id
), update (
  business_id, status, outcome, transcript, summary, ai_analysis, sentiment, recording_url, started_at, ended_at,
  duration_seconds, cost_cents, currency, contact_id, lead_id, campaign_id, script_id, handled_by_id, external_id, deleted_at
) on table app_public.calls to tenantry_member, tenantry_service;

alter table app_public.calls enable row level security;
select app_private.drop_policies('app_public.calls');
select app_private.create_permission_policies('app_public.calls', 'calls', '{select,insert,update}', owner_columns => '{handled_by_id}');
--! EndIncluded messaging/tables/calls.sql
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
create or replace trigger _600_count_added after insert on app_public.reviews referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.reviews referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.reviews for each row
  when ((OLD.business_id, OLD.created_at, OLD.rating) is distinct from (NEW.business_id, NEW.created_at, NEW.rating)) execute function app_private.tg__count_metrics();
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
--! Included support/tables/tickets.sql
comment on table app_public.tickets is $$Something that a contact wants to have answered or put right.$$;
comment on column app_public.tickets.business_id is $$The business that the ticket belongs to; of the whole organization when empty.$$;
comment on column app_public.tickets.number is $$The ticket’s number, for people; unique within the organization.$$;
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
comment on column app_public.tickets.deleted_at is $$When the ticket was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.tickets for each row execute function app_private.tg__timestamps();
create or replace trigger _200_begin before insert on app_public.tickets for each row execute function app_private.tg_tickets__begin();
create or replace trigger _300_archive before update of deleted_at on app_public.tickets for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('tickets', 'assigned_to_id', 'created_by_id');
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

-- What is there already is counted once.
select app_private.recount_daily_metrics(o.id) from app_public.organizations o;
