import { AggregatorRegistry } from "prom-client";
import type { Metrics } from "./metrics.ts";

/** A worker asks for the metrics of all; and what it is answered: undefined when they can't be had. */
export interface MetricsRequest {
  readonly metrics: number;
}
export interface MetricsAnswer {
  readonly metrics: number;
  readonly text: string | undefined;
}

/** In a worker: lets the process that started it collect its metrics, and asks that for those of all. */
export class MetricsOfWorkers {
  private readonly send: (request: MetricsRequest) => void;
  private readonly waiting = new Map<number, PromiseWithResolvers<string>>();
  private lastId = 0;

  /** @param send - brings requests to the process that collects, whose answers go to `hear` */
  constructor(send: (request: MetricsRequest) => void) {
    this.send = send;
    // From now on the process that collects is answered, with nothing as long as there is nothing.
    AggregatorRegistry.setRegistries([]);
    new AggregatorRegistry();
  }

  /** Has this worker's collected. */
  offer(metrics: Metrics): void {
    AggregatorRegistry.setRegistries([...metrics.registries]);
  }

  /** Gives those of all workers. */
  read(): Promise<string> {
    const answer = Promise.withResolvers<string>();
    this.waiting.set(++this.lastId, answer);
    this.send({ metrics: this.lastId });
    return answer.promise;
  }

  hear({ metrics, text }: MetricsAnswer): void {
    const answer = this.waiting.get(metrics);
    this.waiting.delete(metrics);
    if (text === undefined) answer?.reject(new Error("The metrics of the workers can't be had."));
    else answer?.resolve(text);
  }
}

/** Adds up the metrics of all workers, in the process that started them. */
export class MetricsCollector {
  private readonly aggregate = new AggregatorRegistry();

  /** @throws Error when a worker doesn't answer */
  read(): Promise<string> {
    return this.aggregate.clusterMetrics();
  }

  async answer({ metrics }: MetricsRequest): Promise<MetricsAnswer> {
    const text = await this.read().catch(() => undefined);
    return { metrics, text };
  }
}
