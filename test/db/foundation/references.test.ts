import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement, outcome, updateStatement } from "../../support/access.ts";
import { type TenantReference, tenantReferences } from "../../support/catalog.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

type Row = Record<string, unknown> & { id: string };

const title = ({ table, columns, target }: TenantReference) =>
  `${table} (${columns.map(({ column }) => column)}) → ${target}`;

/** A row of one organization, and what its reference could be set to: rows of its own organization and of another. */
async function candidates(t: TestTransaction, reference: TenantReference, organizationId: string, otherId: string) {
  const [row] = await t.rows<Row>(
    // One that refers to something already, since a row may be of a kind that can't.
    `select * from app_public.${reference.table} where organization_id = $1
     order by ${[...reference.columns.map(({ column }) => `${column} is null`), "id desc"]} limit 1`,
    [organizationId],
  );
  if (!row) throw new Error(`${title(reference)}: the world has no row of ${reference.table} to try it with.`);
  const { columns, generatedColumns } = reference;
  const list = columns.map(({ column, targetColumn }) => `p.${targetColumn} as ${column}`);
  const matches = generatedColumns.map(({ column, targetColumn }, index) => {
    return { condition: `p.${targetColumn} = $${index + 2}`, value: row[column] };
  });
  const changes = columns.map(({ column, targetColumn }, index) => {
    return { order: `p.${targetColumn} = $${matches.length + index + 2}`, value: row[column] };
  });
  const targetsOf = async (organization: string): Promise<Columns[]> => {
    const targets = await t.rows(
      `select ${list} from app_public.${reference.target} p
       where ${["p.organization_id = $1", ...matches.map(({ condition }) => condition)].join(" and ")}
       order by ${[...changes.map(({ order }) => order), "p.id"]} limit 20`,
      [organization, ...matches.map(({ value }) => value), ...changes.map(({ value }) => value)],
    );
    if (targets.length > 0) return targets;
    throw new Error(`${title(reference)}: the world has no row of ${reference.target} to refer to.`);
  };
  return { row, own: await targetsOf(organizationId), foreign: await targetsOf(otherId) };
}

/** The names of a table's checks. */
async function checksOf(t: TestTransaction, table: string): Promise<string[]> {
  const sql = "select quote_ident(conname) as name from pg_constraint where conrelid = $1::regclass and contype = 'c'";
  return (await t.rows<{ name: string }>(sql, [`app_public.${table}`])).map(({ name }) => name);
}

/** The columns of which a row has exactly one, where a table has such a rule. */
async function alternativesOf(t: TestTransaction, table: string): Promise<string[]> {
  const rows = await t.rows<{ columns: string }>(
    `select substring(pg_get_constraintdef(oid) from 'num_nonnulls\\(([^)]*)\\) = 1') as columns
     from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
    [`app_public.${table}`],
  );
  return rows.flatMap(({ columns }) => columns?.split(", ") ?? []);
}

/** The columns of a table that members may set with a command, without documents, which refer to nothing. */
async function granted(t: TestTransaction, table: string, command: "insert" | "update"): Promise<string[]> {
  const columns = await t.rows<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and atttypid <> 'jsonb'::regtype and has_column_privilege('tenantry_member', attrelid, attnum, $2)`,
    [`app_public.${table}`, command],
  );
  return columns.map(({ name }) => name);
}

