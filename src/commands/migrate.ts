import { once } from "node:events";
import { readConfig } from "../config/environment.ts";
import { withDatabases } from "../database/databases.ts";
import { createMonthlyPartitions, spawnGraphileMigrate } from "../database/migrations.ts";
import { runCommand } from "./run-command.ts";

/** What graphile-migrate would otherwise look for in places of its own, such as a server on port 5432. */
const NEEDS = {
  owner: { variable: "DATABASE_URL", commands: ["migrate", "watch", "commit", "uncommit", "reset", "status"] },
  shadow: { variable: "SHADOW_DATABASE_URL", commands: ["commit", "uncommit", "status"] },
  root: { variable: "ROOT_DATABASE_URL", commands: ["commit", "uncommit", "reset"] },
} as const;

/** Runs graphile-migrate with the arguments given, on the databases in use; starts the embedded server for that time. */
await runCommand("graphile-migrate", () =>
  withDatabases(
    readConfig(),
    async ({ urls }) => {
      const args = process.argv.slice(2);
      const command = args[0] ?? "";
      for (const [role, { variable, commands }] of Object.entries(NEEDS)) {
        if (urls[role as keyof typeof NEEDS] === undefined && commands.some((name) => name === command)) {
          throw new Error(`${command} needs ${variable}; set it, or none of the database settings`);
        }
      }
      const child = spawnGraphileMigrate(args, urls, "inherit");
      // Ctrl-C reaches graphile-migrate as well, which ends by itself; the server is let go after it.
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
      const [code] = await once(child, "exit");
      process.exitCode = code ?? 1;
      if (code === 0 && urls.owner !== undefined && (command === "migrate" || command === "reset")) {
        await createMonthlyPartitions(urls.owner);
      }
    },
    (message) => console.error(message),
  ),
);
