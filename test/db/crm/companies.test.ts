import { describe, expect, it } from "@jest/globals";
import { insertStatement, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";
import { describeOwnedAccess } from "../../support/owned-access.ts";

describe("app_public.companies", () => {
  const db = useDatabase();

  describeOwnedAccess(db, "companies", { columns: { name: "New" }, change: { address: "1 High Street" } });

  it("keep address and number in one form, of which several may have the same", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const columns = { name: "Fences Ltd", email: " Sales@Fences.TEST ", phone: "020 7946 0000" };
      for (let copy = 0; copy < 2; copy++) {
        const id = await t.value(...insertStatement("companies", columns));
        expect(await t.rows("select email, phone from app_public.companies where id = $1", [id])).toEqual([
          { email: "sales@fences.test", phone: "+442079460000" },
        ]);
      }
    }));

  it("leave their contacts and deals behind when they are gone for good", () =>
    db.transaction(async (t) => {
      const { companies, contacts, deals, members } = db.world.acme;
      await t.as(members.staff);
      await t.count(...updateStatement("contacts", contacts.reps, { company_id: companies.reps }));
      await t.count(...updateStatement("deals", deals.reps, { company_id: companies.reps }));
      await t.asOwner();
      expect(await t.count("delete from app_public.companies where id = $1", [companies.reps])).toBe(1);
      await t.as(members.staff);
      expect(await t.value("select company_id from app_public.contacts where id = $1", [contacts.reps])).toBeNull();
      expect(await t.value("select company_id from app_public.deals where id = $1", [deals.reps])).toBeNull();
    }));

  it.each([
    ["a blank name", { name: " " }, "name_must_not_be_blank"],
    ["an address that is none", { email: "sales" }, "email_must_be_an_address"],
    ["profiles that are no object", { online_presence: '"x"' }, "online_presence_must_be_an_object"],
    ["tags in tags", { tags: [["a"], ["b"]] }, "tags_must_be_a_plain_list"],
    ["custom fields that are no object", { custom_fields: "[]" }, "custom_fields_must_be_an_object"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { companies, members } = db.world.acme;
      await t.as(members.staff);
      const error = await t.failure(...updateStatement("companies", companies.reps, columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );
});
