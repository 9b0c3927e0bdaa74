import type { RequestIdentity } from "../graphile/context.ts";
import { networkOf } from "../security/network-of.ts";
import type { Revocation } from "./change.ts";

/** The longest that a timer of Node can wait; what takes longer waits again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Who a connection turned out to be, by the database's account. */
export interface LiveActor {
  readonly userId: string | null;
  readonly contactId: string | null;
  readonly apiKeyId: string | null;
  readonly organizationId: string | null;
  readonly membershipId: string | null;
}

/** Why a connection ends before its client wants it to. */
export interface Ending {
  readonly code: "UNAUTHENTICATED" | "FORBIDDEN" | "LIMIT_EXCEEDED" | "UNAVAILABLE";
  readonly message: string;
  /** Whether a new token is all that is missing. */
  readonly isExpiry?: true;
}

/** A websocket or an event stream, as long as it is open. */
export class LiveConnection {
  readonly identity: RequestIdentity;
  readonly actor: LiveActor;
  private readonly endTransport: (ending: Ending) => void;
  private timer: NodeJS.Timeout | undefined;
  private readonly closures = new Set<() => void>();
  private isClosed = false;

  /**
   * @param identity - who asks
   * @param actor - who that is
   * @param end - closes the websocket or the stream
   * @param toleranceSeconds - how long after its end a token is still taken, as clocks are never quite the same
   */
  constructor(identity: RequestIdentity, actor: LiveActor, end: (ending: Ending) => void, toleranceSeconds: number) {
    this.identity = identity;
    this.actor = actor;
    this.endTransport = end;
    const expiry = identity.claims?.["exp"];
    if (typeof expiry === "number") this.expireAt((expiry + toleranceSeconds) * 1_000);
  }

  /** Under what a revocation finds it. */
  get revocableBy(): Revocation[] {
    const { userId, contactId, apiKeyId, organizationId } = this.actor;
    const all = [
      { kind: "user", id: userId },
      { kind: "contact", id: contactId },
      { kind: "api_key", id: apiKeyId },
      { kind: "organization", id: organizationId },
    ] as const;
    return all.filter((revocation): revocation is Revocation => revocation.id !== null);
  }

  /** Whose connections are counted together. */
  get owner(): string {
    const { userId, contactId, apiKeyId } = this.actor;
    return userId ?? contactId ?? apiKeyId ?? networkOf(this.identity.address);
  }

  /** With whom it shares its turns to read, so that none keeps the others waiting. */
  get tenant(): string {
    return this.actor.organizationId ?? this.owner;
  }

  /** Whether it has proved nothing, and so has nothing that could be taken from it. */
  get isAnonymous(): boolean {
    const { userId, contactId, apiKeyId } = this.actor;
    return userId === null && contactId === null && apiKeyId === null;
  }

  /** Whether there is nobody left to tell anything, whoever ended it. */
  get hasEnded(): boolean {
    return this.isClosed;
  }

  /** Closes it, telling why. */
  end(ending: Ending): void {
    if (this.isClosed) return;
    this.endTransport(ending);
    this.closed();
  }

  /** To be called once it is closed, whoever closed it. */
  closed(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    for (const close of this.closures) close();
    this.closures.clear();
  }

  /**
   * Ends something together with the connection; at once, if that has ended.
   *
   * @param close - ends it
   * @returns a function that forgets it, for what has ended by itself
   */
  whenClosed(close: () => void): () => void {
    if (this.isClosed) close();
    else this.closures.add(close);
    return () => this.closures.delete(close);
  }

  private expireAt(time: number): void {
    const wait = time - Date.now();
    if (wait <= 0) {
      this.end({ code: "UNAUTHENTICATED", message: "The token has expired.", isExpiry: true });
    } else {
      this.timer = setTimeout(() => this.expireAt(time), Math.min(wait, LONGEST_TIMER_MS)).unref();
    }
  }
}
