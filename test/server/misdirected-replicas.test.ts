import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { Cluster, ClusterDatabase } from "../support/cluster.ts";
import { useDatabase } from "../support/database.ts";
import { TestGateway } from "../support/gateway.ts";
import { until } from "../support/waiting.ts";

const START_TIMEOUT_MS = 120_000;
const PATIENCE_MS = 20_000;
const HEADER = "x-tenantry-position";
const READ = "query ($id: UUID!) { ticket(id: $id) { subject } }";
const RENAME =
  "mutation ($id: UUID!, $subject: String!) { updateTicket(input: { id: $id, patch: { subject: $subject } }) { ticket { id } } }";

let primary: Cluster;
let standby: Cluster;
/** A server that has nothing to do with the primary. */
const stranger = useDatabase();
const db = new ClusterDatabase(() => primary);
const misled = new TestGateway(db, { variables: () => ({ READ_DATABASE_URL: stranger.urls.authenticator }) });
const besideItself = new TestGateway(db, { variables: () => ({ READ_DATABASE_URL: db.urls.authenticator }) });
const gateway = new TestGateway(db, { variables: () => ({ READ_DATABASE_URL: standby.urls.authenticator }) });
const gateways = [misled, besideItself, gateway];

beforeAll(async () => {
  primary = await Cluster.create();
  await primary.start();
  await primary.fill();
  await db.fill();
  standby = await primary.createStandby();
  await standby.start();
  for (const each of gateways) await each.start();
}, START_TIMEOUT_MS);

afterAll(async () => {
  for (const each of gateways) await each.stop();
  await standby?.remove();
  await primary?.remove();
}, START_TIMEOUT_MS);

const usable = async (of: TestGateway) => (await of.inject({ url: "/ready" })).json().replicas.usable;
const losses = (of: TestGateway) => of.log.filter((line) => line.includes("a read replica is lost"));

it("uses no server that is no copy of the primary, and says so once", async () => {
  expect(await usable(misled)).toBe(0);
  expect(losses(misled)).toEqual([expect.stringContaining("not the server behind AUTH_DATABASE_URL")]);
  const answer = await misled.as(db.world.acme.members.owner).query(READ, { id: db.world.acme.tickets.reps });
  expect(answer.errors).toBeUndefined();
});

it("uses the primary itself where it is named as its own replica, and a real standby", async () => {
  expect(await usable(besideItself)).toBe(1);
  expect(await usable(gateway)).toBe(1);
  expect([...losses(besideItself), ...losses(gateway)]).toEqual([]);
});

it(
  "doesn't read from a standby that was promoted while the primary goes on",
  async () => {
    const as = gateway.as(db.world.acme.members.owner);
    const { reps: id } = db.world.acme.tickets;
    expect((await as.query(RENAME, { id, subject: "Before" })).errors).toBeUndefined();
    await standby.query((client) => client.query("select pg_promote()"));
    // The copy goes its own way, and further than the primary.
    await standby.query((client) => client.query("create table public.elsewhere as select generate_series(1, 20000)"));
    const renamed = await as.query(RENAME, { id, subject: "Written on the primary" });
    const read = await as.query(READ, { id }, { [HEADER]: String(renamed.headers[HEADER]) });
    expect(read.get("ticket.subject")).toBe("Written on the primary");
    await until(async () => (await usable(gateway)) === 0, PATIENCE_MS);
    await until(async () => losses(gateway).length > 0, PATIENCE_MS);
    for (let turn = 0; turn < 4; turn++) {
      expect((await as.query(READ, { id })).get("ticket.subject")).toBe("Written on the primary");
    }
    expect(losses(gateway)).toEqual([expect.stringContaining("it takes writes of its own")]);
  },
  START_TIMEOUT_MS,
);
