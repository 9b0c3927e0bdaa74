import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { readConfig } from "../../src/config/environment.ts";
import { withConnection } from "../../src/database/connection.ts";
import { findUserId, loadDemonstrationData } from "../../src/database/demonstration-data.ts";
import { migrate } from "../../src/database/migrations.ts";
import { AUTHENTICATOR, connectionString, OWNER, provision } from "../../src/database/provisioning.ts";
import { killPrograms, Program } from "../support/program.ts";
import { DatabaseProxy } from "../support/proxy.ts";

const HOLDER = fileURLToPath(new URL("../support/hold-embedded-server.ts", import.meta.url));
const DATABASE = "tenantry_faults";
const PASSWORD = "only-for-the-test-of-faults";
const WRITERS = 8;
/** How many are acknowledged between two faults. */
const BETWEEN_FAULTS = 60;
const CREATE = "mutation ($contact: ContactInput!) { createContact(input: { contact: $contact }) { contact { id } } }";

let directory: string;
let holder: ChildProcess;
let rootUrl: string;
let proxy: DatabaseProxy;
let gateway: Program;
let address: string;
let token: string;

/** The server with its data; after a crash, again. */
async function startDatabase(): Promise<void> {
  holder = spawn(process.execPath, [HOLDER, directory], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "--disable-warning=ExperimentalWarning" },
  });
  const { stdout } = holder;
  if (!stdout) throw new Error("The holder has an output.");
  for await (const line of createInterface({ input: stdout })) {
    rootUrl = JSON.parse(line).rootUrl;
    return;
  }
}

const urlIn = (base: string, user: string) => connectionString(base, { user, password: PASSWORD }, DATABASE);
const inDatabase = () => {
  const url = new URL(rootUrl);
  url.pathname = `/${DATABASE}`;
  return url.href;
};

async function startGateway(): Promise<void> {
  const port = address === undefined ? "0" : new URL(address).port;
  gateway = new Program("start.js", [], {
    NODE_ENV: "production",
    PORT: port,
    DATA_DIR: directory,
    DATABASE_URL: urlIn(proxy.url, OWNER),
    AUTH_DATABASE_URL: urlIn(proxy.url, AUTHENTICATOR),
  });
  [, address = ""] = await gateway.says(/Ready: (http:\/\/\S+)\/graphql/);
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "tenantry-faults-"));
  await startDatabase();
  await provision(rootUrl, { owner: PASSWORD, authenticator: PASSWORD }, [DATABASE]);
  await migrate({ ownerUrl: urlIn(rootUrl, OWNER), withCurrent: true });
  await loadDemonstrationData(urlIn(rootUrl, OWNER));
  proxy = new DatabaseProxy(() => rootUrl);
  await proxy.open();
  await startGateway();
  const subject = (await findUserId(urlIn(rootUrl, OWNER), "demo@clientflow.test")) ?? "";
  const issuer = await createBuiltInIssuer(
    readConfig({ DATA_DIR: directory, AUTH_DATABASE_URL: urlIn(rootUrl, AUTHENTICATOR) }),
  );
  token = await issuer.issueToken({ subject, expiresIn: 3_600 });
}, 120_000);

afterAll(async () => {
  await killPrograms();
  await proxy.cut();
  holder.stdin?.end();
  if (holder.exitCode === null && holder.signalCode === null) await once(holder, "exit");
  await rm(directory, { recursive: true, force: true });
}, 60_000);

/** Writes without an end, and notes what was acknowledged, and how tries failed. */
class Writers {
  readonly prefix: string;
  readonly acknowledged = new Set<string>();
  readonly failures = new Map<string, number>();
  private isStopped = false;
  private readonly ended: Promise<unknown>;

  constructor(prefix: string) {
    this.prefix = prefix;
    this.ended = Promise.all(Array.from({ length: WRITERS }, (_, writer) => this.write(writer)));
  }

