import { beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";

const ROWS = 100_000;

/** Days over which the deals are spread: each month has about one in a hundred of them. */
const DAYS = 3_000;

describe("a tenant with 100,000 deals and leads", () => {
  const db = useDatabase();

  beforeAll(async () => {
    const { id, pipelineId, stages } = db.world.acme;
    await db.withRoot(async (root) => {
      // Without triggers and key checks, which say nothing about reading.
      await root.query("set session_replication_role = replica");
      await root.query(
        `insert into app_public.deals (organization_id, title, pipeline_id, stage_id, currency, probability, expected_close_on, closed_at)
         select $1, 'Deal', $2, case when n % 2 = 0 then $3::uuid else $4::uuid end, 'USD', 50,
           date '2031-01-01' + (n * $5::int / $6::bigint)::int,
           case when n % 2 = 0 then timestamptz '2031-01-01' + (n * $5::int / $6::bigint)::int * interval '1 day' end
         from generate_series(1, $6::bigint) n`,
        [id, pipelineId, stages["Won"], stages["Lead"], DAYS, ROWS],
      );
      await root.query(
        `insert into app_public.leads (organization_id, first_name) select $1, 'Lead' from generate_series(1, $2::int)`,
        [id, ROWS],
      );
      await root.query("vacuum analyze app_public.deals, app_public.leads");
    });
  }, 120_000);

  const buffersOf = async (sql: string, values: unknown[] = []) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      // Once before, so that what is read for the first time isn't counted.
      await t.rows(sql, values);
      const [{ Plan: plan }] = await t.value<
        [{ Plan: { "Shared Hit Blocks": number; "Shared Read Blocks": number; "Actual Rows": number } }]
      >(`explain (analyze, buffers, format json) ${sql}`, values);
      return { buffers: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], rows: plan["Actual Rows"] };
    });

  it("has a forecast by reading the deals of its months", async () => {
    const one = await buffersOf("select * from app_public.sales_forecast('2033-01-01', 1)");
    expect(one.rows).toBe(1);
    const all = await buffersOf("select count(*) from app_public.deals where title = 'Deal'");
    expect(all.buffers).toBeGreaterThan(1_000);
    expect(one.buffers).toBeLessThan(all.buffers / 5);
  });

  it("finds the leads that are left to score, and that none are, without looking at the others", async () => {
    const { id } = db.world.acme;
    const sql = "explain (analyze, buffers, format json) select app_private.score_stale_leads($1, 10)";
    await db.withRoot(async (root) => {
      const buffers = async () => {
        await root.query("select app_private.score_stale_leads($1, 10)", [id]);
        const [{ Plan: plan }] = (await root.query(sql, [id])).rows[0]["QUERY PLAN"];
        return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];
      };
      const left = async () =>
        Number((await root.query("select app_private.score_stale_leads($1, 10) as count", [id])).rows[0].count);
      await root.query("begin");
      // No triggers: that leads stay as they are keeps them left.
      await root.query("set local session_replication_role = replica");
      expect([await left(), await buffers()]).toEqual([0, expect.any(Number)]);
      expect(await buffers()).toBeLessThan(100);
      const rule =
        "insert into app_public.lead_scoring_rules (organization_id, name, field, points) values ($1, 'Rule', 'source', 10)";
      await root.query(rule, [id]);
      expect(await left()).toBe(10);
      // Most of it is writing ten leads into all their indexes; the table alone has more pages.
      expect(await buffers()).toBeLessThan(1_000);
      const pages = "select pg_relation_size('app_public.leads') / current_setting('block_size')::int as count";
      expect(Number((await root.query(pages)).rows[0].count)).toBeGreaterThan(1_500);
      await root.query("rollback");
    });
  });
});
