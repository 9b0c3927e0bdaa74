import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  printSchema,
  validateSchema,
} from "graphql";
import type { Pool } from "pg";
import { createAuthenticatorPool } from "../../src/database/pools.ts";
import { buildSchemaFor } from "../../src/graphile/build-schema.ts";
import { readFingerprint } from "../../src/graphile/exported/fingerprint.ts";
import { type ExportedApi, fileNameOf, loadExportedApi } from "../../src/graphile/exported/load-api.ts";
import type { PublicConstraint } from "../../src/graphile/mask-error.ts";
import { prepareExportedApi } from "../setup/exported-api.ts";
import { useDatabase } from "../support/database.ts";
import { TestGateway } from "../support/gateway.ts";

const db = useDatabase();
let exportDirectory: string;
let pool: Pool;

beforeAll(async () => {
  pool = createAuthenticatorPool(db.urls.authenticator, 2, { warn: () => {} });
  exportDirectory = (await prepareExportedApi(db.urls.authenticator, true)) ?? "";
}, 120_000);
afterAll(() => pool.end());

describe("an exported API", () => {
  let exported: ExportedApi | undefined;
  let built: GraphQLSchema;
  const constraints = new Map<string, PublicConstraint>();

  beforeAll(async () => {
    const found = await loadExportedApi(pool, exportDirectory);
    exported = typeof found === "string" ? undefined : found;
    const logger = { error: () => {} };
    const contextFor = () => ({ claims: null, organization: null, requestId: "test", address: "" });
    ({ schema: built } = await buildSchemaFor({ pool, production: true, logger, constraints, contextFor }));
  }, 60_000);

  it("has the types, fields and arguments of the one that is built, in their order", () => {
    expect(exported && printSchema(exported.schema)).toBe(printSchema(built));
  });

  it("has a function wherever the built one has one", () => {
    const ofExported = exported && plansOf(exported.schema);
    expect(ofExported?.size).toBeGreaterThan(10_000);
    expect(ofExported).toEqual(plansOf(built));
  });

  it("was found to be valid when it was exported, and isn’t validated again", () => {
    expect(exported?.schema.toConfig().assumeValid).toBe(true);
    expect(validateSchema(built)).toEqual([]);
  });

  it("has the rules that errors tell of", () => {
    expect(exported && [...exported.constraints]).toEqual(JSON.parse(JSON.stringify([...constraints])));
  });
});

