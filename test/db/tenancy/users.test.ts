import { describe, expect, it } from "@jest/globals";
import { describeAccess, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.users", () => {
  const db = useDatabase();

  describeAccess(db, "users", {
    rows: ({ acme, globex }) => ({
      Olivia: acme.members.owner.userId,
      Rita: acme.members.rep.userId,
      Greta: globex.owner.userId,
    }),
    change: { full_name: "Somebody Else" },
    who: {
      owner: { sees: ["Olivia", "Rita"], changes: ["Olivia"] },
      admin: { sees: ["Olivia", "Rita"], changes: [] },
      manager: { sees: ["Olivia", "Rita"], changes: [] },
      staff: { sees: ["Olivia", "Rita"], changes: [] },
      rep: { sees: ["Olivia", "Rita"], changes: ["Rita"] },
      viewer: { sees: ["Olivia", "Rita"], changes: [] },
      northerner: { sees: ["Olivia", "Rita"], changes: [] },
      apiKey: { ...refused, sees: ["Olivia", "Rita"] },
      stranger: { sees: ["Greta"], changes: ["Greta"] },
      anonymous: refused,
    },
  });

  it("change their own name and settings but neither address, activity nor sign-in counts", () =>
    db.transaction(async (t) => {
      const { rep } = db.world.acme.members;
      await t.as(rep);
      for (const column of ["email", "is_active", "last_login_at", "login_count"]) {
        expect([column, await t.refusal(`update app_public.users set ${column} = ${column}`)]).toEqual([
          column,
          "42501",
        ]);
      }
      expect(
        await t.count("update app_public.users set full_name = 'Rita', locale = 'de-DE', timezone = 'Europe/Berlin'"),
      ).toBe(1);
    }));

  it("can make only an organization of theirs the default one", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const choose = "select slug from app_public.choose_default_organization($1)";
      await t.as(acme.members.rep);
      expect(await t.refusal(choose, [globex.id])).toBe("TN403");
      expect(await t.value(choose, [acme.id])).toBe("acme");
      expect(await t.refusal("select from app_private.default_memberships")).toBe("42501");
      await t.as(globex.owner);
      expect(await t.value(choose, [globex.id])).toBe("globex");
    }));

  it("of both organizations are seen among those of the active one only", () =>
    db.transaction(async (t) => {
      const { acme, globex, both } = db.world;
      const emails = async () =>
        (await t.rows<{ email: string }>("select email from app_public.users")).map(({ email }) => email);
      await t.as({ ...both, organization: "acme" });
      expect(await emails()).toEqual(expect.arrayContaining([both.email, acme.members.rep.email]));
      expect(await emails()).not.toContain(globex.owner.email);
      await t.as({ ...both, organization: "globex" });
      expect((await emails()).sort()).toEqual([both.email, globex.clerk.email, globex.owner.email].sort());
    }));

  it.each([
    ["a blank name", { full_name: " " }, "full_name_must_not_be_blank"],
    ["a picture at no web address", { avatar_url: "javascript:alert(1)" }, "avatar_url_must_be_an_address"],
    ["a time zone that is none", { timezone: "Moon/Sea" }, "timezone_must_exist"],
    ["a locale that is none", { locale: "english" }, "locale_must_be_a_language_tag"],
    ["metadata that is no object", { metadata: "[]" }, "metadata_must_be_an_object"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { rep } = db.world.acme.members;
      await t.as(rep);
      const error = await t.failure(...updateStatement("users", rep.userId, columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );

  it("have one account for an address, however it is written, and a phone number of their locale's country", () =>
    db.transaction(async (t) => {
      const { rep } = db.world.acme.members;
      await t.asOwner();
      expect(
        await t.refusal("insert into app_public.users (email) values ($1)", [` ${rep.email.toUpperCase()} `]),
      ).toBe("23505");
      const add = "insert into app_public.users (email, phone, locale) values ($1, $2, $3) returning email, phone";
      expect(await t.rows(add, [" New@Acme.TEST", "030 901820", "de-DE"])).toEqual([
        { email: "new@acme.test", phone: "+4930901820" },
      ]);
    }));
});
