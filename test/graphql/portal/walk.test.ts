import { beforeAll, describe, expect, it } from "@jest/globals";
import { insertStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const rita = () => gateway.asClient(acme().client);
/** Another contact of the same organization. */
const other = () => gateway.asClient({ contactId: acme().contacts.outsiders });
const staff = () => gateway.as(acme().members.staff);

const insert = (table: string, row: object): Promise<string> =>
  db.withRoot(async (root) => {
    const { rows } = await root.query(...insertStatement(table, { organization_id: acme().id, ...row }));
    return rows[0].id;
  });
const sent = (table: "proposals" | "contracts", row: object = {}) =>
  insert(table, { contact_id: acme().client.contactId, title: "Fence", status: "sent", ...row });

describe("a client’s own contact", () => {
  it("is the only one, and is read without what members note", async () => {
    const answer = await rita().query("{ contacts { totalCount nodes { id name email } } }");
    expect(answer.get("contacts")).toMatchObject({ totalCount: 1, nodes: [{ id: acme().client.contactId }] });
    for (const field of ["notes", "tags", "ownerId", "lifecycleStage", "customFields", "businessId", "source"]) {
      expect([field, (await rita().query(`{ contacts { nodes { ${field} } } }`)).code]).toEqual([field, "FORBIDDEN"]);
    }
    const document = "query ($id: UUID!) { contact(id: $id) { id } }";
    expect((await rita().query(document, { id: acme().contacts.outsiders })).get("contact")).toBeNull();
  });

  it("is changed, but for what members decide and what it is known by", async () => {
    const document = `mutation ($id: UUID!, $patch: ContactPatch!) {
      updateContact(input: { id: $id, patch: $patch }) { contact { id firstName } }
    }`;
    const update = (id: string, patch: object) => rita().query(document, { id, patch });
    const id = acme().client.contactId;
    expect((await update(id, { firstName: "Rita" })).get("updateContact.contact")).toEqual({ id, firstName: "Rita" });
    for (const patch of [
      { lifecycleStage: "CUSTOMER" },
      { notes: "Mine" },
      { ownerId: null },
      { email: "new@customer.test" },
      { phone: "+442079460001" },
      { customFields: {} },
      { tags: ["vip"] },
      { isActive: false },
    ]) {
      expect([patch, (await update(id, patch)).code]).toEqual([patch, "FORBIDDEN"]);
    }
    expect((await update(acme().contacts.outsiders, { firstName: "Stolen" })).code).toBe("NOT_FOUND");
    expect(
      (await rita().query("mutation ($id: UUID!) { archiveContact(input: { id: $id }) { contact { id } } }", { id }))
        .code,
    ).toBe("FORBIDDEN");
  });

  it("has the values of the organization’s own fields, but for those internal to staff", async () => {
    const contactId = acme().client.contactId;
    for (const [fieldName, isInternal] of Object.entries({ size: false, mood: true })) {
      const customFieldDefinition = { entity: "CONTACT", fieldName, label: fieldName, fieldType: "TEXT", isInternal };
      await gateway.as(acme().members.admin).run("crm/CreateCustomFieldDefinition", { customFieldDefinition });
    }
    const patch = { customFields: { size: "M", mood: "sour" } };
    expect((await staff().run("crm/UpdateContact", { id: contactId, patch })).errors).toBeUndefined();
    const own = await rita().run("portal/MyCustomFieldValues");
    expect(own.get("myCustomFieldValues.nodes")).toEqual([
      { fieldName: "size", label: "size", fieldType: "text", value: "M" },
    ]);
    expect((await other().run("portal/MyCustomFieldValues")).get("myCustomFieldValues.nodes")).toEqual([]);
    expect((await staff().run("portal/MyCustomFieldValues")).code).toBe("FORBIDDEN");
  });
});

describe("services", () => {
  it("are those that are offered, and stay as they are", async () => {
    const { services } = acme();
    const ids = (await rita().query("{ services { nodes { id name priceCents durationMinutes } } }"))
      .get<{ id: string }[]>("services.nodes")
      .map(({ id }) => id);
    expect(ids).toContain(services.common);
    expect(ids).not.toContain(services.former);
    expect(ids).not.toContain(db.world.globex.serviceId);
    const document = `mutation ($id: UUID!) { updateService(input: { id: $id, patch: { priceCents: "0" } }) { service { id } } }`;
    expect((await rita().query(document, { id: services.common })).code).toBe("FORBIDDEN");
  });
});

describe("appointments", () => {
  const BOOK = `mutation ($appointment: AppointmentInput!) {
    createAppointment(input: { appointment: $appointment }) { appointment { id status source startsAt endsAt priceCents } }
  }`;
  const CHANGE = `mutation ($id: UUID!, $patch: AppointmentPatch!) {
    updateAppointment(input: { id: $id, patch: $patch }) { appointment { id status startsAt cancellationReason } }
  }`;
  const book = (appointment: object) =>
    rita().query(BOOK, { appointment: { serviceId: acme().services.common, ...appointment } });
  const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

  it("are booked, moved and canceled", async () => {
    const booked = await book({ startsAt: "2032-05-01T09:00:00Z" });
    expect(booked.get("createAppointment.appointment")).toMatchObject({
      status: "SCHEDULED",
      source: "portal",
      endsAt: "2032-05-01T09:30:00.000000+00:00",
      priceCents: "4500",
    });
    const id = booked.get("createAppointment.appointment.id");
    const moved = await rita().query(CHANGE, { id, patch: { startsAt: "2032-05-02T09:00:00Z" } });
    expect(moved.get("updateAppointment.appointment.startsAt")).toBe("2032-05-02T09:00:00.000000+00:00");
    const found = await staff().query("query ($id: UUID!) { appointment(id: $id) { contactId createdById } }", { id });
    expect(found.get("appointment")).toEqual({ contactId: acme().client.contactId, createdById: null });
    expect((await other().query(CHANGE, { id, patch: { status: "CANCELED" } })).code).toBe("NOT_FOUND");
    const canceled = await rita().query(CHANGE, { id, patch: { status: "CANCELED", cancellationReason: "Ill" } });
    expect(canceled.get("updateAppointment.appointment")).toMatchObject({
      status: "CANCELED",
      cancellationReason: "Ill",
    });
    expect((await rita().query(CHANGE, { id, patch: { status: "SCHEDULED" } })).code).toBe("CONFLICT");
  });

  it("keep to the organization’s rules", async () => {
    expect((await book({ startsAt: soon(30) })).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "startsAt",
      minimumNoticeMinutes: 60,
    });
    const id = (await book({ startsAt: soon(90) })).get("createAppointment.appointment.id");
    expect((await rita().query(CHANGE, { id, patch: { status: "CANCELED" } })).refusal).toMatchObject({
      code: "CONFLICT",
      cancellationNoticeMinutes: 1440,
    });
    expect((await staff().query(CHANGE, { id, patch: { status: "CANCELED" } })).errors).toBeUndefined();
    for (const more of [
      { contactId: acme().contacts.outsiders },
      { staffId: acme().members.rep.membershipId },
      { priceCents: "0" },
      { notes: "Mine" },
    ]) {
      expect((await book({ startsAt: "2032-05-03T09:00:00Z", ...more })).code).toBe("FORBIDDEN");
    }
  });

  it("don’t take a member’s time that is taken", async () => {
    const own = acme().appointments.reps;
    await insert("appointments", {
      staff_id: acme().members.rep.membershipId,
      contact_id: acme().contacts.outsiders,
      starts_at: "2032-06-01T09:00:00Z",
      ends_at: "2032-06-01T10:00:00Z",
    });
    const answer = await rita().query(CHANGE, { id: own, patch: { startsAt: "2032-06-01T09:30:00Z" } });
    expect(answer.code).toBe("CONFLICT");
    expect(answer.text).not.toContain(acme().contacts.outsiders);
    expect(
      (await rita().query(CHANGE, { id: own, patch: { startsAt: "2032-06-01T10:00:00Z" } })).errors,
    ).toBeUndefined();
  });

  it("of others are not there, and what members note is kept from the contact", async () => {
    const list = await rita().query("{ appointments { nodes { id contactId } } }");
    for (const { contactId } of list.get<{ contactId: string }[]>("appointments.nodes")) {
      expect(contactId).toBe(acme().client.contactId);
    }
    for (const field of ["notes", "staffId", "createdById"]) {
      expect((await rita().query(`{ appointments { nodes { ${field} } } }`)).code).toBe("FORBIDDEN");
    }
  });
});

