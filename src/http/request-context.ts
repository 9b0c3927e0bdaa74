import { AsyncLocalStorage } from "node:async_hooks";
import type { FastifyBaseLogger } from "fastify";
import fp from "fastify-plugin";
import type { OperationObserver } from "../graphile/gateway-options.ts";
import { OperationRecord } from "../observability/operation-record.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** The log of the request that is being served, whose lines carry its id; the gateway's own log outside of any. */
    currentLog(): FastifyBaseLogger;
    /** Does something whose log and record are others, such as those of an operation on a websocket. */
    withLog<Result>(log: FastifyBaseLogger, operation: OperationRecord, work: () => Result): Result;
    /** Begins a record, for an operation that doesn't come as a request of its own. */
    recordOperation(): OperationRecord;
  }
  interface FastifyRequest {
    /** What is found out about it; undefined for what no route could be looked for. */
    operation: OperationRecord | undefined;
  }
}

interface Scope {
  readonly log: FastifyBaseLogger;
  readonly operation: OperationRecord | undefined;
}

const scopes = new AsyncLocalStorage<Scope>();

/**
 * The record of the request or operation that is being served.
 *
 * @returns the record; undefined outside of any
 */
export function currentOperation(): OperationRecord | undefined {
  return scopes.getStore()?.operation;
}

/** Names come from outside, and stand in every line and span. */
const LONGEST_NAME = 80;

/** Notes what becomes of an operation in its record. */
export const operationObserver: OperationObserver = {
  operation(kind, name) {
    const operation = currentOperation();
    if (operation !== undefined) Object.assign(operation, { kind, name: name?.slice(0, LONGEST_NAME) });
  },
  planned(milliseconds) {
    const operation = currentOperation();
    if (operation !== undefined) operation.planMs += milliseconds;
  },
  error(error) {
    currentOperation()?.errors.push(error);
  },
};

export interface RequestContextOptions {
  /** Whether everything that goes to the database is recorded, and not only how much it is. */
  readonly keepsFlights?: boolean;
}

/** Lets code that is handed no request, such as the masking of errors, log under the request's id. */
export default fp<RequestContextOptions>(
  async (app, { keepsFlights = false }) => {
    app.decorateRequest("operation");
    app.addHook("onRequest", (request, _reply, done) => {
      request.operation = new OperationRecord(keepsFlights);
      scopes.run(request, done);
    });
    // Who asks is known by then, where it matters.
    app.addHook("preParsing", (request, _reply, _payload, done) => {
      const { operation, identity } = request;
      if (identity !== undefined) operation?.want(identity.organization);
      done();
    });
    app.decorate("currentLog", () => scopes.getStore()?.log ?? app.log);
    app.decorate("withLog", (log, operation, work) => scopes.run({ log, operation }, work));
    app.decorate("recordOperation", () => new OperationRecord(keepsFlights));
  },
  { name: "request-context" },
);
