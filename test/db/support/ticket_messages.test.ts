import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import type { DatabaseError } from "pg";
import {
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  refused,
  updateStatement,
} from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("app_public.ticket_messages", () => {
  const db = useDatabase();

  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's", "an internal one of Rita's"];
  const allButSouth = ["Rita's", "Theo's", "Oscar's", "the north's", "an internal one of Rita's"];
  const everywhere = [
    "to Rita's",
    "to Theo's",
    "to Oscar's",
    "to the north's",
    "to the south's",
    "internally to Rita's",
  ];
  const everything = { sees: all, adds: everywhere };
  describeAccess(db, "ticket_messages", {
    rows: ({ acme: { ticketMessages, internalMessageId } }) => ({
      "Rita's": ticketMessages.reps,
      "Theo's": ticketMessages.teammates,
      "Oscar's": ticketMessages.outsiders,
      "the north's": ticketMessages.norths,
      "the south's": ticketMessages.souths,
      "an internal one of Rita's": internalMessageId,
    }),
    additions: ({ acme: { tickets } }) => ({
      "to Rita's": { ticket_id: tickets.reps, body: "Done." },
      "to Theo's": { ticket_id: tickets.teammates, body: "Done." },
      "to Oscar's": { ticket_id: tickets.outsiders, body: "Done." },
      "to the north's": { ticket_id: tickets.norths, body: "Done." },
      "to the south's": { ticket_id: tickets.souths, body: "Done." },
      "internally to Rita's": { ticket_id: tickets.reps, body: "Done.", is_internal: true },
    }),
    who: {
      owner: everything,
      admin: everything,
      manager: { sees: all, adds: ["to Rita's", "to Theo's", "internally to Rita's"] },
      staff: everything,
      rep: { sees: ["Rita's", "an internal one of Rita's"], adds: ["to Rita's", "internally to Rita's"] },
      viewer: { sees: ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"], adds: [] },
      northerner: {
        sees: allButSouth,
        adds: ["to Rita's", "to Theo's", "to Oscar's", "to the north's", "internally to Rita's"],
      },
      client: {
        ...refused,
        sees: ["Rita's"],
        adds: {
          can: ["to Rita's"],
          // As of tickets that don't exist.
          refusals: {
            "to Theo's": "TN400",
            "to Oscar's": "TN400",
            "to the north's": "TN400",
            "to the south's": "TN400",
          },
        },
      },
      stranger: { ...nothing, adds: "42501" },
      anonymous: refused,
    },
  });

  const write = (columns: Columns) =>
    insertStatement("ticket_messages", { ticket_id: db.world.acme.tickets.reps, body: "Hello.", ...columns });
  const show = async (t: TestTransaction, id: string, columns: string) =>
    (await t.rows(`select ${columns} from app_public.ticket_messages where id = $1`, [id]))[0];
  const ticket = async (t: TestTransaction, columns: string) =>
    (await t.rows(`select ${columns} from app_public.tickets where id = $1`, [db.world.acme.tickets.reps]))[0];
  const setStatus = (t: TestTransaction, status: string) =>
    t.count(...updateStatement("tickets", db.world.acme.tickets.reps, { status }));

  describe("are signed", () => {
    const SENDER = "sender_type, sender_membership_id, sender_contact_id";

    it("by the member who writes, who can't say it was another", () =>
      db.transaction(async (t) => {
        const { staff, rep } = db.world.acme.members;
        await t.as(staff);
        expect(await show(t, await t.value(...write({})), SENDER)).toEqual({
          sender_type: "agent",
          sender_membership_id: staff.membershipId,
          sender_contact_id: null,
        });
        expect(await t.refusal(...write({ sender_membership_id: rep.membershipId }))).toBe("42501");
        expect(await t.refusal(...write({ sender_type: "system" }))).toBe("TN403");
      }));

    it("by the ticket's contact when a member records what a customer said, unless another is named", () =>
      db.transaction(async (t) => {
        const { members, contacts } = db.world.acme;
        await t.as(members.staff);
        const sender_type = "customer";
        expect(await show(t, await t.value(...write({ sender_type })), SENDER)).toEqual({
          sender_type,
          sender_membership_id: null,
          sender_contact_id: contacts.reps,
        });
        const other = await t.value<string>(...write({ sender_type, sender_contact_id: contacts.souths }));
        expect(await show(t, other, "sender_contact_id")).toEqual({ sender_contact_id: contacts.souths });
      }));

    it("by nobody in particular when a machine writes, also as the system", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.apiKey);
        for (const sender_type of ["agent", "system"]) {
          expect(await show(t, await t.value(...write({ sender_type })), SENDER)).toEqual({
            sender_type,
            sender_membership_id: null,
            sender_contact_id: null,
          });
        }
      }));

    it("by one sender of the right kind, whoever writes them", () =>
      db.transaction(async (t) => {
        const { id, members, contacts } = db.world.acme;
        await t.as(members.staff);
        expect((await t.failure(...write({ sender_contact_id: contacts.reps }))).constraint).toBe(
          "sender_must_be_of_its_type",
        );
        await t.asOwner();
        const rows = [
          { sender_type: "customer", sender_membership_id: members.rep.membershipId },
          { sender_type: "system", sender_membership_id: members.rep.membershipId },
          { sender_type: "system", sender_contact_id: contacts.reps },
        ];
        for (const columns of rows) {
          expect((await t.failure(...write({ organization_id: id, ...columns }))).constraint).toBe(
            "sender_must_be_of_its_type",
          );
        }
      }));

    it("and stay as they were written", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.owner);
        for (const column of ["body", "is_internal", "sender_type", "ticket_id", "metadata"]) {
          expect(await t.refusal(`update app_public.ticket_messages set ${column} = ${column}`)).toBe("42501");
        }
        expect(await t.refusal("delete from app_public.ticket_messages")).toBe("42501");
      }));
  });

  describe("tell their ticket", () => {
    /** The ticket as if it had been opened and last touched long ago, without an answer. */
    const rewind = async (t: TestTransaction, status = "open") => {
      await t.asOwner();
      await t.count(
        `update app_public.tickets set last_activity_at = '2026-01-01', first_response_at = null, status = $2 where id = $1`,
        [db.world.acme.tickets.reps, status],
      );
    };
    const TIMES = "last_activity_at = now() as active, first_response_at = now() as answered, status";

    it("that a member answered first with what isn't internal", () =>
      db.transaction(async (t) => {
        await rewind(t);
        await t.as(db.world.acme.members.staff);
        await t.count(...write({ is_internal: true }));
        expect(await ticket(t, TIMES)).toEqual({ active: true, answered: null, status: "open" });
        await t.count(...write({ sender_type: "customer" }));
        expect(await ticket(t, TIMES)).toEqual({ active: true, answered: null, status: "open" });
        await t.count(...write({}));
        expect(await ticket(t, TIMES)).toEqual({ active: true, answered: true, status: "open" });
      }));

    it("the first answer only", () =>
      db.transaction(async (t) => {
        await rewind(t);
        await t.count("update app_public.tickets set first_response_at = '2026-01-02' where id = $1", [
          db.world.acme.tickets.reps,
        ]);
        await t.as(db.world.acme.members.staff);
        await t.count(...write({}));
        expect(await ticket(t, TIMES)).toEqual({ active: true, answered: false, status: "open" });
      }));

    it.each(["pending", "solved"])("to be open again when its customer replies to one that is %s", (status) =>
      db.transaction(async (t) => {
        await rewind(t, status);
        await t.as(db.world.acme.members.staff);
        await t.count(...write({}));
        await t.count(...write({ is_internal: true }));
        expect(await ticket(t, "status")).toEqual({ status });
        await t.as(db.world.acme.client);
        await t.count(...write({}));
        expect(await ticket(t, "status, solved_at")).toEqual({ status: "open", solved_at: null });
        await t.as(db.world.acme.members.staff);
        expect(
          await t.rows(
            "select from_status, to_status, changed_by_id from app_public.ticket_status_changes where ticket_id = $1 order by id desc limit 1",
            [db.world.acme.tickets.reps],
          ),
        ).toEqual([{ from_status: status, to_status: "open", changed_by_id: null }]);
      }),
    );

    it("nothing when it is closed: it takes internal messages only", () =>
      db.transaction(async (t) => {
        const { client, members } = db.world.acme;
        await t.as(members.staff);
        await setStatus(t, "closed");
        expect(await t.refusal(...write({}))).toBe("TN409");
        expect(await t.refusal(...write({ sender_type: "customer" }))).toBe("TN409");
        expect(await t.count(...write({ is_internal: true }))).toBe(1);
        await t.as(client);
        expect(await t.refusal(...write({}))).toBe("TN409");
        await t.as(members.staff);
        await setStatus(t, "open");
        await t.as(client);
        expect(await t.count(...write({}))).toBe(1);
      }));
  });

  describe("in the client portal", () => {
    it("are the contact's own, and public", () =>
      db.transaction(async (t) => {
        const { client, contacts } = db.world.acme;
        await t.as(client);
        const id = await t.value<string>(...write({}));
        expect(await show(t, id, "sender_type, sender_contact_id, is_internal")).toEqual({
          sender_type: "customer",
          sender_contact_id: client.contactId,
          is_internal: false,
        });
        for (const columns of [
          { sender_type: "agent" },
          { sender_contact_id: contacts.souths },
          { is_internal: true },
          { html_body: "<script>" },
          { email_message_id: "<1@mail.test>" },
        ]) {
          expect(await t.refusal(...write(columns))).toBe("42501");
        }
      }));

    it("show what was said, but neither by which member nor what machines note", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.client);
        for (const column of ["sender_membership_id", "metadata", "email_message_id", "in_reply_to"]) {
          expect(await t.refusal(`select ${column} from app_public.ticket_messages`)).toBe("42501");
        }
        expect(await t.rows("select body, sender_type from app_public.ticket_messages order by id")).toEqual([
          { body: "We are looking into it.", sender_type: "agent" },
          { body: "Can you help me?", sender_type: "customer" },
        ]);
      }));
  });

  it("of one e-mail are recorded once in an organization", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.as(acme.apiKey);
      const email = { sender_type: "customer", email_message_id: "<1@mail.test>", in_reply_to: "<0@mail.test>" };
      await t.count(...write(email));
      expect(await t.refusal(...write(email))).toBe("23505");
      expect(await t.count(...write({ ...email, email_message_id: "<2@mail.test>" }))).toBe(1);
      await t.as(globex.owner);
      expect(await t.count(...write({ ...email, ticket_id: globex.ticketId }))).toBe(1);
    }));

  it.each([
    ["a blank body", { body: " \n" }, "body_must_not_be_blank"],
    [
      "an internal word of a customer",
      { sender_type: "customer", is_internal: true },
      "messages_of_customers_must_be_public",
    ],
    ["a blank Message-ID", { email_message_id: "" }, "email_message_id_must_not_be_blank"],
    ["metadata that are no object", { metadata: "[]" }, "metadata_must_be_an_object"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const error = await t.failure(...write(columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );
});

describe("internal messages", () => {
  const db = useDatabase();

  it("are for members limited to businesses whose role there sees them, whatever their role elsewhere", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const { northerner, staff } = acme.members;
      const ticket = { subject: "Broken", business_id: acme.businesses.north };
      const write = (ticket_id: string, is_internal: boolean) =>
        insertStatement("ticket_messages", { ticket_id, is_internal, body: "Rude again" });
      await t.as(staff);
      const ticketId = await t.value<string>(...insertStatement("tickets", ticket));
      for (const isInternal of [true, false]) await t.count(...write(ticketId, isInternal));
      const seen = () =>
        t.value(
          "select array_agg(is_internal order by is_internal) from app_public.ticket_messages where ticket_id = $1",
          [ticketId],
        );
      const giveRoles = async (role: "viewer" | "staff", roleInNorth: "viewer" | "staff") => {
        await t.asOwner();
        await t.rows("update app_public.memberships set role_id = $1 where id = $2", [
          acme.roles[role],
          northerner.membershipId,
        ]);
        await t.rows("update app_public.business_memberships set role_id = $1 where membership_id = $2", [
          acme.roles[roleInNorth],
          northerner.membershipId,
        ]);
        await t.as(northerner);
      };
      await giveRoles("staff", "viewer");
      expect(await seen()).toEqual([false]);
      expect(await t.refusal(...write(ticketId, true))).toBe("42501");
      await giveRoles("viewer", "staff");
      expect(await seen()).toEqual([false, true]);
      expect(await t.count(...write(ticketId, true))).toBe(1);
    }));
});

describe("a reply at the moment in which its ticket is closed", () => {
  const db = useDatabase();

  it("waits, and is refused", async () => {
    const { members, tickets } = db.world.acme;
    const request = {
      claims: { iss: "tenantry", sub: members.staff.userId },
      organization: members.staff.organization,
    };
    await db.withRoot(async (first) => {
      await db.withRoot(async (second) => {
        for (const client of [first, second]) {
          await client.query("begin");
          await client.query("select set_config('role', app_private.begin_request($1), true)", [request]);
        }
        await first.query(...updateStatement("tickets", tickets.reps, { status: "closed" }));
        const reply = second
          .query(...insertStatement("ticket_messages", { ticket_id: tickets.reps, body: "Hello?" }))
          .then(
            () => "sent",
            (error: DatabaseError) => error.code,
          );
        expect(await Promise.race([reply, setTimeout(200, "waits")])).toBe("waits");
        await first.query("commit");
        expect(await reply).toBe("TN409");
        await second.query("rollback");
      }, db.urls.authenticator);
    }, db.urls.authenticator);
  });
});
