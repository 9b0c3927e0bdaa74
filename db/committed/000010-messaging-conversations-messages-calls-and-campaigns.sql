--! Previous: sha1:c9186665a9798daba0344be799f5236e46945e46
--! Hash: sha1:e979b6817a0ae8df9ec69e2804d9f53c9287ae82
--! Message: Messaging: conversations, messages, calls and campaigns

--! split: 1-current.sql
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

--! Included crm/functions/find_or_create_contact.sql
-- Who calls, writes or books is a contact: the one with this e-mail address, else the oldest with this phone number, else
-- a new one. Two at once about the same person take turns, since nothing makes phone numbers unique.
create or replace function app_private.find_or_create_contact(
  organization_id uuid,
  business_id uuid,
  email text,
  phone text,
  source text
) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_email constant text := app_hidden.normalize_email(find_or_create_contact.email);
  v_phone constant text := app_hidden.normalize_phone(
    find_or_create_contact.phone,
    (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = find_or_create_contact.organization_id)
  );
  v_key text;
  v_contact_id uuid;
begin
  if v_email is null and v_phone is null then
    return null;
  end if;
  for i in 1..2 loop
    select c.id into v_contact_id
    from app_public.contacts c
    where c.organization_id = find_or_create_contact.organization_id and c.email = v_email;
    if v_contact_id is null then
      select c.id into v_contact_id
      from app_public.contacts c
      where c.organization_id = find_or_create_contact.organization_id and c.phone = v_phone
      order by c.deleted_at is not null, c.created_at, c.id
      limit 1;
    end if;
    if v_contact_id is not null then
      return v_contact_id;
    end if;
    -- The second look is at what somebody else may have created while this one waited. Always in the same order, against deadlocks.
    if i = 1 then
      for v_key in select k from unnest(array[v_email, v_phone]) as k where k is not null order by k loop
        perform pg_advisory_xact_lock(hashtextextended(find_or_create_contact.organization_id || v_key, 0));
      end loop;
    end if;
  end loop;

  -- Nobody is there to fill in what an organization requires of new contacts.
  perform set_config('app.requires_custom_fields', 'off', true);
  insert into app_public.contacts (organization_id, business_id, email, phone, source)
  values (find_or_create_contact.organization_id, find_or_create_contact.business_id, v_email, v_phone, find_or_create_contact.source)
  on conflict on constraint contacts_organization_id_email_key do nothing
  returning contacts.id into v_contact_id;
  perform set_config('app.requires_custom_fields', '', true);
  if v_contact_id is null then
    select c.id into v_contact_id
    from app_public.contacts c
    where c.organization_id = find_or_create_contact.organization_id and c.email = v_email;
  end if;
  return v_contact_id;
end
$$;
comment on function app_private.find_or_create_contact(uuid, uuid, text, text, text) is $$The contact with an e-mail address or phone number, created when there is none; null when neither is given.$$;
--! EndIncluded crm/functions/find_or_create_contact.sql
--! Included messaging/all.sql
--! Included messaging/functions/placeholders.sql
create or replace function app_private.placeholders(text text) returns text[]
language sql immutable parallel safe
return coalesce(
  (
    select array_agg(found.name order by found.place)
    from (
      select p.name[1] as name, min(p.place) as place
      from regexp_matches(placeholders.text, '\{\{\s*([A-Za-z_][A-Za-z0-9_.]{0,99})\s*\}\}', 'g') with ordinality as p (name, place)
      group by p.name[1]
    ) as found
  ),
  '{}'::text[]
);
comment on function app_private.placeholders(text) is $$The names between double braces in a text, each once, in the order in which they appear.$$;
--! EndIncluded messaging/functions/placeholders.sql
--! Included messaging/functions/is_email_address.sql
create or replace function app_private.is_email_address(address text) returns boolean
language sql immutable parallel safe
return coalesce(is_email_address.address ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(is_email_address.address) <= 254, false);
comment on function app_private.is_email_address(text) is $$Whether a text is one e-mail address, as far as its form tells.$$;
--! EndIncluded messaging/functions/is_email_address.sql
--! Included messaging/functions/normalize_address.sql
-- What a provider reports is kept as it came when it is no address: short codes, names of senders, withheld numbers. What is
-- to be reached has to be one.
create or replace function app_private.normalize_address(
  organization_id uuid,
  channel text,
  address text,
  field text,
  must_be_reachable boolean
) returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_address text := nullif(btrim(normalize_address.address, E' \t\n\r'), '');
begin
  if channel = 'email' then
    -- Jane Doe <jane@example.com>
    v_address := app_hidden.normalize_email(coalesce(substring(v_address from '<([^<>]*)>$'), v_address));
    if must_be_reachable and not app_private.is_email_address(v_address) then
      raise exception using
        errcode = 'TN400',
        message = 'This is not an e-mail address.',
        detail = jsonb_build_object('field', normalize_address.field)::text,
        hint = 'Write one address, as jane@example.com or Jane Doe <jane@example.com>.';
    end if;
  elsif channel in ('sms', 'whatsapp', 'call') then
    v_address := nullif(btrim(regexp_replace(v_address, '^(tel|sms|whatsapp):', '', 'i')), '');
    begin
      v_address := app_hidden.normalize_phone(
        v_address,
        (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = normalize_address.organization_id),
        normalize_address.field
      );
    exception when sqlstate 'TN400' then
      if must_be_reachable then
        raise;
      end if;
    end;
  end if;
  return v_address;
end
$$;
comment on function app_private.normalize_address(uuid, text, text, text, boolean) is $$An address of a channel as it is stored: an e-mail address without the name around it and in lower case, a phone number in E.164 form.$$;
--! EndIncluded messaging/functions/normalize_address.sql
--! Included messaging/functions/find_or_create_correspondent.sql
-- Whoever sits behind an address of a channel. An address that is none, such as a short code, belongs to nobody.
create or replace function app_private.find_or_create_correspondent(
  organization_id uuid,
  business_id uuid,
  channel text,
  address text
) returns uuid
language sql volatile
set search_path = ''
as $$
  select app_private.find_or_create_contact(
    find_or_create_correspondent.organization_id,
    find_or_create_correspondent.business_id,
    case
      when find_or_create_correspondent.channel = 'email' and app_private.is_email_address(find_or_create_correspondent.address)
        then find_or_create_correspondent.address
    end,
    case
      when find_or_create_correspondent.channel in ('sms', 'whatsapp', 'call') and find_or_create_correspondent.address ~ '^\+[1-9][0-9]{7,14}$'
        then find_or_create_correspondent.address
    end,
    find_or_create_correspondent.channel
  )
