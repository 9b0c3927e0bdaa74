import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, refused, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import type { World } from "../../support/world.ts";

describe("app_public.client_invitations", () => {
  const db = useDatabase();

  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"];
  const allButSouth = ["Rita's", "Theo's", "Oscar's", "the north's"];
  const team = ["Rita's", "Theo's"];
  describeAccess(db, "client_invitations", {
    rows: async ({ acme: { id, members, businesses } }: World, t: TestTransaction) => {
      const invite = (email: string, row: object): Promise<string> =>
        t.value(...insertStatement("client_invitations", { organization_id: id, email: `${email}@x.test`, ...row }));
      return {
        "Rita's": await invite("a", { invited_by_id: members.rep.membershipId }),
        "Theo's": await invite("b", { invited_by_id: members.teammate.membershipId }),
        "Oscar's": await invite("c", { invited_by_id: members.outsider.membershipId }),
        "the north's": await invite("d", { business_id: businesses.north }),
        "the south's": await invite("e", { business_id: businesses.south }),
      };
    },
    change: { custom_message: "Do come" },
    who: {
      owner: { sees: all, changes: all },
      admin: { sees: all, changes: all },
      manager: { sees: all, changes: team },
      staff: { sees: all, changes: all },
      rep: { sees: ["Rita's"], changes: ["Rita's"] },
      viewer: { sees: all },
      northerner: { sees: allButSouth, changes: allButSouth },
      stranger: nothing,
      anonymous: refused,
    },
  });

  const change = (columns: object) =>
    updateStatement("client_invitations", db.world.acme.tenancy.clientInvitation, { ...columns });

  it("keep the address and who invited, and write phone numbers in one form", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.staff);
      for (const column of ["email", "contact_id", "invited_by_id", "business_id", "claimed_at", "is_claimed"]) {
        expect([column, await t.refusal(`update app_public.client_invitations set ${column} = default`)]).toEqual([
          column,
          "42501",
        ]);
      }
      await t.count(...change({ phone: "020 7946 0000" }));
      const stored = "select phone from app_public.client_invitations where id = $1";
      expect(await t.value(stored, [acme.tenancy.clientInvitation])).toBe("+442079460000");
      expect(await t.refusal(...change({ phone: "12" }))).toBe("TN400");
      expect(await t.refusal(...change({ first_name: " " }))).toBe("23514");
      expect(await t.refusal(...change({ metadata: "[]" }))).toBe("23514");
      expect(await t.refusal(...change({ expires_at: "infinity" }))).toBe("23514");
    }));

  it("never expire unless a time is set, and are claimed when they have a time of it", () =>
    db.transaction(async (t) => {
      const { clientInvitation: id } = db.world.acme.tenancy;
      const state = "select expires_at, is_claimed from app_public.client_invitations where id = $1";
      await t.asOwner();
      expect(await t.rows(state, [id])).toEqual([{ expires_at: null, is_claimed: false }]);
      await t.count(...change({ claimed_at: new Date() }));
      expect(await t.rows(state, [id])).toEqual([{ expires_at: null, is_claimed: true }]);
    }));

  it("can't be unclaimed, nor claimed when withdrawn or expired", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      for (const before of [{ revoked_at: new Date() }, { expires_at: new Date(Date.now() - 1000) }]) {
        const columns = { organization_id: db.world.acme.id, email: `${Object.keys(before)}@x.test`, ...before };
        const id = await t.value<string>(...insertStatement("client_invitations", columns));
        const claim = updateStatement("client_invitations", id, { claimed_at: new Date() });
        expect(await t.refusal(...claim)).toBe("TN409");
      }
      await t.count(...change({ claimed_at: new Date() }));
      expect(await t.refusal(...change({ claimed_at: null }))).toBe("TN409");
      await t.as(db.world.acme.members.staff);
      expect(await t.refusal(...change({ revoked_at: new Date() }))).toBe("TN409");
      // What was said about the person may still be corrected.
      expect(await t.count(...change({ first_name: "Karla" }))).toBe(1);
    }));

  it("are one at a time for an address, and go with the contact", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const again = insertStatement("client_invitations", { organization_id: acme.id, email: "Client@invited.test" });
      await t.asOwner();
      expect(await t.refusal(...again)).toBe("23505");
      expect(await t.count("delete from app_public.contacts where id = $1", [acme.contacts.norths])).toBe(1);
      expect(await t.count(...again)).toBe(1);
    }));

  it("keep their token where no request reads it", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const insert =
        "insert into app_private.client_invitation_secrets (client_invitation_id, digest) values ($1, sha256('token'))";
      await t.asOwner();
      expect(await t.count(insert, [acme.tenancy.clientInvitation])).toBe(1);
      for (const actor of [acme.members.owner, acme.apiKey, acme.client]) {
        await t.as(actor);
        expect(await t.refusal("select from app_private.client_invitation_secrets")).toBe("42501");
      }
    }));
});
