import { randomUUID } from "node:crypto";
import type {} from "@fastify/websocket";
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from "fastify";
import { type ExecutionResult, GraphQLError } from "graphql";
import type { GraphqlServer, LiveResult, PreparedOperation } from "../graphile/graphql-server.ts";
import { IDEMPOTENCY_HEADER } from "../graphile/idempotency.ts";
import type { LiveConnection } from "../live/live-connection.ts";
import type { LiveHub } from "../live/live-hub.ts";
import type { OperationRecord } from "../observability/operation-record.ts";
import { RequestError } from "./request-error.ts";

/** What websockets and event streams have in common. */
export interface LiveOperations {
  readonly hub: LiveHub;
  /**
   * Prepares an operation, under an id of its own in the log and in the audit log, and writes a line when it is done.
   *
   * @param connection - what it came on
   * @param request - the request of HTTP that became the connection
   * @param body - the operation
   * @returns the operation, or why it can't be executed
   */
  prepare(connection: LiveConnection, request: FastifyRequest, body: unknown): Promise<PreparedOperation>;
}

/**
 * Prepares the execution of operations that come on websockets and event streams.
 *
 * @param app - the gateway, for its log
 * @param hub - where subscriptions come from
 * @param server - what executes
 * @returns what both kinds of connections need
 */
export function createLiveOperations(app: FastifyInstance, hub: LiveHub, server: GraphqlServer): LiveOperations {
  return {
    hub,
    async prepare(connection, request, body) {
      const tooOften = request.ws ? await refusalOf(app.countRequest(request, connection.identity)) : undefined;
      if (tooOften) return { errors: [tooOften] };
      const record = app.recordOperation();
      record.want(connection.identity.organization);
      const requestId = randomUUID();
      const log = request.log.child({ operationId: requestId });
      const finish = () => finishOperation(app, log, request, record, requestId);
      const live = {
        identity: { ...connection.identity, requestId },
        idempotencyKey: idempotencyKeyOf(request, body),
        source: {
          takeTurn: (work) => hub.takeTurn(connection, work),
          subscribe: (topic, named) => hub.subscribe(connection, topic, named),
        } satisfies Grafast.Context["live"],
      };
      const operation = await app.withLog(log, record, () => server.prepare(body, { live }));
      if (operation.errors) {
        finish();
        return operation;
      }
      const execute = async () => {
        const result = await app.withLog(log, record, () => operation.execute());
        if (isSeveral(result)) return inLog({ app, log, record, finish }, result);
        finish();
        return result;
      };
      return { args: operation.args, execute };
    },
  };
}

/**
 * Tells the answers of a subscription from the one of another operation.
 *
 * @param result - what an operation came to
 * @returns whether it gives one answer after the other
 */
export function isSeveral(result: LiveResult): result is Exclude<LiveResult, ExecutionResult> {
  return Symbol.asyncIterator in result;
}

interface OperationScope {
  readonly app: FastifyInstance;
  readonly log: FastifyBaseLogger;
  readonly record: OperationRecord;
  readonly finish: () => void;
}

function finishOperation(
  app: FastifyInstance,
  log: FastifyBaseLogger,
  request: FastifyRequest,
  record: OperationRecord,
  id: string,
): void {
  const milliseconds = performance.now() - record.startedAt;
  const { organization } = record;
  log.info({ req: request, organization, milliseconds: Math.round(milliseconds) }, "operation");
  app.operationFinished(record, milliseconds, id, log);
}

/** What fails while events are read belongs into the log of the operation. */
function inLog<Value>(
  { app, log, record, finish }: OperationScope,
  results: AsyncIterableIterator<Value>,
): AsyncIterableIterator<Value> {
  let hasFinished = false;
  const finishOnce = () => {
    if (!hasFinished) finish();
    hasFinished = true;
  };
  return {
    async next() {
      const result = await app.withLog(log, record, () => results.next());
      if (result.done) finishOnce();
      return result;
    },
    async return() {
      finishOnce();
      return (await results.return?.()) ?? { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The request of an event stream is counted as such; the messages on a websocket are more than the one it began with. */
async function refusalOf(counting: Promise<void>): Promise<GraphQLError | undefined> {
  try {
    await counting;
    return undefined;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return new GraphQLError(error.message, { extensions: { ...error.extensions, code: error.code } });
  }
}

/** The header is for all that comes on a connection, so a message names its own key in its extensions. */
function idempotencyKeyOf(request: FastifyRequest, body: unknown): string | undefined {
  const { extensions } = (body ?? {}) as { extensions?: { idempotencyKey?: unknown } | null };
  const key = extensions?.idempotencyKey;
  if (key !== undefined && key !== null) return String(key);
  const header = request.headers[IDEMPOTENCY_HEADER.toLowerCase()];
  return request.ws || header === undefined ? undefined : String(header);
}
