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
const merge = (ticket_id: string, merged_ticket_ids: readonly string[]) =>
  call("merge_tickets", { ticket_id, merged_ticket_ids });
const insert = async (t: TestTransaction, table: string, columns: Columns) => {
  await t.asOwner();
  return t.value<string>(...insertStatement(table, { organization_id: acme().id, ...columns }));
};
/** Rita's ticket, of the contact in the client portal, with a message. */
async function ticket(t: TestTransaction, columns: Columns = {}, body = "It squeaks.") {
  const row = {
    subject: "Noise",
    contact_id: acme().client.contactId,
    assigned_to_id: acme().members.rep.membershipId,
  };
  const id = await insert(t, "tickets", { ...row, ...columns });
  await insert(t, "ticket_messages", { ticket_id: id, sender_type: "customer", body });
  return id;
}
const statusOf = (t: TestTransaction, id: string) =>
  t.rows("select status, merged_into_id from app_public.tickets where id = $1", [id]);

describe("merging tickets", () => {
  it("moves what hangs on them to the one that stays, and closes the others for good", () =>
    db.transaction(async (t) => {
      const stays = await ticket(t, { tags: ["noise"], priority: "normal" });
      const second = await ticket(t, { tags: ["oil", "noise"], priority: "high" }, "Still squeaks.");
      const third = await ticket(t, { priority: "low", status: "solved" }, "Hello?");
      const activity = await insert(t, "activities", { kind: "note", subject: "Called", ticket_id: second });
      const task = await insert(t, "tasks", { title: "Call back", ticket_id: third });
      await t.as(acme().members.staff, { requestId: "merging" });
      expect(await one(t, merge(stays, [second, third, second]))).toMatchObject({
        id: stays,
        status: "open",
        priority: "high",
        tags: ["noise", "oil"],
      });
      const bodies = "select body from app_public.ticket_messages where ticket_id = $1 order by created_at, id";
      expect((await t.rows(bodies, [stays])).map(({ body }) => body).sort()).toEqual([
        "Hello?",
        "It squeaks.",
        "Still squeaks.",
      ]);
      for (const [table, id] of [
        ["activities", activity],
        ["tasks", task],
      ]) {
        expect(await t.value(`select ticket_id from app_public.${table} where id = $1`, [id])).toBe(stays);
      }
      for (const id of [second, third]) {
        expect(await statusOf(t, id)).toEqual([{ status: "closed", merged_into_id: stays }]);
        const reopened = await t.failure(...call("reopen_ticket", { ticket_id: id }));
        expect([reopened.code, JSON.parse(reopened.detail ?? "")]).toEqual(["TN409", { mergedIntoId: stays }]);
        expect(await t.refusal(...updateStatement("tickets", id, { status: "open" }))).toBe("TN409");
        expect(await t.refusal(...updateStatement("tickets", id, { merged_into_id: null }))).toBe("42501");
      }
      await t.as(acme().members.owner);
      const sql = `select distinct user_id from app_public.audit_logs where request_id = 'merging' and table_name in ('tickets', 'ticket_messages')`;
      expect(await t.rows(sql)).toEqual([{ user_id: acme().members.staff.userId }]);
    }));

  it("takes along what was merged before", () =>
    db.transaction(async (t) => {
      const [first, second, third] = [await ticket(t), await ticket(t), await ticket(t)];
      await t.as(acme().members.staff);
      await t.count(...merge(second, [third]));
      await t.count(...merge(first, [second]));
      expect(await statusOf(t, third)).toEqual([{ status: "closed", merged_into_id: first }]);
      const sql = "select count(*)::int from app_public.ticket_messages where ticket_id = $1";
      expect(await t.value(sql, [first])).toBe(3);
    }));

  it("keeps when a member first answered any of them, and counts nobody as answered before they asked", () =>
    db.transaction(async (t) => {
      const hour = (hours: number) => new Date(Date.UTC(2020, 2, 1, hours));
      const add = (created: number, columns: Columns) => ticket(t, { created_at: hour(created), ...columns });
      const stays = await add(9, { assigned_to_id: acme().members.viewer.membershipId });
      const answered = (created: number, at: number) => add(created, { first_response_at: hour(at) });
      const [late, later, early] = [await answered(10, 11), await answered(10, 12), await answered(7, 8)];
      await t.as(acme().members.staff);
      expect(await one(t, merge(stays, [later, late]))).toMatchObject({ first_response_at: hour(11) });
      const days = { first_day: "2020-03-01", last_day: "2020-03-01" };
      expect(await one(t, call("ticket_times", days))).toMatchObject({
        opened: 2,
        answered: 2,
        ninetieth_first_response_seconds: 7_200,
      });
      expect(await one(t, merge(stays, [early]))).toMatchObject({ first_response_at: hour(8) });
      expect(await one(t, call("ticket_times", days))).toMatchObject({
        opened: 1,
        answered: 1,
        median_first_response_seconds: 0,
      });
      // Of four tickets, merged ones too, that were answered after 0, 1, 1 and 2 hours.
      await t.asOwner();
      const waited = `select sum(m.quantity)::int from app_public.tickets k cross join lateral app_private.ticket_metrics(k) m
        where k.id = any ($1) and m.metric = 'first_response_seconds'`;
      expect(await t.value(waited, [[stays, late, later, early]])).toBe(4 * 3_600);
      await t.as(acme().members.viewer);
      const performance =
        "select median_first_response_seconds from app_public.agent_performance where membership_id = $1";
      expect(await t.value(performance, [acme().members.viewer.membershipId])).toBe(0);
    }));

  it("shows the contact all that was said, in the one that stays", () =>
    db.transaction(async (t) => {
      const [stays, other] = [await ticket(t), await ticket(t, {}, "Still squeaks.")];
      await t.as(acme().members.staff);
      await t.count(...merge(stays, [other]));
      await t.as(acme().client);
      const sql = "select body from app_public.ticket_messages where ticket_id = $1 order by body";
      expect(await t.rows(sql, [stays])).toEqual([{ body: "It squeaks." }, { body: "Still squeaks." }]);
    }));

  it("is for those who may change each of them", () =>
    db.transaction(async (t) => {
      const [stays, other] = [await ticket(t), await ticket(t)];
      const oscars = await ticket(t, { assigned_to_id: acme().members.outsider.membershipId });
      const norths = await ticket(t, { business_id: acme().businesses.north });
      const souths = await ticket(t, { business_id: acme().businesses.south });
      const alsoSouths = await ticket(t, { business_id: acme().businesses.south });
      const refusals = {
        outsider: "TN404",
        viewer: "TN404",
        client: "42501",
        stranger: "TN404",
        anonymous: "42501",
      };
      expect(await outcomes(t, db.world, merge(stays, [other]))).toEqual({
        owner: 1,
        manager: 1,
        staff: 1,
        rep: 1,
        northerner: 1,
        apiKey: 1,
        ...refusals,
      });
      for (const statement of [merge(stays, [oscars]), merge(oscars, [stays])]) {
        expect(await outcomes(t, db.world, statement)).toEqual({
          owner: 1,
          manager: "TN404",
          staff: 1,
          rep: "TN404",
          northerner: 1,
          apiKey: 1,
          ...refusals,
        });
      }
      expect(await outcomes(t, db.world, merge(souths, [alsoSouths]), ["northerner", "staff"])).toEqual({
        northerner: "TN404",
        staff: 1,
      });
      // That a ticket is of another business is told to those who see both.
      expect(await outcomes(t, db.world, merge(norths, [souths]), ["northerner", "staff"])).toEqual({
        northerner: "TN404",
        staff: "TN409",
      });
    }));

  it.each<[string, (stays: string) => readonly (string | null)[], string, string]>([
    ["none", () => [], "TN400", "mergedTicketIds"],
    ["nothing", () => [null], "TN400", "mergedTicketIds"],
    ["itself", (stays) => [stays], "TN400", "mergedTicketIds"],
    [
      "more than fifty",
      () => Array.from({ length: 51 }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`),
      "TN400",
      "mergedTicketIds",
    ],
    ["another organization’s", () => [db.world.globex.ticketId], "TN404", "mergedTicketIds"],
    ["one that isn’t there", () => ["00000000-0000-4000-8000-000000000000"], "TN404", "mergedTicketIds"],
    ["another contact’s", () => [acme().tickets.teammates], "TN409", "mergedTicketIds"],
  ])("%s is refused", (_, others, code, field) =>
    db.transaction(async (t) => {
      const stays = await ticket(t);
      await t.as(acme().members.staff);
      const error = await t.failure(...merge(stays, others(stays) as string[]));
      expect([error.code, JSON.parse(error.detail ?? "").field]).toEqual([code, field]);
      expect(await statusOf(t, stays)).toEqual([{ status: "open", merged_into_id: null }]);
    }),
  );

  it("of nobody is refused, since they may be of anybody", () =>
    db.transaction(async (t) => {
      const nobodys = () => ticket(t, { contact_id: null });
      const [stays, other, known] = [await nobodys(), await nobodys(), await ticket(t)];
      await t.as(acme().members.staff);
      const error = await t.failure(...merge(stays, [other]));
      expect([error.code, error.detail]).toEqual(["TN409", '{"field": "ticketId"}']);
      expect(await t.refusal(...merge(known, [other]))).toBe("TN409");
      for (const id of [stays, other]) {
        await t.count(...updateStatement("tickets", id, { contact_id: acme().client.contactId }));
      }
      expect(await t.count(...merge(stays, [other, known]))).toBe(1);
    }));

  it("twice, into a closed ticket, or of an archived one is refused", () =>
    db.transaction(async (t) => {
      const [stays, other, third] = [await ticket(t), await ticket(t), await ticket(t)];
      const closed = await ticket(t, { status: "closed" });
      const archived = await ticket(t, { deleted_at: "now" });
      await t.as(acme().members.staff);
      expect(await t.count(...merge(stays, [other]))).toBe(1);
      expect(await t.refusal(...merge(stays, [other]))).toBe("TN409");
      expect(await t.refusal(...merge(third, [other]))).toBe("TN409");
      expect(await t.refusal(...merge(other, [third]))).toBe("TN409");
      expect(await t.refusal(...merge(closed, [third]))).toBe("TN409");
      expect(await t.refusal(...merge(third, [archived]))).toBe("TN404");
      expect(await t.count(...merge(third, [closed]))).toBe(1);
    }));

  it("each into the other at the same moment merges one way, and loses nothing", async () => {
    const made = () =>
      db.withRoot(async (root) => {
        const add = async (table: string, columns: Columns) =>
          (await root.query(...insertStatement(table, { organization_id: acme().id, ...columns }))).rows[0]
            .id as string;
        const id = await add("tickets", { subject: "Raced", contact_id: acme().client.contactId });
        await add("ticket_messages", { ticket_id: id, sender_type: "customer", body: "Hello." });
        return id;
      }, db.urls.owner);
    const [first, second] = [await made(), await made()];
    const racers = Array.from({ length: 10 }, (_, index) => ({
      actor: acme().members.staff,
      statement: index % 2 === 0 ? merge(first, [second]) : merge(second, [first]),
    }));
    expect(tally(await race(db, racers))).toEqual({ done: 1, TN409: 9 });
    await db.transaction(async (t) => {
      await t.asOwner();
      const sql = `select t.status, t.merged_into_id is not null as is_merged, count(m.id)::int as messages
        from app_public.tickets t left join app_public.ticket_messages m on m.ticket_id = t.id
        where t.id = any ($1) group by t.id order by t.status`;
      expect(await t.rows(sql, [[first, second]])).toEqual([
        { status: "closed", is_merged: true, messages: 0 },
        { status: "open", is_merged: false, messages: 2 },
      ]);
    });
  }, 30_000);
});