$$;
comment on function app_private.find_or_create_correspondent(uuid, uuid, text, text) is $$The contact with a normalized address of a channel, created when there is none; null when it is the address of nobody.$$;
--! EndIncluded messaging/functions/find_or_create_correspondent.sql
--! Included messaging/functions/business_of_address.sql
-- The business whose own address was written to or from; else the one of whoever asks.
create or replace function app_private.business_of_address(organization_id uuid, address text) returns uuid
language sql stable
set search_path = ''
as $$
  select coalesce(
    (
      select b.id from app_public.businesses b
      where b.organization_id = business_of_address.organization_id and business_of_address.address in (b.email, b.phone)
      order by b.is_active desc, b.created_at, b.id
      limit 1
    ),
    app_hidden.default_business_id()
  )
$$;
comment on function app_private.business_of_address(uuid, text) is $$The business that an e-mail address or phone number belongs to.$$;
--! EndIncluded messaging/functions/business_of_address.sql
--! Included messaging/functions/find_or_create_conversation.sql
-- A contact’s next message belongs to the open conversation of the channel, as far as whoever adds it may write there. Two
-- at once take turns, since several open conversations are allowed and nothing makes them unique.
create or replace function app_private.find_or_create_conversation(
  organization_id uuid,
  business_id uuid,
  contact_id uuid,
  channel text,
  subject text
) returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_conversation_id uuid;
  v_contact record;
begin
  if find_or_create_conversation.contact_id is not null then
    for i in 1..2 loop
      select c.id into v_conversation_id
      from app_public.conversations c
      where c.organization_id = find_or_create_conversation.organization_id
        and c.contact_id = find_or_create_conversation.contact_id
        and c.channel = find_or_create_conversation.channel
        and c.status in ('active', 'pending')
        and (c.business_id = find_or_create_conversation.business_id or c.business_id is null or find_or_create_conversation.business_id is null)
        and app_hidden.may_on_row('conversations.update', c.business_id, array[c.assigned_to_id])
      order by c.business_id is null, c.last_message_at desc, c.id desc
      limit 1;
      if v_conversation_id is not null then
        return v_conversation_id;
      end if;
      -- The second look is at what somebody else may have begun while this one waited.
      if i = 1 then
        perform pg_advisory_xact_lock(hashtextextended(
          concat_ws(' ', 'conversation', find_or_create_conversation.contact_id, find_or_create_conversation.channel), 0
        ));
      end if;
    end loop;
  end if;

  select c.business_id, c.owner_id into v_contact
  from app_public.contacts c
  where c.organization_id = find_or_create_conversation.organization_id and c.id = find_or_create_conversation.contact_id;
  insert into app_public.conversations (organization_id, business_id, contact_id, channel, subject, assigned_to_id)
  values (
    find_or_create_conversation.organization_id,
    coalesce(find_or_create_conversation.business_id, v_contact.business_id),
    find_or_create_conversation.contact_id,
    find_or_create_conversation.channel,
    find_or_create_conversation.subject,
    coalesce(app_hidden.membership_id(), v_contact.owner_id)
  )
  returning conversations.id into v_conversation_id;
  return v_conversation_id;
