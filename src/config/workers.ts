import { availableParallelism } from "node:os";
import type { Config } from "./environment.ts";

/** Connections that a process needs at least: one for what takes long, such as an export, and one for the rest. */
const CONNECTIONS_OF_A_WORKER = 2;
/** What each has where nobody says how many connections there are in all. */
const USUAL_CONNECTIONS_OF_A_WORKER = 4;
const USUAL_CONNECTIONS = 10;

/** How many processes serve, and how many connections to the database they share. */
export interface WorkersConfig {
  readonly workers: number;
  readonly databasePoolSize: number;
}

/**
 * Divides the connections among the processes that serve.
 *
 * @param workers - how many processes; `auto` is one for each core that is available
 * @param poolSize - connections of all of them together, if that is set
 * @returns how many processes serve, and their connections in all
 * @throws RangeError when there are too few connections for the processes that are wanted, saying what would do
 */
export function sizeWorkers(workers: number | "auto", poolSize: number | undefined): WorkersConfig {
  const room = poolSize === undefined ? Number.POSITIVE_INFINITY : Math.floor(poolSize / CONNECTIONS_OF_A_WORKER);
  const count = workers === "auto" ? Math.max(1, Math.min(availableParallelism(), room)) : workers;
  if (count > 1 && count > room) {
    throw new RangeError(
      `${count} processes need ${count * CONNECTIONS_OF_A_WORKER} connections at least; set DATABASE_POOL_SIZE to that, or WORKERS to ${Math.max(1, room)}`,
    );
  }
  return {
    workers: count,
    databasePoolSize: poolSize ?? Math.max(USUAL_CONNECTIONS, count * USUAL_CONNECTIONS_OF_A_WORKER),
  };
}

/**
 * Gives each process that serves its part of what is set for all of them together. A tenant's parts never add up to more
 * than what is set for it, unless that is less than one for each process.
 *
 * @param config - what the environment decides
 * @returns the same for one of the processes
 */
export function configOfWorker(config: Config): Config {
  const { workers, limits } = config;
  const part = (of: number) => Math.floor(of / workers);
  const tenant = Object.freeze({
    ...limits.tenant,
    connections: Math.max(1, part(limits.tenant.connections)),
    waiting: Math.ceil(limits.tenant.waiting / workers),
  });
  return Object.freeze({
    ...config,
    databasePoolSize: part(config.databasePoolSize),
    limits: Object.freeze({ ...limits, tenant }),
  });
}
