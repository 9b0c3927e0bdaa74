import { readFileSync } from "node:fs";
import { z } from "zod";

/** What is done with operations of which only the hash is sent: nothing, they are run too, or nothing else is run. */
export type PersistedOperationsMode = "off" | "allow" | "only";

const MANIFEST = new URL("../../graphql/generated/persisted-operations.json", import.meta.url);
const manifest = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string());

/**
 * Reads the operations that `npm run graphql:codegen` has published.
 *
 * @returns their texts by the SHA-256 of each, in hexadecimal digits
 * @throws Error when the file is missing or holds something else
 */
export function readPersistedOperations(): ReadonlyMap<string, string> {
  return new Map(Object.entries(manifest.parse(JSON.parse(readFileSync(MANIFEST, "utf8")))));
}

/**
 * Finds the hash in a request: `extensions.persistedQuery.sha256Hash`, `documentId` or `id`, with or without `sha256:`.
 *
 * @param body - the request, whatever it holds
 * @returns the hash as it came, without `sha256:`; undefined when there is none
 */
export function hashIn(body: {
  readonly extensions?: unknown;
  readonly documentId?: unknown;
  readonly id?: unknown;
}): string | undefined {
  const { persistedQuery } = (body.extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } | null };
  const given = [persistedQuery?.sha256Hash, body.documentId, body.id].find((value) => typeof value === "string");
  return given?.replace(/^sha256:/, "");
}
