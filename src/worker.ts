import closeWithGrace from "close-with-grace";
import { KnownKeys } from "./authentication/known-keys.ts";
import { runCommand } from "./commands/run-command.ts";
import { readConfig } from "./config/environment.ts";
import { configOfWorker } from "./config/workers.ts";
import { findDatabaseUrls } from "./database/databases.ts";
import { Gateway } from "./gateway.ts";
import { RequestBorrower } from "./http/request-leases.ts";
import { RemoteSlots } from "./live/connection-slots.ts";
import { MetricsOfWorkers } from "./observability/worker-metrics.ts";
import type { WorkerMessage, WorkerOrder } from "./worker-process.ts";

/** Somewhat less than the process has that waits for this one. */
const CLOSE_TIMEOUT_MS = 30_000;
/** A terminal or a supervisor may send these to all processes at once, beside the order to stop. */
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const;

/** Tells the process that started this one; there is nobody left to tell when the channel is closed. */
async function tell(message: WorkerMessage): Promise<void> {
  await new Promise<void>((resolve) => {
    if (process.connected) process.send?.(message, undefined, {}, () => resolve());
    else resolve();
  });
}

/** One of the processes that serve behind one port; src/workers.ts starts it and tells it what to do. */
await runCommand("tenantry", async () => {
  const config = readConfig();
  const urls = await findDatabaseUrls(config);
  if (urls === undefined) throw new Error("A worker is started by npm start, which makes the database.");
  const ask = (request: WorkerMessage) => process.send?.(request, undefined, {}, () => {});
  const connectionSlots = new RemoteSlots(ask);
  const metrics = new MetricsOfWorkers(ask);
  const requests = new RequestBorrower(ask, config.workers);
  const knownKeys = new KnownKeys(ask);
  const gateway = new Gateway(configOfWorker(config), urls, { connectionSlots, metrics, requests, knownKeys });

  const grace = { delay: CLOSE_TIMEOUT_MS, logger: false as const, skip: [...SIGNALS] };
  const { close, uninstall } = closeWithGrace(grace, async ({ err }) => {
    if (err) gateway.log?.fatal({ err }, "unexpected failure");
    await gateway.close();
  });
  let isStopping = false;
  const stop = () => {
    if (!isStopping) close();
    isStopping = true;
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  const mayListen = new Promise<void>((resolve) => {
    process.on("message", (order: WorkerOrder) => {
      if (order === "listen") resolve();
      else if (order === "stop") stop();
      else if ("slot" in order) connectionSlots.hear(order);
      else if ("metrics" in order) metrics.hear(order);
      else if ("lease" in order) requests.hear(order);
      else if ("knownKey" in order) knownKeys.hear(order);
    });
  });

  try {
    await gateway.build();
    await tell({ state: "built" });
    await mayListen;
    await tell({ state: "listening", address: await gateway.listen() });
  } catch (error) {
    // What an order to stop interrupts on the way fails, as it should.
    if (isStopping) return;
    uninstall();
    await gateway.close();
    await tell({ state: "failed", reason: (error as Error).message });
    process.exit(1);
  }
});
