import { Readable } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { formatList, formatRecords, guardCell, parseList, restoreCell } from "../../src/csv/format.ts";
import {
  CELLS_LIMIT,
  CsvFileError,
  type CsvRecord,
  detectSeparator,
  parseRecords,
  RECORD_LIMIT,
  type Separator,
} from "../../src/csv/parse.ts";

async function parse(
  pieces: string | readonly (string | Uint8Array)[],
  separator: Separator = ",",
): Promise<CsvRecord[]> {
  const buffers = [pieces].flat().map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece));
  return Array.fromAsync(parseRecords(Readable.from(buffers), separator));
}

async function cells(pieces: string | readonly (string | Uint8Array)[]): Promise<(readonly string[])[]> {
  return (await parse(pieces)).map((record) => record.cells);
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
    ["white space, which belongs to the cell", " a , b\n", [[" a ", " b"]]],
    ["letters of all languages", "Ærø,名前,🦊\n", [["Ærø", "名前", "🦊"]]],
    ["a byte order mark, which is no letter", "\uFEFFa,b\n", [["a", "b"]]],
    ["a byte order mark before a quoted cell", '\uFEFF"a,b"\n', [["a,b"]]],
    ["a NUL", "a\0b\n", [["a\0b"]]],
  ])("reads %s", async (_, text, expected) => {
    expect(await cells(text)).toEqual(expected);
    // However it arrives.
    expect(await cells([...Buffer.from(text)].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  it("separates cells by what it is told", async () => {
    expect(await parse("a;b,c\n", ";")).toEqual([{ row: 1, cells: ["a", "b,c"] }]);
    expect(await parse("a\tb;c\n", "\t")).toEqual([{ row: 1, cells: ["a", "b;c"] }]);
  });

  it("leaves blank lines out, and counts them", async () => {
    expect(await parse("a\n\n\r\n,\nb\n\n")).toEqual([
      { row: 1, cells: ["a"] },
      { row: 5, cells: ["b"] },
    ]);
  });

  it.each([
    ['a\n\n"a"b,c\nd\n', 3, "after the closing quotation mark"],
    ['a\nb\n"b\nc\n', 3, "never closed"],
    ['a,b\n5" pipe,b\n', 2, "within a cell"],
  ])("ends at %j, and says where", async (text, row, message) => {
    await expect(parse(text)).rejects.toThrow(
      expect.objectContaining({
        name: "CsvFileError",
        row,
        isTooLarge: false,
        message: expect.stringContaining(message),
      }),
    );
  });

  it("takes records of two megabytes, and no larger ones", async () => {
    const large = "x".repeat(RECORD_LIMIT - 3);
    expect(await cells(`a\n"${large}"\nb`)).toEqual([["a"], [large], ["b"]]);
    await expect(parse(`a\n"${large}x"\nb`)).rejects.toThrow(expect.objectContaining({ row: 2, isTooLarge: true }));
  });

  it("takes a thousand cells, and no more", async () => {
    expect((await cells(`x${",x".repeat(CELLS_LIMIT - 1)}`))[0]).toHaveLength(CELLS_LIMIT);
    await expect(parse(`a\nx${",x".repeat(10_000)}\nb`)).rejects.toThrow(
      expect.objectContaining({ row: 2, isTooLarge: true }),
    );
  });

  it.each([
    ["a quotation mark that is never closed", '"', "x"],
    ["commas without an end", "", ","],
    ["NULs without an end", "", "\0"],
  ])("reads no further than it can hold: %s", async (_, beginning, letter) => {
    let read = 0;
    const endless = async function* () {
      yield Buffer.from(`a\n${beginning}`);
      const piece = Buffer.alloc(64 * 1024, letter);
      for (; read < 100 * 1024 * 1024; read += piece.length) yield piece;
    };
    const before = process.memoryUsage().rss;
    await expect(Array.fromAsync(parseRecords(endless(), ","))).rejects.toThrow(CsvFileError);
    expect(read).toBeLessThan(3 * RECORD_LIMIT);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
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
  it("comes back as it was, however the file is cut into pieces", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { maxLength: 5 }),
        fc.array(fc.nat({ max: 40 }), { maxLength: 20 }),
        async (table, cuts) => {
          const file = Buffer.from(formatRecords(table));
          const pieces: Uint8Array[] = [];
          let from = 0;
          for (const length of cuts) {
            pieces.push(file.subarray(from, from + length));
            from += length;
          }
          pieces.push(file.subarray(from));
          const present = table.filter((record) => record.some((cell) => cell !== ""));
          expect((await cells(pieces)).map((record) => record.map(restoreCell))).toEqual(present);
        },
      ),
      { numRuns: 1_000 },
    ));

  it("is no formula in any cell", () =>
    fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1 }), async (record) => {
        for (const cell of (await cells(formatRecords([record])))[0] ?? []) {
          expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
        }
      }),
      { numRuns: 1_000 },
    ));

  it.each([
    ["=1+1", "'=1+1"],
    ["+442079460000", "'+442079460000"],
    ["-5", "'-5"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", '"\'\t=1"'],
    ["\r=1", '"\'\r=1"'],
    ["\n=1", '"\'\n=1"'],
    ["＝1", "'＝1"],
    ["'=1", "''=1"],
    ["'tis", "'tis"],
    ["5-3", "5-3"],
    ['=HYPERLINK("http://x.test","y")', '"\'=HYPERLINK(""http://x.test"",""y"")"'],
  ])("makes %j into %s", (value, cell) => {
    expect(formatRecords([[value]])).toBe(`${cell}\r\n`);
    expect(restoreCell(guardCell(value))).toBe(value);
  });

  it("quotes what has to be quoted, and nothing else", () => {
    expect(formatRecords([["a", "", "b c", " d", 'e"f', "g,h", "i;j", "k\nl"], ["m"]])).toBe(
      'a,,b c," d","e""f","g,h","i;j","k\nl"\r\nm\r\n',
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
