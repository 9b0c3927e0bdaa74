import { describe, expect, it } from "@jest/globals";
import {
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  refused,
  updateStatement,
} from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("app_public.forms", () => {
  const db = useDatabase();
  const all = ["the one that was sent", "the new one"];
  const manages = {
    sees: all,
    adds: ["a form"],
    changes: all,
    deletes: { can: ["the new one"], refusals: { "the one that was sent": "23503" } },
  };
  const reads = { sees: all };

  describeAccess(db, "forms", {
    rows: async ({ acme }, t) => ({
      "the one that was sent": acme.automation.formId,
      "the new one": await t.value(...insertStatement("forms", { organization_id: acme.id, name: "New" })),
    }),
    additions: () => ({ "a form": { name: "Contact us" } }),
    change: { is_active: false },
    who: {
      owner: manages,
      admin: manages,
      manager: reads,
      staff: reads,
      rep: nothing,
      viewer: reads,
      northerner: reads,
      stranger: nothing,
      anonymous: refused,
    },
  });

  const field = { name: "topic", label: "Topic", type: "text" };
  const fields = (...list: unknown[]) => ({ fields: JSON.stringify(list) });
  const asAdmin = (work: (t: TestTransaction) => Promise<void>) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      await work(t);
    });
  const add = (columns: Columns) => insertStatement("forms", { name: "Contact us", ...columns });

  it("complete their settings", () =>
    asAdmin(async (t) => {
      const id = await t.value(...add({ settings: { submitButton: "Send" } }));
      expect(await t.value("select settings from app_public.forms where id = $1", [id])).toEqual({
        submitButton: "Send",
        successMessage: "Thank you for your submission!",
        redirectUrl: null,
      });
    }));

  it.each<[string, Columns, string]>([
    ["a field that is no object", fields("topic"), "field"],
    ["a field without a name", fields({ ...field, name: undefined }), "field"],
    ["a field whose name holds a space", fields({ ...field, name: "the topic" }), "field"],
    ["a field with a blank label", fields({ ...field, label: " " }), "field"],
    ["a field of an unknown type", fields({ ...field, type: "signature" }), "field"],
    ["a field that is required by a word", fields({ ...field, required: "yes" }), "field"],
    ["a field of half a character", fields({ ...field, maxLength: 0.5 }), "field"],
    ["a choice without options", fields({ ...field, type: "select" }), "field"],
    ["a choice among none", fields({ ...field, type: "radio", options: [] }), "field"],
    ["a choice among numbers", fields({ ...field, type: "multiselect", options: [1, 2] }), "field"],
    ["a choice among equals", fields({ ...field, type: "select", options: ["a", "a"] }), "field"],
    ["two fields of one name", fields(field, { ...field, label: "Other" }), "unique_name"],
    ["too many fields", fields(...Array.from({ length: 101 }, (_, n) => ({ ...field, name: `f${n}` }))), "count"],
    ["a redirect that runs a script", { settings: { redirectUrl: "javascript:alert(1)" } }, "redirectUrl"],
    ["a button that is a number", { settings: { submitButton: 1 } }, "text"],
  ])("can't have %s", (_, columns, rule) =>
    asAdmin(async (t) => {
      const error = await t.failure(...add(columns));
      const field = Object.keys(columns)[0];
      expect([error.code, JSON.parse(error.detail ?? "")]).toEqual(["TN400", { field, rule }]);
      const id = await t.value<string>(...add({}));
      expect(await t.refusal(...updateStatement("forms", id, columns))).toBe("TN400");
    }),
  );

  it("say which field is wrong, and how", () =>
    asAdmin(async (t) => {
      const error = await t.failure(...add(fields(field, { ...field, name: "2nd" })));
      expect(error.message).toBe(
        "This can't be used: field 2 needs a name: a letter, then up to 63 letters, digits or underscores.",
      );
    }));

  it("can have fields of every type, with anything else that a page needs to know", () =>
    asAdmin(async (t) => {
      const plain = ["text", "textarea", "email", "phone", "number", "date", "url", "checkbox", "hidden"];
      const choices = ["select", "radio", "multiselect"];
      const list = [
        ...plain.map((type) => ({ ...field, name: type, type, required: true, placeholder: "…", maxLength: 20 })),
        ...choices.map((type) => ({ ...field, name: type, type, options: ["a", "b"] })),
      ];
      expect(await t.count(...add(fields(...list)))).toBe(1);
      const redirect = { settings: { redirectUrl: "https://acme.test/thanks" }, external_id: "fb-1" };
      expect(await t.count(...add(redirect))).toBe(1);
      // One form of Facebook is one form here.
      expect(await t.refusal(...add(redirect))).toBe("23505");
    }));

  it("count their submissions only", () =>
    asAdmin(async (t) => {
      expect(await t.refusal("update app_public.forms set submission_count = 7")).toBe("42501");
      expect(await t.refusal("update app_public.forms set last_submission_at = now()")).toBe("42501");
    }));
});
