import { createRequire } from "node:module";
import type { FastifyError, FastifyRequest } from "fastify";
import { type Logger, type LoggerOptions, pino } from "pino";
import type { Config } from "../config/environment.ts";

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
 * The options of all logs: JSON lines, or coloured ones when a person is watching. An address is logged without its query,
 * credentials are not logged at all.
 *
 * @param config - the level
 * @param stream - takes the lines; they go to the standard output unless told
 */
export function logOptions({ logLevel }: Pick<Config, "logLevel">, stream?: LogStream) {
  return {
    level: logLevel,
    redact: {
      paths: ["", "req.", "request."].flatMap((parent) =>
        ["authorization", "cookie", '["x-api-key"]'].map((name) =>
          name.startsWith("[") ? `${parent}headers${name}` : `${parent}headers.${name}`,
        ),
      ),
      remove: true,
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
  } satisfies LoggerOptions & { readonly stream?: LogStream };
}

/**
 * Makes a log of its own, for what happens beside any gateway.
 *
 * @param config - the level
 * @returns the log, whose lines look like those of a gateway
 */
export function createLog(config: Pick<Config, "logLevel">): Logger {
  return pino(logOptions(config));
}
