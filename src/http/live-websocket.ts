import type { WebSocket } from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from "graphql";
import { CloseCode, makeServer } from "graphql-ws";
import { AuthenticationError } from "../authentication/authentication-error.ts";
import type { LiveResult, PreparedOperation } from "../graphile/graphql-server.ts";
import { exceeded } from "../graphile/limit-exceeded.ts";
import type { Ending, LiveConnection } from "../live/live-connection.ts";
import type { OnRefusedToken } from "./error-handler.ts";
import { endingOf } from "./live-ending.ts";
import { isSeveral, type LiveOperations } from "./live-operations.ts";

const INITIALISATION_TIMEOUT_MS = 10_000;
const PING_EVERY_MS = 20_000;
/** What a client may leave unread. */
const MAXIMUM_BUFFERED_BYTES = 1024 * 1024;
/** RFC 6455 section 5.5.1: 125 bytes, the code among them. */
const MAXIMUM_REASON_BYTES = 123;

/** Clients of graphql-ws connect again when they have something to ask. */
const NORMAL_CLOSURE = 1000;
const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;
/** Of our own: clients of graphql-ws never connect again after 4401, and 4403 is for those who lack access. */
const TOKEN_EXPIRED = 4498;

const CODES: Readonly<Record<Ending["code"], number>> = {
  UNAUTHENTICATED: CloseCode.Unauthorized,
  FORBIDDEN: CloseCode.Forbidden,
  LIMIT_EXCEEDED: POLICY_VIOLATION,
  UNAVAILABLE: TRY_AGAIN_LATER,
};

type Ready = Exclude<PreparedOperation, { errors: readonly GraphQLError[] }>;

/** An operation from its message until nothing of it is left to be done. */
interface UnderWay {
  /** Whether the client has taken it back. */
  isTakenBack: boolean;
  answers?: AsyncIterableIterator<ExecutionResult>;
}

/**
 * Makes the handler of websockets, which speak the protocol `graphql-transport-ws`. Where a page comes from doesn't
 * matter: nothing that a browser sends by itself proves who asks.
 *
 * @param app - the gateway
 * @param operations - what executes operations
 * @param onRefusedToken - hears of credentials that were refused
 * @returns the handler of a route of @fastify/websocket
 */
