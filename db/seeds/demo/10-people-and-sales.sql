-- The demonstration data: two organizations that must never see each other, people of every role, and a small sales
-- team's contacts, deals and tasks. Loaded once into a database without users; dates are relative to that day.
-- Addresses end in .test, which nobody can own (RFC 2606): only such accounts can be signed in to without a password.

insert into app_public.organizations (name, slug, external_id, support_email, timezone, locale, currency, subscription_status, subscription_tier) values
  ('ClientFlow Demo', 'clientflow-demo', 'org_clientflow_demo', 'help@clientflow.test', 'Europe/London', 'en-GB', 'GBP', 'active', 'growth'),
  ('Northwind Studio', 'northwind-studio', 'org_northwind_studio', 'hello@northwind.test', 'America/New_York', 'en-US', 'USD', 'trial', 'starter');

insert into app_public.users (email, full_name, locale, timezone) values
  ('demo@clientflow.test', 'Dana Demo', 'en-GB', 'Europe/London'),
  ('admin@clientflow.test', 'Amir Haddad', 'en-GB', 'Europe/London'),
  ('manager@clientflow.test', 'Mary Okafor', 'en-GB', 'Europe/London'),
  ('staff@clientflow.test', 'Sam Taylor', 'en-GB', 'Europe/London'),
  ('rep@clientflow.test', 'Rosa Lindqvist', 'en-GB', 'Europe/London'),
  ('rep.two@clientflow.test', 'Ravi Patel', 'en-GB', 'Europe/London'),
  ('viewer@clientflow.test', 'Vic Moreau', 'en-GB', 'Europe/London'),
  ('harbour@clientflow.test', 'Hana Sato', 'en-GB', 'Europe/London'),
  ('owner@northwind.test', 'Nell Carver', 'en-US', 'America/New_York'),
  ('staff@northwind.test', 'Noah Brandt', 'en-US', 'America/New_York');

insert into app_private.user_identities (user_id, issuer, subject)
select id, 'tenantry', id::text from app_public.users;

insert into app_public.memberships (organization_id, user_id, role_id, title, availability)
select o.id, u.id, r.id, m.title, m.availability
from (
  values
    ('clientflow-demo', 'demo@clientflow.test', 'owner', 'Founder', 'online'),
    ('clientflow-demo', 'admin@clientflow.test', 'admin', 'Head of operations', 'online'),
    ('clientflow-demo', 'manager@clientflow.test', 'manager', 'Sales manager', 'online'),
    ('clientflow-demo', 'staff@clientflow.test', 'staff', 'Customer care', 'online'),
    ('clientflow-demo', 'rep@clientflow.test', 'rep', 'Sales', 'online'),
    ('clientflow-demo', 'rep.two@clientflow.test', 'rep', 'Sales', 'away'),
    ('clientflow-demo', 'viewer@clientflow.test', 'viewer', 'Accountant', 'offline'),
    ('clientflow-demo', 'harbour@clientflow.test', 'staff', 'Harbour Street branch', 'online'),
    ('northwind-studio', 'owner@northwind.test', 'owner', 'Owner', 'online'),
    ('northwind-studio', 'staff@northwind.test', 'staff', 'Trainer', 'online'),
    -- Works for both, and so has to choose.
    ('northwind-studio', 'staff@clientflow.test', 'viewer', 'Consultant', 'offline')
) as m (slug, email, role, title, availability)
join app_public.organizations o on o.slug = m.slug
join app_public.users u on u.email = m.email
join app_public.roles r on r.organization_id = o.id and r.system_role = m.role;

