import { afterAll, describe, expect, it } from "@jest/globals";
import { type Client, createClient } from "graphql-sse";
import type { Actor } from "../../support/database.ts";
import { useDatabase } from "../../support/database.ts";
import { loadOperation, useGateway } from "../../support/gateway.ts";
import { Received, useLiveGateway } from "../../support/live.ts";
import { subscribed } from "../../support/live-waiting.ts";

const db = useDatabase();
const gateway = useGateway(db, { variables: { LIVE_CONNECTIONS_PER_USER: "3" } });
const live = useLiveGateway(gateway);

const clients: Client[] = [];
afterAll(() => {
  for (const client of clients) client.dispose();
});

function streamOf(
  headers: () => Promise<Record<string, string>>,
  operation: string,
  variables: Record<string, unknown> = {},
) {
  const client = createClient({ url: `${live.address}/graphql/stream`, headers, retryAttempts: 0 });
  clients.push(client);
  const received = new Received();
  const stop = client.subscribe({ query: loadOperation(operation), variables }, received.sink as never);
  return Object.assign(received, { stop });
}

const as = (actor: Actor, operation: string, variables: Record<string, unknown> = {}) =>
  streamOf(() => live.headersOf(actor), operation, variables);
const rename = (id: string, subject: string) =>
  db.withRoot((root) => root.query("update app_public.tickets set subject = $2 where id = $1", [id, subject]));
const post = (headers: Record<string, string>, body: object) =>
  fetch(`${live.address}/graphql/stream`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream", ...headers },
    body: JSON.stringify(body),
  });

describe("an event stream", () => {
  it("brings what its subscriber can see, until it is stopped", async () => {
    const { acme } = db.world;
    const owner = as(acme.members.owner, "support/TicketChanged");
    const rep = as(acme.members.rep, "support/TicketChanged");
    await subscribed(gateway, 2);
    await rename(acme.tickets.outsiders, "Oscar’s");
    await rename(acme.tickets.reps, "Rita’s");
    expect(await owner.next()).toMatchObject({ event: "UPDATED", ticket: { subject: "Oscar’s" } });
    expect(await rep.next()).toMatchObject({ event: "UPDATED", ticket: { subject: "Rita’s" } });
    owner.stop();
    rep.stop();
    await subscribed(gateway, 0);
  });

  it("answers another operation once, and a subscription to somebody else's row with NOT_FOUND", async () => {
    const { acme, globex } = db.world;
    const me = as(acme.members.staff, "tenancy/Me");
    expect(await me.result()).toMatchObject({ data: { me: { id: acme.members.staff.userId } } });
    const foreign = as(acme.members.staff, "support/TicketChanged", { id: globex.ticketId });
    expect(await foreign.refusal()).toBe("NOT_FOUND");
  });

  it("is refused to a token that doesn't count, and ends with an error when the token expires", async () => {
    const { acme } = db.world;
    expect((await post({ authorization: "Bearer nonsense" }, { query: "{ me { id } }" })).status).toBe(401);
    const { userId: subject, organization } = acme.members.staff;
    const token = await gateway.issuer.issueToken({ subject, expiresIn: 2, organization });
    const headers = { authorization: `Bearer ${token}` };
    const response = await post(headers, { query: loadOperation("support/TicketChanged") });
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const text = await response.text();
    expect(text).toMatch(
      /^event: next\ndata: .*"SUBSCRIBED".*\n\n(event: next\ndata: .*"RESYNC".*\n\n)*event: next\ndata: .*"The token has expired\.".*"UNAUTHENTICATED".*\n\nevent: complete\n/,
    );
    await subscribed(gateway, 0);
  });

  it("ends when the membership does", async () => {
    const { acme } = db.world;
    const leaving = as(acme.members.teammate, "support/TicketChanged");
    await subscribed(gateway, 1);
    await gateway.as(acme.members.owner).run("tenancy/RemoveMember", { id: acme.members.teammate.membershipId });
    expect(await leaving.refusal()).toBe("FORBIDDEN");
    await subscribed(gateway, 0);
  });

  it("is counted among the connections of a person", async () => {
    const { owner, staff } = db.world.acme.members;
    const three = [1, 2, 3].map(() => as(owner, "support/TicketChanged"));
    await subscribed(gateway, 3);
    const more = await post(await live.headersOf(owner), { query: "{ me { id } }" });
    expect(more.status).toBe(429);
    expect(await more.json()).toMatchObject({ errors: [{ extensions: { code: "LIMIT_EXCEEDED" } }] });
    expect((await post(await live.headersOf(staff), { query: "{ me { id } }" })).status).toBe(200);
    for (const one of three) one.stop();
    await subscribed(gateway, 0);
  });

  it("of somebody who doesn't read holds a bounded number of changes", async () => {
    const { acme } = db.world;
    const query = "subscription { ticketChanged { event ticket { metadata } } }";
    const response = await post(await live.headersOf(acme.members.owner), { query });
    await subscribed(gateway, 1);
    const padding = JSON.stringify({ padding: "x".repeat(400_000) });
    const backlogs: number[] = [];
    for (let round = 0; round < 30; round++) {
      await db.withRoot((root) =>
        root.query("update app_public.tickets set metadata = $1::jsonb || jsonb_build_object('round', $2::int)", [
          padding,
          round,
        ]),
      );
      backlogs.push(gateway.app.liveHub.backlog);
    }
    expect(Math.max(...backlogs)).toBeGreaterThan(0);
    expect(Math.max(...backlogs)).toBeLessThanOrEqual(100);
    await response.body?.cancel();
    await subscribed(gateway, 0);
  }, 60_000);
});
