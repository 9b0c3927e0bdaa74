import { withConnection } from "../../src/database/connection.ts";
import { UNIQUE } from "./load-request.ts";
import { compare, type Instruments, type Measurement } from "./measure.ts";
import type { Question } from "./questions.ts";
import { figure, table } from "./report.ts";
import { median } from "./statistics.ts";
import { ask, asNew, BULK, checkAnswers, type Target } from "./targets.ts";

const ROWS = 1_000;

/** Triggers of contacts, by what they are there for. */
const TRIGGERS = {
  "with everything": [],
  "without the audit log": ["_900_audit"],
  "without figures": ["_600_count_added"],
  "without both": ["_900_audit", "_600_count_added"],
} as const;

/**
 * Measures creating a thousand contacts at once.
 *
 * @param instruments - who asks
 * @param gateway - takes a mutation
 * @param limit - takes one insert
 * @param person - who creates them
 * @param rounds - how often
 * @returns a sentence with the medians
 */
export async function bulkCost(
  { askers }: Instruments,
  [gateway, limit]: readonly [Target, Target],
  person: number,
  rounds: number,
): Promise<string> {
  const times = { gateway: [] as number[], limit: [] as number[] };
  const contacts = Array.from({ length: ROWS }, (_, row) => ({
    firstName: "Bulk",
    lastName: `Contact ${row}`,
    email: `${row}-${UNIQUE}@bench.test`,
  }));
  const question = { person, variables: { contacts }, parameters: [JSON.stringify(contacts)] };
  await checkAnswers([gateway, limit], askers, [{ ...BULK, calls: [{ operation: BULK, call: question }] }]);
  for (let round = -1; round < rounds; round++) {
    for (const [name, target] of [
      ["gateway", gateway],
      ["limit", limit],
    ] as const) {
      const call = asNew(question);
      const begun = performance.now();
      await ask(target, askers, { operation: BULK, call });
      // The first round warms up.
      if (round >= 0) times[name].push(performance.now() - begun);
    }
  }
  const [ours, theirs] = [median(times.gateway), median(times.limit)];
  return `Creating ${figure(ROWS, 0)} contacts at once takes the gateway ${figure(ours, 0)} ms and one insert of the limit ${figure(theirs, 0)} ms: ratio ${figure(theirs / ours)}`;
}

/**
 * Measures what the audit log and figures add to creating a contact, in turns.
 *
 * @param instruments - who loads, and looks
 * @param limit - takes the inserts, since it adds the least itself
 * @param question - creating a contact
 * @param measurement - how often and how long
 * @param rootUrl - connection string of a superuser, who can switch triggers off
 * @returns a table
 */
export async function writesTable(
  instruments: Instruments,
  limit: Target,
  question: Question,
  { rounds, ...measurement }: Measurement,
  rootUrl: string,
): Promise<string> {
  const costs = Object.entries(TRIGGERS).map(([what, triggers]) => ({
    what,
    triggers,
    databaseMs: [] as number[],
    p50: [] as number[],
  }));
  await withConnection(rootUrl, async (client) => {
    const alter = async (triggers: readonly string[], change: "disable" | "enable") => {
      for (const trigger of triggers)
        await client.query(`alter table app_public.contacts ${change} trigger ${trigger}`);
    };
    for (let round = 0; round < rounds; round++) {
      for (const { triggers, databaseMs, p50 } of costs) {
        await alter(triggers, "disable");
        const contestants = [{ target: limit, question }];
        const [result] = await compare(instruments, contestants, { ...measurement, rounds: 1 });
        await alter(triggers, "enable");
        databaseMs.push(result?.databaseMs ?? Number.NaN);
        p50.push(result?.p50 ?? Number.NaN);
      }
    }
  });
  const rows = costs.map(({ what, databaseMs, p50 }) => [what, figure(median(databaseMs), 3), figure(median(p50))]);
  return `Creating a contact at ${measurement.connections} connections, by the limit\n\n${table(["", "database ms", "p50 ms"], rows)}`;
}
