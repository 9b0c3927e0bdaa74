-- Leads of every status, proposals and contracts on the way, and the organizations' own fields.

insert into app_public.custom_field_definitions (organization_id, entity, field_name, label, field_type, options, is_required, is_internal, position)
select o.id, f.entity, f.field_name, f.label, f.field_type, f.options, false, f.is_internal, f.position
from (
  values
    ('clientflow-demo', 'contact', 'preferredTime', 'Preferred time', 'select', '{Morning,Afternoon,Evening}'::text[], false, 1),
    ('clientflow-demo', 'contact', 'allergies', 'Allergies', 'text', '{}', false, 2),
    ('clientflow-demo', 'contact', 'creditCheckedOn', 'Credit checked on', 'date', '{}', true, 3),
    ('clientflow-demo', 'lead', 'budget', 'Budget', 'number', '{}', false, 1),
    ('clientflow-demo', 'lead', 'interests', 'Interests', 'multiselect', '{Teeth,Posture,Massage}', false, 2),
    ('clientflow-demo', 'deal', 'isTender', 'Tender', 'boolean', '{}', false, 1),
    ('clientflow-demo', 'company', 'employees', 'Employees', 'number', '{}', false, 1),
    ('northwind-studio', 'contact', 'level', 'Level', 'select', '{Beginner,Advanced}', false, 1)
) as f (slug, entity, field_name, label, field_type, options, is_internal, position)
join app_public.organizations o on o.slug = f.slug;

update app_public.contacts c
set custom_fields = v.custom_fields
from (
  values
    ('alice.nguyen@mail.test', '{"preferredTime": "Morning", "allergies": "Latex", "creditCheckedOn": "2025-03-01"}'::jsonb),
    ('ben.carter@mail.test', '{"preferredTime": "Evening"}'),
    ('kara.lopez@mail.test', '{"level": "Advanced"}')
) as v (email, custom_fields)
where c.email = v.email;

update app_public.companies set custom_fields = '{"employees": 14}' where name = 'Brightwater Plumbing';
update app_public.deals set custom_fields = '{"isTender": true}' where title = 'Posture courses for Kestrel';

insert into app_public.leads (
  organization_id, business_id, first_name, last_name, email, phone, company_id, contact_id, source, source_details,
  utm_source, utm_medium, utm_campaign, status, lead_score, ai_score, assigned_to_id, tags, notes, custom_fields, lost_reason, created_at
)
select o.id, b.id, l.first_name, l.last_name, l.email, l.phone, c.company_id, c.id, l.source, l.source_details,
  l.utm_source, l.utm_medium, l.utm_campaign, l.status, l.lead_score, l.ai_score, m.id, l.tags, l.notes, l.custom_fields, l.lost_reason, now() - make_interval(days => l.days)
from (
  values
    ('clientflow-demo', 'harbour-street', 'Maya', 'Novak', 'maya.novak@mail.test', '07700 900201', null, 'website', '{"page": "/whitening"}'::jsonb, 'search', 'cpc', 'spring', 'new', 35, 0.41, 'rep@clientflow.test', '{whitening}'::text[], null, '{"interests": ["Teeth"]}'::jsonb, null, 1),
    ('clientflow-demo', 'riverside', 'Owen', 'Price', 'owen.price@mail.test', '07700 900202', null, 'facebook', '{}', 'facebook', 'social', 'backs', 'contacted', 55, 0.52, 'rep.two@clientflow.test', '{}', 'Works in shifts.', '{"budget": 300, "interests": ["Posture", "Massage"]}', null, 4),
    ('clientflow-demo', null, 'Petra', 'Quist', 'petra.quist@quist.example', '07700 900203', null, 'event', '{"event": "Trade fair"}', null, null, null, 'qualified', 82, 0.77, 'manager@clientflow.test', '{trade,vip}', 'Decides next month.', '{"budget": 12000}', null, 9),
    ('clientflow-demo', null, 'Farid', 'Gill', 'farid.gill@fenwick.example', '07700 900106', 'farid.gill@fenwick.example', 'event', '{}', null, null, null, 'converted', 90, 0.9, 'rep.two@clientflow.test', '{wholesale}', null, '{}', null, 40),
    ('clientflow-demo', 'riverside', null, 'Reyes', null, '07700 900205', null, 'phone', '{}', null, null, null, 'lost', 10, 0.1, 'rep@clientflow.test', '{}', null, '{}', 'Wanted a home visit', 20),
    ('northwind-studio', 'yoga', 'Tara', 'Underwood', 'tara.underwood@mail.test', '(917) 555-0171', null, 'website', '{"page": "/trial"}', null, null, null, 'new', 40, null, 'owner@northwind.test', '{trial}', null, '{}', null, 2)
) as l (
  slug, business, first_name, last_name, email, phone, contact, source, source_details,
  utm_source, utm_medium, utm_campaign, status, lead_score, ai_score, assigned_to, tags, notes, custom_fields, lost_reason, days
)
join app_public.organizations o on o.slug = l.slug
left join app_public.businesses b on b.organization_id = o.id and b.slug = l.business
left join app_public.contacts c on c.organization_id = o.id and c.email = l.contact
join app_public.users u on u.email = l.assigned_to
join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id;

insert into app_public.lead_enrichments (organization_id, lead_id, provider, data, confidence, fetched_at)
select l.organization_id, l.id, e.provider, e.data, e.confidence, now() - interval '2 days'
from (
  values
    ('petra.quist@quist.example', 'Company register', '{"company": "Quist Interiors", "employees": 22}'::jsonb, 0.93),
    ('owen.price@mail.test', 'Address check', '{"city": "Reading"}', 0.6),
    ('tara.underwood@mail.test', 'Address check', '{"city": "Brooklyn"}', 0.71)
) as e (email, provider, data, confidence)
join app_public.leads l on l.email = e.email;

