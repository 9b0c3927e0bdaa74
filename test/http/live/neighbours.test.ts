import { expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { useLiveGateway } from "../../support/live.ts";
import { subscribed } from "../../support/live-waiting.ts";
import { untilSomebodyWaits } from "../../support/waiting.ts";

const db = useDatabase();
const gateway = useGateway(db);
const live = useLiveGateway(gateway);

it("reading for one organization’s subscribers holds up no revocation in another", async () => {
  const { acme, globex } = db.world;
  const clients = Array.from({ length: 3 }, () => live.as(acme.members.owner));
  for (const client of clients) client.run("support/TicketChanged");
  const leaving = live.as(globex.owner);
  leaving.run("support/TicketChanged");
  await subscribed(gateway, clients.length + 1);
  await db.withRoot(async (blocker) => {
    await blocker.query("begin; lock table app_public.tickets in access exclusive mode");
    // Behind the lock the one connection that reads for subscribers stands still.
    await db.withRoot((root) =>
      root.query("select pg_notify('live_changes', $1)", [
        JSON.stringify({
          table: "tickets",
          change: "UPDATE",
          organization: acme.id,
          rows: [[acme.tickets.reps, null, null]],
        }),
      ]),
    );
    await untilSomebodyWaits(blocker);
    await db.withRoot((root) =>
      root.query("update app_public.users set is_active = false where id = $1", [globex.owner.userId]),
    );
    expect(await leaving.whyClosed()).toMatchObject({ code: 4401 });
    await blocker.query("rollback");
  });
  await Promise.all(clients.map((client) => client.close()));
  await subscribed(gateway, 0);
}, 60_000);
