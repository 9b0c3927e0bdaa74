import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import { briefSelection, leavesOf, nodeTypeOf, sampleValue } from "../live-schema.ts";
import type { Prober } from "./prober.ts";
import type { ShownRow } from "./tenants.ts";

type Field = GraphQLField<unknown, unknown>;

const PAGING = new Set(["after", "before", "first", "last", "offset"]);
const SEARCH = new Set(["customFields", "search", "tags"]);
const LIST_ARGUMENTS = new Set([...PAGING, ...SEARCH, "filter", "includeArchived", "orderBy"]);
const RELATIONS_AT_ONCE = 6;
const COMBINATORS = new Set(["and", "or", "not"]);

const argument = (field: Field, name: string): GraphQLArgument | undefined =>
  field.args.find((arg) => arg.name === name);

function filterOf(field: Field): GraphQLInputObjectType | undefined {
  const type = getNamedType(argument(field, "filter")?.type);
  return isInputObjectType(type) ? type : undefined;
}

const isComparison = (type: unknown): boolean => isInputObjectType(type) && "equalTo" in type.getFields();

/** A filter that finds their row of a type by an id: its own, or that of what it is about. */
function theirFilter(
  prober: Prober,
  filter: GraphQLInputObjectType | undefined,
  typeName: string,
): { name: string; value: string } | undefined {
  const row = prober.theirRow(typeName);
  const names = Object.keys(filter?.getFields() ?? {});
  const candidates = [...names.filter((name) => name === "id"), ...names.filter((name) => name.endsWith("Id"))];
  for (const name of candidates) {
    const value = row?.[name];
    if (typeof value === "string" && prober.options.foreignIds.has(value)) return { name, value };
  }
  return undefined;
}

/** What adds up in a connection, one level deep. */
function aggregateSelection(connection: GraphQLObjectType, leaves = ""): string {
  const type = getNamedType(connection.getFields()["aggregates"]?.type);
  if (!isObjectType(type)) return leaves;
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (field.args.length > 0) return [];
    return isObjectType(inner) ? [`${field.name} { ${leavesOf(inner).join(" ")} }`] : [field.name];
  });
  return `aggregates { ${parts.join(" ")} }`;
}

