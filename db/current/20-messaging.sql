/*
 * Messaging: conversations with their messages, calls and calling campaigns, templates and scripts.
 *   A message or call finds its contact and conversation by itself, by normalized address.
 *   What a conversation shows in the inbox is kept beside it by triggers: lists order by it, so it can't be counted each time.
 */

create table app_public.channels (value text primary key, description text not null);
insert into app_public.channels (value, description) values
  ('email', 'E-mail.'),
  ('sms', 'Text messages.'),
  ('whatsapp', 'WhatsApp.'),
  ('call', 'Phone calls.'),
  ('chat', 'The chat of the website or of the client portal.');

create table app_public.conversation_statuses (value text primary key, description text not null);
insert into app_public.conversation_statuses (value, description) values
  ('active', 'Waits for the organization, or goes on.'),
  ('pending', 'Waits for the contact.'),
  ('closed', 'Is over. A message of the contact that belongs to it opens it again.'),
  ('archived', 'Is over and put away.');

create table app_public.message_statuses (value text primary key, description text not null, position int unique);
insert into app_public.message_statuses (value, description, position) values
  ('pending', 'Waits to be given to the provider.', 1),
  ('queued', 'Waits with the provider.', 2),
  ('sent', 'Is on its way.', 3),
  ('delivered', 'Has arrived.', 4),
  ('read', 'Has been read.', 5),
  ('failed', 'Did not arrive. It can be tried again, as pending or queued.', null);

create table app_public.message_template_types (value text primary key, description text not null);
insert into app_public.message_template_types (value, description) values
  ('email', 'For e-mail.'),
  ('sms', 'For text messages.'),
  ('whatsapp', 'For WhatsApp.');

create table app_public.call_statuses (value text primary key, description text not null);
insert into app_public.call_statuses (value, description) values
  ('queued', 'Waits to be dialled.'),
  ('ringing', 'Rings.'),
  ('in_progress', 'Goes on.'),
  ('completed', 'Was answered and is over.'),
  ('missed', 'Was not answered.'),
  ('busy', 'The line was busy.'),
  ('voicemail', 'Ended with a message on the answering machine.'),
  ('failed', 'Could not be put through.'),
  ('canceled', 'Was given up before it was answered.');

create table app_public.call_campaign_statuses (value text primary key, description text not null);
insert into app_public.call_campaign_statuses (value, description) values
  ('draft', 'Is being prepared.'),
  ('scheduled', 'Begins by itself when its time has come.'),
  ('running', 'Calls are being made.'),
  ('paused', 'Rests.'),
  ('completed', 'Everybody has been called.'),
  ('canceled', 'Was given up.');

create table app_public.call_campaign_target_states (value text primary key, description text not null);
insert into app_public.call_campaign_target_states (value, description) values
  ('pending', 'Is to be called.'),
  ('dialing', 'Is being called.'),
  ('completed', 'Was reached.'),
  ('failed', 'Could not be reached.'),
  ('skipped', 'Is left out.');

create table app_public.ai_script_kinds (value text primary key, description text not null);
insert into app_public.ai_script_kinds (value, description) values
  ('conversation', 'For written conversations.'),
  ('voice', 'For phone calls.');

insert into app_public.permissions (resource, action, description) values
  ('conversations', 'create', 'Begin conversations.'),
  ('conversations', 'read', 'See conversations and their messages.'),
  ('conversations', 'update', 'Write in conversations, assign and close them.'),
  ('calls', 'create', 'Record calls.'),
  ('calls', 'read', 'See calls.'),
  ('calls', 'update', 'Change calls.'),
  ('calls', 'delete', 'Archive and restore calls.'),
  ('call_campaigns', 'create', 'Add calling campaigns.'),
  ('call_campaigns', 'read', 'See calling campaigns and whom they call.'),
  ('call_campaigns', 'update', 'Change calling campaigns and whom they call.'),
  ('call_campaigns', 'delete', 'Archive and restore calling campaigns.'),
  ('message_templates', 'read', 'See message templates.'),
  ('message_templates', 'manage', 'Write message templates.'),
  ('ai_scripts', 'read', 'See the scripts of language models.'),
  ('ai_scripts', 'manage', 'Write the scripts of language models.');

