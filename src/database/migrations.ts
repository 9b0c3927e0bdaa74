import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { ClientBase, Pool } from "pg";
import { environmentFor } from "../config/environment.ts";
import { withConnection } from "./connection.ts";
import type { DatabaseUrls } from "./provisioning.ts";

/** graphile-migrate reads .gmrc here. */
const PROJECT_DIRECTORY = fileURLToPath(new URL("../..", import.meta.url));
const GRAPHILE_MIGRATE = fileURLToPath(import.meta.resolve("graphile-migrate/dist/cli.js"));
const COMMITTED_DIRECTORY = join(PROJECT_DIRECTORY, "db", "committed");
/** In which graphile-migrate says what it signs a file with. */
const HEAD_BYTES = 512;
const PARTITION_MONTHS_AHEAD = 3;

/** What the migrations need to know. */
export interface MigrationOptions {
  /** Connection string of the owner. */
  readonly ownerUrl: string;
  /** Hears what is being done, a line at a time. */
  readonly onProgress?: (message: string) => void;
  /** Also runs the migration that is being written, db/current, as `gm watch --once` does. */
  readonly withCurrent?: boolean;
}

/**
 * Starts graphile-migrate. In a process of its own, since it ends its process when its connections are lost.
 *
 * @param args - its command and options
 * @param urls - the connection strings that it works with
 * @param output - where its output goes: to the terminal, or to the caller
 * @returns the process
 */
export function spawnGraphileMigrate(
  args: string[],
  urls: Partial<DatabaseUrls>,
  output: "inherit" | "pipe",
): ChildProcess {
  return spawn(process.execPath, [GRAPHILE_MIGRATE, ...args], {
    cwd: PROJECT_DIRECTORY,
    env: environmentFor(urls),
    stdio: [output === "pipe" ? "ignore" : "inherit", output, output],
  });
}

/**
 * Runs graphile-migrate to its end.
 *
 * @throws Error with its last lines when it fails
 */
async function runGraphileMigrate(
  args: string[],
  ownerUrl: string,
  onProgress: (message: string) => void,
): Promise<void> {
  const child = spawnGraphileMigrate(args, { owner: ownerUrl }, "pipe");
  const failure: string[] = [];
  createInterface(child.stdout as Readable).on("line", (line) => {
    const message = line.replace(/^graphile-migrate(\[\w+\])?: |^\[[^\]]+\]: /, "").trim();
    if (message !== "") onProgress(message);
  });
  createInterface(child.stderr as Readable).on("line", (line) => failure.push(line));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`graphile-migrate ${args[0]} failed:\n${failure.slice(-40).join("\n")}`);
}

/**
 * Brings a database up to date: applies the committed migrations that it doesn't have, each in a transaction, then
 * makes the coming months' partitions. Programs that start at once take turns.
 *
 * @param options - the database, and who is told
 * @throws Error with the server's words for the migration that failed; that migration left nothing behind
 */
export async function migrate({
  ownerUrl,
  onProgress = () => {},
  withCurrent = false,
}: MigrationOptions): Promise<void> {
  await withConnection(ownerUrl, async (client) => {
    await waitForTurn(client);
    const { pending } = await compareMigrations(client);
    if (pending.length > 0) await runGraphileMigrate(["migrate"], ownerUrl, onProgress);
    if (withCurrent) await runGraphileMigrate(["watch", "--once"], ownerUrl, onProgress);
  });
  await createMonthlyPartitions(ownerUrl);
}

/**
 * Makes programs that change the database's migrations at once take turns: waits for those before, and keeps the turn
 * until the connection ends. graphile-migrate has a lock of its own, but fails where this one waits.
 *
 * @param client - connection of the owner
 */
export async function waitForTurn(client: ClientBase): Promise<void> {
  await client.query("select pg_advisory_lock(hashtext('tenantry migrations'))");
}

/**
 * Makes the partitions of this month and the coming ones, such as the audit log's, as far as they are missing.
 *
 * @param ownerUrl - connection string of the owner
 * @throws the server's error, such as for a database that was never migrated
 */
