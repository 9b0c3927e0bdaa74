import type { Client, DatabaseError } from "pg";
import type { Columns } from "./access.ts";
import type { Actor, ClientActor, TestDatabase } from "./database.ts";

/** A call of a function of the API with arguments by name, which gives its row or rows. */
export function call(name: string, args: Columns = {}): [string, unknown[]] {
  const places = Object.keys(args).map((argument, index) => `${argument} => $${index + 1}`);
  return [`select * from app_public.${name}(${places})`, Object.values(args)];
}

/**
 * Lets several call at the same time, each on a connection and in a transaction of its own.
 *
 * @param db - the database; what comes of it stays there
 * @param racers - who calls what
 * @returns `done` or the error of each
 */
export async function race(
  db: TestDatabase,
  racers: readonly { readonly actor: Actor | ClientActor; readonly statement: [string, unknown[]] }[],
): Promise<("done" | DatabaseError)[]> {
  const begin = async (client: Client, actor: Actor | ClientActor) => {
    const claims = { iss: "tenantry", sub: "contactId" in actor ? actor.contactId : actor.userId };
    const request =
      "contactId" in actor ? { claims, isClient: true } : { claims, organization: actor.organization ?? null };
    await client.query("begin");
    await client.query("select set_config('role', app_private.begin_request($1), true)", [request]);
  };
  let started = 0;
  let startAll: () => void = () => {};
  const allStarted = new Promise<void>((resolve) => {
    startAll = resolve;
  });
  return Promise.all(
    racers.map(({ actor, statement }) =>
      db.withRoot(async (client) => {
        await begin(client, actor);
        started += 1;
        if (started === racers.length) startAll();
        await allStarted;
        try {
          await client.query(...statement);
          await client.query("commit");
          return "done";
        } catch (error) {
          await client.query("rollback");
          return error as DatabaseError;
        }
      }, db.urls.authenticator),
    ),
  );
}

/** How often each came of a race: `done` and SQLSTATEs. */
export function tally(outcomes: readonly ("done" | DatabaseError)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const name = outcome === "done" ? outcome : (outcome.code ?? outcome.message);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
