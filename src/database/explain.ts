import type { Pool } from "pg";
import type { StatementFlight } from "../observability/operation-record.ts";
import { createRequestWithPgClient } from "./adaptor.ts";

/** What begins and ends requests has no plan that would tell anything. */
const WITHOUT_PLAN = /^\s*(begin|commit|rollback|savepoint|release)\b|app_private\.begin_request/i;
const LITERAL = /'(?:[^']|'')*'/g;

/**
 * Lets plans be looked up as the request had them: with its role and under its policies, in a transaction that only
 * reads. They are generic plans (PostgreSQL 16 or newer), which need no values; texts that stand in a statement
 * itself are taken out of its plan.
 *
 * @param pool - connections as the authenticator
 * @returns a function that gives the plans of what went to the database together, line by line
 */
export function createExplain(pool: Pool): (flight: StatementFlight) => Promise<string[]> {
  const withPgClient = createRequestWithPgClient(pool);
  return ({ texts, settings }) => {
    const asked = texts.filter((text) => !WITHOUT_PLAN.test(text));
    return withPgClient({ ...settings, "tenantry.access": "read only" }, async (client) => {
      const lines: string[] = [];
      for (const text of asked) {
        // Without a name and values, as a plan with values would be one for them.
        const query = { text: `explain (generic_plan) ${text}`, rowMode: "array" } as const;
        const { rows } = await client.rawClient.query<[string]>(query);
        lines.push(...rows.map(([line]) => line.replace(LITERAL, "'…'")));
      }
      return lines;
    });
  };
}
