import { pipeline } from "node:stream";
import { CsvError, parse } from "csv-parse";

/** A record of a CSV file. */
export interface CsvRecord {
  /** Its place among the file's records, blank lines included; the header is 1, as in a spreadsheet. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** What separates the cells of a record. */
export type Separator = "," | ";" | "\t";

/** Thrown when a file can't be read on: where a record ends that is wrong in its form, nobody knows. */
export class CsvFileError extends Error {
  override readonly name = "CsvFileError";
  readonly row: number;
  /** Whether the record is too large to be one: usually a quotation mark is missing somewhere. */
  readonly isTooLarge: boolean;

  constructor(row: number, message: string, isTooLarge = false) {
    super(message);
    this.row = row;
    this.isTooLarge = isTooLarge;
  }
}

/** Bytes of one record at most. */
export const RECORD_LIMIT = 2 * 1024 * 1024;
/** Cells of one record at most. */
export const CELLS_LIMIT = 1_000;
/** Bytes that are read in search of a record's end: more than one can have, with what waits in streams. */
const UNFINISHED_LIMIT = 2 * RECORD_LIMIT;

const TOO_LARGE = "A row is too large; perhaps a quotation mark is never closed.";

/** What the library calls mistakes of a file, in words for whoever wrote it. */
const MISTAKES: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "A quotation mark is opened and never closed.",
  CSV_INVALID_CLOSING_QUOTE: "There is text after the closing quotation mark of a cell.",
  INVALID_OPENING_QUOTE:
    "A quotation mark stands within a cell that isn't quoted: quote the cell, and double the mark.",
};

/**
 * Reads CSV as RFC 4180 has it, a piece at a time: cells may be quoted, and then hold separators, line ends and doubled
 * quotation marks. Lines end in CRLF, LF or CR.
 *
 * @param pieces - the file, in UTF-8, with or without a byte order mark
 * @param separator - what separates its cells
 * @returns its records; blank lines are left out
 * @throws CsvFileError when a record is wrong in its form, or too large; records just before it may be left out then
 */
export async function* parseRecords(
  pieces: AsyncIterable<Uint8Array>,
  separator: Separator,
): AsyncGenerator<CsvRecord> {
  let last = { bytes: 0, records: 0 };
  const bounded = async function* () {
    let size = 0;
    for await (const piece of pieces) {
      // The library has a limit of its own, which empty cells don't count towards.
      if (size - last.bytes > UNFINISHED_LIMIT) throw new CsvFileError(last.records + 1, TOO_LARGE, true);
      size += piece.length;
      yield piece;
    }
  };
  const parser = parse({
    bom: true,
    delimiter: separator,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    on_record: (cells, { bytes, records }) => {
      if (bytes - last.bytes > RECORD_LIMIT) throw new CsvFileError(records, TOO_LARGE, true);
      if (cells.length > CELLS_LIMIT) throw new CsvFileError(records, "A row has too many cells.", true);
      last = { bytes, records };
      return cells;
    },
  });
  let row = 0;
  try {
    for await (const cells of pipeline(bounded, parser, () => {}) as AsyncIterable<readonly string[]>) {
      row++;
      if (cells.some((cell) => cell !== "")) yield { row, cells };
    }
  } catch (error) {
    const mistake = error instanceof CsvError ? MISTAKES[error.code] : undefined;
    throw mistake === undefined ? error : new CsvFileError(last.records + 1, mistake);
  }
}

/**
 * Finds out what separates the cells: what occurs most in the first line, quoted cells aside; a comma when nothing does.
 *
 * @param beginning - the beginning of the file
 * @returns the separator
 */
export function detectSeparator(beginning: string): Separator {
  const counts: Record<Separator, number> = { ",": 0, ";": 0, "\t": 0 };
  let isQuoted = false;
  for (const letter of beginning) {
    if (letter === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (letter === "\n" || letter === "\r") break;
    else if (letter in counts) counts[letter as Separator]++;
  }
  const [most] = (Object.keys(counts) as Separator[]).sort((left, right) => counts[right] - counts[left]);
  return most ?? ",";
}