insert into app_private.system_role_permissions (system_role, resource, action, scope)
select r.system_role, p.resource, p.action, r.scope
from app_public.permissions p
cross join lateral (
  values
    ('owner', 'all'),
    ('admin', 'all'),
    ('manager', case when p.action = 'read' then 'all' when p.action <> 'manage' then 'team' end),
    ('staff', case when p.action <> 'manage' then 'all' end),
    ('rep', case when p.resource in ('message_templates', 'ai_scripts') and p.action = 'read' then 'all' when p.action <> 'manage' then 'own' end),
    ('viewer', case when p.action = 'read' then 'all' end)
) as r (system_role, scope)
where p.resource in ('conversations', 'calls', 'call_campaigns', 'message_templates', 'ai_scripts') and r.scope is not null;

create table app_public.message_templates (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 200),
  type text not null references app_public.message_template_types,
  category text constraint category_must_be_short check (length(category) <= 100),
  subject text constraint subject_must_be_short check (length(subject) <= 1000),
  content text not null constraint content_must_not_be_blank check (content ~ '\S' and length(content) <= 100000),
  variables text[] not null default '{}',
  tags text[] not null default '{}' constraint tags_must_be_a_plain_list check (coalesce(array_ndims(tags), 1) = 1 and array_position(tags, null) is null),
  is_active boolean not null default true,
  usage_count int not null default 0,
  last_used_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, name)
);
create index on app_public.message_templates (organization_id, created_at desc, id desc);
create index on app_public.message_templates (organization_id, type, created_at desc, id desc);
create index on app_public.message_templates (organization_id, category, created_at desc, id desc);
create index on app_public.message_templates (organization_id, is_active, created_at desc, id desc);
create index on app_public.message_templates (organization_id, usage_count desc, id desc);
create index on app_public.message_templates (organization_id, last_used_at desc, id desc);
create index on app_public.message_templates using gin (organization_id, tags);
create index on app_public.message_templates using gin (organization_id, name gin_trgm_ops);

create table app_public.ai_scripts (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  kind text not null references app_public.ai_script_kinds,
  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 200),
  language text not null default 'en' constraint language_must_be_a_code check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  content text not null constraint content_must_not_be_blank check (content ~ '\S' and length(content) <= 100000),
  variables text[] not null default '{}',
  version int not null default 1,
  is_active boolean not null default true,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, name, language)
);
create index on app_public.ai_scripts (organization_id, created_at desc, id desc);
create index on app_public.ai_scripts (organization_id, kind, created_at desc, id desc);
create index on app_public.ai_scripts (organization_id, language, created_at desc, id desc);
create index on app_public.ai_scripts (organization_id, is_active, created_at desc, id desc);

create table app_public.conversations (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  contact_id uuid,
  channel text not null references app_public.channels,
  subject text constraint subject_must_be_short check (length(subject) <= 1000),
  status text not null default 'active' references app_public.conversation_statuses,
  assigned_to_id uuid default app_hidden.membership_id(),
  last_message_at timestamptz not null default now(),
  last_message_preview text,
  unread_count int not null default 0,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, assigned_to_id) references app_public.memberships (organization_id, id) on delete set null (assigned_to_id)
);
create index on app_public.conversations (organization_id, created_at desc, id desc);
create index on app_public.conversations (organization_id, last_message_at desc, id desc);
create index on app_public.conversations (organization_id, status, last_message_at desc, id desc);
create index on app_public.conversations (organization_id, channel, last_message_at desc, id desc);
create index on app_public.conversations (organization_id, business_id, last_message_at desc, id desc);
create index on app_public.conversations (organization_id, contact_id, last_message_at desc, id desc);
create index on app_public.conversations (organization_id, assigned_to_id, last_message_at desc, id desc);
create index on app_public.conversations (organization_id, unread_count desc, id desc);
create index on app_public.conversations using gin (organization_id, subject gin_trgm_ops);

