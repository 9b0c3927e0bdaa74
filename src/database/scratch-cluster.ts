import { randomBytes } from "node:crypto";
import { chownSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findSystemUser, runProgram, type SystemUser } from "./embedded-binaries.ts";
import { chooseFreePort, HOST } from "./embedded-cluster.ts";
import type { PostgresqlInstallation } from "./installations.ts";

/** A server that is there for a moment, with nothing in it. */
export interface ScratchCluster {
  /** The superuser's connection string, over loopback. */
  readonly rootUrl: string;
  readonly password: string;
  readonly port: number;
  /** Its data directory. */
  readonly directory: string;
  /** Whom the server runs as; undefined when that is who runs this program. */
  readonly user: SystemUser | undefined;
}

/** What differs from the usual. */
export interface ScratchClusterOptions {
  /** Settings of the server, beside those that let it listen on loopback alone. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Prepares the data directory before the server starts. */
  readonly prepare?: (cluster: ScratchCluster) => Promise<void>;
}

/**
 * Makes a server of an installation, for as long as some work takes.
 *
 * @param installation - whose programs are used
 * @param work - what needs the server
 * @param options - settings, and what is to be done before it starts
 * @returns what the work gives; the server and its files are gone
 * @throws Error when a program fails, and what the work throws
 */
export async function withScratchCluster<Result>(
  { programs }: PostgresqlInstallation,
  work: (cluster: ScratchCluster) => Promise<Result>,
  { settings = {}, prepare }: ScratchClusterOptions = {},
): Promise<Result> {
  const parent = await mkdtemp(join(tmpdir(), "tenantry-scratch-"));
  const directory = join(parent, "cluster");
  const user = await findSystemUser(directory);
  if (user) chownSync(parent, user.uid, user.gid);
  const port = await chooseFreePort();
  const password = randomBytes(16).toString("hex");
  const rootUrl = `postgres://postgres:${password}@${HOST}:${port}/postgres`;
  const cluster = { rootUrl, password, port, directory, user };
  const run = (program: string, ...args: string[]) => runProgram(join(programs, program), args, parent, user);
  try {
    // Other users of this machine could connect as well: not without the password, which is on no command line.
    const passwordFile = join(parent, "password");
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (user) chownSync(passwordFile, user.uid, user.gid);
    const authentication = ["--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    await run("initdb", "--pgdata", directory, ...authentication, "--encoding=UTF8", "--locale=C", "--no-sync");
    await prepare?.(cluster);
    const given = { listen_addresses: HOST, unix_socket_directories: "", fsync: "off", ...settings };
    const options = Object.entries(given).map(([name, value]) => `-c ${name}=${value}`);
    const log = join(parent, "log");
    await run(
      "pg_ctl",
      "start",
      "--pgdata",
      directory,
      "--wait",
      "--log",
      log,
      "--options",
      `-p ${port} ${options.join(" ")}`,
    );
    try {
      return await work(cluster);
    } finally {
      await run("pg_ctl", "stop", "--pgdata", directory, "--mode=fast", "--wait");
    }
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}
