import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Pool } from "pg";
import { DEFAULT_LIMITS } from "../../src/config/limits.ts";
import { createAuthenticatorPool } from "../../src/database/pools.ts";
import { RequestTransaction } from "../../src/database/request-transaction.ts";
import { pgSettingsFor } from "../../src/graphile/context.ts";
import { useDatabase } from "../support/database.ts";
import { type GraphqlClient, type TestGateway, useGateway } from "../support/gateway.ts";
import { useProxy } from "../support/proxy.ts";
import { until } from "../support/waiting.ts";

const db = useDatabase();
beforeAll(() =>
  db.withRoot(
    (owner) =>
      owner.query(`
        create function app_public.sleep_for(seconds float) returns text language plpgsql stable as $$
        begin perform pg_sleep(seconds); return current_setting('statement_timeout'); end $$;
        create function app_public.write_slowly(title text, seconds float) returns text language plpgsql volatile as $$
        begin
          insert into app_public.tasks (title) values (write_slowly.title);
          perform pg_sleep(seconds);
          return title;
        end $$;
        grant execute on function app_public.sleep_for(float) to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
        grant execute on function app_public.write_slowly(text, float) to tenantry_member, tenantry_service;
      `),
    db.urls.owner,
  ),
);

const gateway = useGateway(db);
const strict = useGateway(db, {
  poolSize: 2,
  variables: {
    LIMIT_STATEMENT_SECONDS: "20",
    LIMIT_STATEMENT_SECONDS_MEMBER: "1",
    LIMIT_STATEMENT_SECONDS_SERVICE: "5",
    LIMIT_TRANSACTION_SECONDS_CLIENT: "1",
    LIMIT_TENANT_CONNECTIONS: "2",
  },
});
/** Whose statements may take longer than what they are part of. */
const hasty = useGateway(db, { poolSize: 4, variables: { LIMIT_TRANSACTION_SECONDS_MEMBER: "1" } });

async function machineAt(at: TestGateway): Promise<GraphqlClient> {
  const admin = at.as(db.world.acme.members.admin);
  const { staff: roleId } = db.world.acme.roles;
  const created = await admin.run("tenancy/CreateApiKey", { name: "Machine", roleId, expiresAt: null });
  return at.with(created.get("createApiKey.issued.secret"));
}

/** Everybody who can ask, by the role that they get. */
async function actorsAt(at: TestGateway): Promise<Record<string, GraphqlClient>> {
  return {
    anonymous: at.anonymous,
    client: at.asClient(db.world.acme.client),
    member: at.as(db.world.acme.members.staff),
    service: await machineAt(at),
  };
}

const sleepFor = (seconds: number) => `{ sleepFor(seconds: ${seconds}) }`;
const OF_STATEMENT = { code: "LIMIT_EXCEEDED", limit: "statementSeconds", maximum: 1 };
const OF_TRANSACTION = { code: "LIMIT_EXCEEDED", limit: "transactionSeconds", maximum: 1 };

async function titles(like: string): Promise<number> {
  const sql = "select from app_public.tasks where title like $1";
  return (await db.withRoot((root) => root.query(sql, [like]))).rowCount ?? 0;
}