describe("a review", () => {
  const REVIEW = `mutation ($review: ReviewInput!) { createReview(input: { review: $review }) { review { id rating source } } }`;

  it("is written once for an appointment of one’s own that took place", async () => {
    const { client, contacts } = acme();
    const past = { starts_at: "2024-05-01T09:00:00Z", ends_at: "2024-05-01T10:00:00Z", status: "completed" };
    const own = await insert("appointments", { ...past, contact_id: client.contactId });
    const others = await insert("appointments", { ...past, contact_id: contacts.outsiders });
    const review = (appointmentId: string) =>
      rita().query(REVIEW, { review: { appointmentId, rating: 5, title: "Good" } });
    expect((await review(others)).code).toBe("FORBIDDEN");
    expect((await review(db.world.globex.appointmentId)).code).toBe("FORBIDDEN");
    expect((await review(acme().appointments.reps)).code).toBe("CONFLICT");
    expect((await review(own)).get("createReview.review")).toMatchObject({ rating: 5, source: "portal" });
    expect((await review(own)).code).toBe("CONFLICT");
  });
});

describe("tickets", () => {
  it("are opened and replied to, without what is internal", async () => {
    const open = `mutation { createTicket(input: { ticket: { subject: "Broken fence" } }) { ticket { id number status channel } } }`;
    const opened = await rita().query(open);
    expect(opened.get("createTicket.ticket")).toMatchObject({ status: "OPEN", channel: "PORTAL" });
    const ticketId = opened.get("createTicket.ticket.id");
    const reply = `mutation ($message: TicketMessageInput!) {
      createTicketMessage(input: { ticketMessage: $message }) { ticketMessage { id senderType isInternal } }
    }`;
    const write = (client: ReturnType<typeof rita>, message: object) =>
      client.query(reply, { message: { ticketId, ...message } });
    expect((await write(rita(), { body: "It fell over." })).get("createTicketMessage.ticketMessage")).toMatchObject({
      senderType: "CUSTOMER",
      isInternal: false,
    });
    expect((await write(staff(), { body: "We come." })).errors).toBeUndefined();
    expect((await write(staff(), { body: "She is slow to pay.", isInternal: true })).errors).toBeUndefined();
    const messages = "query ($id: UUID!) { ticket(id: $id) { ticketMessages { totalCount nodes { body } } } }";
    const read = await rita().query(messages, { id: ticketId });
    expect(read.get("ticket.ticketMessages.totalCount")).toBe(2);
    expect(read.text).not.toContain("slow to pay");
    for (const more of [
      { isInternal: true },
      { senderType: "AGENT" },
      { senderContactId: acme().contacts.outsiders },
    ]) {
      expect((await write(rita(), { body: "?", ...more })).code).toBe("FORBIDDEN");
    }
    expect(
      (await other().query("query ($id: UUID!) { ticket(id: $id) { id } }", { id: ticketId })).get("ticket"),
    ).toBeNull();
    expect(["BAD_USER_INPUT", "FORBIDDEN"]).toContain((await write(other(), { body: "Me too." })).code);
    const close = `mutation ($id: UUID!) { updateTicket(input: { id: $id, patch: { status: CLOSED } }) { ticket { id } } }`;
    expect((await rita().query(close, { id: ticketId })).code).toBe("FORBIDDEN");
    expect((await staff().query(close, { id: ticketId })).errors).toBeUndefined();
    expect((await write(rita(), { body: "Still broken." })).code).toBe("CONFLICT");
  });
});

