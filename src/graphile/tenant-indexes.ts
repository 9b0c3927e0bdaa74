import type { PgAttribute, PgClass, PgIndex } from "postgraphile/graphile-build-pg/pg-introspection";
import { ARCHIVE_COLUMN, TENANT_COLUMN } from "./columns.ts";

const TABLE_KINDS = new Set(["r", "m", "f", "p"]);
const VIEW_KIND = "v";

/** The bit of a key's options that says it runs from the highest value to the lowest. */
const DESCENDING = 1;

/** A column of an index. */
interface Key {
  readonly column: string;
  readonly isDescending: boolean;
}

/** An index that can serve a request. */
interface ServingIndex {
  /** The organization left out. */
  readonly keys: readonly Key[];
  readonly isUnique: boolean;
}

/** An order of all rows of a list. */
export interface ListOrder {
  readonly column: string;
  readonly direction: "asc" | "desc";
}

/**
 * Tells whether the indexes of a relation decide on anything.
 *
 * @param table - a relation as introspected
 * @returns whether it is a table
 */
export function hasIndexes(table: PgClass): boolean {
  return TABLE_KINDS.has(table.relkind);
}

/** What a view says about the indexes behind it. */
export interface ViewIndexes {
  readonly filters: readonly string[];
  readonly orders: readonly string[];
  readonly listOrder: ListOrder | undefined;
}

/**
 * Reads what a view's comment says that it can be filtered and ordered by, since a view has no indexes of its own: the
 * smart tags `@filterBy column …` and `@orderBy column …`, of which the first is the default order, with a minus sign
 * before it for the highest value first.
 *
 * @param table - a relation as introspected
 * @returns the columns; undefined when it isn't a view of a tenant's rows
 */
export function viewIndexes(table: PgClass): ViewIndexes | undefined {
  if (table.relkind !== VIEW_KIND || !table.getAttribute({ name: TENANT_COLUMN })) return undefined;
  const { filterBy, orderBy } = table.getTags();
  const words = (tag: unknown) => (typeof tag === "string" ? tag.split(" ") : []);
  const orders = words(orderBy).map((word) => word.replace(/^-/, ""));
  const listOrder = orders[0]
    ? { column: orders[0], direction: words(orderBy)[0]?.startsWith("-") ? ("desc" as const) : ("asc" as const) }
    : undefined;
  return { filters: words(filterBy), orders, listOrder };
}

/**
 * Tells whether the rows with one value are found without reading others: an index has the column right behind the
 * organization.
 *
 * @param table - a table
 * @param column - one of its columns
 * @returns whether to offer the column as a filter
 */
export function servesFilter(table: PgClass, column: string): boolean {
  return servingIndexes(table).some(({ keys }) => keys[0]?.column === column);
}

/**
 * Tells whether the first rows in the order of a column are read without reading others, at least among the rows that
 * refer to one row, such as the stages of a pipeline. The rows with one value are told apart by the primary key, so the
 * index has to go on with it, in the same direction. Behind a status and a time the id comes too late: all rows of the
 * first status would be sorted. Where no two rows have the same value, nothing more is needed.
 *
 * @param table - a table
 * @param column - one of its columns
 * @returns whether to offer the column as an order
 */
export function servesOrder(table: PgClass, column: string): boolean {
  return servingIndexes(table).some(({ keys, isUnique }) => {
    if (isUnique && keys.length === 1 && keys[0]?.column === column && isRequired(table, column)) return true;
    return runsBy(table, keys, column) || runsBy(table, behindReference(table, keys), column);
  });
}

/**
 * Tells whether a column is part of an index at all.
 *
 * @param table - a table
 * @param column - one of its columns
 * @returns whether to offer the column for grouping
 */
export function servesGrouping(table: PgClass, column: string): boolean {
  return servingIndexes(table).some(({ keys }) => keys.some((key) => key.column === column));
}

/**
 * Tells whether the rows that refer to another one are found without reading others. Those of a partitioned table are
 * not read in order: PostgreSQL merges partitions by a value that it has, not by one that comes from another row. Its
 * collection is to be filtered instead.
 *
 * @param table - the referring table
 * @param columns - its columns that refer
 * @returns whether the other row has a list of them
 */
export function servesReference(table: PgClass, columns: readonly string[]): boolean {
  if (table.relkind === "p") return false;
  const reference = withoutTenant(columns);
  // An organization's rows are the root collections.
  if (reference.length === 0) return false;
  return servingIndexes(table).some(({ keys }) => {
    const leading = keys.slice(0, reference.length).map(({ column }) => column);
    return reference.every((column) => leading.includes(column));
  });
}

