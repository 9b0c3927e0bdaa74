import { createHash } from "node:crypto";

/** What a run is asked for. The same request gives the same rows. */
export interface LoadRequest {
  readonly seed: number;
  readonly tenants: number;
  /** Rows of all tables together, as nearly as whole contacts allow; the totals of analytics come on top. */
  readonly rows: number;
  /** The day before which everything has happened, as 2030-12-31. */
  readonly asOf: string;
}

/** How much one organization gets: a row of the temporary table `tenant` in db/seeds/load/tables.sql. */
export interface TenantPlan {
  readonly slug: string;
  /** About as many rows as will be made. */
  readonly rows: number;
  readonly columns: Readonly<Record<string, unknown>>;
}

export const SIZES = {
  small: { tenants: 5, rows: 20_000 },
  medium: { tenants: 50, rows: 1_000_000 },
  large: { tenants: 300, rows: 10_000_000 },
} as const;

/** The least that an organization with a row in every table needs. */
export const LEAST_ROWS_PER_TENANT = 400;

/** The n-th organization is n^1.5 times smaller than the first, which has two fifths of everything. */
const SKEW = 1.5;

/** How many there are of each for one contact, their parts not counted. */
const PER_CONTACT = {
  companies: 0.2,
  leads: 0.5,
  deals: 0.4,
  proposals: 0.12,
  activities: 1.2,
  tasks: 0.5,
  conversations: 0.4,
  calls: 0.3,
  appointments: 0.5,
  tickets: 0.3,
  executions: 0.4,
  submissions: 0.2,
  deliveries: 0.2,
  notifications: 0.4,
  attachments: 0.1,
} as const;

/** With messages, history, items and whatever else comes with those. */
const ROWS_PER_CONTACT = 15;
const ROWS_PER_MEMBER = 9;
const ROWS_OF_SETTINGS = 80;

const PLACES = [
  { locale: "en-US", timezone: "America/New_York", currency: "USD", hours: -5 },
  { locale: "en-GB", timezone: "Europe/London", currency: "GBP", hours: 0 },
  { locale: "de-DE", timezone: "Europe/Berlin", currency: "EUR", hours: 1 },
  { locale: "fr-FR", timezone: "Europe/Paris", currency: "EUR", hours: 1 },
  { locale: "es-ES", timezone: "Europe/Madrid", currency: "EUR", hours: 1 },
  { locale: "sv-SE", timezone: "Europe/Stockholm", currency: "SEK", hours: 1 },
] as const;
const TIERS = ["enterprise", "scale", "growth", "growth", "starter", "starter", "starter"] as const;
const STATUSES = ["active", "active", "active", "active", "active", "trial", "trial", "past_due", "canceled"] as const;

const DAY = 86_400_000;
const HOUR = 3_600_000;
const LONGEST_WEEKS = 104;

const pick = <Item>(list: readonly Item[], number: number): Item => list[number % list.length] as Item;

/** How the numbers of a run begin: its organizations' slugs and, with them, its people's addresses. */
export const slugPrefix = (seed: number) => `load-${seed}-`;

function planTenant(request: LoadRequest, number: number, rows: number): TenantPlan {
  const hash = createHash("sha256").update(`${request.seed}/${number}`).digest();
  const asOf = Date.parse(`${request.asOf}T00:00:00Z`);
  const place = pick(PLACES, hash.readUInt16BE(8));
  const isLarge = number <= 3;
  const weeks = isLarge ? LONGEST_WEEKS : 20 + (hash.readUInt16BE(10) % (LONGEST_WEEKS - 20));
  // 1970-01-05 was a Monday.
  const monday = Math.floor((asOf - 4 * DAY) / (7 * DAY)) * 7 * DAY + 4 * DAY - weeks * 7 * DAY;
  const daysOfLastWeek = (asOf - monday) / DAY - weeks * 7;

  // The number of members depends on that of contacts, and the other way round.
  let contacts = Math.max(5, Math.round((rows - ROWS_OF_SETTINGS) / ROWS_PER_CONTACT));
  const members = Math.max(4, Math.round(2 + contacts ** 0.45));
  contacts = Math.max(5, Math.round((rows - ROWS_OF_SETTINGS - ROWS_PER_MEMBER * members) / ROWS_PER_CONTACT));
  const counts = Object.fromEntries(
    Object.entries(PER_CONTACT).map(([name, ratio]) => [name, Math.max(3, Math.round(contacts * ratio))]),
  );
  const slug = `${slugPrefix(request.seed)}${String(number).padStart(4, "0")}`;
  return {
    slug,
    rows,
    columns: {
      number,
      seed: String(hash.readBigUInt64BE(0) >> 4n),
      slug,
      settings: { generated: request },
      locale: place.locale,
      timezone: place.timezone,
      currency: place.currency,
      monday: new Date(monday - place.hours * HOUR).toISOString(),
      as_of: new Date(asOf).toISOString(),
      positions: weeks * 22 + Math.min(22, 4 * daysOfLastWeek),
      subscription_status: isLarge ? "active" : pick(STATUSES, hash.readUInt16BE(12)),
      subscription_tier: isLarge ? "enterprise" : pick(TIERS, hash.readUInt16BE(14)),
      members,
      businesses: 1 + Math.floor(members / 12),
      teams: 2 + Math.floor(members / 15),
      services: Math.min(60, 6 + Math.floor(members / 4)),
      templates: Math.min(40, 4 + Math.floor(members / 6)),
      workflows: Math.min(30, 3 + Math.floor(members / 8)),
      forms: Math.min(20, 2 + Math.floor(members / 12)),
      campaigns: Math.min(20, 2 + Math.floor(members / 10)),
      contacts,
      ...counts,
    },
  };
}

/**
 * Divides the rows among the organizations: a few have most, and a long tail has little.
 *
 * @param request - what is asked for
 * @returns the organizations' plans, largest first
 */
export function planTenants(request: LoadRequest): TenantPlan[] {
  const weights = Array.from({ length: request.tenants }, (_, index) => (index + 1) ** -SKEW);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = request.rows - request.tenants * LEAST_ROWS_PER_TENANT;
  return weights.map((weight, index) =>
    planTenant(request, index + 1, LEAST_ROWS_PER_TENANT + Math.round((spare * weight) / total)),
  );
}
