import { describe, expect, it } from "@jest/globals";
import {
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  ownedRows,
  refused,
  updateStatement,
} from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { describeOwnedOperation, outcomeOf, race } from "../../support/operations.ts";

const db = useDatabase();

const SCORE_LEADS = "select app_public.score_leads($1)";

const addRule = (t: TestTransaction, columns: Columns) =>
  t.value<string>(...insertStatement("lead_scoring_rules", { name: "A rule", points: 10, ...columns }));
const addLead = (t: TestTransaction, columns: Columns = { first_name: "Grace" }) =>
  t.value<string>(...insertStatement("leads", columns));
const scoreOf = (t: TestTransaction, id: string) =>
  t.value<number>("select lead_score from app_public.leads where id = $1", [id]);
const reasonsOf = async (t: TestTransaction, id: string) =>
  (
    await t.rows<{ name: string }>(
      "select r.name from app_public.leads l, app_public.leads_score_reasons(l) r where l.id = $1",
      [id],
    )
  ).map(({ name }) => name);

describe("app_public.lead_scoring_rules", () => {
  const all = { sees: ["a rule"], adds: ["another rule"], changes: ["a rule"], deletes: ["a rule"] };
  const reads = { sees: ["a rule"] };
  describeAccess(db, "lead_scoring_rules", {
    rows: ({ acme }) => ({ "a rule": acme.leadScoringRuleId }),
    additions: () => ({ "another rule": { name: "Has an address", field: "email", points: 5 } }),
    change: { points: 7 },
    who: {
      owner: all,
      admin: all,
      manager: reads,
      staff: reads,
      rep: reads,
      viewer: reads,
      northerner: reads,
      stranger: nothing,
      anonymous: refused,
    },
  });

  it.each([
    ["too many points", { field: "email", points: 101 }, "points_must_be_from_minus_100_to_100"],
    ["an own field without its name", { field: "custom_field" }, "key_must_name_what_is_looked_at"],
    ["a key where none is looked at", { field: "email", key: "x" }, "key_must_name_what_is_looked_at"],
    ["nothing to compare with", { field: "email", operator: "equals" }, "value_must_be_there_to_compare_with"],
    ["something to compare with in vain", { field: "email", value: "x" }, "value_must_be_there_to_compare_with"],
    [
      "a number that is none",
      { field: "ai_score", operator: "at_least", value: "much" },
      "value_must_be_a_number_to_compare_with",
    ],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      const row = { name: "A rule", points: 10, ...columns };
      const error = await t.failure(...insertStatement("lead_scoring_rules", row));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
      expect(await addRule(t, { field: "ai_score", operator: "at_least", value: "0.5" })).toEqual(expect.any(String));
    }),
  );
});

