import { describe, expect, it } from "@jest/globals";
import { DEFAULT_LIMITS } from "../../src/config/limits.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { useLiveGateway } from "../support/live.ts";

const { document: LIMITS, bodyBytes } = DEFAULT_LIMITS;
const NO_ROW = "00000000-0000-0000-0000-000000000000";
const LISTS = ["activities", "appointments", "calls", "deals", "leads", "messages", "proposals", "tasks", "tickets"];

const db = useDatabase();
const gateway = useGateway(db);
const strict = useGateway(db, { variables: { LIMIT_COLLECTIONS: "10", LIMIT_CONDITIONS: "10" } });
const live = useLiveGateway(gateway);
const rep = () => gateway.as(db.world.acme.members.rep);
const staff = () => gateway.as(db.world.acme.members.staff);

const repeat = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => write(index)).join(" ");

/** A request whose variable is written as it is, since what is so deep can't be made into text. */
const withRaw = (query: string, value: string) => `{"query":${JSON.stringify(query)},"variables":{"value":${value}}}`;
const nestedIn = (count: number, before: string, after: string) => `${before.repeat(count)}1${after.repeat(count)}`;

describe("collections", () => {
  /** Each ten are a list of contacts with the lists of each. */
  const lists = (count: number) =>
    `{ ${repeat(Math.floor(count / 10), (index) => `a${index}: contacts(first: 1) { nodes { ...Lists } }`)}
    ${repeat(count % 10, (index) => `b${index}: deals(first: 1) { nodes { id } }`)} }
    fragment Lists on Contact { ${LISTS.map((name) => `${name}(first: 1) { nodes { id } }`).join(" ")} }`;

  it("have a limit, those of fragments included", async () => {
    const refused = await rep().query(lists(LIMITS.collections + 1));
    expect(refused.refusal).toEqual({
      code: "LIMIT_EXCEEDED",
      limit: "collections",
      maximum: LIMITS.collections,
      actual: LIMITS.collections + 1,
    });
    // As many as may be by default take a busy machine longer to plan than planning may take.
    const few = strict.as(db.world.acme.members.rep);
    expect((await few.query(lists(11))).refusal).toMatchObject({ limit: "collections", maximum: 10, actual: 11 });
    expect((await few.query(lists(10))).errors).toBeUndefined();
  });

  it("can’t be multiplied by anybody without a token, where each document would be planned for seconds", async () => {
    const document = `{ ${repeat(60, (index) => `a${index}: contacts(first: 1) { nodes { ...Lists } }`)} }
      fragment Lists on Contact { ${LISTS.map((name) => `${name} { nodes { id } totalCount }`).join(" ")} }`;
    const refused = await gateway.anonymous.query(document);
    expect(refused.refusal).toMatchObject({ limit: "collections", actual: 60 * (1 + 2 * LISTS.length) });
  });

  it("are figures of lists and single rows of others, too", async () => {
    const asked = (more: string) =>
      strict.as(db.world.acme.members.rep).query(`{ contacts(first: 1) { totalCount
      aggregates { distinctCount { companyId } } nodes { company { id } owner { user { id } } deals { totalCount nodes { id } }
      ${more} } } }`);
    expect((await asked("tasks { nodes { id } totalCount }")).errors).toBeUndefined();
    const refusal = { limit: "collections", maximum: 10, actual: 11 };
    expect((await asked("tasks { nodes { contact { id } } totalCount }")).refusal).toMatchObject(refusal);
  });

  it("are limited on mutations, and on whatever comes on a websocket", async () => {
    const update = (fields: string) =>
      strict
        .as(db.world.acme.members.staff)
        .query(
          `mutation ($id: UUID!) { updateContact(input: { id: $id, patch: { firstName: "X" } }) { contact { id ${fields} } } }`,
          {
            id: NO_ROW,
          },
        );
    const many = LISTS.map((name) => `${name} { nodes { id } }`).join(" ");
    expect((await update(`${many} company { id }`)).refusal).toMatchObject({ limit: "collections", actual: 11 });
    expect((await update(many)).refusal.code).toBe("NOT_FOUND");

    const client = live.as(db.world.acme.members.rep);
    const contacts = repeat(LIMITS.collections / 2, (index) => `a${index}: contact { company { id } }`);
    expect(await client.subscribe(`subscription { ticketChanged { ticket { ${contacts} } } }`).refusal()).toBe(
      "LIMIT_EXCEEDED",
    );
    const refused = await client.query(lists(LIMITS.collections + 1));
    expect(refused.errors?.[0]?.extensions).toMatchObject({ limit: "collections" });
    expect((await client.query(lists(10))).errors).toBeUndefined();
  });
});

