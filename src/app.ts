import Fastify, { type FastifyInstance } from "fastify";
import type { Pool } from "pg";
import { createAccounts } from "./authentication/accounts.ts";
import type { BuiltInIssuer } from "./authentication/built-in-issuer.ts";
import { createVerifier } from "./authentication/issuers.ts";
import { KnownKeys } from "./authentication/known-keys.ts";
import { createUsage } from "./authentication/usage.ts";
import type { Config } from "./config/environment.ts";
import { withoutTransactions } from "./config/time-limits.ts";
import { listDemonstrationAccounts } from "./database/demonstration-data.ts";
import { createExplain } from "./database/explain.ts";
import { createWatchingPool } from "./database/pools.ts";
import { ReadReplicas } from "./database/read-replicas.ts";
import type { OnRefusal, RequestListeners } from "./database/request-transaction.ts";
import { createRunAsRequest } from "./database/run-as-request.ts";
import { SchemaWatch } from "./database/schema-watch.ts";
import { TenantConnections } from "./database/tenant-connections.ts";
import { exportDirectoryIn, loadExportedApi, type SoughtApi } from "./graphile/exported/load-api.ts";
import type { PublicConstraint } from "./graphile/mask-error.ts";
import apiKeyUsage from "./http/api-key-usage.ts";
import authentication from "./http/authentication.ts";
import closing from "./http/closing.ts";
import crossOrigin from "./http/cross-origin.ts";
import demonstrationSignIn from "./http/demonstration-sign-in.ts";
import errorHandler, { type OnRefusedToken, refuseUnroutable } from "./http/error-handler.ts";
import exports from "./http/exports.ts";
import graphiql from "./http/graphiql.ts";
import graphql from "./http/graphql.ts";
import health from "./http/health.ts";
import imports from "./http/imports.ts";
import jsonWebKeySet from "./http/json-web-key-set.ts";
import metricsRoute from "./http/metrics.ts";
import observation from "./http/observation.ts";
import positions from "./http/positions.ts";
import rateLimits from "./http/rate-limits.ts";
import requestContext, { currentOperation, operationObserver } from "./http/request-context.ts";
import { countHere, type RequestBorrower } from "./http/request-leases.ts";
import requestLogging, { loggingOptions } from "./http/request-logging.ts";
import rest from "./http/rest.ts";
import securityHeaders from "./http/security-headers.ts";
import serverTiming from "./http/server-timing.ts";
import { Transfers } from "./http/transfers.ts";
import unreadAnswers, { UNREAD_TIMEOUT_MS } from "./http/unread-answers.ts";
import { type ConnectionSlots, LocalSlots } from "./live/connection-slots.ts";
import { LiveHub } from "./live/live-hub.ts";
import type { LogStream } from "./observability/log.ts";
import { Metrics } from "./observability/metrics.ts";
import type { StatementFlight } from "./observability/operation-record.ts";
import { createSlowOperationLog } from "./observability/slow-operations.ts";
import { refusedRequest, refusedToken } from "./security/refusals.ts";
import { createSecurityEventRecorder } from "./security/security-event-recorder.ts";

// Long enough for a file to arrive; until it has, no connection to the database waits for it.
const REQUEST_TIMEOUT_MS = 120_000;
// They come in a packet or two, before which nobody is known who could be counted.
const HEADERS_TIMEOUT_MS = 20_000;
const CONNECTIONS_CHECK_MS = 5_000;
// Reading the model and building the schema takes seconds, and many more on a busy machine.
const START_TIMEOUT_MS = 60_000;

