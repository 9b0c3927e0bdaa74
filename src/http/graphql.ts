import type { FastifyReply, FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import type { GraphQLSchema } from "graphql";
import { DEFAULT_LIMITS } from "../config/limits.ts";
import { createApi } from "../graphile/api.ts";
import type { FoundApi } from "../graphile/exported/load-api.ts";
import type { GatewayOptions } from "../graphile/gateway-options.ts";
import { createRunOperation, type RunOperation } from "../graphile/run-operation.ts";
import type { LiveHub } from "../live/live-hub.ts";
import { departureOf } from "./departure.ts";
import type { OnRefusedToken } from "./error-handler.ts";
import { createGraphiQLPreset } from "./graphiql.ts";
import { readExamples } from "./graphiql-examples.ts";
import { checkGraphqlRequests } from "./graphql-requests.ts";
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
  /** Finds the API that was exported, if one was that fits. */
  readonly findApi: () => Promise<FoundApi>;
  /** Hears of credentials that were refused, for the record. */
  readonly onRefusedToken: OnRefusedToken;
  /** Whether documents by GET have to come with a header that pages of other origins can't send. */
  readonly guardsGet: boolean;
};

const NAMES_JSON = /application\/(graphql-response\+)?json/i;
const TAKES_ANYTHING = /(^|,)\s*(\*|application)\/\*/i;
/** RFC 9110 section 12.5.1; the reader of Grafserv breaks off at anything else. */
const TOKEN = "[\\w!#$%&'*+.^`|~-]+";
const MEDIA_RANGE = `${TOKEN}/${TOKEN}(\\s*;\\s*${TOKEN}=(${TOKEN}|"[^"\\\\]*"))*`;
const ACCEPT = new RegExp(`^\\s*${MEDIA_RANGE}(\\s*,\\s*${MEDIA_RANGE})*\\s*$`);

/**
 * Gives whoever doesn’t say which of the two media types they understand the one that everybody does, and with it the
 * status 200 for answers to what was understood as GraphQL. So does whoever says it in a way that nobody understands.
 */
function preferJson({ headers, routeOptions }: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  const { accept } = headers;
  const isUnderstood = accept !== undefined && ACCEPT.test(accept);
  const isOpen = !isUnderstood || (!NAMES_JSON.test(accept) && TAKES_ANYTHING.test(accept));
  if (isOpen && routeOptions.url === "/graphql") headers.accept = "application/json";
  done();
}

/** `/graphql`, `/graphql/stream`, and in development GraphiQL. The schema is there before the gateway listens. */
export default fp<GraphqlOptions>(
  async (app, options) => {
    const { limits = DEFAULT_LIMITS } = options;
    const gatewayOptions = {
      ...options,
      logger: {
        warn: (details, message) => app.currentLog().warn(details, message),
        error: (details, message) => app.currentLog().error(details, message),
      },
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
    } satisfies GatewayOptions;
    const preset = options.graphiql ? createGraphiQLPreset(await readExamples()) : {};
    const { schema, server, isExported, release } = await createApi(gatewayOptions, preset, options.findApi);
    app.log.info({ isExported }, "API ready");
    app.addHook("onClose", release);
    app.addHook("onRequest", preferJson);
    checkGraphqlRequests(app, options.guardsGet);
    await app.register(live, {
      server,
      hub: options.hub,
      onRefusedToken: options.onRefusedToken,
      maximumBytes: limits.bodyBytes,
    });
    await server.addTo(app);
    app.decorate("graphqlApi", { schema, run: createRunOperation(server) });
  },
  {
    name: "graphql",
    dependencies: ["api-key-usage", "authentication", "error-handler", "graphiql", "positions", "request-context"],
  },
);
