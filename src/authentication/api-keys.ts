import { createHash } from "node:crypto";
import { AuthenticationError } from "./authentication-error.ts";

/** What `app_public.create_api_key` makes: tn, a prefix that isn't secret, and 43 characters that are. */
const API_KEY = /^tn_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/;

/**
 * Tells API keys from other tokens, none of which begins like one.
 *
 * @param token - the bearer token of a request
 * @returns whether it is meant to be an API key, well-formed or not
 */
export function looksLikeApiKey(token: string): boolean {
  return token.startsWith("tn_");
}

/**
 * Gives an API key the form in which the database knows it.
 *
 * @param key - a token that looks like an API key
 * @returns its SHA-256 in hexadecimal
 * @throws AuthenticationError when no API key has this form
 */
export function apiKeyDigest(key: string): string {
  if (!API_KEY.test(key)) throw new AuthenticationError("UNAUTHENTICATED", "The API key is malformed.");
  return createHash("sha256").update(key).digest("hex");
}