/** Tries a list: what it shows, each filter, each order, aggregates and groups. */
async function probeList(prober: Prober, field: Field, type: GraphQLObjectType): Promise<void> {
  for (const { name } of field.args) {
    if (!LIST_ARGUMENTS.has(name)) prober.report(field.name, `has an argument that the probe doesn't know: ${name}`);
  }
  const filter = filterOf(field);
  const archived = argument(field, "includeArchived") ? "includeArchived: YES, " : "";
  const row = prober.theirRow(type.name);
  if (row === undefined) return prober.report(field.name, "has no row of the other organization to probe with");

  await prober.ask(field.name, `{ ${field.name}(${archived}first: 200) { nodes { ${leavesOf(type).join(" ")} } } }`);
  if (argument(field, "search")) await probeSearchOfList(prober, field, type, row);
  if (!filter) return;

  const connection = getNamedType(field.type) as GraphQLObjectType;
  const brief = briefSelection(type);
  const count = connection.getFields()["totalCount"] ? "totalCount" : "";
  // One document for all filters and orders, since each document has to be planned.
  const orders = getNamedType(argument(field, "orderBy")?.type);
  const [declared, passed] = isEnumType(orders) ? [`, $orderBy: [${orders.name}!]`, ", orderBy: $orderBy"] : ["", ""];
  const document = `query ($filter: ${filter.name}${declared}) {
    ${field.name}(${archived}filter: $filter${passed}, first: 100) { ${count} nodes ${brief} }
  }`;
  for (const { name } of isEnumType(orders) ? orders.getValues() : []) {
    await prober.ask(`${field.name}(orderBy)`, document, { orderBy: [name] });
  }
  for (const { name, type: filterType } of Object.values(filter.getFields())) {
    const named = getNamedType(filterType);
    const path = `${field.name}(filter.${name})`;
    if (COMBINATORS.has(name)) continue;
    if (isInputObjectType(named) && isComparison(named)) {
      for (const given of comparisons(prober, name, named, row)) await prober.ask(path, document, { filter: given });
    } else if (isLeafType(named)) await prober.ask(path, document, { filter: { [name]: true } });
    else if (isInputObjectType(named)) await probeRelationFilter(prober, path, document, name, named);
    else prober.report(path, "is a filter that the probe doesn't know");
  }

  const theirs = theirFilter(prober, filter, type.name);
  // Without an id nothing names their row; the values of all its fields were tried above.
  if (theirs === undefined) return;
  const groups = connection.getFields()["groupedAggregates"];
  const groupBy = getNamedType(groups?.args.find(({ name }) => name === "groupBy")?.type);
  const grouped = (isEnumType(groupBy) ? groupBy.getValues() : []).map(
    ({ name }, index) => `g${index}: groupedAggregates(groupBy: [${name}]) { keys }`,
  );
  const parts = [count, aggregateSelection(connection), ...grouped, `nodes ${brief}`];
  const figures = `query ($filter: ${filter.name}) { ${field.name}(${archived}filter: $filter) { ${parts.join(" ")} } }`;
  const filterFor = (value: string) => ({ filter: { [theirs.name]: { equalTo: value } } });
  const answer = await prober.compare(`${field.name}.aggregates`, figures, theirs.value, filterFor);
  const found = answer.data?.[field.name] as { totalCount?: number; nodes?: unknown[] } | null | undefined;
  if (answer.errors || found?.nodes?.length !== 0 || (found.totalCount ?? 0) !== 0) {
    prober.report(field.name, `finds theirs by ${theirs.name}: ${answer.text.slice(0, 300)}`);
  }
  const control = await prober.options.other.query(document, filterFor(theirs.value));
  const seen = control.data?.[field.name] as { nodes?: unknown[] } | null | undefined;
  if (!seen?.nodes?.length) prober.report(field.name, `isn't found by its own people either: ${control.text}`);
}

/** What their row can be searched by. */
function searchTexts(row: ShownRow): string[] {
  const texts = ["name", "email", "phone", "title", "subject"].map((name) => row[name]);
  return texts.filter((text): text is string => typeof text === "string" && text.length >= 2 && text.length <= 200);
}

/** Tries to find their row in a list by what it is called, and by its tags. */
async function probeSearchOfList(prober: Prober, field: Field, type: GraphQLObjectType, row: ShownRow): Promise<void> {
  const nodes = `nodes { ${leavesOf(type).join(" ")} }`;
  const document = `query ($search: String) { ${field.name}(search: $search, includeArchived: YES) { ${nodes} } }`;
  const path = `${field.name}(search)`;
  for (const search of searchTexts(row)) {
    await prober.ask(path, document, { search });
    const found = (await prober.options.other.query(document, { search })).get<ShownRow[]>(`${field.name}.nodes`);
    if (!found.some(({ id }) => id === row["id"]))
      prober.report(path, `isn't found by its own people either: ${search}`);
  }
  if (!argument(field, "tags")) return;
  const tagged = `query ($tags: TagsFilter) { ${field.name}(tags: $tags, includeArchived: YES) { ${nodes} } }`;
  const tags = Array.isArray(row["tags"]) && row["tags"].length > 0 ? row["tags"] : ["vip"];
  for (const given of [{ any: tags }, { all: tags }]) await prober.ask(`${field.name}(tags)`, tagged, { tags: given });
}

