import type {} from "postgraphile";
import { extendSchema } from "postgraphile/utils";
import { exportable } from "../exportable.ts";
import { MUTATIONS, running, type SignInMutation } from "../sign-in-mutations.ts";

const TOKENS = `
  """Authorizes requests: \`Authorization: Bearer\`, this token. It lives for ten minutes."""
  accessToken: String!
  """Gets the next tokens through \`refreshSession\`, once. Keep it where no script of another origin can read it."""
  refreshToken: String!
  """When the access token expires."""
  expiresAt: Datetime!
  """When the session ends at the latest; then the person has to sign in again."""
  sessionExpiresAt: Datetime!`;

function typesOf([name, { description, example, input, givesTokens }]: [string, SignInMutation]): string {
  const typeName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const fields = Object.entries(input).map(([field, [type, text]]) => `"""${text}"""\n${field}: ${type}`);
  return `
    """What \`${name}\` needs to know."""
    input ${typeName}Input {
      """Any text; it comes back with the payload."""
      clientMutationId: String
      ${fields.join("\n")}
    }
    """The outcome of \`${name}\`."""
    type ${typeName}Payload {
      """The \`clientMutationId\` of the input."""
      clientMutationId: String
      ${givesTokens ? TOKENS : ""}
    }
    extend type Mutation {
      """${description}\n\n\`\`\`graphql\nmutation {\n  ${example}\n}\n\`\`\`"""
      ${name}(
        """What the mutation needs to know."""
        input: ${typeName}Input!
      ): ${typeName}Payload
    }`;
}

/**
 * Signing up, in and out by the built-in issuer. These mutations call the database as the authenticator, not in the role
 * of a request: who asks isn't known before, and what they touch no such role can read.
 */
export const SignInPlugin: GraphileConfig.Plugin = extendSchema(
  {
    typeDefs: Object.entries(MUTATIONS).map(typesOf).join("\n"),
    objects: {
      Mutation: { plans: Object.fromEntries(Object.keys(MUTATIONS).map((name) => [name, exportable(running, name)])) },
    },
  },
  "SignInPlugin",
);
