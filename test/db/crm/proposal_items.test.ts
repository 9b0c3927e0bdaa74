import { describe, expect, it } from "@jest/globals";
import type { Client } from "pg";
import {
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  ownedRows,
  refused,
  updateStatement,
} from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("app_public.proposal_items", () => {
  const db = useDatabase();

  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"];
  const allButSouth = ["Rita's", "Theo's", "Oscar's", "the north's"];
  const team = ["Rita's", "Theo's"];
  describeAccess(db, "proposal_items", {
    rows: ({ acme }) => ownedRows(acme.proposalItems),
    additions: ({ acme }) =>
      Object.fromEntries(
        Object.entries(ownedRows(acme.proposals)).map(([whose, proposal_id]) => [
          whose,
          { proposal_id, description: "Gate", unit_price_cents: 100 },
        ]),
      ),
    change: { position: 2 },
    who: {
      owner: { sees: all, adds: all, changes: all, deletes: all },
      admin: { sees: all, adds: all, changes: all, deletes: all },
      manager: { sees: all, adds: team, changes: team, deletes: team },
      staff: { sees: all, adds: all, changes: all, deletes: all },
      rep: { sees: ["Rita's"], adds: ["Rita's"], changes: ["Rita's"], deletes: ["Rita's"] },
      viewer: { sees: all },
      northerner: { sees: allButSouth, adds: allButSouth, changes: allButSouth, deletes: allButSouth },
      client: { ...refused, sees: [] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  const TOTALS =
    "select subtotal_cents::int as subtotal, tax_cents::int as tax, total_cents::int as total from app_public.proposals where id = $1";

  const emptyProposal = async (t: TestTransaction) => {
    await t.as(db.world.acme.members.staff);
    const proposal_id = await t.value<string>(...insertStatement("proposals", { title: "Fence" }));
    const add = (columns: Columns) =>
      t.value<string>(...insertStatement("proposal_items", { proposal_id, description: "Fence", ...columns }));
    const totals = async () => (await t.rows(TOTALS, [proposal_id]))[0];
    return { proposal_id, add, totals };
  };

  it.each([
    [1, 1999, 0, 1999, 0],
    [2.5, 1000, 2000, 2500, 500],
    // In binary fractions 1.005 times 100 is less than 100.5.
    [1.005, 100, 0, 101, 0],
    [0.001, 100, 0, 0, 0],
    [3, 33, 1900, 99, 19],
    [1, -500, 2000, -500, -100],
    [1000000, 100000000000 / 1e5, 10000, 1000000000000, 1000000000000],
  ])("%f at %i with %i basis points make %i and %i of tax", (quantity, price, tax, amount, taxAmount) =>
    db.transaction(async (t) => {
      const { add } = await emptyProposal(t);
      const id = await add({ quantity, unit_price_cents: price, tax_basis_points: tax });
      const [row] = await t.rows("select amount_cents, tax_cents from app_public.proposal_items where id = $1", [id]);
      expect(row).toEqual({ amount_cents: `${amount}`, tax_cents: `${taxAmount}` });
    }),
  );

  it("add up to the proposal's totals, when added, changed and removed, several at once too", () =>
    db.transaction(async (t) => {
      const { proposal_id, add, totals } = await emptyProposal(t);
      const first = await add({ unit_price_cents: 1_000, tax_basis_points: 2_000 });
      const second = await add({ unit_price_cents: 500, quantity: 2 });
      expect(await totals()).toEqual({ subtotal: 2_000, tax: 200, total: 2_200 });
      await t.count(...updateStatement("proposal_items", second, { quantity: 3 }));
      expect(await totals()).toEqual({ subtotal: 2_500, tax: 200, total: 2_700 });
      await t.count("delete from app_public.proposal_items where id = $1", [first]);
      expect(await totals()).toEqual({ subtotal: 1_500, tax: 0, total: 1_500 });
      await t.count(
        "insert into app_public.proposal_items (proposal_id, description, unit_price_cents) select $1, 'Post', 7 from generate_series(1, 100)",
        [proposal_id],
      );
      expect(await totals()).toEqual({ subtotal: 2_200, tax: 0, total: 2_200 });
      await t.count("delete from app_public.proposal_items where proposal_id = $1", [proposal_id]);
      expect(await totals()).toEqual({ subtotal: 0, tax: 0, total: 0 });
    }));

  it("are written while the proposal is a draft, and stay as they are afterwards", () =>
    db.transaction(async (t) => {
      const { proposal_id, add, totals } = await emptyProposal(t);
      const id = await add({ unit_price_cents: 1_000 });
      await t.count(...updateStatement("proposals", proposal_id, { status: "sent" }));
      const item = { proposal_id, description: "More", unit_price_cents: 1 };
      expect(await t.refusal(...insertStatement("proposal_items", item))).toBe("TN409");
      expect(await t.refusal(...updateStatement("proposal_items", id, { quantity: 2 }))).toBe("TN409");
      expect(await t.refusal("delete from app_public.proposal_items where id = $1", [id])).toBe("TN409");
      expect(await totals()).toEqual({ subtotal: 1_000, tax: 0, total: 1_000 });
    }));

  it("don't tell whether a proposal was sent to those who may not change it", () =>
    db.transaction(async (t) => {
      const { proposals, members } = db.world.acme;
      await t.as(members.staff);
      await t.count(...updateStatement("proposals", proposals.outsiders, { status: "sent" }));
      const insert = (proposal_id: string) =>
        insertStatement("proposal_items", { proposal_id, description: "More", unit_price_cents: 1 });
      expect(await t.refusal(...insert(proposals.outsiders))).toBe("TN409");
      await t.as(members.rep);
      expect(await t.refusal(...insert(proposals.outsiders))).toBe("42501");
      expect(await t.refusal(...insert(proposals.teammates))).toBe("42501");
      expect(await t.count(...insert(proposals.reps))).toBe(1);
    }));

  it("can't make a proposal that is sent with a total below nothing", () =>
    db.transaction(async (t) => {
      const { proposal_id, add } = await emptyProposal(t);
      await add({ unit_price_cents: -100 });
      const send = updateStatement("proposals", proposal_id, { status: "sent" });
      expect((await t.failure(...send)).constraint).toBe("total_must_not_be_negative_once_sent");
      await add({ unit_price_cents: 100 });
      expect(await t.count(...send)).toBe(1);
    }));

  it.each([
    ["none of something", { quantity: 0 }, "quantity_must_be_positive_with_three_decimals"],
    ["less than none", { quantity: -1 }, "quantity_must_be_positive_with_three_decimals"],
    ["four decimals", { quantity: 0.0001 }, "quantity_must_be_positive_with_three_decimals"],
    ["too much", { quantity: 1_000_001 }, "quantity_must_be_positive_with_three_decimals"],
    ["an astronomic price", { unit_price_cents: "100000000001" }, "unit_price_must_be_countable"],
    ["more tax than price", { tax_basis_points: 10_001 }, "tax_must_be_from_0_to_10000"],
    ["nothing to say", { description: " " }, "description_must_not_be_blank"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      const { proposalItems, members } = db.world.acme;
      await t.as(members.staff);
      const error = await t.failure(...updateStatement("proposal_items", proposalItems.reps, columns));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );

  it.each([
    ["NaN", "0A000"],
    ["Infinity", "0A000"],
    ["1e300", "22003"],
  ])("can't be %s in number", (quantity, refusal) =>
    db.transaction(async (t) => {
      const { proposalItems, members } = db.world.acme;
      await t.as(members.staff);
      expect(await t.refusal(...updateStatement("proposal_items", proposalItems.reps, { quantity }))).toBe(refusal);
    }),
  );

  it("can't add up to more than can be counted", () =>
    db.transaction(async (t) => {
      const { add } = await emptyProposal(t);
      const item = { quantity: 1_000_000, unit_price_cents: 1_000_000_000 };
      const id = await add(item);
      expect(id).toEqual(expect.any(String));
      await expect(add(item)).rejects.toMatchObject({ constraint: "subtotal_must_be_countable" });
    }));

  describe("of several writers at once", () => {
    const request = (client: Client, statement: string, values: unknown[]) =>
      client
        .query("select set_config('role', app_private.begin_request($1), true)", [
          { claims: { iss: "tenantry", sub: db.world.acme.members.staff.userId }, organization: "acme" },
        ])
        .then(() => client.query(statement, values));
    const ADD =
      "insert into app_public.proposal_items (proposal_id, description, quantity, unit_price_cents, tax_basis_points) values ($1, 'Post', 2, $2, 1000)";
    const proposalOf = (title: string) =>
      db.withRoot(async (client) => {
        const sql = "insert into app_public.proposals (organization_id, title) values ($1, $2) returning id";
        return (await client.query<{ id: string }>(sql, [db.world.acme.id, title])).rows[0]?.id;
      }, db.urls.owner);

    it("all count: ten add, change and remove items of one proposal", async () => {
      const proposalId = await proposalOf("Contended");
      const writers = Array.from({ length: 10 }, (_, index) =>
        db.withRoot(async (client) => {
          for (let round = 1; round <= 5; round++) {
            await client.query("begin");
            await request(client, ADD, [proposalId, index * 10 + round]);
            await client.query("commit");
          }
        }, db.urls.authenticator),
      );
      await Promise.all(writers);
      await db.withRoot(async (client) => {
        const { rows } = await client.query(TOTALS, [proposalId]);
        const sql =
          "select count(*)::int, sum(amount_cents)::int as subtotal, sum(tax_cents)::int as tax from app_public.proposal_items where proposal_id = $1";
        const recount = (await client.query(sql, [proposalId])).rows[0];
        expect(recount.count).toBe(50);
        expect(rows[0]).toEqual({
          subtotal: recount.subtotal,
          tax: recount.tax,
          total: recount.subtotal + recount.tax,
        });
      });
    });

    it("wait for one who sends the proposal, and are refused then", async () => {
      const proposalId = await proposalOf("Sent meanwhile");
      await db.withRoot(
        (sender) =>
          db.withRoot(async (writer) => {
            await sender.query("begin");
            await request(sender, ADD, [proposalId, 100]);
            await sender.query("commit; begin");
            await request(sender, "update app_public.proposals set status = 'sent' where id = $1", [proposalId]);
            await writer.query("begin");
            const late = request(writer, ADD, [proposalId, 1]).then(
              () => "added",
              (error: { code?: string }) => error.code,
            );
            const first = await Promise.race([late, new Promise((resolve) => setTimeout(resolve, 200, "waiting"))]);
            expect(first).toBe("waiting");
            await sender.query("commit");
            expect(await late).toBe("TN409");
          }, db.urls.authenticator),
        db.urls.authenticator,
      );
    });
  });
});