describe("references between the tables of a tenant", () => {
  const db = useDatabase();

  it("all hold the organization, so that they cannot leave it", () =>
    db.transaction(async (t) => {
      const leaving = await t.rows(`
        select k.conrelid::regclass::text as table, k.conname
        from pg_constraint k
        where k.contype = 'f'
          and exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attname = 'organization_id')
          and exists (select from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'organization_id')
          and not exists (
            select from unnest(k.conkey, k.confkey) as p (attnum, target_attnum)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.attnum and a.attname = 'organization_id'
            join pg_attribute b on b.attrelid = k.confrelid and b.attnum = p.target_attnum and b.attname = 'organization_id'
          )`);
      expect(leaving).toEqual([]);
      expect((await tenantReferences(t)).length).toBeGreaterThan(25);
    }));

  it("cannot point at another organization's row, whoever sets them: the constraint holds by itself", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.asOwner();
      const crossing: Record<string, number | string> = {};
      const staying: Record<string, number | string> = {};
      const references = await tenantReferences(t);
      for (const reference of references) {
        const { row, own, foreign } = await candidates(t, reference, acme.id, globex.id);
        await t.attempt(async () => {
          // Only what keys guarantee is left.
          await t.rows(`alter table app_public.${reference.table} disable trigger user`);
          for (const name of await checksOf(t, reference.table)) {
            await t.rows(`alter table app_public.${reference.table} drop constraint ${name}`);
          }
          const name = `${reference.name} of ${reference.table}`;
          crossing[name] = await outcome(t, ...updateStatement(reference.table, row.id, foreign[0] ?? {}));
          for (const target of own) {
            staying[name] = await outcome(t, ...updateStatement(reference.table, row.id, target));
            if (staying[name] === 1) break;
          }
        });
      }
      const names = references.map(({ name, table }) => `${name} of ${table}`);
      expect(crossing).toEqual(Object.fromEntries(names.map((name) => [name, "23503"])));
      expect(staying).toEqual(Object.fromEntries(names.map((name) => [name, 1])));
    }));

  for (const command of ["update", "insert"] as const) {
    it(`cannot be pointed at another organization's row by an ${command} of a member who may write them`, () =>
      db.transaction(async (t) => {
        const { acme, globex } = db.world;
        const crossing: Record<string, number | string> = {};
        const staying: Record<string, number | string> = {};
        await t.asOwner();
        for (const reference of await tenantReferences(t)) {
          await t.asOwner();
          const columns = await granted(t, reference.table, command);
          if (!reference.columns.every(({ column }) => columns.includes(column))) continue;
          const { row, own, foreign } = await candidates(t, reference, acme.id, globex.id);
          const copy = Object.fromEntries(Object.entries(row).filter(([column]) => columns.includes(column)));
          const alternatives = await alternativesOf(t, reference.table);
          if (reference.columns.some(({ column }) => alternatives.includes(column))) {
            for (const column of alternatives) delete copy[column];
          }
          const statement = (target: Columns) =>
            command === "insert"
              ? insertStatement(reference.table, { ...copy, ...target })
              : updateStatement(reference.table, row.id, target);
          await t.attempt(async () => {
            // What is unique besides the reference gets out of the way.
            const unique = ["name", "slug", "email"].filter((column) => copy[column]);
            for (const column of unique) copy[column] = `${copy[column]}2`;
            if (copy["is_default"]) copy["is_default"] = false;
            if (command === "insert" && unique.length === 0) {
              await t.count(`delete from app_public.${reference.table} where id = $1`, [row.id]);
            }
            await t.as(acme.members.owner);
            const name = title(reference);
            crossing[name] = await outcome(t, ...statement(foreign[0] ?? {}));
            for (const target of own) {
              staying[name] = await outcome(t, ...statement(target));
              if (staying[name] === 1) break;
            }
          });
        }
        const names = Object.keys(staying);
        expect(names.length).toBeGreaterThan(10);
        // A trigger or policy may notice before the key does; it says the same of a row that doesn't exist.
        const refusals = ["23503", "42501", "TN400"];
        expect(Object.entries(crossing).filter(([, code]) => !refusals.includes(`${code}`))).toEqual([]);
        expect(staying).toEqual(Object.fromEntries(names.map((name) => [name, 1])));
      }));
  }

  it("cannot be used to find out whether another organization's row exists: admins get the same error for any id", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const missing = await t.value<string>("select gen_random_uuid()");
      await t.as(acme.members.admin);
      const attempts: [string, string, unknown[]][] = [
        [
          "role of a member",
          "update app_public.memberships set role_id = $1 where id = $2",
          [globex.roles.owner, acme.members.rep.membershipId],
        ],
        [
          "role of a limit",
          "update app_public.business_memberships set role_id = $1 where membership_id = $2",
          [globex.roles.owner, acme.members.northerner.membershipId],
        ],
        [
          "member of a limit",
          "insert into app_public.business_memberships (membership_id, business_id) values ($1, $2)",
          [globex.owner.membershipId, acme.businesses.north],
        ],
        [
          "stage of a deal",
          "update app_public.deals set stage_id = $1 where id = $2",
          [globex.stages["Won"], acme.deals.reps],
        ],
        [
          "pipeline of a deal",
          "update app_public.deals set pipeline_id = $1 where id = $2",
          [globex.pipelineId, acme.deals.reps],
        ],
        [
          "contact of a deal",
          "update app_public.deals set contact_id = $1 where id = $2",
          [globex.contactId, acme.deals.reps],
        ],
      ];
      for (const [what, sql, [id, ...rest]] of attempts) {
        const foreign = await t.failure(sql, [id, ...rest]);
        const absent = await t.failure(sql, [missing, ...rest]);
        expect([what, foreign.code, foreign.message]).toEqual([what, absent.code, absent.message]);
      }
      expect(
        await t.count("update app_public.deals set contact_id = $1 where id = $2", [
          acme.contacts.reps,
          acme.deals.reps,
        ]),
      ).toBe(1);
    }));
});
