import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, ownedRows, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { describeOwnedOperation, race } from "../../support/operations.ts";

const db = useDatabase();

const MOVE = "select to_jsonb(d) from app_public.move_deal($1, $2, $3) d";
const WIN = "select to_jsonb(d) from app_public.win_deal($1) d";
const LOSE = "select to_jsonb(d) from app_public.lose_deal($1, ' Too dear ') d";

const stage = (name: string) => db.world.acme.stages[name] as string;
const own = async () => ownedRows(db.world.acme.deals);
const history = (t: TestTransaction, id: string) =>
  t.count("select from app_public.deal_stage_changes where deal_id = $1", [id]);

async function refusal(t: TestTransaction, sql: string, values: unknown[]) {
  const { code, detail } = await t.failure(sql, values);
  return [code, JSON.parse(detail ?? "{}")];
}

/** A pipeline of another kind, with stages by name. */
async function pipeline(t: TestTransaction, kinds: Record<string, string>): Promise<Record<string, string>> {
  const { id: organization_id } = db.world.acme;
  await t.asOwner();
  const pipeline_id = await t.value<string>(...insertStatement("pipelines", { organization_id, name: "Second" }));
  const stages: Record<string, string> = {};
  for (const [position, [name, kind]] of Object.entries(kinds).entries()) {
    const row = { organization_id, pipeline_id, name, kind, position, probability: 5 };
    stages[name] = await t.value<string>(...insertStatement("pipeline_stages", row));
  }
  return stages;
}

describe("app_public.move_deal", () => {
  describeOwnedOperation(db, own, (id) => [MOVE, [id, stage("Proposal"), null]]);

  it("brings the stage's probability, reopens what was closed, and writes nothing where the deal stands already", () =>
    db.transaction(async (t) => {
      const { deals, members } = db.world.acme;
      await t.as(members.staff);
      expect(await t.value(MOVE, [deals.reps, stage("Proposal"), stage("Lead")])).toMatchObject({
        stage_id: stage("Proposal"),
        probability: 60,
        closed_at: null,
      });
      const changes = await history(t, deals.reps);
      await t.value(MOVE, [deals.reps, stage("Proposal"), null]);
      expect(await history(t, deals.reps)).toBe(changes);
      await t.value(LOSE, [deals.reps]);
      expect(await t.value(MOVE, [deals.reps, stage("Lead"), null])).toMatchObject({
        probability: 10,
        closed_at: null,
        lost_reason: null,
      });
    }));

  it("moves to an open stage of another pipeline", () =>
    db.transaction(async (t) => {
      const { deals, members } = db.world.acme;
      const second = await pipeline(t, { Try: "open" });
      await t.as(members.rep);
      expect(await t.value(MOVE, [deals.reps, second["Try"], null])).toMatchObject({
        stage_id: second["Try"],
        probability: 5,
      });
    }));

  it("is refused to a stage that closes, from where the deal isn't any more, and with stages that aren't there", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const id = acme.deals.reps;
      await t.as(acme.members.staff);
      for (const name of ["Won", "Lost"]) {
        expect(await refusal(t, MOVE, [id, stage(name), null])).toEqual(["TN409", { field: "stageId" }]);
      }
      expect(await refusal(t, MOVE, [id, stage("Proposal"), stage("Qualified")])).toEqual([
        "TN409",
        { field: "fromStageId", stageId: stage("Lead") },
      ]);
      for (const missing of [globex.stages["Lead"], globex.id]) {
        expect(await refusal(t, MOVE, [id, missing, null])).toEqual(["TN404", { field: "stageId" }]);
        expect(await refusal(t, MOVE, [id, stage("Lead"), missing])).toEqual(["TN404", { field: "fromStageId" }]);
      }
      await t.count(...updateStatement("deals", id, { deleted_at: new Date() }));
      expect(await refusal(t, MOVE, [id, stage("Proposal"), null])).toEqual(["TN404", { field: "dealId" }]);
    }));

  it("lets one of ten move a deal from where all saw it", async () => {
    const { deals, members } = db.world.acme;
    const calls = Array.from({ length: 10 }, () => [MOVE, [deals.souths, stage("Qualified"), stage("Lead")]] as const);
    const outcomes = await race(db, members.staff, calls);
    expect(outcomes).toEqual([...Array(9).fill("TN409"), "done"]);
    const sql = "select from app_public.deal_stage_changes where deal_id = $1";
    expect(await db.withRoot(async (root) => (await root.query(sql, [deals.souths])).rowCount)).toBe(2);
  });
});

describe("app_public.win_deal", () => {
  describeOwnedOperation(db, own, (id) => [WIN, [id]]);

  it("closes the deal for what it was won for, and makes its contact a customer, whoever looks after them", () =>
    db.transaction(async (t) => {
      const { contacts, deals, members } = db.world.acme;
      await t.as(members.staff);
      await t.count(...updateStatement("deals", deals.reps, { contact_id: contacts.outsiders }));
      await t.as(members.rep);
      const won = await t.value<Columns>("select to_jsonb(d) from app_public.win_deal($1, 7000) d", [deals.reps]);
      expect(won).toMatchObject({
        stage_id: stage("Won"),
        probability: 100,
        value_cents: 7000,
        weighted_value_cents: 7000,
        closed_at: expect.any(String),
      });
      await t.asOwner();
      const sql = "select lifecycle_stage from app_public.contacts where id = $1";
      expect(await t.value(sql, [contacts.outsiders])).toBe("customer");
      expect(await t.value(sql, [contacts.norths])).toBe("lead");
    }));
});

