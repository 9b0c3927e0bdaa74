import type { Client } from "pg";
import type { Worker } from "./channel.ts";
import { backendTimes, usedBetween } from "./database-processor.ts";
import type { LoadApi, LoadResult } from "./load.ts";
import type { Askers, Question } from "./questions.ts";
import { median } from "./statistics.ts";
import type { TargetName } from "./target.ts";
import type { Target } from "./targets.ts";

/** What measuring takes. */
export interface Instruments {
  readonly load: Worker<LoadApi>;
  readonly askers: Askers;
  /** Connection of a superuser. */
  readonly root: Client;
}

/** How a question is measured. */
export interface Measurement {
  readonly connections: number;
  readonly rounds: number;
  readonly turnMs: number;
  readonly warmUpMs: number;
}

/** What one of those that are compared made of a question: medians of its turns. */
export interface Result {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Processor time of its process per request, in milliseconds. */
  readonly processorMs: number;
  /** The same of the database. */
  readonly databaseMs: number;
  /** Requests a second as a share of the limit's in the same round. */
  readonly ratio: number;
  /** Processor time of the limit and its database as a share of one's own: what else the machine does hardly matters. */
  readonly processorRatio: number;
}

export type Results = Partial<Record<TargetName, Result>>;

interface Turn extends LoadResult {
  readonly processorMs: number;
  readonly databaseMs: number;
}

/** Whoever is to be asked, and what: not all need to be asked the same. */
export interface Contestant {
  readonly target: Target;
  readonly question: Question;
}

/**
 * Lets some take turns, so that whatever else the machine does slows all of them alike.
 *
 * @param instruments - who loads, and looks
 * @param contestants - in any order; each round another one begins
 * @param measurement - how often and how long
 * @returns the turns of each, round by round
 */
async function takeTurns(
  { load, askers, root }: Instruments,
  contestants: readonly Contestant[],
  { connections, rounds, turnMs, warmUpMs }: Measurement,
): Promise<Turn[][]> {
  const requests = contestants.map(({ target, question }) =>
    question.calls.map(({ operation, call }) => askers.request(target.name, operation, call)),
  );
  const turns: Turn[][] = contestants.map(() => []);
  const run = async (place: number, milliseconds: number): Promise<Turn> => {
    const { target } = contestants[place] as Contestant;
    const before = await Promise.all([target.worker.call("usage"), backendTimes(root)]);
    const result = await load.call("run", {
      port: target.port,
      requests: requests[place] ?? [],
      connections,
      milliseconds,
    });
    const after = await Promise.all([target.worker.call("usage"), backendTimes(root)]);
    return {
      ...result,
      processorMs: (after[0].processorMs - before[0].processorMs) / result.requests,
      databaseMs: usedBetween(before[1], after[1]) / result.requests,
    };
  };
  for (const place of contestants.keys()) if (warmUpMs > 0) await run(place, warmUpMs);
  for (let round = 0; round < rounds; round++) {
    for (const offset of contestants.keys()) {
      const place = (round + offset) % contestants.length;
      turns[place]?.push(await run(place, turnMs));
    }
  }
  return turns;
}

const perSecond = ({ requests, seconds }: LoadResult) => requests / seconds;

/**
 * Measures one after the other, and compares each with the last.
 *
 * @param instruments - who loads, and looks
 * @param contestants - the last is what the others are compared with
 * @param measurement - how often and how long
 * @returns the result of each, in their order
 */
export async function compare(
  instruments: Instruments,
  contestants: readonly Contestant[],
  measurement: Measurement,
): Promise<Result[]> {
  const turns = await takeTurns(instruments, contestants, measurement);
  const base = turns.at(-1) ?? [];
  const processorTime = (own: readonly Turn[]) => median(own.map((turn) => turn.processorMs + turn.databaseMs));
  return turns.map((own) => ({
    perSecond: median(own.map(perSecond)),
    p50: median(own.map(({ p50 }) => p50)),
    p99: median(own.map(({ p99 }) => p99)),
    processorMs: median(own.map(({ processorMs }) => processorMs)),
    databaseMs: median(own.map(({ databaseMs }) => databaseMs)),
    ratio: median(own.map((turn, round) => perSecond(turn) / perSecond(base[round] ?? turn))),
    processorRatio: processorTime(base) / processorTime(own),
  }));
}

/**
 * Measures a question.
 *
 * @param instruments - who loads, and looks
 * @param targets - who is asked; the limit is the last
 * @param question - what is asked
 * @param measurement - how often and how long
 * @returns the results by name
 */
export async function measure(
  instruments: Instruments,
  targets: readonly Target[],
  question: Question,
  measurement: Measurement,
): Promise<Results> {
  const contestants = targets.map((target) => ({ target, question }));
  const results = await compare(instruments, contestants, measurement);
  return Object.fromEntries(targets.map(({ name }, place) => [name, results[place]]));
}
