import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { ORGANIZATION_REFERENCE } from "../authentication/issuers.ts";
import { type ErrorCode, RETRY_AFTER_SECONDS } from "../graphile/database-errors.ts";
import type { OperationError } from "../graphile/run-operation.ts";
import { bodyOf, headersOf, NO_ANSWER } from "../rest/answer.ts";
import { openApiOf } from "../rest/openapi/document.ts";
import { ORGANIZATION_PARAMETER, readRoutes } from "../rest/read-routes.ts";
import { type RouteInput, textsOf, variablesFor } from "../rest/request-variables.ts";
import type { RestRoute } from "../rest/route.ts";
import { RequestError } from "./request-error.ts";
import { statusOf } from "./status.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

export interface RestOptions {
  /** The folder of the documents; graphql/rest unless given. */
  readonly documents?: URL | undefined;
}

/**
 * The routes of graphql/rest, each answered from its document, and their description as OpenAPI. They are read before
 * the gateway listens; a document that can’t be a route stops the start.
 */
export default fp<RestOptions>(
  async (app, { documents }) => {
    const { schema } = app.graphqlApi;
    const routes = await readRoutes(schema, documents);
    for (const base of new Set(routes.map((route) => route.base))) {
      const text = JSON.stringify(
        openApiOf(
          schema,
          base,
          routes.filter((route) => route.base === base),
        ),
      );
      app.get(`${base}/openapi.json`, async (_request, reply) =>
        reply.type("application/json; charset=utf-8").header("cache-control", "no-cache").send(text),
      );
    }
    for (const route of routes) addRoute(app, route);
    for (const path of new Set(routes.map((route) => route.path))) {
      const allowed = routes.filter((route) => route.path === path).map(({ method }) => method);
      refuseOthers(app, path, allowed);
    }
  },
  { name: "rest", dependencies: ["authentication", "error-handler", "graphql"] },
);

/** `/contacts/{id}` as Fastify writes it. */
function fastifyPath(path: string): string {
  return path.replace(/\{([^}]*)\}/g, ":$1");
}

function addRoute(app: FastifyInstance, route: RestRoute): void {
  app.route({
    method: route.method,
    url: fastifyPath(route.path),
    onRequest: [app.authenticate, chooseOrganization, ...(route.method === "DELETE" ? [takeNoBodyAsNone] : [])],
    handler: (request, reply) => answer(app, route, request, reply),
  });
}

function refuseOthers(app: FastifyInstance, path: string, allowed: readonly string[]): void {
  const isAllowed = (method: string) => allowed.includes(method === "HEAD" ? "GET" : method);
  const answered = METHODS.filter(isAllowed);
  app.route({
    method: METHODS.filter((method) => !isAllowed(method)),
    url: fastifyPath(path),
    exposeHeadRoute: false,
    handler: async (_request, reply) => {
      reply.header("allow", answered.join(", "));
      throw new RequestError(405, "BAD_USER_INPUT", "This method is not allowed here.");
    },
  });
}

/** The organization can be named in the address, too, as callers of earlier systems do. */
async function chooseOrganization(request: FastifyRequest): Promise<void> {
  const [wanted, ...more] = textsOf(request as { query: RouteInput["query"] }, ORGANIZATION_PARAMETER);
  if (wanted === undefined) return;
  const field = ORGANIZATION_PARAMETER;
  if (more.length > 0 || !ORGANIZATION_REFERENCE.test(wanted)) {
    throw new RequestError(400, "BAD_USER_INPUT", "Give the id or the slug of one organization.", { field });
  }
  if ((request.headers["x-organization-id"] ?? wanted) !== wanted) {
    throw new RequestError(400, "BAD_USER_INPUT", "X-Organization-Id names another organization; send one of both.", {
      field,
    });
  }
  request.identity = { ...request.identity, organization: wanted };
}

/** Clients that name a media type with every request do so with those that have no body, too. */
async function takeNoBodyAsNone({ headers }: FastifyRequest): Promise<void> {
  if (headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) === 0) {
    delete headers["content-type"];
  }
}

async function answer(app: FastifyInstance, route: RestRoute, request: FastifyRequest, reply: FastifyReply) {
  if (request.body != null && !/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
    throw new RequestError(415, "BAD_USER_INPUT", "Send application/json.");
  }
  reply.header("cache-control", "no-store");
  const variables = variablesFor(route, {
    path: request.params as RouteInput["path"],
    query: request.query as RouteInput["query"],
    body: request.body,
    ifMatch: request.headers["if-match"],
    now: new Date(),
  });
  const outcome = await app.graphqlApi.run({
    document: route.document,
    variables,
    requestContext: { fastifyv5: { request, reply } },
  });
  if (outcome.errors) throw refusalOf(outcome.errors, request, reply);
  const body = bodyOf(route, outcome.data);
  if (body === null) throw new RequestError(404, "NOT_FOUND", "There is nothing here.");
  reply.headers(headersOf(route, outcome.data, request.url));
  if (body === NO_ANSWER) return reply.code(204).send();
  return reply
    .code(route.location === undefined ? 200 : 201)
    .type("application/json; charset=utf-8")
    .serializer(JSON.stringify)
    .send(body);
}

/** The first error decides; what failed beside it failed for the same request. */
function refusalOf([error]: readonly OperationError[], request: FastifyRequest, reply: FastifyReply): RequestError {
  if (error === undefined) throw new Error("An operation that failed has errors.");
  const { code, ...about } = error.extensions as { code: ErrorCode } & Record<string, unknown>;
  if (code === "CONFLICT" && about["field"] === "ifUpdatedAt" && request.headers["if-match"] !== undefined) {
    return new RequestError(412, code, error.message, { ...about, field: "If-Match" });
  }
  const status = statusOf(code, error.state);
  if (status === 401) reply.header("www-authenticate", 'Bearer realm="tenantry"');
  if (status === 503 || (status === 429 && about["retryAfter"] === undefined)) {
    reply.header("retry-after", RETRY_AFTER_SECONDS);
  }
  return new RequestError(status, code, error.message, about);
}
