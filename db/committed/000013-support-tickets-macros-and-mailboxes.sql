--! Previous: sha1:540bd8f67206a1261afa358ffbef7140cb160279
--! Hash: sha1:fc19defa1f2b212cd56fa7b334b3b96767295397
--! Message: Support: tickets, macros and mailboxes

--! split: 1-current.sql
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

--! Included crm/functions/tg__validate_custom_fields.sql
-- For tables with custom_fields. Argument: the entity. What has no definition is free data; null is the same as nothing.
-- Rows that the database makes by itself, knowing no more than a phone number, are spared what is required: the functions
-- that make them set app.requires_custom_fields to off for that time. So are contacts, who can't fill them in in the client
-- portal. The rule counts when somebody changes the fields.
create or replace function app_private.tg__validate_custom_fields() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_definition record;
  v_value jsonb;
  v_rule text;
begin
  if TG_OP = 'UPDATE' and NEW.custom_fields = OLD.custom_fields then
    return NEW;
  end if;
  for v_definition in
    select d.field_name, d.label, d.field_type, d.options, d.is_required
    from app_public.custom_field_definitions d
    where d.organization_id = NEW.organization_id and d.entity = TG_ARGV[0]
    order by d.position, d.id
  loop
    v_value := nullif(NEW.custom_fields -> v_definition.field_name, 'null');
    v_rule := case
      when v_definition.is_required
        and (v_value is null or v_value in ('""', '[]'))
        and current_setting('app.requires_custom_fields', true) is distinct from 'off'
        and app_hidden.actor_kind() is distinct from 'contact'
      then 'required'
      when v_value is null then null
      when not app_private.is_custom_field_value(v_definition.field_type, v_value) then 'type'
      when v_definition.field_type in ('select', 'multiselect') and not v_value <@ to_jsonb(v_definition.options) then 'option'
    end;
    if v_rule is not null then
      raise exception using
        errcode = 'TN400',
        message = 'The field ' || v_definition.label || case when v_rule = 'required' then ' is required.' else ' does not take this value.' end,
        detail = jsonb_build_object('field', 'customFields', 'name', v_definition.field_name, 'rule', v_rule)::text,
        hint = case v_definition.field_type
          when 'number' then 'It takes a number.'
          when 'boolean' then 'It takes true or false.'
          when 'date' then 'It takes a day, written as 2030-12-31.'
          when 'select' then 'It takes one of: ' || array_to_string(v_definition.options, ', ') || '.'
          when 'multiselect' then 'It takes a list of some of: ' || array_to_string(v_definition.options, ', ') || '.'
          else 'It takes a text.'
        end;
    end if;
  end loop;
  return NEW;
end
$$;
comment on function app_private.tg__validate_custom_fields() is $$Checks the values of the organization’s own fields against their definitions.$$;
--! EndIncluded crm/functions/tg__validate_custom_fields.sql
--! Included support/all.sql
--! Included support/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.ticket_statuses', 'TicketStatus', 'Where a ticket stands.');
select app_private.expose_lookup_table('app_public.ticket_channels', 'TicketChannel', 'How a ticket came.');
select app_private.expose_lookup_table('app_public.ticket_sender_types', 'TicketSenderType', 'Who writes a message of a ticket.');
--! EndIncluded support/tables/lookup_tables.sql
--! Included support/functions/tg_tickets__begin.sql
-- Whoever opens a ticket in the portal opens their own.
create or replace function app_private.tg_tickets__begin() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if app_hidden.actor_kind() = 'contact' then
    NEW.contact_id := app_hidden.contact_id();
    NEW.channel := 'portal';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_tickets__begin() is $$Makes a ticket from the portal that of the contact who opens it.$$;
--! EndIncluded support/functions/tg_tickets__begin.sql
--! Included support/functions/tg_tickets__follow_status.sql
-- A ticket that is closed keeps the time at which it was solved; one that is open again has neither.
create or replace function app_private.tg_tickets__follow_status() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if TG_OP = 'UPDATE' then
    if NEW.status = OLD.status then
      return NEW;
    end if;
    NEW.status_changed_at := now();
  end if;
  NEW.solved_at := case NEW.status when 'solved' then coalesce(NEW.solved_at, now()) when 'closed' then NEW.solved_at end;
  NEW.closed_at := case NEW.status when 'closed' then coalesce(NEW.closed_at, now()) end;
  return NEW;
