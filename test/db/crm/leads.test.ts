import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { describeOwnedAccess } from "../../support/owned-access.ts";

describe("app_public.leads", () => {
  const db = useDatabase();

  describeOwnedAccess(db, "leads", {
    ownerColumn: "assigned_to_id",
    columns: { first_name: "New" },
    change: { lead_score: 80 },
  });

  const add = (t: TestTransaction, columns: Columns) => t.value<string>(...insertStatement("leads", columns));
  const change = (t: TestTransaction, id: string, columns: Columns) =>
    t.count(...updateStatement("leads", id, columns));
  const show = async (t: TestTransaction, id: string, columns: string) =>
    (await t.rows(`select ${columns} from app_public.leads where id = $1`, [id]))[0];

  it("keep names, address and number in one form, and share them with other leads", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const columns = { first_name: " Grace ", last_name: " ", email: " Grace@Navy.TEST", phone: "020 7946 0000" };
      const id = await add(t, columns);
      expect(await show(t, id, "name, last_name, email, phone")).toEqual({
        name: "Grace",
        last_name: null,
        email: "grace@navy.test",
        phone: "+442079460000",
      });
      expect(await show(t, await add(t, columns), "email")).toEqual({ email: "grace@navy.test" });
      const error = await t.failure(...updateStatement("leads", id, { phone: "ask Grace" }));
      expect([error.code, error.detail]).toEqual(["TN400", '{"field": "phone"}']);
    }));

  it.each([
    ["more than a hundred points", { lead_score: 101 }, "lead_score_must_be_from_0_to_100"],
    ["more than certainty", { ai_score: 1.5 }, "ai_score_must_be_from_0_to_1"],
    ["an address that is none", { email: "grace" }, "email_must_be_an_address"],
    ["source details that are no object", { source_details: "[]" }, "source_details_must_be_an_object"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { leads, members } = db.world.acme;
      await t.as(members.staff);
      const error = await t.failure(...updateStatement("leads", leads.reps, columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );

  it("have one of the known statuses", () =>
    db.transaction(async (t) => {
      const { leads, members } = db.world.acme;
      await t.as(members.staff);
      expect(await t.refusal(...updateStatement("leads", leads.reps, { status: "other" }))).toBe("23503");
      expect(await change(t, leads.reps, { status: "qualified" })).toBe(1);
    }));

  describe("that are converted", () => {
    const SHOW = "status, contact_id, converted_at = now() as now";

    it("have a contact and the time at which it happened, until they are not converted any more", () =>
      db.transaction(async (t) => {
        const { leads, contacts, members } = db.world.acme;
        await t.as(members.staff);
        const error = await t.failure(...updateStatement("leads", leads.reps, { status: "converted" }));
        expect([error.code, error.detail]).toEqual(["TN400", '{"field": "contactId"}']);
        await change(t, leads.reps, { status: "converted", contact_id: contacts.reps });
        const contact_id = contacts.reps;
        expect(await show(t, leads.reps, SHOW)).toEqual({ status: "converted", contact_id, now: true });
        await change(t, leads.reps, { status: "qualified" });
        expect(await show(t, leads.reps, SHOW)).toEqual({ status: "qualified", contact_id, now: null });
      }));

    it("are so from the beginning only with a contact", () =>
      db.transaction(async (t) => {
        const { contacts, members } = db.world.acme;
        await t.as(members.staff);
        expect(await t.refusal(...insertStatement("leads", { status: "converted" }))).toBe("TN400");
        const id = await add(t, { status: "converted", contact_id: contacts.reps });
        expect(await show(t, id, "converted_at = now() as now")).toEqual({ now: true });
      }));

    it("keep their contact, unless it is deleted", () =>
      db.transaction(async (t) => {
        const { leads, contacts, members } = db.world.acme;
        await t.as(members.staff);
        await change(t, leads.reps, { status: "converted", contact_id: contacts.reps });
        expect(await t.refusal(...updateStatement("leads", leads.reps, { contact_id: null }))).toBe("TN400");
        expect(await t.attempt(() => change(t, leads.reps, { contact_id: contacts.norths }))).toBe(1);
        await t.asOwner();
        expect(await t.count("delete from app_public.contacts where id = $1", [contacts.reps])).toBe(1);
        expect(await show(t, leads.reps, "status, contact_id")).toEqual({ status: "converted", contact_id: null });
        expect(await change(t, leads.reps, { lost_reason: null })).toBe(1);
      }));

    it("can't claim when it was, nor when they were last reached", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.owner);
        for (const column of ["converted_at", "last_contacted_at"]) {
          expect(await t.refusal(`update app_public.leads set ${column} = now()`)).toBe("42501");
          expect(await t.refusal(`insert into app_public.leads (${column}) values (now())`)).toBe("42501");
        }
      }));
  });

  it("know why they were lost only while they are", () =>
    db.transaction(async (t) => {
      const { leads, members } = db.world.acme;
      await t.as(members.staff);
      await change(t, leads.reps, { status: "lost", lost_reason: "Too dear" });
      expect(await show(t, leads.reps, "lost_reason")).toEqual({ lost_reason: "Too dear" });
      await change(t, leads.reps, { status: "contacted" });
      expect(await show(t, leads.reps, "lost_reason")).toEqual({ lost_reason: null });
      await change(t, leads.reps, { lost_reason: "Too dear" });
      expect(await show(t, leads.reps, "lost_reason")).toEqual({ lost_reason: null });
    }));

  it("remember when they were last reached: by what reached them, never going back", () =>
    db.transaction(async (t) => {
      const { leads, members } = db.world.acme;
      await t.as(members.staff);
      const record = (kind: string, occurred_at: string) =>
        t.count(...insertStatement("activities", { kind, occurred_at, lead_id: leads.reps }));
      const reached = async () => (await show(t, leads.reps, "last_contacted_at"))?.["last_contacted_at"];
      await record("note", "2025-03-01T10:00:00Z");
      expect(await reached()).toBeNull();
      await record("call", "2025-02-01T10:00:00Z");
      await record("email", "2025-01-01T10:00:00Z");
      await record("meeting", "2125-01-01T10:00:00Z");
      expect(await reached()).toEqual(new Date("2025-02-01T10:00:00Z"));
      const id = await t.value(...insertStatement("activities", { kind: "call", occurred_at: "2025-04-01T10:00:00Z" }));
      expect(await reached()).toEqual(new Date("2025-02-01T10:00:00Z"));
      await t.count(...updateStatement("activities", `${id}`, { lead_id: leads.reps }));
      expect(await reached()).toEqual(new Date("2025-04-01T10:00:00Z"));
    }));

  it("leave their deals and tasks behind when they are deleted, and take their activities along", () =>
    db.transaction(async (t) => {
      const { leads, deals, tasks, activities } = db.world.acme;
      await t.as(db.world.acme.members.staff);
      const lead_id = leads.reps;
      await t.count(...updateStatement("deals", deals.reps, { lead_id }));
      await t.count(...updateStatement("tasks", tasks.reps, { lead_id }));
      await t.count(...updateStatement("activities", activities.reps, { lead_id }));
      await t.asOwner();
      await t.count("delete from app_public.leads where id = $1", [lead_id]);
      expect(await t.value("select lead_id from app_public.deals where id = $1", [deals.reps])).toBeNull();
      expect(await t.value("select lead_id from app_public.tasks where id = $1", [tasks.reps])).toBeNull();
      expect(await t.count("select from app_public.activities where id = $1", [activities.reps])).toBe(0);
    }));
});
