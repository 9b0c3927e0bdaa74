import type { OwnedRows } from "../world.ts";

type Insert = (table: string, row: Record<string, unknown>) => Promise<string>;

/** What the messaging module adds to the organization under test. */
export interface AcmeMessaging {
  /** Text messages with somebody unknown, by whom they are assigned to. */
  readonly conversations: OwnedRows;
  /** One message that came in, in each of them. */
  readonly messages: OwnedRows;
  readonly calls: OwnedRows;
  readonly callCampaigns: OwnedRows;
  /** Somebody to be called in each of them. */
  readonly callCampaignTargets: OwnedRows;
  readonly messageTemplateId: string;
  readonly aiScriptId: string;
}

/** What it adds to the other organization. */
export interface GlobexMessaging {
  readonly conversationId: string;
  readonly messageId: string;
  readonly callId: string;
  readonly callCampaignId: string;
}

/**
 * Makes rows of messaging that concern no contact.
 *
 * @param insert - inserts a row and gives its id
 * @param owned - makes Acme's rows of one kind, by whose they are
 * @param acmeId - the organization under test
 * @param globexId - the other one
 * @returns the ids, for either organization
 */
export async function createMessagingWorld(
  insert: Insert,
  owned: (table: string, ownerColumn: string, row: (whose: string) => Record<string, unknown>) => Promise<OwnedRows>,
  acmeId: string,
  globexId: string,
): Promise<{ acme: AcmeMessaging; globex: GlobexMessaging }> {
  const ofEach = async (parents: OwnedRows, create: (parentId: string) => Promise<string>): Promise<OwnedRows> => ({
    reps: await create(parents.reps),
    teammates: await create(parents.teammates),
    outsiders: await create(parents.outsiders),
    norths: await create(parents.norths),
    souths: await create(parents.souths),
  });
  const message = (organization_id: string, conversation_id: string) =>
    insert("messages", { organization_id, conversation_id, direction: "inbound", body: "Hello" });
  const target = (organization_id: string, campaign_id: string) =>
    insert("call_campaign_targets", { organization_id, campaign_id, phone: "+442079460900" });
  const texts = (organization_id: string) => ({
    template: { organization_id, name: "Welcome", type: "sms", content: "Hello {{first_name}}" },
    script: { organization_id, name: "Reminder", kind: "voice", content: "Hello {{first_name}}" },
  });

  const conversations = await owned("conversations", "assigned_to_id", (whose) => ({
    channel: "sms",
    subject: `${whose} conversation`,
  }));
  const callCampaigns = await owned("call_campaigns", "created_by_id", (whose) => ({ name: `${whose} campaign` }));
  const acme: AcmeMessaging = {
    conversations,
    messages: await ofEach(conversations, (id) => message(acmeId, id)),
    calls: await owned("calls", "handled_by_id", (whose) => ({ direction: "inbound", summary: `${whose} call` })),
    callCampaigns,
    callCampaignTargets: await ofEach(callCampaigns, (id) => target(acmeId, id)),
    messageTemplateId: await insert("message_templates", texts(acmeId).template),
    aiScriptId: await insert("ai_scripts", texts(acmeId).script),
  };

  const conversationId = await insert("conversations", { organization_id: globexId, channel: "sms" });
  const callCampaignId = await insert("call_campaigns", { organization_id: globexId, name: "Globex campaign" });
  await target(globexId, callCampaignId);
  await insert("message_templates", texts(globexId).template);
  await insert("ai_scripts", texts(globexId).script);
  const globex: GlobexMessaging = {
    conversationId,
    callCampaignId,
    messageId: await message(globexId, conversationId),
    callId: await insert("calls", { organization_id: globexId, direction: "inbound" }),
  };
  return { acme, globex };
}
