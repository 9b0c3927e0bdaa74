import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { readOrCreateEncryptionKey } from "../../src/secrets/encryption-key.ts";
import { registerEncryptionKey } from "../../src/secrets/register-encryption-key.ts";
import { makePasswordsCheap } from "../support/accounts.ts";
import { useDatabase } from "../support/database.ts";
import { type GraphqlClient, useGateway } from "../support/gateway.ts";
import { enterPortal } from "../support/portal.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const admin = () => gateway.as(acme().members.admin);
/** What the help desk's own schema calls an agent. */
const agent = () => gateway.as(acme().members.staff);

beforeAll(() => makePasswordsCheap(db));

/** What the story has made so far. */
let customerId: string;
/** The customer, signed in to the portal. */
let customer: GraphqlClient;
let ticketId: string;

describe("the desk itself", () => {
  it("has an address and settings, which admins change and agents read", async () => {
    const document = `mutation ($id: UUID!, $patch: OrganizationPatch!) {
      updateOrganization(input: { id: $id, patch: $patch }) { organization { supportEmail settings } }
    }`;
    const patch = { supportEmail: "Help@Acme.test", settings: { greeting: "Hello!" } };
    const change = (by: GraphqlClient) => by.query(document, { id: acme().id, patch });
    expect((await change(agent())).code).toBe("NOT_FOUND");
    expect((await change(admin())).errors).toBeUndefined();
    const read = await agent().query("{ currentOrganization { supportEmail settings } }");
    expect(read.get("currentOrganization")).toEqual({ ...patch, supportEmail: "help@acme.test" });
  });
});

describe("the fields of the desk's customers", () => {
  const FIELDS = [
    { fieldName: "account_number", label: "Account number", fieldType: "TEXT", isRequired: true },
    { fieldName: "seats", label: "Seats", fieldType: "NUMBER" },
    { fieldName: "beta", label: "Beta tester", fieldType: "BOOLEAN" },
    { fieldName: "renewal", label: "Renewal", fieldType: "DATE" },
    { fieldName: "plan", label: "Plan", fieldType: "SELECT", options: ["basic", "pro"] },
    { fieldName: "products", label: "Products", fieldType: "MULTISELECT", options: ["mail", "chat", "phone"] },
  ].map((field, position) => ({ ...field, entity: "CONTACT", position }));
  const VALUES = {
    account_number: "A-1",
    seats: 12,
    beta: true,
    renewal: "2030-02-28",
    plan: "pro",
    products: ["mail", "chat"],
  };
  const create = (customFields: object) =>
    agent().run("crm/CreateContact", { contact: { firstName: "Cleo", email: "cleo@customer.test", customFields } });

  it("are defined by admins, each once", async () => {
    const define = async (field: object | undefined, by = admin()) =>
      by.run("crm/CreateCustomFieldDefinition", { customFieldDefinition: field });
    expect((await define(FIELDS[0], agent())).code).toBe("FORBIDDEN");
    for (const field of FIELDS) {
      const created = await define(field);
      expect(created.get("createCustomFieldDefinition.customFieldDefinition")).toMatchObject(field);
    }
    expect((await define(FIELDS[0])).code).toBe("CONFLICT");
    const optionless = { ...FIELDS[4], fieldName: "colour", options: [] };
    expect((await define(optionless)).code).toBe("BAD_USER_INPUT");
  });

  it.each([
    ["account_number", undefined, "required"],
    ["account_number", 1, "type"],
    ["seats", "twelve", "type"],
    ["beta", "yes", "type"],
    ["renewal", "2030-02-30", "type"],
    ["plan", "enterprise", "option"],
    ["products", ["mail", "fax"], "option"],
    ["products", "mail", "type"],
  ])("refuse for %s the value %j, by the rule %s", async (name, value, rule) => {
    const refused = await create({ ...VALUES, [name]: value });
    expect(refused.refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "customFields", name, rule });
  });

  it("take what fits, and list one value per field", async () => {
    const created = await create(VALUES);
    customerId = created.get("createContact.contact.id");
    const document = `query ($id: UUID!) {
      contact(id: $id) { customFields customFieldValues { nodes { fieldName label fieldType value } } }
    }`;
    const seen = (await agent().query(document, { id: customerId })).get("contact");
    expect(seen).toEqual({
      customFields: VALUES,
      customFieldValues: {
        nodes: [
          { fieldName: "account_number", label: "Account number", fieldType: "text", value: "A-1" },
          { fieldName: "seats", label: "Seats", fieldType: "number", value: 12 },
          { fieldName: "beta", label: "Beta tester", fieldType: "boolean", value: true },
          { fieldName: "renewal", label: "Renewal", fieldType: "date", value: "2030-02-28" },
          { fieldName: "plan", label: "Plan", fieldType: "select", value: "pro" },
          { fieldName: "products", label: "Products", fieldType: "multiselect", value: ["mail", "chat"] },
        ],
      },
    });
    expect((await create(VALUES)).refusal).toMatchObject({ code: "CONFLICT", field: "email" });
    const stranger = gateway.as(db.world.globex.owner);
    expect((await stranger.query(document, { id: customerId })).get("contact")).toBeNull();
  });
});

