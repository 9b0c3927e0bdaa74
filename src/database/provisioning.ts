import { readFile } from "node:fs/promises";
import { escapeIdentifier, escapeLiteral } from "pg";
import { withConnection } from "./connection.ts";

const ROLES_FILE = new URL("../../db/roles.sql", import.meta.url);

/** The login roles of db/roles.sql. */
export const OWNER = "tenantry_owner";
export const AUTHENTICATOR = "tenantry_authenticator";

/** The passwords that the login roles get. */
export interface RolePasswords {
  readonly owner: string;
  readonly authenticator: string;
}

/** Two connection strings into one database, and the superuser's. */
export interface DatabaseUrls {
  /** What the gateway uses: owns nothing, can only switch to the roles of requests. */
  readonly authenticator: string;
  /** Owns every object, runs migrations. */
  readonly owner?: string | undefined;
  /** A second database, in which graphile-migrate tries migrations. */
  readonly shadow?: string | undefined;
  /** A superuser's. */
  readonly root?: string | undefined;
}

/**
 * Puts a login and a database into a connection string.
 *
 * @param base - a PostgreSQL connection string
 * @param login - user and password
 * @param database - the database's name
 * @returns the connection string of that login in that database
 */
export function connectionString(base: string, login: { user: string; password: string }, database: string): string {
  const url = new URL(base);
  url.username = login.user;
  url.password = login.password;
  url.pathname = `/${database}`;
  return url.href;
}

/**
 * Prepares a server for Tenantry: makes the roles and databases that are missing and sets the passwords. Running it
 * again changes nothing else.
 *
 * @param rootUrl - connection string of a superuser
 * @param passwords - for the two login roles
 * @param databases - names of the databases that the owner is to have
 * @returns the names of the databases that were new
 * @throws the server's error when the login may not create roles or databases
 */
export async function provision(
  rootUrl: string,
  passwords: RolePasswords,
  databases: readonly string[],
): Promise<string[]> {
  return withConnection(rootUrl, async (client) => {
    // Roles and databases belong to the cluster: programs that start at once take turns, until each is done.
    await client.query("select pg_advisory_lock(hashtext('tenantry provisioning'))");
    await client.query("begin");
    await client.query(await readFile(ROLES_FILE, "utf8"));
    await client.query(`alter role ${OWNER} password ${escapeLiteral(passwords.owner)}`);
    await client.query(`alter role ${AUTHENTICATOR} password ${escapeLiteral(passwords.authenticator)}`);
    await client.query("commit");

    const created: string[] = [];
    for (const name of databases) {
      const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
      if (rowCount === 0) {
        await client.query(`create database ${escapeIdentifier(name)} owner ${OWNER}`);
        created.push(name);
      }
      // By name, as after a reset: PUBLIC neither connects nor makes temporary tables, which functions might trip over.
      await client.query(`revoke all on database ${escapeIdentifier(name)} from public`);
      await client.query(`grant connect on database ${escapeIdentifier(name)} to ${AUTHENTICATOR}`);
    }
    return created;
  });
}
