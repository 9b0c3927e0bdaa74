import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from "graphql";
import type { TestDatabase } from "../database.ts";
import type { GraphqlClient } from "../gateway.ts";
import { leavesOf, nodeTypeOf } from "../live-schema.ts";

/** A row as the API shows it to those it belongs to, values only. */
export type ShownRow = Readonly<Record<string, unknown>>;

/** One row of each type, by the type's name. */
export type ShownRows = ReadonlyMap<string, ShownRow>;

/** The tables of the API whose rows belong to an organization. */
const TENANT_TABLES = `
  select c.relname as name from pg_class c
  where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p')
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped)
  order by 1`;

/** The ids of everything that belongs to one organization alone. */
export async function idsOf(db: TestDatabase, organizationId: string): Promise<Set<string>> {
  return db.withRoot(async (root) => {
    const tables = (await root.query<{ name: string }>(TENANT_TABLES)).rows;
    const selects = tables.map(({ name }) => `select id::text from app_public.${name} where organization_id = $1`);
    const users = `select m.user_id::text from app_public.memberships m group by 1
      having bool_and(m.organization_id = $1)`;
    const { rows } = await root.query<{ id: string }>([...selects, users].join(" union "), [organizationId]);
    return new Set([organizationId, ...rows.map(({ id }) => id)]);
  });
}

/** A digest of each table's rows of one organization, to see whether any changed. */
export async function stateOf(db: TestDatabase, organizationId: string): Promise<Record<string, string>> {
  return db.withRoot(async (root) => {
    const state: Record<string, string> = {};
    for (const { name } of (await root.query<{ name: string }>(TENANT_TABLES)).rows) {
      const sql = `select coalesce(md5(string_agg(t::text, '|' order by t.id)), '') as digest
        from app_public.${name} t where organization_id = $1`;
      state[name] = (await root.query(sql, [organizationId])).rows[0].digest;
    }
    return state;
  });
}

/** Looks up one row of each type that has a list, as somebody who sees them. */
export async function rowsSeenBy(client: GraphqlClient, schema: GraphQLSchema): Promise<Map<string, ShownRow>> {
  const rows = new Map<string, ShownRow>();
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const type = nodeTypeOf(field.type);
    if (!type) continue;
    const archived = field.args.some(({ name }) => name === "includeArchived") ? "includeArchived: YES, " : "";
    const document = `{ ${field.name}(${archived}first: 1) { nodes { ${leavesOf(type).join(" ")} } } }`;
    const list = (await client.query(document)).data?.[field.name] as { nodes: ShownRow[] } | null | undefined;
    const [row] = list?.nodes ?? [];
    if (row) rows.set(type.name, row);
  }
  const me = objectType(schema, "User");
  const answer = await client.query(`{ me { ${leavesOf(me).join(" ")} } }`);
  const user = answer.data?.["me"] as ShownRow | null | undefined;
  if (user) rows.set("User", user);
  return rows;
}

export function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`The schema has no ${name}.`);
  return type;
}
