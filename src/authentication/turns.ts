/** Thrown when too many wait already. */
export class TooManyWaitingError extends Error {
  override readonly name = "TooManyWaitingError";
}

/** Runs something when its turn comes. */
export type TakeTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Lets few do at once what is expensive, and the others wait in the order in which they came.
 *
 * @param atOnce - how many at once
 * @param waiting - how many may wait
 * @returns a function that runs work when its turn comes, and gives what that gives
 * @throws {@link TooManyWaitingError} at once, from that function, when as many wait already
 */
export function createTurns(atOnce: number, waiting: number): TakeTurn {
  const queue: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    if (busy >= atOnce) {
      if (queue.length >= waiting) throw new TooManyWaitingError("Too many are waiting.");
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      busy++;
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else busy--;
    }
  };
}
