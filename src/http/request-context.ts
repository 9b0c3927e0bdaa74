import { AsyncLocalStorage } from "node:async_hooks";
import type { FastifyBaseLogger } from "fastify";
import fp from "fastify-plugin";

declare module "fastify" {
  interface FastifyInstance {
    /** The log of the request that is being served, whose lines carry its id; the gateway's own log outside of any. */
    currentLog(): FastifyBaseLogger;
    /** Does something whose log is another one, such as that of an operation on a websocket. */
    withLog<Result>(log: FastifyBaseLogger, work: () => Result): Result;
  }
}

/** Lets code that is handed no request, such as the masking of errors, log under the request's id. */
export default fp(
  async (app) => {
    const requests = new AsyncLocalStorage<{ readonly log: FastifyBaseLogger }>();
    app.addHook("onRequest", (request, _reply, done) => requests.run(request, done));
    app.decorate("currentLog", () => requests.getStore()?.log ?? app.log);
    app.decorate("withLog", (log, work) => requests.run({ log }, work));
  },
  { name: "request-context" },
);
