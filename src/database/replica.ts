import type { Pool } from "pg";
import { hostOf, parseDatabaseUrl } from "../config/database-url.ts";
import { createAuthenticatorPool, createWatchingPool, type PoolLogger } from "./pools.ts";
import { BEGINNING, type Position, parsePosition } from "./position.ts";
import { areCopies, areTheSame, IDENTITY_COLUMNS, type ServerIdentity } from "./server-identity.ts";

const LOOK_EVERY_MS = 1_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

const LOOK = `select pg_is_in_recovery() as standby, pg_last_wal_replay_lsn()::text as position, ${IDENTITY_COLUMNS}`;

/** What a replica says of itself. */
interface Look extends ServerIdentity {
  readonly standby: boolean;
  readonly position: string | null;
}

/** What a replica is compared with. */
export interface Followed {
  /** How far it must have come to be used. */
  readonly required: Position;
  /** Which server the primary is, as far as that is known. */
  readonly primary: ServerIdentity | undefined;
  /** Looks which server the primary is by now. It never fails. */
  find(): Promise<ServerIdentity | undefined>;
  /** By how many milliseconds whoever has come so far lags behind. */
  lagOf(position: Position): number;
}

/** Hears what becomes of replicas. */
export interface ReplicaLogger extends PoolLogger {
  info(details: object, message: string): void;
}

const OF_ANOTHER =
  "It is no copy of the database behind AUTH_DATABASE_URL; let READ_DATABASE_URL name standbys of that server, and the same database.";
const NO_STANDBY =
  "It is no standby, and not the server behind AUTH_DATABASE_URL: it takes writes of its own. Make it a standby again, or take it out of READ_DATABASE_URL; after a failover, let AUTH_DATABASE_URL lead to it.";

/** One read replica: its connections, and whether it can be used, which is looked at every second. */
export class Replica {
  readonly pool: Pool;
  /** Its host and port. */
  readonly name: string;
  private readonly watchingPool: Pool;
  private readonly logger: ReplicaLogger;
  private readonly followed: Followed;
  private state: "unknown" | "used" | "lost" | "lagging" = "unknown";
  private isItself = false;
  private measuredLag: number | undefined;
  private wait = FIRST_WAIT_MS;
  private timer: NodeJS.Timeout | undefined;
  private hasEnded = false;

  /**
   * @param connectionString - of the authenticator
   * @param size - connections at most
   * @param prepares - whether its connections keep prepared statements
   * @param logger - hears when it is lost, lags behind, and is used again
   * @param followed - the primary
   */
  constructor(connectionString: string, size: number, prepares: boolean, logger: ReplicaLogger, followed: Followed) {
    this.pool = createAuthenticatorPool(connectionString, size, logger, prepares);
    this.watchingPool = createWatchingPool(connectionString);
    this.name = hostOf(parseDatabaseUrl(connectionString)) || "socket";
    this.logger = logger;
    this.followed = followed;
  }

  /** Whether reads may go there. */
  get isUsable(): boolean {
    return this.state === "used";
  }

  /** Whether its address leads to the primary itself, as after a failover. */
  get isPrimary(): boolean {
    return this.isItself;
  }

  /** By how many milliseconds it lagged behind when it was looked at; undefined when it doesn’t answer. */
  get lagMs(): number | undefined {
    return this.state === "lost" ? undefined : this.measuredLag;
  }

  /** Looks how it is, and goes on looking. Resolves when that is known for the first time; it never fails. */
  async look(): Promise<void> {
    try {
      const { rows } = await this.watchingPool.query<Look>(LOOK);
      if (rows[0] !== undefined) await this.judge(rows[0]);
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

  private async judge(look: Look): Promise<void> {
    this.isItself = false;
    if (look.standby) {
      const { primary } = this.followed;
      if (primary !== undefined && !areCopies(look, primary)) return this.lose(new Error(OF_ANOTHER));
      const position = parsePosition(look.position ?? "") ?? BEGINNING;
      this.measuredLag = this.followed.lagOf(position);
      return position < this.followed.required ? this.lag() : this.use();
    }
    // It may have been promoted a moment ago, and the address of the primary may lead to it by now.
    const primary = await this.followed.find();
    if (primary === undefined || !areTheSame(look, primary)) return this.lose(new Error(NO_STANDBY));
    this.isItself = true;
    this.measuredLag = 0;
    this.use();
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
