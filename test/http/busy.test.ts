import { beforeAll, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { until } from "../support/waiting.ts";

const db = useDatabase();
beforeAll(() =>
  db.withRoot(
    (root) =>
      root.query(`
        create function app_public.wait_for_it() returns text language sql stable as $$
          select pg_sleep(60)::text
        $$;
        grant execute on function app_public.wait_for_it() to tenantry_member;
      `),
    db.urls.owner,
  ),
);
const gateway = useGateway(db, {
  poolSize: 1,
  // No share of its own is in the way.
  variables: { LIMIT_TENANT_CONNECTIONS: "4", LIMIT_TENANT_WAIT_SECONDS: "1" },
});

const READ = "{ contacts(first: 1) { totalCount } }";
const WRITE = 'mutation { createTask(input: { task: { title: "Later" } }) { task { id } } }';

it("turns away whom no connection becomes free for, says when to come again, and recovers", async () => {
  const staff = gateway.as(db.world.acme.members.staff);
  const headers = {
    authorization: `Bearer ${await gateway.tokenFor(db.world.acme.members.staff)}`,
    "x-organization-id": db.world.acme.id,
  };
  const read = () => gateway.inject({ url: "/api/crm/contacts", headers });
  await db.withRoot(async (root) => {
    const held = staff.query("{ waitForIt }");
    const sleeper =
      "select pid from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep' and usename = 'tenantry_authenticator'";
    await until(async () => (await root.query(sleeper)).rowCount === 1);
    const [route, file, ...graphql] = await Promise.all([
      read(),
      gateway.inject({ url: "/exports/contacts.csv", headers }),
      staff.query(READ),
      staff.query(READ, {}, { accept: "application/graphql-response+json" }),
      // This one is answered by Grafserv.
      staff.query(READ, {}, { accept: "*/*;q=0.5, application/json" }),
      staff.query(WRITE, {}, { "idempotency-key": "written-when-there-is-room" }),
    ]);
    for (const { statusCode, headers, body } of [route, file]) {
      expect([statusCode, headers["retry-after"]]).toEqual([503, "5"]);
      expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: "UNAVAILABLE" } }] });
    }
    for (const answer of graphql) {
      expect([answer.status, answer.headers["retry-after"], answer.code]).toEqual([503, "5", "UNAVAILABLE"]);
      expect(answer.data ?? {}).toEqual(answer.data ? { [Object.keys(answer.data)[0] ?? ""]: null } : {});
    }
    // What can be answered without the database is an answer.
    const partly = await staff.query(`{ __typename ${READ.slice(1)}`);
    expect([partly.status, partly.headers["retry-after"], partly.code]).toEqual([200, undefined, "UNAVAILABLE"]);
    await root.query(`select pg_cancel_backend(pid) from (${sleeper}) found`);
    expect((await held).code).toBe("TIMEOUT");
  });
  expect((await read()).statusCode).toBe(200);
  const answered = await staff.query(READ);
  expect([answered.status, answered.headers["retry-after"], answered.errors]).toEqual([200, undefined, undefined]);
  const written = await staff.query(WRITE, {}, { "idempotency-key": "written-when-there-is-room" });
  expect([written.status, written.errors]).toEqual([200, undefined]);
});