describe("a lead's score", () => {
  it("is what was written while there are no rules, or none that are active", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      const id = await addLead(t, { first_name: "Grace", phone: "+442079460001", lead_score: 42, ai_score: 0.3 });
      await addRule(t, { field: "phone", is_active: false });
      expect([await scoreOf(t, id), await reasonsOf(t, id)]).toEqual([42, []]);
    }));

  const custom_fields = { budget: 5000, wants: ["website", "booking"] };
  it.each<[string, Columns, boolean]>([
    ["a value that is known", { field: "email" }, true],
    ["a value that isn't known", { field: "phone" }, false],
    ["a value that is unknown", { field: "phone", operator: "is_unknown" }, true],
    ["a value that isn't unknown", { field: "email", operator: "is_unknown" }, false],
    ["this source", { field: "source", operator: "equals", value: "Website" }, true],
    ["another source", { field: "source", operator: "equals", value: "web" }, false],
    ["a part of the address", { field: "email", operator: "contains", value: "@NAVY" }, true],
    ["no pattern", { field: "email", operator: "contains", value: "%" }, false],
    ["one of the tags", { field: "tags", operator: "equals", value: "warm" }, true],
    ["none of the tags", { field: "tags", operator: "equals", value: "cold" }, false],
    ["the status", { field: "status", operator: "equals", value: "new" }, true],
    ["no company", { field: "company", operator: "is_unknown" }, true],
    ["a campaign", { field: "utm_campaign", operator: "contains", value: "spring" }, true],
    ["a model's score that is enough", { field: "ai_score", operator: "at_least", value: "0.5" }, true],
    ["a model's score that is too much", { field: "ai_score", operator: "at_most", value: "0.5" }, false],
    ["a text that is no number", { field: "source", operator: "at_least", value: "0" }, false],
    ["never having been reached", { field: "last_contacted_at", operator: "is_unknown" }, true],
    ["an own field", { field: "custom_field", key: "budget", operator: "at_least", value: "5000" }, true],
    [
      "one of an own field's values",
      { field: "custom_field", key: "wants", operator: "equals", value: "booking" },
      true,
    ],
    ["an own field that isn't there", { field: "custom_field", key: "size" }, false],
    ["what a provider knew last", { field: "enrichment", key: "employees", operator: "at_least", value: "10" }, true],
    ["what a provider knew before", { field: "enrichment", key: "employees", operator: "equals", value: "3" }, false],
    ["what only another provider knew", { field: "enrichment", key: "city", operator: "equals", value: "Hull" }, true],
  ])("looks at %s", (_, rule, isMet) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      const more = { source: "website", tags: ["warm", "fleet"], ai_score: 0.7, utm_campaign: "Spring sale" };
      const id = await addLead(t, { first_name: "Grace", email: "grace@navy.test", ...more, custom_fields });
      for (const [data, fetched_at] of [
        [{ employees: 3, city: "Hull" }, "2025-01-01"],
        [{ employees: 12 }, "2025-02-01"],
      ] as const) {
        const row = { lead_id: id, provider: "Registry", data, fetched_at };
        await t.count(...insertStatement("lead_enrichments", row));
      }
      await addRule(t, rule);
      expect([await scoreOf(t, id), await reasonsOf(t, id)]).toEqual(isMet ? [10, ["A rule"]] : [0, []]);
    }),
  );

  it("is the sum of its reasons, from 0 to 100", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      const id = await addLead(t, { first_name: "Grace", email: "grace@navy.test", phone: "+442079460001" });
      await addRule(t, { name: "Address", field: "email", points: 60, position: 2 });
      await addRule(t, { name: "Number", field: "phone", points: 35, position: 1 });
      expect([await scoreOf(t, id), await reasonsOf(t, id)]).toEqual([95, ["Number", "Address"]]);
      const more = await addRule(t, { field: "source", points: 6, position: 3 });
      expect(await scoreOf(t, id)).toBe(100);
      await t.count(...updateStatement("lead_scoring_rules", more, { points: -100 }));
      expect(await scoreOf(t, id)).toBe(0);
      expect(await reasonsOf(t, id)).toHaveLength(3);
    }));

  it("follows the lead, what providers know, and the rules; a model's score stays, and can't be outwritten", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      const rule = await addRule(t, { field: "phone", points: 20 });
      await addRule(t, { field: "enrichment", key: "employees", points: 5 });
      const id = await addLead(t, { first_name: "Grace", lead_score: 99, ai_score: 0.9 });
      expect(await scoreOf(t, id)).toBe(0);
      await t.count(...updateStatement("leads", id, { phone: "+442079460001", lead_score: 99 }));
      expect(await scoreOf(t, id)).toBe(20);
      const enrichment = { lead_id: id, provider: "Registry", data: { employees: 3 } };
      const enrichmentId = await t.value(...insertStatement("lead_enrichments", enrichment));
      expect(await scoreOf(t, id)).toBe(25);
      await t.count("delete from app_public.lead_enrichments where id = $1", [enrichmentId]);
      expect(await scoreOf(t, id)).toBe(20);
      await t.count(...updateStatement("lead_scoring_rules", rule, { points: 30 }));
      expect(await scoreOf(t, id)).toBe(30);
      await t.count(...updateStatement("lead_scoring_rules", rule, { is_active: false }));
      expect(await scoreOf(t, id)).toBe(0);
      await t.count("delete from app_public.lead_scoring_rules");
      await t.count(...updateStatement("leads", id, { lead_score: 50 }));
      expect(await scoreOf(t, id)).toBe(50);
      expect(await t.value("select ai_score from app_public.leads where id = $1", [id])).toBe(0.9);
    }));

  it("is each organization's own, and gone with it", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.asOwner();
      const written = await scoreOf(t, globex.leadId);
      await addRule(t, { organization_id: acme.id, field: "source", points: 33 });
      expect([await scoreOf(t, acme.leads.reps), await scoreOf(t, globex.leadId)]).toEqual([33, written]);
      await t.as(globex.owner);
      expect(await reasonsOf(t, globex.leadId)).toEqual([]);
      await t.asOwner();
      await addRule(t, { organization_id: globex.id, field: "source", points: 44 });
      expect(await t.count("delete from app_public.organizations where id = $1", [globex.id])).toBe(1);
      expect(await scoreOf(t, acme.leads.reps)).toBe(33);
    }));

  it("keeps its reasons from whoever may not see the rules", () =>
    db.transaction(async (t) => {
      const { id: organization_id, leads, members } = db.world.acme;
      await t.asOwner();
      await addRule(t, { organization_id, field: "source" });
      const role_id = await t.value(...insertStatement("roles", { organization_id, name: "Caller" }));
      const grant = { organization_id, role_id, resource: "leads", action: "read", scope: "all" };
      await t.count(...insertStatement("role_permissions", grant));
      await t.as(members.rep);
      expect(await reasonsOf(t, leads.reps)).toEqual(["A rule"]);
      await t.asOwner();
      await t.count("update app_public.memberships set role_id = $1 where id = $2", [
        role_id,
        members.rep.membershipId,
      ]);
      await t.as(members.rep);
      expect([await scoreOf(t, leads.reps), await reasonsOf(t, leads.reps)]).toEqual([10, []]);
    }));
});

