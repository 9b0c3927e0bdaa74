import type { Pool } from "pg";
import { createAuthenticatorPool, createWatchingPool, type PoolLogger } from "./pools.ts";
import { type Position, parsePosition } from "./position.ts";

const LOOK_EVERY_MS = 1_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

const LOOK = "select pg_is_in_recovery() as standby, pg_last_wal_replay_lsn()::text as position";

/** Hears what becomes of replicas. */
export interface ReplicaLogger extends PoolLogger {
  info(details: object, message: string): void;
}

/** One read replica: its connections, and whether it can be used, which is looked at every second. */
export class Replica {
  readonly pool: Pool;
  private readonly watchingPool: Pool;
  private readonly name: string;
  private readonly logger: ReplicaLogger;
  private readonly required: () => Position;
  private state: "unknown" | "used" | "lost" | "lagging" = "unknown";
  private wait = FIRST_WAIT_MS;
  private timer: NodeJS.Timeout | undefined;
  private hasEnded = false;

  /**
   * @param connectionString - of the authenticator
   * @param size - connections at most
   * @param statementMs - milliseconds of a statement at most, if not those of the role
   * @param prepares - whether its connections keep prepared statements
   * @param logger - hears when it is lost, lags behind, and is used again
   * @param required - how far it must have come to be used
   */
  constructor(
    connectionString: string,
    size: number,
    statementMs: number | undefined,
    prepares: boolean,
    logger: ReplicaLogger,
    required: () => Position,
  ) {
    this.pool = createAuthenticatorPool(connectionString, size, logger, statementMs, prepares);
    this.watchingPool = createWatchingPool(connectionString);
    this.name = new URL(connectionString.replace(/@\//, "@socket/")).host;
    this.logger = logger;
    this.required = required;
  }

  /** Whether reads may go there. */
  get isUsable(): boolean {
    return this.state === "used";
  }

  /** Looks how it is, and goes on looking. Resolves when that is known for the first time; it never fails. */
  async look(): Promise<void> {
    try {
      const { rows } = await this.watchingPool.query<{ standby: boolean; position: string | null }>(LOOK);
      const [{ standby, position } = { standby: true, position: null }] = rows;
      // One that was promoted is a primary: there is nothing for it to catch up with.
      if (standby && (parsePosition(position ?? "") ?? -1n) < this.required()) this.lag();
      else this.use();
    } catch (error) {
      this.lose(error);
    }
    this.lookLater();
  }

  /** Says that it doesn’t answer. It isn’t used again until it does. */
  lose(error: unknown): void {
    if (this.state === "lost" || this.hasEnded) return;
    this.state = "lost";
    this.wait = FIRST_WAIT_MS;
    this.logger.warn({ replica: this.name, err: error }, "a read replica is lost; reads go elsewhere");
    this.lookLater();
  }

  /** Says that it lags behind further than any may. It isn’t used again until it has caught up. */
  lag(): void {
    if (this.state !== "lagging") {
      this.logger.warn({ replica: this.name }, "a read replica lags behind; reads go elsewhere");
    }
    this.state = "lagging";
  }

  /** Ends its connections. */
  async end(): Promise<void> {
    this.hasEnded = true;
    clearTimeout(this.timer);
    await Promise.all([this.pool.end(), this.watchingPool.end()]);
  }

  private use(): void {
    if (this.state === "lost" || this.state === "lagging") {
      this.logger.info({ replica: this.name }, "a read replica is used again");
    }
    this.state = "used";
    this.wait = FIRST_WAIT_MS;
  }

  private lookLater(): void {
    clearTimeout(this.timer);
    if (this.hasEnded) return;
    let wait = LOOK_EVERY_MS;
    if (this.state === "lost") {
      // Many gateways that lose one replica don’t come back in step.
      wait = this.wait * (0.5 + Math.random());
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    }
    this.timer = setTimeout(() => void this.look(), wait).unref();
  }
}
