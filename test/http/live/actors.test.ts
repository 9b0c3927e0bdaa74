import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import type { Actor } from "../../support/database.ts";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { useLiveGateway } from "../../support/live.ts";
import { subscribed } from "../../support/live-waiting.ts";

const db = useDatabase();
const gateway = useGateway(db);
const live = useLiveGateway(gateway);

const update = (table: string, id: string, assignment: string) =>
  db.withRoot((root) => root.query(`update app_public.${table} set ${assignment} where id = $1`, [id]));
const as = (actor: Actor) => gateway.as(actor);

describe("ticketChanged", () => {
  it("tells who can see the ticket, a rep of their own only, and nobody else", async () => {
    const { acme, globex } = db.world;
    const owner = live.as(acme.members.owner).run("support/TicketChanged");
    const rep = live.as(acme.members.rep).run("support/TicketChanged");
    const stranger = live.as(globex.owner).run("support/TicketChanged");
    await subscribed(gateway, 3);

    await update("tickets", acme.tickets.outsiders, "subject = 'Not Rita’s'");
    await update("tickets", acme.tickets.reps, "subject = 'Rita’s'");
    await update("tickets", globex.ticketId, "subject = 'Globex’s'");

    expect(await owner.next()).toMatchObject({ event: "UPDATED", ticket: { subject: "Not Rita’s" } });
    expect(await owner.next()).toMatchObject({
      event: "UPDATED",
      id: acme.tickets.reps,
      ticket: { subject: "Rita’s" },
    });
    expect(await rep.next()).toMatchObject({ event: "UPDATED", id: acme.tickets.reps, ticket: { subject: "Rita’s" } });
    expect(await stranger.next()).toMatchObject({ id: globex.ticketId, ticket: { subject: "Globex’s" } });
    expect([owner.waiting, rep.waiting, stranger.waiting]).toEqual([0, 0, 0]);
    for (const received of [owner, rep, stranger]) received.stop();
    await subscribed(gateway, 0);
  });

  it("tells of a ticket that goes out of sight only whoever knows of it", async () => {
    const { members, tickets } = db.world.acme;
    const knowing = live.as(members.rep).run("support/TicketChanged", { id: tickets.reps });
    const unknowing = live.as(members.rep).run("support/TicketChanged");
    await subscribed(gateway, 2);

    await update("tickets", tickets.reps, `assigned_to_id = '${members.outsider.membershipId}', created_by_id = null`);
    expect(await knowing.next()).toEqual(expect.objectContaining({ event: "DELETED", id: tickets.reps, ticket: null }));
    await update("tickets", tickets.reps, `assigned_to_id = '${members.rep.membershipId}'`);
    expect(await unknowing.next()).toMatchObject({ event: "UPDATED", id: tickets.reps });
    await update("tickets", tickets.reps, `assigned_to_id = '${members.outsider.membershipId}'`);
    expect(await unknowing.next()).toMatchObject({ event: "DELETED", id: tickets.reps, ticket: null });
    await update("tickets", tickets.reps, `assigned_to_id = '${members.rep.membershipId}'`);
    for (const received of [knowing, unknowing]) received.stop();
    await subscribed(gateway, 0);
  });
});

describe("ticketMessageChanged", () => {
  it("tells the portal's contact what they can read, and of no internal message", async () => {
    const { members, tickets, client } = db.world.acme;
    const ticketId = tickets.reps;
    const staff = live.as(members.staff).run("support/TicketMessageChanged", { ticketId });
    const contact = live.asClient(client).run("support/TicketMessageChanged", { ticketId });
    await subscribed(gateway, 2);

    const reply = (body: string, isInternal: boolean) =>
      as(members.staff).run("support/ReplyToTicket", { ticketId, body, isInternal });
    (await reply("Between us", true)).get("replyToTicket.ticketMessage.id");
    const id = (await reply("For you", false)).get("replyToTicket.ticketMessage.id");

    expect(await staff.next()).toMatchObject({
      event: "CREATED",
      ticketMessage: { body: "Between us", isInternal: true },
    });
    expect(await staff.next()).toMatchObject({ event: "CREATED", ticketMessage: { body: "For you" } });
    expect(await contact.next()).toMatchObject({ event: "CREATED", id, ticketMessage: { body: "For you" } });
    for (const received of [staff, contact]) received.stop();
    await subscribed(gateway, 0);
  });
});

