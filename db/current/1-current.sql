/*
 * Joining, and API keys. What an operation answers with is a type of its own where a token comes with it: a token is shown
 * once, so no row has it.
 */
create type app_public.issued_staff_invitation as (staff_invitation app_public.staff_invitations, token text);
create type app_public.issued_client_invitation as (client_invitation app_public.client_invitations, token text);
create type app_public.issued_api_key as (api_key app_public.api_keys, secret text);
create type app_public.invitation_preview as (
  kind text,
  organization_name text,
  email text,
  custom_message text,
  expires_at timestamptz,
  state text
);
create type app_public.claimed_invitation as (
  organization_id uuid,
  organization_name text,
  organization_slug text,
  contact_id uuid,
  email text
);

--!include tenancy/functions/create_token.sql
--!include tenancy/functions/token_digest.sql
--!include tenancy/functions/refuse_missing_row.sql
--!include tenancy/functions/require_future.sql
--!include tenancy/functions/member_holds.sql
--!include tenancy/functions/member_may_grant.sql
--!include tenancy/functions/is_joining.sql
--!include tenancy/functions/tg_memberships__guard.sql
--!include tenancy/functions/tg_business_memberships__guard.sql
--!include tenancy/tables/api_keys.sql
--!include tenancy/functions/free_slug.sql
--!include tenancy/functions/create_organization.sql
--!include tenancy/functions/leave_organization.sql
--!include tenancy/functions/remove_member.sql
--!include tenancy/functions/transfer_ownership.sql
--!include tenancy/functions/invite_member.sql
--!include tenancy/functions/resend_invitation.sql
--!include tenancy/functions/revoke_invitation.sql
--!include tenancy/functions/accept_invitation.sql
--!include tenancy/functions/invitation_by_token.sql
--!include tenancy/functions/require_contact_to_invite.sql
--!include tenancy/functions/client_invitation_to_change.sql
--!include tenancy/functions/invite_client.sql
--!include tenancy/functions/resend_client_invitation.sql
--!include tenancy/functions/revoke_client_invitation.sql
--!include tenancy/functions/claim_invitation.sql
--!include tenancy/functions/create_api_key_prefix.sql
--!include tenancy/functions/create_api_key.sql
--!include tenancy/functions/rotate_api_key.sql
--!include tenancy/functions/revoke_api_key.sql
--!include tenancy/functions/record_api_key_uses.sql
