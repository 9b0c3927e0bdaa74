import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";

const PATIENCE_MS = 5_000;

/**
 * Waits until a connection of the database waits for a lock, which the caller holds.
 *
 * @param client - a superuser's connection to the database
 * @throws Error when nobody does
 */
export async function untilSomebodyWaits(client: Client): Promise<void> {
  // A transaction sees the activity as it was when it looked first, unless it forgets that.
  const look = async () => {
    await client.query("select pg_stat_clear_snapshot()");
    return client.query("select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
  };
  const deadline = Date.now() + PATIENCE_MS;
  while ((await look()).rowCount === 0) {
    if (Date.now() > deadline) throw new Error(`Nobody waits for a lock after ${PATIENCE_MS} ms.`);
    await sleep(10);
  }
}

/**
 * Waits until something is so.
 *
 * @param isSo - looks whether it is
 * @param patience - for how many milliseconds
 * @throws Error when it isn't in time
 */
export async function until(isSo: () => Promise<boolean>, patience = PATIENCE_MS): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`It isn't so after ${patience} ms.`);
    await sleep(10);
  }
}
