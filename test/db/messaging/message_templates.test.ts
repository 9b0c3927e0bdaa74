import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.message_templates", () => {
  const db = useDatabase();

  const reads = { sees: ["Welcome"], adds: [], changes: [], deletes: [] };
  const manages = { sees: ["Welcome"], adds: ["another"], changes: ["Welcome"], deletes: ["Welcome"] };
  describeAccess(db, "message_templates", {
    rows: ({ acme }) => ({ Welcome: acme.messaging.messageTemplateId }),
    additions: () => ({ another: { name: "Thanks", type: "sms", content: "Thank you" } }),
    change: { category: "Greetings" },
    who: {
      owner: manages,
      admin: manages,
      manager: reads,
      staff: reads,
      rep: reads,
      viewer: reads,
      northerner: reads,
      stranger: nothing,
      anonymous: refused,
    },
  });

  it.each([
    [
      "subject and content, each once",
      "Hi {{ name }}",
      "{{name}}, see {{order.number}} and {{date}}",
      ["name", "order.number", "date"],
    ],
    ["neither", null, "Nothing { name } {{}} {{1st}} {{a b}} {{{x", []],
    ["braces in braces", null, "{{{name}}}", ["name"]],
  ])("know their variables: %s", (_, subject, content, variables) =>
    db.transaction(async (t) => {
      const { members, messaging } = db.world.acme;
      await t.as(members.admin);
      const id = messaging.messageTemplateId;
      const show = () => t.value("select variables from app_public.message_templates where id = $1", [id]);
      expect(await show()).toEqual(["first_name"]);
      await t.count(...updateStatement("message_templates", id, { subject, content }));
      expect(await show()).toEqual(variables);
      expect(await t.refusal(...updateStatement("message_templates", id, { variables: [] }))).toBe("42501");
    }),
  );

  it("are counted when messages are written with them", () =>
    db.transaction(async (t) => {
      const { members, messaging } = db.world.acme;
      await t.as(members.staff);
      const template_id = messaging.messageTemplateId;
      for (const body of ["One", "Two"])
        await t.value(...insertStatement("messages", { channel: "chat", template_id, body }));
      await t.value(...insertStatement("messages", { channel: "chat", body: "Three" }));
      expect(await t.rows("select usage_count, last_used_at = now() as now from app_public.message_templates")).toEqual(
        [{ usage_count: 2, now: true }],
      );
    }));
});
