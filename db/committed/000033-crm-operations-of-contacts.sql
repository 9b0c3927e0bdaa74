--! Previous: sha1:ec751e6b05b2167de44f8580516768043f7a324d
--! Hash: sha1:6a50673264d12dba7ffcce87e8c59c9458736f2b
--! Message: CRM: operations of contacts

--! split: 1-current.sql
-- Who is merged into another is archived, and belongs to them: erasing the one erases the other.
alter table app_public.contacts
  add column merged_into_id uuid,
  add constraint merged_contact_must_stay_archived check (merged_into_id is null or deleted_at is not null),
  add constraint contact_must_not_be_merged_into_itself check (merged_into_id <> id),
  add foreign key (organization_id, merged_into_id) references app_public.contacts (organization_id, id) on delete cascade;
create index on app_public.contacts (organization_id, merged_into_id, created_at desc, id desc);

create table app_public.contact_merges (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  contact_id uuid not null,
  merged_contact_id uuid not null,
  merged_by_id uuid default app_hidden.membership_id(),
  moved jsonb not null default '{}' constraint moved_must_be_an_object check (jsonb_typeof(moved) = 'object'),
  kept_back jsonb not null default '{}' constraint kept_back_must_be_an_object check (jsonb_typeof(kept_back) = 'object'),
  undo_expires_at timestamptz not null default now() + interval '1 day',
  undone_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, merged_contact_id) references app_public.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, merged_by_id) references app_public.memberships (organization_id, id) on delete set null (merged_by_id)
);
create unique index contact_merges_open_key on app_public.contact_merges (organization_id, merged_contact_id) where undone_at is null;
create index on app_public.contact_merges (organization_id, created_at desc, id desc);
create index on app_public.contact_merges (organization_id, contact_id, created_at desc, id desc);
create index on app_public.contact_merges (organization_id, merged_contact_id, created_at desc, id desc);
create index on app_public.contact_merges (organization_id, merged_by_id, created_at desc, id desc);

