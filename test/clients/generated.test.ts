import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { buildSchema, isObjectType, Kind, parse, print, TypeInfo, validate, visit, visitWithTypeInfo } from "graphql";
import * as published from "../../graphql/generated/client.js";
import { withCacheKeys } from "../../src/operations/cache-keys.ts";
import { loadDocuments } from "../../src/operations/documents.ts";

const ROOT = new URL("../../", import.meta.url);
const schema = buildSchema(readFileSync(new URL("graphql/schema.graphql", ROOT), "utf8"));
const operations = loadDocuments(schema);
const exports = new Map(Object.entries(published));

describe("graphql/generated", () => {
  it("is what npm run graphql:codegen makes", async () => {
    const command = fileURLToPath(new URL("src/commands/codegen.ts", ROOT));
    const check = promisify(execFile)(process.execPath, [command, "--check"], {
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    await expect(check).resolves.toEqual({ stdout: "", stderr: "" });
  }, 60_000);

  it("has no type that is anything at all", () => {
    const types = readFileSync(new URL("graphql/generated/types.d.ts", ROOT), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    expect(types.match(/[:<|(] *any\b/g)).toBeNull();
    expect(types).toMatch(/customFields: JsonValue/);
    expect(types).toMatch(/valueCents: string/);
    expect(types).toMatch(/valueCents\?: string \| number/);
  });
});

describe.each(operations)("$name", ({ name, document, text, hash }) => {
  it("is what clients send and the schema allows", () => {
    const exported = exports.get(`${name}Document`) as typeof published.ListContactsDocument;
    expect(exported).toMatchObject({ text, documentId: `sha256:${hash}` });
    expect(published.hashOf(exported)).toBe(hash);
    expect(print(exported)).toBe(print(parse(text)));
    expect(validate(schema, document)).toEqual([]);
  });

  it("tells caches the type and the id of each row", () => {
    const types = new TypeInfo(schema);
    const roots: readonly unknown[] = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const nameless: string[] = [];
    const visitor = visitWithTypeInfo(types, {
      SelectionSet({ selections }) {
        const type = types.getParentType();
        if (!isObjectType(type) || roots.includes(type)) return;
        const names = selections.map((selection) => (selection.kind === Kind.FIELD ? selection.name.value : ""));
        if (!names.includes("__typename")) nameless.push(type.name);
        if ("id" in type.getFields() && !names.includes("id")) nameless.push(`${type.name}.id`);
      },
    });
    visit(document, visitor);
    expect(nameless).toEqual([]);
  });
});

describe("what is added for caches", () => {
  const complete = (text: string) => print(withCacheKeys(parse(text), schema));

  it("is added where it is missing, and only there", () => {
    const short = "{ contacts { nodes { name } } }";
    const full = "{ contacts { __typename nodes { __typename id name } } }";
    expect(complete(short)).toBe(print(parse(full)));
    expect(complete(full)).toBe(print(parse(full)));
  });

  it("leaves an id alone that is asked for under another name, and types without one", () => {
    expect(complete("{ contact(id: 1) { key: id } }")).toBe(
      print(parse("{ contact(id: 1) { __typename id key: id } }")),
    );
    expect(complete("{ dailyMetrics { pageInfo { hasNextPage } } }")).not.toContain("id");
  });
});
