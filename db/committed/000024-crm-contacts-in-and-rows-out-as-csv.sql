--! Previous: sha1:b79d6c1340433e2fb97a6e3ec6c34f36977d0fb6
--! Hash: sha1:f84677707e4a5515cfeb44a83fed7affa813cbb5
--! Message: CRM: contacts in and rows out as CSV

--! split: 1-current.sql
/*
 * Files: taking rows out as CSV, and bringing contacts in.
 */
insert into app_public.permissions (resource, action, description) values
  ('companies', 'export', 'Take companies out in bulk.'),
  ('leads', 'export', 'Take leads out in bulk.'),
  ('deals', 'export', 'Take deals out in bulk.'),
  ('tickets', 'export', 'Take tickets out in bulk.');

insert into app_private.system_role_permissions (system_role, resource, action, scope)
select r.system_role, p.resource, p.action, 'all'
from app_public.permissions p
cross join (values ('owner'), ('admin'), ('manager'), ('staff')) as r (system_role)
where p.resource in ('companies', 'leads', 'deals', 'tickets') and p.action = 'export';

insert into app_public.security_event_kinds (value, description) values
  ('export_started', 'Somebody began to take rows out as a file.'),
  ('export_ended', 'A file of rows was handed over, or broken off.');

--! Included foundation/functions/require_permission.sql
-- For what begins with a question before any row is there to ask the policies about. They still decide about each row.
create or replace function app_hidden.require_permission(permission text) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if app_hidden.organization_id() is null or not (case
    when app_hidden.is_limited_to_businesses() then exists (
      select from unnest('{all,team,own}'::text[]) as s (scope)
      where app_hidden.scoped_business_ids(require_permission.permission, s.scope) <> '{}'
    )
    else app_hidden.permission_scope(require_permission.permission) is not null
  end) then
    raise exception using
      errcode = 'TN403',
      message = 'You may not do this.',
      detail = jsonb_build_object('permission', require_permission.permission)::text;
  end if;
end
$$;
grant execute on function app_hidden.require_permission(text) to tenantry_member, tenantry_service;
comment on function app_hidden.require_permission(text) is $$Raises TN403 unless the member who asks holds a permission on at least some rows.$$;
--! EndIncluded foundation/functions/require_permission.sql
--! Included audit/functions/begin_export.sql
create or replace function app_hidden.begin_export(resource text, filter jsonb) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform app_hidden.require_permission(begin_export.resource || '.export');
  perform app_private.record_security_event(
    'export_started',
    jsonb_build_object('resource', begin_export.resource, 'filter', begin_export.filter),
    app_hidden.organization_id()
  );
end
$$;
grant execute on function app_hidden.begin_export(text, jsonb) to tenantry_member, tenantry_service;
comment on function app_hidden.begin_export(text, jsonb) is $$Records that the member who asks begins to take rows out, such as contacts. Raises TN403 without the permission to.$$;
--! EndIncluded audit/functions/begin_export.sql
--! Included audit/functions/end_export.sql
-- Asks for no permission: what was taken out counts even when the permission went meanwhile.
create or replace function app_hidden.end_export(resource text, rows bigint, is_complete boolean) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform app_private.record_security_event(
    'export_ended',
    jsonb_build_object('resource', end_export.resource, 'rows', end_export.rows, 'isComplete', end_export.is_complete),
    app_hidden.organization_id()
  );
end
$$;
grant execute on function app_hidden.end_export(text, bigint, boolean) to tenantry_member, tenantry_service;
comment on function app_hidden.end_export(text, bigint, boolean) is $$Records how many rows the member who asks has taken out.$$;
--! EndIncluded audit/functions/end_export.sql
--! Included crm/functions/write_contacts.sql
-- With the privileges and under the policies of whoever asks. Every statement names all columns, so that an empty one has
-- to fall back to its default here; an update leaves alone what is empty.
create or replace function app_hidden.write_contacts(contacts jsonb, duplicates text) returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_created int;
  v_updated int;
