import { beforeAll, expect, it } from "@jest/globals";
import fc from "fast-check";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);
const client = () => gateway.as(db.world.acme.members.staff);

const RUNS = 60;

/** Everything about a request that shapes a statement, and everything that only fills one. */
const DOCUMENT = `
  query Contacts(
    $id: UUID!, $first: Int, $last: Int, $after: Cursor, $before: Cursor, $offset: Int, $stage: ContactLifecycleStage
    $orderBy: [ContactOrderBy!], $filter: ContactFilter, $nestedFirst: Int, $nestedAfter: Cursor, $archived: IncludeArchived
  ) {
    contact(id: $id) { id name company { name } }
    all: contacts(first: $first, last: $last, after: $after, before: $before, offset: $offset, orderBy: $orderBy, filter: $filter) {
      totalCount
      nodes { id name createdAt activities(first: $nestedFirst, after: $nestedAfter) { totalCount nodes { id subject } pageInfo { hasNextPage } } }
      pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
    }
    some: contacts(filter: { lifecycleStage: { equalTo: $stage } }, includeArchived: $archived) { totalCount nodes { id lifecycleStage } }
  }`;

let ids: string[];
let cursors: Record<string, string[]>;
let nestedCursors: string[];
let alone = 0;

/** Answers without what differs between two requests that fail alike. */
const withoutPlaces = (text: string) => text.replaceAll(/"(reference|locations)":("[^"]+"|\[[^\]]*\])/g, "");

const NESTED_CURSORS = "{ contacts { nodes { activities { edges { cursor } } } } }";

beforeAll(async () => {
  const { acme } = db.world;
  const { rows } = await db.withRoot((root) =>
    root.query<{ id: string }>(
      `insert into app_public.contacts (organization_id, first_name, lifecycle_stage, created_at, last_contacted_at)
       select $1, 'Name ' || n % 3, (array['lead', 'customer'])[1 + n % 2], timestamptz '2026-01-01' + n % 4 * interval '1 hour',
         case when n % 3 > 0 then timestamptz '2026-02-01' + n % 2 * interval '1 day' end
       from generate_series(1, 12) as n returning id`,
      [acme.id],
    ),
  );
  await db.withRoot((root) =>
    root.query(
      `insert into app_public.activities (organization_id, contact_id, kind, subject, occurred_at)
       select $1, id, 'note', 'Note ' || n, timestamptz '2026-03-01' + n * interval '1 hour'
       from unnest($2::uuid[]) as id, generate_series(1, 3) as n`,
      [acme.id, rows.map(({ id }) => id)],
    ),
  );
  ids = [...rows.map(({ id }) => id), db.world.globex.contactId];
  const cursorsIn = async (orderBy: string) => {
    const answer = await client().query(`{ contacts(orderBy: [${orderBy}]) { edges { cursor } } }`);
    return answer.get<{ cursor: string }[]>("contacts.edges").map(({ cursor }) => cursor);
  };
  cursors = {
    CREATED_AT_DESC: await cursorsIn("CREATED_AT_DESC"),
    LAST_CONTACTED_AT_ASC: await cursorsIn("LAST_CONTACTED_AT_ASC"),
  };
  const nested = (await client().query(NESTED_CURSORS)).get<{ activities: { edges: { cursor: string }[] } }[]>(
    "contacts.nodes",
  );
  nestedCursors = nested.flatMap(({ activities }) => activities.edges.map(({ cursor }) => cursor));
});

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary }, { weight: 1, arbitrary: fc.constant(null) });
const place = fc.nat(1_000);

const requests = fc.record(
  {
    id: place,
    first: maybe(fc.integer({ min: -1, max: 5 })),
    last: fc.option(fc.integer({ min: 1, max: 5 }), { freq: 1 }),
    after: maybe(place),
    before: fc.option(place, { freq: 1 }),
    offset: maybe(fc.nat(3)),
    stage: maybe(fc.constantFrom("LEAD", "CUSTOMER", "NONE_SUCH")),
    orderBy: fc.constantFrom(undefined, ["CREATED_AT_DESC"], ["LAST_CONTACTED_AT_ASC"], []),
    filter: fc.constantFrom(
      undefined,
      {},
      { lifecycleStage: { equalTo: "LEAD" } },
      { lifecycleStage: { in: ["LEAD", "CUSTOMER"] } },
      { or: [{ lastContactedAt: { isNull: true } }, { lifecycleStage: { equalTo: "CUSTOMER" } }] },
    ),
    nestedFirst: maybe(fc.integer({ min: 0, max: 3 })),
    nestedAfter: maybe(place),
    archived: fc.constantFrom("NO", "INHERIT", "EXCLUSIVELY"),
  },
  { requiredKeys: ["id"] },
);

