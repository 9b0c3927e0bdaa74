--! Previous: sha1:d18fb77b9d6b45f252dc8063ca5922ca8303eae5
--! Hash: sha1:06fd216ca91868590285ac4df59e91062c4a23e3
--! Message: API: names of relations, and indexes that lists ask for

--! split: 1-current.sql
/*
 * What the lists of a large organization ask for: indexes that end in the order of the lists, and policies that look at one
 * row of another table instead of hashing all of them. Names and documentation of relations.
 */
drop index app_public.call_campaign_targets_organization_id_call_id_idx;
create index call_campaign_targets_organization_id_call_id_created_at_id_idx
  on app_public.call_campaign_targets (organization_id, call_id, created_at desc, id desc);
drop index app_public.ticket_status_changes_organization_id_changed_by_id_idx;
create index ticket_status_changes_organization_id_changed_by_id_created_idx
  on app_public.ticket_status_changes (organization_id, changed_by_id, created_at desc, id desc);
-- Attempts are told in the order in which they were noted, which is the order in which they were made.
drop index app_public.webhook_delivery_attempts_organization_id_delivery_id_attem_idx;
create index webhook_delivery_attempts_organization_id_delivery_id_creat_idx
  on app_public.webhook_delivery_attempts (organization_id, delivery_id, created_at desc, id desc);
