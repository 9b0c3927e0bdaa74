import { beforeAll, describe, expect, it } from "@jest/globals";
import { makePasswordsCheap } from "../support/accounts.ts";
import { useDatabase } from "../support/database.ts";
import { type GraphqlClient, useGateway } from "../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const admin = () => gateway.as(acme().members.admin);
/** What the studio's own schema calls a member. */
const coach = () => gateway.as(acme().members.staff);

beforeAll(() => makePasswordsCheap(db));

/** What the story has made so far. */
let clientId: string;
/** The client, signed in to the portal. */
let client: GraphqlClient;
let leadId: string;
let formId: string;

describe("a client of the studio", () => {
  let invitationId: string;
  let token: string;

  it("is invited for as long as it takes, with a few words", async () => {
    const invited = await coach().run("tenancy/InviteClient", {
      email: " Kim@Client.TEST",
      firstName: "Kim",
      lastName: "Client",
      phone: "020 7946 0500",
      customMessage: "Bring a towel.",
      metadata: { plan: "monthly" },
    });
    invitationId = invited.get("inviteClient.issued.clientInvitation.id");
    token = invited.get("inviteClient.issued.token");

    const filter = { id: { equalTo: invitationId } };
    const listed = await coach().run("tenancy/ListClientInvitations", { filter });
    expect(listed.get("clientInvitations.nodes")).toEqual([
      expect.objectContaining({ email: "kim@client.test", isClaimed: false, expiresAt: null, revokedAt: null }),
    ]);
    expect(listed.text).not.toContain(token);
    const patch = { customMessage: "Bring two towels." };
    const changed = await coach().run("tenancy/UpdateClientInvitation", { id: invitationId, patch });
    expect(changed.get("updateClientInvitation.clientInvitation")).toMatchObject({ ...patch, expiresAt: null });
    const stranger = gateway.as(db.world.globex.owner);
    const elsewhere = await stranger.run("tenancy/ListClientInvitations", { filter });
    expect(elsewhere.get("clientInvitations.totalCount")).toBe(0);
  });

  it("claims the invitation once, and gets a record, which the coach completes with a membership", async () => {
    const preview = await gateway.anonymous.run("tenancy/InvitationByToken", { token });
    expect(preview.get("invitationByToken")).toMatchObject({ customMessage: "Bring two towels.", state: "open" });
    const claim = () => gateway.anonymous.run("tenancy/ClaimInvitation", { token, password: "a towel or two" });
    clientId = (await claim()).get("claimInvitation.claimed.contactId");
    expect((await claim()).code).toBe("CONFLICT");

    const filter = { id: { equalTo: invitationId } };
    const listed = await coach().run("tenancy/ListClientInvitations", { filter });
    expect(listed.get("clientInvitations.nodes")).toMatchObject([{ isClaimed: true, contact: { id: clientId } }]);
    const patch = {
      membershipStatus: "ACTIVE",
      membershipStartsOn: "2030-01-01",
      emergencyContactName: "Sam",
      emergencyContactPhone: "020 7946 0501",
      notes: "Left knee.",
    };
    expect((await coach().run("crm/UpdateContact", { id: clientId, patch })).errors).toBeUndefined();
    const found = await coach().run("crm/GetContact", { id: clientId });
    expect(found.get("contact")).toMatchObject({ name: "Kim Client", membershipStatus: "ACTIVE" });
  });

  it("signs in to the portal with the password, and with no other", async () => {
    const signIn = (password: string) =>
      gateway.anonymous.run("tenancy/SignInToPortal", {
        input: { organization: "acme", email: "kim@client.test", password },
      });
    expect((await signIn("a towel or three")).code).toBe("UNAUTHENTICATED");
    client = gateway.with((await signIn("a towel or two")).get("signInToPortal.accessToken"));
  });

  it("sees and changes the own record in the portal, and nobody else's", async () => {
    const own = await client.query("{ contacts { nodes { id name phone membershipStatus } } }");
    expect(own.get("contacts.nodes")).toEqual([
      { id: clientId, name: "Kim Client", phone: "+442079460500", membershipStatus: "ACTIVE" },
    ]);
    const document = `mutation ($id: UUID!, $patch: ContactPatch!) {
      updateContact(input: { id: $id, patch: $patch }) { contact { emergencyContactName } }
    }`;
    const change = (patch: object, id = clientId) => client.query(document, { id, patch });
    const patch = { emergencyContactName: "Alex" };
    expect((await change(patch)).get("updateContact.contact")).toEqual(patch);
    expect((await change(patch, acme().contacts.reps)).code).toBe("NOT_FOUND");
    for (const more of [{ membershipStatus: "EXPIRED" }, { email: "other@client.test" }, { phone: "020 7946 0599" }]) {
      expect([more, (await change(more)).code]).toEqual([more, "FORBIDDEN"]);
    }
    for (const rows of ["contacts { nodes { notes } }", "leads { totalCount }", "clientInvitations { totalCount }"]) {
      expect([rows, (await client.query(`{ ${rows} }`)).code]).toEqual([rows, "FORBIDDEN"]);
    }

    const trail = `query ($id: UUID!) {
      auditLogs(filter: { recordId: { equalTo: $id } }, orderBy: [CREATED_AT_DESC], first: 1) {
        nodes { action actorKind oldData newData changedColumns }
      }
    }`;
    const [last] = (await admin().query(trail, { id: clientId })).get<object[]>("auditLogs.nodes");
    expect(last).toMatchObject({
      action: "UPDATE",
      actorKind: "CONTACT",
      oldData: { emergency_contact_name: "Sam" },
      newData: { emergency_contact_name: "Alex" },
      changedColumns: ["emergency_contact_name"],
    });
  });

  it("books a class in the portal, moves it, and gives it up", async () => {
    const service = { name: "Pilates", durationMinutes: 60, priceCents: "1500" };
    const serviceId = (await admin().run("scheduling/CreateService", { service })).get("createService.service.id");
    const firstDay = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const free = async () =>
      (await client.run("scheduling/AvailableSlots", { serviceId, firstDay })).get<{ startsAt: string }[]>(
        "availableSlots.nodes",
      );
    const [first, , , , later] = await free();
    const booking = { serviceId, startsAt: first?.startsAt };
    const booked = await client.run("scheduling/BookAppointment", { booking });
    expect(booked.get("bookAppointment.appointment")).toMatchObject({
      status: "SCHEDULED",
      source: "portal",
      contact: { id: clientId },
      service: { name: "Pilates" },
    });
    expect(await free()).not.toContainEqual(first);
    const taken = await coach().run("scheduling/BookAppointment", {
      booking: { ...booking, contactId: acme().contacts.reps },
    });
    expect(taken.refusal).toMatchObject({ code: "CONFLICT", freeSlots: expect.any(Array) });

    const appointmentId = booked.get("bookAppointment.appointment.id");
    const moved = await client.run("scheduling/RescheduleAppointment", { appointmentId, startsAt: later?.startsAt });
    expect(moved.get("rescheduleAppointment.appointment.startsAt")).toBe(later?.startsAt);
    expect((await client.run("scheduling/CompleteAppointment", { appointmentId })).code).toBe("FORBIDDEN");
    const canceled = await client.run("scheduling/CancelAppointment", { appointmentId, reason: "The knee" });
    expect(canceled.get("cancelAppointment.appointment")).toMatchObject({
      status: "CANCELED",
      cancellationReason: "The knee",
    });
  });
});