insert into app_public.businesses (organization_id, name, slug, business_type, phone, email, address)
select o.id, b.name, b.slug, b.business_type, b.phone, b.email, b.address
from (
  values
    ('clientflow-demo', 'Harbour Street Dental', 'harbour-street', 'dentist', '020 7946 0101', 'harbour@clientflow.test', '12 Harbour Street, London'),
    ('clientflow-demo', 'Riverside Physio', 'riverside', 'physiotherapist', '020 7946 0102', 'riverside@clientflow.test', '3 Riverside Walk, London'),
    ('northwind-studio', 'Northwind Yoga', 'yoga', 'yoga studio', '(212) 555-0140', 'yoga@northwind.test', '81 Orchard Street, New York')
) as b (slug_of_organization, name, slug, business_type, phone, email, address)
join app_public.organizations o on o.slug = b.slug_of_organization;

insert into app_public.business_memberships (organization_id, membership_id, business_id)
select m.organization_id, m.id, b.id
from app_public.memberships m
join app_public.users u on u.id = m.user_id and u.email = 'harbour@clientflow.test'
join app_public.businesses b on b.organization_id = m.organization_id and b.slug = 'harbour-street';

insert into app_public.teams (organization_id, name, description)
select id, 'Sales', 'Everybody who sells.' from app_public.organizations where slug = 'clientflow-demo';

insert into app_public.team_members (organization_id, team_id, membership_id)
select t.organization_id, t.id, m.id
from app_public.teams t
join app_public.memberships m on m.organization_id = t.organization_id
join app_public.users u on u.id = m.user_id and u.email in ('manager@clientflow.test', 'rep@clientflow.test', 'rep.two@clientflow.test');

insert into app_public.companies (organization_id, name, domain, business_type, phone, email, website, address, owner_id, tags)
select o.id, c.name, c.domain, c.business_type, c.phone, 'office@' || c.domain, 'https://' || c.domain, c.address, m.id, c.tags
from (
  values
    ('clientflow-demo', 'Brightwater Plumbing', 'brightwater.example', 'plumber', '020 7946 0201', '4 Mill Lane, London', 'rep@clientflow.test', '{trade}'::text[]),
    ('clientflow-demo', 'Fenwick & Daughters', 'fenwick.example', 'bakery', '020 7946 0202', '77 Market Square, Brighton', 'rep.two@clientflow.test', '{food,wholesale}'),
    ('clientflow-demo', 'Kestrel Architects', 'kestrel.example', 'architect', '0161 496 0203', '19 Tower Road, Manchester', 'manager@clientflow.test', '{design}'),
    ('northwind-studio', 'Hudson Wellness', 'hudson.example', 'spa', '(212) 555-0150', '5 Pier Road, New York', 'owner@northwind.test', '{partner}')
) as c (slug, name, domain, business_type, phone, address, owner, tags)
join app_public.organizations o on o.slug = c.slug
join app_public.users u on u.email = c.owner
join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id;

insert into app_public.contacts (
  organization_id, business_id, first_name, last_name, email, phone, company_id, owner_id, lifecycle_stage, source,
  membership_status, tags, notes, created_at
)
select o.id, b.id, c.first_name, c.last_name, c.email, c.phone, k.id, m.id, c.lifecycle_stage, c.source,
  c.membership_status, c.tags, c.notes, now() - make_interval(days => c.days)
