import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { type GraphqlClient, useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const members = () => db.world.acme.members;
const nobody = () => gateway.as(db.world.nobody);
const permissionsOf = async (client: GraphqlClient) => {
  const answer = await client.run("tenancy/MyPermissions");
  return answer
    .get<{ resource: string; action: string }[]>("myPermissions.nodes")
    .map(({ resource, action }) => `${resource}.${action}`);
};

describe("an organization of one's own", () => {
  const founder = () => nobody();
  const colleague = () => gateway.as({ userId: db.world.globex.clerk.userId, organization: "initech-ltd" });
  let token: string;
  let invitationId: string;
  let roleId: string;
  let membershipId: string;

  it("is created by anybody who is signed in, who owns it with the next request", async () => {
    expect((await founder().run("crm/ListContacts")).code).toBe("ORGANIZATION_REQUIRED");
    expect((await gateway.anonymous.run("tenancy/CreateOrganization", { name: "Initech Ltd." })).code).toBe(
      "UNAUTHENTICATED",
    );
    const created = await founder().run("tenancy/CreateOrganization", {
      name: "Initech Ltd.",
      locale: "en-GB",
      timezone: "Europe/London",
      currency: "GBP",
    });
    expect(created.get("createOrganization.organization")).toMatchObject({
      slug: "initech-ltd",
      name: "Initech Ltd.",
      currency: "GBP",
    });
    expect((await founder().run("tenancy/CurrentOrganization")).get("currentOrganization.slug")).toBe("initech-ltd");
    expect((await founder().run("tenancy/CurrentMembership")).get("currentMembership.role.systemRole")).toBe("OWNER");
    expect((await founder().run("crm/ListPipelines")).get<unknown[]>("pipelines.nodes")).toHaveLength(1);
    const taken = await founder().run("tenancy/CreateOrganization", { name: "Again", slug: "initech-ltd" });
    expect(taken.refusal).toMatchObject({ code: "CONFLICT", field: "slug" });
    const wrong = await founder().run("tenancy/CreateOrganization", { name: "Again", timezone: "Mars/Olympus" });
    expect(wrong.refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "timezone" });
  });

  it("gets a role of its own, with what its owner gives it", async () => {
    const created = await founder().run("tenancy/CreateRole", { role: { name: "Agent" } });
    roleId = created.get("createRole.role.id");
    for (const resource of ["contacts", "deals"]) {
      const rolePermission = { roleId, resource, action: "read", scope: "OWN" };
      const given = await founder().run("tenancy/CreateRolePermission", { rolePermission });
      expect(given.get("createRolePermission.rolePermission")).toMatchObject({ action: "read", scope: "OWN" });
      const id = given.get("createRolePermission.rolePermission.id");
      const wider = await founder().run("tenancy/UpdateRolePermission", { id, patch: { scope: "ALL" } });
      expect(wider.get("updateRolePermission.rolePermission.scope")).toBe("ALL");
    }
  });

  it("invites somebody, whose token is shown once", async () => {
    const email = "Peter@initech.test";
    const invited = await founder().run("tenancy/InviteMember", { email, roleId });
    expect(invited.get("inviteMember.issued")).toMatchObject({
      token: expect.stringMatching(/^[\w-]{43}$/),
      staffInvitation: { email: "peter@initech.test", role: { name: "Agent" } },
    });
    token = invited.get("inviteMember.issued.token");
    invitationId = invited.get("inviteMember.issued.staffInvitation.id");
    expect((await founder().run("tenancy/InviteMember", { email, roleId })).refusal).toMatchObject({
      code: "CONFLICT",
      field: "email",
    });
    const past = await founder().run("tenancy/InviteMember", { email, roleId, expiresAt: "2020-01-01T00:00:00Z" });
    expect(past.refusal).toEqual({ code: "BAD_USER_INPUT", field: "expiresAt" });
    const listed = await founder().run("tenancy/ListStaffInvitations");
    expect(listed.get("staffInvitations.totalCount")).toBe(1);
    expect(listed.text).not.toContain(token);

    const preview = await gateway.anonymous.run("tenancy/InvitationByToken", { token });
    expect(preview.get("invitationByToken")).toMatchObject({
      kind: "member",
      organizationName: "Initech Ltd.",
      email: "p***@initech.test",
      customMessage: null,
      state: "open",
    });
    const unknown = await gateway.anonymous.run("tenancy/InvitationByToken", { token: "unknown" });
    expect(unknown.get("invitationByToken")).toBeNull();
  });

  it("is joined with the newest token, by whoever is signed in and holds it", async () => {
    const resent = await founder().run("tenancy/ResendInvitation", { id: invitationId });
    const newer = resent.get("resendInvitation.issued.token");
    // The person belongs to another organization, and has to name none to join a second.
    const elsewhere = gateway.as({ userId: db.world.globex.clerk.userId });
    const accept = (client: GraphqlClient, by: string) => client.run("tenancy/AcceptInvitation", { token: by });
    expect((await accept(gateway.anonymous, newer)).code).toBe("UNAUTHENTICATED");
    expect((await accept(elsewhere, token)).refusal).toMatchObject({ code: "NOT_FOUND", field: "token" });
    expect((await colleague().run("tenancy/CurrentOrganization")).code).toBe("FORBIDDEN");
    const accepted = await accept(elsewhere, newer);
    expect(accepted.get("acceptInvitation.membership.isActive")).toBe(true);
    membershipId = accepted.get("acceptInvitation.membership.id");
    expect((await accept(gateway.as(members().rep), newer)).code).toBe("CONFLICT");
    expect((await colleague().run("tenancy/CurrentOrganization")).get("currentOrganization.slug")).toBe("initech-ltd");
    expect(await permissionsOf(colleague())).toEqual(["contacts.read", "deals.read"]);
    const looked = await gateway.anonymous.run("tenancy/InvitationByToken", { token: newer });
    expect(looked.get("invitationByToken.state")).toBe("accepted");
  });

  it("changes the member's role, hands itself over, and is left", async () => {
    const id = membershipId;
    const roles = (await founder().query("{ roles { nodes { id systemRole } } }")).get<
      { id: string; systemRole: string | null }[]
    >("roles.nodes");
    const viewer = roles.find(({ systemRole }) => systemRole === "VIEWER")?.id;
    const change = (client: GraphqlClient, patch: object) => client.run("tenancy/ChangeMember", { id, patch });
    // An agent may see no members, not even who one is oneself.
    expect((await change(colleague(), { roleId: viewer })).code).toBe("NOT_FOUND");
    expect((await change(founder(), { roleId: viewer })).get("updateMembership.membership.role.id")).toBe(viewer);

    expect((await colleague().run("tenancy/TransferOwnership", { membershipId: id })).code).toBe("FORBIDDEN");
    const leave = (client: GraphqlClient) => client.run("tenancy/LeaveOrganization");
    expect((await leave(founder())).refusal).toMatchObject({ code: "CONFLICT" });
    const given = await founder().run("tenancy/TransferOwnership", { membershipId: id });
    expect(given.get("transferOwnership.membership")).toEqual({ id, role: { systemRole: "OWNER" } });
    expect((await founder().run("tenancy/CurrentMembership")).get("currentMembership.role.systemRole")).toBe("ADMIN");
    expect((await colleague().run("tenancy/CurrentMembership")).get("currentMembership.role.systemRole")).toBe("OWNER");
    expect((await leave(founder())).get("leaveOrganization.organization.slug")).toBe("initech-ltd");
    expect((await founder().run("tenancy/MyOrganizations")).get("myOrganizations.nodes")).toEqual([]);
    expect((await founder().run("crm/ListContacts")).code).toBe("ORGANIZATION_REQUIRED");
  });
});