/** What the gateway is built from. */
export interface AppOptions {
  readonly config: Config;
  /** Connections as the authenticator, made with `createAuthenticatorPool`. */
  readonly pool: Pool;
  /** Connections as the owner, who can list the demonstration accounts; in development only. */
  readonly ownerPool?: Pool | undefined;
  /** Connections as a superuser: the API then follows the database; in development only. */
  readonly watchPool?: Pool | undefined;
  readonly issuer: BuiltInIssuer;
  /** Counts websockets and event streams; in this process unless told. */
  readonly connectionSlots?: ConnectionSlots | undefined;
  /** Counts requests; in this process unless told. */
  readonly requests?: RequestBorrower | undefined;
  /** The API keys that are known to be good; those that this process finds to be so unless told. */
  readonly knownKeys?: KnownKeys | undefined;
  /** Gives the metrics of all processes that serve; those of this one unless told. */
  readonly readMetrics?: (() => Promise<string>) | undefined;
  /** Is told what this gateway measures. */
  readonly onMetrics?: ((metrics: Metrics) => void) | undefined;
  /** The documents of REST routes; those of graphql/rest unless told. */
  readonly restDocuments?: URL | undefined;
  /** Where exported APIs are looked for; in the data directory unless told. */
  readonly exportDirectory?: string | undefined;
  /** The exported API, if it is being looked for already. */
  readonly exportedApi?: Promise<SoughtApi> | undefined;
  /** Takes the lines of the log; they go to the standard output unless told. */
  readonly logStream?: LogStream;
}

