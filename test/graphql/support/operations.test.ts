import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const staff = () => gateway.as(acme().members.staff);
const rita = () => gateway.asClient(acme().client);
const open = async (ticket: object = {}, client = staff()) => {
  const contactId = acme().client.contactId;
  const answer = await client.run("support/OpenTicket", {
    ticket: { subject: "It squeaks", body: "Since Monday.", contactId, ...ticket },
  });
  return answer.get<{ id: string; number: number }>("openTicket.ticket");
};

describe("a ticket", () => {
  it("is opened by its contact, assigned, answered, solved, opened again by a reply, and closed", async () => {
    const opened = await rita().run("support/OpenTicket", {
      ticket: { subject: "It squeaks", body: "Since Monday.", priority: "high" },
    });
    expect(opened.get("openTicket.ticket")).toMatchObject({
      status: "OPEN",
      priority: "HIGH",
      channel: "PORTAL",
      contact: { id: acme().client.contactId },
      ticketMessages: { nodes: [{ senderType: "CUSTOMER", body: "Since Monday." }] },
    });
    const ticketId = opened.get("openTicket.ticket.id");
    const assignedToId = acme().members.rep.membershipId;
    const assigned = await staff().run("support/AssignTicket", { ticketId, assignedToId });
    expect(assigned.get("assignTicket.ticket")).toMatchObject({ assignedTo: { id: assignedToId }, team: null });

    const rep = gateway.as(acme().members.rep);
    const note = await rep.run("support/ReplyToTicket", { ticketId, body: "Third time.", isInternal: true });
    expect(note.get("replyToTicket.ticketMessage")).toMatchObject({
      isInternal: true,
      ticket: { firstResponseAt: null },
    });
    const reply = await rep.run("support/ReplyToTicket", { ticketId, body: "Oil it." });
    expect(reply.get("replyToTicket.ticketMessage.ticket.firstResponseAt")).toEqual(expect.any(String));
    const solved = await rep.run("support/SolveTicket", { ticketId });
    expect(solved.get("solveTicket.ticket")).toMatchObject({
      status: "SOLVED",
      solvedAt: expect.any(String),
      resolutionSeconds: expect.any(Number),
    });
    expect((await rep.run("support/SolveTicket", { ticketId })).refusal).toEqual({
      code: "CONFLICT",
      status: "solved",
    });

    const back = await rita().run("support/ReplyToTicket", { ticketId, body: "It still squeaks." });
    expect(back.get("replyToTicket.ticketMessage")).toMatchObject({
      senderType: "CUSTOMER",
      ticket: { status: "OPEN" },
    });
    const closed = await staff().run("support/CloseTicket", { ticketId });
    expect(closed.get("closeTicket.ticket")).toMatchObject({ status: "CLOSED", closedAt: expect.any(String) });
    expect((await rita().run("support/ReplyToTicket", { ticketId, body: "Hello?" })).code).toBe("CONFLICT");
    const reopened = await staff().run("support/ReopenTicket", { ticketId });
    expect(reopened.get("reopenTicket.ticket")).toMatchObject({
      status: "OPEN",
      closedAt: null,
      resolutionSeconds: null,
    });

    const seen = await rita().query("query ($id: UUID!) { ticket(id: $id) { ticketMessages { nodes { body } } } }", {
      id: ticketId,
    });
    expect(seen.get<unknown[]>("ticket.ticketMessages.nodes")).toHaveLength(3);
  });

  it("is answered with a macro", async () => {
    const { id: ticketId, number } = await open();
    const macro = {
      title: "Oil",
      body: "Dear {{contact.name}}, oil #{{ticket.number}}.",
      actions: { status: "pending", tags: ["oil"] },
    };
    const created = await gateway.as(acme().members.admin).run("support/CreateMacro", { macro });
    const macroId = created.get("createMacro.macro.id");
    const applied = await staff().run("support/ApplyMacro", { ticketId, macroId });
    expect(applied.get("applyMacro.ticket")).toMatchObject({
      status: "PENDING",
      tags: ["oil"],
      ticketMessages: { nodes: [{ body: `Dear Rita’s contact, oil #${number}.`, isInternal: false }] },
    });
    const { id: nobodys } = await open({ contactId: null });
    const refused = await staff().run("support/ApplyMacro", { ticketId: nobodys, macroId });
    expect(refused.refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "macroId", missing: ["contact.name"] });
  });

  it("is merged with others about the same", async () => {
    const [first, second] = [await open({ tags: ["noise"] }), await open({ priority: "urgent", body: "Please!" })];
    const answer = await staff().run("support/MergeTickets", { ticketId: first.id, mergedTicketIds: [second.id] });
    expect(answer.get("mergeTickets.ticket")).toMatchObject({
      id: first.id,
      priority: "URGENT",
      tags: ["noise"],
      mergedTickets: { nodes: [{ id: second.id, number: second.number, status: "CLOSED" }] },
      ticketMessages: { nodes: [{ body: "Since Monday." }, { body: "Please!" }] },
    });
    const reopened = await staff().run("support/ReopenTicket", { ticketId: second.id });
    expect(reopened.refusal).toMatchObject({ code: "CONFLICT", mergedIntoId: first.id });
    expect((await rita().run("support/MergeTickets", { ticketId: first.id, mergedTicketIds: [second.id] })).code).toBe(
      "FORBIDDEN",
    );
  });
});

