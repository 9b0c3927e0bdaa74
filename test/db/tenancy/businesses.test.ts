import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.businesses", () => {
  const db = useDatabase();

  // Nora is limited to north: were it gone, and her limit with it, she would see everything. South has rows, which
  // would then be everybody's.
  const unused = { can: ["west"], refusals: { north: "23503", south: "23503" } };

  describeAccess(db, "businesses", {
    rows: async ({ acme: { id, businesses } }, t) => ({
      ...businesses,
      west: await t.value<string>(
        ...insertStatement("businesses", { organization_id: id, name: "Acme West", slug: "west" }),
      ),
    }),
    additions: () => ({ "a business": { name: "Acme East", slug: "east" } }),
    change: { address: "1 High Street" },
    who: {
      owner: {
        sees: ["north", "south", "west"],
        adds: ["a business"],
        changes: ["north", "south", "west"],
        deletes: unused,
      },
      admin: {
        sees: ["north", "south", "west"],
        adds: ["a business"],
        changes: ["north", "south", "west"],
        deletes: unused,
      },
      manager: { sees: ["north", "south", "west"] },
      staff: { sees: ["north", "south", "west"] },
      rep: { sees: ["north", "south", "west"] },
      viewer: { sees: ["north", "south", "west"] },
      northerner: { sees: ["north"] },
      apiKey: { ...refused, sees: ["north", "south", "west"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

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