insert into app_public.lead_scoring_rules (organization_id, name, field, key, operator, value, points, position)
select o.id, r.name, r.field, r.key, r.operator, r.value, r.points, r.position
from (
  values
    ('Can be called', 'phone', null, 'is_known', null, 15, 1),
    ('No e-mail address', 'email', null, 'is_unknown', null, -10, 2),
    ('Met at an event', 'source', null, 'equals', 'event', 20, 3),
    ('Buys wholesale', 'tags', null, 'equals', 'wholesale', 10, 4),
    ('Can spend 1,000 or more', 'custom_field', 'budget', 'at_least', '1000', 25, 5),
    ('Ten people or more', 'enrichment', 'employees', 'at_least', '10', 20, 6),
    ('A model expects them to buy', 'ai_score', null, 'at_least', '0.75', 15, 7)
) as r (name, field, key, operator, value, points, position)
join app_public.organizations o on o.slug = 'clientflow-demo';

update app_public.deals d
set lead_id = l.id
from app_public.leads l
where d.organization_id = l.organization_id and d.title = 'Wholesale care package' and l.email = 'farid.gill@fenwick.example';

insert into app_public.activities (organization_id, business_id, kind, direction, subject, lead_id, created_by_id, occurred_at, duration_seconds)
select l.organization_id, l.business_id, a.kind, a.direction, a.subject, l.id, l.assigned_to_id, now() - make_interval(hours => a.hours), a.duration_seconds
from (
  values
    ('owen.price@mail.test', 'call', 'outbound', 'Asked about his back', 70, 240),
    ('petra.quist@quist.example', 'meeting', 'inbound', 'Met at the trade fair', 200, 1500)
) as a (email, kind, direction, subject, hours, duration_seconds)
join app_public.leads l on l.email = a.email;

insert into app_public.tasks (organization_id, title, priority, due_at, assignee_id, created_by_id, lead_id)
select l.organization_id, 'Call Maya about whitening', 'high', now() + interval '5 hours', l.assigned_to_id, l.assigned_to_id, l.id
from app_public.leads l
where l.email = 'maya.novak@mail.test';

insert into app_public.proposals (organization_id, title, introduction, deal_id, contact_id, company_id, owner_id, valid_until)
select d.organization_id, p.title, p.introduction, d.id, d.contact_id, d.company_id, d.owner_id, current_date + p.days
from (
  values
    ('Family treatment plan', 'Treatment plan for a family of four', 'Thank you for your visit. This is what we suggest.', 30),
    ('Posture courses for Kestrel', 'Six posture courses', 'As discussed: six courses of ten people each.', 14),
    ('Wholesale care package', 'Care package 2', null, 10),
    ('Ten-session pass', 'Ten sessions', null, -5),
    ('Corporate retreat', 'Retreat for twelve', null, 21)
) as p (deal, title, introduction, days)
join app_public.deals d on d.title = p.deal;

insert into app_public.proposal_items (organization_id, proposal_id, position, description, quantity, unit_price_cents, tax_basis_points)
select p.organization_id, p.id, i.position, i.description, i.quantity, i.unit_price_cents, i.tax_basis_points
from (
  values
    ('Treatment plan for a family of four', 1, 'Check-up', 4::double precision, 4500, 0),
    ('Treatment plan for a family of four', 2, 'Professional cleaning', 4, 6500, 2000),
    ('Treatment plan for a family of four', 3, 'Family discount', 1, -2000, 2000),
    ('Six posture courses', 1, 'Course of ten people', 6, 160000, 2000),
    ('Six posture courses', 2, 'Preparation, per hour', 2.5, 8000, 2000),
    ('Care package 2', 1, 'Care package', 100, 6500, 2000),
    ('Ten sessions', 1, 'Session', 10, 5500, 2000),
    ('Retreat for twelve', 1, 'Place', 12, 25000, 888)
) as i (title, position, description, quantity, unit_price_cents, tax_basis_points)
join app_public.proposals p on p.title = i.title;

update app_public.proposals set status = 'sent' where title in ('Six posture courses', 'Care package 2', 'Ten sessions', 'Retreat for twelve');
update app_public.proposals set status = 'viewed' where title in ('Care package 2', 'Retreat for twelve');
update app_public.proposals set status = 'accepted' where title = 'Care package 2';
update app_public.proposals set status = 'expired' where title = 'Ten sessions';

insert into app_public.contracts (organization_id, title, content, deal_id, proposal_id, contact_id, company_id, owner_id, value_cents, currency, starts_on, ends_on)
select p.organization_id, c.title, c.content, p.deal_id, p.id, p.contact_id, p.company_id, p.owner_id, p.total_cents, p.currency, current_date + c.days, current_date + c.days + 364
from (
  values
    ('Care package 2', 'Supply of care packages', 'A hundred packages, delivered in four parts.', -2),
    ('Six posture courses', 'Posture courses', 'Six courses in one year.', 30),
    ('Retreat for twelve', 'Retreat', 'Two days for twelve people.', 45)
) as c (proposal, title, content, days)
join app_public.proposals p on p.title = c.proposal;

update app_public.contracts set status = 'sent' where title in ('Supply of care packages', 'Retreat');
update app_public.contracts set status = 'signed' where title = 'Supply of care packages';
update app_public.contracts set status = 'active' where title = 'Supply of care packages';
