-- Invitations in every state, and what the members are told.
insert into app_public.staff_invitations (organization_id, email, role_id, invited_by_id, created_at, expires_at, claimed_at, membership_id, revoked_at)
select o.id, i.email, r.id, m.id, now() - make_interval(days => i.days), now() + make_interval(days => i.left_days),
  case when i.state = 'claimed' then n.created_at end, case when i.state = 'claimed' then n.id end,
  case when i.state = 'revoked' then now() - interval '1 day' end
from (
  values
    ('clientflow-demo', 'nadia.new@clientflow.test', 'staff', 'admin@clientflow.test', 'open', 1, 6, null),
    ('clientflow-demo', 'too.late@clientflow.test', 'rep', 'admin@clientflow.test', 'open', 20, -13, null),
    ('clientflow-demo', 'viewer@clientflow.test', 'viewer', 'demo@clientflow.test', 'claimed', 40, -33, 'viewer@clientflow.test'),
    ('clientflow-demo', 'wrong.address@clientflow.test', 'manager', 'demo@clientflow.test', 'revoked', 3, 4, null),
    ('northwind-studio', 'second.trainer@northwind.test', 'staff', 'owner@northwind.test', 'open', 2, 5, null)
) as i (slug, email, role, invited_by, state, days, left_days, claimed_by)
join app_public.organizations o on o.slug = i.slug
join app_public.roles r on r.organization_id = o.id and r.system_role = i.role
join app_public.users u on u.email = i.invited_by
join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id
left join app_public.users v on v.email = i.claimed_by
left join app_public.memberships n on n.organization_id = o.id and n.user_id = v.id;

insert into app_public.client_invitations (
  organization_id, business_id, email, first_name, last_name, custom_message, contact_id, invited_by_id, created_at, claimed_at
)
select c.organization_id, c.business_id, c.email, c.first_name, c.last_name, i.custom_message, c.id, m.id,
  now() - make_interval(days => i.days), case when i.is_claimed then now() - make_interval(days => i.days - 1) end
from (
  values
    ('clientflow-demo', 'alice.nguyen@mail.test', 'staff@clientflow.test', 'Book your next appointment here.', 30, true),
    ('clientflow-demo', 'chloe.diaz@mail.test', 'rep.two@clientflow.test', 'Your trial class is waiting.', 5, false),
    ('northwind-studio', 'kara.lopez@mail.test', 'owner@northwind.test', null, 8, true)
) as i (slug, email, invited_by, custom_message, days, is_claimed)
join app_public.organizations o on o.slug = i.slug
join app_public.contacts c on c.organization_id = o.id and c.email = i.email
join app_public.users u on u.email = i.invited_by
join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id;

insert into app_public.notifications (organization_id, membership_id, kind, title, body, link, created_at, read_at)
select o.id, m.id, n.kind, n.title, n.body, n.link, now() - make_interval(hours => n.hours),
  case when n.is_read then now() - make_interval(hours => n.hours - 1) end
from (
  values
    ('clientflow-demo', 'demo@clientflow.test', 'system', 'Welcome to ClientFlow Demo', 'Everything here is made up. Try it out.', '/', 72, true),
    ('clientflow-demo', 'demo@clientflow.test', 'activity', 'Grace Hughes answered', 'Could we start in the second week of the month?', '/activities', 26, false),
    ('clientflow-demo', 'rep@clientflow.test', 'assignment', 'Send the offer to Alice', 'Mary Okafor gave you a task.', '/tasks', 5, false),
    ('clientflow-demo', 'manager@clientflow.test', 'reminder', 'Posture courses for Kestrel close in two weeks', null, '/deals', 12, false),
    ('northwind-studio', 'owner@northwind.test', 'system', 'Welcome to Northwind Studio', null, '/', 48, false)
) as n (slug, email, kind, title, body, link, hours, is_read)
join app_public.organizations o on o.slug = n.slug
join app_public.users u on u.email = n.email
join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id;
