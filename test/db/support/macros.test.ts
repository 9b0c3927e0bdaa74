import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.macros", () => {
  const db = useDatabase();

  const managed = { sees: ["a macro"], adds: ["a macro"], changes: ["a macro"], deletes: ["a macro"] };
  const read = { sees: ["a macro"] };
  describeAccess(db, "macros", {
    rows: ({ acme }) => ({ "a macro": acme.macroId }),
    additions: () => ({ "a macro": { title: "Refund" } }),
    change: { body: "Dear customer" },
    who: {
      owner: managed,
      admin: managed,
      manager: read,
      staff: read,
      rep: read,
      viewer: read,
      northerner: read,
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("are written by whoever adds them, under titles of their own", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.as(acme.members.admin);
      const id = await t.value(...insertStatement("macros", { title: "Refund" }));
      expect(await t.value("select created_by_id from app_public.macros where id = $1", [id])).toBe(
        acme.members.admin.membershipId,
      );
      expect(await t.refusal(...insertStatement("macros", { title: "Refund" }))).toBe("23505");
      expect((await t.failure(...insertStatement("macros", { title: " " }))).constraint).toBe(
        "title_must_not_be_blank",
      );
      await t.as(globex.owner);
      expect(await t.count(...insertStatement("macros", { title: "Refund" }))).toBe(1);
    }));

  describe("do", () => {
    const actOn = (actions: unknown) =>
      updateStatement("macros", db.world.acme.macroId, { actions: JSON.stringify(actions) });

    it("what can be done to a ticket", () =>
      db.transaction(async (t) => {
        const { members } = db.world.acme;
        await t.as(members.admin);
        for (const actions of [
          {},
          { status: "pending" },
          { priority: "urgent" },
          { tags: [] },
          { tags: ["vip", "refund"] },
          { assignedToId: members.rep.membershipId },
          { assignedToId: null },
          { status: "solved", priority: "low", tags: ["done"], assignedToId: null },
        ]) {
          expect([actions, await t.count(...actOn(actions))]).toEqual([actions, 1]);
        }
      }));

    it.each<[string, unknown]>([
      ["a status that there isn't", { status: "gone" }],
      ["no status", { status: null }],
      ["a list of statuses", { status: ["open"] }],
      ["a priority that there isn't", { priority: "SOLVED" }],
      ["one tag that isn't a list", { tags: "vip" }],
      ["tags that are no texts", { tags: [1] }],
      ["an empty tag", { tags: ["vip", ""] }],
      ["lists of tags", { tags: [["vip"]] }],
      ["somebody who isn't a member", { assignedToId: "00000000-0000-7000-8000-000000000000" }],
      ["an assignee who isn't even an id", { assignedToId: 1 }],
      ["something else", { status: "open", delete: true }],
    ])("nothing with %s", (_, actions) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.admin);
        const error = await t.failure(...actOn(actions));
        expect([error.code, JSON.parse(error.detail ?? "").field]).toEqual(["TN400", "actions"]);
      }),
    );

    it("nothing with another organization's member", () =>
      db.transaction(async (t) => {
        const { acme, globex } = db.world;
        await t.as(acme.members.admin);
        expect(await t.refusal(...actOn({ assignedToId: globex.owner.membershipId }))).toBe("TN400");
      }));

    it("nothing that is no object", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.admin);
        for (const actions of [[], "status", 1, null]) {
          expect((await t.failure(...actOn(actions))).constraint).toBe("actions_must_be_an_object");
        }
      }));
  });
});
