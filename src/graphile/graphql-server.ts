import type { FastifyReply, FastifyRequest } from "fastify";
import type { GrafservConfig, Result } from "postgraphile/grafserv";
import { FastifyGrafserv } from "postgraphile/grafserv/fastify/v5";
import type { ErrorCode } from "./database-errors.ts";

interface ResponseBody {
  errors?: { extensions?: { code?: string; statusCode?: number } }[];
}

/** Refusals at the level of HTTP (media types, malformed bodies) pass no plugin, so they get their code here. */
class GraphqlServer extends FastifyGrafserv {
  override async send(request: FastifyRequest, reply: FastifyReply, result: Result | null) {
    if (result?.type === "json" && result.statusCode >= 400) {
      for (const error of (result.json as ResponseBody).errors ?? []) {
        error.extensions = { code: codeOf(result.statusCode), ...error.extensions };
        delete error.extensions.statusCode;
      }
    }
    return super.send(request, reply, result);
  }
}

function codeOf(statusCode: number): ErrorCode {
  if (statusCode === 503) return "UNAVAILABLE";
  return statusCode >= 500 ? "INTERNAL" : "BAD_USER_INPUT";
}

/**
 * Makes the GraphQL server for Fastify 5; stands in for the function of the same name in
 * `postgraphile/grafserv/fastify/v5`.
 *
 * @param config - what `createServ` of PostGraphile passes
 * @returns the server, whose `addTo` adds the routes
 */
export function grafserv(config: GrafservConfig): FastifyGrafserv {
  const server = new GraphqlServer(config);
  // Ends listening for changes of the schema; the pools are not the server's.
  server.onRelease(async () => {
    for (const service of server.resolvedPreset.pgServices ?? []) await service.release?.();
  });
  return server;
}
