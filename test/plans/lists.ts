import {
  buildClientSchema,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import type { GraphqlClient } from "../support/gateway.ts";

/** A list of the API: a root collection, or the rows that belong to a row. */
export interface List {
  /** Such as `contacts` or `Company.contacts`. */
  readonly name: string;
  /** The table of its rows. */
  readonly table: string;
  /** The table of the row it belongs to, if any. */
  readonly parent: string | undefined;
  /** An operation with the variables `orderBy`, `filter`, `includeArchived` and, with a parent, `id`. */
  readonly document: string;
  readonly orders: readonly string[];
  readonly isArchivable: boolean;
  /** The fields of its filter that compare a column. */
  readonly columns: readonly { readonly field: string; readonly values: readonly string[] | undefined }[];
  /** The fields of its filter that say whether a related row exists. */
  readonly existences: readonly string[];
}

type Field = GraphQLField<unknown, unknown>;

const camelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The schema as the gateway serves it. */
export async function schemaOf(client: GraphqlClient): Promise<GraphQLSchema> {
  const answer = await client.query(getIntrospectionQuery());
  return buildClientSchema({ __schema: answer.get("__schema") });
}

const argument = ({ args }: Field, name: string) => args.find((candidate) => candidate.name === name);

function namesOf(type: GraphQLInputType | undefined): string[] {
  const named = type && getNamedType(type);
  return isEnumType(named) ? named.getValues().map(({ name }) => name) : [];
}

function nodeType({ type }: Field): GraphQLObjectType | undefined {
  const connection = getNamedType(type);
  if (!isObjectType(connection)) return undefined;
  const nodes = connection.getFields()["nodes"];
  const node = nodes && getNamedType(nodes.type);
  return isObjectType(node) ? node : undefined;
}

/** Everything that a row says without being asked for something else. */
function leaves(type: GraphQLObjectType): string {
  const fields = Object.values(type.getFields()).filter((field) => isLeafType(getNamedType(field.type)));
  return fields
    .filter(({ args }) => !args.some(isRequiredArgument))
    .map(({ name }) => name)
    .join(" ");
}

/** The fields of a filter, by what they are. */
function filterOf(field: Field): Pick<List, "columns" | "existences"> {
  const type = getNamedType(argument(field, "filter")?.type);
  const entries = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  const columns: List["columns"][number][] = [];
  for (const { name, type: given } of entries) {
    const operators = getNamedType(given);
    if (["and", "or", "not"].includes(name) || !isInputObjectType(operators)) continue;
    const { equalTo } = operators.getFields();
    // The fields of a related row have no operators of their own.
    if (equalTo) columns.push({ field: name, values: isEnumType(equalTo.type) ? namesOf(equalTo.type) : undefined });
  }
  const existences = entries.map(({ name }) => name).filter((name) => /Exists$/.test(name));
  return { columns, existences };
}

function listOf(name: string, parent: string | undefined, root: string, field: Field, table: string): List {
  const order = argument(field, "orderBy");
  const filter = argument(field, "filter");
  const isArchivable = argument(field, "includeArchived") !== undefined;
  const variables = [
    parent === undefined ? "" : "$id: UUID!",
    order ? `$orderBy: ${order.type}` : "",
    filter ? `$filter: ${filter.type}` : "",
    isArchivable ? "$includeArchived: IncludeArchived" : "",
  ];
  const passed = [
    "first: 20",
    order && "orderBy: $orderBy",
    filter && "filter: $filter",
    isArchivable && "includeArchived: $includeArchived",
  ];
  const type = nodeType(field) as GraphQLObjectType;
  const selection = `${field.name}(${passed.filter(Boolean).join(", ")}) { nodes { ${leaves(type)} } }`;
  return {
    name,
    table,
    parent,
    document: `query (${variables.filter(Boolean).join(", ")}) { ${parent === undefined ? selection : `${root}(id: $id) { ${selection} }`} }`,
    orders: namesOf(order?.type),
    isArchivable,
    ...filterOf(field),
  };
}

/**
 * Finds every list of tenants' rows in the API.
 *
 * @param schema - of the gateway
 * @param tables - the tables of tenants
 * @returns the root collections, and the lists of every row that has a list
 */
export function listsOf(schema: GraphQLSchema, tables: readonly string[]): List[] {
  const query = schema.getQueryType()?.getFields() ?? {};
  const tableOf = new Map<string, string>();
  const lists: List[] = [];
  for (const table of tables) {
    const field = query[camelCase(table)];
    const type = field && nodeType(field);
    if (!type) continue;
    tableOf.set(type.name, table);
    lists.push(listOf(field.name, undefined, field.name, field, table));
  }
  for (const [parentName, parent] of [...tableOf, ["User", "users"], ["Organization", "organizations"]] as const) {
    const type = schema.getType(parentName);
    for (const field of isObjectType(type) ? Object.values(type.getFields()) : []) {
      const node = argument(field, "first") && nodeType(field);
      // Tenants' rows say when they were made; permissions and the like don't, and are few.
      if (!node?.getFields()["createdAt"]) continue;
      const table = tableOf.get(node.name);
      if (table === undefined) throw new Error(`${parentName}.${field.name} lists rows of no known table.`);
      const root = parentName.charAt(0).toLowerCase() + parentName.slice(1);
      lists.push(listOf(`${parentName}.${field.name}`, parent, root, field, table));
    }
  }
  return lists;
}
