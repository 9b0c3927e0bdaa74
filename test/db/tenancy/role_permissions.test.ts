import { describe, expect, it } from "@jest/globals";
import { describeAccess, nothing, refused } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.role_permissions", () => {
  const db = useDatabase();

  describeAccess(db, "role_permissions", {
    rows: ({ acme }) => ({ "Intern's": acme.intern.permissionId }),
    additions: ({ acme: { intern, roles } }) => ({
      "reading deals": { role_id: intern.roleId, resource: "deals", action: "read", scope: "own" },
      "managing billing": { role_id: intern.roleId, resource: "billing", action: "manage", scope: "all" },
      "reading deals, to a system role": { role_id: roles.viewer, resource: "deals", action: "read", scope: "own" },
    }),
    change: { scope: "all" },
    who: {
      owner: {
        sees: ["Intern's"],
        adds: { can: ["reading deals", "managing billing"], refusals: { "reading deals, to a system role": "23503" } },
        changes: ["Intern's"],
        deletes: ["Intern's"],
      },
      // Nobody hands out what they don't hold themselves.
      admin: {
        sees: ["Intern's"],
        adds: {
          can: ["reading deals"],
          refusals: { "managing billing": "TN403", "reading deals, to a system role": "23503" },
        },
        changes: ["Intern's"],
        deletes: ["Intern's"],
      },
      manager: { sees: ["Intern's"], adds: { can: [], refusals: { "managing billing": "TN403" } } },
      staff: { sees: ["Intern's"], adds: { can: [], refusals: { "managing billing": "TN403" } } },
      rep: { sees: ["Intern's"], adds: { can: [], refusals: { "managing billing": "TN403" } } },
      viewer: { sees: ["Intern's"], adds: { can: [], refusals: { "managing billing": "TN403" } } },
      northerner: {
        sees: ["Intern's"],
        adds: {
          can: [],
          refusals: {
            "reading deals": "TN403",
            "managing billing": "TN403",
            "reading deals, to a system role": "TN403",
          },
        },
      },
      apiKey: { ...refused, sees: ["Intern's"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("can't hold more than whoever defines them, in neither scope", () =>
    db.transaction(async (t) => {
      const { members, intern } = db.world.acme;
      // A role that may define roles, and reads own deals only.
      await t.as(members.owner);
      const roleId = await t.value("insert into app_public.roles (name) values ('Organizer') returning id");
      const add = "insert into app_public.role_permissions (role_id, resource, action, scope) values ($1, $2, $3, $4)";
      await t.count(add, [roleId, "roles", "read", "all"]);
      await t.count(add, [roleId, "roles", "manage", "all"]);
      await t.count(add, [roleId, "deals", "read", "own"]);
      await t.count("update app_public.memberships set role_id = $1 where id = $2", [roleId, members.rep.membershipId]);

      await t.as(members.rep);
      expect(await t.attempt(() => t.count(add, [intern.roleId, "deals", "read", "own"]))).toBe(1);
      expect(await t.refusal(add, [intern.roleId, "deals", "read", "team"])).toBe("TN403");
      expect(await t.refusal(add, [intern.roleId, "deals", "read", "all"])).toBe("TN403");
      expect(await t.refusal(add, [intern.roleId, "deals", "update", "own"])).toBe("TN403");
      // Not even for themselves.
      expect(await t.refusal(add, [roleId, "members", "manage", "all"])).toBe("TN403");
      const widen = "update app_public.role_permissions set scope = 'all' where role_id = $1 and resource = 'deals'";
      expect(await t.refusal(widen, [roleId])).toBe("TN403");
      await t.as(members.owner);
      expect(await t.count(widen, [roleId])).toBe(1);
    }));

  it("can't be taken from a role, nor narrowed, by somebody who holds less", () =>
    db.transaction(async (t) => {
      const { id, members, intern } = db.world.acme;
      await t.asOwner();
      const roleId = await t.value(
        "insert into app_public.roles (organization_id, name) values ($1, 'Keeper') returning id",
        [id],
      );
      const grant = `
        insert into app_public.role_permissions (organization_id, role_id, resource, action, scope)
        values ($1, $2, $3, $4, $5)`;
      await t.count(grant, [id, roleId, "roles", "read", "all"]);
      await t.count(grant, [id, roleId, "roles", "manage", "all"]);
      await t.count(grant, [id, roleId, "contacts", "read", "own"]);
      await t.count(grant, [id, intern.roleId, "deals", "read", "own"]);
      await t.count("update app_public.role_permissions set scope = 'all' where id = $1", [intern.permissionId]);
      await t.count("update app_public.memberships set role_id = $1 where id = $2", [roleId, members.rep.membershipId]);

      const remove = "delete from app_public.role_permissions where role_id = $1 and resource = 'deals'";
      const narrow =
        "update app_public.role_permissions set scope = 'own' where role_id = $1 and resource = 'contacts' and scope = 'all'";
      await t.as(members.rep);
      expect(await t.refusal(remove, [intern.roleId])).toBe("TN403");
      expect(await t.refusal(narrow, [intern.roleId])).toBe("TN403");
      await t.as(members.admin);
      expect(await t.count(remove, [intern.roleId])).toBe(1);
      expect(await t.count(narrow, [intern.roleId])).toBe(1);
    }));

  it("are of a known resource, action and scope, each once for a role", () =>
    db.transaction(async (t) => {
      const { members, intern } = db.world.acme;
      const add = "insert into app_public.role_permissions (role_id, resource, action, scope) values ($1, $2, $3, $4)";
      await t.asOwner();
      await t.rows("alter table app_public.role_permissions disable trigger user");
      await t.as(members.owner);
      expect(await t.refusal(add, [intern.roleId, "moon", "read", "all"])).toBe("23503");
      expect(await t.refusal(add, [intern.roleId, "deals", "read", "some"])).toBe("23503");
      expect(await t.refusal(add, [intern.roleId, "contacts", "read", "all"])).toBe("23505");
      expect(await t.count(add, [intern.roleId, "deals", "read", "all"])).toBe(1);
    }));

  it("keep their resource and action", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.owner);
      for (const column of ["role_id", "resource", "action", "is_system"]) {
        expect(await t.refusal(`update app_public.role_permissions set ${column} = default`)).toBe("42501");
      }
    }));
});
