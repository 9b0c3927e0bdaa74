import type {} from "@graphile/pg-aggregates";
import type {} from "postgraphile";
import type { PgCodec, PgCodecWithAttributes, PgCondition } from "postgraphile/@dataplan/pg";
import { PgBooleanFilter, TYPES } from "postgraphile/@dataplan/pg";
import { isInputObjectType } from "postgraphile/graphql";
import { sql } from "postgraphile/pg-sql2";
import { exportable } from "../exportable.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      HavingPlugin: true;
    }
  }
}

type Spec = GraphileBuild.Build["pgAggregateSpecs"][number];

const TIMES = new Set<PgCodec>([TYPES.date, TYPES.timestamp, TYPES.timestamptz]);

const FLOATS = new Set<PgCodec>([TYPES.float, TYPES.float4]);

/**
 * Adds the conditions on groups that are missing, on how many rows or different values there are, gives those on averages
 * the type of an average, leaves out those on what isn't given, and calls and and or as filters do.
 */
export const HavingPlugin: GraphileConfig.Plugin = {
  name: "HavingPlugin",
  description: "Conditions on groups: on counts, and on every aggregate that is given.",
  version: "1.0.0",
  after: ["aggregates"],

  schema: {
    hooks: {
      GraphQLInputObjectType_fields(fields, build, { Self, scope }) {
        if (scope.isPgAggregateHavingInputType) return containerFields(fields, build);
        const of = havingTypes(build).get(Self.name);
        return of ? aggregateFields(fields, build, of) : fields;
      },
    },
  },
};

interface HavingType {
  readonly codec: PgCodecWithAttributes;
  readonly spec: Spec;
}

type Fields = Parameters<NonNullable<GraphileBuild.SchemaBuilderHooks["GraphQLInputObjectType_fields"]>[number]>[0];

function containerFields(fields: Fields, build: GraphileBuild.Build): Fields {
  const { AND: and, OR: or, ...conditions } = fields;
  const ofCounts = build.getInputTypeByName("HavingIntFilter");
  const used = Object.entries(conditions).filter(
    ([, { type }]) => isInputObjectType(type) && Object.keys(type.getFields()).length > 0,
  );
  return {
    ...(and && { and }),
    ...(or && { or }),
    ...Object.fromEntries(used),
    count: {
      description: "Conditions on the number of rows.",
      type: ofCounts,
      extensions: { grafast: { apply: ofCount } },
    },
  };
}

function aggregateFields(fields: Fields, build: GraphileBuild.Build, { codec, spec }: HavingType): Fields {
  const { behavior, inflection } = build;
  const result: Fields = {};
  for (const [attributeName, { codec: type }] of Object.entries(codec.attributes)) {
    const given = `${spec.id}:attribute:aggregate` as keyof GraphileBuild.BehaviorStrings;
    if (!behavior.pgCodecAttributeMatches([codec, attributeName], given)) continue;
    const name = inflection.attribute({ codec, attributeName });
    const field = fields[name];
    // Of what there are groups of, there may be groups with many.
    const isGrouped = behavior.pgCodecAttributeMatches([codec, attributeName], "orderBy") && !TIMES.has(type);
    if (spec.id === "distinctCount" && (isGrouped || field)) {
      const apply = exportable(ofAggregate, spec.sqlAggregateWrap, attributeName, type);
      result[name] = { type: build.getInputTypeByName("HavingBigintFilter"), extensions: { grafast: { apply } } };
    } else if (field) {
      const isRounded = spec.id === "average" && !FLOATS.has(type);
      result[name] = isRounded ? { ...field, type: build.getInputTypeByName("HavingBigfloatFilter") } : field;
    }
  }
  return result;
}

/** Conditions on the number of rows of a group. */
export function ofCount($having: PgCondition): PgBooleanFilter {
  return new PgBooleanFilter($having, sql`count(*)`);
}

/**
 * Conditions on an aggregate of a group.
 *
 * @param aggregate - aggregates a column
 * @param attributeName - the column
 * @param type - its type
 * @returns what begins them
 */
export function ofAggregate(aggregate: Spec["sqlAggregateWrap"], attributeName: string, type: PgCodec) {
  return ($having: PgCondition) =>
    new PgBooleanFilter($having, aggregate(sql`${$having.alias}.${sql.identifier(attributeName)}`, type));
}

/** The types of conditions on aggregates, by name. */
function havingTypes(build: GraphileBuild.Build): ReadonlyMap<string, HavingType> {
  const known = HAVING_TYPES.get(build);
  if (known) return known;
  const types = new Map<string, HavingType>();
  for (const resource of Object.values(build.pgResources)) {
    if (!resource.codec.attributes || resource.parameters) continue;
    for (const spec of build.pgAggregateSpecs) {
      const { inflection } = build;
      const name = inflection.upperCamelCase(`${inflection.tableType(resource.codec)}-having-${spec.id}-input`);
      types.set(name, { codec: resource.codec as PgCodecWithAttributes, spec });
    }
  }
  HAVING_TYPES.set(build, types);
  return types;
}

const HAVING_TYPES = new WeakMap<GraphileBuild.Build, ReadonlyMap<string, HavingType>>();
