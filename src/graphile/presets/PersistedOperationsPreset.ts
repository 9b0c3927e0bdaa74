import { PersistedPlugin } from "@grafserv/persisted";
import { hashIn, type PersistedOperationsMode, readPersistedOperations } from "../persisted-operations.ts";
import { PersistedOperationsPlugin } from "../plugins/PersistedOperationsPlugin.ts";

/**
 * Operations that front ends were built with, sent by hash.
 *
 * @param mode - whether hashes are taken, and whether texts are
 * @returns the preset
 * @throws Error when the published operations can't be read
 */
export function PersistedOperationsPreset(mode: PersistedOperationsMode): GraphileConfig.Preset {
  if (mode === "off") return { plugins: [PersistedOperationsPlugin(mode, new Map())] };
  const operations = readPersistedOperations();
  return {
    plugins: [PersistedOperationsPlugin(mode, operations), PersistedPlugin],
    grafserv: {
      hashFromPayload: hashIn,
      persistedOperationsGetter: (hash) => operations.get(hash) ?? "",
      allowUnpersistedOperation: mode === "allow",
    },
  };
}
