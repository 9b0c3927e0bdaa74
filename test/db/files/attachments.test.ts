import { describe, expect, it } from "@jest/globals";
import {
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  outcome,
  ownedRows,
  refused,
} from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

const FILE = { filename: "plan.pdf", content_type: "application/pdf", byte_size: 2_048, sha256: "ab".repeat(32) };

describe("app_public.attachments", () => {
  const db = useDatabase();
  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"];
  const allButSouth = ["Rita's", "Theo's", "Oscar's", "the north's"];

  describeAccess(db, "attachments", {
    rows: ({ acme }) => ownedRows(acme.attachments as never),
    additions: ({ acme }) =>
      Object.fromEntries(
        Object.entries(ownedRows(acme.contacts)).map(([name, contact_id]) => [name, { ...FILE, contact_id }]),
      ),
    who: {
      owner: { sees: all, adds: all, deletes: all },
      admin: { sees: all, adds: all, deletes: all },
      manager: { sees: all, adds: all, deletes: all },
      staff: { sees: all, adds: all },
      rep: { sees: ["Rita's"], adds: ["Rita's"] },
      viewer: { sees: all },
      northerner: { sees: allButSouth, adds: allButSouth },
      client: { ...refused, sees: [], adds: [] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("are deleted by whoever added them", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.staff);
      const id = await t.value<string>(...insertStatement("attachments", { ...FILE, contact_id: acme.contacts.reps }));
      const remove = "delete from app_public.attachments where id = $1";
      expect(await t.count(remove, [acme.attachments["reps"]])).toBe(0);
      expect(await t.count(remove, [id])).toBe(1);
    }));

  it("of internal messages are hidden from viewers, as the messages are", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.staff);
      const ticketId = await t.value<string>(...insertStatement("tickets", { subject: "Broken" }));
      const attach = async (is_internal: boolean) => {
        const message = { ticket_id: ticketId, body: "See the picture", is_internal };
        const ticket_message_id = await t.value<string>(...insertStatement("ticket_messages", message));
        return t.value<string>(...insertStatement("attachments", { ...FILE, ticket_message_id }));
      };
      const ids = [await attach(true), await attach(false)];
      const seen = () => t.value("select array_agg(id) from app_public.attachments where id = any ($1)", [ids]);
      expect(await seen()).toEqual(expect.arrayContaining(ids));
      await t.as(acme.members.viewer);
      expect(await seen()).toEqual([ids[1]]);
    }));

  it("hang on one thing that whoever adds them sees", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.as(acme.members.owner);
      const add = (columns: Columns) => outcome(t, ...insertStatement("attachments", { ...FILE, ...columns }));
      expect(await add({ contact_id: acme.contacts.reps })).toBe(1);
      expect(await add({ deal_id: acme.deals.reps })).toBe(1);
      expect(await add({ contact_id: acme.contacts.reps, deal_id: acme.deals.reps })).toBe("23514");
      expect(await add({})).toBe("42501");
      expect(await add({ contact_id: globex.contactId })).toBe("42501");
    }));

  it("are added by contacts in the portal to what they wrote, not to what members did, and seen on both", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const contact_id = acme.contacts.reps;
      await t.as(acme.members.staff);
      const conversation_id = await t.value(...insertStatement("conversations", { contact_id, channel: "chat" }));
      const ticket_id = await t.value(...insertStatement("tickets", { contact_id, subject: "Broken" }));
      const written = { body: "See the picture" };
      const message_id = await t.value(...insertStatement("messages", { ...written, conversation_id }));
      const ticket_message_id = await t.value(...insertStatement("ticket_messages", { ...written, ticket_id }));
      const received = [{ message_id }, { ticket_message_id }];
      for (const message of received) await t.count(...insertStatement("attachments", { ...FILE, ...message }));

      await t.as(acme.client);
      const add = (columns: Columns) => outcome(t, ...insertStatement("attachments", { ...FILE, ...columns }));
      for (const message of received) expect(await add(message)).toBe("42501");
      const own = await t.value(...insertStatement("messages", { ...written, conversation_id }));
      expect(await add({ message_id: own })).toBe(1);
      const reply = await t.value(...insertStatement("ticket_messages", { ...written, ticket_id }));
      expect(await add({ ticket_message_id: reply })).toBe(1);
      const seen = "select count(*)::int from app_public.attachments where $1 in (message_id, ticket_message_id)";
      for (const id of [message_id, ticket_message_id]) expect(await t.value(seen, [id])).toBe(1);
    }));

  it("are kept where the database says, so that none names another tenant's bytes", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.owner);
      const columns = { ...FILE, contact_id: acme.contacts.reps };
      // ERRCODE_GENERATED_ALWAYS: no role at all can choose it.
      const chosen = insertStatement("attachments", { ...columns, storage_key: "other/key" });
      expect(await outcome(t, ...chosen)).toBe("428C9");
      const id = await t.value<string>(...insertStatement("attachments", columns));
      expect(await t.value("select storage_key from app_public.attachments where id = $1", [id])).toBe(
        `${acme.id}/${id}`,
      );
    }));

  it.each<[string, Columns]>([
    ["a path", { filename: "../../etc/passwd" }],
    ["a control character", { filename: "a\u0007.pdf" }],
    ["an empty name", { filename: " " }],
    ["a header instead of a media type", { content_type: "text/html\r\nX-Other: 1" }],
    ["a negative size", { byte_size: -1 }],
    ["a short digest", { sha256: "ab" }],
  ])("refuse %s", (_, columns) =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.owner);
      const row = { ...FILE, contact_id: acme.contacts.reps };
      expect(await outcome(t, ...insertStatement("attachments", { ...row, ...columns }))).toBe("23514");
      expect(await outcome(t, ...insertStatement("attachments", row))).toBe(1);
    }),
  );
});
