import type { TestTransaction } from "./database.ts";

/** A table of this application by its name with the schema, partitions left to their parent. */
const TABLES = `
  select c.oid::regclass::text as name
  from pg_class c
  where c.relkind in ('r', 'p') and not c.relispartition
    and c.relnamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace, 'app_private'::regnamespace)
  order by 1`;

/**
 * Looks through every column of every table, by the catalog.
 *
 * @param t - a transaction in which everything is seen
 * @param pattern - a regular expression; upper and lower case are the same
 * @returns how many rows have it somewhere, by table; tables without are left out
 */
export async function sweep(t: TestTransaction, pattern: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { name } of await t.rows<{ name: string }>(TABLES)) {
    const count = await t.value<number>(`select count(*)::int from ${name} t where t::text ~* $1`, [pattern]);
    if (count > 0) found[name] = count;
  }
  return found;
}

/**
 * Counts the rows of every table.
 *
 * @param t - a transaction in which everything is seen
 * @returns how many there are, by table
 */
export async function countRows(t: TestTransaction): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of await t.rows<{ name: string }>(TABLES)) {
    counts[name] = await t.value<number>(`select count(*)::int from ${name}`);
  }
  return counts;
}

/** The tables that refer to contacts or leads, by the catalog. */
export async function tablesAboutPeople(t: TestTransaction): Promise<string[]> {
  const rows = await t.rows<{ name: string }>(`
    select distinct f.conrelid::regclass::text as name
    from pg_constraint f join pg_class c on c.oid = f.conrelid and not c.relispartition
    where f.contype = 'f' and f.confrelid in ('app_public.contacts'::regclass, 'app_public.leads'::regclass)
    order by 1`);
  return rows.map(({ name }) => name);
}
