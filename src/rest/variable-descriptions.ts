import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

/**
 * Finds what the schema says of the arguments and fields that variables are given to.
 *
 * @param schema - the schema of the API
 * @param document - a valid document
 * @returns descriptions by the names of the variables; those without are left out
 */
export function describeVariables(schema: GraphQLSchema, document: DocumentNode): Map<string, string> {
  const types = new TypeInfo(schema);
  const descriptions = new Map<string, string>();
  // Which input field is being visited; the type info knows the arguments only.
  const fields: (string | undefined)[] = [];
  visit(
    document,
    visitWithTypeInfo(types, {
      ObjectField: {
        enter({ name }) {
          const parent = getNamedType(types.getParentInputType());
          const declared = isInputObjectType(parent) ? parent.getFields()[name.value] : undefined;
          fields.push(declared?.description ?? undefined);
        },
        leave() {
          fields.pop();
        },
      },
      Variable({ name }) {
        const description = fields.length > 0 ? fields.at(-1) : types.getArgument()?.description;
        if (description && !descriptions.has(name.value)) descriptions.set(name.value, description);
      },
    }),
  );
  return descriptions;
}
