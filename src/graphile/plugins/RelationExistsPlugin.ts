import type {} from "postgraphile";
import type { PgCodecRelation, PgCodecWithAttributes } from "postgraphile/@dataplan/pg";
import { type SQL, sql } from "postgraphile/pg-sql2";
import type {} from "postgraphile-plugin-connection-filter";
import { exportable } from "../exportable.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      RelationExistsPlugin: true;
    }
  }
}

/** The part of a query that a filter adds to. */
interface Conditions {
  readonly alias: SQL;
  where(condition: SQL): void;
}

type Apply = (conditions: Conditions, value: boolean | null | undefined) => void;

/**
 * Lets `companyExists` look whether the row names a company: the foreign key vouches for the rest. The stock filter
 * joins the other table, of which PostgreSQL then reads all the tenant's rows.
 */
export const RelationExistsPlugin: GraphileConfig.Plugin = {
  name: "RelationExistsPlugin",
  description: "Filters by whether a relation leads to a row without reading the other table.",
  version: "1.0.0",
  after: ["PgConnectionArgFilterForwardRelationsPlugin"],

  schema: {
    hooks: {
      GraphQLInputObjectType_fields(fields, build, { scope }) {
        if (!scope.isPgConnectionFilter || !scope.pgCodec?.attributes) return fields;
        const codec = scope.pgCodec as PgCodecWithAttributes;
        const { inflection } = build;
        const registry = build.input.pgRegistry;
        const relations: Record<string, PgCodecRelation> = registry.pgRelations[codec.name] ?? {};
        const changed = { ...fields };
        for (const [relationName, { isReferencee, localAttributes }] of Object.entries(relations)) {
          if (isReferencee) continue;
          const relation = inflection.singleRelation({ registry, codec, relationName });
          const name = inflection.filterForwardRelationExistsFieldName(relation);
          const field = fields[name] as ((typeof fields)[string] & { readonly apply: Apply }) | undefined;
          if (!field) continue;
          const optional = localAttributes.filter((attribute) => !codec.attributes[attribute]?.notNull);
          changed[name] = Object.assign({ ...field }, { apply: exportable(existing, field.apply, optional) });
        }
        return changed;
      },
    },
  },
};

/**
 * Filters by whether a row names another.
 *
 * @param apply - the stock filter, which refuses what is neither true nor false
 * @param optional - the columns that name it and can be empty
 * @returns the filter
 */
export function existing(apply: Apply, optional: readonly string[]): Apply {
  return (conditions, value) => {
    if (value == null) return apply(conditions, value);
    const columns = optional.map((attribute) => sql`${conditions.alias}.${sql.identifier(attribute)}`);
    const isSet = sql.join(
      columns.map((column) => sql`${column} is not null`),
      " and ",
    );
    const isMissing = sql.join(
      columns.map((column) => sql`${column} is null`),
      " or ",
    );
    return conditions.where(sql.parens(value ? isSet : isMissing));
  };
}
