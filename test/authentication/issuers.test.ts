import { createHmac, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";
import { type BuiltInIssuer, createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { createVerifier, type Verify } from "../../src/authentication/issuers.ts";
import { readConfig } from "../../src/config/environment.ts";

const SECRET = "a secret of at least thirty-two bytes";
const NOT_ACCEPTED = { name: "AuthenticationError", code: "UNAUTHENTICATED", message: "The token is not accepted." };
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed = generateKeyPairSync("ed25519");
const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });

let server: Server;
let origin: string;
let published: object[];
let fetched: string[];
let builtIn: BuiltInIssuer;
let verify: Verify;

function jwk(key: KeyObject, kid: string) {
  return { ...key.export({ format: "jwk" }), kid };
}

beforeAll(async () => {
  server = createServer((request, response) => {
    fetched.push(request.url ?? "");
    if (request.url === "/jwks") response.end(JSON.stringify({ keys: published }));
    else if (request.url === "/broken") response.end("<html>");
    else if (request.url === "/hanging") return;
    else response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signingKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  builtIn = await createBuiltInIssuer({ signingKey, dataDirectory: "/nonexistent" });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  published = [jwk(ec.publicKey, "first")];
  fetched = [];
  const config = readConfig({
    AUTH_ISSUERS: JSON.stringify([
      { issuer: "remote", audience: ["crm", "other"], jwksUri: `${origin}/jwks`, organizationClaim: "o.id" },
      { issuer: "failing", audience: "crm", jwksUri: `${origin}/failing` },
      { issuer: "broken", audience: "crm", jwksUri: `${origin}/broken` },
      { issuer: "closed", audience: "crm", jwksUri: "http://127.0.0.1:1/jwks" },
      { issuer: "rsa", audience: "crm", key: rsa.publicKey.export({ format: "pem", type: "spki" }) },
      { issuer: "ed", audience: "crm", key: ed.publicKey.export({ format: "jwk" }) },
      { issuer: "secret", audience: "crm", secret: SECRET, organizationClaim: "https://example.com/org" },
    ]),
  });
  verify = createVerifier(config, builtIn);
});

const now = () => Math.floor(Date.now() / 1000);

/** A token that is accepted, but for what is changed. An undefined claim is left out. */
function sign(
  iss: string,
  key: KeyObject | Uint8Array,
  header: Partial<JWTHeaderParameters> & { alg: string },
  changes: Record<string, unknown> = {},
): Promise<string> {
  const payload = { iss, aud: "crm", sub: "user-1", iat: now(), exp: now() + 60, ...changes };
  return new SignJWT(payload as JWTPayload).setProtectedHeader(header).sign(key);
}

const fromRemote = (changes?: Record<string, unknown>, header: Partial<JWTHeaderParameters> = {}) =>
  sign("remote", ec.privateKey, { alg: "ES256", kid: "first", ...header }, changes);
const fromSecret = (changes?: Record<string, unknown>, header: Partial<JWTHeaderParameters> = {}) =>
  sign("secret", Buffer.from(SECRET), { alg: "HS256", ...header }, changes);

/** A token put together by hand, for what no library would sign. */
function forge(
  header: object | string,
  payload: object | string,
  signature: string | ((input: string) => string) = "",
) {
  const encode = (part: object | string) =>
    Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${typeof signature === "string" ? signature : signature(input)}`;
}

const hmac = (key: string | Buffer) => (input: string) => createHmac("sha256", key).update(input).digest("base64url");

describe("a token", () => {
  it("is accepted from every kind of issuer", async () => {
    await expect(verify(await fromRemote())).resolves.toMatchObject({ issuer: "remote", subject: "user-1" });
    await expect(verify(await fromSecret())).resolves.toMatchObject({ issuer: "secret" });
    await expect(verify(await sign("rsa", rsa.privateKey, { alg: "RS256" }))).resolves.toMatchObject({ issuer: "rsa" });
    await expect(verify(await sign("ed", ed.privateKey, { alg: "EdDSA" }))).resolves.toMatchObject({ issuer: "ed" });
    const own = await builtIn.issueToken({ subject: "user-1", expiresIn: 60, organization: "acme" });
    await expect(verify(own)).resolves.toMatchObject({ issuer: "tenantry", subject: "user-1", organization: "acme" });
  });

  it("passes on the claims that are known, of the expected kind, and no others", async () => {
    const { claims } = await verify(
      await fromSecret({
        email: "ada@example.com",
        email_verified: "true",
        name: "Ada\u0000",
        role: "authenticated",
        amr: [{ method: "password", timestamp: 1 }],
        phone: "+1",
        app_metadata: { admin: true },
        constructor: "x",
        ["__proto__"]: { polluted: true },
      }),
    );
    expect(Object.keys(claims).sort()).toEqual(["amr", "aud", "email", "exp", "iat", "iss", "role", "sub"]);
  });

  it("names the organization by the claim of its issuer only", async () => {
    await expect(verify(await fromRemote({ o: { id: "org_2abc" }, org: "x" }))).resolves.toMatchObject({
      organization: "org_2abc",
    });
    await expect(verify(await fromSecret({ "https://example.com/org": "acme" }))).resolves.toMatchObject({
      organization: "acme",
    });
    await expect(verify(await fromRemote({ o: null, org_id: "acme" }))).resolves.toMatchObject({ organization: null });
    await expect(verify(await fromRemote({ o: { id: ["acme"] } }))).rejects.toMatchObject(NOT_ACCEPTED);
    await expect(verify(await fromRemote({ o: { id: "a'; drop" } }))).rejects.toMatchObject(NOT_ACCEPTED);
  });

  it("is told to be expired or not yet valid, beyond five seconds of tolerance", async () => {
    await expect(verify(await fromRemote({ exp: now() - 2 }))).resolves.toBeTruthy();
    await expect(verify(await fromRemote({ exp: now() - 7 }))).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      message: "The token has expired.",
    });
    await expect(verify(await fromRemote({ nbf: now() + 3 }))).resolves.toBeTruthy();
    await expect(verify(await fromRemote({ nbf: now() + 30 }))).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      message: "The token is not valid yet.",
    });
  });

  it("doesn't learn of expiry when its signature is wrong", async () => {
    const token = await sign("remote", stranger.privateKey, { alg: "ES256", kid: "first" }, { exp: 1 });
    await expect(verify(token)).rejects.toMatchObject(NOT_ACCEPTED);
  });

  it.each<[string, Record<string, unknown>]>([
    ["an issuer that is not known", { iss: "elsewhere" }],
    ["another issuer's name", { iss: "secret" }],
    ["the built-in issuer's name", { iss: "tenantry" }],
    ["a list of issuers", { iss: ["remote"] }],
    ["no issuer", { iss: undefined }],
    ["another audience", { aud: "shop" }],
    ["audiences without ours", { aud: ["shop", "mail"] }],
    ["no audience", { aud: undefined }],
    ["an audience that is a number", { aud: 1 }],
    ["no expiry", { exp: undefined }],
    ["an expiry that is text", { exp: "9999999999" }],
    ["a start that is text", { nbf: "0" }],
    ["no subject", { sub: undefined }],
    ["an empty subject", { sub: "" }],
    ["a subject that is a number", { sub: 1 }],
    ["a subject that is an object", { sub: { id: 1 } }],
    ["a subject that is too long", { sub: "x".repeat(256) }],
    ["a subject with control characters", { sub: "user\n1" }],
    ["a subject with a null character", { sub: "user\u0000" }],
    ["half a surrogate pair as subject", { sub: "\ud800" }],
    ["claims that are too large", { name: "x".repeat(4500) }],
  ])("is refused with %s", async (_, changes) => {
    await expect(verify(await fromRemote())).resolves.toBeTruthy();
    await expect(verify(await fromRemote(changes))).rejects.toMatchObject(NOT_ACCEPTED);
  });

  it("is accepted with a subject of 255 characters, and when one of its audiences is ours", async () => {
    await expect(verify(await fromRemote({ sub: "x".repeat(255), aud: ["shop", "other"] }))).resolves.toBeTruthy();
  });

  it("is refused when its expiry is endless", async () => {
    const header = { alg: "HS256" };
    const payload = (exp: string) => `{"iss":"secret","aud":"crm","sub":"user-1","exp":${exp}}`;
    await expect(verify(forge(header, payload("9999999999"), hmac(SECRET)))).resolves.toBeTruthy();
    await expect(verify(forge(header, payload("1e999"), hmac(SECRET)))).rejects.toMatchObject(NOT_ACCEPTED);
  });

  it("is refused when it is too long or no token at all", async () => {
    const padded = (length: number) => fromSecret({ padding: "x".repeat(length) });
    await expect(verify(await padded(5000))).resolves.toBeTruthy();
    await expect(verify(await padded(7000))).rejects.toMatchObject(NOT_ACCEPTED);
    const good = await fromSecret();
    for (const garbage of ["", "x", "..", "a.b.c", `${good}x`, `${good}.`, `${good}.a.b`, good.slice(0, -2), "é.é.é"]) {
      await expect(verify(garbage)).rejects.toMatchObject(NOT_ACCEPTED);
    }
  });

  it("is refused when changed after signing", async () => {
    const [header, , signature] = (await fromSecret()).split(".");
    const [, payload] = (await fromSecret({ sub: "someone-else" })).split(".");
    await expect(verify(`${header}.${payload}.${signature}`)).rejects.toMatchObject(NOT_ACCEPTED);
  });
});

describe("an algorithm", () => {
  const payload = (iss: string) => ({ iss, aud: "crm", sub: "user-1", exp: now() + 60 });

  it.each(["none", "None", "NONE", ""])("%j proves nothing", async (alg) => {
    for (const iss of ["remote", "rsa", "secret"]) {
      await expect(verify(forge({ alg, kid: "first" }, payload(iss)))).rejects.toMatchObject(NOT_ACCEPTED);
    }
  });

  it("cannot be switched from RS256 to HS256 with the public key as the secret", async () => {
    const pem = rsa.publicKey.export({ format: "pem", type: "spki" }).toString();
    const der = rsa.publicKey.export({ format: "der", type: "spki" });
    for (const secret of [pem, pem.trim(), der]) {
      await expect(verify(forge({ alg: "HS256" }, payload("rsa"), hmac(secret)))).rejects.toMatchObject(NOT_ACCEPTED);
    }
    const point = JSON.stringify(published[0]);
    const token = forge({ alg: "HS256", kid: "first" }, payload("remote"), hmac(point));
    await expect(verify(token)).rejects.toMatchObject(NOT_ACCEPTED);
  });

  it("must be one of the issuer's, though the key could do another", async () => {
    await expect(verify(await sign("rsa", rsa.privateKey, { alg: "RS256" }))).resolves.toBeTruthy();
    await expect(verify(await sign("rsa", rsa.privateKey, { alg: "RS512" }))).rejects.toMatchObject(NOT_ACCEPTED);
  });
});

describe("a header", () => {
  it.each(["JWT", "jwt", "at+jwt", "application/at+jwt"])("may say %s as the type", async (typ) => {
    await expect(verify(await fromRemote({}, { typ }))).resolves.toBeTruthy();
  });

  it.each(["id_token+jwt", "logout+jwt", "secevent+jwt", ""])("may not say %j as the type", async (typ) => {
    await expect(verify(await fromRemote({}, { typ }))).rejects.toMatchObject(NOT_ACCEPTED);
  });

  it("must say at+jwt, and the key, in tokens of the built-in issuer", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const issuer = await createBuiltInIssuer({ signingKey: privateKey, dataDirectory: "/nonexistent" });
    const verifyOwn = createVerifier({ issuers: [] }, issuer);
    const own = (header: object) =>
      sign("tenantry", privateKey, { alg: "ES256", typ: "at+jwt", kid: issuer.keyId, ...header }, { aud: "tenantry" });
    await expect(verifyOwn(await own({}))).resolves.toBeTruthy();
    for (const header of [{ typ: "JWT" }, { typ: undefined }, { kid: undefined }, { kid: "other" }]) {
      await expect(verifyOwn(await own(header))).rejects.toMatchObject(NOT_ACCEPTED);
    }
    expect(publicKey.type).toBe("public");
  });

  it("cannot bring its own key, nor send us for one", async () => {
    const own = stranger.publicKey.export({ format: "jwk" });
    for (const header of [{ jwk: own }, { jku: `${origin}/evil` }, { x5u: `${origin}/evil` }, { x5c: ["MII="] }]) {
      const token = await sign("remote", stranger.privateKey, { alg: "ES256", kid: "first", ...header });
      await expect(verify(token)).rejects.toMatchObject(NOT_ACCEPTED);
    }
    expect(fetched).not.toContain("/evil");
  });

  it.each(["../../../dev/null", "' union select 'key", "http://127.0.0.1/key", "__proto__", "\u0000", 1, ["first"]])(
    "cannot inject %j as the key's id",
    async (kid) => {
      const header = { alg: "ES256", kid: kid as string };
      await expect(verify(await sign("remote", stranger.privateKey, header))).rejects.toMatchObject(NOT_ACCEPTED);
      await expect(
        verify(await sign("tenantry", stranger.privateKey, { ...header, typ: "at+jwt" })),
      ).rejects.toMatchObject(NOT_ACCEPTED);
    },
  );

  it("may not call anything critical", async () => {
    const token = forge(
      { alg: "HS256", crit: ["exp"], exp: 1 },
      { iss: "secret", aud: "crm", sub: "a", exp: now() + 60 },
      hmac(SECRET),
    );
    await expect(verify(token)).rejects.toMatchObject(NOT_ACCEPTED);
    const unencoded = forge(
      { alg: "HS256", crit: ["b64"], b64: true },
      { iss: "secret", aud: "crm", sub: "a", exp: now() + 60 },
      hmac(SECRET),
    );
    await expect(verify(unencoded)).rejects.toMatchObject(NOT_ACCEPTED);
  });
});

describe("the keys of an issuer", () => {
  it("are asked for once, and again when a key appears that they lack", async () => {
    await verify(await fromRemote());
    await verify(await fromRemote());
    expect(fetched).toEqual(["/jwks"]);

    const next = generateKeyPairSync("ec", { namedCurve: "P-256" });
    published = [jwk(next.publicKey, "second")];
    const token = await sign("remote", next.privateKey, { alg: "ES256", kid: "second" });
    await expect(verify(token)).rejects.toMatchObject(NOT_ACCEPTED); // within the cool-down
    const later = Date.now() + 31_000;
    const clock = jest.spyOn(Date, "now").mockImplementation(() => later);
    try {
      await expect(verify(token)).resolves.toMatchObject({ subject: "user-1" });
      await expect(verify(await fromRemote())).rejects.toMatchObject(NOT_ACCEPTED); // withdrawn
    } finally {
      clock.mockRestore();
    }
    expect(fetched).toEqual(["/jwks", "/jwks"]);
  });

  it.each(["failing", "broken", "closed"])("being out of reach (%s) is told apart from a bad token", async (issuer) => {
    const token = await sign(issuer, ec.privateKey, { alg: "ES256", kid: "first" });
    await expect(verify(token)).rejects.toMatchObject({
      name: "AuthenticationError",
      code: "UNAVAILABLE",
      message: "Tokens of this issuer can't be checked at the moment.",
    });
  });

  it("never stand in the message of an error, nor does the token", async () => {
    const token = await fromRemote({ sub: 1, secret: "hunter2" });
    const error: Error = await verify(token).then(
      () => new Error("accepted"),
      (failure) => failure,
    );
    expect(error.message).not.toMatch(/hunter2|user-1/);
  });
});