describe("proposals and contracts", () => {
  it("are read, accepted, signed and declined", async () => {
    const proposal = await sent("proposals", { status: "draft" });
    await insert("proposal_items", { proposal_id: proposal, description: "Fence", unit_price_cents: 1_000 });
    const send = `mutation ($id: UUID!) { updateProposal(input: { id: $id, patch: { status: SENT } }) { proposal { id } } }`;
    expect((await rita().query(send, { id: proposal })).code).toBe("FORBIDDEN");
    expect((await staff().query(send, { id: proposal })).errors).toBeUndefined();
    const read =
      "query ($id: UUID!) { proposal(id: $id) { title status items: proposalItems { nodes { description } } } }";
    const seen = await rita().query(read, { id: proposal });
    expect(seen.errors ?? seen.data).toMatchObject({
      proposal: { status: "SENT", items: { nodes: [{ description: "Fence" }] } },
    });
    expect(
      (await rita().run("portal/AcceptMyProposal", { id: proposal })).get("acceptProposal.query.proposal"),
    ).toMatchObject({
      id: proposal,
      status: "ACCEPTED",
    });
    expect((await rita().run("portal/AcceptMyProposal", { id: proposal })).refusal).toEqual({
      code: "CONFLICT",
      status: "accepted",
    });

    const dear = await sent("proposals");
    const rejected = await rita().run("portal/RejectProposal", { id: dear, reason: "Too dear" });
    expect(rejected.get("rejectProposal.query.proposal")).toMatchObject({
      status: "REJECTED",
      rejectionReason: "Too dear",
    });

    const contract = await sent("contracts");
    expect((await rita().run("portal/SignContract", { id: contract, signatureName: " " })).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "signatureName",
    });
    const signed = await rita().run("portal/SignContract", { id: contract, signatureName: "Rita Roe" });
    expect(signed.get("signContract.query.contract")).toMatchObject({ status: "SIGNED", signatureName: "Rita Roe" });

    const declined = await rita().run("portal/RejectContract", { id: await sent("contracts"), reason: "Not now" });
    expect(declined.get("rejectContract.query.contract")).toMatchObject({
      status: "TERMINATED",
      rejectionReason: "Not now",
    });
  });

  it("that have expired are answered with a clear error", async () => {
    const id = await sent("proposals", { valid_until: "2024-01-01" });
    const answer = await rita().run("portal/AcceptMyProposal", { id });
    expect(answer.errors).toMatchObject([{ message: "This proposal has expired." }]);
    expect(answer.refusal).toMatchObject({ code: "CONFLICT", status: "expired" });
  });

  it("of others and drafts are like ones that don’t exist, and staff answer for the contact who told them", async () => {
    const missing = "00000000-0000-4000-8000-000000000000";
    for (const [table, operation, more] of [
      ["proposals", "AcceptMyProposal", {}],
      ["proposals", "RejectProposal", {}],
      ["contracts", "SignContract", { signatureName: "Rita" }],
      ["contracts", "RejectContract", {}],
    ] as const) {
      const answer = (client: ReturnType<typeof rita>, id: string) =>
        client.run(`portal/${operation}`, { id, ...more });
      const absent = await answer(rita(), missing);
      expect(absent.code).toBe("NOT_FOUND");
      const theirs = await sent(table);
      expect((await answer(other(), theirs)).without(theirs)).toEqual(absent.without(missing));
      const draft = await sent(table, { status: "draft" });
      expect((await answer(rita(), draft)).without(draft)).toEqual(absent.without(missing));
      for (const client of [gateway.as(acme().members.viewer), gateway.as(db.world.globex.owner)]) {
        expect((await answer(client, theirs)).code).toBe("NOT_FOUND");
      }
      expect((await gateway.anonymous.run(`portal/${operation}`, { id: theirs, ...more })).code).toBe(
        "UNAUTHENTICATED",
      );
      expect((await answer(staff(), theirs)).errors).toBeUndefined();
    }
  });

  it("are in the audit log as the contact’s doing", async () => {
    const id = await sent("contracts");
    await rita().run("portal/SignContract", { id, signatureName: "Rita Roe" });
    const log = `query ($id: UUID!) {
      auditLogs(filter: { recordId: { equalTo: $id } }) { nodes { action actorKind contactId userId } }
    }`;
    const entries = (await gateway.as(acme().members.owner).query(log, { id })).get<{ action: string }[]>(
      "auditLogs.nodes",
    );
    expect(entries.find(({ action }) => action === "UPDATE")).toMatchObject({
      actorKind: "CONTACT",
      contactId: acme().client.contactId,
      userId: null,
    });
  });
});