describe("a lead of the studio", () => {
  it("comes with the campaign that brought it", async () => {
    const lead = { firstName: "Lee", source: "facebook", utmSource: "meta", utmMedium: "paid", utmCampaign: "january" };
    const document = `mutation ($lead: LeadInput!) {
      createLead(input: { lead: $lead }) {
        lead { id name status source utmSource utmMedium utmCampaign leadScore aiScore assignedTo { id } }
      }
    }`;
    const more = { email: "lee@lead.test", leadScore: 40, aiScore: 0.4, assignedToId: acme().members.rep.membershipId };
    const created = await coach().query(document, { lead: { ...lead, ...more } });
    expect(created.get("createLead.lead")).toMatchObject({
      name: "Lee",
      status: "NEW",
      source: "facebook",
      utmSource: "meta",
      utmMedium: "paid",
      utmCampaign: "january",
      leadScore: 40,
      aiScore: 0.4,
      assignedTo: { id: acme().members.rep.membershipId },
    });
    leadId = created.get("createLead.lead.id");
    const impossible = await coach().query(document, { lead: { ...lead, leadScore: 101 } });
    expect(impossible.refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "leadScore" });
  });

  it("fills in a form that an admin defined, which checks the answers and keeps one lead per person", async () => {
    const form = {
      name: "Free trial",
      type: "FACEBOOK",
      externalId: "1234567890",
      fields: [
        { name: "email", label: "E-mail", type: "email", required: true },
        { name: "phone", label: "Phone", type: "phone" },
        { name: "goal", label: "Goal", type: "select", options: ["strength", "balance"] },
      ],
      leadTags: ["trial"],
    };
    expect((await coach().run("automation/CreateForm", { form })).code).toBe("FORBIDDEN");
    const created = await admin().run("automation/CreateForm", { form });
    expect(created.get("createForm.form")).toMatchObject({
      type: "FACEBOOK",
      settings: { submitButton: "Submit", successMessage: "Thank you for your submission!", redirectUrl: null },
    });
    formId = created.get("createForm.form.id");

    const submit = (data: object, utm: object = {}) =>
      coach().run("automation/CreateFormSubmission", { submission: { formId, data, ...utm } });
    expect((await submit({ goal: "balance" })).refusal).toMatchObject({ field: "email", rule: "required" });
    expect((await submit({ email: "lee@lead.test", goal: "sleep" })).refusal).toMatchObject({ rule: "option" });

    const known = await submit({ email: "Lee@Lead.test", phone: "020 7946 0510", goal: "balance" });
    expect(known.get("createFormSubmission.formSubmission.lead")).toMatchObject({
      id: leadId,
      source: "facebook",
      tags: ["trial"],
      utmCampaign: "january",
    });
    const unknown = await submit({ email: "ari@lead.test", goal: "strength" }, { utmSource: "newsletter" });
    expect(unknown.get("createFormSubmission.formSubmission.lead")).toMatchObject({
      email: "ari@lead.test",
      source: "form",
      status: "NEW",
      utmSource: "newsletter",
    });
    const phone = { filter: { id: { equalTo: leadId } } };
    const listed = await coach().query(
      "query ($filter: LeadFilter) { leads(filter: $filter) { nodes { phone tags } } }",
      phone,
    );
    expect(listed.get("leads.nodes")).toEqual([{ phone: "+442079460510", tags: ["trial"] }]);
    expect((await coach().run("automation/GetForm", { id: formId })).get("form")).toMatchObject({
      submissionCount: 2,
      lastSubmissionAt: expect.any(String),
    });
  });

  it("is written to from a template, whose variables and use are counted", async () => {
    const messageTemplate = {
      name: "Trial reminder",
      type: "SMS",
      category: "trial",
      content: "Hi {{first_name}}, see you on {{date}} at {{ time }}!",
    };
    expect((await coach().run("messaging/CreateMessageTemplate", { messageTemplate })).code).toBe("FORBIDDEN");
    const created = await admin().run("messaging/CreateMessageTemplate", { messageTemplate });
    expect(created.get("createMessageTemplate.messageTemplate")).toMatchObject({
      variables: ["first_name", "date", "time"],
      usageCount: 0,
    });
    const templateId = created.get("createMessageTemplate.messageTemplate.id");

    const document = `mutation ($message: MessageInput!) {
      createMessage(input: { message: $message }) {
        message { id status toAddress lead { id name lastContactedAt } template { usageCount lastUsedAt } }
      }
    }`;
    const message = { channel: "SMS", leadId, templateId, body: "Hi Lee, see you on Monday at 9!" };
    const sent = await coach().query(document, { message: { ...message, externalId: "SM1" } });
    expect(sent.get("createMessage.message")).toMatchObject({
      status: "PENDING",
      toAddress: "+442079460510",
      lead: { id: leadId, name: "Lee" },
      template: { usageCount: 1, lastUsedAt: expect.any(String) },
    });
    const twice = await coach().query(document, { message: { ...message, externalId: "SM1" } });
    expect(twice.code).toBe("CONFLICT");

    const id = sent.get("createMessage.message.id");
    const delivered = await coach().run("messaging/UpdateMessage", { id, patch: { status: "DELIVERED" } });
    expect(delivered.get("updateMessage.message")).toMatchObject({
      status: "DELIVERED",
      deliveredAt: expect.any(String),
    });
    const hidden = await gateway.as(acme().members.outsider).run("messaging/UpdateMessage", {
      id,
      patch: { status: "READ" },
    });
    expect(hidden.code).toBe("NOT_FOUND");
  });
});

