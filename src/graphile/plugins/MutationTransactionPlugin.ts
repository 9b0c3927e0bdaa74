import { type ExecutionResult, GraphQLError, getOperationAST } from "graphql";
import type { Pool } from "pg";
import type {} from "postgraphile";
import { MutationTransaction, NotCarriedOutError } from "../../database/mutation-transaction.ts";
import { rootCause } from "../mask-error.ts";
import { RowErrors } from "../row-errors.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      MutationTransactionPlugin: true;
    }
  }
}

/** Grafserv has the data written as JSON right away, which the types don't say. */
type Data = ExecutionResult["data"] | string;

/**
 * Runs all mutations of a document in one transaction: an answer with errors has changed nothing, whatever the document
 * did before or after what failed.
 *
 * @param pool - connections as the authenticator
 * @returns the plugin
 */
export function MutationTransactionPlugin(pool: Pool): GraphileConfig.Plugin {
  return {
    name: "MutationTransactionPlugin",
    description: "Lets all mutations of a document succeed or none.",
    version: "1.0.0",

    grafast: {
      middleware: {
        execute(next, { args }) {
          if (getOperationAST(args.document, args.operationName)?.operation !== "mutation") return next();
          const transaction = new MutationTransaction(pool);
          args.contextValue = Object.assign(args.contextValue ?? {}, { withPgClient: transaction.withPgClient });
          return inTransaction(transaction, async () => (await next()) as ExecutionResult);
        },
      },
    },
  };
}

async function inTransaction(
  transaction: MutationTransaction,
  execute: () => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  const result = await execute().catch((error) => {
    transaction.rollback();
    throw error;
  });
  if (result.errors) {
    transaction.rollback();
    return takenBack(result, result.errors.flatMap(errorsOf));
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

function asGraphQLError(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
