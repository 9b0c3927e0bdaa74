alter table app_public.call_campaigns
  add column max_attempts int not null default 3 constraint max_attempts_must_be_few check (max_attempts between 1 and 20);

-- How much came lately from one network, and through one form, is counted before another submission is taken.
create index on app_public.form_submissions (organization_id, address, created_at desc, id desc);

create type app_public.form_receipt as (message text, redirect_url text);
create type app_public.form_definition as (form_id uuid, name text, description text, type text, fields jsonb, settings jsonb, styles jsonb);

create table app_public.workflow_node_types (value text primary key, description text not null, required_settings text[] not null default '{}');
insert into app_public.workflow_node_types (value, description, required_settings) values
  ('send_email', 'Writes an e-mail. Its template says which.', '{template}'),
  ('send_sms', 'Writes a text message. Its template says which.', '{template}'),
  ('send_whatsapp', 'Writes a message on WhatsApp. Its template says which.', '{template}'),
  ('delay', 'Waits. Its minutes, hours or days say how long.', '{}'),
  ('condition', 'Looks whether something is so: field, operator and, for most operators, value.', '{field,operator}'),
  ('create_task', 'Adds a task. Its title says what is to be done.', '{title}'),
  ('add_tag', 'Adds a label. Its tag says which.', '{tag}'),
  ('remove_tag', 'Takes a label away. Its tag says which.', '{tag}'),
  ('update_field', 'Writes a value into a field: field and value.', '{field,value}'),
  ('assign', 'Gives what it is about to a member. Its membershipId says to whom.', '{membershipId}'),
  ('notify', 'Notifies the members who are responsible. Its title says of what.', '{title}');

--!include foundation/functions/refuse_missing_row.sql
--!include tenancy/functions/require_assignee.sql
--!include tenancy/functions/mark_notifications_read.sql
--!include crm/functions/complete_task.sql
--!include messaging/all.sql
--!include automation/all.sql
