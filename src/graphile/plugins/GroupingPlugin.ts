import type {} from "@graphile/pg-aggregates";
import type {} from "postgraphile";
import type { PgCodec, PgGroupSpec, PgSelectStep } from "postgraphile/@dataplan/pg";
import { TYPES } from "postgraphile/@dataplan/pg";
import type { Step } from "postgraphile/grafast";
import { constant, lambda, SafeError, sideEffect } from "postgraphile/grafast";
import { type GraphQLEnumType, getNamedType } from "postgraphile/graphql";
import { type SQL, sql } from "postgraphile/pg-sql2";
import { exportable, type FieldPlan } from "../exportable.ts";
import { exceeded } from "../limit-exceeded.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      GroupingPlugin: true;
    }
  }
}

/** How many groups an answer can have. */
export const MAXIMUM_GROUPS = 1_000;

/** By how much at once: every group has a key for each, however often a request names the same. */
const MAXIMUM_KEYS = 10;

/** The organization's time zone, looked up once for a statement. */
const TIME_ZONE = sql`(select app_hidden.time_zone())`;

type Spec = GraphileBuild.Build["pgAggregateGroupBySpecs"][number];
type Unit = "day" | "week" | "month";

/** Whether a column is a time. */
export const isTime = (codec: PgCodec) => codec === TYPES.timestamptz;

/** Whether a column is a date. */
export const isDate = (codec: PgCodec) => codec === TYPES.date;

/** The type of an hour. */
export const time = () => TYPES.timestamptz;

/** The type of a day, week or month. */
export const date = () => TYPES.date;

/** Hours are times: the two between one and two o’clock when the clock is set back are not the same. */
export const hourOf = (value: SQL): SQL => sql`date_trunc('hour', ${value}, ${TIME_ZONE})`;

/** Days, weeks and months of a time are those of the organization’s calendar, named by their first day. */
export const beginningOf = (unit: Unit) => (value: SQL) =>
  sql`date_trunc(${sql.literal(unit)}, ${value} at time zone ${TIME_ZONE})::date`;

/** Weeks and months of a date, named by their first day. */
export const firstDayOf = (unit: Unit) => (value: SQL) =>
  sql`date_trunc(${sql.literal(unit)}, ${value}::timestamp)::date`;

const BY_HOUR: Spec = {
  id: "truncated-to-hour",
  isSuitableType: isTime,
  sqlWrap: hourOf,
  sqlWrapCodec: time,
};

const ofTime = (unit: Unit): Spec => ({
  id: `truncated-to-${unit}`,
  isSuitableType: isTime,
  sqlWrap: exportable(beginningOf, unit),
  sqlWrapCodec: date,
});

const ofDate = (unit: Unit): Spec => ({
  id: `truncated-to-${unit}`,
  isSuitableType: isDate,
  sqlWrap: exportable(firstDayOf, unit),
  sqlWrapCodec: date,
});

const SPECS: readonly Spec[] = [
  BY_HOUR,
  ofTime("day"),
  ofTime("week"),
  ofTime("month"),
  ofDate("week"),
  ofDate("month"),
];

/**
 * Groups times by the calendar of the organization instead of that of Greenwich, gives groups in the order of what they
 * have in common, and limits how many there can be.
 */
export const GroupingPlugin: GraphileConfig.Plugin = {
  name: "GroupingPlugin",
  description: "Groups by the organization’s days, weeks and months, in order.",
  version: "1.0.0",
  after: ["aggregates"],

  schema: {
    hooks: {
      build(build) {
        build.pgAggregateGroupBySpecs = [...SPECS];
        return build;
      },

      GraphQLObjectType_fields_field(field, _build, { scope }) {
        const { plan } = field;
        if (!scope.isConnectionType || scope.fieldName !== "groupedAggregates" || !plan) return field;
        return { ...field, plan: exportable(inOrder, plan) };
      },
    },
  },
};

/**
 * Plans groups in the order of what they have in common, and no more than there can be.
 *
 * @param plan - plans the groups
 * @returns the plan
 */
export function inOrder(plan: FieldPlan): FieldPlan {
  return ($connection, args, info) => {
    const $select = plan($connection, args, info) as PgSelectStep;
    const groupBy = info.field.args.find(({ name }) => name === "groupBy");
    const values = groupBy ? (getNamedType(groupBy.type) as GraphQLEnumType).getValues() : [];
    const $order = lambda(args.getRaw(["groupBy"]) as Step<readonly unknown[]>, (names) => {
      requireFewKeys(names);
      return orderOf(
        names.map((name) => values.find(({ value }) => value === name)),
        $select.alias,
      );
    });
    $select.orderBy({ fragment: $select.deferredSQL($order), codec: TYPES.text, direction: "ASC" });
    $select.setFirst(constant(MAXIMUM_GROUPS + 1));
    sideEffect($select.items(), requireFewGroups);
    return $select;
  };
}

type EnumValue = ReturnType<GraphQLEnumType["getValues"]>[number];

/** What rows are grouped by, which each value of `groupBy` says to a query. */
function orderOf(groupBy: readonly (EnumValue | undefined)[], alias: PgSelectStep["alias"]) {
  const expressions: PgGroupSpec["fragment"][] = [];
  for (const value of groupBy) {
    const apply = value?.extensions?.["grafast"]?.["apply"] as ((query: object) => void) | undefined;
    apply?.({ alias, groupBy: ({ fragment }: PgGroupSpec) => void expressions.push(fragment) });
  }
  return expressions.length === 0 ? sql`null::int` : sql.join(expressions, ", ");
}

function requireFewKeys({ length }: readonly unknown[]): void {
  if (length <= MAXIMUM_KEYS) return;
  const message = `Rows can be grouped by ${MAXIMUM_KEYS} values at once, and ${length} were given.`;
  throw new SafeError(message, { ...exceeded("groupKeys", MAXIMUM_KEYS, length), field: "groupBy" });
}

function requireFewGroups(groups: unknown): void {
  if (!Array.isArray(groups) || groups.length <= MAXIMUM_GROUPS) return;
  const message = `This makes more than ${MAXIMUM_GROUPS} groups: group by less, or filter.`;
  throw new SafeError(message, { ...exceeded("groups", MAXIMUM_GROUPS), field: "groupBy" });
}
