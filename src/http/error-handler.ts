import { randomUUID } from "node:crypto";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { AuthenticationError } from "../authentication/authentication-error.ts";
import { type ErrorCode, RETRY_AFTER_SECONDS } from "../graphile/database-errors.ts";
import { exceeded } from "../graphile/limit-exceeded.ts";
import { RequestError } from "./request-error.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";

/** What the framework's own refusals say; its messages may repeat parts of the request. */
const FRAMEWORK_ERRORS: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  401: ["UNAUTHENTICATED", "Authentication is required."],
  403: ["FORBIDDEN", "This is not allowed."],
  404: ["NOT_FOUND", "There is nothing here."],
  405: ["BAD_USER_INPUT", "This method is not allowed here."],
  406: ["BAD_USER_INPUT", "None of the accepted media types can be produced."],
  408: ["TIMEOUT", "The request took too long to arrive."],
  413: ["LIMIT_EXCEEDED", "The request body is too large."],
  414: ["LIMIT_EXCEEDED", "The address is too long."],
  415: ["BAD_USER_INPUT", "The media type of the request body is not supported; send application/json."],
  429: ["LIMIT_EXCEEDED", "There are too many requests."],
  431: ["LIMIT_EXCEEDED", "The request headers are too large."],
  503: ["UNAVAILABLE", "The service is not available at the moment."],
};

/** Answers like a GraphQL server, whatever the route: one shape for clients to read. */
function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  statusCode: number,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
) {
  // A route that is answered by an operation has told of its errors already.
  if (request.operation?.errors.length === 0) {
    request.operation.errors.push({ code: String(extensions["code"]), limit: extensions["limit"] });
  }
  const asked = request.headers.accept?.includes("application/graphql-response+json");
  return reply
    .code(statusCode)
    .header("cache-control", "no-store")
    .type(asked ? "application/graphql-response+json; charset=utf-8" : "application/json; charset=utf-8")
    .serializer(JSON.stringify)
    .send({ errors: [{ message, extensions }] });
}

/**
 * Answers what has no address that could be routed, such as one with a broken escape; no hook runs for it. To be given
 * to `fastify()` as `frameworkErrors`.
 */
export function refuseUnroutable({ statusCode = 400 }: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const [code, message] = FRAMEWORK_ERRORS[statusCode] ?? ["BAD_USER_INPUT", "The address is malformed."];
  answer(request, reply.headers(SECURITY_HEADERS).header("x-request-id", request.id), statusCode, message, { code });
}
/** Hears of credentials that were refused. */
export type OnRefusedToken = (error: AuthenticationError, request: FastifyRequest) => void;

export interface ErrorHandlerOptions {
  /** Is told for the record. */
  readonly onRefusedToken?: OnRefusedToken;
}

/**
 * Answers every failure outside of GraphQL execution, and what no route matches, as `{"errors":[…]}` with a code.
 * A failure of the server is masked: the answer has a reference, the log has it too, with the cause.
 */
export default fp<ErrorHandlerOptions>(
  async (app, { onRefusedToken }) => {
    app.setErrorHandler<Error & { statusCode?: number; status?: number }>((error, request, reply) => {
      if (error instanceof AuthenticationError) {
        const { message, code } = error;
        const { cause } = error;
        const reason = cause instanceof Error ? { name: cause.name, message: cause.message } : undefined;
        if (code === "UNAVAILABLE") {
          request.log.warn({ reason }, "the keys of an issuer can't be had");
          return answer(request, reply.header("retry-after", RETRY_AFTER_SECONDS), 503, message, { code });
        }
        request.log.info({ reason }, "credentials refused");
        onRefusedToken?.(error, request);
        // RFC 6750 section 3
        const challenge = `Bearer realm="tenantry", error="invalid_token", error_description="${message}"`;
        return answer(request, reply.header("www-authenticate", challenge), 401, message, { code });
      }
      if (error instanceof RequestError) {
        const { retryAfter } = error.extensions;
        if (typeof retryAfter === "number") reply.header("retry-after", retryAfter);
        else if (error.statusCode === 503) reply.header("retry-after", RETRY_AFTER_SECONDS);
        return answer(request, reply, error.statusCode, error.message, { ...error.extensions, code: error.code });
      }
      const statusCode = error.statusCode ?? error.status ?? 500;
      const known = FRAMEWORK_ERRORS[statusCode];
      if (known !== undefined || (statusCode >= 400 && statusCode < 500)) {
        const [code, message] = known ?? ["BAD_USER_INPUT", "The request is malformed."];
        const about = statusCode === 413 ? exceeded("body", request.routeOptions.bodyLimit) : {};
        request.log.info({ reason: { name: error.name, message: error.message } }, "request refused");
        return answer(request, reply, statusCode, message, { ...about, code });
      }
      const reference = randomUUID();
      request.log.error({ err: error, reference }, "request failed");
      return answer(request, reply, 500, "An internal error occurred.", {
        code: "INTERNAL",
        reference,
      });
    });

    app.setNotFoundHandler((request, reply) =>
      answer(request, reply, 404, "There is nothing here.", { code: "NOT_FOUND" }),
    );
  },
  { name: "error-handler" },
);
