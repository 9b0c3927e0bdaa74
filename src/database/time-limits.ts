import type { PoolClient } from "pg";
import type { RequestRole, TimeLimit, TimeLimits } from "../config/time-limits.ts";
import { cancel } from "./cancel.ts";

/** How long the server has to say that it has broken something off. */
const ANSWER_MS = 2_000;

/** pg's client has it, its types don't. */
type Closable = PoolClient & { readonly connection: { readonly stream: { destroy(): void } } };

/** Thrown when something of a request takes longer than its role may. */
export class TimeLimitError extends Error {
  override readonly name = "TimeLimitError";
  /** As the server calls it; whoever asks for less may succeed. */
  readonly code = "57014";
  readonly severity = "ERROR";
  /** The limit’s name, and its seconds. */
  readonly limit: "statementSeconds" | "transactionSeconds";
  readonly maximum: number;

  constructor(limit: "statementSeconds" | "transactionSeconds", maximum: number) {
    const time = maximum === 1 ? "the second" : `the ${maximum} seconds`;
    super(
      limit === "statementSeconds"
        ? `A part of this took longer than ${time} that it may; ask for less.`
        : `This took longer than ${time} that it may; do it in parts.`,
    );
    this.limit = limit;
    this.maximum = maximum;
  }
}

/**
 * Finds what time a request has.
 *
 * @param settings - those of `pgSettingsFor`
 * @param limits - the times of each role, if there are any
 * @returns the times of its role
 */
export function timeLimitOf(
  settings: Readonly<Record<string, string | undefined>>,
  limits: TimeLimits | undefined,
): TimeLimit | undefined {
  return limits?.[settings["tenantry.role"] as RequestRole];
}

/**
 * Gives `statement_timeout` its value, as a parameter of what begins a request.
 *
 * @param limit - the time that the request has; without it the session’s stays
 * @returns milliseconds, or null
 */
export function statementTimeout(limit: TimeLimit | undefined): string | null {
  return limit === undefined ? null : String(limit.statementSeconds * 1_000);
}

/**
 * Tells a statement that took longer than its time from others that failed, or that somebody has broken off.
 *
 * @param error - the server’s
 * @returns whether its time was over
 */
export function isLate({ code, message }: { readonly code?: unknown; readonly message?: unknown }): boolean {
  return code === "57014" && /statement timeout$/.test(String(message));
}

/**
 * Says which limit a failed statement has met.
 *
 * @param error - the server’s
 * @param limit - the time that the request has
 * @returns the error to answer with; the same one when it isn’t about time, or somebody else has broken it off
 */
export function asTimeLimit<Failure>(error: Failure, limit: TimeLimit | undefined): Failure | TimeLimitError {
  const isOutOfTime = limit !== undefined && isLate(error as { code?: unknown });
  return isOutOfTime ? new TimeLimitError("statementSeconds", limit.statementSeconds) : error;
}

/**
 * The end of a transaction’s time: what runs then is broken off. Kept here and not by the server, which before version 17
 * doesn’t know of the time of transactions, and from then on closes the connection.
 */
export class Deadline {
  private readonly seconds: number;
  private timer: NodeJS.Timeout;
  private cancelling: Promise<void> | undefined;
  private hasEnded = false;

  /**
   * @param client - the connection, which is nobody else’s until `end`
   * @param seconds - how long it may take from now on
   */
  constructor(client: PoolClient, seconds: number) {
    this.seconds = seconds;
    this.timer = setTimeout(() => {
      this.cancelling = cancel(client);
      void this.cancelling.then(() => this.close(client as Closable));
    }, seconds * 1_000).unref();
  }

  /** The other end of a connection may be gone without a word, and what waits for it would wait for hours. */
  private close(client: Closable): void {
    if (this.hasEnded) return;
    this.timer = setTimeout(() => client.connection.stream.destroy(), ANSWER_MS).unref();
  }

  /** The error of a transaction whose time is over. */
  get error(): TimeLimitError | undefined {
    return this.cancelling && new TimeLimitError("transactionSeconds", this.seconds);
  }

  /**
   * The transaction is about to end, or has.
   *
   * @returns resolves once nothing else can be broken off; undefined when nothing will be
   */
  end(): Promise<void> | undefined {
    this.hasEnded = true;
    clearTimeout(this.timer);
    return this.cancelling;
  }
}
