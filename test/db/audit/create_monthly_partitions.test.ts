import { describe, expect, it } from "@jest/globals";
import { insertStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("app_private.create_monthly_partitions", () => {
  const db = useDatabase();
  const CREATE = "select app_private.create_monthly_partitions($1)";
  const TABLES = ["audit_logs", "security_events"];

  const partitions = async (t: TestTransaction) => {
    const sql = `
      select inhrelid::regclass::text as name from pg_inherits
      where inhparent = any ($1::regclass[]) and inhrelid::regclass::text not like '%\\_default'`;
    const rows = await t.rows<{ name: string }>(sql, [TABLES.map((table) => `app_public.${table}`)]);
    return rows.map(({ name }) => name);
  };
  /** As in a database that has just been made. */
  const startOver = async (t: TestTransaction) => {
    await t.asOwner();
    for (const name of await partitions(t)) await t.rows(`drop table ${name}`);
    for (const table of TABLES) await t.count(`delete from app_public.${table}`);
  };

  it("makes the coming months' partitions of both trails once, and new rows go there", () =>
    db.transaction(async (t) => {
      await startOver(t);
      expect(await t.value(CREATE, [2])).toBe(6);
      expect(await t.value(CREATE, [2])).toBe(0);
      expect(await t.value(CREATE, [4])).toBe(4);
      await t.as(db.world.acme.members.staff);
      const id = await t.value(...insertStatement("contacts", { first_name: "Grace" }));
      await t.asOwner();
      await t.value("select app_private.record_security_event('refused_token', request_id => 'here')");
      const month = await t.value("select to_char(now() at time zone 'UTC', 'YYYY_MM')");
      const found = "select tableoid::regclass::text from app_public.audit_logs where record_id = $1";
      expect(await t.value(found, [id])).toBe(`app_private.audit_logs_${month}`);
      expect(
        await t.value("select tableoid::regclass::text from app_public.security_events where request_id = 'here'"),
      ).toBe(`app_private.security_events_${month}`);
    }));

  it("goes on into the next year, month after month", () =>
    db.transaction(async (t) => {
      await startOver(t);
      await t.value(CREATE, [13]);
      const expected = await t.value(
        `select array_agg(format('app_private.%s_%s', name, to_char((now() at time zone 'UTC') + make_interval(months => i), 'YYYY_MM')))
         from unnest($1::text[]) as name, generate_series(0, 13) as i`,
        [TABLES],
      );
      expect((await partitions(t)).sort()).toEqual((expected as string[]).sort());
    }));

  it("leaves out a month that the default partition already has rows of", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      await t.count(
        `insert into app_public.audit_logs (organization_id, actor_kind, action, table_name, created_at)
         values ($1, 'system', 'insert', 'contacts', now() + interval '40 months')`,
        [db.world.acme.id],
      );
      await t.value(CREATE, [38]);
      // Months 39 and 41 of the one, all three of the other.
      expect(await t.value(CREATE, [41])).toBe(5);
    }));

  it("makes each partition once when two run at the same time", async () => {
    const results = await db.withRoot(
      (first) =>
        db.withRoot(
          (second) => Promise.all([first, second].map(async (client) => (await client.query(CREATE, [6])).rows[0])),
          db.urls.owner,
        ),
      db.urls.owner,
    );
    const counts = results.map((row) => row.create_monthly_partitions).sort((a, b) => a - b);
    expect(counts[0]).toBe(0);
    expect(counts[1]).toBeGreaterThan(0);
  });

  it("makes partitions that nobody reaches around their table, and can't be run by a member", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      await t.value(CREATE, [1]);
      const names = [...(await partitions(t)), ...TABLES.map((table) => `app_private.${table}_default`)];
      expect(names.length).toBeGreaterThan(5);
      for (const name of names) {
        await t.asOwner();
        expect(await t.value("select relrowsecurity from pg_class where oid = $1::regclass", [name])).toBe(true);
        await t.as(db.world.acme.members.owner);
        expect(await t.refusal(`select from ${name}`)).toBe("42501");
        expect(await t.refusal(`delete from ${name}`)).toBe("42501");
      }
      expect(await t.refusal(CREATE, [1])).toBe("42501");
    }));
});
