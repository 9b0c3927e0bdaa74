import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from "graphql";
import type { Client } from "pg";
import { createAuthenticatorPool } from "../../src/database/pools.ts";
import { buildSchemaFor } from "../../src/graphile/build-schema.ts";
import { SIGN_IN_MUTATIONS } from "../../src/graphile/sign-in-mutations.ts";
import { useDatabase } from "../support/database.ts";

const db = useDatabase();
const SCHEMA_FILE = new URL("../../graphql/schema.graphql", import.meta.url);
let directory: string;
let exported: string;
let schema: GraphQLSchema;
let tables: string[];
/** The mutations, and the queries of tables, that somebody has what they need for; all others can only fail. */
let usable: Set<string>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "tenantry-schema-"));
  const exportSchemaPath = join(directory, "schema.graphql");
  const logger = { warn: () => {}, error: () => {} };
  const pool = createAuthenticatorPool(db.urls.authenticator, 1, logger);
  const contextFor = () => ({ claims: null, organization: null, requestId: "test", address: "" });
  ({ schema } = await buildSchemaFor({ pool, production: true, logger, exportSchemaPath, contextFor }));
  await pool.end();
  exported = await readFile(exportSchemaPath, "utf8");
  tables = await db.withRoot(async (root) => {
    const sql = `select relname from pg_class
      where relnamespace = 'app_public'::regnamespace and relkind in ('r', 'p') and not relispartition
        and exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'id' and not attisdropped)`;
    return (await root.query<{ relname: string }>(sql)).rows.map(({ relname }) => relname);
  });
  usable = new Set([...(await db.withRoot(listUsable)), ...SIGN_IN_MUTATIONS]);
}, 60_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Names of fields such as `createContact`, for what some role has both the privilege and a policy. */
async function listUsable(root: Client): Promise<string[]> {
  const sql = `
    with roles as (
      select oid, rolname from pg_roles where rolname in ('tenantry_anonymous', 'tenantry_member', 'tenantry_service', 'tenantry_client')
    ), tables as (
      select oid, relname from pg_class where relnamespace = 'app_public'::regnamespace and relkind in ('r', 'p')
    ), verbs (verb, command, privilege) as (
      values ('create', 'a', 'INSERT'), ('update', 'w', 'UPDATE'), ('delete', 'd', 'DELETE'), ('archive', 'w', 'UPDATE'),
        ('restore', 'w', 'UPDATE')
    )
    select v.verb as verb, t.relname as name from tables t, verbs v, roles r
    where exists (
        select from pg_policy p where p.polrelid = t.oid and p.polcmd::text in (v.command, '*') and r.oid = any (p.polroles)
      )
      and case v.verb
        when 'delete' then has_table_privilege(r.oid, t.oid, v.privilege)
        -- All that has to be given, and neither a default nor a trigger gives, may be given.
        when 'create' then has_any_column_privilege(r.oid, t.oid, v.privilege) and not exists (
          select from pg_attribute a
          where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attnotnull and not a.atthasdef
            and a.attidentity = '' and coalesce(col_description(t.oid, a.attnum), '') !~ '@hasDefault'
            and not has_column_privilege(r.oid, t.oid, a.attnum, v.privilege)
        )
        when 'update' then has_any_column_privilege(r.oid, t.oid, v.privilege)
        else exists (
          select from pg_attribute a
          where a.attrelid = t.oid and a.attname = 'deleted_at' and not a.attisdropped
            and has_column_privilege(r.oid, t.oid, a.attnum, v.privilege)
        )
      end
    union
    select '', f.proname from pg_proc f, roles r
    where f.pronamespace = 'app_public'::regnamespace and has_function_privilege(r.oid, f.oid, 'EXECUTE')`;
  const { rows } = await root.query<{ verb: string; name: string }>(sql);
  const names = rows.map(({ verb, name }) => {
    if (verb === "") return [lowerFirst(upperCamelCase(name))];
    const isForMany = verb === "create" || verb === "update";
    return [`${verb}${singular(name)}`, ...(isForMany ? [`${verb}${upperCamelCase(name)}`] : [])];
  });
  const usable = new Set(names.flat());
  const upserts = [...usable].filter((name) => usable.has(name.replace(/^create/, "update")));
  return [...usable, ...upserts.map((name) => name.replace(/^create/, "upsert"))];
}

