import { createHash } from "node:crypto";
import { type DocumentNode, type GraphQLSchema, Kind, parse, print, validate } from "graphql";
import { withCacheKeys } from "./cache-keys.ts";
import { listFragments, listOperations, readOperation } from "./sources.ts";

/** An operation as clients run it. */
export interface OperationDocument {
  /** Such as `ListContacts`. */
  readonly name: string;
  readonly kind: "query" | "mutation" | "subscription";
  readonly document: DocumentNode;
  readonly text: string;
  /** The SHA-256 of the text, in hexadecimal digits. */
  readonly hash: string;
}

/** A fragment as clients read it from their cache, with the fragments that it spreads. */
export interface FragmentDocument {
  readonly name: string;
  readonly document: DocumentNode;
  readonly text: string;
}

/**
 * Reads all operations of graphql/operations and completes them for the caches of clients.
 *
 * @param schema - the schema that they are for
 * @returns the operations, sorted by name
 * @throws Error that lists what the schema doesn't allow, and names that are taken twice
 */
export function loadDocuments(schema: GraphQLSchema): readonly OperationDocument[] {
  const problems: string[] = [];
  const operations = new Map<string, OperationDocument>();
  for (const path of listOperations()) {
    const source = parse(readOperation(path));
    const invalid = validate(schema, source).map(({ message }) => `${path}: ${message}`);
    const definition = source.definitions.find((candidate) => candidate.kind === Kind.OPERATION_DEFINITION);
    const name = definition?.name?.value ?? "";
    if (definition === undefined || name !== path.split("/").at(-1))
      invalid.push(`${path}: the operation isn’t named so`);
    else if (operations.has(name)) invalid.push(`${path}: another operation has this name`);
    else if (invalid.length === 0) {
      const document = withCacheKeys(source, schema);
      const text = print(document);
      const hash = createHash("sha256").update(text).digest("hex");
      operations.set(name, { name, kind: definition.operation, document, text, hash });
    }
    problems.push(...invalid);
  }
  if (problems.length > 0) throw new Error(`Some operations can’t be used:\n${problems.join("\n")}`);
  return [...operations.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/**
 * Reads all fragments of graphql/operations/fragments, completed like the operations.
 *
 * @param schema - the schema that they are for
 * @returns the fragments, sorted by name
 */
export function loadFragments(schema: GraphQLSchema): readonly FragmentDocument[] {
  return listFragments().map((name) => {
    const document = withCacheKeys(parse(readOperation(`fragments/${name}`)), schema);
    return { name, document, text: print(document) };
  });
}
