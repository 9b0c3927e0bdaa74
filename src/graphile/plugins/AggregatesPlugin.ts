import type {} from "@graphile/pg-aggregates";
import type {} from "postgraphile";
import type { PgCodec, PgSelectSingleStep, PgSelectStep } from "postgraphile/@dataplan/pg";
import { isEnumCodec, TYPES } from "postgraphile/@dataplan/pg";
import { lambda } from "postgraphile/grafast";
import { TENANT_COLUMN } from "../columns.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      AggregatesPlugin: true;
    }
  }
}

/** What a CRM is asked for; statistics beyond that would double the size of the API. */
const KEPT = new Set(["sum", "distinctCount", "min", "max", "average"]);

/** Numbers that name or rank a row: the greatest is of use, to go on from, and nothing else is. */
const RANK = /^(number|position|version)$|_(version|code)$/;

/** Numbers that don't add up: rates, ratings, prices of one, averages. */
const RATE =
  /^(rating|probability|confidence)$|_(rating|score|basis_points)$|^(unit_price_cents|first_response_seconds)$/;

const TIMES = new Set<PgCodec | undefined>([TYPES.date, TYPES.timestamp, TYPES.timestamptz]);

/**
 * Keeps the aggregates that are of use, adds the one that is missing, how many rows a group has, and names groups by
 * an enum as the enum does.
 */
export const AggregatesPlugin: GraphileConfig.Plugin = {
  name: "AggregatesPlugin",
  description: "Adds row counts to aggregates and leaves out rare statistics.",
  version: "1.0.0",
  after: ["aggregates"],

  schema: {
    entityBehavior: {
      pgCodecAttribute: {
        inferred: {
          after: ["inferred"],
          provides: ["postInferred"],
          // Its conditions on times compare them with numbers, which PostgreSQL refuses.
          callback: (behavior, [codec, attributeName]) => [
            behavior,
            ...(TIMES.has(codec.attributes[attributeName]?.codec) ? [behave("-havingBy")] : []),
            ...without(codec.attributes[attributeName]?.codec, attributeName),
          ],
        },
      },
    },
    hooks: {
      build(build) {
        build.pgAggregateSpecs = (build.pgAggregateSpecs ?? [])
          .filter(({ id }) => KEPT.has(id))
          .map((spec) =>
            spec.id === "min" || spec.id === "max"
              ? { ...spec, isSuitableType: (codec) => TIMES.has(codec) || spec.isSuitableType(codec) }
              : spec,
          );
        return build;
      },
      GraphQLObjectType_fields(fields, build, { scope, Self }) {
        const { keys: stockKeys } = fields;
        if (!scope.isPgAggregateContainerType || !stockKeys) return fields;
        const { GraphQLInt, GraphQLNonNull } = build.graphql;
        const publicKey = (codec: PgCodec, key: string | null): string | null =>
          key !== null && isEnumCodec(codec) ? build.inflection.enumValue(key, codec) : key;
        const keys = {
          ...stockKeys,
          description: "What the rows of the group have in common, in the order of `groupBy`; null without groups.",
          plan($aggregate: PgSelectSingleStep) {
            const $groups = ($aggregate.getClassStep() as PgSelectStep).getGroupDetails();
            return lambda([$groups, $aggregate], ([groups, row]) =>
              row == null || groups.indicies.length === 0
                ? null
                : groups.indicies.map(({ index, codec }) =>
                    publicKey(codec, (row as (string | null)[])[index] ?? null),
                  ),
            );
          },
        };
        return build.extend(
          { ...fields, keys },
          {
            count: {
              description: "How many rows there are, in the group or in all.",
              type: new GraphQLNonNull(GraphQLInt),
              plan: ($aggregate: PgSelectSingleStep) => $aggregate.select(build.sql`count(*)`, TYPES.bigint),
            },
          },
          `Adding count to ${Self.name} in AggregatesPlugin`,
        );
      },
    },
  },
};

/** The types of behaviors don't know those that are made of several words. */
function behave(behavior: string): GraphileBuild.BehaviorString {
  return behavior as GraphileBuild.BehaviorString;
}

/** The aggregates that say nothing about a column. */
function without(type: PgCodec | undefined, attributeName: string): GraphileBuild.BehaviorString[] {
  const isSame = attributeName === "id" || attributeName === TENANT_COLUMN;
  if (isSame || type?.arrayOfCodec || type === TYPES.jsonb) return [behave("-distinctCount:attribute:aggregate")];
  if (RANK.test(attributeName))
    return ["-sum:attribute:aggregate", "-average:attribute:aggregate", "-attribute:havingBy"].map(behave);
  return RATE.test(attributeName) ? [behave("-sum:attribute:aggregate")] : [];
}
