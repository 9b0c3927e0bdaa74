import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { type GraphQLField, type GraphQLSchema, isObjectType } from "graphql";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { liveSchema, nodeTypeOf } from "../../support/live-schema.ts";

const db = useDatabase();
const gateway = useGateway(db);

interface Collection {
  readonly path: string;
  readonly field: GraphQLField<unknown, unknown>;
}

let schema: GraphQLSchema;
let collections: Collection[];

const SEARCHED = ["Company", "Contact", "Conversation", "Deal", "Lead", "Ticket"];
const TAGGED = SEARCHED.filter((name) => name !== "Conversation");

const ARGUMENTS = ["after", "before", "filter", "first", "last", "offset", "orderBy"];

/** What is added up already, or shows the rows of another collection; and the few rows of functions. */
const WITHOUT_AGGREGATES = [
  "AgentPerformance",
  "BusinessDashboard",
  "ContactTimelineEntry",
  "ConversationThread",
  "CustomFieldValue",
  "CustomerSummary",
  "FreeSlot",
  "GrantedPermission",
  "PerformanceMetric",
  "PipelineSummary",
  "SalesForecastMonth",
];

/** Functions decide in which order these come, read forwards, and what else is asked of them. */
const IN_AN_ORDER_OF_THEIR_OWN: Readonly<Record<string, readonly string[]>> = {
  "Lead.scoreReasons": [],
  "Query.availableSlots": ["firstDay", "isForPortal", "lastDay", "serviceId", "staffId"],
  "Query.salesForecast": ["fromMonth", "months", "ownerId", "pipelineId"],
  "Query.ticketQueue": ["assignedToId", "isUnassigned", "teamId"],
};
const FORWARDS = ["after", "filter", "first", "offset"];

beforeAll(async () => {
  schema = await liveSchema(gateway.as(db.world.acme.members.owner));
  collections = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => nodeTypeOf(field.type))
        .map((field) => ({ path: `${type.name}.${field.name}`, field })),
    );
});

const offenders = (breaks: (collection: Collection) => boolean) => collections.filter(breaks).map(({ path }) => path);

const argumentNames = ({ field }: Collection) => field.args.map(({ name }) => name).sort();
const nodeOf = ({ field }: Collection) => nodeTypeOf(field.type);

describe("every collection, at the root and nested", () => {
  it("is among those that are looked at", () => {
    const paths = collections.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(["Query.contacts", "Company.contacts", "Query.myOrganizations", "Role.permissions"]),
    );
    expect(paths.length).toBeGreaterThan(150);
  });

  it("has the same arguments, and those of a search if it can be searched", () => {
    expect(
      offenders((collection) => {
        const type = nodeOf(collection)?.name ?? "";
        const search = SEARCHED.includes(type) ? ["search"] : [];
        const tags = TAGGED.includes(type) ? ["customFields", "tags"] : [];
        const names = argumentNames(collection).filter((name) => name !== "includeArchived");
        const own = IN_AN_ORDER_OF_THEIR_OWN[collection.path];
        if (own) return names.join() !== [...FORWARDS, ...own].sort().join();
        return names.join() !== [...ARGUMENTS, ...search, ...tags].sort().join();
      }),
    ).toEqual([]);
  });

  it("asks whether to include archived rows if, and only if, its rows can be archived", () => {
    const archives = (collection: Collection) => nodeOf(collection)?.getFields()["deletedAt"] !== undefined;
    expect(collections.filter(archives).length).toBeGreaterThan(50);
    expect(
      offenders((collection) => argumentNames(collection).includes("includeArchived") !== archives(collection)),
    ).toEqual([]);
  });

  it("gives the same fields", () => {
    const fields = (collection: Collection) => {
      const type = schema.getType(`${nodeOf(collection)?.name}Connection`);
      return isObjectType(type) ? Object.keys(type.getFields()).sort().join() : "";
    };
    const paged = "edges,nodes,pageInfo,totalCount";
    const isFigure = (collection: Collection) => WITHOUT_AGGREGATES.includes(nodeOf(collection)?.name ?? "");
    // One’s own organizations have nothing in common to be grouped by.
    const isOrganization = (collection: Collection) => nodeOf(collection)?.name === "Organization";
    expect(offenders((collection) => isFigure(collection) && fields(collection) !== paged)).toEqual([]);
    expect(
      offenders(
        (collection) =>
          !isFigure(collection) &&
          !isOrganization(collection) &&
          fields(collection) !== "aggregates,edges,groupedAggregates,nodes,pageInfo,totalCount",
      ),
    ).toEqual([]);
  });

  it("can be combined with and, or and not in its filter", () => {
    expect(
      offenders(({ field }) => {
        const filter = field.args.find(({ name }) => name === "filter")?.type;
        const names = filter && "getFields" in filter ? Object.keys(filter.getFields()) : [];
        return !["and", "or", "not"].every((name) => names.includes(name));
      }),
    ).toEqual([]);
  });
});

it("the request that the guide shows is answered", async () => {
  const guide = await readFile(new URL("../../../docs/lists-and-aggregates.md", import.meta.url), "utf8");
  const [example] = guide.match(/(?<=```graphql\n)[^`]*groupedAggregates[^`]*/) ?? [];
  const answer = await gateway.as(db.world.acme.members.staff).query(example ?? "");
  expect(answer.get("deals.totalCount")).toBe(0);
});
