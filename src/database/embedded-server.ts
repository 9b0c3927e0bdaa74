import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { ensureReachableBinaries, findEmbeddedBinaries, findSystemUser, runProgram } from "./embedded-binaries.ts";
import {
  type ClusterPaths,
  chooseFreePort,
  clusterPaths,
  HOST,
  initialiseCluster,
  isAlive,
  isPortFree,
  isServerProcess,
  reachablePath,
  readCredentials,
  readPostmaster,
  removeLeftovers,
  rootUrlOf,
  writeCredentials,
} from "./embedded-cluster.ts";

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const POLL_INTERVAL_MS = 50;
const LOG_SIZE_LIMIT_BYTES = 16 * 1024 * 1024;

/** A running PostgreSQL that this process holds. */
export interface EmbeddedServer {
  /** Connection string of the superuser `postgres` on database `postgres`. */
  rootUrl: string;
  host: string;
  port: number;
  /** Whether this call started PostgreSQL (false: joined one that another process of this checkout runs). */
  started: boolean;
  /**
   * Lets go of the server; it stops when its last holder lets go. Idempotent. Resolves when the server is down or
   * others still hold it; rejects when it takes longer than 30 s to stop.
   */
  release(): Promise<void>;
}

/** Where an embedded server lives and how it runs. */
export interface EmbeddedServerOptions {
  /** Directory of the server; created if missing. */
  directory: string;
  /** Settings of PostgreSQL beyond the defaults, used when this call starts it. */
  settings?: Record<string, string>;
  /** Receives a sentence for each thing worth knowing on a terminal. */
  onProgress?: (message: string) => void;
}

const DEFAULT_SETTINGS = {
  max_connections: "200",
  shared_buffers: "256MB",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
};

/**
 * PostgreSQL's lifetime is left to the kernel: every holder keeps the FIFO `alive` (descriptor 3 here) open for
 * writing, and the watchdog reads its end when the last of them is gone, in whatever way. It signals its own process
 * group, which no other program can be in, and again each second, as a PostgreSQL that is only just starting does not
 * hear it. When PostgreSQL ends first, the watchdog ends too: a FIFO that is read means a server that runs.
 */
const SUPERVISOR = `
trap '' INT
"$@" 3<&- & server=$!
(
  exec <&3 3<&-
  while read -r line; do :; done
  exec </dev/null
  while kill -INT 0 && sleep 1 && kill -0 $$; do :; done
) 2>/dev/null & watchdog=$!
exec 3<&-
wait $server; status=$?
{ kill $watchdog; wait $watchdog; } 2>/dev/null
exit $status
`;

/**
 * Joins the PostgreSQL that runs in `directory`, or initialises and starts it.
 * @returns the server, held by this process until it is released or the process ends
 * @throws Error when PostgreSQL is not ready within 60 s or cannot run here; the message says what to do
 */
export async function acquireEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const onProgress = options.onProgress ?? (() => {});
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const paths = clusterPaths(realpathSync(options.directory));
  ensureFifo(paths.alive);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    // Looked up first: a server that was there when nobody watched is stopping, or has lost its watchdog.
    const unwatched = readPostmaster(paths.cluster)?.pid;
    const holder = openHolder(paths.alive);
    if (holder !== undefined) {
      const server = await keepingOpen(holder, () => joinRunning(paths, holder, deadline));
      if (server) onProgress(`Joined PostgreSQL on ${HOST}:${server.port}, which another process started.`);
      if (server) return server;
      continue;
    }
    const server = await start(paths, options.settings ?? {}, onProgress, deadline, unwatched);
    if (server) return server;
    await sleep(5 * POLL_INTERVAL_MS);
  }
  throw startFailure(paths, `is not ready after ${START_TIMEOUT_MS / 1000} s`);
}

/**
 * Reads how to connect to the server in `directory` without starting it.
 * @returns undefined if none was initialised
 * @throws Error of the file system when the directory is not readable
 */
