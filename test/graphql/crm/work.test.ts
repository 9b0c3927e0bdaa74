import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const staff = () => gateway.as(acme().members.staff);

describe("a company", () => {
  it("is added, changed, archived and restored", async () => {
    const company = { name: "Analytical Engines", domain: "engines.test", phone: "020 7946 0000" };
    const created = await staff().run("crm/CreateCompany", { company });
    expect(created.get("createCompany.company")).toMatchObject({
      ...company,
      phone: "+442079460000",
      owner: { id: acme().members.staff.membershipId },
    });
    const id = created.get("createCompany.company.id");
    const changed = await staff().run("crm/UpdateCompany", { id, patch: { name: "Engines" } });
    expect(changed.get("updateCompany.company")).toMatchObject({ name: "Engines", domain: "engines.test" });

    const listed = async (includeArchived: string) => {
      const answer = await staff().run("crm/ListCompanies", { filter: { id: { equalTo: id } }, includeArchived });
      return answer.get<{ name: string }[]>("companies.nodes").map(({ name }) => name);
    };
    await staff().run("crm/ArchiveCompany", { id });
    expect([await listed("NO"), await listed("YES"), await listed("ONLY")]).toEqual([[], ["Engines"], ["Engines"]]);
    const restored = await staff().run("crm/RestoreCompany", { id });
    expect(restored.get("restoreCompany.company")).toEqual({ id, deletedAt: null });
    expect([await listed("NO"), await listed("YES"), await listed("ONLY")]).toEqual([["Engines"], ["Engines"], []]);
  });

  it("shows its contacts and deals", async () => {
    const { norths: id } = acme().companies;
    await staff().run("crm/UpdateContact", { id: acme().contacts.norths, patch: { companyId: id } });
    await staff().run("crm/CreateDeal", { deal: { title: "For the company", companyId: id } });
    const answer = await staff().run("crm/GetCompany", { id });
    expect(answer.get("company.contacts")).toEqual({
      totalCount: 1,
      nodes: [{ id: acme().contacts.norths, name: "North’s contact" }],
    });
    expect(answer.get("company.deals")).toMatchObject({ totalCount: 1, nodes: [{ title: "For the company" }] });
  });
});

describe("an activity", () => {
  it("is recorded by whoever adds it, and touches its contact", async () => {
    const contactId = acme().contacts.souths;
    const occurredAt = "2026-01-02T03:04:05+00:00";
    const activity = { kind: "MEETING", direction: "OUTBOUND", subject: "Lunch", contactId, occurredAt };
    const created = await staff().run("crm/CreateActivity", { activity });
    const recorded = created.get<{ id: string; contact: { lastContactedAt: string } }>("createActivity.activity");
    expect(recorded).toMatchObject({ kind: "MEETING", createdBy: { id: acme().members.staff.membershipId } });
    const read = (await staff().run("crm/GetActivity", { id: recorded.id })).get<{
      occurredAt: string;
      contact: { lastContactedAt: string };
    }>("activity");
    expect([read.occurredAt, read.contact.lastContactedAt].map(Date.parse)).toEqual([
      Date.parse(occurredAt),
      Date.parse(occurredAt),
    ]);
  });

  it("is changed, archived and restored", async () => {
    const created = await staff().run("crm/CreateActivity", { activity: { kind: "NOTE", subject: "Draft" } });
    const id = created.get("createActivity.activity.id");
    const changed = await staff().run("crm/UpdateActivity", { id, patch: { subject: "Final", kind: "AI_CALL" } });
    expect(changed.get("updateActivity.activity")).toMatchObject({ subject: "Final", kind: "AI_CALL" });
    await staff().run("crm/ArchiveActivity", { id });
    const listed = async () =>
      (await staff().run("crm/ListActivities", { filter: { id: { equalTo: id } } })).get("activities.totalCount");
    expect(await listed()).toBe(0);
    await staff().run("crm/RestoreActivity", { id });
    expect(await listed()).toBe(1);
  });

  it("cannot be recorded in another's name, nor last less than no time", async () => {
    const createdById = acme().members.rep.membershipId;
    const claimed = await staff().run("crm/CreateActivity", { activity: { kind: "NOTE", createdById } });
    expect(claimed.code).toBe("BAD_USER_INPUT");
    const negative = await staff().run("crm/CreateActivity", { activity: { kind: "NOTE", durationSeconds: -1 } });
    expect(negative.refusal).toEqual({ code: "BAD_USER_INPUT", field: "durationSeconds" });
  });

  it("internal to staff is seen by staff and not by viewers", async () => {
    const activity = { kind: "NOTE", subject: "Careful", isInternal: true };
    const id = (await staff().run("crm/CreateActivity", { activity })).get("createActivity.activity.id");
    expect((await staff().run("crm/GetActivity", { id })).get("activity.subject")).toBe("Careful");
    const hidden = await gateway.as(acme().members.viewer).run("crm/GetActivity", { id });
    const missing = randomUUID();
    expect(hidden.without(id)).toEqual(
      (await gateway.as(acme().members.viewer).run("crm/GetActivity", { id: missing })).without(missing),
    );
  });
});

