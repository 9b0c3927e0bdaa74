import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Cluster, ClusterDatabase } from "../support/cluster.ts";
import { type GraphqlClient, TestGateway } from "../support/gateway.ts";
import { Scrape } from "../support/prometheus.ts";
import { DatabaseProxy } from "../support/proxy.ts";
import { until } from "../support/waiting.ts";

const START_TIMEOUT_MS = 120_000;
const PATIENCE_MS = 20_000;
const HEADER = "x-tenantry-position";
const READ = "query ($id: UUID!) { ticket(id: $id) { subject } }";
const RENAME =
  "mutation ($id: UUID!, $subject: String!) { updateTicket(input: { id: $id, patch: { subject: $subject } }) { ticket { id } } }";

let primary: Cluster;
let standby: Cluster;
/** What the address of the primary leads to. */
let writable: Cluster;
const db = new ClusterDatabase(() => primary);
const wayToPrimary = new DatabaseProxy(() => writable.urls.authenticator);
const wayToStandby = new DatabaseProxy(() => standby.urls.authenticator);
const gatewayWith = (maximumLagSeconds: string) =>
  new TestGateway(db, {
    authenticatorUrl: () => wayToPrimary.url,
    variables: () => ({ READ_DATABASE_URL: wayToStandby.url, READ_MAXIMUM_LAG_SECONDS: maximumLagSeconds }),
  });
const gateway = gatewayWith("3600");
const strictGateway = gatewayWith("1");

beforeAll(async () => {
  primary = await Cluster.create();
  writable = primary;
  await primary.start();
  await primary.fill();
  await db.fill();
  standby = await primary.createStandby();
  await standby.start();
  await wayToPrimary.open();
  await wayToStandby.open();
  await gateway.start();
  await strictGateway.start();
}, START_TIMEOUT_MS);

afterAll(async () => {
  await gateway.stop();
  await strictGateway.stop();
  await wayToPrimary.cut();
  await wayToStandby.cut();
  await standby?.remove();
  await primary?.remove();
}, START_TIMEOUT_MS);

const owner = () => gateway.as(db.world.acme.members.owner);
const staff = () => gateway.as(db.world.acme.members.staff);

async function subjectFor(client: GraphqlClient, headers: Record<string, string> = {}): Promise<string> {
  const answer = await client.query(READ, { id: db.world.acme.tickets.reps }, headers);
  return answer.get("ticket.subject");
}

const rename = (client: GraphqlClient, subject: string, headers: Record<string, string> = {}) =>
  client.query(RENAME, { id: db.world.acme.tickets.reps, subject }, headers);

/** Writes past all gateways. */
const renameElsewhere = (subject: string) =>
  writable.query((client) =>
    client.query("update app_public.tickets set subject = $2 where id = $1", [db.world.acme.tickets.reps, subject]),
  );

/** Has the standby show nothing new meanwhile. */
async function whilePaused(work: () => Promise<void>): Promise<void> {
  await caughtUp();
  await standby.query((client) => client.query("select pg_wal_replay_pause()"));
  await until(() =>
    standby.query(async (client) => {
      const { rows } = await client.query("select pg_get_wal_replay_pause_state() as state");
      return rows[0].state === "paused";
    }),
  );
  try {
    await work();
  } finally {
    await standby.query((client) => client.query("select pg_wal_replay_resume()"));
    await caughtUp();
  }
}

async function caughtUp(): Promise<void> {
  const [{ position }] = await primary.query(
    async (client) => (await client.query("select pg_current_wal_flush_lsn()::text as position")).rows,
  );
  const sql = "select pg_last_wal_replay_lsn() >= $1::pg_lsn as reached";
  await until(
    () => standby.query(async (client) => (await client.query(sql, [position])).rows[0].reached),
    PATIENCE_MS,
  );
}

const readiness = async (of: TestGateway = gateway) => {
  const { statusCode, json } = await of.inject({ url: "/ready" });
  return { status: statusCode, body: json() };
};
const usable = (count: number, of: TestGateway = gateway) =>
  until(async () => (await readiness(of)).body.replicas?.usable === count, PATIENCE_MS);
const measured = async (of: TestGateway) => new Scrape((await of.inject({ url: "/metrics" })).body);
const told = (message: string, of: TestGateway = gateway) => of.log.filter((line) => line.includes(message)).length;

