import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const admin = () => gateway.as(db.world.acme.members.admin);
const staff = () => gateway.as(db.world.acme.members.staff);

const NODES = [
  { id: "wait", type: "delay", hours: 24 },
  { id: "send", type: "send_email", template: "Follow-up" },
];
const EDGES = [{ id: "next", source: "wait", target: "send" }];
const create = async (workflow: object = {}) => {
  const created = await admin().run("automation/CreateWorkflow", {
    workflow: { name: "Follow up", triggerType: "APPOINTMENT_COMPLETED", nodes: NODES, edges: EDGES, ...workflow },
  });
  return created.get<{ id: string }>("createWorkflow.workflow");
};

describe("a workflow", () => {
  it("begins as a draft and gets a new version with every change of its steps", async () => {
    const workflow = await create();
    expect(workflow).toMatchObject({
      triggerType: "APPOINTMENT_COMPLETED",
      status: "DRAFT",
      version: 1,
      settings: { errorHandling: "continue", maxExecutionTime: 300, timezone: "UTC" },
    });
    const change = async (patch: object) =>
      (await admin().run("automation/UpdateWorkflow", { id: workflow.id, patch })).get("updateWorkflow.workflow");
    expect(await change({ status: "ACTIVE" })).toMatchObject({ status: "ACTIVE", version: 1 });
    expect(await change({ nodes: NODES.slice(1), edges: [] })).toMatchObject({ nodes: NODES.slice(1), version: 2 });
    const listed = await staff().run("automation/ListWorkflows", {
      filter: { triggerType: { equalTo: "APPOINTMENT_COMPLETED" }, status: { equalTo: "ACTIVE" } },
    });
    expect(listed.get("workflows.nodes")).toMatchObject([{ id: workflow.id }]);
  });

  it("tells what is wrong with its steps", async () => {
    const { id } = await create();
    const patch = { edges: [{ id: "next", source: "wait", target: "nowhere" }] };
    const answer = await admin().run("automation/UpdateWorkflow", { id, patch });
    expect(answer.refusal).toEqual({ code: "BAD_USER_INPUT", field: "edges", rule: "node" });
    const empty = await admin().run("automation/UpdateWorkflow", {
      id,
      patch: { status: "ACTIVE", nodes: [], edges: [] },
    });
    expect(empty.code).toBe("BAD_USER_INPUT");
  });

  it("counts its executions and how they ended", async () => {
    const { id: workflowId } = await create();
    const record = async (execution: object = {}) => {
      const answer = await admin().run("automation/CreateWorkflowExecution", {
        execution: { workflowId, ...execution },
      });
      return answer.get("createWorkflowExecution.workflowExecution.id");
    };
    const id = await record({ triggeredBy: "appointment.completed", triggerData: { appointment: 1 } });
    const change = (patch: object) => admin().run("automation/UpdateWorkflowExecution", { id, patch });
    expect((await change({ status: "COMPLETED" })).refusal).toEqual({ code: "CONFLICT", field: "status" });
    await change({ status: "RUNNING" });
    await change({
      status: "COMPLETED",
      outputData: { sent: true },
      executionSteps: [{ node: "wait" }, { node: "send" }],
    });
    expect((await change({ status: "FAILED" })).code).toBe("CONFLICT");
    await record({ status: "FAILED", errorMessage: "No such address" });
    expect((await staff().run("automation/GetWorkflow", { id: workflowId })).get("workflow")).toMatchObject({
      totalExecutions: 2,
      successfulExecutions: 1,
      failedExecutions: 1,
      lastRunAt: expect.any(String),
      workflowExecutions: {
        totalCount: 2,
        nodes: [
          {
            status: "COMPLETED",
            workflowVersion: 1,
            outputData: { sent: true },
            executionSteps: [{ node: "wait" }, { node: "send" }],
          },
          { status: "FAILED", startedAt: null, completedAt: expect.any(String) },
        ],
      },
    });
    const bystander = await staff().run("automation/CreateWorkflowExecution", { execution: { workflowId } });
    expect(bystander.code).toBe("FORBIDDEN");
  });
});
