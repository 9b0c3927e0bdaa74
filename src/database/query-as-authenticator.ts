import type { Pool, PoolClient, QueryConfig } from "pg";
import { asTimeLimit, isLate, type TimeLimitError } from "./time-limits.ts";
import { isUnfit, type StatementError } from "./unfit-connections.ts";

/**
 * Runs a statement that is nobody's request, such as signing in: as the authenticator, in whose time. A refusal costs no
 * connection, which a query of the pool itself would close.
 *
 * @param pool - connections as the authenticator
 * @param statement - what to run
 * @returns its rows
 * @throws the server's error; TimeLimitError with the authenticator's `statement_timeout` when it took longer
 */
export async function queryAsAuthenticator<Row extends object>(pool: Pool, statement: QueryConfig): Promise<Row[]> {
  const client = await pool.connect();
  // Losing the connection fails the statement, which reports it; unheard, the event would end the process.
  client.on("error", ignore);
  let failure: StatementError | undefined;
  try {
    return (await client.query<Row>(statement)).rows;
  } catch (error) {
    failure = error as StatementError;
    throw await withItsTime(failure, client);
  } finally {
    client.off("error", ignore);
    client.release(isUnfit(failure, false));
  }
}

/** Asked of the connection that was too slow: it may be older than the role's setting. */
async function withItsTime(error: StatementError, client: PoolClient): Promise<StatementError | TimeLimitError> {
  if (!isLate(error)) return error;
  try {
    const { rows } = await client.query<{ seconds: number }>(
      "select setting::float / 1000 as seconds from pg_settings where name = 'statement_timeout'",
    );
    const [time] = rows;
    return time === undefined ? error : asTimeLimit(error, { statementSeconds: time.seconds });
  } catch {
    return error;
  }
}

function ignore(): void {}