describe("with a read replica", () => {
  it("reads there, and writes on the primary", async () => {
    expect(await readiness()).toEqual({ status: 200, body: { status: "ready", replicas: { total: 1, usable: 1 } } });
    await renameElsewhere("Before the pause");
    await whilePaused(async () => {
      await renameElsewhere("In the pause");
      expect(await subjectFor(owner())).toBe("Before the pause");
      expect(await subjectFor(staff())).toBe("Before the pause");
    });
    expect(await subjectFor(owner())).toBe("In the pause");
  });

  it("shows whoever brings the position of a write what was written, and their other requests, too", async () => {
    await renameElsewhere("Old");
    await whilePaused(async () => {
      const answer = await rename(owner(), "New");
      expect(answer.errors).toBeUndefined();
      const position = String(answer.headers[HEADER]);
      expect(position).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);
      expect(await subjectFor(staff())).toBe("Old");
      expect(await subjectFor(staff(), { [HEADER]: position })).toBe("New");
      // One that was reached long ago asks for nothing.
      expect(await subjectFor(staff(), { [HEADER]: "0/1" })).toBe("Old");
      expect(await subjectFor(owner())).toBe("New");
      // Another process knows nothing of it but what the client brings.
      const elsewhere = strictGateway.as(db.world.acme.members.owner);
      expect(await subjectFor(elsewhere, { [HEADER]: position })).toBe("New");
    });
    expect(await subjectFor(staff())).toBe("New");
  });

  it("gives a position with what was refused or repeated, which is followed by reading, too", async () => {
    const headers = { "idempotency-key": "a-key-of-replicas-test" };
    const first = await rename(owner(), "Once", headers);
    const again = await rename(owner(), "Once", headers);
    const refused = await rename(owner(), "x".repeat(5_000));
    expect([first.errors === undefined, again.errors === undefined, refused.errors === undefined]).toEqual([
      true,
      true,
      false,
    ]);
    for (const answer of [first, again, refused]) expect(answer.headers).toHaveProperty(HEADER);
    expect((await owner().query(READ, { id: db.world.acme.tickets.reps })).headers).not.toHaveProperty(HEADER);
  });

  it("takes a position that is made up from nobody else", async () => {
    await renameElsewhere("Known");
    await whilePaused(async () => {
      await renameElsewhere("Unknown");
      expect(await subjectFor(owner(), { [HEADER]: "FFFFFFFF/FFFFFFFF" })).toBe("Unknown");
      expect(await subjectFor(staff())).toBe("Known");
      for (const wrong of ["", "1", "0/0, 0/0", "0/123456789", "'; select 1", "-1/0"]) {
        const answer = await staff().query(READ, { id: db.world.acme.tickets.reps }, { [HEADER]: wrong });
        expect([wrong, answer.status, answer.code]).toEqual([wrong, 400, "BAD_USER_INPUT"]);
      }
    });
    expect((await readiness()).body.replicas.usable).toBe(1);
  });

  it("refuses nobody for what a replica doesn’t know yet", async () => {
    await whilePaused(async () => {
      const { rep } = db.world.acme.members;
      const userId = await primary.query(async (client) => {
        const { rows } = await client.query(`
          with made as (insert into app_public.users (full_name, email) values ('Nell New', 'nell@new.example') returning id)
          insert into app_private.user_identities (user_id, issuer, subject) select id, 'tenantry', id::text from made returning user_id`);
        await client.query(
          "insert into app_public.memberships (organization_id, user_id, role_id) values ($1, $2, $3)",
          [db.world.acme.id, rows[0].user_id, rep.roleId],
        );
        return rows[0].user_id;
      });
      const newcomer = gateway.as({ userId, organization: db.world.acme.slug });
      expect((await newcomer.query("{ contacts(first: 1) { totalCount } }")).errors).toBeUndefined();
      const nobody = gateway.as({ userId: "00000000-0000-4000-8000-000000000000" });
      expect((await nobody.query("{ contacts(first: 1) { totalCount } }")).code).toBe("UNAUTHENTICATED");
    });
  });

  it("doesn’t use one that lags behind further than it may, until it has caught up", async () => {
    const client = strictGateway.as(db.world.acme.members.staff);
    await usable(1, strictGateway);
    const known = told("lags behind", strictGateway);
    expect((await measured(strictGateway)).sum("tenantry_replica_usable")).toBe(1);
    await whilePaused(async () => {
      await renameElsewhere("Too late for the replica");
      await usable(0, strictGateway);
      expect(await subjectFor(client)).toBe("Too late for the replica");
      await until(async () => (await measured(strictGateway)).sum("tenantry_replica_lag_seconds") > 1, PATIENCE_MS);
      const metrics = await measured(strictGateway);
      expect(metrics.values("tenantry_replica_usable", "replica")).toEqual([new URL(wayToStandby.url).host]);
      expect(metrics.sum("tenantry_replica_usable")).toBe(0);
      for (const pool of ["primary", "replica"]) {
        expect(metrics.sum("tenantry_database_pool_size", { pool })).toBe(4);
        expect(metrics.sum("tenantry_database_pool_waiting", { pool })).toBe(0);
      }
      expect(told("lags behind", strictGateway)).toBe(known + 1);
      expect((await readiness(strictGateway)).status).toBe(200);
    });
    await usable(1, strictGateway);
    await until(async () => (await measured(strictGateway)).sum("tenantry_replica_lag_seconds") < 1, PATIENCE_MS);
  });
});

