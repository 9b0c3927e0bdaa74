-- What the demonstration's businesses offer, who has booked it, and what they say of it. Something happens on each of the
-- last seven days, so that their metrics have no gap.

insert into app_public.services (organization_id, business_id, name, category, description, duration_minutes, price_cents, is_active)
select o.id, b.id, s.name, s.category, s.description, s.duration_minutes, s.price_cents, s.is_active
from (
  values
    ('clientflow-demo', 'harbour-street', 'Check-up', 'Dental care', 'Examination and advice.', 30, 4500, true),
    ('clientflow-demo', 'harbour-street', 'Hygiene', 'Dental care', 'Cleaning and polishing.', 45, 7500, true),
    ('clientflow-demo', 'harbour-street', 'Whitening', 'Cosmetic', 'One session.', 60, 24000, true),
    ('clientflow-demo', 'riverside', 'First assessment', 'Physiotherapy', 'History, examination and a plan.', 60, 6500, true),
    ('clientflow-demo', 'riverside', 'Follow-up', 'Physiotherapy', 'Treatment after the plan.', 30, 4200, true),
    ('clientflow-demo', 'riverside', 'Aqua class', 'Classes', 'While the pool was open.', 45, 1500, false),
    ('clientflow-demo', null, 'Video consultation', 'Advice', 'Fifteen minutes with one of us.', 15, 0, true),
    ('northwind-studio', 'yoga', 'Private lesson', 'Lessons', 'One to one.', 60, 9000, true),
    ('northwind-studio', 'yoga', 'Morning class', 'Classes', 'For all levels.', 75, 2200, true)
) as s (slug, business, name, category, description, duration_minutes, price_cents, is_active)
join app_public.organizations o on o.slug = s.slug
left join app_public.businesses b on b.organization_id = o.id and b.slug = s.business;

insert into app_public.appointments (
  organization_id, service_id, contact_id, staff_id, created_by_id, kind, status, starts_at, location, notes, source, cancellation_reason, created_at
)
select o.id, s.id, c.id, m.id, m.id, a.kind, a.status,
  date_trunc('day', now()) + make_interval(days => a.days, mins => a.minutes), a.location, a.notes, a.source, a.cancellation_reason,
  now() - make_interval(days => greatest(5, 5 - a.days))
from (
  values
    ('clientflow-demo', 'Check-up', 'alice.nguyen@mail.test', 'harbour@clientflow.test', 'appointment', 'confirmed', 1, 540, 'Surgery 1', 'Prefers the first slot.', 'phone', null),
    ('clientflow-demo', 'Hygiene', 'ben.carter@mail.test', 'harbour@clientflow.test', 'appointment', 'scheduled', 1, 600, 'Surgery 1', null, 'portal', null),
    ('clientflow-demo', 'First assessment', 'chloe.diaz@mail.test', 'staff@clientflow.test', 'appointment', 'scheduled', 2, 840, 'Room 2', null, 'website', null),
    ('clientflow-demo', 'Video consultation', 'grace.hughes@kestrel.example', 'manager@clientflow.test', 'meeting', 'confirmed', 3, 660, null, 'Wants to talk about the courses.', 'manual', null),
    ('clientflow-demo', 'Whitening', 'alice.nguyen@mail.test', 'harbour@clientflow.test', 'appointment', 'scheduled', 9, 540, 'Surgery 2', null, 'portal', null),
    ('clientflow-demo', 'Check-up', 'ben.carter@mail.test', 'harbour@clientflow.test', 'appointment', 'completed', -12, 540, 'Surgery 1', null, 'phone', null),
    ('clientflow-demo', 'Follow-up', 'daniel.evans@mail.test', 'staff@clientflow.test', 'appointment', 'completed', -8, 600, 'Room 2', null, 'manual', null),
    ('clientflow-demo', 'Hygiene', 'alice.nguyen@mail.test', 'harbour@clientflow.test', 'appointment', 'completed', -20, 570, 'Surgery 1', null, 'portal', null),
    ('clientflow-demo', 'First assessment', 'chloe.diaz@mail.test', 'staff@clientflow.test', 'appointment', 'completed', -6, 840, 'Room 2', null, 'website', null),
    ('clientflow-demo', 'Whitening', 'alice.nguyen@mail.test', 'harbour@clientflow.test', 'appointment', 'completed', -5, 540, 'Surgery 2', null, 'portal', null),
    ('clientflow-demo', 'Video consultation', 'grace.hughes@kestrel.example', 'manager@clientflow.test', 'meeting', 'completed', -4, 660, null, null, 'manual', null),
    ('clientflow-demo', 'Hygiene', 'ben.carter@mail.test', 'harbour@clientflow.test', 'appointment', 'completed', -1, 600, 'Surgery 1', null, 'phone', null),
    ('clientflow-demo', 'First assessment', 'isla@mail.test', 'staff@clientflow.test', 'appointment', 'no_show', -3, 900, 'Room 2', null, 'website', null),
    ('clientflow-demo', 'Check-up', 'henry.ito@mail.test', 'harbour@clientflow.test', 'appointment', 'canceled', -2, 660, 'Surgery 1', null, 'phone', 'Moved away'),
    ('northwind-studio', 'Private lesson', 'kara.lopez@mail.test', 'staff@northwind.test', 'appointment', 'scheduled', 2, 480, 'Upper room', 'Mind the knee.', 'portal', null),
    ('northwind-studio', 'Morning class', 'kara.lopez@mail.test', 'owner@northwind.test', 'reservation', 'completed', -6, 420, 'Main room', null, 'website', null)
) as a (slug, service, contact, staff, kind, status, days, minutes, location, notes, source, cancellation_reason)
join app_public.organizations o on o.slug = a.slug
join app_public.services s on s.organization_id = o.id and s.name = a.service
join app_public.contacts c on c.organization_id = o.id and c.email = a.contact
join app_public.users u on u.email = a.staff
join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id;

insert into app_public.reviews (organization_id, appointment_id, rating, title, comment, source, response)
select a.organization_id, a.id, r.rating, r.title, r.comment, r.source, r.response
from (
  values
    ('ben.carter@mail.test', 'Check-up', 5, 'Quick and kind', 'In and out in half an hour.', 'portal', 'Thank you, Ben!'),
    ('alice.nguyen@mail.test', 'Hygiene', 4, null, 'Good, but parking is hard to find.', 'google', null),
    ('daniel.evans@mail.test', 'Follow-up', 3, 'It helped', 'Had to wait twenty minutes.', 'portal', null),
    ('kara.lopez@mail.test', 'Morning class', 5, 'Best start of the day', null, 'portal', null)
) as r (contact, service, rating, title, comment, source, response)
join app_public.contacts c on c.email = r.contact
join app_public.services s on s.organization_id = c.organization_id and s.name = r.service
join app_public.appointments a on a.organization_id = c.organization_id and a.contact_id = c.id and a.service_id = s.id and a.status = 'completed';
