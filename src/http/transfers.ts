import type { FastifyReply } from "fastify";
import { RequestError } from "./request-error.ts";

const LONGEST_MS = 10 * 60_000;

/** An import or export under way. */
export interface Transfer {
  /** Aborted when the caller goes away, or when it takes too long. */
  readonly signal: AbortSignal;
  /** Breaks it off. */
  abort(reason: RequestError): void;
  /** Lets the next one begin. May be called again. */
  end(): void;
}

/** Keeps imports and exports, which hold a connection for long, from taking all connections of the pool. */
export class Transfers {
  private readonly limit: number;
  private readonly underWay = new Set<Promise<unknown>>();
  private running = 0;

  constructor(poolSize: number) {
    this.limit = Math.max(1, Math.floor(poolSize / 2));
  }

  /**
   * Begins one.
   *
   * @param reply - the answer; when it is closed before its end, the caller has gone away
   * @returns the transfer, which has to be ended
   * @throws RequestError when half of the connections are taken already
   */
  begin(reply: FastifyReply): Transfer {
    if (this.running >= this.limit) {
      const message = "There are too many imports and exports under way; try again in a while.";
      throw new RequestError(429, "LIMIT_EXCEEDED", message);
    }
    this.running++;
    const gone = new AbortController();
    let isEnded = false;
    reply.raw.once("close", () => {
      if (!reply.raw.writableFinished) gone.abort(new RequestError(408, "TIMEOUT", "The caller has gone away."));
    });
    const timer = setTimeout(() => {
      gone.abort(new RequestError(503, "TIMEOUT", "This took too long; do it in parts."));
    }, LONGEST_MS);
    return {
      signal: gone.signal,
      abort: (reason) => gone.abort(reason),
      end: () => {
        clearTimeout(timer);
        if (!isEnded) this.running--;
        isEnded = true;
      },
    };
  }

  /** Has `settled` wait for the work of one, which must not fail. */
  track(work: Promise<unknown>): void {
    this.underWay.add(work);
    void work.finally(() => this.underWay.delete(work));
  }

  /** Resolves once nothing that was tracked is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }
}
