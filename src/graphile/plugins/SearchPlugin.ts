import type {} from "postgraphile";
import type {
  PgCodec,
  PgResource,
  PgSelectQueryBuilder,
  PgSelectSingleStep,
  PgSelectStep,
} from "postgraphile/@dataplan/pg";
import { listOfCodec, sqlValueWithCodec, TYPES } from "postgraphile/@dataplan/pg";
import type { ConnectionStep, FieldArg, FieldArgs, Step } from "postgraphile/grafast";
import { lambda } from "postgraphile/grafast";
import { type SQL, sql } from "postgraphile/pg-sql2";
import { exportable } from "../exportable.ts";
import type { ListOrder } from "../tenant-indexes.ts";
import { recordingOrders } from "./CursorPlugin.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      SearchPlugin: true;
    }
  }
}

type PgConnection = ConnectionStep<unknown, Step, Step, never, string, PgSelectStep>;

/** What is searched for, by its table. */
const KINDS: Readonly<Record<string, { readonly kind: string; readonly by: string; readonly isFiltered: boolean }>> = {
  contacts: { kind: "contact", by: "name, e-mail address or phone number", isFiltered: true },
  companies: { kind: "company", by: "name, domain, e-mail address or phone number", isFiltered: true },
  leads: { kind: "lead", by: "name, e-mail address or phone number", isFiltered: true },
  deals: { kind: "deal", by: "title, or the name of its contact or company", isFiltered: true },
  tickets: { kind: "ticket", by: "number or subject, or its contact", isFiltered: true },
  conversations: { kind: "conversation", by: "subject or last message, or its contact", isFiltered: false },
};

/** The matches that a collection looks at. Who types on gets at the others. */
const MOST_MATCHES = 1_000;

const SEARCH_TYPE = "SearchType";
const TAGS_TYPE = "TagsFilter";

/** How well the rows of a query match what is searched for. */
const RANKS = new WeakMap<object, SQL>();

/**
 * Search, everywhere and in collections. What finds rows are functions that read past the policies, since these keep
 * PostgreSQL from using the indexes of trigrams, tags and custom fields; they give ids, and are joined to tables under
 * the policies.
 */
export const SearchPlugin: GraphileConfig.Plugin = {
  name: "SearchPlugin",
  description: "Adds search, and the arguments search, tags and customFields.",
  version: "1.0.0",
  after: ["DefaultOrderPlugin"],

  schema: {
    hooks: {
      init(_, build) {
        const { GraphQLList, GraphQLNonNull, GraphQLString } = build.graphql;
        build.registerEnumType(
          SEARCH_TYPE,
          {},
          () => ({
            description: "A kind of thing that can be searched for.",
            values: Object.fromEntries(
              Object.values(KINDS).map(({ kind, by }) => [
                kind.toUpperCase(),
                { value: kind, description: `Found by ${by}.` },
              ]),
            ),
          }),
          "SearchPlugin",
        );
        const tags = new GraphQLList(new GraphQLNonNull(GraphQLString));
        build.registerInputObjectType(
          TAGS_TYPE,
          {},
          () => ({
            description: "Conditions on tags. All of them have to be met.",
            fields: {
              all: { description: "Has all of these tags.", type: tags },
              any: { description: "Has at least one of these tags.", type: tags },
            },
          }),
          "SearchPlugin",
        );
        return _;
      },

      GraphQLObjectType_fields(fields, build, { scope, Self, fieldWithHooks }) {
        if (scope.isRootQuery) {
          const resource = build.pgResources["search"];
          if (!resource) return fields;
          const field = fieldWithHooks({ fieldName: "search" }, () => searchField(build, resource));
          return build.extend(fields, { search: field }, "Adding search in SearchPlugin");
        }
        if (!isSearchResult(scope.pgCodec) || !fields["kind"]) return fields;
        const kind = {
          ...fields["kind"],
          type: new build.graphql.GraphQLNonNull(build.getOutputTypeByName(SEARCH_TYPE)),
        };
        return build.extend({ ...fields, kind }, rowFields(build), `Adding rows to ${Self.name} in SearchPlugin`);
      },

      GraphQLObjectType_fields_field_args(args, build, { scope, Self }) {
        const table = scope.isPgFieldConnection ? searchedTable(scope.pgFieldResource) : undefined;
        const about = KINDS[table ?? ""];
        if (!table || !about) return args;
        const added = {
          search: searchArgument(build, table, about.by),
          ...(about.isFiltered && filters(build, table)),
        };
        // Before the order, which is that of the search unless another is asked for.
        return build.extend(added, args, `Adding search to ${Self.name}.${scope.fieldName} in SearchPlugin`);
      },

      GraphQLObjectType_fields_field_args_arg(argument, build, { scope }) {
        const { argName, isPgFieldConnection, pgFieldResource: resource } = scope;
        const order = resource?.codec.extensions?.listOrder;
        if (argName !== "orderBy" || !isPgFieldConnection || !searchedTable(resource) || !order) return argument;
        const column = build.inflection.constantCase(`${order.column}-${order.direction}`);
        return {
          ...argument,
          // Without a default the plan isn't asked where a document leaves the argument out.
          defaultValue: [],
          description: `The order of the rows: the best matches first when \`search\` is given, else \`${column}\`, unless another is asked for.`,
          applyPlan: exportable(bestFirst, order),
        };
      },
    },
  },
};

