import { beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";

const CONVERSATIONS = 10_000;
const MESSAGES_EACH = 5;
const MOST_BUFFERS = 100;

interface Plan {
  readonly "Index Name"?: string;
  readonly "Shared Hit Blocks": number;
  readonly "Shared Read Blocks": number;
  readonly "Actual Rows": number;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

describe("the inbox of a tenant with 10,000 conversations and 50,000 messages", () => {
  const db = useDatabase();

  beforeAll(async () => {
    const { id, members } = db.world.acme;
    await db.withRoot(async (root) => {
      // Without triggers and key checks, which say nothing about reading.
      await root.query("set session_replication_role = replica");
      await root.query(
        `insert into app_public.conversations (organization_id, channel, status, assigned_to_id, created_at, last_message_at, unread_count)
         select $1, 'sms',
           case when n % 50 = 0 then 'pending' else 'closed' end,
           case when n % 400 = 0 then $2::uuid end,
           now() - n * interval '1 minute', now() - n * interval '1 minute', (n % 100 = 0)::int
         from generate_series(1, $3::int) n`,
        [id, members.rep.membershipId, CONVERSATIONS],
      );
      await root.query(
        `insert into app_public.messages (organization_id, conversation_id, channel, direction, body, status, created_at)
         select $1, c.id, 'sms', 'inbound', 'No. ' || n, 'delivered', c.created_at - n * interval '1 second'
         from app_public.conversations c, generate_series(1, $2::int) n
         where c.organization_id = $1 and c.channel = 'sms' and c.status in ('pending', 'closed')`,
        [id, MESSAGES_EACH],
      );
      await root.query("vacuum analyze app_public.conversations");
      await root.query("vacuum analyze app_public.messages");
    });
  }, 60_000);

  const MESSAGES = "select * from app_public.messages";
  const CONVERSATION = `${MESSAGES} where conversation_id = $1 order by created_at desc, id desc limit 20`;
  const LATEST = "order by last_message_at desc, id desc limit 20";

  it.each([
    [
      "the newest messages, to staff",
      "staff",
      `${MESSAGES} order by created_at desc, id desc limit 20`,
      20,
      "messages_organization_id_created_at_id_idx",
    ],
    [
      "a conversation's messages, to staff",
      "staff",
      CONVERSATION,
      MESSAGES_EACH,
      "messages_organization_id_conversation_id_created_at_id_idx",
    ],
    [
      "a conversation's messages, to the rep who answers",
      "rep",
      CONVERSATION,
      MESSAGES_EACH,
      "messages_organization_id_conversation_id_created_at_id_idx",
    ],
    [
      "the conversations that wait for the contact",
      "staff",
      `select * from app_public.conversations where status = 'pending' ${LATEST}`,
      20,
      "conversations_organization_id_status_last_message_at_id_idx",
    ],
    [
      "the latest conversations",
      "staff",
      `select * from app_public.conversations ${LATEST}`,
      20,
      "conversations_organization_id_last_message_at_id_idx",
    ],
    [
      "the unread conversations",
      "staff",
      "select * from app_public.conversations where unread_count > 0 order by unread_count desc, id desc limit 20",
      20,
      "conversations_organization_id_unread_count_id_idx",
    ],
  ] as const)("gives %s by walking an index", (_, who, sql, rows, index) =>
    db.transaction(async (t) => {
      const { members } = db.world.acme;
      await t.as(members.rep);
      const [conversation] = await t.rows(
        "select id from app_public.conversations where status = 'pending' order by last_message_at desc limit 1",
      );
      await t.as(members[who]);
      const [{ Plan: plan }] = await t.value<[{ Plan: Plan }]>(
        `explain (analyze, buffers, format json) ${sql}`,
        sql.includes("$1") ? [conversation?.["id"]] : [],
      );
      expect(plan["Actual Rows"]).toBe(rows);
      expect(nodesOf(plan).flatMap((node) => node["Index Name"] ?? [])).toContain(index);
      expect(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]).toBeLessThan(MOST_BUFFERS);
    }),
  );
});
