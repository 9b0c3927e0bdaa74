import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, ownedRows, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.conversations", () => {
  const db = useDatabase();

  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's", "a chat with Rita's contact"];
  const allButSouth = all.filter((name) => name !== "the south's");
  const team = ["Rita's", "Theo's"];
  const forAll = ["for themselves", "for Theo", "for Oscar", "for nobody", "in the north", "in the south"];
  const forAllButSouth = forAll.filter((name) => name !== "in the south");
  const everyMove = ["Rita's to Theo", "Rita's to Oscar", "the north's to the south"];
  describeAccess(db, "conversations", {
    rows: async ({ acme }, t) => ({
      ...ownedRows(acme.messaging.conversations),
      "a chat with Rita's contact": await t.value(
        ...insertStatement("conversations", {
          ...{ organization_id: acme.id, channel: "chat", contact_id: acme.contacts.reps },
        }),
      ),
    }),
    additions: ({ acme: { members, businesses } }) => ({
      "for themselves": { channel: "sms" },
      "for Theo": { channel: "sms", assigned_to_id: members.teammate.membershipId },
      "for Oscar": { channel: "sms", assigned_to_id: members.outsider.membershipId },
      "for nobody": { channel: "sms", assigned_to_id: null },
      "in the north": { channel: "sms", business_id: businesses.north },
      "in the south": { channel: "sms", business_id: businesses.south },
    }),
    change: { status: "closed" },
    movements: ({ acme: { messaging, members, businesses } }) => ({
      "Rita's to Theo": {
        id: messaging.conversations.reps,
        set: { assigned_to_id: members.teammate.membershipId },
      },
      "Rita's to Oscar": {
        id: messaging.conversations.reps,
        set: { assigned_to_id: members.outsider.membershipId },
      },
      "the north's to the south": { id: messaging.conversations.norths, set: { business_id: businesses.south } },
    }),
    who: {
      owner: { sees: all, adds: forAll, changes: all, moves: everyMove },
      admin: { sees: all, adds: forAll, changes: all, moves: everyMove },
      manager: {
        sees: all,
        adds: ["for themselves", "for Theo", "in the north", "in the south"],
        changes: team,
        moves: { can: ["Rita's to Theo"], refusals: { "Rita's to Oscar": "42501" } },
      },
      staff: { sees: all, adds: forAll, changes: all, moves: everyMove },
      rep: {
        sees: ["Rita's"],
        adds: ["for themselves", "in the north", "in the south"],
        changes: ["Rita's"],
        moves: { can: [], refusals: { "Rita's to Theo": "42501", "Rita's to Oscar": "42501" } },
      },
      viewer: { sees: all, adds: [], changes: [], moves: [] },
      northerner: {
        sees: allButSouth,
        adds: forAllButSouth,
        changes: allButSouth,
        moves: { can: ["Rita's to Theo", "Rita's to Oscar"], refusals: { "the north's to the south": "42501" } },
      },
      client: { ...refused, sees: ["a chat with Rita's contact"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("show contacts what was said, and not who is to answer or how much is unread", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.asOwner();
      await t.value(
        ...insertStatement("conversations", {
          ...{ organization_id: acme.id, channel: "chat", contact_id: acme.contacts.reps, subject: "Opening hours" },
        }),
      );
      await t.as(acme.client);
      expect(await t.rows("select subject, status from app_public.conversations")).toEqual([
        { subject: "Opening hours", status: "active" },
      ]);
      for (const column of ["assigned_to_id", "unread_count"]) {
        expect(await t.refusal(`select ${column} from app_public.conversations`)).toBe("42501");
      }
    }));

  it("keep what the inbox shows to the database", () =>
    db.transaction(async (t) => {
      const { members, messaging } = db.world.acme;
      await t.as(members.owner);
      const change = (columns: object) =>
        updateStatement("conversations", messaging.conversations.reps, { ...columns });
      expect(await t.count(...change({ subject: "Renamed" }))).toBe(1);
      for (const columns of [
        { unread_count: 0 },
        { last_message_at: "2026-01-01" },
        { last_message_preview: "Hi" },
        { channel: "email" },
      ]) {
        expect(await t.refusal(...change(columns))).toBe("42501");
      }
    }));

  it("take their messages along to another contact", () =>
    db.transaction(async (t) => {
      const { contacts, members, messaging } = db.world.acme;
      const contactOf = () =>
        t.value("select contact_id from app_public.messages where id = $1", [messaging.messages.norths]);
      await t.as(members.staff);
      for (const contact_id of [contacts.norths, contacts.souths, null]) {
        await t.count(...updateStatement("conversations", messaging.conversations.norths, { contact_id }));
        expect(await contactOf()).toBe(contact_id);
      }
    }));
});
