import type { ExecutionResult, GraphQLError } from "graphql";
import { isAsyncIterable } from "postgraphile/grafast";
import { type GraphqlServer, withData } from "./graphql-server.ts";
import { rootCause } from "./mask-error.ts";

/** An operation that the gateway itself keeps, for a request. */
export interface OperationRequest {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The request that it is executed for, as Grafserv describes it to those who build the context. */
  readonly requestContext: Partial<Grafast.RequestContext>;
}

/** An error as clients may see it, and what only the gateway knows of it. */
export interface OperationError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
  /** The SQLSTATE that the database refused with, if it did. */
  readonly state: string | undefined;
}

/** What came of an operation: its data, or the errors because of which there are none. */
export type OperationOutcome =
  | { readonly data: Readonly<Record<string, unknown>>; readonly errors?: undefined }
  | { readonly errors: readonly OperationError[] };

export type RunOperation = (request: OperationRequest) => Promise<OperationOutcome>;

/**
 * Lets routes be answered by operations, under the limits and in the transactions of requests for GraphQL.
 *
 * @param server - the GraphQL server
 * @returns a function that executes an operation
 */
export function createRunOperation(server: GraphqlServer): RunOperation {
  return async ({ document: text, variables, requestContext }) => {
    const { maskPayload } = server.dynamicOptions;
    const config = await server.getExecutionConfig(requestContext);
    const { document, errors } = config.parseAndValidate(text);
    // These have been masked already.
    if (errors !== undefined) return { errors: errors.map((error) => asOperationError(error, error)) };
    const args = await server.argumentsFor(config, { document, variableValues: variables }, requestContext);
    const result = withData(await config.execute(args));
    if (isAsyncIterable(result)) throw new Error("Subscriptions and deferred answers are no routes.");
    if (result.errors?.length) {
      const causes = result.errors;
      const { errors: masked = [] } = maskPayload({ ...result, errors: causes }) as ExecutionResult;
      return { errors: masked.map((error, index) => asOperationError(error, causes[index] ?? error)) };
    }
    return { data: result.data as Record<string, unknown> };
  };
}

function asOperationError({ message, extensions }: GraphQLError, cause: GraphQLError): OperationError {
  const { code } = rootCause(cause) as { code?: unknown };
  return { message, extensions, state: typeof code === "string" ? code : undefined };
}
