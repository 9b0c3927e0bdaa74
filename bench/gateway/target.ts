import { mkdir, writeFile } from "node:fs/promises";
import { Session } from "node:inspector/promises";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import { createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { readConfig } from "../../src/config/environment.ts";
import { createAuthenticatorPool } from "../../src/database/pools.ts";
import { serve } from "./channel.ts";
import { buildLimit, type LimitStatement } from "./limit.ts";
import { createStockPool, installStockAdaptor } from "./stock.ts";

/*
 * The process of one of those that are compared.
 */

/** Those that are compared. */
export type TargetName = "gateway" | "stock" | "limit";

/** What one is to be. */
export interface TargetOptions {
  readonly name: TargetName;
  readonly directory: string;
  readonly authenticatorUrl: string;
  /** What the limit can be asked for. */
  readonly statements: readonly LimitStatement[];
}

/** What a process has used since it was started, and what it holds. */
export interface Usage {
  readonly processorMs: number;
  readonly residentMb: number;
  readonly heapMb: number;
}

interface Running {
  readonly app: FastifyInstance;
  readonly pool: Pool;
}

let running: Running | undefined;
let profiler: Session | undefined;

async function build({ name, directory, authenticatorUrl, statements }: TargetOptions): Promise<Running> {
  const config = readConfig({
    NODE_ENV: "production",
    LOG_LEVEL: "silent",
    DATA_DIR: directory,
    AUTH_DATABASE_URL: authenticatorUrl,
    // One person asks more often than any front end, and is the only tenant.
    LIMIT_REQUESTS_PER_TOKEN: "100000000",
    LIMIT_REQUESTS_PER_ADDRESS: "100000000",
    LIMIT_TENANT_CONNECTIONS: "1000",
    LIMIT_TENANT_WAITING: "100000",
    LIMIT_TENANT_WAIT_SECONDS: "60",
  });
  const issuer = await createBuiltInIssuer(config);
  if (name === "stock") installStockAdaptor();
  const pool =
    name === "stock"
      ? createStockPool(authenticatorUrl, config.databasePoolSize)
      : createAuthenticatorPool(authenticatorUrl, config.databasePoolSize, { warn: () => {} });
  if (name === "limit") return { app: buildLimit(config, issuer, pool, statements), pool };
  const { buildApp } = await import("../../src/app.ts");
  return { app: await buildApp({ config, pool, issuer }), pool };
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const megabyte = 1_024 * 1_024;
  return { processorMs: (user + system) / 1_000, residentMb: rss / megabyte, heapMb: heapUsed / megabyte };
}

/** The functions of the process. */
const functions = {
  /** Starts; gives the port. */
  async start(options: TargetOptions): Promise<number> {
    running = await build(options);
    const address = await running.app.listen({ host: "127.0.0.1", port: 0 });
    return Number(new URL(address).port);
  },
  /** Connects to another address, or another database, from now on. No request may be under way. */
  async move(authenticatorUrl: string): Promise<void> {
    if (running === undefined) throw new Error("Nothing is running.");
    const { pool } = running;
    // A read is answered before its transaction has ended.
    while (pool.idleCount < pool.totalCount) await setTimeout(1);
    Object.assign(pool.options, { connectionString: authenticatorUrl });
    const idle = await Promise.all(Array.from({ length: pool.idleCount }, () => pool.connect()));
    for (const client of idle) client.release(true);
  },
  usage,
  /** The same, of what is left when nothing holds on to anything that it doesn't need. */
  usageOfTheLiving(): Usage {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    // What ends in the first collection may have held on to something until then.
    collect();
    collect();
    return usage();
  },
  /** Begins to write down what the processor's time goes to. */
  async startProfile(): Promise<void> {
    profiler = new Session();
    profiler.connect();
    await profiler.post("Profiler.enable");
    await profiler.post("Profiler.setSamplingInterval", { interval: 200 });
    await profiler.post("Profiler.start");
  },
  /** Writes the profile to a file that Chrome's developer tools open. */
  async stopProfile(file: string): Promise<void> {
    const { profile } = (await profiler?.post("Profiler.stop")) ?? {};
    profiler?.disconnect();
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(profile));
  },
};
export type TargetApi = typeof functions;

serve(functions);
