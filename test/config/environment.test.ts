import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { isAbsolute } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { ConfigurationError, readConfig } from "../../src/config/environment.ts";
import { configOfWorker } from "../../src/config/workers.ts";

const AUTHENTICATOR = "postgres://authenticator:hunter2@db.example.com/tenantry";
const OWNER = "postgres://owner:hunter2@db.example.com/tenantry";
const ISSUER = { issuer: "https://id.example.com/", audience: "tenantry", jwksUri: "https://id.example.com/jwks" };
const SUPABASE = { preset: "supabase", url: "https://project.supabase.co" };
const CLERK = { preset: "clerk", issuer: "https://clerk.example.com" };
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

function issuersOf(...entries: unknown[]) {
  return readConfig({ AUTH_ISSUERS: JSON.stringify(entries) }).issuers;
}

function issuerProblemsOf(...entries: unknown[]) {
  return problemsOf({ AUTH_ISSUERS: JSON.stringify(entries) });
}

describe("the configuration", () => {
  it("needs nothing in development", () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      environment: "development",
      host: "127.0.0.1",
      isLoopback: true,
      port: 5678,
      logLevel: "info",
      database: { kind: "embedded" },
      workers: 1,
      databasePoolSize: 10,
      live: { connectionsPerUser: 20, operationsPerConnection: 50, anonymousIdleMs: 60_000 },
      issuers: [],
    });
    expect(isAbsolute(config.dataDirectory)).toBe(true);
    expect(Object.isFrozen(config) && Object.isFrozen(config.database) && Object.isFrozen(config.issuers)).toBe(true);
  });

  it("lets anybody sign up but in production, unless it is told", () => {
    const production = { NODE_ENV: "production", AUTH_DATABASE_URL: AUTHENTICATOR };
    expect(readConfig({}).allowSignUp).toBe(true);
    expect(readConfig({ ALLOW_SIGN_UP: "false" }).allowSignUp).toBe(false);
    expect(readConfig(production).allowSignUp).toBe(false);
    expect(readConfig({ ...production, ALLOW_SIGN_UP: "true" }).allowSignUp).toBe(true);
    expect(problemsOf({ ALLOW_SIGN_UP: "yes" })).toEqual(['ALLOW_SIGN_UP: "yes" is not known; give true or false']);
  });

  it("reads from replicas that are named, as the authenticator", () => {
    const url = (user: string) => `postgres://${user}:hunter2@replica.example.com/tenantry`;
    const read = (text: string) => ({ AUTH_DATABASE_URL: AUTHENTICATOR, READ_DATABASE_URL: text });
    const [first, second] = [url("authenticator"), `${url("authenticator")}?sslmode=require`];
    expect(readConfig({}).readMaximumLagMs).toBe(5_000);
    expect(readConfig({ ...read(`${first}, ${second}`), READ_MAXIMUM_LAG_SECONDS: "2" })).toMatchObject({
      database: { readUrls: [first, second] },
      readMaximumLagMs: 2_000,
    });
    expect(problemsOf(read(url("owner")))).toEqual([expect.stringMatching(/^READ_DATABASE_URL: logs in as another/)]);
    expect(problemsOf(read("nowhere"))).toEqual([expect.stringMatching(/^READ_DATABASE_URL: is no list/)]);
    expect(problemsOf({ READ_DATABASE_URL: first })).toEqual([expect.stringMatching(/^AUTH_DATABASE_URL: missing/)]);
  });

  it("listens as the authenticator, beside a server that requests go to", () => {
    const listen = (user: string) => ({
      LISTEN_DATABASE_URL: `postgres://${user}:hunter2@direct.example.com/tenantry`,
    });
    expect(readConfig({ AUTH_DATABASE_URL: AUTHENTICATOR, ...listen("authenticator") }).listenUrl).toBeDefined();
    expect(problemsOf({ AUTH_DATABASE_URL: AUTHENTICATOR, ...listen("owner") })).toEqual([
      expect.stringMatching(/^LISTEN_DATABASE_URL: logs in as another user/),
    ]);
    expect(problemsOf(listen("authenticator"))).toEqual([expect.stringMatching(/^AUTH_DATABASE_URL: missing/)]);
  });

  it("goes on serving in production when it is told to stop, unless it is told", () => {
    const production = { NODE_ENV: "production", AUTH_DATABASE_URL: AUTHENTICATOR };
    expect(readConfig({}).drainMs).toBe(0);
    expect(readConfig({ DRAIN_SECONDS: "2" }).drainMs).toBe(2_000);
    expect(readConfig(production).drainMs).toBe(5_000);
    expect(readConfig({ ...production, DRAIN_SECONDS: "0" }).drainMs).toBe(0);
    expect(problemsOf({ DRAIN_SECONDS: "21" })).toEqual([expect.stringMatching(/^DRAIN_SECONDS: "21" won't do/)]);
  });

  it("takes operations by hash and by text, unless it is told", () => {
    expect(readConfig({}).persistedOperations).toBe("allow");
    expect(readConfig({ PERSISTED_OPERATIONS: "only" }).persistedOperations).toBe("only");
    expect(problemsOf({ PERSISTED_OPERATIONS: "yes" })).toEqual([
      'PERSISTED_OPERATIONS: "yes" is not known; give one of off, allow, only',
    ]);
  });

  it("divides its connections among processes, which are never more than it has connections for", () => {
    expect(readConfig({ WORKERS: "2" })).toMatchObject({ workers: 2, databasePoolSize: 10 });
    expect(readConfig({ WORKERS: "8" })).toMatchObject({ workers: 8, databasePoolSize: 32 });
    expect(readConfig({ WORKERS: "8", DATABASE_POOL_SIZE: "16" })).toMatchObject({ workers: 8, databasePoolSize: 16 });
    expect(readConfig({ WORKERS: "auto" }).workers).toBe(availableParallelism());
    expect(readConfig({ WORKERS: "auto", DATABASE_POOL_SIZE: "3" })).toMatchObject({ workers: 1, databasePoolSize: 3 });
    expect(problemsOf({ WORKERS: "8", DATABASE_POOL_SIZE: "15" })).toEqual([
      "WORKERS: 8 processes need 16 connections at least; set DATABASE_POOL_SIZE to that, or WORKERS to 7",
    ]);
    for (const wrong of ["0", "257", "many", "-1"]) {
      expect(problemsOf({ WORKERS: wrong })).toEqual([
        `WORKERS: "${wrong}" won't do; give a whole number from 1 to 256, or auto`,
      ]);
    }
  });

  it.each([
    [2, 4, 0, 2, 1],
    [2, 6, 0, 3, 1],
    [2, 10, 0, 5, 2],
    [4, 10, 0, 2, 1],
    [3, 100, 0, 33, 16],
    [2, 6, 6, 3, 3],
    [2, 10, 6, 5, 3],
    [4, 8, 2, 2, 1],
  ])(
    "gives each of %i processes its part of %i connections and of a tenant’s, %i or half",
    (workers, all, set, own, tenants) => {
      const config = readConfig({
        WORKERS: String(workers),
        DATABASE_POOL_SIZE: String(all),
        LIMIT_TENANT_CONNECTIONS: String(set),
        LIMIT_TENANT_WAITING: "9",
      });
      const { databasePoolSize, limits } = configOfWorker(config);
      expect([databasePoolSize, limits.tenant.connections]).toEqual([own, tenants]);
      expect(limits.tenant.waiting).toBe(Math.ceil(9 / workers));
      expect(limits.tenant.connections * workers).toBeLessThanOrEqual(Math.max(workers, set || all / 2));
      expect(configOfWorker(readConfig({ DATABASE_POOL_SIZE: String(all) })).limits.tenant.connections).toBe(all / 2);
    },
  );

  it("trusts the proxies that are named, and none else", () => {
    expect(readConfig({}).trustedProxies).toEqual([]);
    const named = "10.0.0.0/8, 192.0.2.1,2001:db8::/32,";
    expect(readConfig({ TRUSTED_PROXIES: named }).trustedProxies).toEqual(["10.0.0.0/8", "192.0.2.1", "2001:db8::/32"]);
    for (const wrong of [
      "true",
      "10.0.0.0/33",
      "10.0.0.0/",
      "2001:db8::/129",
      "10.0.0.0/8/8",
      "10.0.0.1/0x8",
      "proxy.test",
    ]) {
      expect(problemsOf({ TRUSTED_PROXIES: wrong })).toEqual([
        expect.stringMatching(/^TRUSTED_PROXIES: give addresses/),
      ]);
    }
  });

  it("shares answers with origins that are named as browsers name them, and with none else", () => {
    expect(readConfig({}).corsOrigins).toEqual([]);
    const named = "https://app.example.com, http://localhost:5173,";
    expect(readConfig({ CORS_ORIGINS: named }).corsOrigins).toEqual([
      "https://app.example.com",
      "http://localhost:5173",
    ]);
    expect(readConfig({ CORS_ORIGINS: "*" }).corsOrigins).toEqual(["*"]);
    for (const wrong of [
      "app.example.com",
      "https://app.example.com/",
      "https://*.example.com/x",
      "ftp://example.com",
    ]) {
      expect(problemsOf({ CORS_ORIGINS: wrong })).toEqual([expect.stringMatching(/^CORS_ORIGINS: give origins/)]);
    }
  });

  it("measures and traces where it is told to", () => {
    expect(readConfig({})).toMatchObject({ traces: undefined, slowOperationMs: 1_000, explainsSlowOperations: false });
    expect(readConfig({}).metrics).toEqual({ port: undefined, host: "127.0.0.1", token: undefined, organizations: 0 });
    const endpoint = "http://collector:4318";
    const traced = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: "0.25" });
    expect(traced.traces).toEqual({ endpoint, ratio: 0.25 });
    expect(problemsOf({ OTEL_TRACES_SAMPLER_ARG: "2" })).toHaveLength(1);
    expect(problemsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" })).toHaveLength(1);
    const [problem = ""] = problemsOf({ METRICS_TOKEN: "hunter2" });
    expect(problem).toMatch(/^METRICS_TOKEN: is too short/);
    expect(problem).not.toContain("hunter2");
  });

  it("takes what is set, and empty as not set", () => {
    expect(
      readConfig({ PORT: "0", HOST: "0.0.0.0", DATA_DIR: "/var/lib/tenantry", DATABASE_POOL_SIZE: "40", NODE_ENV: "" }),
    ).toMatchObject({
      port: 0,
      isLoopback: false,
      dataDirectory: "/var/lib/tenantry",
      databasePoolSize: 40,
      environment: "development",
    });
  });

  it("names everything that is wrong at once, and never a secret", () => {
    const problems = problemsOf({
      PORT: "70000",
      HOST: "not a host",
      NODE_ENV: "prod",
      LOG_LEVEL: "loud",
      DATABASE_POOL_SIZE: "0",
      DATABASE_URL: "mysql://owner:hunter2@db.example.com/tenantry",
      SHADOW_DATABASE_URL: "hunter2",
      AUTH_SIGNING_KEY: '{"kty":"EC","crv":"P-256","d":"hunter2"}',
      AUTH_ISSUERS: JSON.stringify([
        { ...ISSUER, jwksUri: "http://user:hunter2@id.example.com" },
        { issuer: "b", audience: "b", secret: "hunter2" },
      ]),
    });
    expect(problems.map((problem) => problem.split(":")[0]).sort()).toEqual([
      "AUTH_DATABASE_URL",
      "AUTH_ISSUERS[0].jwksUri",
      "AUTH_ISSUERS[1].secret",
      "AUTH_SIGNING_KEY",
      "DATABASE_POOL_SIZE",
      "DATABASE_URL",
      "HOST",
      "LOG_LEVEL",
      "NODE_ENV",
      "PORT",
      "SHADOW_DATABASE_URL",
    ]);
    expect(problems.join("\n")).not.toContain("hunter2");
    expect(problems).toContain('PORT: "70000" won\'t do; give a whole number from 0 to 65535, such as 5678');
  });

  it("doesn't repeat AUTH_ISSUERS that is no JSON", () => {
    const problems = problemsOf({ AUTH_ISSUERS: '[{"secret":"hunter2"' });
    expect(problems).toEqual([expect.stringMatching(/^AUTH_ISSUERS: is not JSON; give a list/)]);
    expect(problems.join()).not.toContain("hunter2");
  });

  it("points out a misspelled name where the right one isn't set", () => {
    expect(problemsOf({ AUTH_ISSUER: "[]" })).toEqual(["AUTH_ISSUER: not known; AUTH_ISSUERS is probably meant"]);
    expect(problemsOf({ AUTH_ISSUER: "[]", AUTH_ISSUERS: "[]" })).toEqual([]);
    expect(problemsOf({ TEST_DATABASE_URL: OWNER, PATH: "/bin" })).toEqual([]);
  });
});

