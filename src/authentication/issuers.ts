import type { ProtectedHeaderParameters } from "jose";
import { decodeProtectedHeader } from "jose/decode/protected_header";
import * as errors from "jose/errors";
import { decodeJwt } from "jose/jwt/decode";
import { jwtVerify } from "jose/jwt/verify";
import { BUILT_IN_ISSUER, type Config, type IssuerConfig } from "../config/environment.ts";
import { AuthenticationError } from "./authentication-error.ts";
import { ACCESS_TOKEN_TYPE, type BuiltInIssuer, CLIENT_KIND, SIGNING_ALGORITHM } from "./built-in-issuer.ts";
import { isSubject, isTime, organizationOf, type Profile, passedOnClaims, profileOf } from "./claims.ts";
import { isClerkSessionToken, isPendingClerkSession } from "./clerk.ts";
import { discoverKeys } from "./discovery.ts";
import { createRemoteKeySet, type KeySet } from "./key-set.ts";
import { createTokenCache } from "./token-cache.ts";

export { ORGANIZATION_REFERENCE } from "./claims.ts";

const MAXIMUM_TOKEN_LENGTH = 8 * 1024;
const MAXIMUM_CLAIMS_LENGTH = 4 * 1024;
/** Seconds that the clocks of issuers may be apart from ours, unless configured. */
export const CLOCK_TOLERANCE_SECONDS = 5;
const CACHED_TOKENS = 10_000;

/** What a token proves, once verified. */
export interface VerifiedToken extends Profile {
  readonly issuer: string;
  readonly subject: string;
  /** The allowed claims only, iss and sub always among them; safe to store as jsonb. */
  readonly claims: Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };
  /** The organization that the token names, by the claims configured for its issuer. */
  readonly organization: string | null;
  /** Whether the built-in issuer made it for a contact in the client portal. */
  readonly isClient: boolean;
}

/**
 * Verifies one token.
 *
 * @throws {@link AuthenticationError} `UNAUTHENTICATED` when it isn't accepted, `UNAVAILABLE` when the issuer's keys
 * can't be had
 */
export type Verify = (token: string) => Promise<VerifiedToken>;

interface AcceptedIssuer extends Omit<IssuerConfig, "keys"> {
  readonly keys: KeySet;
  readonly types: readonly (string | undefined)[];
}

function notAccepted(cause?: unknown): AuthenticationError {
  return new AuthenticationError("UNAUTHENTICATED", "The token is not accepted.", { cause });
}

/** The keys of an issuer. Only what is configured is ever asked: a token's own jku, x5u and jwk are ignored. */
function keysOf({ issuer, keys }: IssuerConfig): KeySet {
  switch (keys.kind) {
    case "discovery":
      return createRemoteKeySet(() => discoverKeys(issuer));
    case "remote":
      return createRemoteKeySet(async () => keys.url);
    default:
      return { find: async () => keys.key, version: () => 0 };
  }
}

