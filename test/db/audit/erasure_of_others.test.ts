import { describe, expect, it } from "@jest/globals";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { createPerson, PERSON } from "../../support/person.ts";
import { race, requestOf } from "../../support/race.ts";

const db = useDatabase();
const acme = () => db.world.acme;
const ZED = { first_name: "Zed", last_name: "Quux", email: "zed@mail.test", phone: "+442079460111" };

const insert = async (t: TestTransaction, table: string, row: object): Promise<string> => {
  await t.asOwner();
  const columns = ["organization_id", ...Object.keys(row)];
  const places = columns.map((_, index) => `$${index + 1}`);
  return t.value(`insert into app_public.${table} (${columns.join(", ")}) values (${places.join(", ")}) returning id`, [
    acme().id,
    ...Object.values(row),
  ]);
};

/** Erases as the owner, and goes on as the database's. */
const erase = async (t: TestTransaction, contactId: string): Promise<Record<string, Record<string, unknown>>> => {
  await t.as(acme().members.owner);
  const result = await t.value<Record<string, Record<string, unknown>>>(
    "select result from app_public.erase_personal_data($1)",
    [contactId],
  );
  await t.asOwner();
  return result;
};

const column = (t: TestTransaction, table: string, name: string, id: string) =>
  t.value(`select ${name} from app_public.${table} where id = $1`, [id]);

