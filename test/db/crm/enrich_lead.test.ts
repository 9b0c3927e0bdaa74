import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, ownedRows, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { describeOwnedOperation, race } from "../../support/operations.ts";

const db = useDatabase();

const ENRICH =
  "select id from app_public.enrich_lead($1, provider => $2, data => $3, confidence => $4, fetched_at => $5)";
const FETCHED_AT = "2026-01-02T03:04:05Z";
const values = (leadId: string, { provider = "Registry", data = { employees: 7 } as object, at = FETCHED_AT } = {}) => [
  leadId,
  provider,
  data,
  0.8,
  at,
];
const stored = (t: TestTransaction, leadId: string) =>
  t.rows(
    "select provider, data, confidence, fetched_at from app_public.lead_enrichments where lead_id = $1 order by id",
    [leadId],
  );

describe("app_public.enrich_lead", () => {
  describeOwnedOperation(
    db,
    async () => ownedRows(db.world.acme.leads),
    (id) => [ENRICH, values(id)],
  );

  it("stores what a provider answered, and leaves the lead itself alone", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.rep);
      const lead = { first_name: "Grace", assigned_to_id: db.world.acme.members.rep.membershipId, ai_score: 0.4 };
      const id = await t.value<string>(...insertStatement("leads", lead));
      const data = { phone: "+442079460001", employees: 7 };
      await t.value(ENRICH, values(id, { data }));
      expect(await stored(t, id)).toEqual([
        { provider: "Registry", data, confidence: 0.8, fetched_at: new Date(FETCHED_AT) },
      ]);
      expect(await t.rows("select phone, ai_score, status from app_public.leads where id = $1", [id])).toEqual([
        { phone: null, ai_score: 0.4, status: "new" },
      ]);
      await t.value("select app_public.enrich_lead($1, 'Registry', '{}')", [id]);
      expect(await stored(t, id)).toMatchObject([{}, { data: {}, confidence: null, fetched_at: expect.any(Date) }]);
    }));

  it("stores the same answer once, and refuses another one of that very time", () =>
    db.transaction(async (t) => {
      const { leads, members } = db.world.acme;
      await t.as(members.rep);
      const first = await t.value(ENRICH, values(leads.reps));
      expect(await t.value(ENRICH, values(leads.reps))).toBe(first);
      const error = await t.failure(ENRICH, values(leads.reps, { data: { employees: 8 } }));
      expect([error.code, error.detail]).toEqual(["TN409", '{"field": "fetchedAt"}']);
      for (const other of [{ at: "2026-01-02T03:04:06Z" }, { provider: "Directory" }]) {
        expect(await t.value(ENRICH, values(leads.reps, other))).not.toBe(first);
      }
    }));

  it("takes no answers from the future, no nameless provider, and nothing about a lead that is archived", () =>
    db.transaction(async (t) => {
      const { leads, members } = db.world.acme;
      await t.as(members.staff);
      const future = new Date(Date.now() + 3_600_000).toISOString();
      const error = await t.failure(ENRICH, values(leads.reps, { at: future }));
      expect([error.code, error.detail]).toEqual(["TN400", '{"field": "fetchedAt"}']);
      expect(await t.refusal(ENRICH, values(leads.reps, { provider: " " }))).toBe("23514");
      const archived: Columns = { deleted_at: new Date() };
      await t.count(...updateStatement("leads", leads.reps, archived));
      expect(await t.failure(ENRICH, values(leads.reps))).toMatchObject({
        code: "TN404",
        detail: '{"field": "leadId"}',
      });
    }));

  it("stores an answer once that ten callers bring at the same moment", async () => {
    const { apiKey, leads } = db.world.acme;
    const calls = Array.from({ length: 10 }, () => [ENRICH, values(leads.norths, { provider: "Race" })] as const);
    expect(new Set(await race(db, apiKey, calls))).toEqual(new Set(["done"]));
    const sql = "select from app_public.lead_enrichments where lead_id = $1 and provider = 'Race'";
    expect(await db.withRoot(async (root) => (await root.query(sql, [leads.norths])).rowCount)).toBe(1);
  });

  it("is in the audit log as the key's that brought it", () =>
    db.transaction(async (t) => {
      const { apiKey, leads, members } = db.world.acme;
      await t.as(apiKey);
      const id = await t.value(ENRICH, values(leads.reps));
      await t.as(members.owner);
      const sql = "select actor_kind, api_key_id, action from app_public.audit_logs where record_id = $1";
      expect(await t.rows(sql, [id])).toEqual([{ actor_kind: "api_key", api_key_id: apiKey.id, action: "insert" }]);
    }));
});