describe("messageChanged and conversationChanged", () => {
  it("tell the portal's contact of their own conversation, and the members who see it", async () => {
    const { acme } = db.world;
    const conversationId = await db.withRoot(async (root) => {
      const { rows } = await root.query(
        "insert into app_public.conversations (organization_id, contact_id, channel, assigned_to_id) values ($1, $2, 'chat', $3) returning id",
        [acme.id, acme.client.contactId, acme.members.staff.membershipId],
      );
      return rows[0].id;
    });
    const contact = live.asClient(acme.client);
    const ours = contact.run("messaging/MessageChanged", { conversationId });
    const theirs = contact.run("messaging/MessageChanged", { conversationId: acme.messaging.conversations.outsiders });
    const inbox = live.as(acme.members.owner).run("messaging/ConversationChanged");
    await subscribed(gateway, 2);
    expect(await theirs.refusal()).toBe("NOT_FOUND");

    const answer = await as(acme.members.owner).run("messaging/SendMessage", { conversationId, body: "Good morning" });
    const id = answer.get("sendMessage.message.id");
    expect(await ours.next()).toMatchObject({ event: "CREATED", id, message: { body: "Good morning" } });
    expect(await inbox.nextOf(conversationId)).toMatchObject({
      event: "UPDATED",
      conversation: { lastMessagePreview: "Good morning" },
    });
    for (const received of [ours, inbox]) received.stop();
    await subscribed(gateway, 0);
  });
});

describe("notificationChanged", () => {
  it("tells members of their own", async () => {
    const { acme } = db.world;
    const rep = live.as(acme.members.rep).run("tenancy/NotificationChanged");
    const staff = live.as(acme.members.staff).run("tenancy/NotificationChanged");
    await subscribed(gateway, 2);
    const notify = (membershipId: string, title: string) =>
      db.withRoot((root) =>
        root.query(
          "insert into app_public.notifications (organization_id, membership_id, kind, title) select $1, $2, kind, $3 from app_public.notifications limit 1",
          [acme.id, membershipId, title],
        ),
      );
    await notify(acme.members.staff.membershipId, "For Stan");
    await notify(acme.members.rep.membershipId, "For Rita");
    expect(await rep.next()).toMatchObject({ event: "CREATED", notification: { title: "For Rita" } });
    expect(await staff.next()).toMatchObject({ event: "CREATED", notification: { title: "For Stan" } });
    expect(await live.asClient(acme.client).run("tenancy/NotificationChanged").refusal()).toBe("FORBIDDEN");
    for (const received of [rep, staff]) received.stop();
    await subscribed(gateway, 0);
  });
});

describe("dealChanged", () => {
  it("tells of a pipeline's deals, and of those that leave it", async () => {
    const { acme } = db.world;
    const dealsOf = (pipelineId: string) => live.as(acme.members.owner).run("crm/DealChanged", { pipelineId });
    const before = dealsOf(acme.pipelineId);
    await subscribed(gateway, 1);
    await update("deals", acme.deals.reps, "title = 'Larger'");
    expect(await before.next()).toMatchObject({
      event: "UPDATED",
      deal: { title: "Larger", pipeline: { id: acme.pipelineId } },
    });

    const { pipelineId, stageId } = await db.withRoot(async (root) => {
      const pipeline = await root.query(
        "insert into app_public.pipelines (organization_id, name) values ($1, 'Partners') returning id",
        [acme.id],
      );
      const stage = await root.query(
        "insert into app_public.pipeline_stages (organization_id, pipeline_id, name, position) values ($1, $2, 'New', 1) returning id",
        [acme.id, pipeline.rows[0].id],
      );
      return { pipelineId: pipeline.rows[0].id, stageId: stage.rows[0].id };
    });
    const after = dealsOf(pipelineId);
    await subscribed(gateway, 2);
    await update("deals", acme.deals.reps, `pipeline_id = '${pipelineId}', stage_id = '${stageId}'`);
    expect(await before.next()).toMatchObject({ id: acme.deals.reps, deal: { pipeline: { id: pipelineId } } });
    expect(await after.next()).toMatchObject({ id: acme.deals.reps, deal: { pipeline: { id: pipelineId } } });
    for (const received of [before, after]) received.stop();
    await subscribed(gateway, 0);
  });
});

