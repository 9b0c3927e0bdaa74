import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement } from "../../support/access.ts";
import { call, race, tally } from "../../support/calls.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { outcomes } from "../../support/outcomes.ts";

const db = useDatabase();

const acme = () => db.world.acme;
const minutesAhead = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const past = { starts_at: "2024-05-01T09:00Z", ends_at: "2024-05-01T10:00Z" };
const future = { starts_at: "2032-05-01T09:00Z", ends_at: "2032-05-01T10:00Z" };

/** Rita's appointment with the contact who is in the client portal. */
async function appointment(t: TestTransaction, columns: Columns = {}): Promise<string> {
  await t.asOwner();
  const staff_id = acme().members.rep.membershipId;
  const row = { organization_id: acme().id, contact_id: acme().client.contactId, staff_id, ...past, ...columns };
  return t.value<string>(...insertStatement("appointments", row));
}

const on = (operation: string, id: string, args: Columns = {}) => call(operation, { appointment_id: id, ...args });
const one = async (t: TestTransaction, statement: [string, unknown[]]) => {
  const [row] = await t.rows(...statement);
  return row as Record<string, unknown>;
};

const CHANGERS = { owner: 1, manager: 1, staff: 1, rep: 1, northerner: 1, apiKey: 1 };

describe("canceling", () => {
  it("frees the time and says when and why", () =>
    db.transaction(async (t) => {
      const id = await appointment(t, future);
      await t.as(acme().members.staff);
      expect(await one(t, on("cancel_appointment", id, { reason: " Ill " }))).toMatchObject({
        status: "canceled",
        cancellation_reason: "Ill",
        canceled_at: expect.any(Date),
      });
      const again = call("book_appointment", {
        ...future,
        staff_id: acme().members.rep.membershipId,
        contact_id: acme().contacts.reps,
      });
      expect(await t.count(...again)).toBe(1);
    }));

  it("is for those who may change it, and its contact", () =>
    db.transaction(async (t) => {
      const id = await appointment(t, future);
      expect(await outcomes(t, db.world, on("cancel_appointment", id))).toEqual({
        ...CHANGERS,
        outsider: "TN404",
        viewer: "TN404",
        client: 1,
        stranger: "TN404",
        anonymous: "42501",
      });
    }));

  it("is for another contact’s appointment nobody’s business", () =>
    db.transaction(async (t) => {
      const own = await appointment(t, future);
      const others = await appointment(t, {
        starts_at: "2032-05-02T09:00Z",
        ends_at: "2032-05-02T10:00Z",
        contact_id: acme().contacts.outsiders,
      });
      await t.as(acme().client);
      expect(await t.refusal(...on("cancel_appointment", others))).toBe("TN404");
      expect(await t.refusal(...on("reschedule_appointment", others, { starts_at: "2032-06-01T09:00Z" }))).toBe(
        "TN404",
      );
      expect(await t.count(...on("cancel_appointment", own))).toBe(1);
    }));

  it.each(["completed", "canceled", "no_show"])("what is %s is refused", (status) =>
    db.transaction(async (t) => {
      const id = await appointment(t, { ...future, status });
      for (const actor of [acme().members.staff, acme().client]) {
        await t.as(actor);
        const error = await t.failure(...on("cancel_appointment", id));
        expect([error.code, JSON.parse(error.detail ?? "").status]).toEqual(["TN409", status]);
      }
    }),
  );

  it("is refused to contacts when it is too late", () =>
    db.transaction(async (t) => {
      const id = await appointment(t, { starts_at: minutesAhead(600), ends_at: minutesAhead(660) });
      await t.as(acme().client);
      expect(await t.refusal(...on("cancel_appointment", id))).toBe("TN409");
      await t.as(acme().members.staff);
      expect(await t.count(...on("cancel_appointment", id))).toBe(1);
    }));
});