describe("members of an organization", () => {
  it("are limited to businesses with roles that whoever limits them holds", async () => {
    const { businesses, roles, intern } = db.world.acme;
    const { admin, viewer } = members();
    const businessMembership = { membershipId: viewer.membershipId, businessId: businesses.north };
    const limit = (roleId: string) =>
      gateway
        .as(admin)
        .run("tenancy/CreateBusinessMembership", { businessMembership: { ...businessMembership, roleId } });
    expect((await limit(roles.owner)).code).toBe("FORBIDDEN");
    const id = (await limit(roles.viewer)).get("createBusinessMembership.businessMembership.id");
    const change = (roleId: string) =>
      gateway.as(admin).run("tenancy/UpdateBusinessMembership", { id, patch: { roleId } });
    expect((await change(roles.owner)).code).toBe("FORBIDDEN");
    expect((await change(intern.roleId)).get("updateBusinessMembership.businessMembership.role.id")).toBe(
      intern.roleId,
    );
  });

  it("are out with the very next request when they are removed, and back with another invitation", async () => {
    const { owner, teammate } = members();
    const removed = gateway.as(teammate);
    expect((await removed.run("crm/ListContacts")).get("contacts.totalCount")).toBe(1);
    const missing = randomUUID();
    const remove = (id: string) => gateway.as(owner).run("tenancy/RemoveMember", { id });
    const others = await remove(db.world.globex.clerk.membershipId);
    expect(others.code).toBe("NOT_FOUND");
    expect(others.without(db.world.globex.clerk.membershipId)).toEqual((await remove(missing)).without(missing));
    expect((await remove(teammate.membershipId)).get("removeMember.membership.isActive")).toBe(false);
    expect((await removed.run("crm/ListContacts")).code).toBe("FORBIDDEN");
    expect((await remove(teammate.membershipId)).code).toBe("NOT_FOUND");

    const invited = await gateway
      .as(owner)
      .run("tenancy/InviteMember", { email: teammate.email, roleId: db.world.acme.roles.rep });
    const token = invited.get("inviteMember.issued.token");
    const back = await gateway.as({ userId: teammate.userId }).run("tenancy/AcceptInvitation", { token });
    expect(back.get("acceptInvitation.membership.id")).toBe(teammate.membershipId);
    expect((await removed.run("crm/ListContacts")).get("contacts.totalCount")).toBe(1);
  });

  it("invite nobody whose role they couldn't give, and withdraw what was sent", async () => {
    const { roles } = db.world.acme;
    const invite = (who: keyof ReturnType<typeof members>, roleId: string) =>
      gateway.as(members()[who]).run("tenancy/InviteMember", { email: "somebody@invited.test", roleId });
    expect((await invite("staff", roles.viewer)).code).toBe("FORBIDDEN");
    expect((await invite("admin", roles.owner)).code).toBe("FORBIDDEN");
    const foreign = await invite("admin", db.world.globex.roles.viewer);
    const missing = await invite("admin", randomUUID());
    expect([foreign.status, foreign.refusal]).toEqual([missing.status, missing.refusal]);
    const invited = await invite("admin", roles.admin);
    const id = invited.get("inviteMember.issued.staffInvitation.id");
    const revoke = (client: GraphqlClient) => client.run("tenancy/RevokeInvitation", { id });
    expect((await revoke(gateway.as(db.world.globex.owner))).code).toBe("NOT_FOUND");
    expect(
      (await revoke(gateway.as(members().admin))).get("revokeInvitation.staffInvitation.revokedAt"),
    ).not.toBeNull();
    const token = invited.get("inviteMember.issued.token");
    expect((await nobody().run("tenancy/AcceptInvitation", { token })).refusal).toMatchObject({
      code: "CONFLICT",
      hint: expect.any(String),
    });
  });
});