describe("subscribing", () => {
  it("begins with an event, behind which nothing is missed", async () => {
    const { acme } = db.world;
    const received = live.as(acme.members.owner).run("support/TicketChanged");
    expect(await received.result()).toEqual({
      data: { ticketChanged: { event: "SUBSCRIBED", id: null, ticket: null } },
    });
    await update("tickets", acme.tickets.reps, "subject = 'Right behind'");
    expect(await received.next()).toMatchObject({ event: "UPDATED", ticket: { subject: "Right behind" } });
    received.stop();
    await subscribed(gateway, 0);
  });

  it("is about the same row, however its id is written", async () => {
    const { acme } = db.world;
    const owner = live.as(acme.members.owner);
    const id = acme.tickets.reps;
    const ways = [id, id.toUpperCase(), id.replaceAll("-", "")].map((way) => ({
      ticket: owner.run("support/TicketChanged", { id: way }),
      messages: owner.run("support/TicketMessageChanged", { ticketId: way }),
    }));
    await subscribed(gateway, 6);
    await update("tickets", id, "subject = 'Written otherwise'");
    await db.withRoot((root) =>
      root.query("insert into app_public.ticket_messages (organization_id, ticket_id, body) values ($1, $2, 'Heard')", [
        acme.id,
        id,
      ]),
    );
    for (const { ticket, messages } of ways) {
      expect(await ticket.next()).toMatchObject({ event: "UPDATED", id });
      expect(await messages.next()).toMatchObject({ event: "CREATED", ticketMessage: { body: "Heard" } });
    }
    await owner.close();
    await subscribed(gateway, 0);
  });

  it("to another organization's row fails like subscribing to one that doesn't exist", async () => {
    const { acme, globex } = db.world;
    const owner = live.as(acme.members.owner);
    const cases: [string, string, string, string][] = [
      ["support/TicketChanged", "id", globex.ticketId, acme.tickets.reps],
      ["support/TicketMessageChanged", "ticketId", globex.ticketId, acme.tickets.reps],
      ["messaging/ConversationChanged", "id", globex.messaging.conversationId, acme.messaging.conversations.reps],
      [
        "messaging/MessageChanged",
        "conversationId",
        globex.messaging.conversationId,
        acme.messaging.conversations.reps,
      ],
      ["crm/DealChanged", "pipelineId", globex.pipelineId, acme.pipelineId],
    ];
    for (const [operation, argument, theirs, ours] of cases) {
      const refused = [theirs, randomUUID()].map((id) => owner.run(operation, { [argument]: id }).result());
      const [foreign, missing] = await Promise.all(refused.map((result) => result.catch((error) => error)));
      expect(JSON.stringify(foreign)).toBe(JSON.stringify(missing));
      expect(JSON.stringify(foreign)).toContain("NOT_FOUND");
      const allowed = owner.run(operation, { [argument]: ours });
      await subscribed(gateway, 1);
      allowed.stop();
      await subscribed(gateway, 0);
    }
  });

  it("needs a token, a permission and an organization", async () => {
    const { acme, both } = db.world;
    expect(await live.with({}).run("support/TicketChanged").refusal()).toBe("UNAUTHENTICATED");
    expect(await live.as({ userId: both.userId }).run("support/TicketChanged").refusal()).toBe("ORGANIZATION_REQUIRED");
    const { viewer } = acme.members;
    await db.withRoot((root) =>
      root.query("update app_public.memberships set role_id = $1 where id = $2", [
        acme.intern.roleId,
        viewer.membershipId,
      ]),
    );
    expect(await live.as(viewer).run("support/TicketChanged").refusal()).toBe("FORBIDDEN");
  });

  it("over plain HTTP is refused with where to go", async () => {
    const answer = await as(db.world.acme.members.owner).run("support/TicketChanged");
    expect(answer.refusal).toMatchObject({ code: "BAD_USER_INPUT" });
    expect(answer.errors?.[0]?.message).toMatch(/websocket/);
  });
});
