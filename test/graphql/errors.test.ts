import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { type Answer, loadOperation, useGateway } from "../support/gateway.ts";
import { useProxy } from "../support/proxy.ts";
import { untilSomebodyWaits } from "../support/waiting.ts";

const db = useDatabase();
const proxy = useProxy(() => db.urls.authenticator);
const production = useGateway(db, { environment: "production" });
const development = useGateway(db, { environment: "development" });
const impatient = useGateway(db, { variables: { LIMIT_STATEMENT_SECONDS_MEMBER: "1" } });
const distant = useGateway(db, { authenticatorUrl: () => proxy.url, poolSize: 1 });

const staff = () => production.as(db.world.acme.members.staff);
const root = (sql: string) => db.withRoot((client) => client.query(sql));

// Grafast prints what it can't plan.
beforeEach(() => void jest.spyOn(console, "error").mockImplementation(() => {}));
afterEach(() => void jest.restoreAllMocks());

const CODES = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "ORGANIZATION_REQUIRED",
  "NOT_FOUND",
  "CONFLICT",
  "BAD_USER_INPUT",
  "LIMIT_EXCEEDED",
  "TIMEOUT",
  "UNAVAILABLE",
  "INTERNAL",
];
/** What no client may read. */
const SECRETS =
  /app_(public|hidden|private)|tenantry_|select |insert |violates|constraint|_must_|_fkey|_key\b|row-level|relation "|SQLSTATE|\bat \S+ \(|node_modules|\.ts:|hunter2|postgres/i;

function expectPublic(answer: Answer): void {
  expect(answer.errors?.length).toBeGreaterThan(0);
  for (const { message, extensions } of answer.errors ?? []) {
    expect(CODES).toContain(extensions.code);
    expect(message).toMatch(/\S/);
    expect(Object.keys(extensions)).not.toEqual(expect.arrayContaining(["exception", "stack", "stacktrace"]));
  }
  expect(answer.text).not.toMatch(SECRETS);
}

