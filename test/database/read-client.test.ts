import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Pool } from "pg";
import { createOperationWithPgClient } from "../../src/database/adaptor.ts";
import { createAuthenticatorPool } from "../../src/database/pools.ts";
import type { Settings } from "../../src/database/request-transaction.ts";
import { pgSettingsFor } from "../../src/graphile/context.ts";
import { useDatabase } from "../support/database.ts";
import { until } from "../support/waiting.ts";

const db = useDatabase();
let pool: Pool;
let told: string[] = [];
let taken = 0;

const settingsOf = (userId: string): Settings =>
  pgSettingsFor(
    {
      claims: { iss: "tenantry", sub: userId },
      organization: null,
      requestId: "read-client",
      address: "127.0.0.1",
    },
    "read only",
  );

const owner = () => settingsOf(db.world.acme.members.owner.userId);
const read = (settings: Settings, text: string, values: unknown[] = [], name?: string): Promise<unknown[][]> =>
  createOperationWithPgClient(pool, { onRefusal: (code) => told.push(String(code)) })(settings, async (client) => {
    const query = { text, values: values as never[], arrayMode: true, ...(name === undefined ? {} : { name }) };
    return (await client.query<unknown[]>(query)).rows as unknown[][];
  });

/** Several reads of one operation, asked for at once. */
const together = async (settings: Settings, texts: readonly string[]) => {
  const withPgClient = createOperationWithPgClient(pool, { onRefusal: (code) => told.push(String(code)) });
  const answers = await Promise.allSettled(
    texts.map((text) =>
      withPgClient(settings, (client) => client.query<unknown[]>({ text, values: [], arrayMode: true })),
    ),
  );
  return answers.map((answer) =>
    answer.status === "fulfilled" ? answer.value.rows[0]?.[0] : (answer.reason as { code?: string }).code,
  );
};

beforeAll(() => {
  pool = createAuthenticatorPool(db.urls.authenticator, 2, { warn: () => {} });
  pool.on("acquire", () => taken++);
});
afterAll(() => pool.end());
beforeEach(() => {
  told = [];
  taken = 0;
});

describe("reading as a request", () => {
  it("is done as whoever asks, and leaves nothing on the connection", async () => {
    const [row] = await read(owner(), "select current_user::text, app_hidden.organization_id()::text, $1::text", ["é"]);
    expect(row).toEqual(["tenantry_member", db.world.acme.id, "é"]);
    const { rows } = await pool.query(
      "select current_user::text as role, coalesce(current_setting('app.organization_id', true), '') as organization, current_setting('transaction_read_only') as reading",
    );
    expect(rows).toEqual([{ role: "tenantry_authenticator", organization: "", reading: "off" }]);
  });

  it("can't write, whatever the role may", async () => {
    const insert = "insert into app_public.contacts (first_name) values ('Ann') returning id";
    await expect(read(owner(), insert)).rejects.toMatchObject({ code: "25006" });
    await expect(read(owner(), "select set_config('transaction_read_only', 'off', true)")).rejects.toMatchObject({
      code: "25001",
    });
  });

  it("reads values as PostgreSQL's types are read, and nulls", async () => {
    const text = "select 1::int, true, null::text, '{\"a\": 1}'::json, '2030-01-01'::text from generate_series(1, 2)";
    const rows = await read(owner(), text, [], "types");
    expect(rows).toEqual([1, 2].map(() => [1, true, null, { a: 1 }, "2030-01-01"]));
    // The second time its columns aren't asked for.
    expect(await read(owner(), text, [], "types")).toEqual(rows);
  });

  it("sends what is asked for at once over one connection, and the rest over others", async () => {
    const process = "select pg_backend_pid()";
    const four = await together(owner(), [process, process, process, process]);
    expect([new Set(four).size, taken]).toEqual([1, 1]);
    taken = 0;
    await together(owner(), [process, process, process, process, process]);
    expect(taken).toBe(2);
  });

  it("asks twice at once for the same statement, with different values", async () => {
    const withPgClient = createOperationWithPgClient(pool);
    const query = { text: "select $1::int + 1000", name: "read_client_twice", arrayMode: true as const };
    const settings = owner();
    const ask = (value: string) =>
      withPgClient(settings, (client) => client.query<unknown[]>({ ...query, values: [value] }));
    expect((await Promise.all([ask("1"), ask("2")])).map(({ rows }) => rows)).toEqual([[[1_001]], [[1_002]]]);
    expect((await ask("3")).rows).toEqual([[1_003]]);
  });

  it("fails what fails, and nothing beside it", async () => {
    const answers = await together(owner(), ["select 1", "select 1 / 0", "select 3", "select nothing"]);
    expect(answers).toEqual([1, "22012", 3, "42703"]);
    expect(told).toEqual([]);
  });

  it("is refused as a whole when the request is, and that is told once", async () => {
    const nobody = settingsOf("00000000-0000-4000-8000-000000000000");
    const answers = await together(nobody, ["select 1", "select 2"]);
    expect(answers).toEqual([answers[0], answers[0]]);
    expect(answers[0]).toMatch(/^TN/);
    expect(told).toEqual([answers[0]]);
    expect(await together(owner(), ["select 1"])).toEqual([1]);
  });

  it("outlives a connection that is lost", async () => {
    const [[victim]] = (await read(owner(), "select pg_backend_pid()")) as [[number]];
    const waiting = together(owner(), ["select pg_sleep(20)::text", "select 2"]);
    await until(async () => {
      const sql =
        "select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and query like '%pg_sleep(20)%'";
      return (await db.withRoot((root) => root.query(sql, [victim]))).rowCount === 1;
    });
    expect(await waiting).toEqual(["57P01", 2]);
    expect(await together(owner(), ["select 3"])).toEqual([3]);
  });

  it("survives tables that change under a prepared statement", async () => {
    const text = "select * from app_public.tickets limit 1";
    const before = await read(owner(), text, [], "changing");
    await db.withRoot((root) => root.query("alter table app_public.tickets add column surprise text"), db.urls.owner);
    const after = await read(owner(), text, [], "changing");
    expect(after[0]?.length).toBe((before[0]?.length ?? 0) + 1);
  });

  it("keeps no more prepared statements than it has room for", async () => {
    const settings = owner();
    for (let n = 0; n < 250; n++) {
      expect(await read(settings, `select ${n}`, [], `number ${n}`)).toEqual([[n]]);
    }
    const [[kept]] = (await read(settings, "select count(*)::int from pg_prepared_statements")) as [[number]];
    expect(kept).toBeGreaterThan(50);
    expect(kept).toBeLessThanOrEqual(210);
    // One that made room is prepared again.
    expect(await read(settings, "select 0", [], "number 0")).toEqual([[0]]);
  });

  it("runs several statements in one transaction where that is wanted", async () => {
    const rows = await createOperationWithPgClient(pool)(owner(), (client) =>
      client.withTransaction(async (inner) => {
        const moment = { text: "select txid_current_if_assigned() is null, now()::text", arrayMode: true };
        return [await inner.query<unknown[]>(moment), await inner.query<unknown[]>(moment)].map(({ rows }) => rows[0]);
      }),
    );
    expect(rows[0]).toEqual(rows[1]);
  });
});
