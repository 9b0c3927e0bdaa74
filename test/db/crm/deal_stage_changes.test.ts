import { describe, expect, it } from "@jest/globals";
import { describeAccess, nothing, ownedRows, refused } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.deal_stage_changes", () => {
  const db = useDatabase();

  describeAccess(db, "deal_stage_changes", {
    rows: async ({ acme }, t) => {
      const history = await t.rows<{ deal_id: string; id: string }>(
        "select deal_id, id from app_public.deal_stage_changes where organization_id = $1",
        [acme.id],
      );
      const ofDeal = Object.fromEntries(history.map((change) => [change.deal_id, change.id]));
      return Object.fromEntries(Object.entries(ownedRows(acme.deals)).map(([whose, id]) => [whose, `${ofDeal[id]}`]));
    },
    who: {
      owner: { sees: ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"] },
      admin: { sees: ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"] },
      manager: { sees: ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"] },
      staff: { sees: ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"] },
      rep: { sees: ["Rita's"] },
      viewer: { sees: ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"] },
      northerner: { sees: ["Rita's", "Theo's", "Oscar's", "the north's"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("are seen by whoever sees the deal, and no longer once it is somebody else's", () =>
    db.transaction(async (t) => {
      const { members, deals } = db.world.acme;
      const visible = () => t.count("select from app_public.deal_stage_changes where deal_id = $1", [deals.reps]);
      await t.as(members.rep);
      expect(await visible()).toBe(1);
      await t.as(members.staff);
      await t.count("update app_public.deals set owner_id = $1 where id = $2", [
        members.outsider.membershipId,
        deals.reps,
      ]);
      await t.as(members.rep);
      expect(await visible()).toBe(0);
      await t.as(members.outsider);
      expect(await visible()).toBe(1);
    }));
});
