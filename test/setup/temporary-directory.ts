import { mkdirSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/** A file system in memory, which Linux has. */
const MEMORY = "/dev/shm";
const NAME = /^tenantry-test-(\d+)$/;
/** What a run takes at most for each of the files that run at a time; the largest fill each table with 100,000 rows. */
const BYTES_PER_WORKER = 4 * 1024 ** 3;

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/**
 * Has this run's temporary files, those of its PostgreSQL servers above all, in memory if there is room: a copy of the
 * template database takes a tenth of the time there. A TMPDIR that is set stays. What a killed run left is removed.
 *
 * @returns the directory, to be removed after the run; undefined if temporary files stay where they are
 */
export function keepTemporaryFilesInMemory(): string | undefined {
  if (process.env["TMPDIR"] || process.platform !== "linux") return undefined;
  const needed = BYTES_PER_WORKER * availableParallelism();
  try {
    for (const name of readdirSync(MEMORY)) {
      const pid = NAME.exec(name)?.[1];
      if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(MEMORY, name), { recursive: true, force: true });
    }
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < needed || process.availableMemory() < needed) return undefined;
    const directory = join(MEMORY, `tenantry-test-${process.pid}`);
    // Its servers may run as another user, who has to get through.
    mkdirSync(directory, { mode: 0o711 });
    process.env["TMPDIR"] = directory;
    return directory;
  } catch {
    return undefined;
  }
}
