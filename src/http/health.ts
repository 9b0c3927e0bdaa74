import fp from "fastify-plugin";
import { RequestError } from "./request-error.ts";

const CHECK_TIMEOUT_MS = 2_000;

export interface HealthOptions {
  /** A connection as the authenticator that requests don't use: where they wait, the database answers all the same. */
  readonly pool: { query(text: string): Promise<unknown> };
  /** Whether the database has every committed migration; once it had, failing to look that up changes nothing. */
  readonly isMigrated: () => Promise<boolean>;
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

type Failure = keyof typeof MESSAGES;

/** `/health`: the process is alive. `/ready`: it can serve, as its database answers and has the expected form, or at least one of its replicas answers. */
export default fp<HealthOptions>(
  async (app, { pool, isMigrated, isDraining, replicas }) => {
    app.get("/health", { logLevel: "warn" }, async () => ({ status: "ok" }));

    let hasBeenMigrated = false;
    async function failingCheck(): Promise<Failure | null> {
      try {
        await withinTimeout(pool.query("select 1"));
      } catch (error) {
        app.log.warn({ err: error }, "not ready: the database doesn't answer");
        return "database";
      }
      try {
        hasBeenMigrated = await withinTimeout(isMigrated());
      } catch (error) {
        app.log.warn({ err: error }, "the database's migrations can't be looked up");
        return hasBeenMigrated ? null : "migrations-unknown";
      }
      if (hasBeenMigrated) return null;
      app.log.warn("not ready: migrations are missing");
      return "migrations";
    }

    // Probes share one check, so that they don't queue for a database that hangs.
    let running: ReturnType<typeof failingCheck> | undefined;
    app.get("/ready", { logLevel: "warn" }, async () => {
      if (isDraining?.()) {
        throw new RequestError(503, "UNAVAILABLE", "The gateway is about to stop.", { check: "closing" });
      }
      running ??= failingCheck().finally(() => {
        running = undefined;
      });
      const failing = await running;
      const reads = replicas && { replicas: { total: replicas.total, usable: replicas.usable } };
      if (failing === null) return { status: "ready", ...reads };
      // Without the primary there are still reads to answer.
      if (failing === "database" && replicas !== undefined && replicas.usable > 0) {
        return { status: "reading", ...reads };
      }
      throw new RequestError(503, "UNAVAILABLE", MESSAGES[failing], { check: failing });
    });
  },
  { name: "health", dependencies: ["error-handler"] },
);
