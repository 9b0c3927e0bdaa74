import rateLimit, { type FastifyRateLimitStore, type FastifyRateLimitStoreCtor } from "@fastify/rate-limit";
import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import type { RateLimits } from "../config/limits.ts";
import type { RequestIdentity } from "../graphile/context.ts";
import { exceeded } from "../graphile/limit-exceeded.ts";
import { RequestError } from "./request-error.ts";
import type { RequestBorrower } from "./request-leases.ts";

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
  /** Whether the database has accepted the API key of this digest before. */
  readonly isKnownApiKey: (digest: string) => boolean;
  /** Counts together with the processes beside this one, if there are any. */
  readonly requests?: RequestBorrower | undefined;
}

const WINDOW_MS = 60_000;

/** Of how many askers is known how often they asked; those who asked longest ago are forgotten. */
const ASKERS = 50_000;

/**
 * Limits how often is asked. Whoever has proved who they are is counted by that, however many tokens they have, and not
 * by their address, which a whole company can share; all others are counted by address, IPv6 by the network of 64 bits
 * that a site has. The workers of a gateway count together, and each gateway for itself.
 */
export default fp<RateLimitsOptions>(
  async (app, { limits: { perAddress, perToken }, isKnownApiKey, requests }) => {
    await app.register(rateLimit, {
      global: false,
      cache: ASKERS,
      ...(requests !== undefined && { store: storeOf(requests) }),
    });
    const subjects = new WeakMap<FastifyRequest, string>();
    const countAddress = app.createRateLimit({ max: perAddress, timeWindow: WINDOW_MS });
    const countSubject = app.createRateLimit({
      max: perToken,
      timeWindow: WINDOW_MS,
      keyGenerator: (request) => subjects.get(request) ?? "",
    });

    app.decorate("countRequest", async (request, identity) => {
      const subject = identity && subjectOf(identity, isKnownApiKey);
      const isProven = subject !== undefined;
      if ((isProven ? perToken : perAddress) === 0) return;
      if (isProven) subjects.set(request, subject);
      const count = await (isProven ? countSubject : countAddress)(request);
      if (count.isAllowed || !count.isExceeded) return;
      const [limit, maximum] = isProven ? ["requestsPerToken", perToken] : ["requestsPerAddress", perAddress];
      throw new RequestError(429, "LIMIT_EXCEEDED", `There can be ${maximum} requests in a minute.`, {
        ...exceeded(String(limit), Number(maximum)),
        retryAfter: count.ttlInSeconds,
      });
    });
  },
  { name: "rate-limits", dependencies: ["error-handler", "api-key-usage"] },
);

/** API keys prove something when the database has accepted them; until then anybody can have thought them up. */
function subjectOf(
  { claims, apiKeyDigest }: RequestIdentity,
  isKnownApiKey: (digest: string) => boolean,
): string | undefined {
  if (apiKeyDigest !== undefined) return isKnownApiKey(apiKeyDigest) ? apiKeyDigest : undefined;
  return claims === null ? undefined : `${claims["iss"]} ${claims["sub"]}`;
}

/** Addresses and those who have proved who they are never have the same name, so they need no stores of their own. */
function storeOf(requests: RequestBorrower): FastifyRateLimitStoreCtor {
  return class Store implements FastifyRateLimitStore {
    incr(...[asker, callback, windowMs, maximum]: Parameters<FastifyRateLimitStore["incr"]>): void {
      requests.take(asker, maximum, windowMs).then(({ isAllowed, remainingMs }) => {
        callback(null, { current: isAllowed ? maximum : maximum + 1, ttl: remainingMs });
      }, callback);
    }

    child(): FastifyRateLimitStore {
      return this;
    }
  };
}
