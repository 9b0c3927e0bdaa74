import type { GraphQLInputObjectType } from "graphql";
import type {} from "postgraphile";
import type { PgResource } from "postgraphile/@dataplan/pg";
import type { FieldArgs, Step } from "postgraphile/grafast";
import { access, bakedInputRuntime, createObjectAndApplyChildren, each, SafeError } from "postgraphile/grafast";
import { type BulkResult, type BulkWrite, BulkWriteStep } from "../bulk/bulk-write-step.ts";
import { MAXIMUM_ROWS, tooManyRows } from "../bulk/row-limits.ts";
import { type Row, TableWriter } from "../bulk/table-writer.ts";
import { writeRows } from "../bulk/write-rows.ts";
import { TENANT_COLUMN } from "../columns.ts";
import { exportable } from "../exportable.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      BulkWritesPlugin: true;
    }
  }
}

/** A document can name the same list again and again. */
const MAXIMUM_ROWS_OF_DOCUMENT = 10_000;

/** The key of rows that are found by their id. */
const BY_ID = "ID";

type Verb = "create" | "update" | "upsert";
type Build = GraphileBuild.Build;

/** The input of a mutation, as GraphQL has checked it. */
interface Input {
  readonly clientMutationId?: string | null;
  readonly by?: string;
  readonly [list: string]: unknown;
}

type Item = Readonly<Record<string, unknown>> & {
  readonly id?: string | null;
  readonly patch?: object;
  readonly ifUpdatedAt?: string | null;
};

