import type { FastifyReply } from "fastify";
import type { RequestClient } from "../database/run-as-request.ts";
import { RETRY_AFTER_SECONDS } from "../graphile/database-errors.ts";
import { exceeded } from "../graphile/limit-exceeded.ts";
import { RequestError } from "./request-error.ts";

const LONGEST_MS = 10 * 60_000;

/** An import or export under way. */
export interface Transfer {
  /** Aborted when the caller goes away, or when it takes too long. */
  readonly signal: AbortSignal;
  /**
   * Counts it among those of the organization that it is for, until its end.
   *
   * @param client - within a transaction of the request
   * @throws RequestError when the organization has its share already
   */
  claim(client: RequestClient): Promise<void>;
  /** Breaks it off. */
  abort(reason: RequestError): void;
  /** Lets the next one begin. May be called again. */
  end(): void;
}

/**
 * Keeps imports and exports, which hold a connection for long, from taking all connections of the pool; and one organization,
 * which may read its files as slowly as it likes, from being all that there are.
 */
export class Transfers {
  private readonly limit: number;
  private readonly share: number;
  private readonly claimed = new Map<string, number>();
  private readonly underWay = new Set<Promise<unknown>>();
  private running = 0;

  constructor(poolSize: number) {
    this.limit = Math.max(1, Math.floor(poolSize / 2));
    this.share = Math.ceil(this.limit / 2);
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
      throw tooMany("transfers", this.limit, "There are too many imports and exports under way; try again in a while.");
    }
    this.running++;
    const gone = new AbortController();
    let isEnded = false;
    let organization: string | undefined;
    reply.raw.once("close", () => {
      if (!reply.raw.writableFinished) gone.abort(new RequestError(408, "TIMEOUT", "The caller has gone away."));
    });
    const timer = setTimeout(() => {
      gone.abort(new RequestError(503, "TIMEOUT", "This took too long; do it in parts."));
    }, LONGEST_MS);
    return {
      signal: gone.signal,
      abort: (reason) => gone.abort(reason),
      claim: async (client) => {
        const found = await organizationOf(client);
        if (isEnded) return;
        this.take(found);
        organization = found;
      },
      end: () => {
        clearTimeout(timer);
        if (isEnded) return;
        isEnded = true;
        this.running--;
        if (organization !== undefined) this.giveBack(organization);
      },
    };
  }

  private take(organization: string): void {
    const count = this.claimed.get(organization) ?? 0;
    if (count >= this.share) {
      const message = "Your organization has too many imports and exports under way; try again in a while.";
      throw tooMany("tenantTransfers", this.share, message);
    }
    this.claimed.set(organization, count + 1);
  }

  private giveBack(organization: string): void {
    const left = (this.claimed.get(organization) ?? 1) - 1;
    if (left > 0) this.claimed.set(organization, left);
    else this.claimed.delete(organization);
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

async function organizationOf(client: RequestClient): Promise<string> {
  const text = "select current_setting('app.organization_id', true) as id";
  return (await client.query<{ id: string | null }>({ text })).rows[0]?.id ?? "";
}

function tooMany(limit: string, maximum: number, message: string): RequestError {
  return new RequestError(429, "LIMIT_EXCEEDED", message, {
    ...exceeded(limit, maximum),
    retryAfter: RETRY_AFTER_SECONDS,
  });
}
