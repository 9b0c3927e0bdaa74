--! Previous: sha1:000379d88b663cab74c96de410faa7096d934738
--! Hash: sha1:3d5f44ab0b9250ee7e360151592dd39d7028b90f
--! Message: Messaging, automation: operations of the inbox, forms, tasks and workflows

--! split: 1-current.sql
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

--! Included foundation/functions/refuse_missing_row.sql
-- For operations that run with the caller's own privileges, which don't reach app_private.refuse_missing_row.
create or replace function app_hidden.refuse_missing_row(field text) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  raise exception using
    errcode = 'TN404',
    message = 'There is no such row, or it is not yours to change.',
    detail = jsonb_build_object('field', refuse_missing_row.field)::text;
end
$$;
grant execute on function app_hidden.refuse_missing_row(text) to tenantry_member, tenantry_service;
comment on function app_hidden.refuse_missing_row(text) is $$Raises TN404: an argument names a row that isn’t there for whoever asks.$$;
--! EndIncluded foundation/functions/refuse_missing_row.sql
--! Included tenancy/functions/require_assignee.sql
-- Definer, because not everybody who hands work out may read who is limited to which businesses.
create or replace function app_hidden.require_assignee(membership_id uuid, business_id uuid) returns void
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_membership app_public.memberships;
begin
  select m.* into v_membership
  from app_public.memberships m
  where m.organization_id = app_hidden.organization_id() and m.id = require_assignee.membership_id;
  if not found then
    perform app_private.refuse_missing_row('membershipId');
  end if;
  if not v_membership.is_active or not exists (select from app_public.users u where u.id = v_membership.user_id and u.is_active) then
    raise exception using
      errcode = 'TN409',
      message = 'This member is switched off.',
      detail = '{"field": "membershipId"}',
      hint = 'Name a member who is active.';
  end if;
  if require_assignee.business_id is not null and app_private.business_role_id(v_membership, require_assignee.business_id) is null then
    raise exception using
      errcode = 'TN409',
      message = 'This member doesn’t work in the business that this belongs to.',
      detail = '{"field": "membershipId"}',
      hint = 'Name a member of this business, or one who is limited to none.';
  end if;
end
$$;
grant execute on function app_hidden.require_assignee(uuid, uuid) to tenantry_member, tenantry_service;
comment on function app_hidden.require_assignee(uuid, uuid) is $$Raises unless a member can be given work of a business: TN404 when there is no such member, TN409 when they are switched off or limited to other businesses.$$;
--! EndIncluded tenancy/functions/require_assignee.sql
--! Included tenancy/functions/mark_notifications_read.sql
-- Locked in one order, so that two devices of one person don't wait for each other in a circle.
create or replace function app_public.mark_notifications_read(notification_ids uuid[] default null) returns int
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ids uuid[];
  v_count int;
begin
  if cardinality(mark_notifications_read.notification_ids) > 1000 then
    raise exception using
      errcode = 'TN400',
      message = 'Name up to 1000 notifications.',
      detail = '{"field": "notificationIds"}',
      hint = 'Name none to mark all.';
  end if;
  if mark_notifications_read.notification_ids is null then
    select array_agg(locked.id) into v_ids
    from (
      select n.id
      from app_public.notifications n
      where n.organization_id = app_hidden.organization_id() and n.membership_id = app_hidden.membership_id() and n.read_at is null
      order by n.id
      for no key update
    ) as locked;
  else
    select array_agg(locked.id) into v_ids
    from (
      select n.id
      from app_public.notifications n
      where n.organization_id = app_hidden.organization_id() and n.id = any (mark_notifications_read.notification_ids)
      order by n.id
      for no key update
    ) as locked;
    if not mark_notifications_read.notification_ids <@ coalesce(v_ids, '{}') then
      perform app_hidden.refuse_missing_row('notificationIds');
    end if;
  end if;
  update app_public.notifications n
  set read_at = now()
  where n.organization_id = app_hidden.organization_id() and n.id = any (v_ids) and n.read_at is null;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
grant execute on function app_public.mark_notifications_read(uuid[]) to tenantry_member;
comment on function app_public.mark_notifications_read(uuid[]) is $$@argument notification_ids The ids of up to 1000 notifications; all of one’s own unless given.
@resultFieldName markedCount
Marks one’s own notifications as read, and says how many were unread. The time of a first reading stays.

Every member may, about their own. Refused with `NOT_FOUND`, without marking any, when one of them is somebody else’s or isn’t there.

```graphql
mutation {
  markNotificationsRead(input: {}) {
    markedCount
  }
}
```$$;
--! EndIncluded tenancy/functions/mark_notifications_read.sql
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
-- Somebody who is being called is given to another dialer at next_attempt_at, unless a result is recorded before: a dialer
-- that dies, or says no time, doesn't keep them for good.
create or replace function app_private.tg_call_campaign_targets__count_attempt() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.attempts := OLD.attempts + 1;
  NEW.last_attempt_at := now();
  if NEW.next_attempt_at is null or NEW.next_attempt_at <= now() then
    NEW.next_attempt_at := now() + interval '15 minutes';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_call_campaign_targets__count_attempt() is $$Counts how often somebody was dialled, and sees to it that no dialer keeps them for good.$$;
