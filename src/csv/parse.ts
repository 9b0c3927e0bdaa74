/** A record of a CSV file. */
export interface CsvRecord {
  /** Its place among the file's records, blank lines included; the header is 1, as in a spreadsheet. */
  readonly row: number;
  readonly cells: readonly string[];
  /** What is wrong with its form; its cells don't count then. */
  readonly problem?: string;
}

/** What separates the cells of a record. */
export type Separator = "," | ";" | "\t";

/** Thrown when a record is too large to be one: usually a quotation mark is missing somewhere. */
export class CsvLimitError extends Error {
  override readonly name = "CsvLimitError";
  readonly row: number;

  constructor(row: number, message: string) {
    super(message);
    this.row = row;
  }
}

/** Characters of one record at most; more are never held. */
export const RECORD_LIMIT = 2 * 1024 * 1024;
/** Characters of one cell at most. */
export const CELL_LIMIT = 1024 * 1024;
/** Cells of one record at most. */
export const CELLS_LIMIT = 1_000;

const STRAY_TEXT = "There is text after the closing quotation mark of a cell.";
const UNCLOSED = "A quotation mark is opened and never closed.";

/**
 * Reads CSV as RFC 4180 has it, a piece at a time: cells may be quoted, and then hold separators, line ends and doubled
 * quotation marks. Lines end in CRLF, LF or CR. A quotation mark within an unquoted cell stands for itself.
 */
export class CsvParser {
  private readonly separator: number;
  private row = 1;
  private cells: string[] = [];
  private cell = "";
  private length = 0;
  private problem: string | undefined;
  private state: "start" | "plain" | "quoted" | "closed" = "start";
  private followsReturn = false;

  constructor(separator: Separator) {
    this.separator = separator.charCodeAt(0);
  }

  /**
   * Reads on.
   *
   * @param text - the next piece of the file
   * @returns the records that end in it; blank lines are left out
   * @throws CsvLimitError when a record or cell is too large
   */
  *write(text: string): Generator<CsvRecord> {
    let from = 0;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      const followsReturn = this.followsReturn;
      this.followsReturn = false;
      if (this.state === "quoted") {
        if (code !== 34) continue;
        this.take(text.slice(from, index));
        this.state = "closed";
      } else if (code === 34 && this.state === "start") {
        this.state = "quoted";
        from = index + 1;
      } else if (code === 34 && this.state === "closed") {
        // A doubled quotation mark, which belongs to the cell as the first letter of what comes next.
        this.state = "quoted";
        from = index;
      } else if (code === this.separator || code === 10 || code === 13) {
        if (this.state === "plain") this.take(text.slice(from, index));
        if (code === 10 && followsReturn) continue;
        this.endCell();
        if (code === this.separator) continue;
        this.followsReturn = code === 13;
        const record = this.endRecord();
        if (record !== undefined) yield record;
      } else if (this.state === "closed") {
        this.problem = STRAY_TEXT;
        this.state = "plain";
        from = index;
      } else if (this.state === "start") {
        this.state = "plain";
        from = index;
      }
    }
    if (this.state === "plain" || this.state === "quoted") this.take(text.slice(from));
  }

  /**
   * Ends the file.
   *
   * @returns the last record, if its line has no end
   * @throws CsvLimitError when it is too large
   */
  *end(): Generator<CsvRecord> {
    if (this.state === "quoted") this.problem = UNCLOSED;
    if (this.state === "start" && this.cells.length === 0) return;
    this.endCell();
    const record = this.endRecord();
    if (record !== undefined) yield record;
  }

  private take(text: string): void {
    this.cell += text;
    this.length += text.length;
    if (this.cell.length > CELL_LIMIT || this.length > RECORD_LIMIT) {
      const what = this.cell.length > CELL_LIMIT ? "cell" : "row";
      throw new CsvLimitError(this.row, `A ${what} is too large; perhaps a quotation mark is never closed.`);
    }
  }

  private endCell(): void {
    this.cells.push(this.cell);
    if (this.cells.length > CELLS_LIMIT) throw new CsvLimitError(this.row, "A row has too many cells.");
    this.cell = "";
    this.state = "start";
  }

  private endRecord(): CsvRecord | undefined {
    const { row, cells, problem } = this;
    this.row++;
    this.cells = [];
    this.length = 0;
    this.problem = undefined;
    if (problem !== undefined) return { row, cells, problem };
    return cells.every((cell) => cell === "") ? undefined : { row, cells };
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
