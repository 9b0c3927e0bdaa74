import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { REST_FOLDER } from "../../src/rest/read-routes.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { ask, CRM } from "../support/rest.ts";

type Json = Readonly<Record<string, unknown>>;

/** An operation of OpenAPI, as far as it is looked at here. */
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly { readonly $ref?: string; readonly name?: string; readonly description?: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: Json }>> }>>;
}

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Json;
}

const db = useDatabase();
const gateway = useGateway(db, { environment: "production" });
let document: OpenApi;
beforeAll(async () => {
  document = (await gateway.inject({ url: `${CRM}/openapi.json` })).json();
});

/** Fails unless a value is what a schema of the document says. */
function expectToFit(schema: Json, value: unknown): void {
  const ajv = new Ajv2020({
    strict: false,
    formats: { int32: true, double: true, uuid: true, date: true, "date-time": true },
  });
  const validate = ajv.compile({ ...schema, components: document.components });
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
}

const operations = () => Object.values(document.paths).flatMap((methods) => Object.values(methods));
const responseOf = (target: string, status: number) => {
  const [method = "", path = ""] = target.split(" ");
  const schema =
    document.paths[CRM + path]?.[method.toLowerCase()]?.responses[status]?.content?.["application/json"]?.schema;
  if (schema === undefined) throw new Error(`${target} has no answer ${status}.`);
  return schema;
};

describe("the description of the routes", () => {
  it("is valid OpenAPI 3.1, and there without a token", async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document) as object as Record<string, unknown>);
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    expect(validator.version).toBe("3.1");
    expect(document.openapi).toMatch(/^3\.1\./);
    const broken = { ...document, paths: { "/x": { get: { parameters: [{}] } } } };
    expect((await new Validator().validate(broken as object as Record<string, unknown>)).valid).toBe(false);
  });

  it("has an operation for each document, and each refers to what is there", () => {
    const files = readdirSync(new URL("crm/", REST_FOLDER)).map((file) => file.replace(/\.graphql$/, ""));
    expect(
      operations()
        .map(({ operationId }) => operationId)
        .sort(),
    ).toEqual(files.sort());
    const text = JSON.stringify(document);
    for (const [, path = ""] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = path.split("/").reduce<unknown>((at, name) => (at as Json | undefined)?.[name], document);
      expect([path, typeof found]).toEqual([path, "object"]);
    }
  });

  it("says what everything is: parameters, too", () => {
    for (const { operationId, summary, parameters } of operations()) {
      expect([operationId, summary]).toEqual([operationId, expect.stringMatching(/^[A-Z].*\.$/)]);
      const silent = parameters.filter(({ $ref, description }) => $ref === undefined && !description);
      expect([operationId, silent.map(({ name }) => name)]).toEqual([operationId, []]);
    }
  });

  it("says how each fails", () => {
    for (const { operationId, responses } of operations()) {
      expect([operationId, Object.keys(responses)]).toEqual([
        operationId,
        expect.arrayContaining(["400", "401", "403", "429", "500", "503"]),
      ]);
    }
  });
});

describe("answers are as described:", () => {
  it.each(["contacts", "deals", "appointments", "organizations", "metrics"])("lists of %s", async (name) => {
    const { rows } = await ask(gateway, db.world.acme.members.owner, `GET /${name}`);
    expect(rows.length).toBeGreaterThan(0);
    expectToFit(responseOf(`GET /${name}`, 200), rows);
    const [first] = rows;
    const described = (responseOf(`GET /${name}`, 200)["items"] as { properties: Json }).properties;
    expect(Object.keys(first ?? {})).toEqual(Object.keys(described));
  });

  it.each(["contacts", "deals", "appointments"] as const)("rows of %s", async (name) => {
    const { row } = await ask(gateway, db.world.acme.members.owner, `GET /${name}/${db.world.acme[name].reps}`);
    expectToFit(responseOf(`GET /${name}/{id}`, 200), row);
    const body = name === "appointments" ? { location: "Here" } : { tags: ["described"] };
    const changed = await ask(gateway, db.world.acme.members.owner, `PATCH /${name}/${row.id}`, { body });
    expect(changed.status).toBe(200);
    expectToFit(responseOf(`PATCH /${name}/{id}`, 200), changed.row);
  });

  it("what is created, and what may be sent for it", async () => {
    const schema = document.paths[`${CRM}/deals`]?.["post"]?.requestBody?.content["application/json"]?.schema ?? {};
    const body = { title: "Described", valueCents: 100, tags: ["a"], customFields: {} };
    expectToFit(schema, body);
    expect(() => expectToFit(schema, { valueCents: 100 })).toThrow();
    expect(() => expectToFit(schema, { title: "x", color: "red" })).toThrow();
    const { row } = await ask(gateway, db.world.acme.members.owner, "POST /deals", { body });
    expectToFit(responseOf("POST /deals", 201), row);
  });

  it.each([
    ["GET /contacts?first=x", "GET /contacts", 400],
    [`GET /contacts/00000000-0000-0000-0000-000000000000`, "GET /contacts/{id}", 404],
  ])("refusals of %s", async (target, operation, status) => {
    const { text, status: given } = await ask(gateway, db.world.acme.members.owner, target);
    expect(given).toBe(status);
    expectToFit(responseOf(operation, status), JSON.parse(text));
  });
});