describe("a workflow of the studio", () => {
  it("runs when the form is sent, and counts how its executions ended", async () => {
    const workflow = {
      name: "Welcome trial members",
      triggerType: "FORM_SUBMITTED",
      triggerConfig: { formId },
      nodes: [
        { id: "wait", type: "delay", hours: 1 },
        { id: "text", type: "send_sms", template: "Welcome" },
      ],
      edges: [{ id: "then", source: "wait", target: "text" }],
      settings: { timezone: "Europe/London" },
    };
    expect((await coach().run("automation/CreateWorkflow", { workflow })).code).toBe("FORBIDDEN");
    const created = await admin().run("automation/CreateWorkflow", { workflow });
    expect(created.get("createWorkflow.workflow")).toMatchObject({
      status: "DRAFT",
      version: 1,
      settings: { errorHandling: "continue", maxExecutionTime: 300, timezone: "Europe/London" },
    });
    const workflowId = created.get("createWorkflow.workflow.id");
    await admin().run("automation/UpdateWorkflow", { id: workflowId, patch: { status: "ACTIVE" } });

    const start = async () =>
      (
        await admin().run("automation/CreateWorkflowExecution", {
          execution: { workflowId, triggeredBy: "form.submitted", triggerData: { formId }, inputData: { leadId } },
        })
      ).get("createWorkflowExecution.workflowExecution.id");
    const advance = (id: string, patch: object) => admin().run("automation/UpdateWorkflowExecution", { id, patch });
    const [first, second] = [await start(), await start()];
    for (const id of [first, second]) await advance(id, { status: "RUNNING" });
    const steps = [{ node: "wait", status: "completed" }];
    await advance(first, { status: "COMPLETED", executionSteps: steps, outputData: { sent: 1 } });
    await advance(second, { status: "FAILED", errorMessage: "Number unreachable", errorDetails: { code: 30003 } });

    const seen = await coach().query(
      `query ($id: UUID!) {
        workflow(id: $id) {
          totalExecutions successfulExecutions failedExecutions lastRunAt
          workflowExecutions(orderBy: [CREATED_AT_ASC]) {
            nodes { id status triggeredBy triggerData inputData outputData executionSteps errorMessage errorDetails completedAt }
          }
        }
      }`,
      { id: workflowId },
    );
    expect(seen.get("workflow")).toMatchObject({
      totalExecutions: 2,
      successfulExecutions: 1,
      failedExecutions: 1,
      lastRunAt: expect.any(String),
      workflowExecutions: {
        nodes: [
          { id: first, status: "COMPLETED", triggerData: { formId }, inputData: { leadId }, executionSteps: steps },
          { id: second, status: "FAILED", errorMessage: "Number unreachable", errorDetails: { code: 30003 } },
        ],
      },
    });
    const stranger = gateway.as(db.world.globex.owner);
    expect((await stranger.run("automation/GetWorkflow", { id: workflowId })).get("workflow")).toBeNull();
  });
});

