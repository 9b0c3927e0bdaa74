-- The demonstration's support desk: tickets in every status and on several channels, prepared answers and mailboxes.

insert into app_public.macros (organization_id, title, body, actions, created_by_id)
select o.id, a.title, a.body, a.actions::jsonb, m.id
from (
  values
    ('clientflow-demo', 'Ask for details', 'Could you tell us a little more, perhaps with a photo?', '{"status": "pending"}', 'admin@clientflow.test'),
    ('clientflow-demo', 'Refund on its way', 'We have refunded you; it takes three working days.', '{"status": "solved", "tags": ["refund"]}', 'admin@clientflow.test'),
    ('northwind-studio', 'Welcome', 'Welcome to the studio!', '{"status": "solved"}', 'owner@northwind.test')
) as a (slug, title, body, actions, author)
join app_public.organizations o on o.slug = a.slug
join app_public.users u on u.email = a.author
join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id;

insert into app_public.email_accounts (organization_id, email_address, imap_settings, smtp_settings)
select id, support_email, '{"host": "imap.mail.test", "port": 993, "tls": true}', '{"host": "smtp.mail.test", "port": 465, "tls": true}'
from app_public.organizations
where slug in ('clientflow-demo', 'northwind-studio');

insert into app_public.tickets (organization_id, business_id, contact_id, assigned_to_id, subject, priority, channel, tags, created_at, last_activity_at, status_changed_at)
select o.id, c.business_id, c.id, m.id, t.subject, t.priority, t.channel, t.tags,
  now() - make_interval(hours => t.hours), now() - make_interval(hours => t.hours), now() - make_interval(hours => t.hours)
from (
  values
    ('clientflow-demo', 'alice.nguyen@mail.test', 'staff@clientflow.test', 'Invoice shows the wrong date', 'normal', 'email', '{billing}'::text[], 5),
    ('clientflow-demo', 'chloe.diaz@mail.test', null, 'Can I bring a friend to the class?', 'low', 'web', '{}', 2),
    ('clientflow-demo', 'grace.hughes@kestrel.example', 'rep@clientflow.test', 'Seminar room is double-booked', 'urgent', 'phone', '{course}', 1),
    ('clientflow-demo', 'ben.carter@mail.test', 'harbour@clientflow.test', 'Sensitive tooth after the check-up', 'high', 'portal', '{medical}', 30),
    ('clientflow-demo', 'farid.gill@fenwick.example', 'staff@clientflow.test', 'Delivery arrived incomplete', 'high', 'email', '{refund,wholesale}', 75),
    ('clientflow-demo', 'henry.ito@mail.test', 'staff@clientflow.test', 'Please delete my pass', 'normal', 'chat', '{}', 240),
    ('northwind-studio', 'kara.lopez@mail.test', 'staff@northwind.test', 'Lost my mat', 'normal', 'portal', '{}', 8)
) as t (slug, contact, assignee, subject, priority, channel, tags, hours)
join app_public.organizations o on o.slug = t.slug
join app_public.contacts c on c.organization_id = o.id and c.email = t.contact
left join app_public.users u on u.email = t.assignee
left join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id;

insert into app_public.ticket_messages (organization_id, ticket_id, sender_type, sender_contact_id, sender_membership_id, body, is_internal, created_at)
select t.organization_id, t.id, a.sender_type, case a.sender_type when 'customer' then t.contact_id end, case a.sender_type when 'agent' then t.assigned_to_id end,
  a.body, a.is_internal, t.created_at + make_interval(mins => a.minutes)
from (
  values
    ('Invoice shows the wrong date', 'customer', 'The invoice says March, the treatment was in April.', false, 0),
    ('Invoice shows the wrong date', 'agent', 'We are sorry, a corrected one is on its way.', false, 45),
    ('Invoice shows the wrong date', 'agent', 'Accounting has to approve it first.', true, 50),
    ('Can I bring a friend to the class?', 'customer', 'She would like to try it once.', false, 0),
    ('Seminar room is double-booked', 'customer', 'Somebody else is in the room this afternoon.', false, 0),
    ('Sensitive tooth after the check-up', 'customer', 'Cold water hurts since yesterday. Is that normal?', false, 0),
    ('Sensitive tooth after the check-up', 'agent', 'That can happen for a day or two. Does it get better?', false, 20),
    ('Delivery arrived incomplete', 'customer', 'Two of the six boxes are missing.', false, 0),
    ('Delivery arrived incomplete', 'agent', 'The missing boxes left the warehouse this morning.', false, 90),
    ('Please delete my pass', 'customer', 'I have moved and won’t need it.', false, 0),
    ('Please delete my pass', 'agent', 'It is done. All the best!', false, 15),
    ('Lost my mat', 'customer', 'A green one, left on Tuesday morning.', false, 0)
) as a (subject, sender_type, body, is_internal, minutes)
join app_public.tickets t on t.subject = a.subject;

-- After the messages, since a reply of a contact opens its ticket again.
update app_public.tickets t
set
  status = s.status,
  solved_at = case when s.status <> 'pending' then t.created_at + interval '2 hours' end,
  closed_at = case when s.status = 'closed' then t.created_at + interval '3 days' end
from (
  values
    ('Sensitive tooth after the check-up', 'pending'),
    ('Delivery arrived incomplete', 'solved'),
    ('Please delete my pass', 'closed')
) as s (subject, status)
where t.subject = s.subject;
