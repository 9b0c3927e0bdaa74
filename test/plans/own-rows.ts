import { beforeAll, describe, expect, it } from "@jest/globals";
import { tenantTables } from "../support/catalog.ts";
import type { Actor, TestDatabase } from "../support/database.ts";
import type { TestGateway } from "../support/gateway.ts";
import { explain, readsRows, recordStatements, type Statement } from "../support/statements.ts";
import { ROWS } from "./large-tenant.ts";
import { type List, listsOf, schemaOf } from "./lists.ts";

/** Rows of each table that belong to each of two members of one team. */
const OWN_ROWS = 40;
/** Blocks that a statement may read for rows of which there are so few. */
const BLOCKS = 600;

/** The lists of rows that have owners, with the columns that say who that is. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  activities: ["created_by_id"],
  appointments: ["staff_id", "created_by_id"],
  callCampaigns: ["created_by_id"],
  calls: ["handled_by_id"],
  clientInvitations: ["invited_by_id"],
  companies: ["owner_id"],
  contacts: ["owner_id"],
  contracts: ["owner_id"],
  conversations: ["assigned_to_id"],
  deals: ["owner_id"],
  leads: ["assigned_to_id"],
  proposals: ["owner_id"],
  tasks: ["assignee_id", "created_by_id"],
  tickets: ["assigned_to_id", "created_by_id"],
};

/**
 * Tests that lists of those who read a few rows of the large tenant read little more than these.
 *
 * @param db - whose first organization is the large tenant; some of its rows get other owners, two members other roles
 * @param gateway - of one connection
 */
