--! Previous: sha1:92cd46a5f2e8705e6a6afe4136a49d82f08f675d
--! Hash: sha1:00a5062cbc68a8dad1bd278976f08d6fa448ff64
--! Message: api: changes are announced to gateways

--! split: 1-current.sql
/*
 * Live data: gateways hear which rows have changed and whose access has ended, and tell their subscribers.
 */

create table app_private.live_organizations (
  id uuid primary key references app_public.organizations on delete cascade,
  ends_at timestamptz not null
);

--! Included foundation/functions/tg__announce_changes.sql
-- Tells the gateways which rows a statement has changed, for organizations that somebody listens to: ids and what routes
-- them (TG_ARGV[0], a column), never content. A notification makes commits wait for each other, on the whole server, so
-- organizations that nobody listens to have none. Sixty rows stay below PostgreSQL's 8000 bytes.
create or replace function app_private.tg__announce_changes() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if not exists (select from app_private.live_organizations l where l.ends_at > now()) then
    return null;
  end if;
  if TG_OP = 'UPDATE' then
    -- What has moved is news in both places.
    perform pg_notify('live_changes', jsonb_build_object('table', TG_TABLE_NAME, 'change', TG_OP, 'organization', page.organization_id, 'rows', page.rows)::text)
    from (
      select r.organization_id, jsonb_agg(r.entry) as rows
      from (
        select
          n.organization_id,
          jsonb_build_array(n.id, to_jsonb(n) -> TG_ARGV[0], to_jsonb(o) -> TG_ARGV[0]) as entry,
          (row_number() over (partition by n.organization_id order by n.id) - 1) / 60 as number
        from changed_rows n
        join old_rows o on o.id = n.id
        join app_private.live_organizations l on l.id = n.organization_id and l.ends_at > now()
      ) r
      group by r.organization_id, r.number
    ) page;
  else
    perform pg_notify('live_changes', jsonb_build_object('table', TG_TABLE_NAME, 'change', TG_OP, 'organization', page.organization_id, 'rows', page.rows)::text)
    from (
      select r.organization_id, jsonb_agg(r.entry) as rows
      from (
        select
          c.organization_id,
          jsonb_build_array(c.id, to_jsonb(c) -> TG_ARGV[0]) as entry,
          (row_number() over (partition by c.organization_id order by c.id) - 1) / 60 as number
        from changed_rows c
        join app_private.live_organizations l on l.id = c.organization_id and l.ends_at > now()
      ) r
      group by r.organization_id, r.number
    ) page;
  end if;
  return null;
end
$$;
comment on function app_private.tg__announce_changes() is $$Tells the gateways which rows have changed, for their subscribers.$$;
--! EndIncluded foundation/functions/tg__announce_changes.sql
--! Included foundation/functions/tg__announce_revocation.sql
-- Tells the gateways whose access may have ended: pairs of what they are and the column that names them. A gateway asks
-- begin_request again, so telling too often does no harm.
create or replace function app_private.tg__announce_revocation() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_row jsonb := to_jsonb(OLD);
begin
  for v_argument in 0 .. TG_NARGS - 1 by 2 loop
    if v_row ->> TG_ARGV[v_argument + 1] is not null then
      perform pg_notify('live_changes', jsonb_build_object('revoked', TG_ARGV[v_argument], 'id', v_row ->> TG_ARGV[v_argument + 1])::text);
    end if;
  end loop;
  return null;
end
$$;
comment on function app_private.tg__announce_revocation() is $$Tells the gateways that somebody’s access may have ended, so that they close their connections.$$;
--! EndIncluded foundation/functions/tg__announce_revocation.sql
--! Included foundation/functions/listen_to_organizations.sql
-- Called by gateways when the first subscriber of an organization comes, and again before the time is up. Whoever was
-- writing when this is committed may have found nobody listening; what they write is announced to nobody.
create or replace function app_private.listen_to_organizations(organization_ids uuid[]) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  delete from app_private.live_organizations l
  where l.id in (
    select ended.id from app_private.live_organizations ended
    where ended.ends_at < now() - interval '1 hour'
    for update skip locked
  );
  -- In one order, so that gateways don't wait for each other in a circle.
  insert into app_private.live_organizations (id, ends_at)
  select o.id, now() + interval '15 minutes'
  from app_public.organizations o
  where o.id = any (listen_to_organizations.organization_ids)
  order by o.id
  on conflict (id) do update set ends_at = excluded.ends_at;
