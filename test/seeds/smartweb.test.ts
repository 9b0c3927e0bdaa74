import { beforeAll, describe, expect, it } from "@jest/globals";
import { makePasswordsCheap } from "../support/accounts.ts";
import { useDatabase } from "../support/database.ts";
import { type GraphqlClient, useGateway } from "../support/gateway.ts";
import { enterPortal } from "../support/portal.ts";
import { createKey } from "../support/transfers.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const admin = () => gateway.as(acme().members.admin);
/** Leads the team that the rep and the teammate are in. */
const manager = () => gateway.as(acme().members.manager);
const rep = () => gateway.as(acme().members.rep);
const teammate = () => gateway.as(acme().members.teammate);
/** A rep of no team. */
const outsider = () => gateway.as(acme().members.outsider);
const viewer = () => gateway.as(acme().members.viewer);

beforeAll(() => makePasswordsCheap(db));

/** What the story has made so far. */
let companyId: string;
let leadId: string;
let contactId: string;
let dealId: string;
let proposalId: string;
let contractId: string;
/** The lead who has become a customer, signed in to the portal. */
let customer: GraphqlClient;

describe("lead generation", () => {
  it("a rep finds a company and a lead there, with what is known of it", async () => {
    const company = {
      name: "Pipe Dreams",
      businessType: "plumber",
      domain: "pipe-dreams.test",
      website: "https://pipe-dreams.test",
    };
    const document = `mutation ($company: CompanyInput!) {
      createCompany(input: { company: $company }) { company { id onlinePresence owner { id } } }
    }`;
    const onlinePresence = { google: { rating: 4.1 }, hasWebsite: false };
    const created = await rep().query(document, { company: { ...company, onlinePresence } });
    expect(created.get("createCompany.company")).toMatchObject({
      onlinePresence,
      owner: { id: acme().members.rep.membershipId },
    });
    companyId = created.get("createCompany.company.id");

    const lead = {
      firstName: "Pat",
      lastName: "Pipe",
      email: "pat@pipe-dreams.test",
      phone: "020 7946 0600",
      companyId,
      leadScore: 82,
      aiScore: 0.82,
      source: "google_maps",
    };
    const added = await rep().run("crm/CreateLead", { lead });
    expect(added.get("createLead.lead")).toMatchObject({ name: "Pat Pipe", status: "NEW", leadScore: 82 });
    leadId = added.get("createLead.lead.id");
    await rep().run("crm/EnrichLead", { leadId, provider: "Registry", data: { employees: 7 }, confidence: 0.7 });
    const known = (await rep().run("crm/GetLead", { id: leadId })).get("lead.leadEnrichments.nodes");
    expect(known).toEqual([{ provider: "Registry", data: { employees: 7 }, confidence: 0.7 }]);
  });

  it("the best leads are looked up by score, which rules give them from now on", async () => {
    const filter = { status: { equalTo: "NEW" }, leadScore: { greaterThanOrEqualTo: 80 } };
    const listed = await rep().run("crm/ListLeads", { filter, orderBy: ["LEAD_SCORE_DESC"] });
    expect(listed.get("leads.nodes")).toMatchObject([{ id: leadId }]);
    const leadScoringRule = { name: "Google knows them", field: "SOURCE", operator: "EQUALS", value: "google_maps" };
    const forRep = await rep().run("crm/CreateLeadScoringRule", {
      leadScoringRule: { ...leadScoringRule, points: 81 },
    });
    expect(forRep.code).toBe("FORBIDDEN");
    await admin().run("crm/CreateLeadScoringRule", { leadScoringRule: { ...leadScoringRule, points: 81 } });
    expect((await rep().run("crm/ScoreLead", { leadId })).get("scoreLead.lead")).toMatchObject({
      leadScore: 81,
      aiScore: 0.82,
      scoreReasons: { nodes: [{ name: "Google knows them", points: 81 }] },
    });
  });
});

