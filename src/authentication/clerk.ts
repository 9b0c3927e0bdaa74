import type { JWTPayload } from "jose";

/**
 * Whether a verified token is one of Clerk's session tokens. They name no audience, so what else Clerk signs with the
 * same key must be told from them: tokens of JWT templates have no session (`sid`) and often an audience, OAuth access
 * tokens are of another type.
 *
 * @param type - the type in the token's header, in lower case
 * @param payload - its claims
 * @returns true for a session token
 */
export function isClerkSessionToken(type: string | undefined, payload: JWTPayload): boolean {
  return (
    (type === undefined || type === "jwt") &&
    payload.aud === undefined &&
    typeof payload["sid"] === "string" &&
    payload["sid"].startsWith("sess_")
  );
}

/** Whether Clerk still waits for the person, for instance for their second factor or choice of organization. */
export function isPendingClerkSession(payload: JWTPayload): boolean {
  return payload["sts"] !== undefined && payload["sts"] !== "active";
}