describe("app_public.score_lead", () => {
  describeOwnedOperation(
    db,
    async () => ownedRows(db.world.acme.leads),
    (id) => ["select app_public.score_lead($1)", [id]],
  );

  it("answers the lead with its score, unless it is archived", () =>
    db.transaction(async (t) => {
      const { leads, members } = db.world.acme;
      await t.as(members.admin);
      await addRule(t, { field: "source", points: 12 });
      const sql = "select lead_score from app_public.score_lead($1)";
      expect(await t.value(sql, [leads.reps])).toBe(12);
      await t.count(...updateStatement("leads", leads.reps, { deleted_at: new Date() }));
      expect(await t.failure(sql, [leads.reps])).toMatchObject({ code: "TN404", detail: '{"field": "leadId"}' });
    }));
});

describe("app_public.score_leads", () => {
  it("is for those who set up the rules", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const outcomes: Record<string, string> = {};
      for (const [name, actor] of Object.entries({ ...acme.members, stranger: globex.owner })) {
        await t.as(actor);
        outcomes[name] = await outcomeOf(t, [SCORE_LEADS, [10]]);
      }
      const { owner, admin, stranger, ...others } = outcomes;
      expect([owner, admin, stranger]).toEqual(["done", "done", "done"]);
      expect(new Set(Object.values(others))).toEqual(new Set(["TN403"]));
      await t.as(acme.client);
      expect(await t.refusal(SCORE_LEADS, [10])).toBe("42501");
      await t.asAnonymous();
      expect(await t.refusal(SCORE_LEADS, [10])).toBe("42501");
    }));

  it("scores what a change of the rules left over, in batches, until nothing is", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.asOwner();
      const many =
        "insert into app_public.leads (organization_id, first_name) select $1, 'Lead ' || n from generate_series(1, $2) n";
      await t.count(many, [acme.id, 1100]);
      await addRule(t, { organization_id: acme.id, field: "source", points: 9 });
      await t.as(acme.members.admin);
      const total = await t.value<string>("select count(*) from app_public.leads");
      const scored = () => t.value<string>("select count(*) from app_public.leads where lead_score = 9");
      expect(await scored()).toBe("1000");
      const left = Number(total) - 1000;
      expect(await t.value(SCORE_LEADS, [60])).toBe(60);
      expect(await t.value(SCORE_LEADS, [1000])).toBe(left - 60);
      expect(await t.value(SCORE_LEADS, [1000])).toBe(0);
      expect(await scored()).toBe(total);
      await t.asOwner();
      expect(await scoreOf(t, globex.leadId)).not.toBe(9);
      await t.count("update app_public.lead_scoring_rules set is_active = false where is_active");
      await t.as(acme.members.admin);
      expect(await t.value(SCORE_LEADS, [1000])).toBe(left);
      expect(await t.value(SCORE_LEADS, [1000])).toBe(0);
    }));

  it.each([null, 0, -1, 1001])("takes no batches of %s", (size) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      expect(await t.failure(SCORE_LEADS, [size])).toMatchObject({ code: "TN400", detail: '{"field": "batchSize"}' });
      expect(await t.value(SCORE_LEADS, [1])).toBe(0);
    }),
  );
});

