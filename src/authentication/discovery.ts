import { isSafeAddress } from "../config/addresses.ts";
import { fetchJson } from "./fetch-json.ts";

/**
 * Asks an OpenID provider where its keys are (OpenID Connect Discovery 1.0 section 4).
 *
 * @param issuer - its name, an https address
 * @returns the address of its keys
 * @throws when the document can't be had, is another issuer's (section 4.3), or names no address that can be trusted
 */
export async function discoverKeys(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const document: unknown = await fetchJson(url);
  if (typeof document !== "object" || document === null) throw new Error(`${url} holds no object`);
  const { issuer: named, jwks_uri: keys }: { issuer?: unknown; jwks_uri?: unknown } = document;
  if (named !== issuer) throw new Error(`${url} is the document of another issuer`);
  if (typeof keys !== "string" || !isSafeAddress(keys)) throw new Error(`${url} names no https address of keys`);
  return keys;
}
