drop trigger _300_guard_assurance_level on app_public.organizations;
drop function app_private.tg_organizations__guard_assurance_level();

drop function app_private.change_password(jsonb);
drop function app_private.confirm_sign_up(jsonb);
drop function app_private.count_sign_in(jsonb);
drop function app_private.provision_user(jsonb);
drop function app_private.refresh_session(jsonb);
drop function app_private.remove_ended_sessions();
drop function app_private.request_password_reset(jsonb);
drop function app_private.reset_password(jsonb);
drop function app_private.sign_in(jsonb);
drop function app_private.sign_out(jsonb);
drop function app_private.sign_up(jsonb);
drop function app_private.begin_session(jsonb, uuid, uuid);
drop function app_private.session_answer(app_private.sessions);
drop function app_private.send_account_mail(text, text, uuid, uuid, text);
drop function app_private.set_password(jsonb, text, uuid, uuid, uuid);
drop function app_private.check_password(jsonb, text, uuid, uuid, uuid);
drop function app_private.require_good_password(text, text);
drop function app_private.hash_password(text);
drop function app_private.is_password(text, text);
drop function app_private.password_cost();
drop function app_private.lock_address(text, text);
drop function app_private.is_session_open(jsonb, uuid, uuid);
drop function app_private.assurance_level(jsonb);

drop table
  app_private.outgoing_mails,
  app_private.account_tokens,
  app_private.user_credentials;
drop function app_private.tg_outgoing_mails__forget_token();

alter table app_private.user_identities
  drop column has_verified_email,
  drop column session_ids;
alter table app_public.organizations drop column required_assurance_level;
drop table app_public.assurance_levels;

delete from app_public.security_events where kind in ('account_locked', 'password_changed');
delete from app_public.security_event_kinds where value in ('account_locked', 'password_changed');
