import { describe, expect, it } from "@jest/globals";
import { useCatalog } from "./catalog.ts";

const { list } = useCatalog();

describe("privileges on tables", () => {
  it("insert and update are granted by column", async () => {
    const rows = await list(`
      select format('%s on %s to %s', privilege, table_name, role) from grants
      where column_name is null and privilege not in ('select', 'delete')`);
    expect(rows).toEqual([]);
  });

  it("select and delete are granted on the whole table, but for what the client portal leaves out", async () => {
    const rows = await list(`
      select format('%s (%s) on %s to %s', privilege, column_name, table_name, role) from grants
      where column_name is not null and privilege not in ('insert', 'update')
        and not (privilege = 'select' and role = 'tenantry_client')`);
    expect(rows).toEqual([]);
  });

  it("what says whose a row is, and since when, is never granted", async () => {
    const rows = await list(`
      select format('%s (%s) on %s to %s', privilege, column_name, table_name, role) from grants
      where column_name in ('id', 'organization_id', 'created_at', 'updated_at') and privilege <> 'select'`);
    expect(rows).toEqual([]);
  });

  it("are for the roles of db/roles.sql, never for everybody, and are not handed on", async () => {
    const rows = await list(`
      select format('%s on %s to %s', privilege, table_name, role) from grants
      where is_grantable or role = 'public' or role not in (select name from roles)`);
    expect(rows).toEqual([]);
  });

  it("are on nothing outside app_public, but to read the bookkeeping behind its views", async () => {
    const rows = await list(`
      select format('%s on %s to %s', privilege, table_name, role) from grants
      where schema <> 'app_public' and not (schema = 'app_hidden' and privilege = 'select')`);
    expect(rows).toEqual([]);
  });

  it("of the authenticator are to read lookup tables, for the GraphQL schema", async () => {
    const rows = await list(`
      select format('%s on %s', privilege, table_name) from grants g
      where role = 'tenantry_authenticator'
        and not (privilege = 'select' and exists (select from tables t where t.name = g.table_name and t.is_lookup))`);
    expect(rows).toEqual([]);
  });

  it("views of the API are read with the reader's own", async () => {
    const rows = await list(`
      select c.oid::regclass::text from pg_class c
      where c.relkind in ('v', 'm')
        and c.relnamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace)
        and (c.relkind = 'm' or not coalesce(c.reloptions && '{security_invoker=true,security_invoker=on}', false))`);
    expect(rows).toEqual([]);
  });
});

describe("privileges on functions", () => {
  it("public executes nothing", async () => {
    expect(await list("select path from functions where 'public' = any (executable_by)")).toEqual([]);
  });

  it("in app_private are the authenticator's alone, on what a request begins with, how people get an account and a token, what is recorded when they can't, what readiness asks, and what has changes announced", async () => {
    const rows = await list(`
      select format('%s by %s', path, role) from functions, unnest(executable_by) as role where schema = 'app_private'`);
    expect(rows).toEqual([
      "app_private.applied_migrations() by tenantry_authenticator",
      "app_private.begin_request(jsonb) by tenantry_authenticator",
      "app_private.change_password(jsonb) by tenantry_authenticator",
      "app_private.confirm_sign_up(jsonb) by tenantry_authenticator",
      "app_private.count_sign_in(jsonb) by tenantry_authenticator",
      "app_private.listen_to_organizations(uuid[]) by tenantry_authenticator",
      "app_private.migration_history() by tenantry_authenticator",
      "app_private.provision_user(jsonb) by tenantry_authenticator",
      "app_private.record_api_key_uses(jsonb) by tenantry_authenticator",
      "app_private.record_refusal(text,jsonb,jsonb) by tenantry_authenticator",
      "app_private.record_security_event(text,jsonb,uuid,uuid,uuid,uuid,text,text) by tenantry_authenticator",
      "app_private.refresh_session(jsonb) by tenantry_authenticator",
      "app_private.request_password_reset(jsonb) by tenantry_authenticator",
      "app_private.reset_password(jsonb) by tenantry_authenticator",
      "app_private.sign_in(jsonb) by tenantry_authenticator",
      "app_private.sign_out(jsonb) by tenantry_authenticator",
      "app_private.sign_up(jsonb) by tenantry_authenticator",
    ]);
  });

  it("of the authenticator are no others", async () => {
    const rows = await list(
      "select path from functions where schema <> 'app_private' and 'tenantry_authenticator' = any (executable_by)",
    );
    expect(rows).toEqual([]);
  });

  it("in app_public and app_hidden are granted to somebody", async () => {
    const rows = await list("select path from functions where schema <> 'app_private' and executable_by = '{}'");
    expect(rows).toEqual([]);
  });
});

