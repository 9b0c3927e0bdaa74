/*
 * Tenancy: a password that is reset stays so, and what was proved is what counts.
 */
--!include tenancy/functions/assurance_level.sql
--!include tenancy/functions/check_password.sql
--!include tenancy/functions/reset_password.sql
--!include tenancy/functions/provision_user.sql
--!include tenancy/functions/resend_client_invitation.sql
--!include tenancy/functions/claim_invitation.sql
--!include tenancy/functions/transfer_ownership.sql
--!include scheduling/functions/tg_appointments__guard.sql
