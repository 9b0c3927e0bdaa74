import type { Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { ask } from "../support/asking.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { subscribed } from "../support/live-waiting.ts";
import { RawClient, type RawRequest } from "../support/raw-client.ts";
import { addressOf, headersOf } from "../support/transfers.ts";
import { until } from "../support/waiting.ts";

/** More than the gateway gives anybody to read on, to ask, or to answer a ping. */
const PATIENCE_MS = 90_000;
const ROWS = 150;
const CHARACTERS = 60_000;

const db = useDatabase();
const gateway = useGateway(db, { poolSize: 2, environment: "production" });

/** The gateway's ends of all connections, by the port of the other end. */
const connections = new Map<number, Socket>();
const clients: RawClient[] = [];
let address: string;
let headers: Record<string, string>;

beforeAll(async () => {
  await db.withRoot((root) =>
    root.query(
      `insert into app_public.contacts (organization_id, first_name, notes)
      select $1, 'Large', repeat('x', ${CHARACTERS}) from generate_series(1, ${ROWS})`,
      [db.world.acme.id],
    ),
  );
  address = await addressOf(gateway);
  gateway.app.server.on("connection", (socket: Socket) => {
    const { remotePort = 0 } = socket;
    connections.set(remotePort, socket);
    socket.once("close", () => connections.delete(remotePort));
  });
  headers = { ...(await headersOf(gateway, db.world.acme.members.owner)), "content-type": "application/json" };
}, 60_000);
afterAll(() => {
  for (const { socket } of clients) socket.destroy();
});

async function openRaw(request?: RawRequest): Promise<RawClient> {
  const client = await RawClient.open(address);
  clients.push(client);
  if (request !== undefined) client.send(request);
  await until(async () => connections.has(client.port));
  return client;
}

const PAGE = JSON.stringify({ query: `{ contacts(first: ${ROWS}) { nodes { notes } } }` });
const SUBSCRIPTION = JSON.stringify({ query: "subscription { ticketChanged { event ticket { metadata } } }" });

/** How many connections to the database are at work, or in a transaction. */
const taken = async (): Promise<number> =>
  db.withRoot(async (root) => {
    const { rowCount } = await root.query(
      "select from pg_stat_activity where datname = current_database() and application_name = 'tenantry' and state <> 'idle'",
    );
    return rowCount ?? 0;
  });

/** Something to tell those who have subscribed. */
const renewTickets = (round: number) =>
  db.withRoot((root) =>
    root.query(
      "update app_public.tickets set metadata = jsonb_build_object('padding', repeat('x', 400000), 'round', $1::int)",
      [round],
    ),
  );

const serves = async () => {
  const read = await ask(gateway, db.world.globex.owner, "{ contacts { totalCount } }");
  const written = await ask(
    gateway,
    db.world.globex.owner,
    'mutation { createTask(input: { task: { title: "Meanwhile" } }) { task { id } } }',
  );
  return [...read.codes, ...written.codes];
};

const lines = (message: string) => gateway.log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === message);

it("lets nobody hold anything who reads nothing, or never finishes asking", async () => {
  const accept = { accept: "application/json" };
  const pages = [1, 2, 3].map(() => openRaw({ path: "/graphql", headers: { ...headers, ...accept }, body: PAGE }));
  const unread = await Promise.all(pages);
  await until(async () => unread.every(({ port }) => (connections.get(port)?.writableLength ?? 0) > 0), PATIENCE_MS);
  // What is left of them is text, and no connection to the database.
  expect(await taken()).toBe(0);
  expect(await serves()).toEqual([]);

  const reading = await openRaw({ path: "/graphql", headers: { ...headers, ...accept }, body: PAGE });
  const sipping = reading.sip(ROWS * CHARACTERS, 250);
  const stream = await openRaw({
    path: "/graphql/stream",
    headers: { ...headers, accept: "text/event-stream" },
    body: SUBSCRIPTION,
  });
  await subscribed(gateway, 1);
  const file = await openRaw({ method: "GET", path: "/exports/contacts.csv", headers });
  await until(async () => (await taken()) === 1);
  const silent = await openRaw();
  const dripping = await openRaw();
  void dripping.drip(`POST /graphql HTTP/1.1\r\nhost: gateway\r\nx-padding: ${"x".repeat(10_000)}`, 500);
  for (let round = 0; (connections.get(stream.port)?.writableLength ?? 1) === 0; round++) await renewTickets(round);
  expect(await serves()).toEqual([]);

  const slow = [...unread, stream, file, silent, dripping];
  await until(async () => slow.every(({ port }) => !connections.has(port)), PATIENCE_MS);
  // Whoever reads, however slowly, gets all of it.
  expect(await sipping).toBeGreaterThan(ROWS * CHARACTERS);
  await subscribed(gateway, 0);
  expect(await taken()).toBe(0);
  expect(gateway.pool.idleCount).toBe(gateway.pool.totalCount);
  expect(lines("an answer was not read").length).toBeGreaterThanOrEqual(unread.length);
  const ends = await db.withRoot((root) =>
    root.query(
      "select detail ->> 'isComplete' as complete from app_public.security_events where kind = 'export_ended'",
    ),
  );
  expect(ends.rows).toEqual([{ complete: "false" }]);
  expect(await serves()).toEqual([]);
}, 240_000);
