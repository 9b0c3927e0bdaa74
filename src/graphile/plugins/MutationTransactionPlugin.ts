import { type ExecutionResult, GraphQLError, getOperationAST } from "graphql";
import type { Pool } from "pg";
import type {} from "postgraphile";
import { MutationTransaction, NotCarriedOutError } from "../../database/mutation-transaction.ts";
import type { RequestListeners, Settings } from "../../database/request-transaction.ts";
import { IdempotentAnswer } from "../idempotency.ts";
import { rootCause } from "../mask-error.ts";
import { rootFields } from "../root-fields.ts";
import { RowErrors } from "../row-errors.ts";
import { asksForSecret } from "../secret-fields.ts";
import { isSignIn } from "../sign-in-mutations.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      MutationTransactionPlugin: true;
    }
  }
  namespace Grafast {
    interface Context {
      /** With which a mutation can be repeated safely. */
      idempotencyKey?: string | undefined;
    }
  }
}

/** Grafserv has the data written as JSON right away, which the types don't say. */
type Data = ExecutionResult["data"] | string;

/**
 * Runs all mutations of a document in one transaction: an answer with errors has changed nothing, whatever the document
 * did before or after what failed. With an idempotency key the answer is kept in the same transaction, so that what was
 * done and the answer are both there, or neither; of an answer that shows a secret, that it was given. Signing in and the
 * like are no part of this: they commit by themselves, failures too, and are the only mutation of their document.
 *
 * @param pool - connections as the authenticator
 * @param listeners - who hears of keys that were accepted and of requests that were refused
 * @returns the plugin
 */
export function MutationTransactionPlugin(pool: Pool, listeners: RequestListeners): GraphileConfig.Plugin {
  return {
    name: "MutationTransactionPlugin",
    description: "Lets all mutations of a document succeed or none.",
    version: "1.0.0",

    grafast: {
      middleware: {
        execute(next, { args }) {
          const { schema, document } = args;
          const operation = getOperationAST(document, args.operationName);
          if (operation?.operation !== "mutation" || rootFields(document, operation).some(isSignIn)) return next();
          const transaction = new MutationTransaction(pool, listeners);
          const context: Partial<Grafast.Context> = args.contextValue ?? {};
          args.contextValue = Object.assign(context, { withPgClient: transaction.withPgClient });
          const execute = async () => (await next()) as ExecutionResult;
          const { idempotencyKey, pgSettings, identity } = context;
          if (idempotencyKey === undefined || !pgSettings || !identity) return inTransaction(transaction, execute);
          const createAnswer = () =>
            new IdempotentAnswer(idempotencyKey, { ...args, organization: identity.organization });
          const textOf = asksForSecret(schema, document) ? () => null : jsonOf;
          return once(transaction, pgSettings, createAnswer, execute, textOf);
        },
      },
    },
  };
}

type Execute = () => Promise<ExecutionResult>;

/** What is kept of an answer. */
type TextOf = (data: Data) => string | null;

/** Executes what wasn't executed before, and keeps its answer. */
async function once(
  transaction: MutationTransaction,
  settings: Settings,
  createAnswer: () => IdempotentAnswer,
  execute: Execute,
  textOf: TextOf,
): Promise<ExecutionResult> {
  try {
    const answer = createAnswer();
    const data = await transaction.withPgClient(settings, (client) => answer.claim(client));
    if (data === undefined) {
      const keep = (result: ExecutionResult) =>
        transaction.withPgClient(settings, (client) => answer.keep(client, textOf(result.data)));
      return await inTransaction(transaction, execute, keep);
    }
    await transaction.rollback();
    return { data: data as Data } as ExecutionResult;
  } catch (error) {
    await transaction.rollback();
    return { errors: [asGraphQLError(error)] };
  }
}

async function inTransaction(
  transaction: MutationTransaction,
  execute: Execute,
  beforeCommit?: (result: ExecutionResult) => Promise<void>,
): Promise<ExecutionResult> {
  const result = await execute().catch(async (error) => {
    await transaction.rollback();
    throw error;
  });
  if (result.errors) {
    await transaction.rollback();
    return takenBack(result, result.errors.flatMap(errorsOf));
  }
  try {
    await beforeCommit?.(result);
  } catch (error) {
    await transaction.rollback();
    return takenBack(result, [asGraphQLError(error)]);
  }
  try {
    await transaction.commit();
    return result;
  } catch (error) {
    return takenBack(result, [asGraphQLError(error)]);
  }
}

/** What was done is undone: the answer must not show it. */
function takenBack(result: ExecutionResult, errors: readonly GraphQLError[]): ExecutionResult {
  return Object.assign(result, { errors }, result.data === undefined ? {} : { data: withoutPayloads(result.data) });
}

/** The errors to tell: one for each row, and none for what wasn't tried. */
function errorsOf(error: GraphQLError): GraphQLError[] {
  const cause = rootCause(error);
  if (cause instanceof NotCarriedOutError) return [];
  if (!(cause instanceof RowErrors)) return [error];
  const { nodes = null, path = null } = error;
  return cause.errors.map((originalError) => new GraphQLError(originalError.message, { nodes, path, originalError }));
}

function withoutPayloads(data: Data): Data {
  if (typeof data === "string") return JSON.stringify(withoutPayloads(JSON.parse(data)));
  const fields = Object.entries(data ?? {}).map(([name, value]) => [name, typeof value === "object" ? null : value]);
  return data && Object.fromEntries(fields);
}

function jsonOf(data: Data): string {
  return typeof data === "string" ? data : JSON.stringify(data);
}

function asGraphQLError(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
