import { describe, expect, it } from "@jest/globals";
import { DEFAULT_LIMITS } from "../../src/config/limits.ts";
import { listOperations } from "../../src/operations/sources.ts";
import { useDatabase } from "../support/database.ts";
import { loadOperation, useGateway } from "../support/gateway.ts";

const { document: LIMITS } = DEFAULT_LIMITS;

const db = useDatabase();
const gateway = useGateway(db);
const strict = useGateway(db, { variables: { LIMIT_DEPTH: "3", LIMIT_COST: "100", LIMIT_PAGE_SIZE: "10" } });
const rep = () => gateway.as(db.world.acme.members.rep);

/** Fragments of which each spreads the next twice: the number of fields doubles with each. */
function doubling(levels: number): string {
  const fragments = Array.from({ length: levels }, (_, level) => {
    const next = level + 1 < levels ? `...f${level + 1} ...f${level + 1}` : "me { id }";
    return `fragment f${level} on Query { ${next} }`;
  });
  return `{ ...f0 } ${fragments.join(" ")}`;
}

const many = (count: number, write: (index: number) => string) => Array.from({ length: count }, (_, i) => write(i));

/** Fields within fields, as many as that. */
function nested(depth: number): string {
  const names = ["contacts(first: 1)", "nodes", "company"];
  const path = many(depth - 1, (level) => names[level % 3] ?? "");
  return path.reduceRight((inner, name) => `${name} { ${inner} }`, "__typename");
}

/** Documents that are as large as that, by what is limited. */
const DOCUMENTS: readonly (readonly [keyof typeof LIMITS, (count: number) => string])[] = [
  ["characters", (count) => "{ me { id } } ".padEnd(count, " ")],
  ["tokens", (count) => `query ($list: [Int] = [${"1 ".repeat(count - 15)}]) { __typename }`],
  ["depth", (count) => `{ ${nested(count)} }`],
  ["depth", (count) => `{ ... on Query { ...Deep } } fragment Deep on Query { ${nested(count)} }`],
  ["aliases", (count) => `{ ${many(count, (index) => `a${index}: __typename`).join(" ")} }`],
  ["duplicates", (count) => `{ ${"__typename ".repeat(count)} }`],
  ["directives", (count) => `{ ${many(count, (index) => `a${index}: __typename @include(if: true)`).join(" ")} }`],
];

describe("a document", () => {
  it.each(DOCUMENTS)("has a limit of %s, which is named", async (limit, write) => {
    const maximum = LIMITS[limit];
    const served = await rep().query(write(maximum));
    expect(served.errors?.filter(({ extensions }) => extensions.code === "LIMIT_EXCEEDED") ?? []).toEqual([]);
    const refused = await rep().query(write(maximum + 1));
    expect(refused.refusal).toEqual({ code: "LIMIT_EXCEEDED", limit, maximum, actual: maximum + 1 });
  });

  it("that doubles its fields with each fragment is refused before it is planned", async () => {
    const refused = await gateway.anonymous.query(doubling(100));
    expect(refused.refusal).toMatchObject({ code: "LIMIT_EXCEEDED", limit: "fields", maximum: LIMITS.fields });
    const served = await gateway.anonymous.query(doubling(5));
    expect(served.errors).toBeUndefined();
  });

  it("has directives at one place only as many as there are", async () => {
    const refused = await rep().query(`{ __typename ${"@a".repeat(10)} }`);
    expect(refused.refusal).toEqual({ code: "LIMIT_EXCEEDED", limit: "directives", maximum: 3, actual: 10 });
    const served = await rep().query("{ __typename @include(if: true) @skip(if: false) }");
    expect(served.errors).toBeUndefined();
  });

  it.each([
    ["fields", "{me".repeat(30_000)],
    ["values", `{ contacts(filter: ${"{not:".repeat(15_000)} }`],
    ["lists", `{ contacts(orderBy: ${"[".repeat(90_000)} }`],
  ])("with %s too deep to be parsed is refused", async (_, document) => {
    const refused = await rep().query(document);
    expect(refused.refusal).toMatchObject({ code: "LIMIT_EXCEEDED", limit: "depth" });
  });

  it("with fragments that contain each other is refused", async () => {
    const refused = await rep().query("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }");
    expect(refused.errors?.map(({ extensions }) => extensions.code)).toContain("BAD_USER_INPUT");
  });

  it("with a thousand fields is served, and so are values of half a megabyte", async () => {
    const fields = many(50, (index) => `a${index}: me { ${"id email fullName ".repeat(7)} }`).join(" ");
    const answer = await rep().query(`{ ${fields} }`, { note: "x".repeat(500_000) });
    expect(answer.errors).toBeUndefined();
  });

  it("has the limits that the environment says", async () => {
    const asked = (document: string) => strict.as(db.world.acme.members.rep).query(document);
    expect((await asked("{ contacts(first: 1) { nodes { id } } }")).errors).toBeUndefined();
    const deep = await asked("{ contacts(first: 1) { nodes { company { id } } } }");
    expect(deep.refusal).toEqual({ code: "LIMIT_EXCEEDED", limit: "depth", maximum: 3, actual: 4 });
    const large = await asked("{ contacts(first: 11) { nodes { id } } }");
    expect(large.refusal).toMatchObject({ code: "LIMIT_EXCEEDED", limit: "pageSize", maximum: 10, actual: 11 });
  });
});

