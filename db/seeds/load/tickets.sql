insert into app_public.tickets (
  id, organization_id, business_id, number, contact_id, assigned_to_id, team_id, subject, status, priority, channel, tags, custom_fields, status_changed_at,
  first_response_at, solved_at, closed_at, last_activity_at, created_at, updated_at
)
select
  k.id, t.organization_id, b.id, k.n, c.id, m.id, case when r.first < 0.5 then pg_temp.id(t.seed, 1150, k.n % t.teams + 1, t.monday) end,
  pg_temp.pick(pg_temp.subjects(), r.first) || ' ' || pg_temp.pick(pg_temp.occasions(), r.second), k.status,
  pg_temp.pick('{low,normal,normal,normal,normal,high,high,urgent}', r.second), pg_temp.pick('{email,email,email,phone,chat,whatsapp,web,portal}', r.first),
  case when r.second < 0.3 then array[pg_temp.pick(pg_temp.tags(), r.first)] else '{}' end,
  jsonb_build_object('product', pg_temp.pick('{Basic,Basic,Basic,Plus,Plus,Team}', r.second)),
  coalesce(k.closed_at, s.last_at), s.first_response_at, case when k.status in ('solved', 'closed') then s.last_at end, k.closed_at, s.last_activity_at, k.created_at,
  greatest(k.closed_at, s.last_activity_at)
from pg_temp.tenant t
join pg_temp.made_tickets k on k.n between $1 and $2
join pg_temp.made_contacts c on c.n = k.contact_n
left join pg_temp.made_businesses b on b.n = c.business_n
left join pg_temp.made_members m on m.n = k.assignee_n
join (
  select e.ticket_n, max(e.at) as last_activity_at, max(e.at) filter (where not e.is_internal) as last_at,
    min(e.at) filter (where not e.is_from_customer and not e.is_internal) as first_response_at
  from pg_temp.made_ticket_messages e
  where e.ticket_n between $1 and $2
  group by e.ticket_n
) s on s.ticket_n = k.n
cross join lateral (select pg_temp.fraction(t.seed, 2920, k.n) as first, pg_temp.fraction(t.seed, 2921, k.n) as second offset 0) r
