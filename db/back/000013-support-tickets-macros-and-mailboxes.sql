alter table app_public.activities drop column ticket_id;
alter table app_public.tasks drop column ticket_id;

drop function app_public.tickets_custom_field_values(app_public.tickets);
drop function app_public.set_email_account_passwords(uuid, text, text);

drop table app_private.email_account_secrets;
drop table
  app_public.email_accounts,
  app_public.macros,
  app_public.ticket_status_changes,
  app_public.ticket_messages,
  app_public.tickets;
drop table app_public.ticket_channels, app_public.ticket_sender_types, app_public.ticket_statuses;

drop function app_private.tg_email_accounts__normalize();
drop function app_private.tg_macros__validate_actions();
drop function app_private.tg_ticket_messages__sign();
drop function app_private.tg_ticket_messages__touch_ticket();
drop function app_private.tg_tickets__begin();
drop function app_private.tg_tickets__follow_status();
drop function app_private.tg_tickets__record_status_change();

delete from app_public.permissions where resource in ('tickets', 'macros', 'email_accounts');
