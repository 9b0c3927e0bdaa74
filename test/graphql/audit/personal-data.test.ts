import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);
const acme = () => db.world.acme;

describe("a request about personal data", () => {
  it("is made by an admin, once, and waits", async () => {
    const { admin, staff } = acme().members;
    const dataRequest = { kind: "ERASURE", contactId: acme().contacts.reps };
    const made = await gateway.as(admin).run("audit/CreateDataRequest", { dataRequest });
    expect(made.get("createDataRequest.dataRequest")).toMatchObject({
      kind: "ERASURE",
      status: "PENDING",
      requestedBy: { id: admin.membershipId },
      contact: { id: dataRequest.contactId },
    });
    expect((await gateway.as(admin).run("audit/CreateDataRequest", { dataRequest })).code).toBe("CONFLICT");
    expect((await gateway.as(staff).run("audit/CreateDataRequest", { dataRequest })).code).toBe("FORBIDDEN");
    const nobody = await gateway.as(admin).run("audit/CreateDataRequest", { dataRequest: { kind: "EXPORT" } });
    expect(nobody.refusal).toEqual({ code: "BAD_USER_INPUT", field: "contactId" });
    const filter = { status: { equalTo: "PENDING" }, kind: { equalTo: "ERASURE" } };
    const listed = await gateway.as(admin).run("audit/ListDataRequests", { filter });
    expect(listed.get("dataRequests.nodes")).toMatchObject([
      { contactId: dataRequest.contactId, completedAt: null, result: {}, error: null },
    ]);
    expect((await gateway.as(staff).run("audit/ListDataRequests")).get("dataRequests.totalCount")).toBe(0);
  });
});

describe("the data of a person", () => {
  const addContact = async () => {
    const contact = { firstName: "Zelda", lastName: "Quibbleworth", email: "zelda@mail.test" };
    const answer = await gateway.as(acme().members.staff).run("crm/CreateContact", { contact });
    return answer.get("createContact.contact.id");
  };

  it("is handed out to an admin", async () => {
    const { admin, staff } = acme().members;
    const contactId = await addContact();
    const answer = await gateway.as(admin).run("audit/ExportPersonalData", { contactId });
    expect(answer.get("exportPersonalData.personalDataExport")).toMatchObject({
      contactId,
      data: { contacts: [{ id: contactId, email: "zelda@mail.test" }] },
      files: [],
    });
    expect((await gateway.as(staff).run("audit/ExportPersonalData", { contactId })).code).toBe("FORBIDDEN");
    await gateway.as(admin).run("audit/ErasePersonalData", { contactId });
  });

  it("is erased by an admin, once, with the answer that was kept of it", async () => {
    const { admin, staff } = acme().members;
    const contactId = await addContact();
    const key = { "idempotency-key": "a-key-of-the-test-of-erasing" };
    const asked = await gateway.as(admin).run("audit/ExportPersonalData", { contactId }, key);
    const again = await gateway.as(admin).run("audit/ExportPersonalData", { contactId }, key);
    expect(again.text).toBe(asked.text);
    expect((await gateway.as(staff).run("audit/ErasePersonalData", { contactId })).code).toBe("FORBIDDEN");
    const erased = await gateway.as(admin).run("audit/ErasePersonalData", { contactId });
    expect(erased.get("erasePersonalData.dataRequest")).toMatchObject({
      kind: "ERASURE",
      status: "COMPLETED",
      contactId: null,
      requestedBy: { id: admin.membershipId },
      result: { deleted: { contacts: 1 }, files: [] },
    });
    expect((await gateway.as(admin).run("audit/ExportPersonalData", { contactId }, key)).code).toBe("CONFLICT");
    expect((await gateway.as(admin).run("audit/ErasePersonalData", { contactId })).refusal).toEqual({
      code: "NOT_FOUND",
      field: "contactId",
    });
  });
});

describe("security events", () => {
  it("are listed by kind for those who read the audit log", async () => {
    const { owner, manager } = acme().members;
    const filter = { kind: { equalTo: "FAILED_SIGN_IN" } };
    const listed = await gateway.as(owner).run("audit/ListSecurityEvents", { filter });
    expect(listed.get("securityEvents")).toMatchObject({
      totalCount: 1,
      nodes: [{ id: acme().audit.securityEvent, actorKind: "ANONYMOUS", detail: {}, user: null }],
    });
    expect(
      (await gateway.as(manager).run("audit/ListSecurityEvents", { filter })).get("securityEvents.totalCount"),
    ).toBe(0);
  });
});