describe.each([
  ["complete_appointment", "completed", "no_show"],
  ["mark_no_show", "no_show", "completed"],
])("%s", (operation, status, other) => {
  it("says what came of it, and corrects what was said", () =>
    db.transaction(async (t) => {
      const id = await appointment(t);
      await t.as(acme().members.rep);
      expect(await one(t, on(operation, id))).toMatchObject({ id, status });
      const corrected = await appointment(t, { status: other });
      await t.as(acme().members.rep);
      expect(await one(t, on(operation, corrected))).toMatchObject({
        status,
        completed_at: status === "completed" ? expect.any(Date) : null,
      });
    }));

  it("is for members and keys who may change it", () =>
    db.transaction(async (t) => {
      const id = await appointment(t);
      expect(await outcomes(t, db.world, on(operation, id))).toEqual({
        ...CHANGERS,
        outsider: "TN404",
        viewer: "TN404",
        client: "42501",
        stranger: "TN404",
        anonymous: "42501",
      });
    }));

  it.each(["canceled", status])("is refused of one that is %s", (is) =>
    db.transaction(async (t) => {
      const id = await appointment(t, { status: is });
      await t.as(acme().members.staff);
      const error = await t.failure(...on(operation, id));
      expect([error.code, JSON.parse(error.detail ?? "").status]).toEqual(["TN409", is]);
    }),
  );

  it("is refused before it begins", () =>
    db.transaction(async (t) => {
      const id = await appointment(t, future);
      await t.as(acme().members.staff);
      expect(await t.failure(...on(operation, id))).toMatchObject({
        code: "TN409",
        message: "This appointment hasn't begun.",
      });
      const begun = await appointment(t, { starts_at: minutesAhead(-1), ends_at: minutesAhead(60) });
      await t.as(acme().members.staff);
      expect(await t.count(...on(operation, begun))).toBe(1);
    }));
});

describe("asking for a review", () => {
  it("is noted, and shown to the contact", () =>
    db.transaction(async (t) => {
      const id = await appointment(t, { status: "completed" });
      await t.as(acme().members.rep);
      expect(await one(t, on("request_review", id))).toMatchObject({ review_requested_at: expect.any(Date) });
      await t.as(acme().client);
      const sql = "select review_requested_at from app_public.appointments where id = $1";
      expect(await t.value(sql, [id])).toEqual(expect.any(Date));
    }));

  it("is for members and keys who may change the appointment", () =>
    db.transaction(async (t) => {
      const id = await appointment(t, { status: "completed" });
      expect(await outcomes(t, db.world, on("request_review", id))).toEqual({
        ...CHANGERS,
        outsider: "TN404",
        viewer: "TN404",
        client: "42501",
        stranger: "TN404",
        anonymous: "42501",
      });
    }));

  it("is refused twice, before it took place, without a contact, and once there is a review", () =>
    db.transaction(async (t) => {
      const completed = await appointment(t, { status: "completed" });
      const scheduled = await appointment(t);
      const nobodys = await appointment(t, { status: "completed", contact_id: null });
      const reviewed = await appointment(t, { status: "completed" });
      await t.count(...insertStatement("reviews", { organization_id: acme().id, appointment_id: reviewed, rating: 5 }));
      await t.as(acme().members.staff);
      expect(await t.count(...on("request_review", completed))).toBe(1);
      for (const id of [completed, scheduled, nobodys, reviewed]) {
        expect(await t.refusal(...on("request_review", id))).toBe("TN409");
      }
      // The same holds for the generated mutation, which can’t make the time up either.
      const set = (id: string) =>
        t.value(
          "update app_public.appointments set review_requested_at = '2000-01-01' where id = $1 returning review_requested_at = now()",
          [id],
        );
      await expect(t.attempt(() => set(scheduled))).rejects.toMatchObject({ code: "TN409" });
      const fresh = await appointment(t, { status: "completed" });
      await t.as(acme().members.staff);
      expect(await set(fresh)).toBe(true);
    }));
});

describe("writing a review", () => {
  const review = (id: string, args: Columns = {}) => on("write_review", id, { rating: 5, comment: "Gentle.", ...args });

  it("is of the appointment’s contact, service and business, by the contact or as a member heard it", () =>
    db.transaction(async (t) => {
      const columns = { status: "completed", service_id: acme().services.norths, business_id: acme().businesses.north };
      const [mine, heard] = [await appointment(t, columns), await appointment(t, columns)];
      const expected = {
        contact_id: acme().client.contactId,
        service_id: acme().services.norths,
        business_id: acme().businesses.north,
        rating: 5,
        comment: "Gentle.",
      };
      await t.as(acme().client);
      expect(await one(t, review(mine))).toMatchObject({ ...expected, source: "portal" });
      await t.as(acme().members.staff);
      expect(await one(t, review(heard))).toMatchObject({ ...expected, source: "manual" });
    }));

  it("is for those who may record reviews of what they see", () =>
    db.transaction(async (t) => {
      const id = await appointment(t, { status: "completed" });
      expect(await outcomes(t, db.world, review(id))).toEqual({
        owner: 1,
        manager: 1,
        staff: 1,
        rep: "TN403",
        outsider: "TN403",
        viewer: "TN403",
        northerner: 1,
        apiKey: 1,
        client: 1,
        stranger: "TN404",
        anonymous: "42501",
      });
      const others = await appointment(t, { status: "completed", contact_id: acme().contacts.outsiders });
      expect(await outcomes(t, db.world, review(others), ["client", "staff"])).toEqual({ client: "TN404", staff: 1 });
    }));

  it("is refused twice, before it took place, and with a rating that is none", () =>
    db.transaction(async (t) => {
      const [id, scheduled] = [await appointment(t, { status: "completed" }), await appointment(t)];
      for (const actor of [acme().client, acme().members.staff]) {
        await t.as(actor);
        expect(await t.refusal(...review(scheduled))).toBe("TN409");
        expect(await t.refusal(...review(id, { rating: 6 }))).toBe("23514");
      }
      expect(await t.count(...review(id))).toBe(1);
      expect(await t.failure(...review(id))).toMatchObject({
        code: "23505",
        constraint: "only_one_review_of_an_appointment",
      });
      await t.as(acme().client);
      expect(await t.refusal(...review(id))).toBe("23505");
    }));
});

