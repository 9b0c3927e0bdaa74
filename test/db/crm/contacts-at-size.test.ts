import { beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";

const CONTACTS = 100_000;
const MOST_BUFFERS = 100;

interface Plan {
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly "Shared Hit Blocks": number;
  readonly "Shared Read Blocks": number;
  readonly "Actual Rows": number;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

describe("app_public.contacts of a tenant with 100,000", () => {
  const db = useDatabase();

  beforeAll(async () => {
    const { id, companies } = db.world.acme;
    await db.withRoot(async (root) => {
      // Without triggers and key checks, which say nothing about reading.
      await root.query("set session_replication_role = replica");
      await root.query(
        `insert into app_public.contacts (organization_id, first_name, last_name, email, lifecycle_stage, company_id, created_at)
         select $1, 'Contact', n::text, 'contact' || n || '@customer.test',
           case when n % 1000 = 0 then 'customer' else 'lead' end,
           case when n % 500 = 0 then $2::uuid end,
           now() - n * interval '1 minute'
         from generate_series(1, $3::int) n`,
        [id, companies.reps, CONTACTS],
      );
      await root.query("vacuum analyze app_public.contacts");
    });
  }, 60_000);

  /** The plan of a list as staff gets it. */
  const explain = (sql: string, values: unknown[] = []) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const [{ Plan: plan }] = await t.value<[{ Plan: Plan }]>(
        `explain (analyze, buffers, format json) ${sql}`,
        values,
      );
      const nodes = nodesOf(plan);
      return {
        rows: plan["Actual Rows"],
        indexes: nodes.flatMap((node) => node["Index Name"] ?? []),
        types: nodes.map((node) => node["Node Type"]),
        buffers: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
      };
    });

  const NEWEST =
    "select * from app_public.contacts where deleted_at is null order by created_at desc, id desc limit 20";

  it.each([
    ["the 20 newest", NEWEST, () => [], 20, "contacts_organization_id_created_at_id_idx"],
    [
      "the 20 newest after some",
      `select * from app_public.contacts where deleted_at is null
       and (created_at, id) < (now() - interval '30 days', app_hidden.uuid_v7()) order by created_at desc, id desc limit 20`,
      () => [],
      20,
      "contacts_organization_id_created_at_id_idx",
    ],
    [
      "the 20 newest of a rare lifecycle stage",
      "select * from app_public.contacts where lifecycle_stage = $1 and deleted_at is null order by created_at desc, id desc limit 20",
      () => ["customer"],
      20,
      "contacts_organization_id_lifecycle_stage_created_at_id_idx",
    ],
    [
      "the one with an address",
      "select * from app_public.contacts where email = $1",
      () => ["contact77777@customer.test"],
      1,
      "contacts_organization_id_email_key",
    ],
    [
      "the 20 newest of a company",
      "select * from app_public.contacts where company_id = $1 and deleted_at is null order by created_at desc, id desc limit 20",
      () => [db.world.acme.companies.reps],
      20,
      "contacts_organization_id_company_id_created_at_id_idx",
    ],
  ])("gives staff %s by walking an index", async (_, sql, values, rows, index) => {
    const plan = await explain(sql, values());
    expect(plan.rows).toBe(rows);
    expect(plan.indexes).toContain(index);
    expect(plan.types.filter((type) => ["Seq Scan", "Sort", "Incremental Sort"].includes(type))).toEqual([]);
    expect(plan.buffers).toBeLessThan(MOST_BUFFERS);
  });

  it("would show it if it didn't: a list without an index reads it all", async () => {
    const plan = await explain("select * from app_public.contacts order by notes, id limit 20");
    expect(plan.types).toContain("Sort");
    expect(plan.buffers).toBeGreaterThan(MOST_BUFFERS);
  });

  it("lets nothing of it out to another tenant, nor much work", async () => {
    await db.transaction(async (t) => {
      await t.as(db.world.globex.owner);
      expect(await t.count(NEWEST)).toBe(1);
      const [{ Plan: plan }] = await t.value<[{ Plan: Plan }]>(`explain (analyze, buffers, format json) ${NEWEST}`);
      expect(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]).toBeLessThan(MOST_BUFFERS);
    });
  });
});
