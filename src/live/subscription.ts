import type { ChangeKind, RowChange } from "./change.ts";

/** What subscribers are told. */
export interface LiveEvent {
  /** `SUBSCRIBED`: the first of all. `RESYNC`: changes went by unseen, so that whatever was read before has to be read again. */
  readonly event: "SUBSCRIBED" | "CREATED" | "UPDATED" | "DELETED" | "RESYNC";
  /** The row; null with `SUBSCRIBED` and `RESYNC`. */
  readonly id: string | null;
  /** The row, to be read; null where there is none to see. */
  readonly rowId: string | null;
}

/** Finds out whether the subscriber can see a row, in a transaction of a request of theirs. */
export type CanSee = (id: string) => Promise<boolean>;

/** Changes that wait to be told at most; more become one `RESYNC`. */
const MAXIMUM_WAITING = 100;
/** Rows that are remembered as told of, so that their removal can be told; the first are forgotten first. */
const MAXIMUM_KNOWN = 1_000;
const RETRY_MS = 1_000;

const SUBSCRIBED: LiveEvent = { event: "SUBSCRIBED", id: null, rowId: null };
const RESYNC: LiveEvent = { event: "RESYNC", id: null, rowId: null };
const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * The changes that one subscriber is to hear of. It gives one event for each that is asked for with `demand`, and looks
 * at the row only then: what waits in between are ids, each once, and a bounded number of them.
 */
export class LiveSubscription implements AsyncIterableIterator<LiveEvent> {
  private readonly canSee: CanSee;
  private readonly waiting = new Map<string, ChangeKind>();
  private readonly known = new Set<string>();
  private readonly onEnd: () => void;
  private demanded = 0;
  private hasBegun = false;
  private isStale = false;
  private hasEnded = false;
  private wake: () => void = () => {};

  /**
   * @param canSee - looks whether the subscriber can see a row
   * @param named - the row that the subscriber has named, if it is about one row
   * @param onEnd - is called once, when nobody listens any more
   */
  constructor(canSee: CanSee, named: string | undefined, onEnd: () => void) {
    this.canSee = canSee;
    this.onEnd = onEnd;
    if (named !== undefined) this.known.add(named);
  }

  /** How many changes wait. */
  get backlog(): number {
    return this.waiting.size;
  }

  /** Takes a change. */
  push({ id, kind }: RowChange): void {
    if (this.hasEnded || this.isStale) return;
    if (this.waiting.size >= MAXIMUM_WAITING && !this.waiting.has(id)) {
      this.resync();
    } else {
      // Of several changes of a row that wait, the row as it is now is told of once.
      this.waiting.set(id, this.waiting.get(id) === "INSERT" && kind === "UPDATE" ? "INSERT" : kind);
      this.wake();
    }
  }

  /** Has everything be read again. */
  resync(): void {
    this.waiting.clear();
    this.isStale = true;
    this.wake();
  }

  /** Lets one more event out. */
  demand(): void {
    this.demanded++;
    this.wake();
  }

  async next(): Promise<IteratorResult<LiveEvent, undefined>> {
    while (!this.hasEnded) {
      const event = this.demanded > 0 ? await this.take() : undefined;
      if (this.hasEnded) break;
      if (event) {
        this.demanded--;
        return { done: false, value: event };
      }
      if (this.demanded > 0 && (this.isStale || this.waiting.size > 0)) continue;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return DONE;
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    if (!this.hasEnded) {
      this.hasEnded = true;
      this.waiting.clear();
      this.known.clear();
      this.onEnd();
      this.wake();
    }
    return DONE;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next event, if what comes next is one for this subscriber. */
  private async take(): Promise<LiveEvent | undefined> {
    if (!this.hasBegun) {
      this.hasBegun = true;
      return SUBSCRIBED;
    }
    if (this.isStale) {
      this.isStale = false;
      return RESYNC;
    }
    const [next] = this.waiting;
    if (next === undefined) return undefined;
    const [id, kind] = next;
    this.waiting.delete(id);
    let isVisible = false;
    try {
      isVisible = await this.canSee(id);
    } catch {
      // Whoever may not ask any more is disconnected; for others the database is away, and what is missed meanwhile too.
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      this.resync();
      return undefined;
    }
    if (isVisible) {
      this.remember(id);
      return { event: kind === "INSERT" ? "CREATED" : "UPDATED", id, rowId: id };
    }
    // Gone, or out of sight: news only to those who know of it.
    return this.known.delete(id) ? { event: "DELETED", id, rowId: null } : undefined;
  }

  private remember(id: string): void {
    this.known.delete(id);
    this.known.add(id);
    for (const oldest of this.known) {
      if (this.known.size <= MAXIMUM_KNOWN) break;
      this.known.delete(oldest);
    }
  }
}
