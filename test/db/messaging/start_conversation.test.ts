import { describe, expect, it } from "@jest/globals";
import { updateStatement } from "../../support/access.ts";
import { byActor } from "../../support/by-actor.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { race, requestOf } from "../../support/race.ts";

const db = useDatabase();
const START = "select id, business_id, assigned_to_id, subject from app_public.start_conversation($1, $2, $3)";
const start = (contact: string, channel = "chat", subject: string | null = null): [string, unknown[]] => [
  START,
  [contact, channel, subject],
];
const withAddresses = async (t: TestTransaction, id: string, columns: object) => {
  await t.asOwner();
  await t.count(...updateStatement("contacts", id, { ...columns }));
};

describe("app_public.start_conversation", () => {
  it("is for those who see the contact and may begin conversations", () =>
    db.transaction(async (t) => {
      expect(await byActor(t, db.world, ...start(db.world.acme.contacts.reps))).toEqual({
        owner: 1,
        admin: 1,
        manager: 1,
        staff: 1,
        rep: 1,
        viewer: "42501",
        northerner: 1,
        apiKey: 1,
        client: "42501",
        stranger: "TN404",
        anonymous: "42501",
      });
      for (const [actor, contact] of [
        ["rep", "outsiders"],
        ["northerner", "souths"],
      ] as const) {
        await t.as(db.world.acme.members[actor]);
        expect(await t.refusal(...start(db.world.acme.contacts[contact]))).toBe("TN404");
      }
    }));

  it("assigns it to whoever begins it, in the contact's business, and is audited as theirs", () =>
    db.transaction(async (t) => {
      const { members, contacts, businesses } = db.world.acme;
      await t.as(members.staff, { requestId: "begin-1" });
      const [row] = await t.rows(...start(contacts.norths, "chat", "Your visit"));
      expect(row).toMatchObject({
        assigned_to_id: members.staff.membershipId,
        business_id: businesses.north,
        subject: "Your visit",
      });
      await t.asOwner();
      expect(
        await t.rows("select user_id, action from app_public.audit_logs where record_id = $1", [row?.["id"]]),
      ).toEqual([{ user_id: members.staff.userId, action: "insert" }]);
    }));

  it("gives the open one when it is called again, and a new one when that is over or out of reach", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      const begin = async (channel = "chat") => (await t.rows(...start(contacts.reps, channel)))[0]?.["id"];
      await t.as(members.staff);
      const first = await begin();
      expect(await begin()).toBe(first);
      await t.as(members.rep);
      const own = await begin();
      expect(own).not.toBe(first);
      expect(await begin()).toBe(own);
      await t.as(members.staff);
      for (const id of [first, own]) await t.count("select app_public.close_conversation($1)", [id]);
      expect([first, own]).not.toContain(await begin());
    }));

  it("is refused where nobody can be reached", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      await withAddresses(t, contacts.norths, { email: null, phone: "+442079460701" });
      await t.as(members.staff);
      const refusal = async (channel: string) => {
        const error = await t.failure(...start(contacts.norths, channel));
        return [error.code, error.detail];
      };
      expect(await refusal("email")).toEqual(["TN409", '{"field": "channel"}']);
      expect(await refusal("call")).toEqual(["TN400", '{"field": "channel"}']);
      expect(await t.refusal(...start(contacts.norths, "pigeon"))).toBe("23503");
      expect(await t.count(...start(contacts.norths, "sms"))).toBe(1);
      await withAddresses(t, contacts.norths, { email: "north@customer.test", deleted_at: new Date() });
      await t.as(members.staff);
      expect(await refusal("email")).toEqual(["TN409", '{"field": "contactId"}']);
      await withAddresses(t, contacts.norths, { deleted_at: null });
      await t.as(members.staff);
      expect(await t.count(...start(contacts.norths, "email"))).toBe(1);
    }));

  it("makes one conversation for ten at once", async () => {
    const { members, contacts } = db.world.acme;
    const runner = { request: requestOf(members.staff), statement: start(contacts.outsiders) };
    const answers = await race<{ id: string }>(db, Array(10).fill(runner));
    const ids = new Set(answers.map((rows) => (typeof rows === "string" ? rows : rows[0]?.id)));
    expect(ids.size).toBe(1);
    const made = await db.withRoot((root) =>
      root.query("select id from app_public.conversations where contact_id = $1 and channel = 'chat'", [
        contacts.outsiders,
      ]),
    );
    expect(made.rows.map(({ id }) => id)).toEqual([...ids]);
  });
});
