import { describe, expect, it } from "@jest/globals";
import { byActor } from "../../support/by-actor.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { createPerson, PERSON, TRACES } from "../../support/person.ts";
import { race, requestOf } from "../../support/race.ts";
import { sweep, tablesAboutPeople } from "../../support/sweep.ts";

const db = useDatabase();
const EXPORT = "select * from app_public.export_personal_data($1)";
const ERASE = "select * from app_public.erase_personal_data($1)";
const ADMINS_ALONE = {
  owner: 1,
  admin: 1,
  manager: "TN403",
  staff: "TN403",
  rep: "TN403",
  viewer: "TN403",
  northerner: "TN403",
  apiKey: "42501",
  client: "42501",
  stranger: "TN404",
  anonymous: "42501",
};
/** They refer to people, and hold nothing else of them. */
const HAVE_IDS_ALONE = ["app_public.contact_merges", "app_public.data_requests"];
const NOWHERE = "00000000-0000-4000-8000-000000000000";

interface Exported {
  readonly data_request_id: string;
  readonly data: Readonly<Record<string, readonly Record<string, unknown>[]>>;
  readonly files: readonly { id: string; storageKey: string }[];
}

const metricsOf = (t: TestTransaction, organizationId: string) =>
  t.rows(
    `select sum(revenue_cents) as revenue, sum(deals_won_value_cents) as won, sum(messages_in) as messages, sum(calls_total) as calls,
      sum(appointments_booked) as appointments, sum(tickets_opened) as tickets, sum(reviews) as reviews, sum(rating_points) as points
    from app_hidden.daily_metric_counts where organization_id = $1`,
    [organizationId],
  );

describe("app_public.export_personal_data", () => {
  it("is for owners and admins", () =>
    db.transaction(async (t) => {
      expect(await byActor(t, db.world, EXPORT, [db.world.acme.contacts.reps])).toEqual(ADMINS_ALONE);
      await t.as(db.world.acme.members.owner);
      expect(await t.refusal(EXPORT, [NOWHERE])).toBe("TN404");
      expect(await t.refusal(EXPORT, [null])).toBe("TN404");
    }));

  it("gives rows of every table that knows people, without what they sign in with, and lists the files", () =>
    db.transaction(async (t) => {
      const { contactId, mergedContactId, friendId, attachmentIds } = await createPerson(t, db.world);
      const people = await tablesAboutPeople(t);
      await t.as(db.world.acme.members.admin);
      const [row] = await t.rows(EXPORT, [contactId]);
      const { data, files } = row as unknown as Exported;
      // Each has its reason to stay out: they only prove who somebody is.
      const proofs = ["app_private.account_tokens", "app_private.contact_credentials"];
      const missing = people.filter((name) => !proofs.includes(name) && !(name.replace(/^.*\./, "") in data));
      expect(missing).toEqual([]);
      for (const name of [
        "contact_merges",
        "proposal_items",
        "ticket_messages",
        "lead_enrichments",
        "companies",
        "outgoing_mails",
        "security_events",
      ]) {
        expect([name, data[name]?.length]).toEqual([name, 1]);
      }
      expect(data["appointments"]).toHaveLength(2);
      // The same moment made both, and ids are in the order of time.
      expect(data["contacts"]).toMatchObject([
        { id: contactId, email: PERSON.email, custom_fields: { street: "1 Marzipan Lane" } },
        { id: mergedContactId, email: PERSON.mergedEmail },
      ]);
      expect(data["audit_logs"]?.map((row) => row["record_id"])).toEqual(expect.arrayContaining([mergedContactId]));
      const text = JSON.stringify(data);
      expect(text).toContain("203.0.113.77");
      expect(text).not.toMatch(/password_hash|\$2a\$|digest|"token"/);
      expect(text).not.toContain(friendId);
      expect(files.map(({ id }) => id).sort()).toEqual([...attachmentIds].sort());
      expect(files[0]?.storageKey).toBe(`${db.world.acme.id}/${files[0]?.id}`);
    }));

  it("settles the request that waits, says how much it was, and leaves a security event and an audit entry", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const { contactId } = await createPerson(t, db.world);
      await t.as(acme.members.admin, { requestId: "export-1" });
      const waiting = await t.value<string>("select id from app_public.data_requests where contact_id = $1", [
        contactId,
      ]);
      const [first] = (await t.rows(EXPORT, [contactId])) as unknown as Exported[];
      const [second] = (await t.rows(EXPORT, [contactId])) as unknown as Exported[];
      expect(first?.data_request_id).toBe(waiting);
      expect(second?.data_request_id).not.toBe(waiting);
      expect(
        await t.rows(
          "select status, result -> 'files' as files, result -> 'rows' -> 'contacts' as contacts from app_public.data_requests where contact_id = $1",
          [contactId],
        ),
      ).toEqual([
        { status: "completed", files: 6, contacts: 2 },
        { status: "completed", files: 6, contacts: 2 },
      ]);
      expect(
        await t.rows(
          "select user_id, detail from app_public.security_events where kind = 'personal_data_export_read' and request_id = 'export-1' order by id",
        ),
      ).toEqual(
        [first, second].map((row) => ({
          user_id: acme.members.admin.userId,
          detail: { dataRequestId: row?.data_request_id },
        })),
      );
      expect(
        await t.value(
          "select count(*)::int from app_public.audit_logs where record_id = $1 and user_id = $2 and request_id = 'export-1'",
          [waiting, acme.members.admin.userId],
        ),
      ).toBeGreaterThan(0);
    }));
});

