import { expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { useLiveGateway } from "../../support/live.ts";
import { subscribed } from "../../support/live-waiting.ts";

const db = useDatabase();
const gateway = useGateway(db);
const live = useLiveGateway(gateway);

const unreadable = [
  "",
  "nonsense",
  "null",
  "[]",
  "{}",
  JSON.stringify({ revoked: "everybody", id: "1" }),
  JSON.stringify({ table: "tickets", change: "UPDATE", organization: null, rows: [["1", null]] }),
  JSON.stringify({ table: "tickets", change: "TRUNCATE", organization: "1", rows: [["1", null]] }),
  JSON.stringify({ table: "tickets", change: "UPDATE", organization: "1", rows: [[]] }),
  JSON.stringify({ table: "tickets", change: "UPDATE", organization: "1", rows: { 0: "1" } }),
];

it.each(unreadable)(
  "an announcement that can’t be read, %j, has subscribers read anew, and they hear the next",
  async (text) => {
    const { acme } = db.world;
    const client = live.as(acme.members.owner);
    const received = client.run("support/TicketChanged");
    await subscribed(gateway, 1);
    await received.result();
    await db.withRoot((root) => root.query("select pg_notify('live_changes', $1)", [text]));
    expect(await received.nextOrResync()).toMatchObject({ event: "RESYNC" });
    await db.withRoot((root) =>
      root.query("update app_public.tickets set subject = 'Readable' where id = $1", [acme.tickets.reps]),
    );
    expect(await received.next()).toMatchObject({ event: "UPDATED", ticket: { subject: "Readable" } });
    expect(gateway.log.some((line) => line.includes("can’t be read"))).toBe(true);
    await client.close();
    await subscribed(gateway, 0);
  },
);
