import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "@jest/globals";
import { ReadingTime } from "../../src/live/reading-time.ts";

it("refuses to read more for an event that has used up its time, and reads for the next one", async () => {
  const time = new ReadingTime(50);
  const slow = () => sleep(60, "read");
  expect(await time.spend(slow)).toBe("read");
  await expect(time.spend(slow)).rejects.toMatchObject({ extensions: { code: "TIMEOUT" } });
  time.begin();
  expect(await time.spend(slow)).toBe("read");
});

it("counts what fails, and what is read piece by piece", async () => {
  const time = new ReadingTime(50);
  const failing = async () => {
    await sleep(30);
    throw new Error("No.");
  };
  await expect(time.spend(failing)).rejects.toThrow("No.");
  expect(await time.spend(() => sleep(40, "read"))).toBe("read");
  await expect(time.spend(async () => "more")).rejects.toMatchObject({ extensions: { code: "TIMEOUT" } });
});
