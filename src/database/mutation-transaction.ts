import type { Pool } from "pg";
import { type RequestListeners, RequestTransaction, type Settings, type Work } from "./request-transaction.ts";

const MOST_ATTEMPTS = 3;

/** Why something of a mutation wasn't tried: what came before it failed, and takes it along. */
export class NotCarriedOutError extends Error {
  override readonly name = "NotCarriedOutError";

  constructor() {
    super("Something before it failed.");
  }
}

/** The one transaction of all that a document with mutations does; it begins with the first of its statements. */
export class MutationTransaction {
  private readonly pool: Pool;
  private readonly listeners: RequestListeners;
  private transaction: Promise<RequestTransaction> | undefined;
  private hasFailed = false;
  private last: Promise<unknown> = Promise.resolve();

  /**
   * @param pool - connections as the authenticator, with `pipeline: true`
   * @param listeners - who hears of keys that were accepted and of requests that were refused
   */
  constructor(pool: Pool, listeners: RequestListeners = {}) {
    this.pool = pool;
    this.listeners = listeners;
  }

  /** Takes the place of PostGraphile's function of this name. One use follows the other, none a failed one. */
  readonly withPgClient = <Result>(settings: Settings, work: Work<Result>): Promise<Result> => {
    const turn = this.last.then(async () => {
      if (this.hasFailed) throw new NotCarriedOutError();
      try {
        return await this.run(settings, work);
      } catch (error) {
        this.hasFailed = true;
        throw error;
      }
    });
    this.last = turn.catch(() => {});
    return turn;
  };

  /** What comes first can be done again on another connection, when nothing but its connection was wrong. */
  private async run<Result>(settings: Settings, work: Work<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      const isFirst = this.transaction === undefined;
      this.transaction ??= RequestTransaction.open(this.pool, settings, this.listeners);
      const transaction = await this.transaction;
      try {
        return await transaction.run(work);
      } catch (error) {
        if (!isFirst || !transaction.maySucceedElsewhere || attempt === MOST_ATTEMPTS) throw error;
        await transaction.rollback();
        this.transaction = undefined;
      }
    }
  }

  /**
   * Keeps what was done.
   *
   * @throws the server's error, such as a constraint that is checked only now; nothing is kept then
   */
  async commit(): Promise<void> {
    await this.last;
    await (await this.transaction)?.commit();
  }

  /**
   * Undoes everything, once what is still under way has finished.
   *
   * @returns resolves when nothing stands in the way of a new attempt any more, such as a lock; it never fails
   */
  async rollback(): Promise<void> {
    this.hasFailed = true;
    await this.last;
    await this.transaction?.then((transaction) => transaction.rollback()).catch(() => {});
  }
}
