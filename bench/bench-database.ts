import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { buildApp } from "../src/app.ts";
import { type BuiltInIssuer, createBuiltInIssuer } from "../src/authentication/built-in-issuer.ts";
import { type Config, readConfig } from "../src/config/environment.ts";
import { acquireEmbeddedServer } from "../src/database/embedded-server.ts";
import { migrate } from "../src/database/migrations.ts";
import { createAuthenticatorPool } from "../src/database/pools.ts";
import { AUTHENTICATOR, connectionString, OWNER, provision } from "../src/database/provisioning.ts";

const DATABASE = "tenantry_bench";
const SIGNALS = ["SIGINT", "SIGTERM"] as const;
/** What shells make of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/** A migrated database on a server of its own. */
export interface BenchDatabase {
  readonly directory: string;
  readonly ownerUrl: string;
  readonly authenticatorUrl: string;
  /** As a superuser, in the same database. */
  readonly rootUrl: string;
}

/** A gateway as production has it, on such a database. */
export interface BenchGateway {
  readonly app: FastifyInstance;
  readonly config: Config;
  readonly issuer: BuiltInIssuer;
}

/**
 * Measures something on a database that is there for nothing else, and removes it afterwards.
 *
 * @param work - gets the database
 * @param settings - of the server, beside those that it always has
 */
export async function withBenchDatabase(
  work: (database: BenchDatabase) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "tenantry-bench-"));
  const server = await acquireEmbeddedServer({ directory, settings });
  const remove = async () => {
    await server.release();
    await rm(directory, { recursive: true, force: true });
  };
  const stop = async () => {
    // Connections break when the server stops, which is of no interest any more.
    process.on("uncaughtException", () => {});
    await remove();
    process.exit(INTERRUPTED);
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    const password = randomBytes(16).toString("hex");
    await provision(server.rootUrl, { owner: password, authenticator: password }, [DATABASE]);
    const urlOf = (user: string) => connectionString(server.rootUrl, { user, password }, DATABASE);
    const root = new URL(server.rootUrl);
    root.pathname = `/${DATABASE}`;
    const ownerUrl = urlOf(OWNER);
    await migrate({ ownerUrl, withCurrent: true });
    await work({ directory, ownerUrl, authenticatorUrl: urlOf(AUTHENTICATOR), rootUrl: root.href });
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    await remove();
  }
}

/**
 * Measures something with a gateway.
 *
 * @param database - where it gets its rows
 * @param work - gets the gateway, which doesn't listen yet
 * @param poolSize - its connections; as many as in production unless told
 */
export async function withBenchGateway(
  { directory, authenticatorUrl }: BenchDatabase,
  work: (gateway: BenchGateway) => Promise<void>,
  poolSize?: number,
): Promise<void> {
  const config = readConfig({
    NODE_ENV: "production",
    LOG_LEVEL: "silent",
    DATA_DIR: directory,
    AUTH_DATABASE_URL: authenticatorUrl,
  });
  const issuer = await createBuiltInIssuer(config);
  const pool = createAuthenticatorPool(authenticatorUrl, poolSize ?? config.databasePoolSize, { warn: () => {} });
  const app = await buildApp({ config, pool, issuer });
  try {
    await work({ app, config, issuer });
  } finally {
    await app.close();
    await pool.end();
  }
}
