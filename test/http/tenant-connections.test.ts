import { describe, expect, it } from "@jest/globals";
import type { Client } from "pg";
import { type Actor, useDatabase } from "../support/database.ts";
import { type Answer, type TestGateway, useGateway } from "../support/gateway.ts";
import { until } from "../support/waiting.ts";

const POOL_SIZE = 4;
const SHARE = 2;

const db = useDatabase();
const fair = useGateway(db, { poolSize: POOL_SIZE });
const unfair = useGateway(db, {
  poolSize: POOL_SIZE,
  variables: { LIMIT_TENANT_CONNECTIONS: "1000", LIMIT_TENANT_WAITING: "1000" },
});
const strict = useGateway(db, {
  poolSize: POOL_SIZE,
  variables: { LIMIT_TENANT_WAITING: "3", LIMIT_TENANT_WAIT_SECONDS: "1" },
});
/** What it takes for a replica is the same server; reads go there by connections of their own. */
const withReplica = useGateway(db, {
  poolSize: POOL_SIZE,
  variables: () => ({
    READ_DATABASE_URL: db.urls.authenticator,
    LIMIT_TENANT_WAITING: "6",
    READ_MAXIMUM_LAG_SECONDS: "3600",
  }),
});

const UPDATE = `mutation ($id: UUID!) {
  updateContact(input: { id: $id, patch: { firstName: "Busy" } }) { contact { id } }
}`;
const OWN = "{ currentOrganization { slug } }";

/** Holds a row that acme's requests then wait for, with a connection each. */
async function whileHeld<Result>(work: (root: Client, id: string) => Promise<Result>): Promise<Result> {
  return db.withRoot(async (root) => {
    const { rows } = await root.query("select id from app_public.contacts where organization_id = $1 limit 1", [
      db.world.acme.id,
    ]);
    await root.query("begin");
    await root.query("select from app_public.contacts where id = $1 for update", [rows[0].id]);
    try {
      return await work(root, rows[0].id);
    } finally {
      await root.query("rollback");
    }
  });
}

/** Members of acme who change the held row: each names the organization in another way, as far as there are ways. */
function flood(gateway: TestGateway, id: string, count: number): Promise<Answer>[] {
  const names = ["acme", "ACME", db.world.acme.id, db.world.acme.id.toUpperCase()];
  return Array.from({ length: count }, (_, index) => {
    const member: Actor = index % 2 === 0 ? db.world.acme.members.owner : db.world.acme.members.staff;
    return gateway.as({ ...member, organization: names[index % names.length] as string }).query(UPDATE, { id });
  });
}

/** Has each way be known, as it is after the first request. */
async function introduce(gateway: TestGateway): Promise<void> {
  for (let index = 0; index < 4; index++) {
    const member: Actor = index % 2 === 0 ? db.world.acme.members.owner : db.world.acme.members.staff;
    const names = ["acme", "ACME", db.world.acme.id, db.world.acme.id.toUpperCase()];
    const answer = await gateway.as({ ...member, organization: names[index] as string }).query(OWN);
    expect(answer.get("currentOrganization.slug")).toBe("acme");
  }
}

const waitingForALock = async (root: Client): Promise<number> => {
  // A transaction sees the activity as it was when it looked first, unless it forgets that.
  await root.query("select pg_stat_clear_snapshot()");
  const text = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  return (await root.query(text)).rowCount ?? 0;
};

describe("a tenant that does too much at the same time", () => {
  it("leaves connections to the others, by whatever name and in whatever number its members come", async () => {
    await introduce(fair);
    await whileHeld(async (root, id) => {
      const flooding = flood(fair, id, 40);
      await until(async () => (await waitingForALock(root)) === SHARE);
      for (let time = 0; time < 5; time++) {
        const answer = await fair.as(db.world.globex.clerk).query(OWN);
        expect(answer.get("currentOrganization.slug")).toBe("globex");
      }
      expect(await waitingForALock(root)).toBe(SHARE);
      await root.query("rollback");
      const codes = (await Promise.all(flooding)).map(({ errors }) => errors?.[0]?.extensions.code);
      expect(new Set(codes)).toEqual(new Set([undefined]));
    });
  });

  it("would have them all, were it not for its share", async () => {
    await introduce(unfair);
    await whileHeld(async (root, id) => {
      const flooding = flood(unfair, id, 40);
      await until(async () => (await waitingForALock(root)) >= POOL_SIZE - 1);
      await root.query("rollback");
      await Promise.all(flooding);
    });
  });

  it("is told to come back later when too many wait, or one has waited for long", async () => {
    await introduce(strict);
    await whileHeld(async (root, id) => {
      const flooding = flood(strict, id, 10);
      const refused = await Promise.any(
        flooding.map(async (answering) => {
          const answer = await answering;
          if (answer.status !== 429) throw new Error(answer.text);
          return answer;
        }),
      );
      expect(refused.headers["retry-after"]).toBe("1");
      expect(refused.errors?.[0]?.extensions).toEqual({
        code: "LIMIT_EXCEEDED",
        limit: "tenantWaiting",
        maximum: 3,
        retryAfter: 1,
      });
      await until(async () => (await waitingForALock(root)) === SHARE);
      const late = await strict.as({ ...db.world.acme.members.owner, organization: "acme" }).query(OWN);
      expect([late.status, late.code]).toEqual([429, "LIMIT_EXCEEDED"]);
      await root.query("rollback");
      const statuses = (await Promise.all(flooding)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(SHARE);
      expect((await strict.as(db.world.acme.members.rep).query(OWN)).get("currentOrganization.slug")).toBe("acme");
    });
  });

  it("has REST answered with the same status", async () => {
    await introduce(strict);
    await whileHeld(async (root, id) => {
      const flooding = flood(strict, id, 10);
      await until(async () => (await waitingForALock(root)) === SHARE);
      const authorization = `Bearer ${await strict.tokenFor(db.world.acme.members.owner)}`;
      const headers = { authorization, "x-organization-id": "acme" };
      const response = await strict.inject({ url: "/api/crm/contacts", headers });
      expect([response.statusCode, response.headers["retry-after"]]).toEqual([429, "1"]);
      expect(response.json().errors[0].extensions).toMatchObject({ code: "LIMIT_EXCEEDED" });
      await root.query("rollback");
      await Promise.all(flooding);
    });
  });

  it("has its share of a read replica, too, and what goes beyond it isn’t left to the primary", async () => {
    await introduce(withReplica);
    const read = () => withReplica.as(db.world.acme.members.owner).query("{ tickets(first: 1) { nodes { id } } }");
    await db.withRoot(async (root) => {
      await root.query("begin; lock table app_public.tickets in access exclusive mode");
      const flooding = Array.from({ length: 20 }, read);
      await until(async () => (await waitingForALock(root)) === SHARE);
      for (let time = 0; time < 5; time++) {
        const answer = await withReplica.as(db.world.globex.clerk).query(OWN);
        expect(answer.get("currentOrganization.slug")).toBe("globex");
      }
      expect(await waitingForALock(root)).toBe(SHARE);
      expect(withReplica.pool.totalCount - withReplica.pool.idleCount).toBe(0);
      await root.query("rollback");
      const statuses = (await Promise.all(flooding)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 429)).toHaveLength(20 - SHARE - 6);
      expect(statuses.filter((status) => status === 200)).toHaveLength(SHARE + 6);
    });
    expect((await read()).errors).toBeUndefined();
    expect(withReplica.log.filter((line) => line.includes("a read replica is lost"))).toEqual([]);
  });
});
