import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode } from "graphql";

/**
 * Names what an operation asks of the root, whatever `@skip` and `@include` say.
 *
 * @param document - a valid document
 * @param operation - one of its operations
 * @returns the name of each field, fragments included, in their order and as often as they are there
 */
export function rootFields(document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const fragments = new Map(
    document.definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  // A fragment that has been looked through already names nothing new, and could be spread without end.
  const seen = new Set<string>();
  const namesIn = ({ selectionSet }: Pick<FragmentDefinitionNode, "selectionSet">): string[] =>
    selectionSet.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection.name.value];
      if (selection.kind === Kind.INLINE_FRAGMENT) return namesIn(selection);
      const fragment = fragments.get(selection.name.value);
      if (!fragment || seen.has(selection.name.value)) return [];
      seen.add(selection.name.value);
      return namesIn(fragment);
    });
  return namesIn(operation);
}
