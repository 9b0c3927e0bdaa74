--! Previous: sha1:06fd216ca91868590285ac4df59e91062c4a23e3
--! Hash: sha1:1e96adbaf8f6daf12cfc7ba591ef1b427bf9eb8a
--! Message: Security: what a review found

--! split: 1-current.sql
/*
 * Security: what a review found. The checks of mail settings that look for passwords take time that grows with the square
 * of their depth, so that settings are kept small; the names make the size come first.
 */
alter table app_public.email_accounts
  add constraint imap_settings_must_be_small check (octet_length(imap_settings::text) <= 4096),
  add constraint smtp_settings_must_be_small check (octet_length(smtp_settings::text) <= 4096);

--! Included analytics/functions/roll_up_daily_metrics.sql
-- Run by the gateway every minute. Moves changes into totals in one statement, so that a reader sees each quantity once, in
-- the one table or in the other. Writers add rows and are never waited for; two runs at once leave each other's rows alone.
-- Every organization's changes go together, so sums stop at what a figure holds: one that nobody could count to must not
-- keep the others' from being rolled up.
create or replace function app_private.roll_up_daily_metrics(maximum int default 100000) returns int
language plpgsql volatile
set search_path = ''
as $$
declare
  v_limit constant numeric := 9000000000000000000;
  v_rolled_up int;
begin
  if not pg_try_advisory_xact_lock(hashtext('app_private.roll_up_daily_metrics')) then
    return 0;
  end if;
  with taken as (
    delete from app_hidden.daily_metric_changes c
    where c.id in (select o.id from app_hidden.daily_metric_changes o order by o.id limit roll_up_daily_metrics.maximum for update skip locked)
    returning c.organization_id, c.business_id, c.occurred_on, c.metric, c.quantity
  ), moved as (
    insert into app_hidden.daily_metric_totals as t (organization_id, business_id, occurred_on, metric, quantity)
    select k.organization_id, k.business_id, k.occurred_on, k.metric, greatest(least(sum(k.quantity), v_limit), - v_limit)
    from taken k
    group by 1, 2, 3, 4
    on conflict (organization_id, occurred_on, business_id, metric) do update
    set quantity = greatest(least(t.quantity::numeric + excluded.quantity, v_limit), - v_limit)
  )
  select count(*) into v_rolled_up from taken;
  return v_rolled_up;
end
$$;
comment on function app_private.roll_up_daily_metrics(int) is $$Adds waiting changes of the daily metrics to their totals; returns how many.$$;
--! EndIncluded analytics/functions/roll_up_daily_metrics.sql
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
-- are found out by the database, never claimed.
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
--! Included scheduling/tables/appointments.sql
comment on table app_public.appointments is $$A time that is kept for a contact. A member’s appointments that are scheduled, confirmed or in progress don’t overlap; one may begin when another ends.$$;
comment on column app_public.appointments.business_id is $$The business where it takes place; of the whole organization when empty. The service’s unless another is named.$$;
comment on column app_public.appointments.service_id is $$The service that is booked.$$;
comment on column app_public.appointments.contact_id is $$The contact who comes. When only an e-mail address or phone number is given, the contact who has it, or a new one.$$;
comment on column app_public.appointments.booked_email is $$The e-mail address with which it was booked, kept in lower case.$$;
comment on column app_public.appointments.booked_phone is $$The phone number with which it was booked, in E.164 form.$$;
comment on column app_public.appointments.staff_id is $$The member who is there for the contact.$$;
comment on column app_public.appointments.created_by_id is $$The member who booked it; empty when the contact did.$$;
comment on column app_public.appointments.kind is $$What is booked.$$;
comment on column app_public.appointments.status is $$Where the appointment stands. What is completed, canceled or missed isn’t moved any more; what is canceled can be scheduled again.$$;
comment on column app_public.appointments.starts_at is $$When it begins. Moving the beginning alone moves the end with it.$$;
comment on column app_public.appointments.ends_at is $$@hasDefault
When it ends; after the service’s duration unless another time is given.$$;
comment on column app_public.appointments.location is $$Where it takes place.$$;
comment on column app_public.appointments.notes is $$What members should know about it. Contacts don’t see it.$$;
comment on column app_public.appointments.source is $$How it was booked, such as portal.$$;
comment on column app_public.appointments.price_cents is $$What it costs, in hundredths of the currency’s unit; the service’s price at the time of booking unless another is given.$$;
comment on column app_public.appointments.currency is $$The currency (ISO 4217) of the price.$$;
comment on column app_public.appointments.cancellation_reason is $$Why it was called off.$$;
comment on column app_public.appointments.completed_at is $$When it was completed; follows the status.$$;
comment on column app_public.appointments.canceled_at is $$When it was called off; follows the status.$$;
comment on column app_public.appointments.deleted_at is $$When the appointment was archived; empty while it is in use.$$;
comment on constraint only_one_appointment_of_a_member_at_a_time on app_public.appointments is $$The member has another appointment at that time.$$;
comment on constraint appointments_organization_id_staff_id_fkey on app_public.appointments is $$@foreignFieldName appointments$$;

