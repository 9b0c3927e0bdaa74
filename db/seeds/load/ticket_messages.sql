insert into app_public.ticket_messages (
  id, organization_id, ticket_id, sender_type, sender_membership_id, sender_contact_id, body, is_internal, email_message_id, created_at, updated_at
)
select
  pg_temp.id(t.seed, 2930, e.ticket_n * 32 + e.i, e.at), t.organization_id, k.id, case when e.is_from_customer then 'customer' else 'agent' end,
  case when not e.is_from_customer then m.id end, case when e.is_from_customer then c.id end,
  pg_temp.message_text(t.seed, 2940, e.ticket_n * 32 + e.i), e.is_internal,
  case when not e.is_internal then k.n || '.' || e.i || '@' || t.slug || '.test' end, e.at, e.at
from pg_temp.tenant t
join pg_temp.made_ticket_messages e on e.ticket_n between $1 and $2
join pg_temp.made_tickets k on k.n = e.ticket_n
join pg_temp.made_contacts c on c.n = k.contact_n
left join pg_temp.made_members m on m.n = coalesce(k.assignee_n, 1)
order by e.at