describe("responding to a review", () => {
  const respond = (review_id: string, response: string | null = "Thank you!") =>
    call("respond_to_review", { review_id, response });

  it("is done once, and says when", () =>
    db.transaction(async (t) => {
      const id = acme().reviews.clients;
      await t.as(acme().members.staff);
      expect(await one(t, respond(id))).toMatchObject({ response: "Thank you!", responded_at: expect.any(Date) });
      expect(await t.failure(...respond(id, "Again"))).toMatchObject({
        code: "TN409",
        detail: '{"field": "response"}',
      });
      await t.as(acme().members.owner);
      const sql =
        "select user_id, changed_columns from app_public.audit_logs where record_id = $1 and action = 'update'";
      expect(await t.rows(sql, [id])).toEqual([
        { user_id: acme().members.staff.userId, changed_columns: ["responded_at", "response"] },
      ]);
    }));

  it("is for those who may respond", () =>
    db.transaction(async (t) => {
      expect(await outcomes(t, db.world, respond(acme().reviews.souths))).toEqual({
        owner: 1,
        manager: 1,
        staff: 1,
        rep: "TN404",
        outsider: "TN404",
        viewer: "TN404",
        northerner: "TN404",
        apiKey: 1,
        client: "42501",
        stranger: "TN404",
        anonymous: "42501",
      });
    }));

  it.each([null, "", " \n"])("takes words: %j is refused", (response) =>
    db.transaction(async (t) => {
      await t.as(acme().members.staff);
      expect(await t.refusal(...respond(acme().reviews.clients, response))).toBe("TN400");
      expect(await t.count(...respond(acme().reviews.clients))).toBe(1);
    }),
  );
});

describe("at the same moment", () => {
  const ten = Array.from({ length: 10 }, (_, index) => index);
  const lasting = (table: string, columns: Columns) =>
    db.withRoot(async (root) => {
      const row = { organization_id: acme().id, contact_id: acme().client.contactId, ...columns };
      return (await root.query(...insertStatement(table, row))).rows[0].id as string;
    }, db.urls.owner);

  it("of ten who complete an appointment, one does", async () => {
    const id = await lasting("appointments", past);
    const racers = ten.map(() => ({ actor: acme().members.staff, statement: on("complete_appointment", id) }));
    expect(tally(await race(db, racers))).toEqual({ done: 1, TN409: 9 });
  }, 30_000);

  it("of ten who review an appointment, one does", async () => {
    const id = await lasting("appointments", { ...past, status: "completed" });
    const racers = ten.map((index) => ({
      actor: index % 2 === 0 ? acme().client : acme().members.staff,
      statement: on("write_review", id, { rating: 1 + (index % 5) }),
    }));
    expect(tally(await race(db, racers))).toEqual({ done: 1, 23505: 9 });
  }, 30_000);

  it("of ten who respond to a review, one does", async () => {
    const id = await lasting("reviews", { rating: 1 });
    const racers = ten.map((index) => ({
      actor: acme().members.staff,
      statement: call("respond_to_review", { review_id: id, response: `Sorry ${index}` }),
    }));
    expect(tally(await race(db, racers))).toEqual({ done: 1, TN409: 9 });
  }, 30_000);

  it("of ten who ask for a review, one does", async () => {
    const id = await lasting("appointments", { ...past, status: "completed" });
    const racers = ten.map(() => ({ actor: acme().members.staff, statement: on("request_review", id) }));
    expect(tally(await race(db, racers))).toEqual({ done: 1, TN409: 9 });
  }, 30_000);
});
