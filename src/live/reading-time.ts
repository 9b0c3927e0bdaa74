import { SafeError } from "postgraphile/grafast";

/** Limits how long reading for one event may take, with all that is done for it one after the other or at once. */
export class ReadingTime {
  private readonly limitMs: number;
  private spentMs = 0;

  /** @param limitMs - milliseconds for one event at most */
  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }

  /** The next event is being read. */
  begin(): void {
    this.spentMs = 0;
  }

  /**
   * Reads something. What has begun isn’t broken off: that is up to the database’s limit for statements.
   *
   * @param work - reads it; waiting for a turn is no part of this
   * @returns what it gives
   * @throws SafeError `TIMEOUT` once the event has used up its time
   */
  async spend<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.spentMs >= this.limitMs) throw new SafeError("This took too long; ask for less.", { code: "TIMEOUT" });
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.spentMs += performance.now() - startedAt;
    }
  }
}
