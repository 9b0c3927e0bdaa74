import { createPrivateKey, createPublicKey, type KeyObject, randomUUID } from "node:crypto";
import { join } from "node:path";
import type { JSONWebKeySet } from "jose";
import { calculateJwkThumbprint } from "jose/jwk/thumbprint";
import { SignJWT } from "jose/jwt/sign";
import { exportJWK } from "jose/key/export";
import { BUILT_IN_ISSUER, type Config } from "../config/environment.ts";
import { readOrCreateSecretFile } from "../config/secret-file.ts";

/** The `typ` of the tokens (RFC 9068 section 2.1): nothing else that might ever be signed with the key is a token. */
export const ACCESS_TOKEN_TYPE = "at+jwt";
export const SIGNING_ALGORITHM = "ES256";

/** The `kind` of the tokens for contacts. Other issuers' tokens may say the same, and mean nothing by it. */
export const CLIENT_KIND = "client";

const KEY_FILE = "issuer-key.json";

/** What a token is to say. */
export interface TokenRequest {
  /** The id of the user, or of the contact. */
  readonly subject: string;
  /** Whether it is for a contact in the client portal. */
  readonly isClient?: boolean;
  /** The session that it belongs to; without one it is good until it expires. */
  readonly sessionId?: string;
  /** Seconds until it expires. */
  readonly expiresIn: number;
  /** The organization (id or slug) to act in unless the request names another. */
  readonly organization?: string;
}

/** The issuer that Tenantry brings along, for development, tests, invitations and the client portal. */
export interface BuiltInIssuer {
  readonly issuer: typeof BUILT_IN_ISSUER;
  readonly keyId: string;
  readonly publicKey: KeyObject;
  /** The keys that verify its tokens, as published (RFC 7517). Holds nothing private. */
  publicJwks(): JSONWebKeySet;
  /** Signs an access token (RFC 9068) for a user or a contact. */
  issueToken(request: TokenRequest): Promise<string>;
}

/** Reads the key file, or makes it; of several processes starting at once, all end with the key of the first. */
async function keyFromFile(dataDirectory: string): Promise<KeyObject> {
  const content = await readOrCreateSecretFile(join(dataDirectory, KEY_FILE), async () => {
    const { generateKeyPair } = await import("jose/key/generate/keypair");
    const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
    return JSON.stringify(await exportJWK(privateKey));
  });
  try {
    const key = createPrivateKey({ key: JSON.parse(content), format: "jwk" });
    if (key.asymmetricKeyDetails?.namedCurve === "prime256v1") return key;
  } catch {
    // The cause would repeat the key.
  }
  throw new Error(`${KEY_FILE} in the data directory holds no private EC P-256 key; remove it and a new one is made`);
}

/**
 * Sets up the built-in issuer with the key of the configuration, or else the one kept in the data directory, which is
 * made on first start, readable by its owner only. Gateways side by side need one key: give it in the configuration.
 *
 * @param config - `signingKey` and `dataDirectory`
 * @returns the issuer; its `kid` is the key's thumbprint (RFC 7638), so that equal keys have equal ids everywhere
 * @throws when the key file can't be read or written, or holds something else
 */
export async function createBuiltInIssuer(
  config: Pick<Config, "signingKey" | "dataDirectory">,
): Promise<BuiltInIssuer> {
  const privateKey = config.signingKey ?? (await keyFromFile(config.dataDirectory));
  const publicKey = createPublicKey(privateKey);
  const publicJwk = await exportJWK(publicKey);
  const keyId = await calculateJwkThumbprint(publicJwk);
  return {
    issuer: BUILT_IN_ISSUER,
    keyId,
    publicKey,
    publicJwks: () => ({ keys: [{ ...publicJwk, kid: keyId, alg: SIGNING_ALGORITHM, use: "sig" }] }),
    issueToken: ({ subject, expiresIn, organization, sessionId, isClient }) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({
        ...(organization !== undefined && { org: organization }),
        ...(sessionId !== undefined && { sid: sessionId }),
        ...(isClient && { kind: CLIENT_KIND }),
      })
        .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid: keyId })
        .setIssuer(BUILT_IN_ISSUER)
        .setAudience(BUILT_IN_ISSUER)
        .setSubject(subject)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + expiresIn)
        .sign(privateKey);
    },
  };
}
