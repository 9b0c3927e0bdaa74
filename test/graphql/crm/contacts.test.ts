import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const staff = () => gateway.as(acme().members.staff);
const create = async (contact: object) =>
  (await staff().run("crm/CreateContact", { contact })).get("createContact.contact.id");

describe("a new contact", () => {
  it("gets an owner, a name and everything in one form", async () => {
    const contact = {
      firstName: " Ada ",
      lastName: "Lovelace",
      email: "  Ada@Engines.TEST ",
      phone: "020 7946 0123",
      companyId: acme().companies.norths,
      lifecycleStage: "CUSTOMER",
    };
    const answer = await staff().run("crm/CreateContact", { contact });
    expect(answer.get("createContact.contact")).toEqual({
      id: expect.any(String),
      name: "Ada Lovelace",
      email: "ada@engines.test",
      phone: "+442079460123",
      lifecycleStage: "CUSTOMER",
      owner: { id: acme().members.staff.membershipId },
      company: { id: acme().companies.norths },
    });
  });

  it("is there for the next request, with what belongs to it", async () => {
    const id = await create({ firstName: "Grace", tags: ["navy"], customFields: { rank: "admiral" } });
    const deal = { title: "Compiler", contactId: id };
    await staff().run("crm/CreateDeal", { deal });
    await staff().run("crm/CreateActivity", { activity: { kind: "CALL", subject: "Hello", contactId: id } });
    await staff().run("crm/CreateTask", { task: { title: "Write", contactId: id } });

    const contact = (await staff().run("crm/GetContact", { id })).get<Record<string, unknown>>("contact");
    expect(contact).toMatchObject({
      id,
      firstName: "Grace",
      lastName: null,
      name: "Grace",
      tags: ["navy"],
      customFields: { rank: "admiral" },
      lifecycleStage: "LEAD",
      membershipStatus: "NONE",
      owner: { user: { fullName: "Stan Staff" } },
      company: null,
      deletedAt: null,
      deals: { nodes: [{ title: "Compiler" }] },
      activities: { nodes: [{ kind: "CALL", subject: "Hello" }] },
      tasks: { nodes: [{ title: "Write", status: "TODO" }] },
    });
    expect(contact["lastContactedAt"]).toEqual(expect.any(String));
  });

  it("cannot have the e-mail address of another, in any case", async () => {
    await create({ firstName: "First", email: "taken@customer.test" });
    const answer = await staff().run("crm/CreateContact", { contact: { email: "TAKEN@customer.test" } });
    expect(answer.refusal).toEqual({ code: "CONFLICT", field: "email" });
    expect(answer.data).toEqual({ createContact: null });
    await create({ firstName: "Second", email: "free@customer.test" });
  });

  it("may have the e-mail address of another organization's contact", async () => {
    await create({ email: "gus@customer.test" });
  });

  it.each<[string, object, object]>([
    ["a phone number of letters", { phone: "call me" }, { field: "phone" }],
    ["a phone number that is too short", { phone: "12" }, { field: "phone" }],
    ["half an e-mail address", { email: "ada@" }, { field: "email" }],
    ["a birth in the future of mankind", { dateOfBirth: "2999-01-01" }, { field: "dateOfBirth" }],
    [
      "a membership that ends before it starts",
      { membershipStartsOn: "2030-02-01", membershipEndsOn: "2030-01-01" },
      { fields: expect.arrayContaining(["membershipStartsOn", "membershipEndsOn"]) },
    ],
    ["custom fields that are a list", { customFields: [1] }, { field: "customFields" }],
  ])("cannot have %s", async (_, contact, where) => {
    const answer = await staff().run("crm/CreateContact", { contact: { firstName: "Wrong", ...contact } });
    expect(answer.refusal).toMatchObject({ code: "BAD_USER_INPUT", ...where });
    expect(answer.errors?.[0]?.message).toMatch(/^[A-Z][^_"]+\.$/);
    expect(answer.text).not.toMatch(/violates|constraint|_must_|app_public|relation/i);
  });

  it.each(["organizationId", "id", "createdAt", "updatedAt", "deletedAt", "name", "emailVerified", "lastContactedAt"])(
    "cannot bring its own %s",
    async (field) => {
      const answer = await staff().run("crm/CreateContact", { contact: { firstName: "Eve", [field]: acme().id } });
      expect(answer.code).toBe("BAD_USER_INPUT");
      expect((await staff().run("crm/CreateContact", { contact: { firstName: "Eve" } })).errors).toBeUndefined();
    },
  );
});

describe("a contact", () => {
  it("is changed in what is given, and nothing else", async () => {
    const id = await create({ firstName: "Alan", lastName: "Turing", email: "alan@bletchley.test" });
    const patch = { lastName: "T.", lifecycleStage: "FORMER", companyId: acme().companies.souths };
    const answer = await staff().run("crm/UpdateContact", { id, patch });
    expect(answer.get("updateContact.contact")).toMatchObject({
      name: "Alan T.",
      email: "alan@bletchley.test",
      lifecycleStage: "FORMER",
      company: { id: acme().companies.souths },
    });
    expect((await staff().run("crm/GetContact", { id })).get("contact.name")).toBe("Alan T.");
  });

  it("loses what is set to null", async () => {
    const id = await create({ firstName: "Edsger", email: "e@wd.test", companyId: acme().companies.norths });
    await staff().run("crm/UpdateContact", { id, patch: { email: null, companyId: null } });
    expect((await staff().run("crm/GetContact", { id })).get("contact")).toMatchObject({ email: null, company: null });
  });

  it("is archived: out of lists, found by its id, and back when restored", async () => {
    const id = await create({ firstName: "Barbara", companyId: acme().companies.reps });
    const listed = async (includeArchived?: string) => {
      const variables = { filter: { id: { equalTo: id } }, ...(includeArchived && { includeArchived }) };
      return (await staff().run("crm/ListContacts", variables)).get("contacts.totalCount");
    };
    const ofCompany = async (includeArchived?: string) => {
      const variables = { id: acme().companies.reps, ...(includeArchived && { includeArchived }) };
      const answer = await staff().run("crm/GetCompany", variables);
      return answer.get<{ id: string }[]>("company.contacts.nodes").some((contact) => contact.id === id);
    };
    expect([await listed(), await listed("YES"), await listed("ONLY")]).toEqual([1, 1, 0]);
    expect([await ofCompany(), await ofCompany("YES"), await ofCompany("ONLY")]).toEqual([true, true, false]);

    const archived = await staff().run("crm/ArchiveContact", { id });
    expect(Math.abs(Date.parse(archived.get("archiveContact.contact.deletedAt")) - Date.now())).toBeLessThan(60_000);
    expect([await listed(), await listed("YES"), await listed("ONLY")]).toEqual([0, 1, 1]);
    expect([await ofCompany(), await ofCompany("YES"), await ofCompany("ONLY")]).toEqual([false, true, true]);
    expect((await staff().run("crm/GetContact", { id })).get("contact.deletedAt")).toEqual(expect.any(String));

    const restored = await staff().run("crm/RestoreContact", { id });
    expect(restored.get("restoreContact.contact.deletedAt")).toBeNull();
    expect([await listed(), await listed("YES"), await listed("ONLY")]).toEqual([1, 1, 0]);
  });

  it.each(["UpdateContact", "ArchiveContact", "RestoreContact"])(
    "that does not exist is NOT_FOUND for %s",
    async (operation) => {
      const variables = operation === "UpdateContact" ? { patch: { firstName: "New" } } : {};
      const answer = await staff().run(`crm/${operation}`, { id: randomUUID(), ...variables });
      expect(answer.refusal).toEqual({ code: "NOT_FOUND" });
      const existing = await staff().run(`crm/${operation}`, { id: await create({ firstName: "Old" }), ...variables });
      expect(existing.errors).toBeUndefined();
    },
  );

  it("that does not exist is null when it is read", async () => {
    const answer = await staff().run("crm/GetContact", { id: randomUUID() });
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({ contact: null });
  });

  it("cannot be given an unknown lifecycle stage", async () => {
    const id = await create({ firstName: "Donald" });
    const answer = await staff().run("crm/UpdateContact", { id, patch: { lifecycleStage: "customer" } });
    expect(answer.code).toBe("BAD_USER_INPUT");
  });

  it("cannot be given an owner or a company that does not exist", async () => {
    const id = await create({ firstName: "Ken" });
    for (const field of ["ownerId", "companyId", "businessId"]) {
      const answer = await staff().run("crm/UpdateContact", { id, patch: { [field]: randomUUID() } });
      expect(answer.refusal).toEqual({ code: "BAD_USER_INPUT", field });
    }
  });

  it("is found by its global id as well", async () => {
    const id = await create({ firstName: "Margaret" });
    const nodeId = (await staff().run("crm/GetContact", { id })).get("contact.nodeId");
    const answer = await staff().query(
      "query ($nodeId: ID!) { node(nodeId: $nodeId) { ... on Contact { id name } } }",
      {
        nodeId,
      },
    );
    expect(answer.get("node")).toEqual({ id, name: "Margaret" });
  });
});
