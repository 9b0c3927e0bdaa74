import { randomUUID } from "node:crypto";
import type { FastifyBaseLogger } from "fastify";
import { loggable, type PublicConstraints, type PublicError, publicError } from "../graphile/mask-error.ts";
import { RequestError } from "./request-error.ts";
import { STATUS, TOO_LONG, TOO_OFTEN } from "./status.ts";

/**
 * Says what a caller may know of a failure, in the words of the GraphQL API.
 *
 * @param error - whatever was thrown
 * @param constraints - what may be told of constraints
 * @param log - hears of failures that are the service's own, under the reference that the caller is given
 * @returns message and extensions
 */
export function describeFailure(error: unknown, constraints: PublicConstraints, log: FastifyBaseLogger): PublicError {
  if (error instanceof RequestError) {
    return { message: error.message, extensions: { ...error.extensions, code: error.code } };
  }
  const known = error instanceof Error ? publicError(error, { constraints, production: true }) : undefined;
  if (known !== undefined && known.extensions.code !== "UNAVAILABLE") return known;
  const reference = randomUUID();
  log.error({ reference, error: error instanceof Error ? loggable(error) : {} }, "a transfer failed");
  const { message, extensions } = known ?? { message: "An internal error occurred.", extensions: { code: "INTERNAL" } };
  return { message, extensions: { ...extensions, reference } } as PublicError;
}

/**
 * Turns what the database refuses into what a route answers.
 *
 * @param error - whatever was thrown
 * @param constraints - what may be told of constraints
 * @param log - hears of failures that are the service's own
 * @returns the error to throw, with its status
 */
export function asRequestError(error: unknown, constraints: PublicConstraints, log: FastifyBaseLogger): RequestError {
  if (error instanceof RequestError) return error;
  const { message, extensions } = describeFailure(error, constraints, log);
  const { code: state } = error as { code?: unknown };
  const status = state === TOO_OFTEN ? 429 : state === TOO_LONG ? 503 : STATUS[extensions.code];
  return new RequestError(status, extensions.code, message, extensions);
}
