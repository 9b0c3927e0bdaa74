import { createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { runCommand } from "../../src/commands/run-command.ts";
import { readConfig } from "../../src/config/environment.ts";
import { type BenchDatabase, withBenchDatabase } from "../bench-database.ts";
import { BUSY_CONNECTIONS, compareAll } from "./comparison.ts";
import { copyDatabase, FEW_TENANTS, fill } from "./dataset.ts";
import { type BenchOptions, HELP, readOptions } from "./options.ts";
import { scopesTable, sizesTable, tenantsTable } from "./pages.ts";
import { Askers, type Question } from "./questions.ts";
import { machine, memoryTable, summary, writeResults } from "./report.ts";
import { withSession } from "./session.ts";
import { bulkCost, writesTable } from "./writes.ts";

const FEW = "tenantry_bench_few";

/** Nothing waits for the disk, which would hide what is compared; rows that are loaded at once need no log. */
const SETTINGS = {
  synchronous_commit: "off",
  fsync: "off",
  shared_buffers: "2GB",
  max_wal_size: "8GB",
  wal_level: "minimal",
  max_wal_senders: "0",
  autovacuum: "off",
};

const begun = performance.now();

/** Says what is being done; results go to the standard output. */
function tell(message: string): void {
  process.stderr.write(`${((performance.now() - begun) / 1_000).toFixed(0).padStart(5)} s  ${message}\n`);
}

await runCommand("bench", async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(HELP);
  tell("Starting PostgreSQL and applying the migrations …");
  await withBenchDatabase((database) => run(database, options), SETTINGS);
});

async function run(database: BenchDatabase, options: BenchOptions): Promise<void> {
  const { rootUrl, directory, authenticatorUrl } = database;
  const { sizes, other, bulkRounds } = options.effort;
  const inFew = await copyDatabase(rootUrl, FEW);
  tell("Making rows …");
  const people = await fill(rootUrl, sizes);
  const fewPeople = await fill(inFew(rootUrl), { tenants: FEW_TENANTS, singles: [], others: 0 });
  const config = readConfig({ NODE_ENV: "production", DATA_DIR: directory, AUTH_DATABASE_URL: authenticatorUrl });
  const issuer = await createBuiltInIssuer(config);

  tell("Starting what is compared …");
  await withSession(database, people, issuer, async (session) => {
    const { instruments, pair, questions } = session;
    const { root, askers } = instruments;
    const parts: string[] = [];
    const print = (part: string) => {
      parts.push(part);
      console.log(`\n${part}`);
    };
    print(machine((await root.query("show server_version")).rows[0].server_version));
    const { operations, underLoad } = await compareAll(session, options, tell, print);

    if (options.only === undefined) {
      tell("Measuring organizations of all sizes, scopes and writes …");
      const measurement = { connections: BUSY_CONNECTIONS, ...other };
      print(await sizesTable(instruments, pair, sizes.singles, measurement));
      print(await scopesTable(instruments, pair, measurement));
      print(await bulkCost(instruments, pair, askers.tenants[0] ?? 0, bulkRounds));
      const create = questions.find(({ name }) => name === "create") as Question;
      print(await writesTable(instruments, pair[1], create, measurement, rootUrl));
      const few = await Askers.signIn(fewPeople, issuer);
      const all = sizes.tenants + sizes.singles.length + sizes.others;
      const places = [
        { tenants: FEW_TENANTS, askers: few, authenticatorUrl: inFew(authenticatorUrl) },
        { tenants: all, askers, authenticatorUrl },
      ];
      print(await tenantsTable(instruments, pair, places, measurement));
    }
    print(memoryTable(session, underLoad));
    if (options.write) await writeResults([...parts, summary(operations)].join("\n\n"));
    tell("Done; removing the database.");
    console.log(`\n${summary(operations)}`);
  });
}
