import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.custom_field_definitions", () => {
  const db = useDatabase();

  const add = (columns: object) =>
    insertStatement("custom_field_definitions", { entity: "contact", field_name: "size", label: "Size", ...columns });

  describeAccess(db, "custom_field_definitions", {
    rows: async ({ acme }, t) => ({ "a field": await t.value(...add({ organization_id: acme.id })) }),
    additions: () => ({ "another field": { entity: "contact", field_name: "colour", label: "Colour" } }),
    change: { label: "Length" },
    who: {
      owner: { sees: ["a field"], adds: ["another field"], changes: ["a field"], deletes: ["a field"] },
      admin: { sees: ["a field"], adds: ["another field"], changes: ["a field"], deletes: ["a field"] },
      manager: { sees: ["a field"] },
      staff: { sees: ["a field"] },
      rep: { sees: ["a field"] },
      viewer: { sees: ["a field"] },
      northerner: { sees: ["a field"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("have a name of their own for each entity, which like the type stays", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      const id = await t.value<string>(...add({}));
      expect(await t.refusal(...add({ label: "Again" }))).toBe("23505");
      expect(await t.count(...add({ entity: "deal" }))).toBe(1);
      for (const columns of [{ field_name: "length" }, { field_type: "number" }, { entity: "lead" }]) {
        expect(await t.refusal(...updateStatement("custom_field_definitions", id, columns))).toBe("42501");
      }
      await t.as(db.world.globex.owner);
      expect(await t.count(...add({}))).toBe(1);
    }));

  it.each([
    ["a name with a space", { field_name: "shoe size" }, "23514", "field_name_must_be_an_identifier"],
    ["a name that begins with a digit", { field_name: "1st" }, "23514", "field_name_must_be_an_identifier"],
    ["an endless name", { field_name: "n".repeat(64) }, "23514", "field_name_must_be_an_identifier"],
    ["a name in quotes", { field_name: "a'b" }, "23514", "field_name_must_be_an_identifier"],
    ["nothing to select from", { field_type: "select" }, "23514", "options_must_be_there_to_select_from"],
    ["options without a choice", { options: ["S"] }, "23514", "options_must_be_there_to_select_from"],
    ["an option that is none", { field_type: "select", options: [null] }, "23514", "options_must_be_a_plain_list"],
    ["an unknown type", { field_type: "colour" }, "23503", "custom_field_definitions_field_type_fkey"],
    ["an unknown entity", { entity: "invoice" }, "23503", "custom_field_definitions_entity_fkey"],
  ])("can't have %s", (_, columns, code, constraint) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      const error = await t.failure(...add(columns));
      expect([error.code, error.constraint]).toEqual([code, constraint]);
      expect(await t.count(...add({ field_type: "multiselect", options: ["S", "M"] }))).toBe(1);
    }),
  );
});
