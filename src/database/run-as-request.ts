import type { Pool } from "pg";
import { pgSettingsFor, type RequestIdentity, type TransactionAccess } from "../graphile/context.ts";
import { createRequestWithPgClient } from "./adaptor.ts";
import type { RequestListeners } from "./request-transaction.ts";

/** Runs statements within the transaction of a request. */
export interface RequestClient {
  query<Row>(options: { text: string; values?: unknown[] }): Promise<{ readonly rows: readonly Row[] }>;
}

/** Runs something in a transaction of its own, as the person who asks; commits it, or undoes it when that throws. */
export type RunAsRequest = <Result>(
  identity: RequestIdentity,
  access: TransactionAccess,
  work: (client: RequestClient) => Promise<Result>,
) => Promise<Result>;

/**
 * Lets routes beside GraphQL use the transactions of requests.
 *
 * @param pool - connections as the authenticator
 * @param listeners - who hears of keys that were accepted and of requests that were refused
 * @returns a function that begins a transaction exactly as the operations of GraphQL do
 */
export function createRunAsRequest(pool: Pool, listeners: RequestListeners): RunAsRequest {
  const withPgClient = createRequestWithPgClient(pool, listeners);
  return (identity, access, work) =>
    withPgClient(pgSettingsFor(identity, access), (client) =>
      work({ query: async ({ text, values = [] }) => client.query({ text, values }) }),
    );
}
