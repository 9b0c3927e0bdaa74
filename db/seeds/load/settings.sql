/*
 * The organization, who works there, and what they have set up. Its owner signs in as owner@<slug>.test. Mailboxes and
 * webhooks are switched off and have no secrets, so that nothing made up here ever goes out.
 */
insert into app_public.organizations (
  id, name, slug, support_email, timezone, locale, currency, settings, subscription_status, subscription_tier, trial_ends_at, created_at, updated_at
)
select
  t.organization_id, t.name, t.slug, 'help@' || t.slug || '.test', t.timezone, t.locale, t.currency, t.settings, t.subscription_status,
  t.subscription_tier, case when t.subscription_status = 'trial' then t.as_of + interval '14 days' end, t.monday, t.monday
from pg_temp.tenant t;

insert into app_public.roles (id, organization_id, name, description, system_role, created_at, updated_at)
select r.id, t.organization_id, initcap(r.system_role), s.description, r.system_role, t.monday, t.monday
from pg_temp.tenant t
cross join pg_temp.made_roles r
join app_public.system_roles s on s.value = r.system_role;

insert into app_public.roles (id, organization_id, name, description, created_at, updated_at)
select pg_temp.id(t.seed, 1210, 1, t.monday), t.organization_id, 'Front desk', 'Books appointments and answers the phone.', t.monday, t.monday
from pg_temp.tenant t;

insert into app_public.role_permissions (id, organization_id, role_id, resource, action, scope, created_at, updated_at)
select
  pg_temp.id(t.seed, 1220, row_number() over (order by p.resource, p.action), t.monday), t.organization_id,
  pg_temp.id(t.seed, 1210, 1, t.monday), p.resource, p.action, 'all', t.monday, t.monday
from pg_temp.tenant t
cross join app_public.permissions p
where p.resource in ('appointments', 'calls', 'contacts') and p.action in ('create', 'read', 'update');

insert into app_public.users (id, email, full_name, phone, locale, timezone, last_login_at, login_count, created_at, updated_at)
select
  m.user_id,
  case when m.n = 1 then 'owner' else pg_temp.pick(pg_temp.first_names_in_ascii(), r.first) || '.' || pg_temp.pick(pg_temp.last_names_in_ascii(), r.last) || m.n end
  || '@' || t.slug || '.test',
  pg_temp.pick(pg_temp.first_names(), r.first) || ' ' || pg_temp.pick(pg_temp.last_names(), r.last),
  pg_temp.phone(r.last, r.first), t.locale, t.timezone, t.as_of - interval '12 days' * r.last, 1 + floor(r.first * 300)::int, m.created_at, m.created_at
from pg_temp.tenant t
cross join pg_temp.made_members m
cross join lateral (select pg_temp.fraction(t.seed, 1110, m.n) as first, pg_temp.fraction(t.seed, 1111, m.n) as last offset 0) r;

insert into app_private.user_identities (id, user_id, issuer, subject, created_at, updated_at)
select pg_temp.id(t.seed, 1120, m.n, m.created_at), m.user_id, 'tenantry', m.user_id::text, m.created_at, m.created_at
from pg_temp.tenant t
cross join pg_temp.made_members m;

insert into app_public.businesses (id, organization_id, name, slug, business_type, phone, email, website, address, timezone, created_at, updated_at)
select
  b.id, t.organization_id, t.name || ' ' || pg_temp.pick(pg_temp.towns(), r.town), 'branch-' || b.n, 'branch', pg_temp.phone(r.town, r.digits),
  'branch-' || b.n || '@' || t.slug || '.test', 'https://branch-' || b.n || '.' || t.slug || '.test',
  b.n || ' ' || pg_temp.pick(pg_temp.streets(), r.digits) || ', ' || pg_temp.pick(pg_temp.towns(), r.town), t.timezone, t.monday, t.monday
from pg_temp.tenant t
cross join pg_temp.made_businesses b
cross join lateral (select pg_temp.fraction(t.seed, 1001, b.n) as town, pg_temp.fraction(t.seed, 1002, b.n) as digits offset 0) r;

insert into app_public.memberships (id, organization_id, user_id, role_id, title, availability, is_active, created_at, updated_at)
select
  m.id, t.organization_id, m.user_id, r.id,
  pg_temp.pick('{Founder,Advisor,Coordinator,Account manager,Support agent,Specialist,Assistant}', case when m.n = 1 then 0 else pg_temp.fraction(t.seed, 1130, m.n) end),
  pg_temp.pick('{online,away,offline,offline}', pg_temp.fraction(t.seed, 1131, m.n)), m.n < 4 or pg_temp.fraction(t.seed, 1132, m.n) < 0.92, m.created_at, m.created_at
