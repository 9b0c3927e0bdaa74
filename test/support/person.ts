import type { TestTransaction } from "./database.ts";
import type { World } from "./world.ts";

/** Somebody whose name, addresses and words are nobody else's. */
export const PERSON = {
  firstName: "Zelda",
  lastName: "Quibbleworth",
  email: "zelda.q@mail.test",
  formerEmail: "zelda.maiden@mail.test",
  mergedEmail: "zelda.q.marzipan@mail.test",
  phone: "+442079460755",
  emergencyName: "Ferdinand Thistlewood",
  emergencyPhone: "+442079460766",
} as const;

/** Finds what tells of the person: names, addresses, numbers however they are written, and their own words. */
export const TRACES =
  "zelda|quibbleworth|thistlewood|7946[\\s().-]*07[\\s().-]*[56][\\s().-]*[56]|marzipan|203\\.0\\.113\\.77";

/** The ids of what was made of the person. */
export interface PersonRows {
  readonly contactId: string;
  /** A contact who was merged into the person, with an address of its own. */
  readonly mergedContactId: string;
  readonly leadId: string;
  readonly dealId: string;
  readonly proposalId: string;
  readonly contractId: string;
  readonly ticketId: string;
  readonly appointmentId: string;
  readonly attachmentIds: readonly string[];
  /** A contact who isn't the person, and whose row mentions them. */
  readonly friendId: string;
}

/**
 * Makes rows about one person in every table that knows people, and mentions in tables that don't.
 *
 * @param t - a transaction; the rows are made as the database's owner
 * @param world - in its Acme
 * @returns the ids
 */
