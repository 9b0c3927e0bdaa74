--!restore foundation/functions/member_condition.sql
--!restore foundation/functions/create_member_policies.sql
drop table app_private.api_key_secrets;
drop table app_public.api_keys;
drop function app_private.tg_api_keys__guard();

select app_private.drop_policies('app_public.contacts');

-- Nothing was granted to them before but lookup tables.
revoke all on table
  app_public.activities,
  app_public.audit_logs,
  app_public.business_memberships,
  app_public.businesses,
  app_public.companies,
  app_public.contacts,
  app_public.deal_stage_changes,
  app_public.deals,
  app_public.memberships,
  app_public.organizations,
  app_public.permissions,
  app_public.pipeline_stages,
  app_public.pipelines,
  app_public.role_permissions,
  app_public.roles,
  app_public.tasks,
  app_public.team_members,
  app_public.teams,
  app_public.users
from tenantry_service, tenantry_client;
revoke execute on function app_public.current_organization() from tenantry_service;
revoke execute on function app_public.roles_permissions(app_public.roles) from tenantry_service;

delete from app_public.audit_logs where actor_kind = 'anonymous';
delete from app_public.audit_actor_kinds where value = 'anonymous';
alter table app_public.audit_logs drop column contact_id, drop column api_key_id;

delete from app_public.role_permissions where resource = 'api_keys';
delete from app_private.system_role_permissions where resource = 'api_keys';
delete from app_public.permissions where resource = 'api_keys';

drop function app_private.find_or_create_contact(uuid, uuid, text, text, text);
drop function app_private.create_permission_policies(regclass, text, text[], text[], boolean, text, text[]);
drop function app_private.create_policies(regclass, text[], text[], text);
drop function app_private.permission_condition(regclass, text, text[]);

-- Its older version doesn't ask what kind of actor it is.
drop function app_hidden.may_on_row(text, uuid, uuid[]);
drop function app_hidden.actor_kind();
drop function app_hidden.contact_id();
drop function app_hidden.api_key_id();
