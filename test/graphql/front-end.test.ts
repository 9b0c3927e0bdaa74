import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { buildSchema, type GraphQLInputType, Kind, type OperationDefinitionNode, typeFromAST } from "graphql";
import { loadDocuments } from "../../src/operations/documents.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { sampleValue } from "../support/live-schema.ts";

const SCHEMA_FILE = new URL("../../graphql/schema.graphql", import.meta.url);
const schema = buildSchema(readFileSync(SCHEMA_FILE, "utf8"));
const queries = loadDocuments(schema).filter(({ kind }) => kind === "query");

/** Of contacts in the client portal. */
const THEIRS = ["MyCustomFieldValues"];

const NOBODY = "00000000-0000-4000-8000-000000000000";

const db = useDatabase();
const gateway = useGateway(db);
const acme = () => db.world.acme;
const owner = () => gateway.as(acme().members.owner);
const equals = (id: string) => ({ equalTo: id });

describe("every query, by its hash, with variables that are required made up", () => {
  it.each(queries)("$name is answered", async ({ document, hash: documentId, name }) => {
    const [operation] = document.definitions as OperationDefinitionNode[];
    const required = (operation?.variableDefinitions ?? []).filter(({ type }) => type.kind === Kind.NON_NULL_TYPE);
    const variables = Object.fromEntries(
      required.map(({ variable, type }) => {
        const id = variable.name.value === "contactId" ? acme().contacts.norths : NOBODY;
        return [variable.name.value, sampleValue(typeFromAST(schema, type) as GraphQLInputType, id)];
      }),
    );
    const asker = THEIRS.includes(name) ? gateway.asClient(acme().client) : owner();
    const answer = await asker.send({ documentId, variables });
    expect(answer.errors).toBeUndefined();
  });
});

describe("the start of a front end", () => {
  it("knows who is there, where, and what to offer", async () => {
    const { rep } = acme().members;
    const answer = await gateway.as(rep).run("tenancy/AppShell");
    expect(answer.get("me")).toMatchObject({ id: rep.userId, email: rep.email });
    expect(answer.get("currentOrganization.slug")).toBe("acme");
    expect(answer.get("currentMembership")).toMatchObject({ id: rep.membershipId, role: { name: "Rep" } });
    expect(answer.get<object[]>("myPermissions.nodes")).toContainEqual(
      expect.objectContaining({ resource: "contacts", action: "read", scope: "own" }),
    );
  });
});

describe("the dashboard", () => {
  it("shows businesses, stages and one's own next tasks", async () => {
    const { membershipId } = acme().members.owner;
    const task = { title: "Call Ella", assigneeId: membershipId, dueAt: "2031-05-02T09:00:00Z" };
    await owner().run("crm/CreateTask", { task });
    const variables = { today: "2031-05-01T00:00:00Z", myMembershipId: membershipId };
    const answer = await owner().run("analytics/Dashboard", variables);
    const names = answer.get<{ businessName: string }[]>("businessDashboards.nodes").map((node) => node.businessName);
    expect(names.sort()).toEqual(["Acme North", "Acme South"]);
    const stages = answer.get<{ stageId: string }[]>("pipelineSummaries.nodes").map(({ stageId }) => stageId);
    expect(stages.sort()).toEqual(expect.arrayContaining(Object.values(acme().stages).sort()));
    expect(answer.get("tasks.nodes")).toMatchObject([{ title: "Call Ella", assignee: { id: membershipId } }]);

    const rep = await gateway.as(acme().members.rep).run("analytics/Dashboard", variables);
    expect(rep.get("tasks.totalCount")).toBe(0);
  });

  it("draws charts from daily figures and shows how members do", async () => {
    const days = { from: "2000-01-01", to: "2100-01-01" };
    const figures = (await owner().run("analytics/DailyFigures", days)).get<object[]>("dailyMetrics.nodes");
    expect(figures).not.toEqual([]);
    const none = await owner().run("analytics/DailyFigures", { from: "2000-01-01", to: "2000-01-02" });
    expect(none.get("dailyMetrics.nodes")).toEqual([]);
    const members = await owner().run("analytics/TeamPerformance");
    expect(members.get("agentPerformances.nodes")).toContainEqual(
      expect.objectContaining({ membershipId: acme().members.rep.membershipId, memberName: "Rita Rep" }),
    );
  });
});