export function testOwnRows(db: TestDatabase, gateway: TestGateway): void {
  describe("whoever reads own rows, or a team’s", () => {
    let lists: List[];
    /** Reads what each of these resources has in the scope `own` or `team`. */
    let rep: Actor;
    let lead: Actor;

    const tableOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

    beforeAll(async () => {
      const { owner, outsider, manager, teammate } = db.world.acme.members;
      const schema = await schemaOf(gateway.as(owner));
      const all = listsOf(schema, await db.transaction(tenantTables));
      lists = Object.keys(OWNERS).map((name) => all.find((list) => list.name === name) as List);
      await db.withRoot(async (root) => {
        await root.query("set session_replication_role = replica");
        for (const [scope, member] of [
          ["own", outsider],
          ["team", manager],
        ] as const) {
          const { rows } = await root.query<{ id: string }>(
            "insert into app_public.roles (organization_id, name) values ($1, $2) returning id",
            [owner.organization, `Reads ${scope}`],
          );
          const resources = Object.keys(OWNERS).map(tableOf);
          await root.query(
            "insert into app_public.role_permissions (organization_id, role_id, resource, action, scope) select $1, $2, resource, 'read', $3 from unnest($4::text[]) resource",
            [owner.organization, rows[0]?.id, scope, resources],
          );
          await root.query("update app_public.memberships set role_id = $2 where id = $1", [
            member.membershipId,
            rows[0]?.id,
          ]);
        }
        for (const [name, columns] of Object.entries(OWNERS)) {
          // From all times, by turns in each of the columns that make somebody an owner.
          await root.query(
            `update app_public.${tableOf(name)} as t
         set (${columns.join(", ")}) = row(${columns.map((_, place) => `case when n.number % ${columns.length} = ${place} then n.member end`).join(", ")})
         from (
           select id, number, ($3::uuid[])[1 + number % 3] as member
           from (select id, row_number() over (order by created_at) / ($2::int / $4::int) as number, row_number() over (order by created_at) % ($2::int / $4::int) as rest from app_public.${tableOf(name)} where organization_id = $1) rows
           where rest = 1
         ) n
         where t.id = n.id and n.number <= $4`,
            [
              owner.organization,
              name === "callCampaigns" ? 1_000 : ROWS,
              [outsider.membershipId, manager.membershipId, teammate.membershipId],
              3 * OWN_ROWS,
            ],
          );
          await root.query(`vacuum analyze app_public.${tableOf(name)}`);
        }
      });
      rep = outsider;
      lead = manager;
    }, 300_000);

    /** What is asked of a list. */
    interface Request {
      readonly title: string;
      readonly document: string;
      readonly variables: object;
    }

    function requestsOf(list: List): Request[] {
      const page = (title: string, variables: object) => ({
        title: `${list.name} ${title}`,
        document: list.document,
        variables,
      });
      const named = list.columns.filter(({ values }) => values !== undefined).slice(0, 3);
      return [
        page("", {}),
        ...list.orders.map((order) => page(`by ${order}`, { orderBy: [order] })),
        ...named.map(({ field, values }) => page(`where ${field}`, { filter: { [field]: { equalTo: values?.[0] } } })),
        { title: `${list.name} counted`, document: `{ ${list.name} { totalCount } }`, variables: {} },
      ];
    }

    /** Asks, and gives the answer with the statements that it came from. */
    async function ask(
      actor: Actor,
      { title, document, variables }: Pick<Request, "title" | "document" | "variables">,
    ) {
      let text = "";
      const statements = await recordStatements(gateway, async () => {
        const answer = await gateway.as(actor).query(document, variables);
        if (answer.errors) throw new Error(`${title}: ${answer.text}`);
        text = answer.text;
      });
      return { text, statements: statements.filter(readsRows) };
    }

    async function blocksOf(actor: Actor, statements: readonly Statement[]): Promise<number> {
      let blocks = 0;
      for (const statement of statements) {
        const [whole] = (await explain(db, actor, statement)).nodes;
        blocks += (whole?.["Shared Hit Blocks"] ?? 0) + (whole?.["Shared Read Blocks"] ?? 0);
      }
      return blocks;
    }

    describe.each([
      { scope: "own", actor: () => rep, rows: OWN_ROWS },
      { scope: "team", actor: () => lead, rows: 2 * OWN_ROWS },
    ])("whoever reads a few rows of $scope among $rows", ({ actor, rows }) => {
      it("gets every list, in every order, filtered and counted, by reading little more than them", async () => {
        const offenders: string[] = [];
        for (const list of lists) {
          await ask(actor(), {
            title: list.name,
            document: `{ ${list.name}(first: 1) { totalCount } }`,
            variables: {},
          });
          for (const request of requestsOf(list)) {
            const blocks = await blocksOf(actor(), (await ask(actor(), request)).statements);
            if (blocks > BLOCKS) offenders.push(`${request.title}: ${blocks} blocks`);
          }
        }
        expect(offenders).toEqual([]);
      }, 300_000);

      it("walks from page to page through all of them and no others", async () => {
        for (const list of lists) {
          const seen: string[] = [];
          const read: number[] = [];
          for (let after: string | null = null, more = true; more; ) {
            const page = `{ ${list.name}(first: 15, after: ${JSON.stringify(after)}, includeArchived: YES) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
            const document = list.isArchivable ? page : page.replace(", includeArchived: YES", "");
            const { text, statements } = await ask(actor(), { title: list.name, document, variables: {} });
            const { nodes, pageInfo } = JSON.parse(text).data[list.name];
            seen.push(...nodes.map(({ id }: { id: string }) => id));
            read.push(await blocksOf(actor(), statements));
            more = pageInfo.hasNextPage;
            after = pageInfo.endCursor;
          }
          const owners = await db.transaction(async (t) => {
            await t.as(actor());
            return t.value<string[]>(`select array_agg(id) from app_public.${list.table}`);
          });
          expect({ list: list.name, rows: [...seen].sort() }).toEqual({ list: list.name, rows: [...owners].sort() });
          expect(seen.length).toBeGreaterThanOrEqual(Math.min(rows, 12));
          expect(read.filter((blocks) => blocks > BLOCKS)).toEqual([]);
        }
      }, 300_000);
    });

    describe("whoever reads all rows", () => {
      it("gets the first page of every list by the index of its order, as before", async () => {
        const { owner } = db.world.acme.members;
        for (const list of lists) {
          const { statements } = await ask(owner, { title: list.name, document: list.document, variables: {} });
          expect(statements.map(({ values }) => values)).toEqual([[]]);
          expect(await blocksOf(owner, statements)).toBeLessThan(BLOCKS);
        }
      });
    });
  });
}
