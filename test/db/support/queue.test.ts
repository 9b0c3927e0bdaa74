import { describe, expect, it } from "@jest/globals";
import { type ActorName, become, type Columns, insertStatement } from "../../support/access.ts";
import { call } from "../../support/calls.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { outcomes } from "../../support/outcomes.ts";

const db = useDatabase();

const acme = () => db.world.acme;
const insert = async (t: TestTransaction, subject: string, columns: Columns = {}) => {
  await t.asOwner();
  return t.value<string>(...insertStatement("tickets", { organization_id: acme().id, subject, ...columns }));
};
const subjects = async (t: TestTransaction, args: Columns = {}) =>
  (await t.rows<{ subject: string }>(...call("ticket_queue", args))).map(({ subject }) => subject);

/** Twenty thousand tickets, one a minute; half of them are open, and few of these nobody’s. */
async function fill(t: TestTransaction): Promise<void> {
  const { members, id } = acme();
  await t.asOwner();
  await t.count("alter table app_public.tickets disable trigger user");
  await t.count(
    `insert into app_public.tickets (organization_id, number, subject, status, priority, assigned_to_id, created_at)
      select $1, 1000 + n, 'Many', ('{open,solved,closed,open}'::text[])[1 + n % 4],
        ('{low,normal,high,urgent}'::text[])[1 + (n * 7 / 5) % 4], ($2::uuid[])[1 + (n / 4) % 50], now() - make_interval(mins => n)
      from generate_series(1, 20000) as n`,
    [id, [...Array(48).fill(members.rep.membershipId), members.teammate.membershipId, null]],
  );
  await t.count("analyze app_public.tickets");
}

describe("the queue", () => {
  it("has the open tickets, the most pressing first and of these the oldest", () =>
    db.transaction(async (t) => {
      const { members, teamId } = acme();
      const [rep, theo] = [members.rep.membershipId, members.teammate.membershipId];
      await t.asOwner();
      await t.count("update app_public.tickets set status = 'closed' where organization_id = $1", [acme().id]);
      await insert(t, "new high", { priority: "high", created_at: "2026-03-02", assigned_to_id: rep });
      await insert(t, "old normal", { created_at: "2026-01-01", assigned_to_id: theo });
      await insert(t, "old high", { priority: "high", created_at: "2026-03-01", team_id: teamId });
      await insert(t, "urgent", { priority: "urgent", created_at: "2026-03-03" });
      await insert(t, "low", { priority: "low", created_at: "2025-01-01" });
      for (const status of ["pending", "solved", "closed"]) await insert(t, status, { priority: "urgent", status });
      await insert(t, "archived", { deleted_at: "now" });
      await t.as(members.staff);
      expect(await subjects(t)).toEqual(["urgent", "old high", "new high", "old normal", "low"]);
      expect(await subjects(t, { assigned_to_id: theo })).toEqual(["old normal"]);
      expect(await subjects(t, { team_id: teamId })).toEqual(["old high"]);
      expect(await subjects(t, { is_unassigned: true })).toEqual(["urgent", "old high", "low"]);
      await t.as(members.rep);
      expect(await subjects(t)).toEqual(["new high"]);
    }));

  it("has what whoever asks may read", () =>
    db.transaction(async (t) => {
      const seen: Partial<Record<ActorName, number>> = {};
      for (const name of ["owner", "rep", "viewer", "northerner", "apiKey"] as const) {
        await become(t, db.world, name);
        seen[name] = await t.count(...call("ticket_queue"));
      }
      expect(seen).toEqual({ owner: 5, rep: 1, viewer: 5, northerner: 4, apiKey: 5 });
      await t.as(db.world.globex.owner);
      const ids = (await t.rows(...call("ticket_queue"))).map(({ id }) => id);
      expect(ids).toEqual([db.world.globex.ticketId]);
      const { members, teamId } = acme();
      for (const theirs of [{ assigned_to_id: members.rep.membershipId }, { team_id: teamId }]) {
        expect(await subjects(t, theirs)).toEqual([]);
      }
      expect(await outcomes(t, db.world, call("ticket_queue"), ["client", "anonymous"])).toEqual({
        client: "42501",
        anonymous: "42501",
      });
    }));

  it.each<[string, () => Columns]>([
    ["of everybody", () => ({})],
    ["of a member", () => ({ assigned_to_id: acme().members.teammate.membershipId })],
    ["of nobody", () => ({ is_unassigned: true })],
  ])("%s walks an index in its order, however long it is", (_, args) =>
    db.transaction(async (t) => {
      const { members } = acme();
      await fill(t);
      await t.as(members.owner);
      const [sql, values] = call("ticket_queue", args());
      const plan = (
        await t.rows<{ "QUERY PLAN": string }>(
          `explain (analyze, costs off, timing off, summary off) ${sql} limit 20`,
          values,
        )
      ).map((row) => row["QUERY PLAN"]);
      expect(plan.join("\n")).toMatch(/Index Scan using tickets_queue/);
      expect(plan.join("\n")).not.toMatch(/Sort|Seq Scan/);
      const removed = [...plan.join("\n").matchAll(/Rows Removed by Filter: (\d+)/g)].map(([, rows]) => Number(rows));
      expect(Math.max(0, ...removed)).toBeLessThan(500);
    }),
  );
});

