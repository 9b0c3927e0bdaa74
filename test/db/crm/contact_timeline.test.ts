import { beforeAll, describe, expect, it } from "@jest/globals";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

const db = useDatabase();
const TIMELINE =
  "select id, kind, occurred_at, title, detail, direction, status, membership_id from app_public.contact_timeline where contact_id = $1";
const ORDER = "order by occurred_at desc, id desc";

async function insert(t: TestTransaction, table: string, columns: Record<string, unknown>): Promise<string> {
  const names = ["organization_id", ...Object.keys(columns)];
  return t.value(
    `insert into app_public.${table} (${names}) values (${names.map((_, index) => `$${index + 1}`)}) returning id`,
    [db.world.acme.id, ...Object.values(columns)],
  );
}

/** A contact of Rita's with one of everything, most of it nobody's or somebody else's. */
async function withOneOfEach(t: TestTransaction): Promise<{ contact: string; ids: Record<string, string> }> {
  const { members, businesses } = db.world.acme;
  await t.asOwner();
  const contact = await insert(t, "contacts", { first_name: "Tess", owner_id: members.rep.membershipId });
  const contact_id = contact;
  const rep = members.rep.membershipId;
  const deal = await insert(t, "deals", { title: "Big deal", contact_id, owner_id: rep });
  const ticket = await insert(t, "tickets", { subject: "Broken", contact_id });
  const [change] = await t.rows<{ id: string }>("select id from app_public.deal_stage_changes where deal_id = $1", [
    deal,
  ]);
  const ids = {
    activity: await insert(t, "activities", { kind: "note", subject: "Met", contact_id, created_by_id: rep }),
    message: await insert(t, "messages", { channel: "chat", direction: "inbound", body: "Hello", contact_id }),
    call: await insert(t, "calls", {
      direction: "inbound",
      from_number: "+442079460820",
      to_number: "+442079460821",
      status: "missed",
      started_at: "2026-01-01T10:00:00Z",
      contact_id,
      business_id: businesses.south,
    }),
    appointment: await insert(t, "appointments", {
      starts_at: "2030-01-01T10:00:00Z",
      ends_at: "2030-01-01T11:00:00Z",
      contact_id,
    }),
    ticket,
    ticket_message: await insert(t, "ticket_messages", {
      ticket_id: ticket,
      sender_type: "agent",
      sender_membership_id: members.staff.membershipId,
      body: "Between us",
      is_internal: true,
    }),
    deal_stage_change: change?.id ?? "",
    proposal: await insert(t, "proposals", { title: "Offer", contact_id, owner_id: rep }),
    contract: await insert(t, "contracts", { title: "Terms", contact_id }),
    review: await insert(t, "reviews", { rating: 5, title: "Great", contact_id }),
    task: await insert(t, "tasks", { title: "Call back", contact_id, assignee_id: rep }),
    lead: await insert(t, "leads", { first_name: "Tess", contact_id }),
    attachment: await insert(t, "attachments", {
      filename: "a.pdf",
      content_type: "application/pdf",
      byte_size: 1,
      sha256: "0".repeat(64),
      contact_id,
    }),
    form_submission: await t.value<string>(
      "update app_public.form_submissions set contact_id = $1 where id = (select id from app_public.form_submissions where organization_id = $2 order by id limit 1) returning id",
      [contact, db.world.acme.id],
    ),
  };
  return { contact, ids };
}