from pg_temp.tenant t
cross join pg_temp.made_members m
join pg_temp.made_roles r on r.system_role = case
  when m.n = 1 then 'owner'
  when m.n = 2 then 'staff'
  when m.n = 3 then 'rep'
  else pg_temp.pick('{admin,manager,manager,staff,staff,staff,staff,rep,rep,rep,viewer}', pg_temp.fraction(t.seed, 1133, m.n))
end;

-- Every tenth member works for one branch only.
insert into app_public.business_memberships (id, organization_id, membership_id, business_id, role_id, created_at, updated_at)
select pg_temp.id(t.seed, 1140, m.n, m.created_at), t.organization_id, m.id, b.id, r.id, m.created_at, m.created_at
from pg_temp.tenant t
cross join pg_temp.made_members m
join pg_temp.made_businesses b on b.n = m.n % t.businesses + 1
join pg_temp.made_roles r on r.system_role = 'staff'
where m.n % 10 = 4;

insert into app_public.teams (id, organization_id, name, description, created_at, updated_at)
select pg_temp.id(t.seed, 1150, nth, t.monday), t.organization_id, 'Team ' || nth, 'The people of team ' || nth || '.', t.monday, t.monday
from pg_temp.tenant t
cross join generate_series(1, t.teams) nth;

insert into app_public.team_members (id, organization_id, team_id, membership_id, created_at, updated_at)
select pg_temp.id(t.seed, 1160, m.n, m.created_at), t.organization_id, pg_temp.id(t.seed, 1150, m.n % t.teams + 1, t.monday), m.id, m.created_at, m.created_at
from pg_temp.tenant t
cross join pg_temp.made_members m;

insert into app_public.api_keys (id, organization_id, name, prefix, role_id, created_by_id, last_used_at, created_at, updated_at)
select pg_temp.id(t.seed, 1170, 1, t.monday), t.organization_id, 'Website', 'load' || t.number, r.id, m.id, t.as_of - interval '1 hour', t.monday, t.monday
from pg_temp.tenant t
join pg_temp.made_roles r on r.system_role = 'staff'
join pg_temp.made_members m on m.n = 1;

-- Digests of nothing: nobody has these keys and links.
insert into app_private.api_key_secrets (api_key_id, digest, created_at, updated_at)
select pg_temp.id(t.seed, 1170, 1, t.monday), sha256(convert_to(md5('key' || t.seed) || t.slug, 'UTF8')), t.monday, t.monday
from pg_temp.tenant t;

insert into app_public.staff_invitations (id, organization_id, email, role_id, invited_by_id, expires_at, claimed_at, membership_id, created_at, updated_at)
select
  pg_temp.id(t.seed, 1180, m.n, m.created_at), t.organization_id, u.email, s.role_id, o.id, m.created_at + interval '7 days', m.created_at, m.id,
  m.created_at - interval '1 day', m.created_at
from pg_temp.tenant t
join pg_temp.made_members o on o.n = 1
join pg_temp.made_members m on m.n > 1
join app_public.users u on u.id = m.user_id
join app_public.memberships s on s.organization_id = t.organization_id and s.id = m.id;

insert into app_private.staff_invitation_secrets (staff_invitation_id, digest, created_at, updated_at)
select pg_temp.id(t.seed, 1180, m.n, m.created_at), sha256(convert_to(md5('invitation' || t.seed) || m.n, 'UTF8')), m.created_at, m.created_at
from pg_temp.tenant t
join pg_temp.made_members m on m.n > 1;

insert into app_private.sessions (id, user_id, address, user_agent, last_used_at, expires_at, created_at, updated_at)
select
  pg_temp.id(t.seed, 1190, m.n, m.created_at), m.user_id, '192.0.2.1'::inet + m.n % 200, 'Mozilla/5.0 (load test)', t.as_of - interval '1 day',
  t.as_of + interval '29 days', m.created_at, m.created_at
from pg_temp.tenant t
cross join pg_temp.made_members m;

insert into app_private.session_tokens (digest, session_id, created_at, updated_at)
select sha256(convert_to(md5('session' || t.seed) || m.n, 'UTF8')), pg_temp.id(t.seed, 1190, m.n, m.created_at), m.created_at, m.created_at
from pg_temp.tenant t
cross join pg_temp.made_members m;

insert into app_public.pipelines (id, organization_id, name, is_default, created_at, updated_at)
select pg_temp.id(t.seed, 1301, 1, t.monday), t.organization_id, 'Sales', true, t.monday, t.monday
from pg_temp.tenant t;

insert into app_public.pipeline_stages (id, organization_id, pipeline_id, name, kind, probability, position, created_at, updated_at)
select s.id, t.organization_id, s.pipeline_id, s.name, s.kind, s.probability, s.n, t.monday, t.monday
from pg_temp.tenant t
cross join pg_temp.made_stages s;

