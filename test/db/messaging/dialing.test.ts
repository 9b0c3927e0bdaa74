import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { byActor } from "../../support/by-actor.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { race, requestOf } from "../../support/race.ts";

const db = useDatabase();
const start = (id: string): [string, unknown[]] => ["select status from app_public.start_campaign($1)", [id]];
const pause = (id: string): [string, unknown[]] => ["select status from app_public.pause_campaign($1)", [id]];
const next = (id: string, lease = 900): [string, unknown[]] => [
  "select id, phone, state, attempts, next_attempt_at from app_public.next_campaign_target($1, $2)",
  [id, lease],
];
const record = (target: string, attempt: number, columns: Columns): [string, unknown[]] => {
  const passed = Object.keys(columns).map((name, index) => `${name} => $${index + 3}`);
  return [
    `select id, state, result, attempts, next_attempt_at from app_public.record_campaign_result(${["$1", "$2", ...passed].join(", ")})`,
    [target, attempt, ...Object.values(columns)],
  ];
};
const changers = {
  owner: 1,
  admin: 1,
  manager: 1,
  staff: 1,
  rep: "TN404",
  viewer: "TN404",
  northerner: 1,
  apiKey: 1,
  client: "42501",
  stranger: "TN404",
  anonymous: "42501",
};

/** As staff, in a running campaign with so many targets, whose ids come in the order in which they were added. */
const inCampaign = (
  targets: number,
  columns: Columns,
  work: (t: TestTransaction, id: string, ids: readonly string[]) => Promise<void>,
) =>
  db.transaction(async (t) => {
    await t.as(db.world.acme.members.staff);
    const id = await t.value<string>(
      ...insertStatement("call_campaigns", { name: "Spring", status: "running", ...columns }),
    );
    const ids: string[] = [];
    for (let n = 0; n < targets; n++) {
      const target = { campaign_id: id, phone: `+44207946${7400 + n}` };
      ids.push(await t.value<string>(...insertStatement("call_campaign_targets", target)));
    }
    await work(t, id, ids);
  });
const statusOf = (t: TestTransaction, id: string) =>
  t.value("select status from app_public.call_campaigns where id = $1", [id]);
const detailOf = async (t: TestTransaction, statement: [string, unknown[]]) => {
  const error = await t.failure(...statement);
  return [error.code, JSON.parse(error.detail ?? "{}")];
};
/** Moves the end of leases, and of waiting, into the past. */
const letTimePass = async (t: TestTransaction, id: string) => {
  await t.asOwner();
  await t.count(
    "update app_public.call_campaign_targets set next_attempt_at = now() - interval '1 second' where campaign_id = $1 and next_attempt_at is not null",
    [id],
  );
  await t.as(db.world.acme.members.staff);
};