describe("sales", () => {
  it("sees the board of a pipeline, and a rep the same with their own deals", async () => {
    interface Stage {
      readonly name: string;
      readonly deals: { readonly totalCount: number; readonly nodes: readonly { id: string }[] };
    }
    const filter = { id: equals(acme().pipelineId) };
    const board = async (who = owner()) => {
      const answer = await who.run("crm/PipelineBoard", { filter });
      return answer.get<Stage[]>("pipelines.nodes.0.pipelineStages.nodes");
    };
    expect((await board()).map(({ name }) => name)).toEqual(["Lead", "Qualified", "Proposal", "Won", "Lost"]);
    const idsOf = (stages: readonly Stage[]) => stages.flatMap(({ deals }) => deals.nodes.map(({ id }) => id));
    expect(idsOf(await board())).toEqual(expect.arrayContaining(Object.values(acme().deals)));
    expect(idsOf(await board(gateway.as(acme().members.rep)))).toEqual([acme().deals.reps]);
  });

  it("opens a contact and a contract", async () => {
    const contact = await owner().run("crm/ContactPage", { id: acme().contacts.reps });
    expect(contact.get("contact")).toMatchObject({ id: acme().contacts.reps, name: "Rita’s contact" });
    const created = await owner().run("crm/CreateContract", {
      contract: { title: "Care", contactId: acme().contacts.reps },
    });
    const id = created.get("createContract.contract.id");
    const contract = await owner().run("crm/GetContract", { id });
    expect(contract.get("contract")).toMatchObject({ title: "Care", contact: { name: "Rita’s contact" } });
    const stranger = gateway.as(db.world.globex.owner);
    expect((await stranger.run("crm/GetContract", { id })).get("contract")).toBeNull();
    expect((await stranger.run("crm/ContactPage", { id: acme().contacts.reps })).get("contact")).toBeNull();
  });
});

describe("the inbox", () => {
  it("lists conversations and opens one", async () => {
    const begun = { contactId: acme().contacts.norths, channel: "EMAIL", direction: "INBOUND", body: "Are you open?" };
    const created = await owner().run("messaging/CreateMessage", { message: begun });
    const id = created.get("createMessage.message.conversationId");
    const inbox = await owner().run("messaging/Inbox", { filter: { id: equals(id) } });
    expect(inbox.get("conversations.nodes")).toMatchObject([
      { id, unreadCount: 1, lastMessagePreview: "Are you open?" },
    ]);
    const page = await owner().run("messaging/ConversationPage", { id });
    expect(page.get("conversation.messages.nodes")).toMatchObject([{ direction: "INBOUND", body: "Are you open?" }]);
  });

  it("offers templates and campaigns", async () => {
    const templates = await owner().run("messaging/ListMessageTemplates");
    expect(templates.get("messageTemplates.totalCount")).toBeGreaterThan(0);
    const campaigns = await owner().run("messaging/ListCallCampaigns");
    expect(campaigns.get("callCampaigns.totalCount")).toBeGreaterThan(0);
  });
});

describe("the calendar", () => {
  it("shows what lies between two moments", async () => {
    const { membershipId: staffId } = acme().members.staff;
    const contactId = acme().contacts.norths;
    const times = { startsAt: "2032-03-01T10:00:00Z", endsAt: "2032-03-01T11:00:00Z" };
    await owner().run("scheduling/CreateAppointment", {
      appointment: { ...times, staffId, contactId, kind: "MEETING" },
    });
    await owner().run("crm/CreateTask", { task: { title: "Prepare", dueAt: "2032-03-01T09:00:00Z" } });
    const week = { from: "2032-03-01T00:00:00Z", to: "2032-03-08T00:00:00Z" };
    const answer = await owner().run("scheduling/Calendar", { ...week, staffId: equals(staffId) });
    expect(answer.get("appointments.nodes")).toMatchObject([{ contact: { id: contactId }, staff: { id: staffId } }]);
    expect(answer.get("tasks.nodes")).toMatchObject([{ title: "Prepare" }]);
    const before = await owner().run("scheduling/Calendar", { from: "2032-02-01T00:00:00Z", to: week.from });
    expect(before.get("appointments.totalCount")).toBe(0);
  });
});

