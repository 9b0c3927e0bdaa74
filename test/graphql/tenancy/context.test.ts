import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const members = () => db.world.acme.members;
const both = () => gateway.as(db.world.both);
const choices = () =>
  [db.world.acme, db.world.globex].map(({ id, slug }) => ({ id, slug, name: slug === "acme" ? "Acme" : "Globex" }));

describe("me", () => {
  it("is the signed-in person", async () => {
    const { userId, email } = members().staff;
    const answer = await gateway.as(members().staff).run("tenancy/Me");
    expect(answer.get("me")).toEqual({ id: userId, email, fullName: "Stan Staff" });
  });

  it("is there without any organization", async () => {
    const answer = await gateway.as(db.world.nobody).run("tenancy/Me");
    expect(answer.get("me.email")).toBe("nobody@freelance.test");
  });

  it("is null without a token", async () => {
    const answer = await gateway.anonymous.run("tenancy/Me");
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({ me: null });
  });
});

describe("my organizations", () => {
  it("are listed by name without an active one", async () => {
    expect((await both().run("tenancy/MyOrganizations")).get("myOrganizations.nodes")).toEqual(choices());
  });

  it("are none for somebody who belongs nowhere", async () => {
    const answer = await gateway.as(db.world.nobody).run("tenancy/MyOrganizations");
    expect(answer.get("myOrganizations.nodes")).toEqual([]);
  });
});

describe("the active organization", () => {
  const slugFor = async (
    client: ReturnType<typeof gateway.as>,
    headers: Record<string, string> = {},
  ): Promise<string | null> =>
    (await client.run("tenancy/CurrentOrganization", {}, headers)).get("currentOrganization.slug");

  it("is the only one without being named", async () => {
    expect(await slugFor(gateway.as({ userId: members().staff.userId }))).toBe("acme");
  });

  it("is named by id, slug or external id in the header", async () => {
    for (const name of [db.world.globex.id, "globex", "org_globex"]) {
      expect(await slugFor(both(), { "x-organization-id": name })).toBe("globex");
    }
    expect(await slugFor(both(), { "x-organization-id": "acme" })).toBe("acme");
  });

  it("is named by the token, unless the header names another", async () => {
    const client = gateway.with(await gateway.tokenFor(db.world.both, "globex"));
    expect(await slugFor(client)).toBe("globex");
    expect(await slugFor(client, { "x-organization-id": "acme" })).toBe("acme");
  });

  it("is required of a member of several, who gets the choices", async () => {
    const answer = await both().run("crm/ListContacts");
    expect(answer.refusal).toMatchObject({ code: "ORGANIZATION_REQUIRED", organizations: choices() });
    expect(answer.refusal["hint"]).toMatch(/X-Organization-Id/);
    expect((await both().run("crm/ListContacts", {}, { "x-organization-id": "acme" })).get("contacts.totalCount")).toBe(
      5,
    );
  });

  it("is required of somebody who belongs nowhere, who has no choice", async () => {
    const answer = await gateway.as(db.world.nobody).run("crm/ListContacts");
    expect(answer.refusal).toMatchObject({ code: "ORGANIZATION_REQUIRED", organizations: [] });
  });

  it("cannot be one of others, which looks like one that does not exist", async () => {
    const staff = gateway.as({ userId: members().staff.userId });
    const ask = (name: string) => staff.run("crm/ListContacts", {}, { "x-organization-id": name });
    const [{ id, slug, name }] = choices() as [{ id: string; slug: string; name: string }];
    expect((await ask("acme")).get("contacts.totalCount")).toBe(5);
    for (const [others, missing] of [
      ["globex", "initech"],
      ["org_globex", "org_initech"],
      [db.world.globex.id, randomUUID()],
    ] as const) {
      const answer = await ask(others);
      expect(answer.refusal).toMatchObject({ code: "FORBIDDEN", organizations: [{ id, slug, name }] });
      expect(answer.without(others)).toEqual((await ask(missing)).without(missing));
    }
  });

  it("cannot be one of others by the token's claim", async () => {
    const answer = await gateway.with(await gateway.tokenFor(members().staff, "globex")).run("crm/ListContacts");
    expect(answer.code).toBe("FORBIDDEN");
  });

  it("is the default one when a person chooses that, which needs no active one", async () => {
    for (const { id, slug } of [db.world.globex, db.world.acme]) {
      const answer = await both().run("tenancy/ChooseDefaultOrganization", { organizationId: id });
      expect(answer.get("chooseDefaultOrganization.organization")).toEqual({ id, slug });
      expect(await slugFor(both())).toBe(slug);
    }
    expect(await slugFor(both(), { "x-organization-id": "globex" })).toBe("globex");
    expect(await slugFor(gateway.with(await gateway.tokenFor(db.world.both, "globex")))).toBe("globex");
  });

  it("cannot be made a default by somebody who is no member", async () => {
    const choose = (organizationId: string) =>
      gateway.as(members().staff).run("tenancy/ChooseDefaultOrganization", { organizationId });
    const missing = randomUUID();
    const others = await choose(db.world.globex.id);
    expect(others.code).toBe("FORBIDDEN");
    expect(others.without(db.world.globex.id)).toEqual((await choose(missing)).without(missing));
    expect((await choose(db.world.acme.id)).errors).toBeUndefined();
  });
});

