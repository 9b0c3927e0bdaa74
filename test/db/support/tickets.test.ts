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

describe("app_public.tickets", () => {
  const db = useDatabase();

  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"];
  const allButSouth = ["Rita's", "Theo's", "Oscar's", "the north's"];
  const team = ["Rita's", "Theo's"];
  const forAll = ["for Theo", "for Oscar", "for nobody", "in the north", "in the south"];
  const everyMove = ["Rita's to Theo", "Rita's to Oscar", "the north's to the south"];
  const everything = { sees: all, adds: [...forAll, "a plain one"], changes: all, moves: everyMove, archives: all };
  describeAccess(db, "tickets", {
    rows: (world) => ownedRows(world.acme.tickets),
    additions: ({ acme: { members, businesses } }) => ({
      "for Theo": { subject: "New", assigned_to_id: members.teammate.membershipId },
      "for Oscar": { subject: "New", assigned_to_id: members.outsider.membershipId },
      "for nobody": { subject: "New", assigned_to_id: null },
      "in the north": { subject: "New", business_id: businesses.north },
      "in the south": { subject: "New", business_id: businesses.south },
      "a plain one": { subject: "New" },
    }),
    change: { tags: ["urgent"] },
    movements: ({ acme: { tickets, members, businesses } }) => ({
      "Rita's to Theo": { id: tickets.reps, set: { assigned_to_id: members.teammate.membershipId } },
      "Rita's to Oscar": { id: tickets.reps, set: { assigned_to_id: members.outsider.membershipId } },
      "the north's to the south": { id: tickets.norths, set: { business_id: businesses.south } },
    }),
    who: {
      owner: everything,
      admin: everything,
      manager: {
        sees: all,
        // Also for others: the ticket is theirs as the one who opened it.
        adds: [...forAll, "a plain one"],
        changes: team,
        moves: { can: ["Rita's to Theo"], refusals: { "Rita's to Oscar": "42501" } },
        archives: team,
      },
      staff: everything,
      rep: {
        sees: ["Rita's"],
        adds: [...forAll, "a plain one"],
        changes: ["Rita's"],
        moves: { can: [], refusals: { "Rita's to Theo": "42501", "Rita's to Oscar": "42501" } },
        archives: ["Rita's"],
      },
      viewer: { sees: all, adds: [], changes: [], moves: [], archives: [] },
      northerner: {
        sees: allButSouth,
        adds: ["for Theo", "for Oscar", "for nobody", "in the north", "a plain one"],
        changes: allButSouth,
        moves: { can: ["Rita's to Theo", "Rita's to Oscar"], refusals: { "the north's to the south": "42501" } },
        archives: allButSouth,
      },
      client: { ...refused, sees: ["Rita's"], adds: ["a plain one"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  const open = (t: TestTransaction, columns: Columns = {}) =>
    t.value<string>(...insertStatement("tickets", { subject: "Broken", ...columns }));
  const show = async (t: TestTransaction, id: string, columns: string) =>
    (await t.rows(`select ${columns} from app_public.tickets where id = $1`, [id]))[0];

  describe("have a number", () => {
    it("each the next one of its organization, which nobody writes", () =>
      db.transaction(async (t) => {
        const { acme, globex } = db.world;
        await t.as(globex.owner);
        expect(await show(t, globex.ticketId, "number")).toEqual({ number: 1 });
        await t.as(acme.members.staff);
        expect(await show(t, acme.tickets.souths, "number")).toEqual({ number: 5 });
        expect(await show(t, await open(t), "number")).toEqual({ number: 6 });
        expect(await t.refusal(...insertStatement("tickets", { subject: "Broken", number: 100 }))).toBe("42501");
        expect(await t.refusal("update app_public.tickets set number = number + 1")).toBe("42501");
      }));
  });

  describe("follow their status", () => {
    const TIMES = "status, solved_at = now() as solved, closed_at = now() as closed";
    const set = async (t: TestTransaction, id: string, status: string) => {
      await t.count(...updateStatement("tickets", id, { status }));
      return show(t, id, TIMES);
    };

    it("with the times of solving and closing", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        const id = await open(t);
        expect(await show(t, id, TIMES)).toEqual({ status: "open", solved: null, closed: null });
        expect(await set(t, id, "pending")).toEqual({ status: "pending", solved: null, closed: null });
        expect(await set(t, id, "solved")).toEqual({ status: "solved", solved: true, closed: null });
        expect(await set(t, id, "closed")).toEqual({ status: "closed", solved: true, closed: true });
        expect(await set(t, id, "open")).toEqual({ status: "open", solved: null, closed: null });
        expect(await set(t, id, "closed")).toEqual({ status: "closed", solved: null, closed: true });
        const solved = await open(t, { status: "solved" });
        expect(await show(t, solved, TIMES)).toEqual({ status: "solved", solved: true, closed: null });
      }));

    it("and keep them when something else changes", () =>
      db.transaction(async (t) => {
        await t.asOwner();
        const id = await open(t, {
          organization_id: db.world.acme.id,
          status: "solved",
          solved_at: "2026-01-01T00:00:00Z",
        });
        await t.as(db.world.acme.members.staff);
        await t.count(...updateStatement("tickets", id, { status: "solved", subject: "Mended" }));
        expect(await show(t, id, "solved_at")).toEqual({ solved_at: new Date("2026-01-01T00:00:00Z") });
      }));

    it("and have no times that anybody writes", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.owner);
        for (const column of ["first_response_at", "solved_at", "closed_at", "last_activity_at", "status_changed_at"]) {
          expect(await t.refusal(`update app_public.tickets set ${column} = now()`)).toBe("42501");
          expect(await t.refusal(...insertStatement("tickets", { subject: "New", [column]: new Date() }))).toBe(
            "42501",
          );
        }
        expect(await t.refusal("update app_public.tickets set created_by_id = null")).toBe("42501");
      }));
  });

  describe("in the client portal", () => {
    it("are the contact's own, open, through the portal", () =>
      db.transaction(async (t) => {
        const { client } = db.world.acme;
        await t.as(client);
        const id = await open(t, { priority: "high" });
        expect(await show(t, id, "contact_id, status, channel, priority, number")).toEqual({
          contact_id: client.contactId,
          status: "open",
          channel: "portal",
          priority: "high",
          number: 6,
        });
      }));

    it("show neither who has them nor what members note, and say no more than what they are about", () =>
      db.transaction(async (t) => {
        const { client, members, contacts } = db.world.acme;
        await t.as(client);
        for (const column of ["assigned_to_id", "team_id", "created_by_id", "tags", "custom_fields", "metadata"]) {
          expect(await t.refusal(`select ${column} from app_public.tickets`)).toBe("42501");
        }
        for (const columns of [
          { contact_id: contacts.souths },
          { assigned_to_id: members.rep.membershipId },
          { status: "solved" },
          { tags: ["vip"] },
        ]) {
          expect(await t.refusal(...insertStatement("tickets", { subject: "New", ...columns }))).toBe("42501");
        }
        expect(await t.count(...insertStatement("tickets", { subject: "New" }))).toBe(1);
      }));

    it("are out of sight, with their messages, once they are archived", () =>
      db.transaction(async (t) => {
        const { client, members, tickets } = db.world.acme;
        const visible = async () => {
          await t.as(client);
          return [
            await t.count("select from app_public.tickets where id = $1", [tickets.reps]),
            await t.count("select from app_public.ticket_messages where ticket_id = $1", [tickets.reps]),
          ];
        };
        expect(await visible()).toEqual([1, 2]);
        await t.as(members.staff);
        await t.count(...updateStatement("tickets", tickets.reps, { deleted_at: "now" }));
        expect(await visible()).toEqual([0, 0]);
      }));
  });

  it("are what activities and tasks may be about", () =>
    db.transaction(async (t) => {
      const { members, tickets } = db.world.acme;
      await t.as(members.staff);
      const ticket_id = tickets.reps;
      expect(await t.count(...insertStatement("activities", { kind: "call", ticket_id }))).toBe(1);
      const taskId = await t.value(...insertStatement("tasks", { title: "Call back", ticket_id }));
      await t.asOwner();
      await t.count("delete from app_public.tickets where id = $1", [ticket_id]);
      expect(await t.count("select from app_public.activities where ticket_id = $1", [ticket_id])).toBe(0);
      expect(await t.rows("select ticket_id from app_public.tasks where id = $1", [taskId])).toEqual([
        { ticket_id: null },
      ]);
    }));

  it.each([
    ["a blank subject", { subject: " " }, "subject_must_not_be_blank"],
    ["an endless subject", { subject: "s".repeat(301) }, "subject_must_not_be_blank"],
    ["a tag that is nothing", { tags: [null] }, "tags_must_be_a_plain_list"],
    ["custom fields that are no object", { custom_fields: "[]" }, "custom_fields_must_be_an_object"],
    ["metadata that are no object", { metadata: "1" }, "metadata_must_be_an_object"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { tickets, members } = db.world.acme;
      await t.as(members.staff);
      const error = await t.failure(...updateStatement("tickets", tickets.reps, columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );
});

describe("twenty tickets that are opened at once", () => {
  const db = useDatabase();

  it("all have a number of their own", async () => {
    const { members, id } = db.world.acme;
    const claims = { iss: "tenantry", sub: members.staff.userId };
    const request = { claims, organization: members.staff.organization };
    const openOne = () =>
      db.withRoot(async (client) => {
        await client.query("begin");
        await client.query("select set_config('role', app_private.begin_request($1), true)", [request]);
        const { rows } = await client.query(
          "insert into app_public.tickets (subject) values ('Rush') returning number",
        );
        await client.query("commit");
        return rows[0].number as number;
      }, db.urls.authenticator);
    const numbers = await Promise.all(Array.from({ length: 20 }, openOne));
    const first = 6;
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => first + index));
    const { rows } = await db.withRoot((root) =>
      root.query("select count(distinct number)::int as count from app_public.tickets where organization_id = $1", [
        id,
      ]),
    );
    expect(rows).toEqual([{ count: 25 }]);
  });
});