-- What undoing needs: the values that changed, and the rows that were moved.
create table app_private.contact_merge_values (
  contact_merge_id uuid primary key references app_public.contact_merges on delete cascade,
  contact_before jsonb not null default '{}' constraint contact_before_must_be_an_object check (jsonb_typeof(contact_before) = 'object'),
  contact_after jsonb not null default '{}' constraint contact_after_must_be_an_object check (jsonb_typeof(contact_after) = 'object'),
  merged_contact_before jsonb not null default '{}' constraint merged_contact_before_must_be_an_object check (jsonb_typeof(merged_contact_before) = 'object'),
  has_moved_password boolean not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table app_private.contact_merge_references (
  contact_merge_id uuid not null references app_public.contact_merges on delete cascade,
  table_name text not null,
  column_name text not null,
  row_ids uuid[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (contact_merge_id, table_name, column_name)
);

create type app_public.duplicate_contact as (contact_id uuid, rank int, score double precision, reasons text[]);

--! Included crm/functions/mailbox.sql
-- Indexes hold what it makes.
create or replace function app_hidden.mailbox(email text) returns text
language sql immutable strict parallel safe
return regexp_replace(mailbox.email, '\+[^@]*@', '@');
grant execute on function app_hidden.mailbox(text) to tenantry_member, tenantry_service, tenantry_client;
comment on function app_hidden.mailbox(text) is $$An e-mail address without what follows a plus sign before the @, which most providers deliver to the same mailbox.$$;
--! EndIncluded crm/functions/mailbox.sql
create index contacts_organization_id_mailbox_idx on app_public.contacts (organization_id, (app_hidden.mailbox(email)), id);

-- A contact's timeline is read from its newest entry on. Under row level security no index serves coalesce().
create index calls_organization_id_contact_id_began_at_id_idx on app_public.calls (organization_id, contact_id, (case when started_at is null then created_at else started_at end) desc, id desc);
create index on app_public.tasks (organization_id, contact_id, created_at desc, id desc);
create index on app_public.tickets (organization_id, contact_id, created_at desc, id desc);

create table app_public.contact_timeline_kinds (value text primary key, description text not null);
insert into app_public.contact_timeline_kinds (value, description) values
  ('activity', 'Something that was noted: a meeting, a note, a call or a message elsewhere.'),
  ('appointment', 'An appointment; at the time when it begins.'),
  ('attachment', 'A file that was added to the contact.'),
  ('call', 'A phone call.'),
  ('contract', 'A contract.'),
  ('deal_stage_change', 'A deal began, or moved to another stage.'),
  ('form_submission', 'A form was filled in.'),
  ('lead', 'A lead, before or beside the contact.'),
  ('message', 'A message, from the contact or to them.'),
  ('proposal', 'A proposal.'),
  ('review', 'A review by the contact.'),
  ('task', 'Something to do.'),
  ('ticket', 'A ticket was opened.'),
  ('ticket_message', 'A message in a ticket.');

--! Included foundation/functions/tg__freeze.sql
-- The trigger says when: which columns of a document stay as they are, and from which status on. It is still sent to the
-- same person when contacts are merged.
create or replace function app_private.tg__freeze() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  -- What an erasure takes out of a document is the person, and what a merge of contacts changes is the contact, not what was agreed.
  if current_setting('app.erasing', true) = 'on' or (
    current_setting('app.merges_contacts', true) = 'on'
    and to_jsonb(NEW) - '{contact_id,updated_at}'::text[] = to_jsonb(OLD) - '{contact_id,updated_at}'::text[]
  ) then
    return NEW;
  end if;
  raise exception using
    errcode = 'TN409',
    message = 'It was sent already, so what it says stays as it is.',
    hint = 'Write a new one instead.';
end
$$;
comment on function app_private.tg__freeze() is $$Refuses to change what a sent document says.$$;
--! EndIncluded foundation/functions/tg__freeze.sql
--! Included messaging/functions/tg_conversations__take_messages_along.sql
-- Merging contacts re-points messages itself, so that undoing it knows which.
create or replace function app_private.tg_conversations__take_messages_along() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if current_setting('app.merges_contacts', true) = 'on' then
    return null;
  end if;
  update app_public.messages m
  set contact_id = NEW.contact_id, business_id = NEW.business_id
  where m.organization_id = NEW.organization_id and m.conversation_id = NEW.id
    and (m.contact_id, m.business_id) is distinct from (NEW.contact_id, NEW.business_id);
  return null;
end
$$;
comment on function app_private.tg_conversations__take_messages_along() is $$Gives a conversation’s messages its contact and its business.$$;
--! EndIncluded messaging/functions/tg_conversations__take_messages_along.sql
--! Included crm/all.sql
--! Included crm/functions/mailbox.sql
-- Indexes hold what it makes.
create or replace function app_hidden.mailbox(email text) returns text
language sql immutable strict parallel safe
return regexp_replace(mailbox.email, '\+[^@]*@', '@');
grant execute on function app_hidden.mailbox(text) to tenantry_member, tenantry_service, tenantry_client;
comment on function app_hidden.mailbox(text) is $$An e-mail address without what follows a plus sign before the @, which most providers deliver to the same mailbox.$$;
--! EndIncluded crm/functions/mailbox.sql
--! Included crm/functions/find_or_create_contact.sql
-- Who calls, writes or books is a contact: the one with this e-mail address, else the oldest with this phone number, else
-- a new one. Who was merged into another is that one. Two at once about the same person take turns, since nothing makes phone numbers unique.
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
    select coalesce(c.merged_into_id, c.id) into v_contact_id
    from app_public.contacts c
    where c.organization_id = find_or_create_contact.organization_id and c.email = v_email;
    if v_contact_id is null then
      select coalesce(c.merged_into_id, c.id) into v_contact_id
      from app_public.contacts c
      where c.organization_id = find_or_create_contact.organization_id and c.phone = v_phone
      order by c.deleted_at is not null and c.merged_into_id is null, c.created_at, c.id
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
    select coalesce(c.merged_into_id, c.id) into v_contact_id
    from app_public.contacts c
    where c.organization_id = find_or_create_contact.organization_id and c.email = v_email;
  end if;
  return v_contact_id;
end
$$;
comment on function app_private.find_or_create_contact(uuid, uuid, text, text, text) is $$The contact with an e-mail address or phone number, created when there is none; null when neither is given.$$;
--! EndIncluded crm/functions/find_or_create_contact.sql
--! Included crm/functions/is_custom_field_value.sql
-- A day is checked by counting, since a failing cast would need a subtransaction for each value.
create or replace function app_private.is_custom_field_value(field_type text, value jsonb) returns boolean
language sql immutable parallel safe
return case is_custom_field_value.field_type
  when 'number' then jsonb_typeof(is_custom_field_value.value) = 'number'
  when 'boolean' then jsonb_typeof(is_custom_field_value.value) = 'boolean'
  when 'multiselect' then jsonb_typeof(is_custom_field_value.value) = 'array'
  when 'date' then case
    when jsonb_typeof(is_custom_field_value.value) = 'string'
      and is_custom_field_value.value #>> '{}' ~ '^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
    then substr(is_custom_field_value.value #>> '{}', 9, 2)::int <= extract(day from
      make_date(substr(is_custom_field_value.value #>> '{}', 1, 4)::int, substr(is_custom_field_value.value #>> '{}', 6, 2)::int, 1)
        + interval '1 month' - interval '1 day'
    )
    else false
  end
  else jsonb_typeof(is_custom_field_value.value) = 'string'
end;
comment on function app_private.is_custom_field_value(text, jsonb) is $$Whether a value has the form of a field’s type.$$;
--! EndIncluded crm/functions/is_custom_field_value.sql
--! Included crm/functions/tg__validate_custom_fields.sql
-- For tables with custom_fields. Argument: the entity. What has no definition is free data; null is the same as nothing.
-- Rows that the database makes by itself, knowing no more than a phone number, are spared what is required: the functions
-- that make them set app.requires_custom_fields to off for that time. So are contacts, who can't fill them in in the client
-- portal. The rule counts when somebody changes the fields. Merging contacts puts values together that were checked before.
create or replace function app_private.tg__validate_custom_fields() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_definition record;
  v_value jsonb;
  v_rule text;
begin
  if TG_OP = 'UPDATE' and (NEW.custom_fields = OLD.custom_fields or current_setting('app.merges_contacts', true) = 'on') then
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
--! Included crm/functions/tg_contacts__normalize.sql
create or replace function app_private.tg_contacts__normalize() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.first_name := nullif(btrim(NEW.first_name), '');
  NEW.last_name := nullif(btrim(NEW.last_name), '');
  NEW.emergency_contact_phone := app_hidden.normalize_phone(
    NEW.emergency_contact_phone,
    (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = NEW.organization_id),
    'emergencyContactPhone'
  );
  return NEW;
end
$$;
comment on function app_private.tg_contacts__normalize() is $$Stores names and the emergency contact’s number in one form.$$;
--! EndIncluded crm/functions/tg_contacts__normalize.sql
--! Included crm/functions/tg_leads__normalize.sql
create or replace function app_private.tg_leads__normalize() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  NEW.first_name := nullif(btrim(NEW.first_name), '');
  NEW.last_name := nullif(btrim(NEW.last_name), '');
  return NEW;
end
$$;
comment on function app_private.tg_leads__normalize() is $$Stores names without the spaces around them.$$;
--! EndIncluded crm/functions/tg_leads__normalize.sql
--! Included crm/functions/tg_leads__follow_status.sql
-- A lead that is converted has a contact, whom it keeps; only deleting the contact takes it away.
create or replace function app_private.tg_leads__follow_status() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if NEW.status <> 'converted' then
    NEW.converted_at := null;
  else
    if NEW.contact_id is null and (
      TG_OP = 'INSERT'
      or OLD.status <> 'converted'
      or exists (select from app_public.contacts c where c.organization_id = OLD.organization_id and c.id = OLD.contact_id)
    ) then
      raise exception using
        errcode = 'TN400',
        message = 'A converted lead has a contact.',
        detail = '{"field": "contactId"}',
        hint = 'Name the contact that the lead has become.';
    end if;
    if TG_OP = 'INSERT' or OLD.status <> 'converted' then
      NEW.converted_at := coalesce(NEW.converted_at, now());
    end if;
  end if;
  if NEW.status <> 'lost' then
    NEW.lost_reason := null;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_leads__follow_status() is $$Keeps contact, convertedAt and lostReason in step with a lead’s status.$$;
--! EndIncluded crm/functions/tg_leads__follow_status.sql
--! Included crm/functions/tg_deals__follow_stage.sql
-- A deal without a stage begins at the first one of its pipeline, or of the default pipeline. Moving to a stage of
-- another pipeline moves the deal there. A stage brings its probability, unless one is given with it; a stage that
-- closes sets closed_at, any other clears it.
create or replace function app_private.tg_deals__follow_stage() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_stage record;
begin
  if TG_OP = 'INSERT' then
    NEW.currency := coalesce(NEW.currency, (select o.currency from app_public.organizations o where o.id = NEW.organization_id));
  end if;
  if TG_OP = 'UPDATE' and NEW.stage_id = OLD.stage_id and NEW.pipeline_id is distinct from OLD.pipeline_id then
    NEW.stage_id := null;
  end if;

  if NEW.stage_id is null then
    select s.id, s.pipeline_id, s.probability, s.kind into v_stage
    from app_public.pipeline_stages s
    join app_public.pipelines p on p.organization_id = s.organization_id and p.id = s.pipeline_id
    where s.organization_id = NEW.organization_id
      and case when NEW.pipeline_id is null then p.is_default else p.id = NEW.pipeline_id end
    order by s.position, s.id
    limit 1;
    if not found then
      raise exception using
        errcode = 'TN400',
        message = 'This deal has no stage to begin at.',
        detail = '{"field": "stageId"}',
        hint = 'Name a stage, or a pipeline that has stages.';
    end if;
    NEW.stage_id := v_stage.id;
  else
    select s.id, s.pipeline_id, s.probability, s.kind into v_stage
    from app_public.pipeline_stages s
    where s.organization_id = NEW.organization_id and s.id = NEW.stage_id;
    if not found then
      raise exception using
        errcode = 'TN400',
        message = 'This refers to something that does not exist.',
        detail = '{"field": "stageId"}';
    end if;
    if (TG_OP = 'INSERT' or NEW.pipeline_id <> OLD.pipeline_id) and NEW.pipeline_id <> v_stage.pipeline_id then
      raise exception using
        errcode = 'TN400',
        message = 'The stage belongs to another pipeline.',
        detail = '{"field": "stageId"}';
    end if;
  end if;
  NEW.pipeline_id := v_stage.pipeline_id;

  if TG_OP = 'INSERT' then
    NEW.probability := coalesce(NEW.probability, v_stage.probability);
    NEW.closed_at := case when v_stage.kind <> 'open' then coalesce(NEW.closed_at, now()) end;
  elsif NEW.stage_id <> OLD.stage_id then
    if NEW.probability = OLD.probability then
      NEW.probability := v_stage.probability;
    end if;
    NEW.stage_changed_at := now();
    NEW.closed_at := case when v_stage.kind <> 'open' then now() end;
    if v_stage.kind <> 'lost' then
      NEW.lost_reason := null;
    end if;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_deals__follow_stage() is $$Keeps pipeline, probability and closing time in step with a deal’s stage.$$;
--! EndIncluded crm/functions/tg_deals__follow_stage.sql
--! Included crm/functions/tg_deals__record_stage_change.sql
create or replace function app_private.tg_deals__record_stage_change() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    insert into app_public.deal_stage_changes (organization_id, deal_id, to_stage_id, changed_by_id)
    values (NEW.organization_id, NEW.id, NEW.stage_id, app_hidden.membership_id());
  elsif NEW.stage_id <> OLD.stage_id then
    insert into app_public.deal_stage_changes (organization_id, deal_id, from_stage_id, to_stage_id, changed_by_id, seconds_in_stage)
    values (
      NEW.organization_id, NEW.id, OLD.stage_id, NEW.stage_id, app_hidden.membership_id(),
      greatest(0, extract(epoch from now() - OLD.stage_changed_at))::bigint
    );
  end if;
  return null;
end
$$;
comment on function app_private.tg_deals__record_stage_change() is $$Writes the history of a deal’s stages.$$;
--! EndIncluded crm/functions/tg_deals__record_stage_change.sql
--! Included crm/functions/tg_deals__make_customer.sql
-- Past the policies, since it follows from the deal: whoever wins it may not be the one who looks after the contact.
create or replace function app_private.tg_deals__make_customer() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if NEW.stage_id <> OLD.stage_id and exists (
    select from app_public.pipeline_stages s
    where s.organization_id = NEW.organization_id and s.id = NEW.stage_id and s.kind = 'won'
  ) then
    update app_public.contacts c
    set lifecycle_stage = 'customer'
    where c.organization_id = NEW.organization_id and c.id = NEW.contact_id and c.lifecycle_stage <> 'customer';
  end if;
  return null;
end
$$;
comment on function app_private.tg_deals__make_customer() is $$Makes the contact of a deal that is won a customer.$$;
--! EndIncluded crm/functions/tg_deals__make_customer.sql
--! Included crm/functions/tg_leads__hand_over.sql
-- Past the policies, since it follows from the conversion: others may have worked on the lead as well.
create or replace function app_private.tg_leads__hand_over() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  update app_public.activities a
  set contact_id = NEW.contact_id
  where a.organization_id = NEW.organization_id and a.lead_id = NEW.id and a.contact_id is null;
  update app_public.tasks t
  set contact_id = NEW.contact_id
  where t.organization_id = NEW.organization_id and t.lead_id = NEW.id and t.contact_id is null;
  update app_public.deals d
  set contact_id = NEW.contact_id
  where d.organization_id = NEW.organization_id and d.lead_id = NEW.id and d.contact_id is null;
  return null;
end
$$;
comment on function app_private.tg_leads__hand_over() is $$Gives the activities, tasks and deals of a lead that is converted to its contact.$$;
--! EndIncluded crm/functions/tg_leads__hand_over.sql
--! Included crm/functions/json_texts.sql
create or replace function app_hidden.json_texts(value jsonb) returns text[]
language sql immutable parallel safe
set search_path = ''
as $$
  select case jsonb_typeof(json_texts.value)
    when 'null' then null
    when 'array' then array(select e.value from jsonb_array_elements_text(json_texts.value) as e)
    else array[json_texts.value #>> '{}']
  end
$$;
grant execute on function app_hidden.json_texts(jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.json_texts(jsonb) is $$What a value in JSON says as texts: the elements of a list, else the one value.$$;
--! EndIncluded crm/functions/json_texts.sql
--! Included crm/functions/leads_score_reasons.sql
-- The one place where rules are evaluated: tg_leads__score adds up what this answers. What is compared is a list of texts,
-- since tags, and fields with several options, have several values.
create or replace function app_public.leads_score_reasons(lead app_public.leads) returns setof app_public.lead_scoring_rules
language sql stable
set search_path = ''
as $$
  select r.*
  from app_public.lead_scoring_rules r
  cross join lateral (
    select array(
      select v.value
      from unnest(case r.field
        when 'email' then array[lead.email]
        when 'phone' then array[lead.phone]
        when 'company' then array[lead.company_id::text]
        when 'source' then array[lead.source]
        when 'utm_source' then array[lead.utm_source]
        when 'utm_medium' then array[lead.utm_medium]
        when 'utm_campaign' then array[lead.utm_campaign]
        when 'status' then array[lead.status]
        when 'tags' then lead.tags
        when 'ai_score' then array[lead.ai_score::text]
        when 'last_contacted_at' then array[lead.last_contacted_at::text]
        when 'custom_field' then app_hidden.json_texts(lead.custom_fields -> r.key)
        when 'enrichment' then app_hidden.json_texts((
          select e.data -> r.key
          from app_public.lead_enrichments e
          where e.organization_id = lead.organization_id and e.lead_id = lead.id and e.data ? r.key
          order by e.fetched_at desc, e.id desc
          limit 1
        ))
      end) as v (value)
      where v.value ~ '\S'
    ) as found
  ) f
  where r.organization_id = lead.organization_id
    and r.is_active
    and case r.operator
      when 'is_known' then cardinality(f.found) > 0
      when 'is_unknown' then cardinality(f.found) = 0
      else exists (
        select from unnest(f.found) as v (value)
        where case
          when r.operator = 'equals' then lower(v.value) = lower(r.value)
          when r.operator = 'contains' then strpos(lower(v.value), lower(r.value)) > 0
          -- Whatever isn't a number on both sides compares to nothing.
          when v.value !~ '^-?[0-9]{1,15}(\.[0-9]{1,18})?$' or r.value !~ '^-?[0-9]{1,15}(\.[0-9]{1,6})?$' then false
          when r.operator = 'at_least' then v.value::numeric >= r.value::numeric
          when r.operator = 'at_most' then v.value::numeric <= r.value::numeric
        end
      )
    end
  order by r.position, r.id
$$;
grant execute on function app_public.leads_score_reasons(app_public.leads) to tenantry_member, tenantry_service;
comment on function app_public.leads_score_reasons(app_public.leads) is $$The organization’s rules that the lead meets, which are the reasons of its score: leadScore is the sum of their points, but never below 0 or above 100. Takes the permission to see the rules.$$;
--! EndIncluded crm/functions/leads_score_reasons.sql
--! Included crm/functions/lead_scoring_version.sql
-- A digest instead of a time: a lead that was written while somebody else changed the rules has the digest of the rules that
-- it was scored by, and is found.
create or replace function app_private.lead_scoring_version(organization_id uuid) returns text
language sql stable
set search_path = ''
as $$
  select md5(string_agg(row(r.id, r.field, r.key, r.operator, r.value, r.points)::text, ';' order by r.id))
  from app_public.lead_scoring_rules r
  where r.organization_id = lead_scoring_version.organization_id and r.is_active
$$;
comment on function app_private.lead_scoring_version(uuid) is $$Tells apart the rules by which an organization scores its leads; null when it has none.$$;
--! EndIncluded crm/functions/lead_scoring_version.sql
--! Included crm/functions/tg_leads__score.sql
-- Without rules the score is what was written.
create or replace function app_private.tg_leads__score() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.scoring_version := app_private.lead_scoring_version(NEW.organization_id);
  if NEW.scoring_version is not null then
    NEW.lead_score := (
      select least(greatest(coalesce(sum(r.points), 0), 0), 100) from app_public.leads_score_reasons(NEW) r
    );
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_leads__score() is $$Scores a lead by the organization’s rules.$$;
--! EndIncluded crm/functions/tg_leads__score.sql
--! Included crm/functions/score_stale_leads.sql
-- Writing a lead scores it. One that somebody else is writing is left to them, so nobody waits, and several share the work.
create or replace function app_private.score_stale_leads(organization_id uuid, batch_size int) returns int
language plpgsql volatile
set search_path = ''
as $$
declare
  v_version constant text := coalesce(app_private.lead_scoring_version(score_stale_leads.organization_id), '');
  v_count int;
begin
  with unscored as (
    select l.id from app_public.leads l
    where l.organization_id = score_stale_leads.organization_id and l.scoring_version is null and v_version <> ''
    limit score_stale_leads.batch_size
    for no key update skip locked
  ), scored_below as (
    select l.id from app_public.leads l
    where l.organization_id = score_stale_leads.organization_id and l.scoring_version < v_version
    limit score_stale_leads.batch_size
    for no key update skip locked
  ), scored_above as (
    select l.id from app_public.leads l
    where l.organization_id = score_stale_leads.organization_id and l.scoring_version > v_version
    limit score_stale_leads.batch_size
    for no key update skip locked
  ), stale as (
    select u.id from unscored u
    union all
    select b.id from scored_below b
    union all
    select a.id from scored_above a
    limit score_stale_leads.batch_size
  )
  update app_public.leads l
  set lead_score = l.lead_score
  where l.organization_id = score_stale_leads.organization_id and l.id = any (array(select s.id from stale s));
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function app_private.score_stale_leads(uuid, int) is $$Scores leads that were scored by other rules than those of now, a number of them at most, and answers how many.$$;
--! EndIncluded crm/functions/score_stale_leads.sql
--! Included crm/functions/tg_lead_scoring_rules__score_leads.sql
-- A large organization has more leads than a request should write; what is left over score_leads() scores. An organization
-- that is deleted takes its rules along.
create or replace function app_private.tg_lead_scoring_rules__score_leads() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_organization_id constant uuid := coalesce(NEW.organization_id, OLD.organization_id);
begin
  if exists (select from app_public.organizations o where o.id = v_organization_id) then
    perform app_private.score_stale_leads(v_organization_id, 1000);
  end if;
  return null;
end
$$;
comment on function app_private.tg_lead_scoring_rules__score_leads() is $$Scores leads anew when the rules change, up to 1,000 at once.$$;
--! EndIncluded crm/functions/tg_lead_scoring_rules__score_leads.sql
--! Included crm/functions/tg_lead_enrichments__score_lead.sql
create or replace function app_private.tg_lead_enrichments__score_lead() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_row record := coalesce(NEW, OLD);
begin
  update app_public.leads l
  set lead_score = l.lead_score
  where l.organization_id = v_row.organization_id
    and l.id = v_row.lead_id
    and exists (
      select from app_public.lead_scoring_rules r
      where r.organization_id = v_row.organization_id and r.is_active and r.field = 'enrichment'
    );
  return null;
end
$$;
comment on function app_private.tg_lead_enrichments__score_lead() is $$Scores a lead anew when more, or less, is known about it.$$;
--! EndIncluded crm/functions/tg_lead_enrichments__score_lead.sql
--! Included crm/functions/tg_proposals__follow_status.sql
-- Rows that come in with a status, as imported ones do, may bring their times.
create or replace function app_private.tg_proposals__follow_status() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    case NEW.status
      when 'sent' then NEW.sent_at := coalesce(NEW.sent_at, now());
      when 'viewed' then NEW.viewed_at := coalesce(NEW.viewed_at, now());
      when 'accepted' then NEW.accepted_at := coalesce(NEW.accepted_at, now());
      when 'rejected' then NEW.rejected_at := coalesce(NEW.rejected_at, now());
      else null;
    end case;
    return NEW;
  end if;

  if OLD.status = 'draft' and NEW.status <> 'draft' and not exists (
    select from app_public.proposal_items i where i.organization_id = NEW.organization_id and i.proposal_id = NEW.id
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'A proposal without items can not be sent.',
      detail = '{"field": "status"}',
      hint = 'Add an item first.';
  end if;
  if NEW.status <> OLD.status then
    case NEW.status
      when 'sent' then NEW.sent_at := now();
      when 'viewed' then NEW.viewed_at := now();
      when 'accepted' then NEW.accepted_at := now();
      when 'rejected' then NEW.rejected_at := now();
      else null;
    end case;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_proposals__follow_status() is $$Notes when a proposal was sent, viewed, accepted or rejected; an empty one isn’t sent.$$;
--! EndIncluded crm/functions/tg_proposals__follow_status.sql
--! Included crm/functions/tg_proposal_items__require_draft.sql
-- Locks the proposal, so that it isn't sent while an item is being written, and so that writers of its items take turns:
-- each adds up what the ones before have committed. Items also go with their proposal or their organization.
create or replace function app_private.tg_proposal_items__require_draft() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_row record := coalesce(NEW, OLD);
  v_status text;
begin
  select p.status into v_status
  from app_public.proposals p
  where p.organization_id = v_row.organization_id and p.id = v_row.proposal_id
  for no key update;
  -- What an erasure takes out of an item is the person, not what was offered.
  if v_status <> 'draft' and coalesce(current_setting('app.erasing', true), '') <> 'on' and exists (select from app_public.organizations o where o.id = v_row.organization_id) then
    raise exception using
      errcode = 'TN409',
      message = 'The proposal was sent already, so its items stay as they are.',
      hint = 'Write a new proposal instead.';
  end if;
  return null;
end
$$;
comment on function app_private.tg_proposal_items__require_draft() is $$Lets items be written only while their proposal is a draft.$$;
--! EndIncluded crm/functions/tg_proposal_items__require_draft.sql
--! Included crm/functions/tg_proposal_items__total.sql
-- Once per statement. A statement of its own sees what others had committed when tg_proposal_items__require_draft() got
-- its lock; one that ran in the writer's snapshot wouldn't.
create or replace function app_private.tg_proposal_items__total() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  update app_public.proposals p
  set subtotal_cents = t.subtotal_cents, tax_cents = t.tax_cents
  from (
    select w.organization_id, w.proposal_id, coalesce(sum(i.amount_cents), 0) as subtotal_cents, coalesce(sum(i.tax_cents), 0) as tax_cents
    from (select distinct c.organization_id, c.proposal_id from changed_rows c) w
    left join app_public.proposal_items i on i.organization_id = w.organization_id and i.proposal_id = w.proposal_id
    group by w.organization_id, w.proposal_id
  ) t
  where p.organization_id = t.organization_id
    and p.id = t.proposal_id
    and (p.subtotal_cents, p.tax_cents) is distinct from (t.subtotal_cents, t.tax_cents);
  return null;
end
$$;
comment on function app_private.tg_proposal_items__total() is $$Keeps a proposal’s totals, the sums of its items.$$;
--! EndIncluded crm/functions/tg_proposal_items__total.sql
--! Included crm/functions/tg_contracts__follow_status.sql
-- Rows that come in with a status, as imported ones do, may bring their times.
create or replace function app_private.tg_contracts__follow_status() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    NEW.sent_at := case when NEW.status = 'sent' then coalesce(NEW.sent_at, now()) else NEW.sent_at end;
    NEW.signed_at := case when NEW.status = 'signed' then coalesce(NEW.signed_at, now()) else NEW.signed_at end;
  elsif NEW.status <> OLD.status then
    NEW.sent_at := case when NEW.status = 'sent' then now() else NEW.sent_at end;
    NEW.signed_at := case when NEW.status = 'signed' then now() else NEW.signed_at end;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_contracts__follow_status() is $$Notes when a contract was sent and signed.$$;
--! EndIncluded crm/functions/tg_contracts__follow_status.sql
--! Included crm/functions/complete_task.sql
create or replace function app_public.complete_task(task_id uuid) returns app_public.tasks
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task app_public.tasks;
begin
  select t.* into v_task
  from app_public.tasks t
  where t.organization_id = app_hidden.organization_id() and t.id = complete_task.task_id
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('taskId');
  end if;
  if v_task.deleted_at is not null then
    raise exception using errcode = 'TN409', message = 'This task is archived.', detail = '{"field": "taskId"}', hint = 'Restore it first.';
  elsif v_task.status in ('done', 'canceled') then
    raise exception using
      errcode = 'TN409',
      message = 'This task is over already.',
      detail = jsonb_build_object('status', v_task.status)::text;
  end if;
  update app_public.tasks t
  set status = 'done'
  where t.organization_id = app_hidden.organization_id() and t.id = v_task.id
  returning t.* into v_task;
  return v_task;
end
$$;
grant execute on function app_public.complete_task(uuid) to tenantry_member, tenantry_service;
comment on function app_public.complete_task(uuid) is $$@argument task_id The id of the task.
Marks a task as done, and notes when.

Needs `tasks.update` on the task. Refused with `NOT_FOUND` for one out of reach, and with `CONFLICT` for one that is done, canceled or archived.

```graphql
mutation {
  completeTask(input: { taskId: "0199…" }) {
    task { id status completedAt }
  }
}
```$$;
--! EndIncluded crm/functions/complete_task.sql
--! Included crm/functions/answer_proposal.sql
-- Called past the policies for the contact who asks, whose grants don't let contacts change a proposal, or without a contact
-- for a member who passes the answer on. The row is locked, so that of two answers at once one counts. What is accepted becomes
-- the draft of a contract, unless somebody has written one for it.
create or replace function app_private.answer_proposal(organization_id uuid, contact_id uuid, proposal_id uuid, status text, rejection_reason text default null) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_proposal app_public.proposals;
begin
  select p.* into v_proposal
  from app_public.proposals p
  where p.organization_id = answer_proposal.organization_id
    and p.id = answer_proposal.proposal_id
    and p.deleted_at is null
    and case
      when answer_proposal.contact_id is null then app_hidden.may_on_row('proposals.update', p.business_id, array[p.owner_id])
      else p.contact_id = answer_proposal.contact_id and p.status <> 'draft'
    end
  for update;
  if not found then
    raise exception using errcode = 'TN404', message = 'There is no such proposal.';
  end if;
  if v_proposal.status = 'draft' then
    raise exception using
      errcode = 'TN409',
      message = 'This proposal has not been sent yet.',
      detail = '{"status": "draft"}',
      hint = 'Send it first.';
  end if;
  if v_proposal.status in ('accepted', 'rejected') then
    raise exception using
      errcode = 'TN409',
      message = 'This proposal has been answered already.',
      detail = jsonb_build_object('status', v_proposal.status)::text;
  end if;
  if v_proposal.status = 'expired' or v_proposal.valid_until < (
    select (now() at time zone o.timezone)::date from app_public.organizations o where o.id = v_proposal.organization_id
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'This proposal has expired.',
      detail = '{"status": "expired"}',
      hint = 'Ask for a new one.';
  end if;
  update app_public.proposals p
  set status = answer_proposal.status, rejection_reason = nullif(btrim(answer_proposal.rejection_reason), '')
  where p.organization_id = v_proposal.organization_id and p.id = v_proposal.id;

  if answer_proposal.status = 'accepted' and not exists (
    select from app_public.contracts c
    where c.organization_id = v_proposal.organization_id and c.proposal_id = v_proposal.id and c.deleted_at is null
  ) then
    insert into app_public.contracts (organization_id, business_id, title, deal_id, proposal_id, contact_id, company_id, owner_id, value_cents, currency)
    values (
      v_proposal.organization_id, v_proposal.business_id, v_proposal.title, v_proposal.deal_id, v_proposal.id,
      v_proposal.contact_id, v_proposal.company_id, v_proposal.owner_id, v_proposal.total_cents, v_proposal.currency
    );
  end if;
end
$$;
comment on function app_private.answer_proposal(uuid, uuid, uuid, text, text) is $$Accepts or rejects a proposal, for its contact or for a member who may change it.$$;
--! EndIncluded crm/functions/answer_proposal.sql
--! Included crm/functions/accept_proposal.sql
-- Gives the id and not the row, which would hold what contacts don't see.
create or replace function app_public.accept_proposal(proposal_id uuid) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform app_private.answer_proposal(app_hidden.organization_id(), app_hidden.contact_id(), accept_proposal.proposal_id, 'accepted');
  return accept_proposal.proposal_id;
end
$$;
grant execute on function app_public.accept_proposal(uuid) to tenantry_client, tenantry_member, tenantry_service;
comment on function app_public.accept_proposal(uuid) is $$@resultFieldName proposalId
@argument proposal_id The id of the proposal.
Accepts a proposal that was sent and hasn’t expired: in the client portal one’s own, and for members on behalf of the contact who told them. It becomes the draft of a contract over its total, for its owner to complete and send, unless there is a contract for it.

Takes the permission to change the proposal, unless one is the contact. Refused with NOT_FOUND when there is no such proposal, and with CONFLICT when it was not sent yet, was answered already or has expired.

```graphql
mutation {
  acceptProposal(input: { proposalId: "0197…" }) {
    query { proposal(id: "0197…") { status contracts { nodes { id number } } } }
  }
}
```$$;
--! EndIncluded crm/functions/accept_proposal.sql
--! Included crm/functions/reject_proposal.sql
-- Gives the id and not the row, which would hold what contacts don't see.
create or replace function app_public.reject_proposal(proposal_id uuid, reason text default null) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform app_private.answer_proposal(app_hidden.organization_id(), app_hidden.contact_id(), reject_proposal.proposal_id, 'rejected', reject_proposal.reason);
  return reject_proposal.proposal_id;
end
$$;
grant execute on function app_public.reject_proposal(uuid, text) to tenantry_client, tenantry_member, tenantry_service;
comment on function app_public.reject_proposal(uuid, text) is $$@resultFieldName proposalId
@argument proposal_id The id of the proposal.
@argument reason Why it is declined, for the organization to read.
Declines a proposal that was sent and hasn’t expired: in the client portal one’s own, and for members on behalf of the contact who told them.

Takes the permission to change the proposal, unless one is the contact. Refused with NOT_FOUND when there is no such proposal, and with CONFLICT when it was not sent yet, was answered already or has expired.

```graphql
mutation {
  rejectProposal(input: { proposalId: "0197…", reason: "Too dear" }) {
    query { proposal(id: "0197…") { status rejectionReason } }
  }
}
```$$;
--! EndIncluded crm/functions/reject_proposal.sql
--! Included crm/functions/answer_contract.sql
-- As with proposals, without a contact it is a member who passes the answer on, and of two answers at once one counts.
create or replace function app_private.answer_contract(organization_id uuid, contact_id uuid, contract_id uuid, status text, signature_name text default null, rejection_reason text default null) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contract app_public.contracts;
begin
  select c.* into v_contract
  from app_public.contracts c
  where c.organization_id = answer_contract.organization_id
    and c.id = answer_contract.contract_id
    and c.deleted_at is null
    and case
      when answer_contract.contact_id is null then app_hidden.may_on_row('contracts.update', c.business_id, array[c.owner_id])
      else c.contact_id = answer_contract.contact_id and c.status <> 'draft'
    end
  for update;
  if not found then
    raise exception using errcode = 'TN404', message = 'There is no such contract.';
  end if;
  if v_contract.status = 'draft' then
    raise exception using
      errcode = 'TN409',
      message = 'This contract has not been sent yet.',
      detail = '{"status": "draft"}',
      hint = 'Send it first.';
  end if;
  if v_contract.status = 'expired' or v_contract.status = 'sent' and v_contract.ends_on < (
    select (now() at time zone o.timezone)::date from app_public.organizations o where o.id = v_contract.organization_id
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'This contract has expired.',
      detail = '{"status": "expired"}',
      hint = 'Ask for a new one.';
  end if;
  if v_contract.status <> 'sent' then
    raise exception using
      errcode = 'TN409',
      message = 'This contract has been answered already.',
      detail = jsonb_build_object('status', v_contract.status)::text;
  end if;
  update app_public.contracts c
  set
    status = answer_contract.status,
    signature_name = btrim(answer_contract.signature_name),
    rejection_reason = nullif(btrim(answer_contract.rejection_reason), '')
  where c.organization_id = v_contract.organization_id and c.id = v_contract.id;
end
$$;
comment on function app_private.answer_contract(uuid, uuid, uuid, text, text, text) is $$Signs or declines a contract, for its contact or for a member who may change it.$$;
--! EndIncluded crm/functions/answer_contract.sql
--! Included crm/functions/sign_contract.sql
-- Gives the id and not the row, which would hold what contacts don't see.
create or replace function app_public.sign_contract(contract_id uuid, signature_name text) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if sign_contract.signature_name !~ '\S' or sign_contract.signature_name is null then
    raise exception using errcode = 'TN400', message = 'Sign with your name.', detail = '{"field": "signatureName"}';
  end if;
  perform app_private.answer_contract(app_hidden.organization_id(), app_hidden.contact_id(), sign_contract.contract_id, 'signed', signature_name => sign_contract.signature_name);
  return sign_contract.contract_id;
end
$$;
grant execute on function app_public.sign_contract(uuid, text) to tenantry_client, tenantry_member, tenantry_service;
comment on function app_public.sign_contract(uuid, text) is $$@resultFieldName contractId
@argument contract_id The id of the contract.
@argument signature_name The name with which it is signed.
Signs a contract that was sent and hasn’t expired: in the client portal one’s own, and for members on behalf of the contact, such as one who signed on paper. Who signed, when and from which address is in the audit log.

Takes the permission to change the contract, unless one is the contact. Refused with NOT_FOUND when there is no such contract, with BAD_USER_INPUT without a name, and with CONFLICT when it was not sent yet, was answered already or has expired.

```graphql
mutation {
  signContract(input: { contractId: "0197…", signatureName: "Pat Pipe" }) {
    query { contract(id: "0197…") { status signedAt } }
  }
}
```$$;
--! EndIncluded crm/functions/sign_contract.sql
--! Included crm/functions/reject_contract.sql
-- Gives the id and not the row, which would hold what contacts don't see.
create or replace function app_public.reject_contract(contract_id uuid, reason text default null) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform app_private.answer_contract(app_hidden.organization_id(), app_hidden.contact_id(), reject_contract.contract_id, 'terminated', rejection_reason => reject_contract.reason);
  return reject_contract.contract_id;
end
$$;
grant execute on function app_public.reject_contract(uuid, text) to tenantry_client, tenantry_member, tenantry_service;
comment on function app_public.reject_contract(uuid, text) is $$@resultFieldName contractId
@argument contract_id The id of the contract.
@argument reason Why it isn’t signed, for the organization to read.
Declines a contract that was sent and hasn’t been signed, which terminates it: in the client portal one’s own, and for members on behalf of the contact who told them.

Takes the permission to change the contract, unless one is the contact. Refused with NOT_FOUND when there is no such contract, and with CONFLICT when it was not sent yet, was answered already or has expired.

```graphql
mutation {
  rejectContract(input: { contractId: "0197…", reason: "Not now" }) {
    query { contract(id: "0197…") { status rejectionReason } }
  }
}
```$$;
--! EndIncluded crm/functions/reject_contract.sql
--! Included crm/functions/tg_activities__touch_contact.sql
-- Only what reached the contact or lead counts as contact; a note or a planned meeting doesn't, nor does merging contacts.
create or replace function app_private.tg_activities__touch_contact() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if NEW.kind in ('call', 'email', 'sms', 'whatsapp', 'meeting', 'ai_call') and NEW.occurred_at <= now()
    and current_setting('app.merges_contacts', true) is distinct from 'on'
  then
    update app_public.contacts c
    set last_contacted_at = NEW.occurred_at
    where c.organization_id = NEW.organization_id
      and c.id = NEW.contact_id
      and (c.last_contacted_at is null or c.last_contacted_at < NEW.occurred_at);
    update app_public.leads l
    set last_contacted_at = NEW.occurred_at
    where l.organization_id = NEW.organization_id
      and l.id = NEW.lead_id
      and (l.last_contacted_at is null or l.last_contacted_at < NEW.occurred_at);
  end if;
  return null;
end
$$;
comment on function app_private.tg_activities__touch_contact() is $$Keeps lastContactedAt of contacts and leads.$$;
--! EndIncluded crm/functions/tg_activities__touch_contact.sql
--! Included crm/functions/tg_tasks__complete.sql
create or replace function app_private.tg_tasks__complete() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if NEW.status <> 'done' then
    NEW.completed_at := null;
  elsif TG_OP = 'INSERT' or OLD.status <> 'done' then
    NEW.completed_at := coalesce(NEW.completed_at, now());
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_tasks__complete() is $$Keeps a task’s completedAt in step with its status.$$;
--! EndIncluded crm/functions/tg_tasks__complete.sql
--! Included crm/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.contact_lifecycle_stages', 'ContactLifecycleStage', 'How far a contact has come with the organization.');
select app_private.expose_lookup_table('app_public.contact_membership_statuses', 'ContactMembershipStatus', 'Where a contact’s membership stands, such as that of a gym.');
select app_private.expose_lookup_table('app_public.contact_timeline_kinds', 'ContactTimelineKind', 'What an entry of a timeline is about.');
select app_private.expose_lookup_table('app_public.pipeline_stage_kinds', 'PipelineStageKind', 'What a stage means for its deals.');
select app_private.expose_lookup_table('app_public.activity_kinds', 'ActivityKind', 'What happened.');
select app_private.expose_lookup_table('app_public.directions', 'Direction', 'Which way something went.');
select app_private.expose_lookup_table('app_public.sentiments', 'Sentiment', 'How something was meant.');
select app_private.expose_lookup_table('app_public.task_statuses', 'TaskStatus', 'Where a task stands.');
select app_private.expose_lookup_table('app_public.priorities', 'Priority', 'What comes first.');
comment on column app_public.priorities.position is $$From the least to the most pressing.$$;
select app_private.expose_lookup_table('app_public.lead_statuses', 'LeadStatus', 'How far the organization has come with a lead.');
select app_private.expose_lookup_table('app_public.proposal_statuses', 'ProposalStatus', 'Where a proposal stands.');
select app_private.expose_lookup_table('app_public.contract_statuses', 'ContractStatus', 'Where a contract stands.');
select app_private.expose_lookup_table('app_public.custom_field_entities', 'CustomFieldEntity', 'What an organization can add fields to.');
select app_private.expose_lookup_table('app_public.custom_field_types', 'CustomFieldType', 'What values a field takes.');
select app_private.expose_lookup_table('app_public.lead_scoring_fields', 'LeadScoringField', 'What of a lead a scoring rule looks at.');
select app_private.expose_lookup_table('app_public.lead_scoring_operators', 'LeadScoringOperator', 'How a scoring rule looks at it.');
--! EndIncluded crm/tables/lookup_tables.sql
--! Included crm/tables/custom_field_definitions.sql
comment on table app_public.custom_field_definitions is $$A field that the organization has added to its contacts, companies, leads, deals or tickets. Their values are in customFields there, and are checked when these change.$$;
comment on column app_public.custom_field_definitions.entity is $$What has the field.$$;
comment on column app_public.custom_field_definitions.field_name is $$The name of the value in customFields; unique for the entity, and not changed afterwards.$$;
comment on column app_public.custom_field_definitions.label is $$What people call the field.$$;
comment on column app_public.custom_field_definitions.field_type is $$What values the field takes; not changed afterwards.$$;
comment on column app_public.custom_field_definitions.options is $$What can be selected; of fields to select from only.$$;
comment on column app_public.custom_field_definitions.is_required is $$Whether new rows, and those whose customFields are changed, must have a value.$$;
comment on column app_public.custom_field_definitions.is_internal is $$Whether the field is internal to staff: contacts don’t see it in the client portal.$$;
comment on column app_public.custom_field_definitions.position is $$The field’s place among the others.$$;
comment on constraint custom_field_definitions_organization_id_entity_field_name_key on app_public.custom_field_definitions is $$There is a field of this name already.$$;
comment on type app_public.custom_field_value is $$@orderBy position field_name
A value of one of the organization’s own fields.$$;
comment on column app_public.custom_field_value.field_name is $$The name of the value in customFields.$$;
comment on column app_public.custom_field_value.label is $$What people call the field.$$;
comment on column app_public.custom_field_value.field_type is $$What values the field takes, as in customFieldDefinitions.$$;
comment on column app_public.custom_field_value.value is $$The value: a text, a number, true or false, or a list of texts.$$;
comment on column app_public.custom_field_value.position is $$The field’s place among the others.$$;

create or replace trigger _100_timestamps before update on app_public.custom_field_definitions for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.custom_field_definitions for each row execute function app_private.tg__audit();

-- The values that are there were written under this name and as this type.
revoke all on table app_public.custom_field_definitions from tenantry_member, tenantry_service;
grant select, delete on table app_public.custom_field_definitions to tenantry_member, tenantry_service;
grant insert (entity, field_name, label, field_type, options, is_required, is_internal, position) on table app_public.custom_field_definitions to tenantry_member, tenantry_service;
grant update (label, options, is_required, is_internal, position) on table app_public.custom_field_definitions to tenantry_member, tenantry_service;

alter table app_public.custom_field_definitions enable row level security;
select app_private.drop_policies('app_public.custom_field_definitions');
select app_private.create_permission_policies('app_public.custom_field_definitions', 'custom_fields', '{select}');
select app_private.create_permission_policies('app_public.custom_field_definitions', 'custom_fields', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded crm/tables/custom_field_definitions.sql
--! Included crm/tables/companies.sql
comment on table app_public.companies is $$A company that the organization deals with.$$;
comment on column app_public.companies.business_id is $$The business that the company belongs to; of the whole organization when empty.$$;
comment on column app_public.companies.name is $$The company’s name.$$;
comment on column app_public.companies.domain is $$The company’s internet domain, such as example.com.$$;
comment on column app_public.companies.business_type is $$The line of business, such as plumbing.$$;
comment on column app_public.companies.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.companies.email is $$E-mail address, kept in lower case.$$;
comment on column app_public.companies.website is $$Web address.$$;
comment on column app_public.companies.online_presence is $$Profiles elsewhere by name, an object.$$;
comment on column app_public.companies.address is $$Postal address.$$;
comment on column app_public.companies.owner_id is $$The member who looks after the company; whoever adds it unless another is named.$$;
comment on column app_public.companies.tags is $$Free labels.$$;
comment on column app_public.companies.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.companies.deleted_at is $$When the company was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.companies for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.companies for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _300_archive before update of deleted_at on app_public.companies for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('companies', 'owner_id');
create or replace trigger _350_validate_custom_fields before insert or update of custom_fields on app_public.companies for each row execute function app_private.tg__validate_custom_fields('company');
create or replace trigger _900_audit after insert or update or delete on app_public.companies for each row execute function app_private.tg__audit();

-- delete is not granted: companies are archived through deleted_at, not removed.
revoke all on table app_public.companies from tenantry_member, tenantry_service;
grant select on table app_public.companies to tenantry_member, tenantry_service;
grant insert (business_id, name, domain, business_type, phone, email, website, online_presence, address, owner_id, tags, custom_fields) on table app_public.companies to tenantry_member, tenantry_service;
grant update (business_id, name, domain, business_type, phone, email, website, online_presence, address, owner_id, tags, custom_fields, deleted_at) on table app_public.companies to tenantry_member, tenantry_service;

alter table app_public.companies enable row level security;
select app_private.drop_policies('app_public.companies');
select app_private.create_permission_policies('app_public.companies', 'companies', '{select,insert,update}', owner_columns => '{owner_id}');
--! EndIncluded crm/tables/companies.sql
--! Included crm/tables/contacts.sql
comment on table app_public.contacts is $$A person whom the organization serves or hopes to serve.$$;
comment on column app_public.contacts.business_id is $$The business that the contact belongs to; of the whole organization when empty.$$;
comment on column app_public.contacts.first_name is $$Given name.$$;
comment on column app_public.contacts.last_name is $$Family name.$$;
comment on column app_public.contacts.name is $$First and last name, whichever is known, else 'Unknown'.$$;
comment on column app_public.contacts.email is $$E-mail address, kept in lower case; unique within the organization.$$;
comment on column app_public.contacts.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.contacts.company_id is $$The company that the contact works for.$$;
comment on column app_public.contacts.owner_id is $$The member who looks after the contact; whoever adds it unless another is named.$$;
comment on column app_public.contacts.lifecycle_stage is $$How far the contact has come with the organization.$$;
comment on column app_public.contacts.source is $$Where the contact came from, such as website.$$;
comment on column app_public.contacts.date_of_birth is $$Date of birth.$$;
comment on column app_public.contacts.gender is $$Gender, in the contact’s own words.$$;
comment on column app_public.contacts.emergency_contact_name is $$Whom to call in an emergency.$$;
comment on column app_public.contacts.emergency_contact_phone is $$The emergency contact’s phone number in E.164 form.$$;
comment on column app_public.contacts.membership_status is $$Where the contact’s membership stands.$$;
comment on column app_public.contacts.membership_starts_on is $$First day of the contact’s membership.$$;
comment on column app_public.contacts.membership_ends_on is $$Last day of the contact’s membership.$$;
comment on column app_public.contacts.is_active is $$Whether the contact is served at the moment.$$;
comment on column app_public.contacts.email_verified is $$Whether the e-mail address is known to be the contact’s.$$;
comment on column app_public.contacts.tags is $$Free labels.$$;
comment on column app_public.contacts.notes is $$What members should know about the contact. Contacts don’t see it.$$;
comment on column app_public.contacts.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.contacts.last_contacted_at is $$When the contact was last reached, kept from activities.$$;
comment on constraint contacts_organization_id_email_key on app_public.contacts is $$Another contact, perhaps an archived one, has this e-mail address.$$;
comment on column app_public.contacts.merged_into_id is $$The contact that this one was merged into; such a contact stays archived.$$;
comment on constraint merged_contact_must_stay_archived on app_public.contacts is $$This contact was merged into another. Undo that first.$$;
comment on column app_public.contacts.deleted_at is $$When the contact was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.contacts for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.contacts for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _210_normalize before insert or update of first_name, last_name, emergency_contact_phone on app_public.contacts for each row execute function app_private.tg_contacts__normalize();
create or replace trigger _300_archive before update of deleted_at on app_public.contacts for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('contacts', 'owner_id');
create or replace trigger _350_validate_custom_fields before insert or update of custom_fields on app_public.contacts for each row execute function app_private.tg__validate_custom_fields('contact');
create or replace trigger _600_count_added after insert on app_public.contacts referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.contacts referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.contacts for each row
  when ((OLD.business_id, OLD.created_at) is distinct from (NEW.business_id, NEW.created_at)) execute function app_private.tg__count_metrics();
create or replace trigger _900_audit after insert or update or delete on app_public.contacts for each row execute function app_private.tg__audit();

-- delete is not granted: contacts are archived through deleted_at, not removed. email_verified and last_contacted_at
-- are found out by the database, never claimed; merged_into_id is for mergeContacts to write.
revoke all on table app_public.contacts from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.contacts to tenantry_member, tenantry_service;
grant insert (
  business_id, first_name, last_name, email, phone, company_id, owner_id, lifecycle_stage, source, date_of_birth, gender,
  emergency_contact_name, emergency_contact_phone, membership_status, membership_starts_on, membership_ends_on, is_active, tags, notes, custom_fields
) on table app_public.contacts to tenantry_member, tenantry_service;
grant update (
  business_id, first_name, last_name, email, phone, company_id, owner_id, lifecycle_stage, source, date_of_birth, gender,
  emergency_contact_name, emergency_contact_phone, membership_status, membership_starts_on, membership_ends_on, is_active, tags, notes, custom_fields, deleted_at
) on table app_public.contacts to tenantry_member, tenantry_service;

-- Contacts neither see nor change what members note about them. Their e-mail address is what they sign in with, and by either
-- it or the phone number messages and calls are found to be theirs: whoever claimed somebody else's would read along. So
-- neither is changed without being verified.
grant select (
  id, organization_id, first_name, last_name, name, email, phone, date_of_birth, gender, emergency_contact_name, emergency_contact_phone,
  membership_status, membership_starts_on, membership_ends_on, email_verified, created_at, updated_at, deleted_at
) on table app_public.contacts to tenantry_client;
grant update (first_name, last_name, date_of_birth, gender, emergency_contact_name, emergency_contact_phone) on table app_public.contacts to tenantry_client;

alter table app_public.contacts enable row level security;
select app_private.drop_policies('app_public.contacts');
select app_private.create_permission_policies('app_public.contacts', 'contacts', '{select,insert,update}', owner_columns => '{owner_id}');
select app_private.create_policies('app_public.contacts', '{client}', '{select,update}', $$id = (select app_hidden.contact_id())$$);
--! EndIncluded crm/tables/contacts.sql
--! Included crm/tables/contact_credentials.sql
comment on table app_private.contact_credentials is $$How contacts sign in to the client portal. Private: read and written by the functions that check a password.$$;
comment on column app_private.contact_credentials.password_hash is $$The password, hashed with bcrypt.$$;
comment on column app_private.contact_credentials.password_set_at is $$When the password was set; older sign-ins don’t count any more.$$;
comment on column app_private.contact_credentials.last_login_at is $$When the contact last signed in.$$;
comment on column app_private.contact_credentials.failed_attempts is $$How often a wrong password was given since then.$$;
comment on column app_private.contact_credentials.locked_until is $$Until when no password is accepted.$$;

create or replace trigger _100_timestamps before update on app_private.contact_credentials for each row execute function app_private.tg__timestamps();

alter table app_private.contact_credentials enable row level security;
--! EndIncluded crm/tables/contact_credentials.sql
--! Included crm/tables/contact_merges.sql
comment on table app_public.contact_merges is $$One contact merged into another, by mergeContacts.$$;
comment on column app_public.contact_merges.contact_id is $$The contact who stays.$$;
comment on column app_public.contact_merges.merged_contact_id is $$The contact who was merged into them, and archived.$$;
comment on column app_public.contact_merges.merged_by_id is $$The member who merged them.$$;
comment on column app_public.contact_merges.moved is $$How much refers to the contact who stays instead, by table: an object of counts.$$;
comment on column app_public.contact_merges.kept_back is $$How much stayed with the merged contact, since a contact has it once and both had it, by table: an object of counts.$$;
comment on column app_public.contact_merges.undo_expires_at is $$Until when unmergeContacts undoes it.$$;
comment on column app_public.contact_merges.undone_at is $$When it was undone; empty while it counts.$$;

create or replace trigger _100_timestamps before update on app_public.contact_merges for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.contact_merges for each row execute function app_private.tg__audit();

-- mergeContacts and unmergeContacts alone write here.
revoke all on table app_public.contact_merges from tenantry_member, tenantry_service;
grant select on table app_public.contact_merges to tenantry_member, tenantry_service;

-- Whoever sees the contact who stays sees what they were made of.
alter table app_public.contact_merges enable row level security;
select app_private.drop_policies('app_public.contact_merges');
select app_private.create_policies('app_public.contact_merges', '{member,service}', '{select}', $$
  (select true from app_public.contacts p where p.organization_id = (select app_hidden.organization_id()) and p.id = contact_merges.contact_id)
$$);
--! EndIncluded crm/tables/contact_merges.sql
--! Included crm/tables/contact_merge_values.sql
comment on table app_private.contact_merge_values is $$What merging changed of the two contacts, for undoing it. Private: read and written by mergeContacts and unmergeContacts.$$;
comment on column app_private.contact_merge_values.contact_before is $$What the contact who stayed had in the columns that changed.$$;
comment on column app_private.contact_merge_values.contact_after is $$What they had there afterwards.$$;
comment on column app_private.contact_merge_values.merged_contact_before is $$What the merged contact had.$$;
comment on column app_private.contact_merge_values.has_moved_password is $$Whether the merged contact’s password went along.$$;

create or replace trigger _100_timestamps before update on app_private.contact_merge_values for each row execute function app_private.tg__timestamps();

alter table app_private.contact_merge_values enable row level security;
--! EndIncluded crm/tables/contact_merge_values.sql
--! Included crm/tables/contact_merge_references.sql
comment on table app_private.contact_merge_references is $$Which rows were re-pointed when contacts were merged, for undoing it. Private: read and written by mergeContacts and unmergeContacts.$$;
comment on column app_private.contact_merge_references.table_name is $$The table, with its schema.$$;
comment on column app_private.contact_merge_references.column_name is $$The column that refers to the contact.$$;
comment on column app_private.contact_merge_references.row_ids is $$The ids of the rows.$$;

create or replace trigger _100_timestamps before update on app_private.contact_merge_references for each row execute function app_private.tg__timestamps();

alter table app_private.contact_merge_references enable row level security;
--! EndIncluded crm/tables/contact_merge_references.sql
--! Included crm/tables/pipelines.sql
comment on table app_public.pipelines is $$A way that deals go, in ordered stages.$$;
comment on column app_public.pipelines.name is $$The pipeline’s name; unique within the organization.$$;
comment on column app_public.pipelines.description is $$What the pipeline is for.$$;
comment on column app_public.pipelines.is_default is $$Whether new deals go here when no pipeline is named; one pipeline of an organization at most.$$;
comment on column app_public.pipelines.position is $$The pipeline’s place among the others.$$;

create or replace trigger _100_timestamps before update on app_public.pipelines for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.pipelines for each row execute function app_private.tg__audit();

-- A pipeline with deals can't be deleted: its deals refer to it.
revoke all on table app_public.pipelines from tenantry_member, tenantry_service;
grant select, delete on table app_public.pipelines to tenantry_member, tenantry_service;
grant insert (name, description, is_default, position), update (name, description, is_default, position) on table app_public.pipelines to tenantry_member, tenantry_service;

alter table app_public.pipelines enable row level security;
select app_private.drop_policies('app_public.pipelines');
select app_private.create_permission_policies('app_public.pipelines', 'pipelines', '{select}');
select app_private.create_permission_policies('app_public.pipelines', 'pipelines', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded crm/tables/pipelines.sql
--! Included crm/tables/pipeline_stages.sql
comment on table app_public.pipeline_stages is $$A stage of a pipeline.$$;
comment on column app_public.pipeline_stages.pipeline_id is $$The pipeline.$$;
comment on column app_public.pipeline_stages.name is $$The stage’s name; unique within the pipeline.$$;
comment on column app_public.pipeline_stages.kind is $$What the stage means for its deals: open, won or lost.$$;
comment on column app_public.pipeline_stages.probability is $$How likely a deal in this stage is to be won, in per cent.$$;
comment on column app_public.pipeline_stages.position is $$The stage’s place in the pipeline.$$;

create or replace trigger _100_timestamps before update on app_public.pipeline_stages for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.pipeline_stages for each row execute function app_private.tg__audit();

-- A stage with deals can't be deleted. It stays in its pipeline and of its kind: its deals were closed by it, or not.
revoke all on table app_public.pipeline_stages from tenantry_member, tenantry_service;
grant select, delete on table app_public.pipeline_stages to tenantry_member, tenantry_service;
grant insert (pipeline_id, name, kind, probability, position), update (name, probability, position) on table app_public.pipeline_stages to tenantry_member, tenantry_service;

alter table app_public.pipeline_stages enable row level security;
select app_private.drop_policies('app_public.pipeline_stages');
select app_private.create_permission_policies('app_public.pipeline_stages', 'pipelines', '{select}');
select app_private.create_permission_policies('app_public.pipeline_stages', 'pipelines', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded crm/tables/pipeline_stages.sql
--! Included crm/tables/leads.sql
comment on table app_public.leads is $$Somebody who might become a contact of the organization.$$;
comment on column app_public.leads.business_id is $$The business that the lead belongs to; of the whole organization when empty.$$;
comment on column app_public.leads.first_name is $$Given name.$$;
comment on column app_public.leads.last_name is $$Family name.$$;
comment on column app_public.leads.name is $$First and last name, whichever is known, else 'Unknown'.$$;
comment on column app_public.leads.email is $$E-mail address, kept in lower case. Several leads may have the same.$$;
comment on column app_public.leads.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.leads.company_id is $$The company that the lead works for.$$;
comment on column app_public.leads.contact_id is $$The contact that the lead is, or has become. A converted lead has one.$$;
comment on column app_public.leads.source is $$Where the lead came from, such as website.$$;
comment on column app_public.leads.source_details is $$More about where the lead came from, such as the page, an object.$$;
comment on column app_public.leads.utm_source is $$Who sent the lead to the website, such as a search engine.$$;
comment on column app_public.leads.utm_medium is $$How the lead was sent there, such as an advertisement.$$;
comment on column app_public.leads.utm_campaign is $$The campaign that sent the lead there.$$;
comment on column app_public.leads.status is $$How far the organization has come with the lead.$$;
comment on column app_public.leads.lead_score is $$How promising the lead is, from 0 to 100: by the organization’s rules, with their reasons in scoreReasons, or as written where it has none.$$;
comment on column app_public.leads.scoring_version is $$Which state of the organization’s rules the lead was scored by; empty without rules.$$;
comment on column app_public.leads.ai_score is $$How likely a model takes the lead to buy, from 0 to 1, as whoever asked the model wrote it.$$;
comment on column app_public.leads.assigned_to_id is $$The member who looks after the lead; whoever adds it unless another is named.$$;
comment on column app_public.leads.tags is $$Free labels.$$;
comment on column app_public.leads.notes is $$What members should know about the lead.$$;
comment on column app_public.leads.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.leads.last_contacted_at is $$When the lead was last reached, kept from activities.$$;
comment on column app_public.leads.converted_at is $$When the lead became a contact; empty unless it has.$$;
comment on column app_public.leads.lost_reason is $$Why nothing came of the lead; forgotten when it isn’t lost.$$;
comment on column app_public.leads.deleted_at is $$When the lead was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.leads for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.leads for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _210_normalize before insert or update of first_name, last_name on app_public.leads for each row execute function app_private.tg_leads__normalize();
create or replace trigger _300_archive before update of deleted_at on app_public.leads for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('leads', 'assigned_to_id');
create or replace trigger _350_validate_custom_fields before insert or update of custom_fields on app_public.leads for each row execute function app_private.tg__validate_custom_fields('lead');
create or replace trigger _400_follow_status before insert or update of status, contact_id, lost_reason on app_public.leads for each row execute function app_private.tg_leads__follow_status();
create or replace trigger _450_score before insert or update on app_public.leads for each row execute function app_private.tg_leads__score();
create or replace trigger _500_hand_over after update of status on app_public.leads for each row
  when (OLD.status <> 'converted' and NEW.status = 'converted') execute function app_private.tg_leads__hand_over();
create or replace trigger _600_count_added after insert on app_public.leads referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.leads referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.leads for each row
  when ((OLD.business_id, OLD.created_at) is distinct from (NEW.business_id, NEW.created_at)) execute function app_private.tg__count_metrics();
create or replace trigger _900_audit after insert or update or delete on app_public.leads for each row execute function app_private.tg__audit();

-- delete is not granted: leads are archived through deleted_at, not removed. last_contacted_at, converted_at and
-- scoring_version are found out by the database, never claimed.
revoke all on table app_public.leads from tenantry_member, tenantry_service;
grant select on table app_public.leads to tenantry_member, tenantry_service;
grant insert (
  business_id, first_name, last_name, email, phone, company_id, contact_id, source, source_details, utm_source, utm_medium, utm_campaign, status,
  lead_score, ai_score, assigned_to_id, tags, notes, custom_fields, lost_reason
) on table app_public.leads to tenantry_member, tenantry_service;
grant update (
  business_id, first_name, last_name, email, phone, company_id, contact_id, source, source_details, utm_source, utm_medium, utm_campaign, status,
  lead_score, ai_score, assigned_to_id, tags, notes, custom_fields, lost_reason, deleted_at
) on table app_public.leads to tenantry_member, tenantry_service;

alter table app_public.leads enable row level security;
select app_private.drop_policies('app_public.leads');
select app_private.create_permission_policies('app_public.leads', 'leads', '{select,insert,update}', owner_columns => '{assigned_to_id}');
--! EndIncluded crm/tables/leads.sql
--! Included crm/tables/lead_enrichments.sql
comment on table app_public.lead_enrichments is $$What a provider of data knew about a lead.$$;
comment on column app_public.lead_enrichments.lead_id is $$The lead.$$;
comment on column app_public.lead_enrichments.provider is $$Who was asked.$$;
comment on column app_public.lead_enrichments.data is $$The answer, an object.$$;
comment on column app_public.lead_enrichments.confidence is $$How sure the provider was, from 0 to 1.$$;
comment on column app_public.lead_enrichments.fetched_at is $$When the provider was asked.$$;

create or replace trigger _100_timestamps before update on app_public.lead_enrichments for each row execute function app_private.tg__timestamps();
create or replace trigger _500_score_lead after insert or delete on app_public.lead_enrichments for each row execute function app_private.tg_lead_enrichments__score_lead();
create or replace trigger _900_audit after insert or update or delete on app_public.lead_enrichments for each row execute function app_private.tg__audit();

-- update is not granted: what a provider said at some time stays what it said then.
revoke all on table app_public.lead_enrichments from tenantry_member, tenantry_service;
grant select, delete on table app_public.lead_enrichments to tenantry_member, tenantry_service;
grant insert (lead_id, provider, data, confidence, fetched_at) on table app_public.lead_enrichments to tenantry_member, tenantry_service;

alter table app_public.lead_enrichments enable row level security;
select app_private.drop_policies('app_public.lead_enrichments');
-- Seen by those who see the lead, and written by those who may change it.
select app_private.create_policies('app_public.lead_enrichments', '{member,service}', '{select}', $$
  (select app_hidden.may_all('leads.read'))
  or (
    select true from app_public.leads l
    where l.organization_id = (select app_hidden.organization_id()) and l.id = lead_enrichments.lead_id
  )
$$);
select app_private.create_policies('app_public.lead_enrichments', '{member,service}', '{insert,delete}', format($$
  exists (
    select from app_public.leads l
    where l.organization_id = (select app_hidden.organization_id()) and l.id = lead_enrichments.lead_id and (%s)
  )
$$, app_private.permission_condition('app_public.leads', 'leads.update', '{assigned_to_id}')));
--! EndIncluded crm/tables/lead_enrichments.sql
--! Included crm/tables/lead_scoring_rules.sql
comment on table app_public.lead_scoring_rules is $$A rule by which the organization scores its leads: what a lead must be like, and how many points that gives. A lead’s score is the sum of the points of the active rules that it meets, but never below 0 or above 100. Without active rules leads have the score that is written.$$;
comment on column app_public.lead_scoring_rules.name is $$What the rule is about, for people who read why a lead has its score.$$;
comment on column app_public.lead_scoring_rules.field is $$What of the lead the rule looks at.$$;
comment on column app_public.lead_scoring_rules.key is $$The name of the own field, or the key in a provider’s answer, that the rule looks at; empty with all other fields.$$;
comment on column app_public.lead_scoring_rules.operator is $$How it is looked at. Of several values, as tags are, one is enough.$$;
comment on column app_public.lead_scoring_rules.value is $$What it is compared with; empty where it is only looked whether there is a value.$$;
comment on column app_public.lead_scoring_rules.points is $$What a lead that is like this gets, from -100 to 100.$$;
comment on column app_public.lead_scoring_rules.is_active is $$Whether leads are scored by the rule.$$;
comment on column app_public.lead_scoring_rules.position is $$The rule’s place among the others.$$;
comment on constraint key_must_name_what_is_looked_at on app_public.lead_scoring_rules is $$An own field or a provider’s answer takes a key, and nothing else does.$$;
comment on constraint value_must_be_there_to_compare_with on app_public.lead_scoring_rules is $$There is a value to compare with, unless the rule only looks whether there is one.$$;
comment on constraint value_must_be_a_number_to_compare_with on app_public.lead_scoring_rules is $$At least and at most compare numbers.$$;

create or replace trigger _100_timestamps before update on app_public.lead_scoring_rules for each row execute function app_private.tg__timestamps();
create or replace trigger _500_score_leads after insert or update or delete on app_public.lead_scoring_rules for each row execute function app_private.tg_lead_scoring_rules__score_leads();
create or replace trigger _900_audit after insert or update or delete on app_public.lead_scoring_rules for each row execute function app_private.tg__audit();

revoke all on table app_public.lead_scoring_rules from tenantry_member, tenantry_service;
grant select, delete on table app_public.lead_scoring_rules to tenantry_member, tenantry_service;
grant insert (name, field, key, operator, value, points, is_active, position), update (name, field, key, operator, value, points, is_active, position) on table app_public.lead_scoring_rules to tenantry_member, tenantry_service;

alter table app_public.lead_scoring_rules enable row level security;
select app_private.drop_policies('app_public.lead_scoring_rules');
select app_private.create_permission_policies('app_public.lead_scoring_rules', 'lead_scoring', '{select}');
select app_private.create_permission_policies('app_public.lead_scoring_rules', 'lead_scoring', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded crm/tables/lead_scoring_rules.sql
--! Included crm/tables/deals.sql
comment on table app_public.deals is $$A sale that may come about, on its way through a pipeline.$$;
comment on column app_public.deals.business_id is $$The business that the deal belongs to; of the whole organization when empty.$$;
comment on column app_public.deals.title is $$What the deal is about.$$;
comment on column app_public.deals.pipeline_id is $$@hasDefault
The pipeline; the stage’s, or the default one.$$;
comment on column app_public.deals.stage_id is $$@hasDefault
Where the deal stands; the pipeline’s first stage unless another is named. Moving a deal is changing its stage.$$;
comment on column app_public.deals.contact_id is $$The contact who may buy.$$;
comment on column app_public.deals.lead_id is $$The lead that the deal came from.$$;
comment on column app_public.deals.company_id is $$The company that may buy.$$;
comment on column app_public.deals.owner_id is $$The member who works on the deal; whoever adds it unless another is named.$$;
comment on column app_public.deals.value_cents is $$What the deal is worth, in hundredths of the currency’s unit.$$;
comment on column app_public.deals.currency is $$@hasDefault
The currency (ISO 4217); the organization’s unless another is named.$$;
comment on column app_public.deals.probability is $$@hasDefault
How likely the deal is to be won, in per cent; the stage’s unless another is given.$$;
comment on column app_public.deals.weighted_value_cents is $$The value times the probability.$$;
comment on column app_public.deals.expected_close_on is $$The day on which the deal is expected to be decided.$$;
comment on column app_public.deals.stage_changed_at is $$When the deal came to its stage.$$;
comment on column app_public.deals.closed_at is $$When the deal was won or lost; empty while it is open.$$;
comment on column app_public.deals.lost_reason is $$Why the deal was lost.$$;
comment on column app_public.deals.tags is $$Free labels.$$;
comment on column app_public.deals.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.deals.deleted_at is $$When the deal was archived; empty while it is in use.$$;
comment on constraint stage_must_be_of_the_pipeline on app_public.deals is $$@behavior -*
A deal’s stage is one of its pipeline.$$;

create or replace trigger _100_timestamps before update on app_public.deals for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.deals for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('deals', 'owner_id');
create or replace trigger _350_validate_custom_fields before insert or update of custom_fields on app_public.deals for each row execute function app_private.tg__validate_custom_fields('deal');
create or replace trigger _400_follow_stage before insert or update of stage_id, pipeline_id on app_public.deals for each row execute function app_private.tg_deals__follow_stage();
create or replace trigger _500_record_stage_change after insert or update of stage_id, pipeline_id on app_public.deals for each row execute function app_private.tg_deals__record_stage_change();
create or replace trigger _510_make_customer after update of stage_id, pipeline_id on app_public.deals for each row execute function app_private.tg_deals__make_customer();
create or replace trigger _600_count_added after insert on app_public.deals referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.deals referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.deals for each row
  when ((OLD.business_id, OLD.closed_at, OLD.stage_id, OLD.value_cents, OLD.currency) is distinct from (NEW.business_id, NEW.closed_at, NEW.stage_id, NEW.value_cents, NEW.currency)) execute function app_private.tg__count_metrics();
create or replace trigger _900_audit after insert or update or delete on app_public.deals for each row execute function app_private.tg__audit();

-- delete is not granted: deals are archived through deleted_at, not removed. closed_at follows the stage.
revoke all on table app_public.deals from tenantry_member, tenantry_service;
grant select on table app_public.deals to tenantry_member, tenantry_service;
grant insert (business_id, title, pipeline_id, stage_id, contact_id, lead_id, company_id, owner_id, value_cents, currency, probability, expected_close_on, lost_reason, tags, custom_fields) on table app_public.deals to tenantry_member, tenantry_service;
grant update (business_id, title, pipeline_id, stage_id, contact_id, lead_id, company_id, owner_id, value_cents, currency, probability, expected_close_on, lost_reason, tags, custom_fields, deleted_at) on table app_public.deals to tenantry_member, tenantry_service;

alter table app_public.deals enable row level security;
select app_private.drop_policies('app_public.deals');
select app_private.create_permission_policies('app_public.deals', 'deals', '{select,insert,update}', owner_columns => '{owner_id}');
--! EndIncluded crm/tables/deals.sql
--! Included crm/tables/deal_stage_changes.sql
comment on table app_public.deal_stage_changes is $$The history of a deal’s stages, written by the database.$$;
comment on column app_public.deal_stage_changes.deal_id is $$The deal.$$;
comment on column app_public.deal_stage_changes.from_stage_id is $$The stage that the deal left; empty when it was new.$$;
comment on column app_public.deal_stage_changes.to_stage_id is $$The stage that the deal came to.$$;
comment on column app_public.deal_stage_changes.changed_by_id is $$The member who moved the deal.$$;
comment on column app_public.deal_stage_changes.seconds_in_stage is $$How long the deal stood in the stage that it left, in seconds.$$;
comment on constraint deal_stage_changes_organization_id_changed_by_id_fkey on app_public.deal_stage_changes is $$@foreignFieldName dealStageChanges$$;
comment on constraint deal_stage_changes_organization_id_from_stage_id_fkey on app_public.deal_stage_changes is $$@foreignFieldName dealStageChangesFrom$$;
comment on constraint deal_stage_changes_organization_id_to_stage_id_fkey on app_public.deal_stage_changes is $$@foreignFieldName dealStageChangesTo$$;

create or replace trigger _100_timestamps before update on app_public.deal_stage_changes for each row execute function app_private.tg__timestamps();

-- Written by app_private.tg_deals__record_stage_change() alone. Not audited: it is a history itself.
revoke all on table app_public.deal_stage_changes from tenantry_member, tenantry_service;
grant select on table app_public.deal_stage_changes to tenantry_member, tenantry_service;

alter table app_public.deal_stage_changes enable row level security;
select app_private.drop_policies('app_public.deal_stage_changes');
-- A history is seen by those who see its deal.
select app_private.create_policies('app_public.deal_stage_changes', '{member,service}', '{select}', $$
  (select app_hidden.may_all('deals.read'))
  or (
    select true from app_public.deals d
    where d.organization_id = (select app_hidden.organization_id()) and d.id = deal_stage_changes.deal_id
  )
$$);
--! EndIncluded crm/tables/deal_stage_changes.sql
--! Included crm/tables/proposals.sql
comment on table app_public.proposals is $$An offer to a contact, made of items.$$;
comment on column app_public.proposals.business_id is $$The business that makes the proposal; the whole organization when empty.$$;
comment on column app_public.proposals.number is $$@hasDefault
The proposal’s number, unique within the organization. They go up, and may leave gaps.$$;
comment on column app_public.proposals.title is $$What is proposed.$$;
comment on column app_public.proposals.introduction is $$What the contact reads before the items.$$;
comment on column app_public.proposals.deal_id is $$The deal that the proposal is to win.$$;
comment on column app_public.proposals.contact_id is $$The contact to whom the proposal goes, and who sees it in the client portal once it is sent.$$;
comment on column app_public.proposals.company_id is $$The company to which the proposal goes.$$;
comment on column app_public.proposals.owner_id is $$The member who looks after the proposal; whoever adds it unless another is named.$$;
comment on column app_public.proposals.status is $$Where the proposal stands. From draft it is sent; then it is viewed, accepted, rejected or expires. An expired one may be sent again. Once it is sent, title, introduction, contact, currency and items stay as they are.$$;
comment on column app_public.proposals.currency is $$@hasDefault
The currency of all amounts (ISO 4217), such as EUR; the organization’s unless another is named.$$;
comment on column app_public.proposals.subtotal_cents is $$The sum of the items before tax, in hundredths of the currency.$$;
comment on column app_public.proposals.tax_cents is $$The sum of the items’ taxes, in hundredths of the currency.$$;
comment on column app_public.proposals.total_cents is $$What the contact would pay, tax included, in hundredths of the currency.$$;
comment on column app_public.proposals.valid_until is $$The last day on which the contact can accept.$$;
comment on column app_public.proposals.sent_at is $$When the proposal was last sent.$$;
comment on column app_public.proposals.viewed_at is $$When the contact opened it.$$;
comment on column app_public.proposals.accepted_at is $$When the contact accepted.$$;
comment on column app_public.proposals.rejected_at is $$When the contact declined.$$;
comment on column app_public.proposals.rejection_reason is $$Why the contact declined, in their own words.$$;
comment on column app_public.proposals.deleted_at is $$When the proposal was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.proposals for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.proposals for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('proposals', 'owner_id');
create or replace trigger _310_restrict_status before update of status on app_public.proposals for each row
  when (OLD.status is distinct from NEW.status) execute function app_private.tg__restrict_status(
    '{"draft": ["sent"], "sent": ["viewed", "accepted", "rejected", "expired"], "viewed": ["accepted", "rejected", "expired"], "expired": ["sent"]}'
  );
-- A contact who is deleted takes the reference along.
create or replace trigger _320_freeze before update of title, introduction, contact_id, currency on app_public.proposals for each row
  when (
    OLD.status <> 'draft'
    and (
      (OLD.title, OLD.introduction, OLD.currency) is distinct from (NEW.title, NEW.introduction, NEW.currency)
      or OLD.contact_id is distinct from NEW.contact_id and NEW.contact_id is not null
    )
  ) execute function app_private.tg__freeze();
create or replace trigger _400_follow_status before insert or update of status on app_public.proposals for each row execute function app_private.tg_proposals__follow_status();
create or replace trigger _410_number before insert on app_public.proposals for each row execute function app_private.tg__number();
create or replace trigger _420_default_currency before insert on app_public.proposals for each row execute function app_private.tg__default_currency();
create or replace trigger _900_audit after insert or update or delete on app_public.proposals for each row execute function app_private.tg__audit();

-- delete is not granted: proposals are archived through deleted_at, not removed. A new one is a draft; its totals are
-- those of its items.
revoke all on table app_public.proposals from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.proposals to tenantry_member, tenantry_service;
grant insert (business_id, title, introduction, deal_id, contact_id, company_id, owner_id, currency, valid_until) on table app_public.proposals to tenantry_member, tenantry_service;
grant update (business_id, title, introduction, deal_id, contact_id, company_id, owner_id, currency, valid_until, status, deleted_at) on table app_public.proposals to tenantry_member, tenantry_service;
-- Contacts see what they are offered, not who in the organization looks after it or what it belongs to. What is archived
-- they don't see, but collections ask for it.
grant select (
  id, organization_id, number, title, introduction, contact_id, status, currency, subtotal_cents, tax_cents, total_cents, valid_until,
  sent_at, viewed_at, accepted_at, rejected_at, rejection_reason, created_at, updated_at, deleted_at
) on table app_public.proposals to tenantry_client;

alter table app_public.proposals enable row level security;
select app_private.drop_policies('app_public.proposals');
select app_private.create_permission_policies('app_public.proposals', 'proposals', '{select,insert,update}', owner_columns => '{owner_id}');
select app_private.create_policies('app_public.proposals', '{client}', '{select}', $$
  contact_id = (select app_hidden.contact_id()) and status <> 'draft' and deleted_at is null
$$);
--! EndIncluded crm/tables/proposals.sql
--! Included crm/tables/proposal_items.sql
comment on table app_public.proposal_items is $$One line of a proposal. Items are written while the proposal is a draft.$$;
comment on column app_public.proposal_items.proposal_id is $$The proposal.$$;
comment on column app_public.proposal_items.position is $$The item’s place among the others.$$;
comment on column app_public.proposal_items.description is $$What is offered.$$;
comment on column app_public.proposal_items.quantity is $$How much of it, with three decimals at most.$$;
comment on column app_public.proposal_items.unit_price_cents is $$The price of one, in hundredths of the proposal’s currency. A discount is an item with a price below zero.$$;
comment on column app_public.proposal_items.tax_basis_points is $$The tax in hundredths of a percent: 1900 is 19 %.$$;
comment on column app_public.proposal_items.amount_cents is $$Quantity times price before tax, rounded to whole hundredths of the currency.$$;
comment on column app_public.proposal_items.tax_cents is $$The tax on the item’s amount, rounded likewise.$$;

create or replace trigger _100_timestamps before update on app_public.proposal_items for each row execute function app_private.tg__timestamps();
-- After the row, so that the policies have spoken: whether a proposal was sent is told to nobody who may not change it.
create or replace trigger _300_require_draft after insert or update or delete on app_public.proposal_items for each row execute function app_private.tg_proposal_items__require_draft();
-- A trigger with a transition table has one event.
create or replace trigger _500_total_added after insert on app_public.proposal_items referencing new table as changed_rows
  for each statement execute function app_private.tg_proposal_items__total();
create or replace trigger _510_total_changed after update on app_public.proposal_items referencing new table as changed_rows
  for each statement execute function app_private.tg_proposal_items__total();
create or replace trigger _520_total_removed after delete on app_public.proposal_items referencing old table as changed_rows
  for each statement execute function app_private.tg_proposal_items__total();
create or replace trigger _900_audit after insert or update or delete on app_public.proposal_items for each row execute function app_private.tg__audit();

-- An item stays with its proposal.
revoke all on table app_public.proposal_items from tenantry_member, tenantry_service, tenantry_client;
grant select, delete on table app_public.proposal_items to tenantry_member, tenantry_service;
grant insert (proposal_id, position, description, quantity, unit_price_cents, tax_basis_points) on table app_public.proposal_items to tenantry_member, tenantry_service;
grant update (position, description, quantity, unit_price_cents, tax_basis_points) on table app_public.proposal_items to tenantry_member, tenantry_service;
grant select on table app_public.proposal_items to tenantry_client;

alter table app_public.proposal_items enable row level security;
select app_private.drop_policies('app_public.proposal_items');
-- Seen by those who see the proposal, and written by those who may change it.
select app_private.create_policies('app_public.proposal_items', '{member,service}', '{select}', $$
  (select app_hidden.may_all('proposals.read'))
  or (
    select true from app_public.proposals p
    where p.organization_id = (select app_hidden.organization_id()) and p.id = proposal_items.proposal_id
  )
$$);
select app_private.create_policies('app_public.proposal_items', '{client}', '{select}', $$
  exists (
    select from app_public.proposals p
    where p.organization_id = (select app_hidden.organization_id()) and p.id = proposal_items.proposal_id
  )
$$);
select app_private.create_policies('app_public.proposal_items', '{member,service}', '{insert,update,delete}', format($$
  exists (
    select from app_public.proposals p
    where p.organization_id = (select app_hidden.organization_id()) and p.id = proposal_items.proposal_id and (%s)
  )
$$, app_private.permission_condition('app_public.proposals', 'proposals.update', '{owner_id}')));
--! EndIncluded crm/tables/proposal_items.sql
--! Included crm/tables/contracts.sql
comment on table app_public.contracts is $$What the organization and a contact agree on.$$;
comment on column app_public.contracts.business_id is $$The business that makes the contract; the whole organization when empty.$$;
comment on column app_public.contracts.number is $$@hasDefault
The contract’s number, unique within the organization. They go up, and may leave gaps.$$;
comment on column app_public.contracts.title is $$What the contract is about.$$;
comment on column app_public.contracts.content is $$The text that is agreed on.$$;
comment on column app_public.contracts.deal_id is $$The deal that led to the contract.$$;
comment on column app_public.contracts.proposal_id is $$The proposal that led to the contract.$$;
comment on column app_public.contracts.contact_id is $$The contact who signs, and who sees the contract in the client portal once it is sent.$$;
comment on column app_public.contracts.company_id is $$The company for which the contact signs.$$;
comment on column app_public.contracts.owner_id is $$The member who looks after the contract; whoever adds it unless another is named.$$;
comment on column app_public.contracts.status is $$Where the contract stands. From draft it is sent, then signed, then active; it ends terminated or expired. Once it is sent, title, content, contact, value, currency and days stay as they are.$$;
comment on column app_public.contracts.value_cents is $$What the contract is worth, in hundredths of the currency.$$;
comment on column app_public.contracts.currency is $$@hasDefault
The currency of the value (ISO 4217), such as EUR; the organization’s unless another is named.$$;
comment on column app_public.contracts.starts_on is $$First day of the contract.$$;
comment on column app_public.contracts.ends_on is $$Last day of the contract; open when empty.$$;
comment on column app_public.contracts.sent_at is $$When the contract was sent.$$;
comment on column app_public.contracts.signed_at is $$When the contract was signed.$$;
comment on column app_public.contracts.signature_name is $$The name with which the contact signed in the client portal.$$;
comment on column app_public.contracts.rejection_reason is $$Why the contact declined to sign, in their own words.$$;
comment on column app_public.contracts.deleted_at is $$When the contract was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.contracts for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.contracts for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('contracts', 'owner_id');
create or replace trigger _310_restrict_status before update of status on app_public.contracts for each row
  when (OLD.status is distinct from NEW.status) execute function app_private.tg__restrict_status(
    '{"draft": ["sent"], "sent": ["signed", "terminated", "expired"], "signed": ["active", "terminated"], "active": ["terminated", "expired"]}'
  );
-- A contact who is deleted takes the reference along.
create or replace trigger _320_freeze before update of title, content, contact_id, value_cents, currency, starts_on, ends_on on app_public.contracts for each row
  when (
    OLD.status <> 'draft'
    and (
      (OLD.title, OLD.content, OLD.value_cents, OLD.currency, OLD.starts_on, OLD.ends_on)
        is distinct from (NEW.title, NEW.content, NEW.value_cents, NEW.currency, NEW.starts_on, NEW.ends_on)
      or OLD.contact_id is distinct from NEW.contact_id and NEW.contact_id is not null
    )
  ) execute function app_private.tg__freeze();
create or replace trigger _400_follow_status before insert or update of status on app_public.contracts for each row execute function app_private.tg_contracts__follow_status();
create or replace trigger _410_number before insert on app_public.contracts for each row execute function app_private.tg__number();
create or replace trigger _420_default_currency before insert on app_public.contracts for each row execute function app_private.tg__default_currency();
create or replace trigger _900_audit after insert or update or delete on app_public.contracts for each row execute function app_private.tg__audit();

-- delete is not granted: contracts are archived through deleted_at, not removed. A new one is a draft.
revoke all on table app_public.contracts from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.contracts to tenantry_member, tenantry_service;
grant insert (business_id, title, content, deal_id, proposal_id, contact_id, company_id, owner_id, value_cents, currency, starts_on, ends_on) on table app_public.contracts to tenantry_member, tenantry_service;
grant update (business_id, title, content, deal_id, proposal_id, contact_id, company_id, owner_id, value_cents, currency, starts_on, ends_on, status, deleted_at) on table app_public.contracts to tenantry_member, tenantry_service;
-- Contacts see what they agree on, not who in the organization looks after it. What is archived they don't see, but
-- collections ask for it.
grant select (
  id, organization_id, number, title, content, proposal_id, contact_id, status, value_cents, currency, starts_on, ends_on,
  sent_at, signed_at, signature_name, rejection_reason, created_at, updated_at, deleted_at
) on table app_public.contracts to tenantry_client;

alter table app_public.contracts enable row level security;
select app_private.drop_policies('app_public.contracts');
select app_private.create_permission_policies('app_public.contracts', 'contracts', '{select,insert,update}', owner_columns => '{owner_id}');
select app_private.create_policies('app_public.contracts', '{client}', '{select}', $$
  contact_id = (select app_hidden.contact_id()) and status <> 'draft' and deleted_at is null
$$);
--! EndIncluded crm/tables/contracts.sql
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
-- What is internal to staff takes a permission of its own; members limited to businesses hold it where their role there does.
select app_private.create_permission_policies(
  'app_public.activities', 'activities', '{select,insert,update}', owner_columns => '{created_by_id}',
  extra_condition => 'not is_internal or ' || app_private.permission_condition('app_public.activities', 'activities.read_internal', '{created_by_id}')
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
--! Included crm/functions/custom_field_values.sql
create or replace function app_hidden.custom_field_values(entity text, custom_fields jsonb) returns setof app_public.custom_field_value
language sql stable
set search_path = ''
as $$
  select d.field_name, d.label, d.field_type, v.value, d.position
  from app_public.custom_field_definitions d
  cross join lateral (select custom_field_values.custom_fields -> d.field_name as value) v
  where d.organization_id = (select app_hidden.organization_id())
    and d.entity = custom_field_values.entity
    and v.value <> 'null'
  order by d.position, d.id
$$;
grant execute on function app_hidden.custom_field_values(text, jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.custom_field_values(text, jsonb) is $$The values of the organization’s own fields in a row’s customFields, with what the fields are called.$$;
--! EndIncluded crm/functions/custom_field_values.sql
--! Included crm/functions/contacts_custom_field_values.sql
create or replace function app_public.contacts_custom_field_values(contact app_public.contacts) returns setof app_public.custom_field_value
language sql stable
set search_path = ''
as $$
  select v.* from app_hidden.custom_field_values('contact', contact.custom_fields) v
$$;
grant execute on function app_public.contacts_custom_field_values(app_public.contacts) to tenantry_member, tenantry_service;
comment on function app_public.contacts_custom_field_values(app_public.contacts) is $$The contact’s values of the organization’s own fields, in the order of the fields.$$;
--! EndIncluded crm/functions/contacts_custom_field_values.sql
--! Included crm/functions/companies_custom_field_values.sql
create or replace function app_public.companies_custom_field_values(company app_public.companies) returns setof app_public.custom_field_value
language sql stable
set search_path = ''
as $$
  select v.* from app_hidden.custom_field_values('company', company.custom_fields) v
$$;
grant execute on function app_public.companies_custom_field_values(app_public.companies) to tenantry_member, tenantry_service;
comment on function app_public.companies_custom_field_values(app_public.companies) is $$The company’s values of the organization’s own fields, in the order of the fields.$$;
--! EndIncluded crm/functions/companies_custom_field_values.sql
--! Included crm/functions/leads_custom_field_values.sql
create or replace function app_public.leads_custom_field_values(lead app_public.leads) returns setof app_public.custom_field_value
language sql stable
set search_path = ''
as $$
  select v.* from app_hidden.custom_field_values('lead', lead.custom_fields) v
$$;
grant execute on function app_public.leads_custom_field_values(app_public.leads) to tenantry_member, tenantry_service;
comment on function app_public.leads_custom_field_values(app_public.leads) is $$The lead’s values of the organization’s own fields, in the order of the fields.$$;
--! EndIncluded crm/functions/leads_custom_field_values.sql
--! Included crm/functions/deals_custom_field_values.sql
create or replace function app_public.deals_custom_field_values(deal app_public.deals) returns setof app_public.custom_field_value
language sql stable
set search_path = ''
as $$
  select v.* from app_hidden.custom_field_values('deal', deal.custom_fields) v
$$;
grant execute on function app_public.deals_custom_field_values(app_public.deals) to tenantry_member, tenantry_service;
comment on function app_public.deals_custom_field_values(app_public.deals) is $$The deal’s values of the organization’s own fields, in the order of the fields.$$;
--! EndIncluded crm/functions/deals_custom_field_values.sql
--! Included crm/functions/my_custom_field_values.sql
-- Contacts can't read their row's custom_fields, which also hold what is internal.
create or replace function app_public.my_custom_field_values() returns setof app_public.custom_field_value
language sql stable security definer
set search_path = ''
as $$
  select d.field_name, d.label, d.field_type, v.value, d.position
  from app_public.contacts c
  join app_public.custom_field_definitions d on d.organization_id = c.organization_id and d.entity = 'contact' and not d.is_internal
  cross join lateral (select c.custom_fields -> d.field_name as value) v
  where c.organization_id = (select app_hidden.organization_id())
    and c.id = (select app_hidden.contact_id())
    and v.value <> 'null'
  order by d.position, d.id
$$;
grant execute on function app_public.my_custom_field_values() to tenantry_client;
comment on function app_public.my_custom_field_values() is $$In the client portal, one’s own values of the organization’s fields, but for those internal to staff.$$;
--! EndIncluded crm/functions/my_custom_field_values.sql
--! Included crm/functions/write_contacts.sql
-- With the privileges and under the policies of whoever asks. Every statement names all columns, so that an empty one has
-- to fall back to its default here; an update leaves alone what is empty.
create or replace function app_hidden.write_contacts(contacts jsonb, duplicates text) returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_created int;
  v_updated int;
begin
  with given as materialized (
    select g.*, app_hidden.normalize_email(g.email) as address
    from jsonb_to_recordset(write_contacts.contacts) as g (
      business_id uuid, first_name text, last_name text, email text, phone text, company_id uuid, owner_id uuid, lifecycle_stage text, source text,
      date_of_birth date, gender text, emergency_contact_name text, emergency_contact_phone text, membership_status text,
      membership_starts_on date, membership_ends_on date, is_active boolean, tags text[], notes text, custom_fields jsonb
    )
  ), updated as (
    update app_public.contacts c set
      business_id = coalesce(g.business_id, c.business_id),
      first_name = coalesce(g.first_name, c.first_name),
      last_name = coalesce(g.last_name, c.last_name),
      phone = coalesce(g.phone, c.phone),
      company_id = coalesce(g.company_id, c.company_id),
      owner_id = coalesce(g.owner_id, c.owner_id),
      lifecycle_stage = coalesce(g.lifecycle_stage, c.lifecycle_stage),
      source = coalesce(g.source, c.source),
      date_of_birth = coalesce(g.date_of_birth, c.date_of_birth),
      gender = coalesce(g.gender, c.gender),
      emergency_contact_name = coalesce(g.emergency_contact_name, c.emergency_contact_name),
      emergency_contact_phone = coalesce(g.emergency_contact_phone, c.emergency_contact_phone),
      membership_status = coalesce(g.membership_status, c.membership_status),
      membership_starts_on = coalesce(g.membership_starts_on, c.membership_starts_on),
      membership_ends_on = coalesce(g.membership_ends_on, c.membership_ends_on),
      is_active = coalesce(g.is_active, c.is_active),
      tags = coalesce(g.tags, c.tags),
      notes = coalesce(g.notes, c.notes),
      custom_fields = c.custom_fields || coalesce(g.custom_fields, '{}')
    from given g
    where write_contacts.duplicates = 'update' and c.organization_id = app_hidden.organization_id() and c.email = g.address
    returning c.email
  ), created as (
    insert into app_public.contacts (
      business_id, first_name, last_name, email, phone, company_id, owner_id, lifecycle_stage, source,
      date_of_birth, gender, emergency_contact_name, emergency_contact_phone, membership_status,
      membership_starts_on, membership_ends_on, is_active, tags, notes, custom_fields
    )
    select
      coalesce(g.business_id, app_hidden.default_business_id()), g.first_name, g.last_name, g.email, g.phone, g.company_id,
      coalesce(g.owner_id, app_hidden.membership_id()), coalesce(g.lifecycle_stage, 'lead'), coalesce(g.source, 'import'),
      g.date_of_birth, g.gender, g.emergency_contact_name, g.emergency_contact_phone, coalesce(g.membership_status, 'none'),
      g.membership_starts_on, g.membership_ends_on, coalesce(g.is_active, true), coalesce(g.tags, '{}'), g.notes, coalesce(g.custom_fields, '{}')
    from given g
    where g.address is null or g.address not in (select u.email from updated u)
    on conflict (organization_id, email) do nothing
    returning id
  )
  select (select count(*) from created), (select count(*) from updated) into v_created, v_updated;

  if write_contacts.duplicates <> 'skip' and v_created + v_updated < jsonb_array_length(write_contacts.contacts) then
    raise exception using
      errcode = 'TN409',
      message = 'Another contact, perhaps an archived one, has this e-mail address.',
      detail = '{"field": "email"}';
  end if;
  return jsonb_build_object('created', v_created, 'updated', v_updated);
end
$$;
grant execute on function app_hidden.write_contacts(jsonb, text) to tenantry_member, tenantry_service;
comment on function app_hidden.write_contacts(jsonb, text) is $$Adds contacts, all or none. Those whose e-mail address another has are left out (duplicates: skip), change that one (update), or raise TN409 (fail). Answers how many were created and updated.$$;
--! EndIncluded crm/functions/write_contacts.sql
--! Included crm/functions/import_contacts.sql
-- Rows are written together, which is quick, and one by one only when they can’t be, to find out which are wrong. What is
-- nobody’s mistake, such as a lock that others hold, ends the import instead.
create or replace function app_hidden.import_contacts(contacts jsonb, duplicates text) returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contact jsonb;
  v_written jsonb;
  v_created int := 0;
  v_updated int := 0;
  v_errors jsonb[] := '{}';
  v_state text;
  v_message text;
  v_detail text;
  v_hint text;
  v_schema text;
  v_table text;
  v_column text;
  v_constraint text;
begin
  begin
    return app_hidden.write_contacts(import_contacts.contacts, import_contacts.duplicates) || '{"errors": []}';
  exception
    when data_exception or integrity_constraint_violation or insufficient_privilege or sqlstate 'TN400' or sqlstate 'TN403' or sqlstate 'TN409' then
      null;
  end;

  for v_contact in select e.value from jsonb_array_elements(import_contacts.contacts) with ordinality as e (value, position) order by e.position loop
    begin
      v_written := app_hidden.write_contacts(jsonb_build_array(v_contact), import_contacts.duplicates);
      v_created := v_created + (v_written ->> 'created')::int;
      v_updated := v_updated + (v_written ->> 'updated')::int;
    exception
      when data_exception or integrity_constraint_violation or insufficient_privilege or sqlstate 'TN400' or sqlstate 'TN403' or sqlstate 'TN409' then
        get stacked diagnostics
          v_state = returned_sqlstate,
          v_message = message_text,
          v_detail = pg_exception_detail,
          v_hint = pg_exception_hint,
          v_schema = schema_name,
          v_table = table_name,
          v_column = column_name,
          v_constraint = constraint_name;
        v_errors := v_errors || jsonb_build_object(
          'row', v_contact -> 'row',
          'code', v_state,
          'message', v_message,
          'detail', nullif(v_detail, ''),
          'hint', nullif(v_hint, ''),
          'schema', v_schema,
          'table', v_table,
          'column', v_column,
          'constraint', v_constraint
        );
    end;
  end loop;
  return jsonb_build_object('created', v_created, 'updated', v_updated, 'errors', to_jsonb(v_errors));
end
$$;
grant execute on function app_hidden.import_contacts(jsonb, text) to tenantry_member, tenantry_service;
comment on function app_hidden.import_contacts(jsonb, text) is $$Adds the contacts that can be added, and answers why the others can’t: with the number of their row and what the database says. Duplicates are left out (skip), change the contact of this e-mail address (update), or are such errors (fail).$$;
--! EndIncluded crm/functions/import_contacts.sql
--! Included crm/functions/require_day_to_come.sql
create or replace function app_hidden.require_day_to_come(day date, field text) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if require_day_to_come.day < (
    select (now() at time zone o.timezone)::date from app_public.organizations o where o.id = app_hidden.organization_id()
  ) then
    raise exception using
      errcode = 'TN400',
      message = 'This day is past.',
      detail = jsonb_build_object('field', require_day_to_come.field)::text;
  end if;
end
$$;
grant execute on function app_hidden.require_day_to_come(date, text) to tenantry_member, tenantry_service;
comment on function app_hidden.require_day_to_come(date, text) is $$Raises TN400 when a day is past where the organization is.$$;
--! EndIncluded crm/functions/require_day_to_come.sql
--! Included crm/functions/shared_custom_fields.sql
create or replace function app_hidden.shared_custom_fields(custom_fields jsonb, from_entity text, to_entity text) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(f.key, f.value), '{}')
  from jsonb_each(shared_custom_fields.custom_fields) f
  join app_public.custom_field_definitions g
    on g.organization_id = app_hidden.organization_id() and g.entity = shared_custom_fields.from_entity and g.field_name = f.key
  join app_public.custom_field_definitions t
    on t.organization_id = g.organization_id and t.entity = shared_custom_fields.to_entity and t.field_name = g.field_name
  where t.field_type = g.field_type and t.options @> g.options
$$;
grant execute on function app_hidden.shared_custom_fields(jsonb, text, text) to tenantry_member, tenantry_service;
comment on function app_hidden.shared_custom_fields(jsonb, text, text) is $$The values of those of the organization’s own fields that two kinds of row have alike.$$;
--! EndIncluded crm/functions/shared_custom_fields.sql
--! Included crm/functions/convert_lead.sql
-- The lead is locked, so that of two callers at once one converts it.
create or replace function app_public.convert_lead(
  lead_id uuid,
  contact_id uuid default null,
  company_id uuid default null,
  company_name text default null,
  without_deal boolean default false,
  deal_title text default null,
  pipeline_id uuid default null,
  stage_id uuid default null,
  value_cents bigint default null,
  currency text default null,
  expected_close_on date default null
) returns app_public.lead_conversion
language plpgsql volatile
set search_path = ''
as $$
declare
  v_lead app_public.leads;
  v_contact app_public.contacts;
  v_company app_public.companies;
  v_deal app_public.deals;
  v_contact_id uuid;
  v_company_id uuid;
  v_company_name constant text := nullif(btrim(convert_lead.company_name), '');
begin
  perform from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = convert_lead.contact_id and c.deleted_at is null;
  if (found or convert_lead.contact_id is null) is not true then
    perform app_hidden.refuse_missing_row('contactId');
  end if;
  perform from app_public.companies c
  where c.organization_id = app_hidden.organization_id() and c.id = convert_lead.company_id and c.deleted_at is null;
  if (found or convert_lead.company_id is null) is not true then
    perform app_hidden.refuse_missing_row('companyId');
  end if;
  perform from app_public.pipelines p
  where p.organization_id = app_hidden.organization_id() and p.id = convert_lead.pipeline_id;
  if (found or convert_lead.pipeline_id is null) is not true then
    perform app_hidden.refuse_missing_row('pipelineId');
  end if;
  perform from app_public.pipeline_stages s
  where s.organization_id = app_hidden.organization_id() and s.id = convert_lead.stage_id;
  if (found or convert_lead.stage_id is null) is not true then
    perform app_hidden.refuse_missing_row('stageId');
  end if;
  select l.* into v_lead
  from app_public.leads l
  where l.organization_id = app_hidden.organization_id() and l.id = convert_lead.lead_id and l.deleted_at is null
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('leadId');
  end if;
  if v_lead.status = 'converted' then
    raise exception using
      errcode = 'TN409',
      message = 'This lead was converted already.',
      detail = jsonb_build_object('contactId', v_lead.contact_id, 'convertedAt', v_lead.converted_at)::text;
  end if;

  v_company_id := coalesce(convert_lead.company_id, v_lead.company_id);
  select c.* into v_company
  from app_public.companies c
  where c.organization_id = app_hidden.organization_id() and c.id = v_company_id;
  v_contact_id := coalesce(convert_lead.contact_id, v_lead.contact_id);
  select c.* into v_contact
  from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = v_contact_id;
  -- What is made of a lead takes over what is known, which may be less than an organization requires of what people add.
  perform set_config('app.requires_custom_fields', 'off', true);
  if v_company_id is null and v_company_name is not null then
    perform pg_advisory_xact_lock(hashtextextended(app_hidden.organization_id() || ' company ' || v_company_name, 0));
    select c.* into v_company
    from app_public.companies c
    where c.organization_id = app_hidden.organization_id() and c.name = v_company_name and c.deleted_at is null
    order by c.name, c.id
    limit 1;
    if not found then
      insert into app_public.companies (business_id, name, owner_id)
      values (v_lead.business_id, v_company_name, v_lead.assigned_to_id)
      returning * into v_company;
    end if;
    v_company_id := v_company.id;
  end if;

  if v_contact_id is null then
    insert into app_public.contacts (business_id, first_name, last_name, email, phone, company_id, owner_id, source, tags, notes, custom_fields)
    values (
      v_lead.business_id, v_lead.first_name, v_lead.last_name, v_lead.email, v_lead.phone, v_company_id, v_lead.assigned_to_id,
      v_lead.source, v_lead.tags, v_lead.notes, app_hidden.shared_custom_fields(v_lead.custom_fields, 'lead', 'contact')
    )
    on conflict (organization_id, email) do nothing
    returning * into v_contact;
    if not found then
      select c.* into v_contact
      from app_public.contacts c
      where c.organization_id = app_hidden.organization_id() and c.email = v_lead.email and c.deleted_at is null;
      if not found then
        raise exception using
          errcode = 'TN409',
          message = 'Another contact, perhaps an archived one, has this e-mail address.',
          detail = '{"field": "contactId"}',
          hint = 'Have that contact restored, or name another.';
      end if;
    end if;
    v_contact_id := v_contact.id;
  end if;

  if not coalesce(convert_lead.without_deal, false) then
    insert into app_public.deals (
      business_id, title, pipeline_id, stage_id, contact_id, lead_id, company_id, owner_id, value_cents, currency, expected_close_on, custom_fields
    ) values (
      v_lead.business_id,
      coalesce(nullif(btrim(convert_lead.deal_title), ''), left(v_company.name, 300), left(coalesce(v_contact.name, v_lead.name), 300)),
      convert_lead.pipeline_id,
      convert_lead.stage_id,
      v_contact_id,
      v_lead.id,
      v_company_id,
      v_lead.assigned_to_id,
      coalesce(convert_lead.value_cents, 0),
      convert_lead.currency,
      convert_lead.expected_close_on,
      app_hidden.shared_custom_fields(v_lead.custom_fields, 'lead', 'deal')
    )
    returning * into v_deal;
  end if;
  perform set_config('app.requires_custom_fields', '', true);

  update app_public.leads l
  set status = 'converted', contact_id = v_contact_id, company_id = v_company_id
  where l.organization_id = app_hidden.organization_id() and l.id = v_lead.id
  returning l.* into v_lead;
  -- What wasn't found is null, and not a row of nulls.
  return row(
    v_lead,
    case when v_contact.id is not null then v_contact end,
    case when v_company.id is not null then v_company end,
    case when v_deal.id is not null then v_deal end
  )::app_public.lead_conversion;
end
$$;
grant execute on function app_public.convert_lead(uuid, uuid, uuid, text, boolean, text, uuid, uuid, bigint, text, date) to tenantry_member, tenantry_service;
comment on function app_public.convert_lead(uuid, uuid, uuid, text, boolean, text, uuid, uuid, bigint, text, date) is $$@argument lead_id The id of the lead.
@argument contact_id The id of the contact that the lead is. Unless given it is the lead’s, else the one with the lead’s e-mail address, else a new one.
@argument company_id The id of the company that the lead works for; the lead’s unless given.
@argument company_name The company’s name, for a lead without a company: the one of exactly this name, else a new one.
@argument without_deal Whether no deal is to be added.
@argument deal_title What the deal is about; the company’s or contact’s name unless given.
@argument pipeline_id The id of the deal’s pipeline; the stage’s or the default one unless given.
@argument stage_id The id of the stage at which the deal begins; the pipeline’s first one unless given.
@argument value_cents What the deal is worth, in hundredths of its currency; nothing unless given.
@argument currency The deal’s currency (ISO 4217); the organization’s unless given.
@argument expected_close_on The day on which the deal is expected to be decided.
@resultFieldName conversion
Turns a lead into a contact, with a company if one is known and a deal unless none is wanted. What is new belongs to whoever looks after the lead, and takes over the lead’s business, tags, notes, and those of the organization’s own fields that both have. A contact or company that is there stays as it is. The lead’s activities, tasks and deals become the contact’s as well.

Takes the permission to change the lead, and to add whatever is new. Refused with NOT_FOUND when there is no such lead, contact, company, pipeline or stage, and with CONFLICT when the lead was converted already, or a contact with its e-mail address is archived or out of the caller’s sight.

```graphql
mutation {
  convertLead(input: { leadId: "0197…", companyName: "Pipe Dreams", valueCents: "250000" }) {
    conversion { lead { convertedAt } contact { id name } company { id } deal { id stage { name } } }
  }
}
```$$;
comment on type app_public.lead_conversion is $$What a lead was turned into.$$;
comment on column app_public.lead_conversion.lead is $$The lead, which is converted now.$$;
comment on column app_public.lead_conversion.contact is $$The contact that the lead has become.$$;
comment on column app_public.lead_conversion.company is $$The company that the contact works for, if one is known.$$;
comment on column app_public.lead_conversion.deal is $$The deal that was added, unless none was wanted.$$;
--! EndIncluded crm/functions/convert_lead.sql
--! Included crm/functions/score_lead.sql
create or replace function app_public.score_lead(lead_id uuid) returns app_public.leads
language plpgsql volatile
set search_path = ''
as $$
declare
  v_lead app_public.leads;
begin
  update app_public.leads l
  set lead_score = l.lead_score
  where l.organization_id = app_hidden.organization_id() and l.id = score_lead.lead_id and l.deleted_at is null
  returning l.* into v_lead;
  if not found then
    perform app_hidden.refuse_missing_row('leadId');
  end if;
  return v_lead;
end
$$;
grant execute on function app_public.score_lead(uuid) to tenantry_member, tenantry_service;
comment on function app_public.score_lead(uuid) is $$@argument lead_id The id of the lead.
Scores a lead by the organization’s rules, and answers it with the reasons. Leads are scored by themselves whenever they, what providers know about them or the rules change; only after a change of the rules in an organization of more than 1,000 leads are some left over. Without rules the score stays as it was written; aiScore always stays.

Takes the permission to change the lead. Refused with NOT_FOUND when there is no such lead.

```graphql
mutation {
  scoreLead(input: { leadId: "0197…" }) {
    lead { leadScore scoreReasons { nodes { name points } } }
  }
}
```$$;
--! EndIncluded crm/functions/score_lead.sql
--! Included crm/functions/score_leads.sql
create or replace function app_public.score_leads(batch_size int default 1000) returns int
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if not app_hidden.may_all('lead_scoring.manage') then
    raise exception using errcode = 'TN403', message = 'You may not score all leads.', detail = '{"permission": "lead_scoring.manage"}';
  end if;
  if coalesce(score_leads.batch_size, 0) not between 1 and 1000 then
    raise exception using errcode = 'TN400', message = 'A batch is of 1 to 1,000 leads.', detail = '{"field": "batchSize"}';
  end if;
  return app_private.score_stale_leads(app_hidden.organization_id(), score_leads.batch_size);
end
$$;
grant execute on function app_public.score_leads(int) to tenantry_member, tenantry_service;
comment on function app_public.score_leads(int) is $$@argument batch_size How many leads at most, from 1 to 1,000; 1,000 unless given.
@resultFieldName leadsScored
Scores leads that were scored by other rules than those of now, and answers how many it were. After a change of the rules in an organization of more than 1,000 leads, call it until it answers 0. Several callers share the work.

Takes the permission to set up the rules (lead_scoring.manage). Refused with FORBIDDEN without it, and with BAD_USER_INPUT for another batch size.

```graphql
mutation {
  scoreLeads(input: { batchSize: 1000 }) { leadsScored }
}
```$$;
--! EndIncluded crm/functions/score_leads.sql
--! Included crm/functions/enrich_lead.sql
-- The lead is locked, so that of two callers with the same answer one stores it.
create or replace function app_public.enrich_lead(
  lead_id uuid,
  provider text,
  data jsonb,
  confidence double precision default null,
  fetched_at timestamptz default null
) returns app_public.lead_enrichments
language plpgsql volatile
set search_path = ''
as $$
declare
  v_enrichment app_public.lead_enrichments;
begin
  perform from app_public.leads l
  where l.organization_id = app_hidden.organization_id() and l.id = enrich_lead.lead_id and l.deleted_at is null
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('leadId');
  end if;
  if enrich_lead.fetched_at > now() + interval '1 minute' then
    raise exception using errcode = 'TN400', message = 'An answer is not from the future.', detail = '{"field": "fetchedAt"}';
  end if;

  select e.* into v_enrichment
  from app_public.lead_enrichments e
  where e.organization_id = app_hidden.organization_id()
    and e.lead_id = enrich_lead.lead_id
    and e.provider = enrich_lead.provider
    and e.fetched_at = enrich_lead.fetched_at
  order by e.id
  limit 1;
  if not found then
    insert into app_public.lead_enrichments (lead_id, provider, data, confidence, fetched_at)
    values (enrich_lead.lead_id, enrich_lead.provider, enrich_lead.data, enrich_lead.confidence, coalesce(enrich_lead.fetched_at, now()))
    returning * into v_enrichment;
  elsif v_enrichment.data <> enrich_lead.data then
    raise exception using
      errcode = 'TN409',
      message = 'Another answer of this provider at this time is stored.',
      detail = '{"field": "fetchedAt"}';
  end if;
  return v_enrichment;
end
$$;
grant execute on function app_public.enrich_lead(uuid, text, jsonb, double precision, timestamptz) to tenantry_member, tenantry_service;
comment on function app_public.enrich_lead(uuid, text, jsonb, double precision, timestamptz) is $$@argument lead_id The id of the lead.
@argument provider Who was asked.
@argument data The answer, an object.
@argument confidence How sure the provider was, from 0 to 1.
@argument fetched_at When the provider was asked; now unless given. With it the call can be repeated: the same answer is stored once.
Stores what a provider of data answered about a lead, and scores the lead anew where rules look at such answers. Nobody is asked by this, and the lead’s own fields stay as they are.

Takes the permission to change the lead. Refused with NOT_FOUND when there is no such lead, with BAD_USER_INPUT for a time to come, and with CONFLICT when the provider said something else at that very time.

```graphql
mutation {
  enrichLead(input: { leadId: "0197…", provider: "Registry", data: { employees: 12 }, confidence: 0.8 }) {
    leadEnrichment { id fetchedAt lead { leadScore } }
  }
}
```$$;
--! EndIncluded crm/functions/enrich_lead.sql
--! Included crm/functions/move_deal.sql
create or replace function app_public.move_deal(deal_id uuid, stage_id uuid, from_stage_id uuid default null) returns app_public.deals
language plpgsql volatile
set search_path = ''
as $$
declare
  v_deal app_public.deals;
  v_kind text;
begin
  if move_deal.from_stage_id is not null then
    perform from app_public.pipeline_stages s
    where s.organization_id = app_hidden.organization_id() and s.id = move_deal.from_stage_id;
    if not found then
      perform app_hidden.refuse_missing_row('fromStageId');
    end if;
  end if;
  select s.kind into v_kind
  from app_public.pipeline_stages s
  where s.organization_id = app_hidden.organization_id() and s.id = move_deal.stage_id;
  if not found then
    perform app_hidden.refuse_missing_row('stageId');
  end if;
  select d.* into v_deal
  from app_public.deals d
  where d.organization_id = app_hidden.organization_id() and d.id = move_deal.deal_id and d.deleted_at is null
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('dealId');
  end if;

  if v_kind <> 'open' then
    raise exception using
      errcode = 'TN409',
      message = 'A deal comes to this stage by being ' || v_kind || '.',
      detail = '{"field": "stageId"}',
      hint = 'Win or lose the deal instead.';
  end if;
  if move_deal.from_stage_id <> v_deal.stage_id then
    raise exception using
      errcode = 'TN409',
      message = 'Somebody has moved this deal meanwhile.',
      detail = jsonb_build_object('field', 'fromStageId', 'stageId', v_deal.stage_id)::text,
      hint = 'Look at it again.';
  end if;
  if move_deal.stage_id <> v_deal.stage_id then
    update app_public.deals d
    set stage_id = move_deal.stage_id
    where d.organization_id = app_hidden.organization_id() and d.id = v_deal.id
    returning d.* into v_deal;
  end if;
  return v_deal;
end
$$;
grant execute on function app_public.move_deal(uuid, uuid, uuid) to tenantry_member, tenantry_service;
comment on function app_public.move_deal(uuid, uuid, uuid) is $$@argument deal_id The id of the deal.
@argument stage_id The id of the stage that it moves to, in its pipeline or another one.
@argument from_stage_id The id of the stage where the caller sees the deal. With it the move is refused if somebody else was faster.
Moves a deal to an open stage, with the stage’s probability. A deal that was won or lost is open again then. Where it stands already it stays, and nothing is written.

Takes the permission to change the deal. Refused with NOT_FOUND when there is no such deal or stage, and with CONFLICT when the stage is for deals that are won or lost, or the deal isn’t at fromStageId any more.

```graphql
mutation {
  moveDeal(input: { dealId: "0197…", stageId: "0197…" }) {
    deal { probability stage { name } }
  }
}
```$$;
--! EndIncluded crm/functions/move_deal.sql
--! Included crm/functions/close_deal.sql
-- The deal is locked, so that of two callers at once one closes it.
create or replace function app_hidden.close_deal(deal_id uuid, kind text, stage_id uuid, value_cents bigint, lost_reason text) returns app_public.deals
language plpgsql volatile
set search_path = ''
as $$
declare
  v_deal app_public.deals;
  v_kind text;
  v_stage record;
begin
  if close_deal.stage_id is not null then
    select s.id, s.kind, s.pipeline_id into v_stage
    from app_public.pipeline_stages s
    where s.organization_id = app_hidden.organization_id() and s.id = close_deal.stage_id;
    if not found then
      perform app_hidden.refuse_missing_row('stageId');
    end if;
  end if;
  select d.* into v_deal
  from app_public.deals d
  where d.organization_id = app_hidden.organization_id() and d.id = close_deal.deal_id and d.deleted_at is null
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('dealId');
  end if;
  if close_deal.stage_id is not null then
    if (v_stage.pipeline_id = v_deal.pipeline_id) is not true then
      perform app_hidden.refuse_missing_row('stageId');
    end if;
    if v_stage.kind <> close_deal.kind then
      raise exception using
        errcode = 'TN400',
        message = 'This is no stage for deals that are ' || close_deal.kind || '.',
        detail = '{"field": "stageId"}';
    end if;
  end if;

  select s.kind into v_kind
  from app_public.pipeline_stages s
  where s.organization_id = app_hidden.organization_id() and s.id = v_deal.stage_id;
  if v_kind <> 'open' then
    raise exception using
      errcode = 'TN409',
      message = 'This deal was ' || v_kind || ' already.',
      detail = jsonb_build_object('kind', v_kind, 'closedAt', v_deal.closed_at)::text,
      hint = 'Move it to an open stage first, if that was a mistake.';
  end if;
  if close_deal.stage_id is null then
    select s.id, s.kind into v_stage
    from app_public.pipeline_stages s
    where s.organization_id = app_hidden.organization_id() and s.pipeline_id = v_deal.pipeline_id and s.kind = close_deal.kind
    order by s.position, s.id
    limit 1;
    if not found then
      raise exception using
        errcode = 'TN409',
        message = 'The pipeline has no stage for deals that are ' || close_deal.kind || '.',
        hint = 'Add one to the pipeline first.';
    end if;
  end if;

  update app_public.deals d
  set stage_id = v_stage.id, value_cents = coalesce(close_deal.value_cents, d.value_cents), lost_reason = close_deal.lost_reason
  where d.organization_id = app_hidden.organization_id() and d.id = v_deal.id
  returning d.* into v_deal;
  return v_deal;
end
$$;
grant execute on function app_hidden.close_deal(uuid, text, uuid, bigint, text) to tenantry_member, tenantry_service;
comment on function app_hidden.close_deal(uuid, text, uuid, bigint, text) is $$Wins or loses an open deal, with the privileges of whoever asks.$$;
--! EndIncluded crm/functions/close_deal.sql
--! Included crm/functions/win_deal.sql
create or replace function app_public.win_deal(deal_id uuid, value_cents bigint default null, stage_id uuid default null) returns app_public.deals
language sql volatile
set search_path = ''
as $$
  select d.* from app_hidden.close_deal(win_deal.deal_id, 'won', win_deal.stage_id, win_deal.value_cents, null) d
$$;
grant execute on function app_public.win_deal(uuid, bigint, uuid) to tenantry_member, tenantry_service;
comment on function app_public.win_deal(uuid, bigint, uuid) is $$@argument deal_id The id of the deal.
@argument value_cents What it was won for, in hundredths of its currency; its value unless given.
@argument stage_id The id of the stage that it moves to; the first of its pipeline for deals that are won unless given.
Wins an open deal: it moves to a stage for deals that are won and is closed, and its contact is a customer from then on.

Takes the permission to change the deal. Refused with NOT_FOUND when there is no such deal, or no such stage in its pipeline, with BAD_USER_INPUT when the stage is for something else, and with CONFLICT when the deal was won or lost already, or its pipeline has no such stage.

```graphql
mutation {
  winDeal(input: { dealId: "0197…", valueCents: "250000" }) {
    deal { closedAt valueCents contact { lifecycleStage } }
  }
}
```$$;
--! EndIncluded crm/functions/win_deal.sql
--! Included crm/functions/lose_deal.sql
create or replace function app_public.lose_deal(deal_id uuid, reason text, stage_id uuid default null) returns app_public.deals
language plpgsql volatile
set search_path = ''
as $$
begin
  if coalesce(lose_deal.reason, '') !~ '\S' then
    raise exception using errcode = 'TN400', message = 'Say why the deal was lost.', detail = '{"field": "reason"}';
  end if;
  return app_hidden.close_deal(lose_deal.deal_id, 'lost', lose_deal.stage_id, null, btrim(lose_deal.reason));
end
$$;
grant execute on function app_public.lose_deal(uuid, text, uuid) to tenantry_member, tenantry_service;
comment on function app_public.lose_deal(uuid, text, uuid) is $$@argument deal_id The id of the deal.
@argument reason Why it was lost.
@argument stage_id The id of the stage that it moves to; the first of its pipeline for deals that are lost unless given.
Loses an open deal: it moves to a stage for deals that are lost and is closed, with the reason in lostReason.

Takes the permission to change the deal. Refused with NOT_FOUND when there is no such deal, or no such stage in its pipeline, with BAD_USER_INPUT without a reason or when the stage is for something else, and with CONFLICT when the deal was won or lost already, or its pipeline has no such stage.

```graphql
mutation {
  loseDeal(input: { dealId: "0197…", reason: "Too dear" }) {
    deal { closedAt lostReason }
  }
}
```$$;
--! EndIncluded crm/functions/lose_deal.sql
--! Included crm/functions/create_proposal_from_deal.sql
create or replace function app_public.create_proposal_from_deal(
  deal_id uuid,
  title text default null,
  introduction text default null,
  valid_until date default null,
  tax_basis_points int default 0
) returns app_public.proposals
language plpgsql volatile
set search_path = ''
as $$
declare
  v_deal app_public.deals;
  v_proposal app_public.proposals;
begin
  select d.* into v_deal
  from app_public.deals d
  where d.organization_id = app_hidden.organization_id() and d.id = create_proposal_from_deal.deal_id and d.deleted_at is null;
  if not found then
    perform app_hidden.refuse_missing_row('dealId');
  end if;
  if v_deal.closed_at is not null then
    raise exception using
      errcode = 'TN409',
      message = 'This deal is closed.',
      detail = '{"field": "dealId"}',
      hint = 'Move it to an open stage first.';
  end if;
  perform app_hidden.require_day_to_come(create_proposal_from_deal.valid_until, 'validUntil');

  insert into app_public.proposals (business_id, title, introduction, deal_id, contact_id, company_id, owner_id, currency, valid_until)
  values (
    v_deal.business_id,
    coalesce(create_proposal_from_deal.title, v_deal.title),
    create_proposal_from_deal.introduction,
    v_deal.id,
    v_deal.contact_id,
    v_deal.company_id,
    v_deal.owner_id,
    v_deal.currency,
    create_proposal_from_deal.valid_until
  )
  returning * into v_proposal;
  if v_deal.value_cents > 0 then
    insert into app_public.proposal_items (proposal_id, description, unit_price_cents, tax_basis_points)
    values (v_proposal.id, v_deal.title, v_deal.value_cents, coalesce(create_proposal_from_deal.tax_basis_points, 0));
    -- With the totals, which are its items’.
    select p.* into v_proposal
    from app_public.proposals p
    where p.organization_id = app_hidden.organization_id() and p.id = v_proposal.id;
  end if;
  return v_proposal;
end
$$;
grant execute on function app_public.create_proposal_from_deal(uuid, text, text, date, int) to tenantry_member, tenantry_service;
comment on function app_public.create_proposal_from_deal(uuid, text, text, date, int) is $$@argument deal_id The id of the deal.
@argument title What is proposed; the deal’s title unless given.
@argument introduction What the contact reads before the items.
@argument valid_until The last day on which the contact can accept; without end unless given.
@argument tax_basis_points The tax on the deal’s value in hundredths of a percent: 1900 is 19 %.
Drafts a proposal to the deal’s contact and company, in its currency, for its owner to look after. If the deal is worth something, that is the first item; change it and add others while it is a draft.

Takes the permissions to see the deal, and to add and change proposals of its owner. Refused with NOT_FOUND when there is no such deal, with CONFLICT when it was won or lost, and with BAD_USER_INPUT when the last day is past.

```graphql
mutation {
  createProposalFromDeal(input: { dealId: "0197…", validUntil: "2030-05-31", taxBasisPoints: 2000 }) {
    proposal { id number status totalCents }
  }
}
```$$;
--! EndIncluded crm/functions/create_proposal_from_deal.sql
--! Included crm/functions/send_proposal.sql
create or replace function app_public.send_proposal(proposal_id uuid, valid_until date default null) returns app_public.proposals
language plpgsql volatile
set search_path = ''
as $$
declare
  v_proposal app_public.proposals;
begin
  select p.* into v_proposal
  from app_public.proposals p
  where p.organization_id = app_hidden.organization_id() and p.id = send_proposal.proposal_id and p.deleted_at is null
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('proposalId');
  end if;
  if v_proposal.status not in ('draft', 'expired') then
    raise exception using
      errcode = 'TN409',
      message = 'This proposal was sent already.',
      detail = jsonb_build_object('status', v_proposal.status)::text;
  end if;
  if v_proposal.contact_id is null then
    raise exception using
      errcode = 'TN409',
      message = 'There is nobody to send this proposal to.',
      detail = '{"field": "contactId"}',
      hint = 'Name its contact first.';
  end if;
  perform app_hidden.require_day_to_come(coalesce(send_proposal.valid_until, v_proposal.valid_until), 'validUntil');

  update app_public.proposals p
  set status = 'sent', valid_until = coalesce(send_proposal.valid_until, p.valid_until)
  where p.organization_id = app_hidden.organization_id() and p.id = v_proposal.id
  returning p.* into v_proposal;
  return v_proposal;
end
$$;
grant execute on function app_public.send_proposal(uuid, date) to tenantry_member, tenantry_service;
comment on function app_public.send_proposal(uuid, date) is $$@argument proposal_id The id of the proposal.
@argument valid_until The last day on which the contact can accept; the proposal’s own unless given.
Sends a draft, or an expired proposal once more: the contact sees it in the client portal and can answer, and what it says stays as it is. No message is written by this.

Takes the permission to change the proposal. Refused with NOT_FOUND when there is no such proposal, with CONFLICT when it was sent already, has no contact or no items, and with BAD_USER_INPUT when its last day is past.

```graphql
mutation {
  sendProposal(input: { proposalId: "0197…", validUntil: "2030-05-31" }) {
    proposal { status sentAt validUntil }
  }
}
```$$;
--! EndIncluded crm/functions/send_proposal.sql
--! Included crm/functions/send_contract.sql
create or replace function app_public.send_contract(contract_id uuid) returns app_public.contracts
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contract app_public.contracts;
begin
  select c.* into v_contract
  from app_public.contracts c
  where c.organization_id = app_hidden.organization_id() and c.id = send_contract.contract_id and c.deleted_at is null
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('contractId');
  end if;
  if v_contract.status <> 'draft' then
    raise exception using
      errcode = 'TN409',
      message = 'This contract was sent already.',
      detail = jsonb_build_object('status', v_contract.status)::text;
  end if;
  if v_contract.contact_id is null then
    raise exception using
      errcode = 'TN409',
      message = 'There is nobody to send this contract to.',
      detail = '{"field": "contactId"}',
      hint = 'Name its contact first.';
  end if;
  perform app_hidden.require_day_to_come(v_contract.ends_on, 'endsOn');

  update app_public.contracts c
  set status = 'sent'
  where c.organization_id = app_hidden.organization_id() and c.id = v_contract.id
  returning c.* into v_contract;
  return v_contract;
end
$$;
grant execute on function app_public.send_contract(uuid) to tenantry_member, tenantry_service;
comment on function app_public.send_contract(uuid) is $$@argument contract_id The id of the contract.
Sends a draft: the contact sees it in the client portal and can sign it, and what it says stays as it is. No message is written by this.

Takes the permission to change the contract. Refused with NOT_FOUND when there is no such contract, with CONFLICT when it was sent already or has no contact, and with BAD_USER_INPUT when its last day is past.

```graphql
mutation {
  sendContract(input: { contractId: "0197…" }) {
    contract { status sentAt }
  }
}
```$$;
--! EndIncluded crm/functions/send_contract.sql
--! Included crm/functions/sales_forecast.sql
-- Both ranges are walked in an index of deals, under the policies of whoever asks.
create or replace function app_public.sales_forecast(
  from_month date default null,
  months int default 6,
  pipeline_id uuid default null,
  owner_id uuid default null
) returns setof app_public.sales_forecast_month
language plpgsql stable
set search_path = ''
as $$
declare
  v_timezone text;
  v_currency text;
  v_from date;
  v_to date;
begin
  if coalesce(sales_forecast.months, 0) not between 1 and 24 then
    raise exception using errcode = 'TN400', message = 'A forecast is of 1 to 24 months.', detail = '{"field": "months"}';
  end if;
  if sales_forecast.from_month not between '1900-01-01' and '9990-01-01' then
    raise exception using errcode = 'TN400', message = 'This month is out of range.', detail = '{"field": "fromMonth"}';
  end if;
  select o.timezone, o.currency into v_timezone, v_currency
  from app_public.organizations o
  where o.id = app_hidden.organization_id();
  v_from := date_trunc('month', coalesce(sales_forecast.from_month, (now() at time zone v_timezone)::date)::timestamp)::date;
  v_to := (v_from + make_interval(months => sales_forecast.months))::date;

  return query
  with open_deals as (
    select
      date_trunc('month', d.expected_close_on::timestamp)::date as month, d.currency,
      count(*) as deals, sum(d.value_cents) as value_cents, sum(d.weighted_value_cents) as weighted_value_cents
    from app_public.deals d
    where d.organization_id = app_hidden.organization_id()
      and d.expected_close_on >= v_from
      and d.expected_close_on < v_to
      and d.closed_at is null
      and d.deleted_at is null
      and (sales_forecast.pipeline_id is null or d.pipeline_id = sales_forecast.pipeline_id)
      and (sales_forecast.owner_id is null or d.owner_id = sales_forecast.owner_id)
    group by 1, 2
  ), won_deals as (
    select
      date_trunc('month', d.closed_at at time zone v_timezone)::date as month, d.currency,
      count(*) as deals, sum(d.value_cents) as value_cents
    from app_public.deals d
    join app_public.pipeline_stages s on s.organization_id = d.organization_id and s.id = d.stage_id and s.kind = 'won'
    where d.organization_id = app_hidden.organization_id()
      and d.closed_at >= v_from::timestamp at time zone v_timezone
      and d.closed_at < v_to::timestamp at time zone v_timezone
      and d.deleted_at is null
      and (sales_forecast.pipeline_id is null or d.pipeline_id = sales_forecast.pipeline_id)
      and (sales_forecast.owner_id is null or d.owner_id = sales_forecast.owner_id)
    group by 1, 2
  ), cells as (
    select m.month::date as month, v_currency::bpchar as currency
    from generate_series(v_from::timestamp, v_to::timestamp - interval '1 day', interval '1 month') as m (month)
    union
    select o.month, o.currency from open_deals o
    union
    select w.month, w.currency from won_deals w
  )
  select
    c.month,
    c.currency::text,
    coalesce(o.deals, 0)::int,
    coalesce(o.value_cents, 0)::bigint,
    coalesce(o.weighted_value_cents, 0)::bigint,
    coalesce(w.deals, 0)::int,
    coalesce(w.value_cents, 0)::bigint
  from cells c
  left join open_deals o on o.month = c.month and o.currency = c.currency
  left join won_deals w on w.month = c.month and w.currency = c.currency
  order by c.month, c.currency;
end
$$;
grant execute on function app_public.sales_forecast(date, int, uuid, uuid) to tenantry_member, tenantry_service;
comment on function app_public.sales_forecast(date, int, uuid, uuid) is $$@argument from_month Any day of the first month; this month unless given, as the organization counts days.
@argument months How many months, from 1 to 24; 6 unless given.
@argument pipeline_id The id of the one pipeline to look at.
@argument owner_id The id of the membership whose deals to look at.
What is to be expected month by month: open deals by the day on which they are expected to be decided, with their value and that times their probability, beside what was won already. Each month has a row in the organization’s currency, and one more for each other currency. Open deals without such a day, or whose day is before the first month, are in none; ask deals for them.

Counts the deals that the caller sees. Refused with BAD_USER_INPUT for other numbers of months.

```graphql
query {
  salesForecast(fromMonth: "2030-01-01", months: 3) {
    nodes { month currency openDeals openValueCents weightedValueCents wonDeals wonValueCents }
  }
}
```$$;
comment on type app_public.sales_forecast_month is $$What is to be expected in a month, in one currency.$$;
comment on column app_public.sales_forecast_month.month is $$The first day of the month.$$;
comment on column app_public.sales_forecast_month.currency is $$The currency of all amounts (ISO 4217).$$;
comment on column app_public.sales_forecast_month.open_deals is $$How many open deals are expected to be decided in the month.$$;
comment on column app_public.sales_forecast_month.open_value_cents is $$What these are worth, in hundredths of the currency.$$;
comment on column app_public.sales_forecast_month.weighted_value_cents is $$What these are worth times how likely each is to be won, in hundredths of the currency.$$;
comment on column app_public.sales_forecast_month.won_deals is $$How many deals were won in the month.$$;
comment on column app_public.sales_forecast_month.won_value_cents is $$What these were won for, in hundredths of the currency.$$;
--! EndIncluded crm/functions/sales_forecast.sql
--! Included crm/functions/contact_references.sql
/*
 * From the catalog, so that tables which come later are not forgotten. Left out are the record of merges itself, and what
 * signs contacts in: that stays with the contact for whom it was made, since whoever holds it has proved that address alone.
 */
create or replace function app_private.contact_references() returns table (table_name text, column_name text)
language sql stable
set search_path = ''
as $$
  select format('%I.%I', n.nspname, t.relname), quote_ident(a.attname)
  from pg_catalog.pg_constraint c
  cross join lateral unnest(c.conkey, c.confkey) as k (number, foreign_number)
  join pg_catalog.pg_attribute f on f.attrelid = c.confrelid and f.attnum = k.foreign_number and f.attname = 'id'
  join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number
  join pg_catalog.pg_class t on t.oid = c.conrelid
  join pg_catalog.pg_namespace n on n.oid = t.relnamespace
  where c.contype = 'f'
    and c.conparentid = 0
    and c.confrelid = 'app_public.contacts'::regclass
    and c.conrelid <> all ('{app_public.contact_merges,app_private.contact_credentials,app_private.sessions,app_private.account_tokens}'::regclass[])
  order by 1, 2
$$;
comment on function app_private.contact_references() is $$The columns that refer to contacts, and are re-pointed when contacts are merged.$$;
--! EndIncluded crm/functions/contact_references.sql
--! Included crm/functions/lock_contact_references.sql
-- Tables by name and rows by id: all who lock many rows take them in one order. Names come from the catalog.
create or replace function app_private.lock_contact_references(organization_id uuid, contact_id uuid)
returns table (table_name text, column_name text, row_ids uuid[])
language plpgsql volatile
set search_path = ''
as $$
begin
  for table_name, column_name in select r.table_name, r.column_name from app_private.contact_references() r loop
    execute format(
      'select array_agg(l.id) from (select r.id from %s r where r.organization_id = $1 and r.%s = $2 order by r.id for no key update) l',
      table_name, column_name
    )
    into row_ids using lock_contact_references.organization_id, lock_contact_references.contact_id;
    if row_ids is not null then
      return next;
    end if;
  end loop;
end
$$;
comment on function app_private.lock_contact_references(uuid, uuid) is $$Locks all rows that refer to a contact, and gives their ids.$$;
--! EndIncluded crm/functions/lock_contact_references.sql
--! Included crm/functions/move_contact_references.sql
-- At once as a rule. Where one of the rows would be a second of something that a contact has once, row by row: what can't
-- move stays. Names come from the catalog.
create or replace function app_private.move_contact_references(
  table_name text,
  column_name text,
  row_ids uuid[],
  from_id uuid,
  to_id uuid
) returns uuid[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_statement constant text := format(
    'with moved as (update %s r set %s = $1 where r.id = any ($3) and r.%2$s = $2 returning r.id) select array_agg(m.id order by m.id) from moved m',
    move_contact_references.table_name, move_contact_references.column_name
  );
  v_moved uuid[];
  v_one uuid[];
  v_id uuid;
begin
  begin
    execute v_statement into v_moved using move_contact_references.to_id, move_contact_references.from_id, move_contact_references.row_ids;
    return coalesce(v_moved, '{}');
  exception when unique_violation or exclusion_violation then
    v_moved := '{}';
  end;
  foreach v_id in array move_contact_references.row_ids loop
    begin
      execute v_statement into v_one using move_contact_references.to_id, move_contact_references.from_id, array[v_id];
      v_moved := v_moved || coalesce(v_one, '{}');
    exception when unique_violation or exclusion_violation then
      continue;
    end;
  end loop;
  return v_moved;
end
$$;
comment on function app_private.move_contact_references(text, text, uuid[], uuid, uuid) is $$Makes rows refer to another contact, and gives the ids of those that do now.$$;
--! EndIncluded crm/functions/move_contact_references.sql
--! Included crm/functions/write_contact_values.sql
-- The columns are those of the contact that was read, so that later ones are written as well.
create or replace function app_private.write_contact_values(contact_id uuid, "values" jsonb) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_columns constant text := (select string_agg(quote_ident(k), ', ' order by k) from jsonb_object_keys(write_contact_values."values") k);
begin
  if v_columns is not null then
    execute format(
      'update app_public.contacts c set (%1$s) = (select %1$s from jsonb_populate_record(null::app_public.contacts, $1)) where c.id = $2',
      v_columns
    )
    using write_contact_values."values", write_contact_values.contact_id;
  end if;
end
$$;
comment on function app_private.write_contact_values(uuid, jsonb) is $$Writes some values of a contact, by the names of their columns.$$;
--! EndIncluded crm/functions/write_contact_values.sql
--! Included crm/functions/contact_merge_columns.sql
create or replace function app_private.contact_merge_columns() returns table (field text, columns text[])
language sql immutable
as $$
  values
    ('business', '{business_id}'::text[]),
    ('company', '{company_id}'),
    ('customFields', '{custom_fields}'),
    ('dateOfBirth', '{date_of_birth}'),
    ('email', '{email,email_verified}'),
    ('emergencyContact', '{emergency_contact_name,emergency_contact_phone}'),
    ('gender', '{gender}'),
    ('isActive', '{is_active}'),
    ('lifecycleStage', '{lifecycle_stage}'),
    ('membership', '{membership_status,membership_starts_on,membership_ends_on}'),
    ('name', '{first_name,last_name}'),
    ('notes', '{notes}'),
    ('owner', '{owner_id}'),
    ('phone', '{phone}'),
    ('source', '{source}'),
    ('tags', '{tags}')
$$;
comment on function app_private.contact_merge_columns() is $$What can be taken from the contact who is merged, and the columns that go together.$$;
--! EndIncluded crm/functions/contact_merge_columns.sql
--! Included crm/functions/merged_contact_values.sql
/*
 * What has no rule of its own is kept where there is something, and filled in where there isn't: later columns, too.
 * Names are filled in unless they contradict one another, so that no Anna gets Berta's family name. What belongs together
 * goes together. Nothing that both have is dropped where there is room for it: tags, own fields and notes.
 */
create or replace function app_private.merged_contact_values(contact app_public.contacts, merged app_public.contacts, take text[]) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_old constant jsonb := to_jsonb(contact);
  v_other constant jsonb := to_jsonb(merged);
  v_stages constant text[] := '{subscriber,lead,former,customer}';
  v_new jsonb;
begin
  select jsonb_object_agg(o.key, case when o.value = 'null' then v_other -> o.key else o.value end) into v_new
  from jsonb_each(v_old) o
  where o.key <> all ('{id,organization_id,business_id,name,created_at,updated_at,deleted_at,merged_into_id}');

  if not (
    coalesce(lower(contact.first_name) = lower(merged.first_name), true)
    and coalesce(lower(contact.last_name) = lower(merged.last_name), true)
  ) then
    v_new := v_new || jsonb_build_object('first_name', contact.first_name, 'last_name', contact.last_name);
  end if;
  if contact.emergency_contact_name is not null or contact.emergency_contact_phone is not null then
    v_new := v_new || jsonb_build_object(
      'emergency_contact_name', contact.emergency_contact_name,
      'emergency_contact_phone', contact.emergency_contact_phone
    );
  end if;
  v_new := v_new || jsonb_build_object(
    'email_verified', case when contact.email is null then merged.email_verified else contact.email_verified end,
    'membership_status', case when contact.membership_status = 'none' then merged.membership_status else contact.membership_status end,
    'membership_starts_on', case when contact.membership_status = 'none' then merged.membership_starts_on else contact.membership_starts_on end,
    'membership_ends_on', case when contact.membership_status = 'none' then merged.membership_ends_on else contact.membership_ends_on end,
    'lifecycle_stage', v_stages[greatest(array_position(v_stages, contact.lifecycle_stage), array_position(v_stages, merged.lifecycle_stage))],
    'is_active', contact.is_active or merged.is_active,
    'last_contacted_at', greatest(contact.last_contacted_at, merged.last_contacted_at),
    'tags', contact.tags || array(
      select t.tag from unnest(merged.tags) with ordinality as t (tag, position) where t.tag <> all (contact.tags) order by t.position
    ),
    'custom_fields', contact.custom_fields || coalesce(
      (select jsonb_object_agg(f.key, f.value) from jsonb_each(merged.custom_fields) f where coalesce(contact.custom_fields -> f.key, 'null') = 'null'),
      '{}'
    ),
    'notes', case
      when position(btrim(merged.notes) in contact.notes) > 0 then contact.notes
      else nullif(concat_ws(E'\n\n', contact.notes, merged.notes), '')
    end
  );
  return v_new || coalesce(
    (
      select jsonb_object_agg(c.name, v_other -> c.name)
      from app_private.contact_merge_columns() m
      cross join lateral unnest(m.columns) as c (name)
      where m.field = any (take)
    ),
    '{}'
  );
end
$$;
comment on function app_private.merged_contact_values(app_public.contacts, app_public.contacts, text[]) is $$What a contact is after another was merged into them, by the names of columns.$$;
--! EndIncluded crm/functions/merged_contact_values.sql
--! Included crm/functions/contact_to_merge.sql
-- The contact who is merged is archived, which asks for the permission to delete as well.
create or replace function app_private.contact_to_merge(contact_id uuid, field text, permissions text[]) returns app_public.contacts
language plpgsql stable
set search_path = ''
as $$
declare
  v_contact app_public.contacts;
begin
  select c.* into v_contact
  from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = contact_to_merge.contact_id;
  if not found or exists (
    select from unnest(contact_to_merge.permissions) p where not app_hidden.may_on_row(p, v_contact.business_id, array[v_contact.owner_id])
  ) then
    perform app_private.refuse_missing_row(contact_to_merge.field);
  end if;
  return v_contact;
end
$$;
comment on function app_private.contact_to_merge(uuid, text, text[]) is $$A contact, as far as whoever asks holds the permissions on them; else raises TN404.$$;
--! EndIncluded crm/functions/contact_to_merge.sql
--! Included crm/functions/merge_contacts.sql
/*
 * Definer, because what refers to the contact comes along whether or not the caller sees it. Locks are taken in the order
 * in which everybody else takes them: one merge of an organization at a time, then the rows that refer to the contact, who
 * are locked before their contact wherever messages are written, then the contacts by id. What came meanwhile is
 * looked for once more behind that. From then on nobody adds a reference to either contact before this is done.
 */
create or replace function app_public.merge_contacts(
  contact_id uuid,
  merged_contact_id uuid,
  take text[] default '{}'
) returns app_public.contact_merges
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_organization_id constant uuid := app_hidden.organization_id();
  v_updating constant text[] := '{contacts.update}';
  v_archiving constant text[] := '{contacts.update,contacts.delete}';
  v_contact app_public.contacts;
  v_merged app_public.contacts;
  v_merge app_public.contact_merges;
  v_before jsonb;
  v_after jsonb;
  v_has_password boolean := false;
begin
  if merge_contacts.contact_id = merge_contacts.merged_contact_id then
    raise exception using
      errcode = 'TN400',
      message = 'A contact can’t be merged into itself.',
      detail = '{"field": "mergedContactId"}',
      hint = 'Name two contacts.';
  elsif not coalesce(merge_contacts.take, '{}') <@ array(select m.field from app_private.contact_merge_columns() m) then
    raise exception using
      errcode = 'TN400',
      message = 'This can’t be taken from a contact.',
      detail = '{"field": "take"}',
      hint = 'Name some of: ' || (select string_agg(m.field, ', ') from app_private.contact_merge_columns() m) || '.';
  end if;
  perform app_private.contact_to_merge(merge_contacts.contact_id, 'contactId', v_updating);
  perform app_private.contact_to_merge(merge_contacts.merged_contact_id, 'mergedContactId', v_archiving);

  perform pg_advisory_xact_lock(hashtextextended('merge contacts of ' || v_organization_id, 0));
  perform app_private.lock_contact_references(v_organization_id, merge_contacts.merged_contact_id);
  perform from app_public.contacts c
  where c.organization_id = v_organization_id and c.id in (merge_contacts.contact_id, merge_contacts.merged_contact_id)
  order by c.id for update;
  v_contact := app_private.contact_to_merge(merge_contacts.contact_id, 'contactId', v_updating);
  v_merged := app_private.contact_to_merge(merge_contacts.merged_contact_id, 'mergedContactId', v_archiving);

  select m.* into v_merge
  from app_public.contact_merges m
  where m.organization_id = v_organization_id and m.merged_contact_id = v_merged.id and m.undone_at is null;
  if v_merge.contact_id <> v_contact.id or v_contact.merged_into_id is not null then
    raise exception using
      errcode = 'TN409',
      message = 'This contact was merged into another one already.',
      detail = jsonb_build_object('field', case when v_contact.merged_into_id is null then 'mergedContactId' else 'contactId' end)::text,
      hint = 'Name the contact that it was merged into, or undo that.';
  elsif v_contact.deleted_at is not null then
    raise exception using errcode = 'TN409', message = 'This contact is archived.', detail = '{"field": "contactId"}', hint = 'Restore the contact first.';
  end if;

  perform set_config('app.merges_contacts', 'on', true);
  if v_merge.id is null then
    insert into app_public.contact_merges (organization_id, contact_id, merged_contact_id)
    values (v_organization_id, v_contact.id, v_merged.id)
    returning * into v_merge;

    v_before := to_jsonb(v_contact);
    v_after := app_private.merged_contact_values(v_contact, v_merged, coalesce(merge_contacts.take, '{}'));
    select coalesce(jsonb_object_agg(a.key, a.value), '{}') into v_after from jsonb_each(v_after) a where a.value <> v_before -> a.key;
    select coalesce(jsonb_object_agg(a.key, v_before -> a.key), '{}') into v_before from jsonb_object_keys(v_after) a (key);

    -- An address is one contact's at a time, so it is let go of first. The one that is replaced goes the other way, so that
    -- what comes from it still finds its contact.
    update app_public.contacts c
    set
      email = case when v_after ? 'email' then null else c.email end,
      deleted_at = coalesce(c.deleted_at, now()),
      merged_into_id = v_contact.id
    where c.id = v_merged.id;
    perform app_private.write_contact_values(v_contact.id, v_after);
    if v_before ->> 'email' is not null then
      update app_public.contacts c set email = v_contact.email, email_verified = v_contact.email_verified where c.id = v_merged.id;
    end if;

    -- A password goes with its address, to whoever has none.
    if v_after ->> 'email' is not null and v_contact.email is null then
      update app_private.contact_credentials p set contact_id = v_contact.id
      where p.contact_id = v_merged.id and not exists (select from app_private.contact_credentials o where o.contact_id = v_contact.id);
      v_has_password := found;
    end if;
    insert into app_private.contact_merge_values (contact_merge_id, contact_before, contact_after, merged_contact_before, has_moved_password)
    values (
      v_merge.id, v_before, v_after,
      jsonb_build_object('email', v_merged.email, 'email_verified', v_merged.email_verified, 'deleted_at', v_merged.deleted_at),
      v_has_password
    );
  end if;

  with found as materialized (
    select r.table_name, r.column_name, r.row_ids
    from app_private.lock_contact_references(v_organization_id, v_merged.id) r
  ), moved as materialized (
    select f.table_name, f.column_name, f.row_ids,
      app_private.move_contact_references(f.table_name, f.column_name, f.row_ids, v_merged.id, v_contact.id) as moved_ids
    from found f
  ), recorded as (
    insert into app_private.contact_merge_references as r (contact_merge_id, table_name, column_name, row_ids)
    select v_merge.id, m.table_name, m.column_name, m.moved_ids from moved m
    on conflict (contact_merge_id, table_name, column_name) do update set row_ids = r.row_ids || excluded.row_ids
  )
  select coalesce(jsonb_object_agg(k.name, k.count) filter (where k.count > 0), '{}') into v_merge.kept_back
  from (
    select split_part(m.table_name, '.', 2) as name, sum(cardinality(m.row_ids) - cardinality(m.moved_ids)) as count
    from moved m
    group by 1
  ) k;
  perform set_config('app.merges_contacts', '', true);

  update app_public.contact_merges m
  set
    kept_back = v_merge.kept_back,
    moved = (
      select coalesce(jsonb_object_agg(k.name, k.count) filter (where k.count > 0), '{}')
      from (
        select split_part(r.table_name, '.', 2) as name, sum(cardinality(r.row_ids)) as count
        from app_private.contact_merge_references r
        where r.contact_merge_id = v_merge.id
        group by 1
      ) k
    )
  where m.id = v_merge.id
  returning m.* into v_merge;
  return v_merge;
end
$$;
grant execute on function app_public.merge_contacts(uuid, uuid, text[]) to tenantry_member, tenantry_service;
comment on function app_public.merge_contacts(uuid, uuid, text[]) is $$@argument contact_id The id of the contact who stays.
@argument merged_contact_id The id of the contact who is merged into them, and archived.
@argument take What is taken from the merged contact instead of following the rules: some of `business`, `company`, `customFields`, `dateOfBirth`, `email`, `emergencyContact`, `gender`, `isActive`, `lifecycleStage`, `membership`, `name`, `notes`, `owner`, `phone`, `source` and `tags`.
Makes one contact of two who are the same person. Everything that refers to the merged contact refers to the one who stays afterwards, whether or not the caller sees it; `moved` counts it. What a contact has only once, and both have, stays with the merged contact; `keptBack` counts it. Whoever writes or calls from an address of the merged contact is found to be the one who stays.

The contact who stays keeps their own values. What is empty is filled in from the merged contact, names only where they don’t contradict each other; an e-mail address that is taken leaves the merged contact, and one that it replaces goes there. Tags are put together, so are notes, and the organization’s own fields one by one. Of the lifecycle stages the furthest stays (customer, former, lead, subscriber), of two times of contact the later; a membership is filled in as a whole; whoever of the two is active makes the other so. Business and source stay. A password for the client portal goes along only with its address; the merged contact doesn’t sign in any more.

Calling it again for the same two brings along what was added to the merged contact meanwhile. `unmergeContacts` undoes it for a day.

Needs `contacts.update` on both and `contacts.delete` on the merged one; refused with `NOT_FOUND` otherwise, with `CONFLICT` when one of them was merged into another contact already or the one who stays is archived, and with `BAD_USER_INPUT` for a contact and itself.

```graphql
mutation {
  mergeContacts(input: { contactId: "0199…", mergedContactId: "0199…", take: ["phone"] }) {
    contactMerge { id moved keptBack undoExpiresAt contact { id name email tags } }
  }
}
```$$;
--! EndIncluded crm/functions/merge_contacts.sql
--! Included crm/functions/unmerge_contacts.sql
-- Locks as merge_contacts does, and for the same reasons. What somebody changed since is somebody's work and stays.
create or replace function app_public.unmerge_contacts(contact_merge_id uuid) returns app_public.contact_merges
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_organization_id constant uuid := app_hidden.organization_id();
  v_updating constant text[] := '{contacts.update}';
  v_archiving constant text[] := '{contacts.update,contacts.delete}';
  v_merge app_public.contact_merges;
  v_values app_private.contact_merge_values;
  v_now jsonb;
  v_restored jsonb;
  v_reference record;
begin
  select m.* into v_merge
  from app_public.contact_merges m
  where m.organization_id = v_organization_id and m.id = unmerge_contacts.contact_merge_id;
  if not found then
    perform app_private.refuse_missing_row('contactMergeId');
  end if;
  perform app_private.contact_to_merge(v_merge.contact_id, 'contactMergeId', v_updating);
  perform app_private.contact_to_merge(v_merge.merged_contact_id, 'contactMergeId', v_archiving);

  perform pg_advisory_xact_lock(hashtextextended('merge contacts of ' || v_organization_id, 0));
  perform app_private.lock_contact_references(v_organization_id, v_merge.contact_id);
  perform from app_public.contacts c
  where c.organization_id = v_organization_id and c.id in (v_merge.contact_id, v_merge.merged_contact_id)
  order by c.id for update;
  select m.* into v_merge from app_public.contact_merges m where m.organization_id = v_organization_id and m.id = v_merge.id;
  if not found then
    perform app_private.refuse_missing_row('contactMergeId');
  end if;
  v_now := to_jsonb(app_private.contact_to_merge(v_merge.contact_id, 'contactMergeId', v_updating));
  perform app_private.contact_to_merge(v_merge.merged_contact_id, 'contactMergeId', v_archiving);

  if v_merge.undone_at is not null then
    raise exception using errcode = 'TN409', message = 'This was undone already.', detail = '{"field": "contactMergeId"}';
  elsif v_merge.undo_expires_at < now() then
    raise exception using
      errcode = 'TN409',
      message = 'Merging can be undone for a day.',
      detail = jsonb_build_object('field', 'contactMergeId', 'undoExpiresAt', v_merge.undo_expires_at)::text;
  elsif v_now ->> 'merged_into_id' is not null or exists (
    select from app_public.contact_merges l
    where l.organization_id = v_organization_id and l.contact_id = v_merge.contact_id and l.undone_at is null and l.id > v_merge.id
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'These contacts were merged with others since.',
      detail = '{"field": "contactMergeId"}',
      hint = 'Undo the later merges first.';
  end if;

  select v.* into v_values from app_private.contact_merge_values v where v.contact_merge_id = v_merge.id;
  select coalesce(jsonb_object_agg(b.key, b.value), '{}') into v_restored
  from jsonb_each(v_values.contact_before) b
  where v_now -> b.key = v_values.contact_after -> b.key;

  perform set_config('app.merges_contacts', 'on', true);
  update app_public.contacts c set email = null, merged_into_id = null where c.id = v_merge.merged_contact_id;
  perform app_private.write_contact_values(v_merge.contact_id, v_restored);
  update app_public.contacts c
  set
    email = case
      when not exists (select from app_public.contacts o where o.organization_id = v_organization_id and o.email = v_values.merged_contact_before ->> 'email')
        then v_values.merged_contact_before ->> 'email'
    end,
    email_verified = (v_values.merged_contact_before ->> 'email_verified')::boolean,
    deleted_at = (v_values.merged_contact_before ->> 'deleted_at')::timestamptz
  where c.id = v_merge.merged_contact_id;
  if v_values.has_moved_password and v_restored ? 'email' then
    update app_private.contact_credentials p set contact_id = v_merge.merged_contact_id where p.contact_id = v_merge.contact_id;
  end if;
  for v_reference in
    select r.table_name, r.column_name, r.row_ids
    from app_private.contact_merge_references r
    where r.contact_merge_id = v_merge.id and r.row_ids <> '{}'
    order by r.table_name, r.column_name
  loop
    perform app_private.move_contact_references(
      v_reference.table_name, v_reference.column_name, v_reference.row_ids, v_merge.contact_id, v_merge.merged_contact_id
    );
  end loop;
  perform set_config('app.merges_contacts', '', true);

  update app_public.contact_merges m set undone_at = now() where m.id = v_merge.id returning m.* into v_merge;
  return v_merge;
end
$$;
grant execute on function app_public.unmerge_contacts(uuid) to tenantry_member, tenantry_service;
comment on function app_public.unmerge_contacts(uuid) is $$@argument contact_merge_id The id of the merge, as `mergeContacts` answered it.
Undoes `mergeContacts`, for a day: the merged contact is there again with their address, what was moved refers to them again, and the contact who stayed has the values of before. What was added since stays with the contact who stayed, and so does what somebody changed by hand since.

Needs `contacts.update` on both and `contacts.delete` on the merged one; refused with `NOT_FOUND` otherwise, and with `CONFLICT` when it was undone already, after a day, or when either contact was merged again since: later merges are undone first.

```graphql
mutation {
  unmergeContacts(input: { contactMergeId: "0199…" }) {
    contactMerge { undoneAt mergedContact { id name email deletedAt } }
  }
}
```$$;
--! EndIncluded crm/functions/unmerge_contacts.sql
--! Included crm/functions/tags_to_change.sql
create or replace function app_hidden.tags_to_change(tags text[]) returns text[]
language plpgsql immutable
set search_path = ''
as $$
declare
  v_tags constant text[] := array(
    select t.tag
    from (select btrim(u.tag) as tag, min(u.position) as position from unnest(tags_to_change.tags) with ordinality as u (tag, position) group by 1) t
    order by t.position
  );
begin
  if cardinality(v_tags) not between 1 and 50 or exists (select from unnest(v_tags) t where coalesce(length(t), 0) not between 1 and 100) then
    raise exception using
      errcode = 'TN400',
      message = 'Name 1 to 50 labels, of 1 to 100 characters each.',
      detail = '{"field": "tags"}';
  end if;
  return v_tags;
end
$$;
grant execute on function app_hidden.tags_to_change(text[]) to tenantry_member, tenantry_service;
comment on function app_hidden.tags_to_change(text[]) is $$Labels without blanks around them, each once. Raises TN400 when there are none or too many, or when one is blank or too long.$$;
--! EndIncluded crm/functions/tags_to_change.sql
--! Included crm/functions/lock_contacts.sql
create or replace function app_hidden.lock_contacts(contact_ids uuid[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ids uuid[];
begin
  if cardinality(lock_contacts.contact_ids) not between 1 and 1000 then
    raise exception using errcode = 'TN400', message = 'Name 1 to 1000 contacts.', detail = '{"field": "contactIds"}';
  end if;
  select array_agg(locked.id) into v_ids
  from (
    select c.id
    from app_public.contacts c
    where c.organization_id = app_hidden.organization_id() and c.id = any (lock_contacts.contact_ids)
    order by c.id
    for no key update
  ) as locked;
  if not lock_contacts.contact_ids <@ coalesce(v_ids, '{}') then
    perform app_hidden.refuse_missing_row('contactIds');
  end if;
end
$$;
grant execute on function app_hidden.lock_contacts(uuid[]) to tenantry_member, tenantry_service;
comment on function app_hidden.lock_contacts(uuid[]) is $$Locks contacts whom the caller may change, in the order of their ids. Raises TN404 when one of them isn’t there, and TN400 for none or more than 1000.$$;
--! EndIncluded crm/functions/lock_contacts.sql
--! Included crm/functions/tag_contacts.sql
-- Locked in one order, so that two who label the same contacts don't wait for each other in a circle.
create or replace function app_public.tag_contacts(contact_ids uuid[], tags text[]) returns setof app_public.contacts
language plpgsql volatile
set search_path = ''
as $$
declare
  v_tags constant text[] := app_hidden.tags_to_change(tag_contacts.tags);
begin
  perform app_hidden.lock_contacts(tag_contacts.contact_ids);
  update app_public.contacts c
  set tags = c.tags || array(select t.tag from unnest(v_tags) with ordinality as t (tag, position) where t.tag <> all (c.tags) order by t.position)
  where c.organization_id = app_hidden.organization_id() and c.id = any (tag_contacts.contact_ids) and not v_tags <@ c.tags;
  return query
  select c.* from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = any (tag_contacts.contact_ids)
  order by c.id;
end
$$;
grant execute on function app_public.tag_contacts(uuid[], text[]) to tenantry_member, tenantry_service;
comment on function app_public.tag_contacts(uuid[], text[]) is $$@argument contact_ids The ids of up to 1000 contacts.
@argument tags Up to 50 labels.
Labels contacts: all of them, or none. Those that have a label keep it, so it can be called again.

Needs `contacts.update` on each; refused with `NOT_FOUND` when one of them is out of sight or not the caller’s to change, and with `BAD_USER_INPUT` for too many contacts or labels, and for a label that is blank or longer than 100 characters.

```graphql
mutation {
  tagContacts(input: { contactIds: ["0199…", "0199…"], tags: ["newsletter"] }) {
    contacts { id tags }
  }
}
```$$;
--! EndIncluded crm/functions/tag_contacts.sql
--! Included crm/functions/untag_contacts.sql
create or replace function app_public.untag_contacts(contact_ids uuid[], tags text[]) returns setof app_public.contacts
language plpgsql volatile
set search_path = ''
as $$
declare
  v_tags constant text[] := app_hidden.tags_to_change(untag_contacts.tags);
begin
  perform app_hidden.lock_contacts(untag_contacts.contact_ids);
  update app_public.contacts c
  set tags = array(select t.tag from unnest(c.tags) with ordinality as t (tag, position) where t.tag <> all (v_tags) order by t.position)
  where c.organization_id = app_hidden.organization_id() and c.id = any (untag_contacts.contact_ids) and v_tags && c.tags;
  return query
  select c.* from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = any (untag_contacts.contact_ids)
  order by c.id;
end
$$;
grant execute on function app_public.untag_contacts(uuid[], text[]) to tenantry_member, tenantry_service;
comment on function app_public.untag_contacts(uuid[], text[]) is $$@argument contact_ids The ids of up to 1000 contacts.
@argument tags Up to 50 labels.
Takes labels off contacts: off all of them, or none. Those that don’t have a label are left as they are, so it can be called again.

Needs `contacts.update` on each; refused with `NOT_FOUND` when one of them is out of sight or not the caller’s to change, and with `BAD_USER_INPUT` for too many contacts or labels, and for a label that is blank or longer than 100 characters.

```graphql
mutation {
  untagContacts(input: { contactIds: ["0199…", "0199…"], tags: ["newsletter"] }) {
    contacts { id tags }
  }
}
```$$;
--! EndIncluded crm/functions/untag_contacts.sql
--! Included crm/functions/contacts_of_mailbox.sql
-- It reads past the policies, which would keep PostgreSQL from using the index of mailboxes, names the organization itself
-- and gives ids only. What it gives is joined to the table, where the policies apply as always.
create or replace function app_hidden.contacts_of_mailbox(email text) returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select c.id
  from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and app_hidden.mailbox(c.email) = app_hidden.mailbox(contacts_of_mailbox.email)
  limit 100
$$;
grant execute on function app_hidden.contacts_of_mailbox(text) to tenantry_member, tenantry_service;
comment on function app_hidden.contacts_of_mailbox(text) is $$The active organization’s contacts whose e-mail address leads to the same mailbox.$$;
--! EndIncluded crm/functions/contacts_of_mailbox.sql
--! Included crm/functions/find_duplicates.sql
-- Each of the three ways is an index's: numbers and mailboxes are looked up, names are searched for. Names that search takes
-- for the beginnings of longer ones are compared once more.
create or replace function app_public.find_duplicates(contact_id uuid) returns setof app_public.duplicate_contact
language plpgsql stable rows 20
set search_path = ''
as $$
declare
  v_most constant int := 50;
  v_contact record;
begin
  select c.name, c.first_name, c.last_name, c.email, c.phone into v_contact
  from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = find_duplicates.contact_id;
  if not found then
    perform app_hidden.refuse_missing_row('contactId');
  end if;

  return query
  with found (id, reason) as (
    select m.id, 'email' from app_hidden.contacts_of_mailbox(v_contact.email) m (id) where v_contact.email is not null
    union all
    (
      select c.id, 'phone'
      from app_public.contacts c
      where c.organization_id = (select app_hidden.organization_id()) and c.phone = v_contact.phone
      limit 100
    )
    union all
    select s.id, 'name'
    from app_hidden.search_contacts(substr(v_contact.name, 1, 200), 100, 'NO') s
    where v_contact.last_name is not null and length(btrim(app_hidden.search_text(v_contact.name))) > 2
  )
  select d.id, (row_number() over (order by d.score desc, d.id))::int, d.score, d.reasons
  from (
    select
      c.id,
      round((1 - (
        (case when bool_or(f.reason = 'email') then 0.1 else 1 end)
        * (case when bool_or(f.reason = 'phone') then 0.3 else 1 end)
        * (1 - 0.6 * case when l.likeness >= 0.5 then l.likeness else 0 end)
      ))::numeric, 4)::double precision as score,
      array_remove(
        array[
          case when bool_or(f.reason = 'email') then 'email' end,
          case when bool_or(f.reason = 'phone') then 'phone' end,
          case when l.likeness >= 0.5 then 'name' end
        ],
        null
      ) as reasons
    from found f
    join app_public.contacts c on c.id = f.id
    cross join lateral (
      select
        case
          when v_contact.name <> 'Unknown' then public.similarity(app_hidden.search_text(c.name), app_hidden.search_text(v_contact.name))
          else 0
        end as likeness
    ) l
    where c.id <> find_duplicates.contact_id and c.organization_id = (select app_hidden.organization_id()) and c.deleted_at is null
    group by c.id, l.likeness
  ) d
  where d.reasons <> '{}'
  order by d.score desc, d.id
  limit v_most;
end
$$;
grant execute on function app_public.find_duplicates(uuid) to tenantry_member, tenantry_service;
comment on function app_public.find_duplicates(uuid) is $$@behavior -queryField:resource:connection +queryField:resource:list
@listSuffix omit
@argument contact_id The id of the contact.
Contacts who may be the same person as this one, the likeliest first, up to 50: by the mailbox of their e-mail address, whatever follows a plus sign in it, by phone number, and by names that are alike. Archived contacts are left out, and so are those whom the caller doesn’t see. `mergeContacts` makes one of two.

Needs `contacts.read`; refused with `NOT_FOUND` for a contact out of sight.

```graphql
query {
  findDuplicates(contactId: "0199…") {
    score reasons contact { id name email phone }
  }
}
```$$;
comment on type app_public.duplicate_contact is $$@orderBy rank contact_id
Somebody who may be the same person as a contact.$$;
comment on column app_public.duplicate_contact.contact_id is $$The id of the contact.$$;
comment on column app_public.duplicate_contact.rank is $$The place among the others; the likeliest has 1.$$;
comment on column app_public.duplicate_contact.score is $$How likely it is, up to 1.$$;
comment on column app_public.duplicate_contact.reasons is $$What both have in common: `email`, `phone`, `name`.$$;
--! EndIncluded crm/functions/find_duplicates.sql
--! Included crm/functions/duplicate_contact_contact.sql
create or replace function app_public.duplicate_contact_contact(duplicate app_public.duplicate_contact) returns app_public.contacts
language sql stable
set search_path = ''
as $$
  select c.* from app_public.contacts c where c.organization_id = app_hidden.organization_id() and c.id = duplicate.contact_id
$$;
grant execute on function app_public.duplicate_contact_contact(app_public.duplicate_contact) to tenantry_member, tenantry_service;
comment on function app_public.duplicate_contact_contact(app_public.duplicate_contact) is $$@behavior -queryField +typeField
The contact.$$;
--! EndIncluded crm/functions/duplicate_contact_contact.sql
--! Included crm/views/contact_timeline.sql
-- Each part walks an index of its table from the newest entry of the contact on, and PostgreSQL merges them: a page reads
-- little more than it shows. It does so for parts without conditions of their own, so archived rows are left out behind
-- them, and for a tenant that is named there, not in policies alone. What hangs on deals and tickets has no contact of its
-- own. It is read by way of these, which "offset 0" says, since to walk the whole organization's hoping for this contact's
-- may come to reading them all.
create or replace view app_public.contact_timeline with (security_invoker) as
select e.id, e.organization_id, e.contact_id, e.kind, e.occurred_at, e.title, e.detail, e.direction, e.status, e.membership_id
from (
  select a.id, a.organization_id, a.contact_id, 'activity'::text as kind, a.occurred_at, a.subject as title, left(a.content, 300) as detail, a.direction, a.outcome as status, a.created_by_id as membership_id, a.deleted_at
  from app_public.activities a
  union all
  select m.id, m.organization_id, m.contact_id, 'message'::text, m.created_at, m.subject, left(m.body, 300), m.direction, m.status, m.created_by_id, null::timestamptz
  from app_public.messages m
  union all
  select k.id, k.organization_id, k.contact_id, 'call'::text, case when k.started_at is null then k.created_at else k.started_at end, k.outcome, left(k.summary, 300), k.direction, k.status, k.handled_by_id, k.deleted_at
  from app_public.calls k
  union all
  select a.id, a.organization_id, a.contact_id, 'appointment'::text, a.starts_at, (select s.name from app_public.services s where s.organization_id = a.organization_id and s.id = a.service_id), left(a.notes, 300), null::text, a.status, a.staff_id, a.deleted_at
  from app_public.appointments a
  union all
  select t.id, t.organization_id, t.contact_id, 'ticket'::text, t.created_at, t.subject, '#' || t.number, null::text, t.status, t.assigned_to_id, t.deleted_at
  from app_public.tickets t
  union all
  select m.id, t.organization_id, t.contact_id, 'ticket_message'::text, m.created_at, t.subject, left(m.body, 300), case m.sender_type when 'customer' then 'inbound' when 'agent' then 'outbound' end, null::text, m.sender_membership_id, t.deleted_at
  from app_public.tickets t
  cross join lateral (
    select r.id, r.created_at, r.body, r.sender_type, r.sender_membership_id
    from app_public.ticket_messages r
    where r.organization_id = t.organization_id and r.ticket_id = t.id
    offset 0
  ) m
  union all
  select h.id, d.organization_id, d.contact_id, 'deal_stage_change'::text, h.created_at, d.title, (select s.name from app_public.pipeline_stages s where s.organization_id = d.organization_id and s.id = h.to_stage_id), null::text, null::text, h.changed_by_id, d.deleted_at
  from app_public.deals d
  cross join lateral (
    select r.id, r.created_at, r.to_stage_id, r.changed_by_id
    from app_public.deal_stage_changes r
    where r.organization_id = d.organization_id and r.deal_id = d.id
    offset 0
  ) h
  union all
  select p.id, p.organization_id, p.contact_id, 'proposal'::text, p.created_at, p.title, '#' || p.number, null::text, p.status, p.owner_id, p.deleted_at
  from app_public.proposals p
  union all
  select c.id, c.organization_id, c.contact_id, 'contract'::text, c.created_at, c.title, '#' || c.number, null::text, c.status, c.owner_id, c.deleted_at
  from app_public.contracts c
  union all
  select r.id, r.organization_id, r.contact_id, 'review'::text, r.created_at, r.title, left(r.comment, 300), null::text, null::text, null::uuid, r.deleted_at
  from app_public.reviews r
  union all
  select t.id, t.organization_id, t.contact_id, 'task'::text, t.created_at, t.title, left(t.description, 300), null::text, t.status, t.assignee_id, t.deleted_at
  from app_public.tasks t
  union all
  select s.id, s.organization_id, s.contact_id, 'form_submission'::text, s.created_at, (select f.name from app_public.forms f where f.organization_id = s.organization_id and f.id = s.form_id), s.source_url, null::text, null::text, null::uuid, null::timestamptz
  from app_public.form_submissions s
  union all
  select l.id, l.organization_id, l.contact_id, 'lead'::text, l.created_at, l.name, l.source, null::text, l.status, l.assigned_to_id, l.deleted_at
  from app_public.leads l
  union all
  select a.id, a.organization_id, a.contact_id, 'attachment'::text, a.created_at, a.filename, a.content_type, null::text, null::text, a.uploaded_by_id, null::timestamptz
  from app_public.attachments a
) e
where e.deleted_at is null and e.organization_id = (select app_hidden.organization_id());

comment on view app_public.contact_timeline is $$@behavior -aggregates -query:resource:list -query:resource:connection -query:resource:single
@filterBy kind
@orderBy -occurred_at
@name contact_timeline_entries
@primaryKey id
@foreignKey (organization_id, contact_id) references app_public.contacts (organization_id, id)|@fieldName contact|@foreignFieldName timeline
@foreignKey (kind) references app_public.contact_timeline_kinds (value)
@foreignKey (direction) references app_public.directions (value)
Something that happened with a contact, or is about to, as far as the reader may see it: the newest first, appointments to come before all. Archived rows are left out.$$;
comment on column app_public.contact_timeline.contact_id is $$The contact.$$;
comment on column app_public.contact_timeline.kind is $$What it is. The id is that of the row of this kind.$$;
comment on column app_public.contact_timeline.occurred_at is $$When it was; of an appointment when it begins, of what is still worked on when it was added.$$;
comment on column app_public.contact_timeline.title is $$What to show first: a subject, title or name.$$;
comment on column app_public.contact_timeline.detail is $$What to show below: the beginning of a text, a number, or the stage that a deal came to.$$;
comment on column app_public.contact_timeline.direction is $$Which way it went, of what goes one way.$$;
comment on column app_public.contact_timeline.status is $$Where it stands, as its own status says; of an activity its outcome.$$;
comment on column app_public.contact_timeline.membership_id is $$The member who did it, or looks after it.$$;

revoke all on table app_public.contact_timeline from tenantry_member, tenantry_service;
grant select on table app_public.contact_timeline to tenantry_member, tenantry_service;
--! EndIncluded crm/views/contact_timeline.sql
--! EndIncluded crm/all.sql