export async function createPerson(t: TestTransaction, world: World): Promise<PersonRows> {
  const { acme } = world;
  const { firstName, lastName, email, formerEmail, mergedEmail, phone, emergencyName, emergencyPhone } = PERSON;
  await t.asOwner();
  const insert = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const columns = ["organization_id", ...Object.keys(row)];
    const places = columns.map((_, index) => `$${index + 1}`);
    return t.value(
      `insert into app_public.${table} (${columns.join(", ")}) values (${places.join(", ")}) returning id`,
      [acme.id, ...Object.values(row)],
    );
  };
  const contactId = await insert("contacts", {
    first_name: firstName,
    last_name: "Maiden",
    email: formerEmail,
    phone,
    emergency_contact_name: emergencyName,
    emergency_contact_phone: emergencyPhone,
    notes: "Loves marzipan",
    custom_fields: { street: "1 Marzipan Lane" },
  });
  await t.count("update app_public.contacts set last_name = $2, email = $3 where id = $1", [
    contactId,
    lastName,
    email,
  ]);
  const friendId = await insert("contacts", {
    first_name: "Gilbert",
    last_name: "Friend",
    notes: `Knows ${firstName} ${lastName}, 020 7946 0755`,
  });
  const leadId = await insert("leads", { first_name: firstName, last_name: lastName, email, phone, notes: "marzipan" });
  await insert("lead_enrichments", { lead_id: leadId, provider: "clearbit", data: { bio: "Marzipan artist" } });
  const dealId = await insert("deals", {
    title: `Cake for ${firstName}`,
    contact_id: contactId,
    lead_id: leadId,
    value_cents: 120_000,
    stage_id: acme.stages["Won"],
  });
  const proposalId = await insert("proposals", {
    title: "Marzipan cake",
    introduction: `Dear ${firstName}`,
    contact_id: contactId,
    deal_id: dealId,
  });
  await insert("proposal_items", {
    proposal_id: proposalId,
    description: "Marzipan",
    quantity: 2,
    unit_price_cents: 5_000,
    tax_basis_points: 2_000,
  });
  await t.count("update app_public.proposals set status = 'sent' where id = $1", [proposalId]);
  const contractId = await insert("contracts", {
    title: `Contract with ${lastName}`,
    content: "Marzipan daily",
    contact_id: contactId,
    deal_id: dealId,
    value_cents: 120_000,
  });
  await t.count("update app_public.contracts set status = 'sent' where id = $1", [contractId]);
  await t.count("update app_public.contracts set status = 'signed', signature_name = $2 where id = $1", [
    contractId,
    `${firstName} ${lastName}`,
  ]);
  const activityId = await insert("activities", { kind: "note", subject: "Marzipan", contact_id: contactId });
  await insert("activities", { kind: "note", content: `${firstName} called`, lead_id: leadId });
  const taskId = await insert("tasks", { title: `Call ${firstName}`, contact_id: contactId });
  const conversationId = await insert("conversations", {
    contact_id: contactId,
    channel: "email",
    subject: "Marzipan",
  });
  const messageId = await insert("messages", {
    conversation_id: conversationId,
    contact_id: contactId,
    channel: "email",
    direction: "inbound",
    status: "delivered",
    from_address: email,
    body: "I like marzipan",
    metadata: { sender: email },
  });
  await insert("calls", {
    contact_id: contactId,
    lead_id: leadId,
    direction: "inbound",
    status: "completed",
    from_number: phone,
    transcript: "Marzipan!",
    started_at: "2026-01-05T10:00:00Z",
    ended_at: "2026-01-05T10:05:00Z",
    cost_cents: 42,
  });
  await insert("call_campaign_targets", {
    campaign_id: acme.messaging.callCampaigns.reps,
    contact_id: contactId,
    phone,
  });
  const appointmentId = await insert("appointments", {
    contact_id: contactId,
    starts_at: "2031-05-01T10:00:00Z",
    ends_at: "2031-05-01T11:00:00Z",
    notes: "Marzipan tasting",
    price_cents: 3_000,
    currency: "GBP",
  });
  await insert("appointments", {
    booked_email: email,
    starts_at: "2031-05-02T10:00:00Z",
    ends_at: "2031-05-02T11:00:00Z",
  });
  await insert("reviews", { contact_id: contactId, rating: 5, comment: "Best marzipan" });
  const ticketId = await insert("tickets", {
    contact_id: contactId,
    subject: `Broken cake of ${firstName}`,
    tags: ["marzipan"],
    metadata: { from: email },
  });
  const ticketMessageId = await insert("ticket_messages", {
    ticket_id: ticketId,
    sender_type: "customer",
    sender_contact_id: contactId,
    body: "My marzipan!",
  });
  const file = { content_type: "text/plain", byte_size: 3, sha256: "0".repeat(64) };
  const attachmentIds = [
    await insert("attachments", { ...file, filename: "marzipan.txt", contact_id: contactId }),
    await insert("attachments", { ...file, filename: "marzipan.txt", message_id: messageId }),
    await insert("attachments", { ...file, filename: "marzipan.txt", ticket_message_id: ticketMessageId }),
    await insert("attachments", { ...file, filename: "marzipan.txt", activity_id: activityId }),
    await insert("attachments", { ...file, filename: "marzipan.txt", task_id: taskId }),
    await insert("attachments", { ...file, filename: "marzipan.txt", lead_id: leadId }),
  ];
  await insert("client_invitations", {
    email,
    first_name: firstName,
    contact_id: contactId,
    custom_message: "Marzipan inside",
  });
  await insert("form_submissions", {
    form_id: acme.automation.formId,
    data: { opinion: `${email} wants marzipan` },
    contact_id: contactId,
    lead_id: leadId,
    address: "203.0.113.77",
  });
  await insert("data_requests", { kind: "export", contact_id: contactId });

  await insert("companies", {
    name: `${firstName} ${lastName} Ltd`,
    email,
    phone,
    tags: [`vip ${firstName} ${lastName}`],
  });
  await insert("notifications", {
    membership_id: acme.members.rep.membershipId,
    kind: "system",
    title: `${firstName} ${lastName} wrote`,
    link: "/contacts",
  });
  await insert("webhook_deliveries", {
    endpoint_id: acme.automation.webhookEndpointId,
    event: "contact.created",
    payload: { event: "contact.created", data: { id: contactId, notes: "marzipan", first_name: firstName } },
  });
  await insert("workflow_executions", {
    workflow_id: acme.automation.workflowId,
    workflow_version: 1,
    input_data: {
      to: `${firstName} ${lastName} <${email}>`,
      phone: "(020) 7946-0755",
      contact: { contact_id: contactId, likes: "marzipan" },
    },
  });
  await insert("security_events", {
    kind: "failed_sign_in",
    actor_kind: "contact",
    contact_id: contactId,
    address: "203.0.113.77",
    detail: { email },
  });

  await t.count("insert into app_private.contact_credentials (contact_id, password_hash) values ($1, $2)", [
    contactId,
    `$2a$06$${"marzipan".padEnd(53, "x")}`,
  ]);
  await t.count(
    "insert into app_private.sessions (contact_id, address, user_agent, expires_at) values ($1, '203.0.113.77', 'Zelda OS', now() + interval '1 day')",
    [contactId],
  );
  await t.count(
    "insert into app_private.account_tokens (digest, contact_id, full_name, expires_at) values (sha256('zelda'), $1, $2, now() + interval '1 hour')",
    [contactId, firstName],
  );
  await t.count("insert into app_private.outgoing_mails (recipient, kind, payload) values ($1, 'password_reset', $2)", [
    email,
    { organization: acme.slug, token: "marzipan" },
  ]);
  const mergedContactId = await insert("contacts", {
    first_name: firstName,
    last_name: "Marzipan",
    email: mergedEmail,
  });
  await insert("activities", { kind: "note", subject: "Met", contact_id: mergedContactId });
  await t.count(
    "insert into app_public.audit_logs (organization_id, actor_kind, contact_id, action, table_name, record_id, address) values ($1, 'contact', $2, 'update', 'contacts', $2, '203.0.113.77')",
    [acme.id, mergedContactId],
  );
  await t.as(acme.members.owner);
  await t.count("select app_public.merge_contacts($1, $2)", [contactId, mergedContactId]);
  await t.as({ contactId }, { address: "203.0.113.77" });
  await t.count("update app_public.contacts set emergency_contact_name = $2 where id = $1", [contactId, emergencyName]);
  await t.count("select app_hidden.keep_idempotent_answer(sha256('key'), sha256('request'), 'zelda, encrypted')");
  await t.asOwner();
  return {
    contactId,
    mergedContactId,
    leadId,
    dealId,
    proposalId,
    contractId,
    ticketId,
    appointmentId,
    attachmentIds,
    friendId,
  };
}
