drop trigger _400_forget_passwords on app_public.email_accounts;
drop function app_private.tg_email_accounts__forget_passwords();

alter table app_public.email_accounts
  drop constraint imap_settings_must_be_small,
  drop constraint smtp_settings_must_be_small;
