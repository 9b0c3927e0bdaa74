import type { Client } from "pg";

/** A row by its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** All rows of a table. */
export interface TableRows {
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** Columns that differ each time the same row is inserted: ids and times by default. */
  readonly generated: readonly string[];
  readonly rows: readonly Row[];
}

/** A foreign key. */
export interface Reference {
  readonly table: string;
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
}

/** The rows of a database. */
export interface RowsSnapshot {
  readonly tables: ReadonlyMap<string, TableRows>;
  readonly references: readonly Reference[];
}

const TABLES = `
  select c.oid::regclass::text as name,
    array_agg(a.attname::text order by a.attnum) as columns,
    array_agg(a.attname::text order by a.attnum) filter (where a.attnum = any (k.conkey)) as key,
    coalesce(array_agg(a.attname::text) filter (where pg_get_expr(d.adbin, d.adrelid) ~ 'uuid_v7|now\\(\\)|nextval' or a.attidentity <> ''), '{}') as generated
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
  where c.relnamespace::regnamespace::text ~ '^app_' and c.relkind in ('r', 'p') and not c.relispartition
  group by c.oid`;

const REFERENCES = `
  select k.conrelid::regclass::text as table, k.confrelid::regclass::text as target,
    array(select a.attname::text from unnest(k.conkey) with ordinality as key (number, place) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = key.number order by place) as columns,
    array(select a.attname::text from unnest(k.confkey) with ordinality as key (number, place) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = key.number order by place) as "targetColumns"
  from pg_constraint k
  where k.contype = 'f' and k.conparentid = 0 and k.connamespace::regnamespace::text ~ '^app_'`;

/**
 * Reads all rows of a database.
 *
 * @param client - a connection of a superuser, whom no policy hides a row from; its search_path is emptied
 * @returns the rows by table
 */
export async function snapshotRows(client: Client): Promise<RowsSnapshot> {
  await client.query("set search_path = ''");
  const tables = new Map<string, TableRows>();
  const found = await client.query<Omit<TableRows, "rows"> & { name: string }>(TABLES);
  for (const { name, ...shape } of found.rows) {
    const { rows } = await client.query<{ row: Row }>(`select to_jsonb(t) as row from ${name} t`);
    tables.set(name, { ...shape, rows: rows.map(({ row }) => row) });
  }
  return { tables, references: (await client.query<Reference>(REFERENCES)).rows };
}

/** Some columns of a row as text, to compare it by. */
export function pick(row: Row, columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => row[column] ?? null));
}

/** What of a database without data counts as the migrations' own rows: everything but ids and times. */
export function ownRows({ tables }: RowsSnapshot): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...tables].map(([name, { columns, generated, rows }]) => {
      const compared = columns.filter((column) => !generated.includes(column));
      return [name, rows.map((row) => pick(row, compared)).sort()];
    }),
  );
}

/**
 * Compares the data of a database at two levels of the migrations: whatever has a place at both is expected to be the
 * same. Rows that the migrations brought themselves may come and go, and what refers to those may go with them.
 *
 * @param before - all rows before the step
 * @param after - all rows after it
 * @param own - all rows of a database without data, before the step and after it
 * @returns a line for every row that was lost or changed, and one for every row that came from nowhere
 */
export function compareRows(
  before: RowsSnapshot,
  after: RowsSnapshot,
  own: { readonly before: RowsSnapshot; readonly after: RowsSnapshot },
): { readonly losses: readonly string[]; readonly gains: readonly string[] } {
  const gone = new Map<string, Row[]>();
  const isGone = (table: string, row: Row) => gone.get(table)?.includes(row) ?? false;
  const refersToGone = (table: string, row: Row) =>
    before.references.some(
      (reference) =>
        reference.table === table &&
        reference.columns.every((column) => row[column] !== null) &&
        (gone.get(reference.target) ?? []).some(
          (target) => pick(target, reference.targetColumns) === pick(row, reference.columns),
        ),
    );
  const shared = [...before.tables].flatMap(([name, earlier]) => {
    const later = after.tables.get(name);
    if (later === undefined) return [];
    const columns = earlier.columns.filter((column) => later.columns.includes(column));
    const lasting = columns.filter((column) => !earlier.generated.includes(column));
    const contents = (rows: TableRows | undefined) => new Set(rows?.rows.map((row) => pick(row, lasting)));
    const [ownBefore, ownAfter] = [contents(own.before.tables.get(name)), contents(own.after.tables.get(name))];
    const remaining = new Map(later.rows.map((row) => [pick(row, earlier.key), row]));
    const isOwn = (row: Row) => ownBefore.has(pick(row, lasting)) || ownAfter.has(pick(row, lasting));
    const leaves = (row: Row) => ownBefore.has(pick(row, lasting)) && !ownAfter.has(pick(row, lasting));
    return [{ name, earlier, columns, remaining, isOwn, leaves }];
  });

  for (const { name, earlier, remaining, leaves } of shared) {
    gone.set(
      name,
      earlier.rows.filter((row) => leaves(row) && !remaining.has(pick(row, earlier.key))),
    );
  }
  for (let isComplete = false; !isComplete; ) {
    isComplete = true;
    for (const { name, earlier, remaining } of shared) {
      for (const row of earlier.rows) {
        if (isGone(name, row) || remaining.has(pick(row, earlier.key)) || !refersToGone(name, row)) continue;
        gone.get(name)?.push(row);
        isComplete = false;
      }
    }
  }

  const losses = shared.flatMap(({ name, earlier, columns, remaining, leaves }) =>
    earlier.rows.flatMap((row) => {
      if (isGone(name, row) || refersToGone(name, row)) return [];
      const later = remaining.get(pick(row, earlier.key));
      if (later === undefined) return [`${name} lost ${JSON.stringify(row)}`];
      return leaves(row) || pick(later, columns) === pick(row, columns)
        ? []
        : [`${name} changed ${JSON.stringify(row)} to ${JSON.stringify(later)}`];
    }),
  );
  // What becomes of rows is recorded in the audit log.
  const gains = shared.flatMap(({ name, earlier, remaining, isOwn }) => {
    const known = new Set(earlier.rows.map((row) => pick(row, earlier.key)));
    return name === "app_public.audit_logs"
      ? []
      : [...remaining].flatMap(([key, row]) =>
          known.has(key) || isOwn(row) ? [] : [`${name} gained ${JSON.stringify(row)}`],
        );
  });
  return { losses, gains };
}
