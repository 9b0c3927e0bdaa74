import { createHash, randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Pool } from "pg";
import { BUILT_IN_ISSUER } from "../config/environment.ts";
import { queryAsAuthenticator } from "../database/query-as-authenticator.ts";
import type { ErrorCode } from "../graphile/database-errors.ts";
import { networkOf } from "../security/network-of.ts";
import type { BuiltInIssuer } from "./built-in-issuer.ts";
import { createTurns, TooManyWaitingError } from "./turns.ts";

export const ACCESS_TOKEN_SECONDS = 600;
const TOKEN_BYTES = 32;
/** The answers that must not tell whether there is an account take as long as this, in either case. */
const SILENT_ANSWER_MS = 400;
/** A password costs the database a third of a second: never more than this part of the connections at once. */
const SHARE_FOR_PASSWORDS = 1 / 4;
/** Those of one address, or network of IPv6, wait for each other and not others for them, or else one who guesses would keep everybody out. */
const WAITING_FOR_PASSWORDS = { inAll: 500, ofOne: 25 };

/** Somebody who isn't let in, or may not do this; the message is for them. */
export class AccountError extends Error {
  override readonly name = "AccountError";
  readonly code: ErrorCode;
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, extensions: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.extensions = extensions;
  }
}

/** Where a request comes from, and who asks as far as a verified token says. */
export interface AccountRequest {
  readonly claims: Readonly<Record<string, unknown>> | null;
  readonly isClient?: boolean | undefined;
  readonly requestId: string;
  readonly address: string;
  readonly userAgent?: string | undefined;
}

/** What somebody who has signed in keeps. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token expires. */
  readonly expiresAt: string;
  /** When the session ends at the latest. */
  readonly sessionExpiresAt: string;
}

/** The argument of a function that checks a password, and where it comes from. */
type AddressedRequest = Readonly<Record<string, unknown>> & Pick<AccountRequest, "address">;

/** What app_private.session_answer gives. */
interface SessionAnswer {
  readonly sessionId: string;
  readonly subject: string;
  readonly isClient: boolean;
  readonly expiresAt: string;
}

/** The accounts of the built-in issuer. Everything may be refused with an {@link AccountError} or an error of class TN. */
export interface Accounts {
  signUp(input: { email: string; fullName?: string | null }): Promise<void>;
  confirmSignUp(input: { token: string; password: string }, request: AccountRequest): Promise<SessionTokens>;
  /** With an organization: a contact, in its client portal. */
  signIn(
    input: { email: string; password: string; organization?: string },
    request: AccountRequest,
  ): Promise<SessionTokens>;
  refreshSession(input: { refreshToken: string }, request: AccountRequest): Promise<SessionTokens>;
  signOut(input: { refreshToken?: string | null }, request: AccountRequest): Promise<void>;
  changePassword(input: { currentPassword: string; password: string }, request: AccountRequest): Promise<void>;
  requestPasswordReset(input: { email: string; organization?: string | null }): Promise<void>;
  resetPassword(input: { token: string; password: string }, request: AccountRequest): Promise<void>;
}

export interface AccountsOptions {
  /** Connections as the authenticator. */
  readonly pool: Pool;
  readonly issuer: Pick<BuiltInIssuer, "issueToken">;
  readonly allowSignUp: boolean;
}

function digestOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** The database's own refusal of such text would repeat it in the server's log. */
function requireStorable(input: object): void {
  for (const [field, value] of Object.entries(input)) {
    if (typeof value === "string" && (!value.isWellFormed() || value.includes("\0"))) {
      throw new AccountError("BAD_USER_INPUT", "This text can't be used.", { field });
    }
  }
}

/**
 * Prepares the accounts of the built-in issuer: the database decides, tokens are made here. It gets digests of refresh
 * tokens, never a token; passwords it has to get, since it hashes them.
 *
 * @param options - the database, the issuer, and whether anybody may sign up
 * @returns the operations
 */