describe("an agent", () => {
  const document = `mutation ($id: UUID!, $patch: MembershipPatch!) {
    updateMembership(input: { id: $id, patch: $patch }) { membership { availability title role { name } } }
  }`;

  it("goes online, and no colleague does so for them", async () => {
    const id = acme().members.staff.membershipId;
    const changed = await agent().query(document, { id, patch: { availability: "ONLINE", title: "First line" } });
    expect(changed.get("updateMembership.membership")).toMatchObject({ availability: "ONLINE", title: "First line" });
    const rep = gateway.as(acme().members.rep);
    expect((await rep.query(document, { id, patch: { availability: "OFFLINE" } })).code).toBe("NOT_FOUND");
    const online = await agent().query("{ memberships(first: 100) { nodes { id availability } } }");
    const nodes = online.get<{ id: string; availability: string }[]>("memberships.nodes");
    expect(nodes.filter(({ availability }) => availability === "ONLINE").map((member) => member.id)).toEqual([id]);
  });

  it("doesn't become an admin by it", async () => {
    const id = acme().members.staff.membershipId;
    expect((await agent().query(document, { id, patch: { roleId: acme().roles.admin } })).code).toBe("FORBIDDEN");
  });
});

describe("a ticket", () => {
  const write = (message: object, by = agent()) =>
    by.run("support/WriteTicketMessage", { message: { ticketId, ...message } });

  it("is opened for the customer, and answered in public and among colleagues", async () => {
    const ticket = { subject: "Mails bounce", contactId: customerId, channel: "EMAIL", priority: "HIGH" };
    const opened = await agent().run("support/CreateTicket", { ticket });
    expect(opened.get("createTicket.ticket")).toMatchObject({ status: "OPEN", priority: "HIGH", channel: "EMAIL" });
    ticketId = opened.get("createTicket.ticket.id");

    const asked = await write({
      body: "All my mails bounce!",
      senderType: "CUSTOMER",
      emailMessageId: "<1@mail.test>",
    });
    expect(asked.get("createTicketMessage.ticketMessage")).toMatchObject({
      senderContact: { id: customerId },
      ticket: { firstResponseAt: null },
    });
    await write({ body: "Their domain has expired.", isInternal: true });
    const answered = await write({ body: "We are on it.", inReplyTo: "<1@mail.test>" });
    expect(answered.get("createTicketMessage.ticketMessage")).toMatchObject({
      senderType: "AGENT",
      senderMembership: { id: acme().members.staff.membershipId },
      ticket: { firstResponseAt: expect.any(String), lastActivityAt: expect.any(String) },
    });
    const viewer = gateway.as(acme().members.viewer);
    expect((await write({ body: "Hello" }, viewer)).code).toBe("FORBIDDEN");
    const read = await viewer.run("support/GetTicket", { id: ticketId });
    const bodies = read.get<{ body: string }[]>("ticket.ticketMessages.nodes").map(({ body }) => body);
    expect(bodies).toEqual(["All my mails bounce!", "We are on it."]);
  });

  it("shows the customer the public side in the portal, where they answer", async () => {
    customer = await enterPortal(gateway, agent(), customerId);
    const document = `{
      tickets { nodes { id subject status ticketMessages(orderBy: [CREATED_AT_ASC]) { nodes { body } } } }
    }`;
    expect((await customer.query(document)).get("tickets.nodes")).toEqual([
      {
        id: ticketId,
        subject: "Mails bounce",
        status: "OPEN",
        ticketMessages: { nodes: [{ body: "All my mails bounce!" }, { body: "We are on it." }] },
      },
    ]);
    const reply = (id: string, more: object = {}) =>
      customer.run("support/ReplyToTicket", { ticketId: id, body: "Thanks", ...more });
    expect((await reply(ticketId)).get("replyToTicket.ticketMessage")).toMatchObject({
      senderType: "CUSTOMER",
      isInternal: false,
    });
    expect((await reply(ticketId, { isInternal: true })).code).toBe("FORBIDDEN");
    expect((await reply(acme().tickets.reps)).code).toBe("NOT_FOUND");
  });

  it("is solved with a macro that an admin wrote, and its history tells so", async () => {
    const macro = {
      title: "Domain renewed",
      body: "Your domain is yours again.",
      actions: { status: "solved", priority: "low", tags: ["domain"], assignedToId: acme().members.staff.membershipId },
    };
    expect((await agent().run("support/CreateMacro", { macro })).code).toBe("FORBIDDEN");
    await admin().run("support/CreateMacro", { macro });
    const again = await admin().run("support/CreateMacro", { macro });
    expect(again.refusal).toMatchObject({ code: "CONFLICT", field: "title" });

    const listed = await agent().query("{ macros(first: 50) { nodes { id title actions } } }");
    const chosen = listed
      .get<{ id: string; title: string }[]>("macros.nodes")
      .find(({ title }) => title === macro.title);
    if (chosen === undefined) throw new Error("The macro isn't listed.");
    const applied = await agent().run("support/ApplyMacro", { ticketId, macroId: chosen.id });
    expect(applied.get("applyMacro.ticket")).toMatchObject({
      status: "SOLVED",
      priority: "LOW",
      tags: ["domain"],
      assignedTo: { id: acme().members.staff.membershipId },
      ticketMessages: { nodes: [{ body: macro.body }] },
    });
    await write({ body: "It works!", senderType: "CUSTOMER" });
    await agent().run("support/SolveTicket", { ticketId });
    const closed = await agent().run("support/CloseTicket", { ticketId });
    expect(closed.get("closeTicket.ticket.closedAt")).toEqual(expect.any(String));

    const history = (await agent().run("support/GetTicket", { id: ticketId })).get("ticket.ticketStatusChanges.nodes");
    const changedBy = { id: acme().members.staff.membershipId };
    expect(history).toEqual([
      { fromStatus: null, toStatus: "OPEN", changedBy },
      { fromStatus: "OPEN", toStatus: "SOLVED", changedBy },
      { fromStatus: "SOLVED", toStatus: "OPEN", changedBy },
      { fromStatus: "OPEN", toStatus: "SOLVED", changedBy },
      { fromStatus: "SOLVED", toStatus: "CLOSED", changedBy },
    ]);
  });

  it("counts for the agent", async () => {
    const document = `query ($membershipId: UUID!) {
      agentPerformance(membershipId: $membershipId) { memberName ticketsSolved medianFirstResponseSeconds }
    }`;
    const seen = await admin().query(document, { membershipId: acme().members.staff.membershipId });
    expect(seen.get("agentPerformance")).toEqual({
      memberName: "Stan Staff",
      ticketsSolved: "1",
      medianFirstResponseSeconds: expect.any(Number),
    });
    const stranger = gateway.as(db.world.globex.owner);
    const elsewhere = await stranger.query(document, { membershipId: acme().members.staff.membershipId });
    expect(elsewhere.get("agentPerformance")).toBeNull();
  });

  it("is out of sight of another organization, by the policy that the desk's handbook gives as an example, too", () =>
    db.transaction(async (t) => {
      // The handbook's clerk_id is external_id, and claims are those of Clerk's token.
      const tickets = `
        SELECT id FROM app_public.tickets WHERE id = $1 AND
          organization_id IN (
            SELECT id FROM app_public.organizations
            WHERE external_id = auth.jwt()->>'org_id'
          )`;
      const begin = (organization: string) =>
        t.beginRequest({
          claims: { iss: "tenantry", sub: db.world.both.userId, org_id: organization },
          organization,
        });
      await begin("org_acme");
      expect(await t.rows(tickets, [ticketId])).toEqual([{ id: ticketId }]);
      await begin("org_globex");
      expect(await t.rows(tickets, [ticketId])).toEqual([]);
    }));
});

