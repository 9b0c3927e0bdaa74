import { describe, expect, it } from "@jest/globals";
import type { Client } from "pg";
import { type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { untilSomebodyWaits } from "../../support/waiting.ts";

const INBOX = "unread_count, last_message_preview, last_message_at, status";

describe("what a conversation shows in the inbox", () => {
  const db = useDatabase();

  const begin = async (t: TestTransaction) => {
    await t.as(db.world.acme.members.staff);
    return t.value<string>(...insertStatement("conversations", { channel: "chat" }));
  };
  const add = (t: TestTransaction, conversation_id: string, columns: Columns) =>
    t.value<string>(...insertStatement("messages", { conversation_id, ...columns }));
  const show = async (t: TestTransaction, id: string) =>
    (
      await t.rows(
        `select unread_count, last_message_preview as preview, status from app_public.conversations where id = $1`,
        [id],
      )
    )[0];
  const IN = { direction: "inbound" };

  it("counts what comes in and nobody has read, and not what goes out", () =>
    db.transaction(async (t) => {
      const id = await begin(t);
      expect(await show(t, id)).toEqual({ unread_count: 0, preview: null, status: "active" });
      const first = await add(t, id, { ...IN, body: "One" });
      await add(t, id, { ...IN, body: "Two" });
      await add(t, id, { ...IN, body: "Old", status: "read" });
      await add(t, id, { body: "Answer" });
      expect(await show(t, id)).toEqual({ unread_count: 2, preview: "Answer", status: "active" });
      for (const columns of [{ status: "read" }, { read_at: "2026-01-01T00:00:00Z" }, { metadata: { a: 1 } }]) {
        await t.count(...updateStatement("messages", first, columns));
        expect(await show(t, id)).toMatchObject({ unread_count: 1 });
      }
    }));

  it("is kept by statements about many messages of many conversations", () =>
    db.transaction(async (t) => {
      const [a, b] = [await begin(t), await begin(t)];
      await t.count(
        `insert into app_public.messages (conversation_id, direction, body)
         select id, 'inbound', 'No. ' || n from unnest($1::uuid[]) with ordinality as c (id, place), generate_series(1, place::int) n`,
        [[a, b, b]],
      );
      const unread = async () => [(await show(t, a))?.["unread_count"], (await show(t, b))?.["unread_count"]];
      expect(await unread()).toEqual([1, 5]);
      await t.count(
        "update app_public.messages set read_at = now() where conversation_id = any ($1) and body = 'No. 1'",
        [[a, b]],
      );
      expect(await unread()).toEqual([0, 3]);
      await t.asOwner();
      await t.count("delete from app_public.messages where conversation_id = any ($1) and body <> 'No. 1'", [[a, b]]);
      expect(await unread()).toEqual([0, 0]);
      expect([await show(t, a), await show(t, b)]).toMatchObject([{ preview: "No. 1" }, { preview: "No. 1" }]);
    }));

  it("goes back to the message before, or to nothing, when messages are deleted", () =>
    db.transaction(async (t) => {
      const id = await begin(t);
      const first = await add(t, id, { ...IN, body: "One" });
      const second = await add(t, id, { ...IN, body: "Two" });
      await t.asOwner();
      await t.count("delete from app_public.messages where id = $1", [second]);
      expect(await show(t, id)).toMatchObject({ unread_count: 1, preview: "One" });
      await t.count("delete from app_public.messages where id = $1", [first]);
      expect(await show(t, id)).toMatchObject({ unread_count: 0, preview: null });
    }));

  it("isn't taken back by a message that is older than the last", () =>
    db.transaction(async (t) => {
      const id = await begin(t);
      await add(t, id, { body: "New" });
      await t.asOwner();
      const created_at = "2020-01-01T00:00:00Z";
      const organization_id = db.world.acme.id;
      await add(t, id, { organization_id, created_at, body: "Imported" });
      expect(await show(t, id)).toMatchObject({ preview: "New" });
    }));

  it.each([
    ["one line of the text", { subject: "Hello", body: "  Dear all,\n\n\tgood news " }, "Dear all, good news"],
    ["the subject where there is no text", { subject: "Hello", body: " \n" }, "Hello"],
    ["not all of a long text", { body: "x".repeat(500) }, "x".repeat(160)],
    ["nothing where nothing is said", {}, null],
  ])("previews %s", (_, columns, preview) =>
    db.transaction(async (t) => {
      const id = await begin(t);
      await add(t, id, columns);
      expect(await show(t, id)).toMatchObject({ preview });
    }),
  );

  it("makes a conversation that waits for the contact active when the contact writes, not when a member does", () =>
    db.transaction(async (t) => {
      const id = await begin(t);
      await t.count(...updateStatement("conversations", id, { status: "pending" }));
      await add(t, id, { body: "Any news?" });
      expect(await show(t, id)).toMatchObject({ status: "pending" });
      await add(t, id, { ...IN, body: "Yes" });
      expect(await show(t, id)).toMatchObject({ status: "active" });
    }));

  it("is marked as read by those who may write in the conversation, and by nobody else", () =>
    db.transaction(async (t) => {
      const { members, messaging, apiKey } = db.world.acme;
      const mark = "select unread_count from app_public.mark_conversation_read($1)";
      const id = messaging.conversations.teammates;
      for (const actor of [members.viewer, members.rep, db.world.globex.owner]) {
        await t.as(actor);
        expect(await t.refusal(mark, [id])).toBe("TN404");
      }
      await t.as(members.teammate);
      expect(await show(t, id)).toMatchObject({ unread_count: 1 });
      for (const actor of [members.teammate, members.manager, apiKey]) {
        await t.as(actor);
        expect(await t.attempt(() => t.value(mark, [id]))).toBe(0);
      }
    }));
});

describe("two at once", () => {
  const db = useDatabase();

  /** Lets the second statement wait for the first one's transaction, and commits both. */
  async function both(
    first: (client: Client) => Promise<unknown>,
    second: (client: Client) => Promise<unknown>,
  ): Promise<void> {
    await db.withRoot((root) =>
      db.withRoot(
        (one) =>
          db.withRoot(async (other) => {
            for (const client of [one, other]) await client.query("begin");
            await first(one);
            const waiting = second(other);
            await untilSomebodyWaits(root);
            await one.query("commit");
            await waiting;
            await other.query("commit");
          }, db.urls.owner),
        db.urls.owner,
      ),
    );
  }
  const insert = (columns: Columns) => (client: Client) =>
    client.query(
      ...insertStatement("messages", { organization_id: db.world.acme.id, direction: "inbound", ...columns }),
    );
  const ask = (sql: string, values: unknown[]) => db.withRoot(async (root) => (await root.query(sql, values)).rows);

  it.each([
    ["by phone", "sms", "+442079460140"],
    ["by e-mail", "email", "twice@customer.test"],
  ])("first messages of one person %s make one contact and one conversation", async (_, channel, from_address) => {
    await both(insert({ channel, from_address, body: "One" }), insert({ channel, from_address, body: "Two" }));
    const rows = await ask(
      `select c.channel, c.unread_count from app_public.conversations c
       where c.id in (select conversation_id from app_public.messages where from_address = $1)`,
      [from_address],
    );
    expect(rows).toEqual([{ channel, unread_count: 2 }]);
    expect(await ask("select from app_public.contacts where $1 in (email, phone)", [from_address])).toHaveLength(1);
  });

  it("first messages of one contact make one conversation", async () => {
    const contact_id = db.world.acme.contacts.norths;
    await both(
      insert({ channel: "chat", contact_id, body: "One" }),
      insert({ channel: "chat", contact_id, body: "Two" }),
    );
    expect(await ask("select unread_count from app_public.conversations where contact_id = $1", [contact_id])).toEqual([
      { unread_count: 2 },
    ]);
  });

  it("a new message and a reading are both counted, and the newer message is the last one", async () => {
    const { conversations, messages } = db.world.acme.messaging;
    await both(
      insert({ conversation_id: conversations.souths, body: "Newer", created_at: new Date(Date.now() + 1000) }),
      insert({ conversation_id: conversations.souths, body: "Older" }),
    );
    const show = () => ask(`select ${INBOX} from app_public.conversations where id = $1`, [conversations.souths]);
    expect(await show()).toMatchObject([{ unread_count: 3, last_message_preview: "Newer" }]);
    await both(
      (client) => client.query(...updateStatement("messages", messages.souths, { read_at: new Date() })),
      insert({ conversation_id: conversations.souths, body: "Newest", created_at: new Date(Date.now() + 2000) }),
    );
    expect(await show()).toMatchObject([{ unread_count: 3, last_message_preview: "Newest" }]);
  });
});
