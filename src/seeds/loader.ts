import { readFile } from "node:fs/promises";
import { Client, type QueryResult } from "pg";
import type { TenantPlan } from "./plan.ts";
import { STEPS } from "./steps.ts";

const FOLDER = new URL("../../db/seeds/load/", import.meta.url);

/** Rows of a statement's source: enough to be fast, few enough to show progress and to fit into memory. */
const CHUNK = 20_000;
const INSUFFICIENT_PRIVILEGE = "42501";

/** What is lost when the server fails is made again by the next run. */
const SESSION_SETTINGS = `
  set synchronous_commit = off;
  set work_mem = '64MB';
  set maintenance_work_mem = '128MB';
  set gin_pending_list_limit = '16MB';
  set statement_timeout = 0;
  set timezone = 'UTC'
`;

/** How many rows were made, and on top of them the daily totals that analytics counted from those. */
export interface MadeRows {
  readonly rows: number;
  readonly totals: number;
}

const readSql = (name: string) => readFile(new URL(`${name}.sql`, FOLDER), "utf8");

const insertedRows = (results: QueryResult | QueryResult[]) =>
  [results].flat().reduce((sum, { command, rowCount }) => sum + (command === "INSERT" ? (rowCount ?? 0) : 0), 0);

/** One connection that makes organizations, one after the other. */
export class Loader {
  private readonly client: Client;
  private readonly onRows: (rows: number) => void;
  private isFree = false;

  constructor(connectionString: string, onRows: (rows: number) => void) {
    this.client = new Client({ connectionString });
    this.onRows = onRows;
  }

  async open(): Promise<void> {
    await this.client.connect();
    await this.client.query(SESSION_SETTINGS);
    for (const name of ["words", "functions", "tables"]) await this.client.query(await readSql(name));
    try {
      await this.client.query("set session_replication_role = replica");
      this.isFree = true;
    } catch (error) {
      if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw error;
    }
  }

  /** Whether triggers don't fire on this connection. If they do they are switched off, for one organization at a time. */
  get isWithoutTriggers(): boolean {
    return this.isFree;
  }

  close(): Promise<void> {
    return this.client.end();
  }

  /** Makes an organization with everything, or nothing of it. */
  async make(plan: TenantPlan): Promise<MadeRows> {
    await this.client.query("begin");
    try {
      if (!this.isFree) await this.switchTriggers("disable");
      const made = await this.fill(plan);
      if (!this.isFree) await this.switchTriggers("enable");
      await this.client.query("commit");
      return made;
    } catch (error) {
      // A connection that is lost has rolled back by itself.
      await this.client.query("rollback").catch(() => {});
      throw error;
    }
  }

  /** What is to be done once everything is there, the longest first. */
  async finishingStatements(): Promise<string[]> {
    const { rows } = await this.client.query<{ sql: string }>(`
      select case c.relkind when 'i' then format('select gin_clean_pending_list(%s)', c.oid) else format('analyze %s', c.oid::regclass) end as sql
      from pg_class c
      left join pg_am a on a.oid = c.relam
      where (c.relkind in ('r', 'p') and not c.relispartition or a.amname = 'gin' and c.relkind = 'i')
        and c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_hidden'::regnamespace)
      order by c.relkind = 'i' desc, pg_relation_size(c.oid) desc, c.oid
    `);
    return rows.map(({ sql }) => sql);
  }

  async run(sql: string): Promise<void> {
    await this.client.query(sql);
  }

  private async fill(plan: TenantPlan): Promise<MadeRows> {
    await this.client.query(
      "insert into pg_temp.tenant select * from jsonb_populate_record(null::pg_temp.tenant, $1)",
      [plan.columns],
    );
    await this.client.query(await readSql("skeleton"));
    let rows = this.count(await this.client.query(await readSql("settings")));
    for (const { file, from } of STEPS) {
      const sql = await readSql(file);
      const last = await this.lastNumber(from);
      for (let first = 1; first <= last; first += CHUNK) {
        rows += this.count(await this.client.query(sql, [first, Math.min(last, first + CHUNK - 1)]));
      }
    }
    return { rows, totals: await this.recountMetrics() };
  }

  private async recountMetrics(): Promise<number> {
    await this.client.query("select app_private.recount_daily_metrics(t.organization_id) from pg_temp.tenant t");
    const { rows } = await this.client.query<{ made: number }>(
      "select count(*)::int as made from app_hidden.daily_metric_counts d join pg_temp.tenant t on t.organization_id = d.organization_id",
    );
    return rows[0]?.made ?? 0;
  }

  private count(results: QueryResult | QueryResult[]): number {
    const rows = insertedRows(results);
    this.onRows(rows);
    return rows;
  }

  private async lastNumber(from: string): Promise<number> {
    const sql = from.startsWith("made_") ? `select max(n) from pg_temp.${from}` : `select ${from} from pg_temp.tenant`;
    const { rows } = await this.client.query<[number | null]>({ text: sql, rowMode: "array" });
    return rows[0]?.[0] ?? 0;
  }

  /** Part of the transaction: whatever ends it, the triggers are on again. Until then nobody else writes. */
  private async switchTriggers(change: "disable" | "enable"): Promise<void> {
    const { rows } = await this.client.query<{ name: string }>(`
      select distinct t.tgrelid::regclass::text as name
      from pg_trigger t
      join pg_class c on c.oid = t.tgrelid
      where not t.tgisinternal and c.relkind in ('r', 'p') and not c.relispartition
        and c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace)
      order by 1
    `);
    for (const { name } of rows) await this.client.query(`alter table ${name} ${change} trigger user`);
  }
}
