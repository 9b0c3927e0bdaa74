import { join } from "node:path";
import { Client } from "pg";
import { createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { runCommand } from "../../src/commands/run-command.ts";
import { readConfig } from "../../src/config/environment.ts";
import { type BenchDatabase, withBenchDatabase } from "../bench-database.ts";
import { startWorker } from "./channel.ts";
import { copyDatabase, fill, TENANT_CONTACTS } from "./dataset.ts";
import type { DelayProxy } from "./delay-proxy.ts";
import type { LoadApi } from "./load.ts";
import { compare, type Instruments, type Measurement, measure } from "./measure.ts";
import { type BenchOptions, HELP, readOptions } from "./options.ts";
import { Askers, makeQuestions, pageOf, type Question } from "./questions.ts";
import {
  figure,
  machine,
  type OperationResults,
  roundTripsTable,
  summary,
  table,
  throughputTable,
  writeResults,
} from "./report.ts";
import { COUNTING_DELAY_MS, countRoundTrips } from "./round-trips.ts";
import { ask, checkAnswers, startTarget, TARGETS, type Target, TITLES } from "./targets.ts";
import { measureBulk, measureWrites } from "./writes.ts";

const BUSY_CONNECTIONS = 16;
/** There and back, together a millisecond. */
const DELAY_MS = 0.5;
const PROFILE_MS = 6_000;
const FEW_TENANTS = 10;
const FEW = "tenantry_bench_few";

/** A commit doesn't wait for the disk, which would hide what is compared; rows that are loaded at once need no log. */
const SETTINGS = {
  synchronous_commit: "off",
  shared_buffers: "2GB",
  max_wal_size: "8GB",
  wal_level: "minimal",
  max_wal_senders: "0",
  autovacuum: "off",
  fsync: "off",
};

const begun = performance.now();

/** Says what is being done; results go to the standard output. */
function tell(message: string): void {
  process.stderr.write(`${((performance.now() - begun) / 1_000).toFixed(0).padStart(5)} s  ${message}\n`);
}

/** The same connection string, by another way. */
function through(connectionString: string, port: number): string {
  const url = new URL(connectionString);
  url.port = String(port);
  return url.href;
}

await runCommand("bench", async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(HELP);
  tell("Starting PostgreSQL and applying the migrations …");
  await withBenchDatabase((database) => run(database, options), SETTINGS);
});

