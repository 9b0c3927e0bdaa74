import { describe, expect, it } from "@jest/globals";
import type { Client, DatabaseError } from "pg";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("app_private.begin_request", () => {
  const db = useDatabase();

  const claimsOf = ({ userId }: { userId: string }) => ({ iss: "tenantry", sub: userId });
  const activeOrganization = (t: TestTransaction) =>
    t.value("select nullif(current_setting('app.organization_id'), '')");

  /** How a request is refused. */
  const refusal = async (t: TestTransaction, request: object): Promise<DatabaseError> => {
    await t.rows("savepoint request");
    const error = await t.beginRequest(request).then(
      () => undefined,
      (reason: DatabaseError) => reason,
    );
    await t.rows("rollback to savepoint request");
    if (error?.code === undefined) throw error ?? new Error(`Expected a refusal of ${JSON.stringify(request)}`);
    return error;
  };

  describe("finds out who asks", () => {
    it("nobody in particular, without claims", () =>
      db.transaction(async (t) => {
        for (const request of [{}, { claims: null }, { claims: null, organization: "acme" }]) {
          await t.beginRequest(request);
          expect(await t.value("select current_user::text")).toBe("tenantry_anonymous");
          expect(await activeOrganization(t)).toBeNull();
          expect(await t.value("select (app_public.me()).id")).toBeNull();
        }
      }));

    it("a user, by issuer and subject", () =>
      db.transaction(async (t) => {
        const { rep } = db.world.acme.members;
        await t.beginRequest({ claims: claimsOf(rep) });
        expect(await t.value("select current_user::text")).toBe("tenantry_member");
        expect(await t.value("select (app_public.me()).email")).toBe(rep.email);
      }));

    it("not somebody unknown, nor a known subject of another issuer", () =>
      db.transaction(async (t) => {
        const { rep } = db.world.acme.members;
        const strangers = [
          { iss: "tenantry", sub: "somebody" },
          { iss: "https://elsewhere.test", sub: rep.userId },
          { iss: "tenantry" },
          { sub: rep.userId },
          {},
        ];
        for (const claims of strangers) expect((await refusal(t, { claims })).code).toBe("TN401");
      }));

    it("not a user who is switched off", () =>
      db.transaction(async (t) => {
        const { rep } = db.world.acme.members;
        await t.as(rep);
        await t.asOwner();
        expect(await t.count("update app_public.users set is_active = false where id = $1", [rep.userId])).toBe(1);
        expect((await refusal(t, { claims: claimsOf(rep) })).code).toBe("TN401");
      }));

    it("keeps the verified claims for the functions that read them", () =>
      db.transaction(async (t) => {
        const claims = { ...claimsOf(db.world.acme.members.rep), locale: "en" };
        await t.beginRequest({ claims });
        expect(JSON.parse(await t.value("select current_setting('request.jwt.claims')"))).toEqual(claims);
      }));
  });

  describe("finds the active organization", () => {
    it("by id, slug or the identity provider's id", () =>
      db.transaction(async (t) => {
        for (const { id, slug } of [db.world.acme, db.world.globex]) {
          for (const organization of [id, slug, `org_${slug}`]) {
            await t.beginRequest({ claims: claimsOf(db.world.both), organization });
            expect(await activeOrganization(t)).toBe(id);
          }
        }
      }));

    it("as the only one of a member", () =>
      db.transaction(async (t) => {
        await t.beginRequest({ claims: claimsOf(db.world.globex.owner) });
        expect(await activeOrganization(t)).toBe(db.world.globex.id);
      }));

    it("as the default one of a member of several, unless another is named", () =>
      db.transaction(async (t) => {
        const { acme, globex, both } = db.world;
        await t.as(both);
        const choose = "select slug from app_public.choose_default_organization($1)";
        expect(await t.value(choose, [acme.id])).toBe("acme");
        expect(await t.value(choose, [globex.id])).toBe("globex");
        await t.as(both);
        expect(await activeOrganization(t)).toBe(globex.id);
        await t.as({ ...both, organization: "acme" });
        expect(await activeOrganization(t)).toBe(acme.id);
      }));

    it("by the identity provider's id before a slug that another organization chose to look like it", () =>
      db.transaction(async (t) => {
        const { acme, globex, both } = db.world;
        await t.asOwner();
        const rename = "update app_public.organizations set external_id = $2 where id = $1";
        await t.count(rename, [globex.id, "organization-live-3f1c"]);
        await t.count("update app_public.organizations set slug = 'organization-live-3f1c' where id = $1", [acme.id]);
        await t.as({ userId: both.userId, organization: "organization-live-3f1c" });
        expect(await activeOrganization(t)).toBe(globex.id);
        await t.asOwner();
        await t.count(rename, [globex.id, "org_globex"]);
        await t.as({ userId: both.userId, organization: "Organization-Live-3F1C" });
        expect(await activeOrganization(t)).toBe(acme.id);
      }));

    it("refuses somebody else's organization and one that doesn't exist with the very same error", () =>
      db.transaction(async (t) => {
        const claims = claimsOf(db.world.acme.members.owner);
        const { globex } = db.world;
        const tell = ({ code, message, detail, hint }: DatabaseError) => ({ code, message, detail, hint });
        const unknown = tell(await refusal(t, { claims, organization: "initech" }));
        expect(unknown.code).toBe("TN403");
        const missingId = await t.value("select gen_random_uuid()");
        for (const organization of [globex.id, globex.slug, "org_globex", missingId]) {
          expect(tell(await refusal(t, { claims, organization }))).toEqual(unknown);
        }
        expect(JSON.parse(unknown.detail ?? "")).toEqual({
          organizations: [{ id: db.world.acme.id, slug: "acme", name: "Acme" }],
        });
      }));

    it.each([
      ["an empty text", ""],
      ["a blank", " "],
      ["quotes", "acme' or '1'='1"],
      ["a statement", "'; drop table app_public.contacts; --"],
      ["a wildcard", "%"],
      ["a backslash", "\\"],
      ["letters beyond ASCII", "ácmé🚀\u202e"],
      ["control characters", "acme\u0001\n"],
      ["an id with something behind it", `${"0".repeat(8)}-0000-0000-0000-${"0".repeat(12)}x`],
      ["a list of ids", "{acme,globex}"],
      ["a megabyte", "a".repeat(1_000_000)],
      ["a number", 42],
      ["an object", { id: "acme" }],
      ["a list", ["acme"]],
      ["true", true],
    ])("refuses %s as an organization like any other that one doesn't belong to", (_, organization) =>
      db.transaction(async (t) => {
        const claims = claimsOf(db.world.acme.members.owner);
        expect((await refusal(t, { claims, organization })).code).toBe("TN403");
        await t.beginRequest({ claims, organization: "acme" });
        expect(await activeOrganization(t)).toBe(db.world.acme.id);
      }),
    );
  });

  describe("leaves a member of several who hasn't chosen", () => {
    it("unable to touch a tenant's table, told the choices", () =>
      db.transaction(async (t) => {
        const { acme, globex, both } = db.world;
        await t.as(both);
        for (const statement of [
          "select from app_public.contacts",
          "update app_public.contacts set notes = ''",
          "insert into app_public.contacts (first_name) values ('New')",
          "select from app_public.roles",
          "select app_public.current_organization()",
        ]) {
          const { code, detail } = await t.failure(statement);
          expect([statement, code]).toEqual([statement, "TN428"]);
          expect(JSON.parse(detail ?? "")).toEqual({
            organizations: [
              { id: acme.id, slug: "acme", name: "Acme" },
              { id: globex.id, slug: "globex", name: "Globex" },
            ],
          });
        }
        await t.as({ ...both, organization: "acme" });
        expect(await t.count("select from app_public.contacts")).toBe(5);
      }));

    it("able to see themselves and their organizations", () =>
      db.transaction(async (t) => {
        const { both } = db.world;
        await t.as(both);
        expect(await t.value("select email from app_public.me()")).toBe(both.email);
        expect(await t.rows("select email from app_public.users")).toEqual([{ email: both.email }]);
        expect(await t.rows("select slug from app_public.my_organizations()")).toEqual([
          { slug: "acme" },
          { slug: "globex" },
        ]);
        expect(await t.count("update app_public.users set full_name = 'Bo' where id = $1", [both.userId])).toBe(1);
      }));

    it("as somebody without any membership is, who has no choices", () =>
      db.transaction(async (t) => {
        const { nobody } = db.world;
        await t.as(nobody);
        const { code, detail } = await t.failure("select from app_public.contacts");
        expect(code).toBe("TN428");
        expect(JSON.parse(detail ?? "")).toEqual({ organizations: [] });
        expect(await t.value("select email from app_public.me()")).toBe(nobody.email);
        expect(await t.rows("select from app_public.my_organizations()")).toEqual([]);
        expect((await refusal(t, { claims: claimsOf(nobody), organization: "acme" })).code).toBe("TN403");
      }));
  });

  describe("counts memberships as they are now", () => {
    it.each([
      ["switched off", "update app_public.memberships set is_active = false where id = $1"],
      ["removed", "delete from app_public.memberships where id = $1"],
    ])("so that a member who was %s is out with the next request", (_, statement) =>
      db.transaction(async (t) => {
        const { rep, owner } = db.world.acme.members;
        await t.as(rep);
        expect(await t.count("select from app_public.contacts")).toBe(1);
        await t.as(owner);
        expect(await t.count(statement, [rep.membershipId])).toBe(1);

        expect((await refusal(t, { claims: claimsOf(rep), organization: "acme" })).code).toBe("TN403");
        await t.beginRequest({ claims: claimsOf(rep) });
        expect(await t.refusal("select from app_public.contacts")).toBe("TN428");
        expect(await t.rows("select from app_public.my_organizations()")).toEqual([]);
      }),
    );

    it("and roles too: a member who was made viewer no longer writes", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        const write = "insert into app_public.contacts (first_name) values ('New')";
        await t.as(acme.members.staff);
        expect(await t.attempt(() => t.count(write))).toBe(1);
        await t.as(acme.members.owner);
        await t.count("update app_public.memberships set role_id = $1 where id = $2", [
          acme.roles.viewer,
          acme.members.staff.membershipId,
        ]);
        await t.as(acme.members.staff);
        expect(await t.refusal(write)).toBe("42501");
      }));
  });

  describe("on a connection that serves one request after the other", () => {
    const connect = <Result>(work: (client: Client) => Promise<Result>) => db.withRoot(work, db.urls.authenticator);
    const begin = (client: Client, request: object) =>
      client.query("select set_config('role', app_private.begin_request($1), true)", [request]);
    const contextOf = async (client: Client) => {
      const { rows } = await client.query(`
        select current_user::text as role, nullif(current_setting('app.user_id', true), '') as user,
          nullif(current_setting('app.organization_id', true), '') as organization,
          nullif(current_setting('app.membership_id', true), '') as membership,
          nullif(current_setting('app.permissions_all', true), '') as permissions,
          nullif(current_setting('app.request_id', true), '') as request,
          nullif(current_setting('request.jwt.claims', true), '') as claims`);
      return rows[0];
    };
    const nothing = {
      user: null,
      organization: null,
      membership: null,
      permissions: null,
      request: null,
      claims: null,
    };

    it.each(["commit", "rollback"])("leaves nothing behind after %s", (end) =>
      connect(async (client) => {
        const { owner } = db.world.acme.members;
        await client.query("begin");
        await begin(client, { claims: claimsOf(owner), organization: "acme", requestId: "first" });
        expect(await contextOf(client)).toMatchObject({
          role: "tenantry_member",
          user: owner.userId,
          request: "first",
        });
        await client.query(end);
        expect(await contextOf(client)).toEqual({ role: "tenantry_authenticator", ...nothing });

        await client.query("begin");
        await begin(client, { claims: null });
        expect(await contextOf(client)).toEqual({ role: "tenantry_anonymous", ...nothing });
        await client.query("rollback");
      }),
    );

    it("replaces every setting, even within one transaction", () =>
      db.transaction(async (t) => {
        await t.asOwner();
        const names = await t.value<string[]>(`
          select array_agg(names[1])
          from regexp_matches(pg_get_functiondef('app_private.begin_request'::regproc), 'set_config\\(''([a-z._]+)''', 'g') as names`);
        const settings = async () => {
          const values = await t.value<string[]>(
            "select array_agg(current_setting(name, true) order by n) from unnest($1::text[]) with ordinality as s (name, n)",
            [names],
          );
          return Object.fromEntries(names.map((name, index) => [name, values[index]]));
        };
        await t.asAnonymous();
        const fresh = await settings();
        expect(Object.keys(fresh).length).toBeGreaterThan(10);
        await t.as(db.world.acme.members.northerner, { requestId: "first", address: "192.0.2.1" });
        const used = Object.entries(await settings());
        expect(used.filter(([name, value]) => value === fresh[name]).map(([name]) => name)).toEqual([
          // What only others have: a contact, an API key, a member with a scope of their own.
          "app.contact_id",
          "app.api_key_id",
          "app.permissions_team",
          "app.permissions_own",
        ]);
        await t.asAnonymous();
        expect(await settings()).toEqual(fresh);
      }));

    it("writes nothing, so that it runs where nothing can be written", () =>
      connect(async (client) => {
        await client.query("begin read only");
        await begin(client, { claims: claimsOf(db.world.acme.members.owner) });
        const { rows } = await client.query("select count(*)::int from app_public.contacts");
        expect(rows).toEqual([{ count: 5 }]);
        await expect(client.query("insert into app_public.contacts (first_name) values ('New')")).rejects.toMatchObject(
          {
            code: "25006",
          },
        );
        await client.query("rollback");
      }));
  });

  describe("keeps the gateway's login small, which", () => {
    const asLogin = <Result>(work: (attempt: (sql: string) => Promise<string>) => Promise<Result>) =>
      db.withRoot(
        (client) =>
          work((sql) =>
            client.query(sql).then(
              () => "possible",
              (error: DatabaseError) => error.code ?? "",
            ),
          ),
        db.urls.authenticator,
      );

    it("reads and writes nothing by itself", () =>
      asLogin(async (attempt) => {
        for (const sql of [
          "select from app_public.contacts",
          "select from app_public.users",
          "select from app_public.permissions",
          "select from app_private.user_identities",
          "select from app_private.system_role_permissions",
          "insert into app_public.teams (name) values ('New')",
          "select app_public.me()",
          "select app_public.my_organizations()",
        ]) {
          expect([sql, await attempt(sql)]).toEqual([sql, "42501"]);
        }
      }));

    it("becomes the roles of those who ask and no other", () =>
      asLogin(async (attempt) => {
        for (const role of ["tenantry_anonymous", "tenantry_member", "tenantry_client", "tenantry_service"]) {
          expect([role, await attempt(`begin; set local role ${role}; rollback`)]).toEqual([role, "possible"]);
        }
        for (const role of ["tenantry_owner", "postgres", "pg_read_all_data", "pg_execute_server_program"]) {
          expect([role, await attempt(`set role ${role}`)]).toEqual([role, "42501"]);
          expect([role, await attempt(`set session authorization ${role}`)]).toEqual([role, "42501"]);
        }
      }));

    it("alone begins requests: members can't take on another context", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.rep);
        expect(await t.refusal("select app_private.begin_request('{}')")).toBe("42501");
        expect(await t.refusal("select from app_private.user_identities")).toBe("42501");
        expect(await t.refusal("set role tenantry_owner")).toBe("42501");
      }));
  });
});
