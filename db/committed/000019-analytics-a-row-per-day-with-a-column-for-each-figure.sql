--! Previous: sha1:1e96adbaf8f6daf12cfc7ba591ef1b427bf9eb8a
--! Hash: sha1:500c57d25a361e38e500f890465ee6a996a7a98c
--! Message: Analytics: a row per day with a column for each figure

--! split: 1-current.sql
/*
 * Analytics: what happened on a day stands in one row, with a column for each figure, in an order that lists ask for.
 */
create table app_hidden.daily_metric_counts (
  id bigint primary key generated always as identity,
  organization_id uuid not null references app_public.organizations on delete cascade,
  business_id uuid,
  business_key uuid not null generated always as (coalesce(business_id, organization_id)) stored,
  occurred_on date not null,
  is_total boolean not null,
  new_contacts bigint not null default 0,
  new_leads bigint not null default 0,
  calls_total bigint not null default 0,
  calls_answered bigint not null default 0,
  messages_in bigint not null default 0,
  messages_out bigint not null default 0,
  conversations_opened bigint not null default 0,
  appointments_booked bigint not null default 0,
  appointments_completed bigint not null default 0,
  appointments_canceled bigint not null default 0,
  appointments_no_show bigint not null default 0,
  revenue_cents bigint not null default 0,
  deals_won bigint not null default 0,
  deals_won_value_cents bigint not null default 0,
  tickets_opened bigint not null default 0,
  tickets_solved bigint not null default 0,
  first_responses bigint not null default 0,
  first_response_seconds bigint not null default 0,
  reviews bigint not null default 0,
  rating_points bigint not null default 0
);

insert into app_hidden.daily_metric_counts (
  organization_id, business_id, occurred_on, is_total,
  new_contacts, new_leads, calls_total, calls_answered, messages_in, messages_out, conversations_opened,
  appointments_booked, appointments_completed, appointments_canceled, appointments_no_show, revenue_cents, deals_won,
  deals_won_value_cents, tickets_opened, tickets_solved, first_responses, first_response_seconds, reviews,
  rating_points
)
select
  m.organization_id,
  m.business_id,
  m.occurred_on,
  true,
  coalesce(sum(m.quantity) filter (where m.metric = 'new_contacts'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'new_leads'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'calls_total'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'calls_answered'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'messages_in'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'messages_out'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'conversations_opened'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'appointments_booked'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'appointments_completed'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'appointments_canceled'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'appointments_no_show'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'revenue_cents'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'deals_won'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'deals_won_value_cents'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'tickets_opened'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'tickets_solved'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'first_responses'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'first_response_seconds'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'reviews'), 0),
  coalesce(sum(m.quantity) filter (where m.metric = 'rating_points'), 0)
from (
  select t.organization_id, t.business_id, t.occurred_on, t.metric, t.quantity from app_hidden.daily_metric_totals t
  union all
  select c.organization_id, c.business_id, c.occurred_on, c.metric, c.quantity from app_hidden.daily_metric_changes c
) as m
group by 1, 2, 3;

-- Days in the order of lists, and the first row of each.
create index on app_hidden.daily_metric_counts (organization_id, occurred_on desc, business_key, id);
create index on app_hidden.daily_metric_counts (organization_id, business_id, occurred_on desc);
create unique index daily_metric_counts_total_key on app_hidden.daily_metric_counts (organization_id, occurred_on, business_key) where is_total;
create index daily_metric_counts_waiting_idx on app_hidden.daily_metric_counts (id) where not is_total;

-- Their shape changes.
drop view app_private.daily_metrics_recount;

--! Included analytics/functions/bounded_figure.sql
-- A sum that nobody could count to must not keep others from being added up, or a page from being shown.
create or replace function app_hidden.bounded_figure(quantity numeric) returns bigint
language sql immutable parallel safe
as $$
  select greatest(least(quantity, 9000000000000000000), -9000000000000000000)::bigint
