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

describe("app_public.calls", () => {
  const db = useDatabase();

  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"];
  const allButSouth = all.filter((name) => name !== "the south's");
  const team = ["Rita's", "Theo's"];
  const forAll = ["for themselves", "for Theo", "for Oscar", "in the north", "in the south"];
  const everything = { sees: all, adds: forAll, changes: all, archives: all };
  describeAccess(db, "calls", {
    rows: ({ acme }) => ownedRows(acme.messaging.calls),
    additions: ({ acme: { members, businesses } }) => ({
      "for themselves": { direction: "inbound" },
      "for Theo": { direction: "inbound", handled_by_id: members.teammate.membershipId },
      "for Oscar": { direction: "inbound", handled_by_id: members.outsider.membershipId },
      "in the north": { direction: "inbound", business_id: businesses.north },
      "in the south": { direction: "inbound", business_id: businesses.south },
    }),
    change: { outcome: "Will call back" },
    who: {
      owner: everything,
      admin: everything,
      manager: {
        sees: all,
        adds: ["for themselves", "for Theo", "in the north", "in the south"],
        changes: team,
        archives: team,
      },
      staff: everything,
      rep: {
        sees: ["Rita's"],
        adds: ["for themselves", "in the north", "in the south"],
        changes: ["Rita's"],
        archives: ["Rita's"],
      },
      viewer: { sees: all, adds: [], changes: [], archives: [] },
      northerner: {
        sees: allButSouth,
        adds: ["for themselves", "for Theo", "for Oscar", "in the north"],
        changes: allButSouth,
        archives: allButSouth,
      },
      stranger: nothing,
      anonymous: refused,
    },
  });

  const add = (t: TestTransaction, columns: Columns) => t.value<string>(...insertStatement("calls", columns));
  const show = async (t: TestTransaction, id: string, columns: string) =>
    (await t.rows(`select ${columns} from app_public.calls where id = $1`, [id]))[0];

  it("of somebody unknown make a contact and a conversation, which the next call joins", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.apiKey);
      const call = { direction: "inbound", from_number: "020 7946 0150" };
      const first = await show(t, await add(t, call), "contact_id, conversation_id, from_number, currency");
      expect(first).toMatchObject({ from_number: "+442079460150", currency: "USD" });
      const id = await add(t, { to_number: "(020) 7946 0150" });
      expect(await show(t, id, "contact_id, conversation_id, direction, to_number")).toEqual({
        contact_id: first?.["contact_id"],
        conversation_id: first?.["conversation_id"],
        direction: "outbound",
        to_number: "+442079460150",
      });
      expect(
        await t.rows("select channel from app_public.conversations where id = $1", [first?.["conversation_id"]]),
      ).toEqual([{ channel: "call" }]);
    }));

  it("of a withheld number are recorded without a contact, and none is made to a number that is none", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const id = await add(t, { direction: "inbound", from_number: "anonymous" });
      expect(await show(t, id, "from_number, contact_id, conversation_id")).toEqual({
        ...{ from_number: "anonymous", contact_id: null, conversation_id: null },
      });
      const error = await t.failure(...insertStatement("calls", { to_number: "anonymous" }));
      expect([error.code, error.detail]).toEqual(["TN400", '{"field": "toNumber"}']);
    }));

  it("don't tell the number of a contact out of sight", () =>
    db.transaction(async (t) => {
      const { contacts, members } = db.world.acme;
      await t.asOwner();
      for (const id of [contacts.souths, contacts.norths, contacts.reps]) {
        await t.count(...updateStatement("contacts", id, { phone: "+442079460152" }));
      }
      for (const [member, hidden, seen] of [
        [members.rep, contacts.norths, contacts.reps],
        [members.northerner, contacts.souths, contacts.norths],
      ] as const) {
        await t.as(member);
        expect(await show(t, await add(t, { contact_id: hidden }), "to_number")).toEqual({ to_number: null });
        expect(await show(t, await add(t, { contact_id: seen }), "to_number")).toEqual({ to_number: "+442079460152" });
      }
    }));

  it("go to the contact's own number, and to the business whose number was called", () =>
    db.transaction(async (t) => {
      const { contacts, businesses, members } = db.world.acme;
      await t.asOwner();
      await t.count(...updateStatement("businesses", businesses.north, { phone: "+442079460002" }));
      await t.count(...updateStatement("contacts", contacts.reps, { phone: "+442079460151" }));
      await t.as(members.staff);
      const out = await add(t, { contact_id: contacts.reps });
      expect(await show(t, out, "to_number, business_id")).toEqual({ to_number: "+442079460151", business_id: null });
      const incoming = await add(t, { direction: "inbound", from_number: "+442079460151", to_number: "02079460002" });
      expect(await show(t, incoming, "contact_id, business_id")).toEqual({
        contact_id: contacts.reps,
        business_id: businesses.north,
      });
    }));

  describe("last", () => {
    const times = { started_at: "2026-01-01T10:00:00Z", ended_at: "2026-01-01T10:01:30Z" };

    it.each([
      ["as long as their times say", times, 90],
      ["as long as is given", { ...times, duration_seconds: 75 }, 75],
      ["an unknown time while they go on", { started_at: times.started_at }, null],
    ])("%s", (_, columns, duration_seconds) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        const id = await add(t, { direction: "inbound", ...columns });
        expect(await show(t, id, "duration_seconds")).toEqual({ duration_seconds });
      }),
    );

    it("as long as corrected times say, and follow the status", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        const id = await add(t, { direction: "inbound", ...times });
        await t.count(...updateStatement("calls", id, { ended_at: "2026-01-01T10:02:00Z" }));
        expect(await show(t, id, "duration_seconds")).toEqual({ duration_seconds: 120 });
        const live = await add(t, { direction: "inbound", status: "ringing" });
        const state = "started_at is not null as begun, ended_at is not null as over, duration_seconds";
        expect(await show(t, live, state)).toEqual({ begun: false, over: false, duration_seconds: null });
        await t.count(...updateStatement("calls", live, { status: "in_progress" }));
        expect(await show(t, live, state)).toEqual({ begun: true, over: false, duration_seconds: null });
        await t.count(...updateStatement("calls", live, { status: "completed" }));
        expect(await show(t, live, state)).toEqual({ begun: true, over: true, duration_seconds: 0 });
      }));
  });

  it("make the contact contacted when they are answered, not when they are missed", () =>
    db.transaction(async (t) => {
      const { contacts, members } = db.world.acme;
      const contact_id = contacts.norths;
      const contacted = () => t.value("select last_contacted_at from app_public.contacts where id = $1", [contact_id]);
      await t.as(members.staff);
      const started_at = "2026-01-01T10:00:00Z";
      const id = await add(t, { direction: "inbound", contact_id, status: "missed", started_at });
      await add(t, { contact_id, to_number: "+442079460152", status: "busy", started_at });
      expect(await contacted()).toBeNull();
      await t.count(...updateStatement("calls", id, { status: "completed" }));
      expect(await contacted()).toEqual(new Date(started_at));
      await add(t, { direction: "inbound", contact_id, status: "completed", started_at: "2025-01-01T10:00:00Z" });
      expect(await contacted()).toEqual(new Date(started_at));
    }));

  it("bring their conversation to the top of the inbox", () =>
    db.transaction(async (t) => {
      const { contacts, members } = db.world.acme;
      await t.as(members.staff);
      const contact_id = contacts.norths;
      const conversation_id = await t.value(...insertStatement("conversations", { channel: "call", contact_id }));
      await t.asOwner();
      await t.count(...updateStatement("conversations", conversation_id as string, { last_message_at: "2020-01-01" }));
      await t.as(members.staff);
      expect(await show(t, await add(t, { direction: "inbound", contact_id }), "conversation_id")).toEqual({
        conversation_id,
      });
      expect(
        await t.value("select last_message_at = now() from app_public.conversations where id = $1", [conversation_id]),
      ).toBe(true);
    }));

  it.each([
    [
      "an end before the beginning",
      { started_at: "2026-01-02", ended_at: "2026-01-01" },
      "call_must_end_after_it_starts",
    ],
    ["less than no time", { duration_seconds: -1 }, "duration_must_not_be_negative"],
    ["a negative cost", { cost_cents: -1 }, "cost_must_not_be_negative"],
    [
      "a recording that is no web address",
      { recording_url: "javascript:alert(1)" },
      "recording_url_must_be_a_web_address",
    ],
    ["an endless time", { started_at: "infinity" }, "started_at_must_be_in_our_era"],
    ["an analysis that is no object", { ai_analysis: "[]" }, "ai_analysis_must_be_an_object"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { members, messaging } = db.world.acme;
      await t.as(members.staff);
      const error = await t.failure(...updateStatement("calls", messaging.calls.reps, columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );

  it("stay what they were: numbers, direction and conversation don't change", () =>
    db.transaction(async (t) => {
      const { members, messaging } = db.world.acme;
      await t.as(members.owner);
      const change = (columns: Columns) => updateStatement("calls", messaging.calls.reps, columns);
      for (const columns of [{ from_number: "1" }, { direction: "outbound" }, { conversation_id: null }]) {
        expect(await t.refusal(...change(columns))).toBe("42501");
      }
      expect(await t.count(...change({ summary: "Short" }))).toBe(1);
    }));
});
