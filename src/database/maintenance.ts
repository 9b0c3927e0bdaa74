import { applyAuditRetention, applySecurityEventRetention } from "../audit/retention.ts";
import type { AuditRetentionOptions } from "../config/environment.ts";
import { withConnection } from "./connection.ts";
import { createMonthlyPartitions } from "./migrations.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Something that the database needs from time to time. */
interface MaintenanceTask {
  readonly name: string;
  readonly intervalMs: number;
  run(ownerUrl: string, settings: MaintenanceSettings): Promise<unknown>;
}

/** What maintenance needs to know beside the database. */
export interface MaintenanceSettings {
  readonly audit: AuditRetentionOptions;
  /** Hears of what tasks say about their progress. */
  readonly onProgress?: (message: string) => void;
}

const TASKS: readonly MaintenanceTask[] = [
  { name: "making the coming months' partitions", intervalMs: DAY_MS, run: createMonthlyPartitions },
  { name: "removing ended sessions", intervalMs: DAY_MS, run: removeEndedSessions },
  { name: "rolling up the daily metrics", intervalMs: MINUTE_MS, run: rollUpDailyMetrics },
  { name: "forgetting answers of the day before", intervalMs: HOUR_MS, run: forgetIdempotentAnswers },
  {
    name: "removing what the audit log needn't keep",
    intervalMs: DAY_MS,
    run: (ownerUrl, { audit, onProgress }) => applyAuditRetention(ownerUrl, audit, onProgress),
  },
  {
    name: "removing security events whose time is over",
    intervalMs: DAY_MS,
    run: (ownerUrl, { audit, onProgress }) => applySecurityEventRetention(ownerUrl, audit, onProgress),
  },
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
 * Removes the answers that were kept for repeated requests, when they are older than a day.
 *
 * @param ownerUrl - connection string of the owner
 * @returns how many there were
 * @throws the server's error
 */
export async function forgetIdempotentAnswers(ownerUrl: string): Promise<number> {
  return withConnection(ownerUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>("select app_private.forget_idempotent_answers() as count");
    return rows[0]?.count ?? 0;
  });
}

/**
 * Does all that the database needs once.
 *
 * @param ownerUrl - connection string of the owner
 * @param onProgress - hears what is being done
 * @param audit - how long the audit log and security events go back; nothing is removed unless told
 * @throws the server's error
 */
export async function maintain(
  ownerUrl: string,
  onProgress: (message: string) => void,
  audit: AuditRetentionOptions = {},
): Promise<void> {
  for (const { name, run } of TASKS) {
    onProgress(`${name.charAt(0).toUpperCase()}${name.slice(1)} …`);
    await run(ownerUrl, { audit, onProgress });
  }
}

/**
 * Does what the database needs whenever it is time, for as long as the program runs.
 *
 * @param ownerUrl - connection string of the owner
 * @param settings - how long the audit log goes back, and who hears of it
 * @param onFailure - hears of a task that failed; it is tried again the next time
 */
export function startMaintenance(
  ownerUrl: string,
  settings: MaintenanceSettings,
  onFailure: (task: string, error: unknown) => void,
): void {
  for (const { name, intervalMs, run } of TASKS) {
    setInterval(() => {
      run(ownerUrl, settings).catch((error) => onFailure(name, error));
    }, intervalMs).unref();
  }
}
