import { readdir, readFile } from "node:fs/promises";
import type { Pool } from "pg";
import type { DemonstrationAccount } from "../http/demonstration-sign-in.ts";
import { withConnection } from "./connection.ts";

const DEMONSTRATION_FOLDER = new URL("../../db/seeds/demo/", import.meta.url);

/**
 * Loads the files of db/seeds/demo, by name, into a database that has no users yet: all of them or nothing.
 *
 * @param ownerUrl - connection string of the owner
 * @returns whether it was loaded; false when there are users already
 * @throws the server's error when a statement fails
 */
export async function loadDemonstrationData(ownerUrl: string): Promise<boolean> {
  return withConnection(ownerUrl, async (client) => {
    // The lock makes a second program wait, which then finds the users.
    await client.query("begin; lock table app_public.users in share row exclusive mode");
    const { rowCount } = await client.query("select from app_public.users limit 1");
    const files = rowCount === 0 ? (await readdir(DEMONSTRATION_FOLDER)).sort() : [];
    for (const file of files) await client.query(await readFile(new URL(file, DEMONSTRATION_FOLDER), "utf8"));
    await client.query("commit");
    return rowCount === 0;
  });
}

/**
 * The users who can be signed in as without a password, in development: those whose address ends in .test, a domain
 * that nobody can own (RFC 2606).
 *
 * @param ownerPool - connections as the owner, who sees all organizations
 * @returns the accounts with their organizations, owners first
 */
export async function listDemonstrationAccounts(ownerPool: Pool): Promise<DemonstrationAccount[]> {
  const { rows } = await ownerPool.query<DemonstrationAccount>(`
    select
      u.id,
      u.email,
      coalesce(u.full_name, u.email) as name,
      (array_agg(r.name order by m.created_at, o.slug))[1] as role,
      jsonb_agg(jsonb_build_object('slug', o.slug, 'name', o.name, 'role', r.name) order by m.created_at, o.slug) as organizations
    from app_public.users u
    join app_private.user_identities i on i.user_id = u.id and i.issuer = 'tenantry' and i.subject = u.id::text
    join app_public.memberships m on m.user_id = u.id and m.is_active
    join app_public.organizations o on o.id = m.organization_id
    join app_public.roles r on r.organization_id = m.organization_id and r.id = m.role_id
    where u.email like '%.test' and u.is_active
    group by u.id
    order by min(o.created_at), min(o.slug), min(r.id::text), u.email
    limit 100
  `);
  return rows;
}

/**
 * Finds a user by e-mail address.
 *
 * @param ownerUrl - connection string of the owner
 * @param email - in any case, with or without blanks around it
 * @returns the user's id; null when there is none
 */
export async function findUserId(ownerUrl: string, email: string): Promise<string | null> {
  const sql = "select id from app_public.users where email = app_hidden.normalize_email($1)";
  const { rows } = await withConnection(ownerUrl, (client) => client.query<{ id: string }>(sql, [email]));
  return rows[0]?.id ?? null;
}