describe("app_public.erase_personal_data", () => {
  it("is for owners and admins", () =>
    db.transaction(async (t) => {
      expect(await byActor(t, db.world, ERASE, [db.world.acme.contacts.reps])).toEqual(ADMINS_ALONE);
      await t.as(db.world.acme.members.owner);
      expect(await t.refusal(ERASE, [NOWHERE])).toBe("TN404");
    }));

  it("leaves nothing of the person in any column of any table", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const { contactId } = await createPerson(t, db.world);
      const before = await sweep(t, TRACES);
      expect(Object.keys(before)).toEqual(
        expect.arrayContaining([
          ...(await tablesAboutPeople(t)).filter((name) => !HAVE_IDS_ALONE.includes(name)),
          "app_private.contact_merge_values",
          "app_private.outgoing_mails",
          "app_public.audit_logs",
          "app_public.companies",
          "app_public.notifications",
          "app_public.security_events",
          "app_public.webhook_deliveries",
          "app_public.workflow_executions",
        ]),
      );
      await t.as(acme.members.admin, { requestId: "erase-1" });
      expect(await t.count(ERASE, [contactId])).toBe(1);
      await t.asOwner();
      expect(await sweep(t, TRACES)).toEqual({});
      expect(await t.value("select count(*)::int from app_private.idempotent_answers where answer is not null")).toBe(
        0,
      );
    }));

  it("takes the contacts along who were merged into the person, and refuses one of those alone", () =>
    db.transaction(async (t) => {
      const { contactId, mergedContactId } = await createPerson(t, db.world);
      await t.as(db.world.acme.members.admin);
      expect(await t.refusal(ERASE, [mergedContactId])).toBe("TN409");
      expect(await t.refusal(EXPORT, [mergedContactId])).toBe("TN409");
      await t.count(ERASE, [contactId]);
      await t.asOwner();
      // That something of this id changed is kept, and what did not.
      expect(Object.keys(await sweep(t, mergedContactId))).toEqual(["app_public.audit_logs"]);
      expect(
        await t.value("select count(*)::int from app_public.audit_logs where contact_id = $1", [mergedContactId]),
      ).toBe(0);
    }));

  it("keeps money and figures, and what others have", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const rows = await createPerson(t, db.world);
      const figures = await metricsOf(t, acme.id);
      const [others] = await t.rows(
        "select (select count(*)::int from app_public.contacts) as contacts, (select count(*)::int from app_public.leads) as leads",
      );
      const globex = await sweep(t, db.world.globex.id);
      await t.as(acme.members.owner);
      await t.count(ERASE, [rows.contactId]);
      await t.asOwner();
      expect(await metricsOf(t, acme.id)).toEqual(figures);
      expect(
        await t.rows(
          "select title, contact_id, value_cents, closed_at is not null as is_closed from app_public.deals where id = $1",
          [rows.dealId],
        ),
      ).toEqual([{ title: "Erased", contact_id: null, value_cents: "120000", is_closed: true }]);
      expect(
        await t.rows("select title, status, contact_id, total_cents from app_public.proposals where id = $1", [
          rows.proposalId,
        ]),
      ).toEqual([{ title: "Erased", status: "sent", contact_id: null, total_cents: "12000" }]);
      expect(
        await t.rows(
          "select signature_name, signed_at is not null as is_signed, value_cents from app_public.contracts where id = $1",
          [rows.contractId],
        ),
      ).toEqual([{ signature_name: null, is_signed: true, value_cents: "120000" }]);
      expect(
        await t.rows("select notes, price_cents, contact_id from app_public.appointments where id = $1", [
          rows.appointmentId,
        ]),
      ).toEqual([{ notes: null, price_cents: "3000", contact_id: null }]);
      expect(await t.rows("select name, notes from app_public.contacts where id = $1", [rows.friendId])).toEqual([
        { name: "Gilbert Friend", notes: "Knows [erased], [erased]" },
      ]);
      expect(
        await t.rows(
          "select (select count(*)::int from app_public.contacts) as contacts, (select count(*)::int from app_public.leads) as leads",
        ),
      ).toEqual([{ contacts: Number(others?.["contacts"]) - 2, leads: Number(others?.["leads"]) - 1 }]);
      expect(await sweep(t, db.world.globex.id)).toEqual(globex);
    }));

  it("keeps the history of what it keeps, and ordinary words that are somebody’s name", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const { contactId, dealId } = await createPerson(t, db.world);
      await t.asOwner();
      const add =
        "insert into app_public.contacts (organization_id, first_name, notes) values ($1, $2, $3) returning id";
      const will = await t.value(add, [acme.id, "Will", null]);
      const other = await t.value(add, [acme.id, "Other", "Will call back"]);
      const changes = "select count(*)::int from app_public.deal_stage_changes where deal_id = $1";
      const before = await t.value(changes, [dealId]);
      expect(before).toBeGreaterThan(0);
      await t.as(acme.members.owner);
      for (const person of [contactId, will]) expect(await t.count(ERASE, [person])).toBe(1);
      expect(await t.value(changes, [dealId])).toBe(before);
      expect(await t.value("select notes from app_public.contacts where id = $1", [other])).toBe("Will call back");
    }));

  it("leaves sent documents as closed to changes as before", () =>
    db.transaction(async (t) => {
      const rows = await createPerson(t, db.world);
      await t.as(db.world.acme.members.owner);
      await t.count(ERASE, [rows.contactId]);
      expect(await t.refusal("update app_public.proposals set title = 'Other' where id = $1", [rows.proposalId])).toBe(
        "TN409",
      );
    }));

  it("records who erased, naming nobody, and fails requests that wait", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const { contactId } = await createPerson(t, db.world);
      await t.as(acme.members.admin, { requestId: "erase-2" });
      const waiting = await t.value("select id from app_public.data_requests where contact_id = $1", [contactId]);
      const [request] = await t.rows(ERASE, [contactId]);
      expect(request).toMatchObject({
        kind: "erasure",
        status: "completed",
        requested_by_id: acme.members.admin.membershipId,
        result: {
          deleted: { contacts: 2, leads: 1 },
          emptied: { deals: 1, proposals: 1, appointments: 2 },
          files: expect.any(Array),
        },
      });
      expect(
        await t.rows("select contact_id, status from app_public.data_requests where id = any ($1) order by kind", [
          [waiting, request?.["id"]],
        ]),
      ).toEqual([
        { contact_id: null, status: "completed" },
        { contact_id: null, status: "failed" },
      ]);
      expect(
        await t.rows("select user_id, detail from app_public.security_events where kind = 'personal_data_erased'"),
      ).toEqual([{ user_id: acme.members.admin.userId, detail: { dataRequestId: request?.["id"] } }]);
      expect(
        await t.rows("select user_id, old_data from app_public.audit_logs where record_id = $1 and action = 'delete'", [
          contactId,
        ]),
      ).toEqual([{ user_id: acme.members.admin.userId, old_data: {} }]);
      expect(await t.refusal(ERASE, [contactId])).toBe("TN404");
    }));

  it("leaves a name and a number to another person who has them as well", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const { contactId } = await createPerson(t, db.world);
      await t.asOwner();
      await t.count(
        "insert into app_public.contacts (organization_id, first_name, last_name, phone) values ($1, $2, $3, $4)",
        [acme.id, PERSON.firstName, PERSON.lastName, PERSON.phone],
      );
      await t.as(acme.members.owner);
      await t.count(ERASE, [contactId]);
      expect(
        await t.rows("select first_name, phone from app_public.contacts where last_name = $1", [PERSON.lastName]),
      ).toEqual([{ first_name: PERSON.firstName, phone: PERSON.phone }]);
      await t.asOwner();
      expect(await sweep(t, PERSON.email)).toEqual({});
    }));

  it("is done once when several do it at the same time, and an export before or not at all", async () => {
    const { acme } = db.world;
    const contactId = await db.withRoot(async (root) => {
      const { rows } = await root.query(
        "insert into app_public.contacts (organization_id, first_name) values ($1, 'Racing') returning id",
        [acme.id],
      );
      return rows[0].id as string;
    });
    const runners = Array.from({ length: 8 }, (_, index) => ({
      request: requestOf(index % 2 ? acme.members.owner : acme.members.admin),
      statement: [index < 6 ? ERASE : EXPORT, [contactId]] as [string, unknown[]],
    }));
    const outcomes = await race(db, runners);
    const erasures = outcomes.slice(0, 6);
    expect(erasures.filter((outcome) => outcome === "TN404")).toHaveLength(5);
    expect(erasures.filter((outcome) => Array.isArray(outcome))).toHaveLength(1);
    for (const outcome of outcomes.slice(6)) {
      if (Array.isArray(outcome)) expect(outcome[0]?.["data"]).toMatchObject({ contacts: [{ first_name: "Racing" }] });
      else expect(outcome).toBe("TN404");
    }
  });
});