function lowerFirst(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

function fieldsOf(type: GraphQLNamedType | null | undefined): GraphQLField<unknown, unknown>[] {
  return isObjectType(type) ? Object.values(type.getFields()) : [];
}

function ourTypes(): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
}

/** The names and descriptions of everything in the schema, each with the way to it. */
function* members(): Generator<{ path: string; name: string; description: string | null | undefined }> {
  for (const type of ourTypes()) {
    yield { path: type.name, name: type.name, description: type.description };
    if (isEnumType(type)) {
      for (const value of type.getValues()) yield { path: `${type.name}.${value.name}`, ...value };
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) yield { path: `${type.name}.${field.name}`, ...field };
    } else if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        yield { path: `${type.name}.${field.name}`, ...field };
        for (const argument of field.args) yield { path: `${type.name}.${field.name}(${argument.name}:)`, ...argument };
      }
    }
  }
}

/** The ways to what breaks a rule. */
const offenders = (
  breaks: (member: { path: string; name: string; description?: string | null | undefined }) => boolean,
) => [...members()].filter(breaks).map(({ path }) => path);

function upperCamelCase(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function singular(table: string): string {
  return upperCamelCase(table)
    .replace(/ies$/, "y")
    .replace(/sses$/, "ss")
    .replace(/([^s])s$/, "$1");
}

describe("the schema", () => {
  it("is the one in graphql/schema.graphql", async () => {
    const isCurrent = exported === (await readFile(SCHEMA_FILE, "utf8"));
    expect(isCurrent ? "current" : "different: run npm run graphql:schema and review what changed").toBe("current");
  });

  it("names nothing by a composite key", () => {
    expect(offenders(({ name }) => /By[A-Z]\w*And/.test(name))).toEqual([]);
  });

  it("names no relation or type with the organization in front", () => {
    const names = tables.flatMap((table) => [
      singular(table),
      `${singular(table)}s`,
      singular(table).replace(/y$/, "ies"),
    ]);
    const prefixed = new RegExp(`^organization(${names.join("|")})([A-Z]|$)`, "i");
    expect(prefixed.test("organizationContact")).toBe(true);
    expect(offenders(({ name }) => prefixed.test(name))).toEqual([]);
  });

  it("repeats no word in a name", () => {
    // The participle of the reference says what the noun has said: changesChangedBy, or idId.
    const stutters =
      /(^|[a-z])([A-Z]?[a-z]{2,})(\2)(?![a-z])|(change|request|invit|send|sent)\w*(Changed|Requested|Invited|Sent)By/i;
    expect(["idId", "dealStageChangesChangedBy"].filter((name) => stutters.test(name))).toHaveLength(2);
    expect(offenders(({ name }) => /[a-z]/.test(name) && stutters.test(name.replace(/queue/i, "line")))).toEqual([]);
  });

  it("says with By no more than one reference, and no preposition beside it", () => {
    const twice = /By[A-Z]\w*By[A-Z]?|By(From|To|At|On|For)[A-Z]/;
    expect(["attachmentsByUploadedByContact", "changesByFromStage"].filter((name) => twice.test(name))).toHaveLength(2);
    expect(offenders(({ name }) => twice.test(name))).toEqual([]);
  });

  it("calls the id of a view’s row id, as it does that of a table’s", () => {
    for (const view of ["ConversationThread", "CustomerSummary"]) {
      const names = fieldsOf(schema.getType(view)).map(({ name }) => name);
      expect({ view, hasId: names.includes("id") }).toEqual({ view, hasId: true });
    }
    const lookups = fieldsOf(schema.getQueryType()).filter(({ type }) => String(type) === "ConversationThread");
    expect(lookups.map(({ name, args }) => [name, args.map((argument) => argument.name)])).toEqual([
      ["conversationThread", ["id"]],
    ]);
  });

  it("gives views the enums of what they show", () => {
    const channels = ["Conversation", "ConversationThread"].map((name) => {
      const channel = fieldsOf(schema.getType(name)).find((field) => field.name === "channel");
      return String(channel?.type).replace("!", "");
    });
    expect(channels).toEqual(["Channel", "Channel"]);
  });

  it("offers no mutation that can only fail", () => {
    const mutations = fieldsOf(schema.getMutationType()).map(({ name }) => name);
    expect(mutations.length).toBeGreaterThan(100);
    expect(usable.has("createContact") && !usable.has("createAuditLog")).toBe(true);
    expect(mutations.filter((name) => !usable.has(name))).toEqual([]);
  });

  it("offers no input without a field to fill in", () => {
    const empty = ourTypes().filter(
      (type) =>
        isInputObjectType(type) &&
        Object.keys(type.getFields()).every((name) => ["clientMutationId", "and", "or"].includes(name)),
    );
    // Functions without arguments have nothing else.
    const functions = fieldsOf(schema.getMutationType()).map(({ name }) => `${upperCamelCase(`_${name}`)}Input`);
    expect(empty.map(({ name }) => name).filter((name) => !functions.includes(name))).toEqual([]);
  });

  it("adds up and averages only what that says something of", () => {
    const sums = ourTypes().filter(({ name }) => /(Sum|Average)(Aggregates|Input)$/.test(name));
    expect(sums.length).toBeGreaterThan(20);
    const found = sums.flatMap((type) =>
      isObjectType(type) || isInputObjectType(type)
        ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
        : [],
    );
    expect(found).toContain("DealSumAggregates.valueCents");
    expect(found.filter((path) => /\.(number|position|version|\w+Version|\w+Code)$/.test(path))).toEqual([]);
    expect(found.filter((path) => /Sum\w*\.(\w*[rR]ating|\w*Score|probability|confidence)$/.test(path))).toEqual([]);
  });

  it("describes every type, field, argument and value", () => {
    expect(offenders(({ description }) => !/\S/.test(description ?? ""))).toEqual([]);
  });

  it("describes in clean text", () => {
    expect(
      offenders(({ description }) => /^\s|\s$|\bTODO\b|@\w+ |app_(public|hidden|private)/.test(description ?? "")),
    ).toEqual([]);
  });

  it("gives every table a type with an id", () => {
    const types = tables.map((table) => schema.getType(singular(table)));
    expect(tables.length).toBeGreaterThan(15);
    expect(tables.filter((_, index) => !isObjectType(types[index]))).toEqual([]);
    const ids = types.map((type) => (isObjectType(type) ? `${type.name}.${type.getFields()["id"]?.type}` : ""));
    expect(ids.filter((id) => !id.endsWith(".UUID!"))).toEqual([]);
  });

  it("lets no input set what the database decides", () => {
    const decided = ["organizationId", "createdAt", "updatedAt", "deletedAt", "id", "nodeId"];
    const rows = tables.flatMap((table) => [`${singular(table)}Input`, `${singular(table)}Patch`]);
    const values = ourTypes()
      .filter(isInputObjectType)
      .filter(({ name }) => rows.includes(name));
    expect(values.map(({ name }) => name)).toEqual(expect.arrayContaining(["ContactInput", "ContactPatch"]));
    const found = values.flatMap((type) => Object.keys(type.getFields()).map((field) => [type.name, field] as const));
    expect(found.filter(([, field]) => decided.includes(field))).toEqual([]);
  });

  it("finds the row to change by its id and nothing else", () => {
    const inputs = ourTypes().filter(isInputObjectType);
    const changes = inputs.filter(
      // Whoever deletes an organization, the one they are in, writes out its name in addresses.
      ({ name }) => /^(Update|Delete|Archive|Restore)\w+(Input|Item)$/.test(name) && name !== "DeleteOrganizationInput",
    );
    expect(changes.length).toBeGreaterThan(20);
    const arguments_ = changes.map((type) => [type.name, Object.keys(type.getFields()).sort().join()]);
    const isOneRow = /^(clientMutationId,)?id(,ifUpdatedAt)?(,patch)?$/;
    const isManyRows = /^clientMutationId,patches$/;
    expect(arguments_.filter(([, fields = ""]) => !isOneRow.test(fields) && !isManyRows.test(fields))).toEqual([]);
  });
});
