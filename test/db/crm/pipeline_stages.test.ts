import { describe, expect, it } from "@jest/globals";
import {
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  refused,
  updateStatement,
} from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.pipeline_stages", () => {
  const db = useDatabase();

  describeAccess(db, "pipeline_stages", {
    rows: ({ acme: { stages } }) => ({
      "the one with deals": `${stages["Lead"]}`,
      "an empty one": `${stages["Qualified"]}`,
    }),
    additions: ({ acme }) => ({
      "a stage": { pipeline_id: acme.pipelineId, name: "Demo", probability: 40, position: 3 },
    }),
    change: { name: "Renamed" },
    who: {
      owner: {
        sees: ["the one with deals", "an empty one"],
        adds: ["a stage"],
        changes: ["the one with deals", "an empty one"],
        deletes: { can: ["an empty one"], refusals: { "the one with deals": "23503" } },
      },
      admin: {
        sees: ["the one with deals", "an empty one"],
        adds: ["a stage"],
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

  it("stay in their pipeline, where each name is given once", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.admin);
      const pipeline_id = await t.value(...insertStatement("pipelines", { name: "Renewals" }));
      expect(await t.refusal("update app_public.pipeline_stages set pipeline_id = $1", [pipeline_id])).toBe("42501");
      expect(
        await t.refusal(...insertStatement("pipeline_stages", { pipeline_id: acme.pipelineId, name: "Lead" })),
      ).toBe("23505");
      expect(await t.count(...insertStatement("pipeline_stages", { pipeline_id, name: "Lead" }))).toBe(1);
    }));

  it("have a name, a known kind that stays, and a probability in per cent", () =>
    db.transaction(async (t) => {
      const { pipelineId, stages, members } = db.world.acme;
      await t.as(members.admin);
      const change = (columns: Columns) => updateStatement("pipeline_stages", `${stages["Lead"]}`, columns);
      expect((await t.failure(...change({ name: " " }))).constraint).toBe("name_must_not_be_blank");
      expect((await t.failure(...change({ probability: 101 }))).constraint).toBe("probability_must_be_a_percentage");
      expect(await t.refusal(...change({ kind: "won" }))).toBe("42501");
      expect(await t.count(...change({ name: "New lead", probability: 100 }))).toBe(1);
      const addition = { pipeline_id: pipelineId, name: "Delivered" };
      expect(await t.refusal(...insertStatement("pipeline_stages", { ...addition, kind: "other" }))).toBe("23503");
      expect(await t.count(...insertStatement("pipeline_stages", { ...addition, kind: "won" }))).toBe(1);
    }));
});
