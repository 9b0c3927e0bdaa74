import { beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const COMPANY = "query ($id: UUID!) { company(id: $id) { FIELDS } }";
const company = async (fields: string) => {
  const { acme } = db.world;
  const id = acme.companies.reps;
  const answer = await gateway.as(acme.members.staff).query(COMPANY.replace("FIELDS", fields), { id });
  return answer.get<Record<string, unknown>>("company");
};

// A company with one contact who is there and one who is archived, and a deal with the latter.
beforeAll(async () => {
  const { acme } = db.world;
  await db.withRoot((root) =>
    root.query(
      `with added as (
        insert into app_public.contacts (organization_id, first_name, company_id, deleted_at)
        values ($1, 'Present', $2, null), ($1, 'Archived', $2, now())
        returning id, first_name
      )
      insert into app_public.deals (organization_id, title, contact_id, company_id, stage_id)
      select $1, 'With ' || first_name, id, $2, $3 from added`,
      [acme.id, acme.companies.reps, acme.stages["Lead"]],
    ),
  );
});

const LIST =
  "nodes { firstName } totalCount aggregates { count } groupedAggregates(groupBy: [LIFECYCLE_STAGE]) { count }";

describe("archived rows", () => {
  it("are left out of nested lists, their counts, aggregates and groups", async () => {
    expect(await company(`contacts { ${LIST} }`)).toEqual({
      contacts: {
        nodes: [{ firstName: "Present" }],
        totalCount: 1,
        aggregates: { count: 1 },
        groupedAggregates: [{ count: 1 }],
      },
    });
  });

  it.each([
    ["YES", ["Archived", "Present"]],
    ["ONLY", ["Archived"]],
    ["NO", ["Present"]],
  ])("are given by nested lists as includeArchived: %s says, all figures alike", async (choice, names) => {
    const { contacts } = (await company(`contacts(includeArchived: ${choice}, orderBy: [NAME_ASC]) { ${LIST} }`)) as {
      contacts: { nodes: { firstName: string }[] } & Record<string, unknown>;
    };
    expect(contacts.nodes.map(({ firstName }) => firstName)).toEqual(names);
    expect(contacts).toMatchObject({
      totalCount: names.length,
      aggregates: { count: names.length },
      groupedAggregates: [{ count: names.length }],
    });
  });

  it("are still found by what refers to them, and by a filter that looks there", async () => {
    const filter = 'filter: { contact: { name: { equalTo: "Archived" } } }';
    expect(await company(`deals(${filter}) { nodes { title contact { firstName deletedAt } } }`)).toEqual({
      deals: {
        nodes: [{ title: "With Archived", contact: { firstName: "Archived", deletedAt: expect.any(String) } }],
      },
    });
  });
});

describe("a filter across relations", () => {
  it("goes as far as relations do, and combines with and, or and not on the way", async () => {
    const titles = async (filter: string) => {
      const { deals } = (await company(`deals(filter: ${filter}) { nodes { title } }`)) as {
        deals: { nodes: { title: string }[] };
      };
      return deals.nodes.map(({ title }) => title).sort();
    };
    const name = (value: string) => `{ name: { equalTo: "${value}" } }`;
    expect(await titles(`{ contact: { company: ${name("Rita’s company")} } }`)).toEqual([
      "With Archived",
      "With Present",
    ]);
    expect(await titles(`{ contact: { company: ${name("Another company")} } }`)).toEqual([]);
    expect(await titles(`{ contact: { not: ${name("Archived")} } }`)).toEqual(["With Present"]);
    expect(await titles(`{ not: { contact: ${name("Archived")} } }`)).toEqual(["With Present"]);
    expect(await titles(`{ or: [{ contact: ${name("Archived")} }, { contact: ${name("Present")} }] }`)).toHaveLength(2);
    expect(await titles(`{ and: [{ contact: ${name("Archived")} }, { contact: ${name("Present")} }] }`)).toEqual([]);
  });
});
