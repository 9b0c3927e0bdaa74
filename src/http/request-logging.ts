import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import { type FastifyError, type FastifyRequest, type FastifyServerOptions, LogController } from "fastify";
import fp from "fastify-plugin";
import { type Logger, pino } from "pino";
import type { Config } from "../config/environment.ts";
import { currentOperation } from "./request-context.ts";

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Takes the lines of a log, one at a time. */
export interface LogStream {
  write(line: string): void;
}

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * The options of `fastify()` that concern the log and the request ids.
 *
 * JSON lines, or coloured ones when a person is watching. An address is logged without its query, credentials are
 * not logged at all. A caller's `X-Request-Id` is kept when it is harmless, so that one id runs through all services.
 */
export function loggingOptions(config: Pick<Config, "logLevel">, stream?: LogStream) {
  return {
    logger: {
      level: config.logLevel,
      redact: {
        paths: ["", "req.", "request."].flatMap((parent) =>
          ["authorization", "cookie", '["x-api-key"]'].map((name) =>
            name.startsWith("[") ? `${parent}headers${name}` : `${parent}headers.${name}`,
          ),
        ),
        remove: true,
      },
      // A line that is written while somebody is served says for which organization.
      mixin: () => {
        const organization = currentOperation()?.organization;
        return organization === undefined ? {} : { organization };
      },
      serializers: {
        req: (request: FastifyRequest) => ({
          method: request.method,
          path: request.url.split("?", 1)[0],
          address: request.ip,
        }),
        // Errors of libraries carry whole connections and statements with them: only what explains them is logged.
        err: ({ name, message, stack = "", code }: FastifyError) => ({ type: name, message, stack, code }),
      },
      ...(stream !== undefined
        ? { stream }
        : process.stdout.isTTY && isInstalled("pino-pretty")
          ? { transport: { target: "pino-pretty", options: { ignore: "pid,hostname", translateTime: "HH:MM:ss" } } }
          : {}),
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

/**
 * Makes a log of its own, for what happens beside any gateway.
 *
 * @param config - the level
 * @returns the log, whose lines look like those of a gateway
 */
export function createLog(config: Pick<Config, "logLevel">): Logger {
  return pino(loggingOptions(config).logger);
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
