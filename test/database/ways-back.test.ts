import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { _migrateMigrationSchema, getAllMigrations, runCommittedMigration } from "graphile-migrate/dist/migration.js";
import { parseSettings } from "graphile-migrate/dist/settings.js";
import { Client, escapeIdentifier } from "pg";
import { compareMigrations } from "../../src/database/migrations.ts";
import { includedFixtures, surfaceToRestore } from "../../src/database/surface.ts";
import { isMigrationBeingWritten, takeBack } from "../../src/database/ways-back.ts";
import { listDifferences, snapshotCatalog } from "../support/catalog-snapshot.ts";
import { type TestDatabase, type TestUrls, useDatabase, useEmptyDatabase } from "../support/database.ts";
import { compareRows, ownRows, type RowsSnapshot, snapshotRows } from "../support/rows-snapshot.ts";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const TIMEOUT_MS = 120_000;

const filesOf = async (folder: string) => (await readdir(new URL(`../../db/${folder}/`, import.meta.url))).sort();
const names = (await filesOf("committed")).filter((name) => name.endsWith(".sql"));
// What is being written has no way back yet, and would stand in the way of the others.
const describeFinished = (await isMigrationBeingWritten()) ? describe.skip : describe;

/** A database as the migrations up to one make it. */
interface Level {
  readonly catalog: ReadonlyMap<string, string>;
  readonly rows: RowsSnapshot;
}

/** Levels of a database without data: the first is before all migrations, the others after the migration of that number. */
const levels: Level[] = [];

function levelAt(number: number): Level {
  const level = levels[number];
  if (!level)
    throw new Error(`What migration ${number} makes isn't known: the test that finds out failed or didn't run.`);
  return level;
}

/** A database whose level the tests change. */
class Steps {
  private readonly urls: TestUrls;
  private readonly root: Client;
  private readonly owner: Client;

  constructor(urls: TestUrls) {
    this.urls = urls;
    this.root = new Client({ connectionString: urls.root });
    this.owner = new Client({ connectionString: urls.owner });
  }

  async open(): Promise<void> {
    await Promise.all([this.root.connect(), this.owner.connect()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.root.end(), this.owner.end()]);
  }

  /** Applies one committed migration as graphile-migrate does, which itself applies all at once. */
  async apply(name: string): Promise<void> {
    const settings = { connectionString: this.urls.owner, migrationsFolder: `${PROJECT}db` };
    const parsed = { ...(await parseSettings(settings)), logger: { info: () => {} } } as never;
    await _migrateMigrationSchema(this.owner as never, parsed);
    const migration = (await getAllMigrations(parsed)).find(({ realFilename }) => realFilename === name);
    const database = new URL(this.urls.owner).pathname.slice(1);
    await runCommittedMigration(this.owner as never, parsed, { database }, migration as never, "");
  }

  async back(): Promise<void> {
    await takeBack({ ownerUrl: this.urls.owner });
  }

  async backTo(number: number): Promise<void> {
    const { rows } = await this.owner.query("select from graphile_migrate.migrations");
    if (rows.length > number) await takeBack({ ownerUrl: this.urls.owner, to: String(number) });
  }

  /** Sets what the first migration sets for the database. */
  async setSearchPath(): Promise<void> {
    const database = escapeIdentifier(new URL(this.urls.owner).pathname.slice(1));
    await this.owner.query(`alter database ${database} set search_path to app_public, public`);
  }

  catalog(): Promise<ReadonlyMap<string, string>> {
    return snapshotCatalog(this.root);
  }

  rows(): Promise<RowsSnapshot> {
    return snapshotRows(this.root);
  }

  async level(): Promise<Level> {
    return { catalog: await this.catalog(), rows: await this.rows() };
  }
}

/** Steps through a database of its own, from the first test on. */
function useSteps(use: () => TestDatabase): () => Steps {
  let steps: Steps | undefined;
  // Registered first, since dropping the database would end the connections.
  afterAll(() => steps?.close());
  const database = use();
  beforeAll(async () => {
    steps = new Steps(database.urls);
    await steps.open();
  });
  return () => {
    if (!steps) throw new Error("The database is opened in beforeAll: use it inside tests.");
    return steps;
  };
}