describe("how long contacts wait", () => {
  const seconds = async (t: TestTransaction, id: string) =>
    (
      await t.rows(
        `select app_public.tickets_first_response_seconds(t) as first, app_public.tickets_resolution_seconds(t) as resolution
        from app_public.tickets t where id = $1`,
        [id],
      )
    )[0];

  it("is the time until the first answer, and until it was solved or closed", () =>
    db.transaction(async (t) => {
      const created_at = "2026-03-01T09:00Z";
      const waiting = await insert(t, "waiting", { created_at });
      const times = { created_at, first_response_at: "2026-03-01T09:10Z", solved_at: "2026-03-01T10:00Z" };
      const solved = await insert(t, "solved", { ...times, status: "solved" });
      const closed = await insert(t, "closed", { created_at, status: "closed", closed_at: "2026-03-01T09:01Z" });
      await t.as(acme().members.viewer);
      expect(await seconds(t, waiting)).toEqual({ first: null, resolution: null });
      expect(await seconds(t, solved)).toEqual({ first: 600, resolution: 3_600 });
      expect(await seconds(t, closed)).toEqual({ first: null, resolution: 60 });
    }));

  it("is summed up over days of the organization’s, for what whoever asks may read", () =>
    db.transaction(async (t) => {
      const { members } = acme();
      const rep = members.rep.membershipId;
      const add = (minutes: number, columns: Columns = {}) =>
        insert(t, "Old", {
          created_at: "2020-03-01T09:00Z",
          first_response_at: new Date(Date.UTC(2020, 2, 1, 9, minutes)),
          solved_at: new Date(Date.UTC(2020, 2, 1, 10, minutes)),
          status: "solved",
          ...columns,
        });
      const first = await add(1, { assigned_to_id: rep });
      await add(2);
      await add(30);
      await insert(t, "Waiting", { created_at: "2020-03-02T23:59Z" });
      await insert(t, "Later", { created_at: "2020-03-03T00:01Z" });
      await add(90, { deleted_at: "now" });
      await add(90, { merged_into_id: first, status: "closed" });
      const ask = (args: Columns = {}) =>
        call("ticket_times", { first_day: "2020-03-01", last_day: "2020-03-02", ...args });
      await t.as(members.staff);
      expect(await t.rows(...ask())).toEqual([
        {
          opened: 4,
          answered: 3,
          resolved: 3,
          median_first_response_seconds: 120,
          ninetieth_first_response_seconds: 1_800,
          median_resolution_seconds: 3_720,
          ninetieth_resolution_seconds: 5_400,
        },
      ]);
      const mine = { opened: 1, answered: 1, median_first_response_seconds: 60 };
      expect(await t.rows(...ask({ assigned_to_id: rep }))).toEqual([expect.objectContaining(mine)]);
      await t.as(members.rep);
      expect(await t.rows(...ask())).toEqual([expect.objectContaining(mine)]);
      await t.as(db.world.globex.owner);
      expect(await t.rows(...ask())).toEqual([
        expect.objectContaining({ opened: 0, median_first_response_seconds: null }),
      ]);
      expect(await outcomes(t, db.world, ask(), ["client", "anonymous"])).toEqual({
        client: "42501",
        anonymous: "42501",
      });
    }));

  it("is counted by reading what was opened on these days", () =>
    db.transaction(async (t) => {
      await fill(t);
      const reads = async () => {
        await t.asOwner();
        const sql = `select seq_tup_read::int as sequential, idx_tup_fetch::int as indexed
          from pg_stat_xact_user_tables where relid = 'app_public.tickets'::regclass`;
        return (await t.rows<{ sequential: number; indexed: number }>(sql))[0] ?? { sequential: 0, indexed: 0 };
      };
      const before = await reads();
      await t.as(acme().members.owner);
      const day = new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 10);
      const [times] = await t.rows(...call("ticket_times", { first_day: day, last_day: day }));
      expect(times).toMatchObject({ opened: 1_440 });
      const after = await reads();
      expect(after.sequential - before.sequential).toBe(0);
      expect(after.indexed - before.indexed).toBeLessThan(1_500);
    }));

  it.each([
    ["no day", { first_day: null }],
    ["a last day before the first", { last_day: "2019-12-31" }],
    ["more than 366 days", { last_day: "2021-01-01" }],
    ["days without end", { last_day: "infinity" }],
    ["no day at all", { first_day: "infinity", last_day: "infinity" }],
    ["days before all others", { first_day: "-infinity" }],
    ["the last days there are", { first_day: "5874897-12-31", last_day: "5874897-12-31" }],
  ])("is asked of one to 366 days, not %s", (_, days) =>
    db.transaction(async (t) => {
      await t.as(acme().members.staff);
      const range = { first_day: "2020-01-01", last_day: "2020-12-31" };
      expect(await t.refusal(...call("ticket_times", { ...range, ...days }))).toBe("TN400");
      expect(await t.count(...call("ticket_times", range))).toBe(1);
    }),
  );
});
