import { describe, expect, it } from "@jest/globals";
import { describeAccess, nothing, refused } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.business_memberships", () => {
  const db = useDatabase();

  describeAccess(db, "business_memberships", {
    rows: async ({ acme }, t) => ({
      "Nora's limit to the north": await t.value(
        "select id from app_public.business_memberships where organization_id = $1",
        [acme.id],
      ),
    }),
    additions: ({ acme: { members, businesses } }) => ({
      "Vera to the south": { membership_id: members.viewer.membershipId, business_id: businesses.south },
      "Adam to the south": { membership_id: members.admin.membershipId, business_id: businesses.south },
    }),
    change: { role_id: null },
    who: {
      owner: {
        sees: ["Nora's limit to the north"],
        adds: ["Vera to the south", "Adam to the south"],
        changes: ["Nora's limit to the north"],
        deletes: ["Nora's limit to the north"],
      },
      // Nobody limits somebody who may do more than they.
      admin: {
        sees: ["Nora's limit to the north"],
        adds: ["Vera to the south", "Adam to the south"],
        changes: ["Nora's limit to the north"],
        deletes: ["Nora's limit to the north"],
      },
      manager: {
        sees: ["Nora's limit to the north"],
        adds: { can: [], refusals: { "Adam to the south": "TN403" } },
      },
      staff: {
        sees: ["Nora's limit to the north"],
        adds: { can: [], refusals: { "Adam to the south": "TN403" } },
      },
      rep: {
        sees: ["Nora's limit to the north"],
        adds: { can: [], refusals: { "Vera to the south": "TN403", "Adam to the south": "TN403" } },
      },
      viewer: {
        sees: ["Nora's limit to the north"],
        adds: { can: [], refusals: { "Adam to the south": "TN403" } },
      },
      northerner: {
        sees: ["Nora's limit to the north"],
        adds: { can: [], refusals: { "Vera to the south": "TN403", "Adam to the south": "TN403" } },
      },
      apiKey: { ...refused, sees: ["Nora's limit to the north"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("don't limit owners, who could lock themselves out", () =>
    db.transaction(async (t) => {
      const { members, businesses, roles } = db.world.acme;
      const limit = "insert into app_public.business_memberships (membership_id, business_id) values ($1, $2)";
      await t.as(members.owner);
      expect(await t.refusal(limit, [members.owner.membershipId, businesses.north])).toBe("TN409");
      expect(await t.count(limit, [members.admin.membershipId, businesses.north])).toBe(1);
      const promote = "update app_public.memberships set role_id = $1 where id = $2";
      expect(await t.refusal(promote, [roles.owner, members.admin.membershipId])).toBe("TN409");
      expect(await t.count(promote, [roles.owner, members.staff.membershipId])).toBe(1);
    }));

  describe("a limit", () => {
    const give = "update app_public.business_memberships set role_id = $1 where membership_id = $2";
    const limit = "insert into app_public.business_memberships (membership_id, business_id) values ($1, $2)";

    it("can't carry a higher role than its giver holds, nor be raised by the limited", () =>
      db.transaction(async (t) => {
        const { members, roles } = db.world.acme;
        const nora = members.northerner.membershipId;
        await t.as(members.northerner);
        expect(await t.count(give, [roles.admin, nora])).toBe(0);
        await t.as(members.admin);
        expect(await t.refusal(give, [roles.owner, nora])).toBe("TN403");
        expect(await t.attempt(() => t.count(give, [roles.admin, nora]))).toBe(1);
        await t.as(members.owner);
        expect(await t.count(give, [roles.owner, nora])).toBe(1);
        await t.as(members.admin);
        expect(await t.refusal(give, [null, nora])).toBe("TN403");
      }));

    it("can't be taken off by the limited, were they an admin; another admin can", () =>
      db.transaction(async (t) => {
        const { members, roles, businesses } = db.world.acme;
        const lift = "delete from app_public.business_memberships where membership_id = $1";
        await t.as(members.northerner);
        expect(await t.count(lift, [members.northerner.membershipId])).toBe(0);

        await t.as(members.owner);
        await t.count("update app_public.memberships set role_id = $1 where id = $2", [
          roles.admin,
          members.northerner.membershipId,
        ]);
        await t.as(members.northerner);
        expect(await t.count("select from app_public.contacts where id = $1", [db.world.acme.contacts.souths])).toBe(0);
        expect(await t.count(lift, [members.northerner.membershipId])).toBe(0);
        expect(await t.refusal(limit, [members.northerner.membershipId, businesses.south])).toBe("TN403");
        await t.as(members.admin);
        expect(await t.count(lift, [members.northerner.membershipId])).toBe(1);
        await t.as(members.northerner);
        expect(await t.count("select from app_public.contacts where id = $1", [db.world.acme.contacts.souths])).toBe(1);
      }));

    it("holds from the next request on", () =>
      db.transaction(async (t) => {
        const { members, businesses, contacts } = db.world.acme;
        const seesSouth = async () =>
          (await t.count("select from app_public.contacts where id = $1", [contacts.souths])) === 1;
        await t.as(members.staff);
        expect(await seesSouth()).toBe(true);
        await t.as(members.admin);
        await t.count(limit, [members.staff.membershipId, businesses.north]);
        await t.as(members.staff);
        expect(await seesSouth()).toBe(false);
        await t.as(members.admin);
        await t.count(limit, [members.staff.membershipId, businesses.south]);
        await t.as(members.staff);
        expect(await seesSouth()).toBe(true);
      }));

    it("brings its role there, and only there", () =>
      db.transaction(async (t) => {
        const { members, roles, businesses, contacts } = db.world.acme;
        const nora = members.northerner;
        const change = "update app_public.contacts set notes = 'Hello' where id = $1";
        await t.as(members.owner);
        await t.count(give, [roles.viewer, nora.membershipId]);
        await t.as(nora);
        expect(await t.count("select from app_public.contacts where id = $1", [contacts.norths])).toBe(1);
        expect(await t.count(change, [contacts.norths])).toBe(0);
        expect(await t.refusal("insert into app_public.contacts (first_name) values ('New')")).toBe("42501");
        // Rows of the whole organization are under the role held there, which is staff.
        expect(await t.count(change, [contacts.outsiders])).toBe(1);

        await t.as(members.owner);
        await t.count("update app_public.memberships set role_id = $1 where id = $2", [
          roles.viewer,
          nora.membershipId,
        ]);
        await t.count(give, [roles.manager, nora.membershipId]);
        await t.count("insert into app_public.team_members (team_id, membership_id) values ($1, $2)", [
          db.world.acme.teamId,
          nora.membershipId,
        ]);
        await t.as(nora);
        expect(await t.count(change, [contacts.norths])).toBe(0);
        await t.as(members.owner);
        await t.count("update app_public.contacts set owner_id = $1 where id = $2", [
          members.teammate.membershipId,
          contacts.norths,
        ]);
        await t.as(nora);
        expect(await t.count(change, [contacts.norths])).toBe(1);
        expect(await t.count(change, [contacts.teammates])).toBe(0);
        const add = "insert into app_public.contacts (first_name, business_id) values ('New', $1)";
        expect(await t.attempt(() => t.count(add, [businesses.north]))).toBe(1);
        expect(await t.refusal(add, [businesses.south])).toBe("42501");
        expect(await t.refusal(add, [null])).toBe("42501");
      }));

    it("to a business with the scope own reaches one's own rows there", () =>
      db.transaction(async (t) => {
        const { members, businesses, contacts } = db.world.acme;
        await t.as(members.owner);
        await t.count(limit, [members.rep.membershipId, businesses.north]);
        const names = async () =>
          (await t.rows<{ id: string }>("select id from app_public.contacts")).map(({ id }) => id);
        await t.as(members.rep);
        expect(await names()).toEqual([contacts.reps]);
        await t.as(members.owner);
        const hand = "update app_public.contacts set owner_id = $1 where id = any ($2)";
        await t.count(hand, [members.rep.membershipId, [contacts.norths, contacts.souths]]);
        await t.as(members.rep);
        expect((await names()).sort()).toEqual([contacts.reps, contacts.norths].sort());
      }));
  });
});
