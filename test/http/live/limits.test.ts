import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { WebSocket } from "ws";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { useLiveGateway } from "../../support/live.ts";
import { subscribed } from "../../support/live-waiting.ts";
import { until } from "../../support/waiting.ts";

const PEOPLE = 1_000;

const db = useDatabase();
const gateway = useGateway(db, {
  variables: { LIVE_CONNECTIONS_PER_USER: String(PEOPLE), LIVE_OPERATIONS_PER_CONNECTION: "3" },
  poolSize: 8,
});
const live = useLiveGateway(gateway);
const rename = (id: string, subject: string) =>
  db.withRoot((root) => root.query("update app_public.tickets set subject = $2 where id = $1", [id, subject]));

describe("one client", () => {
  it("can have so many operations on a connection at the same time, and another once one has ended", async () => {
    const client = live.as(db.world.acme.members.owner);
    const first = [1, 2, 3].map(() => client.run("support/TicketChanged"));
    await subscribed(gateway, 3);
    expect(await client.run("support/TicketChanged").refusal()).toBe("LIMIT_EXCEEDED");
    first[0]?.stop();
    await subscribed(gateway, 2);
    client.run("support/TicketChanged");
    await subscribed(gateway, 3);
    await client.close();
    await subscribed(gateway, 0);
  });

  it("that doesn't introduce itself is cut off", async () => {
    const socket = new WebSocket(live.websocketAddress, "graphql-transport-ws");
    const [code] = await once(socket, "close");
    expect(code).toBe(4408);
  }, 20_000);

  it("that sends too much in one message is cut off", async () => {
    const socket = new WebSocket(live.websocketAddress, "graphql-transport-ws");
    await once(socket, "open");
    socket.send(JSON.stringify({ type: "connection_init", payload: { padding: "x".repeat(2 * 1024 * 1024) } }));
    const [code] = await once(socket, "close");
    expect(code).toBe(1009);
  });
});

describe("a slow reader", () => {
  it("costs no more than a bounded queue, and is told to read anew", async () => {
    const { acme } = db.world;
    const address = new URL(live.websocketAddress);
    const headers = Object.entries(await live.headersOf(acme.members.owner)).map(
      ([name, value]) => `${name}: ${value}`,
    );
    const socket = connect(Number(address.port), address.hostname);
    socket.write(
      ["GET /graphql HTTP/1.1", `host: ${address.host}`, "connection: upgrade", "upgrade: websocket"]
        .concat(["sec-websocket-version: 13", "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==", ...headers])
        .concat(["sec-websocket-protocol: graphql-transport-ws", "", ""])
        .join("\r\n"),
    );
    await once(socket, "data");
    socket.write(frame({ type: "connection_init" }));
    await once(socket, "data");
    // Reads no more from here on.
    socket.pause();
    const query = `subscription { ticketChanged { event id ticket { metadata } } }`;
    socket.write(frame({ id: "1", type: "subscribe", payload: { query } }));
    await subscribed(gateway, 1);

    const backlogs: number[] = [];
    const padding = JSON.stringify({ padding: "x".repeat(400_000) });
    for (let round = 0; round < 60; round++) {
      await db.withRoot((root) =>
        root.query("update app_public.tickets set metadata = $1::jsonb || jsonb_build_object('round', $2::int)", [
          padding,
          round,
        ]),
      );
      backlogs.push(gateway.app.liveHub.backlog);
    }
    await rename(acme.tickets.reps, "The last");
    expect(Math.max(...backlogs)).toBeLessThanOrEqual(100);
    const buffered = [...gateway.app.websocketServer.clients].map(({ bufferedAmount }) => bufferedAmount);
    expect(Math.max(0, ...buffered)).toBeLessThan(4 * 1024 * 1024);
    socket.destroy();
    await subscribed(gateway, 0);
  }, 60_000);

  it("whose queue is full gets one RESYNC in place of what it held", async () => {
    const { acme } = db.world;
    const client = live.as(acme.members.owner);
    const received = client.run("support/TicketChanged");
    await subscribed(gateway, 1);
    await db.withRoot((root) =>
      root.query(
        `insert into app_public.tickets (organization_id, contact_id, subject)
        select $1, $2, 'Many at once' from generate_series(1, 300)`,
        [acme.id, acme.contacts.reps],
      ),
    );
    const events: string[] = [];
    while (events.at(-1) !== "RESYNC") events.push((await received.nextOrResync()).event);
    expect(events.length).toBeLessThan(110);
    await rename(acme.tickets.reps, "After the flood");
    expect(await received.nextOf(acme.tickets.reps)).toMatchObject({ ticket: { subject: "After the flood" } });
    await client.close();
    await subscribed(gateway, 0);
  });
});

describe("a thousand subscribers", () => {
  it("are one connection that listens, and all are told", async () => {
    const { acme } = db.world;
    const before = memory();
    const clients = Array.from({ length: PEOPLE }, () => live.as(acme.members.owner));
    const received = clients.map((client) => client.run("support/TicketChanged"));
    await until(async () => gateway.app.liveHub.size === PEOPLE, 120_000);
    const { rows } = await db.withRoot((root) =>
      root.query(
        "select from pg_stat_activity where datname = current_database() and application_name = 'tenantry live'",
      ),
    );
    expect(rows).toHaveLength(1);
    const subscribedAt = memory();

    const startedAt = performance.now();
    await rename(acme.tickets.reps, "To all");
    const events = await Promise.all(received.map((one) => one.nextOf(acme.tickets.reps)));
    const milliseconds = Math.round(performance.now() - startedAt);
    expect(events.every(({ ticket }) => (ticket as { subject: string }).subject === "To all")).toBe(true);
    process.stdout.write(
      `${PEOPLE} subscribers: ${subscribedAt - before} MB with their clients, all told within ${milliseconds} ms\n`,
    );
    await Promise.all(clients.map((client) => client.close()));
    await until(async () => gateway.app.liveHub.size === 0, 60_000);
  }, 300_000);

  it("leave connections to requests while they are told", async () => {
    const { acme } = db.world;
    const clients = Array.from({ length: 100 }, () => live.as(acme.members.owner));
    const received = clients.map((client) => client.run("support/TicketChanged"));
    await subscribed(gateway, 100);
    // Of eight connections two read for subscribers, and stand still here.
    await db.withRoot(async (blocker) => {
      await rename(acme.tickets.reps, "Soon");
      await blocker.query("begin; lock table app_public.tickets in access exclusive mode");
      await sleep(100);
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => gateway.as(acme.members.owner).query("{ me { id } }")),
      );
      expect(answers.map(({ errors }) => errors)).toEqual(Array(6).fill(undefined));
      await blocker.query("rollback");
    });
    for (const one of received) expect(await one.nextOf(acme.tickets.reps)).toMatchObject({ event: "UPDATED" });
    await Promise.all(clients.map((client) => client.close()));
    await subscribed(gateway, 0);
  }, 60_000);
});

function memory(): number {
  return Math.round(process.memoryUsage().rss / 1024 / 1024);
}

/** A text of RFC 6455 as clients send it, masked with zeros. */
function frame(message: object): Buffer {
  const payload = Buffer.from(JSON.stringify(message));
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), payload]);
}