describe("erasing somebody", () => {
  it("leaves the lead of another person with the same phone number, and takes the person's own", () =>
    db.transaction(async (t) => {
      const contactId = await insert(t, "contacts", ZED);
      const wanda = { first_name: "Wanda", last_name: "Other", email: "wanda@mail.test", phone: ZED.phone };
      const others = await insert(t, "leads", wanda);
      const own = await insert(t, "leads", { first_name: "Z.", email: ZED.email });
      await t.as(acme().members.owner);
      const data = await t.value<{ leads: { id: string }[] }>("select data from app_public.export_personal_data($1)", [
        contactId,
      ]);
      expect(data.leads.map(({ id }) => id)).toEqual([own]);
      await erase(t, contactId);
      expect(await t.rows("select id, phone from app_public.leads where id = any ($1)", [[others, own]])).toEqual([
        { id: others, phone: ZED.phone },
      ]);
    }));

  it("leaves the organization's own addresses and words, whatever the person calls themselves", () =>
    db.transaction(async (t) => {
      const { north } = acme().businesses;
      await t.asOwner();
      await t.count(
        "update app_public.businesses set email = 'info@acme.test', phone = '+442079460222' where id = $1",
        [north],
      );
      const content = "Best regards, write to info@acme.test or zed@mail.test";
      const templateId = await insert(t, "message_templates", { name: "Bye", type: "email", content });
      const callId = await insert(t, "calls", {
        direction: "inbound",
        status: "completed",
        from_number: "+442079460999",
        to_number: "+442079460222",
        summary: "About a table",
      });
      const contactId = await insert(t, "contacts", {
        first_name: "Best",
        last_name: "regards",
        email: "info@acme.test",
        phone: "+442079460222",
      });
      const result = await erase(t, contactId);
      expect(result["unchanged"]).toEqual({ message_templates: [templateId] });
      expect(await t.rows("select email, phone from app_public.businesses where id = $1", [north])).toEqual([
        { email: "info@acme.test", phone: "+442079460222" },
      ]);
      expect(await column(t, "message_templates", "content", templateId)).toBe(content);
      expect(await column(t, "calls", "summary", callId)).toBe("About a table");
      // An address that is the person's alone isn't a word.
      await erase(t, await insert(t, "contacts", ZED));
      expect(await column(t, "message_templates", "content", templateId)).toBe(
        "Best regards, write to info@acme.test or [erased]",
      );
    }));

  it("isn't refused for what others wrote about the person", () =>
    db.transaction(async (t) => {
      const contactId = await insert(t, "contacts", ZED);
      const workflowId = await insert(t, "workflows", {
        name: "Follow up",
        trigger_type: "manual",
        nodes: JSON.stringify([{ id: "a", type: "create_task", title: "Call", contactId }]),
        edges: "[]",
      });
      await insert(t, "custom_field_definitions", {
        entity: "contact",
        field_name: "referredBy",
        label: "Referred by",
        field_type: "select",
        options: ["Zed Quux", "Nobody"],
      });
      const friendId = await insert(t, "contacts", {
        first_name: "Friend",
        custom_fields: JSON.stringify({ referredBy: "Zed Quux", colour: "red" }),
      });
      const macroIds = [
        await insert(t, "macros", { title: "To zed@mail.test", body: "x" }),
        await insert(t, "macros", { title: "To ZED@mail.test", body: "x" }),
      ];
      await t.as(acme().members.owner);
      await t.count("update app_public.organizations set settings = settings || $2 where id = $1", [
        acme().id,
        { guest: "zed@mail.test", host: "Zed Quux" },
      ]);

      const { unchanged } = await erase(t, contactId);
      expect(await column(t, "workflows", "nodes", workflowId)).toEqual([
        { id: "a", type: "create_task", title: "Call", contactId: "[erased]" },
      ]);
      expect(await column(t, "contacts", "custom_fields", friendId)).toEqual({ referredBy: "[erased]", colour: "red" });
      const titles = await t.rows<{ title: string }>("select title from app_public.macros where id = any ($1)", [
        macroIds,
      ]);
      expect(new Set(titles.map(({ title }) => title)).size).toBe(2);
      for (const { title } of titles) expect(title).toMatch(/^To \[erased [0-9a-f]{12}\]$/);
      expect(await column(t, "organizations", "settings", acme().id)).toMatchObject({
        guest: "[erased]",
        host: "Zed Quux",
      });
      expect(unchanged).toMatchObject({ organizations: [acme().id] });
    }));

  it("leaves rows alone that a rule keeps as they are, and names them", () =>
    db.transaction(async (t) => {
      const contactId = await insert(t, "contacts", ZED);
      const companyId = await insert(t, "companies", { name: "Zed Quux Ltd" });
      const otherId = await insert(t, "companies", { name: "Friends of Zed Quux" });
      await t.rows(
        `create function pg_temp.refuse() returns trigger language plpgsql as
        $$ begin if OLD.name like '%Ltd' then raise exception using errcode = 'TN409'; end if; return NEW; end $$`,
      );
      await t.rows(
        "create trigger _999_refuse before update on app_public.companies for each row execute function pg_temp.refuse()",
      );
      const result = await erase(t, contactId);
      expect(result["unchanged"]).toEqual({ companies: [companyId] });
      expect(await column(t, "companies", "name", otherId)).toBe("Friends of [erased]");
    }));

  it("takes out a name that is a last name alone", () =>
    db.transaction(async (t) => {
      const contactId = await insert(t, "contacts", { last_name: "Quux Marzipan" });
      const friendId = await insert(t, "contacts", { first_name: "Friend", notes: "Knows Quux Marzipan" });
      await erase(t, contactId);
      expect(await column(t, "contacts", "notes", friendId)).toBe("Knows [erased]");
    }));

  it("takes turns with whoever writes to the person, and with a merge", async () => {
    for (let round = 0; round < 3; round++) {
      const { contactId, conversationId, otherId } = await db.withRoot(async (root) => {
        const one = async (sql: string, values: unknown[]): Promise<string> =>
          (await root.query(sql, [acme().id, ...values])).rows[0].id;
        const contact = await one(
          "insert into app_public.contacts (organization_id, first_name, last_name, email) values ($1, 'Rush', 'Hour', $2) returning id",
          [`rush${round}@mail.test`],
        );
        const other = await one(
          "insert into app_public.contacts (organization_id, first_name) values ($1, 'Rush') returning id",
          [],
        );
        const conversation = await one(
          "insert into app_public.conversations (organization_id, contact_id, channel) values ($1, $2, 'email') returning id",
          [contact],
        );
        return { contactId: contact, otherId: other, conversationId: conversation };
      });
      const by = (actor: "owner" | "admin" | "staff", statement: [string, unknown[]]) => ({
        request: requestOf(acme().members[actor]),
        statement,
      });
      const outcomes = await race(db, [
        by("owner", ["select id from app_public.erase_personal_data($1)", [contactId]]),
        ...[1, 2, 3].map((n) =>
          by("staff", ["select id from app_public.send_message($1, body => $2)", [conversationId, `Message ${n}`]]),
        ),
        by("admin", ["select id from app_public.merge_contacts($1, $2)", [otherId, contactId]]),
      ]);
      expect(outcomes).not.toContain("40P01");
      // Whichever came first: the one is merged or erased.
      expect([outcomes[0], outcomes[4]].filter((outcome) => Array.isArray(outcome))).toHaveLength(1);
    }
  });

  it("is done in a large audit log that has nothing of the person but a little", () =>
    db.transaction(async (t) => {
      const { contactId } = await createPerson(t, db.world);
      await t.asOwner();
      await t.count(
        `insert into app_public.audit_logs (organization_id, actor_kind, table_name, record_id, action, old_data, new_data, changed_columns)
        select $1, 'user', 'contacts', gen_random_uuid(), 'update', c.data, c.data, '{notes}'
        from (select to_jsonb(c) as data from app_public.contacts c where c.id = $2) c, generate_series(1, 20000)`,
        [acme().id, acme().contacts.reps],
      );
      await t.count(
        `insert into app_public.audit_logs (organization_id, actor_kind, table_name, record_id, action, old_data)
        select $1, 'user', 'activities', gen_random_uuid(), 'delete', jsonb_build_object('contact_id', $2::text, 'content', 'Allergic to nuts')`,
        [acme().id, contactId],
      );
      await erase(t, contactId);
      const [left] = await t.rows(
        `select count(*) filter (where old_data::text ~ 'Allergic')::int as notes, count(*) filter (where old_data ->> 'id' = $1)::int as others
        from app_public.audit_logs`,
        [acme().contacts.reps],
      );
      expect(left).toEqual({ notes: 0, others: expect.any(Number) });
      expect(left?.["others"]).toBeGreaterThanOrEqual(20_000);
      expect(
        await t.value("select count(*)::int from app_public.audit_logs where new_data::text ~ $1", [PERSON.email]),
      ).toBe(0);
    }));
});
