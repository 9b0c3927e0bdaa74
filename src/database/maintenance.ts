import { withConnection } from "./connection.ts";
import { createMonthlyPartitions } from "./migrations.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Something that the database needs from time to time. */
interface MaintenanceTask {
  readonly name: string;
  readonly intervalMs: number;
  run(ownerUrl: string): Promise<unknown>;
}

const TASKS: readonly MaintenanceTask[] = [
  { name: "making the coming months' partitions", intervalMs: DAY_MS, run: createMonthlyPartitions },
  { name: "removing ended sessions", intervalMs: DAY_MS, run: removeEndedSessions },
  { name: "rolling up the daily metrics", intervalMs: MINUTE_MS, run: rollUpDailyMetrics },
];

/**
 * Adds the changes of the daily metrics to their totals. Until then the figures are right as well, and slower to read.
 *
 * @param ownerUrl - connection string of the owner
 * @returns how many changes there were
 * @throws the server's error
 */
export async function rollUpDailyMetrics(ownerUrl: string): Promise<number> {
  return withConnection(ownerUrl, async (client) => {
    let rolledUp = 0;
    for (;;) {
      const { rows } = await client.query<{ count: number }>("select app_private.roll_up_daily_metrics() as count");
      const count = rows[0]?.count ?? 0;
      if (count === 0) return rolledUp;
      rolledUp += count;
    }
  });
}

/** Removes sessions that are over, tokens of mails that nobody used, and mails that were sent long ago. */
async function removeEndedSessions(ownerUrl: string): Promise<unknown> {
  return withConnection(ownerUrl, (client) => client.query("select app_private.remove_ended_sessions()"));
}

/**
 * Does all that the database needs once.
 *
 * @param ownerUrl - connection string of the owner
 * @param onProgress - hears what is being done
 * @throws the server's error
 */
export async function maintain(ownerUrl: string, onProgress: (message: string) => void): Promise<void> {
  for (const { name, run } of TASKS) {
    onProgress(`${name.charAt(0).toUpperCase()}${name.slice(1)} …`);
    await run(ownerUrl);
  }
}

/**
 * Does what the database needs whenever it is time, for as long as the program runs.
 *
 * @param ownerUrl - connection string of the owner
 * @param onFailure - hears of a task that failed; it is tried again the next time
 */
export function startMaintenance(ownerUrl: string, onFailure: (task: string, error: unknown) => void): void {
  for (const { name, intervalMs, run } of TASKS) {
    setInterval(() => {
      run(ownerUrl).catch((error) => onFailure(name, error));
    }, intervalMs).unref();
  }
}