describe("app_public.lose_deal", () => {
  describeOwnedOperation(db, own, (id) => [LOSE, [id]]);

  it("closes the deal with the reason, which it takes", () =>
    db.transaction(async (t) => {
      const { contacts, deals, members } = db.world.acme;
      await t.as(members.staff);
      await t.count(...updateStatement("deals", deals.reps, { contact_id: contacts.reps }));
      const sql = "select app_public.lose_deal($1, $2)";
      for (const reason of [null, "", " \n"]) {
        expect(await refusal(t, sql, [deals.reps, reason])).toEqual(["TN400", { field: "reason" }]);
      }
      expect(await t.value(LOSE, [deals.reps])).toMatchObject({
        stage_id: stage("Lost"),
        probability: 0,
        lost_reason: "Too dear",
        closed_at: expect.any(String),
      });
      const stages = "select lifecycle_stage from app_public.contacts where id = $1";
      expect(await t.value(stages, [contacts.reps])).toBe("lead");
    }));
});

describe.each([
  ["winning", "won", "select to_jsonb(d) from app_public.win_deal($1, stage_id => $2) d"],
  ["losing", "lost", "select to_jsonb(d) from app_public.lose_deal($1, 'Too dear', stage_id => $2) d"],
])("%s a deal", (_, kind, close) => {
  it("is refused when it was closed already, either way, until it is moved back", () =>
    db.transaction(async (t) => {
      const { deals, members } = db.world.acme;
      await t.as(members.rep);
      await t.value(close, [deals.reps, null]);
      for (const again of [WIN, LOSE]) {
        expect(await refusal(t, again, [deals.reps])).toEqual(["TN409", { kind, closedAt: expect.any(String) }]);
      }
      await t.value(MOVE, [deals.reps, stage("Lead"), null]);
      expect(await t.value(close, [deals.reps, null])).toMatchObject({ closed_at: expect.any(String) });
    }));

  it("takes a stage of its pipeline that is for it", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const kinds = { Try: "open", Signed: "won", Paid: "won", Cold: "lost", Gone: "lost" };
      const second = await pipeline(t, kinds);
      await t.as(acme.members.rep);
      const id = acme.deals.reps;
      for (const missing of [second["Paid"], globex.stages["Won"], globex.id]) {
        expect(await refusal(t, close, [id, missing])).toEqual(["TN404", { field: "stageId" }]);
      }
      await t.value(MOVE, [id, second["Try"], null]);
      for (const wrong of [second["Try"], second[kind === "won" ? "Gone" : "Paid"]]) {
        expect(await refusal(t, close, [id, wrong])).toEqual(["TN400", { field: "stageId" }]);
      }
      const [first, other] = kind === "won" ? [second["Signed"], second["Paid"]] : [second["Cold"], second["Gone"]];
      const closed = await t.attempt(() => t.value<Columns>(close, [id, null]));
      expect([closed["stage_id"], (await t.value<Columns>(close, [id, other]))["stage_id"]]).toEqual([first, other]);
    }));

  it("takes a pipeline that has a stage for it, and a deal that isn't archived", () =>
    db.transaction(async (t) => {
      const { deals, members } = db.world.acme;
      const second = await pipeline(t, { Try: "open" });
      await t.as(members.rep);
      await t.value(MOVE, [deals.reps, second["Try"], null]);
      expect(await refusal(t, close, [deals.reps, null])).toEqual(["TN409", {}]);
      await t.value(MOVE, [deals.reps, stage("Lead"), null]);
      expect(await t.attempt(() => t.count(close, [deals.reps, null]))).toBe(1);
      await t.count(...updateStatement("deals", deals.reps, { deleted_at: new Date() }));
      expect(await refusal(t, close, [deals.reps, null])).toEqual(["TN404", { field: "dealId" }]);
    }));

  it("is in the audit log and the history as the member's", () =>
    db.transaction(async (t) => {
      const { deals, members } = db.world.acme;
      await t.as(members.rep, { requestId: "close" });
      await t.value(close, [deals.reps, null]);
      await t.as(members.owner);
      const log = "select user_id from app_public.audit_logs where request_id = 'close' and record_id = $1";
      expect(await t.rows(log, [deals.reps])).toEqual([{ user_id: members.rep.userId }]);
      const changes = `select changed_by_id, to_stage_id from app_public.deal_stage_changes
        where deal_id = $1 and from_stage_id is not null`;
      expect(await t.rows(changes, [deals.reps])).toEqual([
        { changed_by_id: members.rep.membershipId, to_stage_id: stage(kind === "won" ? "Won" : "Lost") },
      ]);
    }));
});

describe("ten who close a deal at the same moment", () => {
  it("close it once, one way", async () => {
    const { deals, members } = db.world.acme;
    const calls = Array.from({ length: 10 }, (_, index) => [index % 2 ? WIN : LOSE, [deals.norths]] as const);
    expect(await race(db, members.staff, calls)).toEqual([...Array(9).fill("TN409"), "done"]);
    const sql = "select from app_public.deal_stage_changes where deal_id = $1";
    expect(await db.withRoot(async (root) => (await root.query(sql, [deals.norths])).rowCount)).toBe(2);
  });
});
