import { codegen } from "@graphql-codegen/core";
import * as operationTypes from "@graphql-codegen/typescript-operations";
import {
  type DefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  printSchema,
} from "graphql";
import type { FragmentDocument, OperationDocument } from "./documents.ts";

/** How the values of scalars travel in JSON: numbers that a float can’t hold are text. */
const SCALARS = {
  BigFloat: { input: "string | number", output: "string" },
  BigInt: { input: "string | number", output: "string" },
  Cursor: "string",
  Date: "string",
  Datetime: "string",
  ID: "string",
  InternetAddress: "string",
  JSON: "JsonValue",
  UUID: "string",
} as const;

const JSON_VALUE = `/** What JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
`;

/**
 * Writes the types of what operations are given and answer, and of fragments.
 *
 * @param schema - the schema that they are for
 * @param operations - the operations
 * @param fragments - the fragments that they spread
 * @returns declarations in TypeScript
 * @throws Error for a scalar of which isn’t said how it travels
 */
export async function writeOperationTypes(
  schema: GraphQLSchema,
  operations: readonly OperationDocument[],
  fragments: readonly FragmentDocument[],
): Promise<string> {
  const definitions: readonly DefinitionNode[] = [
    ...fragments.map(({ name, document }) => definitionOf(document.definitions, name)),
    ...operations.map(({ name, document }) => definitionOf(document.definitions, name)),
  ];
  const types = await codegen({
    filename: "types.d.ts",
    schema: parse(printSchema(schema)),
    schemaAst: schema,
    documents: [{ document: { kind: Kind.DOCUMENT, definitions } }],
    config: { scalars: SCALARS, strictScalars: true, skipTypeNameForRoot: true },
    plugins: [{ operations: {} }],
    pluginMap: { operations: operationTypes },
  });
  return `${JSON_VALUE}\n${types.trim()}\n`;
}

/** A document has the fragments of its operation, too, which others have as well. */
function definitionOf(definitions: readonly DefinitionNode[], name: string): DefinitionNode {
  const definition = definitions.find((candidate) => (candidate as OperationDefinitionNode).name?.value === name);
  if (definition === undefined) throw new Error(`${name} is defined under another name.`);
  return definition;
}
