import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { type Answer, type GraphqlClient, useGateway } from "../support/gateway.ts";
import { recordStatements } from "../support/statements.ts";

interface Contact {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly updatedAt: string;
}

const GUIDE = readFileSync(new URL("../../docs/writing.md", import.meta.url), "utf8");
const [, EXAMPLE = ""] = /```graphql\n(mutation \{\n {2}upsertContacts.*?)```/s.exec(GUIDE) ?? [];

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const staff = () => gateway.as(acme().members.staff);

const address = () => `${randomUUID()}@bulk.test`;
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ firstName: `P${index}`, email: address() }));

async function createContacts(contacts: readonly object[], client: GraphqlClient = staff()): Promise<Contact[]> {
  return (await client.run("crm/CreateContacts", { contacts })).get<Contact[]>("createContacts.contacts");
}

/** What an answer says of each row that it refuses. */
const refusals = (answer: Answer) => (answer.errors ?? []).map(({ extensions }) => extensions);

async function countOf(emails: readonly (string | undefined)[]): Promise<number> {
  return db.withRoot(async (root) => {
    const sql = "select from app_public.contacts where email = any ($1)";
    return (await root.query(sql, [emails])).rows.length;
  });
}

describe("creating many rows", () => {
  it("gives them in the order of the list, whatever each of them names", async () => {
    const contacts = [
      { firstName: "One", email: address(), tags: ["a,b", '"c"'], customFields: { rank: [1, { x: null }] } },
      { lastName: "Two", companyId: acme().companies.norths },
      { firstName: "Three", ownerId: null, lifecycleStage: "CUSTOMER" },
      { firstName: "Four", email: address(), notes: "Line\nline — “quoted”" },
      {},
    ];
    const answer = await staff().run("crm/CreateContacts", { contacts });
    const created = answer.get<(Contact & { owner: object; company: object })[]>("createContacts.contacts");
    expect(created.map(({ name }) => name)).toEqual(["One", "Two", "Three", "Four", "Unknown"]);
    expect(created.map(({ owner }) => owner)).toEqual([
      { id: acme().members.staff.membershipId },
      { id: acme().members.staff.membershipId },
      null,
      { id: acme().members.staff.membershipId },
      { id: acme().members.staff.membershipId },
    ]);
    expect(created[1]?.company).toEqual({ id: acme().companies.norths });
    const first = (await staff().run("crm/GetContact", { id: created[0]?.id })).get("contact");
    expect(first).toMatchObject({ tags: ["a,b", '"c"'], customFields: { rank: [1, { x: null }] } });
  });

  it("takes a thousand rows and refuses one more", async () => {
    const thousand = people(1_000);
    const created = await createContacts(thousand);
    expect(created.map(({ email }) => email)).toEqual(thousand.map(({ email }) => email));
    const more = people(1_001);
    const answer = await staff().run("crm/CreateContacts", { contacts: more });
    expect(answer.refusal).toEqual({
      code: "LIMIT_EXCEEDED",
      field: "contacts",
      limit: "rows",
      maximum: 1_000,
      actual: 1_001,
    });
    expect(await countOf(more.map(({ email }) => email))).toBe(0);
  });

  it("takes a thousand rows of half a kilobyte each", async () => {
    const tasks = Array.from({ length: 1_000 }, (_, index) => ({
      title: `Long ${index}`,
      description: "x".repeat(500),
    }));
    const document =
      "mutation ($tasks: [TaskInput!]!) { createTasks(input: { tasks: $tasks }) { tasks { description } } }";
    const answer = await staff().query(document, { tasks });
    expect(answer.get<object[]>("createTasks.tasks")).toHaveLength(1_000);
    await db.withRoot((root) => root.query("delete from app_public.tasks where title like 'Long %'"));
  });

  it("has nothing to do with an empty list", async () => {
    expect(await createContacts([])).toEqual([]);
  });

  it("says of each row what is wrong with it, and writes none", async () => {
    const [taken] = await createContacts(people(1));
    const good = people(3);
    const contacts = [
      good[0],
      { firstName: "Half", email: "half" },
      good[1],
      { firstName: "Taken", email: taken?.email?.toUpperCase() },
      { firstName: "Bad", phone: "call me" },
      { firstName: "Twice", email: good[0]?.email },
      { firstName: "Elsewhere", companyId: db.world.globex.companyId },
      good[2],
    ];
    const answer = await staff().run("crm/CreateContacts", { contacts });
    expect(refusals(answer)).toEqual([
      { code: "BAD_USER_INPUT", field: "email", row: 1 },
      { code: "CONFLICT", field: "email", row: 3 },
      expect.objectContaining({ code: "BAD_USER_INPUT", field: "phone", row: 4 }),
      { code: "CONFLICT", field: "email", row: 5 },
      { code: "BAD_USER_INPUT", field: "companyId", row: 6 },
    ]);
    expect(answer.errors?.map(({ path }) => path)).toEqual(Array.from({ length: 5 }, () => ["createContacts"]));
    expect(answer.data).toEqual({ createContacts: null });
    expect(await countOf(good.map(({ email }) => email))).toBe(0);
    expect(await createContacts(good)).toHaveLength(3);
  });

  it("finds the wrong ones among many, in the order of the list", async () => {
    const contacts = people(1_000).map((person, place) =>
      [0, 31, 32, 500, 999].includes(place) ? { ...person, email: "half" } : person,
    );
    contacts[700] = { firstName: "Twice", email: contacts[3]?.email ?? "" };
    const answer = await staff().run("crm/CreateContacts", { contacts });
    expect(refusals(answer).map(({ row, code }) => [row, code])).toEqual([
      ...[0, 31, 32, 500].map((row) => [row, "BAD_USER_INPUT"]),
      [700, "CONFLICT"],
      [999, "BAD_USER_INPUT"],
    ]);
    expect(await countOf(contacts.map(({ email }) => email))).toBe(0);
  });

  it("says no more than twenty times what is wrong", async () => {
    const contacts = Array.from({ length: 100 }, () => ({ email: "half" }));
    const answer = await staff().run("crm/CreateContacts", { contacts });
    expect(refusals(answer).map(({ row }) => row)).toEqual(Array.from({ length: 20 }, (_, row) => row));
  });

  it("takes no column that a single row doesn’t take", async () => {
    for (const field of ["organizationId", "id", "deletedAt", "emailVerified"]) {
      const answer = await staff().run("crm/CreateContacts", { contacts: [{ firstName: "Eve", [field]: acme().id }] });
      expect(answer.code).toBe("BAD_USER_INPUT");
    }
  });

  it("is for those who may create a single row", async () => {
    const contacts = people(2);
    const viewer = await gateway.as(acme().members.viewer).run("crm/CreateContacts", { contacts });
    expect(viewer.errors?.every(({ extensions }) => extensions.code === "FORBIDDEN")).toBe(true);
    expect((await gateway.anonymous.run("crm/CreateContacts", { contacts })).code).toBe("UNAUTHENTICATED");
    expect(await countOf(contacts.map(({ email }) => email))).toBe(0);
    expect(await createContacts(contacts, gateway.as(acme().members.rep))).toHaveLength(2);
  });

  it("is for machines as for members, and not for clients", async () => {
    const created = await gateway
      .as(acme().members.owner)
      .run("tenancy/CreateApiKey", { name: "Import", roleId: acme().roles.staff });
    const machine = gateway.with(created.get("createApiKey.issued.secret"));
    expect(await createContacts(people(2), machine)).toHaveLength(2);
    const contacts = people(2);
    const client = await gateway.asClient(acme().client).run("crm/CreateContacts", { contacts });
    expect(client.code).toBe("FORBIDDEN");
    expect(await countOf(contacts.map(({ email }) => email))).toBe(0);
  });

  it("takes ten thousand rows with all mutations of a document, however often they name one list", async () => {
    const list = (count: number) => Array.from({ length: count }, () => ({ title: "Again and again" }));
    const document = (aliases: number) => `mutation ($tasks: [TaskInput!]!) {
      ${Array.from({ length: aliases }, (_, index) => `a${index}: createTasks(input: { tasks: $tasks }) { clientMutationId }`).join(" ")}
    }`;
    const tasks = () =>
      db.withRoot(async (root) => {
        const { rowCount } = await root.query("delete from app_public.tasks where title = 'Again and again'");
        return rowCount;
      });
    const answer = await staff().query(document(11), { tasks: list(1_000) });
    expect(answer.refusal).toMatchObject({ code: "LIMIT_EXCEEDED", field: "tasks", limit: "rows", maximum: 10_000 });
    expect(await tasks()).toBe(0);
    expect((await staff().query(document(11), { tasks: list(5) })).errors).toBeUndefined();
    expect(await tasks()).toBe(55);
  }, 30_000);

  it("names the row whose text no database can hold", async () => {
    const answer = await staff().run("crm/CreateContacts", {
      contacts: [{ firstName: "Fine" }, { firstName: "N\u0000l" }, { customFields: { "a\u0000": 1 } }],
    });
    expect(refusals(answer).map(({ code, row }) => [code, row])).toEqual([
      ["BAD_USER_INPUT", 1],
      ["BAD_USER_INPUT", 2],
    ]);
  });

  it("writes into the caller’s organization", async () => {
    const [contact] = await createContacts(people(1), gateway.as(db.world.globex.owner));
    expect((await staff().run("crm/GetContact", { id: contact?.id })).get("contact")).toBeNull();
  });

  it("counts and records each row, as for a single one", async () => {
    const created = await createContacts(people(5));
    const audited = await db.withRoot(async (root) => {
      const sql =
        "select from app_public.audit_logs where table_name = 'contacts' and action = 'insert' and record_id = any ($1)";
      return (await root.query(sql, [created.map(({ id }) => id)])).rows.length;
    });
    expect(audited).toBe(5);
  });
});

