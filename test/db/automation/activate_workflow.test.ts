import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { byActor } from "../../support/by-actor.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { race, requestOf } from "../../support/race.ts";

const db = useDatabase();
const json = (value: unknown) => JSON.stringify(value);
const activate = (id: string): [string, unknown[]] => [
  "select status, version from app_public.activate_workflow($1)",
  [id],
];
const deactivate = (id: string): [string, unknown[]] => ["select status from app_public.deactivate_workflow($1)", [id]];
const trigger = (id: string, data: unknown = {}): [string, unknown[]] => [
  "select * from app_public.trigger_workflow($1, $2)",
  [id, json(data)],
];
const edge = (source: string, target: string) => ({ id: `${source}-${target}`, source, target });
const tag = (id: string) => ({ id, type: "add_tag", tag: "new" });
const managers = {
  owner: 1,
  admin: 1,
  manager: "TN404",
  staff: "TN404",
  rep: "TN404",
  viewer: "TN404",
  northerner: "TN404",
  apiKey: "TN404",
  client: "42501",
  stranger: "TN404",
  anonymous: "42501",
};

/** As an admin, with a workflow. */
const withWorkflow = (columns: Columns, work: (t: TestTransaction, id: string) => Promise<void>) =>
  db.transaction(async (t) => {
    await t.as(db.world.acme.members.admin);
    const workflow = { name: "Greet", trigger_type: "manual", nodes: json([tag("a")]), ...columns };
    await work(t, await t.value<string>(...insertStatement("workflows", workflow)));
  });
const problemsOf = async (t: TestTransaction, statement: [string, unknown[]]) => {
  const error = await t.failure(...statement);
  const { field, problems } = JSON.parse(error.detail ?? "{}");
  expect([error.code, field]).toEqual(["TN409", "nodes"]);
  return { message: error.message, problems: problems as Record<string, string>[] };
};

