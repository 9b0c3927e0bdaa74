insert into app_public.tasks (
  id, organization_id, business_id, title, description, status, priority, due_at, completed_at, assignee_id, created_by_id, contact_id, deal_id, lead_id, ticket_id,
  created_at, updated_at
)
select
  pg_temp.id(t.seed, 3000, nth, x.at), t.organization_id, b.id,
  pg_temp.pick('{Call back about,Write the offer for,Prepare,Check,Send papers for}', r.first) || ' ' || pg_temp.pick(pg_temp.occasions(), r.second),
  case when r.second < 0.3 then pg_temp.pick(pg_temp.sentences(), r.first) end, y.status,
  pg_temp.pick('{low,normal,normal,normal,normal,high,high,urgent}', r.second), x.at + interval '10 days' * r.first,
  case when y.status = 'done' then least(x.at + interval '9 days' * r.second, t.as_of - interval '1 minute') end,
  m.id, o.id, c.id, d.id, case when d.id is null and r.second > 0.8 then l.id end, case when r.second between 0.6 and 0.7 then k.id end, x.at,
  case when y.status = 'done' then least(x.at + interval '9 days' * r.second, t.as_of - interval '1 minute') else x.at end
from pg_temp.tenant t
cross join generate_series($1::int, $2::int) nth
cross join lateral (
  select (nth - 0.5) / t.tasks as share, pg_temp.fraction(t.seed, 3001, nth) as first, pg_temp.fraction(t.seed, 3002, nth) as second, pg_temp.fraction(t.seed, 3003, nth) as other
  offset 0
) r
join pg_temp.made_contacts c on c.n = 1 + floor(r.share * t.contacts * r.other ^ 1.5)::int
left join pg_temp.made_deals d on r.first < 0.3 and d.n = 1 + floor(r.share * t.deals * r.other)::int and d.contact_n = c.n
left join pg_temp.made_leads l on l.contact_n = c.n
left join pg_temp.made_tickets k on k.n = 1 + floor(r.share * t.tickets * r.other)::int
left join pg_temp.made_businesses b on b.n = c.business_n
left join pg_temp.made_members m on m.n = pg_temp.skewed(t.members, r.first)
left join pg_temp.made_members o on o.n = pg_temp.skewed(t.members, r.other)
cross join lateral (
  select least(
    greatest(
      pg_temp.at(t.monday, pg_temp.place(t.positions, r.share), pg_temp.fraction(t.seed, 3004, nth), pg_temp.fraction(t.seed, 3005, nth)),
      c.created_at + interval '1 minute'
    ),
    t.as_of - interval '10 minutes'
  ) as at
  offset 0
) x
cross join lateral (
  select case when x.at < t.as_of - interval '20 days' then pg_temp.pick('{done,done,done,done,done,done,done,done,canceled,todo}', r.other)
    else pg_temp.pick('{todo,todo,in_progress,done,done}', r.other) end as status
  offset 0
) y