export function createWebsocketHandler(
  app: FastifyInstance,
  operations: LiveOperations,
  onRefusedToken: OnRefusedToken,
) {
  const { hub } = operations;

  return function handle(socket: WebSocket, request: FastifyRequest): void {
    const ready = new WeakMap<ExecutionArgs, () => Promise<LiveResult>>();
    // graphql-ws forgets an operation when its client takes it back, though it is still being begun.
    const underWay = new Map<string, UnderWay>();
    let beginning: string | undefined;
    let idle: NodeJS.Timeout | undefined;
    let connection: LiveConnection | undefined;
    const end = ({ code, message, isExpiry }: Ending) =>
      socket.close(isExpiry ? TOKEN_EXPIRED : CODES[code], shortened(message));
    const requireReader = () => {
      if (socket.bufferedAmount <= MAXIMUM_BUFFERED_BYTES) return;
      connection?.end({ code: "UNAVAILABLE", message: "Too much is left unread." });
      // The closing handshake would stand behind all that is unread.
      setTimeout(() => socket.terminate(), 1_000).unref();
    };
    /** Whoever has proved nothing has no token that would expire. */
    const awaitOperation = () => {
      clearTimeout(idle);
      if (!connection?.isAnonymous || underWay.size > 0) return;
      idle = setTimeout(
        () => socket.close(NORMAL_CLOSURE, "Nothing was asked for a while."),
        hub.limits.anonymousIdleMs,
      );
      idle.unref();
    };
    const server = makeServer({
      connectionInitWaitTimeout: INITIALISATION_TIMEOUT_MS,
      async onConnect({ connectionParams }) {
        try {
          const identity = await app.identify(request, credentialsIn(connectionParams));
          connection = await hub.connect(identity, end);
          if (socket.readyState !== socket.OPEN) hub.disconnect(connection);
          else awaitOperation();
          return socket.readyState === socket.OPEN;
        } catch (error) {
          if (error instanceof AuthenticationError && error.code === "UNAUTHENTICATED") onRefusedToken(error, request);
          end(endingOf(error, request));
          return false;
        }
      },
      async onSubscribe(_context, id, body) {
        requireReader();
        if (!connection || connection.hasEnded) return [refusal("UNAVAILABLE", "The connection is being closed.")];
        const former = underWay.get(id);
        if (former) {
          takeBack(former);
          return [
            refusal("BAD_USER_INPUT", "An operation of this id is still being ended; give each an id of its own."),
          ];
        }
        const limit = hub.limits.operationsPerConnection;
        if (underWay.size >= limit) {
          return [
            refusal(
              "LIMIT_EXCEEDED",
              `A connection can have ${limit} operations at the same time.`,
              exceeded("operations", limit),
            ),
          ];
        }
        const operation: UnderWay = { isTakenBack: false };
        underWay.set(id, operation);
        beginning = id;
        clearTimeout(idle);
        const prepared = await operations.prepare(connection, request, body);
        if (prepared.errors) return prepared.errors;
        const args = prepared.args as ExecutionArgs;
        ready.set(args, () => execute(prepared, operation));
        return args;
      },
      execute: (args: ExecutionArgs) => ready.get(args)?.() ?? noOperation(),
      subscribe: (args: ExecutionArgs) => ready.get(args)?.() ?? noOperation(),
      onPing: requireReader,
      onNext: requireReader,
    });

    let isAlive = true;
    const pings = setInterval(() => {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
    }, PING_EVERY_MS).unref();
    socket.on("pong", () => {
      isAlive = true;
    });
    const fail = (error: unknown) => {
      request.log.error({ err: error }, "a message on a websocket failed");
      socket.close(CloseCode.InternalServerError, "An internal error occurred.");
    };
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (text) =>
          new Promise((resolve) => {
            // Whoever has gone away hears nothing; that is no failure.
            if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
            else resolve();
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) =>
          socket.on("message", (data) => {
            beginning = undefined;
            const taken = take(String(data)).catch(fail);
            // What a message has begun is begun before `take` gives its promise, which lasts until all of it is over.
            const id = beginning;
            if (id === undefined) return;
            void taken.finally(() => {
              underWay.delete(id);
              if (socket.readyState === socket.OPEN) awaitOperation();
            });
          }),
      },
      {},
    );
    socket.once("close", (code, reason) => {
      clearInterval(pings);
      clearTimeout(idle);
      if (connection) hub.disconnect(connection);
      request.log.info({ req: request, closeCode: code }, "websocket closed");
      closed(code, String(reason)).catch(fail);
    });
  };
}

async function execute(prepared: Ready, operation: UnderWay): Promise<LiveResult> {
  const result = await prepared.execute();
  if (!isSeveral(result)) return result;
  operation.answers = result;
  if (operation.isTakenBack) await result.return?.();
  return result;
}

function takeBack(operation: UnderWay): void {
  operation.isTakenBack = true;
  void operation.answers?.return?.();
}

/** What a client that can't send headers says instead, under the same names. */
function credentialsIn(parameters: Readonly<Record<string, unknown>> = {}) {
  const named = new Map(Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), value]));
  return { authorization: named.get("authorization"), "x-organization-id": named.get("x-organization-id") };
}

function refusal(code: string, message: string, extensions: object = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, code } });
}

function noOperation() {
  return { errors: [refusal("INTERNAL", "An internal error occurred.")] };
}

function shortened(message: string): string {
  return Buffer.byteLength(message) <= MAXIMUM_REASON_BYTES ? message : `${message.slice(0, 40)} …`;
}
