import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import type { Client, DatabaseError } from "pg";
import { describeAccess, nothing, outcome, refused } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.memberships", () => {
  const db = useDatabase();

  describeAccess(db, "memberships", {
    rows: ({ acme: { members } }) => ({
      "the owner's": members.owner.membershipId,
      "Adam's": members.admin.membershipId,
      "Rita's": members.rep.membershipId,
    }),
    change: { title: "Head of everything" },
    who: {
      owner: {
        sees: ["the owner's", "Adam's", "Rita's"],
        changes: ["the owner's", "Adam's", "Rita's"],
        // Owners leave only when another stays.
        deletes: { can: ["Adam's", "Rita's"], refusals: { "the owner's": "TN409" } },
      },
      admin: {
        sees: ["the owner's", "Adam's", "Rita's"],
        changes: ["the owner's", "Adam's", "Rita's"],
        deletes: { can: ["Adam's", "Rita's"], refusals: { "the owner's": "TN403" } },
      },
      manager: { sees: ["the owner's", "Adam's", "Rita's"] },
      staff: { sees: ["the owner's", "Adam's", "Rita's"] },
      // Everybody has their own title, and may leave.
      rep: { sees: ["the owner's", "Adam's", "Rita's"], changes: ["Rita's"], deletes: ["Rita's"] },
      viewer: { sees: ["the owner's", "Adam's", "Rita's"] },
      northerner: { sees: ["the owner's", "Adam's", "Rita's"] },
      apiKey: { ...refused, sees: ["the owner's", "Adam's", "Rita's"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  describe("roles", () => {
    const setRole = "update app_public.memberships set role_id = $1 where id = $2";

    it("cannot be raised by members for themselves; the owner can raise them", () =>
      db.transaction(async (t) => {
        const { members, roles } = db.world.acme;
        for (const member of [
          members.admin,
          members.manager,
          members.staff,
          members.rep,
          members.viewer,
          members.northerner,
        ]) {
          await t.as(member);
          expect(await t.refusal(setRole, [roles.owner, member.membershipId])).toBe("TN403");
        }
        await t.as(members.owner);
        expect(await t.count(setRole, [roles.owner, members.rep.membershipId])).toBe(1);
      }));

    it("of others can be changed by admins up to their own, and not at all by managers", () =>
      db.transaction(async (t) => {
        const { members, roles } = db.world.acme;
        await t.as(members.admin);
        expect(await t.attempt(() => t.count(setRole, [roles.admin, members.rep.membershipId]))).toBe(1);
        expect(await t.refusal(setRole, [roles.owner, members.rep.membershipId])).toBe("TN403");
        await t.as(members.manager);
        expect(await t.count(setRole, [roles.viewer, members.rep.membershipId])).toBe(0);
      }));

    it("of owners are out of admins' reach: they can't demote, switch off or remove one; another owner can", () =>
      db.transaction(async (t) => {
        const { members, roles } = db.world.acme;
        const { membershipId } = members.rep;
        await t.as(members.owner);
        await t.count(setRole, [roles.owner, membershipId]);
        const attempts: [string, unknown[]][] = [
          [setRole, [roles.rep, membershipId]],
          ["update app_public.memberships set is_active = false where id = $1", [membershipId]],
          ["delete from app_public.memberships where id = $1", [membershipId]],
        ];
        for (const [sql, values] of attempts) {
          await t.as(members.admin);
          expect([sql, await t.refusal(sql, values)]).toEqual([sql, "TN403"]);
          await t.as(members.owner);
          expect([sql, await outcome(t, sql, values)]).toEqual([sql, 1]);
        }
      }));

    it("of the organization can't be handed out by an admin who is limited to a business", () =>
      db.transaction(async (t) => {
        const { members, roles, businesses } = db.world.acme;
        await t.as(members.admin);
        expect(await t.attempt(() => t.count(setRole, [roles.viewer, members.rep.membershipId]))).toBe(1);
        await t.asOwner();
        await t.count(
          "insert into app_public.business_memberships (organization_id, membership_id, business_id) values ($1, $2, $3)",
          [db.world.acme.id, members.admin.membershipId, businesses.north],
        );
        await t.as(members.admin);
        expect(await t.count(setRole, [roles.viewer, members.rep.membershipId])).toBe(0);
        expect(await t.refusal(setRole, [roles.viewer, members.admin.membershipId])).toBe("TN403");
      }));
  });

  describe("activity", () => {
    it("is switched off by members themselves, who leave, and by admins; on by admins alone", () =>
      db.transaction(async (t) => {
        const { rep, teammate, admin } = db.world.acme.members;
        const switchTo = "update app_public.memberships set is_active = $2 where id = $1";
        await t.as(rep);
        expect(await t.count(switchTo, [teammate.membershipId, false])).toBe(0);
        expect(await t.count(switchTo, [rep.membershipId, false])).toBe(1);
        expect(await t.refusal(switchTo, [rep.membershipId, true])).toBe("TN403");
        await t.as(admin);
        expect(await t.count(switchTo, [rep.membershipId, true])).toBe(1);
        expect(await t.count(switchTo, [rep.membershipId, false])).toBe(1);
      }));
  });

  describe("title, availability and default business", () => {
    it("are everybody's own to change", () =>
      db.transaction(async (t) => {
        const { members, businesses } = db.world.acme;
        for (const member of Object.values(members)) {
          await t.as(member);
          const sql =
            "update app_public.memberships set title = 'Dr', availability = 'online', default_business_id = $1 where id = $2";
          expect(await t.count(sql, [businesses.north, member.membershipId])).toBe(1);
        }
      }));

    it("decide for new rows that name no business", () =>
      db.transaction(async (t) => {
        const { members, businesses } = db.world.acme;
        const add = "insert into app_public.contacts (first_name) values ('New') returning business_id";
        await t.as(members.staff);
        expect(await t.value(add)).toBeNull();
        await t.count("update app_public.memberships set default_business_id = $1 where id = $2", [
          businesses.south,
          members.staff.membershipId,
        ]);
        await t.as(members.staff);
        expect(await t.value(add)).toBe(businesses.south);
        // The only business of a limited member goes without saying.
        await t.as(members.northerner);
        expect(await t.value(add)).toBe(businesses.north);
      }));

    it("can't be anything: availability is one of the known ones", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.owner);
        expect(await t.refusal("update app_public.memberships set availability = 'asleep'")).toBe("23503");
      }));
  });

  it("never change user, and begin by invitation only", () =>
    db.transaction(async (t) => {
      const { members, roles } = db.world.acme;
      await t.as(members.owner);
      expect(await t.refusal("update app_public.memberships set user_id = $1", [db.world.nobody.userId])).toBe("42501");
      const join = "insert into app_public.memberships (user_id, role_id) values ($1, $2)";
      expect(await t.refusal(join, [db.world.nobody.userId, roles.viewer])).toBe("42501");
    }));

  describe("of the last owner", () => {
    const attempts: [string, string][] = [
      [
        "be given another role",
        "update app_public.memberships set role_id = (select id from app_public.roles where name = 'Admin') where id = $1",
      ],
      ["be switched off", "update app_public.memberships set is_active = false where id = $1"],
      ["be given up", "delete from app_public.memberships where id = $1"],
    ];

    it.each(attempts)("can't %s; that of one of two owners can", (_, sql) =>
      db.transaction(async (t) => {
        const { members, roles } = db.world.acme;
        await t.as(members.owner);
        expect(await t.refusal(sql, [members.owner.membershipId])).toBe("TN409");
        await t.count("update app_public.memberships set role_id = $1 where id = $2", [
          roles.owner,
          members.rep.membershipId,
        ]);
        expect(await t.count(sql, [members.owner.membershipId])).toBe(1);
      }),
    );

    it("isn't kept by an owner who is switched off", () =>
      db.transaction(async (t) => {
        const { members, roles } = db.world.acme;
        await t.as(members.owner);
        await t.count("update app_public.memberships set role_id = $1, is_active = false where id = $2", [
          roles.owner,
          members.rep.membershipId,
        ]);
        expect(await t.refusal("delete from app_public.memberships where id = $1", [members.owner.membershipId])).toBe(
          "TN409",
        );
      }));

    it("cannot go with the account of its user either; others' can", () =>
      db.transaction(async (t) => {
        const { owner, rep } = db.world.acme.members;
        await t.asOwner();
        const deleteUser = "delete from app_public.users where id = $1";
        expect(await t.refusal(deleteUser, [owner.userId])).toBe("TN409");
        expect(await t.count(deleteUser, [rep.userId])).toBe(1);
      }));
  });
});

