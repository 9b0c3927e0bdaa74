import { describe, expect, it } from "@jest/globals";
import type { Client } from "pg";
import {
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  refused,
  updateStatement,
} from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("app_public.workflow_executions", () => {
  const db = useDatabase();
  const manages = { sees: ["the one that waits"], adds: ["one"], changes: ["the one that waits"] };
  const reads = { sees: ["the one that waits"] };

  describeAccess(db, "workflow_executions", {
    rows: ({ acme }) => ({ "the one that waits": acme.automation.workflowExecutionId }),
    additions: ({ acme }) => ({ one: { workflow_id: acme.automation.workflowId } }),
    change: { status: "running" },
    who: {
      owner: manages,
      admin: manages,
      manager: reads,
      staff: reads,
      rep: nothing,
      viewer: reads,
      northerner: reads,
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("are recorded by an API key whose role manages workflows", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const add = insertStatement("workflow_executions", { workflow_id: acme.automation.workflowId });
      await t.as(acme.apiKey);
      expect(await t.refusal(...add)).toBe("42501");
      await t.asOwner();
      await t.count("update app_public.api_keys set role_id = $1 where id = $2", [acme.roles.admin, acme.apiKey.id]);
      await t.as(acme.apiKey);
      expect(await t.count(...add)).toBe(1);
    }));

  const add = (t: TestTransaction, columns: Columns = {}) =>
    t.value<string>(
      ...insertStatement("workflow_executions", { workflow_id: db.world.acme.automation.workflowId, ...columns }),
    );
  const change = (id: string, columns: Columns) => updateStatement("workflow_executions", id, columns);

  it("keep the workflow's version and the times of their beginning and end", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.admin);
      await t.count(...updateStatement("workflows", acme.automation.workflowId, { trigger_type: "lead.created" }));
      const id = await add(t, { triggered_by: "schedule" });
      const show = async () =>
        (
          await t.rows(
            `select workflow_version, status, started_at is not null as started, completed_at is not null as ended
             from app_public.workflow_executions where id = $1`,
            [id],
          )
        )[0];
      expect(await show()).toEqual({ workflow_version: 2, status: "pending", started: false, ended: false });
      await t.count(...change(id, { status: "running" }));
      expect(await show()).toMatchObject({ status: "running", started: true, ended: false });
      await t.count(...change(id, { status: "completed", output_data: { sent: 1 } }));
      expect(await show()).toMatchObject({ status: "completed", started: true, ended: true });
      for (const column of ["started_at", "completed_at", "workflow_version"]) {
        expect(await t.refusal(`update app_public.workflow_executions set ${column} = null`)).toBe("42501");
      }
    }));

  const STATUSES = ["pending", "running", "completed", "failed", "cancelled"];
  it.each([
    ["pending", ["pending", "running", "failed", "cancelled"]],
    ["running", ["running", "completed", "failed", "cancelled"]],
    ["completed", []],
    ["failed", []],
    ["cancelled", []],
  ])("that are %s can become %j and nothing else", (from, allowed) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      const id = await add(t, { status: from });
      const possible: string[] = [];
      for (const status of STATUSES) {
        const became = await t.attempt(async () => {
          try {
            return await t.count(...change(id, { status }));
          } catch (error) {
            return (error as { code: string }).code;
          }
        });
        if (became === 1) possible.push(status);
        else expect([status, became]).toEqual([status, "TN409"]);
      }
      expect(possible).toEqual(allowed);
    }),
  );

  it("that are over are never rewritten by a request; the owner can erase what they hold, not how they ended", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.owner);
      const id = await add(t, { status: "failed", error_message: "No such number" });
      expect(await t.refusal(...change(id, { error_message: null }))).toBe("TN409");
      await t.asOwner();
      expect(await t.count(...change(id, { error_message: null }))).toBe(1);
      expect(await t.refusal(...change(id, { status: "completed" }))).toBe("TN409");
    }));

  it.each<[string, Columns, string]>([
    ["steps that are no list", { execution_steps: "{}" }, "execution_steps_must_be_a_list"],
    ["input that is no object", { input_data: "[]" }, "input_data_must_be_an_object"],
    ["megabytes of data", { trigger_data: { x: "x".repeat(1_100_000) } }, "data_must_be_small"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      const row = { workflow_id: db.world.acme.automation.workflowId, ...columns };
      expect((await t.failure(...insertStatement("workflow_executions", row))).constraint).toBe(constraint);
    }),
  );

  it("can't be of another organization's workflow, which looks like none", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const missing = await t.value<string>("select gen_random_uuid()");
      await t.as(acme.members.owner);
      const failures = [globex.automation.workflowId, missing].map((workflow_id) =>
        insertStatement("workflow_executions", { workflow_id }),
      );
      for (const statement of failures) expect(await t.refusal(...statement)).toBe("23503");
    }));
});

