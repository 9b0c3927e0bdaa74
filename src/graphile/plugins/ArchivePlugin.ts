import type {} from "postgraphile";
import type { PgResource, PgSelectQueryBuilder, PgSelectStep, PgUpdateSingleStep } from "postgraphile/@dataplan/pg";
import { pgUpdateSingle } from "postgraphile/@dataplan/pg";
import type { ConnectionStep, FieldArg, FieldArgs, Step } from "postgraphile/grafast";
import { constant, ObjectStep, object } from "postgraphile/grafast";
import { sql } from "postgraphile/pg-sql2";
import { ARCHIVE_COLUMN } from "../columns.ts";
import { exportable } from "../exportable.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      ArchivePlugin: true;
    }
  }
}

const INCLUDE_ARCHIVED = "IncludeArchived";

/** What a collection gives, by the value of its argument. */
const CHOICES = {
  NO: "Archived rows are left out.",
  YES: "Archived rows are among the others.",
  ONLY: "Only archived rows are given.",
};

const ACTIONS = [
  {
    verb: "archive",
    done: "archived",
    // PostgreSQL reads this as the time of the transaction.
    deletedAt: "now",
    effect: "It is left out of collections from then on, but still found by its id and by what refers to it.",
  },
  { verb: "restore", done: "restored", deletedAt: null, effect: "It is part of collections again." },
] as const;

type Action = (typeof ACTIONS)[number];
type PgConnection = ConnectionStep<unknown, Step, Step, never, string, PgSelectStep>;
type Payload = ObjectStep<{ result: PgUpdateSingleStep }>;

/**
 * Archiving for every table with a `deleted_at`: its collections, their counts and their aggregates leave archived
 * rows out unless `includeArchived` asks for them, and the mutations `archive…` and `restore…` set and clear the
 * column, which is nobody's to write otherwise. They exist where a column grant allows it.
 */
export const ArchivePlugin: GraphileConfig.Plugin = {
  name: "ArchivePlugin",
  description: "Leaves archived rows out of collections; archives and restores rows.",
  version: "1.0.0",

  schema: {
    entityBehavior: {
      pgCodecAttribute: {
        inferred: {
          after: ["inferred"],
          provides: ["postInferred"],
          callback: (behavior, [, attribute]) =>
            attribute === ARCHIVE_COLUMN
              ? [behavior, "-attribute:insert", "-attribute:update", "-attribute:base"]
              : behavior,
        },
      },
    },
    hooks: {
      init(_, build) {
        build.registerEnumType(
          INCLUDE_ARCHIVED,
          {},
          () => ({
            description: "Whether a collection gives archived rows.",
            values: Object.fromEntries(
              Object.entries(CHOICES).map(([name, description]) => [name, { value: name, description }]),
            ),
          }),
          "ArchivePlugin",
        );
        for (const resource of archivableResources(build)) {
          for (const action of ACTIONS) registerTypes(build, resource, action);
        }
        return _;
      },

      GraphQLObjectType_fields(fields, build, { scope, fieldWithHooks }) {
        if (!scope.isRootMutation) return fields;
        for (const resource of archivableResources(build)) {
          for (const action of ACTIONS) {
            const fieldName = mutationName(build, resource, action);
            fields = build.extend(
              fields,
              {
                // The scope of an update, which this is: plugins that follow updates follow it too.
                [fieldName]: fieldWithHooks({ fieldName, isPgUpdateMutation: true, pgFieldResource: resource }, () =>
                  mutationField(build, resource, action),
                ),
              },
              `Adding ${fieldName} in ArchivePlugin`,
            );
          }
        }
        return fields;
      },

      GraphQLObjectType_fields_field_args(args, build, { scope, Self }) {
        const { fieldName, isPgFieldConnection, pgFieldResource } = scope;
        if (!isPgFieldConnection || !pgFieldResource?.codec.attributes?.[ARCHIVE_COLUMN]) return args;
        return build.extend(
          args,
          {
            includeArchived: {
              description: "Whether archived rows are given too.",
              type: build.getInputTypeByName(INCLUDE_ARCHIVED),
              defaultValue: "NO",
              applyPlan: includingArchived,
            },
          },
          `Adding includeArchived to ${Self.name}.${fieldName} in ArchivePlugin`,
        );
      },
    },
  },
};