describe("a morning at the desk", () => {
  const open = async (by: GraphqlClient, ticket: object) =>
    (await by.run("support/OpenTicket", { ticket })).get<{ id: string; number: number }>("openTicket.ticket");
  const queueOf = async (variables: object = {}) =>
    (await agent().run("support/TicketQueue", { first: 100, ...variables }))
      .get<{ id: string }[]>("ticketQueue.nodes")
      .map(({ id }) => id);
  let asked: { id: string; number: number };
  let repeated: { id: string; number: number };

  it("the customer asks twice, and the agents see it in the queue, the urgent one first", async () => {
    asked = await open(customer, { subject: "No calls", body: "The phones are dead." });
    repeated = await open(customer, { subject: "Still no calls", body: "Hello?", priority: "urgent" });
    expect(repeated.number).toBe(asked.number + 1);
    const chosen = await customer.run("support/OpenTicket", {
      ticket: { subject: "Me first", body: "Now!", assignedToId: acme().members.admin.membershipId },
    });
    expect(chosen.code).toBe("FORBIDDEN");
    const waiting = await queueOf({ isUnassigned: true });
    expect(waiting.indexOf(repeated.id)).toBeLessThan(waiting.indexOf(asked.id));
    expect(waiting).toEqual(expect.arrayContaining([repeated.id, asked.id]));
    expect((await customer.run("support/TicketQueue")).code).toBe("FORBIDDEN");
  });

  it("an agent makes one of the two, takes it, and asks a colleague where the customer can't read it", async () => {
    const merge = (by: GraphqlClient) =>
      by.run("support/MergeTickets", { ticketId: asked.id, mergedTicketIds: [repeated.id] });
    expect((await merge(customer)).code).toBe("FORBIDDEN");
    expect((await merge(agent())).get("mergeTickets.ticket")).toMatchObject({
      priority: "URGENT",
      mergedTickets: { nodes: [{ number: repeated.number, status: "CLOSED" }] },
      ticketMessages: { nodes: [{ body: "The phones are dead." }, { body: "Hello?" }] },
    });
    const assignedToId = acme().members.staff.membershipId;
    const taken = await agent().run("support/AssignTicket", { ticketId: asked.id, assignedToId });
    expect(taken.get("assignTicket.ticket.assignedTo.id")).toBe(assignedToId);
    expect(await queueOf({ assignedToId })).toContain(asked.id);
    expect(await queueOf({ isUnassigned: true })).not.toContain(repeated.id);

    const reply = (body: string, isInternal: boolean) =>
      agent().run("support/ReplyToTicket", { ticketId: asked.id, body, isInternal });
    await reply("Is the line down?", true);
    const answered = await reply("The line is being repaired.", false);
    expect(answered.get("replyToTicket.ticketMessage.ticket.firstResponseAt")).toEqual(expect.any(String));
    const read = await customer.run("support/GetTicket", { id: asked.id });
    expect(read.code).toBe("FORBIDDEN");
    const own = await customer.query(
      "query ($id: UUID!) { ticket(id: $id) { ticketMessages(orderBy: [CREATED_AT_ASC]) { nodes { body } } } }",
      { id: asked.id },
    );
    expect(own.get("ticket.ticketMessages.nodes")).toEqual([
      { body: "The phones are dead." },
      { body: "Hello?" },
      { body: "The line is being repaired." },
    ]);
  });

  it("a macro that greets the customer by name solves it, the customer's answer opens it again", async () => {
    const macro = {
      title: "Line repaired",
      body: "Dear {{contact.firstName}}, ticket {{ticket.number}} is done.",
      actions: { status: "solved", tags: ["line"] },
    };
    const macroId = (await admin().run("support/CreateMacro", { macro })).get("createMacro.macro.id");
    const viewer = gateway.as(acme().members.viewer);
    const apply = (by: GraphqlClient) => by.run("support/ApplyMacro", { ticketId: asked.id, macroId });
    expect((await apply(viewer)).code).toBe("NOT_FOUND");
    expect((await apply(agent())).get("applyMacro.ticket")).toMatchObject({
      status: "SOLVED",
      tags: ["line"],
      ticketMessages: { nodes: [{ body: `Dear Cleo, ticket ${asked.number} is done.` }] },
    });
    expect(await queueOf()).not.toContain(asked.id);
    const reply = { ticketId: asked.id, body: "Not quite." };
    const replied = await customer.run("support/ReplyToTicket", reply);
    expect(replied.get("replyToTicket.ticketMessage.ticket.status")).toBe("OPEN");
    const solved = await agent().run("support/SolveTicket", { ticketId: asked.id });
    expect(solved.get("solveTicket.ticket")).toMatchObject({
      status: "SOLVED",
      resolutionSeconds: expect.any(Number),
    });
    await agent().run("support/CloseTicket", { ticketId: asked.id });
    expect((await customer.run("support/ReplyToTicket", reply)).code).toBe("CONFLICT");
  });

  it("ends in the times that customers waited, for those who read tickets", async () => {
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const assignedToId = acme().members.staff.membershipId;
    const days = { firstDay: day(-1), lastDay: day(1), assignedToId };
    const times = await admin().run("support/TicketTimes", days);
    // The one with the macro that gave it to the agent, and this one.
    expect(times.get("ticketTimes")).toMatchObject({
      opened: 2,
      answered: 2,
      resolved: 2,
      medianFirstResponseSeconds: expect.any(Number),
    });
    expect((await customer.run("support/TicketTimes", days)).code).toBe("FORBIDDEN");
  });
});