describe("a task", () => {
  it("is the maker's own unless assigned to another", async () => {
    const { staff: maker, rep } = acme().members;
    const own = await staff().run("crm/CreateTask", { task: { title: "Call back" } });
    expect(own.get("createTask.task")).toMatchObject({
      status: "TODO",
      priority: "NORMAL",
      completedAt: null,
      assignee: { id: maker.membershipId },
      createdBy: { id: maker.membershipId },
    });
    const task = { title: "Visit", assigneeId: rep.membershipId, priority: "URGENT" };
    const delegated = await staff().run("crm/CreateTask", { task });
    expect(delegated.get("createTask.task")).toMatchObject({
      priority: "URGENT",
      assignee: { id: rep.membershipId },
      createdBy: { id: maker.membershipId },
    });
    const id = delegated.get("createTask.task.id");
    expect((await gateway.as(rep).run("crm/GetTask", { id })).get("task")).toMatchObject({
      title: "Visit",
      createdById: maker.membershipId,
    });
  });

  it("is completed by its status, and opened again", async () => {
    const id = (await staff().run("crm/CreateTask", { task: { title: "File" } })).get("createTask.task.id");
    const to = async (status: string) =>
      (await staff().run("crm/UpdateTask", { id, patch: { status } })).get<string | null>(
        "updateTask.task.completedAt",
      );
    expect(await to("IN_PROGRESS")).toBeNull();
    expect(await to("DONE")).toEqual(expect.any(String));
    expect(await to("TODO")).toBeNull();
  });

  it("is archived and restored by its creator, and by no other rep", async () => {
    const { teammate, outsider } = acme().members;
    const created = await gateway.as(teammate).run("crm/CreateTask", { task: { title: "Mine" } });
    const id = created.get("createTask.task.id");
    expect((await gateway.as(outsider).run("crm/ArchiveTask", { id })).code).toBe("NOT_FOUND");
    expect((await gateway.as(teammate).run("crm/ArchiveTask", { id })).errors).toBeUndefined();
    expect((await gateway.as(teammate).run("crm/RestoreTask", { id })).get("restoreTask.task.deletedAt")).toBeNull();
  });

  it("is listed by when it is due, the open ones of one person", async () => {
    const { viewer } = acme().members;
    for (const [title, dueAt] of [
      ["Later", "2030-02-02T00:00:00Z"],
      ["Sooner", "2030-01-01T00:00:00Z"],
      ["Whenever", null],
    ]) {
      await staff().run("crm/CreateTask", { task: { title, dueAt, assigneeId: viewer.membershipId } });
    }
    const filter = { assigneeId: { equalTo: viewer.membershipId }, status: { in: ["TODO", "IN_PROGRESS"] } };
    const answer = await gateway.as(viewer).run("crm/ListTasks", { filter });
    expect(answer.get<{ title: string }[]>("tasks.nodes").map(({ title }) => title)).toEqual([
      "Sooner",
      "Later",
      "Whenever",
    ]);
  });
});
