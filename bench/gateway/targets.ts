import { isDeepStrictEqual } from "node:util";
import type { BenchDatabase } from "../bench-database.ts";
import { startWorker, type Worker } from "./channel.ts";
import { UNIQUE } from "./load-request.ts";
import { comparable, OPERATIONS, type Operation } from "./operations.ts";
import type { Askers, Question } from "./questions.ts";
import type { TargetApi, TargetName } from "./target.ts";

/** The order in which they are shown. */
export const TARGETS: readonly TargetName[] = ["gateway", "stock", "limit"];

/** What they are called. */
export const TITLES: Readonly<Record<TargetName, string>> = {
  gateway: "gateway",
  stock: "stock adaptor",
  limit: "limit",
};

/** One of those that are compared, running. */
export interface Target {
  readonly name: TargetName;
  readonly worker: Worker<TargetApi>;
  readonly port: number;
  /** From the start of its process until it listens. */
  readonly startMs: number;
}

/**
 * Starts one of those that are compared in a process of its own.
 *
 * @param name - which one
 * @param database - where it gets its rows
 * @returns the target, listening
 */
export async function startTarget(
  name: TargetName,
  { directory, authenticatorUrl }: Pick<BenchDatabase, "directory" | "authenticatorUrl">,
): Promise<Target> {
  const begun = performance.now();
  const worker = startWorker<TargetApi>(new URL("target.ts", import.meta.url));
  const statements = OPERATIONS.concat(BULK).map(({ name, statement, writes }) => ({ name, text: statement, writes }));
  const port = await worker.call("start", { name, directory, authenticatorUrl, statements });
  return { name, worker, port, startMs: performance.now() - begun };
}

/** A thousand contacts at once. */
export const BULK: Operation = {
  name: "bulk",
  title: "create 1,000 at once",
  document:
    "mutation Bulk($contacts: [ContactInput!]!) { createContacts(input: { contacts: $contacts }) { contacts { id email } } }",
  statement: `
    with made as (
      insert into app_public.contacts (first_name, last_name, email)
      select * from json_to_recordset($1) as r("firstName" text, "lastName" text, email text)
      returning id, email
    )
    select json_agg(made)::text from made`,
  writes: true,
  answer: (data) => data.createContacts.contacts,
};

/** Asks once, and gives the whole answer. */
export async function ask({ name, port }: Target, askers: Askers, question: Question["calls"][number]): Promise<never> {
  const { path, body } = askers.body(name, question.operation, question.call);
  const headers = askers.headers(question.call.person);
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", headers, body });
  const answer = JSON.parse(await response.text());
  if (!response.ok || answer?.errors !== undefined) {
    throw new Error(`${TITLES[name]}, ${question.operation.title}: ${JSON.stringify(answer).slice(0, 1_000)}`);
  }
  return answer as never;
}

/** Calls of each question whose answers are compared. */
const COMPARED = 20;

/** Answers of new rows differ in what is different each time. */
function withoutUnique(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (key, value) => (["id", "createdAt", "email"].includes(key) ? undefined : value)),
  );
}

/**
 * Makes sure that all answer the same to each question.
 *
 * @param targets - whom to ask
 * @param askers - who asks
 * @param questions - a few calls of each are asked
 * @throws Error that shows two different answers
 */
export async function checkAnswers(
  targets: readonly Target[],
  askers: Askers,
  questions: readonly Question[],
): Promise<void> {
  for (const { calls } of questions) {
    for (const question of calls.slice(0, COMPARED)) {
      const { operation } = question;
      const answers: unknown[] = [];
      for (const target of targets) {
        const call = operation.writes ? asNew(question.call) : question.call;
        const answer = await ask(target, askers, { operation, call });
        const data = target.name === "limit" ? answer : operation.answer((answer as { data: never }).data);
        answers.push(comparable(operation.writes ? withoutUnique(data) : data));
      }
      const other = answers.findIndex((answer) => !isDeepStrictEqual(answer, answers[0]));
      if (other < 0) continue;
      const [one, two] = [answers[0], answers[other]].map((answer) => JSON.stringify(answer, null, 1).slice(0, 1_500));
      throw new Error(`${operation.title} is answered differently: ${one}\nby ${targets[other]?.name}: ${two}`);
    }
  }
}

/** Fills in what is to be different each time. */
export function asNew(call: Question["calls"][number]["call"]): Question["calls"][number]["call"] {
  return JSON.parse(JSON.stringify(call).replaceAll(UNIQUE, () => crypto.randomUUID().slice(0, UNIQUE.length)));
}
