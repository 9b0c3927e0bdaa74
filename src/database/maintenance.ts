import { applyAuditRetention, applySecurityEventRetention } from "../audit/retention.ts";
import type { AuditRetentionOptions } from "../config/environment.ts";
import { withConnection } from "./connection.ts";
import { createMonthlyPartitions } from "./migrations.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** By then a gateway that was started has answered its first requests; those that start together don't begin in step. */
const FIRST_WAIT_MS = MINUTE_MS;

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
  /** Milliseconds until tasks are done for the first time, at most; a minute unless told. */
  readonly firstWaitMs?: number;
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

/** Does a task unless another program is about to; which may be anywhere. */
async function runInTurn(task: MaintenanceTask, ownerUrl: string, settings: MaintenanceSettings): Promise<void> {
  await withConnection(ownerUrl, async (client) => {
    // Losing the turn ends nothing: the task has a connection of its own.
    const { rows } = await client.query<{ is_mine: boolean }>(
      "select pg_try_advisory_lock(hashtext('tenantry maintenance'), hashtext($1)) as is_mine",
      [task.name],
    );
    if (rows[0]?.is_mine) await task.run(ownerUrl, settings);
  });
}

/**
 * Does what the database needs soon after the start, for programs that don't live until it is time again, and from then on
 * whenever it is time. Of several programs that do a task at once, one does it.
 *
 * @param ownerUrl - connection string of the owner
 * @param settings - how long the audit log goes back, and who hears of it
 * @param onFailure - hears of a task that failed; it is tried again the next time
 * @returns ends it; tasks under way go on
 */
export function startMaintenance(
  ownerUrl: string,
  settings: MaintenanceSettings,
  onFailure: (task: string, error: unknown) => void,
): () => void {
  const { firstWaitMs = FIRST_WAIT_MS } = settings;
  const timers = new Set<NodeJS.Timeout>();
  for (const task of TASKS) {
    const run = () => {
      runInTurn(task, ownerUrl, settings).catch((error) => onFailure(task.name, error));
    };
    timers.add(setTimeout(run, Math.random() * firstWaitMs).unref());
    timers.add(setInterval(run, task.intervalMs).unref());
  }
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
