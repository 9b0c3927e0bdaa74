import { expect, it } from "@jest/globals";
import { except, useCatalog } from "./catalog.ts";

const { list } = useCatalog();

const TENANT_EQUALITY = "(organization_id = ( SELECT app_hidden.organization_id() AS organization_id))";

/** Whether a condition is tenant equality, or that and something more. Three parentheses would begin an "or". */
const isTenants = (condition: string) =>
  `(${condition} = '${TENANT_EQUALITY}' or starts_with(${condition}, '(${TENANT_EQUALITY} AND '))`;

it("every policy of a tenant table starts with tenant equality", async () => {
  const rows = await list(`
    select path from policies
    where is_tenants and command in ('select', 'update', 'delete') and ${isTenants("using_condition")} is not true`);
  expect(rows).toEqual([]);
});

it("every insert and update policy has a with check, which in a tenant table starts with tenant equality", async () => {
  const rows = await list(`
    select path from policies
    where command in ('insert', 'update')
      and (check_condition is null or is_tenants and ${isTenants("check_condition")} is not true)`);
  expect(rows).toEqual([]);
});

it("no policy is restrictive or for all commands", async () => {
  expect(await list("select path from policies where not is_permissive or command = 'all'")).toEqual([]);
});

it("every policy names the roles it is for", async () => {
  const rows = await list(
    "select path from policies where roles && '{public,tenantry_owner}' or not roles <@ array(select name from roles)",
  );
  expect(rows).toEqual([]);
});

it("there is one policy per table, command and role", async () => {
  const rows = await list(`
    select format('%s for %s to %s', table_name, command, role)
    from policies, unnest(roles) as role
    group by table_name, command, role
    having count(*) > 1`);
  expect(rows).toEqual([]);
});

it("every policy is named <command>_<who>, after its role, or all of them", async () => {
  const rows = await list(`
    select path from policies
    where name <> command || '_' || case cardinality(roles) when 1 then replace(roles[1], 'tenantry_', '') else 'all' end`);
  expect(rows).toEqual([]);
});

it("what members and keys may read isn't asked with exists, for which all rows of another table may be hashed", async () => {
  const rows = await list(`
    select path from policies
    where is_tenants and command = 'select' and roles && '{tenantry_member,tenantry_service}' and using_condition ~ 'EXISTS'`);
  expect(rows).toEqual([]);
});

it("policies call context functions through a subselect, once per statement", async () => {
  const rows = await list(`
    select path from policies
    where regexp_replace(
      concat_ws(' ', using_condition, check_condition),
      '\\( SELECT app_hidden\\.[a-z_]+\\([^()]*\\) AS [a-z_]+\\)', '', 'g'
    ) ~ '(app_[a-z]+\\.[a-z_]+\\(|current_setting|auth\\.)'`);
  expect(rows).toEqual([]);
});

it("policies call functions of app_hidden that answer with a boolean or ids, which the planner can estimate", async () => {
  const rows = await list(`
    select distinct format('%s: %s', p.path, f.oid::regprocedure)
    from policies p
    join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_proc'::regclass
    join pg_proc f on f.oid = d.refobjid
    where f.pronamespace <> 'app_hidden'::regnamespace
      or f.prorettype not in ('boolean'::regtype, 'uuid'::regtype, 'uuid[]'::regtype)`);
  expect(rows).toEqual([]);
});

it("policies call stable functions", async () => {
  const rows = await list(`
    select distinct format('%s: %s', p.path, f.oid::regprocedure)
    from policies p
    join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_proc'::regclass
    join pg_proc f on f.oid = d.refobjid
    where f.provolatile <> 's'`);
  expect(rows).toEqual([]);
});

it("only lookup tables are read whole", async () => {
  const rows = await list(
    "select path from policies where 'true' in (using_condition, check_condition) and not (is_lookup and command = 'select')",
  );
  expect(rows).toEqual(
    except({ "select_all on app_public.permissions": "the product's own list, the same for every tenant" }),
  );
});

it("every privilege on a table has its policy, and every policy its privilege", async () => {
  const rows = await list(`
    select format('%s on %s to %s', wanted.command, t.name, r.name)
    from tables t
    cross join roles r
    cross join unnest('{select,insert,update,delete}'::text[]) as wanted (command)
    cross join lateral (
      select case wanted.command
        when 'delete' then has_table_privilege(r.name, t.oid, 'delete')
        else has_any_column_privilege(r.name, t.oid, wanted.command)
      end as is_granted
    ) g
    where g.is_granted <> exists (
      select from policies p where p.table_oid = t.oid and p.command = wanted.command and r.name = any (p.roles)
    )`);
  expect(rows).toEqual([]);
});
