import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { call, race, tally } from "../../support/calls.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { outcomes } from "../../support/outcomes.ts";

const db = useDatabase();

const acme = () => db.world.acme;
const one = async (t: TestTransaction, statement: [string, unknown[]]) => {
  const [row] = await t.rows(...statement);
  return row as Record<string, unknown>;
};
const on = (operation: string, ticket_id: string, args: Columns = {}) => call(operation, { ticket_id, ...args });
const messages = (t: TestTransaction, id: unknown) =>
  t.rows(
    "select sender_type, body, is_internal from app_public.ticket_messages where ticket_id = $1 order by created_at, id",
    [id],
  );
const insert = async (t: TestTransaction, table: string, columns: Columns) => {
  await t.asOwner();
  return t.value<string>(...insertStatement(table, { organization_id: acme().id, ...columns }));
};
/** Rita's ticket, of the contact in the client portal. */
const ticket = (t: TestTransaction, columns: Columns = {}) =>
  insert(t, "tickets", {
    subject: "It squeaks",
    contact_id: acme().client.contactId,
    assigned_to_id: acme().members.rep.membershipId,
    ...columns,
  });
const macro = (t: TestTransaction, columns: Columns) => insert(t, "macros", { title: "Answer", ...columns });

/** Those who may change Rita's ticket. */
const CHANGERS = { owner: 1, manager: 1, staff: 1, rep: 1, northerner: 1, apiKey: 1 };
const OTHERS = { outsider: "TN404", viewer: "TN404", client: "42501", stranger: "TN404", anonymous: "42501" };

describe("opening a ticket", () => {
  const question = { subject: "It squeaks", body: "Since Monday." };

  it("makes it with its first message, which is the contact’s", () =>
    db.transaction(async (t) => {
      const { members, contacts, teamId } = acme();
      await t.as(members.staff, { requestId: "opening" });
      const opened = await one(
        t,
        call("open_ticket", {
          ...question,
          priority: "HIGH",
          channel: "phone",
          contact_id: contacts.norths,
          assigned_to_id: members.rep.membershipId,
          team_id: teamId,
          tags: ["oil"],
        }),
      );
      expect(opened).toMatchObject({
        number: expect.any(Number),
        status: "open",
        priority: "high",
        channel: "phone",
        contact_id: contacts.norths,
        assigned_to_id: members.rep.membershipId,
        team_id: teamId,
        tags: ["oil"],
        first_response_at: null,
        created_by_id: members.staff.membershipId,
      });
      expect(await messages(t, opened["id"])).toEqual([
        { sender_type: "customer", body: "Since Monday.", is_internal: false },
      ]);
      await t.as(members.owner);
      const sql =
        "select action, user_id, request_id from app_public.audit_logs where record_id = $1 and action = 'insert'";
      expect(await t.rows(sql, [opened["id"]])).toEqual([
        { action: "insert", user_id: members.staff.userId, request_id: "opening" },
      ]);
    }));

  it("is for those who may open and answer, and contacts", () =>
    db.transaction(async (t) => {
      expect(await outcomes(t, db.world, call("open_ticket", question))).toEqual({
        owner: 1,
        manager: 1,
        staff: 1,
        rep: 1,
        outsider: 1,
        viewer: "TN403",
        northerner: 1,
        apiKey: 1,
        client: 1,
        stranger: 1,
        anonymous: "42501",
      });
    }));

  it("is, in the client portal, for oneself, and shows what a contact may see", () =>
    db.transaction(async (t) => {
      const { client, contacts, members, businesses } = acme();
      await t.as(client);
      const opened = await one(t, call("open_ticket", { ...question, priority: "low" }));
      expect(opened).toMatchObject({
        contact_id: client.contactId,
        channel: "portal",
        priority: "low",
        status: "open",
      });
      for (const more of [
        { contact_id: contacts.outsiders },
        { channel: "phone" },
        { assigned_to_id: members.rep.membershipId },
        { business_id: businesses.north },
        { tags: ["mine"] },
        { custom_fields: {} },
      ]) {
        expect([more, await t.refusal(...call("open_ticket", { ...question, ...more }))]).toEqual([more, "TN403"]);
      }
      expect(await messages(t, opened["id"])).toHaveLength(1);
    }));

  it.each<[string, () => Columns, string]>([
    ["without a subject", () => ({ subject: " " }), "23514"],
    ["without a message", () => ({ body: "" }), "23514"],
    ["with no message at all", () => ({ body: null }), "23502"],
    ["of a priority that there isn’t", () => ({ priority: "extreme" }), "23503"],
    ["on a channel that there isn’t", () => ({ channel: "pigeon" }), "23503"],
    ["for another organization’s member", () => ({ assigned_to_id: db.world.globex.owner.membershipId }), "TN404"],
    ["of another organization’s contact", () => ({ contact_id: db.world.globex.contactId }), "23503"],
  ])("%s is refused, and makes nothing", (_, columns, code) =>
    db.transaction(async (t) => {
      await t.as(acme().members.staff);
      const before = await t.value("select count(*) from app_public.tickets");
      expect(await t.refusal(...call("open_ticket", { ...question, ...columns() }))).toBe(code);
      expect(await t.value("select count(*) from app_public.tickets")).toBe(before);
      expect(await t.count(...call("open_ticket", question))).toBe(1);
    }),
  );
});

