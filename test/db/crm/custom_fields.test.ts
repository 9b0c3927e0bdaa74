import { describe, expect, it } from "@jest/globals";
import { insertStatement, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

const ENTITIES = [
  ["contact", "contacts", {}],
  ["company", "companies", { name: "Smith" }],
  ["lead", "leads", {}],
  ["ticket", "tickets", { subject: "New" }],
  ["deal", "deals", { title: "Fence" }],
] as const;

describe("custom fields", () => {
  const db = useDatabase();

  const define = async (t: TestTransaction, columns: object) => {
    await t.as(db.world.acme.members.admin);
    await t.count(
      ...insertStatement("custom_field_definitions", {
        ...{ entity: "contact", field_name: "size", label: "Shoe size" },
        ...columns,
      }),
    );
    await t.as(db.world.acme.members.staff);
  };
  const set = (table: string, id: string, fields: unknown) =>
    updateStatement(table, id, { custom_fields: JSON.stringify(fields) });

  const OPTIONS = ["S", "M"];
  it.each([
    ["text", [], ["large", ""], [1, true, ["large"], {}]],
    ["number", [], [42, 4.5, -1], ["42", "", true, [42]]],
    ["boolean", [], [true, false], ["true", 1, ""]],
    [
      "date",
      [],
      ["2024-02-29", "2030-12-31", "0001-01-01"],
      [
        "2023-02-29",
        "2030-13-01",
        "2030-04-31",
        "0000-01-01",
        "2030-1-1",
        "31.12.2030",
        "2030-01-01T00:00:00Z",
        "",
        2030,
      ],
    ],
    ["select", OPTIONS, ["S", "M"], ["L", "s", "", 1, ["S"]]],
    ["multiselect", OPTIONS, [[], ["S"], ["M", "S"]], [["L"], ["S", "L"], "S", [1], [["S"]], [null], {}]],
  ])("of the type %s take such values and no others", (field_type, options, good, bad) =>
    db.transaction(async (t) => {
      const { reps } = db.world.acme.contacts;
      await define(t, { field_type, options });
      for (const value of [...good, null]) {
        const statement = set("contacts", reps, { size: value });
        expect([value, await t.attempt(() => t.count(...statement))]).toEqual([value, 1]);
      }
      for (const value of bad) {
        const error = await t.failure(...set("contacts", reps, { size: value }));
        expect([value, error.code]).toEqual([value, "TN400"]);
        expect(JSON.parse(error.detail ?? "")).toMatchObject({ field: "customFields", name: "size" });
      }
    }),
  );

  it.each([
    ["type", { field_type: "number" }, "42", "The field Shoe size does not take this value.", "It takes a number."],
    ["option", { field_type: "select", options: OPTIONS }, "L", expect.any(String), "It takes one of: S, M."],
    ["required", { is_required: true }, null, "The field Shoe size is required.", "It takes a text."],
  ])("say which rule was broken: %s", (rule, columns, value, message, hint) =>
    db.transaction(async (t) => {
      await define(t, columns);
      const error = await t.failure(...set("contacts", db.world.acme.contacts.reps, { size: value }));
      expect([error.code, error.message, error.hint]).toEqual(["TN400", message, hint]);
      expect(JSON.parse(error.detail ?? "")).toEqual({ field: "customFields", name: "size", rule });
    }),
  );

  it.each(ENTITIES)("of a %s are checked in new and in changed rows", (entity, table, columns) =>
    db.transaction(async (t) => {
      await define(t, { entity, field_type: "number" });
      const insert = (size: unknown) => insertStatement(table, { ...columns, custom_fields: { size } });
      expect(await t.refusal(...insert("large"))).toBe("TN400");
      const id = await t.value<string>(...insert(42));
      expect(await t.refusal(...set(table, id, { size: "large" }))).toBe("TN400");
      expect(await t.count(...set(table, id, { size: 43 }))).toBe(1);
      for (const [, other, otherColumns] of ENTITIES.filter(([name]) => name !== entity)) {
        const statement = insertStatement(other, { ...otherColumns, custom_fields: { size: "large" } });
        expect([other, await t.count(...statement)]).toEqual([other, 1]);
      }
    }),
  );

  it("that have no definition are free, as are those of another organization", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await define(t, { field_type: "number" });
      expect(await t.count(...set("contacts", acme.contacts.reps, { colour: ["red", { dark: true }] }))).toBe(1);
      await t.as(globex.owner);
      expect(await t.count(...set("contacts", globex.contactId, { size: "large" }))).toBe(1);
    }));

  it("that are required are so in new rows, and in old ones when their fields change", () =>
    db.transaction(async (t) => {
      const { reps } = db.world.acme.contacts;
      await define(t, { is_required: true });
      for (const custom_fields of [{}, { size: null }, { size: "" }]) {
        expect(await t.refusal(...insertStatement("contacts", { custom_fields }))).toBe("TN400");
      }
      expect(await t.refusal(...insertStatement("contacts", { first_name: "New" }))).toBe("TN400");
      expect(await t.count(...insertStatement("contacts", { custom_fields: { size: "large" } }))).toBe(1);
      expect(await t.count(...updateStatement("contacts", reps, { notes: "Hello" }))).toBe(1);
      expect(await t.count(...updateStatement("contacts", reps, { custom_fields: {} }))).toBe(1);
      expect(await t.refusal(...set("contacts", reps, { colour: "red" }))).toBe("TN400");
      expect(await t.count(...set("contacts", reps, { colour: "red", size: "large" }))).toBe(1);
      expect(await t.refusal(...set("contacts", reps, { colour: "red" }))).toBe("TN400");
    }));

  describe("as a list", () => {
    const fill = async (t: TestTransaction, entity: string, table: string, id: string) => {
      await define(t, { entity, field_name: "colour", label: "Colour", position: 2 });
      await define(t, { entity, field_name: "size", label: "Shoe size", field_type: "number", is_internal: true });
      await define(t, { entity, field_name: "empty", label: "Empty", position: 3 });
      await define(t, { entity, field_name: "missing", label: "Missing", position: 4 });
      await t.count(...set(table, id, { colour: "red", size: 42, empty: null, free: "text" }));
    };
    const size = { field_name: "size", label: "Shoe size", field_type: "number", value: 42, position: 1 };
    const colour = { field_name: "colour", label: "Colour", field_type: "text", value: "red", position: 2 };

    it.each(ENTITIES.map(([entity, table]) => [entity, table] as const))(
      "show what a %s has, in the order of the fields",
      (entity, table) =>
        db.transaction(async (t) => {
          const id = db.world.acme[table].reps;
          await fill(t, entity, table, id);
          const sql = `select v.* from app_public.${table} x cross join app_public.${table}_custom_field_values(x) v where x.id = $1`;
          expect(await t.rows(sql, [id])).toEqual([size, colour]);
          await t.as(db.world.acme.members.viewer);
          expect(await t.rows(sql, [id])).toEqual([size, colour]);
          await t.as(db.world.acme.client);
          expect(await t.refusal(sql, [id])).toBe("42501");
        }),
    );

    it("show contacts their own in the client portal, but for those internal to staff", () =>
      db.transaction(async (t) => {
        const { contacts, client, members } = db.world.acme;
        await fill(t, "contact", "contacts", contacts.teammates);
        await t.as(client);
        expect(await t.rows("select * from app_public.my_custom_field_values()")).toEqual([]);
        await t.as(members.staff);
        await t.count(...set("contacts", contacts.reps, { colour: "blue", size: 38 }));
        await t.as(client);
        expect(await t.rows("select * from app_public.my_custom_field_values()")).toEqual([
          { ...colour, value: "blue" },
        ]);
        await t.as(members.staff);
        expect(await t.refusal("select * from app_public.my_custom_field_values()")).toBe("42501");
      }));
  });
});
