import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

const FIND = "select app_private.find_or_create_contact($1, $2, $3, $4, 'call')";

describe("app_private.find_or_create_contact", () => {
  const db = useDatabase();

  const find = (t: TestTransaction, email: string | null, phone: string | null, organization = db.world.acme.id) =>
    t.value<string | null>(FIND, [organization, null, email, phone]);
  const add = (t: TestTransaction, columns: Columns) =>
    t.value<string>(...insertStatement("contacts", { organization_id: db.world.acme.id, ...columns }));

  it("is for the database's own functions, not for requests", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      expect(await find(t, "grace@navy.test", null)).toEqual(expect.any(String));
      await t.as(db.world.acme.members.owner);
      expect(await t.refusal(FIND, [db.world.acme.id, null, "grace@navy.test", null])).toBe("42501");
    }));

  it("finds by e-mail address first, then by phone number, however they are written", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      const grace = await add(t, { email: "grace@navy.test", phone: "020 7946 0001" });
      const ada = await add(t, { email: "ada@engine.test", phone: "020 7946 0002" });
      expect(await find(t, " GRACE@navy.test ", null)).toBe(grace);
      for (const phone of ["+442079460001", "020 7946 0001", "0044 20 7946 0001", "+44 (0)20 7946-0001"]) {
        expect([phone, await find(t, null, phone)]).toEqual([phone, grace]);
      }
      expect(await find(t, "ada@engine.test", "020 7946 0001")).toBe(ada);
      expect(await find(t, "unknown@navy.test", "020 7946 0001")).toBe(grace);
    }));

  it("finds the oldest contact in use of those with a number, and an archived one before making another", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      const phone = "+442079460003";
      const old = await add(t, { phone, created_at: "2020-01-01", deleted_at: "2021-01-01" });
      expect(await find(t, null, phone)).toBe(old);
      const middle = await add(t, { phone, created_at: "2022-01-01" });
      await add(t, { phone, created_at: "2023-01-01" });
      expect(await find(t, null, phone)).toBe(middle);
      const archived = await add(t, { email: "gone@navy.test", deleted_at: "2021-01-01" });
      expect(await find(t, "gone@navy.test", null)).toBe(archived);
    }));

  it("makes a contact of what it was given, in the business", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.asOwner();
      const values = [acme.id, acme.businesses.north, " New@Navy.TEST", "020 7946 0004"];
      const id = await t.value<string>(FIND, values);
      expect(await t.value(FIND, values)).toBe(id);
      const columns = "organization_id, business_id, email, phone, source, name";
      expect(await t.rows(`select ${columns} from app_public.contacts where id = $1`, [id])).toEqual([
        {
          organization_id: acme.id,
          business_id: acme.businesses.north,
          email: "new@navy.test",
          phone: "+442079460004",
          source: "call",
          name: "Unknown",
        },
      ]);
    }));

  it("finds and makes nobody without an address or number", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      const count = () => t.value("select count(*) from app_public.contacts");
      const before = await count();
      expect([await find(t, null, null), await find(t, " ", "")]).toEqual([null, null]);
      expect(await count()).toBe(before);
      expect(await t.refusal(FIND, [db.world.acme.id, null, null, "ask Grace"])).toBe("TN400");
    }));

  it("keeps organizations apart", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.asOwner();
      const id = await find(t, "gus@customer.test", null);
      expect(id).not.toBe(globex.contactId);
      expect(await t.value("select organization_id from app_public.contacts where id = $1", [id])).toBe(acme.id);
      expect(await find(t, "gus@customer.test", null, globex.id)).toBe(globex.contactId);
    }));

  it("isn't held up by fields that the organization requires; whoever adds a contact by hand is", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.asOwner();
      const field = {
        organization_id: acme.id,
        entity: "contact",
        field_name: "size",
        label: "Size",
        is_required: true,
      };
      await t.count(...insertStatement("custom_field_definitions", field));
      expect(await find(t, "grace@navy.test", null)).toEqual(expect.any(String));
      await t.as(acme.members.staff);
      expect(await t.refusal(...insertStatement("contacts", { email: "ada@engine.test" }))).toBe("TN400");
    }));

  it.each([
    ["phone number", () => [null, "020 7946 0555"], "phone = '+442079460555'"],
    ["e-mail address", () => ["crowd@navy.test", null], "email = 'crowd@navy.test'"],
    [
      "phone number and one of two addresses",
      (index: number) => [`crowd${index % 2}@navy.test`, "020 7946 0556"],
      "phone = '+442079460556'",
    ],
  ])("makes one contact for twenty who come at once with the same %s", async (_, keyOf, condition) => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        db.withRoot(async (client) => {
          const { rows } = await client.query({
            text: FIND,
            values: [db.world.acme.id, null, ...keyOf(index)],
            rowMode: "array",
          });
          return rows[0]?.[0];
        }, db.urls.owner),
      ),
    );
    expect(new Set(ids).size).toBe(1);
    await db.withRoot(async (client) => {
      const { rows } = await client.query(`select id from app_public.contacts where ${condition}`);
      expect(rows).toEqual([{ id: ids[0] }]);
    });
  });
});
