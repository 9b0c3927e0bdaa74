import { describe, expect, it } from "@jest/globals";
import { Progress } from "../../src/seeds/progress.ts";

/** A progress whose clock and output a test holds. */
function progressOn(stream: { isTTY?: boolean; columns?: number }) {
  const written: string[] = [];
  let time = 0;
  const progress = new Progress(10_000, { ...stream, write: (text) => written.push(text) }, () => time);
  const add = (rows: number, after: number) => {
    time += after;
    progress.add(rows);
  };
  return { progress, add, written };
}

describe("progress", () => {
  it("writes a line every few seconds where it can’t draw", () => {
    const { progress, add, written } = progressOn({});
    add(1_000, 100);
    add(1_500, 4_900);
    add(500, 100);
    progress.end();
    expect(written).toEqual(["25 %: 2,500 of about 10,000 rows, 500 rows/s, 0:15 left\n"]);
  });

  it("draws one line again and again on a terminal, no wider than it is", () => {
    const { progress, add, written } = progressOn({ isTTY: true, columns: 60 });
    add(100, 100);
    add(4_900, 900);
    add(6_000, 1_000);
    progress.end();
    expect(written).toEqual([
      "\r\u001b[K[##############--------------] 5,000 of about 10,000 rows, ",
      "\r\u001b[K[############################] 11,000 of about 10,000 rows,",
      "\r\u001b[K[############################] 11,000 of about 10,000 rows,",
      "\n",
    ]);
  });
});
