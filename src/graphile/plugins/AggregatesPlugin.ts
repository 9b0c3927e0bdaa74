import type {} from "@graphile/pg-aggregates";
import type {} from "postgraphile";
import type { PgCodec, PgSelectSingleStep, PgSelectStep } from "postgraphile/@dataplan/pg";
import { isEnumCodec, TYPES } from "postgraphile/@dataplan/pg";
import { lambda } from "postgraphile/grafast";
import { sql } from "postgraphile/pg-sql2";
import { TENANT_COLUMN } from "../columns.ts";
import { exportable } from "../exportable.ts";

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
              ? { ...spec, isSuitableType: exportable(orTimes, spec.isSuitableType) }
              : spec,
          );
        return build;
      },
      GraphQLObjectType_fields(fields, build, { scope, Self }) {
        const { keys: stockKeys } = fields;
        if (!scope.isPgAggregateContainerType || !stockKeys) return fields;
        const { GraphQLInt, GraphQLNonNull } = build.graphql;
        const keys = {
          ...stockKeys,
          description: "What the rows of the group have in common, in the order of `groupBy`; null without groups.",
          plan: exportable(keysOf, enumNames(build)),
        };
        return build.extend(
          { ...fields, keys },
          {
            count: {
              description: "How many rows there are, in the group or in all.",
              type: new GraphQLNonNull(GraphQLInt),
              plan: countOf,
            },
          },
          `Adding count to ${Self.name} in AggregatesPlugin`,
        );
      },
    },
  },
};

/** What the values of enums are called, by the name of the enum's type and the value. */
type EnumNames = Readonly<Record<string, Readonly<Record<string, string>>>>;

const ENUM_NAMES = new WeakMap<GraphileBuild.Build, EnumNames>();

function enumNames(build: GraphileBuild.Build): EnumNames {
  const known = ENUM_NAMES.get(build);
  if (known) return known;
  const codecs = Object.values<PgCodec>(build.input.pgRegistry.pgCodecs).filter(isEnumCodec);
  const names = Object.fromEntries(
    codecs.map((codec) => [
      codec.name,
      Object.fromEntries(codec.values.map(({ value }) => [value, build.inflection.enumValue(value, codec)])),
    ]),
  );
  ENUM_NAMES.set(build, names);
  return names;
}

/**
 * Plans what the rows of a group have in common.
 *
 * @param names - what the values of enums are called
 * @returns the plan
 */
export function keysOf(names: EnumNames) {
  const publicKey = (codec: PgCodec, key: string | null): string | null =>
    key === null ? null : (names[codec.name]?.[key] ?? key);
  return ($aggregate: PgSelectSingleStep) => {
    const $groups = ($aggregate.getClassStep() as PgSelectStep).getGroupDetails();
    return lambda([$groups, $aggregate], ([groups, row]) =>
      row == null || groups.indicies.length === 0
        ? null
        : groups.indicies.map(({ index, codec }) => publicKey(codec, (row as (string | null)[])[index] ?? null)),
    );
  };
}

/** Plans how many rows there are. */
export function countOf($aggregate: PgSelectSingleStep) {
  return $aggregate.select(sql`count(*)`, TYPES.bigint);
}

/**
 * Lets an aggregate be of times, too.
 *
 * @param isSuitable - whether it can be of a type
 * @returns whether it can be of a type now
 */
export function orTimes(isSuitable: (codec: PgCodec) => boolean) {
  return (codec: PgCodec): boolean => TIMES.has(codec) || isSuitable(codec);
}

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
