import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, ownedRows, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.tasks", () => {
  const db = useDatabase();

  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"];
  const allButSouth = ["Rita's", "Theo's", "Oscar's", "the north's"];
  const team = ["Rita's", "Theo's"];
  const forAll = ["for themselves", "for Theo", "for Oscar", "for nobody", "in the north", "in the south"];
  const forAllButSouth = ["for themselves", "for Theo", "for Oscar", "for nobody", "in the north"];
  const everyMove = ["Rita's to Theo", "Rita's to Oscar", "the north's to the south"];
  describeAccess(db, "tasks", {
    rows: (world) => ownedRows(world.acme.tasks),
    additions: ({ acme: { members, businesses } }) => ({
      "for themselves": { title: "New" },
      "for Theo": { title: "New", assignee_id: members.teammate.membershipId },
      "for Oscar": { title: "New", assignee_id: members.outsider.membershipId },
      "for nobody": { title: "New", assignee_id: null },
      "in the north": { title: "New", business_id: businesses.north },
      "in the south": { title: "New", business_id: businesses.south },
    }),
    change: { due_at: "2030-01-31T09:00:00Z" },
    movements: ({ acme: { tasks, members, businesses } }) => ({
      "Rita's to Theo": { id: tasks.reps, set: { assignee_id: members.teammate.membershipId } },
      "Rita's to Oscar": { id: tasks.reps, set: { assignee_id: members.outsider.membershipId } },
      "the north's to the south": { id: tasks.norths, set: { business_id: businesses.south } },
    }),
    who: {
      owner: { sees: all, adds: forAll, changes: all, moves: everyMove, archives: all },
      admin: { sees: all, adds: forAll, changes: all, moves: everyMove, archives: all },
      manager: {
        sees: all,
        // Also for others: the task is theirs as its creator.
        adds: forAll,
        changes: team,
        moves: { can: ["Rita's to Theo"], refusals: { "Rita's to Oscar": "42501" } },
        archives: team,
      },
      staff: { sees: all, adds: forAll, changes: all, moves: everyMove, archives: all },
      rep: {
        sees: ["Rita's"],
        adds: forAll,
        changes: ["Rita's"],
        moves: { can: [], refusals: { "Rita's to Theo": "42501", "Rita's to Oscar": "42501" } },
        archives: ["Rita's"],
      },
      viewer: { sees: all, adds: [], changes: [], moves: [], archives: [] },
      northerner: {
        sees: allButSouth,
        adds: forAllButSouth,
        changes: allButSouth,
        moves: { can: ["Rita's to Theo", "Rita's to Oscar"], refusals: { "the north's to the south": "42501" } },
        archives: allButSouth,
      },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("are seen by their assignee and by whoever added them", () =>
    db.transaction(async (t) => {
      const { rep, outsider, teammate } = db.world.acme.members;
      await t.as(rep);
      const id = await t.value(...insertStatement("tasks", { title: "Call back", assignee_id: outsider.membershipId }));
      const visible = () => t.count("select from app_public.tasks where id = $1", [id]);
      expect(await visible()).toBe(1);
      await t.as(outsider);
      expect(await visible()).toBe(1);
      expect(await t.count("update app_public.tasks set status = 'done' where id = $1", [id])).toBe(1);
      await t.as(teammate);
      expect(await visible()).toBe(0);
    }));

  it("keep who added them and when they were done out of everybody's hands", () =>
    db.transaction(async (t) => {
      const { owner, rep } = db.world.acme.members;
      await t.as(owner);
      for (const [column, value] of [
        ["created_by_id", rep.membershipId],
        ["completed_at", new Date()],
      ] as const) {
        expect(await t.refusal(...insertStatement("tasks", { title: "New", [column]: value }))).toBe("42501");
        expect(await t.refusal(`update app_public.tasks set ${column} = $1`, [value])).toBe("42501");
      }
    }));

  it("are completed when done, and no longer when taken up again", () =>
    db.transaction(async (t) => {
      const { members, tasks } = db.world.acme;
      await t.as(members.staff);
      const completed = async (status: string) => {
        await t.count(...updateStatement("tasks", tasks.reps, { status }));
        return t.value("select completed_at = now() from app_public.tasks where id = $1", [tasks.reps]);
      };
      expect(await completed("in_progress")).toBeNull();
      expect(await completed("done")).toBe(true);
      expect(await completed("todo")).toBeNull();
      expect(await completed("canceled")).toBeNull();
      const id = await t.value(...insertStatement("tasks", { title: "Already done", status: "done" }));
      expect(await t.value("select completed_at = now() from app_public.tasks where id = $1", [id])).toBe(true);
    }));

  it("keep their time of completion when something else changes", () =>
    db.transaction(async (t) => {
      const { members, tasks } = db.world.acme;
      await t.asOwner();
      await t.count("update app_public.tasks set status = 'done', completed_at = '2026-01-01' where id = $1", [
        tasks.reps,
      ]);
      await t.as(members.staff);
      await t.count(...updateStatement("tasks", tasks.reps, { status: "done", title: "Renamed" }));
      expect(await t.value("select completed_at from app_public.tasks where id = $1", [tasks.reps])).toEqual(
        await t.value("select '2026-01-01'::timestamptz"),
      );
    }));

  it("have a title, and a known status and priority", () =>
    db.transaction(async (t) => {
      const { members, tasks } = db.world.acme;
      await t.as(members.staff);
      const error = await t.failure(...updateStatement("tasks", tasks.reps, { title: " " }));
      expect([error.code, error.constraint]).toEqual(["23514", "title_must_not_be_blank"]);
      expect(await t.refusal(...updateStatement("tasks", tasks.reps, { status: "other" }))).toBe("23503");
      expect(await t.refusal(...updateStatement("tasks", tasks.reps, { priority: "other" }))).toBe("23503");
      expect(await t.count(...updateStatement("tasks", tasks.reps, { status: "done", priority: "urgent" }))).toBe(1);
    }));
});