describe("the rows that an answer can have", () => {
  const refusalOf = async (document: string, variables: object = {}) =>
    (await rep().query(document, variables)).errors?.[0]?.extensions;
  const nestedLists =
    "query ($first: Int, $inner: Int = 100) { companies(first: $first) { nodes { contacts(first: $inner) { nodes { deals(first: 50) { totalCount nodes { id } } } } } } }";

  it("are the product of the page sizes, with those that variables say", async () => {
    expect(await refusalOf(nestedLists, { first: 10, inner: 100 })).toBeUndefined();
    const refusal = await refusalOf(nestedLists, { first: 200, inner: 200 });
    expect(refusal).toMatchObject({ code: "LIMIT_EXCEEDED", limit: "cost", maximum: LIMITS.cost });
    expect(refusal?.["actual"]).toBe(200 * (1 + 200 * (1 + 1 + 50)));
  });

  it("count pages without a size as large as they are, and fragments where they are spread", async () => {
    const page = (inner: string) => `contacts { nodes { company { ${inner} } } }`;
    const three = `{ ${page(page("contacts { nodes { id } }"))} }`;
    expect(await refusalOf(three)).toBeUndefined();
    const spread = `{ ${many(5, (index) => `a${index}: ${page("...Inner")}`).join(" ")} } fragment Inner on Company { ${page("contacts { nodes { id } }")} }`;
    expect(await refusalOf(spread)).toMatchObject({ limit: "cost" });
  });

  it("are limited on mutations, too", async () => {
    const document = `mutation ($id: UUID!) { updateCompany(input: { id: $id, patch: {} }) { company {
      contacts(first: 200) { nodes { deals(first: 200) { nodes { contact { deals(first: 200) { nodes { id } } } } } } } } } }`;
    expect(await refusalOf(document, { id: db.world.acme.id })).toMatchObject({ limit: "cost" });
  });

  it.each([-1, 2_147_483_647, null, "7", 1e99, {}])("are no excuse for a page size of %j", async (first) => {
    const answer = await rep().query(nestedLists, { first, inner: 1 });
    expect([undefined, "BAD_USER_INPUT", "LIMIT_EXCEEDED"]).toContain(answer.errors?.[0]?.extensions.code);
    expect(answer.status).toBeLessThan(500);
  });
});

it("leaves room for every published operation", async () => {
  const refused: string[] = [];
  for (const name of listOperations()) {
    const document = loadOperation(name);
    if (document.includes("subscription")) continue;
    const { errors } = await gateway.anonymous.query(document);
    if (errors?.some(({ extensions }) => extensions.code === "LIMIT_EXCEEDED")) refused.push(name);
  }
  expect(refused).toEqual([]);
});
