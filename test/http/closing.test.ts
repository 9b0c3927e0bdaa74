import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { loadOperation, useGateway } from "../support/gateway.ts";
import { untilSomebodyWaits } from "../support/waiting.ts";

const db = useDatabase();
const gateway = useGateway(db);

it("answers the request under way when the gateway closes, and lets no new ones in", async () => {
  const address = await gateway.app.listen({ host: "127.0.0.1", port: 0 });
  const { hostname, port } = new URL(address);
  // As browsers do, in case that something is to be asked.
  const inAdvance = connect(Number(port), hostname);
  inAdvance.resume();
  await once(inAdvance, "connect");
  const ended = once(inAdvance, "close");
  const token = await gateway.tokenFor(db.world.acme.members.staff);
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${token}`,
    "x-organization-id": db.world.acme.id,
  };
  const body = JSON.stringify({
    query: loadOperation("crm/CreateTask"),
    variables: { task: { title: "Under way" } },
  });

  await db.withRoot(async (blocker) => {
    await blocker.query("begin; lock table app_public.tasks in access exclusive mode");
    const underWay = fetch(`${address}/graphql`, { method: "POST", headers, body });
    await untilSomebodyWaits(blocker);

    const closed = gateway.app.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const newcomer = connect(Number(port), hostname);
    const [error] = await once(newcomer, "error");
    expect(error).toMatchObject({ code: "ECONNREFUSED" });

    await blocker.query("rollback");
    const response = await underWay;
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ data: { createTask: { task: { title: "Under way" } } } });
    await Promise.all([closed, ended]);
  });
  const { rowCount } = await db.withRoot((root) =>
    root.query("select from app_public.tasks where title = 'Under way'"),
  );
  expect(rowCount).toBe(1);
});

it("answers all requests that came one behind the other on a connection", async () => {
  await gateway.stop();
  await gateway.start();
  const address = await gateway.app.listen({ host: "127.0.0.1", port: 0 });
  const { hostname, port, host } = new URL(address);
  const token = await gateway.tokenFor(db.world.acme.members.staff);
  const body = JSON.stringify({ query: loadOperation("crm/CreateTask"), variables: { task: { title: "Behind" } } });
  const headers = [
    `host: ${host}`,
    "content-type: application/json",
    `authorization: Bearer ${token}`,
    `x-organization-id: ${db.world.acme.id}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  await db.withRoot(async (blocker) => {
    await blocker.query("begin; lock table app_public.tasks in access exclusive mode");
    const socket = connect(Number(port), hostname);
    let answers = "";
    socket.setEncoding("utf8").on("data", (text: string) => {
      answers += text;
    });
    socket.write(`GET /health HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    socket.write(`POST /graphql HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n${body}`);
    await untilSomebodyWaits(blocker);
    const ended = once(socket, "close");
    const closed = gateway.app.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await blocker.query("rollback");
    await Promise.all([closed, ended]);
    expect(answers.match(/HTTP\/1.1 200/g)).toHaveLength(2);
    expect(answers).toContain('"title":"Behind"');
  });
});
