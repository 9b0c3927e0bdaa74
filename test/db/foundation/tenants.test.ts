import { describe, expect, it } from "@jest/globals";
import { outcome } from "../../support/access.ts";
import { tenantTables } from "../../support/catalog.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("the wall between tenants", () => {
  const db = useDatabase();

  const countsOf = async (t: TestTransaction, organizationId: string) => {
    const counts: Record<string, number> = {};
    for (const table of await tenantTables(t)) {
      counts[table] = await t.value(`select count(*)::int from app_public.${table} where organization_id = $1`, [
        organizationId,
      ]);
    }
    return counts;
  };

  it("has rows of both organizations on either side, in every table", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      for (const { id } of [db.world.acme, db.world.globex]) {
        const empty = Object.entries(await countsOf(t, id)).filter(([, count]) => count === 0);
        expect(empty).toEqual([]);
      }
    }));

  it("asks a member of several organizations to choose one, in every table", () =>
    db.transaction(async (t) => {
      const { both } = db.world;
      await t.as({ ...both, organization: "acme" });
      for (const table of await tenantTables(t)) {
        expect([table, await outcome(t, `select from app_public.${table}`)]).toEqual([table, expect.any(Number)]);
      }
      await t.as(both);
      for (const table of await tenantTables(t)) {
        expect([table, await outcome(t, `select from app_public.${table}`)]).toEqual([table, "TN428"]);
      }
    }));

  it("lets owners see all of their own organization and nothing of the other, in every table", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      for (const [actor, own, other] of [
        [acme.members.owner, acme, globex],
        [globex.owner, globex, acme],
      ] as const) {
        await t.asOwner();
        const existing = await countsOf(t, own.id);
        await t.as(actor);
        expect(await countsOf(t, own.id)).toEqual(existing);
        expect(Object.values(await countsOf(t, other.id)).filter((count) => count > 0)).toEqual([]);
      }
    }));

  it("shows a member of both the rows of the active organization only", () =>
    db.transaction(async (t) => {
      const { acme, globex, both } = db.world;
      for (const [active, other] of [
        [acme, globex],
        [globex, acme],
      ] as const) {
        await t.as({ userId: both.userId, organization: active.slug });
        expect((await countsOf(t, active.id))["contacts"]).toBeGreaterThan(0);
        expect(Object.values(await countsOf(t, other.id)).filter((count) => count > 0)).toEqual([]);
      }
    }));

  it("lets owners neither change nor delete a row of the other organization, in any table", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const grants = await t.rows<{ table: string; column: string | null; deletes: boolean }>(
        `
        select c.relname as table,
          (select a.attname from pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege('tenantry_member', c.oid, a.attnum, 'update')
           order by a.attnum limit 1) as column,
          has_table_privilege('tenantry_member', c.oid, 'delete') as deletes
        from pg_class c where c.relnamespace = 'app_public'::regnamespace and c.relname = any ($1)`,
        [await tenantTables(t)],
      );
      const tries = grants.flatMap(({ table, column, deletes }) => [
        ...(column === null
          ? []
          : [{ table, statement: `update app_public.${table} set ${column} = ${column} where organization_id = $1` }]),
        ...(deletes ? [{ table, statement: `delete from app_public.${table} where organization_id = $1` }] : []),
      ]);
      expect(tries.length).toBeGreaterThan(15);
      for (const [actor, own, other] of [
        [acme.members.owner, acme, globex],
        [globex.owner, globex, acme],
      ] as const) {
        await t.as(actor);
        for (const { statement } of tries) {
          expect([statement, await outcome(t, statement, [other.id])]).toEqual([statement, 0]);
          // Own rows are within reach: changed, or kept by a rule.
          const reached = await outcome(t, statement, [own.id]);
          expect([statement, reached === 0]).toEqual([statement, false]);
        }
      }
    }));

  it("cannot be climbed by naming another organization, id or time, in a new row or an old one", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const tables = await tenantTables(t);
      const columns = ["organization_id", "id", "created_at", "updated_at"];
      const settable = async () => {
        const reached: string[] = [];
        for (const table of tables) {
          for (const column of columns) {
            const update = `update app_public.${table} set ${column} = ${column} where organization_id = $1`;
            const insert = `insert into app_public.${table} (${column}) select ${column} from app_public.${table} where organization_id = $1`;
            for (const statement of [update, insert]) {
              if ((await outcome(t, statement, [acme.id])) !== "42501") reached.push(statement);
            }
          }
        }
        return reached;
      };
      await t.as(acme.members.owner);
      // Append-only tables have no updated_at: that it doesn't exist is no grant.
      const missing = /(audit_logs|security_events) (set updated_at|\(updated_at\))/;
      expect((await settable()).filter((statement) => !missing.test(statement))).toEqual([]);
      await t.asOwner();
      expect((await settable()).length).toBe(tables.length * columns.length * 2);
    }));

  it("hides everything from an anonymous visitor and from the gateway's login", () =>
    db.transaction(async (t) => {
      const tables = await tenantTables(t);
      for (const role of ["tenantry_anonymous", "tenantry_authenticator"]) {
        await t.asOwner();
        await t.rows(`reset session authorization; set local session authorization ${role}`);
        for (const table of tables)
          expect([table, await t.refusal(`select from app_public.${table}`)]).toEqual([table, "42501"]);
      }
    }));
});
