import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign as signBytes } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { CompactEncrypt, decodeJwt, type JWTHeaderParameters, SignJWT } from "jose";
import { createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { createVerifier } from "../../src/authentication/issuers.ts";
import { ConfigurationError, readConfig } from "../../src/config/environment.ts";
import { useKeyServer } from "../support/key-server.ts";

/*
 * JSON Web Token Best Current Practices, section by section. Each test shows a token that is accepted, and the one that
 * differs from it by the attack.
 */
const REFUSED = { name: "AuthenticationError", code: "UNAUTHENTICATED", message: "The token is not accepted." };
const SECRET = "a secret of at least thirty-two bytes";
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });
const builtIn = await createBuiltInIssuer({ signingKey: own.privateKey, dataDirectory: "/nonexistent" });
const server = useKeyServer();

const ISSUERS = {
  rsa: { audience: "crm", key: rsa.publicKey.export({ format: "jwk" }) },
  ec: { audience: "crm", key: ec.publicKey.export({ format: "jwk" }), organizationClaim: "org" },
  // The same key and another audience, as two applications of one provider have it.
  sibling: { audience: "shop", key: ec.publicKey.export({ format: "jwk" }) },
  secret: { audience: "crm", secret: SECRET },
};

function verify(token: string) {
  server.publish("/keys", { first: ec.publicKey });
  const entries: object[] = Object.entries(ISSUERS).map(([issuer, settings]) => ({ issuer, ...settings }));
  entries.push({ issuer: "remote", audience: "crm", jwksUri: `${server.origin}/keys` });
  return createVerifier(readConfig({ AUTH_ISSUERS: JSON.stringify(entries) }), builtIn)(token);
}

function startProblems(settings: object): readonly string[] {
  try {
    readConfig({ AUTH_ISSUERS: JSON.stringify([{ issuer: "x", audience: "crm", ...settings }]) });
    return [];
  } catch (error) {
    return error instanceof ConfigurationError ? error.problems : ["another error"];
  }
}

const claimsOf = (iss: string, changes: object = {}) => ({
  iss,
  aud: "crm",
  sub: "user-1",
  exp: 9999999999,
  ...changes,
});

type Header = Partial<JWTHeaderParameters> & Record<string, unknown>;
const sign = (iss: string, alg: string, key: KeyObject | Uint8Array, changes: object = {}, header: Header = {}) =>
  new SignJWT({ ...claimsOf(iss, changes) }).setProtectedHeader({ alg, ...header }).sign(key);
const fromEc = (changes?: object, header?: Header) => sign("ec", "ES256", ec.privateKey, changes, header);
const fromRemote = (header: Header = {}, key = ec.privateKey) =>
  sign("remote", "ES256", key, {}, { kid: "first", ...header });
const fromBuiltIn = (header: Header = {}, changes: object = {}) =>
  sign(
    "tenantry",
    "ES256",
    own.privateKey,
    { aud: "tenantry", ...changes },
    { typ: "at+jwt", kid: builtIn.keyId, ...header },
  );

