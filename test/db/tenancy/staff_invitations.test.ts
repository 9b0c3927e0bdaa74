import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.staff_invitations", () => {
  const db = useDatabase();

  const both = ["one to be an intern", "one to be an owner"];
  describeAccess(db, "staff_invitations", {
    rows: async ({ acme }, t) => ({
      "one to be an intern": acme.tenancy.staffInvitation,
      "one to be an owner": await t.value(
        ...insertStatement("staff_invitations", {
          organization_id: acme.id,
          email: "second.owner@invited.test",
          role_id: acme.roles.owner,
        }),
      ),
    }),
    change: { expires_at: "2100-01-01" },
    who: {
      owner: { sees: both, changes: both },
      admin: {
        sees: both,
        changes: { can: ["one to be an intern"], refusals: { "one to be an owner": "TN403" } },
      },
      manager: { sees: [] },
      staff: { sees: [] },
      rep: { sees: [] },
      viewer: { sees: [] },
      northerner: { sees: [] },
      apiKey: { ...refused, sees: [] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  const invite = (email: string, roleId: string, organizationId = db.world.acme.id) =>
    insertStatement("staff_invitations", { organization_id: organizationId, email, role_id: roleId });

  it("name the role, the address and the end, and are withdrawn at the database's time", () =>
    db.transaction(async (t) => {
      const { members, tenancy } = db.world.acme;
      await t.as(members.admin);
      const statement = updateStatement("staff_invitations", tenancy.staffInvitation, { revoked_at: "2001-01-01" });
      expect(await t.count(...statement)).toBe(1);
      const [row] = await t.rows(
        "select email, revoked_at = now() as now from app_public.staff_invitations where id = $1",
        [tenancy.staffInvitation],
      );
      expect(row).toEqual({ email: "intern@invited.test", now: true });
      expect(await t.refusal("update app_public.staff_invitations set role_id = null")).toBe("42501");
      expect(await t.refusal("update app_public.staff_invitations set claimed_at = now()")).toBe("42501");
    }));

  it("go to a normalized address, which has one open invitation in each organization", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.asOwner();
      const id = await t.value<string>(...invite(" New@Invited.TEST ", acme.roles.staff));
      expect(await t.value("select email from app_public.staff_invitations where id = $1", [id])).toBe(
        "new@invited.test",
      );
      expect(await t.refusal(...invite("NEW@invited.test", acme.roles.staff))).toBe("23505");
      expect(await t.count(...invite("new@invited.test", globex.roles.staff, globex.id))).toBe(1);
      await t.count(...updateStatement("staff_invitations", id, { revoked_at: new Date() }));
      expect(await t.count(...invite("new@invited.test", acme.roles.rep))).toBe(1);
      expect(await t.refusal(...invite("nobody", acme.roles.rep))).toBe("23514");
    }));

  it("invite to no role above that of whoever invites, when a function does it for them", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.asOwner();
      // As an operation of the API will: past the grants, and with the context of whoever asks.
      await t.rows(`
        create function app_public.invite(email text, role_id uuid) returns void language sql volatile security definer
        set search_path = '' as 'insert into app_public.staff_invitations (email, role_id) values (email, role_id)';
        grant execute on function app_public.invite(text, uuid) to tenantry_member`);
      const invitation = "select app_public.invite($1, $2)";
      await t.as(acme.members.admin);
      expect(await t.refusal(invitation, ["a@invited.test", acme.roles.owner])).toBe("TN403");
      expect(await t.count(invitation, ["b@invited.test", acme.roles.admin])).toBe(1);
      await t.as(acme.members.rep);
      expect(await t.refusal(invitation, ["c@invited.test", acme.roles.staff])).toBe("TN403");
      await t.as(acme.members.owner);
      expect(await t.count(invitation, ["d@invited.test", acme.roles.owner])).toBe(1);
      expect(
        await t.value("select invited_by_id from app_public.staff_invitations where email = 'd@invited.test'"),
      ).toBe(acme.members.owner.membershipId);
    }));

  it("are accepted once, and stay accepted", () =>
    db.transaction(async (t) => {
      const { staffInvitation: id } = db.world.acme.tenancy;
      const set = (columns: object) => updateStatement("staff_invitations", id, { ...columns });
      await t.asOwner();
      expect(await t.count(...set({ claimed_at: new Date() }))).toBe(1);
      for (const change of [{ claimed_at: null }, { claimed_at: new Date() }, { revoked_at: new Date() }]) {
        const { code, message } = await t.failure(...set(change));
        expect([code, message]).toEqual(["TN409", "This invitation was accepted."]);
      }
      await t.as(db.world.acme.members.owner);
      expect(await t.refusal(...set({ expires_at: "2100-01-01" }))).toBe("TN409");
    }));

  it("are not accepted after they were withdrawn or have expired", () =>
    db.transaction(async (t) => {
      const claim = (id: string) => updateStatement("staff_invitations", id, { claimed_at: new Date() });
      await t.asOwner();
      for (const change of [{ revoked_at: new Date() }, { expires_at: new Date(Date.now() - 1000) }]) {
        const id = await t.value<string>(...invite(`${Object.keys(change)}@invited.test`, db.world.acme.roles.rep));
        await t.count(...updateStatement("staff_invitations", id, change));
        expect(await t.refusal(...claim(id))).toBe("TN409");
      }
      expect(await t.count(...claim(db.world.acme.tenancy.staffInvitation))).toBe(1);
    }));

  it("are accepted by one of two who try at the same time", async () => {
    const claim = "update app_public.staff_invitations set claimed_at = now() where email = 'race@invited.test'";
    await db.withRoot((client) => client.query(...invite("race@invited.test", db.world.acme.roles.rep)), db.urls.owner);
    await db.withRoot(async (first) => {
      await db.withRoot(async (second) => {
        await first.query("begin");
        await first.query(claim);
        const waiting = second.query(claim).then(
          () => "accepted",
          (error: { code?: string }) => error.code,
        );
        await first.query("commit");
        expect(await waiting).toBe("TN409");
      }, db.urls.owner);
    }, db.urls.owner);
  });

  it("don't hold on to their role, to who invited or to who came of it", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.asOwner();
      await t.count("delete from app_public.memberships where id = $1", [acme.members.staff.membershipId]);
      expect(await t.count("delete from app_public.roles where id = $1", [acme.intern.roleId])).toBe(1);
      const left = "select from app_public.staff_invitations where id = $1";
      expect(await t.count(left, [acme.tenancy.claimedStaffInvitation])).toBe(0);
    }));

  it("keep their token as a digest where no request reads it", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const insert = "insert into app_private.staff_invitation_secrets (staff_invitation_id, digest) values ($1, $2)";
      const digest = createHash("sha256").update(randomBytes(32)).digest();
      await t.asOwner();
      expect(await t.refusal(insert, [acme.tenancy.staffInvitation, Buffer.from("plain")])).toBe("23514");
      expect(await t.count(insert, [acme.tenancy.staffInvitation, digest])).toBe(1);
      expect(await t.refusal(insert, [acme.tenancy.claimedStaffInvitation, digest])).toBe("23505");
      for (const actor of [acme.members.owner, acme.apiKey, acme.client]) {
        await t.as(actor);
        expect(await t.refusal("select from app_private.staff_invitation_secrets")).toBe("42501");
      }
      await t.asOwner();
      const trail =
        "select from app_public.audit_logs where organization_id = $1 and concat(old_data, new_data) like '%' || $2 || '%'";
      expect(await t.count(trail, [acme.id, digest.toString("hex")])).toBe(0);
      expect(await t.count(trail, [acme.id, "intern@invited.test"])).toBe(1);
    }));
});
