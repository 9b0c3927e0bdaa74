-- Conversations on every channel, calls, and what they are written and spoken with.

insert into app_public.message_templates (organization_id, name, type, category, subject, content, tags)
select o.id, t.name, t.type, t.category, t.subject, t.content, t.tags
from (
  values
    ('clientflow-demo', 'Appointment reminder', 'sms', 'Reminders', null, 'Dear {{first_name}}, we look forward to seeing you at {{appointment.time}}. Reply NO if you can''t come.', '{reminder}'::text[]),
    ('clientflow-demo', 'Offer', 'email', 'Sales', 'Your offer, {{first_name}}', 'Dear {{first_name}}, here is the offer for {{deal.title}}. It is good until {{deal.expected_close_on}}.', '{sales}'),
    ('clientflow-demo', 'Opening hours', 'whatsapp', 'Information', null, 'We are open from eight to six, on Saturdays from nine to one.', '{}'),
    ('northwind-studio', 'Class canceled', 'sms', 'Reminders', null, 'Hi {{first_name}}, the {{class}} class is canceled today.', '{reminder}')
) as t (slug, name, type, category, subject, content, tags)
join app_public.organizations o on o.slug = t.slug;

insert into app_public.ai_scripts (organization_id, kind, name, language, content)
select o.id, s.kind, s.name, s.language, s.content
from (
  values
    ('clientflow-demo', 'voice', 'Check-up reminder', 'en', 'Hello {{first_name}}, this is {{business.name}}. Your last check-up was in {{last_visit}}. Shall I find you a time?'),
    ('clientflow-demo', 'conversation', 'First answer', 'en', 'Greet {{first_name}}, answer questions about opening hours and prices, and hand over to a colleague for anything else.'),
    ('northwind-studio', 'voice', 'Retreat invitation', 'en-US', 'Hi {{first_name}}, we saved you a place at our retreat.')
) as s (slug, kind, name, language, content)
join app_public.organizations o on o.slug = s.slug;

insert into app_public.conversations (organization_id, business_id, contact_id, channel, subject, status, assigned_to_id, created_at, last_message_at)
select o.id, c.business_id, c.id, v.channel, v.subject, v.status, m.id, now() - make_interval(hours => v.hours), now() - make_interval(hours => v.hours)
from (
  values
    ('clientflow-demo', 'alice.nguyen@mail.test', 'sms', 'Moving the appointment', 'active', 'staff@clientflow.test', 30),
    ('clientflow-demo', 'grace.hughes@kestrel.example', 'email', 'Posture courses', 'pending', 'manager@clientflow.test', 74),
    ('clientflow-demo', 'chloe.diaz@mail.test', 'whatsapp', 'Trial class', 'active', 'rep.two@clientflow.test', 5),
    ('clientflow-demo', 'ben.carter@mail.test', 'chat', 'Parking', 'closed', 'staff@clientflow.test', 120),
    ('clientflow-demo', 'isla@mail.test', 'email', 'Newsletter', 'archived', null, 400),
    ('northwind-studio', 'kara.lopez@mail.test', 'sms', 'Knee injury', 'active', 'staff@northwind.test', 9)
) as v (slug, contact, channel, subject, status, assigned_to, hours)
join app_public.organizations o on o.slug = v.slug
join app_public.contacts c on c.organization_id = o.id and c.email = v.contact
left join app_public.users u on u.email = v.assigned_to
left join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id;

insert into app_public.messages (organization_id, conversation_id, template_id, direction, body, status, created_by_id, created_at, sent_at, delivered_at, read_at)
select
  o.id, c.id, t.id, v.direction, v.body, v.status, case when v.direction = 'outbound' then c.assigned_to_id end, v.at,
  case when v.status in ('sent', 'delivered', 'read') then v.at end,
  case when v.status in ('delivered', 'read') then v.at end,
  case when v.status = 'read' then v.at + interval '2 minutes' end
from (
  select w.*, now() - make_interval(mins => w.minutes) as at
  from (
    values
      ('clientflow-demo', 'Moving the appointment', 'Appointment reminder', 'outbound', 'Dear Alice, we look forward to seeing you at 9.30 tomorrow. Reply NO if you can''t come.', 'delivered', 1800),
      ('clientflow-demo', 'Moving the appointment', null, 'inbound', 'NO', 'read', 1700),
      ('clientflow-demo', 'Moving the appointment', null, 'outbound', 'What a pity. Would Thursday at ten suit you?', 'read', 1650),
      ('clientflow-demo', 'Moving the appointment', null, 'inbound', 'Thursday is fine.', 'delivered', 95),
      ('clientflow-demo', 'Moving the appointment', null, 'inbound', 'Can my daughter come along?', 'delivered', 93),
      ('clientflow-demo', 'Posture courses', null, 'inbound', 'Could we start in the second week of the month?', 'read', 4400),
      ('clientflow-demo', 'Posture courses', 'Offer', 'outbound', 'Dear Grace, here is the offer for the posture courses.', 'sent', 1500),
      ('clientflow-demo', 'Trial class', null, 'inbound', 'Hi! Is the Monday class full?', 'delivered', 290),
      ('clientflow-demo', 'Parking', null, 'inbound', 'Where can I park?', 'read', 7190),
      ('clientflow-demo', 'Parking', null, 'outbound', 'Behind the building, number 12.', 'read', 7180),
      ('northwind-studio', 'Knee injury', null, 'inbound', 'My knee is better. See you on Friday!', 'delivered', 520)
  ) as w (slug, subject, template, direction, body, status, minutes)
) as v
join app_public.organizations o on o.slug = v.slug
join app_public.conversations c on c.organization_id = o.id and c.subject = v.subject
left join app_public.message_templates t on t.organization_id = o.id and t.name = v.template;

