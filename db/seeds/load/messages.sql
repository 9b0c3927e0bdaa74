insert into app_public.messages (
  id, organization_id, conversation_id, contact_id, template_id, channel, direction, from_address, to_address, subject, body, status, sent_at, delivered_at, read_at,
  failed_at, error_message, external_id, created_by_id, created_at, updated_at
)
select
  pg_temp.id(t.seed, 2650, e.conversation_n * 64 + e.i, e.at), t.organization_id, v.id, c.id, p.id, v.channel, e.direction,
  case when e.direction = 'inbound' then x.theirs else x.ours end, case when e.direction = 'inbound' then x.ours else x.theirs end,
  case when v.channel = 'email' and e.i = 1 then pg_temp.conversation_subject(t.seed, v.n) end,
  pg_temp.message_text(t.seed, 2620, v.n * 64 + e.i), e.status,
  case when e.status <> 'failed' then e.at end, case when e.status in ('delivered', 'read') then e.at end,
  case when e.status = 'read' then least(coalesce(e.next_at, e.at + interval '2 hours'), t.as_of) end,
  case when e.status = 'failed' then e.at end, case when e.status = 'failed' then 'The address does not exist.' end,
  'load-' || lpad((v.n * 64 + e.i)::text, 10, '0'), case when e.direction = 'outbound' then m.id end, e.at, e.at
from pg_temp.tenant t
join pg_temp.made_messages e on e.conversation_n between $1 and $2
join pg_temp.made_conversations v on v.n = e.conversation_n
join pg_temp.made_contacts c on c.n = v.contact_n
left join pg_temp.made_templates p on p.n = e.template_n
left join pg_temp.made_members m on m.n = pg_temp.skewed(t.members, pg_temp.fraction(t.seed, 2630, v.n) / 0.85)
cross join lateral (
  select case v.channel when 'email' then c.email when 'chat' then null else c.phone end as theirs,
    case v.channel when 'email' then 'help@' || t.slug || '.test' when 'chat' then null else '+442079460000' end as ours
  offset 0
) x
order by e.at
