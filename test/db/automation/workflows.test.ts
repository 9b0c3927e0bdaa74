import { describe, expect, it } from "@jest/globals";
import {
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  refused,
  updateStatement,
} from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

const json = (value: unknown) => JSON.stringify(value);

describe("app_public.workflows", () => {
  const db = useDatabase();
  const manages = {
    sees: ["the workflow"],
    adds: ["a workflow"],
    changes: ["the workflow"],
    deletes: ["the workflow"],
  };
  const reads = { sees: ["the workflow"] };

  describeAccess(db, "workflows", {
    rows: ({ acme }) => ({ "the workflow": acme.automation.workflowId }),
    additions: () => ({ "a workflow": { name: "Remind", trigger_type: "schedule" } }),
    change: { description: "After every appointment" },
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

  const add = (columns: Columns = {}) =>
    insertStatement("workflows", { name: "Remind", trigger_type: "manual", ...columns });
  const asAdmin = (work: (t: TestTransaction) => Promise<void>) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      await work(t);
    });

  it("begin as drafts, with settings that include the organization's time zone", () =>
    asAdmin(async (t) => {
      await t.count("update app_public.organizations set timezone = 'Europe/Paris'");
      const id = await t.value(...add({ settings: { maxExecutionTime: 60, color: "red" } }));
      expect(await t.rows("select status, version, settings from app_public.workflows where id = $1", [id])).toEqual([
        {
          status: "draft",
          version: 1,
          settings: { errorHandling: "continue", maxExecutionTime: 60, timezone: "Europe/Paris", color: "red" },
        },
      ]);
    }));

  it("count their versions: what they do, not what they are called", () =>
    asAdmin(async (t) => {
      const a = { id: "a", type: "delay", hours: 1 };
      const id = await t.value<string>(...add({ nodes: json([a]) }));
      const version = async (columns: Columns) => {
        await t.count(...updateStatement("workflows", id, columns));
        return t.value("select version from app_public.workflows where id = $1", [id]);
      };
      expect(await version({ name: "Renamed", status: "active", nodes: json([a]) })).toBe(1);
      expect(await version({ status: "inactive", nodes: json([a, { id: "b" }]) })).toBe(2);
      expect(await version({ edges: json([{ id: "e", source: "a", target: "b" }]) })).toBe(3);
      expect(await version({ trigger_type: "schedule", trigger_config: { cron: "0 9 * * *" } })).toBe(4);
      expect(await version({ trigger_config: { cron: "0 10 * * *" } })).toBe(5);
      expect(await t.refusal("update app_public.workflows set version = 1")).toBe("42501");
      expect(await t.refusal("update app_public.workflows set total_executions = 1")).toBe("42501");
    }));

  const good = { nodes: json([{ id: "a" }, { id: "b" }]), edges: json([{ id: "e", source: "a", target: "b" }]) };

  it.each<[string, Columns, string, string]>([
    ["a node that is no object", { nodes: json(["a"]) }, "nodes", "id"],
    ["a node without an id", { nodes: json([{ type: "wait" }]) }, "nodes", "id"],
    ["a node whose id is a number", { nodes: json([{ id: 1 }]) }, "nodes", "id"],
    ["a node whose id is blank", { nodes: json([{ id: " " }]) }, "nodes", "id"],
    ["two nodes with one id", { nodes: json([{ id: "a" }, { id: "a" }]) }, "nodes", "unique_id"],
    ["an edge without an id", { edges: json([{ source: "a", target: "b" }]) }, "edges", "id"],
    [
      "two edges with one id",
      { edges: json(Array(2).fill({ id: "e", source: "a", target: "b" })) },
      "edges",
      "unique_id",
    ],
    ["an edge to nowhere", { edges: json([{ id: "e", source: "a", target: "c" }]) }, "edges", "node"],
    ["an edge from nowhere", { edges: json([{ id: "e", target: "b" }]) }, "edges", "node"],
    ["an edge whose ends are objects", { edges: json([{ id: "e", source: {}, target: ["b"] }]) }, "edges", "node"],
    ["too many nodes", { nodes: json(Array.from({ length: 501 }, (_, id) => ({ id: `${id}` }))) }, "nodes", "count"],
    ["another way to handle errors", { settings: { errorHandling: "panic" } }, "settings", "errorHandling"],
    ["no time at all", { settings: { maxExecutionTime: 0 } }, "settings", "maxExecutionTime"],
    ["part of a second", { settings: { maxExecutionTime: 1.5 } }, "settings", "maxExecutionTime"],
    ["a time in words", { settings: { maxExecutionTime: "300" } }, "settings", "maxExecutionTime"],
    ["more than a day", { settings: { maxExecutionTime: 86401 } }, "settings", "maxExecutionTime"],
    ["a time zone that is none", { settings: { timezone: "Mars/Olympus" } }, "settings", "timezone"],
    ["no time zone", { settings: { timezone: null } }, "settings", "timezone"],
  ])("can't have %s", (_, columns, field, rule) =>
    asAdmin(async (t) => {
      const error = await t.failure(...add({ ...good, ...columns }));
      expect([error.code, JSON.parse(error.detail ?? "")]).toEqual(["TN400", { field, rule }]);
      const id = await t.value<string>(...add(good));
      expect(await t.refusal(...updateStatement("workflows", id, columns))).toBe("TN400");
    }),
  );

  it.each<[string, Columns, string]>([
    ["nodes that are no list", { nodes: "{}" }, "nodes_must_be_a_list"],
    ["edges that are no list", { edges: '"e"' }, "edges_must_be_a_list"],
    ["nodes of a megabyte", { nodes: json([{ id: "a", text: "x".repeat(1_000_000) }]) }, "nodes_must_be_small"],
    ["nothing to do when active", { status: "active", nodes: "[]" }, "active_workflow_must_have_a_node"],
    ["a blank name", { name: " " }, "name_must_not_be_blank"],
  ])("can't have %s", (_, columns, constraint) =>
    asAdmin(async (t) => {
      const error = await t.failure(...add(columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
      expect(await t.count(...add({ status: "active", nodes: json([{ id: "a", type: "add_tag", tag: "new" }]) }))).toBe(
        1,
      );
    }),
  );

  it("can't be triggered by what doesn't exist", () =>
    asAdmin(async (t) => {
      expect(await t.refusal(...add({ trigger_type: "moon.full" }))).toBe("23503");
      expect(await t.count(...add({ trigger_type: "lead.created" }))).toBe(1);
    }));
});
