/** A worker asks for some of the requests that somebody may make within a window of time. */
export interface LeaseRequest {
  readonly lease: number;
  /** Whose requests are counted together. */
  readonly asker: string;
  /** How many there may be in all workers together. */
  readonly maximum: number;
  readonly windowMs: number;
}

/** What a worker may let through without asking again, until the window ends. */
export interface LeaseAnswer {
  readonly lease: number;
  /** The id of the window that it is of; 0 for what a worker has lent itself. */
  readonly window: number;
  readonly granted: number;
  /** Whether there is nothing left after it. */
  readonly isLast: boolean;
  readonly remainingMs: number;
}

/** Whether a request may be made, and when the window ends. */
export interface Turn {
  readonly isAllowed: boolean;
  readonly remainingMs: number;
  /** Takes back that it was counted. */
  giveBack(): void;
}

/** Of how many askers is known how often they asked; those whose window ends first are forgotten. */
const ASKERS = 50_000;

/** All workers together hold this part of a limit at most: what one has not used yet, another one can't. */
const PART_ON_LOAN = 1 / 50;

/** The process that counts answers within a fraction of a millisecond, unless something is wrong with it. */
const PATIENCE_MS = 1_000;

/** Windows by asker. All are of one length, so those that began first are the first to end. */
class Windows<Window extends { readonly endsAt: number }> {
  private readonly windows = new Map<string, Window>();

  /** The window that hasn't ended yet. */
  of(asker: string): Window | undefined {
    const window = this.windows.get(asker);
    return window !== undefined && window.endsAt > performance.now() ? window : undefined;
  }

  begin(asker: string, window: Window): Window {
    this.windows.delete(asker);
    const [oldest] = this.windows.keys();
    if (this.windows.size >= ASKERS && oldest !== undefined) this.windows.delete(oldest);
    this.windows.set(asker, window);
    return window;
  }
}

/** Counts the requests of all workers, in the process that started them, and lends each of them a few at a time. */
export class RequestLender {
  private readonly workers: number;
  private readonly windows = new Windows<{ readonly id: number; left: number; readonly endsAt: number }>();
  private lastId = 0;

  /** @param workers - how many ask */
  constructor(workers: number) {
    this.workers = workers;
  }

  /** Answers a worker. */
  lend({ lease, asker, maximum, windowMs }: LeaseRequest): LeaseAnswer {
    const now = performance.now();
    const window =
      this.windows.of(asker) ?? this.windows.begin(asker, { id: ++this.lastId, left: maximum, endsAt: now + windowMs });
    const granted = Math.min(window.left, Math.max(1, Math.floor((maximum * PART_ON_LOAN) / this.workers)));
    window.left -= granted;
    return { lease, window: window.id, granted, isLast: window.left === 0, remainingMs: window.endsAt - now };
  }
}

/** What a worker has borrowed of a window, once or several times. */
interface Lease {
  readonly window: number;
  left: number;
  isLast: boolean;
  readonly endsAt: number;
}

/**
 * In a worker: lets requests through that the process that counts has lent, and asks it when they are used up. There are
 * never more than the maximum in all workers together, and at least 98 of 100 of it before anybody is refused.
 */
export class RequestBorrower {
  private readonly send: (request: LeaseRequest) => void;
  private readonly workers: number;
  private readonly leases = new Windows<Lease>();
  private readonly waiting = new Map<number, (answer: LeaseAnswer) => void>();
  private readonly asking = new Map<string, Promise<void>>();
  private lastId = 0;

  /**
   * @param send - brings requests to the process that counts, whose answers go to `hear`
   * @param workers - how many there are
   */
  constructor(send: (request: LeaseRequest) => void, workers: number) {
    this.send = send;
    this.workers = workers;
  }

  /**
   * Counts a request. When the process that counts doesn't answer, this worker lets through its share by itself.
   *
   * @param asker - whose requests are counted together
   * @param maximum - how many there may be in a window
   * @param windowMs - milliseconds of the window, which begins with the first request; the same for all
   * @returns whether there was one left
   */
  async take(asker: string, maximum: number, windowMs: number): Promise<Turn> {
    for (;;) {
      const lease = this.leases.of(asker);
      if (lease !== undefined && (lease.left > 0 || lease.isLast)) {
        const isAllowed = lease.left > 0;
        if (isAllowed) lease.left--;
        // Once its window is over, the lease is nobody's any more.
        const giveBack = () => void (isAllowed && lease.left++);
        return { isAllowed, remainingMs: lease.endsAt - performance.now(), giveBack };
      }
      const asking = this.asking.get(asker) ?? this.ask(asker, maximum, windowMs);
      this.asking.set(asker, asking);
      await asking;
    }
  }

  hear(answer: LeaseAnswer): void {
    this.waiting.get(answer.lease)?.(answer);
  }

  private async ask(asker: string, maximum: number, windowMs: number): Promise<void> {
    const lease = ++this.lastId;
    const answered = Promise.withResolvers<LeaseAnswer>();
    this.waiting.set(lease, answered.resolve);
    const share = Math.ceil(maximum / this.workers);
    const unanswered = { lease, window: 0, granted: share, isLast: true, remainingMs: windowMs };
    const timer = setTimeout(() => answered.resolve(unanswered), PATIENCE_MS);
    this.send({ lease, asker, maximum, windowMs });
    const { window, granted, isLast, remainingMs } = await answered.promise;
    clearTimeout(timer);
    this.waiting.delete(lease);
    this.asking.delete(asker);
    const former = this.leases.of(asker);
    if (former !== undefined && former.window === window) {
      former.left += granted;
      former.isLast = isLast;
    } else {
      this.leases.begin(asker, { window, left: granted, isLast, endsAt: performance.now() + remainingMs });
    }
  }
}

/**
 * Counts the requests of one process that serves alone.
 *
 * @returns what lets requests through
 */
export function countHere(): RequestBorrower {
  const lender = new RequestLender(1);
  const borrower: RequestBorrower = new RequestBorrower((request) => borrower.hear(lender.lend(request)), 1);
  return borrower;
}
