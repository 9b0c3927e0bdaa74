import * as errors from "jose/errors";
import type { AuthenticationError } from "../authentication/authentication-error.ts";
import type { SecurityEvent, SecurityEventRequest } from "./security-event-recorder.ts";

/** Reasons in words of our own: messages of libraries may repeat parts of a token. */
const REASONS: Readonly<Record<string, string>> = {
  [errors.JWTExpired.code]: "expired",
  [errors.JWTClaimValidationFailed.code]: "claims",
  [errors.JWSSignatureVerificationFailed.code]: "signature",
  [errors.JOSEAlgNotAllowed.code]: "algorithm",
  [errors.JWKSNoMatchingKey.code]: "key",
};

/**
 * Describes a token that was refused before anybody was known to have sent it.
 *
 * @param error - why it was refused
 * @param request - the request that carried it
 * @returns the event, without anything of the token
 */
export function refusedToken(error: AuthenticationError, request: { id: string; ip: string }): SecurityEvent {
  const reason = error.cause instanceof errors.JOSEError ? REASONS[error.cause.code] : undefined;
  return {
    kind: "refused_token",
    request: { requestId: request.id, address: request.ip },
    detail: { reason: reason ?? "not_accepted" },
  };
}

/**
 * Describes a request whose context the database refused to begin.
 *
 * @param code - the SQLSTATE of the refusal
 * @param request - the argument of `app_private.begin_request`
 * @returns the event; undefined when the refusal is none that security is about
 */
export function refusedRequest(code: unknown, request: SecurityEventRequest): SecurityEvent | undefined {
  if (code !== "TN401" && code !== "TN403") return undefined;
  const isKey = request.apiKeyDigest !== undefined && request.apiKeyDigest !== null;
  const reason = code === "TN403" ? "organization" : "switched_off_or_unknown";
  const kind = isKey ? "api_key_refused" : code === "TN403" ? "refused_organization" : "refused_token";
  return { kind, request, detail: { reason } };
}
