import { Client, type DatabaseError, type QueryResultRow } from "pg";
import type { TestDatabase } from "./database.ts";

/** A statement of somebody, as `begin_request` knows them. */
export interface Runner {
  readonly request: object;
  readonly statement: readonly [sql: string, values: unknown[]];
}

/**
 * Runs statements at once, each in a transaction of its own on a connection of its own, and commits them.
 *
 * @param db - the database
 * @param runners - the statements; all have begun their transactions before the first one runs
 * @returns the rows of each, or the SQLSTATE of its refusal
 */
export async function race<Row extends QueryResultRow>(
  db: TestDatabase,
  runners: readonly Runner[],
): Promise<(Row[] | string)[]> {
  const clients = runners.map(() => new Client({ connectionString: db.urls.authenticator }));
  await Promise.all(clients.map((client) => client.connect()));
  try {
    await Promise.all(
      clients.map(async (client, index) => {
        await client.query("begin");
        await client.query("select set_config('role', app_private.begin_request($1), true)", [runners[index]?.request]);
      }),
    );
    return await Promise.all(
      clients.map(async (client, index) => {
        const [sql, values] = runners[index]?.statement ?? ["", []];
        try {
          const { rows } = await client.query<Row>(sql, values);
          await client.query("commit");
          return rows;
        } catch (error) {
          await client.query("rollback");
          return (error as DatabaseError).code ?? "";
        }
      }),
    );
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

/** What `begin_request` takes for a member. */
export const requestOf = ({ userId, organization }: { userId: string; organization?: string }): object => ({
  claims: { iss: "tenantry", sub: userId },
  organization: organization ?? null,
});
