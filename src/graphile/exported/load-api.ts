import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { GraphQLSchema } from "graphql";
import type { Pool } from "pg";
import type { PublicConstraint } from "../mask-error.ts";
import { readFingerprint } from "./fingerprint.ts";

/** An API that was built and written down. */
export interface ExportedApi {
  readonly schema: GraphQLSchema;
  readonly constraints: ReadonlyMap<string, PublicConstraint>;
}

/**
 * Finds the place of exported APIs.
 *
 * @param dataDirectory - of the gateway
 * @returns the path of a directory, which may not be there
 */
export function exportDirectoryIn(dataDirectory: string): string {
  return join(dataDirectory, "api");
}

/** The name of the module that holds the API with a fingerprint. */
export function fileNameOf(fingerprint: string): string {
  return `api-${fingerprint}.mjs`;
}

/** Tells these modules from other files. */
export function isExportedApi(name: string): boolean {
  return /^api-[0-9a-f]{64}\.mjs$/.test(name);
}

/**
 * Finds the API that was exported from a database as it is now, by this program as it is now.
 *
 * @param pool - connections as the authenticator
 * @param directory - where exported APIs are
 * @param pageSize - how many rows a page can have; the default unless told
 * @returns the API; "none" where nothing was exported, "unfit" where nothing of it fits
 * @throws the database's errors, and those of a module that can't be loaded
 */
export async function loadExportedApi(
  pool: Pool,
  directory: string,
  pageSize?: number,
): Promise<ExportedApi | "none" | "unfit"> {
  const names = existsSync(directory) ? readdirSync(directory).filter(isExportedApi) : [];
  const [only] = names;
  if (only === undefined) return "none";
  const load = (name: string): Promise<ExportedApi> => import(pathToFileURL(join(directory, name)).href);
  const reading = readFingerprint(pool, pageSize);
  // An only one is loaded while the database is at it. What doesn't fit may well not load, and nobody cares.
  const early = names.length === 1 ? Promise.allSettled([load(only)]) : undefined;
  const name = fileNameOf(await reading);
  if (!names.includes(name)) return "unfit";
  const [api] = (await early) ?? (await Promise.allSettled([load(name)]));
  if (api.status === "rejected") throw api.reason;
  return api.value;
}
