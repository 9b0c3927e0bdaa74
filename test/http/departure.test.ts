import { beforeAll, expect, it } from "@jest/globals";
import type { Client } from "pg";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { until, untilSomebodyWaits } from "../support/waiting.ts";

const db = useDatabase();
const HOLD = 4711;
beforeAll(() =>
  db.withRoot(async (root) => {
    await root.query(`
      create function app_public.wait_for_it() returns text language sql stable as $$
        select pg_advisory_xact_lock(${HOLD})::text
      $$;
      grant execute on function app_public.wait_for_it() to tenantry_member;
      create function app_public.hold_on() returns text language sql volatile as $$
        select pg_advisory_xact_lock(${HOLD})::text
      $$;
      grant execute on function app_public.hold_on() to tenantry_member;
    `);
  }, db.urls.owner),
);
const gateway = useGateway(db, { poolSize: 2, variables: { LIMIT_TENANT_CONNECTIONS: "2" } });
let address: string;
beforeAll(async () => {
  address = await gateway.app.listen({ host: "127.0.0.1", port: 0 });
});

const QUERY = "{ waitForIt }";
const MUTATION =
  'mutation { createTask(input: { task: { title: "Gone" } }) { task { id } } holdOn(input: {}) { clientMutationId } }';

async function send(query: string, signal: AbortSignal): Promise<unknown> {
  const headers = {
    "content-type": "application/json",
    accept: "application/json",
    authorization: `Bearer ${await gateway.tokenFor(db.world.acme.members.staff)}`,
    "x-organization-id": db.world.acme.id,
  };
  const response = await fetch(`${address}/graphql`, {
    method: "POST",
    headers,
    body: JSON.stringify({ query }),
    signal,
  });
  return response.json();
}

async function waiting(client: Client): Promise<number> {
  await client.query("select pg_stat_clear_snapshot()");
  const sql =
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and application_name = 'tenantry'";
  return (await client.query(sql)).rowCount ?? 0;
}

it("breaks off what is read for somebody who has gone away, and nothing else", async () => {
  await db.withRoot(async (root) => {
    await root.query("select pg_advisory_lock($1)", [HOLD]);
    const goes = new AbortController();
    const stays = new AbortController();
    const left = send(QUERY, goes.signal).catch((error: Error) => error.name);
    const answered = send(QUERY, stays.signal);
    await until(async () => (await waiting(root)) === 2);
    // These find no connection free, and are never begun.
    let arrived = 0;
    gateway.app.server.on("request", () => arrived++);
    const late = [1, 2, 3].map(() => send(QUERY, goes.signal).catch((error: Error) => error.name));
    await until(async () => arrived === 3);

    goes.abort();
    expect(await Promise.all([left, ...late])).toEqual(["AbortError", "AbortError", "AbortError", "AbortError"]);
    await until(async () => (await waiting(root)) === 1);
    expect(await gateway.as(db.world.acme.members.staff).query("{ contacts(first: 1) { totalCount } }")).toMatchObject({
      errors: undefined,
    });
    await root.query("select pg_advisory_unlock($1)", [HOLD]);
    expect(await answered).toMatchObject({ data: { waitForIt: "" } });
    expect(gateway.pool.totalCount).toBeLessThanOrEqual(2);
  });
});

it("finishes what somebody writes who has gone away", async () => {
  await db.withRoot(async (root) => {
    await root.query("select pg_advisory_lock($1)", [HOLD]);
    const goes = new AbortController();
    const left = send(MUTATION, goes.signal).catch((error: Error) => error.name);
    await untilSomebodyWaits(root);
    goes.abort();
    expect(await left).toBe("AbortError");
    await root.query("select pg_advisory_unlock($1)", [HOLD]);
    await until(async () => {
      const { rowCount } = await root.query("select from app_public.tasks where title = 'Gone'");
      return rowCount === 1;
    });
  });
});
