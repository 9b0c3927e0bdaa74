import { Client, type Pool, type QueryConfig } from "pg";
import type { PgAdaptorMakePgServiceOptions } from "postgraphile/adaptors/pg";
import { createWithPgClient, makePgService as makeStockPgService } from "postgraphile/adaptors/pg";
import type { RequestListeners } from "../../src/database/request-transaction.ts";

/*
 * Stands in for src/database/adaptor.ts: PostGraphile's own adaptor, for comparison.
 */

const SETTING_SETTINGS = /^select set_config\(el->>0, el->>1, true\)/;
const BEGIN_REQUEST = "select set_config('role', app_private.begin_request($1::jsonb), true)";

/**
 * A connection on which the stock adaptor begins requests of ours: where it sends the settings of a transaction, the call
 * that looks them up goes instead. The number of statements and of round trips stays its own.
 */
export class StockClient extends Client {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg
  override query(query: any, ...more: any[]): any {
    const { text, values } = query as QueryConfig;
    if (text === undefined || !SETTING_SETTINGS.test(text)) return super.query(query, ...more);
    const settings = Object.fromEntries(JSON.parse(String(values?.[0])));
    return super.query({ text: BEGIN_REQUEST, values: [settings["tenantry.request"]] });
  }
}

/** In the place of the function of this name in src/database/adaptor.ts. */
export function createRequestWithPgClient(pool: Pool) {
  return createWithPgClient({ pool });
}

/** In the place of the function of this name in src/database/adaptor.ts. */
export function makePgService({
  onApiKeyUsed: _,
  onRefusal: __,
  ...options
}: PgAdaptorMakePgServiceOptions & RequestListeners) {
  return makeStockPgService(options);
}
