import { type ActorName, become, outcome } from "./access.ts";
import type { TestTransaction } from "./database.ts";
import type { World } from "./world.ts";

/** Everybody who may call an operation of members and API keys, and those who may not. */
export const EVERYBODY = [
  "owner",
  "admin",
  "manager",
  "staff",
  "rep",
  "viewer",
  "northerner",
  "apiKey",
  "client",
  "stranger",
  "anonymous",
] as const satisfies readonly ActorName[];

/**
 * Lets everybody try a statement, and undoes it each time.
 *
 * @param t - the transaction in which they do
 * @param world - who they are
 * @param statement - what they try
 * @returns how many rows it gave or changed, or the SQLSTATE of the refusal, by actor
 */
export async function byActor(
  t: TestTransaction,
  world: World,
  ...statement: [sql: string, values: unknown[]]
): Promise<Record<string, number | string>> {
  const outcomes: Record<string, number | string> = {};
  for (const actor of EVERYBODY) {
    await become(t, world, actor);
    outcomes[actor] = await outcome(t, ...statement);
  }
  return outcomes;
}
