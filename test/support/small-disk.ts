import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of a few megabytes, which can grow. */
export class SmallDisk {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /**
   * Mounts one, which takes a right that few have.
   *
   * @param megabytes - its size
   * @returns the file system; undefined where that isn’t allowed
   */
  static mount(megabytes: number): SmallDisk | undefined {
    const directory = mkdtempSync(join(tmpdir(), "tenantry-disk-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", directory], { stdio: "ignore" });
      return new SmallDisk(directory);
    } catch {
      rmSync(directory, { recursive: true });
      return undefined;
    }
  }

  /** Makes a directory in it that belongs to a user of the system, by their number. */
  directoryFor(userId: number): string {
    const path = join(this.directory, "files");
    mkdirSync(path);
    chownSync(path, userId, -1);
    return path;
  }

  /** Gives it another size. */
  resize(megabytes: number): void {
    execFileSync("mount", ["-o", `remount,size=${megabytes}m`, this.directory]);
  }

  unmount(): void {
    execFileSync("umount", ["--lazy", this.directory]);
    rmSync(this.directory, { recursive: true });
  }
}
