import type {} from "postgraphile";
import type { PgSelectStep } from "postgraphile/@dataplan/pg";
import type { ConnectionStep, Step } from "postgraphile/grafast";
import { lambda, SafeError } from "postgraphile/grafast";
import { exportable, type FieldPlan } from "../exportable.ts";
import { isGiven } from "../keyset.ts";
import { exceeded } from "../limit-exceeded.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      PageSizePlugin: true;
    }
  }
}

/** How many rows a page has unless the request says so; of what functions give, such as permissions, it has all it can. */
export const DEFAULT_PAGE_SIZE = 50;

type Connection = ConnectionStep<unknown, Step, Step, never, string, Step>;
type Value = number | string | null | undefined;

/** What a request says of the page that it wants. */
interface PageRequest {
  readonly first: Value;
  readonly last: Value;
  readonly offset: Value;
  readonly before: boolean;
  readonly after: boolean;
}

/** The page to give: so many rows from the beginning, or from the end. */
interface Page {
  readonly first: number | null;
  readonly last: number | null;
}

const ARGUMENTS = ["first", "last", "offset", "before", "after"] as const;

/** Arguments that contradict each other. */
const CONTRADICTIONS: readonly (readonly [keyof PageRequest, keyof PageRequest])[] = [
  ["first", "last"],
  ["first", "before"],
  ["last", "after"],
  ["before", "after"],
  ["offset", "last"],
  ["offset", "before"],
];

const descriptionsFor = (maximum: number): Readonly<Record<string, string>> => ({
  first: `How many rows to give from the beginning, or after the cursor \`after\`: ${Math.min(DEFAULT_PAGE_SIZE, maximum)} unless given, ${maximum} at most.`,
  last: `How many rows to give from the end, or before the cursor \`before\`: ${maximum} at most. Not together with \`first\`.`,
  offset: "How many rows to leave out at the beginning, or after the cursor `after`. Not together with `last`.",
  before: "Rows before this cursor: the last ones, as many as `last` says.",
  after: "Rows after this cursor: the first ones, as many as `first` says.",
});

/**
 * Gives every collection, nested ones too, a page size: one for requests that name none, and a limit for those that do.
 *
 * @param maximum - how many rows a page can have
 * @returns the plugin
 */
export const PageSizePlugin = (maximum: number): GraphileConfig.Plugin => ({
  name: "PageSizePlugin",
  description: "Limits how many rows a page of a collection has.",
  version: "1.0.0",
  after: ["PgFirstLastBeforeAfterArgsPlugin"],

  schema: {
    hooks: {
      GraphQLObjectType_fields_field_args_arg(argument, _build, { scope: { isPgFieldConnection, argName } }) {
        const description = isPgFieldConnection ? descriptionsFor(maximum)[argName] : undefined;
        if (description === undefined) return argument;
        // Both sizes come from the field, which knows the other arguments.
        const { applyPlan, ...others } = argument;
        return argName === "first" || argName === "last" ? { ...others, description } : { ...argument, description };
      },

      GraphQLObjectType_fields_field(field, _build, { scope, Self }) {
        if (scope.isConnectionType && scope.fieldName === "pageInfo") return { ...field, plan: pageInfo };
        const { plan } = field;
        if (!scope.isPgFieldConnection || !plan) return field;
        // Half of one's permissions would be taken for all of them.
        const usual = scope.pgFieldResource?.parameters ? maximum : Math.min(DEFAULT_PAGE_SIZE, maximum);
        const collection = `${Self.name}.${scope.fieldName}`;
        return {
          ...field,
          extensions: { ...field.extensions, usualPageSize: usual },
          plan: exportable(paged, plan, collection, usual, maximum),
        };
      },
    },
  },
});

/**
 * Plans a collection with a page of it.
 *
 * @param plan - plans the collection
 * @param collection - its name, since a nested one fails with what it is nested in
 * @param usual - how many rows a page has unless the request says so
 * @param maximum - how many it can have
 * @returns the plan
 */
export function paged(plan: FieldPlan, collection: string, usual: number, maximum: number): FieldPlan {
  return ($parent, fieldArgs, info) => {
    const $connection = plan($parent, fieldArgs, info) as Connection;
    const offered = new Set(info.field.args.map(({ name }) => name));
    const given = ARGUMENTS.filter((name) => offered.has(name));
    const $values = given.map((name) => {
      const $value = fieldArgs.getRaw([name]);
      return name === "before" || name === "after" ? lambda($value, isGiven, true) : $value;
    });
    const pageFor = (values: readonly unknown[]) => {
      const request = Object.fromEntries(given.map((name, index) => [name, values[index]]));
      return pageOf(request as unknown as PageRequest, collection, usual, maximum);
    };
    const $page = lambda($values, pageFor, true);
    // Of the step itself: told to the connection, a page would be read where only its count is asked for.
    const $rows = $connection.getSubplan() as PgSelectStep;
    $rows.setFirst(lambda($page, firstOf, true) as Step<number>);
    if (offered.has("last")) $rows.setLast(lambda($page, lastOf, true) as Step<number>);
    // What is wrong with the page is wrong with the collection, not with what is selected of it.
    $connection.addValidation(() => $page);
    return $connection;
  };
}

/** The cursors of a page are those of its rows, which nothing else may ask for. */
function pageInfo($connection: Step): Step {
  ($connection as Connection).nodes();
  return ($connection as Connection).pageInfo();
}

const firstOf = ({ first }: Page) => first;
const lastOf = ({ last }: Page) => last;

/** Decides on the page to give of a collection. */
function pageOf(request: PageRequest, collection: string, usual: number, maximum: number): Page {
  const has = (name: keyof PageRequest) => request[name] !== false && isGiven(request[name]);
  for (const [one, other] of CONTRADICTIONS) {
    if (!has(one) || !has(other)) continue;
    const message = `${one} and ${other} can't be given together.`;
    throw new SafeError(message, { code: "BAD_USER_INPUT", field: one, fields: [one, other], collection });
  }
  for (const name of ["first", "last", "offset"] as const) requireSize(name, request[name], collection, maximum);
  if (has("last")) return { first: null, last: Number(request.last) };
  if (has("before")) return { first: null, last: usual };
  return { first: has("first") ? Number(request.first) : usual, last: null };
}

function requireSize(name: "first" | "last" | "offset", value: Value, collection: string, maximum: number): void {
  if (value === null || value === undefined) return;
  if (Number(value) < 0)
    throw new SafeError(`${name} can't be less than 0.`, { code: "BAD_USER_INPUT", field: name, value, collection });
  if (name === "offset" || Number(value) <= maximum) return;
  const message = `A page has ${maximum} rows at most, and ${value} were asked for: go on from its endCursor.`;
  throw new SafeError(message, { ...exceeded("pageSize", maximum, Number(value)), field: name, collection });
}
