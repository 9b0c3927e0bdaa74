import type { Server } from "node:http";
import { flushCompileCache } from "node:module";
import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import type { KnownKeys } from "./authentication/known-keys.ts";
import { databaseOf, inDatabase } from "./config/database-url.ts";
import type { Config } from "./config/environment.ts";
import { createAuthenticatorPool, createPrivilegedPool } from "./database/pools.ts";
import type { DatabaseUrls } from "./database/provisioning.ts";
import { exportDirectoryIn, type SoughtApi, seekExportedApi } from "./graphile/exported/load-api.ts";
import type { RequestBorrower } from "./http/request-leases.ts";
import type { ConnectionSlots } from "./live/connection-slots.ts";
import type { Metrics } from "./observability/metrics.ts";
import type { MetricsOfWorkers } from "./observability/worker-metrics.ts";

/** By then the first requests are answered. */
const KEEP_COMPILED_AFTER_MS = 1_000;

/** The superuser's connection string, in the database that is served. */
function rootUrlInDatabase({ root, owner }: DatabaseUrls): string {
  if (root === undefined || owner === undefined) {
    throw new Error("Watching needs DATABASE_URL and ROOT_DATABASE_URL, or none of the database settings.");
  }
  return inDatabase(root, databaseOf(owner));
}

/**
 * Loads what serves, which takes a while; a gateway does so when it is built, unless it was done before.
 *
 * @returns the modules
 */
export function loadApp() {
  return Promise.all([import("./app.ts"), import("./authentication/built-in-issuer.ts")]);
}

/** How a gateway differs from one that serves alone. */
export interface GatewayProcessOptions {
  /** Whether the API follows the database, for development. */
  readonly isWatching?: boolean;
  /** Counts websockets and event streams, if others serve beside it. */
  readonly connectionSlots?: ConnectionSlots;
  /** Collects metrics, if others serve beside it. */
  readonly metrics?: MetricsOfWorkers;
  /** Counts requests, if others serve beside it. */
  readonly requests?: RequestBorrower;
  /** Knows API keys, if others serve beside it. */
  readonly knownKeys?: KnownKeys;
}

/** One process that serves: its connections to the database, and what is built upon them. */
export class Gateway {
  private readonly config: Config;
  private readonly urls: DatabaseUrls;
  private readonly options: GatewayProcessOptions;
  private readonly pools: Pool[] = [];
  private readonly pool: Pool;
  private sought: Promise<SoughtApi> | undefined;
  private app: FastifyInstance | undefined;
  private metrics: Metrics | undefined;
  private metricsServer: Server | undefined;

  /**
   * @param config - what the environment decides; its connections are this process's own
   * @param urls - the databases, which are there and have their migrations
   * @param options - how it differs from one that serves alone
   */
  constructor(config: Config, urls: DatabaseUrls, options: GatewayProcessOptions = {}) {
    this.config = config;
    this.urls = urls;
    this.options = options;
    const { databasePoolSize, preparesStatements } = config;
    this.pool = this.keep(
      createAuthenticatorPool(urls.authenticator, databasePoolSize, this.logger, preparesStatements),
    );
  }

  /** The log, once there is one. */
  get log(): FastifyInstance["log"] | undefined {
    return this.app?.log;
  }

  /**
   * Asks the database whether an exported API fits. That takes it as long as it takes this process to load what serves,
   * so it is done before that.
   */
  async begin(): Promise<void> {
    const { dataDirectory, limits } = this.config;
    if (this.options.isWatching) return;
    this.sought ??= seekExportedApi(this.pool, exportDirectoryIn(dataDirectory), limits.pageSize);
    // What fails is met where the API is needed.
    await this.sought.catch(() => {});
  }

  /**
   * Builds the API.
   *
   * @throws Error when the database or the schema is no good
   */
  async build(): Promise<void> {
    const { config, urls, pool, logger } = this;
    const all = this.options.metrics;
    const isDevelopment = config.environment === "development";
    await this.begin();
    const [{ buildApp }, { createBuiltInIssuer }] = await loadApp();
    this.app = await buildApp({
      config,
      pool,
      ownerPool:
        isDevelopment && urls.owner !== undefined ? this.keep(createPrivilegedPool(urls.owner, logger)) : undefined,
      watchPool: this.options.isWatching ? this.keep(createPrivilegedPool(rootUrlInDatabase(urls), logger)) : undefined,
      exportedApi: this.sought,
      issuer: await createBuiltInIssuer(config),
      connectionSlots: this.options.connectionSlots,
      requests: this.options.requests,
      knownKeys: this.options.knownKeys,
      readMetrics: all && (() => all.read()),
      onMetrics: (metrics) => {
        all?.offer(metrics);
        this.metrics = metrics;
      },
    });
  }

  /**
   * Opens the port.
   *
   * @returns the address
   * @throws Error when it can't be opened, saying what to do
   */
  async listen(): Promise<string> {
    const { config, metrics } = this;
    const { host, port } = config;
    if (this.app === undefined || metrics === undefined) throw new Error("A gateway listens once it is built.");
    // Workers' metrics are served where they are added up.
    if (this.options.metrics === undefined && config.metrics.port !== undefined) {
      const { serveMetrics } = await import("./observability/metrics-server.ts");
      this.metricsServer = await serveMetrics(config.metrics, () => metrics.text());
    }
    // For starts to come. Node keeps it at the end, of which one that is killed has none, and by which V8 has thrown away
    // what only a start needs.
    setTimeout(flushCompileCache, KEEP_COMPILED_AFTER_MS).unref();
    return this.app.listen({ host, port }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") {
        throw new Error(`Another program listens on ${host}:${port}; set PORT to a free port.`);
      }
      throw new Error(`Can't listen on HOST ${host}, PORT ${port}: ${error.message}`);
    });
  }

  /** Answers what is under way, and lets go of the database. Does so also for one that isn't built yet. */
  async close(): Promise<void> {
    this.metricsServer?.close();
    await this.app?.close();
    await Promise.all(this.pools.map((pool) => pool.end()));
  }

  private readonly logger = { warn: (details: object, message: string) => this.log?.warn(details, message) };

  private keep(pool: Pool): Pool {
    this.pools.push(pool);
    return pool;
  }
}
