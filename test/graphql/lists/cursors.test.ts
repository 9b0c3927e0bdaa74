import { beforeAll, expect, it } from "@jest/globals";
import fc from "fast-check";
import { useDatabase } from "../../support/database.ts";
import { type Answer, useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);
const client = () => gateway.as(db.world.acme.members.staff);

const ROWS = 40;
const RUNS = 40;

/** Few values for many rows: each order has ties, and some of their values are missing. */
const ORDERS = [
  "CREATED_AT_DESC",
  "CREATED_AT_ASC",
  "NAME_ASC",
  "NAME_DESC",
  "LAST_CONTACTED_AT_ASC",
  "LAST_CONTACTED_AT_DESC",
  "NATURAL",
  "PRIMARY_KEY_DESC",
] as const;

const INSERT = `
  insert into app_public.contacts (organization_id, company_id, first_name, lifecycle_stage, created_at, last_contacted_at)
  select $1, $2, 'Name ' || n % 3, (array['lead', 'customer'])[1 + n % 2], timestamptz '2026-01-01' + n % 4 * interval '1 hour',
    case when n % 3 > 0 then timestamptz '2026-02-01' + n % 2 * interval '1 microsecond' end
  from unnest($3::int[]) as n
  returning id`;

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: {
    readonly startCursor: string | null;
    readonly endCursor: string | null;
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
  };
}

let old: ReadonlySet<string>;

async function insert(numbers: readonly number[]): Promise<string[]> {
  const { rows } = await db.withRoot((root) =>
    root.query<{ id: string }>(INSERT, [db.world.acme.id, db.world.acme.companies.reps, numbers]),
  );
  return rows.map(({ id }) => id);
}

beforeAll(async () => {
  old = new Set(await insert(Array.from({ length: ROWS }, (_, index) => index)));
});

const ROWS_OF_A_PAGE = "{ nodes { id } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } }";

/** The contacts of a company as a collection of their own, and as the company's. */
const COLLECTIONS = {
  root: {
    path: "page",
    document: (page: string) =>
      `{ page: contacts(${page}, filter: { companyId: { equalTo: $company } }) ${ROWS_OF_A_PAGE} }`,
  },
  nested: {
    path: "of.page",
    document: (page: string) => `{ of: company(id: $company) { page: contacts(${page}) ${ROWS_OF_A_PAGE} } }`,
  },
};

const walks = fc.record({
  collection: fc.constantFrom("root" as const, "nested" as const),
  orderBy: fc.uniqueArray(fc.constantFrom(...ORDERS), { minLength: 1, maxLength: 2 }),
  size: fc.integer({ min: 1, max: 11 }),
  isBackwards: fc.boolean(),
  /** What is added while each page is read. */
  added: fc.array(fc.array(fc.nat(11), { maxLength: 3 }), { maxLength: 6 }),
});

it("cursors show every row once, whatever is added meanwhile, among equal values too", async () => {
  const walk = fc.asyncProperty(walks, async ({ collection, orderBy, size, isBackwards, added }) => {
    const { path, document } = COLLECTIONS[collection];
    const company = db.world.acme.companies.reps;
    const [count, cursor] = isBackwards ? ["last", "before"] : ["first", "after"];
    const page = `query ($company: UUID!, $orderBy: [ContactOrderBy!], $size: Int, $cursor: Cursor)
      ${document(`orderBy: $orderBy, ${count}: $size, ${cursor}: $cursor`)}`;
    const newIds: string[] = [];
    const seen: string[] = [];
    let at: string | null = null;
    for (let turn = 0, goesOn = true; goesOn; turn++) {
      const variables: object = { company, orderBy, size, cursor: at };
      const [answer, ids]: [Answer, string[]] = await Promise.all([
        client().query(page, variables),
        insert(added[turn] ?? []),
      ]);
      newIds.push(...ids);
      const { nodes, pageInfo }: Page = answer.get<Page>(path);
      const shown = nodes.map(({ id }) => id);
      if (isBackwards) seen.unshift(...shown);
      else seen.push(...shown);
      at = (isBackwards ? pageInfo.startCursor : pageInfo.endCursor) ?? at;
      goesOn = isBackwards ? pageInfo.hasPreviousPage : pageInfo.hasNextPage;
    }
    const all = `query ($company: UUID!, $orderBy: [ContactOrderBy!]) ${document("orderBy: $orderBy, first: 200")}`;
    const inOrder = (await client().query(all, { company, orderBy })).get<Page>(path).nodes.map(({ id }) => id);
    await db.withRoot((root) => root.query("delete from app_public.contacts where id = any ($1)", [newIds]));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => old.has(id))).toHaveLength(ROWS);
    expect(seen).toEqual(inOrder.filter((id) => seen.includes(id)));
  });
  await fc.assert(walk, { numRuns: RUNS });
}, 120_000);