export function createAccounts({ pool, issuer, allowSignUp }: AccountsOptions): Accounts {
  const takeTurn = createTurns(
    Math.max(1, Math.floor((pool.options.max ?? 1) * SHARE_FOR_PASSWORDS)),
    WAITING_FOR_PASSWORDS,
  );

  async function call<Result>(name: string, request: object): Promise<Result> {
    const rows = await queryAsAuthenticator<{ result: Result }>(pool, {
      name: `tenantry_${name}`,
      text: `select app_private.${name}($1::jsonb) as result`,
      values: [JSON.stringify(request)],
    });
    return rows[0]?.result as Result;
  }

  async function callWithPassword<Result>(name: string, request: AddressedRequest): Promise<Result> {
    try {
      return await takeTurn(() => call<Result>(name, request), networkOf(request.address));
    } catch (error) {
      if (!(error instanceof TooManyWaitingError)) throw error;
      throw new AccountError("LIMIT_EXCEEDED", "Too many people are signing in at the moment; try again.");
    }
  }

  const from = ({ requestId, address, userAgent }: AccountRequest) => ({ requestId, address, userAgent });

  async function begin(
    work: (tokenDigest: string) => Promise<SessionAnswer | null>,
    refusal: string,
  ): Promise<SessionTokens> {
    const refreshToken = randomBytes(TOKEN_BYTES).toString("base64url");
    const session = await work(digestOf(refreshToken));
    if (session === null) throw new AccountError("UNAUTHENTICATED", refusal);
    const { sessionId, subject, isClient, expiresAt } = session;
    const accessToken = await issuer.issueToken({ subject, isClient, sessionId, expiresIn: ACCESS_TOKEN_SECONDS });
    return {
      accessToken,
      refreshToken,
      expiresAt: new Date(Date.now() + ACCESS_TOKEN_SECONDS * 1_000).toISOString(),
      sessionExpiresAt: expiresAt,
    };
  }

  return {
    async signUp(input) {
      if (!allowSignUp) throw new AccountError("FORBIDDEN", "Nobody can sign up here; ask for an invitation.");
      requireStorable(input);
      const { email, fullName } = input;
      await Promise.all([call("sign_up", { email, fullName }), setTimeout(SILENT_ANSWER_MS)]);
    },

    async confirmSignUp({ token, password }, request) {
      requireStorable({ password });
      const confirm = { mailDigest: digestOf(token), password, ...from(request) };
      return begin(
        (tokenDigest) => callWithPassword("confirm_sign_up", { ...confirm, tokenDigest }),
        "This link is not accepted.",
      );
    },

    async signIn(input, request) {
      requireStorable(input);
      const { email, password, organization } = input;
      return begin(
        (tokenDigest) => callWithPassword("sign_in", { email, password, organization, tokenDigest, ...from(request) }),
        "E-mail address and password don't match, or there were too many wrong ones: then wait, or have the password reset.",
      );
    },

    async refreshSession({ refreshToken }, request) {
      const oldTokenDigest = digestOf(refreshToken);
      return begin(
        (tokenDigest) => call("refresh_session", { oldTokenDigest, tokenDigest, ...from(request) }),
        "This refresh token is not accepted; sign in again.",
      );
    },

    async signOut({ refreshToken }, { claims }) {
      if (refreshToken != null) await call("sign_out", { oldTokenDigest: digestOf(refreshToken) });
      else if (claims?.["iss"] === BUILT_IN_ISSUER) await call("sign_out", { sessionId: claims["sid"] });
    },

    async changePassword(input, request) {
      requireStorable(input);
      const { currentPassword, password } = input;
      const { claims, isClient } = request;
      const change = { claims, isClient, currentPassword, password, ...from(request) };
      if (await callWithPassword<boolean>("change_password", change)) return;
      throw new AccountError("BAD_USER_INPUT", "The current password is not right.", { field: "currentPassword" });
    },

    async requestPasswordReset(input) {
      requireStorable(input);
      const { email, organization } = input;
      await Promise.all([call("request_password_reset", { email, organization }), setTimeout(SILENT_ANSWER_MS)]);
    },

    async resetPassword({ token, password }, request) {
      requireStorable({ password });
      await callWithPassword("reset_password", { mailDigest: digestOf(token), password, ...from(request) });
    },
  };
}
