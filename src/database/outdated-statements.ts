import type { Pool } from "pg";

const NO_SUCH_STATEMENT = "26000";
const FEW = 3;

/**
 * Tells whether a connection’s prepared statements aren’t those that the client knows of: a pooler has given it another
 * connection, or a migration has changed what they give. On a new connection the same statement works.
 *
 * @param error - the server’s
 * @returns whether the connection has to be closed
 */
export function isOutdated(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === NO_SUCH_STATEMENT || hasOtherResult(error);
}

/**
 * Tells a statement that was prepared before a migration and gives something else since.
 *
 * @param error - the server’s
 * @returns whether it is that
 */
export function hasOtherResult(error: unknown): boolean {
  return (error as { routine?: unknown } | undefined)?.routine === "RevalidateCachedQuery";
}

/**
 * Says whether to try a statement on the next connection that failed because its connection was outdated.
 *
 * @param error - the server’s
 * @param pool - whose connections they are; a migration may have outdated all of them, and each is closed that was found so
 * @param attempt - how often it was tried, from 1
 * @returns whether to try again
 */
export function mayTryAgain(error: unknown, pool: Pool, attempt: number): boolean {
  if (!isOutdated(error)) return false;
  const isPoolers = (error as { code?: unknown }).code === NO_SUCH_STATEMENT;
  return attempt < (isPoolers ? FEW : (pool.options.max ?? 0) + FEW);
}
