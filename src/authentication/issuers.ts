import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
  type ProtectedHeaderParameters,
} from "jose";
import type { Config, IssuerConfig } from "../config/environment.ts";
import { AuthenticationError } from "./authentication-error.ts";
import { ACCESS_TOKEN_TYPE, type BuiltInIssuer, SIGNING_ALGORITHM } from "./built-in-issuer.ts";

const MAXIMUM_TOKEN_LENGTH = 8 * 1024;
const MAXIMUM_SUBJECT_LENGTH = 255;
const MAXIMUM_CLAIMS_LENGTH = 4 * 1024;
const CLOCK_TOLERANCE_SECONDS = 5;
const JWKS_COOLDOWN_MS = 30_000;
const JWKS_TIMEOUT_MS = 5_000;

/** How an organization is named in a header or a token: its id, its slug or an external id. */
export const ORGANIZATION_REFERENCE = /^[A-Za-z0-9_-]{1,63}$/;

/** The claims that are passed on beside iss and sub, and what each must be; anything else stays in the token. */
const PASSED_ON: Readonly<Record<string, "string" | "number" | "boolean" | "string or list" | "list">> = {
  aud: "string or list",
  exp: "number",
  iat: "number",
  email: "string",
  email_verified: "boolean",
  name: "string",
  role: "string",
  org_id: "string",
  org: "string",
  kind: "string",
  sid: "string",
  session_id: "string",
  aal: "string",
  amr: "list",
};

/** What a token proves, once verified. */
export interface VerifiedToken {
  readonly issuer: string;
  readonly subject: string;
  /** The allowed claims only, iss and sub always among them; safe to store as jsonb. */
  readonly claims: Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };
  /** The organization that the token names, by the claim configured for its issuer. */
  readonly organization: string | null;
}

/**
 * Verifies one token.
 *
 * @throws {@link AuthenticationError} `UNAUTHENTICATED` when it isn't accepted, `UNAVAILABLE` when the issuer's keys
 * can't be had
 */
export type Verify = (token: string) => Promise<VerifiedToken>;

interface AcceptedIssuer extends Pick<IssuerConfig, "issuer" | "audience" | "algorithms" | "organizationClaim"> {
  readonly key: JWTVerifyGetKey;
  readonly types: readonly (string | undefined)[];
}

function notAccepted(cause?: unknown): AuthenticationError {
  return new AuthenticationError("UNAUTHENTICATED", "The token is not accepted.", { cause });
}

/** The keys of an issuer. Only what is configured is ever asked: a token's own jku, x5u and jwk are ignored. */
function keysOf(config: IssuerConfig): JWTVerifyGetKey {
  const { keys } = config;
  if (keys.kind !== "remote") return async () => keys.key;
  const remote = createRemoteJWKSet(new URL(keys.url), {
    cooldownDuration: JWKS_COOLDOWN_MS,
    timeoutDuration: JWKS_TIMEOUT_MS,
  });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      if (
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JWKSMultipleMatchingKeys ||
        error instanceof errors.JOSENotSupported
      ) {
        throw error;
      }
      const message = "Tokens of this issuer can't be checked at the moment.";
      throw new AuthenticationError("UNAVAILABLE", message, { cause: error });
    }
  };
}

/** Text that PostgreSQL can store and a log line can hold: no control characters, no half surrogate pairs. */
function isPlainText(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}

function isPassedOn(name: string, value: unknown): boolean {
  switch (PASSED_ON[name]) {
    case "string":
      return typeof value === "string" && isPlainText(value);
    case "string or list":
    case "list":
      // jsonb refuses \u0000 and half surrogate pairs, which JSON.stringify writes as escapes.
      return (
        (Array.isArray(value) || (PASSED_ON[name] !== "list" && typeof value === "string")) &&
        !/\\u(00[01]|d[89a-f])/.test(JSON.stringify(value))
      );
    default:
      return typeof value === PASSED_ON[name];
  }
}

function organizationOf(payload: JWTPayload, claim: string | undefined): string | null {
  if (claim === undefined) return null;
  // The whole name first: namespaced claims (https://example.com/org) have dots of their own.
  const steps = Object.hasOwn(payload, claim) ? [claim] : claim.split(".");
  let value: unknown = payload;
  for (const step of steps) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return null;
    value = (value as Record<string, unknown>)[step];
  }
  if (value === null) return null;
  if (typeof value === "string" && ORGANIZATION_REFERENCE.test(value)) return value;
  // Acting in another organization than the one named would be worse than refusing.
  throw notAccepted();
}

function typeOf(header: ProtectedHeaderParameters): string | undefined {
  return typeof header.typ === "string" ? header.typ.toLowerCase().replace(/^application\//, "") : header.typ;
}

/**
 * Prepares the check of tokens: built-in and configured issuers, each with its own keys, audience and algorithms
 * pinned (RFC 8725). The claims of a token are believed only after its signature; before, `iss` serves to choose
 * whose rules apply, nothing else.
 *
 * @param config - the configured issuers
 * @param builtInIssuer - the issuer whose tokens are accepted beside theirs
 * @returns the function that verifies a token
 */
export function createVerifier(config: Pick<Config, "issuers">, builtInIssuer: BuiltInIssuer): Verify {
  const accepted = new Map<string, AcceptedIssuer>();
  for (const issuer of config.issuers) {
    accepted.set(issuer.issuer, { ...issuer, key: keysOf(issuer), types: [undefined, "jwt", ACCESS_TOKEN_TYPE] });
  }
  accepted.set(builtInIssuer.issuer, {
    issuer: builtInIssuer.issuer,
    audience: [builtInIssuer.issuer],
    algorithms: [SIGNING_ALGORITHM],
    organizationClaim: "org",
    types: [ACCESS_TOKEN_TYPE],
    key: async ({ kid }) => {
      if (kid !== builtInIssuer.keyId) throw notAccepted();
      return builtInIssuer.publicKey;
    },
  });

  return async (token) => {
    try {
      if (token.length > MAXIMUM_TOKEN_LENGTH) throw notAccepted();
      const header = decodeProtectedHeader(token);
      const issuer = accepted.get(decodeJwt(token).iss ?? "");
      // No extension is understood here, so none may be critical (RFC 7515 section 4.1.11).
      if (issuer === undefined || header.crit !== undefined || !issuer.types.includes(typeOf(header))) {
        throw notAccepted();
      }

      const { payload } = await jwtVerify(token, issuer.key, {
        issuer: issuer.issuer,
        audience: [...issuer.audience],
        algorithms: [...issuer.algorithms],
        requiredClaims: ["exp", "sub"],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });

      const subject: unknown = payload.sub;
      if (
        typeof subject !== "string" ||
        subject === "" ||
        subject.length > MAXIMUM_SUBJECT_LENGTH ||
        !isPlainText(subject) ||
        !Number.isFinite(payload.exp)
      ) {
        throw notAccepted();
      }
      const passedOn = Object.entries(payload).filter(([name, value]) => isPassedOn(name, value));
      const claims = { ...Object.fromEntries(passedOn), iss: issuer.issuer, sub: subject };
      if (JSON.stringify(claims).length > MAXIMUM_CLAIMS_LENGTH) throw notAccepted();
      return {
        issuer: issuer.issuer,
        subject,
        claims,
        organization: organizationOf(payload, issuer.organizationClaim),
      };
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
