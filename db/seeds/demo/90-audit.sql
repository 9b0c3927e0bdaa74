-- What was refused lately, and what people asked for about their own data.
insert into app_public.security_events (organization_id, kind, actor_kind, user_id, address, detail, created_at)
select o.id, e.kind, e.actor_kind, u.id, e.address::inet, e.detail::jsonb, now() - make_interval(hours => e.hours)
from (
  values
    ('clientflow-demo', 'failed_sign_in', 'user', 'rep@clientflow.test', '203.0.113.17', '{"attempt": 1}', 30),
    ('clientflow-demo', 'failed_sign_in', 'user', 'rep@clientflow.test', '203.0.113.17', '{"attempt": 2}', 30),
    ('clientflow-demo', 'refused_organization', 'user', 'owner@northwind.test', '198.51.100.4', '{}', 8),
    ('northwind-studio', 'failed_sign_in', 'user', 'owner@northwind.test', '198.51.100.4', '{"attempt": 1}', 50)
) as e (slug, kind, actor_kind, email, address, detail, hours)
join app_public.organizations o on o.slug = e.slug
join app_public.users u on u.email = e.email;

insert into app_public.data_requests (organization_id, kind, status, contact_id, requested_by_id, created_at, completed_at)
select o.id, d.kind, d.status, c.id, m.id, now() - make_interval(days => d.days),
  case when d.status = 'completed' then now() - make_interval(days => d.days - 1) end
from (
  values
    ('clientflow-demo', 'export', 'completed', 'ben.carter@mail.test', 'admin@clientflow.test', 12),
    ('clientflow-demo', 'erasure', 'pending', 'henry.ito@mail.test', 'demo@clientflow.test', 1),
    ('northwind-studio', 'export', 'pending', 'kara.lopez@mail.test', 'owner@northwind.test', 2)
) as d (slug, kind, status, contact, requested_by, days)
join app_public.organizations o on o.slug = d.slug
join app_public.contacts c on c.organization_id = o.id and c.email = d.contact
join app_public.users u on u.email = d.requested_by
join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id;
