import type { FastifyInstance, FastifyRequest } from "fastify";
import { exceeded } from "../graphile/limit-exceeded.ts";
import { RequestError } from "./request-error.ts";

/** Pages of other origins can't send any of these without asking first, whatever their values. */
const SENT_BY_CLIENTS = ["x-requested-with", "graphql-require-preflight", "apollo-require-preflight"];

/** Media types that forms can have, which a page of another origin may send without asking. */
const OF_FORMS = /^\s*(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)\b/i;

/**
 * Adds what is asked of requests for GraphQL before anything is made of them: one operation each, and by GET none that a
 * page of another origin could have sent in the name of whoever looks at it.
 *
 * @param app - the gateway, before its routes
 * @param guardsGet - whether a document by GET has to come with a header that clients send and pages can't
 */
export function checkGraphqlRequests(app: FastifyInstance, guardsGet: boolean): void {
  if (guardsGet) app.addHook("onRequest", requireClient);
  app.addHook("preHandler", refuseBatch);
}

async function requireClient({ method, headers, routeOptions, query }: FastifyRequest): Promise<void> {
  if (routeOptions.url !== "/graphql" || method !== "GET" || headers.upgrade !== undefined) return;
  // What is sent by hash is ours, and changes nothing.
  if ((query as { query?: unknown }).query === undefined) return;
  const type = headers["content-type"];
  if ((type !== undefined && !OF_FORMS.test(type)) || SENT_BY_CLIENTS.some((name) => headers[name] !== undefined))
    return;
  throw new RequestError(403, "FORBIDDEN", "Send documents by POST, as application/json.", {
    hint: "For GET, add the header GraphQL-Require-Preflight: 1, or send the hash of a published operation.",
  });
}

async function refuseBatch({ routeOptions, body }: FastifyRequest): Promise<void> {
  if (routeOptions.url?.startsWith("/graphql") !== true || !Array.isArray(body) || body.length < 2) return;
  const message = "A request has one operation: send each with a request of its own.";
  throw new RequestError(400, "LIMIT_EXCEEDED", message, exceeded("batch", 1, body.length));
}
