/*
 * Support: tickets with their messages, what answers are made of, and the mailboxes that tickets come from.
 *   A message belongs to its ticket and is seen by whoever sees the ticket, unless it is internal to staff.
 *   Passwords of mailboxes are encrypted to a key whose private half the database doesn't have.
 */
create table app_public.ticket_statuses (value text primary key, description text not null);
insert into app_public.ticket_statuses (value, description) values
  ('open', 'Waits for the organization.'),
  ('pending', 'Waits for the contact.'),
  ('solved', 'Was answered; the contact can open it again by replying.'),
  ('closed', 'Is over.');

create table app_public.ticket_channels (value text primary key, description text not null);
insert into app_public.ticket_channels (value, description) values
  ('email', 'By e-mail.'),
  ('phone', 'By phone.'),
  ('chat', 'By chat.'),
  ('sms', 'By text message.'),
  ('whatsapp', 'By WhatsApp.'),
  ('web', 'Through a form on the web, or added by a member.'),
  ('portal', 'Through the client portal.');

create table app_public.ticket_sender_types (value text primary key, description text not null);
insert into app_public.ticket_sender_types (value, description) values
  ('agent', 'Somebody of the organization.'),
  ('customer', 'The contact.'),
  ('system', 'The system itself.');

insert into app_public.permissions (resource, action, description) values
  ('tickets', 'create', 'Open tickets.'),
  ('tickets', 'read', 'See tickets and their messages.'),
  ('tickets', 'read_internal', 'See and write messages marked internal to staff.'),
  ('tickets', 'update', 'Answer and change tickets.'),
  ('tickets', 'delete', 'Archive and restore tickets.'),
  ('macros', 'read', 'See macros.'),
  ('macros', 'manage', 'Set up macros.'),
  ('email_accounts', 'read', 'See mailboxes.'),
  ('email_accounts', 'manage', 'Set up mailboxes and their passwords.');

insert into app_private.system_role_permissions (system_role, resource, action, scope)
select r.system_role, p.resource, p.action, r.scope
from app_public.permissions p
cross join lateral (
  values
    ('owner', 'all'),
    ('admin', 'all'),
    ('manager', case when p.action in ('read', 'read_internal') then 'all' when p.resource = 'tickets' then 'team' end),
    ('staff', case when p.resource = 'tickets' or p.action = 'read' then 'all' end),
    ('rep', case when p.action = 'read_internal' or p.resource = 'macros' and p.action = 'read' then 'all' when p.resource = 'tickets' then 'own' end),
    ('viewer', case when p.action = 'read' and p.resource <> 'email_accounts' then 'all' end)
) as r (system_role, scope)
where p.resource in ('tickets', 'macros', 'email_accounts') and r.scope is not null;

create table app_public.tickets (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  number int not null,
  contact_id uuid,
  assigned_to_id uuid,
  team_id uuid,
  created_by_id uuid default app_hidden.membership_id(),
  subject text not null constraint subject_must_not_be_blank check (subject ~ '\S' and length(subject) <= 300),
  status text not null default 'open' references app_public.ticket_statuses,
  priority text not null default 'normal' references app_public.priorities,
  channel text not null default 'web' references app_public.ticket_channels,
  tags text[] not null default '{}' constraint tags_must_be_a_plain_list check (coalesce(array_ndims(tags), 1) = 1 and array_position(tags, null) is null),
  custom_fields jsonb not null default '{}' constraint custom_fields_must_be_an_object check (jsonb_typeof(custom_fields) = 'object'),
  metadata jsonb not null default '{}' constraint metadata_must_be_an_object check (jsonb_typeof(metadata) = 'object'),
  status_changed_at timestamptz not null default now(),
  first_response_at timestamptz,
  solved_at timestamptz,
  closed_at timestamptz,
  last_activity_at timestamptz not null default now(),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  unique (organization_id, number),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete set null (contact_id),
  foreign key (organization_id, assigned_to_id) references app_public.memberships (organization_id, id) on delete set null (assigned_to_id),
  foreign key (organization_id, team_id) references app_public.teams (organization_id, id) on delete set null (team_id),
  foreign key (organization_id, created_by_id) references app_public.memberships (organization_id, id) on delete set null (created_by_id)
);
create index on app_public.tickets (organization_id, created_at desc, id desc);
create index on app_public.tickets (organization_id, last_activity_at desc, id desc);
create index on app_public.tickets (organization_id, status, last_activity_at desc, id desc);
create index on app_public.tickets (organization_id, priority, last_activity_at desc, id desc);
create index on app_public.tickets (organization_id, channel, last_activity_at desc, id desc);
create index on app_public.tickets (organization_id, business_id, last_activity_at desc, id desc);
create index on app_public.tickets (organization_id, contact_id, last_activity_at desc, id desc);
create index on app_public.tickets (organization_id, assigned_to_id, last_activity_at desc, id desc);
create index on app_public.tickets (organization_id, team_id, last_activity_at desc, id desc);
create index on app_public.tickets (organization_id, created_by_id, last_activity_at desc, id desc);
create index on app_public.tickets (organization_id, first_response_at desc, id desc);
create index on app_public.tickets (organization_id, solved_at desc, id desc);
create index on app_public.tickets (organization_id, closed_at desc, id desc);
create index on app_public.tickets (organization_id, deleted_at desc, id desc) where deleted_at is not null;
create index on app_public.tickets using gin (organization_id, tags);
create index on app_public.tickets using gin (organization_id, custom_fields jsonb_path_ops);
create index on app_public.tickets using gin (organization_id, subject gin_trgm_ops);