insert into app_public.custom_field_definitions (id, organization_id, entity, field_name, label, field_type, options, is_required, position, created_at, updated_at)
select pg_temp.id(t.seed, 1310, f.n, t.monday), t.organization_id, f.entity, f.field_name, f.label, f.field_type, f.options::text[], f.is_required, f.n, t.monday, t.monday
from pg_temp.tenant t
cross join (
  values
    (1, 'contact', 'preferred_language', 'Preferred language', 'select', '{English,German,French,Spanish}', false),
    (2, 'contact', 'loyalty_points', 'Loyalty points', 'number', '{}', false),
    (3, 'contact', 'newsletter', 'Newsletter', 'boolean', '{}', false),
    (4, 'company', 'employees', 'Employees', 'number', '{}', false),
    (5, 'company', 'segment', 'Segment', 'select', '{A,B,C}', true),
    (6, 'lead', 'budget', 'Budget', 'number', '{}', false),
    (7, 'lead', 'interests', 'Interests', 'multiselect', '{Price,Quality,Speed,Distance}', false),
    (8, 'deal', 'competitor', 'Competitor', 'text', '{}', false),
    (9, 'deal', 'decision_on', 'Decision expected on', 'date', '{}', false),
    (10, 'ticket', 'product', 'Product', 'select', '{Basic,Plus,Team}', true)
) as f (n, entity, field_name, label, field_type, options, is_required);

-- Rules that are yet to be switched on: the scores of leads are drawn.
insert into app_public.lead_scoring_rules (id, organization_id, name, field, key, operator, value, points, is_active, position, created_at, updated_at)
select pg_temp.id(t.seed, 1311, r.n, t.monday), t.organization_id, r.name, r.field, r.key, r.operator, r.value, r.points, false, r.n, t.monday, t.monday
from pg_temp.tenant t
cross join (
  values
    (1, 'Can be called', 'phone', null, 'is_known', null, 20),
    (2, 'Came by a newsletter', 'utm_source', null, 'equals', 'newsletter', 15),
    (3, 'Has a budget', 'custom_field', 'budget', 'at_least', '100000', 30)
) as r (n, name, field, key, operator, value, points);

insert into app_public.services (id, organization_id, name, category, description, duration_minutes, price_cents, currency, is_active, created_at, updated_at)
select
  s.id, t.organization_id, (pg_temp.services())[(s.n - 1) % 12 + 1] || case when s.n > 12 then ' ' || (s.n - 1) / 12 + 1 else '' end,
  pg_temp.pick('{Basics,Care,Extras}', pg_temp.fraction(t.seed, 1410, s.n)), 'Takes ' || s.minutes || ' minutes.', s.minutes, s.price_cents, t.currency, true,
  t.monday, t.monday
from pg_temp.tenant t
cross join pg_temp.made_services s;

insert into app_public.message_templates (id, organization_id, name, type, category, subject, content, variables, usage_count, last_used_at, created_at, updated_at)
select
  m.id, t.organization_id, 'Template ' || m.n, x.type, 'service', case when x.type = 'email' then 'News for {{first_name}}' end, x.content,
  app_private.placeholders(concat_ws(' ', case when x.type = 'email' then 'News for {{first_name}}' end, x.content)), m.uses, m.last_used_at, t.monday,
  coalesce(m.last_used_at, t.monday)
from pg_temp.tenant t
cross join pg_temp.made_templates m
cross join lateral (
  select pg_temp.pick('{email,email,sms,whatsapp}', pg_temp.fraction(t.seed, 1510, m.n)) as type,
    'Hello {{first_name}}, ' || pg_temp.pick(pg_temp.sentences(), pg_temp.fraction(t.seed, 1511, m.n)) || ' {{organization}}' as content
  offset 0
) x;

insert into app_public.ai_scripts (id, organization_id, kind, name, language, content, variables, created_at, updated_at)
select pg_temp.id(t.seed, 1520, s.n, t.monday), t.organization_id, s.kind, s.name, 'en', s.content, app_private.placeholders(s.content), t.monday, t.monday
from pg_temp.tenant t
cross join (
  values
    (1, 'conversation', 'Answering questions', 'You answer for {{organization}}. Be short and friendly.'),
    (2, 'voice', 'Reminder of an appointment', 'Remind {{first_name}} of the appointment on {{day}}.')
) as s (n, kind, name, content);

insert into app_public.call_campaigns (id, organization_id, name, script_id, status, schedule, starts_at, created_by_id, created_at, updated_at)
select
  c.id, t.organization_id, 'Campaign ' || c.n, pg_temp.id(t.seed, 1520, 2, t.monday), case when c.n = t.campaigns then 'paused' else 'completed' end,
  '{"hours": "9-17"}', c.created_at + interval '1 day', m.id, c.created_at, c.created_at
