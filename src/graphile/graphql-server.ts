import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type DocumentNode, type ExecutionResult, GraphQLError, getOperationAST } from "graphql";
import { hookArgs, isAsyncIterable, SafeError, stringifyPayload } from "postgraphile/grafast";
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
    // RetryAfterPlugin has said when to try again, and with which status.
    if (result !== null && "statusCode" in result && reply.hasHeader("retry-after")) {
      result.statusCode = reply.statusCode;
    }
    return super.send(request, reply, result);
  }

  /** Nearly all requests are answered on a shorter way, which leaves to Grafserv what it can't answer. */
  override async addTo(app: FastifyInstance): Promise<void> {
    app.addHook("onRoute", (route) => {
      if (route.method !== "POST" || route.url !== this.dynamicOptions.graphqlPath) return;
      const { handler } = route;
      const server = this;
      route.handler = async function (request, reply) {
        return (await server.answer(request, reply)) ?? handler.call(this, request, reply);
      };
    });
    return super.addTo(app);
  }

  /** Answers JSON with JSON; undefined, and nothing is executed, when it is something else or there is something wrong with it. */
  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<string | undefined> {
    const { accept = "", "content-type": contentType = "" } = request.headers;
    const type = answerType(accept);
    if (type === undefined || !JSON_BODY.test(contentType) || this.dynamicOptions.watch) return undefined;
    const requestContext = { node: { req: request.raw, res: reply.raw }, fastifyv5: { request, reply } };
    const config = await this.getExecutionConfig(requestContext);
    const body = await this.readBody(request.body).catch(() => undefined);
    if (body === undefined) return undefined;
    const { document, errors: refusals } = config.parseAndValidate(body.query);
    const execute = async (operation: DocumentNode) => {
      const args = await this.argumentsFor(config, { ...body, document: operation }, requestContext);
      return this.executeMasked(config.execute, Object.assign(args, { outputDataAsString: true }));
    };
    const result = refusals ? { errors: refusals.map((error) => this.masked(error)) } : await execute(document);
    const { data, errors, extensions } = result as ExecutionResult;
    const isMalformed = errors !== undefined && data === undefined && type !== LEGACY_JSON;
    // RetryAfterPlugin has said when to try again, and with which status.
    if (isMalformed && !reply.hasHeader("retry-after")) reply.code(400);
    reply.header("content-type", type);
    return stringifyPayload({ data, errors, extensions } as never, true);
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
      const request = await this.readBody(body);
      const { errors, document } = config.parseAndValidate(request.query);
      if (errors) return { errors: errors.map(withoutStatus) };
      const operation = getOperationAST(document, request.operationName);
      if (!operation) throw new SafeError(NO_OPERATION, { code: "BAD_USER_INPUT", field: "operationName" });
      const args = await this.argumentsFor(config, { ...request, document }, requestContext);
      const execute = operation.operation === "subscription" ? config.subscribe : config.execute;
      return { args, execute: async () => withData(await this.executeMasked(execute, args)) };
    } catch (error) {
      return { errors: [this.masked(error)] };
    }
  }

  /**
   * Builds the context of an operation, and all else that it takes to execute it.
   *
   * @param config - with what to execute it
   * @param request - what to execute
   * @param requestContext - where the context comes from
   * @returns the arguments for `execute`
   */
  async argumentsFor(
    { schema, contextValue, resolvedPreset }: ExecutionConfig,
    { document, variableValues, operationName, onError }: OperationToExecute,
    requestContext: Partial<Grafast.RequestContext>,
  ): Promise<Grafast.ExecutionArgs> {
    const request = { schema, document, rootValue: null, contextValue, variableValues, operationName, onError };
    const args = { ...request, resolvedPreset, requestContext, middleware: this.grafastMiddleware };
    await hookArgs(args as Grafast.ExecutionArgs);
    return args as Grafast.ExecutionArgs;
  }

  private async executeMasked(execute: Execute, args: Grafast.ExecutionArgs): Promise<LiveResult> {
    const masked = (result: ExecutionResult): ExecutionResult =>
      result.errors ? { ...result, errors: result.errors.map((error) => this.masked(error)) } : result;
    try {
      const result = await execute(args);
      return isAsyncIterable(result)
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

/** The media type of answers to clients who know no other, with the status 200 whatever became of the operation. */
const LEGACY_JSON = "application/json;charset=utf-8";
const GRAPHQL_JSON = "application/graphql-response+json;charset=utf-8";
const PREFERS_GRAPHQL_JSON = /^application\/graphql-response\+json *(,|$)/;
const JSON_BODY = /^application\/json *(; *charset=utf-8 *)?$/i;

function answerType(accept: string): string | undefined {
  if (accept === "application/json") return LEGACY_JSON;
  return PREFERS_GRAPHQL_JSON.test(accept) ? GRAPHQL_JSON : undefined;
}

interface BodyMiddleware {
  run(name: "processGraphQLRequestBody", event: ProcessGraphQLRequestBodyEvent, next: () => void): unknown;
}

type ExecutionConfig = Awaited<ReturnType<GraphqlServer["getExecutionConfig"]>>;

/** What is to be executed. */
export interface OperationToExecute {
  readonly document: DocumentNode;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
  readonly onError?: Grafast.ExecutionArgs["onError"] | null | undefined;
}

type Execute = (args: Grafast.ExecutionArgs) => PromiseLike<object> | object;

/** An operation that is ready, or why it isn't. */
export type PreparedOperation =
  | { readonly errors: readonly GraphQLError[] }
  | { readonly errors?: undefined; readonly args: Grafast.ExecutionArgs; execute(): Promise<LiveResult> };

/** The answer to an operation, masked, or those of a subscription. */
export type LiveResult = ExecutionResult | AsyncIterableIterator<ExecutionResult>;

/**
 * Gives the data of a result as an object: the kept answer to a repeated mutation is JSON already.
 *
 * @param result - of executing an operation
 * @returns the same; or the several results of a subscription as they are
 */
export function withData<Result extends object>(result: Result): Result {
  const { data } = result as { data?: unknown };
  return typeof data === "string" ? { ...result, data: JSON.parse(data) } : result;
}

const NO_OPERATION = "There is no such operation in the document; give the name of one of them.";
const OBJECT = "Give an object.";
const requestOf = z.object({
  query: z.string({ error: "Give the document as the query, a text." }),
  operationName: z.string({ error: "Give a text." }).nullish(),
  variableValues: z.record(z.string(), z.unknown(), { error: OBJECT }).nullish(),
  extensions: z.record(z.string(), z.unknown(), { error: OBJECT }).nullish(),
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
