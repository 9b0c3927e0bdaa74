import {
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

/**
 * Selects what normalising caches of clients recognize rows by: `__typename` everywhere below the root, and `id` of
 * everything that has one. Clients add `__typename` by themselves, but not to a document of which they send the hash only.
 *
 * @param document - a valid document
 * @param schema - the schema that it is valid for
 * @returns the document with these fields
 */
export function withCacheKeys(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const types = new TypeInfo(schema);
  const roots: readonly unknown[] = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet(node) {
        const parent = types.getParentType();
        if (!parent || roots.includes(parent)) return undefined;
        const selected = node.selections.flatMap((selection) =>
          selection.kind === Kind.FIELD ? [selection.alias?.value ?? selection.name.value] : [],
        );
        const missing = ["__typename", ...(hasId(parent) ? ["id"] : [])].filter((name) => !selected.includes(name));
        return { ...node, selections: [...missing.map(field), ...node.selections] };
      },
    }),
  );
}

/** Whether rows of a type have an `id`. */
function hasId(type: GraphQLNamedType): boolean {
  return (isObjectType(type) || isInterfaceType(type)) && "id" in type.getFields();
}

/**
 * Lists the types that a document selects and that have no `id`: they are kept within what they belong to.
 *
 * @param document - a valid document
 * @param schema - the schema that it is valid for
 * @returns their names; neither connections nor pages, of which clients know by themselves
 */
export function typesWithoutId(document: DocumentNode, schema: GraphQLSchema): string[] {
  const types = new TypeInfo(schema);
  const roots: readonly unknown[] = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const names = new Set<string>();
  visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet() {
        const parent = types.getParentType();
        if (isObjectType(parent) && !roots.includes(parent) && !hasId(parent)) names.add(parent.name);
      },
    }),
  );
  return [...names].filter((name) => !/(Connection|Edge|^PageInfo)$/.test(name));
}

function field(name: string): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } };
}
