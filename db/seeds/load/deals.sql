insert into app_public.deals (
  id, organization_id, business_id, title, pipeline_id, stage_id, contact_id, company_id, lead_id, owner_id, value_cents, currency, probability,
  expected_close_on, stage_changed_at, closed_at, lost_reason, tags, custom_fields, created_at, updated_at
)
select
  d.id, t.organization_id, b.id, initcap(pg_temp.pick(pg_temp.occasions(), r.title)) || ' for ' || c.first_name || ' ' || c.last_name,
  s.pipeline_id, s.id, c.id, k.id, l.id, m.id, d.value_cents, t.currency, s.probability,
  (d.created_at + interval '20 days' + interval '60 days' * r.other)::date, x.at, case when d.kind <> 'open' then x.at end,
  case when d.kind = 'lost' then pg_temp.pick('{Price,Timing,No budget,Chose somebody else}', r.other) end,
  case when r.other < 0.15 then array[pg_temp.pick(pg_temp.tags(), r.title)] else '{}' end,
  case when r.title < 0.3 then jsonb_build_object('competitor', pg_temp.pick('{none,one,several}', r.other), 'decision_on', (d.created_at + interval '30 days')::date) else '{}' end,
  d.created_at, x.at
from pg_temp.tenant t
join pg_temp.made_deals d on d.n between $1 and $2
join pg_temp.made_contacts c on c.n = d.contact_n
join pg_temp.made_stages s on s.n = d.stage_n
left join pg_temp.made_businesses b on b.n = c.business_n
left join pg_temp.made_companies k on k.n = c.company_n
left join pg_temp.made_leads l on l.n = d.lead_n
left join pg_temp.made_members m on m.n = d.owner_n
cross join lateral (select pg_temp.fraction(t.seed, 2310, d.n) as title, pg_temp.fraction(t.seed, 2311, d.n) as other offset 0) r
cross join lateral (select case when d.steps > 1 then d.created_at + make_interval(secs => d.seconds) else d.created_at end as at offset 0) x
