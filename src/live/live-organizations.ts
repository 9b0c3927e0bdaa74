import type { Pool } from "pg";

const RENEW_EVERY_MS = 5 * 60_000;
const SETTLE_EVERY_MS = 500;

/**
 * Has the database announce the changes of those organizations that have subscribers here, and of no others:
 * announcements make commits wait for each other.
 */
export class LiveOrganizations {
  private readonly pool: Pick<Pool, "query">;
  private readonly onMissed: (organizationIds: readonly string[]) => void;
  private readonly subscribers = new Map<string, number>();
  private readonly beginnings = new Map<string, Promise<void>>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private renewal: NodeJS.Timeout | undefined;
  private hasEnded = false;

  /**
   * @param pool - connections as the authenticator
   * @param onMissed - hears for which organizations changes may have gone by
   */
  constructor(pool: Pick<Pool, "query">, onMissed: (organizationIds: readonly string[]) => void) {
    this.pool = pool;
    this.onMissed = onMissed;
  }

  /**
   * Counts a subscriber. What is committed after this is announced, or `onMissed` tells.
   *
   * @param organizationId - the subscriber’s organization
   * @throws Error when there is no way to the database
   */
  async add(organizationId: string): Promise<void> {
    const count = this.subscribers.get(organizationId) ?? 0;
    this.subscribers.set(organizationId, count + 1);
    if (count === 0) this.beginnings.set(organizationId, this.announce([organizationId]));
    await this.beginnings.get(organizationId)?.finally(() => this.beginnings.delete(organizationId));
    if (this.renewal === undefined && !this.hasEnded) {
      this.renewal = setInterval(() => void this.renew(), RENEW_EVERY_MS);
      this.renewal.unref();
    }
  }

  /** Counts a subscriber less, also one for whom `add` has failed. Announcements go on for a while, and then end. */
  remove(organizationId: string): void {
    const count = (this.subscribers.get(organizationId) ?? 0) - 1;
    if (count > 0) this.subscribers.set(organizationId, count);
    else this.subscribers.delete(organizationId);
  }

  /** Asks again for all, such as after the database was away. */
  async renew(): Promise<void> {
    const ids = [...this.subscribers.keys()];
    if (ids.length === 0) return;
    try {
      await this.announce(ids);
    } catch {
      // Fails with the whole database; then listening fails too, and asks again once it is back.
      this.later(() => this.renew().then(() => this.onMissed(ids)));
    }
  }

  end(): void {
    this.hasEnded = true;
    clearInterval(this.renewal);
    for (const timer of this.timers) clearTimeout(timer);
  }

  private async announce(ids: readonly string[]): Promise<void> {
    await this.pool.query("select app_private.listen_to_organizations($1)", [ids]);
    // Whoever was writing by now may have found nobody listening: see whether all of them have finished.
    const { rows } = await this.pool.query<{ end: string; isSettled: boolean }>(
      `select pg_snapshot_xmax(s)::text as end, pg_snapshot_xmin(s) >= pg_snapshot_xmax(s) as "isSettled" from pg_current_snapshot() s`,
    );
    const [snapshot] = rows;
    if (snapshot && !snapshot.isSettled) this.later(() => this.settle(ids, snapshot.end));
  }

  private async settle(ids: readonly string[], end: string): Promise<void> {
    const { rows } = await this.pool.query<{ isSettled: boolean }>(
      `select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 as "isSettled"`,
      [end],
    );
    if (rows[0]?.isSettled) this.onMissed(ids);
    else this.later(() => this.settle(ids, end));
  }

  private later(work: () => Promise<void>): void {
    if (this.hasEnded) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work().catch(() => this.later(work));
    }, SETTLE_EVERY_MS);
    timer.unref();
    this.timers.add(timer);
  }
}
