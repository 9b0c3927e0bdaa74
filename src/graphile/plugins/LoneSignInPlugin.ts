import { GraphQLError, Kind } from "graphql";
import type {} from "postgraphile/grafserv";
import { afterValidation } from "../after-validation.ts";
import { rootFields } from "../root-fields.ts";
import { isSignIn } from "../sign-in-mutations.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      LoneSignInPlugin: true;
    }
  }
}

/**
 * What they do can't be taken back with other mutations, and one document must not try a hundred passwords, nor wait for
 * a connection while it holds another.
 */
const refuseCompany = afterValidation((result) => {
  if (result.errors) return result;
  const { document } = result;
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION || operation.operation !== "mutation") continue;
    const fields = rootFields(document, operation).filter((name) => name !== "__typename");
    const field = fields.find(isSignIn);
    if (field === undefined || fields.length === 1) continue;
    const message = `${field} has to be the only mutation of its document.`;
    return { errors: [new GraphQLError(message, { nodes: operation, extensions: { code: "BAD_USER_INPUT", field } })] };
  }
  return result;
});

/** Refuses signing in and the like beside other mutations. */
export const LoneSignInPlugin: GraphileConfig.Plugin = {
  name: "LoneSignInPlugin",
  description: "Lets signing in be the only mutation of its document.",
  version: "1.0.0",

  grafserv: { middleware: { setPreset: refuseCompany } },
};
