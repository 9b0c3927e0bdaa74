import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../support/database.ts";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { explain, readsRows, recordStatements } from "../../support/statements.ts";

const db = useDatabase();
const gateway = useGateway(db, { poolSize: 1 });

interface Group {
  readonly keys: readonly (string | null)[];
  readonly count: number;
}

const inZone = (zone: string) =>
  db.withRoot((root) =>
    root.query("update app_public.organizations set timezone = $2 where id = $1", [db.world.acme.id, zone]),
  );

const ask = async (document: string, variables: object = {}, actor: Actor = db.world.acme.members.staff) =>
  gateway.as(actor).query(document, variables);

/** Contacts who came at some times. */
async function addContacts(times: readonly string[]): Promise<void> {
  await db.withRoot((root) =>
    root.query(
      `insert into app_public.contacts (organization_id, first_name, created_at)
      select $1, 'Counted', at from unnest($2::timestamptz[]) as at`,
      [db.world.acme.id, times],
    ),
  );
}

const GROUPS = `query ($groupBy: [ContactGroupBy!]!, $filter: ContactFilter, $having: ContactHavingInput, $includeArchived: IncludeArchived) {
  contacts(filter: $filter, includeArchived: $includeArchived) { groupedAggregates(groupBy: $groupBy, having: $having) { keys count } }
}`;

const between = (from: string, to: string) => ({ createdAt: { greaterThanOrEqualTo: from, lessThan: to } });

async function groups(groupBy: string[], variables: object, actor?: Actor): Promise<Record<string, number>> {
  const answer = await ask(GROUPS, { groupBy, ...variables }, actor);
  const found = answer.get<Group[]>("contacts.groupedAggregates");
  return Object.fromEntries(found.map(({ keys, count }) => [keys.join(), count]));
}

