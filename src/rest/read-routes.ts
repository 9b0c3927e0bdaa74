import { readdir, readFile } from "node:fs/promises";
import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getDirectiveValues,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isSpecifiedDirective,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  Source,
  typeFromAST,
  type VariableDefinitionNode,
  validate,
  valueFromASTUntyped,
  visit,
} from "graphql";
import { findAnswer } from "./answer-selection.ts";
import { RestDocumentError } from "./document-error.ts";
import { namesInPath, type RestMethod, type RestRoute, type RouteVariable, type VariableSource } from "./route.ts";
import { describeVariables } from "./variable-descriptions.ts";

/** The documents of the routes: a folder for the beginning of an address, a file for each route. */
export const REST_FOLDER = new URL("../../graphql/rest/", import.meta.url);

/** Declares what makes an operation a route. */
const DIRECTIVES_FILE = "directives.graphql";

const PATH = /^(\/([a-z0-9-]+|\{[A-Za-z_][A-Za-z0-9_]*\}))+$/;

/** Parameters that all routes take, which no variable can be. */
export const ORGANIZATION_PARAMETER = "orgId";

interface RestArguments {
  readonly method: RestMethod;
  readonly path: string;
  readonly summary: string;
  readonly location?: string | null;
}

/**
 * Reads the routes.
 *
 * @param schema - the schema of the API
 * @param folder - where the documents are
 * @returns a route for each document, in the order of their names
 * @throws Error that names the file and what is wrong with it
 */
export async function readRoutes(schema: GraphQLSchema, folder: URL = REST_FOLDER): Promise<RestRoute[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".graphql")).sort();
  const read = async (file: string) =>
    new Source(await readFile(new URL(file, folder), "utf8"), `graphql/rest/${file}`);
  const declarations = parse(await read(DIRECTIVES_FILE));
  const extended = withDirectives(schema, declarations);
  const routes: RestRoute[] = [];
  for (const file of files) {
    if (file === DIRECTIVES_FILE) continue;
    try {
      const route = routeOf(extended, declarations, file, parse(await read(file)));
      const other = routes.find(({ method, path }) => method === route.method && sameShape(path, route.path));
      if (other !== undefined)
        throw new RestDocumentError(`${other.file} answers ${route.method} ${route.path} already.`);
      routes.push(route);
    } catch (error) {
      throw new Error(`graphql/rest/${file} can’t be a route: ${(error as Error).message}`, { cause: error });
    }
  }
  return routes;
}

/**
 * The schema with directives that are declared, and all else as it is: `extendSchema` would make all types anew, and a
 * schema of the same types collect them anew.
 */
function withDirectives(schema: GraphQLSchema, declarations: DocumentNode): GraphQLSchema {
  const declared = buildASTSchema(declarations).getDirectives();
  const directives = [...schema.getDirectives(), ...declared.filter((directive) => !isSpecifiedDirective(directive))];
  return Object.create(schema, {
    getDirectives: { value: () => directives },
    getDirective: { value: (wanted: string) => directives.find(({ name }) => name === wanted) },
  });
}

/** Paths that differ only in the names of their variables are one. */
function sameShape(one: string, other: string): boolean {
  return one.replace(/\{[^}]*\}/g, "{}") === other.replace(/\{[^}]*\}/g, "{}");
}

function routeOf(schema: GraphQLSchema, declarations: DocumentNode, file: string, document: DocumentNode): RestRoute {
  const [error] = validate(schema, document);
  if (error !== undefined) throw error;
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation, ...more] = operations;
  const [folder, name, ...rest] = file.replace(/\.graphql$/, "").split("/");
  if (operation === undefined || more.length > 0) throw new RestDocumentError("Write one operation.");
  if (name === undefined || rest.length > 0 || !/^[a-z0-9-]+$/.test(folder ?? "")) {
    throw new RestDocumentError(
      "Put it into a folder such as graphql/rest/crm, which names the beginning of its address.",
    );
  }
  if (operation.name?.value !== name) throw new RestDocumentError(`Name the operation ${name}, as the file is.`);
  const header = argumentsOf(schema, operation);
  if (header === undefined) throw new RestDocumentError("The operation lacks @rest, which says its method and path.");
  const { method, path, summary, location } = header;
  if ((operation.operation === "query") !== (method === "GET")) {
    throw new RestDocumentError(
      `A ${operation.operation} can’t be answered to ${method}: GET reads, all others write.`,
    );
  }
  for (const each of [path, location ?? path]) {
    if (!PATH.test(each)) throw new RestDocumentError(`${each} is no path such as /contacts/{id}.`);
  }
  const answer = findAnswer(schema, operation);
  const unanswered = namesInPath(location ?? "").find((field) => !answer?.fields.has(field));
  if (unanswered !== undefined)
    throw new RestDocumentError(`location needs ${unanswered}, which isn’t in the @answer.`);
  const variables = variablesOf(schema, document, operation, path, method);
  const base = `/api/${folder}`;
  return {
    name,
    file,
    summary,
    method,
    base,
    path: base + path,
    location: location ? base + location : undefined,
    document: print(withoutDirectives(document, declarations)),
    variables,
    answer,
  };
}

