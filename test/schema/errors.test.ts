import { readFile } from "node:fs/promises";
import { expect, it } from "@jest/globals";
import { GraphQLError } from "graphql";
import { createMaskError } from "../../src/graphile/mask-error.ts";
import { DB_FOLDER, useCatalog } from "./catalog.ts";

const { list } = useCatalog();
const documentation = await readFile(new URL("ERRORS.md", DB_FOLDER), "utf8");

/** The rows of the table: SQLSTATE and GraphQL code. */
const registered = [...documentation.matchAll(/^\| (TN\d{3}) \| ([A-Z_]+) \| \S.*[.] \|$/gm)].map(
  ([, state = "", code = ""]) => ({ state, code }),
);

it("every SQLSTATE that is raised is registered in db/ERRORS.md, and every registered one is raised", async () => {
  const raised = await list(
    "select distinct found[1] from functions, regexp_matches(definition, 'errcode = ''(TN...)''', 'g') as found",
  );
  expect(raised).toEqual(registered.map(({ state }) => state));
});

it("every error of ours is of class TN", async () => {
  const rows = await list(`
    select format('%s: %s', path, found[1])
    from functions, regexp_matches(definition, 'raise exception([^;]*)', 'g') as found
    where found[1] !~ 'errcode = ''TN[0-9]{3}''' or found[1] !~ 'message = '''`);
  expect(rows).toEqual([]);
});

it("db/ERRORS.md names the functions that raise each", async () => {
  const raised = await list(`
    select distinct format('%s.%s: %s', schema, name, found[1])
    from functions, regexp_matches(definition, 'errcode = ''(TN...)''', 'g') as found`);
  const listed: string[] = [];
  let raiser = "";
  for (const [, name, state] of documentation.matchAll(/^- `(app_[\w.]+)`$|^ {2}- (TN\d{3}): \S.*$/gm)) {
    if (name) raiser = name;
    else listed.push(`${raiser}: ${state}`);
  }
  expect(listed).toEqual(raised);
});

it("the API answers with the GraphQL code that db/ERRORS.md says", () => {
  const maskError = createMaskError({ logger: { error: () => {} }, production: true, constraints: new Map() });
  const answered = registered.map(({ state }) => {
    const raised = Object.assign(new Error("Raised."), { severity: "ERROR", code: state });
    return { state, code: maskError(new GraphQLError("Raised.", { originalError: raised })).extensions["code"] };
  });
  expect(answered).toEqual(registered);
});