describe("what time a statement has", () => {
  async function timesAt(at: TestGateway): Promise<Record<string, string>> {
    const asked = Object.entries(await actorsAt(at)).map(async ([role, client]) => {
      return [role, (await client.query(sleepFor(0))).get("sleepFor")];
    });
    return Object.fromEntries(await Promise.all(asked));
  }

  it("depends on the role of who asks", async () => {
    expect(await timesAt(gateway)).toEqual({ anonymous: "5s", client: "10s", member: "15s", service: "30s" });
  });

  it("is what is set for the role, or else for all", async () => {
    expect(await timesAt(strict)).toEqual({ anonymous: "20s", client: "20s", member: "1s", service: "5s" });
  });

  it("is the same in what writes", async () => {
    const query = 'mutation { writeSlowly(input: { title: "Late", seconds: 1.5 }) { result } }';
    const { member, service } = await actorsAt(strict);
    const refused = await member?.query(query);
    expect(refused?.refusal).toEqual(OF_STATEMENT);
    expect(refused?.errors?.[0]?.message).toBe("A part of this took longer than the second that it may; ask for less.");
    expect(await titles("Late")).toBe(0);
    expect((await service?.query(query))?.errors).toBeUndefined();
    expect(await titles("Late")).toBe(1);
  });

  it("ends with the statement: the connection serves others, for whom more time is", async () => {
    const { member, service } = await actorsAt(strict);
    const late = await Promise.all([1, 2, 3].map(() => member?.query(sleepFor(1.5))));
    expect(late.map((answer) => answer?.refusal)).toEqual([OF_STATEMENT, OF_STATEMENT, OF_STATEMENT]);
    const inTime = await Promise.all([1, 2].map(() => service?.query(sleepFor(1.5))));
    expect(inTime.map((answer) => answer?.errors)).toEqual([undefined, undefined]);
    expect((await member?.query(sleepFor(0.1)))?.errors).toBeUndefined();
    const { rows } = await strict.pool.query("select current_setting('statement_timeout') as time");
    expect(rows).toEqual([{ time: "15s" }]);
  });

  it("is said by REST routes as well, which can be asked again", async () => {
    await db.withRoot(async (blocker) => {
      await blocker.query("begin; lock table app_public.contacts in access exclusive mode");
      const authorization = `Bearer ${await strict.tokenFor(db.world.acme.members.staff)}`;
      const answer = await strict.inject({
        url: "/api/crm/contacts",
        headers: { authorization, "x-organization-id": db.world.acme.id },
      });
      expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "5"]);
      expect(answer.json().errors).toMatchObject([{ extensions: OF_STATEMENT }]);
      await blocker.query("rollback");
    });
  });

  it("is another thing than being broken off by somebody", async () => {
    await db.withRoot(async (root) => {
      const answer = gateway.as(db.world.acme.members.staff).query(sleepFor(10));
      const sleeper =
        "select pid from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep' and usename = 'tenantry_authenticator'";
      await until(async () => (await root.query(sleeper)).rowCount === 1);
      await root.query(`select pg_cancel_backend(pid) from (${sleeper}) found`);
      expect((await answer).refusal).toEqual({ code: "TIMEOUT" });
    });
  });
});

describe("what time a statement has before it is known who asks", () => {
  /** Everybody shares one connection. */
  const single = useGateway(db, { poolSize: 1 });
  const signIn = () =>
    single.anonymous.run("tenancy/SignIn", {
      input: { email: "nobody@people.test", password: "Let me in, please" },
    });

  it("is the authenticator’s, and named like any other", async () => {
    expect((await signIn()).code).toBe("UNAUTHENTICATED");
    await db.withRoot(async (blocker) => {
      await blocker.query("begin; lock table app_private.user_credentials in access exclusive mode");
      await single.pool.query("set statement_timeout to '1s'");
      const refused = await signIn();
      expect(refused.refusal).toEqual(OF_STATEMENT);
      expect(refused.errors?.[0]?.message).toBe(
        "A part of this took longer than the second that it may; ask for less.",
      );
      await blocker.query("rollback");
    });
    expect((await signIn()).code).toBe("UNAUTHENTICATED");
  });

  it("says nothing of a time when somebody broke it off", async () => {
    await db.withRoot(async (blocker) => {
      await blocker.query("begin; lock table app_private.user_credentials in access exclusive mode");
      const answer = gateway.anonymous.run("tenancy/SignIn", {
        input: { email: "nobody@people.test", password: "Let me in, please" },
      });
      await db.withRoot(async (root) => {
        const waiting =
          "select pid from pg_locks where relation = 'app_private.user_credentials'::regclass and not granted";
        await until(async () => (await root.query(waiting)).rowCount === 1);
        await root.query(`select pg_cancel_backend(pid) from (${waiting}) found`);
      });
      expect((await answer).refusal).toEqual({ code: "TIMEOUT" });
      await blocker.query("rollback");
    });
  });
});

