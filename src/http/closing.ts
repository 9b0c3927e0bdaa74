import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import fp from "fastify-plugin";

declare module "fastify" {
  interface FastifyInstance {
    /** Whether the gateway is about to close, so that whoever spreads requests should send them elsewhere. */
    isDraining(): boolean;
  }
}

export interface ClosingOptions {
  /** For how many milliseconds the gateway goes on serving after it was told to close. */
  readonly drainMs: number;
}

/**
 * While the gateway closes, answers end their connections; kept alive for more requests, they would hold it up. Before it
 * begins to refuse new ones it gives proxies the time to notice `/ready`, so that a restart loses no request.
 */
export default fp<ClosingOptions>(
  async (app, { drainMs }) => {
    let draining: Promise<void> | undefined;
    app.decorate("isDraining", () => draining !== undefined);
    app.addHook("onSend", (_request, reply, _payload, done) => {
      if (draining !== undefined) reply.header("connection", "close");
      done();
    });
    const open = new Set<Socket>();
    /** How many answers are awaited on each; requests may come one behind the other. */
    const busy = new Map<Socket, number>();
    app.server.on("connection", (socket: Socket) => {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    });
    app.server.on("request", ({ socket }, response) => {
      busy.set(socket, (busy.get(socket) ?? 0) + 1);
      response.once("close", () => {
        const left = (busy.get(socket) ?? 1) - 1;
        if (left > 0) busy.set(socket, left);
        else busy.delete(socket);
      });
    });
    // Websockets are ended by those who know what to tell them.
    app.server.on("upgrade", ({ socket }) => open.delete(socket));
    // Node waits a minute for the first request of a connection, such as one that a browser opens in advance.
    app.addHook("preClose", async () => {
      for (const socket of open) if (!busy.has(socket)) socket.destroy();
    });
    // Fastify refuses requests before any of its hooks on closing has a say.
    const close = app.close.bind(app) as () => Promise<undefined>;
    const drainAndClose = async () => {
      draining ??= app.server.listening && drainMs > 0 ? sleep(drainMs) : Promise.resolve();
      await draining;
      return close();
    };
    app.close = drainAndClose as FastifyInstance["close"];
  },
  { name: "closing" },
);
