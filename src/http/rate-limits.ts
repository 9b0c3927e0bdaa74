import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import type { KnownKeys } from "../authentication/known-keys.ts";
import type { RateLimits } from "../config/limits.ts";
import type { RequestIdentity } from "../graphile/context.ts";
import { exceeded } from "../graphile/limit-exceeded.ts";
import { networkOf } from "../security/network-of.ts";
import { RequestError } from "./request-error.ts";
import type { RequestBorrower, Turn } from "./request-leases.ts";

declare module "fastify" {
  interface FastifyInstance {
    /**
     * Counts a request, or an operation on a websocket, among those of whoever asks.
     *
     * @param request - what it came with
     * @param identity - who asks, as far as proven; undefined for credentials that were refused
     * @throws RequestError when there were too many in the last minute
     */
    countRequest(request: FastifyRequest, identity: RequestIdentity | undefined): Promise<void>;
  }
}

export interface RateLimitsOptions {
  readonly limits: RateLimits;
  /** Which API keys the database has accepted before. */
  readonly knownKeys: Pick<KnownKeys, "has">;
  /** Lets requests through. */
  readonly requests: RequestBorrower;
}

const WINDOW_MS = 60_000;

/** Whose requests are counted together, and how many there may be. */
interface Allowance {
  /** The limit's name, as in the documentation. */
  readonly limit: "requestsPerAddress" | "unknownKeysPerAddress" | "requestsPerToken";
  readonly asker: string;
  readonly maximum: number;
}

/** A request with a key that was not known when it came. */
interface Attempt {
  readonly digest: string;
  readonly turn: Turn;
}

/**
 * Limits how often is asked. Whoever has proved who they are is counted by that, however many tokens they have, and not
 * by their address, which a whole company can share; all others are counted by address, IPv6 by the network of 64 bits
 * that a site has. An API key is proved by the database, to which it has to get: requests with those that aren't known yet
 * have an allowance of their own, so that whoever asks without any doesn't use it up, and are given back once the key has
 * turned out to be good. The workers of a gateway count together, and each gateway for itself.
 */
export default fp<RateLimitsOptions>(
  async (app, { limits: { perAddress, perToken }, knownKeys, requests }) => {
    const attempts = new WeakMap<FastifyRequest, Attempt>();
    const ofKey = (digest: string): Allowance => ({ limit: "requestsPerToken", asker: digest, maximum: perToken });
    const take = ({ asker, maximum }: Allowance) =>
      maximum === 0 ? undefined : requests.take(asker, maximum, WINDOW_MS);

    const allowanceOf = (request: FastifyRequest, identity: RequestIdentity | undefined): Allowance => {
      const { apiKeyDigest, claims = null } = identity ?? {};
      if (apiKeyDigest !== undefined && knownKeys.has(apiKeyDigest)) return ofKey(apiKeyDigest);
      const subject = claims && `${claims["iss"]} ${claims["sub"]}`;
      if (subject !== null) return { limit: "requestsPerToken", asker: subject, maximum: perToken };
      const network = networkOf(request.ip);
      return apiKeyDigest === undefined
        ? { limit: "requestsPerAddress", asker: network, maximum: perAddress }
        : { limit: "unknownKeysPerAddress", asker: `keys of ${network}`, maximum: perAddress };
    };

    app.decorate("countRequest", async (request, identity) => {
      const allowance = allowanceOf(request, identity);
      const turn = await take(allowance);
      if (turn === undefined) return;
      const { limit, maximum } = allowance;
      if (!turn.isAllowed) {
        const what = limit === "unknownKeysPerAddress" ? "requests with unknown API keys" : "requests";
        throw new RequestError(429, "LIMIT_EXCEEDED", `There can be ${maximum} ${what} in a minute.`, {
          ...exceeded(limit, maximum),
          retryAfter: Math.max(1, Math.ceil(turn.remainingMs / 1_000)),
        });
      }
      const { apiKeyDigest: digest } = identity ?? {};
      if (limit === "unknownKeysPerAddress" && digest !== undefined) attempts.set(request, { digest, turn });
    });

    // The database has seen the key by then, if anything was asked of it.
    app.addHook("onResponse", (request, _reply, done) => {
      const attempt = attempts.get(request);
      if (attempt !== undefined && knownKeys.has(attempt.digest)) {
        attempts.delete(request);
        attempt.turn.giveBack();
        void take(ofKey(attempt.digest));
      }
      done();
    });
  },
  { name: "rate-limits", dependencies: ["error-handler", "api-key-usage"] },
);
