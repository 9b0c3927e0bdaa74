import type { TestTransaction } from "./database.ts";

/** A reference from one tenant table to another by (organization_id, …). */
export interface TenantReference {
  readonly name: string;
  readonly table: string;
  readonly target: string;
  /** The referring columns beside organization_id that can be set, and what they refer to. */
  readonly columns: readonly { readonly column: string; readonly targetColumn: string }[];
  /** Columns that can't be set: a target has to match what the row has there. */
  readonly generatedColumns: readonly { readonly column: string; readonly targetColumn: string }[];
}

/** The tables of the API whose rows belong to an organization. */
const TENANT_TABLES = `
  select c.relname as table
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
  where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  order by c.relname`;

const TENANT_REFERENCES = `
  select k.conname as name, child.relname as "table", parent.relname as target,
    coalesce(jsonb_agg(jsonb_build_object('column', a.attname, 'targetColumn', b.attname) order by p.n) filter (where a.attgenerated = ''), '[]') as columns,
    coalesce(jsonb_agg(jsonb_build_object('column', a.attname, 'targetColumn', b.attname) order by p.n) filter (where a.attgenerated <> ''), '[]') as "generatedColumns"
  from pg_constraint k
  join pg_class child on child.oid = k.conrelid and child.relnamespace = 'app_public'::regnamespace and not child.relispartition
  join pg_class parent on parent.oid = k.confrelid and parent.relnamespace = 'app_public'::regnamespace
  cross join lateral unnest(k.conkey, k.confkey) with ordinality as p (attnum, target_attnum, n)
  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.attnum and a.attname <> 'organization_id'
  join pg_attribute b on b.attrelid = k.confrelid and b.attnum = p.target_attnum
  where k.contype = 'f' and k.conparentid = 0
    and exists (
      select from pg_attribute t where t.attrelid = k.conrelid and t.attnum = any (k.conkey) and t.attname = 'organization_id'
    )
  group by k.oid, k.conname, child.relname, parent.relname
  order by child.relname, k.conname`;

/** The tables of the API whose rows belong to an organization, by name. */
export async function tenantTables(t: TestTransaction): Promise<string[]> {
  return (await t.rows<{ table: string }>(TENANT_TABLES)).map((row) => row.table);
}

/** Every reference between tenant tables. */
export async function tenantReferences(t: TestTransaction): Promise<TenantReference[]> {
  return t.rows<TenantReference & Record<string, unknown>>(TENANT_REFERENCES);
}