create or replace trigger _100_timestamps before update on app_public.appointments for each row execute function app_private.tg__timestamps();
create or replace trigger _200_link_contact before insert on app_public.appointments for each row execute function app_private.tg_appointments__link_contact();
create or replace trigger _300_archive before update of deleted_at on app_public.appointments for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('appointments', 'staff_id', 'created_by_id');
create or replace trigger _310_guard before insert or update of status, starts_at, ends_at, staff_id, service_id, cancellation_reason on app_public.appointments for each row
  execute function app_private.tg_appointments__guard();
create or replace trigger _400_follow_service before insert or update of service_id, starts_at, ends_at, price_cents, currency on app_public.appointments for each row
  execute function app_private.tg_appointments__follow_service();
create or replace trigger _410_follow_status before insert or update of status, cancellation_reason on app_public.appointments for each row
  execute function app_private.tg_appointments__follow_status();
create or replace trigger _600_count_added after insert on app_public.appointments referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.appointments referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.appointments for each row
  when ((OLD.business_id, OLD.created_at, OLD.starts_at, OLD.status, OLD.price_cents, OLD.currency) is distinct from (NEW.business_id, NEW.created_at, NEW.starts_at, NEW.status, NEW.price_cents, NEW.currency)) execute function app_private.tg__count_metrics();
create or replace trigger _900_audit after insert or update or delete on app_public.appointments for each row execute function app_private.tg__audit();

-- delete is not granted: appointments are archived through deleted_at. With what address one was booked stays.
revoke all on table app_public.appointments from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.appointments to tenantry_member, tenantry_service;
grant insert (
  business_id, service_id, contact_id, booked_email, booked_phone, staff_id, kind, status, starts_at, ends_at, location, notes, source, price_cents, currency
) on table app_public.appointments to tenantry_member, tenantry_service;
grant update (
  business_id, service_id, contact_id, staff_id, kind, status, starts_at, ends_at, location, notes, source, price_cents, currency, cancellation_reason, deleted_at
) on table app_public.appointments to tenantry_member, tenantry_service;

-- Contacts don’t see what members note, nor who the members are. They book a service at a time, move it and cancel it.
grant select (
  id, organization_id, business_id, service_id, contact_id, booked_email, booked_phone, kind, status, starts_at, ends_at, location, source, price_cents, currency,
  cancellation_reason, completed_at, canceled_at, created_at, updated_at, deleted_at
) on table app_public.appointments to tenantry_client;
grant insert (service_id, starts_at) on table app_public.appointments to tenantry_client;
grant update (starts_at, status, cancellation_reason) on table app_public.appointments to tenantry_client;

