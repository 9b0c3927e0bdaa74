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

const FIELDS = [
  { name: "email", label: "E-mail", type: "email", required: true },
  { name: "phone", label: "Phone", type: "phone" },
  { name: "name", label: "Your name", type: "text", minLength: 2, maxLength: 30 },
  { name: "message", label: "Message", type: "textarea" },
  { name: "seats", label: "Seats", type: "number" },
  { name: "day", label: "Day", type: "date" },
  { name: "site", label: "Site", type: "url" },
  { name: "plan", label: "Plan", type: "select", options: ["small", "large"] },
  { name: "topics", label: "Topics", type: "multiselect", options: ["price", "place", "people"] },
  { name: "consent", label: "I agree", type: "checkbox", required: true },
];
const FORM = { name: "Contact us", fields: JSON.stringify(FIELDS), lead_tags: ["website", "inbound"] };
const DATA = { email: "ada@mail.test", consent: true };
const LEAD = `select l.name, l.email, l.phone, l.source, l.status, l.utm_source, l.utm_medium, l.utm_campaign, l.tags
  from app_public.form_submissions s join app_public.leads l on l.id = s.lead_id where s.id = $1`;

describe("app_public.form_submissions", () => {
  const db = useDatabase();
  const one = ["an opinion"];
  const manages = { sees: one, adds: one, deletes: one };
  const sends = { sees: one, adds: one };

  describeAccess(db, "form_submissions", {
    rows: ({ acme }) => ({ "an opinion": acme.automation.formSubmissionId }),
    additions: ({ acme }) => ({ "an opinion": { form_id: acme.automation.formId, data: { opinion: "Bad" } } }),
    who: {
      owner: manages,
      admin: manages,
      manager: sends,
      staff: sends,
      rep: nothing,
      viewer: { sees: one },
      northerner: { sees: one },
      stranger: nothing,
      anonymous: refused,
    },
  });

  /** As staff, with a form that asks for everything. */
  const withForm = (work: (t: TestTransaction, send: (columns?: Columns) => [string, unknown[]]) => Promise<void>) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      const form_id = await t.value<string>(...insertStatement("forms", FORM));
      await t.as(db.world.acme.members.staff);
      await work(t, (columns = {}) => insertStatement("form_submissions", { form_id, data: DATA, ...columns }));
    });

  it("keep what was filled in, in one form, and leave out what wasn't", () =>
    withForm(async (t, send) => {
      const data = {
        email: " Ada@Mail.Test ",
        phone: "020 7946 0000",
        name: "  Ada Lovelace ",
        message: "",
        seats: "12.50",
        day: "2032-02-29",
        site: "https://ada.test/notes",
        plan: "large",
        topics: ["people", "price", "people"],
        consent: true,
      };
      const id = await t.value(...send({ data }));
      expect(await t.value("select data from app_public.form_submissions where id = $1", [id])).toEqual({
        email: "ada@mail.test",
        phone: "+442079460000",
        name: "Ada Lovelace",
        seats: 12.5,
        day: "2032-02-29",
        site: "https://ada.test/notes",
        plan: "large",
        topics: ["price", "people"],
        consent: true,
      });
    }));

  it.each<[string, Columns, string, string | undefined]>([
    ["without what is required", { email: undefined }, "email", "required"],
    ["with white space for what is required", { email: "  " }, "email", "required"],
    ["without a required tick", { consent: false }, "consent", "required"],
    ["with a tick in words", { consent: "yes" }, "consent", "type"],
    ["with an e-mail address that is none", { email: "ada@mail" }, "email", "type"],
    ["with two e-mail addresses", { email: "ada@mail.test, bob@mail.test" }, "email", "type"],
    ["with an e-mail address that is an object", { email: { a: 1 } }, "email", "type"],
    ["with an endless e-mail address", { email: `${"a".repeat(250)}@mail.test` }, "email", "type"],
    ["with a phone number that is none", { phone: "call me" }, "phone", undefined],
    ["with too short a text", { name: "A" }, "name", "minLength"],
    ["with too long a text", { name: "A".repeat(31) }, "name", "maxLength"],
    ["with endless text where no limit is set", { message: "A".repeat(10_001) }, "message", "maxLength"],
    ["with a number in words", { seats: "twelve" }, "seats", "type"],
    ["with a number of any size", { seats: 1e300 }, "seats", "type"],
    ["with a day that isn't in the calendar", { day: "2031-02-29" }, "day", "type"],
    ["with a day in another order", { day: "31.12.2030" }, "day", "type"],
    ["with a script for an address", { site: "javascript:alert(1)" }, "site", "type"],
    ["with what isn't an option", { plan: "huge" }, "plan", "option"],
    ["with one topic that isn't an option", { topics: ["price", "weather"] }, "topics", "option"],
    ["with one topic instead of a list", { topics: "price" }, "topics", "option"],
    ["with one topic over and over", { topics: ["price", "price", "price", "price"] }, "topics", "option"],
    ["with a list in a list", { topics: [["price"]] }, "topics", "option"],
    ["with more than anybody fills in", { message: "A".repeat(262_144) }, "data", "size"],
    ["with a field that the form doesn't have", { password: "secret" }, "password", "unknown"],
    ["with a field of a strange name", { 'x"}': "secret" }, 'x"}', "unknown"],
  ])("can't be sent %s, and make no lead then", (_, change, field, rule) =>
    withForm(async (t, send) => {
      const error = await t.failure(...send({ data: { ...DATA, ...change } }));
      expect([error.code, JSON.parse(error.detail ?? "")]).toEqual(["TN400", rule ? { field, rule } : { field }]);
      expect(await t.count("select from app_public.leads where email = 'ada@mail.test'")).toBe(0);
      expect(await t.count(...send())).toBe(1);
    }),
  );

  it.each<[string, Columns, string]>([
    ["data that are no object", { data: "[]" }, "data_must_be_an_object"],
    ["a page that isn't of the web", { source_url: "file:///etc/passwd" }, "source_url_must_be_of_the_web"],
    ["an endless campaign", { utm_campaign: "x".repeat(201) }, "utm_campaign_must_be_short"],
  ])("can't have %s", (_, columns, constraint) =>
    withForm(async (t, send) => {
      expect((await t.failure(...send(columns))).constraint).toBe(constraint);
    }),
  );

  it("are refused by a form that is switched off", () =>
    withForm(async (t, send) => {
      await t.as(db.world.acme.members.admin);
      await t.count("update app_public.forms set is_active = false");
      await t.as(db.world.acme.members.staff);
      const error = await t.failure(...send());
      expect([error.code, error.detail]).toEqual(["TN409", '{"field": "formId"}']);
    }));

  it("can't be sent through another organization's form, which looks like none", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const missing = await t.value<string>("select gen_random_uuid()");
      await t.as(acme.members.owner);
      for (const form_id of [globex.automation.formId, missing]) {
        expect(await t.refusal(...insertStatement("form_submissions", { form_id, data: { opinion: "Bad" } }))).toBe(
          "23503",
        );
      }
    }));

  it("remember the address of whoever sent them", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff, { address: "203.0.113.7" });
      const row = { form_id: db.world.acme.automation.formId, data: { opinion: "Good" } };
      const id = await t.value(...insertStatement("form_submissions", row));
      expect(await t.value("select host(address) from app_public.form_submissions where id = $1", [id])).toBe(
        "203.0.113.7",
      );
      expect(await t.refusal(...insertStatement("form_submissions", { ...row, address: "198.51.100.1" }))).toBe(
        "42501",
      );
    }));

  describe("make a lead", () => {
    it("of whoever is new, with where they came from and the form's tags", () =>
      withForm(async (t, send) => {
        const utm = { utm_source: "google", utm_medium: "cpc", utm_campaign: "spring" };
        const id = await t.value(
          ...send({ ...utm, data: { ...DATA, name: "Ada King Lovelace", phone: "020 7946 0000" } }),
        );
        expect(await t.rows(LEAD, [id])).toEqual([
          {
            name: "Ada King Lovelace",
            email: "ada@mail.test",
            phone: "+442079460000",
            source: "form",
            status: "new",
            ...utm,
            tags: ["website", "inbound"],
          },
        ]);
        const details = await t.value("select source_details from app_public.leads where email = 'ada@mail.test'");
        expect(details).toMatchObject({ formName: "Contact us", submissionId: id });
      }));

    it("or add to the one with the e-mail address, keeping what is known and where it first came from", () =>
      withForm(async (t, send) => {
        const first = await t.value(...send({ utm_source: "google" }));
        await t.count("update app_public.leads set tags = '{vip,inbound}' where email = 'ada@mail.test'");
        const second = await t.value(
          ...send({
            utm_source: "facebook",
            utm_campaign: "autumn",
            data: { ...DATA, name: "Ada Lovelace", phone: "020 7946 0000" },
          }),
        );
        expect(await t.rows(LEAD, [second])).toEqual(await t.rows(LEAD, [first]));
        expect(await t.rows(LEAD, [second])).toMatchObject([
          {
            name: "Ada Lovelace",
            phone: "+442079460000",
            utm_source: "google",
            utm_campaign: "autumn",
            tags: ["vip", "inbound", "website"],
          },
        ]);
      }));

    it("or add to the one with the phone number", () =>
      withForm(async (t, send) => {
        const phone = "020 7946 0000";
        const lead = await t.value(...insertStatement("leads", { first_name: "Ada", phone }));
        const id = await t.value(...send({ data: { ...DATA, phone } }));
        expect(await t.value("select lead_id from app_public.form_submissions where id = $1", [id])).toBe(lead);
        expect(await t.rows(LEAD, [id])).toMatchObject([{ name: "Ada", email: "ada@mail.test", source: "manual" }]);
      }));

    it("anew when the known one was converted or archived, or is another organization's", () =>
      withForm(async (t, send) => {
        const { acme, globex } = db.world;
        await t.asOwner();
        const known: string[] = [];
        for (const columns of [
          { organization_id: acme.id, status: "converted", contact_id: acme.contacts.norths },
          { organization_id: acme.id, deleted_at: new Date() },
          { organization_id: globex.id },
        ]) {
          known.push(
            await t.value<string>(
              ...insertStatement("leads", { first_name: "Ada", email: "ada@mail.test", ...columns }),
            ),
          );
        }
        await t.as(acme.members.staff);
        const id = await t.value(...send());
        expect(known).not.toContain(
          await t.value("select lead_id from app_public.form_submissions where id = $1", [id]),
        );
        expect(await t.rows(LEAD, [id])).toMatchObject([{ name: "Unknown", source: "form" }]);
      }));

    it("and name the contact who has the e-mail address", () =>
      withForm(async (t, send) => {
        const contact = await t.value(...insertStatement("contacts", { first_name: "Ada", email: "ada@mail.test" }));
        const id = await t.value(...send());
        expect(await t.value("select contact_id from app_public.form_submissions where id = $1", [id])).toBe(contact);
      }));

    it("and name the contact into whom the one with the e-mail address was merged, unless archived", () =>
      withForm(async (t, send) => {
        const add = (email: string) => t.value<string>(...insertStatement("contacts", { first_name: "Ada", email }));
        const [merged, stays] = [await add("ada@mail.test"), await add("lovelace@mail.test")];
        const last = await add("countess@mail.test");
        const mergeInto = (contact: string, other: string) =>
          t.count("select from app_public.merge_contacts($1, $2)", [contact, other]);
        const named = async () => {
          const id = await t.value(...send());
          return t.value("select contact_id from app_public.form_submissions where id = $1", [id]);
        };
        await mergeInto(stays, merged);
        expect(await named()).toBe(stays);
        await mergeInto(last, stays);
        expect(await named()).toBe(last);
        await t.count(...updateStatement("contacts", last, { deleted_at: new Date() }));
        expect(await named()).toBeNull();
      }));

    it("not when the form asks for neither e-mail address nor phone number", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        await t.as(acme.members.staff);
        const id = await t.value(
          ...insertStatement("form_submissions", { form_id: acme.automation.formId, data: { opinion: "Fine" } }),
        );
        expect(await t.value("select lead_id from app_public.form_submissions where id = $1", [id])).toBeNull();
      }));

    it("even of names that are longer than a lead's", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        await t.as(acme.members.admin);
        const fields = [FIELDS[0], { name: "name", label: "Name", type: "textarea" }];
        const form_id = await t.value(...insertStatement("forms", { ...FORM, fields: JSON.stringify(fields) }));
        const data = { email: "ada@mail.test", name: `${"A".repeat(300)} ${"B".repeat(300)}` };
        expect(await t.count(...insertStatement("form_submissions", { form_id, data }))).toBe(1);
      }));
  });

  it("are counted, and no longer when they are deleted", () =>
    withForm(async (t, send) => {
      const counter = async (id: unknown) => {
        await t.count("set constraints all immediate");
        await t.count("set constraints all deferred");
        return t.rows(
          `select f.submission_count as count, f.last_submission_at is not null as was_sent
           from app_public.forms f join app_public.form_submissions s on s.form_id = f.id where s.id = $1`,
          [id],
        );
      };
      const first = await t.value(...send());
      const second = await t.value(...send());
      expect(await counter(first)).toEqual([{ count: 2, was_sent: true }]);
      await t.as(db.world.acme.members.admin);
      await t.count("delete from app_public.form_submissions where id = $1", [second]);
      expect(await counter(first)).toEqual([{ count: 1, was_sent: true }]);
    }));

  it("are never changed", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.owner);
      const change = updateStatement("form_submissions", db.world.acme.automation.formSubmissionId, { data: "{}" });
      expect(await t.refusal(...change)).toBe("42501");
    }));
});