create table app_public.ticket_messages (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  ticket_id uuid not null,
  sender_type text not null default 'agent' references app_public.ticket_sender_types,
  sender_membership_id uuid,
  sender_contact_id uuid,
  body text not null constraint body_must_not_be_blank check (body ~ '\S' and length(body) <= 100000),
  html_body text constraint html_body_must_be_shorter check (length(html_body) <= 1000000),
  is_internal boolean not null default false,
  email_message_id text constraint email_message_id_must_not_be_blank check (email_message_id ~ '\S' and length(email_message_id) <= 998),
  in_reply_to text constraint in_reply_to_must_not_be_blank check (in_reply_to ~ '\S' and length(in_reply_to) <= 998),
  metadata jsonb not null default '{}' constraint metadata_must_be_an_object check (jsonb_typeof(metadata) = 'object'),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, email_message_id),
  -- Either may be empty: members leave, contacts are deleted, and API keys are no members.
  constraint sender_must_be_of_its_type check (
    (sender_membership_id is null or sender_type = 'agent') and (sender_contact_id is null or sender_type = 'customer')
  ),
  constraint messages_of_customers_must_be_public check (not is_internal or sender_type <> 'customer'),
  foreign key (organization_id, ticket_id) references app_public.tickets (organization_id, id) on delete cascade,
  foreign key (organization_id, sender_membership_id) references app_public.memberships (organization_id, id) on delete set null (sender_membership_id),
  foreign key (organization_id, sender_contact_id) references app_public.contacts (organization_id, id) on delete set null (sender_contact_id)
);
create index on app_public.ticket_messages (organization_id, created_at desc, id desc);
create index on app_public.ticket_messages (organization_id, ticket_id, created_at desc, id desc);
create index on app_public.ticket_messages (organization_id, sender_membership_id, created_at desc, id desc);
create index on app_public.ticket_messages (organization_id, sender_contact_id, created_at desc, id desc);
create index on app_public.ticket_messages using brin (created_at);

create table app_public.ticket_status_changes (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null references app_public.organizations on delete cascade,

  ticket_id uuid not null,
  from_status text references app_public.ticket_statuses,
  to_status text not null references app_public.ticket_statuses,
  changed_by_id uuid,
  seconds_in_status bigint,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, ticket_id) references app_public.tickets (organization_id, id) on delete cascade,
  foreign key (organization_id, changed_by_id) references app_public.memberships (organization_id, id) on delete set null (changed_by_id)
);
create index on app_public.ticket_status_changes (organization_id, created_at desc, id desc);
create index on app_public.ticket_status_changes (organization_id, ticket_id, created_at desc, id desc);
create index on app_public.ticket_status_changes (organization_id, changed_by_id);
create index on app_public.ticket_status_changes using brin (created_at);

create table app_public.macros (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  title text not null constraint title_must_not_be_blank check (title ~ '\S' and length(title) <= 200),
  body text constraint body_must_be_shorter check (length(body) <= 100000),
  actions jsonb not null default '{}' constraint actions_must_be_an_object check (jsonb_typeof(actions) = 'object'),
  created_by_id uuid default app_hidden.membership_id(),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, title),
  foreign key (organization_id, created_by_id) references app_public.memberships (organization_id, id) on delete set null (created_by_id)
);
create index on app_public.macros (organization_id, created_at desc, id desc);
create index on app_public.macros (organization_id, created_by_id, created_at desc, id desc);

create table app_public.email_accounts (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  email_address text not null constraint email_address_must_be_an_address check (email_address ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(email_address) <= 254),
  imap_settings jsonb not null default '{}' constraint imap_settings_must_be_an_object check (jsonb_typeof(imap_settings) = 'object'),
  smtp_settings jsonb not null default '{}' constraint smtp_settings_must_be_an_object check (jsonb_typeof(smtp_settings) = 'object'),
  is_active boolean not null default true,
  imap_password_set_at timestamptz,
  smtp_password_set_at timestamptz,
  last_synced_at timestamptz,
  last_error text,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, email_address),
  constraint imap_settings_must_not_hold_a_password check (
    not jsonb_path_exists(imap_settings, 'strict $.** ? (@.type() == "object").keyvalue() ? (@.key like_regex "pass|pwd|secret|token" flag "i")')
  ),
  constraint smtp_settings_must_not_hold_a_password check (
    not jsonb_path_exists(smtp_settings, 'strict $.** ? (@.type() == "object").keyvalue() ? (@.key like_regex "pass|pwd|secret|token" flag "i")')
  )
);
create index on app_public.email_accounts (organization_id, created_at desc, id desc);
create index on app_public.email_accounts (organization_id, is_active, created_at desc, id desc);

create table app_private.email_account_secrets (
  email_account_id uuid primary key references app_public.email_accounts on delete cascade,
  imap_password bytea,
  smtp_password bytea,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

alter table app_public.activities
  add column ticket_id uuid,
  add foreign key (organization_id, ticket_id) references app_public.tickets (organization_id, id) on delete cascade;
create index on app_public.activities (organization_id, ticket_id, occurred_at desc, id desc);

alter table app_public.tasks
  add column ticket_id uuid,
  add foreign key (organization_id, ticket_id) references app_public.tickets (organization_id, id) on delete set null (ticket_id);
create index on app_public.tasks (organization_id, ticket_id, due_at, id);

--!include support/all.sql
--!include crm/tables/activities.sql
--!include crm/tables/tasks.sql
