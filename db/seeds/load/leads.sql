insert into app_public.leads (
  id, organization_id, business_id, first_name, last_name, email, phone, company_id, contact_id, source, utm_source, utm_campaign, status, lead_score, ai_score,
  assigned_to_id, tags, custom_fields, last_contacted_at, converted_at, lost_reason, created_at, updated_at
)
select
  l.id, t.organization_id, b.id, l.first_name, l.last_name, l.email, l.phone, k.id, c.id, pg_temp.pick(pg_temp.sources(), r.source),
  case when r.score < 0.3 then pg_temp.pick('{newsletter,search,social}', r.source) end, case when r.score < 0.3 then pg_temp.pick('{spring,summer,launch}', r.other) end,
  l.status, floor(r.score * 101)::int, case when r.other < 0.5 then round(r.source::numeric, 3)::double precision end,
  m.id, case when r.other < 0.2 then array[pg_temp.pick(pg_temp.tags(), r.source)] else '{}' end,
  case when r.source < 0.4 then jsonb_build_object('budget', pg_temp.amount(10000, 900000, r.score), 'interests', array[pg_temp.pick('{Price,Quality,Speed}', r.other)]) else '{}' end,
  h.at, case when l.status = 'converted' then c.created_at end,
  case when l.status = 'lost' then pg_temp.pick('{Too expensive,No answer,Chose somebody else,Too far away}', r.other) end,
  l.created_at, greatest(l.created_at, h.at, c.created_at)
from pg_temp.tenant t
join pg_temp.made_leads l on l.n between $1 and $2
left join pg_temp.made_contacts c on c.n = l.contact_n
left join pg_temp.made_companies k on k.n = c.company_n
left join pg_temp.made_businesses b on b.n = c.business_n
left join pg_temp.lead_touches h on h.n = l.n
cross join lateral (
  select pg_temp.fraction(t.seed, 2210, l.n) as source, pg_temp.fraction(t.seed, 2211, l.n) as score, pg_temp.fraction(t.seed, 2212, l.n) as other
  offset 0
) r
left join pg_temp.made_members m on m.n = pg_temp.skewed(t.members, r.score)