async function run(database: BenchDatabase, options: BenchOptions): Promise<void> {
  const { rootUrl, directory, authenticatorUrl } = database;
  const { effort, quick } = options;
  const inFew = await copyDatabase(rootUrl, FEW);
  tell("Making rows …");
  const people = await fill(rootUrl, effort.sizes);
  const fewPeople = await fill(inFew(rootUrl), { tenants: FEW_TENANTS, singles: [], others: 0 });
  tell("Starting what is compared …");
  const config = readConfig({ NODE_ENV: "production", DATA_DIR: directory, AUTH_DATABASE_URL: authenticatorUrl });
  const issuer = await createBuiltInIssuer(config);
  const askers = await Askers.signIn(people, issuer);

  const load = startWorker<LoadApi>(new URL("load.ts", import.meta.url));
  const proxy = startWorker<DelayProxy>(new URL("delay-proxy.ts", import.meta.url));
  const root = new Client({ connectionString: rootUrl });
  await root.connect();
  const targets: Target[] = [];
  try {
    // One after the other, so that each has the machine for itself.
    for (const name of TARGETS) targets.push(await startTarget(name, database));
    const instruments: Instruments = { load, askers, root };
    const [gateway, , limit] = targets as [Target, Target, Target];
    const atRest = await Promise.all(targets.map(({ worker }) => worker.call("usage")));
    const questions = await makeQuestions(askers, rootUrl, async (person, document, variables) => {
      const operation = { name: "", title: "cursors", document, statement: "", writes: false, answer: () => {} };
      const answer = await ask(gateway, askers, { operation, call: { person, variables, parameters: [] } });
      return (answer as { data: never }).data;
    });
    const asked = questions.filter(({ name }) => options.only === undefined || name === options.only);

    tell("Checking that all answer the same …");
    await checkAnswers(targets, askers, asked);

    const parts: string[] = [];
    const print = (part: string) => {
      parts.push(part);
      console.log(`\n${part}`);
    };
    print(`${machine((await root.query("show server_version")).rows[0].server_version)}.`);
    const busy = { connections: BUSY_CONNECTIONS, ...effort.main };
    const other = { connections: BUSY_CONNECTIONS, ...effort.other };

    const measureAll = async (measurement: Measurement, profiles?: string) => {
      const results = [];
      for (const question of asked) {
        if (profiles !== undefined) await profile(instruments, gateway, question, busy, profiles);
        tell(`  ${question.title}`);
        results.push(await measure(instruments, targets, question, measurement));
      }
      return results;
    };
    const move = async (toUrl: string) => {
      for (const { worker } of targets) await worker.call("move", toUrl);
    };
    const { hostname: host, port } = new URL(authenticatorUrl);
    const open = (toServerMs: number, toClientMs: number, isCounting: boolean) =>
      proxy.call("open", { host, port: Number(port), toServerMs, toClientMs, isCounting });

    tell("Warming up …");
    const everything = [...asked, ...questions].at(-1) as Question;
    await measure(instruments, targets, everything, { ...busy, rounds: 0, warmUpMs: effort.warmUpMs });
    tell(`Measuring at ${BUSY_CONNECTIONS} connections …`);
    const busyResults = await measureAll(busy, options.profiles);
    const underLoad = await Promise.all(targets.map(({ worker }) => worker.call("usage")));
    tell("Measuring at one connection …");
    const aloneResults = await measureAll({ ...other, connections: 1 });
    const direct = await roundTripTimes(authenticatorUrl);
    const farUrl = through(authenticatorUrl, await open(DELAY_MS, DELAY_MS, false));
    const far = await roundTripTimes(farUrl);
    tell("Measuring with a millisecond to the database …");
    await move(farUrl);
    const farResults = await measureAll(other);
    tell("Counting round trips …");
    const counted = await Promise.all(
      targets.map(async (target) => {
        const way = await open(0, COUNTING_DELAY_MS, true);
        await target.worker.call("move", through(authenticatorUrl, way));
        const trips = [];
        // What is mixed has been counted one by one.
        for (const question of asked.filter(({ name }) => name !== "mixed" || asked.length === 1)) {
          trips.push(await countRoundTrips(askers, proxy, { target, way }, question));
        }
        return trips;
      }),
    );
    await move(authenticatorUrl);

    const operations = asked.map(
      ({ title }, place): OperationResults => ({
        title,
        busy: busyResults[place] ?? {},
        alone: aloneResults[place] ?? {},
        farAway: farResults[place] ?? {},
        roundTrips: Object.fromEntries(targets.map(({ name }, target) => [name, counted[target]?.[place]])),
      }),
    );
    print(throughputTable(`At ${BUSY_CONNECTIONS} connections, the database on the same machine`, operations, "busy"));
    print(throughputTable("At one connection", operations, "alone"));
    print(
      throughputTable(
        `At ${BUSY_CONNECTIONS} connections, the database a millisecond away (\`select 1\` takes ${figure(direct.one)} ms directly and ${figure(far.one)} ms by that way; ten at once ${figure(direct.many)} and ${figure(far.many)} ms)`,
        operations,
        "farAway",
      ),
    );
    print(roundTripsTable(operations));

    if (options.only === undefined) {
      tell("Measuring organizations of all sizes, scopes and writes …");
      print(await sizesTable(instruments, [gateway, limit], effort.sizes.singles, other));
      print(await scopesTable(instruments, [gateway, limit], other));

      const [tenant = 0] = askers.tenants;
      const bulk = await measureBulk(instruments, [gateway, limit], tenant, effort.bulkRounds);
      print(
        `Creating 1,000 contacts at once takes the gateway ${figure(bulk.gateway, 0)} ms, one insert of the limit ${figure(bulk.limit, 0)} ms: ratio ${figure(bulk.limit / bulk.gateway)}`,
      );
      const create = questions.find(({ name }) => name === "create") as Question;
      const costs = await measureWrites(instruments, limit, create, other, rootUrl);
      print(
        `Creating a contact, ${BUSY_CONNECTIONS} connections, by the limit\n\n${table(
          ["", "database ms", "p50 ms"],
          costs.map(({ what, databaseMs, p50 }) => [what, figure(databaseMs, 3), figure(p50)]),
        )}`,
      );

      const fewAskers = await Askers.signIn(fewPeople, issuer);
      const many = effort.sizes.tenants + effort.sizes.singles.length + effort.sizes.others;
      print(
        await tenantsTable(
          instruments,
          [gateway, limit],
          { fewAskers, many, fewUrl: inFew(authenticatorUrl), authenticatorUrl },
          other,
        ),
      );
    }

    print(
      `Memory and start\n\n${table(
        ["", "starts in s", "at rest MB", "after the load MB"],
        targets.map(({ name, startMs }, place) => [
          TITLES[name],
          figure(startMs / 1_000, 1),
          figure(atRest[place]?.residentMb, 0),
          figure(underLoad[place]?.residentMb, 0),
        ]),
      )}`,
    );
    if (options.write) await writeResults([...parts, summary(operations)].join("\n\n"));
    tell(quick ? "Done." : "Done; removing the database.");
    console.log(`\n${summary(operations)}`);
  } finally {
    for (const worker of [...targets.map((target) => target.worker), load, proxy]) await worker.stop();
    await root.end();
  }
}

/** What the shortest question to the database takes, alone and of ten at once. */
async function roundTripTimes(connectionString: string): Promise<{ one: number; many: number }> {
  const clients = Array.from({ length: 10 }, () => new Client({ connectionString }));
  await Promise.all(clients.map((client) => client.connect()));
  const time = async (used: readonly Client[]) => {
    const times = [];
    for (let run = 0; run < 50; run++) {
      const start = performance.now();
      await Promise.all(used.map((client) => client.query("select 1")));
      times.push(performance.now() - start);
    }
    return times.sort((one, other) => one - other)[25] ?? Number.NaN;
  };
  const one = await time(clients.slice(0, 1));
  const many = await time(clients);
  await Promise.all(clients.map((client) => client.end()));
  return { one, many };
}

