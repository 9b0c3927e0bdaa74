import { describe, expect, it } from "@jest/globals";
import { sql } from "postgraphile/pg-sql2";
import { markOfOwnRows, narrowed, RememberedScopes } from "../../src/database/owned-rows.ts";

const NAME = "a".repeat(63);
const SCOPES = " contacts.read tasks.read ; deals.read tickets.read ;rep;{rep,mate}";

const statement = (permission: string, ...columns: string[]) => {
  const mark = markOfOwnRows(
    permission,
    columns.map((column) => sql`t.${sql.identifier(column)}`),
  );
  const text = sql.compile(sql`select t.id from somewhere as t where (${mark}) and (t.kind = ${sql.value("x")})`).text;
  return { text, values: ["x"], name: NAME };
};

describe("a statement about rows with owners", () => {
  it("looks for one's own by one owner, and is kept prepared under another name", () => {
    const { text, values, name } = narrowed(statement("contacts.read", "owner_id"), SCOPES);
    expect(text).toBe('select t.id from somewhere as t where (t."owner_id" = $2::uuid) and (t.kind = $1)');
    expect(values).toEqual(["x", "rep"]);
    expect(name).toHaveLength(NAME.length);
    expect(name).not.toBe(NAME);
  });

  it("looks for rows that are one's own in several ways, or the team's, and is planned each time", () => {
    const own = narrowed(statement("tasks.read", "assignee_id", "created_by_id"), SCOPES);
    expect(own.text).toContain('(t."assignee_id" = $2::uuid or t."created_by_id" = $2::uuid)');
    expect([own.values, own.name]).toEqual([["x", "rep"], undefined]);
    const team = narrowed(statement("deals.read", "owner_id"), SCOPES);
    expect(team.text).toContain('(t."owner_id" = any ($2::uuid[]))');
    expect([team.values, team.name]).toEqual([["x", "{rep,mate}"], undefined]);
  });

  it.each([
    ["whose permission is held on all rows or not at all", statement("companies.read", "owner_id"), SCOPES],
    ["whose permission another one begins with", statement("contacts.rea", "owner_id"), SCOPES],
    ["of nobody in particular, such as an API key", statement("contacts.read", "owner_id"), " contacts.read ;;;"],
    ["without a mark", { text: "select 1", values: [], name: NAME }, SCOPES],
  ])("stays as it is: one %s", (_title, original, scopes) => {
    expect(narrowed(original, scopes)).toBe(original);
  });
});

describe("scopes", () => {
  it("are remembered until something else is noted", () => {
    const scopes = new RememberedScopes();
    expect(scopes.of("rita")).toBeUndefined();
    scopes.note("rita", SCOPES);
    expect([scopes.of("rita"), scopes.of("theo")]).toEqual([SCOPES, undefined]);
    scopes.note("rita", undefined);
    expect(scopes.of("rita")).toBeUndefined();
  });

  it("are remembered of those who asked last", () => {
    const scopes = new RememberedScopes();
    scopes.note("rita", SCOPES);
    scopes.note("theo", SCOPES);
    for (let n = 0; n < 9_998; n++) scopes.note(`member ${n}`, SCOPES);
    scopes.note("rita", SCOPES);
    scopes.note("one more", SCOPES);
    expect([scopes.of("rita"), scopes.of("theo"), scopes.of("member 0")]).toEqual([SCOPES, undefined, SCOPES]);
  });
});