end
$$;
comment on function app_private.tg_tickets__follow_status() is $$Keeps the times of solving and closing in step with a ticket’s status.$$;
--! EndIncluded support/functions/tg_tickets__follow_status.sql
--! Included support/functions/tg_tickets__record_status_change.sql
create or replace function app_private.tg_tickets__record_status_change() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    insert into app_public.ticket_status_changes (organization_id, ticket_id, to_status, changed_by_id)
    values (NEW.organization_id, NEW.id, NEW.status, app_hidden.membership_id());
  elsif NEW.status <> OLD.status then
    insert into app_public.ticket_status_changes (organization_id, ticket_id, from_status, to_status, changed_by_id, seconds_in_status)
    values (
      NEW.organization_id, NEW.id, OLD.status, NEW.status, app_hidden.membership_id(),
      greatest(0, extract(epoch from now() - OLD.status_changed_at))::bigint
    );
  end if;
  return null;
end
$$;
comment on function app_private.tg_tickets__record_status_change() is $$Writes the history of a ticket’s status.$$;
--! EndIncluded support/functions/tg_tickets__record_status_change.sql
--! Included support/functions/tg_ticket_messages__sign.sql
-- Who sends a message is found out, not claimed: members send as themselves, contacts in the portal as themselves. What a
-- customer said elsewhere is recorded as the ticket's contact unless another is named.
create or replace function app_private.tg_ticket_messages__sign() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_ticket app_public.tickets;
begin
  select t.* into v_ticket from app_public.tickets t where t.organization_id = NEW.organization_id and t.id = NEW.ticket_id;
  if not found or (app_hidden.actor_kind() = 'contact' and v_ticket.contact_id is distinct from app_hidden.contact_id()) then
    raise exception using errcode = 'TN400', message = 'This refers to something that does not exist.', detail = '{"field": "ticketId"}';
  end if;

  if app_hidden.actor_kind() = 'contact' then
    NEW.sender_type := 'customer';
    NEW.sender_contact_id := app_hidden.contact_id();
  elsif NEW.sender_type = 'customer' then
    NEW.sender_contact_id := coalesce(NEW.sender_contact_id, v_ticket.contact_id);
  elsif NEW.sender_type = 'agent' and app_hidden.actor_kind() is not null then
    NEW.sender_membership_id := app_hidden.membership_id();
  elsif NEW.sender_type = 'system' and app_hidden.actor_kind() = 'user' then
    raise exception using errcode = 'TN403', message = 'You can''t write as the system.', detail = '{"field": "senderType"}';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_ticket_messages__sign() is $$Says who sends a message.$$;
--! EndIncluded support/functions/tg_ticket_messages__sign.sql
--! Included support/functions/tg_ticket_messages__touch_ticket.sql
-- A customer's reply opens a ticket again that was thought to be answered. A closed ticket takes no replies; that is seen
-- here and not before, so that a message and the closing of its ticket take turns, and only those hear of it who see the
-- ticket.
create or replace function app_private.tg_ticket_messages__touch_ticket() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_status text;
begin
  update app_public.tickets t
  set
    last_activity_at = greatest(t.last_activity_at, NEW.created_at),
    first_response_at = case
      when NEW.sender_type = 'agent' and not NEW.is_internal then least(t.first_response_at, NEW.created_at)
      else t.first_response_at
    end,
    status = case when NEW.sender_type = 'customer' and t.status in ('pending', 'solved') then 'open' else t.status end
  where t.organization_id = NEW.organization_id and t.id = NEW.ticket_id
  returning t.status into v_status;

  if v_status = 'closed' and not NEW.is_internal and app_hidden.actor_kind() is not null then
    raise exception using
      errcode = 'TN409',
      message = 'This ticket is closed.',
      detail = '{"field": "ticketId"}',
      hint = 'Open a new one. Members can also open it again first.';
  end if;
  return null;
end
$$;
comment on function app_private.tg_ticket_messages__touch_ticket() is $$Keeps a ticket’s times, opens it again when its customer replies, and keeps closed ones closed.$$;
--! EndIncluded support/functions/tg_ticket_messages__touch_ticket.sql
--! Included support/functions/tg_macros__validate_actions.sql
create or replace function app_private.tg_macros__validate_actions() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_action record;
  v_is_valid boolean;
