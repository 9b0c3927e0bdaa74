import type { ExecutionResult } from "graphql";
import type {} from "postgraphile";
import { jsonObject, rootCause } from "../mask-error.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      RetryAfterPlugin: true;
    }
  }
}

/**
 * Tells the answer over HTTP when to try again, if something failed only because too much is done at the same time. The
 * status follows from that header (graphql-server.ts), so that proxies and clients know without reading the answer.
 */
export const RetryAfterPlugin: GraphileConfig.Plugin = {
  name: "RetryAfterPlugin",
  description: "Says when to try again what was too much at the same time.",
  version: "1.0.0",

  grafast: {
    middleware: {
      async execute(next, { args }) {
        const result = (await next()) as ExecutionResult;
        for (const error of result.errors ?? []) {
          const { detail } = rootCause(error) as { detail?: string };
          const { retryAfter } = jsonObject(detail) as { retryAfter?: unknown };
          const { reply } = args.requestContext?.fastifyv5 ?? {};
          if (typeof retryAfter === "number") reply?.header("retry-after", retryAfter);
        }
        return result;
      },
    },
  },
};