  /** The last ones are written to their end. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.ended;
  }

  /** Waits until so many more have been acknowledged. */
  async waitFor(count: number): Promise<void> {
    const wanted = this.acknowledged.size + count;
    while (this.acknowledged.size < wanted) await sleep(5);
  }

  private async write(writer: number): Promise<void> {
    for (let number = 0; !this.isStopped; number++) {
      const email = `${this.prefix}-${writer}-${number}@faults.test`;
      // As a careful client does: the same again, with the same key, until there is an answer.
      while (!(await this.create(email))) await sleep(20);
      this.acknowledged.add(email);
    }
  }

  private async create(email: string): Promise<boolean> {
    try {
      const response = await fetch(`${address}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${token}`,
          "x-organization-id": "clientflow-demo",
          "idempotency-key": `key-of-${email}`,
        },
        body: JSON.stringify({ query: CREATE, variables: { contact: { firstName: "Kept", email } } }),
      });
      const { errors } = (await response.json()) as { errors?: readonly { extensions: { code: string } }[] };
      if (!errors) return true;
      this.note(String(errors[0]?.extensions.code));
    } catch {
      this.note("no answer");
    }
    return false;
  }

  private note(failure: string): void {
    this.failures.set(failure, (this.failures.get(failure) ?? 0) + 1);
  }
}

/** The process that is PostgreSQL; its children end with it. */
async function postmaster(): Promise<number> {
  const { rows } = await withConnection(rootUrl, (root) =>
    root.query<{ file: string }>("select pg_read_file('postmaster.pid') as file"),
  );
  return Number(rows[0]?.file.split("\n")[0]);
}

const FAULTS: readonly [string, () => Promise<void>][] = [
  [
    "the gateway is killed",
    async () => {
      await gateway.end("SIGKILL");
      await startGateway();
    },
  ],
  [
    "every connection to the database is ended by it",
    async () => {
      await withConnection(rootUrl, (root) =>
        root.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", [AUTHENTICATOR]),
      );
    },
  ],
  [
    "the network to the database is cut for half a second",
    async () => {
      await proxy.cut();
      await sleep(500);
      await proxy.open();
    },
  ],
  [
    "PostgreSQL is killed",
    async () => {
      const pid = await postmaster();
      holder.kill("SIGKILL");
      process.kill(pid, "SIGKILL");
      if (holder.exitCode === null && holder.signalCode === null) await once(holder, "exit");
      await startDatabase();
    },
  ],
];

describe("what was acknowledged", () => {
  it.each(FAULTS)(
    "is there once, when %s under load",
    async (name, fault) => {
      const writers = new Writers(`f${FAULTS.findIndex(([title]) => title === name)}`);
      await writers.waitFor(BETWEEN_FAULTS);
      const process = gateway.child.pid;
      const struck = performance.now();
      await fault();
      await writers.waitFor(1);
      const recovered = performance.now() - struck;
      await writers.waitFor(BETWEEN_FAULTS);
      await writers.stop();

      const { rows } = await withConnection(inDatabase(), (root) =>
        root.query<{ email: string; times: number }>(
          "select email, count(*)::int as times from app_public.contacts where email like $1 group by 1",
          [`${writers.prefix}-%@faults.test`],
        ),
      );
      expect(rows.filter(({ times }) => times !== 1)).toEqual([]);
      expect(new Set(rows.map(({ email }) => email))).toEqual(writers.acknowledged);
      // Nothing but what says that it can't be done now, and the gateway has not been started again by itself.
      expect(
        [...writers.failures.keys()].filter((code) => !["no answer", "UNAVAILABLE", "CONFLICT"].includes(code)),
      ).toEqual([]);
      if (!name.includes("gateway")) expect(gateway.child.pid).toBe(process);
      if (globalThis.process.env["FAULTS_REPORT"]) {
        const failures = [...writers.failures].map(([code, count]) => `${count} × ${code}`).join(", ") || "none";
        console.log(
          `${name}: ${writers.acknowledged.size} acknowledged, failed tries ${failures}, first success after ${Math.round(recovered)} ms`,
        );
      }
    },
    120_000,
  );
});
