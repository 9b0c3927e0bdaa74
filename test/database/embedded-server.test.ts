import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { ensureReachableBinaries, findSystemUser } from "../../src/database/embedded-binaries.ts";
import { clusterPaths, isAlive, isServerProcess, readPostmaster } from "../../src/database/embedded-cluster.ts";
import { acquireEmbeddedServer, type EmbeddedServer, readEmbeddedServer } from "../../src/database/embedded-server.ts";

const HOLDER = fileURLToPath(new URL("../support/hold-embedded-server.ts", import.meta.url));
const settings = { fsync: "off", shared_buffers: "16MB" };
const itAsRoot = (name: string, test: () => Promise<void>, timeout?: number) =>
  (process.getuid?.() === 0 ? it : it.skip)(`${name} (as root)`, test, timeout);

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

afterAll(() => {
  if (shared) rmSync(shared, { recursive: true, force: true });
});

function temporaryDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "tenantry-embedded-")));
  cleanups.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function acquire(directory: string, messages: string[] = []): Promise<EmbeddedServer> {
  const onProgress = (message: string) => messages.push(message);
  const server = await acquireEmbeddedServer({ directory, settings, onProgress });
  cleanups.push(() => server.release());
  return server;
}

let shared: string | undefined;

/** The directory of a stopped server for tests that need no new one, as initialising takes the most time. */
async function initialisedDirectory(): Promise<string> {
  if (shared) return shared;
  shared = realpathSync(mkdtempSync(join(tmpdir(), "tenantry-embedded-")));
  await (await acquire(shared)).release();
  return shared;
}

interface Holder {
  process: ChildProcess;
  rootUrl: string;
  started: boolean;
  nextLine(): Promise<string>;
  letGo(): Promise<void>;
}

