import { describe, expect, it } from "@jest/globals";
import { updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("a request of a contact in the client portal", () => {
  const db = useDatabase();

  const requestOf = (sub: unknown, organization?: unknown) => ({
    claims: { iss: "tenantry", sub },
    isClient: true,
    organization,
  });
  const refusal = async (t: TestTransaction, request: object): Promise<string | undefined> => {
    await t.rows("savepoint request");
    const error = await t.beginRequest(request).then(
      () => undefined,
      (reason: { code?: string }) => reason,
    );
    await t.rows("rollback to savepoint request");
    return error?.code;
  };

  it("begins in the contact's organization and business, without a member's permissions", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      for (const organization of [undefined, null, acme.id, "acme", "org_acme"]) {
        await t.beginRequest(requestOf(acme.contacts.norths, organization));
        const [context] = await t.rows(`
          select current_user::text as role, app_hidden.actor_kind() as kind, app_hidden.organization_id() as organization,
            app_hidden.contact_id() as contact, app_hidden.user_id() as user, app_hidden.membership_id() as membership,
            app_hidden.default_business_id() as business, current_setting('app.permissions_all') as permissions`);
        expect(context).toEqual({
          role: "tenantry_client",
          kind: "contact",
          organization: acme.id,
          contact: acme.contacts.norths,
          user: null,
          membership: null,
          business: acme.businesses.north,
          permissions: "",
        });
      }
      expect(await t.rows("select id from app_public.contacts")).toEqual([{ id: acme.contacts.norths }]);
    }));

  it.each([
    ["inactive", { is_active: false }],
    ["archived", { deleted_at: new Date() }],
  ])("is refused while the contact is %s", (_, change) =>
    db.transaction(async (t) => {
      const { reps } = db.world.acme.contacts;
      expect(await refusal(t, requestOf(reps))).toBeUndefined();
      await t.asOwner();
      await t.count(...updateStatement("contacts", reps, change));
      expect(await refusal(t, requestOf(reps))).toBe("TN401");
    }),
  );

  it("is refused in another organization, be there one or not", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      for (const organization of [globex.id, "globex", "org_globex", "initech", "", ["acme"]]) {
        expect([organization, await refusal(t, requestOf(acme.contacts.reps, organization))]).toEqual([
          organization,
          "TN403",
        ]);
      }
    }));

  it.each([
    ["none", undefined],
    ["null", null],
    ["an empty text", ""],
    ["a number", 42],
    ["true", true],
    ["an object", {}],
    ["a list", [""]],
    ["no uuid", "somebody"],
    ["an unknown contact", "00000000-0000-0000-0000-000000000000"],
    ["a pattern", "%"],
  ])("is refused with the subject %s", (_, sub) =>
    db.transaction(async (t) => {
      expect(await refusal(t, requestOf(sub))).toBe("TN401");
    }),
  );

  it("is refused with a subject that is somebody else's id, and a member's with a contact's", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      expect(await refusal(t, requestOf(members.owner.userId))).toBe("TN401");
      expect(await refusal(t, requestOf(members.owner.membershipId))).toBe("TN401");
      expect(await refusal(t, requestOf([contacts.reps]))).toBe("TN401");
      expect(await refusal(t, { ...requestOf(contacts.reps), isClient: false })).toBe("TN401");
    }));

  it("finds its contact by the primary key, however many there are", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      await t.count(
        "insert into app_public.contacts (organization_id, first_name) select $1, 'Many' from generate_series(1, 5000)",
        [db.world.acme.id],
      );
      await t.rows("analyze app_public.contacts");
      const scans =
        "select seq_tup_read::int from pg_stat_xact_all_tables where relid = 'app_public.contacts'::regclass";
      const before = await t.value<number>(scans);
      await t.beginRequest(requestOf(db.world.acme.contacts.reps));
      await t.asOwner();
      expect(await t.value<number>(scans)).toBe(before);
    }));

  it("is told by the audit log, with the contact's id", () =>
    db.transaction(async (t) => {
      const { client, contacts, members } = db.world.acme;
      await t.as(client);
      expect(await t.count("update app_public.contacts set first_name = 'Rosa'")).toBe(1);
      await t.as(members.owner);
      const trail = `
        select actor_kind, contact_id, user_id, api_key_id from app_public.audit_logs
        where record_id = $1 and action = 'update'`;
      expect(await t.rows(trail, [contacts.reps])).toEqual([
        { actor_kind: "contact", contact_id: contacts.reps, user_id: null, api_key_id: null },
      ]);
    }));
});
