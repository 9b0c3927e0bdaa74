insert into app_public.lead_enrichments (id, organization_id, lead_id, provider, data, confidence, fetched_at, created_at, updated_at)
select
  pg_temp.id(t.seed, 2220, l.n, x.at), t.organization_id, l.id, pg_temp.pick('{directory,register}', r.fraction),
  jsonb_build_object('employees', pg_temp.skewed(300, r.fraction), 'town', pg_temp.pick(pg_temp.towns(), r.fraction)), r.fraction, x.at, x.at, x.at
from pg_temp.tenant t
join pg_temp.made_leads l on l.n between $1 and $2 and l.n % 5 = 0
cross join lateral (select l.created_at + interval '30 seconds' as at, pg_temp.fraction(t.seed, 2221, l.n) as fraction offset 0) x
cross join lateral (select x.fraction offset 0) r
