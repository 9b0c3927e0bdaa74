import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { updateStatement } from "../../support/access.ts";
import { byActor } from "../../support/by-actor.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

const db = useDatabase();
const MERGE = "select * from app_public.merge_contacts($1, $2, $3)";
const UNMERGE = "select * from app_public.unmerge_contacts($1)";
const merge = (contact: string, merged: string, take: string[] = []): [string, unknown[]] => [
  MERGE,
  [contact, merged, take],
];

interface Reference {
  readonly table: string;
  readonly column: string;
}

/** Everything that refers to contacts, as the catalog has it. */
let references: Reference[] = [];
beforeAll(async () => {
  const { rows } = await db.withRoot((root) =>
    root.query<Reference>(
      'select table_name as "table", column_name as "column" from app_private.contact_references()',
    ),
  );
  references = rows;
});

/** All rows of the tables that refer to contacts, the contacts among them, by table and id; but for when they were changed. */
async function snapshot(t: TestTransaction): Promise<Record<string, Record<string, unknown>>> {
  const tables: Record<string, Record<string, unknown>> = {};
  for (const table of new Set(references.map((reference) => reference.table))) {
    const rows = await t.rows<{ id: string; row: unknown }>(
      `select r.id, to_jsonb(r) - 'updated_at' as row from ${table} r`,
    );
    tables[table] = Object.fromEntries(rows.map(({ id, row }) => [id, row]));
  }
  return tables;
}

async function contact(t: TestTransaction, id: string): Promise<Record<string, unknown>> {
  await t.asOwner();
  const [row] = await t.rows("select * from app_public.contacts where id = $1", [id]);
  return row ?? {};
}

async function change(t: TestTransaction, id: string, columns: object): Promise<void> {
  await t.asOwner();
  expect(await t.count(...updateStatement("contacts", id, { ...columns }))).toBe(1);
}