/** Holds the server from another process, the leader of its own process group. */
async function hold(directory: string): Promise<Holder> {
  const child = spawn(process.execPath, [HOLDER, directory, JSON.stringify(settings)], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
    env: { ...process.env, NODE_OPTIONS: "--disable-warning=ExperimentalWarning" },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const letGo = () => {
    child.stdin.end();
    return ended;
  };
  cleanups.push(letGo);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => String((await lines.next()).value);
  const { rootUrl, started } = JSON.parse(await nextLine());
  return { process: child, rootUrl, started, nextLine, letGo };
}

async function query(rootUrl: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: rootUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Process id of the PostgreSQL that runs in a directory. */
function runningServer(directory: string): number | undefined {
  const { cluster, marker } = clusterPaths(directory);
  const postmaster = readPostmaster(cluster);
  return postmaster && isServerProcess(postmaster.pid, marker) ? postmaster.pid : undefined;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("the embedded server", () => {
  it("initialises a cluster, and keeps its data and address over a restart", async () => {
    const directory = join(temporaryDirectory(), "deep", "postgres");
    expect(readEmbeddedServer(directory)).toBeUndefined();

    const first = await acquire(directory);
    expect(first.started).toBe(true);
    expect(first.host).toBe("127.0.0.1");
    await query(first.rootUrl, "create table kept as select 'data' as word");
    await first.release();
    await first.release();
    expect(runningServer(directory)).toBeUndefined();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, "server.json")).mode & 0o777).toBe(0o600);

    const second = await acquire(directory);
    expect(second.rootUrl).toBe(first.rootUrl);
    expect(readEmbeddedServer(directory)).toEqual({ rootUrl: first.rootUrl, host: first.host, port: first.port });
    expect(await query(second.rootUrl, "select word from kept")).toEqual([{ word: "data" }]);
  });

  it("speaks PostgreSQL's own C.UTF-8, with checksums, on loopback alone and with a password", async () => {
    const { rootUrl, port } = await acquire(await initialisedDirectory());
    const facts = `select datlocprovider, datlocale, pg_encoding_to_char(encoding) as encoding, lower('É') as lower,
      current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses,
      current_setting('unix_socket_directories') as sockets from pg_database where datname = 'postgres'`;
    expect(await query(rootUrl, facts)).toEqual([
      {
        datlocprovider: "b",
        datlocale: "C.UTF-8",
        encoding: "UTF8",
        lower: "é",
        checksums: "on",
        addresses: "127.0.0.1",
        sockets: "",
      },
    ]);
    const stranger = query(`postgres://postgres:wrong@127.0.0.1:${port}/postgres`, "select 1");
    await expect(stranger).rejects.toMatchObject({ code: "28P01" });
  });

  it("is shared by processes that start at once, and stops with the last of them", async () => {
    const directory = temporaryDirectory();
    const [one, other] = await Promise.all([hold(directory), hold(directory)]);
    expect([one.started, other.started].sort()).toEqual([false, true]);
    expect(one.rootUrl).toBe(other.rootUrl);

    const starter = one.started ? one : other;
    const joined = one.started ? other : one;
    await starter.letGo();
    expect(await query(joined.rootUrl, "select 1 as one")).toEqual([{ one: 1 }]);
    await joined.letGo();
    expect(runningServer(directory)).toBeUndefined();
  });

  it("stops when its only holder is killed, and has the committed data at the next start", async () => {
    const directory = await initialisedDirectory();
    const holder = await hold(directory);
    await query(holder.rootUrl, "create table committed as select 1 as one");
    holder.process.kill("SIGKILL");
    await until(() => runningServer(directory) === undefined);

    const { rootUrl } = await acquire(directory);
    expect(await query(rootUrl, "select one from committed")).toEqual([{ one: 1 }]);
  });

  it("outlives an interrupt from the terminal until its holder lets go", async () => {
    const directory = await initialisedDirectory();
    const holder = await hold(directory);
    process.kill(-holder.process.pid!, "SIGINT");
    expect(await holder.nextLine()).toBe("interrupted");
    expect(await query(holder.rootUrl, "select 1 as one")).toEqual([{ one: 1 }]);
    holder.process.stdin?.end();
    expect(await holder.nextLine()).toBe("released");
    expect(runningServer(directory)).toBeUndefined();
  });

  it("runs for whoever wants it while it is let go or stops", async () => {
    const directory = await initialisedDirectory();
    const first = await acquire(directory);
    const [second] = await Promise.all([acquire(directory), first.release()]);
    expect(await query(second.rootUrl, "select 1 as one")).toEqual([{ one: 1 }]);

    const stopped = second.release();
    await until(() => !readPostmaster(clusterPaths(directory).cluster)?.ready);
    const third = await acquire(directory);
    await stopped;
    expect(third.started).toBe(true);
    expect(await query(third.rootUrl, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("recovers from a lock file that names another living program", async () => {
    const directory = await initialisedDirectory();
    const cluster = join(directory, "cluster");
    const { uid, gid } = statSync(cluster);
    const foreign = spawn("sleep", ["600"], { stdio: "ignore", cwd: "/", uid, gid });
    cleanups.push(() => foreign.kill());
    const lock = join(cluster, "postmaster.pid");
    writeFileSync(lock, `${foreign.pid}\n${cluster}\n1700000000\n5432\n\n127.0.0.1\n  123  456\nready   \n`, {
      mode: 0o600,
    });
    chownSync(lock, uid, gid);

    const messages: string[] = [];
    const { rootUrl } = await acquire(directory, messages);
    expect(messages.join("\n")).toContain(`process ${foreign.pid} is another program`);
    expect(await query(rootUrl, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(isAlive(foreign.pid!)).toBe(true);
  });

  it("recovers from a killed PostgreSQL, also while the earlier holder is there", async () => {
    const directory = await initialisedDirectory();
    const holder = await hold(directory);
    await query(holder.rootUrl, "create table survived as select 1 as one");
    process.kill(runningServer(directory)!, "SIGKILL");

    const { rootUrl, started } = await acquire(directory);
    expect(started).toBe(true);
    expect(await query(rootUrl, "select one from survived")).toEqual([{ one: 1 }]);
  });

  it("moves to another port, and says so, when its own is taken", async () => {
    const directory = await initialisedDirectory();
    const { port } = readEmbeddedServer(directory)!;
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    cleanups.push(() => new Promise((resolve) => other.close(resolve)));

    const messages: string[] = [];
    const server = await acquire(directory, messages);
    expect(server.port).not.toBe(port);
    expect(messages.join("\n")).toContain(`Another program listens on port ${port}`);
    expect(readEmbeddedServer(directory)?.port).toBe(server.port);
    expect(await query(server.rootUrl, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("removes what an interrupted initialisation left behind", async () => {
    const directory = temporaryDirectory();
    const { pid } = spawnSync("true");
    mkdirSync(join(directory, `cluster.${pid}.abc123.tmp`, "data", "base"), { recursive: true });
    await acquire(directory);
    expect(readdirSync(directory).sort()).toEqual(["alive", "cluster", "postgres.log", "server.json"]);
  });

  it("refuses the data of another major version", async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, "cluster"));
    writeFileSync(join(directory, "cluster", "PG_VERSION"), "14\n");
    const refusal = acquireEmbeddedServer({ directory });
    await expect(refusal).rejects.toThrow(/PostgreSQL 14, but the installed server is PostgreSQL 18.*restore it here/);
  });

  it("reports the end of the log when PostgreSQL cannot start", async () => {
    const directory = await initialisedDirectory();
    const refusal = acquireEmbeddedServer({ directory, settings: { max_connections: "many" } });
    await expect(refusal).rejects.toThrow(/invalid value for parameter "max_connections": "many"/);
    await expect(refusal).rejects.toThrow(join(directory, "postgres.log"));
  });

  itAsRoot("copies binaries that the unprivileged user cannot reach, for root alone to change", async () => {
    const directory = join(temporaryDirectory(), "native");
    mkdirSync(join(directory, "bin"), { recursive: true, mode: 0o700 });
    writeFileSync(join(directory, "bin", "postgres"), "#!/bin/sh\n", { mode: 0o700 });
    symlinkSync("postgres", join(directory, "bin", "postmaster"));
    const cache = temporaryDirectory();
    chmodSync(cache, 0o755);
    const user = await findSystemUser(join(directory, "none"));
    const unreachable = { directory, version: "18.0" };

    const copy = await ensureReachableBinaries(unreachable, user!, cache);
    expect(copy.directory.startsWith(cache)).toBe(true);
    expect(statSync(join(copy.directory, "bin", "postgres"))).toMatchObject({ uid: 0, mode: 0o100755 });
    expect(await ensureReachableBinaries(unreachable, user!, cache)).toEqual(copy);
    expect(readdirSync(cache)).toHaveLength(1);
    expect(readlinkSync(join(copy.directory, "bin", "postmaster"))).toBe("postgres");
  });

  itAsRoot("runs as an unprivileged user below a directory that only root may enter", async () => {
    const directory = await initialisedDirectory();
    expect(statSync(directory)).toMatchObject({ uid: 0, mode: 0o40700 });
    const messages: string[] = [];
    const { rootUrl } = await acquire(directory, messages);
    expect(messages[0]).toContain("runs as the system user");
    expect(await query(rootUrl, "select 1 as one")).toEqual([{ one: 1 }]);
    const status = readFileSync(`/proc/${runningServer(directory)}/status`, "utf8");
    expect(status).toMatch(new RegExp(`^Uid:\\s+${statSync(join(directory, "cluster")).uid}\\s`, "m"));
    expect(status).not.toMatch(/^Uid:\s+0\s/m);
  });
});
