import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { call } from "../../support/calls.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

const db = useDatabase();

const HOUR = 60;
const DAY = 24 * HOUR;
const minutesAhead = (minutes: number) => new Date(Date.now() + minutes * 60_000);

/** Appointments as the contact in the portal books them. */
const book = (startsAt: Date) =>
  insertStatement("appointments", { service_id: db.world.acme.services.common, starts_at: startsAt });

/** An appointment of the contact in the portal that somebody booked before. */
async function bookedFor(t: TestTransaction, startsAt: Date): Promise<string> {
  const { id: organization_id, client } = db.world.acme;
  await t.asOwner();
  const ends_at = new Date(startsAt.getTime() + 30 * 60_000);
  const row = { organization_id, contact_id: client.contactId, starts_at: startsAt, ends_at };
  return t.value<string>(...insertStatement("appointments", row));
}

async function rule(t: TestTransaction, booking: Columns): Promise<void> {
  await t.asOwner();
  await t.count(...updateStatement("organizations", db.world.acme.id, { settings: { booking } }));
}

describe("contacts book", () => {
  it("an hour ahead at least, unless the organization says otherwise", () =>
    db.transaction(async (t) => {
      const { client } = db.world.acme;
      await t.as(client);
      const error = await t.failure(...book(minutesAhead(HOUR - 2)));
      expect([error.code, JSON.parse(error.detail ?? "")]).toEqual([
        "TN400",
        { field: "startsAt", minimumNoticeMinutes: HOUR },
      ]);
      expect(await t.count(...book(minutesAhead(HOUR + 2)))).toBe(1);
      await rule(t, { minimumNoticeMinutes: 2 * DAY });
      await t.as(client);
      expect(await t.refusal(...book(minutesAhead(2 * DAY - 2)))).toBe("TN400");
      expect(await t.count(...book(minutesAhead(2 * DAY + 2)))).toBe(1);
      await rule(t, { minimumNoticeMinutes: 0 });
      await t.as(client);
      expect(await t.count(...book(minutesAhead(2)))).toBe(1);
      expect(await t.refusal(...book(minutesAhead(-2)))).toBe("TN400");
    }));

  it("as far ahead as they like, unless the organization says otherwise", () =>
    db.transaction(async (t) => {
      const { client } = db.world.acme;
      await t.as(client);
      expect(await t.count(...book(minutesAhead(4_000 * DAY)))).toBe(1);
      await rule(t, { maximumDaysAhead: 30 });
      await t.as(client);
      const error = await t.failure(...book(minutesAhead(30 * DAY + 2)));
      expect([error.code, JSON.parse(error.detail ?? "")]).toEqual([
        "TN400",
        { field: "startsAt", maximumDaysAhead: 30 },
      ]);
      expect(await t.count(...book(minutesAhead(30 * DAY - 2)))).toBe(1);
    }));
});

describe("a time that never comes", () => {
  const NEVER = ["infinity", "-infinity", "294276-12-31T00:00Z", "9999-12-30T00:00:01Z", "0001-01-01T00:00Z BC"];

  it.each(NEVER)("is neither booked nor moved to, by contacts, members and keys: %s", (never) =>
    db.transaction(async (t) => {
      const { client, members, apiKey, services, contacts } = db.world.acme;
      const refused = async (statement: [string, unknown[]]) => {
        const { code, detail } = await t.failure(...statement);
        return [code, JSON.parse(detail ?? "{}").field];
      };
      const appointment_id = await bookedFor(t, minutesAhead(9 * DAY));
      for (const actor of [client, members.staff, apiKey]) {
        await t.as(actor);
        const whom = actor === client ? {} : { contact_id: contacts.reps };
        const booking = { service_id: services.common, ...whom };
        const move = { appointment_id, starts_at: never };
        for (const statement of [
          call("book_appointment", { ...booking, starts_at: never }),
          insertStatement("appointments", { ...booking, starts_at: never }),
          call("reschedule_appointment", move),
          updateStatement("appointments", appointment_id, { starts_at: never }),
        ]) {
          expect([actor, await refused(statement)]).toEqual([actor, ["TN400", "startsAt"]]);
        }
        const starts_at = minutesAhead(3 * DAY);
        if (actor !== client && !/^-|BC$/.test(never)) {
          for (const statement of [
            call("book_appointment", { ...booking, starts_at, ends_at: never }),
            insertStatement("appointments", { ...booking, starts_at, ends_at: never }),
            call("reschedule_appointment", { ...move, starts_at, ends_at: never }),
          ]) {
            expect(await refused(statement)).toEqual(["TN400", "endsAt"]);
          }
        }
        expect(await t.attempt(() => t.count(...call("book_appointment", { ...booking, starts_at })))).toBe(1);
        expect(await t.attempt(() => t.count(...call("reschedule_appointment", { ...move, starts_at })))).toBe(1);
      }
    }),
  );

  it("has no end that a service would give it", () =>
    db.transaction(async (t) => {
      const { client, id: organization_id } = db.world.acme;
      await t.asOwner();
      const service = { organization_id, name: "Voyage", duration_minutes: 44_640, price_cents: 0 };
      const service_id = await t.value<string>(...insertStatement("services", service));
      await t.as(client);
      const error = await t.failure(...call("book_appointment", { service_id, starts_at: "9999-12-20T00:00Z" }));
      expect([error.code, error.detail]).toEqual(["TN400", '{"field": "startsAt"}']);
      expect(await t.count(...call("book_appointment", { service_id, starts_at: "9999-11-01T00:00Z" }))).toBe(1);
    }));

  it("has no hours, and no more than two months of them are looked at", () =>
    db.transaction(async (t) => {
      const { id } = db.world.acme;
      await t.asOwner();
      const days = (since: string, until: string) =>
        t.value("select count(*)::int from app_private.opening_times($1, null, $2, $3)", [id, since, until]);
      const monday = "2032-05-03T12:00Z";
      expect(await days(monday, "2032-05-09T12:00Z")).toBe(7);
      expect(await days(monday, "9999-01-01T00:00Z")).toBe(62);
      for (const [since, until] of [
        ["infinity", "infinity"],
        ["-infinity", "infinity"],
        [monday, "infinity"],
        ["-infinity", monday],
      ] as const) {
        expect(await days(since, until)).toBe(0);
      }
    }));
});