export async function createMonthlyPartitions(ownerUrl: string): Promise<void> {
  await withConnection(ownerUrl, (client) =>
    client.query("select app_private.create_monthly_partitions($1)", [PARTITION_MONTHS_AHEAD]),
  );
}

/** How the migrations of a database differ from those that a program came with; empty lists where they don't. */
export interface MigrationComparison {
  /** The names of the files that the database lacks. */
  readonly pending: readonly string[];
  /** What only the database has: the numbers that the names of files begin with, or hashes where it doesn't tell. */
  readonly unknown: readonly string[];
  /** The names of the files that aren't what the database was migrated with. */
  readonly changed: readonly string[];
}

interface AppliedMigration {
  /** What the name of its file begins with, such as 000042; null where the database doesn't tell. */
  readonly number: string | null;
  readonly hash: string;
}

/** The second is for databases from before the first, which tell hashes only. */
const HISTORIES = [
  "select substring(filename from '^\\d+') as number, hash from app_private.migration_history()",
  "select null as number, hash from app_private.applied_migrations() as hash",
];
/** No such function, schema or table. */
const NOT_THERE = new Set(["42883", "3F000", "42P01"]);

async function readHistory(database: Pool | ClientBase): Promise<AppliedMigration[]> {
  for (const history of HISTORIES) {
    try {
      return (await database.query<AppliedMigration>(history)).rows;
    } catch (error) {
      if (!NOT_THERE.has(String((error as { code?: unknown }).code))) throw error;
    }
  }
  return [];
}

/**
 * Compares a database with committed migrations.
 *
 * @param database - connection of the authenticator or the owner
 * @param committed - what this program came with; read from db/committed unless given
 * @returns how they differ
 * @throws the server's error when it can't be asked; a database without any migration has all of them pending
 */
export async function compareMigrations(
  database: Pool | ClientBase,
  committed?: readonly CommittedMigration[],
): Promise<MigrationComparison> {
  const history = await readHistory(database);
  const known = committed ?? (await readCommittedMigrations());
  const hashes = new Set(history.map(({ hash }) => hash));
  const applied = new Set(history.map(({ number }) => number));
  const knownHashes = new Set(known.map(({ hash }) => hash));
  const numbers = new Set(known.map(({ number }) => number));
  const missing = known.filter(({ hash }) => !hashes.has(hash));
  return {
    pending: missing.filter(({ number }) => !applied.has(number)).map(({ name }) => name),
    unknown: history
      .filter(({ number, hash }) => !knownHashes.has(hash) && (number === null || !numbers.has(number)))
      .map(({ number, hash }) => number ?? hash),
    changed: missing.filter(({ number }) => applied.has(number)).map(({ name }) => name),
  };
}

/** A migration of db/committed. */
export interface CommittedMigration {
  /** The name of its file. */
  readonly name: string;
  /** What that begins with, such as 000042. */
  readonly number: string;
  /** What graphile-migrate signs it with. */
  readonly hash: string;
}

/**
 * Reads which migrations are committed. Of their files, which are megabytes, it reads the beginnings: each gateway does
 * so when it starts.
 *
 * @returns all of them, in their order
 */
export async function readCommittedMigrations(): Promise<CommittedMigration[]> {
  const names = readdirSync(COMMITTED_DIRECTORY).filter((name) => name.endsWith(".sql"));
  return names.sort().map((name) => {
    const [, hash = ""] = /^--! Hash: (\S+)$/m.exec(readHead(join(COMMITTED_DIRECTORY, name))) ?? [];
    const [number = name] = /^\d+/.exec(name) ?? [];
    return { name, number, hash };
  });
}

/**
 * Reads a committed migration.
 *
 * @param name - the name of its file
 * @returns its text
 */
export function readCommittedText(name: string): Promise<string> {
  return readFile(join(COMMITTED_DIRECTORY, name), "utf8");
}

function readHead(path: string): string {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.toString("utf8", 0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}
