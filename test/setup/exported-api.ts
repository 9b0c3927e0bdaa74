import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAuthenticatorPool } from "../../src/database/pools.ts";
import { readFingerprint } from "../../src/graphile/exported/fingerprint.ts";
import { exportDirectoryIn, fileNameOf } from "../../src/graphile/exported/load-api.ts";

const DATA_DIRECTORY = fileURLToPath(new URL("../../node_modules/.cache/tenantry-test", import.meta.url));
const COMMAND = fileURLToPath(new URL("../../src/commands/export-api.ts", import.meta.url));

/**
 * Finds an exported API for the run's gateways, which then start as a gateway in production does, in a third of the time.
 * Each still makes sure that it fits its database. It is kept for runs to come, as long as it fits.
 *
 * @param authenticatorUrl - into the database that test files copy
 * @param isNeeded - whether to export the API if there is none
 * @returns the directory that it is in; undefined if there is none
 * @throws Error when the API can't be exported
 */
export async function prepareExportedApi(authenticatorUrl: string, isNeeded: boolean): Promise<string | undefined> {
  const directory = exportDirectoryIn(DATA_DIRECTORY);
  const pool = createAuthenticatorPool(authenticatorUrl, 2, { warn: () => {} });
  const path = join(directory, fileNameOf(await readFingerprint(pool)));
  await pool.end();
  if (existsSync(path)) return directory;
  if (!isNeeded) return undefined;
  const environment = { DATA_DIR: DATA_DIRECTORY, AUTH_DATABASE_URL: authenticatorUrl, GRAPHILE_ENV: "production" };
  const command = spawn(process.execPath, [COMMAND], {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let messages = "";
  command.stderr.setEncoding("utf8").on("data", (text: string) => {
    messages += text;
  });
  const [code] = await once(command, "close");
  if (code !== 0) throw new Error(`The API could not be exported.\n${messages}`);
  return directory;
}
