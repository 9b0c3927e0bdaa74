import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const staff = () => gateway.as(acme().members.staff);
const run = (operation: string, variables: object) => staff().run(operation, variables);
const addContact = async (contact: object) =>
  (await run("crm/CreateContact", { contact })).get<string>("createContact.contact.id");

describe("contacts who are the same person", () => {
  it("are found, made one, and two again", async () => {
    const mailbox = randomUUID();
    const contactId = await addContact({ firstName: "Grace", lastName: "Hopper", email: `${mailbox}@mail.test` });
    const mergedContactId = await addContact({
      firstName: "Grace",
      lastName: "Hoper",
      email: `${mailbox}+shop@mail.test`,
      phone: "020 7946 0831",
      tags: ["shop"],
    });
    const found = await run("crm/FindDuplicates", { contactId });
    expect(found.get("findDuplicates")).toEqual([
      {
        rank: 1,
        score: expect.any(Number),
        reasons: ["email", "name"],
        contact: {
          id: mergedContactId,
          name: "Grace Hoper",
          email: `${mailbox}+shop@mail.test`,
          phone: "+442079460831",
        },
      },
    ]);
    expect((await run("crm/FindDuplicates", { contactId: db.world.globex.contactId })).refusal).toMatchObject({
      code: "NOT_FOUND",
      field: "contactId",
    });

    await run("crm/CreateTask", { task: { title: "Call Grace", contactId: mergedContactId } });
    const merged = await run("crm/MergeContacts", { contactId, mergedContactId, take: ["email"] });
    expect(merged.get("mergeContacts.contactMerge")).toMatchObject({
      moved: { tasks: 1 },
      keptBack: {},
      undoExpiresAt: expect.any(String),
      contact: {
        id: contactId,
        name: "Grace Hopper",
        email: `${mailbox}+shop@mail.test`,
        phone: "+442079460831",
        tags: ["shop"],
      },
      mergedContact: { id: mergedContactId, deletedAt: expect.any(String) },
    });
    const other = await addContact({ firstName: "Other" });
    expect((await run("crm/MergeContacts", { contactId: other, mergedContactId })).refusal).toEqual({
      code: "CONFLICT",
      field: "mergedContactId",
      hint: expect.stringContaining("undo that"),
    });
    expect((await run("crm/MergeContacts", { contactId, mergedContactId: other, take: ["id"] })).refusal).toMatchObject(
      {
        code: "BAD_USER_INPUT",
        field: "take",
      },
    );
    expect((await run("crm/RestoreContact", { id: mergedContactId })).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
    });

    const contactMergeId = merged.get<string>("mergeContacts.contactMerge.id");
    const undone = await run("crm/UnmergeContacts", { contactMergeId });
    expect(undone.get("unmergeContacts.contactMerge")).toMatchObject({
      undoneAt: expect.any(String),
      contact: { id: contactId, email: `${mailbox}@mail.test` },
      mergedContact: { id: mergedContactId, email: `${mailbox}+shop@mail.test`, deletedAt: null },
    });
    expect((await run("crm/UnmergeContacts", { contactMergeId })).refusal).toMatchObject({
      code: "CONFLICT",
      field: "contactMergeId",
    });
    const viewer = gateway.as(acme().members.viewer);
    expect((await viewer.run("crm/MergeContacts", { contactId, mergedContactId })).refusal).toMatchObject({
      code: "NOT_FOUND",
      field: "contactId",
    });
  });
});

describe("labels", () => {
  it("are put on many contacts and taken off again, all or none", async () => {
    const contactIds = [await addContact({ firstName: "One", tags: ["a"] }), await addContact({ firstName: "Two" })];
    const tagged = await run("crm/TagContacts", { contactIds, tags: ["b", "a"] });
    expect(tagged.get("tagContacts.contacts")).toEqual([
      { id: contactIds[0], tags: ["a", "b"] },
      { id: contactIds[1], tags: ["b", "a"] },
    ]);
    const foreign = [...contactIds, db.world.globex.contactId];
    expect((await run("crm/UntagContacts", { contactIds: foreign, tags: ["a"] })).refusal).toMatchObject({
      code: "NOT_FOUND",
      field: "contactIds",
    });
    expect((await run("crm/TagContacts", { contactIds, tags: [" "] })).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "tags",
    });
    const untagged = await run("crm/UntagContacts", { contactIds, tags: ["a"] });
    expect(untagged.get("untagContacts.contacts")).toEqual(contactIds.map((id) => ({ id, tags: ["b"] })));
  });
});

describe("a contact's timeline", () => {
  it("is read page by page, the newest first", async () => {
    const id = await addContact({ firstName: "Busy" });
    for (let n = 1; n <= 5; n++) {
      const occurredAt = `2026-01-0${n}T10:00:00Z`;
      await run("crm/CreateActivity", { activity: { kind: "NOTE", subject: `Note ${n}`, contactId: id, occurredAt } });
    }
    await run("crm/CreateTask", { task: { title: "Call", contactId: id } });
    await run("crm/CreateDeal", { deal: { title: "Deal", contactId: id } });
    const seen: unknown[] = [];
    let after: string | null = null;
    for (let turn = 0; turn < 4; turn++) {
      const page = await run("crm/ContactTimeline", { id, first: 2, after });
      seen.push(
        ...page
          .get<{ kind: string; title: string }[]>("contact.timeline.nodes")
          .map(({ kind, title }) => [kind, title]),
      );
      expect(page.get("contact.timeline.pageInfo.hasNextPage")).toBe(turn < 3);
      after = page.get<string>("contact.timeline.pageInfo.endCursor");
    }
    expect(seen).toEqual([
      ["DEAL_STAGE_CHANGE", "Deal"],
      ["TASK", "Call"],
      ...[5, 4, 3, 2, 1].map((n) => ["ACTIVITY", `Note ${n}`]),
    ]);
    const stranger = gateway.as(db.world.globex.owner);
    expect((await stranger.run("crm/ContactTimeline", { id })).get("contact")).toBeNull();
  });
});
