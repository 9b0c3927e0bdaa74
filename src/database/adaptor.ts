import type { Pool, PoolClient } from "pg";
import type { WithPgClient } from "postgraphile/@dataplan/pg";
import type { NodePostgresPgClient, PgAdaptorMakePgServiceOptions } from "postgraphile/adaptors/pg";
import {
  createWithPgClient,
  makePgService as makeStockPgService,
  makeWithPgClientViaPgClientAlreadyInTransaction,
} from "postgraphile/adaptors/pg";
import type { TransactionAccess } from "../graphile/context.ts";

type PgServiceConfiguration = GraphileConfig.PgServiceConfiguration<"@dataplan/pg/adaptors/pg">;

/** Identity, membership and permissions are looked up, and the role is switched, in this one call. */
const BEGIN_REQUEST = {
  name: "tenantry_begin_request",
  text: "select set_config('role', app_private.begin_request($1::jsonb), true)",
};

/** Is told the SQLSTATE with which `begin_request` refused, and its argument, in JSON. */
export type OnRefusal = (code: unknown, request: string) => void;

/** Who hears how requests begin. */
export interface RequestListeners {
  /** Hears the digest of each API key that `begin_request` has accepted. */
  readonly onApiKeyUsed?: ((digest: string) => void) | undefined;
  readonly onRefusal?: OnRefusal | undefined;
}

/**
 * Makes the `withPgClient` of PostGraphile whose every use is one transaction:
 * begin, `app_private.begin_request`, the SQL of the callback, commit.
 *
 * The first three travel together, in one flight. That is safe because PostgreSQL runs them in order and refuses
 * everything after the first failure in a transaction (25P02); the first failure is the one reported. Whoever gets the
 * connection next finds nothing of it: settings and role are local to the transaction.
 *
 * @param pool - connections as the authenticator, with `pipeline: true`
 * @param listeners - who hears of keys that were accepted and of requests that were refused
 * @returns a function that takes the settings of `pgSettingsFor` (null: no transaction, as the authenticator) and a
 *   callback; it gives what the callback gives, after the commit when the transaction may write
 * @throws Error when the pool does not pipeline
 */
export function createRequestWithPgClient(
  pool: Pool,
  { onApiKeyUsed, onRefusal }: RequestListeners = {},
): WithPgClient<NodePostgresPgClient> {
  if (!pool.options.pipeline) throw new Error("The pool of the gateway needs `pipeline: true`.");
  const withPlainClient = createWithPgClient({ pool });
  // The transactions of one operation share its settings, and are refused alike: that is told once.
  const refused = new WeakSet<object>();

  return async (pgSettings, callback) => {
    if (!pgSettings) return withPlainClient(null, callback);
    const request = pgSettings["tenantry.request"];
    if (request === undefined) throw new Error("The settings of a request must come from pgSettingsFor.");
    const access: TransactionAccess = pgSettings["tenantry.access"] === "read write" ? "read write" : "read only";

    const client = await pool.connect();
    // Losing the connection fails the statements under way, which report it; unheard, the event would end the process.
    client.on("error", ignore);
    const opening = Promise.all([
      client.query(`begin ${access}`),
      client.query({ ...BEGIN_REQUEST, values: [request] }),
    ]);
    opening.then(() => {
      const { apiKeyDigest } = credentialsOf(request);
      if (apiKeyDigest !== undefined) onApiKeyUsed?.(apiKeyDigest);
    }, ignore);
    // The stock client inside a transaction of ours brings prepared statements, notices and savepoints.
    const work = makeWithPgClientViaPgClientAlreadyInTransaction(client, true)(null, callback);

    // In the order of the statements: what fails first is the reason for whatever fails after it.
    const failed = (await Promise.allSettled([opening, work])).find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") {
      endTransaction(client, "rollback").catch(ignore);
      await opening.catch((error: { code?: unknown }) => {
        if (!refused.has(pgSettings)) onRefusal?.(error.code, request);
        refused.add(pgSettings);
      });
      throw asAnswerToAnonymous(failed.reason, request);
    }
    const ending = endTransaction(client, "commit");
    // Nothing can be lost at the end of a read, so its answer does not wait.
    if (access === "read only") ending.catch(ignore);
    else if ((await ending) !== "COMMIT")
      throw new Error("A failed transaction was rolled back where it should commit.");
    return work;
  };
}

/** With what a request proves who asks. */
function credentialsOf(request: string): { claims: object | null; apiKeyDigest?: string } {
  return JSON.parse(request);
}

/** What a visitor without a token may not do, they may do once signed in: that says more than a missing privilege. */
function asAnswerToAnonymous(error: { code?: unknown }, request: string): unknown {
  if (error.code !== "42501") return error;
  const { claims, apiKeyDigest } = credentialsOf(request);
  if (claims !== null || apiKeyDigest !== undefined) return error;
  const answer = new Error("This needs a token: send it as Authorization: Bearer, a token.");
  return Object.assign(answer, { code: "TN401", severity: "ERROR" });
}

/** Ends the transaction and gives the connection back; a connection that cannot do so is closed. */
async function endTransaction(client: PoolClient, statement: "commit" | "rollback"): Promise<string> {
  try {
    const { command } = await client.query(statement);
    client.release();
    return command;
  } catch (error) {
    client.release(true);
    throw error;
  } finally {
    client.off("error", ignore);
  }
}

function ignore(): void {}

function adaptorFor(listeners: RequestListeners): PgServiceConfiguration["adaptor"] {
  return {
    createWithPgClient: (settings, variant) =>
      variant !== "SUPERUSER" && settings?.pool
        ? createRequestWithPgClient(settings.pool, listeners)
        : createWithPgClient(settings, variant),
    makePgService,
  };
}

/**
 * Describes our database to PostGraphile, as the function of the same name in `postgraphile/adaptors/pg` does.
 *
 * @param options - the options of the stock function, of which `pool` is required; and who hears of requests
 * @returns the service, which uses transactions of {@link createRequestWithPgClient}
 */
export function makePgService({
  onApiKeyUsed,
  onRefusal,
  ...options
}: PgAdaptorMakePgServiceOptions & RequestListeners): PgServiceConfiguration {
  return { ...makeStockPgService(options), adaptor: adaptorFor({ onApiKeyUsed, onRefusal }) };
}
