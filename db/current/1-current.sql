/*
 * What the lists of a large organization ask for: indexes that end in the order of the lists, and policies that look at one
 * row of another table instead of hashing all of them.
 */
drop index if exists app_public.call_campaign_targets_organization_id_call_id_idx;
create index if not exists call_campaign_targets_organization_id_call_id_created_at_id_idx
  on app_public.call_campaign_targets (organization_id, call_id, created_at desc, id desc);
drop index if exists app_public.ticket_status_changes_organization_id_changed_by_id_idx;
create index if not exists ticket_status_changes_organization_id_changed_by_id_created_idx
  on app_public.ticket_status_changes (organization_id, changed_by_id, created_at desc, id desc);
-- Attempts are told in the order in which they were noted, which is the order in which they were made.
drop index if exists app_public.webhook_delivery_attempts_organization_id_delivery_id_attem_idx;
create index if not exists webhook_delivery_attempts_organization_id_delivery_id_creat_idx
  on app_public.webhook_delivery_attempts (organization_id, delivery_id, created_at desc, id desc);
create index if not exists proposal_items_organization_id_position_id_idx on app_public.proposal_items (organization_id, position, id);

--!include crm/tables/deal_stage_changes.sql
--!include crm/tables/lead_enrichments.sql
--!include crm/tables/proposal_items.sql
--!include messaging/tables/call_campaign_targets.sql
--!include messaging/tables/messages.sql
--!include support/tables/ticket_messages.sql
--!include support/tables/ticket_status_changes.sql
--!include files/tables/attachments.sql
