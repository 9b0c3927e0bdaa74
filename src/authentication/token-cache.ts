import { hash } from "node:crypto";

const MAXIMUM_AGE_MS = 300_000;

interface Entry<Value> {
  readonly value: Value;
  readonly until: number;
  readonly isCurrent: () => boolean;
}

/** Results of verifying tokens, found again by the SHA-256 digest of the token: the tokens themselves are not kept. */
export interface TokenCache<Value> {
  get(token: string): Value | undefined;
  /**
   * @param token - a token that has been verified
   * @param value - the result
   * @param expiresAt - the token's `exp`, in seconds; later the token is verified again, which knows the tolerance
   * @param isCurrent - whether the keys that the token was verified with are still those of its issuer
   */
  set(token: string, value: Value, expiresAt: number, isCurrent: () => boolean): void;
}

/**
 * Makes a cache for what tokens prove. Nothing stays longer than five minutes; when it is full, what was not used for the
 * longest time makes room.
 *
 * @param maximum - the number of tokens
 * @returns the empty cache
 */
export function createTokenCache<Value>(maximum: number): TokenCache<Value> {
  // A Map keeps the order of insertion, so the first entry is the one not used for the longest time.
  const entries = new Map<string, Entry<Value>>();
  return {
    get(token) {
      const digest = hash("sha256", token, "base64");
      const entry = entries.get(digest);
      if (entry === undefined) return undefined;
      entries.delete(digest);
      if (Date.now() >= entry.until || !entry.isCurrent()) return undefined;
      entries.set(digest, entry);
      return entry.value;
    },
    set(token, value, expiresAt, isCurrent) {
      const until = Math.min(expiresAt * 1_000, Date.now() + MAXIMUM_AGE_MS);
      const digest = hash("sha256", token, "base64");
      entries.delete(digest);
      entries.set(digest, { value, until, isCurrent });
      for (const oldest of entries.keys()) {
        if (entries.size <= maximum) break;
        entries.delete(oldest);
      }
    },
  };
}
