import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { byActor } from "../../support/by-actor.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { race, requestOf } from "../../support/race.ts";

const db = useDatabase();
const log = (columns: Columns): [string, unknown[]] => {
  const passed = Object.keys(columns).map((name, index) => `${name} => $${index + 1}`);
  return [`select * from app_public.log_call(${passed.join(", ")})`, Object.values(columns)];
};
const PHONE = "020 7946 0731";
const as = (who: "staff" | "rep", work: (t: TestTransaction) => Promise<void>) =>
  db.transaction(async (t) => {
    await t.as(db.world.acme.members[who]);
    await work(t);
  });

describe("app_public.log_call", () => {
  it("is for those who may record calls", () =>
    db.transaction(async (t) => {
      expect(await byActor(t, db.world, ...log({ phone: "+442079460730" }))).toEqual({
        owner: 1,
        admin: 1,
        manager: 1,
        staff: 1,
        rep: 1,
        viewer: "42501",
        northerner: 1,
        apiKey: 1,
        client: "42501",
        stranger: 1,
        anonymous: "42501",
      });
    }));

  it("finds the contact and the conversation, moves it up and notes that the contact was reached", () =>
    as("staff", async (t) => {
      const { acme } = db.world;
      await t.count(...updateStatement("contacts", acme.contacts.norths, { phone: PHONE }));
      const began = await t.value<string>(
        ...insertStatement("conversations", { contact_id: acme.contacts.norths, channel: "call" }),
      );
      const started_at = new Date(Date.now() - 600_000);
      const [call] = await t.rows(...log({ direction: "inbound", phone: PHONE, started_at, duration_seconds: 90 }));
      expect(call).toMatchObject({
        contact_id: acme.contacts.norths,
        conversation_id: began,
        from_number: "+442079460731",
        status: "completed",
        started_at,
        ended_at: new Date(started_at.getTime() + 90_000),
        duration_seconds: 90,
        handled_by_id: acme.members.staff.membershipId,
      });
      expect(
        await t.value("select last_contacted_at from app_public.contacts where id = $1", [acme.contacts.norths]),
      ).toEqual(started_at);
    }));

  it("makes a contact and a conversation of an unknown number; nobody was reached who didn't answer", () =>
    as("rep", async (t) => {
      const [call] = await t.rows(...log({ phone: PHONE, status: "missed", summary: "Again tomorrow" }));
      expect(call).toMatchObject({ to_number: "+442079460731", status: "missed", started_at: null, ended_at: null });
      await t.asOwner();
      expect(
        await t.rows(
          `select c.phone, c.last_contacted_at, v.channel, v.contact_id = c.id as fits
           from app_public.calls k join app_public.contacts c on c.id = k.contact_id join app_public.conversations v on v.id = k.conversation_id
           where k.id = $1`,
          [call?.["id"]],
        ),
      ).toEqual([{ phone: "+442079460731", last_contacted_at: null, channel: "call", fits: true }]);
    }));

  it("works out the times that aren't given", () =>
    as("staff", async (t) => {
      const times = async (columns: Columns) => {
        const [call] = await t.rows<{ started_at: Date; ended_at: Date; duration_seconds: number; created_at: Date }>(
          ...log({ phone: PHONE, ...columns }),
        );
        if (!call) throw new Error("There is no call.");
        const ago = (time: Date) => (call.created_at.getTime() - time.getTime()) / 1000;
        return [ago(call.started_at), ago(call.ended_at), call.duration_seconds];
      };
      const past = async (seconds: number) =>
        t.value<string>("select (now() - make_interval(secs => $1))::text", [seconds]);
      expect(await times({})).toEqual([0, 0, 0]);
      expect(await times({ duration_seconds: 60 })).toEqual([60, 0, 60]);
      expect(await times({ ended_at: await past(100), duration_seconds: 60 })).toEqual([160, 100, 60]);
      expect(await times({ started_at: await past(100) })).toEqual([100, 0, 100]);
      expect(await times({ started_at: await past(100), ended_at: await past(40) })).toEqual([100, 40, 60]);
    }));

  it.each<[string, Columns, string, string | undefined]>([
    ["with nobody", { summary: "Hm" }, "TN400", "phone"],
    ["with a blank number", { phone: " " }, "TN400", "phone"],
    ["with a number that is none", { phone: "nobody" }, "TN400", "toNumber"],
    ["that goes on", { phone: PHONE, status: "in_progress" }, "TN400", "status"],
    ["that is to come", { phone: PHONE, started_at: "2040-01-01T00:00:00Z" }, "TN400", "startedAt"],
    ["that isn't over", { phone: PHONE, ended_at: "2040-01-01T00:00:00Z" }, "TN400", "endedAt"],
    [
      "that ended before it began",
      { phone: PHONE, started_at: "2026-01-02T00:00:00Z", ended_at: "2026-01-01T00:00:00Z" },
      "23514",
      undefined,
    ],
  ])("doesn't log a call %s", (_, columns, code, field) =>
    as("staff", async (t) => {
      const error = await t.failure(...log(columns));
      expect([error.code, field && JSON.parse(error.detail ?? "")["field"]]).toEqual([code, field]);
      expect(await t.count(...log({ phone: PHONE }))).toBe(1);
    }),
  );

  it("doesn't take contacts and leads out of sight", () =>
    as("rep", async (t) => {
      const { contacts, leads } = db.world.acme;
      for (const [columns, field] of [
        [{ contact_id: contacts.outsiders }, "contactId"],
        [{ contact_id: db.world.globex.contactId }, "contactId"],
        [{ lead_id: leads.outsiders }, "leadId"],
      ] as const) {
        const error = await t.failure(...log({ ...columns, phone: PHONE }));
        expect([error.code, JSON.parse(error.detail ?? "")]).toEqual(["TN404", { field }]);
      }
      expect(await t.count(...log({ contact_id: contacts.reps, lead_id: leads.reps, phone: PHONE }))).toBe(1);
    }));

  it("logs a provider's call once, of ten at once", async () => {
    const statement = log({ phone: "+442079460739", external_id: "call-1" });
    const request = requestOf(db.world.acme.members.staff);
    const answers = await race(db, Array(10).fill({ request, statement }));
    expect(answers.filter((answer) => answer === "23505")).toHaveLength(9);
    const { rows } = await db.withRoot((root) =>
      root.query(
        `select (select count(*)::int from app_public.contacts where phone = '+442079460739') as contacts,
           (select count(*)::int from app_public.calls where external_id = 'call-1') as calls`,
      ),
    );
    expect(rows).toEqual([{ contacts: 1, calls: 1 }]);
  });
});
