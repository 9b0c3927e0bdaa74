import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { formatCell, formatList, formatRecord, parseList, restoreCell } from "../../src/csv/format.ts";
import {
  CELL_LIMIT,
  CELLS_LIMIT,
  CsvLimitError,
  CsvParser,
  type CsvRecord,
  detectSeparator,
  RECORD_LIMIT,
  type Separator,
} from "../../src/csv/parse.ts";

function parse(pieces: string | readonly string[], separator: Separator = ","): CsvRecord[] {
  const parser = new CsvParser(separator);
  return [...[pieces].flat().flatMap((piece) => [...parser.write(piece)]), ...parser.end()];
}

function cells(pieces: string | readonly string[], separator: Separator = ","): (readonly string[])[] {
  return parse(pieces, separator).map((record) => record.cells);
}

describe("the parser", () => {
  it.each<[string, string, string[][]]>([
    ["nothing", "", []],
    ["a record without an end", "a,b", [["a", "b"]]],
    ["LF, CRLF and CR", "a\nb\r\nc\rd", [["a"], ["b"], ["c"], ["d"]]],
    ["empty cells", ",a,\n", [["", "a", ""]]],
    ["quoted cells", '"a","b, c"\n', [["a", "b, c"]]],
    ["doubled quotation marks", '"say ""hi""",""""\n', [['say "hi"', '"']]],
    ["line ends in quotes", '"a\nb","c\r\nd"\r\n', [["a\nb", "c\r\nd"]]],
    ["a quotation mark within a plain cell", 'a "b" c\n', [['a "b" c']]],
    ["white space, which belongs to the cell", " a , b\n", [[" a ", " b"]]],
    ["letters of all languages", "Ærø,名前,🦊\n", [["Ærø", "名前", "🦊"]]],
    ["a NUL", "a\0b\n", [["a\0b"]]],
  ])("reads %s", (_, text, expected) => {
    expect(cells(text)).toEqual(expected);
    // However it arrives.
    expect(cells([...text])).toEqual(expected);
  });

  it("leaves blank lines out, and counts them", () => {
    expect(parse("a\n\n\r\n,\nb\n\n")).toEqual([
      { row: 1, cells: ["a"] },
      { row: 5, cells: ["b"] },
    ]);
  });

  it("names the form of a record that is wrong, and goes on after it", () => {
    expect(parse('"a"b,c\nd\n')).toEqual([
      { row: 1, cells: expect.any(Array), problem: expect.stringContaining("after the closing quotation mark") },
      { row: 2, cells: ["d"] },
    ]);
    expect(parse('a\n"b\nc\n')).toEqual([
      { row: 1, cells: ["a"] },
      { row: 2, cells: expect.any(Array), problem: expect.stringContaining("never closed") },
    ]);
  });

  it("takes cells of a megabyte, and no larger ones", () => {
    const large = "x".repeat(CELL_LIMIT);
    expect(cells(`${large}\n"${large}"`)).toEqual([[large], [large]]);
    expect(() => parse(`a\n${large}x`)).toThrow(CsvLimitError);
    expect(() => parse(["a\n", '"', ...Array.from({ length: 33 }, () => "x".repeat(32 * 1024))])).toThrow(
      expect.objectContaining({ row: 2 }),
    );
  });

  it("takes no larger records, and no more cells, than it can hold", () => {
    const cell = "x".repeat(1024);
    const record = Array.from({ length: RECORD_LIMIT / 1024 }, () => cell).slice(0, CELLS_LIMIT);
    expect(cells(record.join(","))).toHaveLength(1);
    expect(() => parse(",".repeat(CELLS_LIMIT))).toThrow(CsvLimitError);
    expect(() => parse([`${"y".repeat(CELL_LIMIT)},`, `${"y".repeat(CELL_LIMIT)},y`])).toThrow(CsvLimitError);
  });

  it.each<[string, Separator]>([
    ["a,b;c,d\n;;;;", ","],
    ["a;b;c,d\n,,,,", ";"],
    ["a\tb\tc;d\r\n", "\t"],
    ['"a;b;c",d\n', ","],
    ['"a\n;;;",d,e\n;;;;', ","],
    ["name", ","],
    ["", ","],
  ])("finds the separator of %j", (beginning, separator) => {
    expect(detectSeparator(beginning)).toBe(separator);
  });
});

/** Texts with all that has a meaning in CSV and in spreadsheets. */
const text = fc.string({
  unit: fc.oneof(fc.constantFrom(..."\"',;\t\r\n =+-@[]\0", "＝", "＋", "－", "＠"), fc.string({ unit: "binary" })),
});

describe("what is written", () => {
  it("comes back as it was, however the file is cut into pieces", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { maxLength: 5 }),
        fc.array(fc.nat({ max: 40 }), { maxLength: 20 }),
        (table, cuts) => {
          const file = table.map(formatRecord).join("");
          const pieces: string[] = [];
          let from = 0;
          for (const length of cuts) {
            pieces.push(file.slice(from, from + length));
            from += length;
          }
          pieces.push(file.slice(from));
          const present = table.filter((record) => record.some((cell) => cell !== ""));
          expect(cells(pieces).map((record) => record.map(restoreCell))).toEqual(present);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("is no formula in any cell", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (record) => {
        for (const cell of cells(formatRecord(record))[0] ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["=1+1", "'=1+1"],
    ["+442079460000", "'+442079460000"],
    ["-5", "'-5"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", '"\'\t=1"'],
    ["\r=1", '"\'\r=1"'],
    ["＝1", "'＝1"],
    ["'=1", "''=1"],
    ["'tis", "'tis"],
    ["5-3", "5-3"],
    ['=HYPERLINK("http://x.test","y")', '"\'=HYPERLINK(""http://x.test"",""y"")"'],
  ])("makes %j into %s", (value, cell) => {
    expect(formatCell(value)).toBe(cell);
  });

  it("quotes what has to be quoted, and nothing else", () => {
    expect(formatRecord(["a", null, undefined, "", "b c", " d", 'e"f', "g,h", "i;j", "k\nl"])).toBe(
      'a,,,,b c," d","e""f","g,h","i;j","k\nl"\r\n',
    );
  });
});

describe("a list", () => {
  it("comes back from one cell", () => {
    expect(parseList("a, b;c ,, d")).toEqual(["a", "b", "c", "d"]);
    expect(parseList("[a], b")).toEqual(["[a]", "b"]);
    expect(formatList(["a", "b"])).toBe("a, b");
    expect(formatList(["a, b"])).toBe('["a, b"]');
    fc.assert(
      fc.property(fc.array(text), (entries) => {
        expect(parseList(formatList(entries))).toEqual(entries);
      }),
      { numRuns: 1_000 },
    );
  });
});
