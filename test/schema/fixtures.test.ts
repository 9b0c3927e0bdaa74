import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "@jest/globals";
import { compile } from "graphile-migrate";
import { Client } from "pg";
import { DB_FOLDER, useCatalog } from "./catalog.ts";

/** Everything that fixtures make, as definitions by name. */
const SNAPSHOT = `
  with namespaces as (
    select oid from pg_namespace where nspname in ('app_public', 'app_hidden', 'app_private')
  ), relations as (
    select c.* from pg_class c join namespaces n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'S')
  ), functions as (
    select p.* from pg_proc p join namespaces n on n.oid = p.pronamespace
  ), privileges as (
    select oid::regprocedure::text as name, coalesce(proacl, acldefault('f', proowner)) as acl from functions
    union all
    select oid::regclass::text, coalesce(relacl, acldefault('r', relowner)) from relations
    union all
    select format('%s.%I', r.oid::regclass, a.attname), a.attacl from relations r join pg_attribute a on a.attrelid = r.oid where a.attacl is not null
  )
  select 'function ' || oid::regprocedure as name, pg_get_functiondef(oid) as definition from functions
  union all
  select 'view ' || oid::regclass, concat_ws(' ', reloptions::text, pg_get_viewdef(oid)) from relations where relkind in ('v', 'm')
  union all
  select 'row level security of ' || oid::regclass, format('%s %s', relrowsecurity, relforcerowsecurity) from relations where relkind in ('r', 'p')
  union all
  select format('policy %s on %s', p.polname, p.polrelid::regclass),
    concat_ws(' ', p.polpermissive::text, p.polcmd, p.polroles::regrole[]::text, pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid))
  from pg_policy p join relations r on r.oid = p.polrelid
  union all
  select format('trigger %s on %s', g.tgname, g.tgrelid::regclass), concat_ws(' ', g.tgenabled, pg_get_triggerdef(g.oid))
  from pg_trigger g join relations r on r.oid = g.tgrelid where not g.tgisinternal
  union all
  select 'privileges on ' || name, (
    select string_agg(format('%s to %s', privilege_type, case grantee when 0 then 'public' else grantee::regrole::text end), ', ' order by grantee::regrole::text, privilege_type)
    from aclexplode(acl)
  ) from privileges
  union all
  select format('comment on %s %s', object.type, object.identity), d.description
  from pg_description d
  cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) as object
  where object.identity ~ '\\mapp_(public|hidden|private)\\M'`;

const catalog = useCatalog();

async function snapshot(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; definition: string }>(SNAPSHOT);
  return new Map(rows.map(({ name, definition }) => [name, definition]));
}

/** The modules in the order in which the migrations brought them; those that none has brought come last. */
async function modules(): Promise<string[]> {
  const texts: string[] = [];
  for (const folder of ["committed", "current"]) {
    const files = await readdir(new URL(folder, DB_FOLDER)).catch(() => []);
    for (const file of files.sort()) texts.push(await readFile(new URL(`${folder}/${file}`, DB_FOLDER), "utf8"));
  }
  const included = [...texts.join("\n").matchAll(/^--! ?[Ii]nclude[ d]+([a-z]+)\/all\.sql$/gm)].map(
    ([, name = ""]) => name,
  );
  const folders = await readdir(new URL("fixtures", DB_FOLDER), { withFileTypes: true });
  return [...new Set([...included, ...folders.filter((folder) => folder.isDirectory()).map(({ name }) => name)])];
}

it("fixtures that were edited are included in a migration: running all of them again changes nothing", async () => {
  const settings = { connectionString: catalog.ownerUrl, migrationsFolder: fileURLToPath(DB_FOLDER) };
  const client = new Client({ connectionString: catalog.ownerUrl });
  await client.connect();
  try {
    await client.query("begin; set local search_path = ''");
    const before = await snapshot(client);
    const order = await modules();
    expect(order).not.toEqual([]);
    for (const module of order) await client.query(await compile(settings, `--!include ${module}/all.sql`));
    expect(await snapshot(client)).toEqual(before);
  } finally {
    await client.end();
  }
});
