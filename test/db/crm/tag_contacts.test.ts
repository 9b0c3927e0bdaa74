import { describe, expect, it } from "@jest/globals";
import { byActor } from "../../support/by-actor.ts";
import { useDatabase } from "../../support/database.ts";
import { race, requestOf } from "../../support/race.ts";

const db = useDatabase();
const TAG = "select id, tags from app_public.tag_contacts($1, $2)";
const UNTAG = "select id, tags from app_public.untag_contacts($1, $2)";

describe.each([
  ["tag_contacts", TAG],
  ["untag_contacts", UNTAG],
])("app_public.%s", (_, operation) => {
  it("is for those who may change the contacts, all of them", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      expect(await byActor(t, db.world, operation, [[contacts.reps], ["vip"]])).toEqual({
        owner: 1,
        admin: 1,
        manager: 1,
        staff: 1,
        rep: 1,
        viewer: "TN404",
        northerner: 1,
        apiKey: 1,
        client: "42501",
        stranger: "TN404",
        anonymous: "42501",
      });
      await t.as(members.rep);
      expect(await t.refusal(operation, [[contacts.reps, contacts.outsiders], ["vip"]])).toBe("TN404");
      await t.as(members.northerner);
      expect(await t.count(operation, [[contacts.norths], ["vip"]])).toBe(1);
      expect(await t.refusal(operation, [[contacts.norths, contacts.souths], ["vip"]])).toBe("TN404");
      await t.as(members.staff);
      expect(await t.refusal(operation, [[contacts.norths, db.world.globex.contactId], ["vip"]])).toBe("TN404");
    }));

  it("takes up to 1000 contacts and 50 labels", () =>
    db.transaction(async (t) => {
      const { members, contacts, id } = db.world.acme;
      await t.asOwner();
      const many = await t.rows<{ id: string }>(
        "insert into app_public.contacts (organization_id, first_name) select $1, 'Many' from generate_series(1, 1001) returning id",
        [id],
      );
      const ids = many.map((row) => row.id);
      const labels = Array.from({ length: 51 }, (_, index) => `label ${index}`);
      await t.as(members.staff);
      expect(await t.count(operation, [ids.slice(1), labels.slice(1)])).toBe(1000);
      const refusal = async (...values: [unknown, unknown]) => {
        const error = await t.failure(operation, values);
        return [error.code, error.detail];
      };
      const ofContacts = ["TN400", '{"field": "contactIds"}'];
      const ofTags = ["TN400", '{"field": "tags"}'];
      expect(await refusal(ids, ["vip"])).toEqual(ofContacts);
      for (const none of [[], null]) expect(await refusal(none, ["vip"])).toEqual(ofContacts);
      for (const wrong of [null, [], [" "], ["x".repeat(101)], [null], labels]) {
        expect(await refusal([contacts.norths], wrong)).toEqual(ofTags);
      }
      expect(await t.count(operation, [[contacts.norths, contacts.norths], ["x".repeat(100)]])).toBe(1);
    }));
});

describe("labels", () => {
  it("are put on and taken off once each, in order, and audited where they change", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      const { norths, souths } = contacts;
      await t.asOwner();
      await t.count(
        "update app_public.contacts set tags = case when id = $1 then '{vip,old}'::text[] else '{}' end where id in ($1, $2)",
        [norths, souths],
      );
      const tagsOf = async (sql: string, labels: string[], requestId: string) => {
        await t.as(members.staff, { requestId });
        const rows = await t.rows<{ id: string; tags: string[] }>(sql, [[norths, souths], labels]);
        const tags = Object.fromEntries(rows.map((row) => [row.id, row.tags]));
        await t.asOwner();
        const audited = await t.rows<{ id: string }>(
          "select record_id as id from app_public.audit_logs where request_id = $1 and user_id = $2",
          [requestId, members.staff.userId],
        );
        return [tags[norths], tags[souths], audited.map(({ id }) => id).sort()];
      };
      expect(await tagsOf(TAG, ["new", " vip ", "new"], "tag-1")).toEqual([
        ["vip", "old", "new"],
        ["new", "vip"],
        [norths, souths].sort(),
      ]);
      expect(await tagsOf(TAG, ["old"], "tag-2")).toEqual([["vip", "old", "new"], ["new", "vip", "old"], [souths]]);
      expect(await tagsOf(UNTAG, ["vip", "none"], "tag-3")).toEqual([
        ["old", "new"],
        ["new", "old"],
        [norths, souths].sort(),
      ]);
      expect(await tagsOf(UNTAG, ["vip"], "tag-4")).toEqual([["old", "new"], ["new", "old"], []]);
    }));

  it("of twenty who label the same contacts in different orders at once are all there", async () => {
    const { members, contacts } = db.world.acme;
    const ids = [contacts.norths, contacts.souths, contacts.outsiders, contacts.teammates];
    const runners = Array.from({ length: 20 }, (_, n) => ({
      request: requestOf(members.staff),
      statement: [TAG, [n % 2 === 0 ? ids : ids.toReversed(), [`by ${n}`]]] as const,
    }));
    const answers = await race(db, runners as never);
    expect(answers.filter((answer) => typeof answer === "string")).toEqual([]);
    const { rows } = await db.withRoot((root) =>
      root.query("select cardinality(tags) as count from app_public.contacts where id = any ($1)", [ids]),
    );
    expect(rows).toEqual(ids.map(() => ({ count: 20 })));
  });
});
