import { parseArgs } from "node:util";
import { LEAST_ROWS_PER_TENANT, type LoadRequest, SIZES } from "./plan.ts";

export const HELP = `Loads data into the database in use, which it brings up to date first.

  npm run db:seed                                    the demonstration data, into a database without users
  npm run db:seed -- --size small|medium|large       data for load tests, beside what is there
  npm run db:seed -- --tenants <N> --rows <M>

  --size     small   ${SIZES.small.rows.toLocaleString("en-US").padStart(10)} rows, ${SIZES.small.tenants} organizations
             medium  ${SIZES.medium.rows.toLocaleString("en-US").padStart(10)} rows, ${SIZES.medium.tenants} organizations
             large   ${SIZES.large.rows.toLocaleString("en-US").padStart(10)} rows, ${SIZES.large.tenants} organizations, one with about a million messages
  --tenants  organizations; the first has two fifths of the rows, the last very few
  --rows     rows of all tables together, about; at least ${LEAST_ROWS_PER_TENANT} for each organization
  --seed     a whole number, 1 unless told: the same seed gives the same rows, another one other organizations
  --as-of    the day before which everything has happened, as 2030-12-31; today unless told
  --help     this text

The organizations are called load-<seed>-0001 and so on; owner@load-<seed>-0001.test signs in to the first
(npm run token -- owner@load-1-0001.test). A run that was interrupted goes on with the organizations that are missing.

It takes two connections of a login that may set session_replication_role: the embedded server's superuser,
ROOT_DATABASE_URL, or the owner after "grant set on parameter session_replication_role to tenantry_owner". Otherwise it
takes one connection, and while it makes an organization nobody else can write.`;

/** What the command was asked to do. */
export type SeedOptions =
  | { readonly kind: "help" }
  | { readonly kind: "demonstration" }
  | {
      readonly kind: "load";
      readonly request: Omit<LoadRequest, "asOf"> & { readonly asOf?: string | undefined };
    };

const MAXIMUM_ROWS = 100_000_000;
const MAXIMUM_TENANTS = 9_999;
const MAXIMUM_SEED = 999_999_999;

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`--${name}: give a whole number from ${least} to ${most}`);
}

function dayBefore(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  if (isDay && time <= Date.now() && text >= "2000-01-01") return text;
  throw new Error("--as-of: give a day since 2000-01-01 that isn't in the future, as 2030-12-31");
}

/**
 * Reads the arguments of `db:seed`.
 *
 * @param argv - the arguments after the command's name
 * @returns what to do
 * @throws Error saying which argument is wrong
 */
export function readSeedOptions(argv: readonly string[]): SeedOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      size: { type: "string" },
      tenants: { type: "string" },
      rows: { type: "string" },
      seed: { type: "string" },
      "as-of": { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const { size, tenants, rows, seed = "1", "as-of": asOf, help } = values;
  if (help) return { kind: "help" };
  if (size === undefined && tenants === undefined && rows === undefined) {
    if (values.seed === undefined && asOf === undefined) return { kind: "demonstration" };
    throw new Error("give --size, or --tenants and --rows; --help tells more");
  }
  if (size !== undefined && (tenants !== undefined || rows !== undefined)) {
    throw new Error("give --size, or --tenants and --rows, not both");
  }
  if (size !== undefined && !Object.hasOwn(SIZES, size)) throw new Error("--size: give small, medium or large");
  if (size === undefined && (tenants === undefined || rows === undefined)) {
    throw new Error("give both --tenants and --rows");
  }
  const amount =
    size === undefined
      ? {
          tenants: wholeNumber("tenants", tenants ?? "", 1, MAXIMUM_TENANTS),
          rows: wholeNumber("rows", rows ?? "", LEAST_ROWS_PER_TENANT, MAXIMUM_ROWS),
        }
      : SIZES[size as keyof typeof SIZES];
  if (amount.rows < amount.tenants * LEAST_ROWS_PER_TENANT) {
    throw new Error(`--rows: ${amount.tenants} organizations need at least ${amount.tenants * LEAST_ROWS_PER_TENANT}`);
  }
  return {
    kind: "load",
    request: {
      ...amount,
      seed: wholeNumber("seed", seed, 0, MAXIMUM_SEED),
      asOf: asOf === undefined ? undefined : dayBefore(asOf),
    },
  };
}
