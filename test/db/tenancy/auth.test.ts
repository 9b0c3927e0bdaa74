import { randomBytes } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import type { Client } from "pg";
import { migrate } from "../../../src/database/migrations.ts";
import { useDatabase } from "../../support/database.ts";
import { createWorld } from "../../support/world.ts";

const db = useDatabase();

describe("schema auth, where the migrations make it", () => {
  const CLAIMS = "select auth.uid(), auth.role(), auth.jwt()";

  it("tells the subject, the role and all claims of the token", () =>
    db.transaction(async (t) => {
      const { rep } = db.world.acme.members;
      const claims = { iss: "tenantry", sub: rep.userId, role: "authenticated", email: rep.email };
      await t.beginRequest({ claims });
      expect(await t.rows(CLAIMS)).toEqual([{ uid: rep.userId, role: "authenticated", jwt: claims }]);
    }));

  it("tells nothing without a token, or with a key", () =>
    db.transaction(async (t) => {
      await t.asAnonymous();
      expect(await t.rows(CLAIMS)).toEqual([{ uid: null, role: null, jwt: null }]);
      await t.as(db.world.acme.apiKey);
      expect(await t.rows(CLAIMS)).toEqual([{ uid: null, role: null, jwt: null }]);
    }));

  it("tells contacts their own id", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.client);
      expect(await t.value("select auth.uid()")).toBe(db.world.acme.client.contactId);
    }));

  it.each([
    ["a Clerk id", "user_2ZrQ"],
    ["an address", "auth0|64f0"],
    ["almost a uuid", "7d3fd2a8-6c0a-4f2e-9a51-0f6d3c1b2a9"],
    ["a uuid with something behind it", "7d3fd2a8-6c0a-4f2e-9a51-0f6d3c1b2a99\n"],
  ])("has no uid for the subject that is %s", (_, sub) =>
    db.transaction(async (t) => {
      const { rep } = db.world.acme.members;
      await t.asOwner();
      await t.count("insert into app_private.user_identities (user_id, issuer, subject) values ($1, 'other', $2)", [
        rep.userId,
        sub,
      ]);
      await t.beginRequest({ claims: { iss: "other", sub } });
      expect(await t.value("select auth.uid()")).toBeNull();
      expect(await t.value("select app_public.org_ids_for_user(auth.uid())")).toEqual([]);
      expect(await t.value("select app_hidden.user_id()")).toBe(rep.userId);
    }),
  );

  it("belongs to the owner, and is used by those who ask alone", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      const roles = ["tenantry_anonymous", "tenantry_member", "tenantry_client", "tenantry_service"];
      for (const role of roles) {
        expect(await t.value("select has_schema_privilege($1, 'auth', 'usage')", [role])).toBe(true);
        expect(await t.value("select has_schema_privilege($1, 'auth', 'create')", [role])).toBe(false);
      }
      const functions = "select count(*)::int from pg_proc where pronamespace = 'auth'::regnamespace";
      expect(await t.value(functions)).toBe(3);
      expect(await t.value(`${functions} and has_function_privilege('public', oid, 'execute')`)).toBe(0);
      expect(await t.value(`${functions} and proowner = 'tenantry_owner'::regrole`)).toBe(3);
    }));
});

