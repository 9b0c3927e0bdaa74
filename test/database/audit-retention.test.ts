import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Client } from "pg";
import { applyAuditRetention } from "../../src/audit/retention.ts";
import { useDatabase } from "../support/database.ts";

const MONTHS = ["2025-03", "2025-04", "2025-05"] as const;
type Month = (typeof MONTHS)[number];
const NEXT = { "2025-03": "2025-04", "2025-04": "2025-05", "2025-05": "2025-06" } as const;
const PARTITIONS = {
  "2025-03": "audit_logs_2025_03",
  "2025-04": "audit_logs_2025_04",
  "2025-05": "audit_logs_2025_05",
};
const IN_ACME = 2_500;
const IN_GLOBEX = 2;

describe("retention of the audit log", () => {
  const db = useDatabase();
  let directory: string;
  let acme: string;
  let globex: string;

  const query = async (sql: string, values: unknown[] = []) =>
    (await db.withRoot((root) => root.query(sql, values), db.urls.owner)).rows;

  /** How many entries an organization has in each month. */
  async function countEntries(organizationId: string): Promise<Record<string, number>> {
    const rows = await query(
      `select to_char(created_at at time zone 'UTC', 'YYYY-MM') as month, count(*)::int as count
       from app_public.audit_logs where organization_id = $1 and created_at < '2026-01-01' group by 1`,
      [organizationId],
    );
    return Object.fromEntries(rows.map(({ month, count }) => [month, count]));
  }
  const addEntries = (organizationId: string, month: string, count: number) =>
    query(
      `insert into app_public.audit_logs (organization_id, actor_kind, action, table_name, new_data, created_at)
       select $1, 'system', 'insert', 'contacts', jsonb_build_object('number', i), ($2 || '-01 UTC')::timestamptz + make_interval(secs => i)
       from generate_series(1, $3) as i`,
      [organizationId, month, count],
    );
  /** Gives an organization the days with which this month is the first that stays. */
  const keepFrom = (organizationId: string, month: string) =>
    query(
      `update app_public.organizations set audit_retention_days = extract(day from now() - ($2 || '-01 UTC')::timestamptz)
       where id = $1`,
      [organizationId, month],
    );
  async function partitionsLeft(): Promise<string[]> {
    const rows = await query(
      "select relname from pg_class where relispartition and relkind = 'r' and relname = any ($1) order by relname",
      [Object.values(PARTITIONS)],
    );
    return rows.map(({ relname }) => relname);
  }
  async function readLines(file: string): Promise<{ organization_id: string; new_data: { number: number } }[]> {
    const text = gunzipSync(await readFile(file)).toString();
    return text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  }
  const fileOf = (month: Month, organizationId: string) =>
    join(directory, "audit_logs", month, `${organizationId}.ndjson.gz`);
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "tenantry-archive-"));
    acme = db.world.acme.id;
    globex = db.world.globex.id;
    await query("delete from app_public.audit_logs where created_at < '2026-01-01'");
    await query("update app_public.organizations set audit_retention_days = null");
    for (const month of MONTHS) {
      await query(
        `create table if not exists app_private.${PARTITIONS[month]} partition of app_public.audit_logs
         for values from ('${month}-01 UTC') to ('${NEXT[month]}-01 UTC')`,
      );
      await addEntries(acme, month, IN_ACME);
      await addEntries(globex, month, IN_GLOBEX);
    }
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const all = (count: number) => Object.fromEntries(MONTHS.map((month) => [month, count]));

  it("keeps everything unless told", async () => {
    expect(await applyAuditRetention(db.urls.owner, { archiveDirectory: directory })).toEqual({
      removed: 0,
      dropped: [],
      files: [],
    });
    expect(await countEntries(acme)).toEqual(all(IN_ACME));
    expect(await partitionsLeft()).toEqual(Object.values(PARTITIONS));
    expect(await readdir(directory)).toEqual([]);
  });

  it("removes months of an organization that others keep, and archives them before", async () => {
    await keepFrom(acme, "2025-05");
    const told: string[] = [];
    const result = await applyAuditRetention(db.urls.owner, { archiveDirectory: directory }, (line) => told.push(line));
    expect(result).toEqual({
      removed: 2 * IN_ACME,
      dropped: [],
      files: [fileOf("2025-03", acme), fileOf("2025-04", acme)],
    });
    expect(await countEntries(acme)).toEqual({ "2025-05": IN_ACME });
    expect(await countEntries(globex)).toEqual(all(IN_GLOBEX));
    expect(await partitionsLeft()).toEqual(Object.values(PARTITIONS));
    expect(told).toEqual([
      `Archived ${IN_ACME} entries of 2025-03 in ${fileOf("2025-03", acme)}.`,
      `Removed ${IN_ACME} entries of 2025-03 of organization ${acme}.`,
      `Archived ${IN_ACME} entries of 2025-04 in ${fileOf("2025-04", acme)}.`,
      `Removed ${IN_ACME} entries of 2025-04 of organization ${acme}.`,
    ]);

    const lines = await readLines(fileOf("2025-03", acme));
    expect(lines.map(({ new_data: { number } }) => number)).toEqual(numbers(IN_ACME));
    expect(new Set(lines.map(({ organization_id: id }) => id))).toEqual(new Set([acme]));
    expect((await stat(fileOf("2025-03", acme))).mode & 0o777).toBe(0o600);
  });

  it("drops the partitions that nobody keeps, with a file for each organization", async () => {
    await keepFrom(globex, "2025-04");
    const settings = { retentionDays: 30, archiveDirectory: directory };
    const result = await applyAuditRetention(db.urls.owner, settings);
    expect(result.dropped).toEqual([PARTITIONS["2025-03"]]);
    expect(result.removed).toBe(3 * IN_ACME + IN_GLOBEX);
    expect(await partitionsLeft()).toEqual([PARTITIONS["2025-04"], PARTITIONS["2025-05"]]);
    expect(await countEntries(acme)).toEqual({});
    expect(await countEntries(globex)).toEqual({ "2025-04": IN_GLOBEX, "2025-05": IN_GLOBEX });
    expect((await readLines(fileOf("2025-03", globex))).length).toBe(IN_GLOBEX);
    expect((await readLines(fileOf("2025-03", acme))).length).toBe(IN_ACME);
    expect((await readdir(join(directory, "audit_logs"))).sort()).toEqual([...MONTHS]);

    await keepFrom(globex, "2025-05");
    expect((await applyAuditRetention(db.urls.owner, settings)).dropped).toEqual([PARTITIONS["2025-04"]]);
    expect(await partitionsLeft()).toEqual([PARTITIONS["2025-05"]]);
  });

  it("finds months in the default partition too", async () => {
    await query(`drop table app_private.${PARTITIONS["2025-03"]}`);
    await addEntries(acme, "2025-03", 5);
    await keepFrom(acme, "2025-04");
    const { removed, files } = await applyAuditRetention(db.urls.owner, { archiveDirectory: directory });
    expect({ removed, files }).toEqual({ removed: 5, files: [fileOf("2025-03", acme)] });
    expect((await readLines(fileOf("2025-03", acme))).length).toBe(5);
  });

  it("removes without a trace where no archive is asked for", async () => {
    await keepFrom(acme, "2025-04");
    expect(await applyAuditRetention(db.urls.owner, {})).toMatchObject({ removed: IN_ACME, files: [] });
    expect(await countEntries(acme)).toEqual({ "2025-04": IN_ACME, "2025-05": IN_ACME });
  });

  it("removes nothing that it could not archive, and goes on the next time", async () => {
    await keepFrom(acme, "2025-04");
    const blocked = join(directory, "file");
    await writeFile(blocked, "");
    await expect(applyAuditRetention(db.urls.owner, { archiveDirectory: blocked })).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(await countEntries(acme)).toEqual(all(IN_ACME));
    expect(await applyAuditRetention(db.urls.owner, { archiveDirectory: directory })).toMatchObject({
      removed: IN_ACME,
    });
  });

  it("takes the file of an interrupted run when it is the same, and never replaces another", async () => {
    await keepFrom(acme, "2025-04");
    const settings = { archiveDirectory: directory };
    const interrupted = new Client({ connectionString: db.urls.owner });
    await interrupted.connect();
    try {
      // Nobody can delete, so the run ends after the file.
      await interrupted.query(
        "create function pg_temp.stop() returns trigger language plpgsql as 'begin raise exception ''stop''; end'",
      );
      await interrupted.query(
        `create trigger stop before delete on app_private.${PARTITIONS["2025-03"]} for each row execute function pg_temp.stop()`,
      );
      await expect(applyAuditRetention(db.urls.owner, settings)).rejects.toThrow("stop");
      expect(await countEntries(acme)).toEqual(all(IN_ACME));
    } finally {
      await interrupted.query(`drop trigger stop on app_private.${PARTITIONS["2025-03"]}`);
      await interrupted.end();
    }
    expect((await applyAuditRetention(db.urls.owner, settings)).files).toEqual([fileOf("2025-03", acme)]);

    await addEntries(acme, "2025-03", 7);
    const second = fileOf("2025-03", acme).replace(".ndjson", ".2.ndjson");
    expect((await applyAuditRetention(db.urls.owner, settings)).files).toEqual([second]);
    expect((await readLines(second)).length).toBe(7);
    expect((await readLines(fileOf("2025-03", acme))).length).toBe(IN_ACME);
    expect((await readdir(join(directory, "audit_logs", "2025-03"))).length).toBe(2);
  });

  it("leaves a partition that somebody reads to the next run", async () => {
    const reader = new Client({ connectionString: db.urls.owner });
    await reader.connect();
    const settings = { retentionDays: 30, archiveDirectory: directory };
    const told: string[] = [];
    try {
      await reader.query(`begin; select from app_private.${PARTITIONS["2025-03"]} limit 1`);
      const { dropped } = await applyAuditRetention(db.urls.owner, settings, (line) => told.push(line));
      expect(dropped).toEqual([PARTITIONS["2025-04"], PARTITIONS["2025-05"]]);
      expect(told).toContain(`The partition ${PARTITIONS["2025-03"]} is in use; the next run drops it.`);
    } finally {
      await reader.end();
    }
    const again = await applyAuditRetention(db.urls.owner, settings);
    expect(again).toEqual({
      removed: IN_ACME + IN_GLOBEX,
      dropped: [PARTITIONS["2025-03"]],
      files: [acme, globex].sort().map((id) => fileOf("2025-03", id)),
    });
  });

  it("does its work once when two run at once", async () => {
    await keepFrom(acme, "2025-05");
    const settings = { archiveDirectory: directory };
    const results = await Promise.all([1, 2, 3].map(() => applyAuditRetention(db.urls.owner, settings)));
    expect(results.reduce((sum, { removed }) => sum + removed, 0)).toBe(2 * IN_ACME);
    expect((await readdir(join(directory, "audit_logs", "2025-03"))).length).toBe(1);
    expect(await countEntries(acme)).toEqual({ "2025-05": IN_ACME });
  });

  it("leaves the current month alone, whatever the days", async () => {
    const current =
      "select count(*)::int as count from app_public.audit_logs where created_at >= date_trunc('month', now())";
    const [before] = await query(current);
    expect(before.count).toBeGreaterThan(0);
    await applyAuditRetention(db.urls.owner, { retentionDays: 30 });
    expect(await query(current)).toEqual([before]);
  });

  it("is the owner's alone: no role of a request removes an entry or shortens the time", async () => {
    await db.transaction(async (t) => {
      const { owner } = db.world.acme.members;
      for (const actor of [owner, db.world.acme.members.viewer]) {
        await t.as(actor);
        expect(await t.refusal("delete from app_public.audit_logs")).toBe("42501");
        expect(await t.refusal(`drop table app_private.${PARTITIONS["2025-03"]}`)).toBe("42501");
        expect(await t.refusal("update app_public.organizations set audit_retention_days = 30")).toBe("42501");
      }
      await t.as(owner);
      expect(await t.value("select audit_retention_days from app_public.organizations")).toBe(null);
      await t.asOwner();
      expect(await t.refusal("update app_public.organizations set audit_retention_days = 29")).toBe("23514");
      expect(await t.count("update app_public.organizations set audit_retention_days = 30 where id = $1", [acme])).toBe(
        1,
      );
    });
    await expect(applyAuditRetention(db.urls.authenticator, { retentionDays: 30 })).rejects.toThrow(
      "permission denied",
    );
    expect(await countEntries(acme)).toEqual(all(IN_ACME));
  });
});