begin
  -- What is no object is left to the check constraint.
  for v_action in select a.key, a.value, a.value #>> '{}' as text from jsonb_each(case jsonb_typeof(NEW.actions) when 'object' then NEW.actions else '{}' end) a loop
    v_is_valid := case v_action.key
      when 'status' then exists (select from app_public.ticket_statuses s where jsonb_typeof(v_action.value) = 'string' and s.value = v_action.text)
      when 'priority' then exists (select from app_public.priorities p where jsonb_typeof(v_action.value) = 'string' and p.value = v_action.text)
      when 'tags' then jsonb_typeof(v_action.value) = 'array' and not jsonb_path_exists(v_action.value, 'strict $[*] ? (@.type() <> "string" || @ == "")')
      -- null takes the ticket away from whoever has it.
      when 'assignedToId' then jsonb_typeof(v_action.value) = 'null' or exists (
        select from app_public.memberships m where m.organization_id = NEW.organization_id and m.id::text = lower(v_action.text)
      )
      else false
    end;
    if not v_is_valid then
      raise exception using
        errcode = 'TN400',
        message = 'One of the actions can''t be carried out.',
        detail = jsonb_build_object('field', 'actions', 'action', left(v_action.key, 100))::text,
        hint = 'Known are status and priority (one of their values, such as solved or high), tags (a list of texts) and assignedToId (a member, or null).';
    end if;
  end loop;
  return NEW;
end
$$;
comment on function app_private.tg_macros__validate_actions() is $$Lets macros do only what can be done to a ticket.$$;
--! EndIncluded support/functions/tg_macros__validate_actions.sql
--! Included support/functions/tg_email_accounts__normalize.sql
create or replace function app_private.tg_email_accounts__normalize() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  NEW.email_address := app_hidden.normalize_email(NEW.email_address);
  return NEW;
end
$$;
comment on function app_private.tg_email_accounts__normalize() is $$Stores e-mail addresses in one form.$$;
--! EndIncluded support/functions/tg_email_accounts__normalize.sql
--! Included support/functions/set_email_account_passwords.sql
-- Definer, because the ciphertexts are private. The trail shows in the account's own row when a password was set, never
-- what it is.
create or replace function app_public.set_email_account_passwords(
  email_account_id uuid,
  imap_password text default null,
  smtp_password text default null
) returns app_public.email_accounts
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_email_account app_public.email_accounts;
begin
  if not app_hidden.may_all('email_accounts.manage') then
    raise exception using errcode = 'TN403', message = 'You may not set up mailboxes.';
  end if;
  if set_email_account_passwords.imap_password is null and set_email_account_passwords.smtp_password is null then
    raise exception using errcode = 'TN400', message = 'Give a password.', detail = '{"field": "imapPassword"}', hint = 'An empty one removes what was set.';
  end if;

  update app_public.email_accounts a
  set
    imap_password_set_at = case
      when set_email_account_passwords.imap_password is null then a.imap_password_set_at
      when set_email_account_passwords.imap_password <> '' then now()
    end,
    smtp_password_set_at = case
      when set_email_account_passwords.smtp_password is null then a.smtp_password_set_at
      when set_email_account_passwords.smtp_password <> '' then now()
    end
  where a.organization_id = app_hidden.organization_id() and a.id = set_email_account_passwords.email_account_id
  returning a.* into v_email_account;
  if not found then
    raise exception using errcode = 'TN400', message = 'This refers to something that does not exist.', detail = '{"field": "emailAccountId"}';
  end if;

  insert into app_private.email_account_secrets as s (email_account_id, imap_password, smtp_password)
  values (
    v_email_account.id,
    app_private.encrypt_secret(nullif(set_email_account_passwords.imap_password, '')),
    app_private.encrypt_secret(nullif(set_email_account_passwords.smtp_password, ''))
  )
  on conflict on constraint email_account_secrets_pkey do update
  set
    imap_password = case when set_email_account_passwords.imap_password is null then s.imap_password else excluded.imap_password end,
    smtp_password = case when set_email_account_passwords.smtp_password is null then s.smtp_password else excluded.smtp_password end;
  return v_email_account;
