import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** Rows of a list that takes no page size, such as the rows that a mutation gives back. */
const ROWS_OF_A_LIST = 50;

/** What of a page needs its rows; what else there is, such as their count, is one more row. */
const NEEDS_ROWS = new Set(["nodes", "edges", "pageInfo"]);

type Variables = Readonly<Record<string, unknown>> | null | undefined;

/** A field that gives rows, with those that it gives for each of them. */
interface Part {
  /** How many rows it has, or the variable that says so. */
  readonly rows: number | { readonly variable: string; readonly otherwise: number };
  readonly parts: readonly Part[];
}

type Type = GraphQLOutputType | undefined;

/** A field as a document asks for it. */
interface Selected {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  /** What it gives, or gives a list of. */
  readonly type: GraphQLOutputType;
}

const known = new WeakMap<OperationDefinitionNode, readonly Part[] | number>();

/**
 * Says how many rows the answer to an operation can have: for each collection the page size times those of the collections
 * that it is nested in. Single rows that others refer to are none of their own: many refer to the same. What an operation
 * comes to is worked out once; later only its variables are looked at.
 *
 * @param schema - the API
 * @param document - a valid document, whose fragments don't multiply its fields beyond measure
 * @param operation - the one of its operations that is run
 * @param variables - as they came; what is no number counts like what is missing
 * @param maximumPageSize - rows that a page has at most
 * @returns the number of rows
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  maximumPageSize: number,
): number {
  let parts = known.get(operation);
  if (parts === undefined) {
    const made = partsOf(schema, document, operation, maximumPageSize);
    parts = dependsOnVariables(made) ? made : costOfParts(made, undefined, maximumPageSize);
    known.set(operation, parts);
  }
  return typeof parts === "number" ? parts : costOfParts(parts, variables, maximumPageSize);
}

function costOfParts(parts: readonly Part[], variables: Variables, maximum: number): number {
  let cost = 0;
  for (const { rows, parts: inner } of parts) {
    const count = typeof rows === "number" ? rows : asRows(variables?.[rows.variable], rows.otherwise, maximum);
    cost += inner.length === 0 ? count : count * (1 + costOfParts(inner, variables, maximum));
  }
  return cost;
}

function dependsOnVariables(parts: readonly Part[]): boolean {
  return parts.some(({ rows, parts: inner }) => typeof rows !== "number" || dependsOnVariables(inner));
}

/** Whoever asks for more than a page can have is refused for that. */
function asRows(value: unknown, otherwise: number, maximum: number): number {
  return typeof value === "number" && value >= 0 ? Math.min(value, maximum) : otherwise;
}

function partsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  maximum: number,
): readonly Part[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const defaults = new Map<string, number>();
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue?.kind === Kind.INT) defaults.set(variable.name.value, Number(defaultValue.value));
  }

  /** The fields of a selection, those of fragments in the place of the fragment. */
  const fieldsIn = (set: SelectionSetNode | undefined, type: Type): Selected[] =>
    (set?.selections ?? []).flatMap((selection) => {
      if (selection.kind === Kind.FIELD) {
        const field = fieldOf(type, selection.name.value);
        return field === undefined ? [] : [{ node: selection, field, type: getNamedType(field.type) }];
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
      return fieldsIn(fragment?.selectionSet, (condition as Type) ?? type);
    });

  const ofFields = (fields: readonly Selected[]): Part[] => fields.flatMap(ofField);

  const ofField = ({ node, field, type }: Selected): Part[] => {
    const selected = fieldsIn(node.selectionSet, type);
    const usual = field.extensions["usualPageSize"];
    if (typeof usual === "number") return ofPage(selected, rowsOf(node, usual, defaults, maximum));
    const parts = ofFields(selected);
    return isList(field.type) && isCompositeType(type) ? [{ rows: ROWS_OF_A_LIST, parts }] : parts;
  };

  const ofPage = (selected: readonly Selected[], rows: Part["rows"]): Part[] => {
    const aside: Part[] = [];
    const ofRow: Selected[] = [];
    let needsRows = false;
    for (const { node, field, type } of selected) {
      const name = node.name.value;
      if (!NEEDS_ROWS.has(name)) {
        aside.push({ rows: isList(field.type) ? ROWS_OF_A_LIST : 1, parts: [] });
        continue;
      }
      needsRows = true;
      if (name === "pageInfo") continue;
      const inner = fieldsIn(node.selectionSet, type);
      ofRow.push(...(name === "edges" ? inner.flatMap((edge) => fieldsIn(edge.node.selectionSet, edge.type)) : inner));
    }
    return needsRows ? [...aside, { rows, parts: ofFields(ofRow) }] : aside;
  };

  return ofFields(fieldsIn(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined));
}

function fieldOf(type: Type, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isList(type.ofType) : isListType(type);
}

function rowsOf(
  { arguments: given = [] }: FieldNode,
  usual: number,
  defaults: ReadonlyMap<string, number>,
  maximum: number,
): Part["rows"] {
  for (const { name, value } of given) {
    if (name.value !== "first" && name.value !== "last") continue;
    if (value.kind === Kind.INT) return asRows(Number(value.value), usual, maximum);
    if (value.kind !== Kind.VARIABLE) continue;
    const variable = value.name.value;
    return { variable, otherwise: asRows(defaults.get(variable), usual, maximum) };
  }
  return usual;
}
