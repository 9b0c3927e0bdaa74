import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type FastifyServerOptions, LogController } from "fastify";
import fp from "fastify-plugin";
import type { Config } from "../config/environment.ts";
import { type LogStream, logOptions } from "../observability/log.ts";
import { currentOperation } from "./request-context.ts";

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * The options of `fastify()` that concern the log and the request ids. A caller's `X-Request-Id` is kept when it is
 * harmless, so that one id runs through all services.
 *
 * @param config - the level
 * @param stream - takes the lines; they go to the standard output unless told
 */
export function loggingOptions(config: Pick<Config, "logLevel">, stream?: LogStream) {
  return {
    logger: {
      ...logOptions(config, stream),
      // A line that is written while somebody is served says for which organization.
      mixin: () => {
        const organization = currentOperation()?.organization;
        return organization === undefined ? {} : { organization };
      },
    },
    requestIdHeader: false,
    genReqId: ({ headers }: IncomingMessage) => {
      const id = headers["x-request-id"];
      return typeof id === "string" && REQUEST_ID.test(id) ? id : randomUUID();
    },
    // One line per request, below, instead of two.
    logController: new LogController({ disableRequestLogging: true }),
  } satisfies FastifyServerOptions;
}

/** Answers the request id, and writes one line for each finished request. */
export default fp(
  async (app) => {
    app.addHook("onRequest", (request, reply, done) => {
      reply.header("x-request-id", request.id);
      done();
    });
    app.addHook("onResponse", (request, reply, done) => {
      const level = request.url.startsWith("/ruru-static/") ? "debug" : "info";
      request.log[level](
        {
          req: request,
          statusCode: reply.statusCode,
          milliseconds: Math.round(reply.elapsedTime),
          organization: request.operation?.organization,
          operation: request.operation?.name,
        },
        "request",
      );
      done();
    });
  },
  { name: "request-logging" },
);