end
$$;
grant execute on function app_public.set_email_account_passwords(uuid, text, text) to tenantry_member, tenantry_service;
comment on function app_public.set_email_account_passwords(uuid, text, text) is $$@resultFieldName emailAccount
Sets the passwords with which mail is fetched (IMAP) and sent (SMTP). They can’t be read again through the API. One that is left out stays as it is; an empty one is removed.$$;
--! EndIncluded support/functions/set_email_account_passwords.sql
--! Included support/tables/tickets.sql
comment on table app_public.tickets is $$Something that a contact wants to have answered or put right.$$;
comment on column app_public.tickets.business_id is $$The business that the ticket belongs to; of the whole organization when empty.$$;
comment on column app_public.tickets.number is $$The ticket’s number, for people; unique within the organization.$$;
comment on column app_public.tickets.contact_id is $$The contact who asks.$$;
comment on column app_public.tickets.assigned_to_id is $$The member who answers.$$;
comment on column app_public.tickets.team_id is $$The team that answers.$$;
comment on column app_public.tickets.created_by_id is $$The member who opened it; empty when the contact did.$$;
comment on column app_public.tickets.subject is $$What it is about.$$;
comment on column app_public.tickets.status is $$Where the ticket stands. A reply of the contact opens one that is pending or solved; a closed one takes no replies.$$;
comment on column app_public.tickets.priority is $$How pressing it is.$$;
comment on column app_public.tickets.channel is $$How it came.$$;
comment on column app_public.tickets.tags is $$Free labels.$$;
comment on column app_public.tickets.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.tickets.metadata is $$What other systems note, an object.$$;
comment on column app_public.tickets.status_changed_at is $$When it came to its status.$$;
comment on column app_public.tickets.first_response_at is $$When a member first answered, internal messages aside.$$;
comment on column app_public.tickets.solved_at is $$When it was solved; empty while it is open or pending.$$;
comment on column app_public.tickets.closed_at is $$When it was closed; empty while it isn’t.$$;
comment on column app_public.tickets.last_activity_at is $$When the last message came or went; at first when it was opened.$$;
comment on column app_public.tickets.deleted_at is $$When the ticket was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.tickets for each row execute function app_private.tg__timestamps();
create or replace trigger _200_begin before insert on app_public.tickets for each row execute function app_private.tg_tickets__begin();
create or replace trigger _300_archive before update of deleted_at on app_public.tickets for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('tickets', 'assigned_to_id', 'created_by_id');
create or replace trigger _350_validate_custom_fields before insert or update of custom_fields on app_public.tickets for each row execute function app_private.tg__validate_custom_fields('ticket');
create or replace trigger _400_follow_status before insert or update of status on app_public.tickets for each row execute function app_private.tg_tickets__follow_status();
create or replace trigger _410_number before insert on app_public.tickets for each row execute function app_private.tg__number();
create or replace trigger _500_record_status_change after insert or update of status on app_public.tickets for each row execute function app_private.tg_tickets__record_status_change();
create or replace trigger _900_audit after insert or update or delete on app_public.tickets for each row execute function app_private.tg__audit();

-- delete is not granted: tickets are archived through deleted_at. The number and the times are the database's.
revoke all on table app_public.tickets from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.tickets to tenantry_member, tenantry_service;
grant insert (business_id, contact_id, assigned_to_id, team_id, subject, status, priority, channel, tags, custom_fields, metadata) on table app_public.tickets to tenantry_member, tenantry_service;
grant update (business_id, contact_id, assigned_to_id, team_id, subject, status, priority, channel, tags, custom_fields, metadata, deleted_at) on table app_public.tickets to tenantry_member, tenantry_service;

-- Contacts don’t see who has their ticket, nor how members label it. They open one, and reply.
grant select (
  id, organization_id, business_id, number, contact_id, subject, status, priority, channel, first_response_at, solved_at, closed_at, last_activity_at,
  created_at, updated_at, deleted_at
) on table app_public.tickets to tenantry_client;
grant insert (subject, priority) on table app_public.tickets to tenantry_client;

