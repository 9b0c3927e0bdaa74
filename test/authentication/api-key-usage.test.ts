import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { type ApiKeyUsage, createApiKeyUsage } from "../../src/authentication/api-key-usage.ts";

/** A store that remembers what it was given, and fails when told. */
function createStore() {
  const writes: { digest: string; used_at: string }[][] = [];
  const failures: unknown[] = [];
  const store = {
    isFailing: false,
    async query(_: string, [uses]: unknown[]) {
      if (store.isFailing) throw new Error("unreachable");
      writes.push(JSON.parse(String(uses)));
    },
  };
  const start = (intervalMs?: number): ApiKeyUsage =>
    createApiKeyUsage(store, (error) => failures.push(error), intervalMs);
  return { store, writes, failures, start };
}

describe("the usage of API keys", () => {
  it("is written once for many uses, with the last time of each key", async () => {
    const { writes, start } = createStore();
    const usage = start();
    usage.note("aa");
    usage.note("bb");
    await sleep(5);
    const since = new Date().toISOString();
    usage.note("aa");
    await usage.stop();
    expect(writes).toHaveLength(1);
    const used = Object.fromEntries((writes[0] ?? []).map(({ digest, used_at }) => [digest, used_at >= since]));
    expect(used).toEqual({ aa: true, bb: false });
  });

  it("is not written when there was none", async () => {
    const { writes, start } = createStore();
    const usage = start();
    usage.note("aa");
    await usage.flush();
    await usage.flush();
    await usage.stop();
    expect(writes).toHaveLength(1);
  });

  it("is written by itself in the interval", async () => {
    const { writes, start } = createStore();
    const usage = start(5);
    usage.note("aa");
    await sleep(50);
    expect(writes.flat().map(({ digest }) => digest)).toEqual(["aa"]);
    await usage.stop();
  });

  it("is tried again when it couldn't be written, and keeps the later time", async () => {
    const { store, writes, failures, start } = createStore();
    const usage = start();
    store.isFailing = true;
    usage.note("aa");
    usage.note("bb");
    await usage.flush();
    expect(failures).toHaveLength(1);
    await sleep(5);
    const since = new Date().toISOString();
    usage.note("aa");
    store.isFailing = false;
    await usage.stop();
    const used = Object.fromEntries((writes[0] ?? []).map(({ digest, used_at }) => [digest, used_at >= since]));
    expect(used).toEqual({ aa: true, bb: false });
  });
});
