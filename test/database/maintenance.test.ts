import { describe, expect, it } from "@jest/globals";
import { maintain, rollUpDailyMetrics } from "../../src/database/maintenance.ts";
import { useDatabase } from "../support/database.ts";

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
