import type { Pool } from "pg";
import type { WithPgClient } from "postgraphile/@dataplan/pg";
import type { NodePostgresPgClient, PgAdaptorMakePgServiceOptions } from "postgraphile/adaptors/pg";
import { createWithPgClient, makePgService as makeStockPgService } from "postgraphile/adaptors/pg";
import { RememberedScopes } from "./owned-rows.ts";
import { ReadClient } from "./read-client.ts";
import type { ReadReplicas } from "./read-replicas.ts";
import { type RequestListeners, RequestTransaction, type Settings } from "./request-transaction.ts";

type PgServiceConfiguration = GraphileConfig.PgServiceConfiguration<"@dataplan/pg/adaptors/pg">;

/**
 * Makes the `withPgClient` of PostGraphile whose every use is a transaction of its own; those of a mutation share one
 * (src/database/mutation-transaction.ts).
 *
 * @param pool - connections as the authenticator, with `pipeline: true`
 * @param listeners - who hears of keys that were accepted and of requests that were refused
 * @returns a function that takes the settings of `pgSettingsFor` (null: no transaction, as the authenticator) and a
 *   callback; it gives what the callback gives, after the commit when the transaction may write
 * @throws Error when the pool does not pipeline
 */
export function createRequestWithPgClient(
  pool: Pool,
  listeners: RequestListeners = {},
): WithPgClient<NodePostgresPgClient> {
  if (!pool.options.pipeline) throw new Error("The pool of the gateway needs `pipeline: true`.");
  const withPlainClient = createWithPgClient({ pool });

  return async (pgSettings, callback) => {
    if (!pgSettings) return withPlainClient(null, callback);
    const transaction = await RequestTransaction.open(pool, pgSettings, listeners);
    const result = await transaction.run(callback).catch((error) => {
      void transaction.rollback();
      throw error;
    });
    await transaction.commit();
    return result;
  };
}

/**
 * Makes the `withPgClient` of PostGraphile whose reads begin a request and do nothing else beside it: see
 * {@link ReadClient}. What may write has transactions of {@link createRequestWithPgClient}.
 *
 * @param pool - connections as the authenticator, with `pipeline: true`
 * @param listeners - who hears of keys that were accepted and of requests that were refused
 * @param replicas - where reads go that may, if there are any
 * @returns a function that takes the settings of `pgSettingsFor` and a callback; it gives what the callback gives
 * @throws Error when the pool does not pipeline
 */
export function createOperationWithPgClient(
  pool: Pool,
  listeners: RequestListeners = {},
  replicas?: ReadReplicas,
): WithPgClient<NodePostgresPgClient> {
  const withTransactionClient = createRequestWithPgClient(pool, listeners);
  const scopes = scopesOf(pool);
  // Operations hand the same settings to each of their reads.
  const readers = new WeakMap<Settings, ReadClient>();
  return async (pgSettings, callback) => {
    if (pgSettings?.["tenantry.access"] !== "read only") return withTransactionClient(pgSettings, callback);
    let reader = readers.get(pgSettings);
    if (reader === undefined) {
      reader = new ReadClient(pool, pgSettings, listeners, scopes, withTransactionClient, replicas);
      readers.set(pgSettings, reader);
    }
    return callback(reader as unknown as NodePostgresPgClient);
  };
}

/** PostGraphile makes a new `withPgClient` whenever none has been used for a while. */
const rememberedBy = new WeakMap<Pool, RememberedScopes>();

function scopesOf(pool: Pool): RememberedScopes {
  const scopes = rememberedBy.get(pool) ?? new RememberedScopes();
  rememberedBy.set(pool, scopes);
  return scopes;
}

function adaptorFor(listeners: RequestListeners, replicas?: ReadReplicas): PgServiceConfiguration["adaptor"] {
  return {
    createWithPgClient: (settings, variant) =>
      variant !== "SUPERUSER" && settings?.pool
        ? createOperationWithPgClient(settings.pool, listeners, replicas)
        : createWithPgClient(settings, variant),
    makePgService,
  };
}

/**
 * Describes our database to PostGraphile, as the function of the same name in `postgraphile/adaptors/pg` does.
 *
 * @param options - the options of the stock function, of which `pool` is required; who hears of requests, and
 *   where reads go that may
 * @returns the service, which uses {@link createOperationWithPgClient}
 */
export function makePgService({
  onApiKeyUsed,
  onRefusal,
  tenants,
  onBegun,
  onFlight,
  isOvertaken,
  times,
  onWritten,
  replicas,
  ...options
}: PgAdaptorMakePgServiceOptions & RequestListeners & { replicas?: ReadReplicas | undefined }): PgServiceConfiguration {
  const listeners = { onApiKeyUsed, onRefusal, tenants, onBegun, onFlight, isOvertaken, times, onWritten };
  return { ...makeStockPgService(options), adaptor: adaptorFor(listeners, replicas) };
}
