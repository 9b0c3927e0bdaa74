import { readFile } from "node:fs/promises";
import type { Client } from "pg";
import { AUTHENTICATOR } from "../../src/database/provisioning.ts";

/** Processor time of each process of the database that serves requests, in milliseconds. */
export type BackendTimes = ReadonlyMap<number, number>;

/**
 * Looks at the processes of the database that serve requests. Where there is no /proc, there are none.
 *
 * @param root - connection of a superuser
 * @returns what they have used since they were started
 */
export async function backendTimes(root: Client): Promise<BackendTimes> {
  const { rows } = await root.query<{ pid: number }>("select pid from pg_stat_activity where usename = $1", [
    AUTHENTICATOR,
  ]);
  const times = new Map<number, number>();
  for (const { pid } of rows) {
    // In nanoseconds, where /proc/…/stat has hundredths of a second.
    const text = await readFile(`/proc/${pid}/schedstat`, "utf8").catch(() => undefined);
    if (text !== undefined) times.set(pid, Number(text.split(" ")[0]) / 1_000_000);
  }
  return times;
}

/**
 * What was used between two looks; processes that ended in between are left out.
 *
 * @param before - the first look
 * @param after - the second one
 * @returns milliseconds; NaN where nothing can be seen
 */
export function usedBetween(before: BackendTimes, after: BackendTimes): number {
  if (after.size === 0) return Number.NaN;
  let used = 0;
  for (const [pid, time] of after) used += time - (before.get(pid) ?? 0);
  return used;
}