$$;
comment on function app_hidden.bounded_figure(numeric) is $$A figure, or the greatest that a figure can be.$$;

grant execute on function app_hidden.bounded_figure(numeric) to tenantry_member, tenantry_service;
--! EndIncluded analytics/functions/bounded_figure.sql
--! Included analytics/views/daily_metrics_recount.sql
-- What daily_metrics must be equal to at every moment, counted from the rows themselves. The organization is the row’s own
-- column, and not the one that the function gives, so that an index finds the rows of one organization.
create or replace view app_private.daily_metrics_recount as
select
  m.organization_id,
  m.business_id,
  (m.occurred_at at time zone o.timezone)::date as occurred_on,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'new_contacts'), 0)) as new_contacts,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'new_leads'), 0)) as new_leads,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'calls_total'), 0)) as calls_total,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'calls_answered'), 0)) as calls_answered,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'messages_in'), 0)) as messages_in,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'messages_out'), 0)) as messages_out,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'conversations_opened'), 0)) as conversations_opened,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'appointments_booked'), 0)) as appointments_booked,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'appointments_completed'), 0)) as appointments_completed,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'appointments_canceled'), 0)) as appointments_canceled,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'appointments_no_show'), 0)) as appointments_no_show,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'revenue_cents'), 0)) as revenue_cents,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'deals_won'), 0)) as deals_won,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'deals_won_value_cents'), 0)) as deals_won_value_cents,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'tickets_opened'), 0)) as tickets_opened,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'tickets_solved'), 0)) as tickets_solved,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'first_responses'), 0)) as first_responses,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'first_response_seconds'), 0)) as first_response_seconds,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'reviews'), 0)) as reviews,
  app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'rating_points'), 0)) as rating_points
from (
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.contacts r cross join lateral app_private.contact_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.leads r cross join lateral app_private.lead_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.calls r cross join lateral app_private.call_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.messages r cross join lateral app_private.message_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.conversations r cross join lateral app_private.conversation_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.appointments r cross join lateral app_private.appointment_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.deals r cross join lateral app_private.deal_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.tickets r cross join lateral app_private.ticket_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.reviews r cross join lateral app_private.review_metrics(r) as m
) as m
join app_public.organizations o on o.id = m.organization_id
group by 1, 2, 3;
comment on view app_private.daily_metrics_recount is $$The daily metrics, counted anew from the rows.$$;
--! EndIncluded analytics/views/daily_metrics_recount.sql
--! Included analytics/functions/recount_daily_metrics.sql
-- Recounts share a lock that a roll-up takes alone, without waiting: what one moves would escape the other’s delete.
create or replace function app_private.recount_daily_metrics(organization_id uuid) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('app_private.roll_up_daily_metrics'));
  perform app_private.lock_daily_metrics(recount_daily_metrics.organization_id, is_exclusive => true);
  delete from app_hidden.daily_metric_counts c where c.organization_id = recount_daily_metrics.organization_id;
  insert into app_hidden.daily_metric_counts (
    organization_id, business_id, occurred_on, is_total,
    new_contacts, new_leads, calls_total, calls_answered, messages_in, messages_out, conversations_opened,
    appointments_booked, appointments_completed, appointments_canceled, appointments_no_show, revenue_cents,
    deals_won, deals_won_value_cents, tickets_opened, tickets_solved, first_responses, first_response_seconds,
    reviews, rating_points
  )
  select
    c.organization_id, c.business_id, c.occurred_on, true,
    c.new_contacts, c.new_leads, c.calls_total, c.calls_answered, c.messages_in, c.messages_out,
    c.conversations_opened, c.appointments_booked, c.appointments_completed, c.appointments_canceled,
    c.appointments_no_show, c.revenue_cents, c.deals_won, c.deals_won_value_cents, c.tickets_opened, c.tickets_solved,
    c.first_responses, c.first_response_seconds, c.reviews, c.rating_points
  from app_private.daily_metrics_recount c
  where c.organization_id = recount_daily_metrics.organization_id;
