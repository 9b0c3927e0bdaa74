/*
 * Live data: gateways hear which rows have changed and whose access has ended, and tell their subscribers.
 */

drop table if exists app_private.live_organizations;
create table app_private.live_organizations (
  id uuid primary key references app_public.organizations on delete cascade,
  ends_at timestamptz not null
);

--!include foundation/functions/tg__announce_changes.sql
--!include foundation/functions/tg__announce_revocation.sql
--!include foundation/functions/listen_to_organizations.sql
--!include foundation/tables/live_organizations.sql
--!include support/tables/tickets.sql
--!include support/tables/ticket_messages.sql
--!include messaging/tables/conversations.sql
--!include messaging/tables/messages.sql
--!include tenancy/tables/notifications.sql
--!include crm/tables/deals.sql
--!include tenancy/tables/memberships.sql
--!include tenancy/tables/users.sql
--!include tenancy/tables/user_identities.sql
--!include tenancy/tables/sessions.sql
--!include tenancy/tables/api_keys.sql
--!include tenancy/tables/organizations.sql
--!include crm/tables/contacts.sql
