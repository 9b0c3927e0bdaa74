-- What is taken is found out once for all slots that are compared with it, instead of once for each.
--!include scheduling/functions/full_times.sql
--!include scheduling/functions/is_slot_free.sql
--!include scheduling/functions/free_slots.sql
--!include scheduling/functions/claim_slot.sql

-- Whoever guesses at a password keeps out strangers alone, and not its owner where they are known.
--!include tenancy/functions/network_of.sql
--!include tenancy/functions/known_since.sql
--!include tenancy/functions/failed_attempts_since.sql
--!include tenancy/functions/check_password.sql
--!include tenancy/functions/reset_password.sql
--!include tenancy/tables/user_credentials.sql
--!include tenancy/tables/sessions.sql
--!include crm/tables/contact_credentials.sql

-- A key is the organization's, as what it serves is: it doesn't end with the membership of whoever made it, and that is said.
--!include tenancy/functions/remove_member.sql
--!include tenancy/tables/api_keys.sql

-- What members can't do any more, the invitations that they sent can't either; and what was proved of an e-mail address is
-- over with it.
--!include tenancy/functions/may_still_invite.sql
--!include tenancy/functions/claim_invitation.sql
--!include crm/functions/tg_contacts__end_sessions.sql
--!include crm/tables/contacts.sql
