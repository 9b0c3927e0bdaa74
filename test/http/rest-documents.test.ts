import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { REST_FOLDER, readRoutes } from "../../src/rest/read-routes.ts";
import { parameterOf } from "../../src/rest/request-variables.ts";
import { useDatabase } from "../support/database.ts";
import { TestGateway, useGateway } from "../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);
/** A gateway of its own builds the schema once more. */
const START_TIMEOUT_MS = 90_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-rest-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A folder with the given documents, by their files. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<URL> {
  const root = await mkdtemp(join(folder, "documents-"));
  await cp(new URL("directives.graphql", REST_FOLDER), join(root, "directives.graphql"));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(root, file, ".."), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return pathToFileURL(`${root}/`);
}

const read = async (files: Readonly<Record<string, string>>) =>
  readRoutes(gateway.app.graphqlApi.schema, await folderWith(files));

const header = '@rest(method: GET, path: "/things", summary: "Lists.")';
const list = (name: string, more = header) => `query ${name} ${more} { contacts { nodes @answer { id } } }`;

describe("a document", () => {
  it("becomes a route by its folder, name and header", async () => {
    const [route, ...more] = await read({ "erp/ListThings.graphql": list("ListThings") });
    expect(more).toEqual([]);
    expect(route).toMatchObject({ name: "ListThings", method: "GET", path: "/api/erp/things", variables: [] });
    expect(route?.document).not.toContain("@");
  });

  it.each<[string, string, RegExp]>([
    ["that can't be parsed", "query {", /Syntax Error/],
    ["that asks for what isn't there", `query A ${header} { contacts { nodez @answer { id } } }`, /nodez/],
    ["without @rest", "query A { contacts { nodes @answer { id } } }", /lacks @rest/],
    ["of another name", list("B"), /Name the operation A/],
    ["without a name", list(""), /Name the operation A/],
    ["with two operations", `${list("A")} ${list("B")}`, /one operation/],
    ["without any", "fragment A on Contact { id }", /never used|one operation/],
    ["with an unknown method", list("A", header.replace("GET", "FETCH")), /FETCH/],
    ["without a summary", list("A", '@rest(method: GET, path: "/a")'), /summary/],
    ["with a path that is none", list("A", header.replace("/things", "things")), /no path/],
    ["with a path that has a query", list("A", header.replace("/things", "/things?x")), /no path/],
    ["with a path of unknown variables", list("A", header.replace("/things", "/things/{id}")), /\{id\}/],
    ["that changes something by GET", `mutation A ${header} { signOut(input: {}) { clientMutationId } }`, /GET reads/],
    ["that reads by POST", list("A", header.replace("GET", "POST")), /GET reads/],
    ["with two answers", `query A ${header} { contacts { nodes @answer { id } totalCount @answer } }`, /Only one/],
    ["with an answer in a list", `query A ${header} { contacts { nodes { id @answer } } }`, /in a list/],
    [
      "with a location that isn't answered",
      list("A", header.replace('"/things"', '"/things", location: "/things/{slug}"')),
      /slug/,
    ],
    ["with a filter as parameter", list("A($filter: ContactFilter)"), /never used|isn’t written as text/],
    [
      "with JSON as parameter",
      `query A($fields: JSON) ${header} { contacts(customFields: $fields) { nodes @answer { id } } }`,
      /isn’t written as text/,
    ],
    [
      "with a body to GET",
      `query A($filter: ContactFilter @body) ${header} { contacts(filter: $filter) { nodes @answer { id } } }`,
      /has no body/,
    ],
    [
      "with a body that is no object",
      `mutation A($id: UUID! @body) ${header.replace("GET", "POST")} { archiveContact(input: {id: $id}) { clientMutationId } }`,
      /no input object/,
    ],
    [
      "with a variable from two places",
      `mutation A($id: UUID! @ifMatch @lastDays(parameter: "d", unlessGiven: 1, atMost: 2)) ${header.replace("GET", "POST")} { archiveContact(input: {id: $id}) { clientMutationId } }`,
      /several places/,
    ],
    [
      "with a variable that chooses the organization",
      `query A($orgId: UUID!) ${header} { contact(id: $orgId) @answer { id } }`,
      /orgId/,
    ],
  ])("%s is refused, with its file", async (_, text, message) => {
    const refused = read({ "erp/A.graphql": text });
    await expect(refused).rejects.toThrow(/^graphql\/rest\/erp\/A\.graphql can’t be a route: /);
    await expect(refused).rejects.toThrow(message);
  });

  it("outside of a folder is refused, and so is a second one for a route", async () => {
    await expect(read({ "A.graphql": list("A") })).rejects.toThrow(/folder such as/);
    await expect(read({ "x/y/A.graphql": list("A") })).rejects.toThrow(/folder such as/);
    await expect(read({ "x/A.graphql": list("A"), "x/B.graphql": list("B") })).rejects.toThrow(
      "graphql/rest/x/B.graphql can’t be a route: x/A.graphql answers GET /api/x/things already.",
    );
  });

  it(
    "that is wrong stops the start",
    async () => {
      const restDocuments = await folderWith({ "crm/A.graphql": "query {" });
      await expect(new TestGateway(db, { restDocuments }).start()).rejects.toThrow("graphql/rest/crm/A.graphql");
    },
    START_TIMEOUT_MS,
  );

  it(
    "that is right is served, and nothing else",
    async () => {
      const restDocuments = await folderWith({ "crm/A.graphql": list("A") });
      const started = new TestGateway(db, { restDocuments });
      await started.start();
      expect((await started.inject({ url: "/api/crm/things" })).statusCode).toBe(401);
      expect((await started.inject({ url: "/api/crm/contacts" })).statusCode).toBe(404);
      await started.stop();
    },
    START_TIMEOUT_MS,
  );
});

describe("docs/rest.md", () => {
  const guide = () => readFile(new URL("../../docs/rest.md", import.meta.url), "utf8");

  it("names every route, parameter and directive", async () => {
    const text = await guide();
    const routes = await readRoutes(gateway.app.graphqlApi.schema);
    expect(routes.length).toBeGreaterThan(0);
    for (const { path, variables } of routes) {
      const [, collection = ""] = /^\/api\/crm\/(\w+)/.exec(path) ?? [];
      expect([path, text.includes(collection)]).toEqual([path, true]);
      for (const variable of variables) {
        const parameter = parameterOf(variable);
        if (parameter !== undefined) expect([path, text]).toEqual([path, expect.stringContaining(`\`${parameter}`)]);
      }
    }
    const declarations = await readFile(new URL("directives.graphql", REST_FOLDER), "utf8");
    for (const [, directive] of declarations.matchAll(/^directive (@\w+)/gm)) expect(text).toContain(`\`${directive}`);
  });

  it("has an example that is a route", async () => {
    const [, example = ""] = /```graphql\n(.*?)```/s.exec(await guide()) ?? [];
    const [route] = await read({ "crm/GetCompany.graphql": example });
    expect(route?.path).toBe("/api/crm/companies/{id}");
  });
});
