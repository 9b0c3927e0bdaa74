import { setTimeout } from "node:timers/promises";
import type { Worker } from "./channel.ts";
import type { DelayProxy } from "./delay-proxy.ts";
import type { Askers, Question } from "./questions.ts";
import type { TargetName } from "./target.ts";
import { ask, asNew, type Target } from "./targets.ts";

/** So much longer than anything else that takes time, that the time of an answer is a number of round trips. */
export const COUNTING_DELAY_MS = 25;
const REQUESTS = 5;

/** What an answer takes on the way to the database. */
export interface RoundTrips {
  /** Round trips that the answer waits for. */
  readonly waitedFor: number;
  /** Flights on the wire, with those that nobody waits for. */
  readonly flights: number;
  readonly statements: number;
}

export type RoundTripsByName = Partial<Record<TargetName, RoundTrips>>;

/** One of those that are compared, connected by a counting way of its own. */
export interface CountedTarget {
  readonly target: Target;
  /** The port of the way. */
  readonly way: number;
}

/**
 * Counts on the wire what requests take, one at a time.
 *
 * @param askers - who asks
 * @param proxy - the process of the way
 * @param counted - who is asked
 * @param question - what is asked
 * @returns numbers per request
 */
export async function countRoundTrips(
  askers: Askers,
  proxy: Worker<DelayProxy>,
  { target, way }: CountedTarget,
  { calls }: Question,
): Promise<RoundTrips> {
  const askAll = async () => {
    const times: number[] = [];
    for (let turn = 0; turn < REQUESTS; turn++) {
      const { operation, call } = calls[turn % calls.length] as Question["calls"][number];
      const begun = performance.now();
      await ask(target, askers, { operation, call: operation.writes ? asNew(call) : call });
      times.push(performance.now() - begun);
      // Until what nobody waits for has ended, too.
      await setTimeout(1.5 * COUNTING_DELAY_MS);
    }
    // Whatever else took time, it can only have been more.
    return Math.min(...times);
  };
  // The first time there are neither connections nor prepared statements.
  await askAll();
  await proxy.call("count", way);
  const time = await askAll();
  const { flights, statements } = await proxy.call("count", way);
  return {
    waitedFor: Math.floor(time / COUNTING_DELAY_MS),
    flights: flights / REQUESTS,
    statements: statements / REQUESTS,
  };
}
