import {
  buildClientSchema,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
} from "graphql";
import type { GraphqlClient } from "./gateway.ts";

/** The schema as the gateway answers it. */
export async function liveSchema(client: GraphqlClient): Promise<GraphQLSchema> {
  const { data } = await client.query(getIntrospectionQuery());
  return buildClientSchema(data as never);
}

/** The type of a connection's nodes; undefined for anything else. */
export function nodeTypeOf(type: GraphQLOutputType): GraphQLObjectType | undefined {
  const named = getNamedType(type);
  const nodes = isObjectType(named) && named.name.endsWith("Connection") ? named.getFields()["nodes"] : undefined;
  const node = nodes && getNamedType(nodes.type);
  return node && isObjectType(node) ? node : undefined;
}

/** The names of a type's fields that are values and take no arguments. */
export function leavesOf(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields())
    .filter((field) => isLeafType(getNamedType(field.type)) && field.args.length === 0)
    .map(({ name }) => name);
}

/** What shows a row of a type, or a value: its id, or its first field. */
export function briefSelection(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return isLeafType(named) ? "" : "{ __typename }";
  const node = nodeTypeOf(type);
  if (node) return `{ nodes ${briefSelection(node)} }`;
  const leaves = leavesOf(named);
  return `{ ${leaves.includes("id") ? "id" : (leaves[0] ?? "__typename")} }`;
}

/**
 * Makes up a value that an input type takes.
 *
 * @param type - the input type
 * @param uuid - the ids in it
 * @returns the value, with required fields only
 */
export function sampleValue(type: GraphQLInputType, uuid: string): unknown {
  if (isNonNullType(type)) return sampleValue(type.ofType, uuid);
  if (isListType(type)) return [sampleValue(type.ofType, uuid)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter(isRequiredInputField);
    return Object.fromEntries(required.map((field) => [field.name, sampleValue(field.type, uuid)]));
  }
  switch (type.name) {
    case "UUID":
      return uuid;
    case "ID":
      return Buffer.from(JSON.stringify(["Contact", uuid])).toString("base64");
    case "Boolean":
      return true;
    case "Int":
    case "Float":
      return 1;
    case "BigInt":
      return "1";
    case "Datetime":
      return "2031-05-01T10:00:00Z";
    case "Date":
      return "2031-05-01";
    case "JSON":
      return {};
    default:
      return "probe";
  }
}
