import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import Fastify, { type FastifyInstance } from "fastify";
import { AuthenticationError } from "../../src/authentication/authentication-error.ts";
import { type BuiltInIssuer, createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { createVerifier } from "../../src/authentication/issuers.ts";
import { pgSettingsFor } from "../../src/graphile/context.ts";
import authentication from "../../src/http/authentication.ts";
import demonstrationSignIn from "../../src/http/demonstration-sign-in.ts";
import errorHandler from "../../src/http/error-handler.ts";
import graphiql from "../../src/http/graphiql.ts";
import health from "../../src/http/health.ts";
import jsonWebKeySet from "../../src/http/json-web-key-set.ts";
import requestLogging, { loggingOptions } from "../../src/http/request-logging.ts";
import securityHeaders from "../../src/http/security-headers.ts";

const ada = {
  id: "0198c2f0-0000-7000-8000-000000000001",
  email: "ada@acme.test",
  name: "Ada",
  role: "owner",
  organizations: [{ slug: "acme", name: "Acme", role: "owner" }],
};
let app: FastifyInstance;
let issuer: BuiltInIssuer;
let token: string;
let isDatabaseUp = true;
let isMigrated = async () => false;
const logged: string[] = [];

beforeAll(async () => {
  const signingKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  issuer = await createBuiltInIssuer({ signingKey, dataDirectory: "/nonexistent" });
  token = await issuer.issueToken({ subject: ada.id, expiresIn: 60, organization: "acme" });
  const verifyBuiltIn = createVerifier({ issuers: [] }, issuer);

  const { logger, ...options } = loggingOptions({ logLevel: "info" });
  app = Fastify({
    ...options,
    logger: { ...logger, stream: { write: (line: string) => logged.push(line) } },
    bodyLimit: 1000,
  });
  await app.register(requestLogging);
  await app.register(securityHeaders);
  await app.register(errorHandler);
  await app.register(authentication, {
    verify: async (given) => {
      if (given === "unreachable") throw new AuthenticationError("UNAVAILABLE", "Not at the moment.");
      return verifyBuiltIn(given);
    },
  });
  await app.register(health, {
    pool: {
      query: async () => {
        if (!isDatabaseUp) throw new Error("connection to db.internal refused");
      },
    },
    compareMigrations: async () => ({
      pending: (await isMigrated()) ? [] : ["000001-first.sql"],
      unknown: [],
      changed: [],
    }),
  });
  await app.register(jsonWebKeySet, { issuer });
  await app.register(graphiql, { enabled: true });
  await app.register(demonstrationSignIn, { enabled: true, issuer, listDemonstrationAccounts: async () => [ada] });
  app.post("/graphql", async (request) => request.identity);
  app.get("/guarded", { onRequest: app.authenticate }, async (request) => request.identity);
  app.get("/open", async () => ({}));
  app.get("/failing", async () => {
    throw new Error("select secret from vault");
  });
});
afterAll(() => app.close());

function ask(headers: Record<string, string | string[]> = {}) {
  return app.inject({ method: "POST", url: "/graphql", headers, payload: {} });
}

describe("a request to /graphql", () => {
  it("is a contact’s with a token of the built-in issuer for contacts", async () => {
    const portal = await issuer.issueToken({ subject: ada.id, expiresIn: 60, isClient: true });
    expect((await ask({ authorization: `Bearer ${portal}` })).json()).toMatchObject({ isClient: true });
    expect((await ask({ authorization: `Bearer ${token}` })).json().isClient).toBeUndefined();
  });

  it("is anonymous without credentials", async () => {
    const response = await ask();
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ claims: null, organization: null, address: "127.0.0.1" });
    expect(response.json().requestId).toBe(response.headers["x-request-id"]);
  });

  it.each(["Bearer", "bearer", "BEARER "])("is who its token says (%s)", async (scheme) => {
    const response = await ask({ authorization: `${scheme} ${token}` });
    expect(response.json()).toMatchObject({ claims: { iss: "tenantry", sub: ada.id }, organization: "acme" });
  });

  it("tells the database who its token says is asking, and nothing of nobody", async () => {
    const identity = (await ask({ authorization: `Bearer ${token}` })).json();
    expect(identity.profile).toEqual({
      email: null,
      emailVerified: false,
      name: null,
      mayCreateUser: false,
      trustsEmail: false,
    });
    expect(JSON.parse(pgSettingsFor(identity, "read only")["tenantry.request"])).toEqual({
      claims: expect.objectContaining({ iss: "tenantry", sub: ada.id }),
      organization: "acme",
      requestId: identity.requestId,
      address: "127.0.0.1",
    });
    const nobody = (await ask()).json();
    expect(nobody.profile).toBeNull();
    expect(JSON.parse(pgSettingsFor(nobody, "read only")["tenantry.request"])).toMatchObject({ claims: null });
  });

  it("prefers the organization of the header", async () => {
    const response = await ask({ authorization: `Bearer ${token}`, "x-organization-id": "globex" });
    expect(response.json().organization).toBe("globex");
    expect((await ask({ "x-organization-id": "globex" })).json()).toMatchObject({
      claims: null,
      organization: "globex",
    });
  });

  it.each(["", "two words", "a,b", "acme'--", "../acme", "x".repeat(64)])(
    "refuses %j as organization",
    async (name) => {
      const response = await ask({ authorization: `Bearer ${token}`, "x-organization-id": name });
      expect(response.statusCode).toBe(400);
      expect(response.json().errors).toEqual([
        { message: expect.any(String), extensions: { code: "BAD_USER_INPUT", field: "X-Organization-Id" } },
      ]);
    },
  );

  it.each<[string, () => string | string[]]>([
    ["another scheme", () => "Basic YTpi"],
    ["no scheme", () => token],
    ["no token", () => "Bearer"],
    ["several tokens", () => `Bearer ${token}, Bearer ${token}`],
    ["a token and more", () => `Bearer ${token} x`],
    ["several headers", () => [`Bearer ${token}`, `Bearer ${token}`]],
    ["an empty header", () => ""],
    ["a token that isn't accepted", () => `Bearer ${token.slice(0, -4)}AAAA`],
  ])("is refused with %s", async (_, authorization) => {
    const response = await ask({ authorization: authorization() });
    expect(response.statusCode).toBe(401);
    expect(response.headers["www-authenticate"]).toMatch(
      /^Bearer realm="tenantry", error="invalid_token", error_description="[^"]+"$/,
    );
    expect(response.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(response.json()).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: "UNAUTHENTICATED" } }],
    });
    expect(response.body).not.toContain(token.slice(0, 20));
  });

  it("is refused in the media type of GraphQL when that is asked for", async () => {
    const response = await ask({
      authorization: "x",
      accept: "application/graphql-response+json, application/json;q=0.9",
    });
    expect(response.headers["content-type"]).toBe("application/graphql-response+json; charset=utf-8");
  });

  it("is not anonymous when its token can't be checked", async () => {
    const response = await ask({ authorization: "Bearer unreachable" });
    expect(response.statusCode).toBe(503);
    expect(response.headers["retry-after"]).toBeTruthy();
    expect(response.json().errors[0].extensions.code).toBe("UNAVAILABLE");
  });

  it("takes no token from the address", async () => {
    const response = await app.inject({ method: "POST", url: `/graphql?access_token=${token}`, payload: {} });
    expect(response.json().claims).toBeNull();
    expect(logged.join()).not.toContain(token);
  });
});

