import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";

const db = useDatabase();
const BEGIN = "select app_hidden.begin_export($1, '{}')";

describe("app_hidden.begin_export", () => {
  it("is for those who may export, in their own organization", () =>
    db.transaction(async (t) => {
      const { members, apiKey, client } = db.world.acme;
      for (const actor of [members.owner, members.staff, members.northerner, apiKey]) {
        await t.as(actor);
        expect(await t.count(BEGIN, ["tickets"])).toBe(1);
      }
      for (const actor of [members.rep, members.viewer]) {
        await t.as(actor);
        expect(await t.refusal(BEGIN, ["tickets"])).toBe("TN403");
      }
      await t.as(client);
      expect(await t.refusal(BEGIN, ["tickets"])).toBe("42501");
      await t.asAnonymous();
      expect(await t.refusal(BEGIN, ["tickets"])).toBe("42501");
    }));

  it("is for what can be exported alone", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.owner);
      expect(await t.refusal(BEGIN, ["memberships"])).toBe("TN403");
    }));

  it("is on record with its end, which admins see and nobody else", () =>
    db.transaction(async (t) => {
      const { admin, manager, staff } = db.world.acme.members;
      await t.as(staff, { requestId: "export" });
      await t.count("select app_hidden.begin_export('deals', '{\"archived\": \"only\"}')");
      await t.count("select app_hidden.end_export('deals', 12, true)");
      const events = `select kind, user_id, detail from app_public.security_events
        where request_id = 'export' order by created_at, id`;
      await t.as(admin);
      expect(await t.rows(events)).toEqual([
        { kind: "export_started", user_id: staff.userId, detail: { resource: "deals", filter: { archived: "only" } } },
        { kind: "export_ended", user_id: staff.userId, detail: { resource: "deals", rows: 12, isComplete: true } },
      ]);
      await t.as(manager);
      expect(await t.rows(events)).toEqual([]);
    }));
});
