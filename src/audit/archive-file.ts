import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

/** The digest of what a compressed file holds; undefined when there is no such file. */
async function digestOf(file: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(file), createGunzip(), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return hash.digest("hex");
}

/** Makes what a file holds, or which files a directory has, survive a loss of power. */
async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes lines into a compressed file that only its owner may read. A file is there whole or not at all, and on the
 * disk once this returns. One that is there already with other content is kept, and the new one gets a number.
 *
 * @param path - without extension; `.ndjson.gz` is added, or `.2.ndjson.gz` and so on
 * @param lines - texts of whole lines, each with its newline at the end
 * @returns the path of the file that holds the lines
 * @throws Error of the file system, and what `lines` throws; neither leaves a file behind
 */
export async function writeArchiveFile(path: string, lines: AsyncIterable<string>): Promise<string> {
  const directory = dirname(path);
  const firstCreated = await mkdir(directory, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.writing`;
  const hash = createHash("sha256");
  async function* hashed() {
    for await (const text of lines) {
      hash.update(text);
      yield text;
    }
  }
  try {
    await pipeline(hashed(), createGzip(), createWriteStream(temporary, { mode: 0o600 }));
    await syncToDisk(temporary);
    const digest = hash.digest("hex");
    for (let number = 1; ; number++) {
      const file = `${path}${number === 1 ? "" : `.${number}`}.ndjson.gz`;
      const existing = await digestOf(file);
      if (existing === undefined) await rename(temporary, file);
      if (existing === undefined || existing === digest) {
        await syncToDisk(directory);
        for (let created = directory; firstCreated !== undefined && created.startsWith(firstCreated); ) {
          created = dirname(created);
          await syncToDisk(created);
        }
        return file;
      }
    }
  } finally {
    await rm(temporary, { force: true });
  }
}