describe("replying", () => {
  it("counts as the first response when it is public, and not when it is internal", () =>
    db.transaction(async (t) => {
      const id = await ticket(t);
      await t.as(acme().members.rep);
      const first = "select first_response_at from app_public.tickets where id = $1";
      expect(await one(t, on("reply_to_ticket", id, { body: "Odd.", is_internal: true }))).toMatchObject({
        is_internal: true,
        sender_type: "agent",
        sender_membership_id: acme().members.rep.membershipId,
      });
      expect(await t.value(first, [id])).toBeNull();
      expect(await one(t, on("reply_to_ticket", id, { body: "Oil it.", html_body: "<p>Oil it." }))).toMatchObject({
        is_internal: false,
        html_body: "<p>Oil it.",
      });
      expect(await t.value(first, [id])).toEqual(expect.any(Date));
    }));

  it("is for those who may change the ticket, and its contact", () =>
    db.transaction(async (t) => {
      const id = await ticket(t);
      const reply = on("reply_to_ticket", id, { body: "Hello." });
      expect(await outcomes(t, db.world, reply)).toEqual({ ...CHANGERS, ...OTHERS, client: 1 });
      const others = await ticket(t, { contact_id: acme().contacts.outsiders });
      await t.as(acme().client);
      expect(await t.refusal(...on("reply_to_ticket", others, { body: "Hello." }))).toBe("TN404");
    }));

  it("internally takes a permission of its own", () =>
    db.transaction(async (t) => {
      const id = await ticket(t);
      await t.asOwner();
      const { intern, members } = acme();
      for (const action of ["read", "update"]) {
        const permission = { resource: "tickets", action, scope: "all" };
        const row = { organization_id: acme().id, role_id: intern.roleId, ...permission };
        await t.count(...insertStatement("role_permissions", row));
      }
      await t.count(...updateStatement("memberships", members.outsider.membershipId, { role_id: intern.roleId }));
      await t.as(members.outsider);
      expect(await t.refusal(...on("reply_to_ticket", id, { body: "Psst.", is_internal: true }))).toBe("42501");
      expect(await t.count(...on("reply_to_ticket", id, { body: "Hello." }))).toBe(1);
    }));

  it("by the contact is public, and opens the ticket again", () =>
    db.transaction(async (t) => {
      const id = await ticket(t, { status: "solved" });
      await t.as(acme().client);
      for (const more of [{ is_internal: true }, { html_body: "<b>Hi" }]) {
        expect(await t.refusal(...on("reply_to_ticket", id, { body: "Hi", ...more }))).toBe("TN403");
      }
      expect(await one(t, on("reply_to_ticket", id, { body: "It still squeaks." }))).toMatchObject({
        sender_type: "customer",
        sender_contact_id: acme().client.contactId,
        body: "It still squeaks.",
      });
      expect(await t.value("select status from app_public.tickets where id = $1", [id])).toBe("open");
    }));

  it("to a closed ticket is refused, unless it is internal", () =>
    db.transaction(async (t) => {
      const id = await ticket(t, { status: "closed" });
      for (const actor of [acme().client, acme().members.staff]) {
        await t.as(actor);
        expect(await t.refusal(...on("reply_to_ticket", id, { body: "Hello?" }))).toBe("TN409");
      }
      expect(await t.count(...on("reply_to_ticket", id, { body: "Noted.", is_internal: true }))).toBe(1);
    }));
});

