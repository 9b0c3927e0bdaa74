import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { isBearer } from "../http/metrics.ts";
import { METRICS_TYPE } from "./metrics.ts";

/** Where metrics are read beside the gateway's own port. */
export interface MetricsServerOptions {
  readonly host: string;
  /** Undefined where there is to be no such server. */
  readonly port: number | undefined;
  /** What whoever reads them has to send as a bearer, if anything. */
  readonly token: string | undefined;
}

/**
 * Serves metrics, and nothing else, at a port of their own, which the outside needn't reach.
 *
 * @param options - where, and to whom
 * @param read - gives the metrics of all processes that serve
 * @returns the server, which listens; undefined when there is no port for it
 * @throws Error when the port can't be opened, saying what to do
 */
export async function serveMetrics(
  { host, port, token }: MetricsServerOptions,
  read: () => Promise<string>,
): Promise<Server | undefined> {
  if (port === undefined) return undefined;
  const server = createServer(async ({ url = "", method, headers }, response) => {
    const end = (status: number, text: string, type = "text/plain; charset=utf-8") =>
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(text);
    if (url.split("?", 1)[0] !== "/metrics" || method !== "GET") return end(404, "There is nothing here.\n");
    if (token !== undefined && !isBearer(headers.authorization, token)) {
      response.setHeader("www-authenticate", 'Bearer realm="metrics"');
      return end(401, "Send METRICS_TOKEN as a bearer.\n");
    }
    try {
      end(200, await read(), METRICS_TYPE);
    } catch {
      end(503, "The metrics can't be had at the moment.\n");
    }
  });
  server.listen(port, host);
  await once(server, "listening").catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === "EADDRINUSE" ? "another program listens there" : error.message;
    throw new Error(`Can't listen on METRICS_HOST ${host}, METRICS_PORT ${port}: ${reason}.`);
  });
  server.unref();
  return server;
}