describe("the database connections", () => {
  it("serve as the authenticator, alone or beside the owner", () => {
    expect(readConfig({ AUTH_DATABASE_URL: AUTHENTICATOR }).database).toEqual({
      kind: "external",
      authenticatorUrl: AUTHENTICATOR,
    });
    expect(readConfig({ AUTH_DATABASE_URL: AUTHENTICATOR, DATABASE_URL: OWNER }).database).toMatchObject({
      ownerUrl: OWNER,
    });
    expect(problemsOf({ AUTH_DATABASE_URL: "postgres://authenticator@/tenantry?host=/var/run/postgresql" })).toEqual(
      [],
    );
  });

  it("never serve as the owner", () => {
    expect(problemsOf({ DATABASE_URL: OWNER })).toEqual([
      expect.stringMatching(/^AUTH_DATABASE_URL: missing; the gateway never serves as the owner/),
    ]);
    expect(problemsOf({ DATABASE_URL: OWNER, AUTH_DATABASE_URL: `${OWNER}?sslmode=require` })).toEqual([
      expect.stringMatching(/^AUTH_DATABASE_URL: logs in as the same user as DATABASE_URL/),
    ]);
    expect(problemsOf({ DATABASE_URL: OWNER, AUTH_DATABASE_URL: "postgres:///tenantry?user=owner" })).toHaveLength(1);
    expect(problemsOf({ AUTH_DATABASE_URL: "postgres:///tenantry" })).toEqual([
      expect.stringMatching(/^AUTH_DATABASE_URL: is not a PostgreSQL connection string with a user/),
    ]);
  });

  it("are not embedded in production", () => {
    expect(problemsOf({ NODE_ENV: "production" })).toEqual([
      expect.stringMatching(/^AUTH_DATABASE_URL: missing; the embedded database is for development/),
    ]);
    expect(problemsOf({ NODE_ENV: "production", AUTH_DATABASE_URL: AUTHENTICATOR })).toEqual([]);
  });
});

