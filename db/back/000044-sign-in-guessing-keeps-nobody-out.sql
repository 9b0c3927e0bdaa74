-- The functions that it includes and that were there before come back with their earlier texts.
drop trigger _500_end_sessions on app_public.contacts;
drop function app_private.tg_contacts__end_sessions();
drop function app_private.may_still_invite(app_public.client_invitations);
drop function app_private.failed_attempts_since(jsonb, uuid, uuid, uuid, timestamptz);
drop function app_private.known_since(jsonb, uuid, uuid);
drop function app_private.network_of(text);
drop function app_private.full_times(uuid, uuid, uuid, timestamptz, timestamptz, uuid);
