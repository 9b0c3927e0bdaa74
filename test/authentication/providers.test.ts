import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { SignJWT } from "jose";
import { createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { createVerifier, type VerifiedToken } from "../../src/authentication/issuers.ts";
import { readConfig } from "../../src/config/environment.ts";
import { newPath, useKeyServer } from "../support/key-server.ts";
import { clerkClaims, clerkClaimsVersion1, supabaseClaims } from "../support/provider-tokens.ts";

const REFUSED = { code: "UNAUTHENTICATED", message: "The token is not accepted." };
const LEGACY_SECRET = "super-secret-jwt-token-with-at-least-32-characters-long";
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const builtIn = await createBuiltInIssuer({
  signingKey: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
  dataDirectory: "/nonexistent",
});
const server = useKeyServer();

type Sign = (claims: object, header?: object) => Promise<string>;

function signer(alg: string, key: KeyObject | Uint8Array, more: object): Sign {
  return (claims, header = {}) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg, typ: "JWT", ...more, ...header }).sign(key);
}

/** Verifies one token with the settings of one issuer. */
function verify(settings: object, token: string): Promise<VerifiedToken> {
  return createVerifier(readConfig({ AUTH_ISSUERS: JSON.stringify([settings]) }), builtIn)(token);
}

describe.each<[string, Sign, object]>([
  ["its JWT secret (HS256)", signer("HS256", Buffer.from(LEGACY_SECRET), { kid: "QZ1" }), { secret: LEGACY_SECRET }],
  ["its signing keys (ES256)", signer("ES256", ec.privateKey, { kid: "b81269f1" }), {}],
])("a token of Supabase, signed with %s", (_, sign, extra) => {
  const setUp = (more: object = {}) => {
    const url = server.origin + newPath();
    server.publish(`${new URL(url).pathname}/auth/v1/.well-known/jwks.json`, { b81269f1: ec.publicKey });
    return { url, settings: { preset: "supabase", url, ...extra, ...more } };
  };

  it("is accepted as it comes", async () => {
    const { url, settings } = setUp();
    const claims = supabaseClaims(url);
    const verified = await verify(settings, await sign(claims));
    expect(verified).toEqual({
      issuer: `${url}/auth/v1`,
      subject: claims["sub"],
      isClient: false,
      organization: null,
      email: "ada@example.com",
      emailVerified: false,
      name: "Ada Lovelace",
      mayCreateUser: false,
      trustsEmail: false,
      claims: {
        ...Object.fromEntries(
          ["iss", "sub", "aud", "exp", "iat", "email", "role", "aal", "amr", "session_id"].map((name) => [
            name,
            claims[name],
          ]),
        ),
      },
    });
  });

  it("proves its e-mail address only where the project is trusted to have it confirmed", async () => {
    const { url, settings } = setUp({ trustEmail: true, createUsers: true });
    await expect(verify(settings, await sign(supabaseClaims(url)))).resolves.toMatchObject({
      email: "ada@example.com",
      emailVerified: true,
      trustsEmail: true,
      mayCreateUser: true,
    });
    const { url: other, settings: careful } = setUp({ createUsers: true });
    await expect(verify(careful, await sign(supabaseClaims(other)))).resolves.toMatchObject({
      emailVerified: false,
      trustsEmail: false,
      mayCreateUser: true,
    });
  });

  it("makes no user of somebody who signed in anonymously or by phone", async () => {
    const { url, settings } = setUp({ trustEmail: true, createUsers: true });
    const anonymous = {
      email: "",
      is_anonymous: true,
      app_metadata: {},
      user_metadata: {},
      amr: [{ method: "anonymous" }],
    };
    await expect(verify(settings, await sign(supabaseClaims(url, anonymous)))).resolves.toMatchObject({
      email: null,
      emailVerified: false,
      mayCreateUser: false,
      name: null,
    });
  });

  it("names an organization where the configuration says so", async () => {
    const { url, settings } = setUp({ organizationClaim: ["app_metadata.organization", "org_id"] });
    const inMetadata = supabaseClaims(url, { app_metadata: { organization: "acme" } });
    await expect(verify(settings, await sign(inMetadata))).resolves.toMatchObject({ organization: "acme" });
    await expect(verify(settings, await sign(supabaseClaims(url, { org_id: "globex" })))).resolves.toMatchObject({
      organization: "globex",
    });
  });

  it.each<[string, (url: string) => object]>([
    ["the public anon key", () => ({ iss: "supabase", ref: "project", role: "anon", iat: 1, exp: 9999999999 })],
    [
      "the service_role key",
      () => ({ iss: "supabase", ref: "project", role: "service_role", iat: 1, exp: 9999999999 }),
    ],
    ["a service_role token in the issuer's name", (url) => ({ ...supabaseClaims(url), aud: "", role: "service_role" })],
    ["a token for nobody", (url) => ({ ...supabaseClaims(url), aud: "anon" })],
    ["a token of another project", () => supabaseClaims("https://other.supabase.co")],
  ])("is refused when it is %s", async (_, claims) => {
    const { url, settings } = setUp();
    await expect(verify(settings, await sign(supabaseClaims(url)))).resolves.toBeTruthy();
    await expect(verify(settings, await sign(claims(url)))).rejects.toMatchObject(REFUSED);
  });
});

