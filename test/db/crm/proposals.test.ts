import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, refused, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { describeOwnedAccess } from "../../support/owned-access.ts";

describe("app_public.proposals", () => {
  const db = useDatabase();

  describeOwnedAccess(db, "proposals", {
    columns: { title: "New" },
    change: { introduction: "Thank you for asking." },
    // All of them are drafts.
    client: { ...refused, sees: [] },
  });

  const change = (t: TestTransaction, id: string, columns: Columns) =>
    t.count(...updateStatement("proposals", id, columns));
  const show = async (t: TestTransaction, id: string, columns: string) =>
    (await t.rows(`select ${columns} from app_public.proposals where id = $1`, [id]))[0];

  it("are numbered within the organization, and begin as drafts in its currency", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.as(acme.members.staff);
      const numberOf = async () =>
        t.value<number>("select number from app_public.proposals where id = $1", [
          await t.value(...insertStatement("proposals", { title: "Fence" })),
        ]);
      // The world has five of Acme's and one of Globex'.
      expect([await numberOf(), await numberOf()]).toEqual([6, 7]);
      const id = await t.value<string>(...insertStatement("proposals", { title: "Gate", currency: "EUR" }));
      expect(await show(t, id, "status, currency, total_cents::int")).toEqual({
        status: "draft",
        currency: "EUR",
        total_cents: 0,
      });
      await t.as(globex.owner);
      expect(await numberOf()).toBe(2);
    }));

  it("can't be given a number, a total, a time or another status than draft by hand", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.owner);
      for (const [column, value] of Object.entries({
        number: 1,
        status: "sent",
        subtotal_cents: 1,
        tax_cents: 1,
        sent_at: new Date(),
        accepted_at: new Date(),
      })) {
        const statement = insertStatement("proposals", { title: "Fence", [column]: value });
        expect([column, await t.refusal(...statement)]).toEqual([column, "42501"]);
        if (column === "status") continue;
        const { proposals } = db.world.acme;
        const update = updateStatement("proposals", proposals.reps, { [column]: value });
        expect([column, await t.refusal(...update)]).toEqual([column, "42501"]);
      }
    }));

  const NEXT: Readonly<Record<string, readonly string[]>> = {
    draft: ["sent"],
    sent: ["viewed", "accepted", "rejected", "expired"],
    viewed: ["accepted", "rejected", "expired"],
    accepted: [],
    rejected: [],
    expired: ["sent"],
  };

  it.each(Object.keys(NEXT))("that are %s become only what makes sense", (status) =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.asOwner();
      const id = await t.value<string>(
        ...insertStatement("proposals", { organization_id: acme.id, title: "Fence", status: "draft" }),
      );
      await t.count(
        "insert into app_public.proposal_items (organization_id, proposal_id, description, unit_price_cents) values ($1, $2, 'Fence', 1)",
        [acme.id, id],
      );
      await t.rows("alter table app_public.proposals disable trigger _310_restrict_status");
      await change(t, id, { status });
      await t.rows("alter table app_public.proposals enable trigger _310_restrict_status");
      await t.as(acme.members.staff);
      for (const to of Object.keys(NEXT)) {
        if (to === status || NEXT[status]?.includes(to)) {
          expect([to, await t.attempt(() => change(t, id, { status: to }))]).toEqual([to, 1]);
        } else {
          const error = await t.failure(...updateStatement("proposals", id, { status: to }));
          const detail = { field: "status", from: status, to, allowed: NEXT[status] };
          expect([error.code, JSON.parse(error.detail ?? "{}")]).toEqual(["TN409", detail]);
        }
      }
    }),
  );

  it("note when they were sent, viewed and accepted, once", () =>
    db.transaction(async (t) => {
      const { proposals, members } = db.world.acme;
      await t.as(members.staff);
      const columns = "sent_at = now() as sent, viewed_at = now() as viewed, accepted_at = now() as accepted";
      await change(t, proposals.reps, { status: "sent" });
      expect(await show(t, proposals.reps, columns)).toEqual({ sent: true, viewed: null, accepted: null });
      await t.asOwner();
      await t.count("update app_public.proposals set sent_at = '2025-01-01' where id = $1", [proposals.reps]);
      await t.as(members.staff);
      await change(t, proposals.reps, { status: "sent" });
      expect(await show(t, proposals.reps, columns)).toEqual({ sent: false, viewed: null, accepted: null });
      await change(t, proposals.reps, { status: "viewed" });
      await change(t, proposals.reps, { status: "accepted" });
      expect(await show(t, proposals.reps, columns)).toEqual({ sent: false, viewed: true, accepted: true });
    }));

  it("aren't sent without items", () =>
    db.transaction(async (t) => {
      const { members } = db.world.acme;
      await t.as(members.staff);
      const id = await t.value<string>(...insertStatement("proposals", { title: "Nothing" }));
      const error = await t.failure(...updateStatement("proposals", id, { status: "sent" }));
      expect([error.code, error.detail]).toEqual(["TN409", '{"field": "status"}']);
      const item = { proposal_id: id, description: "Something", unit_price_cents: 0 };
      await t.count(...insertStatement("proposal_items", item));
      expect(await change(t, id, { status: "sent" })).toBe(1);
    }));

  it("stay as they are once sent, but for what is only the organization's", () =>
    db.transaction(async (t) => {
      const { proposals, contacts, members } = db.world.acme;
      await t.as(members.staff);
      const frozen = { title: "Other", introduction: "Other", currency: "JPY", contact_id: contacts.norths };
      for (const [column, value] of Object.entries(frozen)) {
        const statement = updateStatement("proposals", proposals.reps, { [column]: value });
        expect([column, await t.attempt(() => t.count(...statement))]).toEqual([column, 1]);
      }
      await change(t, proposals.reps, { status: "sent" });
      for (const [column, value] of Object.entries(frozen)) {
        const statement = updateStatement("proposals", proposals.reps, { [column]: value });
        expect([column, await t.refusal(...statement)]).toEqual([column, "TN409"]);
      }
      const { membershipId } = members.outsider;
      expect(await change(t, proposals.reps, { owner_id: membershipId, valid_until: "2030-12-31" })).toBe(1);
    }));

  it("lose their contact when it is deleted, sent or not", () =>
    db.transaction(async (t) => {
      const { proposals, contacts, members } = db.world.acme;
      await t.as(members.staff);
      await change(t, proposals.reps, { contact_id: contacts.reps });
      await change(t, proposals.reps, { status: "sent" });
      await t.asOwner();
      expect(await t.count("delete from app_public.contacts where id = $1", [contacts.reps])).toBe(1);
      expect(await show(t, proposals.reps, "status, contact_id")).toEqual({ status: "sent", contact_id: null });
    }));

  it("are read in the client portal once they are sent, with their items, by their contact alone", () =>
    db.transaction(async (t) => {
      const { proposals, contacts, members, client } = db.world.acme;
      await t.as(members.staff);
      await change(t, proposals.reps, { contact_id: contacts.reps });
      await change(t, proposals.teammates, { contact_id: contacts.reps });
      await change(t, proposals.outsiders, { contact_id: contacts.outsiders });
      await change(t, proposals.outsiders, { status: "sent" });
      const seen = () => t.rows("select id from app_public.proposals");
      const items = () => t.rows("select proposal_id as id from app_public.proposal_items");
      await t.as(client);
      expect(await seen()).toEqual([]);
      expect(await items()).toEqual([]);
      await t.as(members.staff);
      await change(t, proposals.reps, { status: "sent" });
      await t.as(client);
      expect(await seen()).toEqual([{ id: proposals.reps }]);
      expect(await items()).toEqual([{ id: proposals.reps }]);
      expect(await t.count("select number, title, total_cents, deleted_at from app_public.proposals")).toBe(1);
      for (const column of ["owner_id", "deal_id", "business_id"]) {
        expect([column, await t.refusal(`select ${column} from app_public.proposals`)]).toEqual([column, "42501"]);
      }
      expect(await t.refusal("update app_public.proposals set status = 'accepted'")).toBe("42501");
      await t.as(members.staff);
      await change(t, proposals.reps, { deleted_at: new Date() });
      await t.as(client);
      expect(await seen()).toEqual([]);
      expect(await items()).toEqual([]);
    }));

  it("of an organization go with it, whatever their status", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.staff);
      await change(t, acme.proposals.reps, { status: "sent" });
      await t.asOwner();
      expect(await t.count("delete from app_public.organizations where id = $1", [acme.id])).toBe(1);
      expect(await t.count("select from app_public.proposal_items where organization_id = $1", [acme.id])).toBe(0);
    }));
});
