import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const owner = () => gateway.as(acme().members.owner);
const admin = () => gateway.as(acme().members.admin);

interface IssuedKey {
  readonly secret: string;
  readonly apiKey: { readonly id: string; readonly prefix: string };
}

async function createKey(roleId: string, expiresAt: string | null = null, who = admin()): Promise<IssuedKey> {
  const created = await who.run("tenancy/CreateApiKey", { name: "Import", roleId, expiresAt });
  return created.get<IssuedKey>("createApiKey.issued");
}

describe("an API key", () => {
  it("is created with a secret that is recognized by its prefix, and shown once", async () => {
    const { secret, apiKey } = await createKey(acme().roles.staff);
    expect(secret).toMatch(/^tn_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/);
    expect(secret.startsWith(`${apiKey.prefix}_`)).toBe(true);
    const listed = await admin().run("tenancy/ListApiKeys");
    expect(listed.get<object[]>("apiKeys.nodes")).toContainEqual({
      id: apiKey.id,
      name: "Import",
      prefix: apiKey.prefix,
      lastUsedAt: null,
      expiresAt: null,
      revokedAt: null,
      role: { name: "Staff" },
      createdBy: { id: acme().members.admin.membershipId },
    });
    expect(listed.text).not.toContain(secret);
    const stored = await db.withRoot((root) =>
      root.query("select from app_private.api_key_secrets where api_key_id = $1 and digest = $2", [
        apiKey.id,
        createHash("sha256").update(secret).digest(),
      ]),
    );
    expect(stored.rowCount).toBe(1);
  });

  it("does what its role may do, in its organization, and is not a person", async () => {
    const { secret } = await createKey(acme().roles.staff);
    const machine = gateway.with(secret);
    expect((await machine.run("tenancy/CurrentOrganization")).get("currentOrganization.slug")).toBe("acme");
    expect((await machine.run("crm/ListContacts")).get("contacts.totalCount")).toBe(5);
    const named = (name: string) => machine.run("crm/ListContacts", {}, { "x-organization-id": name });
    expect((await named("acme")).errors).toBeUndefined();
    expect((await named("globex")).code).toBe("FORBIDDEN");
    expect((await named("initech")).code).toBe("FORBIDDEN");
    // Not a missing token, but a lack of rights.
    expect((await machine.run("tenancy/Me")).code).toBe("FORBIDDEN");
    expect((await machine.run("tenancy/CreateOrganization", { name: "Mine" })).code).toBe("FORBIDDEN");
    expect((await gateway.anonymous.run("tenancy/CreateOrganization", { name: "Mine" })).code).toBe("UNAUTHENTICATED");

    const viewer = gateway.with((await createKey(acme().roles.viewer)).secret);
    const contact = { firstName: "Imported" };
    expect((await viewer.run("crm/ListContacts")).errors).toBeUndefined();
    expect((await viewer.run("crm/CreateContact", { contact })).code).toBe("FORBIDDEN");
    const id = (await machine.run("crm/CreateContact", { contact })).get("createContact.contact.id");

    const trail = await owner().query(
      "query ($id: UUID!) { auditLogs(filter: { recordId: { equalTo: $id } }) { nodes { actorKind apiKeyId userId requestId } } }",
      { id },
    );
    expect(trail.get("auditLogs.nodes")).toEqual([
      { actorKind: "API_KEY", apiKeyId: expect.any(String), userId: null, requestId: expect.any(String) },
    ]);
  });

  it("manages no keys and no members, whatever its role", async () => {
    const { secret, apiKey } = await createKey(acme().roles.owner, null, owner());
    const machine = gateway.with(secret);
    expect((await machine.run("crm/ListContacts")).errors).toBeUndefined();
    const attempts = [
      await machine.run("tenancy/CreateApiKey", { name: "Mine", roleId: acme().roles.viewer }),
      await machine.run("tenancy/RotateApiKey", { id: apiKey.id }),
      await machine.run("tenancy/RevokeApiKey", { id: apiKey.id }),
      await machine.run("tenancy/ListApiKeys"),
      await machine.run("tenancy/InviteMember", { email: "mine@x.test", roleId: acme().roles.viewer }),
      await machine.run("tenancy/RemoveMember", { id: acme().members.rep.membershipId }),
      await machine.run("tenancy/TransferOwnership", { membershipId: acme().members.rep.membershipId }),
      await machine.run("tenancy/LeaveOrganization"),
    ];
    expect(attempts.map(({ code }) => code)).toEqual(attempts.map(() => "FORBIDDEN"));
    const invited = await machine.run("tenancy/InviteClient", { email: "machine@client.test" });
    expect(invited.errors).toBeUndefined();
  });

  it("is created, rotated and revoked by those who manage keys, up to their own permissions", async () => {
    const create = (who: ReturnType<typeof admin>, roleId: string) =>
      who.run("tenancy/CreateApiKey", { name: "Import", roleId });
    expect((await create(gateway.as(acme().members.staff), acme().roles.viewer)).code).toBe("FORBIDDEN");
    expect((await create(admin(), acme().roles.owner)).code).toBe("FORBIDDEN");
    expect((await create(admin(), db.world.globex.roles.viewer)).code).toBe("BAD_USER_INPUT");
    expect((await create(admin(), acme().intern.roleId)).errors).toBeUndefined();
    const late = await admin().run("tenancy/CreateApiKey", {
      name: "Import",
      roleId: acme().roles.viewer,
      expiresAt: "2020-01-01T00:00:00Z",
    });
    expect(late.refusal).toEqual({ code: "BAD_USER_INPUT", field: "expiresAt" });
    const mighty = await createKey(acme().roles.owner, null, owner());
    for (const operation of ["RotateApiKey", "RevokeApiKey"]) {
      const attempt = (who: ReturnType<typeof admin>, id: string) => who.run(`tenancy/${operation}`, { id });
      expect((await attempt(gateway.as(acme().members.staff), mighty.apiKey.id)).code).toBe("FORBIDDEN");
      expect((await attempt(admin(), mighty.apiKey.id)).code).toBe("FORBIDDEN");
      expect((await attempt(owner(), db.world.globex.apiKey.id)).code).toBe("NOT_FOUND");
      expect((await attempt(owner(), mighty.apiKey.id)).errors).toBeUndefined();
    }
  });

  it("has one good secret: the one before a rotation is refused at once", async () => {
    const first = await createKey(acme().roles.staff);
    const rotated = await admin().run("tenancy/RotateApiKey", { id: first.apiKey.id });
    const second = rotated.get<IssuedKey>("rotateApiKey.issued");
    expect(second.apiKey.id).toBe(first.apiKey.id);
    expect(second.apiKey.prefix).not.toBe(first.apiKey.prefix);
    expect((await gateway.with(first.secret).run("crm/ListContacts")).code).toBe("UNAUTHENTICATED");
    expect((await gateway.with(second.secret).run("crm/ListContacts")).errors).toBeUndefined();
  });

  it("is refused at once when it is revoked or its time has come, and then not rotated", async () => {
    const { secret, apiKey } = await createKey(acme().roles.staff);
    const machine = gateway.with(secret);
    const change = (patch: object) => admin().run("tenancy/UpdateApiKey", { id: apiKey.id, patch });
    const rotate = () => admin().run("tenancy/RotateApiKey", { id: apiKey.id });
    expect((await machine.run("crm/ListContacts")).errors).toBeUndefined();
    expect((await change({ expiresAt: "2020-01-01T00:00:00Z" })).errors).toBeUndefined();
    expect((await machine.run("crm/ListContacts")).code).toBe("UNAUTHENTICATED");
    expect((await rotate()).code).toBe("CONFLICT");
    expect((await change({ expiresAt: null, name: "Export" })).get("updateApiKey.apiKey.name")).toBe("Export");
    expect((await machine.run("crm/ListContacts")).errors).toBeUndefined();
    const revoked = await admin().run("tenancy/RevokeApiKey", { id: apiKey.id });
    expect(revoked.get("revokeApiKey.apiKey.revokedAt")).not.toBeNull();
    expect((await machine.run("crm/ListContacts")).code).toBe("UNAUTHENTICATED");
    expect((await rotate()).code).toBe("CONFLICT");
  });

  it("goes on working when its creator is removed, under its own role", async () => {
    const { admin: creator } = acme().members;
    const { secret } = await createKey(acme().roles.staff);
    const change = (isActive: boolean) =>
      owner().run("tenancy/ChangeMember", { id: creator.membershipId, patch: { isActive } });
    expect((await change(false)).errors).toBeUndefined();
    expect((await admin().run("tenancy/ListApiKeys")).code).toBe("FORBIDDEN");
    expect((await gateway.with(secret).run("crm/ListContacts")).errors).toBeUndefined();
    expect((await change(true)).errors).toBeUndefined();
  });
});

