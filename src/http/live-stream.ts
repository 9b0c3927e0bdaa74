import type { FastifyReply, FastifyRequest } from "fastify";
import type { ExecutionResult } from "graphql";
import type { Ending, LiveConnection } from "../live/live-connection.ts";
import { endingOf } from "./live-ending.ts";
import { isSeveral, type LiveOperations } from "./live-operations.ts";
import { RequestError } from "./request-error.ts";

/** Proxies close what is silent for a minute. */
const HEARTBEAT_MS = 20_000;

const END_TIMEOUT_MS = 2_000;

const STREAM_HEADERS = { "cache-control": "no-store", "x-accel-buffering": "no", connection: "close" };

const STATUS: Readonly<Record<Ending["code"], number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  LIMIT_EXCEEDED: 429,
  UNAVAILABLE: 503,
};

/**
 * Makes the handler of event streams, one operation each: the “distinct connections mode” of the GraphQL over
 * server-sent events protocol.
 *
 * @param operations - what executes operations
 * @param streams - keeps those that are open, with how to end them
 * @returns the handler of a route
 */
export function createStreamHandler(operations: LiveOperations, streams: Set<(ending: Ending) => void>) {
  const { hub } = operations;

  return async function handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { raw } = reply;
    let answers: AsyncIterator<ExecutionResult> | undefined;
    let isOpen = true;
    let ended: Ending | undefined;
    let hasGone = false;
    const end = (ending: Ending) => {
      if (!isOpen) return;
      isOpen = false;
      ended = ending;
      const { code, message } = ending;
      if (raw.headersSent) raw.end(`${next({ errors: [{ message, extensions: { code } }] })}${COMPLETE}`);
      void answers?.return?.();
      // Whoever reads nothing would never get to the end.
      setTimeout(() => raw.destroy(), END_TIMEOUT_MS).unref();
    };
    raw.once("close", () => {
      hasGone = true;
      isOpen = false;
      void answers?.return?.();
    });

    let connection: LiveConnection;
    try {
      connection = await hub.connect(request.identity, end);
    } catch (error) {
      const { code, message } = endingOf(error, request);
      throw new RequestError(STATUS[code], code, message);
    }
    if (ended !== undefined) {
      hub.disconnect(connection);
      const { code, message } = ended as Ending;
      throw new RequestError(STATUS[code], code, message);
    }
    if (hasGone) {
      hub.disconnect(connection);
      return reply.hijack();
    }
    raw.once("close", () => hub.disconnect(connection));

    reply.hijack();
    const headers = { ...reply.getHeaders(), "content-type": "text/event-stream; charset=utf-8" };
    // Kept alive for another request, the connection would hold up a gateway that closes.
    raw.writeHead(200, { ...headers, ...STREAM_HEADERS } as NodeJS.Dict<string>);
    raw.flushHeaders();
    const heartbeat = setInterval(() => {
      // Whoever reads nothing needs nothing to keep the connection open.
      if (raw.writableLength === 0) raw.write(":\n\n");
    }, HEARTBEAT_MS).unref();
    raw.once("close", () => clearInterval(heartbeat));
    streams.add(end);
    raw.once("close", () => streams.delete(end));

    let proceed = () => {};
    raw.on("drain", () => proceed());
    raw.once("close", () => proceed());
    /** Writes, and waits for whoever reads slowly. */
    const write = async (text: string) => {
      if (!isOpen || raw.write(text)) return;
      await new Promise<void>((resolve) => {
        proceed = resolve;
      });
    };
    try {
      const operation = await operations.prepare(connection, request, request.body);
      const result = operation.errors ? { errors: operation.errors } : await operation.execute();
      if (isSeveral(result)) {
        answers = result;
        if (!isOpen) await result.return?.();
        for await (const answer of result) await write(next(answer));
      } else {
        await write(next(result));
      }
    } catch (error) {
      request.log.error({ err: error }, "an event stream failed");
      await write(next({ errors: [{ message: "An internal error occurred.", extensions: { code: "INTERNAL" } }] }));
    }
    if (isOpen) raw.end(COMPLETE);
    isOpen = false;
    return reply;
  };
}

const COMPLETE = "event: complete\ndata:\n\n";

function next(result: object): string {
  return `event: next\ndata: ${JSON.stringify(result)}\n\n`;
}
