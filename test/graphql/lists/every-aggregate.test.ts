import { beforeAll, expect, it } from "@jest/globals";
import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isEnumType, isObjectType } from "graphql";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { leavesOf, liveSchema, nodeTypeOf } from "../../support/live-schema.ts";

const db = useDatabase();
const gateway = useGateway(db);
const client = () => gateway.as(db.world.acme.members.owner);

interface Group {
  readonly count: number;
}

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await liveSchema(client());
}, 60_000);

/** Everything that rows come to. */
function everything(aggregates: GraphQLObjectType): string {
  return Object.values(aggregates.getFields())
    .map(({ name, type }) => {
      const named = getNamedType(type);
      return isObjectType(named) ? `${name} { ${leavesOf(named).join(" ")} }` : name;
    })
    .join(" ");
}

it("every aggregate and every group of every collection is answered, and groups have all rows between them", async () => {
  let seen = 0;
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    if (!nodeTypeOf(field.type)) continue;
    const fields = (getNamedType(field.type) as GraphQLObjectType).getFields();
    const grouped = fields["groupedAggregates"];
    const groupBy = grouped?.args.find(({ name }) => name === "groupBy");
    const type = groupBy && getNamedType(groupBy.type);
    if (!grouped || !isEnumType(type)) continue;
    const names = type.getValues().map(({ name }) => name);
    const groups = names.map(
      (name) => `${name}: groupedAggregates(groupBy: [${name}], having: { count: { greaterThan: 0 } }) { keys count }`,
    );
    const all = everything(getNamedType(grouped.type) as GraphQLObjectType);
    const document = `{ of: ${field.name} { totalCount aggregates { ${all} } ${groups.join(" ")} } }`;
    const of = (await client().query(document)).get<Record<string, unknown>>("of");
    const counts = names.map((name) => (of[name] as Group[]).reduce((sum, { count }) => sum + count, 0));
    const totals = new Set([...counts, (of["aggregates"] as Group).count, of["totalCount"]]);
    expect({ collection: field.name, totals: [...totals] }).toEqual({
      collection: field.name,
      totals: [of["totalCount"]],
    });
    seen += names.length;
  }
  expect(seen).toBeGreaterThan(500);
}, 120_000);
