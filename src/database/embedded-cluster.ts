import { execFileSync } from "node:child_process";
import { createHash, randomBytes, randomInt } from "node:crypto";
import {
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type EmbeddedBinaries, renameIfAbsent, runProgram, type SystemUser } from "./embedded-binaries.ts";

/** The only address an embedded server listens on. */
export const HOST = "127.0.0.1";

/** Where everything of one embedded server is. */
export interface ClusterPaths {
  directory: string;
  /** PostgreSQL's data directory. */
  cluster: string;
  credentials: string;
  /** The FIFO that holders keep open for writing and the watchdog reads. */
  alive: string;
  log: string;
  /** Setting of `cluster_name` on the command line, which tells this directory's PostgreSQL from other programs. */
  marker: string;
}

/** What `server.json` holds. */
export interface Credentials {
  port: number;
  password: string;
}

/** What `postmaster.pid` says. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

/** Derives the paths of the embedded server in `directory`, an absolute path without symbolic links. */
export function clusterPaths(directory: string): ClusterPaths {
  return {
    directory,
    cluster: join(directory, "cluster"),
    credentials: join(directory, "server.json"),
    alive: join(directory, "alive"),
    log: join(directory, "postgres.log"),
    marker: `cluster_name=tenantry-${createHash("sha256").update(directory).digest("hex").slice(0, 16)}`,
  };
}

/** Builds the superuser's connection string. */
export function rootUrlOf({ port, password }: Credentials): string {
  return `postgres://postgres:${password}@${HOST}:${port}/postgres`;
}

/** Reads `server.json`; undefined if there is none. Throws when it cannot be read or has another form. */
export function readCredentials(path: string): Credentials | undefined {
  if (!existsSync(path)) return undefined;
  const content = readFileSync(path, "utf8");
  try {
    const credentials = JSON.parse(content) as Credentials;
    if (Number.isInteger(credentials.port) && typeof credentials.password === "string") return credentials;
  } catch {
    // The cause would repeat the password.
  }
  throw new Error(
    `${path} doesn't hold the port and the password of the server; restore it, or begin with another DATA_DIR`,
  );
}

/**
 * Writes `server.json` in one step, readable by its owner only.
 * @param overwrite false: an existing file stays as it is
 */
export function writeCredentials(path: string, credentials: Credentials, overwrite: boolean): void {
  const staging = temporaryName(path);
  writeFileSync(staging, `${JSON.stringify(credentials)}\n`, { mode: 0o600, flush: true });
  try {
    if (overwrite) renameSync(staging, path);
    else linkSync(staging, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(staging, { force: true });
  }
}

/** Reads `postmaster.pid`; undefined if it is missing or half-written. It may be stale: see {@link isServerProcess}. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const [pid, port] = [Math.abs(Number(lines[0])), Number(lines[3])];
  return pid > 0 ? { pid, port, ready: lines[7]?.trim() === "ready" } : undefined;
}

/** Tells whether a process exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Tells whether a process exists and has this marker on its command line, which every user may read. */
export function isServerProcess(pid: number, marker: string): boolean {
  if (pid <= 0 || !isAlive(pid)) return false;
  try {
    const commandLine = existsSync("/proc/self/cmdline")
      ? readFileSync(`/proc/${pid}/cmdline`, "latin1")
      : execFileSync("ps", ["-ww", "-o", "args=", "-p", String(pid)], { encoding: "latin1" });
    return commandLine.includes(marker);
  } catch {
    return false;
  }
}

/** Tells whether nothing listens on a port of the loopback address. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: HOST, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Chooses a free port below the ranges that systems hand out themselves, so that it is likely free the next time too. */
export async function chooseFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(20_000, 30_000);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`Found no free port between 20000 and 29999 on ${HOST}.`);
}

/**
 * The path by which PostgreSQL reaches a directory that is its working directory. Another user may not be allowed to
 * walk the path to it; Node changes directory while it is still root, and `/proc/self/cwd` needs no walk.
 */
export function reachablePath(directory: string, user: SystemUser | undefined): string {
  return user && existsSync("/proc/self/cwd") ? "/proc/self/cwd" : directory;
}

/**
 * Creates the cluster beside its place and moves it there when it is complete.
 * @throws Error with initdb's message
 */
export async function initialiseCluster(
  paths: ClusterPaths,
  binaries: EmbeddedBinaries,
  user: SystemUser | undefined,
  password: string,
): Promise<void> {
  const staging = temporaryName(paths.cluster);
  try {
    mkdirSync(join(staging, "data"), { recursive: true, mode: 0o700 });
    writeFileSync(join(staging, "password"), password, { mode: 0o600 });
    if (user) for (const path of ["", "data", "password"]) chownSync(join(staging, path), user.uid, user.gid);
    const data = join(staging, "data");
    const base = reachablePath(data, user);
    const args = ["--pgdata", base, "--username=postgres", `--pwfile=${base}/../password`, "--auth=scram-sha-256"];
    // Lower case, upper case and sorting come from PostgreSQL itself: the same on every system.
    const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
    await runProgram(join(binaries.directory, "bin", "initdb"), [...args, ...locale], data, user);
    renameIfAbsent(data, paths.cluster);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Removes what processes left behind that ended halfway through {@link initialiseCluster}. */
export function removeLeftovers(directory: string): void {
  for (const entry of readdirSync(directory)) {
    const pid = /^(?:cluster|server\.json)\.(\d+)\.[0-9a-f]+\.tmp$/.exec(entry)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(directory, entry), { recursive: true, force: true });
  }
}

function temporaryName(path: string): string {
  return `${path}.${process.pid}.${randomBytes(6).toString("hex")}.tmp`;
}