describe("the signing key", () => {
  it("is a private EC P-256 key", () => {
    const config = readConfig({ AUTH_SIGNING_KEY: JSON.stringify(ec.privateKey.export({ format: "jwk" })) });
    expect(config.signingKey?.type).toBe("private");
    for (const key of [ec.publicKey, rsa.privateKey]) {
      expect(problemsOf({ AUTH_SIGNING_KEY: JSON.stringify(key.export({ format: "jwk" })) })).toHaveLength(1);
    }
  });
});

describe("the issuers", () => {
  it("come with keys at an address, a public key or a secret, and algorithms to match", () => {
    const { jwksUri: _, ...named } = ISSUER;
    expect(issuersOf(ISSUER)).toMatchObject([
      {
        audience: ["tenantry"],
        keys: { kind: "remote", url: ISSUER.jwksUri },
        algorithms: expect.not.arrayContaining(["HS256"]),
      },
    ]);
    expect(issuersOf({ ...named, key: ec.publicKey.export({ format: "jwk" }) })[0]?.algorithms).toEqual(["ES256"]);
    expect(issuersOf({ ...named, key: rsa.publicKey.export({ format: "pem", type: "spki" }) })[0]?.algorithms).toEqual([
      "RS256",
    ]);
    expect(issuersOf({ ...named, secret: "s".repeat(32) })[0]?.algorithms).toEqual(["HS256"]);
    expect(issuersOf({ ...ISSUER, jwksUri: "http://127.0.0.1:9000/jwks" })).toHaveLength(1);
    expect(issuersOf({ ...ISSUER, algorithms: ["PS256"], organizationClaim: "o.id" })).toMatchObject([
      { algorithms: ["PS256"], claimPaths: { organization: ["o.id"] } },
    ]);
  });

  it("have one source of keys, or are https addresses where they can be discovered", () => {
    const { jwksUri: _, ...named } = ISSUER;
    expect(issuerProblemsOf({ ...ISSUER, secret: "s".repeat(32) })).toEqual([
      expect.stringMatching(/^AUTH_ISSUERS\[0\]: give one of jwksUri, key and secret/),
    ]);
    for (const issuer of [named.issuer, "http://127.0.0.1:9000/realms/main"]) {
      expect(issuersOf({ ...named, issuer })).toMatchObject([{ issuer, keys: { kind: "discovery" } }]);
    }
    for (const issuer of [
      "id.example.com",
      "http://id.example.com/",
      "https://a:b@id.example.com",
      "https://a.test/?b",
    ]) {
      expect(issuerProblemsOf({ ...named, issuer })).toEqual([
        expect.stringMatching(/^AUTH_ISSUERS\[0\]\.issuer: .*; give jwksUri, key or secret$/),
      ]);
      expect(issuerProblemsOf({ ...ISSUER, issuer })).toEqual([]);
    }
  });

  it("make no users and trust no e-mail address unless told", () => {
    for (const entry of [ISSUER, SUPABASE, CLERK]) {
      expect(issuersOf(entry)).toMatchObject([{ createUsers: false, trustEmail: false }]);
      expect(issuersOf({ ...entry, createUsers: true, trustEmail: true })).toMatchObject([
        { createUsers: true, trustEmail: true },
      ]);
      expect(issuerProblemsOf({ ...entry, createUsers: "yes", trustEmail: 1 })).toEqual([
        "AUTH_ISSUERS[0].createUsers: is neither true nor false",
        "AUTH_ISSUERS[0].trustEmail: is neither true nor false",
      ]);
    }
  });

  it("say where claims stand, by one path or several", () => {
    expect(issuersOf(ISSUER)[0]?.claimPaths).toEqual({
      email: ["email"],
      emailVerified: ["email_verified"],
      name: ["name"],
      organization: [],
    });
    const claims = {
      emailClaim: "mail",
      emailVerifiedClaim: true,
      nameClaim: ["a", "b.c"],
      organizationClaim: ["o.id"],
    };
    expect(issuersOf({ ...ISSUER, ...claims })[0]?.claimPaths).toEqual({
      email: ["mail"],
      emailVerified: true,
      name: ["a", "b.c"],
      organization: ["o.id"],
    });
    expect(
      issuerProblemsOf({ ...ISSUER, emailClaim: "", emailVerifiedClaim: false, nameClaim: [], organizationClaim: 1 }),
    ).toHaveLength(4);
  });

  it("never mix symmetric and asymmetric algorithms", () => {
    const { jwksUri: _, ...named } = ISSUER;
    for (const entry of [
      { ...ISSUER, algorithms: ["RS256", "HS256"] },
      { ...ISSUER, algorithms: ["none"] },
      { ...named, secret: "s".repeat(32), algorithms: ["HS256", "RS256"] },
      { ...named, key: ec.publicKey.export({ format: "jwk" }), algorithms: ["RS256"] },
    ]) {
      expect(issuerProblemsOf(entry)).toEqual([
        expect.stringMatching(/^AUTH_ISSUERS\[0\]\.algorithms: .* doesn't go with/),
      ]);
    }
  });

  it("take public keys only, and none that are weak", () => {
    const { jwksUri: _, ...named } = ISSUER;
    const weak = generateKeyPairSync("rsa", { modulusLength: 1024 });
    for (const key of [
      ec.privateKey.export({ format: "jwk" }),
      ec.privateKey.export({ format: "pem", type: "pkcs8" }),
      weak.publicKey.export({ format: "jwk" }),
      { kty: "oct", k: "c2VjcmV0" },
      "not a key",
    ]) {
      expect(issuerProblemsOf({ ...named, key })).toEqual([expect.stringMatching(/^AUTH_ISSUERS\[0\]\.key: /)]);
    }
  });

  it("are listed once each, by their own name, with known settings only", () => {
    expect(issuerProblemsOf(ISSUER, ISSUER, { ...ISSUER, issuer: "b", audience: 1 })).toEqual([
      expect.stringContaining("AUTH_ISSUERS[2].audience"),
      expect.stringContaining("listed twice"),
    ]);
    expect(issuerProblemsOf({ ...ISSUER, issuer: "tenantry" })).toEqual([
      expect.stringContaining("built-in issuer's name"),
    ]);
    expect(issuerProblemsOf({ ...ISSUER, audiense: "x" })).toEqual([
      expect.stringContaining('"audiense" is not known'),
    ]);
    expect(issuerProblemsOf({ ...ISSUER, jwksUri: "http://id.example.com/jwks" })).toHaveLength(1);
  });
});

describe("the README", () => {
  it("gives issuers that are accepted", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const lists = [...readme.matchAll(/^export AUTH_ISSUERS='([^']+)'$/gm)].map(([, list = ""]) => list);
    const issuers = lists.flatMap((list) => readConfig({ AUTH_ISSUERS: list }).issuers);
    expect(issuers.map(({ preset, keys }) => preset ?? keys.kind)).toEqual([
      "supabase",
      "clerk",
      "discovery",
      "remote",
    ]);
  });

  it("names every setting of an issuer", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const [problem = ""] = issuerProblemsOf({ ...ISSUER, unknown: true });
    const known = /known are (.+)$/.exec(problem)?.[1]?.split(", ") ?? [];
    expect(known).toContain("issuer");
    for (const setting of known) expect(readme).toMatch(new RegExp(`["\`]${setting}["\`]`));
  });
});

