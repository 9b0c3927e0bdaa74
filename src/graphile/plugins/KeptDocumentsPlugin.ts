import { getHeapStatistics } from "node:v8";
import type {} from "postgraphile";
import type {} from "postgraphile/grafserv";
import type { ValidationResult } from "../after-validation.ts";
import { WeighedCache } from "../weighed-cache.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      KeptDocumentsPlugin: true;
    }
  }
}

/** Of the memory that the process may use. */
const SHARE = 1 / 16;
/** What a character comes to once it is parsed, at most: documents of nothing but short names. */
const BYTES_PER_CHARACTER = 256;

/**
 * Keeps what parsing and validating came to, by the memory that it takes. Grafserv would keep 500 of any size, which
 * whoever sends ever new documents, without a token, could fill the memory with.
 *
 * Stands before all plugins that have a say in documents, whose say is not kept here.
 */
export const KeptDocumentsPlugin: GraphileConfig.Plugin = {
  name: "KeptDocumentsPlugin",
  description: "Bounds the memory of documents that were parsed and validated.",
  version: "1.0.0",

  grafserv: {
    middleware: {
      setPreset(next, event) {
        const { getExecutionConfig } = event;
        /** By the function that a schema is validated with: another schema has another. */
        const known = new WeakMap<object, (query: string) => ValidationResult>();
        event.getExecutionConfig = async function getKeepingExecutionConfig(requestContext) {
          const config = await getExecutionConfig.call(this, requestContext);
          let parseAndValidate = known.get(config.parseAndValidate);
          if (parseAndValidate === undefined) {
            parseAndValidate = keeping(config.parseAndValidate);
            known.set(config.parseAndValidate, parseAndValidate);
          }
          return { ...config, parseAndValidate };
        };
        return next();
      },
    },
  },
};

function keeping(parseAndValidate: (query: string) => ValidationResult): (query: string) => ValidationResult {
  const cache = new WeighedCache<ValidationResult>(getHeapStatistics().heap_size_limit * SHARE);
  return (query) => {
    const kept = cache.get(query);
    if (kept !== undefined) return kept;
    const result = parseAndValidate(query);
    cache.set(query, result, query.length * BYTES_PER_CHARACTER);
    return result;
  };
}
