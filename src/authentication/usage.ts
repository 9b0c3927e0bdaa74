import type { Pool } from "pg";
import type { RequestIdentity } from "../graphile/context.ts";

const REMEMBERED = 50_000;

/** The part of a pino logger that is used here. */
export interface UsageLogger {
  warn(details: object, message: string): void;
}

/** Remembers what was seen, up to a number; the oldest is forgotten first. */
export interface Memory {
  /** Says whether a key is seen for the first time, and remembers it. */
  isNew(key: string): boolean;
  forget(key: string): void;
}

/**
 * Makes a memory, so that something is written once per token or key and not once per request.
 *
 * @param capacity - how many keys it holds
 * @returns the memory
 */
export function createMemory(capacity: number = REMEMBERED): Memory {
  const seen = new Set<string>();
  return {
    isNew(key) {
      if (seen.has(key)) return false;
      seen.add(key);
      if (seen.size > capacity) for (const oldest of seen) return seen.delete(oldest);
      return true;
    },
    forget: (key) => void seen.delete(key),
  };
}

/** What happens beside requests because of their tokens. */
export interface Usage {
  /**
   * Meets whoever asks with a verified token. The first time that this gateway sees the token it makes the user, where
   * the issuer may do that, and counts the sign-in; later there is nothing to do.
   *
   * @throws the database's error of class TN when there is a reason why the user can't be made
   */
  meet(identity: RequestIdentity): Promise<void>;
  /** Waits for what is still being written. */
  settled(): Promise<void>;
}

/** Names a token, or the session that it belongs to as long as its time of issue is the same. */
function keyOf({ iss, sub, sid, session_id, iat }: Record<string, unknown>): string {
  return JSON.stringify([iss, sub, sid ?? session_id, iat]);
}

/**
 * Prepares the meeting of those who ask. Requests whose token is known pay for looking it up in memory and nothing else;
 * counting is never waited for. A database that can't be written, such as a read replica, is no reason to refuse.
 *
 * @param pool - connections as the authenticator
 * @param logger - hears of what could not be written; it is tried again with the token's next request
 * @returns the functions to call
 */
export function createUsage(pool: Pool, logger: UsageLogger): Usage {
  const tokens = createMemory();
  const meetings = new Map<string, Promise<void>>();
  const pending = new Set<Promise<void>>();

  const countSignIn = (key: string, request: string) => {
    const counting = pool.query("select app_private.count_sign_in($1)", [request]).then(
      () => {},
      (error: Error) => {
        tokens.forget(key);
        logger.warn({ err: error }, "a sign-in could not be counted");
      },
    );
    pending.add(counting);
    counting.finally(() => pending.delete(counting));
  };

  const provision = async (key: string, request: string) => {
    try {
      await pool.query("select app_private.provision_user($1)", [request]);
    } catch (error) {
      tokens.forget(key);
      if ((error as { code?: string }).code?.startsWith("TN")) throw error;
      logger.warn({ err: error }, "a user could not be made");
      return;
    }
    countSignIn(key, request);
  };

  return {
    async meet({ claims, isClient, profile }) {
      if (claims === null || isClient) return;
      const key = keyOf(claims);
      // Whoever comes with the same token meanwhile waits for the same answer.
      if (!tokens.isNew(key)) return meetings.get(key);
      const request = JSON.stringify({ claims, profile });
      if (!profile?.mayCreateUser) return countSignIn(key, request);
      const meeting = provision(key, request);
      meetings.set(key, meeting);
      try {
        await meeting;
      } finally {
        meetings.delete(key);
      }
    },
    async settled() {
      await Promise.all(pending);
    },
  };
}