function searchedTable(resource: PgResource | undefined): string | undefined {
  const { schemaName, name } = resource?.codec.extensions?.pg ?? {};
  return schemaName === "app_public" && name !== undefined && name in KINDS && !resource?.parameters ? name : undefined;
}

function isSearchResult(codec: PgCodec | undefined): boolean {
  return codec?.extensions?.pg?.name === "search_result";
}

function searchField(build: GraphileBuild.Build, resource: PgResource) {
  const { GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLString } = build.graphql;
  const type = build.getOutputTypeByName(build.inflection.tableType(resource.codec));
  return {
    description:
      'What somebody may mean who types this text, best first: an e-mail address, a phone number in any form, the number of a ticket (`#123`), the beginnings of words, or words with a slip of the keyboard. Archived rows are left out.\n\n```graphql\nquery {\n  search(query: "jo smi", types: [CONTACT, LEAD], first: 10) { kind id title subtitle }\n}\n```',
    type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type))),
    args: {
      query: {
        description: "The text, of 2 to 200 characters; a single digit is enough.",
        type: new GraphQLNonNull(GraphQLString),
      },
      types: {
        description: "The kinds of things to search for; all of them unless some are named.",
        type: new GraphQLList(new GraphQLNonNull(build.getInputTypeByName(SEARCH_TYPE))),
      },
      first: { description: "How many results at most, from 1 to 50.", type: GraphQLInt, defaultValue: 20 },
    },
    plan: exportable(searching, resource),
  };
}

/** The row that was found, in the field of its kind. */
function rowFields(build: GraphileBuild.Build) {
  const fields = Object.entries(KINDS).flatMap(([table, { kind }]) => {
    const resource = Object.values(build.pgResources).find((candidate) => searchedTable(candidate) === table);
    if (!resource) return [];
    const field = {
      description: `The ${kind} that was found; empty when it is something else.`,
      type: build.getOutputTypeByName(build.inflection.tableType(resource.codec)),
      plan: exportable(rowOfKind, kind, resource),
    };
    return [[kind, field] as const];
  });
  return Object.fromEntries(fields);
}

function searchArgument(build: GraphileBuild.Build, table: string, by: string) {
  return {
    description: `Only those meant by this text, of 2 to 200 characters: by ${by}. Where more than ${MOST_MATCHES} match, only so many are looked at.`,
    type: build.graphql.GraphQLString,
    applyPlan: exportable(matching, table),
  };
}

function filters(build: GraphileBuild.Build, table: string) {
  return {
    tags: {
      description: "Only those with these tags.",
      type: build.getInputTypeByName(TAGS_TYPE),
      applyPlan: exportable(taggedWith, table),
    },
    customFields: {
      description:
        'Only those with these values in the organization’s own fields, such as `{"tier": "gold"}`. Of a field that takes several values one is enough.',
      type: build.getInputTypeByName("JSON"),
      applyPlan: exportable(havingCustomFields, table),
    },
  };
}

/** The conditions of {@link filters}, of which null is none. */
interface Conditions {
  readonly all?: readonly string[] | null | undefined;
  readonly any?: readonly string[] | null | undefined;
  readonly customFields?: unknown;
}

