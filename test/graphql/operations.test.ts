import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { buildSchema, Kind, type OperationDefinitionNode, parse, validate } from "graphql";
import { listFragments, listOperations } from "../../src/operations/sources.ts";
import { loadOperation } from "../support/gateway.ts";

const ROOT = new URL("../../", import.meta.url);
const schema = buildSchema(readFileSync(new URL("graphql/schema.graphql", ROOT), "utf8"));
const filesIn = (directory: string) => readdirSync(new URL(directory, ROOT), { recursive: true, encoding: "utf8" });

const operations = listOperations();
const fragments = listFragments();
const texts = operations.map(loadOperation);
const tests = [...filesIn("test/graphql/"), ...filesIn("test/http/").map((file) => `../http/${file}`)]
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => readFileSync(new URL(`test/graphql/${file}`, ROOT), "utf8"))
  .join("");

describe.each(operations)("the document %s", (name) => {
  it("is one operation of that name, which the schema allows", () => {
    const document = parse(loadOperation(name));
    const names = document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [] : [(definition as OperationDefinitionNode).name?.value],
    );
    expect(names).toEqual([name.split("/").at(-1)]);
    expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
  });

  it("is executed by a test", () => {
    const [module, operation = ""] = name.split("/");
    // Some tests put the name together from the verb and the kind of row.
    const verb = /^(Archive|Restore|Update|Get|Create)/.exec(operation)?.[1];
    const isExecuted = tests.includes(`"${name}"`) || (verb !== undefined && tests.includes(`\`${module}/${verb}\${`));
    expect(isExecuted).toBe(true);
  });
});

describe.each(fragments)("the fragment %s", (name) => {
  it("is one fragment of that name, which an operation spreads", () => {
    const [definition, ...more] = parse(loadOperation(`fragments/${name}`)).definitions;
    expect(definition).toMatchObject({ kind: Kind.FRAGMENT_DEFINITION, name: { value: name } });
    expect(more.every(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)).toBe(true);
    expect(texts.filter((text) => text.includes(`...${name}`))).not.toEqual([]);
  });
});

it("no two operations have one name", () => {
  const names = operations.map((name) => name.split("/").at(-1));
  expect(new Set(names).size).toBe(names.length);
});
