import { createHash, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { SignJWT } from "jose";
import { useDatabase } from "../../support/database.ts";
import { type GraphqlClient, useGateway } from "../../support/gateway.ts";
import { until } from "../../support/waiting.ts";

const db = useDatabase();
const gateway = useGateway(db);

const members = () => db.world.acme.members;

interface Event {
  readonly kind: string;
  readonly organization_id: string | null;
  readonly actor_kind: string;
  readonly user_id: string | null;
  readonly contact_id: string | null;
  readonly api_key_id: string | null;
  readonly request_id: string;
  readonly address: string;
  readonly detail: object;
}

/** Each test asks from an address of its own, since an address gets so many rows a minute. */
let address = "";
let hosts = 0;
beforeEach(() => {
  hosts += 1;
  address = `198.51.100.${hosts}`;
});

const recorded = () =>
  db.withRoot(async (root) => {
    const sql = `select *, host(address) as address from app_public.security_events
      where host(address) = $1 order by created_at, organization_id`;
    return (await root.query<Event>(sql, [address])).rows;
  });
const eventually = async (count: number): Promise<Event[]> => {
  await until(async () => (await recorded()).length >= count);
  return recorded();
};
const ask = (headers: Record<string, string>, query = "{ contacts { totalCount } }") =>
  gateway.inject({
    method: "POST",
    url: "/graphql",
    payload: { query },
    headers: { "x-request-id": `q-${randomUUID()}`, ...headers },
    remoteAddress: address,
  });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("a refused token", () => {
  it("is recorded with the reason, for operators, and nothing of it", async () => {
    const token = await gateway.issuer.issueToken({ subject: members().owner.userId, expiresIn: -60 });
    const foreign = await new SignJWT({ iss: "https://elsewhere.test" })
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode("a secret that is long enough for the algorithm"));
    const forged = `${(await gateway.tokenFor(members().owner)).slice(0, -20)}${"A".repeat(20)}`;
    for (const given of [token, foreign, forged, "not-a-token"])
      expect((await ask(bearer(given))).statusCode).toBe(401);
    const events = await eventually(4);
    expect(events.map(({ detail }) => detail)).toEqual([
      { reason: "expired" },
      { reason: "not_accepted" },
      { reason: "signature" },
      { reason: "not_accepted" },
    ]);
    for (const event of events) {
      expect(event).toMatchObject({ kind: "refused_token", organization_id: null, actor_kind: "anonymous" });
      const text = JSON.stringify(event);
      for (const part of [token, foreign, forged].flatMap((given) => given.split(".")))
        expect(text).not.toContain(part);
      expect(text).not.toContain("Bearer");
    }
  });

  it("of somebody who was switched off is told to their organizations", async () => {
    const { userId } = members().outsider;
    const token = await gateway.tokenFor(members().outsider);
    const activate = (isActive: boolean) =>
      db.withRoot((root) => root.query("update app_public.users set is_active = $1 where id = $2", [isActive, userId]));
    expect((await ask(bearer(token))).json().data.contacts).toBeDefined();
    await activate(false);
    const answer = await ask(bearer(token));
    await activate(true);
    expect(answer.json().errors[0].extensions.code).toBe("UNAUTHENTICATED");
    expect(await eventually(1)).toMatchObject([
      { kind: "refused_token", organization_id: db.world.acme.id, user_id: userId, actor_kind: "user" },
    ]);
  });

  it("of a contact who was switched off is told to their organization", async () => {
    const contactId = db.world.acme.contacts.teammates;
    const token = await gateway.issuer.issueToken({ subject: contactId, expiresIn: 60, isClient: true });
    expect((await ask(bearer(token))).json().data.contacts.totalCount).toBe(1);
    const activate = (isActive: boolean) =>
      db.withRoot((root) =>
        root.query("update app_public.contacts set is_active = $1 where id = $2", [isActive, contactId]),
      );
    await activate(false);
    const answer = await ask(bearer(token));
    await activate(true);
    expect(answer.json().errors[0].extensions.code).toBe("UNAUTHENTICATED");
    expect(await eventually(1)).toMatchObject([
      { kind: "refused_token", organization_id: db.world.acme.id, contact_id: contactId, actor_kind: "contact" },
    ]);
  });
});