alter table app_public.appointments enable row level security;
select app_private.drop_policies('app_public.appointments');
-- An appointment is one's own as the member who is there or as the one who booked it.
select app_private.create_permission_policies('app_public.appointments', 'appointments', '{select,insert,update}', owner_columns => '{staff_id,created_by_id}');
select app_private.create_policies(
  'app_public.appointments', '{client}', '{select,update}', $$contact_id = (select app_hidden.contact_id()) and deleted_at is null$$
);
select app_private.create_policies(
  'app_public.appointments', '{client}', '{insert}',
  $$contact_id = (select app_hidden.contact_id()) and deleted_at is null and status = 'scheduled' and source = 'portal' and starts_at > now()$$
);
--! EndIncluded scheduling/tables/appointments.sql
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
comment on constraint ticket_messages_organization_id_sender_membership_id_fkey on app_public.ticket_messages is $$@foreignFieldName ticketMessages$$;
comment on constraint ticket_messages_organization_id_sender_contact_id_fkey on app_public.ticket_messages is $$@foreignFieldName ticketMessages$$;

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
-- takes a permission of its own, for the ticket: members limited to businesses hold it where their role there does.
select app_private.create_policies('app_public.ticket_messages', '{member,service}', '{select}', format(
  $$
    (
      (select app_hidden.may_all('tickets.read'))
      or (
        select true from app_public.tickets t
        where t.organization_id = (select app_hidden.organization_id()) and t.id = ticket_messages.ticket_id
      )
    )
    and (
      not is_internal
      or (select app_hidden.may_all('tickets.read_internal'))
      or (
        select true from app_public.tickets t
        where t.organization_id = (select app_hidden.organization_id()) and t.id = ticket_messages.ticket_id and (%s)
      )
    )
  $$,
  app_private.permission_condition('app_public.tickets', 'tickets.read_internal', '{assigned_to_id,created_by_id}')
));
select app_private.create_policies('app_public.ticket_messages', '{member,service}', '{insert}', format(
  $$
    exists (
      select from app_public.tickets t
      where t.organization_id = (select app_hidden.organization_id())
        and t.id = ticket_messages.ticket_id
        and (%s)
        and (not ticket_messages.is_internal or %s)
    )
  $$,
  app_private.permission_condition('app_public.tickets', 'tickets.update', '{assigned_to_id,created_by_id}'),
  app_private.permission_condition('app_public.tickets', 'tickets.read_internal', '{assigned_to_id,created_by_id}')
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
--! Included support/functions/tg_email_accounts__forget_passwords.sql
-- A password was set for a server and a user. Sent to another one, it would be known there, though nobody can read it here.
create or replace function app_private.tg_email_accounts__forget_passwords() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_is_imap_new constant boolean := NEW.imap_settings <> OLD.imap_settings;
  v_is_smtp_new constant boolean := NEW.smtp_settings <> OLD.smtp_settings;
begin
  NEW.imap_password_set_at := case when not v_is_imap_new then NEW.imap_password_set_at end;
  NEW.smtp_password_set_at := case when not v_is_smtp_new then NEW.smtp_password_set_at end;
  update app_private.email_account_secrets s
  set
    imap_password = case when not v_is_imap_new then s.imap_password end,
    smtp_password = case when not v_is_smtp_new then s.smtp_password end
  where s.email_account_id = NEW.id;
  return NEW;
end
$$;
comment on function app_private.tg_email_accounts__forget_passwords() is $$Removes the password of a server that a mailbox no longer uses as before.$$;
--! EndIncluded support/functions/tg_email_accounts__forget_passwords.sql
--! Included support/tables/email_accounts.sql
comment on table app_public.email_accounts is $$A mailbox from which tickets come and answers go.$$;
comment on column app_public.email_accounts.email_address is $$The mailbox’s address, kept in lower case; unique within the organization.$$;
comment on column app_public.email_accounts.imap_settings is $$Where and how mail is fetched, an object. Passwords don’t belong here: they have an operation of their own. A change removes the password that was set for it.$$;
comment on column app_public.email_accounts.smtp_settings is $$Where and how mail is sent, an object. Passwords don’t belong here: they have an operation of their own. A change removes the password that was set for it.$$;
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
create or replace trigger _400_forget_passwords before update of imap_settings, smtp_settings on app_public.email_accounts for each row
  when ((OLD.imap_settings, OLD.smtp_settings) is distinct from (NEW.imap_settings, NEW.smtp_settings)) execute function app_private.tg_email_accounts__forget_passwords();
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
--! Included files/tables/attachments.sql
comment on table app_public.attachments is $$A file and what it hangs on. Whoever sees the thing sees its files. The bytes are kept outside of the database, under storageKey.$$;
comment on column app_public.attachments.filename is $$The file’s name as people read it.$$;
comment on column app_public.attachments.content_type is $$What kind of file it is, such as application/pdf.$$;
comment on column app_public.attachments.byte_size is $$How large the file is, in bytes.$$;
comment on column app_public.attachments.sha256 is $$SHA-256 of the file, in hexadecimal.$$;
comment on column app_public.attachments.storage_key is $$Where the bytes are kept, in the organization’s own part of the storage. Given by the database.$$;
comment on column app_public.attachments.uploaded_by_id is $$The member who added the file.$$;
comment on column app_public.attachments.uploaded_by_contact_id is $$The contact who added the file through the client portal.$$;
comment on column app_public.attachments.contact_id is $$The contact that the file is about.$$;
comment on column app_public.attachments.company_id is $$The company that the file is about.$$;
comment on column app_public.attachments.lead_id is $$The lead that the file is about.$$;
comment on column app_public.attachments.deal_id is $$The deal that the file is about.$$;
comment on column app_public.attachments.activity_id is $$The activity that the file belongs to.$$;
comment on column app_public.attachments.task_id is $$The task that the file belongs to.$$;
comment on column app_public.attachments.message_id is $$The message that the file was sent with.$$;
comment on column app_public.attachments.ticket_message_id is $$The message of a ticket that the file was sent with.$$;
comment on column app_public.attachments.proposal_id is $$The proposal that the file belongs to.$$;
comment on column app_public.attachments.contract_id is $$The contract that the file belongs to.$$;
comment on constraint attachment_must_hang_on_one_thing on app_public.attachments is $$A file hangs on exactly one thing.$$;
comment on constraint attachments_organization_id_uploaded_by_id_fkey on app_public.attachments is $$@foreignFieldName uploadedAttachments$$;
comment on constraint attachments_organization_id_uploaded_by_contact_id_fkey on app_public.attachments is $$@foreignFieldName uploadedAttachments$$;

create or replace trigger _100_timestamps before update on app_public.attachments for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.attachments for each row execute function app_private.tg__audit();

-- update is not granted: a changed file is another file. Storage keys are never chosen, lest one name another tenant's.
revoke all on table app_public.attachments from tenantry_member, tenantry_service, tenantry_client;
grant select, delete on table app_public.attachments to tenantry_member, tenantry_service;
grant insert (filename, content_type, byte_size, sha256, contact_id, company_id, lead_id, deal_id, activity_id, task_id, message_id, ticket_message_id, proposal_id, contract_id) on table app_public.attachments to tenantry_member, tenantry_service;
grant select (id, organization_id, filename, content_type, byte_size, sha256, uploaded_by_contact_id, message_id, ticket_message_id, proposal_id, contract_id, created_at, updated_at) on table app_public.attachments to tenantry_client;
grant insert (filename, content_type, byte_size, sha256, message_id, ticket_message_id) on table app_public.attachments to tenantry_client;

alter table app_public.attachments enable row level security;
select app_private.drop_policies('app_public.attachments');
-- What is seen depends on the thing, under its own policies; one look-up by primary key per row of a page.
select app_private.create_policies('app_public.attachments', '{member,service}', '{select}', $$
  (select app_hidden.may('attachments.read'))
  and
  case
    when contact_id is not null then (select true from app_public.contacts p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.contact_id)
    when company_id is not null then (select true from app_public.companies p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.company_id)
    when lead_id is not null then (select true from app_public.leads p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.lead_id)
    when deal_id is not null then (select true from app_public.deals p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.deal_id)
    when activity_id is not null then (select true from app_public.activities p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.activity_id)
    when task_id is not null then (select true from app_public.tasks p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.task_id)
    when message_id is not null then (select true from app_public.messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.message_id)
    when ticket_message_id is not null then (select true from app_public.ticket_messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.ticket_message_id)
    when proposal_id is not null then (select true from app_public.proposals p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.proposal_id)
    when contract_id is not null then (select true from app_public.contracts p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.contract_id)
  end
$$);
select app_private.create_policies('app_public.attachments', '{member,service}', '{insert}', $$
  (select app_hidden.may('attachments.create'))
  and
  case
    when contact_id is not null then exists (select from app_public.contacts p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.contact_id)
    when company_id is not null then exists (select from app_public.companies p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.company_id)
    when lead_id is not null then exists (select from app_public.leads p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.lead_id)
    when deal_id is not null then exists (select from app_public.deals p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.deal_id)
    when activity_id is not null then exists (select from app_public.activities p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.activity_id)
    when task_id is not null then exists (select from app_public.tasks p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.task_id)
    when message_id is not null then exists (select from app_public.messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.message_id)
    when ticket_message_id is not null then exists (select from app_public.ticket_messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.ticket_message_id)
    when proposal_id is not null then exists (select from app_public.proposals p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.proposal_id)
    when contract_id is not null then exists (select from app_public.contracts p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.contract_id)
  end
$$);
-- Whoever added a file takes it away again; others need the permission.
select app_private.create_policies(
  'app_public.attachments', '{member,service}', '{delete}',
  $$(select app_hidden.may_all('attachments.delete')) or uploaded_by_id = (select app_hidden.membership_id())$$
);
-- Contacts see the files of what was sent to them, and add some to what they wrote, never to what members did.
select app_private.create_policies('app_public.attachments', '{client}', '{select}', $$
  (select app_hidden.contact_id()) is not null
  and
  case
    when message_id is not null then (select true from app_public.messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.message_id)
    when ticket_message_id is not null then (select true from app_public.ticket_messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.ticket_message_id)
    when proposal_id is not null then (select true from app_public.proposals p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.proposal_id)
    when contract_id is not null then (select true from app_public.contracts p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.contract_id)
  end
$$);
select app_private.create_policies('app_public.attachments', '{client}', '{insert}', $$
  (select app_hidden.contact_id()) is not null
  and
  case
    when message_id is not null then exists (select from app_public.messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.message_id and p.direction = 'inbound')
    when ticket_message_id is not null then exists (select from app_public.ticket_messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.ticket_message_id and p.sender_contact_id = (select app_hidden.contact_id()))
  end
$$);
--! EndIncluded files/tables/attachments.sql
