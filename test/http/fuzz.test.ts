import { describe, it } from "@jest/globals";
import fc from "fast-check";
import { defectOf } from "../support/answers.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";

/** How often each property is tried; `FUZZ_ROUNDS=50` for a long look. */
const RUNS = 250 * Number(process.env["FUZZ_ROUNDS"] ?? 1);
const SEED = Number(process.env["FUZZ_SEED"] ?? Date.now() % 1_000_000_000);
const TIMEOUT_MS = 60_000 + RUNS * 100;

const db = useDatabase();
const gateway = useGateway(db, { environment: "production", variables: { IMPORT_LIMIT_MB: "2" } });

type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
type Headers = Record<string, string>;

const ADDRESSES = [
  ...["/graphql", "/graphql/", "/graphql/stream", "/graphiql", "/graphiql/token", "/graphiql/stream"],
  ...["/imports/contacts", "/imports/deals", "/exports/contacts.csv", "/exports/organization.ndjson"],
  ...["/api/crm/contacts", "/api/crm/deals", "/api/crm/appointments", "/api/crm/organizations", "/api/crm/metrics"],
  ...["/api/crm/contacts/0", "/api/crm/deals/00000000-0000-0000-0000-000000000000", "/api/crm/openapi.json"],
  ...["/health", "/ready", "/.well-known/jwks.json", "/", "/nowhere"],
];
const METHODS: readonly Method[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const TYPES = [
  ...["application/json", "application/json; charset=utf-16", "application/graphql-response+json", "text/csv"],
  ...["application/graphql", "text/csv; charset=latin1", "application/x-www-form-urlencoded", "text/plain", "", ";"],
  ...["multipart/form-data", "multipart/form-data; boundary=x", "application/json;;;", "APPLICATION/JSON", "*/*", "é"],
];
const DEEP = ["[", '{"a":', '{"query":'].map((part) => part.repeat(20_000));

const query = fc.constantFrom(
  ...[
    "{ __typename }",
    "{",
    "",
    "\u0000",
    "{ me { id } }",
    "query ($a: Int!) { contacts(first: $a) { nodes { id } } }",
  ],
  ...["{ contacts(first: -1) { nodes { id } } }", "mutation { signOut(input: {}) { clientMutationId } }"],
  ...[
    '{ contact(id: "\\u0000") { id } }',
    "{ \ud800 }",
    `{ ${"a".repeat(1_000)} }`,
    `{ me { ${"id ".repeat(50_000)} } }`,
  ],
  ...["#", "\ufeff{ __typename }", '{ contacts(filter: { name: { equalTo: """', "{ me { id @a @b @c } }"],
);

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom("\u0000", "\ud800", "'", "x".repeat(20_000), "{}", "null", "-1", "../..", "%00", "{{7*7}}"),
);

const json = fc.oneof(
  fc.record(
    { query, variables: fc.jsonValue(), operationName: fc.jsonValue(), extensions: fc.jsonValue() },
    { requiredKeys: [] },
  ),
  fc.record({ query: fc.jsonValue(), id: fc.jsonValue(), documentId: fc.jsonValue() }, { requiredKeys: [] }),
  fc.array(fc.record({ query }), { maxLength: 12 }),
  fc.dictionary(
    fc.oneof(text, fc.constantFrom("firstName", "title", "__proto__", "constructor", "orgId")),
    fc.jsonValue(),
  ),
  fc.jsonValue(),
);