describe("app_public.merge_contacts", () => {
  it("is for those who may change both contacts and archive the one", () =>
    db.transaction(async (t) => {
      const { reps, norths, souths, outsiders } = db.world.acme.contacts;
      expect(await byActor(t, db.world, ...merge(norths, souths))).toEqual({
        owner: 1,
        admin: 1,
        manager: "TN404",
        staff: 1,
        rep: "TN404",
        viewer: "TN404",
        northerner: "TN404",
        apiKey: 1,
        client: "42501",
        stranger: "TN404",
        anonymous: "42501",
      });
      const { members } = db.world.acme;
      await change(t, norths, { owner_id: members.rep.membershipId });
      await t.as(members.rep);
      for (const [kept, merged, code] of [
        [reps, outsiders, "TN404"],
        [outsiders, reps, "TN404"],
        [reps, db.world.globex.contactId, "TN404"],
      ] as const) {
        expect(await t.refusal(...merge(kept, merged))).toBe(code);
      }
      expect(await t.count(...merge(reps, norths))).toBe(1);
      await change(t, souths, { business_id: db.world.acme.businesses.north });
      await t.as(members.northerner);
      expect(await t.refusal(...merge(norths, souths))).toBe("TN409");
    }));

  it("needs the permission to archive the merged contact, as well as to change both", () =>
    db.transaction(async (t) => {
      const { id, members, contacts } = db.world.acme;
      await t.asOwner();
      const roleId = await t.value(
        "insert into app_public.roles (organization_id, name) values ($1, 'Clerk') returning id",
        [id],
      );
      const grant =
        "insert into app_public.role_permissions (organization_id, role_id, resource, action, scope) values ($1, $2, 'contacts', $3, 'all')";
      for (const action of ["read", "update"]) await t.count(grant, [id, roleId, action]);
      await t.count("update app_public.memberships set role_id = $2 where id = $1", [
        members.outsider.membershipId,
        roleId,
      ]);
      await t.as(members.outsider);
      const refused = await t.failure(...merge(contacts.norths, contacts.souths));
      expect([refused.code, refused.detail]).toEqual(["TN404", '{"field": "mergedContactId"}']);
      await t.asOwner();
      await t.count(grant, [id, roleId, "delete"]);
      await t.as(members.outsider);
      expect(await t.count(...merge(contacts.norths, contacts.souths))).toBe(1);
    }));

  it("keeps what the one has, fills in what it lacks, and puts together what has room for both", () =>
    db.transaction(async (t) => {
      const { members, contacts, companies } = db.world.acme;
      const { norths, souths } = contacts;
      await change(t, norths, {
        first_name: "Anna",
        last_name: null,
        email: null,
        phone: "+442079460801",
        tags: ["vip", "gold"],
        custom_fields: { tier: "gold", size: null },
        notes: "Likes tea.",
        lifecycle_stage: "lead",
        membership_status: "none",
        is_active: false,
        source: "website",
      });
      await change(t, souths, {
        first_name: "ANNA",
        last_name: "Smith",
        email: "anna@customer.test",
        email_verified: true,
        phone: "+442079460802",
        company_id: companies.souths,
        tags: ["gold", "newsletter"],
        custom_fields: { tier: "silver", size: "L", shoe: 42 },
        notes: "Likes coffee.",
        lifecycle_stage: "customer",
        membership_status: "active",
        membership_starts_on: "2026-01-01",
        source: "import",
      });
      await t.as(members.staff, { requestId: "merge-1" });
      const [made] = await t.rows(...merge(norths, souths));
      expect(made).toMatchObject({
        contact_id: norths,
        merged_contact_id: souths,
        merged_by_id: members.staff.membershipId,
        undone_at: null,
      });
      expect(await contact(t, norths)).toMatchObject({
        name: "Anna Smith",
        email: "anna@customer.test",
        email_verified: true,
        phone: "+442079460801",
        company_id: companies.souths,
        business_id: db.world.acme.businesses.north,
        tags: ["vip", "gold", "newsletter"],
        custom_fields: { tier: "gold", size: "L", shoe: 42 },
        notes: "Likes tea.\n\nLikes coffee.",
        lifecycle_stage: "customer",
        membership_status: "active",
        is_active: true,
        source: "website",
      });
      const merged = await contact(t, souths);
      expect(merged).toMatchObject({ email: null, merged_into_id: norths });
      expect(merged["deleted_at"]).not.toBeNull();
      const audited = await t.rows(
        "select distinct table_name, user_id from app_public.audit_logs where request_id = 'merge-1' and table_name in ('contacts', 'contact_merges') order by 1",
      );
      expect(audited).toEqual(
        ["contact_merges", "contacts"].map((table_name) => ({ table_name, user_id: members.staff.userId })),
      );
    }));

  it("doesn't put together names that contradict each other", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      await change(t, contacts.norths, { first_name: "Anna", last_name: null });
      await change(t, contacts.souths, { first_name: "Berta", last_name: "Smith" });
      await t.as(members.staff);
      await t.count(...merge(contacts.norths, contacts.souths));
      expect(await contact(t, contacts.norths)).toMatchObject({ first_name: "Anna", last_name: null });
    }));

  it("takes what is asked for, and gives the replaced address to the merged contact", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      const { norths, souths } = contacts;
      await change(t, norths, { email: "old@customer.test", phone: "+442079460801" });
      await change(t, souths, { email: "new@customer.test", phone: "+442079460802" });
      await t.as(members.staff);
      expect((await t.failure(...merge(norths, souths, ["id"]))).detail).toBe('{"field": "take"}');
      await t.count(...merge(norths, souths, ["email", "phone"]));
      expect(await contact(t, norths)).toMatchObject({ email: "new@customer.test", phone: "+442079460802" });
      expect(await contact(t, souths)).toMatchObject({ email: "old@customer.test" });
      // Whoever writes from it is still found.
      const found = "select app_private.find_or_create_contact($1, null, $2, $3, 'email')";
      expect(await t.value(found, [db.world.acme.id, "old@customer.test", null])).toBe(norths);
      expect(await t.value(found, [db.world.acme.id, "new@customer.test", null])).toBe(norths);
      await change(t, norths, { phone: null });
      expect(await t.value(found, [db.world.acme.id, null, "+442079460802"])).toBe(norths);
    }));

  it("re-points what was sent already, and leaves the freeze for everything else", () =>
    db.transaction(async (t) => {
      const { id, members, contacts } = db.world.acme;
      await t.asOwner();
      const contract = await t.value<string>(
        "insert into app_public.contracts (organization_id, title, contact_id) values ($1, 'Terms', $2) returning id",
        [id, contacts.souths],
      );
      await t.count("update app_public.contracts set status = 'sent' where id = $1", [contract]);
      const elsewhere: [string, unknown[]] = [
        "update app_public.contracts set contact_id = $2 where id = $1",
        [contract, contacts.norths],
      ];
      expect(await t.refusal(...elsewhere)).toBe("TN409");
      await t.as(members.staff);
      const [made] = await t.rows<{ moved: Record<string, number> }>(...merge(contacts.norths, contacts.souths));
      expect(made?.moved["contracts"]).toBeGreaterThan(0);
      await t.asOwner();
      expect(await t.value("select contact_id from app_public.contracts where id = $1", [contract])).toBe(
        contacts.norths,
      );
      expect(
        await t.refusal("update app_public.contracts set contact_id = $2 where id = $1", [contract, contacts.souths]),
      ).toBe("TN409");
    }));

  it("keeps back what a contact has once, and says so", () =>
    db.transaction(async (t) => {
      const { id, members, contacts } = db.world.acme;
      await t.asOwner();
      await t.count("delete from app_public.data_requests where organization_id = $1", [id]);
      const request =
        "insert into app_public.data_requests (organization_id, contact_id, kind) values ($1, $2, $3) returning id";
      await t.value(request, [id, contacts.norths, "export"]);
      const kept = await t.value(request, [id, contacts.souths, "export"]);
      const moved = await t.value(request, [id, contacts.souths, "erasure"]);
      await t.as(members.staff);
      const [made] = await t.rows(...merge(contacts.norths, contacts.souths));
      expect(made).toMatchObject({ kept_back: { data_requests: 1 }, moved: { data_requests: 1 } });
      await t.asOwner();
      const whose = "select contact_id from app_public.data_requests where id = $1";
      expect(await t.value(whose, [kept])).toBe(contacts.souths);
      expect(await t.value(whose, [moved])).toBe(contacts.norths);
    }));

  it("refuses a contact and itself, an archived one, and one who was merged elsewhere", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      const { norths, souths, outsiders, teammates } = contacts;
      await t.as(members.staff);
      const refusal = async (...pair: [string, string]) => {
        const error = await t.failure(...merge(...pair));
        return [error.code, error.detail];
      };
      expect(await refusal(norths, norths)).toEqual(["TN400", '{"field": "mergedContactId"}']);
      await t.count(...merge(norths, souths));
      expect(await refusal(outsiders, souths)).toEqual(["TN409", '{"field": "mergedContactId"}']);
      expect(await refusal(souths, outsiders)).toEqual(["TN409", '{"field": "contactId"}']);
      expect(await refusal(souths, norths)).toEqual(["TN409", '{"field": "contactId"}']);
      expect(await t.refusal("update app_public.contacts set deleted_at = null where id = $1", [souths])).toBe("23514");
      await t.count("update app_public.contacts set deleted_at = now() where id = $1", [outsiders]);
      expect(await refusal(outsiders, teammates)).toEqual(["TN409", '{"field": "contactId"}']);
      expect(await t.count(...merge(teammates, outsiders))).toBe(1);
    }));

  it("can be called again, and brings along what came meanwhile; chains end at the one who stays", () =>
    db.transaction(async (t) => {
      const { id, members, contacts } = db.world.acme;
      const { norths, souths, outsiders } = contacts;
      await t.as(members.staff);
      const [first] = await t.rows(...merge(norths, souths));
      await t.asOwner();
      const late = await t.value(
        "insert into app_public.tasks (organization_id, title, contact_id) values ($1, 'Late', $2) returning id",
        [id, souths],
      );
      await t.as(members.staff);
      const [again] = await t.rows(...merge(norths, souths));
      expect(again?.["id"]).toBe(first?.["id"]);
      const whose = "select contact_id from app_public.tasks where id = $1";
      expect(await t.value(whose, [late])).toBe(norths);
      const [next] = await t.rows(...merge(outsiders, norths));
      expect(await contact(t, souths)).toMatchObject({ merged_into_id: outsiders });
      await t.as(members.staff);
      expect(await t.refusal(UNMERGE, [first?.["id"]])).toBe("TN409");
      await t.count(UNMERGE, [next?.["id"]]);
      expect(await contact(t, souths)).toMatchObject({ merged_into_id: norths });
      await t.as(members.staff);
      await t.count(UNMERGE, [first?.["id"]]);
      expect(await t.value(whose, [late])).toBe(souths);
    }));

  it("lets a password go along only with its address", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      const { norths, souths, outsiders } = contacts;
      const withPassword = async () => {
        await t.asOwner();
        return (
          await t.rows<{ id: string }>(
            "select contact_id as id from app_private.contact_credentials where contact_id = any ($1)",
            [[norths, souths, outsiders]],
          )
        ).map(({ id }) => id);
      };
      await change(t, norths, { email: null });
      await change(t, outsiders, { email: "other@customer.test" });
      await change(t, souths, { email: "south@customer.test" });
      await t.count("delete from app_private.contact_credentials where contact_id = any ($1)", [
        [norths, souths, outsiders],
      ]);
      await t.count("insert into app_private.contact_credentials (contact_id, password_hash) values ($1, $2)", [
        souths,
        `$2a$12$${"x".repeat(53)}`,
      ]);
      await t.as(members.staff);
      const [kept] = await t.rows(...merge(outsiders, souths));
      expect(await withPassword()).toEqual([souths]);
      await t.as(members.staff);
      await t.count(UNMERGE, [kept?.["id"]]);
      const [along] = await t.rows(...merge(norths, souths));
      expect(await withPassword()).toEqual([norths]);
      await t.as(members.staff);
      await t.count(UNMERGE, [along?.["id"]]);
      expect(await withPassword()).toEqual([souths]);
    }));

  it("loses no reference, whatever refers to whom, and undoing it gives back what was", async () => {
    const present = await db.transaction(async (t) => {
      await t.asOwner();
      const tables: string[] = [];
      for (const { table } of references) {
        const isThere = await t.value(`select exists (select from ${table} where organization_id = $1)`, [
          db.world.acme.id,
        ]);
        if (isThere) tables.push(table);
      }
      return tables;
    });
    // So that a table of later is in the world, and this test says something about it.
    expect(present).toEqual(references.map(({ table }) => table));

    const person = fc.record({
      first_name: fc.constantFrom(null, "Anna", "anna", "Berta"),
      last_name: fc.constantFrom(null, "Smith", "Jones"),
      phone: fc.constantFrom(null, "+442079460801", "+442079460802"),
      tags: fc.subarray(["a", "b", "c"]),
      custom_fields: fc.dictionary(fc.constantFrom("k", "l"), fc.constantFrom(null, 1, "x", { n: null })),
      notes: fc.constantFrom(null, "", "Note", "Another"),
      lifecycle_stage: fc.constantFrom("subscriber", "lead", "customer", "former"),
      membership_status: fc.constantFrom("none", "active"),
      emergency_contact_name: fc.constantFrom(null, "Eve"),
      is_active: fc.boolean(),
      last_contacted_at: fc.constantFrom(null, "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"),
    });
    const take = fc.subarray([
      "business",
      "company",
      "customFields",
      "email",
      "name",
      "membership",
      "owner",
      "phone",
      "tags",
    ]);
    const counts = { moved: 0, keptBack: 0, withEmail: 0 };
    const touched = new Set<string>();

    await fc.assert(
      fc.asyncProperty(
        person,
        person,
        fc.constantFrom([null, null], ["a@p.test", null], [null, "b@p.test"], ["a@p.test", "b@p.test"]),
        fc.boolean(),
        take,
        fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }),
        (kept, merged, [email, otherEmail], isArchived, taken, choices) =>
          db.transaction(async (t) => {
            const { norths, souths, outsiders } = db.world.acme.contacts;
            await change(t, norths, { ...kept, email });
            await change(t, souths, { ...merged, email: otherEmail, deleted_at: isArchived ? new Date() : null });
            const whose = [norths, souths, souths, outsiders];
            let turn = 0;
            await t.value("select set_config('app.merges_contacts', 'on', true)");
            for (const { table, column } of references.filter((reference) => reference.column !== "merged_into_id")) {
              const rows = await t.rows<{ id: string }>(
                `select id from ${table} where organization_id = $1 order by ${column} is null, id limit 6`,
                [db.world.acme.id],
              );
              for (const { id } of rows) {
                const to = whose[choices[turn++ % choices.length] ?? 0];
                await t.count("savepoint point");
                try {
                  await t.count(`update ${table} set ${column} = $2 where id = $1`, [id, to]);
                } catch {
                  await t.count("rollback to savepoint point");
                }
              }
            }
            await t.value("select set_config('app.merges_contacts', '', true)");

            const before = await snapshot(t);
            await t.as(db.world.acme.members.staff);
            const [made] = await t.rows<{
              id: string;
              kept_back: Record<string, number>;
              moved: Record<string, number>;
            }>(...merge(norths, souths, taken));
            await t.asOwner();
            const after = await snapshot(t);

            // Nobody is gone or new, and each reference is where it was or has gone from the one to the other.
            const left: Record<string, number> = {};
            const lost: unknown[] = [];
            for (const { table, column } of references) {
              const [were, are] = [before[table] ?? {}, after[table] ?? {}];
              expect(Object.keys(are).sort()).toEqual(Object.keys(were).sort());
              for (const [id, row] of Object.entries(were) as [string, Record<string, unknown>][]) {
                const now = (are[id] as Record<string, unknown>)[column];
                if (row[column] !== souths) {
                  if (now !== row[column] && id !== souths) lost.push([table, id, now]);
                } else if (now === souths) {
                  const name = table.split(".")[1] ?? "";
                  left[name] = (left[name] ?? 0) + 1;
                } else if (now !== norths) {
                  lost.push([table, id, now]);
                } else {
                  touched.add(`${table}.${column}`);
                  counts.moved++;
                }
              }
            }
            expect(lost).toEqual([]);
            expect(made?.kept_back).toEqual(left);
            counts.keptBack += Object.keys(left).length;
            if (email || otherEmail) counts.withEmail++;

            await t.as(db.world.acme.members.staff);
            await t.count(UNMERGE, [made?.id]);
            await t.asOwner();
            expect(await snapshot(t)).toEqual(before);
          }),
      ),
      { numRuns: 20 },
    );
    expect(counts.moved).toBeGreaterThan(0);
    expect(counts.withEmail).toBeGreaterThan(0);
    expect([...touched].sort()).toEqual(
      references
        .filter(({ column }) => column !== "merged_into_id")
        .map(({ table, column }) => `${table}.${column}`)
        .sort(),
    );
  }, 120_000);
});