end
$$;
grant execute on function app_private.listen_to_organizations(uuid[]) to tenantry_authenticator;
comment on function app_private.listen_to_organizations(uuid[]) is $$Has the changes of some organizations announced for the next fifteen minutes.$$;
--! EndIncluded foundation/functions/listen_to_organizations.sql
--! Included foundation/tables/live_organizations.sql
comment on table app_private.live_organizations is $$The organizations whose changes are announced to gateways, because somebody listens. Private: written by app_private.listen_to_organizations.$$;
comment on column app_private.live_organizations.ends_at is $$Until when changes are announced, unless a gateway asks again.$$;

alter table app_private.live_organizations enable row level security;
--! EndIncluded foundation/tables/live_organizations.sql
--! Included support/tables/tickets.sql
comment on table app_public.tickets is $$Something that a contact wants to have answered or put right.$$;
comment on column app_public.tickets.business_id is $$The business that the ticket belongs to; of the whole organization when empty.$$;
comment on column app_public.tickets.number is $$@hasDefault
The ticket’s number, for people; unique within the organization.$$;
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
comment on column app_public.tickets.merged_into_id is $$The ticket into which it was merged, where it goes on.$$;
comment on column app_public.tickets.deleted_at is $$When the ticket was archived; empty while it is in use.$$;
comment on constraint tickets_organization_id_merged_into_id_fkey on app_public.tickets is $$@foreignFieldName mergedTickets$$;

create or replace trigger _100_timestamps before update on app_public.tickets for each row execute function app_private.tg__timestamps();
create or replace trigger _200_begin before insert on app_public.tickets for each row execute function app_private.tg_tickets__begin();
create or replace trigger _300_archive before update of deleted_at on app_public.tickets for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('tickets', 'assigned_to_id', 'created_by_id');
create or replace trigger _310_guard_merged before update of status on app_public.tickets for each row execute function app_private.tg_tickets__guard_merged();
create or replace trigger _350_validate_custom_fields before insert or update of custom_fields on app_public.tickets for each row execute function app_private.tg__validate_custom_fields('ticket');
create or replace trigger _400_follow_status before insert or update of status on app_public.tickets for each row execute function app_private.tg_tickets__follow_status();
create or replace trigger _410_number before insert on app_public.tickets for each row execute function app_private.tg__number();
create or replace trigger _500_record_status_change after insert or update of status on app_public.tickets for each row execute function app_private.tg_tickets__record_status_change();
create or replace trigger _550_announce_added after insert on app_public.tickets referencing new table as changed_rows for each statement execute function app_private.tg__announce_changes();
create or replace trigger _550_announce_changed after update on app_public.tickets referencing old table as old_rows new table as changed_rows for each statement execute function app_private.tg__announce_changes();
create or replace trigger _550_announce_removed after delete on app_public.tickets referencing old table as changed_rows for each statement execute function app_private.tg__announce_changes();
create or replace trigger _600_count_added after insert on app_public.tickets referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.tickets referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.tickets for each row
  when ((OLD.business_id, OLD.created_at, OLD.solved_at, OLD.first_response_at) is distinct from (NEW.business_id, NEW.created_at, NEW.solved_at, NEW.first_response_at)) execute function app_private.tg__count_metrics();
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
create or replace trigger _550_announce_added after insert on app_public.ticket_messages referencing new table as changed_rows for each statement execute function app_private.tg__announce_changes('ticket_id');
create or replace trigger _550_announce_changed after update on app_public.ticket_messages referencing old table as old_rows new table as changed_rows for each statement execute function app_private.tg__announce_changes('ticket_id');
create or replace trigger _550_announce_removed after delete on app_public.ticket_messages referencing old table as changed_rows for each statement execute function app_private.tg__announce_changes('ticket_id');
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
create or replace trigger _550_announce_added after insert on app_public.conversations referencing new table as changed_rows for each statement execute function app_private.tg__announce_changes();
create or replace trigger _550_announce_changed after update on app_public.conversations referencing old table as old_rows new table as changed_rows for each statement execute function app_private.tg__announce_changes();
create or replace trigger _550_announce_removed after delete on app_public.conversations referencing old table as changed_rows for each statement execute function app_private.tg__announce_changes();
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
create or replace trigger _550_announce_added after insert on app_public.messages referencing new table as changed_rows for each statement execute function app_private.tg__announce_changes('conversation_id');
create or replace trigger _550_announce_changed after update on app_public.messages referencing old table as old_rows new table as changed_rows for each statement execute function app_private.tg__announce_changes('conversation_id');
create or replace trigger _550_announce_removed after delete on app_public.messages referencing old table as changed_rows for each statement execute function app_private.tg__announce_changes('conversation_id');
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
--! Included tenancy/tables/notifications.sql
comment on table app_public.notifications is $$News for one member, who alone sees it.$$;
comment on column app_public.notifications.membership_id is $$The member who is told.$$;
comment on column app_public.notifications.kind is $$What the news is about.$$;
comment on column app_public.notifications.title is $$The news in a line.$$;
comment on column app_public.notifications.body is $$More about it.$$;
comment on column app_public.notifications.link is $$Where to read on: a path of the application or an address on the web.$$;
comment on column app_public.notifications.read_at is $$When the member read it; empty while it is unread. Whatever time is given, that of the first reading is kept.$$;