end
$$;
comment on function app_private.recount_daily_metrics(uuid) is $$Counts the daily metrics of an organization anew, as when its days begin at another time.$$;
--! EndIncluded analytics/functions/recount_daily_metrics.sql
--! Included analytics/functions/roll_up_daily_metrics.sql
-- Run by the gateway every minute. Adds the rows that wait to their day’s totals in one statement, so that a reader sees each
-- quantity once. Writers add rows and are never waited for; two runs at once leave each other's rows alone.
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
    delete from app_hidden.daily_metric_counts c
    where c.id in (
      select w.id from app_hidden.daily_metric_counts w
      where not w.is_total
      order by w.id
      limit roll_up_daily_metrics.maximum
      for update skip locked
    )
    returning c.*
  ), moved as (
    insert into app_hidden.daily_metric_counts as t (
      organization_id, business_id, occurred_on, is_total,
      new_contacts, new_leads, calls_total, calls_answered, messages_in, messages_out, conversations_opened,
      appointments_booked, appointments_completed, appointments_canceled, appointments_no_show, revenue_cents,
      deals_won, deals_won_value_cents, tickets_opened, tickets_solved, first_responses, first_response_seconds,
      reviews, rating_points
    )
    select
      k.organization_id, k.business_id, k.occurred_on, true,
      app_hidden.bounded_figure(sum(k.new_contacts)),
      app_hidden.bounded_figure(sum(k.new_leads)),
      app_hidden.bounded_figure(sum(k.calls_total)),
      app_hidden.bounded_figure(sum(k.calls_answered)),
      app_hidden.bounded_figure(sum(k.messages_in)),
      app_hidden.bounded_figure(sum(k.messages_out)),
      app_hidden.bounded_figure(sum(k.conversations_opened)),
      app_hidden.bounded_figure(sum(k.appointments_booked)),
      app_hidden.bounded_figure(sum(k.appointments_completed)),
      app_hidden.bounded_figure(sum(k.appointments_canceled)),
      app_hidden.bounded_figure(sum(k.appointments_no_show)),
      app_hidden.bounded_figure(sum(k.revenue_cents)),
      app_hidden.bounded_figure(sum(k.deals_won)),
      app_hidden.bounded_figure(sum(k.deals_won_value_cents)),
      app_hidden.bounded_figure(sum(k.tickets_opened)),
      app_hidden.bounded_figure(sum(k.tickets_solved)),
      app_hidden.bounded_figure(sum(k.first_responses)),
      app_hidden.bounded_figure(sum(k.first_response_seconds)),
      app_hidden.bounded_figure(sum(k.reviews)),
      app_hidden.bounded_figure(sum(k.rating_points))
    from taken k
    group by 1, 2, 3
    on conflict (organization_id, occurred_on, business_key) where is_total do update
    set
      new_contacts = app_hidden.bounded_figure(t.new_contacts::numeric + excluded.new_contacts),
      new_leads = app_hidden.bounded_figure(t.new_leads::numeric + excluded.new_leads),
      calls_total = app_hidden.bounded_figure(t.calls_total::numeric + excluded.calls_total),
      calls_answered = app_hidden.bounded_figure(t.calls_answered::numeric + excluded.calls_answered),
      messages_in = app_hidden.bounded_figure(t.messages_in::numeric + excluded.messages_in),
      messages_out = app_hidden.bounded_figure(t.messages_out::numeric + excluded.messages_out),
      conversations_opened = app_hidden.bounded_figure(t.conversations_opened::numeric + excluded.conversations_opened),
      appointments_booked = app_hidden.bounded_figure(t.appointments_booked::numeric + excluded.appointments_booked),
      appointments_completed = app_hidden.bounded_figure(t.appointments_completed::numeric + excluded.appointments_completed),
      appointments_canceled = app_hidden.bounded_figure(t.appointments_canceled::numeric + excluded.appointments_canceled),
      appointments_no_show = app_hidden.bounded_figure(t.appointments_no_show::numeric + excluded.appointments_no_show),
      revenue_cents = app_hidden.bounded_figure(t.revenue_cents::numeric + excluded.revenue_cents),
      deals_won = app_hidden.bounded_figure(t.deals_won::numeric + excluded.deals_won),
      deals_won_value_cents = app_hidden.bounded_figure(t.deals_won_value_cents::numeric + excluded.deals_won_value_cents),
      tickets_opened = app_hidden.bounded_figure(t.tickets_opened::numeric + excluded.tickets_opened),
      tickets_solved = app_hidden.bounded_figure(t.tickets_solved::numeric + excluded.tickets_solved),
      first_responses = app_hidden.bounded_figure(t.first_responses::numeric + excluded.first_responses),
      first_response_seconds = app_hidden.bounded_figure(t.first_response_seconds::numeric + excluded.first_response_seconds),
      reviews = app_hidden.bounded_figure(t.reviews::numeric + excluded.reviews),
      rating_points = app_hidden.bounded_figure(t.rating_points::numeric + excluded.rating_points)
  )
  select count(*) into v_rolled_up from taken;
  return v_rolled_up;
