import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, refused, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("app_public.api_keys", () => {
  const db = useDatabase();

  const digestOf = (secret: string) => createHash("sha256").update(secret).digest("hex");
  /** Makes a key of Acme and gives its id. */
  const createKey = async (t: TestTransaction, secret: string, roleId: string): Promise<string> => {
    const columns = { organization_id: db.world.acme.id, name: secret, prefix: "tk", role_id: roleId };
    const id = await t.value<string>(...insertStatement("api_keys", columns));
    await t.count("insert into app_private.api_key_secrets (api_key_id, digest) values ($1, decode($2, 'hex'))", [
      id,
      digestOf(secret),
    ]);
    return id;
  };
  /** How a request with a key is refused. */
  const refusal = async (t: TestTransaction, request: object): Promise<string | undefined> => {
    await t.rows("savepoint request");
    const error = await t.beginRequest({ claims: null, ...request }).then(
      () => undefined,
      (reason: { code?: string }) => reason,
    );
    await t.rows("rollback to savepoint request");
    return error?.code;
  };

  const both = ["the key of role staff", "one of role owner"];
  describeAccess(db, "api_keys", {
    rows: async ({ acme }, t) => ({
      "the key of role staff": acme.apiKey.id,
      "one of role owner": await createKey(t, "owner's", acme.roles.owner),
    }),
    change: { name: "Renamed" },
    who: {
      owner: { sees: both, changes: both },
      admin: { sees: both, changes: { can: ["the key of role staff"], refusals: { "one of role owner": "TN403" } } },
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

  it("keep their role, prefix and maker", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.owner);
      for (const column of ["role_id", "prefix", "created_by_id", "last_used_at"]) {
        expect([column, await t.refusal(`update app_public.api_keys set ${column} = ${column}`)]).toEqual([
          column,
          "42501",
        ]);
      }
      expect(await t.count("update app_public.api_keys set expires_at = '2100-01-01'")).toBe(1);
      expect(await t.refusal("update app_public.api_keys set expires_at = 'infinity'")).toBe("23514");
    }));

  it("stay revoked, and are not changed any more", () =>
    db.transaction(async (t) => {
      const { members, apiKey } = db.world.acme;
      await t.as(members.owner);
      expect(await t.count(...updateStatement("api_keys", apiKey.id, { revoked_at: new Date() }))).toBe(1);
      for (const change of [{ revoked_at: null }, { name: "Again" }, { expires_at: null }]) {
        expect(await t.refusal(...updateStatement("api_keys", apiKey.id, change))).toBe("TN409");
      }
    }));

  describe("begin requests", () => {
    it("in their organization, with the permissions of their role and as nobody in particular", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        for (const organization of [undefined, acme.id, "acme", "ACME", "org_acme"]) {
          await t.beginRequest({ claims: null, apiKeyDigest: acme.apiKey.apiKeyDigest, organization });
          const [context] = await t.rows(`
            select current_user::text as role, app_hidden.actor_kind() as kind, app_hidden.organization_id() as organization,
              app_hidden.api_key_id() as key, app_hidden.user_id() as user, app_hidden.membership_id() as membership,
              app_hidden.may_all('contacts.create') as writes, app_hidden.may_all('members.manage') as manages`);
          expect(context).toEqual({
            role: "tenantry_service",
            kind: "api_key",
            organization: acme.id,
            key: acme.apiKey.id,
            user: null,
            membership: null,
            writes: true,
            manages: false,
          });
        }
        expect(await t.count("select from app_public.contacts")).toBe(5);
        const { rows } = { rows: await t.rows("select slug from app_public.organizations") };
        expect(rows).toEqual([{ slug: "acme" }]);
      }));

    it("not in another organization, be there one or not", () =>
      db.transaction(async (t) => {
        const { acme, globex } = db.world;
        for (const organization of [globex.id, "globex", "org_globex", "initech", "", "{acme}", 42]) {
          expect([organization, await refusal(t, { apiKeyDigest: acme.apiKey.apiKeyDigest, organization })]).toEqual([
            organization,
            "TN403",
          ]);
        }
      }));

    it("unless they are unknown, revoked or expired", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        await t.asOwner();
        const id = await createKey(t, "temporary", acme.roles.viewer);
        const request = { apiKeyDigest: digestOf("temporary") };
        const set = (columns: object) => updateStatement("api_keys", id, { ...columns });
        expect(await refusal(t, request)).toBeUndefined();
        expect(await refusal(t, { apiKeyDigest: digestOf("unknown") })).toBe("TN401");
        // The key itself and the beginning of its digest are not its digest.
        expect(await refusal(t, { apiKeyDigest: "" })).toBe("TN401");
        expect(await refusal(t, { apiKeyDigest: request.apiKeyDigest.slice(0, 32) })).toBe("TN401");
        await t.asOwner();
        await t.count(...set({ expires_at: new Date(Date.now() - 1000) }));
        expect(await refusal(t, request)).toBe("TN401");
        await t.asOwner();
        await t.count(...set({ expires_at: new Date(Date.now() + 60_000) }));
        expect(await refusal(t, request)).toBeUndefined();
        await t.as(acme.members.owner);
        await t.count(...set({ revoked_at: new Date() }));
        expect(await refusal(t, request)).toBe("TN401");
      }));

    it("also beside claims, which are then nobody's", () =>
      db.transaction(async (t) => {
        const { apiKey, members } = db.world.acme;
        const claims = { iss: "tenantry", sub: members.owner.userId };
        await t.beginRequest({ claims, apiKeyDigest: apiKey.apiKeyDigest });
        expect(await t.value("select current_user::text")).toBe("tenantry_service");
        expect(await t.value("select app_hidden.user_id()")).toBeNull();
      }));
  });

  it("are the organization's: they go on without the member who created them, until others end them or their secret", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const create = "select (i.api_key).id, i.secret from app_public.create_api_key('Nightly', $1) i";
      await t.as(acme.members.admin);
      const [key] = await t.rows(create, [acme.roles.staff]);
      const apiKeyDigest = digestOf(String(key?.["secret"]));
      await t.as(acme.members.owner);
      await t.count("select app_public.remove_member($1)", [acme.members.admin.membershipId]);
      await t.rows("savepoint removed");
      await expect(t.as(acme.members.admin)).rejects.toMatchObject({ code: "TN403" });
      await t.rows("rollback to savepoint removed");
      expect(await refusal(t, { apiKeyDigest })).toBeUndefined();
      await t.as(acme.members.owner);
      const theirs = "select id from app_public.api_keys where created_by_id = $1 and revoked_at is null";
      expect(await t.rows(theirs, [acme.members.admin.membershipId])).toEqual([{ id: key?.["id"] }]);
      const secret = await t.value("select (app_public.rotate_api_key($1)).secret", [key?.["id"]]);
      expect(await refusal(t, { apiKeyDigest })).toBe("TN401");
      expect(await refusal(t, { apiKeyDigest: digestOf(String(secret)) })).toBeUndefined();
    }));

  it("are told by the audit log, with their id", () =>
    db.transaction(async (t) => {
      const { apiKey, members } = db.world.acme;
      await t.as(apiKey, { requestId: "req-7" });
      const id = await t.value(...insertStatement("contacts", { first_name: "Imported" }));
      await t.as(members.owner);
      const trail =
        "select actor_kind, api_key_id, user_id, contact_id, request_id from app_public.audit_logs where record_id = $1";
      expect(await t.rows(trail, [id])).toEqual([
        { actor_kind: "api_key", api_key_id: apiKey.id, user_id: null, contact_id: null, request_id: "req-7" },
      ]);
    }));

  it("manage neither members nor roles nor keys, not even with the role of an owner", () =>
    db.transaction(async (t) => {
      const { roles, members } = db.world.acme;
      await t.asOwner();
      await createKey(t, "mighty", roles.owner);
      await t.as({ apiKeyDigest: digestOf("mighty") });
      expect(await t.value("select app_hidden.may_all('members.manage')")).toBe(true);
      expect(await t.count("select from app_public.memberships")).toBe(10);
      for (const statement of [
        `update app_public.memberships set role_id = role_id where id = '${members.rep.membershipId}'`,
        `delete from app_public.memberships where id = '${members.rep.membershipId}'`,
        "insert into app_public.roles (name) values ('Mine')",
        "update app_public.role_permissions set scope = 'all'",
        "delete from app_public.business_memberships",
        "update app_public.staff_invitations set revoked_at = now()",
        "select from app_public.api_keys",
        "update app_public.api_keys set expires_at = null",
        "insert into app_public.api_keys (name, prefix) values ('Mine', 'tk')",
        "select from app_private.api_key_secrets",
        "update app_public.organizations set name = 'Mine'",
        "insert into app_public.teams (name) values ('Mine')",
      ]) {
        expect([statement, await t.refusal(statement)]).toEqual([statement, "42501"]);
      }
      expect(await t.count("update app_public.contacts set notes = 'Seen'")).toBe(5);
    }));

  it("hold on to their role", () =>
    db.transaction(async (t) => {
      const { intern } = db.world.acme;
      await t.asOwner();
      const id = await createKey(t, "intern's", intern.roleId);
      expect(await t.refusal("delete from app_public.roles where id = $1", [intern.roleId])).toBe("23503");
      await t.count("delete from app_public.api_keys where id = $1", [id]);
      expect(await t.count("delete from app_public.roles where id = $1", [intern.roleId])).toBe(1);
    }));
});
