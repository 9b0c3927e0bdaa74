import { describe, expect, it } from "@jest/globals";
import { become, type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { call } from "../../support/calls.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

const db = useDatabase();

/** A Monday. */
const MONDAY = "2032-05-03";
const NINE_TO_NOON = { monday: [{ opens: "09:00", closes: "12:00" }] };

interface Place {
  readonly timezone?: string;
  readonly hours?: object;
  readonly booking?: object;
}

/** Says where and when the organization is open. */
async function open(t: TestTransaction, { timezone = "UTC", hours = NINE_TO_NOON, booking = {} }: Place = {}) {
  const { id } = db.world.acme;
  await t.asOwner();
  const settings = { businessHours: hours, booking: { slotMinutes: 30, ...booking } };
  await t.count(...updateStatement("organizations", id, { timezone, settings }));
}

async function service(t: TestTransaction, columns: Columns = {}): Promise<string> {
  await t.asOwner();
  const row = { organization_id: db.world.acme.id, name: "Massage", duration_minutes: 60, price_cents: 1, ...columns };
  return t.value<string>(...insertStatement("services", row));
}

async function slots(t: TestTransaction, args: Columns): Promise<string[]> {
  const rows = await t.rows<{ starts_at: Date; ends_at: Date }>(
    ...call("available_slots", { first_day: MONDAY, ...args }),
  );
  return rows.map(({ starts_at }) => starts_at.toISOString());
}

const at = (time: string, day = MONDAY) => `${day}T${time}:00.000Z`;
const booked = (columns: Columns) => insertStatement("appointments", { organization_id: db.world.acme.id, ...columns });

describe("the free slots of a service", () => {
  it("lie within the hours, have its length, and follow each other as the organization says", () =>
    db.transaction(async (t) => {
      await open(t);
      const service_id = await service(t);
      await t.as(db.world.acme.members.staff);
      expect(await slots(t, { service_id })).toEqual(
        ["09:00", "09:30", "10:00", "10:30", "11:00"].map((time) => at(time)),
      );
      const [first] = await t.rows(...call("available_slots", { service_id, first_day: MONDAY }));
      expect(first).toEqual({ starts_at: new Date(at("09:00")), ends_at: new Date(at("10:00")) });
      expect(await slots(t, { service_id, first_day: "2032-05-04", last_day: "2032-05-09" })).toEqual([]);
      expect(await slots(t, { service_id, last_day: "2032-05-10" })).toHaveLength(10);
    }));

  it("are every quarter of an hour of the whole day when nobody said otherwise", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      await t.count(...updateStatement("organizations", db.world.acme.id, { timezone: "UTC", settings: {} }));
      const service_id = await service(t);
      await t.as(db.world.acme.members.staff);
      const found = await slots(t, { service_id });
      expect([found.length, found[0], found[1], found.at(-1)]).toEqual([93, at("00:00"), at("00:15"), at("23:00")]);
    }));

  it.each([
    [1, 6],
    [2, 14],
    [3, 24],
    [7, 64],
  ])("are those with room at every moment, with a capacity of %i and %i appointments", (capacity, appointments) =>
    db.transaction(async (t) => {
      await open(t, { booking: { slotMinutes: 10 } });
      const service_id = await service(t, { duration_minutes: 40, capacity });
      const minute = (count: number) => new Date(Date.parse(at("08:00")) + count * 60_000);
      let state = capacity;
      const below = (limit: number) => {
        state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
        return Math.floor((state / 2 ** 31) * limit);
      };
      const taken: { from: number; to: number }[] = [];
      for (let count = 0; count < appointments; count++) {
        const from = below(56) * 5;
        const to = from + 5 + below(10) * 5;
        const isLive = below(4) > 0;
        if (isLive) taken.push({ from, to });
        const status = isLive ? "scheduled" : "canceled";
        await t.count(...booked({ service_id, starts_at: minute(from), ends_at: minute(to), status }));
      }
      const isFree = (start: number) =>
        Array.from({ length: 8 }, (_, step) => start + step * 5).every(
          (moment) => taken.filter(({ from, to }) => from <= moment && to > moment).length < capacity,
        );
      const starts = Array.from({ length: 15 }, (_, index) => 60 + index * 10);
      const expected = starts.filter(isFree).map((start) => minute(start).toISOString());
      await t.as(db.world.acme.members.staff);
      expect(await slots(t, { service_id })).toEqual(expected);
      // Neither all of them are free nor none, or else this would say little.
      expect(expected.length).toBeGreaterThan(0);
      expect(expected.length).toBeLessThan(starts.length);
    }),
  );

  it("keep a lunch break, and a date’s own hours", () =>
    db.transaction(async (t) => {
      const monday = [
        { opens: "09:00", closes: "10:00" },
        { opens: "13:00", closes: "14:30" },
      ];
      await open(t, { hours: { monday, "2032-05-10": [], "2032-05-11": [{ opens: "08:00", closes: "09:00" }] } });
      const service_id = await service(t);
      await t.as(db.world.acme.members.staff);
      expect(await slots(t, { service_id, last_day: "2032-05-11" })).toEqual([
        at("09:00"),
        at("13:00"),
        at("13:30"),
        at("08:00", "2032-05-11"),
      ]);
    }));

  it("are those of the service’s business, in its time zone, rather than the organization’s", () =>
    db.transaction(async (t) => {
      const { businesses, members } = db.world.acme;
      await open(t);
      const hours = { businessHours: { monday: [{ opens: "09:00", closes: "10:00" }] } };
      const change = { timezone: "Asia/Tokyo", settings: hours };
      await t.count(...updateStatement("businesses", businesses.north, change));
      const service_id = await service(t, { business_id: businesses.north });
      await t.as(members.staff);
      expect(await slots(t, { service_id })).toEqual([at("00:00")]);
    }));

  it.each([
    ["loses an hour, in spring", "2032-03-28", ["00:00", "00:30", "01:00", "01:30", "02:00"]],
    ["is an ordinary one", "2032-03-21", ["00:00", "00:30", "01:00", "01:30", "02:00", "02:30", "03:00"]],
    [
      "gains an hour, in autumn",
      "2032-10-31",
      ["-23:00", "-23:30", "00:00", "00:30", "01:00", "01:30", "02:00", "02:30", "03:00"],
    ],
  ])("are by the clock on a day that %s", (_, day, expected) =>
    db.transaction(async (t) => {
      // Midnight to four in London: clocks go from 1 to 2 on the one day, and from 2 to 1 on the other.
      await open(t, { timezone: "Europe/London", hours: { sunday: [{ opens: "00:00", closes: "04:00" }] } });
      const service_id = await service(t);
      await t.as(db.world.acme.members.staff);
      const times = expected.map((time) => (time.startsWith("-") ? at(time.slice(1), "2032-10-30") : at(time, day)));
      expect(await slots(t, { service_id, first_day: day })).toEqual(times);
    }),
  );

  it("leave a gap where the clock skips the opening, and open once when an hour comes twice", () =>
    db.transaction(async (t) => {
      await open(t, { timezone: "Europe/Berlin", hours: { sunday: [{ opens: "09:00", closes: "10:00" }] } });
      const service_id = await service(t);
      await t.as(db.world.acme.members.staff);
      expect(await slots(t, { service_id, first_day: "2032-03-21" })).toEqual([at("08:00", "2032-03-21")]);
      expect(await slots(t, { service_id, first_day: "2032-03-28" })).toEqual([at("07:00", "2032-03-28")]);
      expect(await slots(t, { service_id, first_day: "2032-10-31" })).toEqual([at("08:00", "2032-10-31")]);
      await open(t, { timezone: "Europe/Berlin", hours: { sunday: [{ opens: "02:00", closes: "03:00" }] } });
      await t.as(db.world.acme.members.staff);
      expect(await slots(t, { service_id, first_day: "2032-03-28" })).toEqual([]);
    }));

  it("aren’t where the member is taken, whatever it is by", () =>
    db.transaction(async (t) => {
      const { members } = db.world.acme;
      await open(t);
      const service_id = await service(t);
      const [one, other] = [members.rep.membershipId, members.teammate.membershipId];
      const row = { starts_at: at("09:30"), ends_at: at("10:30") };
      await t.count(...booked({ ...row, staff_id: one, status: "confirmed" }));
      await t.count(
        ...booked({ ...row, starts_at: at("11:00"), ends_at: at("12:00"), staff_id: one, status: "canceled" }),
      );
      await t.as(members.staff);
      expect(await slots(t, { service_id, staff_id: one })).toEqual([at("10:30"), at("11:00")]);
      expect(await slots(t, { service_id, staff_id: other })).toHaveLength(5);
      // Without a member, the service counts, which nobody has booked.
      expect(await slots(t, { service_id })).toHaveLength(5);
    }));

  it("are as many at once as its capacity allows, when no member is named", () =>
    db.transaction(async (t) => {
      await open(t);
      const service_id = await service(t, { capacity: 2 });
      // The two don’t overlap each other, so between them there is room for one more at any time.
      await t.count(...booked({ service_id, starts_at: at("09:00"), ends_at: at("09:30") }));
      await t.count(...booked({ service_id, starts_at: at("09:30"), ends_at: at("10:00") }));
      await t.as(db.world.acme.members.staff);
      expect(await slots(t, { service_id })).toHaveLength(5);
      await t.asOwner();
      await t.count(...booked({ service_id, starts_at: at("09:45"), ends_at: at("10:15") }));
      await t.as(db.world.acme.members.staff);
      expect(await slots(t, { service_id })).toEqual([at("10:00"), at("10:30"), at("11:00")]);
    }));

  it("are looked up in indexes, however many appointments there are", () =>
    db.transaction(async (t) => {
      await open(t);
      const service_id = await service(t);
      const staff_id = db.world.acme.members.rep.membershipId;
      await t.count("alter table app_public.appointments disable trigger user");
      await t.count(
        `insert into app_public.appointments (organization_id, service_id, staff_id, starts_at, ends_at)
        select $1, $2, $3, hour, hour + interval '1 hour'
        from generate_series('2031-12-01Z'::timestamptz, '2032-12-01Z', '1 hour') as hour`,
        [db.world.acme.id, service_id, staff_id],
      );
      await t.count("analyze app_public.appointments");
      const reads = async () => {
        await t.asOwner();
        const sql = `select seq_tup_read::int as sequential, idx_tup_fetch::int as indexed
          from pg_stat_xact_user_tables where relid = 'app_public.appointments'::regclass`;
        return (await t.rows<{ sequential: number; indexed: number }>(sql))[0] ?? { sequential: 0, indexed: 0 };
      };
      for (const args of [{}, { staff_id }]) {
        const before = await reads();
        await t.as(db.world.acme.members.staff);
        expect(await slots(t, { service_id, ...args })).toEqual([]);
        const after = await reads();
        expect(after.sequential - before.sequential).toBe(0);
        expect(after.indexed - before.indexed).toBeLessThan(100);
      }
    }));

  it("are to come", () =>
    db.transaction(async (t) => {
      const everyDay = [{ opens: "00:00", closes: "24:00" }];
      const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
      await open(t, { hours: Object.fromEntries(days.map((day) => [day, everyDay])) });
      const service_id = await service(t, { duration_minutes: 5 });
      await t.as(db.world.acme.members.staff);
      const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
      const found = await slots(t, { service_id, first_day: day(-1), last_day: day(1) });
      expect(found.length).toBeGreaterThanOrEqual(48);
      expect(found.length).toBeLessThanOrEqual(96);
      expect(Date.parse(found[0] ?? "")).toBeGreaterThan(Date.now() - 5_000);
    }));
});