create or replace trigger _100_timestamps before update on app_public.notifications for each row execute function app_private.tg__timestamps();
create or replace trigger _200_mark_read before update of read_at on app_public.notifications for each row execute function app_private.tg_notifications__mark_read();
-- Those who read the audit log don't read other people's notifications there.
create or replace trigger _550_announce_added after insert on app_public.notifications referencing new table as changed_rows for each statement execute function app_private.tg__announce_changes('membership_id');
create or replace trigger _550_announce_changed after update on app_public.notifications referencing old table as old_rows new table as changed_rows for each statement execute function app_private.tg__announce_changes('membership_id');
create or replace trigger _550_announce_removed after delete on app_public.notifications referencing old table as changed_rows for each statement execute function app_private.tg__announce_changes('membership_id');
create or replace trigger _900_audit after insert or update or delete on app_public.notifications for each row execute function app_private.tg__audit('title', 'body', 'link');

-- insert is not granted: notifications are written by the database. delete is not granted: they are marked as read.
revoke all on table app_public.notifications from tenantry_member;
grant select on table app_public.notifications to tenantry_member;
grant update (read_at) on table app_public.notifications to tenantry_member;

alter table app_public.notifications enable row level security;
select app_private.drop_policies('app_public.notifications');
select app_private.create_policies('app_public.notifications', '{member}', '{select,update}', $$membership_id = (select app_hidden.membership_id())$$);
--! EndIncluded tenancy/tables/notifications.sql
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
create or replace trigger _550_announce_added after insert on app_public.deals referencing new table as changed_rows for each statement execute function app_private.tg__announce_changes('pipeline_id');
create or replace trigger _550_announce_changed after update on app_public.deals referencing old table as old_rows new table as changed_rows for each statement execute function app_private.tg__announce_changes('pipeline_id');
create or replace trigger _550_announce_removed after delete on app_public.deals referencing old table as changed_rows for each statement execute function app_private.tg__announce_changes('pipeline_id');
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
--! Included tenancy/tables/memberships.sql
comment on table app_public.memberships is $$A user in an organization, with a role. Owners and assignees of other rows are memberships.$$;
comment on column app_public.memberships.user_id is $$The person.$$;
comment on column app_public.memberships.role_id is $$What the member may do.$$;
comment on column app_public.memberships.title is $$The member’s job title.$$;
comment on column app_public.memberships.availability is $$Whether the member takes new work.$$;
comment on column app_public.memberships.is_active is $$Whether the membership counts. A member who is switched off is out with the next request.$$;
comment on column app_public.memberships.default_business_id is $$The business that the member’s new rows belong to when none is named.$$;

create or replace trigger _100_timestamps before update on app_public.memberships for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before update or delete on app_public.memberships for each row execute function app_private.tg_memberships__guard();
create or replace trigger _500_keep_an_owner after update of role_id, is_active or delete on app_public.memberships for each row execute function app_private.tg_memberships__keep_an_owner();
create or replace trigger _550_announce_revocation after update of is_active or delete on app_public.memberships for each row execute function app_private.tg__announce_revocation('user', 'user_id');
create or replace trigger _900_audit after insert or update or delete on app_public.memberships for each row execute function app_private.tg__audit();

