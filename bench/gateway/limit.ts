import Fastify, { type FastifyInstance } from "fastify";
import type { Pool, PoolClient, QueryArrayConfig, QueryArrayResult } from "pg";
import type { BuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { createVerifier } from "../../src/authentication/issuers.ts";
import type { Config } from "../../src/config/environment.ts";
import { BEGIN_READING } from "../../src/database/read-client.ts";
import { fly } from "../../src/database/statement-flight.ts";
import { pgSettingsFor } from "../../src/graphile/context.ts";

/*
 * The limit: what a route costs that is written for one question. The same Fastify, verifier of tokens, pool, begin of a
 * request, role and policies; everything in one flight, and the text that PostgreSQL answers is the body.
 */

/** The call with which src/database/request-transaction.ts begins. */
const BEGIN_REQUEST = {
  name: "begin_request",
  text: "select set_config('role', app_private.begin_request($1::jsonb), true)",
};

/** A statement that can be asked for by its name. */
export interface LimitStatement {
  readonly name: string;
  readonly text: string;
  readonly writes: boolean;
}

interface Corkable {
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

/** Asks a question in as few messages as the protocol has: the context, the statement, and nothing else. */
async function read(pool: Pool, request: string, { name, text }: LimitStatement, values: unknown[]) {
  const client = await pool.connect();
  const statement = { name, text, values: values as (string | null)[] };
  const { results, error } = await fly(client, [{ ...BEGIN_READING, values: [request, null] }, statement]);
  client.release();
  if (error !== undefined) throw error;
  return results[1]?.[0]?.[0] as string | null;
}

/** Sends a whole transaction at once, and gives the answer of the statement in its middle. */
async function write(pool: Pool, request: string, { name, text }: LimitStatement, values: unknown[]) {
  const client = await pool.connect();
  const { stream } = (client as PoolClient & Corkable).connection;
  const statement: QueryArrayConfig = { name, text, values, rowMode: "array" };
  // All messages leave in one packet.
  stream.cork();
  const flight = [
    client.query("begin read write"),
    client.query({ ...BEGIN_REQUEST, values: [request] }),
    client.query(statement),
    client.query("commit"),
  ] as const;
  stream.uncork();
  const landed = Promise.allSettled(flight).then((results) => {
    client.release();
    return results;
  });
  const failed = (await landed).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return textOf(await flight[2]);
}

function textOf({ rows }: QueryArrayResult): string | null {
  return rows[0]?.[0] ?? null;
}

/**
 * Builds the limit.
 *
 * @param config - the configured issuers
 * @param issuer - the issuer whose tokens are accepted beside theirs
 * @param pool - connections as the authenticator, with `pipeline: true`
 * @param statements - what can be asked for, each at `/` and its name
 * @returns the server; the body of a request is the array of the statement's parameters
 */
export function buildLimit(
  config: Config,
  issuer: BuiltInIssuer,
  pool: Pool,
  statements: readonly LimitStatement[],
): FastifyInstance {
  const app = Fastify({ logger: false });
  const verify = createVerifier(config, issuer);
  for (const statement of statements) {
    const access = statement.writes ? "read write" : "read only";
    app.post(`/${statement.name}`, async (request, reply) => {
      const { claims, organization } = await verify(request.headers.authorization?.slice("Bearer ".length) ?? "");
      const identity = { claims, organization, requestId: request.id, address: request.ip };
      const settings = pgSettingsFor(identity, access);
      const text = await (statement.writes ? write : read)(
        pool,
        settings["tenantry.request"],
        statement,
        request.body as unknown[],
      );
      reply.header("content-type", "application/json; charset=utf-8");
      return text ?? "null";
    });
  }
  return app;
}