describe("scopes", () => {
  const sees = async (who: GraphqlClient) =>
    (await who.run("crm/GetLead", { id: leadId })).get<object | null>("lead") !== null;
  const changes = async (who: GraphqlClient) => {
    const answer = await who.run("crm/UpdateLead", { id: leadId, patch: { notes: "Seen" } });
    return answer.errors === undefined ? "changed" : answer.code;
  };

  it("own: a rep sees own leads only", async () => {
    expect([await sees(rep()), await sees(teammate()), await sees(outsider())]).toEqual([true, false, false]);
    expect([await changes(rep()), await changes(teammate())]).toEqual(["changed", "NOT_FOUND"]);
  });

  it("team: a manager changes the team's leads, and reads the others", async () => {
    expect([await sees(manager()), await changes(manager())]).toEqual([true, "changed"]);
    const theirs = acme().leads.outsiders;
    expect((await manager().run("crm/GetLead", { id: theirs })).get("lead.id")).toBe(theirs);
    const patch = { leadScore: 1 };
    expect((await manager().run("crm/UpdateLead", { id: theirs, patch })).code).toBe("NOT_FOUND");
  });

  it("all: admins change everything, viewers read everything, strangers nothing", async () => {
    expect([await sees(admin()), await changes(admin())]).toEqual([true, "changed"]);
    expect([await sees(viewer()), await changes(viewer())]).toEqual([true, "NOT_FOUND"]);
    const stranger = gateway.as(db.world.globex.owner);
    expect([await sees(stranger), await changes(stranger)]).toEqual([false, "NOT_FOUND"]);
  });

  it("are told to whoever has them", async () => {
    const scopeOf = async (who: GraphqlClient) => {
      const permissions = (await who.run("tenancy/MyPermissions")).get<
        { resource: string; action: string; scope: string }[]
      >("myPermissions.nodes");
      return permissions.find(({ resource, action }) => resource === "leads" && action === "update")?.scope;
    };
    expect([await scopeOf(rep()), await scopeOf(manager()), await scopeOf(admin()), await scopeOf(viewer())]).toEqual([
      "own",
      "team",
      "all",
      undefined,
    ]);
  });
});

