import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Reads a file that only its owner may read, or makes it. Of several programs that make it at once, all get the content
 * of the first.
 *
 * @param file - its path; the directory is made, too
 * @param create - makes the content, if there is no file yet
 * @returns the content
 * @throws Error of the file system when it can neither be read nor made
 */
export async function readOrCreateSecretFile(file: string, create: () => string | Promise<string>): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const temporary = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    await writeFile(temporary, await create(), { mode: 0o600, flag: "wx" });
    // A link, unlike a rename, never replaces: a reader finds no file or a whole one, and always the same one.
    await link(temporary, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
  return readFile(file, "utf8");
}
