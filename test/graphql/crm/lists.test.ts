import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const client = () => gateway.as(db.world.acme.members.staff);
const isLetter = { name: { in: [..."ABCDEFG"] } };
const NAMES = [..."ABCDEFG"];

interface Page {
  readonly nodes: readonly { readonly id: string; readonly name: string; readonly createdAt: string }[];
  readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  readonly totalCount: number;
}
const list = async (variables: object = {}): Promise<Page & { names: string[] }> => {
  const answer = await client().run("crm/ListContacts", { filter: isLetter, ...variables });
  const page = answer.get<Page>("contacts");
  return { ...page, names: page.nodes.map(({ name }) => name) };
};

// Seven contacts a day apart, two of them customers, one of them of a company.
beforeAll(async () => {
  await db.withRoot(
    (owner) =>
      owner.query(
        `insert into app_public.contacts (organization_id, first_name, email, created_at, lifecycle_stage, company_id, owner_id)
      select
        $1, letter, lower(letter) || '@letters.test', timestamptz '2020-01-01 00:00Z' + place * interval '1 day',
        case when letter in ('B', 'E') then 'customer' else 'lead' end,
        case when letter = 'C' then $2::uuid end,
        case when letter = 'D' then $3::uuid end
      from unnest(string_to_array('A,B,C,D,E,F,G', ',')) with ordinality as l (letter, place)`,
        [db.world.acme.id, db.world.acme.companies.reps, db.world.acme.members.rep.membershipId],
      ),
    db.urls.owner,
  );
});

describe("a list", () => {
  it("is in the order that is asked for", async () => {
    expect((await list({ orderBy: ["NAME_ASC"] })).names).toEqual(NAMES);
    expect((await list({ orderBy: ["NAME_DESC"] })).names).toEqual(NAMES.toReversed());
    expect((await list({ orderBy: ["CREATED_AT_DESC"] })).names).toEqual(NAMES.toReversed());
    expect((await list({ orderBy: ["LAST_CONTACTED_AT_ASC", "NAME_DESC"] })).names).toEqual(NAMES.toReversed());
  });

  it("is read forwards page by page with cursors, without a gap or a repetition", async () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (let page = 0; page < 3; page++) {
      const { names, pageInfo, totalCount } = await list({
        first: 3,
        orderBy: ["CREATED_AT_DESC"],
        ...(after && { after }),
      });
      seen.push(...names);
      expect(totalCount).toBe(7);
      expect(pageInfo.hasNextPage).toBe(page < 2);
      after = pageInfo.endCursor;
    }
    expect(seen).toEqual(NAMES.toReversed());
  });

  it("keeps its place when rows are added before it", async () => {
    const { pageInfo } = await list({ first: 3, orderBy: ["NAME_DESC"] });
    await client().run("crm/CreateContact", { contact: { firstName: "Z" } });
    const filter = { name: { in: [...NAMES, "Z"] } };
    expect((await list({ filter, first: 2, after: pageInfo.endCursor, orderBy: ["NAME_DESC"] })).names).toEqual([
      "D",
      "C",
    ]);
  });

  it("is read backwards as well", async () => {
    const document = `query ($before: Cursor, $filter: ContactFilter) {
      contacts(last: 2, before: $before, filter: $filter, orderBy: [NAME_ASC]) {
        nodes { name }
        pageInfo { hasPreviousPage startCursor }
      }
    }`;
    const names = (answer: { get<Value>(path: string): Value }) =>
      answer.get<{ name: string }[]>("contacts.nodes").map(({ name }) => name);
    const last = await client().query(document, { filter: isLetter });
    expect(names(last)).toEqual(["F", "G"]);
    expect(last.get("contacts.pageInfo.hasPreviousPage")).toBe(true);
    const before = last.get("contacts.pageInfo.startCursor");
    expect(names(await client().query(document, { filter: isLetter, before }))).toEqual(["D", "E"]);
  });

  it("is read by numbered pages with an offset", async () => {
    expect((await list({ first: 3, offset: 3, orderBy: ["NAME_ASC"] })).names).toEqual(["D", "E", "F"]);
    expect((await list({ first: 3, offset: 9, orderBy: ["NAME_ASC"] })).names).toEqual([]);
  });

  it("ends at its end: a page of none, and one of more than there are", async () => {
    expect((await list({ first: 0 })).names).toEqual([]);
    expect((await list({ first: 100, orderBy: ["NAME_ASC"] })).names).toEqual(NAMES);
  });

  it("that isn’t read, but counted, says nothing of a next page, whatever was asked before", async () => {
    for (const first of [0, 3, 0]) {
      const page = await list({ first, orderBy: ["NAME_ASC"] });
      expect([first, page.names.length, page.totalCount, page.pageInfo.hasNextPage]).toEqual([
        first,
        first,
        7,
        first > 0,
      ]);
    }
    const nested = `query ($first: Int!) {
      pipelines(first: 1) {
        nodes { pipelineStages(first: $first) { totalCount nodes { id } pageInfo { hasNextPage } } }
      }
    }`;
    for (const [first, hasNextPage] of [
      [1, true],
      [0, false],
    ] as const) {
      const page = (await client().query(nested, { first })).get<Page>("pipelines.nodes.0.pipelineStages");
      expect([page.nodes.length, page.pageInfo.hasNextPage, page.totalCount > 1]).toEqual([first, hasNextPage, true]);
    }
  });

  it.each([
    [
      "a cursor of another order",
      async () => ({ after: (await list({ first: 1, orderBy: ["NAME_ASC"] })).pageInfo.endCursor }),
    ],
    ["something that is no cursor", async () => ({ after: "hunter2" })],
  ])("refuses %s", async (_, variables) => {
    // PostGraphile prints cursors that it can't use.
    const printed = jest.spyOn(console, "error").mockImplementation(() => {});
    const answer = await client().run("crm/ListContacts", { orderBy: ["CREATED_AT_DESC"], ...(await variables()) });
    expect(answer.code).toBe("BAD_USER_INPUT");
    expect(answer.text + printed.mock.calls.flat().join()).not.toContain("hunter2");
    printed.mockRestore();
  });
});

