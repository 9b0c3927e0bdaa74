import type { Worker } from "./channel.ts";
import type { DelayProxy } from "./delay-proxy.ts";
import type { Instruments } from "./measure.ts";
import type { Question } from "./questions.ts";
import { median } from "./statistics.ts";
import type { TargetName } from "./target.ts";
import { ask, asNew, type Target } from "./targets.ts";

/** So much longer than anything else that takes time, that the time of an answer is a number of round trips. */
export const COUNTING_DELAY_MS = 25;
const REQUESTS = 8;

/** What an answer takes on the way to the database. */
export interface RoundTrips {
  /** Round trips that the answer waits for. */
  readonly waitedFor: number;
  /** Flights on the wire, with those that nobody waits for. */
  readonly flights: number;
  readonly statements: number;
}

export type RoundTripsByName = Partial<Record<TargetName, RoundTrips>>;

/**
 * Counts on the wire what requests take, one at a time, with targets that are connected through a counting way.
 *
 * @param instruments - who asks
 * @param proxy - the process of the way
 * @param targets - who is asked
 * @param question - what is asked
 * @returns numbers per request
 */
export async function countRoundTrips(
  { askers }: Pick<Instruments, "askers">,
  proxy: Worker<DelayProxy>,
  targets: readonly Target[],
  question: Question,
): Promise<RoundTripsByName> {
  const counted: RoundTripsByName = {};
  for (const target of targets) {
    const times: number[] = [];
    const askAll = async () => {
      for (let turn = 0; turn < REQUESTS; turn++) {
        const { operation, call } = question.calls[turn % question.calls.length] as Question["calls"][number];
        const begun = performance.now();
        await ask(target, askers, { operation, call: operation.writes ? asNew(call) : call });
        times.push(performance.now() - begun);
        // Until what nobody waits for has ended, too.
        await new Promise((resolve) => setTimeout(resolve, 2 * COUNTING_DELAY_MS));
      }
    };
    // With connections that are there and statements that are known.
    await askAll();
    times.length = 0;
    await proxy.call("count");
    await askAll();
    const { flights, statements } = await proxy.call("count");
    counted[target.name] = {
      waitedFor: Math.floor(median(times) / COUNTING_DELAY_MS),
      flights: flights / REQUESTS,
      statements: statements / REQUESTS,
    };
  }
  return counted;
}
