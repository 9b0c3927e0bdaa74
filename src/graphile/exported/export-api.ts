import { existsSync, globSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportSchemaAsString } from "graphile-export";
import { assertValidSchema } from "graphql";
import { buildSchemaFor } from "../build-schema.ts";
import type { GatewayOptions } from "../gateway-options.ts";
import type { PublicConstraint } from "../mask-error.ts";
import { readFingerprint } from "./fingerprint.ts";
import { fileNameOf, isExportedApi } from "./load-api.ts";

const SOURCES = new URL("../", import.meta.url);

/** Packages that come with PostGraphile have to be those that it uses. */
const PACKAGES: Readonly<Record<string, string>> = {
  "@dataplan/json": "postgraphile/@dataplan/json",
  "@dataplan/pg": "postgraphile/@dataplan/pg",
  grafast: "postgraphile/grafast",
  "pg-sql2": "postgraphile/pg-sql2",
};

/** A module that has been written. */
export interface WrittenApi {
  readonly path: string;
  /** False when it was there, for the same database and program. */
  readonly isNew: boolean;
}

/**
 * Builds the API and writes it as a module, in place of those that were written before, unless it is there already.
 *
 * @param options - as for the gateway
 * @param directory - where to; made if it isn't there
 * @returns the module
 * @throws Error when the API can't be built, a part of it can't be exported, or what it is built from changes meanwhile
 */
export async function exportApi(options: GatewayOptions, directory: string): Promise<WrittenApi> {
  const constraints = new Map<string, PublicConstraint>();
  const fingerprint = await readFingerprint(options.pool, options.limits?.pageSize);
  const path = join(directory, fileNameOf(fingerprint));
  if (existsSync(path)) return { path, isNew: false };
  const { schema } = await buildSchemaFor({ ...options, constraints });
  assertValidSchema(schema);
  const { code } = await exportSchemaAsString(schema, { mode: "graphql-js", modules: await importModules() });
  if ((await readFingerprint(options.pool, options.limits?.pageSize)) !== fingerprint) {
    throw new Error("The database or the program was changed meanwhile; run npm run graphql:export again.");
  }
  const text = `${assumeValid(resolveImports(code))}\nexport const constraints = new Map(${JSON.stringify([...constraints])});\n`;

  await mkdir(directory, { recursive: true, mode: 0o700 });
  // Under its name it is there as a whole, or not at all.
  await writeFile(`${path}.part`, text, { mode: 0o600 });
  await rename(`${path}.part`, path);
  const others = (await readdir(directory)).filter((name) => isExportedApi(name) && name !== fileNameOf(fingerprint));
  await Promise.all(others.map((name) => rm(join(directory, name))));
  return { path, isNew: true };
}

/** The modules of this folder that functions of the API come from, by the address to import them from. */
async function importModules(): Promise<Record<string, object>> {
  const addresses = globSync(["*.ts", "plugins/*.ts", "bulk/*.ts"], { cwd: SOURCES }).map(
    (file) => new URL(file, SOURCES).href,
  );
  const modules = await Promise.all(addresses.map(async (address) => [address, await import(address)] as const));
  // A module of nothing but types would be taken for every empty object.
  return Object.fromEntries(modules.filter(([, module]) => Object.keys(module).length > 0));
}

/** The module lies outside of the program, where names of packages mean nothing. */
function resolveImports(code: string): string {
  return code.replace(/^(import .* from )"([^"]+)";$/gm, (_, start: string, name: string) => {
    return `${start}${JSON.stringify(import.meta.resolve(PACKAGES[name] ?? name))};`;
  });
}

/** What has been validated here needn't be when it is loaded. */
function assumeValid(code: string): string {
  return code.replace(/^(export const schema = new GraphQLSchema\(\{)$/m, "$1\n  assumeValid: true,");
}