describe("the desk's mailbox", () => {
  it("is connected by an admin with a password that nobody reads again", async () => {
    const directory = await mkdtemp(join(tmpdir(), "tenantry-key-"));
    try {
      await registerEncryptionKey(db.urls.owner, await readOrCreateEncryptionKey({ dataDirectory: directory }));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
    const emailAccount = {
      emailAddress: "Support@Acme.test",
      imapSettings: { host: "imap.mail.test", port: 993 },
      smtpSettings: { host: "smtp.mail.test", port: 465 },
    };
    expect((await agent().run("support/CreateEmailAccount", { emailAccount })).code).toBe("FORBIDDEN");
    const created = await admin().run("support/CreateEmailAccount", { emailAccount });
    expect(created.get("createEmailAccount.emailAccount.emailAddress")).toBe("support@acme.test");
    const emailAccountId = created.get("createEmailAccount.emailAccount.id");
    const again = await admin().run("support/CreateEmailAccount", { emailAccount });
    expect(again.refusal).toMatchObject({ code: "CONFLICT", field: "emailAddress" });

    const passwords = { emailAccountId, imapPassword: "correct horse", smtpPassword: "battery staple" };
    expect((await agent().run("support/SetEmailAccountPasswords", passwords)).code).toBe("FORBIDDEN");
    const set = await admin().run("support/SetEmailAccountPasswords", passwords);
    expect(set.get("setEmailAccountPasswords.emailAccount")).toMatchObject({
      imapPasswordSetAt: expect.any(String),
      smtpPasswordSetAt: expect.any(String),
    });
    const read = await admin().query(
      `query ($id: UUID!) {
        emailAccount(id: $id) { emailAddress imapSettings smtpSettings isActive }
        auditLogs(filter: { recordId: { equalTo: $id } }) { nodes { tableName newData } }
      }`,
      { id: emailAccountId },
    );
    expect(read.get("emailAccount")).toEqual({ ...emailAccount, emailAddress: "support@acme.test", isActive: true });
    expect(read.get<unknown[]>("auditLogs.nodes").length).toBeGreaterThan(0);
    expect(read.text).not.toMatch(/horse|staple/);
  });
});