end
$$;
comment on function app_private.roll_up_daily_metrics(int) is $$Adds waiting changes of the daily metrics to their totals; returns how many.$$;
--! EndIncluded analytics/functions/roll_up_daily_metrics.sql
--! Included analytics/functions/tg__count_metrics.sql
-- Adds to app_hidden.daily_metric_counts what was added, removed or changed; nothing that another writer could hold is
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
  insert into app_hidden.daily_metric_counts (
    organization_id, business_id, occurred_on, is_total,
    new_contacts, new_leads, calls_total, calls_answered, messages_in, messages_out, conversations_opened,
    appointments_booked, appointments_completed, appointments_canceled, appointments_no_show, revenue_cents,
    deals_won, deals_won_value_cents, tickets_opened, tickets_solved, first_responses, first_response_seconds,
    reviews, rating_points
  )
  select * from (
    select
      o.id,
      m.business_id,
      (m.occurred_at at time zone o.timezone)::date,
      false,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'new_contacts'), 0)) as new_contacts,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'new_leads'), 0)) as new_leads,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'calls_total'), 0)) as calls_total,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'calls_answered'), 0)) as calls_answered,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'messages_in'), 0)) as messages_in,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'messages_out'), 0)) as messages_out,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'conversations_opened'), 0)) as conversations_opened,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'appointments_booked'), 0)) as appointments_booked,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'appointments_completed'), 0)) as appointments_completed,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'appointments_canceled'), 0)) as appointments_canceled,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'appointments_no_show'), 0)) as appointments_no_show,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'revenue_cents'), 0)) as revenue_cents,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'deals_won'), 0)) as deals_won,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'deals_won_value_cents'), 0)) as deals_won_value_cents,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'tickets_opened'), 0)) as tickets_opened,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'tickets_solved'), 0)) as tickets_solved,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'first_responses'), 0)) as first_responses,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'first_response_seconds'), 0)) as first_response_seconds,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'reviews'), 0)) as reviews,
      app_hidden.bounded_figure(coalesce(sum(m.quantity) filter (where m.metric = 'rating_points'), 0)) as rating_points
    from (
      select a.organization_id, a.business_id, a.occurred_at, a.metric, a.quantity from unnest(v_added) as a
      union all
      select r.organization_id, r.business_id, r.occurred_at, r.metric, -r.quantity from unnest(v_removed) as r
    ) as m
    join app_public.organizations o on o.id = m.organization_id
    group by 1, 2, 3
  ) as d
  where (d.new_contacts, d.new_leads, d.calls_total, d.calls_answered, d.messages_in, d.messages_out, d.conversations_opened, d.appointments_booked, d.appointments_completed, d.appointments_canceled, d.appointments_no_show, d.revenue_cents, d.deals_won, d.deals_won_value_cents, d.tickets_opened, d.tickets_solved, d.first_responses, d.first_response_seconds, d.reviews, d.rating_points)
    <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  return null;