create table app_public.messages (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid,

  conversation_id uuid not null,
  contact_id uuid,
  lead_id uuid,
  template_id uuid,
  channel text not null references app_public.channels,
  direction text not null default 'outbound' references app_public.directions,
  from_address text constraint from_address_must_be_short check (length(from_address) <= 320),
  to_address text constraint to_address_must_be_short check (length(to_address) <= 2000),
  subject text constraint subject_must_be_short check (length(subject) <= 1000),
  body text not null default '' constraint body_must_not_be_huge check (length(body) <= 1000000),
  html_body text constraint html_body_must_not_be_huge check (length(html_body) <= 5000000),
  status text not null references app_public.message_statuses,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz constraint read_at_must_be_in_our_era check (read_at between '0001-01-02' and '9999-12-30'),
  failed_at timestamptz,
  error_message text constraint error_message_must_be_short check (length(error_message) <= 2000),
  external_id text constraint external_id_must_be_short check (length(external_id) <= 998),
  metadata jsonb not null default '{}' constraint metadata_must_be_an_object check (jsonb_typeof(metadata) = 'object'),
  created_by_id uuid default app_hidden.membership_id(),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, channel, external_id),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
  foreign key (organization_id, conversation_id) references app_public.conversations (organization_id, id) on delete cascade,
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete set null (contact_id),
  foreign key (organization_id, lead_id) references app_public.leads (organization_id, id) on delete set null (lead_id),
  foreign key (organization_id, template_id) references app_public.message_templates (organization_id, id) on delete set null (template_id),
  foreign key (organization_id, created_by_id) references app_public.memberships (organization_id, id) on delete set null (created_by_id)
);
create index on app_public.messages (organization_id, created_at desc, id desc);
create index on app_public.messages (organization_id, business_id, created_at desc, id desc);
create index on app_public.messages (organization_id, conversation_id, created_at desc, id desc);
create index on app_public.messages (organization_id, contact_id, created_at desc, id desc);
create index on app_public.messages (organization_id, lead_id, created_at desc, id desc);
create index on app_public.messages (organization_id, template_id, created_at desc, id desc);
create index on app_public.messages (organization_id, channel, created_at desc, id desc);
create index on app_public.messages (organization_id, direction, created_at desc, id desc);
create index on app_public.messages (organization_id, status, created_at desc, id desc);
create index on app_public.messages (organization_id, created_by_id, created_at desc, id desc);
create index on app_public.messages (organization_id, conversation_id) where direction = 'inbound' and read_at is null;
create index on app_public.messages using gin (organization_id, subject gin_trgm_ops);
create index on app_public.messages using gin (organization_id, body gin_trgm_ops);
create index on app_public.messages using brin (created_at);

create table app_public.call_campaigns (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 200),
  script_id uuid,
  status text not null default 'draft' references app_public.call_campaign_statuses,
  schedule jsonb not null default '{}' constraint schedule_must_be_an_object check (jsonb_typeof(schedule) = 'object'),
  starts_at timestamptz constraint starts_at_must_be_in_our_era check (starts_at between '0001-01-02' and '9999-12-30'),
  ends_at timestamptz constraint ends_at_must_be_in_our_era check (ends_at between '0001-01-02' and '9999-12-30'),
  created_by_id uuid default app_hidden.membership_id(),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  constraint campaign_must_end_after_it_starts check (ends_at >= starts_at),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
  foreign key (organization_id, script_id) references app_public.ai_scripts (organization_id, id) on delete set null (script_id),
  foreign key (organization_id, created_by_id) references app_public.memberships (organization_id, id) on delete set null (created_by_id)
);
create index on app_public.call_campaigns (organization_id, created_at desc, id desc);
create index on app_public.call_campaigns (organization_id, name, id);
create index on app_public.call_campaigns (organization_id, status, created_at desc, id desc);
create index on app_public.call_campaigns (organization_id, starts_at desc, id desc);
create index on app_public.call_campaigns (organization_id, business_id, created_at desc, id desc);
create index on app_public.call_campaigns (organization_id, script_id, created_at desc, id desc);
create index on app_public.call_campaigns (organization_id, created_by_id, created_at desc, id desc);
create index on app_public.call_campaigns (organization_id, deleted_at desc, id desc) where deleted_at is not null;

