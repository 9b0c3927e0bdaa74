import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

const db = useDatabase();

const FORECAST = `select to_char(month, 'YYYY-MM') as month, currency, open_deals as open, open_value_cents::int as value,
    weighted_value_cents::int as weighted, won_deals as won, won_value_cents::int as won_value
  from app_public.sales_forecast($1, $2, pipeline_id => $3, owner_id => $4)`;

interface Filter {
  readonly months?: number | null;
  readonly pipelineId?: string;
  readonly ownerId?: string;
}

const forecast = (t: TestTransaction, from: string, { months = 2, pipelineId, ownerId }: Filter = {}) =>
  t.rows(FORECAST, [from, months, pipelineId ?? null, ownerId ?? null]);
const add = (t: TestTransaction, columns: Columns) =>
  t.value<string>(...insertStatement("deals", { title: "Fence", value_cents: 1000, ...columns }));
const nothing = { open: 0, value: 0, weighted: 0, won: 0, won_value: 0 };

describe("app_public.sales_forecast", () => {
  it("adds open deals up by the month in which they are expected to be decided, and what each is likely to bring", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      await add(t, { expected_close_on: "2031-01-01", probability: 10 });
      await add(t, { expected_close_on: "2031-01-31", probability: 50, value_cents: 2000 });
      await add(t, { expected_close_on: "2031-03-31", currency: "GBP", probability: 100 });
      for (const expected_close_on of ["2030-12-31", "2031-04-01", null]) await add(t, { expected_close_on });
      const archived = await add(t, { expected_close_on: "2031-02-01" });
      await t.count(...updateStatement("deals", archived, { deleted_at: new Date() }));
      const lost = await add(t, { expected_close_on: "2031-02-01" });
      await t.value("select app_public.lose_deal($1, 'Too dear')", [lost]);
      expect(await forecast(t, "2031-01-17", { months: 3 })).toEqual([
        { month: "2031-01", currency: "USD", ...nothing, open: 2, value: 3000, weighted: 1100 },
        { month: "2031-02", currency: "USD", ...nothing },
        { month: "2031-03", currency: "GBP", ...nothing, open: 1, value: 1000, weighted: 1000 },
        { month: "2031-03", currency: "USD", ...nothing },
      ]);
    }));

  it("shows beside them what was won, in the month in which it was where the organization is", () =>
    db.transaction(async (t) => {
      const { id, members, stages } = db.world.acme;
      await t.asOwner();
      await t.count("update app_public.organizations set timezone = 'Pacific/Auckland' where id = $1", [id]);
      const won = (closed_at: string, more: Columns = {}) =>
        add(t, { organization_id: id, stage_id: stages["Won"], closed_at, ...more });
      // Auckland is 13 hours ahead in January.
      await won("2024-12-31T10:59:59Z");
      await won("2024-12-31T11:00:00Z", { expected_close_on: "2025-02-01" });
      await won("2025-01-31T10:59:59Z", { value_cents: 500 });
      await won("2025-01-31T11:00:00Z", { value_cents: 1 });
      await won("2025-01-15T00:00:00Z", { stage_id: stages["Lost"] });
      await won("2025-01-15T00:00:00Z", { deleted_at: new Date() });
      await t.as(members.staff);
      expect(await forecast(t, "2025-01-01", { months: 1 })).toEqual([
        { month: "2025-01", currency: "USD", ...nothing, won: 2, won_value: 1500 },
      ]);
    }));

  it("begins with this month and is of six unless something else is asked for", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const months = "select to_char(month, 'YYYY-MM') as month from app_public.sales_forecast() group by 1 order by 1";
      const now = await t.value<string>("select to_char(now() at time zone 'UTC', 'YYYY-MM')");
      const rows = await t.rows<{ month: string }>(months);
      expect([rows.length, rows[0]?.month]).toEqual([6, now]);
    }));

  it("counts the deals that the caller sees", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.asOwner();
      const { rep, outsider } = acme.members;
      for (const [owner_id, business_id] of [
        [rep.membershipId, null],
        [outsider.membershipId, acme.businesses.north],
        [null, acme.businesses.south],
      ]) {
        await add(t, { organization_id: acme.id, owner_id, business_id, expected_close_on: "2031-01-01" });
      }
      const seen: Record<string, unknown> = {};
      for (const [name, actor] of Object.entries({ ...acme.members, apiKey: acme.apiKey, stranger: globex.owner })) {
        await t.as(actor);
        seen[name] = (await forecast(t, "2031-01-01", { months: 1 }))[0]?.["open"];
      }
      const everything = { owner: 3, admin: 3, manager: 3, staff: 3, viewer: 3, apiKey: 3 };
      expect(seen).toEqual({ ...everything, rep: 1, teammate: 0, outsider: 1, northerner: 2, stranger: 0 });
      await t.as(acme.client);
      expect(await t.refusal(FORECAST, ["2031-01-01", 1, null, null])).toBe("42501");
      await t.asAnonymous();
      expect(await t.refusal(FORECAST, ["2031-01-01", 1, null, null])).toBe("42501");
    }));

  it("looks at one pipeline or one member's deals", () =>
    db.transaction(async (t) => {
      const { id: organization_id, members, pipelineId } = db.world.acme;
      await t.asOwner();
      const pipeline_id = await t.value<string>(...insertStatement("pipelines", { organization_id, name: "Second" }));
      await t.count(
        ...insertStatement("pipeline_stages", { organization_id, pipeline_id, name: "Try", probability: 5 }),
      );
      await t.as(members.staff);
      await add(t, { expected_close_on: "2031-01-01", owner_id: members.rep.membershipId });
      await add(t, { expected_close_on: "2031-01-01", pipeline_id, value_cents: 7 });
      const worth = async (filter: Filter) => (await forecast(t, "2031-01-01", { months: 1, ...filter }))[0]?.["value"];
      expect(await worth({})).toBe(1007);
      expect([await worth({ pipelineId }), await worth({ pipelineId: pipeline_id })]).toEqual([1000, 7]);
      expect(await worth({ ownerId: members.rep.membershipId })).toBe(1000);
      expect(await worth({ ownerId: members.rep.membershipId, pipelineId: pipeline_id })).toBe(0);
    }));

  it.each([0, 25, null])("isn't of %s months", (months) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const error = await t.failure(FORECAST, ["2031-01-01", months, null, null]);
      expect([error.code, error.detail]).toEqual(["TN400", '{"field": "months"}']);
      expect(await forecast(t, "2031-01-01", { months: 24 })).toHaveLength(24);
    }),
  );

  it.each(["0001-01-02", "9999-12-30", "infinity"])("doesn't begin at %s", (from) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      expect((await t.failure(FORECAST, [from, 1, null, null])).detail).toBe('{"field": "fromMonth"}');
    }),
  );
});
