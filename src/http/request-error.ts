import type { ErrorCode } from "../graphile/database-errors.ts";

/** Thrown by a route or hook to answer with a status, a code and a message made for the caller. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly statusCode: number;
  readonly code: ErrorCode;
  /** More for `extensions`, such as the field that is wrong. */
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(
    statusCode: number,
    code: ErrorCode,
    message: string,
    extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
    this.extensions = extensions;
  }
}
