import { Client } from "pg";
import type { BuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import type { BenchDatabase } from "../bench-database.ts";
import { startWorker, type Worker } from "./channel.ts";
import type { Person } from "./dataset.ts";
import type { DelayProxy } from "./delay-proxy.ts";
import type { LoadApi } from "./load.ts";
import type { Instruments } from "./measure.ts";
import { Askers, makeQuestions, type Question } from "./questions.ts";
import type { Usage } from "./target.ts";
import { ask, startTarget, TARGETS, type Target } from "./targets.ts";

/** Everything that runs while something is measured. */
export interface Session {
  readonly database: BenchDatabase;
  readonly instruments: Instruments;
  readonly proxy: Worker<DelayProxy>;
  /** All that are compared; the limit is the last. */
  readonly targets: readonly Target[];
  /** The gateway and the limit. */
  readonly pair: readonly [gateway: Target, limit: Target];
  /** What the targets used before they were asked anything. */
  readonly atRest: readonly Usage[];
  readonly questions: readonly Question[];
}

/**
 * Starts what is compared and what it takes to compare it, each in a process of its own, for as long as some work takes.
 *
 * @param database - filled
 * @param people - those who can ask
 * @param issuer - signs their tokens
 * @param work - what needs all that
 */
export async function withSession(
  database: BenchDatabase,
  people: readonly Person[],
  issuer: BuiltInIssuer,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const load = startWorker<LoadApi>(new URL("load.ts", import.meta.url));
  const proxy = startWorker<DelayProxy>(new URL("delay-proxy.ts", import.meta.url));
  const root = new Client({ connectionString: database.rootUrl });
  await root.connect();
  const targets: Target[] = [];
  try {
    // One after the other, so that each has the machine for itself.
    for (const name of TARGETS) targets.push(await startTarget(name, database));
    const [gateway, , limit] = targets as [Target, Target, Target];
    const atRest = await Promise.all(targets.map(({ worker }) => worker.call("usage")));
    const askers = await Askers.signIn(people, issuer);
    const questions = await makeQuestions(askers, database.rootUrl, async (person, document, variables) => {
      const operation = { name: "", title: "cursors", document, statement: "", writes: false, answer: () => {} };
      const answer = await ask(gateway, askers, { operation, call: { person, variables, parameters: [] } });
      return (answer as { data: never }).data;
    });
    const instruments = { load, askers, root };
    await work({ database, instruments, proxy, targets, pair: [gateway, limit], atRest, questions });
  } finally {
    for (const worker of [...targets.map((target) => target.worker), load, proxy]) await worker.stop();
    await root.end();
  }
}
