import { createHmac, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { SignJWT } from "jose";
import { giveIdentity } from "../support/accounts.ts";
import { useDatabase } from "../support/database.ts";
import { type GraphqlClient, useGateway } from "../support/gateway.ts";

const AUDIENCE = "tenantry-api";
const STATIC_ISSUER = "https://static.example.com/";
const REMOTE_ISSUER = "https://remote.example.com/";

const staticKey = generateKeyPairSync("ec", { namedCurve: "P-256" });
const remoteKey = generateKeyPairSync("rsa", { modulusLength: 2048 });
const strangersKey = generateKeyPairSync("ec", { namedCurve: "P-256" });

let isServing = true;
const jwksServer = createServer((_request, response) => {
  const jwk = { ...remoteKey.publicKey.export({ format: "jwk" }), kid: "first", alg: "RS256", use: "sig" };
  response.writeHead(isServing ? 200 : 500, { "content-type": "application/json" });
  response.end(JSON.stringify({ keys: [jwk] }));
});
beforeAll(() => new Promise<void>((resolve) => jwksServer.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => jwksServer.close(resolve)));

const db = useDatabase();
const gateway = useGateway(db, {
  environment: "production",
  variables: () => ({
    AUTH_ISSUERS: JSON.stringify([
      {
        issuer: STATIC_ISSUER,
        audience: AUDIENCE,
        key: staticKey.publicKey.export({ format: "jwk" }),
        organizationClaim: "org_id",
      },
      {
        issuer: REMOTE_ISSUER,
        audience: AUDIENCE,
        jwksUri: `http://127.0.0.1:${(jwksServer.address() as AddressInfo).port}/jwks.json`,
      },
    ]),
  }),
});

const now = () => Math.floor(Date.now() / 1000);

function sign(key: KeyObject, alg: string, claims: object, header: object = {}): Promise<string> {
  return new SignJWT({ aud: AUDIENCE, iat: now(), exp: now() + 60, ...claims })
    .setProtectedHeader({ alg, ...header })
    .sign(key);
}
const fromStatic = (claims: object, key = staticKey.privateKey) =>
  sign(key, "ES256", { iss: STATIC_ISSUER, ...claims });
const fromRemote = (claims: object) =>
  sign(remoteKey.privateKey, "RS256", { iss: REMOTE_ISSUER, ...claims }, { kid: "first" });

/** A token put together by hand, as no library would. */
function forge(header: object, claims: object, signature = ""): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part(header)}.${part(claims)}.${signature}`;
}

async function send(authorization: string) {
  return gateway.inject({
    method: "POST",
    url: "/graphql",
    headers: { "content-type": "application/json", authorization },
    payload: { query: "{ me { email } }" },
  });
}

describe("a token that is not accepted", () => {
  const staff = () => db.world.acme.members.staff;
  const tenantry = async (claims: object, header: object = {}, key: KeyObject = strangersKey.privateKey) =>
    sign(
      key,
      "ES256",
      { iss: "tenantry", aud: "tenantry", sub: staff().userId, ...claims },
      { typ: "at+jwt", ...header },
    );

  it.each<[string, () => Promise<string> | string]>([
    ["expired", () => fromStatic({ sub: "u", exp: now() - 60 })],
    ["not valid yet", () => fromStatic({ sub: "u", nbf: now() + 600 })],
    ["of an unknown issuer", () => fromStatic({ sub: "u", iss: "https://elsewhere.example.com/" })],
    ["of another issuer than it says", () => fromStatic({ sub: "u", iss: REMOTE_ISSUER })],
    ["for another audience", () => fromStatic({ sub: "u", aud: "other-api" })],
    ["without a subject", () => fromStatic({})],
    ["signed by a stranger", () => fromStatic({ sub: "u" }, strangersKey.privateKey)],
    ["in the name of the built-in issuer", () => tenantry({}, { kid: gateway.issuer.keyId })],
    [
      "signed with another algorithm",
      () => sign(remoteKey.privateKey, "RS512", { iss: REMOTE_ISSUER, sub: "u" }, { kid: "first" }),
    ],
    [
      "signed with the public key as a secret",
      () => {
        const header = { alg: "HS256", kid: "first" };
        const claims = { iss: REMOTE_ISSUER, aud: AUDIENCE, sub: "u", exp: now() + 60 };
        const secret = remoteKey.publicKey.export({ format: "pem", type: "spki" }).toString();
        const signature = createHmac("sha256", secret).update(forge(header, claims).slice(0, -1)).digest("base64url");
        return forge(header, claims, signature);
      },
    ],
    ["not signed", () => forge({ alg: "none" }, { iss: STATIC_ISSUER, aud: AUDIENCE, sub: "u", exp: now() + 60 })],
    ["garbage", () => "garbage"],
    ["too long", () => fromStatic({ sub: "u", padding: "x".repeat(9000) })],
  ])("because it is %s answers 401", async (_, makeToken) => {
    const token = await makeToken();
    const response = await send(`Bearer ${token}`);
    expect(response.statusCode).toBe(401);
    expect(response.json()).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: "UNAUTHENTICATED" } }],
    });
    expect(response.headers["www-authenticate"]).toMatch(/^Bearer realm="tenantry", error="invalid_token"/);
    expect(response.body).not.toContain(token);
  });

  it.each(["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNzd29yZA==", "Token x", "bearer a b"])(
    "because the header is %j answers 401",
    async (authorization) => {
      const response = await send(authorization);
      expect(response.statusCode).toBe(401);
      expect(response.json().errors[0].extensions).toEqual({ code: "UNAUTHENTICATED" });
      expect(response.headers["www-authenticate"]).toMatch(/^Bearer /);
    },
  );

  it("is no reason to answer as if there were none, nor to refuse the next one", async () => {
    expect((await send("Bearer garbage")).json()).not.toHaveProperty("data");
    const response = await send(`Bearer ${await gateway.tokenFor(staff())}`);
    expect(response.json()).toEqual({ data: { me: { email: staff().email } } });
  });
});

describe.each<[string, string, (claims: object) => Promise<string>]>([
  ["whose key is in the configuration", STATIC_ISSUER, fromStatic],
  ["whose keys are fetched", REMOTE_ISSUER, fromRemote],
])("an issuer %s", (_, issuer, tokenOf) => {
  const ask = async (subject: string, claims: object = {}): Promise<GraphqlClient> =>
    gateway.with(await tokenOf({ sub: subject, ...claims }));

  it("signs in who is known under its subject", async () => {
    const { userId, email } = db.world.acme.members.manager;
    const subject = `user_${randomUUID()}`;
    await giveIdentity(db, issuer, subject, userId);
    const client = await ask(subject);
    expect((await client.run("tenancy/Me")).get("me.email")).toBe(email);
    expect((await client.run("crm/ListContacts")).get("contacts.totalCount")).toBe(5);
  });

  it("signs in nobody who isn't", async () => {
    for (const operation of ["tenancy/Me", "crm/ListContacts", "tenancy/MyOrganizations"]) {
      const answer = await (await ask(`user_${randomUUID()}`)).run(operation);
      expect(answer.code).toBe("UNAUTHENTICATED");
    }
  });

  it("cannot speak for subjects of another issuer, nor claim a user by id or e-mail address", async () => {
    const { userId, email } = db.world.acme.members.owner;
    const subject = `user_${randomUUID()}`;
    await giveIdentity(db, "https://third.example.com/", subject, userId);
    for (const claims of [{ sub: subject }, { sub: userId }, { sub: email, email, email_verified: true }]) {
      expect((await (await ask(subject, claims)).run("tenancy/Me")).code).toBe("UNAUTHENTICATED");
    }
  });

  it("cannot give itself a role or a database role", async () => {
    const { userId } = db.world.acme.members.viewer;
    const subject = `user_${randomUUID()}`;
    await giveIdentity(db, issuer, subject, userId);
    const client = await ask(subject, { role: "tenantry_owner", permissions: ["contacts.create"], org_role: "owner" });
    expect((await client.run("crm/ListContacts")).get("contacts.totalCount")).toBe(5);
    expect((await client.run("crm/CreateContact", { contact: { firstName: "Eve" } })).code).toBe("FORBIDDEN");
  });
});

describe("an organization named by an external issuer", () => {
  it("is found by its external id, when the issuer's claim for it is configured", async () => {
    const subject = `user_${randomUUID()}`;
    await giveIdentity(db, STATIC_ISSUER, subject, db.world.both.userId);
    const slugFor = async (claims: object) => {
      const client = gateway.with(await fromStatic({ sub: subject, ...claims }));
      return (await client.run("tenancy/CurrentOrganization")).get("currentOrganization.slug");
    };
    expect(await slugFor({ org_id: "org_globex" })).toBe("globex");
    expect(await slugFor({ org_id: "org_acme" })).toBe("acme");
    const unknown = gateway.with(await fromStatic({ sub: subject, org_id: "org_initech" }));
    expect((await unknown.run("tenancy/CurrentOrganization")).code).toBe("FORBIDDEN");
  });
});

describe("an issuer whose keys can't be had", () => {
  const other = useGateway(db, {
    environment: "production",
    variables: () => ({
      AUTH_ISSUERS: JSON.stringify([
        {
          issuer: REMOTE_ISSUER,
          audience: AUDIENCE,
          jwksUri: `http://127.0.0.1:${(jwksServer.address() as AddressInfo).port}/jwks.json`,
        },
      ]),
    }),
  });

  it("answers 503 and not 401, and works when they are there again", async () => {
    const subject = `user_${randomUUID()}`;
    await giveIdentity(db, REMOTE_ISSUER, subject, db.world.acme.members.admin.userId);
    const client = other.with(await fromRemote({ sub: subject }));
    isServing = false;
    const answer = await client.run("tenancy/Me");
    expect([answer.status, answer.refusal]).toEqual([503, { code: "UNAVAILABLE" }]);
    expect(answer.headers["retry-after"]).toBeTruthy();
    isServing = true;
    expect((await client.run("tenancy/Me")).get("me.email")).toBe(db.world.acme.members.admin.email);
  });
});
