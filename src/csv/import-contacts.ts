import type { FileHandle } from "node:fs/promises";
import type { RequestClient } from "../database/run-as-request.ts";
import { exceeded } from "../graphile/limit-exceeded.ts";
import type { PublicError } from "../graphile/mask-error.ts";
import { RequestError } from "../http/request-error.ts";
import { CellError, ContactFields, type ImportedContact } from "./contact-fields.ts";
import { readCustomFields } from "./custom-fields.ts";
import { restoreCell } from "./format.ts";
import { type GivenMapping, type MappedColumn, mapColumns } from "./mapping.ts";
import { CsvFileError, type CsvRecord, type Separator } from "./parse.ts";
import { readRecords } from "./spool.ts";

const BATCH_ROWS = 1_000;
/** Characters of one batch, or little more: what is held of a file with large cells. */
const BATCH_CHARACTERS = 2 * 1024 * 1024;
const LISTED_ERRORS = 1_000;
const PREVIEWED_ROWS = 20;

/** Rows of one file at most, the header aside. */
export const ROWS_LIMIT = 200_000;

/** What is to be done with a file. */
export interface ImportOptions {
  readonly mapping: GivenMapping;
  readonly duplicates: "skip" | "update" | "fail";
  readonly onError: "skip" | "abort";
  readonly separator?: Separator | undefined;
  /** Only the first rows, of which nothing stays. */
  readonly preview: boolean;
}

/** Why a row can't be imported. */
export interface RowError {
  readonly row: number;
  readonly field?: string;
  readonly code: string;
  readonly message: string;
  readonly [detail: string]: unknown;
}

/** What has come of a file. */
export interface ImportSummary {
  readonly columns: readonly { readonly header: string; readonly field: string | null }[];
  readonly unknownColumns: readonly string[];
  rows: number;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  /** The first of them; `failed` counts all. */
  readonly errors: RowError[];
}

/** What the database says of a row, as app_hidden.import_contacts answers it. */
interface DatabaseRowError {
  readonly row: number;
  readonly code: string;
  readonly message: string;
  readonly [name: string]: unknown;
}

/** What an import is told by, and tells. */
export interface ImportSurroundings {
  readonly signal: AbortSignal;
  /** Says what callers may know of an error of the database. */
  readonly describe: (error: Error) => PublicError;
  /** Hears that the file can be read, then how many rows are done. */
  readonly onProgress: (rows: number) => void;
}

/**
 * Brings the contacts of a file in, a thousand rows at a time, as the person who asks.
 *
 * @param client - within a transaction that may write; whoever began it decides whether it stays
 * @param file - the file
 * @param options - what is to be done
 * @param surroundings - whom to tell, and when to stop
 * @returns what has come of it
 * @throws RequestError when the file as a whole can't be used; errors of the database that are no row's fault
 */
