import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign as signBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { type JWTHeaderParameters, SignJWT } from "jose";
import { createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { createVerifier, type Verify } from "../../src/authentication/issuers.ts";
import { readConfig } from "../../src/config/environment.ts";
import { useClock } from "../support/clock.ts";
import { newPath, useKeyServer } from "../support/key-server.ts";

const MINUTE = 60;
const REFUSED = { name: "AuthenticationError", code: "UNAUTHENTICATED" };
const UNAVAILABLE = {
  name: "AuthenticationError",
  code: "UNAVAILABLE",
  message: "Tokens of this issuer can't be checked at the moment.",
};

const newKey = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
const first = newKey();
const second = newKey();
const builtIn = await createBuiltInIssuer({ signingKey: newKey().privateKey, dataDirectory: "/nonexistent" });
const server = useKeyServer();

const clock = useClock();
beforeEach(() => {
  server.state = "up";
});

/** A verifier of one issuer, as if the gateway had just started. */
function start(settings: object): Verify {
  return createVerifier(readConfig({ AUTH_ISSUERS: JSON.stringify([settings]) }), builtIn);
}

/** A token that no cache knows, valid for an hour of the mocked clock. */
function sign(issuer: string, key: KeyObject, kid: string, header: Partial<JWTHeaderParameters> = {}) {
  const now = clock.seconds();
  return new SignJWT({ iss: issuer, aud: "crm", sub: "user-1", jti: randomUUID(), iat: now, exp: now + 3600 })
    .setProtectedHeader({ alg: "ES256", kid, ...header })
    .sign(key);
}

/** An issuer whose keys stand at an address, or are discovered. */
const SOURCES = {
  "at an address": () => {
    const keys = newPath();
    return { issuer: "remote", keys, settings: { issuer: "remote", audience: "crm", jwksUri: server.origin + keys } };
  },
  "by discovery": () => {
    const keys = newPath();
    const issuer = server.origin + newPath();
    const document = { issuer, jwks_uri: server.origin + keys };
    server.documents.set(`${new URL(issuer).pathname}/.well-known/openid-configuration`, document);
    return { issuer, keys, settings: { issuer, audience: "crm" } };
  },
};

describe.each(Object.entries(SOURCES))("keys that are found %s", (_, source) => {
  it("are fetched with the first token, and once for many at the same time", async () => {
    const { issuer, keys, settings } = source();
    const verify = start(settings);
    server.publish(keys, { first: first.publicKey });
    expect(server.count(keys)).toBe(0);
    const tokens = await Promise.all(Array.from({ length: 20 }, () => sign(issuer, first.privateKey, "first")));
    await Promise.all(tokens.map(verify));
    expect(server.count(keys)).toBe(1);
  });

  it("rotate without a restart: the new one works, the old one as long as it is published", async () => {
    const { issuer, keys, settings } = source();
    const verify = start(settings);
    server.publish(keys, { first: first.publicKey });
    const old = await sign(issuer, first.privateKey, "first");
    await expect(verify(old)).resolves.toBeTruthy();

    server.publish(keys, { first: first.publicKey, second: second.publicKey });
    clock.advance(31);
    await expect(verify(await sign(issuer, second.privateKey, "second"))).resolves.toBeTruthy();
    await expect(verify(old)).resolves.toBeTruthy();

    server.publish(keys, { second: second.publicKey });
    clock.advance(11 * MINUTE);
    await expect(verify(await sign(issuer, second.privateKey, "second"))).resolves.toBeTruthy();
    await expect(verify(old)).rejects.toMatchObject(REFUSED);
  });

  it("rotate after the clock was set back, too", async () => {
    const { issuer, keys, settings } = source();
    const verify = start(settings);
    server.publish(keys, { first: first.publicKey });
    await verify(await sign(issuer, first.privateKey, "first"));
    clock.advance(-60 * MINUTE);
    server.publish(keys, { second: second.publicKey });
    await expect(verify(await sign(issuer, second.privateKey, "second"))).resolves.toBeTruthy();
  });

  it("are asked for once in 30 seconds at most, however many unknown ones tokens name", async () => {
    const { issuer, keys, settings } = source();
    const verify = start(settings);
    server.publish(keys, { first: first.publicKey });
    await verify(await sign(issuer, first.privateKey, "first"));
    const attack = async () => {
      for (let round = 0; round < 3; round++) {
        const tokens = await Promise.all(
          Array.from({ length: 10 }, () => sign(issuer, first.privateKey, randomUUID())),
        );
        for (const result of await Promise.allSettled(tokens.map(verify))) {
          expect(result).toMatchObject({ status: "rejected", reason: REFUSED });
        }
      }
    };
    await attack();
    expect(server.count(keys)).toBe(1);
    clock.advance(31);
    await attack();
    expect(server.count(keys)).toBe(2);
    clock.advance(29);
    await attack();
    expect(server.count(keys)).toBe(2);
    clock.advance(2);
    await attack();
    expect(server.count(keys)).toBe(3);
  });

  it.each(["failing", "hanging"] as const)("go on working for long while the server is %s", async (state) => {
    const { issuer, keys, settings } = source();
    const verify = start(settings);
    server.publish(keys, { first: first.publicKey });
    await verify(await sign(issuer, first.privateKey, "first"));
    server.state = state;
    for (const pause of [11 * MINUTE, 31, 60 * MINUTE, 24 * 60 * MINUTE]) {
      clock.advance(pause);
      await expect(verify(await sign(issuer, first.privateKey, "first"))).resolves.toBeTruthy();
    }
    const stranger = await sign(issuer, second.privateKey, "first");
    await expect(verify(stranger)).rejects.toMatchObject(REFUSED);
  });

  it("that are not known can't be checked while the server is down: that is said, and asked once in 30 seconds", async () => {
    const { issuer, keys, settings } = source();
    const verify = start(settings);
    server.publish(keys, { first: first.publicKey });
    await verify(await sign(issuer, first.privateKey, "first"));
    server.state = "failing";
    clock.advance(31);
    const asked = server.asked.length;
    for (let round = 0; round < 5; round++) {
      await expect(verify(await sign(issuer, second.privateKey, "second"))).rejects.toMatchObject(UNAVAILABLE);
    }
    expect(server.asked.length).toBe(asked + 1);
  });

  it.each<[string, (keys: string) => void]>([
    ["the server fails", () => Object.assign(server, { state: "failing" })],
    ["there is nothing", (keys) => server.documents.delete(keys)],
    ["there is no JSON", (keys) => server.documents.set(keys, "<html>")],
    ["there is another document", (keys) => server.documents.set(keys, { issuer: "x" })],
    ["there are no keys yet", (keys) => server.documents.set(keys, { keys: [] })],
    ["there is a way to elsewhere", (keys) => server.documents.set(keys, new URL("/elsewhere", server.origin))],
  ])("are missing at a cold start because %s: unavailable, and found when they are there", async (_, breakIt) => {
    const { issuer, keys, settings } = source();
    const verify = start(settings);
    server.publish("/elsewhere", { first: first.publicKey });
    breakIt(keys);
    const token = await sign(issuer, first.privateKey, "first");
    await expect(verify(token)).rejects.toMatchObject(UNAVAILABLE);
    server.state = "up";
    server.publish(keys, { first: first.publicKey });
    await expect(verify(token)).resolves.toBeTruthy();
  });

  it("are not replaced by an empty list", async () => {
    const { issuer, keys, settings } = source();
    const verify = start(settings);
    server.publish(keys, { first: first.publicKey });
    await verify(await sign(issuer, first.privateKey, "first"));
    server.publish(keys, {});
    clock.advance(11 * MINUTE);
    await expect(verify(await sign(issuer, first.privateKey, "first"))).resolves.toBeTruthy();
  });

  it("are not read from an answer without end", async () => {
    const { issuer, keys, settings } = source();
    const verify = start(settings);
    server.publish(keys, { first: first.publicKey });
    const published = server.documents.get(keys) as object;
    const token = await sign(issuer, first.privateKey, "first");
    server.documents.set(keys, { ...published, more: "x".repeat(1024 * 1024) });
    await expect(verify(token)).rejects.toMatchObject(UNAVAILABLE);
    server.documents.set(keys, { ...published, more: "x".repeat(1000 * 1024) });
    await expect(verify(token)).resolves.toBeTruthy();
  });

  it("count only when they are strong and public", async () => {
    const { issuer, keys, settings } = source();
    const weak = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const strong = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const secret = "a secret of at least thirty-two bytes";
    server.publish(keys, { weak: weak.publicKey, strong: strong.publicKey });
    const published = server.documents.get(keys) as { keys: object[] };
    published.keys.push({ kty: "oct", kid: "secret", k: Buffer.from(secret).toString("base64url") });
    const verify = start({ ...settings, algorithms: ["RS256"] });
    await expect(verify(await sign(issuer, strong.privateKey, "strong", { alg: "RS256" }))).resolves.toBeTruthy();
    const parts = [
      { alg: "RS256", kid: "weak" },
      { iss: issuer, aud: "crm", sub: "u", exp: 9999999999 },
    ];
    const input = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    const signature = signBytes("sha256", Buffer.from(input), weak.privateKey).toString("base64url");
    await expect(verify(`${input}.${signature}`)).rejects.toMatchObject(REFUSED);
    const symmetric =
      Buffer.from('{"alg":"HS256","kid":"secret"}').toString("base64url") + input.slice(input.indexOf("."));
    const mac = createHmac("sha256", secret).update(symmetric).digest("base64url");
    await expect(verify(`${symmetric}.${mac}`)).rejects.toMatchObject(REFUSED);
  });
});

describe("the discovery document", () => {
  const keysInline = encodeURIComponent(
    JSON.stringify({ keys: [{ ...first.publicKey.export({ format: "jwk" }), kid: "first" }] }),
  );
  const discover = (path: string) => `${path}/.well-known/openid-configuration`;

  it.each<[string, (issuer: string, keys: string) => unknown]>([
    ["another issuer's", (issuer, keys) => ({ issuer: `${issuer}/other`, jwks_uri: keys })],
    ["the same but for a slash", (issuer, keys) => ({ issuer: `${issuer}/`, jwks_uri: keys })],
    ["without an issuer", (_, keys) => ({ jwks_uri: keys })],
    ["without keys", (issuer) => ({ issuer })],
    [
      "with keys at an address that anybody can change",
      (issuer) => ({ issuer, jwks_uri: "http://id.example.com/jwks" }),
    ],
    ["with keys in a file", (issuer) => ({ issuer, jwks_uri: "file:///etc/keys.json" })],
    ["with keys in itself", (issuer) => ({ issuer, jwks_uri: `data:application/json,${keysInline}` })],
    ["a list", () => []],
    ["nothing", () => null],
  ])("is not believed when it is %s", async (_, document) => {
    const [path, keys] = [newPath(), newPath()];
    const issuer = server.origin + path;
    server.publish(keys, { first: first.publicKey });
    const verify = start({ issuer, audience: "crm" });
    const token = await sign(issuer, first.privateKey, "first");
    server.documents.set(discover(path), document(issuer, server.origin + keys));
    await expect(verify(token)).rejects.toMatchObject(UNAVAILABLE);
    expect(server.count(keys)).toBe(0);
    server.documents.set(discover(path), { issuer, jwks_uri: server.origin + keys });
    await expect(verify(token)).resolves.toBeTruthy();
  });

  it("is looked for beside an issuer with a slash at its end, too", async () => {
    const [path, keys] = [newPath(), newPath()];
    const issuer = `${server.origin}${path}/`;
    server.publish(keys, { first: first.publicKey });
    server.documents.set(discover(path), { issuer, jwks_uri: server.origin + keys });
    const verify = start({ issuer, audience: "crm" });
    await expect(verify(await sign(issuer, first.privateKey, "first"))).resolves.toBeTruthy();
  });

  it("may send to other keys later", async () => {
    const [path, before, after] = [newPath(), newPath(), newPath()];
    const issuer = server.origin + path;
    server.publish(before, { first: first.publicKey });
    server.publish(after, { second: second.publicKey });
    server.documents.set(discover(path), { issuer, jwks_uri: server.origin + before });
    const verify = start({ issuer, audience: "crm" });
    const old = await sign(issuer, first.privateKey, "first");
    await expect(verify(old)).resolves.toBeTruthy();
    server.documents.set(discover(path), { issuer, jwks_uri: server.origin + after });
    clock.advance(31);
    await expect(verify(await sign(issuer, second.privateKey, "second"))).resolves.toBeTruthy();
    await expect(verify(old)).rejects.toMatchObject(REFUSED);
  });
});