describe("starting and pausing a campaign", () => {
  it("are for those who may change it", () =>
    db.transaction(async (t) => {
      const { callCampaigns } = db.world.acme.messaging;
      expect(await byActor(t, db.world, ...start(callCampaigns.teammates))).toEqual(changers);
      await t.as(db.world.acme.members.rep);
      expect(await t.value(...start(callCampaigns.reps))).toBe("running");
      await t.as(db.world.acme.members.northerner);
      expect(await t.refusal(...start(callCampaigns.souths))).toBe("TN404");
      await t.as(db.world.acme.members.staff);
      await t.count(...start(callCampaigns.teammates));
      expect(await byActor(t, db.world, ...pause(callCampaigns.teammates))).toEqual(changers);
    }));

  it("follow each other", () =>
    inCampaign(1, { status: "draft" }, async (t, id) => {
      expect(await detailOf(t, pause(id))).toEqual(["TN409", { status: "draft" }]);
      expect(await t.value(...start(id))).toBe("running");
      expect(await detailOf(t, start(id))).toEqual(["TN409", { status: "running" }]);
      expect(await t.value(...pause(id))).toBe("paused");
      expect(await detailOf(t, pause(id))).toEqual(["TN409", { status: "paused" }]);
      expect(await t.value(...start(id))).toBe("running");
      await t.count(...updateStatement("call_campaigns", id, { status: "canceled" }));
      expect(await detailOf(t, start(id))).toEqual(["TN409", { status: "canceled" }]);
    }));

  it("schedule one whose time is to come, which runs when a dialer asks after that", () =>
    inCampaign(1, { status: "draft", starts_at: new Date(Date.now() + 3_600_000) }, async (t, id, [target]) => {
      expect(await t.value(...start(id))).toBe("scheduled");
      expect(await detailOf(t, start(id))).toEqual(["TN409", { status: "scheduled" }]);
      expect(await detailOf(t, next(id))).toEqual(["TN409", { field: "campaignId", status: "scheduled" }]);
      await t.count(...updateStatement("call_campaigns", id, { starts_at: new Date(Date.now() - 60_000) }));
      expect(await t.value(...next(id))).toBe(target);
      expect(await statusOf(t, id)).toBe("running");
      expect(await t.value(...pause(id))).toBe("paused");
    }));

  it.each<[string, Columns, object]>([
    ["whose time is over", { ends_at: "2026-01-01T00:00:00Z" }, { field: "endsAt" }],
    ["that is archived", { deleted_at: "2026-01-01T00:00:00Z" }, { field: "campaignId" }],
    ["on days that are none", { schedule: { days: ["someday"] } }, { field: "schedule" }],
    ["on no days", { schedule: { days: [] } }, { field: "schedule" }],
    ["at hours that are none", { schedule: { from: "9" } }, { field: "schedule" }],
    ["at hours that end before they begin", { schedule: { from: "17:00", to: "09:00" } }, { field: "schedule" }],
  ])("don't start one %s", (_, columns, detail) =>
    inCampaign(1, { status: "draft" }, async (t, id) => {
      await t.count(...updateStatement("call_campaigns", id, columns));
      expect(await detailOf(t, start(id))).toEqual(["TN409", detail]);
      await t.count(
        ...updateStatement("call_campaigns", id, {
          ends_at: null,
          deleted_at: null,
          schedule: { days: ["monday"], to: "17:00" },
        }),
      );
      expect(await t.value(...start(id))).toBe("running");
    }),
  );

  it("don't start one in which there is nobody to call", () =>
    inCampaign(1, { status: "completed" }, async (t, id, [target = ""]) => {
      await t.count(...updateStatement("call_campaign_targets", target, { state: "completed" }));
      expect(await detailOf(t, start(id))).toEqual(["TN409", { field: "campaignId" }]);
      await t.count(...insertStatement("call_campaign_targets", { campaign_id: id, phone: "+442079467499" }));
      expect(await t.value(...start(id))).toBe("running");
    }));

  it("are done by one of ten at once", async () => {
    const { members, messaging } = db.world.acme;
    for (const statement of [start(messaging.callCampaigns.outsiders), pause(messaging.callCampaigns.outsiders)]) {
      const answers = await race(db, Array(10).fill({ request: requestOf(members.staff), statement }));
      expect(answers.filter((answer) => answer === "TN409")).toHaveLength(9);
    }
  });
});