describe("groups by the organization’s calendar", () => {
  beforeAll(() =>
    addContacts([
      // New York sets its clock forward at 07:00 on 8 March 2026 and back at 06:00 on 1 November (times of UTC).
      "2026-03-08 04:59Z",
      "2026-03-08 05:00Z",
      "2026-03-08 06:59Z",
      "2026-03-08 07:00Z",
      "2026-03-09 03:59Z",
      "2026-03-09 04:00Z",
      "2026-11-01 03:59Z",
      "2026-11-01 04:00Z",
      "2026-11-01 05:30Z",
      "2026-11-01 06:30Z",
      "2026-11-02 04:59Z",
      "2026-11-02 05:00Z",
      // Auckland sets its clock back at 14:00 on 4 April 2026 and forward at 14:00 on 26 September.
      "2026-04-04 10:59Z",
      "2026-04-04 11:00Z",
      "2026-04-05 11:59Z",
      "2026-04-05 12:00Z",
      "2026-09-26 11:59Z",
      "2026-09-26 12:00Z",
      "2026-09-27 10:59Z",
      "2026-09-27 11:00Z",
    ]),
  );

  it.each<[string, string, string, string, Record<string, number>]>([
    [
      "a day of 23 hours",
      "America/New_York",
      "2026-03-08T00:00Z",
      "2026-03-10T00:00Z",
      { "2026-03-07": 1, "2026-03-08": 4, "2026-03-09": 1 },
    ],
    [
      "a day of 25 hours",
      "America/New_York",
      "2026-11-01T00:00Z",
      "2026-11-03T00:00Z",
      { "2026-10-31": 1, "2026-11-01": 4, "2026-11-02": 1 },
    ],
    [
      "a day of 25 hours",
      "Pacific/Auckland",
      "2026-04-04T00:00Z",
      "2026-04-06T00:00Z",
      { "2026-04-04": 1, "2026-04-05": 2, "2026-04-06": 1 },
    ],
    [
      "a day of 23 hours",
      "Pacific/Auckland",
      "2026-09-26T00:00Z",
      "2026-09-28T00:00Z",
      { "2026-09-26": 1, "2026-09-27": 2, "2026-09-28": 1 },
    ],
    ["a day of Greenwich", "UTC", "2026-03-08T00:00Z", "2026-03-10T00:00Z", { "2026-03-08": 4, "2026-03-09": 2 }],
  ])("have %s in %s", async (_, zone, from, to, days) => {
    await inZone(zone);
    expect(await groups(["CREATED_AT_TRUNCATED_TO_DAY"], { filter: between(from, to) })).toEqual(days);
  });

  it("begin weeks on Monday and months on the first, by the same calendar", async () => {
    await inZone("America/New_York");
    const march = { filter: between("2026-03-08T00:00Z", "2026-03-10T00:00Z") };
    expect(await groups(["CREATED_AT_TRUNCATED_TO_WEEK"], march)).toEqual({ "2026-03-02": 5, "2026-03-09": 1 });
    const autumn = { filter: between("2026-11-01T00:00Z", "2026-11-03T00:00Z") };
    expect(await groups(["CREATED_AT_TRUNCATED_TO_MONTH"], autumn)).toEqual({ "2026-10-01": 1, "2026-11-01": 5 });
    await inZone("UTC");
    expect(await groups(["CREATED_AT_TRUNCATED_TO_MONTH"], autumn)).toEqual({ "2026-11-01": 6 });
  });

  it("tell the two hours apart that a clock set back goes through", async () => {
    await inZone("America/New_York");
    const filter = between("2026-11-01T05:00Z", "2026-11-01T07:00Z");
    const hours = Object.entries(await groups(["CREATED_AT_TRUNCATED_TO_HOUR"], { filter }));
    expect(hours.map(([hour, count]) => [new Date(hour).toISOString(), count])).toEqual([
      ["2026-11-01T05:00:00.000Z", 1],
      ["2026-11-01T06:00:00.000Z", 1],
    ]);
  });

  it("are in the order of the calendar", async () => {
    await inZone("UTC");
    const filter = between("2026-03-01T00:00Z", "2026-12-01T00:00Z");
    const days = Object.keys(await groups(["CREATED_AT_TRUNCATED_TO_DAY"], { filter }));
    expect(days.length).toBeGreaterThan(5);
    expect(days).toEqual(days.toSorted());
  });

  it("are cut by weeks and months for days without a time, too", async () => {
    const document =
      "{ deals { groupedAggregates(groupBy: [EXPECTED_CLOSE_ON_TRUNCATED_TO_WEEK, EXPECTED_CLOSE_ON_TRUNCATED_TO_MONTH]) { keys } } }";
    const { acme } = db.world;
    await db.withRoot((root) =>
      root.query("update app_public.deals set expected_close_on = '2026-10-01' where organization_id = $1", [acme.id]),
    );
    expect((await ask(document)).get("deals.groupedAggregates")).toEqual([{ keys: ["2026-09-28", "2026-10-01"] }]);
  });
});

