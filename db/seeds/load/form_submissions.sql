insert into app_public.form_submissions (
  id, organization_id, form_id, data, utm_source, source_url, address, lead_id, contact_id, created_at, updated_at
)
select
  pg_temp.id(t.seed, 3210, s.n, s.at), t.organization_id, f.id,
  jsonb_strip_nulls(jsonb_build_object('name', l.first_name || ' ' || l.last_name, 'email', l.email, 'message', pg_temp.pick(pg_temp.sentences(), r.fraction))),
  case when r.fraction < 0.4 then pg_temp.pick('{newsletter,search,social}', r.fraction / 0.4) end, 'https://www.' || t.slug || '.test/contact',
  '198.51.100.0'::inet + floor(r.fraction * 250)::int, l.id, c.id, s.at, s.at
from pg_temp.tenant t
join pg_temp.made_submissions s on s.n between $1 and $2
join pg_temp.made_forms f on f.n = s.form_n
join pg_temp.made_leads l on l.n = s.lead_n
left join pg_temp.made_contacts c on c.n = l.contact_n
cross join lateral (select pg_temp.fraction(t.seed, 3211, s.n) as fraction offset 0) r
