import type { FastifyReply, FastifyRequest } from "fastify";
import { type ExecutionResult, GraphQLError, getOperationAST } from "graphql";
import { hookArgs, SafeError } from "postgraphile/grafast";
import type { GrafservConfig, JSONObject, ProcessGraphQLRequestBodyEvent, Result } from "postgraphile/grafserv";
import { parseGraphQLJSONBody } from "postgraphile/grafserv";
import { FastifyGrafserv } from "postgraphile/grafserv/fastify/v5";
import { z } from "zod";
import type { ErrorCode } from "./database-errors.ts";

interface ResponseBody {
  errors?: { extensions?: { code: string; limit?: unknown; statusCode?: number } }[];
}

/** Refusals at the level of HTTP (media types, malformed bodies) pass no plugin, so they get their code here. */
export class GraphqlServer extends FastifyGrafserv {
  override async send(request: FastifyRequest, reply: FastifyReply, result: Result | null) {
    if (result?.type === "json" && result.statusCode >= 400) {
      for (const error of (result.json as ResponseBody).errors ?? []) {
        error.extensions = { code: codeOf(result.statusCode), ...error.extensions };
        delete error.extensions.statusCode;
        // The errors of documents have been told of where they were masked.
        if (request.operation?.code === "OK") request.operation.errors.push({ ...error.extensions });
      }
    }
    return super.send(request, reply, result);
  }

  /**
   * Prepares an operation that came another way than as a request of HTTP, under the same limits.
   *
   * @param body - what would be the request's body
   * @param requestContext - where the context of the operation comes from
   * @returns the operation, or why it can't be executed, masked
   */
  async prepare(body: unknown, requestContext: Partial<Grafast.RequestContext>): Promise<PreparedOperation> {
    try {
      const config = await this.getExecutionConfig(requestContext);
      const { query, operationName, variableValues, onError } = await this.readBody(body);
      const { errors, document } = config.parseAndValidate(query);
      if (errors) return { errors: errors.map(withoutStatus) };
      const operation = getOperationAST(document, operationName);
      if (!operation) throw new SafeError(NO_OPERATION, { code: "BAD_USER_INPUT", field: "operationName" });
      const { schema, contextValue, resolvedPreset } = config;
      const request = { schema, document, rootValue: null, contextValue, variableValues, operationName, onError };
      const middleware = this.grafastMiddleware;
      const args = { ...request, resolvedPreset, requestContext, middleware } as Grafast.ExecutionArgs;
      await hookArgs(args);
      const execute = operation.operation === "subscription" ? config.subscribe : config.execute;
      return { args, execute: async () => this.execute(execute, args) };
    } catch (error) {
      return { errors: [this.masked(error)] };
    }
  }

  private async execute(execute: Execute, args: Grafast.ExecutionArgs): Promise<LiveResult> {
    const masked = ({ data, errors, extensions }: ExecutionResult): ExecutionResult => ({
      ...(errors && { errors: errors.map((error) => this.masked(error)) }),
      // The stored answer of a repeated mutation is JSON already.
      ...(data !== undefined && { data: typeof data === "string" ? JSON.parse(data) : data }),
      ...(extensions && { extensions }),
    });
    try {
      const result = await execute(args);
      return Symbol.asyncIterator in result
        ? mapped(result as AsyncIterableIterator<ExecutionResult>, masked)
        : masked(result);
    } catch (error) {
      return { errors: [this.masked(error)] };
    }
  }

  private masked(error: unknown): GraphQLError {
    const originalError = error instanceof Error ? error : new Error(String(error));
    const wrapped = error instanceof GraphQLError ? error : new GraphQLError(originalError.message, { originalError });
    return withoutStatus(this.dynamicOptions.maskError(wrapped) as GraphQLError);
  }

  private async readBody(body: unknown) {
    const parsed = parseGraphQLJSONBody(body as JSONObject);
    // Grafserv keeps it for itself.
    const { middleware } = this as unknown as { middleware: BodyMiddleware | null };
    const event = { resolvedPreset: this.resolvedPreset, body: parsed } as ProcessGraphQLRequestBodyEvent;
    await middleware?.run("processGraphQLRequestBody", event, () => {});
    const checked = requestOf.safeParse(parsed);
    if (checked.success) return checked.data;
    const [issue] = checked.error.issues;
    throw new SafeError(issue?.message ?? "", { code: "BAD_USER_INPUT", field: issue?.path.join(".") });
  }
}

interface BodyMiddleware {
  run(name: "processGraphQLRequestBody", event: ProcessGraphQLRequestBodyEvent, next: () => void): unknown;
}

type Execute = (args: Grafast.ExecutionArgs) => PromiseLike<object> | object;

/** An operation that is ready, or why it isn't. */
export type PreparedOperation =
  | { readonly errors: readonly GraphQLError[] }
  | { readonly errors?: undefined; readonly args: Grafast.ExecutionArgs; execute(): Promise<LiveResult> };

/** The answer to an operation, masked, or those of a subscription. */
export type LiveResult = ExecutionResult | AsyncIterableIterator<ExecutionResult>;

const NO_OPERATION = "There is no such operation in the document; give the name of one of them.";
const OBJECT = "Give an object.";
const requestOf = z.object({
  query: z.string({ error: "Give the document as the query, a text." }),
  operationName: z.string({ error: "Give a text." }).nullish(),
  variableValues: z.record(z.string(), z.unknown(), { error: OBJECT }).nullish(),
  onError: z.enum(["PROPAGATE", "NULL", "HALT"], { error: "Give PROPAGATE, NULL or HALT." }).nullish(),
});

/** Ending it ends the inner one at once, also while that waits for the next result. */
function mapped<Value>(
  iterator: AsyncIterableIterator<Value>,
  map: (value: Value) => Value,
): AsyncIterableIterator<Value> {
  const next = ({ done, value }: IteratorResult<Value>): IteratorResult<Value> =>
    done ? { done, value } : { done: false, value: map(value) };
  return {
    next: async () => next(await iterator.next()),
    return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The status of HTTP is no part of an answer, least of all where there is no HTTP. */
function withoutStatus(error: GraphQLError): GraphQLError {
  delete error.extensions["statusCode"];
  return error;
}

function codeOf(statusCode: number): ErrorCode {
  if (statusCode === 503) return "UNAVAILABLE";
  return statusCode >= 500 ? "INTERNAL" : "BAD_USER_INPUT";
}

/**
 * Makes the GraphQL server for Fastify 5; stands in for the function of the same name in
 * `postgraphile/grafserv/fastify/v5`.
 *
 * @param config - what `createServ` of PostGraphile passes
 * @returns the server, whose `addTo` adds the routes
 */
export function grafserv(config: GrafservConfig): GraphqlServer {
  const server = new GraphqlServer(config);
  // Ends listening for changes of the schema; the pools are not the server's.
  server.onRelease(async () => {
    for (const service of server.resolvedPreset.pgServices ?? []) await service.release?.();
  });
  return server;
}