export async function importContacts(
  client: RequestClient,
  file: FileHandle,
  options: ImportOptions,
  surroundings: ImportSurroundings,
): Promise<ImportSummary> {
  const { signal, describe, onProgress } = surroundings;
  const fields = new ContactFields(await readCustomFields(client, "contact"));
  const records = readableRecords(file, options.separator);
  const header = await records.next();
  if (header.done) throw new RequestError(400, "BAD_USER_INPUT", "The file is empty.", { field: "body" });
  const columns = mapColumns(header.value.cells, options.mapping, fields);
  const summary: ImportSummary = {
    columns: columns.map(({ header, target }) => ({ header, field: target?.field ?? null })),
    unknownColumns: columns.filter(({ target }) => target === undefined).map(({ header }) => header),
    rows: 0,
    created: 0,
    updated: 0,
    skipped: 0,
    failed: 0,
    errors: [],
  };
  const fail = (error: RowError, isFirstOfRow = true) => {
    if (isFirstOfRow) summary.failed++;
    if (summary.errors.length < LISTED_ERRORS) summary.errors.push(error);
  };

  let batch: ImportedContact[] = [];
  let characters = 0;
  let told = 0;
  const flush = async () => {
    signal.throwIfAborted();
    if (batch.length > 0) {
      const { created, updated, errors } = await write(client, batch, options.duplicates);
      summary.created += created;
      summary.updated += updated;
      summary.skipped += batch.length - created - updated - errors.length;
      for (const error of errors) fail(describeRowError(error, describe));
    }
    batch = [];
    characters = 0;
    if (summary.rows > told) onProgress(summary.rows);
    told = summary.rows;
  };

  onProgress(0);
  for await (const record of records) {
    if (options.preview && summary.rows === PREVIEWED_ROWS) break;
    if (summary.rows === ROWS_LIMIT) {
      throw new RequestError(
        413,
        "LIMIT_EXCEEDED",
        "The file has too many rows; import it in parts.",
        exceeded("fileRows", ROWS_LIMIT),
      );
    }
    summary.rows++;
    const read = readContact(record, columns);
    if (Array.isArray(read)) for (const [index, error] of read.entries()) fail(error, index === 0);
    else batch.push(read);
    characters += record.cells.reduce((sum, cell) => sum + cell.length, 0);
    if (batch.length === BATCH_ROWS || characters > BATCH_CHARACTERS || summary.rows % (10 * BATCH_ROWS) === 0) {
      await flush();
    }
  }
  await flush();
  summary.errors.sort((left, right) => left.row - right.row);
  return summary;
}

/** Records; where they can't be read on, that is the fault of the file. */
async function* readableRecords(file: FileHandle, separator: Separator | undefined): AsyncGenerator<CsvRecord> {
  try {
    yield* readRecords(file, separator);
  } catch (error) {
    if (!(error instanceof CsvFileError)) throw error;
    const { message, row, isTooLarge } = error;
    throw isTooLarge
      ? new RequestError(413, "LIMIT_EXCEEDED", message, { row })
      : new RequestError(400, "BAD_USER_INPUT", message, { field: "body", row });
  }
}

async function write(client: RequestClient, contacts: readonly ImportedContact[], duplicates: string) {
  const { rows } = await client.query<{
    result: { created: number; updated: number; errors: readonly DatabaseRowError[] };
  }>({
    text: "select app_hidden.import_contacts($1::jsonb, $2) as result",
    values: [JSON.stringify(contacts), duplicates],
  });
  return rows[0]?.result ?? { created: 0, updated: 0, errors: [] };
}

function describeRowError({ row, ...error }: DatabaseRowError, describe: (error: Error) => PublicError): RowError {
  const present = Object.fromEntries(Object.entries(error).filter(([, value]) => value !== null && value !== ""));
  const { message, extensions } = describe(Object.assign(new Error(error.message), present, { severity: "ERROR" }));
  return { row, ...extensions, message };
}

/** The contact that a record describes, or why it describes none. */
function readContact({ row, cells }: CsvRecord, columns: readonly MappedColumn[]): ImportedContact | RowError[] {
  const wrong = (message: string, field?: string): RowError => ({
    row,
    ...(field === undefined ? {} : { field }),
    code: "BAD_USER_INPUT",
    message,
  });
  if (cells.length !== columns.length) {
    return [wrong(`The row has ${cells.length} cells, and the header ${columns.length}.`)];
  }
  const contact: ImportedContact = { row };
  const errors: RowError[] = [];
  for (const [index, { target }] of columns.entries()) {
    const cell = restoreCell(cells[index] ?? "");
    if (target === undefined || cell === "") continue;
    try {
      if (cell.includes("\0")) throw new CellError("This holds a NUL character, which can't be kept.");
      target.put(contact, cell);
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      errors.push(wrong(error.message, target.field));
    }
  }
  if (errors.length > 0) return errors;
  return Object.keys(contact).length === 1 ? [wrong("No column that is imported has a value.")] : contact;
}
