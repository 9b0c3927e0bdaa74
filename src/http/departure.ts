import type { ServerResponse } from "node:http";
import type { Departure } from "../database/abandoned-requests.ts";

/** What is to be done for each answer whose connection closes; one listener each, however many statements it takes. */
const actsOf = new WeakMap<ServerResponse, Set<() => void>>();

/**
 * Tells when a connection is closed before its answer has been sent.
 *
 * @param response - the answer; without one nobody can go away
 * @returns what tells
 */
export function departureOf(response: ServerResponse | undefined): Departure {
  const hasGone = () => response?.destroyed === true && !response.writableFinished;
  return {
    get hasGone() {
      return hasGone();
    },
    whenGone(act) {
      if (response === undefined) return () => {};
      let acts = actsOf.get(response);
      if (acts === undefined) {
        acts = new Set();
        actsOf.set(response, acts);
        response.once("close", () => {
          if (hasGone()) for (const each of actsOf.get(response) ?? []) each();
        });
      }
      const own = () => act();
      acts.add(own);
      return () => acts.delete(own);
    },
  };
}
