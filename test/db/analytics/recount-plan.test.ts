import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";

const COUNTED = [
  "appointments",
  "calls",
  "contacts",
  "conversations",
  "deals",
  "leads",
  "messages",
  "reviews",
  "tickets",
];

interface Plan {
  readonly "Relation Name"?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

describe("a new count of one organization’s daily metrics", () => {
  const db = useDatabase();

  it("reads the rows of that organization alone, through indexes", async () => {
    await db.transaction(async (t) => {
      // The world is small: what matters is whether an index could serve.
      await t.rows("set local enable_seqscan = off");
      await t.rows("set local enable_bitmapscan = off");
      const sql = `explain (format json) select * from app_private.daily_metrics_recount where organization_id = '${db.world.acme.id}'`;
      const [{ Plan: plan }] = await t.value<[{ Plan: Plan }]>(sql);
      const read = nodesOf(plan).filter((node) => COUNTED.includes(node["Relation Name"] ?? ""));
      expect([...new Set(read.map((node) => node["Relation Name"]))].sort()).toEqual(COUNTED);
      expect(read.filter((node) => !node["Index Cond"]?.includes("organization_id"))).toEqual([]);
    });
  });
});
