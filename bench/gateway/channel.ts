import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

// biome-ignore lint/suspicious/noExplicitAny: whatever each function of a process takes and gives
type Functions = Record<string, (argument: any) => unknown>;

interface Question {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** A process of its own, whose functions can be called. */
export interface Worker<Api extends Functions> {
  readonly process: ChildProcess;
  call<Name extends keyof Api & string>(
    name: Name,
    ...argument: Parameters<Api[Name]>
  ): Promise<Awaited<ReturnType<Api[Name]>>>;
  /** Lets the process end by itself, and waits for that. */
  stop(): Promise<void>;
}

/**
 * Offers functions to the process that started this one; ends when that one lets go, or ends itself.
 *
 * @param functions - by name; arguments and results travel as messages
 */
export function serve(functions: Functions): void {
  process.on("message", async ({ id, name, argument }: Question) => {
    let answer: Answer;
    try {
      answer = { id, result: await functions[name]?.(argument) };
    } catch (error) {
      answer = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    process.send?.(answer);
  });
  process.on("disconnect", () => process.exit());
}

/**
 * Starts a process, so that what it uses can be told from what others use.
 *
 * @param file - a module that calls {@link serve}
 * @returns how to call it
 */
export function startWorker<Api extends Functions>(file: URL): Worker<Api> {
  const child = fork(file, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  child.on("message", ({ id, result, error }: Answer) => {
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error === undefined) resolve?.(result);
    else reject?.(new Error(error));
  });
  child.once("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error(`The process of ${file.pathname} has ended.`));
  });
  return {
    process: child,
    call(name, ...[argument]) {
      const id = ++last;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, answer);
      child.send({ id, name, argument } satisfies Question);
      return answer.promise as Promise<never>;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}
