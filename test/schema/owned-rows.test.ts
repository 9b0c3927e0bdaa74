import { expect, it } from "@jest/globals";
import type { Client } from "pg";
import { useDatabase } from "../support/database.ts";

const db = useDatabase();

const TENANT = "((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ";

/** Policies for reading that know the scopes `own` and `team` of the table's own permission. */
const OWNED = `
  select p.polrelid::regclass::text as table, found[2] as permission, array_agg(distinct found[1]) as columns,
    min(pg_get_expr(p.polqual, p.polrelid)) as policy
  from pg_policy p
  join pg_class c on c.oid = p.polrelid
  cross join lateral regexp_matches(
    pg_get_expr(p.polqual, p.polrelid), '(\\w+) = ANY \\(\\( SELECT app_hidden\\.scoped_owner_ids\\(''([^'']+)''', 'g'
  ) as found
  where p.polcmd = 'r' and found[2] = c.relname || '.read'
  group by p.polrelid, p.polname, found[2]`;

/** The text that PostgreSQL makes of the template for a table, in a transaction that is rolled back. */
async function templateFor(root: Client, table: string, permission: string, columns: readonly string[]) {
  await root.query("select app_private.drop_policies($1)", [table]);
  await root.query(
    "select app_private.create_policies($1, '{member}', '{delete}', app_private.permission_condition($1, $2, $3))",
    [table, permission, columns],
  );
  const { rows } = await root.query<{ text: string }>(
    "select pg_get_expr(polqual, polrelid) as text from pg_policy where polrelid = $1::regclass",
    [table],
  );
  return rows[0]?.text ?? "";
}

/** The tables where a row can be reached in another way than by the template. */
async function withOtherWays(change = "select"): Promise<string[]> {
  return db.withRoot(async (root) => {
    await root.query("begin");
    await root.query(change);
    const { rows } = await root.query<{ table: string; permission: string; columns: string[]; policy: string }>(OWNED);
    expect(rows.length).toBeGreaterThan(20);
    const offenders = new Set<string>();
    for (const { table, permission, columns, policy } of rows) {
      let isOfTemplate = false;
      for (const order of [columns, columns.toReversed()]) {
        const template = await templateFor(root, table, permission, order);
        // Another condition may come on top.
        const narrowed = `${TENANT}(${template.slice(TENANT.length, -1)} AND `;
        isOfTemplate ||= policy === template || policy.startsWith(narrowed);
      }
      if (!isOfTemplate) offenders.add(table);
    }
    await root.query("rollback");
    return [...offenders];
  });
}

// What a gateway looks for by its owners (src/database/owned-rows.ts) has to be all that these scopes reach.
it("policies that know the scopes own and team let nothing through but by the template", async () => {
  expect(await withOtherWays()).toEqual([]);
});

it("one that does would be told of", async () => {
  const condition = "app_private.permission_condition('app_public.contacts', 'contacts.read', '{owner_id}')";
  const change = `
    select app_private.drop_policies('app_public.contacts');
    select app_private.create_policies('app_public.contacts', '{member}', '{select}', ${condition} || ' or is_active')`;
  expect(await withOtherWays(change)).toEqual(["app_public.contacts"]);
});