describe("app_private.person_pattern", () => {
  it("finds a phone number however it is written, and no other", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      const pattern = await t.value<string>("select app_private.person_pattern('phone', '+442079460755')");
      const finds = (text: string) => t.value("select $1::text ~* $2", [text, pattern]);
      for (const text of [
        "+442079460755",
        "020 7946 0755",
        "(020) 7946-0755",
        "+44 (0)20 7946 0755",
        "0044 20 7946 0755",
        "call 02079460755.",
      ]) {
        expect([text, await finds(text)]).toEqual([text, true]);
      }
      for (const text of ["+442079460754", "0207946075", "102079460755", "020794607551"]) {
        expect([text, await finds(text)]).toEqual([text, false]);
      }
    }));

  it("finds a name in either order and an address, and none that only begin or end like it", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      const finds = (text: string, ...values: string[]) =>
        t.value("select $1::text ~* app_private.person_pattern($2, $3, $4)", [
          text,
          ...values,
          ...(values.length < 3 ? [null] : []),
        ]);
      expect(await finds("from jo  o’neil-smith,", "name", "Jo", "O’Neil-Smith")).toBe(true);
      expect(await finds("O’Neil-Smith, Jo", "name", "Jo", "O’Neil-Smith")).toBe(true);
      expect(await finds("Anjo O’Neil-Smith", "name", "Jo", "O’Neil-Smith")).toBe(false);
      expect(await finds("<A.B+c@X.test>", "email", "a.b+c@x.test")).toBe(true);
      expect(await finds("za.b+c@x.test", "email", "a.b+c@x.test")).toBe(false);
      expect(await finds("a.b+c@x.tested", "email", "a.b+c@x.test")).toBe(false);
      expect(await finds("axb+c@x.test", "email", "a.b+c@x.test")).toBe(false);
    }));
});