describe("updating many rows", () => {
  it("changes in each what is given, and nothing else", async () => {
    const created = await createContacts(people(4));
    const [one, two, three, four] = created;
    const patches = [
      { id: three?.id, patch: { firstName: "Third" } },
      { id: one?.id.toUpperCase(), patch: { lastName: "First", email: null } },
      { id: four?.id, patch: {} },
      { id: two?.id, patch: { lastName: "Second" } },
    ];
    const answer = await staff().run("crm/UpdateContacts", { patches });
    const updated = answer.get<Contact[]>("updateContacts.contacts");
    expect(updated.map(({ id }) => id)).toEqual([three?.id, one?.id, four?.id, two?.id]);
    expect(updated.map(({ name }) => name)).toEqual(["Third", "P0 First", "P3", "P1 Second"]);
    expect(updated.map(({ email }) => email)).toEqual([three?.email, null, four?.email, two?.email]);
  });

  it("says of each row what is wrong with it, and writes none", async () => {
    const [one, two, three] = await createContacts(people(3));
    const foreign = db.world.globex.contactId;
    const patches = [
      { id: one?.id, patch: { firstName: "Changed" } },
      { id: randomUUID(), patch: { firstName: "Nobody" } },
      { id: foreign, patch: { firstName: "Foreign" } },
      { id: two?.id, patch: { email: "half" } },
      { id: three?.id, patch: { email: one?.email } },
      { id: one?.id, patch: { lastName: "Again" } },
      { id: randomUUID(), patch: {} },
    ];
    const answer = await staff().run("crm/UpdateContacts", { patches });
    expect(refusals(answer)).toEqual([
      { code: "NOT_FOUND", row: 1 },
      { code: "NOT_FOUND", row: 2 },
      { code: "BAD_USER_INPUT", field: "email", row: 3 },
      { code: "CONFLICT", field: "email", row: 4 },
      { code: "CONFLICT", row: 5 },
      { code: "NOT_FOUND", row: 6 },
    ]);
    expect((await staff().run("crm/GetContact", { id: one?.id })).get("contact.firstName")).toBe("P0");
  });

  it("makes one statement of all that change the same columns, wherever they stand", async () => {
    const created = await createContacts(people(40));
    const patches = created.map(({ id }, index) => ({
      id,
      patch: index % 2 === 0 ? { firstName: `F${index}` } : { lastName: `L${index}` },
    }));
    let names: string[] = [];
    const statements = await recordStatements(gateway, async () => {
      const answer = await staff().run("crm/UpdateContacts", { patches });
      names = answer.get<Contact[]>("updateContacts.contacts").map(({ name }) => name);
    });
    expect(names).toEqual(created.map((_, index) => (index % 2 === 0 ? `F${index}` : `P${index} L${index}`)));
    expect(statements.filter(({ text }) => /^update "app_public"/m.test(text))).toHaveLength(2);
  });

  it("says of a time that is none that it is, also where there is no row", async () => {
    const [one] = await createContacts(people(1));
    const patches = [
      { id: randomUUID(), patch: {}, ifUpdatedAt: "" },
      { id: one?.id, patch: { firstName: "Changed" } },
    ];
    const answer = await staff().run("crm/UpdateContacts", { patches });
    expect(refusals(answer)).toEqual([expect.objectContaining({ code: "BAD_USER_INPUT", row: 0 })]);
  });

  it("finds rows by their ids however they are written, and once", async () => {
    const [one, two] = await createContacts(people(2));
    const update = (...ids: (string | undefined)[]) =>
      staff().run("crm/UpdateContacts", { patches: ids.map((id) => ({ id, patch: { firstName: "X" } })) });
    const answer = await update(one?.id.toUpperCase(), two?.id.replaceAll("-", ""));
    expect(answer.get<Contact[]>("updateContacts.contacts").map(({ id }) => id)).toEqual([one?.id, two?.id]);
    expect((await update(one?.id, one?.id.replaceAll("-", ""))).refusal).toEqual({ code: "CONFLICT", row: 1 });
    for (const id of [`{${one?.id}}`, ` ${one?.id}`, "x", ""]) expect((await update(id)).code).toBe("BAD_USER_INPUT");
  });

  it("is for those who may update the single row", async () => {
    const [theirs] = await createContacts(people(1));
    const [own] = await createContacts(people(1), gateway.as(acme().members.rep));
    const rep = gateway.as(acme().members.rep);
    const patch = { firstName: "Rep’s" };
    const both = await rep.run("crm/UpdateContacts", { patches: [own, theirs].map((row) => ({ id: row?.id, patch })) });
    expect(both.refusal).toEqual({ code: "NOT_FOUND", row: 1 });
    const answer = await rep.run("crm/UpdateContacts", { patches: [{ id: own?.id, patch }] });
    expect(answer.get("updateContacts.contacts.0.name")).toBe("Rep’s");
  });

  it("shows in one document what each of its mutations has done", async () => {
    const [one] = await createContacts(people(1));
    const document = `mutation ($id: UUID!) {
      first: updateContacts(input: { patches: [{ id: $id, patch: { firstName: "A" } }] }) { contacts { name } }
      second: updateContacts(input: { patches: [{ id: $id, patch: { firstName: "B" } }], clientMutationId: "b" }) {
        clientMutationId contacts { name }
      }
    }`;
    const answer = await staff().query(document, { id: one?.id });
    expect(answer.data).toEqual({
      first: { contacts: [{ name: "A" }] },
      second: { clientMutationId: "b", contacts: [{ name: "B" }] },
    });
  });

  it("is taken back with the other mutations of its document", async () => {
    const [one] = await createContacts(people(1));
    const document = `mutation ($id: UUID!) {
      first: updateContacts(input: { patches: [{ id: $id, patch: { firstName: "A" } }] }) { contacts { name } }
      second: createContacts(input: { contacts: [{ firstName: "New" }, { email: "half" }] }) { contacts { name } }
    }`;
    const answer = await staff().query(document, { id: one?.id });
    expect(answer.data).toEqual({ first: null, second: null });
    expect(answer.refusal).toEqual({ code: "BAD_USER_INPUT", field: "email", row: 1 });
    expect((await staff().run("crm/GetContact", { id: one?.id })).get("contact.firstName")).toBe("P0");
  });
});