describe("the presets", () => {
  it("need one value", () => {
    expect(issuersOf(SUPABASE, CLERK)).toEqual([
      {
        issuer: "https://project.supabase.co/auth/v1",
        preset: "supabase",
        audience: ["authenticated"],
        algorithms: ["ES256", "RS256", "EdDSA", "Ed25519"],
        keys: { kind: "remote", url: "https://project.supabase.co/auth/v1/.well-known/jwks.json" },
        claimPaths: {
          email: ["email"],
          emailVerified: ["email_verified"],
          name: ["name", "user_metadata.full_name", "user_metadata.name"],
          organization: [],
        },
        createUsers: false,
        trustEmail: false,
      },
      {
        issuer: "https://clerk.example.com",
        preset: "clerk",
        audience: [],
        algorithms: ["ES256", "RS256", "EdDSA", "Ed25519"],
        keys: { kind: "remote", url: "https://clerk.example.com/.well-known/jwks.json" },
        claimPaths: {
          email: ["email"],
          emailVerified: ["email_verified"],
          name: ["name"],
          organization: ["o.id", "org_id"],
        },
        createUsers: false,
        trustEmail: false,
      },
    ]);
    expect(issuersOf({ ...SUPABASE, url: "http://127.0.0.1:54321/" })[0]?.issuer).toBe(
      "http://127.0.0.1:54321/auth/v1",
    );
  });

  it("give way to what is said beside them", () => {
    expect(issuersOf({ ...SUPABASE, secret: "s".repeat(32), organizationClaim: "app_metadata.org" })).toMatchObject([
      { algorithms: ["HS256"], keys: { kind: "secret" }, claimPaths: { organization: ["app_metadata.org"] } },
    ]);
    expect(issuersOf({ ...CLERK, audience: "crm", authorizedParties: ["https://app.example.com"] })).toMatchObject([
      { audience: ["crm"], authorizedParties: ["https://app.example.com"] },
    ]);
  });

  it("take the addresses of Supabase for verified when they are trusted, and only then", () => {
    expect(issuersOf({ ...SUPABASE, trustEmail: true })[0]?.claimPaths.emailVerified).toBe(true);
    expect(issuersOf({ ...SUPABASE, createUsers: true })[0]?.claimPaths.emailVerified).toEqual(["email_verified"]);
    expect(issuersOf({ ...CLERK, trustEmail: true })[0]?.claimPaths.emailVerified).toEqual(["email_verified"]);
  });

  it("say all that is wrong at once", () => {
    expect(
      issuerProblemsOf(
        { preset: "firebase" },
        { preset: "supabase" },
        {
          preset: "supabase",
          url: "http://project.supabase.co",
          issuer: "x",
          emailVerifiedClaim: "user_metadata.email_verified",
        },
        { preset: "clerk", issuer: "https://user:hunter2@clerk.example.com", secret: "hunter2" },
        { ...CLERK, authorizedParties: [], audiense: "x" },
        { ...SUPABASE, secret: "hunter2" },
      ),
    ).toEqual([
      'AUTH_ISSUERS[0].preset: "firebase" is not known; give one of supabase, clerk, or leave it out',
      "AUTH_ISSUERS[1].url: is missing; give its https address without user, password and query (http only on this machine), such as https://project.supabase.co",
      "AUTH_ISSUERS[2].issuer: follows from the preset supabase; leave it out",
      "AUTH_ISSUERS[2].emailVerifiedClaim: users write user_metadata themselves; name another claim",
      expect.stringMatching(/^AUTH_ISSUERS\[2\]\.url: is not a usable address; give /),
      "AUTH_ISSUERS[3].secret: follows from the preset clerk; leave it out",
      expect.stringMatching(/^AUTH_ISSUERS\[3\]\.issuer: is not a usable address; give /),
      "AUTH_ISSUERS[4].authorizedParties: is empty; leave it out",
      expect.stringMatching(/^AUTH_ISSUERS\[4\]: "audiense" is not known; known are /),
      "AUTH_ISSUERS[5].secret: is too short; give at least 32 random bytes",
    ]);
  });

  it("leave an audience out for Clerk only", () => {
    for (const audience of [undefined, null]) {
      expect(issuerProblemsOf({ ...ISSUER, audience })).toEqual([
        expect.stringMatching(/^AUTH_ISSUERS\[0\]\.audience: /),
      ]);
      expect(issuerProblemsOf({ ...ISSUER, preset: "supabase", audience })).not.toEqual([]);
    }
    expect(issuerProblemsOf({ ...SUPABASE, audience: null })).toHaveLength(1);
  });
});