it("guards other routes that ask for it, and only those", async () => {
  const headers = { authorization: "Bearer x" };
  expect((await app.inject({ url: "/guarded", headers })).statusCode).toBe(401);
  expect((await app.inject({ url: "/guarded", headers: { authorization: `Bearer ${token}` } })).statusCode).toBe(200);
  expect((await app.inject({ url: "/open", headers })).statusCode).toBe(200);
});

describe("a failure", () => {
  it("of the server is masked, and found in the log by its reference", async () => {
    const response = await app.inject("/failing");
    expect(response.statusCode).toBe(500);
    const { reference, code } = response.json().errors[0].extensions;
    expect(code).toBe("INTERNAL");
    expect(response.body).not.toContain("vault");
    const line = logged.find((text) => text.includes(reference));
    expect(line).toContain("vault");
    expect(line).toContain(response.headers["x-request-id"]);
  });

  it.each<[string, number, string, { payload?: string; headers?: Record<string, string>; url?: string }]>([
    ["malformed JSON", 400, "BAD_USER_INPUT", { payload: '{"hunter2' }],
    ["a body that is too large", 413, "LIMIT_EXCEEDED", { payload: JSON.stringify("x".repeat(2000)) }],
    ["an unknown media type", 415, "BAD_USER_INPUT", { payload: "<a/>", headers: { "content-type": "text/xml" } }],
    ["an unknown address", 404, "NOT_FOUND", { payload: "{}", url: "/nowhere" }],
  ])("of the caller has a code: %s", async (_, statusCode, code, { payload = "", headers, url = "/graphql" }) => {
    const response = await app.inject({
      method: "POST",
      url,
      payload,
      headers: { "content-type": "application/json", ...headers },
    });
    expect(response.statusCode).toBe(statusCode);
    expect(response.json().errors[0].extensions).toMatchObject({ code });
    expect(response.body).not.toContain("hunter2");
  });
});