/** A mutation of many rows of a table. */
interface BulkMutation {
  readonly verb: Verb;
  readonly resource: PgResource;
  /** `contacts`. */
  readonly rows: string;
  /** `createContacts`. */
  readonly name: string;
  /** `CreateContacts`, with which the names of its types begin. */
  readonly type: string;
  /** The keys by which an upsert finds rows, without the id: columns by the name of the key. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

const DONE: Readonly<Record<Verb, string>> = {
  create: "created",
  update: "updated",
  upsert: "created or updated",
};

/**
 * Writing up to a thousand rows of a table with one mutation, all or none: `createContacts`, `updateContacts` and
 * `upsertContacts` for each table of which single rows can be created and updated. Triggers, policies, column grants and
 * messages are those of single rows; an error names the row by its place in the list.
 */
export const BulkWritesPlugin: GraphileConfig.Plugin = {
  name: "BulkWritesPlugin",
  description: "Creates, updates and upserts many rows of a table at once.",
  version: "1.0.0",

  schema: {
    hooks: {
      init: {
        after: ["PgTables"],
        callback(_, build) {
          for (const mutation of bulkMutations(build)) registerTypes(build, mutation);
          return _;
        },
      },

      GraphQLObjectType_fields(fields, build, { scope, fieldWithHooks }) {
        if (!scope.isRootMutation) return fields;
        return bulkMutations(build).reduce(
          (memo, mutation) =>
            build.extend(
              memo,
              {
                [mutation.name]: fieldWithHooks({ fieldName: mutation.name, pgFieldResource: mutation.resource }, () =>
                  mutationField(build, mutation),
                ),
              },
              `Adding ${mutation.name} in BulkWritesPlugin`,
            ),
          fields,
        );
      },
    },
  },
};

function bulkMutations(build: Build): BulkMutation[] {
  const { inflection } = build;
  return Object.values(build.pgResources).flatMap((resource) => {
    if (resource.parameters || !resource.codec.attributes || resource.codec.isAnonymous) return [];
    const primary = resource.uniques.find(({ isPrimary }) => isPrimary);
    if (primary?.attributes.join() !== "id") return [];
    const canInsert = build.behavior.pgResourceMatches(resource, "resource:insert");
    const canUpdate =
      build.behavior.pgResourceMatches(resource, "resource:update") &&
      build.behavior.pgResourceUniqueMatches([resource, primary], "constraint:resource:update");
    const verbs: Verb[] = [
      ...(canInsert ? (["create"] as const) : []),
      ...(canUpdate ? (["update"] as const) : []),
      ...(canInsert && canUpdate ? (["upsert"] as const) : []),
    ];
    const rows = inflection.distinctPluralize(inflection.tableFieldName(resource));
    return verbs.map((verb) => {
      const name = inflection.camelCase(`${verb}-${rows}`);
      return { verb, resource, rows, name, type: inflection.upperCamelCase(name), keys: upsertKeys(build, resource) };
    });
  });
}

/** Unique keys whose columns can be given and changed: by another a row can't be told to be the same. */
function upsertKeys(build: Build, resource: PgResource): ReadonlyMap<string, readonly string[]> {
  const { inflection } = build;
  const keys = new Map<string, readonly string[]>();
  for (const { attributes } of resource.uniques) {
    const columns = attributes.filter((column) => column !== TENANT_COLUMN);
    const isWritable = (column: string) =>
      isInsertable(build, resource, column) && isUpdatable(build, resource, column);
    if (columns.length === 0 || columns.length === attributes.length || !columns.every(isWritable)) continue;
    const names = columns.map((attributeName) => inflection.attribute({ attributeName, codec: codecOf(resource) }));
    keys.set(inflection.constantCase(names.join("-and-")), attributes);
  }
  return keys;
}

type Codec = Parameters<GraphileBuild.Inflection["attribute"]>[0]["codec"];

function codecOf(resource: PgResource): Codec {
  return resource.codec as Codec;
}

function isInsertable(build: Build, resource: PgResource, column: string): boolean {
  return build.behavior.pgCodecAttributeMatches([codecOf(resource), column], "attribute:insert") === true;
}

function isUpdatable(build: Build, resource: PgResource, column: string): boolean {
  return build.behavior.pgCodecAttributeMatches([codecOf(resource), column], "attribute:update") === true;
}

function registerTypes(build: Build, mutation: BulkMutation): void {
  const { verb, resource, type, name, rows } = mutation;
  const { GraphQLList, GraphQLNonNull, GraphQLString } = build.graphql;
  const rowType = build.inflection.tableType(resource.codec);
  if (verb === "update") registerUpdateItem(build, mutation);
  if (verb === "upsert") registerUpsertTypes(build, mutation);

  build.registerInputObjectType(
    `${type}Input`,
    { isMutationInput: true },
    () => ({
      description: `What \`${name}\` needs to know.`,
      fields: () => ({
        clientMutationId: {
          description: "Any text; it comes back with the payload.",
          type: GraphQLString,
        },
        [listName(mutation)]: {
          description: `The rows, up to ${MAXIMUM_ROWS}. Errors name them by their place in this list, from 0.`,
          type: new GraphQLNonNull(
            new GraphQLList(new GraphQLNonNull(build.getInputTypeByName(itemType(build, mutation)))),
          ),
        },
        ...(verb === "upsert" && {
          by: {
            description: "How to tell whether a row is there already.",
            type: new GraphQLNonNull(build.getInputTypeByName(`${type}Key`)),
          },
        }),
      }),
    }),
    "BulkWritesPlugin",
  );

  build.registerObjectType(
    `${type}Payload`,
    { isMutationPayload: true, pgTypeResource: resource },
    () => ({
      assertStep: BulkWriteStep,
      description: `The outcome of \`${name}\`.`,
      fields: () => ({
        clientMutationId: {
          description: "The `clientMutationId` of the input.",
          type: GraphQLString,
          plan: clientMutationIdOf,
        },
        [rows]: {
          description: `The rows that were ${DONE[verb]}, in the order of the input.`,
          type: new GraphQLList(new GraphQLNonNull(build.getOutputTypeByName(rowType))),
          plan: exportable(writtenRows, resource),
        },
      }),
    }),
    "BulkWritesPlugin",
  );
}

/** What the list of the input is called. */
function listName({ verb, rows }: BulkMutation): string {
  return verb === "update" ? "patches" : rows;
}

function itemType(build: Build, { verb, resource, type }: BulkMutation): string {
  return verb === "create" ? build.inflection.inputType(build.inflection.tableType(resource.codec)) : `${type}Item`;
}

function registerUpdateItem(build: Build, { resource, type }: BulkMutation): void {
  const { GraphQLNonNull } = build.graphql;
  const rowType = build.inflection.tableType(resource.codec);
  build.registerInputObjectType(
    `${type}Item`,
    {},
    () => ({
      description: `Which \`${rowType}\` to change, and what of it.`,
      fields: () => ({
        id: {
          description: "The `id` of the row.",
          type: new GraphQLNonNull(build.getInputTypeByName("UUID")),
        },
        patch: {
          description: "What is to be changed; what isn’t given stays.",
          type: new GraphQLNonNull(build.getInputTypeByName(build.inflection.patchType(rowType))),
        },
        ...(resource.codec.attributes?.["updated_at"] && {
          ifUpdatedAt: {
            description:
              "The `updatedAt` that the row was read with: if somebody has changed it since, the whole call fails with `CONFLICT`.",
            type: build.getInputTypeByName("Datetime"),
          },
        }),
      }),
    }),
    "BulkWritesPlugin",
  );
}

function registerUpsertTypes(build: Build, { resource, type, keys }: BulkMutation): void {
  const rowType = build.inflection.tableType(resource.codec);
  build.registerEnumType(
    `${type}Key`,
    {},
    () => ({
      description: `How \`${type.charAt(0).toLowerCase()}${type.slice(1)}\` tells whether a row is there already.`,
      values: Object.fromEntries([
        [BY_ID, { value: BY_ID, description: "Rows with an `id` are changed, those without one are new." }],
        ...[...keys].map(([key, columns]) => {
          const names = columns
            .filter((column) => column !== TENANT_COLUMN)
            .map((attributeName) => `\`${build.inflection.attribute({ attributeName, codec: codecOf(resource) })}\``);
          const description =
            `A row with the same ${names.join(" and ")} is changed; where there is none, the row is new. ` +
            "One that is archived, or not yours to change, is in the way: `CONFLICT`.";
          return [key, { value: key, description }];
        }),
      ]),
    }),
    "BulkWritesPlugin",
  );
  build.registerInputObjectType(
    `${type}Item`,
    { pgCodec: resource.codec, isInputType: true, isPgRowType: true },
    () => ({
      description:
        `A \`${rowType}\` as it is to be. What isn’t given stays as it is. ` +
        "What can be given to new rows only is left alone where the row is there already.",
      extensions: { grafast: { baked: createObjectAndApplyChildren } },
      fields: () => ({
        id: {
          description: "The `id` of the row, where rows are told by it; none for a new row.",
          type: build.getInputTypeByName("UUID"),
        },
      }),
    }),
    "BulkWritesPlugin",
  );
}

function mutationField(build: Build, mutation: BulkMutation) {
  const { GraphQLNonNull } = build.graphql;
  const { verb, resource, type } = mutation;
  const rowType = build.inflection.tableType(resource.codec);
  const what = verb === "create" ? "Creates" : verb === "update" ? "Updates" : "Creates or updates";
  return {
    description: `${what} up to ${MAXIMUM_ROWS} rows of \`${rowType}\`, all or none.`,
    type: build.getOutputTypeByName(`${type}Payload`),
    args: { input: { type: new GraphQLNonNull(build.getInputTypeByName(`${type}Input`)) } },
    plan: exportable(bulkWriting, resource, writeOf(build, mutation)),
  };
}

/** What writing rows has to know of its mutation. */
interface Write {
  readonly verb: Verb;
  /** The list of the input. */
  readonly list: string;
  /** The type of what is written of an item. */
  readonly valuesType: string;
  readonly updatable: readonly string[];
  /** Keys by which rows are found: their columns, by the name of the key. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** What the columns of keys are called. */
  readonly fields: Readonly<Record<string, string>>;
}

function writeOf(build: Build, mutation: BulkMutation): Write {
  const { resource, verb, keys } = mutation;
  const columns = Object.keys(resource.codec.attributes ?? {});
  const fields = [...keys.values()]
    .flat()
    .map((attributeName) => [attributeName, build.inflection.attribute({ attributeName, codec: codecOf(resource) })]);
  return {
    verb,
    list: listName(mutation),
    valuesType:
      verb === "update"
        ? build.inflection.patchType(build.inflection.tableType(resource.codec))
        : itemType(build, mutation),
    updatable: columns.filter((column) => isUpdatable(build, resource, column)),
    keys: Object.fromEntries(keys),
    fields: Object.fromEntries(fields),
  };
}

/**
 * Plans a mutation of many rows.
 *
 * @param resource - the table
 * @param write - what the mutation is
 * @returns the plan
 */
export function bulkWriting(resource: PgResource, write: Write) {
  return (_$root: Step, args: FieldArgs) =>
    new BulkWriteStep(resource.executor, bulkWrite(resource, write), args.getRaw("input") as Step<Input>);
}

/** Plans the `clientMutationId` of the payload. */
export function clientMutationIdOf($result: Step) {
  return access($result, "clientMutationId");
}

/**
 * Plans the rows of the payload.
 *
 * @param resource - the table
 * @returns the plan
 */
export function writtenRows(resource: PgResource) {
  return ($result: Step<BulkResult>) => each(access($result, "ids"), ($id) => resource.get({ id: $id }));
}

function bulkWrite(resource: PgResource, write: Write): BulkWrite<Input> {
  const { verb, list, valuesType, keys, fields } = write;
  const updatable = new Set(write.updatable);

  return async (client, input, { schema, request }) => {
    const items = input[list] as readonly Item[];
    requireAtMost(MAXIMUM_ROWS, items.length, list);
    requireAtMost(MAXIMUM_ROWS_OF_DOCUMENT, countOfDocument(request, items.length), list);
    const key = input.by === undefined ? undefined : keys[input.by];
    const type = schema.getType(valuesType) as GraphQLInputObjectType;
    const rows = items.map((item): Row => {
      const values = bakedInputRuntime(schema, type, verb === "update" ? item.patch : item) as Row["values"];
      if (verb === "create") return { action: "insert", values };
      if (verb === "update") return { action: "update", values, id: String(item.id), ifUpdatedAt: item.ifUpdatedAt };
      if (!key) return item.id == null ? { action: "insert", values } : { action: "update", values, id: item.id };
      return { action: "upsert", values, problem: problemOf(key, fields, item, values) };
    });
    return writeRows(client, new TableWriter({ resource, updatable, key }), rows);
  };
}

function requireAtMost(limit: number, count: number, field: string): void {
  const error = tooManyRows(limit, count, field);
  if (error) throw new SafeError(error.message, error.extensions);
}

const counts = new WeakMap<object, number>();

/** How many rows the mutations of a document have named so far. */
function countOfDocument(request: object, added: number): number {
  const count = (counts.get(request) ?? 0) + added;
  counts.set(request, count);
  return count;
}

/** Without its key a row would be new each time. */
function problemOf(
  key: readonly string[],
  fields: Write["fields"],
  item: Item,
  values: Row["values"],
): Error | undefined {
  if (item.id != null) {
    return new SafeError("Rows with an id go with the key ID.", { code: "BAD_USER_INPUT", field: "id" });
  }
  const missing = key.find((column) => column !== TENANT_COLUMN && values[column] == null);
  if (missing === undefined) return undefined;
  return new SafeError("A value is missing.", { code: "BAD_USER_INPUT", field: fields[missing] });
}
