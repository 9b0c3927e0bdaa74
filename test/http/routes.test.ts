import { afterEach, describe, expect, it } from "@jest/globals";
import { compareMigrations } from "../../src/database/migrations.ts";
import { useDatabase } from "../support/database.ts";
import { loadOperation, useGateway } from "../support/gateway.ts";
import { useProxy } from "../support/proxy.ts";

const db = useDatabase();
const proxy = useProxy(() => db.urls.authenticator);
const gateway = useGateway(db, { environment: "production", authenticatorUrl: () => proxy.url });

const json = { "content-type": "application/json", accept: "application/json" };
const me = { query: "{ me { id } }" };

describe("the probes", () => {
  afterEach(async () => {
    await proxy.cut();
    await proxy.open();
  });

  it("say that the process is alive and the database as it should be", async () => {
    expect((await gateway.inject({ url: "/health" })).json()).toEqual({ status: "ok" });
    const ready = await gateway.inject({ url: "/ready" });
    const { pending } = await compareMigrations(gateway.pool);
    expect(ready.statusCode).toBe(pending.length === 0 ? 200 : 503);
  });

  it("say that the database is out of reach, and nothing of where it is", async () => {
    await proxy.cut();
    const response = await gateway.inject({ url: "/ready" });
    expect(response.statusCode).toBe(503);
    expect(response.json().errors).toEqual([
      { message: expect.any(String), extensions: { code: "UNAVAILABLE", check: "database" } },
    ]);
    expect(response.body).not.toMatch(/127\.0\.0\.1|ECONN|5432|tenantry_/);
    expect((await gateway.inject({ url: "/health" })).statusCode).toBe(200);
  });

  it("ask the database once for all who ask at the same time", async () => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => gateway.inject({ url: "/ready" })));
    expect(new Set(responses.map(({ statusCode }) => statusCode)).size).toBe(1);
    expect(gateway.pool.totalCount).toBeLessThanOrEqual(2);
  });

  it("say that migrations are missing from a database that knows of none", async () => {
    const functions = ["applied_migrations", "migration_history"];
    for (const name of functions) {
      await db.withRoot((root) => root.query(`alter function app_private.${name}() rename to forgotten_${name}`));
    }
    const response = await gateway.inject({ url: "/ready" });
    const { pending } = await compareMigrations(gateway.pool);
    expect(response.statusCode).toBe(pending.length === 0 ? 200 : 503);
    if (pending.length > 0) {
      expect(response.json().errors[0].extensions).toEqual({ code: "UNAVAILABLE", check: "migrations" });
    }
    for (const name of functions) {
      await db.withRoot((root) => root.query(`alter function app_private.forgotten_${name}() rename to ${name}`));
    }
  });
});

describe("the published keys", () => {
  it("verify tokens and sign none", async () => {
    const response = await gateway.inject({ url: "/.well-known/jwks.json" });
    expect(response.headers["content-type"]).toMatch(/^application\/jwk-set\+json/);
    const { keys } = response.json<{ keys: Record<string, string>[] }>();
    expect(keys).toEqual([
      {
        kty: "EC",
        crv: "P-256",
        x: expect.any(String),
        y: expect.any(String),
        kid: expect.any(String),
        alg: "ES256",
        use: "sig",
      },
    ]);
    const token = await gateway.tokenFor(db.world.acme.members.staff);
    const [header = ""] = token.split(".");
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toMatchObject({
      kid: keys[0]?.["kid"],
      alg: "ES256",
    });
  });
});

describe("every answer", () => {
  it.each(["/health", "/graphql", "/nowhere", "/.well-known/jwks.json"])(
    "of %s has the security headers",
    async (url) => {
      const { headers } = await gateway.inject({ url });
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      });
      expect(headers).not.toHaveProperty("x-powered-by");
      expect(headers).not.toHaveProperty("server");
    },
  );

  it("has a request id: the caller's, or a new one", async () => {
    const idOf = async (headers: Record<string, string> = {}) =>
      (await gateway.inject({ method: "POST", url: "/graphql", payload: me, headers: { ...json, ...headers } }))
        .headers["x-request-id"];
    expect(await idOf({ "x-request-id": "trace-7.b_2" })).toBe("trace-7.b_2");
    expect(await idOf()).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf()).not.toBe(await idOf());
    for (const hostile of ["a\tb", "x".repeat(65), "<script>", "$" + "{jndi:ldap://x}", "a b", "'; drop", ""]) {
      expect(await idOf({ "x-request-id": hostile })).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it("has the request id in the log and in the audit log", async () => {
    const admin = gateway.as(db.world.acme.members.admin);
    const contact = { firstName: "Traced" };
    await admin.run("crm/CreateContact", { contact }, { "x-request-id": "trace-audit-1" });
    expect(gateway.log.filter((line) => line.includes("trace-audit-1"))).toHaveLength(1);
    const { rowCount } = await db.withRoot((root) =>
      root.query("select from app_public.audit_logs where request_id = 'trace-audit-1'"),
    );
    expect(rowCount).toBeGreaterThan(0);
  });
});