describe("aggregates", () => {
  const VALUES = [100, 200, 200, 700];
  const OF_MAY = 'createdAt: { greaterThan: "2026-05-01T12:00:00Z", lessThan: "2026-05-20T00:00:00Z" }';
  const deals = async (selection: string, actor?: Actor, args = ""): Promise<Record<string, unknown>> =>
    (await ask(`{ deals(filter: { ${OF_MAY} }${args}) { ${selection} } }`, {}, actor)).get("deals");

  beforeAll(async () => {
    const { acme } = db.world;
    await db.withRoot((root) =>
      root.query(
        `insert into app_public.deals (organization_id, title, value_cents, currency, owner_id, stage_id, deleted_at, created_at)
        select $1::uuid, 'Sum', value, case when n = 4 then 'EUR' else 'GBP' end, case when n < 3 then $3::uuid else $4::uuid end, $5::uuid, null::timestamptz, timestamptz '2026-05-01' + n * interval '1 day'
        from unnest($2::bigint[]) with ordinality as v (value, n)
        union all select $1::uuid, 'Sum', 5000, 'GBP', $3::uuid, $5::uuid, now(), timestamptz '2026-05-09'`,
        [acme.id, VALUES, acme.members.rep.membershipId, acme.members.teammate.membershipId, acme.stages["Lead"]],
      ),
    );
  });

  const ALL = `aggregates { count sum { valueCents } average { valueCents } min { valueCents createdAt }
    max { valueCents createdAt } distinctCount { valueCents currency } }`;

  it("count, add up, average, find the extremes and the different values, without what is archived", async () => {
    const { aggregates } = await deals(ALL);
    expect(aggregates).toMatchObject({
      count: 4,
      sum: { valueCents: "1200" },
      min: { valueCents: "100" },
      max: { valueCents: "700" },
      distinctCount: { valueCents: "3", currency: "2" },
    });
    const { average, min, max } = aggregates as Record<string, Record<string, string>>;
    expect(Number(average?.["valueCents"])).toBe(300);
    expect([min, max].map((of) => new Date(of?.["createdAt"] ?? "").toISOString().slice(0, 10))).toEqual([
      "2026-05-02",
      "2026-05-05",
    ]);
  });

  it("are of archived rows where these are asked for", async () => {
    const sum =
      "totalCount aggregates { count sum { valueCents } } groupedAggregates(groupBy: [CURRENCY]) { keys count }";
    expect(await deals(sum, undefined, ", includeArchived: ONLY")).toEqual({
      totalCount: 1,
      aggregates: { count: 1, sum: { valueCents: "5000" } },
      groupedAggregates: [{ keys: ["GBP"], count: 1 }],
    });
    expect(await deals(sum, undefined, ", includeArchived: YES")).toMatchObject({ totalCount: 5 });
  });

  it("are by column, with conditions on groups", async () => {
    const by = (having: string) =>
      deals(`groupedAggregates(groupBy: [CURRENCY]${having}) { keys count sum { valueCents } }`);
    const [euros, pounds] = [
      { keys: ["EUR"], count: 1, sum: { valueCents: "700" } },
      { keys: ["GBP"], count: 3, sum: { valueCents: "500" } },
    ];
    expect((await by(""))["groupedAggregates"]).toEqual([euros, pounds]);
    for (const [having, expected] of [
      ["count: { greaterThan: 1 }", [pounds]],
      ['sum: { valueCents: { greaterThanOrEqualTo: "700" } }', [euros]],
      ['average: { valueCents: { lessThan: "166.7" } }', [pounds]],
      ['average: { valueCents: { lessThan: "166.6" } }', []],
      ['distinctCount: { ownerId: { equalTo: "2" } }', [pounds]],
      ["or: [{ count: { equalTo: 1 } }, { count: { equalTo: 3 } }]", [euros, pounds]],
      ["and: [{ count: { greaterThan: 0 } }, { count: { lessThan: 2 } }]", [euros]],
    ] as const) {
      expect({ having, groups: (await by(`, having: { ${having} }`))["groupedAggregates"] }).toEqual({
        having,
        groups: expected,
      });
    }
  });

  it("are of what each may see", async () => {
    const { rep, teammate, manager } = db.world.acme.members;
    const sumFor = async (actor: Actor) =>
      (await deals("totalCount aggregates { count sum { valueCents } }", actor)) as unknown;
    expect(await sumFor(rep)).toEqual({ totalCount: 2, aggregates: { count: 2, sum: { valueCents: "300" } } });
    expect(await sumFor(teammate)).toEqual({
      totalCount: 2,
      aggregates: { count: 2, sum: { valueCents: "900" } },
    });
    expect(await sumFor(manager)).toMatchObject({ totalCount: 4 });
    expect(await sumFor(db.world.globex.owner)).toMatchObject({ totalCount: 0, aggregates: { count: 0 } });
  });

  it("are of the rows of one row where they are nested", async () => {
    const document = `query ($id: UUID!) {
      pipelineStage(id: $id) { deals(filter: { ${OF_MAY} }) { totalCount aggregates { sum { valueCents } } } }
    }`;
    const answer = await ask(document, { id: db.world.acme.stages["Lead"] });
    expect(answer.get("pipelineStage.deals")).toEqual({
      totalCount: 4,
      aggregates: { sum: { valueCents: "1200" } },
    });
  });
});

