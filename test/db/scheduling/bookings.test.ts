import { describe, expect, it } from "@jest/globals";
import type { DatabaseError } from "pg";
import { type ActorName, become, type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { call, race, tally } from "../../support/calls.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { EVERYBODY, outcomes } from "../../support/outcomes.ts";

const db = useDatabase();

const at = (time: string, day = "03") => `2032-05-${day}T${time}:00.000Z`;
const minutesAhead = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const acme = () => db.world.acme;

/** The organization is open from nine to noon on working days, and the service takes an hour. */
async function prepare(t: TestTransaction, columns: Columns = {}): Promise<string> {
  await t.asOwner();
  const hours = [{ opens: "09:00", closes: "12:00" }];
  const businessHours = { monday: hours, tuesday: hours, wednesday: hours, thursday: hours, friday: hours };
  const settings = { businessHours, booking: { slotMinutes: 60, cancellationNoticeMinutes: 60 } };
  await t.count(...updateStatement("organizations", acme().id, { timezone: "UTC", settings }));
  const row = { organization_id: acme().id, name: "Massage", duration_minutes: 60, price_cents: 4_000, ...columns };
  return t.value<string>(...insertStatement("services", row));
}

const bookFor = (columns: Columns) => call("book_appointment", { contact_id: acme().contacts.reps, ...columns });
const one = async (t: TestTransaction, statement: [string, unknown[]]) => {
  const [row] = await t.rows(...statement);
  return row as Record<string, unknown>;
};
const insert = async (t: TestTransaction, columns: Columns) => {
  await t.asOwner();
  const row = { organization_id: acme().id, contact_id: acme().contacts.reps, ...columns };
  return t.value<string>(...insertStatement("appointments", row));
};
const freeSlots = (error: DatabaseError) =>
  (JSON.parse(error.detail ?? "").freeSlots as { startsAt: string }[]).map(({ startsAt }) =>
    new Date(startsAt).toISOString(),
  );

describe("booking", () => {
  it.each(["owner", "admin", "manager", "staff", "rep", "northerner", "apiKey"] as const)(
    "is for those who may book: %s",
    (name) =>
      db.transaction(async (t) => {
        const service_id = await prepare(t);
        await become(t, db.world, name);
        const args = { service_id, starts_at: at("09:00"), staff_id: acme().members.rep.membershipId, notes: "Tall" };
        expect(await one(t, bookFor(args))).toMatchObject({
          service_id,
          contact_id: acme().contacts.reps,
          staff_id: acme().members.rep.membershipId,
          starts_at: new Date(at("09:00")),
          ends_at: new Date(at("10:00")),
          status: "scheduled",
          source: "manual",
          price_cents: "4000",
          notes: "Tall",
        });
      }),
  );

  it.each<[ActorName, string]>([
    ["viewer", "TN403"],
    ["stranger", "TN404"],
    ["anonymous", "42501"],
  ])("is not for others: %s", (name, code) =>
    db.transaction(async (t) => {
      const service_id = await prepare(t);
      const statement = bookFor({ service_id, starts_at: at("09:00") });
      await become(t, db.world, name);
      expect(await t.refusal(...statement)).toBe(code);
      await become(t, db.world, "staff");
      expect(await t.count(...statement)).toBe(1);
    }),
  );

  it("by phone number finds or adds the contact", () =>
    db.transaction(async (t) => {
      const service_id = await prepare(t);
      await t.as(acme().members.staff);
      const phone = { booked_phone: "020 7946 0123", service_id };
      const first = await one(t, call("book_appointment", { ...phone, starts_at: at("09:00") }));
      const second = await one(t, call("book_appointment", { ...phone, starts_at: at("10:00") }));
      expect(first).toMatchObject({ booked_phone: "+442079460123", contact_id: expect.any(String) });
      expect(second["contact_id"]).toBe(first["contact_id"]);
    }));

  it("may do without a service, and outside the hours, as far as members are concerned", () =>
    db.transaction(async (t) => {
      await prepare(t);
      await t.as(acme().members.staff);
      const booked = await one(t, bookFor({ starts_at: at("20:00"), ends_at: at("21:00") }));
      expect(booked).toMatchObject({ service_id: null, ends_at: new Date(at("21:00")) });
    }));

  it.each<[string, () => Columns, string, string]>([
    ["in the past", () => ({ starts_at: minutesAhead(-1) }), "TN400", "startsAt"],
    ["for nobody", () => ({ contact_id: null }), "TN400", "contactId"],
    ["without an end", () => ({ service_id: null }), "TN400", "endsAt"],
    ["of a service that isn’t offered any more", () => ({ service_id: acme().services.former }), "TN409", "serviceId"],
    ["of another organization’s service", () => ({ service_id: db.world.globex.serviceId }), "TN404", "serviceId"],
    [
      "with another organization’s member",
      () => ({ staff_id: db.world.globex.owner.membershipId }),
      "TN404",
      "staffId",
    ],
  ])("%s is refused", (_, columns, code, field) =>
    db.transaction(async (t) => {
      const service_id = await prepare(t);
      await t.as(acme().members.staff);
      const args = { service_id, starts_at: at("09:00") };
      const error = await t.failure(...bookFor({ ...args, ...columns() }));
      expect([error.code, JSON.parse(error.detail ?? "").field]).toEqual([code, field]);
      expect(await t.count(...bookFor(args))).toBe(1);
    }),
  );

  it("with a member who is switched off, or for another organization’s contact, is refused", () =>
    db.transaction(async (t) => {
      const service_id = await prepare(t);
      const staff_id = acme().members.rep.membershipId;
      const args = { service_id, starts_at: at("09:00") };
      await t.as(acme().members.staff);
      expect(await t.refusal(...bookFor({ ...args, contact_id: db.world.globex.contactId }))).toBe("23503");
      expect(await t.attempt(() => t.count(...bookFor({ ...args, staff_id })))).toBe(1);
      await t.asOwner();
      await t.count(...updateStatement("memberships", staff_id, { is_active: false }));
      await t.as(acme().members.staff);
      const off = await t.failure(...bookFor({ ...args, staff_id }));
      expect([off.code, off.detail]).toEqual(["TN409", '{"field": "staffId"}']);
    }));

  it("with a member who is limited to another business is refused", () =>
    db.transaction(async (t) => {
      const service_id = await prepare(t);
      const { members, businesses } = acme();
      const args = { service_id, starts_at: at("09:00"), staff_id: members.northerner.membershipId };
      await t.as(members.staff);
      const error = await t.failure(...bookFor({ ...args, business_id: businesses.south }));
      expect([error.code, error.detail]).toEqual(["TN409", '{"field": "staffId"}']);
      expect(await t.attempt(() => t.count(...bookFor({ ...args, business_id: businesses.north })))).toBe(1);
      expect(await t.count(...bookFor(args))).toBe(1);
    }));

  it("a member’s time that is taken is refused, with free slots near by", () =>
    db.transaction(async (t) => {
      const service_id = await prepare(t);
      const staff_id = acme().members.rep.membershipId;
      await insert(t, { staff_id, starts_at: at("10:00"), ends_at: at("11:00") });
      await t.as(acme().members.staff);
      const error = await t.failure(...bookFor({ service_id, staff_id, starts_at: at("10:00") }));
      expect([error.code, error.message, error.hint]).toEqual([
        "TN409",
        "This time is taken.",
        "Choose another time, such as one of the free slots.",
      ]);
      expect(JSON.parse(error.detail ?? "").field).toBe("startsAt");
      // The nearest five, in order; the third of May is a Monday.
      expect(freeSlots(error)).toEqual([
        at("09:00"),
        at("11:00"),
        at("09:00", "04"),
        at("10:00", "04"),
        at("11:00", "04"),
      ]);
      for (const starts_at of freeSlots(error)) {
        expect(await t.count(...bookFor({ service_id, staff_id, starts_at }))).toBe(1);
      }
    }));

  it("a service as often as its capacity allows, when no member is named", () =>
    db.transaction(async (t) => {
      const service_id = await prepare(t, { capacity: 2 });
      await t.as(acme().members.staff);
      const attempt = bookFor({ service_id, starts_at: at("09:00") });
      expect([await t.count(...attempt), await t.count(...attempt)]).toEqual([1, 1]);
      const error = await t.failure(...attempt);
      expect([error.code, freeSlots(error)[0]]).toEqual(["TN409", at("10:00")]);
      // A member who has time can be named all the same.
      const staff_id = acme().members.rep.membershipId;
      expect(await t.count(...bookFor({ service_id, starts_at: at("09:00"), staff_id }))).toBe(1);
    }));

  it("is recorded as the doing of whoever booked", () =>
    db.transaction(async (t) => {
      const service_id = await prepare(t);
      await t.as(acme().members.staff, { requestId: "booking" });
      const { id } = await one(t, bookFor({ service_id, starts_at: at("09:00") }));
      await t.as(acme().members.owner);
      const sql = "select action, actor_kind, user_id, request_id from app_public.audit_logs where record_id = $1";
      expect(await t.rows(sql, [id])).toEqual([
        { action: "insert", actor_kind: "user", user_id: acme().members.staff.userId, request_id: "booking" },
      ]);
    }));
});

describe("booking in the client portal", () => {
  it("is of a service, at a time that is open, free and within the rules", () =>
    db.transaction(async (t) => {
      const service_id = await prepare(t);
      await t.as(acme().client);
      const book = (starts_at: unknown) => call("book_appointment", { service_id, starts_at });
      const booked = await one(t, book(at("10:00")));
      expect(booked).toMatchObject({
        contact_id: acme().client.contactId,
        source: "portal",
        status: "scheduled",
        ends_at: new Date(at("11:00")),
      });
      const taken = await t.failure(...book(at("10:30")));
      expect([taken.code, taken.message, freeSlots(taken).slice(0, 2)]).toEqual([
        "TN409",
        "This time is taken.",
        [at("09:00"), at("11:00")],
      ]);
      const closed = await t.failure(...book(at("11:30")));
      expect([closed.code, closed.message, freeSlots(closed)[0]]).toEqual([
        "TN409",
        "This time is outside the business' hours.",
        at("09:00"),
      ]);
      const soon = await t.failure(...book(minutesAhead(30)));
      expect([soon.code, JSON.parse(soon.detail ?? "").minimumNoticeMinutes]).toEqual(["TN400", 60]);
      expect(await t.refusal(...book(minutesAhead(-30)))).toBe("TN400");
      expect(await t.count(...book(at("09:00")))).toBe(1);
    }));

  it("keeps from the contact what members note, and the member", () =>
    db.transaction(async (t) => {
      const staff_id = acme().members.rep.membershipId;
      await prepare(t);
      const id = await insert(t, { staff_id, starts_at: at("09:00"), ends_at: at("10:00"), notes: "Loud" });
      await t.as(acme().client);
      const moved = await one(t, call("reschedule_appointment", { appointment_id: id, starts_at: at("10:00") }));
      expect(moved).toMatchObject({ id, staff_id: null, notes: null, created_by_id: null });
      await t.as(acme().members.staff);
      const row = await one(t, [`select staff_id, notes from app_public.appointments where id = $1`, [id]]);
      expect(row).toEqual({ staff_id, notes: "Loud" });
    }));

  it.each<[string, () => Columns]>([
    ["another contact", () => ({ contact_id: acme().contacts.outsiders })],
    ["an end", () => ({ ends_at: at("12:00") })],
    ["a member", () => ({ staff_id: acme().members.rep.membershipId })],
    ["a business", () => ({ business_id: acme().businesses.north })],
    ["notes", () => ({ notes: "Mine" })],
  ])("doesn’t choose %s", (_, columns) =>
    db.transaction(async (t) => {
      const args = { service_id: await prepare(t), starts_at: at("09:00") };
      await t.as(acme().client);
      expect(await t.refusal(...call("book_appointment", { ...args, ...columns() }))).toBe("TN403");
      expect(await t.count(...call("book_appointment", args))).toBe(1);
    }),
  );

  it("keeps to the same through the generated mutation", () =>
    db.transaction(async (t) => {
      const service_id = await prepare(t);
      await t.as(acme().client);
      const create = (starts_at: string) => insertStatement("appointments", { service_id, starts_at });
      expect(await t.count(...create(at("09:00")))).toBe(1);
      expect(await t.refusal(...create(at("09:30")))).toBe("TN409");
      expect(await t.refusal(...create(at("20:00")))).toBe("TN409");
    }));
});

describe("moving an appointment", () => {
  const move = (appointment_id: string, columns: Columns) =>
    call("reschedule_appointment", { appointment_id, ...columns });

  it("keeps its length and member unless others are given, and may overlap with itself", () =>
    db.transaction(async (t) => {
      const { members } = acme();
      await prepare(t);
      const staff_id = members.rep.membershipId;
      const id = await insert(t, { staff_id, starts_at: at("09:00"), ends_at: at("10:30"), status: "confirmed" });
      await t.as(members.rep);
      expect(await one(t, move(id, { starts_at: at("09:30") }))).toMatchObject({
        staff_id,
        ends_at: new Date(at("11:00")),
        status: "confirmed",
      });
      await t.as(members.staff);
      const other = members.teammate.membershipId;
      expect(await one(t, move(id, { starts_at: at("09:00"), ends_at: at("09:30"), staff_id: other }))).toMatchObject({
        staff_id: other,
        ends_at: new Date(at("09:30")),
      });
    }));

  it("to a time that is taken is refused, with free slots near by", () =>
    db.transaction(async (t) => {
      await prepare(t);
      const staff_id = acme().members.rep.membershipId;
      await insert(t, { staff_id, starts_at: at("10:00"), ends_at: at("11:00") });
      const id = await insert(t, { staff_id, starts_at: at("09:00"), ends_at: at("10:00") });
      for (const actor of [acme().members.staff, acme().client]) {
        await t.as(actor);
        const error = await t.failure(...move(id, { starts_at: at("10:00") }));
        expect([error.code, freeSlots(error).slice(0, 2)]).toEqual(["TN409", [at("09:00"), at("11:00")]]);
      }
      expect(await t.count(...move(id, { starts_at: at("11:00") }))).toBe(1);
    }));

  it("of a member who is switched off is told to contacts without naming the member; members name another one", () =>
    db.transaction(async (t) => {
      const { members, client } = acme();
      await prepare(t);
      const staff_id = members.rep.membershipId;
      const id = await insert(t, { staff_id, starts_at: at("09:00"), ends_at: at("10:00") });
      const other = await insert(t, { starts_at: at("11:00"), ends_at: at("12:00") });
      const later = { starts_at: at("09:00", "04") };
      for (const [table, row] of [
        ["memberships", staff_id],
        ["users", members.rep.userId],
      ] as const) {
        await t.asOwner();
        await t.count(...updateStatement(table, row, { is_active: false }));
        await t.as(client);
        const error = await t.failure(...move(id, later));
        expect([error.code, error.message, error.detail]).toEqual([
          "TN409",
          "Whoever was to be there isn't available any more.",
          undefined,
        ]);
        expect(await t.attempt(() => t.count(...move(other, { starts_at: at("11:00", "04") })))).toBe(1);
        await t.as(members.staff);
        expect((await t.failure(...move(id, later))).detail).toBe('{"field": "staffId"}');
        const teammate = { ...later, staff_id: members.teammate.membershipId };
        expect(await t.attempt(() => t.count(...move(id, teammate)))).toBe(1);
        await t.asOwner();
        await t.count(...updateStatement(table, row, { is_active: true }));
      }
      await t.as(client);
      expect(await t.count(...move(id, later))).toBe(1);
    }));

  it("is for those who may change it", () =>
    db.transaction(async (t) => {
      await prepare(t);
      const staff_id = acme().members.rep.membershipId;
      const id = await insert(t, { staff_id, starts_at: at("09:00"), ends_at: at("10:00") });
      const callers = EVERYBODY.filter((caller) => caller !== "owner" && caller !== "staff");
      expect(await outcomes(t, db.world, move(id, { starts_at: at("11:00") }), callers)).toEqual({
        manager: 1,
        rep: 1,
        outsider: "TN404",
        viewer: "TN404",
        northerner: 1,
        apiKey: 1,
        client: 1,
        stranger: "TN404",
        anonymous: "42501",
      });
    }));

  it.each(["in_progress", "completed", "canceled", "no_show"])("that is %s is refused", (status) =>
    db.transaction(async (t) => {
      await prepare(t);
      const id = await insert(t, { starts_at: at("09:00"), ends_at: at("10:00"), status });
      for (const actor of [acme().members.staff, acme().client]) {
        await t.as(actor);
        const error = await t.failure(...move(id, { starts_at: at("11:00") }));
        expect([error.code, JSON.parse(error.detail ?? "").status]).toEqual(["TN409", status]);
      }
    }),
  );

  it("into the past, to a stranger, by a contact with more than a time, or when it is too late, is refused", () =>
    db.transaction(async (t) => {
      await prepare(t);
      const id = await insert(t, { starts_at: at("09:00"), ends_at: at("10:00") });
      const soon = await insert(t, { starts_at: minutesAhead(30), ends_at: minutesAhead(60) });
      await t.as(acme().members.staff);
      expect(await t.refusal(...move(id, { starts_at: minutesAhead(-30) }))).toBe("TN400");
      const staff_id = db.world.globex.owner.membershipId;
      expect(await t.refusal(...move(id, { starts_at: at("11:00"), staff_id }))).toBe("TN404");
      await t.as(acme().client);
      expect(await t.refusal(...move(id, { starts_at: at("11:00"), ends_at: at("11:05") }))).toBe("TN403");
      const late = await t.failure(...move(soon, { starts_at: at("11:00") }));
      expect([late.code, JSON.parse(late.detail ?? "").cancellationNoticeMinutes]).toEqual(["TN409", 60]);
      expect(await t.count(...move(id, { starts_at: at("11:00") }))).toBe(1);
    }));
});

describe("an appointment that is archived", () => {
  it.each(["reschedule_appointment", "cancel_appointment", "complete_appointment", "mark_no_show", "request_review"])(
    "isn’t there for %s",
    (operation) =>
      db.transaction(async (t) => {
        const id = await insert(t, { starts_at: "2024-05-01T09:00Z", ends_at: "2024-05-01T10:00Z", deleted_at: "now" });
        await t.as(acme().members.owner);
        const more = operation === "reschedule_appointment" ? { starts_at: at("09:00") } : {};
        const error = await t.failure(...call(operation, { appointment_id: id, ...more }));
        expect([error.code, error.detail]).toEqual(["TN404", '{"field": "appointmentId"}']);
      }),
  );
});

describe("at the same moment", () => {
  const RACERS = 50;

  /** A service of each race’s own, since what they do stays. */
  const prepared = async (columns: Columns = {}) => {
    return db.withRoot(async (root) => {
      const { rows } = await root.query(
        ...insertStatement("services", {
          organization_id: acme().id,
          name: "Raced",
          duration_minutes: 60,
          price_cents: 0,
          ...columns,
        }),
      );
      return rows[0].id as string;
    }, db.urls.owner);
  };
  const booked = async (service_id: string) =>
    db.withRoot(async (root) => {
      const sql = "select count(*)::int from app_public.appointments where service_id = $1 and status = 'scheduled'";
      return (await root.query(sql, [service_id])).rows[0].count as number;
    }, db.urls.owner);
  const times = (count: number) => Array.from({ length: count }, (_, index) => index);

  it("fifty who book a member make one appointment; each of the others is told of free slots", async () => {
    const service_id = await prepared();
    const staff_id = acme().members.teammate.membershipId;
    const actors = [acme().members.staff, acme().members.owner, acme().members.northerner];
    const racers = times(RACERS).map((index) => ({
      actor: actors[index % actors.length] ?? acme().members.staff,
      statement: bookFor({ service_id, staff_id, starts_at: at("09:00", "10") }),
    }));
    const outcomes = await race(db, racers);
    expect(tally(outcomes)).toEqual({ done: 1, TN409: RACERS - 1 });
    expect(await booked(service_id)).toBe(1);
    for (const outcome of outcomes) {
      if (outcome !== "done") expect(freeSlots(outcome)).toHaveLength(5);
    }
  }, 60_000);

  it("fifty contacts and members who book a service with room for three make three", async () => {
    const service_id = await prepared({ capacity: 3 });
    const racers = times(RACERS).map((index) =>
      index % 2 === 0
        ? { actor: acme().client, statement: call("book_appointment", { service_id, starts_at: at("09:00", "11") }) }
        : { actor: acme().members.staff, statement: bookFor({ service_id, starts_at: at("09:30", "11") }) },
    );
    expect(tally(await race(db, racers))).toEqual({ done: 3, TN409: RACERS - 3 });
    expect(await booked(service_id)).toBe(3);
  }, 60_000);

  it("of ten who move their appointments to the same time of a member, one does", async () => {
    const service_id = await prepared();
    const staff_id = acme().members.teammate.membershipId;
    const ids = await db.withRoot(async (root) => {
      const rows = times(10).map((index) => ({
        organization_id: acme().id,
        contact_id: acme().contacts.reps,
        service_id,
        staff_id,
        starts_at: at(`0${index}:00`, "12"),
        ends_at: at(`0${index}:30`, "12"),
      }));
      const made: string[] = [];
      for (const row of rows) made.push((await root.query(...insertStatement("appointments", row))).rows[0].id);
      return made;
    }, db.urls.owner);
    const racers = ids.map((appointment_id) => ({
      actor: acme().members.staff,
      statement: call("reschedule_appointment", { appointment_id, starts_at: at("15:00", "12") }),
    }));
    expect(tally(await race(db, racers))).toEqual({ done: 1, TN409: 9 });
  }, 60_000);

  it("of ten who cancel one, one does", async () => {
    const service_id = await prepared();
    const id = await db.withRoot(async (root) => {
      const row = { organization_id: acme().id, service_id, starts_at: at("09:00", "13"), ends_at: at("10:00", "13") };
      return (await root.query(...insertStatement("appointments", row))).rows[0].id as string;
    }, db.urls.owner);
    const racers = times(10).map(() => ({
      actor: acme().members.staff,
      statement: call("cancel_appointment", { appointment_id: id }),
    }));
    expect(tally(await race(db, racers))).toEqual({ done: 1, TN409: 9 });
  }, 60_000);
});
