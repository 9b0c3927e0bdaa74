insert into app_public.webhook_deliveries (
  id, organization_id, endpoint_id, event, payload, status, attempts, next_attempt_at, last_status_code, last_error, last_attempt_at, delivered_at, created_at, updated_at
)
select
  pg_temp.id(t.seed, 3300, nth, x.at), t.organization_id, pg_temp.id(t.seed, 1900, nth % 2 + 1, t.monday),
  pg_temp.pick('{lead.created,deal.stage_changed,ticket.created}', r.fraction), jsonb_build_object('number', nth),
  case when r.attempts = 8 then 'abandoned' else 'succeeded' end, r.attempts, null, case when r.attempts = 8 then 503 else 200 end, null,
  x.at + interval '1 minute' * (r.attempts - 1), case when r.attempts < 8 then x.at + interval '1 minute' * (r.attempts - 1) end, x.at,
  x.at + interval '1 minute' * (r.attempts - 1)
from pg_temp.tenant t
cross join generate_series($1::int, $2::int) nth
cross join lateral (select pg_temp.fraction(t.seed, 3301, nth) as fraction, pg_temp.pick('{1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2,3,8}', pg_temp.fraction(t.seed, 3302, nth))::int as attempts offset 0) r
cross join lateral (
  select least(
    pg_temp.at(t.monday, pg_temp.place(t.positions, (nth - 0.5) / t.deliveries), pg_temp.fraction(t.seed, 3303, nth), pg_temp.fraction(t.seed, 3304, nth)),
    t.as_of - interval '20 minutes'
  ) as at
  offset 0
) x