/** Tries the search over everything with what their rows are called. */
async function probeSearch(prober: Prober, field: Field): Promise<void> {
  const document = `query ($text: String!) { ${field.name}(query: $text, first: 50) { kind id title subtitle } }`;
  let found = 0;
  for (const row of prober.options.theirs.values()) {
    for (const text of searchTexts(row)) {
      await prober.ask(field.name, document, { text });
      found += (await prober.options.other.query(document, { text })).get<unknown[]>(field.name).length;
    }
  }
  if (found === 0) prober.report(field.name, "isn't found by its own people either");
}

/** Filters of one field, with what their row holds there. */
function comparisons(prober: Prober, name: string, comparison: GraphQLInputObjectType, row: ShownRow): object[] {
  const field = comparison.getFields()["equalTo"];
  const value = row[name] ?? (field && sampleValue(field.type, [...prober.options.foreignIds][0] ?? ""));
  return ["equalTo", "notEqualTo"].map((operator) => ({ [name]: { [operator]: value } }));
}

/** Tries to find one's own rows by one of theirs in a relation. */
async function probeRelationFilter(
  prober: Prober,
  path: string,
  document: string,
  name: string,
  filter: GraphQLInputObjectType,
): Promise<void> {
  const theirs = theirFilter(prober, filter, filter.name.replace(/Filter$/, ""));
  if (theirs === undefined) return prober.report(path, `is a relation that the probe can't follow: ${filter.name}`);
  const answer = await prober.compare(path, document, theirs.value, (value) => ({
    filter: { [name]: { [theirs.name]: { equalTo: value } } },
  }));
  const [found] = Object.values(answer.data ?? {}) as { nodes?: unknown[] }[];
  if (answer.errors || found?.nodes?.length !== 0) prober.report(path, `finds rows by theirs: ${answer.text}`);
}

/** Tries a look-up of one row with what identifies theirs. */
async function probeLookup(prober: Prober, field: Field, type: GraphQLObjectType): Promise<void> {
  const [arg, ...more] = field.args;
  const value = arg && prober.theirRow(type.name)?.[arg.name];
  if (!arg || more.length > 0 || typeof value !== "string") {
    return prober.report(field.name, "is a look-up that the probe doesn't know");
  }
  const document = `query ($value: ${arg.type}) { ${field.name}(${arg.name}: $value) { ${leavesOf(type).join(" ")} } }`;
  const answer = await prober.compare(field.name, document, value, (given) => ({ value: given }));
  if (answer.errors || answer.data?.[field.name] != null) prober.report(field.name, `finds theirs: ${answer.text}`);
  const control = await prober.options.other.query(document, { value });
  if (!control.data?.[field.name]) prober.report(field.name, `isn't found by its own people either: ${control.text}`);
}

/** Tries the global id of every kind of row. */
async function probeNodes(prober: Prober, field: Field): Promise<void> {
  const document = `query ($nodeId: ID!) { ${field.name}(nodeId: $nodeId) { __typename nodeId } }`;
  for (const [typeName, { nodeId }] of prober.options.theirs) {
    if (typeof nodeId !== "string") continue;
    const path = `${field.name}(${typeName})`;
    const answer = await prober.compare(path, document, nodeId, (value) => ({ nodeId: value }));
    if (answer.errors || answer.data?.[field.name] !== null) prober.report(path, `finds theirs: ${answer.text}`);
    const control = await prober.options.other.query(document, { nodeId });
    if (!control.data?.[field.name]) prober.report(path, `isn't found by its own people either: ${control.text}`);
  }
}

/** Tries a list about one row with the id of theirs, which is answered like one that there isn't. */
async function probeListAbout(prober: Prober, field: Field): Promise<void> {
  const about = field.args.find(({ name }) => name.endsWith("Id"));
  const kind = about?.name.replace(/Id$/, "") ?? "";
  const id = prober.theirRow(`${kind[0]?.toUpperCase()}${kind.slice(1)}`)?.["id"];
  if (!about || typeof id !== "string") {
    return prober.report(field.name, "is a list about something that the probe doesn't know");
  }
  const document = `query ($id: ${about.type}) { ${field.name}(${about.name}: $id) ${briefSelection(field.type)} }`;
  const answer = await prober.compare(field.name, document, id, (value) => ({ id: value }));
  if (!answer.errors) prober.report(field.name, `answers about theirs: ${answer.text.slice(0, 300)}`);
}

