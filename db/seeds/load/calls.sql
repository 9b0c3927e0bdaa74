insert into app_public.calls (
  id, organization_id, business_id, direction, from_number, to_number, status, outcome, transcript, summary, sentiment, started_at, ended_at, duration_seconds,
  cost_cents, currency, contact_id, conversation_id, campaign_id, handled_by_id, external_id, created_at, updated_at
)
select
  k.id, t.organization_id, b.id, k.direction,
  case when k.direction = 'inbound' then c.phone else '+442079460000' end, case when k.direction = 'inbound' then '+442079460000' else c.phone end,
  k.status, case when x.is_answered then pg_temp.pick('{answered,booked,call back,complaint}', r.other) end,
  case when x.is_answered and r.other < 0.3 then pg_temp.message_text(t.seed, 2710, k.n) end,
  case when x.is_answered and r.other < 0.5 then pg_temp.pick(pg_temp.sentences(), r.second) end,
  case when x.is_answered then pg_temp.pick('{positive,positive,neutral,neutral,negative}', r.second) end,
  case when x.is_answered then k.at end, case when x.is_answered then k.at + make_interval(secs => k.seconds) end, case when x.is_answered then k.seconds end,
  case when x.is_answered then k.seconds / 20 end, t.currency, c.id, v.id, g.id, m.id, 'load-' || lpad(k.n::text, 10, '0'), k.at, k.at
from pg_temp.tenant t
join pg_temp.made_calls k on k.n between $1 and $2
join pg_temp.made_contacts c on c.n = k.contact_n
join pg_temp.made_conversations v on v.n = k.conversation_n
left join pg_temp.made_businesses b on b.n = c.business_n
left join pg_temp.made_campaigns g on k.direction = 'outbound' and k.n % 3 = 0 and g.n = k.n % t.campaigns + 1 and g.created_at < k.at
cross join lateral (select pg_temp.fraction(t.seed, 2720, k.n) as other, pg_temp.fraction(t.seed, 2721, k.n) as second offset 0) r
cross join lateral (select k.status in ('completed', 'voicemail') as is_answered offset 0) x
left join pg_temp.made_members m on m.n = pg_temp.skewed(t.members, r.second)
