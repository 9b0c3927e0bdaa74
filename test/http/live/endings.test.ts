import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { givePassword, makePasswordsCheap } from "../../support/accounts.ts";
import { useDatabase } from "../../support/database.ts";
import { loadOperation, useGateway } from "../../support/gateway.ts";
import { Received, useLiveGateway } from "../../support/live.ts";
import { subscribed } from "../../support/live-waiting.ts";
import { until } from "../../support/waiting.ts";

const db = useDatabase();
const gateway = useGateway(db);
const live = useLiveGateway(gateway);

const ME = "{ me { id } }";

describe("a websocket", () => {
  it("closes when its token expires, and not before", async () => {
    const { userId: subject, organization } = db.world.acme.members.staff;
    const tokenFor = (expiresIn: number) => gateway.issuer.issueToken({ subject, expiresIn, organization });
    const brief = live.with({ authorization: `Bearer ${await tokenFor(3)}` });
    const lasting = live.with({ authorization: `Bearer ${await tokenFor(600)}` });
    brief.run("support/TicketChanged");
    lasting.run("support/TicketChanged");
    expect((await brief.query(ME)).data).toMatchObject({ me: { id: subject } });
    expect(await brief.whyClosed()).toEqual({ code: 4498, reason: "The token has expired." });
    expect((await lasting.query(ME)).data).toMatchObject({ me: { id: subject } });
    await lasting.close();
    await subscribed(gateway, 0);
  });

  it("is opened again by its client with another token when the first has expired", async () => {
    const { userId: subject, organization } = db.world.acme.members.staff;
    let connections = 0;
    const client = createClient({
      url: live.websocketAddress,
      webSocketImpl: WebSocket,
      connectionParams: async () => {
        const expiresIn = connections++ === 0 ? 2 : 600;
        return { authorization: `Bearer ${await gateway.issuer.issueToken({ subject, expiresIn, organization })}` };
      },
      retryAttempts: 5,
      retryWait: async () => {},
      shouldRetry: (event) => [1001, 1006, 1013, 4498].includes((event as { code: number }).code),
    });
    const received = new Received();
    client.subscribe({ query: loadOperation("support/TicketChanged") }, received.sink);
    for (let beginning = 0; beginning < 2; beginning++) await received.beginning();
    expect(connections).toBe(2);
    await client.dispose();
    await subscribed(gateway, 0);
  });

  it("is not let in by a token that doesn't count, and says so in the record of security events", async () => {
    const refused = live.with({ authorization: "Bearer nonsense" });
    expect(await refused.whyClosed()).toMatchObject({ code: 4401 });
    const twofold = live.with({ authorization: "nonsense" });
    expect(await twofold.whyClosed()).toMatchObject({ code: 4401 });
    await until(async () =>
      db.withRoot(async (root) => {
        const { rows } = await root.query("select from app_public.security_events where kind = 'refused_token'");
        return rows.length > 0;
      }),
    );
  });

  it("takes the headers of its upgrade where nothing else is said", async () => {
    const { owner } = db.world.acme.members;
    const client = live.with({}, await live.headersOf(owner));
    expect((await client.query(ME)).data).toMatchObject({ me: { id: owner.userId } });
    await client.close();
  });

  it("takes from its upgrade what its first message leaves out, and the other way round", async () => {
    const { acme, both } = db.world;
    const { authorization = "" } = await live.headersOf({ userId: both.userId });
    const tickets = "{ tickets(first: 1) { nodes { organizationId } } }";
    const ways = [
      live.with({ "x-organization-id": acme.id }, { authorization }),
      live.with({ authorization }, { "x-organization-id": acme.id }),
    ];
    for (const client of ways) {
      expect(await client.query(tickets)).toEqual({ data: { tickets: { nodes: [{ organizationId: acme.id }] } } });
      await client.close();
    }
    const without = live.with({ authorization });
    expect((await without.query(tickets)).errors?.[0]?.extensions).toMatchObject({ code: "ORGANIZATION_REQUIRED" });
    await without.close();
  });

  it("closes when the membership ends, those of others stay", async () => {
    const { acme } = db.world;
    const leaving = live.as(acme.members.teammate);
    const staying = live.as(acme.members.rep);
    for (const client of [leaving, staying]) client.run("support/TicketChanged");
    await subscribed(gateway, 2);
    const answer = await gateway.as(acme.members.owner).run("tenancy/RemoveMember", {
      id: acme.members.teammate.membershipId,
    });
    expect(answer.errors).toBeUndefined();
    expect(await leaving.whyClosed()).toMatchObject({
      code: 4403,
      reason: "You are not a member of this organization.",
    });
    expect((await staying.query(ME)).errors).toBeUndefined();
    await staying.close();
    await subscribed(gateway, 0);
  });

  it("closes when the member or the user is switched off", async () => {
    const { acme } = db.world;
    const member = live.as(acme.members.outsider);
    const user = live.as(acme.members.viewer);
    for (const client of [member, user]) await client.query(ME);
    await db.withRoot(async (root) => {
      const ids = [acme.members.outsider.membershipId];
      await root.query("update app_public.memberships set is_active = false where id = $1", ids);
      await root.query("update app_public.users set is_active = false where id = $1", [acme.members.viewer.userId]);
    });
    expect(await member.whyClosed()).toMatchObject({ code: 4403 });
    expect(await user.whyClosed()).toMatchObject({ code: 4401, reason: "This user account is switched off." });
  });

  it("closes when its session is signed out, those of other sessions stay", async () => {
    const { manager } = db.world.acme.members;
    await makePasswordsCheap(db);
    await givePassword(db, manager, "correct horse battery");
    const signIn = async () => {
      const answer = await gateway.anonymous.run("tenancy/SignIn", {
        input: { email: manager.email, password: "correct horse battery" },
      });
      return answer.get("signIn.accessToken");
    };
    const [ending, lasting] = [await signIn(), await signIn()];
    const organization = { "x-organization-id": manager.organization };
    const [gone, staying] = [ending, lasting].map((token) =>
      live.with({ Authorization: `Bearer ${token}`, ...organization }),
    );
    if (!gone || !staying) throw new Error("There are two.");
    for (const client of [gone, staying]) client.run("support/TicketChanged");
    await subscribed(gateway, 2);
    expect((await gateway.with(ending).run("tenancy/SignOut", { input: {} })).errors).toBeUndefined();
    expect(await gone.whyClosed()).toMatchObject({ code: 4401, reason: "This session has ended." });
    expect((await staying.query(ME)).errors).toBeUndefined();
    await staying.close();
    await subscribed(gateway, 0);
  });

  it("closes when its API key is revoked", async () => {
    const { acme } = db.world;
    const key = `tn_${randomBytes(4).toString("hex")}_${randomBytes(32).toString("base64url")}`;
    await db.withRoot((root) =>
      root.query("update app_private.api_key_secrets set digest = $1 where api_key_id = $2", [
        createHash("sha256").update(key).digest(),
        acme.apiKey.id,
      ]),
    );
    const machine = live.with({ authorization: `Bearer ${key}` });
    machine.run("support/TicketChanged");
    await subscribed(gateway, 1);
    await gateway.as(acme.members.owner).run("tenancy/RevokeApiKey", { id: acme.apiKey.id });
    expect(await machine.whyClosed()).toMatchObject({ code: 4401 });
    await subscribed(gateway, 0);
  });

  it("closes when the portal's contact is switched off", async () => {
    const { client } = db.world.acme;
    const contact = live.asClient(client);
    expect((await contact.query("{ myCustomFieldValues { __typename } }")).data).toBeDefined();
    await db.withRoot((root) =>
      root.query("update app_public.contacts set is_active = false where id = $1", [client.contactId]),
    );
    expect(await contact.whyClosed()).toMatchObject({ code: 4401, reason: "This client account is switched off." });
  });
});
