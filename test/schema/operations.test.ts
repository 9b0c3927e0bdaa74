import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { buildSchema, type DocumentNode, type GraphQLField, Kind, parse, validate } from "graphql";
import { SIGN_IN_MUTATIONS } from "../../src/graphile/sign-in-mutations.ts";
import { useCatalog } from "./catalog.ts";

const { list } = useCatalog();

const ROOT = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), "utf8");
const schema = buildSchema(read("graphql/schema.graphql"));
const rootFields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
  Object.values(type?.getFields() ?? {}),
);
const README_SECTIONS = ["A first query", "Operations", "Or use the accounts that come with it", "Let a machine in"];

/** The root fields that stand for an operation: a function of the database, or signing up, in and out. */
let operations: GraphQLField<unknown, unknown>[];
/** The names that such fields may have. */
let names: Set<string>;

beforeAll(async () => {
  // What takes a row is a field of that row's type.
  const functions = await list(`
    select p.proname
    from pg_proc p
    left join pg_type t on t.oid = p.proargtypes[0]
    where p.pronamespace = 'app_public'::regnamespace and p.prorettype <> 'trigger'::regtype
      and coalesce(t.typtype, 'b') <> 'c'
      and exists (
        select from unnest('{tenantry_anonymous,tenantry_member,tenantry_service,tenantry_client}'::name[]) as role
        where has_function_privilege(role, p.oid, 'execute')
      )`);
  names = new Set([
    ...functions.map((name) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())),
    ...SIGN_IN_MUTATIONS,
  ]);
  operations = rootFields.filter(({ name }) => names.has(name));
});

function rootFieldsOf(document: DocumentNode): string[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? definition.selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : []))
      : [],
  );
}

describe("an operation", () => {
  it("is told apart from the mutations of rows, which begin with what they do to them", () => {
    expect(operations.length).toBeGreaterThan(80);
    const others = Object.keys(schema.getMutationType()?.getFields() ?? {}).filter((name) => !names.has(name));
    expect(others.filter((name) => !/^(create|update|upsert|archive|restore|delete)[A-Z]/.test(name))).toEqual([]);
  });

  it("is in the README", () => {
    const readme = read("README.md");
    const sections = README_SECTIONS.map((title) => {
      const [, text] = readme.split(`\n## ${title}\n`);
      if (text === undefined) throw new Error(`The README has no section “${title}”.`);
      return text.split("\n## ")[0] ?? "";
    }).join("\n");
    const missing = operations.filter(({ name }) => !sections.includes(`\`${name}\``));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it("has a document in graphql/operations", () => {
    const documents = readdirSync(new URL("graphql/operations/", ROOT), { recursive: true, encoding: "utf8" })
      .filter((path) => /^[a-z]+\/\w+\.graphql$/.test(path))
      .flatMap((path) => rootFieldsOf(parse(read(`graphql/operations/${path}`))));
    expect(operations.map(({ name }) => name).filter((name) => !documents.includes(name))).toEqual([]);
  });

  it("has an example in its description, which the schema allows", () => {
    const problems = operations.flatMap(({ name, description }) => {
      const examples = [...(description ?? "").matchAll(/```graphql\n(.*?)```/gs)].map(([, text = ""]) => parse(text));
      if (!examples.some((example) => rootFieldsOf(example).includes(name))) return [`${name}: none`];
      return examples.flatMap((example) => validate(schema, example).map(({ message }) => `${name}: ${message}`));
    });
    expect(problems).toEqual([]);
  });
});
