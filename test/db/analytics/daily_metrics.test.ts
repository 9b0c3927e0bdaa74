import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Client } from "pg";
import { type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

/** The tables that are counted, and what a new row can't be without. */
const NEW_ROWS = {
  contacts: () => ({}),
  leads: () => ({}),
  calls: (choice: number) => ({ to_number: "+447700900999", status: ["completed", "missed"][choice % 2] }),
  conversations: () => ({ channel: "chat" }),
  messages: (choice: number) => ({ channel: "chat", direction: ["inbound", "outbound"][choice % 2], body: "Hello" }),
  appointments: (choice: number) => ({
    starts_at: hoursFromNow(choice % 200),
    ends_at: hoursFromNow((choice % 200) + 1),
    price_cents: choice * 100,
    currency: ["GBP", "EUR"][choice % 2],
  }),
  deals: (choice: number) => ({ title: "Fence", value_cents: choice * 1_000, currency: ["GBP", "EUR"][choice % 2] }),
  tickets: () => ({ subject: "Broken" }),
  reviews: (choice: number) => ({ rating: (choice % 5) + 1 }),
} satisfies Record<string, (choice: number) => Columns>;

type Table = keyof typeof NEW_ROWS;
const TABLES = Object.keys(NEW_ROWS) as Table[];

const hoursFromNow = (hours: number) => new Date(Date.UTC(2026, 5, 1) + (hours - 100) * 3_600_000);

/** Changes of one row that may move what it counts for. */
const CHANGES: Record<Table, (choice: number, stages: string[]) => Columns> = {
  contacts: (choice) => ({ created_at: hoursFromNow(choice) }),
  leads: (choice) => ({ created_at: hoursFromNow(choice) }),
  calls: (choice) => ({ status: ["completed", "missed", "in_progress", "failed"][choice % 4] }),
  conversations: (choice) => ({ created_at: hoursFromNow(choice) }),
  messages: (choice) => ({ created_at: hoursFromNow(choice) }),
  appointments: (choice) =>
    choice % 3 === 0
      ? { starts_at: hoursFromNow(choice), ends_at: hoursFromNow(choice + 1) }
      : { status: ["completed", "canceled", "no_show", "scheduled"][choice % 4] },
  deals: (choice, stages) =>
    choice % 3 === 0 ? { value_cents: choice * 7 } : { stage_id: stages[choice % stages.length] },
  tickets: (choice) => ({ status: ["open", "pending", "solved", "closed"][choice % 4] }),
  reviews: (choice) => ({ created_at: hoursFromNow(choice) }),
};

interface Operation {
  readonly kind: "add" | "add many" | "change" | "move" | "delete" | "answer" | "zone" | "currency" | "roll up";
  readonly table: Table;
  readonly choice: number;
}

const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant("add" as const) },
    { weight: 6, arbitrary: fc.constant("change" as const) },
    { weight: 2, arbitrary: fc.constantFrom("add many", "move", "delete", "answer") },
    { weight: 1, arbitrary: fc.constantFrom("zone", "currency", "roll up") },
  ) as fc.Arbitrary<Operation["kind"]>,
  table: fc.constantFrom(...TABLES),
  choice: fc.nat(400),
});

/** What is counted but not in the rows (missing) and the other way round (left), as `metric of day: quantity`. */
const figuresOf = (source: string) => `
  select c.organization_id, c.business_id, c.occurred_on, f.key as metric, sum(f.value::bigint)::bigint as quantity
  from ${source} c
  cross join lateral jsonb_each_text(to_jsonb(c) - '{id,organization_id,business_id,business_key,occurred_on,is_total}'::text[]) f
  group by 1, 2, 3, 4
  having sum(f.value::bigint) <> 0`;
const DIFFERENCES = `
  with counted as (${figuresOf("app_hidden.daily_metric_counts")}),
    recounted as (${figuresOf("app_private.daily_metrics_recount")})
  select 'left' as what, * from (select * from counted except select * from recounted) l
  union all
  select 'missing', * from (select * from recounted except select * from counted) m`;

