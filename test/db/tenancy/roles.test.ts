import { describe, expect, it } from "@jest/globals";
import { describeAccess, nothing, refused } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.roles", () => {
  const db = useDatabase();

  describeAccess(db, "roles", {
    rows: ({ acme }) => ({ "the system role rep": acme.roles.rep, "their own role Intern": acme.intern.roleId }),
    additions: () => ({ "a role": { name: "Apprentice" } }),
    change: { description: "Learns" },
    who: {
      owner: {
        sees: ["the system role rep", "their own role Intern"],
        adds: ["a role"],
        changes: { can: ["their own role Intern"], refusals: { "the system role rep": "TN403" } },
        deletes: { can: ["their own role Intern"], refusals: { "the system role rep": "TN403" } },
      },
      admin: {
        sees: ["the system role rep", "their own role Intern"],
        adds: ["a role"],
        changes: { can: ["their own role Intern"], refusals: { "the system role rep": "TN403" } },
        deletes: { can: ["their own role Intern"], refusals: { "the system role rep": "TN403" } },
      },
      manager: { sees: ["the system role rep", "their own role Intern"] },
      staff: { sees: ["the system role rep", "their own role Intern"] },
      rep: { sees: ["the system role rep", "their own role Intern"] },
      viewer: { sees: ["the system role rep", "their own role Intern"] },
      northerner: { sees: ["the system role rep", "their own role Intern"] },
      apiKey: { ...refused, sees: ["the system role rep", "their own role Intern"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  describe("a role of the organization's own", () => {
    it("works end to end: what it allows its holder can do, within its scope, and nothing else", () =>
      db.transaction(async (t) => {
        const { members, contacts, businesses } = db.world.acme;
        await t.as(members.owner);
        const roleId = await t.value("insert into app_public.roles (name) values ('Trainee') returning id");
        const permissions: [string, string, string][] = [
          ["contacts", "read", "own"],
          ["contacts", "update", "own"],
          ["deals", "read", "team"],
          ["companies", "read", "all"],
        ];
        for (const permission of permissions) {
          await t.count(
            "insert into app_public.role_permissions (role_id, resource, action, scope) values ($1, $2, $3, $4)",
            [roleId, ...permission],
          );
        }
        await t.count("update app_public.memberships set role_id = $1 where id = $2", [
          roleId,
          members.rep.membershipId,
        ]);

        await t.as(members.rep);
        const granted = await t.rows(
          "select resource, action, scope from app_public.my_permissions() order by resource, action",
        );
        expect(granted).toEqual([
          { resource: "companies", action: "read", scope: "all" },
          { resource: "contacts", action: "read", scope: "own" },
          { resource: "contacts", action: "update", scope: "own" },
          { resource: "deals", action: "read", scope: "team" },
        ]);
        expect(await t.rows("select id from app_public.contacts")).toEqual([{ id: contacts.reps }]);
        expect(await t.count("select from app_public.deals")).toBe(2);
        expect(await t.count("select from app_public.companies")).toBe(5);
        expect(await t.count("select from app_public.tasks")).toBe(0);
        expect(await t.count("update app_public.contacts set notes = 'Hello'")).toBe(1);
        expect(
          await t.refusal("update app_public.contacts set business_id = $1, owner_id = null", [businesses.north]),
        ).toBe("42501");
        // Changing is not archiving, and reading is not changing.
        expect(await t.refusal("update app_public.contacts set deleted_at = now()")).toBe("TN403");
        expect(await t.count("update app_public.deals set value_cents = 1")).toBe(0);
        expect(await t.refusal("insert into app_public.contacts (first_name) values ('New')")).toBe("42501");
        expect(await t.count("select from app_public.memberships")).toBe(0);
        expect(await t.rows("select email from app_public.users")).toEqual([{ email: members.rep.email }]);

        await t.as(members.owner);
        await t.count("update app_public.role_permissions set scope = 'all' where role_id = $1 and action = 'update'", [
          roleId,
        ]);
        await t.count("update app_public.role_permissions set scope = 'all' where role_id = $1 and action = 'read'", [
          roleId,
        ]);
        await t.as(members.rep);
        expect(await t.count("update app_public.contacts set notes = 'Hello'")).toBe(5);
      }));

    it("can't be deleted while somebody holds it", () =>
      db.transaction(async (t) => {
        const { members, intern } = db.world.acme;
        const remove = "delete from app_public.roles where id = $1";
        await t.as(members.owner);
        await t.count("update app_public.memberships set role_id = $1 where id = $2", [
          intern.roleId,
          members.rep.membershipId,
        ]);
        expect(await t.refusal(remove, [intern.roleId])).toBe("23503");
        await t.count("update app_public.memberships set role_id = $1 where id = $2", [
          members.rep.roleId,
          members.rep.membershipId,
        ]);
        expect(await t.count(remove, [intern.roleId])).toBe(1);
        expect(await t.count("select from app_public.role_permissions where role_id = $1", [intern.roleId])).toBe(0);
      }));

    it("has a name that the organization's other roles don't have", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.owner);
        const add = "insert into app_public.roles (name) values ($1)";
        expect(await t.refusal(add, ["Intern"])).toBe("23505");
        expect(await t.count(add, ["Trainee"])).toBe(1);
        await t.as(db.world.globex.owner);
        expect(await t.count(add, ["Trainee"])).toBe(1);
      }));

    it("can't be made a system role", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.owner);
        expect(await t.refusal("insert into app_public.roles (name, system_role) values ('Boss', 'owner')")).toBe(
          "42501",
        );
        expect(await t.refusal("update app_public.roles set system_role = 'owner' where name = 'Intern'")).toBe(
          "42501",
        );
      }));
  });

  it("come with every organization: the six system roles", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      const id = await t.value(
        "insert into app_public.organizations (name, slug) values ('Initech', 'initech') returning id",
      );
      const roles = await t.value(
        "select array_agg(system_role order by id) from app_public.roles where organization_id = $1",
        [id],
      );
      expect(roles).toEqual(["owner", "admin", "manager", "staff", "rep", "viewer"]);
    }));
});
