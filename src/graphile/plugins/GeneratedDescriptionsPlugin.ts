import type { GraphQLNamedType, GraphQLObjectType } from "graphql";
import { getNamedType, isEnumType, isInputObjectType, isObjectType } from "graphql";
import type {} from "postgraphile";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      GeneratedDescriptionsPlugin: true;
    }
  }
}

/** Something with a name that can be described. */
interface Describable {
  readonly name: string;
  description?: string | null | undefined;
}

const AGGREGATES: Readonly<Record<string, string>> = {
  Sum: "sum",
  Min: "least value",
  Max: "greatest value",
  Average: "average",
  DistinctCount: "number of different values",
};

const KIND = Object.keys(AGGREGATES).join("|");
const AGGREGATES_TYPE = new RegExp(`^([A-Za-z]+?)(${KIND})?Aggregates$`);
const HAVING_TYPE = new RegExp(`^([A-Za-z]+?)Having(${KIND})?Input$`);
const HAVING_FILTER_TYPE = /^Having[A-Za-z]+Filter$/;

const COMPARISONS: Readonly<Record<string, string>> = {
  equalTo: "Equal to the given value.",
  notEqualTo: "Not equal to the given value.",
  lessThan: "Less than the given value.",
  lessThanOrEqualTo: "Less than or equal to the given value.",
  greaterThan: "Greater than the given value.",
  greaterThanOrEqualTo: "Greater than or equal to the given value.",
};

const JUNCTIONS: Readonly<Record<string, string>> = {
  and: "All of these conditions.",
  or: "At least one of these conditions.",
};

/** By the organization's calendar, as GroupingPlugin makes them. */
const PERIODS: Readonly<Record<string, string>> = {
  HOUR: "hour, in the organization’s time zone,",
  DAY: "day, in the organization’s time zone,",
  WEEK: "week, from Monday on and in the organization’s time zone,",
  MONTH: "month, in the organization’s time zone,",
};

const ORDERS: Readonly<Record<string, string>> = {
  NATURAL: "In the order that the collection has when none is given.",
  PRIMARY_KEY_ASC: "By what identifies a row, ascending.",
  PRIMARY_KEY_DESC: "By what identifies a row, descending.",
};

/**
 * Describes what is generated alike for every table, and the arguments of functions, of which PostgreSQL knows only
 * the names: the smart tag `@argument <parameter> <description>` on the function says what they are. What has a
 * description keeps it.
 */
export const GeneratedDescriptionsPlugin: GraphileConfig.Plugin = {
  name: "GeneratedDescriptionsPlugin",
  description: "Describes aggregates, groups, orders, payloads and arguments.",
  version: "1.0.0",

  schema: {
    hooks: {
      finalize(schema, build) {
        const argumentsOf = functionArguments(build);
        for (const type of Object.values(schema.getTypeMap())) {
          if (type === schema.getQueryType()) describeQueries(type as GraphQLObjectType, argumentsOf);
          else describeType(type, argumentsOf);
        }
        return schema;
      },
    },
  },
};

/** The descriptions of arguments, by the field of the query or mutation in camel case and the argument. */
function functionArguments(build: GraphileBuild.Build): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const resource of Object.values(build.pgResources)) {
    const tags = resource.extensions?.tags as Readonly<Record<string, unknown>> | undefined;
    if (!resource.parameters || !tags?.["argument"]) continue;
    const field = build.inflection.camelCase(typeof tags["name"] === "string" ? tags["name"] : resource.name);
    for (const line of [tags["argument"]].flat()) {
      const [, parameter = "", description = ""] = /^(\w+) (.+)$/.exec(String(line)) ?? [];
      found.set(`${field}.${build.inflection.camelCase(parameter)}`, description);
    }
  }
  return found;
}

/** The arguments of `contact(id:)` and its like are fields of what they find. */
function describeQueries(query: GraphQLObjectType, argumentsOf: ReadonlyMap<string, string>): void {
  for (const field of Object.values(query.getFields())) {
    const found = getNamedType(field.type);
    const fields = isObjectType(found) ? found.getFields() : {};
    describeAll(
      field.args,
      ({ name }) => argumentsOf.get(`${field.name}.${name}`) ?? fields[name]?.description ?? undefined,
    );
  }
}

function describeType(type: GraphQLNamedType, argumentsOf: ReadonlyMap<string, string>): void {
  if (isObjectType(type)) describeObject(type);
  else if (isInputObjectType(type)) {
    const [, rows, kind = ""] = HAVING_TYPE.exec(type.name) ?? [];
    const fields = Object.values(type.getFields());
    if (HAVING_FILTER_TYPE.test(type.name)) {
      describe(type, "Conditions on what the rows of a group come to. All of them have to be met.");
      describeAll(fields, ({ name }) => COMPARISONS[name]);
    } else if (rows !== undefined && kind !== "") {
      describe(type, `Conditions on the ${AGGREGATES[kind]} of a field of \`${rows}\` in a group.`);
      describeAll(fields, ({ name }) => `Conditions on the ${AGGREGATES[kind]} of \`${name}\`.`);
    } else if (rows !== undefined) {
      const labels = Object.entries(AGGREGATES).map(([key, label]) => [lowerFirst(key), label]);
      const conditions = Object.fromEntries(
        labels.map(([key, label]) => [key, `Conditions on the ${label} of a field.`]),
      );
      describeAll(fields, ({ name }) => JUNCTIONS[name] ?? conditions[name]);
    } else {
      const mutation = lowerFirst(type.name.replace(/Input$/, ""));
      describeAll(fields, ({ name }) => argumentsOf.get(`${mutation}.${name}`));
    }
  } else if (isEnumType(type)) {
    const describeValue = type.name.endsWith("OrderBy") ? order : type.name.endsWith("GroupBy") ? group : undefined;
    if (describeValue) describeAll([...type.getValues()], ({ name }) => describeValue(name));
  }
}

function describeObject(type: GraphQLObjectType): void {
  const [, rows, kind] = AGGREGATES_TYPE.exec(type.name) ?? [];
  if (rows !== undefined) {
    const what = kind === undefined ? "What many rows" : `The ${AGGREGATES[kind]} of each field, where many rows`;
    describe(type, `${what} of \`${rows}\` come to, all or those of a group.`);
  }
  if (type.name.endsWith("Payload")) {
    describeAll(Object.values(type.getFields()), (field) => `The \`${getNamedType(field.type).name}\` as it is now.`);
  }
}

function order(value: string): string | undefined {
  const [, field, direction] = /^(\w+)_(ASC|DESC)$/.exec(value) ?? [];
  if (field === undefined) return ORDERS[value];
  return ORDERS[value] ?? `By \`${fieldName(field)}\`, ${direction === "ASC" ? "ascending" : "descending"}.`;
}

function group(value: string): string {
  const [, field = value, unit = ""] = /^(\w+)_TRUNCATED_TO_(HOUR|DAY|WEEK|MONTH)$/.exec(value) ?? [];
  return `A group for each ${PERIODS[unit] ?? "value"} of \`${fieldName(field)}\`.`;
}

function describeAll<T extends Describable>(members: readonly T[], text: (member: T) => string | undefined): void {
  for (const member of members) describe(member, text(member));
}

function describe(member: Describable, text: string | undefined): void {
  if (!member.description && text !== undefined) member.description = text;
}

function fieldName(value: string): string {
  return value.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function lowerFirst(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
