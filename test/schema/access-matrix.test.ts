import { expect, it } from "@jest/globals";
import { useCatalog } from "./catalog.ts";

const { list } = useCatalog();

it("access to tables: who may do what, under which policies, with which columns", async () => {
  const lines = await list(`
    select format(
      '%-28s %-13s %-6s %-13s %s',
      relation.relname, replace(r.name, 'tenantry_', ''), wanted.command,
      coalesce(policies.names, case relation.relkind when 'v' then '(view)' else '-' end), coalesce(granted.columns, '-')
    )
    from pg_class relation
    cross join roles r
    cross join unnest('{select,insert,update,delete}'::text[]) as wanted (command)
    cross join lateral (
      select case
        when has_table_privilege(r.name, relation.oid, wanted.command) then '*'
        else string_agg(a.attname, ', ' order by a.attnum) filter (
          where case when wanted.command <> 'delete' then has_column_privilege(r.name, relation.oid, a.attnum, wanted.command) end
        )
      end as columns
      from pg_attribute a
      where a.attrelid = relation.oid and a.attnum > 0 and not a.attisdropped
    ) granted
    cross join lateral (
      select string_agg(p.name, ', ' order by p.name) as names
      from policies p
      where p.table_oid = relation.oid and p.command in (wanted.command, 'all') and p.roles && array[r.name, 'public']
    ) policies
    where relation.relnamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace, 'app_private'::regnamespace)
      and relation.relkind in ('r', 'p', 'v', 'm', 'f')
      and (granted.columns is not null or policies.names is not null)`);
  expect(lines.join("\n")).toMatchSnapshot();
});

it("access to functions: who may call what, * with the owner's rights", async () => {
  const lines = await list(`
    select format('%-56s %s', path || case when is_definer then ' *' else '' end, (
      select string_agg(replace(role, 'tenantry_', ''), ', ' order by role) from unnest(executable_by) as role
    ))
    from functions
    where executable_by <> '{}'`);
  expect(lines.join("\n")).toMatchSnapshot();
});
