import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { z } from "zod";
import type { BuiltInIssuer } from "../authentication/built-in-issuer.ts";
import { RequestError } from "./request-error.ts";

const TOKEN_LIFETIME_SECONDS = 30 * 60;

/** A user of the demonstration data, as offered in GraphiQL. */
export interface DemonstrationAccount {
  /** The user's id: what the token names. Not shown. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly organizations: readonly { readonly slug: string; readonly name: string; readonly role: string }[];
}

export interface DemonstrationSignInOptions {
  /** Only in development, and only when the gateway listens on loopback. */
  readonly enabled: boolean;
  readonly issuer: Pick<BuiltInIssuer, "issueToken">;
  /** The only users that can be signed in as. */
  readonly listDemonstrationAccounts: () => Promise<readonly DemonstrationAccount[]>;
}

const signInBody = z.strictObject({ email: z.string().max(320), organization: z.string().max(63).optional() });

/**
 * Only this machine's own browser, on a page of ours: a Host that is loopback (against DNS rebinding), and where the
 * browser tells it (Fetch Metadata), a request from the same origin.
 */
async function refuseForeigners(request: FastifyRequest): Promise<void> {
  const site = request.headers["sec-fetch-site"];
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(request.headers.host ?? "");
  if (!isLocal || (site !== undefined && site !== "same-origin")) {
    throw new RequestError(
      403,
      "FORBIDDEN",
      "Signing in as a demonstration user works from GraphiQL on localhost only.",
    );
  }
}

/** Lets GraphiQL sign in as the users of the demonstration data without a password. Registers nothing unless enabled. */
export default fp<DemonstrationSignInOptions>(
  async (app, { enabled, issuer, listDemonstrationAccounts }) => {
    if (!enabled) return;

    app.get("/graphiql/accounts", { onRequest: refuseForeigners }, async (_request, reply) => {
      reply.header("cache-control", "no-store");
      return (await listDemonstrationAccounts()).map(({ id: _, ...shown }) => shown);
    });

    app.post("/graphiql/token", { onRequest: refuseForeigners }, async (request, reply) => {
      // Text would reach here as well, without the preflight that keeps other sites out.
      if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
        throw new RequestError(415, "BAD_USER_INPUT", "Send application/json.");
      }
      const { success, data } = signInBody.safeParse(request.body);
      if (!success) throw new RequestError(400, "BAD_USER_INPUT", "Send an email and, if wanted, an organization.");
      const account = (await listDemonstrationAccounts()).find(({ email }) => email === data.email);
      if (account === undefined) {
        throw new RequestError(404, "NOT_FOUND", "There is no such demonstration user.", { field: "email" });
      }
      const { organization } = data;
      if (organization !== undefined && !account.organizations.some(({ slug }) => slug === organization)) {
        throw new RequestError(400, "BAD_USER_INPUT", "The user is no member of it.", { field: "organization" });
      }
      const token = await issuer.issueToken({
        subject: account.id,
        expiresIn: TOKEN_LIFETIME_SECONDS,
        ...(organization === undefined ? {} : { organization }),
      });
      reply.header("cache-control", "no-store");
      return { token, expiresIn: TOKEN_LIFETIME_SECONDS };
    });
  },
  { name: "demonstration-sign-in", dependencies: ["error-handler"] },
);