end
$$;
comment on function app_private.tg__count_metrics() is $$Keeps daily_metrics in step with the rows that it counts.$$;
--! EndIncluded analytics/functions/tg__count_metrics.sql
--! Included analytics/tables/daily_metric_counts.sql
comment on table app_hidden.daily_metric_counts is $$What happened on a day: a row of totals, and rows that wait to be added to it. Read through daily_metrics.$$;
comment on column app_hidden.daily_metric_counts.business_id is $$The business; empty for what belongs to the whole organization.$$;
comment on column app_hidden.daily_metric_counts.business_key is $$The business, or else the organization: never empty, so that an index finds a day.$$;
comment on column app_hidden.daily_metric_counts.occurred_on is $$The day, in the organization’s time zone.$$;
comment on column app_hidden.daily_metric_counts.is_total is $$Whether this is the day’s row of totals.$$;
comment on column app_hidden.daily_metric_counts.first_responses is $$Tickets first answered.$$;
comment on column app_hidden.daily_metric_counts.first_response_seconds is $$How long they had waited, together.$$;
comment on column app_hidden.daily_metric_counts.rating_points is $$The ratings of reviews, added up.$$;

-- Written by triggers, app_private.roll_up_daily_metrics() and app_private.recount_daily_metrics() alone.
revoke all on table app_hidden.daily_metric_counts from tenantry_member, tenantry_service;
grant select on table app_hidden.daily_metric_counts to tenantry_member, tenantry_service;

