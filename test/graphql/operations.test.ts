import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { buildSchema, Kind, parse, validate } from "graphql";
import { loadOperation } from "../support/gateway.ts";

const ROOT = new URL("../../", import.meta.url);
const schema = buildSchema(readFileSync(new URL("graphql/schema.graphql", ROOT), "utf8"));
const filesIn = (directory: string) => readdirSync(new URL(directory, ROOT), { recursive: true, encoding: "utf8" });

const operations = filesIn("graphql/operations/")
  .filter((file) => file.endsWith(".graphql"))
  .map((file) => file.replace(/\.graphql$/, ""));
const tests = [...filesIn("test/graphql/"), ...filesIn("test/http/").map((file) => `../http/${file}`)]
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => readFileSync(new URL(`test/graphql/${file}`, ROOT), "utf8"))
  .join("");

describe.each(operations)("the document %s", (name) => {
  it("is one operation of that name, which the schema allows", () => {
    const document = parse(loadOperation(name));
    const names = document.definitions.map((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? definition.name?.value : definition.kind,
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
