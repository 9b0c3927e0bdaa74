import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Pool } from "pg";
import { makeIntrospectionQuery } from "postgraphile/graphile-build-pg/pg-introspection";
import { DEFAULT_LIMITS } from "../../config/limits.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * The whole of what PostGraphile reads of the catalog, without names of databases, what `vacuum` writes, and the roles of
 * other programs on the same server: whose the API is, decide those that the authenticator is a member of.
 */
const CATALOG = `
  select md5(string_agg(
    part || case part
      when 'classes' then
        regexp_replace(content::text, '"(relfilenode|relpages|reltuples|relall\\w+|relfrozenxid|relminmxid)":[^,}]*', '', 'g')
      when 'roles' then (
        select string_agg(r::text, e'\\n' order by r.rolname)
        from pg_catalog.pg_roles r
        where pg_has_role(current_user, r.oid, 'member'))
      when 'auth_members' then (
        select string_agg(m.roleid || ' ' || m.member, e'\\n' order by m.roleid, m.member)
        from pg_catalog.pg_auth_members m
        where pg_has_role(current_user, m.member, 'member'))
      else content::text
    end, '' order by part)) as fingerprint
  from (${makeIntrospectionQuery().trim().replace(/;$/, "")}) as introspection (catalog), json_each(catalog::json) as parts (part, content)
  where part <> 'database'`;

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
