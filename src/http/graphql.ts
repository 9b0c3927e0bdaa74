import fp from "fastify-plugin";
import { postgraphile } from "postgraphile";
import type { GatewayOptions } from "../graphile/gateway-options.ts";
import { grafserv } from "../graphile/graphql-server.ts";
import { createPreset } from "../graphile.config.ts";
import { GraphiQLSignInPreset } from "./graphiql.ts";

export type GraphqlOptions = Omit<GatewayOptions, "contextFor" | "logger" | "onApiKeyUsed">;

/** `/graphql`, and in development GraphiQL. The schema is built before the gateway listens. */
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
    });
    const instance = postgraphile(options.production ? preset : { extends: [preset, GraphiQLSignInPreset] });
    app.addHook("onClose", async () => instance.release());
    await instance.createServ(grafserv).addTo(app);
    await instance.getSchema();
  },
  {
    name: "graphql",
    dependencies: ["api-key-usage", "authentication", "error-handler", "graphiql", "request-context"],
  },
);
