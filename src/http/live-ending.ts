import type { FastifyRequest } from "fastify";
import { SafeError } from "postgraphile/grafast";
import { AuthenticationError } from "../authentication/authentication-error.ts";
import { RAISED } from "../graphile/database-errors.ts";
import type { Ending } from "../live/live-connection.ts";
import { RequestError } from "./request-error.ts";

const UNAVAILABLE: Ending = { code: "UNAVAILABLE", message: "The service is not available at the moment; try again." };

/**
 * Says why somebody isn't let in.
 *
 * @param error - what was thrown while finding out who they are
 * @param request - the request that was to become a connection, for its log
 * @returns what to tell them
 */
export function endingOf(error: unknown, request: FastifyRequest): Ending {
  if (!(error instanceof Error)) return UNAVAILABLE;
  const { message } = error;
  if (error instanceof AuthenticationError) return { code: error.code, message };
  if (error instanceof RequestError) return { code: codeOf(error.code), message };
  if (error instanceof SafeError) return { code: "LIMIT_EXCEEDED", message };
  const raised = RAISED[String((error as { code?: unknown }).code)];
  if (raised) return { code: codeOf(raised), message };
  request.log.warn({ err: error }, "a connection can't be opened");
  return UNAVAILABLE;
}

function codeOf(code: string): Ending["code"] {
  if (code === "UNAUTHENTICATED" || code === "UNAVAILABLE" || code === "LIMIT_EXCEEDED") return code;
  return "FORBIDDEN";
}