describe("a request that cannot be understood", () => {
  it.each<[string, object]>([
    ["an unknown field", { query: "{ contcts { totalCount } }" }],
    ["an unknown argument", { query: "{ contacts(frist: 1) { totalCount } }" }],
    ["an unknown type", { query: "query ($x: Contcat) { me { id } }" }],
    ["an unknown value of an enum", { query: "{ contacts(orderBy: CREATED_DESC) { totalCount } }" }],
    ["an unknown field of an input", { query: '{ contacts(filter: { nam: { equalTo: "x" } }) { totalCount } }' }],
  ])("for %s is BAD_USER_INPUT, with a hint in development only", async (_, payload) => {
    const [strict, helpful] = [await production.post(payload), await development.post(payload)];
    for (const answer of [strict, helpful]) {
      expectPublic(answer);
      expect(new Set(answer.errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(["BAD_USER_INPUT"]));
    }
    expect(strict.text).not.toContain("Did you mean");
    expect(helpful.text).toContain("Did you mean");
  });

  it.each<[string, object | string]>([
    ["a document that breaks off", { query: "{ me {" }],
    ["an empty document", { query: "" }],
    ["no document", { variables: {} }],
    ["a document that is no text", { query: 1 }],
    ["a fragment only", { query: "fragment F on Contact { id }" }],
    ["several operations and no name", { query: "query A { me { id } } query B { me { id } }" }],
    ["an operation that is not there", { query: "query A { me { id } }", operationName: "B" }],
    ["a selection that is missing", { query: "{ me }" }],
    ["a list of one request", [{ query: "{ me { id } }" }]],
    ["a subscription", { query: "subscription { me { id } }" }],
    ["variables that are text", { query: "{ me { id } }", variables: "x" }],
    ["malformed JSON", "{"],
  ])("as it has %s is BAD_USER_INPUT", async (_, payload) => {
    const answer = await production.post(payload);
    expectPublic(answer);
    expect(answer.code).toBe("BAD_USER_INPUT");
    expect(answer.status).toBeLessThan(500);
    expect((await production.post({ query: "{ me { id } }" })).data).toEqual({ me: null });
  });

  it.each<[string, object]>([
    ["missing", {}],
    ["null", { id: null }],
    ["no uuid", { id: "hunter2" }],
    ["of another kind", { id: [randomUUID(), randomUUID()] }],
    ["an object", { id: { equalTo: "x" } }],
  ])("as a variable is %s is BAD_USER_INPUT", async (_, variables) => {
    const answer = await staff().run("crm/GetContact", variables);
    expectPublic(answer);
    expect(answer.code).toBe("BAD_USER_INPUT");
    expect(answer.text).not.toContain("hunter2");
    expect((await staff().run("crm/GetContact", { id: randomUUID() })).errors).toBeUndefined();
  });

  it.each<[string, object]>([
    ["a null character", { firstName: "a\u0000b" }],
    ["half a surrogate pair", { customFields: { a: "\ud800" } }],
    ["a date that does not exist", { dateOfBirth: "2020-02-30" }],
    ["a text too long", { firstName: "x".repeat(201) }],
    ["an impossible tag", { tags: ["a", null] }],
  ])("as a value is %s is BAD_USER_INPUT", async (_, contact) => {
    const answer = await staff().run("crm/CreateContact", { contact: { firstName: "Val", ...contact } });
    expectPublic(answer);
    expect(answer.code).toBe("BAD_USER_INPUT");
  });
});

describe("an error of the rules", () => {
  it("says which field is wrong, in words", async () => {
    const create = (contact: object) => staff().run("crm/CreateContact", { contact });
    await create({ firstName: "Ada", email: "ada@engines.test" });
    const answers = {
      taken: await create({ email: "ADA@engines.test" }),
      address: await create({ email: "nobody" }),
      phone: await create({ phone: "hunter" }),
      blank: await staff().run("crm/CreateCompany", { company: { name: " " } }),
    };
    for (const answer of Object.values(answers)) expectPublic(answer);
    expect(Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, answer.refusal]))).toMatchObject({
      taken: { code: "CONFLICT", field: "email" },
      address: { code: "BAD_USER_INPUT", field: "email" },
      phone: { code: "BAD_USER_INPUT", field: "phone", hint: expect.stringContaining("+44") },
      blank: { code: "BAD_USER_INPUT", field: "name" },
    });
    expect(answers.address.text).not.toContain("nobody");
    expect(answers.phone.text).not.toContain("hunter");
  });

  it("is in its place, and the fields beside it, whose work is taken back, are empty", async () => {
    const document = `mutation ($missing: UUID!) {
      works: createTask(input: { task: { title: "Taken back" } }) { task { title } }
      fails: archiveTask(input: { id: $missing }) { task { id } }
    }`;
    const answer = await staff().query(document, { missing: randomUUID() });
    expect(answer.data).toEqual({ works: null, fails: null });
    expect(answer.errors).toEqual([expect.objectContaining({ path: ["fails"], extensions: { code: "NOT_FOUND" } })]);
  });
});

describe("a visitor without a token", () => {
  it.each([
    "crm/ListContacts",
    "crm/ListDeals",
    "crm/DealsByStage",
    "tenancy/MyOrganizations",
    "tenancy/CurrentOrganization",
    "tenancy/MyPermissions",
    "tenancy/ListMembers",
  ])("is UNAUTHENTICATED for %s, which a member may ask", async (operation) => {
    const answer = await production.anonymous.run(operation);
    expectPublic(answer);
    expect(answer.code).toBe("UNAUTHENTICATED");
    expect((await staff().run(operation)).errors).toBeUndefined();
  });

  it("is UNAUTHENTICATED for every change", async () => {
    const answer = await production.anonymous.run("crm/CreateContact", { contact: { firstName: "Eve" } });
    expectPublic(answer);
    expect(answer.code).toBe("UNAUTHENTICATED");
  });

  it("may ask which types there are, and who is asking", async () => {
    expect((await production.anonymous.query("{ __typename me { id } }")).data).toEqual({
      __typename: "Query",
      me: null,
    });
  });
});