describe("twenty who send a form at once", () => {
  const db = useDatabase();

  it("with one e-mail address make one lead, are all counted, and wait for none but those of the same address", async () => {
    const { acme } = db.world;
    const insertForm = insertStatement("forms", { organization_id: acme.id, ...FORM });
    const formId = await db.withRoot(async (root) => (await root.query(...insertForm)).rows[0].id);
    const send = (email: string, phone?: string) =>
      insertStatement("form_submissions", { form_id: formId, data: { ...DATA, email, phone } });
    const begin = { claims: { iss: "tenantry", sub: acme.members.staff.userId }, organization: acme.id };
    const BEGIN = "select set_config('role', app_private.begin_request($1), true)";

    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        db.withRoot(async (client) => {
          await client.query("begin");
          await client.query(BEGIN, [begin]);
          // Whoever gives both is found by either, in whichever order they are looked for.
          await client.query(...send("Ada@mail.test", index % 2 === 0 ? "020 7946 0000" : undefined));
          await client.query("commit");
        }, db.urls.authenticator),
      ),
    );
    await db.withRoot(async (slow) => {
      await slow.query("begin");
      await slow.query(BEGIN, [begin]);
      await slow.query(...send("slow@mail.test"));
      await db.withRoot(async (quick) => {
        await quick.query("begin; set local lock_timeout = '2s'");
        await quick.query(BEGIN, [begin]);
        await quick.query(...send("quick@mail.test"));
        await quick.query("commit");
      }, db.urls.authenticator);
      await slow.query("commit");
    }, db.urls.authenticator);

    const { rows } = await db.withRoot((root) =>
      root.query(
        `select f.submission_count, (select count(*)::int from app_public.leads l where l.email = 'ada@mail.test') as adas
         from app_public.forms f where f.id = $1`,
        [formId],
      ),
    );
    expect(rows).toEqual([{ submission_count: 22, adas: 1 }]);
  }, 60_000);
});
