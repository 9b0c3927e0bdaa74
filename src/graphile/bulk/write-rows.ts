import type { PgClient } from "postgraphile/@dataplan/pg";
import { isSafeError, SafeError } from "postgraphile/grafast";
import { RowError, RowErrors } from "../row-errors.ts";
import type { Row, TableWriter } from "./table-writer.ts";

/** More tells nobody more, and each row that is tried costs a savepoint. */
const MAXIMUM_ERRORS = 20;

/** What PostgreSQL and our own SQL say of a row: a value, a constraint, a policy, or the same row twice. */
const ERRORS_OF_ROWS = /^(21000|22|23|42501|TN400|TN403|TN404|TN409)/;

/** Raised for the whole table, whatever the row. */
const MISSING_PRIVILEGE = "aclcheck_error";

/** Of the rows among which a wrong one is looked for, so many are tried together. */
const ROWS_TRIED_TOGETHER = 32;

/**
 * Writes rows, all or none. When that fails they are tried a few at a time, and those of a few that fail one by one, as if
 * each were a mutation of its own, to find out which can't be written.
 *
 * @param client - a connection in a transaction; in case of an error nothing is written, and it can go on
 * @param writer - writes rows of their table
 * @param rows - any number of rows
 * @returns their ids, in their order
 * @throws RowErrors about up to twenty rows, or what is wrong with all of them
 */
export async function writeRows(client: PgClient, writer: TableWriter, rows: readonly Row[]): Promise<string[]> {
  const ids = await writeTogether(client, writer, rows, new Set());
  return ids ?? client.withTransaction((inner) => writeByParts(inner, writer, rows));
}

/** Writes rows, and gives nothing if any of them can't be written, or is the same as one that was written before. */
async function writeTogether(
  client: PgClient,
  writer: TableWriter,
  rows: readonly Row[],
  written: ReadonlySet<string>,
): Promise<string[] | undefined> {
  try {
    return await client.withTransaction(async (inner) => {
      if (rows.some(({ problem }) => problem)) throw new UnwrittenRow();
      const idOf = new Map<Row, string>();
      for (const run of writer.runs(rows)) {
        for (const [place, id] of (await writer.write(inner, run)).entries()) {
          const row = run[place];
          if (id === undefined || row === undefined) throw new UnwrittenRow();
          idOf.set(row, id.toLowerCase());
        }
      }
      const ids = rows.map((row) => idOf.get(row) ?? "");
      if (new Set([...written, ...ids]).size < written.size + ids.length) throw new UnwrittenRow();
      return ids;
    });
  } catch (error) {
    if (!(error instanceof UnwrittenRow) && !isOfRow(error)) throw error;
    return undefined;
  }
}

async function writeByParts(client: PgClient, writer: TableWriter, rows: readonly Row[]): Promise<string[]> {
  const ids = new Set<string>();
  const errors: RowError[] = [];
  for (let start = 0; start < rows.length && errors.length < MAXIMUM_ERRORS; start += ROWS_TRIED_TOGETHER) {
    const part = rows.slice(start, start + ROWS_TRIED_TOGETHER);
    const together = await writeTogether(client, writer, part, ids);
    for (const id of together ?? []) ids.add(id);
    if (!together) errors.push(...(await writeOneByOne(client, writer, part, ids, start)));
  }
  if (errors.length > 0) throw new RowErrors(errors.slice(0, MAXIMUM_ERRORS));
  return [...ids];
}

/** Writes what can be written, adds its ids to those given, and says what is wrong with the rest. */
async function writeOneByOne(
  client: PgClient,
  writer: TableWriter,
  rows: readonly Row[],
  ids: Set<string>,
  start: number,
): Promise<RowError[]> {
  const errors: RowError[] = [];
  for (const [place, row] of rows.entries()) {
    try {
      const id = (await writer.writeOne(client, row)).toLowerCase();
      if (ids.has(id)) throw new SafeError("This row is in the list twice.", { code: "CONFLICT" });
      ids.add(id);
    } catch (error) {
      if (!isOfRow(error)) throw error;
      errors.push(new RowError(start + place, error));
      if (errors.length === MAXIMUM_ERRORS) break;
    }
  }
  return errors;
}

/** A statement wrote fewer rows than it was given. */
class UnwrittenRow extends Error {}

function isOfRow(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (isSafeError(error)) return true;
  if (!("code" in error) || typeof error.code !== "string") return false;
  return ERRORS_OF_ROWS.test(error.code) && !("routine" in error && error.routine === MISSING_PRIVILEGE);
}