function filterBy(query: PgSelectQueryBuilder, table: string, given: Conditions): void {
  const filter = sql.identifier("app_hidden", `filter_${table}`);
  const tags = (value: Conditions["all"]) => sqlValueWithCodec(value ?? null, listOfCodec(TYPES.text));
  const customFields = sqlValueWithCodec(given.customFields ?? null, TYPES.jsonb);
  // An array, since PostgreSQL looks its ids up in their order, each page of the index once, however many they are.
  const ids = sql`array(select ${filter}(${tags(given.all)}, ${tags(given.any)}, ${customFields}))`;
  query.where(sql`${query.alias}.id = any (${ids})`);
}

/**
 * Plans the search.
 *
 * @param resource - the function that searches
 * @returns the plan of the field
 */
export function searching(resource: PgResource) {
  return (_$query: Step, args: FieldArgs) =>
    resource.execute([
      { name: "query", step: args.getRaw("query"), pgCodec: TYPES.text },
      { name: "types", step: args.getRaw("types"), pgCodec: listOfCodec(TYPES.text) },
      { name: "first", step: args.getRaw("first"), pgCodec: TYPES.int },
    ]);
}

/**
 * Plans the row that was found.
 *
 * @param kind - what the field is for
 * @param resource - the table of this kind
 * @returns the plan of the field
 */
export function rowOfKind(kind: string, resource: PgResource) {
  return ($result: PgSelectSingleStep) => {
    const $id = lambda([$result.get("kind"), $result.get("id")], ([found, id]) => (found === kind ? id : null));
    return resource.get({ id: $id });
  };
}

/**
 * Orders by what was asked for, by how well rows match, or as the table is listed.
 *
 * @param order - how the table is listed
 * @returns the plan of `orderBy`
 */
export function bestFirst(order: ListOrder) {
  return (_$parent: Step, $connection: PgConnection, given: FieldArg): void => {
    const $select = $connection.getSubplan();
    given.apply($select);
    $select.apply(
      lambda(given.getRaw(), (value) => (query: PgSelectQueryBuilder) => {
        if (Array.isArray(value) && value.length > 0) return;
        const orders = recordingOrders(query);
        const rank = RANKS.get(query);
        if (rank) orders.orderBy({ fragment: rank, codec: TYPES.float, direction: "DESC", nullable: false });
        else orders.orderBy({ attribute: order.column, direction: order.direction === "desc" ? "DESC" : "ASC" });
      }),
    );
  };
}

/**
 * Leaves the rows that a text means.
 *
 * @param table - what is searched
 * @returns the plan of `search`
 */
export function matching(table: string) {
  return (_$parent: Step, $connection: PgConnection, argument: FieldArg): void => {
    argument.apply($connection.getSubplan(), (query: PgSelectQueryBuilder, text: string | null | undefined) => {
      if (text == null) return undefined;
      const alias = sql.identifier(Symbol("search"));
      const search = sql.identifier("app_hidden", `search_${table}`);
      const value = sqlValueWithCodec(text, TYPES.text);
      query.join({
        type: "inner",
        from: sql`${search}(${value}, ${sql.literal(MOST_MATCHES)}, 'YES')`,
        alias,
        conditions: [sql`${alias}.id = ${query.alias}.id`],
      });
      RANKS.set(query, sql`${alias}.rank`);
      return undefined;
    });
  };
}

/**
 * Leaves the rows with tags.
 *
 * @param table - what is filtered
 * @returns the plan of `tags`
 */
export function taggedWith(table: string) {
  return (_$parent: Step, $connection: PgConnection, argument: FieldArg): void => {
    $connection.getSubplan().apply(
      lambda(argument.getRaw(), (value) => (query: PgSelectQueryBuilder) => {
        const { all, any } = (value ?? {}) as { all?: string[] | null; any?: string[] | null };
        if (all || any) filterBy(query, table, { all, any });
      }),
    );
  };
}

/**
 * Leaves the rows with values in the organization's own fields.
 *
 * @param table - what is filtered
 * @returns the plan of `customFields`
 */
export function havingCustomFields(table: string) {
  return (_$parent: Step, $connection: PgConnection, argument: FieldArg): void => {
    $connection.getSubplan().apply(
      lambda(argument.getRaw(), (value) => (query: PgSelectQueryBuilder) => {
        if (value != null) filterBy(query, table, { customFields: value });
      }),
    );
  };
}
