import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { type Answer, useGateway } from "../support/gateway.ts";
import { until } from "../support/waiting.ts";

const db = useDatabase();
const METRICS_TOKEN = "only-for-this-test-file";
const gateway = useGateway(db, { environment: "production", poolSize: 4, variables: { METRICS_TOKEN } });
const staff = () => gateway.as(db.world.acme.members.staff);
const migrate = (sql: string) => db.withRoot((owner) => owner.query(sql), db.urls.owner);
/** What the migration command leaves behind beside what the migration does. */
const record = (number: string) =>
  migrate(`
    insert into graphile_migrate.migrations (hash, previous_hash, filename)
    select 'sha1:' || md5('${number}'), hash, '${number}.sql' from graphile_migrate.migrations order by filename desc limit 1`);

/** What the log tells of migrations. */
const told = () =>
  gateway.log
    .map((line) => JSON.parse(line) as { level: number; msg: string; migrations?: string[] })
    .filter(({ migrations }) => migrations !== undefined);

async function newerMigrations(): Promise<number> {
  const { body } = await gateway.inject({ url: "/metrics", headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  return Number(/^tenantry_database_newer_migrations (\d+)$/m.exec(body)?.[1]);
}

/** Reads and writes in turns until it is told to stop; gives how many there were, and those that failed. */
async function underLoad(change: () => Promise<unknown>): Promise<{ before: number; after: number; failed: Answer[] }> {
  const failed: Answer[] = [];
  let count = 0;
  let isOver = false;
  const requests = [
    () => staff().query("{ contacts(first: 5) { totalCount nodes { id name email customFields company { name } } } }"),
    () => staff().run("crm/CreateContact", { contact: { firstName: "Meanwhile" } }),
    () =>
      staff().query(
        'mutation { createCompany(input: { company: { name: "Meanwhile" } }) { company { name website } } }',
      ),
    () => staff().query("{ companies(first: 3) { nodes { name website } } }"),
    () => staff().run("crm/UpdateContact", { id: db.world.acme.contacts.norths, patch: { lastName: `N${count}` } }),
    () => staff().run("crm/ListContacts", { first: 3 }),
  ];
  const lines = requests.map(async (request) => {
    while (!isOver) {
      const answer = await request();
      count++;
      if (answer.errors !== undefined) failed.push(answer);
    }
  });
  try {
    await until(async () => count > 40);
    const before = count;
    await change();
    await until(async () => count > before + 80);
    return { before, after: count - before, failed };
  } finally {
    isOver = true;
    await Promise.all(lines);
  }
}

describe("a migration while requests are served", () => {
  it("adds columns, with and without a default, to a table that is read and written, and no request fails", async () => {
    const { failed, before, after } = await underLoad(async () => {
      for (const column of ["score bigint", "shade text not null default 'grey'", "seen_at timestamptz"]) {
        await migrate(`alter table app_public.contacts add column ${column}`);
        await sleep(50);
      }
    });
    expect([...new Set(failed.map(({ text }) => text))]).toEqual([]);
    expect([before, after].every((count) => count > 40)).toBe(true);
  });

  it("changes the type of a column that prepared statements give, and no request fails", async () => {
    const { failed } = await underLoad(() =>
      migrate("alter table app_public.companies alter column website type varchar"),
    );
    expect([...new Set(failed.map(({ text }) => text))]).toEqual([]);
  });

  it("is told once in the log, in the metrics and to whoever asks whether the gateway is ready, which it stays", async () => {
    const ready = () => gateway.inject({ url: "/ready" });
    expect((await ready()).json()).toEqual({ status: "ready" });
    expect(told()).toEqual([]);
    await record("000998");
    // Nobody asks: it is noticed all the same.
    await until(async () => told().length === 1, 20_000);
    expect(told()[0]).toMatchObject({
      level: 40,
      migrations: ["000998"],
      msg: expect.stringMatching(/000998.+goes on.+one after the other/),
    });
    expect((await ready()).json()).toEqual({ status: "ready", migrations: { newer: 1 } });
    expect(told()).toHaveLength(1);
    expect(await newerMigrations()).toBe(1);

    await record("000999");
    expect((await ready()).statusCode).toBe(200);
    expect(told().map(({ migrations }) => migrations)).toEqual([["000998"], ["000998", "000999"]]);
    await migrate("delete from graphile_migrate.migrations where filename ~ '^00099[89]'");
    expect((await ready()).json()).toEqual({ status: "ready" });
    expect(await newerMigrations()).toBe(0);
  });

  it("takes a column away: who asks for it is told, everybody else is served", async () => {
    const withWebsite = () =>
      staff().query("{ companies(first: 1) { nodes { name website } } contacts(first: 1) { totalCount } }");
    expect((await withWebsite()).errors).toBeUndefined();
    await migrate("alter table app_public.companies rename column website to home");
    // As of a database that nobody has migrated, it is a failure like any other.
    expect((await withWebsite()).code).toBe("INTERNAL");

    await record("000998");
    const answer = await withWebsite();
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ companies: null, contacts: { totalCount: expect.any(Number) } });
    expect(answer.errors).toMatchObject([
      {
        message: "This is no longer in the database, which is ahead of this version of the API; try again later.",
        path: ["companies"],
        extensions: { code: "UNAVAILABLE", reference: expect.any(String) },
      },
    ]);
    expect(gateway.log.join("")).toContain("column __companies__.website does not exist");
    const create =
      'mutation { createCompany(input: { company: { name: "Late", website: "https://a.test" } }) { company { id } } }';
    expect((await staff().query(create)).code).toBe("UNAVAILABLE");
    const others = await Promise.all([
      staff().query("{ companies(first: 1) { nodes { name } } }"),
      staff().query('mutation { createCompany(input: { company: { name: "Late" } }) { company { name } } }'),
      staff().run("crm/ListContacts"),
    ]);
    expect(others.map(({ errors }) => errors)).toEqual([undefined, undefined, undefined]);

    await migrate("alter table app_public.companies rename column home to website");
    expect((await withWebsite()).errors).toBeUndefined();
    await migrate("delete from graphile_migrate.migrations where filename = '000998.sql'");
  });
});