describe("the booking rules", () => {
  const minutesAhead = (minutes: number) => new Date(Date.now() + minutes * 60_000);
  const day = (offset: number) =>
    minutesAhead(offset * 1_440)
      .toISOString()
      .slice(0, 10);
  const always = Object.fromEntries(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map((name) => [
      name,
      [{ opens: "00:00", closes: "24:00" }],
    ]),
  );

  it("narrow what contacts are offered, and members who ask for that", () =>
    db.transaction(async (t) => {
      const { members, client } = db.world.acme;
      await open(t, { hours: always, booking: { minimumNoticeMinutes: 1_440, maximumDaysAhead: 2 } });
      const service_id = await service(t);
      const range = { service_id, first_day: day(0), last_day: day(5) };
      await t.as(client);
      const offered = await slots(t, range);
      expect(Date.parse(offered[0] ?? "")).toBeGreaterThanOrEqual(minutesAhead(1_439).getTime());
      expect(Date.parse(offered.at(-1) ?? "")).toBeLessThanOrEqual(minutesAhead(2_881).getTime());
      expect(offered.length).toBeGreaterThan(40);
      expect(await slots(t, { ...range, is_for_portal: false })).toEqual(offered);
      await t.as(members.staff);
      expect(await slots(t, { ...range, is_for_portal: true })).toEqual(offered);
      expect((await slots(t, range)).length).toBeGreaterThan(offered.length + 100);
    }));

  it("are shown to members, keys and contacts, each their organization’s, and to nobody else", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await open(t, { booking: { cancellationNoticeMinutes: 5, maximumDaysAhead: 30 } });
      const rules = {
        minimum_notice_minutes: 60,
        cancellation_notice_minutes: 5,
        maximum_days_ahead: 30,
        slot_minutes: 30,
      };
      for (const actor of [acme.members.viewer, acme.apiKey, acme.client]) {
        await t.as(actor);
        expect(await t.rows(...call("booking_rules"))).toEqual([rules]);
      }
      await t.as(globex.owner);
      expect(await t.rows(...call("booking_rules"))).toEqual([
        { minimum_notice_minutes: 60, cancellation_notice_minutes: 1440, maximum_days_ahead: null, slot_minutes: 15 },
      ]);
      await t.asAnonymous();
      expect(await t.refusal(...call("booking_rules"))).toBe("42501");
    }));
});

