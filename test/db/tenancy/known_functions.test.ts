import { describe, expect, it } from "@jest/globals";
import { insertStatement } from "../../support/access.ts";
import { type Actor, type TestTransaction, useDatabase } from "../../support/database.ts";

describe("the functions that other systems know", () => {
  const db = useDatabase();

  const organizations = (t: TestTransaction, uid: string) =>
    t.value<string[]>("select app_public.org_ids_for_user($1)", [uid]).then((ids) => [...ids].sort());
  const organization = (t: TestTransaction, uid: string) =>
    t.value("select app_public.get_user_organization_id($1)", [uid]);
  const access = (t: TestTransaction, uid: string, business: string) =>
    t.value("select app_public.can_access_business($1, $2)", [uid, business]);
  const role = (t: TestTransaction, uid: string, business: string, name: string) =>
    t.value("select app_public.has_business_role($1, $2, $3)", [uid, business, name]);
  const admin = (t: TestTransaction, uid: string, business: string) =>
    t.value("select app_public.is_business_admin($1, $2)", [uid, business]);
  const both = () => [db.world.acme.id, db.world.globex.id].sort();

  it("are called by members, and by nobody else who asks", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const calls = [
        "select app_public.org_ids_for_user(gen_random_uuid())",
        "select app_public.get_user_organization_id(gen_random_uuid())",
        "select app_public.can_access_business(gen_random_uuid(), gen_random_uuid())",
        "select app_public.has_business_role(gen_random_uuid(), gen_random_uuid(), 'owner')",
        "select app_public.is_business_admin(gen_random_uuid(), gen_random_uuid())",
      ];
      await t.as(acme.members.viewer);
      for (const call of calls) expect([call, await t.count(call)]).toEqual([call, 1]);
      for (const actor of [acme.apiKey, acme.client, undefined]) {
        await (actor ? t.as(actor) : t.asAnonymous());
        for (const call of calls) expect([call, await t.refusal(call)]).toEqual([call, "42501"]);
      }
    }));

  describe("tell of oneself", () => {
    it("every organization, with or without an active one", () =>
      db.transaction(async (t) => {
        const { userId } = db.world.both;
        for (const actor of [{ userId, organization: "acme" }, { userId }]) {
          await t.as(actor);
          expect(await organizations(t, userId)).toEqual(both());
          expect(
            await t.value("select app_public.org_ids_for_user(auth.uid()) = app_public.org_ids_for_user($1)", [userId]),
          ).toBe(true);
        }
      }));

    it("the organization that one works in: the active one, else the default one", () =>
      db.transaction(async (t) => {
        const { both, acme, globex, nobody } = db.world;
        await t.as({ ...both, organization: "globex" });
        expect(await organization(t, both.userId)).toBe(globex.id);
        await t.as(both);
        expect(await organization(t, both.userId)).toBeNull();
        await t.value("select app_public.choose_default_organization($1)", [acme.id]);
        expect(await organization(t, both.userId)).toBe(acme.id);
        await t.as(nobody);
        expect(await organizations(t, nobody.userId)).toEqual([]);
        expect(await organization(t, nobody.userId)).toBeNull();
      }));

    it("by the subject of the token as well, as Supabase's auth.uid() gives it", () =>
      db.transaction(async (t) => {
        const { rep } = db.world.acme.members;
        const subject = "7d3fd2a8-6c0a-4f2e-9a51-0f6d3c1b2a99";
        const link = "insert into app_private.user_identities (user_id, issuer, subject) values ($1, $2, $3)";
        await t.asOwner();
        await t.count(link, [rep.userId, "https://project.supabase.test/auth/v1", subject]);
        const claims = { iss: "https://project.supabase.test/auth/v1", sub: subject, role: "authenticated" };
        await t.beginRequest({ claims });
        expect(await t.value("select app_public.org_ids_for_user(auth.uid())")).toEqual([db.world.acme.id]);
        expect(await t.value("select app_public.org_ids_for_user($1)", [rep.userId])).toEqual([db.world.acme.id]);
        // Another issuer gave the same subject to somebody else: it is the one's who asks, and nobody's for others.
        await t.asOwner();
        await t.count(link, [db.world.globex.owner.userId, "https://other.test", subject]);
        expect(await t.value("select app_public.org_ids_for_user($1)", [subject])).toEqual([]);
        await t.beginRequest({ claims });
        expect(await t.value("select app_public.org_ids_for_user(auth.uid())")).toEqual([db.world.acme.id]);
        await t.beginRequest({ claims: { ...claims, iss: "https://other.test" } });
        expect(await t.value("select app_public.org_ids_for_user(auth.uid())")).toEqual([db.world.globex.id]);
      }));
  });

  describe("tell of others", () => {
    it("what concerns the active organization, to those who may see its members", () =>
      db.transaction(async (t) => {
        const { acme, both, globex } = db.world;
        await t.as(acme.members.viewer);
        expect(await organizations(t, both.userId)).toEqual([acme.id]);
        expect(await organization(t, both.userId)).toBe(acme.id);
        expect(await access(t, acme.members.owner.userId, acme.businesses.north)).toBe(true);
        expect(await organizations(t, globex.owner.userId)).toEqual([]);
        expect(await organization(t, globex.owner.userId)).toBeNull();
        expect(await access(t, globex.owner.userId, globex.businessId)).toBe(false);
        expect(await admin(t, globex.owner.userId, globex.businessId)).toBe(false);
        await t.as(globex.owner);
        expect(await access(t, globex.owner.userId, globex.businessId)).toBe(true);
        expect(await organizations(t, both.userId)).toEqual([globex.id]);
      }));

    it("not which organization is their default one", () =>
      db.transaction(async (t) => {
        const { acme, both, globex } = db.world;
        await t.as(both);
        await t.value("select app_public.choose_default_organization($1)", [globex.id]);
        await t.as(acme.members.owner);
        expect(await organization(t, both.userId)).toBe(acme.id);
      }));

    it("nothing to a member whose role doesn't show members, nor to somebody without an active organization", () =>
      db.transaction(async (t) => {
        const { acme, both, nobody } = db.world;
        await t.as(both);
        expect(await organizations(t, acme.members.owner.userId)).toEqual([]);
        await t.as(nobody);
        expect(await organizations(t, acme.members.owner.userId)).toEqual([]);
        await t.as(acme.members.owner);
        await t.count("update app_public.memberships set role_id = $1 where id = $2", [
          acme.intern.roleId,
          acme.members.rep.membershipId,
        ]);
        await t.as(acme.members.rep);
        expect(await organizations(t, acme.members.owner.userId)).toEqual([]);
        expect(await access(t, acme.members.owner.userId, acme.businesses.north)).toBe(false);
        expect(await organizations(t, acme.members.rep.userId)).toEqual([acme.id]);
      }));

    it("everything to the database's owner, and nothing to a login that took a role without beginning a request", () =>
      db.transaction(async (t) => {
        const { both: user, globex } = db.world;
        await t.asOwner();
        expect(await organizations(t, user.userId)).toEqual(both());
        expect(await access(t, globex.owner.userId, globex.businessId)).toBe(true);
        await t.rows("reset session authorization; set local session authorization tenantry_authenticator");
        await t.rows("set local role tenantry_member");
        expect(await organizations(t, user.userId)).toEqual([]);
        expect(await access(t, globex.owner.userId, globex.businessId)).toBe(false);
      }));
  });

  describe("tell of businesses", () => {
    const as = (actor: Actor, work: (t: TestTransaction) => Promise<void>) =>
      db.transaction(async (t) => {
        await t.as(actor);
        await work(t);
      });

    it("that members work in all of their organization, and limited ones in theirs", () =>
      as(db.world.acme.members.owner, async (t) => {
        const { members, businesses } = db.world.acme;
        const { globex } = db.world;
        for (const member of [members.owner, members.viewer, members.staff]) {
          expect(await access(t, member.userId, businesses.north)).toBe(true);
          expect(await access(t, member.userId, businesses.south)).toBe(true);
          expect(await access(t, member.userId, globex.businessId)).toBe(false);
        }
        expect(await access(t, members.northerner.userId, businesses.north)).toBe(true);
        expect(await access(t, members.northerner.userId, businesses.south)).toBe(false);
        expect(await access(t, members.owner.userId, "00000000-0000-0000-0000-000000000000")).toBe(false);
        expect(await t.value("select app_public.can_access_business(null, $1)", [businesses.north])).toBe(false);
      }));

    it.each([
      ["owner", ["owner"], true],
      ["admin", ["admin"], true],
      ["manager", ["manager"], false],
      ["staff", ["staff", "agent", "member"], false],
      ["rep", ["rep"], false],
      ["viewer", ["viewer"], false],
    ] as const)("the role %s, as %j", (name, names, isAdmin) =>
      as(db.world.acme.members.viewer, async (t) => {
        const { members, businesses } = db.world.acme;
        const { userId } = members[name];
        const every = ["owner", "admin", "manager", "staff", "agent", "member", "rep", "viewer", "Intern", "", "root"];
        const held = [];
        for (const candidate of every) if (await role(t, userId, businesses.south, candidate)) held.push(candidate);
        expect(held).toEqual([...names]);
        expect(await role(t, userId, businesses.south, names[0].toUpperCase())).toBe(true);
        expect(await admin(t, userId, businesses.south)).toBe(isAdmin);
      }),
    );

    it("the role that a limit gives, in its business and in no other", () =>
      db.transaction(async (t) => {
        const { members, businesses, roles } = db.world.acme;
        const { userId, membershipId } = members.northerner;
        await t.as(members.owner);
        expect(await role(t, userId, businesses.north, "staff")).toBe(true);
        await t.count("update app_public.business_memberships set role_id = $1 where membership_id = $2", [
          roles.admin,
          membershipId,
        ]);
        expect(await role(t, userId, businesses.north, "staff")).toBe(false);
        expect(await admin(t, userId, businesses.north)).toBe(true);
        expect(await admin(t, userId, businesses.south)).toBe(false);
        expect(await role(t, userId, businesses.south, "staff")).toBe(false);
      }));

    it("nothing of roles that an organization named like the system's", () =>
      db.transaction(async (t) => {
        const { members, businesses } = db.world.acme;
        await t.as(members.owner);
        const roleId = await t.value(...insertStatement("roles", { name: "owner" }));
        await t.count("update app_public.memberships set role_id = $1 where id = $2", [
          roleId,
          members.rep.membershipId,
        ]);
        expect(await role(t, members.rep.userId, businesses.north, "owner")).toBe(false);
        expect(await access(t, members.rep.userId, businesses.north)).toBe(true);
      }));
  });

  it.each([
    ["switched off in the organization", "update app_public.memberships set is_active = false where user_id = $1"],
    ["switched off altogether", "update app_public.users set is_active = false where id = $1"],
    ["removed", "delete from app_public.memberships where user_id = $1"],
  ])("tell nothing of somebody who was %s", (_, statement) =>
    db.transaction(async (t) => {
      const { staff, owner } = db.world.acme.members;
      await t.as(owner);
      expect(await organizations(t, staff.userId)).toEqual([db.world.acme.id]);
      await t.asOwner();
      expect(await t.count(statement, [staff.userId])).toBe(1);
      await t.as(owner);
      expect(await organizations(t, staff.userId)).toEqual([]);
      expect(await access(t, staff.userId, db.world.acme.businesses.north)).toBe(false);
    }),
  );
});