alter table app_public.tickets enable row level security;
select app_private.drop_policies('app_public.tickets');
-- A ticket is one's own as the member who answers it or as the one who opened it.
select app_private.create_permission_policies('app_public.tickets', 'tickets', '{select,insert,update}', owner_columns => '{assigned_to_id,created_by_id}');
select app_private.create_policies('app_public.tickets', '{client}', '{select}', $$contact_id = (select app_hidden.contact_id()) and deleted_at is null$$);
select app_private.create_policies(
  'app_public.tickets', '{client}', '{insert}', $$contact_id = (select app_hidden.contact_id()) and status = 'open' and channel = 'portal' and deleted_at is null$$
);
--! EndIncluded support/tables/tickets.sql
--! Included support/functions/tickets_custom_field_values.sql
create or replace function app_public.tickets_custom_field_values(ticket app_public.tickets) returns setof app_public.custom_field_value
language sql stable
set search_path = ''
as $$
  select v.* from app_hidden.custom_field_values('ticket', ticket.custom_fields) v
$$;
grant execute on function app_public.tickets_custom_field_values(app_public.tickets) to tenantry_member, tenantry_service;
comment on function app_public.tickets_custom_field_values(app_public.tickets) is $$The ticket’s values of the organization’s own fields, in the order of the fields.$$;
--! EndIncluded support/functions/tickets_custom_field_values.sql
--! Included support/tables/ticket_messages.sql
comment on table app_public.ticket_messages is $$A message of a ticket: from the contact, from a member, or between members.$$;
comment on column app_public.ticket_messages.ticket_id is $$The ticket.$$;
comment on column app_public.ticket_messages.sender_type is $$Who writes.$$;
comment on column app_public.ticket_messages.sender_membership_id is $$The member who wrote it: whoever sends it as an agent.$$;
comment on column app_public.ticket_messages.sender_contact_id is $$The contact who wrote it; the ticket’s unless another is named.$$;
comment on column app_public.ticket_messages.body is $$The message as text.$$;
comment on column app_public.ticket_messages.html_body is $$The message as HTML, as it came or goes. It is stored as it is: make it safe before showing it.$$;
comment on column app_public.ticket_messages.is_internal is $$Whether it is internal to staff: viewers and contacts don’t see it.$$;
comment on column app_public.ticket_messages.email_message_id is $$The Message-ID of the e-mail; unique within the organization.$$;
comment on column app_public.ticket_messages.in_reply_to is $$The Message-ID of the e-mail that it answers.$$;
comment on column app_public.ticket_messages.metadata is $$What other systems note, an object.$$;
comment on constraint ticket_messages_organization_id_email_message_id_key on app_public.ticket_messages is $$This e-mail has been recorded already.$$;

create or replace trigger _100_timestamps before update on app_public.ticket_messages for each row execute function app_private.tg__timestamps();
create or replace trigger _200_sign before insert on app_public.ticket_messages for each row execute function app_private.tg_ticket_messages__sign();
create or replace trigger _500_touch_ticket after insert on app_public.ticket_messages for each row execute function app_private.tg_ticket_messages__touch_ticket();
create or replace trigger _900_audit after insert or update or delete on app_public.ticket_messages for each row execute function app_private.tg__audit();

-- What was said stays said: messages are neither changed nor deleted. sender_membership_id is whoever writes.
revoke all on table app_public.ticket_messages from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.ticket_messages to tenantry_member, tenantry_service;
grant insert (ticket_id, sender_type, sender_contact_id, body, html_body, is_internal, email_message_id, in_reply_to, metadata) on table app_public.ticket_messages to tenantry_member, tenantry_service;
-- Contacts see what was said, not by which member.
grant select (id, organization_id, ticket_id, sender_type, sender_contact_id, body, html_body, is_internal, created_at, updated_at) on table app_public.ticket_messages to tenantry_client;
grant insert (ticket_id, body) on table app_public.ticket_messages to tenantry_client;

