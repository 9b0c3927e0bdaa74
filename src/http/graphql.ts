import fp from "fastify-plugin";
import { postgraphile } from "postgraphile";
import type { GatewayOptions } from "../graphile/gateway-options.ts";
import { grafserv } from "../graphile/graphql-server.ts";
import { createPreset } from "../graphile.config.ts";
import type { LiveHub } from "../live/live-hub.ts";
import type { OnRefusedToken } from "./error-handler.ts";
import { GraphiQLSignInPreset } from "./graphiql.ts";
import live from "./live.ts";

export type GraphqlOptions = Omit<GatewayOptions, "contextFor" | "idempotencyKeyFor" | "logger" | "onApiKeyUsed"> & {
  /** Where subscriptions come from. */
  readonly hub: LiveHub;
  /** Hears of credentials that were refused, for the record. */
  readonly onRefusedToken: OnRefusedToken;
};

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
      idempotencyKeyFor: ({ fastifyv5 }) => {
        // Node joins the values of several headers, and what is joined is no key.
        const key = fastifyv5?.request.headers["idempotency-key"];
        return Array.isArray(key) ? key.join(", ") : key;
      },
    });
    const instance = postgraphile(options.production ? preset : { extends: [preset, GraphiQLSignInPreset] });
    app.addHook("onClose", async () => instance.release());
    const server = instance.createServ(grafserv);
    await app.register(live, { server, hub: options.hub, onRefusedToken: options.onRefusedToken });
    await server.addTo(app);
    await instance.getSchema();
  },
  {
    name: "graphql",
    dependencies: ["api-key-usage", "authentication", "error-handler", "graphiql", "request-context"],
  },
);
