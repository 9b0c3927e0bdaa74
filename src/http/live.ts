import websocket from "@fastify/websocket";
import fp from "fastify-plugin";
import { handleProtocols } from "graphql-ws";
import type { GraphqlServer } from "../graphile/graphql-server.ts";
import type { Ending } from "../live/live-connection.ts";
import type { LiveHub } from "../live/live-hub.ts";
import type { OnRefusedToken } from "./error-handler.ts";
import { createLiveOperations } from "./live-operations.ts";
import { createStreamHandler } from "./live-stream.ts";
import { createWebsocketHandler } from "./live-websocket.ts";

const CLOSE_TIMEOUT_MS = 2_000;

const GOING_AWAY = 1001;
const CLOSING: Ending = { code: "UNAVAILABLE", message: "The service is going away; connect again." };

declare module "fastify" {
  interface FastifyInstance {
    readonly liveHub: LiveHub;
  }
}

export interface LiveOptions {
  readonly server: GraphqlServer;
  readonly hub: LiveHub;
  /** Hears of credentials that were refused, for the record. */
  readonly onRefusedToken: OnRefusedToken;
  /** Bytes of a message at most. */
  readonly maximumBytes: number;
}

/** Websockets on `/graphql`, whose route must be registered after this, and event streams on `/graphql/stream`. */
export default fp<LiveOptions>(
  async (app, { server, hub, onRefusedToken, maximumBytes }) => {
    app.decorate("liveHub", hub);
    const operations = createLiveOperations(app, hub, server);
    const handleWebsocket = createWebsocketHandler(app, operations, onRefusedToken);
    app.addHook("onRoute", (route) => {
      if (route.url === "/graphql" && route.method === "GET") route.wsHandler = handleWebsocket;
    });
    await app.register(websocket, {
      options: { maxPayload: maximumBytes, handleProtocols },
      errorHandler: (error, socket, request) => {
        request.log.info({ err: error }, "a websocket broke off");
        socket.terminate();
      },
      preClose: (done) => {
        const { clients } = app.websocketServer;
        for (const client of clients) {
          client.close(GOING_AWAY, CLOSING.message);
          setTimeout(() => client.terminate(), CLOSE_TIMEOUT_MS).unref();
        }
        app.websocketServer.close();
        done();
      },
    });

    const streams = new Set<(ending: Ending) => void>();
    app.addHook("preClose", async () => {
      for (const end of streams) end(CLOSING);
    });
    app.post("/graphql/stream", { onRequest: app.authenticate }, createStreamHandler(operations, streams));
    app.addHook("onClose", () => hub.end());
  },
  { name: "live", dependencies: ["authentication", "request-context"] },
);