describe("app_public.daily_metrics", () => {
  const db = useDatabase();

  it("equal a recount after any operations, in any order, by whatever time zone", async () => {
    let applied = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 10, maxLength: 40 }), (operations) =>
        db.transaction(async (t) => {
          await t.asOwner();
          const { id: organization_id, businesses, stages } = db.world.acme;
          const businessIds = [businesses.north, businesses.south, null];
          const ids = new Map<Table, string[]>(TABLES.map((table) => [table, []]));
          const attempt = async (sql: string, values: unknown[]) => {
            await t.rows("savepoint operation");
            try {
              const rows = await t.rows<{ id: string }>(sql, values);
              applied++;
              return rows;
            } catch (error) {
              // A rule of the table, such as a status that can't follow the one before.
              if (!/^(TN|23)/.test((error as { code?: string }).code ?? "")) throw error;
              await t.rows("rollback to savepoint operation");
              return [];
            }
          };

          for (const { kind, table, choice } of operations) {
            const own = ids.get(table) ?? [];
            const id = own[choice % own.length];
            const business = table === "messages" ? {} : { business_id: businessIds[choice % 3] };
            const row = { organization_id, ...business, created_at: hoursFromNow(choice), ...NEW_ROWS[table](choice) };
            if (kind === "add" || kind === "add many") {
              for (let copy = 0; copy < (kind === "add" ? 1 : 3); copy++) {
                own.push(...(await attempt(...insertStatement(table, row))).map((added) => added.id));
              }
            } else if (kind === "change" && id) {
              await attempt(...updateStatement(table, id, CHANGES[table](choice, Object.values(stages))));
            } else if (kind === "move" && id && table !== "messages") {
              await attempt(...updateStatement(table, id, { business_id: businessIds[(choice + 1) % 3] }));
            } else if (kind === "delete" && id) {
              await attempt(`delete from app_public.${table} where id = $1`, [id]);
            } else if (kind === "answer") {
              const ticketId = ids.get("tickets")?.[0];
              const answer = { organization_id, ticket_id: ticketId, sender_type: "agent", body: "We are on it" };
              if (ticketId) await attempt(...insertStatement("ticket_messages", answer));
            } else if (kind === "zone") {
              const timezone = ["Pacific/Auckland", "America/Los_Angeles", "Europe/London"][choice % 3];
              await attempt(...updateStatement("organizations", organization_id, { timezone }));
            } else if (kind === "currency") {
              const currency = ["EUR", "GBP"][choice % 2];
              await attempt(...updateStatement("organizations", organization_id, { currency }));
            } else if (kind === "roll up") {
              await t.rows("select app_private.roll_up_daily_metrics($1)", [(choice % 10) + 1]);
            }
          }
          expect(await t.rows(DIFFERENCES)).toEqual([]);
        }),
      ),
      { numRuns: 60 },
    );
    expect(applied).toBeGreaterThan(300);
  }, 120_000);

  it("are told by a recount that nothing keeps: what the property compares can differ", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      expect(await t.rows(DIFFERENCES)).toEqual([]);
      await t.rows("alter table app_public.contacts disable trigger _600_count_added");
      await t.rows("insert into app_public.contacts (organization_id) values ($1)", [db.world.acme.id]);
      const [left, missing] = await t.rows(DIFFERENCES);
      expect(left).toMatchObject({ what: "left", metric: "new_contacts" });
      expect(missing).toMatchObject({ what: "missing", metric: "new_contacts" });
      expect(Number(missing?.["quantity"]) - Number(left?.["quantity"])).toBe(1);
    }));

  it("count what happened on each day, today included", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.asOwner();
      await t.rows("delete from app_hidden.daily_metric_counts");
      await t.as(acme.members.owner);
      const business_id = acme.businesses.north;
      const add = (table: string, columns: Columns) => t.value<string>(...insertStatement(table, columns));
      await add("contacts", { business_id });
      await add("contacts", { business_id });
      await add("calls", {
        business_id,
        to_number: "+447700900999",
        status: "completed",
        contact_id: acme.contacts.reps,
      });
      await add("calls", { business_id, to_number: "+447700900999", status: "missed", contact_id: acme.contacts.reps });
      const day = new Date().toISOString().slice(0, 10);
      const times = { starts_at: `${day}T00:00:00Z`, ends_at: `${day}T00:00:01Z` };
      const currency = await t.value("select currency from app_public.organizations where id = $1", [acme.id]);
      const money = { price_cents: 4_500, currency };
      const appointment = await add("appointments", { business_id, ...times, ...money });
      await t.rows(...updateStatement("appointments", appointment, { status: "completed" }));
      const deal = await add("deals", { business_id, title: "Fence", value_cents: 90_000 });
      await t.rows(...updateStatement("deals", deal, { stage_id: acme.stages["Won"] }));
      await add("reviews", { business_id, rating: 5 });
      await add("reviews", { business_id, rating: 4 });

      const [today] = await t.rows("select * from app_public.daily_metrics where business_id = $1", [business_id]);
      expect(today).toMatchObject({
        new_contacts: "2",
        calls_total: "2",
        calls_answered: "1",
        appointments_booked: "1",
        appointments_completed: "1",
        revenue_cents: "4500",
        deals_won: "1",
        deals_won_value_cents: "90000",
        reviews: "2",
        average_rating: 4.5,
        tickets_opened: "0",
        first_response_seconds: null,
      });
    }));

  it("begin days at midnight in the organization's time zone, also when it changes", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      const { id: organization_id } = db.world.globex;
      const created_at = "2026-03-01T23:30:00Z";
      await t.rows(...insertStatement("contacts", { organization_id, created_at }));
      const days = () =>
        t.value(
          "select array_agg(metric_date::text) from app_public.daily_metrics where organization_id = $1 and metric_date < '2026-04-01'",
          [organization_id],
        );
      for (const [timezone, expected] of [
        ["UTC", "2026-03-01"],
        ["Asia/Tokyo", "2026-03-02"],
        ["America/New_York", "2026-03-01"],
      ]) {
        await t.rows(...updateStatement("organizations", organization_id, { timezone }));
        expect([timezone, await days()]).toEqual([timezone, [expected]]);
      }
    }));

  it("are read by those who may see figures, of their businesses, and by nobody else", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const businesses = "select distinct business_id from app_public.daily_metrics order by 1";
      const seen = async () => (await t.rows<{ business_id: string | null }>(businesses)).map((row) => row.business_id);
      for (const name of ["owner", "admin", "manager", "staff", "viewer"] as const) {
        await t.as(acme.members[name]);
        expect([name, await seen()]).toEqual([
          name,
          expect.arrayContaining([acme.businesses.north, acme.businesses.south, null]),
        ]);
      }
      await t.as(acme.apiKey);
      expect((await seen()).length).toBeGreaterThan(1);
      await t.as(acme.members.northerner);
      expect(await seen()).toEqual(expect.arrayContaining([acme.businesses.north]));
      expect(await seen()).not.toContain(acme.businesses.south);
      await t.as(acme.members.rep);
      expect(await seen()).toEqual([]);
      await t.as(globex.owner);
      expect(await t.count("select from app_public.daily_metrics where organization_id = $1", [acme.id])).toBe(0);
      expect((await seen()).length).toBeGreaterThan(0);
      await t.as(acme.client);
      expect(await t.refusal(businesses)).toBe("42501");
      await t.asAnonymous();
      expect(await t.refusal(businesses)).toBe("42501");
    }));

  it("of one organization that nobody could count to don't keep the others' from being rolled up", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.asOwner();
      const insertInto = (figure: string) =>
        `insert into app_hidden.daily_metric_counts (organization_id, occurred_on, is_total, ${figure})`;
      const rollUp = async () => {
        await t.rows("select app_private.roll_up_daily_metrics()");
        return t.value("select count(*)::int from app_hidden.daily_metric_counts where not is_total");
      };
      const columns = "organization_id, new_leads, deals_won_value_cents";
      const totals = () =>
        t.rows(
          `select ${columns} from app_hidden.daily_metric_counts where occurred_on = '1999-01-01' order by new_leads desc`,
        );
      // Thousands of deals of the greatest value on one day.
      const huge = `${insertInto("deals_won_value_cents")} select $1, '1999-01-01', false, 5000000000000000000 from generate_series(1, 2)`;
      const expected = [
        { organization_id: globex.id, new_leads: "1", deals_won_value_cents: "0" },
        { organization_id: acme.id, new_leads: "0", deals_won_value_cents: "9000000000000000000" },
      ];
      await t.rows(`${insertInto("new_leads")} values ($1, '1999-01-01', false, 1)`, [globex.id]);
      await t.rows(huge, [acme.id]);
      expect(await rollUp()).toBe(0);
      expect(await totals()).toEqual(expected);
      await t.rows(huge, [acme.id]);
      expect(await rollUp()).toBe(0);
      expect(await totals()).toEqual(expected);
    }));

  it("go with their organization", () =>
    db.transaction(async (t: TestTransaction) => {
      await t.asOwner();
      const { acme, globex } = db.world;
      const rows = (id: string) =>
        t.value("select count(*)::int from app_hidden.daily_metric_counts where organization_id = $1", [id]);
      expect(await rows(globex.id)).toBeGreaterThan(0);
      await t.count("delete from app_public.organizations where id = $1", [globex.id]);
      expect(await rows(globex.id)).toBe(0);
      expect(await rows(acme.id)).toBeGreaterThan(0);
      expect(await t.rows(DIFFERENCES)).toEqual([]);
    }));
});

