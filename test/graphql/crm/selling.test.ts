import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const admin = () => gateway.as(acme().members.admin);
const staff = () => gateway.as(acme().members.staff);
const rep = () => gateway.as(acme().members.rep);
const viewer = () => gateway.as(acme().members.viewer);
const rita = () => gateway.asClient(acme().client);

const addLead = async (lead: object) => (await rep().run("crm/CreateLead", { lead })).get("createLead.lead.id");

describe("a lead", () => {
  it("is scored by rules whose reasons can be read", async () => {
    const addRule = (leadScoringRule: object) => admin().run("crm/CreateLeadScoringRule", { leadScoringRule });
    const hasNumber = { name: "Can be called", field: "PHONE", operator: "IS_KNOWN", points: 30 };
    const employs = { field: "ENRICHMENT", key: "employees", operator: "AT_LEAST", value: "10" };
    const isLarge = { name: "Ten people", ...employs, points: 25 };
    const ruleId = (await addRule(hasNumber)).get("createLeadScoringRule.leadScoringRule.id");
    expect((await addRule(isLarge)).get("createLeadScoringRule.leadScoringRule")).toMatchObject(isLarge);
    expect((await rep().run("crm/CreateLeadScoringRule", { leadScoringRule: hasNumber })).code).toBe("FORBIDDEN");
    const unlike = { name: "No key", field: "ENRICHMENT", points: 1 };
    expect((await addRule(unlike)).refusal.code).toBe("BAD_USER_INPUT");

    const leadId = await addLead({ firstName: "Pat", phone: "020 7946 0600", aiScore: 0.5 });
    const enrichment = { leadId, provider: "Registry", data: { employees: 12 }, confidence: 0.8 };
    const fetchedAt = "2026-01-02T03:04:05.000000+00:00";
    const enriched = await rep().run("crm/EnrichLead", { ...enrichment, fetchedAt });
    const { leadId: _, ...stored } = enrichment;
    expect(enriched.get("enrichLead.leadEnrichment")).toMatchObject({ ...stored, fetchedAt, lead: { leadScore: 55 } });
    const again = await rep().run("crm/EnrichLead", { ...enrichment, data: { employees: 1 }, fetchedAt });
    expect(again.refusal).toMatchObject({ code: "CONFLICT", field: "fetchedAt" });

    const scored = await rep().run("crm/ScoreLead", { leadId });
    expect(scored.get("scoreLead.lead")).toMatchObject({
      leadScore: 55,
      aiScore: 0.5,
      scoreReasons: {
        nodes: [
          { id: ruleId, name: "Can be called", points: 30 },
          { name: "Ten people", points: 25 },
        ],
      },
    });
    await admin().run("crm/UpdateLeadScoringRule", { id: ruleId, patch: { isActive: false } });
    expect((await rep().run("crm/ScoreLead", { leadId })).get("scoreLead.lead.leadScore")).toBe(25);
    const rules = (await viewer().run("crm/ListLeadScoringRules")).get<{ name: string }[]>("leadScoringRules.nodes");
    expect(rules).toEqual(expect.arrayContaining([expect.objectContaining({ id: ruleId, isActive: false })]));
    expect((await admin().run("crm/ScoreLeads")).get("scoreLeads.leadsScored")).toBe(0);
    expect((await staff().run("crm/ScoreLeads")).code).toBe("FORBIDDEN");
    expect((await admin().run("crm/ScoreLeads", { batchSize: 0 })).refusal).toMatchObject({ field: "batchSize" });
    expect((await viewer().run("crm/ScoreLead", { leadId })).refusal).toMatchObject({
      code: "NOT_FOUND",
      field: "leadId",
    });
  });

  it("is converted once", async () => {
    const leadId = await addLead({ firstName: "Pat", lastName: "Pipe", email: "pat@pipe-dreams.test" });
    const input = { leadId, companyName: "Pipe Dreams", valueCents: "250000" };
    const converted = await rep().run("crm/ConvertLead", { input });
    expect(converted.get("convertLead.conversion")).toEqual({
      lead: { id: leadId, status: "CONVERTED", convertedAt: expect.any(String) },
      contact: { id: expect.any(String), name: "Pat Pipe" },
      company: { id: expect.any(String), name: "Pipe Dreams" },
      deal: {
        id: expect.any(String),
        title: "Pipe Dreams",
        valueCents: "250000",
        stage: { id: acme().stages["Lead"], name: "Lead" },
      },
    });
    const twice = await rep().run("crm/ConvertLead", { input });
    const contactId = converted.get("convertLead.conversion.contact.id");
    expect(twice.refusal).toMatchObject({ code: "CONFLICT", contactId });
    expect((await viewer().run("crm/ConvertLead", { input })).refusal).toMatchObject({
      code: "NOT_FOUND",
      field: "leadId",
    });

    const alone = await addLead({ firstName: "Ada" });
    const without = await rep().run("crm/ConvertLead", { input: { leadId: alone, withoutDeal: true } });
    expect(without.get("convertLead.conversion")).toMatchObject({
      company: null,
      deal: null,
      contact: { name: "Ada" },
    });
  });
});

