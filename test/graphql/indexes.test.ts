import { beforeAll, describe, expect, it } from "@jest/globals";
import { type GraphQLSchema, isEnumType, isInputObjectType, isObjectType } from "graphql";
import { createAuthenticatorPool } from "../../src/database/pools.ts";
import { buildSchemaFor } from "../../src/graphile/build-schema.ts";
import { useDatabase } from "../support/database.ts";

const db = useDatabase();
let schema: GraphQLSchema;

const COLUMNS = `
  id uuid not null,
  organization_id uuid not null,
  contact_id uuid,
  company_id uuid,
  status text,
  place text,
  room text,
  code text not null,
  nickname text,
  starts_at timestamptz,
  ended_at timestamptz,
  rank int,
  position int,
  created_at timestamptz not null,
  foreign key (organization_id, contact_id) references app_public.contacts (organization_id, id),
  foreign key (organization_id, company_id) references app_public.companies (organization_id, id)`;

beforeAll(async () => {
  await db.withRoot((root) =>
    root.query(`
      create table app_public.visits (${COLUMNS}, primary key (id), unique (organization_id, id), unique (organization_id, code), unique (organization_id, nickname));
      create index on app_public.visits (organization_id, created_at desc, id desc);
      create index on app_public.visits (organization_id, status, created_at desc, id desc);
      create index on app_public.visits (organization_id, contact_id, position, id);
      create index on app_public.visits (organization_id, place, room);
      create index on app_public.visits (organization_id, starts_at desc, id);
      create index on app_public.visits (organization_id, ended_at, id) where ended_at is not null;
      create index on app_public.visits (organization_id, lower(place), rank, id);
      create table app_public.stays (${COLUMNS}, primary key (id, created_at)) partition by range (created_at);
      create index on app_public.stays (organization_id, created_at desc, id desc);
      create index on app_public.stays (organization_id, contact_id, created_at desc, id desc);
      grant select on table app_public.visits, app_public.stays to tenantry_member;
    `),
  );
  const logger = { warn: () => {}, error: () => {} };
  const pool = createAuthenticatorPool(db.urls.authenticator, 1, logger);
  const contextFor = () => ({ claims: null, organization: null, requestId: "test", address: "" });
  ({ schema } = await buildSchemaFor({ pool, production: true, logger, contextFor }));
  await pool.end();
}, 60_000);

function fieldsOf(name: string): string[] {
  const type = schema.getType(name);
  if (!isInputObjectType(type) && !isObjectType(type)) throw new Error(`The schema has no ${name}.`);
  return Object.keys(type.getFields());
}

function namesOf(name: string): string[] {
  const type = schema.getType(name);
  if (!isEnumType(type)) throw new Error(`The schema has no ${name}.`);
  return type.getValues().map((value) => value.name);
}

const defaultOrderOf = (type: string, field: string) => {
  const parent = schema.getType(type);
  const list = isObjectType(parent) ? parent.getFields()[field] : undefined;
  return list?.args.find(({ name }) => name === "orderBy")?.defaultValue;
};

describe("a filter", () => {
  const offered = () => fieldsOf("VisitFilter");

  it.each(["id", "createdAt", "status", "contactId", "place", "code", "nickname", "startsAt"])(
    "by %s is offered, since an index starts with it",
    (field) => expect(offered()).toContain(field),
  );

  it.each([
    ["room", "stands behind another column"],
    ["position", "stands behind a reference"],
    ["rank", "stands behind an expression"],
    ["endedAt", "is in a partial index only"],
    ["companyId", "is in no index"],
    ["organizationId", "is the same for all rows that one sees"],
  ])("by %s is not, since it %s", (field) => expect(offered()).not.toContain(field));
});

describe("an order", () => {
  const offered = () => namesOf("VisitOrderBy");

  it.each([
    ["ID", "an index goes by it"],
    ["CREATED_AT", "an index goes by it and then by id"],
    ["POSITION", "an index goes by it and then by id among the rows of a contact"],
    ["CODE", "no two rows have the same"],
  ])("by %s is offered, since %s", (name) =>
    expect(offered()).toEqual(expect.arrayContaining([`${name}_ASC`, `${name}_DESC`])),
  );

  it.each([
    ["STATUS", "rows with the same go by their time first"],
    ["CONTACT_ID", "rows with the same go by their position first"],
    ["PLACE", "rows with the same go by their room"],
    ["NICKNAME", "any number of rows may have none"],
    ["STARTS_AT", "rows with the same go in the other direction"],
    ["ENDED_AT", "its index is partial"],
    ["RANK", "it stands behind an expression"],
    ["COMPANY_ID", "it is in no index"],
  ])("by %s is not, since %s", (name) => expect(offered()).not.toContain(`${name}_ASC`));
});

describe("a list", () => {
  it("of what refers to a row is there if an index starts with the reference", () => {
    expect(fieldsOf("Contact")).toContain("visits");
    expect(fieldsOf("Company")).not.toContain("visits");
  });

  it("of what refers to a row isn't there for a partitioned table, whose collection is filtered instead", () => {
    expect(fieldsOf("Contact")).not.toContain("stays");
    expect(fieldsOf("StayFilter")).toContain("contactId");
  });

  it("is in the order that most indexes go on with, and the newest first if none does more often", () => {
    expect(defaultOrderOf("Query", "visits")).toEqual(["CREATED_AT_DESC"]);
    expect(defaultOrderOf("Contact", "visits")).toEqual(["CREATED_AT_DESC"]);
    expect(defaultOrderOf("Query", "tasks")).toEqual(["DUE_AT_ASC"]);
    expect(defaultOrderOf("Contact", "activities")).toEqual(["OCCURRED_AT_DESC"]);
    expect(defaultOrderOf("Pipeline", "pipelineStages")).toEqual(["POSITION_ASC"]);
  });
});

it("groups are offered for every column of an index, and where many rows have the same value", () => {
  const offered = namesOf("VisitGroupBy");
  expect(offered).toEqual(expect.arrayContaining(["STATUS", "PLACE", "ROOM", "CONTACT_ID", "COMPANY_ID"]));
  expect(offered.filter((name) => /RANK|ORGANIZATION_ID/.test(name))).toEqual([]);
});
