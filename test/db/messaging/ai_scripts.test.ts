import { describe, expect, it } from "@jest/globals";
import { describeAccess, nothing, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.ai_scripts", () => {
  const db = useDatabase();

  const reads = { sees: ["Reminder"], adds: [], changes: [], deletes: [] };
  const manages = { sees: ["Reminder"], adds: ["in French"], changes: ["Reminder"], deletes: ["Reminder"] };
  describeAccess(db, "ai_scripts", {
    rows: ({ acme }) => ({ Reminder: acme.messaging.aiScriptId }),
    additions: () => ({ "in French": { name: "Reminder", kind: "voice", language: "fr", content: "Bonjour" } }),
    change: { is_active: false },
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

  it("have a new version whenever the content changes, and know their variables", () =>
    db.transaction(async (t) => {
      const { members, messaging } = db.world.acme;
      const id = messaging.aiScriptId;
      await t.as(members.admin);
      for (const [columns, version, variables] of [
        [{ name: "Renamed" }, 1, ["first_name"]],
        [{ content: "Hello {{first_name}}" }, 1, ["first_name"]],
        [{ content: "Dear {{last_name}}" }, 2, ["last_name"]],
        [{ content: "Dear all" }, 3, []],
      ] as const) {
        await t.count(...updateStatement("ai_scripts", id, columns));
        expect(await t.rows("select version, variables from app_public.ai_scripts where id = $1", [id])).toEqual([
          { version, variables },
        ]);
      }
      expect(await t.refusal(...updateStatement("ai_scripts", id, { version: 1 }))).toBe("42501");
    }));
});