describe("a session token of Clerk", () => {
  const sign = signer("RS256", rsa.privateKey, { cat: "cl_B7d4PD111AAA", kid: "ins_2abc" });
  const setUp = (more: object = {}) => {
    const issuer = server.origin + newPath();
    server.publish(`${new URL(issuer).pathname}/.well-known/jwks.json`, { ins_2abc: rsa.publicKey });
    return { issuer, settings: { preset: "clerk", issuer, ...more } };
  };

  it.each([
    ["version 2", clerkClaims],
    ["version 1", clerkClaimsVersion1],
  ])("is accepted in %s, with the organization that is active in it", async (_, claimsFor) => {
    const { issuer, settings } = setUp();
    await expect(verify(settings, await sign(claimsFor(issuer)))).resolves.toMatchObject({
      issuer,
      subject: "user_2GaMqUCB3Sc1WNAkWuNzsnYVVEz",
      organization: "org_2abcDEF",
      email: null,
      mayCreateUser: false,
    });
    const alone = claimsFor(issuer, { o: undefined, org_id: undefined });
    await expect(verify(settings, await sign(alone))).resolves.toMatchObject({ organization: null });
  });

  it("brings an e-mail address when the session token is customized to", async () => {
    const { issuer, settings } = setUp({ createUsers: true, trustEmail: true });
    const custom = clerkClaims(issuer, { email: "ada@example.com", email_verified: true, name: "Ada" });
    await expect(verify(settings, await sign(custom))).resolves.toMatchObject({
      email: "ada@example.com",
      emailVerified: true,
      name: "Ada",
      mayCreateUser: true,
      trustsEmail: true,
    });
    const unverified = clerkClaims(issuer, { email: "ada@example.com", email_verified: "true" });
    await expect(verify(settings, await sign(unverified))).resolves.toMatchObject({ emailVerified: false });
  });

  it("is refused without an authorized party when some are named", async () => {
    const { issuer, settings } = setUp({ authorizedParties: ["https://app.example.com", "https://admin.example.com"] });
    for (const azp of ["https://app.example.com", "https://admin.example.com"]) {
      await expect(verify(settings, await sign(clerkClaims(issuer, { azp })))).resolves.toBeTruthy();
    }
    for (const azp of [
      "https://evil.example.com",
      "https://app.example.com.evil.example",
      "",
      undefined,
      null,
      ["https://app.example.com"],
    ]) {
      await expect(verify(settings, await sign(clerkClaims(issuer, { azp })))).rejects.toMatchObject(REFUSED);
    }
    const { issuer: open, settings: any } = setUp();
    await expect(
      verify(any, await sign(clerkClaims(open, { azp: "https://elsewhere.example.com" }))),
    ).resolves.toBeTruthy();
  });

  it.each<[string, object, object]>([
    ["one made for another service, by its audience", { aud: "hasura" }, {}],
    ["one of a JWT template, which has no session", { sid: undefined }, {}],
    ["one with another kind of session", { sid: 1 }, {}],
    ["an OAuth access token", {}, { typ: "at+jwt" }],
    ["one of a machine", { sid: undefined, sub: "mch_2abc" }, {}],
    ["one of a session that waits for a second factor or an organization", { sts: "pending" }, {}],
    ["one of a state that is not known", { sts: 1 }, {}],
    ["one with an organization that is no text", { o: { id: 7 } }, {}],
  ])("is told from %s", async (_, changes, header) => {
    const { issuer, settings } = setUp();
    await expect(verify(settings, await sign(clerkClaims(issuer)))).resolves.toBeTruthy();
    await expect(verify(settings, await sign(clerkClaims(issuer, changes), header))).rejects.toMatchObject(REFUSED);
  });

  it("must name the audience when one is configured, as tokens of a template do", async () => {
    const { issuer, settings } = setUp({ audience: "crm" });
    const ofTemplate = clerkClaims(issuer, { aud: "crm", sid: undefined, sts: undefined });
    await expect(verify(settings, await sign(ofTemplate))).resolves.toBeTruthy();
    await expect(verify(settings, await sign(clerkClaims(issuer)))).rejects.toMatchObject(REFUSED);
  });
});