it("a statement that is kept answers as one that is made for the request", async () => {
  const at = (values: readonly string[], index: number | null | undefined) =>
    index === null || index === undefined ? index : values[index % values.length];
  const property = fc.asyncProperty(requests, async ({ id, after, before, nestedAfter, ...others }) => {
    const order = others.orderBy?.[0] ?? "CREATED_AT_DESC";
    const variables = {
      ...others,
      id: at(ids, id),
      ...(after !== undefined && { after: at(cursors[order] ?? [], after) }),
      ...(before !== undefined && { before: at(cursors[order] ?? [], before) }),
      ...(nestedAfter !== undefined && { nestedAfter: at(nestedCursors, nestedAfter) }),
    };
    const kept = await client().query(DOCUMENT, variables);
    // Another text has a plan of its own.
    const made = await client().query(`# ${alone++}\n${DOCUMENT}`, variables);
    expect(withoutPlaces(kept.text)).toBe(withoutPlaces(made.text));
  });
  await fc.assert(property, { numRuns: RUNS });
}, 240_000);

const PAGES = `
  query Pages($after: Cursor, $first: Int!) {
    contacts(first: $first, after: $after, orderBy: [LAST_CONTACTED_AT_ASC]) { nodes { id } pageInfo { endCursor hasNextPage } }
  }`;

it("walks all pages with one document, past rows without a value as well", async () => {
  const seen: string[] = [];
  let after: string | null = null;
  for (let hasNextPage = true; hasNextPage; ) {
    const answer = await client().query(PAGES, { first: 3, after });
    seen.push(...answer.get<{ id: string }[]>("contacts.nodes").map(({ id }) => id));
    hasNextPage = answer.get<boolean>("contacts.pageInfo.hasNextPage");
    after = answer.get("contacts.pageInfo.endCursor");
  }
  const all = (await client().query("{ contacts { nodes { id } } }")).get<{ id: string }[]>("contacts.nodes");
  expect(new Set(seen)).toEqual(new Set(all.map(({ id }) => id)));
  expect(seen).toHaveLength(all.length);
});

const CONSTANT = (cursor: string) => `
  query Constant($after: Cursor) {
    fixed: contacts(first: 2, after: "${cursor}") { nodes { id } }
    free: contacts(first: 2, after: $after) { nodes { id } }
  }`;

it("a cursor that is written into the document stays, when a request gave the same as a variable", async () => {
  const [one = "", two = ""] = cursors["CREATED_AT_DESC"] ?? [];
  const document = CONSTANT(one);
  const same = await client().query(document, { after: one });
  expect(same.get("fixed.nodes")).toEqual(same.get("free.nodes"));
  const other = await client().query(document, { after: two });
  expect(other.get("fixed.nodes")).toEqual(same.get("fixed.nodes"));
  expect(other.get("free.nodes")).not.toEqual(same.get("free.nodes"));
});

it("the same request of somebody else is answered with their own rows", async () => {
  const variables = { id: db.world.globex.contactId, first: 5 };
  const own = gateway.as(db.world.globex.owner);
  expect((await client().query(DOCUMENT, variables)).get("contact")).toBeNull();
  const answer = await own.query(DOCUMENT, variables);
  expect(answer.get("contact.id")).toBe(variables.id);
  const ours = (await client().query(DOCUMENT, variables)).get<{ id: string }[]>("all.nodes").map(({ id }) => id);
  const theirs = answer.get<{ id: string }[]>("all.nodes").map(({ id }) => id);
  expect(theirs.filter((id) => ours.includes(id))).toEqual([]);
  expect(theirs.length).toBeGreaterThan(0);
});

it("a number that is too large for JSON is refused, and isn’t taken for null", async () => {
  const query = "query Found($fields: JSON) { contacts(customFields: $fields) { nodes { id } } }";
  expect((await client().query(query, { fields: null })).get<unknown[]>("contacts.nodes").length).toBeGreaterThan(0);
  const authorization = `Bearer ${await gateway.tokenFor(db.world.acme.members.owner)}`;
  const headers = { authorization, "x-organization-id": db.world.acme.id, "content-type": "application/json" };
  const payload = `{"query":${JSON.stringify(query)},"variables":{"fields":{"score":1e400}}}`;
  const refused = await gateway.inject({ method: "POST", url: "/graphql", headers, payload });
  expect(refused.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
});
