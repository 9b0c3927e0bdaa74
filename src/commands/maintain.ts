import { readConfig } from "../config/environment.ts";
import { withDatabases } from "../database/databases.ts";
import { maintain } from "../database/maintenance.ts";
import { runCommand } from "./run-command.ts";

const tell = (message: string) => console.log(message);

/** Does once what a gateway that knows the owner's connection does by itself: partitions, roll-ups, retention. */
await runCommand("db:maintain", () => {
  const config = readConfig();
  return withDatabases(
    config,
    async ({ urls }) => {
      if (urls.owner === undefined) throw new Error("set DATABASE_URL: only the owner can do this");
      await maintain(urls.owner, tell, config.audit);
      tell("Done.");
    },
    tell,
  );
});
