import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { type Call, describeOwnedOperation, makeOwned, outcomeOf, race } from "../../support/operations.ts";

const db = useDatabase();

const PROPOSE = "select to_jsonb(p) from app_public.create_proposal_from_deal($1) p";
const SEND = "select to_jsonb(p) from app_public.send_proposal($1, $2) p";
const SEND_CONTRACT = "select to_jsonb(c) from app_public.send_contract($1) c";
const ACCEPT = "select app_public.accept_proposal($1)";
const REJECT = "select app_public.reject_proposal($1, 'Too dear')";
const SIGN = "select app_public.sign_contract($1, 'Rita Roe')";
const DECLINE = "select app_public.reject_contract($1, 'Not now')";

const DAY_MS = 86_400_000;
const day = (offset: number) => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);
const add = (t: TestTransaction, table: string, columns: Columns) =>
  t.value<string>(...insertStatement(table, columns));

async function refusal(t: TestTransaction, [sql, values]: Call) {
  const { code, detail } = await t.failure(sql, [...(values ?? [])]);
  return [code, JSON.parse(detail ?? "{}")];
}

/** A draft to Rita's contact that could be sent, unless something else is said; added by whoever asks. */
async function draft(t: TestTransaction, columns: Columns = {}): Promise<string> {
  const id = await add(t, "proposals", { title: "Fence", contact_id: db.world.acme.client.contactId, ...columns });
  await t.count(
    ...insertStatement("proposal_items", { proposal_id: id, description: "Fence", unit_price_cents: 1000 }),
  );
  return id;
}

/** Proposals that can be sent, for each owner. */
async function drafts(t: TestTransaction) {
  const { id: organization_id, client } = db.world.acme;
  const rows = await makeOwned(t, db.world, "proposals", "owner_id", { title: "Fence", contact_id: client.contactId });
  for (const proposal_id of Object.values(rows)) {
    const item = { organization_id, proposal_id, description: "Fence", unit_price_cents: 1000 };
    await t.count(...insertStatement("proposal_items", item));
  }
  return rows;
}

/** Documents that were sent to a contact who isn't in the portal, for each owner. */
const sent = (table: string) => (t: TestTransaction) =>
  makeOwned(t, db.world, table, "owner_id", {
    title: "Fence",
    contact_id: db.world.acme.contacts.norths,
    status: "sent",
  });

