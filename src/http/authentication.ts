import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { apiKeyDigest, looksLikeApiKey } from "../authentication/api-keys.ts";
import { AuthenticationError } from "../authentication/authentication-error.ts";
import type { Profile } from "../authentication/claims.ts";
import { ORGANIZATION_REFERENCE, type VerifiedToken, type Verify } from "../authentication/issuers.ts";
import type { RequestIdentity } from "../graphile/context.ts";
import { RAISED } from "../graphile/database-errors.ts";
import { jsonObject } from "../graphile/mask-error.ts";
import { RequestError } from "./request-error.ts";

declare module "fastify" {
  interface FastifyInstance {
    /**
     * An onRequest hook: finds out who asks and sets `request.identity`.
     *
     * @throws AuthenticationError when credentials are given and not accepted, or can't be checked
     * @throws RequestError when the organization header is malformed, or there are too many requests
     */
    authenticate(request: FastifyRequest): Promise<void>;
    /**
     * Finds out who asks by what comes with the first message of a websocket, which browsers can send no headers with.
     *
     * @param request - the request that has become a websocket
     * @param credentials - the values of the headers of these names; for one that is missing the request’s own counts
     * @returns who asks; whoever the request has proved when nothing is given
     * @throws as `authenticate` does
     */
    identify(request: FastifyRequest, credentials: Credentials): Promise<RequestIdentity>;
  }
  interface FastifyRequest {
    /** Who asks, as far as proven. Set before the handlers of the routes that `authenticate` guards; of no others. */
    identity: RequestIdentity;
  }
}

/** With what a request says who asks, and where. */
export interface Credentials {
  readonly authorization?: unknown;
  readonly "x-organization-id"?: unknown;
}

export interface AuthenticationOptions {
  readonly verify: Verify;
  /** Meets whoever has proved who they are, before anything is done for them. */
  readonly meet?: (identity: RequestIdentity) => Promise<void>;
  /** Counts requests among those of whoever asks, and throws when there are too many. */
  readonly count?: (request: FastifyRequest, identity: RequestIdentity | undefined) => Promise<void>;
  /** The routes guarded without asking for it themselves; they must be registered after this plugin. */
  readonly paths?: readonly string[];
}

// RFC 6750 section 2.1: one b64token; the scheme is case-insensitive (RFC 9110 section 11.1).
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

function notOneToken(): AuthenticationError {
  return new AuthenticationError("UNAUTHENTICATED", "Send one Authorization header of the form: Bearer, a token.");
}

/** The token of the Authorization header; tokens in the address or the body are not looked for. */
function bearerToken(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw notOneToken();
  return token;
}

/** Node keeps the first of several Authorization headers without a word. */
function requireOneAuthorization({ raw: { rawHeaders } }: FastifyRequest): void {
  const count = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "authorization").length;
  if (count > 1) throw notOneToken();
}

/** What the database raises in its own words is for the caller, under the status that its code ends in. */
function asRequestError(error: unknown): unknown {
  const {
    code = "",
    message,
    detail,
    hint,
  } = error as { code?: string; message: string; detail?: string; hint?: string };
  const raised = RAISED[code];
  if (raised === undefined) return error;
  const extensions = { ...jsonObject(detail), ...(hint !== undefined && { hint }) };
  return new RequestError(Number(code.slice(2)), raised, message, extensions);
}

function wantedOrganization(header: unknown): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === "string" && ORGANIZATION_REFERENCE.test(header)) return header;
  const message = "X-Organization-Id must be the id or the slug of one organization.";
  throw new RequestError(400, "BAD_USER_INPUT", message, { field: "X-Organization-Id" });
}

function profileOf({ email, emailVerified, name, mayCreateUser, trustsEmail }: VerifiedToken): Profile {
  return { email, emailVerified, name, mayCreateUser, trustsEmail };
}

/** Proves who is asking before anything else of the request is looked at. No credentials: anonymous. */
export default fp<AuthenticationOptions>(
  async (app, { verify, meet, count, paths = ["/graphql"] }) => {
    app.decorateRequest("identity");
    const prove = async (request: FastifyRequest, credentials: Credentials): Promise<RequestIdentity> => {
      const { authorization } = credentials;
      if (authorization !== undefined && typeof authorization !== "string") throw notOneToken();
      const token = bearerToken(authorization);
      const organization = wantedOrganization(credentials["x-organization-id"]);
      const isApiKey = token !== undefined && looksLikeApiKey(token);
      const verified = token === undefined || isApiKey ? null : await verify(token);
      return {
        claims: verified?.claims ?? null,
        profile: verified && profileOf(verified),
        apiKeyDigest: isApiKey ? apiKeyDigest(token) : undefined,
        organization: organization ?? verified?.organization ?? null,
        requestId: request.id,
        address: request.ip,
        userAgent: request.headers["user-agent"],
        ...(verified?.isClient && { isClient: true }),
      };
    };
    const greet = async (identity: RequestIdentity) => {
      try {
        await meet?.(identity);
      } catch (error) {
        throw asRequestError(error);
      }
    };
    app.decorate("authenticate", async (request) => {
      try {
        requireOneAuthorization(request);
        request.identity = await prove(request, request.headers);
      } catch (error) {
        if (error instanceof AuthenticationError) await count?.(request, undefined);
        throw error;
      }
      // Meeting somebody asks the database, and may fail each time.
      await count?.(request, request.identity);
      await greet(request.identity);
    });
    app.decorate("identify", async (request, credentials) => {
      const given = Object.entries(credentials).filter(([, value]) => value !== undefined);
      if (given.length === 0) return request.identity;
      const identity = await prove(request, { ...request.headers, ...Object.fromEntries(given) });
      await greet(identity);
      return identity;
    });
    app.addHook("onRoute", (route) => {
      if (paths.includes(route.url)) route.onRequest = [app.authenticate, ...[route.onRequest ?? []].flat()];
    });
  },
  { name: "authentication", dependencies: ["error-handler"] },
);
