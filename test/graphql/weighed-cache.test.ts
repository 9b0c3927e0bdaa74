import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { WeighedCache } from "../../src/graphile/weighed-cache.ts";

it("keeps what was used last, as much as its weight allows", () => {
  const cache = new WeighedCache<number>(10);
  cache.set("a", 1, 4);
  cache.set("b", 2, 4);
  expect(cache.get("a")).toBe(1);
  cache.set("c", 3, 4);
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([1, undefined, 3]);
  cache.set("too heavy", 4, 11);
  expect([cache.get("a"), cache.get("too heavy"), cache.get("c")]).toEqual([1, undefined, 3]);
});

it("never keeps more than that, and always what was last", () => {
  const entries = fc.array(fc.tuple(fc.string(), fc.integer({ min: 0, max: 30 })), { maxLength: 40 });
  fc.assert(
    fc.property(entries, (list) => {
      const cache = new WeighedCache<number>(20);
      const weights = new Map<string, number>();
      for (const [key, weight] of list) {
        if (cache.get(key) !== undefined) continue;
        cache.set(key, weight, weight);
        weights.set(key, weight);
        expect(cache.get(key)).toBe(weight > 20 ? undefined : weight);
        const kept = [...weights].filter(([one]) => cache.get(one) !== undefined);
        expect(kept.reduce((sum, [, each]) => sum + each, 0)).toBeLessThanOrEqual(20);
      }
    }),
  );
});
