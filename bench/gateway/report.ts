import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, totalmem } from "node:os";
import type { Results } from "./measure.ts";
import type { RoundTripsByName } from "./round-trips.ts";
import type { Session } from "./session.ts";
import { median } from "./statistics.ts";
import type { TargetName, Usage } from "./target.ts";
import { TARGETS, TITLES } from "./targets.ts";

const README = new URL("../README.md", import.meta.url);
const MARKERS = ["<!-- results of npm run bench -- --write -->", "<!-- end of results -->"] as const;

/** Everything about one operation. */
export interface OperationResults {
  readonly title: string;
  readonly busy: Results;
  readonly alone: Results;
  readonly farAway: Results;
  readonly roundTrips: RoundTripsByName;
}

/** A table, in Markdown, whose columns are as wide as they need to be. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? "").length), 3));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

/** A number with as many digits as mean something. */
export function figure(value: number | undefined, digits = 2): string {
  if (value === undefined || Number.isNaN(value)) return "";
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Machine and versions. */
export function machine(postgresql: string): string {
  const gigabytes = Math.round(totalmem() / 1_024 ** 3);
  return `PostgreSQL ${postgresql}, Node ${process.versions.node}, ${availableParallelism()} × ${cpus()[0]?.model.trim()}, ${gigabytes} GB.`;
}

/** Requests a second, and what they take. */
export function throughputTable(
  title: string,
  operations: readonly OperationResults[],
  of: "busy" | "alone" | "farAway",
): string {
  const rows = operations.flatMap((operation) =>
    TARGETS.map((name) => {
      const result = operation[of][name];
      return [
        name === TARGETS[0] ? operation.title : "",
        TITLES[name],
        figure(result?.perSecond, 0),
        figure(result?.ratio),
        figure(result?.p50),
        figure(result?.p99),
        figure(result?.processorMs, 3),
        figure(result?.databaseMs, 3),
        figure(result?.processorRatio),
      ];
    }),
  );
  const head = ["", "", "requests/s", "ratio", "p50 ms", "p99 ms", "process ms", "database ms", "processor ratio"];
  return `${title}\n\n${table(head, rows)}`;
}

/** Round trips and statements of a request. */
export function roundTripsTable(operations: readonly OperationResults[]): string {
  const cell = (name: TargetName, { roundTrips }: OperationResults) => {
    const counted = roundTrips[name];
    return counted === undefined
      ? ""
      : `${counted.waitedFor} / ${figure(counted.flights, 1)} / ${figure(counted.statements, 1)}`;
  };
  const rows = operations.map((operation) => [operation.title, ...TARGETS.map((name) => cell(name, operation))]);
  return `Per request: round trips that the answer waits for / flights on the wire / statements\n\n${table(["", ...TARGETS.map((name) => TITLES[name])], rows)}`;
}

/** How fast the targets start, and what they hold. */
export function memoryTable({ targets, atRest }: Session, underLoad: readonly Usage[]): string {
  const rows = targets.map(({ name, startMs }, place) => [
    TITLES[name],
    figure(startMs / 1_000, 1),
    figure(atRest[place]?.residentMb, 0),
    figure(underLoad[place]?.residentMb, 0),
    figure(underLoad[place]?.heapMb, 0),
  ]);
  const head = ["", "starts in s", "at rest MB", "after the load MB", "of it heap MB"];
  return `Start and memory\n\n${table(head, rows)}`;
}

/**
 * Sums the comparison up in a line.
 *
 * @param operations - what was measured
 * @returns the line that ends a run
 */
export function summary(operations: readonly OperationResults[]): string {
  const ratios = operations.map(({ title, busy }) => ({ title, ratio: busy.gateway?.ratio ?? Number.NaN }));
  const worst = ratios.toSorted((one, other) => one.ratio - other.ratio)[0];
  return `median ratio ${median(ratios.map(({ ratio }) => ratio)).toFixed(2)}, worst ${worst?.ratio.toFixed(2)} (${worst?.title})`;
}

/**
 * Puts the results into bench/README.md, where the earlier ones were.
 *
 * @param text - in Markdown
 * @throws Error when the place is not marked
 */
export async function writeResults(text: string): Promise<void> {
  const readme = await readFile(README, "utf8");
  const [begin, end] = MARKERS.map((marker) => readme.indexOf(marker));
  if (begin === undefined || end === undefined || begin < 0 || end < begin) {
    throw new Error(`bench/README.md lacks ${MARKERS.join(" … ")}`);
  }
  await writeFile(README, `${readme.slice(0, begin)}${MARKERS[0]}\n\n${text}\n\n${readme.slice(end)}`);
}