describe("app_public.contact_timeline", () => {
  it("has one entry of each kind, and a kind for each table that has contacts or hangs on theirs", () =>
    db.transaction(async (t) => {
      const { contact, ids } = await withOneOfEach(t);
      await t.as(db.world.acme.members.staff);
      const entries = await t.rows<{ id: string; kind: string }>(`${TIMELINE} ${ORDER}`, [contact]);
      expect(Object.fromEntries(entries.map(({ kind, id }) => [kind, id]))).toEqual(ids);
      const kinds = await t.rows<{ value: string }>("select value from app_public.contact_timeline_kinds order by 1");
      expect(kinds.map(({ value }) => value)).toEqual(Object.keys(ids).sort());
      await t.asOwner();
      const referring = await t.rows<{ table: string }>(
        "select distinct split_part(table_name, '.', 2) as \"table\" from app_private.contact_references()",
      );
      // By their own entries, their messages' or their parts', or nothing that happened with the contact.
      const others = [
        "call_campaign_targets",
        "client_invitations",
        "contacts",
        "conversations",
        "data_requests",
        "deals",
      ];
      const shown = Object.keys(ids).map((kind) => (kind === "activity" ? "activities" : `${kind}s`));
      expect(
        referring
          .map(({ table }) => table)
          .filter((table) => !shown.includes(table))
          .sort(),
      ).toEqual(others);
    }));

  it("shows what happened, the newest first, and leaves out what is archived", () =>
    db.transaction(async (t) => {
      const { contact, ids } = await withOneOfEach(t);
      const { members } = db.world.acme;
      await t.as(members.staff);
      const entries = await t.rows<{ id: string; kind: string; occurred_at: Date }>(`${TIMELINE} ${ORDER}`, [contact]);
      const times = entries.map((entry) => entry.occurred_at.getTime());
      expect(times).toEqual(times.toSorted((a, b) => b - a));
      expect(entries[0]).toMatchObject({ kind: "appointment" });
      expect(entries.at(-1)?.kind).toMatch(/call|form_submission/);
      const entry = (kind: string) => entries.find((candidate) => candidate.kind === kind);
      expect(entry("message")).toMatchObject({ detail: "Hello", direction: "inbound" });
      expect(entry("deal_stage_change")).toMatchObject({ title: "Big deal", detail: "Lead" });
      expect(entry("ticket_message")).toMatchObject({
        title: "Broken",
        detail: "Between us",
        direction: "outbound",
        membership_id: members.staff.membershipId,
      });
      expect(entry("call")).toMatchObject({ status: "missed", occurred_at: new Date("2026-01-01T10:00:00Z") });

      await t.asOwner();
      for (const table of [
        "activities",
        "calls",
        "appointments",
        "tickets",
        "deals",
        "proposals",
        "contracts",
        "reviews",
        "tasks",
        "leads",
      ]) {
        await t.count(`update app_public.${table} set deleted_at = now() where contact_id = $1`, [contact]);
      }
      await t.as(members.staff);
      const left = await t.rows<{ kind: string }>(`${TIMELINE} ${ORDER}`, [contact]);
      expect(left.map(({ kind }) => kind).sort()).toEqual(["attachment", "form_submission", "message"]);
      expect(ids["message"]).toBeDefined();
    }));

  it("shows nobody more than they see of each kind", () =>
    db.transaction(async (t) => {
      const { contact, ids } = await withOneOfEach(t);
      const { members, apiKey } = db.world.acme;
      const kindsOf = async () => {
        const rows = await t.rows<{ kind: string }>(`${TIMELINE} ${ORDER}`, [contact]);
        return rows.map(({ kind }) => kind).sort();
      };
      const all = Object.keys(ids).sort();
      for (const actor of ["owner", "admin", "staff"] as const) {
        await t.as(members[actor]);
        expect(await kindsOf()).toEqual(all);
      }
      await t.as(apiKey);
      expect(await kindsOf()).toEqual(all);
      await t.as(members.viewer);
      expect(await kindsOf()).not.toContain("ticket_message");
      expect(await kindsOf()).toContain("ticket");
      await t.as(members.northerner);
      expect(await kindsOf()).not.toContain("call");
      expect(await kindsOf()).toContain("task");
      await t.as(members.rep);
      const reps = await kindsOf();
      expect(reps).toEqual(expect.arrayContaining(["activity", "deal_stage_change", "proposal", "task"]));
      expect(reps).not.toEqual(expect.arrayContaining(["contract"]));
      await t.as(db.world.globex.owner);
      expect(await kindsOf()).toEqual([]);
      await t.as({ contactId: contact });
      expect(await t.refusal(`${TIMELINE} ${ORDER}`, [contact])).toBe("42501");
      await t.asAnonymous();
      expect(await t.refusal(`${TIMELINE} ${ORDER}`, [contact])).toBe("42501");
    }));

  describe("of a contact with 30,000 entries among 100,000 of others", () => {
    let busy = "";
    beforeAll(async () => {
      const { id, contacts } = db.world.acme;
      busy = contacts.norths;
      const others = [contacts.souths, contacts.reps, contacts.outsiders, contacts.teammates];
      await db.withRoot(async (root) => {
        await root.query("set session_replication_role = replica");
        const fill = (table: string, columns: string, values: string) =>
          root.query(
            `insert into app_public.${table} (organization_id, contact_id, ${columns})
             select $1, case when n % 4 = 0 then $2::uuid else ($3::uuid[])[1 + n % 3] end, ${values} from generate_series(1, 40000) n`,
            [id, busy, others],
          );
        await fill("activities", "kind, subject, occurred_at", "'note', 'No. ' || n, now() - n * interval '1 minute'");
        await fill("tasks", "title, created_at", "'No. ' || n, now() - n * interval '1 minute'");
        await fill(
          "calls",
          "direction, status, currency, started_at",
          "'inbound', 'missed', 'GBP', now() - n * interval '1 minute'",
        );
        for (const table of ["activities", "tasks", "calls"]) await root.query(`vacuum analyze app_public.${table}`);
      });
    }, 60_000);

    it.each([
      ["the first page", ""],
      [
        "a page far behind",
        "and (occurred_at, id) < (now() - interval '20 days', '00000000-0000-0000-0000-000000000000')",
      ],
    ])("reads few pages for %s, by the indexes of its parts", (_, condition) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.staff);
        const [row] = await t.rows<{ "QUERY PLAN": [{ Plan: Plan }] }>(
          `explain (analyze, buffers, format json) ${TIMELINE} ${condition} ${ORDER} limit 21`,
          [busy],
        );
        const plan = row?.["QUERY PLAN"][0].Plan;
        expect(plan?.["Actual Rows"]).toBe(21);
        const nodes = nodesOf(plan as Plan);
        expect((plan?.["Shared Hit Blocks"] ?? 0) + (plan?.["Shared Read Blocks"] ?? 0)).toBeLessThan(500);
        expect(nodes.map((node) => node["Node Type"])).toContain("Merge Append");
        const indexes = nodes.map((node) => node["Index Name"]);
        for (const index of [
          "activities_organization_id_contact_id_occurred_at_id_idx",
          "tasks_organization_id_contact_id_created_at_id_idx",
          "calls_organization_id_contact_id_began_at_id_idx",
        ]) {
          expect(indexes).toContain(index);
        }
      }),
    );
  });
});

interface Plan {
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly "Shared Hit Blocks": number;
  readonly "Shared Read Blocks": number;
  readonly "Actual Rows": number;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
