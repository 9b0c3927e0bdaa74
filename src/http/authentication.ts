import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { AuthenticationError } from "../authentication/authentication-error.ts";
import { ORGANIZATION_REFERENCE, type Verify } from "../authentication/issuers.ts";
import { BUILT_IN_ISSUER } from "../config/environment.ts";
import type { RequestIdentity } from "../graphile/context.ts";
import { RequestError } from "./request-error.ts";

declare module "fastify" {
  interface FastifyInstance {
    /**
     * An onRequest hook: finds out who asks and sets `request.identity`.
     *
     * @throws AuthenticationError when credentials are given and not accepted, or can't be checked
     * @throws RequestError when the organization header is malformed
     */
    authenticate(request: FastifyRequest): Promise<void>;
  }
  interface FastifyRequest {
    /** Who asks, as far as proven. Set before the handlers of the routes that `authenticate` guards; of no others. */
    identity: RequestIdentity;
  }
}

export interface AuthenticationOptions {
  readonly verify: Verify;
  /** The routes guarded without asking for it themselves; they must be registered after this plugin. */
  readonly paths?: readonly string[];
}

// RFC 6750 section 2.1: one b64token; the scheme is case-insensitive (RFC 9110 section 11.1).
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/** The token of the Authorization header; tokens in the address or the body are not looked for. */
function bearerToken(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  if (authorization === undefined) return undefined;
  // Node keeps the first of several Authorization headers without a word.
  const { rawHeaders } = request.raw;
  const count = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "authorization").length;
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined || count > 1) {
    throw new AuthenticationError("UNAUTHENTICATED", "Send one Authorization header of the form: Bearer, a token.");
  }
  return token;
}

function wantedOrganization(request: FastifyRequest): string | undefined {
  const header = request.headers["x-organization-id"];
  if (header === undefined) return undefined;
  if (typeof header === "string" && ORGANIZATION_REFERENCE.test(header)) return header;
  const message = "X-Organization-Id must be the id or the slug of one organization.";
  throw new RequestError(400, "BAD_USER_INPUT", message, { field: "X-Organization-Id" });
}

/** Proves who is asking before anything else of the request is looked at. No credentials: anonymous. */
export default fp<AuthenticationOptions>(
  async (app, { verify, paths = ["/graphql"] }) => {
    app.decorateRequest("identity");
    app.decorate("authenticate", async (request) => {
      const token = bearerToken(request);
      const organization = wantedOrganization(request);
      const verified = token === undefined ? null : await verify(token);
      request.identity = {
        claims: verified?.claims ?? null,
        // Nobody else's tokens make contacts.
        isClient: verified?.issuer === BUILT_IN_ISSUER && verified.claims["kind"] === "client",
        organization: organization ?? verified?.organization ?? null,
        requestId: request.id,
        address: request.ip,
      };
    });
    app.addHook("onRoute", (route) => {
      if (paths.includes(route.url)) route.onRequest = [app.authenticate, ...[route.onRequest ?? []].flat()];
    });
  },
  { name: "authentication", dependencies: ["error-handler"] },
);