describe("upserting many rows", () => {
  const upsert = (contacts: readonly object[], by = "EMAIL", client: GraphqlClient = staff()) =>
    client.run("crm/UpsertContacts", { contacts, by });

  it("by e-mail changes those that are there and adds the others, in the order of the list", async () => {
    const [one, two] = await createContacts(people(2));
    const added = address();
    const answer = await upsert([
      { email: added, firstName: "Added" },
      { email: ` ${two?.email?.toUpperCase()}`, lifecycleStage: "CUSTOMER" },
      { email: one?.email, lastName: "Changed" },
    ]);
    const rows = answer.get<Contact[]>("upsertContacts.contacts");
    expect(rows.map(({ id }) => id)).toEqual([expect.any(String), two?.id, one?.id]);
    expect(rows.map(({ name }) => name)).toEqual(["Added", "P1", "P0 Changed"]);
    expect(rows.map(({ email }) => email)).toEqual([added, two?.email, one?.email]);
    expect(answer.get("upsertContacts.contacts.1.lifecycleStage")).toBe("CUSTOMER");
  });

  it("by e-mail leaves what isn’t given as it is, defaults included", async () => {
    const [contact] = await createContacts(people(1));
    const patch = { ownerId: acme().members.rep.membershipId, lifecycleStage: "FORMER", tags: ["kept"] };
    await staff().run("crm/UpdateContact", { id: contact?.id, patch });
    await upsert([{ email: contact?.email, firstName: "Again" }]);
    const now = (await staff().run("crm/GetContact", { id: contact?.id })).get("contact");
    expect(now).toMatchObject({ firstName: "Again", lifecycleStage: "FORMER", tags: ["kept"] });
  });

  it("works as the guide shows, each time", async () => {
    const [first, second] = [await staff().query(EXAMPLE), await staff().query(EXAMPLE)];
    const ids = [first, second].map((answer) =>
      answer.get<Contact[]>("upsertContacts.contacts").map(({ id, email }) => [id, email]),
    );
    expect(ids[0]?.map(([, email]) => email)).toEqual(["ann@example.com", "bob@example.com"]);
    expect(ids[1]).toEqual(ids[0]);
  });

  it("by id changes rows that have one and adds those that have none", async () => {
    const [contact] = await createContacts(people(1));
    const answer = await upsert([{ firstName: "New" }, { id: contact?.id, firstName: "Known" }], "ID");
    const rows = answer.get<Contact[]>("upsertContacts.contacts");
    expect(rows.map(({ name }) => name)).toEqual(["New", "Known"]);
    expect(rows[1]).toMatchObject({ id: contact?.id, email: contact?.email });
    const missing = await upsert([{ firstName: "New" }, { id: randomUUID(), firstName: "Unknown" }], "ID");
    expect(missing.refusal).toEqual({ code: "NOT_FOUND", row: 1 });
  });

  it("says of each row what is wrong with it, and writes none", async () => {
    const [taken] = await createContacts(people(1));
    const added = address();
    const answer = await upsert([
      { email: added, firstName: "Added" },
      { firstName: "Nameless" },
      { email: "half" },
      { email: taken?.email, phone: "call me" },
      { email: added.toUpperCase(), firstName: "Twice" },
      { id: taken?.id, email: taken?.email },
    ]);
    expect(refusals(answer)).toEqual([
      { code: "BAD_USER_INPUT", field: "email", row: 1 },
      { code: "BAD_USER_INPUT", field: "email", row: 2 },
      expect.objectContaining({ code: "BAD_USER_INPUT", field: "phone", row: 3 }),
      { code: "CONFLICT", row: 4 },
      { code: "BAD_USER_INPUT", field: "id", row: 5 },
    ]);
    expect(await countOf([added])).toBe(0);
  });

  it("is in conflict with what is archived, and with what the caller may not see or change, alike", async () => {
    const [archived, theirs] = await createContacts(people(2));
    await staff().run("crm/ArchiveContact", { id: archived?.id });
    const rep = gateway.as(acme().members.rep);
    const rows = [archived, theirs].map((row) => ({ email: row?.email, firstName: "Mine" }));
    const answer = await upsert(rows, "EMAIL", rep);
    expect(refusals(answer)).toEqual([0, 1].map((row) => ({ code: "CONFLICT", field: "email", row })));
    expect(new Set(answer.errors?.map(({ message }) => message)).size).toBe(1);
    expect((await upsert(rows.slice(0, 1))).refusal).toEqual({ code: "CONFLICT", field: "email", row: 0 });
    expect((await upsert(rows.slice(1))).get("upsertContacts.contacts.0.name")).toBe("Mine");
    await staff().run("crm/RestoreContact", { id: archived?.id });
    expect((await upsert(rows)).errors).toBeUndefined();
  });

  it("knows nothing of another organization’s rows", async () => {
    const [contact] = await createContacts(people(1));
    const globex = gateway.as(db.world.globex.owner);
    const answer = await upsert([{ email: contact?.email, firstName: "Theirs" }], "EMAIL", globex);
    expect(answer.get("upsertContacts.contacts.0.id")).not.toBe(contact?.id);
    expect((await staff().run("crm/GetContact", { id: contact?.id })).get("contact.firstName")).toBe("P0");
  });

  it("by the same address at the same time makes one row", async () => {
    for (let round = 0; round < 5; round++) {
      const emails = [address(), address()];
      const answers = await Promise.all(
        Array.from({ length: 4 }, (_, index) => upsert(emails.map((email) => ({ email, firstName: `U${index}` })))),
      );
      expect(answers.flatMap(refusals)).toEqual([]);
      const ids = answers.map((answer) =>
        answer
          .get<Contact[]>("upsertContacts.contacts")
          .map(({ id }) => id)
          .join(),
      );
      expect(new Set(ids).size).toBe(1);
      expect(await countOf(emails)).toBe(2);
    }
  });
});
