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

/**
 * The views that show the rows of one table, with figures about each, and that table. Their lists are checked for what
 * comes from it: what figures read grows with what belongs to a row, however its list is ordered.
 */
const VIEWS: Readonly<Record<string, string>> = {
  conversationThreads: "conversations",
  customerSummaries: "contacts",
};

/** The views that add figures up when they are asked. */
const FIGURES = ["agentPerformances", "businessDashboards", "dailyMetrics", "performanceMetrics", "pipelineSummaries"];

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

/** Everything that a row says without being asked for something else; of a view's row, what its table's says as well. */
function leaves(type: GraphQLObjectType, viewed?: GraphQLObjectType): string {
  const fields = Object.values(type.getFields()).filter((field) => isLeafType(getNamedType(field.type)));
  return fields
    .filter(({ name, args }) => !args.some(isRequiredArgument) && (!viewed || name in viewed.getFields()))
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

/** What a list is of. */
interface Source {
  readonly table: string;
  /** For a view, what its table's rows are. */
  readonly viewed?: GraphQLObjectType | undefined;
}

function listOf(name: string, parent: string | undefined, root: string, field: Field, source: Source): List {
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
  const selection = `${field.name}(${passed.filter(Boolean).join(", ")}) { nodes { ${leaves(type, source.viewed)} } }`;
  return {
    name,
    table: source.table,
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
  const sources = new Map<string, Source>();
  const lists: List[] = [];
  const add = (field: Field | undefined, table: string, viewed?: GraphQLObjectType): void => {
    const type = field && nodeType(field);
    if (!type) return;
    const source = { table, viewed };
    sources.set(type.name, source);
    lists.push(listOf(field.name, undefined, field.name, field, source));
  };
  for (const table of tables) add(query[camelCase(table)], table);
  for (const [view, table] of Object.entries(VIEWS)) {
    const field = query[camelCase(table)];
    add(query[view], table, field && nodeType(field));
  }
  const parents = [...sources].map(([name, { table }]) => [name, table] as const);
  for (const [parentName, parent] of [...parents, ["User", "users"], ["Organization", "organizations"]] as const) {
    const type = schema.getType(parentName);
    for (const field of isObjectType(type) ? Object.values(type.getFields()) : []) {
      const node = argument(field, "first") && nodeType(field);
      // Tenants' rows say when they were made; permissions and figures don't, and are few.
      if (!node?.getFields()["createdAt"]) continue;
      const source = sources.get(node.name);
      if (source === undefined) throw new Error(`${parentName}.${field.name} lists rows of no known table.`);
      const root = parentName.charAt(0).toLowerCase() + parentName.slice(1);
      lists.push(listOf(`${parentName}.${field.name}`, parent, root, field, source));
    }
  }
  return lists;
}

/**
 * Finds the collections of figures.
 *
 * @param schema - of the gateway
 * @returns the collections, each with its name as its table
 */
export function figuresOf(schema: GraphQLSchema): List[] {
  const query = schema.getQueryType()?.getFields() ?? {};
  return FIGURES.map((name) => {
    const field = query[name];
    if (!field) throw new Error(`There is no collection ${name}.`);
    return listOf(name, undefined, name, field, { table: name });
  });
}
