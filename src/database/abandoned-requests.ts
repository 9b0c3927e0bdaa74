import type { PoolClient } from "pg";
import { cancel } from "./cancel.ts";
import type { Settings } from "./request-transaction.ts";

/** Tells that whoever asks has gone away. */
export interface Departure {
  /** Whether they have gone already. */
  readonly hasGone: boolean;
  /** Has something done when they go, until the function that it gives is called. */
  whenGone(act: () => void): () => void;
}

const departures = new WeakMap<Settings, Departure>();

/**
 * Lets the reads of an operation be broken off when nobody waits for them any more. What writes is never broken off: whoever
 * has gone can’t know how far it came, and may ask for the same again.
 *
 * @param settings - those of the operation
 * @param departure - tells that whoever asks has gone
 */
export function expectDeparture(settings: Settings, departure: Departure): void {
  if (settings["tenantry.access"] === "read only") departures.set(settings, departure);
}

/**
 * Asks before something is begun that nobody waits for any more.
 *
 * @param settings - those of the operation
 * @throws Error with the SQLSTATE of what is broken off when whoever asks has gone
 */
export function requireSomebody(settings: Settings): void {
  if (!departures.get(settings)?.hasGone) return;
  throw Object.assign(new Error("Whoever asked has gone away."), { code: "57014", severity: "ERROR" });
}

/**
 * Runs statements, and breaks them off when whoever asks goes away meanwhile.
 *
 * @param settings - those of the operation
 * @param client - the connection, which nobody else uses until this resolves
 * @param work - sends the statements and waits for their end
 * @returns what the work gives
 */
export async function whileAwaited<Result>(
  settings: Settings,
  client: PoolClient,
  work: () => Promise<Result>,
): Promise<Result> {
  const departure = departures.get(settings);
  if (departure === undefined) return work();
  let cancelling: Promise<void> | undefined;
  const forget = departure.whenGone(() => {
    cancelling = cancel(client);
  });
  try {
    return await work();
  } finally {
    forget();
    // Whoever gets the connection next must not be broken off instead.
    await cancelling;
  }
}
