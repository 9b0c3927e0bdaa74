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
    const [route, graphql] = await Promise.all([read(), staff.query("{ contacts(first: 1) { totalCount } }")]);
    expect([route.statusCode, route.headers["retry-after"]]).toEqual([503, "5"]);
    expect(route.json()).toMatchObject({ errors: [{ extensions: { code: "UNAVAILABLE" } }] });
    expect(graphql.code).toBe("UNAVAILABLE");
    await root.query(`select pg_cancel_backend(pid) from (${sleeper}) found`);
    expect((await held).code).toBe("TIMEOUT");
  });
  expect((await read()).statusCode).toBe(200);
  expect((await staff.query("{ contacts(first: 1) { totalCount } }")).errors).toBeUndefined();
});
