insert into app_public.notifications (id, organization_id, membership_id, kind, title, body, link, read_at, created_at, updated_at)
select
  pg_temp.id(t.seed, 3400, nth, x.at), t.organization_id, m.id, pg_temp.pick('{assignment,assignment,mention,reminder,activity,activity,result,system}', r.first),
  pg_temp.pick(pg_temp.subjects(), r.first) || ' ' || pg_temp.pick(pg_temp.occasions(), r.second), null, '/inbox',
  case when x.at < t.as_of - interval '6 days' or r.first < 0.5 then x.at + interval '1 minute' end, x.at,
  case when x.at < t.as_of - interval '6 days' or r.first < 0.5 then x.at + interval '1 minute' else x.at end
from pg_temp.tenant t
cross join generate_series($1::int, $2::int) nth
cross join lateral (select pg_temp.fraction(t.seed, 3401, nth) as first, pg_temp.fraction(t.seed, 3402, nth) as second offset 0) r
join pg_temp.made_members m on m.n = pg_temp.skewed(t.members, r.second)
cross join lateral (
  select least(
    pg_temp.at(t.monday, pg_temp.place(t.positions, (nth - 0.5) / t.notifications), pg_temp.fraction(t.seed, 3403, nth), pg_temp.fraction(t.seed, 3404, nth)),
    t.as_of - interval '20 minutes'
  ) as at
  offset 0
) x