describe("the counters of a workflow", () => {
  const db = useDatabase();
  const COUNTERS = `select total_executions as total, successful_executions as successful, failed_executions as failed
    from app_public.workflows where id = $1`;
  const ADD =
    "insert into app_public.workflow_executions (organization_id, workflow_id, status) values ($1, $2, $3) returning id";
  const addWorkflow = (client: Client, name: string): Promise<string> =>
    client
      .query(
        "insert into app_public.workflows (organization_id, name, trigger_type) values ($1, $2, 'manual') returning id",
        [db.world.acme.id, name],
      )
      .then(({ rows }) => rows[0].id);

  it("count what is recorded and how it ends, each once, when it is saved", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.admin);
      const workflow_id = await t.value<string>(
        ...insertStatement("workflows", { name: "Counted", trigger_type: "manual" }),
      );
      const counters = async () => {
        await t.count("set constraints all immediate");
        await t.count("set constraints all deferred");
        return (
          await t.rows(`${COUNTERS.replace(" from", ", last_run_at is not null as has_run from")}`, [workflow_id])
        )[0];
      };
      const add = (status: string) =>
        t.value<string>(...insertStatement("workflow_executions", { workflow_id, status }));
      expect(await counters()).toMatchObject({ total: 0, has_run: false });
      const first = await add("pending");
      expect(await counters()).toEqual({ total: 1, successful: 0, failed: 0, has_run: false });
      await t.count(...updateStatement("workflow_executions", first, { status: "running" }));
      expect(await counters()).toEqual({ total: 1, successful: 0, failed: 0, has_run: true });
      await t.count(...updateStatement("workflow_executions", first, { status: "completed" }));
      await add("failed");
      await add("cancelled");
      await add("completed");
      expect(await counters()).toEqual({ total: 4, successful: 2, failed: 1, has_run: true });
      const refusedOne = await t.refusal(...updateStatement("workflow_executions", first, { status: "failed" }));
      expect([refusedOne, (await counters())?.["failed"]]).toEqual(["TN409", 1]);
    }));

  it("are left alone by what is rolled back, and by nobody's eyes seen half", () =>
    db.withRoot(async (root) => {
      const workflowId = await addWorkflow(root, "Undone");
      await root.query("begin");
      await root.query("savepoint undone");
      await root.query(ADD, [db.world.acme.id, workflowId, "completed"]);
      await root.query("rollback to savepoint undone");
      await root.query(ADD, [db.world.acme.id, workflowId, "failed"]);
      await root.query("commit");
      expect((await root.query(COUNTERS, [workflowId])).rows).toEqual([{ total: 1, successful: 0, failed: 1 }]);
      expect((await root.query("select from app_private.tallies")).rowCount).toBe(0);
    }));

  it("move neither updated_at nor the audit log", () =>
    db.withRoot(async (root) => {
      const workflowId = await addWorkflow(root, "Quiet");
      const before = (await root.query("select updated_at from app_public.workflows where id = $1", [workflowId])).rows;
      await root.query(ADD, [db.world.acme.id, workflowId, "completed"]);
      const after = await root.query(
        `select w.updated_at from app_public.workflows w where w.id = $1 and w.total_executions = 1`,
        [workflowId],
      );
      expect(after.rows).toEqual(before);
      const audited = await root.query("select action from app_public.audit_logs where record_id = $1", [workflowId]);
      expect(audited.rows).toEqual([{ action: "insert" }]);
    }));

  it("don't make a transaction wait for another that has counted and not ended", () =>
    db.withRoot(async (root) => {
      const workflowId = await addWorkflow(root, "Busy");
      await db.withRoot(async (slow) => {
        await slow.query("begin");
        await slow.query(ADD, [db.world.acme.id, workflowId, "completed"]);
        await root.query("set lock_timeout = '2s'");
        await root.query(ADD, [db.world.acme.id, workflowId, "completed"]);
        expect((await root.query(COUNTERS, [workflowId])).rows).toEqual([{ total: 1, successful: 1, failed: 0 }]);
        await slow.query("commit");
      });
      expect((await root.query(COUNTERS, [workflowId])).rows).toEqual([{ total: 2, successful: 2, failed: 0 }]);
    }));

  it(
    "are right after many ended at once, of several workflows in any order, without a deadlock",
    () =>
      db.withRoot(async (root) => {
        const workflowIds = [await addWorkflow(root, "First"), await addWorkflow(root, "Second")];
        const rounds = 10;
        await Promise.all(
          Array.from({ length: 16 }, (_, index) =>
            db.withRoot(async (client) => {
              const order = index % 2 === 0 ? workflowIds : workflowIds.toReversed();
              for (let round = 0; round < rounds; round++) {
                await client.query("begin");
                for (const workflowId of order) {
                  const { rows } = await client.query(ADD, [db.world.acme.id, workflowId, "running"]);
                  await client.query("update app_public.workflow_executions set status = $1 where id = $2", [
                    round % 5 === 0 ? "failed" : "completed",
                    rows[0].id,
                  ]);
                }
                await client.query("commit");
              }
            }),
          ),
        );
        for (const workflowId of workflowIds) {
          expect((await root.query(COUNTERS, [workflowId])).rows).toEqual([
            { total: 160, successful: 128, failed: 32 },
          ]);
        }
      }),
    60_000,
  );
});