describe("who asks for slots", () => {
  it.each(["owner", "admin", "manager", "staff", "rep", "viewer", "northerner", "apiKey", "client"] as const)(
    "is given them: %s",
    (name) =>
      db.transaction(async (t) => {
        await open(t);
        const service_id = await service(t);
        await become(t, db.world, name);
        expect(await slots(t, { service_id })).toHaveLength(5);
      }),
  );

  it("is not a visitor, nor another organization, for which there is no such service", () =>
    db.transaction(async (t) => {
      await open(t);
      const service_id = await service(t);
      await t.as(db.world.globex.owner);
      expect(await slots(t, { service_id })).toEqual([]);
      expect(await slots(t, { service_id: db.world.globex.serviceId })).not.toEqual([]);
      await t.asAnonymous();
      expect(await t.refusal(...call("available_slots", { service_id, first_day: MONDAY }))).toBe("42501");
    }));

  it("doesn’t learn of services that aren’t offered, of other businesses, or of strangers’ time", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await open(t);
      const offered = await service(t);
      await t.as(acme.members.northerner);
      expect(await slots(t, { service_id: acme.services.norths })).not.toEqual([]);
      expect(await slots(t, { service_id: acme.services.souths })).toEqual([]);
      await t.as(acme.members.staff);
      expect(await slots(t, { service_id: acme.services.former })).toEqual([]);
      const staff_id = globex.owner.membershipId;
      expect(await slots(t, { service_id: offered, staff_id })).toEqual([]);
      await t.as(acme.client);
      expect(await t.refusal(...call("available_slots", { service_id: offered, first_day: MONDAY, staff_id }))).toBe(
        "TN403",
      );
    }));

  it("may read appointments", () =>
    db.transaction(async (t) => {
      const { intern, members, services } = db.world.acme;
      const look = call("available_slots", { service_id: services.common, first_day: MONDAY });
      await t.as(members.viewer);
      expect(await t.count(...look)).toBeGreaterThan(0);
      await t.asOwner();
      await t.count(...updateStatement("memberships", members.viewer.membershipId, { role_id: intern.roleId }));
      await t.as(members.viewer);
      const error = await t.failure(...look);
      expect([error.code, error.detail]).toEqual(["TN403", '{"permission": "appointments.read"}']);
    }));

  it.each([
    ["no day", { first_day: null }],
    ["a last day before the first", { last_day: "2032-05-02" }],
    ["more than 31 days", { last_day: "2032-06-03" }],
    ["days without end", { last_day: "infinity" }],
    ["no day at all", { first_day: "infinity", last_day: "infinity" }],
    ["days before all others", { first_day: "-infinity", last_day: MONDAY }],
    ["the last days there are", { first_day: "5874897-12-31", last_day: "5874897-12-31" }],
  ])("asks for one to 31 days, not %s", (_, days) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const service_id = db.world.acme.services.common;
      expect(await t.refusal(...call("available_slots", { service_id, first_day: MONDAY, ...days }))).toBe("TN400");
      expect(
        await t.count(...call("available_slots", { service_id, first_day: MONDAY, last_day: "2032-06-02" })),
      ).toBeGreaterThan(0);
    }),
  );
});