describe("the client portal", () => {
  const password = "correct horse battery";
  const coach = () => gateway.as(members().staff);

  it("is joined by a visitor with the token of an invitation that never expires, once", async () => {
    const invited = await coach().run("tenancy/InviteClient", {
      email: " Kim@Client.test",
      firstName: "Kim",
      phone: "020 7946 0500",
      customMessage: "Bring a towel.",
      metadata: { plan: "monthly" },
    });
    expect(invited.get("inviteClient.issued.clientInvitation")).toMatchObject({
      email: "kim@client.test",
      phone: "+442079460500",
      isClaimed: false,
      expiresAt: null,
      contact: null,
    });
    const token = invited.get("inviteClient.issued.token");
    const preview = await gateway.anonymous.run("tenancy/InvitationByToken", { token });
    expect(preview.get("invitationByToken")).toEqual({
      kind: "client",
      organizationName: "Acme",
      email: "k***@client.test",
      customMessage: "Bring a towel.",
      expiresAt: null,
      state: "open",
    });

    const claim = (variables: object) => gateway.anonymous.run("tenancy/ClaimInvitation", { token, ...variables });
    expect((await claim({ password: "short" })).refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "password" });
    expect((await coach().run("tenancy/ClaimInvitation", { token, password })).code).toBe("FORBIDDEN");
    const claimed = await claim({ password, lastName: "Client" });
    expect(claimed.get("claimInvitation.claimed")).toMatchObject({
      organizationId: db.world.acme.id,
      organizationName: "Acme",
      organizationSlug: "acme",
      email: "kim@client.test",
    });
    expect((await claim({ password })).code).toBe("CONFLICT");
    const id = claimed.get("claimInvitation.claimed.contactId");
    expect((await coach().run("crm/GetContact", { id })).get("contact.name")).toBe("Kim Client");
    expect((await gateway.as(members().outsider).run("crm/GetContact", { id })).get("contact")).toBeNull();
    const listed = await coach().run("tenancy/ListClientInvitations", {
      filter: { email: { equalTo: "kim@client.test" } },
    });
    expect(listed.get("clientInvitations.nodes")).toMatchObject([{ isClaimed: true, contact: { id } }]);
    for (const secret of [token, password]) expect(gateway.log.join()).not.toContain(secret);
  });

  it("is for the contact whom a rep may change, and no other", async () => {
    const { contacts } = db.world.acme;
    const rep = gateway.as(members().rep);
    const invite = (contactId: string) =>
      rep.run("tenancy/InviteClient", { contactId, email: `${contactId}@client.test` });
    const [hidden, absent] = [await invite(contacts.outsiders), await invite(randomUUID())];
    expect(hidden.refusal).toEqual(absent.refusal);
    expect(hidden.refusal).toEqual({ code: "NOT_FOUND", field: "contactId" });
    const invited = await invite(contacts.reps);
    const id = invited.get("inviteClient.issued.clientInvitation.id");
    const expiresAt = "2100-01-01T00:00:00+00:00";
    const resend = (client: GraphqlClient) => client.run("tenancy/ResendClientInvitation", { id, expiresAt });
    expect((await resend(gateway.as(members().outsider))).code).toBe("NOT_FOUND");
    const resent = await resend(rep);
    const path = "resendClientInvitation.issued.clientInvitation";
    expect(resent.get(`${path}.contact.id`)).toBe(contacts.reps);
    expect(Date.parse(resent.get(`${path}.expiresAt`))).toBe(Date.parse(expiresAt));
    const old = await gateway.anonymous.run("tenancy/ClaimInvitation", {
      token: invited.get("inviteClient.issued.token"),
    });
    expect(old.refusal).toMatchObject({ code: "NOT_FOUND", field: "token" });

    const revoked = await rep.run("tenancy/RevokeClientInvitation", { id });
    expect(revoked.get("revokeClientInvitation.clientInvitation.revokedAt")).not.toBeNull();
    const token = resent.get("resendClientInvitation.issued.token");
    expect((await gateway.anonymous.run("tenancy/ClaimInvitation", { token })).code).toBe("CONFLICT");
    expect((await gateway.anonymous.run("tenancy/InvitationByToken", { token })).get("invitationByToken.state")).toBe(
      "withdrawn",
    );
  });
});