describe("two owners who leave at the same moment", () => {
  const db = useDatabase();

  it("don't both succeed: one stays", async () => {
    const { id, members, roles } = db.world.acme;
    const leavers = [members.owner, members.admin];
    await db.withRoot((root) =>
      root.query("update app_public.memberships set role_id = $1 where id = $2", [
        roles.owner,
        members.admin.membershipId,
      ]),
    );

    await db.withRoot(async (first) => {
      await db.withRoot(async (second) => {
        const clients = [first, second];
        for (const [index, client] of clients.entries()) {
          await client.query("begin");
          const claims = { iss: "tenantry", sub: leavers[index]?.userId };
          await client.query("select set_config('role', app_private.begin_request($1), true)", [{ claims }]);
        }
        const leave = (client: Client, { membershipId }: { membershipId: string }) =>
          client.query("delete from app_public.memberships where id = $1", [membershipId]);
        expect((await leave(first, members.owner)).rowCount).toBe(1);
        const second_ = leave(second, members.admin).then(
          () => "left",
          (error: DatabaseError) => error.code,
        );
        // The second waits for the first to decide.
        expect(await Promise.race([second_, setTimeout(200, "waits")])).toBe("waits");
        await first.query("commit");
        expect(await second_).toBe("TN409");
        await second.query("rollback");
      }, db.urls.authenticator);
    }, db.urls.authenticator);

    const owners = await db.withRoot((root) =>
      root.query("select id from app_public.memberships where organization_id = $1 and role_id = $2", [
        id,
        roles.owner,
      ]),
    );
    expect(owners.rows).toEqual([{ id: members.admin.membershipId }]);
  });
});