const migration = (...fixtures: [path: string, sql: string][]) =>
  [
    "create table t ();",
    "--! Included m/all.sql",
    ...fixtures.map(([path, sql]) => `--! Included ${path}\n${sql}\n--! EndIncluded ${path}`),
    "--! EndIncluded m/all.sql",
  ].join("\n");

describe("every way back", () => {
  it("belongs to a committed migration, and every committed migration has one", async () => {
    expect(await filesOf("back")).toEqual(names);
  });
});

describe("the surface that is restored", () => {
  const first = migration(["m/tables/t.sql", "t1"], ["m/functions/f.sql", "f1"], ["m/functions/g.sql", "g1"]);
  const second = migration(["m/functions/f.sql", "f2"], ["m/functions/dropped.sql", "d2"]);

  it("is found in a migration without the manifests", () => {
    expect([...includedFixtures(first)]).toEqual([
      ["m/tables/t.sql", "t1"],
      ["m/functions/f.sql", "f1"],
      ["m/functions/g.sql", "g1"],
    ]);
  });

  it("is the last earlier one of what the migration included, functions before tables", () => {
    const third = migration(["m/tables/t.sql", "t3"], ["m/functions/new.sql", "n3"], ["m/functions/f.sql", "f3"]);
    expect(surfaceToRestore([first, second], third, "")).toEqual([
      { path: "m/functions/f.sql", sql: "f2" },
      { path: "m/tables/t.sql", sql: "t1" },
    ]);
  });

  it("has what the way back names as well, which has to exist", () => {
    const named = "drop table t;\n--!restore m/functions/dropped.sql\n";
    expect(surfaceToRestore([first, second], migration(), named)).toEqual([
      { path: "m/functions/dropped.sql", sql: "d2" },
    ]);
    expect(() => surfaceToRestore([first], migration(), named)).toThrow("m/functions/dropped.sql");
  });
});

// Each test goes on where the one before it ended.
describe("on a database without data, going there, back and there again makes the same", () => {
  const steps = useSteps(useEmptyDatabase);
  beforeAll(async () => {
    levels.push(await steps().level());
  });

  it.each(names.map((name, index) => ({ name, number: index + 1 })))(
    "$name",
    async ({ name, number }) => {
      const before = levelAt(number - 1);
      await steps().apply(name);
      const there = await steps().level();
      expect(listDifferences(there.catalog, before.catalog)).not.toEqual([]);

      await steps().back();
      expect(listDifferences(await steps().catalog(), before.catalog)).toEqual([]);
      expect(ownRows(await steps().rows())).toEqual(ownRows(before.rows));

      await steps().apply(name);
      expect(listDifferences(await steps().catalog(), there.catalog)).toEqual([]);
      expect(ownRows(await steps().rows())).toEqual(ownRows(there.rows));
      levels.push(there);
    },
    TIMEOUT_MS,
  );
});