describe("what a token says of the person", () => {
  const settings = { issuer: "any", audience: "crm", key: ec.publicKey.export({ format: "jwk" }), createUsers: true };
  const profileOf = async (claims: object, more: object = {}) => {
    const token = await signer(
      "ES256",
      ec.privateKey,
      {},
    )({ iss: "any", aud: "crm", sub: "u", exp: 9999999999, ...claims });
    const { email, emailVerified, name, mayCreateUser } = await verify({ ...settings, ...more }, token);
    return { email, emailVerified, name, mayCreateUser };
  };

  it("is found by the paths of its issuer, the first that is there", async () => {
    const paths = {
      emailClaim: ["https://example.com/mail", "contact.mail", "email"],
      emailVerifiedClaim: "contact.confirmed",
      nameClaim: ["nickname", "name"],
    };
    expect(
      await profileOf(
        { contact: { mail: "a@example.com", confirmed: true }, email: "b@example.com", name: "B" },
        paths,
      ),
    ).toEqual({ email: "a@example.com", emailVerified: true, name: "B", mayCreateUser: true });
    expect(
      await profileOf({ "https://example.com/mail": "c@example.com", nickname: "C", email_verified: true }, paths),
    ).toEqual({
      email: "c@example.com",
      emailVerified: false,
      name: "C",
      mayCreateUser: true,
    });
  });

  it.each([
    null,
    1,
    true,
    [],
    ["ada@example.com"],
    {},
    "",
    " ",
    "ada",
    "ada@example",
    "@example.com",
    "a b@example.com",
    "ada@example.com\n",
    "ada@exam\u0000ple.com",
    "ada@example.com\ud800",
    "ada\u200b@example.com",
    `${"a".repeat(250)}@b.cd`,
  ])("takes no address from %j", async (email) => {
    expect(await profileOf({ email, email_verified: true })).toMatchObject({
      email: null,
      emailVerified: false,
      mayCreateUser: false,
    });
  });

  it.each([undefined, null, false, 0, 1, "true", "false", {}, [], [true]])(
    "doesn't take an address for verified by %j",
    async (email_verified) => {
      expect(await profileOf({ email: "ada@example.com", email_verified })).toMatchObject({ emailVerified: false });
      expect(await profileOf({ email: "ada@example.com", email_verified: true })).toMatchObject({
        emailVerified: true,
      });
    },
  );

  it.each([
    [null, null],
    [1, null],
    [["Ada"], null],
    ["", null],
    ["  \u00a0", null],
    ["\u200b", null],
    ["A\u0000da", null],
    ["\udc00", null],
    ["  Ada  ", "Ada"],
    ["Ада 🦊", "Ада 🦊"],
    ["🦊".repeat(300), "🦊".repeat(200)],
  ])("reads the name %j as %j", async (given, name) => {
    expect(await profileOf({ name: given })).toMatchObject({ name });
  });
});

describe("what a token says of the sign-in", () => {
  const settings = { issuer: "any", audience: "crm", key: ec.publicKey.export({ format: "jwk" }) };
  const claimsOf = async (claims: object) =>
    (
      await verify(
        settings,
        await signer("ES256", ec.privateKey, {})({ iss: "any", aud: "crm", sub: "u", exp: 9999999999, ...claims }),
      )
    ).claims;

  it("is passed on: level, methods and time", async () => {
    const claims = {
      aal: "aal2",
      amr: [{ method: "sso/saml", timestamp: 1_700_000_000, provider: "0b1a6ab2" }, "otp", "mfa"],
      auth_time: 1_700_000_000,
    };
    expect(await claimsOf(claims)).toMatchObject(claims);
  });

  it.each<[string, unknown]>([
    ["aal", 2],
    ["aal", ["aal2"]],
    ["aal", ""],
    ["aal", "aal2\u0000"],
    ["aal", "a".repeat(65)],
    ["aal", "aal2'--"],
    ["amr", "otp"],
    ["amr", { 0: "otp" }],
    ["amr", [1]],
    ["amr", [null]],
    ["amr", [["otp"]]],
    ["amr", ["otp\u0000"]],
    ["amr", [{ method: 1 }]],
    ["amr", [{}]],
    ["amr", [{ method: "otp", timestamp: "now" }]],
    ["amr", [{ method: "otp", timestamp: 1e300 }]],
    ["amr", [{ method: "otp", nested: { a: {} } }]],
    ["amr", Array.from({ length: 17 }, () => "otp")],
    ["auth_time", "1700000000"],
    ["auth_time", -1],
    ["auth_time", 1e300],
    ["auth_time", [1]],
    ["iat", 1e300],
  ])("is left out where %s is %j", async (name, value) => {
    expect(await claimsOf({ [name]: value })).not.toHaveProperty(name);
  });
});
