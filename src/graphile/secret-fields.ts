import { BREAK, type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from "graphql";

/** Fields that show something once that opens doors, and that nobody keeps. */
export const SECRET_FIELDS: ReadonlySet<string> = new Set([
  "ConfirmSignUpPayload.accessToken",
  "ConfirmSignUpPayload.refreshToken",
  "IssuedApiKey.secret",
  "IssuedClientInvitation.token",
  "IssuedStaffInvitation.token",
  "RefreshSessionPayload.accessToken",
  "RefreshSessionPayload.refreshToken",
  "SignInPayload.accessToken",
  "SignInPayload.refreshToken",
  "SignInToPortalPayload.accessToken",
  "SignInToPortalPayload.refreshToken",
]);

/**
 * Tells whether an answer may hold a secret.
 *
 * @param schema - the schema of the API
 * @param document - a valid document
 * @returns whether it asks for one of {@link SECRET_FIELDS}, in any of its operations
 */
export function asksForSecret(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let isAsked = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        isAsked ||= SECRET_FIELDS.has(`${types.getParentType()?.name}.${name.value}`);
        return isAsked ? BREAK : undefined;
      },
    }),
  );
  return isAsked;
}
