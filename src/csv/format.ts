import { stringify } from "csv-stringify/sync";

/** What spreadsheets take for a formula, and such a cell with apostrophes before it (OWASP, CSV injection). */
const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const OPTIONS = { record_delimiter: "\r\n", quote_record_delimiter: true, quoted_match: /[;\t]|^\s|\s$/ };

/**
 * Makes a cell harmless: one that a spreadsheet would calculate gets an apostrophe in front, phone numbers (+44 …) too.
 * The library can do that as well, but not so that {@link restoreCell} knows which apostrophes were there before.
 *
 * @param value - what the cell holds
 * @returns what is written
 */
export function guardCell(value: string): string {
  return FORMULA.test(value) ? `'${value}` : value;
}

/**
 * Takes away the apostrophe that {@link guardCell} put there, so that what is taken out can be brought in again.
 *
 * @param cell - a cell as it was parsed
 * @returns what it holds
 */
export function restoreCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

/**
 * Writes records, guarded by {@link guardCell}.
 *
 * @param records - what their cells hold
 * @returns the lines, with their ends; cells are quoted where RFC 4180 asks for it or a spreadsheet would take them apart
 */
export function formatRecords(records: readonly (readonly string[])[]): string {
  return stringify(
    records.map((cells) => cells.map(guardCell)),
    OPTIONS,
  );
}

/**
 * Writes a list into one cell: with commas, or as JSON where an entry would not come back from that.
 *
 * @param entries - the list
 * @returns the text; empty for an empty list
 */
export function formatList(entries: readonly string[]): string {
  if (entries.length === 0) return "";
  const text = entries.join(", ");
  const read = parseList(text);
  return read.length === entries.length && read.every((entry, index) => entry === entries[index])
    ? text
    : JSON.stringify(entries);
}

/**
 * Reads a list from one cell: entries between commas or semicolons, or a JSON list of texts.
 *
 * @param text - the cell
 * @returns the entries, without white space around them; empty ones are left out
 */
export function parseList(text: string): string[] {
  if (text.startsWith("[")) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list) && list.every((entry) => typeof entry === "string")) return list;
    } catch {
      // A list between commas whose first entry begins with a bracket.
    }
  }
  return text
    .split(/[,;]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