from pg_temp.tenant t
cross join pg_temp.made_campaigns c
join pg_temp.made_members m on m.n = 1;

insert into app_public.macros (id, organization_id, title, body, actions, created_by_id, created_at, updated_at)
select pg_temp.id(t.seed, 1530, a.n, t.monday), t.organization_id, a.title, a.body, a.actions::jsonb, m.id, t.monday, t.monday
from pg_temp.tenant t
join pg_temp.made_members m on m.n = 1
cross join (
  values
    (1, 'Solved', 'Glad to have helped.', '{"status": "solved"}'),
    (2, 'Ask for details', 'Could you send us a picture?', '{"status": "pending"}'),
    (3, 'Urgent', 'We look at this at once.', '{"tags": ["escalated"], "priority": "urgent"}')
) as a (n, title, body, actions);

insert into app_public.email_accounts (id, organization_id, email_address, imap_settings, smtp_settings, is_active, created_at, updated_at)
select
  pg_temp.id(t.seed, 1540, 1, t.monday), t.organization_id, 'help@' || t.slug || '.test', '{"host": "imap.mail.example", "port": 993}',
  '{"host": "smtp.mail.example", "port": 465}', false, t.monday, t.monday
from pg_temp.tenant t;

insert into app_public.workflows (
  id, organization_id, name, description, trigger_type, trigger_config, nodes, edges, status, settings, total_executions, successful_executions, failed_executions, last_run_at,
  created_at, updated_at
)
select
  w.id, t.organization_id, 'Workflow ' || w.n, 'Does what somebody would have to remember.',
  pg_temp.pick('{lead.created,deal.stage_changed,appointment.booked,ticket.created,form.submitted,schedule}', pg_temp.fraction(t.seed, 1710, w.n)),
  '{"cron": "0 9 * * *"}', '[{"id": "start", "type": "delay", "minutes": 5}, {"id": "send", "type": "send_email", "template": "Welcome"}]', '[{"id": "first", "source": "start", "target": "send"}]',
  case when w.n % 5 = 4 then 'inactive' else 'active' end,
  jsonb_build_object('errorHandling', 'continue', 'maxExecutionTime', 300, 'timezone', t.timezone),
  coalesce(e.total, 0), coalesce(e.successful, 0), coalesce(e.failed, 0), e.last_run_at, t.monday, coalesce(e.last_run_at, t.monday)
from pg_temp.tenant t
cross join pg_temp.made_workflows w
left join (
  select x.workflow_n, count(*) as total, count(*) filter (where x.status = 'completed') as successful, count(*) filter (where x.status = 'failed') as failed,
    max(x.at) as last_run_at
  from pg_temp.made_executions x
  group by x.workflow_n
) e on e.workflow_n = w.n;

insert into app_public.forms (id, organization_id, name, type, fields, settings, lead_tags, submission_count, last_submission_at, created_at, updated_at)
select
  f.id, t.organization_id, 'Form ' || f.n, pg_temp.pick('{embed,embed,popup,standalone}', pg_temp.fraction(t.seed, 1810, f.n)),
  '[{"name": "name", "label": "Name", "type": "text", "required": true}, {"name": "email", "label": "E-mail", "type": "email"}, {"name": "message", "label": "Message", "type": "textarea"}]',
  '{"submitButton": "Send", "successMessage": "Thank you!", "redirectUrl": null}', '{website}', coalesce(s.total, 0), s.last_at, t.monday, coalesce(s.last_at, t.monday)
from pg_temp.tenant t
cross join pg_temp.made_forms f
left join (
  select x.form_n, count(*) as total, max(x.at) as last_at from pg_temp.made_submissions x group by x.form_n
) s on s.form_n = f.n;

insert into app_public.webhook_endpoints (id, organization_id, url, events, description, is_active, created_at, updated_at)
select
  pg_temp.id(t.seed, 1900, nth, t.monday), t.organization_id, 'https://hooks.' || t.slug || '.example/' || nth, '{deal.stage_changed,lead.created,ticket.created}',
  'Switched off: where it leads, nobody is.', false, t.monday, t.monday
from pg_temp.tenant t
cross join generate_series(1, 2) nth;

insert into app_private.number_counters (id, organization_id, kind, last_number, created_at, updated_at)
select pg_temp.id(t.seed, 1910, k.n, t.monday), t.organization_id, k.kind, k.last_number, t.monday, t.as_of
from pg_temp.tenant t
cross join lateral (
  values
    (1, 'proposals', t.proposals),
    (2, 'contracts', (select count(*) from pg_temp.made_proposals p where p.status = 'accepted')::int),
    (3, 'tickets', t.tickets)
) as k (n, kind, last_number)
where k.last_number > 0;