from (
  values
    ('clientflow-demo', 'harbour-street', 'Alice', 'Nguyen', 'alice.nguyen@mail.test', '07700 900101', null, 'rep@clientflow.test', 'customer', 'website', 'active', '{vip,newsletter}'::text[], 'Prefers appointments before ten.', 61),
    ('clientflow-demo', 'harbour-street', 'Ben', 'Carter', 'ben.carter@mail.test', '07700 900102', null, 'rep@clientflow.test', 'customer', 'referral', 'active', '{newsletter}', null, 44),
    ('clientflow-demo', 'riverside', 'Chloe', 'Diaz', 'chloe.diaz@mail.test', '07700 900103', null, 'rep.two@clientflow.test', 'lead', 'facebook', 'trial', '{trial}', 'Tried the Monday class.', 30),
    ('clientflow-demo', 'riverside', 'Daniel', 'Evans', 'daniel.evans@mail.test', '07700 900104', null, 'rep.two@clientflow.test', 'customer', 'walk-in', 'paused', '{}', 'Away until spring.', 27),
    ('clientflow-demo', null, 'Ella', 'Fischer', 'ella.fischer@brightwater.example', '07700 900105', 'Brightwater Plumbing', 'rep@clientflow.test', 'lead', 'website', 'none', '{trade}', null, 21),
    ('clientflow-demo', null, 'Farid', 'Gill', 'farid.gill@fenwick.example', '07700 900106', 'Fenwick & Daughters', 'rep.two@clientflow.test', 'customer', 'event', 'none', '{wholesale,vip}', 'Decides with his sister.', 18),
    ('clientflow-demo', null, 'Grace', 'Hughes', 'grace.hughes@kestrel.example', '+44 7700 900107', 'Kestrel Architects', 'manager@clientflow.test', 'lead', 'website', 'none', '{design}', null, 12),
    ('clientflow-demo', 'harbour-street', 'Henry', 'Ito', 'henry.ito@mail.test', '0044 7700 900108', null, 'manager@clientflow.test', 'former', 'website', 'expired', '{}', null, 9),
    ('clientflow-demo', 'riverside', 'Isla', null, 'isla@mail.test', null, null, 'rep@clientflow.test', 'subscriber', 'newsletter', 'none', '{newsletter}', null, 4),
    ('clientflow-demo', null, null, 'Jones', null, '07700 900110', null, null, 'lead', 'phone', 'none', '{}', 'Called and asked for a call back.', 1),
    ('northwind-studio', 'yoga', 'Kara', 'Lopez', 'kara.lopez@mail.test', '(917) 555-0161', null, 'owner@northwind.test', 'customer', 'website', 'active', '{morning}', 'Knee injury.', 15),
    ('northwind-studio', 'yoga', 'Liam', 'Meyer', 'liam.meyer@hudson.example', '(917) 555-0162', 'Hudson Wellness', 'owner@northwind.test', 'lead', 'referral', 'none', '{partner}', null, 6)
) as c (slug, business, first_name, last_name, email, phone, company, owner, lifecycle_stage, source, membership_status, tags, notes, days)
join app_public.organizations o on o.slug = c.slug
left join app_public.businesses b on b.organization_id = o.id and b.slug = c.business
left join app_public.companies k on k.organization_id = o.id and k.name = c.company
left join app_public.users u on u.email = c.owner
left join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id;

insert into app_public.deals (organization_id, title, stage_id, contact_id, company_id, owner_id, value_cents, expected_close_on, lost_reason, tags)
select o.id, d.title, s.id, c.id, c.company_id, m.id, d.value_cents, current_date + d.days, d.lost_reason, d.tags
from (
  values
    ('clientflow-demo', 'Family treatment plan', 'Lead', 'alice.nguyen@mail.test', 'rep@clientflow.test', 180000, 40, null, '{plan}'::text[]),
    ('clientflow-demo', 'Staff check-ups for Brightwater', 'Qualified', 'ella.fischer@brightwater.example', 'rep@clientflow.test', 420000, 25, null, '{trade}'),
    ('clientflow-demo', 'Posture courses for Kestrel', 'Proposal', 'grace.hughes@kestrel.example', 'manager@clientflow.test', 960000, 14, null, '{course}'),
    ('clientflow-demo', 'Wholesale care package', 'Won', 'farid.gill@fenwick.example', 'rep.two@clientflow.test', 650000, -3, null, '{wholesale}'),
    ('clientflow-demo', 'Ten-session pass', 'Lost', 'henry.ito@mail.test', 'rep.two@clientflow.test', 55000, -10, 'Moved away', '{}'),
    ('northwind-studio', 'Corporate retreat', 'Qualified', 'liam.meyer@hudson.example', 'owner@northwind.test', 300000, 30, null, '{retreat}')
) as d (slug, title, stage, contact, owner, value_cents, days, lost_reason, tags)
join app_public.organizations o on o.slug = d.slug
join app_public.pipelines p on p.organization_id = o.id and p.is_default
join app_public.pipeline_stages s on s.organization_id = o.id and s.pipeline_id = p.id and s.name = d.stage
join app_public.contacts c on c.organization_id = o.id and c.email = d.contact
join app_public.users u on u.email = d.owner
join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id;

