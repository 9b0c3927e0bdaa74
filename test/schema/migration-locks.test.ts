import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "@jest/globals";
import { findBlockingStatements } from "../support/migration-locks.ts";
import { DB_FOLDER } from "./catalog.ts";

/**
 * Migrations up to this one were there before anything was released: they only ever ran on databases without traffic.
 * Raise it while there is no release, and never afterwards.
 */
const LAST_BEFORE_THE_FIRST_RELEASE = 42;

const committed = (await readdir(new URL("committed", DB_FOLDER))).filter((name) => name.endsWith(".sql")).sort();

const numberOf = (name: string) => Number(name.slice(0, 6));

describe("a migration lets the version that is running go on", () => {
  it("in every committed migration since the first release", async () => {
    const offences: string[] = [];
    for (const name of committed.filter((name) => numberOf(name) > LAST_BEFORE_THE_FIRST_RELEASE)) {
      const text = await readFile(new URL(`committed/${name}`, DB_FOLDER), "utf8");
      for (const offence of await findBlockingStatements(text)) offences.push(`${name}:${offence}`);
    }
    expect(offences).toEqual([]);
  });

  it("which starts after migrations that exist", () => {
    expect(committed.map(numberOf)).toContain(LAST_BEFORE_THE_FIRST_RELEASE);
  });

  it("and is able to tell: an earlier one that built indexes on tables in use is found", async () => {
    const name = committed.find((name) => numberOf(name) === 6);
    const offences = await findBlockingStatements(await readFile(new URL(`committed/${name}`, DB_FOLDER), "utf8"));
    expect(offences).toContain("9: require-concurrent-index-creation");
    expect(offences).toContain("17: require-concurrent-index-deletion");
  });
});

describe("statements on a table that exists already", () => {
  it.each([
    ["alter table app_public.deals alter column score type bigint", "changing-column-type"],
    ["alter table app_public.deals add column key uuid default gen_random_uuid()", "adding-field-with-default"],
    [
      "alter table app_public.deals add column total bigint generated always as (a + b) stored",
      "adding-field-with-default",
    ],
    ["alter table app_public.deals add column score bigint not null", "adding-required-field"],
    [
      "alter table app_public.deals add constraint score_must_be_positive check (score > 0)",
      "constraint-missing-not-valid",
    ],
    [
      "alter table app_public.deals add foreign key (a, b) references app_public.contacts (a, b)",
      "adding-foreign-key-constraint",
    ],
    ["alter table app_public.deals add unique (organization_id, score)", "disallowed-unique-constraint"],
    ["alter table app_public.deals alter column score set not null", "adding-not-nullable-field"],
    ["alter table app_public.deals rename column score to points", "renaming-column"],
    ["alter table app_public.deals rename to opportunities", "renaming-table"],
    ["alter table app_public.deals drop column score", "ban-drop-column"],
    ["drop table app_public.deals", "ban-drop-table"],
    ["create index on app_public.deals (organization_id, score)", "require-concurrent-index-creation"],
    ["drop index app_public.deals_score_idx", "require-concurrent-index-deletion"],
    ["reindex table app_public.deals", "require-concurrent-reindex"],
    [
      "alter table app_public.audit_logs detach partition app_private.audit_logs_2026_01",
      "require-concurrent-partition-detach",
    ],
    [
      "create index concurrently if not exists deals_score on app_public.deals (score); select 1",
      "ban-concurrent-index-creation-in-transaction",
    ],
    ["alter tabel app_public.deals", "syntax-error"],
  ])("are found: %s", async (statement, rule) => {
    const offences = await findBlockingStatements(`--! Message: a sample\n\n${statement};\n`);
    expect(offences).toContain(`3: ${rule}`);
  });

  it.each([
    ["a column without a default", "alter table app_public.deals add column score bigint;"],
    ["a column with a constant default", "alter table app_public.deals add column score bigint not null default 0;"],
    [
      "a constraint that isn't checked yet",
      "alter table app_public.deals add constraint positive check (score > 0) not valid;",
    ],
    ["a constraint that is checked in a later migration", "alter table app_public.deals validate constraint positive;"],
    [
      "an index beside the traffic",
      "--! no-transaction\ncreate index concurrently if not exists deals_score on app_public.deals (score);",
    ],
    [
      "anything on a table of the same migration",
      "create table app_public.visits (id uuid primary key, score bigint);\ncreate index on app_public.visits (score);\nalter table app_public.visits add constraint positive check (score > 0);",
    ],
    ["functions", "create or replace function app_public.f() returns int language sql as $$ select 1 $$;"],
  ])("are let through: %s", async (_what, statements) => {
    expect(await findBlockingStatements(`${statements}\n`)).toEqual([]);
  });
});

describe("-- blocks: says that somebody looked at a statement", () => {
  const statement = "alter table app_public.deals\n  alter column score set not null;";

  it("above it or at its end, with a reason", async () => {
    expect(await findBlockingStatements(`-- blocks: a small table, milliseconds\n${statement}\n`)).toEqual([]);
    expect(await findBlockingStatements(`${statement} -- blocks: a small table, milliseconds\n`)).toEqual([]);
  });

  it("and not without one", async () => {
    expect(await findBlockingStatements(`-- blocks:\n${statement}\n`)).toEqual(["1: has no reason"]);
    expect(await findBlockingStatements(`-- blocks: fine\n${statement}\n`)).toEqual(["1: has no reason"]);
  });

  it("for that statement alone", async () => {
    const sql = `-- blocks: a small table, milliseconds\n${statement}\ndrop table app_public.deals;\n`;
    expect(await findBlockingStatements(sql)).toEqual(["4: ban-drop-table"]);
  });

  it("and not where nothing blocks", async () => {
    const sql = "-- blocks: a small table, milliseconds\nalter table app_public.deals add column score bigint;\n";
    expect(await findBlockingStatements(sql)).toEqual(["1: blocks nothing"]);
  });
});
