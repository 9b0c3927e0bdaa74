import { SafeError } from "postgraphile/grafast";
import type {} from "postgraphile/grafserv";
import { hashIn, type PersistedOperationsMode } from "../persisted-operations.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      PersistedOperationsPlugin: true;
    }
  }
}

const REFUSED = 400;

/**
 * Refuses what isn't to be run, with the words that clients of persisted queries know, before PersistedPlugin of
 * `@grafserv/persisted` puts the text in the place of the hash. That one prints requests it can't use, passwords and
 * all: none of these reach it. Grafserv asks both on every way that operations come in.
 *
 * @param mode - what is done with hashes
 * @param operations - the texts by hash
 * @returns the plugin
 */
export function PersistedOperationsPlugin(
  mode: PersistedOperationsMode,
  operations: ReadonlyMap<string, string>,
): GraphileConfig.Plugin {
  return {
    name: "PersistedOperationsPlugin",
    description: "Says which requests may be sent by hash, by text, or not at all.",
    version: "1.0.0",
    before: ["PersistedPlugin"],

    grafserv: {
      middleware: {
        processGraphQLRequestBody(next, { body }) {
          const hash = hashIn(body);
          if (hash !== undefined && mode !== "off" && operations.has(hash)) return next();
          if (typeof body.query !== "string") throw missing(hash, mode);
          if (mode === "only") {
            throw refusal("PERSISTED_OPERATION_ONLY", "Only published operations are run here.", {
              hint: "Put the document into graphql/operations, run npm run graphql:codegen, and send its hash.",
            });
          }
          // A hash that is of no use here is none for the plugins that follow, either.
          delete body.documentId;
          delete body.id;
          const { extensions } = body as { extensions?: { persistedQuery?: unknown } };
          delete extensions?.persistedQuery;
          return next();
        },
      },
    },
  };
}

function missing(hash: string | undefined, mode: PersistedOperationsMode): SafeError {
  if (hash === undefined) {
    const message = mode === "only" ? "The hash of an operation is missing." : "The text of the operation is missing.";
    return refusal(mode === "only" ? "PERSISTED_OPERATION_ONLY" : "BAD_USER_INPUT", message);
  }
  // urql knows these by their messages, Apollo by their codes.
  if (mode === "off") {
    return refusal("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported", { hint: "Send the text." });
  }
  return refusal("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound", {
    hint: mode === "only" ? "This operation isn’t published here." : "Send the text along.",
  });
}

function refusal(code: string, message: string, more: { hint?: string } = {}): SafeError {
  return new SafeError(message, { code, ...more, statusCode: REFUSED });
}
