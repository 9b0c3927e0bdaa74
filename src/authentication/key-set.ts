import type { JSONWebKeySet, JWTVerifyGetKey } from "jose";
import * as errors from "jose/errors";
import { createLocalJWKSet } from "jose/jwks/local";
import { AuthenticationError } from "./authentication-error.ts";
import { fetchJson } from "./fetch-json.ts";

const COOL_DOWN_MS = 30_000;
const MAXIMUM_AGE_MS = 600_000;

/** The keys of an issuer. */
export interface KeySet {
  /** Finds the key of a token. @throws AuthenticationError `UNAVAILABLE` when the keys can't be had */
  readonly find: JWTVerifyGetKey;
  /** Changes whenever the keys do: what was verified with earlier ones is to be verified again. */
  version(): number;
}

/**
 * The keys that an issuer publishes. They are fetched with the first token, again after ten minutes, and when a token
 * names a key that isn't among them: once in 30 seconds at most, however many such tokens come. While they can't be
 * fetched, those that are known go on working; only what is configured is asked.
 *
 * @param locate - tells where the keys are; asked each time, so that they may move
 * @returns the keys
 */
export function createRemoteKeySet(locate: () => Promise<string>): KeySet {
  let known: { readonly find: JWTVerifyGetKey; readonly text: string } | undefined;
  let version = 0;
  let loadedAt = 0;
  let triedAt = 0;
  let failure: unknown;
  let loading: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    triedAt = Date.now();
    try {
      const address = await locate();
      const set = (await fetchJson(address)) as JSONWebKeySet;
      const find = createLocalJWKSet(set);
      if (set.keys.length === 0) throw new Error(`${address} publishes no keys`);
      const text = JSON.stringify(set.keys);
      if (text !== known?.text) {
        known = { find, text };
        version++;
      }
      loadedAt = Date.now();
      failure = undefined;
    } catch (error) {
      failure = error;
    } finally {
      loading = undefined;
    }
  };
  const loadOnce = () => {
    loading ??= load();
    return loading;
  };
  // A clock that is set back would otherwise keep this from trying until it has caught up.
  const ageOf = (time: number) => Math.abs(Date.now() - time);
  const mayTry = () => loading !== undefined || ageOf(triedAt) >= COOL_DOWN_MS;
  const unavailable = () =>
    new AuthenticationError("UNAVAILABLE", "Tokens of this issuer can't be checked at the moment.", { cause: failure });

  return {
    version: () => version,
    find: async (header, token) => {
      if (known === undefined) await loadOnce();
      else if (ageOf(loadedAt) >= MAXIMUM_AGE_MS && mayTry()) {
        // Nobody waits for a server that didn't answer the last time.
        const attempt = loadOnce();
        if (failure === undefined) await attempt;
      }
      if (known === undefined) throw unavailable();
      try {
        return await known.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        if (mayTry()) {
          await loadOnce();
          if (failure === undefined) return known.find(header, token);
        }
        throw failure === undefined ? error : unavailable();
      }
    },
  };
}
