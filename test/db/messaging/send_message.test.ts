import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { byActor } from "../../support/by-actor.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

const db = useDatabase();

const send = (conversation_id: string, columns: Columns = { body: "Hello" }): [string, unknown[]] => {
  const names = Object.keys(columns);
  const passed = names.map((name, index) => `${name} => $${index + 2}`);
  return [
    `select * from app_public.send_message(${["$1", ...passed].join(", ")})`,
    [conversation_id, ...Object.values(columns)],
  ];
};

/** As staff, in an SMS conversation with Ada Lovelace of Analytical Ltd, with a template of some content. */
const withTemplate = (template: Columns, work: (t: TestTransaction, id: string, templateId: string) => Promise<void>) =>
  db.transaction(async (t) => {
    const { acme } = db.world;
    await t.asOwner();
    const organization_id = acme.id;
    await t.count(...updateStatement("companies", acme.companies.norths, { name: "Analytical Ltd" }));
    const contact = {
      first_name: "Ada",
      last_name: "Lovelace",
      phone: "+442079460711",
      company_id: acme.companies.norths,
    };
    await t.count(...updateStatement("contacts", acme.contacts.norths, contact));
    const templateId = await t.value<string>(
      ...insertStatement("message_templates", { organization_id, name: "T", type: "sms", ...template }),
    );
    const id = await t.value<string>(
      ...insertStatement("conversations", {
        organization_id,
        business_id: acme.businesses.north,
        contact_id: acme.contacts.norths,
        channel: "sms",
      }),
    );
    await t.as(acme.members.staff);
    await work(t, id, templateId);
  });

