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

--!include automation/functions/set_webhook_signing_secret.sql
--!include messaging/functions/mark_conversation_read.sql
--!include messaging/functions/tg_call_campaign_targets__normalize.sql
--!include messaging/functions/tg_calls__find_contact.sql
--!include messaging/functions/tg_messages__address.sql
--!include support/functions/set_email_account_passwords.sql
--!include tenancy/functions/choose_default_organization.sql
--!include audit/tables/data_requests.sql
--!include automation/tables/workflow_executions.sql
--!include crm/tables/deal_stage_changes.sql
--!include crm/tables/lead_enrichments.sql
--!include crm/tables/proposal_items.sql
--!include files/tables/attachments.sql
--!include messaging/tables/call_campaign_targets.sql
--!include messaging/tables/calls.sql
--!include messaging/tables/messages.sql
--!include scheduling/tables/appointments.sql
--!include support/tables/ticket_messages.sql
--!include support/tables/ticket_status_changes.sql
--!include support/tables/tickets.sql
--!include tenancy/tables/client_invitations.sql
--!include tenancy/tables/staff_invitations.sql
--!include analytics/views/conversation_threads.sql
--!include analytics/views/customer_summary.sql
--!include analytics/views/daily_metrics_recount.sql
--!include analytics/views/pipeline_summary.sql
