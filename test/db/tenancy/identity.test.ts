import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";

describe("what one is told about oneself", () => {
  const db = useDatabase();

  describe("app_public.me", () => {
    it("is the person who is signed in, whatever their organization", () =>
      db.transaction(async (t) => {
        const { acme, globex, nobody } = db.world;
        for (const person of [acme.members.viewer, globex.owner, nobody]) {
          await t.as(person);
          expect(await t.value("select email from app_public.me()")).toBe(person.email);
        }
      }));

    it("is nobody to an anonymous visitor, who gets no error", () =>
      db.transaction(async (t) => {
        await t.asAnonymous();
        expect(await t.value("select (app_public.me()).id")).toBeNull();
      }));
  });

  describe("app_public.current_organization and current_membership", () => {
    it("are the active ones", () =>
      db.transaction(async (t) => {
        for (const organization of [db.world.acme, db.world.globex]) {
          await t.as({ userId: db.world.both.userId, organization: organization.slug });
          expect(await t.value("select slug from app_public.current_organization()")).toBe(organization.slug);
          expect(await t.value("select organization_id from app_public.current_membership()")).toBe(organization.id);
          expect(await t.value("select user_id from app_public.current_membership()")).toBe(db.world.both.userId);
        }
      }));

    it("raise TN428 when none is chosen, and aren't for anonymous visitors", () =>
      db.transaction(async (t) => {
        for (const name of ["current_organization", "current_membership", "my_permissions"]) {
          await t.as(db.world.both);
          expect([name, await t.refusal(`select * from app_public.${name}()`)]).toEqual([name, "TN428"]);
          await t.asAnonymous();
          expect([name, await t.refusal(`select * from app_public.${name}()`)]).toEqual([name, "42501"]);
        }
      }));
  });

  describe("app_public.my_organizations", () => {
    const SLUGS = "select slug from app_public.my_organizations()";

    it("are those with an active membership, by name, with or without an active organization", () =>
      db.transaction(async (t) => {
        const { acme, both } = db.world;
        await t.as(acme.members.rep);
        expect(await t.rows(SLUGS)).toEqual([{ slug: "acme" }]);
        for (const actor of [both, { ...both, organization: "acme" }, { ...both, organization: "globex" }]) {
          await t.as(actor);
          expect(await t.rows(SLUGS)).toEqual([{ slug: "acme" }, { slug: "globex" }]);
        }
        await t.asOwner();
        await t.count(
          "update app_public.memberships set is_active = false where user_id = $1 and organization_id = $2",
          [both.userId, acme.id],
        );
        await t.as(both);
        expect(await t.rows(SLUGS)).toEqual([{ slug: "globex" }]);
      }));

    it("can't be asked for by an anonymous visitor", () =>
      db.transaction(async (t) => {
        await t.asAnonymous();
        expect(await t.refusal(SLUGS)).toBe("42501");
      }));
  });

  describe("app_public.my_permissions", () => {
    const permissions = "select resource || '.' || action as permission, scope from app_public.my_permissions()";

    it("are everything for an owner, everything but billing and ownership for an admin", () =>
      db.transaction(async (t) => {
        const { owner, admin } = db.world.acme.members;
        await t.as(owner);
        const all = await t.rows(permissions);
        expect(all.length).toBe(await t.value("select count(*)::int from app_public.permissions"));
        expect(all.filter(({ scope }) => scope !== "all")).toEqual([]);
        await t.as(admin);
        const ofAdmin = (await t.rows(permissions)).map(({ permission }) => permission);
        expect(all.map(({ permission }) => permission).filter((permission) => !ofAdmin.includes(permission))).toEqual([
          "billing.manage",
          "organization.delete",
          "organization.export",
          "organization.transfer",
        ]);
      }));

    it.each([
      [
        "manager",
        { "deals.read": "all", "deals.update": "team", "contacts.export": "all", "pipelines.read": "all" },
        ["pipelines.manage", "members.manage", "audit.read"],
      ],
      [
        "staff",
        { "deals.read": "all", "deals.update": "all", "contacts.export": "all" },
        ["pipelines.manage", "members.manage", "organization.manage", "audit.read"],
      ],
      [
        "rep",
        { "deals.read": "own", "deals.create": "own", "pipelines.read": "all", "activities.read_internal": "all" },
        ["contacts.export", "members.manage", "audit.read"],
      ],
      [
        "viewer",
        { "deals.read": "all", "members.read": "all" },
        ["deals.create", "deals.update", "activities.read_internal", "contacts.export", "audit.read"],
      ],
    ] as const)("of a %s are as described", (role, held, missing) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members[role]);
        const rows = await t.rows<{ permission: string; scope: string }>(permissions);
        const scopes = Object.fromEntries(rows.map(({ permission, scope }) => [permission, scope]));
        expect(scopes).toMatchObject(held);
        expect(missing.filter((permission) => permission in scopes)).toEqual([]);
      }),
    );
  });

  describe("app_public.roles_permissions", () => {
    const OF_ROLE =
      "select count(*)::int from app_public.roles r cross join lateral app_public.roles_permissions(r) p where r.id = $1";

    it("are those of system roles and of the organization's own", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        await t.as(acme.members.rep);
        expect(await t.value(OF_ROLE, [acme.intern.roleId])).toBe(1);
        const own = await t.value<number>("select count(*)::int from app_public.my_permissions()");
        expect(own).toBeGreaterThan(10);
        expect(await t.value(OF_ROLE, [acme.roles.rep])).toBe(own);
      }));

    it("can't be had of another organization's role by making up its row, which its own owner can", () =>
      db.transaction(async (t) => {
        const { acme, globex } = db.world;
        const forge = `
          select count(*)::int
          from jsonb_populate_record(null::app_public.roles, jsonb_build_object('id', $1::text, 'organization_id', $2::text)) r
          cross join lateral app_public.roles_permissions(r) p`;
        await t.as(acme.members.owner);
        expect(await t.value(forge, [globex.intern.roleId, acme.id])).toBe(0);
        expect(await t.value(forge, [globex.intern.roleId, globex.id])).toBe(0);
        await t.as(globex.owner);
        expect(await t.value(forge, [globex.intern.roleId, globex.id])).toBe(1);
      }));

    it("can't be had without the permission to read roles", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        const forge = `
          select count(*)::int
          from jsonb_populate_record(null::app_public.roles, jsonb_build_object('id', $1::text)) r
          cross join lateral app_public.roles_permissions(r) p`;
        await t.as(acme.members.owner);
        expect(await t.value(forge, [acme.intern.roleId])).toBe(1);
        await t.count("update app_public.memberships set role_id = $1 where id = $2", [
          acme.intern.roleId,
          acme.members.rep.membershipId,
        ]);
        await t.as(acme.members.rep);
        expect(await t.value(forge, [acme.intern.roleId])).toBe(0);
      }));
  });
});