describe("the current membership", () => {
  it("says who one is in the active organization", async () => {
    const { membershipId, roleId, userId, email } = members().manager;
    const answer = await gateway.as(members().manager).run("tenancy/CurrentMembership");
    expect(answer.get("currentMembership")).toEqual({
      id: membershipId,
      availability: "OFFLINE",
      role: { id: roleId, name: expect.any(String), systemRole: "MANAGER" },
      user: { id: userId, email },
      organization: { slug: "acme" },
    });
  });

  it("differs between a person's organizations", async () => {
    const idIn = async (organization: string) =>
      (await gateway.as({ ...db.world.both, organization }).run("tenancy/CurrentMembership")).get(
        "currentMembership.id",
      );
    expect(await idIn("acme")).not.toBe(await idIn("globex"));
  });
});

describe("my permissions", () => {
  type Permission = { resource: string; action: string; scope: string; description: string };
  const permissionsOf = async (who: keyof ReturnType<typeof members>) => {
    const answer = await gateway.as(members()[who]).run("tenancy/MyPermissions");
    return Object.fromEntries(
      answer
        .get<Permission[]>("myPermissions.nodes")
        .map(({ resource, action, scope }) => [`${resource}.${action}`, scope.toLowerCase()]),
    );
  };

  it("are those of the role, with the rows they reach", async () => {
    expect(await permissionsOf("rep")).toMatchObject({ "contacts.read": "own", "contacts.update": "own" });
    expect(await permissionsOf("manager")).toMatchObject({ "contacts.read": "all", "contacts.update": "team" });
    expect(await permissionsOf("staff")).toMatchObject({ "contacts.update": "all" });
  });

  it("tell owners from admins, and viewers from everybody", async () => {
    const [owner, admin, viewer] = [
      await permissionsOf("owner"),
      await permissionsOf("admin"),
      await permissionsOf("viewer"),
    ];
    expect(owner).toMatchObject({ "billing.manage": "all", "organization.delete": "all" });
    expect(admin).toMatchObject({ "members.manage": "all", "audit.read": "all" });
    expect(admin).not.toHaveProperty(["billing.manage"]);
    expect(new Set(Object.keys(viewer).map((name) => name.split(".")[1]))).toEqual(new Set(["read"]));
  });
});

describe("a member who is removed", () => {
  it("is out with the very next request of the same token", async () => {
    const { outsider, owner } = members();
    const removed = gateway.with(await gateway.tokenFor(outsider));
    expect((await removed.run("tenancy/CurrentOrganization")).get("currentOrganization.slug")).toBe("acme");
    expect((await removed.run("crm/ListContacts")).get("contacts.totalCount")).toBe(1);

    const removal = await gateway.as(owner).run("tenancy/RemoveMember", { id: outsider.membershipId });
    expect(removal.errors).toBeUndefined();

    expect((await removed.run("crm/ListContacts")).code).toBe("ORGANIZATION_REQUIRED");
    const named = await removed.run("crm/ListContacts", {}, { "x-organization-id": "acme" });
    expect(named.refusal).toMatchObject({ code: "FORBIDDEN", organizations: [] });
    expect((await removed.run("tenancy/Me")).get("me.email")).toBe(outsider.email);
  });

  it("can be removed by those who manage members, and by no others", async () => {
    const { teammate, staff, admin } = members();
    const remove = (who: typeof staff) => gateway.as(who).run("tenancy/RemoveMember", { id: teammate.membershipId });
    expect((await remove(staff)).code).toBe("FORBIDDEN");
    expect((await gateway.as(teammate).run("crm/ListContacts")).get("contacts.totalCount")).toBe(1);
    expect((await remove(admin)).errors).toBeUndefined();
  });
});

describe("a user account", () => {
  it("that is switched off lets nobody in any more, whatever the token says", async () => {
    const { rep } = members();
    const client = gateway.as(rep);
    expect((await client.run("tenancy/Me")).get("me.email")).toBe(rep.email);
    await db.withRoot((root) =>
      root.query("update app_public.users set is_active = false where id = $1", [rep.userId]),
    );
    for (const operation of ["tenancy/Me", "tenancy/MyOrganizations", "crm/ListContacts"]) {
      expect((await client.run(operation)).code).toBe("UNAUTHENTICATED");
    }
  });

  it("that does not exist is not signed in by a token in its name", async () => {
    const answer = await gateway.as({ userId: randomUUID() }).run("tenancy/Me");
    expect(answer.code).toBe("UNAUTHENTICATED");
  });
});

describe("members", () => {
  it("are listed for all of the organization, and for nobody else", async () => {
    const emails = async (client: ReturnType<typeof gateway.as>) => {
      const answer = await client.run("tenancy/ListMembers", { first: 50 });
      return answer.get<{ user: { email: string } }[]>("memberships.nodes").map(({ user }) => user.email);
    };
    expect(await emails(gateway.as(members().viewer))).toContain("both@freelance.test");
    expect(await emails(gateway.as(members().viewer))).not.toContain(db.world.globex.owner.email);
    expect((await emails(gateway.as(db.world.globex.owner))).sort()).toEqual([
      "both@freelance.test",
      db.world.globex.clerk.email,
      db.world.globex.owner.email,
    ]);
  });
});
