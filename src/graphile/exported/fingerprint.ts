import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Pool } from "pg";
import { makeIntrospectionQuery } from "postgraphile/graphile-build-pg/pg-introspection";
import { DEFAULT_LIMITS } from "../../config/limits.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** What comes and goes without a change of the API: partitions, tables of sessions, and what other programs have here. */
const IGNORED = `
  select 'pg_namespace'::regclass::oid::text, n.oid::text from pg_catalog.pg_namespace n where n.nspname !~ '^app_'
  union all
  select 'pg_proc'::regclass::oid::text, p.oid::text
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where n.nspname !~ '^app_'
  union all
  select found.catalog::oid::text, found.id::text
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_type t on t.oid = c.reltype
  left join pg_catalog.pg_constraint k on k.conrelid = c.oid
  cross join lateral (
    values ('pg_class'::regclass, c.oid), ('pg_type', c.reltype), ('pg_type', t.typarray), ('pg_constraint', k.oid)
  ) as found (catalog, id)
  where (c.relispartition or n.nspname !~ '^(app_|pg_catalog$)') and found.id <> 0`;

/** What an element of each part of what is read is about: the catalog, and the key with the number there. */
const SUBJECTS: Readonly<Record<string, readonly [catalog: string, key: string]>> = {
  namespaces: ["pg_namespace", "_id"],
  classes: ["pg_class", "_id"],
  attributes: ["pg_class", "attrelid"],
  constraints: ["pg_class", "conrelid"],
  procs: ["pg_proc", "_id"],
  types: ["pg_type", "_id"],
  indexes: ["pg_class", "indrelid"],
  inherits: ["pg_class", "inhrelid"],
  policies: ["pg_class", "polrelid"],
};

const subjectOf = (value: (catalog: string, key: string) => string) =>
  Object.entries(SUBJECTS)
    .map(([part, [catalog, key]]) => `when '${part}' then ${value(catalog, key)}`)
    .join(" ");

/**
 * The whole of what PostGraphile reads of the catalog, without names of databases, what `vacuum` writes, what is ignored,
 * and the roles of other programs on the same server: whose the API is, decide those that the authenticator is a member of.
 */
const CATALOG = `
  with ignored (catalog, id) as materialized (${IGNORED}),
  parts as (
    select part, content
    from (${makeIntrospectionQuery().trim().replace(/;$/, "")}) as introspection (catalog), json_each(catalog::json) as parts (part, content)
    where part not in ('database', 'roles', 'auth_members')
  ),
  elements as (
    select part, place,
      case part
        when 'classes' then regexp_replace(element::text, '"(relfilenode|relpages|reltuples|relall\\w+|relfrozenxid|relminmxid)":[^,}]*', '', 'g')
        else element::text
      end as text
    from parts
    cross join lateral json_array_elements(case json_typeof(content) when 'array' then content else json_build_array(content) end) with ordinality as elements (element, place)
    where not exists (
      select from ignored
      where id = case part ${subjectOf((_, key) => `element->>'${key}'`)} when 'depends' then element->>'objid' when 'descriptions' then element->>'objoid' end
        and catalog = case part ${subjectOf((catalog) => `'${catalog}'::regclass::oid::text`)} when 'depends' then element->>'classid' when 'descriptions' then element->>'classoid' end
    )
    union all
    select 'roles', row_number() over (order by r.rolname), r::text
    from pg_catalog.pg_roles r
    where pg_has_role(current_user, r.oid, 'member')
    union all
    select 'auth_members', row_number() over (order by m.roleid, m.member), m.roleid || ' ' || m.member
    from pg_catalog.pg_auth_members m
    where pg_has_role(current_user, m.member, 'member')
  )
  select md5(string_agg(part || ' ' || text, e'\\n' order by part, place)) as fingerprint
  from elements`;

/** The tables whose rows are the values of enums. */
const LOOKUP_TABLES = `
  select format('select %L, string_agg(t::text, e''\\n'') from %s as t', oid::regclass, oid::regclass) as statement
  from pg_catalog.pg_class
  where obj_description(oid, 'pg_class') ~ '^@enum\\s'
  order by oid::regclass::text`;

/**
 * Names everything that the API is built from: the catalog of the database as the authenticator sees it, the rows that
 * are values of enums, the page size, and this program with its packages. Where two names are the same, so are the APIs.
 *
 * @param pool - connections as the authenticator
 * @param pageSize - how many rows a page can have; the default unless told
 * @returns 64 hexadecimal digits
 * @throws the database's errors
 */
export async function readFingerprint(pool: Pool, pageSize = DEFAULT_LIMITS.pageSize): Promise<string> {
  const [catalog, lookupTables] = await Promise.all([readCatalog(pool), readLookupTables(pool)]);
  const hash = createHash("sha256").update(`${process.version} ${pageSize}`).update(ROOT);
  for (const file of globSync(["src/**/*.ts", "package-lock.json"], { cwd: ROOT }).sort()) {
    hash.update(file).update(readFileSync(`${ROOT}${file}`));
  }
  return hash.update(catalog).update(lookupTables).digest("hex");
}

async function readCatalog(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ fingerprint: string }>(CATALOG);
  return rows[0]?.fingerprint ?? "";
}

async function readLookupTables(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ statement: string }>(LOOKUP_TABLES);
  if (rows.length === 0) return "";
  const all = await pool.query(
    rows
      .map(({ statement }) => statement)
      .join(" union all ")
      .concat(" order by 1"),
  );
  return JSON.stringify(all.rows);
}