describe("the next target", () => {
  it("is for those who may change the campaign", () =>
    db.transaction(async (t) => {
      const { teammates } = db.world.acme.messaging.callCampaigns;
      await t.as(db.world.acme.members.staff);
      await t.count(...start(teammates));
      expect(await byActor(t, db.world, ...next(teammates))).toEqual(changers);
    }));

  it("is each target once, in the order in which they were added, for as long as the dialer says", () =>
    inCampaign(2, {}, async (t, id, ids) => {
      const [row] = await t.rows(...next(id, 60));
      expect(row).toMatchObject({ id: ids[0], state: "dialing", attempts: 1 });
      expect(
        await t.value("select $1 = date_trunc('milliseconds', now()) + interval '1 minute'", [
          row?.["next_attempt_at"],
        ]),
      ).toBe(true);
      expect(await t.value(...next(id))).toBe(ids[1]);
      expect(await t.value(...next(id))).toBeNull();
      expect(await statusOf(t, id)).toBe("running");
    }));

  it.each([29, 14_401, null])("isn't given for %s seconds", (seconds) =>
    inCampaign(1, {}, async (t, id) => {
      expect(await detailOf(t, [next(id)[0], [id, seconds]])).toEqual(["TN400", { field: "leaseSeconds" }]);
      expect(await t.count(...next(id, 30))).toBe(1);
    }),
  );

  it("is one whose dialer said nothing in time, before those who wait", () =>
    inCampaign(2, {}, async (t, id, ids) => {
      await t.count(...next(id));
      await letTimePass(t, id);
      expect((await t.rows(...next(id)))[0]).toMatchObject({ id: ids[0], attempts: 2 });
      expect(await detailOf(t, record(ids[0] ?? "", 1, { state: "completed" }))).toEqual([
        "TN409",
        { field: "attempt", state: "dialing", attempts: 2 },
      ]);
      expect((await t.rows(...record(ids[0] ?? "", 2, { state: "completed" })))[0]).toMatchObject({
        state: "completed",
      });
    }));

  it("isn't one that was tried as often as the campaign says: that fails, and then the campaign is completed", () =>
    inCampaign(1, { max_attempts: 2 }, async (t, id, [target = ""]) => {
      for (const attempts of [1, 2]) {
        expect((await t.rows(...next(id)))[0]).toMatchObject({ id: target, attempts });
        await letTimePass(t, id);
      }
      expect(await t.value(...next(id))).toBeNull();
      expect(
        await t.rows("select state, attempts, result from app_public.call_campaign_targets where id = $1", [target]),
      ).toEqual([{ state: "failed", attempts: 2, result: "No result was recorded." }]);
      expect(await statusOf(t, id)).toBe("completed");
      expect(await detailOf(t, next(id))).toEqual(["TN409", { field: "campaignId", status: "completed" }]);
    }));

  it("is one to be tried again once its time has come", () =>
    inCampaign(1, {}, async (t, id, [target = ""]) => {
      await t.count(...next(id));
      const again = await t.rows(...record(target, 1, { state: "pending", result: "Nobody answered." }));
      expect(again[0]).toMatchObject({ state: "pending", result: "Nobody answered." });
      expect(
        await t.value("select $1 = date_trunc('milliseconds', now()) + interval '1 hour'", [
          again[0]?.["next_attempt_at"],
        ]),
      ).toBe(true);
      expect(await t.value(...next(id))).toBeNull();
      expect(await statusOf(t, id)).toBe("running");
      await letTimePass(t, id);
      expect((await t.rows(...next(id)))[0]).toMatchObject({ id: target, attempts: 2 });
    }));

  it("isn't given on other days, or at other hours, by the clocks of the place", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const isTime = (schedule: object, zone: string, at: string) =>
        t.value("select app_hidden.is_calling_time($1, $2, $3)", [schedule, zone, at]);
      const office = { days: ["monday"], from: "09:00", to: "17:00" };
      // A Monday, in summer time.
      expect(await isTime(office, "Europe/London", "2026-06-01T08:00:00Z")).toBe(true);
      expect(await isTime(office, "UTC", "2026-06-01T08:00:00Z")).toBe(false);
      expect(await isTime(office, "Europe/London", "2026-06-01T15:59:00Z")).toBe(true);
      expect(await isTime(office, "Europe/London", "2026-06-01T16:00:00Z")).toBe(false);
      expect(await isTime(office, "Europe/London", "2026-06-02T10:00:00Z")).toBe(false);
      expect(await isTime({}, "Europe/London", "2026-06-02T23:59:00Z")).toBe(true);
      expect(await isTime({ from: "09:00" }, "UTC", "2026-06-02T08:59:59Z")).toBe(false);
    }));

  it("is nobody outside the campaign's days", () =>
    inCampaign(1, {}, async (t, id, [target]) => {
      const yesterday = await t.value("select to_char(now() at time zone 'UTC' - interval '1 day', 'FMday')");
      await t.count(...updateStatement("call_campaigns", id, { schedule: { days: [yesterday] } }));
      expect(await t.value(...next(id))).toBeNull();
      await t.count(...updateStatement("call_campaigns", id, { schedule: {} }));
      expect(await t.value(...next(id))).toBe(target);
    }));

  it("is nobody of a campaign that rests, is archived or over", () =>
    inCampaign(1, {}, async (t, id, [target]) => {
      const runs = { status: "running", deleted_at: null, ends_at: null };
      for (const columns of [{ status: "paused" }, { deleted_at: new Date() }, { ends_at: "2026-01-01T00:00:00Z" }]) {
        await t.count(...updateStatement("call_campaigns", id, { ...runs, ...columns }));
        expect(await t.refusal(...next(id))).toBe("TN409");
      }
      await t.count(...updateStatement("call_campaigns", id, runs));
      expect(await t.value(...next(id))).toBe(target);
    }));

  it("is another one for each of twenty dialers at once, until none is left", async () => {
    const { members, id: organization_id } = db.world.acme;
    const campaign = await db.withRoot(async (root) => {
      const made = await root.query(
        ...insertStatement("call_campaigns", { organization_id, name: "Race", status: "running" }),
      );
      const campaign_id = made.rows[0].id as string;
      await root.query(
        `insert into app_public.call_campaign_targets (organization_id, campaign_id, phone)
         select $1, $2, '+4420794675' || to_char(n, 'FM00') from generate_series(1, 30) n`,
        [organization_id, campaign_id],
      );
      return campaign_id;
    });
    const dialers = Array(20).fill({ request: requestOf(members.staff), statement: next(campaign) });
    const given = (await race<{ id: string | null }>(db, dialers)).concat(await race(db, dialers));
    const ids = given.map((rows) => (typeof rows === "string" ? rows : rows[0]?.id));
    expect(ids.filter((id) => id === null)).toHaveLength(10);
    expect(new Set(ids.filter((id) => id !== null)).size).toBe(30);

    const results = ids
      .filter((id) => id != null)
      .flatMap((id) =>
        Array(2).fill({ request: requestOf(members.staff), statement: record(id, 1, { state: "completed" }) }),
      );
    const recorded = await race(db, results);
    expect(recorded.filter((answer) => answer === "TN409")).toHaveLength(30);
    const [last] = await race<{ id: string | null }>(db, dialers.slice(0, 1));
    expect(["TN409", null]).toContain(typeof last === "string" ? last : last?.[0]?.id);
    const { rows } = await db.withRoot((root) =>
      root.query("select status from app_public.call_campaigns where id = $1", [campaign]),
    );
    expect(rows).toEqual([{ status: "completed" }]);
  }, 60_000);

  it("is found by an index, however many there are", async () => {
    await db.transaction(async (t) => {
      const { id: organization_id } = db.world.acme;
      await t.asOwner();
      const campaign_id = await t.value<string>(
        ...insertStatement("call_campaigns", { organization_id, name: "Large", status: "running" }),
      );
      await t.count(
        `insert into app_public.call_campaign_targets (organization_id, campaign_id, phone, state)
         select $1, $2, '+4930' || (10000000 + n), case when n <= 19900 then 'completed' else 'pending' end from generate_series(1, 20000) n`,
        [organization_id, campaign_id],
      );
      await t.rows("analyze app_public.call_campaign_targets");
      for (const member of [db.world.acme.members.staff, db.world.acme.members.northerner]) {
        await t.as(member);
        const plan = await t.rows<{ "QUERY PLAN": string }>(
          `explain (analyze, costs off, timing off, summary off)
           select t.* from app_public.call_campaign_targets t
           where t.organization_id = app_hidden.organization_id() and t.campaign_id = $1 and t.state = 'pending' and t.next_attempt_at is null
           order by t.next_attempt_at, t.id limit 1 for no key update skip locked`,
          [campaign_id],
        );
        // The tables of roles and businesses are small, and what is asked of them for others is never executed.
        const lines = plan.map((line) => line["QUERY PLAN"]);
        const text = lines.filter((line) => !/never executed|on (memberships|roles|business)/.test(line)).join("\n");
        expect(text).toMatch(/Index Scan using call_campaign_targets_organization_id_campaign_id_state_n/);
        expect(text).not.toMatch(/Seq Scan|Sort/);
      }
    });
  }, 60_000);
});

