import type { PgClient, PgResource } from "postgraphile/@dataplan/pg";
import { SafeError } from "postgraphile/grafast";
import { type SQL, sql } from "postgraphile/pg-sql2";
import { ARCHIVE_COLUMN } from "../columns.ts";
import { MISSING_ROW, STALE_ROW } from "../mask-error.ts";

/** What is done with a row: added, changed by its id, or either, depending on whether a row has the same key. */
export type Action = "insert" | "update" | "upsert";

/** A row to write. */
export interface Row {
  readonly action: Action;
  /** Values by column; what isn't given is left out. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Of the row to change. */
  readonly id?: string | undefined;
  /** Changes the row only if nobody did since. */
  readonly ifUpdatedAt?: string | null | undefined;
  /** Why the row can't be written, where that is known beforehand. */
  readonly problem?: Error | undefined;
}

/** What {@link TableWriter} has to know of a table. */
export interface WritableTable {
  readonly resource: PgResource;
  /** The columns that can be changed. */
  readonly updatable: ReadonlySet<string>;
  /** The columns, organization included, of the key by which rows are found. */
  readonly key?: readonly string[] | undefined;
}

/** The id of each row that was written, in the order of the rows; undefined where none was. */
export type Ids = readonly (string | undefined)[];

/** What a statement gives of a row. */
interface WrittenRow {
  readonly id: string;
  /** Of a row that was changed: its place among those that the statement was given. */
  readonly place: number;
}

/** Writes rows of one table, many at a time. */
export class TableWriter {
  private readonly table: WritableTable;
  private readonly from: SQL;

  /**
   * @param table - the table
   */
  constructor(table: WritableTable) {
    this.table = table;
    this.from = table.resource.from as SQL;
  }

  /**
   * Puts together rows that one statement can write. Those to add may give different columns as long as what they leave
   * out is empty; what a default fills can't be told row by row, and they stay in their order, in which numbers are given.
   * Those to change give the same columns, wherever they stand: fields that alternate make no more statements.
   *
   * @param rows - all rows
   * @returns the same rows
   */
  runs(rows: readonly Row[]): Row[][] {
    const runs: Row[][] = [];
    const changes = new Map<string, Row[]>();
    let shape: string | undefined;
    for (const row of rows) {
      const rowShape = this.shape(row);
      const run = row.action === "update" ? changes.get(rowShape) : rowShape === shape ? runs.at(-1) : undefined;
      shape = rowShape;
      if (run) {
        run.push(row);
        continue;
      }
      const begun = [row];
      runs.push(begun);
      if (row.action === "update") changes.set(rowShape, begun);
    }
    return runs;
  }

  /**
   * Writes rows with one statement.
   *
   * @param client - a connection in a transaction
   * @param rows - a run of {@link runs}
   * @returns the ids
   * @throws the server's error about any of the rows
   */
  async write(client: PgClient, rows: readonly Row[]): Promise<Ids> {
    const [first] = rows;
    if (!first) return [];
    const columns = this.columnsOf(rows);
    if (first.action === "update") return this.update(client, rows, columns);
    if (columns.length === 0) return this.insertDefaults(client, rows);
    const written = await this.query(client, rows, columns, this.insertStatement(columns, first.action));
    return rows.map((_, place) => (written.length === rows.length ? written[place]?.id : undefined));
  }

  /**
   * Writes one row.
   *
   * @param client - a connection in a transaction
   * @param row - any row
   * @returns its id
   * @throws the error that the mutation of this row alone would end with
   */
  async writeOne(client: PgClient, row: Row): Promise<string> {
    if (row.problem) throw row.problem;
    const writeIt = () => client.withTransaction(async (inner) => (await this.write(inner, [row]))[0]);
    if (row.action === "upsert") {
      // What the caller may not change, or is archived, is in the way as it is of a new row, and no more is told of it.
      const id = await writeIt().catch((error) => {
        if (error.code !== "42501") throw error;
      });
      return id ?? this.writeOne(client, { ...row, action: "insert" });
    }
    const id = await writeIt();
    if (id !== undefined) return id;
    throw (await client.withTransaction((inner) => this.isStale(inner, row)))
      ? new SafeError(STALE_ROW, { code: "CONFLICT", field: "ifUpdatedAt" })
      : new SafeError(MISSING_ROW, { code: "NOT_FOUND" });
  }

  private shape({ action, values }: Row): string {
    const { attributes } = this.table.resource.codec;
    const given = Object.keys(values).filter((column) => action !== "insert" || attributes?.[column]?.hasDefault);
    return [action, ...given.sort()].join(" ");
  }

