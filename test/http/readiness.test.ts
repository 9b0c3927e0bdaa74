import { expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { Scrape } from "../support/prometheus.ts";
import { useProxy } from "../support/proxy.ts";
import { until } from "../support/waiting.ts";

const POOL_SIZE = 4;
const REQUESTS = 30;
const TIMEOUT_MS = 60_000;

const db = useDatabase();
const wayToDatabase = useProxy(() => db.urls.authenticator);
const gateway = useGateway(db, { poolSize: POOL_SIZE, authenticatorUrl: () => wayToDatabase.url });

async function readiness() {
  const response = await gateway.inject({ url: "/ready" });
  return { status: response.statusCode, body: response.json() };
}

const waiting = async () =>
  new Scrape((await gateway.inject({ url: "/metrics" })).body).sum("tenantry_database_pool_waiting", {
    pool: "primary",
  });

it("is ready while requests have all connections, since its database answers", async () => {
  const clients = await Promise.all(Array.from({ length: POOL_SIZE }, () => gateway.pool.connect()));
  try {
    expect(await readiness()).toEqual({ status: 200, body: { status: "ready" } });
  } finally {
    for (const client of clients) client.release();
  }
});

it(
  "isn't ready while its database doesn't answer, and is again afterwards",
  async () => {
    await wayToDatabase.cut();
    const lost = await readiness();
    expect(lost).toMatchObject({ status: 503, body: { errors: [{ extensions: { check: "database" } }] } });
    await wayToDatabase.open();
    await until(async () => (await readiness()).status === 200);
  },
  TIMEOUT_MS,
);

it(
  "counts whoever waits for their organization's turn among those who wait for a connection",
  async () => {
    const { owner } = db.world.acme.members;
    const as = gateway.as(owner);
    const rename = `mutation ($id: UUID!) {
      updateContact(input: { id: $id, patch: { firstName: "Busy" } }) { contact { id } }
    }`;
    // From the second request on the organization is known, whose share is half of the connections.
    expect((await as.query("{ me { id } }")).errors).toBeUndefined();
    expect(await waiting()).toBe(0);
    await db.withRoot(async (root) => {
      const { rows } = await root.query("select id from app_public.contacts where organization_id = $1 limit 1", [
        db.world.acme.id,
      ]);
      const [{ id }] = rows;
      await root.query("begin");
      await root.query("select from app_public.contacts where id = $1 for update", [id]);
      const answers = Array.from({ length: REQUESTS }, () => as.query(rename, { id }));
      try {
        await until(async () => (await waiting()) === REQUESTS - POOL_SIZE / 2);
      } finally {
        await root.query("rollback");
      }
      const codes = (await Promise.all(answers)).map(({ errors }) => errors?.[0]?.extensions.code);
      expect(new Set(codes)).toEqual(new Set([undefined]));
    });
    expect(await waiting()).toBe(0);
  },
  TIMEOUT_MS,
);
