import { spawn } from "node:child_process";
import { environmentFor, readConfig } from "../config/environment.ts";
import { openDatabases } from "../database/databases.ts";

/** Runs graphile-migrate with the arguments given, on the databases in use; starts the embedded server for that time. */
const config = readConfig();
const databases = await openDatabases(config, (message) => console.error(message));
const child = spawn("graphile-migrate", process.argv.slice(2), {
  stdio: "inherit",
  env: environmentFor(databases.urls),
});
// Ctrl-C reaches graphile-migrate as well, which ends by itself; the server is let go after it.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", async (code) => {
  await databases.release();
  process.exitCode = code ?? 1;
});