describeFinished("on a database full of data, each step keeps all that has a place on both sides", () => {
  const steps = useSteps(() => useDatabase({ withDemonstrationData: true }));
  // The one thing of the migrations that a copy of the template doesn't have: it belongs to the database's name.
  beforeAll(() => steps().setSearchPath());

  it.each(names.map((name, index) => ({ name, number: index + 1 })).reverse())(
    "$name",
    async ({ name, number }) => {
      const [lower, upper] = [levelAt(number - 1), levelAt(number)];
      // A step that failed leaves the next one higher than it starts.
      await steps().backTo(number);
      const before = await steps().rows();

      await steps().back();
      const below = await steps().rows();
      const { losses, gains } = compareRows(before, below, { before: upper.rows, after: lower.rows });
      expect([...losses, ...gains]).toEqual([]);
      expect(listDifferences(await steps().catalog(), lower.catalog)).toEqual([]);

      // Going there may add rows to the tables of others, but loses none.
      await steps().apply(name);
      const above = await steps().rows();
      expect(compareRows(below, above, { before: lower.rows, after: upper.rows }).losses).toEqual([]);
      expect(listDifferences(await steps().catalog(), upper.catalog)).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describeFinished("npm run db:back", () => {
  const database = useDatabase();
  const last = names.at(-1) as string;

  /** Runs a command as npm does, on the database of these tests. */
  async function run(file: string, ...args: string[]): Promise<{ code: number; output: string; complaints: string }> {
    const child = spawn(process.execPath, [`src/commands/${file}`, ...args], {
      cwd: PROJECT,
      env: {
        PATH: process.env["PATH"],
        GRAPHILE_ENV: "production",
        DATABASE_URL: database.urls.owner,
        AUTH_DATABASE_URL: database.urls.authenticator,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [output, complaints, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    return { code, output, complaints };
  }

  const pending = () => database.withRoot(async (root) => (await compareMigrations(root)).pending);

  it("explains itself", async () => {
    expect(await run("back.ts", "--help")).toMatchObject({ code: 0, output: expect.stringContaining("--erase") });
  });

  it(
    "says what would be lost and does nothing, until it is told to erase",
    async () => {
      const { code, complaints } = await run("back.ts", "--to", "1");
      expect(code).toBe(1);
      for (const name of names.slice(1)) expect(complaints).toContain(`  ${name}\n`);
      expect(complaints).not.toContain(names[0]);
      expect(await pending()).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    "takes back the last migration, which can then be applied again",
    async () => {
      const { code, output } = await run("back.ts", "--erase");
      expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining(`Took back ${last}.`) });
      expect(output).toContain(`The last migration is ${names.at(-2)} now.`);
      expect(await pending()).toEqual([last]);

      expect((await run("migrate.ts", "migrate")).code).toBe(0);
      expect(await pending()).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describeFinished("taking back", () => {
  const database = useDatabase();
  const takeBackTo = (to?: string) => takeBack({ ownerUrl: database.urls.owner, to });
  const applied = () =>
    database.withRoot(async (root) => {
      const { rows } = await root.query("select filename from graphile_migrate.migrations order by filename");
      return rows.map(({ filename }) => filename);
    });

  it("stops at the migration that is named, or when none is left", async () => {
    const everything = await applied();
    expect(await takeBackTo("000002")).toBe(names[1]);
    expect(await applied()).toEqual(everything.slice(0, 2));
    expect(await takeBackTo()).toBe(names[0]);
    expect(await takeBackTo("0")).toBeUndefined();
    expect(await applied()).toEqual([]);
    await expect(takeBackTo()).rejects.toThrow("there is nothing to take back: the database has no migrations");
  });
});

describeFinished("taking back refuses", () => {
  const database = useDatabase();
  const takeBackTo = (to?: string) => takeBack({ ownerUrl: database.urls.owner, to });
  const onRoot = (sql: string) => database.withRoot((root) => root.query(sql));
  const count = async () => Number((await onRoot("select count(*) from graphile_migrate.migrations")).rows[0].count);

  it.each([
    ["999999", "--to: there is no migration 999999 in db/committed"],
    ["crm", "--to: give the number of the last migration that stays"],
    [names.at(-1)?.slice(0, 6), "there is nothing to take back: the last migration of the database is"],
  ])("--to %s", async (to, message) => {
    await expect(takeBackTo(to)).rejects.toThrow(message);
    expect(await count()).toBe(names.length);
  });

  it("a database that was never migrated", async () => {
    await expect(takeBack({ ownerUrl: process.env["TENANTRY_TEST_OWNER_URL"] as string })).rejects.toThrow(
      "the database has no migrations",
    );
  });

  it("leaves everything as it was when a way back fails", async () => {
    await onRoot("create view app_public.in_the_way as select o.id from app_public.organizations o");
    await expect(takeBackTo("0")).rejects.toThrow(
      /^db\/back\/000002-\S+\.sql: cannot drop .* because other objects depend/,
    );
    expect(await count()).toBe(2);
    expect((await onRoot("select from app_public.organizations")).rowCount).toBe(2);
  });

  it("a database with migrations of another version", async () => {
    await onRoot("update graphile_migrate.migrations set hash = 'sha1:other' where filename = '000002.sql'");
    await expect(takeBackTo()).rejects.toThrow("000002.sql is not the one in db/committed");
    expect(await count()).toBe(2);
  });
});