--! EndIncluded messaging/functions/tg_call_campaign_targets__count_attempt.sql
--! Included messaging/functions/tg_call_campaign_targets__normalize.sql
-- Numbers of contacts and leads who are out of sight are not filled in, since whoever adds the target would read them there.
create or replace function app_private.tg_call_campaign_targets__normalize() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if NEW.phone is null then
    NEW.phone := coalesce(
      (
        select c.phone from app_public.contacts c
        where c.organization_id = NEW.organization_id
          and c.id = NEW.contact_id
          and app_hidden.may_on_row('contacts.read', c.business_id, array[c.owner_id])
      ),
      (
        select l.phone from app_public.leads l
        where l.organization_id = NEW.organization_id
          and l.id = NEW.lead_id
          and app_hidden.may_on_row('leads.read', l.business_id, array[l.assigned_to_id])
      )
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
-- A caller is found by number, as a writer is, and a call stands in the contact’s conversation. Numbers of contacts and leads
-- who are out of sight are not filled in, since whoever records the call would read them there.
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
    where c.organization_id = NEW.organization_id
      and c.id = NEW.contact_id
      and app_hidden.may_on_row('contacts.read', c.business_id, array[c.owner_id]);
    if NEW.to_number is null then
      select l.phone into NEW.to_number
      from app_public.leads l
      where l.organization_id = NEW.organization_id
        and l.id = NEW.lead_id
        and app_hidden.may_on_row('leads.read', l.business_id, array[l.assigned_to_id]);
    end if;
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
-- The contact’s side has to be reachable when a message goes out; it is filled in when left out: from the contact or the
-- lead, as far as whoever writes may see them, else from what was said last in the conversation. What comes in is taken as it
-- is.
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
    where c.organization_id = NEW.organization_id
      and c.id = NEW.contact_id
      and app_hidden.may_on_row('contacts.read', c.business_id, array[c.owner_id]);
  end if;
  if NEW.to_address is null then
    select case when NEW.channel = 'email' then l.email else l.phone end into NEW.to_address
    from app_public.leads l
    where l.organization_id = NEW.organization_id
      and l.id = NEW.lead_id
      and app_hidden.may_on_row('leads.read', l.business_id, array[l.assigned_to_id]);
  end if;
  if NEW.to_address is null then
    select case when m.direction = 'inbound' then m.from_address else m.to_address end into NEW.to_address
    from app_public.messages m
    where m.organization_id = NEW.organization_id and m.conversation_id = NEW.conversation_id
    order by m.created_at desc, m.id desc
    limit 1;
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
comment on function app_private.tg_messages__address() is $$Stores a message’s addresses in one form, and sends it to the contact’s, or the lead’s, unless another is given.$$;
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
    and case
      when v_is_contact then c.contact_id = app_hidden.contact_id()
      else app_hidden.may_on_row('conversations.read', c.business_id, array[c.assigned_to_id])
    end;
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
-- Messages are locked in one order, so that two who read the same don't wait for each other in a circle.
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
    perform app_hidden.refuse_missing_row('conversationId');
  end if;
  perform from app_public.messages m
  where m.organization_id = app_hidden.organization_id()
    and m.conversation_id = mark_conversation_read.conversation_id
    and m.direction = 'inbound'
    and m.read_at is null
  order by m.id
  for no key update;
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
comment on function app_public.mark_conversation_read(uuid) is $$@argument conversation_id The id of the conversation.
Marks everything that the contact wrote in a conversation as read. Calling it again changes nothing.

Needs `conversations.update` on the conversation; refused with `NOT_FOUND` otherwise.

```graphql
mutation {
  markConversationRead(input: { conversationId: "0199…" }) {
    conversation { id unreadCount }
  }
}
```$$;
--! EndIncluded messaging/functions/mark_conversation_read.sql
--! Included messaging/functions/variable_value.sql
-- A name with dots is looked up as it is, then as a path. Lists and objects are no text, and a blank is nothing to write.
create or replace function app_hidden.variable_value(variables jsonb, name text) returns text
language sql immutable parallel safe
return (
  select nullif(btrim(v.value #>> '{}', E' \t\r\n'), '')
  from (values (coalesce(
    variable_value.variables -> variable_value.name,
    variable_value.variables #> string_to_array(variable_value.name, '.')
  ))) as v (value)
  where jsonb_typeof(v.value) in ('string', 'number', 'boolean')
);
grant execute on function app_hidden.variable_value(jsonb, text) to tenantry_member, tenantry_service;
comment on function app_hidden.variable_value(jsonb, text) is $$What is written for a placeholder of this name; null when the variables hold no text for it.$$;
--! EndIncluded messaging/functions/variable_value.sql
--! Included messaging/functions/fill_placeholders.sql
-- In one go, so that a value which looks like a placeholder is written as it is.
create or replace function app_hidden.fill_placeholders(text text, variables jsonb) returns text
language sql immutable parallel safe
return (
  select string_agg(coalesce(p.part, '') || coalesce(fill_placeholders.variables ->> p.name[1], ''), '' order by p.place)
  from rows from (
    regexp_split_to_table(fill_placeholders.text, '\{\{\s*[A-Za-z_][A-Za-z0-9_.]{0,99}\s*\}\}'),
    regexp_matches(fill_placeholders.text, '\{\{\s*([A-Za-z_][A-Za-z0-9_.]{0,99})\s*\}\}', 'g')
  ) with ordinality as p (part, name, place)
);
grant execute on function app_hidden.fill_placeholders(text, jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.fill_placeholders(text, jsonb) is $$A text with values in the places of the names between double braces.$$;
--! EndIncluded messaging/functions/fill_placeholders.sql
--! Included messaging/functions/known_variables.sql
-- With the caller's own privileges: what is out of sight isn't written into messages either.
create or replace function app_hidden.known_variables(contact_id uuid, business_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
      'organization', (select o.name from app_public.organizations o where o.id = app_hidden.organization_id()),
      'business', (
        select b.name from app_public.businesses b
        where b.organization_id = app_hidden.organization_id() and b.id = known_variables.business_id
      ),
      'sender', (select u.full_name from app_public.users u where u.id = app_hidden.user_id())
    )
    || coalesce(
      (
        select jsonb_build_object(
          'first_name', c.first_name,
          'last_name', c.last_name,
          'name', case when c.first_name is not null or c.last_name is not null then c.name end,
          'email', c.email,
          'phone', c.phone,
          'company', (select k.name from app_public.companies k where k.organization_id = c.organization_id and k.id = c.company_id)
        )
        from app_public.contacts c
        where c.organization_id = app_hidden.organization_id() and c.id = known_variables.contact_id
      ),
      '{}'
    )
$$;
grant execute on function app_hidden.known_variables(uuid, uuid) to tenantry_member, tenantry_service;
comment on function app_hidden.known_variables(uuid, uuid) is $$What templates can say without being told: about the contact, the organization, the business and whoever writes.$$;
--! EndIncluded messaging/functions/known_variables.sql
--! Included messaging/functions/fill_template.sql
create or replace function app_hidden.fill_template(template app_public.message_templates, known jsonb, variables jsonb) returns app_public.message_templates
language plpgsql stable
set search_path = ''
as $$
declare
  v_values jsonb;
  v_missing text[];
begin
  select
    coalesce(jsonb_object_agg(v.name, coalesce(app_hidden.variable_value(variables, v.name), app_hidden.variable_value(known, v.name))), '{}'),
    array_agg(v.name order by v.place) filter (
      where coalesce(app_hidden.variable_value(variables, v.name), app_hidden.variable_value(known, v.name)) is null
    )
  into v_values, v_missing
  from unnest(template.variables) with ordinality as v (name, place);
  if v_missing <> '{}' then
    raise exception using
      errcode = 'TN400',
      message = 'The template needs values that are missing: ' || array_to_string(v_missing, ', ') || '.',
      detail = jsonb_build_object('field', 'variables', 'missing', v_missing)::text,
      hint = 'Give them in variables.';
  end if;
  template.subject := app_hidden.fill_placeholders(template.subject, v_values);
  template.content := app_hidden.fill_placeholders(template.content, v_values);
  return template;
end
$$;
grant execute on function app_hidden.fill_template(app_public.message_templates, jsonb, jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.fill_template(app_public.message_templates, jsonb, jsonb) is $$A template with values in the places of its placeholders, the given before the known ones. Raises TN400 and names those without a value.$$;
--! EndIncluded messaging/functions/fill_template.sql
--! Included messaging/functions/calling_hours_problem.sql
create or replace function app_hidden.calling_hours_problem(schedule jsonb) returns text
language sql immutable
set search_path = ''
as $$
  select case
    when calling_hours_problem.schedule -> 'days' is not null and not (
      jsonb_typeof(calling_hours_problem.schedule -> 'days') = 'array'
      and calling_hours_problem.schedule -> 'days' <> '[]'
      and calling_hours_problem.schedule -> 'days' <@ '["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]'
    ) then 'days is a list of days, such as monday'
    when exists (
      select from unnest('{from,to}'::text[]) as k (key)
      where calling_hours_problem.schedule ? k.key and coalesce(calling_hours_problem.schedule ->> k.key, '') !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'
    ) then 'from and to are times of the day, such as 09:00'
    when calling_hours_problem.schedule ->> 'from' >= calling_hours_problem.schedule ->> 'to' then 'from is before to'
  end
$$;
grant execute on function app_hidden.calling_hours_problem(jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.calling_hours_problem(jsonb) is $$What is wrong with the days and hours of a campaign; null when nothing is.$$;
--! EndIncluded messaging/functions/calling_hours_problem.sql
--! Included messaging/functions/is_calling_time.sql
-- Without days every day will do, without hours every hour.
create or replace function app_hidden.is_calling_time(schedule jsonb, time_zone text, at timestamptz) returns boolean
language sql stable
set search_path = ''
as $$
  select (
      is_calling_time.schedule -> 'days' is null
      or is_calling_time.schedule -> 'days' ? to_char(is_calling_time.at at time zone is_calling_time.time_zone, 'FMday')
    )
    and to_char(is_calling_time.at at time zone is_calling_time.time_zone, 'HH24:MI') >= coalesce(is_calling_time.schedule ->> 'from', '')
    and to_char(is_calling_time.at at time zone is_calling_time.time_zone, 'HH24:MI') < coalesce(is_calling_time.schedule ->> 'to', '24:00')
$$;
grant execute on function app_hidden.is_calling_time(jsonb, text, timestamptz) to tenantry_member, tenantry_service;
comment on function app_hidden.is_calling_time(jsonb, text, timestamptz) is $$Whether a campaign with these days and hours calls at a time, on the clocks of a time zone.$$;
--! EndIncluded messaging/functions/is_calling_time.sql
--! Included messaging/functions/complete_campaign.sql
-- Of two who record the last results at once neither sees the other's; whoever asks for the next target then comes here.
create or replace function app_hidden.complete_campaign(campaign_id uuid) returns void
language sql volatile
set search_path = ''
as $$
  update app_public.call_campaigns c
  set status = 'completed'
  where c.organization_id = app_hidden.organization_id()
    and c.id = complete_campaign.campaign_id
    and c.status = 'running'
    and not exists (
      select from app_public.call_campaign_targets t
      where t.organization_id = app_hidden.organization_id() and t.campaign_id = complete_campaign.campaign_id and t.state in ('pending', 'dialing')
    )
$$;
grant execute on function app_hidden.complete_campaign(uuid) to tenantry_member, tenantry_service;
comment on function app_hidden.complete_campaign(uuid) is $$Completes a running campaign in which nobody is to be called any more.$$;
--! EndIncluded messaging/functions/complete_campaign.sql
--! Included messaging/functions/start_conversation.sql
-- The lock is the one of app_private.find_or_create_conversation, so that a message that comes in meanwhile and whoever
-- begins the conversation by hand end up in the same one.
create or replace function app_public.start_conversation(
  contact_id uuid,
  channel text,
  subject text default null,
  business_id uuid default null
) returns app_public.conversations
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contact record;
  v_conversation app_public.conversations;
begin
  if start_conversation.channel = 'call' then
    raise exception using
      errcode = 'TN400',
      message = 'Nothing is written on the phone.',
      detail = '{"field": "channel"}',
      hint = 'Log a call; its conversation begins by itself.';
  end if;
  select c.business_id, c.email, c.phone, c.deleted_at into v_contact
  from app_public.contacts c
  where c.organization_id = app_hidden.organization_id() and c.id = start_conversation.contact_id;
  if not found then
    perform app_hidden.refuse_missing_row('contactId');
  end if;
  if v_contact.deleted_at is not null then
    raise exception using errcode = 'TN409', message = 'This contact is archived.', detail = '{"field": "contactId"}', hint = 'Restore the contact first.';
  end if;
  if start_conversation.channel = 'email' and v_contact.email is null or start_conversation.channel in ('sms', 'whatsapp') and v_contact.phone is null then
    raise exception using
      errcode = 'TN409',
      message = 'The contact has no address for this channel.',
      detail = '{"field": "channel"}',
      hint = 'Choose another channel, or add the contact’s e-mail address or phone number.';
  end if;

  perform pg_advisory_xact_lock(hashtextextended(
    concat_ws(' ', 'conversation', start_conversation.contact_id, start_conversation.channel), 0
  ));
  select c.* into v_conversation
  from app_public.conversations c
  where c.organization_id = app_hidden.organization_id()
    and c.contact_id = start_conversation.contact_id
    and c.channel = start_conversation.channel
    and c.status in ('active', 'pending')
    and (start_conversation.business_id is null or c.business_id = start_conversation.business_id)
  order by c.last_message_at desc, c.id desc
  limit 1
  for no key update;
  if not found then
    insert into app_public.conversations (business_id, contact_id, channel, subject)
    values (
      coalesce(start_conversation.business_id, v_contact.business_id, app_hidden.default_business_id()),
      start_conversation.contact_id,
      start_conversation.channel,
      start_conversation.subject
    )
    returning * into v_conversation;
  end if;
  return v_conversation;
end
$$;
grant execute on function app_public.start_conversation(uuid, text, text, uuid) to tenantry_member, tenantry_service;
comment on function app_public.start_conversation(uuid, text, text, uuid) is $$@argument contact_id The id of the contact, whom one may see.
@argument channel The channel to write on; not the phone.
@argument subject What it is about; of a new conversation.
@argument business_id The id of the business that it belongs to; the contact’s unless another is named.
@enumArgument channel channels
Begins a conversation with a contact, assigned to whoever begins it, or gives the open one on that channel if there is one that the caller may write in. So it can be called again, and by two at once, without making a second one; `createConversation` makes another about another matter.

Needs `conversations.create`, and `conversations.update` for the open one. Refused with `NOT_FOUND` for a contact out of sight, with `CONFLICT` for one who is archived or has no address for the channel, and with `BAD_USER_INPUT` on the phone.

```graphql
mutation {
  startConversation(input: { contactId: "0199…", channel: EMAIL, subject: "Your visit" }) {
    conversation { id status }
  }
}
```$$;
--! EndIncluded messaging/functions/start_conversation.sql
--! Included messaging/functions/send_message.sql
create or replace function app_public.send_message(
  conversation_id uuid,
  body text default null,
  html_body text default null,
  subject text default null,
  template_id uuid default null,
  variables jsonb default null,
  to_address text default null
) returns app_public.messages
language plpgsql volatile
set search_path = ''
as $$
declare
  v_conversation app_public.conversations;
  v_template app_public.message_templates;
  v_message app_public.messages;
begin
  -- Locked, so that nobody closes it meanwhile.
  select c.* into v_conversation
  from app_public.conversations c
  where c.organization_id = app_hidden.organization_id() and c.id = send_message.conversation_id
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('conversationId');
  end if;
  if v_conversation.status in ('closed', 'archived') then
    raise exception using
      errcode = 'TN409',
      message = 'This conversation is over.',
      detail = jsonb_build_object('field', 'conversationId', 'status', v_conversation.status)::text,
      hint = 'Reopen it first.';
  elsif v_conversation.channel = 'call' then
    raise exception using
      errcode = 'TN409',
      message = 'Nothing is written on the phone.',
      detail = '{"field": "conversationId"}',
      hint = 'Begin a conversation on another channel.';
  end if;

  if send_message.template_id is null then
    if coalesce(send_message.body, '') !~ '\S' then
      raise exception using errcode = 'TN400', message = 'Say what to send.', detail = '{"field": "body"}', hint = 'Give a text or a template.';
    end if;
  else
    if coalesce(send_message.body, send_message.html_body) is not null then
      raise exception using
        errcode = 'TN400',
        message = 'Give a text or a template, not both.',
        detail = '{"field": "body"}',
        hint = 'To send a template’s text after changing it, give the text alone.';
    elsif jsonb_typeof(send_message.variables) <> 'object' then
      raise exception using errcode = 'TN400', message = 'Variables are an object.', detail = '{"field": "variables"}';
    end if;
    select t.* into v_template
    from app_public.message_templates t
    where t.organization_id = app_hidden.organization_id() and t.id = send_message.template_id;
    if not found then
      perform app_hidden.refuse_missing_row('templateId');
    end if;
    if not v_template.is_active then
      raise exception using errcode = 'TN409', message = 'This template isn’t offered any more.', detail = '{"field": "templateId"}';
    elsif v_template.type <> v_conversation.channel then
      raise exception using
        errcode = 'TN400',
        message = 'This template is for another channel.',
        detail = jsonb_build_object('field', 'templateId', 'type', v_template.type)::text;
    end if;
    v_template := app_hidden.fill_template(
      v_template, app_hidden.known_variables(v_conversation.contact_id, v_conversation.business_id), send_message.variables
    );
  end if;

  insert into app_public.messages (conversation_id, direction, to_address, subject, body, html_body, template_id)
  values (
    v_conversation.id,
    'outbound',
    send_message.to_address,
    coalesce(send_message.subject, v_template.subject),
    coalesce(send_message.body, v_template.content),
    send_message.html_body,
    v_template.id
  )
  returning * into v_message;
  return v_message;
end
$$;
grant execute on function app_public.send_message(uuid, text, text, text, uuid, jsonb, text) to tenantry_member, tenantry_service;
comment on function app_public.send_message(uuid, text, text, text, uuid, jsonb, text) is $$@argument conversation_id The id of the conversation.
@argument body What it says, as plain text; unless it is written with a template.
@argument html_body What it says, as HTML, beside the plain text.
@argument subject The subject; the template’s unless another is given.
@argument template_id The id of the template that it is written with: one of the conversation’s channel.
@argument variables Values of the template’s placeholders by name, an object: {"time": "10:30", "deal": {"title": "Roof"}} for {{time}} and {{deal.title}}. They come before what is known: first_name, last_name, name, email, phone and company of the contact, organization, business, and sender.
@argument to_address Where it goes; the contact’s own address unless another is given.
Writes a message in a conversation, in words of its own or with a template, and leaves it pending for the provider of the channel. A placeholder without a value is refused, not left blank.

Needs `conversations.update` on the conversation, and `message_templates.read` for a template. Refused with `NOT_FOUND` for a conversation or template out of reach; with `CONFLICT` when the conversation is over or held on the phone, or the template is switched off; with `BAD_USER_INPUT` when nothing is said, the template is for another channel, values are `missing`, or there is nowhere to send it.

```graphql
mutation {
  sendMessage(input: { conversationId: "0199…", templateId: "0199…", variables: { time: "10:30" } }) {
    message { id body status }
  }
}
```$$;
--! EndIncluded messaging/functions/send_message.sql
--! Included messaging/functions/assign_conversation.sql
create or replace function app_public.assign_conversation(conversation_id uuid, membership_id uuid default null) returns app_public.conversations
language plpgsql volatile
set search_path = ''
as $$
declare
  v_conversation app_public.conversations;
begin
  select c.* into v_conversation
  from app_public.conversations c
  where c.organization_id = app_hidden.organization_id() and c.id = assign_conversation.conversation_id
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('conversationId');
  end if;
  if assign_conversation.membership_id is not null then
    perform app_hidden.require_assignee(assign_conversation.membership_id, v_conversation.business_id);
  end if;
  update app_public.conversations c
  set assigned_to_id = assign_conversation.membership_id
  where c.organization_id = app_hidden.organization_id() and c.id = v_conversation.id
  returning c.* into v_conversation;
  return v_conversation;
end
$$;
grant execute on function app_public.assign_conversation(uuid, uuid) to tenantry_member, tenantry_service;
comment on function app_public.assign_conversation(uuid, uuid) is $$@argument conversation_id The id of the conversation.
@argument membership_id The id of the membership of the member who is to answer; nobody when left out.
Gives a conversation to a member, or takes it from whoever has it.

Needs `conversations.update` on the conversation before and after: who may change their own, or their team’s, conversations alone doesn’t give them away, which is `FORBIDDEN`. Refused with `NOT_FOUND` for a conversation out of reach or a member who isn’t there, and with `CONFLICT` for a member who is switched off or doesn’t work in the conversation’s business.

```graphql
mutation {
  assignConversation(input: { conversationId: "0199…", membershipId: "0199…" }) {
    conversation { id assignedTo { id } }
  }
}
```$$;
--! EndIncluded messaging/functions/assign_conversation.sql
--! Included messaging/functions/close_conversation.sql
create or replace function app_public.close_conversation(conversation_id uuid) returns app_public.conversations
language plpgsql volatile
set search_path = ''
as $$
declare
  v_conversation app_public.conversations;
begin
  select c.* into v_conversation
  from app_public.conversations c
  where c.organization_id = app_hidden.organization_id() and c.id = close_conversation.conversation_id
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('conversationId');
  end if;
  if v_conversation.status in ('closed', 'archived') then
    raise exception using
      errcode = 'TN409',
      message = 'This conversation is over already.',
      detail = jsonb_build_object('status', v_conversation.status)::text;
  end if;
  update app_public.conversations c
  set status = 'closed'
  where c.organization_id = app_hidden.organization_id() and c.id = v_conversation.id
  returning c.* into v_conversation;
  return v_conversation;
end
$$;
grant execute on function app_public.close_conversation(uuid) to tenantry_member, tenantry_service;
comment on function app_public.close_conversation(uuid) is $$@argument conversation_id The id of the conversation.
Closes a conversation that is active or pending. If the contact writes in it again, it opens by itself.

Needs `conversations.update` on the conversation. Refused with `NOT_FOUND` for one out of reach, and with `CONFLICT` for one that is over already.

```graphql
mutation {
  closeConversation(input: { conversationId: "0199…" }) {
    conversation { id status }
  }
}
```$$;
--! EndIncluded messaging/functions/close_conversation.sql
--! Included messaging/functions/reopen_conversation.sql
create or replace function app_public.reopen_conversation(conversation_id uuid) returns app_public.conversations
language plpgsql volatile
set search_path = ''
as $$
declare
  v_conversation app_public.conversations;
begin
  select c.* into v_conversation
  from app_public.conversations c
  where c.organization_id = app_hidden.organization_id() and c.id = reopen_conversation.conversation_id
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('conversationId');
  end if;
  if v_conversation.status not in ('closed', 'archived') then
    raise exception using
      errcode = 'TN409',
      message = 'This conversation is open.',
      detail = jsonb_build_object('status', v_conversation.status)::text;
  end if;
  update app_public.conversations c
  set status = 'active'
  where c.organization_id = app_hidden.organization_id() and c.id = v_conversation.id
  returning c.* into v_conversation;
  return v_conversation;
end
$$;
grant execute on function app_public.reopen_conversation(uuid) to tenantry_member, tenantry_service;
comment on function app_public.reopen_conversation(uuid) is $$@argument conversation_id The id of the conversation.
Makes a conversation active that was closed or archived.

Needs `conversations.update` on the conversation. Refused with `NOT_FOUND` for one out of reach, and with `CONFLICT` for one that is open.

```graphql
mutation {
  reopenConversation(input: { conversationId: "0199…" }) {
    conversation { id status }
  }
}
```$$;
--! EndIncluded messaging/functions/reopen_conversation.sql
--! Included messaging/functions/log_call.sql
-- The triggers of calls find or create the contact and the conversation, and keep lastContactedAt.
create or replace function app_public.log_call(
  direction text default 'outbound',
  contact_id uuid default null,
  lead_id uuid default null,
  phone text default null,
  own_number text default null,
  status text default 'completed',
  outcome text default null,
  summary text default null,
  transcript text default null,
  sentiment text default null,
  started_at timestamptz default null,
  ended_at timestamptz default null,
  duration_seconds int default null,
  recording_url text default null,
  external_id text default null
) returns app_public.calls
language plpgsql volatile
set search_path = ''
as $$
declare
  v_is_inbound constant boolean := log_call.direction = 'inbound';
  v_call app_public.calls;
begin
  if log_call.status in ('queued', 'ringing', 'in_progress') then
    raise exception using
      errcode = 'TN400',
      message = 'Only a call that is over is logged.',
      detail = '{"field": "status"}',
      hint = 'Add one that is to come, or goes on, with createCall.';
  elsif log_call.started_at > now() or log_call.ended_at > now() then
    raise exception using
      errcode = 'TN400',
      message = 'A call that is over was not in the future.',
      detail = jsonb_build_object('field', case when log_call.started_at > now() then 'startedAt' else 'endedAt' end)::text;
  elsif num_nonnulls(log_call.contact_id, log_call.lead_id, nullif(btrim(log_call.phone), '')) = 0 then
    raise exception using
      errcode = 'TN400',
      message = 'Say whom the call was with.',
      detail = '{"field": "phone"}',
      hint = 'Name a contact or a lead, or give a number.';
  end if;
  if log_call.contact_id is not null and not exists (
    select from app_public.contacts c where c.organization_id = app_hidden.organization_id() and c.id = log_call.contact_id
  ) then
    perform app_hidden.refuse_missing_row('contactId');
  end if;
  if log_call.lead_id is not null and not exists (
    select from app_public.leads l where l.organization_id = app_hidden.organization_id() and l.id = log_call.lead_id
  ) then
    perform app_hidden.refuse_missing_row('leadId');
  end if;

  insert into app_public.calls (
    direction, contact_id, lead_id, from_number, to_number, status, outcome, summary, transcript, sentiment, started_at, ended_at, duration_seconds,
    recording_url, external_id
  ) values (
    log_call.direction,
    log_call.contact_id,
    log_call.lead_id,
    case when v_is_inbound then log_call.phone else log_call.own_number end,
    case when v_is_inbound then log_call.own_number else log_call.phone end,
    log_call.status,
    log_call.outcome,
    log_call.summary,
    log_call.transcript,
    log_call.sentiment,
    coalesce(
      log_call.started_at,
      case when log_call.status = 'completed' then coalesce(log_call.ended_at, now()) - make_interval(secs => coalesce(log_call.duration_seconds, 0)) end
    ),
    coalesce(log_call.ended_at, case when log_call.status = 'completed' and log_call.started_at is null then now() end),
    log_call.duration_seconds,
    log_call.recording_url,
    log_call.external_id
  )
  returning * into v_call;
  return v_call;
end
$$;
grant execute on function app_public.log_call(text, uuid, uuid, text, text, text, text, text, text, text, timestamptz, timestamptz, int, text, text) to tenantry_member, tenantry_service;
comment on function app_public.log_call(text, uuid, uuid, text, text, text, text, text, text, text, timestamptz, timestamptz, int, text, text) is $$@argument direction Which way the call went; outbound unless given.
@argument contact_id The id of the contact; found by the number, or created, unless one is named.
@argument lead_id The id of the lead that it was about.
@argument phone The number of the other side; the contact’s or the lead’s unless given.
@argument own_number The number on this side, by which the business is found.
@argument status How it ended; completed unless given.
@argument outcome What came of it.
@argument summary What was said, in short.
@argument transcript What was said, word by word.
@argument sentiment How it was meant.
@argument started_at When it was answered.
@argument ended_at When it was over.
@argument duration_seconds How long it took, in seconds; follows from the times unless it is given, and they from it.
@argument recording_url Where the recording is.
@argument external_id The provider’s id, so that nothing is logged twice.
@enumArgument direction directions
@enumArgument status call_statuses
@enumArgument sentiment sentiments
Logs a call that is over. By itself it finds the contact by the number or makes a new one, puts the call into the contact’s conversation on the phone and that to the top of the inbox, and notes when the contact and the lead were last reached if somebody answered.

Needs `calls.create`. Refused with `NOT_FOUND` for a contact or lead out of sight; with `BAD_USER_INPUT` for a call that isn’t over, that was with nobody, or whose number or times make no sense; with `CONFLICT` when a call with this external id is there.

```graphql
mutation {
  logCall(input: { contactId: "0199…", summary: "Wants an offer.", durationSeconds: 240 }) {
    call { id conversation { id } contact { id lastContactedAt } }
  }
}
```$$;
--! EndIncluded messaging/functions/log_call.sql
--! Included messaging/functions/start_campaign.sql
create or replace function app_public.start_campaign(campaign_id uuid) returns app_public.call_campaigns
language plpgsql volatile
set search_path = ''
as $$
declare
  v_campaign app_public.call_campaigns;
  v_problem text;
begin
  select c.* into v_campaign
  from app_public.call_campaigns c
  where c.organization_id = app_hidden.organization_id() and c.id = start_campaign.campaign_id
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('campaignId');
  end if;
  if v_campaign.deleted_at is not null then
    raise exception using errcode = 'TN409', message = 'This campaign is archived.', detail = '{"field": "campaignId"}', hint = 'Restore it first.';
  elsif v_campaign.status in ('running', 'canceled') or v_campaign.status = 'scheduled' and v_campaign.starts_at > now() then
    raise exception using
      errcode = 'TN409',
      message = 'What is ' || v_campaign.status || ' can not be started.',
      detail = jsonb_build_object('status', v_campaign.status)::text;
  elsif v_campaign.ends_at <= now() then
    raise exception using
      errcode = 'TN409',
      message = 'The time of this campaign is over.',
      detail = '{"field": "endsAt"}',
      hint = 'Give it another end.';
  end if;
  v_problem := app_hidden.calling_hours_problem(v_campaign.schedule);
  if v_problem is not null then
    raise exception using
      errcode = 'TN409',
      message = 'The days and hours of this campaign make no sense: ' || v_problem || '.',
      detail = '{"field": "schedule"}';
  end if;
  if not exists (
    select from app_public.call_campaign_targets t
    where t.organization_id = app_hidden.organization_id() and t.campaign_id = v_campaign.id and t.state in ('pending', 'dialing')
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'There is nobody to call.',
      detail = '{"field": "campaignId"}',
      hint = 'Add targets to the campaign.';
  end if;
  update app_public.call_campaigns c
  set status = case when c.starts_at > now() then 'scheduled' else 'running' end
  where c.organization_id = app_hidden.organization_id() and c.id = v_campaign.id
  returning c.* into v_campaign;
  return v_campaign;
end
$$;
grant execute on function app_public.start_campaign(uuid) to tenantry_member, tenantry_service;
comment on function app_public.start_campaign(uuid) is $$@argument campaign_id The id of the campaign.
Lets dialers get targets of a campaign that is new, paused, or completed and has new targets. One whose time is to come is scheduled, and runs when a dialer asks after that.

Needs `call_campaigns.update` on the campaign. Refused with `NOT_FOUND` for one out of reach, and with `CONFLICT` for one that runs, is scheduled, canceled, archived or over, whose schedule makes no sense, or in which there is nobody to call.

```graphql
mutation {
  startCampaign(input: { campaignId: "0199…" }) {
    callCampaign { id status }
  }
}
```$$;
--! EndIncluded messaging/functions/start_campaign.sql
--! Included messaging/functions/pause_campaign.sql
create or replace function app_public.pause_campaign(campaign_id uuid) returns app_public.call_campaigns
language plpgsql volatile
set search_path = ''
as $$
declare
  v_campaign app_public.call_campaigns;
begin
  select c.* into v_campaign
  from app_public.call_campaigns c
  where c.organization_id = app_hidden.organization_id() and c.id = pause_campaign.campaign_id
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('campaignId');
  end if;
  if v_campaign.status not in ('running', 'scheduled') then
    raise exception using
      errcode = 'TN409',
      message = 'What is ' || v_campaign.status || ' can not be paused.',
      detail = jsonb_build_object('status', v_campaign.status)::text;
  end if;
  update app_public.call_campaigns c
  set status = 'paused'
  where c.organization_id = app_hidden.organization_id() and c.id = v_campaign.id
  returning c.* into v_campaign;
  return v_campaign;
end
$$;
grant execute on function app_public.pause_campaign(uuid) to tenantry_member, tenantry_service;
comment on function app_public.pause_campaign(uuid) is $$@argument campaign_id The id of the campaign.
Gives dialers no more targets of a campaign that runs or is scheduled. Calls that go on may end, and their results are recorded.

Needs `call_campaigns.update` on the campaign. Refused with `NOT_FOUND` for one out of reach, and with `CONFLICT` for one that neither runs nor is scheduled.

```graphql
mutation {
  pauseCampaign(input: { campaignId: "0199…" }) {
    callCampaign { id status }
  }
}
```$$;
--! EndIncluded messaging/functions/pause_campaign.sql
--! Included messaging/functions/next_campaign_target.sql
-- Dialers don't wait for each other: each takes the first target that nobody is just taking. What a dialer has it has for a
-- time, kept in next_attempt_at; the index of a campaign's targets by state and that time serves all three looks.
create or replace function app_public.next_campaign_target(campaign_id uuid, lease_seconds int default 900) returns app_public.call_campaign_targets
language plpgsql volatile
set search_path = ''
as $$
declare
  v_campaign app_public.call_campaigns;
  v_target app_public.call_campaign_targets;
begin
  if next_campaign_target.lease_seconds is null or next_campaign_target.lease_seconds not between 30 and 14400 then
    raise exception using errcode = 'TN400', message = 'A dialer keeps a target for 30 seconds to 4 hours.', detail = '{"field": "leaseSeconds"}';
  end if;
  select c.* into v_campaign
  from app_public.call_campaigns c
  where c.organization_id = app_hidden.organization_id() and c.id = next_campaign_target.campaign_id;
  if not found or not app_hidden.may_on_row('call_campaigns.update', v_campaign.business_id, array[v_campaign.created_by_id]) then
    perform app_hidden.refuse_missing_row('campaignId');
  end if;
  if v_campaign.status = 'scheduled' and v_campaign.starts_at <= now() then
    update app_public.call_campaigns c
    set status = 'running'
    where c.organization_id = app_hidden.organization_id() and c.id = v_campaign.id and c.status = 'scheduled';
    v_campaign.status := 'running';
  end if;
  if v_campaign.status <> 'running' or v_campaign.deleted_at is not null or v_campaign.ends_at <= now() then
    raise exception using
      errcode = 'TN409',
      message = 'This campaign doesn’t run.',
      detail = jsonb_build_object('field', 'campaignId', 'status', v_campaign.status)::text;
  end if;
  if not app_hidden.is_calling_time(
    v_campaign.schedule,
    coalesce(
      (select b.timezone from app_public.businesses b where b.organization_id = app_hidden.organization_id() and b.id = v_campaign.business_id),
      (select o.timezone from app_public.organizations o where o.id = app_hidden.organization_id())
    ),
    now()
  ) then
    return null;
  end if;

  loop
    -- First what a dialer didn't bring to an end, then what is to be tried again, then what is new.
    select t.* into v_target
    from app_public.call_campaign_targets t
    where t.organization_id = app_hidden.organization_id() and t.campaign_id = v_campaign.id and t.state = 'dialing' and t.next_attempt_at <= now()
    order by t.next_attempt_at, t.id
    limit 1
    for no key update skip locked;
    if not found then
      select t.* into v_target
      from app_public.call_campaign_targets t
      where t.organization_id = app_hidden.organization_id() and t.campaign_id = v_campaign.id and t.state = 'pending' and t.next_attempt_at <= now()
      order by t.next_attempt_at, t.id
      limit 1
      for no key update skip locked;
    end if;
    if not found then
      select t.* into v_target
      from app_public.call_campaign_targets t
      where t.organization_id = app_hidden.organization_id() and t.campaign_id = v_campaign.id and t.state = 'pending' and t.next_attempt_at is null
      order by t.next_attempt_at, t.id
      limit 1
      for no key update skip locked;
    end if;
    if not found then
      perform app_hidden.complete_campaign(v_campaign.id);
      return null;
    end if;

    if v_target.attempts < v_campaign.max_attempts then
      update app_public.call_campaign_targets t
      set state = 'dialing', next_attempt_at = now() + make_interval(secs => next_campaign_target.lease_seconds)
      where t.organization_id = app_hidden.organization_id() and t.id = v_target.id
      returning t.* into v_target;
      return v_target;
    end if;
    update app_public.call_campaign_targets t
    set state = 'failed', next_attempt_at = null, result = coalesce(t.result, 'No result was recorded.')
    where t.organization_id = app_hidden.organization_id() and t.id = v_target.id;
  end loop;
end
$$;
grant execute on function app_public.next_campaign_target(uuid, int) to tenantry_member, tenantry_service;
comment on function app_public.next_campaign_target(uuid, int) is $$@argument campaign_id The id of the campaign.
@argument lease_seconds How long the dialer has the target to itself: 30 seconds to 4 hours, 900 seconds unless given.
Gives a dialer somebody to call, whom no other dialer gets until a result is recorded or the time is over; any number of dialers can ask at once. Its `attempts` is the number of the attempt, which `recordCampaignResult` asks for. Empty when there is nobody at the moment, be it for the campaign’s days and hours; when nobody is left, the campaign is completed. A target that was tried as often as `maxAttempts` of the campaign says fails.

Needs `call_campaigns.update` on the campaign. Refused with `NOT_FOUND` for one out of reach, with `CONFLICT` for one that doesn’t run, and with `BAD_USER_INPUT` for a time that is too short or too long.

```graphql
mutation {
  nextCampaignTarget(input: { campaignId: "0199…", leaseSeconds: 600 }) {
    callCampaignTarget { id phone attempts }
  }
}
```$$;
--! EndIncluded messaging/functions/next_campaign_target.sql
--! Included messaging/functions/record_campaign_result.sql
create or replace function app_public.record_campaign_result(
  target_id uuid,
  attempt int,
  state text,
  result text default null,
  call_id uuid default null,
  next_attempt_at timestamptz default null
) returns app_public.call_campaign_targets
language plpgsql volatile
set search_path = ''
as $$
declare
  v_target app_public.call_campaign_targets;
  v_is_tried_again boolean;
begin
  if record_campaign_result.state = 'dialing' then
    raise exception using
      errcode = 'TN400',
      message = 'Say how the attempt ended.',
      detail = '{"field": "state"}',
      hint = 'Say completed, failed, skipped, or pending to have it tried again.';
  end if;
  select t.* into v_target
  from app_public.call_campaign_targets t
  where t.organization_id = app_hidden.organization_id() and t.id = record_campaign_result.target_id
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('targetId');
  end if;
  if v_target.state <> 'dialing' or v_target.attempts is distinct from record_campaign_result.attempt then
    raise exception using
      errcode = 'TN409',
      message = 'This attempt is over: a result was recorded, or another dialer has the target.',
      detail = jsonb_build_object('field', 'attempt', 'state', v_target.state, 'attempts', v_target.attempts)::text;
  end if;
  if record_campaign_result.call_id is not null and not exists (
    select from app_public.calls c where c.organization_id = app_hidden.organization_id() and c.id = record_campaign_result.call_id
  ) then
    perform app_hidden.refuse_missing_row('callId');
  end if;

  v_is_tried_again := record_campaign_result.state = 'pending' and v_target.attempts < (
    select c.max_attempts from app_public.call_campaigns c where c.organization_id = app_hidden.organization_id() and c.id = v_target.campaign_id
  );
  update app_public.call_campaign_targets t
  set state = case when record_campaign_result.state = 'pending' and not v_is_tried_again then 'failed' else record_campaign_result.state end,
    next_attempt_at = case when v_is_tried_again then coalesce(record_campaign_result.next_attempt_at, now() + interval '1 hour') end,
    result = coalesce(record_campaign_result.result, t.result),
    call_id = coalesce(record_campaign_result.call_id, t.call_id)
  where t.organization_id = app_hidden.organization_id() and t.id = v_target.id
  returning t.* into v_target;
  perform app_hidden.complete_campaign(v_target.campaign_id);
  return v_target;
end
$$;
grant execute on function app_public.record_campaign_result(uuid, int, text, text, uuid, timestamptz) to tenantry_member, tenantry_service;
comment on function app_public.record_campaign_result(uuid, int, text, text, uuid, timestamptz) is $$@argument target_id The id of the target.
@argument attempt The number of the attempt: `attempts` of the target as `nextCampaignTarget` gave it.
@argument state How it ended: completed, failed, skipped, or pending to have it tried again.
@argument result What came of it.
@argument call_id The id of the call.
@argument next_attempt_at When it is tried again; in an hour unless given.
@enumArgument state call_campaign_target_states
Records what came of calling somebody, once for each attempt. Somebody who is to be tried again but was tried as often as `maxAttempts` of the campaign says has failed. With the last result the campaign is completed.

Needs `call_campaigns.update` on the campaign. Refused with `NOT_FOUND` for a target out of reach or a call out of sight, with `CONFLICT` when the attempt has a result or the target went to another dialer, and with `BAD_USER_INPUT` for a result that is none.

```graphql
mutation {
  recordCampaignResult(input: { targetId: "0199…", attempt: 1, state: PENDING, result: "Nobody answered." }) {
    callCampaignTarget { id state nextAttemptAt }
  }
}
```$$;
--! EndIncluded messaging/functions/record_campaign_result.sql
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
create or replace trigger _600_count_added after insert on app_public.conversations referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.conversations referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.conversations for each row
  when ((OLD.business_id, OLD.created_at) is distinct from (NEW.business_id, NEW.created_at)) execute function app_private.tg__count_metrics();
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
comment on column app_public.messages.to_address is $$Where it goes, written as the sender’s address is; the contact’s or the lead’s own unless another is given, if whoever adds the message may see them; else where the conversation’s last message came from or went.$$;
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
create or replace trigger _600_count_added after insert on app_public.messages referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.messages referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.messages for each row
  when ((OLD.business_id, OLD.created_at, OLD.direction) is distinct from (NEW.business_id, NEW.created_at, NEW.direction)) execute function app_private.tg__count_metrics();
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
  or (
    select true from app_public.conversations c
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
comment on column app_public.call_campaigns.schedule is $$On which days and hours calls are made, an object: days (a list such as monday and friday; every day unless given), from and to (times of the day such as 09:00) on the clocks of the business, else of the organization.$$;
comment on column app_public.call_campaigns.starts_at is $$When calling begins.$$;
comment on column app_public.call_campaigns.ends_at is $$When calling ends at the latest.$$;
comment on column app_public.call_campaigns.max_attempts is $$How often somebody is tried who isn’t reached: 1 to 20 times, 3 unless set.$$;
comment on column app_public.call_campaigns.created_by_id is $$The member who added the campaign.$$;
comment on column app_public.call_campaigns.deleted_at is $$When the campaign was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.call_campaigns for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.call_campaigns for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('call_campaigns', 'created_by_id');
create or replace trigger _900_audit after insert or update or delete on app_public.call_campaigns for each row execute function app_private.tg__audit();

-- delete is not granted: campaigns are archived through deleted_at. Whoever adds one is its creator.
revoke all on table app_public.call_campaigns from tenantry_member, tenantry_service;
grant select on table app_public.call_campaigns to tenantry_member, tenantry_service;
grant insert (business_id, name, script_id, status, schedule, starts_at, ends_at, max_attempts), update (business_id, name, script_id, status, schedule, starts_at, ends_at, max_attempts, deleted_at) on table app_public.call_campaigns to tenantry_member, tenantry_service;

alter table app_public.call_campaigns enable row level security;
select app_private.drop_policies('app_public.call_campaigns');
select app_private.create_permission_policies('app_public.call_campaigns', 'call_campaigns', '{select,insert,update}', owner_columns => '{created_by_id}');
--! EndIncluded messaging/tables/call_campaigns.sql
--! Included messaging/tables/calls.sql
comment on table app_public.calls is $$A phone call.$$;
comment on column app_public.calls.business_id is $$The business that the call belongs to; of the whole organization when empty. The one whose number was called, unless another is named.$$;
comment on column app_public.calls.direction is $$Which way it goes.$$;
comment on column app_public.calls.from_number is $$Who calls, in E.164 form. Other ways of writing are converted.$$;
comment on column app_public.calls.to_number is $$Who is called, in E.164 form; the contact’s or the lead’s number unless another is given, if whoever adds the call may see them.$$;
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
create or replace trigger _600_count_added after insert on app_public.calls referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.calls referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.calls for each row
  when ((OLD.business_id, OLD.created_at, OLD.started_at, OLD.status) is distinct from (NEW.business_id, NEW.created_at, NEW.started_at, NEW.status)) execute function app_private.tg__count_metrics();
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
The number to call, in E.164 form, once in each campaign; the contact’s or the lead’s unless one is given, if whoever adds the target may see them.$$;
comment on column app_public.call_campaign_targets.state is $$Where it stands.$$;
comment on column app_public.call_campaign_targets.attempts is $$How often the number was dialled: each time the state becomes dialing, or another dialer gets the target. Also the number of the attempt for recordCampaignResult.$$;
comment on column app_public.call_campaign_targets.last_attempt_at is $$When it was last dialled.$$;
comment on column app_public.call_campaign_targets.next_attempt_at is $$When it is to be dialled next; at once when empty. While it is being dialled, when another dialer gets it unless a result is recorded.$$;
comment on column app_public.call_campaign_targets.result is $$What came of it.$$;
comment on column app_public.call_campaign_targets.call_id is $$The last call.$$;

create or replace trigger _100_timestamps before update on app_public.call_campaign_targets for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert on app_public.call_campaign_targets for each row execute function app_private.tg_call_campaign_targets__normalize();
create or replace trigger _400_count_attempt before update of state on app_public.call_campaign_targets for each row
  when (NEW.state = 'dialing' and (OLD.state <> 'dialing' or OLD.next_attempt_at is distinct from NEW.next_attempt_at)) execute function app_private.tg_call_campaign_targets__count_attempt();
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
  or (
    select true from app_public.call_campaigns c
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
--! Included automation/all.sql
--! Included automation/functions/refuse_value.sql
create or replace function app_private.refuse_value(field text, rule text, reason text) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  raise exception using
    errcode = 'TN400',
    message = 'This can''t be used: ' || refuse_value.reason || '.',
    detail = jsonb_build_object('field', refuse_value.field, 'rule', refuse_value.rule)::text;
end
$$;
comment on function app_private.refuse_value(text, text, text) is $$Raises TN400 about a field, with the rule that its value breaks and why.$$;
--! EndIncluded automation/functions/refuse_value.sql
--! Included automation/functions/require_unique_ids.sql
create or replace function app_private.require_unique_ids(field text, items jsonb, maximum int) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_position bigint;
  v_id text;
begin
  if jsonb_array_length(items) > maximum then
    perform app_private.refuse_value(field, 'count', format('%s holds more than %s', field, maximum));
  end if;

  select i.position into v_position
  from jsonb_array_elements(items) with ordinality as i (item, position)
  where jsonb_typeof(i.item) <> 'object'
    or jsonb_typeof(i.item -> 'id') is distinct from 'string'
    or i.item ->> 'id' !~ '^\S.{0,99}$'
  order by i.position
  limit 1;
  if found then
    perform app_private.refuse_value(field, 'id', format('number %s of %s is no object with an id, a text of up to 100 characters', v_position, field));
  end if;

  select i.item ->> 'id' into v_id
  from jsonb_array_elements(items) as i (item)
  group by i.item ->> 'id'
  having count(*) > 1
  limit 1;
  if found then
    perform app_private.refuse_value(field, 'unique_id', format('%s has the id “%s” more than once', field, v_id));
  end if;
end
$$;
comment on function app_private.require_unique_ids(text, jsonb, int) is $$Raises TN400 unless a list holds objects, not too many, each with an id of its own.$$;
--! EndIncluded automation/functions/require_unique_ids.sql
--! Included automation/functions/is_day.sql
create or replace function app_private.is_day(value text) returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  if value !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then
    return false;
  end if;
  perform make_date(substr(value, 1, 4)::int, substr(value, 6, 2)::int, substr(value, 9, 2)::int);
  return true;
exception
  when datetime_field_overflow then
    return false;
end
$$;
comment on function app_private.is_day(text) is $$Whether a text is a day of the calendar, written as 2030-12-31.$$;
--! EndIncluded automation/functions/is_day.sql
--! Included automation/functions/form_field_problem.sql
create or replace function app_private.form_field_problem(field jsonb) returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_options constant jsonb := field -> 'options';
begin
  return case
    when jsonb_typeof(field) <> 'object' then 'is no object'
    when jsonb_typeof(field -> 'name') is distinct from 'string' or field ->> 'name' !~ '^[A-Za-z][A-Za-z0-9_]{0,63}$'
      then 'needs a name: a letter, then up to 63 letters, digits or underscores'
    when jsonb_typeof(field -> 'label') is distinct from 'string' or field ->> 'label' !~ '\S' or length(field ->> 'label') > 500
      then 'needs a label of up to 500 characters'
    when jsonb_typeof(field -> 'type') is distinct from 'string'
      or field ->> 'type' not in ('text', 'textarea', 'email', 'phone', 'number', 'date', 'url', 'select', 'radio', 'multiselect', 'checkbox', 'hidden')
      then 'needs a type: text, textarea, email, phone, number, date, url, select, radio, multiselect, checkbox or hidden'
    when field ? 'required' and jsonb_typeof(field -> 'required') <> 'boolean' then 'is required or not: true or false'
    when field ? 'minLength' and (jsonb_typeof(field -> 'minLength') <> 'number' or field ->> 'minLength' !~ '^[0-9]{1,5}$')
      or field ? 'maxLength' and (jsonb_typeof(field -> 'maxLength') <> 'number' or field ->> 'maxLength' !~ '^[1-9][0-9]{0,4}$')
      then 'has a minLength or maxLength that is no whole number below 100000'
    when field ->> 'type' not in ('select', 'radio', 'multiselect') then null
    when jsonb_typeof(v_options) is distinct from 'array' or v_options = '[]' or jsonb_array_length(v_options) > 500
      then 'needs options, up to 500'
    when exists (select from jsonb_array_elements(v_options) as o (option) where jsonb_typeof(o.option) <> 'string' or o.option #>> '{}' !~ '\S')
      or (select count(*) <> count(distinct o.option) from jsonb_array_elements(v_options) as o (option))
      then 'needs options that are different texts'
  end;
end
$$;
comment on function app_private.form_field_problem(jsonb) is $$What is wrong with the definition of a form’s field; null when nothing is.$$;
--! EndIncluded automation/functions/form_field_problem.sql
--! Included automation/functions/form_value.sql
-- What was filled in, as it is kept: an address or number in its one form, a number as a number. HTML forms send texts.
create or replace function app_private.form_value(field jsonb, value jsonb, country text) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_name constant text := field ->> 'name';
  v_label constant text := field ->> 'label';
  v_type constant text := field ->> 'type';
  v_text constant text := btrim(value #>> '{}', E' \t\r\n');
begin
  if v_type = 'checkbox' then
    if jsonb_typeof(value) <> 'boolean' then
      perform app_private.refuse_value(v_name, 'type', format('“%s” is true or false', v_label));
    end if;
    return value;
  end if;

  if v_type = 'multiselect' then
    if jsonb_typeof(value) <> 'array' or not field -> 'options' @> value then
      perform app_private.refuse_value(v_name, 'option', format('“%s” is a list of its options', v_label));
    end if;
    return (select coalesce(jsonb_agg(o.option order by o.position), '[]')
      from jsonb_array_elements(field -> 'options') with ordinality as o (option, position)
      where value @> jsonb_build_array(o.option));
  end if;

  if v_type = 'number' then
    if jsonb_typeof(value) not in ('number', 'string') or v_text !~ '^-?[0-9]{1,15}([.][0-9]{1,10})?$' then
      perform app_private.refuse_value(v_name, 'type', format('“%s” is a number', v_label));
    end if;
    return to_jsonb(v_text::numeric);
  end if;

  if jsonb_typeof(value) <> 'string' then
    perform app_private.refuse_value(v_name, 'type', format('“%s” is a text', v_label));
  end if;
  if length(v_text) > coalesce((field ->> 'maxLength')::int, case v_type when 'textarea' then 10000 else 1000 end) then
    perform app_private.refuse_value(v_name, 'maxLength', format('“%s” is too long', v_label));
  end if;
  if length(v_text) < (field ->> 'minLength')::int then
    perform app_private.refuse_value(v_name, 'minLength', format('“%s” is too short', v_label));
  end if;
  if v_type = 'email' and (v_text !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' or length(v_text) > 254) then
    perform app_private.refuse_value(v_name, 'type', format('“%s” is an e-mail address', v_label));
  end if;
  if v_type = 'url' and v_text !~* '^https?://[^\s/]\S*$' then
    perform app_private.refuse_value(v_name, 'type', format('“%s” is an address that begins with https://', v_label));
  end if;
  if v_type = 'date' and not app_private.is_day(v_text) then
    perform app_private.refuse_value(v_name, 'type', format('“%s” is a day, written as 2030-12-31', v_label));
  end if;
  if v_type in ('select', 'radio') and not field -> 'options' ? v_text then
    perform app_private.refuse_value(v_name, 'option', format('“%s” is one of its options', v_label));
  end if;
  return to_jsonb(case v_type
    when 'email' then app_hidden.normalize_email(v_text)
    when 'phone' then app_hidden.normalize_phone(v_text, country, v_name)
    else v_text
  end);
end
$$;
comment on function app_private.form_value(jsonb, jsonb, text) is $$A value that was filled into a field, in the form in which it is kept; raises TN400 when the field doesn’t take it.$$;
--! EndIncluded automation/functions/form_value.sql
--! Included automation/functions/tg_workflows__complete_settings.sql
create or replace function app_private.tg_workflows__complete_settings() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.settings := jsonb_build_object(
    'errorHandling', 'continue',
    'maxExecutionTime', 300,
    'timezone', (select o.timezone from app_public.organizations o where o.id = NEW.organization_id)
  ) || NEW.settings;
  return NEW;
end
$$;
comment on function app_private.tg_workflows__complete_settings() is $$Fills in the settings that a workflow doesn’t name.$$;
--! EndIncluded automation/functions/tg_workflows__complete_settings.sql
--! Included automation/functions/tg_workflows__check.sql
-- What isn't a list or an object at all is left to the check constraints.
create or replace function app_private.tg_workflows__check() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_edge text;
  v_seconds constant text := NEW.settings ->> 'maxExecutionTime';
begin
  if jsonb_typeof(NEW.nodes) = 'array' and jsonb_typeof(NEW.edges) = 'array' then
    perform app_private.require_unique_ids('nodes', NEW.nodes, 500);
    perform app_private.require_unique_ids('edges', NEW.edges, 2000);
    select e.item ->> 'id' into v_edge
    from jsonb_array_elements(NEW.edges) as e (item)
    where jsonb_typeof(e.item -> 'source') is distinct from 'string'
      or jsonb_typeof(e.item -> 'target') is distinct from 'string'
      or not array[e.item ->> 'source', e.item ->> 'target'] <@ array(select n.item ->> 'id' from jsonb_array_elements(NEW.nodes) as n (item))
    limit 1;
    if found then
      perform app_private.refuse_value('edges', 'node', format('the edge “%s” has a source or target that is no node', v_edge));
    end if;
  end if;

  if NEW.settings ->> 'errorHandling' is null or NEW.settings ->> 'errorHandling' not in ('continue', 'stop') then
    perform app_private.refuse_value('settings', 'errorHandling', 'errorHandling is continue or stop');
  end if;
  if jsonb_typeof(NEW.settings -> 'maxExecutionTime') <> 'number' or v_seconds !~ '^[1-9][0-9]{0,4}$' or v_seconds::int > 86400 then
    perform app_private.refuse_value('settings', 'maxExecutionTime', 'maxExecutionTime is a whole number of seconds, up to 86400');
  end if;
  if not coalesce(app_hidden.is_time_zone(NEW.settings ->> 'timezone'), false) then
    perform app_private.refuse_value('settings', 'timezone', 'timezone is the name of a time zone, such as Europe/London');
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_workflows__check() is $$Checks that a workflow’s nodes, edges and settings make sense.$$;
--! EndIncluded automation/functions/tg_workflows__check.sql
--! Included automation/functions/tg_workflows__count_version.sql
create or replace function app_private.tg_workflows__count_version() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if (NEW.trigger_type, NEW.trigger_config, NEW.nodes, NEW.edges) is distinct from (OLD.trigger_type, OLD.trigger_config, OLD.nodes, OLD.edges) then
    NEW.version := OLD.version + 1;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_workflows__count_version() is $$Gives a workflow its next version when what it does changed.$$;
--! EndIncluded automation/functions/tg_workflows__count_version.sql
--! Included automation/functions/workflow_node_problem.sql
create or replace function app_private.workflow_node_problem(node jsonb) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_required text[];
  v_setting text;
  v_blank constant text := '^\s*$';
begin
  if coalesce(node ->> 'type', '') ~ v_blank then
    return jsonb_build_object('node', node -> 'id', 'problem', 'MISSING_TYPE', 'message', format('“%s” has no type', node ->> 'id'));
  end if;
  select t.required_settings into v_required from app_public.workflow_node_types t where t.value = node ->> 'type';
  if not found then
    return jsonb_build_object(
      'node', node -> 'id', 'problem', 'UNKNOWN_TYPE', 'message', format('“%s” has the unknown type “%s”', node ->> 'id', left(node ->> 'type', 100))
    );
  end if;
  select s.setting into v_setting
  from unnest(v_required) with ordinality as s (setting, place)
  where coalesce(node ->> s.setting, '') ~ v_blank
  order by s.place
  limit 1;
  if node ->> 'type' = 'delay' and not exists (
    select from unnest('{minutes,hours,days}'::text[]) as u (unit)
    where jsonb_typeof(node -> u.unit) = 'number' and (node ->> u.unit)::numeric > 0
  ) then
    v_setting := 'hours';
  end if;
  if v_setting is not null then
    return jsonb_build_object(
      'node', node -> 'id', 'problem', 'MISSING_SETTING', 'setting', v_setting, 'message', format('“%s” lacks the setting “%s”', node ->> 'id', v_setting)
    );
  end if;
  return null;
end
$$;
comment on function app_private.workflow_node_problem(jsonb) is $$What keeps a node of a workflow from being run; null when nothing does.$$;
--! EndIncluded automation/functions/workflow_node_problem.sql
--! Included automation/functions/workflow_problems.sql
-- Edges have sources and targets that exist: tg_workflows__check sees to it.
create or replace function app_private.workflow_problems(trigger_type text, trigger_config jsonb, nodes jsonb, edges jsonb) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_problems jsonb;
  v_ids constant text[] := array(select n.node ->> 'id' from jsonb_array_elements(nodes) with ordinality as n (node, place) order by n.place);
  v_sources constant text[] := array(select e.edge ->> 'source' from jsonb_array_elements(edges) with ordinality as e (edge, place) order by e.place);
  v_targets constant text[] := array(select e.edge ->> 'target' from jsonb_array_elements(edges) with ordinality as e (edge, place) order by e.place);
  v_start text;
  v_left text[] := v_ids;
  v_count int;
  v_reached text[];
begin
  select coalesce(jsonb_agg(p.problem order by p.place), '[]') into v_problems
  from jsonb_array_elements(nodes) with ordinality as n (node, place)
  cross join lateral (select app_private.workflow_node_problem(n.node) as problem, n.place) as p
  where p.problem is not null;
  if trigger_type = 'schedule' and coalesce(trigger_config ->> 'cron', '') !~ '^\S+( \S+){4}$' then
    v_problems := jsonb_build_array(jsonb_build_object(
      'node', null, 'problem', 'MISSING_SETTING', 'setting', 'cron', 'message', 'the schedule lacks the setting “cron”, five parts such as 0 9 * * *'
    )) || v_problems;
  end if;

  -- What has neither a beginning nor an end goes round in circles: take away ends and beginnings until none is left.
  loop
    v_count := cardinality(v_left);
    v_left := array(
      select i.id from unnest(v_left) with ordinality as i (id, place)
      where i.id in (select e.target from unnest(v_sources, v_targets) as e (source, target) where e.source = any (v_left))
        and i.id in (select e.source from unnest(v_sources, v_targets) as e (source, target) where e.target = any (v_left))
      order by i.place
    );
    exit when cardinality(v_left) = v_count;
  end loop;
  v_problems := v_problems || (
    select coalesce(jsonb_agg(jsonb_build_object(
      'node', i.id, 'problem', 'CYCLE', 'message', format('“%s” is on a way that leads back to itself', i.id)
    ) order by i.place), '[]')
    from unnest(v_left) with ordinality as i (id, place)
  );

  select i.id into v_start
  from unnest(v_ids) with ordinality as i (id, place)
  where i.id <> all (v_targets)
  order by i.place
  limit 1;
  with recursive reached (id) as (
    select v_start
    union
    select e.target from reached r join unnest(v_sources, v_targets) as e (source, target) on e.source = r.id
  )
  select array_agg(r.id) into v_reached from reached r;
  return v_problems || (
    select coalesce(jsonb_agg(jsonb_build_object(
      'node', i.id, 'problem', 'UNREACHABLE', 'message', format('no way leads from “%s”, where it begins, to “%s”', v_start, i.id)
    ) order by i.place), '[]')
    from unnest(v_ids) with ordinality as i (id, place)
    where v_start is not null and i.id <> all (v_reached) and i.id <> all (v_left)
  );
end
$$;
comment on function app_private.workflow_problems(text, jsonb, jsonb, jsonb) is $$What keeps a workflow from being run, a list of objects that name the node: types that are missing or unknown, settings that are missing, cycles, and nodes that can’t be reached from the first one that no edge leads to.$$;
--! EndIncluded automation/functions/workflow_problems.sql
--! Included automation/functions/tg_workflows__require_runnable.sql
create or replace function app_private.tg_workflows__require_runnable() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_problems jsonb;
begin
  -- What isn’t a list is left to the check constraints, as is a list of no nodes.
  if jsonb_typeof(NEW.nodes) <> 'array' or jsonb_typeof(NEW.edges) <> 'array' then
    return NEW;
  end if;
  v_problems := app_private.workflow_problems(NEW.trigger_type, NEW.trigger_config, NEW.nodes, NEW.edges);
  if v_problems <> '[]' then
    raise exception using
      errcode = 'TN409',
      message = 'A workflow that is active can be run, but ' || (v_problems -> 0 ->> 'message') || case jsonb_array_length(v_problems)
        when 1 then '.'
        when 2 then ', and there is another problem.'
        else format(', and there are %s more problems.', jsonb_array_length(v_problems) - 1)
      end,
      detail = jsonb_build_object('field', 'nodes', 'problems', v_problems)::text,
      hint = 'Change the workflow, or keep it as a draft.';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_workflows__require_runnable() is $$Keeps a workflow from being active, or staying so, while it can’t be run.$$;
--! EndIncluded automation/functions/tg_workflows__require_runnable.sql
--! Included automation/functions/tg_workflow_executions__follow_status.sql
-- An execution waits, runs and ends; what is over stays as it is. Outside a request its contents can be changed, so that
-- personal data can be erased, but never its status.
create or replace function app_private.tg_workflow_executions__follow_status() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    -- A workflow that doesn't exist is left to the foreign key.
    NEW.workflow_version := coalesce(
      NEW.workflow_version,
      (select w.version from app_public.workflows w where w.organization_id = NEW.organization_id and w.id = NEW.workflow_id),
      1
    );
  elsif OLD.status in ('completed', 'failed', 'cancelled') and (NEW.status <> OLD.status or app_hidden.actor_kind() is not null) then
    raise exception using
      errcode = 'TN409',
      message = 'This execution is over.',
      detail = '{"field": "status"}',
      hint = 'Record another one.';
  elsif NEW.status = 'pending' and OLD.status = 'running' or NEW.status = 'completed' and OLD.status = 'pending' then
    raise exception using
      errcode = 'TN409',
      message = 'An execution waits, runs and ends, in this order.',
      detail = '{"field": "status"}';
  end if;

  if NEW.status in ('running', 'completed') then
    NEW.started_at := coalesce(NEW.started_at, now());
  end if;
  if NEW.status in ('completed', 'failed', 'cancelled') then
    NEW.completed_at := coalesce(NEW.completed_at, now());
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_workflow_executions__follow_status() is $$Keeps an execution’s version and times, and the order of its statuses.$$;
--! EndIncluded automation/functions/tg_workflow_executions__follow_status.sql
--! Included automation/functions/tg_workflow_executions__count.sql
-- Once per statement. On insert there is no former state; the two triggers name their transition tables alike.
create or replace function app_private.tg_workflow_executions__count() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    insert into app_private.tallies (workflow_id, counted, successful, failed, last_at)
    select c.workflow_id,
      count(*),
      count(*) filter (where c.status = 'completed'),
      count(*) filter (where c.status = 'failed'),
      max(c.started_at)
    from changed c
    group by c.workflow_id;
  else
    insert into app_private.tallies (workflow_id, successful, failed, last_at)
    select c.workflow_id,
      count(*) filter (where c.status = 'completed'),
      count(*) filter (where c.status = 'failed'),
      max(c.started_at)
    from changed c
    join former f on f.id = c.id and f.status <> c.status
    group by c.workflow_id;
  end if;
  return null;
end
$$;
comment on function app_private.tg_workflow_executions__count() is $$Notes for a workflow’s counters what a statement did to its executions.$$;
--! EndIncluded automation/functions/tg_workflow_executions__count.sql
--! Included automation/functions/tg_forms__complete_settings.sql
create or replace function app_private.tg_forms__complete_settings() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  NEW.settings := jsonb_build_object(
    'submitButton', 'Submit',
    'successMessage', 'Thank you for your submission!',
    'redirectUrl', null
  ) || NEW.settings;
  return NEW;
end
$$;
comment on function app_private.tg_forms__complete_settings() is $$Fills in the settings that a form doesn’t name.$$;
--! EndIncluded automation/functions/tg_forms__complete_settings.sql
--! Included automation/functions/tg_forms__check.sql
-- What isn't a list or an object at all is left to the check constraints.
create or replace function app_private.tg_forms__check() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_position bigint;
  v_problem text;
  v_name text;
begin
  if jsonb_typeof(NEW.fields) = 'array' then
    if jsonb_array_length(NEW.fields) > 100 then
      perform app_private.refuse_value('fields', 'count', 'a form has up to 100 fields');
    end if;
    select f.position, app_private.form_field_problem(f.field) into v_position, v_problem
    from jsonb_array_elements(NEW.fields) with ordinality as f (field, position)
    where app_private.form_field_problem(f.field) is not null
    order by f.position
    limit 1;
    if found then
      perform app_private.refuse_value('fields', 'field', format('field %s %s', v_position, v_problem));
    end if;
    select f.field ->> 'name' into v_name
    from jsonb_array_elements(NEW.fields) as f (field)
    group by f.field ->> 'name'
    having count(*) > 1
    limit 1;
    if found then
      perform app_private.refuse_value('fields', 'unique_name', format('two fields have the name “%s”', v_name));
    end if;
  end if;

  -- Browsers are sent there: no scheme but the web's.
  if jsonb_typeof(NEW.settings -> 'redirectUrl') <> 'null' and NEW.settings ->> 'redirectUrl' !~* '^https?://[^\s/]' then
    perform app_private.refuse_value('settings', 'redirectUrl', 'redirectUrl is an address that begins with https://');
  end if;
  if jsonb_typeof(NEW.settings -> 'submitButton') <> 'string' or jsonb_typeof(NEW.settings -> 'successMessage') <> 'string' then
    perform app_private.refuse_value('settings', 'text', 'submitButton and successMessage are texts');
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_forms__check() is $$Checks the definition of a form’s fields, and its settings.$$;
--! EndIncluded automation/functions/tg_forms__check.sql
--! Included automation/functions/tg_form_submissions__validate.sql
-- A form that doesn't exist is left to the foreign key, and data that are no object to the check constraint.
create or replace function app_private.tg_form_submissions__validate() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_form app_public.forms;
  v_country constant text := (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = NEW.organization_id);
  v_key text;
  v_field jsonb;
  v_value jsonb;
  v_data jsonb := '{}';
begin
  select f.* into v_form from app_public.forms f where f.organization_id = NEW.organization_id and f.id = NEW.form_id;
  if not found or jsonb_typeof(NEW.data) is distinct from 'object' then
    return NEW;
  end if;
  if not v_form.is_active then
    raise exception using errcode = 'TN409', message = 'This form is closed.', detail = '{"field": "formId"}';
  end if;

  for v_key in select k from jsonb_object_keys(NEW.data) as k loop
    if not v_form.fields @> jsonb_build_array(jsonb_build_object('name', v_key)) then
      perform app_private.refuse_value(left(v_key, 100), 'unknown', 'the form has no such field');
    end if;
  end loop;

  for v_field in select f from jsonb_array_elements(v_form.fields) as f loop
    v_value := NEW.data -> (v_field ->> 'name');
    if v_value in ('null', '[]') or v_value #>> '{}' !~ '\S' then
      v_value := null;
    end if;
    if v_value is not null then
      v_value := app_private.form_value(v_field, v_value, v_country);
      v_data := v_data || jsonb_build_object(v_field ->> 'name', v_value);
    end if;
    -- A box that has to be ticked is one's consent.
    if v_field -> 'required' = 'true' and (v_value is null or v_field ->> 'type' = 'checkbox' and v_value = 'false') then
      perform app_private.refuse_value(v_field ->> 'name', 'required', format('“%s” is required', v_field ->> 'label'));
    end if;
  end loop;
  NEW.data := v_data;
  NEW.address := coalesce(NEW.address, nullif(current_setting('app.request_address', true), '')::inet);
  return NEW;
end
$$;
comment on function app_private.tg_form_submissions__validate() is $$Checks what was filled in against the form’s fields, and keeps it in one form.$$;
--! EndIncluded automation/functions/tg_form_submissions__validate.sql
--! Included automation/functions/tg_form_submissions__record_lead.sql
-- Who sends a form is a lead: the one with this e-mail address that wasn't converted yet, else the oldest with this phone
-- number, else a new one. What is known already stays; where the lead first came from, too. Two at once about the same
-- person take turns, since nothing makes leads unique. A form that asks for neither makes no lead. What the organization
-- requires of leads that people add, a form needn't ask.
create or replace function app_private.tg_form_submissions__record_lead() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_form app_public.forms;
  v_email text;
  v_phone text;
  v_name text;
  v_first_name text;
  v_last_name text;
  v_key text;
begin
  select f.* into v_form from app_public.forms f where f.organization_id = NEW.organization_id and f.id = NEW.form_id;
  if not found or jsonb_typeof(NEW.data) is distinct from 'object' then
    return NEW;
  end if;

  select (array_agg(NEW.data ->> (f.field ->> 'name') order by f.position) filter (where f.field ->> 'type' = 'email'))[1],
    (array_agg(NEW.data ->> (f.field ->> 'name') order by f.position) filter (where f.field ->> 'type' = 'phone'))[1]
  into v_email, v_phone
  from jsonb_array_elements(v_form.fields) with ordinality as f (field, position)
  where NEW.data ? (f.field ->> 'name');
  if v_email is null and v_phone is null then
    return NEW;
  end if;

  v_name := btrim(coalesce(NEW.data ->> 'name', NEW.data ->> 'full_name', NEW.data ->> 'fullName'));
  v_first_name := left(coalesce(NEW.data ->> 'first_name', NEW.data ->> 'firstName', substring(v_name from '^\S+')), 200);
  v_last_name := left(coalesce(NEW.data ->> 'last_name', NEW.data ->> 'lastName', substring(v_name from '^\S+\s+(\S.*)$')), 200);

  -- Always in the same order, against deadlocks.
  for v_key in select k from unnest(array[v_email, v_phone]) as k where k is not null order by k loop
    perform pg_advisory_xact_lock(hashtextextended(NEW.organization_id || ' lead ' || v_key, 0));
  end loop;
  select l.id into NEW.lead_id
  from app_public.leads l
  where l.organization_id = NEW.organization_id and l.email = v_email and l.status <> 'converted' and l.deleted_at is null
  order by l.created_at, l.id
  limit 1
  for no key update;
  if NEW.lead_id is null then
    select l.id into NEW.lead_id
    from app_public.leads l
    where l.organization_id = NEW.organization_id and l.phone = v_phone and l.status <> 'converted' and l.deleted_at is null
    order by l.created_at, l.id
    limit 1
    for no key update;
  end if;

  if NEW.lead_id is null then
    perform set_config('app.requires_custom_fields', 'off', true);
    insert into app_public.leads (
      organization_id, business_id, assigned_to_id, first_name, last_name, email, phone, source, source_details, utm_source, utm_medium, utm_campaign, tags
    ) values (
      NEW.organization_id, null, null, v_first_name, v_last_name, v_email, v_phone, 'form',
      jsonb_build_object('formId', v_form.id, 'formName', v_form.name, 'submissionId', NEW.id),
      NEW.utm_source, NEW.utm_medium, NEW.utm_campaign, v_form.lead_tags
    )
    returning id into NEW.lead_id;
    perform set_config('app.requires_custom_fields', '', true);
  else
    update app_public.leads l
    set first_name = coalesce(l.first_name, case when l.last_name is null then v_first_name end),
      last_name = coalesce(l.last_name, case when l.first_name is null then v_last_name end),
      email = coalesce(l.email, v_email),
      phone = coalesce(l.phone, v_phone),
      utm_source = coalesce(l.utm_source, NEW.utm_source),
      utm_medium = coalesce(l.utm_medium, NEW.utm_medium),
      utm_campaign = coalesce(l.utm_campaign, NEW.utm_campaign),
      tags = l.tags || array(select t from unnest(v_form.lead_tags) as t where t <> all (l.tags))
    where l.organization_id = NEW.organization_id and l.id = NEW.lead_id;
  end if;

  select c.id into NEW.contact_id
  from app_public.contacts c
  where c.organization_id = NEW.organization_id and c.email = v_email and c.deleted_at is null;
  return NEW;
end
$$;
comment on function app_private.tg_form_submissions__record_lead() is $$Finds or creates the lead who sent a form.$$;
--! EndIncluded automation/functions/tg_form_submissions__record_lead.sql
--! Included automation/functions/tg_form_submissions__count.sql
create or replace function app_private.tg_form_submissions__count() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    insert into app_private.tallies (form_id, counted, last_at)
    select c.form_id, count(*), max(c.created_at) from changed c group by c.form_id;
  else
    insert into app_private.tallies (form_id, counted)
    select c.form_id, - count(*) from changed c group by c.form_id;
  end if;
  return null;
end
$$;
comment on function app_private.tg_form_submissions__count() is $$Notes for a form’s counters what a statement did to its submissions.$$;
--! EndIncluded automation/functions/tg_form_submissions__count.sql
--! Included automation/functions/tg_tallies__add_up.sql
-- A counter in a row that everybody shares makes writers wait for each other from the first count to the commit. So each
-- transaction notes what it counted and adds it up as it commits: what is left of the wait is the commit itself. The first
-- note takes all of the transaction’s along, always in the same order, so that two transactions can't wait in a circle.
create or replace function app_private.tg_tallies__add_up() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_sum record;
begin
  for v_sum in
    with noted as (
      delete from app_private.tallies t where t.transaction_id = pg_current_xact_id() returning t.*
    )
    select n.workflow_id, n.form_id, sum(n.counted) as counted, sum(n.successful) as successful, sum(n.failed) as failed, max(n.last_at) as last_at
    from noted n
    group by n.workflow_id, n.form_id
    order by n.workflow_id, n.form_id
  loop
    if v_sum.workflow_id is not null then
      update app_public.workflows w
      set total_executions = w.total_executions + v_sum.counted,
        successful_executions = w.successful_executions + v_sum.successful,
        failed_executions = w.failed_executions + v_sum.failed,
        last_run_at = greatest(w.last_run_at, v_sum.last_at)
      where w.id = v_sum.workflow_id;
    else
      update app_public.forms f
      set submission_count = f.submission_count + v_sum.counted,
        last_submission_at = greatest(f.last_submission_at, v_sum.last_at)
      where f.id = v_sum.form_id;
    end if;
  end loop;
  return null;
end
$$;
comment on function app_private.tg_tallies__add_up() is $$Adds what a transaction counted to the counters of workflows and forms, as it commits.$$;
--! EndIncluded automation/functions/tg_tallies__add_up.sql
--! Included automation/functions/tg_webhook_endpoints__check.sql
create or replace function app_private.tg_webhook_endpoints__check() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_event text;
begin
  NEW.url := btrim(NEW.url);
  NEW.events := array(select distinct e from unnest(NEW.events) as e order by e);
  select e into v_event from unnest(NEW.events) as e where e is not null and not exists (select from app_public.event_types t where t.value = e) limit 1;
  if found then
    perform app_private.refuse_value('events', 'event', format('there is no event “%s”', left(v_event, 100)));
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_webhook_endpoints__check() is $$Checks that the events of an endpoint exist, and names each once.$$;
--! EndIncluded automation/functions/tg_webhook_endpoints__check.sql
--! Included automation/functions/tg_webhook_delivery_attempts__record.sql
-- Tried again after 1, 4, 16, 64 … minutes, eight times in all: for about four days.
create or replace function app_private.tg_webhook_delivery_attempts__record() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_maximum constant int := 8;
  v_is_delivered constant boolean := NEW.error is null and NEW.status_code between 200 and 299;
begin
  update app_public.webhook_deliveries d
  set attempts = d.attempts + 1,
    last_status_code = NEW.status_code,
    last_error = NEW.error,
    last_attempt_at = NEW.attempted_at,
    status = case when v_is_delivered then 'succeeded' when d.attempts + 1 < v_maximum then 'failed' else 'abandoned' end,
    delivered_at = case when v_is_delivered then NEW.attempted_at end,
    next_attempt_at = case when not v_is_delivered and d.attempts + 1 < v_maximum then NEW.attempted_at + interval '1 minute' * 4 ^ d.attempts end
  where d.organization_id = NEW.organization_id and d.id = NEW.delivery_id;
  return null;
end
$$;
comment on function app_private.tg_webhook_delivery_attempts__record() is $$Keeps a delivery’s state and the time of its next attempt.$$;
--! EndIncluded automation/functions/tg_webhook_delivery_attempts__record.sql
--! Included automation/functions/set_webhook_signing_secret.sql
create or replace function app_public.set_webhook_signing_secret(endpoint_id uuid, secret text) returns app_public.webhook_endpoints
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_endpoint app_public.webhook_endpoints;
begin
  if not app_hidden.may_all('webhooks.manage') then
    raise exception using errcode = 'TN403', message = 'You may not set up webhooks.';
  end if;
  if coalesce(set_webhook_signing_secret.secret, '') !~ '^[!-~]{24,200}$' then
    raise exception using
      errcode = 'TN400',
      message = 'The signing secret is 24 to 200 letters, digits and signs, without spaces.',
      detail = '{"field": "secret"}';
  end if;

  update app_public.webhook_endpoints e
  set signing_secret_set_at = clock_timestamp()
  where e.organization_id = app_hidden.organization_id() and e.id = set_webhook_signing_secret.endpoint_id
  returning e.* into v_endpoint;
  if not found then
    raise exception using errcode = 'TN400', message = 'There is no such endpoint.', detail = '{"field": "endpointId"}';
  end if;
  insert into app_private.webhook_endpoint_secrets as s (endpoint_id, signing_secret)
  values (v_endpoint.id, app_private.encrypt_secret(set_webhook_signing_secret.secret))
  on conflict on constraint webhook_endpoint_secrets_pkey do update set signing_secret = excluded.signing_secret;
  return v_endpoint;
end
$$;
grant execute on function app_public.set_webhook_signing_secret(uuid, text) to tenantry_member;
comment on function app_public.set_webhook_signing_secret(uuid, text) is $$@argument endpoint_id The id of the endpoint.
@argument secret The new secret.
Sets or replaces the secret with which deliveries to an endpoint are signed. It is kept encrypted and can’t be read again.$$;
--! EndIncluded automation/functions/set_webhook_signing_secret.sql
--! Included automation/functions/require_calm.sql
-- What stops a flood: so many submissions from one network, and so many through one form. A network is an IPv4 address, also
-- one that is written as an IPv6 address, or the 64 bits of an IPv6 address that one connection has to itself. Those from one network take turns, so that none slips
-- through between counting and adding; of the form's, which many send at once, a few may.
create or replace function app_private.require_calm(form app_public.forms, address inet) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_per_network constant int := 10;
  v_per_form constant int := 120;
  v_network constant cidr := network(set_masklen(address, case
    when family(address) = 4 then 32
    when address <<= '::ffff:0:0/96' then 128
    else 64
  end));
begin
  if v_network is not null then
    perform pg_advisory_xact_lock(hashtextextended(form.organization_id || ' form ' || v_network, 0));
  end if;
  if v_per_network <= (
    select count(*)
    from app_public.form_submissions s
    where s.organization_id = form.organization_id
      and s.address between host(v_network)::inet and host(broadcast(v_network))::inet
      and s.created_at > now() - interval '10 minutes'
  ) or v_per_form <= (
    select count(*)
    from (
      select from app_public.form_submissions s
      where s.organization_id = form.organization_id and s.form_id = form.id and s.created_at > now() - interval '1 minute'
      limit v_per_form
    ) as lately
  ) then
    raise exception using
      errcode = 'TN429',
      message = 'Too many forms were sent. Try again later.',
      detail = '{"field": "formId"}',
      hint = 'Try again in ten minutes.';
  end if;
end
$$;
comment on function app_private.require_calm(app_public.forms, inet) is $$Raises TN429 when too much was sent from a network, or through a form, lately.$$;
--! EndIncluded automation/functions/require_calm.sql
--! Included automation/functions/submit_form.sql
-- Definer, because whoever sends a form may see nothing of what becomes of it: they are answered the same whether they are
-- known already, new, or a robot in the trap.
create or replace function app_public.submit_form(
  form_id uuid,
  data jsonb,
  utm_source text default null,
  utm_medium text default null,
  utm_campaign text default null,
  source_url text default null,
  trap text default null
) returns app_public.form_receipt
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_form app_public.forms;
begin
  select f.* into v_form
  from app_public.forms f
  where f.id = submit_form.form_id and (app_hidden.actor_kind() = 'anonymous' or f.organization_id = app_hidden.organization_id());
  if not found then
    perform app_private.refuse_missing_row('formId');
  end if;
  if jsonb_typeof(submit_form.data) is distinct from 'object' then
    perform app_private.refuse_value('data', 'type', 'data is an object by the names of the form’s fields');
  end if;

  if coalesce(submit_form.trap, '') = '' or not v_form.is_active then
    -- Who may send forms for others, such as a website’s own server, does so for many from one address.
    perform app_private.require_calm(
      v_form,
      case when not app_hidden.may_all('forms.submit') then nullif(current_setting('app.request_address', true), '')::inet end
    );
    -- A visitor isn’t refused for where they come from.
    insert into app_public.form_submissions (organization_id, form_id, data, utm_source, utm_medium, utm_campaign, source_url)
    values (
      v_form.organization_id,
      v_form.id,
      submit_form.data,
      nullif(left(btrim(submit_form.utm_source), 200), ''),
      nullif(left(btrim(submit_form.utm_medium), 200), ''),
      nullif(left(btrim(submit_form.utm_campaign), 200), ''),
      case when submit_form.source_url ~* '^https?://' then left(submit_form.source_url, 2000) end
    );
  end if;
  return row(v_form.settings ->> 'successMessage', v_form.settings ->> 'redirectUrl')::app_public.form_receipt;
end
$$;
grant execute on function app_public.submit_form(uuid, jsonb, text, text, text, text, text) to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_public.submit_form(uuid, jsonb, text, text, text, text, text) is $$@argument form_id The id of the form.
@argument data What was filled in, an object by the names of the form’s fields.
@argument utm_source Where the visitor came from, such as a search engine (utm_source of the page’s address).
@argument utm_medium By what the visitor came, such as an advertisement (utm_medium).
@argument utm_campaign The campaign that brought the visitor (utm_campaign).
@argument source_url The page on which the form was sent.
@argument trap What stands in a field that people don’t see and robots fill in: put one into the page, and send its value here. If there is any, the answer is the same and nothing is kept.
@resultFieldName receipt
Sends a form. Whoever does becomes a lead: the one with this e-mail address or phone number who wasn’t converted yet, else a new one. What is known of the lead stays; where they first came from, too.

Anybody may, without a token; who is signed in sends forms of the active organization. Refused with `NOT_FOUND` for a form that isn’t there; with `CONFLICT` for one that is switched off; with `BAD_USER_INPUT`, the `field` and the `rule` for what breaks the form’s definition; with `LIMIT_EXCEEDED` after ten submissions from one network within ten minutes, unless `forms.submit` is held, or 120 through one form within a minute.

```graphql
mutation {
  submitForm(input: { formId: "0199…", data: { email: "ada@example.com" }, utmSource: "newsletter", trap: "" }) {
    receipt { message redirectUrl }
  }
}
```$$;
comment on type app_public.form_receipt is $$What whoever sent a form is told.$$;
comment on column app_public.form_receipt.message is $$What to show after sending.$$;
comment on column app_public.form_receipt.redirect_url is $$Where to go after sending; empty to stay.$$;
--! EndIncluded automation/functions/submit_form.sql
--! Included automation/functions/form_to_fill.sql
-- Definer, because whoever fills it in belongs to no organization. Tells what is on the page anyway.
create or replace function app_public.form_to_fill(form_id uuid) returns app_public.form_definition
language sql stable security definer
set search_path = ''
as $$
  select (f.id, f.name, f.description, f.type, f.fields, f.settings, f.styles)::app_public.form_definition
  from app_public.forms f
  where f.id = form_to_fill.form_id
    and f.is_active
    and (app_hidden.actor_kind() = 'anonymous' or f.organization_id = app_hidden.organization_id())
$$;
grant execute on function app_public.form_to_fill(uuid) to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_public.form_to_fill(uuid) is $$@argument form_id The id of the form.
What a form asks, for the page on which it is filled in; null when there is none or it is switched off.

Anybody may, without a token; who is signed in sees forms of the active organization.

```graphql
query {
  formToFill(formId: "0199…") { name fields settings }
}
```$$;
comment on type app_public.form_definition is $$A form as it is shown to those who fill it in.$$;
comment on column app_public.form_definition.form_id is $$The form’s id.$$;
comment on column app_public.form_definition.name is $$The form’s name.$$;
comment on column app_public.form_definition.description is $$What the form is for.$$;
comment on column app_public.form_definition.type is $$Where the form is shown: embed, popup, standalone or facebook.$$;
comment on column app_public.form_definition.fields is $$What is asked, a list of objects with name, label, type, required, options, minLength and maxLength.$$;
comment on column app_public.form_definition.settings is $$How the form behaves, an object: submitButton, successMessage and redirectUrl.$$;
comment on column app_public.form_definition.styles is $$How the form looks, an object.$$;
--! EndIncluded automation/functions/form_to_fill.sql
--! Included automation/functions/activate_workflow.sql
create or replace function app_public.activate_workflow(workflow_id uuid) returns app_public.workflows
language plpgsql volatile
set search_path = ''
as $$
declare
  v_workflow app_public.workflows;
begin
  select w.* into v_workflow
  from app_public.workflows w
  where w.organization_id = app_hidden.organization_id() and w.id = activate_workflow.workflow_id
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('workflowId');
  end if;
  if v_workflow.status = 'active' then
    raise exception using errcode = 'TN409', message = 'This workflow is active already.', detail = '{"status": "active"}';
  elsif v_workflow.nodes = '[]' then
    raise exception using
      errcode = 'TN409',
      message = 'This workflow has nothing to do.',
      detail = '{"field": "nodes", "problems": []}',
      hint = 'Add a node.';
  end if;
  update app_public.workflows w
  set status = 'active'
  where w.organization_id = app_hidden.organization_id() and w.id = v_workflow.id
  returning w.* into v_workflow;
  return v_workflow;
end
$$;
grant execute on function app_public.activate_workflow(uuid) to tenantry_member, tenantry_service;
comment on function app_public.activate_workflow(uuid) is $$@argument workflow_id The id of the workflow.
Switches a workflow on: from now on executions of it are recorded when it is triggered. One that is active stays valid: a change after which it couldn’t be run is refused, and a change that is taken makes a new version.

Needs `workflows.manage`. Refused with `NOT_FOUND` for one out of reach, and with `CONFLICT` for one that is active already, has no nodes or can’t be run. `extensions.problems` then lists what is wrong, each with the `node`, the `problem` (MISSING_TYPE, UNKNOWN_TYPE, MISSING_SETTING with the `setting`, CYCLE or UNREACHABLE) and a `message`.

```graphql
mutation {
  activateWorkflow(input: { workflowId: "0199…" }) {
    workflow { id status version }
  }
}
```$$;
--! EndIncluded automation/functions/activate_workflow.sql
--! Included automation/functions/deactivate_workflow.sql
create or replace function app_public.deactivate_workflow(workflow_id uuid) returns app_public.workflows
language plpgsql volatile
set search_path = ''
as $$
declare
  v_workflow app_public.workflows;
begin
  select w.* into v_workflow
  from app_public.workflows w
  where w.organization_id = app_hidden.organization_id() and w.id = deactivate_workflow.workflow_id
  for no key update;
  if not found then
    perform app_hidden.refuse_missing_row('workflowId');
  end if;
  if v_workflow.status <> 'active' then
    raise exception using
      errcode = 'TN409',
      message = 'This workflow isn’t active.',
      detail = jsonb_build_object('status', v_workflow.status)::text;
  end if;
  update app_public.workflows w
  set status = 'inactive'
  where w.organization_id = app_hidden.organization_id() and w.id = v_workflow.id
  returning w.* into v_workflow;
  return v_workflow;
end
$$;
grant execute on function app_public.deactivate_workflow(uuid) to tenantry_member, tenantry_service;
comment on function app_public.deactivate_workflow(uuid) is $$@argument workflow_id The id of the workflow.
Switches a workflow off. Executions that were recorded stay as they are.

Needs `workflows.manage`. Refused with `NOT_FOUND` for one out of reach, and with `CONFLICT` for one that isn’t active.

```graphql
mutation {
  deactivateWorkflow(input: { workflowId: "0199…" }) {
    workflow { id status }
  }
}
```$$;
--! EndIncluded automation/functions/deactivate_workflow.sql
--! Included automation/functions/trigger_workflow.sql
-- The workflow isn't locked: executions of one are recorded side by side, and its counters change as each commits.
create or replace function app_public.trigger_workflow(workflow_id uuid, trigger_data jsonb default null) returns app_public.workflow_executions
language plpgsql volatile
set search_path = ''
as $$
declare
  v_workflow app_public.workflows;
  v_execution app_public.workflow_executions;
begin
  select w.* into v_workflow
  from app_public.workflows w
  where w.organization_id = app_hidden.organization_id() and w.id = trigger_workflow.workflow_id;
  if not found or not app_hidden.may_all('workflows.manage') then
    perform app_hidden.refuse_missing_row('workflowId');
  end if;
  if v_workflow.status <> 'active' then
    raise exception using
      errcode = 'TN409',
      message = 'This workflow isn’t active.',
      detail = jsonb_build_object('field', 'workflowId', 'status', v_workflow.status)::text,
      hint = 'Activate it first.';
  end if;
  insert into app_public.workflow_executions (workflow_id, status, triggered_by, trigger_data)
  values (v_workflow.id, 'pending', 'manual', coalesce(trigger_workflow.trigger_data, '{}'))
  returning * into v_execution;
  return v_execution;
end
$$;
grant execute on function app_public.trigger_workflow(uuid, jsonb) to tenantry_member, tenantry_service;
comment on function app_public.trigger_workflow(uuid, jsonb) is $$@argument workflow_id The id of the workflow.
@argument trigger_data What happened, an object.
Records an execution of an active workflow by hand, whatever else triggers it. It is pending, in the version that the workflow has now, until something takes it up: recording it runs nothing.

Needs `workflows.manage`. Refused with `NOT_FOUND` for a workflow out of reach, with `CONFLICT` for one that isn’t active, and with `BAD_USER_INPUT` for data that are no object.

```graphql
mutation {
  triggerWorkflow(input: { workflowId: "0199…", triggerData: { leadId: "0199…" } }) {
    workflowExecution { id status workflowVersion }
  }
}
```$$;
--! EndIncluded automation/functions/trigger_workflow.sql
--! Included automation/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.event_types', 'EventType', 'What can happen that webhooks report and workflows react to.');
select app_private.expose_lookup_table('app_public.workflow_trigger_types', 'WorkflowTriggerType', 'What starts a workflow.');
select app_private.expose_lookup_table('app_public.workflow_statuses', 'WorkflowStatus', 'Whether a workflow runs.');
select app_private.expose_lookup_table('app_public.workflow_node_types', 'WorkflowNodeType', 'What a step of a workflow does.');
select app_private.expose_lookup_table('app_public.workflow_execution_statuses', 'WorkflowExecutionStatus', 'Where the execution of a workflow stands.');
select app_private.expose_lookup_table('app_public.form_types', 'FormType', 'Where a form is shown.');
select app_private.expose_lookup_table('app_public.webhook_delivery_statuses', 'WebhookDeliveryStatus', 'Where a delivery to a webhook stands.');
comment on column app_public.workflow_node_types.required_settings is $$The settings without which a node of the type can’t be run.$$;
--! EndIncluded automation/tables/lookup_tables.sql
--! Included automation/tables/workflows.sql
comment on table app_public.workflows is $$Something that is done by itself when something else happens: steps, and how they follow each other.$$;
comment on column app_public.workflows.name is $$The workflow’s name.$$;
comment on column app_public.workflows.description is $$What the workflow is for.$$;
comment on column app_public.workflows.trigger_type is $$What starts the workflow.$$;
comment on column app_public.workflows.trigger_config is $$More about when the workflow starts, such as the times of a schedule, an object.$$;
comment on column app_public.workflows.nodes is $$The steps, a list of up to 500 objects, each with an id of its own (a text), a type (a value of WorkflowNodeType as it is stored, such as send_email) and the settings that the type asks for.$$;
comment on column app_public.workflows.edges is $$Which step follows which, a list of up to 2000 objects, each with an id of its own and the ids of two nodes: source and target.$$;
comment on column app_public.workflows.status is $$Whether the workflow runs; an active one has a node at least, and nothing that keeps it from being run.$$;
comment on column app_public.workflows.version is $$Counts the changes of trigger, nodes and edges, from 1.$$;
comment on column app_public.workflows.settings is $$How the workflow runs, an object: errorHandling (continue or stop), maxExecutionTime (seconds, 300 unless set) and timezone (the organization’s unless set).$$;
comment on column app_public.workflows.total_executions is $$How many executions there were, counted as each is saved: in the answer to the mutation that records one, it isn’t counted yet.$$;
comment on column app_public.workflows.successful_executions is $$How many executions were completed.$$;
comment on column app_public.workflows.failed_executions is $$How many executions failed.$$;
comment on column app_public.workflows.last_run_at is $$When an execution last started.$$;

-- Counting executions is no change of the workflow: neither its time nor the audit log shows it.
create or replace trigger _100_timestamps
  before update of id, organization_id, name, description, trigger_type, trigger_config, nodes, edges, status, version, settings, created_at
  on app_public.workflows for each row execute function app_private.tg__timestamps();
create or replace trigger _200_complete_settings before insert or update of settings on app_public.workflows for each row execute function app_private.tg_workflows__complete_settings();
create or replace trigger _300_check before insert or update of nodes, edges, settings on app_public.workflows for each row execute function app_private.tg_workflows__check();
create or replace trigger _310_require_runnable before insert or update of trigger_type, trigger_config, nodes, edges, status on app_public.workflows for each row
  when (NEW.status = 'active') execute function app_private.tg_workflows__require_runnable();
create or replace trigger _400_count_version before update of trigger_type, trigger_config, nodes, edges on app_public.workflows for each row execute function app_private.tg_workflows__count_version();
create or replace trigger _900_audit
  after insert or delete or update of id, organization_id, name, description, trigger_type, trigger_config, nodes, edges, status, version, settings, created_at
  on app_public.workflows for each row execute function app_private.tg__audit();

revoke all on table app_public.workflows from tenantry_member, tenantry_service;
grant select, delete on table app_public.workflows to tenantry_member, tenantry_service;
grant insert (name, description, trigger_type, trigger_config, nodes, edges, status, settings) on table app_public.workflows to tenantry_member, tenantry_service;
grant update (name, description, trigger_type, trigger_config, nodes, edges, status, settings) on table app_public.workflows to tenantry_member, tenantry_service;

alter table app_public.workflows enable row level security;
select app_private.drop_policies('app_public.workflows');
select app_private.create_permission_policies('app_public.workflows', 'workflows', '{select}');
select app_private.create_permission_policies('app_public.workflows', 'workflows', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded automation/tables/workflows.sql
--! Included automation/tables/workflow_executions.sql
comment on table app_public.workflow_executions is $$One run of a workflow. What is over stays as it is.$$;
comment on column app_public.workflow_executions.workflow_id is $$The workflow.$$;
comment on column app_public.workflow_executions.workflow_version is $$@hasDefault
The version of the workflow that was run.$$;
comment on column app_public.workflow_executions.status is $$Where the execution stands: it waits, runs and ends, in this order.$$;
comment on column app_public.workflow_executions.triggered_by is $$What or who started it, such as the name of an event.$$;
comment on column app_public.workflow_executions.trigger_data is $$What happened, an object.$$;
comment on column app_public.workflow_executions.input_data is $$What the first step was given, an object.$$;
comment on column app_public.workflow_executions.output_data is $$What the last step gave, an object.$$;
comment on column app_public.workflow_executions.execution_steps is $$What each step did, a list in the order in which they ran.$$;
comment on column app_public.workflow_executions.error_message is $$Why it failed.$$;
comment on column app_public.workflow_executions.error_details is $$More about why it failed, an object.$$;
comment on column app_public.workflow_executions.started_at is $$When it started to run; empty while it waits.$$;
comment on column app_public.workflow_executions.completed_at is $$When it ended, in whatever way; empty before.$$;

create or replace trigger _100_timestamps before update on app_public.workflow_executions for each row execute function app_private.tg__timestamps();
create or replace trigger _400_follow_status before insert or update on app_public.workflow_executions for each row execute function app_private.tg_workflow_executions__follow_status();
create or replace trigger _500_count_new after insert on app_public.workflow_executions
  referencing new table as changed for each statement execute function app_private.tg_workflow_executions__count();
create or replace trigger _500_count_ended after update on app_public.workflow_executions
  referencing old table as former new table as changed for each statement execute function app_private.tg_workflow_executions__count();

-- Not audited: it is a history itself, whose past can't be changed. For the same reason delete is not granted.
revoke all on table app_public.workflow_executions from tenantry_member, tenantry_service;
grant select on table app_public.workflow_executions to tenantry_member, tenantry_service;
grant insert (workflow_id, status, triggered_by, trigger_data, input_data, output_data, execution_steps, error_message, error_details) on table app_public.workflow_executions to tenantry_member, tenantry_service;
grant update (status, output_data, execution_steps, error_message, error_details) on table app_public.workflow_executions to tenantry_member, tenantry_service;

alter table app_public.workflow_executions enable row level security;
select app_private.drop_policies('app_public.workflow_executions');
select app_private.create_permission_policies('app_public.workflow_executions', 'workflows', '{select}');
select app_private.create_permission_policies('app_public.workflow_executions', 'workflows', '{insert,update}', writes_need_manage => true);
--! EndIncluded automation/tables/workflow_executions.sql
--! Included automation/tables/forms.sql
comment on table app_public.forms is $$A form that people send, and become leads by it.$$;
comment on column app_public.forms.name is $$The form’s name.$$;
comment on column app_public.forms.description is $$What the form is for.$$;
comment on column app_public.forms.type is $$Where the form is shown.$$;
comment on column app_public.forms.fields is $$What is asked, a list of up to 100 objects with name, label, type (text, textarea, email, phone, number, date, url, select, radio, multiselect, checkbox or hidden), required, options (of select, radio and multiselect: a list of texts), minLength and maxLength.$$;
comment on column app_public.forms.settings is $$How the form behaves, an object: submitButton, successMessage and redirectUrl.$$;
comment on column app_public.forms.styles is $$How the form looks, an object.$$;
comment on column app_public.forms.lead_tags is $$Labels that whoever sends the form gets as a lead.$$;
comment on column app_public.forms.is_active is $$Whether the form can be sent.$$;
comment on column app_public.forms.external_id is $$The form’s id elsewhere, such as on Facebook; unique within the organization.$$;
comment on column app_public.forms.external_data is $$What is known of the form elsewhere, an object.$$;
comment on column app_public.forms.submission_count is $$How many submissions there are, counted as each is saved: in the answer to the mutation that sends one, it isn’t counted yet.$$;
comment on column app_public.forms.last_submission_at is $$When the form was last sent.$$;

-- Counting submissions is no change of the form: neither its time nor the audit log shows it.
create or replace trigger _100_timestamps
  before update of id, organization_id, name, description, type, fields, settings, styles, lead_tags, is_active, external_id, external_data, created_at
  on app_public.forms for each row execute function app_private.tg__timestamps();
create or replace trigger _200_complete_settings before insert or update of settings on app_public.forms for each row execute function app_private.tg_forms__complete_settings();
create or replace trigger _300_check before insert or update of fields, settings on app_public.forms for each row execute function app_private.tg_forms__check();
create or replace trigger _900_audit
  after insert or delete or update of id, organization_id, name, description, type, fields, settings, styles, lead_tags, is_active, external_id, external_data, created_at
  on app_public.forms for each row execute function app_private.tg__audit();

-- A form with submissions can't be deleted: they refer to it.
revoke all on table app_public.forms from tenantry_member, tenantry_service;
grant select, delete on table app_public.forms to tenantry_member, tenantry_service;
grant insert (name, description, type, fields, settings, styles, lead_tags, is_active, external_id, external_data) on table app_public.forms to tenantry_member, tenantry_service;
grant update (name, description, type, fields, settings, styles, lead_tags, is_active, external_id, external_data) on table app_public.forms to tenantry_member, tenantry_service;

alter table app_public.forms enable row level security;
select app_private.drop_policies('app_public.forms');
select app_private.create_permission_policies('app_public.forms', 'forms', '{select}');
select app_private.create_permission_policies('app_public.forms', 'forms', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded automation/tables/forms.sql
--! Included automation/tables/form_submissions.sql
comment on table app_public.form_submissions is $$What somebody sent through a form. It is never changed.$$;
comment on column app_public.form_submissions.form_id is $$The form.$$;
comment on column app_public.form_submissions.data is $$What was filled in, an object by the names of the form’s fields. Fields left blank are left out.$$;
comment on column app_public.form_submissions.utm_source is $$Where the visitor came from, such as a search engine (utm_source).$$;
comment on column app_public.form_submissions.utm_medium is $$By what the visitor came, such as an advertisement (utm_medium).$$;
comment on column app_public.form_submissions.utm_campaign is $$The campaign that brought the visitor (utm_campaign).$$;
comment on column app_public.form_submissions.source_url is $$The page on which the form was sent.$$;
comment on column app_public.form_submissions.address is $$The network address that the form was sent from.$$;
comment on column app_public.form_submissions.lead_id is $$The lead who sent it, found by e-mail address, else by phone number, or created; empty when the form asks for neither.$$;
comment on column app_public.form_submissions.contact_id is $$The contact who has the e-mail address, if there was one already.$$;

create or replace trigger _100_timestamps before update on app_public.form_submissions for each row execute function app_private.tg__timestamps();
create or replace trigger _300_validate before insert on app_public.form_submissions for each row execute function app_private.tg_form_submissions__validate();
create or replace trigger _400_record_lead before insert on app_public.form_submissions for each row execute function app_private.tg_form_submissions__record_lead();
create or replace trigger _500_count_new after insert on app_public.form_submissions
  referencing new table as changed for each statement execute function app_private.tg_form_submissions__count();
create or replace trigger _500_count_deleted after delete on app_public.form_submissions
  referencing old table as changed for each statement execute function app_private.tg_form_submissions__count();
create or replace trigger _900_audit after insert or update or delete on app_public.form_submissions for each row execute function app_private.tg__audit();

-- update is not granted: what was sent was sent.
revoke all on table app_public.form_submissions from tenantry_member, tenantry_service;
grant select, delete on table app_public.form_submissions to tenantry_member, tenantry_service;
grant insert (form_id, data, utm_source, utm_medium, utm_campaign, source_url) on table app_public.form_submissions to tenantry_member, tenantry_service;

alter table app_public.form_submissions enable row level security;
select app_private.drop_policies('app_public.form_submissions');
select app_private.create_permission_policies('app_public.form_submissions', 'forms', '{select}');
select app_private.create_policies('app_public.form_submissions', '{member,service}', '{insert}', $$(select app_hidden.may_all('forms.submit'))$$);
select app_private.create_permission_policies('app_public.form_submissions', 'forms', '{delete}', writes_need_manage => true);
--! EndIncluded automation/tables/form_submissions.sql
--! Included automation/tables/tallies.sql
comment on table app_private.tallies is $$What the running transactions have counted and not yet added up, for the counters of workflows and forms. Private: written and emptied by the triggers that count.$$;
comment on column app_private.tallies.transaction_id is $$Whose count it is.$$;
comment on column app_private.tallies.counted is $$How many executions or submissions came, or went when negative.$$;

-- A constraint trigger can't be replaced.
drop trigger if exists _500_add_up on app_private.tallies;
create constraint trigger _500_add_up after insert on app_private.tallies deferrable initially deferred for each row execute function app_private.tg_tallies__add_up();

alter table app_private.tallies enable row level security;
--! EndIncluded automation/tables/tallies.sql
--! Included automation/tables/webhook_endpoints.sql
comment on table app_public.webhook_endpoints is $$An address of another system that is told when something happens.$$;
comment on column app_public.webhook_endpoints.url is $$The address that deliveries are sent to: https, with a public name, without user or fragment.$$;
comment on column app_public.webhook_endpoints.events is $$What the endpoint is told of, such as lead.created: values of EventType as they are stored. None means nothing.$$;
comment on column app_public.webhook_endpoints.description is $$What the endpoint is for.$$;
comment on column app_public.webhook_endpoints.is_active is $$Whether anything is sent; needs a signing secret.$$;
comment on column app_public.webhook_endpoints.signing_secret_set_at is $$When the signing secret was last set; empty as long as there is none.$$;

create or replace trigger _100_timestamps before update on app_public.webhook_endpoints for each row execute function app_private.tg__timestamps();
create or replace trigger _300_check before insert or update of url, events on app_public.webhook_endpoints for each row execute function app_private.tg_webhook_endpoints__check();
create or replace trigger _900_audit after insert or update or delete on app_public.webhook_endpoints for each row execute function app_private.tg__audit();

-- API keys don't set up webhooks, lest what a leaked one set up outlive its revocation.
revoke all on table app_public.webhook_endpoints from tenantry_member;
grant select, delete on table app_public.webhook_endpoints to tenantry_member;
grant insert (url, events, description, is_active), update (url, events, description, is_active) on table app_public.webhook_endpoints to tenantry_member;

alter table app_public.webhook_endpoints enable row level security;
select app_private.drop_policies('app_public.webhook_endpoints');
select app_private.create_policies('app_public.webhook_endpoints', '{member}', '{select,insert,update,delete}', $$(select app_hidden.may_all('webhooks.manage'))$$);
--! EndIncluded automation/tables/webhook_endpoints.sql
--! Included automation/tables/webhook_endpoint_secrets.sql
comment on table app_private.webhook_endpoint_secrets is $$The secrets with which deliveries are signed. Private: encrypted by app_public.set_webhook_signing_secret, decrypted by the worker alone.$$;
comment on column app_private.webhook_endpoint_secrets.signing_secret is $$The secret, encrypted by app_private.encrypt_secret.$$;

create or replace trigger _100_timestamps before update on app_private.webhook_endpoint_secrets for each row execute function app_private.tg__timestamps();

alter table app_private.webhook_endpoint_secrets enable row level security;
--! EndIncluded automation/tables/webhook_endpoint_secrets.sql
--! Included automation/tables/webhook_deliveries.sql
comment on table app_public.webhook_deliveries is $$One event on its way to one endpoint.$$;
comment on column app_public.webhook_deliveries.endpoint_id is $$The endpoint.$$;
comment on column app_public.webhook_deliveries.event is $$What happened.$$;
comment on column app_public.webhook_deliveries.payload is $$What is sent, an object.$$;
comment on column app_public.webhook_deliveries.status is $$Where the delivery stands.$$;
comment on column app_public.webhook_deliveries.attempts is $$How often it was tried, eight times at most.$$;
comment on column app_public.webhook_deliveries.next_attempt_at is $$When it is tried next; empty when it isn’t any more.$$;
comment on column app_public.webhook_deliveries.last_status_code is $$The HTTP status that the endpoint last answered with.$$;
comment on column app_public.webhook_deliveries.last_error is $$Why there was no answer the last time.$$;
comment on column app_public.webhook_deliveries.last_attempt_at is $$When it was last tried.$$;
comment on column app_public.webhook_deliveries.delivered_at is $$When the endpoint accepted it.$$;

create or replace trigger _100_timestamps before update on app_public.webhook_deliveries for each row execute function app_private.tg__timestamps();

-- Written by the worker alone. Not audited: it is a history itself.
revoke all on table app_public.webhook_deliveries from tenantry_member;
grant select on table app_public.webhook_deliveries to tenantry_member;

alter table app_public.webhook_deliveries enable row level security;
select app_private.drop_policies('app_public.webhook_deliveries');
select app_private.create_policies('app_public.webhook_deliveries', '{member}', '{select}', $$(select app_hidden.may_all('webhooks.manage'))$$);
--! EndIncluded automation/tables/webhook_deliveries.sql
--! Included automation/tables/webhook_delivery_attempts.sql
comment on table app_public.webhook_delivery_attempts is $$One attempt to deliver an event to an endpoint, and its answer.$$;
comment on column app_public.webhook_delivery_attempts.delivery_id is $$The delivery.$$;
comment on column app_public.webhook_delivery_attempts.attempted_at is $$When it was tried.$$;
comment on column app_public.webhook_delivery_attempts.status_code is $$The HTTP status of the answer; 200 to 299 is success.$$;
comment on column app_public.webhook_delivery_attempts.response_body is $$The beginning of the answer.$$;
comment on column app_public.webhook_delivery_attempts.error is $$Why there was no answer, such as a time limit.$$;
comment on column app_public.webhook_delivery_attempts.duration_milliseconds is $$How long it took.$$;

create or replace trigger _100_timestamps before update on app_public.webhook_delivery_attempts for each row execute function app_private.tg__timestamps();
create or replace trigger _500_record after insert on app_public.webhook_delivery_attempts for each row execute function app_private.tg_webhook_delivery_attempts__record();

-- Written by the worker alone. Not audited: it is a history itself.
revoke all on table app_public.webhook_delivery_attempts from tenantry_member;
grant select on table app_public.webhook_delivery_attempts to tenantry_member;

alter table app_public.webhook_delivery_attempts enable row level security;
select app_private.drop_policies('app_public.webhook_delivery_attempts');
select app_private.create_policies('app_public.webhook_delivery_attempts', '{member}', '{select}', $$(select app_hidden.may_all('webhooks.manage'))$$);
--! EndIncluded automation/tables/webhook_delivery_attempts.sql
--! EndIncluded automation/all.sql