describe("a deal", () => {
  const addDeal = async (deal: object = {}) =>
    (await rep().run("crm/CreateDeal", { deal: { title: "Fence", ...deal } })).get("createDeal.deal.id");

  it("is moved, lost, moved back and won", async () => {
    const { stages, contacts } = acme();
    const dealId = await addDeal({ contactId: contacts.reps, valueCents: "1000", expectedCloseOn: "2031-02-03" });
    const forecast = async () => {
      const answer = await rep().run("crm/SalesForecast", { fromMonth: "2031-01-31", months: 2 });
      return answer.get<object[]>("salesForecast.nodes");
    };
    const none = {
      currency: "USD",
      openDeals: 0,
      openValueCents: "0",
      weightedValueCents: "0",
      wonDeals: 0,
      wonValueCents: "0",
    };
    const open = { ...none, month: "2031-02-01", openDeals: 1, openValueCents: "1000", weightedValueCents: "600" };

    const moved = await rep().run("crm/MoveDeal", { dealId, stageId: stages["Proposal"], fromStageId: stages["Lead"] });
    expect(moved.get("moveDeal.deal")).toMatchObject({ probability: 60, stage: { name: "Proposal" } });
    expect(await forecast()).toEqual([{ ...none, month: "2031-01-01" }, open]);
    const late = await rep().run("crm/MoveDeal", { dealId, stageId: stages["Lead"], fromStageId: stages["Lead"] });
    expect(late.refusal).toMatchObject({ code: "CONFLICT", field: "fromStageId", stageId: stages["Proposal"] });
    const closing = await rep().run("crm/MoveDeal", { dealId, stageId: stages["Won"] });
    expect(closing.refusal).toMatchObject({ code: "CONFLICT", field: "stageId" });

    const noReason = await rep().run("crm/LoseDeal", { dealId, reason: " " });
    expect(noReason.refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "reason" });
    const lost = await rep().run("crm/LoseDeal", { dealId, reason: "Too dear" });
    expect(lost.get("loseDeal.deal")).toMatchObject({ lostReason: "Too dear", stage: { kind: "LOST" } });
    expect((await rep().run("crm/WinDeal", { dealId })).refusal).toMatchObject({ code: "CONFLICT", kind: "lost" });
    expect(
      (await rep().run("crm/MoveDeal", { dealId, stageId: stages["Proposal"] })).get("moveDeal.deal.closedAt"),
    ).toBeNull();

    expect((await viewer().run("crm/WinDeal", { dealId })).refusal).toMatchObject({
      code: "NOT_FOUND",
      field: "dealId",
    });
    const won = await rep().run("crm/WinDeal", { dealId, valueCents: "900" });
    expect(won.get("winDeal.deal")).toMatchObject({
      valueCents: "900",
      probability: 100,
      stage: { kind: "WON" },
      contact: { lifecycleStage: "CUSTOMER" },
    });
    expect(await forecast()).toEqual([
      { ...none, month: "2031-01-01" },
      { ...none, month: "2031-02-01" },
    ]);
    expect((await rep().run("crm/SalesForecast", { months: 99 })).refusal).toMatchObject({ field: "months" });
  });

  it("is proposed, accepted by the contact, and becomes a contract that is signed on paper", async () => {
    const dealId = await addDeal({ contactId: acme().client.contactId, valueCents: "1000" });
    const drafted = await rep().run("crm/CreateProposalFromDeal", { input: { dealId, taxBasisPoints: 2000 } });
    const proposal = drafted.get<{ id: string }>("createProposalFromDeal.proposal");
    expect(proposal).toMatchObject({
      title: "Fence",
      status: "DRAFT",
      totalCents: "1200",
      contact: { id: acme().client.contactId },
      proposalItems: { nodes: [{ description: "Fence", amountCents: "1000", taxCents: "200" }] },
    });
    const proposalId = proposal.id;
    expect((await rep().run("crm/AcceptProposal", { id: proposalId })).refusal).toMatchObject({
      code: "CONFLICT",
      status: "draft",
    });
    const sent = await rep().run("crm/SendProposal", { proposalId, validUntil: "2091-01-31" });
    expect(sent.get("sendProposal.proposal")).toMatchObject({ status: "SENT", validUntil: "2091-01-31" });
    expect((await rep().run("crm/SendProposal", { proposalId })).refusal).toMatchObject({
      code: "CONFLICT",
      status: "sent",
    });
    const accepted = await rita().run("portal/AcceptMyProposal", { id: proposalId });
    expect(accepted.get("acceptProposal.query.proposal.status")).toBe("ACCEPTED");
    const again = await rep().run("crm/AcceptProposal", { id: proposalId });
    expect(again.refusal).toMatchObject({ code: "CONFLICT", status: "accepted" });

    const contracts = await rep().run("crm/ListContracts", { filter: { proposalId: { equalTo: proposalId } } });
    const contractId = contracts.get("contracts.nodes.0.id");
    const sign = () => rep().run("portal/SignContract", { id: contractId, signatureName: "Rita Roe" });
    expect((await sign()).refusal).toMatchObject({ code: "CONFLICT", status: "draft" });
    expect((await rep().run("crm/SendContract", { contractId })).get("sendContract.contract.status")).toBe("SENT");
    expect((await sign()).get("signContract.query.contract")).toMatchObject({
      status: "SIGNED",
      signatureName: "Rita Roe",
    });
    expect((await sign()).refusal).toMatchObject({ code: "CONFLICT", status: "signed" });
  });

  it("is proposed to somebody who answers by telephone", async () => {
    const dealId = await addDeal({ contactId: acme().contacts.norths, valueCents: "1000" });
    const propose = async () => {
      const drafted = await rep().run("crm/CreateProposalFromDeal", { input: { dealId } });
      const proposalId = drafted.get("createProposalFromDeal.proposal.id");
      await rep().run("crm/SendProposal", { proposalId });
      return proposalId;
    };
    const id = await propose();
    expect((await viewer().run("crm/AcceptProposal", { id })).code).toBe("NOT_FOUND");
    const answered = await rep().run("crm/AcceptProposal", { id });
    expect(answered.get("acceptProposal.query.proposal")).toMatchObject({
      status: "ACCEPTED",
      contracts: { nodes: [{ status: "DRAFT", valueCents: "1000" }] },
    });
    const rejected = await rep().run("portal/RejectProposal", { id: await propose(), reason: "Too dear" });
    expect(rejected.get("rejectProposal.query.proposal")).toMatchObject({
      status: "REJECTED",
      rejectionReason: "Too dear",
    });
  });
});