alter table app_hidden.daily_metric_counts enable row level security;
select app_private.drop_policies('app_hidden.daily_metric_counts');
select app_private.create_permission_policies('app_hidden.daily_metric_counts', 'metrics', '{select}');
--! EndIncluded analytics/tables/daily_metric_counts.sql
--! Included analytics/views/daily_metrics.sql
-- A day's rows, its totals and what waits to be added to them, are together equal to a recount at every moment. The first of
-- them stands for the day, so that an index on the days gives a page in its order. The planner takes this way of asking for
-- the first to hold for half of the rows; taking it for rare, it would read and sort all of them.
create or replace view app_public.daily_metrics with (security_invoker) as
select
  md5(concat_ws('/', k.organization_id, k.business_id, k.occurred_on))::uuid as id,
  k.organization_id,
  k.business_id,
  k.occurred_on as metric_date,
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
from app_hidden.daily_metric_counts k
cross join lateral (
  select
    app_hidden.bounded_figure(sum(c.new_contacts)) as new_contacts,
    app_hidden.bounded_figure(sum(c.new_leads)) as new_leads,
    app_hidden.bounded_figure(sum(c.calls_total)) as calls_total,
    app_hidden.bounded_figure(sum(c.calls_answered)) as calls_answered,
    app_hidden.bounded_figure(sum(c.messages_in)) as messages_in,
    app_hidden.bounded_figure(sum(c.messages_out)) as messages_out,
    app_hidden.bounded_figure(sum(c.conversations_opened)) as conversations_opened,
    app_hidden.bounded_figure(sum(c.appointments_booked)) as appointments_booked,
    app_hidden.bounded_figure(sum(c.appointments_completed)) as appointments_completed,
    app_hidden.bounded_figure(sum(c.appointments_canceled)) as appointments_canceled,
    app_hidden.bounded_figure(sum(c.appointments_no_show)) as appointments_no_show,
    app_hidden.bounded_figure(sum(c.revenue_cents)) as revenue_cents,
    app_hidden.bounded_figure(sum(c.deals_won)) as deals_won,
    app_hidden.bounded_figure(sum(c.deals_won_value_cents)) as deals_won_value_cents,
    app_hidden.bounded_figure(sum(c.tickets_opened)) as tickets_opened,
    app_hidden.bounded_figure(sum(c.tickets_solved)) as tickets_solved,
    app_hidden.bounded_figure(sum(c.first_responses)) as first_responses,
    app_hidden.bounded_figure(sum(c.first_response_seconds)) as first_response_seconds,
    app_hidden.bounded_figure(sum(c.reviews)) as reviews,
    app_hidden.bounded_figure(sum(c.rating_points)) as rating_points
  from app_hidden.daily_metric_counts c
  where c.organization_id = k.organization_id and c.occurred_on = k.occurred_on and c.business_key = k.business_key
) as d
where (
  select f.id = k.id from app_hidden.daily_metric_counts f
  where f.organization_id = k.organization_id and f.occurred_on = k.occurred_on and f.business_key = k.business_key
  order by f.id
  limit 1
)
and (d.new_contacts, d.new_leads, d.calls_total, d.messages_in, d.messages_out, d.conversations_opened, d.appointments_booked, d.appointments_completed, d.appointments_canceled, d.appointments_no_show, d.deals_won, d.tickets_opened, d.tickets_solved, d.first_responses, d.reviews)
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
-- Averages are over seven days of the calendar: a day without a row counts as nothing. The business is compared with a case,
-- since coalesce counts as leaky, which would keep the condition out of the index.
create or replace view app_public.performance_metrics with (security_invoker) as
select
  d.id,
  d.organization_id,
  d.business_id,
  d.metric_date,
  d.new_contacts,
  round(w.new_contacts / 7.0, 2)::double precision as new_contacts_average,
  round(w.new_contacts / nullif(w.new_contacts_before, 0) - 1, 4)::double precision as new_contacts_change,
  d.new_leads,
  round(w.new_leads / 7.0, 2)::double precision as new_leads_average,
  round(w.new_leads / nullif(w.new_leads_before, 0) - 1, 4)::double precision as new_leads_change,
  d.calls_total,
  round(w.calls_total / 7.0, 2)::double precision as calls_total_average,
  round(w.calls_total / nullif(w.calls_total_before, 0) - 1, 4)::double precision as calls_total_change,
  d.messages_in,
  round(w.messages_in / 7.0, 2)::double precision as messages_in_average,
  round(w.messages_in / nullif(w.messages_in_before, 0) - 1, 4)::double precision as messages_in_change,
  d.messages_out,
  round(w.messages_out / 7.0, 2)::double precision as messages_out_average,
  round(w.messages_out / nullif(w.messages_out_before, 0) - 1, 4)::double precision as messages_out_change,
  d.appointments_booked,
  round(w.appointments_booked / 7.0, 2)::double precision as appointments_booked_average,
  round(w.appointments_booked / nullif(w.appointments_booked_before, 0) - 1, 4)::double precision as appointments_booked_change,
  d.appointments_completed,
  round(w.appointments_completed / 7.0, 2)::double precision as appointments_completed_average,
  round(w.appointments_completed / nullif(w.appointments_completed_before, 0) - 1, 4)::double precision as appointments_completed_change,
  d.revenue_cents,
  round(w.revenue_cents / 7.0, 2)::double precision as revenue_cents_average,
  round(w.revenue_cents / nullif(w.revenue_cents_before, 0) - 1, 4)::double precision as revenue_cents_change,
  d.deals_won,
  round(w.deals_won / 7.0, 2)::double precision as deals_won_average,
  round(w.deals_won / nullif(w.deals_won_before, 0) - 1, 4)::double precision as deals_won_change,
  d.deals_won_value_cents,
  round(w.deals_won_value_cents / 7.0, 2)::double precision as deals_won_value_cents_average,
  round(w.deals_won_value_cents / nullif(w.deals_won_value_cents_before, 0) - 1, 4)::double precision as deals_won_value_cents_change,
  d.tickets_opened,
  round(w.tickets_opened / 7.0, 2)::double precision as tickets_opened_average,
  round(w.tickets_opened / nullif(w.tickets_opened_before, 0) - 1, 4)::double precision as tickets_opened_change,
  d.tickets_solved,
  round(w.tickets_solved / 7.0, 2)::double precision as tickets_solved_average,
  round(w.tickets_solved / nullif(w.tickets_solved_before, 0) - 1, 4)::double precision as tickets_solved_change,
  d.first_response_seconds,
  d.average_rating