describe("activating a workflow", () => {
  it("is for those who manage workflows, as is deactivating and triggering it", () =>
    db.transaction(async (t) => {
      const id = db.world.acme.automation.workflowId;
      expect(await byActor(t, db.world, ...trigger(id))).toEqual(managers);
      expect(await byActor(t, db.world, ...deactivate(id))).toEqual(managers);
      await t.as(db.world.acme.members.admin);
      await t.count(...deactivate(id));
      expect(await byActor(t, db.world, ...activate(id))).toEqual(managers);
    }));

  it("and deactivating follow each other, and are audited", () =>
    withWorkflow({}, async (t, id) => {
      expect(await t.refusal(...deactivate(id))).toBe("TN409");
      expect(await t.rows(...activate(id))).toEqual([{ status: "active", version: 1 }]);
      expect(await t.refusal(...activate(id))).toBe("TN409");
      expect(await t.value(...deactivate(id))).toBe("inactive");
      expect(await t.refusal(...deactivate(id))).toBe("TN409");
      expect(await t.rows(...activate(id))).toEqual([{ status: "active", version: 1 }]);
      await t.asOwner();
      expect(
        await t.rows(
          "select new_data ->> 'status' as status, user_id from app_public.audit_logs where record_id = $1 and action = 'update' order by id",
          [id],
        ),
      ).toEqual(
        ["active", "inactive", "active"].map((status) => ({ status, user_id: db.world.acme.members.admin.userId })),
      );
    }));

  it("is done by one of ten at once", async () => {
    const { members, automation } = db.world.acme;
    for (const statement of [deactivate(automation.workflowId), activate(automation.workflowId)]) {
      const answers = await race(db, Array(10).fill({ request: requestOf(members.admin), statement }));
      expect(answers.filter((answer) => answer === "TN409")).toHaveLength(9);
    }
  });

  it("takes a change as a new version, and no change after which it couldn't be run", () =>
    withWorkflow({}, async (t, id) => {
      await t.count(...activate(id));
      const nodes = json([tag("a"), tag("b")]);
      const { problems } = await problemsOf(t, updateStatement("workflows", id, { nodes }));
      expect(problems).toMatchObject([{ node: "b", problem: "UNREACHABLE" }]);
      expect(await t.count(...updateStatement("workflows", id, { nodes, edges: json([edge("a", "b")]) }))).toBe(1);
      expect(await t.value("select version from app_public.workflows where id = $1", [id])).toBe(2);
      await t.count(...deactivate(id));
      expect(await t.count(...updateStatement("workflows", id, { edges: "[]" }))).toBe(1);
      await problemsOf(t, activate(id));
      await problemsOf(t, updateStatement("workflows", id, { status: "active" }));
    }));

  it("is refused with nothing to do", () =>
    withWorkflow({ nodes: "[]" }, async (t, id) => {
      expect((await problemsOf(t, activate(id))).problems).toEqual([]);
    }));

  it.each<[string, Columns, object[]]>([
    ["a node without a type", { nodes: json([{ id: "a" }]) }, [{ node: "a", problem: "MISSING_TYPE" }]],
    ["an unknown type", { nodes: json([{ id: "a", type: "explode" }]) }, [{ node: "a", problem: "UNKNOWN_TYPE" }]],
    ["a type that is no text", { nodes: json([{ id: "a", type: {} }]) }, [{ node: "a", problem: "UNKNOWN_TYPE" }]],
    [
      "an e-mail without a template",
      { nodes: json([{ id: "a", type: "send_email", template: " " }]) },
      [{ node: "a", problem: "MISSING_SETTING", setting: "template" }],
    ],
    [
      "a condition without an operator",
      { nodes: json([{ id: "a", type: "condition", field: "status", operator: null }]) },
      [{ node: "a", problem: "MISSING_SETTING", setting: "operator" }],
    ],
    [
      "a delay of no length",
      { nodes: json([{ id: "a", type: "delay", hours: 0, days: "2" }]) },
      [{ node: "a", problem: "MISSING_SETTING", setting: "hours" }],
    ],
    [
      "a schedule without times",
      { trigger_type: "schedule", trigger_config: { cron: "daily" } },
      [{ node: null, problem: "MISSING_SETTING", setting: "cron" }],
    ],
    ["a node that leads to itself", { edges: json([edge("a", "a")]) }, [{ node: "a", problem: "CYCLE" }]],
    [
      "a circle behind the beginning",
      {
        nodes: json(["a", "b", "c", "d"].map(tag)),
        edges: json([edge("a", "b"), edge("b", "c"), edge("c", "b"), edge("c", "d")]),
      },
      [
        { node: "b", problem: "CYCLE" },
        { node: "c", problem: "CYCLE" },
      ],
    ],
    [
      "a second beginning",
      { nodes: json(["a", "b", "c"].map(tag)), edges: json([edge("b", "c")]) },
      [
        { node: "b", problem: "UNREACHABLE" },
        { node: "c", problem: "UNREACHABLE" },
      ],
    ],
    [
      "several things at once",
      { nodes: json([tag("a"), { id: "b", type: "x" }, { id: "c", type: "notify" }]), edges: json([edge("a", "b")]) },
      [
        { node: "b", problem: "UNKNOWN_TYPE" },
        { node: "c", problem: "MISSING_SETTING", setting: "title" },
        { node: "c", problem: "UNREACHABLE" },
      ],
    ],
  ])("is refused with %s, and says which node", (_, columns, expected) =>
    withWorkflow(columns, async (t, id) => {
      const { message, problems } = await problemsOf(t, activate(id));
      expect(problems).toEqual(expected.map((problem) => ({ ...problem, message: expect.stringMatching(/\S/) })));
      expect(message).toContain(problems[0]?.["message"] ?? "?");
      const good = {
        trigger_type: "manual",
        nodes: json(["a", "b", "c"].map(tag)),
        edges: json([edge("a", "b"), edge("a", "c")]),
      };
      await t.count(...updateStatement("workflows", id, good));
      expect(await t.count(...activate(id))).toBe(1);
    }),
  );

  it("knows the types of the demonstration data, with their settings", () =>
    withWorkflow({ trigger_type: "schedule", trigger_config: { cron: "0 9 * * 1" } }, async (t, id) => {
      const nodes = [
        { id: "wait", type: "delay", hours: 48 },
        { id: "email", type: "send_email", template: "Follow-up" },
        { id: "task", type: "create_task", title: "Call back" },
        { id: "field", type: "update_field", field: "status", value: false },
      ];
      const edges = [edge("wait", "email"), edge("email", "task"), edge("wait", "field"), edge("field", "task")];
      await t.count(...updateStatement("workflows", id, { nodes: json(nodes), edges: json(edges) }));
      expect(await t.count(...activate(id))).toBe(1);
    }));

  it(
    "finds circles and what can't be reached in any graph, as a search from each node would",
    () =>
      db.transaction(async (t) => {
        await t.asOwner();
        const graph = fc.integer({ min: 1, max: 7 }).chain((size) =>
          fc.record({
            size: fc.constant(size),
            pairs: fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), {
              maxLength: 10,
              comparator: "SameValue",
              selector: ([a, b]) => `${a}-${b}`,
            }),
          }),
        );
        await fc.assert(
          fc.asyncProperty(graph, async ({ size, pairs }) => {
            const ids = Array.from({ length: size }, (_, n) => `n${n}`);
            const edges = pairs.map(([from, to]) => edge(`n${from}`, `n${to}`));
            const reachableFrom = (start: string, seen = new Set<string>()): Set<string> => {
              for (const { source, target } of edges) {
                if (source === start && !seen.has(target)) reachableFrom(target, seen.add(target));
              }
              return seen;
            };
            const circular = ids.filter((id) => reachableFrom(id).has(id));
            const first = ids.find((id) => edges.every(({ target }) => target !== id));
            const found = await t.value<{ node: string; problem: string }[]>(
              "select app_private.workflow_problems('manual', '{}', $1, $2)",
              [json(ids.map(tag)), json(edges)],
            );
            const named = (problem: string) => found.filter((one) => one.problem === problem).map(({ node }) => node);
            // Ways between circles count as part of them.
            for (const id of circular) expect(named("CYCLE")).toContain(id);
            expect(named("CYCLE").length > 0).toBe(circular.length > 0);
            const reached = first === undefined ? new Set(ids) : reachableFrom(first).add(first);
            expect(named("UNREACHABLE")).toEqual(ids.filter((id) => !reached.has(id) && !named("CYCLE").includes(id)));
          }),
          { numRuns: 200 },
        );
      }),
    60_000,
  );

  it(
    "takes the largest of graphs",
    () =>
      db.transaction(async (t) => {
        await t.asOwner();
        const ids = Array.from({ length: 500 }, (_, n) => `n${n}`);
        const edges = ids.flatMap((id, n) =>
          [1, 2, 3, 4].flatMap((step) => (n + step < 500 ? [edge(id, `n${n + step}`)] : [])),
        );
        const found = await t.value("select app_private.workflow_problems('manual', '{}', $1, $2)", [
          json(ids.map(tag)),
          json(edges),
        ]);
        expect(found).toEqual([]);
      }),
    60_000,
  );
});