create index on app_public.custom_field_definitions (organization_id, position, id);
create index proposal_items_organization_id_position_id_idx on app_public.proposal_items (organization_id, position, id);

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
comment on function app_public.mark_conversation_read(uuid) is $$@argument conversation_id The id of the conversation.
Marks everything that the contact wrote in a conversation as read.$$;
--! EndIncluded messaging/functions/mark_conversation_read.sql
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
        where c.organization_id = NEW.organization_id and c.id = NEW.contact_id and app_hidden.may_on_row('contacts.read', c.business_id, array[c.owner_id])
      ),
      (
        select l.phone from app_public.leads l
        where l.organization_id = NEW.organization_id and l.id = NEW.lead_id and app_hidden.may_on_row('leads.read', l.business_id, array[l.assigned_to_id])
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
comment on function app_public.set_email_account_passwords(uuid, text, text) is $$@argument email_account_id The id of the mailbox.
@argument imap_password The password with which mail is fetched.
@argument smtp_password The password with which mail is sent.
@resultFieldName emailAccount
Sets the passwords with which mail is fetched (IMAP) and sent (SMTP). They can’t be read again through the API. One that is left out stays as it is; an empty one is removed.$$;
--! EndIncluded support/functions/set_email_account_passwords.sql
--! Included tenancy/functions/choose_default_organization.sql
-- Definer, because what is the default one is private; the membership is the person's own.
create or replace function app_public.choose_default_organization(organization_id uuid) returns app_public.organizations
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_organization app_public.organizations;
begin
  select o.* into v_organization
  from app_public.organizations o
  where o.id = choose_default_organization.organization_id and o.id = any (app_hidden.organization_ids());
  if not found then
    raise exception using
      errcode = 'TN403',
      message = 'You are not a member of this organization.',
      detail = '{"field": "organizationId"}';
  end if;
  insert into app_private.default_memberships (user_id, membership_id)
  select m.user_id, m.id
  from app_public.memberships m
  where m.organization_id = v_organization.id and m.user_id = app_hidden.user_id()
  on conflict (user_id) do update set membership_id = excluded.membership_id;
  return v_organization;
end
$$;
grant execute on function app_public.choose_default_organization(uuid) to tenantry_member;
comment on function app_public.choose_default_organization(uuid) is $$@argument organization_id The id of an organization that the person is a member of.
Chooses the organization that is active for the signed-in person when a request names none. Needs no active organization.$$;
--! EndIncluded tenancy/functions/choose_default_organization.sql
--! Included audit/tables/data_requests.sql
comment on table app_public.data_requests is $$Somebody’s wish to have, or to have removed, what is known about them. A request is made here and carried out by the database.$$;
comment on column app_public.data_requests.kind is $$What is to be done.$$;
comment on column app_public.data_requests.status is $$Where the request stands.$$;
comment on column app_public.data_requests.contact_id is $$Whose data it is; empty once the contact is erased.$$;
comment on column app_public.data_requests.requested_by_id is $$The member who made the request.$$;
comment on column app_public.data_requests.completed_at is $$When the request was done or given up.$$;
comment on column app_public.data_requests.result is $$What came of the request, an object; empty until then.$$;
comment on column app_public.data_requests.error is $$Why the request failed.$$;
comment on constraint completed_at_must_match_the_status on app_public.data_requests is $$A request has a time of completion when it is completed or failed, and not before.$$;
comment on constraint data_requests_organization_id_requested_by_id_fkey on app_public.data_requests is $$@foreignFieldName dataRequests$$;

create or replace trigger _100_timestamps before update on app_public.data_requests for each row execute function app_private.tg__timestamps();
create or replace trigger _300_require_contact before insert on app_public.data_requests for each row execute function app_private.tg_data_requests__require_contact();
-- What came of it may be personal data, and the error may quote some: neither may survive in the audit log.
create or replace trigger _900_audit after insert or update or delete on app_public.data_requests for each row execute function app_private.tg__audit('result', 'error');

-- update and delete are not granted: the database carries requests out, and a record of them stays. A machine doesn't
-- decide on people's data.
revoke all on table app_public.data_requests from tenantry_member;
grant select on table app_public.data_requests to tenantry_member;
grant insert (kind, contact_id) on table app_public.data_requests to tenantry_member;

alter table app_public.data_requests enable row level security;
select app_private.drop_policies('app_public.data_requests');
select app_private.create_policies('app_public.data_requests', '{member}', '{select,insert}', $$(select app_hidden.may_all('personal_data.manage'))$$);
--! EndIncluded audit/tables/data_requests.sql
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
--! Included crm/tables/lead_enrichments.sql
comment on table app_public.lead_enrichments is $$What a provider of data knew about a lead.$$;
comment on column app_public.lead_enrichments.lead_id is $$The lead.$$;
comment on column app_public.lead_enrichments.provider is $$Who was asked.$$;
comment on column app_public.lead_enrichments.data is $$The answer, an object.$$;
comment on column app_public.lead_enrichments.confidence is $$How sure the provider was, from 0 to 1.$$;
comment on column app_public.lead_enrichments.fetched_at is $$When the provider was asked.$$;

create or replace trigger _100_timestamps before update on app_public.lead_enrichments for each row execute function app_private.tg__timestamps();
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
-- Contacts see the files of what was sent to them, and add some to what they write.
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
    when message_id is not null then exists (select from app_public.messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.message_id)
    when ticket_message_id is not null then exists (select from app_public.ticket_messages p where p.organization_id = (select app_hidden.organization_id()) and p.id = attachments.ticket_message_id)
  end
$$);
--! EndIncluded files/tables/attachments.sql
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
--! Included messaging/tables/calls.sql
comment on table app_public.calls is $$A phone call.$$;
comment on column app_public.calls.business_id is $$The business that the call belongs to; of the whole organization when empty. The one whose number was called, unless another is named.$$;
comment on column app_public.calls.direction is $$Which way it goes.$$;
comment on column app_public.calls.from_number is $$Who calls, in E.164 form. Other ways of writing are converted.$$;
comment on column app_public.calls.to_number is $$Who is called, in E.164 form; the contact’s or the lead’s number unless another is given.$$;
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
comment on column app_public.messages.to_address is $$Where it goes, written as the sender’s address is; the contact’s or the lead’s own unless another is given.$$;
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
create or replace trigger _310_guard before insert or update of status, starts_at, ends_at, staff_id, service_id on app_public.appointments for each row
  execute function app_private.tg_appointments__guard();
create or replace trigger _400_follow_service before insert or update of service_id, starts_at, ends_at, price_cents, currency on app_public.appointments for each row
  execute function app_private.tg_appointments__follow_service();
