import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, ownedRows, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { describeOwnedOperation, race } from "../../support/operations.ts";

const db = useDatabase();

const CONVERT = "select app_public.convert_lead($1)";

interface Conversion {
  readonly lead: Columns;
  readonly contact: Columns | null;
  readonly company: Columns | null;
  readonly deal: Columns | null;
}

/** Converts a lead, with arguments by name, and gives what came of it. */
async function convert(t: TestTransaction, lead_id: string, args: Columns = {}): Promise<Conversion> {
  const [sql, values] = call({ lead_id, ...args });
  return t.value<Conversion>(`select to_jsonb(c) from ${sql} c`, values);
}

function call(args: Columns): [string, unknown[]] {
  const names = Object.keys(args).map((name, index) => `${name} => $${index + 1}`);
  return [`app_public.convert_lead(${names})`, Object.values(args)];
}

async function refusal(t: TestTransaction, args: Columns) {
  const [sql, values] = call(args);
  const { code, detail } = await t.failure(`select ${sql}`, values);
  return [code, JSON.parse(detail ?? "{}")];
}

const add = (t: TestTransaction, table: string, columns: Columns) =>
  t.value<string>(...insertStatement(table, columns));
const GRACE = { first_name: "Grace", last_name: "Hopper", email: "grace@navy.test", phone: "+442079460001" };

