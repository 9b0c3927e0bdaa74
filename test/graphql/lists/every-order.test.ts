import { beforeAll, describe, expect, it } from "@jest/globals";
import { getNamedType, isEnumType } from "graphql";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { leavesOf, liveSchema, nodeTypeOf } from "../../support/live-schema.ts";

const db = useDatabase({ withDemonstrationData: true });
const gateway = useGateway(db);
const client = () => gateway.as(db.world.acme.members.owner);

interface Page {
  readonly nodes: readonly object[];
  readonly pageInfo: {
    readonly startCursor: string | null;
    readonly endCursor: string | null;
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
  };
}

interface Ordered {
  readonly collection: string;
  readonly order: string;
  readonly selection: string;
}
const ordered: Ordered[] = [];

/** What only contacts may ask for. */
const NOT_FOR_OWNERS = ["myCustomFieldValues"];

// Rows that all came at the same time, so that nothing but a tie-breaker tells them apart.
beforeAll(async () => {
  await db.withRoot(async (root) => {
    await root.query("set session_replication_role = replica");
    const { rows } = await root.query<{ table: string }>(
      `select format('%I.%I', table_schema, table_name) as table
      from information_schema.columns
      join information_schema.tables using (table_schema, table_name)
      where table_schema = 'app_public' and column_name = 'created_at' and table_type = 'BASE TABLE'`,
    );
    for (const { table } of rows) await root.query(`update ${table} set created_at = date_trunc('month', now())`);
  });
  const schema = await liveSchema(client());
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const node = nodeTypeOf(field.type);
    if (!node || NOT_FOR_OWNERS.includes(field.name)) continue;
    const orderBy = field.args.find(({ name }) => name === "orderBy");
    const type = orderBy && getNamedType(orderBy.type);
    const orders = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
    const leaves = leavesOf(node);
    // A row is told by its id where it has one: other values, such as an average age, may change between two readings.
    const selection = ["id", "nodeId"].find((name) => leaves.includes(name)) ?? leaves.join(" ");
    for (const order of orders) ordered.push({ collection: field.name, order, selection });
  }
}, 120_000);

/** Reads a collection page by page, in either direction. */
async function walk({ collection, order, selection }: Ordered, size: number, isBackwards: boolean): Promise<string[]> {
  const [count, cursor] = isBackwards ? ["last", "before"] : ["first", "after"];
  const document = `query ($size: Int!, $cursor: Cursor) {
    page: ${collection}(orderBy: [${order}], ${count}: $size, ${cursor}: $cursor) {
      nodes { ${selection} }
      pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
    }
  }`;
  const seen: string[] = [];
  let at: string | null = null;
  for (let goesOn = true; goesOn; ) {
    const { nodes, pageInfo }: Page = (await client().query(document, { size, cursor: at })).get("page");
    const rows = nodes.map((node) => JSON.stringify(node));
    if (isBackwards) seen.unshift(...rows);
    else seen.push(...rows);
    at = isBackwards ? pageInfo.startCursor : pageInfo.endCursor;
    goesOn = isBackwards ? pageInfo.hasPreviousPage : pageInfo.hasNextPage;
    if (seen.length > 1000) throw new Error(`${collection} by ${order} doesn’t end.`);
  }
  return seen;
}

describe("every order of every collection", () => {
  it("is looked at", () => {
    expect(ordered.length).toBeGreaterThan(300);
    expect(ordered).toEqual(
      expect.arrayContaining([expect.objectContaining({ collection: "permissions", order: "RESOURCE_ASC" })]),
    );
  });

  it("is read by pages, forwards and backwards, without a gap, a repetition or a change of the order", async () => {
    const offenders: string[] = [];
    let several = 0;
    for (const each of ordered) {
      const all = await walk(each, 200, false);
      if (all.length > 2) several++;
      const size = Math.max(2, Math.ceil(all.length / 3));
      for (const isBackwards of [false, true]) {
        const seen = await walk(each, size, isBackwards);
        if (seen.join() !== all.join())
          offenders.push(`${each.collection} by ${each.order}, backwards: ${isBackwards}`);
      }
    }
    expect(offenders).toEqual([]);
    expect(several).toBeGreaterThan(200);
  }, 300_000);
});
