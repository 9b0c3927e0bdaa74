import type { TestGateway } from "./gateway.ts";
import { until } from "./waiting.ts";

const PATIENCE_MS = 15_000;

/** Waits until the gateway has this many subscriptions. */
export async function subscribed(gateway: TestGateway, count: number): Promise<void> {
  await until(async () => gateway.app.liveHub.size === count, PATIENCE_MS);
}
