import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.businesses", () => {
  const db = useDatabase();

  // Nora is limited to north: were it gone, and her limit with it, she would see everything.
  const limited = { can: ["south"], refusals: { north: "23503" } };

  describeAccess(db, "businesses", {
    rows: ({ acme: { businesses } }) => businesses,
    additions: () => ({ "a business": { name: "Acme West", slug: "west" } }),
    change: { address: "1 High Street" },
    who: {
      owner: {
        sees: ["north", "south"],
        adds: ["a business"],
        changes: ["north", "south"],
        deletes: limited,
      },
      admin: {
        sees: ["north", "south"],
        adds: ["a business"],
        changes: ["north", "south"],
        deletes: limited,
      },
      manager: { sees: ["north", "south"] },
      staff: { sees: ["north", "south"] },
      rep: { sees: ["north", "south"] },
      viewer: { sees: ["north", "south"] },
      northerner: { sees: ["north"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("leave their customers to the whole organization when they are deleted", () =>
    db.transaction(async (t) => {
      const { businesses, contacts, members } = db.world.acme;
      await t.as(members.admin);
      expect(await t.value("select business_id from app_public.contacts where id = $1", [contacts.souths])).toBe(
        businesses.south,
      );
      expect(await t.count("delete from app_public.businesses where id = $1", [businesses.south])).toBe(1);
      expect(await t.value("select business_id from app_public.contacts where id = $1", [contacts.souths])).toBeNull();
    }));

  it("have a slug that no other business of the organization has", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      expect(await t.refusal(...insertStatement("businesses", { name: "North again", slug: "north" }))).toBe("23505");
      await t.as(db.world.globex.owner);
      expect(await t.count(...insertStatement("businesses", { name: "North", slug: "north" }))).toBe(1);
    }));

  it.each([
    ["a blank name", { name: " " }, "name_must_not_be_blank"],
    ["a slug with capitals", { slug: "North" }, "slug_must_be_readable"],
    ["an address that is none", { email: "north" }, "email_must_be_an_address"],
    ["a time zone that is none", { timezone: "Moon/Sea" }, "timezone_must_exist"],
    ["settings that are no object", { settings: "[]" }, "settings_must_be_an_object"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { businesses, members } = db.world.acme;
      await t.as(members.admin);
      const error = await t.failure(...updateStatement("businesses", businesses.north, columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );
});
