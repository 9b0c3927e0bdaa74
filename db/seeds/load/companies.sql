insert into app_public.companies (
  id, organization_id, name, domain, business_type, phone, email, website, online_presence, address, owner_id, tags, custom_fields, created_at, updated_at
)
select
  c.id, t.organization_id, x.name, x.domain, pg_temp.pick('{retail,services,crafts,health,software}', r.third), pg_temp.phone(r.third, r.second),
  'office@' || x.domain, 'https://' || x.domain, '{}',
  1 + floor(r.third * 120)::int || ' ' || pg_temp.pick(pg_temp.streets(), r.first) || ', ' || pg_temp.pick(pg_temp.towns(), r.second),
  m.id,
  case when r.third < 0.4 then array[pg_temp.pick(pg_temp.tags(), r.first)] else '{}' end,
  jsonb_build_object('segment', pg_temp.pick('{A,B,B,C,C,C}', r.third), 'employees', pg_temp.skewed(500, r.first ^ 2)),
  c.created_at, c.created_at
from pg_temp.tenant t
join pg_temp.made_companies c on c.n between $1 and $2
cross join lateral (
  select pg_temp.fraction(t.seed, 2010, c.n) as first, pg_temp.fraction(t.seed, 2011, c.n) as second, pg_temp.fraction(t.seed, 2012, c.n) as third
  offset 0
) r
cross join lateral (
  select pg_temp.pick(pg_temp.company_beginnings(), r.first) || ' ' || pg_temp.pick(pg_temp.company_endings(), r.second) as name,
    lower(pg_temp.pick(pg_temp.company_beginnings(), r.first)) || '-' || lower(pg_temp.pick(pg_temp.company_endings(), r.second)) || '-' || c.n || '.example' as domain
  offset 0
) x
left join pg_temp.made_members m on m.n = pg_temp.skewed(t.members, r.third)