describe("the sales process", () => {
  it("the lead is qualified, becomes a contact, and a deal in the pipeline with its weighted value", async () => {
    await rep().run("crm/UpdateLead", { id: leadId, patch: { status: "QUALIFIED" } });
    const input = { leadId, dealTitle: "Website", valueCents: "300001", expectedCloseOn: "2030-06-30" };
    const converted = await rep().run("crm/ConvertLead", { input });
    expect(converted.get("convertLead.conversion")).toMatchObject({
      lead: { status: "CONVERTED", convertedAt: expect.any(String) },
      contact: { name: "Pat Pipe" },
      company: { id: companyId },
      deal: { title: "Website", valueCents: "300001" },
    });
    expect((await rep().run("crm/ConvertLead", { input })).code).toBe("CONFLICT");
    contactId = converted.get("convertLead.conversion.contact.id");
    dealId = converted.get("convertLead.conversion.deal.id");
    const moved = await rep().run("crm/MoveDeal", { dealId, stageId: acme().stages["Qualified"] });
    const probability = moved.get<number>("moveDeal.deal.probability");
    expect(probability).toBeGreaterThan(0);
    const seen = (await rep().run("crm/GetDeal", { id: dealId })).get("deal");
    expect(seen).toMatchObject({
      valueCents: "300001",
      probability,
      weightedValueCents: String(Math.round((300_001 * probability) / 100)),
      company: { id: companyId },
      contact: { id: contactId },
    });
    expect((await outsider().run("crm/GetDeal", { id: dealId })).get("deal")).toBeNull();

    const document = `query ($stageId: UUID!) {
      pipelineSummary(stageId: $stageId) { stageName dealsCount valueCents weightedValueCents }
    }`;
    const summaryFor = async (who: GraphqlClient) =>
      (await who.query(document, { stageId: acme().stages["Qualified"] })).get("pipelineSummary");
    expect(await summaryFor(viewer())).toMatchObject({ stageName: "Qualified", dealsCount: "1", valueCents: "300001" });
    expect(await summaryFor(outsider())).toMatchObject({ dealsCount: "0", valueCents: "0" });
  });

  it("a proposal adds up, is sent, can't be changed any more, and the customer accepts it", async () => {
    const proposal = { title: "Website with booking", dealId, validUntil: "2090-05-31" };
    const created = await rep().run("crm/CreateProposalFromDeal", { input: proposal });
    proposalId = created.get("createProposalFromDeal.proposal.id");
    // Instead of the deal's value, what it is made of.
    const [item] = created.get<{ id: string }[]>("createProposalFromDeal.proposal.proposalItems.nodes");
    await rep().run("crm/DeleteProposalItem", { id: item?.id });
    const add = (description: string, quantity: number, unitPriceCents: string) =>
      rep().run("crm/CreateProposalItem", {
        proposalItem: { proposalId, description, quantity, unitPriceCents, taxBasisPoints: 2000 },
      });
    await add("Pages", 5, "40000");
    await add("Hours", 2.5, "8000");
    expect((await rep().run("crm/GetProposal", { id: proposalId })).get("proposal")).toMatchObject({
      status: "DRAFT",
      subtotalCents: "220000",
      taxCents: "44000",
      totalCents: "264000",
    });
    customer = await enterPortal(gateway, admin(), contactId);
    const accept = () => customer.run("portal/AcceptMyProposal", { id: proposalId });
    expect((await accept()).code).toBe("NOT_FOUND");
    await rep().run("crm/SendProposal", { proposalId });
    expect((await add("Discount", 1, "-1000")).code).toBe("CONFLICT");
    expect((await viewer().run("crm/AcceptProposal", { id: proposalId })).code).toBe("NOT_FOUND");
    expect((await accept()).get("acceptProposal.query.proposal")).toMatchObject({
      status: "ACCEPTED",
      acceptedAt: expect.any(String),
    });
    const document = "query ($id: UUID!) { proposal(id: $id) { contracts { nodes { id status valueCents } } } }";
    const contracts = (await rep().query(document, { id: proposalId })).get<{ id: string }[]>(
      "proposal.contracts.nodes",
    );
    expect(contracts).toMatchObject([{ status: "DRAFT", valueCents: "264000" }]);
    contractId = contracts[0]?.id ?? "";
  });

  it("the customer signs the contract, and the deal is won", async () => {
    const id = contractId;
    await rep().run("crm/UpdateContract", { id, patch: { content: "We build it.", startsOn: "2030-07-01" } });
    const forecast = async () => {
      const answer = await rep().run("crm/SalesForecast", { fromMonth: "2030-06-01", months: 1 });
      return answer.get<object[]>("salesForecast.nodes");
    };
    expect(await forecast()).toMatchObject([{ month: "2030-06-01", openDeals: 1, openValueCents: "300001" }]);
    const sign = (by = customer) => by.run("portal/SignContract", { id, signatureName: "Pat Pipe" });
    expect((await sign()).code).toBe("NOT_FOUND");
    await rep().run("crm/SendContract", { contractId });
    expect((await sign()).get("signContract.query.contract")).toMatchObject({
      status: "SIGNED",
      signedAt: expect.any(String),
    });
    const stranger = gateway.asClient({ contactId: acme().contacts.outsiders });
    expect((await sign(stranger)).code).toBe("NOT_FOUND");
    const cheaper = await rep().run("crm/UpdateContract", { id, patch: { valueCents: "1" } });
    expect(cheaper.code).toBe("CONFLICT");
    const won = await rep().run("crm/WinDeal", { dealId });
    expect(won.get("winDeal.deal")).toMatchObject({
      probability: 100,
      closedAt: expect.any(String),
      contact: { lifecycleStage: "CUSTOMER" },
    });
    expect(await forecast()).toMatchObject([{ openDeals: 0, openValueCents: "0" }]);
    const document = `query ($id: UUID!) { agentPerformance(membershipId: $id) { dealsWon dealsWonValueCents } }`;
    const seen = await manager().query(document, { id: acme().members.rep.membershipId });
    expect(seen.get("agentPerformance")).toEqual({ dealsWon: "1", dealsWonValueCents: "300001" });
  });
});

