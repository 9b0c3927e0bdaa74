import { createPublicKey, type KeyObject } from "node:crypto";

/** Fewer bits make an RSA key weak (RFC 7518 section 3.3). */
export const MINIMUM_RSA_BITS = 2048;

/**
 * The algorithms that a public key can verify (RFC 7518 section 3.1, RFC 8037).
 *
 * @param key - the key
 * @returns their names, the usual one first; none for a weak key and for kinds that sign no tokens
 */
export function algorithmsOf(key: KeyObject): readonly string[] {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case "rsa":
      return modulusLength >= MINIMUM_RSA_BITS ? ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] : [];
    case "ec":
      return namedCurve === "prime256v1"
        ? ["ES256"]
        : namedCurve === "secp384r1"
          ? ["ES384"]
          : namedCurve === "secp521r1"
            ? ["ES512"]
            : [];
    case "ed25519":
      return ["EdDSA", "Ed25519"];
    default:
      return [];
  }
}

/**
 * Reads a public key. A private or symmetric one is refused: it doesn't belong here, and Node would quietly accept it.
 *
 * @param value - a JWK, or a text in PEM
 * @returns the key; undefined when there is none
 */
export function readPublicKey(value: string | Readonly<Record<string, unknown>>): KeyObject | undefined {
  try {
    if (typeof value === "string") {
      return /^-----BEGIN (RSA )?PUBLIC KEY-----/.test(value.trim()) ? createPublicKey(value.trim()) : undefined;
    }
    return "d" in value || "k" in value ? undefined : createPublicKey({ key: value, format: "jwk" });
  } catch {
    return undefined;
  }
}
