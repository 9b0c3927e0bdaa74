import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { ask } from "../support/rest.ts";

const db = useDatabase();
const gateway = useGateway(db, { environment: "production" });
const owner = () => db.world.acme.members.owner;
const get = (query: string) => ask(gateway, owner(), `GET /contacts?${query}`);
const post = (body: object | string, path = "/contacts", headers = {}) =>
  ask(gateway, owner(), `POST ${path}`, { body, headers });

describe("a parameter", () => {
  it.each([
    ["of no route", "color=red", "color"],
    ["of the prototype", "__proto__=1", "__proto__"],
    ["of the constructor", "constructor=1", "constructor"],
    ["with brackets", "first[gt]=1", "first[gt]"],
    ["given twice", "first=1&first=2", "first"],
    ["given twice, alike", "email=a&email=a", "email"],
    ["that is no number", "first=ten", "first"],
    ["that is a number in another notation", "first=0x10", "first"],
    ["that is a number with blanks", "first=%207", "first"],
    ["that is a broken number", "first=1.5", "first"],
    ["that is no 32-bit number", "first=2147483648", "first"],
    ["that is an empty number", "first=", "first"],
    ["that is more than a page has", "first=201", "first"],
    ["that is less than nothing", "first=-1", "first"],
    ["that is no boolean", "total=1", "total"],
    ["that is an empty boolean", "total", "total"],
    ["that is no UUID", "companyId=1", "companyId"],
    ["that is no value of an enum", "lifecycleStage=lead", "lifecycleStage"],
    ["that is inherited by an enum", "lifecycleStage=toString", "lifecycleStage"],
    ["that is no order", "orderBy=CREATED_AT_DESC&orderBy=x", "orderBy"],
    ["that is no time", "createdSince=yesterday", "createdSince"],
    ["that is a time of no zone", "createdSince=2030-01-01T00:00:00", "createdSince"],
    ["that is a day that doesn't exist", "createdSince=2030-02-30T00:00:00Z", "createdSince"],
  ])("%s is refused by its name", async (_, query, field) => {
    const { refusal, error } = await get(query);
    expect(refusal[0]).toBe(400);
    expect(error?.extensions).toMatchObject({
      code: field === "first" && query.endsWith("201") ? "LIMIT_EXCEEDED" : "BAD_USER_INPUT",
      field,
    });
  });

  it.each([
    ["a cursor of nothing", "after=x"],
    ["a cursor of another order", "after=WyJhIl0%3D"],
    ["a null character", "search=a%00b"],
    ["a broken escape", "search=%ff%fe"],
    ["a text of ten thousand characters", `search=${"x".repeat(10_000)}`],
    ["a thousand orders", Array.from({ length: 1_000 }, () => "orderBy=NAME_ASC").join("&")],
  ])("with %s is no failure of the server", async (_, query) => {
    const { status } = await get(query);
    expect([200, 400]).toContain(status);
  });

  it("is taken as what it is, whatever it looks like", async () => {
    expect((await get(`search=${encodeURIComponent("'; drop table contacts; --")}`)).rows).toEqual([]);
    expect((await get(`email=${encodeURIComponent('") { id } }')}`)).rows).toEqual([]);
    expect((await get("first=0")).rows).toEqual([]);
    expect((await get("total=false")).status).toBe(200);
  });
});

describe("an address", () => {
  it.each([
    ["/contacts/%zz", 400, "BAD_USER_INPUT"],
    ["/contacts/1", 400, "BAD_USER_INPUT"],
    [`/contacts/${"1".repeat(200)}`, 414, "LIMIT_EXCEEDED"],
    ["/contacts/", 400, "BAD_USER_INPUT"],
    ["/contacts/..%2f..%2fetc", 400, "BAD_USER_INPUT"],
    ["/companies", 404, "NOT_FOUND"],
    ["/", 404, "NOT_FOUND"],
  ])("%s is refused with %d", async (path, status, code) => {
    const { refusal, headers } = await ask(gateway, owner(), `GET ${path}`);
    expect(refusal).toEqual([status, code]);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-request-id"]).toEqual(expect.any(String));
  });
});

