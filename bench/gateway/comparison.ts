import { type Measurement, measure, type Results } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { profile } from "./profile.ts";
import type { Question } from "./questions.ts";
import { figure, type OperationResults, roundTripsTable, throughputTable } from "./report.ts";
import { roundTripTimes } from "./round-trip-times.ts";
import { COUNTING_DELAY_MS, countRoundTrips, type RoundTrips } from "./round-trips.ts";
import type { Session } from "./session.ts";
import type { Usage } from "./target.ts";
import { checkAnswers } from "./targets.ts";

/** As many as wait at a time. */
export const BUSY_CONNECTIONS = 16;
/** There and back, together a millisecond. */
const DELAY_MS = 0.5;

/** What came out. */
export interface Comparison {
  readonly operations: readonly OperationResults[];
  /** What the targets used after most of it. */
  readonly underLoad: readonly Usage[];
}

/**
 * Compares the answers, and then everything about them, operation by operation.
 *
 * @param session - what runs
 * @param options - how much is measured
 * @param tell - hears what is being done
 * @param print - gets the tables
 * @returns what came out
 * @throws Error when answers differ, or are errors
 */
export async function compareAll(
  session: Session,
  { effort, only, profiles }: BenchOptions,
  tell: (message: string) => void,
  print: (text: string) => void,
): Promise<Comparison> {
  const { instruments, targets, questions, database } = session;
  const asked = questions.filter(({ name }) => only === undefined || name === only);
  const busy = { connections: BUSY_CONNECTIONS, ...effort.main };
  const other = { connections: BUSY_CONNECTIONS, ...effort.other };
  const measureAll = async (measurement: Measurement) => {
    const results: Results[] = [];
    for (const question of asked) {
      tell(`  ${question.title}`);
      results.push(await measure(instruments, targets, question, measurement));
    }
    return results;
  };

  tell("Checking that all answer the same …");
  await checkAnswers(targets, instruments.askers, asked);
  tell("Warming up …");
  const everything = [...asked, ...questions].at(-1) as Question;
  await measure(instruments, targets, everything, { ...busy, rounds: 0, warmUpMs: effort.warmUpMs });
  if (profiles !== undefined) {
    tell("Writing profiles …");
    for (const question of asked) {
      await profile(instruments, session.pair[0], question, BUSY_CONNECTIONS, profiles);
    }
  }

  tell(`Measuring at ${BUSY_CONNECTIONS} connections …`);
  const busyResults = await measureAll(busy);
  const underLoad = await Promise.all(targets.map(({ worker }) => worker.call("usage")));
  tell("Measuring at one connection …");
  const aloneResults = await measureAll({ ...other, connections: 1 });

  tell("Measuring with a millisecond to the database …");
  const near = await roundTripTimes(database.authenticatorUrl);
  const { url } = await openWay(session, { toServerMs: DELAY_MS, toClientMs: DELAY_MS, isCounting: false });
  const far = await roundTripTimes(url);
  for (const { worker } of targets) await worker.call("move", url);
  const farResults = await measureAll(other);

  tell("Counting round trips …");
  // What is mixed is counted one by one.
  const counted = await countAll(session, only === "mixed" ? asked : asked.filter(({ name }) => name !== "mixed"));
  for (const { worker } of targets) await worker.call("move", database.authenticatorUrl);

  const operations = asked.map(
    ({ title }, place): OperationResults => ({
      title,
      busy: busyResults[place] ?? {},
      alone: aloneResults[place] ?? {},
      farAway: farResults[place] ?? {},
      roundTrips: Object.fromEntries(targets.map(({ name }, target) => [name, counted[target]?.[place]])),
    }),
  );
  const times = `\`select 1\` takes ${figure(near.alone)} ms directly and ${figure(far.alone)} ms by that way; ten at once ${figure(near.atOnce)} and ${figure(far.atOnce)} ms`;
  print(throughputTable(`At ${BUSY_CONNECTIONS} connections, the database on the same machine`, operations, "busy"));
  print(throughputTable("At one connection", operations, "alone"));
  print(
    throughputTable(
      `At ${BUSY_CONNECTIONS} connections, the database a millisecond away (${times})`,
      operations,
      "farAway",
    ),
  );
  print(roundTripsTable(operations));
  return { operations, underLoad };
}

/** Opens another way to the database, and gives its port and the connection string by it. */
async function openWay(
  { proxy, database }: Session,
  way: { readonly toServerMs: number; readonly toClientMs: number; readonly isCounting: boolean },
): Promise<{ url: string; way: number }> {
  const url = new URL(database.authenticatorUrl);
  const port = await proxy.call("open", { host: url.hostname, port: Number(url.port), ...way });
  url.port = String(port);
  return { url: url.href, way: port };
}

/** Each target has a counting way of its own, so that they needn't wait for each other. */
async function countAll(session: Session, questions: readonly Question[]): Promise<RoundTrips[][]> {
  const { instruments, proxy, targets } = session;
  return Promise.all(
    targets.map(async (target) => {
      const { url, way } = await openWay(session, { toServerMs: 0, toClientMs: COUNTING_DELAY_MS, isCounting: true });
      await target.worker.call("move", url);
      const trips: RoundTrips[] = [];
      for (const question of questions) {
        trips.push(await countRoundTrips(instruments.askers, proxy, { target, way }, question));
      }
      return trips;
    }),
  );
}
