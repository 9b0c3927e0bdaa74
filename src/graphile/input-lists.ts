import { type FieldNode, type GraphQLField, getNamedType, isInputObjectType, Kind, type ValueNode } from "graphql";
import { MAXIMUM_ROWS } from "./bulk/row-limits.ts";
import type { Read, Variables } from "./operation-variables.ts";

/** A list that the input of a mutation has. */
export interface InputList {
  readonly name: string;
  readonly length: number;
  /** Whether it is one of rows, and not of ids or texts. */
  readonly isOfRows: boolean;
}

/** Gives the lists of the input of a mutation. */
export type InputLists = (variables: Variables) => readonly InputList[];

/**
 * Looks for the lists in the input of a mutation.
 *
 * @param node - the mutation as it is asked for
 * @param field - what it is
 * @param read - reads values of the operation
 * @returns what gives the lists, once the variables are known
 */
export function inputLists({ arguments: given = [] }: FieldNode, field: GraphQLField<unknown, unknown>, read: Read) {
  const input = given.find(({ name }) => name.value === "input")?.value;
  const argument = field.args.find(({ name }) => name === "input")?.type;
  const type = argument && getNamedType(argument);
  const fields = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  const lengthOf = (value: ValueNode | undefined, variables: Variables) =>
    value?.kind === Kind.LIST ? value.values.length : lengthOfList(value && read(value, variables));
  return (variables: Variables): InputList[] => {
    const members = input?.kind === Kind.OBJECT ? input.fields : undefined;
    const values = members ? {} : Object(input && read(input, variables));
    return fields.flatMap(({ name, type: declared }) => {
      const member = members?.find((each) => each.name.value === name)?.value;
      const length = members ? lengthOf(member, variables) : lengthOfList(values[name]);
      return length === undefined ? [] : [{ name, length, isOfRows: isInputObjectType(getNamedType(declared)) }];
    });
  };
}

function lengthOfList(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

/**
 * Says how many rows a mutation gives back: as many as its input has, which are in its longest list.
 *
 * @param lists - those of its input
 * @returns the number; the most that there can be when the input has no list
 */
export function longestList(lists: readonly InputList[]): number {
  if (lists.length === 0) return MAXIMUM_ROWS;
  return Math.min(Math.max(1, ...lists.map(({ length }) => length)), MAXIMUM_ROWS);
}
