-- Every public message moves its ticket: the customer's opens it, the member's leaves it waiting, or solved with the last.
insert into app_public.ticket_status_changes (
  id, organization_id, ticket_id, from_status, to_status, changed_by_id, seconds_in_status, created_at, updated_at
)
select
  pg_temp.id(t.seed, 2950, k.n * 32 + h.i, h.at), t.organization_id, k.id, h.from_status, h.to_status, m.id,
  extract(epoch from h.at - h.previous_at)::bigint, h.at, h.at
from pg_temp.tenant t
join pg_temp.made_tickets k on k.n between $1 and $2
cross join lateral (
  select e.i, e.at, lag(e.at) over (order by e.i) as previous_at,
    case when e.i = 1 then null when e.is_from_customer then 'pending' else 'open' end as from_status,
    case when e.is_from_customer then 'open' when e.i = k.messages and k.status in ('solved', 'closed') then 'solved' else 'pending' end as to_status
  from pg_temp.made_ticket_messages e
  where e.ticket_n = k.n and not e.is_internal
  union all
  select 31, k.closed_at, l.at, 'solved', 'closed'
  from pg_temp.made_ticket_messages l
  where l.ticket_n = k.n and l.i = k.messages and k.status = 'closed'
) h
left join pg_temp.made_members m on h.to_status <> 'open' and m.n = coalesce(k.assignee_n, 1)