describe("a refused switch to another organization", () => {
  it("is recorded once for an operation, in the person's own organizations, without the name they gave", async () => {
    const { owner } = members();
    const headers = { ...bearer(await gateway.tokenFor(owner)), "x-organization-id": "globex" };
    const answer = await ask(headers, "{ contacts { totalCount } deals { totalCount } companies { totalCount } }");
    expect(answer.json().errors).toMatchObject(Array(3).fill({ extensions: { code: "FORBIDDEN" } }));
    await sleep(100);
    const events = await eventually(1);
    expect(events).toMatchObject([
      {
        kind: "refused_organization",
        organization_id: db.world.acme.id,
        actor_kind: "user",
        user_id: owner.userId,
        detail: { reason: "organization" },
      },
    ]);
    expect(events[0]?.request_id).toMatch(/^q-/);
    expect(JSON.stringify(events)).not.toContain("globex");
  });

  it("is not recorded when something else of the request is refused", async () => {
    const { viewer } = members();
    const document = `mutation { createContact(input: { contact: { firstName: "No" } }) { contact { id } } }`;
    const answer = await ask(bearer(await gateway.tokenFor(viewer)), document);
    expect(answer.json().errors[0].extensions.code).toBe("FORBIDDEN");
    await ask({ ...bearer(await gateway.tokenFor(viewer)), "x-organization-id": "globex" });
    expect((await eventually(1)).map(({ kind }) => kind)).toEqual(["refused_organization"]);
  });
});

describe("what the gateway calls", () => {
  const record = (kind: string, request: object) =>
    db.withRoot(
      (client) => client.query("select app_private.record_refusal($1, $2)", [kind, { address, ...request }]),
      db.urls.authenticator,
    );

  it("finds whose API key it was, without keeping its digest", async () => {
    const { apiKey } = db.world.acme;
    await record("api_key_refused", { claims: null, apiKeyDigest: apiKey.apiKeyDigest });
    await record("api_key_refused", { claims: null, apiKeyDigest: createHash("sha256").update("?").digest("hex") });
    const events = await eventually(2);
    expect(events).toMatchObject([
      { kind: "api_key_refused", organization_id: db.world.acme.id, api_key_id: apiKey.id },
      { kind: "api_key_refused", organization_id: null, api_key_id: null },
    ]);
    expect(JSON.stringify(events)).not.toContain(apiKey.apiKeyDigest);
  });

  it("records failed sign-ins, of known and of unknown people", async () => {
    const claims = { iss: "tenantry", sub: members().staff.userId };
    await record("failed_sign_in", { claims, requestId: "s1" });
    await record("failed_sign_in", { claims: { iss: "tenantry", sub: randomUUID() } });
    await record("failed_sign_in", {
      claims: { iss: "tenantry", sub: db.world.acme.client.contactId },
      isClient: true,
    });
    expect(await eventually(3)).toMatchObject([
      { organization_id: db.world.acme.id, user_id: members().staff.userId, request_id: "s1" },
      { organization_id: null, user_id: null },
      { organization_id: db.world.acme.id, contact_id: db.world.acme.client.contactId },
    ]);
  });
});

describe("security events through GraphQL", () => {
  const list = async (client: GraphqlClient): Promise<readonly { organizationId: string; kind: string }[]> =>
    (await client.query("{ securityEvents(first: 200) { nodes { organizationId kind } } }")).get(
      "securityEvents.nodes",
    );

  it("are read by owners and admins, of their own organization, and by nobody else", async () => {
    const { acme, globex } = db.world;
    await ask({ ...bearer(await gateway.tokenFor(members().owner)), "x-organization-id": "globex" });
    await eventually(1);
    for (const member of [members().owner, members().admin]) {
      const events = await list(gateway.as(member));
      expect(events.map(({ kind }) => kind)).toContain("REFUSED_ORGANIZATION");
      expect(new Set(events.map(({ organizationId }) => organizationId))).toEqual(new Set([acme.id]));
    }
    for (const { organizationId } of await list(gateway.as(globex.owner))) expect(organizationId).toBe(globex.id);
    for (const member of [members().manager, members().staff, members().rep, members().viewer]) {
      expect(await list(gateway.as(member))).toEqual([]);
    }
    const refusal = await gateway.asClient(acme.client).query("{ securityEvents { nodes { id } } }");
    expect(refusal.code).toBe("FORBIDDEN");
  });

  it("are changed by nobody: the API has no mutation of them, and the tables no grant", async () => {
    const document = "{ __schema { mutationType { fields { name } } } }";
    const fields = (await gateway.as(members().owner).query(document)).get<{ name: string }[]>(
      "__schema.mutationType.fields",
    );
    expect(fields.map(({ name }) => name).filter((name) => /securityEvent|auditLog/i.test(name))).toEqual([]);
    await db.transaction(async (t) => {
      await t.as(members().owner);
      for (const table of ["security_events", "audit_logs"]) {
        expect(await t.count(`select from app_public.${table}`)).toBeGreaterThan(0);
        expect(await t.refusal(`update app_public.${table} set request_id = 'x'`)).toBe("42501");
        expect(await t.refusal(`delete from app_public.${table}`)).toBe("42501");
        expect(await t.refusal(`insert into app_public.${table} default values`)).toBe("42501");
      }
    });
  });
});
