--! Previous: sha1:00eab513f2796193a38012a434c5a50be129c437
--! Hash: sha1:13e16b1c75edfb5fde485f6df144abbec9a69ee7
--! Message: API: the organization's days, and lists of functions in order

--! split: 1-current.sql
--! Included tenancy/functions/time_zone.sql
-- Definer, because members of a role without organizations.read have days, too; it names the active organization.
create or replace function app_hidden.time_zone() returns text
language sql stable parallel safe security definer
set search_path = ''
as $$
  select o.timezone from app_public.organizations o where o.id = app_hidden.organization_id()
$$;
grant execute on function app_hidden.time_zone() to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.time_zone() is $$The time zone in which the days of the active organization begin and end. Groups by day, week and month are made by it.$$;
--! EndIncluded tenancy/functions/time_zone.sql
--! Included tenancy/functions/my_permissions.sql
create or replace function app_public.my_permissions() returns setof app_public.granted_permission
language sql stable security definer
set search_path = ''
as $$
  select g.resource, g.action, g.scope, p.description
  from app_public.memberships m
  join app_private.role_grants g on g.role_id = m.role_id
  join app_public.permissions p on p.resource = g.resource and p.action = g.action
  where m.id = app_hidden.membership_id() and m.organization_id = app_hidden.organization_id()
  order by g.resource, g.action
$$;
grant execute on function app_public.my_permissions() to tenantry_member;
comment on function app_public.my_permissions() is $$What the signed-in person may do in the active organization: use it to show and hide what your interface offers.$$;
comment on type app_public.granted_permission is $$@orderBy resource action
A permission that a role holds.$$;
comment on column app_public.granted_permission.resource is $$What is acted upon, such as contacts.$$;
comment on column app_public.granted_permission.action is $$What is done with it, such as read.$$;
comment on column app_public.granted_permission.scope is $$Which rows it reaches: own, team or all.$$;
comment on column app_public.granted_permission.description is $$What the permission allows.$$;
--! EndIncluded tenancy/functions/my_permissions.sql
--! Included tenancy/functions/my_organizations.sql
create or replace function app_public.my_organizations() returns setof app_public.organizations
language sql stable
set search_path = ''
as $$
  select o.* from app_public.organizations o
  where o.id = any ((select app_hidden.organization_ids())::uuid[])
  order by o.name, o.id
$$;
grant execute on function app_public.my_organizations() to tenantry_member;
comment on function app_public.my_organizations() is $$@orderBy name id
The organizations of which the signed-in person is a member, by name. Needs no active organization.$$;
--! EndIncluded tenancy/functions/my_organizations.sql
--! Included crm/tables/custom_field_definitions.sql
comment on table app_public.custom_field_definitions is $$A field that the organization has added to its contacts, companies, leads, deals or tickets. Their values are in customFields there, and are checked when these change.$$;
comment on column app_public.custom_field_definitions.entity is $$What has the field.$$;
comment on column app_public.custom_field_definitions.field_name is $$The name of the value in customFields; unique for the entity, and not changed afterwards.$$;
comment on column app_public.custom_field_definitions.label is $$What people call the field.$$;
comment on column app_public.custom_field_definitions.field_type is $$What values the field takes; not changed afterwards.$$;
comment on column app_public.custom_field_definitions.options is $$What can be selected; of fields to select from only.$$;
comment on column app_public.custom_field_definitions.is_required is $$Whether new rows, and those whose customFields are changed, must have a value.$$;
comment on column app_public.custom_field_definitions.is_internal is $$Whether the field is internal to staff: contacts don’t see it in the client portal.$$;
comment on column app_public.custom_field_definitions.position is $$The field’s place among the others.$$;
comment on constraint custom_field_definitions_organization_id_entity_field_name_key on app_public.custom_field_definitions is $$There is a field of this name already.$$;
comment on type app_public.custom_field_value is $$@orderBy position field_name
A value of one of the organization’s own fields.$$;
comment on column app_public.custom_field_value.field_name is $$The name of the value in customFields.$$;
comment on column app_public.custom_field_value.label is $$What people call the field.$$;
comment on column app_public.custom_field_value.field_type is $$What values the field takes, as in customFieldDefinitions.$$;
comment on column app_public.custom_field_value.value is $$The value: a text, a number, true or false, or a list of texts.$$;
comment on column app_public.custom_field_value.position is $$The field’s place among the others.$$;

create or replace trigger _100_timestamps before update on app_public.custom_field_definitions for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.custom_field_definitions for each row execute function app_private.tg__audit();

-- The values that are there were written under this name and as this type.
revoke all on table app_public.custom_field_definitions from tenantry_member, tenantry_service;
grant select, delete on table app_public.custom_field_definitions to tenantry_member, tenantry_service;
grant insert (entity, field_name, label, field_type, options, is_required, is_internal, position) on table app_public.custom_field_definitions to tenantry_member, tenantry_service;
grant update (label, options, is_required, is_internal, position) on table app_public.custom_field_definitions to tenantry_member, tenantry_service;

alter table app_public.custom_field_definitions enable row level security;
select app_private.drop_policies('app_public.custom_field_definitions');
select app_private.create_permission_policies('app_public.custom_field_definitions', 'custom_fields', '{select}');
select app_private.create_permission_policies('app_public.custom_field_definitions', 'custom_fields', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded crm/tables/custom_field_definitions.sql