/**
 * Builds the gateway: one plugin per concern, in the order in which a request meets them.
 *
 * @param options - configuration, database connections and the issuer's key
 * @returns the gateway, ready to listen; closing it doesn't end the pools
 * @throws Error when the schema can't be built
 */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { config, pool, ownerPool, watchPool, issuer, restDocuments, logStream } = options;
  const { exportDirectory = exportDirectoryIn(config.dataDirectory) } = options;
  const isDevelopment = config.environment === "development";
  const app = Fastify({
    ...loggingOptions(config, logStream),
    bodyLimit: config.limits.bodyBytes,
    trustProxy: config.trustedProxies.length > 0 && [...config.trustedProxies],
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: UNREAD_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: CONNECTIONS_CHECK_MS },
    pluginTimeout: START_TIMEOUT_MS,
    // While closing, requests under way are finished and new ones are told to go elsewhere.
    forceCloseConnections: "idle",
    frameworkErrors: refuseUnroutable,
    schemaController: { compilersFactory: { buildValidator: refuseSchema, buildSerializer: refuseSchema } },
  });

  const watching = createWatchingPool(pool.options.connectionString ?? "");
  app.addHook("onClose", () => watching.end());
  const replicas = await openReplicas(app, config, watching);
  const schema = new SchemaWatch({ pool: watching, logger: app.log, isFollowed: watchPool !== undefined });
  app.addHook("onClose", () => schema.close());
  const securityEvents = createSecurityEventRecorder({ pool, logger: app.log, recorders: config.workers });
  app.addHook("onClose", async () => securityEvents.close());

  await app.register(requestContext, { keepsFlights: config.traces !== undefined });
  await app.register(requestLogging);
  await app.register(unreadAnswers);
  await app.register(closing, { drainMs: config.drainMs });
  await app.register(securityHeaders);
  if (config.corsOrigins.length > 0) await app.register(crossOrigin, { origins: config.corsOrigins });
  if (config.compression) await app.register(import("./http/compression.ts"));
  if (isDevelopment) await app.register(serverTiming);
  const onRefusedToken: OnRefusedToken = (error, request) => securityEvents.record(refusedToken(error, request));
  await app.register(errorHandler, { onRefusedToken });
  const usage = createUsage(pool, app.log);
  app.addHook("onClose", () => usage.settled());
  const { knownKeys = new KnownKeys(), requests = countHere() } = options;
  await app.register(apiKeyUsage, { pool, knownKeys });
  await app.register(rateLimits, { limits: config.limits.rate, requests, knownKeys });
  await app.register(authentication, {
    verify: createVerifier(config, issuer),
    meet: usage.meet,
    count: app.countRequest,
  });
  await app.register(positions, { enabled: replicas !== undefined });
  await app.register(health, {
    pool: watching,
    isDraining: () => app.isDraining(),
    replicas,
    compareMigrations: () => schema.look(),
  });
  await app.register(jsonWebKeySet, { issuer });
  await app.register(graphiql, { enabled: config.graphiql });
  await app.register(demonstrationSignIn, {
    enabled: isDevelopment && config.isLoopback && ownerPool !== undefined,
    issuer,
    listDemonstrationAccounts: async () => (ownerPool ? listDemonstrationAccounts(ownerPool) : []),
  });
  const onRefusal: OnRefusal = (code, request) => {
    const event = refusedRequest(code, JSON.parse(request));
    if (event !== undefined) securityEvents.record(event);
  };
  const tenants = new TenantConnections(pool, config.limits.tenant);
  const onBegun = (organizationId: string) => currentOperation()?.begin(organizationId);
  const onFlight = (flight: StatementFlight) => currentOperation()?.add(flight);
  const requestListeners: RequestListeners = {
    onApiKeyUsed: (digest) => app.apiKeyUsage.note(digest),
    onRefusal,
    tenants,
    onBegun,
    onFlight,
    times: config.limits.time,
    isOvertaken: schema.isOvertaken,
    onWritten: replicas?.written,
  };
  const runAsRequest = createRunAsRequest(pool, requestListeners);
  const hub = new LiveHub({
    pool,
    listenUrl: config.listenUrl ?? pool.options.connectionString ?? "",
    runAsRequest,
    logger: app.log,
    limits: config.live,
    slots: options.connectionSlots ?? new LocalSlots(),
    clockToleranceSeconds: config.clockToleranceSeconds,
  });
  const { organizations } = config.metrics;
  const metrics = new Metrics({ pool, tenants, live: hub, replicas: replicas?.states ?? [], schema, organizations });
  options.onMetrics?.(metrics);
  const explain = config.explainsSlowOperations ? createExplain(pool) : undefined;
  const slowOperations = createSlowOperationLog({ threshold: config.slowOperationMs, explain });
  app.addHook("onClose", () => slowOperations.settled());
  const listeners = [metrics.finished, slowOperations.finished];
  if (config.traces !== undefined) {
    // Loaded where it is wanted only.
    const { createTracing } = await import("./observability/tracing.ts");
    const tracing = createTracing(config.traces, app.log);
    app.addHook("onClose", () => tracing.close());
    listeners.push(tracing.finished);
  }
  await app.register(observation, { listeners, trustedProxies: config.trustedProxies });
  if (config.metrics.port === undefined) {
    await app.register(metricsRoute, {
      read: options.readMetrics ?? (() => metrics.text()),
      token: config.metrics.token,
      isOpenToThisMachine: config.isLoopback && config.environment !== "production",
    });
  }
  // Filled while the schema is built, and read when a request fails.
  const constraints = new Map<string, PublicConstraint>();
  await app.register(graphql, {
    pool,
    replicas,
    watchPool,
    production: config.environment === "test" || !config.introspection,
    introspection: config.introspection,
    graphiql: config.graphiql,
    guardsGet: config.guardsGet,
    limits: config.limits,
    tenants,
    constraints,
    persistedOperations: config.persistedOperations,
    accounts: createAccounts({ pool, issuer, allowSignUp: config.allowSignUp }),
    onRefusal,
    onBegun,
    onFlight,
    isOvertaken: schema.isOvertaken,
    observer: operationObserver,
    hub,
    findApi: async () =>
      (await options.exportedApi)?.api ?? loadExportedApi(pool, exportDirectory, config.limits.pageSize),
    onRefusedToken,
  });
  await app.register(rest, { documents: restDocuments });
  const transfers = new Transfers(config.databasePoolSize);
  app.addHook("onClose", () => transfers.settled());
  // Files take as long as they take; `Transfers` ends them.
  const times = withoutTransactions(config.limits.time);
  const transferAsRequest = createRunAsRequest(pool, { ...requestListeners, times });
  await app.register(exports, { runAsRequest: transferAsRequest, transfers, constraints });
  await app.register(imports, {
    runAsRequest: transferAsRequest,
    transfers,
    constraints,
    maximumBytes: config.importBytes,
  });
  return app;
}

/** Routes check with Zod what they are sent. What compiles JSON schemas isn't needed, and takes a while to load. */
function refuseSchema(): never {
  throw new Error("Routes have no JSON schemas here; check what comes with Zod.");
}

/** The read replicas that are configured, if any; they end with the gateway. */
async function openReplicas(app: FastifyInstance, config: Config, primary: Pool): Promise<ReadReplicas | undefined> {
  const { database, readMaximumLagMs: maximumLag } = config;
  if (database.kind === "embedded" || database.readUrls === undefined) return undefined;
  const replicas = new ReadReplicas({
    primary,
    urls: database.readUrls,
    poolSize: config.databasePoolSize,
    preparesStatements: config.preparesStatements,
    maximumLag,
    logger: app.log,
  });
  app.addHook("onClose", () => replicas.end());
  await replicas.start();
  return replicas;
}
