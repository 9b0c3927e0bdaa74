import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader } from "jose";
import { createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";

let dataDirectory: string;

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), "tenantry-issuer-"));
});
afterEach(() => rm(dataDirectory, { recursive: true }));

describe("the built-in issuer", () => {
  it("makes a key that only its owner can read, and keeps it", async () => {
    const first = await createBuiltInIssuer({ dataDirectory: join(dataDirectory, "new") });
    const second = await createBuiltInIssuer({ dataDirectory: join(dataDirectory, "new") });
    expect(second.keyId).toBe(first.keyId);
    expect((await stat(join(dataDirectory, "new", "issuer-key.json"))).mode & 0o777).toBe(0o600);
  });

  it("ends with one key when several processes start at once", async () => {
    const issuers = await Promise.all(Array.from({ length: 12 }, () => createBuiltInIssuer({ dataDirectory })));
    expect(new Set(issuers.map((issuer) => issuer.keyId)).size).toBe(1);
    expect(await readdir(dataDirectory)).toEqual(["issuer-key.json"]);
  });

  it("prefers the key of the configuration and then writes nothing", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const issuer = await createBuiltInIssuer({ dataDirectory, signingKey: privateKey });
    expect(issuer.keyId).toBe(await calculateJwkThumbprint(publicKey.export({ format: "jwk" })));
    expect(await readdir(dataDirectory)).toEqual([]);
  });

  it("refuses a damaged key file without repeating it", async () => {
    await writeFile(join(dataDirectory, "issuer-key.json"), '{"d":"hunter2"}');
    const failure = await createBuiltInIssuer({ dataDirectory }).catch((error: Error) => error);
    expect(failure).toMatchObject({ message: expect.stringContaining("issuer-key.json") });
    expect(String((failure as Error).stack)).not.toContain("hunter2");
  });

  it("publishes nothing private", async () => {
    const issuer = await createBuiltInIssuer({ dataDirectory });
    const published = JSON.stringify(issuer.publicJwks());
    const { d, x } = JSON.parse(await readFile(join(dataDirectory, "issuer-key.json"), "utf8"));
    expect(published).toContain(x);
    expect(published).not.toContain(d);
    expect(Object.keys(issuer.publicJwks().keys[0] ?? {}).sort()).toEqual([
      "alg",
      "crv",
      "kid",
      "kty",
      "use",
      "x",
      "y",
    ]);
  });

  it("issues access tokens", async () => {
    const issuer = await createBuiltInIssuer({ dataDirectory });
    const token = await issuer.issueToken({ subject: "some-user", expiresIn: 60, organization: "acme" });
    expect(decodeProtectedHeader(token)).toEqual({ alg: "ES256", typ: "at+jwt", kid: issuer.keyId });
    const claims = decodeJwt(token);
    expect(claims).toMatchObject({ iss: "tenantry", aud: "tenantry", sub: "some-user", org: "acme" });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(60);
    expect(claims.jti).toBeTruthy();
  });
});
