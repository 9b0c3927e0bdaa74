import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { SignJWT } from "jose";
import { createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { createVerifier, type Verify } from "../../src/authentication/issuers.ts";
import { createTokenCache } from "../../src/authentication/token-cache.ts";
import { readConfig } from "../../src/config/environment.ts";
import { useClock } from "../support/clock.ts";
import { useKeyServer } from "../support/key-server.ts";

const MINUTE = 60;
const clock = useClock();

describe("the cache", () => {
  const current = () => true;

  it("gives what was put in for the same token only", () => {
    const cache = createTokenCache<string>(10);
    cache.set("a.b.c", "ada", clock.seconds() + 60, current);
    expect(cache.get("a.b.c")).toBe("ada");
    for (const other of ["a.b.d", "a.b.c ", "A.b.c", "", "a.b.c\u0000"]) expect(cache.get(other)).toBeUndefined();
  });

  it("keeps nothing beyond its expiry, nor longer than five minutes", () => {
    const cache = createTokenCache<string>(10);
    cache.set("short", "x", clock.seconds() + 60, current);
    cache.set("long", "x", clock.seconds() + 3600, current);
    cache.set("over", "x", clock.seconds() - 1, current);
    expect([cache.get("short"), cache.get("long"), cache.get("over")]).toEqual(["x", "x", undefined]);
    clock.advance(61);
    expect([cache.get("short"), cache.get("long")]).toEqual([undefined, "x"]);
    clock.advance(3.9 * MINUTE);
    expect(cache.get("long")).toBe("x");
    clock.advance(10);
    expect(cache.get("long")).toBeUndefined();
  });

  it("keeps nothing whose keys have changed", () => {
    const cache = createTokenCache<string>(10);
    let isCurrent = true;
    cache.set("token", "x", clock.seconds() + 60, () => isCurrent);
    expect(cache.get("token")).toBe("x");
    isCurrent = false;
    expect(cache.get("token")).toBeUndefined();
  });

  it("holds so many and no more, and forgets what was not used for the longest time", () => {
    const cache = createTokenCache<number>(3);
    const put = (...numbers: number[]) => {
      for (const number of numbers) cache.set(`token ${number}`, number, clock.seconds() + 60, current);
    };
    const held = () => [1, 2, 3, 4, 5].filter((number) => cache.get(`token ${number}`) !== undefined);
    put(1, 2, 3);
    cache.get("token 1");
    put(4);
    expect(held()).toEqual([1, 3, 4]);
    put(4, 4, 4, 5);
    expect(held()).toEqual([3, 4, 5]);
    const none = createTokenCache<number>(0);
    none.set("token", 1, clock.seconds() + 60, current);
    expect(none.get("token")).toBeUndefined();
  });
});

describe("verified tokens", () => {
  const server = useKeyServer();
  const newKey = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
  const [first, second] = [newKey(), newKey()];
  let verify: Verify;

  beforeEach(async () => {
    server.publish("/keys", { first: first.publicKey });
    const builtIn = await createBuiltInIssuer({ signingKey: newKey().privateKey, dataDirectory: "/nonexistent" });
    const settings = { issuer: "remote", audience: "crm", jwksUri: `${server.origin}/keys` };
    verify = createVerifier(readConfig({ AUTH_ISSUERS: JSON.stringify([settings]) }), builtIn);
    await verify(await sign());
  });

  function sign(claims: object = {}, key: KeyObject = first.privateKey, kid = "first"): Promise<string> {
    const now = clock.seconds();
    return new SignJWT({ iss: "remote", aud: "crm", sub: "user-1", jti: randomUUID(), exp: now + 3600, ...claims })
      .setProtectedHeader({ alg: "ES256", kid })
      .sign(key);
  }

  it("are the same object the next time, which nobody can change", async () => {
    const token = await sign();
    const verified = await verify(token);
    expect(await verify(token)).toBe(verified);
    expect(await verify(await sign())).not.toBe(verified);
    expect(() => Object.assign(verified.claims, { sub: "user-2" })).toThrow(TypeError);
    expect(() => Object.assign(verified, { subject: "user-2" })).toThrow(TypeError);
  });

  it("are told apart by every character", async () => {
    const token = await sign();
    await verify(token);
    const [header, payload, signature] = token.split(".");
    const other = (await sign({ sub: "user-2" })).split(".")[1];
    for (const changed of [
      `${header}.${other}.${signature}`,
      `${header}.${payload}.`,
      `${token}A`,
      token.slice(0, -1),
    ]) {
      await expect(verify(changed)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    }
  });

  it("expire as others do, with five seconds of tolerance", async () => {
    const token = await sign({ exp: clock.seconds() + 60 });
    await expect(verify(token)).resolves.toBeTruthy();
    clock.advance(63);
    await expect(verify(token)).resolves.toBeTruthy();
    clock.advance(4);
    await expect(verify(token)).rejects.toMatchObject({ message: "The token has expired." });
  });

  it("that are refused, or could not be checked, are checked again", async () => {
    const notYet = await sign({ nbf: clock.seconds() + 60 });
    await expect(verify(notYet)).rejects.toMatchObject({ message: "The token is not valid yet." });
    clock.advance(61);
    await expect(verify(notYet)).resolves.toBeTruthy();

    const next = await sign({}, second.privateKey, "second");
    await expect(verify(next)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    server.publish("/keys", { first: first.publicKey, second: second.publicKey });
    clock.advance(31);
    await expect(verify(next)).resolves.toBeTruthy();
  });

  it("are refused from when their key is known to be withdrawn", async () => {
    const old = await sign();
    await verify(old);
    server.publish("/keys", { second: second.publicKey });
    await expect(verify(old)).resolves.toBeTruthy();
    clock.advance(31);
    await verify(await sign({}, second.privateKey, "second"));
    await expect(verify(old)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("don't outlive a withdrawn key for long when nothing else tells of it", async () => {
    const old = await sign();
    await verify(old);
    server.publish("/keys", { second: second.publicKey });
    clock.advance(15 * MINUTE);
    await expect(verify(old)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });
});
