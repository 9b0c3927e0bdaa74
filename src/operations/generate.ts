import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildSchema } from "graphql";
import { typesWithoutId } from "./cache-keys.ts";
import { type Modules, writeDocuments, writeHooks, writeManifest } from "./client-modules.ts";
import { loadDocuments, loadFragments } from "./documents.ts";
import { writeOperationTypes } from "./operation-types.ts";

const ROOT = new URL("../../", import.meta.url);
const COMPILER = new URL("node_modules/.bin/tsc", ROOT);
const RUNTIME = new URL("graphql/client/tsconfig.json", ROOT);

/**
 * Makes everything that belongs into graphql/generated, from graphql/schema.graphql, graphql/operations and graphql/client.
 *
 * @returns the content of each file
 * @throws Error when the schema doesn’t allow an operation, or the runtime isn’t valid TypeScript
 */
export async function generate(): Promise<Modules> {
  const schema = buildSchema(await readFile(new URL("graphql/schema.graphql", ROOT), "utf8"));
  const operations = loadDocuments(schema);
  const fragments = loadFragments(schema);
  const embeddedTypes = new Set(operations.flatMap(({ document }) => typesWithoutId(document, schema)));
  return {
    ...(await compileRuntime()),
    "types.d.ts": await writeOperationTypes(schema, operations, fragments),
    ...writeDocuments(operations, fragments, [...embeddedTypes].sort()),
    ...writeHooks(operations),
    ...writeManifest(operations),
  };
}

/** Node strips no types below node_modules, so what clients install is JavaScript with declarations. */
async function compileRuntime(): Promise<Modules> {
  const directory = await mkdtemp(join(tmpdir(), "tenantry-client-"));
  try {
    await promisify(execFile)(fileURLToPath(COMPILER), ["-p", fileURLToPath(RUNTIME), "--outDir", directory]);
    const names = await readdir(directory);
    const texts = await Promise.all(names.map((name) => readFile(join(directory, name), "utf8")));
    return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ""]));
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    throw stdout ? new Error(`graphql/client can’t be compiled:\n${stdout}`) : error;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
