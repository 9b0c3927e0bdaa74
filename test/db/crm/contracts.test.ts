import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, refused, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { describeOwnedAccess } from "../../support/owned-access.ts";

describe("app_public.contracts", () => {
  const db = useDatabase();

  describeOwnedAccess(db, "contracts", {
    columns: { title: "New" },
    change: { value_cents: 20_000 },
    // All of them are drafts.
    client: { ...refused, sees: [] },
  });

  const change = (t: TestTransaction, id: string, columns: Columns) =>
    t.count(...updateStatement("contracts", id, columns));
  const show = async (t: TestTransaction, id: string, columns: string) =>
    (await t.rows(`select ${columns} from app_public.contracts where id = $1`, [id]))[0];

  it("are numbered apart from proposals, and begin as drafts in the organization's currency", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.as(acme.members.staff);
      const id = await t.value<string>(...insertStatement("contracts", { title: "Upkeep" }));
      expect(await show(t, id, "number, status, currency")).toEqual({ number: 6, status: "draft", currency: "USD" });
      await t.as(globex.owner);
      const other = await t.value<string>(...insertStatement("contracts", { title: "Upkeep" }));
      expect(await show(t, other, "number")).toEqual({ number: 2 });
      for (const column of ["number", "status", "sent_at", "signed_at"]) {
        const statement = `insert into app_public.contracts (title, ${column}) values ('Upkeep', default)`;
        expect([column, await t.refusal(statement)]).toEqual([column, "42501"]);
      }
    }));

  const NEXT: Readonly<Record<string, readonly string[]>> = {
    draft: ["sent"],
    sent: ["signed", "terminated", "expired"],
    signed: ["active", "terminated"],
    active: ["terminated", "expired"],
    terminated: [],
    expired: [],
  };

  it.each(Object.keys(NEXT))("that are %s become only what makes sense", (status) =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.asOwner();
      const row = { organization_id: acme.id, title: "Upkeep", status };
      const id = await t.value<string>(...insertStatement("contracts", row));
      await t.as(acme.members.staff);
      for (const to of Object.keys(NEXT)) {
        if (to === status || NEXT[status]?.includes(to)) {
          expect([to, await t.attempt(() => change(t, id, { status: to }))]).toEqual([to, 1]);
        } else {
          const error = await t.failure(...updateStatement("contracts", id, { status: to }));
          const detail = { field: "status", from: status, to, allowed: NEXT[status] };
          expect([error.code, JSON.parse(error.detail ?? "{}")]).toEqual(["TN409", detail]);
        }
      }
    }),
  );

  it("note when they were sent and signed", () =>
    db.transaction(async (t) => {
      const { contracts, members } = db.world.acme;
      await t.as(members.staff);
      const columns = "sent_at = now() as sent, signed_at = now() as signed";
      await change(t, contracts.reps, { status: "sent" });
      expect(await show(t, contracts.reps, columns)).toEqual({ sent: true, signed: null });
      await change(t, contracts.reps, { status: "signed" });
      expect(await show(t, contracts.reps, columns)).toEqual({ sent: true, signed: true });
      expect(await t.refusal(...updateStatement("contracts", contracts.reps, { signed_at: new Date() }))).toBe("42501");
    }));

  it("stay as they are once sent, but for what is only the organization's", () =>
    db.transaction(async (t) => {
      const { contracts, contacts, deals, members } = db.world.acme;
      await t.as(members.staff);
      const frozen = {
        title: "Other",
        content: "Other",
        value_cents: 1,
        currency: "JPY",
        starts_on: "2030-01-01",
        ends_on: "2030-12-31",
        contact_id: contacts.norths,
      };
      for (const [column, value] of Object.entries(frozen)) {
        const statement = updateStatement("contracts", contracts.reps, { [column]: value });
        expect([column, await t.attempt(() => t.count(...statement))]).toEqual([column, 1]);
      }
      await change(t, contracts.reps, { status: "sent" });
      for (const [column, value] of Object.entries(frozen)) {
        const statement = updateStatement("contracts", contracts.reps, { [column]: value });
        expect([column, await t.refusal(...statement)]).toEqual([column, "TN409"]);
      }
      expect(await change(t, contracts.reps, { deal_id: deals.reps, owner_id: null })).toBe(1);
    }));

  it("are read in the client portal once they are sent, by their contact alone", () =>
    db.transaction(async (t) => {
      const { contracts, contacts, members, client } = db.world.acme;
      await t.as(members.staff);
      await change(t, contracts.reps, { contact_id: contacts.reps });
      await change(t, contracts.teammates, { contact_id: contacts.reps });
      await change(t, contracts.outsiders, { contact_id: contacts.outsiders });
      await change(t, contracts.outsiders, { status: "sent" });
      const seen = () => t.rows("select id from app_public.contracts");
      await t.as(client);
      expect(await seen()).toEqual([]);
      await t.as(members.staff);
      await change(t, contracts.reps, { status: "sent" });
      await t.as(client);
      expect(await seen()).toEqual([{ id: contracts.reps }]);
      expect(await t.count("select number, content, value_cents, deleted_at from app_public.contracts")).toBe(1);
      for (const column of ["owner_id", "deal_id", "business_id"]) {
        expect([column, await t.refusal(`select ${column} from app_public.contracts`)]).toEqual([column, "42501"]);
      }
      expect(await t.refusal("update app_public.contracts set status = 'signed'")).toBe("42501");
    }));

  it.each([
    [
      "an end before its start",
      { starts_on: "2030-02-01", ends_on: "2030-01-31" },
      "contract_must_end_after_it_starts",
    ],
    ["a day without end", { starts_on: "infinity" }, "starts_on_must_be_in_our_era"],
    ["a negative value", { value_cents: -1 }, "value_must_not_be_negative"],
    ["a currency that is none", { currency: "eur" }, "currency_must_be_a_code"],
    ["a blank title", { title: " " }, "title_must_not_be_blank"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { contracts, members } = db.world.acme;
      await t.as(members.staff);
      const error = await t.failure(...updateStatement("contracts", contracts.reps, columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );
});
