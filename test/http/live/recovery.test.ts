import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { describe, expect, it } from "@jest/globals";
import { ChangeListener } from "../../../src/live/change-listener.ts";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { useLiveGateway } from "../../support/live.ts";
import { subscribed } from "../../support/live-waiting.ts";
import { until, untilSomebodyWaits } from "../../support/waiting.ts";

const db = useDatabase();
const gateway = useGateway(db);
const live = useLiveGateway(gateway);

const LISTENERS =
  "select pid from pg_stat_activity where datname = current_database() and application_name = 'tenantry live'";
const rename = (id: string, subject: string) =>
  db.withRoot((root) => root.query("update app_public.tickets set subject = $2 where id = $1", [id, subject]));

describe("when the connection that listens is lost", () => {
  it("listens again, tells to read anew, closes what has ended meanwhile, and goes on", async () => {
    const { acme } = db.world;
    const received = live.as(acme.members.owner).run("support/TicketChanged");
    const leaving = live.as(acme.members.rep);
    leaving.run("support/TicketChanged");
    await subscribed(gateway, 2);

    const pids = await db.withRoot(async (root) => {
      const { rows } = await root.query(LISTENERS);
      await root.query("begin");
      await root.query("select pg_terminate_backend(pid) from pg_stat_activity where pid = any ($1)", [
        rows.map(({ pid }) => pid),
      ]);
      // Committed in one go with what nobody hears of any more.
      await root.query("update app_public.memberships set is_active = false where id = $1", [
        acme.members.rep.membershipId,
      ]);
      await root.query("commit");
      return rows;
    });
    expect(pids).toHaveLength(1);

    expect(await received.nextOrResync()).toEqual({ event: "RESYNC", id: null, ticket: null });
    expect(await leaving.whyClosed()).toMatchObject({ code: 4403 });
    await rename(acme.tickets.reps, "Afterwards");
    expect(await received.next()).toMatchObject({ event: "UPDATED", ticket: { subject: "Afterwards" } });
    const { rows } = await db.withRoot((root) => root.query(LISTENERS));
    expect(rows).toHaveLength(1);
    expect(rows).not.toEqual(pids);
    expect((await gateway.inject({ url: "/ready" })).statusCode).toBe(200);
    received.stop();
    await subscribed(gateway, 0);
  });
});

describe("when announcements have ended meanwhile", () => {
  it("has them begin again, and only then tells to read anew", async () => {
    const { acme } = db.world;
    const client = live.as(acme.members.owner);
    const received = client.run("support/TicketChanged");
    await subscribed(gateway, 1);
    expect(await received.result()).toMatchObject({ data: { ticketChanged: { event: "SUBSCRIBED" } } });
    const known = gateway.log.length;
    await db.withRoot(async (blocker) => {
      await db.withRoot((root) => root.query("delete from app_private.live_organizations"));
      await blocker.query("begin; lock table app_private.live_organizations in exclusive mode");
      await db.withRoot(async (root) => {
        const { rows } = await root.query(LISTENERS);
        await root.query("select pg_terminate_backend($1)", [rows[0].pid]);
      });
      await until(async () => gateway.log.slice(known).some((line) => line.includes("listening for changes again")));
      await untilSomebodyWaits(blocker);
      // Whatever was told before this is here when this is.
      await client.query("{ __typename }");
      expect(received.waiting).toBe(0);
      await blocker.query("commit");
    });
    expect(await received.nextOrResync()).toMatchObject({ event: "RESYNC" });
    await rename(acme.tickets.reps, "Announced again");
    expect(await received.nextOf(acme.tickets.reps)).toMatchObject({ ticket: { subject: "Announced again" } });
    await client.close();
    await subscribed(gateway, 0);
  });
});

