import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Server } from "node:http";
import { setImmediate } from "node:timers/promises";
import { styleText } from "node:util";
import closeWithGrace from "close-with-grace";
import type { Logger } from "pino";
import { runCommand } from "./commands/run-command.ts";
import { describeConfig } from "./config/describe.ts";
import { type Config, readConfig } from "./config/environment.ts";
import { configOfWorker } from "./config/workers.ts";
import { withConnection } from "./database/connection.ts";
import { type Databases, openDatabases } from "./database/databases.ts";
import { requireFittingSchema } from "./database/fitting-schema.ts";
import { compareMigrations, migrate, spawnGraphileMigrate } from "./database/migrations.ts";
import { Gateway, loadApp } from "./gateway.ts";
import { createLog } from "./observability/log.ts";
import type { Workers } from "./workers.ts";

/** Somewhat more than workers have. */
const CLOSE_TIMEOUT_MS = 35_000;

const startedAt = performance.now();

/** Tells the person at the terminal what is being done; the log is for what happens afterwards. */
function tell(message: string): void {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5);
  process.stdout.write(`${styleText("dim", `${seconds} s`)}  ${message}\n`);
}

/** What has been started, in the order in which it is to be closed. */
interface Running {
  stopMaintenance?: () => void;
  workers?: Workers;
  metrics?: Server | undefined;
  gateway?: Gateway;
  migrator?: ChildProcess;
  databases?: Databases;
}

async function close({ stopMaintenance, workers, metrics, gateway, migrator, databases }: Running): Promise<void> {
  stopMaintenance?.();
  metrics?.close();
  await Promise.all([workers?.stop(), gateway?.close()]);
  migrator?.kill("SIGTERM");
  await databases?.release();
}

/** Serves in this process or in several, and gives the address. */
async function serve(config: Config, running: Running, log: Logger): Promise<string> {
  const { workers, databasePoolSize } = config;
  const { gateway } = running;
  if (gateway !== undefined) {
    tell("Building the API …");
    await gateway.build();
    return gateway.listen();
  }
  const [{ createBuiltInIssuer }, { serveMetrics }, { Workers }] = await Promise.all([
    import("./authentication/built-in-issuer.ts"),
    import("./observability/metrics-server.ts"),
    import("./workers.ts"),
  ]);
  const connections = configOfWorker(config).databasePoolSize;
  tell(`Building the API in ${workers} processes, with ${connections} of ${databasePoolSize} connections each …`);
  // The key is made once, before all of them look for it.
  await createBuiltInIssuer(config);
  const processes = new Workers(workers, log);
  running.workers = processes;
  running.metrics = await serveMetrics(config.metrics, () => processes.readMetrics());
  return processes.start();
}

/**
 * Starts everything in order.
 *
 * @param config - what the environment decides
 * @param running - is told what has been started, to close it
 * @param log - of what happens beside requests
 * @param isWatching - whether to follow changes of the migrations and of the database, for development
 */
async function start(config: Config, running: Running, log: Logger, isWatching: boolean): Promise<void> {
  tell(
    config.database.kind === "embedded"
      ? "Starting the embedded PostgreSQL …"
      : "Using the PostgreSQL server that is configured.",
  );
  const isAlone = config.workers === 1 || isWatching;
  // While PostgreSQL starts; its failure is met where it is needed.
  if (isAlone && config.database.kind === "embedded") loadApp().catch(() => {});
  const databases = await openDatabases(config, tell);
  running.databases = databases;
  const { urls } = databases;
  if (isAlone) running.gateway = new Gateway(config, urls, { isWatching });

  const { owner } = urls;
  const comparing = withConnection(owner ?? urls.authenticator, compareMigrations);
  // Nobody is about to change it, so that the database can be asked for its API at once.
  if (owner === undefined) await Promise.all([comparing, running.gateway?.begin()]);
  const found = await comparing;
  requireFittingSchema(found, { mayBeNewer: config.startsOnNewerSchema, mayBeOlder: owner !== undefined });
  if (found.unknown.length > 0)
    tell(`Starting on a newer database, as NEWER_SCHEMA=serve says: ${found.unknown.join(", ")}`);
  if (
    owner === undefined &&
    (config.audit.retentionDays !== undefined || config.audit.archiveDirectory !== undefined)
  ) {
    log.warn(
      "AUDIT_RETENTION_DAYS and AUDIT_ARCHIVE_DIR do nothing here without DATABASE_URL: only the owner may remove entries of the audit log. Give them to npm run db:maintain, or to a gateway that has DATABASE_URL",
    );
  }
  if (owner !== undefined) {
    if (isAlone) loadApp().catch(() => {});
    tell("Applying migrations …");
    await migrate({ ownerUrl: owner, onProgress: tell });
    if (isWatching) {
      await once(spawnGraphileMigrate(["watch", "--once"], urls, "inherit"), "close");
      running.migrator = spawnGraphileMigrate(["watch"], urls, "inherit");
    }
    if (databases.isEmbedded) {
      // OpenPGP is large, and needed nowhere else.
      const [{ readOrCreateEncryptionKey }, { registerEncryptionKey }, { loadDemonstrationData }] = await Promise.all([
        import("./secrets/encryption-key.ts"),
        import("./secrets/register-encryption-key.ts"),
        import("./database/demonstration-data.ts"),
      ]);
      await registerEncryptionKey(owner, await readOrCreateEncryptionKey(config));
      if (await loadDemonstrationData(owner)) tell("Loaded the demonstration data.");
    }
    const { startMaintenance } = await import("./database/maintenance.ts");
    const settings = { audit: config.audit, onProgress: (message: string) => log.info(message) };
    running.stopMaintenance = startMaintenance(owner, settings, (task, error) =>
      log.error({ err: error }, `${task} failed`),
    );
  }

  const address = await serve(config, running, log);
  // After what the log has to say of it.
  await setImmediate();
  tell(`Ready: ${address}/graphql`);
  if (config.environment === "development") {
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
  const running: Running = {};
  const log = createLog(config);
  log[config.environment === "production" ? "info" : "debug"](describeConfig(config), "configuration");
  let isStopping = false;
  const { uninstall } = closeWithGrace({ delay: CLOSE_TIMEOUT_MS, logger: false }, async ({ signal, err }) => {
    isStopping = true;
    if (err) log.fatal({ err }, "unexpected failure");
    if (signal) tell("Stopping: finishing what is under way …");
    await close(running);
    if (signal) tell("Stopped.");
  });
  try {
    await start(config, running, log, process.argv.includes("--watch"));
  } catch (error) {
    // What a signal interrupts on the way fails, as it should; the signal's own handler closes.
    if (isStopping) return;
    uninstall();
    await close(running);
    throw error;
  }
});
