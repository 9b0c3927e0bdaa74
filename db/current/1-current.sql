-- Enter migration here
--!include messaging/functions/tg_messages__address.sql
--!include messaging/functions/tg_calls__find_contact.sql
--!include messaging/functions/tg_call_campaign_targets__normalize.sql
--!include messaging/tables/messages.sql
--!include messaging/tables/calls.sql
--!include analytics/views/conversation_threads.sql

create index on app_public.custom_field_definitions (organization_id, position, id);
--!include analytics/views/daily_metrics_recount.sql
