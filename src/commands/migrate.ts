import { spawn } from "node:child_process";
import { once } from "node:events";
import { environmentFor, readConfig } from "../config/environment.ts";
import { openDatabases } from "../database/databases.ts";
import { createAuditLogPartitions } from "../database/migrations.ts";

/** Runs graphile-migrate with the arguments given, on the databases in use; starts the embedded server for that time. */
const config = readConfig();
const databases = await openDatabases(config, (message) => console.error(message));
const child = spawn("graphile-migrate", process.argv.slice(2), {
  stdio: "inherit",
  env: environmentFor(databases.urls),
});
// Ctrl-C reaches graphile-migrate as well, which ends by itself; the server is let go after it.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
const [code] = await once(child, "exit");
process.exitCode = code ?? 1;
if (code === 0 && databases.urls.owner !== undefined && ["migrate", "reset"].includes(process.argv[2] ?? "")) {
  await createAuditLogPartitions(databases.urls.owner);
}
await databases.release();