describe("writers of one organization at the same moment", () => {
  const db = useDatabase();

  const connect = async () => {
    const client = new Client({ connectionString: db.urls.owner });
    await client.connect();
    return client;
  };

  it("don't wait for each other to count: each finishes while the others' transactions are open", async () => {
    const clients = await Promise.all(Array.from({ length: 16 }, connect));
    const { id } = db.world.acme;
    for (const client of clients) {
      await client.query("begin; set local lock_timeout = '2s'");
      // Waiting for one that is still open would end in a time-out.
      await client.query("insert into app_public.contacts (organization_id, first_name) values ($1, 'Al')", [id]);
    }
    const [rolledUp] = (await clients[0]?.query("select app_private.roll_up_daily_metrics() as rows"))?.rows ?? [];
    expect(rolledUp.rows).toBeGreaterThan(0);
    await Promise.all(clients.map((client) => client.query("commit")));
    expect((await clients[0]?.query(DIFFERENCES))?.rows).toEqual([]);
    await Promise.all(clients.map((client) => client.end()));
  });

  it("are counted on the right day when the time zone changes under them", async () => {
    const [writer, zone] = [await connect(), await connect()];
    const { id } = db.world.acme;
    await writer.query("begin");
    await writer.query(
      "insert into app_public.contacts (organization_id, created_at) values ($1, '2026-02-01T12:00:00Z')",
      [id],
    );
    const change = zone.query("update app_public.organizations set timezone = 'Pacific/Auckland' where id = $1", [id]);
    const first = await Promise.race([
      change.then(() => "changed"),
      writer.query("select pg_sleep(0.3)").then(() => "waits"),
    ]);
    expect(first).toBe("waits");
    await writer.query("commit");
    await change;
    expect((await zone.query(DIFFERENCES)).rows).toEqual([]);
    await Promise.all([writer.end(), zone.end()]);
  });

  it("and roll-ups lose nothing", async () => {
    const clients = await Promise.all(Array.from({ length: 6 }, connect));
    const { id } = db.world.acme;
    const work = clients.map(async (client, index) => {
      for (let round = 0; round < 25; round++) {
        if (index === 0) await client.query("select app_private.roll_up_daily_metrics(7)");
        else await client.query("insert into app_public.leads (organization_id) values ($1)", [id]);
      }
    });
    await Promise.all(work);
    expect((await clients[0]?.query(DIFFERENCES))?.rows).toEqual([]);
    await Promise.all(clients.map((client) => client.end()));
  });
});
