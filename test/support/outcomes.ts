import type { DatabaseError } from "pg";
import { type ActorName, become } from "./access.ts";
import type { TestTransaction } from "./database.ts";
import type { World } from "./world.ts";

/** Somebody of an access matrix, or Oscar, a rep in no team. */
export type Caller = ActorName | "outsider";

export const EVERYBODY: readonly Caller[] = [
  "owner",
  "manager",
  "staff",
  "rep",
  "outsider",
  "viewer",
  "northerner",
  "apiKey",
  "client",
  "stranger",
  "anonymous",
];

/** What comes of a statement by each: how many rows it gives or changes, or the SQLSTATE of its refusal; each is undone. */
export async function outcomes(
  t: TestTransaction,
  world: World,
  statement: [string, unknown[]],
  callers: readonly Caller[] = EVERYBODY,
): Promise<Partial<Record<Caller, number | string>>> {
  const found: Partial<Record<Caller, number | string>> = {};
  for (const caller of callers) {
    if (caller === "outsider") await t.as(world.acme.members.outsider);
    else await become(t, world, caller);
    found[caller] = await t.attempt(() => t.count(...statement)).catch((error: DatabaseError) => error.code ?? "");
  }
  return found;
}
