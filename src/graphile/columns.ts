import type { PgAttribute } from "postgraphile/graphile-build-pg/pg-introspection";

/** The table of those whose rows everything is. */
export const TENANT_TABLE = "organizations";

/** The column that says whose a row is; it leads every key and index of a tenant's table. */
export const TENANT_COLUMN = "organization_id";

/** The column that, when set, says a row is archived. */
export const ARCHIVE_COLUMN = "deleted_at";

/**
 * Tells columns that refer to a row of another table, by its id, from all others; a value of an enum table is not a
 * row, nor is a word that another table explains. The id of a view's row may be that of a table's, but is its own.
 *
 * @param column - a column as introspected
 * @returns whether it is the part of a foreign key that holds the id
 */
export function isReference(column: PgAttribute): boolean {
  if (column.attname === "id") return false;
  const constraints = column.getClass()?.getConstraints() ?? [];
  return constraints.some(
    (constraint) =>
      constraint.contype === "f" &&
      constraint.getForeignAttributes()?.[constraint.conkey?.indexOf(column.attnum) ?? -1]?.attname === "id",
  );
}

/**
 * Names the column as the API does, before it is put in camel case. A reference always ends in `_id`, because the
 * name without it is the row itself. The id of a view’s row may refer to another row, and is still `id`.
 *
 * @param column - the name in the database
 * @param reference - what {@link isReference} says of it
 * @returns the name, in snake case
 */
export function publicColumnName(column: string, reference: boolean | undefined): string {
  return reference && !/(^|_)id$/.test(column) ? `${column}_id` : column;
}