describe("app_public.create_proposal_from_deal", () => {
  it("is for whoever sees the deal and may propose for its owner", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const outcomes: Record<string, string[]> = {};
      const ids = Object.values(acme.deals).filter((id): id is string => typeof id === "string");
      for (const [name, actor] of Object.entries({
        ...acme.members,
        apiKey: acme.apiKey,
        client: acme.client,
        stranger: globex.owner,
      })) {
        await t.as(actor);
        outcomes[name] = [];
        for (const id of ids) outcomes[name].push(await outcomeOf(t, [PROPOSE, [id]]));
      }
      const all = ["done", "done", "done", "done", "done"];
      const one = (index: number) => all.map((_, position) => (position === index ? "done" : "TN404"));
      expect(outcomes).toEqual({
        owner: all,
        admin: all,
        manager: ["done", "done", "42501", "42501", "42501"],
        staff: all,
        rep: one(0),
        teammate: one(1),
        outsider: one(2),
        viewer: all.map(() => "42501"),
        northerner: ["done", "done", "done", "done", "TN404"],
        apiKey: all,
        client: all.map(() => "42501"),
        stranger: all.map(() => "TN404"),
      });
      await t.asAnonymous();
      expect(await t.refusal(PROPOSE, [ids[0]])).toBe("42501");
    }));

  it("drafts a proposal to the deal's contact, with the deal's value as its first item", () =>
    db.transaction(async (t) => {
      const { businesses, companies, contacts, deals, members } = db.world.acme;
      await t.as(members.staff);
      const about = {
        contact_id: contacts.norths,
        company_id: companies.norths,
        business_id: businesses.north,
        value_cents: 2000,
        currency: "GBP",
      };
      await t.count(...updateStatement("deals", deals.reps, { ...about, title: "Gate" }));
      const { value_cents, ...copied } = about;
      const sql = "select to_jsonb(p) from app_public.create_proposal_from_deal($1, tax_basis_points => 2000) p";
      const proposal = await t.value<Columns>(sql, [deals.reps]);
      expect(proposal).toMatchObject({
        ...copied,
        title: "Gate",
        deal_id: deals.reps,
        owner_id: members.rep.membershipId,
        status: "draft",
        valid_until: null,
        subtotal_cents: value_cents,
        tax_cents: 400,
        total_cents: 2400,
      });
      await t.count(...updateStatement("deals", deals.reps, { value_cents: 0 }));
      const named = await t.value<Columns>(
        "select to_jsonb(p) from app_public.create_proposal_from_deal($1, 'Door', 'Dear Rita', $2) p",
        [deals.reps, day(9)],
      );
      expect(named).toMatchObject({ title: "Door", introduction: "Dear Rita", valid_until: day(9), total_cents: 0 });
      expect(await t.count("select from app_public.proposal_items where proposal_id = $1", [named["id"]])).toBe(0);
    }));

  it("is refused of deals that are closed or archived, and until a day that is past", () =>
    db.transaction(async (t) => {
      const { deals, members } = db.world.acme;
      await t.as(members.staff);
      const past = "select app_public.create_proposal_from_deal($1, valid_until => $2)";
      expect(await refusal(t, [past, [deals.reps, day(-2)]])).toEqual(["TN400", { field: "validUntil" }]);
      await t.value("select app_public.win_deal($1)", [deals.reps]);
      expect(await refusal(t, [PROPOSE, [deals.reps]])).toEqual(["TN409", { field: "dealId" }]);
      await t.count(...updateStatement("deals", deals.norths, { deleted_at: new Date() }));
      expect(await refusal(t, [PROPOSE, [deals.norths]])).toEqual(["TN404", { field: "dealId" }]);
    }));
});

describe("app_public.send_proposal", () => {
  describeOwnedOperation(db, drafts, (id) => [SEND, [id, null]]);

  it("shows a draft to its contact, and an expired proposal once more", () =>
    db.transaction(async (t) => {
      const { client, members } = db.world.acme;
      await t.as(members.staff);
      const id = await draft(t);
      const seen = async () => {
        await t.as(client);
        const count = await t.count("select from app_public.proposals where id = $1", [id]);
        await t.as(members.staff);
        return count;
      };
      expect(await seen()).toBe(0);
      expect(await t.value(SEND, [id, null])).toMatchObject({
        status: "sent",
        sent_at: expect.any(String),
        valid_until: null,
      });
      expect(await seen()).toBe(1);
      await t.count(...updateStatement("proposals", id, { status: "expired", valid_until: day(-3) }));
      expect(await refusal(t, [SEND, [id, null]])).toEqual(["TN400", { field: "validUntil" }]);
      expect(await t.value(SEND, [id, day(3)])).toMatchObject({ status: "sent", valid_until: day(3) });
    }));

  it.each(["sent", "viewed", "accepted", "rejected"])("is refused when the proposal is %s", (status) =>
    db.transaction(async (t) => {
      const { id: organization_id, client, members } = db.world.acme;
      await t.asOwner();
      const row = { organization_id, contact_id: client.contactId, title: "Fence", status };
      const id = await add(t, "proposals", row);
      await t.as(members.staff);
      expect(await refusal(t, [SEND, [id, null]])).toEqual(["TN409", { status }]);
      expect(await t.count(SEND, [await draft(t), null])).toBe(1);
    }),
  );

  it("is refused without a contact, without items, until a day that is past, and of what is archived", () =>
    db.transaction(async (t) => {
      const { client, members } = db.world.acme;
      await t.as(members.staff);
      const nobody = await draft(t, { contact_id: null });
      expect(await refusal(t, [SEND, [nobody, null]])).toEqual(["TN409", { field: "contactId" }]);
      const empty = await add(t, "proposals", { title: "Fence", contact_id: client.contactId });
      expect(await refusal(t, [SEND, [empty, null]])).toEqual(["TN409", { field: "status" }]);
      const id = await draft(t);
      expect(await refusal(t, [SEND, [id, day(-2)]])).toEqual(["TN400", { field: "validUntil" }]);
      await t.count(...updateStatement("proposals", id, { deleted_at: new Date() }));
      expect(await refusal(t, [SEND, [id, null]])).toEqual(["TN404", { field: "proposalId" }]);
    }));

  it("sends once, of ten who send at the same moment", async () => {
    const { id: organization_id, client, members } = db.world.acme;
    const id = await db.withRoot(async (root) => {
      const row = { organization_id, contact_id: client.contactId, title: "Race" };
      const proposal_id: string = (await root.query(...insertStatement("proposals", row))).rows[0].id;
      const item = { organization_id, proposal_id, description: "Fence", unit_price_cents: 1000 };
      await root.query(...insertStatement("proposal_items", item));
      return proposal_id;
    });
    const calls = Array.from({ length: 10 }, () => [SEND, [id, null]] as const);
    expect(await race(db, members.staff, calls)).toEqual([...Array(9).fill("TN409"), "done"]);
  });
});

