import type { GraphQLSchema } from "graphql";
import { createExecutionPreset } from "./execution-preset.ts";
import type { ExportedApi, FoundApi } from "./exported/load-api.ts";
import type { GatewayOptions } from "./gateway-options.ts";
import { type GraphqlServer, grafserv } from "./graphql-server.ts";

/** The API, ready to answer. */
export interface Api {
  readonly schema: GraphQLSchema;
  readonly server: GraphqlServer;
  /** Whether it was exported before, and only had to be loaded. */
  readonly isExported: boolean;
  release(): Promise<void>;
}

/**
 * Loads the API if one was exported that fits the database and the program, and else builds it.
 *
 * @param options - what the API needs from the gateway
 * @param preset - what is to be added to its preset
 * @param findApi - finds the API that was exported, if one was that fits
 * @returns the API
 * @throws Error when a part of it can't be built
 */
export async function createApi(
  options: GatewayOptions,
  preset: GraphileConfig.Preset,
  findApi: () => Promise<FoundApi>,
): Promise<Api> {
  // Watching is about APIs that change.
  const exported = options.watchPool ? undefined : await load(options, findApi);
  return exported ? serve(exported, options, preset) : build(options, preset);
}

async function load({ logger }: GatewayOptions, findApi: () => Promise<FoundApi>): Promise<ExportedApi | undefined> {
  try {
    const found = await findApi();
    if (found === "unfit") {
      logger.warn?.(
        {},
        "the exported API isn't of this database, program and settings, and another is built, which takes longer; npm run graphql:export writes one",
      );
    }
    return typeof found === "string" ? undefined : found;
  } catch (err) {
    logger.error({ err }, "the exported API can't be loaded and is built anew; npm run graphql:export writes another");
    return undefined;
  }
}

async function serve(
  { schema, constraints }: ExportedApi,
  options: GatewayOptions,
  preset: GraphileConfig.Preset,
): Promise<Api> {
  for (const [key, constraint] of constraints) options.constraints?.set(key, constraint);
  const server = grafserv({ schema, preset: { extends: [createExecutionPreset(options), preset] } });
  return { schema, server, isExported: true, release: async () => server.release() };
}

/** What builds is loaded only here: that takes as long as loading everything else. */
async function build(options: GatewayOptions, preset: GraphileConfig.Preset): Promise<Api> {
  const [{ postgraphile }, { createPreset }] = await Promise.all([
    import("postgraphile"),
    import("../graphile.config.ts"),
  ]);
  const instance = postgraphile({ extends: [createPreset(options), preset] });
  const server = instance.createServ(grafserv);
  return {
    schema: await instance.getSchema(),
    server,
    isExported: false,
    release: async () => instance.release(),
  };
}