-- insert is not granted: people join by invitation. A membership's user never changes.
revoke all on table app_public.memberships from tenantry_member, tenantry_service;
grant select on table app_public.memberships to tenantry_member, tenantry_service;
grant delete on table app_public.memberships to tenantry_member;
grant update (role_id, title, availability, is_active, default_business_id) on table app_public.memberships to tenantry_member;

alter table app_public.memberships enable row level security;
select app_private.drop_policies('app_public.memberships');
select app_private.create_permission_policies('app_public.memberships', 'members', '{select}');
-- Those who manage members, and members themselves, who may also leave; what each may change is in tg_memberships__guard.
select app_private.create_policies(
  'app_public.memberships', '{member}', '{update,delete}',
  $$(select app_hidden.may_all('members.manage')) or id = (select app_hidden.membership_id())$$
);
--! EndIncluded tenancy/tables/memberships.sql
--! Included tenancy/tables/users.sql
comment on table app_public.users is $$@behavior -query:resource:list -query:resource:connection
A person who signs in, across organizations. What somebody is in an organization is their membership.$$;
comment on column app_public.users.email is $$E-mail address, kept in lower case; unique.$$;
comment on column app_public.users.full_name is $$The person’s name as others read it.$$;
comment on column app_public.users.avatar_url is $$Address of a picture.$$;
comment on column app_public.users.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.users.locale is $$Language and region, such as en-GB.$$;
comment on column app_public.users.timezone is $$The person’s time zone, such as Europe/London.$$;
comment on column app_public.users.is_active is $$Whether the person can sign in at all.$$;
comment on column app_public.users.last_login_at is $$When the person last signed in.$$;
comment on column app_public.users.login_count is $$How often the person has signed in.$$;
comment on column app_public.users.metadata is $$Free data of the person’s applications, an object. Colleagues can read it.$$;

create or replace trigger _100_timestamps before update on app_public.users for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.users for each row execute function app_private.tg_users__normalize();
create or replace trigger _550_announce_revocation after update of is_active or delete on app_public.users for each row execute function app_private.tg__announce_revocation('user', 'id');

-- insert and delete are not granted: people come through sign-up, invitation or an identity provider.
-- The e-mail address identifies a person to others, so it isn't changed without being verified.
revoke all on table app_public.users from tenantry_member, tenantry_service;
grant select on table app_public.users to tenantry_member, tenantry_service;
grant update (full_name, avatar_url, phone, locale, timezone, metadata) on table app_public.users to tenantry_member;

alter table app_public.users enable row level security;
select app_private.drop_policies('app_public.users');
-- Oneself, also without an active organization, and the colleagues of the active one, who are looked up row by row:
-- people are reached from their memberships, never listed.
create policy select_member on app_public.users for select to tenantry_member
  using (
    id = (select app_hidden.user_id())
    or case
      when (select app_hidden.setting_uuid('app.organization_id')) is not null then exists (
        select from app_public.memberships m
        where m.organization_id = (select app_hidden.setting_uuid('app.organization_id')) and m.user_id = users.id
      )
    end
  );
-- API keys look members up in the same way.
create policy select_service on app_public.users for select to tenantry_service
  using (
    exists (
      select from app_public.memberships m
      where m.organization_id = (select app_hidden.organization_id()) and m.user_id = users.id
    )
  );
-- Oneself.
create policy update_member on app_public.users for update to tenantry_member
  using (id = (select app_hidden.user_id()))
  with check (id = (select app_hidden.user_id()));
--! EndIncluded tenancy/tables/users.sql
--! Included tenancy/tables/user_identities.sql
comment on table app_private.user_identities is $$How a token becomes a user: issuer and subject at the identity provider. Private: read by app_private.begin_request.$$;
comment on column app_private.user_identities.issuer is $$The token’s iss.$$;
comment on column app_private.user_identities.subject is $$The token’s sub, unique for its issuer.$$;
comment on column app_private.user_identities.has_verified_email is $$Whether the user’s e-mail address was proved when the identity was made; another identity joins by the address only then.$$;
comment on column app_private.user_identities.session_ids is $$The last sessions at the identity provider that were counted as sign-ins, the newest first.$$;

create or replace trigger _100_timestamps before update on app_private.user_identities for each row execute function app_private.tg__timestamps();
create or replace trigger _550_announce_revocation after delete on app_private.user_identities for each row execute function app_private.tg__announce_revocation('user', 'user_id');