describe("a campaign of calls by a language model", () => {
  let campaignId: string;
  let targetId: string;
  let scriptId: string;

  it("is set up by the manager, with a script of the admin's and leads to call", async () => {
    const document = `mutation ($aiScript: AiScriptInput!) {
      createAiScript(input: { aiScript: $aiScript }) { aiScript { id version variables isActive } }
    }`;
    const aiScript = { name: "Website pitch", kind: "VOICE", language: "en", content: "Hello {{first_name}}!" };
    expect((await rep().query(document, { aiScript })).code).toBe("FORBIDDEN");
    const script = await admin().query(document, { aiScript });
    expect(script.get("createAiScript.aiScript")).toMatchObject({ version: 1, variables: ["first_name"] });
    scriptId = script.get("createAiScript.aiScript.id");

    const callCampaign = { name: "Plumbers of the north", scriptId };
    const created = await manager().run("messaging/CreateCallCampaign", { callCampaign });
    expect(created.get("createCallCampaign.callCampaign")).toMatchObject({ status: "DRAFT" });
    campaignId = created.get("createCallCampaign.callCampaign.id");
    const callCampaignTarget = { campaignId, leadId };
    const target = await manager().run("messaging/CreateCallCampaignTarget", { callCampaignTarget });
    expect(target.get("createCallCampaignTarget.callCampaignTarget")).toMatchObject({
      phone: "+442079460600",
      state: "PENDING",
    });
    targetId = target.get("createCallCampaignTarget.callCampaignTarget.id");
    const twice = await manager().run("messaging/CreateCallCampaignTarget", { callCampaignTarget });
    expect(twice.code).toBe("CONFLICT");
  });

  it("calls, and keeps the transcript with its analysis, for the scopes that may read it", async () => {
    const target = (patch: object) =>
      manager().query(
        `mutation ($id: UUID!, $patch: CallCampaignTargetPatch!) {
          updateCallCampaignTarget(input: { id: $id, patch: $patch }) { callCampaignTarget { state attempts result call { transcript } } }
        }`,
        { id: targetId, patch },
      );
    const dialled = await target({ state: "DIALING" });
    expect(dialled.get("updateCallCampaignTarget.callCampaignTarget")).toMatchObject({ state: "DIALING", attempts: 1 });

    const aiAnalysis = { intent: "buy", objections: ["price"] };
    const document = `mutation ($call: CallInput!) {
      createCall(input: { call: $call }) { call { id toNumber contact { id } lead { id } sentiment aiAnalysis durationSeconds } }
    }`;
    const call = {
      direction: "OUTBOUND",
      leadId,
      campaignId,
      scriptId,
      status: "COMPLETED",
      durationSeconds: 95,
      outcome: "interested",
      transcript: "Hello Pat! – What does it cost?",
      sentiment: "POSITIVE",
      aiAnalysis,
    };
    const called = await manager().query(document, { call });
    expect(called.get("createCall.call")).toMatchObject({
      toNumber: "+442079460600",
      contact: { id: contactId },
      lead: { id: leadId },
      sentiment: "POSITIVE",
      aiAnalysis,
      durationSeconds: 95,
    });
    const callId = called.get("createCall.call.id");
    const done = await target({ state: "COMPLETED", callId, result: "interested" });
    expect(done.get("updateCallCampaignTarget.callCampaignTarget")).toMatchObject({
      state: "COMPLETED",
      attempts: 1,
      result: "interested",
      call: { transcript: call.transcript },
    });
    const read = "query ($id: UUID!) { call(id: $id) { transcript } }";
    expect((await admin().query(read, { id: callId })).get("call.transcript")).toBe(call.transcript);
    expect((await outsider().query(read, { id: callId })).get("call")).toBeNull();
  });

  it("lets two dialers share the work, and no number is dialled by both", async () => {
    const callCampaign = { name: "Plumbers of the south", scriptId, maxAttempts: 2 };
    const created = await manager().run("messaging/CreateCallCampaign", { callCampaign });
    const id = created.get("createCallCampaign.callCampaign.id");
    const start = (by: GraphqlClient) => by.run("messaging/StartCampaign", { campaignId: id });
    expect((await start(manager())).code).toBe("CONFLICT");
    for (const phone of ["020 7946 0611", "020 7946 0612", "020 7946 0613"]) {
      await manager().run("messaging/CreateCallCampaignTarget", { callCampaignTarget: { campaignId: id, phone } });
    }
    expect((await start(viewer())).code).toBe("NOT_FOUND");
    expect((await start(manager())).get("startCampaign.callCampaign.status")).toBe("RUNNING");

    const { members, roles } = acme();
    const dialers = await Promise.all(
      [1, 2].map(async () => gateway.with(await createKey(gateway, members.admin, roles.staff))),
    );
    interface Target {
      readonly id: string;
      readonly phone: string;
      readonly attempts: number;
    }
    const dial = async (dialer: GraphqlClient) =>
      (await dialer.run("messaging/NextCampaignTarget", { campaignId: id })).get<Target | null>(
        "nextCampaignTarget.callCampaignTarget",
      );
    const record = (dialer: GraphqlClient, target: Target | null | undefined, state: string, result: string) =>
      dialer.run("messaging/RecordCampaignResult", {
        result: { targetId: target?.id, attempt: target?.attempts, state, result },
      });
    const [one, other] = dialers;
    if (!one || !other) throw new Error("There are two dialers.");
    const [first, second] = await Promise.all([dial(one), dial(other)]);
    expect(new Set([first?.phone, second?.phone]).size).toBe(2);
    const third = await dial(one);
    expect(new Set([first?.id, second?.id, third?.id]).size).toBe(3);
    expect(await dial(other)).toBeNull();

    await record(one, first, "COMPLETED", "Wants a website.");
    expect((await record(other, first, "FAILED", "Mine?")).code).toBe("CONFLICT");
    await record(other, second, "FAILED", "Wrong number.");
    const last = await record(one, third, "COMPLETED", "Has one.");
    expect(last.get("recordCampaignResult.callCampaignTarget.campaign")).toEqual({ id, status: "COMPLETED" });
  });

  it("ends in an interaction of the timeline and a task for the rep", async () => {
    const activity = {
      kind: "AI_CALL",
      direction: "OUTBOUND",
      subject: "Pitch",
      content: "Asked for the price.",
      outcome: "interested",
      sentiment: "POSITIVE",
      aiAnalysis: { intent: "buy" },
      leadId,
    };
    const document = `mutation ($activity: ActivityInput!) {
      createActivity(input: { activity: $activity }) { activity { kind outcome sentiment aiAnalysis lead { id } } }
    }`;
    const recorded = await rep().query(document, { activity });
    expect(recorded.get("createActivity.activity")).toEqual({
      kind: "AI_CALL",
      outcome: "interested",
      sentiment: "POSITIVE",
      aiAnalysis: { intent: "buy" },
      lead: { id: leadId },
    });
    expect((await rep().run("crm/GetLead", { id: leadId })).get("lead")).toMatchObject({
      lastContactedAt: expect.any(String),
      activities: { nodes: [{ subject: "Pitch" }] },
    });

    const task = { title: "Call Pat back", leadId, priority: "HIGH", assigneeId: acme().members.rep.membershipId };
    const assigned = await manager().run("crm/CreateTask", { task });
    const id = assigned.get("createTask.task.id");
    expect((await outsider().run("crm/UpdateTask", { id, patch: { status: "DONE" } })).code).toBe("NOT_FOUND");
    const done = await rep().run("crm/UpdateTask", { id, patch: { status: "DONE" } });
    expect(done.get("updateTask.task")).toMatchObject({
      status: "DONE",
      completedAt: expect.any(String),
      createdBy: { id: acme().members.manager.membershipId },
    });
  });
});