create or replace trigger _410_follow_status before insert or update of status on app_public.appointments for each row
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
-- takes a permission of its own.
select app_private.create_policies('app_public.ticket_messages', '{member,service}', '{select}', $$
  (
    (select app_hidden.may_all('tickets.read'))
    or (
      select true from app_public.tickets t
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
comment on constraint ticket_status_changes_organization_id_changed_by_id_fkey on app_public.ticket_status_changes is $$@foreignFieldName ticketStatusChanges$$;

create or replace trigger _100_timestamps before update on app_public.ticket_status_changes for each row execute function app_private.tg__timestamps();

-- Written by app_private.tg_tickets__record_status_change() alone. Not audited: it is a history itself.
revoke all on table app_public.ticket_status_changes from tenantry_member, tenantry_service;
grant select on table app_public.ticket_status_changes to tenantry_member, tenantry_service;

alter table app_public.ticket_status_changes enable row level security;
select app_private.drop_policies('app_public.ticket_status_changes');
-- A history is seen by those who see its ticket.
select app_private.create_policies('app_public.ticket_status_changes', '{member,service}', '{select}', $$
  (select app_hidden.may_all('tickets.read'))
  or (
    select true from app_public.tickets t
    where t.organization_id = (select app_hidden.organization_id()) and t.id = ticket_status_changes.ticket_id
  )
$$);
--! EndIncluded support/tables/ticket_status_changes.sql
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
comment on column app_public.tickets.deleted_at is $$When the ticket was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.tickets for each row execute function app_private.tg__timestamps();
create or replace trigger _200_begin before insert on app_public.tickets for each row execute function app_private.tg_tickets__begin();
create or replace trigger _300_archive before update of deleted_at on app_public.tickets for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('tickets', 'assigned_to_id', 'created_by_id');
create or replace trigger _350_validate_custom_fields before insert or update of custom_fields on app_public.tickets for each row execute function app_private.tg__validate_custom_fields('ticket');
create or replace trigger _400_follow_status before insert or update of status on app_public.tickets for each row execute function app_private.tg_tickets__follow_status();
create or replace trigger _410_number before insert on app_public.tickets for each row execute function app_private.tg__number();
create or replace trigger _500_record_status_change after insert or update of status on app_public.tickets for each row execute function app_private.tg_tickets__record_status_change();
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
--! Included tenancy/tables/client_invitations.sql
comment on table app_public.client_invitations is $$An invitation into the client portal, sent to a contact or to somebody who becomes one.$$;
comment on column app_public.client_invitations.business_id is $$The business that the contact will belong to; of the whole organization when empty.$$;
comment on column app_public.client_invitations.email is $$The address that the invitation went to, kept in lower case. It has one open invitation at most.$$;
comment on column app_public.client_invitations.first_name is $$Given name.$$;
comment on column app_public.client_invitations.last_name is $$Family name.$$;
comment on column app_public.client_invitations.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.client_invitations.custom_message is $$What the invited person is told in the message.$$;
comment on column app_public.client_invitations.metadata is $$Free data of the invitation, an object.$$;
comment on column app_public.client_invitations.contact_id is $$The contact who is invited, or who came of the invitation.$$;
comment on column app_public.client_invitations.invited_by_id is $$The member who invited.$$;
comment on column app_public.client_invitations.expires_at is $$When the invitation ceases to be good; empty when it never does by itself.$$;
comment on column app_public.client_invitations.claimed_at is $$When the invitation was accepted; empty while it is open.$$;
comment on column app_public.client_invitations.is_claimed is $$Whether the invitation was accepted.$$;
comment on column app_public.client_invitations.revoked_at is $$When the invitation was withdrawn; empty while it is good. Whatever time is given, the present one is kept.$$;
comment on constraint invitation_must_not_be_claimed_and_revoked on app_public.client_invitations is $$An invitation is either accepted or withdrawn.$$;
comment on constraint client_invitations_organization_id_invited_by_id_fkey on app_public.client_invitations is $$@foreignFieldName sentClientInvitations$$;

create or replace trigger _100_timestamps before update on app_public.client_invitations for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.client_invitations for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _300_settle before update of expires_at, claimed_at, revoked_at on app_public.client_invitations for each row execute function app_private.tg__settle_invitation();
create or replace trigger _900_audit after insert or update or delete on app_public.client_invitations for each row execute function app_private.tg__audit();

-- insert is not granted: an invitation begins together with its token, through an operation of its own. delete is not
-- granted: invitations are withdrawn. Where the invitation went to and who sent it doesn't change.
revoke all on table app_public.client_invitations from tenantry_member, tenantry_service;
grant select on table app_public.client_invitations to tenantry_member, tenantry_service;
grant update (first_name, last_name, phone, custom_message, metadata, expires_at, revoked_at) on table app_public.client_invitations to tenantry_member, tenantry_service;

alter table app_public.client_invitations enable row level security;
select app_private.drop_policies('app_public.client_invitations');
select app_private.create_permission_policies(
  'app_public.client_invitations', 'client_invitations', '{select,update}', owner_columns => '{invited_by_id}', writes_need_manage => true
);
--! EndIncluded tenancy/tables/client_invitations.sql
--! Included tenancy/tables/staff_invitations.sql
comment on table app_public.staff_invitations is $$An invitation to join the organization as a member, sent to an e-mail address.$$;
comment on column app_public.staff_invitations.email is $$The address that the invitation went to, kept in lower case. It has one open invitation at most.$$;
comment on column app_public.staff_invitations.role_id is $$The role that the invited person will have.$$;
comment on column app_public.staff_invitations.invited_by_id is $$The member who invited.$$;
comment on column app_public.staff_invitations.expires_at is $$When the invitation ceases to be good.$$;
comment on column app_public.staff_invitations.claimed_at is $$When the invitation was accepted; empty while it is open.$$;
comment on column app_public.staff_invitations.membership_id is $$The member that the invited person has become.$$;
comment on column app_public.staff_invitations.revoked_at is $$When the invitation was withdrawn; empty while it is good. Whatever time is given, the present one is kept.$$;
comment on constraint invitation_must_not_be_claimed_and_revoked on app_public.staff_invitations is $$An invitation is either accepted or withdrawn.$$;
comment on constraint staff_invitations_organization_id_invited_by_id_fkey on app_public.staff_invitations is $$@foreignFieldName sentStaffInvitations$$;

create or replace trigger _100_timestamps before update on app_public.staff_invitations for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email on app_public.staff_invitations for each row execute function app_private.tg_staff_invitations__normalize();
create or replace trigger _300_settle before update of role_id, expires_at, claimed_at, revoked_at on app_public.staff_invitations for each row execute function app_private.tg__settle_invitation();
create or replace trigger _310_guard before insert or update of role_id, expires_at, claimed_at, revoked_at on app_public.staff_invitations for each row execute function app_private.tg_staff_invitations__guard();
create or replace trigger _900_audit after insert or update or delete on app_public.staff_invitations for each row execute function app_private.tg__audit();

-- insert is not granted: an invitation begins together with its token, through an operation of its own. delete is not
-- granted: invitations are withdrawn. API keys see who is invited and don't invite.
revoke all on table app_public.staff_invitations from tenantry_member, tenantry_service;
grant select on table app_public.staff_invitations to tenantry_member, tenantry_service;
grant update (expires_at, revoked_at) on table app_public.staff_invitations to tenantry_member;

alter table app_public.staff_invitations enable row level security;
select app_private.drop_policies('app_public.staff_invitations');
select app_private.create_policies('app_public.staff_invitations', '{member,service}', '{select}', $$(select app_hidden.may_all('members.manage'))$$);
select app_private.create_policies('app_public.staff_invitations', '{member}', '{update}', $$(select app_hidden.may_all('members.manage'))$$);
--! EndIncluded tenancy/tables/staff_invitations.sql
--! Included analytics/views/conversation_threads.sql
create or replace view app_public.conversation_threads with (security_invoker) as
select
  v.id,
  v.organization_id,
  v.business_id,
  v.contact_id,
  v.channel,
  v.subject,
  v.status,
  v.assigned_to_id,
  v.last_message_at,
  v.last_message_preview,
  v.unread_count,
  v.created_at,
  c.name as contact_name,
  c.email as contact_email,
  c.phone as contact_phone,
  (
    select m.direction
    from app_public.messages m
    where m.organization_id = v.organization_id and m.conversation_id = v.id
    order by m.created_at desc, m.id desc
    limit 1
  ) as last_message_direction,
  (select count(*) from app_public.messages m where m.organization_id = v.organization_id and m.conversation_id = v.id) as messages_count
from app_public.conversations v
left join app_public.contacts c on c.organization_id = v.organization_id and c.id = v.contact_id;

comment on view app_public.conversation_threads is $$@behavior -aggregates
@filterBy business_id status channel contact_id assigned_to_id
@orderBy -last_message_at created_at
@primaryKey id
@foreignKey (organization_id, id) references app_public.conversations (organization_id, id)|@fieldName conversation|@foreignSingleFieldName thread|@foreignFieldName thread
@foreignKey (channel) references app_public.channels (value)
@foreignKey (status) references app_public.conversation_statuses (value)
@foreignKey (last_message_direction) references app_public.directions (value)
A conversation with its contact and its last message: a row of an inbox.$$;
comment on column app_public.conversation_threads.business_id is $$The business that the conversation belongs to; of the whole organization when empty.$$;
comment on column app_public.conversation_threads.contact_id is $$The contact.$$;
comment on column app_public.conversation_threads.channel is $$The channel.$$;
comment on column app_public.conversation_threads.subject is $$What it is about.$$;
comment on column app_public.conversation_threads.status is $$Where the conversation stands.$$;
comment on column app_public.conversation_threads.assigned_to_id is $$The member who looks after the conversation.$$;
comment on column app_public.conversation_threads.last_message_at is $$When the last message was.$$;
comment on column app_public.conversation_threads.last_message_preview is $$The beginning of the last message.$$;
comment on column app_public.conversation_threads.unread_count is $$Messages from the contact that nobody has read.$$;
comment on column app_public.conversation_threads.contact_name is $$The contact’s name.$$;
comment on column app_public.conversation_threads.contact_email is $$The contact’s e-mail address.$$;
comment on column app_public.conversation_threads.contact_phone is $$The contact’s phone number.$$;
comment on column app_public.conversation_threads.last_message_direction is $$Which way the last message went.$$;
comment on column app_public.conversation_threads.messages_count is $$How many messages there are.$$;

revoke all on table app_public.conversation_threads from tenantry_member, tenantry_service;
grant select on table app_public.conversation_threads to tenantry_member, tenantry_service;
--! EndIncluded analytics/views/conversation_threads.sql
--! Included analytics/views/customer_summary.sql
-- One sub-select per figure: those that a query doesn't select are not computed, the others only for the rows of its page.
create or replace view app_public.customer_summary with (security_invoker) as
select
  c.id,
  c.organization_id,
  c.business_id,
  c.name,
  c.email,
  c.phone,
  c.lifecycle_stage,
  c.membership_status,
  c.owner_id,
  c.last_contacted_at,
  c.created_at,
  (select count(*) from app_public.calls k where k.organization_id = c.organization_id and k.contact_id = c.id) as calls_count,
  (select max(coalesce(k.started_at, k.created_at)) from app_public.calls k where k.organization_id = c.organization_id and k.contact_id = c.id) as last_call_at,
  (select count(*) from app_public.conversations k where k.organization_id = c.organization_id and k.contact_id = c.id) as conversations_count,
  (select count(*) from app_public.messages k where k.organization_id = c.organization_id and k.contact_id = c.id) as messages_count,
  (select max(k.last_message_at) from app_public.conversations k where k.organization_id = c.organization_id and k.contact_id = c.id) as last_message_at,
  (select coalesce(sum(k.unread_count), 0)::int from app_public.conversations k where k.organization_id = c.organization_id and k.contact_id = c.id) as unread_count,
  (select count(*) from app_public.appointments k where k.organization_id = c.organization_id and k.contact_id = c.id) as appointments_count,
  (select max(k.starts_at) from app_public.appointments k where k.organization_id = c.organization_id and k.contact_id = c.id and k.status = 'completed') as last_appointment_at,
  (select min(k.starts_at) from app_public.appointments k where k.organization_id = c.organization_id and k.contact_id = c.id and k.status in ('scheduled', 'confirmed') and k.starts_at > now()) as next_appointment_at,
  (select coalesce(sum(k.price_cents), 0)::bigint from app_public.appointments k where k.organization_id = c.organization_id and k.contact_id = c.id and k.status = 'completed') as revenue_cents,
  (select count(*) from app_public.reviews k where k.organization_id = c.organization_id and k.contact_id = c.id) as reviews_count,
  (select avg(k.rating)::double precision from app_public.reviews k where k.organization_id = c.organization_id and k.contact_id = c.id) as average_rating,
  (select count(*) from app_public.deals k where k.organization_id = c.organization_id and k.contact_id = c.id and k.closed_at is null and k.deleted_at is null) as open_deals_count,
  (select coalesce(sum(k.value_cents), 0)::bigint from app_public.deals k where k.organization_id = c.organization_id and k.contact_id = c.id and k.closed_at is null and k.deleted_at is null) as open_deals_value_cents,
  (select count(*) from app_public.tickets k where k.organization_id = c.organization_id and k.contact_id = c.id and k.status in ('open', 'pending')) as open_tickets_count,
  (select max(k.occurred_at) from app_public.activities k where k.organization_id = c.organization_id and k.contact_id = c.id and k.deleted_at is null) as last_activity_at
from app_public.contacts c
where c.deleted_at is null;

comment on view app_public.customer_summary is $$@behavior -aggregates
@filterBy business_id owner_id lifecycle_stage membership_status email phone
@orderBy -created_at name last_contacted_at
@name customer_summaries
@primaryKey id
@foreignKey (organization_id, id) references app_public.contacts (organization_id, id)|@fieldName contact|@foreignSingleFieldName summary|@foreignFieldName summary
@foreignKey (organization_id, business_id) references app_public.businesses (organization_id, id)|@fieldName business|@behavior -manyToMany
@foreignKey (lifecycle_stage) references app_public.contact_lifecycle_stages (value)
@foreignKey (membership_status) references app_public.contact_membership_statuses (value)
A contact with counts, and when each kind of thing last happened. Figures cover what the reader may see. Archived contacts are left out.$$;
comment on column app_public.customer_summary.business_id is $$The business that the contact belongs to; of the whole organization when empty.$$;
comment on column app_public.customer_summary.name is $$The contact’s name.$$;
comment on column app_public.customer_summary.email is $$E-mail address.$$;
comment on column app_public.customer_summary.phone is $$Phone number in E.164 form.$$;
comment on column app_public.customer_summary.lifecycle_stage is $$How far the contact has come with the organization.$$;
comment on column app_public.customer_summary.membership_status is $$Where the contact’s membership stands.$$;
comment on column app_public.customer_summary.owner_id is $$The member who looks after the contact.$$;
comment on column app_public.customer_summary.last_contacted_at is $$When the contact was last reached.$$;
comment on column app_public.customer_summary.calls_count is $$Calls with the contact.$$;
comment on column app_public.customer_summary.last_call_at is $$When the last call was.$$;
comment on column app_public.customer_summary.conversations_count is $$Conversations with the contact.$$;
comment on column app_public.customer_summary.messages_count is $$Messages from and to the contact.$$;
comment on column app_public.customer_summary.last_message_at is $$When the last message was.$$;
comment on column app_public.customer_summary.unread_count is $$Messages from the contact that nobody has read.$$;
comment on column app_public.customer_summary.appointments_count is $$Appointments of the contact.$$;
comment on column app_public.customer_summary.last_appointment_at is $$When the last appointment that took place began.$$;
comment on column app_public.customer_summary.next_appointment_at is $$When the next appointment begins.$$;
comment on column app_public.customer_summary.revenue_cents is $$Prices of the contact’s completed appointments, in hundredths of the currency’s unit.$$;
comment on column app_public.customer_summary.reviews_count is $$Reviews by the contact.$$;
comment on column app_public.customer_summary.average_rating is $$The average of the contact’s ratings, from 1 to 5.$$;
comment on column app_public.customer_summary.open_deals_count is $$Deals with the contact that are neither won nor lost.$$;
comment on column app_public.customer_summary.open_deals_value_cents is $$What these deals are worth, in hundredths of the currency’s unit.$$;
comment on column app_public.customer_summary.open_tickets_count is $$Tickets of the contact that are not solved.$$;
comment on column app_public.customer_summary.last_activity_at is $$When the last activity was.$$;

revoke all on table app_public.customer_summary from tenantry_member, tenantry_service;
grant select on table app_public.customer_summary to tenantry_member, tenantry_service;
--! EndIncluded analytics/views/customer_summary.sql
--! Included analytics/views/daily_metrics_recount.sql
-- What daily_metrics must be equal to at every moment, counted from the rows themselves. The organization is the row’s own
-- column, and not the one that the function gives, so that an index finds the rows of one organization.
create or replace view app_private.daily_metrics_recount as
select m.organization_id, m.business_id, (m.occurred_at at time zone o.timezone)::date as occurred_on, m.metric, sum(m.quantity)::bigint as quantity
from (
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.contacts r cross join lateral app_private.contact_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.leads r cross join lateral app_private.lead_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.calls r cross join lateral app_private.call_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.messages r cross join lateral app_private.message_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.conversations r cross join lateral app_private.conversation_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.appointments r cross join lateral app_private.appointment_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.deals r cross join lateral app_private.deal_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.tickets r cross join lateral app_private.ticket_metrics(r) as m
  union all
  select r.organization_id, m.business_id, m.occurred_at, m.metric, m.quantity from app_public.reviews r cross join lateral app_private.review_metrics(r) as m
) as m
join app_public.organizations o on o.id = m.organization_id
group by 1, 2, 3, 4;
comment on view app_private.daily_metrics_recount is $$The daily metrics, counted anew from the rows.$$;
--! EndIncluded analytics/views/daily_metrics_recount.sql
--! Included analytics/views/pipeline_summary.sql
create or replace view app_public.pipeline_summary with (security_invoker) as
select
  s.id as stage_id,
  s.organization_id,
  s.pipeline_id,
  p.name as pipeline_name,
  s.name as stage_name,
  s.kind as stage_kind,
  s.position,
  f.deals_count,
  f.value_cents,
  f.weighted_value_cents,
  f.average_age_seconds
from app_public.pipeline_stages s
join app_public.pipelines p on p.organization_id = s.organization_id and p.id = s.pipeline_id
left join lateral (
  select
    count(*) as deals_count,
    coalesce(sum(d.value_cents), 0)::bigint as value_cents,
    coalesce(sum(d.weighted_value_cents), 0)::bigint as weighted_value_cents,
    extract(epoch from avg(coalesce(d.closed_at, now()) - d.created_at))::bigint as average_age_seconds
  from app_public.deals d
  where d.organization_id = s.organization_id and d.stage_id = s.id and d.deleted_at is null
) f on true;

comment on view app_public.pipeline_summary is $$@behavior -aggregates
@filterBy pipeline_id stage_id
@orderBy position
@name pipeline_summaries
@primaryKey stage_id
@foreignKey (organization_id, stage_id) references app_public.pipeline_stages (organization_id, id)|@fieldName stage|@foreignSingleFieldName summary|@foreignFieldName summary
@foreignKey (organization_id, pipeline_id) references app_public.pipelines (organization_id, id)|@fieldName pipeline|@foreignFieldName stageSummaries
@foreignKey (stage_kind) references app_public.pipeline_stage_kinds (value)
A stage of a pipeline with what stands in it. Figures cover what the reader may see; archived deals are left out.$$;
comment on column app_public.pipeline_summary.stage_id is $$The stage.$$;
comment on column app_public.pipeline_summary.pipeline_id is $$The pipeline.$$;
comment on column app_public.pipeline_summary.pipeline_name is $$The pipeline’s name.$$;
comment on column app_public.pipeline_summary.stage_name is $$The stage’s name.$$;
comment on column app_public.pipeline_summary.stage_kind is $$What the stage means for its deals.$$;
comment on column app_public.pipeline_summary.position is $$The stage’s place in the pipeline.$$;
comment on column app_public.pipeline_summary.deals_count is $$How many deals stand there.$$;
comment on column app_public.pipeline_summary.value_cents is $$What they are worth, in hundredths of the currency’s unit.$$;
comment on column app_public.pipeline_summary.weighted_value_cents is $$Their value, each weighted with its probability, in hundredths of the currency’s unit.$$;
comment on column app_public.pipeline_summary.average_age_seconds is $$How old the deals are on average, in seconds; of closed ones, how long they took.$$;

revoke all on table app_public.pipeline_summary from tenantry_member, tenantry_service;
grant select on table app_public.pipeline_summary to tenantry_member, tenantry_service;
--! EndIncluded analytics/views/pipeline_summary.sql