function typeOf(header: ProtectedHeaderParameters): string | undefined {
  return typeof header.typ === "string" ? header.typ.toLowerCase().replace(/^application\//, "") : header.typ;
}

/** The issuers by their names, the built-in one among them. */
function acceptedIssuers(config: Pick<Config, "issuers">, builtInIssuer: BuiltInIssuer): Map<string, AcceptedIssuer> {
  const accepted = new Map<string, AcceptedIssuer>();
  for (const issuer of config.issuers) {
    accepted.set(issuer.issuer, {
      ...issuer,
      keys: keysOf(issuer),
      types: [undefined, "jwt", ACCESS_TOKEN_TYPE],
    });
  }
  return accepted.set(builtInIssuer.issuer, {
    issuer: builtInIssuer.issuer,
    audience: [builtInIssuer.issuer],
    algorithms: [SIGNING_ALGORITHM],
    claimPaths: { email: [], emailVerified: [], name: [], organization: ["org"] },
    createUsers: false,
    trustEmail: false,
    types: [ACCESS_TOKEN_TYPE],
    keys: {
      find: async ({ kid }) => {
        if (kid !== builtInIssuer.keyId) throw notAccepted();
        return builtInIssuer.publicKey;
      },
      version: () => 0,
    },
  });
}

/** Checks a token by the rules of its issuer, in full. */
async function check(
  token: string,
  issuer: AcceptedIssuer,
  header: ProtectedHeaderParameters,
  clockTolerance: number,
): Promise<VerifiedToken> {
  const { payload } = await jwtVerify(token, issuer.keys.find, {
    issuer: issuer.issuer,
    ...(issuer.audience.length > 0 ? { audience: [...issuer.audience] } : {}),
    algorithms: [...issuer.algorithms],
    requiredClaims: ["exp", "sub"],
    clockTolerance,
  });

  const subject: unknown = payload.sub;
  const { authorizedParties } = issuer;
  if (
    !isSubject(subject) ||
    !isTime(payload.exp) ||
    // Events such as a sign-out are signed with the same keys (RFC 8417 section 2.2).
    payload["events"] !== undefined ||
    (authorizedParties !== undefined && !authorizedParties.some((party) => party === payload["azp"])) ||
    (issuer.audience.length === 0 && !isClerkSessionToken(typeOf(header), payload)) ||
    (issuer.preset === "clerk" && isPendingClerkSession(payload))
  ) {
    throw notAccepted();
  }
  const claims = { ...passedOnClaims(payload), iss: issuer.issuer, sub: subject };
  if (JSON.stringify(claims).length > MAXIMUM_CLAIMS_LENGTH) throw notAccepted();
  const organization = organizationOf(payload, issuer.claimPaths.organization);
  // Acting in another organization than the one named would be worse than refusing.
  if (organization === undefined) throw notAccepted();
  return Object.freeze({
    issuer: issuer.issuer,
    subject,
    claims: Object.freeze(claims),
    organization,
    // Nobody else's tokens make contacts.
    isClient: issuer.issuer === BUILT_IN_ISSUER && payload["kind"] === CLIENT_KIND,
    ...profileOf(payload, issuer),
  });
}

/**
 * Prepares the check of tokens: built-in and configured issuers, each with its own keys, audience and algorithms
 * pinned (RFC 8725). The claims of a token are believed only after its signature; before, `iss` serves to choose
 * whose rules apply, nothing else. What a token proves is kept for a while, because a signature costs more to verify
 * than a digest to compute; who may do what is looked up with every request all the same.
 *
 * @param config - the configured issuers, and how many seconds clocks may be apart
 * @param builtInIssuer - the issuer whose tokens are accepted beside theirs
 * @param cachedTokens - how many results are kept; 0 for none
 * @returns the function that verifies a token
 */
export function createVerifier(
  config: Pick<Config, "issuers"> & Partial<Pick<Config, "clockToleranceSeconds">>,
  builtInIssuer: BuiltInIssuer,
  cachedTokens = CACHED_TOKENS,
): Verify {
  const { clockToleranceSeconds = CLOCK_TOLERANCE_SECONDS } = config;
  const accepted = acceptedIssuers(config, builtInIssuer);
  const cache = createTokenCache<VerifiedToken>(cachedTokens);

  return async (token) => {
    try {
      if (token.length > MAXIMUM_TOKEN_LENGTH) throw notAccepted();
      const known = cache.get(token);
      if (known !== undefined) return known;

      const header = decodeProtectedHeader(token);
      const issuer = accepted.get(decodeJwt(token).iss ?? "");
      // No extension is understood here, so none may be critical (RFC 7515 section 4.1.11).
      if (issuer === undefined || header.crit !== undefined || !issuer.types.includes(typeOf(header))) {
        throw notAccepted();
      }
      // Before the check: keys that change during it must not count as those it was done with.
      const version = issuer.keys.version();
      const verified = await check(token, issuer, header, clockToleranceSeconds);
      cache.set(token, verified, Number(verified.claims["exp"]), () => issuer.keys.version() === version);
      return verified;
    } catch (error) {
      if (error instanceof AuthenticationError) throw error;
      // Both are known only after the signature is: they tell a forger nothing.
      if (error instanceof errors.JWTExpired) {
        throw new AuthenticationError("UNAUTHENTICATED", "The token has expired.", { cause: error });
      }
      if (
        error instanceof errors.JWTClaimValidationFailed &&
        error.claim === "nbf" &&
        error.reason === "check_failed"
      ) {
        throw new AuthenticationError("UNAUTHENTICATED", "The token is not valid yet.", { cause: error });
      }
      throw notAccepted(error);
    }
  };
}