describe("a gateway that finds one", () => {
  const start = async (directory: string) => {
    const gateway = new TestGateway(db, { exportDirectory: directory });
    await gateway.start();
    return gateway;
  };
  const isExported = ({ log }: TestGateway) => log.some((line) => JSON.parse(line).isExported === true);
  const contacts = async (gateway: TestGateway) =>
    (await gateway.as(db.world.acme.members.owner).run("crm/ListContacts", { first: 3 })).text;

  it("answers as one that has built its own", async () => {
    const [loaded, built] = [await start(exportDirectory), await start("nowhere")];
    try {
      expect([isExported(loaded), isExported(built)]).toEqual([true, false]);
      expect(await contacts(loaded)).toBe(await contacts(built));
      expect(JSON.parse(await contacts(loaded)).data.contacts.nodes).toHaveLength(3);
    } finally {
      await loaded.stop();
      await built.stop();
    }
  }, 60_000);

  it("builds its own if that one can’t be loaded, and says so", async () => {
    const directory = await mkdtemp(join(tmpdir(), "tenantry-export-"));
    await writeFile(join(directory, fileNameOf(await readFingerprint(pool))), "export const schema = nothing;");
    const gateway = await start(directory);
    try {
      expect(isExported(gateway)).toBe(false);
      expect(gateway.log.join("")).toContain("npm run graphql:export writes another");
      expect(JSON.parse(await contacts(gateway)).data.contacts.nodes).toHaveLength(3);
    } finally {
      await gateway.stop();
      await rm(directory, { recursive: true });
    }
  }, 60_000);

  it.each([
    ["a grant", "revoke insert (phone) on app_public.contacts from tenantry_member"],
    ["a comment", "comment on column app_public.contacts.phone is 'The number to call.'"],
    ["a column", "alter table app_public.contacts add column shoe_size int"],
    ["a function", "alter function app_public.search(text, text[], int) rename to seek"],
    ["an index", "create index on app_public.contacts (organization_id, phone)"],
    ["a constraint", "alter table app_public.contacts add constraint phone_must_be_short check (length(phone) < 99)"],
    ["a value of an enum", "insert into app_public.priorities values ('whenever', 'It can wait.', 99)"],
    ["a membership of roles", "grant tenantry_client to tenantry_member"],
  ])("doesn’t use it when %s has changed", async (_, change) => {
    const before = await readFingerprint(pool);
    const after = await db.withRoot(async (root) => {
      await root.query("begin");
      await root.query(change);
      await root.query("set local session authorization tenantry_authenticator");
      const fingerprint = await readFingerprint(root as unknown as Pool);
      await root.query("rollback");
      return fingerprint;
    });
    expect(after).not.toBe(before);
  });

  it.each([
    ["rows", "update app_public.contacts set first_name = first_name"],
    ["statistics", "analyze app_public.contacts"],
    ["roles of other programs", "create role elsewhere; create role someone in role elsewhere"],
    [
      "partitions",
      "create table app_public.later partition of app_public.audit_logs for values from ('2099-01-01') to ('2099-02-01')",
    ],
    ["tables of a session", "create temporary table mine (id int primary key, contact app_public.contacts)"],
    [
      "what other programs have in the database",
      "create schema elsewhere create table theirs (id int primary key, name text check (name <> ''))",
    ],
  ])("uses it when nothing but %s changed", async (_, change) => {
    const before = await readFingerprint(pool);
    await db.withRoot(async (root) => {
      await root.query("begin");
      await root.query(change);
      await root.query("set local session authorization tenantry_authenticator");
      expect(await readFingerprint(root as unknown as Pool)).toBe(before);
      await root.query("rollback");
    });
  });

  it("uses it after a vacuum", async () => {
    const before = await readFingerprint(pool);
    await db.withRoot((root) => root.query("vacuum analyze app_public.contacts"));
    expect(await readFingerprint(pool)).toBe(before);
  });

  it("finds the one that fits beside others, and warns if none does", async () => {
    const directory = await mkdtemp(join(tmpdir(), "tenantry-export-"));
    const fitting = fileNameOf(await readFingerprint(pool));
    await writeFile(join(directory, fileNameOf("0".repeat(64))), "export const schema = nothing;");
    const unfit = await start(directory);
    expect(isExported(unfit)).toBe(false);
    expect(unfit.log.join("")).toContain("npm run graphql:export writes one");
    await unfit.stop();
    await cp(join(exportDirectory, fitting), join(directory, fitting));
    const found = await start(directory);
    expect(isExported(found)).toBe(true);
    await found.stop();
    await rm(directory, { recursive: true });
  }, 60_000);
});

/** The functions that a schema has, and whatever else plugins have put there, by the place that they are at. */
function plansOf(schema: GraphQLSchema): Map<string, unknown> {
  const plans = new Map<string, unknown>();
  const note = (place: string, { extensions }: { readonly extensions: object }) =>
    plans.set(place, shapeOf("grafast" in extensions ? extensions.grafast : undefined));
  for (const [name, type] of Object.entries(schema.getTypeMap())) {
    note(name, type);
    if (isEnumType(type)) for (const value of type.getValues()) note(`${name}.${value.name}`, value);
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) note(`${name}.${field.name}`, field);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      note(`${name}.${field.name}`, field);
      for (const argument of field.args) note(`${name}.${field.name}(${argument.name})`, argument);
    }
  }
  return plans;
}

function shapeOf(extension: unknown): unknown {
  if (typeof extension === "function") return `a function of ${extension.length}`;
  if (typeof extension !== "object" || extension === null) return extension;
  return Object.fromEntries(Object.entries(extension).map(([name, value]) => [name, shapeOf(value)]));
}
