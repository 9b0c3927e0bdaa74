import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where Debian, Homebrew (Apple and Intel) and the PostgreSQL project's own packages put a whole installation. */
const INSTALLATIONS = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr", "/Library/PostgreSQL"];

/** A PostgreSQL installation with server and client programs, which the embedded one is not. */
export interface PostgresqlInstallation {
  /** The directory of the programs. */
  readonly programs: string;
  /** The major version, such as 15. */
  readonly major: number;
}

/** Installations that have all of some programs, oldest first. */
function installationsWith(names: readonly string[]): PostgresqlInstallation[] {
  return INSTALLATIONS.filter((directory) => existsSync(directory))
    .flatMap((directory) =>
      readdirSync(directory).map((name) => ({
        programs: join(directory, name, "bin"),
        major: Number(/^(?:postgresql@|pgsql-)?(\d+)$/.exec(name)?.[1]),
      })),
    )
    .filter(({ programs, major }) => major >= 15 && names.every((name) => existsSync(join(programs, name))))
    .sort((left, right) => left.major - right.major);
}

/**
 * Looks for whole PostgreSQL installations on this machine.
 *
 * @returns what was found, oldest first: an older pg_dump gives text that newer servers also read
 */
export function findInstallations(): PostgresqlInstallation[] {
  return installationsWith(["initdb", "pg_ctl", "pg_dump"]);
}

/** The major version of a program of PostgreSQL; 0 when it can't tell. */
function majorOf(program: string): number {
  try {
    return Number(/ (\d+)/.exec(execFileSync(program, ["--version"], { encoding: "utf8" }))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/**
 * Looks for the directory of pg_dump and pg_restore that a server's databases can be dumped with: no older than the server.
 *
 * @param major - the server's major version
 * @param searchPath - directories to look in when no installation fits, as PATH has them
 * @returns the directory
 * @throws Error that says what to install, when there is none
 */
export function findDumpPrograms(major: number, searchPath: string): string {
  const names = ["pg_dump", "pg_restore"];
  const installation = installationsWith(names).find((found) => found.major >= major);
  if (installation !== undefined) return installation.programs;
  const directory = searchPath
    .split(delimiter)
    .filter((path) => path !== "" && names.every((name) => existsSync(join(path, name))))
    .find((path) => majorOf(join(path, "pg_dump")) >= major);
  if (directory !== undefined) return directory;
  throw new Error(
    `needs pg_dump and pg_restore of PostgreSQL ${major} or newer; apt-get install postgresql-client-${major} or brew install postgresql@${major}`,
  );
}