begin
  with given as materialized (
    select g.*, app_hidden.normalize_email(g.email) as address
    from jsonb_to_recordset(write_contacts.contacts) as g (
      business_id uuid, first_name text, last_name text, email text, phone text, company_id uuid, owner_id uuid, lifecycle_stage text, source text,
      date_of_birth date, gender text, emergency_contact_name text, emergency_contact_phone text, membership_status text,
      membership_starts_on date, membership_ends_on date, is_active boolean, tags text[], notes text, custom_fields jsonb
    )
  ), updated as (
    update app_public.contacts c set
      business_id = coalesce(g.business_id, c.business_id),
      first_name = coalesce(g.first_name, c.first_name),
      last_name = coalesce(g.last_name, c.last_name),
      phone = coalesce(g.phone, c.phone),
      company_id = coalesce(g.company_id, c.company_id),
      owner_id = coalesce(g.owner_id, c.owner_id),
      lifecycle_stage = coalesce(g.lifecycle_stage, c.lifecycle_stage),
      source = coalesce(g.source, c.source),
      date_of_birth = coalesce(g.date_of_birth, c.date_of_birth),
      gender = coalesce(g.gender, c.gender),
      emergency_contact_name = coalesce(g.emergency_contact_name, c.emergency_contact_name),
      emergency_contact_phone = coalesce(g.emergency_contact_phone, c.emergency_contact_phone),
      membership_status = coalesce(g.membership_status, c.membership_status),
      membership_starts_on = coalesce(g.membership_starts_on, c.membership_starts_on),
      membership_ends_on = coalesce(g.membership_ends_on, c.membership_ends_on),
      is_active = coalesce(g.is_active, c.is_active),
      tags = coalesce(g.tags, c.tags),
      notes = coalesce(g.notes, c.notes),
      custom_fields = c.custom_fields || coalesce(g.custom_fields, '{}')
    from given g
    where write_contacts.duplicates = 'update' and c.organization_id = app_hidden.organization_id() and c.email = g.address
    returning c.email
  ), created as (
    insert into app_public.contacts (
      business_id, first_name, last_name, email, phone, company_id, owner_id, lifecycle_stage, source,
      date_of_birth, gender, emergency_contact_name, emergency_contact_phone, membership_status,
      membership_starts_on, membership_ends_on, is_active, tags, notes, custom_fields
    )
    select
      coalesce(g.business_id, app_hidden.default_business_id()), g.first_name, g.last_name, g.email, g.phone, g.company_id,
      coalesce(g.owner_id, app_hidden.membership_id()), coalesce(g.lifecycle_stage, 'lead'), coalesce(g.source, 'import'),
      g.date_of_birth, g.gender, g.emergency_contact_name, g.emergency_contact_phone, coalesce(g.membership_status, 'none'),
      g.membership_starts_on, g.membership_ends_on, coalesce(g.is_active, true), coalesce(g.tags, '{}'), g.notes, coalesce(g.custom_fields, '{}')
    from given g
    where g.address is null or g.address not in (select u.email from updated u)
    on conflict (organization_id, email) do nothing
    returning id
  )
  select (select count(*) from created), (select count(*) from updated) into v_created, v_updated;

  if write_contacts.duplicates <> 'skip' and v_created + v_updated < jsonb_array_length(write_contacts.contacts) then
    raise exception using
      errcode = 'TN409',
      message = 'Another contact, perhaps an archived one, has this e-mail address.',
      detail = '{"field": "email"}';
  end if;
  return jsonb_build_object('created', v_created, 'updated', v_updated);
end
$$;
grant execute on function app_hidden.write_contacts(jsonb, text) to tenantry_member, tenantry_service;
comment on function app_hidden.write_contacts(jsonb, text) is $$Adds contacts, all or none. Those whose e-mail address another has are left out (duplicates: skip), change that one (update), or raise TN409 (fail). Answers how many were created and updated.$$;
--! EndIncluded crm/functions/write_contacts.sql
--! Included crm/functions/import_contacts.sql
-- Rows are written together, which is quick, and one by one only when they can’t be, to find out which are wrong. What is
-- nobody’s mistake, such as a lock that others hold, ends the import instead.
create or replace function app_hidden.import_contacts(contacts jsonb, duplicates text) returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contact jsonb;
  v_written jsonb;
  v_created int := 0;
  v_updated int := 0;
  v_errors jsonb[] := '{}';
  v_state text;
  v_message text;
  v_detail text;
  v_hint text;
  v_schema text;
  v_table text;
  v_column text;
  v_constraint text;
begin
  begin
    return app_hidden.write_contacts(import_contacts.contacts, import_contacts.duplicates) || '{"errors": []}';
  exception
    when data_exception or integrity_constraint_violation or insufficient_privilege or sqlstate 'TN400' or sqlstate 'TN403' or sqlstate 'TN409' then
      null;
  end;

  for v_contact in select e.value from jsonb_array_elements(import_contacts.contacts) with ordinality as e (value, position) order by e.position loop
    begin
      v_written := app_hidden.write_contacts(jsonb_build_array(v_contact), import_contacts.duplicates);
      v_created := v_created + (v_written ->> 'created')::int;
      v_updated := v_updated + (v_written ->> 'updated')::int;
    exception
      when data_exception or integrity_constraint_violation or insufficient_privilege or sqlstate 'TN400' or sqlstate 'TN403' or sqlstate 'TN409' then
        get stacked diagnostics
          v_state = returned_sqlstate,
          v_message = message_text,
          v_detail = pg_exception_detail,
          v_hint = pg_exception_hint,
          v_schema = schema_name,
          v_table = table_name,
          v_column = column_name,
          v_constraint = constraint_name;
        v_errors := v_errors || jsonb_build_object(
          'row', v_contact -> 'row',
          'code', v_state,
          'message', v_message,
          'detail', nullif(v_detail, ''),
          'hint', nullif(v_hint, ''),
          'schema', v_schema,
          'table', v_table,
          'column', v_column,
          'constraint', v_constraint
        );
    end;
  end loop;
  return jsonb_build_object('created', v_created, 'updated', v_updated, 'errors', to_jsonb(v_errors));
end
$$;
grant execute on function app_hidden.import_contacts(jsonb, text) to tenantry_member, tenantry_service;
comment on function app_hidden.import_contacts(jsonb, text) is $$Adds the contacts that can be added, and answers why the others can’t: with the number of their row and what the database says. Duplicates are left out (skip), change the contact of this e-mail address (update), or are such errors (fail).$$;
--! EndIncluded crm/functions/import_contacts.sql