describe("app_public.unmerge_contacts", () => {
  it("is for those who may merge, within a day, and once", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      await t.as(members.staff);
      const [made] = await t.rows(...merge(contacts.norths, contacts.souths));
      const id = made?.["id"];
      expect(await byActor(t, db.world, UNMERGE, [id])).toEqual({
        owner: 1,
        admin: 1,
        manager: "TN404",
        staff: 1,
        rep: "TN404",
        viewer: "TN404",
        northerner: "TN404",
        apiKey: 1,
        client: "42501",
        stranger: "TN404",
        anonymous: "42501",
      });
      await t.asOwner();
      await t.count(
        "update app_public.contact_merges set undo_expires_at = now() - interval '1 second' where id = $1",
        [id],
      );
      await t.as(members.staff);
      expect(await t.refusal(UNMERGE, [id])).toBe("TN409");
      await t.asOwner();
      await t.count("update app_public.contact_merges set undo_expires_at = now() + interval '1 hour' where id = $1", [
        id,
      ]);
      await t.as(members.staff, { requestId: "undo-1" });
      expect(await t.count(UNMERGE, [id])).toBe(1);
      expect(await t.refusal(UNMERGE, [id])).toBe("TN409");
      await t.asOwner();
      const who = "select distinct user_id from app_public.audit_logs where request_id = 'undo-1'";
      expect(await t.rows(who)).toEqual([{ user_id: members.staff.userId }]);
      await t.as(members.staff);
      expect(await t.count(...merge(contacts.norths, contacts.souths))).toBe(1);
    }));

  it("is refused where nobody knows what was before", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      await t.as(members.staff);
      const [made] = await t.rows(...merge(contacts.norths, contacts.souths));
      const id = made?.["id"];
      expect(await t.attempt(() => t.count(UNMERGE, [id]))).toBe(1);
      await t.asOwner();
      await t.count("delete from app_private.contact_merge_values where contact_merge_id = $1", [id]);
      await t.as(members.staff);
      const error = await t.failure(UNMERGE, [id]);
      expect([error.code, error.detail]).toEqual(["TN409", '{"field": "contactMergeId"}']);
    }));

  it("leaves alone what came or was changed since", () =>
    db.transaction(async (t) => {
      const { id, members, contacts } = db.world.acme;
      const { norths, souths, outsiders } = contacts;
      await change(t, norths, { phone: null, tags: ["a"] });
      await change(t, souths, { phone: "+442079460802", tags: ["b"] });
      const task = "insert into app_public.tasks (organization_id, title, contact_id) values ($1, $2, $3) returning id";
      const moved = await t.value(task, [id, "Moved", souths]);
      const given = await t.value(task, [id, "Given away", souths]);
      await t.as(members.staff);
      const [made] = await t.rows(...merge(norths, souths));
      await t.count("update app_public.contacts set phone = '+442079460803' where id = $1", [norths]);
      await t.count("update app_public.tasks set contact_id = $2 where id = $1", [given, outsiders]);
      const since = await t.value(
        "insert into app_public.tasks (title, contact_id) values ('Since', $1) returning id",
        [norths],
      );
      await t.count(UNMERGE, [made?.["id"]]);
      const whose = async (row: unknown) => t.value("select contact_id from app_public.tasks where id = $1", [row]);
      expect([await whose(moved), await whose(given), await whose(since)]).toEqual([souths, outsiders, norths]);
      expect(await contact(t, norths)).toMatchObject({ phone: "+442079460803", tags: ["a"] });
      expect(await contact(t, souths)).toMatchObject({ phone: "+442079460802", tags: ["b"], deleted_at: null });
    }));
});
