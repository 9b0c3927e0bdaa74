import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { readConfig } from "../../src/config/environment.ts";
import { useDatabase } from "../support/database.ts";
import { RoundRobinProxy } from "../support/round-robin-proxy.ts";
import { until } from "../support/waiting.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const TIMEOUT_MS = 150_000;
const START_PATIENCE_MS = 60_000;
/** Proxies look every 100 ms; a busy machine may take long for it. */
const DRAIN_SECONDS = "3";
const SENDERS = 4;

const db = useDatabase();
const running = new Set<ChildProcess>();
let dataDirectory: string;
beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), "tenantry-rolling-"));
});
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await rm(dataDirectory, { recursive: true, force: true });
});

/** A gateway as it runs in production, but for the signing key, which both find in one folder. */
class GatewayProcess {
  address = "";
  private readonly child: ChildProcess;
  private output = "";

  constructor() {
    this.child = spawn(process.execPath, [join(PROJECT, "src/server.ts")], {
      cwd: PROJECT,
      env: {
        PATH: process.env["PATH"],
        GRAPHILE_ENV: "production",
        NODE_ENV: "test",
        PORT: "0",
        LOG_LEVEL: "warn",
        DATA_DIR: dataDirectory,
        AUTH_DATABASE_URL: db.urls.authenticator,
        DATABASE_POOL_SIZE: "4",
        DRAIN_SECONDS,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(this.child);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk) => {
        this.output += chunk;
      });
    }
  }

  async start(): Promise<this> {
    await until(async () => {
      if (this.child.exitCode !== null) throw new Error(this.output);
      return /Ready: /.test(this.output);
    }, START_PATIENCE_MS);
    [, this.address = ""] = /Ready: (http:\/\/\S+)\/graphql/.exec(this.output) ?? [];
    return this;
  }

  async stop(): Promise<unknown> {
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    const [code] = await ended;
    running.delete(this.child);
    return code;
  }
}

it(
  "loses no request while one gateway after the other is restarted",
  async () => {
    const gateways = await Promise.all([new GatewayProcess().start(), new GatewayProcess().start()]);
    const proxy = new RoundRobinProxy(gateways.map(({ address }) => address));
    await proxy.open();
    await until(async () => proxy.readyCount === 2, START_PATIENCE_MS);

    const issuer = await createBuiltInIssuer(
      readConfig({ NODE_ENV: "test", DATA_DIR: dataDirectory, AUTH_DATABASE_URL: db.urls.authenticator }),
    );
    const token = await issuer.issueToken({ subject: db.world.acme.members.staff.userId, expiresIn: 600 });
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-organization-id": db.world.acme.id,
    };
    const send = async (query: string) => {
      const response = await fetch(`${proxy.address}/graphql`, {
        method: "POST",
        headers,
        body: JSON.stringify({ query }),
      });
      return { status: response.status, text: await response.text() };
    };

    let isOver = false;
    let written = 0;
    let read = 0;
    const failures: object[] = [];
    const sending = Array.from({ length: SENDERS }, async (_, sender) => {
      for (let turn = 0; !isOver; turn++) {
        const isWrite = (turn + sender) % 2 === 0;
        const answer = await send(
          isWrite
            ? 'mutation { createTask(input: { task: { title: "Rolling" } }) { task { id } } }'
            : "{ contacts(first: 1) { totalCount } }",
        );
        if (answer.status !== 200 || answer.text.includes('"errors"')) failures.push(answer);
        else if (isWrite) written++;
        else read++;
        await sleep(20);
      }
    });

    for (const gateway of gateways) {
      const before = written + read;
      expect(await gateway.stop()).toBe(0);
      const successor = await new GatewayProcess().start();
      proxy.replace(gateway.address, successor.address);
      await until(async () => proxy.readyCount === 2, START_PATIENCE_MS);
      await until(async () => written + read > before + 10, START_PATIENCE_MS);
    }
    isOver = true;
    await Promise.all(sending);
    await proxy.close();

    expect(failures).toEqual([]);
    expect(read).toBeGreaterThan(0);
    const { rowCount } = await db.withRoot((root) =>
      root.query("select from app_public.tasks where title = 'Rolling'"),
    );
    expect(rowCount).toBe(written);
  },
  TIMEOUT_MS,
);