/** Writes down what the gateway's processor does while it is asked. */
async function profile(
  { load, askers }: Instruments,
  gateway: Target,
  question: Question,
  { connections }: Measurement,
  directory: string,
): Promise<void> {
  const requests = question.calls.map(({ operation, call }) => askers.request("gateway", operation, call));
  const run = (milliseconds: number) => load.call("run", { port: gateway.port, requests, connections, milliseconds });
  await run(PROFILE_MS / 2);
  await gateway.worker.call("startProfile");
  await run(PROFILE_MS);
  await gateway.worker.call("stopProfile", join(directory, `gateway-${question.name}.cpuprofile`));
}

/** A page of 20 in organizations of different sizes. */
async function sizesTable(
  instruments: Instruments,
  [gateway, limit]: readonly [Target, Target],
  sizes: readonly number[],
  measurement: Measurement,
): Promise<string> {
  const rows = [];
  for (const size of sizes) {
    const question = pageOf(instruments.askers.find(size), "");
    const { gateway: ours, limit: theirs } = await measure(instruments, [gateway, limit], question, measurement);
    rows.push([
      size.toLocaleString("en-US"),
      ...[ours?.perSecond, theirs?.perSecond].map((value) => figure(value, 0)),
      figure(ours?.ratio),
      ...[ours?.p50, theirs?.p50].map((value) => figure(value)),
      ...[ours?.databaseMs, theirs?.databaseMs].map((value) => figure(value, 3)),
    ]);
  }
  return `Newest 20 of organizations of different sizes\n\n${table(["contacts", "gateway/s", "limit/s", "ratio", "p50 ms", "limit p50", "database ms", "limit’s"], rows)}`;
}

/** A page of 20 of the largest organization, by what the person may see. */
async function scopesTable(
  instruments: Instruments,
  [gateway, limit]: readonly [Target, Target],
  measurement: Measurement,
): Promise<string> {
  const { askers } = instruments;
  const largest = askers.people[askers.largest]?.contacts ?? TENANT_CONTACTS;
  const rows = [];
  for (const [kind, title] of [
    ["owner", "all"],
    ["rep", "own: 100"],
    ["lead", "team: 200"],
  ] as const) {
    const question = pageOf(askers.find(largest, kind), "");
    await checkAnswers([gateway, limit], askers, [question]);
    const { gateway: ours, limit: theirs } = await measure(instruments, [gateway, limit], question, measurement);
    rows.push([
      title,
      ...[ours?.perSecond, theirs?.perSecond].map((value) => figure(value, 0)),
      figure(ours?.ratio),
      ...[ours?.p50, theirs?.p50].map((value) => figure(value)),
      ...[ours?.databaseMs, theirs?.databaseMs].map((value) => figure(value, 3)),
    ]);
  }
  return `Newest 20 of ${largest.toLocaleString("en-US")} contacts, by scope\n\n${table(["scope", "gateway/s", "limit/s", "ratio", "p50 ms", "limit p50", "database ms", "limit’s"], rows)}`;
}

/** A page of 20 of an organization of a thousand contacts, beside few others and beside many. */
async function tenantsTable(
  instruments: Instruments,
  targets: readonly [Target, Target],
  {
    fewAskers,
    many,
    fewUrl,
    authenticatorUrl,
  }: { fewAskers: Askers; many: number; fewUrl: string; authenticatorUrl: string },
  measurement: Measurement,
): Promise<string> {
  const results = { few: [] as number[][], many: [] as number[][] };
  const once = { ...measurement, rounds: 1 };
  for (let round = 0; round < measurement.rounds; round++) {
    for (const [name, askers, url] of [
      ["few", fewAskers, fewUrl],
      ["many", instruments.askers, authenticatorUrl],
    ] as const) {
      for (const { worker } of targets) await worker.call("move", url);
      const calls = askers.tenants.slice(0, FEW_TENANTS).flatMap((person) => pageOf(person, "").calls);
      const contestants = targets.map((target) => ({ target, question: { name, title: name, calls } }));
      const turns = await compare({ ...instruments, askers }, contestants, once);
      results[name].push(turns.map(({ perSecond }) => perSecond));
    }
  }
  const row = (title: string, rounds: readonly number[][]) => [
    title,
    ...[0, 1].map((place) =>
      figure(rounds.map((round) => round[place] ?? 0).sort((a, b) => a - b)[Math.floor(rounds.length / 2)], 0),
    ),
  ];
  return `Newest 20 of an organization of 1,000 contacts\n\n${table(
    ["organizations", "gateway/s", "limit/s"],
    [row(String(FEW_TENANTS), results.few), row(many.toLocaleString("en-US"), results.many)],
  )}`;
}
