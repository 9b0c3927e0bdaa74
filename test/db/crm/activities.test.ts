import { describe, expect, it } from "@jest/globals";
import {
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  ownedRows,
  refused,
  updateStatement,
} from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("app_public.activities", () => {
  const db = useDatabase();

  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's", "an internal note of Rita's"];
  const allButSouth = ["Rita's", "Theo's", "Oscar's", "the north's", "an internal note of Rita's"];
  const team = ["Rita's", "Theo's", "an internal note of Rita's"];
  const everyKind = ["a call", "an internal note", "a call in the north", "a call in the south"];
  const everyMove = ["Rita's out of sight of viewers", "the north's to the south"];
  describeAccess(db, "activities", {
    rows: async ({ acme }, t) => ({
      ...ownedRows(acme.activities),
      "an internal note of Rita's": await t.value(
        ...insertStatement("activities", {
          ...{ organization_id: acme.id, created_by_id: acme.members.rep.membershipId },
          ...{ kind: "note", is_internal: true },
        }),
      ),
    }),
    additions: ({ acme: { businesses } }) => ({
      "a call": { kind: "call" },
      "an internal note": { kind: "note", is_internal: true },
      "a call in the north": { kind: "call", business_id: businesses.north },
      "a call in the south": { kind: "call", business_id: businesses.south },
    }),
    change: { outcome: "Will call back" },
    movements: ({ acme: { activities, businesses } }) => ({
      "Rita's out of sight of viewers": { id: activities.reps, set: { is_internal: true } },
      "the north's to the south": { id: activities.norths, set: { business_id: businesses.south } },
    }),
    who: {
      owner: { sees: all, adds: everyKind, changes: all, moves: everyMove, archives: all },
      admin: { sees: all, adds: everyKind, changes: all, moves: everyMove, archives: all },
      manager: {
        sees: all,
        adds: everyKind,
        changes: team,
        moves: ["Rita's out of sight of viewers"],
        archives: team,
      },
      staff: { sees: all, adds: everyKind, changes: all, moves: everyMove, archives: all },
      rep: {
        sees: ["Rita's", "an internal note of Rita's"],
        adds: everyKind,
        changes: ["Rita's", "an internal note of Rita's"],
        moves: ["Rita's out of sight of viewers"],
        archives: ["Rita's", "an internal note of Rita's"],
      },
      viewer: {
        sees: ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"],
        adds: [],
        changes: [],
        moves: [],
        archives: [],
      },
      northerner: {
        sees: allButSouth,
        adds: ["a call", "an internal note", "a call in the north"],
        changes: allButSouth,
        moves: { can: ["Rita's out of sight of viewers"], refusals: { "the north's to the south": "42501" } },
        archives: allButSouth,
      },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("are recorded by whoever adds them, who can't say it was another", () =>
    db.transaction(async (t) => {
      const { staff, rep } = db.world.acme.members;
      await t.as(staff);
      const id = await t.value(...insertStatement("activities", { kind: "note" }));
      expect(await t.value("select created_by_id from app_public.activities where id = $1", [id])).toBe(
        staff.membershipId,
      );
      const created_by_id = rep.membershipId;
      expect(await t.refusal(...insertStatement("activities", { kind: "note", created_by_id }))).toBe("42501");
      expect(await t.refusal("update app_public.activities set created_by_id = $1", [created_by_id])).toBe("42501");
    }));

  it("can't be made internal by somebody who then couldn't see them", () =>
    db.transaction(async (t) => {
      const { members, intern, activities } = db.world.acme;
      const give =
        "insert into app_public.role_permissions (role_id, resource, action, scope) values ($1, 'activities', $2, 'all')";
      await t.as(members.owner);
      await t.count(give, [intern.roleId, "read"]);
      await t.count(give, [intern.roleId, "update"]);
      await t.count("update app_public.memberships set role_id = $1 where id = $2", [
        intern.roleId,
        members.rep.membershipId,
      ]);
      const hide = updateStatement("activities", activities.reps, { is_internal: true });
      await t.as(members.rep);
      expect(await t.refusal(...hide)).toBe("42501");
      await t.as(members.owner);
      expect(await t.count(...hide)).toBe(1);
    }));

  describe("tell when a contact was last reached", () => {
    const record = async (t: TestTransaction, columns: Columns) => {
      const contact_id = db.world.acme.contacts.reps;
      await t.count(...insertStatement("activities", { contact_id, ...columns }));
      return t.value("select last_contacted_at from app_public.contacts where id = $1", [contact_id]);
    };
    const day = (date: string) => new Date(`${date}T12:00:00Z`);

    it.each(["call", "email", "sms", "whatsapp", "meeting", "ai_call"])("by %s", (kind) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        expect(await record(t, { kind, occurred_at: day("2026-01-02") })).toEqual(day("2026-01-02"));
      }),
    );

    it.each(["note", "task", "system"])("not by %s", (kind) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        expect(await record(t, { kind, occurred_at: day("2026-01-02") })).toBeNull();
      }),
    );

    it("as the latest, whatever the order in which they are recorded, and nothing yet to come", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        expect(await record(t, { kind: "call", occurred_at: day("2026-01-02") })).toEqual(day("2026-01-02"));
        expect(await record(t, { kind: "call", occurred_at: day("2026-01-01") })).toEqual(day("2026-01-02"));
        expect(await record(t, { kind: "meeting", occurred_at: day("2999-01-01") })).toEqual(day("2026-01-02"));
        expect(await record(t, { kind: "email", occurred_at: day("2026-01-03") })).toEqual(day("2026-01-03"));
      }));
  });

  it("that are internal are for members limited to businesses whose role there sees them", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const { northerner, staff } = acme.members;
      const note = { kind: "note", is_internal: true, business_id: acme.businesses.north };
      await t.as(staff);
      const id = await t.value(...insertStatement("activities", note));
      for (const [role, roleInNorth, expected] of [
        ["staff", "viewer", 0],
        ["viewer", "staff", 1],
      ] as const) {
        await t.asOwner();
        await t.rows("update app_public.memberships set role_id = $1 where id = $2", [
          acme.roles[role],
          northerner.membershipId,
        ]);
        await t.rows("update app_public.business_memberships set role_id = $1 where membership_id = $2", [
          acme.roles[roleInNorth],
          northerner.membershipId,
        ]);
        await t.as(northerner);
        expect([role, await t.count("select from app_public.activities where id = $1", [id])]).toEqual([
          role,
          expected,
        ]);
      }
    }));

  it.each([
    ["an endless subject", { subject: "s".repeat(501) }, "subject_must_be_short"],
    ["a negative duration", { duration_seconds: -1 }, "duration_must_not_be_negative"],
    ["an analysis that is no object", { ai_analysis: "[]" }, "ai_analysis_must_be_an_object"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { activities, members } = db.world.acme;
      await t.as(members.staff);
      const error = await t.failure(...updateStatement("activities", activities.reps, columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );
});
