import { describe, expect, it } from "@jest/globals";
import {
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  ownedRows,
  refused,
  updateStatement,
} from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("app_public.messages", () => {
  const db = useDatabase();

  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's", "one to Rita's contact"];
  const allButSouth = all.filter((name) => name !== "the south's");
  const team = ["Rita's", "Theo's", "one to Rita's contact"];
  const everywhere = ["in Rita's", "in Theo's", "in Oscar's", "in the north's", "in the south's", "in a new one"];
  describeAccess(db, "messages", {
    rows: async ({ acme }, t) => ({
      ...ownedRows(acme.messaging.messages),
      "one to Rita's contact": await t.value(
        ...insertStatement("messages", {
          ...{ organization_id: acme.id, channel: "chat", contact_id: acme.contacts.reps, body: "Hello Rita’s" },
        }),
      ),
    }),
    additions: ({ acme: { messaging } }) => {
      const message = { direction: "inbound", body: "Hello" };
      return {
        "in Rita's": { ...message, conversation_id: messaging.conversations.reps },
        "in Theo's": { ...message, conversation_id: messaging.conversations.teammates },
        "in Oscar's": { ...message, conversation_id: messaging.conversations.outsiders },
        "in the north's": { ...message, conversation_id: messaging.conversations.norths },
        "in the south's": { ...message, conversation_id: messaging.conversations.souths },
        "in a new one": { ...message, channel: "sms", from_address: "+442079460123" },
      };
    },
    change: { read_at: "2026-01-01T00:00:00Z" },
    who: {
      owner: { sees: all, adds: everywhere, changes: all },
      admin: { sees: all, adds: everywhere, changes: all },
      manager: {
        sees: all,
        adds: {
          can: ["in Rita's", "in Theo's", "in a new one"],
          refusals: { "in Oscar's": "TN403", "in the north's": "TN403", "in the south's": "TN403" },
        },
        changes: team,
      },
      staff: { sees: all, adds: everywhere, changes: all },
      rep: {
        // A conversation that nobody else has begun belongs to whoever looks after the contact.
        sees: ["Rita's", "one to Rita's contact"],
        // What one doesn't see is answered like what doesn't exist.
        adds: {
          can: ["in Rita's", "in a new one"],
          refusals: {
            "in Theo's": "TN400",
            "in Oscar's": "TN400",
            "in the north's": "TN400",
            "in the south's": "TN400",
          },
        },
        changes: ["Rita's", "one to Rita's contact"],
      },
      viewer: {
        sees: all,
        adds: {
          can: [],
          refusals: {
            "in Rita's": "TN403",
            "in Theo's": "TN403",
            "in Oscar's": "TN403",
            "in the north's": "TN403",
            "in the south's": "TN403",
            "in a new one": "TN403",
          },
        },
        changes: [],
      },
      northerner: {
        sees: allButSouth,
        adds: {
          can: ["in Rita's", "in Theo's", "in Oscar's", "in the north's", "in a new one"],
          refusals: { "in the south's": "TN400" },
        },
        changes: allButSouth,
      },
      client: { ...refused, sees: ["one to Rita's contact"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  const add = (t: TestTransaction, columns: Columns) => t.value<string>(...insertStatement("messages", columns));
  const show = async (t: TestTransaction, id: string, columns: string) =>
    (await t.rows(`select ${columns} from app_public.messages where id = $1`, [id]))[0];
  const contactOf = (t: TestTransaction, id: string) =>
    t.rows(
      `select c.id, c.email, c.phone, c.source from app_public.contacts c
       join app_public.messages m on m.contact_id = c.id where m.id = $1`,
      [id],
    );
  const conversationOf = (t: TestTransaction, id: string) =>
    t.value<string>("select conversation_id from app_public.messages where id = $1", [id]);

  describe("of somebody unknown", () => {
    it.each([
      [
        "an SMS",
        { channel: "sms", from_address: "020 7946 0123" },
        { email: null, phone: "+442079460123", source: "sms" },
      ],
      [
        "a WhatsApp message",
        { channel: "whatsapp", from_address: "whatsapp:+442079460124" },
        { email: null, phone: "+442079460124", source: "whatsapp" },
      ],
      [
        "an e-mail",
        { channel: "email", from_address: " Jane Doe <Jane@Customer.TEST> " },
        { email: "jane@customer.test", phone: null, source: "email" },
      ],
      [
        "an e-mail from a name in quotes that looks like an address",
        { channel: "email", from_address: '"<ceo@acme.test>" <joe@customer.test>' },
        { email: "joe@customer.test", phone: null, source: "email" },
      ],
    ])("make a contact and a conversation: %s", (_, columns, contact) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.apiKey);
        const first = await add(t, { ...columns, direction: "inbound", body: "Hello" });
        expect(await contactOf(t, first)).toMatchObject([contact]);
        const second = await add(t, { ...columns, direction: "inbound", body: "Hello?" });
        expect(await conversationOf(t, second)).toBe(await conversationOf(t, first));
        expect(
          await t.rows("select channel, status, assigned_to_id from app_public.conversations where id = $1", [
            await conversationOf(t, first),
          ]),
        ).toEqual([{ channel: columns.channel, status: "active", assigned_to_id: null }]);
      }),
    );

    it("or to such: the recipient becomes the contact, and the writer is to answer", () =>
      db.transaction(async (t) => {
        const { staff } = db.world.acme.members;
        await t.as(staff);
        const id = await add(t, { channel: "sms", to_address: "(020) 7946 0125", from_address: "Acme", body: "Hello" });
        expect(await show(t, id, "from_address, to_address, direction, status")).toEqual({
          ...{ from_address: "Acme", to_address: "+442079460125", direction: "outbound", status: "pending" },
        });
        expect(await contactOf(t, id)).toMatchObject([{ phone: "+442079460125" }]);
        expect(
          await t.value("select assigned_to_id from app_public.conversations where id = $1", [
            await conversationOf(t, id),
          ]),
        ).toBe(staff.membershipId);
      }));

    it.each([
      ["a short code", { channel: "sms", from_address: "62442" }, "62442"],
      ["a name instead of a number", { channel: "sms", from_address: "PARCEL" }, "PARCEL"],
      ["a withheld number", { channel: "sms", from_address: "anonymous" }, "anonymous"],
      ["an address that is none", { channel: "email", from_address: "MAILER-DAEMON" }, "mailer-daemon"],
      ["no address", { channel: "sms" }, null],
      ["a chat's visitor", { channel: "chat", from_address: "visitor 7" }, "visitor 7"],
    ])("are taken in without a contact when nobody can be found behind them: %s", (_, columns, address) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.apiKey);
        const id = await add(t, { ...columns, direction: "inbound", body: "Hello" });
        expect(await show(t, id, "from_address, contact_id, conversation_id is not null as stands")).toEqual({
          ...{ from_address: address, contact_id: null, stands: true },
        });
      }),
    );
  });

  describe("of a contact", () => {
    it("find the contact by address, whoever owns it, and the conversation is its owner's", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        await t.asOwner();
        await t.count(...updateStatement("contacts", acme.contacts.reps, { phone: "+442079460126" }));
        await t.as(acme.apiKey);
        const id = await add(t, { channel: "sms", direction: "inbound", from_address: "02079460126", body: "Hello" });
        expect(await contactOf(t, id)).toMatchObject([{ id: acme.contacts.reps }]);
        await t.as(acme.members.rep);
        expect(await show(t, id, "body")).toEqual({ body: "Hello" });
      }));

    it("belong to the business that was written to", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        await t.asOwner();
        await t.count(...updateStatement("businesses", acme.businesses.south, { phone: "+442079460001" }));
        await t.as(acme.apiKey);
        const message = { channel: "sms", direction: "inbound", from_address: "+442079460127", body: "Hello" };
        const id = await add(t, { ...message, to_address: "020 7946 0001" });
        const other = await add(t, { ...message, to_address: "020 7946 0002" });
        const business = "select business_id from app_public.conversations where id = $1";
        expect(await t.value(business, [await conversationOf(t, id)])).toBe(acme.businesses.south);
        expect(await conversationOf(t, other)).toBe(await conversationOf(t, id));
        await t.as(acme.members.northerner);
        expect(await show(t, id, "body")).toBeUndefined();
      }));

    it("go into a new conversation when the last one is closed, and open the one they name again", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        await t.as(acme.members.staff);
        const message = { channel: "sms", direction: "inbound", from_address: "+442079460128", body: "Hello" };
        const first = await conversationOf(t, await add(t, message));
        for (const status of ["closed", "archived", "pending"]) {
          await t.count(...updateStatement("conversations", first, { status }));
          await t.attempt(async () => {
            expect((await conversationOf(t, await add(t, message))) === first).toBe(status === "pending");
          });
          await t.attempt(async () => {
            await add(t, { conversation_id: first, body: "We have closed this.", to_address: "+442079460128" });
            expect(await t.value("select status from app_public.conversations where id = $1", [first])).toBe(status);
          });
          await add(t, { conversation_id: first, direction: "inbound", body: "One more thing" });
          expect(await t.value("select status from app_public.conversations where id = $1", [first])).toBe("active");
        }
      }));

    it("don't go into a conversation that whoever writes may not write in: a rep begins another", () =>
      db.transaction(async (t) => {
        const { members } = db.world.acme;
        const message = { channel: "sms", to_address: "+442079460129", body: "Hello" };
        await t.as(members.outsider);
        const theirs = await conversationOf(t, await add(t, message));
        await t.as(members.rep);
        const id = await add(t, message);
        expect(await conversationOf(t, id)).not.toBe(theirs);
        expect(await t.count("select from app_public.conversations where id = $1", [await conversationOf(t, id)])).toBe(
          1,
        );
        await t.as(members.outsider);
        expect(await conversationOf(t, await add(t, message))).toBe(theirs);
      }));

    it("go to the contact's own address unless another is given", () =>
      db.transaction(async (t) => {
        const { contacts, members } = db.world.acme;
        await t.as(members.staff);
        const contact_id = contacts.norths;
        const error = await t.failure(...insertStatement("messages", { channel: "email", contact_id, body: "Hello" }));
        expect([error.code, error.detail]).toEqual(["TN400", '{"field": "toAddress"}']);
        await t.count(...updateStatement("contacts", contact_id, { email: "n@customer.test", phone: "+442079460130" }));
        for (const [channel, to_address] of [
          ["email", "n@customer.test"],
          ["whatsapp", "+442079460130"],
        ]) {
          expect(await show(t, await add(t, { channel, contact_id, body: "Hello" }), "to_address")).toEqual({
            to_address,
          });
        }
      }));

    it("go to the lead's address when there is no contact", () =>
      db.transaction(async (t) => {
        const { leads, members } = db.world.acme;
        await t.as(members.staff);
        const lead_id = leads.norths;
        await t.count(...updateStatement("leads", lead_id, { email: "l@lead.test", phone: "+442079460132" }));
        const sent = await add(t, { channel: "email", lead_id, body: "Hello" });
        expect(await show(t, sent, "to_address")).toEqual({ to_address: "l@lead.test" });
        const call = await t.value<string>(...insertStatement("calls", { direction: "outbound", lead_id }));
        expect(await t.value("select to_number from app_public.calls where id = $1", [call])).toBe("+442079460132");
      }));

    it("tell nobody the address of a contact or lead who is out of sight, nor do calls and campaigns", () =>
      db.transaction(async (t) => {
        const { contacts, leads, members, messaging } = db.world.acme;
        const known = { email: "o@customer.test", phone: "+442079460133" };
        await t.asOwner();
        await t.count(...updateStatement("contacts", contacts.outsiders, known));
        await t.count(...updateStatement("leads", leads.outsiders, { phone: "+442079460134" }));
        for (const whom of [{ contact_id: contacts.outsiders }, { lead_id: leads.outsiders }]) {
          const message = insertStatement("messages", { channel: "sms", body: "Hello", ...whom });
          const call = insertStatement("calls", { direction: "outbound", ...whom });
          const target = { campaign_id: messaging.callCampaigns.reps, ...whom };
          const numberOf = "select to_number from app_public.calls where id = $1";
          await t.as(members.rep);
          expect(await t.refusal(...message)).toBe("TN400");
          expect(await t.refusal(...insertStatement("call_campaign_targets", target))).toBe("TN400");
          expect(await t.value(numberOf, [await t.value(...call)])).toBeNull();
          await t.as(members.staff);
          expect(await t.count(...message)).toBe(1);
          expect(await t.count(...insertStatement("call_campaign_targets", target))).toBe(1);
          expect(await t.value(numberOf, [await t.value(...call)])).toMatch(/^\+44207946013[34]$/);
        }
      }));

    it("answer a contact who is out of sight where they wrote from", () =>
      db.transaction(async (t) => {
        const { contacts, members } = db.world.acme;
        await t.asOwner();
        await t.count(...updateStatement("contacts", contacts.outsiders, { email: "o@customer.test" }));
        await t.as(members.staff);
        const conversation = {
          channel: "email",
          contact_id: contacts.outsiders,
          assigned_to_id: members.rep.membershipId,
        };
        const conversation_id = await t.value<string>(...insertStatement("conversations", conversation));
        await t.as(members.rep);
        const answer = { conversation_id, body: "Hello" };
        expect(await t.refusal(...insertStatement("messages", answer))).toBe("TN400");
        await t.as(members.staff);
        await add(t, { conversation_id, direction: "inbound", from_address: "home@customer.test", body: "Hello?" });
        await t.as(members.rep);
        expect(await show(t, await add(t, answer), "to_address")).toEqual({ to_address: "home@customer.test" });
      }));

    it("don't tell the address of a contact out of sight", () =>
      db.transaction(async (t) => {
        const { contacts, members } = db.world.acme;
        await t.asOwner();
        for (const id of [contacts.souths, contacts.norths, contacts.reps]) {
          await t.count(...updateStatement("contacts", id, { email: `${id}@customer.test`, phone: "+442079460132" }));
        }
        for (const [member, hidden, seen] of [
          [members.rep, contacts.norths, contacts.reps],
          [members.northerner, contacts.souths, contacts.norths],
        ] as const) {
          await t.as(member);
          for (const channel of ["email", "sms"]) {
            const attempt = (contact_id: string) => insertStatement("messages", { channel, contact_id, body: "Hello" });
            const error = await t.failure(...attempt(hidden));
            expect([error.code, error.detail]).toEqual(["TN400", '{"field": "toAddress"}']);
            expect(await t.count(...attempt(seen))).toBe(1);
          }
        }
      }));
  });

  it.each([
    ["a number that is none", { channel: "sms", to_address: "call me" }, "toAddress"],
    ["an e-mail address that is none", { channel: "email", to_address: "jane" }, "toAddress"],
    ["several addresses", { channel: "email", to_address: "a@b.test,c@d.test" }, "toAddress"],
    ["nothing", { channel: "sms" }, "toAddress"],
    ["no channel", { to_address: "+442079460131" }, "channel"],
  ])("can't be sent to %s", (_, columns, field) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const error = await t.failure(...insertStatement("messages", { ...columns, body: "Hello" }));
      expect([error.code, JSON.parse(error.detail ?? "")]).toEqual(["TN400", { field }]);
    }),
  );

  it("can't be put into a conversation on another channel, with another contact, or of another organization", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.as(acme.members.owner);
      const contact_id = acme.contacts.norths;
      const conversation_id = await t.value(...insertStatement("conversations", { channel: "chat", contact_id }));
      const field = async (columns: Columns) =>
        JSON.parse((await t.failure(...insertStatement("messages", columns))).detail ?? "").field;
      expect(await field({ conversation_id, channel: "email" })).toBe("channel");
      expect(await field({ conversation_id, contact_id: acme.contacts.souths })).toBe("contactId");
      expect(await field({ conversation_id: globex.messaging.conversationId })).toBe("conversationId");
      const id = await add(t, { conversation_id, channel: "chat", contact_id, body: "Hello" });
      expect(await show(t, id, "contact_id")).toEqual({ contact_id });
    }));

  it("give a conversation with nobody its contact", () =>
    db.transaction(async (t) => {
      const { messaging, members } = db.world.acme;
      const conversation_id = messaging.conversations.norths;
      await t.as(members.staff);
      const from_address = "+442079460132";
      const id = await add(t, { conversation_id, direction: "inbound", from_address, body: "It is me" });
      const { contact_id } = (await show(t, id, "contact_id")) ?? {};
      expect(contact_id).toEqual(expect.any(String));
      expect(
        await t.rows("select distinct contact_id from app_public.messages where conversation_id = $1", [
          conversation_id,
        ]),
      ).toEqual([{ contact_id }]);
    }));

  it("are written once: neither text nor addresses nor their place change", () =>
    db.transaction(async (t) => {
      const { messaging, members } = db.world.acme;
      await t.as(members.owner);
      const change = (columns: Columns) => updateStatement("messages", messaging.messages.reps, columns);
      expect(await t.count(...change({ metadata: { seen: 1 } }))).toBe(1);
      for (const column of ["subject", "body", "html_body", "from_address", "to_address"]) {
        expect(await t.refusal(...change({ [column]: "Other" }))).toBe("42501");
      }
      for (const column of ["conversation_id", "contact_id", "created_by_id"]) {
        expect(await t.refusal(...change({ [column]: messaging.conversations.teammates }))).toBe("42501");
      }
      expect(await t.refusal(...insertStatement("messages", { created_by_id: members.rep.membershipId }))).toBe(
        "42501",
      );
    }));

  it("are taken in once: a provider's id is unique on its channel", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.apiKey);
      const message = { direction: "inbound", external_id: "abc", body: "Hello" };
      await add(t, { ...message, channel: "sms" });
      expect(await t.refusal(...insertStatement("messages", { ...message, channel: "sms" }))).toBe("23505");
      await add(t, { ...message, channel: "chat" });
    }));

  describe("status", () => {
    const STATE =
      "status, sent_at is not null as sent, delivered_at is not null as delivered, read_at is not null as read, failed_at is not null as failed, error_message";
    const state = (status: string, times: readonly string[], error_message: string | null = null) => ({
      status,
      ...Object.fromEntries(["sent", "delivered", "read", "failed"].map((time) => [time, times.includes(time)])),
      error_message,
    });
    const outbound = { channel: "chat", body: "Hello" };

    it("leaves its time, and those of the steps before", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        const id = await add(t, outbound);
        expect(await show(t, id, STATE)).toEqual(state("pending", []));
        for (const [status, times] of [
          ["queued", []],
          ["sent", ["sent"]],
          ["delivered", ["sent", "delivered"]],
          ["read", ["sent", "delivered", "read"]],
        ] as const) {
          await t.count(...updateStatement("messages", id, { status }));
          expect(await show(t, id, STATE)).toEqual(state(status, times));
        }
        const skipping = await add(t, { ...outbound, status: "delivered" });
        expect(await show(t, skipping, STATE)).toEqual(state("delivered", ["sent", "delivered"]));
      }));

    it("doesn't go backwards, but fails at any time and can be tried again", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        const id = await add(t, { ...outbound, status: "sent" });
        const to = (status: string) => updateStatement("messages", id, { status });
        expect(await t.refusal(...to("queued"))).toBe("TN409");
        expect(await t.count(...to("sent"))).toBe(1);
        await t.count(...updateStatement("messages", id, { status: "failed", error_message: "No such number" }));
        expect(await show(t, id, STATE)).toEqual(state("failed", ["sent", "failed"], "No such number"));
        expect(await t.refusal(...to("delivered"))).toBe("TN409");
        await t.count(...to("queued"));
        expect(await show(t, id, STATE)).toEqual(state("queued", ["sent"]));
        expect(await t.count(...to("delivered"))).toBe(1);
      }));

    it("is read once a time of reading is set, which then stays", () =>
      db.transaction(async (t) => {
        const { messaging, members } = db.world.acme;
        const id = messaging.messages.reps;
        await t.as(members.staff);
        expect(await show(t, id, STATE)).toEqual(state("delivered", ["sent", "delivered"]));
        for (const read_at of ["2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", null]) {
          await t.count(...updateStatement("messages", id, { read_at }));
          expect(await show(t, id, "status, read_at = '2026-01-01T00:00:00Z' as first")).toEqual({
            ...{ status: "read", first: true },
          });
        }
        expect(
          await t.refusal(...updateStatement("messages", messaging.messages.norths, { read_at: "infinity" })),
        ).toBe("23514");
      }));
  });

  describe("make the contact, and the lead, contacted", () => {
    const contacted = (t: TestTransaction, table: string, id: string) =>
      t.value(`select last_contacted_at is not null from app_public.${table} where id = $1`, [id]);

    it("when they go out and are sent, not before and not when they come in", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        const contact_id = acme.contacts.norths;
        await t.asOwner();
        const lead_id = await t.value<string>(...insertStatement("leads", { organization_id: acme.id }));
        await t.as(acme.members.staff);
        await add(t, { channel: "chat", contact_id, lead_id, direction: "inbound", body: "Hello" });
        const id = await add(t, { channel: "chat", contact_id, lead_id, body: "Hello" });
        expect(await contacted(t, "contacts", contact_id)).toBe(false);
        await t.count(...updateStatement("messages", id, { status: "sent" }));
        expect(await contacted(t, "contacts", contact_id)).toBe(true);
        await t.asOwner();
        expect(await contacted(t, "leads", lead_id)).toBe(true);
      }));
  });

  describe("in the client portal", () => {
    const begin = async (t: TestTransaction, channel: string, contact_id: string) => {
      await t.asOwner();
      return t.value<string>(
        ...insertStatement("conversations", { organization_id: db.world.acme.id, channel, contact_id }),
      );
    };

    it("are written by contacts in their own chats, and come in unread", () =>
      db.transaction(async (t) => {
        const { contacts, client, members } = db.world.acme;
        const conversation_id = await begin(t, "chat", contacts.reps);
        await t.as(client);
        const id = await add(t, { conversation_id, body: "Are you open?" });
        expect(await show(t, id, "direction, channel, status, body")).toEqual({
          ...{ direction: "inbound", channel: "chat", status: "delivered", body: "Are you open?" },
        });
        await t.as(members.staff);
        expect(await show(t, id, "contact_id, created_by_id")).toEqual({
          contact_id: contacts.reps,
          created_by_id: null,
        });
        expect(
          await t.value("select unread_count from app_public.conversations where id = $1", [conversation_id]),
        ).toBe(1);
      }));

    it("are not written in another's chat, on another channel, nor without a conversation", () =>
      db.transaction(async (t) => {
        const { contacts, client } = db.world.acme;
        const others = await begin(t, "chat", contacts.norths);
        const email = await begin(t, "email", contacts.reps);
        const own = await begin(t, "chat", contacts.reps);
        await t.as(client);
        const attempt = (columns: Columns) => insertStatement("messages", { body: "Hello", ...columns });
        // As one that doesn't exist.
        expect(await t.refusal(...attempt({ conversation_id: others }))).toBe("TN400");
        expect(await t.refusal(...attempt({ conversation_id: email }))).toBe("42501");
        expect(await t.refusal(...attempt({}))).toBe("TN400");
        for (const columns of [{ direction: "outbound" }, { channel: "chat" }, { status: "read" }, { metadata: {} }]) {
          expect(await t.refusal(...attempt({ conversation_id: own, ...columns }))).toBe("42501");
        }
        expect(await t.count(...attempt({ conversation_id: own }))).toBe(1);
        for (const column of ["metadata", "external_id", "created_by_id", "error_message"]) {
          expect(await t.refusal(`select ${column} from app_public.messages`)).toBe("42501");
        }
      }));
  });

  it("can't be too long, nor their metadata something else than an object", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const attempt = (columns: Columns) => insertStatement("messages", { channel: "chat", ...columns });
      for (const [columns, constraint] of [
        [{ subject: "x".repeat(1001) }, "subject_must_be_short"],
        [{ body: "x".repeat(1_000_001) }, "body_must_not_be_huge"],
        [{ from_address: "x".repeat(321) }, "from_address_must_be_short"],
        [{ metadata: "[]" }, "metadata_must_be_an_object"],
      ] as const) {
        expect((await t.failure(...attempt(columns))).constraint).toBe(constraint);
      }
      expect(await t.count(...attempt({ subject: "x".repeat(1000), body: "x".repeat(1_000_000) }))).toBe(1);
    }));
});