describe("assigning", () => {
  it("gives a ticket to a member, to a team, to both or to nobody", () =>
    db.transaction(async (t) => {
      const { members, teamId } = acme();
      const id = await ticket(t);
      const theo = members.teammate.membershipId;
      await t.as(members.staff);
      const assign = async (args: Columns) => {
        const { assigned_to_id, team_id } = await one(t, on("assign_ticket", id, args));
        return [assigned_to_id, team_id];
      };
      expect(await assign({ team_id: teamId })).toEqual([null, teamId]);
      expect(await assign({ assigned_to_id: theo })).toEqual([theo, teamId]);
      expect(await assign({})).toEqual([null, null]);
      expect(await assign({ assigned_to_id: theo, team_id: teamId })).toEqual([theo, teamId]);
    }));

  it("is for those who may change the ticket, within their scope", () =>
    db.transaction(async (t) => {
      const id = await ticket(t);
      const to = (name: "rep" | "teammate" | "outsider") => ({ assigned_to_id: acme().members[name].membershipId });
      expect(await outcomes(t, db.world, on("assign_ticket", id, to("rep")))).toEqual({ ...CHANGERS, ...OTHERS });
      expect(await outcomes(t, db.world, on("assign_ticket", id, to("teammate")), ["manager", "rep"])).toEqual({
        manager: 1,
        rep: "42501",
      });
      expect(await outcomes(t, db.world, on("assign_ticket", id, to("outsider")), ["manager", "staff"])).toEqual({
        manager: "42501",
        staff: 1,
      });
    }));

  it("to somebody who isn’t there, to another organization’s team, or of a closed ticket is refused", () =>
    db.transaction(async (t) => {
      const { members } = acme();
      const [id, closed] = [await ticket(t), await ticket(t, { status: "closed" })];
      const theo = { assigned_to_id: members.teammate.membershipId };
      await t.as(members.staff);
      expect(await t.refusal(...on("assign_ticket", closed, theo))).toBe("TN409");
      expect(await t.refusal(...on("assign_ticket", id, { team_id: db.world.globex.teamId }))).toBe("23503");
      const foreign = await t.failure(
        ...on("assign_ticket", id, { assigned_to_id: db.world.globex.owner.membershipId }),
      );
      expect([foreign.code, foreign.detail]).toEqual(["TN404", '{"field": "assignedToId"}']);
      expect(await t.attempt(() => t.count(...on("assign_ticket", id, theo)))).toBe(1);
      await t.asOwner();
      await t.count(...updateStatement("memberships", theo.assigned_to_id, { is_active: false }));
      await t.as(members.staff);
      for (const statement of [
        on("assign_ticket", id, theo),
        call("open_ticket", { subject: "x", body: "x", ...theo }),
      ]) {
        const left = await t.failure(...statement);
        expect([left.code, left.detail]).toEqual(["TN409", '{"field": "assignedToId"}']);
      }
    }));

  it("to a member who is limited to another business is refused, also when it is opened or by a macro", () =>
    db.transaction(async (t) => {
      const { members, businesses } = acme();
      const nora = { assigned_to_id: members.northerner.membershipId };
      const macro_id = await macro(t, { actions: { assignedToId: nora.assigned_to_id } });
      const refused = async (statement: [string, unknown[]]) => {
        const error = await t.failure(...statement);
        return [error.code, JSON.parse(error.detail ?? "").field];
      };
      const open = (business_id: string) => call("open_ticket", { subject: "x", body: "x", business_id, ...nora });
      const [norths, souths] = [
        await ticket(t, { business_id: businesses.north }),
        await ticket(t, { business_id: businesses.south }),
      ];
      const everybodys = await ticket(t);
      await t.as(members.staff);
      expect(await refused(on("assign_ticket", souths, nora))).toEqual(["TN409", "assignedToId"]);
      expect(await refused(open(businesses.south))).toEqual(["TN409", "assignedToId"]);
      expect(await refused(on("apply_macro", souths, { macro_id }))).toEqual(["TN409", "macroId"]);
      for (const id of [norths, everybodys]) {
        for (const statement of [on("assign_ticket", id, nora), on("apply_macro", id, { macro_id })]) {
          const given = await t.attempt(() => one(t, statement));
          expect(given).toMatchObject(nora);
        }
      }
      expect(await one(t, open(businesses.north))).toMatchObject(nora);
    }));
});

