import { makeIntrospectionQuery } from "postgraphile/graphile-build-pg/pg-introspection";

/** What comes and goes without a change of the API: partitions, tables of sessions, and what other programs have here. */
const IGNORED = `
  select 'pg_namespace'::regclass::oid, n.oid from pg_catalog.pg_namespace n where n.nspname !~ '^app_'
  union all
  select 'pg_proc'::regclass, p.oid
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where n.nspname !~ '^app_'
  union all
  select found.catalog, found.id
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_type t on t.oid = c.reltype
  left join pg_catalog.pg_constraint k on k.conrelid = c.oid
  cross join lateral (
    values ('pg_class'::regclass, c.oid), ('pg_type', c.reltype), ('pg_type', t.typarray), ('pg_constraint', k.oid)
  ) as found (catalog, id)
  where (c.relispartition or n.nspname !~ '^(app_|pg_catalog$)') and found.id <> 0`;

/** Names of databases; and roles, of which there may be those of other programs. */
const NOT_READ = new Set(["database", "roles", "auth_members"]);

/** What a row of each part of what is read is about: the catalog, and the column with the number there. */
const SUBJECTS: Readonly<Record<string, readonly [catalog: string, column: string]>> = {
  namespaces: ["'pg_namespace'::regclass", "_id"],
  classes: ["'pg_class'::regclass", "_id"],
  attributes: ["'pg_class'::regclass", "attrelid"],
  constraints: ["'pg_class'::regclass", "conrelid"],
  procs: ["'pg_proc'::regclass", "_id"],
  types: ["'pg_type'::regclass", "_id"],
  indexes: ["'pg_class'::regclass", "indrelid"],
  inherits: ["'pg_class'::regclass", "inhrelid"],
  policies: ["'pg_class'::regclass", "polrelid"],
  depends: ["classid", "objid"],
  descriptions: ["classoid", "objoid"],
};

/** What `vacuum` and `analyze` write isn't part of the text of a row. */
const TEXTS: Readonly<Record<string, string>> = {
  classes: `regexp_replace(row_to_json(element)::text, '"(relfilenode|relpages|reltuples|relall\\w+|relfrozenxid|relminmxid)":[^,}]*', '', 'g')`,
};

/**
 * Writes the query for a fingerprint of the whole of what PostGraphile reads of the catalog, except for names of databases,
 * what `vacuum` writes, what is ignored, and the roles of other programs on the same server: whose the API is, decide those
 * that the authenticator is a member of.
 *
 * It reads the same rows as PostGraphile does, whichever those are. To have each as text and not all of them as JSON takes
 * the server a quarter of the time.
 *
 * @returns a query for one value
 * @throws Error when PostGraphile's own query is none that the rows can be taken from
 */
export function makeCatalogQuery(): string {
  const [rows = "", ...outcome] = makeIntrospectionQuery().split(/\nselect json_build_object\(/);
  const parts = [...rows.matchAll(/^ {2}(\w+) as \($/gm)].map(([, name = ""]) => name);
  if (outcome.length !== 1 || Object.keys(SUBJECTS).some((part) => !parts.includes(part))) {
    throw new Error("PostGraphile reads the catalog in another way, which src/graphile/exported doesn't know yet.");
  }
  const read = parts.filter((part) => !NOT_READ.has(part));
  return `
  ${rows},
  ignored (catalog, id) as materialized (${IGNORED}),
  elements as (
    ${read.map(elementsOf).join("\n    union all\n")}
    union all
    select 'roles', md5(r::text) from pg_catalog.pg_roles r where pg_has_role(current_user, r.oid, 'member')
    union all
    select 'auth_members', md5(m.roleid || ' ' || m.member)
    from pg_catalog.pg_auth_members m
    where pg_has_role(current_user, m.member, 'member')
    union all
    select 'server', md5(current_user || ' ' || version())
  )
  select md5(string_agg(part || ' ' || text, e'\\n' order by part collate "C", text collate "C")) as fingerprint
  from elements`;
}

function elementsOf(part: string): string {
  const text = TEXTS[part] ?? "element::text";
  const [catalog, column] = SUBJECTS[part] ?? [];
  const condition =
    catalog && `where not exists (select from ignored where catalog = ${catalog} and id = element.${column})`;
  return `select '${part}' as part, md5(${text}) as text from ${part} as element ${condition ?? ""}`;
}