describe("a filter", () => {
  const named = async (filter: object) => (await list({ filter, orderBy: ["NAME_ASC"] })).names;

  it("finds by a value, by several, and by a range", async () => {
    expect(await named({ email: { equalTo: "a@letters.test" } })).toEqual(["A"]);
    expect(await named({ ...isLetter, lifecycleStage: { equalTo: "CUSTOMER" } })).toEqual(["B", "E"]);
    expect(await named({ name: { in: ["A", "G", "nobody"] } })).toEqual(["A", "G"]);
    const createdAt = { greaterThanOrEqualTo: "2020-01-03T00:00:00Z", lessThan: "2020-01-05T00:00:00Z" };
    expect(await named({ createdAt })).toEqual(["B", "C"]);
  });

  it("combines with and, or and not", async () => {
    const customer = { lifecycleStage: { equalTo: "CUSTOMER" } };
    expect(await named({ and: [isLetter, customer] })).toEqual(["B", "E"]);
    expect(await named({ or: [{ name: { equalTo: "A" } }, { ...isLetter, ...customer }] })).toEqual(["A", "B", "E"]);
    expect(await named({ ...isLetter, not: customer })).toEqual([..."ACDFG"]);
  });

  it("looks at the row that a relation leads to", async () => {
    const { acme } = db.world;
    expect(await named({ ...isLetter, companyId: { equalTo: acme.companies.reps } })).toEqual(["C"]);
    expect(await named({ ...isLetter, company: { name: { equalTo: "Rita’s company" } } })).toEqual(["C"]);
    expect(await named({ ...isLetter, companyExists: true })).toEqual(["C"]);
    expect(await named({ ...isLetter, ownerId: { isNull: false } })).toEqual(["D"]);
  });

  it("counts what it finds, also when only the count is asked for", async () => {
    const document = "query ($filter: ContactFilter) { contacts(filter: $filter) { totalCount } }";
    const answer = await client().query(document, { filter: { ...isLetter, lifecycleStage: { equalTo: "LEAD" } } });
    expect(answer.get("contacts.totalCount")).toBe(5);
  });

  it("that is empty or not given finds everything", async () => {
    const all = (await list({ filter: undefined })).totalCount;
    expect((await list({ filter: {} })).totalCount).toBe(all);
    expect(all).toBeGreaterThan(7);
  });

  it("that was meant to be one and is null is refused, instead of finding everything", async () => {
    for (const filter of [null, { email: null }, { email: { equalTo: null } }, { company: null }, { or: null }]) {
      expect((await client().run("crm/ListContacts", { filter })).code).toBe("BAD_USER_INPUT");
    }
  });

  it("offers only what an index can serve", async () => {
    for (const filter of [{ notes: { equalTo: "x" } }, { name: { likeInsensitive: "%x%" } }]) {
      expect((await client().run("crm/ListContacts", { filter })).code).toBe("BAD_USER_INPUT");
    }
  });
});

describe("relations", () => {
  it("are named without the organization, in both directions", async () => {
    const document = `query ($id: UUID!) {
      contact(id: $id) {
        company { owner { contactsByOwner { totalCount } dealsByOwner { totalCount } tasksCreatedBy { totalCount } } }
        owner { user { email } }
        organization { slug }
      }
    }`;
    const { acme } = db.world;
    const id = acme.contacts.reps;
    await client().run("crm/UpdateContact", { id, patch: { companyId: acme.companies.reps } });
    expect((await client().query(document, { id })).get("contact")).toEqual({
      company: {
        owner: {
          contactsByOwner: { totalCount: 2 },
          dealsByOwner: { totalCount: 1 },
          tasksCreatedBy: { totalCount: 0 },
        },
      },
      owner: { user: { email: acme.members.rep.email } },
      organization: { slug: "acme" },
    });
  });
});

describe("aggregates", () => {
  it("count, and group by what contacts have in common", async () => {
    const document = `query ($filter: ContactFilter) {
      contacts(filter: $filter) {
        aggregates { count distinctCount { ownerId } }
        groupedAggregates(groupBy: [LIFECYCLE_STAGE]) { keys count }
      }
    }`;
    const answer = await client().query(document, { filter: isLetter });
    expect(answer.get("contacts.aggregates.count")).toBe(7);
    const groups = answer.get<{ keys: string[]; count: number }[]>("contacts.groupedAggregates");
    expect(Object.fromEntries(groups.map(({ keys, count }) => [keys.join(), count]))).toEqual({ LEAD: 5, CUSTOMER: 2 });
  });

  it("reach only the rows that a rep may see", async () => {
    const document =
      "{ contacts { totalCount aggregates { count } groupedAggregates(groupBy: [OWNER_ID]) { keys count } } }";
    const { rep } = db.world.acme.members;
    expect((await gateway.as(rep).query(document)).get("contacts")).toEqual({
      totalCount: 2,
      aggregates: { count: 2 },
      groupedAggregates: [{ keys: [rep.membershipId], count: 2 }],
    });
  });
});