describe("conditions of filters", () => {
  const document = "query ($value: ContactFilter) { contacts(first: 1, filter: $value) { nodes { id } } }";
  /** With the `or` itself there are three for each, and one more. */
  const filter = (count: number) => ({ or: Array.from({ length: count }, () => ({ email: { equalTo: "x" } })) });
  const most = Math.floor((LIMITS.conditions - 1) / 3);
  const refusal = (actual: number) => ({ limit: "conditions", maximum: LIMITS.conditions, actual });

  it("have a limit, wherever they stand", async () => {
    const { conditions } = LIMITS;
    expect((await rep().query(document, { value: filter(most) })).errors).toBeUndefined();
    const refused = await rep().query(document, { value: filter(conditions) });
    expect(refused.refusal).toMatchObject({ code: "LIMIT_EXCEEDED", ...refusal(1 + 3 * conditions) });

    const members = (variable: string) => `{ or: [${variable} ${"{}".repeat(conditions - 1)}] }`;
    const literal = (value: string) => rep().query(`{ contacts(first: 1, filter: ${value}) { nodes { id } } }`);
    expect((await literal(members(""))).errors).toBeUndefined();
    expect((await literal(members("{}"))).refusal).toMatchObject(refusal(conditions + 1));

    const within = `query ($value: ContactFilter!) { contacts(first: 1, filter: ${members("$value")}) { nodes { id } } }`;
    expect((await rep().query(within, { value: {} })).refusal).toMatchObject(refusal(conditions + 1));
    const byDefault = document.replace("ContactFilter", `ContactFilter = ${members("{}")}`);
    expect((await rep().query(byDefault)).refusal).toMatchObject(refusal(conditions + 1));
    expect((await rep().query(byDefault, { value: {} })).errors).toBeUndefined();
  });

  it("count for each place that a filter is used in", async () => {
    const lists = repeat(4, (index) => `a${index}: contacts(first: 1, filter: $value) { nodes { id } }`);
    const often = `query ($value: ContactFilter) { ${lists} }`;
    expect((await rep().query(often, { value: filter(40) })).errors).toBeUndefined();
    expect((await rep().query(often, { value: filter(most) })).refusal).toMatchObject(refusal(4 * (1 + 3 * most)));
  });

  it("are counted in filters of groups, and in those of visitors without a token", async () => {
    const groups =
      "query ($value: ContactHavingInput) { contacts { groupedAggregates(groupBy: [OWNER_ID], having: $value) { keys } } }";
    const having = (count: number) => ({ or: Array.from({ length: count }, () => ({})) });
    expect((await rep().query(groups, { value: having(10) })).errors).toBeUndefined();
    expect((await rep().query(groups, { value: having(LIMITS.conditions) })).refusal).toMatchObject({
      limit: "conditions",
    });
    const refused = await gateway.anonymous.query(document, { value: { or: Array(100_000).fill({}) } });
    expect(refused.refusal).toMatchObject(refusal(100_001));
  });

  it("can’t be nested without end", async () => {
    const headers = { authorization: `Bearer ${await gateway.tokenFor(db.world.acme.members.rep)}` };
    const deep = await gateway.post(withRaw(document, nestedIn(10_000, '{"not":', "}")), headers);
    expect(deep.refusal).toMatchObject(refusal(10_000));
  });

  it("have lists of as many values as a body has room for", async () => {
    const ids = { value: Array(26_000).fill(NO_ROW) };
    const one = "query ($value: [UUID!]) { contacts(filter: { id: { in: $value } }) { totalCount } }";
    expect((await rep().query(one, ids)).get("contacts.totalCount")).toBe(0);
    const lists = repeat(5, (index) => `a${index}: contacts(filter: { id: { in: $value } }) { nodes { id } }`);
    const often = `query ($value: [UUID!]) { ${lists} }`;
    const refused = await rep().query(often, ids);
    expect(refused.refusal).toMatchObject({ code: "LIMIT_EXCEEDED", limit: "values", maximum: 4 * bodyBytes });
    expect((await rep().query(often, { value: [NO_ROW] })).errors).toBeUndefined();
  });
});