/** Plans `includeArchived`. */
export function includingArchived(_$parent: Step, $connection: PgConnection, argument: FieldArg): void {
  argument.apply($connection.getSubplan(), (query: PgSelectQueryBuilder, choice: keyof typeof CHOICES) => {
    if (choice === "YES") return undefined;
    const test = choice === "ONLY" ? sql`is not null` : sql`is null`;
    query.where({
      type: "attribute",
      attribute: ARCHIVE_COLUMN,
      callback: (column) => sql`${column} ${test}`,
    });
    return undefined;
  });
}

/** The tables whose rows some role may archive. */
function archivableResources(build: GraphileBuild.Build): PgResource[] {
  return Object.values(build.pgResources).filter(
    (resource) =>
      !resource.parameters &&
      resource.codec.attributes?.[ARCHIVE_COLUMN]?.extensions?.canUpdate &&
      resource.uniques.some(({ isPrimary, attributes }) => isPrimary && attributes.join() === "id") &&
      build.behavior.pgResourceMatches(resource, "resource:update"),
  );
}

function mutationName({ inflection }: GraphileBuild.Build, resource: PgResource, { verb }: Action): string {
  return inflection.camelCase(`${verb}-${inflection.tableFieldName(resource)}`);
}

function typeName(
  build: GraphileBuild.Build,
  resource: PgResource,
  action: Action,
  suffix: "input" | "payload",
): string {
  return build.inflection.upperCamelCase(`${mutationName(build, resource, action)}-${suffix}`);
}

function registerTypes(build: GraphileBuild.Build, resource: PgResource, action: Action): void {
  const { GraphQLNonNull, GraphQLString } = build.graphql;
  const mutation = mutationName(build, resource, action);
  const row = build.inflection.tableFieldName(resource);

  build.registerInputObjectType(
    typeName(build, resource, action, "input"),
    { isMutationInput: true, isPgUpdateInputType: true, pgResource: resource },
    () => ({
      description: `What \`${mutation}\` needs to know.`,
      fields: () => ({
        clientMutationId: {
          description: "Any text; it comes back with the payload.",
          type: GraphQLString,
          apply: (query: { setMeta(key: string, value: unknown): void }, value: unknown) =>
            query.setMeta("clientMutationId", value),
        },
        id: {
          description: `The \`id\` of the row to ${action.verb}.`,
          type: new GraphQLNonNull(build.getInputTypeByName("UUID")),
        },
      }),
    }),
    "ArchivePlugin",
  );

  build.registerObjectType(
    typeName(build, resource, action, "payload"),
    { isMutationPayload: true, pgTypeResource: resource },
    () => ({
      assertStep: ObjectStep,
      description: `The outcome of \`${mutation}\`.`,
      fields: () => ({
        clientMutationId: {
          description: "The `clientMutationId` of the input.",
          type: GraphQLString,
          plan: ($payload: Payload) => $payload.get("result").getMeta("clientMutationId"),
        },
        [row]: {
          description: `The row that was ${action.done}.`,
          type: build.getOutputTypeByName(build.inflection.tableType(resource.codec)),
          plan: ($payload: Payload) => $payload.get("result"),
        },
      }),
    }),
    "ArchivePlugin",
  );
}

function mutationField(build: GraphileBuild.Build, resource: PgResource, action: Action) {
  const { GraphQLNonNull } = build.graphql;
  return {
    description: `Marks one \`${build.inflection.tableType(resource.codec)}\` as ${action.done}. ${action.effect}`,
    type: build.getOutputTypeByName(typeName(build, resource, action, "payload")),
    args: {
      input: {
        type: new GraphQLNonNull(build.getInputTypeByName(typeName(build, resource, action, "input"))),
        applyPlan: (_$root: Step, $payload: Payload, argument: FieldArg) => argument.apply($payload.get("result")),
      },
    },
    plan: exportable(setting, resource, action.deletedAt),
  };
}

/**
 * Archives or restores a row.
 *
 * @param resource - the table
 * @param deletedAt - what the column is set to
 * @returns the plan of the mutation
 */
export function setting(resource: PgResource, deletedAt: Action["deletedAt"]) {
  return (_$root: Step, args: FieldArgs) => {
    const row = { id: args.getRaw(["input", "id"]) };
    return object({ result: pgUpdateSingle(resource, row, { [ARCHIVE_COLUMN]: constant(deletedAt) }) });
  };
}
