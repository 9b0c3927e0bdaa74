import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { styleText } from "node:util";
import closeWithGrace from "close-with-grace";
import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import { buildApp } from "./app.ts";
import { createBuiltInIssuer } from "./authentication/built-in-issuer.ts";
import { runCommand } from "./commands/run-command.ts";
import { type Config, readConfig } from "./config/environment.ts";
import { type Databases, openDatabases } from "./database/databases.ts";
import { loadDemonstrationData } from "./database/demonstration-data.ts";
import { startMaintenance } from "./database/maintenance.ts";
import { compareMigrations, migrate, spawnGraphileMigrate } from "./database/migrations.ts";
import { createAuthenticatorPool, createPrivilegedPool } from "./database/pools.ts";
import type { DatabaseUrls } from "./database/provisioning.ts";
import { readOrCreateEncryptionKey } from "./secrets/encryption-key.ts";
import { registerEncryptionKey } from "./secrets/register-encryption-key.ts";

const CLOSE_TIMEOUT_MS = 30_000;

const startedAt = performance.now();

/** Tells the person at the terminal what is being done; the log is for what happens afterwards. */
function tell(message: string): void {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5);
  process.stdout.write(`${styleText("dim", `${seconds} s`)}  ${message}\n`);
}

/** The superuser's connection string, in the database that is served. */
function rootUrlInDatabase({ root, owner }: DatabaseUrls): string {
  if (root === undefined || owner === undefined) {
    throw new Error("Watching needs DATABASE_URL and ROOT_DATABASE_URL, or none of the database settings.");
  }
  const url = new URL(root);
  url.pathname = new URL(owner).pathname;
  return url.href;
}

/** What has been started, in the order in which it is to be closed. */
interface Running {
  app?: FastifyInstance;
  migrator?: ChildProcess;
  pools: Pool[];
  databases?: Databases;
}

async function close({ app, migrator, pools, databases }: Running): Promise<void> {
  await app?.close();
  migrator?.kill("SIGTERM");
  await Promise.all(pools.map((pool) => pool.end()));
  await databases?.release();
}

/**
 * Starts everything in order.
 *
 * @param config - what the environment decides
 * @param running - is told what has been started, to close it
 * @param isWatching - whether to follow changes of the migrations and of the database, for development
 */
async function start(config: Config, running: Running, isWatching: boolean): Promise<void> {
  const isDevelopment = config.environment === "development";
  tell(
    config.database.kind === "embedded"
      ? "Starting the embedded PostgreSQL …"
      : "Using the PostgreSQL server that is configured.",
  );
  const databases = await openDatabases(config, tell);
  running.databases = databases;
  const { urls } = databases;

  const logger = { warn: (details: object, message: string) => running.app?.log.warn(details, message) };
  const keep = (pool: Pool) => {
    running.pools.push(pool);
    return pool;
  };
  const pool = keep(createAuthenticatorPool(urls.authenticator, config.databasePoolSize, logger));
  const { owner } = urls;
  if (owner === undefined) {
    const { pending, unknown } = await compareMigrations(pool);
    if (pending.length > 0)
      tell(`The database lacks ${pending.length} migrations; set DATABASE_URL or run npm run db:migrate.`);
    if (unknown.length > 0)
      tell(`The database has ${unknown.length} migrations that this version doesn't know; update it.`);
  } else {
    tell("Applying migrations …");
    await migrate({ ownerUrl: owner, onProgress: tell });
    if (isWatching) {
      await once(spawnGraphileMigrate(["watch", "--once"], urls, "inherit"), "close");
      running.migrator = spawnGraphileMigrate(["watch"], urls, "inherit");
    }
    if (databases.isEmbedded) {
      await registerEncryptionKey(owner, await readOrCreateEncryptionKey(config));
      if (await loadDemonstrationData(owner)) tell("Loaded the demonstration data.");
    }
    const settings = { audit: config.audit, onProgress: (message: string) => running.app?.log.info(message) };
    startMaintenance(owner, settings, (task, error) => running.app?.log.error({ err: error }, `${task} failed`));
  }

  tell("Building the API …");
  const app = await buildApp({
    config,
    pool,
    ownerPool: isDevelopment && owner !== undefined ? keep(createPrivilegedPool(owner, logger)) : undefined,
    watchPool: isWatching ? keep(createPrivilegedPool(rootUrlInDatabase(urls), logger)) : undefined,
    issuer: await createBuiltInIssuer(config),
  });
  running.app = app;
  const address = await app.listen({ host: config.host, port: config.port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE") {
      throw new Error(`Another program listens on ${config.host}:${config.port}; set PORT to a free port.`);
    }
    throw new Error(`Can't listen on HOST ${config.host}, PORT ${config.port}: ${error.message}`);
  });
  // After what the log has to say of it.
  await setImmediate();
  tell(`Ready: ${address}/graphql`);
  if (isDevelopment) {
    process.stdout.write(
      [
        "",
        `  GraphiQL      ${address}/graphiql`,
        ...(databases.isEmbedded
          ? [
              "  Sign in       choose a demo user at the top of GraphiQL, or take a token for one:",
              "                npm run --silent token -- demo@clientflow.test",
              "                (owner; also admin@, manager@, staff@, rep@, viewer@clientflow.test, owner@northwind.test)",
            ]
          : ["  Sign in       npm run --silent token -- <e-mail address of a user>"]),
        '  Database      psql "$(npm run --silent db:url)"',
        "  Stop          Ctrl-C",
        "",
        "",
      ].join("\n"),
    );
  }
}

await runCommand("tenantry", async () => {
  const config = readConfig();
  const running: Running = { pools: [] };
  let isStopping = false;
  const { uninstall } = closeWithGrace({ delay: CLOSE_TIMEOUT_MS, logger: false }, async ({ signal, err }) => {
    isStopping = true;
    if (err) running.app?.log.fatal({ err }, "unexpected failure");
    if (signal) tell("Stopping: finishing what is under way …");
    await close(running);
    if (signal) tell("Stopped.");
  });
  try {
    await start(config, running, process.argv.includes("--watch"));
  } catch (error) {
    // What a signal interrupts on the way fails, as it should; the signal's own handler closes.
    if (isStopping) return;
    uninstall();
    await close(running);
    throw error;
  }
});