describe("a request that is none of the API's", () => {
  const send = async (request: Parameters<typeof gateway.inject>[0]) => {
    const response = await gateway.inject(request);
    return { status: response.statusCode, errors: response.json<{ errors: { extensions: object }[] }>().errors };
  };

  it("is 404 at an unknown address", async () => {
    for (const url of ["/", "/graphql/", "/graphqlx", "/.env", "/graphiql/../graphql2", "/%2e%2e/etc/passwd"]) {
      const { status, errors } = await send({ url });
      expect([url, status, errors[0]?.extensions]).toEqual([url, 404, { code: "NOT_FOUND" }]);
    }
  });

  it.each(["PUT", "DELETE", "PATCH"] as const)("is refused when its method is %s", async (method) => {
    const { status, errors } = await send({ method, url: "/graphql", payload: me, headers: json });
    expect([404, 405]).toContain(status);
    expect(errors[0]?.extensions).toMatchObject({ code: expect.stringMatching(/^(NOT_FOUND|BAD_USER_INPUT)$/) });
  });

  it.each<[string, number, string, { payload: string; headers: Record<string, string> }]>([
    ["malformed JSON", 400, "BAD_USER_INPUT", { payload: '{"query": "hunter2', headers: json }],
    ["JSON that is a list", 400, "BAD_USER_INPUT", { payload: "[]", headers: json }],
    ["JSON that is text", 400, "BAD_USER_INPUT", { payload: '"hunter2"', headers: json }],
    ["no JSON", 415, "BAD_USER_INPUT", { payload: "<hunter2/>", headers: { "content-type": "text/xml" } }],
    [
      "a form",
      415,
      "BAD_USER_INPUT",
      { payload: "query=hunter2", headers: { "content-type": "application/x-www-form-urlencoded" } },
    ],
    ["a file", 415, "BAD_USER_INPUT", { payload: "x", headers: { "content-type": "multipart/form-data; boundary=x" } }],
    ["no media type", 415, "BAD_USER_INPUT", { payload: "{}", headers: { "content-type": "" } }],
    ["a batch", 400, "LIMIT_EXCEEDED", { payload: JSON.stringify([me, me]), headers: json }],
    ["too much", 413, "LIMIT_EXCEEDED", { payload: `"${"x".repeat(1024 * 1024)}"`, headers: json }],
  ])("is refused when its body is %s", async (_, status, code, request) => {
    const answer = await send({ method: "POST", url: "/graphql", ...request });
    expect(answer).toEqual({
      status,
      errors: [{ message: expect.any(String), extensions: expect.objectContaining({ code }) }],
    });
    expect(JSON.stringify(answer)).not.toContain("hunter2");
  });

  it("is told apart from GraphQL errors by the status where the client understands that", async () => {
    const accept = "application/graphql-response+json";
    const wrong = await gateway.inject({
      method: "POST",
      url: "/graphql",
      payload: { query: "{" },
      headers: { ...json, accept },
    });
    expect([wrong.statusCode, wrong.headers["content-type"]]).toEqual([400, expect.stringContaining(accept)]);
    const right = await gateway.inject({ method: "POST", url: "/graphql", payload: me, headers: { ...json, accept } });
    expect([right.statusCode, right.headers["content-type"]]).toEqual([200, expect.stringContaining(accept)]);
  });
});

describe("GET /graphql", () => {
  const get = (query: string, variables: object = {}) => {
    const url = `/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables) })}`;
    const token = gateway.tokenFor(db.world.acme.members.staff);
    return token.then((bearer) =>
      gateway.inject({
        url,
        headers: { accept: "application/json", authorization: `Bearer ${bearer}`, "graphql-require-preflight": "1" },
      }),
    );
  };

  it("answers queries", async () => {
    const response = await get(loadOperation("crm/ListContacts"), { first: 1 });
    expect(response.statusCode).toBe(200);
    expect(response.json().data.contacts.totalCount).toBeGreaterThan(0);
  });

  it("refuses mutations, and changes nothing", async () => {
    const before = (await get(loadOperation("crm/ListContacts"))).json().data.contacts.totalCount;
    const response = await get(loadOperation("crm/CreateContact"), { contact: { firstName: "Prefetched" } });
    expect(response.statusCode).toBe(405);
    expect(response.json().errors[0].extensions.code).toBe("BAD_USER_INPUT");
    expect((await get(loadOperation("crm/ListContacts"))).json().data.contacts.totalCount).toBe(before);
  });

  it("without a query is refused, and is no page", async () => {
    const response = await gateway.inject({ url: "/graphql", headers: { accept: "text/html,*/*" } });
    expect(response.statusCode).toBe(400);
    expect(response.json().errors[0].extensions.code).toBe("BAD_USER_INPUT");
  });
});

describe("the log", () => {
  it("holds no token, no header, no password and nothing of what was asked for", async () => {
    gateway.log.length = 0;
    const token = await gateway.tokenFor(db.world.acme.members.staff);
    const password = new URL(db.urls.authenticator).password;
    const headers = { ...json, authorization: `Bearer ${token}`, cookie: "session=hunter2", "x-api-key": "hunter2" };
    const contact = { firstName: "hunter2", email: "hunter2" };
    for (const url of ["/graphql", `/graphql?access_token=${token}`, `/nowhere?token=${token}`]) {
      const payload = { query: loadOperation("crm/CreateContact"), variables: { contact } };
      await gateway.inject({ method: "POST", url, headers, payload });
      await gateway.inject({ method: "POST", url, headers: { ...headers, authorization: `Basic ${token}` }, payload });
    }
    await proxy.cut();
    await gateway.inject({ method: "POST", url: "/graphql", headers, payload: me });
    await proxy.open();
    const log = gateway.log.join("");
    expect(log).toContain("request");
    expect(log).not.toContain(token);
    expect(log).not.toContain(token.split(".")[2] ?? token);
    expect(log).not.toContain(password);
    expect(log).not.toMatch(/hunter2|bearer|basic|authorization|access_token|createContact\(/i);
  });
});
