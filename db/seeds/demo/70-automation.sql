-- Two workflows and what became of them, forms and what was sent through them, and a webhook that isn't switched on:
-- signing secrets aren't demonstrated.

insert into app_public.workflows (organization_id, name, description, trigger_type, trigger_config, nodes, edges, status, created_at)
select o.id, w.name, w.description, w.trigger_type, w.trigger_config::jsonb, w.nodes::jsonb, w.edges::jsonb, w.status, now() - interval '30 days'
from (
  values
    (
      'clientflow-demo', 'Booking confirmation', 'Confirms a new appointment by e-mail and text message.', 'appointment.booked', '{}',
      '[{"id": "email", "type": "send_email", "template": "Booking confirmation"}, {"id": "sms", "type": "send_sms", "template": "Booking confirmation"}]',
      '[{"id": "email-sms", "source": "email", "target": "sms"}]', 'active'
    ),
    (
      'clientflow-demo', 'Follow-up reminder', 'Asks how it went two days after an appointment, and reminds whoever is responsible.', 'appointment.completed', '{}',
      '[{"id": "wait", "type": "delay", "hours": 48}, {"id": "email", "type": "send_email", "template": "Follow-up"}, {"id": "task", "type": "create_task", "title": "Call back"}]',
      '[{"id": "wait-email", "source": "wait", "target": "email"}, {"id": "email-task", "source": "email", "target": "task"}]', 'active'
    ),
    (
      'northwind-studio', 'Welcome to the studio', 'Greets new contacts.', 'contact.created', '{}',
      '[{"id": "email", "type": "send_email", "template": "Welcome"}]', '[]', 'draft'
    )
) as w (slug, name, description, trigger_type, trigger_config, nodes, edges, status)
join app_public.organizations o on o.slug = w.slug;

insert into app_public.workflow_executions (
  organization_id, workflow_id, status, triggered_by, output_data, execution_steps, error_message, started_at, completed_at, created_at
)
select w.organization_id, w.id, e.status, w.trigger_type, e.output_data::jsonb,
  case when e.status = 'pending' then '[]' else (select jsonb_agg(jsonb_build_object('node', n ->> 'id')) from jsonb_array_elements(w.nodes) as n) end,
  e.error_message,
  case when e.status <> 'pending' then now() - make_interval(hours => e.hours) end,
  case when e.status not in ('pending', 'running') then now() - make_interval(hours => e.hours) + interval '4 seconds' end,
  now() - make_interval(hours => e.hours)
from (
  values
    ('clientflow-demo', 'Booking confirmation', 'completed', '{"sent": 2}', null, 150),
    ('clientflow-demo', 'Booking confirmation', 'completed', '{"sent": 2}', null, 98),
    ('clientflow-demo', 'Booking confirmation', 'failed', '{}', 'The contact has no e-mail address.', 73),
    ('clientflow-demo', 'Booking confirmation', 'completed', '{"sent": 2}', null, 5),
    ('clientflow-demo', 'Follow-up reminder', 'completed', '{"sent": 1}', null, 60),
    ('clientflow-demo', 'Follow-up reminder', 'running', '{}', null, 20),
    ('clientflow-demo', 'Follow-up reminder', 'pending', '{}', null, 1),
    ('northwind-studio', 'Welcome to the studio', 'cancelled', '{}', null, 40)
) as e (slug, workflow, status, output_data, error_message, hours)
join app_public.organizations o on o.slug = e.slug
join app_public.workflows w on w.organization_id = o.id and w.name = e.workflow;

insert into app_public.forms (organization_id, name, description, type, fields, settings, lead_tags, created_at)
select o.id, f.name, f.description, f.type, f.fields::jsonb, f.settings::jsonb, f.lead_tags, now() - interval '60 days'
from (
  values
    (
      'clientflow-demo', 'Contact form', 'The form of the contact page.', 'embed',
      '[
        {"name": "name", "label": "Your name", "type": "text", "required": true, "maxLength": 100},
        {"name": "email", "label": "E-mail", "type": "email", "required": true},
        {"name": "phone", "label": "Phone", "type": "phone"},
        {"name": "interest", "label": "What is it about?", "type": "select", "options": ["Check-up", "Physiotherapy", "Something else"]},
        {"name": "message", "label": "Message", "type": "textarea"},
        {"name": "consent", "label": "You may answer me by e-mail", "type": "checkbox", "required": true}
      ]',
      '{"submitButton": "Send", "successMessage": "Thank you! We answer within a day."}', '{website}'::text[]
    ),
    (
      'clientflow-demo', 'Spring offer', 'Last year’s offer.', 'popup',
      '[{"name": "email", "label": "E-mail", "type": "email", "required": true}]', '{}', '{spring}'
    ),
    (
      'northwind-studio', 'Trial class', 'Signs up for a trial class.', 'standalone',
      '[
        {"name": "name", "label": "Name", "type": "text", "required": true},
        {"name": "email", "label": "Email", "type": "email", "required": true},
        {"name": "day", "label": "Day", "type": "date"}
      ]',
      '{"submitButton": "Sign me up"}', '{trial}'
    )
) as f (slug, name, description, type, fields, settings, lead_tags)
join app_public.organizations o on o.slug = f.slug;

insert into app_public.form_submissions (organization_id, form_id, data, utm_source, utm_medium, utm_campaign, source_url, created_at)
select f.organization_id, f.id, s.data::jsonb, s.utm_source, s.utm_medium, s.utm_campaign, s.source_url, now() - make_interval(hours => s.hours)
from (
  values
    ('clientflow-demo', 'Contact form', '{"name": "Nadia Rahman", "email": "nadia.rahman@mail.test", "phone": "07700 900121", "interest": "Check-up", "message": "Do you see children, too?", "consent": true}', 'google', 'cpc', 'family-check', 'https://clientflow.test/contact', 130),
    ('clientflow-demo', 'Contact form', '{"name": "Owen Price", "email": "owen.price@mail.test", "interest": "Physiotherapy", "message": "My back hurts since Monday.", "consent": true}', null, null, null, 'https://clientflow.test/contact', 52),
    ('clientflow-demo', 'Contact form', '{"name": "Nadia Rahman", "email": "nadia.rahman@mail.test", "interest": "Check-up", "message": "Thursday would be best.", "consent": true}', null, null, null, 'https://clientflow.test/contact', 30),
    ('clientflow-demo', 'Contact form', '{"name": "Alice Nguyen", "email": "alice.nguyen@mail.test", "interest": "Something else", "message": "Please send me the bill again.", "consent": true}', 'newsletter', 'email', null, 'https://clientflow.test/contact', 8),
    ('northwind-studio', 'Trial class', '{"name": "Paula Quist", "email": "paula.quist@mail.test", "day": "2031-03-14"}', 'instagram', 'social', 'trial-class', 'https://northwind.test/trial', 26)
) as s (slug, form, data, utm_source, utm_medium, utm_campaign, source_url, hours)
join app_public.organizations o on o.slug = s.slug
join app_public.forms f on f.organization_id = o.id and f.name = s.form;

-- Over: only now that nobody sends it.
update app_public.forms set is_active = false where name = 'Spring offer';

insert into app_public.webhook_endpoints (organization_id, url, events, description)
select o.id, w.url, w.events, w.description
from (
  values
    ('clientflow-demo', 'https://hooks.accounting.example/clientflow', '{deal.stage_changed,lead.created}'::text[], 'The accounting system.'),
    ('northwind-studio', 'https://hooks.newsletter.example/northwind', '{contact.created}', 'The newsletter.')
) as w (slug, url, events, description)
join app_public.organizations o on o.slug = w.slug;
