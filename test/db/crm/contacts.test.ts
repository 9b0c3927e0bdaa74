import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, refused, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { describeOwnedAccess } from "../../support/owned-access.ts";

describe("app_public.contacts", () => {
  const db = useDatabase();

  describeOwnedAccess(db, "contacts", {
    columns: { first_name: "New" },
    change: { notes: "Prefers mornings" },
    client: { ...refused, sees: ["Rita's"] },
  });

  it("are read and changed by themselves in the client portal, but for what members note about them", () =>
    db.transaction(async (t) => {
      const { client, contacts } = db.world.acme;
      await t.as(client);
      expect(await t.rows("select id, first_name from app_public.contacts")).toEqual([
        { id: contacts.reps, first_name: "Rita’s" },
      ]);
      expect(await t.count("update app_public.contacts set emergency_contact_phone = '020 7946 0123'")).toBe(1);
      expect(await t.value("select emergency_contact_phone from app_public.contacts")).toBe("+442079460123");
      for (const column of ["notes", "owner_id", "lifecycle_stage", "custom_fields", "tags"]) {
        expect([column, await t.refusal(`select ${column} from app_public.contacts`)]).toEqual([column, "42501"]);
        const update = `update app_public.contacts set ${column} = default`;
        expect([column, await t.refusal(update)]).toEqual([column, "42501"]);
      }
    }));

  it("don't claim an address or number in the client portal, by which others' messages would come to be theirs", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.client);
      expect(await t.refusal("update app_public.contacts set phone = '+442079460124'")).toBe("42501");
      expect(await t.refusal("update app_public.contacts set email = 'somebody@else.test'")).toBe("42501");
      expect(await t.count("update app_public.contacts set first_name = 'Rita'")).toBe(1);
    }));

  const add = (t: TestTransaction, columns: Columns) => t.value<string>(...insertStatement("contacts", columns));
  const show = async (t: TestTransaction, id: string, columns: string) =>
    (await t.rows(`select ${columns} from app_public.contacts where id = $1`, [id]))[0];

  it("belong to whoever adds them, unless another is named", () =>
    db.transaction(async (t) => {
      const { staff, rep } = db.world.acme.members;
      await t.as(staff);
      expect(await show(t, await add(t, { first_name: "New" }), "owner_id")).toEqual({ owner_id: staff.membershipId });
      const named = await add(t, { first_name: "New", owner_id: rep.membershipId });
      expect(await show(t, named, "owner_id")).toEqual({ owner_id: rep.membershipId });
    }));

  it("aren't claimed to be verified or reached: that is found out", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.owner);
      for (const [column, value] of [
        ["email_verified", "true"],
        ["last_contacted_at", "now()"],
      ]) {
        expect(await t.refusal(`update app_public.contacts set ${column} = ${value}`)).toBe("42501");
        expect(await t.refusal(`insert into app_public.contacts (${column}) values (${value})`)).toBe("42501");
      }
    }));

  it.each([
    ["both names", { first_name: " Grace ", last_name: "Hopper" }, "Grace Hopper"],
    ["the first name only", { first_name: "Grace" }, "Grace"],
    ["the last name only", { last_name: "Hopper", first_name: "  " }, "Hopper"],
    ["neither", { email: "grace@navy.test" }, "Unknown"],
  ])("are named from %s", (_, columns, name) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const id = await add(t, columns);
      expect(await show(t, id, "name")).toEqual({ name });
      expect(await t.refusal("update app_public.contacts set name = 'Somebody' where id = $1", [id])).toBe("428C9");
    }),
  );

  it("keep their address in one form, unique within the organization and free in another", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.as(acme.members.staff);
      expect(await show(t, await add(t, { email: "  Grace@Navy.TEST\n" }), "email")).toEqual({
        email: "grace@navy.test",
      });
      expect(await t.refusal(...insertStatement("contacts", { email: "GRACE@navy.test" }))).toBe("23505");
      // Having none isn't having the same.
      await add(t, { first_name: "One", email: "" });
      expect(await show(t, await add(t, { first_name: "Two", email: " " }), "email")).toEqual({ email: null });
      await t.as(globex.owner);
      await add(t, { email: "grace@navy.test" });
    }));

  it("have their numbers read as the organization's country's: British at Acme, American at Globex", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.as(acme.members.staff);
      const columns = { phone: "020 7946 0000", emergency_contact_phone: "(020) 7946-0001" };
      expect(await show(t, await add(t, columns), "phone, emergency_contact_phone")).toEqual({
        phone: "+442079460000",
        emergency_contact_phone: "+442079460001",
      });
      await t.as(globex.owner);
      expect(await show(t, await add(t, { phone: "(212) 555-0100" }), "phone")).toEqual({ phone: "+12125550100" });
    }));

  it("can't have a number that is none, new or changed", () =>
    db.transaction(async (t) => {
      const { contacts, members } = db.world.acme;
      await t.as(members.staff);
      for (const statement of [
        insertStatement("contacts", { phone: "ask Grace" }),
        updateStatement("contacts", contacts.reps, { phone: "123" }),
      ]) {
        const error = await t.failure(...statement);
        expect([error.code, error.detail]).toEqual(["TN400", '{"field": "phone"}']);
      }
      expect(await t.count(...updateStatement("contacts", contacts.reps, { phone: "" }))).toBe(1);
    }));

  it.each([
    ["an address that is none", { email: "grace" }, "email_must_be_an_address"],
    ["an endless name", { last_name: "H".repeat(201) }, "last_name_must_not_be_blank"],
    ["an impossible date of birth", { date_of_birth: "1066-10-14" }, "date_of_birth_must_be_possible"],
    [
      "a membership that ends before it starts",
      { membership_starts_on: "2026-02-01", membership_ends_on: "2026-01-31" },
      "membership_must_end_after_it_starts",
    ],
    ["a tag that is nothing", { tags: [null] }, "tags_must_be_a_plain_list"],
    ["custom fields that are no object", { custom_fields: "[]" }, "custom_fields_must_be_an_object"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { contacts, members } = db.world.acme;
      await t.as(members.staff);
      const error = await t.failure(...updateStatement("contacts", contacts.reps, columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );

  it.each(["lifecycle_stage", "membership_status"])("have one of the known values as %s", (column) =>
    db.transaction(async (t) => {
      const { contacts, members } = db.world.acme;
      await t.as(members.staff);
      expect(await t.refusal(...updateStatement("contacts", contacts.reps, { [column]: "other" }))).toBe("23503");
      expect(
        await t.count(
          ...updateStatement("contacts", contacts.reps, { lifecycle_stage: "customer", membership_status: "active" }),
        ),
      ).toBe(1);
    }),
  );

  it("are archived and restored by those who may delete, at the database's time", () =>
    db.transaction(async (t) => {
      const { contacts, members } = db.world.acme;
      const archived = "deleted_at is not null as archived, deleted_at = now() as now";
      await t.as(members.rep);
      await t.count(...updateStatement("contacts", contacts.reps, { deleted_at: "1999-12-31T00:00:00Z" }));
      expect(await show(t, contacts.reps, archived)).toEqual({ archived: true, now: true });
      await t.count(...updateStatement("contacts", contacts.reps, { deleted_at: null }));
      expect(await show(t, contacts.reps, archived)).toEqual({ archived: false, now: null });
    }));

  it("can't be archived or restored by a member who may change but not delete them", () =>
    db.transaction(async (t) => {
      const { contacts, members, intern } = db.world.acme;
      await t.as(members.owner);
      await t.count(
        "insert into app_public.role_permissions (role_id, resource, action, scope) values ($1, 'contacts', 'update', 'own')",
        [intern.roleId],
      );
      await t.count("update app_public.memberships set role_id = $1 where id = $2", [
        intern.roleId,
        members.rep.membershipId,
      ]);
      const archive = updateStatement("contacts", contacts.reps, { deleted_at: new Date() });
      const restore = updateStatement("contacts", contacts.reps, { deleted_at: null });
      await t.as(members.rep);
      expect(await t.refusal(...archive)).toBe("TN403");
      await t.as(members.staff);
      expect(await t.count(...archive)).toBe(1);
      await t.as(members.rep);
      expect(await t.count(...updateStatement("contacts", contacts.reps, { notes: "Hello" }))).toBe(1);
      expect(await t.refusal(...restore)).toBe("TN403");
      await t.as(members.staff);
      expect(await t.count(...restore)).toBe(1);
    }));
});
