import type { Pool } from "pg";
import type { RequestIdentity } from "../graphile/context.ts";
import { LagLimit } from "./lag-limit.ts";
import { LagMeter } from "./lag-meter.ts";
import { BEGINNING, formatPosition, type Position, parsePosition } from "./position.ts";
import { RecentPositions } from "./recent-positions.ts";
import { Replica, type ReplicaLogger } from "./replica.ts";
import { requestOf, type Settings } from "./request-transaction.ts";
import { IDENTITY_COLUMNS, type ServerIdentity } from "./server-identity.ts";

const SAMPLE_EVERY_MS = 1_000;
/** What is flushed is what replicas are sent. */
const SAMPLE = `select pg_current_wal_flush_lsn()::text as position, ${IDENTITY_COLUMNS}`;

/** What replicas are made of. */
export interface ReadReplicasOptions {
  /** A connection to the primary that requests don’t use, as the authenticator. */
  readonly primary: Pool;
  /** Connection strings of the authenticator, one a replica. */
  readonly urls: readonly string[];
  /** Connections to each replica at most. */
  readonly poolSize: number;
  /** Whether those connections keep prepared statements. */
  readonly preparesStatements: boolean;
  /** A replica that lags behind further isn’t used, in milliseconds. */
  readonly maximumLag: number;
  readonly logger: ReplicaLogger;
}

/** The positions that travel with a request and its answer. */
export interface PositionExchange {
  /** How far the request must be able to read. */
  readonly given: Position | undefined;
  /** Takes the position after what the request has written. */
  readonly tell: (position: string) => void;
}

/** Where a read may go. */
export interface ReplicaChoice {
  readonly pool: Pool;
  /** How far the replica must have come to answer it, as a `pg_lsn`. */
  readonly position: string;
  /** Whether the replica may be no standby: its address leads to the primary itself. */
  readonly isPrimary: boolean;
  /** Whether it is used at this moment. */
  isUsable(): boolean;
  /** Says that the replica doesn’t answer. */
  lose(error: unknown): void;
  /** Says that the replica hasn’t come so far. */
  lag(): void;
}

/** How a replica is. */
export interface ReplicaState {
  /** Its host and port. */
  readonly name: string;
  readonly pool: Pool;
  readonly isUsable: boolean;
  /** By how many milliseconds it lags behind; undefined when it doesn’t answer. */
  readonly lagMs: number | undefined;
}

/**
 * The replicas that reads of requests are spread over. Each read says how far its replica must have come: as far as the
 * last write of whoever asks, and as far as the primary was when the maximum lag began. The replica checks that itself, at
 * the beginning of the read; one that hasn’t come so far leaves the read to the primary.
 */
export class ReadReplicas {
  private readonly watching: Pool;
  private readonly replicas: readonly Replica[];
  private readonly lagLimit: LagLimit;
  private readonly lagMeter = new LagMeter();
  private readonly recent: RecentPositions;
  private readonly wanted = new WeakMap<Settings, Position>();
  private readonly exchanges = new WeakMap<Settings, PositionExchange>();
  private next = 0;
  private timer: NodeJS.Timeout | undefined;
  private sampling: Promise<void> | undefined;
  private primaryServer: ServerIdentity | undefined;

  constructor({ primary, urls, poolSize, preparesStatements, maximumLag, logger }: ReadReplicasOptions) {
    this.watching = primary;
    this.lagLimit = new LagLimit(maximumLag);
    // By then the limit for all covers it, whenever the primary was looked at last.
    this.recent = new RecentPositions(maximumLag + 2 * SAMPLE_EVERY_MS);
    this.replicas = urls.map((url) => new Replica(url, poolSize, preparesStatements, logger, this));
  }

  /** How many there are. */
  get total(): number {
    return this.replicas.length;
  }

  /** How each of them is. */
  get states(): readonly ReplicaState[] {
    return this.replicas;
  }

  /** How far replicas must have come to be used. */
  get required(): Position {
    return this.lagLimit.position;
  }

