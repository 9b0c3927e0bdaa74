import { readConfig } from "../config/environment.ts";
import { openDatabases } from "../database/databases.ts";
import { loadDemonstrationData } from "../database/demonstration-data.ts";
import { migrate } from "../database/migrations.ts";

/** Brings the database up to date and loads the demonstration data into it, unless it has users already. */
const config = readConfig();
const databases = await openDatabases(config, (message) => console.log(message));
try {
  if (databases.urls.owner === undefined) throw new Error("set DATABASE_URL: only the owner can load data");
  await migrate({ ownerUrl: databases.urls.owner, onProgress: (message) => console.log(message) });
  const isLoaded = await loadDemonstrationData(databases.urls.owner);
  console.log(isLoaded ? "Loaded the demonstration data." : "Nothing loaded: the database has users already.");
} catch (error) {
  console.error(`db:seed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await databases.release();
}