describe("on a Supabase project", () => {
  const ROLES = ["anon", "authenticated", "service_role", "supabase_auth_admin"];
  /** What a project brings, as far as it could be in the way. */
  const PROJECT = `
    create schema auth authorization supabase_auth_admin;
    grant usage on schema auth to anon, authenticated, service_role;
    create table auth.users (id uuid primary key, email text, raw_user_meta_data jsonb);
    alter table auth.users owner to supabase_auth_admin;
    alter table auth.users enable row level security;
    create function auth.uid() returns uuid language sql stable as $$
      select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''), (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'))::uuid
    $$;
    create function auth.role() returns text language sql stable as $$
      select coalesce(nullif(current_setting('request.jwt.claim.role', true), ''), (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'))::text
    $$;
    create function auth.email() returns text language sql stable as $$
      select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')::text
    $$;
    create function auth.jwt() returns jsonb language sql stable as $$
      select coalesce(nullif(current_setting('request.jwt.claim', true), ''), nullif(current_setting('request.jwt.claims', true), ''))::jsonb
    $$;
    alter function auth.uid() owner to supabase_auth_admin;
    alter function auth.role() owner to supabase_auth_admin;
    alter function auth.email() owner to supabase_auth_admin;
    alter function auth.jwt() owner to supabase_auth_admin;
    create schema extensions;
    grant usage on schema extensions to anon, authenticated, service_role;
    create extension pgcrypto schema extensions;
    create extension "uuid-ossp" schema extensions;
    grant usage on schema public to anon, authenticated, service_role;
    alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
    alter default privileges in schema public grant all on functions to anon, authenticated, service_role;`;
  const AUTH = `
    select p.proname, p.proowner::regrole::text as owner, pg_get_functiondef(p.oid) as definition, p.proacl::text as privileges
    from pg_proc p where p.pronamespace = 'auth'::regnamespace order by 1`;

  const inProject = (project: Client, url: string) =>
    Object.assign(new URL(url), { pathname: `/${project.database}` }).href;

  /** Prepares a project's database, migrates it as the owner, and looks at it. */
  async function onProject(change: string, work: (root: Client, before: unknown[]) => Promise<void>): Promise<void> {
    const name = `${process.env["TENANTRY_TEST_TEMPLATE"]}_${randomBytes(4).toString("hex")}`;
    const within = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    const server = Object.assign(new URL(db.urls.root), { pathname: "/postgres" }).href;
    await db.withRoot(async (root) => {
      for (const role of ROLES) await root.query(`create role ${role} nologin`);
      await root.query(`create database ${name} owner tenantry_owner`);
      try {
        await db.withRoot(async (project) => {
          await project.query(PROJECT);
          await project.query(change);
          const { rows } = await project.query(AUTH);
          await migrate({ ownerUrl: within(db.urls.owner), withCurrent: true });
          await work(project, rows);
        }, within(db.urls.root));
      } finally {
        await root.query(`drop database ${name} with (force)`);
        for (const role of ROLES) await root.query(`drop role ${role}`);
      }
    }, server);
  }

  it(
    "the migrations apply, leave its auth functions as they are, and requests work",
    () =>
      onProject("", async (project, before) => {
        expect(before).toHaveLength(4);
        expect((await project.query(AUTH)).rows).toEqual(before);
        const owner = await project.query(
          "select nspowner::regrole::text as name from pg_namespace where nspname = 'auth'",
        );
        expect(owner.rows).toEqual([{ name: "supabase_auth_admin" }]);

        await project.query("set session authorization tenantry_owner");
        const { acme } = await createWorld(project);
        await project.query("reset session authorization; grant usage on schema extensions to tenantry_owner");
        const claims = { iss: "tenantry", sub: acme.members.rep.userId, role: "authenticated" };
        await db.withRoot(
          async (gateway) => {
            await gateway.query("begin");
            await gateway.query("select set_config('role', app_private.begin_request($1), true)", [{ claims }]);
            // Without schemas, by the search_path that the migrations give the database.
            const { rows } = await gateway.query(
              "select current_user::text as role, (select count(*)::int from contacts) as contacts, org_ids_for_user($1) as organizations",
              [acme.members.rep.userId],
            );
            expect(rows).toEqual([{ role: "tenantry_member", contacts: 1, organizations: [acme.id] }]);
            await gateway.query("rollback");
          },
          inProject(project, db.urls.authenticator),
        );

        // pgcrypto is elsewhere there.
        await project.query("set session authorization tenantry_owner");
        await project.query(
          "insert into app_private.user_credentials (user_id, password_hash) values ($1, app_private.hash_password('a long password'))",
          [acme.members.rep.userId],
        );
        const signIn = `select app_private.sign_in(jsonb_build_object('email', $1::text, 'password', $2::text, 'tokenDigest', repeat('00', 32))) ->> 'subject' as subject`;
        for (const [password, subject] of [
          ["another password", null],
          ["a long password", acme.members.rep.userId],
        ]) {
          const { rows } = await project.query(signIn, [acme.members.rep.email, password]);
          expect(rows).toEqual([{ subject }]);
        }
      }),
    60_000,
  );

  it(
    "its own roles see nothing of the API's",
    () =>
      onProject("", async (project) => {
        for (const role of ["anon", "authenticated", "service_role"]) {
          await project.query(`begin; set local role ${role}`);
          for (const statement of ["select from app_public.users", "select app_public.me()"]) {
            await project.query("savepoint attempt");
            await expect(project.query(statement)).rejects.toMatchObject({ code: "42501" });
            await project.query("rollback to savepoint attempt");
          }
          await project.query("rollback");
        }
      }),
    60_000,
  );

  it(
    "the migrations also apply where it lacks a function that they may not make",
    () =>
      onProject("drop function auth.jwt()", async (project, before) => {
        expect(before).toHaveLength(3);
        expect((await project.query(AUTH)).rows).toEqual(before);
      }),
    60_000,
  );

  it(
    "the migrations make a function that it lacks where they may",
    () =>
      onProject(
        "drop function auth.jwt(); grant usage, create on schema auth to tenantry_owner with grant option",
        async (project, before) => {
          const { rows } = await project.query<{ proname: string; owner: string }>(AUTH);
          expect(rows.filter(({ proname }) => proname !== "jwt")).toEqual(before);
          expect(rows.find(({ proname }) => proname === "jwt")?.owner).toBe("tenantry_owner");
          const { rows: usage } = await project.query(
            "select has_schema_privilege('tenantry_member', 'auth', 'usage') as granted",
          );
          expect(usage).toEqual([{ granted: true }]);
        },
      ),
    60_000,
  );
});
