/** What spreadsheets take for a formula, and such a cell with apostrophes before it (OWASP, CSV injection). */
const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/**
 * Writes a cell. One that a spreadsheet would calculate gets an apostrophe in front, phone numbers (+44 …) too.
 *
 * @param value - what the cell holds; null and undefined leave it empty
 * @returns the cell, quoted as RFC 4180 asks where it has to be
 */
export function formatCell(value: string | null | undefined): string {
  if (value === null || value === undefined || value === "") return "";
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Takes away the apostrophe that {@link formatCell} put there, so that what is taken out can be brought in again.
 *
 * @param cell - a cell as it was parsed
 * @returns what it holds
 */
export function restoreCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

/**
 * Writes a record.
 *
 * @param values - what its cells hold
 * @returns the line, with its end
 */
export function formatRecord(values: readonly (string | null | undefined)[]): string {
  return `${values.map(formatCell).join(",")}\r\n`;
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