describe("compliance", () => {
  it("a lead that was archived is gone from lists, and comes back as it was", async () => {
    const listed = async (includeArchived = "NO") => {
      const filter = { email: { equalTo: "pat@pipe-dreams.test" } };
      const answer = await manager().run("crm/ListLeads", { filter, includeArchived });
      return answer.get<number>("leads.totalCount");
    };
    expect((await outsider().run("crm/ArchiveLead", { id: leadId })).code).toBe("NOT_FOUND");
    const archived = await manager().run("crm/ArchiveLead", { id: leadId });
    expect(archived.get("archiveLead.lead.deletedAt")).toEqual(expect.any(String));
    expect([await listed(), await listed("ONLY")]).toEqual([0, 1]);
    const restored = await manager().run("crm/RestoreLead", { id: leadId });
    expect(restored.get("restoreLead.lead")).toEqual({ id: leadId, deletedAt: null });
    expect([await listed(), await listed("ONLY")]).toEqual([1, 0]);
    expect((await rep().run("crm/GetLead", { id: leadId })).get("lead")).toMatchObject({
      status: "CONVERTED",
      deals: { nodes: [{ title: "Website" }] },
      activities: { nodes: [{ subject: "Pitch" }] },
    });
  });

  it("the audit log knows every change of it and who made it, and is for admins", async () => {
    const document = `query ($id: UUID!) {
      auditLogs(filter: { recordId: { equalTo: $id } }, orderBy: [CREATED_AT_ASC]) {
        nodes { action user { id } changedColumns }
      }
    }`;
    const { members } = acme();
    const entries = (await admin().query(document, { id: leadId })).get<
      { action: string; user: { id: string }; changedColumns: string[] | null }[]
    >("auditLogs.nodes");
    expect(entries[0]).toMatchObject({ action: "INSERT", user: { id: members.rep.userId } });
    const archiving = entries.filter(({ changedColumns }) => changedColumns?.includes("deleted_at"));
    const byManager = { action: "UPDATE", user: { id: members.manager.userId } };
    expect(archiving).toMatchObject([byManager, byManager]);
    for (const who of [manager(), rep(), viewer()]) {
      expect((await who.query(document, { id: leadId })).get("auditLogs.nodes")).toEqual([]);
    }
  });

  it("the team's calls and messages with the customer are one timeline", async () => {
    await rep().run("messaging/LogCall", {
      call: { contactId, summary: "Thanked for the order.", durationSeconds: 60 },
    });
    const timeline = async (by: GraphqlClient) =>
      (await by.run("crm/ContactTimeline", { id: contactId, first: 50 })).get("contact");
    const entries = ((await timeline(rep())) as unknown as { timeline: { nodes: { kind: string }[] } }).timeline.nodes;
    const kinds = new Set(entries.map(({ kind }) => kind));
    expect([...kinds]).toEqual(expect.arrayContaining(["CALL", "DEAL_STAGE_CHANGE"]));
    expect(await timeline(outsider())).toBeNull();
  });

  it("what is kept of a contact can be asked for, by those who may", async () => {
    const dataRequest = { kind: "EXPORT", contactId };
    expect((await rep().run("audit/CreateDataRequest", { dataRequest })).code).toBe("FORBIDDEN");
    const requested = await admin().run("audit/CreateDataRequest", { dataRequest });
    expect(requested.get("createDataRequest.dataRequest")).toMatchObject({ kind: "EXPORT", status: "PENDING" });
  });

  it("it is handed out, then the person is erased, and the money stays in the books", async () => {
    expect((await manager().run("audit/ExportPersonalData", { contactId })).code).toBe("FORBIDDEN");
    const exported = await admin().run("audit/ExportPersonalData", { contactId });
    expect(exported.get("exportPersonalData.personalDataExport.data")).toMatchObject({
      contacts: [{ id: contactId, email: "pat@pipe-dreams.test" }],
      deals: [{ id: dealId }],
      contracts: [{ id: contractId, signature_name: "Pat Pipe" }],
    });
    expect((await manager().run("audit/ErasePersonalData", { contactId })).code).toBe("FORBIDDEN");
    const erased = await admin().run("audit/ErasePersonalData", { contactId });
    expect(erased.get("erasePersonalData.dataRequest")).toMatchObject({ kind: "ERASURE", status: "COMPLETED" });

    expect((await rep().run("crm/GetContact", { id: contactId })).get("contact")).toBeNull();
    expect((await rep().run("crm/GetLead", { id: leadId })).get("lead")).toBeNull();
    expect((await rep().run("search/Search", { query: "pipe" })).text).not.toContain("Pat");
    expect((await customer.query("{ contacts { totalCount } }")).code).toBe("UNAUTHENTICATED");
    const deal = (await rep().run("crm/GetDeal", { id: dealId })).get("deal");
    expect(deal).toMatchObject({ valueCents: "300001", contact: null });
    const performance = "query ($id: UUID!) { agentPerformance(membershipId: $id) { dealsWonValueCents } }";
    const seen = await manager().query(performance, { id: acme().members.rep.membershipId });
    expect(seen.get("agentPerformance.dealsWonValueCents")).toBe("300001");
  });
});
