import { getOperationAST } from "graphql";
import { PgContextPlugin } from "postgraphile/@dataplan/pg";
import { DEFAULT_LIMITS } from "../config/limits.ts";
import type { TimeLimits } from "../config/time-limits.ts";
import { expectDeparture } from "../database/abandoned-requests.ts";
import { makePgService } from "../database/adaptor.ts";
import { pgSettingsFor, transactionAccess } from "./context.ts";
import type { GatewayOptions } from "./gateway-options.ts";
import { createMaskError } from "./mask-error.ts";
import { CostLimitPlugin } from "./plugins/CostLimitPlugin.ts";
import { DocumentLimitsPlugin } from "./plugins/DocumentLimitsPlugin.ts";
import { IntrospectionPlugin } from "./plugins/IntrospectionPlugin.ts";
import { KeptDocumentsPlugin } from "./plugins/KeptDocumentsPlugin.ts";
import { KeptPlansPlugin } from "./plugins/KeptPlansPlugin.ts";
import { KeptStatementsPlugin } from "./plugins/KeptStatementsPlugin.ts";
import { LiveOperationsPlugin } from "./plugins/LiveOperationsPlugin.ts";
import { LoneSignInPlugin } from "./plugins/LoneSignInPlugin.ts";
import { MaskErrorsPlugin } from "./plugins/MaskErrorsPlugin.ts";
import { MutationTransactionPlugin } from "./plugins/MutationTransactionPlugin.ts";
import { ObservationPlugin, observedMaskError } from "./plugins/ObservationPlugin.ts";
import { RetryAfterPlugin } from "./plugins/RetryAfterPlugin.ts";
import { PersistedOperationsPreset } from "./presets/PersistedOperationsPreset.ts";
import { readTimesAsText } from "./times.ts";

// A document is planned once, which takes milliseconds; on a machine that is busy with other work, long ones take seconds.
const PLANNING_TIMEOUT_MS = 3_000;
/** For operations that read one thing after the other; transactions have times of their own, and end before. */
const EXECUTION_TIMEOUT_MS = 30_000;
const MARGIN_MS = 5_000;

/**
 * Assembles what carries operations out, whether their schema is built or was exported. It needs nothing of what builds
 * a schema, which takes a while to load.
 *
 * @param options - what the API needs from the gateway
 * @returns the preset for `grafserv(…)`
 */
export function createExecutionPreset(options: GatewayOptions): GraphileConfig.Preset {
  const { pool, watchPool, production, logger, constraints = new Map() } = options;
  const { persistedOperations = "off", limits = DEFAULT_LIMITS, introspection = true, graphiql = false } = options;
  const { contextFor, idempotencyKeyFor, accounts, tenants, onBegun, onFlight, observer } = options;
  const { departureFor, positionsFor, replicas } = options;
  const listeners = {
    onApiKeyUsed: options.onApiKeyUsed,
    onRefusal: options.onRefusal,
    tenants,
    onBegun,
    onFlight,
    isOvertaken: options.isOvertaken,
    times: limits.time,
    onWritten: replicas?.written,
  };
  const watch = watchPool !== undefined;
  const maskError = observedMaskError(createMaskError({ logger, production, constraints }), observer);
  readTimesAsText();

  return {
    extends: [PersistedOperationsPreset(persistedOperations)],
    plugins: [
      PgContextPlugin,
      KeptDocumentsPlugin,
      KeptPlansPlugin(),
      KeptStatementsPlugin,
      DocumentLimitsPlugin(limits.document),
      CostLimitPlugin(limits),
      RetryAfterPlugin,
      ...(introspection ? [] : [IntrospectionPlugin]),
      MaskErrorsPlugin(maskError),
      MutationTransactionPlugin(pool, listeners),
      LoneSignInPlugin,
      LiveOperationsPlugin,
      ...(observer ? [ObservationPlugin(observer)] : []),
    ],
    pgServices: [
      makePgService({
        // As the authenticator, so that grants shape the API.
        pool,
        ...listeners,
        replicas,
        ...(watch && { superuserPool: watchPool }),
        schemas: ["app_public"],
        // Nothing but watching listens.
        pubsub: watch,
      }),
    ],
    grafast: {
      // Who asks, and whether the operation may write, is all that a transaction depends on.
      context: (requestContext, { document, operationName }) => {
        const { live } = requestContext;
        const operation = getOperationAST(document, operationName);
        observer?.operation(operation?.operation, operation?.name?.value);
        const identity = live?.identity ?? contextFor(requestContext);
        const pgSettings = pgSettingsFor(identity, transactionAccess(document, operationName));
        if (departureFor && !live) expectDeparture(pgSettings, departureFor(requestContext));
        // What is read for subscribers was announced by the primary, and may be on no replica yet.
        if (replicas && positionsFor && !live) replicas.admit(pgSettings, identity, positionsFor(requestContext));
        return {
          identity,
          pgSettings,
          idempotencyKey: live ? live.idempotencyKey : idempotencyKeyFor?.(requestContext),
          live: live?.source,
          accounts,
        };
      },
      // Plans and SQL are nothing for clients.
      explain: false,
      // A request too complicated to plan is refused; the database has its own limit for each statement.
      timeouts: { planning: PLANNING_TIMEOUT_MS, execution: executionTimeout(limits.time) },
    },
    grafserv: {
      graphqlPath: "/graphql",
      // Room for a thousand rows; documents themselves have limits of their own.
      maxRequestLength: limits.bodyBytes,
      // Queries only; mutations by GET are refused.
      graphqlOverGET: true,
      graphiqlPath: "/graphiql",
      graphiql,
      // /graphql speaks GraphQL only; GraphiQL has its own address.
      graphiqlOnGraphQLGET: false,
      // They are let in by src/http/live.ts, which knows who asks.
      websockets: false,
      watch,
      // /graphql/stream is for subscribers.
      eventStreamPath: "/graphiql/stream",
      // The database's JSON goes out as it is.
      outputDataAsString: true,
      // KeptDocumentsPlugin keeps them.
      parseAndValidateCacheSize: 0,
      maskError,
    },
  };
}

function executionTimeout({ anonymous, client, member, service }: TimeLimits): number {
  const seconds = [anonymous, client, member, service].map(({ transactionSeconds = 0 }) => transactionSeconds);
  return Math.max(EXECUTION_TIMEOUT_MS, Math.max(...seconds) * 1_000 + MARGIN_MS);
}