export function readEmbeddedServer(directory: string): { rootUrl: string; host: string; port: number } | undefined {
  if (!existsSync(join(directory, "cluster", "PG_VERSION"))) return undefined;
  const credentials = readCredentials(join(directory, "server.json"));
  return credentials && { rootUrl: rootUrlOf(credentials), host: HOST, port: credentials.port };
}

/** Waits for the server that somebody else runs or starts; undefined when nobody does any more. */
async function joinRunning(paths: ClusterPaths, holder: number, deadline: number): Promise<EmbeddedServer | undefined> {
  while (Date.now() < deadline) {
    const server = await connect(paths, holder);
    // Checked after the connection: the watchdog may have given up just before this process became a holder.
    if (!isWatched(holder)) return undefined;
    if (server) return server;
    await sleep(POLL_INTERVAL_MS);
  }
  return undefined;
}

/** Starts PostgreSQL; undefined when it could not for a passing reason, and the whole is to be tried again. */
async function start(
  paths: ClusterPaths,
  settings: Record<string, string>,
  onProgress: (message: string) => void,
  deadline: number,
  unwatched: number | undefined,
): Promise<EmbeddedServer | undefined> {
  // Reading the FIFO from the beginning makes others wait for this start. The watchdog's end has to block, which
  // only opens at once while there is a writer, which only opens while there is a reader.
  const first = openSync(paths.alive, constants.O_RDONLY | constants.O_NONBLOCK);
  const holder = openSync(paths.alive, constants.O_WRONLY | constants.O_NONBLOCK);
  const reader = openSync(paths.alive, constants.O_RDONLY);
  closeSync(first);
  return keepingOpen(holder, async () => {
    let launched: Launched;
    try {
      if (unwatched && isServerProcess(unwatched, paths.marker)) {
        onProgress("Waiting for the previous PostgreSQL to stop.");
        try {
          process.kill(unwatched, "SIGINT");
        } catch {
          // Gone by itself just now.
        }
        while (isServerProcess(unwatched, paths.marker) && Date.now() < deadline) await sleep(POLL_INTERVAL_MS);
      }
      launched = await launch(paths, settings, onProgress, reader);
    } finally {
      closeSync(reader);
    }
    const { child, port, logStart } = launched;
    while (!hasEnded(child) && Date.now() < deadline) {
      const server = await connect(paths, holder, launched);
      if (server) {
        const credentials = readCredentials(paths.credentials);
        if (credentials && credentials.port !== port)
          writeCredentials(paths.credentials, { ...credentials, port }, true);
        return server;
      }
      await sleep(POLL_INTERVAL_MS);
    }
    const passing = /pre-existing shared memory block|lock file "postmaster\.pid"|TCP\/IP sockets/;
    if (Date.now() >= deadline || passing.test(readLog(paths.log, logStart))) return undefined;
    throw startFailure(paths, "ended instead of starting");
  });
}

interface Launched {
  child: ChildProcess;
  port: number;
  /** Stands on the command line of the PostgreSQL of this start, as two may be under way and one of them loses. */
  token: string;
  /** Size of the log before, in bytes. */
  logStart: number;
}

