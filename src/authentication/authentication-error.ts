/**
 * Why nobody could be identified: `UNAUTHENTICATED` when the credentials are not accepted, `UNAVAILABLE` when they
 * could not be checked. The message is for the caller and holds nothing of the token; `cause` is for the log.
 */
export class AuthenticationError extends Error {
  override readonly name = "AuthenticationError";
  readonly code: "UNAUTHENTICATED" | "UNAVAILABLE";

  constructor(code: "UNAUTHENTICATED" | "UNAVAILABLE", message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
