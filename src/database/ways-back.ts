import { readdir, readFile } from "node:fs/promises";
import type { ClientBase } from "pg";
import { withConnection } from "./connection.ts";
import { type CommittedMigration, readCommittedMigrations, readCommittedText, waitForTurn } from "./migrations.ts";
import { surfaceToRestore } from "./surface.ts";

const WAYS_BACK = new URL("../../db/back/", import.meta.url);
const CURRENT = new URL("../../db/current/", import.meta.url);
const LOCK_TIMEOUT = "10s";

/** A migration with everything that takes it back. */
export interface WayBack {
  /** The name of the migration's file, and of its way back. */
  readonly name: string;
  readonly hash: string;
  /** What runs, in this order: the way back, then the surface of the migrations before. */
  readonly steps: readonly { readonly source: string; readonly sql: string }[];
}

/** What is to be taken back. */
export interface WayBackOptions {
  /** Connection string of the owner. */
  readonly ownerUrl: string;
  /** Number of the last migration that stays, such as 000003, or 0 for none; all but the last applied one unless told. */
  readonly to?: string | undefined;
  /** Hears what is being done, a line at a time. */
  readonly onProgress?: (message: string) => void;
}

/**
 * Whether a migration is being written in db/current. A database that follows it holds things that no way back knows.
 *
 * @returns whether db/current holds more than comments
 */
export async function isMigrationBeingWritten(): Promise<boolean> {
  const names = (await readdir(CURRENT)).filter((name) => name.endsWith(".sql"));
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, CURRENT), "utf8")));
  return texts.some((text) => text.split("\n").some((line) => /^\s*(--!\s*include\b|(?!--)\S)/.test(line)));
}

/**
 * Finds what takes a database back, without changing it.
 *
 * @param client - connection of the owner
 * @param to - number of the last migration that stays; all but the last applied one unless told
 * @returns the migrations to take back, the latest first
 * @throws Error when there is nothing to take back, when the database has other migrations than db/committed, or when
 *   a way back is missing
 */
export async function findWaysBack(client: ClientBase, to?: string): Promise<WayBack[]> {
  const committed = await readCommittedMigrations();
  const applied = await readApplied(client);
  if (applied.length === 0) throw new Error("there is nothing to take back: the database has no migrations");
  const strange = applied.find(({ hash }, index) => hash !== committed[index]?.hash);
  if (strange !== undefined) {
    throw new Error(
      `the database's migration ${strange.filename} is not the one in db/committed; take it back with the version that applied it`,
    );
  }
  const remaining = to === undefined ? applied.length - 1 : findLevel(committed, to);
  if (remaining >= applied.length) {
    throw new Error(
      `there is nothing to take back: the last migration of the database is ${nameAt(committed, applied.length)}`,
    );
  }
  const waysBack: WayBack[] = [];
  for (let level = applied.length; level > remaining; level--) waysBack.push(await readWayBack(committed, level));
  return waysBack;
}

/**
 * Takes back the last applied migration, or all that follow a given one, with everything that is in what they brought.
 * Each goes in a transaction of its own, the latest first: one that fails leaves the database as the ones after it did.
 *
 * @param options - the database, how far, and who is told
 * @returns the name of the migration that is the last one now; undefined when none is left
 * @throws Error as {@link findWaysBack} does, before anything is changed; and with the server's words for a way back that
 *   failed
 */
export async function takeBack({ ownerUrl, to, onProgress = () => {} }: WayBackOptions): Promise<string | undefined> {
  return withConnection(ownerUrl, async (client) => {
    await waitForTurn(client);
    for (const wayBack of await findWaysBack(client, to)) {
      await run(client, wayBack);
      onProgress(`Took back ${wayBack.name}.`);
    }
    const { length } = await readApplied(client);
    return (await readCommittedMigrations())[length - 1]?.name;
  });
}

async function run(client: ClientBase, { hash, steps }: WayBack): Promise<void> {
  await client.query("begin");
  await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
  // Earlier functions may call each other before all of them are back.
  await client.query("set local check_function_bodies = off");
  for (const { source, sql } of steps) {
    await client.query(sql).catch((error: Error & { code?: string }) => {
      const reason = error.code === "55P03" ? "others are using the database; stop the gateway first" : error.message;
      throw new Error(`${source}: ${reason}`, { cause: error });
    });
  }
  await client.query("delete from graphile_migrate.migrations where hash = $1", [hash]);
  // Otherwise graphile-migrate believes that the migration which was written last is still there.
  await client.query("delete from graphile_migrate.current");
  await client.query("commit");
}

/** The migrations that the database has, in their order. */
async function readApplied(client: ClientBase): Promise<{ filename: string; hash: string }[]> {
  const { rows } = await client.query<{ exists: boolean }>(
    "select to_regclass('graphile_migrate.migrations') is not null as exists",
  );
  if (!rows[0]?.exists) return [];
  const applied = await client.query("select filename, hash from graphile_migrate.migrations order by filename");
  return applied.rows;
}

/** How many migrations are left when the one of this number is the last. */
function findLevel(committed: readonly CommittedMigration[], to: string): number {
  if (!/^\d+$/.test(to)) throw new Error("--to: give the number of the last migration that stays, such as 000003");
  const level = Number(to) === 0 ? 0 : committed.findIndex(({ name }) => Number.parseInt(name, 10) === Number(to)) + 1;
  if (level === 0 && Number(to) !== 0) throw new Error(`--to: there is no migration ${to} in db/committed`);
  return level;
}

function nameAt(committed: readonly CommittedMigration[], level: number): string {
  return committed[level - 1]?.name ?? "none";
}

async function readWayBack(committed: readonly CommittedMigration[], level: number): Promise<WayBack> {
  const { name, hash } = committed[level - 1] as CommittedMigration;
  const source = `db/back/${name}`;
  const sql = await readFile(new URL(name, WAYS_BACK), "utf8").catch((cause: unknown) => {
    throw new Error(`${source} is missing: nobody has written the way back of this migration`, { cause });
  });
  const text = await readCommittedText(name);
  const earlier = await Promise.all(
    committed.slice(0, level - 1).map((migration) => readCommittedText(migration.name)),
  );
  try {
    const surface = surfaceToRestore(earlier, text, sql).map((fixture) => ({
      source: `${source}, restoring ${fixture.path}`,
      sql: fixture.sql,
    }));
    return { name, hash, steps: [{ source, sql }, ...surface] };
  } catch (error) {
    throw new Error(`${source}: ${(error as Error).message}`, { cause: error });
  }
}
