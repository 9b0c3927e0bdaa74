import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, refused } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.pipelines", () => {
  const db = useDatabase();

  describeAccess(db, "pipelines", {
    rows: async ({ acme }, t) => ({
      "the one with deals": acme.pipelineId,
      "an empty one": await t.value(...insertStatement("pipelines", { organization_id: acme.id, name: "Renewals" })),
    }),
    additions: () => ({ "a pipeline": { name: "Partners" } }),
    change: { description: "From first call to contract" },
    who: {
      owner: {
        sees: ["the one with deals", "an empty one"],
        adds: ["a pipeline"],
        changes: ["the one with deals", "an empty one"],
        deletes: { can: ["an empty one"], refusals: { "the one with deals": "23503" } },
      },
      admin: {
        sees: ["the one with deals", "an empty one"],
        adds: ["a pipeline"],
        changes: ["the one with deals", "an empty one"],
        deletes: { can: ["an empty one"], refusals: { "the one with deals": "23503" } },
      },
      manager: { sees: ["the one with deals", "an empty one"] },
      staff: { sees: ["the one with deals", "an empty one"] },
      rep: { sees: ["the one with deals", "an empty one"] },
      viewer: { sees: ["the one with deals", "an empty one"] },
      northerner: { sees: ["the one with deals", "an empty one"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("come with every organization: Sales, the default one, with five stages", () =>
    db.transaction(async (t) => {
      await t.as(db.world.globex.owner);
      expect(await t.rows("select name, is_default from app_public.pipelines")).toEqual([
        { name: "Sales", is_default: true },
      ]);
      expect(await t.rows("select name, kind, probability from app_public.pipeline_stages order by position")).toEqual([
        { name: "Lead", kind: "open", probability: 10 },
        { name: "Qualified", kind: "open", probability: 30 },
        { name: "Proposal", kind: "open", probability: 60 },
        { name: "Won", kind: "won", probability: 100 },
        { name: "Lost", kind: "lost", probability: 0 },
      ]);
    }));

  it("have one default among them, and names of their own, in each organization", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      const second = insertStatement("pipelines", { name: "Renewals", is_default: true });
      expect((await t.failure(...second)).constraint).toBe("only_one_pipeline_is_the_default");
      expect(await t.refusal(...insertStatement("pipelines", { name: "Sales" }))).toBe("23505");
      await t.count("update app_public.pipelines set is_default = false");
      expect(await t.count(...second)).toBe(1);
    }));

  it("take their stages with them", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      const pipeline_id = await t.value(...insertStatement("pipelines", { name: "Renewals" }));
      await t.count(...insertStatement("pipeline_stages", { pipeline_id, name: "Offer" }));
      expect(await t.count("delete from app_public.pipelines where id = $1", [pipeline_id])).toBe(1);
      expect(await t.count("select from app_public.pipeline_stages where pipeline_id = $1", [pipeline_id])).toBe(0);
    }));
});
