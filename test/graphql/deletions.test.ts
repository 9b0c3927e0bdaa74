import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { buildSchema, isInputObjectType } from "graphql";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);
const schema = buildSchema(readFileSync(new URL("../../graphql/schema.graphql", import.meta.url), "utf8"));
const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
/** Parts before what they are parts of, which takes them along. Organizations are deleted by their slug, in a test of its own. */
const deletions = mutations
  .filter((name) => /^delete[A-Z]/.test(name) && name !== "deleteOrganization")
  .sort((one, other) => other.length - one.length);

/** The rows of every table that members may delete from, by the name of the mutation. */
let rows: Map<string, { organizationId: string; id: string }[]>;

const singular = (table: string) =>
  table
    .replace(/ies$/, "y")
    .replace(/sses$/, "ss")
    .replace(/([^s])s$/, "$1")
    .replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const owner = () => gateway.as(db.world.acme.members.owner);

beforeAll(async () => {
  // To the others of their kind something refers.
  const spare = await owner().query(`mutation {
    createBusiness(input: { business: { name: "Spare", slug: "spare" } }) { clientMutationId }
    createForm(input: { form: { name: "Spare" } }) { clientMutationId }
    createPipeline(input: { pipeline: { name: "Spare" } }) { clientMutationId }
  }`);
  expect(spare.errors).toBeUndefined();
  await db.withRoot(async (root) => {
    const tables = await root.query<{ name: string }>(`
      select relname as name from pg_class
      where relnamespace = 'app_public'::regnamespace and relkind in ('r', 'p') and has_table_privilege('tenantry_member', oid, 'DELETE')`);
    rows = new Map();
    for (const { name } of tables.rows) {
      const sql = `select organization_id as "organizationId", id from app_public.${name}`;
      rows.set(`delete${singular(name)}`, (await root.query(sql)).rows);
    }
  });
});

const remove = (mutation: string, id: string) => {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  expect(isInputObjectType(schema.getType(type))).toBe(true);
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { clientMutationId } }`;
  return owner().query(document, { input: { id } });
};

describe("deleting", () => {
  it("is offered for the tables that members may delete from, and no other", () => {
    expect([...deletions].sort()).toEqual([...rows.keys()].sort());
    expect(deletions.length).toBeGreaterThan(20);
  });

  it.each(deletions)("%s removes a row of one’s own organization once, and none of another", async (mutation) => {
    const all = rows.get(mutation) ?? [];
    const own = all.filter(({ organizationId }) => organizationId === db.world.acme.id);
    const [foreign] = all.filter(({ organizationId }) => organizationId !== db.world.acme.id);
    if (foreign) expect((await remove(mutation, foreign.id)).refusal).toEqual({ code: "NOT_FOUND" });

    // Rows that others refer to, and system roles, stay.
    let removed: string | undefined;
    for (const { id } of own) {
      const answer = await remove(mutation, id);
      if (!answer.errors) removed = id;
      else
        expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual([
          expect.stringMatching(/^(CONFLICT|FORBIDDEN)$/),
        ]);
      if (removed) break;
    }
    expect(removed).toEqual(expect.any(String));
    expect((await remove(mutation, removed ?? "")).refusal).toEqual({ code: "NOT_FOUND" });
  });
});
