import type {} from "postgraphile";
import type { PgAttribute, PgClass, PgIndex } from "postgraphile/graphile-build-pg/pg-introspection";
import { ARCHIVE_COLUMN, TENANT_COLUMN } from "../columns.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      TenantIndexPlugin: true;
    }
  }
}

/** Views have no indexes of their own; they get the benefit of the doubt, as in PgIndexBehaviorsPlugin. */
const TABLE_KINDS = new Set(["r", "m", "f", "p"]);

/**
 * Teaches PgIndexBehaviorsPlugin that row level security supplies the organization: an index (organization_id,
 * status, due_at) serves whoever asks for a status, and for a time when or unless the status is given too. What is in
 * no index can be neither filtered nor ordered by, and a relation whose key leads no index has no list, so that no
 * request reads a whole tenant to find a few rows.
 *
 * Only B-trees count, whole or limited to rows that are not archived; the organization itself is not worth asking for.
 */
export const TenantIndexPlugin: GraphileConfig.Plugin = {
  name: "TenantIndexPlugin",
  description: "Decides by tenant-leading indexes what can be filtered, ordered and traversed.",
  version: "1.0.0",
  // Its hooks leave alone what has been decided already.
  before: ["PgIndexBehaviorsPlugin"],

  gather: {
    hooks: {
      pgCodecs_attribute(_info, { attribute, pgAttribute }) {
        const table = pgAttribute.getClass();
        if (!table || !TABLE_KINDS.has(table.relkind)) return;
        const isIndexed = servingKeys(table).some((keys) => keys.includes(pgAttribute.attname));
        attribute.extensions = { ...attribute.extensions, isIndexed };
      },
      pgRelations_relation(_info, { relation, pgConstraint }) {
        const table = pgConstraint.getClass();
        if (!relation.isReferencee || !table || !TABLE_KINDS.has(table.relkind)) return;
        const reference = withoutTenant(pgConstraint.getAttributes()?.map(({ attname }) => attname) ?? []);
        const isIndexed = servingKeys(table).some((keys) => {
          const leading = keys.slice(0, reference.length);
          return reference.every((column) => leading.includes(column));
        });
        relation.extensions = { ...relation.extensions, isIndexed };
      },
    },
  },

  schema: {
    entityBehavior: {
      pgCodecAttribute: {
        inferred: {
          after: ["inferred"],
          provides: ["postInferred"],
          // Values of an enum table are text to the database: as well ordered, and grouped by, as any other.
          callback: (behavior, [codec, attributeName]) => {
            const attribute = codec.attributes[attributeName];
            const orderable = attribute?.codec.extensions?.isEnumTableEnum && attribute.extensions?.isIndexed;
            return orderable ? [behavior, "attribute:orderBy"] : behavior;
          },
        },
      },
    },
  },
};

/** The columns of each index that can serve a request, the organization left out. */
function servingKeys(table: PgClass): string[][] {
  return table
    .getIndexes()
    .filter((index) => isBtree(index) && (index.indpred === null || leavesOutArchivedRows(table, index.indpred)))
    .map((index) => withoutTenant(columnsBefore(index.getKeys())));
}

function isBtree(index: PgIndex): boolean {
  return index.getIndexClass()?.getAccessMethod()?.amname === "btree";
}

/** Whatever stands behind an expression in an index is of no use by itself. */
function columnsBefore(keys: (PgAttribute | null)[]): string[] {
  const expression = keys.indexOf(null);
  return keys.slice(0, expression === -1 ? undefined : expression).map((key) => key?.attname ?? "");
}

function withoutTenant(columns: string[]): string[] {
  return columns[0] === TENANT_COLUMN && columns.length > 1 ? columns.slice(1) : columns;
}

/** Recognizes `where deleted_at is null` in PostgreSQL's parse tree, the only form the catalog has. */
function leavesOutArchivedRows(table: PgClass, predicate: string): boolean {
  const column = /^\{NULLTEST :arg \{VAR :varno 1 :varattno (\d+) [^{}]*\} :nulltesttype 0 [^{}]*\}$/.exec(
    predicate,
  )?.[1];
  return column !== undefined && table.getAttribute({ number: Number(column) })?.attname === ARCHIVE_COLUMN;
}
