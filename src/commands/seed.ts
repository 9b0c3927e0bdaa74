import { readConfig } from "../config/environment.ts";
import { withDatabases } from "../database/databases.ts";
import { loadDemonstrationData } from "../database/demonstration-data.ts";
import { migrate } from "../database/migrations.ts";
import { runCommand } from "./run-command.ts";

const tell = (message: string) => console.log(message);

/** Brings the database up to date and loads the demonstration data into it, unless it has users already. */
await runCommand("db:seed", () =>
  withDatabases(
    readConfig(),
    async ({ urls }) => {
      if (urls.owner === undefined) throw new Error("set DATABASE_URL: only the owner can load data");
      await migrate({ ownerUrl: urls.owner, onProgress: tell });
      const isLoaded = await loadDemonstrationData(urls.owner);
      tell(isLoaded ? "Loaded the demonstration data." : "Nothing loaded: the database has users already.");
    },
    tell,
  ),
);
