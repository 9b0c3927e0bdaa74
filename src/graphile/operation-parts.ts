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
import { FilterCount } from "./filter-conditions.ts";
import { type InputLists, inputLists, longestList } from "./input-lists.ts";
import { type Read, readerOf, type Variables } from "./operation-variables.ts";
import { VariableUses } from "./variable-uses.ts";

/** Rows of a list that takes no page size, such as the results of a search. */
const ROWS_OF_A_LIST = 50;

/** Groups that an answer can have. */
const GROUPS = 1_000;

/** What of a page needs its rows; what else there is, such as their count, is one more row. */
const NEEDS_ROWS = new Set(["nodes", "edges", "pageInfo"]);

/** A number of rows, or what takes it from the variables. */
export type Rows = number | ((variables: Variables) => number);

/** A field that gives rows, with those that it gives for each of them. */
export interface Part {
  readonly rows: Rows;
  readonly parts: readonly Part[];
}

/** What an operation asks for. */
export interface OperationParts {
  readonly parts: readonly Part[];
  /** How many lists, figures of lists and single rows of others it selects. */
  readonly collections: number;
  /** How many conditions its filters have. */
  readonly filters: FilterCount;
  readonly uses: VariableUses;
  /** The lists of the inputs of its mutations. */
  readonly inputs: readonly InputLists[];
}

type Type = GraphQLOutputType | undefined;

/** A field as a document asks for it. */
interface Selected {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  /** What it gives, or gives a list of. */
  readonly type: GraphQLOutputType;
}

/**
 * Looks at what an operation asks for, its fragments where they are spread.
 *
 * @param schema - the API
 * @param document - a valid document, whose fragments don't multiply its fields beyond measure
 * @param operation - one of its operations
 * @param maximum - rows that a page has at most
 * @returns what it asks for, as far as that is the same for all variables
 */
export function partsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  maximum: number,
): OperationParts {
  const read = readerOf(operation);
  const filters = new FilterCount(schema, operation, read);
  const uses = new VariableUses();
  const root = schema.getRootType(operation.operation) ?? undefined;
  const isMutation = operation.operation === "mutation";
  let collections = 0;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }

  /** The fields of a selection, those of fragments in the place of the fragment. */
  const fieldsIn = (set: SelectionSetNode | undefined, type: Type): Selected[] =>
    (set?.selections ?? []).flatMap((selection) => {
      if (selection.kind === Kind.FIELD) {
        const field = fieldOf(type, selection.name.value);
        if (field === undefined) return [];
        uses.note(selection);
        // What a mutation is to write is no filter.
        if (!isMutation || type !== root) filters.note(selection, field);
        return [{ node: selection, field, type: getNamedType(field.type) }];
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
      return fieldsIn(fragment?.selectionSet, (condition as Type) ?? type);
    });

  const ofFields = (fields: readonly Selected[], rowsOfList?: Rows): Part[] =>
    fields.flatMap((field) => ofField(field, rowsOfList));

  const ofField = ({ node, field, type }: Selected, rowsOfList: Rows = ROWS_OF_A_LIST): Part[] => {
    const selected = fieldsIn(node.selectionSet, type);
    const usual = field.extensions["usualPageSize"];
    if (isCompositeType(type)) collections += 1;
    if (typeof usual === "number") return ofPage(selected, pageRows(node, usual, read, maximum));
    const parts = ofFields(selected);
    return isList(field.type) && isCompositeType(type) ? [{ rows: rowsOfList, parts }] : parts;
  };

  const ofPage = (selected: readonly Selected[], rows: Rows): Part[] => {
    const aside: Part[] = [];
    const ofRow: Selected[] = [];
    let needsRows = false;
    for (const { node, field, type } of selected) {
      const name = node.name.value;
      if (!NEEDS_ROWS.has(name)) {
        collections += 1;
        aside.push({ rows: isList(field.type) ? GROUPS : 1, parts: [] });
        continue;
      }
      needsRows = true;
      if (name === "pageInfo") continue;
      const inner = fieldsIn(node.selectionSet, type);
      ofRow.push(...(name === "edges" ? inner.flatMap((edge) => fieldsIn(edge.node.selectionSet, edge.type)) : inner));
    }
    return needsRows ? [...aside, { rows, parts: ofFields(ofRow) }] : aside;
  };

  const inputs: InputLists[] = [];
  const ofMutation = ({ node, field, type }: Selected): Part[] => {
    const lists = inputLists(node, field, read);
    inputs.push(lists);
    return ofFields(fieldsIn(node.selectionSet, type), (variables) => longestList(lists(variables)));
  };
  const selected = fieldsIn(operation.selectionSet, root);
  const parts = isMutation ? selected.flatMap(ofMutation) : ofFields(selected);
  return { parts, collections, filters, uses, inputs };
}

function fieldOf(type: Type, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isList(type.ofType) : isListType(type);
}

/** A size that is null is none, whatever the default of the variable. */
function pageRows({ arguments: given = [] }: FieldNode, usual: number, read: Read, maximum: number): Rows {
  const sizes = given.filter(({ name }) => name.value === "first" || name.value === "last");
  const rows = (variables: Variables): number => {
    let largest: number | undefined;
    for (const { value } of sizes) {
      const size = read(value, variables);
      // Whoever asks for more than a page can have is refused for that.
      if (typeof size === "number" && size >= 0) largest = Math.max(largest ?? 0, Math.min(size, maximum));
    }
    return largest ?? usual;
  };
  return sizes.some(({ value }) => value.kind === Kind.VARIABLE) ? rows : rows(undefined);
}
