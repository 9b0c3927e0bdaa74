import { Client } from "pg";
import { median } from "./statistics.ts";

const AT_ONCE = 10;
const TIMES = 50;

/** What the shortest question to the database takes, in milliseconds. */
export interface RoundTripTimes {
  readonly alone: number;
  /** Until all of ten connections have an answer, which is hardly longer if none of them waits for another. */
  readonly atOnce: number;
}

/**
 * Measures a way to the database.
 *
 * @param connectionString - by that way
 * @returns the medians
 */
export async function roundTripTimes(connectionString: string): Promise<RoundTripTimes> {
  const clients = Array.from({ length: AT_ONCE }, () => new Client({ connectionString }));
  await Promise.all(clients.map((client) => client.connect()));
  const time = async (used: readonly Client[]) => {
    const times: number[] = [];
    for (let run = 0; run < TIMES; run++) {
      const begun = performance.now();
      await Promise.all(used.map((client) => client.query("select 1")));
      times.push(performance.now() - begun);
    }
    return median(times);
  };
  const alone = await time(clients.slice(0, 1));
  const atOnce = await time(clients);
  await Promise.all(clients.map((client) => client.end()));
  return { alone, atOnce };
}