describe("app_public.send_message", () => {
  it("is for those who may write in the conversation", () =>
    db.transaction(async (t) => {
      const { conversations } = db.world.acme.messaging;
      const message = { body: "Hello", to_address: "+442079460712" };
      expect(await byActor(t, db.world, ...send(conversations.teammates, message))).toEqual({
        owner: 1,
        admin: 1,
        manager: 1,
        staff: 1,
        rep: "TN404",
        viewer: "TN404",
        northerner: 1,
        apiKey: 1,
        client: "42501",
        stranger: "TN404",
        anonymous: "42501",
      });
      await t.as(db.world.acme.members.rep);
      expect(await t.count(...send(conversations.reps, message))).toBe(1);
      await t.as(db.world.acme.members.northerner);
      expect(await t.refusal(...send(conversations.souths, message))).toBe("TN404");
    }));

  it("leaves it pending, to the contact's address, in the writer's name", () =>
    withTemplate({ content: "Hi" }, async (t, id) => {
      const [message] = await t.rows(...send(id, { body: "See you", html_body: "<p>See you</p>" }));
      expect(message).toMatchObject({
        conversation_id: id,
        direction: "outbound",
        to_address: "+442079460711",
        body: "See you",
        html_body: "<p>See you</p>",
        status: "pending",
        sent_at: null,
        template_id: null,
        created_by_id: db.world.acme.members.staff.membershipId,
      });
    }));

  it("fills a template from what is known and what is given, which comes first, and counts it", () =>
    withTemplate(
      {
        subject: "For {{name}}",
        content:
          "Dear {{ first_name }} {{last_name}} of {{company}}, {{deal.title}} is {{deal.price}} at {{time}}. {{sender}}, {{business}}, {{organization}}. {{first_name}}!",
      },
      async (t, id, template_id) => {
        const variables = { time: "10:30", "deal.title": "the roof", deal: { price: 12 }, last_name: "King" };
        const [message] = await t.rows(...send(id, { template_id, variables }));
        expect(message).toMatchObject({
          subject: "For Ada Lovelace",
          body: "Dear Ada King of Analytical Ltd, the roof is 12 at 10:30. Stan Staff, Acme North, Acme. Ada!",
          template_id,
        });
        expect(await t.value("select usage_count from app_public.message_templates where id = $1", [template_id])).toBe(
          1,
        );
      },
    ));

  it("writes values as they are, also those that look like placeholders", () =>
    withTemplate({ content: "{{a}}{{b}}" }, async (t, id, template_id) => {
      const variables = { a: "{{b}} \\1 & <b>", b: "{{a}}" };
      expect((await t.rows(...send(id, { template_id, variables })))[0]).toMatchObject({
        body: "{{b}} \\1 & <b>{{a}}",
      });
    }));

  it("fills any template as replacing each placeholder would", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const part = fc.oneof(
        fc.constantFrom("{{a}}", "{{ b }}", "{{a.b}}", "{", "}}", "{{", "{{ }}", "é\n"),
        fc.string(),
      );
      const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join("").replaceAll("\0", ""));
      await fc.assert(
        fc.asyncProperty(text, async (content) => {
          const values: Record<string, string> = { a: "1", b: "{{a}}", "a.b": "$&" };
          const filled = content.replace(
            /\{\{\s*([A-Za-z_][A-Za-z0-9_.]{0,99})\s*\}\}/g,
            (_, name: string) => values[name] ?? "",
          );
          expect(await t.value("select app_hidden.fill_placeholders($1, $2)", [content, values])).toBe(filled);
        }),
        { numRuns: 200 },
      );
    }));

  it("names the values that are missing, and sends nothing", () =>
    withTemplate({ content: "{{first_name}} {{time}} {{place}} {{list}} {{email}}" }, async (t, id, template_id) => {
      await t.asOwner();
      await t.count(...updateStatement("contacts", db.world.acme.contacts.norths, { email: null }));
      await t.as(db.world.acme.members.staff);
      const error = await t.failure(...send(id, { template_id, variables: { time: " ", place: null, list: ["a"] } }));
      expect([error.code, error.message, JSON.parse(error.detail ?? "")]).toEqual([
        "TN400",
        "The template needs values that are missing: time, place, list, email.",
        { field: "variables", missing: ["time", "place", "list", "email"] },
      ]);
      const variables = { time: "10", place: "here", list: true, email: "a@b.test" };
      expect((await t.rows(...send(id, { template_id, variables })))[0]).toMatchObject({
        body: "Ada 10 here true a@b.test",
      });
    }));

  it("is written with a template by a machine too, which has no name", () =>
    withTemplate({ content: "Dear {{first_name}} of {{company}}. {{sender}}" }, async (t, id, template_id) => {
      await t.as(db.world.acme.apiKey);
      const error = await t.failure(...send(id, { template_id }));
      expect(JSON.parse(error.detail ?? "")).toEqual({ field: "variables", missing: ["sender"] });
      const [message] = await t.rows(...send(id, { template_id, variables: { sender: "Acme" } }));
      expect(message).toMatchObject({ body: "Dear Ada of Analytical Ltd. Acme", created_by_id: null });
    }));

  it("doesn't write what is out of the writer's sight", () =>
    withTemplate({ content: "Dear {{first_name}}" }, async (t, id, template_id) => {
      const { members } = db.world.acme;
      await t.count(...updateStatement("conversations", id, { assigned_to_id: members.rep.membershipId }));
      await t.as(members.rep);
      const error = await t.failure(...send(id, { template_id, to_address: "+442079460711" }));
      expect(JSON.parse(error.detail ?? "")).toEqual({ field: "variables", missing: ["first_name"] });
    }));

  it.each<[string, Columns, string, string]>([
    ["nothing to say", { body: " " }, "TN400", "body"],
    ["an address that is none", { body: "Hi", to_address: "nowhere" }, "TN400", "toAddress"],
  ])("is refused with %s", (_, columns, code, field) =>
    withTemplate({ content: "Hi" }, async (t, id) => {
      const error = await t.failure(...send(id, columns));
      expect([error.code, JSON.parse(error.detail ?? "")["field"]]).toEqual([code, field]);
    }),
  );

  it("is refused with a template that doesn't fit", () =>
    withTemplate({ content: "Hi" }, async (t, id, template_id) => {
      const refusal = async (columns: Columns) => {
        const error = await t.failure(...send(id, columns));
        return [error.code, JSON.parse(error.detail ?? "")["field"]];
      };
      expect(await refusal({ template_id, body: "Hello" })).toEqual(["TN400", "body"]);
      expect(await refusal({ template_id, variables: "[]" })).toEqual(["TN400", "variables"]);
      expect(await refusal({ template_id: id })).toEqual(["TN404", "templateId"]);
      for (const [columns, expected] of [
        [{ type: "email" }, ["TN400", "templateId"]],
        [{ type: "sms", is_active: false }, ["TN409", "templateId"]],
      ] as const) {
        await t.as(db.world.acme.members.admin);
        await t.count(...updateStatement("message_templates", template_id, columns));
        await t.as(db.world.acme.members.staff);
        expect(await refusal({ template_id })).toEqual(expected);
      }
      await t.as(db.world.acme.members.admin);
      await t.count(...updateStatement("message_templates", template_id, { is_active: true }));
      expect(await t.count(...send(id, { template_id }))).toBe(1);
    }));

  it("is refused when the conversation is over, or on the phone", () =>
    withTemplate({ content: "Hi" }, async (t, id) => {
      for (const status of ["closed", "archived"]) {
        await t.count(...updateStatement("conversations", id, { status }));
        const error = await t.failure(...send(id));
        expect([error.code, JSON.parse(error.detail ?? "")]).toEqual(["TN409", { field: "conversationId", status }]);
      }
      await t.count("select app_public.reopen_conversation($1)", [id]);
      expect(await t.count(...send(id))).toBe(1);
      const phone = await t.value<string>(...insertStatement("conversations", { channel: "call" }));
      expect(await t.refusal(...send(phone))).toBe("TN409");
    }));
});
