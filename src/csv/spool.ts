import { randomUUID } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { TextDecoder } from "node:util";
import { exceeded } from "../graphile/limit-exceeded.ts";
import { RequestError } from "../http/request-error.ts";
import { type CsvRecord, detectSeparator, parseRecords, type Separator } from "./parse.ts";

const PIECE_BYTES = 16 * 1024;

/** Thrown for files in another encoding. */
function notUtf8(): RequestError {
  const message = "The file is not in UTF-8; save it as CSV UTF-8.";
  return new RequestError(400, "BAD_USER_INPUT", message, { field: "body" });
}

/**
 * Says that a file is too large.
 *
 * @param limit - bytes that are allowed
 * @returns the error to throw
 */
export function tooLarge(limit: number): RequestError {
  return new RequestError(
    413,
    "LIMIT_EXCEEDED",
    "The file is too large; import it in parts.",
    exceeded("fileBytes", limit),
  );
}

/**
 * Puts a body aside on the disk, so that no transaction waits for a slow sender, and answers can be read while the file
 * is worked on. The file has no name, so nothing of it stays behind.
 *
 * @param body - the body of a request; it isn't destroyed when it is refused, so that the refusal can be answered
 * @param limit - bytes at most
 * @returns the file, to be closed
 * @throws RequestError when the body is too large or not in UTF-8
 */
export async function spool(body: Readable, limit: number): Promise<FileHandle> {
  const path = join(tmpdir(), `tenantry-import-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  try {
    await unlink(path);
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let size = 0;
    for await (const piece of body.iterator({ destroyOnReturn: false })) {
      size += piece.length;
      if (size > limit) throw tooLarge(limit);
      decode(decoder, piece);
      await file.write(piece);
    }
    decode(decoder);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function decode(decoder: TextDecoder, piece?: Uint8Array): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch {
    throw notUtf8();
  }
}

/**
 * Reads the records of a file, a piece at a time.
 *
 * @param file - a file that {@link spool} has checked
 * @param separator - what separates its cells; found out unless given
 * @returns its records
 * @throws CsvFileError when one is too large, or wrong in its form
 */
export async function* readRecords(file: FileHandle, separator?: Separator): AsyncGenerator<CsvRecord> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(PIECE_BYTES), position: 0 });
  const beginning = buffer.toString("utf8", 0, bytesRead);
  const pieces = file.createReadStream({ start: 0, autoClose: false, highWaterMark: PIECE_BYTES });
  yield* parseRecords(pieces, separator ?? detectSeparator(beginning));
}
