import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from "graphql";
import { createAuthenticatorPool } from "../../src/database/pools.ts";
import { buildSchemaFor } from "../../src/graphile/build-schema.ts";
import { useDatabase } from "../support/database.ts";

const db = useDatabase();
const SCHEMA_FILE = new URL("../../graphql/schema.graphql", import.meta.url);
let directory: string;
let exported: string;
let schema: GraphQLSchema;
let tables: string[];
/** The input types of functions, whose arguments have names and nothing else in PostgreSQL. */
let functionInputs: string[];

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
  functionInputs = await db.withRoot(async (root) => {
    const sql = "select proname from pg_proc where pronamespace = 'app_public'::regnamespace and provolatile = 'v'";
    return (await root.query<{ proname: string }>(sql)).rows.map(({ proname }) => `${upperCamelCase(proname)}Input`);
  });
}, 60_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

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

/** What is generated alike for every table: its name says what it is. */
const SELF_EXPLANATORY = new RegExp(
  [String.raw`^Query\.\w+\(\w+:\)$`, String.raw`Payload\.`, "OrderBy\\.", "GroupBy\\.", "Having", "Aggregates$"].join(
    "|",
  ),
);

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

  it("describes every type, field, argument and value", () => {
    const isMissing = (description: string | null | undefined) => !/\S/.test(description ?? "");
    expect(
      offenders(
        ({ path, description }) =>
          isMissing(description) && !SELF_EXPLANATORY.test(path) && !functionInputs.includes(path.split(".")[0] ?? ""),
      ),
    ).toEqual([]);
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
    const changes = inputs.filter(({ name }) => /^(Update|Delete|Archive|Restore)\w+Input$/.test(name));
    expect(changes.length).toBeGreaterThan(20);
    const arguments_ = changes.map((type) => [type.name, Object.keys(type.getFields()).sort().join()]);
    expect(arguments_.filter(([, fields]) => !/^clientMutationId,id(,patch)?$/.test(fields ?? ""))).toEqual([]);
  });
});
