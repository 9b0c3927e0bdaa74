import { createHash } from "node:crypto";
import { SafeError } from "postgraphile/grafast";
import type { SQL } from "postgraphile/pg-sql2";
import { sql } from "postgraphile/pg-sql2";

/** A value that rows are ordered by. */
export interface Order {
  readonly expression: SQL;
  /** The type that a value of a cursor is read as. */
  readonly type: SQL;
  readonly isNullable: boolean;
  readonly direction: "ASC" | "DESC";
}

/** What a cursor holds. */
export interface Cursor {
  /** What it was made for. */
  readonly digest: string;
  /** Those of the row. */
  readonly values: readonly unknown[];
}

/**
 * Says whether a request gives a value, such as a cursor.
 *
 * @param value - of an argument
 * @returns whether it is neither left out nor null
 */
export function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** Where a cursor comes from: a variable of the request, as soon as that is known. */
export interface CursorSource {
  variable?: string;
}

/** The functions of plans that read a cursor, and where each has it from. */
export const cursorReaders = new WeakMap<object, CursorSource>();

/** A value of a cursor on its way to PostgreSQL, which tells where it is from. */
export class CursorValue {
  readonly cursor: Cursor;
  readonly source: CursorSource;
  readonly index: number;

  constructor(cursor: Cursor, source: CursorSource, index: number) {
    this.cursor = cursor;
    this.source = source;
    this.index = index;
  }

  /** What pg sends in its place. */
  toPostgres(): unknown {
    return this.cursor.values[this.index];
  }

  toJSON(): unknown {
    return this.toPostgres();
  }
}

const INVALID = "This is no cursor of this collection in this order: take one from an earlier answer.";

/**
 * Reads a cursor.
 *
 * @param cursor - as a client sends it
 * @returns what it holds
 * @throws SafeError when it isn't one
 */
export function parseCursor(cursor: unknown): Cursor | null {
  if (cursor === null || cursor === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(String(cursor), "base64").toString("utf8"));
    if (Array.isArray(parsed) && typeof parsed[0] === "string") {
      const [digest, ...values] = parsed;
      return { digest, values };
    }
  } catch {}
  throw new SafeError(INVALID, { code: "BAD_USER_INPUT" });
}

/**
 * States which rows come behind one row, or before it, where equal values are told apart by what follows them, and
 * missing values are where PostgreSQL has them: last when ascending, first when descending.
 *
 * @param orders - what rows are ordered by; all of it together is unique
 * @param cursor - of the row
 * @param source - where the cursor comes from
 * @param isBefore - whether the rows before it are meant
 * @returns the condition
 * @throws SafeError when the cursor is one of another order
 */
export function keysetCondition(
  orders: readonly Order[],
  cursor: Cursor,
  source: CursorSource,
  isBefore: boolean,
): SQL {
  const { digest, values } = cursor;
  if (digest !== digestOf(orders) || values.length !== orders.length) {
    throw new SafeError(INVALID, { code: "BAD_USER_INPUT" });
  }
  const keys = orders.map(({ expression, type, isNullable, direction }, index) => ({
    expression,
    value: values[index],
    literal: sql`${sql.value(new CursorValue(cursor, source, index) as never)}::${type}`,
    isNullable,
    isAscending: (direction === "ASC") !== isBefore,
  }));
  return behind(keys);
}

interface Key {
  readonly expression: SQL;
  readonly value: unknown;
  readonly literal: SQL;
  readonly isNullable: boolean;
  readonly isAscending: boolean;
}

function behind(keys: readonly Key[]): SQL {
  const [key, ...rest] = keys;
  if (!key) return sql`false`;
  if (isComparableAtOnce(keys)) {
    const comparison = key.isAscending ? sql`>` : sql`<`;
    const row = (parts: readonly SQL[]) => sql.parens(sql.join(parts, ", "), true);
    return sql`${row(keys.map(({ expression }) => expression))} ${comparison} ${row(keys.map(({ literal }) => literal))}`;
  }
  const isSame = key.value === null ? sql`${key.expression} is null` : sql`${key.expression} = ${key.literal}`;
  return sql`(${further(key)}) or (${isSame} and (${behind(rest)}))`;
}

/** An index is entered at the right place for a comparison of rows; missing values have no place in one. */
function isComparableAtOnce(keys: readonly Key[]): boolean {
  return keys.every(
    ({ value, isNullable, isAscending }) =>
      value !== null && isAscending === keys[0]?.isAscending && !(isNullable && isAscending),
  );
}

function further({ expression, value, literal, isNullable, isAscending }: Key): SQL {
  if (value === null) return isAscending ? sql`false` : sql`${expression} is not null`;
  if (!isAscending) return sql`${expression} < ${literal}`;
  return isNullable ? sql`${expression} > ${literal} or ${expression} is null` : sql`${expression} > ${literal}`;
}

/** Made as PostGraphile makes it when it hands a cursor out. */
function digestOf(orders: readonly Order[]): string {
  const texts = orders.map(({ expression }) => sql.compile(expression).text);
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex").slice(0, 10);
}
