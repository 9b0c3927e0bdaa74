import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const staff = () => gateway.as(acme().members.staff);
const create = async (deal: object) => (await staff().run("crm/CreateDeal", { deal })).get("createDeal.deal.id");
const move = (id: string, stage: string, more: object = {}) =>
  staff().run("crm/ChangeDealStage", { id, stageId: acme().stages[stage], ...more });

describe("a new deal", () => {
  it("needs only a title, and begins at the first stage of the default pipeline", async () => {
    const answer = await staff().run("crm/CreateDeal", { deal: { title: "Hundred seats" } });
    const deal = answer.get<{ id: string }>("createDeal.deal");
    expect(deal).toMatchObject({
      title: "Hundred seats",
      valueCents: "0",
      currency: "USD",
      closedAt: null,
      stage: { id: acme().stages["Lead"], name: "Lead" },
    });
    const stored = await staff().run("crm/GetDeal", { id: deal.id });
    expect(stored.get("deal.pipeline.id")).toBe(acme().pipelineId);
    expect(stored.get("deal.dealStageChanges.nodes")).toEqual([
      { fromStage: null, toStage: { name: "Lead" }, changedBy: { id: acme().members.staff.membershipId } },
    ]);
  });

  it("cannot be worth less than nothing, nor be without a title", async () => {
    const negative = await staff().run("crm/CreateDeal", { deal: { title: "Refund", valueCents: "-1" } });
    expect(negative.refusal).toEqual({ code: "BAD_USER_INPUT", field: "valueCents" });
    const blank = await staff().run("crm/CreateDeal", { deal: { title: "  " } });
    expect(blank.refusal).toEqual({ code: "BAD_USER_INPUT", field: "title" });
    expect((await staff().run("crm/CreateDeal", { deal: { valueCents: "1" } })).code).toBe("BAD_USER_INPUT");
    await create({ title: "Gift", valueCents: "0" });
  });

  it("keeps amounts beyond what a number in JSON can hold", async () => {
    const id = await create({ title: "National debt", valueCents: "999999999999999", probability: 50 });
    const answer = await staff().run("crm/GetDeal", { id });
    expect(answer.get("deal")).toMatchObject({ valueCents: "999999999999999", weightedValueCents: "499999999999999" });
  });

  it("cannot begin at a stage that does not exist, or at one of another pipeline", async () => {
    const missing = await staff().run("crm/CreateDeal", { deal: { title: "Lost", stageId: randomUUID() } });
    expect(missing.refusal).toEqual({ code: "BAD_USER_INPUT", field: "stageId" });
    const stageId = acme().stages["Qualified"];
    expect((await staff().run("crm/CreateDeal", { deal: { title: "Found", stageId } })).errors).toBeUndefined();
  });
});

describe("moving a deal", () => {
  it("to Won closes it and is written down", async () => {
    const id = await create({ title: "Big one", valueCents: "500000" });
    await move(id, "Proposal");
    const won = await move(id, "Won");
    expect(won.get("updateDeal.deal")).toMatchObject({ probability: 100, stage: { name: "Won", kind: "WON" } });
    expect(Math.abs(Date.parse(won.get("updateDeal.deal.closedAt")) - Date.now())).toBeLessThan(60_000);

    const changedBy = { id: acme().members.staff.membershipId };
    expect((await staff().run("crm/GetDeal", { id })).get("deal.dealStageChanges.nodes")).toEqual([
      { fromStage: null, toStage: { name: "Lead" }, changedBy },
      { fromStage: { name: "Lead" }, toStage: { name: "Proposal" }, changedBy },
      { fromStage: { name: "Proposal" }, toStage: { name: "Won" }, changedBy },
    ]);
  });

  it("to Lost keeps the reason, and back again forgets it", async () => {
    const id = await create({ title: "Second thoughts" });
    const lost = await move(id, "Lost", { lostReason: "Price" });
    expect(lost.get("updateDeal.deal")).toMatchObject({ probability: 0, lostReason: "Price", stage: { kind: "LOST" } });
    const reopened = await move(id, "Qualified");
    expect(reopened.get("updateDeal.deal")).toMatchObject({ closedAt: null, lostReason: null });
  });

  it("cannot close it without a stage that closes", async () => {
    const id = await create({ title: "Impatient" });
    const answer = await staff().run("crm/UpdateDeal", { id, patch: { closedAt: new Date().toISOString() } });
    expect(answer.code).toBe("BAD_USER_INPUT");
  });

  it("to a stage that does not exist is refused", async () => {
    const id = await create({ title: "Nowhere" });
    const answer = await staff().run("crm/ChangeDealStage", { id, stageId: randomUUID() });
    expect(answer.refusal).toEqual({ code: "BAD_USER_INPUT", field: "stageId" });
  });
});