describe("triggering a workflow", () => {
  it("records an execution that waits, in the version of now, and runs nothing", () =>
    withWorkflow({}, async (t, id) => {
      expect(await t.refusal(...trigger(id))).toBe("TN409");
      await t.count(...activate(id));
      await t.count(...updateStatement("workflows", id, { nodes: json([tag("b")]) }));
      expect(await t.rows(...trigger(id, { leadId: "1" }))).toMatchObject([
        {
          workflow_id: id,
          workflow_version: 2,
          status: "pending",
          triggered_by: "manual",
          trigger_data: { leadId: "1" },
          execution_steps: [],
          started_at: null,
          completed_at: null,
        },
      ]);
      const error = await t.failure(...trigger(id, ["lead"]));
      expect([error.code, error.constraint]).toEqual(["23514", "trigger_data_must_be_an_object"]);
      await t.count(...deactivate(id));
      expect(await t.refusal(...trigger(id))).toBe("TN409");
    }));

  it("of ten at once records ten, all of which are counted", async () => {
    const { members, automation } = db.world.acme;
    const count = () =>
      db.withRoot(async (root) => {
        const sql = "select total_executions from app_public.workflows where id = $1";
        return (await root.query(sql, [automation.workflowId])).rows[0].total_executions as number;
      });
    const before = await count();
    const statement = trigger(automation.workflowId);
    const answers = await race(db, Array(10).fill({ request: requestOf(members.admin), statement }));
    expect(answers.filter((answer) => typeof answer === "string")).toEqual([]);
    expect(await count()).toBe(before + 10);
  });
});