it("groups are those of each row, in a list of rows", async () => {
  const { acme } = db.world;
  await db.withRoot((root) =>
    root.query(
      `insert into app_public.contacts (organization_id, first_name, company_id, lifecycle_stage)
      values ($1, 'A', $2, 'lead'), ($1, 'B', $2, 'customer'), ($1, 'C', $3, 'lead'), ($1, 'D', $3, 'lead')`,
      [acme.id, acme.companies.norths, acme.companies.souths],
    ),
  );
  const document = `query ($ids: [UUID!]!) {
    companies(filter: { id: { in: $ids } }, orderBy: [NAME_ASC]) {
      nodes { contacts { groupedAggregates(groupBy: [LIFECYCLE_STAGE]) { keys count } } }
    }
  }`;
  const answer = await ask(document, { ids: [acme.companies.norths, acme.companies.souths] });
  expect(answer.get("companies.nodes")).toEqual([
    {
      contacts: {
        groupedAggregates: [
          { keys: ["CUSTOMER"], count: 1 },
          { keys: ["LEAD"], count: 1 },
        ],
      },
    },
    { contacts: { groupedAggregates: [{ keys: ["LEAD"], count: 2 }] } },
  ]);
});

describe("a tenant of a hundred thousand contacts", () => {
  const CONTACTS = 100_000;
  const owner = () => db.world.acme.members.owner;

  beforeAll(
    () =>
      db.withRoot(async (root) => {
        await root.query("set session_replication_role = replica");
        await root.query(
          `insert into app_public.contacts (organization_id, first_name, created_at, lifecycle_stage, owner_id, company_id)
          select $1, 'Many', timestamptz '2025-01-01' + n * interval '5 minutes', (array['lead', 'customer'])[1 + n % 2], null, null
          from generate_series(1, $2) as n`,
          [db.world.acme.id, CONTACTS],
        );
        await root.query("vacuum analyze app_public.contacts");
      }),
    120_000,
  );

  it("is not grouped by more than ten values at once", async () => {
    const refused = await ask(GROUPS, { groupBy: Array(11).fill("LIFECYCLE_STAGE") }, owner());
    expect(refused.refusal).toMatchObject({
      code: "LIMIT_EXCEEDED",
      field: "groupBy",
      limit: "groupKeys",
      maximum: 10,
    });
    expect(Object.keys(await groups(Array(10).fill("LIFECYCLE_STAGE"), {}, owner()))).toHaveLength(2);
  });

  it("is not told in more groups than an answer can have", async () => {
    const refused = await ask(GROUPS, { groupBy: ["CREATED_AT"] }, owner());
    expect(refused.refusal).toEqual({ code: "LIMIT_EXCEEDED", field: "groupBy", limit: "groups", maximum: 1000 });
    const served = await groups(["CREATED_AT_TRUNCATED_TO_MONTH", "LIFECYCLE_STAGE"], {}, owner());
    expect(Object.keys(served).length).toBeGreaterThan(20);
  });

  it.each<[string, string[], object, number]>([
    ["all by month", ["CREATED_AT_TRUNCATED_TO_MONTH"], {}, 1.1 * CONTACTS],
    ["all by what they are", ["LIFECYCLE_STAGE"], {}, 1.1 * CONTACTS],
    ["a week by day", ["CREATED_AT_TRUNCATED_TO_DAY"], between("2025-03-01T00:00Z", "2025-03-08T00:00Z"), 2_100],
  ])(
    "counts %s in one pass over what it counts, and looks up the time zone once",
    async (_, groupBy, filter, bound) => {
      const statements = await recordStatements(gateway, async () => {
        expect((await ask(GROUPS, { groupBy, filter }, owner())).errors).toBeUndefined();
      });
      const [statement, ...more] = statements.filter(readsRows);
      expect(more.map(({ text }) => text)).toEqual([]);
      const { nodes } = await explain(db, owner(), statement!);
      const contacts = nodes.filter((node) => node["Relation Name"] === "contacts");
      const read = contacts.map(
        (node) => (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"],
      );
      expect(Math.max(...read)).toBeLessThanOrEqual(bound);
      const lookups = nodes.filter((node) => node["Relation Name"] === "organizations");
      for (const node of lookups) expect(node["Actual Loops"]).toBe(1);
      if (process.env["PLANS_REPORT"])
        console.log(
          groupBy,
          nodes.map((node) => [node["Node Type"], node["Index Name"]].filter(Boolean).join(" ")),
        );
    },
  );
});
