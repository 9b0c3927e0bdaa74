import type { FastifyReply, FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import type { GraphQLSchema } from "graphql";
import { postgraphile } from "postgraphile";
import type { GatewayOptions } from "../graphile/gateway-options.ts";
import { grafserv } from "../graphile/graphql-server.ts";
import { createRunOperation, type RunOperation } from "../graphile/run-operation.ts";
import { createPreset } from "../graphile.config.ts";
import type { LiveHub } from "../live/live-hub.ts";
import { departureOf } from "./departure.ts";
import type { OnRefusedToken } from "./error-handler.ts";
import { createGraphiQLPreset } from "./graphiql.ts";
import { readExamples } from "./graphiql-examples.ts";
import live from "./live.ts";
import { POSITION_HEADER } from "./positions.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** The API, for routes that are answered by operations of the gateway’s own. */
    readonly graphqlApi: { readonly schema: GraphQLSchema; readonly run: RunOperation };
  }
}

export type GraphqlOptions = Omit<
  GatewayOptions,
  "contextFor" | "idempotencyKeyFor" | "departureFor" | "positionsFor" | "logger" | "onApiKeyUsed"
> & {
  /** Where subscriptions come from. */
  readonly hub: LiveHub;
  /** Hears of credentials that were refused, for the record. */
  readonly onRefusedToken: OnRefusedToken;
};

const NAMES_JSON = /application\/(graphql-response\+)?json/i;
const TAKES_ANYTHING = /(^|,)\s*(\*|application)\/\*/i;

/**
 * Gives whoever doesn’t say which of the two media types they understand the one that everybody does, and with it the
 * status 200 for answers to what was understood as GraphQL.
 */
function preferJson({ headers, routeOptions }: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  const { accept } = headers;
  const isOpen = accept === undefined || (!NAMES_JSON.test(accept) && TAKES_ANYTHING.test(accept));
  if (isOpen && routeOptions.url === "/graphql") headers.accept = "application/json";
  done();
}

/** `/graphql`, `/graphql/stream`, and in development GraphiQL. The schema is built before the gateway listens. */
export default fp<GraphqlOptions>(
  async (app, options) => {
    const preset = createPreset({
      ...options,
      logger: { error: (details, message) => app.currentLog().error(details, message) },
      onApiKeyUsed: (digest) => app.apiKeyUsage.note(digest),
      contextFor: ({ fastifyv5 }) => {
        if (fastifyv5 === undefined) throw new Error("Operations come through Fastify, which knows who asks.");
        return fastifyv5.request.identity;
      },
      departureFor: ({ fastifyv5 }) => departureOf(fastifyv5?.reply.raw),
      positionsFor: ({ fastifyv5 }) => ({
        given: fastifyv5?.request.position,
        tell: (position) => void fastifyv5?.reply.header(POSITION_HEADER, position),
      }),
      idempotencyKeyFor: ({ fastifyv5 }) => {
        // Node joins the values of several headers, and what is joined is no key.
        const key = fastifyv5?.request.headers["idempotency-key"];
        return Array.isArray(key) ? key.join(", ") : key;
      },
    });
    const instance = postgraphile(
      options.production ? preset : { extends: [preset, createGraphiQLPreset(await readExamples())] },
    );
    app.addHook("onClose", async () => instance.release());
    app.addHook("onRequest", preferJson);
    const server = instance.createServ(grafserv);
    await app.register(live, { server, hub: options.hub, onRefusedToken: options.onRefusedToken });
    await server.addTo(app);
    app.decorate("graphqlApi", { schema: await instance.getSchema(), run: createRunOperation(server) });
  },
  {
    name: "graphql",
    dependencies: ["api-key-usage", "authentication", "error-handler", "graphiql", "positions", "request-context"],
  },
);
