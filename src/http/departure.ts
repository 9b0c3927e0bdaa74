import type { ServerResponse } from "node:http";
import type { Departure } from "../database/abandoned-requests.ts";

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
      const onClose = () => {
        if (hasGone()) act();
      };
      response?.once("close", onClose);
      return () => response?.off("close", onClose);
    },
  };
}
