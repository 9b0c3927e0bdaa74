import { describe, expect, it } from "@jest/globals";
import { type ActorName, become, insertStatement } from "./access.ts";
import type { Actor, ApiKeyActor, TestDatabase, TestTransaction } from "./database.ts";
import type { World } from "./world.ts";

/** A call of an operation: SQL with its values. */
export type Call = readonly [sql: string, values?: readonly unknown[]];

const ALL = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"];
const REACH: readonly (readonly [ActorName, readonly string[], string])[] = [
  ["owner", ALL, "TN404"],
  ["admin", ALL, "TN404"],
  ["manager", ["Rita's", "Theo's"], "TN404"],
  ["staff", ALL, "TN404"],
  ["rep", ["Rita's"], "TN404"],
  ["viewer", [], "TN404"],
  ["northerner", ["Rita's", "Theo's", "Oscar's", "the north's"], "TN404"],
  ["apiKey", ALL, "TN404"],
  ["client", [], "42501"],
  ["stranger", [], "TN404"],
  ["anonymous", [], "42501"],
];

/**
 * Who may call an operation on which row, where that is whoever may change it: everybody in the scope of their role, and
 * to others the row isn't there.
 *
 * @param db - the database of the test file
 * @param rowsOf - the rows by owner, of a table or made for the purpose
 * @param callOn - the operation on the row of an id
 * @param clientRefusal - how a contact in the client portal is refused
 */
export function describeOwnedOperation(
  db: TestDatabase,
  rowsOf: (t: TestTransaction) => Promise<Readonly<Record<string, string>>>,
  callOn: (id: string) => Call,
  clientRefusal = "42501",
): void {
  describe("is for whoever may change the row:", () => {
    it.each(REACH)("%s", (name, reached, refusal) =>
      db.transaction(async (t) => {
        const rows = await rowsOf(t);
        await become(t, db.world, name);
        const outcomes: Record<string, string> = {};
        for (const [whose, id] of Object.entries(rows)) outcomes[whose] = await outcomeOf(t, callOn(id));
        const refused = name === "client" ? clientRefusal : refusal;
        expect(outcomes).toEqual(
          Object.fromEntries(ALL.map((whose) => [whose, reached.includes(whose) ? "done" : refused])),
        );
      }),
    );
  });
}

/** Tries a call, undoes it, and says `done` or the SQLSTATE of its refusal. */
export async function outcomeOf(t: TestTransaction, [sql, values]: Call): Promise<string> {
  try {
    await t.attempt(() => t.count(sql, [...(values ?? [])]));
    return "done";
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    return code;
  }
}

/** Makes a row for each owner that access matrices tell apart, as the owner of the database. */
export async function makeOwned(
  t: TestTransaction,
  world: World,
  table: string,
  ownerColumn: string,
  columns: object,
): Promise<Record<string, string>> {
  const { id: organization_id, members, businesses } = world.acme;
  const owners = {
    "Rita's": { [ownerColumn]: members.rep.membershipId },
    "Theo's": { [ownerColumn]: members.teammate.membershipId },
    "Oscar's": { [ownerColumn]: members.outsider.membershipId },
    "the north's": { business_id: businesses.north },
    "the south's": { business_id: businesses.south },
  };
  await t.asOwner();
  const rows: Record<string, string> = {};
  for (const [whose, owner] of Object.entries(owners)) {
    const row = { organization_id, ...columns, ...owner };
    rows[whose] = await t.value<string>(...insertStatement(table, row));
  }
  return rows;
}

/**
 * Lets calls meet: each is a request of its own on a connection of its own, all at the same moment.
 *
 * @returns for each `done` or the SQLSTATE of its refusal, sorted
 */
export async function race(db: TestDatabase, actor: Actor | ApiKeyActor, calls: readonly Call[]): Promise<string[]> {
  const request =
    "userId" in actor
      ? { claims: { iss: "tenantry", sub: actor.userId }, organization: actor.organization ?? null }
      : { claims: null, apiKeyDigest: actor.apiKeyDigest };
  const outcomes = calls.map(([sql, values]) =>
    db
      .withRoot(async (connection) => {
        await connection.query("begin");
        await connection.query("select set_config('role', app_private.begin_request($1), true)", [request]);
        await connection.query(sql, [...(values ?? [])]);
        await connection.query("commit");
      }, db.urls.authenticator)
      .then(
        () => "done",
        (error: { code?: string }) => error.code ?? String(error),
      ),
  );
  return (await Promise.all(outcomes)).sort();
}
