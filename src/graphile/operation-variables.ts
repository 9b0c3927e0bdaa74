import { Kind, type OperationDefinitionNode, type ValueNode } from "graphql";

/** The variables of a request, as they came. */
export type Variables = Readonly<Record<string, unknown>> | null | undefined;

/** Gives what a value of a document is, once its variables are known. */
export type Read = (value: ValueNode, variables: Variables) => unknown;

/**
 * Lets values of an operation be read, with its variables and their defaults, which stand in for what isn't given and
 * not for null.
 *
 * @param operation - the operation
 * @returns what reads values: as JSON would write them, enums as text; undefined for a variable that isn't given
 */
export function readerOf({ variableDefinitions = [] }: OperationDefinitionNode): Read {
  const defaults = new Map(
    variableDefinitions.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  );
  const read: Read = (value, variables) => {
    switch (value.kind) {
      case Kind.VARIABLE: {
        const { value: name } = value.name;
        const given = variables?.[name];
        const byDefault = given === undefined ? defaults.get(name) : undefined;
        return byDefault === undefined ? given : read(byDefault, variables);
      }
      case Kind.NULL:
        return null;
      case Kind.INT:
      case Kind.FLOAT:
        return Number(value.value);
      case Kind.LIST:
        return value.values.map((item) => read(item, variables));
      case Kind.OBJECT:
        return Object.fromEntries(value.fields.map((field) => [field.name.value, read(field.value, variables)]));
      default:
        return value.value;
    }
  };
  return read;
}