describe("the request id", () => {
  it("is the caller's when it is harmless, and a new one otherwise", async () => {
    const idFor = async (id: string) => (await ask({ "x-request-id": id })).headers["x-request-id"];
    expect(await idFor("trace-1.a_B")).toBe("trace-1.a_B");
    for (const id of ["a b", "x".repeat(65), '{"a":1}']) expect(await idFor(id)).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("the probes", () => {
  it("tell what is missing and no details", async () => {
    const migrations = await app.inject("/ready");
    isMigrated = async () => {
      throw new Error("no answer from db.internal");
    };
    const unknown = await app.inject("/ready");
    isDatabaseUp = false;
    const database = await app.inject("/ready");
    expect((await app.inject("/health")).json()).toEqual({ status: "ok" });
    isDatabaseUp = true;
    isMigrated = async () => true;
    expect((await app.inject("/ready")).statusCode).toBe(200);
    for (const [response, check] of [
      [migrations, "migrations"],
      [unknown, "migrations-unknown"],
      [database, "database"],
    ] as const) {
      expect(response.statusCode).toBe(503);
      expect(response.json().errors[0].extensions).toEqual({ code: "UNAVAILABLE", check });
      expect(response.body).not.toContain("db.internal");
    }
  });

  it("stay as they were while migrations that were there can’t be looked up", async () => {
    const failing = async () => {
      throw new Error("no answer");
    };
    const statuses: number[] = [];
    for (const answer of [async () => true, failing, async () => false, failing, async () => true]) {
      isMigrated = answer;
      statuses.push((await app.inject("/ready")).statusCode);
    }
    expect(statuses).toEqual([200, 200, 503, 503, 200]);
  });
});

it("publishes the public keys only", async () => {
  const response = await app.inject("/.well-known/jwks.json");
  expect(response.json()).toEqual(issuer.publicJwks());
  expect(response.json().keys[0]).not.toHaveProperty("d");
  expect(response.headers["cache-control"]).toContain("max-age");
});

it("sends security headers everywhere, with a policy that GraphiQL can live with on its pages", async () => {
  for (const url of ["/health", "/nowhere", "/graphiql/sign-in-bar.js"]) {
    const { headers } = await app.inject(url);
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(String(headers["content-security-policy"]).includes("script-src")).toBe(url.startsWith("/graphiql"));
  }
});

describe("signing in as a demonstration user", () => {
  const signIn = (payload: object | string, headers: Record<string, string> = {}) =>
    app.inject({
      method: "POST",
      url: "/graphiql/token",
      headers: {
        host: "localhost:5678",
        "content-type": "application/json",
        "sec-fetch-site": "same-origin",
        ...headers,
      },
      payload,
    });

  it("gives a token that is accepted", async () => {
    const response = await signIn({ email: ada.email, organization: "acme" });
    const identity = await ask({ authorization: `Bearer ${response.json().token}` });
    expect(identity.json()).toMatchObject({ claims: { sub: ada.id }, organization: "acme" });
  });

  it("offers the accounts without their ids", async () => {
    const response = await app.inject({ url: "/graphiql/accounts", headers: { host: "127.0.0.1:5678" } });
    const { id: _, ...shown } = ada;
    expect(response.json()).toEqual([shown]);
  });

  it("works for nobody else, nor in an organization of others", async () => {
    expect((await signIn({ email: "root@acme.test" })).statusCode).toBe(404);
    expect((await signIn({ email: ada.email, organization: "globex" })).statusCode).toBe(400);
    expect((await signIn({ email: [ada.email] })).statusCode).toBe(400);
    expect((await signIn({ email: ada.email, id: "x" })).statusCode).toBe(400);
  });

  it.each<[string, Record<string, string>, number]>([
    ["under another name (DNS rebinding)", { host: "evil.example" }, 403],
    ["under a name that only begins like ours", { host: "localhost.evil.example" }, 403],
    ["from another site", { "sec-fetch-site": "cross-site" }, 403],
    ["from another port of this machine", { "sec-fetch-site": "same-site" }, 403],
    ["with a body that needs no preflight", { "content-type": "text/plain" }, 415],
  ])("does not work %s", async (_, headers, statusCode) => {
    expect((await signIn({ email: ada.email }, { host: "[::1]:5678" })).statusCode).toBe(200);
    expect((await signIn(JSON.stringify({ email: ada.email }), headers)).statusCode).toBe(statusCode);
  });

  it("does not exist when it isn't enabled", async () => {
    const other = Fastify();
    await other.register(errorHandler);
    await other.register(demonstrationSignIn, { enabled: false, issuer, listDemonstrationAccounts: async () => [ada] });
    expect((await other.inject({ url: "/graphiql/accounts", headers: { host: "localhost" } })).statusCode).toBe(404);
  });
});