describe("support", () => {
  it("lists tickets, opens one, and offers macros", async () => {
    const desk = await owner().run("support/TicketDesk", { filter: { id: equals(acme().tickets.norths) } });
    expect(desk.get("tickets.nodes")).toMatchObject([{ id: acme().tickets.norths }]);
    const page = await owner().run("support/TicketPage", { id: acme().tickets.norths });
    expect(page.get<number>("ticket.ticketMessages.totalCount")).toBeGreaterThan(0);
    const macros = await owner().run("support/ListMacros");
    expect(macros.get("macros.nodes")).toContainEqual(expect.objectContaining({ id: acme().macroId }));
    const stranger = await gateway.as(db.world.globex.owner).run("support/TicketPage", { id: acme().tickets.norths });
    expect(stranger.get("ticket")).toBeNull();
  });
});

describe("settings", () => {
  it("are read by members, and changed by whoever may", async () => {
    const { id } = acme();
    const settings = await owner().run("tenancy/OrganizationSettings");
    expect(settings.get("currentOrganization")).toMatchObject({ id, name: "Acme", locale: "en-GB" });
    expect(settings.get("businesses.totalCount")).toBe(2);
    const change = { id, patch: { supportEmail: "help@acme.test" } };
    const changed = await owner().run("tenancy/UpdateOrganization", change);
    expect(changed.get("updateOrganization.organization.supportEmail")).toBe("help@acme.test");
    expect((await gateway.as(acme().members.rep).run("tenancy/UpdateOrganization", change)).errors).toBeDefined();
    const business = { name: "Acme West", slug: "west" };
    const created = await owner().run("tenancy/CreateBusiness", { business });
    expect(created.get("createBusiness.business.name")).toBe("Acme West");
    expect((await gateway.as(acme().members.rep).run("tenancy/CreateBusiness", { business })).errors).toBeDefined();
  });

  it("show roles, teams and members", async () => {
    const roles = await owner().run("tenancy/ListRoles");
    expect(roles.get("roles.nodes")).toContainEqual(expect.objectContaining({ name: "Intern", isSystem: false }));
    const created = await owner().run("tenancy/CreateTeam", { team: { name: "Night shift" } });
    const teamId = created.get("createTeam.team.id");
    const { membershipId } = acme().members.outsider;
    const added = await owner().run("tenancy/AddTeamMember", { teamMember: { teamId, membershipId } });
    const member = await owner().run("tenancy/GetMember", { id: membershipId });
    expect(member.get("membership")).toMatchObject({
      user: { fullName: "Oscar Outsider" },
      teamMembers: { nodes: [{ team: { id: teamId, name: "Night shift" } }] },
    });
    const teams = await owner().run("tenancy/ListTeams");
    expect(teams.get<{ name: string }[]>("teams.nodes").map(({ name }) => name)).toEqual([
      "Field sales",
      "Night shift",
    ]);
    const id = added.get("createTeamMember.teamMember.id");
    expect((await gateway.as(acme().members.rep).run("tenancy/RemoveTeamMember", { id })).code).toBe("NOT_FOUND");
    expect((await owner().run("tenancy/RemoveTeamMember", { id })).get("deleteTeamMember.teamMember.id")).toBe(id);
  });

  it("show forms, webhooks and the audit trail", async () => {
    expect((await owner().run("automation/ListForms")).get("forms.totalCount")).toBeGreaterThan(0);
    const webhooks = await owner().run("automation/ListWebhookEndpoints");
    expect(webhooks.get("webhookEndpoints.totalCount")).toBeGreaterThan(0);
    const trail = await owner().run("audit/AuditTrail", { first: 5 });
    expect(trail.get("auditLogs.nodes")).toHaveLength(5);
    const rep = await gateway.as(acme().members.rep).run("audit/AuditTrail");
    expect(rep.data?.["auditLogs"] ?? { nodes: [] }).toMatchObject({ nodes: [] });
  });
});
