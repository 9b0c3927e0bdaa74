import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { METRICS_TYPE } from "../observability/metrics.ts";
import { RequestError } from "./request-error.ts";

export interface MetricsRouteOptions {
  /** Gives the metrics of all processes that serve. */
  readonly read: () => Promise<string>;
  /** What whoever reads them has to send as a bearer. */
  readonly token: string | undefined;
  /** Whether programs on this machine may read them without it. */
  readonly isOpenToThisMachine: boolean;
}

/** Comparing digests takes the same time whatever is given. */
export function isBearer(authorization: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(authorization ?? ""), digest(`Bearer ${token}`));
}

/** Whatever a proxy on this machine hands on comes from somewhere else. */
function isFromThisMachine({ socket, headers }: FastifyRequest): boolean {
  const { remoteAddress = "" } = socket;
  const isLocal = remoteAddress === "::1" || /^(::ffff:)?127\./.test(remoteAddress);
  return isLocal && headers["x-forwarded-for"] === undefined && headers["forwarded"] === undefined;
}

/** `/metrics`, for whoever may read it; for others there is nothing. */
export default fp<MetricsRouteOptions>(
  async (app, { read, token, isOpenToThisMachine }) => {
    app.get("/metrics", { logLevel: "warn" }, async (request, reply) => {
      if (token !== undefined && !isBearer(request.headers.authorization, token)) {
        reply.header("www-authenticate", 'Bearer realm="metrics"');
        throw new RequestError(401, "UNAUTHENTICATED", "Send METRICS_TOKEN as a bearer.");
      }
      if (token === undefined && !(isOpenToThisMachine && isFromThisMachine(request))) return reply.callNotFound();
      return reply
        .header("cache-control", "no-store")
        .type(METRICS_TYPE)
        .send(await read());
    });
  },
  { name: "metrics", dependencies: ["error-handler"] },
);