alter table app_public.ticket_messages enable row level security;
select app_private.drop_policies('app_public.ticket_messages');
-- Messages are seen by those who see their ticket, and written by those who may change it. What is internal to staff
-- takes a permission of its own.
select app_private.create_policies('app_public.ticket_messages', '{member,service}', '{select}', $$
  (
    (select app_hidden.may_all('tickets.read'))
    or exists (
      select from app_public.tickets t
      where t.organization_id = (select app_hidden.organization_id()) and t.id = ticket_messages.ticket_id
    )
  )
  and (not is_internal or (select app_hidden.may('tickets.read_internal')))
$$);
select app_private.create_policies('app_public.ticket_messages', '{member,service}', '{insert}', format(
  $$
    exists (
      select from app_public.tickets t
      where t.organization_id = (select app_hidden.organization_id()) and t.id = ticket_messages.ticket_id and (%s)
    )
    and (not is_internal or (select app_hidden.may('tickets.read_internal')))
  $$,
  app_private.permission_condition('app_public.tickets', 'tickets.update', '{assigned_to_id,created_by_id}')
));
select app_private.create_policies('app_public.ticket_messages', '{client}', '{select}', $$
  not is_internal
  and exists (
    select from app_public.tickets t
    where t.organization_id = (select app_hidden.organization_id()) and t.id = ticket_messages.ticket_id
  )
$$);
select app_private.create_policies('app_public.ticket_messages', '{client}', '{insert}', $$
  not is_internal
  and sender_type = 'customer'
  and sender_contact_id = (select app_hidden.contact_id())
  and exists (
    select from app_public.tickets t
    where t.organization_id = (select app_hidden.organization_id()) and t.id = ticket_messages.ticket_id
  )
$$);
--! EndIncluded support/tables/ticket_messages.sql
--! Included support/tables/ticket_status_changes.sql
comment on table app_public.ticket_status_changes is $$The history of a ticket’s status, written by the database.$$;
comment on column app_public.ticket_status_changes.ticket_id is $$The ticket.$$;
comment on column app_public.ticket_status_changes.from_status is $$The status that the ticket left; empty when it was new.$$;
comment on column app_public.ticket_status_changes.to_status is $$The status that the ticket came to.$$;
comment on column app_public.ticket_status_changes.changed_by_id is $$The member who changed it; empty when the contact’s reply did.$$;
comment on column app_public.ticket_status_changes.seconds_in_status is $$How long the ticket stood in the status that it left, in seconds.$$;

create or replace trigger _100_timestamps before update on app_public.ticket_status_changes for each row execute function app_private.tg__timestamps();

-- Written by app_private.tg_tickets__record_status_change() alone. Not audited: it is a history itself.
revoke all on table app_public.ticket_status_changes from tenantry_member, tenantry_service;
grant select on table app_public.ticket_status_changes to tenantry_member, tenantry_service;

alter table app_public.ticket_status_changes enable row level security;
select app_private.drop_policies('app_public.ticket_status_changes');
-- A history is seen by those who see its ticket.
select app_private.create_policies('app_public.ticket_status_changes', '{member,service}', '{select}', $$
  (select app_hidden.may_all('tickets.read'))
  or exists (
    select from app_public.tickets t
    where t.organization_id = (select app_hidden.organization_id()) and t.id = ticket_status_changes.ticket_id
  )
$$);
--! EndIncluded support/tables/ticket_status_changes.sql
--! Included support/tables/macros.sql
comment on table app_public.macros is $$A prepared answer, with what is to be done to the ticket that gets it.$$;
comment on column app_public.macros.title is $$What the macro is called; unique within the organization.$$;
comment on column app_public.macros.body is $$The answer.$$;
comment on column app_public.macros.actions is $$What is to be done to the ticket, an object: status (open, pending, solved or closed), priority (low, normal, high or urgent), tags (a list of labels) and assignedToId (a member, or null). What it doesn’t name stays.$$;
comment on column app_public.macros.created_by_id is $$The member who wrote it.$$;
comment on constraint macros_organization_id_title_key on app_public.macros is $$Another macro has this title.$$;

create or replace trigger _100_timestamps before update on app_public.macros for each row execute function app_private.tg__timestamps();
create or replace trigger _300_validate_actions before insert or update of actions on app_public.macros for each row execute function app_private.tg_macros__validate_actions();
create or replace trigger _900_audit after insert or update or delete on app_public.macros for each row execute function app_private.tg__audit();

-- Whoever writes a macro is its author.
revoke all on table app_public.macros from tenantry_member, tenantry_service;
grant select, delete on table app_public.macros to tenantry_member, tenantry_service;
grant insert (title, body, actions), update (title, body, actions) on table app_public.macros to tenantry_member, tenantry_service;

