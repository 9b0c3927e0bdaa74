import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const admin = () => gateway.as(db.world.acme.members.admin);
const staff = () => gateway.as(db.world.acme.members.staff);

const FIELDS = [
  { name: "email", label: "E-mail", type: "email", required: true },
  { name: "name", label: "Your name", type: "text" },
  { name: "plan", label: "Plan", type: "select", options: ["small", "large"] },
];
const createForm = async () => {
  const form = { name: "Contact us", fields: FIELDS, leadTags: ["website"] };
  return (await admin().run("automation/CreateForm", { form })).get("createForm.form.id");
};
const submit = (formId: string, data: object, more: object = {}) =>
  staff().run("automation/CreateFormSubmission", { submission: { formId, data, ...more } });
const withCount = async (id: string) => (await staff().run("automation/GetForm", { id })).get("form");

describe("a form", () => {
  it("is created with what it asks, and complete settings", async () => {
    const created = await admin().run("automation/CreateForm", {
      form: { name: "Callback", fields: FIELDS, type: "POPUP" },
    });
    expect(created.get("createForm.form")).toMatchObject({
      type: "POPUP",
      fields: FIELDS,
      settings: { submitButton: "Submit", successMessage: "Thank you for your submission!", redirectUrl: null },
      isActive: true,
      submissionCount: 0,
    });
  });

  it("cannot ask for what isn't a question, nor be set up by staff", async () => {
    const form = { name: "Wrong", fields: [{ name: "plan", label: "Plan", type: "select" }] };
    expect((await admin().run("automation/CreateForm", { form })).refusal).toEqual({
      code: "BAD_USER_INPUT",
      field: "fields",
      rule: "field",
    });
    expect((await staff().run("automation/CreateForm", { form: { name: "Mine" } })).code).toBe("FORBIDDEN");
  });

  it("turns whoever sends it into a lead, with campaign and tags, and counts it", async () => {
    const formId = await createForm();
    const utm = { utmSource: "google", utmMedium: "cpc", utmCampaign: "spring" };
    const data = { email: " Ada@Mail.Test", name: "Ada Lovelace", plan: "large" };
    const sent = await submit(formId, data, utm);
    expect(sent.get("createFormSubmission.formSubmission")).toMatchObject({
      data: { ...data, email: "ada@mail.test" },
      lead: { name: "Ada Lovelace", email: "ada@mail.test", source: "form", status: "NEW", tags: ["website"], ...utm },
      contact: null,
    });
    const again = await submit(formId, { email: "ada@mail.test" });
    const leadOf = (answer: typeof sent) => answer.get("createFormSubmission.formSubmission.lead.id");
    expect(leadOf(again)).toBe(leadOf(sent));
    expect(await withCount(formId)).toMatchObject({
      submissionCount: 2,
      lastSubmissionAt: expect.any(String),
      formSubmissions: { totalCount: 2, nodes: [{ utmSource: "google" }, { utmSource: null }] },
    });
  });

  it("tells which field was filled in wrongly", async () => {
    const formId = await createForm();
    const refusalOf = async (data: object) => (await submit(formId, data)).refusal;
    expect(await refusalOf({ name: "Ada" })).toEqual({ code: "BAD_USER_INPUT", field: "email", rule: "required" });
    const data = { email: "ada@mail.test", plan: "huge" };
    expect(await refusalOf(data)).toEqual({ code: "BAD_USER_INPUT", field: "plan", rule: "option" });
    const [error] = (await submit(formId, data)).errors ?? [];
    expect(error?.message).toBe("This can't be used: “Plan” is one of its options.");
    expect(await withCount(formId)).toMatchObject({ submissionCount: 0 });
  });

  it("takes nothing when it is switched off", async () => {
    const formId = await createForm();
    await admin().run("automation/UpdateForm", { id: formId, patch: { isActive: false } });
    expect((await submit(formId, { email: "ada@mail.test" })).refusal).toEqual({ code: "CONFLICT", field: "formId" });
  });

  it("forgets what an admin deletes; staff can't", async () => {
    const formId = await createForm();
    const id = (await submit(formId, { email: "spam@mail.test" })).get("createFormSubmission.formSubmission.id");
    expect((await staff().run("automation/DeleteFormSubmission", { id })).code).toBe("NOT_FOUND");
    expect((await admin().run("automation/DeleteFormSubmission", { id })).errors).toBeUndefined();
    expect(await withCount(formId)).toMatchObject({ submissionCount: 0, formSubmissions: { totalCount: 0 } });
  });
});
