import cluster from "node:cluster";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { KnownKeyMessage } from "./authentication/known-keys.ts";
import { RequestLender } from "./http/request-leases.ts";
import { LocalSlots } from "./live/connection-slots.ts";
import { MetricsCollector } from "./observability/worker-metrics.ts";
import { WorkerProcess, type WorkersShare } from "./worker-process.ts";

const PROGRAM = fileURLToPath(new URL("worker.ts", import.meta.url));
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 30_000;
/** Whoever has lived this long didn't end because it can't live. */
const STEADY_MS = 60_000;

/** Hears how the workers fare. */
export interface WorkersLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

/**
 * Several processes that serve behind one port. This one accepts the connections and hands them round; a worker that ends
 * is replaced, at once the first time, and then after longer and longer pauses.
 */
export class Workers implements WorkersShare {
  private readonly count: number;
  private readonly log: WorkersLog;
  readonly slots = new LocalSlots();
  readonly metrics = new MetricsCollector();
  readonly requests: RequestLender;
  private readonly current = new Set<WorkerProcess>();
  private readonly stopping = new AbortController();

  /**
   * @param count - how many
   * @param log - hears of those that end
   */
  constructor(count: number, log: WorkersLog) {
    this.count = count;
    this.requests = new RequestLender(count);
    this.log = log;
  }

  /**
   * Starts all of them, and opens the port when all are ready: nobody is served by some of them.
   *
   * @returns the address
   * @throws Error with the reason of the first that can't start
   */
  async start(): Promise<string> {
    cluster.setupPrimary({ exec: PROGRAM, args: [] });
    const workers = Array.from({ length: this.count }, () => this.fork());
    await Promise.all(workers.map(({ built }) => built));
    for (const worker of workers) worker.order("listen");
    const [address = ""] = await Promise.all(workers.map(({ listening }) => listening));
    for (const worker of workers) void this.keepAlive(worker);
    return address;
  }

  /**
   * Adds up what all of them measure.
   *
   * @returns the text format of Prometheus
   * @throws Error when one of them doesn't answer
   */
  readMetrics(): Promise<string> {
    return this.metrics.read();
  }

  /** Has all of them answer what is under way and end, and waits for that. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const workers = [...this.current];
    for (const worker of workers) worker.order("stop");
    await Promise.all(workers.map(({ ended }) => ended));
  }

  passOn(message: KnownKeyMessage, from: WorkerProcess): void {
    for (const worker of this.current) if (worker !== from) worker.order(message);
  }

  private fork(): WorkerProcess {
    // Each divides the same settings by the same number, whatever it takes the number of cores for.
    const worker = new WorkerProcess({ WORKERS: String(this.count) }, this);
    this.current.add(worker);
    void worker.ended.then(() => this.current.delete(worker));
    return worker;
  }

  private async keepAlive(first: WorkerProcess): Promise<void> {
    let worker = first;
    let wait = FIRST_WAIT_MS;
    for (;;) {
      const { code, signal, lifetimeMs } = await worker.ended;
      if (this.stopping.signal.aborted) return;
      if (lifetimeMs >= STEADY_MS) wait = FIRST_WAIT_MS;
      const details = { worker: worker.pid, code, signal, waitMs: wait };
      this.log.error(details, "a worker ended; another one takes its place");
      await sleep(wait, undefined, { signal: this.stopping.signal }).catch(() => {});
      if (this.stopping.signal.aborted) return;
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      worker = this.fork();
      this.announce(worker);
    }
  }

  private announce(worker: WorkerProcess): void {
    worker.built.then(() => worker.order("listen")).catch(() => {});
    worker.listening.then(
      () => this.log.info({ worker: worker.pid }, "a worker has taken the place of another one"),
      (error: Error) => this.log.error({ worker: worker.pid, reason: error.message }, "a worker can't start"),
    );
  }
}