describe("privileges on schemas", () => {
  it("let the roles of requests into app_public and app_hidden, and make nothing", async () => {
    const rows = await list(`
      select format('%s on %s to %s', privilege, schema.name, role.name)
      from roles as role
      cross join unnest('{app_public,app_hidden,app_private}'::text[]) as schema (name)
      cross join unnest('{usage,create}'::text[]) as privilege
      where has_schema_privilege(role.name, schema.name, privilege)`);
    const requests = ["anonymous", "client", "member", "service"].flatMap((role) => [
      `usage on app_hidden to tenantry_${role}`,
      `usage on app_public to tenantry_${role}`,
    ]);
    const login = ["usage on app_private to tenantry_authenticator", "usage on app_public to tenantry_authenticator"];
    expect(rows).toEqual([...requests, ...login].sort());
  });
});

describe("roles", () => {
  it("of requests, and the authenticator, have no powers of their own", async () => {
    const rows = await list(`
      select rolname from pg_roles
      where rolname like 'tenantry\\_%'
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit)`);
    expect(rows).toEqual([]);
  });

  it("that can sign in are the owner and the authenticator", async () => {
    expect(await list("select rolname from pg_roles where rolname like 'tenantry\\_%' and rolcanlogin")).toEqual([
      "tenantry_authenticator",
      "tenantry_owner",
    ]);
  });

  it("are switched to by the authenticator alone, which has nothing of theirs before it does", async () => {
    const rows = await list(`
      select format('%s -> %s%s', member.rolname, granted.rolname, case when pg_has_role(member.oid, granted.oid, 'usage') then ' (inherited)' else '' end)
      from pg_auth_members m
      join pg_roles member on member.oid = m.member
      join pg_roles granted on granted.oid = m.roleid
      where member.rolname like 'tenantry\\_%'`);
    expect(rows).toEqual([
      "tenantry_authenticator -> tenantry_anonymous",
      "tenantry_authenticator -> tenantry_client",
      "tenantry_authenticator -> tenantry_member",
      "tenantry_authenticator -> tenantry_service",
    ]);
  });
});

describe("permissions", () => {
  it("named in policies, functions and triggers exist", async () => {
    const rows = await list(`
      with texts as (
        select path, concat_ws(' ', using_condition, check_condition) as text from policies
        union all
        select path, definition from functions
      ), named as (
        select path, found[1] as permission
        from texts
        cross join regexp_matches(text, '(?:may|may_all|may_on_row|permission_scope|scoped_owner_ids|scoped_business_ids)\\(''([^'']+)''', 'g') as found
        union all
        select path, substring(definition from 'tg__archive\\(''([^'']+)''') || '.delete' from triggers
      )
      select format('%s in %s', permission, path) from named
      where permission is not null
        and not exists (select from app_public.permissions p where p.resource || '.' || p.action = permission)`);
    expect(rows).toEqual([]);
  });

  it("are all held by the system role owner, for the whole organization", async () => {
    const rows = await list(`
      select p.resource || '.' || p.action from app_public.permissions p
      where not exists (
        select from app_private.system_role_permissions s
        where s.system_role = 'owner' and s.resource = p.resource and s.action = p.action and s.scope = 'all'
      )`);
    expect(rows).toEqual([]);
  });

  it("of ownership and billing are held by no other system role", async () => {
    const rows = await list(`
      select format('%s.%s by %s', resource, action, system_role) from app_private.system_role_permissions
      where (resource, action) in (('organization', 'delete'), ('organization', 'export'), ('organization', 'transfer'), ('billing', 'manage'))
        and system_role <> 'owner'`);
    expect(rows).toEqual([]);
  });

  it("of resources whose rows belong to nobody are given for the whole organization", async () => {
    const rows = await list(`
      select format('%s.%s by %s (%s)', s.resource, s.action, s.system_role, s.scope)
      from app_private.system_role_permissions s
      where s.scope <> 'all'
        and not exists (
          select from policies p
          where concat_ws(' ', p.using_condition, p.check_condition) ~ format('scoped_owner_ids\\(''%s\\.', s.resource)
        )`);
    expect(rows).toEqual([]);
  });
});
