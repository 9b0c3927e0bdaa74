import { describe, expect, it } from "@jest/globals";
import type { TestDatabase, TestTransaction } from "./database.ts";
import type { OwnedRows, World } from "./world.ts";

/** Everybody who asks in an access matrix, in the order in which it is told. */
const ACTORS = {
  owner: "as the owner",
  admin: "as an admin",
  manager: "as a manager",
  staff: "as staff",
  rep: "as a rep",
  viewer: "as a viewer",
  northerner: "as staff limited to the north business",
  apiKey: "with an API key of the role staff",
  client: "as Rita’s contact in the client portal",
  stranger: "as a stranger, who owns another organization",
  anonymous: "as an anonymous visitor",
} as const;

export type ActorName = keyof typeof ACTORS;

/** Values by column. */
export type Columns = Readonly<Record<string, unknown>>;

/**
 * On which of the named rows somebody may do something: the ones listed, and no others. Where a refusal isn't the
 * ordinary one (a hidden row: nothing happens; a refused new row: 42501), `refusals` gives its SQLSTATE. A plain string
 * is the SQLSTATE with which all of them are refused.
 */
export type Verdict =
  | readonly string[]
  | string
  | { can: readonly string[]; refusals: Readonly<Record<string, string>> };

export interface Access {
  readonly sees: Verdict;
  readonly adds?: Verdict;
  readonly changes?: Verdict;
  readonly moves?: Verdict;
  readonly archives?: Verdict;
  readonly deletes?: Verdict;
}

type Rows = Readonly<Record<string, string>>;

export interface AccessMatrix {
  /** The ids of the rows in question by their names; may make rows, as the owner of the database. */
  readonly rows: (world: World, t: TestTransaction) => Rows | Promise<Rows>;
  /** New rows by their names; without, the table grants no insert. */
  readonly additions?: (world: World) => Readonly<Record<string, Columns>>;
  /** What is tried on each row; without, the table grants no update. */
  readonly change?: Columns;
  /** Changes of particular rows that take them elsewhere, by what they do. */
  readonly movements?: (world: World) => Readonly<Record<string, { readonly id: string; readonly set: Columns }>>;
  /** What each may do. An API key may do what staff may and the client nothing, unless they are named. */
  readonly who: Readonly<Record<Exclude<ActorName, "apiKey" | "client">, Access>> & {
    readonly apiKey?: Access;
    readonly client?: Access;
  };
}

/** Is refused everything, for want of grants. */
export const refused: Access = {
  sees: "42501",
  adds: "42501",
  changes: "42501",
  moves: "42501",
  archives: "42501",
  deletes: "42501",
};

/** Sees nothing, and what is not seen is not changed. */
export const nothing: Access = { sees: [], adds: "42501", changes: [], moves: [], archives: [], deletes: [] };

/** The names that access matrices give to the rows of the CRM's tables. */
export const ownedRows = (rows: OwnedRows) => ({
  "Rita's": rows.reps,
  "Theo's": rows.teammates,
  "Oscar's": rows.outsiders,
  "the north's": rows.norths,
  "the south's": rows.souths,
});

/** From here on the statements are those of an actor of the matrix. */
export async function become(t: TestTransaction, world: World, name: ActorName): Promise<void> {
  const { acme, globex } = world;
  if (name === "anonymous") await t.asAnonymous();
  else if (name === "apiKey" || name === "client") await t.as(acme[name]);
  else await t.as(name === "stranger" ? globex.owner : acme.members[name]);
}

/** An insert of one row that gives its id. */
export function insertStatement(table: string, columns: Columns): [string, unknown[]] {
  const names = Object.keys(columns);
  const places = names.map((_, index) => `$${index + 1}`);
  return [`insert into app_public.${table} (${names}) values (${places}) returning id`, Object.values(columns)];
}

/** An update of one row. */
export function updateStatement(table: string, id: string, columns: Columns): [string, unknown[]] {
  const sets = Object.keys(columns).map((name, index) => `${name} = $${index + 2}`);
  return [`update app_public.${table} set ${sets} where id = $1`, [id, ...Object.values(columns)]];
}

/** Tries a statement, undoes it, and gives how many rows it changed or the SQLSTATE of its refusal. */
export async function outcome(t: TestTransaction, sql: string, values: unknown[] = []): Promise<number | string> {
  try {
    return await t.attempt(() => t.count(sql, values));
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    return code;
  }
}

const allowedIn = (verdict: Verdict): readonly string[] =>
  typeof verdict === "string" ? [] : "can" in verdict ? verdict.can : verdict;

function expected(
  names: readonly string[],
  verdict: Verdict,
  refusal: number | string,
): Record<string, number | string> {
  const allowed = allowedIn(verdict);
  const misspelt = allowed.filter((name) => !names.includes(name));
  if (misspelt.length > 0) throw new Error(`The matrix names rows that there aren't: ${misspelt}`);
  const refusals = typeof verdict === "object" && "can" in verdict ? verdict.refusals : {};
  return Object.fromEntries(
    names.map((name) => [
      name,
      allowed.includes(name) ? 1 : typeof verdict === "string" ? verdict : (refusals[name] ?? refusal),
    ]),
  );
}

function title(verb: string, all: readonly string[] | undefined, verdict: Verdict): string {
  const allowed = allowedIn(verdict);
  if (allowed.length === 0) return `cannot ${verb} any`;
  const denied = (all ?? []).filter((name) => !allowed.includes(name));
  return `can ${verb} ${allowed.join(", ")}${denied.length > 0 ? `; cannot ${verb} ${denied.join(", ")}` : ""}`;
}