function argumentsOf(schema: GraphQLSchema, operation: OperationDefinitionNode): RestArguments | undefined {
  const directive = schema.getDirective("rest");
  return directive ? (getDirectiveValues(directive, operation) as unknown as RestArguments | undefined) : undefined;
}

/** What only makes the operation a route is unknown to the API. */
function withoutDirectives(document: DocumentNode, declarations: DocumentNode): DocumentNode {
  const ours = new Set(
    declarations.definitions.flatMap((definition) =>
      definition.kind === Kind.DIRECTIVE_DEFINITION ? [definition.name.value] : [],
    ),
  );
  return visit(document, { Directive: ({ name }) => (ours.has(name.value) ? null : undefined) });
}

function variablesOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  path: string,
  method: RestMethod,
): RouteVariable[] {
  const inPath = namesInPath(path);
  const definitions = operation.variableDefinitions ?? [];
  const descriptions = describeVariables(schema, document);
  const unknown = inPath.find((name) => !definitions.some(({ variable }) => variable.name.value === name));
  if (unknown !== undefined) throw new RestDocumentError(`{${unknown}} of the path is no variable of the operation.`);
  const variables = definitions.map((definition): RouteVariable => {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type as never) as unknown as GraphQLInputType;
    const source = sourceOf(schema, definition, inPath.includes(name));
    requireFit(name, type, source, method);
    const defaultValue = definition.defaultValue && valueFromASTUntyped(definition.defaultValue);
    return {
      name,
      type,
      source,
      isRequired: isNonNullType(type) && defaultValue === undefined,
      defaultValue,
      description: descriptionIn(schema, definition) ?? descriptions.get(name),
    };
  });
  for (const kind of ["body", "ifMatch"] as const) {
    if (variables.filter(({ source }) => source.from === kind).length > 1) {
      throw new RestDocumentError(`Only one variable can be @${kind}.`);
    }
  }
  return variables;
}

function directiveOf({ directives = [] }: VariableDefinitionNode, name: string): ConstDirectiveNode | undefined {
  return directives.find((directive) => directive.name.value === name);
}

function valuesOf(schema: GraphQLSchema, definition: VariableDefinitionNode, name: string) {
  const directive = schema.getDirective(name);
  return directive && directiveOf(definition, name) ? getDirectiveValues(directive, definition) : undefined;
}

function descriptionIn(schema: GraphQLSchema, definition: VariableDefinitionNode): string | undefined {
  return valuesOf(schema, definition, "describe")?.["as"] as string | undefined;
}

function sourceOf(schema: GraphQLSchema, definition: VariableDefinitionNode, isInPath: boolean): VariableSource {
  const name = definition.variable.name.value;
  const days = valuesOf(schema, definition, "lastDays");
  const marked: VariableSource[] = [];
  if (isInPath) marked.push({ from: "path" });
  if (directiveOf(definition, "body")) marked.push({ from: "body" });
  if (directiveOf(definition, "ifMatch")) marked.push({ from: "ifMatch" });
  if (days) marked.push({ from: "lastDays", days: days as never });
  if (marked.length > 1) throw new RestDocumentError(`$${name} can’t come from several places.`);
  return marked[0] ?? { from: "query" };
}

/** What comes as text must be a value that text can be, or a list of them. */
function requireFit(name: string, type: GraphQLInputType, source: VariableSource, method: RestMethod): void {
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (source.from === "body") {
    if (method === "GET" || method === "DELETE")
      throw new RestDocumentError(`${method} has no body, so $${name} can’t be it.`);
    if (!isInputObjectType(nullable)) throw new RestDocumentError(`$${name} can’t be the body: it is no input object.`);
    return;
  }
  const isList = source.from === "query" && isListType(nullable);
  const item = isList ? nullable.ofType : nullable;
  const leaf = isNonNullType(item) ? item.ofType : item;
  if (!isLeafType(leaf) || leaf.name === "JSON") {
    throw new RestDocumentError(`$${name} can’t be in the address or a header: ${String(type)} isn’t written as text.`);
  }
  const parameter = source.from === "lastDays" ? source.days.parameter : name;
  if (source.from !== "path" && parameter === ORGANIZATION_PARAMETER) {
    throw new RestDocumentError(
      `${ORGANIZATION_PARAMETER} chooses the organization on every route; name the variable otherwise.`,
    );
  }
}
