import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { withConnection } from "../../src/database/connection.ts";
import { acquireEmbeddedServer } from "../../src/database/embedded-server.ts";
import { migrate } from "../../src/database/migrations.ts";
import { AUTHENTICATOR, connectionString, OWNER, provision } from "../../src/database/provisioning.ts";
import { createWorld } from "../support/world.ts";
import { prepareExportedApi } from "./exported-api.ts";
import { keepTemporaryFilesInMemory } from "./temporary-directory.ts";

declare global {
  var stopTestServer: (() => Promise<void>) | undefined;
}

/**
 * Prepares one PostgreSQL server for the whole run and, on it, a template database with all migrations and another with
 * the world of world.ts as well, which each test file copies. The server is an embedded one in a temporary directory, or TEST_DATABASE_URL: a superuser's
 * connection string of a server that holds nothing else, since roles' passwords are set anew.
 *
 * @param options.nonFlagArgs - what the run is limited to
 */
export default async function globalSetup({ nonFlagArgs }: { readonly nonFlagArgs: readonly string[] }): Promise<void> {
  const memory = keepTemporaryFilesInMemory();
  const given = process.env["TEST_DATABASE_URL"];
  const directory = given ? undefined : await mkdtemp(join(tmpdir(), "tenantry-test-"));
  const server = directory
    ? await acquireEmbeddedServer({
        directory,
        settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
      })
    : undefined;
  const rootUrl = server?.rootUrl ?? given ?? "";

  const password = randomBytes(16).toString("hex");
  const template = `tenantry_test_${randomBytes(4).toString("hex")}`;
  globalThis.stopTestServer = async () => {
    const client = new Client({ connectionString: rootUrl });
    await client.connect();
    const { rows } = await client.query("select datname from pg_database where datname like $1 || '%'", [template]);
    for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`);
    await client.end();
    await server?.release();
    for (const each of [directory, memory]) if (each) await rm(each, { recursive: true, force: true });
  };

  await provision(rootUrl, { owner: password, authenticator: password }, [template]);
  await migrate({ ownerUrl: connectionString(rootUrl, { user: OWNER, password }, template), withCurrent: true });

  const worldTemplate = `${template}_world`;
  await withConnection(rootUrl, (root) =>
    root.query(`create database ${worldTemplate} template ${template} owner ${OWNER}`),
  );
  await withConnection(rootUrl, (root) => root.query(`grant connect on database ${worldTemplate} to ${AUTHENTICATOR}`));
  const worldUrl = connectionString(rootUrl, { user: OWNER, password }, worldTemplate);
  const world = await withConnection(worldUrl, createWorld);
  // Whoever runs a few files after a change would wait longer for the export than for these.
  const isWholeRun = nonFlagArgs.length === 0;
  const authenticatorUrl = connectionString(rootUrl, { user: AUTHENTICATOR, password }, worldTemplate);
  // Why the API can't be exported, graphql/exported-api.test.ts tells; all other files build it then.
  const api = await prepareExportedApi(authenticatorUrl, isWholeRun).catch(() => undefined);

  Object.assign(process.env, {
    TENANTRY_TEST_ROOT_URL: rootUrl,
    TENANTRY_TEST_TEMPLATE: template,
    TENANTRY_TEST_WORLD_TEMPLATE: worldTemplate,
    ...(api !== undefined && { TENANTRY_TEST_API: api }),
    TENANTRY_TEST_WORLD: JSON.stringify(world),
    TENANTRY_TEST_OWNER_URL: connectionString(rootUrl, { user: OWNER, password }, "postgres"),
    TENANTRY_TEST_AUTHENTICATOR_URL: connectionString(rootUrl, { user: AUTHENTICATOR, password }, "postgres"),
  });
}
