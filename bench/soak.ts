import { parseArgs } from "node:util";
import { Client } from "pg";
import { createBuiltInIssuer } from "../src/authentication/built-in-issuer.ts";
import { runCommand } from "../src/commands/run-command.ts";
import { readConfig } from "../src/config/environment.ts";
import { AUTHENTICATOR } from "../src/database/provisioning.ts";
import { type BenchDatabase, withBenchDatabase } from "./bench-database.ts";
import { startWorker } from "./gateway/channel.ts";
import { fill } from "./gateway/dataset.ts";
import type { LoadApi } from "./gateway/load.ts";
import { Askers, makeQuestions } from "./gateway/questions.ts";
import { figure, machine, table } from "./gateway/report.ts";
import { ask, startTarget } from "./gateway/targets.ts";

/*
 * Asks a gateway many times for everything that the bench asks, and looks at what that leaves behind. Fails when memory
 * grows, when a session of the database is left in a transaction, or when an answer is an error.
 */

const HELP = `Asks a gateway 200,000 times, and looks whether memory grows and transactions stay open.

  npm run bench:soak
  npm run bench:soak -- --requests 20000    fewer requests`;

const REQUESTS = 200_000;
const CONNECTIONS = 16;
const TURN_MS = 1_000;
/** How often memory is looked at. */
const LOOKS = 10;
/** Until then caches fill: of plans, of tokens, of prepared statements. */
const SETTLED_LOOK = 3;
/** What memory may grow by from then on; what is measured varies by a few megabytes. */
const TOLERANCE_MB = 10;

/** Sessions of the gateway that are in a transaction although nobody asks anything. */
const OPEN = `
  select count(*)::int as sessions, count(*) filter (where state like 'idle in transaction%')::int as open
  from pg_stat_activity where usename = $1 and datname = current_database()`;

async function soak(database: BenchDatabase, requests: number): Promise<void> {
  const people = await fill(database.rootUrl, { tenants: 20, singles: [10_000], others: 0 });
  const config = readConfig({ DATA_DIR: database.directory, AUTH_DATABASE_URL: database.authenticatorUrl });
  const askers = await Askers.signIn(people, await createBuiltInIssuer(config));
  const load = startWorker<LoadApi>(new URL("gateway/load.ts", import.meta.url));
  const root = new Client({ connectionString: database.rootUrl });
  await root.connect();
  const gateway = await startTarget("gateway", database);
  try {
    const questions = await makeQuestions(askers, database.rootUrl, async (person, document, variables) => {
      const operation = { name: "", title: "cursors", document, statement: "", writes: false, answer: () => {} };
      const answer = await ask(gateway, askers, { operation, call: { person, variables, parameters: [] } });
      return (answer as { data: never }).data;
    });
    const mixed = questions.find(({ name }) => name === "mixed")?.calls ?? [];
    const texts = mixed.map(({ operation, call }) => askers.request("gateway", operation, call));
    console.log(`${machine((await root.query("show server_version")).rows[0].server_version)}\n`);

    const rows: string[][] = [];
    const heaps: number[] = [];
    let asked = 0;
    for (let look = 1; look <= LOOKS; look++) {
      const begun = asked;
      const started = performance.now();
      while (asked < (requests * look) / LOOKS) {
        const turn = { port: gateway.port, requests: texts, connections: CONNECTIONS, milliseconds: TURN_MS };
        asked += (await load.call("run", turn)).requests;
      }
      const perSecond = (asked - begun) / ((performance.now() - started) / 1_000);
      const { heapMb, residentMb } = await gateway.worker.call("usageOfTheLiving");
      const { sessions, open } = (await root.query(OPEN, [AUTHENTICATOR])).rows[0];
      if (open > 0) throw new Error(`${open} of ${sessions} sessions were left in a transaction.`);
      heaps.push(heapMb);
      rows.push([asked, perSecond, heapMb, residentMb, sessions].map((value) => figure(value, 0)));
      process.stderr.write(`${figure(asked, 0)} requests, ${figure(heapMb, 1)} MB\n`);
    }
    console.log(table(["requests", "requests/s", "heap MB", "resident MB", "sessions"], rows));
    const growth = (heaps.at(-1) ?? 0) - (heaps[SETTLED_LOOK - 1] ?? 0);
    console.log(
      `\n${figure(asked, 0)} requests, no error, no open transaction; memory grew by ${figure(growth, 1)} MB`,
    );
    if (growth > TOLERANCE_MB) throw new Error(`Memory grew by more than ${TOLERANCE_MB} MB.`);
  } finally {
    for (const worker of [gateway.worker, load]) await worker.stop();
    await root.end();
  }
}

await runCommand("soak", async () => {
  const { values } = parseArgs({
    options: { requests: { type: "string", default: String(REQUESTS) }, help: { type: "boolean", default: false } },
  });
  if (values.help) return console.log(HELP);
  const requests = Number(values.requests);
  if (!Number.isInteger(requests) || requests < LOOKS) throw new Error(`--requests: give a number from ${LOOKS} on.`);
  await withBenchDatabase((database) => soak(database, requests));
});
