import { Pool, type PoolClient, type PoolConfig } from "pg";
import { UnpreparedClient } from "./unprepared-client.ts";
import { WatchedClient } from "./watched-client.ts";

const CONNECTION_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 60_000;
const WATCHING_TIMEOUT_MS = 2_000;

/** What pools tell of connections that are lost, or can’t be used again. */
export interface PoolLogger {
  warn(details: object, message: string): void;
}

function createPool(options: PoolConfig, logger: PoolLogger): Pool {
  const pool = new Pool({
    application_name: "tenantry",
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    keepAlive: true,
    // Connections in use keep the process; resting ones don't.
    allowExitOnIdle: true,
    ...options,
  });
  // Without a listener the loss of an idle connection would end the process; the pool replaces it by itself.
  pool.on("error", (error) => {
    if (!pool.ending) logger.warn({ err: error }, "an idle database connection was lost");
  });
  pool.on("release", (error: Error | boolean | undefined, client: PoolClient) => {
    const leftover = !error && client instanceof WatchedClient ? client.leftover : undefined;
    if (leftover === undefined) return;
    logger.warn({ leftover }, "a database connection was closed, because its session had been changed");
    // The pool keeps none that is being ended.
    void (client as unknown as WatchedClient).end().catch(() => {});
  });
  return pool;
}

/**
 * Makes the pool that serves requests.
 *
 * @param connectionString - of the authenticator
 * @param size - connections at most
 * @param logger - hears of lost connections
 * @param prepares - whether statements are prepared once a connection, as they are unless a pooler is in the way
 * @returns a pool whose statements travel without waiting for each other's answers, as the adaptor needs
 */
export function createAuthenticatorPool(
  connectionString: string,
  size: number,
  logger: PoolLogger,
  prepares = true,
): Pool {
  const Client = prepares ? WatchedClient : UnpreparedClient;
  return createPool({ connectionString, max: size, pipeline: true, Client }, logger);
}

/**
 * Makes a pool of one connection, to look whether a server is there. Whatever takes long has failed.
 *
 * @param connectionString - of the authenticator
 * @returns the pool
 */
export function createWatchingPool(connectionString: string): Pool {
  const options = { connectionTimeoutMillis: WATCHING_TIMEOUT_MS, query_timeout: WATCHING_TIMEOUT_MS };
  // What is lost is found out by the next look.
  return createPool({ connectionString, max: 1, ...options }, { warn: () => {} });
}

/**
 * Makes a small pool for what needs more than the authenticator, in development: listing demonstration accounts as the
 * owner, watching the schema as a superuser.
 *
 * @param connectionString - of the owner or a superuser
 * @param logger - hears of lost connections
 * @returns the pool
 */
export function createPrivilegedPool(connectionString: string, logger: PoolLogger): Pool {
  return createPool({ connectionString, max: 2 }, logger);
}
