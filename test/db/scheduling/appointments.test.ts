import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import type { Client, DatabaseError } from "pg";
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

const at = (time: string) => `2032-05-01T${time}:00Z`;
const slot = (from: string, to: string) => ({ starts_at: at(from), ends_at: at(to) });
const one = slot("09:00", "10:00");

describe("app_public.appointments", () => {
  const db = useDatabase();

  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"];
  const allButSouth = ["Rita's", "Theo's", "Oscar's", "the north's"];
  const team = ["Rita's", "Theo's"];
  const forAll = ["with Theo", "with Oscar", "with nobody", "in the north", "in the south"];
  const everyMove = ["Rita's to Theo", "Rita's to Oscar", "the north's to the south"];
  describeAccess(db, "appointments", {
    rows: (world) => ownedRows(world.acme.appointments),
    additions: ({ acme: { members, businesses, services } }) => ({
      "with Theo": { ...one, staff_id: members.teammate.membershipId },
      "with Oscar": { ...one, staff_id: members.outsider.membershipId },
      "with nobody": { ...one },
      "in the north": { ...one, business_id: businesses.north },
      "in the south": { ...one, business_id: businesses.south },
      "at a time": { service_id: services.common, starts_at: at("09:00") },
    }),
    change: { starts_at: "2031-02-01T09:00:00Z" },
    movements: ({ acme: { appointments, members, businesses } }) => ({
      "Rita's to Theo": { id: appointments.reps, set: { staff_id: members.teammate.membershipId } },
      "Rita's to Oscar": { id: appointments.reps, set: { staff_id: members.outsider.membershipId } },
      "the north's to the south": { id: appointments.norths, set: { business_id: businesses.south } },
    }),
    who: {
      owner: { sees: all, adds: [...forAll, "at a time"], changes: all, moves: everyMove, archives: all },
      admin: { sees: all, adds: [...forAll, "at a time"], changes: all, moves: everyMove, archives: all },
      manager: {
        sees: all,
        // Also with others: the appointment is theirs as the one who booked it.
        adds: [...forAll, "at a time"],
        changes: team,
        moves: { can: ["Rita's to Theo"], refusals: { "Rita's to Oscar": "42501" } },
        archives: team,
      },
      staff: { sees: all, adds: [...forAll, "at a time"], changes: all, moves: everyMove, archives: all },
      rep: {
        sees: ["Rita's"],
        adds: [...forAll, "at a time"],
        changes: ["Rita's"],
        moves: { can: [], refusals: { "Rita's to Theo": "42501", "Rita's to Oscar": "42501" } },
        archives: ["Rita's"],
      },
      viewer: { sees: all, adds: [], changes: [], moves: [], archives: [] },
      northerner: {
        sees: allButSouth,
        adds: ["with Theo", "with Oscar", "with nobody", "in the north", "at a time"],
        changes: allButSouth,
        moves: { can: ["Rita's to Theo", "Rita's to Oscar"], refusals: { "the north's to the south": "42501" } },
        archives: allButSouth,
      },
      client: { ...refused, sees: ["Rita's"], adds: ["at a time"], changes: ["Rita's"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  const book = (t: TestTransaction, columns: Columns) =>
    t.value<string>(...insertStatement("appointments", { ...one, ...columns }));
  const show = async (t: TestTransaction, id: string, columns: string) =>
    (await t.rows(`select ${columns} from app_public.appointments where id = $1`, [id]))[0];
  const change = (id: string, columns: Columns) => updateStatement("appointments", id, columns);

  describe("of one member", () => {
    const again = (columns: Columns = {}) =>
      insertStatement("appointments", { ...one, staff_id: db.world.acme.members.rep.membershipId, ...columns });

    it.each([
      ["the same time", one],
      ["a time within", slot("09:15", "09:30")],
      ["a time around", slot("08:00", "11:00")],
      ["the last minute", slot("09:59", "11:00")],
    ])("don't overlap: %s is refused", (_, columns) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        await t.count(...again());
        const error = await t.failure(...again(columns));
        expect([error.code, error.constraint]).toEqual(["23P01", "only_one_appointment_of_a_member_at_a_time"]);
      }),
    );

    it.each([
      ["right after", slot("10:00", "11:00")],
      ["right before", slot("08:00", "09:00")],
    ])("may follow each other: %s is fine", (_, columns) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        await t.count(...again());
        expect(await t.count(...again(columns))).toBe(1);
      }),
    );

    it("may overlap with those of others, of nobody, and with those that don't take place or were archived", () =>
      db.transaction(async (t) => {
        const { members } = db.world.acme;
        await t.as(members.staff);
        expect(await t.count(...again({ status: "canceled" }))).toBe(1);
        expect(await t.count(...again({ status: "no_show" }))).toBe(1);
        expect(await t.count(...again({ status: "completed" }))).toBe(1);
        expect(await t.count(...again({ staff_id: members.teammate.membershipId }))).toBe(1);
        expect(await t.count(...again({ staff_id: null }))).toBe(1);
        expect(await t.count(...again({ staff_id: null }))).toBe(1);
        const id = await t.value<string>(...again());
        expect(await t.refusal(...again())).toBe("23P01");
        await t.count(...change(id, { deleted_at: "now" }));
        expect(await t.count(...again())).toBe(1);
        // It can't come back to a time that is taken.
        expect(await t.refusal(...change(id, { deleted_at: null }))).toBe("23P01");
      }));

    it("don't come to overlap by being moved, handed on or taken up again", () =>
      db.transaction(async (t) => {
        const { members } = db.world.acme;
        await t.as(members.staff);
        await t.count(...again());
        const later = await t.value<string>(...again(slot("11:00", "12:00")));
        const canceled = await t.value<string>(...again({ status: "canceled" }));
        const others = await t.value<string>(...again({ staff_id: members.teammate.membershipId }));
        expect(await t.refusal(...change(later, { starts_at: at("09:30") }))).toBe("23P01");
        expect(await t.refusal(...change(canceled, { status: "scheduled" }))).toBe("23P01");
        expect(await t.refusal(...change(others, { staff_id: members.rep.membershipId }))).toBe("23P01");
        expect(await t.count(...change(later, { starts_at: at("10:00") }))).toBe(1);
      }));
  });

  describe("of a service", () => {
    it("take its length, price and business", () =>
      db.transaction(async (t) => {
        const { members, services, businesses } = db.world.acme;
        await t.as(members.staff);
        const id = await t.value<string>(
          ...insertStatement("appointments", { service_id: services.norths, starts_at: at("09:00") }),
        );
        expect(await show(t, id, "ends_at, price_cents::int, currency, business_id")).toEqual({
          ends_at: new Date(at("09:30")),
          price_cents: 4_500,
          currency: "USD",
          business_id: businesses.north,
        });
      }));

    it("keep their own when it is given, and what was agreed when the catalog changes", () =>
      db.transaction(async (t) => {
        const { members, services } = db.world.acme;
        await t.as(members.admin);
        const id = await book(t, { service_id: services.common, price_cents: 100, currency: "EUR" });
        const copied = await book(t, { service_id: services.common });
        await t.count(...updateStatement("services", services.common, { price_cents: 1, duration_minutes: 1 }));
        await t.count(...change(copied, { location: "Room 2" }));
        expect(await show(t, id, "ends_at, price_cents::int, currency")).toEqual({
          ends_at: new Date(at("10:00")),
          price_cents: 100,
          currency: "EUR",
        });
        expect(await show(t, copied, "price_cents::int, currency")).toEqual({ price_cents: 4_500, currency: "USD" });
      }));

    it("change with it to another one's", () =>
      db.transaction(async (t) => {
        const { members, services } = db.world.acme;
        await t.as(members.admin);
        const values = { name: "Long one", duration_minutes: 90, price_cents: 12_000 };
        const service_id = await t.value(...insertStatement("services", values));
        const id = await book(t, { service_id: services.common, ends_at: at("09:30") });
        await t.count(...change(id, { service_id }));
        expect(await show(t, id, "ends_at, price_cents::int")).toEqual({
          ends_at: new Date(at("10:30")),
          price_cents: 12_000,
        });
      }));

    it("aren't made of one that isn't offered any more, or that is another organization's", () =>
      db.transaction(async (t) => {
        const { acme, globex } = db.world;
        await t.as(acme.members.owner);
        const attempt = (service_id: string) => insertStatement("appointments", { ...one, service_id });
        expect(await t.refusal(...attempt(acme.services.former))).toBe("TN409");
        expect(await t.refusal(...attempt(globex.serviceId))).toBe("TN400");
        expect(await t.count(...attempt(acme.services.common))).toBe(1);
      }));
  });

  it("need an end when there is no service, in a currency if they cost something", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const error = await t.failure(...insertStatement("appointments", { starts_at: at("09:00") }));
      expect([error.code, error.detail]).toEqual(["TN400", '{"field": "endsAt"}']);
      const id = await book(t, { price_cents: 100 });
      expect(await show(t, id, "currency")).toEqual({ currency: "USD" });
      expect((await t.failure(...change(id, { ends_at: at("09:00") }))).constraint).toBe(
        "ends_at_must_be_after_starts_at",
      );
    }));

  it("keep their length when only their beginning is moved", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const id = await book(t, {});
      await t.count(...change(id, { starts_at: at("12:00") }));
      expect(await show(t, id, "ends_at")).toEqual({ ends_at: new Date(at("13:00")) });
      await t.count(...change(id, slot("14:00", "14:10")));
      expect(await show(t, id, "ends_at")).toEqual({ ends_at: new Date(at("14:10")) });
    }));

  describe("go from status to status", () => {
    const live = ["scheduled", "confirmed", "in_progress"];
    const allowed: Record<string, string[]> = {
      scheduled: ["confirmed", "in_progress", "completed", "canceled", "no_show"],
      confirmed: ["scheduled", "in_progress", "completed", "canceled", "no_show"],
      in_progress: ["scheduled", "confirmed", "completed", "canceled", "no_show"],
      completed: ["no_show"],
      no_show: ["completed"],
      canceled: ["scheduled"],
    };

    it.each(Object.keys(allowed))("from %s to some only", (from) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        const id = await book(t, { status: from });
        const reached: string[] = [];
        for (const to of Object.keys(allowed).filter((status) => status !== from)) {
          const code = await t.attempt(() =>
            t.count(...change(id, { status: to })).then(
              () => "done",
              (error: DatabaseError) => error.code,
            ),
          );
          if (code === "done") reached.push(to);
          else expect([to, code]).toEqual([to, "TN409"]);
        }
        expect(reached.sort()).toEqual([...(allowed[from] ?? [])].sort());
      }),
    );

    it.each(["completed", "no_show", "canceled"])("and aren't moved any more when %s", (status) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        const id = await book(t, { status });
        expect(await t.refusal(...change(id, { starts_at: at("12:00") }))).toBe("TN409");
        expect(await t.refusal(...change(id, { staff_id: db.world.acme.members.rep.membershipId }))).toBe("TN409");
        expect(await t.count(...change(id, { notes: "Paid in cash" }))).toBe(1);
        expect(live).not.toContain(status);
        if (status === "canceled") {
          expect(await t.count(...change(id, { status: "scheduled", starts_at: at("12:00") }))).toBe(1);
        }
      }),
    );

    it("with the times of completion and cancellation, which nobody writes", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        const id = await book(t, {});
        const times =
          "completed_at = now() as completed, canceled_at = now() as canceled, cancellation_reason as reason";
        expect(await show(t, id, times)).toEqual({ completed: null, canceled: null, reason: null });
        await t.count(...change(id, { status: "canceled", cancellation_reason: "Ill" }));
        expect(await show(t, id, times)).toEqual({ completed: null, canceled: true, reason: "Ill" });
        await t.count(...change(id, { status: "scheduled" }));
        expect(await show(t, id, times)).toEqual({ completed: null, canceled: null, reason: null });
        await t.count(...change(id, { status: "completed" }));
        expect(await show(t, id, times)).toEqual({ completed: true, canceled: null, reason: null });
        for (const column of ["completed_at", "canceled_at", "created_by_id", "booked_email"]) {
          expect(await t.refusal(`update app_public.appointments set ${column} = null`)).toBe("42501");
        }
      }));
  });

  describe("booked by an address or number alone", () => {
    it("are those of the contact who has it, however it is written", () =>
      db.transaction(async (t) => {
        const { members, contacts } = db.world.acme;
        await t.as(members.owner);
        await t.count(
          ...updateStatement("contacts", contacts.norths, { email: "nina@mail.test", phone: "020 7946 0001" }),
        );
        for (const columns of [{ booked_email: " NINA@mail.test" }, { booked_phone: "+44 (0)20 7946 0001" }]) {
          const id = await book(t, columns);
          expect(await show(t, id, "contact_id")).toEqual({ contact_id: contacts.norths });
        }
        const id = await book(t, { booked_email: "nina@mail.test", contact_id: contacts.souths });
        expect(await show(t, id, "contact_id, booked_email")).toEqual({
          contact_id: contacts.souths,
          booked_email: "nina@mail.test",
        });
      }));

    it("make the contact when there is none, once", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        const first = await book(t, { booked_email: "new@mail.test", booked_phone: "020 7946 0002" });
        const second = await book(t, { booked_phone: "0044 20 7946 0002" });
        const { contact_id } = (await show(t, first, "contact_id")) ?? {};
        expect(await show(t, second, "contact_id, booked_phone")).toEqual({
          contact_id,
          booked_phone: "+442079460002",
        });
        expect(
          await t.rows("select email, phone, source from app_public.contacts where id = $1", [contact_id]),
        ).toEqual([{ email: "new@mail.test", phone: "+442079460002", source: "booking" }]);
      }));

    it("aren't another organization's, whose contact has the same address", () =>
      db.transaction(async (t) => {
        const { acme, globex } = db.world;
        await t.as(acme.members.staff);
        const id = await book(t, { booked_email: "gus@customer.test" });
        const { contact_id } = (await show(t, id, "contact_id")) ?? {};
        expect(contact_id).toEqual(expect.any(String));
        expect(contact_id).not.toBe(globex.contactId);
      }));

    it.each([
      ["an address that is none", { booked_email: "nobody" }, '{"field": "bookedEmail"}'],
      ["a number that is none", { booked_phone: "12" }, '{"field": "bookedPhone"}'],
    ])("make nothing of %s", (_, columns, detail) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        const before = await t.value("select count(*) from app_public.contacts");
        const error = await t.failure(...insertStatement("appointments", { ...one, ...columns }));
        expect([error.code, error.detail?.replace('":"', '": "')]).toEqual(["TN400", detail]);
        expect(await t.value("select count(*) from app_public.contacts")).toBe(before);
      }),
    );
  });

  describe("in the client portal", () => {
    const bookOwn = (columns: Columns = {}) =>
      insertStatement("appointments", {
        service_id: db.world.acme.services.common,
        starts_at: at("09:00"),
        ...columns,
      });

    it("are the contact's own, scheduled, through the portal", () =>
      db.transaction(async (t) => {
        const { client } = db.world.acme;
        await t.as(client);
        const id = await t.value<string>(...bookOwn());
        expect(await show(t, id, "contact_id, status, source, ends_at, price_cents::int")).toEqual({
          contact_id: client.contactId,
          status: "scheduled",
          source: "portal",
          ends_at: new Date(at("09:30")),
          price_cents: 4_500,
        });
      }));

    it("say no more than time and service, and not what members note", () =>
      db.transaction(async (t) => {
        const { client, contacts, members } = db.world.acme;
        await t.as(client);
        for (const columns of [
          { contact_id: contacts.souths },
          { status: "confirmed" },
          { price_cents: 0 },
          { source: "phone" },
          { ends_at: at("23:00") },
          { staff_id: members.rep.membershipId },
        ]) {
          expect([columns, await t.refusal(...bookOwn(columns))]).toEqual([columns, "42501"]);
        }
        for (const column of ["notes", "staff_id", "created_by_id"]) {
          expect(await t.refusal(`select ${column} from app_public.appointments`)).toBe("42501");
        }
        expect(await t.count(...bookOwn())).toBe(1);
      }));

    it("are of an offered service, at a time to come", () =>
      db.transaction(async (t) => {
        const { client, services } = db.world.acme;
        await t.as(client);
        expect(await t.refusal(...bookOwn({ starts_at: "2020-01-01T09:00:00Z" }))).toBe("TN400");
        expect(await t.refusal(...insertStatement("appointments", { starts_at: at("09:00") }))).toBe("TN400");
        expect(await t.refusal(...bookOwn({ service_id: services.former }))).toBe("TN409");
        expect(await t.refusal(...bookOwn({ service_id: db.world.globex.serviceId }))).toBe("TN400");
        expect(await t.count(...bookOwn())).toBe(1);
      }));

    it("are moved, which asks for a new confirmation, and canceled, but decided no further", () =>
      db.transaction(async (t) => {
        const { client, members, appointments } = db.world.acme;
        await t.as(members.staff);
        await t.count(...change(appointments.reps, { status: "confirmed" }));
        await t.as(client);
        expect(await t.refusal(...change(appointments.reps, { status: "completed" }))).toBe("TN403");
        expect(await t.count(...change(appointments.reps, { starts_at: at("15:00") }))).toBe(1);
        expect(await show(t, appointments.reps, "status, ends_at")).toEqual({
          status: "scheduled",
          ends_at: new Date(at("16:00")),
        });
        expect(await t.refusal(...change(appointments.reps, { status: "confirmed" }))).toBe("TN403");
        expect(await t.refusal(...change(appointments.reps, { starts_at: "2020-01-01T09:00:00Z" }))).toBe("TN400");
        expect(await t.count(...change(appointments.reps, { status: "canceled" }))).toBe(1);
        expect(await t.refusal(...change(appointments.reps, { status: "scheduled" }))).toBe("TN409");
      }));

    it.each([
      ["began", { starts_at: "2020-01-01T09:00:00Z", ends_at: "2099-01-01T00:00:00Z" }],
      ["is in progress", { status: "in_progress" }],
      ["was completed", { status: "completed" }],
    ])("stay as they are once one %s", (_, columns) =>
      db.transaction(async (t) => {
        const { client, members, appointments } = db.world.acme;
        await t.as(client);
        const cancel = change(appointments.reps, { status: "canceled" });
        expect(await t.attempt(() => t.count(...cancel))).toBe(1);
        await t.as(members.staff);
        await t.count(...change(appointments.reps, columns));
        await t.as(client);
        expect(await t.refusal(...cancel)).toBe("TN409");
        expect(await t.refusal(...change(appointments.reps, { starts_at: at("15:00") }))).toBe("TN409");
      }),
    );

    it("leave what is over as it was, the reason why it was called off included", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        const past = { starts_at: "2020-05-01T09:00:00Z", ends_at: "2020-05-01T10:00:00Z" };
        const row = { organization_id: acme.id, contact_id: acme.contacts.reps };
        await t.asOwner();
        const completed = await t.value<string>(
          ...insertStatement("appointments", { ...row, ...past, status: "completed" }),
        );
        const canceled = await t.value<string>(
          ...insertStatement("appointments", { ...row, ...one, status: "canceled", cancellation_reason: "Ill" }),
        );
        const scheduled = await t.value<string>(...insertStatement("appointments", { ...row, ...one }));
        await t.as(acme.client);
        const explain = (id: string, columns: Columns = {}) =>
          updateStatement("appointments", id, { cancellation_reason: "Mine", ...columns });
        expect(await t.refusal(...explain(completed))).toBe("TN400");
        expect(await t.refusal(...explain(canceled))).toBe("TN409");
        const reason = () =>
          t.value("select cancellation_reason from app_public.appointments where id = $1", [scheduled]);
        expect(await t.count(...explain(scheduled))).toBe(1);
        expect(await reason()).toBeNull();
        expect(await t.count(...explain(scheduled, { status: "canceled" }))).toBe(1);
        expect(await reason()).toBe("Mine");
      }));

    it("don't take a member's time that is taken", () =>
      db.transaction(async (t) => {
        const { client, members, appointments } = db.world.acme;
        await t.as(members.staff);
        await book(t, { staff_id: members.rep.membershipId });
        await t.as(client);
        expect(await t.refusal(...change(appointments.reps, { starts_at: at("09:30") }))).toBe("TN409");
        expect(await t.count(...change(appointments.reps, { starts_at: at("10:00") }))).toBe(1);
      }));

    it("are out of sight once they are archived", () =>
      db.transaction(async (t) => {
        const { client, members, appointments } = db.world.acme;
        const visible = async () => {
          await t.as(client);
          return t.count("select from app_public.appointments where id = $1", [appointments.reps]);
        };
        expect(await visible()).toBe(1);
        await t.as(members.staff);
        await t.count(...change(appointments.reps, { deleted_at: "now" }));
        expect(await visible()).toBe(0);
      }));
  });
});

describe("two who book the same member at the same moment", () => {
  const db = useDatabase();

  it("don't both succeed", async () => {
    const { members } = db.world.acme;
    await db.withRoot(async (first) => {
      await db.withRoot(async (second) => {
        const claims = { iss: "tenantry", sub: members.staff.userId };
        const organization = members.staff.organization;
        for (const client of [first, second]) {
          await client.query("begin");
          await client.query("select set_config('role', app_private.begin_request($1), true)", [
            { claims, organization },
          ]);
        }
        const book = (client: Client, columns: Columns) =>
          client.query(...insertStatement("appointments", { ...columns, staff_id: members.rep.membershipId }));
        await book(first, one);
        const attempt = book(second, slot("09:30", "10:30")).then(
          () => "booked",
          (error: DatabaseError) => error.code,
        );
        // The second waits for the first to decide.
        expect(await Promise.race([attempt, setTimeout(200, "waits")])).toBe("waits");
        await first.query("commit");
        expect(await attempt).toBe("23P01");
        await second.query("rollback");
      }, db.urls.authenticator);
    }, db.urls.authenticator);
  });
});
