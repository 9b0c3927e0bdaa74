import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.services", () => {
  const db = useDatabase();

  const all = ["a common one", "a former one", "the north's", "the south's"];
  const allButSouth = ["a common one", "a former one", "the north's"];
  const everywhere = ["of all", "of the north", "of the south"];
  const managed = { sees: all, adds: everywhere, changes: all, deletes: all };
  describeAccess(db, "services", {
    rows: ({ acme: { services } }) => ({
      "a common one": services.common,
      "a former one": services.former,
      "the north's": services.norths,
      "the south's": services.souths,
    }),
    additions: ({ acme: { businesses } }) => ({
      "of all": { name: "Check-up", duration_minutes: 20 },
      "of the north": { name: "Check-up", duration_minutes: 20, business_id: businesses.north },
      "of the south": { name: "Check-up", duration_minutes: 20, business_id: businesses.south },
    }),
    change: { price_cents: 9_900 },
    who: {
      owner: managed,
      admin: managed,
      manager: managed,
      staff: { sees: all },
      rep: { sees: all },
      viewer: { sees: all },
      northerner: { sees: allButSouth },
      client: {
        ...refused,
        sees: ["a common one", "the north's", "the south's"],
      },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("cost money of the organization unless another currency is named", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      await t.count("update app_public.organizations set currency = 'GBP'");
      const currencyOf = async (columns: object) => {
        const id = await t.value(...insertStatement("services", { name: "New", duration_minutes: 5, ...columns }));
        return t.value("select currency from app_public.services where id = $1", [id]);
      };
      expect(await currencyOf({})).toBe("GBP");
      expect(await currencyOf({ currency: "EUR" })).toBe("EUR");
    }));

  it("leave their appointments as they are when they are deleted, even those that are over", () =>
    db.transaction(async (t) => {
      const { members, services, appointments } = db.world.acme;
      await t.as(members.admin);
      await t.count(...updateStatement("appointments", appointments.reps, { status: "completed" }));
      expect(await t.count("delete from app_public.services where id = $1", [services.common])).toBe(1);
      expect(
        await t.rows("select service_id, price_cents::int, status from app_public.appointments where id = $1", [
          appointments.reps,
        ]),
      ).toEqual([{ service_id: null, price_cents: 4_500, status: "completed" }]);
    }));

  it.each([
    ["a blank name", { name: " " }, "name_must_not_be_blank"],
    ["no duration", { duration_minutes: 0 }, "duration_must_be_within_a_month"],
    ["an endless duration", { duration_minutes: 2_147_483_647 }, "duration_must_be_within_a_month"],
    ["a negative price", { price_cents: -1 }, "price_must_not_be_negative"],
    ["a currency that is none", { currency: "eur" }, "currency_must_be_a_code"],
    ["an endless category", { category: "c".repeat(101) }, "category_must_be_short"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { services, members } = db.world.acme;
      await t.as(members.admin);
      const error = await t.failure(...updateStatement("services", services.common, columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );
});
