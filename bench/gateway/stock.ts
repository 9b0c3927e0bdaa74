import { registerHooks } from "node:module";
import { Pool } from "pg";
import { StockClient } from "./stock-adaptor.ts";

const OURS = new URL("../../src/database/adaptor.ts", import.meta.url).href;
const STOCK = new URL("stock-adaptor.ts", import.meta.url).href;

/** Lets whatever is imported from now on find PostGraphile's own adaptor where ours is. */
export function installStockAdaptor(): void {
  // Mutations hand statements over all at once, as to a connection that pipelines, which pg warns of.
  process.noDeprecation = true;
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      return found.url === OURS ? { ...found, url: STOCK } : found;
    },
  });
}

/**
 * Makes the pool that goes with it, which sends a statement when the one before it is answered.
 *
 * @param connectionString - of the authenticator
 * @param size - connections at most
 * @returns the pool
 */
export function createStockPool(connectionString: string, size: number): Pool {
  return new Pool({ connectionString, max: size, idleTimeoutMillis: 60_000, Client: StockClient });
}