describe("app_public.convert_lead", () => {
  describeOwnedOperation(
    db,
    async () => ownedRows(db.world.acme.leads),
    (id) => [CONVERT, [id]],
  );

  it("makes a contact, a company and a deal of a lead, which belong to whoever looks after it", () =>
    db.transaction(async (t) => {
      const { members, businesses, stages } = db.world.acme;
      await t.as(members.staff);
      const assigned_to_id = members.rep.membershipId;
      const more = { source: "website", tags: ["warm"], notes: "Likes ships", business_id: businesses.north };
      const id = await add(t, "leads", { ...GRACE, ...more, assigned_to_id });
      const made = await convert(t, id, { company_name: " Navy ", value_cents: 5000, expected_close_on: "2030-01-31" });
      expect(made.company).toMatchObject({ name: "Navy", owner_id: assigned_to_id, business_id: businesses.north });
      expect(made.contact).toMatchObject({
        ...GRACE,
        ...more,
        owner_id: assigned_to_id,
        company_id: made.company?.["id"],
        lifecycle_stage: "lead",
      });
      expect(made.deal).toMatchObject({
        title: "Navy",
        lead_id: id,
        contact_id: made.contact?.["id"],
        company_id: made.company?.["id"],
        owner_id: assigned_to_id,
        business_id: businesses.north,
        stage_id: stages["Lead"],
        value_cents: 5000,
        currency: "USD",
        expected_close_on: "2030-01-31",
      });
      expect(made.lead).toMatchObject({
        status: "converted",
        contact_id: made.contact?.["id"],
        company_id: made.company?.["id"],
        converted_at: expect.any(String),
      });
    }));

  it("adds the deal that is asked for, or none", () =>
    db.transaction(async (t) => {
      const { members, stages } = db.world.acme;
      await t.as(members.staff);
      const one = await add(t, "leads", { first_name: "Ada" });
      expect((await convert(t, one, { without_deal: true })).deal).toBeNull();
      const two = await add(t, "leads", { first_name: "Alan" });
      const named = { deal_title: "Bombe", stage_id: stages["Qualified"], currency: "GBP" };
      const { deal, company } = await convert(t, two, named);
      expect(deal).toMatchObject({ title: "Bombe", stage_id: stages["Qualified"], probability: 30, currency: "GBP" });
      expect(company).toBeNull();
      const three = await add(t, "leads", { first_name: "Alan", last_name: "Turing" });
      expect((await convert(t, three)).deal).toMatchObject({ title: "Alan Turing" });
    }));

  it("finds the contact that is named, the lead's, or the one with its e-mail address, and leaves it as it is", () =>
    db.transaction(async (t) => {
      const { contacts, members } = db.world.acme;
      await t.as(members.staff);
      const graces = await add(t, "contacts", { ...GRACE, first_name: "Admiral" });
      const of = async (lead: Columns, args: Columns = {}) =>
        (await convert(t, await add(t, "leads", lead), args)).contact;
      expect(await of(GRACE)).toMatchObject({ id: graces, first_name: "Admiral" });
      expect(await of({ ...GRACE, contact_id: contacts.reps })).toMatchObject({ id: contacts.reps });
      expect(await of({ ...GRACE, contact_id: contacts.reps }, { contact_id: contacts.norths })).toMatchObject({
        id: contacts.norths,
      });
    }));

  it("finds the company that is named, the lead's, or the one of this name", () =>
    db.transaction(async (t) => {
      const { companies, members } = db.world.acme;
      await t.as(members.staff);
      const navy = await add(t, "companies", { name: "Navy" });
      const of = async (lead: Columns, args: Columns) =>
        (await convert(t, await add(t, "leads", { first_name: "Grace", ...lead }), args)).company?.["id"];
      expect(await of({}, { company_name: "Navy" })).toBe(navy);
      expect(await of({ company_id: companies.reps }, { company_name: "Navy" })).toBe(companies.reps);
      expect(await of({ company_id: companies.reps }, { company_id: companies.norths })).toBe(companies.norths);
      expect(await of({}, { company_name: "  " })).toBeUndefined();
    }));

  it("takes over the organization's own fields that both have, and asks for no others", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      const define = (entity: string, field_name: string, more: Columns = {}) =>
        add(t, "custom_field_definitions", { entity, field_name, label: field_name, ...more });
      await define("lead", "budget", { field_type: "number" });
      await define("contact", "budget", { field_type: "number" });
      await define("lead", "size", { field_type: "number" });
      await define("contact", "size", { field_type: "text" });
      const choice = { field_type: "select", options: ["S", "M"] };
      await define("lead", "fit", choice);
      await define("contact", "fit", { ...choice, options: ["M"] });
      await define("deal", "fit", { ...choice, options: ["M", "S", "L"] });
      for (const entity of ["contact", "deal", "company"]) await define(entity, "tax", { is_required: true });
      const custom_fields = { budget: 7, size: 3, fit: "S", free: true };
      const id = await add(t, "leads", { first_name: "Grace", custom_fields });
      const made = await convert(t, id, { company_name: "Navy" });
      expect(made.contact?.["custom_fields"]).toEqual({ budget: 7 });
      expect(made.deal?.["custom_fields"]).toEqual({ fit: "S" });
      expect(await t.refusal(...insertStatement("contacts", { first_name: "Ada" }))).toBe("TN400");
    }));

  it("hands the lead's activities, tasks and deals to the contact, whoever they belong to", () =>
    db.transaction(async (t) => {
      const { activities, contacts, deals, leads, members, tasks } = db.world.acme;
      await t.as(members.staff);
      const lead_id = leads.reps;
      for (const [table, id] of [
        ["activities", activities.outsiders],
        ["tasks", tasks.outsiders],
      ] as const) {
        await t.count(...updateStatement(table, id, { lead_id, contact_id: null }));
      }
      await t.count(...updateStatement("deals", deals.outsiders, { lead_id, contact_id: null }));
      await t.count(...updateStatement("deals", deals.norths, { lead_id, contact_id: contacts.norths }));
      await t.as(members.rep);
      const contactId = (await convert(t, lead_id)).contact?.["id"];
      await t.asOwner();
      const of = (table: string, id: string) =>
        t.value(`select contact_id from app_public.${table} where id = $1`, [id]);
      expect(await of("activities", activities.outsiders)).toBe(contactId);
      expect(await of("tasks", tasks.outsiders)).toBe(contactId);
      expect(await of("deals", deals.outsiders)).toBe(contactId);
      expect(await of("deals", deals.norths)).toBe(contacts.norths);
    }));

  it("is refused twice", () =>
    db.transaction(async (t) => {
      const { leads, members } = db.world.acme;
      await t.as(members.rep);
      const { contact } = await convert(t, leads.reps);
      const detail = { contactId: contact?.["id"], convertedAt: expect.any(String) };
      expect(await refusal(t, { lead_id: leads.reps })).toEqual(["TN409", detail]);
      await t.count(...updateStatement("leads", leads.reps, { status: "qualified" }));
      expect((await convert(t, leads.reps)).contact).toMatchObject({ id: contact?.["id"] });
    }));

  it("of what isn't there, or isn't the organization's, is refused and says which", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.as(acme.members.staff);
      const archived = await add(t, "leads", { first_name: "Gone" });
      await t.count(...updateStatement("leads", archived, { deleted_at: new Date() }));
      expect(await refusal(t, { lead_id: archived })).toEqual(["TN404", { field: "leadId" }]);
      const lead_id = acme.leads.reps;
      const foreign = {
        contact_id: globex.contactId,
        company_id: globex.companyId,
        pipeline_id: globex.pipelineId,
        stage_id: globex.stages["Lead"],
      };
      for (const [name, id] of Object.entries(foreign)) {
        const field = name.replace("_id", "Id");
        expect(await refusal(t, { lead_id, [name]: id })).toEqual(["TN404", { field }]);
        expect(await refusal(t, { lead_id, [name]: acme.id })).toEqual(["TN404", { field }]);
      }
      expect(await t.value("select status from app_public.leads where id = $1", [lead_id])).toBe("new");
    }));

  it("to a contact whom the caller doesn't see, or who is archived, is refused", () =>
    db.transaction(async (t) => {
      const { members } = db.world.acme;
      await t.as(members.staff);
      const outsiders = await add(t, "contacts", { ...GRACE, owner_id: members.outsider.membershipId });
      const lead_id = await add(t, "leads", { ...GRACE, assigned_to_id: members.rep.membershipId });
      await t.as(members.rep);
      expect(await refusal(t, { lead_id })).toEqual(["TN409", { field: "contactId" }]);
      expect(await refusal(t, { lead_id, contact_id: outsiders })).toEqual(["TN404", { field: "contactId" }]);
      await t.as(members.staff);
      expect((await t.attempt(() => convert(t, lead_id))).contact).toMatchObject({ id: outsiders });
      await t.count(...updateStatement("contacts", outsiders, { deleted_at: new Date() }));
      expect(await refusal(t, { lead_id })).toEqual(["TN409", { field: "contactId" }]);
    }));

  it("is of the contact into whom the one with the e-mail address was merged, who may be out of sight", () =>
    db.transaction(async (t) => {
      const { members } = db.world.acme;
      await t.as(members.staff);
      const merged = await add(t, "contacts", { ...GRACE, owner_id: members.outsider.membershipId });
      const stays = await add(t, "contacts", { first_name: "Amazing Grace", owner_id: members.rep.membershipId });
      const address = { email: "amazing@navy.test" };
      await t.count(...updateStatement("contacts", stays, address));
      await t.count("select from app_public.merge_contacts($1, $2)", [stays, merged]);
      const lead_id = await add(t, "leads", { ...GRACE, assigned_to_id: members.rep.membershipId });
      await t.as(members.rep);
      expect(await t.count("select from app_public.contacts where id = $1", [merged])).toBe(0);
      expect((await t.attempt(() => convert(t, lead_id))).contact).toMatchObject({ id: stays, ...address });
      await t.as(members.staff);
      await t.count(...updateStatement("contacts", stays, { owner_id: members.outsider.membershipId }));
      await t.as(members.rep);
      expect(await refusal(t, { lead_id })).toEqual(["TN409", { field: "contactId" }]);
      await t.as(members.staff);
      expect((await t.attempt(() => convert(t, lead_id))).contact).toMatchObject({ id: stays });
      await t.count(...updateStatement("contacts", stays, { deleted_at: new Date() }));
      expect(await refusal(t, { lead_id })).toEqual(["TN409", { field: "contactId" }]);
    }));

  it("takes the permission to add what is new", () =>
    db.transaction(async (t) => {
      const { id: organization_id, leads, members } = db.world.acme;
      await t.asOwner();
      const role_id = await add(t, "roles", { organization_id, name: "Qualifier" });
      const grant = (resource: string, action: string) =>
        add(t, "role_permissions", { organization_id, role_id, resource, action, scope: "all" });
      for (const resource of ["leads", "contacts", "companies", "deals", "pipelines"]) await grant(resource, "read");
      await grant("leads", "update");
      await t.count("update app_public.memberships set role_id = $1 where id = $2", [
        role_id,
        members.rep.membershipId,
      ]);
      const may = async (args: Columns) => {
        await t.as(members.rep);
        const [sql, values] = call({ lead_id: leads.reps, ...args });
        const allowed = await t.attempt(() => t.count(`select ${sql}`, values)).catch(({ code }) => code);
        await t.asOwner();
        return allowed;
      };
      expect(await may({ without_deal: true })).toBe("42501");
      await grant("contacts", "create");
      expect([await may({ without_deal: true }), await may({})]).toEqual([1, "42501"]);
      await grant("deals", "create");
      expect([await may({}), await may({ company_name: "New" })]).toEqual([1, "42501"]);
    }));

  it("is in the audit log as the caller's", () =>
    db.transaction(async (t) => {
      const { leads, members } = db.world.acme;
      await t.as(members.rep, { requestId: "conversion" });
      await convert(t, leads.reps, { company_name: "Navy" });
      await t.as(members.owner);
      const entries = await t.rows(
        "select table_name, action from app_public.audit_logs where request_id = 'conversion' and user_id = $1 order by table_name",
        [members.rep.userId],
      );
      expect(entries).toEqual([
        { table_name: "companies", action: "insert" },
        { table_name: "contacts", action: "insert" },
        { table_name: "deals", action: "insert" },
        { table_name: "leads", action: "update" },
      ]);
    }));
});

