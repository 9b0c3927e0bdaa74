import { describe, expect, it } from "@jest/globals";
import { updateStatement } from "../../support/access.ts";
import { byActor } from "../../support/by-actor.ts";
import { useDatabase } from "../../support/database.ts";
import { race, requestOf } from "../../support/race.ts";

const db = useDatabase();
const complete = (id: string): [string, unknown[]] => [
  "select status, completed_at = now() as now from app_public.complete_task($1)",
  [id],
];

describe("app_public.complete_task", () => {
  it("is for those who may change the task, its creator and its assignee among them", () =>
    db.transaction(async (t) => {
      const { tasks, members } = db.world.acme;
      expect(await byActor(t, db.world, ...complete(tasks.teammates))).toEqual({
        owner: 1,
        admin: 1,
        manager: 1,
        staff: 1,
        rep: "TN404",
        viewer: "TN404",
        northerner: 1,
        apiKey: 1,
        client: "42501",
        stranger: "TN404",
        anonymous: "42501",
      });
      await t.as(members.northerner);
      expect(await t.refusal(...complete(tasks.souths))).toBe("TN404");
      await t.as(members.manager);
      expect(await t.refusal(...complete(tasks.outsiders))).toBe("TN404");
      await t.as(members.rep);
      expect(await t.rows(...complete(tasks.reps))).toEqual([{ status: "done", now: true }]);
    }));

  it("happens once, and not to what was given up or archived", () =>
    db.transaction(async (t) => {
      const { tasks, members } = db.world.acme;
      await t.as(members.staff);
      await t.count(...complete(tasks.reps));
      const error = await t.failure(...complete(tasks.reps));
      expect([error.code, error.detail]).toEqual(["TN409", '{"status": "done"}']);
      await t.count(...updateStatement("tasks", tasks.teammates, { status: "canceled" }));
      expect(await t.refusal(...complete(tasks.teammates))).toBe("TN409");
      await t.count(...updateStatement("tasks", tasks.norths, { deleted_at: new Date() }));
      expect(await t.refusal(...complete(tasks.norths))).toBe("TN409");
      await t.count(...updateStatement("tasks", tasks.norths, { deleted_at: null, status: "in_progress" }));
      expect(await t.count(...complete(tasks.norths))).toBe(1);
    }));

  it("is done by one of ten at once, and audited once", async () => {
    const { members, tasks } = db.world.acme;
    const runner = { request: requestOf(members.staff), statement: complete(tasks.outsiders) };
    const answers = await race(db, Array(10).fill(runner));
    expect(answers.filter((answer) => answer === "TN409")).toHaveLength(9);
    const { rows } = await db.withRoot((root) =>
      root.query("select user_id from app_public.audit_logs where record_id = $1 and action = 'update'", [
        tasks.outsiders,
      ]),
    );
    expect(rows).toEqual([{ user_id: members.staff.userId }]);
  });
});