/** Tries one field of the queries. */
export async function probeQuery(prober: Prober, field: Field): Promise<void> {
  const type = getNamedType(field.type);
  const node = nodeTypeOf(field.type);
  if (node) await probeList(prober, field, node);
  else if (field.args.length === 0) await prober.ask(field.name, `{ ${field.name} ${briefSelection(field.type)} }`);
  else if (isInterfaceType(type)) await probeNodes(prober, field);
  else if (isObjectType(type) && type.name === "SearchResult") await probeSearch(prober, field);
  else if (argument(field, "first")) await probeListAbout(prober, field);
  else if (isObjectType(type) && field.args.every(isRequiredArgument)) await probeLookup(prober, field, type);
  else prober.report(field.name, "is a field that the probe doesn't know");
}

/** Tries what hangs on rows of one's own, of one type: related rows and lists, these by an id of theirs as well. */
export async function probeRelations(prober: Prober, type: GraphQLObjectType, query: GraphQLObjectType): Promise<void> {
  const list = Object.values(query.getFields()).find((field) => nodeTypeOf(field.type) === type);
  const relations = Object.values(type.getFields()).filter((field) => !isLeafType(getNamedType(field.type)));
  const fields = Object.values(type.getFields()).filter(
    (field) => isLeafType(getNamedType(field.type)) && field.args.length > 0,
  );
  for (const { name } of fields) prober.report(`${type.name}.${name}`, "is a field that the probe doesn't know");
  if (!list || relations.length === 0) return;

  // Several in one document, since each document has to be planned.
  for (let start = 0; start < relations.length; start += RELATIONS_AT_ONCE) {
    await probeSomeRelations(prober, type, list.name, relations.slice(start, start + RELATIONS_AT_ONCE));
  }
}

async function probeSomeRelations(
  prober: Prober,
  type: GraphQLObjectType,
  list: string,
  relations: readonly Field[],
): Promise<void> {
  const path = `${type.name}.${relations.map(({ name }) => name).join("/")}`;
  const parameters: string[] = [];
  const selections: string[] = [];
  const theirs: { parameter: string; name: string; value: string }[] = [];
  for (const relation of relations) {
    const unknown = relation.args.filter(({ name }) => !LIST_ARGUMENTS.has(name)).map(({ name }) => name);
    if (unknown.length > 0)
      prober.report(`${type.name}.${relation.name}`, `has arguments that the probe doesn't know: ${unknown}`);
    const brief = briefSelection(relation.type);
    selections.push(`${relation.name} ${brief}`);
    const node = nodeTypeOf(relation.type);
    const filter = filterOf(relation);
    const found = node && theirFilter(prober, filter, node.name);
    if (!filter || !found) continue;
    const parameter = `f${theirs.length}`;
    theirs.push({ parameter, ...found });
    parameters.push(`$${parameter}: ${filter.name}`);
    selections.push(`${parameter}: ${relation.name}(filter: $${parameter}) ${brief}`);
  }
  const head = parameters.length > 0 ? `query (${parameters.join(", ")})` : "query";
  const document = `${head} { ${list}(first: 20) { nodes { ${selections.join(" ")} } } }`;
  const ask = (given: (value: string) => string) =>
    prober.ask(
      path,
      document,
      Object.fromEntries(
        theirs.map(({ parameter, name, value }) => [parameter, { [name]: { equalTo: given(value) } }]),
      ),
    );
  const hidden = await ask((value) => value);
  if (hidden.errors) prober.report(path, hidden.text.slice(0, 300));
  if (theirs.length > 0 && hidden.text !== (await ask((value) => prober.missing(value))).text) {
    prober.report(path, "tells theirs from missing ones");
  }
}
