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

insert into app_hidden.daily_metric_totals (organization_id, business_id, occurred_on, metric, quantity)
select c.organization_id, c.business_id, c.occurred_on, m.metric, sum(m.quantity)
from app_hidden.daily_metric_counts c
cross join lateral (
  values
    ('new_contacts', c.new_contacts),
    ('new_leads', c.new_leads),
    ('calls_total', c.calls_total),
    ('calls_answered', c.calls_answered),
    ('messages_in', c.messages_in),
    ('messages_out', c.messages_out),
    ('conversations_opened', c.conversations_opened),
    ('appointments_booked', c.appointments_booked),
    ('appointments_completed', c.appointments_completed),
    ('appointments_canceled', c.appointments_canceled),
    ('appointments_no_show', c.appointments_no_show),
    ('revenue_cents', c.revenue_cents),
    ('deals_won', c.deals_won),
    ('deals_won_value_cents', c.deals_won_value_cents),
    ('tickets_opened', c.tickets_opened),
    ('tickets_solved', c.tickets_solved),
    ('first_responses', c.first_responses),
    ('first_response_seconds', c.first_response_seconds),
    ('reviews', c.reviews),
    ('rating_points', c.rating_points)
) as m (metric, quantity)
where m.quantity <> 0
group by 1, 2, 3, 4;

-- Everything that reads the daily metrics comes back with the surface.
drop view app_private.daily_metrics_recount, app_public.business_dashboard_data, app_public.performance_metrics, app_public.daily_metrics;
drop table app_hidden.daily_metric_counts;
drop function app_hidden.bounded_figure(numeric);

--!restore analytics/tables/daily_metric_changes.sql
--!restore analytics/tables/daily_metric_totals.sql
--!restore analytics/views/business_dashboard_data.sql
