import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const staff = () => gateway.as(acme().members.staff);
const admin = () => gateway.as(acme().members.admin);

const create = async (type: string, row: object) => {
  const field = type.charAt(0).toLowerCase() + type.slice(1);
  return (await staff().run(`crm/Create${type}`, { [field]: row })).get(`create${type}.${field}.id`);
};

describe("a lead", () => {
  it("is added, found, talked to, turned into a contact, archived and restored", async () => {
    const lead = { firstName: "Grace", lastName: "Hopper", email: "Grace@Navy.TEST", phone: "020 7946 0000" };
    const created = await staff().run("crm/CreateLead", { lead });
    expect(created.get("createLead.lead")).toMatchObject({
      name: "Grace Hopper",
      email: "grace@navy.test",
      phone: "+442079460000",
      status: "NEW",
      leadScore: 0,
    });
    const id = created.get("createLead.lead.id");

    await create("LeadEnrichment", { leadId: id, provider: "Registry", data: { rank: "Admiral" }, confidence: 0.9 });
    const occurredAt = "2026-01-02T03:04:05.000000+00:00";
    await create("Activity", { kind: "CALL", subject: "First call", leadId: id, occurredAt });
    await create("Task", { title: "Send an offer", leadId: id });
    await create("Deal", { title: "Compiler", leadId: id });
    expect((await staff().run("crm/GetLead", { id })).get("lead")).toMatchObject({
      lastContactedAt: occurredAt,
      leadEnrichments: { nodes: [{ provider: "Registry", data: { rank: "Admiral" }, confidence: 0.9 }] },
      activities: { nodes: [{ subject: "First call" }] },
      tasks: { nodes: [{ title: "Send an offer" }] },
      deals: { nodes: [{ title: "Compiler" }] },
    });

    const update = (patch: object) => staff().run("crm/UpdateLead", { id, patch });
    expect((await update({ status: "CONVERTED" })).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "contactId",
    });
    const contactId = acme().contacts.norths;
    expect((await update({ status: "CONVERTED", contactId })).get("updateLead.lead")).toMatchObject({
      status: "CONVERTED",
      convertedAt: expect.any(String),
      contact: { id: contactId },
    });

    const listed = async () => {
      const filter = { email: { equalTo: "grace@navy.test" }, status: { equalTo: "CONVERTED" } };
      const orderBy = ["LEAD_SCORE_DESC"];
      return (await staff().run("crm/ListLeads", { filter, orderBy })).get<{ id: string }[]>("leads.nodes");
    };
    expect(await listed()).toMatchObject([{ id }]);
    await staff().run("crm/ArchiveLead", { id });
    expect(await listed()).toEqual([]);
    expect((await staff().run("crm/RestoreLead", { id })).get("restoreLead.lead")).toEqual({ id, deletedAt: null });
    expect(await listed()).toMatchObject([{ id }]);
  });

  it("is a rep's own or out of sight", async () => {
    const rep = gateway.as(acme().members.rep);
    const nodes = (await rep.run("crm/ListLeads")).get<{ id: string }[]>("leads.nodes");
    expect(nodes.map(({ id }) => id)).toEqual([acme().leads.reps]);
    expect((await rep.run("crm/GetLead", { id: acme().leads.outsiders })).get("lead")).toBeNull();
    expect((await rep.run("crm/GetLead", { id: acme().leads.reps })).get("lead.id")).toBe(acme().leads.reps);
  });
});