const body: fc.Arbitrary<string | Buffer | undefined> = fc.oneof(
  { weight: 6, arbitrary: json.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...DEEP, "x".repeat(1_100_000), '{"query":"{ __typename }"', "\ufeff{}", ""),
  },
  { weight: 1, arbitrary: json.map((value) => Buffer.from(JSON.stringify(value), "utf16le")) },
  { weight: 2, arbitrary: fc.array(text, { maxLength: 6 }).map((cells) => `First name,Email\n${cells.join(",")}\n"`) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

/** What a header can hold at all; the rest is refused by whoever reads HTTP. */
const headerText = fc.oneof(
  fc.string({ maxLength: 40 }).map((value) => value.replace(/[^\x20-\x7e]/g, "")),
  fc.constantFrom("é".repeat(10), "x".repeat(5_000), "0", "-1", "null", "a, b", "*", '"', 'W/"1"', "gzip", "chunked"),
);

const headers: fc.Arbitrary<Headers> = fc.record(
  {
    "content-type": fc.oneof({ weight: 3, arbitrary: fc.constant("application/json") }, fc.constantFrom(...TYPES)),
    accept: fc.constantFrom("*/*", "text/html", "application/graphql-response+json", "text/event-stream", ";q=", "é"),
    "x-organization-id": fc.oneof(fc.constant("acme"), headerText),
    "content-encoding": fc.constantFrom("gzip", "br", "identity", "x"),
    "idempotency-key": headerText,
    "if-match": headerText,
    "x-forwarded-for": headerText,
    "x-request-id": headerText,
    "graphql-require-preflight": fc.constant("1"),
    cookie: headerText,
    origin: headerText,
  },
  { requiredKeys: [] },
);

const parameter = fc.constantFrom(
  ...["query", "variables", "extensions", "operationName", "first", "after", "orderBy", "search", "orgId", "mapping"],
  ...["preview", "duplicates", "onError", "separator", "filter", "__proto__", "total"],
);
const address = fc
  .tuple(fc.constantFrom(...ADDRESSES), fc.array(fc.tuple(parameter, fc.oneof(query, text)), { maxLength: 3 }), text)
  .map(([path, parameters, raw]) => {
    const search = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join("&");
    const end = parameters.length === 0 && raw.length < 10 ? `/${encodeURIComponent(raw.toWellFormed())}` : "";
    return `${path}${end.length > 1 && path.startsWith("/api") ? end : ""}${search && `?${search}`}`;
  });

interface Given {
  readonly method: Method;
  readonly url: string;
  readonly headers: Headers;
  readonly payload: string | Buffer | undefined;
  readonly isSignedIn: boolean;
}

const request: fc.Arbitrary<Given> = fc.record({
  method: fc.oneof({ weight: 4, arbitrary: fc.constant<Method>("POST") }, fc.constantFrom(...METHODS)),
  url: address,
  headers,
  payload: body,
  isSignedIn: fc.boolean(),
});

async function problemOf({ method, url, headers: given, payload, isSignedIn }: Given): Promise<string | undefined> {
  const authorization = `Bearer ${await gateway.tokenFor(db.world.acme.members.owner, "acme")}`;
  const answer = await gateway.inject({
    method,
    url,
    headers: { ...given, ...(isSignedIn && { authorization }) },
    ...(payload !== undefined && method !== "GET" && method !== "HEAD" && { payload }),
  });
  const type = String(answer.headers["content-type"] ?? "");
  const isJson = /\bjson\b/.test(type) && !/ndjson/.test(type);
  if (method === "HEAD" || answer.body === "") return answer.statusCode >= 500 ? `${answer.statusCode}` : undefined;
  if (!isJson)
    return answer.statusCode >= 400 ? `${answer.statusCode} as ${type}: ${answer.body.slice(0, 200)}` : undefined;
  let parsed: { errors?: { message: string; extensions?: Record<string, unknown> }[] };
  try {
    parsed = JSON.parse(answer.body);
  } catch {
    return `no JSON: ${answer.body.slice(0, 200)}`;
  }
  if (answer.statusCode >= 400 && !(parsed.errors?.length ?? 0)) return `${answer.statusCode} without errors`;
  const defect = defectOf({ status: answer.statusCode, errors: parsed.errors });
  return defect && `${defect} ${answer.body.slice(0, 300)} ${gateway.log.at(-1)?.slice(0, 1_500)}`;
}

async function hold(arbitrary: fc.Arbitrary<Given>): Promise<void> {
  const property = fc.asyncProperty(arbitrary, async (given) => {
    const problem = await problemOf(given);
    if (problem !== undefined) throw new Error(problem);
  });
  await fc.assert(property, { seed: SEED, numRuns: RUNS });
}

describe("whatever is sent over HTTP", () => {
  it("anywhere, is answered with a code, and as JSON where something is wrong", () => hold(request), TIMEOUT_MS);

  it.each(["/graphql", "/graphql/stream", "/imports/contacts", "/api/crm/contacts", "/api/crm/deals"])(
    "to %s, is answered with a code, and as JSON where something is wrong",
    (url) => hold(request.map((given) => ({ ...given, method: "POST", url, isSignedIn: true }))),
    TIMEOUT_MS,
  );
});
