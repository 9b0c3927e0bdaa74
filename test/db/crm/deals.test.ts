import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { describeOwnedAccess } from "../../support/owned-access.ts";

describe("app_public.deals", () => {
  const db = useDatabase();

  describeOwnedAccess(db, "deals", { columns: { title: "New" }, change: { value_cents: 20_000 } });

  describe("stages", () => {
    const SHOW = `
      select p.name as pipeline, s.name as stage, d.probability, d.closed_at is not null as closed, d.lost_reason
      from app_public.deals d
      join app_public.pipelines p on p.id = d.pipeline_id
      join app_public.pipeline_stages s on s.id = d.stage_id
      where d.id = $1`;
    const add = async (t: TestTransaction, columns: Columns = {}) =>
      t.value<string>(...insertStatement("deals", { title: "Fence", ...columns }));
    const show = async (t: TestTransaction, id: string) => (await t.rows(SHOW, [id]))[0];
    const move = (t: TestTransaction, id: string, columns: Columns) =>
      t.count(...updateStatement("deals", id, columns));
    /** A second pipeline with the stages Offer (40 %) and Signed (won). */
    const secondPipeline = async (t: TestTransaction) => {
      await t.as(db.world.acme.members.admin);
      const pipeline_id = await t.value<string>(...insertStatement("pipelines", { name: "Renewals" }));
      const stage = (columns: Columns) =>
        t.value<string>(...insertStatement("pipeline_stages", { pipeline_id, ...columns }));
      const signed = await stage({ name: "Signed", kind: "won", probability: 100, position: 2 });
      const offer = await stage({ name: "Offer", probability: 40, position: 1 });
      return { pipelineId: pipeline_id, offer, signed };
    };
    const LEAD = { pipeline: "Sales", stage: "Lead", probability: 10, closed: false, lost_reason: null };

    it("begin at the default pipeline's first one, in the organization's currency, with its probability", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.admin);
        await t.count("update app_public.organizations set currency = 'GBP'");
        await t.as(db.world.acme.members.staff);
        const id = await add(t, { value_cents: 5_000 });
        expect(await show(t, id)).toEqual(LEAD);
        expect(
          await t.rows("select currency, weighted_value_cents::int from app_public.deals where id = $1", [id]),
        ).toEqual([{ currency: "GBP", weighted_value_cents: 500 }]);
      }));

    it("can't be of another pipeline than the one named with it", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        await t.as(acme.members.admin);
        const { pipelineId, offer } = await secondPipeline(t);
        const change = (columns: Columns) => updateStatement("deals", acme.deals.norths, columns);
        expect(await t.refusal(...change({ pipeline_id: pipelineId, stage_id: acme.stages["Won"] }))).toBe("TN400");
        expect(await t.count(...change({ pipeline_id: pipelineId, stage_id: offer }))).toBe(1);
      }));

    it("begin at the first one of a named pipeline, by position", () =>
      db.transaction(async (t) => {
        const { pipelineId } = await secondPipeline(t);
        await t.as(db.world.acme.members.staff);
        expect(await show(t, await add(t, { pipeline_id: pipelineId }))).toMatchObject({
          pipeline: "Renewals",
          stage: "Offer",
          probability: 40,
        });
      }));

    it("begin where they are told, closed at once when that is won", () =>
      db.transaction(async (t) => {
        const { signed } = await secondPipeline(t);
        await t.as(db.world.acme.members.staff);
        expect(await show(t, await add(t, { stage_id: signed }))).toMatchObject({
          pipeline: "Renewals",
          stage: "Signed",
          closed: true,
        });
        expect(
          await show(t, await add(t, { stage_id: db.world.acme.stages["Proposal"], probability: 75 })),
        ).toMatchObject({
          stage: "Proposal",
          probability: 75,
          closed: false,
        });
      }));

    it("can't begin at a stage of another pipeline than the one named, nor in a pipeline without stages", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        const { pipelineId, offer } = await secondPipeline(t);
        const empty = await t.value(...insertStatement("pipelines", { name: "Empty" }));
        await t.as(acme.members.staff);
        const attempt = (columns: Columns) => t.failure(...insertStatement("deals", { title: "Fence", ...columns }));
        for (const columns of [{ pipeline_id: acme.pipelineId, stage_id: offer }, { pipeline_id: empty }]) {
          const error = await attempt(columns);
          expect([error.code, error.detail]).toEqual(["TN400", '{"field": "stageId"}']);
        }
        expect(await show(t, await add(t, { pipeline_id: pipelineId, stage_id: offer }))).toMatchObject({
          stage: "Offer",
        });
      }));

    it("can't be another organization's, in a new deal or an old one", () =>
      db.transaction(async (t) => {
        const { acme, globex } = db.world;
        await t.as(acme.members.owner);
        for (const columns of [{ stage_id: globex.stages["Won"] }, { pipeline_id: globex.pipelineId }]) {
          expect(await t.refusal(...insertStatement("deals", { title: "Fence", ...columns }))).toBe("TN400");
          expect(await t.refusal(...updateStatement("deals", acme.deals.reps, columns))).toBe("TN400");
        }
        expect(await show(t, acme.deals.reps)).toEqual(LEAD);
        await t.as(globex.owner);
        expect(await move(t, globex.dealId, { stage_id: globex.stages["Won"] })).toBe(1);
      }));

    it("bring their probability, unless one is given with them", () =>
      db.transaction(async (t) => {
        const { stages, deals, members } = db.world.acme;
        await t.as(members.staff);
        await move(t, deals.reps, { stage_id: stages["Qualified"] });
        expect(await show(t, deals.reps)).toMatchObject({ stage: "Qualified", probability: 30 });
        await move(t, deals.reps, { stage_id: stages["Proposal"], probability: 90 });
        expect(await show(t, deals.reps)).toMatchObject({ stage: "Proposal", probability: 90 });
        await move(t, deals.reps, { title: "Renamed" });
        expect(await show(t, deals.reps)).toMatchObject({ stage: "Proposal", probability: 90 });
      }));

    it("close a deal when won or lost, and open it again", () =>
      db.transaction(async (t) => {
        const { stages, deals, members } = db.world.acme;
        await t.as(members.staff);
        await move(t, deals.reps, { stage_id: stages["Won"] });
        expect(await show(t, deals.reps)).toMatchObject({ stage: "Won", probability: 100, closed: true });
        await move(t, deals.reps, { stage_id: stages["Lost"], lost_reason: "Too dear" });
        expect(await show(t, deals.reps)).toMatchObject({
          stage: "Lost",
          probability: 0,
          closed: true,
          lost_reason: "Too dear",
        });
        await move(t, deals.reps, { stage_id: stages["Lead"] });
        expect(await show(t, deals.reps)).toEqual(LEAD);
      }));

    it("of another pipeline take the deal there, as does naming the pipeline", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        const { pipelineId, signed } = await secondPipeline(t);
        await t.as(acme.members.staff);
        await move(t, acme.deals.reps, { stage_id: signed });
        expect(await show(t, acme.deals.reps)).toMatchObject({ pipeline: "Renewals", stage: "Signed", closed: true });
        await move(t, acme.deals.teammates, { pipeline_id: pipelineId });
        expect(await show(t, acme.deals.teammates)).toMatchObject({
          pipeline: "Renewals",
          stage: "Offer",
          closed: false,
        });
      }));

    it("can't be set apart from their times: neither closing nor change of stage is written by hand", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.owner);
        for (const column of ["closed_at", "stage_changed_at"]) {
          expect(await t.refusal(`update app_public.deals set ${column} = now()`)).toBe("42501");
          expect(await t.refusal(`insert into app_public.deals (title, ${column}) values ('Fence', now())`)).toBe(
            "42501",
          );
        }
      }));

    it("leave a history: from, to, who, and how long the deal stood there", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        const { stages, members } = acme;
        await t.as(members.staff);
        const id = await add(t);
        await t.asOwner();
        await t.count("update app_public.deals set stage_changed_at = now() - interval '1 hour' where id = $1", [id]);
        await t.as(members.manager);
        await t.as(members.staff);
        await move(t, id, { stage_id: stages["Won"] });
        // Not a change of stage.
        await move(t, id, { stage_id: stages["Won"], title: "Gate" });
        const history = await t.rows(
          `select from_stage_id, to_stage_id, changed_by_id, seconds_in_stage::int
           from app_public.deal_stage_changes where deal_id = $1 order by id`,
          [id],
        );
        const changed_by_id = members.staff.membershipId;
        expect(history).toEqual([
          { from_stage_id: null, to_stage_id: stages["Lead"], changed_by_id, seconds_in_stage: null },
          { from_stage_id: stages["Lead"], to_stage_id: stages["Won"], changed_by_id, seconds_in_stage: 3600 },
        ]);
        expect(await t.value("select stage_changed_at = now() from app_public.deals where id = $1", [id])).toBe(true);
      }));
  });

  it.each([
    ["a blank title", { title: " " }, "title_must_not_be_blank"],
    ["a negative value", { value_cents: -1 }, "value_must_not_be_negative"],
    ["a currency that is none", { currency: "eur" }, "currency_must_be_a_code"],
    ["more than certainty", { probability: 101 }, "probability_must_be_a_percentage"],
    ["a tag that is nothing", { tags: [null] }, "tags_must_be_a_plain_list"],
    ["custom fields that are no object", { custom_fields: "[]" }, "custom_fields_must_be_an_object"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { deals, members } = db.world.acme;
      await t.as(members.staff);
      const error = await t.failure(...updateStatement("deals", deals.reps, columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );
});
