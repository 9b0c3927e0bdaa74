import type {} from "postgraphile";
import type { PgCodec } from "postgraphile/@dataplan/pg";
import { TYPES } from "postgraphile/@dataplan/pg";
import { ARCHIVE_COLUMN, TENANT_COLUMN } from "../columns.ts";
import {
  hasIndexes,
  servesFilter,
  servesGrouping,
  servesOrder,
  servesReference,
  viewIndexes,
} from "../tenant-indexes.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      TenantIndexPlugin: true;
    }
  }

  namespace DataplanPg {
    interface PgCodecAttributeExtensions {
      /** What an index serves this column as; unset where indexes don't decide. */
      tenantIndex?: {
        readonly servesFilter: boolean;
        readonly servesOrder: boolean;
        readonly servesGrouping: boolean;
      };
    }
  }
}

const CATEGORY_NAME = /(^|_)(source|medium|campaign|currency|gender|type)$/;

const CATEGORY_TYPES = new Set<PgCodec>([TYPES.boolean, TYPES.date, TYPES.timestamptz]);

/** What all rows of a collection share, or says nothing of what they are about. */
const NO_CATEGORIES = new Set([TENANT_COLUMN, ARCHIVE_COLUMN, "updated_at"]);

/** Whether rows are told apart into kinds by a column: what they are, belong to, or when they were. */
function isCategory(codec: PgCodec, name: string, isReference = false): boolean {
  if (NO_CATEGORIES.has(name)) return false;
  const isEnum = codec.extensions?.isEnumTableEnum === true;
  return isEnum || isReference || CATEGORY_TYPES.has(codec) || CATEGORY_NAME.test(name);
}

/**
 * Decides by indexes instead of PgIndexBehaviorsPlugin, knowing that row level security supplies the organization: what
 * no index leads with, the organization aside, can be neither filtered by nor, unless the index also settles the order
 * of equal values, ordered by; views say themselves what the indexes behind them serve, and those that name orders have no
 * other, such as by a primary key that is made up; and a relation whose key leads no index has no list. So no request reads
 * a whole tenant to find a few rows. A column that is in an index at all, or of which many rows have the same value, can be
 * grouped by, since grouping reads all rows anyway.
 */
export const TenantIndexPlugin: GraphileConfig.Plugin = {
  name: "TenantIndexPlugin",
  description: "Decides by tenant-leading indexes what can be filtered, ordered and traversed.",
  version: "2.0.0",
  // Its hooks leave alone what has been decided already.
  before: ["PgIndexBehaviorsPlugin"],

  gather: {
    hooks: {
      pgCodecs_attribute(_info, { attribute, pgAttribute }) {
        const table = pgAttribute.getClass();
        const { attname } = pgAttribute;
        const view = table && viewIndexes(table);
        if (view) {
          const isFilter = view.filters.includes(attname);
          const isOrder = view.orders.includes(attname);
          const tenantIndex = { servesFilter: isFilter, servesOrder: isOrder, servesGrouping: isFilter || isOrder };
          attribute.extensions = { ...attribute.extensions, isIndexed: true, tenantIndex };
        }
        if (!table || !hasIndexes(table)) return;
        const tenantIndex = {
          servesFilter: servesFilter(table, attname),
          servesOrder: servesOrder(table, attname),
          servesGrouping: servesGrouping(table, attname),
        };
        attribute.extensions = { ...attribute.extensions, isIndexed: true, tenantIndex };
      },
      pgRelations_relation(_info, { relation, pgConstraint }) {
        const table = pgConstraint.getClass();
        if (!relation.isReferencee || !table || !hasIndexes(table)) return;
        const columns = pgConstraint.getAttributes()?.map(({ attname }) => attname) ?? [];
        relation.extensions = { ...relation.extensions, isIndexed: servesReference(table, columns) };
      },
    },
  },

  schema: {
    entityBehavior: {
      pgCodecAttribute: {
        inferred: {
          after: ["inferred"],
          provides: ["postInferred"],
          callback: (behavior, [codec, attributeName]) => {
            const attribute = codec.attributes[attributeName];
            const index = attribute?.extensions?.tenantIndex;
            if (!index) return behavior;
            const isGrouped =
              index.servesGrouping || isCategory(attribute.codec, attributeName, attribute.extensions?.isReference);
            return [
              behavior,
              // Values of an enum table are text to the database: as well ordered, and grouped by, as any other.
              isGrouped ? "orderBy" : "-orderBy",
              ...(index.servesOrder ? [] : (["-attribute:orderBy"] as const)),
              ...(index.servesFilter ? [] : (["-attribute:filterBy"] as const)),
            ];
          },
        },
      },
    },
    hooks: {
      GraphQLEnumType_values: {
        after: ["PgOrderByPrimaryKeyPlugin", "PgConnectionArgOrderByPlugin"],
        callback(values, { inflection }, { scope: { isPgRowSortEnum, pgCodec } }) {
          if (!isPgRowSortEnum || !pgCodec?.extensions?.tags?.["orderBy"]) return values;
          const unserved = ["NATURAL", "PRIMARY_KEY_ASC", "PRIMARY_KEY_DESC"].map((name) => inflection.builtin(name));
          return Object.fromEntries(Object.entries(values).filter(([name]) => !unserved.includes(name)));
        },
      },
    },
  },
};