describe("a proposal", () => {
  it("is numbered, made of items that add up, sent, accepted and turned into a contract", async () => {
    const contactId = acme().contacts.norths;
    const created = await staff().run("crm/CreateProposal", { proposal: { title: "Hundred metres", contactId } });
    expect(created.get("createProposal.proposal")).toMatchObject({
      number: expect.any(Number),
      status: "DRAFT",
      currency: "USD",
      totalCents: "0",
    });
    const id = created.get("createProposal.proposal.id");
    const proposalItem = { proposalId: id, description: "Fence", quantity: 2.5, unitPriceCents: "1000" };
    const added = await staff().run("crm/CreateProposalItem", {
      proposalItem: { ...proposalItem, taxBasisPoints: 2000 },
    });
    expect(added.get("createProposalItem.proposalItem")).toMatchObject({ amountCents: "2500", taxCents: "500" });
    const itemId = added.get("createProposalItem.proposalItem.id");
    const second = await create("ProposalItem", { ...proposalItem, position: 2 });
    await staff().run("crm/UpdateProposalItem", { id: second, patch: { unitPriceCents: "-400" } });
    const third = await create("ProposalItem", { ...proposalItem, position: 3 });
    const deleted = await staff().run("crm/DeleteProposalItem", { id: third });
    expect(deleted.get("deleteProposalItem.proposalItem.id")).toBe(third);
    expect((await staff().run("crm/GetProposal", { id })).get("proposal")).toMatchObject({
      subtotalCents: "1500",
      taxCents: "500",
      totalCents: "2000",
      proposalItems: { nodes: [{ id: itemId }, { id: second }] },
    });

    const become = (status: string) => staff().run("crm/UpdateProposal", { id, patch: { status } });
    const early = { code: "CONFLICT", field: "status", from: "draft", to: "accepted", allowed: ["sent"] };
    expect((await become("ACCEPTED")).refusal).toEqual(early);
    expect((await become("SENT")).get("updateProposal.proposal.sentAt")).toEqual(expect.any(String));
    expect((await staff().run("crm/CreateProposalItem", { proposalItem })).code).toBe("CONFLICT");
    expect((await become("ACCEPTED")).get("updateProposal.proposal.acceptedAt")).toEqual(expect.any(String));

    const contract = { title: "Fence", proposalId: id, contactId, valueCents: "2000", startsOn: "2030-01-01" };
    const signed = await staff().run("crm/CreateContract", { contract });
    const contractId = signed.get("createContract.contract.id");
    expect(signed.get("createContract.contract")).toMatchObject({ status: "DRAFT", valueCents: "2000" });
    for (const status of ["SENT", "SIGNED", "ACTIVE"]) {
      const changed = await staff().run("crm/UpdateContract", { id: contractId, patch: { status } });
      expect(changed.get("updateContract.contract.status")).toBe(status);
    }
    const late = await staff().run("crm/UpdateContract", { id: contractId, patch: { valueCents: "1" } });
    expect(late.code).toBe("CONFLICT");
    const { number } = signed.get<{ number: number }>("createContract.contract");
    expect((await staff().run("crm/GetProposal", { id })).get("proposal.contracts.nodes")).toEqual([
      { number, title: "Fence" },
    ]);
  });

  it("and a contract are archived and restored", async () => {
    for (const [type, list, row] of [
      ["Proposal", "proposals", { title: "Archived" }],
      ["Contract", "contracts", { title: "Archived" }],
    ] as const) {
      const id = await create(type, row);
      const listed = async () => {
        const answer = await staff().run(type === "Proposal" ? "crm/ListProposals" : "crm/ListContracts", {
          filter: { id: { equalTo: id } },
        });
        return answer.get<number>(`${list}.totalCount`);
      };
      expect((await staff().run(`crm/Archive${type}`, { id })).errors).toBeUndefined();
      expect(await listed()).toBe(0);
      expect((await staff().run(`crm/Restore${type}`, { id })).errors).toBeUndefined();
      expect(await listed()).toBe(1);
    }
  });
});

describe("a field of the organization's own", () => {
  it("is set up by admins, checked, and shown with its label", async () => {
    const customFieldDefinition = {
      entity: "LEAD",
      fieldName: "size",
      label: "Shoe size",
      fieldType: "SELECT",
      options: ["S", "M"],
    };
    const refusal = await staff().run("crm/CreateCustomFieldDefinition", { customFieldDefinition });
    expect(refusal.code).toBe("FORBIDDEN");
    const created = await admin().run("crm/CreateCustomFieldDefinition", { customFieldDefinition });
    expect(created.get("createCustomFieldDefinition.customFieldDefinition")).toMatchObject(customFieldDefinition);
    const id = created.get("createCustomFieldDefinition.customFieldDefinition.id");

    const lead = (size: string) => ({ lead: { firstName: "Grace", customFields: { size, nickname: "Amazing" } } });
    const wrong = await staff().run("crm/CreateLead", lead("L"));
    expect(wrong.refusal).toEqual({
      code: "BAD_USER_INPUT",
      field: "customFields",
      name: "size",
      rule: "option",
      hint: "It takes one of: S, M.",
    });
    const leadId = (await staff().run("crm/CreateLead", lead("M"))).get("createLead.lead.id");

    await admin().run("crm/UpdateCustomFieldDefinition", { id, patch: { label: "Size" } });
    expect((await staff().run("crm/GetLead", { id: leadId })).get("lead.customFieldValues.nodes")).toEqual([
      { fieldName: "size", label: "Size", fieldType: "select", value: "M" },
    ]);
    const listed = await staff().run("crm/ListCustomFieldDefinitions", { filter: { entity: { equalTo: "LEAD" } } });
    expect(listed.get("customFieldDefinitions.nodes")).toMatchObject([{ id, label: "Size" }]);
  });
});
