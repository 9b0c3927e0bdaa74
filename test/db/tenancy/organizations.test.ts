import { describe, expect, it } from "@jest/globals";
import { describeAccess, nothing, refused, updateStatement } from "../../support/access.ts";
import { tenantTables } from "../../support/catalog.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.organizations", () => {
  const db = useDatabase();

  describeAccess(db, "organizations", {
    rows: ({ acme }) => ({ Acme: acme.id }),
    change: { name: "Acme Limited" },
    who: {
      owner: { sees: ["Acme"], changes: ["Acme"] },
      admin: { sees: ["Acme"], changes: ["Acme"] },
      manager: { sees: ["Acme"], changes: [] },
      staff: { sees: ["Acme"], changes: [] },
      rep: { sees: ["Acme"], changes: [] },
      viewer: { sees: ["Acme"], changes: [] },
      northerner: { sees: ["Acme"], changes: [] },
      apiKey: { ...refused, sees: ["Acme"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("keep from their own owners what belongs to the platform", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.owner);
      for (const column of [
        "external_id",
        "subscription_status",
        "subscription_tier",
        "trial_ends_at",
        "plan_limits",
        "audit_retention_days",
      ]) {
        expect([column, await t.refusal(`update app_public.organizations set ${column} = ${column}`)]).toEqual([
          column,
          "42501",
        ]);
      }
      expect(await t.count("update app_public.organizations set currency = 'EUR', settings = '{}'")).toBe(1);
    }));

  it("can't be changed by an admin who is limited to a business", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const { admin, northerner } = acme.members;
      const rename = "update app_public.organizations set name = 'Acme Limited'";
      const addTeam = "insert into app_public.teams (name) values ('Night shift')";
      await t.asOwner();
      await t.count("update app_public.memberships set role_id = $1 where id = $2", [
        acme.roles.admin,
        northerner.membershipId,
      ]);
      await t.as(northerner);
      expect(await t.count(rename)).toBe(0);
      expect(await t.refusal(addTeam)).toBe("42501");
      await t.as(admin);
      expect(await t.count(rename)).toBe(1);
      expect(await t.count(addTeam)).toBe(1);
    }));

  it("that aren't the active one can be seen by their members but not changed", () =>
    db.transaction(async (t) => {
      const { acme, globex, both } = db.world;
      await t.as(acme.members.owner);
      await t.asOwner();
      await t.count(
        "update app_public.memberships set role_id = roles.id from app_public.roles where user_id = $1 and roles.organization_id = memberships.organization_id and system_role = 'owner'",
        [both.userId],
      );
      await t.as({ ...both, organization: "acme" });
      expect(await t.count("select from app_public.organizations")).toBe(2);
      const rename = "update app_public.organizations set name = 'Renamed' where id = $1";
      expect(await t.count(rename, [globex.id])).toBe(0);
      expect(await t.count(rename, [acme.id])).toBe(1);
    }));

  it.each([
    ["a blank name", { name: " " }, "name_must_not_be_blank"],
    ["a slug with capitals within", { slug: "ac me" }, "slug_must_be_readable"],
    [
      "a slug that looks like an id",
      { slug: `${"a".repeat(8)}-aaaa-aaaa-aaaa-${"a".repeat(12)}` },
      "slug_must_be_readable",
    ],
    ["a slug of one letter", { slug: "a" }, "slug_must_be_readable"],
    ["a support address that is none", { support_email: "acme" }, "support_email_must_be_an_address"],
    ["a time zone that is none", { timezone: "Moon/Sea" }, "timezone_must_exist"],
    ["a time zone that is an offset", { timezone: "+01" }, "timezone_must_exist"],
    ["a locale that is none", { locale: "english" }, "locale_must_be_a_language_tag"],
    ["a currency that is none", { currency: "eur" }, "currency_must_be_a_code"],
    ["settings that are no object", { settings: "[]" }, "settings_must_be_an_object"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { id, members } = db.world.acme;
      await t.as(members.owner);
      const error = await t.failure(...updateStatement("organizations", id, columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );

  it("store slug and support address in one form, the slug unique among all", () =>
    db.transaction(async (t) => {
      const { id, members } = db.world.acme;
      await t.as(members.owner);
      await t.count(...updateStatement("organizations", id, { slug: " ACME-Ltd ", support_email: " Help@Acme.TEST " }));
      expect(await t.rows("select slug, support_email from app_public.organizations")).toEqual([
        { slug: "acme-ltd", support_email: "help@acme.test" },
      ]);
      expect(await t.refusal(...updateStatement("organizations", id, { slug: "Globex" }))).toBe("23505");
    }));

  it("take everything of theirs with them when they are deleted, and nothing of another", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      // Work that leaves traces in every table first.
      await t.as(acme.members.staff);
      await t.count("update app_public.deals set stage_id = $1, contact_id = $2, company_id = $3", [
        acme.stages["Won"],
        acme.contacts.reps,
        acme.companies.reps,
      ]);
      await t.count("update app_public.contacts set company_id = $1", [acme.companies.reps]);
      await t.count("update app_public.activities set contact_id = $1, deal_id = $2", [
        acme.contacts.reps,
        acme.deals.reps,
      ]);
      await t.count("update app_public.tasks set contact_id = $1, deal_id = $2", [acme.contacts.reps, acme.deals.reps]);

      await t.asOwner();
      const tables = await tenantTables(t);
      const countsOf = async (id: string) => {
        const counts: Record<string, number> = {};
        for (const table of tables) {
          counts[table] = await t.value(`select count(*)::int from app_public.${table} where organization_id = $1`, [
            id,
          ]);
        }
        return counts;
      };
      const globexBefore = await countsOf(globex.id);
      expect(Object.entries(await countsOf(acme.id)).filter(([, count]) => count === 0)).toEqual([]);

      expect(await t.count("delete from app_public.organizations where id = $1", [acme.id])).toBe(1);
      await t.rows("set constraints all immediate");
      expect(Object.entries(await countsOf(acme.id)).filter(([, count]) => count > 0)).toEqual([]);
      expect(await countsOf(globex.id)).toEqual(globexBefore);
      // People stay: they may belong elsewhere.
      await t.as(db.world.both);
      expect(await t.rows("select slug from app_public.my_organizations()")).toEqual([{ slug: "globex" }]);
    }));
});