describe("a malformed API key", () => {
  it.each([
    "tn_",
    "tn_0123abcd_",
    `tn_0123abcd_${"a".repeat(42)}`,
    `tn_0123abcd_${"a".repeat(44)}`,
    `tn_0123ABCD_${"a".repeat(43)}`,
    `tn_0123abcd-${"a".repeat(43)}`,
    `tn_0123abcd_${"a".repeat(42)}.`,
    `TN_0123abcd_${"a".repeat(43)}`,
    `tn_0123abcd_${"a".repeat(20_000)}`,
  ])("is refused before anything else: %.60s", async (secret) => {
    const answer = await gateway.with(secret).run("tenancy/Me");
    expect([answer.status, answer.code]).toEqual([401, "UNAUTHENTICATED"]);
  });

  it("is told from one that is unknown, of which no less is said", async () => {
    const answer = await gateway.with(`tn_0123abcd_${"a".repeat(43)}`).run("tenancy/Me");
    expect(answer.code).toBe("UNAUTHENTICATED");
    expect(answer.errors?.[0]?.message).toBe("This API key is unknown, revoked or expired.");
  });
});

describe("when an API key was used", () => {
  const lastUse = async (id: string) => {
    const { rows } = await db.withRoot((root) =>
      root.query("select last_used_at, updated_at from app_public.api_keys where id = $1", [id]),
    );
    return rows[0] as { last_used_at: Date | null; updated_at: Date };
  };

  it("is kept beside requests, as no change of the key, and only of keys that are good", async () => {
    const { secret, apiKey } = await createKey(acme().roles.staff);
    const before = await lastUse(apiKey.id);
    const unknown = `tn_0123abcd_${"b".repeat(43)}`;
    for (const token of [secret, secret, unknown]) await gateway.with(token).run("crm/ListContacts");
    expect((await lastUse(apiKey.id)).last_used_at).toBeNull();
    await gateway.app.apiKeyUsage.flush();
    const after = await lastUse(apiKey.id);
    expect(after.last_used_at?.getTime()).toBeGreaterThan(Date.now() - 10_000);
    expect(after.updated_at).toEqual(before.updated_at);
    const trail = await owner().query(
      "query ($id: UUID!) { auditLogs(filter: { recordId: { equalTo: $id } }) { nodes { action } } }",
      { id: apiKey.id },
    );
    expect(trail.get("auditLogs.nodes")).toEqual([{ action: "INSERT" }]);
    const listed = await admin().run("tenancy/ListApiKeys");
    const keys = listed.get<{ id: string; lastUsedAt: string | null }[]>("apiKeys.nodes");
    expect(keys.find(({ id }) => id === apiKey.id)?.lastUsedAt).not.toBeNull();
    expect(gateway.log.join()).not.toContain(secret);
  });
});

describe("a gateway that closes", () => {
  const closing = useGateway(db);

  it("keeps when keys were used before", async () => {
    const { secret, apiKey } = await createKey(acme().roles.staff);
    await closing.with(secret).run("crm/ListContacts");
    await closing.app.close();
    const { rows } = await db.withRoot((root) =>
      root.query("select from app_public.api_keys where id = $1 and last_used_at is not null", [apiKey.id]),
    );
    expect(rows).toHaveLength(1);
  });
});
