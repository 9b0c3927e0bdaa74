import {
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from "graphql";
import { RestDocumentError } from "./document-error.ts";

/** The field that is the body of an answer. */
export interface AnswerSelection {
  /** The way to it from the operation’s data, by the names that the data have. */
  readonly path: readonly string[];
  readonly field: FieldNode;
  readonly type: GraphQLOutputType;
  readonly isList: boolean;
  /** The names of the fields beside it. */
  readonly siblings: ReadonlySet<string>;
  /** The names of the fields in it. */
  readonly fields: ReadonlySet<string>;
}

/** The name that a field has in the data. */
export function responseName({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** The fields selected directly in a field or operation; what is in fragments isn’t. */
export function selectedFields({ selectionSet }: Pick<FieldNode, "selectionSet">): FieldNode[] {
  return (selectionSet?.selections ?? []).filter((selection) => selection.kind === Kind.FIELD);
}

/**
 * Finds the field that is marked with `@answer`.
 *
 * @param schema - the schema of the API
 * @param operation - a valid operation
 * @returns the field; undefined when there is none
 * @throws RestDocumentError when there are several, or it stands in a list
 */
export function findAnswer(schema: GraphQLSchema, operation: OperationDefinitionNode): AnswerSelection | undefined {
  const found: AnswerSelection[] = [];
  const look = (
    parent: Pick<FieldNode, "selectionSet">,
    parentType: unknown,
    path: readonly string[],
    inList: boolean,
  ) => {
    if (!isObjectType(parentType)) return;
    const fields = selectedFields(parent);
    for (const field of fields) {
      const type = parentType.getFields()[field.name.value]?.type;
      if (type === undefined) continue;
      const name = responseName(field);
      const isList = isListType(isNonNullType(type) ? type.ofType : type);
      if (field.directives?.some((directive) => directive.name.value === "answer")) {
        if (inList) throw new RestDocumentError(`@answer can’t be on ${name}, which stands in a list.`);
        found.push({
          path: [...path, name],
          field,
          type,
          isList,
          siblings: new Set(fields.map(responseName)),
          fields: new Set(selectedFields(field).map(responseName)),
        });
      }
      look(field, getNamedType(type), [...path, name], inList || isList);
    }
  };
  look(operation, schema.getRootType(operation.operation), [], false);
  if (found.length > 1) throw new RestDocumentError("Only one field can be the @answer.");
  return found[0];
}
