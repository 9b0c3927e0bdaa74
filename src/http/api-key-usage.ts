import fp from "fastify-plugin";
import { type ApiKeyUsage, createApiKeyUsage, type UsageStore } from "../authentication/api-key-usage.ts";
import type { KnownKeys } from "../authentication/known-keys.ts";

declare module "fastify" {
  interface FastifyInstance {
    readonly apiKeyUsage: ApiKeyUsage;
  }
}

export interface ApiKeyUsageOptions {
  /** The authenticator's pool, which outlives the gateway. */
  readonly pool: UsageStore;
  /** Which keys are good. */
  readonly knownKeys: KnownKeys;
}

/** Keeps when API keys were last used; what isn't kept yet when the gateway closes is kept then. */
export default fp<ApiKeyUsageOptions>(
  async (app, { pool, knownKeys }) => {
    const usage = createApiKeyUsage(pool, (error) => {
      app.log.warn({ err: error }, "when API keys were used can't be kept at the moment");
    });
    app.decorate("apiKeyUsage", {
      ...usage,
      note(digest) {
        knownKeys.add(digest);
        usage.note(digest);
      },
    });
    app.addHook("onClose", () => usage.stop());
  },
  { name: "api-key-usage" },
);
