import { expect, it } from "@jest/globals";
import { createTurns, TooManyWaitingError } from "../../src/authentication/turns.ts";

/** Work that is done when it is told to be. */
function tasks(count: number) {
  const finish: (() => void)[] = [];
  const started: number[] = [];
  const work = Array.from({ length: count }, (_, index) => async () => {
    started.push(index);
    await new Promise<void>((resolve) => {
      finish[index] = resolve;
    });
    return index;
  });
  return { work, started, finish: (index: number) => finish[index]?.() };
}

it("lets few work at once, and the others in the order in which they came", async () => {
  const takeTurn = createTurns(2, { inAll: 10, ofOne: 10 });
  const { work, started, finish } = tasks(4);
  const done = work.map((task) => takeTurn(task));
  expect(started).toEqual([0, 1]);
  finish(1);
  expect(await done[1]).toBe(1);
  expect(started).toEqual([0, 1, 2]);
  finish(0);
  await done[0];
  expect(started).toEqual([0, 1, 2, 3]);
  finish(2);
  finish(3);
  expect(await Promise.all(done)).toEqual([0, 1, 2, 3]);
});

it("refuses when too many wait, and takes more when they are done", async () => {
  const takeTurn = createTurns(1, { inAll: 1, ofOne: 1 });
  const { work, finish } = tasks(2);
  const done = work.map((task) => takeTurn(task));
  await expect(takeTurn(async () => 2)).rejects.toBeInstanceOf(TooManyWaitingError);
  finish(0);
  await done[0];
  finish(1);
  await done[1];
  expect(await takeTurn(async () => 2)).toBe(2);
});

it("gives the turn on when work fails", async () => {
  const takeTurn = createTurns(1, { inAll: 1, ofOne: 1 });
  const failing = takeTurn(async () => Promise.reject(new Error("No.")));
  const next = takeTurn(async () => "next");
  await expect(failing).rejects.toThrow("No.");
  expect(await next).toBe("next");
});

it("lets nobody wait for all that somebody else wants, nor find no place because of it", async () => {
  const takeTurn = createTurns(1, { inAll: 4, ofOne: 3 });
  const { work, started, finish } = tasks(6);
  const task = (index: number) => work[index] as (typeof work)[number];
  const done = [0, 1, 2, 3].map((index) => takeTurn(task(index), "eager"));
  await expect(takeTurn(task(4), "eager")).rejects.toBeInstanceOf(TooManyWaitingError);
  done.push(takeTurn(task(5), "another"));
  await expect(takeTurn(task(4), "third")).rejects.toBeInstanceOf(TooManyWaitingError);
  finish(0);
  await done[0];
  finish(1);
  await done[1];
  expect(started).toEqual([0, 1, 5]);
  for (const index of [5, 2, 3]) {
    finish(index);
    await done[index === 5 ? 4 : index];
  }
  expect(started).toEqual([0, 1, 5, 2, 3]);
});