describe("the result of a call", () => {
  it("is recorded by those who may change the campaign", () =>
    db.transaction(async (t) => {
      const { callCampaigns, callCampaignTargets } = db.world.acme.messaging;
      await t.as(db.world.acme.members.staff);
      await t.count(...start(callCampaigns.teammates));
      await t.count(...next(callCampaigns.teammates));
      const statement = record(callCampaignTargets.teammates, 1, { state: "completed" });
      expect(await byActor(t, db.world, ...statement)).toEqual(changers);
    }));

  it("is recorded once, for the attempt that goes on, also when the campaign rests", () =>
    inCampaign(2, {}, async (t, id, [target = "", other = ""]) => {
      expect(await detailOf(t, record(target, 0, { state: "completed" }))).toEqual([
        "TN409",
        { field: "attempt", state: "pending", attempts: 0 },
      ]);
      await t.count(...next(id));
      await t.count(...pause(id));
      const calls = db.world.acme.messaging.calls;
      const columns = { state: "completed", result: "Comes on Monday.", call_id: calls.norths };
      expect(await t.rows(...record(target, 1, columns))).toMatchObject([
        { state: "completed", result: "Comes on Monday.", next_attempt_at: null },
      ]);
      expect(await t.refusal(...record(target, 1, columns))).toBe("TN409");
      expect(await t.refusal(...record(other, 1, columns))).toBe("TN409");
      expect(await statusOf(t, id)).toBe("paused");
    }));

  it("fails somebody who was tried often enough, and completes the campaign with the last one", () =>
    inCampaign(2, { max_attempts: 1 }, async (t, id, ids) => {
      for (const [index, state] of ["pending", "skipped"].entries()) {
        expect(await statusOf(t, id)).toBe("running");
        await t.count(...next(id));
        const [row] = await t.rows(...record(ids[index] ?? "", 1, { state }));
        expect(row).toMatchObject({ state: state === "pending" ? "failed" : "skipped", next_attempt_at: null });
      }
      expect(await statusOf(t, id)).toBe("completed");
    }));

  it("counts when it comes late, as long as no other dialer has the target", () =>
    inCampaign(1, {}, async (t, id, [target = ""]) => {
      await t.count(...next(id));
      await letTimePass(t, id);
      expect(await t.rows(...record(target, 1, { state: "completed" }))).toMatchObject([{ state: "completed" }]);
      expect(await statusOf(t, id)).toBe("completed");
    }));

  it("is tried again when the dialer says", () =>
    inCampaign(1, {}, async (t, id, [target = ""]) => {
      await t.count(...next(id));
      const next_attempt_at = new Date("2040-01-01T09:00:00Z");
      expect(await t.rows(...record(target, 1, { state: "pending", next_attempt_at }))).toMatchObject([
        { next_attempt_at },
      ]);
    }));

  it("is none that isn't an end, and names no call out of sight", () =>
    inCampaign(1, {}, async (t, id, [target = ""]) => {
      await t.count(...next(id));
      expect(await detailOf(t, record(target, 1, { state: "dialing" }))).toEqual(["TN400", { field: "state" }]);
      expect(await t.refusal(...record(target, 1, { state: "won" }))).toBe("23503");
      for (const call_id of [target, db.world.globex.messaging.callId]) {
        expect(await detailOf(t, record(target, 1, { state: "failed", call_id }))).toEqual([
          "TN404",
          { field: "callId" },
        ]);
      }
      expect(await detailOf(t, [record(target, 1, { state: "failed" })[0], [target, null, "failed"]])).toEqual([
        "TN409",
        { field: "attempt", state: "dialing", attempts: 1 },
      ]);
      expect(await t.count(...record(target, 1, { state: "failed" }))).toBe(1);
    }));
});

it("a dialer that only sets the state keeps a target for a quarter of an hour", () =>
  inCampaign(1, {}, async (t, id, [target = ""]) => {
    await t.count(...updateStatement("call_campaign_targets", target, { state: "dialing" }));
    expect(
      await t.value(
        "select next_attempt_at - now() = interval '15 minutes' from app_public.call_campaign_targets where id = $1",
        [target],
      ),
    ).toBe(true);
    await letTimePass(t, id);
    expect((await t.rows(...next(id)))[0]).toMatchObject({ id: target, attempts: 2 });
  }));
