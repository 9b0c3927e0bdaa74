import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const admin = () => gateway.as(acme().members.admin);

describe("a public form", () => {
  const FIELDS = [
    { name: "email", label: "E-mail", type: "email", required: true },
    { name: "name", label: "Your name", type: "text" },
  ];
  const create = async () => {
    const form = { name: "Contact us", fields: FIELDS, settings: { successMessage: "Thanks!" } };
    return (await admin().run("automation/CreateForm", { form })).get("createForm.form.id");
  };
  const submit = (formId: string, data: object, more: object = {}) =>
    gateway.anonymous.run("automation/SubmitForm", { formId, data, ...more });

  it("is shown to and sent by a visitor, who becomes a lead and learns nothing else", async () => {
    const formId = await create();
    const shown = await gateway.anonymous.run("automation/FormToFill", { formId });
    expect(shown.get("formToFill")).toMatchObject({ formId, name: "Contact us", fields: FIELDS });
    const sent = await submit(formId, { email: "ada@mail.test", name: "Ada Lovelace" }, { utmSource: "news" });
    expect(sent.get("submitForm.receipt")).toEqual({ message: "Thanks!", redirectUrl: null });
    expect((await submit(formId, { email: "bot@mail.test" }, { trap: "x" })).text).toBe(sent.text);
    const found = await admin().run("automation/GetForm", { id: formId });
    expect(found.get("form")).toMatchObject({
      submissionCount: 1,
      formSubmissions: {
        nodes: [{ data: { name: "Ada Lovelace" }, utmSource: "news", lead: { name: "Ada Lovelace" } }],
      },
    });
    expect((await submit(formId, { name: "Ada" })).refusal).toEqual({
      code: "BAD_USER_INPUT",
      field: "email",
      rule: "required",
    });
    expect((await gateway.anonymous.run("automation/GetForm", { id: formId })).code).toBe("UNAUTHENTICATED");
  });

  it("stops a flood with LIMIT_EXCEEDED, and is gone when it is switched off", async () => {
    const formId = await create();
    let answer = await submit(formId, { email: "ada@mail.test" });
    for (let n = 0; n < 10 && !answer.errors; n++) answer = await submit(formId, { email: "ada@mail.test" });
    expect(answer.refusal).toEqual({ code: "LIMIT_EXCEEDED", field: "formId", hint: "Try again in ten minutes." });
    await admin().run("automation/UpdateForm", { id: formId, patch: { isActive: false } });
    const shown = await gateway.anonymous.run("automation/FormToFill", { formId });
    expect(shown.get("formToFill")).toBeNull();
  });
});

describe("a workflow", () => {
  it("is activated when it can be run, triggered, and switched off", async () => {
    const workflow = {
      name: "Follow up",
      triggerType: "MANUAL",
      nodes: [
        { id: "wait", type: "delay" },
        { id: "send", type: "send_email", template: "Follow-up" },
      ],
      edges: [],
    };
    const created = await admin().run("automation/CreateWorkflow", { workflow });
    const workflowId = created.get("createWorkflow.workflow.id");
    const run = (operation: string, more: object = {}) => admin().run(operation, { workflowId, ...more });
    expect((await run("automation/ActivateWorkflow")).refusal).toMatchObject({
      code: "CONFLICT",
      field: "nodes",
      problems: [
        { node: "wait", problem: "MISSING_SETTING", setting: "hours", message: "“wait” lacks the setting “hours”" },
        { node: "send", problem: "UNREACHABLE" },
      ],
    });
    expect((await run("automation/TriggerWorkflow")).refusal).toMatchObject({ code: "CONFLICT", status: "draft" });
    const patch = {
      nodes: [{ id: "wait", type: "delay", hours: 2 }, workflow.nodes[1]],
      edges: [{ id: "then", source: "wait", target: "send" }],
    };
    await admin().run("automation/UpdateWorkflow", { id: workflowId, patch });
    expect((await run("automation/ActivateWorkflow")).get("activateWorkflow.workflow")).toMatchObject({
      status: "ACTIVE",
      version: 2,
    });
    const staff = gateway.as(acme().members.staff);
    expect((await staff.run("automation/TriggerWorkflow", { workflowId })).code).toBe("NOT_FOUND");
    const triggered = await run("automation/TriggerWorkflow", { triggerData: { leadId: "1" } });
    expect(triggered.get("triggerWorkflow.workflowExecution")).toMatchObject({
      status: "PENDING",
      workflowVersion: 2,
      triggeredBy: "manual",
      triggerData: { leadId: "1" },
      startedAt: null,
    });
    expect((await run("automation/DeactivateWorkflow")).get("deactivateWorkflow.workflow.status")).toBe("INACTIVE");
    expect((await run("automation/DeactivateWorkflow")).code).toBe("CONFLICT");
  });
});

describe("what a member has to do", () => {
  it("is a task that is done once", async () => {
    const rep = gateway.as(acme().members.rep);
    const taskId = acme().tasks.reps;
    const done = await rep.run("crm/CompleteTask", { taskId });
    expect(done.get("completeTask.task")).toEqual({ id: taskId, status: "DONE", completedAt: expect.any(String) });
    expect((await rep.run("crm/CompleteTask", { taskId })).refusal).toMatchObject({ code: "CONFLICT", status: "done" });
    expect((await rep.run("crm/CompleteTask", { taskId: acme().tasks.outsiders })).code).toBe("NOT_FOUND");
  });

  it("is news that is read", async () => {
    const owner = gateway.as(acme().members.owner);
    const notificationIds = [acme().tenancy.notification];
    const mark = (variables: object) => owner.run("tenancy/MarkNotificationsRead", variables);
    expect((await mark({ notificationIds })).get("markNotificationsRead.markedCount")).toBe(1);
    expect((await mark({})).get("markNotificationsRead.markedCount")).toBe(0);
    const others = { notificationIds: [db.world.globex.tenancy.notification] };
    expect((await mark(others)).refusal).toEqual({ code: "NOT_FOUND", field: "notificationIds" });
  });
});