create table app_public.calls (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,
  business_id uuid default app_hidden.default_business_id(),

  direction text not null default 'outbound' references app_public.directions,
  from_number text constraint from_number_must_be_short check (length(from_number) <= 320),
  to_number text constraint to_number_must_be_short check (length(to_number) <= 320),
  status text not null default 'queued' references app_public.call_statuses,
  outcome text constraint outcome_must_be_short check (length(outcome) <= 1000),
  transcript text constraint transcript_must_not_be_huge check (length(transcript) <= 1000000),
  summary text constraint summary_must_not_be_huge check (length(summary) <= 100000),
  ai_analysis jsonb not null default '{}' constraint ai_analysis_must_be_an_object check (jsonb_typeof(ai_analysis) = 'object'),
  sentiment text references app_public.sentiments,
  recording_url text constraint recording_url_must_be_a_web_address check (recording_url ~ '^https?://\S+$' and length(recording_url) <= 2000),
  started_at timestamptz constraint started_at_must_be_in_our_era check (started_at between '0001-01-02' and '9999-12-30'),
  ended_at timestamptz constraint ended_at_must_be_in_our_era check (ended_at between '0001-01-02' and '9999-12-30'),
  duration_seconds int constraint duration_must_not_be_negative check (duration_seconds >= 0),
  cost_cents bigint constraint cost_must_not_be_negative check (cost_cents between 0 and 1000000000000000),
  currency char(3) not null constraint currency_must_be_a_code check (currency ~ '^[A-Z]{3}$'),
  contact_id uuid,
  lead_id uuid,
  conversation_id uuid,
  campaign_id uuid,
  script_id uuid,
  handled_by_id uuid default app_hidden.membership_id(),
  external_id text constraint external_id_must_be_short check (length(external_id) <= 998),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  unique (organization_id, external_id),
  constraint call_must_end_after_it_starts check (ended_at >= started_at),
  foreign key (organization_id, business_id) references app_public.businesses (organization_id, id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete set null (contact_id),
  foreign key (organization_id, lead_id) references app_public.leads (organization_id, id) on delete set null (lead_id),
  foreign key (organization_id, conversation_id) references app_public.conversations (organization_id, id) on delete set null (conversation_id),
  foreign key (organization_id, campaign_id) references app_public.call_campaigns (organization_id, id) on delete set null (campaign_id),
  foreign key (organization_id, script_id) references app_public.ai_scripts (organization_id, id) on delete set null (script_id),
  foreign key (organization_id, handled_by_id) references app_public.memberships (organization_id, id) on delete set null (handled_by_id)
);
create index on app_public.calls (organization_id, created_at desc, id desc);
create index on app_public.calls (organization_id, started_at desc, id desc);
create index on app_public.calls (organization_id, duration_seconds desc, id desc);
create index on app_public.calls (organization_id, status, created_at desc, id desc);
create index on app_public.calls (organization_id, direction, created_at desc, id desc);
create index on app_public.calls (organization_id, sentiment, created_at desc, id desc);
create index on app_public.calls (organization_id, business_id, created_at desc, id desc);
create index on app_public.calls (organization_id, contact_id, created_at desc, id desc);
create index on app_public.calls (organization_id, lead_id, created_at desc, id desc);
create index on app_public.calls (organization_id, conversation_id, created_at desc, id desc);
create index on app_public.calls (organization_id, campaign_id, created_at desc, id desc);
create index on app_public.calls (organization_id, script_id, created_at desc, id desc);
create index on app_public.calls (organization_id, handled_by_id, created_at desc, id desc);
create index on app_public.calls (organization_id, deleted_at desc, id desc) where deleted_at is not null;
create index on app_public.calls using gin (organization_id, transcript gin_trgm_ops);
create index on app_public.calls using brin (created_at);

create table app_public.call_campaign_targets (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  campaign_id uuid not null,
  contact_id uuid,
  lead_id uuid,
  phone text not null,
  state text not null default 'pending' references app_public.call_campaign_target_states,
  attempts int not null default 0,
  last_attempt_at timestamptz,
  next_attempt_at timestamptz constraint next_attempt_at_must_be_in_our_era check (next_attempt_at between '0001-01-02' and '9999-12-30'),
  result text constraint result_must_be_short check (length(result) <= 2000),
  call_id uuid,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, campaign_id, phone),
  foreign key (organization_id, campaign_id) references app_public.call_campaigns (organization_id, id) on delete cascade,
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, lead_id) references app_public.leads (organization_id, id) on delete cascade,
  foreign key (organization_id, call_id) references app_public.calls (organization_id, id) on delete set null (call_id)
);
create index on app_public.call_campaign_targets (organization_id, created_at desc, id desc);
create index on app_public.call_campaign_targets (organization_id, campaign_id, created_at desc, id desc);
create index on app_public.call_campaign_targets (organization_id, campaign_id, state, next_attempt_at, id);
create index on app_public.call_campaign_targets (organization_id, state, created_at desc, id desc);
create index on app_public.call_campaign_targets (organization_id, contact_id, created_at desc, id desc);
create index on app_public.call_campaign_targets (organization_id, lead_id, created_at desc, id desc);
create index on app_public.call_campaign_targets (organization_id, call_id);

--!include crm/functions/find_or_create_contact.sql
--!include messaging/all.sql
