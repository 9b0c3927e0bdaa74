import { readConfig } from "../config/environment.ts";
import { withDatabases } from "../database/databases.ts";
import { loadDemonstrationData } from "../database/demonstration-data.ts";
import { migrate } from "../database/migrations.ts";
import type { DatabaseUrls } from "../database/provisioning.ts";
import { type LoadOptions, loadData } from "../seeds/load.ts";
import { HELP, readSeedOptions } from "../seeds/options.ts";
import { Progress } from "../seeds/progress.ts";
import { runCommand } from "./run-command.ts";

const tell = (message: string) => console.log(message);

async function seedDemonstration(ownerUrl: string): Promise<void> {
  const isLoaded = await loadDemonstrationData(ownerUrl);
  tell(isLoaded ? "Loaded the demonstration data." : "Nothing loaded: the database has users already.");
}

async function seedLoad(
  request: Parameters<typeof loadData>[0],
  ownerUrl: string,
  rootUrl: DatabaseUrls["root"],
): Promise<void> {
  const startedAt = performance.now();
  const progress = new Progress(request.rows, process.stdout);
  const options: LoadOptions = { ownerUrl, rootUrl, onProgress: tell, onRows: (rows) => progress.add(rows) };
  const { rows, totals, made, found } = await loadData(request, options).finally(() => progress.end());
  if (made === 0) {
    tell(`Nothing made: the ${found} organizations of seed ${request.seed} are there already.`);
    return;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const number = (value: number) => Math.round(value).toLocaleString("en-US");
  if (found > 0) tell(`${found} organizations of seed ${request.seed} were there already.`);
  tell(
    `Made ${number(rows)} rows and ${number(totals)} daily totals in ${made} organizations, in ${seconds.toFixed(1)} s: ${number((rows + totals) / seconds)} rows/s.`,
  );
}

/**
 * Brings the database up to date and loads data into it: the demonstration data, unless it has users already, or data
 * for load tests.
 */
await runCommand("db:seed", async () => {
  const options = readSeedOptions(process.argv.slice(2));
  if (options.kind === "help") {
    tell(HELP);
    return;
  }
  await withDatabases(
    readConfig(),
    async ({ urls }) => {
      if (urls.owner === undefined) throw new Error("set DATABASE_URL: only the owner can load data");
      await migrate({ ownerUrl: urls.owner, onProgress: tell });
      if (options.kind === "demonstration") await seedDemonstration(urls.owner);
      else await seedLoad(options.request, urls.owner, urls.root);
    },
    tell,
  );
});
