import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { getNamedType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";
import { useDatabase } from "../support/database.ts";
import { createEncryptionKey } from "../support/encryption-key.ts";
import { type GraphqlClient, useGateway } from "../support/gateway.ts";
import { liveSchema } from "../support/live-schema.ts";

/** Those of the list at the end of the design of access control that no other file tests; README.md says where the others are. */
const db = useDatabase();
const gateway = useGateway(db, { poolSize: 1 });

const acme = () => db.world.acme;
const members = () => acme().members;

describe("moving a row to another organization", () => {
  it("can’t be asked for: no input of the API names an organization but the choice of the default one", async () => {
    const schema = await liveSchema(gateway.as(members().owner));
    const named = Object.values(schema.getTypeMap())
      .filter(isInputObjectType)
      .filter((type) => /(Input|Patch)$/.test(type.name))
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
      .filter((path) => /organizationId$/.test(path));
    expect(named).toEqual(["ChooseDefaultOrganizationInput.organizationId"]);
  });

  it("isn’t done by naming the organization in the header", async () => {
    const document = `mutation ($id: UUID!) { updateContact(input: { id: $id, patch: { firstName: "Moved" } }) { contact { id } } }`;
    const both = gateway.as({ ...db.world.both, organization: "globex" });
    expect((await both.query(document, { id: acme().contacts.reps })).code).toBe("NOT_FOUND");
    expect(
      (await both.query(document, { id: acme().contacts.reps }, { "x-organization-id": "acme" })).errors,
    ).toBeUndefined();
  });
});

describe("raising one’s own role", () => {
  const raise = `mutation ($id: UUID!, $roleId: UUID!) {
    updateMembership(input: { id: $id, patch: { roleId: $roleId } }) { membership { roleId } }
  }`;
  const grant = `mutation ($roleId: UUID!) {
    createRolePermission(input: { rolePermission: { roleId: $roleId, resource: "members", action: "manage", scope: ALL } }) {
      clientMutationId
    }
  }`;

  it("through the membership is refused to everybody below, and nobody names a role above their own", async () => {
    const { roles } = acme();
    for (const member of [members().admin, members().manager, members().staff, members().rep, members().viewer]) {
      const answer = await gateway.as(member).query(raise, { id: member.membershipId, roleId: roles.owner });
      expect(answer.code).toBe("FORBIDDEN");
    }
    const change = (id: string, roleId: string) => gateway.as(members().owner).query(raise, { id, roleId });
    expect((await change(members().viewer.membershipId, roles.staff)).errors).toBeUndefined();
    expect((await change(members().viewer.membershipId, roles.viewer)).errors).toBeUndefined();
  });

  it("through a role’s permissions is refused to those who don’t hold them", async () => {
    const { roleId } = acme().intern;
    for (const member of [members().manager, members().staff, members().rep, members().viewer]) {
      expect((await gateway.as(member).query(grant, { roleId })).code).toBe("FORBIDDEN");
    }
    const system = await gateway.as(members().admin).query(grant, { roleId: acme().roles.admin });
    expect(system.errors).toBeDefined();
    expect((await gateway.as(members().owner).query(grant, { roleId })).errors).toBeUndefined();
  });

  it("through a key or an invitation can’t be asked for once it is made", async () => {
    const schema = await liveSchema(gateway.as(members().owner));
    for (const name of ["ApiKeyPatch", "StaffInvitationPatch"]) {
      const type = schema.getType(name);
      expect(isInputObjectType(type) && Object.keys(type.getFields())).not.toContain("roleId");
    }
  });
});

describe("a live token", () => {
  it("is worth nothing once the membership is revoked, and again something when it isn’t", async () => {
    const client = gateway.with(await gateway.tokenFor(members().teammate, "acme"));
    const ask = () => client.query("{ contacts { totalCount } }");
    const activate = (isActive: boolean) =>
      db.withRoot((root) =>
        root.query("update app_public.memberships set is_active = $1 where id = $2", [
          isActive,
          members().teammate.membershipId,
        ]),
      );
    expect((await ask()).errors).toBeUndefined();
    await activate(false);
    expect((await ask()).code).toBe("FORBIDDEN");
    await activate(true);
    expect((await ask()).errors).toBeUndefined();
  });
});

describe("whether another tenant’s row exists", () => {
  it("is not told by how long an answer takes", async () => {
    const asker = gateway.as(members().owner);
    const document = "query ($id: UUID!) { contact(id: $id) { id } }";
    const times: Record<"hidden" | "missing", number[]> = { hidden: [], missing: [] };
    const time = async (kind: keyof typeof times, id: string) => {
      const start = performance.now();
      await asker.query(document, { id });
      times[kind].push(performance.now() - start);
    };
    for (let turn = 0; turn < 100; turn++) {
      await time("hidden", db.world.globex.contactId);
      await time("missing", randomUUID());
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
    const [hidden, missing] = [median(times.hidden), median(times.missing)];
    expect(Math.abs(hidden - missing)).toBeLessThan(Math.max(2, 0.5 * missing));
  }, 60_000);
});

describe("secrets", () => {
  const SECRET = "whsec_Zq7Zq7Zq7Zq7Zq7Zq7Zq7Zq7";
  const PASSWORD = "imap-Xw9Xw9Xw9Xw9";

  /** Every value of every list that somebody may read, as text. */
  async function everything(client: GraphqlClient): Promise<string> {
    const schema = await liveSchema(client);
    const texts: string[] = [];
    for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
      const named = getNamedType(field.type);
      if (!isObjectType(named) || isInterfaceType(named) || !named.name.endsWith("Connection")) continue;
      const node = getNamedType(named.getFields()["nodes"]?.type);
      if (!isObjectType(node)) continue;
      const leaves = Object.values(node.getFields()).filter(
        ({ type, args }) => args.length === 0 && !isObjectType(getNamedType(type)),
      );
      const answer = await client.query(
        `{ ${field.name}(first: 200) { nodes { ${leaves.map(({ name }) => name).join(" ")} } } }`,
      );
      texts.push(answer.text);
    }
    return texts.join("\n");
  }

  it("are read by no list, from no audit log, in no error and no line of the log", async () => {
    const { insert } = await createEncryptionKey();
    await db.withRoot((root) => root.query(...insert));
    const owner = gateway.as(members().owner);
    const endpoint = { url: "https://hooks.partner.example/acme" };
    const created = await owner.run("automation/CreateWebhookEndpoint", { endpoint });
    const endpointId = created.get("createWebhookEndpoint.webhookEndpoint.id");
    const answers = [
      await owner.run("automation/SetWebhookSigningSecret", { endpointId, secret: SECRET }),
      await owner.run("automation/SetWebhookSigningSecret", { endpointId, secret: `${SECRET} ` }),
      await owner.run("automation/SetWebhookSigningSecret", { endpointId: randomUUID(), secret: SECRET }),
      await owner.run("support/SetEmailAccountPasswords", {
        emailAccountId: acme().emailAccountId,
        imapPassword: PASSWORD,
      }),
    ];
    expect(answers.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([
      undefined,
      "BAD_USER_INPUT",
      "BAD_USER_INPUT",
      undefined,
    ]);
    const read = await everything(owner);
    expect(read).toContain("https://hooks.partner.example/acme");
    expect(read).toContain("webhook_endpoints");
    const token = await gateway.tokenFor(members().owner);
    for (const text of [read, ...answers.map((answer) => answer.text), gateway.log.join("\n")]) {
      for (const secret of [SECRET, PASSWORD, acme().apiKey.apiKeyDigest, token.split(".")[2] ?? ""]) {
        expect(text).not.toContain(secret);
      }
    }
  }, 60_000);

  it("have no field but where one is shown once: what the API calls so says when it was set, not which", async () => {
    const schema = await liveSchema(gateway.as(members().owner));
    const fields = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !name.startsWith("__") && !/(Payload|Aggregates|Edge|^Mutation)$/.test(name))
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
      .filter((path) => /secret|password|digest|hash|token|credential/i.test(path.split(".")[1] ?? ""));
    const shownOnce = ["IssuedApiKey.secret", "IssuedClientInvitation.token", "IssuedStaffInvitation.token"];
    const others = fields.filter((path) => !/SetAt$|Count$|Tokens$/.test(path));
    expect(others.sort()).toEqual([...shownOnce, "Query.invitationByToken"]);
  });

  it("go out by no subscription: an event is an id, and a row that a query gives as well", async () => {
    const schema = await liveSchema(gateway.as(members().owner));
    const rows = Object.values(schema.getQueryType()?.getFields() ?? {}).map(({ type }) => String(type));
    const events = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
    expect(events.length).toBeGreaterThan(5);
    for (const { name, type } of events) {
      const event = getNamedType(type);
      const fields = isObjectType(event) ? Object.values(event.getFields()) : [];
      const others = fields.filter((field) => field.name !== "event" && field.name !== "id");
      expect([name, fields.length, others.map((field) => rows.includes(String(field.type)))]).toEqual([
        name,
        3,
        [true],
      ]);
    }
  });
});

describe("the one connection that all of this went over", () => {
  it("kept no settings: a visitor is a visitor, and each member sees their own", async () => {
    for (const client of [
      gateway.as(members().owner),
      gateway.asClient(acme().client),
      gateway.as(db.world.globex.owner),
    ]) {
      expect((await client.query("{ contacts { nodes { id } } }")).errors).toBeUndefined();
      expect((await gateway.anonymous.query("{ contacts { nodes { id } } }")).code).toBe("UNAUTHENTICATED");
      const { rows } = await gateway.pool.query(`
        select current_user::text as role, coalesce(current_setting('app.organization_id', true), '') as organization,
          coalesce(current_setting('app.contact_id', true), '') as contact, coalesce(current_setting('request.jwt.claims', true), '') as claims`);
      expect(rows).toEqual([{ role: "tenantry_authenticator", organization: "", contact: "", claims: "" }]);
    }
  });
});
