import { readConfig } from "../config/environment.ts";
import { withDatabases } from "../database/databases.ts";
import { maintain } from "../database/maintenance.ts";
import { runCommand } from "./run-command.ts";

const tell = (message: string) => console.log(message);

/** Does once what a gateway that knows the owner's connection does by itself: partitions and roll-ups. */
await runCommand("db:maintain", () =>
  withDatabases(
    readConfig(),
    async ({ urls }) => {
      if (urls.owner === undefined) throw new Error("set DATABASE_URL: only the owner can do this");
      await maintain(urls.owner, tell);
      tell("Done.");
    },
    tell,
  ),
);
