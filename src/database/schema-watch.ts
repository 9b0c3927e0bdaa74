import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import {
  type CommittedMigration,
  compareMigrations,
  type MigrationComparison,
  readCommittedMigrations,
} from "./migrations.ts";

const LOOK_EVERY_MS = 10_000;
/** How long somebody waits who has failed and is about to be told why. */
const PATIENCE_MS = 1_000;

/** Hears what there is to tell of the database's migrations. */
export interface SchemaLogger {
  warn(details: object, message: string): void;
}

/** What {@link SchemaWatch} needs. */
export interface SchemaWatchOptions {
  /** Connections as the authenticator. */
  readonly pool: Pool;
  readonly logger: SchemaLogger;
  /** Whether the API follows the database by itself, so that nobody has to be told. */
  readonly isFollowed: boolean;
}

/**
 * Notices that the database was migrated while a gateway serves, which goes on with the API it began with. It looks
 * from time to time, and whenever somebody asks whether the gateway is ready; requests pay nothing for it.
 */
export class SchemaWatch {
  private readonly options: SchemaWatchOptions;
  /** Read at the start: a new version may be laid over the files of the running one. */
  private readonly committed: Promise<readonly CommittedMigration[]>;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<MigrationComparison> | undefined;
  private told = "";
  private unknown: readonly string[] = [];

  constructor(options: SchemaWatchOptions) {
    this.options = options;
    this.committed = readCommittedMigrations();
    // Whoever looks hears of it.
    this.committed.catch(() => {});
    if (options.isFollowed) return;
    // A database that doesn't answer is told of elsewhere.
    this.timer = setInterval(() => void this.look().catch(() => {}), LOOK_EVERY_MS).unref();
  }

  /** The migrations that the database has and this gateway doesn't know, as far as it has noticed. */
  get newer(): readonly string[] {
    return this.unknown;
  }

  /**
   * Compares the database with the migrations that the gateway came with; those who ask at once share an answer.
   *
   * @returns how they differ
   * @throws the server's error when it can't be asked
   */
  look(): Promise<MigrationComparison> {
    this.looking ??= this.compare().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  /**
   * Finds out whether it is because of a migration that a statement names what isn't there.
   *
   * @returns whether the database was migrated beyond this version; false when that can't be found out soon
   */
  readonly isOvertaken = async (): Promise<boolean> => {
    if (this.unknown.length === 0) {
      const patience = new AbortController();
      const tired = sleep(PATIENCE_MS, undefined, { signal: patience.signal, ref: false });
      tired.catch(() => {});
      await Promise.race([this.look(), tired]).catch(() => {});
      patience.abort();
    }
    return this.unknown.length > 0;
  };

  /** Looks no more, and waits for the look that is under way. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.looking?.catch(() => {});
  }

  private async compare(): Promise<MigrationComparison> {
    const { pool, logger, isFollowed } = this.options;
    const comparison = await compareMigrations(pool, await this.committed);
    this.unknown = comparison.unknown;
    const names = comparison.unknown.join(", ");
    if (names !== this.told && names !== "" && !isFollowed) {
      logger.warn(
        { migrations: comparison.unknown },
        `the database was migrated beyond this version (${names}); the gateway goes on with the API that it started with. ` +
          "To load what is new, start gateways of the version that has these migrations, one after the other",
      );
    }
    this.told = names;
    return comparison;
  }
}