describe("a body", () => {
  const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

  it.each<[string, string | object, string | undefined]>([
    ["that is empty", "", undefined],
    ["that is no JSON", "{", undefined],
    ["that is a list", "[]", undefined],
    ["that is a text", '"x"', undefined],
    ["that is null", "null", undefined],
    ["with a field that isn't there", { firstNam: "x" }, "firstNam"],
    ["with a field that can't be written", { organizationId: "x" }, "organizationId"],
    ["with a field for the id", { id: "x" }, "id"],
    ["with the prototype", '{"__proto__": {"firstName": "x"}}', undefined],
    ["with a prototype deep inside", '{"customFields": {"a": {"__proto__": {"b": 1}}}}', undefined],
    ["with a constructor", '{"constructor": "x"}', "constructor"],
    ["with toString", '{"toString": "x"}', "toString"],
    ["with a number for a text", { firstName: 1 }, "firstName"],
    ["with an object for a text", { firstName: {} }, "firstName"],
    ["with a text for a list", { tags: {} }, "tags"],
    ["with a number in a list", { tags: ["a", 1] }, "tags.1"],
    ["with a text for a boolean", { isActive: "true" }, "isActive"],
    ["with no UUID", { companyId: "acme" }, "companyId"],
    ["with no enum", { lifecycleStage: "lead" }, "lifecycleStage"],
    ["with no day", { dateOfBirth: "2030-02-30" }, "dateOfBirth"],
    ["nested a hundred levels", `{"customFields": {"a": ${deep(100)}}}`, "customFields"],
    ["nested four hundred thousand levels", `{"customFields": ${deep(400_000)}}`, "customFields"],
    ["with a null character", { firstName: "a\0b" }, undefined],
  ])("%s is refused", async (_, body, field) => {
    const { refusal, error } = await post(body);
    expect(refusal).toEqual([400, "BAD_USER_INPUT"]);
    expect(error?.extensions["field"]).toBe(field);
  });

  it("without what is needed is refused by its name", async () => {
    const missing = await post({}, "/deals");
    expect([missing.refusal, missing.error?.extensions["field"]]).toEqual([[400, "BAD_USER_INPUT"], "title"]);
    const nothing = await post({ title: null }, "/deals");
    expect(nothing.error?.extensions["field"]).toBe("title");
    const amount = await post({ title: "x", valueCents: 1.5 }, "/deals");
    expect(amount.error?.extensions["field"]).toBe("valueCents");
    for (const valueCents of [500, "500"]) {
      expect((await post({ title: "x", valueCents }, "/deals")).row["valueCents"]).toBe("500");
    }
  });

  it("of another media type is refused, and no parameters of it is", async () => {
    const body = '{"firstName": "Typed"}';
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "text/xml", "application/jsonp"]) {
      expect((await post(body, "/contacts", { "content-type": type })).refusal).toEqual([415, "BAD_USER_INPUT"]);
    }
    expect((await post(body, "/contacts", { "content-type": "application/json; charset=utf-8" })).status).toBe(201);
  });

  it("that is too large is refused", async () => {
    const { refusal } = await post({ notes: "x".repeat(1024 * 1024) });
    expect(refusal).toEqual([413, "LIMIT_EXCEEDED"]);
  });

  it("where none is expected is refused", async () => {
    const target = `DELETE /contacts/${db.world.acme.contacts.souths}`;
    expect((await ask(gateway, owner(), target, { body: {} })).refusal).toEqual([400, "BAD_USER_INPUT"]);
    expect((await ask(gateway, owner(), target)).status).toBe(204);
  });

  it("is not repeated in errors, nor logged", async () => {
    gateway.log.length = 0;
    for (const body of [{ email: "hunter2" }, { companyId: "hunter2" }, '{"hunter2', { tags: { a: "hunter2" } }]) {
      const { status, text } = await post(body);
      expect(status).toBe(400);
      expect(text).not.toContain("hunter2");
    }
    await get("search=hunter2&first=x");
    expect(gateway.log.join("")).toContain("request");
    expect(gateway.log.join("")).not.toContain("hunter2");
  });
});
