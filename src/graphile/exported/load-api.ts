import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { GraphQLSchema } from "graphql";
import type { Pool } from "pg";
import type { PublicConstraint } from "../mask-error.ts";
import { askFingerprint } from "./fingerprint.ts";

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

/** An exported API; "none" where nothing was exported, "unfit" where nothing of it fits. */
export type FoundApi = ExportedApi | "none" | "unfit";

/** An API that the database has been asked about. */
export interface SoughtApi {
  /** Rejects with the database's errors, and those of a module that can't be loaded. */
  readonly api: Promise<FoundApi>;
}

/**
 * Finds the API that was exported from a database as it is now, by this program as it is now.
 *
 * @param pool - connections as the authenticator
 * @param directory - where exported APIs are
 * @param pageSize - how many rows a page can have; the default unless told
 * @returns the API, if there is one
 * @throws the database's errors, and those of a module that can't be loaded
 */
export async function loadExportedApi(pool: Pool, directory: string, pageSize?: number): Promise<FoundApi> {
  return (await seekExportedApi(pool, directory, pageSize)).api;
}

/**
 * Begins to look for the API that {@link loadExportedApi} finds. It resolves once the database is at it, which takes a
 * while, and begins to load what is likely to fit.
 *
 * @param pool - connections as the authenticator, which send statements without waiting for answers
 * @param directory - where exported APIs are
 * @param pageSize - how many rows a page can have; the default unless told
 * @returns the API, when it is there
 * @throws the database's errors
 */
export async function seekExportedApi(pool: Pool, directory: string, pageSize?: number): Promise<SoughtApi> {
  const names = existsSync(directory) ? readdirSync(directory).filter(isExportedApi) : [];
  const [only] = names;
  if (only === undefined) return { api: Promise.resolve("none") };
  const client = await pool.connect();
  const release = () => client.release();
  const { fingerprint } = await askFingerprint(client, pageSize).catch((error) => {
    release();
    throw error;
  });
  fingerprint.then(release, release);
  const load = (name: string): Promise<ExportedApi> => import(pathToFileURL(join(directory, name)).href);
  // An only one is loaded while the database is at it. What doesn't fit may well not load, and nobody cares.
  const early = names.length === 1 ? Promise.allSettled([load(only)]) : undefined;
  const find = async (): Promise<FoundApi> => {
    const name = fileNameOf(await fingerprint);
    if (!names.includes(name)) return "unfit";
    const [api] = (await early) ?? (await Promise.allSettled([load(name)]));
    if (api.status === "rejected") throw api.reason;
    return api.value;
  };
  const api = find();
  // Its failure is met where it is needed.
  api.catch(() => {});
  return { api };
}
