import { describe, expect, it } from "@jest/globals";
import { maintain, rollUpDailyMetrics, startMaintenance } from "../../src/database/maintenance.ts";
import { useDatabase } from "../support/database.ts";
import { until } from "../support/waiting.ts";

describe("maintenance", () => {
  const db = useDatabase();

  const waiting = () =>
    db.withRoot(async (root) => {
      const { rows } = await root.query(
        "select count(*)::int as count from app_hidden.daily_metric_counts where not is_total",
      );
      return rows[0].count;
    });
  const figures = () =>
    db.withRoot(async (root) => (await root.query("select * from app_public.daily_metrics order by id")).rows);

  it("rolls up the daily metrics, whose figures stay the same", async () => {
    const before = await figures();
    const changes = await waiting();
    expect(changes).toBeGreaterThan(0);
    expect(await rollUpDailyMetrics(db.urls.owner)).toBe(changes);
    expect(await waiting()).toBe(0);
    expect(await figures()).toEqual(before);
    expect(await rollUpDailyMetrics(db.urls.owner)).toBe(0);
  });

  it("makes the coming months' partitions where they are missing, and says what it does", async () => {
    await db.withRoot(async (root) => {
      const { rows } = await root.query(
        "select max(relname) as name from pg_class where relispartition and relname ~ '^audit_logs_\\d' and relkind = 'r'",
      );
      const last = rows[0].name;
      await root.query(`drop table app_private.${last}`);
      const told: string[] = [];
      await maintain(db.urls.owner, (message) => told.push(message));
      expect(told).toEqual([
        "Making the coming months' partitions …",
        "Removing ended sessions …",
        "Rolling up the daily metrics …",
        "Forgetting answers of the day before …",
        "Removing what the audit log needn't keep …",
        "Removing security events whose time is over …",
      ]);
      const { rows: found } = await root.query("select to_regclass('app_private.' || $1) is not null as exists", [
        last,
      ]);
      expect(found).toEqual([{ exists: true }]);
    });
  });
});

describe("a program that maintains the database", () => {
  const db = useDatabase();
  const PATIENCE_MS = 20_000;

  const latestPartition = () =>
    db.withRoot(async (root) => {
      const { rows } = await root.query(
        "select max(relname) as name from pg_class where relispartition and relname ~ '^audit_logs_\\d' and relkind = 'r'",
      );
      return rows[0].name as string;
    });
  const waiting = () =>
    db.withRoot(async (root) => {
      const sql = "select count(*)::int as count from app_hidden.daily_metric_counts where not is_total";
      return (await root.query(sql)).rows[0].count as number;
    });

  it("does soon after its start what is due once a day, too, unless another one is about to", async () => {
    const latest = await latestPartition();
    await db.withRoot((root) => root.query(`drop table app_private.${latest}`));
    expect(await waiting()).toBeGreaterThan(0);
    const failures: unknown[] = [];
    const stops: (() => void)[] = [];
    const start = () =>
      stops.push(
        startMaintenance(db.urls.owner, { audit: {}, firstWaitMs: 1 }, (task, error) => failures.push([task, error])),
      );
    try {
      await db.withRoot(async (root) => {
        const key = "hashtext('tenantry maintenance'), hashtext('making the coming months'' partitions')";
        await root.query(`select pg_advisory_lock(${key})`);
        start();
        await until(async () => (await waiting()) === 0, PATIENCE_MS);
        expect(await latestPartition()).not.toBe(latest);
      });
      for (let program = 0; program < 3; program++) start();
      await until(async () => (await latestPartition()) === latest, PATIENCE_MS);
    } finally {
      for (const stop of stops) stop();
    }
    expect(failures).toEqual([]);
  });
});
