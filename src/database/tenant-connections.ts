import type { Pool, PoolClient } from "pg";
import type { TenantLimits } from "../config/limits.ts";
import { FairPool } from "./fair-pool.ts";

/** Who asked for which organization, and which it was. */
const REMEMBERED_ASKERS = 10_000;

/** Visitors without a token, and API keys that the database hasn't accepted yet, which anybody can think up, are one tenant. */
const NOBODY = "nobody";

/** The part of the settings of `pgSettingsFor` that matters here. */
type Settings = Readonly<Record<string, string | undefined>>;

/**
 * Lends connections so that no tenant can take all of them, those to the primary and to each replica for themselves.
 *
 * Which organization a request is for only the database knows: it may be named by id, slug or external id, or be left to
 * the membership. So the first request of a person counts as that person's, however it names what, and from the second on
 * the organization is the tenant, whoever asks.
 */
export class TenantConnections {
  private readonly primary: Pool;
  private readonly limits: TenantLimits;
  private readonly pools = new WeakMap<Pool, FairPool>();
  private readonly tenants = new Map<string, string>();

  /**
   * @param primary - connections to it, as the authenticator
   * @param limits - the share of each tenant
   */
  constructor(primary: Pool, limits: TenantLimits) {
    this.primary = primary;
    this.limits = limits;
  }

  /**
   * Lends a connection, which is given back by releasing it.
   *
   * @param settings - those of the request, of `pgSettingsFor`
   * @param pool - where to, if not to the primary
   * @returns the connection, when it is this tenant's turn
   * @throws Error TN429 when too many of this tenant wait already, or its share is in use for too long; 53300 when no
   *   connection becomes free
   */
  connect(settings: Settings, pool = this.primary): Promise<PoolClient> {
    return this.of(pool).connect(this.tenantOf(settings));
  }

  /**
   * How many wait for their turn, beside those that wait in the pool itself.
   *
   * @param pool - whose connections they wait for
   * @returns how many
   */
  waitingFor(pool: Pool): number {
    return this.of(pool).waitingCount;
  }

  /**
   * Remembers for which organization a request was.
   *
   * @param settings - those of the request
   * @param organizationId - the organization that the database found; empty when there is none
   */
  learn(settings: Settings, organizationId: unknown): void {
    if (typeof organizationId !== "string" || organizationId === "") return;
    const asker = settings["tenantry.asker"];
    if (asker === undefined || this.tenants.get(asker) === organizationId) return;
    const [oldest] = this.tenants.keys();
    if (this.tenants.size >= REMEMBERED_ASKERS && oldest !== undefined) this.tenants.delete(oldest);
    this.tenants.set(asker, organizationId);
  }

  private tenantOf(settings: Settings): string {
    return this.tenants.get(settings["tenantry.asker"] ?? "") ?? settings["tenantry.person"] ?? NOBODY;
  }

  private of(pool: Pool): FairPool {
    const known = this.pools.get(pool);
    if (known !== undefined) return known;
    const fair = new FairPool(pool, this.limits);
    this.pools.set(pool, fair);
    return fair;
  }
}
