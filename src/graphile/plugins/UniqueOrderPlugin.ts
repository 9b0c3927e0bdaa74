import type {} from "postgraphile";
import type { PgSelectQueryBuilder } from "postgraphile/@dataplan/pg";
import { exportable } from "../exportable.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      UniqueOrderPlugin: true;
    }
  }
}

/**
 * Orders by a column.
 *
 * @param attribute - the column
 * @param direction - from the lowest or from the highest value
 * @returns what gives the order to a query
 */
export function orderingBy(attribute: string, direction: "ASC" | "DESC") {
  return (query: PgSelectQueryBuilder): void => query.orderBy({ attribute, direction });
}

/**
 * Lets an order count as unique only where no two rows can have the same value. The stock orders do so for every column
 * that a unique key begins with, however the key goes on, and for nullable ones: nothing would then tell rows of the
 * same value apart, and cursors would skip some of them.
 */
export const UniqueOrderPlugin: GraphileConfig.Plugin = {
  name: "UniqueOrderPlugin",
  description: "Ends every order with what tells rows of the same value apart.",
  version: "1.0.0",

  schema: {
    hooks: {
      GraphQLEnumType_values: {
        after: ["PgConnectionArgOrderByPlugin", "PgOrderAllAttributesPlugin"],
        callback(values, build, { scope: { isPgRowSortEnum, pgCodec } }) {
          if (!isPgRowSortEnum || !pgCodec?.attributes) return values;
          const uniques = build.pgTableResource(pgCodec as Parameters<typeof build.pgTableResource>[0])?.uniques ?? [];
          const changed = { ...values };
          for (const [attributeName, { notNull }] of Object.entries(pgCodec.attributes)) {
            const keys = uniques.filter(({ attributes }) => attributes[0] === attributeName);
            if (keys.length === 0 || (notNull && keys.some(({ attributes }) => attributes.length === 1))) continue;
            for (const variant of ["asc", "desc"] as const) {
              const codec = pgCodec as Parameters<typeof build.inflection.orderByAttributeEnum>[0]["codec"];
              const name = build.inflection.orderByAttributeEnum({ codec, attributeName, variant });
              const value = changed[name];
              if (!value) continue;
              const direction = variant === "asc" ? "ASC" : "DESC";
              const apply = exportable(orderingBy, attributeName, direction);
              const grafast = { ...value.extensions?.["grafast"], apply };
              changed[name] = { ...value, extensions: { ...value.extensions, grafast } };
            }
          }
          return changed;
        },
      },
    },
  },
};