describe("when the read replica is lost", () => {
  it("reads from the primary at once, and from the replica when it is back", async () => {
    await wayToStandby.cut();
    await renameElsewhere("While it was lost");
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => subjectFor(staff())));
    expect(new Set(answers)).toEqual(new Set(["While it was lost"]));
    await usable(0);
    expect((await readiness()).status).toBe(200);
    expect(told("a read replica is lost")).toBe(1);
    const metrics = await measured(gateway);
    expect(metrics.values("tenantry_replica_usable", "replica")).toHaveLength(1);
    expect(metrics.values("tenantry_replica_lag_seconds", "replica")).toEqual([]);
    expect(gateway.log.join()).not.toContain(new URL(standby.urls.authenticator).password);
    expect((await rename(owner(), "Written meanwhile")).errors).toBeUndefined();
    await wayToStandby.open();
    await usable(1);
    expect(told("a read replica is used again")).toBe(1);
    await whilePaused(async () => {
      await renameElsewhere("In another pause");
      expect(await subjectFor(staff())).toBe("Written meanwhile");
    });
  });
});

describe("when the primary is lost and the replica takes its place", () => {
  it("goes on reading, writes nothing by halves, and writes again when the address answers", async () => {
    await rename(owner(), "Last words");
    await caughtUp();
    await wayToPrimary.cut();
    await primary.stop("SIGQUIT");
    expect(await subjectFor(owner())).toBe("Last words");
    expect((await rename(owner(), "Into the void")).code).toBe("UNAVAILABLE");
    expect(await readiness()).toEqual({ status: 200, body: { status: "reading", replicas: { total: 1, usable: 1 } } });

    // The address leads to the standby before that is promoted: it takes no writes, and keeps no connection from it.
    writable = standby;
    await wayToPrimary.open();
    expect((await rename(owner(), "Too early")).code).toBe("UNAVAILABLE");
    await standby.query((client) => client.query("select pg_promote()"));
    expect((await rename(owner(), "A new life")).errors).toBeUndefined();
    expect(await subjectFor(owner())).toBe("A new life");
    expect(await subjectFor(staff())).toBe("A new life");
    // Positions of before, of which the new primary may know nothing, hold nobody up.
    expect(await subjectFor(staff(), { [HEADER]: "FFFFFFFF/0" })).toBe("A new life");
    // Its address leads to the primary itself now, which is as good as a replica.
    await usable(1);
    expect((await readiness()).body).toEqual({ status: "ready", replicas: { total: 1, usable: 1 } });
    expect(await subjectFor(staff())).toBe("A new life");
  });
});

describe("when the server restarts under load", () => {
  it("answers UNAVAILABLE meanwhile and nothing else, and everything afterwards", async () => {
    let isOver = false;
    let written = 0;
    const codes = new Set<string>();
    const sending = [owner(), staff(), owner(), staff()].map(async (client, sender) => {
      for (let turn = 0; !isOver; turn++) {
        const answer =
          (turn + sender) % 2 === 0
            ? await client.query('mutation { createTask(input: { task: { title: "Restart" } }) { task { id } } }')
            : await client.query("{ contacts(first: 1) { totalCount } }");
        if (answer.errors) codes.add(answer.code);
        else if (answer.data?.["createTask"]) written++;
        await sleep(10);
      }
    });
    await until(async () => written > 5, PATIENCE_MS);
    await standby.stop();
    await until(async () => codes.size > 0, PATIENCE_MS);
    await standby.start();
    const known = written;
    await until(async () => written > known + 5, PATIENCE_MS);
    for (let turn = 0; turn < 10; turn++) expect((await rename(owner(), `After ${turn}`)).errors).toBeUndefined();
    isOver = true;
    await Promise.all(sending);
    expect([...codes]).toEqual(["UNAVAILABLE"]);
    const kept = await standby.query((client) => client.query("select from app_public.tasks where title = 'Restart'"));
    // A commit whose confirmation was lost is kept all the same; nobody was told of one that isn’t.
    expect(kept.rowCount).toBeGreaterThanOrEqual(written);
    expect(kept.rowCount).toBeLessThanOrEqual(written + sending.length);
    await usable(1);
  });
});
