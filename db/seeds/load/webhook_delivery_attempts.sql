insert into app_public.webhook_delivery_attempts (
  id, organization_id, delivery_id, attempted_at, status_code, duration_milliseconds, created_at, updated_at
)
select
  pg_temp.id(t.seed, 3310, nth * 8 + i, y.at), t.organization_id, pg_temp.id(t.seed, 3300, nth, x.at), y.at, case when i = r.attempts and i < 8 then 200 else 503 end,
  40 + i * 10, y.at, y.at
from pg_temp.tenant t
cross join generate_series($1::int, $2::int) nth
cross join lateral (select pg_temp.pick('{1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2,3,8}', pg_temp.fraction(t.seed, 3302, nth))::int as attempts offset 0) r
cross join lateral (
  select least(
    pg_temp.at(t.monday, pg_temp.place(t.positions, (nth - 0.5) / t.deliveries), pg_temp.fraction(t.seed, 3303, nth), pg_temp.fraction(t.seed, 3304, nth)),
    t.as_of - interval '20 minutes'
  ) as at
  offset 0
) x
cross join lateral generate_series(1, r.attempts) i
cross join lateral (select x.at + interval '1 minute' * (i - 1) as at offset 0) y
