import { describe, expect, it } from "@jest/globals";
import { insertStatement, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("the views of the API", () => {
  const db = useDatabase();

  const views = async (t: TestTransaction) =>
    (
      await t.rows<{ name: string }>(
        "select relname as name from pg_class where relnamespace = 'app_public'::regnamespace and relkind = 'v' order by 1",
      )
    ).map(({ name }) => name);

  it("are the seven of the dashboards, and the timeline", () =>
    db.transaction(async (t) => {
      expect(await views(t)).toEqual([
        "agent_performance",
        "business_dashboard_data",
        "contact_timeline",
        "conversation_threads",
        "customer_summary",
        "daily_metrics",
        "performance_metrics",
        "pipeline_summary",
      ]);
    }));

  it("show the rows of the active organization and of no other, to members and API keys alone", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      for (const view of await views(t)) {
        const count = (id: string) =>
          t.value(`select count(*)::int from app_public.${view} where organization_id = $1`, [id]);
        for (const [actor, own, other] of [
          [acme.members.owner, acme, globex],
          [acme.apiKey, acme, globex],
          [globex.owner, globex, acme],
        ] as const) {
          await t.as(actor);
          expect([view, Number(await count(own.id)) > 0, await count(other.id)]).toEqual([view, true, 0]);
        }
        await t.as(acme.client);
        expect([view, await t.refusal(`select from app_public.${view}`)]).toEqual([view, "42501"]);
        await t.asAnonymous();
        expect([view, await t.refusal(`select from app_public.${view}`)]).toEqual([view, "42501"]);
      }
    }));

  it("cover what their reader may see: a rep's own customers and deals, a limited member's businesses", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.rep);
      expect(await t.rows("select id from app_public.customer_summary")).toEqual([{ id: acme.contacts.reps }]);
      const deals = "select sum(deals_count)::int from app_public.pipeline_summary";
      expect(await t.value(deals)).toBe(1);
      await t.as(acme.members.staff);
      expect(await t.value(deals)).toBeGreaterThan(1);
      const businesses = "select array_agg(business_id) from app_public.business_dashboard_data";
      expect(await t.value(businesses)).toEqual(expect.arrayContaining([acme.businesses.north, acme.businesses.south]));
      await t.as(acme.members.northerner);
      expect(await t.value(businesses)).toEqual([acme.businesses.north]);
    }));

  it("customer_summary tells of each contact what its rows tell", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.owner);
      const contact_id = await t.value<string>(...insertStatement("contacts", { first_name: "Sum" }));
      const call = { contact_id, to_number: "+447700900999", started_at: "2026-01-02T10:00:00Z" };
      await t.rows(...insertStatement("calls", call));
      const past = { starts_at: "2026-01-03T10:00:00Z", ends_at: "2026-01-03T11:00:00Z" };
      const done = await t.value<string>(
        ...insertStatement("appointments", { contact_id, price_cents: 500, currency: "GBP", ...past }),
      );
      await t.rows(...updateStatement("appointments", done, { status: "completed" }));
      const next = { starts_at: "2090-01-03T10:00:00Z", ends_at: "2090-01-03T11:00:00Z" };
      await t.rows(...insertStatement("appointments", { contact_id, ...next }));
      await t.rows(...insertStatement("reviews", { contact_id, rating: 3 }));
      await t.rows(...insertStatement("deals", { contact_id, title: "Open", value_cents: 70 }));
      const lost = { contact_id, title: "Lost", value_cents: 900, stage_id: acme.stages["Lost"] };
      await t.rows(...insertStatement("deals", lost));
      await t.rows(...insertStatement("tickets", { contact_id, subject: "Broken" }));
      await t.rows(
        ...insertStatement("messages", { contact_id, channel: "chat", direction: "inbound", body: "Hello" }),
      );
      const [summary] = await t.rows("select * from app_public.customer_summary where id = $1", [contact_id]);
      expect(summary).toMatchObject({
        name: "Sum",
        calls_count: "1",
        last_call_at: new Date(call.started_at),
        messages_count: "1",
        unread_count: 1,
        appointments_count: "2",
        last_appointment_at: new Date(past.starts_at),
        next_appointment_at: new Date(next.starts_at),
        revenue_cents: "500",
        reviews_count: "1",
        average_rating: 3,
        open_deals_count: "1",
        open_deals_value_cents: "70",
        open_tickets_count: "1",
      });
      await t.rows(...updateStatement("contacts", contact_id, { deleted_at: new Date() }));
      expect(await t.count("select from app_public.customer_summary where id = $1", [contact_id])).toBe(0);
    }));

  it("performance_metrics averages over seven days of the calendar and compares with the seven before", () =>
    db.transaction(async (t) => {
      const { id: organization_id } = db.world.globex;
      await t.asOwner();
      for (const [day, contacts] of [
        ["2026-03-01", 4],
        ["2026-03-08", 2],
        ["2026-03-10", 5],
      ] as const) {
        for (let number = 0; number < contacts; number++) {
          await t.rows(...insertStatement("contacts", { organization_id, created_at: `${day}T12:00:00Z` }));
        }
      }
      const rows = await t.rows(
        `select metric_date::text as day, new_contacts::int as contacts, new_contacts_average as average, new_contacts_change as change
         from app_public.performance_metrics
         where organization_id = $1 and metric_date between '2026-03-01' and '2026-03-31' order by 1`,
        [organization_id],
      );
      expect(rows).toEqual([
        { day: "2026-03-01", contacts: 4, average: 0.57, change: null },
        { day: "2026-03-08", contacts: 2, average: 0.29, change: -0.5 },
        { day: "2026-03-10", contacts: 5, average: 1, change: 0.75 },
      ]);
    }));

  it("agent_performance counts what a member has done", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const { membershipId } = acme.members.viewer;
      await t.asOwner();
      const ticket = { organization_id: acme.id, subject: "Broken", assigned_to_id: membershipId };
      const performance = async () =>
        (await t.rows("select * from app_public.agent_performance where membership_id = $1", [membershipId]))[0];
      const before = await performance();
      for (const seconds of [10, 20, 90]) {
        const id = await t.value<string>(
          ...insertStatement("tickets", { ...ticket, created_at: "2026-01-01T00:00:00Z" }),
        );
        const first_response_at = new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
        await t.rows(...updateStatement("tickets", id, { first_response_at }));
        if (seconds > 10) await t.rows(...updateStatement("tickets", id, { status: "solved" }));
      }
      const won = { organization_id: acme.id, title: "Won", owner_id: membershipId, value_cents: 300 };
      await t.rows(...insertStatement("deals", { ...won, stage_id: acme.stages["Won"] }));
      const after = await performance();
      expect(Number(after?.["tickets_solved"]) - Number(before?.["tickets_solved"])).toBe(2);
      expect(Number(after?.["deals_won"]) - Number(before?.["deals_won"])).toBe(1);
      expect(after).toMatchObject({ member_name: "Vera Viewer", median_first_response_seconds: 20 });
    }));
});