/**
 * Tests who may do what with the rows of a table: one `describe` per actor, one test per command. Commands that the
 * matrix leaves out must be refused to everybody by a missing grant. That a refused row exists, and that what is
 * refused to one is possible for another, is part of each test.
 */
export function describeAccess(db: TestDatabase, table: string, matrix: AccessMatrix): void {
  const accessOf: Record<ActorName, Access> = { apiKey: matrix.who.staff, client: refused, ...matrix.who };
  const who = Object.entries(accessOf) as [ActorName, Access][];
  const verdictsOf = (command: keyof Access) => who.map(([, access]) => access[command] ?? []);
  // Only names matter for titles, and these don't depend on the world.
  const everyName = (command: keyof Access) => [...new Set(verdictsOf(command).flatMap(allowedIn))];
  const archives = who.some(([, access]) => allowedIn(access.archives ?? []).length > 0);
  const deletes = who.some(([, access]) => allowedIn(access.deletes ?? []).length > 0);

  const expectPossible = (command: keyof Access, names: readonly string[]) => {
    const impossible = names.filter((name) => {
      const isRule = verdictsOf(command).some(
        (verdict) => typeof verdict === "object" && "can" in verdict && name in verdict.refusals,
      );
      return !everyName(command).includes(name) && !isRule;
    });
    expect(impossible).toEqual([]);
  };

  for (const actor of Object.keys(ACTORS) as ActorName[]) {
    const access = accessOf[actor];
    const play = (work: (t: TestTransaction, rows: Rows) => Promise<void>) => () =>
      db.transaction(async (t) => {
        await t.asOwner();
        const rows = await matrix.rows(db.world, t);
        const ids = Object.values(rows);
        expect(await t.value(`select count(*)::int from app_public.${table} where id = any ($1)`, [ids])).toBe(
          ids.length,
        );
        await become(t, db.world, actor);
        await work(t, rows);
      });
    const onEachRow = async (t: TestTransaction, rows: Rows, statement: (id: string) => [string, unknown[]]) => {
      const outcomes: Record<string, number | string> = {};
      for (const [name, id] of Object.entries(rows)) outcomes[name] = await outcome(t, ...statement(id));
      return outcomes;
    };

    describe(ACTORS[actor], () => {
      it(
        title("see", everyName("sees"), access.sees),
        play(async (t, rows) => {
          expectPossible("sees", Object.keys(rows));
          const seen = await onEachRow(t, rows, (id) => [`select from app_public.${table} where id = $1`, [id]]);
          expect(seen).toEqual(expected(Object.keys(rows), access.sees, 0));
        }),
      );

      if (matrix.additions) {
        const { additions } = matrix;
        it(
          title("add", everyName("adds"), access.adds ?? []),
          play(async (t) => {
            const candidates = additions(db.world);
            expectPossible("adds", Object.keys(candidates));
            const outcomes: Record<string, number | string> = {};
            for (const [name, columns] of Object.entries(candidates)) {
              // A stranger's new rows are their own organization's, unless they name this one.
              const row = actor === "stranger" ? { ...columns, organization_id: db.world.acme.id } : columns;
              outcomes[name] = await outcome(t, ...insertStatement(table, row));
            }
            expect(outcomes).toEqual(expected(Object.keys(candidates), access.adds ?? [], "42501"));
          }),
        );
      } else {
        it(
          "cannot add any",
          play(async (t) => expect(await t.refusal(`insert into app_public.${table} default values`)).toBe("42501")),
        );
      }

      if (matrix.change) {
        const { change } = matrix;
        it(
          title("change", everyName("changes"), access.changes ?? []),
          play(async (t, rows) => {
            expectPossible("changes", Object.keys(rows));
            const outcomes = await onEachRow(t, rows, (id) => updateStatement(table, id, change));
            expect(outcomes).toEqual(expected(Object.keys(rows), access.changes ?? [], 0));
          }),
        );
      } else {
        it(
          "cannot change any",
          play(async (t) => expect(await t.refusal(`update app_public.${table} set created_at = now()`)).toBe("42501")),
        );
      }

      if (matrix.movements) {
        const { movements } = matrix;
        it(
          title("take", everyName("moves"), access.moves ?? []),
          play(async (t) => {
            const candidates = movements(db.world);
            expectPossible("moves", Object.keys(candidates));
            const outcomes: Record<string, number | string> = {};
            for (const [name, { id, set }] of Object.entries(candidates)) {
              outcomes[name] = await outcome(t, ...updateStatement(table, id, set));
            }
            expect(outcomes).toEqual(expected(Object.keys(candidates), access.moves ?? [], 0));
          }),
        );
      }

      if (archives) {
        it(
          title("archive", everyName("archives"), access.archives ?? []),
          play(async (t, rows) => {
            expectPossible("archives", Object.keys(rows));
            const outcomes = await onEachRow(t, rows, (id) => updateStatement(table, id, { deleted_at: new Date() }));
            expect(outcomes).toEqual(expected(Object.keys(rows), access.archives ?? [], 0));
          }),
        );
      }

      if (deletes) {
        it(
          title("delete", everyName("deletes"), access.deletes ?? []),
          play(async (t, rows) => {
            expectPossible("deletes", Object.keys(rows));
            const outcomes = await onEachRow(t, rows, (id) => [`delete from app_public.${table} where id = $1`, [id]]);
            expect(outcomes).toEqual(expected(Object.keys(rows), access.deletes ?? [], 0));
          }),
        );
      } else {
        it(
          "cannot delete any",
          play(async (t) => expect(await t.refusal(`delete from app_public.${table}`)).toBe("42501")),
        );
      }
    });
  }
}