describe.each([
  ["accept_proposal", "proposals", ACCEPT],
  ["reject_proposal", "proposals", REJECT],
  ["sign_contract", "contracts", SIGN],
  ["reject_contract", "contracts", DECLINE],
])("app_public.%s on behalf of the contact", (_, table, sql) => {
  describeOwnedOperation(db, sent(table), (id) => [sql, [id]], "TN404");

  it("is in the audit log as the member's", () =>
    db.transaction(async (t) => {
      const { members } = db.world.acme;
      const id = (await sent(table)(t))["Rita's"];
      await t.as(members.rep, { requestId: "answer" });
      await t.value(sql, [id]);
      await t.as(members.owner);
      const log = `select actor_kind, user_id from app_public.audit_logs
        where request_id = 'answer' and record_id = $1 and action = 'update'`;
      expect(await t.rows(log, [id])).toEqual([{ actor_kind: "user", user_id: members.rep.userId }]);
    }));

  it("counts once, of ten that answer at the same moment", async () => {
    const { id: organization_id, contacts, members } = db.world.acme;
    const row = { organization_id, contact_id: contacts.norths, title: "Race", status: "sent" };
    const id: string = await db.withRoot(async (root) => (await root.query(...insertStatement(table, row))).rows[0].id);
    const calls = Array.from({ length: 10 }, () => [sql, [id]] as const);
    expect(await race(db, members.staff, calls)).toEqual([...Array(9).fill("TN409"), "done"]);
    const contracts = "select from app_public.contracts where proposal_id = $1";
    const count = await db.withRoot(async (root) => (await root.query(contracts, [id])).rowCount);
    expect(count).toBe(sql === ACCEPT ? 1 : 0);
  });
});

