import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const staff = () => gateway.as(acme().members.staff);
const run = (operation: string, variables: object) => staff().run(operation, variables);

/** A contact with an address on every channel. */
const addContact = async () => {
  const contact = { firstName: "Ada", email: `${randomUUID()}@mail.test`, phone: "020 7946 0751" };
  return (await staff().run("crm/CreateContact", { contact })).get("createContact.contact.id");
};

describe("the inbox", () => {
  it("is worked through: begun, written in with a template, assigned, closed and opened again", async () => {
    const contactId = await addContact();
    const started = await run("messaging/StartConversation", { contactId, channel: "SMS", subject: "Your visit" });
    const conversationId = started.get("startConversation.conversation.id");
    expect(started.get("startConversation.conversation")).toMatchObject({
      channel: "SMS",
      subject: "Your visit",
      status: "ACTIVE",
      contact: { id: contactId },
      assignedTo: { id: acme().members.staff.membershipId },
    });
    const again = await run("messaging/StartConversation", { contactId, channel: "SMS" });
    expect(again.get("startConversation.conversation.id")).toBe(conversationId);
    expect((await run("messaging/StartConversation", { contactId, channel: "CALL" })).refusal).toEqual({
      code: "BAD_USER_INPUT",
      field: "channel",
      hint: expect.stringContaining("Log a call"),
    });

    const messageTemplate = { name: "Visit", type: "SMS", content: "Dear {{first_name}}, see you at {{time}}." };
    const admin = gateway.as(acme().members.admin);
    const template = await admin.run("messaging/CreateMessageTemplate", { messageTemplate });
    const templateId = template.get("createMessageTemplate.messageTemplate.id");
    expect((await run("messaging/SendMessage", { conversationId, templateId })).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "variables",
      missing: ["time"],
    });
    const sent = await run("messaging/SendMessage", { conversationId, templateId, variables: { time: "10:30" } });
    expect(sent.get("sendMessage.message")).toMatchObject({
      direction: "OUTBOUND",
      toAddress: "+442079460751",
      body: "Dear Ada, see you at 10:30.",
      status: "PENDING",
      template: { id: templateId, usageCount: 1 },
    });

    const { membershipId } = acme().members.rep;
    const assigned = await run("messaging/AssignConversation", { conversationId, membershipId });
    expect(assigned.get("assignConversation.conversation.assignedTo.id")).toBe(membershipId);
    const rep = gateway.as(acme().members.rep);
    expect((await rep.run("messaging/AssignConversation", { conversationId })).code).toBe("FORBIDDEN");

    const closed = await rep.run("messaging/CloseConversation", { conversationId });
    expect(closed.get("closeConversation.conversation.status")).toBe("CLOSED");
    expect((await run("messaging/CloseConversation", { conversationId })).refusal).toMatchObject({ code: "CONFLICT" });
    expect((await run("messaging/SendMessage", { conversationId, body: "One more thing" })).code).toBe("CONFLICT");
    const reopened = await run("messaging/ReopenConversation", { conversationId });
    expect(reopened.get("reopenConversation.conversation.status")).toBe("ACTIVE");
    expect((await run("messaging/SendMessage", { conversationId, body: "One more thing" })).errors).toBeUndefined();
  });

  it("doesn't tell another organization's conversation from one that isn't there", async () => {
    const stranger = gateway.as(db.world.globex.owner);
    const conversationId = acme().messaging.conversations.norths;
    const missing = randomUUID();
    for (const operation of [
      "messaging/CloseConversation",
      "messaging/ReopenConversation",
      "messaging/AssignConversation",
      "messaging/SendMessage",
    ]) {
      const ask = (id: string) => stranger.run(operation, { conversationId: id });
      const answer = await ask(conversationId);
      expect(answer.code).toBe("NOT_FOUND");
      expect(answer.without(conversationId)).toEqual((await ask(missing)).without(missing));
    }
  });

  it("takes calls, with what happens by itself", async () => {
    const contactId = await addContact();
    const call = { contactId, direction: "INBOUND", durationSeconds: 90, summary: "Wants an offer" };
    const logged = await run("messaging/LogCall", { call });
    expect(logged.get("logCall.call")).toMatchObject({
      direction: "INBOUND",
      status: "COMPLETED",
      durationSeconds: 90,
      conversation: { id: expect.any(String) },
      contact: { id: contactId, lastContactedAt: expect.any(String) },
    });
    expect((await run("messaging/LogCall", { call: { summary: "With whom?" } })).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "phone",
    });
    expect((await run("messaging/LogCall", { call: { contactId, status: "RINGING" } })).code).toBe("BAD_USER_INPUT");
  });
});

describe("a calling campaign", () => {
  it("is started, dialled, paused and completed", async () => {
    const created = await run("messaging/CreateCallCampaign", { callCampaign: { name: "Spring", maxAttempts: 2 } });
    const campaignId = created.get("createCallCampaign.callCampaign.id");
    expect((await run("messaging/StartCampaign", { campaignId })).refusal).toMatchObject({
      code: "CONFLICT",
      field: "campaignId",
    });
    await run("messaging/CreateCallCampaignTarget", { callCampaignTarget: { campaignId, phone: "020 7946 0761" } });
    expect((await run("messaging/StartCampaign", { campaignId })).get("startCampaign.callCampaign.status")).toBe(
      "RUNNING",
    );

    const dial = () => run("messaging/NextCampaignTarget", { campaignId });
    const target = (await dial()).get<{ id: string }>("nextCampaignTarget.callCampaignTarget");
    expect(target).toMatchObject({ phone: "+442079460761", state: "DIALING", attempts: 1 });
    expect((await dial()).get("nextCampaignTarget.callCampaignTarget")).toBeNull();
    expect((await run("messaging/NextCampaignTarget", { campaignId, leaseSeconds: 1 })).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "leaseSeconds",
    });
    const record = (state: string, attempt: number, more: object = {}) =>
      run("messaging/RecordCampaignResult", { result: { targetId: target.id, attempt, state, ...more } });
    expect((await record("COMPLETED", 2)).refusal).toMatchObject({ code: "CONFLICT", attempts: 1 });
    const later = await record("PENDING", 1, { result: "Busy", nextAttemptAt: "2026-01-01T00:00:00Z" });
    expect(later.get("recordCampaignResult.callCampaignTarget")).toMatchObject({ state: "PENDING", result: "Busy" });

    expect((await run("messaging/PauseCampaign", { campaignId })).get("pauseCampaign.callCampaign.status")).toBe(
      "PAUSED",
    );
    expect((await dial()).refusal).toMatchObject({ code: "CONFLICT", status: "paused" });
    await run("messaging/StartCampaign", { campaignId });
    expect((await dial()).get("nextCampaignTarget.callCampaignTarget")).toMatchObject({ id: target.id, attempts: 2 });
    const last = await record("COMPLETED", 2, { result: "Comes on Monday" });
    expect(last.get("recordCampaignResult.callCampaignTarget")).toMatchObject({
      state: "COMPLETED",
      nextAttemptAt: null,
      campaign: { status: "COMPLETED" },
    });
  });
});