/** Signs bytes as they are, for what no library would sign. */
function raw(header: string | object, payload: string | object | Buffer): string {
  const encode = (part: string | object | Buffer) =>
    Buffer.from(typeof part === "string" || Buffer.isBuffer(part) ? part : JSON.stringify(part)).toString("base64url");
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signBytes("sha256", Buffer.from(input), { key: ec.privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}

async function expectRefused(...tokens: (string | Promise<string>)[]): Promise<void> {
  for (const token of tokens) await expect(verify(await token)).rejects.toMatchObject(REFUSED);
}

describe("3.1 algorithms are verified", () => {
  it("against those of the issuer, never chosen by the header", async () => {
    await expect(verify(await sign("rsa", "RS256", rsa.privateKey))).resolves.toBeTruthy();
    await expectRefused(...["RS384", "RS512", "PS256"].map((alg) => sign("rsa", alg, rsa.privateKey)));
    const pss = generateKeyPairSync("ec", { namedCurve: "P-384" });
    await expectRefused(sign("ec", "ES384", pss.privateKey));
  });

  it("so that RS256 can't become HS256 with the public key as the secret", async () => {
    const { publicKey } = rsa;
    for (const secret of [
      publicKey.export({ format: "pem", type: "spki" }),
      publicKey.export({ format: "pem", type: "pkcs1" }),
      publicKey.export({ format: "der", type: "spki" }),
      JSON.stringify(publicKey.export({ format: "jwk" })),
      String(publicKey.export({ format: "jwk" }).n),
    ]) {
      const input = raw({ alg: "HS256" }, claimsOf("rsa")).split(".").slice(0, 2).join(".");
      await expectRefused(`${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`);
    }
  });

  it("so that a secret is no key for anything else", async () => {
    await expect(verify(await sign("secret", "HS256", Buffer.from(SECRET)))).resolves.toBeTruthy();
    await expectRefused(
      sign("secret", "HS512", Buffer.from(SECRET.padEnd(64, "x"))),
      sign("secret", "ES256", ec.privateKey),
    );
  });

  it("at start, where symmetric and asymmetric ones can't be mixed", () => {
    const key = rsa.publicKey.export({ format: "jwk" });
    expect(startProblems({ key })).toEqual([]);
    for (const alg of ["HS256", "none", "RS1", "ES256"]) {
      expect(startProblems({ key, algorithms: ["RS256", alg] })).toEqual([expect.stringContaining(alg)]);
    }
    expect(startProblems({ secret: SECRET, algorithms: ["HS256", "RS256"] })).toHaveLength(1);
  });
});

describe("3.2 only appropriate algorithms are used", () => {
  it.each(["none", "None", "nOnE", "NONE", "", " none", "none\u0000"])("%j is none", async (alg) => {
    for (const issuer of [...Object.keys(ISSUERS), "remote", "tenantry"]) {
      const [header, payload, signature] = raw({ alg, typ: "at+jwt", kid: "first" }, claimsOf(issuer)).split(".");
      await expectRefused(`${header}.${payload}.`, `${header}.${payload}.${signature}`, `${header}.${payload}`);
    }
  });

  it.each([1, null, ["ES256"], { alg: "ES256" }, undefined])("%j is no algorithm", async (alg) => {
    await expectRefused(raw({ alg }, claimsOf("ec")));
  });
});

describe("3.3 every cryptographic operation is validated", () => {
  it("a signature that was cut, changed or left out is none", async () => {
    const token = await fromEc();
    const [header, payload, signature = ""] = token.split(".");
    await expect(verify(token)).resolves.toBeTruthy();
    const bytes = Buffer.from(signature, "base64url");
    const flipped = Buffer.from(bytes.map((byte, index) => (index === 40 ? byte ^ 1 : byte))).toString("base64url");
    const parts = [
      flipped,
      "",
      bytes.subarray(1).toString("base64url"),
      Buffer.concat([bytes, bytes]).toString("base64url"),
    ];
    await expectRefused(...parts.map((part) => `${header}.${payload}.${part}`));
  });

  it("a token within a token is not unpacked", async () => {
    const inner = await fromEc();
    await expectRefused(
      raw({ alg: "ES256", cty: "JWT" }, inner),
      raw({ alg: "ES256", cty: "JWT" }, JSON.stringify(inner)),
    );
  });

  it("a token that is encrypted is not opened", async () => {
    const encrypt = (zip: object) =>
      new CompactEncrypt(Buffer.from(JSON.stringify(claimsOf("secret"))))
        .setProtectedHeader({ alg: "dir", enc: "A256GCM", cty: "JWT", iss: "secret", ...zip })
        .encrypt(Buffer.from(SECRET).subarray(0, 32));
    await expectRefused(encrypt({}));
  });
});

describe("3.4 cryptographic inputs are validated", () => {
  it("a signature of zeros proves nothing", async () => {
    const [header, payload] = (await fromEc()).split(".");
    for (const length of [0, 1, 64, 132]) {
      await expectRefused(`${header}.${payload}.${Buffer.alloc(length).toString("base64url")}`);
    }
  });

  it("a signature in another encoding isn't taken", async () => {
    const input = (await fromEc()).split(".").slice(0, 2).join(".");
    const der = signBytes("sha256", Buffer.from(input), { key: ec.privateKey, dsaEncoding: "der" });
    await expectRefused(`${input}.${der.toString("base64url")}`);
  });

  it("a key that is no point of its curve is refused at start", () => {
    const { x, ...jwk } = ec.publicKey.export({ format: "jwk" });
    const wrong = Buffer.from(String(x), "base64url").map((byte, index) => (index === 0 ? byte ^ 1 : byte));
    expect(startProblems({ key: { ...jwk, x } })).toEqual([]);
    expect(startProblems({ key: { ...jwk, x: Buffer.from(wrong).toString("base64url") } })).toHaveLength(1);
  });
});

describe("3.5 keys have sufficient entropy", () => {
  it("a short secret is refused at start", () => {
    expect(startProblems({ secret: "x".repeat(32) })).toEqual([]);
    for (const secret of ["x".repeat(31), "secret", ""]) {
      expect(startProblems({ secret })).toEqual([expect.stringMatching(/^AUTH_ISSUERS\[0\]\.secret: /)]);
    }
  });

  it("a small RSA key, or one of a kind that isn't for tokens, is refused at start", () => {
    const spki = (key: KeyObject) => key.export({ format: "pem", type: "spki" });
    expect(startProblems({ key: spki(rsa.publicKey) })).toEqual([]);
    for (const { publicKey } of [
      generateKeyPairSync("rsa", { modulusLength: 1024 }),
      generateKeyPairSync("rsa", { modulusLength: 2040 }),
      generateKeyPairSync("ec", { namedCurve: "secp256k1" }),
      generateKeyPairSync("ec", { namedCurve: "P-224" }),
      generateKeyPairSync("x25519"),
    ]) {
      expect(startProblems({ key: spki(publicKey) })).toEqual([expect.stringMatching(/^AUTH_ISSUERS\[0\]\.key: /)]);
    }
  });
});

describe("3.6 nothing is decompressed", () => {
  it("neither a compressed payload nor an encrypted one", async () => {
    const bomb = deflateRawSync(JSON.stringify(claimsOf("ec", { padding: "x".repeat(10_000_000) })), { level: 9 });
    const small = deflateRawSync(JSON.stringify(claimsOf("ec")));
    await expectRefused(raw({ alg: "ES256", zip: "DEF" }, small), raw({ alg: "ES256", zip: "DEF" }, bomb));
  });

  it("and what is too large isn't looked at", async () => {
    await expect(verify(await fromEc({ padding: "x".repeat(5_000) }))).resolves.toBeTruthy();
    await expectRefused(fromEc({ padding: "x".repeat(9_000) }), "x".repeat(10_000_000), `${".".repeat(8_000)}`);
  });
});

describe("3.7 UTF-8 is used", () => {
  it("and no other encoding", async () => {
    const json = JSON.stringify(claimsOf("ec", { sub: "Ада" }));
    await expect(verify(raw({ alg: "ES256" }, json))).resolves.toMatchObject({ subject: "Ада" });
    await expectRefused(
      raw({ alg: "ES256" }, Buffer.from(json, "utf16le")),
      raw({ alg: "ES256" }, Buffer.from(json.replace("Ада", "Adé"), "latin1")),
    );
  });
});

describe("3.8 issuer and subject are validated", () => {
  it("keys count for the tokens of their own issuer only", async () => {
    await expect(verify(await fromEc())).resolves.toMatchObject({ issuer: "ec" });
    await expectRefused(
      sign("rsa", "RS256", generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey),
      sign("remote", "ES256", own.privateKey, {}, { kid: "first" }),
      sign("tenantry", "ES256", ec.privateKey, { aud: "tenantry" }, { typ: "at+jwt", kid: builtIn.keyId }),
      sign("ec", "ES256", own.privateKey),
    );
  });

  it.each(["EC", "ec ", "ec/", "", null, undefined, 1, ["ec"], { toString: "ec" }, "__proto__", "constructor"])(
    "%j is no issuer",
    async (iss) => expectRefused(fromEc({ iss })),
  );

  it.each(["", " ", "\u00a0", null, undefined, 1, ["user-1"], {}, "user\u0000", "user\ufffd"])(
    "%j is no subject",
    async (sub) => expectRefused(fromEc({ sub })),
  );
});

describe("3.9 the audience is validated", () => {
  it("and belongs to the issuer, though another one has the same key", async () => {
    await expect(verify(await fromEc())).resolves.toMatchObject({ issuer: "ec" });
    await expect(verify(await fromEc({ iss: "sibling", aud: "shop" }))).resolves.toMatchObject({ issuer: "sibling" });
    await expectRefused(fromEc({ aud: "shop" }), fromEc({ iss: "sibling", aud: "crm" }));
  });

  it.each(["CRM", "crm ", "", null, undefined, 1, [], ["shop"], [["crm"]], { crm: true }])(
    "%j is not this API",
    async (aud) => expectRefused(fromEc({ aud })),
  );
});

describe("3.10 received claims are not trusted", () => {
  it.each([
    "../../../../dev/null",
    "/proc/self/environ",
    "first' or '1'='1",
    "'; drop table keys; --",
    "first\u0000",
    "__proto__",
    "constructor",
    "x".repeat(5_000),
    "",
    0,
    null,
    true,
    ["first"],
    { first: 1 },
  ])("a kid is compared and nothing else: %j", async (kid) => {
    await expect(verify(await fromRemote())).resolves.toBeTruthy();
    const header = { kid: kid as string };
    await expectRefused(fromRemote(header, stranger.privateKey), fromBuiltIn(header));
  });

  it("jku, x5u, jwk and x5c are ignored, and nobody is asked for what they name", async () => {
    server.publish("/evil", { first: stranger.publicKey });
    for (const header of [
      { jku: `${server.origin}/evil` },
      { x5u: `${server.origin}/evil` },
      { jwk: stranger.publicKey.export({ format: "jwk" }) },
      { x5c: ["MIIB"] },
    ] as Header[]) {
      await expect(verify(await fromRemote(header))).resolves.toBeTruthy();
      await expectRefused(fromRemote(header, stranger.privateKey));
    }
    expect(server.count("/evil")).toBe(0);
  });

  it.each([["exp"], ["b64"], ["unknown"], [], "exp", null])("nothing may be critical: %j", async (...crit) => {
    await expectRefused(raw({ alg: "ES256", crit: crit.flat(), exp: 1, b64: true, unknown: 1 }, claimsOf("ec")));
  });

  it("an organization that is none is refused, and one is never guessed", async () => {
    await expect(verify(await fromEc({ org: "acme" }))).resolves.toMatchObject({ organization: "acme" });
    for (const org of ["", "a b", "acme'", 1, ["acme"], {}, true]) await expectRefused(fromEc({ org }));
  });

  it("of claims that are given twice all readers see the last one", async () => {
    const twice = (first: string, last: string) =>
      raw({ alg: "ES256" }, `{"iss":"ec","aud":"crm","exp":9999999999,"sub":"${first}","sub":"${last}"}`);
    const { subject, claims } = await verify(twice("victim", "user-1"));
    expect([subject, claims.sub]).toEqual(["user-1", "user-1"]);
    expect(decodeJwt(twice("victim", "user-1")).sub).toBe("user-1");
    await expectRefused(
      raw({ alg: "ES256" }, '{"iss":"ec","iss":"rsa","aud":"crm","sub":"user-1","exp":9999999999}'),
      raw('{"alg":"ES256","alg":"none"}', claimsOf("ec")),
    );
  });

  it("names of the language itself are no claims", async () => {
    const json = `{"iss":"ec","aud":"crm","sub":"user-1","exp":9999999999,"__proto__":{"email":"a@b.cd","polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":"x"}`;
    const { claims, email } = await verify(raw({ alg: "ES256" }, json));
    expect(Object.keys(claims).sort()).toEqual(["aud", "exp", "iss", "sub"]);
    expect(email).toBeNull();
    const others = Object.getPrototypeOf((await verify(await fromEc({}))).claims);
    expect(Object.getPrototypeOf(claims)).toBe(others);
    expect(others).not.toHaveProperty("polluted");
  });
});

describe("3.11 types are explicit", () => {
  it.each(["JWT", "id_token+jwt", "rt+jwt", "logout+jwt", "secevent+jwt", "dpop+jwt", "", undefined, 1])(
    "of what the built-in issuer signs, %j is no access token",
    async (typ) => {
      await expect(verify(await fromBuiltIn())).resolves.toMatchObject({ issuer: "tenantry" });
      await expect(verify(await builtIn.issueToken({ subject: "u", expiresIn: 60 }))).resolves.toBeTruthy();
      await expectRefused(fromBuiltIn({ typ: typ as string }));
    },
  );

  it.each(["id_token+jwt", "rt+jwt", "logout+jwt", "secevent+jwt", "dpop+jwt", "", 1])(
    "of what other issuers sign, neither is %j",
    async (typ) => {
      for (const allowed of ["JWT", "at+jwt", "application/at+JWT", undefined]) {
        await expect(verify(await fromEc({}, { typ: allowed as string }))).resolves.toBeTruthy();
      }
      await expectRefused(fromEc({}, { typ: typ as string }));
    },
  );
});

describe("3.12 tokens of other kinds don't pass", () => {
  it("an ID token is for the client: its audience is not ours", async () => {
    await expectRefused(fromEc({ aud: "client-1", nonce: "n", at_hash: "x" }));
  });

  it("an event, such as a sign-out without an explicit type, is no token", async () => {
    const events = { "http://schemas.openid.net/event/backchannel-logout": {} };
    await expectRefused(fromEc({ events, jti: randomUUID() }));
  });

  it("the parts of two good tokens make no third one", async () => {
    const [mine, other] = [await fromEc(), await fromEc({ sub: "user-2" })].map((token) => token.split("."));
    await expectRefused([mine?.[0], other?.[1], mine?.[2]].join("."), [mine?.[0], other?.[1], ""].join("."));
  });

  it("a token without an end, or with one that is absurd, is none", async () => {
    await expect(
      verify(raw({ alg: "ES256" }, '{"iss":"ec","aud":"crm","sub":"u","exp":9999999999.5}')),
    ).resolves.toBeTruthy();
    for (const exp of ["1e999", "-1", "1e300", "253402300800", '"9999999999"', "null", "true", "[9999999999]", "{}"]) {
      const token = raw({ alg: "ES256" }, `{"iss":"ec","aud":"crm","sub":"u","exp":${exp}}`);
      await expect(verify(token)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    }
    await expectRefused(fromEc({ exp: undefined }));
  });
});