describe("a visitor of the studio's site", () => {
  let visitorsLeadId: string;
  let visitorId: string;

  it("fills in the form of the page, and learns nothing else", async () => {
    const fields = [
      { name: "email", label: "E-mail", type: "email", required: true },
      { name: "name", label: "Your name", type: "text" },
      { name: "phone", label: "Phone", type: "phone" },
    ];
    const form = { name: "Open day", type: "STANDALONE", fields, settings: { successMessage: "See you on Sunday!" } };
    const id = (await admin().run("automation/CreateForm", { form })).get("createForm.form.id");
    const shown = await gateway.anonymous.run("automation/FormToFill", { formId: id });
    expect(shown.get("formToFill")).toMatchObject({ name: "Open day", type: "standalone", fields });
    const data = { email: "Vic@Visitor.test", name: "Vic Visitor", phone: "020 7946 0520" };
    const submit = (more: object) =>
      gateway.anonymous.run("automation/SubmitForm", { formId: id, data, utmSource: "flyer", ...more });
    expect((await submit({ data: { name: "Vic" } })).refusal).toMatchObject({ field: "email", rule: "required" });
    const sent = await submit({});
    expect(sent.get("submitForm.receipt")).toEqual({ message: "See you on Sunday!", redirectUrl: null });
    expect((await gateway.anonymous.run("automation/GetForm", { id })).code).toBe("UNAUTHENTICATED");

    const filled = await coach().run("automation/GetForm", { id });
    expect(filled.get("form")).toMatchObject({
      submissionCount: 1,
      formSubmissions: { nodes: [{ utmSource: "flyer", lead: { name: "Vic Visitor" } }] },
    });
    visitorsLeadId = filled.get("form.formSubmissions.nodes.0.lead.id");
  });

  it("is scored by the studio's rules, found, and becomes a client", async () => {
    const leadScoringRule = { name: "Read the flyer", field: "UTM_SOURCE", operator: "EQUALS", value: "flyer" };
    await admin().run("crm/CreateLeadScoringRule", { leadScoringRule: { ...leadScoringRule, points: 60 } });
    const scored = await coach().run("crm/ScoreLead", { leadId: visitorsLeadId });
    expect(scored.get("scoreLead.lead")).toMatchObject({
      leadScore: 60,
      scoreReasons: { nodes: [{ name: "Read the flyer", points: 60 }] },
    });
    const found = await coach().run("search/Search", { query: "visit", types: ["LEAD"] });
    expect(found.get("search")).toMatchObject([{ id: visitorsLeadId, title: "Vic Visitor" }]);

    const input = { leadId: visitorsLeadId, withoutDeal: true };
    expect((await gateway.as(acme().members.viewer).run("crm/ConvertLead", { input })).code).toBe("NOT_FOUND");
    const converted = await coach().run("crm/ConvertLead", { input });
    expect(converted.get("convertLead.conversion")).toMatchObject({
      lead: { status: "CONVERTED" },
      contact: { name: "Vic Visitor" },
      deal: null,
    });
    expect((await coach().run("crm/ConvertLead", { input })).code).toBe("CONFLICT");
    visitorId = converted.get("convertLead.conversion.contact.id");
  });

  it("is written to with a template whose gaps are all filled", async () => {
    const content = "Hi {{first_name}}, your first class is at {{time}}.";
    const messageTemplate = { name: "First class", type: "SMS", content };
    const template = await admin().run("messaging/CreateMessageTemplate", { messageTemplate });
    const templateId = template.get("createMessageTemplate.messageTemplate.id");
    const started = await coach().run("messaging/StartConversation", { contactId: visitorId, channel: "SMS" });
    const conversationId = started.get("startConversation.conversation.id");
    const send = (variables: object) => coach().run("messaging/SendMessage", { conversationId, templateId, variables });
    expect((await send({})).refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "variables", missing: ["time"] });
    expect((await send({ time: "10:30" })).get("sendMessage.message")).toMatchObject({
      body: "Hi Vic, your first class is at 10:30.",
      toAddress: "+442079460520",
      status: "PENDING",
      template: { usageCount: 1 },
    });
    const outsider = gateway.as(acme().members.outsider);
    expect((await outsider.run("messaging/SendMessage", { conversationId, body: "Hi" })).code).toBe("NOT_FOUND");
  });

  it("starts a workflow by hand, when it is on", async () => {
    const nodes = [
      { id: "wait", type: "delay" },
      { id: "text", type: "send_sms", template: "First class" },
    ];
    const edges = [{ id: "then", source: "wait", target: "text" }];
    const workflow = { name: "First steps", triggerType: "MANUAL", nodes, edges };
    const created = await admin().run("automation/CreateWorkflow", { workflow });
    const workflowId = created.get("createWorkflow.workflow.id");
    expect((await admin().run("automation/ActivateWorkflow", { workflowId })).refusal).toMatchObject({
      code: "CONFLICT",
      problems: [{ node: "wait", problem: "MISSING_SETTING", setting: "hours" }],
    });
    const patch = { nodes: [{ ...nodes[0], hours: 24 }, nodes[1]] };
    await admin().run("automation/UpdateWorkflow", { id: workflowId, patch });
    expect((await coach().run("automation/ActivateWorkflow", { workflowId })).code).toBe("NOT_FOUND");
    const activated = await admin().run("automation/ActivateWorkflow", { workflowId });
    expect(activated.get("activateWorkflow.workflow.status")).toBe("ACTIVE");
    const triggerData = { contactId: visitorId };
    const trigger = () => admin().run("automation/TriggerWorkflow", { workflowId, triggerData });
    expect((await trigger()).get("triggerWorkflow.workflowExecution")).toMatchObject({
      status: "PENDING",
      triggeredBy: "manual",
      triggerData,
    });
    await admin().run("automation/DeactivateWorkflow", { workflowId });
    expect((await trigger()).refusal).toMatchObject({ code: "CONFLICT", status: "inactive" });
  });
});

