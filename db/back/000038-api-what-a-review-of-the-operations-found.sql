drop function app_hidden.require_time_in_our_era(timestamptz, text);
drop function app_hidden.id_of_contact_with_email(text);
drop function app_private.contact_with_email(uuid, text);
drop function app_hidden.require_assignee(uuid, uuid, text);
--!restore support/functions/is_active_member.sql
