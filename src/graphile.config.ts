import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { expectDeparture } from "./database/abandoned-requests.ts";
import { makePgService } from "./database/adaptor.ts";
import { pgSettingsFor, transactionAccess } from "./graphile/context.ts";
import type { GatewayOptions } from "./graphile/gateway-options.ts";
import { createMaskError } from "./graphile/mask-error.ts";
import { BehaviorCachePlugin } from "./graphile/plugins/BehaviorCachePlugin.ts";
import { ConstraintsPlugin } from "./graphile/plugins/ConstraintsPlugin.ts";
import { KeptStatementsPlugin } from "./graphile/plugins/KeptStatementsPlugin.ts";
import { LivePlugin } from "./graphile/plugins/LivePlugin.ts";
import { MaskErrorsPlugin } from "./graphile/plugins/MaskErrorsPlugin.ts";
import { MutationTransactionPlugin } from "./graphile/plugins/MutationTransactionPlugin.ts";
import { SelectionLimitPlugin } from "./graphile/plugins/SelectionLimitPlugin.ts";
import { SignInPlugin } from "./graphile/plugins/SignInPlugin.ts";
import { AggregatesPreset } from "./graphile/presets/AggregatesPreset.ts";
import { ExposurePreset } from "./graphile/presets/ExposurePreset.ts";
import { FilterPreset } from "./graphile/presets/FilterPreset.ts";
import { NamingPreset } from "./graphile/presets/NamingPreset.ts";
import { PersistedOperationsPreset } from "./graphile/presets/PersistedOperationsPreset.ts";

// A document is planned once, which takes milliseconds; on a machine that is busy with other work, long ones take seconds.
const PLANNING_TIMEOUT_MS = 3_000;
const EXECUTION_TIMEOUT_MS = 30_000;
/** Room for a thousand rows; documents themselves have a limit of their own (SelectionLimitPlugin). */
const MAXIMUM_REQUEST_BYTES = 1024 * 1024;

/**
 * Assembles the GraphQL API.
 *
 * @param options - what the API needs from the gateway
 * @returns the preset for `postgraphile(…)`
 */
export function createPreset(options: GatewayOptions): GraphileConfig.Preset {
  const { pool, watchPool, production, logger, constraints = new Map(), exportSchemaPath } = options;
  const { persistedOperations = "off" } = options;
  const { contextFor, idempotencyKeyFor, departureFor, positionsFor, replicas, accounts } = options;
  const listeners = {
    onApiKeyUsed: options.onApiKeyUsed,
    onRefusal: options.onRefusal,
    onWritten: replicas?.written,
  };
  const watch = watchPool !== undefined;
  const maskError = createMaskError({ logger, production, constraints });

  return {
    extends: [
      PostGraphileAmberPreset,
      NamingPreset,
      FilterPreset,
      AggregatesPreset,
      ExposurePreset,
      PersistedOperationsPreset(persistedOperations),
    ],
    plugins: [
      BehaviorCachePlugin,
      KeptStatementsPlugin,
      ConstraintsPlugin(constraints),
      SelectionLimitPlugin,
      MaskErrorsPlugin(maskError),
      MutationTransactionPlugin(pool, listeners),
      SignInPlugin(accounts),
      LivePlugin,
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
        };
      },
      // Plans and SQL are nothing for clients.
      explain: false,
      // A request too complicated to plan is refused; the database has its own limit for each statement.
      timeouts: { planning: PLANNING_TIMEOUT_MS, execution: EXECUTION_TIMEOUT_MS },
    },
    grafserv: {
      graphqlPath: "/graphql",
      maxRequestLength: MAXIMUM_REQUEST_BYTES,
      // Queries only; mutations by GET are refused.
      graphqlOverGET: true,
      graphiqlPath: "/graphiql",
      graphiql: !production,
      // /graphql speaks GraphQL only; GraphiQL has its own address.
      graphiqlOnGraphQLGET: false,
      // They are let in by src/http/live.ts, which knows who asks.
      websockets: false,
      watch,
      // /graphql/stream is for subscribers.
      eventStreamPath: "/graphiql/stream",
      // The database's JSON goes out as it is.
      outputDataAsString: true,
      maskError,
    },
    schema: {
      // A part of the API that can't be built stops the start instead of being left out.
      dontSwallowErrors: true,
      // Functions that return rows return no null rows, so lists have no holes.
      pgForbidSetofFunctionsToReturnNull: true,
      // Sorted, so that a difference between two exports is a difference between two APIs.
      ...(exportSchemaPath !== undefined && { exportSchemaSDLPath: exportSchemaPath, sortExport: true }),
    },
  };
}