describe("a proposal that is accepted", () => {
  it.each(["client", "staff", "rep"])("by the %s becomes the draft of a contract over its total", (who) =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.staff);
      const about = {
        contact_id: acme.client.contactId,
        company_id: acme.companies.norths,
        deal_id: acme.deals.reps,
        owner_id: acme.members.rep.membershipId,
        business_id: acme.businesses.north,
        currency: "GBP",
      };
      const id = await draft(t, about);
      await t.value(SEND, [id, null]);
      await t.as(who === "client" ? acme.client : acme.members[who as "staff" | "rep"]);
      await t.value(ACCEPT, [id]);
      expect(await t.count("select from app_public.contracts where proposal_id = $1", [id])).toBe(
        who === "client" ? 0 : 1,
      );
      await t.as(acme.members.staff);
      const contracts = "select to_jsonb(c) as contract from app_public.contracts c where proposal_id = $1";
      expect(await t.rows(contracts, [id])).toEqual([
        { contract: expect.objectContaining({ ...about, title: "Fence", status: "draft", value_cents: 1000 }) },
      ]);
    }),
  );

  it("makes no second contract, and one that is rejected none", () =>
    db.transaction(async (t) => {
      const { client, members } = db.world.acme;
      await t.as(members.staff);
      const count = (id: string) => t.count("select from app_public.contracts where proposal_id = $1", [id]);
      const prepared = await draft(t);
      await t.value(SEND, [prepared, null]);
      await add(t, "contracts", { title: "Written", proposal_id: prepared, contact_id: client.contactId });
      await t.value(ACCEPT, [prepared]);
      expect(await count(prepared)).toBe(1);
      const rejected = await draft(t);
      await t.value(SEND, [rejected, null]);
      await t.value(REJECT, [rejected]);
      expect(await count(rejected)).toBe(0);
      const sql = "select rejection_reason from app_public.proposals where id = $1";
      expect(await t.value(sql, [rejected])).toBe("Too dear");
    }));
});

describe("app_public.send_contract", () => {
  const contracts = (t: TestTransaction) =>
    makeOwned(t, db.world, "contracts", "owner_id", { title: "Fence", contact_id: db.world.acme.client.contactId });
  describeOwnedOperation(db, contracts, (id) => [SEND_CONTRACT, [id]]);

  it("lets its contact see and sign it, and is refused twice", () =>
    db.transaction(async (t) => {
      const { client, members } = db.world.acme;
      await t.as(members.staff);
      const id = await add(t, "contracts", { title: "Fence", contact_id: client.contactId });
      expect(await refusal(t, [SIGN, [id]])).toEqual(["TN409", { status: "draft" }]);
      expect(await t.value(SEND_CONTRACT, [id])).toMatchObject({ status: "sent", sent_at: expect.any(String) });
      expect(await refusal(t, [SEND_CONTRACT, [id]])).toEqual(["TN409", { status: "sent" }]);
      await t.as(client);
      expect(await t.value(SIGN, [id])).toBe(id);
    }));

  it("is refused without a contact, after its last day, and of what is archived", () =>
    db.transaction(async (t) => {
      const { client, members } = db.world.acme;
      await t.as(members.staff);
      const contact_id = client.contactId;
      const nobody = await add(t, "contracts", { title: "Fence" });
      expect(await refusal(t, [SEND_CONTRACT, [nobody]])).toEqual(["TN409", { field: "contactId" }]);
      const over = await add(t, "contracts", { title: "Fence", contact_id, ends_on: day(-2) });
      expect(await refusal(t, [SEND_CONTRACT, [over]])).toEqual(["TN400", { field: "endsOn" }]);
      const archived = await add(t, "contracts", { title: "Fence", contact_id });
      expect(await t.attempt(() => t.count(SEND_CONTRACT, [archived]))).toBe(1);
      await t.count(...updateStatement("contracts", archived, { deleted_at: new Date() }));
      expect(await refusal(t, [SEND_CONTRACT, [archived]])).toEqual(["TN404", { field: "contractId" }]);
    }));

  it("sends once, of ten who send at the same moment", async () => {
    const { id: organization_id, client, members } = db.world.acme;
    const row = { organization_id, contact_id: client.contactId, title: "Race" };
    const id: string = await db.withRoot(
      async (root) => (await root.query(...insertStatement("contracts", row))).rows[0].id,
    );
    const calls = Array.from({ length: 10 }, () => [SEND_CONTRACT, [id]] as const);
    expect(await race(db, members.staff, calls)).toEqual([...Array(9).fill("TN409"), "done"]);
  });
});
