import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const staff = () => gateway.as(acme().members.staff);
const inbox = async (contactId: string) => {
  const filter = { contactId: { equalTo: contactId }, status: { in: ["ACTIVE", "PENDING"] } };
  return (await staff().run("messaging/ListConversations", { filter })).get<object[]>("conversations.nodes");
};
const write = (message: object) => staff().run("messaging/CreateMessage", { message });

interface Message {
  readonly id: string;
  readonly conversationId: string;
  readonly contactId: string;
}

describe("a text message from an unknown number", () => {
  it("stands in the inbox unread, is answered, and is read", async () => {
    const incoming = { channel: "SMS", direction: "INBOUND", fromAddress: "020 7946 0160", body: "Are you open?" };
    const received = (await write(incoming)).get<Message>("createMessage.message");
    const { conversationId: id, contactId } = received;
    expect(received).toMatchObject({ fromAddress: "+442079460160", status: "DELIVERED" });
    expect(await inbox(contactId)).toMatchObject([
      {
        id,
        channel: "SMS",
        status: "ACTIVE",
        unreadCount: 1,
        lastMessagePreview: "Are you open?",
        contact: { id: contactId, name: "Unknown", phone: "+442079460160" },
      },
    ]);

    const reply = (await write({ conversationId: id, body: "Until six." })).get<Message>("createMessage.message");
    expect(reply).toMatchObject({ direction: "OUTBOUND", toAddress: "+442079460160", status: "PENDING", contactId });
    expect(await inbox(contactId)).toMatchObject([{ unreadCount: 1, lastMessagePreview: "Until six." }]);
    const sent = await staff().run("messaging/UpdateMessage", { id: reply.id, patch: { status: "SENT" } });
    expect(sent.get("updateMessage.message")).toMatchObject({ sentAt: expect.any(String), deliveredAt: null });
    const late = await staff().run("messaging/UpdateMessage", { id: reply.id, patch: { status: "QUEUED" } });
    expect(late.refusal).toEqual({ code: "CONFLICT", field: "status" });

    const read = await staff().run("messaging/MarkConversationRead", { id });
    expect(read.get("markConversationRead.conversation")).toEqual({ id, unreadCount: 0 });
    const conversation = await staff().run("messaging/GetConversation", { id });
    expect(conversation.get("conversation")).toMatchObject({
      unreadCount: 0,
      contact: { lastContactedAt: expect.any(String) },
      messages: {
        totalCount: 2,
        nodes: [
          { body: "Until six.", status: "SENT", createdBy: { id: acme().members.staff.membershipId } },
          { body: "Are you open?", status: "READ", readAt: expect.any(String) },
        ],
      },
    });

    const closed = await staff().run("messaging/UpdateConversation", { id, patch: { status: "CLOSED" } });
    expect(closed.get("updateConversation.conversation.status")).toBe("CLOSED");
    expect(await inbox(contactId)).toEqual([]);
    await write({ conversationId: id, direction: "INBOUND", body: "And tomorrow?" });
    expect(await inbox(contactId)).toMatchObject([{ id, unreadCount: 1 }]);
  });
});

describe("a rep", () => {
  const rep = () => gateway.as(acme().members.rep);

  it("begins a conversation by writing, and sees it", async () => {
    const message = {
      channel: "EMAIL",
      toAddress: "Jane <Jane@Customer.test>",
      subject: "Hello",
      body: "How are you?",
    };
    const sent = (await rep().run("messaging/CreateMessage", { message })).get<Message>("createMessage.message");
    const { conversationId: id } = sent;
    expect((await rep().run("messaging/GetConversation", { id })).get("conversation")).toMatchObject({
      channel: "EMAIL",
      subject: "Hello",
      messages: { nodes: [{ id: sent.id, toAddress: "jane@customer.test" }] },
    });
  });

  it("can't tell another's conversation from one that doesn't exist", async () => {
    const { souths } = acme().messaging.conversations;
    for (const operation of ["messaging/GetConversation", "messaging/MarkConversationRead"]) {
      const missing = randomUUID();
      const [other, none] = [await rep().run(operation, { id: souths }), await rep().run(operation, { id: missing })];
      expect(other.without(souths)).toEqual(none.without(missing));
    }
    const message = { conversationId: souths, body: "Hello" };
    expect((await rep().run("messaging/CreateMessage", { message })).refusal).toEqual({
      code: "BAD_USER_INPUT",
      field: "conversationId",
    });
    expect(
      (await staff().run("messaging/CreateMessage", { message: { ...message, direction: "INBOUND" } })).errors,
    ).toBe(undefined);
  });
});

describe("a template", () => {
  it("knows its variables, and is written by admins alone", async () => {
    const messageTemplate = { name: "Reminder", type: "SMS", content: "Dear {{first_name}}, see you at {{time}}." };
    expect((await staff().run("messaging/CreateMessageTemplate", { messageTemplate })).code).toBe("FORBIDDEN");
    const admin = gateway.as(acme().members.admin);
    const created = await admin.run("messaging/CreateMessageTemplate", { messageTemplate });
    expect(created.get("createMessageTemplate.messageTemplate")).toMatchObject({
      variables: ["first_name", "time"],
      usageCount: 0,
    });
  });
});

describe("a call", () => {
  it("finds its contact, and how long it took", async () => {
    const call = {
      direction: "INBOUND",
      fromNumber: "020 7946 0161",
      status: "COMPLETED",
      startedAt: "2026-01-01T10:00:00Z",
      endedAt: "2026-01-01T10:02:00Z",
      costCents: "12",
    };
    const answer = (await staff().run("messaging/CreateCall", { call })).get<Message>("createCall.call");
    expect(answer).toMatchObject({
      fromNumber: "+442079460161",
      durationSeconds: 120,
      costCents: "12",
      currency: "USD",
    });
    expect(await inbox(answer.contactId)).toMatchObject([
      { id: answer.conversationId, channel: "CALL", unreadCount: 0 },
    ]);
  });

  it("is one of a campaign's", async () => {
    const created = await staff().run("messaging/CreateCallCampaign", { callCampaign: { name: "Spring" } });
    const campaign = created.get<{ id: string }>("createCallCampaign.callCampaign");
    expect(campaign).toMatchObject({ status: "DRAFT", createdBy: { id: acme().members.staff.membershipId } });
    const add = (more: object) =>
      staff().run("messaging/CreateCallCampaignTarget", { callCampaignTarget: { campaignId: campaign.id, ...more } });
    expect((await add({ phone: "020 7946 0162" })).get("createCallCampaignTarget.callCampaignTarget")).toMatchObject({
      phone: "+442079460162",
      state: "PENDING",
      attempts: 0,
      campaign: { id: campaign.id, callCampaignTargets: { totalCount: 1 } },
    });
    expect((await add({ phone: "+442079460162" })).code).toBe("CONFLICT");
    expect((await add({})).refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "phone" });
  });
});