alter table app_private.user_identities enable row level security;
--! EndIncluded tenancy/tables/user_identities.sql
--! Included tenancy/tables/sessions.sql
comment on table app_private.sessions is $$Somebody signed in through the built-in issuer: a family of refresh tokens of a user or of a contact. Private: who is signed in where is nobody else’s business.$$;
comment on column app_private.sessions.user_id is $$The user who is signed in; empty for a contact.$$;
comment on column app_private.sessions.contact_id is $$The contact who is signed in to the client portal; empty for a user.$$;
comment on column app_private.sessions.address is $$The network address that the session was last used from.$$;
comment on column app_private.sessions.user_agent is $$The program that the session was last used with, in its own words.$$;
comment on column app_private.sessions.last_used_at is $$When the session last got a new token.$$;
comment on column app_private.sessions.expires_at is $$When the session ends by itself.$$;
comment on column app_private.sessions.revoked_at is $$When the session was ended: by signing out, or because an old token was used again.$$;

create or replace trigger _100_timestamps before update on app_private.sessions for each row execute function app_private.tg__timestamps();
create or replace trigger _550_announce_revocation after update of revoked_at on app_private.sessions for each row
  when (OLD.revoked_at is null and NEW.revoked_at is not null) execute function app_private.tg__announce_revocation('user', 'user_id', 'contact', 'contact_id');
create or replace trigger _550_announce_removal after delete on app_private.sessions for each row
  when (OLD.revoked_at is null and OLD.expires_at > now()) execute function app_private.tg__announce_revocation('user', 'user_id', 'contact', 'contact_id');

alter table app_private.sessions enable row level security;
--! EndIncluded tenancy/tables/sessions.sql
--! Included tenancy/tables/api_keys.sql
comment on table app_public.api_keys is $$A key with which a machine uses the API of the organization, under a role. The secret is shown once, when the key is created.$$;
comment on column app_public.api_keys.name is $$What the key is for.$$;
comment on column app_public.api_keys.prefix is $$The beginning of the secret, by which people recognize the key.$$;
comment on column app_public.api_keys.role_id is $$What the key may do.$$;
comment on column app_public.api_keys.created_by_id is $$The member who created the key.$$;
comment on column app_public.api_keys.last_used_at is $$When the key was last used, within a few minutes.$$;
comment on column app_public.api_keys.expires_at is $$When the key ceases to work; empty when it doesn’t by itself.$$;
comment on column app_public.api_keys.revoked_at is $$When the key was revoked; empty while it works.$$;

-- That a key was used is no change of it.
create or replace trigger _100_timestamps
  before update of id, organization_id, name, prefix, role_id, created_by_id, expires_at, revoked_at, created_at
  on app_public.api_keys for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before insert or update of name, prefix, role_id, expires_at, revoked_at on app_public.api_keys for each row execute function app_private.tg_api_keys__guard();
create or replace trigger _550_announce_revocation after update of revoked_at, expires_at or delete on app_public.api_keys for each row execute function app_private.tg__announce_revocation('api_key', 'id');
create or replace trigger _900_audit
  after insert or delete or update of id, organization_id, name, prefix, role_id, created_by_id, expires_at, revoked_at, created_at
  on app_public.api_keys for each row execute function app_private.tg__audit();

-- insert is not granted: a key begins together with its secret, through an operation of its own. delete is not granted:
-- keys are revoked. A key can't manage keys, lest a leaked one outlive its revocation.
revoke all on table app_public.api_keys from tenantry_member;
grant select on table app_public.api_keys to tenantry_member;
grant update (name, expires_at, revoked_at) on table app_public.api_keys to tenantry_member;