  private columnsOf(rows: readonly Row[]): string[] {
    const columns = new Set(rows.flatMap(({ values }) => Object.keys(values)));
    return rows[0]?.action === "update"
      ? [...columns].filter((column) => this.table.updatable.has(column))
      : [...columns];
  }

  /** Rows come back in the order in which they are added, which is that of the list. */
  private insertStatement(columns: readonly string[], action: Action): SQL {
    const names = columns.map((column) => sql.identifier(column));
    const insert = sql`insert into ${this.from} as t (${sql.join(names, ", ")})
select ${sql.join(this.valuesOf(columns), ", ")} from given order by given.place`;
    const { key, updatable, resource } = this.table;
    if (action !== "upsert" || !key) return sql`${insert} returning t.id::text as id`;

    const changes = columns
      .filter((column) => updatable.has(column))
      .map((column) => sql`${sql.identifier(column)} = excluded.${sql.identifier(column)}`);
    const target = key.map((column) => sql.identifier(column));
    const unlessArchived = resource.codec.attributes?.[ARCHIVE_COLUMN]
      ? sql` where t.${sql.identifier(ARCHIVE_COLUMN)} is null`
      : sql.blank;
    return sql`${insert}
on conflict (${sql.join(target, ", ")}) do update set ${sql.join(changes, ", ")}${unlessArchived}
returning t.id::text as id`;
  }

  private async insertDefaults(client: PgClient, rows: readonly Row[]): Promise<Ids> {
    const ids: (string | undefined)[] = [];
    for (const _ of rows) {
      const { text } = sql.compile(sql`insert into ${this.from} default values returning id::text as id`);
      const { rows: written } = await client.query<{ id: string }>({ text });
      ids.push(written[0]?.id);
    }
    return ids;
  }

  private async update(client: PgClient, rows: readonly Row[], columns: readonly string[]): Promise<Ids> {
    const values = this.valuesOf(columns);
    const changes = columns.map((column, place) => sql`${sql.identifier(column)} = ${values[place] ?? sql.null}`);
    // PostgreSQL can't tell how few rows are given, and would read all of the organization to join them.
    const isAmongThem = sql`t.id = any (${sql.value(rows.map(({ id }) => id ?? null))}::uuid[]) and t.id = given.id::uuid`;
    const isMeant = this.table.resource.codec.attributes?.["updated_at"]
      ? sql`${isAmongThem} and (given.since is null or t.updated_at = given.since::timestamptz)`
      : isAmongThem;
    const statement =
      changes.length === 0
        ? sql`select t.id::text as id, given.place from ${this.from} as t, given where ${isMeant}`
        : sql`update ${this.from} as t set ${sql.join(changes, ", ")} from given where ${isMeant} returning t.id::text as id, given.place`;
    const written = await this.query(client, rows, columns, statement);
    const ids = new Map(written.map(({ id, place }) => [place, id]));
    return rows.map((_, place) => ids.get(place));
  }

  private valuesOf(columns: readonly string[]): SQL[] {
    const { attributes } = this.table.resource.codec;
    return columns.map((column, place) => {
      const type = attributes?.[column]?.codec.sqlType;
      if (!type) throw new Error(`There is no column ${column} in ${this.table.resource.name}.`);
      return sql`given.${sql.identifier(`c${place}`)}::${type}`;
    });
  }

  /** The rows travel as one parameter: each value as the text that a statement for one row would send. */
  private async query(
    client: PgClient,
    rows: readonly Row[],
    columns: readonly string[],
    statement: SQL,
  ): Promise<WrittenRow[]> {
    const attributes = this.table.resource.codec.attributes ?? {};
    const given = rows.map(({ id, ifUpdatedAt, values }, place) => ({
      place,
      id,
      since: ifUpdatedAt,
      ...Object.fromEntries(
        columns.map((column, number) => {
          const value = values[column];
          return [`c${number}`, value == null ? null : attributes[column]?.codec.toPg(value)];
        }),
      ),
    }));
    const fields = columns.map((_, place) => sql`, ${sql.identifier(`c${place}`)} text`);
    const { text, values } = sql.compile(sql`with given as (
  select * from json_to_recordset(${sql.value(JSON.stringify(given))}::json)
  as given(place int, id text, since text${sql.join(fields, "")})
)
${statement}`);
    return [...(await client.query<WrittenRow>({ text, values })).rows];
  }

  private async isStale(client: PgClient, { id, ifUpdatedAt }: Row): Promise<boolean> {
    if (ifUpdatedAt == null) return false;
    const { text, values } = sql.compile(
      sql`select from ${this.from} as t where t.id = ${sql.value(id ?? null)}::uuid and t.updated_at <> ${sql.value(ifUpdatedAt)}::timestamptz for no key update`,
    );
    return (await client.query({ text, values })).rows.length > 0;
  }
}
