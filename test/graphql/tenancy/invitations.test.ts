import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);
const acme = () => db.world.acme;

describe("an invitation of a member", () => {
  it("is listed with its role and inviter, prolonged, withdrawn, and then left alone", async () => {
    const { admin, owner, staff } = acme().members;
    const id = acme().tenancy.staffInvitation;
    const listed = await gateway
      .as(admin)
      .run("tenancy/ListStaffInvitations", { filter: { email: { equalTo: "intern@invited.test" } } });
    expect(listed.get("staffInvitations")).toMatchObject({
      totalCount: 1,
      nodes: [
        { id, role: { name: "Intern" }, invitedBy: { id: owner.membershipId }, membership: null, claimedAt: null },
      ],
    });
    expect((await gateway.as(staff).run("tenancy/ListStaffInvitations")).get("staffInvitations.totalCount")).toBe(0);
    const change = (patch: object) => gateway.as(admin).run("tenancy/UpdateStaffInvitation", { id, patch });
    const expiresAt = "2100-01-01T00:00:00+00:00";
    expect(Date.parse((await change({ expiresAt })).get("updateStaffInvitation.staffInvitation.expiresAt"))).toBe(
      Date.parse(expiresAt),
    );
    expect((await change({ expiresAt: null })).refusal).toEqual({ code: "BAD_USER_INPUT", field: "expiresAt" });
    const revoked = await change({ revokedAt: "2001-01-01T00:00:00Z" });
    expect(Date.parse(revoked.get("updateStaffInvitation.staffInvitation.revokedAt"))).toBeGreaterThan(
      Date.parse("2020-01-01"),
    );
    expect((await change({ expiresAt })).code).toBe("CONFLICT");
  });
});

describe("an invitation into the client portal", () => {
  it("is listed, changed and withdrawn by staff", async () => {
    const { staff, rep } = acme().members;
    const id = acme().tenancy.clientInvitation;
    const listed = await gateway
      .as(staff)
      .run("tenancy/ListClientInvitations", { filter: { isClaimed: { equalTo: false } } });
    expect(listed.get("clientInvitations.nodes")).toMatchObject([
      { id, email: "client@invited.test", isClaimed: false, expiresAt: null, contact: { id: acme().contacts.norths } },
    ]);
    const patch = { customMessage: "See you there" };
    expect((await gateway.as(rep).run("tenancy/UpdateClientInvitation", { id, patch })).code).toBe("NOT_FOUND");
    const changed = await gateway.as(staff).run("tenancy/UpdateClientInvitation", { id, patch });
    expect(changed.get("updateClientInvitation.clientInvitation")).toMatchObject(patch);
    const revokedAt = new Date().toISOString();
    const withdrawn = await gateway.as(staff).run("tenancy/UpdateClientInvitation", { id, patch: { revokedAt } });
    expect(withdrawn.get("updateClientInvitation.clientInvitation.revokedAt")).toEqual(expect.any(String));
    const again = await gateway.as(staff).run("tenancy/UpdateClientInvitation", { id, patch: { revokedAt: null } });
    expect(again.code).toBe("CONFLICT");
  });
});

describe("a notification", () => {
  it("is read by its member, and by nobody else", async () => {
    const { owner, admin } = acme().members;
    const id = acme().tenancy.notification;
    const unread = async (actor: typeof owner) => {
      const answer = await gateway.as(actor).run("tenancy/ListNotifications", { filter: { readAt: { isNull: true } } });
      return answer.get<{ id: string }[]>("notifications.nodes").map((row) => row.id);
    };
    const mark = (actor: typeof owner, readAt: string | null) =>
      gateway.as(actor).run("tenancy/MarkNotification", { id, readAt });
    expect([await unread(owner), await unread(admin)]).toEqual([[id], []]);
    expect((await mark(admin, new Date().toISOString())).code).toBe("NOT_FOUND");
    expect((await mark(owner, new Date().toISOString())).get("updateNotification.notification.readAt")).not.toBeNull();
    expect(await unread(owner)).toEqual([]);
    expect((await mark(owner, null)).get("updateNotification.notification.readAt")).toBeNull();
    expect(await unread(owner)).toEqual([id]);
  });
});

it("the functions that SQL users know are not in the API", async () => {
  const answer = await gateway.as(acme().members.owner).query("{ __schema { queryType { fields { name } } } }");
  const names = answer.get<{ name: string }[]>("__schema.queryType.fields").map(({ name }) => name);
  expect(names).toContain("me");
  expect(names.filter((name) => /orgIds|UserOrganization|canAccess|BusinessRole|BusinessAdmin/i.test(name))).toEqual(
    [],
  );
});