describe("contacts move and cancel", () => {
  const move = (id: string, startsAt: Date) => updateStatement("appointments", id, { starts_at: startsAt });
  const cancel = (id: string) => updateStatement("appointments", id, { status: "canceled" });

  it("until a day before, unless the organization says otherwise", () =>
    db.transaction(async (t) => {
      const { client } = db.world.acme;
      const [soon, later] = [await bookedFor(t, minutesAhead(DAY - 2)), await bookedFor(t, minutesAhead(DAY + 2))];
      await t.as(client);
      for (const statement of [move(soon, minutesAhead(9 * DAY)), cancel(soon)]) {
        const error = await t.failure(...statement);
        expect([error.code, JSON.parse(error.detail ?? "")]).toEqual(["TN409", { cancellationNoticeMinutes: DAY }]);
      }
      expect(await t.attempt(() => t.count(...move(later, minutesAhead(9 * DAY))))).toBe(1);
      expect(await t.attempt(() => t.count(...cancel(later)))).toBe(1);
      await rule(t, { cancellationNoticeMinutes: HOUR });
      await t.as(client);
      expect(await t.count(...cancel(soon))).toBe(1);
      await rule(t, { cancellationNoticeMinutes: 2 * DAY });
      await t.as(client);
      expect(await t.refusal(...cancel(later))).toBe("TN409");
    }));

  it("but not both at once, which would rewrite when it was to be", () =>
    db.transaction(async (t) => {
      const id = await bookedFor(t, minutesAhead(3 * DAY));
      await t.as(db.world.acme.client);
      for (const startsAt of [minutesAhead(-300 * DAY), minutesAhead(9 * DAY)]) {
        const both = updateStatement("appointments", id, { status: "canceled", starts_at: startsAt });
        expect(await t.refusal(...both)).toBe("TN400");
      }
      expect(await t.count(...move(id, minutesAhead(9 * DAY)))).toBe(1);
      expect(await t.count(...cancel(id))).toBe(1);
    }));

  it("to a time that could be booked", () =>
    db.transaction(async (t) => {
      const { client } = db.world.acme;
      const id = await bookedFor(t, minutesAhead(3 * DAY));
      await rule(t, { minimumNoticeMinutes: 2 * DAY, maximumDaysAhead: 30 });
      await t.as(client);
      expect(await t.refusal(...move(id, minutesAhead(DAY)))).toBe("TN400");
      expect(await t.refusal(...move(id, minutesAhead(40 * DAY)))).toBe("TN400");
      expect(await t.count(...move(id, minutesAhead(4 * DAY)))).toBe(1);
    }));
});

describe("the rules", () => {
  it("don't bind members and keys", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await rule(t, { minimumNoticeMinutes: 9 * DAY, cancellationNoticeMinutes: 9 * DAY, maximumDaysAhead: 1 });
      const id = await bookedFor(t, minutesAhead(HOUR));
      for (const actor of [acme.members.staff, acme.apiKey]) {
        await t.as(actor);
        expect(await t.attempt(() => t.count(...book(minutesAhead(2))))).toBe(1);
        expect(await t.attempt(() => t.count(...updateStatement("appointments", id, { status: "canceled" })))).toBe(1);
      }
    }));

  it("are set by those who manage the organization, and don't bind another", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const set = updateStatement("organizations", acme.id, { settings: { booking: { maximumDaysAhead: 1 } } });
      for (const actor of [acme.members.staff, globex.owner]) {
        await t.as(actor);
        expect(await t.count(...set)).toBe(0);
      }
      await t.as(acme.members.owner);
      expect(await t.count(...set)).toBe(1);
      await t.as({ contactId: globex.contactId });
      const booking = { service_id: globex.serviceId, starts_at: minutesAhead(9 * DAY) };
      expect(await t.count(...insertStatement("appointments", booking))).toBe(1);
    }));

  it.each([
    "soon",
    [60],
    null,
    { minimumNoticeMinutes: "60" },
    { minimumNoticeMinutes: -1 },
    { minimumNoticeMinutes: 1.5 },
    { minimumNoticeMinutes: null },
    { maximumDaysAhead: 1e12 },
  ])("are whole numbers: %j is refused", (booking) =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.owner);
      const set = (value: unknown) => updateStatement("organizations", acme.id, { settings: { booking: value } });
      expect(await t.failure(...set(booking))).toMatchObject({
        code: "23514",
        constraint: "booking_rules_must_be_whole_numbers",
      });
      expect(await t.count(...set({ minimumNoticeMinutes: 60 }))).toBe(1);
    }),
  );

  it("may be written with decimals that say nothing", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      const settings = '{"booking": {"minimumNoticeMinutes": 30.00}}';
      await t.count("update app_public.organizations set settings = $1::jsonb where id = $2", [
        settings,
        db.world.acme.id,
      ]);
      await t.as(db.world.acme.client);
      expect(await t.count(...book(minutesAhead(31)))).toBe(1);
    }));
});
