import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { tenantTables } from "../support/catalog.ts";
import type { Actor, TestDatabase } from "../support/database.ts";
import type { TestGateway } from "../support/gateway.ts";
import { explain, type PlanNode, readsRows, recordStatements, type Statement } from "../support/statements.ts";
import { ABSENT_ID, MISSING, ROWS, rowId, rowsIn, SETUP_TABLES, valuesOf } from "./large-tenant.ts";
import { figuresOf, type List, listsOf, schemaOf } from "./lists.ts";

/** Rows that a step of a plan may read for a page of twenty. */
const BOUND = 2_000;

/** The slowest that are told with PLANS_REPORT=1. */
const REPORTED = 10;

/** The large tenant's rows that others refer to: many do, the oldest do, the newest do, a few do. */
const REFERENCED = [1, 2, 3, 777].map(rowId);

/** What is offered although it reads more than it should, with the index that would serve it. */
const UNSERVED: Readonly<Record<string, string>> = {};

/** What collections of figures read, since they add up what they are about: of that, some has a share of three tenths. */
const ADDED_UP: Readonly<Record<string, number>> = {
  agentPerformances: 0.4 * ROWS,
  "agentPerformances where membershipId": 0.06 * ROWS,
  businessDashboards: 0.4 * ROWS,
  "businessDashboards where businessId": 0.06 * ROWS,
  // All deals, in whatever stage.
  pipelineSummaries: ROWS,
  "pipelineSummaries where pipelineId": 0.06 * ROWS,
  "pipelineSummaries where stageId": 0.06 * ROWS,
  dailyMetrics: BOUND,
  "dailyMetrics where businessId": BOUND,
  "dailyMetrics where metricDate": BOUND,
  // A day's averages are made of the days before it, two weeks.
  performanceMetrics: BOUND,
  "performanceMetrics where businessId": BOUND,
  "performanceMetrics where metricDate": BOUND,
};

/** What hangs on one of ten things is found by what it hangs on among a tenth of the rows, which has to be sorted. */
const SPARSE_TABLES: Readonly<Record<string, number>> = { attachments: 1.1 * (ROWS / 10) };

/**
 * Tests that no page of a list reads much more than it shows, and what figures add up.
 *
 * @param db - whose first organization is the large tenant
 * @param gateway - of one connection
 */
