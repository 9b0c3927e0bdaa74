import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { type LeaseRequest, RequestBorrower, RequestLender } from "../../src/http/request-leases.ts";

const MINUTE = 60_000;

/** Workers whose messages take some time, or get lost. */
function workersOf(count: number, isLost: (request: LeaseRequest) => boolean = () => false) {
  const lender = new RequestLender(count);
  const messages = { count: 0 };
  const workers = Array.from({ length: count }, () => {
    const borrower: RequestBorrower = new RequestBorrower((request) => {
      messages.count++;
      if (isLost(request)) return;
      const answer = lender.lend(structuredClone(request));
      setImmediate(() => borrower.hear(structuredClone(answer)));
    }, count);
    return borrower;
  });
  return { workers, messages };
}

async function allowedOf(turns: Promise<{ isAllowed: boolean }>[]): Promise<number> {
  return (await Promise.all(turns)).filter(({ isAllowed }) => isAllowed).length;
}

describe("requests that are counted for several workers", () => {
  it.each([3, 10, 99, 100, 101, 1_200])("are never more than %i in all, and hardly fewer", async (maximum) => {
    const { workers } = workersOf(4);
    const counts = [];
    // Nobody spreads them evenly: one worker gets a tenth of what the next one does.
    for (let round = 0; round < maximum * 2; round++) {
      const worker = workers[round % 10 === 0 ? 0 : 1 + (round % 3)] as RequestBorrower;
      counts.push(worker.take("somebody", maximum, MINUTE));
      if (round % 7 === 0) await Promise.all(counts);
    }
    const allowed = await allowedOf(counts);
    expect(allowed).toBeLessThanOrEqual(maximum);
    expect(allowed).toBeGreaterThanOrEqual(Math.ceil(maximum * 0.98));
  });

  it("take one message for many, and none once there are too many", async () => {
    const { workers, messages } = workersOf(2);
    for (const worker of workers) for (let time = 0; time < 60; time++) await worker.take("somebody", 6_000, MINUTE);
    expect(messages.count).toBe(2);
    const [worker] = workers as [RequestBorrower];
    for (let time = 0; time < 3; time++) await worker.take("another", 2, MINUTE);
    const known = messages.count;
    for (let time = 0; time < 100; time++) {
      expect((await worker.take("another", 2, MINUTE)).isAllowed).toBe(false);
    }
    expect(messages.count).toBe(known);
  });

  it("are counted anew when the minute is over, and say when that is", async () => {
    const { workers } = workersOf(2);
    const windowMs = 2_000;
    const take = (worker: number) => (workers[worker] as RequestBorrower).take("somebody", 2, windowMs);
    expect(await allowedOf([take(0), take(1), take(0), take(1)])).toBe(2);
    const { isAllowed, remainingMs } = await take(0);
    expect(isAllowed).toBe(false);
    expect(remainingMs).toBeLessThanOrEqual(windowMs);
    await sleep(remainingMs + 50);
    expect(await allowedOf([take(0), take(1)])).toBe(2);
  });

  it("can be given back, to be made again by the same worker in the same minute", async () => {
    const { workers } = workersOf(2);
    const windowMs = 2_000;
    const [worker, other] = workers as [RequestBorrower, RequestBorrower];
    const take = () => worker.take("somebody", 2, windowMs);
    const [first, second] = [await take(), await take()];
    const refused = await take();
    expect([first.isAllowed, second.isAllowed, refused.isAllowed]).toEqual([true, true, false]);
    // Nothing was counted there.
    refused.giveBack();
    expect((await take()).isAllowed).toBe(false);
    first.giveBack();
    expect((await other.take("somebody", 2, windowMs)).isAllowed).toBe(false);
    expect((await take()).isAllowed).toBe(true);
    await sleep(refused.remainingMs + 50);
    expect(await allowedOf([take(), take()])).toBe(2);
    second.giveBack();
    expect((await take()).isAllowed).toBe(false);
  });

  it("are each worker’s share when nobody answers", async () => {
    const { workers } = workersOf(2, ({ asker }) => asker === "unheard");
    for (const worker of workers) {
      const turns = Array.from({ length: 20 }, () => worker.take("unheard", 10, MINUTE));
      expect(await allowedOf(turns)).toBe(5);
    }
    expect((await (workers[0] as RequestBorrower).take("heard", 10, MINUTE)).isAllowed).toBe(true);
  });
});
