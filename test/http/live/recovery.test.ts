import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { useLiveGateway } from "../../support/live.ts";
import { subscribed } from "../../support/live-waiting.ts";
import { until } from "../../support/waiting.ts";

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

    expect(await received.next()).toEqual({ event: "RESYNC", id: null, ticket: null });
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

describe("what was begun before anybody listened, and is committed later", () => {
  it("is announced by a call to read anew", async () => {
    const { globex } = db.world;
    await db.withRoot(async (writer) => {
      await writer.query("begin");
      await writer.query("update app_public.tickets set subject = 'Begun before' where id = $1", [globex.ticketId]);
      const received = live.as(globex.owner).run("support/TicketChanged");
      await subscribed(gateway, 1);
      await writer.query("commit");
      expect(await received.next()).toMatchObject({ event: "RESYNC" });
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