describe("a connection that comes only after those who wait have gone on", () => {
  it("tells that changes may have gone by", async () => {
    const { url, close } = await slowWayTo(db.urls.authenticator);
    const heard: string[] = [];
    const listener = new ChangeListener(url, {
      onNotification: (text) => heard.push(text),
      onRecovery: () => heard.push("recovery"),
      onLoss: (error) => heard.push(String(error)),
    });
    await listener.ready();
    expect(heard).toEqual([]);
    await until(async () => heard.length > 0, 10_000);
    expect(heard).toEqual(["recovery"]);
    await db.withRoot((root) => root.query("select pg_notify('live_changes', 'Hello')"));
    await until(async () => heard.length > 1);
    expect(heard).toEqual(["recovery", "Hello"]);
    await listener.end();
    await close();
  }, 30_000);
});

describe("what was begun before anybody listened, and is committed later", () => {
  it("is announced by a call to read anew", async () => {
    const { globex } = db.world;
    await db.withRoot(async (writer) => {
      await writer.query("begin");
      await writer.query("update app_public.tickets set subject = 'Begun before' where id = $1", [globex.ticketId]);
      const received = live.as(globex.owner).run("support/TicketChanged");
      await subscribed(gateway, 1);
      await writer.query("commit");
      expect(await received.nextOrResync()).toMatchObject({ event: "RESYNC" });
      await rename(globex.ticketId, "After that");
      expect(await received.next()).toMatchObject({ event: "UPDATED", ticket: { subject: "After that" } });
      received.stop();
      await subscribed(gateway, 0);
    });
  });
});

describe("an organization that nobody listens to", () => {
  it("has nothing announced, one that somebody listens to has", async () => {
    const { acme, globex } = db.world;
    await db.withRoot((root) => root.query("delete from app_private.live_organizations"));
    const heard: string[] = [];
    await db.withRoot(async (listener) => {
      listener.on("notification", ({ payload = "" }) => heard.push(payload));
      await listener.query("listen live_changes");
      await rename(acme.tickets.reps, "Unheard");
      await db.withRoot((root) => root.query("select app_private.listen_to_organizations($1)", [[globex.id]]));
      await rename(acme.tickets.reps, "Unheard still");
      await rename(globex.ticketId, "Heard");
      await until(async () => {
        await listener.query("select");
        return heard.length > 0;
      });
    });
    expect(heard).toHaveLength(1);
    expect(JSON.parse(heard[0] ?? "")).toEqual({
      table: "tickets",
      change: "UPDATE",
      organization: globex.id,
      rows: [[globex.ticketId, null, null]],
    });
  });

  it("has many rows announced in several pieces, none too long, and none with content", async () => {
    const { acme } = db.world;
    const heard: string[] = [];
    await db.withRoot(async (listener) => {
      listener.on("notification", ({ payload = "" }) => heard.push(payload));
      await listener.query("listen live_changes");
      await db.withRoot(async (root) => {
        await root.query("select app_private.listen_to_organizations($1)", [[acme.id]]);
        await root.query(
          `insert into app_public.messages (organization_id, conversation_id, direction, body)
          select $1, $2, 'inbound', 'Confidential' from generate_series(1, 500)`,
          [acme.id, acme.messaging.conversations.reps],
        );
      });
      await until(async () => {
        await listener.query("select");
        const rows = heard.map((text) => JSON.parse(text)).filter(({ table }) => table === "messages");
        return rows.flatMap(({ rows }) => rows).length >= 500;
      });
    });
    expect(Math.max(...heard.map((text) => Buffer.byteLength(text)))).toBeLessThan(8_000);
    expect(heard.join()).not.toContain("Confidential");
  });
});

/** A way to the database that lets connections through six seconds late, when listeners are waited for no longer. */
async function slowWayTo(target: string): Promise<{ url: string; close(): Promise<void> }> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming) => {
    incoming.on("error", () => {});
    setTimeout(() => {
      const outgoing = connect(Number(port), hostname);
      outgoing.on("error", () => incoming.destroy());
      outgoing.on("close", () => incoming.destroy());
      incoming.on("close", () => outgoing.destroy());
      incoming.pipe(outgoing).pipe(incoming);
    }, 6_000);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  const close = async () => {
    server.close();
    await once(server, "close");
  };
  return { url: url.href, close };
}