async function launch(
  paths: ClusterPaths,
  settings: Record<string, string>,
  onProgress: (message: string) => void,
  reader: number,
): Promise<Launched> {
  const user = await findSystemUser(paths.cluster);
  const installed = findEmbeddedBinaries();
  const binaries = user ? await ensureReachableBinaries(installed, user) : installed;
  const major = String(Number.parseInt(binaries.version, 10));
  if (user) onProgress(`PostgreSQL refuses to run as root, so it runs as the system user ${user.name}.`);

  removeLeftovers(paths.directory);
  if (!existsSync(paths.cluster)) {
    // Credentials come first: a cluster whose password nobody knows would be of no use.
    const created = { port: await chooseFreePort(), password: randomBytes(24).toString("base64url") };
    writeCredentials(paths.credentials, created, false);
    const { password } = readCredentials(paths.credentials) ?? created;
    onProgress(`Initialising PostgreSQL ${major} in ${paths.directory}.`);
    await initialiseCluster(paths, binaries, user, password);
  }
  const version = readVersion(paths.cluster);
  if (version !== major) {
    throw new Error(
      `${paths.cluster} holds data of PostgreSQL ${version ?? "(no PG_VERSION file)"}, but the installed server is ` +
        `PostgreSQL ${major}. Dump it with PostgreSQL ${version ?? "of its version"} and restore it here, or move ` +
        `${paths.directory} away to begin with an empty database.`,
    );
  }
  const credentials = readCredentials(paths.credentials);
  if (!credentials) {
    throw new Error(
      `${paths.credentials}, which holds the password of the server, is missing. Restore it, or move ` +
        `${paths.directory} away to begin with an empty database.`,
    );
  }
  const dataDirectory = reachablePath(paths.cluster, user);
  if (user && dataDirectory === paths.cluster) {
    await runProgram("/bin/sh", ["-c", 'cd "$1"', "sh", paths.cluster], "/", user).catch((cause) => {
      throw new Error(
        `The user ${user.name} cannot reach ${paths.cluster}. Set DATA_DIR to a directory whose parents it may enter, ` +
          "or do not run this as root.",
        { cause },
      );
    });
  }

  const stale = readPostmaster(paths.cluster);
  const environment: NodeJS.ProcessEnv = {};
  if (stale && isAlive(stale.pid) && !isServerProcess(stale.pid, paths.marker)) {
    onProgress(`postmaster.pid is left over from a crash: process ${stale.pid} is another program. Recovering.`);
    // PostgreSQL takes a lock of its grandparent for stale, after a look at the shared memory, and replaces it itself.
    environment["PG_GRANDPARENT_PID"] = String(stale.pid);
  }
  let { port } = credentials;
  // Two may have begun to start it at once: then the port is the other's, and the lock file decides.
  if (!(await isPortFree(port)) && !isServerProcess(readPostmaster(paths.cluster)?.pid ?? 0, paths.marker)) {
    port = await chooseFreePort();
    onProgress(`Another program listens on port ${credentials.port}; PostgreSQL moves to ${port}.`);
  }

  if ((statSync(paths.log, { throwIfNoEntry: false })?.size ?? 0) > LOG_SIZE_LIMIT_BYTES) {
    renameSync(paths.log, `${paths.log}.old`);
  }
  const log = openSync(paths.log, "a", 0o600);
  const logStart = statSync(paths.log).size;
  const fixed = { listen_addresses: HOST, port, unix_socket_directories: "" };
  const token = `tenantry.start=${randomBytes(8).toString("hex")}`;
  const flags = Object.entries({ ...DEFAULT_SETTINGS, ...settings, ...fixed }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  onProgress(`Starting PostgreSQL ${major} on ${HOST}:${port}.`);
  const command = [
    join(binaries.directory, "bin", "postgres"),
    "-D",
    dataDirectory,
    ...flags,
    "-c",
    paths.marker,
    "-c",
    token,
  ];
  const child = spawn("/bin/sh", ["-c", SUPERVISOR, "sh", ...command], {
    cwd: paths.cluster,
    // A session of its own: Ctrl-C in the terminal is for the holders.
    detached: true,
    env: environment,
    stdio: ["ignore", log, log, reader],
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  closeSync(log);
  child.once("error", (error) => onProgress(`Could not run /bin/sh: ${error.message}`));
  child.unref();
  return { child, port, token, logStart };
}

/** Connects for a moment; undefined while PostgreSQL is not ready. */
async function connect(paths: ClusterPaths, holder: number, own?: Launched): Promise<EmbeddedServer | undefined> {
  const postmaster = readPostmaster(paths.cluster);
  const credentials = readCredentials(paths.credentials);
  if (!credentials || !postmaster?.ready || !isServerProcess(postmaster.pid, own?.token ?? paths.marker))
    return undefined;
  const { port } = postmaster;
  const rootUrl = rootUrlOf({ ...credentials, port });
  const client = new pg.Client({ connectionString: rootUrl, ssl: false, connectionTimeoutMillis: 5000 });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    if ((error as { code?: string }).code !== "28P01") return undefined;
    throw new Error(`The password in ${paths.credentials} is not that of the user postgres of this server.`, {
      cause: error,
    });
  } finally {
    await client.end().catch(() => {});
  }
  let released: Promise<void> | undefined;
  return {
    rootUrl,
    host: HOST,
    port,
    started: own !== undefined,
    release: () => (released ??= release(paths, holder, own?.child)),
  };
}

async function release(paths: ClusterPaths, holder: number, child?: ChildProcess): Promise<void> {
  // Not the one of the beginning: after a crash another holder may have started PostgreSQL again.
  const pid = readPostmaster(paths.cluster)?.pid ?? 0;
  closeSync(holder);
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isServerProcess(pid, paths.marker) || (child && !hasEnded(child))) {
    // Asked each time: another process may take hold before the watchdog has noticed that nobody did.
    if (hasHolders(paths.alive)) return;
    if (Date.now() > deadline) {
      throw new Error(
        `PostgreSQL (process ${pid}) has not stopped after ${STOP_TIMEOUT_MS / 1000} s; see ${paths.log}.`,
      );
    }
    await sleep(POLL_INTERVAL_MS);
  }
}

/** Closes the holder's descriptor unless the action gives a server that owns it from then on. */
async function keepingOpen<T>(holder: number, action: () => Promise<T | undefined>): Promise<T | undefined> {
  let result: T | undefined;
  try {
    result = await action();
    return result;
  } finally {
    if (result === undefined) closeSync(holder);
  }
}

function ensureFifo(path: string): void {
  const isFifo = () => lstatSync(path, { throwIfNoEntry: false })?.isFIFO() ?? false;
  if (isFifo()) return;
  rmSync(path, { force: true });
  try {
    execFileSync("mkfifo", ["-m", "600", path], { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    if (!isFifo()) throw error;
  }
}

/** Opens the FIFO as a holder; undefined when no watchdog and no starter reads it. */
function openHolder(path: string): number | undefined {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENXIO") return undefined;
    throw error;
  }
}

function isWatched(holder: number): boolean {
  try {
    writeSync(holder, "\n");
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EPIPE") return false;
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return true;
    throw error;
  }
}

/** Tells whether any process has the FIFO open for writing: reading it then finds nothing yet instead of its end. */
function hasHolders(path: string): boolean {
  if (!existsSync(path)) return false;
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    while (readSync(reader, Buffer.alloc(64)) > 0);
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return true;
    throw error;
  } finally {
    closeSync(reader);
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function readVersion(cluster: string): string | undefined {
  const path = join(cluster, "PG_VERSION");
  return existsSync(path) ? readFileSync(path, "utf8").trim() : undefined;
}

function readLog(path: string, start: number): string {
  return existsSync(path) ? readFileSync(path).subarray(start).toString("utf8") : "";
}

function startFailure(paths: ClusterPaths, what: string): Error {
  const lines = readLog(paths.log, 0).trimEnd().split("\n").slice(-15).join("\n");
  return new Error(
    `The embedded PostgreSQL in ${paths.directory} ${what}. The last lines of its log, ${paths.log}:\n${lines}\n` +
      `Mend what they name and start again; or move ${paths.directory} away to begin with an empty database; or set ` +
      "DATABASE_URL and AUTH_DATABASE_URL to use a PostgreSQL of your own.",
  );
}
