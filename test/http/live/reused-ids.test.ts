import { expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { loadOperation, useGateway } from "../../support/gateway.ts";
import { useLiveGateway } from "../../support/live.ts";
import { subscribed } from "../../support/live-waiting.ts";
import { RawWebsocket } from "../../support/raw-websocket.ts";

const BURST = 60;
const LIMIT = 3;

const db = useDatabase();
const gateway = useGateway(db, { variables: { LIVE_OPERATIONS_PER_CONNECTION: String(LIMIT) } });
const live = useLiveGateway(gateway);

const payload = { query: loadOperation("support/TicketChanged") };
const open = async () => RawWebsocket.open(live.websocketAddress, await live.headersOf(db.world.acme.members.owner));
const rename = (subject: string) =>
  db.withRoot((root) =>
    root.query("update app_public.tickets set subject = $2 where id = $1", [db.world.acme.tickets.reps, subject]),
  );

it("an id that is still under way is refused, and what was taken back leaves nothing", async () => {
  const socket = await open();
  for (let turn = 0; turn < BURST; turn++) {
    socket.subscribe("again", payload);
    socket.complete("again");
  }
  socket.subscribe("again", payload);
  expect(await socket.answer("again")).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);

  socket.subscribe("other", payload);
  await subscribed(gateway, 1);
  await rename("Once");
  await socket.receives(() => socket.of("other", "next").length >= 2);
  expect(socket.received.filter((message) => JSON.stringify(message).includes('"Once"'))).toHaveLength(1);
  await socket.close();
  await subscribed(gateway, 0);
});

it("an id may be used again once its operation has ended", async () => {
  const socket = await open();
  const query = "{ __typename }";
  socket.subscribe("again", { query });
  await socket.receives(() => socket.of("again", "complete").length === 1);
  socket.subscribe("again", { query });
  await socket.receives(() => socket.of("again", "complete").length === 2);
  expect(socket.of("again", "next").map((message) => message.payload)).toEqual([
    { data: { __typename: "Query" } },
    { data: { __typename: "Query" } },
  ]);
  await socket.close();
});

it("operations that were taken back count until they have ended", async () => {
  const socket = await open();
  const ids = Array.from({ length: BURST }, (_, index) => `number ${index}`);
  for (const id of ids) {
    socket.subscribe(id, payload);
    if (id !== ids.at(-1)) socket.complete(id);
  }
  expect(await socket.answer(ids.at(-1) ?? "")).toMatchObject([
    { extensions: { code: "LIMIT_EXCEEDED", limit: "operations", maximum: LIMIT } },
  ]);
  await socket.close();
  await subscribed(gateway, 0);
});

it("what is being begun when the socket closes ends with it", async () => {
  const socket = await open();
  for (const id of ["first", "second", "third"]) socket.subscribe(id, payload);
  await socket.close();
  const next = await open();
  next.subscribe("next", payload);
  await subscribed(gateway, 1);
  await next.close();
  await subscribed(gateway, 0);
});
