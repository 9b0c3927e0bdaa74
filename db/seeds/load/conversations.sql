insert into app_public.conversations (
  id, organization_id, business_id, contact_id, channel, subject, status, assigned_to_id, last_message_at, last_message_preview, unread_count, created_at, updated_at
)
select
  v.id, t.organization_id, b.id, c.id, v.channel,
  case when v.channel = 'email' then pg_temp.conversation_subject(t.seed, v.n) end,
  case
    when s.unread > 0 then 'active'
    when coalesce(s.last_at, k.last_at) > t.as_of - interval '20 days' then pg_temp.pick('{active,pending,closed}', r.fraction)
    else pg_temp.pick('{closed,closed,closed,archived}', r.fraction)
  end,
  m.id, coalesce(s.last_at, k.last_at, v.created_at),
  app_private.message_preview(null, pg_temp.message_text(t.seed, 2620, v.n * 64 + nullif(v.messages, 0))),
  coalesce(s.unread, 0), v.created_at, coalesce(s.last_at, k.last_at, v.created_at)
from pg_temp.tenant t
join pg_temp.made_conversations v on v.n between $1 and $2
join pg_temp.made_contacts c on c.n = v.contact_n
left join pg_temp.made_businesses b on b.n = c.business_n
left join (
  select e.conversation_n, max(e.at) as last_at, count(*) filter (where e.direction = 'inbound' and e.status = 'delivered') as unread
  from pg_temp.made_messages e
  where e.conversation_n between $1 and $2
  group by e.conversation_n
) s on s.conversation_n = v.n
left join (
  select e.conversation_n, max(e.at) as last_at from pg_temp.made_calls e where e.conversation_n between $1 and $2 group by e.conversation_n
) k on k.conversation_n = v.n
cross join lateral (select pg_temp.fraction(t.seed, 2630, v.n) as fraction offset 0) r
left join pg_temp.made_members m on r.fraction < 0.85 and m.n = pg_temp.skewed(t.members, r.fraction / 0.85)
