import { jest } from "@jest/globals";
import { Query } from "pg";
import { StatementFlight } from "../../src/database/statement-flight.ts";
import type { Actor, TestDatabase } from "./database.ts";
import type { TestGateway } from "./gateway.ts";

/** A statement as it went to the database. */
export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** A step of a plan that was carried out. */
export interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly "Shared Hit Blocks": number;
  readonly "Shared Read Blocks": number;
  readonly Plans?: readonly PlanNode[];
}

/** How PostgreSQL carried a statement out. */
export interface Plan {
  /** The outermost step first. */
  readonly nodes: readonly PlanNode[];
  /** Without planning. */
  readonly milliseconds: number;
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/**
 * Listens to what a gateway says to its database, but for the counting of sign-ins, which happens beside a new token's
 * first request.
 *
 * @param gateway - the gateway
 * @param work - what it is given to do
 * @returns the statements that it sent meanwhile, in order
 */
export async function recordStatements(gateway: TestGateway, work: () => Promise<unknown>): Promise<Statement[]> {
  const client = await gateway.pool.connect();
  const spy = jest.spyOn(Object.getPrototypeOf(client), "query");
  client.release();
  try {
    await work();
    return (spy.mock.calls as [string | { text: string; values?: unknown[] }, unknown[]?][])
      .flatMap(([query, values = []]): Statement[] => {
        if (typeof query === "string") return [{ text: query, values }];
        if (query instanceof StatementFlight)
          return query.statements.map((one) => ({ ...one, values: [...one.values] }));
        return query instanceof Query ? [] : [{ text: query.text, values: query.values ?? [] }];
      })
      .filter(({ text }) => !text.includes("app_private.count_sign_in"));
  } finally {
    spy.mockRestore();
  }
}

/** Tells what a request reads from how each request begins. */
export function readsRows({ text }: Statement): boolean {
  return /^\s*select/i.test(text) && !text.includes("begin_request");
}

/**
 * Carries a statement out for somebody, under the policies and with the context of a request.
 *
 * @param db - the database
 * @param actor - who asks
 * @param statement - what is carried out
 * @returns how
 */
export async function explain(db: TestDatabase, actor: Actor, { text, values }: Statement): Promise<Plan> {
  return db.transaction(async (t) => {
    await t.as(actor);
    const [{ Plan: plan, "Execution Time": milliseconds }] = await t.value<
      [{ Plan: PlanNode; "Execution Time": number }]
    >(`explain (analyze, buffers, timing off, format json) ${text}`, values);
    return { nodes: nodesOf(plan), milliseconds };
  });
}
