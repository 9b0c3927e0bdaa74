import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import type { InputList } from "./input-lists.ts";
import { type OperationParts, type Part, partsOf } from "./operation-parts.ts";
import type { Variables } from "./operation-variables.ts";

/** How much an operation asks for. */
export interface OperationCost {
  /** Lists, figures of lists and single rows of others that it selects. */
  readonly collections: number;
  /** Conditions of its filters. */
  readonly conditions: number;
  /** Characters of variables that are used often, counted once for each place that uses them. */
  readonly characters: number;
  /** The lists of rows that its mutations write. */
  readonly lists: readonly InputList[];
  /** Rows that its answer can have. */
  readonly rows: number;
}

/** What is known of an operation for all variables. */
interface Known extends Omit<OperationParts, "parts"> {
  /** The number of rows, where no variable has a say in it. */
  readonly rows: readonly Part[] | number;
}

const known = new WeakMap<OperationDefinitionNode, Known>();

/**
 * Says how much an operation asks for. The rows are, for each collection, the page size times those of the collections
 * that it is nested in. Single rows that others refer to are none of their own: many refer to the same. What an operation
 * comes to is worked out once; later only its variables are looked at.
 *
 * @param schema - the API
 * @param document - a valid document, whose fragments don't multiply its fields beyond measure
 * @param operation - the one of its operations that is run
 * @param variables - as they came; a size that is no number counts like one that is missing
 * @param maximumPageSize - rows that a page has at most
 * @returns how much it is
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  maximumPageSize: number,
): OperationCost {
  let made = known.get(operation);
  if (made === undefined) {
    const { parts, ...others } = partsOf(schema, document, operation, maximumPageSize);
    made = { ...others, rows: dependsOnVariables(parts) ? parts : rowsOf(parts, undefined) };
    known.set(operation, made);
  }
  const { collections, filters, uses, inputs, rows } = made;
  return {
    collections,
    conditions: filters.with(variables),
    characters: uses.charactersOf(variables),
    lists: inputs.flatMap((lists) => lists(variables).filter(({ isOfRows }) => isOfRows)),
    rows: typeof rows === "number" ? rows : rowsOf(rows, variables),
  };
}

function rowsOf(parts: readonly Part[], variables: Variables): number {
  let total = 0;
  for (const { rows, parts: inner } of parts) {
    const count = typeof rows === "number" ? rows : rows(variables);
    total += inner.length === 0 ? count : count * (1 + rowsOf(inner, variables));
  }
  return total;
}

function dependsOnVariables(parts: readonly Part[]): boolean {
  return parts.some(({ rows, parts: inner }) => typeof rows !== "number" || dependsOnVariables(inner));
}