describe("the queue", () => {
  it("gives page after page, the most pressing first", async () => {
    for (const priority of ["low", "urgent", "high"]) await open({ priority });
    const seen: { id: string; priority: string; createdAt: string }[] = [];
    let after: string | null = null;
    do {
      const page = await staff().run("support/TicketQueue", { first: 2, after });
      seen.push(...page.get<typeof seen>("ticketQueue.nodes"));
      after = page.get<boolean>("ticketQueue.pageInfo.hasNextPage") ? page.get("ticketQueue.pageInfo.endCursor") : null;
    } while (after !== null && seen.length < 100);
    const order = ["URGENT", "HIGH", "NORMAL", "LOW"];
    const sorted = seen.toSorted(
      (one, other) =>
        order.indexOf(one.priority) - order.indexOf(other.priority) || one.createdAt.localeCompare(other.createdAt),
    );
    expect(seen).toEqual(sorted);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen[0]?.priority).toBe("URGENT");
    const unassigned = await staff().run("support/TicketQueue", { isUnassigned: true });
    for (const { assignedTo } of unassigned.get<{ assignedTo: unknown }[]>("ticketQueue.nodes")) {
      expect(assignedTo).toBeNull();
    }
    expect((await rita().run("support/TicketQueue")).code).toBe("FORBIDDEN");
  });
});

describe("times", () => {
  it("are counted of the tickets of some days", async () => {
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const { id: ticketId } = await open();
    await staff().run("support/ReplyToTicket", { ticketId, body: "Oil it." });
    const times = await staff().run("support/TicketTimes", { firstDay: day(-1), lastDay: day(1) });
    expect(times.get("ticketTimes.opened")).toBeGreaterThan(1);
    expect(times.get("ticketTimes.answered")).toBeGreaterThan(0);
    const refused = await staff().run("support/TicketTimes", { firstDay: "2020-01-01", lastDay: "2022-01-01" });
    expect(refused.refusal).toEqual({ code: "BAD_USER_INPUT", field: "lastDay" });
  });
});

describe("another organization’s ticket", () => {
  it("is like one that isn’t there, for every operation", async () => {
    const theirs = db.world.globex.ticketId;
    const missing = "00000000-0000-7000-8000-000000000000";
    for (const [operation, more] of [
      ["ReplyToTicket", { body: "Hello." }],
      ["AssignTicket", {}],
      ["ApplyMacro", { macroId: acme().macroId }],
      ["SolveTicket", {}],
      ["ReopenTicket", {}],
      ["CloseTicket", {}],
      ["MergeTickets", { mergedTicketIds: [acme().tickets.reps] }],
    ] as const) {
      const ask = (ticketId: string) => staff().run(`support/${operation}`, { ticketId, ...more });
      const [hidden, absent] = [await ask(theirs), await ask(missing)];
      expect([operation, hidden.refusal]).toEqual([operation, { code: "NOT_FOUND", field: "ticketId" }]);
      expect(hidden.without(theirs)).toEqual(absent.without(missing));
    }
  });
});