describe("a deal", () => {
  it("is changed, archived and restored", async () => {
    const id = await create({ title: "Draft", contactId: acme().contacts.norths, companyId: acme().companies.norths });
    const changed = await staff().run("crm/UpdateDeal", { id, patch: { title: "Final", valueCents: "4200" } });
    expect(changed.get("updateDeal.deal")).toMatchObject({ title: "Final", valueCents: "4200" });
    expect((await staff().run("crm/GetDeal", { id })).get("deal")).toMatchObject({
      contact: { id: acme().contacts.norths },
      company: { id: acme().companies.norths },
    });

    const listed = async () => {
      const answer = await staff().run("crm/ListDeals", { filter: { id: { equalTo: id } } });
      return answer.get("deals.totalCount");
    };
    expect((await staff().run("crm/ArchiveDeal", { id })).get("archiveDeal.deal.deletedAt")).toEqual(
      expect.any(String),
    );
    expect(await listed()).toBe(0);
    expect((await staff().run("crm/RestoreDeal", { id })).get("restoreDeal.deal.deletedAt")).toBeNull();
    expect(await listed()).toBe(1);
  });
});

describe("deals by stage", () => {
  type Group = { keys: string[]; count: number; sum: { valueCents: string; weightedValueCents: string } };
  const byStage = async (who: keyof ReturnType<typeof acme>["members"], filter?: object) => {
    const answer = await gateway.as(acme().members[who]).run("crm/DealsByStage", { filter });
    return {
      groups: answer.get<Group[]>("deals.groupedAggregates").sort((a, b) => (a.keys[0]! < b.keys[0]! ? -1 : 1)),
      count: answer.get<number>("deals.aggregates.count"),
      sum: answer.get("deals.aggregates.sum.valueCents"),
      totalCount: answer.get<number>("deals.totalCount"),
    };
  };

  it("add up what one may see", async () => {
    const company = (await staff().run("crm/CreateCompany", { company: { name: "Summing" } })).get(
      "createCompany.company.id",
    );
    const { rep } = acme().members;
    const filter = { companyId: { equalTo: company } };
    const { Lead, Proposal } = acme().stages;
    await create({ title: "A", companyId: company, valueCents: "1000", probability: 10 });
    await create({ title: "B", companyId: company, valueCents: "3000", probability: 10 });
    await create({
      title: "C",
      companyId: company,
      valueCents: "500",
      probability: 50,
      stageId: Proposal,
      ownerId: rep.membershipId,
    });

    const all = await byStage("staff", filter);
    const groups = [
      { keys: [Lead], count: 2, sum: { valueCents: "4000", weightedValueCents: "400" } },
      { keys: [Proposal], count: 1, sum: { valueCents: "500", weightedValueCents: "250" } },
    ].sort((a, b) => (a.keys[0]! < b.keys[0]! ? -1 : 1));
    expect(all).toEqual({ groups, count: 3, sum: "4500", totalCount: 3 });
    expect(await byStage("rep", filter)).toMatchObject({ groups: [{ keys: [Proposal] }], count: 1, sum: "500" });
  });

  it("leave archived ones out", async () => {
    const before = await byStage("staff");
    const id = await create({ title: "Gone", valueCents: "77" });
    expect((await byStage("staff")).count).toBe(before.count + 1);
    await staff().run("crm/ArchiveDeal", { id });
    expect(await byStage("staff")).toEqual(before);
  });

  it("count nothing of another organization", async () => {
    const answer = await gateway.as(db.world.globex.owner).run("crm/DealsByStage");
    expect(answer.get("deals")).toEqual({
      totalCount: 1,
      aggregates: { count: 1, sum: { valueCents: "0" } },
      groupedAggregates: [
        { keys: [db.world.globex.stages["Lead"]], count: 1, sum: { valueCents: "0", weightedValueCents: "0" } },
      ],
    });
  });
});

describe("pipelines", () => {
  it("show their stages in order, with the deals in each", async () => {
    const stages = (await staff().run("crm/ListPipelines")).get<{ name: string; kind: string }[]>(
      "pipelines.nodes.0.pipelineStages.nodes",
    );
    expect(stages.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "Lead OPEN",
      "Qualified OPEN",
      "Proposal OPEN",
      "Won WON",
      "Lost LOST",
    ]);
  });
});