describe("conversations", () => {
  let chat: string;
  beforeAll(async () => {
    chat = await insert("conversations", { contact_id: acme().client.contactId, channel: "chat", subject: "Hello" });
  });

  it("are read and written in, without who is to answer", async () => {
    const list = await rita().query("{ conversations { totalCount nodes { id subject channel } } }");
    expect(list.get("conversations")).toEqual({
      totalCount: 1,
      nodes: [{ id: chat, subject: "Hello", channel: "CHAT" }],
    });
    expect((await rita().query("{ conversations { nodes { assignedToId } } }")).code).toBe("FORBIDDEN");
    const write = `mutation ($id: UUID!) {
      createMessage(input: { message: { conversationId: $id, body: "Are you there?" } }) { message { id direction channel } }
    }`;
    expect((await rita().query(write, { id: chat })).get("createMessage.message")).toMatchObject({
      direction: "INBOUND",
    });
    const messages = "{ messages { totalCount nodes { body } } }";
    expect((await rita().query(messages)).get("messages.nodes")).toEqual([{ body: "Are you there?" }]);
    expect((await other().query(messages)).get("messages.totalCount")).toBe(0);
    expect(["FORBIDDEN", "BAD_USER_INPUT"]).toContain((await other().query(write, { id: chat })).code);
    expect(["FORBIDDEN", "BAD_USER_INPUT"]).toContain(
      (await rita().query(write, { id: acme().messaging.conversations.reps })).code,
    );
    const begin = `mutation { createConversation(input: { conversation: { channel: CHAT } }) { conversation { id } } }`;
    expect((await rita().query(begin)).code).toBe("FORBIDDEN");
  });
});

