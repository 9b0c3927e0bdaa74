import type { Pool } from "pg";
import { isLate } from "./time-limits.ts";

const FEW = 3;

/** An error of PostgreSQL, or of the way to it. */
export interface StatementError {
  readonly code?: unknown;
  readonly severity?: unknown;
  readonly routine?: unknown;
  readonly message?: unknown;
}

/** A prepared statement that isn't there, or is there already: the connection is another one behind its pooler, or was reset. */
const OTHER_STATEMENTS: ReadonlySet<unknown> = new Set(["26000", "42P05"]);

/**
 * Whether a connection's prepared statements aren't those that the client knows of, or don't fit the tables any more.
 *
 * @param error - what a statement failed with
 * @returns whether the same does no harm on another connection, and may succeed there
 */
export function isOutdated(error: StatementError | undefined): boolean {
  return OTHER_STATEMENTS.has(error?.code) || error?.routine === "RevalidateCachedQuery";
}

/**
 * Whether a connection must not be used again: it is gone, its statements are outdated, or its session was changed by
 * somebody who had it before. Of those changes PostgreSQL reports none by itself.
 *
 * @param error - what a statement failed with, if it did
 * @param hasBegun - whether the request had begun, so that it acts in the role of whoever asks
 * @returns whether it is to be closed
 */
export function isUnfit(error: StatementError | undefined, hasBegun: boolean): boolean {
  if (error === undefined) return false;
  // Whoever has no severity isn’t the server, and after a fatal error the server is gone. What is late may be so because
  // the session’s time was changed, which would stay.
  return error.severity !== "ERROR" || isOutdated(error) || isOfChangedSession(error, hasBegun) || isLate(error);
}

/**
 * Whether the session isn’t the authenticator’s own any more: nobody else may begin requests, and with `row_security` off
 * nobody may read what has policies.
 *
 * @param error - what a statement failed with
 * @param hasBegun - whether the request had begun
 * @returns whether the same may succeed on another connection
 */
export function isOfChangedSession({ code, routine }: StatementError, hasBegun: boolean): boolean {
  return code === "42501" && ((!hasBegun && routine === "aclcheck_error") || routine === "check_enable_rls");
}

/**
 * Says whether to try on the next connection what failed because of this one.
 *
 * @param error - what a statement failed with
 * @param hasBegun - whether the request had begun
 * @param pool - whose connections they are; a migration may have outdated all of them, and each is closed that was found so
 * @param attempt - how often it was tried, from 1
 * @returns whether to try again
 */
export function mayTryAgain(error: StatementError, hasBegun: boolean, pool: Pool, attempt: number): boolean {
  if (error.routine === "RevalidateCachedQuery") return attempt < (pool.options.max ?? 0) + FEW;
  return attempt < FEW && (isOutdated(error) || isOfChangedSession(error, hasBegun));
}
