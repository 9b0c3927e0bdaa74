import { expect, it } from "@jest/globals";
import { createFairTurns } from "../../src/live/fair-turns.ts";

/** Work that notes when it begins, and ends when it is told to. */
function diary() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async () => {
    begun.push(name);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    return name;
  };
  return { begun, work, end: (name: string) => ends.get(name)?.() };
}

it("lets few work at once, and those who ask take turns", async () => {
  const takeTurn = createFairTurns(1);
  const { begun, work, end } = diary();
  const order = ["a1", "a2", "a3", "b1", "b2", "c1"];
  const done = new Map(order.map((name) => [name, takeTurn(name.charAt(0), work(name))]));
  for (const name of ["a1", "a2", "b1", "c1", "a3", "b2"]) {
    expect(begun.at(-1)).toBe(name);
    end(name);
    expect(await done.get(name)).toBe(name);
  }
  expect(begun).toHaveLength(order.length);
});

it("gives the turn on when work fails, and is free again when all is done", async () => {
  const takeTurn = createFairTurns(1);
  const failing = takeTurn("a", async () => Promise.reject(new Error("No.")));
  const next = takeTurn("b", async () => "next");
  await expect(failing).rejects.toThrow("No.");
  expect(await next).toBe("next");
  const { begun, work, end } = diary();
  const last = takeTurn("a", work("last"));
  expect(begun).toEqual(["last"]);
  end("last");
  await last;
});
