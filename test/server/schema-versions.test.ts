import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { compareMigrations, readCommittedMigrations } from "../../src/database/migrations.ts";
import { takeBack } from "../../src/database/ways-back.ts";
import { useDatabase } from "../support/database.ts";
import { killPrograms, Program, runProgram, startServer } from "../support/program.ts";
import { until } from "../support/waiting.ts";

const TIMEOUT_MS = 120_000;

const db = useDatabase();
const { name: last = "", number } = (await readCommittedMigrations()).at(-1) ?? {};
let dataDirectory: string;

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), "tenantry-versions-"));
});
afterEach(killPrograms, TIMEOUT_MS);
afterAll(() => rm(dataDirectory, { recursive: true, force: true }));

/** As in production: without the owner's connection. */
const environment = () => ({ DATA_DIR: dataDirectory, AUTH_DATABASE_URL: db.urls.authenticator });
const withOwner = () => ({ ...environment(), DATABASE_URL: db.urls.owner });
const query = (sql: string) => db.withRoot((owner) => owner.query(sql), db.urls.owner);

/** What a gateway says that doesn't start. */
async function refusal(variables: Readonly<Record<string, string>> = environment()): Promise<string> {
  const program = new Program("start.js", [], { PORT: "0", ...variables });
  expect(await program.end()).toBe(1);
  expect(program.output).not.toContain("Ready:");
  return program.complaints;
}

/** A migration of a version that isn't this one. */
const LATER = "000999";
const addLater = () =>
  query(`
    insert into graphile_migrate.migrations (hash, previous_hash, filename)
    select 'sha1:later', hash, '${LATER}.sql' from graphile_migrate.migrations order by filename desc limit 1`);
const removeLater = () => query(`delete from graphile_migrate.migrations where filename = '${LATER}.sql'`);

describe("a gateway that is started on a database of another version", () => {
  it(
    "refuses one that is older and says which command helps; after that it starts",
    async () => {
      await takeBack({ ownerUrl: db.urls.owner });
      expect(await refusal()).toBe(
        `tenantry: The database is older: it lacks a migration of this version (${last}). ` +
          "Run npm run db:migrate with DATABASE_URL, the owner's connection, and start again.\n",
      );
      await runProgram("migrate.ts", ["migrate"], withOwner());
      const { program } = await startServer(environment());
      expect(await program.end("SIGTERM")).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    "applies what is missing itself when it has the owner's connection",
    async () => {
      await takeBack({ ownerUrl: db.urls.owner });
      expect((await db.withRoot((root) => compareMigrations(root))).pending).toEqual([last]);
      const { program } = await startServer(withOwner());
      expect(await db.withRoot((root) => compareMigrations(root))).toEqual({ pending: [], unknown: [], changed: [] });
      expect(await program.end("SIGTERM")).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    "refuses one that is newer, with the owner's connection too, unless it is told to serve",
    async () => {
      await addLater();
      const expected = expect.stringMatching(
        /The database is newer: .+\(000999\).+Deploy the version.+db:back.+NEWER_SCHEMA=serve/,
      );
      expect(await refusal()).toEqual(expected);
      expect(await refusal(withOwner())).toEqual(expected);

      const { program, address } = await startServer({ ...environment(), NEWER_SCHEMA: "serve" });
      expect(program.output).toContain(`Starting on a newer database, as NEWER_SCHEMA=serve says: ${LATER}`);
      const ready = await fetch(`${address}/ready`);
      expect([ready.status, await ready.json()]).toEqual([200, { status: "ready", migrations: { newer: 1 } }]);
      expect(await program.end("SIGTERM")).toBe(0);
      await removeLater();
    },
    TIMEOUT_MS,
  );

  it(
    "refuses one that was migrated with another text, and applies nothing to it",
    async () => {
      const [{ hash }] = (await query(`select hash from graphile_migrate.migrations where filename = '${number}.sql'`))
        .rows;
      await query(`update graphile_migrate.migrations set hash = 'sha1:other' where filename = '${number}.sql'`);
      const expected = `The database was migrated with another text of ${last}: a committed migration never changes`;
      expect(await refusal({ ...environment(), NEWER_SCHEMA: "serve" })).toContain(expected);
      expect(await refusal(withOwner())).toContain(expected);
      await query(`update graphile_migrate.migrations set hash = '${hash}' where hash = 'sha1:other'`);
      expect(await db.withRoot((root) => compareMigrations(root))).toEqual({ pending: [], unknown: [], changed: [] });
    },
    TIMEOUT_MS,
  );
});

describe("a gateway that serves while the database is migrated", () => {
  it(
    "goes on, stays ready, logs what to do, and replaces a worker that ends",
    async () => {
      const { program, address } = await startServer({
        ...environment(),
        NODE_ENV: "production",
        DRAIN_SECONDS: "0",
        WORKERS: "2",
        DATABASE_POOL_SIZE: "4",
      });
      await addLater();
      const warnings = () => program.log.filter(({ level, migrations }) => level === 40 && migrations !== undefined);
      await until(async () => warnings().length === 2, 30_000);
      for (const line of warnings()) {
        expect(line).toMatchObject({ migrations: [LATER], msg: expect.stringContaining("one after the other") });
      }
      const ready = await fetch(`${address}/ready`);
      expect([ready.status, await ready.json()]).toEqual([200, { status: "ready", migrations: { newer: 1 } }]);

      process.kill(Number(warnings()[0]?.["pid"]), "SIGKILL");
      await program.says(/a worker has taken the place of another one/);
      expect((await fetch(`${address}/ready`)).status).toBe(200);
      expect(await program.end("SIGTERM")).toBe(0);
      await removeLater();
    },
    TIMEOUT_MS,
  );
});

describe("npm run dev", () => {
  it(
    "follows the database: a column that is added is in the API without a restart",
    async () => {
      const program = new Program("start.js", ["--watch"], {
        ...withOwner(),
        PORT: "0",
        ROOT_DATABASE_URL: db.urls.root,
        SHADOW_DATABASE_URL: db.urls.owner,
      });
      const [, address = ""] = await program.says(/Ready: (http:\/\/\S+)\/graphql/);
      const fields = async (): Promise<string[]> => {
        const response = await fetch(`${address}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ query: '{ __type(name: "Company") { fields { name } } }' }),
        });
        const { data } = (await response.json()) as { data: { __type: { fields: { name: string }[] } } };
        return data.__type.fields.map(({ name }) => name);
      };
      expect(await fields()).not.toContain("shoeSize");
      await query("alter table app_public.companies add column shoe_size int");
      await until(async () => (await fields()).includes("shoeSize"), 60_000);
      expect(await program.end("SIGTERM")).toBe(0);
      await query("alter table app_public.companies drop column shoe_size");
    },
    TIMEOUT_MS,
  );
});
