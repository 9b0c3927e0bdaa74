import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.notifications", () => {
  const db = useDatabase();

  const notify = (membershipId: string, columns: object = {}) =>
    insertStatement("notifications", {
      organization_id: db.world.acme.id,
      membership_id: membershipId,
      kind: "assignment",
      title: "A deal is yours",
      ...columns,
    });

  describeAccess(db, "notifications", {
    rows: async ({ acme }, t) => ({
      "the owner's": acme.tenancy.notification,
      "Rita's": await t.value(...notify(acme.members.rep.membershipId)),
    }),
    change: { read_at: new Date() },
    who: {
      owner: { sees: ["the owner's"], changes: ["the owner's"] },
      admin: { sees: [] },
      manager: { sees: [] },
      staff: { sees: [] },
      rep: { sees: ["Rita's"], changes: ["Rita's"] },
      viewer: { sees: [] },
      northerner: { sees: [] },
      apiKey: refused,
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("are marked as read at the database's time, once, and as unread again; nothing else of them changes", () =>
    db.transaction(async (t) => {
      const { members, tenancy } = db.world.acme;
      const mark = (read_at: unknown) => updateStatement("notifications", tenancy.notification, { read_at });
      const readAt = () =>
        t.value("select read_at = now() from app_public.notifications where id = $1", [tenancy.notification]);
      await t.as(members.owner);
      expect(await readAt()).toBeNull();
      await t.count(...mark("2001-01-01"));
      expect(await readAt()).toBe(true);
      await t.asOwner();
      await t.count(...mark("2002-02-02"));
      await t.as(members.owner);
      await t.count(...mark(new Date()));
      expect(await readAt()).toBe(false);
      await t.count(...mark(null));
      expect(await readAt()).toBeNull();
      expect(await t.refusal("update app_public.notifications set title = 'Mine'")).toBe("42501");
      expect(await t.refusal("update app_public.notifications set membership_id = membership_id")).toBe("42501");
    }));

  it.each([
    ["/deals/1", true],
    ["/", true],
    ["https://example.test/x", true],
    ["//example.test", false],
    ["/\\example.test", false],
    ["javascript:alert(1)", false],
    ["deals/1", false],
    ["", false],
  ])("with the link %j: %s", (link, isPossible) =>
    db.transaction(async (t) => {
      await t.asOwner();
      const statement = notify(db.world.acme.members.rep.membershipId, { link });
      if (isPossible) expect(await t.count(...statement)).toBe(1);
      else expect(await t.refusal(...statement)).toBe("23514");
    }),
  );

  it("are not read by others in the audit log", () =>
    db.transaction(async (t) => {
      const { members, tenancy } = db.world.acme;
      await t.as(members.owner);
      const [entry] = await t.rows("select new_data from app_public.audit_logs where record_id = $1", [
        tenancy.notification,
      ]);
      expect(entry).toMatchObject({
        new_data: { kind: "system", title: "[secret]", body: "[secret]", link: "[secret]" },
      });
    }));

  it("go with their member", () =>
    db.transaction(async (t) => {
      const { rep } = db.world.acme.members;
      await t.asOwner();
      const id = await t.value(...notify(rep.membershipId));
      await t.count("delete from app_public.memberships where id = $1", [rep.membershipId]);
      expect(await t.count("select from app_public.notifications where id = $1", [id])).toBe(0);
    }));

  it("that are unread are found by an index of their own", () =>
    db.transaction(async (t) => {
      const { owner } = db.world.acme.members;
      await t.asOwner();
      await t.count(
        `insert into app_public.notifications (organization_id, membership_id, kind, title, read_at)
         select $1, $2, 'system', 'News', now() from generate_series(1, 3000)`,
        [db.world.acme.id, owner.membershipId],
      );
      await t.rows("analyze app_public.notifications");
      await t.as(owner);
      const plan = await t.rows(
        "explain (costs off) select * from app_public.notifications where read_at is null order by created_at desc, id desc limit 20",
      );
      expect(JSON.stringify(plan)).toMatch(
        /Index Scan using notifications_organization_id_membership_id_created_at_id_idx1/,
      );
      expect(JSON.stringify(plan)).not.toMatch(/Sort/);
    }));
});