describe("callers that score leads at the same moment", () => {
  it("share them, and leave none", async () => {
    const { id, members } = db.world.acme;
    const leads = await db.withRoot(async (root) => {
      await root.query("set session_replication_role = replica");
      const many =
        "insert into app_public.leads (organization_id, first_name) select $1, 'Many' from generate_series(1, 990)";
      await root.query(many, [id]);
      const rule = { organization_id: id, name: "Shared rule", field: "source", points: 8 };
      await root.query(...insertStatement("lead_scoring_rules", rule));
      const stale = "select count(*)::int as count from app_public.leads where organization_id = $1";
      return (await root.query(stale, [id])).rows[0].count as number;
    });
    const batch = Math.ceil(leads / 5);
    const calls = Array.from({ length: 5 }, () => [SCORE_LEADS, [batch]] as const);
    expect(new Set(await race(db, members.admin, calls))).toEqual(new Set(["done"]));
    await db.withRoot(async (root) => {
      const scored = "select from app_public.leads where organization_id = $1 and lead_score = 8";
      expect((await root.query(scored, [id])).rowCount).toBe(leads);
      await root.query("delete from app_public.lead_scoring_rules where name = 'Shared rule'");
      await root.query("delete from app_public.leads where first_name = 'Many'");
    });
  });
});

describe("a lead that is written while the rules change", () => {
  it("is scored by the rules of before, and found by scoring the leads", async () => {
    const { acme } = db.world;
    const id = await db.withRoot(async (writer) =>
      db.withRoot(async (ruler) => {
        await writer.query("begin");
        const [sql, values] = insertStatement("leads", { organization_id: acme.id, first_name: "Late" });
        const leadId: string = (await writer.query(sql, values)).rows[0].id;
        const rule = { organization_id: acme.id, name: "A rule", field: "source", points: 8 };
        await ruler.query(...insertStatement("lead_scoring_rules", rule));
        await writer.query("commit");
        return leadId;
      }),
    );
    await db.withRoot(async (root) => {
      const score = async () =>
        (await root.query("select lead_score from app_public.leads where id = $1", [id])).rows[0].lead_score;
      expect(await score()).toBe(0);
      await root.query("select app_private.score_stale_leads($1, 1000)", [acme.id]);
      expect(await score()).toBe(8);
      await root.query("delete from app_public.lead_scoring_rules where name = 'A rule'");
    });
  });
});