from app_public.daily_metrics d
cross join lateral (
  select
    sum(c.new_contacts) filter (where c.occurred_on > d.metric_date - 7) as new_contacts,
    coalesce(sum(c.new_contacts) filter (where c.occurred_on <= d.metric_date - 7), 0) as new_contacts_before,
    sum(c.new_leads) filter (where c.occurred_on > d.metric_date - 7) as new_leads,
    coalesce(sum(c.new_leads) filter (where c.occurred_on <= d.metric_date - 7), 0) as new_leads_before,
    sum(c.calls_total) filter (where c.occurred_on > d.metric_date - 7) as calls_total,
    coalesce(sum(c.calls_total) filter (where c.occurred_on <= d.metric_date - 7), 0) as calls_total_before,
    sum(c.messages_in) filter (where c.occurred_on > d.metric_date - 7) as messages_in,
    coalesce(sum(c.messages_in) filter (where c.occurred_on <= d.metric_date - 7), 0) as messages_in_before,
    sum(c.messages_out) filter (where c.occurred_on > d.metric_date - 7) as messages_out,
    coalesce(sum(c.messages_out) filter (where c.occurred_on <= d.metric_date - 7), 0) as messages_out_before,
    sum(c.appointments_booked) filter (where c.occurred_on > d.metric_date - 7) as appointments_booked,
    coalesce(sum(c.appointments_booked) filter (where c.occurred_on <= d.metric_date - 7), 0) as appointments_booked_before,
    sum(c.appointments_completed) filter (where c.occurred_on > d.metric_date - 7) as appointments_completed,
    coalesce(sum(c.appointments_completed) filter (where c.occurred_on <= d.metric_date - 7), 0) as appointments_completed_before,
    sum(c.revenue_cents) filter (where c.occurred_on > d.metric_date - 7) as revenue_cents,
    coalesce(sum(c.revenue_cents) filter (where c.occurred_on <= d.metric_date - 7), 0) as revenue_cents_before,
    sum(c.deals_won) filter (where c.occurred_on > d.metric_date - 7) as deals_won,
    coalesce(sum(c.deals_won) filter (where c.occurred_on <= d.metric_date - 7), 0) as deals_won_before,
    sum(c.deals_won_value_cents) filter (where c.occurred_on > d.metric_date - 7) as deals_won_value_cents,
    coalesce(sum(c.deals_won_value_cents) filter (where c.occurred_on <= d.metric_date - 7), 0) as deals_won_value_cents_before,
    sum(c.tickets_opened) filter (where c.occurred_on > d.metric_date - 7) as tickets_opened,
    coalesce(sum(c.tickets_opened) filter (where c.occurred_on <= d.metric_date - 7), 0) as tickets_opened_before,
    sum(c.tickets_solved) filter (where c.occurred_on > d.metric_date - 7) as tickets_solved,
    coalesce(sum(c.tickets_solved) filter (where c.occurred_on <= d.metric_date - 7), 0) as tickets_solved_before
  from app_hidden.daily_metric_counts c
  where c.organization_id = d.organization_id
    and c.business_key = case when d.business_id is null then d.organization_id else d.business_id end
    and c.occurred_on between d.metric_date - 13 and d.metric_date
) as w;

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

drop table app_hidden.daily_metric_totals, app_hidden.daily_metric_changes;
