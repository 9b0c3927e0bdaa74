/** Runs something when its turn comes among all that is asked for, under the name of who asks. */
export type TakeFairTurn = <Result>(asker: string, work: () => Promise<Result>) => Promise<Result>;

/**
 * Lets few do at once what is expensive. Those who ask take turns, so that one who asks for much waits longer, and the
 * others don’t; what one of them asks for is done in the order in which it came.
 *
 * @param atOnce - how many at once
 * @returns a function that runs work when its turn comes, and gives what that gives
 */
export function createFairTurns(atOnce: number): TakeFairTurn {
  // The first asker has the next turn, and then stands last.
  const waiting = new Map<string, (() => void)[]>();
  let busy = 0;

  const takeNext = (): (() => void) | undefined => {
    for (const [asker, queue] of waiting) {
      const next = queue.shift();
      waiting.delete(asker);
      if (queue.length > 0) waiting.set(asker, queue);
      return next;
    }
    return undefined;
  };

  return async (asker, work) => {
    if (busy >= atOnce) {
      await new Promise<void>((resolve) => {
        const queue = waiting.get(asker);
        if (queue) queue.push(resolve);
        else waiting.set(asker, [resolve]);
      });
    } else {
      busy++;
    }
    try {
      return await work();
    } finally {
      const next = takeNext();
      if (next) next();
      else busy--;
    }
  };
}
