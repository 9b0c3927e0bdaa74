/*
 * Security: what a review found. The checks of mail settings that look for passwords take time that grows with the square
 * of their depth, so that settings are kept small; the names make the size come first.
 */
alter table app_public.email_accounts
  add constraint imap_settings_must_be_small check (octet_length(imap_settings::text) <= 4096),
  add constraint smtp_settings_must_be_small check (octet_length(smtp_settings::text) <= 4096);

--!include analytics/functions/roll_up_daily_metrics.sql
--!include crm/tables/contacts.sql
--!include crm/tables/activities.sql
--!include messaging/functions/tg_messages__join_conversation.sql
--!include messaging/functions/tg_messages__address.sql
--!include messaging/functions/tg_calls__find_contact.sql
--!include messaging/functions/tg_call_campaign_targets__normalize.sql
--!include messaging/tables/messages.sql
--!include messaging/tables/calls.sql
--!include messaging/tables/call_campaign_targets.sql
--!include scheduling/tables/appointments.sql
--!include support/tables/ticket_messages.sql
--!include support/functions/tg_email_accounts__forget_passwords.sql
--!include support/tables/email_accounts.sql
--!include files/tables/attachments.sql
