import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findSystemUser } from "../../src/database/embedded-binaries.ts";
import { chooseFreePort } from "../../src/database/embedded-cluster.ts";
import { until } from "./waiting.ts";

const PATH = `${process.env["PATH"]}:/usr/sbin:/usr/local/sbin`;
const START_PATIENCE_MS = 20_000;

/** The installed version of PgBouncer, such as `[1, 18]`; undefined without one. */
export function findPgBouncer(): readonly [major: number, minor: number] | undefined {
  try {
    const text = execFileSync("pgbouncer", ["--version"], { encoding: "utf8", env: { PATH } });
    const [, major, minor] = /PgBouncer (\d+)\.(\d+)/.exec(text) ?? [];
    return [Number(major), Number(minor)];
  } catch {
    return undefined;
  }
}

/** A PgBouncer that lends its connections to a database for a transaction. */
export class PgBouncer {
  private readonly target: () => string;
  private directory = "";
  private port = 0;
  private program: ChildProcess | undefined;

  /** @param target - the connection string behind it, once tests run */
  constructor(target: () => string) {
    this.target = target;
  }

  /** The connection string through it. */
  get url(): string {
    const url = new URL(this.target());
    url.hostname = "127.0.0.1";
    url.port = String(this.port);
    return url.href;
  }

  /** Starts it with so many connections to the database, and with lines of its configuration. */
  async start(connections: number, more: readonly string[] = []): Promise<void> {
    const { username, password, hostname, port } = new URL(this.target());
    this.directory = await mkdtemp(join(tmpdir(), "tenantry-pgbouncer-"));
    chmodSync(this.directory, 0o755);
    this.port = await chooseFreePort();
    const users = join(this.directory, "users.txt");
    const configuration = join(this.directory, "pgbouncer.ini");
    writeFileSync(users, `"${username}" "${password}"\n`, { mode: 0o600 });
    const lines = [
      "[databases]",
      `* = host=${hostname} port=${port}`,
      "[pgbouncer]",
      "listen_addr = 127.0.0.1",
      `listen_port = ${this.port}`,
      "unix_socket_dir =",
      "auth_type = scram-sha-256",
      `auth_file = ${users}`,
      "pool_mode = transaction",
      `default_pool_size = ${connections}`,
      ...more,
    ];
    writeFileSync(configuration, `${lines.join("\n")}\n`);
    const user = await findSystemUser(this.directory);
    if (user) chownSync(users, user.uid, user.gid);
    this.program = spawn("pgbouncer", ["--quiet", configuration], {
      env: { PATH },
      stdio: "ignore",
      ...(user && { uid: user.uid, gid: user.gid }),
    });
    await until(() => this.answers(), START_PATIENCE_MS);
  }

  async stop(): Promise<void> {
    const { program } = this;
    if (program && program.exitCode === null) {
      const ended = once(program, "exit");
      program.kill("SIGKILL");
      await ended;
    }
    await rm(this.directory, { recursive: true, force: true });
  }

  private answers(): Promise<boolean> {
    if (this.program?.exitCode !== null) throw new Error("PgBouncer has ended; run it by hand to see why.");
    return new Promise((resolve) => {
      const socket = connect(this.port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
  }
}
