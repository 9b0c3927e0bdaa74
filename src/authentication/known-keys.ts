const KNOWN_KEYS = 100_000;

/** What processes that serve beside each other tell each other of a key. */
export interface KnownKeyMessage {
  /** The digest of a key that the database has accepted. */
  readonly knownKey: string;
}

/**
 * The API keys that the database has accepted since the gateway started, or the last many of them. Until then anybody can
 * have thought them up.
 */
export class KnownKeys {
  private readonly digests = new Set<string>();
  private readonly tell: (message: KnownKeyMessage) => void;

  /** @param tell - brings what becomes known here to `hear` of the processes beside this one, if there are any */
  constructor(tell: (message: KnownKeyMessage) => void = () => {}) {
    this.tell = tell;
  }

  has(digest: string): boolean {
    return this.digests.has(digest);
  }

  /**
   * Notes that the database has accepted a key.
   *
   * @param digest - its SHA-256 in hexadecimal
   */
  add(digest: string): void {
    if (this.digests.has(digest)) return;
    this.hear({ knownKey: digest });
    this.tell({ knownKey: digest });
  }

  hear({ knownKey }: KnownKeyMessage): void {
    if (this.digests.size >= KNOWN_KEYS) this.digests.clear();
    this.digests.add(knownKey);
  }
}