describe("what time a transaction has", () => {
  it("is for all of its statements, and nothing of it is kept", async () => {
    const { member, service } = await actorsAt(hasty);
    const fields = [1, 2, 3, 4].map(
      (i) => `f${i}: writeSlowly(input: { title: "Whole ${i}", seconds: 0.4 }) { result }`,
    );
    const refused = await member?.query(`mutation { ${fields.join(" ")} }`);
    expect(refused?.refusal).toEqual(OF_TRANSACTION);
    expect(refused?.errors?.[0]?.message).toBe("This took longer than the second that it may; do it in parts.");
    expect(await titles("Whole%")).toBe(0);
    expect((await service?.query(`mutation { ${fields.join(" ")} }`))?.errors).toBeUndefined();
    expect(await titles("Whole%")).toBe(4);
    expect((await member?.query(`mutation { ${fields[0]} }`))?.errors).toBeUndefined();
  });

  it("is that of reading, too, of which others are answered", async () => {
    const client = strict.asClient(db.world.acme.client);
    expect((await client.query(sleepFor(1.5))).refusal).toEqual(OF_TRANSACTION);
    expect((await client.query(sleepFor(0.1))).errors).toBeUndefined();
    expect(strict.pool.totalCount).toBeLessThanOrEqual(2);
  });

  it("is not that of files, which take as long as they take", async () => {
    const authorization = `Bearer ${await hasty.tokenFor(db.world.acme.members.admin)}`;
    const headers = { authorization, "x-organization-id": db.world.acme.id };
    await db.withRoot(async (blocker) => {
      await blocker.query("begin; lock table app_public.contacts in access exclusive mode");
      const file = hasty.inject({ url: "/exports/contacts.csv", headers });
      const read = await hasty.as(db.world.acme.members.admin).query("{ contacts { totalCount } }");
      expect(read.refusal).toEqual(OF_TRANSACTION);
      await blocker.query("rollback");
      const { statusCode, body } = await file;
      expect([statusCode, body.split("\n").length > 3]).toEqual([200, true]);
    });
  });
});

describe("a connection whose other end has nothing to say any more", () => {
  const proxy = useProxy(() => db.urls.authenticator);
  const cutOff = useGateway(db, {
    poolSize: 2,
    authenticatorUrl: () => proxy.url,
    variables: { LIMIT_TRANSACTION_SECONDS_MEMBER: "1" },
  });

  it.each([
    "{ contacts { totalCount } }",
    'mutation { writeSlowly(input: { title: "Silent", seconds: 0 }) { result } }',
  ])(
    "is given up after its time, and the next one is used: %s",
    async (operation) => {
      const member = cutOff.as(db.world.acme.members.staff);
      expect((await member.query(operation)).errors).toBeUndefined();
      proxy.fallSilent();
      expect((await member.query(operation)).code).toBe("UNAVAILABLE");
      await proxy.cut();
      await proxy.open();
      expect((await member.query(operation)).errors).toBeUndefined();
    },
    60_000,
  );
});

describe("a transaction that nobody goes on with", () => {
  let pool: Pool;
  beforeAll(() => {
    pool = createAuthenticatorPool(db.urls.authenticator, 1, { warn: () => {} });
  });
  afterAll(() => pool.end());

  const open = () => {
    const { userId, organization = null } = db.world.acme.members.staff;
    const claims = { iss: "tenantry", sub: userId };
    const identity = { claims, organization, requestId: "late", address: "127.0.0.1" };
    const member = { statementSeconds: 5, transactionSeconds: 1 };
    const times = { ...DEFAULT_LIMITS.time, member };
    return RequestTransaction.open(pool, pgSettingsFor(identity, "read write"), { times });
  };
  const insert = (transaction: RequestTransaction) =>
    transaction.run((client) => client.query({ text: "insert into app_public.tasks (title) values ('Idle')" }));

  it("takes no more statements after its time, and isn't committed", async () => {
    const late = await open();
    await insert(late);
    await sleep(1_200);
    await expect(insert(late)).rejects.toMatchObject({ limit: "transactionSeconds", maximum: 1 });
    await expect(late.commit()).rejects.toMatchObject({ limit: "transactionSeconds", maximum: 1 });
    expect(await titles("Idle")).toBe(0);

    const inTime = await open();
    await insert(inTime);
    await inTime.commit();
    expect(await titles("Idle")).toBe(1);
  });
});