describe("conversions at the same moment", () => {
  const ten = <Item>(item: Item) => Array.from({ length: 10 }, () => item);
  const count = (table: string, condition: string, values: unknown[]) =>
    db.withRoot(
      async (root) => (await root.query(`select from app_public.${table} where ${condition}`, values)).rowCount,
    );
  const lead = (columns: Columns) =>
    db.withRoot(async (root) => {
      const row = { organization_id: db.world.acme.id, ...columns };
      return (await root.query(...insertStatement("leads", row))).rows[0].id as string;
    });

  it("of one lead make one contact and one deal", async () => {
    const id = await lead({ first_name: "Grace" });
    const outcomes = await race(db, db.world.acme.members.staff, ten([CONVERT, [id]]));
    expect(outcomes).toEqual([...ten("TN409").slice(1), "done"].sort());
    expect(await count("deals", "lead_id = $1", [id])).toBe(1);
    expect(await count("contacts", "organization_id = $1 and name = 'Grace'", [db.world.acme.id])).toBe(1);
  });

  it("of several leads of one person at one company make one contact and one company", async () => {
    const ids = await Promise.all(ten(0).map(() => lead({ first_name: "Ada", email: "ada@engine.test" })));
    const sql = "select app_public.convert_lead($1, company_name => 'Engine')";
    const outcomes = await race(
      db,
      db.world.acme.apiKey,
      ids.map((id) => [sql, [id]]),
    );
    expect(outcomes).toEqual(ten("done"));
    expect(await count("contacts", "email = 'ada@engine.test'", [])).toBe(1);
    expect(await count("companies", "name = 'Engine'", [])).toBe(1);
    expect(await count("deals", "lead_id = any ($1)", [ids])).toBe(10);
  });
});
