import fp from "fastify-plugin";
import type { MigrationComparison } from "../database/migrations.ts";
import { RequestError } from "./request-error.ts";

const CHECK_TIMEOUT_MS = 2_000;

export interface HealthOptions {
  /** A connection as the authenticator that requests don't use: where they wait, the database answers all the same. */
  readonly pool: { query(text: string): Promise<unknown> };
  /** Compares the database's migrations with those that the gateway came with; once they fitted, failing to changes nothing. */
  readonly compareMigrations: () => Promise<MigrationComparison>;
  /** Whether it is about to close. */
  readonly isDraining?: () => boolean;
  /** The read replicas: how many there are, and how many are used. */
  readonly replicas?: { readonly total: number; readonly usable: number } | undefined;
}

async function withinTimeout<Result>(work: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** What is answered beside 503. */
const MESSAGES = {
  database: "The database does not answer.",
  migrations: "The database's migrations are not current.",
  "migrations-unknown": "Whether the database's migrations are current can't be looked up.",
} as const;

/** What of the gateway keeps it from serving, if anything; and how many migrations the database has beyond its own. */
interface Check {
  readonly failing: keyof typeof MESSAGES | null;
  readonly newer: number;
}

/**
 * `/health`: the process is alive. `/ready`: it can serve, as its database answers and has the expected form, or at least
 * one of its replicas answers. A database that was migrated further is as expected: migrations come first in a roll-out.
 */
export default fp<HealthOptions>(
  async (app, { pool, compareMigrations, isDraining, replicas }) => {
    app.get("/health", { logLevel: "warn" }, async () => ({ status: "ok" }));

    /** What the migrations came to when they were looked up last, if that was good. */
    let fitting: Check | undefined;
    async function check(): Promise<Check> {
      try {
        await withinTimeout(pool.query("select 1"));
      } catch (error) {
        app.log.warn({ err: error }, "not ready: the database doesn't answer");
        return { failing: "database", newer: 0 };
      }
      try {
        const { pending, changed, unknown } = await withinTimeout(compareMigrations());
        const lacking = [...pending, ...changed];
        fitting = lacking.length === 0 ? { failing: null, newer: unknown.length } : undefined;
        if (fitting !== undefined) return fitting;
        app.log.warn({ migrations: lacking }, "not ready: migrations are missing; run npm run db:migrate");
      } catch (error) {
        app.log.warn({ err: error }, "the database's migrations can't be looked up");
        return fitting ?? { failing: "migrations-unknown", newer: 0 };
      }
      return { failing: "migrations", newer: 0 };
    }

    // Probes share one check, so that they don't queue for a database that hangs.
    let running: ReturnType<typeof check> | undefined;
    app.get("/ready", { logLevel: "warn" }, async () => {
      if (isDraining?.()) {
        throw new RequestError(503, "UNAVAILABLE", "The gateway is about to stop.", { check: "closing" });
      }
      running ??= check().finally(() => {
        running = undefined;
      });
      const { failing, newer } = await running;
      const reads = replicas && { replicas: { total: replicas.total, usable: replicas.usable } };
      const migrations = newer > 0 && { migrations: { newer } };
      if (failing === null) return { status: "ready", ...reads, ...migrations };
      // Without the primary there are still reads to answer.
      if (failing === "database" && replicas !== undefined && replicas.usable > 0) {
        return { status: "reading", ...reads };
      }
      throw new RequestError(503, "UNAVAILABLE", MESSAGES[failing], { check: failing });
    });
  },
  { name: "health", dependencies: ["error-handler"] },
);