describe("a macro", () => {
  it("answers with its placeholders filled, and does what it says", () =>
    db.transaction(async (t) => {
      const { members, client } = acme();
      const id = await ticket(t, { tags: ["noise"] });
      const macro_id = await macro(t, {
        body: "Dear {{contact.firstName}} {{ contact.lastName }}, #{{ticket.number}} “{{ticket.subject}}” is done. {{agent.name}}, {{organization.name}}",
        actions: {
          status: "solved",
          priority: "low",
          tags: ["noise", "oil"],
          assignedToId: members.teammate.membershipId,
        },
      });
      await t.count(
        ...updateStatement("contacts", client.contactId, { first_name: "{{agent.name}}", last_name: "Roe" }),
      );
      await t.as(members.staff);
      const applied = await one(t, on("apply_macro", id, { macro_id }));
      expect(applied).toMatchObject({
        status: "solved",
        priority: "low",
        tags: ["noise", "oil"],
        assigned_to_id: members.teammate.membershipId,
        first_response_at: expect.any(Date),
      });
      // What stands in a value is not a placeholder.
      const body = `Dear {{agent.name}} Roe, #${applied["number"]} “It squeaks” is done. Stan Staff, Acme`;
      expect(await messages(t, id)).toEqual([{ sender_type: "agent", body, is_internal: false }]);
    }));

  it("leaves what it doesn’t name, and takes a ticket away when it says so", () =>
    db.transaction(async (t) => {
      const id = await ticket(t, { priority: "urgent", tags: ["noise"] });
      const nothing = await macro(t, { title: "Nothing", body: "Noted." });
      const nobody = await macro(t, { title: "Nobody", actions: { assignedToId: null } });
      await t.as(acme().members.staff);
      expect(await one(t, on("apply_macro", id, { macro_id: nothing, is_internal: true }))).toMatchObject({
        status: "open",
        priority: "urgent",
        tags: ["noise"],
        assigned_to_id: acme().members.rep.membershipId,
        first_response_at: null,
      });
      expect(await one(t, on("apply_macro", id, { macro_id: nobody }))).toMatchObject({ assigned_to_id: null });
      expect(await messages(t, id)).toEqual([{ sender_type: "agent", body: "Noted.", is_internal: true }]);
    }));

  it("is for those who may change the ticket", () =>
    db.transaction(async (t) => {
      const macro_id = await macro(t, { body: "Hello." });
      const id = await ticket(t);
      expect(await outcomes(t, db.world, on("apply_macro", id, { macro_id }))).toEqual({ ...CHANGERS, ...OTHERS });
    }));

  it("that needs what isn’t known is refused with all that is missing, and does nothing", () =>
    db.transaction(async (t) => {
      const id = await ticket(t, { contact_id: null });
      const body = "{{contact.email}} {{contact.name}} {{weather}} {{ticket.number}}";
      const macro_id = await macro(t, { body, actions: { status: "solved" } });
      await t.as(acme().members.staff);
      const error = await t.failure(...on("apply_macro", id, { macro_id }));
      expect([error.code, JSON.parse(error.detail ?? "")]).toEqual([
        "TN400",
        { field: "macroId", missing: ["contact.email", "contact.name", "weather"] },
      ]);
      expect(await messages(t, id)).toEqual([]);
      expect(await t.value("select status from app_public.tickets where id = $1", [id])).toBe("open");
    }));

  it("of another organization, for somebody who has left, or on a closed ticket is refused", () =>
    db.transaction(async (t) => {
      const { members } = acme();
      const [id, closed] = [await ticket(t), await ticket(t, { status: "closed" })];
      const gone = await macro(t, { title: "Gone", actions: { assignedToId: members.teammate.membershipId } });
      const hello = await macro(t, { title: "Hello", body: "Hello." });
      await t.count(...updateStatement("memberships", members.teammate.membershipId, { is_active: false }));
      await t.as(members.staff);
      const refused = async (ticketId: string, macro_id: string) => {
        const error = await t.failure(...on("apply_macro", ticketId, { macro_id }));
        return [error.code, JSON.parse(error.detail ?? "").field];
      };
      expect(await refused(id, db.world.globex.macroId)).toEqual(["TN404", "macroId"]);
      expect(await refused(id, gone)).toEqual(["TN409", "macroId"]);
      expect(await refused(closed, hello)).toEqual(["TN409", "ticketId"]);
      expect(await t.count(...on("apply_macro", id, { macro_id: hello }))).toBe(1);
    }));
});

