import { generateKeyPairSync, randomUUID, sign as signBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { giveIdentity } from "../support/accounts.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { useKeyServer } from "../support/key-server.ts";

const RUNS = 400;
const ISSUER = "https://fuzz.example.com/";
const UNREACHABLE = "https://unreachable.example.com/";
const QUERY =
  "{ me { email } myOrganizations { nodes { slug } } currentOrganization { slug } contacts(first: 1) { nodes { id } } }";
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const server = useKeyServer();
const db = useDatabase();
const settings = {
  audience: "crm",
  organizationClaim: ["org_id", "o.id", "app_metadata.organization"],
  emailClaim: ["email", "user_metadata.email"],
  nameClaim: ["name", "user_metadata.name"],
};
const gateway = useGateway(db, {
  environment: "production",
  variables: () => ({
    AUTH_ISSUERS: JSON.stringify([
      { ...settings, issuer: ISSUER, key: publicKey.export({ format: "jwk" }), createUsers: true },
      { ...settings, issuer: UNREACHABLE, jwksUri: `${server.origin}/keys` },
    ]),
  }),
});
const subject = `user_${randomUUID()}`;

beforeAll(() => giveIdentity(db, ISSUER, subject, db.world.acme.members.owner.userId));

/** A token over JSON as it is written, which may hold what no serializer would write. */
function tokenOf(payload: string, header: string): string {
  const input = [header, payload].map((part) => Buffer.from(part).toString("base64url")).join(".");
  return `${input}.${signBytes("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}

/** JSON text of every kind that a claim could be, most of it what none should be. */
const hostileJson: fc.Arbitrary<string> = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.string({ unit: "binary", maxLength: 200 }).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    ...[
      "0",
      "-0",
      "-1",
      "1e999",
      "-1e999",
      "1e308",
      "5e-324",
      "9007199254740993",
      "253402300800",
      "0.1",
      "1E400",
      "1e-400",
    ],
    ...[
      '"\\u0000"',
      '"\\ud800"',
      '"\\udfff\\ud800"',
      '"\\u0007"',
      '"\\ufeff"',
      '"\\u202e"',
      '"\\\\u0000"',
      '"\\u2028"',
      '"\ufffd"',
    ],
    ...[
      '"\'; drop table users; --"',
      '"$1"',
      '"{}"',
      '"null"',
      '"NaN"',
      '"%00"',
      '"\\\\"',
      "[]",
      "{}",
      "null",
      "true",
      '""',
      '" "',
    ],
    ...[
      '{"__proto__":{"id":"x"}}',
      '{"id":{"id":{"id":"x"}}}',
      '{"constructor":1}',
      '{"length":3,"0":"a"}',
      '{"id":"acme"}',
    ],
  ),
  fc.nat(1_500).map((depth) => "[".repeat(depth) + "]".repeat(depth)),
  fc.nat(700).map((depth) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`),
  fc.nat(6_000).map((length) => JSON.stringify("x".repeat(length))),
  fc.nat(1_000).map((length) => JSON.stringify("🦊".repeat(length))),
  fc.nat(1_500).map((length) => JSON.stringify(Array.from({ length }, () => "x"))),
);
const name = fc.oneof(
  fc.constantFrom(
    ...[
      "aud",
      "iat",
      "nbf",
      "exp",
      "jti",
      "email",
      "email_verified",
      "name",
      "role",
      "org_id",
      "org",
      "sid",
      "session_id",
    ],
    ...[
      "aal",
      "amr",
      "auth_time",
      "azp",
      "o",
      "app_metadata",
      "user_metadata",
      "events",
      "__proto__",
      "constructor",
      "toString",
    ],
    ...["isClient", "apiKeyDigest", "claims", "profile", "organization", "requestId"],
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);

/** Good claims, then hostile ones, which win where a name is given twice, as they do in any reader. */
const hostileClaims = fc
  .record({
    sub: fc.oneof(
      { weight: 3, arbitrary: fc.constant(JSON.stringify(subject)) },
      { weight: 1, arbitrary: hostileJson },
    ),
    more: fc.array(fc.tuple(name, hostileJson), { maxLength: 4 }),
  })
  .map(({ sub, more }) =>
    [["sub", sub] as const, ...more].map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(","),
  );

const good = (issuer: string) => `"iss":"${issuer}","aud":"crm","exp":9999999999`;

async function send(token: string) {
  const response = await gateway.inject({
    method: "POST",
    url: "/graphql",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    payload: { query: QUERY },
  });
  return { status: response.statusCode, body: response.json(), text: response.body };
}

describe("claims of any kind", () => {
  const outcomes = new Map<string, number>();
  const count = (outcome: string) => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  afterAll(() => {
    // The log tells of every failure of ours.
    expect(gateway.log.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });

  it("end in an answer or in 401, never in a failure of ours", async () => {
    await fc.assert(
      fc.asyncProperty(hostileClaims, async (claims) => {
        const { status, body, text } = await send(tokenOf(`{${good(ISSUER)},${claims}}`, '{"alg":"ES256"}'));
        const codes = (body.errors ?? []).map((error: { extensions: { code: string } }) => error.extensions.code);
        expect([200, 401]).toContain(status);
        if (status === 401) expect(codes).toEqual(["UNAUTHENTICATED"]);
        for (const code of codes) expect(["UNAUTHENTICATED", "FORBIDDEN", "ORGANIZATION_REQUIRED"]).toContain(code);
        expect(text).not.toMatch(/syntax|jsonb|SQLSTATE|surrogate|invalid input|stack depth/i);
        count(`${status} ${codes[0] ?? "answered"}`);
      }),
      { numRuns: RUNS },
    );
    // Otherwise too little of it would reach the database, or too much would be let through.
    for (const outcome of ["200 answered", "401 UNAUTHENTICATED"]) {
      expect(outcomes.get(outcome)).toBeGreaterThan(RUNS / 20);
    }
  }, 120_000);

  it("never say who a person is in place of the subject", async () => {
    const other = db.world.acme.members.staff;
    const tricks = {
      user_id: other.userId,
      uid: other.userId,
      email: other.email,
      email_verified: true,
      isClient: true,
    };
    const claims = JSON.stringify({ ...tricks, sub: subject }).slice(1, -1);
    const { body } = await send(tokenOf(`{${good(ISSUER)},${claims}}`, '{"alg":"ES256"}'));
    expect(body.data.me.email).toBe(db.world.acme.members.owner.email);
  });

  it("end in 503 or 401 where the keys can't be had", async () => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(hostileClaims, async (claims) => {
        const { status, body } = await send(tokenOf(`{${good(UNREACHABLE)},${claims}}`, '{"alg":"ES256","kid":"a"}'));
        expect([401, 503]).toContain(status);
        expect(body.errors[0].extensions.code).toBe(status === 401 ? "UNAUTHENTICATED" : "UNAVAILABLE");
        expect(body).not.toHaveProperty("data");
        statuses.add(status);
      }),
      { numRuns: RUNS / 4 },
    );
    expect(statuses).toContain(503);
  }, 120_000);

  it("and headers of any kind end the same way", async () => {
    const header = fc
      .array(
        fc.tuple(fc.constantFrom("alg", "kid", "typ", "cty", "crit", "jku", "jwk", "x5u", "zip", "b64"), hostileJson),
        {
          maxLength: 4,
        },
      )
      .map((more) => `{"alg":"ES256"${more.map(([key, value]) => `,${JSON.stringify(key)}:${value}`).join("")}}`);
    await fc.assert(
      fc.asyncProperty(header, async (text) => {
        const { status } = await send(tokenOf(`{${good(ISSUER)},"sub":"${subject}"}`, text));
        expect([200, 401]).toContain(status);
      }),
      { numRuns: RUNS / 2 },
    );
  }, 120_000);
});