/**
 * Finds the order in which the rows of a table are listed unless another is asked for: the one that most of its
 * indexes go on with behind a filter or a reference, so that the first rows of each such list are read from an index
 * as well.
 *
 * @param table - a table
 * @returns the order, or undefined where no index has one
 */
export function listOrder(table: PgClass): ListOrder | undefined {
  if (!table.getAttribute({ name: TENANT_COLUMN })) return undefined;
  const orders = new Map<string, ListOrder & { uses: number }>();
  for (const { keys } of servingIndexes(table)) {
    for (const place of [0, 1]) {
      const order = keys.slice(place);
      const [first] = order;
      if (!first || order.length < 2 || !runsBy(table, order, first.column)) continue;
      const direction = first.isDescending ? "desc" : "asc";
      const { uses } = orders.get(`${first.column} ${direction}`) ?? { uses: 0 };
      orders.set(`${first.column} ${direction}`, { column: first.column, direction, uses: uses + place });
    }
  }
  const isTime = ({ column }: ListOrder) => Number(column === "created_at");
  const [best] = [...orders.values()].sort((one, other) => other.uses - one.uses || isTime(other) - isTime(one));
  return best && { column: best.column, direction: best.direction };
}

/** The part of an index behind the columns that refer to a row, if it starts with such; else nothing. */
function behindReference(table: PgClass, keys: readonly Key[]): readonly Key[] {
  const references = table.getConstraints().filter(({ contype }) => contype === "f");
  const lengths = references.map((constraint) => {
    const columns = withoutTenant(constraint.getAttributes()?.map(({ attname }) => attname) ?? []);
    const isLeading = constraint.getForeignAttributes()?.some(({ attname }) => attname === "id");
    return isLeading && keys.slice(0, columns.length).every(({ column }) => columns.includes(column))
      ? columns.length
      : 0;
  });
  const length = Math.max(0, ...lengths);
  return length === 0 ? [] : keys.slice(length);
}

/** Whether an index runs by a column, and by the primary key where that is the same, in one direction. */
function runsBy(table: PgClass, keys: readonly Key[], column: string): boolean {
  const order = [column, ...primaryKey(table).filter((name) => name !== column)];
  return order.every(
    (name, place) => keys[place]?.column === name && keys[place].isDescending === keys[0]?.isDescending,
  );
}

function primaryKey(table: PgClass): string[] {
  const constraint = table.getConstraints().find(({ contype }) => contype === "p");
  return constraint?.getAttributes()?.map(({ attname }) => attname) ?? [];
}

function isRequired(table: PgClass, column: string): boolean {
  return table.getAttribute({ name: column })?.attnotnull === true;
}

/**
 * Only B-trees count, whole or limited to rows that are not archived. Row level security supplies the organization,
 * which is not worth asking for.
 */
function servingIndexes(table: PgClass): ServingIndex[] {
  return table
    .getIndexes()
    .filter((index) => isBtree(index) && (index.indpred === null || leavesOutArchivedRows(table, index.indpred)))
    .map((index) => ({ keys: keysOf(index), isUnique: index.indisunique === true && index.indpred === null }));
}

function isBtree(index: PgIndex): boolean {
  return index.getIndexClass()?.getAccessMethod()?.amname === "btree";
}

function keysOf(index: PgIndex): Key[] {
  // Columns that are only included come behind the keys.
  const all = columnsBefore(index.getKeys().slice(0, index.indnkeyatts ?? undefined));
  const columns = withoutTenant(all);
  const options = index.indoption?.slice(all.length - columns.length) ?? [];
  return columns.map((column, place) => ({ column, isDescending: ((options[place] ?? 0) & DESCENDING) !== 0 }));
}

/** Whatever stands behind an expression in an index is of no use by itself. */
function columnsBefore(keys: readonly (PgAttribute | null)[]): string[] {
  const expression = keys.indexOf(null);
  return keys.slice(0, expression === -1 ? undefined : expression).map((key) => key?.attname ?? "");
}

function withoutTenant(columns: readonly string[]): readonly string[] {
  return columns[0] === TENANT_COLUMN ? columns.slice(1) : columns;
}

/** Recognizes `where deleted_at is null` in PostgreSQL's parse tree, the only form the catalog has. */
function leavesOutArchivedRows(table: PgClass, predicate: string): boolean {
  const column = /^\{NULLTEST :arg \{VAR :varno 1 :varattno (\d+) [^{}]*\} :nulltesttype 0 [^{}]*\}$/.exec(
    predicate,
  )?.[1];
  return column !== undefined && table.getAttribute({ number: Number(column) })?.attname === ARCHIVE_COLUMN;
}