  /** Which server the primary is, as far as it has answered. */
  get primary(): ServerIdentity | undefined {
    return this.primaryServer;
  }

  /** Looks which server the primary is by now; which it was when it doesn’t answer. */
  async find(): Promise<ServerIdentity | undefined> {
    await this.sample();
    return this.primaryServer;
  }

  /** By how many milliseconds a replica lags behind that has come so far. */
  lagOf(position: Position): number {
    return this.lagMeter.of(position);
  }

  /** How many are used at the moment. */
  get usable(): number {
    return this.replicas.filter(({ isUsable }) => isUsable).length;
  }

  /** Begins to look after the replicas. Resolves when it is known which of them can be used; it never fails. */
  async start(): Promise<void> {
    this.timer = setInterval(() => void this.sample(), SAMPLE_EVERY_MS).unref();
    await this.sample();
    await Promise.all(this.replicas.map((replica) => replica.look()));
  }

  /** Ends all connections to replicas. */
  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.sampling;
    await Promise.all(this.replicas.map((replica) => replica.end()));
  }

  /**
   * Lets the reads of an operation go to replicas; those of others don’t. Of an operation that writes, the position
   * afterwards is told.
   *
   * @param settings - those of the operation
   * @param identity - who asks
   * @param exchange - what travels with the request and its answer
   */
  admit(settings: Settings, identity: RequestIdentity, exchange: PositionExchange): void {
    if (settings["tenantry.access"] === "read write") return void this.exchanges.set(settings, exchange);
    const person = personOf(identity);
    const known = person === undefined ? BEGINNING : this.recent.of(person);
    this.wanted.set(settings, later(exchange.given ?? BEGINNING, known));
  }

  /**
   * Chooses where the next read of an operation goes.
   *
   * @param settings - those of the operation
   * @returns the replica; undefined when it is the primary
   */
  choose(settings: Settings): ReplicaChoice | undefined {
    const wanted = this.wanted.get(settings);
    if (wanted === undefined) return undefined;
    for (let tries = 0; tries < this.replicas.length; tries++) {
      this.next = (this.next + 1) % this.replicas.length;
      const replica = this.replicas[this.next];
      if (replica?.isUsable) return this.choiceOf(replica, wanted);
    }
    return undefined;
  }

  /** Hears the position after a transaction that may have written. */
  readonly written = (settings: Settings, text: string): void => {
    this.exchanges.get(settings)?.tell(text);
    const person = personOf(JSON.parse(requestOf(settings)));
    const position = parsePosition(text);
    if (person !== undefined && position !== undefined) this.recent.remember(person, position);
  };

  private choiceOf(replica: Replica, wanted: Position): ReplicaChoice {
    const required = this.lagLimit.position;
    return {
      pool: replica.pool,
      isPrimary: replica.isPrimary,
      position: formatPosition(later(wanted, required)),
      isUsable: () => replica.isUsable,
      lose: (error) => replica.lose(error),
      lag: () => {
        // Whoever is ahead of the others must not take the replica from them.
        if (wanted <= required) replica.lag();
      },
    };
  }

  private sample(): Promise<void> {
    this.sampling ??= this.watching
      .query<ServerIdentity & { position: string }>(SAMPLE)
      .then(
        ({ rows }) => {
          const position = parsePosition(rows[0]?.position ?? "") ?? BEGINNING;
          this.lagLimit.note(position);
          this.lagMeter.note(position);
          this.primaryServer = rows[0];
        },
        // Requests tell that the primary is lost. Meanwhile there is nothing new to catch up with.
        () => {},
      )
      .finally(() => {
        this.sampling = undefined;
      });
    return this.sampling;
  }
}

function later(left: Position, right: Position): Position {
  return left > right ? left : right;
}

/** Names whoever has proved who they are. */
function personOf({ claims, apiKeyDigest }: Pick<RequestIdentity, "claims" | "apiKeyDigest">): string | undefined {
  if (apiKeyDigest !== undefined) return apiKeyDigest;
  return claims === null ? undefined : JSON.stringify([claims["iss"], claims["sub"]]);
}