describe.each([
  ["solve_ticket", "solved", ["open", "pending"]],
  ["reopen_ticket", "open", ["pending", "solved", "closed"]],
  ["close_ticket", "closed", ["open", "pending", "solved"]],
])("%s", (operation, status, from) => {
  it.each(["open", "pending", "solved", "closed"])(`from %s: only from ${from}`, (is) =>
    db.transaction(async (t) => {
      const id = await ticket(t, { status: is });
      await t.as(acme().members.rep);
      if (from.includes(is)) {
        expect(await one(t, on(operation, id))).toMatchObject({
          status,
          solved_at: status === "solved" || (status === "closed" && is === "solved") ? expect.any(Date) : null,
          closed_at: status === "closed" ? expect.any(Date) : null,
        });
        const sql =
          "select changed_by_id from app_public.ticket_status_changes where ticket_id = $1 and to_status = $2 and from_status = $3";
        expect(await t.value(sql, [id, status, is])).toBe(acme().members.rep.membershipId);
      } else {
        const error = await t.failure(...on(operation, id));
        expect([error.code, error.detail]).toEqual(["TN409", `{"status": "${is}"}`]);
      }
    }),
  );

  it("is for those who may change the ticket", () =>
    db.transaction(async (t) => {
      const id = await ticket(t, { status: "pending" });
      expect(await outcomes(t, db.world, on(operation, id))).toEqual({ ...CHANGERS, ...OTHERS });
      const archived = await ticket(t, { status: "pending", deleted_at: "now" });
      expect(await outcomes(t, db.world, on(operation, archived), ["owner"])).toEqual({ owner: "TN404" });
    }));

  it("by ten at the same moment is done by one", async () => {
    const id = await db.withRoot(async (root) => {
      const row = { organization_id: acme().id, subject: "Raced", status: "pending" };
      return (await root.query(...insertStatement("tickets", row))).rows[0].id as string;
    }, db.urls.owner);
    const racers = Array.from({ length: 10 }, () => ({ actor: acme().members.staff, statement: on(operation, id) }));
    expect(tally(await race(db, racers))).toEqual({ done: 1, TN409: 9 });
  }, 30_000);
});

describe("a reply and the closing of its ticket at the same moment", () => {
  it("take turns: what is said last is said to an open ticket", async () => {
    const id = await db.withRoot(async (root) => {
      const row = { organization_id: acme().id, subject: "Raced", contact_id: acme().client.contactId };
      return (await root.query(...insertStatement("tickets", row))).rows[0].id as string;
    }, db.urls.owner);
    const reply = { actor: acme().client, statement: on("reply_to_ticket", id, { body: "One more thing." }) };
    const close = { actor: acme().members.staff, statement: on("close_ticket", id) };
    const [closed, ...replies] = await race(db, [close, ...Array.from({ length: 8 }, () => reply)]);
    expect(closed).toBe("done");
    const written = replies.filter((outcome) => outcome === "done").length;
    expect(tally(replies)).toEqual({ ...(written && { done: written }), ...(written < 8 && { TN409: 8 - written }) });
    await db.transaction(async (t) => {
      await t.asOwner();
      expect(await messages(t, id)).toHaveLength(written);
      expect(await t.value("select status from app_public.tickets where id = $1", [id])).toBe("closed");
    });
  }, 30_000);
});