-- A new message makes a conversation active; these two were over afterwards.
update app_public.conversations c
set status = v.status
from (values ('Parking', 'closed'), ('Posture courses', 'pending')) as v (subject, status)
where c.subject = v.subject and c.organization_id = (select o.id from app_public.organizations o where o.slug = 'clientflow-demo');

insert into app_public.call_campaigns (organization_id, business_id, name, script_id, status, schedule, starts_at, ends_at, created_by_id)
select o.id, b.id, 'Autumn check-ups', s.id, 'running', '{"days": ["monday", "tuesday", "wednesday"], "from": "09:00", "to": "17:00"}', now() - interval '2 days', now() + interval '12 days', m.id
from app_public.organizations o
join app_public.businesses b on b.organization_id = o.id and b.slug = 'harbour-street'
join app_public.ai_scripts s on s.organization_id = o.id and s.name = 'Check-up reminder'
join app_public.users u on u.email = 'manager@clientflow.test'
join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id
where o.slug = 'clientflow-demo';

insert into app_public.calls (
  organization_id, business_id, direction, status, outcome, transcript, summary, sentiment, started_at, ended_at, cost_cents, contact_id, campaign_id, script_id, handled_by_id, created_at
)
select
  o.id, c.business_id, v.direction, v.status, v.outcome, v.transcript, v.summary, v.sentiment,
  case when v.seconds is not null then v.at end, v.at + make_interval(secs => v.seconds), v.cost_cents, c.id, k.id, k.script_id, m.id, v.at
from (
  select w.*, now() - make_interval(mins => w.minutes) as at
  from (
    values
      ('clientflow-demo', 'alice.nguyen@mail.test', 'outbound', 'completed', 'Appointment booked', 'Hello Alice, this is Harbour Street Dental. … Thursday, please.', 'Wants a check-up on Thursday.', 'positive', 2600, 142, 18::bigint, 'Autumn check-ups', null),
      ('clientflow-demo', 'ben.carter@mail.test', 'outbound', 'voicemail', 'Asked to call back', null, null, null, 2500, 21, 4, 'Autumn check-ups', null),
      ('clientflow-demo', 'henry.ito@mail.test', 'outbound', 'busy', null, null, null, null, 2400, null, 0, 'Autumn check-ups', null),
      ('clientflow-demo', 'grace.hughes@kestrel.example', 'inbound', 'completed', 'Offer wanted', null, 'Asks for a discount for twelve people.', 'neutral', 1600, 388, null, null, 'manager@clientflow.test'),
      ('clientflow-demo', 'daniel.evans@mail.test', 'inbound', 'missed', null, null, null, null, 200, null, null, null, null),
      ('northwind-studio', 'liam.meyer@hudson.example', 'outbound', 'completed', 'Will visit', null, 'Comes to see the studio.', 'positive', 3000, 260, 35, null, 'owner@northwind.test')
  ) as w (slug, contact, direction, status, outcome, transcript, summary, sentiment, minutes, seconds, cost_cents, campaign, handled_by)
) as v
join app_public.organizations o on o.slug = v.slug
join app_public.contacts c on c.organization_id = o.id and c.email = v.contact
left join app_public.call_campaigns k on k.organization_id = o.id and k.name = v.campaign
left join app_public.users u on u.email = v.handled_by
left join app_public.memberships m on m.organization_id = o.id and m.user_id = u.id;

-- The calls began their conversations just now, and so look newer than they are.
update app_public.conversations c
set last_message_at = k.created_at
from app_public.calls k
where k.organization_id = c.organization_id and k.conversation_id = c.id and c.channel = 'call';

insert into app_public.call_campaign_targets (organization_id, campaign_id, contact_id, state, attempts, last_attempt_at, next_attempt_at, result, call_id)
select c.organization_id, k.id, c.id, v.state, v.attempts, a.created_at, case when v.state = 'pending' then now() + interval '1 day' end, v.result, a.id
from (
  values
    ('alice.nguyen@mail.test', 'completed', 1, 'Booked'),
    ('ben.carter@mail.test', 'completed', 1, 'Left a message'),
    ('henry.ito@mail.test', 'pending', 1, 'Busy'),
    ('ella.fischer@brightwater.example', 'pending', 0, null)
) as v (contact, state, attempts, result)
join app_public.organizations o on o.slug = 'clientflow-demo'
join app_public.call_campaigns k on k.organization_id = o.id and k.name = 'Autumn check-ups'
join app_public.contacts c on c.organization_id = o.id and c.email = v.contact
left join app_public.calls a on a.organization_id = o.id and a.contact_id = c.id and a.campaign_id = k.id;