describe("a token of the client portal", () => {
  it("is the contact’s, not a user’s, and a user’s is none of the portal", async () => {
    expect((await rita().query("{ me { id } }")).data?.["me"] ?? null).toBeNull();
    const asUser = gateway.with(await gateway.issuer.issueToken({ subject: acme().client.contactId, expiresIn: 60 }));
    expect((await asUser.query("{ contacts { totalCount } }")).code).toBe("UNAUTHENTICATED");
    const { userId } = acme().members.owner;
    const asClient = gateway.with(await gateway.issuer.issueToken({ subject: userId, expiresIn: 60, isClient: true }));
    expect((await asClient.query("{ contacts { totalCount } }")).code).toBe("UNAUTHENTICATED");
  });

  it("ends with the contact", async () => {
    const contactId = await insert("contacts", { first_name: "Gone" });
    const client = gateway.asClient({ contactId });
    expect((await client.query("{ contacts { totalCount } }")).get("contacts.totalCount")).toBe(1);
    const archive = "mutation ($id: UUID!) { archiveContact(input: { id: $id }) { contact { id } } }";
    expect((await staff().query(archive, { id: contactId })).errors).toBeUndefined();
    expect((await client.query("{ contacts { totalCount } }")).code).toBe("UNAUTHENTICATED");
  });
});