end
$$;
comment on function app_private.find_or_create_conversation(uuid, uuid, uuid, text, text) is $$The open conversation with a contact on a channel, begun when there is none. A new one is assigned to the member who begins it, else to the contact’s owner.$$;
--! EndIncluded messaging/functions/find_or_create_conversation.sql
--! Included messaging/functions/message_preview.sql
create or replace function app_private.message_preview(subject text, body text) returns text
language sql immutable parallel safe
return nullif(left(btrim(regexp_replace(
  left(case when message_preview.body ~ '\S' then message_preview.body else message_preview.subject end, 1000), '\s+', ' ', 'g'
)), 160), '');
comment on function app_private.message_preview(text, text) is $$The beginning of a message on one line; of its subject when it has no text.$$;
--! EndIncluded messaging/functions/message_preview.sql
--! Included messaging/functions/touch_contact.sql
create or replace function app_private.touch_contact(organization_id uuid, contact_id uuid, lead_id uuid, contacted_at timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if touch_contact.contacted_at > now() then
    return;
  end if;
  update app_public.contacts c
  set last_contacted_at = touch_contact.contacted_at
  where c.organization_id = touch_contact.organization_id
    and c.id = touch_contact.contact_id
    and (c.last_contacted_at is null or c.last_contacted_at < touch_contact.contacted_at);
  update app_public.leads l
  set last_contacted_at = touch_contact.contacted_at
  where l.organization_id = touch_contact.organization_id
    and l.id = touch_contact.lead_id
    and (l.last_contacted_at is null or l.last_contacted_at < touch_contact.contacted_at);
end
$$;
comment on function app_private.touch_contact(uuid, uuid, uuid, timestamptz) is $$Notes that a contact and a lead were reached, unless they were later.$$;
--! EndIncluded messaging/functions/touch_contact.sql
--! Included messaging/functions/tg_ai_scripts__find_variables.sql
create or replace function app_private.tg_ai_scripts__find_variables() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.variables := app_private.placeholders(NEW.content);
  if TG_OP = 'UPDATE' and NEW.content <> OLD.content then
    NEW.version := OLD.version + 1;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_ai_scripts__find_variables() is $$Keeps a script’s variables in step with its content, and counts its versions.$$;
--! EndIncluded messaging/functions/tg_ai_scripts__find_variables.sql
--! Included messaging/functions/tg_call_campaign_targets__count_attempt.sql
create or replace function app_private.tg_call_campaign_targets__count_attempt() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.attempts := OLD.attempts + 1;
  NEW.last_attempt_at := now();
  return NEW;
end
$$;
comment on function app_private.tg_call_campaign_targets__count_attempt() is $$Counts how often somebody was dialled.$$;
--! EndIncluded messaging/functions/tg_call_campaign_targets__count_attempt.sql
--! Included messaging/functions/tg_call_campaign_targets__normalize.sql
create or replace function app_private.tg_call_campaign_targets__normalize() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if NEW.phone is null then
    NEW.phone := coalesce(
      (select c.phone from app_public.contacts c where c.organization_id = NEW.organization_id and c.id = NEW.contact_id),
      (select l.phone from app_public.leads l where l.organization_id = NEW.organization_id and l.id = NEW.lead_id)
    );
  end if;
  NEW.phone := app_private.normalize_address(NEW.organization_id, 'call', NEW.phone, 'phone', true);
  if NEW.phone is null then
    raise exception using
      errcode = 'TN400',
      message = 'Say whom to call.',
      detail = '{"field": "phone"}',
      hint = 'Name a contact or a lead with a phone number, or give a number.';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_call_campaign_targets__normalize() is $$Stores the number to call in E.164 form; the contact’s or the lead’s unless one is given.$$;
--! EndIncluded messaging/functions/tg_call_campaign_targets__normalize.sql
--! Included messaging/functions/tg_calls__find_contact.sql
-- A caller is found by number, as a writer is, and a call stands in the contact’s conversation.
create or replace function app_private.tg_calls__find_contact() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.currency := coalesce(NEW.currency, (select o.currency from app_public.organizations o where o.id = NEW.organization_id));
  if NEW.contact_id is null then
    select l.contact_id into NEW.contact_id
    from app_public.leads l
    where l.organization_id = NEW.organization_id and l.id = NEW.lead_id;
  end if;
  if NEW.direction = 'outbound' and NEW.to_number is null then
    select c.phone into NEW.to_number
    from app_public.contacts c
    where c.organization_id = NEW.organization_id and c.id = NEW.contact_id;
  end if;
  NEW.from_number := app_private.normalize_address(NEW.organization_id, 'call', NEW.from_number, 'fromNumber', false);
  NEW.to_number := app_private.normalize_address(NEW.organization_id, 'call', NEW.to_number, 'toNumber', NEW.direction = 'outbound');
  NEW.business_id := coalesce(
    NEW.business_id,
    app_private.business_of_address(NEW.organization_id, case when NEW.direction = 'inbound' then NEW.to_number else NEW.from_number end)
  );
  if NEW.contact_id is null then
    NEW.contact_id := app_private.find_or_create_correspondent(
      NEW.organization_id, NEW.business_id, 'call', case when NEW.direction = 'inbound' then NEW.from_number else NEW.to_number end
    );
  end if;
  if NEW.contact_id is not null and NEW.conversation_id is null then
    NEW.conversation_id := app_private.find_or_create_conversation(NEW.organization_id, NEW.business_id, NEW.contact_id, 'call', null);
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_calls__find_contact() is $$Stores a call’s numbers in one form, and finds its contact and conversation or creates them.$$;
--! EndIncluded messaging/functions/tg_calls__find_contact.sql
--! Included messaging/functions/tg_calls__follow_status.sql
-- A call that was answered has begun; one that is over has ended. The times say how long it took unless a duration is given
-- with them.
create or replace function app_private.tg_calls__follow_status() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if NEW.status = 'in_progress' or NEW.status = 'completed' and NEW.ended_at is null then
    NEW.started_at := coalesce(NEW.started_at, now());
  end if;
  if NEW.status = 'completed' and NEW.ended_at is null then
    NEW.ended_at := coalesce(NEW.started_at + make_interval(secs => NEW.duration_seconds), greatest(NEW.started_at, now()));
  end if;
  if NEW.duration_seconds is null
    or TG_OP = 'UPDATE' and NEW.duration_seconds = OLD.duration_seconds and (NEW.started_at, NEW.ended_at) is distinct from (OLD.started_at, OLD.ended_at)
  then
    NEW.duration_seconds := case when NEW.ended_at >= NEW.started_at then least(extract(epoch from NEW.ended_at - NEW.started_at), 2147483647) end;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_calls__follow_status() is $$Keeps a call’s times and duration in step with its status and with one another.$$;
--! EndIncluded messaging/functions/tg_calls__follow_status.sql
--! Included messaging/functions/tg_calls__touch.sql
-- Only what reached the contact counts as contact: a call that was answered, or a word left on the answering machine.
create or replace function app_private.tg_calls__touch() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_at constant timestamptz := coalesce(NEW.started_at, NEW.created_at);
begin
  update app_public.conversations c
  set last_message_at = v_at
  where c.organization_id = NEW.organization_id and c.id = NEW.conversation_id and c.last_message_at < v_at and v_at <= now();
  if NEW.status in ('in_progress', 'completed') or NEW.status = 'voicemail' and NEW.direction = 'outbound' then
    perform app_private.touch_contact(NEW.organization_id, NEW.contact_id, NEW.lead_id, v_at);
  end if;
  return null;
end
$$;
comment on function app_private.tg_calls__touch() is $$Keeps lastContactedAt of a call’s contact and lead, and moves its conversation to the top of the inbox.$$;
--! EndIncluded messaging/functions/tg_calls__touch.sql
--! Included messaging/functions/tg_conversations__take_messages_along.sql
create or replace function app_private.tg_conversations__take_messages_along() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  update app_public.messages m
  set contact_id = NEW.contact_id, business_id = NEW.business_id
  where m.organization_id = NEW.organization_id and m.conversation_id = NEW.id
    and (m.contact_id, m.business_id) is distinct from (NEW.contact_id, NEW.business_id);
  return null;
end
$$;
comment on function app_private.tg_conversations__take_messages_along() is $$Gives a conversation’s messages its contact and its business.$$;
--! EndIncluded messaging/functions/tg_conversations__take_messages_along.sql
--! Included messaging/functions/tg_message_templates__find_variables.sql
create or replace function app_private.tg_message_templates__find_variables() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.variables := app_private.placeholders(concat_ws(' ', NEW.subject, NEW.content));
  return NEW;
end
$$;
comment on function app_private.tg_message_templates__find_variables() is $$Keeps a template’s variables in step with its subject and content.$$;
--! EndIncluded messaging/functions/tg_message_templates__find_variables.sql
--! Included messaging/functions/tg_messages__address.sql
-- The contact’s side has to be reachable when a message goes out; it is filled in when left out. What comes in is taken as
-- it is.
create or replace function app_private.tg_messages__address() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.from_address := app_private.normalize_address(NEW.organization_id, NEW.channel, NEW.from_address, 'fromAddress', false);
  if NEW.direction = 'inbound' or NEW.channel not in ('email', 'sms', 'whatsapp') then
    NEW.to_address := app_private.normalize_address(NEW.organization_id, NEW.channel, NEW.to_address, 'toAddress', false);
    return NEW;
  end if;

  if NEW.to_address is null then
    select case when NEW.channel = 'email' then c.email else c.phone end into NEW.to_address
    from app_public.contacts c
    where c.organization_id = NEW.organization_id and c.id = NEW.contact_id;
  end if;
  NEW.to_address := app_private.normalize_address(NEW.organization_id, NEW.channel, NEW.to_address, 'toAddress', true);
  if NEW.to_address is null then
    raise exception using
      errcode = 'TN400',
      message = 'Say where to send this.',
      detail = '{"field": "toAddress"}',
      hint = 'The contact has no address for this channel.';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_messages__address() is $$Stores a message’s addresses in one form, and sends it to the contact’s unless another is given.$$;
--! EndIncluded messaging/functions/tg_messages__address.sql
--! Included messaging/functions/tg_messages__count_template_use.sql
create or replace function app_private.tg_messages__count_template_use() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  update app_public.message_templates t
  set usage_count = t.usage_count + 1, last_used_at = greatest(t.last_used_at, NEW.created_at)
  where t.organization_id = NEW.organization_id and t.id = NEW.template_id;
  return null;
end
$$;
comment on function app_private.tg_messages__count_template_use() is $$Counts how often a template was used.$$;
--! EndIncluded messaging/functions/tg_messages__count_template_use.sql
--! Included messaging/functions/tg_messages__find_conversation.sql
-- Policies can’t judge a conversation that the same statement begins, since they don’t see it; so this asks for them.
create or replace function app_private.tg_messages__find_conversation() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_address constant text := case when NEW.direction = 'inbound' then NEW.from_address else NEW.to_address end;
  v_business_id constant uuid := app_private.business_of_address(
    NEW.organization_id, case when NEW.direction = 'inbound' then NEW.to_address else NEW.from_address end
  );
begin
  if NEW.contact_id is null then
    NEW.contact_id := coalesce(
      (select l.contact_id from app_public.leads l where l.organization_id = NEW.organization_id and l.id = NEW.lead_id),
      app_private.find_or_create_correspondent(NEW.organization_id, v_business_id, NEW.channel, v_address)
    );
    update app_public.conversations c
    set contact_id = NEW.contact_id
    where c.organization_id = NEW.organization_id and c.id = NEW.conversation_id and c.contact_id is null and NEW.contact_id is not null;
  end if;
  if NEW.conversation_id is null then
    NEW.conversation_id := app_private.find_or_create_conversation(NEW.organization_id, v_business_id, NEW.contact_id, NEW.channel, NEW.subject);
    if not exists (
      select from app_public.conversations c
      where c.organization_id = NEW.organization_id
        and c.id = NEW.conversation_id
        and app_hidden.may_on_row('conversations.create', c.business_id, array[c.assigned_to_id])
        and app_hidden.may_on_row('conversations.update', c.business_id, array[c.assigned_to_id])
    ) then
      raise exception using errcode = 'TN403', message = 'You may not begin this conversation.';
    end if;
  end if;
  NEW.business_id := (
    select c.business_id from app_public.conversations c where c.organization_id = NEW.organization_id and c.id = NEW.conversation_id
  );
  return NEW;
end
$$;
comment on function app_private.tg_messages__find_conversation() is $$Finds a message’s contact and conversation, or creates them: an unknown sender becomes a contact, a first message begins a conversation.$$;
--! EndIncluded messaging/functions/tg_messages__find_conversation.sql
--! Included messaging/functions/tg_messages__follow_status.sql
-- A message only gets further; what failed can be tried again. Each step leaves its time, and the ones before it theirs.
create or replace function app_private.tg_messages__follow_status() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    NEW.status := coalesce(NEW.status, case NEW.direction when 'inbound' then 'delivered' else 'pending' end);
  elsif NEW.status not in (OLD.status, 'failed') and not (
    case OLD.status
      when 'failed' then NEW.status in ('pending', 'queued')
      else (select s.position from app_public.message_statuses s where s.value = NEW.status)
        > (select s.position from app_public.message_statuses s where s.value = OLD.status)
    end
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'A message’s status does not go backwards.',
      detail = '{"field": "status"}';
  else
    NEW.read_at := coalesce(OLD.read_at, NEW.read_at);
  end if;

  if NEW.read_at is not null and NEW.status <> 'failed' then
    NEW.status := 'read';
  end if;
  if NEW.status in ('sent', 'delivered', 'read') then
    NEW.sent_at := coalesce(NEW.sent_at, now());
  end if;
  if NEW.status in ('delivered', 'read') then
    NEW.delivered_at := coalesce(NEW.delivered_at, now());
  end if;
  if NEW.status = 'read' then
    NEW.read_at := coalesce(NEW.read_at, now());
  end if;
  NEW.failed_at := case when NEW.status = 'failed' then coalesce(NEW.failed_at, now()) end;
  NEW.error_message := case when NEW.status = 'failed' then NEW.error_message end;
  return NEW;
end
$$;
comment on function app_private.tg_messages__follow_status() is $$Keeps a message’s times in step with its status, which does not go backwards.$$;
--! EndIncluded messaging/functions/tg_messages__follow_status.sql
--! Included messaging/functions/tg_messages__join_conversation.sql
-- A message that names its conversation takes the channel and the contact from it. A conversation out of sight is answered
-- like one that doesn’t exist. The client portal’s own policy decides about contacts, who write in chats alone.
create or replace function app_private.tg_messages__join_conversation() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_is_contact constant boolean := app_hidden.actor_kind() is not distinct from 'contact';
  v_conversation record;
begin
  if v_is_contact then
    NEW.direction := 'inbound';
  end if;
  select c.business_id, c.assigned_to_id, c.contact_id, c.channel into v_conversation
  from app_public.conversations c
  where c.organization_id = NEW.organization_id
    and c.id = NEW.conversation_id
    and (v_is_contact or app_hidden.may_on_row('conversations.read', c.business_id, array[c.assigned_to_id]));
  if not found then
    if NEW.conversation_id is not null or v_is_contact then
      raise exception using
        errcode = 'TN400',
        message = 'This refers to something that does not exist.',
        detail = '{"field": "conversationId"}';
    elsif NEW.channel is null then
      raise exception using
        errcode = 'TN400',
        message = 'Say in which conversation, or on which channel.',
        detail = '{"field": "channel"}';
    end if;
    return NEW;
  end if;

  if not v_is_contact and not app_hidden.may_on_row('conversations.update', v_conversation.business_id, array[v_conversation.assigned_to_id]) then
    raise exception using errcode = 'TN403', message = 'You may not write in this conversation.';
  elsif NEW.channel <> v_conversation.channel then
    raise exception using
      errcode = 'TN400',
      message = 'This conversation is held on another channel.',
      detail = '{"field": "channel"}',
      hint = 'Leave the channel out.';
  elsif NEW.contact_id <> v_conversation.contact_id then
    raise exception using
      errcode = 'TN400',
      message = 'This conversation is with another contact.',
      detail = '{"field": "contactId"}',
      hint = 'Leave the contact out.';
  end if;
  NEW.channel := v_conversation.channel;
  NEW.contact_id := coalesce(v_conversation.contact_id, NEW.contact_id);
  return NEW;
end
$$;
comment on function app_private.tg_messages__join_conversation() is $$Checks that a message may go into its conversation, whose channel and contact it takes.$$;
--! EndIncluded messaging/functions/tg_messages__join_conversation.sql
--! Included messaging/functions/tg_messages__summarize.sql
-- Conversations are locked in one order before they change, and a lock is held before messages are counted, so that
-- writers neither deadlock nor miss one another. Once per statement: a whole conversation is often read at once.
create or replace function app_private.tg_messages__summarize() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    perform from app_public.conversations c
    where (c.organization_id, c.id) in (select n.organization_id, n.conversation_id from new_rows n)
    order by c.id for no key update;
    update app_public.conversations c
    set
      last_message_at = greatest(c.last_message_at, n.last_at),
      last_message_preview = case when c.last_message_preview is null or n.last_at >= c.last_message_at then n.preview else c.last_message_preview end,
      unread_count = c.unread_count + n.unread,
      status = case when n.is_from_contact then 'active' else c.status end
    from (
      select
        r.organization_id,
        r.conversation_id,
        max(r.created_at) as last_at,
        (array_agg(app_private.message_preview(r.subject, r.body) order by r.created_at desc, r.id desc))[1] as preview,
        count(*) filter (where r.direction = 'inbound' and r.read_at is null) as unread,
        bool_or(r.direction = 'inbound') as is_from_contact
      from new_rows r
      group by r.organization_id, r.conversation_id
    ) as n
    where c.organization_id = n.organization_id and c.id = n.conversation_id;

  elsif TG_OP = 'UPDATE' then
    perform from app_public.conversations c
    where (c.organization_id, c.id) in (
      select n.organization_id, n.conversation_id from new_rows n join old_rows o on o.id = n.id where (n.read_at is null) <> (o.read_at is null)
    )
    order by c.id for no key update;
    update app_public.conversations c
    set unread_count = c.unread_count + n.unread
    from (
      select r.organization_id, r.conversation_id, sum((r.read_at is null)::int - (o.read_at is null)::int) as unread
      from new_rows r
      join old_rows o on o.id = r.id
      where r.direction = 'inbound'
      group by r.organization_id, r.conversation_id
    ) as n
    where c.organization_id = n.organization_id and c.id = n.conversation_id and n.unread <> 0;

  else
    perform from app_public.conversations c
    where (c.organization_id, c.id) in (select o.organization_id, o.conversation_id from old_rows o)
    order by c.id for no key update;
    update app_public.conversations c
    set
      last_message_at = greatest(
        c.created_at,
        m.created_at,
        (select max(coalesce(k.started_at, k.created_at)) from app_public.calls k where k.organization_id = c.organization_id and k.conversation_id = c.id)
      ),
      last_message_preview = app_private.message_preview(m.subject, m.body),
      unread_count = c.unread_count - n.unread
    from (
      select o.organization_id, o.conversation_id, count(*) filter (where o.direction = 'inbound' and o.read_at is null) as unread
      from old_rows o
      group by o.organization_id, o.conversation_id
    ) as n
    left join lateral (
      select r.created_at, r.subject, r.body
      from app_public.messages r
      where r.organization_id = n.organization_id and r.conversation_id = n.conversation_id
      order by r.created_at desc, r.id desc
      limit 1
    ) as m on true
    where c.organization_id = n.organization_id and c.id = n.conversation_id;
  end if;
  return null;
end
$$;
comment on function app_private.tg_messages__summarize() is $$Keeps what a conversation shows in the inbox: its last message, how many are unread, and that it goes on when the contact writes.$$;
--! EndIncluded messaging/functions/tg_messages__summarize.sql
--! Included messaging/functions/tg_messages__touch_contact.sql
-- Only what reached the contact counts as contact: a message on its way out, once it is sent.
create or replace function app_private.tg_messages__touch_contact() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if NEW.direction = 'outbound' and NEW.status in ('sent', 'delivered', 'read') then
    perform app_private.touch_contact(NEW.organization_id, NEW.contact_id, NEW.lead_id, NEW.sent_at);
  end if;
  return null;
end
$$;
comment on function app_private.tg_messages__touch_contact() is $$Keeps lastContactedAt of a message’s contact and lead.$$;
--! EndIncluded messaging/functions/tg_messages__touch_contact.sql
--! Included messaging/functions/mark_conversation_read.sql
create or replace function app_public.mark_conversation_read(conversation_id uuid) returns app_public.conversations
language plpgsql volatile
set search_path = ''
as $$
declare
  v_conversation app_public.conversations;
begin
  select c.* into v_conversation
  from app_public.conversations c
  where c.organization_id = app_hidden.organization_id() and c.id = mark_conversation_read.conversation_id;
  if not found or not app_hidden.may_on_row('conversations.update', v_conversation.business_id, array[v_conversation.assigned_to_id]) then
    raise exception using errcode = 'TN403', message = 'You may not mark this conversation as read.';
  end if;
  update app_public.messages m
  set read_at = now()
  where m.organization_id = app_hidden.organization_id()
    and m.conversation_id = mark_conversation_read.conversation_id
    and m.direction = 'inbound'
    and m.read_at is null;
  select c.* into v_conversation
  from app_public.conversations c
  where c.organization_id = app_hidden.organization_id() and c.id = mark_conversation_read.conversation_id;
  return v_conversation;
end
$$;
grant execute on function app_public.mark_conversation_read(uuid) to tenantry_member, tenantry_service;
comment on function app_public.mark_conversation_read(uuid) is $$Marks everything that the contact wrote in a conversation as read.$$;
--! EndIncluded messaging/functions/mark_conversation_read.sql
--! Included messaging/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.channels', 'Channel', 'On which way people write to each other.');
select app_private.expose_lookup_table('app_public.conversation_statuses', 'ConversationStatus', 'Where a conversation stands.');
select app_private.expose_lookup_table('app_public.message_statuses', 'MessageStatus', 'How far a message has come.');
select app_private.expose_lookup_table('app_public.message_template_types', 'MessageTemplateType', 'What a template is for.');
select app_private.expose_lookup_table('app_public.call_statuses', 'CallStatus', 'Where a call stands.');
select app_private.expose_lookup_table('app_public.call_campaign_statuses', 'CallCampaignStatus', 'Where a calling campaign stands.');
select app_private.expose_lookup_table('app_public.call_campaign_target_states', 'CallCampaignTargetState', 'Where the calling of one person stands.');
select app_private.expose_lookup_table('app_public.ai_script_kinds', 'AiScriptKind', 'What a script of a language model is for.');
comment on column app_public.message_statuses.position is $$How far along it is; empty for what didn’t arrive.$$;
--! EndIncluded messaging/tables/lookup_tables.sql
--! Included messaging/tables/message_templates.sql
comment on table app_public.message_templates is $$A text that messages are written with.$$;
comment on column app_public.message_templates.name is $$The template’s name; unique within the organization.$$;
comment on column app_public.message_templates.type is $$What it is for.$$;
comment on column app_public.message_templates.category is $$The group that it is listed in.$$;
comment on column app_public.message_templates.subject is $$The subject, with placeholders such as {{first_name}}.$$;
comment on column app_public.message_templates.content is $$The text, with placeholders such as {{first_name}}.$$;
comment on column app_public.message_templates.variables is $$The placeholders of subject and content, kept by the database.$$;
comment on column app_public.message_templates.tags is $$Free labels.$$;
comment on column app_public.message_templates.is_active is $$Whether it is offered.$$;
comment on column app_public.message_templates.usage_count is $$How many messages were written with it.$$;
comment on column app_public.message_templates.last_used_at is $$When a message was last written with it.$$;

create or replace trigger _100_timestamps before update on app_public.message_templates for each row execute function app_private.tg__timestamps();
create or replace trigger _400_find_variables before insert or update of subject, content on app_public.message_templates for each row execute function app_private.tg_message_templates__find_variables();
create or replace trigger _900_audit after insert or update or delete on app_public.message_templates for each row execute function app_private.tg__audit();

revoke all on table app_public.message_templates from tenantry_member, tenantry_service;
grant select, delete on table app_public.message_templates to tenantry_member, tenantry_service;
grant insert (name, type, category, subject, content, tags, is_active), update (name, type, category, subject, content, tags, is_active) on table app_public.message_templates to tenantry_member, tenantry_service;

alter table app_public.message_templates enable row level security;
select app_private.drop_policies('app_public.message_templates');
select app_private.create_permission_policies('app_public.message_templates', 'message_templates', '{select}');
select app_private.create_permission_policies('app_public.message_templates', 'message_templates', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded messaging/tables/message_templates.sql
--! Included messaging/tables/ai_scripts.sql
comment on table app_public.ai_scripts is $$What a language model is told to say, in writing or on the phone.$$;
comment on column app_public.ai_scripts.kind is $$What it is for.$$;
comment on column app_public.ai_scripts.name is $$The script’s name; unique within the organization and language.$$;
comment on column app_public.ai_scripts.language is $$The language (BCP 47), such as en or pt-BR.$$;
comment on column app_public.ai_scripts.content is $$The script, with placeholders such as {{first_name}}.$$;
comment on column app_public.ai_scripts.variables is $$The placeholders of the content, kept by the database.$$;
comment on column app_public.ai_scripts.version is $$Goes up by one whenever the content changes.$$;
comment on column app_public.ai_scripts.is_active is $$Whether it is offered.$$;

create or replace trigger _100_timestamps before update on app_public.ai_scripts for each row execute function app_private.tg__timestamps();
create or replace trigger _400_find_variables before insert or update of content on app_public.ai_scripts for each row execute function app_private.tg_ai_scripts__find_variables();
create or replace trigger _900_audit after insert or update or delete on app_public.ai_scripts for each row execute function app_private.tg__audit();

revoke all on table app_public.ai_scripts from tenantry_member, tenantry_service;
grant select, delete on table app_public.ai_scripts to tenantry_member, tenantry_service;
grant insert (kind, name, language, content, is_active), update (kind, name, language, content, is_active) on table app_public.ai_scripts to tenantry_member, tenantry_service;

alter table app_public.ai_scripts enable row level security;
select app_private.drop_policies('app_public.ai_scripts');
select app_private.create_permission_policies('app_public.ai_scripts', 'ai_scripts', '{select}');
select app_private.create_permission_policies('app_public.ai_scripts', 'ai_scripts', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded messaging/tables/ai_scripts.sql
--! Included messaging/tables/conversations.sql
comment on table app_public.conversations is $$What is said with one contact on one channel about one matter.$$;
comment on column app_public.conversations.business_id is $$The business that the conversation belongs to; of the whole organization when empty.$$;
comment on column app_public.conversations.contact_id is $$The contact; empty while nobody knows who writes, such as in a website’s chat.$$;
comment on column app_public.conversations.channel is $$The channel that it is held on.$$;
comment on column app_public.conversations.subject is $$What it is about.$$;
comment on column app_public.conversations.status is $$Where it stands. A message of the contact makes it active.$$;
comment on column app_public.conversations.assigned_to_id is $$The member who answers. Whoever begins it, unless another is named; a contact who begins it gets the one who looks after the contact.$$;
comment on column app_public.conversations.last_message_at is $$When something was last said, be it a message or a call; when it began while nothing was.$$;
comment on column app_public.conversations.last_message_preview is $$The beginning of the last message.$$;
comment on column app_public.conversations.unread_count is $$How many messages of the contact nobody has read.$$;

create or replace trigger _100_timestamps before update on app_public.conversations for each row execute function app_private.tg__timestamps();
create or replace trigger _500_take_messages_along after update of contact_id, business_id on app_public.conversations for each row
  when ((OLD.contact_id, OLD.business_id) is distinct from (NEW.contact_id, NEW.business_id)) execute function app_private.tg_conversations__take_messages_along();
create or replace trigger _900_audit after insert or update or delete on app_public.conversations for each row execute function app_private.tg__audit();

-- delete is not granted: conversations are archived by their status. What the inbox shows is kept by the database.
revoke all on table app_public.conversations from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.conversations to tenantry_member, tenantry_service;
grant insert (business_id, contact_id, channel, subject, status, assigned_to_id), update (business_id, contact_id, subject, status, assigned_to_id) on table app_public.conversations to tenantry_member, tenantry_service;
-- Contacts see what was said, not who is to answer or what is unread.
grant select (id, organization_id, business_id, contact_id, channel, subject, status, last_message_at, last_message_preview, created_at, updated_at) on table app_public.conversations to tenantry_client;

alter table app_public.conversations enable row level security;
select app_private.drop_policies('app_public.conversations');
select app_private.create_permission_policies('app_public.conversations', 'conversations', '{select,insert,update}', owner_columns => '{assigned_to_id}');
select app_private.create_policies('app_public.conversations', '{client}', '{select}', $$contact_id = (select app_hidden.contact_id())$$);
--! EndIncluded messaging/tables/conversations.sql
--! Included messaging/tables/messages.sql
comment on table app_public.messages is $$A message in a conversation.$$;
comment on column app_public.messages.business_id is $$The business of the conversation.$$;
comment on column app_public.messages.conversation_id is $$@hasDefault
The conversation; the contact’s open one on the channel unless one is named, or a new one.$$;
comment on column app_public.messages.contact_id is $$The contact who wrote it or to whom it is written; found by the address, or created, unless one is named.$$;
comment on column app_public.messages.lead_id is $$The lead that it is about.$$;
comment on column app_public.messages.template_id is $$The template that it was written with.$$;
comment on column app_public.messages.channel is $$@hasDefault
The channel; the conversation’s.$$;
comment on column app_public.messages.direction is $$Which way it goes.$$;
comment on column app_public.messages.from_address is $$Who sent it: an e-mail address in lower case or a phone number in E.164 form. Other ways of writing are converted, such as Jane Doe <jane@example.com>.$$;
comment on column app_public.messages.to_address is $$Where it goes, written as the sender’s address is; the contact’s own unless another is given.$$;
comment on column app_public.messages.subject is $$The subject.$$;
comment on column app_public.messages.body is $$What it says, as plain text. It is written once.$$;
comment on column app_public.messages.html_body is $$What it says, as HTML from whoever wrote it: not to be shown without being cleaned.$$;
comment on column app_public.messages.status is $$@hasDefault
How far it has come. It doesn’t go backwards; what failed can be tried again.$$;
comment on column app_public.messages.sent_at is $$When it was sent.$$;
comment on column app_public.messages.delivered_at is $$When it arrived.$$;
comment on column app_public.messages.read_at is $$When it was read: by the contact if it goes out, by a member if it comes in. Setting it makes the status read.$$;
comment on column app_public.messages.failed_at is $$When it failed.$$;
comment on column app_public.messages.error_message is $$Why it failed.$$;
comment on column app_public.messages.external_id is $$The provider’s id; unique within the organization and channel, so that nothing is taken in twice.$$;
comment on column app_public.messages.metadata is $$What else the provider tells, an object.$$;
comment on column app_public.messages.created_by_id is $$The member who wrote it or took it in.$$;

create or replace trigger _100_timestamps before update on app_public.messages for each row execute function app_private.tg__timestamps();
create or replace trigger _200_join_conversation before insert on app_public.messages for each row execute function app_private.tg_messages__join_conversation();
create or replace trigger _210_address before insert on app_public.messages for each row execute function app_private.tg_messages__address();
create or replace trigger _400_find_conversation before insert on app_public.messages for each row execute function app_private.tg_messages__find_conversation();
create or replace trigger _410_follow_status before insert or update of status, read_at on app_public.messages for each row execute function app_private.tg_messages__follow_status();
create or replace trigger _500_summarize_new after insert on app_public.messages
  referencing new table as new_rows for each statement execute function app_private.tg_messages__summarize();
create or replace trigger _500_summarize_changed after update on app_public.messages
  referencing old table as old_rows new table as new_rows for each statement execute function app_private.tg_messages__summarize();
create or replace trigger _500_summarize_deleted after delete on app_public.messages
  referencing old table as old_rows for each statement execute function app_private.tg_messages__summarize();
create or replace trigger _510_touch_contact after insert or update of status on app_public.messages for each row execute function app_private.tg_messages__touch_contact();
create or replace trigger _520_count_template_use after insert on app_public.messages for each row
  when (NEW.template_id is not null) execute function app_private.tg_messages__count_template_use();
create or replace trigger _900_audit after insert or update or delete on app_public.messages for each row execute function app_private.tg__audit();

-- What was said is neither changed nor deleted. Times follow the status.
revoke all on table app_public.messages from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.messages to tenantry_member, tenantry_service;
grant insert (
  conversation_id, contact_id, lead_id, template_id, channel, direction, from_address, to_address, subject, body, html_body, status, external_id, metadata
), update (status, read_at, error_message, external_id, metadata) on table app_public.messages to tenantry_member, tenantry_service;
-- Contacts write in their chats; the rest of the message follows from the conversation.
grant select (
  id, organization_id, conversation_id, channel, direction, from_address, to_address, subject, body, html_body, status, sent_at, delivered_at, read_at, created_at, updated_at
), insert (conversation_id, body) on table app_public.messages to tenantry_client;

alter table app_public.messages enable row level security;
select app_private.drop_policies('app_public.messages');
-- A message is seen by those who see its conversation, and by whoever wrote it: a conversation that the same statement
-- begins is not seen by policies yet.
select app_private.create_policies('app_public.messages', '{member,service}', '{select}', $$
  (select app_hidden.may_all('conversations.read'))
  or exists (
    select from app_public.conversations c
    where c.organization_id = (select app_hidden.organization_id()) and c.id = messages.conversation_id
  )
  or created_by_id = (select app_hidden.membership_id())
$$);
-- Into which conversation is asked by app_private.tg_messages__join_conversation() and tg_messages__find_conversation(), for
-- the same reason.
select app_private.create_policies('app_public.messages', '{member,service}', '{insert}', $$
  (select app_hidden.may_all('conversations.update')) or created_by_id = (select app_hidden.membership_id())
$$);
select app_private.create_policies('app_public.messages', '{member,service}', '{update}', format(
  $$
    (select app_hidden.may_all('conversations.update'))
    or exists (
      select from app_public.conversations
      where organization_id = (select app_hidden.organization_id()) and id = messages.conversation_id and (%s)
    )
  $$,
  app_private.permission_condition('app_public.conversations', 'conversations.update', '{assigned_to_id}')
));
select app_private.create_policies('app_public.messages', '{client}', '{select}', $$
  exists (
    select from app_public.conversations c
    where c.organization_id = (select app_hidden.organization_id()) and c.id = messages.conversation_id and c.contact_id = (select app_hidden.contact_id())
  )
$$);
select app_private.create_policies('app_public.messages', '{client}', '{insert}', $$
  channel = 'chat' and direction = 'inbound'
  and exists (
    select from app_public.conversations c
    where c.organization_id = (select app_hidden.organization_id()) and c.id = messages.conversation_id and c.contact_id = (select app_hidden.contact_id())
  )
$$);
--! EndIncluded messaging/tables/messages.sql
--! Included messaging/tables/call_campaigns.sql
comment on table app_public.call_campaigns is $$A round of calls to many people.$$;
comment on column app_public.call_campaigns.business_id is $$The business that the campaign belongs to; of the whole organization when empty.$$;
comment on column app_public.call_campaigns.name is $$The campaign’s name.$$;
comment on column app_public.call_campaigns.script_id is $$The script that a language model speaks by.$$;
comment on column app_public.call_campaigns.status is $$Where it stands.$$;
comment on column app_public.call_campaigns.schedule is $$On which days and hours calls are made, an object.$$;
comment on column app_public.call_campaigns.starts_at is $$When calling begins.$$;
comment on column app_public.call_campaigns.ends_at is $$When calling ends at the latest.$$;
comment on column app_public.call_campaigns.created_by_id is $$The member who added the campaign.$$;
comment on column app_public.call_campaigns.deleted_at is $$When the campaign was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.call_campaigns for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.call_campaigns for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('call_campaigns', 'created_by_id');
create or replace trigger _900_audit after insert or update or delete on app_public.call_campaigns for each row execute function app_private.tg__audit();

-- delete is not granted: campaigns are archived through deleted_at. Whoever adds one is its creator.
revoke all on table app_public.call_campaigns from tenantry_member, tenantry_service;
grant select on table app_public.call_campaigns to tenantry_member, tenantry_service;
grant insert (business_id, name, script_id, status, schedule, starts_at, ends_at), update (business_id, name, script_id, status, schedule, starts_at, ends_at, deleted_at) on table app_public.call_campaigns to tenantry_member, tenantry_service;

alter table app_public.call_campaigns enable row level security;
select app_private.drop_policies('app_public.call_campaigns');
select app_private.create_permission_policies('app_public.call_campaigns', 'call_campaigns', '{select,insert,update}', owner_columns => '{created_by_id}');
--! EndIncluded messaging/tables/call_campaigns.sql
--! Included messaging/tables/calls.sql
comment on table app_public.calls is $$A phone call.$$;
comment on column app_public.calls.business_id is $$The business that the call belongs to; of the whole organization when empty. The one whose number was called, unless another is named.$$;
comment on column app_public.calls.direction is $$Which way it goes.$$;
comment on column app_public.calls.from_number is $$Who calls, in E.164 form. Other ways of writing are converted.$$;
comment on column app_public.calls.to_number is $$Who is called, in E.164 form; the contact’s number unless another is given.$$;
comment on column app_public.calls.status is $$Where it stands.$$;
comment on column app_public.calls.outcome is $$What came of it.$$;
comment on column app_public.calls.transcript is $$What was said, word by word.$$;
comment on column app_public.calls.summary is $$What was said, in short.$$;
comment on column app_public.calls.ai_analysis is $$What an analysis by a language model found, an object.$$;
comment on column app_public.calls.sentiment is $$How it was meant.$$;
comment on column app_public.calls.recording_url is $$Where the recording is.$$;
comment on column app_public.calls.started_at is $$When it was answered.$$;
comment on column app_public.calls.ended_at is $$When it was over.$$;
comment on column app_public.calls.duration_seconds is $$How long it took, in seconds; follows from the times unless it is given.$$;
comment on column app_public.calls.cost_cents is $$What it cost, in hundredths of the currency’s unit.$$;
comment on column app_public.calls.currency is $$@hasDefault
The currency (ISO 4217); the organization’s unless another is named.$$;
comment on column app_public.calls.contact_id is $$The contact; found by the number, or created, unless one is named.$$;
comment on column app_public.calls.lead_id is $$The lead that it is about.$$;
comment on column app_public.calls.conversation_id is $$The contact’s conversation on the phone.$$;
comment on column app_public.calls.campaign_id is $$The campaign that it belongs to.$$;
comment on column app_public.calls.script_id is $$The script that a language model spoke by.$$;
comment on column app_public.calls.handled_by_id is $$The member who calls or answers; whoever records it unless another is named.$$;
comment on column app_public.calls.external_id is $$The provider’s id; unique within the organization, so that nothing is recorded twice.$$;
comment on column app_public.calls.deleted_at is $$When the call was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.calls for each row execute function app_private.tg__timestamps();
create or replace trigger _200_find_contact before insert on app_public.calls for each row execute function app_private.tg_calls__find_contact();
create or replace trigger _300_archive before update of deleted_at on app_public.calls for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('calls', 'handled_by_id');
create or replace trigger _400_follow_status before insert or update of status, started_at, ended_at, duration_seconds on app_public.calls for each row execute function app_private.tg_calls__follow_status();
create or replace trigger _500_touch after insert or update of status, started_at on app_public.calls for each row execute function app_private.tg_calls__touch();
create or replace trigger _900_audit after insert or update or delete on app_public.calls for each row execute function app_private.tg__audit();

-- delete is not granted: calls are archived through deleted_at. Who called whom stays as it was.
revoke all on table app_public.calls from tenantry_member, tenantry_service;
grant select on table app_public.calls to tenantry_member, tenantry_service;
grant insert (
  business_id, direction, from_number, to_number, status, outcome, transcript, summary, ai_analysis, sentiment, recording_url, started_at, ended_at,
  duration_seconds, cost_cents, currency, contact_id, lead_id, campaign_id, script_id, handled_by_id, external_id
), update (
  business_id, status, outcome, transcript, summary, ai_analysis, sentiment, recording_url, started_at, ended_at,
  duration_seconds, cost_cents, currency, contact_id, lead_id, campaign_id, script_id, handled_by_id, external_id, deleted_at
) on table app_public.calls to tenantry_member, tenantry_service;

alter table app_public.calls enable row level security;
select app_private.drop_policies('app_public.calls');
select app_private.create_permission_policies('app_public.calls', 'calls', '{select,insert,update}', owner_columns => '{handled_by_id}');
--! EndIncluded messaging/tables/calls.sql
--! Included messaging/tables/call_campaign_targets.sql
comment on table app_public.call_campaign_targets is $$Somebody whom a campaign calls.$$;
comment on column app_public.call_campaign_targets.campaign_id is $$The campaign.$$;
comment on column app_public.call_campaign_targets.contact_id is $$The contact to call.$$;
comment on column app_public.call_campaign_targets.lead_id is $$The lead to call.$$;
comment on column app_public.call_campaign_targets.phone is $$@hasDefault
The number to call, in E.164 form, once in each campaign; the contact’s or the lead’s unless one is given.$$;
comment on column app_public.call_campaign_targets.state is $$Where it stands.$$;
comment on column app_public.call_campaign_targets.attempts is $$How often the number was dialled: each time the state becomes dialing.$$;
comment on column app_public.call_campaign_targets.last_attempt_at is $$When it was last dialled.$$;
comment on column app_public.call_campaign_targets.next_attempt_at is $$When it is to be dialled next.$$;
comment on column app_public.call_campaign_targets.result is $$What came of it.$$;
comment on column app_public.call_campaign_targets.call_id is $$The last call.$$;

create or replace trigger _100_timestamps before update on app_public.call_campaign_targets for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert on app_public.call_campaign_targets for each row execute function app_private.tg_call_campaign_targets__normalize();
create or replace trigger _400_count_attempt before update of state on app_public.call_campaign_targets for each row
  when (OLD.state <> 'dialing' and NEW.state = 'dialing') execute function app_private.tg_call_campaign_targets__count_attempt();
create or replace trigger _900_audit after insert or update or delete on app_public.call_campaign_targets for each row execute function app_private.tg__audit();

-- Somebody else is another target.
revoke all on table app_public.call_campaign_targets from tenantry_member, tenantry_service;
grant select, delete on table app_public.call_campaign_targets to tenantry_member, tenantry_service;
grant insert (campaign_id, contact_id, lead_id, phone, next_attempt_at), update (state, next_attempt_at, result, call_id) on table app_public.call_campaign_targets to tenantry_member, tenantry_service;

alter table app_public.call_campaign_targets enable row level security;
select app_private.drop_policies('app_public.call_campaign_targets');
-- Targets are seen by those who see their campaign, and changed by those who may change it.
select app_private.create_policies('app_public.call_campaign_targets', '{member,service}', '{select}', $$
  (select app_hidden.may_all('call_campaigns.read'))
  or exists (
    select from app_public.call_campaigns c
    where c.organization_id = (select app_hidden.organization_id()) and c.id = call_campaign_targets.campaign_id
  )
$$);
select app_private.create_policies('app_public.call_campaign_targets', '{member,service}', '{insert,update,delete}', format(
  $$
    (select app_hidden.may_all('call_campaigns.update'))
    or exists (
      select from app_public.call_campaigns
      where organization_id = (select app_hidden.organization_id()) and id = call_campaign_targets.campaign_id and (%s)
    )
  $$,
  app_private.permission_condition('app_public.call_campaigns', 'call_campaigns.update', '{created_by_id}')
));
--! EndIncluded messaging/tables/call_campaign_targets.sql
--! EndIncluded messaging/all.sql
