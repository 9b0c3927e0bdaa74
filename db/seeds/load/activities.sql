insert into app_public.activities (
  id, organization_id, business_id, kind, direction, subject, content, outcome, sentiment, is_internal, contact_id, lead_id, deal_id, company_id, ticket_id,
  created_by_id, occurred_at, duration_seconds, created_at, updated_at
)
select
  pg_temp.id(t.seed, 2510, a.n, a.occurred_at), t.organization_id, b.id, a.kind,
  case when a.kind in ('call', 'email', 'sms', 'whatsapp', 'ai_call') then pg_temp.pick('{inbound,outbound}', r.direction) end,
  pg_temp.pick(pg_temp.subjects(), r.direction) || ' ' || pg_temp.pick(pg_temp.occasions(), r.other),
  case when r.other < 0.6 then pg_temp.pick(pg_temp.sentences(), r.text) || ' ' || pg_temp.pick(pg_temp.sentences(), r.direction) end,
  case when a.kind in ('call', 'ai_call', 'meeting') then pg_temp.pick('{reached,reached,call back,not interested,booked}', r.text) end,
  case when r.text < 0.4 then pg_temp.pick('{positive,positive,neutral,neutral,negative}', r.other) end,
  a.kind = 'note' and r.other < 0.3, c.id, l.id, d.id, case when r.text > 0.8 then k.id end, null, m.id, a.occurred_at,
  case when a.kind in ('call', 'ai_call', 'meeting') then floor(r.text ^ 2 * 3000)::int end, a.occurred_at, a.occurred_at
from pg_temp.tenant t
join pg_temp.made_activities a on a.n between $1 and $2
join pg_temp.made_contacts c on c.n = a.contact_n
left join pg_temp.made_businesses b on b.n = c.business_n
left join pg_temp.made_companies k on k.n = c.company_n
left join pg_temp.made_leads l on l.n = a.lead_n
left join pg_temp.made_deals d on d.n = a.deal_n
cross join lateral (
  select pg_temp.fraction(t.seed, 2511, a.n) as direction, pg_temp.fraction(t.seed, 2512, a.n) as other, pg_temp.fraction(t.seed, 2513, a.n) as text
  offset 0
) r
left join pg_temp.made_members m on a.kind <> 'system' and m.n = pg_temp.skewed(t.members, r.other)
