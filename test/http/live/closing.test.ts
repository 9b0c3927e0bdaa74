import { expect, it } from "@jest/globals";
import { createClient } from "graphql-sse";
import { useDatabase } from "../../support/database.ts";
import { loadOperation, useGateway } from "../../support/gateway.ts";
import { Received, useLiveGateway } from "../../support/live.ts";
import { subscribed } from "../../support/live-waiting.ts";

const db = useDatabase();
const gateway = useGateway(db);
const live = useLiveGateway(gateway);

it("closes websockets and event streams when the gateway closes, and waits for none of them", async () => {
  const { owner, staff } = db.world.acme.members;
  const websocket = live.as(owner);
  websocket.run("support/TicketChanged");
  const received = new Received();
  const client = createClient({
    url: `${live.address}/graphql/stream`,
    headers: () => live.headersOf(staff),
    retryAttempts: 0,
  });
  client.subscribe({ query: loadOperation("support/TicketChanged") }, received.sink as never);
  await subscribed(gateway, 2);

  const closed = gateway.app.close();
  expect(await websocket.whyClosed()).toMatchObject({ code: 1001 });
  expect(await received.refusal()).toBe("UNAVAILABLE");
  await closed;
  const { rows } = await db.withRoot((root) =>
    root.query(
      "select from pg_stat_activity where datname = current_database() and application_name = 'tenantry live'",
    ),
  );
  expect(rows).toEqual([]);
});
