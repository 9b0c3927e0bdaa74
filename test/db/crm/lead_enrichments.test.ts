import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, ownedRows, refused } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.lead_enrichments", () => {
  const db = useDatabase();

  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"];
  const allButSouth = ["Rita's", "Theo's", "Oscar's", "the north's"];
  const team = ["Rita's", "Theo's"];
  describeAccess(db, "lead_enrichments", {
    rows: ({ acme }) => ownedRows(acme.leadEnrichments),
    additions: ({ acme }) =>
      Object.fromEntries(
        Object.entries(ownedRows(acme.leads)).map(([whose, lead_id]) => [whose, { lead_id, provider: "Registry" }]),
      ),
    who: {
      owner: { sees: all, adds: all, deletes: all },
      admin: { sees: all, adds: all, deletes: all },
      // What managers see but may not change, others' leads, they don't enrich either.
      manager: { sees: all, adds: team, deletes: team },
      staff: { sees: all, adds: all, deletes: all },
      rep: { sees: ["Rita's"], adds: ["Rita's"], deletes: ["Rita's"] },
      viewer: { sees: all },
      northerner: { sees: allButSouth, adds: allButSouth, deletes: allButSouth },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it.each([
    ["more than certainty", { confidence: 1.01 }, "confidence_must_be_from_0_to_1"],
    ["an answer that is no object", { data: "[]" }, "data_must_be_an_object"],
    ["a provider without a name", { provider: " " }, "provider_must_not_be_blank"],
    ["a time without end", { fetched_at: "infinity" }, "fetched_at_must_be_in_our_era"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { leads, members } = db.world.acme;
      await t.as(members.staff);
      const row = { lead_id: leads.reps, provider: "Registry" };
      const error = await t.failure(...insertStatement("lead_enrichments", { ...row, ...columns }));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
      expect(await t.count(...insertStatement("lead_enrichments", { ...row, confidence: 1 }))).toBe(1);
    }),
  );
});