insert into app_public.activities (organization_id, business_id, kind, direction, subject, content, outcome, sentiment, is_internal, contact_id, deal_id, company_id, created_by_id, occurred_at, duration_seconds)
select o.id, c.business_id, a.kind, a.direction, a.subject, a.content, a.outcome, a.sentiment, a.is_internal, c.id, d.id, c.company_id, m.id, now() - make_interval(hours => a.hours), a.duration_seconds
from (
  values
    ('clientflow-demo', 'call', 'outbound', 'First call about the treatment plan', 'Asked for prices for two adults and two children.', 'Send an offer', 'positive', false, 'alice.nguyen@mail.test', 'Family treatment plan', 'rep@clientflow.test', 50, 412),
    ('clientflow-demo', 'email', 'inbound', 'Re: posture courses', 'Could we start in the second week of the month?', null, 'neutral', false, 'grace.hughes@kestrel.example', 'Posture courses for Kestrel', 'manager@clientflow.test', 26, null),
    ('clientflow-demo', 'note', null, 'Wants to be asked again in spring', 'Was pleased with the treatment, moved for work.', null, null, true, 'henry.ito@mail.test', 'Ten-session pass', 'rep.two@clientflow.test', 20, null),
    ('northwind-studio', 'meeting', 'inbound', 'Visit to the studio', 'Liked the upper room.', null, 'positive', false, 'liam.meyer@hudson.example', 'Corporate retreat', 'owner@northwind.test', 30, 1800)
) as a (slug, kind, direction, subject, content, outcome, sentiment, is_internal, contact, deal, created_by, hours, duration_seconds)
join app_public.organizations o on o.slug = a.slug
join app_public.contacts c on c.organization_id = o.id and c.email = a.contact
join app_public.deals d on d.organization_id = o.id and d.title = a.deal
join app_public.users u on u.email = a.created_by
join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id;

insert into app_public.tasks (organization_id, title, description, status, priority, due_at, assignee_id, created_by_id, contact_id, deal_id)
select o.id, t.title, t.description, t.status, t.priority, now() + make_interval(hours => t.hours), m.id, n.id, c.id, d.id
from (
  values
    ('clientflow-demo', 'Send the offer to Alice', 'Two adults, two children.', 'in_progress', 'high', 20, 'rep@clientflow.test', 'manager@clientflow.test', 'alice.nguyen@mail.test', 'Family treatment plan'),
    ('clientflow-demo', 'Call Mr or Mrs Jones back', null, 'todo', 'urgent', 3, 'staff@clientflow.test', 'staff@clientflow.test', null, null),
    ('clientflow-demo', 'Book the seminar room', 'For the posture courses.', 'todo', 'normal', 90, 'manager@clientflow.test', 'manager@clientflow.test', 'grace.hughes@kestrel.example', 'Posture courses for Kestrel'),
    ('clientflow-demo', 'Welcome letter to Fenwick', null, 'done', 'low', -30, 'rep.two@clientflow.test', 'manager@clientflow.test', 'farid.gill@fenwick.example', 'Wholesale care package'),
    ('northwind-studio', 'Prepare the retreat', null, 'todo', 'normal', 200, 'owner@northwind.test', 'owner@northwind.test', 'liam.meyer@hudson.example', 'Corporate retreat')
) as t (slug, title, description, status, priority, hours, assignee, created_by, contact, deal)
join app_public.organizations o on o.slug = t.slug
left join app_public.contacts c on c.organization_id = o.id and c.email = t.contact
left join app_public.deals d on d.organization_id = o.id and d.title = t.deal
join app_public.users u on u.email = t.assignee
join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id
join app_public.users v on v.email = t.created_by
join app_public.memberships n on n.organization_id = o.id and n.user_id = v.id;
