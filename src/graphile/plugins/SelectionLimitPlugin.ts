import { type DocumentNode, GraphQLError, Kind, type SelectionSetNode } from "graphql";
import type {} from "postgraphile";
import type {} from "postgraphile/grafserv";
import { afterValidation } from "../after-validation.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      SelectionLimitPlugin: true;
    }
  }
}

const MAXIMUM_SELECTIONS = 10_000;

/** Parsing and validating take longer than in proportion. Values belong into the variables, which have no such limit. */
const MAXIMUM_DOCUMENT_LENGTH = 100_000;

/**
 * Counts the fields that a document selects, those of a fragment once for each place that spreads it. Fragments that
 * spread each other twice double the number with every step: a document of a kilobyte can select billions, which takes
 * minutes to plan, so they are counted without being expanded.
 *
 * @param document - a valid document, in which no fragment contains itself
 * @returns the number of fields in the largest of its operations
 */
export function countSelections(document: DocumentNode): number {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
  }
  const counts = new Map<string, number>();
  const countFragment = (name: string): number => {
    const known = counts.get(name);
    if (known !== undefined) return known;
    const count = countIn(fragments.get(name));
    counts.set(name, count);
    return count;
  };
  const countIn = (set: SelectionSetNode | undefined): number =>
    (set?.selections ?? []).reduce((sum, selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return sum + countFragment(selection.name.value);
      return sum + countIn(selection.selectionSet) + (selection.kind === Kind.FIELD ? 1 : 0);
    }, 0);
  return Math.max(
    0,
    ...document.definitions.map((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? countIn(definition.selectionSet) : 0,
    ),
  );
}

function refuseLength(query: string): GraphQLError | undefined {
  if (query.length <= MAXIMUM_DOCUMENT_LENGTH) return undefined;
  const message = `A document can have ${MAXIMUM_DOCUMENT_LENGTH} characters; values go with the variables.`;
  return new GraphQLError(message, { extensions: { code: "LIMIT_EXCEEDED", limit: MAXIMUM_DOCUMENT_LENGTH } });
}

/** Refuses documents that are too long before they are parsed, and that select too much before anything is planned. */
export const SelectionLimitPlugin: GraphileConfig.Plugin = {
  name: "SelectionLimitPlugin",
  description: "Limits how long a document is, and how many fields it can select.",
  version: "1.0.0",

  grafserv: {
    middleware: {
      setPreset: afterValidation((result) => {
        if (result.errors || countSelections(result.document) <= MAXIMUM_SELECTIONS) return result;
        const message = `This asks for more than ${MAXIMUM_SELECTIONS} fields, those of fragments included.`;
        const extensions = { code: "LIMIT_EXCEEDED", limit: MAXIMUM_SELECTIONS };
        return { errors: [new GraphQLError(message, { extensions })] };
      }, refuseLength),
    },
  },
};
