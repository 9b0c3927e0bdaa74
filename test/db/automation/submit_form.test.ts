import { describe, expect, it } from "@jest/globals";
import type { Client } from "pg";
import { type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { type Runner, race } from "../../support/race.ts";

const db = useDatabase();
const FIELDS = [
  { name: "email", label: "E-mail", type: "email", required: true },
  { name: "name", label: "Your name", type: "text" },
  { name: "plan", label: "Plan", type: "select", options: ["small", "large"] },
];
const FORM = {
  name: "Contact us",
  fields: JSON.stringify(FIELDS),
  settings: { successMessage: "Thanks!", redirectUrl: "https://acme.test/thanks" },
  lead_tags: ["website"],
};
const RECEIPT = { message: "Thanks!", redirect_url: "https://acme.test/thanks" };
const send = (
  form_id: string,
  data: unknown = { email: "ada@mail.test" },
  columns: Columns = {},
): [string, unknown[]] => {
  const passed = Object.keys(columns).map((name, index) => `${name} => $${index + 3}`);
  return [
    `select * from app_public.submit_form(${["$1", "$2", ...passed].join(", ")})`,
    [form_id, JSON.stringify(data), ...Object.values(columns)],
  ];
};
const ANONYMOUS = { claims: null };
const addForm = async (t: TestTransaction, columns: Columns = {}) => {
  await t.asOwner();
  return t.value<string>(...insertStatement("forms", { organization_id: db.world.acme.id, ...FORM, ...columns }));
};
const visit = (t: TestTransaction, address = "203.0.113.7") => t.beginRequest({ ...ANONYMOUS, address });
const withForm = (work: (t: TestTransaction, id: string) => Promise<void>, columns: Columns = {}) =>
  db.transaction(async (t) => {
    const id = await addForm(t, columns);
    await visit(t);
    await work(t, id);
  });
const leads = async (t: TestTransaction, email = "ada@mail.test") => {
  await t.asOwner();
  const found = await t.rows("select * from app_public.leads where email = $1", [email]);
  await visit(t);
  return found;
};

describe("app_public.submit_form", () => {
  it("makes a lead of a visitor, and keeps where they came from and what they sent", () =>
    withForm(async (t, id) => {
      const utm = { utm_source: " google ", utm_medium: "cpc", utm_campaign: "x".repeat(300) };
      const data = { email: " Ada@Mail.Test ", name: "Ada Lovelace", plan: "large" };
      expect(await t.rows(...send(id, data, { ...utm, source_url: "https://acme.test/contact?a=b" }))).toEqual([
        RECEIPT,
      ]);
      const kept = { utm_source: "google", utm_medium: "cpc", utm_campaign: "x".repeat(200) };
      expect(await leads(t)).toMatchObject([
        {
          organization_id: db.world.acme.id,
          first_name: "Ada",
          last_name: "Lovelace",
          source: "form",
          status: "new",
          tags: ["website"],
          assigned_to_id: null,
          ...kept,
        },
      ]);
      await t.asOwner();
      expect(await t.rows("select * from app_public.form_submissions where form_id = $1", [id])).toMatchObject([
        {
          organization_id: db.world.acme.id,
          data: { ...data, email: "ada@mail.test" },
          source_url: "https://acme.test/contact?a=b",
          address: "203.0.113.7",
          ...kept,
        },
      ]);
      expect(
        await t.rows(
          "select actor_kind, user_id, address from app_public.audit_logs where table_name = 'leads' and new_data ->> 'email' = 'ada@mail.test'",
        ),
      ).toEqual([{ actor_kind: "anonymous", user_id: null, address: "203.0.113.7" }]);
    }));

  it("adds to what is known of a lead, and keeps where they first came from", () =>
    withForm(async (t, id) => {
      await t.count(...send(id, undefined, { utm_source: "google" }));
      await t.count(
        ...send(id, { email: "ada@mail.test", name: "Ada King" }, { utm_source: "bing", utm_medium: "cpc" }),
      );
      expect(await leads(t)).toMatchObject([
        { first_name: "Ada", last_name: "King", utm_source: "google", utm_medium: "cpc" },
      ]);
    }));

  it("doesn't refuse a visitor for the page they come from", () =>
    withForm(async (t, id) => {
      await t.count(...send(id, undefined, { source_url: "about:blank", utm_source: " " }));
      await t.asOwner();
      expect(
        await t.rows("select source_url, utm_source from app_public.form_submissions where form_id = $1", [id]),
      ).toEqual([{ source_url: null, utm_source: null }]);
    }));

  it.each<[string, unknown, object]>([
    ["without what is required", { name: "Ada" }, { field: "email", rule: "required" }],
    ["with what isn't an option", { email: "ada@mail.test", plan: "huge" }, { field: "plan", rule: "option" }],
    ["with what the form doesn't ask", { email: "ada@mail.test", role: "owner" }, { field: "role", rule: "unknown" }],
    ["that is no object", ["ada@mail.test"], { field: "data", rule: "type" }],
  ])("refuses data %s, and makes no lead then", (_, data, detail) =>
    withForm(async (t, id) => {
      const error = await t.failure(...send(id, data));
      expect([error.code, JSON.parse(error.detail ?? "")]).toEqual(["TN400", detail]);
      expect(await leads(t)).toEqual([]);
      expect(await t.count(...send(id))).toBe(1);
    }),
  );

  it("answers a robot as it answers a person, and keeps nothing", () =>
    withForm(async (t, id) => {
      expect(await t.rows(...send(id, undefined, { trap: "https://spam.test" }))).toEqual([RECEIPT]);
      expect(await leads(t)).toEqual([]);
      expect(await t.rows(...send(id, undefined, { trap: "" }))).toEqual([RECEIPT]);
      expect(await leads(t)).toHaveLength(1);
    }));

  it("is refused when the form is closed, to robots too, or isn't there", () =>
    withForm(
      async (t, id) => {
        expect(await t.refusal(...send(id))).toBe("TN409");
        expect(await t.refusal(...send(id, undefined, { trap: "spam" }))).toBe("TN409");
        expect(await t.refusal(...send(db.world.acme.id))).toBe("TN404");
      },
      { is_active: false },
    ));

  it("is for anybody without a token, and for those who have one in their own organization", () =>
    withForm(async (t, id) => {
      const { acme, globex } = db.world;
      for (const actor of [acme.members.staff, acme.members.viewer, acme.apiKey, acme.client]) {
        await t.as(actor);
        expect(await t.rows(...send(id))).toEqual([RECEIPT]);
      }
      await t.as(globex.owner);
      expect(await t.refusal(...send(id))).toBe("TN404");
    }));

  it("lets nobody see or write submissions who may only send", () =>
    withForm(async (t, id) => {
      await t.count(...send(id));
      for (const table of ["forms", "form_submissions", "leads"]) {
        expect(await t.refusal(`select from app_public.${table}`)).toBe("42501");
      }
    }));
});

describe("a flood", () => {
  it("from one address is stopped at ten in ten minutes; others go on, and it can be tried again later", () =>
    withForm(async (t, id) => {
      for (let n = 0; n < 10; n++) await t.count(...send(id, { email: `ada${n}@mail.test` }));
      const error = await t.failure(...send(id));
      expect([error.code, JSON.parse(error.detail ?? "")]).toEqual(["TN429", { field: "formId" }]);
      await visit(t, "203.0.113.8");
      expect(await t.count(...send(id))).toBe(1);
      await t.asOwner();
      await t.count(
        `insert into app_public.form_submissions (organization_id, form_id, data, address, created_at)
         select $1, $2, '{"email": "ada@mail.test"}', '203.0.113.10', now() - interval '11 minutes' from generate_series(1, 10)`,
        [db.world.acme.id, id],
      );
      await visit(t, "203.0.113.10");
      expect(await t.count(...send(id))).toBe(1);
    }));

  it("is counted by the network of an IPv6 address", () =>
    withForm(async (t, id) => {
      for (let n = 0; n < 10; n++) {
        await visit(t, `2001:db8:1:2:${n}::1`);
        await t.count(...send(id));
      }
      await visit(t, "2001:db8:1:2:ffff:ffff:ffff:ffff");
      expect(await t.refusal(...send(id))).toBe("TN429");
      for (const other of ["2001:db8:1:3::1", "::ffff:203.0.113.7"]) {
        await visit(t, other);
        expect(await t.count(...send(id))).toBe(1);
      }
    }));

  it("is counted by each IPv4 address, also where it is written as an IPv6 address", () =>
    withForm(async (t, id) => {
      await visit(t, "::ffff:203.0.113.7");
      for (let n = 0; n < 10; n++) await t.count(...send(id));
      expect(await t.refusal(...send(id))).toBe("TN429");
      await visit(t, "::ffff:203.0.113.8");
      expect(await t.count(...send(id))).toBe(1);
    }));

  it("of a form is stopped at 120 in a minute, from wherever it comes", () =>
    withForm(async (t, id) => {
      const other = await addForm(t);
      await t.count(
        `insert into app_public.form_submissions (organization_id, form_id, data, address)
         select $1, $2, '{"email": "many@mail.test"}', '198.51.100.0'::inet + n from generate_series(1, 119) n`,
        [db.world.acme.id, id],
      );
      await visit(t);
      expect(await t.count(...send(id))).toBe(1);
      expect(await t.refusal(...send(id))).toBe("TN429");
      expect(await t.count(...send(other))).toBe(1);
    }));

  it("isn't what a website's own server sends with an API key that may, for many visitors", () =>
    withForm(async (t, id) => {
      await t.as(db.world.acme.apiKey, { address: "203.0.113.9" });
      for (let n = 0; n < 11; n++) await t.count(...send(id));
      await t.as(db.world.acme.members.viewer, { address: "203.0.113.9" });
      expect(await t.refusal(...send(id))).toBe("TN429");
    }));

  const committedForm = () =>
    db.withRoot(async (root) => {
      const form = { organization_id: db.world.acme.id, ...FORM };
      return (await root.query(...insertStatement("forms", form))).rows[0].id as string;
    });

  it("from one network waits for nothing, and holds up nobody else", async () => {
    const id = await committedForm();
    const begin = async (client: Client, address: string) => {
      await client.query("begin; set local lock_timeout = '20s'");
      await client.query("select set_config('role', app_private.begin_request($1), true)", [{ ...ANONYMOUS, address }]);
    };
    const attempt = (address: string) =>
      db.withRoot(async (client) => {
        await begin(client, address);
        const outcome = await client.query(...send(id, { email: `${address}@mail.test` })).then(
          () => "done",
          ({ code }) => code,
        );
        await client.query("commit");
        return outcome;
      }, db.urls.authenticator);
    await db.withRoot(async (first) => {
      await begin(first, "203.0.113.78");
      await first.query(...send(id, { email: "first@mail.test" }));
      expect(await attempt("203.0.113.78")).toBe("TN429");
      expect(await attempt("203.0.113.79")).toBe("done");
      await first.query("commit");
    }, db.urls.authenticator);
    expect(await attempt("203.0.113.78")).toBe("done");
  }, 60_000);

  it("of thirty at once lets ten in at most, and makes one lead of one person", async () => {
    const id = await committedForm();
    const runner: Runner = {
      request: { ...ANONYMOUS, address: "203.0.113.77" },
      statement: send(id, { email: "racer@mail.test" }),
    };
    const answers = await race(db, Array(30).fill(runner));
    const done = answers.filter((answer) => typeof answer !== "string").length;
    expect(done).toBeGreaterThanOrEqual(1);
    expect(done).toBeLessThanOrEqual(10);
    expect(answers.filter((answer) => answer === "TN429")).toHaveLength(30 - done);
    for (let n = done; n < 10; n++) expect(await race(db, [runner])).toEqual([[RECEIPT]]);
    expect(await race(db, [runner])).toEqual(["TN429"]);
    const { rows } = await db.withRoot((root) =>
      root.query(
        `select (select count(*)::int from app_public.leads where email = 'racer@mail.test') as leads,
           (select submission_count from app_public.forms where id = $1) as submissions`,
        [id],
      ),
    );
    expect(rows).toEqual([{ leads: 1, submissions: 10 }]);
  }, 60_000);

  it("is counted by indexes", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const id = await addForm(t);
      await t.count(
        `insert into app_public.form_submissions (organization_id, form_id, data, address, created_at)
         select $1, $2, '{}', '10.0.0.0'::inet + n, now() - make_interval(mins => n) from generate_series(1, 3000) n`,
        [acme.id, acme.automation.formId],
      );
      await t.rows("analyze app_public.form_submissions");
      const explain = async (sql: string, values: unknown[]) =>
        (await t.rows<{ "QUERY PLAN": string }>(`explain ${sql}`, values)).map((line) => line["QUERY PLAN"]).join("\n");
      const byAddress = await explain(
        "select count(*) from app_public.form_submissions where organization_id = $1 and address between '10.0.0.7' and '10.0.0.7' and created_at > now() - interval '10 minutes'",
        [acme.id],
      );
      expect(byAddress).toMatch(/form_submissions_organization_id_address_created_at_id_idx/);
      const byForm = await explain(
        "select from app_public.form_submissions where organization_id = $1 and form_id = $2 and created_at > now() - interval '1 minute' limit 120",
        [acme.id, id],
      );
      expect(byForm).toMatch(/form_submissions_organization_id_form_id_created_at_id_idx/);
    }));
});

describe("app_public.form_to_fill", () => {
  const SHOW = "select * from app_public.form_to_fill($1)";

  it("tells anybody what is asked, and nothing else of the form", () =>
    withForm(async (t, id) => {
      const [form] = await t.rows(SHOW, [id]);
      expect(form).toEqual({
        form_id: id,
        name: "Contact us",
        description: null,
        type: "embed",
        fields: FIELDS,
        settings: { submitButton: "Submit", ...FORM.settings },
        styles: {},
      });
      await t.as(db.world.globex.owner);
      expect((await t.rows(SHOW, [id]))[0]).toMatchObject({ form_id: null });
      await t.asOwner();
      await t.count(...updateStatement("forms", id, { is_active: false }));
      await visit(t);
      expect((await t.rows(SHOW, [id]))[0]).toMatchObject({ form_id: null });
    }));
});
