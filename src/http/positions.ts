import fp from "fastify-plugin";
import { type Position, parsePosition } from "../database/position.ts";
import { RequestError } from "./request-error.ts";

/** With which a client takes along how far it must be able to read. */
export const POSITION_HEADER = "x-tenantry-position";

declare module "fastify" {
  interface FastifyRequest {
    /** How far the request must be able to read; undefined when it doesn’t say, or there are no replicas. */
    position: Position | undefined;
  }
}

export interface PositionsOptions {
  /** Whether there are replicas. Without them everything that was written can be read, and the header means nothing. */
  readonly enabled: boolean;
}

/**
 * Reads `X-Tenantry-Position`, which mutations answer with and later requests bring along. It is no secret and proves
 * nothing: one that is made up takes the reads of whoever sends it to the primary, and no others.
 */
export default fp<PositionsOptions>(
  async (app, { enabled }) => {
    app.decorateRequest("position", undefined);
    if (!enabled) return;
    app.addHook("onRequest", async (request) => {
      const text = request.headers[POSITION_HEADER];
      if (text === undefined) return;
      request.position = parsePosition(String(text));
      if (request.position === undefined) {
        const message = "X-Tenantry-Position must be one position, as the answer to a mutation gives it.";
        throw new RequestError(400, "BAD_USER_INPUT", message, { field: "X-Tenantry-Position" });
      }
    });
  },
  { name: "positions", dependencies: ["error-handler"] },
);
