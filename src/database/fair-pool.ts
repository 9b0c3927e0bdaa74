import type { Pool, PoolClient } from "pg";
import type { TenantLimits } from "../config/limits.ts";
import { exceeded } from "../graphile/limit-exceeded.ts";

const RETRY_AFTER_SECONDS = 1;

/** Has somebody who waits go on. */
type Proceed = () => void;

/**
 * Lends the connections of one pool so that no tenant can take all of them: each has its share, and those who wait take
 * turns, one tenant after the other. What is left at last goes to tenants that have nothing yet.
 */
export class FairPool {
  private readonly pool: Pool;
  private readonly limits: TenantLimits;
  private readonly size: number;
  private readonly inUse = new Map<string, number>();
  private readonly waiting = new Map<string, Proceed[]>();
  private readonly holders = new WeakMap<PoolClient, string>();
  private total = 0;

  /**
   * @param pool - connections as the authenticator
   * @param limits - the share of each tenant
   */
  constructor(pool: Pool, limits: TenantLimits) {
    this.pool = pool;
    this.limits = limits;
    this.size = pool.options.max;
    pool.on("release", (_error: Error, client: PoolClient) => {
      const tenant = this.holders.get(client);
      if (tenant === undefined) return;
      this.holders.delete(client);
      this.giveBack(tenant);
    });
  }

  /** How many wait for their turn, beside those that wait in the pool itself. */
  get waitingCount(): number {
    return [...this.waiting.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  /**
   * Lends a connection, which is given back by releasing it.
   *
   * @param tenant - whose share it is of
   * @returns the connection, when it is this tenant's turn
   * @throws Error TN429 when too many of this tenant wait already, or its share is in use for too long; 53300 when no
   *   connection becomes free
   */
  async connect(tenant: string): Promise<PoolClient> {
    if (this.mayTake(tenant)) this.take(tenant);
    else await this.turn(tenant);
    try {
      const client = await this.pool.connect();
      this.holders.set(client, tenant);
      return client;
    } catch (error) {
      this.giveBack(tenant);
      throw error;
    }
  }

  private mayTake(tenant: string): boolean {
    const own = this.inUse.get(tenant) ?? 0;
    if (this.total >= this.size || own >= this.limits.connections) return false;
    // Many tenants with a share each would leave nothing to the next one.
    return own === 0 || this.total < this.size - Math.floor(this.size / 4);
  }

  private take(tenant: string): void {
    this.total++;
    this.inUse.set(tenant, (this.inUse.get(tenant) ?? 0) + 1);
  }

  private giveBack(tenant: string): void {
    this.total--;
    const left = (this.inUse.get(tenant) ?? 1) - 1;
    if (left > 0) this.inUse.set(tenant, left);
    else this.inUse.delete(tenant);
    this.callNext();
  }

  /** The first tenant has the next turn, if it may have one, and then stands last. */
  private callNext(): void {
    for (const [tenant, queue] of this.waiting) {
      if (!this.mayTake(tenant)) continue;
      const next = queue.shift();
      this.waiting.delete(tenant);
      if (queue.length > 0) this.waiting.set(tenant, queue);
      if (next === undefined) continue;
      this.take(tenant);
      next();
      return;
    }
  }

  private turn(tenant: string): Promise<void> {
    const queue = this.waiting.get(tenant) ?? [];
    if (queue.length >= this.limits.waiting) throw tooMany("tenantWaiting", this.limits.waiting);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(proceed), 1);
        if (queue.length === 0 && this.waiting.get(tenant) === queue) this.waiting.delete(tenant);
        const hasItsShare = (this.inUse.get(tenant) ?? 0) >= this.limits.connections;
        reject(hasItsShare ? tooMany("tenantConnections", this.limits.connections) : tooBusy());
      }, this.limits.waitMs);
      const proceed = () => {
        clearTimeout(timer);
        resolve();
      };
      queue.push(proceed);
      this.waiting.set(tenant, queue);
    });
  }
}

/** It isn't this tenant's doing: the code is PostgreSQL's for too many connections. */
function tooBusy(): Error {
  return Object.assign(new Error("No connection became free."), { code: "53300", severity: "ERROR" });
}

/** In the form of what the database raises, so that every way of answering knows it. */
function tooMany(limit: string, maximum: number): Error {
  const error = new Error("Your organization does too much at the same time; try again in a moment.");
  const detail = JSON.stringify({ ...exceeded(limit, maximum), retryAfter: RETRY_AFTER_SECONDS });
  return Object.assign(error, { code: "TN429", severity: "ERROR", detail });
}