describe("an error that nobody foresaw", () => {
  beforeAll(() =>
    root(`
      create function app_private.tg_teams__fail() returns trigger language plpgsql as $$
      begin
        raise exception using message = 'hunter2 is in app_public.teams', detail = 'hunter2 detail', hint = 'hunter2 hint',
          schema = 'app_public', table = 'teams', column = 'name', constraint = 'hunter2_constraint';
      end $$;
      create trigger _999_fail before insert on app_public.teams for each row execute function app_private.tg_teams__fail();
      alter table app_public.companies drop column website;
    `),
  );

  const createTeam = (who: ReturnType<typeof staff>) =>
    who.query('mutation { createTeam(input: { team: { name: "A" } }) { team { id } } }');

  it.each<[string, () => Promise<Answer>]>([
    ["raised in the database", () => createTeam(production.as(db.world.acme.members.admin))],
    ["in the SQL itself", () => staff().query("{ companies { nodes { website } } }")],
  ])("is masked when %s, and found in the log by its reference", async (_, ask) => {
    production.log.length = 0;
    const answer = await ask();
    expectPublic(answer);
    expect(answer.refusal).toEqual({ code: "INTERNAL", reference: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(answer.errors?.[0]?.message).toBe("An internal error occurred.");
    const lines = production.log.filter((line) => line.includes(String(answer.refusal["reference"])));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({
      level: 50,
      reqId: answer.headers["x-request-id"],
      error: { message: expect.stringMatching(/\S/) },
    });
  });

  it("is masked in development as well", async () => {
    const answer = await createTeam(development.as(db.world.acme.members.admin));
    expectPublic(answer);
    expect(answer.code).toBe("INTERNAL");
  });

  it("leaves the gateway in order", async () => {
    expect((await staff().run("crm/ListContacts")).errors).toBeUndefined();
  });
});

describe("a statement that takes too long", () => {
  it("has exceeded a limit, and the connection serves the next request", async () => {
    const client = impatient.as(db.world.acme.members.staff);
    await db.withRoot(async (blocker) => {
      await blocker.query("begin; lock table app_public.deals in access exclusive mode");
      const answer = await client.run("crm/ListDeals");
      expectPublic(answer);
      expect(answer.refusal).toEqual({ code: "LIMIT_EXCEEDED", limit: "statementSeconds", maximum: 1 });
      await blocker.query("rollback");
    });
    expect((await client.run("crm/ListDeals")).get("deals.totalCount")).toBe(5);
  });
});

describe("a database out of reach", () => {
  const client = () => distant.as(db.world.acme.members.staff);
  afterEach(async () => {
    await proxy.cut();
    await proxy.open();
  });

  it("is UNAVAILABLE for new requests, and served again when it is back", async () => {
    expect((await client().run("crm/ListContacts")).errors).toBeUndefined();
    await proxy.cut();
    for (let attempt = 0; attempt < 3; attempt++) {
      const answer = await client().run("crm/ListContacts");
      expectPublic(answer);
      expect(answer.refusal).toMatchObject({ code: "UNAVAILABLE", reference: expect.any(String) });
    }
    await proxy.open();
    expect((await client().run("crm/ListContacts")).errors).toBeUndefined();
  });

  it("is UNAVAILABLE for the request under way", async () => {
    await db.withRoot(async (blocker) => {
      await blocker.query("begin; lock table app_public.tasks in access exclusive mode");
      const underWay = client().run("crm/ListTasks");
      await untilSomebodyWaits(blocker);
      await proxy.cut();
      const answer = await underWay;
      expectPublic(answer);
      expect(answer.code).toBe("UNAVAILABLE");
      await blocker.query("rollback");
    });
  });

  it("is not taken for an empty one when a write is cut off", async () => {
    await db.withRoot(async (blocker) => {
      await blocker.query("begin; lock table app_public.tasks in access exclusive mode");
      const underWay = client().run("crm/CreateTask", { task: { title: "Cut off" } });
      await untilSomebodyWaits(blocker);
      await proxy.cut();
      const answer = await underWay;
      expect(answer.data).toEqual({ createTask: null });
      expect(answer.code).toBe("UNAVAILABLE");
      await blocker.query("rollback");
    });
  });
});

describe("a request that is too much", () => {
  it("is refused when it is nested too deeply", async () => {
    const nested = (depth: number): string =>
      depth === 0 ? "id" : `company { contacts { nodes { ${nested(depth - 1)} } } }`;
    const answer = await staff().query(`{ contacts { nodes { ${nested(100)} } } }`);
    expectPublic(answer);
    expect(["LIMIT_EXCEEDED", "TIMEOUT", "BAD_USER_INPUT"]).toContain(answer.code);
    expect((await staff().query(`{ contacts { nodes { ${nested(2)} } } }`)).errors).toBeUndefined();
  });

  it("is refused when its body is too large", async () => {
    const answer = await production.post({
      query: loadOperation("tenancy/Me"),
      variables: { x: "x".repeat(1024 * 1024) },
    });
    expect(answer.status).toBe(413);
    expectPublic(answer);
    expect(answer.code).toBe("LIMIT_EXCEEDED");
  });
});