describe("values", () => {
  it("of JSON that are too deep to be written are refused", async () => {
    const document =
      'mutation ($value: JSON) { createContact(input: { contact: { firstName: "Deep", customFields: $value } }) { contact { id } } }';
    const headers = { authorization: `Bearer ${await gateway.tokenFor(db.world.acme.members.staff)}` };
    const deep = await gateway.post(withRaw(document, nestedIn(100_000, "[", "]")), headers);
    expect(deep.refusal).toMatchObject({ code: "LIMIT_EXCEEDED", limit: "depth" });
  });

  it("that are wrong a hundred times are told once where there are many", async () => {
    const document =
      "mutation ($value: ContactInput!) { createContact(input: { contact: $value }) { contact { id } } }";
    const wrong = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, 1]));
    const mistakes = async (count: number) => (await staff().query(document, { value: wrong(count) })).errors;
    expect(await mistakes(10_000)).toEqual([expect.objectContaining({ extensions: { code: "BAD_USER_INPUT" } })]);
    expect(await mistakes(10)).toHaveLength(10);
  });
});

describe("rows", () => {
  const nested = (size: string) => {
    const page = (inner: string) => `contacts(${size}) { nodes { id company { ${inner} } } }`;
    return `query ($size: Int = 0) { ${page(page(page(page("id"))))} }`;
  };

  it("of a page whose size is null are the usual ones, whatever the default", async () => {
    const document = nested("first: $size");
    expect((await rep().query(document, { size: null })).refusal).toMatchObject({
      limit: "cost",
      actual: 50 * (1 + 50 * (1 + 50 * (1 + 50))),
    });
    expect((await rep().query(document)).errors).toBeUndefined();
    expect((await rep().query(document, { size: 1 })).errors).toBeUndefined();
  });

  it("are as many as the larger of two sizes says", async () => {
    const actual = 200 * (1 + 200 * (1 + 200 * (1 + 200)));
    for (const size of ["first: $size, last: 200", "last: 200, first: $size"]) {
      expect((await rep().query(nested(size), { size: null })).refusal).toMatchObject({ limit: "cost", actual });
      expect((await rep().query(nested(size), { size: 1 })).refusal).toMatchObject({ limit: "cost", actual });
    }
    expect((await rep().query(nested("first: $size, last: 1"), { size: null })).errors).toBeUndefined();
  });

  it("of a mutation are as many as it writes", async () => {
    const rows = "contacts { id company { contacts(first: 200) { nodes { deals(first: 2) { nodes { id } } } } } }";
    const people = (count: number) => Array.from({ length: count }, () => ({ firstName: "Costly" }));
    const asked = (list: string, declared: string, value: unknown) => {
      const document = `mutation ($value: ${declared}) { createContacts(input: ${list}) { ${rows} } }`;
      return staff().query(document, { value });
    };
    const refusal = { limit: "cost", actual: 1_000 * (1 + 200 * (1 + 2)) };
    const list = ["{ contacts: $value }", "[ContactInput!]!"] as const;
    expect((await asked(...list, people(1_000))).refusal).toMatchObject(refusal);
    const whole = ["$value", "CreateContactsInput!"] as const;
    expect((await asked(...whole, { contacts: people(1_000) })).refusal).toMatchObject(refusal);
    expect((await asked(...list, people(2))).get<unknown[]>("createContacts.contacts")).toHaveLength(2);
    expect((await asked(...whole, { contacts: people(1) })).errors).toBeUndefined();
    const written = '{ contacts(filter: { name: { equalTo: "Costly" } }) { totalCount } }';
    expect((await staff().query(written)).get("contacts.totalCount")).toBe(3);
  });

  it("that are too many for a mutation are refused before any of them is read", async () => {
    const document =
      "mutation ($value: [ContactInput!]!) { createContacts(input: { contacts: $value }) { contacts { id } } }";
    const refused = await gateway.anonymous.query(document, { value: Array(100_000).fill({}) });
    expect(refused.refusal).toMatchObject({ limit: "rows", maximum: 1_000, actual: 100_000, field: "contacts" });
    expect(refused.errors?.[0]?.path).toBeUndefined();
  });

  it("of groups are as many as there can be", async () => {
    const document = (first: number) =>
      `{ companies(first: ${first}) { nodes { contacts(first: 2) { nodes { deals { groupedAggregates(groupBy: [OWNER_ID]) { keys } } } } } } }`;
    expect((await rep().query(document(200))).refusal).toMatchObject({ limit: "cost", actual: 200 * (1 + 2 * 1_001) });
    expect((await rep().query(document(10))).errors).toBeUndefined();
  });
});

it("cuts the names of operations in the log", async () => {
  gateway.log.length = 0;
  const answer = await gateway.anonymous.query(`query ${"x".repeat(90_000)} { me { id } }`);
  expect(answer.errors).toBeUndefined();
  const line = gateway.log.find((entry) => entry.includes('"operation"'));
  expect(JSON.parse(line ?? "{}").operation).toBe("x".repeat(80));
});
