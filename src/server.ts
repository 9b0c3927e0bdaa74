import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { styleText } from "node:util";
import closeWithGrace from "close-with-grace";
import { buildApp } from "./app.ts";
import { createBuiltInIssuer } from "./authentication/built-in-issuer.ts";
import { type Config, ConfigurationError, environmentFor, readConfig } from "./config/environment.ts";
import { openDatabases } from "./database/databases.ts";
import { loadDemonstrationData } from "./database/demonstration-data.ts";
import { compareMigrations, migrate } from "./database/migrations.ts";
import { createAuthenticatorPool, createPrivilegedPool } from "./database/pools.ts";
import type { DatabaseUrls } from "./database/provisioning.ts";

const CLOSE_TIMEOUT_MS = 30_000;
/** EX_CONFIG of sysexits.h: supervisors needn't try again. */
const EXIT_CONFIGURATION = 78;

const startedAt = performance.now();

/** Tells the person at the terminal what is being done; the log is for what happens afterwards. */
function tell(message: string): void {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5);
  process.stdout.write(`${styleText("dim", `${seconds} s`)}  ${message}\n`);
}

function readConfigOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIGURATION);
  }
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

/**
 * Starts everything in order. Until it listens, a signal simply ends the process: the embedded server stops with it.
 *
 * @param isWatching - whether to follow changes of the migrations and of the database, for development
 */
async function start(isWatching: boolean): Promise<void> {
  const config = readConfigOrExit();
  const isDevelopment = config.environment === "development";
  tell(
    config.database.kind === "embedded"
      ? "Starting the embedded PostgreSQL …"
      : "Using the PostgreSQL server that is configured.",
  );
  const databases = await openDatabases(config, tell);
  const { urls } = databases;

  const logger = { warn: (details: object, message: string) => app?.log.warn(details, message) };
  const pool = createAuthenticatorPool(urls.authenticator, config.databasePoolSize, logger);
  const ownerPool = isDevelopment && urls.owner !== undefined ? createPrivilegedPool(urls.owner, logger) : undefined;
  const watchPool = isWatching ? createPrivilegedPool(rootUrlInDatabase(urls), logger) : undefined;
  let app: Awaited<ReturnType<typeof buildApp>> | undefined;
  let migrator: ChildProcess | undefined;
  let isListening = false;
  closeWithGrace({ delay: CLOSE_TIMEOUT_MS, logger: false }, async ({ signal, err }) => {
    if (err && isListening) app?.log.fatal({ err }, "unexpected failure");
    if (err && !isListening) process.stderr.write(`${err.message}\n`);
    if (signal) tell("Stopping: finishing what is under way …");
    await app?.close();
    migrator?.kill("SIGTERM");
    await Promise.all([pool.end(), ownerPool?.end(), watchPool?.end()]);
    await databases.release();
    if (signal) tell("Stopped.");
  });

  if (urls.owner === undefined) {
    const { pending } = await compareMigrations(pool);
    if (pending.length > 0)
      tell(`The database lacks ${pending.length} migrations; set DATABASE_URL or run npm run db:migrate.`);
  } else {
    tell("Applying migrations …");
    await migrate({ ownerUrl: urls.owner, onProgress: tell });
    if (isWatching) {
      const environment = environmentFor(urls);
      await once(spawn("graphile-migrate", ["watch", "--once"], { stdio: "inherit", env: environment }), "close");
      migrator = spawn("graphile-migrate", ["watch"], { stdio: "inherit", env: environment });
    }
    if (databases.isEmbedded && (await loadDemonstrationData(urls.owner))) tell("Loaded the demonstration data.");
  }

  tell("Building the API …");
  app = await buildApp({ config, pool, ownerPool, watchPool, issuer: await createBuiltInIssuer(config) });
  const address = await app.listen({ host: config.host, port: config.port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new Error(`Another program listens on ${config.host}:${config.port}; set PORT to a free port.`);
  });
  isListening = true;
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

await start(process.argv.includes("--watch"));
