import cluster, { type Worker } from "node:cluster";
import type { KnownKeyMessage } from "./authentication/known-keys.ts";
import type { LeaseAnswer, LeaseRequest, RequestLender } from "./http/request-leases.ts";
import { type LocalSlots, type SlotAnswer, type SlotRequest, SlotsOfWorker } from "./live/connection-slots.ts";
import type { MetricsAnswer, MetricsCollector, MetricsRequest } from "./observability/worker-metrics.ts";

/** What a worker tells about itself, and asks. */
export type WorkerMessage =
  | SlotRequest
  | MetricsRequest
  | LeaseRequest
  | KnownKeyMessage
  | { readonly state: "built" }
  | { readonly state: "listening"; readonly address: string }
  | { readonly state: "failed"; readonly reason: string };

/** What a worker is told: to open the port, to answer what is under way and end, or what it has asked. */
export type WorkerOrder = "listen" | "stop" | SlotAnswer | MetricsAnswer | LeaseAnswer | KnownKeyMessage;

/** How a worker came to its end. */
export interface WorkerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Milliseconds from its start to its end. */
  readonly lifetimeMs: number;
}

/** What is done for all workers in one place. */
export interface WorkersShare {
  /** Counts the connections of clients. */
  readonly slots: LocalSlots;
  readonly metrics: MetricsCollector;
  /** Counts requests. */
  readonly requests: RequestLender;
  /** Tells the others what one of them has found out about a key. */
  passOn(message: KnownKeyMessage, from: WorkerProcess): void;
}

/** A process that serves, as the one that started it sees it. */
export class WorkerProcess {
  /** Resolves once it could serve. Rejects with the reason when it ends before. */
  readonly built: Promise<void>;
  /** Resolves with its address once it serves. Rejects with the reason when it ends before. */
  readonly listening: Promise<string>;
  readonly ended: Promise<WorkerEnd>;
  private readonly worker: Worker;
  private readonly startedAt = performance.now();

  /**
   * @param environment - variables that are different for it
   * @param share - what is done for all workers
   */
  constructor(environment: Readonly<Record<string, string>>, share: WorkersShare) {
    const { slots, metrics, requests } = share;
    const itsSlots = new SlotsOfWorker(slots);
    this.worker = cluster.fork(environment);
    const built = Promise.withResolvers<void>();
    const listening = Promise.withResolvers<string>();
    const fail = (reason: string) => {
      built.reject(new Error(reason));
      listening.reject(new Error(reason));
    };
    this.worker.on("message", (message: WorkerMessage) => {
      if ("slot" in message) {
        const answer = itsSlots.serve(message);
        if (answer) this.order(answer);
      } else if ("metrics" in message && !("type" in message)) {
        void metrics.answer(message).then((answer) => this.order(answer));
      } else if ("lease" in message) {
        this.order(requests.lend(message));
      } else if ("knownKey" in message) {
        share.passOn(message, this);
      } else if ("state" in message) {
        if (message.state === "built") built.resolve();
        else if (message.state === "listening") listening.resolve(message.address);
        else fail(message.reason);
      }
    });
    // A message to one that has just ended is lost; its end is what counts.
    this.worker.on("error", () => {});
    this.built = built.promise;
    this.listening = listening.promise;
    const ended = Promise.withResolvers<WorkerEnd>();
    this.worker.once("exit", (code: number | null, signal: NodeJS.Signals | null) => {
      itsSlots.end();
      fail(`A worker ended before it served (${signal ?? `exit code ${code}`}).`);
      ended.resolve({ code, signal, lifetimeMs: performance.now() - this.startedAt });
    });
    this.ended = ended.promise;
    // Whoever waits for neither hears of the end.
    this.built.catch(() => {});
    this.listening.catch(() => {});
  }

  get pid(): number | undefined {
    return this.worker.process.pid;
  }

  /** Tells it what to do; one that has ended hears nothing. */
  order(order: WorkerOrder): void {
    if (this.worker.isConnected()) this.worker.send(order, () => {});
  }
}
