import type { GraphQLSchema } from "graphql";
import { makeSchema } from "postgraphile";
import { createPreset } from "../graphile.config.ts";
import type { GatewayOptions } from "./gateway-options.ts";

/** A schema and the preset to execute it with. */
export interface BuiltSchema {
  readonly schema: GraphQLSchema;
  readonly resolvedPreset: GraphileConfig.ResolvedPreset;
}

/**
 * Builds the GraphQL schema without a server, for tests and for the command that exports it.
 *
 * @param options - as for the gateway; with `exportSchemaPath` the SDL is written there
 * @returns the schema, from the database as the authenticator sees it
 * @throws Error when the database can't be read or a part of the API can't be built
 */
export async function buildSchemaFor(options: GatewayOptions): Promise<BuiltSchema> {
  const { schema, resolvedPreset } = await makeSchema(createPreset(options));
  return { schema, resolvedPreset };
}
