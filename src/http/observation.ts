import type { FastifyBaseLogger } from "fastify";
import fp from "fastify-plugin";
import { OTHER } from "../observability/bounded-label.ts";
import type { FinishedListener } from "../observability/finished-operation.ts";
import type { OperationRecord } from "../observability/operation-record.ts";
import { createTrustedPeers } from "./trusted-peers.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Tells that an operation is over that came on a websocket or an event stream. */
    operationFinished(record: OperationRecord, milliseconds: number, id: string, log: FastifyBaseLogger): void;
  }
}

export interface ObservationOptions {
  readonly listeners: readonly FinishedListener[];
  /** Addresses and networks whose word on whether to trace counts. */
  readonly trustedProxies: readonly string[];
}

const STREAM_ROUTE = "/graphql/stream";

/** Tells those who look after the gateway of each request and operation that is over. */
export default fp<ObservationOptions>(
  async (app, { listeners, trustedProxies }) => {
    const isTrusted = createTrustedPeers(trustedProxies);
    app.addHook("onResponse", (request, reply, done) => {
      const { operation: record, method, routeOptions, headers, id, log } = request;
      if (record !== undefined) {
        const { url: route = OTHER } = routeOptions;
        const isConnection = request.ws || (route === STREAM_ROUTE && reply.statusCode === 200);
        const traceparent = typeof headers["traceparent"] === "string" ? headers["traceparent"] : undefined;
        const mayDecide = traceparent !== undefined && isTrusted(request.socket.remoteAddress);
        const caller = traceparent === undefined ? undefined : { traceparent, mayDecide };
        const http = { method, route, statusCode: reply.statusCode, isConnection, caller };
        const finished = { record, milliseconds: reply.elapsedTime, id, log, http };
        for (const listener of listeners) listener(finished);
      }
      done();
    });
    app.decorate("operationFinished", (record, milliseconds, id, log) => {
      for (const listener of listeners) listener({ record, milliseconds, id, log });
    });
  },
  { name: "observation", dependencies: ["request-context"] },
);