export function testServedLists(db: TestDatabase, gateway: TestGateway): void {
  let lists: List[];
  let collections: List[];
  let figures: List[];
  const values = new Map<string, ReadonlyMap<string, readonly unknown[]>>();

  /** What was asked, and how it went. */
  interface Measurement {
    readonly offer: string;
    readonly title: string;
    /** The most rows that one step read. */
    readonly rows: number;
    readonly milliseconds: number;
    readonly steps: string;
  }
  const measurements: Measurement[] = [];
  /** What read more than it may. */
  const told: string[] = [];

  beforeAll(async () => {
    const { owner } = db.world.acme.members;
    const tables = await db.transaction(tenantTables);
    const schema = await schemaOf(gateway.as(owner));
    lists = listsOf(schema, tables);
    figures = figuresOf(schema);
    collections = lists.filter(({ parent }) => parent === undefined);
    for (const table of new Set(lists.map((list) => list.table))) {
      values.set(table, await valuesOf(db, table, owner.organization));
    }
  }, 300_000);

  afterAll(() => {
    if (!process.env["PLANS_REPORT"]) return;
    const slowest = (isOfFigures: boolean) =>
      measurements
        .filter(({ offer }) => offer in ADDED_UP === isOfFigures)
        .toSorted((one, other) => other.milliseconds - one.milliseconds)
        .slice(0, REPORTED)
        .map(
          ({ title, rows, milliseconds, steps }) =>
            `${milliseconds.toFixed(1)} ms, ${rows} rows: ${title}\n    ${steps}`,
        );
    const lists = [`The slowest of ${measurements.length} pages:`, ...slowest(false)];
    const report = ["Read more than they may:", ...told, ...lists, "The slowest of figures:", ...slowest(true)];
    process.stdout.write(`${report.join("\n")}\n`);
  });

  function rowsRead(node: PlanNode): number {
    const removed = (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
    return Math.round((node["Actual Rows"] + removed) * node["Actual Loops"]);
  }

  /** A page, and what its plan may read. */
  interface Page {
    /** What is offered; pages that differ in values only have the same. */
    readonly offer: string;
    readonly list: List;
    readonly variables: Readonly<Record<string, unknown>>;
    readonly bound?: number;
  }

  /** Asks for pages, and gives what reads more than it may. While one page's plan is looked at, the next is asked for. */
  async function unserved(pages: readonly Page[], actor: Actor = db.world.acme.members.owner): Promise<string[]> {
    const client = gateway.as(actor);
    const offenders = new Map<string, string>();
    const measure = async ({ offer, variables, bound = BOUND }: Page, statements: readonly Statement[]) => {
      const plans = [];
      for (const statement of statements) plans.push(await explain(db, actor, statement));
      const nodes = plans.flatMap((plan) => plan.nodes);
      const rows = Math.max(...nodes.map(rowsRead));
      const milliseconds = plans.reduce((sum, plan) => sum + plan.milliseconds, 0);
      const steps = nodes
        .filter((node) => node["Node Type"] !== "Result")
        .map((node) => [node["Node Type"], node["Index Name"]].filter(Boolean).join(" "));
      const title = `${offer} ${JSON.stringify(variables)}`;
      measurements.push({ offer, title, rows, milliseconds, steps: steps.join(" < ") });
      if (rows > bound) offenders.set(offer, `${rows} rows instead of ${bound}: ${title}\n    ${steps.join(" < ")}`);
    };
    let measured = Promise.resolve();
    for (const page of pages) {
      let errors: unknown;
      const statements = await recordStatements(gateway, async () => {
        ({ errors } = await client.query(page.list.document, page.variables));
      });
      if (errors) throw new Error(`${page.offer} ${JSON.stringify(page.variables)}: ${JSON.stringify(errors)}`);
      await measured;
      measured = measure(page, statements.filter(readsRows));
      // Its failure is met at the next turn.
      measured.catch(() => {});
    }
    await measured;
    told.push(...offenders.values());
    return [...offenders.keys()].sort();
  }

  const presence = (list: List, field: string, condition: object | boolean, bound: number): Page => ({
    offer: `${list.name} with or without ${field}`,
    list,
    variables: { filter: { [field]: condition } },
    bound,
  });

  const parentsOf = ({ parent }: List): string[] => (parent === "organizations" ? [db.world.acme.id] : REFERENCED);

  /** The values to look for in a column that a filter compares. */
  function examples({ table }: List, { field, values: named }: List["columns"][number]): readonly unknown[] {
    if (named) return named;
    const column = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const known = values.get(table);
    const found = known?.get(column) ?? known?.get(column.replace(/_id$/, ""));
    if (!found) throw new Error(`No row of ${table} has a value that the filter’s ${field} could be compared with.`);
    const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(found[0]));
    return isId ? [...REFERENCED, ABSENT_ID] : found;
  }

  const expectServed = (offenders: string[], kind: (offer: string) => boolean) =>
    expect(offenders).toEqual(Object.keys(UNSERVED).filter(kind).sort());

  describe(`a tenant with ${ROWS.toLocaleString("en")} rows of everything`, () => {
    it("has them", async () => {
      const tables = [...new Set(lists.map(({ table }) => table))];
      const counts = await db.withRoot(async (root) => {
        const counted: Record<string, number> = {};
        for (const table of tables) {
          const sql = `select count(*)::int from app_public.${table} where organization_id = $1`;
          counted[table] = (await root.query<{ count: number }>(sql, [db.world.acme.id])).rows[0]?.count ?? 0;
        }
        return counted;
      });
      // What has to be unique may be drawn twice, and is left out then.
      expect(tables.filter((table) => (counts[table] ?? 0) < rowsIn(table) / 3)).toEqual([]);
      expect(tables.filter((table) => rowsIn(table) === ROWS && (counts[table] ?? 0) < 0.9 * ROWS)).toEqual([]);
    });

    it("has a list for each of its tables", async () => {
      const listed = collections.map(({ table }) => table);
      const tables = await db.transaction(tenantTables);
      expect(tables.filter((table) => !listed.includes(table))).toEqual([]);
      expect(Object.keys(SETUP_TABLES).filter((table) => !tables.includes(table))).toEqual([]);
    });

    it("gets the first page of every collection, also of what is archived, by reading little more than it", async () => {
      const pages = collections.flatMap((list): Page[] => [
        { offer: list.name, list, variables: {} },
        ...(list.isArchivable
          ? [{ offer: `${list.name} archived`, list, variables: { includeArchived: "ONLY" } }]
          : []),
      ]);
      expectServed(await unserved(pages), (offer) => /^\w+( archived)?$/.test(offer));
    }, 120_000);

    it("gets the first page of every collection in every order by reading little more than it", async () => {
      const pages = collections.flatMap((list) =>
        list.orders.map(
          (order): Page => ({ offer: `${list.name} by ${order}`, list, variables: { orderBy: [order] } }),
        ),
      );
      expect(pages.length).toBeGreaterThan(100);
      expectServed(await unserved(pages), (offer) => /^\w+ by /.test(offer));
    }, 120_000);

    it("finds the rows with any value, common, rare or absent, by reading little more than a page of them", async () => {
      const pages = collections.flatMap((list) =>
        list.columns.flatMap((column): Page[] => {
          const offer = `${list.name} where ${column.field}`;
          const filters = examples(list, column).map((value) => ({ [column.field]: { equalTo: value } }));
          return filters.map((filter) => ({ offer, list, variables: { filter } }));
        }),
      );
      expect(pages.length).toBeGreaterThan(300);
      expectServed(await unserved(pages), (offer) => /^\w+ where /.test(offer));
    }, 300_000);

    it("finds the rows that have a value, or a relation, by reading little more than a page of them", async () => {
      const pages = collections.flatMap((list): Page[] => [
        ...list.columns.map(({ field }) =>
          presence(list, field, { isNull: false }, SPARSE_TABLES[list.table] ?? BOUND),
        ),
        ...list.existences.map((field) => presence(list, field, true, SPARSE_TABLES[list.table] ?? BOUND)),
      ]);
      expect(await unserved(pages)).toEqual([]);
    }, 120_000);

    // An index isn't in order behind a missing value: these rows, a twentieth of all, are sorted, or come across in the list.
    it("finds the rows that have none by reading no more than these", async () => {
      const pages = collections.flatMap((list): Page[] => [
        ...list.columns.map(({ field }) => presence(list, field, { isNull: true }, 1.1 * MISSING)),
        ...list.existences.map((field) => presence(list, field, false, 1.1 * MISSING)),
      ]);
      expect(await unserved(pages)).toEqual([]);
    }, 120_000);

    it("gets the first page of what belongs to any row by reading little more than it", async () => {
      const pages = lists.flatMap((list) =>
        list.parent === undefined
          ? []
          : parentsOf(list).map((id): Page => ({ offer: list.name, list, variables: { id } })),
      );
      expect(pages.length).toBeGreaterThan(100);
      expectServed(await unserved(pages), (offer) => /^\w+\.\w+$/.test(offer));
    }, 300_000);

    it("gets the few rows that belong to a row in any order by reading little more than them", async () => {
      const pages = lists.flatMap((list): Page[] => {
        const id = parentsOf(list).at(-1);
        return list.parent === undefined
          ? []
          : list.orders.map((order) => ({
              offer: `${list.name} by ${order}`,
              list,
              variables: { id, orderBy: [order] },
            }));
      });
      expect(pages.length).toBeGreaterThan(200);
      expect(await unserved(pages)).toEqual([]);
    }, 300_000);
  });

  describe("figures", () => {
    it("are added up from nothing but what they are about", async () => {
      const today = new Date().toISOString().slice(0, 10);
      const page = (list: List, offer: string, variables: Page["variables"]): Page => {
        const bound = ADDED_UP[offer];
        if (bound === undefined) throw new Error(`Say what ${offer} reads.`);
        return { offer, list, variables, bound };
      };
      const pages = figures.flatMap((list) => [
        page(list, list.name, {}),
        ...list.orders.map((order) => page(list, list.name, { orderBy: [order] })),
        ...list.columns.map(({ field }) => {
          const filter = { [field]: { equalTo: field === "metricDate" ? today : rowId(3) } };
          return page(list, `${list.name} where ${field}`, { filter });
        }),
      ]);
      expect(await unserved(pages)).toEqual([]);
      expect(Object.keys(ADDED_UP).filter((offer) => !pages.some((one) => one.offer === offer))).toEqual([]);
    }, 120_000);
  });

  describe("a small tenant beside it", () => {
    it("reads no rows of the large one", async () => {
      const pages = collections.flatMap((list): Page[] => [
        { offer: list.name, list, variables: {} },
        ...list.orders.map((order) => ({ offer: `${list.name} by ${order}`, list, variables: { orderBy: [order] } })),
      ]);
      expect(await unserved(pages, db.world.globex.owner)).toEqual([]);
    }, 120_000);
  });

  it("would be told of a list that no index serves", async () => {
    const list = collections.find(({ name }) => name === "contacts") as List;
    const stages = list.columns.find(({ field }) => field === "lifecycleStage")?.values;
    const pages = [{ offer: "exclusions", list, variables: { filter: { lifecycleStage: { notIn: stages } } } }];
    expect(await unserved(pages)).toEqual([expect.stringMatching("exclusions")]);
  });
}
