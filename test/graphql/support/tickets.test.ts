import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type EncryptionKey, readOrCreateEncryptionKey } from "../../../src/secrets/encryption-key.ts";
import { registerEncryptionKey } from "../../../src/secrets/register-encryption-key.ts";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const admin = () => gateway.as(acme().members.admin);
const staff = () => gateway.as(acme().members.staff);
const open = async (ticket: object = {}) =>
  (await staff().run("support/CreateTicket", { ticket: { subject: "It squeaks", ...ticket } })).get<{
    id: string;
    number: number;
  }>("createTicket.ticket");
const write = (message: object) => staff().run("support/WriteTicketMessage", { message });
const update = (id: string, patch: object) => staff().run("support/UpdateTicket", { id, patch });

describe("a ticket", () => {
  it("is opened, answered, solved, opened again by its customer, and closed", async () => {
    const contactId = acme().contacts.reps;
    const { id, number } = await open({ contactId, channel: "EMAIL", priority: "HIGH" });
    expect(number).toBeGreaterThan(5);

    const note = await write({ ticketId: id, body: "Third time this week.", isInternal: true });
    expect(note.get("createTicketMessage.ticketMessage.ticket.firstResponseAt")).toBeNull();
    const answer = await write({ ticketId: id, body: "Oil it." });
    expect(answer.get("createTicketMessage.ticketMessage")).toMatchObject({
      senderType: "AGENT",
      senderMembership: { id: acme().members.staff.membershipId },
    });
    const solved = await update(id, { status: "SOLVED", tags: ["oil"], assignedToId: acme().members.rep.membershipId });
    expect(solved.get("updateTicket.ticket")).toMatchObject({
      status: "SOLVED",
      solvedAt: expect.any(String),
      closedAt: null,
      tags: ["oil"],
    });

    const reply = await write({ ticketId: id, body: "It still squeaks.", senderType: "CUSTOMER" });
    expect(reply.get("createTicketMessage.ticketMessage.senderContact.id")).toBe(contactId);
    const reopened = (await staff().run("support/GetTicket", { id })).get("ticket");
    const changedBy = { id: acme().members.staff.membershipId };
    expect(reopened).toMatchObject({
      status: "OPEN",
      firstResponseAt: expect.any(String),
      ticketMessages: {
        nodes: [
          { senderType: "AGENT", isInternal: true },
          { senderType: "AGENT", isInternal: false },
          { senderType: "CUSTOMER", body: "It still squeaks." },
        ],
      },
      ticketStatusChanges: {
        nodes: [
          { fromStatus: null, toStatus: "OPEN", changedBy },
          { fromStatus: "OPEN", toStatus: "SOLVED", changedBy },
          { fromStatus: "SOLVED", toStatus: "OPEN", changedBy },
        ],
      },
    });
    const viewed = await gateway.as(acme().members.viewer).run("support/GetTicket", { id });
    expect(viewed.get<unknown[]>("ticket.ticketMessages.nodes")).toHaveLength(2);

    await update(id, { status: "CLOSED" });
    const late = await write({ ticketId: id, body: "Hello?", senderType: "CUSTOMER" });
    expect(late.refusal).toMatchObject({ code: "CONFLICT", field: "ticketId" });
  });

  it("is found in the queue by status and priority", async () => {
    const { id } = await open({ priority: "URGENT" });
    const queue = async () => {
      const filter = { status: { equalTo: "OPEN" }, priority: { equalTo: "URGENT" } };
      const answer = await staff().run("support/ListTickets", { filter });
      return answer.get<{ id: string }[]>("tickets.nodes").map((node) => node.id);
    };
    expect(await queue()).toEqual([id]);
    await update(id, { status: "PENDING" });
    expect(await queue()).toEqual([]);
  });

  it("of another organization takes no message, like one that doesn't exist", async () => {
    const [theirs, missing] = [db.world.globex.ticketId, "00000000-0000-7000-8000-000000000000"];
    const [hidden, absent] = [
      await write({ ticketId: theirs, body: "Hello." }),
      await write({ ticketId: missing, body: "Hello." }),
    ];
    expect(hidden.refusal).toEqual({ code: "BAD_USER_INPUT", field: "ticketId" });
    expect(hidden.without(theirs)).toEqual(absent.without(missing));
    expect((await write({ ticketId: (await open()).id, body: "Hello." })).errors).toBeUndefined();
  });
});

describe("a macro", () => {
  it("has actions that can be carried out, and a title of its own", async () => {
    const macro = {
      title: "Refunded",
      body: "Your money is on its way.",
      actions: { status: "solved", tags: ["refund"] },
    };
    const created = await admin().run("support/CreateMacro", { macro });
    expect(created.get("createMacro.macro")).toMatchObject(macro);
    const again = await admin().run("support/CreateMacro", { macro });
    expect(again.errors?.[0]?.message).toBe("Another macro has this title.");
    const impossible = await admin().run("support/CreateMacro", {
      macro: { ...macro, title: "Gone", actions: { status: "gone" } },
    });
    expect(impossible.refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "actions", action: "status" });
  });
});

describe("a mailbox", () => {
  let directory: string;
  let key: EncryptionKey;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "tenantry-key-"));
    key = await readOrCreateEncryptionKey({ dataDirectory: directory });
  }, 60_000);
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it("gets passwords that only the holder of the private key reads, once there is a key", async () => {
    const emailAccount = { emailAddress: "Desk@Acme.test", imapSettings: { host: "imap.mail.test", port: 993 } };
    const created = await admin().run("support/CreateEmailAccount", { emailAccount });
    expect(created.get("createEmailAccount.emailAccount")).toMatchObject({
      ...emailAccount,
      emailAddress: "desk@acme.test",
    });
    const emailAccountId = created.get("createEmailAccount.emailAccount.id");

    const passwords = { emailAccountId, imapPassword: "open sesame" };
    const early = await admin().run("support/SetEmailAccountPasswords", passwords);
    expect(early.refusal).toMatchObject({ code: "UNAVAILABLE", hint: expect.stringContaining("db:encryption-key") });
    await registerEncryptionKey(db.urls.owner, key);
    const set = await admin().run("support/SetEmailAccountPasswords", passwords);
    expect(set.get("setEmailAccountPasswords.emailAccount")).toEqual({
      id: emailAccountId,
      imapPasswordSetAt: expect.any(String),
      smtpPasswordSetAt: null,
    });
    expect((await staff().run("support/SetEmailAccountPasswords", passwords)).code).toBe("FORBIDDEN");

    const ciphertext = await db.withRoot(async (root) => {
      const sql = "select imap_password from app_private.email_account_secrets where email_account_id = $1";
      return (await root.query(sql, [emailAccountId])).rows[0].imap_password as Buffer;
    }, db.urls.owner);
    expect(await key.decrypt(ciphertext)).toBe("open sesame");
    expect(gateway.log.join("\n")).not.toContain("sesame");
  });

  it("has no password among its settings", async () => {
    const emailAccount = { emailAddress: "leak@acme.test", smtpSettings: { auth: { pass: "open sesame" } } };
    const answer = await admin().run("support/CreateEmailAccount", { emailAccount });
    expect(answer.errors?.[0]).toMatchObject({
      message: "Settings don’t hold passwords; set them with setEmailAccountPasswords.",
      extensions: { code: "BAD_USER_INPUT", field: "smtpSettings" },
    });
    expect(answer.text).not.toContain("sesame");
    expect(gateway.log.join("\n")).not.toContain("sesame");
  });
});
