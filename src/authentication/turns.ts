/** Thrown when too many wait already. */
export class TooManyWaitingError extends Error {
  override readonly name = "TooManyWaitingError";
}

/** Runs something when its turn comes; whose it is matters to those who wait. */
export type TakeTurn = <Result>(work: () => Promise<Result>, whose?: string) => Promise<Result>;

/** How many may wait. */
export interface WaitingLimits {
  readonly inAll: number;
  readonly ofOne: number;
}

/**
 * Lets few do at once what is expensive. The others wait: one of each takes a turn, so whoever wants a lot waits for
 * themselves, and of one it is who came first.
 *
 * @param atOnce - how many at once
 * @param limits - how many may wait, in all and of one
 * @returns a function that runs work when its turn comes, and gives what that gives
 * @throws {@link TooManyWaitingError} at once, from that function, when as many wait already
 */
export function createTurns(atOnce: number, limits: WaitingLimits): TakeTurn {
  const queues = new Map<string, (() => void)[]>();
  let busy = 0;
  let waiting = 0;

  function wait(whose: string): Promise<void> {
    const queue = queues.get(whose) ?? [];
    if (waiting >= limits.inAll || queue.length >= limits.ofOne) throw new TooManyWaitingError("Too many are waiting.");
    queues.set(whose, queue);
    waiting++;
    return new Promise((resolve) => queue.push(resolve));
  }

  function giveTurnOn(): void {
    const [first] = queues;
    if (first === undefined) {
      busy--;
      return;
    }
    const [whose, queue] = first;
    const next = queue.shift();
    queues.delete(whose);
    if (queue.length > 0) queues.set(whose, queue);
    waiting--;
    next?.();
  }

  return async (work, whose = "") => {
    if (busy >= atOnce) await wait(whose);
    else busy++;
    try {
      return await work();
    } finally {
      giveTurnOn();
    }
  };
}