alter table app_public.api_keys enable row level security;
select app_private.drop_policies('app_public.api_keys');
select app_private.create_policies('app_public.api_keys', '{member}', '{select,update}', $$(select app_hidden.may_all('api_keys.manage'))$$);
--! EndIncluded tenancy/tables/api_keys.sql
--! Included tenancy/tables/organizations.sql
comment on table app_public.organizations is $$A tenant: a company that works with its own customers here. Everything else belongs to exactly one organization.$$;
comment on column app_public.organizations.name is $$The organization’s name as people read it.$$;
comment on column app_public.organizations.slug is $$The organization’s short name in addresses and in the X-Organization-Id header; unique among all organizations.$$;
comment on column app_public.organizations.external_id is $$The organization’s id at the identity provider, such as a Clerk org_….$$;
comment on column app_public.organizations.support_email is $$The address that customers write to.$$;
comment on column app_public.organizations.timezone is $$The time zone in which the organization’s days begin and end, such as Europe/London.$$;
comment on column app_public.organizations.locale is $$Language and region, such as en-GB. Phone numbers written without a country are read as the region’s.$$;
comment on column app_public.organizations.currency is $$The currency of new amounts (ISO 4217), such as EUR.$$;
comment on column app_public.organizations.settings is $$Free settings of the organization, an object. Its booking, an object too, has the rules for contacts who book appointments in the client portal: minimumNoticeMinutes, how long ahead at least (60 unless given), cancellationNoticeMinutes, until when one is moved or canceled (1440, a day), maximumDaysAhead, how far ahead at most (no limit), and slotMinutes, how far apart offered slots are (15). Its businessHours say when it is open, lists of opens and closes by the day of the week or by a date that differs, such as {"monday": [{"opens": "09:00", "closes": "17:30"}], "2026-12-25": []}; businesses may have their own.$$;
comment on column app_public.organizations.required_assurance_level is $$How well members have to prove who they are: AAL2 is with a second factor. Requests of members who haven’t are refused.$$;
comment on column app_public.organizations.subscription_status is $$Where the subscription stands.$$;
comment on column app_public.organizations.subscription_tier is $$What the organization has subscribed to.$$;
comment on column app_public.organizations.trial_ends_at is $$When the trial ends.$$;
comment on column app_public.organizations.plan_limits is $$What the subscription allows, by name, an object.$$;

create or replace trigger _100_timestamps before update on app_public.organizations for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of slug, support_email on app_public.organizations for each row execute function app_private.tg_organizations__normalize();
create or replace trigger _300_guard_assurance_level before update of required_assurance_level on app_public.organizations for each row execute function app_private.tg_organizations__guard_assurance_level();
create or replace trigger _500_create_defaults after insert on app_public.organizations for each row execute function app_private.tg_organizations__create_defaults();
create or replace trigger _550_announce_revocation after update of required_assurance_level on app_public.organizations for each row
  when (OLD.required_assurance_level < NEW.required_assurance_level) execute function app_private.tg__announce_revocation('organization', 'id');
create or replace trigger _600_recount_metrics after update on app_public.organizations for each row
  when ((OLD.timezone, OLD.currency) is distinct from (NEW.timezone, NEW.currency)) execute function app_private.tg_organizations__recount_metrics();
create or replace trigger _900_audit after insert or update on app_public.organizations for each row execute function app_private.tg__audit();

-- insert and delete are not granted: organizations begin and end through operations of their own.
-- Subscription, limits and external id belong to the platform, not to the tenant.
revoke all on table app_public.organizations from tenantry_member, tenantry_service;
grant select on table app_public.organizations to tenantry_member, tenantry_service;
grant update (name, slug, support_email, timezone, locale, currency, settings, required_assurance_level) on table app_public.organizations to tenantry_member;

alter table app_public.organizations enable row level security;
select app_private.drop_policies('app_public.organizations');
-- One sees the organizations one is a member of, the active one or not, to choose among them.
create policy select_member on app_public.organizations for select to tenantry_member
  using (id = any ((select app_hidden.organization_ids())::uuid[]));
-- An API key belongs to one organization.
create policy select_service on app_public.organizations for select to tenantry_service
  using (id = (select app_hidden.organization_id()));
-- Only the active organization is changed, by those who manage it and all its businesses.
create policy update_member on app_public.organizations for update to tenantry_member
  using (id = (select app_hidden.organization_id()) and (select app_hidden.may_all('organization.manage')))
  with check (id = (select app_hidden.organization_id()) and (select app_hidden.may_all('organization.manage')));
--! EndIncluded tenancy/tables/organizations.sql
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
create or replace trigger _550_announce_revocation after update of is_active, deleted_at on app_public.contacts for each row
  when ((OLD.is_active and not NEW.is_active) or (OLD.deleted_at is null and NEW.deleted_at is not null)) execute function app_private.tg__announce_revocation('contact', 'id');
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
