import { parseArgs } from "node:util";
import type { Sizes } from "./dataset.ts";
import { OPERATIONS } from "./operations.ts";

/** What can be asked for with --only, beside the operations. */
const MIXED = "mixed";

export const HELP = `Measures the gateway against PostGraphile's own adaptor and against hand-written SQL in one round trip.

  npm run bench                        everything, on a database with a tenant of a million contacts
  npm run bench -- --quick             less of it, on a smaller database, in under two minutes

  --quick                fewer rows, fewer and shorter rounds
  --only <operation>     one operation: ${[...OPERATIONS.map(({ name }) => name), MIXED].join(", ")}
  --cpu-prof <directory> writes a profile of the gateway's process for each operation, which Chrome's developer tools open
  --write                writes the results into bench/README.md
  --help                 this text

The database is made for the purpose and removed afterwards. The last line is "median ratio N.NN, worst N.NN (operation)":
requests a second of the gateway, as a share of the limit's, at 16 connections with the database on the same machine.`;

/** How often and how long each takes its turn. */
export interface Turns {
  readonly rounds: number;
  readonly turnMs: number;
  readonly warmUpMs: number;
}

/** How much is measured, and on what. */
export interface Effort {
  readonly sizes: Sizes;
  /** What the comparison rests on. */
  readonly main: Turns;
  /** Everything else. */
  readonly other: Turns;
  /** Until what runs often has been compiled, which takes the gateway some 25,000 requests and the limit far fewer. */
  readonly warmUpMs: number;
  readonly bulkRounds: number;
}

const FULL: Effort = {
  sizes: { tenants: 200, singles: [1_000, 10_000, 100_000, 1_000_000], others: 9_796 },
  main: { rounds: 9, turnMs: 600, warmUpMs: 1_500 },
  other: { rounds: 5, turnMs: 400, warmUpMs: 400 },
  warmUpMs: 20_000,
  bulkRounds: 5,
};

const QUICK: Effort = {
  sizes: { tenants: 20, singles: [1_000, 10_000, 50_000], others: 177 },
  main: { rounds: 5, turnMs: 150, warmUpMs: 300 },
  other: { rounds: 2, turnMs: 120, warmUpMs: 60 },
  warmUpMs: 3_000,
  bulkRounds: 1,
};

/** What the command was asked to do. */
export interface BenchOptions {
  readonly help: boolean;
  readonly effort: Effort;
  readonly only: string | undefined;
  readonly profiles: string | undefined;
  readonly write: boolean;
}

/**
 * Reads the command line.
 *
 * @param args - what follows the name of the command
 * @returns what is to be done
 * @throws Error that names what is wrong
 */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      "cpu-prof": { type: "string" },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const names = [...OPERATIONS.map(({ name }) => name), MIXED];
  if (values.only !== undefined && !names.includes(values.only)) {
    throw new Error(`--only: there is no operation ${values.only}; there are ${names.join(", ")}`);
  }
  return {
    help: values.help,
    effort: values.quick ? QUICK : FULL,
    only: values.only,
    profiles: values["cpu-prof"],
    write: values.write,
  };
}
