import type { OwnedRows, WorldMaker } from "./rows.ts";

export interface SupportWorld {
  readonly acme: {
    /** By who answers them; Rita's is that of the client portal's contact. */
    readonly tickets: OwnedRows;
    /** An answer in each ticket. */
    readonly ticketMessages: OwnedRows;
    /** An internal message in Rita's ticket, by her. */
    readonly internalMessageId: string;
    /** What the client portal's contact asks in Rita's ticket. */
    readonly questionId: string;
    readonly macroId: string;
    readonly emailAccountId: string;
  };
  readonly globex: {
    readonly ticketId: string;
    readonly ticketMessageId: string;
    readonly questionId: string;
    readonly macroId: string;
    readonly emailAccountId: string;
  };
}

/** Makes tickets with messages, macros and mailboxes in both organizations. */
export async function createSupportWorld(
  { insert, owned }: WorldMaker,
  acme: { id: string; contacts: OwnedRows; members: { rep: { membershipId: string } } },
  globex: { id: string; contactId: string; owner: { membershipId: string } },
): Promise<SupportWorld> {
  const tickets = await owned("tickets", "assigned_to_id", (whose) => ({
    subject: `${whose} ticket`,
    contact_id: whose.startsWith("Rita") ? acme.contacts.reps : acme.contacts.outsiders,
  }));
  const message = (organization_id: string, ticket_id: string, more: object = {}) =>
    insert("ticket_messages", { organization_id, ticket_id, body: "We are looking into it.", ...more });
  const question = { sender_type: "customer", body: "Can you help me?" };
  const ticketMessages = {
    reps: await message(acme.id, tickets.reps),
    teammates: await message(acme.id, tickets.teammates),
    outsiders: await message(acme.id, tickets.outsiders),
    norths: await message(acme.id, tickets.norths),
    souths: await message(acme.id, tickets.souths),
  };
  const settings = (organization_id: string, address: string) => ({
    macro: { organization_id, title: "Thanks", body: "Thank you!", actions: { status: "solved" } },
    emailAccount: { organization_id, email_address: address, imap_settings: { host: "imap.mail.test" } },
  });
  const acmes = settings(acme.id, "help@acme.test");
  const globexes = settings(globex.id, "help@globex.test");
  const ticketId = await insert("tickets", {
    organization_id: globex.id,
    subject: "Globex ticket",
    contact_id: globex.contactId,
  });
  return {
    acme: {
      tickets,
      ticketMessages,
      internalMessageId: await message(acme.id, tickets.reps, {
        sender_membership_id: acme.members.rep.membershipId,
        is_internal: true,
      }),
      questionId: await message(acme.id, tickets.reps, question),
      macroId: await insert("macros", acmes.macro),
      emailAccountId: await insert("email_accounts", acmes.emailAccount),
    },
    globex: {
      ticketId,
      ticketMessageId: await message(globex.id, ticketId, { sender_membership_id: globex.owner.membershipId }),
      questionId: await message(globex.id, ticketId, question),
      macroId: await insert("macros", globexes.macro),
      emailAccountId: await insert("email_accounts", globexes.emailAccount),
    },
  };
}
