const INTERVAL_MS = 60_000;

/** Where the uses are kept. */
export interface UsageStore {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** Remembers when API keys were used, and has the database keep it once in a while. */
export interface ApiKeyUsage {
  /**
   * Notes that a key is being used, which costs no write.
   *
   * @param digest - SHA-256 of a key that the database has accepted, in hexadecimal
   */
  note(digest: string): void;
  /** Has the database keep what was noted so far. What can't be kept now is tried again the next time. */
  flush(): Promise<void>;
  /** Ends the timer, and flushes. */
  stop(): Promise<void>;
}

/**
 * Keeps `api_keys.last_used_at` without a write per request: at most one write a minute, beside the requests.
 *
 * @param store - connections as the authenticator
 * @param onFailure - hears why something couldn't be kept
 * @param intervalMs - the time between two writes
 * @returns what requests tell of their keys
 */
export function createApiKeyUsage(
  store: UsageStore,
  onFailure: (error: unknown) => void,
  intervalMs = INTERVAL_MS,
): ApiKeyUsage {
  let noted = new Map<string, number>();

  async function flush(): Promise<void> {
    if (noted.size === 0) return;
    const flushed = noted;
    noted = new Map();
    const uses = Array.from(flushed, ([digest, time]) => ({ digest, used_at: new Date(time).toISOString() }));
    try {
      await store.query("select app_private.record_api_key_uses($1::jsonb)", [JSON.stringify(uses)]);
    } catch (error) {
      noted = new Map([...flushed, ...noted]);
      onFailure(error);
    }
  }

  const timer = setInterval(flush, intervalMs).unref();
  return {
    note: (digest) => void noted.set(digest, Date.now()),
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
