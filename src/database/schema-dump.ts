import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findSystemUser, runProgram } from "./embedded-binaries.ts";
import { chooseFreePort, HOST } from "./embedded-cluster.ts";
import { migrate } from "./migrations.ts";
import { connectionString, OWNER, provision } from "./provisioning.ts";

const execute = promisify(execFile);

/** Where Debian, Homebrew (Apple and Intel) and the PostgreSQL project's own packages put a whole installation. */
const INSTALLATIONS = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr", "/Library/PostgreSQL"];

/** A PostgreSQL installation with server and client programs, which the embedded one is not. */
export interface PostgresqlInstallation {
  /** The directory of the programs. */
  readonly programs: string;
  /** The major version, such as 15. */
  readonly major: number;
}

/**
 * Looks for whole PostgreSQL installations on this machine.
 *
 * @returns what was found, oldest first: an older pg_dump gives text that newer servers also read
 */
export function findInstallations(): PostgresqlInstallation[] {
  return INSTALLATIONS.filter((directory) => existsSync(directory))
    .flatMap((directory) =>
      readdirSync(directory).map((name) => ({
        programs: join(directory, name, "bin"),
        major: Number(/^(?:postgresql@|pgsql-)?(\d+)$/.exec(name)?.[1]),
      })),
    )
    .filter(
      ({ programs, major }) =>
        major >= 15 && ["initdb", "pg_ctl", "pg_dump"].every((name) => existsSync(join(programs, name))),
    )
    .sort((left, right) => left.major - right.major);
}

/**
 * Dumps the schema that the migrations make, for review: migrates an empty database on a server of its own, which is
 * removed afterwards.
 *
 * @param installation - whose server and pg_dump are used
 * @returns the SQL text; the same for the same migrations and major version
 * @throws Error when a program or a migration fails
 */
export async function dumpSchema({ programs, major }: PostgresqlInstallation): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "tenantry-dump-"));
  const user = await findSystemUser(join(directory, "cluster"));
  if (user) chownSync(directory, user.uid, user.gid);
  const cluster = join(directory, "cluster");
  const port = await chooseFreePort();
  const password = randomBytes(16).toString("hex");
  const run = (program: string, ...args: string[]) => runProgram(join(programs, program), args, directory, user);
  try {
    // Other users of this machine could connect as well: not without the password, which is on no command line.
    const passwordFile = join(directory, "password");
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (user) chownSync(passwordFile, user.uid, user.gid);
    const authentication = ["--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    await run("initdb", "--pgdata", cluster, ...authentication, "--encoding=UTF8", "--locale=C", "--no-sync");
    const settings = `-p ${port} -c listen_addresses=${HOST} -c unix_socket_directories= -c fsync=off`;
    await run("pg_ctl", "start", "--pgdata", cluster, "--wait", "--log", join(directory, "log"), "--options", settings);
    try {
      const rootUrl = `postgres://postgres:${password}@${HOST}:${port}/postgres`;
      await provision(rootUrl, { owner: password, authenticator: password }, ["tenantry"]);
      const ownerUrl = connectionString(rootUrl, { user: OWNER, password }, "tenantry");
      await migrate({ ownerUrl, withCurrent: true });
      const options = [
        "--schema-only",
        "--no-owner",
        "--exclude-schema=graphile_migrate",
        "--exclude-table=app_private.*_2[0-9][0-9][0-9]_[01][0-9]",
      ];
      const connection = ["--host", HOST, "--port", String(port), "--username", OWNER, "--dbname", "tenantry"];
      const { stdout } = await execute(join(programs, "pg_dump"), [...options, ...connection], {
        env: { PGPASSWORD: password },
        maxBuffer: 64 * 1024 * 1024,
      });
      return tidy(stdout, major);
    } finally {
      await run("pg_ctl", "stop", "--pgdata", cluster, "--mode=fast", "--wait");
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Takes out what changes from one run, or one minor version, to the next. */
function tidy(dump: string, major: number): string {
  const lines = dump
    .split("\n")
    .filter((line) => !/^(\\(un)?restrict |-- Dumped (from|by) |SET |SELECT pg_catalog\.set_config)/.test(line));
  const text = lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return `-- The schema as PostgreSQL ${major} dumps it. Written by npm run db:dump, to be reviewed and never edited.\n\n${text}\n`;
}
