import type { FastifyReply } from "fastify";
import type { ExecutionResult, GraphQLError } from "graphql";
import type {} from "postgraphile";
import { RETRY_AFTER_SECONDS } from "../database-errors.ts";
import { jsonObject, publicError, rootCause } from "../mask-error.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      RetryAfterPlugin: true;
    }
  }
}

/** Their rules are no reason to try again. */
const NO_CONSTRAINTS = { constraints: new Map(), production: true };

/**
 * Tells the answer over HTTP when to try again, if something failed only because too much is done at the same time (429),
 * or if the database could not be asked for anything (503): so that proxies and clients know without reading the answer.
 */
export const RetryAfterPlugin: GraphileConfig.Plugin = {
  name: "RetryAfterPlugin",
  description: "Says when to try again what was too much at the same time, or couldn’t be done at the moment.",
  version: "1.0.0",

  grafast: {
    middleware: {
      async execute(next, { args }) {
        const result = (await next()) as ExecutionResult;
        const { reply } = args.requestContext?.fastifyv5 ?? {};
        if (result.errors?.length && reply) tell(reply, result, result.errors);
        return result;
      },
    },
  },
};

function tell(reply: FastifyReply, { data }: ExecutionResult, errors: readonly GraphQLError[]): void {
  const seconds = errors.map(retryAfterOf).find((each) => each !== undefined);
  if (seconds !== undefined) reply.code(429).header("retry-after", seconds);
  else if (isEmpty(data) && errors.every(isUnavailable)) reply.code(503).header("retry-after", RETRY_AFTER_SECONDS);
}

function retryAfterOf(error: GraphQLError): number | undefined {
  const { detail } = rootCause(error) as { detail?: string };
  const { retryAfter } = jsonObject(detail) as { retryAfter?: unknown };
  return typeof retryAfter === "number" ? retryAfter : undefined;
}

function isUnavailable(error: GraphQLError): boolean {
  return publicError(rootCause(error), NO_CONSTRAINTS)?.extensions.code === "UNAVAILABLE";
}

/** Whether nothing was answered: fields that may be null hold failures to themselves. */
function isEmpty(data: unknown): boolean {
  // The database’s JSON goes out as it is.
  const fields = typeof data === "string" ? JSON.parse(data) : data;
  return Object.values(fields ?? {}).every((value) => value === null);
}