describe("business hours", () => {
  const set = (businessHours: unknown) =>
    updateStatement("organizations", db.world.acme.id, { settings: { businessHours } });

  it.each([
    "always",
    [],
    null,
    { someday: [] },
    { "2032-13-01": [] },
    { monday: "09:00-17:00" },
    { monday: ["09:00"] },
    { monday: [{ opens: "09:00" }] },
    { monday: [{ opens: "9:00", closes: "17:00" }] },
    { monday: [{ opens: "09:00", closes: "24:30" }] },
    { monday: [{ opens: "17:00", closes: "09:00" }] },
    { monday: [{ opens: "09:00", closes: "09:00" }] },
  ])("are times of days: %j is refused", (hours) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.owner);
      expect((await t.failure(...set(hours))).constraint).toBe("business_hours_must_be_times");
      expect(await t.count(...set(NINE_TO_NOON))).toBe(1);
      const business = { settings: { businessHours: hours } };
      const { north } = db.world.acme.businesses;
      expect((await t.failure(...updateStatement("businesses", north, business))).code).toBe("23514");
    }),
  );

  it("may last until midnight, and differ on a leap day", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.owner);
      const hours = { sunday: [{ opens: "00:00", closes: "24:00" }], "2032-02-29": [] };
      expect(await t.count(...set(hours))).toBe(1);
    }));
});
