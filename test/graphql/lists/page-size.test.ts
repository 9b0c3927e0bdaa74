import { beforeAll, describe, expect, it } from "@jest/globals";
import { DEFAULT_LIMITS } from "../../../src/config/limits.ts";
import { DEFAULT_PAGE_SIZE } from "../../../src/graphile/plugins/PageSizePlugin.ts";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const MAXIMUM_PAGE_SIZE = DEFAULT_LIMITS.pageSize;

const db = useDatabase();
const gateway = useGateway(db);
const client = () => gateway.as(db.world.acme.members.staff);

// More contacts of one company than a page can have.
beforeAll(() =>
  db.withRoot((owner) =>
    owner.query(
      `insert into app_public.contacts (organization_id, first_name, company_id)
      select $1, 'Contact', $2 from generate_series(1, $3)`,
      [db.world.acme.id, db.world.acme.companies.reps, MAXIMUM_PAGE_SIZE + 1],
    ),
  ),
);

/** Lists of contacts, with the path to their page. */
const LISTS: readonly [string, string, (page: string) => string][] = [
  ["a collection", "contacts", (page) => `{ contacts${page} }`],
  ["a nested collection", "company.contacts", (page) => `query ($id: UUID!) { company(id: $id) { contacts${page} } }`],
  [
    "a collection in a collection",
    "companies.nodes.0.contacts",
    (page) => `query ($id: UUID!) { companies(filter: { id: { equalTo: $id } }) { nodes { contacts${page} } } }`,
  ],
];

describe.each(LISTS)("%s", (_, path, document) => {
  const ask = (page: string, variables: object = {}) =>
    client().query(document(page), { id: db.world.acme.companies.reps, ...variables });
  const length = async (page: string) => {
    const answer = await ask(page);
    return answer.get<unknown[]>(`${path}.nodes`).length;
  };

  it("has a page size of its own when the request names none", async () => {
    expect(await length("{ nodes { id } }")).toBe(DEFAULT_PAGE_SIZE);
    expect(await length("(first: null) { nodes { id } }")).toBe(DEFAULT_PAGE_SIZE);
    const { endCursor, hasNextPage } = (await ask("{ pageInfo { endCursor hasNextPage } }")).get<{
      endCursor: string;
      hasNextPage: boolean;
    }>(`${path}.pageInfo`);
    expect(hasNextPage).toBe(true);
    expect(await length(`(before: "${endCursor}") { nodes { id } }`)).toBe(DEFAULT_PAGE_SIZE - 1);
    expect(await length(`(after: "${endCursor}") { nodes { id } }`)).toBe(DEFAULT_PAGE_SIZE);
  });

  it("gives as many rows as a page can have, and refuses one more with the limit", async () => {
    for (const argument of ["first", "last"]) {
      expect(await length(`(${argument}: ${MAXIMUM_PAGE_SIZE}) { nodes { id } }`)).toBe(MAXIMUM_PAGE_SIZE);
      const value = MAXIMUM_PAGE_SIZE + 1;
      const answer = await ask(`(${argument}: ${value}) { nodes { id } }`);
      expect(answer.refusal).toEqual({
        code: "LIMIT_EXCEEDED",
        collection: path === "contacts" ? "Query.contacts" : "Company.contacts",
        field: argument,
        limit: "pageSize",
        maximum: MAXIMUM_PAGE_SIZE,
        actual: value,
      });
      expect(answer.errors?.[0]?.message).toContain(String(MAXIMUM_PAGE_SIZE));
    }
  });

  it("counts all rows whatever the page", async () => {
    const count = (await ask("(first: 1) { totalCount aggregates { count } nodes { id } }")).get<{
      totalCount: number;
      aggregates: { count: number };
    }>(path);
    expect(count.totalCount).toBeGreaterThan(MAXIMUM_PAGE_SIZE);
    expect(count.aggregates.count).toBe(count.totalCount);
  });

  it.each([
    ["first: -1", ["first"]],
    ["last: -1", ["last"]],
    ["offset: -1", ["offset"]],
    ["first: 1, last: 1", ["first", "last"]],
    ["last: 1, offset: 1", ["offset", "last"]],
    ["first: 1, before: $cursor", ["first", "before"]],
    ["last: 1, after: $cursor", ["last", "after"]],
    ["before: $cursor, after: $cursor", ["before", "after"]],
  ])("refuses %s and names the argument", async (page, [field, ...more]) => {
    const cursor = (await ask("(first: 1) { pageInfo { endCursor } }")).get(`${path}.pageInfo.endCursor`);
    const answer = await ask(`(${page.replaceAll("$cursor", JSON.stringify(cursor))}) { nodes { id } }`);
    expect(answer.refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field,
      ...(more.length > 0 && { fields: [field, ...more] }),
    });
  });
});

it("takes the size of a page from a variable", async () => {
  const document = "query ($first: Int) { contacts(first: $first) { nodes { id } } }";
  const length = async (variables: object) =>
    (await client().query(document, variables)).get<unknown[]>("contacts.nodes").length;
  expect([await length({}), await length({ first: null }), await length({ first: 7 })]).toEqual([
    DEFAULT_PAGE_SIZE,
    DEFAULT_PAGE_SIZE,
    7,
  ]);
  expect((await client().query(document, { first: MAXIMUM_PAGE_SIZE + 1 })).code).toBe("LIMIT_EXCEEDED");
});

it("is as large as can be for permissions, of which some would be taken for all", async () => {
  const answer = await gateway
    .as(db.world.acme.members.owner)
    .query("{ myPermissions { totalCount nodes { action } } }");
  expect(answer.get<number>("myPermissions.totalCount")).toBeGreaterThan(DEFAULT_PAGE_SIZE);
  expect(answer.get<unknown[]>("myPermissions.nodes")).toHaveLength(answer.get<number>("myPermissions.totalCount"));
});

it("rows are ordered by ten values at most, in literals and in variables", async () => {
  const document = "query ($orderBy: [ContactOrderBy!]) { contacts(orderBy: $orderBy, first: 1) { nodes { id } } }";
  const refusal = { code: "LIMIT_EXCEEDED", field: "orderBy", limit: "orders", maximum: 10, actual: 11 };
  const orders = (count: number) => Array.from({ length: count }, () => "NAME_ASC");
  expect((await client().query(document, { orderBy: orders(10) })).get<unknown[]>("contacts.nodes")).toHaveLength(1);
  expect((await client().query(document, { orderBy: orders(11) })).refusal).toEqual(refusal);
  expect((await client().query(document, { orderBy: orders(20_000) })).refusal).toEqual(refusal);
  const literal = `{ contacts(orderBy: [${orders(11)}], first: 1) { nodes { id } } }`;
  expect((await client().query(literal)).refusal).toEqual(refusal);
});
