import { describe, expect, it } from "@jest/globals";
import { timeOf } from "../../src/graphile/times.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { readsRows, recordStatements } from "../support/statements.ts";

const db = useDatabase();
const gateway = useGateway(db, { poolSize: 1 });

/** What a request asks the database, apart from what begins it, on one line each. */
async function statementsOf(document: string): Promise<string[]> {
  const statements = await recordStatements(gateway, async () => {
    expect((await gateway.as(db.world.acme.members.owner).query(document)).errors).toBeUndefined();
  });
  return statements.filter(readsRows).map(({ text }) => text.replace(/\s+/g, " ").trim());
}

/** What stands in the outermost select list of a statement that has no other. */
const columnsOf = (statement: string) =>
  (/^select (.*?) from /.exec(statement)?.[1] ?? "").split(", ").map((column) => column.replace(/ as "\d+"$/, ""));

describe("a page", () => {
  it("selects what was asked for, once, and nothing else", async () => {
    const [page = "", ...others] = await statementsOf(
      "{ contacts(first: 2) { nodes { name email again: name createdAt } } }",
    );
    expect(others).toEqual([]);
    expect(columnsOf(page)).toEqual(['__contacts__."name"', '__contacts__."email"', '__contacts__."created_at"::text']);
    expect(page.match(/\bselect\b/g)).toHaveLength(1);
  });

  it("selects what cursors are made of when there are to be cursors, once", async () => {
    const [page = ""] = await statementsOf("{ contacts(first: 2) { nodes { id createdAt } pageInfo { endCursor } } }");
    expect(columnsOf(page)).toEqual(['__contacts__."id"', '__contacts__."created_at"::text']);
    const [bare = ""] = await statementsOf("{ contacts(first: 2) { nodes { name } pageInfo { endCursor } } }");
    expect(columnsOf(bare).sort()).toEqual([
      '__contacts__."created_at"::text',
      '__contacts__."id"',
      '__contacts__."name"',
    ]);
  });

  it("goes on from a cursor by comparing rows", async () => {
    const answer = await gateway
      .as(db.world.acme.members.owner)
      .query("{ contacts(first: 1) { pageInfo { endCursor } } }");
    const after = JSON.stringify(answer.get("contacts.pageInfo.endCursor"));
    const [page = ""] = await statementsOf(`{ contacts(first: 2, after: ${after}) { nodes { name } } }`);
    expect(page).toContain('(__contacts__."created_at", __contacts__."id") < ($1::"timestamptz", $2::"uuid")');
    expect(page).not.toContain(" or ");
  });

  it("is counted when its total is asked for, and only then", async () => {
    const counted = (statements: string[]) => statements.filter((text) => text.includes("count("));
    const page = "{ contacts(first: 2) { nodes { name } pageInfo { hasNextPage } } }";
    expect(counted(await statementsOf(page))).toEqual([]);
    const both = await statementsOf(page.replace("{ nodes", "{ totalCount nodes"));
    expect(counted(both)).toEqual([expect.stringMatching(/^select \(count\(\*\)\)::text as "0" from /)]);
    const alone = await statementsOf("{ contacts { totalCount } }");
    expect(alone).toEqual(counted(alone));
  });

  it("with relations selects of them what was asked for", async () => {
    const [page = "", ...others] = await statementsOf(
      "{ contacts(first: 2) { nodes { name deals(first: 3) { nodes { title } } } } }",
    );
    expect(others).toEqual([]);
    expect(page).toMatch(/array\(\s?select array\[ __deals__\."title" \]::text\[\] from /);
  });
});

describe("figures", () => {
  it("by group count rows, not different ones", async () => {
    const [groups = "", ...others] = await statementsOf(
      "{ deals { groupedAggregates(groupBy: [STAGE_ID]) { keys count sum { valueCents } } } }",
    );
    expect(others).toEqual([]);
    expect(groups).toMatch(/^select \(count\(\*\)\)::text as "0", \(coalesce\(sum\(/);
    expect(groups).not.toContain("distinct");
  });

  it("are added up when they are asked for, and no others", async () => {
    const [sums = "", ...others] = await statementsOf("{ deals { aggregates { sum { valueCents } } } }");
    expect(others).toEqual([]);
    expect(sums).not.toContain("count(");
  });
});

describe("times", () => {
  const TIMES = [
    "2026-01-02 03:04:05.678901+00",
    "2026-01-02 03:04:05.6+00",
    "2026-07-02 03:04:05+00",
    "1999-12-31 23:59:59.999999+00",
    "0001-01-01 00:00:00+00",
    "12026-01-02 03:04:05+00",
    "1850-06-01 12:00:00+00",
    "0044-03-15 12:00:00+00 BC",
    "infinity",
    "-infinity",
  ];

  it.each(["UTC", "Asia/Kolkata", "America/St_Johns", "Europe/Amsterdam", "Pacific/Kiritimati"])(
    "are written as to_char writes them, in %s",
    async (zone) => {
      const rows = await db.transaction(async (t) => {
        await t.value("select set_config('timezone', $1, true)", [zone]);
        return t.value<{ text: string; formatted: string | null }[]>(
          `select json_agg(json_build_object('text', time::text, 'formatted', to_char(time, 'YYYY-MM-DD"T"HH24:MI:SS.USTZH:TZM')))
           from unnest($1::timestamptz[]) time`,
          [TIMES],
        );
      });
      expect(rows).toHaveLength(TIMES.length);
      expect(rows.map(({ text }) => timeOf(text))).toEqual(rows.map(({ formatted }) => formatted));
    },
  );

  it("in another form are refused with what to do about it", () => {
    expect(() => timeOf("02.01.2026 03:04:05 CET")).toThrow("set DateStyle to ISO");
  });

  it("of rows, of related rows, and the first and last of many are the rows’", async () => {
    const { acme } = db.world;
    const expected = await db.withRoot(async (root) => {
      const { rows } = await root.query<{ time: string }>(
        `select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00' as time from app_public.companies where organization_id = $1 order by created_at desc, id desc`,
        [acme.id],
      );
      return rows.map(({ time }) => time);
    });
    const answer = await gateway
      .as(acme.members.owner)
      .query(
        "{ companies(first: 200, includeArchived: YES) { nodes { createdAt } } organization: currentOrganization { createdAt } deals(first: 200) { nodes { createdAt contact { createdAt } } aggregates { max { createdAt } } } }",
      );
    expect(answer.get<{ createdAt: string }[]>("companies.nodes").map(({ createdAt }) => createdAt)).toEqual(expected);
    expect(answer.get("organization.createdAt")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
  });
});