alter table app_public.macros enable row level security;
select app_private.drop_policies('app_public.macros');
select app_private.create_permission_policies('app_public.macros', 'macros', '{select}');
select app_private.create_permission_policies('app_public.macros', 'macros', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded support/tables/macros.sql
--! Included support/tables/email_accounts.sql
comment on table app_public.email_accounts is $$A mailbox from which tickets come and answers go.$$;
comment on column app_public.email_accounts.email_address is $$The mailbox’s address, kept in lower case; unique within the organization.$$;
comment on column app_public.email_accounts.imap_settings is $$Where and how mail is fetched, an object. Passwords don’t belong here: they have an operation of their own.$$;
comment on column app_public.email_accounts.smtp_settings is $$Where and how mail is sent, an object. Passwords don’t belong here: they have an operation of their own.$$;
comment on column app_public.email_accounts.is_active is $$Whether mail is fetched and sent.$$;
comment on column app_public.email_accounts.imap_password_set_at is $$When the password for fetching was set; empty when there is none.$$;
comment on column app_public.email_accounts.smtp_password_set_at is $$When the password for sending was set; empty when there is none.$$;
comment on column app_public.email_accounts.last_synced_at is $$When mail was last fetched.$$;
comment on column app_public.email_accounts.last_error is $$Why mail couldn’t be fetched or sent the last time; empty when it could.$$;
comment on constraint email_accounts_organization_id_email_address_key on app_public.email_accounts is $$Another mailbox has this address.$$;
comment on constraint imap_settings_must_not_hold_a_password on app_public.email_accounts is $$Settings don’t hold passwords; set them with setEmailAccountPasswords.$$;
comment on constraint smtp_settings_must_not_hold_a_password on app_public.email_accounts is $$Settings don’t hold passwords; set them with setEmailAccountPasswords.$$;

create or replace trigger _100_timestamps before update on app_public.email_accounts for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email_address on app_public.email_accounts for each row execute function app_private.tg_email_accounts__normalize();
create or replace trigger _900_audit after insert or update or delete on app_public.email_accounts for each row execute function app_private.tg__audit();

-- Passwords are written by app_public.set_email_account_passwords() alone; what became of fetching is the worker's to say.
revoke all on table app_public.email_accounts from tenantry_member, tenantry_service;
grant select, delete on table app_public.email_accounts to tenantry_member, tenantry_service;
grant insert (email_address, imap_settings, smtp_settings, is_active), update (email_address, imap_settings, smtp_settings, is_active) on table app_public.email_accounts to tenantry_member, tenantry_service;

alter table app_public.email_accounts enable row level security;
select app_private.drop_policies('app_public.email_accounts');
select app_private.create_permission_policies('app_public.email_accounts', 'email_accounts', '{select}');
select app_private.create_permission_policies('app_public.email_accounts', 'email_accounts', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded support/tables/email_accounts.sql
--! Included support/tables/email_account_secrets.sql
comment on table app_private.email_account_secrets is $$The passwords of mailboxes, as OpenPGP messages that the database can’t read. Private: written by app_public.set_email_account_passwords, read by the worker that fetches mail.$$;
comment on column app_private.email_account_secrets.imap_password is $$The password for fetching mail, encrypted.$$;
comment on column app_private.email_account_secrets.smtp_password is $$The password for sending mail, encrypted.$$;

create or replace trigger _100_timestamps before update on app_private.email_account_secrets for each row execute function app_private.tg__timestamps();

alter table app_private.email_account_secrets enable row level security;
--! EndIncluded support/tables/email_account_secrets.sql
--! EndIncluded support/all.sql
--! Included crm/tables/activities.sql
comment on table app_public.activities is $$Something that happened with a contact, lead, company, deal or ticket: the timeline.$$;
comment on column app_public.activities.business_id is $$The business that the activity belongs to; of the whole organization when empty.$$;
comment on column app_public.activities.kind is $$What happened.$$;
comment on column app_public.activities.direction is $$Which way it went.$$;
comment on column app_public.activities.subject is $$What it was about.$$;
comment on column app_public.activities.content is $$What was said or written.$$;
comment on column app_public.activities.outcome is $$What came of it.$$;
comment on column app_public.activities.ai_analysis is $$What an analysis by a language model found, an object.$$;
comment on column app_public.activities.sentiment is $$How it was meant.$$;
comment on column app_public.activities.is_internal is $$Whether it is internal to staff: viewers and contacts don’t see it.$$;
comment on column app_public.activities.contact_id is $$The contact.$$;
comment on column app_public.activities.lead_id is $$The lead.$$;
comment on column app_public.activities.deal_id is $$The deal.$$;
comment on column app_public.activities.company_id is $$The company.$$;
comment on column app_public.activities.ticket_id is $$The ticket.$$;
comment on column app_public.activities.created_by_id is $$The member who recorded it.$$;
comment on column app_public.activities.occurred_at is $$When it happened.$$;
comment on column app_public.activities.duration_seconds is $$How long it took, in seconds.$$;
comment on column app_public.activities.deleted_at is $$When the activity was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.activities for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.activities for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('activities', 'created_by_id');
create or replace trigger _500_touch_contact after insert or update of kind, contact_id, lead_id, occurred_at on app_public.activities for each row execute function app_private.tg_activities__touch_contact();
create or replace trigger _900_audit after insert or update or delete on app_public.activities for each row execute function app_private.tg__audit();

-- delete is not granted: activities are archived through deleted_at. Whoever records one is its creator.
revoke all on table app_public.activities from tenantry_member, tenantry_service;
grant select on table app_public.activities to tenantry_member, tenantry_service;
grant insert (business_id, kind, direction, subject, content, outcome, ai_analysis, sentiment, is_internal, contact_id, lead_id, deal_id, company_id, ticket_id, occurred_at, duration_seconds) on table app_public.activities to tenantry_member, tenantry_service;
grant update (business_id, kind, direction, subject, content, outcome, ai_analysis, sentiment, is_internal, contact_id, lead_id, deal_id, company_id, ticket_id, occurred_at, duration_seconds, deleted_at) on table app_public.activities to tenantry_member, tenantry_service;

alter table app_public.activities enable row level security;
select app_private.drop_policies('app_public.activities');
-- What is internal to staff takes a permission of its own.
select app_private.create_permission_policies(
  'app_public.activities', 'activities', '{select,insert,update}', owner_columns => '{created_by_id}',
  extra_condition => $$not is_internal or (select app_hidden.may('activities.read_internal'))$$
);
--! EndIncluded crm/tables/activities.sql
--! Included crm/tables/tasks.sql
comment on table app_public.tasks is $$Something to be done.$$;
comment on column app_public.tasks.business_id is $$The business that the task belongs to; of the whole organization when empty.$$;
comment on column app_public.tasks.title is $$What is to be done.$$;
comment on column app_public.tasks.description is $$More about it.$$;
comment on column app_public.tasks.status is $$Where the task stands.$$;
comment on column app_public.tasks.priority is $$How pressing the task is.$$;
comment on column app_public.tasks.due_at is $$When the task should be done.$$;
comment on column app_public.tasks.completed_at is $$When the task was done; follows the status.$$;
comment on column app_public.tasks.assignee_id is $$The member who is to do it; whoever adds it unless another is named.$$;
comment on column app_public.tasks.created_by_id is $$The member who added the task.$$;
comment on column app_public.tasks.contact_id is $$The contact it is about.$$;
comment on column app_public.tasks.lead_id is $$The lead it is about.$$;
comment on column app_public.tasks.deal_id is $$The deal it is about.$$;
comment on column app_public.tasks.company_id is $$The company it is about.$$;
comment on column app_public.tasks.ticket_id is $$The ticket it is about.$$;
comment on column app_public.tasks.deleted_at is $$When the task was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.tasks for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.tasks for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('tasks', 'assignee_id', 'created_by_id');
create or replace trigger _400_complete before insert or update of status on app_public.tasks for each row execute function app_private.tg_tasks__complete();
create or replace trigger _900_audit after insert or update or delete on app_public.tasks for each row execute function app_private.tg__audit();

-- delete is not granted: tasks are archived through deleted_at. Whoever adds a task is its creator.
revoke all on table app_public.tasks from tenantry_member, tenantry_service;
grant select on table app_public.tasks to tenantry_member, tenantry_service;
grant insert (business_id, title, description, status, priority, due_at, assignee_id, contact_id, lead_id, deal_id, company_id, ticket_id) on table app_public.tasks to tenantry_member, tenantry_service;
grant update (business_id, title, description, status, priority, due_at, assignee_id, contact_id, lead_id, deal_id, company_id, ticket_id, deleted_at) on table app_public.tasks to tenantry_member, tenantry_service;

alter table app_public.tasks enable row level security;
select app_private.drop_policies('app_public.tasks');
-- A task is one's own as its assignee or as its creator.
select app_private.create_permission_policies('app_public.tasks', 'tasks', '{select,insert,update}', owner_columns => '{assignee_id,created_by_id}');
--! EndIncluded crm/tables/tasks.sql