describe("the audit trail of the studio", () => {
  const document = `query ($id: UUID!) {
    auditLogs(filter: { recordId: { equalTo: $id } }, orderBy: [CREATED_AT_ASC]) {
      nodes { action tableName actorKind user { id } oldData newData changedColumns }
    }
  }`;

  it("tells admins who did what to whom", async () => {
    const entries = (await admin().query(document, { id: leadId })).get<{ action: string }[]>("auditLogs.nodes");
    expect(entries[0]).toMatchObject({
      action: "INSERT",
      tableName: "leads",
      actorKind: "USER",
      user: { id: acme().members.staff.userId },
      oldData: null,
      newData: { first_name: "Lee", utm_campaign: "january" },
    });
    const updates = entries.filter(({ action }) => action === "UPDATE");
    expect(updates).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          oldData: expect.objectContaining({ phone: null, tags: [] }),
          newData: expect.objectContaining({ phone: "+442079460510", tags: ["trial"] }),
          changedColumns: expect.arrayContaining(["phone", "tags"]),
        }),
      ]),
    );
  });

  it("is no business of coaches, nor of another studio", async () => {
    for (const actor of [acme().members.staff, acme().members.manager, db.world.globex.owner]) {
      expect((await gateway.as(actor).query(document, { id: leadId })).get("auditLogs.nodes")).toEqual([]);
    }
  });
});
