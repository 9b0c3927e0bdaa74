import type { ErrorCode } from "../graphile/database-errors.ts";

/** The HTTP status of a failure by its code, where a whole file is what is sent or asked for. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  ORGANIZATION_REQUIRED: 400,
  NOT_FOUND: 404,
  CONFLICT: 409,
  BAD_USER_INPUT: 400,
  LIMIT_EXCEEDED: 413,
  TIMEOUT: 503,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};

/** What the database raises when somebody asks too often. */
export const TOO_OFTEN = "TN429";

/** What is broken off because it takes too long; at another time it may not. */
export const TOO_LONG = "57014";

/**
 * Says the HTTP status of an operation that failed.
 *
 * @param code - the code of the failure
 * @param state - the SQLSTATE it comes from, if it comes from the database
 * @returns the status; a limit that the request itself exceeds makes it a bad one, however often it is sent
 */
export function statusOf(code: ErrorCode, state?: string): number {
  if (code !== "LIMIT_EXCEEDED") return STATUS[code];
  if (state === TOO_LONG) return 503;
  return state === TOO_OFTEN ? 429 : 400;
}
