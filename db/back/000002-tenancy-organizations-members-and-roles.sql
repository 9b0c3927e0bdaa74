drop function app_public.choose_default_organization(uuid);
drop function app_public.current_membership();
drop function app_public.current_organization();
drop function app_public.me();
drop function app_public.my_organizations();
drop function app_public.my_permissions();
drop function app_public.roles_permissions(app_public.roles);
drop type app_public.granted_permission;

drop function app_private.begin_request(jsonb);
drop function app_private.require_role_within_own(uuid);
drop function app_private.role_permission_text(uuid);
drop view app_private.role_grants;

drop table
  app_public.team_members,
  app_public.teams,
  app_public.business_memberships,
  app_private.default_memberships,
  app_public.memberships,
  app_public.role_permissions,
  app_public.roles,
  app_private.user_identities,
  app_public.users,
  app_public.businesses,
  app_public.organizations,
  app_private.system_role_permissions,
  app_public.permissions;

drop table
  app_public.member_availabilities,
  app_public.permission_scopes,
  app_public.subscription_statuses,
  app_public.subscription_tiers,
  app_public.system_roles;

drop function app_private.tg_business_memberships__guard();
drop function app_private.tg_memberships__guard();
drop function app_private.tg_memberships__keep_an_owner();
drop function app_private.tg_organizations__create_defaults();
drop function app_private.tg_organizations__normalize();
drop function app_private.tg_role_permissions__guard();
drop function app_private.tg_roles__guard();
drop function app_private.tg_users__normalize();
drop function app_private.exceeds_own(text, text, text);

-- A table of the migration before, which was documented with the lookup tables.
comment on table app_private.country_calling_codes is null;
