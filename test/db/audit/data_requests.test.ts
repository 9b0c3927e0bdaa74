import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.data_requests", () => {
  const db = useDatabase();

  describeAccess(db, "data_requests", {
    rows: ({ acme }) => ({ "an export": acme.audit.dataRequest }),
    additions: ({ acme }) => ({
      "an export of Rita's contact": { kind: "export", contact_id: acme.contacts.reps },
      "an erasure of Rita's contact": { kind: "erasure", contact_id: acme.contacts.reps },
    }),
    who: {
      owner: { sees: ["an export"], adds: ["an export of Rita's contact", "an erasure of Rita's contact"] },
      admin: { sees: ["an export"], adds: ["an export of Rita's contact", "an erasure of Rita's contact"] },
      manager: { sees: [] },
      staff: { sees: [] },
      rep: { sees: [] },
      viewer: { sees: [] },
      northerner: { sees: [] },
      apiKey: refused,
      stranger: nothing,
      anonymous: refused,
    },
  });

  const ask = (columns: object) => insertStatement("data_requests", { kind: "erasure", ...columns });

  it("begin as pending, of whoever makes them, and tell nothing that the database hasn't found", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      await t.as(members.admin);
      const id = await t.value(...ask({ contact_id: contacts.reps }));
      expect(
        await t.rows("select status, requested_by_id, result from app_public.data_requests where id = $1", [id]),
      ).toEqual([{ status: "pending", requested_by_id: members.admin.membershipId, result: {} }]);
      for (const columns of [
        { status: "completed" },
        { requested_by_id: members.owner.membershipId },
        { result: "{}" },
        { completed_at: new Date() },
      ]) {
        expect(await t.refusal(...ask({ contact_id: contacts.teammates, ...columns }))).toBe("42501");
      }
    }));

  it("name a contact of the organization", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.as(acme.members.owner);
      const { code, detail } = await t.failure(...ask({ contact_id: null }));
      expect([code, JSON.parse(detail ?? "")]).toEqual(["TN400", { field: "contactId" }]);
      const foreign = await t.failure(...ask({ contact_id: globex.contactId }));
      const missing = await t.failure(...ask({ contact_id: "00000000-0000-0000-0000-000000000000" }));
      expect([foreign.code, foreign.message]).toEqual(["23503", missing.message]);
      expect(await t.refusal(...ask({ contact_id: acme.contacts.reps, kind: "gossip" }))).toBe("23503");
    }));

  it("are made once while they wait, and again when they are done", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      await t.as(members.owner);
      const id = await t.value<string>(...ask({ contact_id: contacts.reps }));
      expect(await t.refusal(...ask({ contact_id: contacts.reps }))).toBe("23505");
      await t.asOwner();
      const set = (columns: object) => updateStatement("data_requests", id, { ...columns });
      expect(await t.refusal(...set({ status: "failed" }))).toBe("23514");
      await t.count(...set({ status: "failed", error: "No disk", completed_at: new Date() }));
      await t.as(members.owner);
      expect(await t.count(...ask({ contact_id: contacts.reps }))).toBe(1);
    }));

  it("outlive their contact, without naming them", () =>
    db.transaction(async (t) => {
      const { members, contacts, audit } = db.world.acme;
      await t.asOwner();
      expect(await t.count("delete from app_public.contacts where id = $1", [contacts.norths])).toBe(1);
      await t.as(members.owner);
      expect(
        await t.rows("select contact_id from app_public.data_requests where id = $1", [audit.dataRequest]),
      ).toEqual([{ contact_id: null }]);
    }));

  it("keep their result and error out of the audit log", () =>
    db.transaction(async (t) => {
      const { members, audit } = db.world.acme;
      await t.asOwner();
      const done = { status: "failed", completed_at: new Date(), result: { email: "grace@x.test" }, error: "of Grace" };
      await t.count(...updateStatement("data_requests", audit.dataRequest, done));
      await t.as(members.owner);
      const entries = await t.rows(
        "select changed_columns, old_data, new_data from app_public.audit_logs where record_id = $1 order by created_at, id",
        [audit.dataRequest],
      );
      expect(entries.at(-1)).toMatchObject({ changed_columns: ["completed_at", "error", "result", "status"] });
      expect(JSON.stringify(entries)).not.toMatch(/grace/i);
    }));
});
