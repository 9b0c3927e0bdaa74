import { databaseOf, inDatabase } from "../config/database-url.ts";
import { withConnection } from "../database/connection.ts";
import { Loader, type MadeRows } from "./loader.ts";
import { LEAST_ROWS_PER_TENANT, type LoadRequest, planTenants, slugPrefix } from "./plan.ts";

const CONNECTIONS = 2;
const SLOW =
  "One connection, with foreign keys checked: the login may not set session_replication_role. Others can't write meanwhile.";

/** Where the rows go, and who hears of it. */
export interface LoadOptions {
  /** Connection string of the owner. */
  readonly ownerUrl: string;
  /** Connection string of a superuser of the same server, in any database: it loads without triggers, on two connections. */
  readonly rootUrl?: string | undefined;
  /** Hears how many rows there are more. */
  readonly onRows?: (rows: number) => void;
  /** Hears what is worth a line. */
  readonly onProgress?: (message: string) => void;
}

/** What a run has made. */
export interface LoadResult extends MadeRows {
  /** Organizations that were made, and those that an earlier run had made. */
  readonly made: number;
  readonly found: number;
}

/** The organizations that an earlier run with the same seed has made, or made a part of. */
async function findMade(connectionString: string, request: LoadRequest): Promise<Map<string, Partial<LoadRequest>>> {
  const { rows } = await withConnection(connectionString, (client) =>
    client.query<{ slug: string; generated: Partial<LoadRequest> | null }>(
      "select slug, settings -> 'generated' as generated from app_public.organizations where starts_with(slug, $1) order by slug",
      [slugPrefix(request.seed)],
    ),
  );
  return new Map(rows.map(({ slug, generated }) => [slug, generated ?? {}]));
}

/** In the same database as the owner's, as the superuser. */
function bulkUrl({ ownerUrl, rootUrl }: LoadOptions): string {
  if (rootUrl === undefined) return ownerUrl;
  return inDatabase(rootUrl, databaseOf(ownerUrl));
}

/**
 * Fills every table with data for load tests, beside what is there. Each organization is made in one transaction; a run
 * that was interrupted goes on with the ones that are missing.
 *
 * @param request - how much, and with which seed; without `asOf` it is today, or the day of the earlier run
 * @param options - where to
 * @returns how much was made
 * @throws Error when an earlier run used the seed for other sizes, and the server's error when a statement fails
 */
export async function loadData(
  request: Omit<LoadRequest, "asOf"> & { readonly asOf?: string | undefined },
  options: LoadOptions,
): Promise<LoadResult> {
  if (request.rows < request.tenants * LEAST_ROWS_PER_TENANT) {
    throw new Error(`${request.tenants} organizations need at least ${request.tenants * LEAST_ROWS_PER_TENANT} rows`);
  }
  const { onRows = () => {}, onProgress = () => {} } = options;
  const today = new Date().toISOString().slice(0, 10);
  const { seed, tenants, rows } = request;
  const made = await findMade(options.ownerUrl, { seed, tenants, rows, asOf: today });
  const [earlier] = made.values();
  const wanted = { seed, tenants, rows, asOf: request.asOf ?? earlier?.asOf ?? today };
  for (const [slug, generated] of made) {
    if ((["seed", "tenants", "rows", "asOf"] as const).some((name) => generated[name] !== wanted[name])) {
      throw new Error(
        `${slug} is there already, of a run with --tenants ${generated.tenants} --rows ${generated.rows} --as-of ${generated.asOf}: give the same, or another --seed`,
      );
    }
  }

  const queue = planTenants(wanted).filter(({ slug }) => !made.has(slug));
  const result = { rows: 0, totals: 0, made: 0, found: made.size };
  if (queue.length === 0) return result;

  const url = bulkUrl(options);
  const first = new Loader(url, onRows);
  const loaders = [first];

  const work = async (loader: Loader) => {
    for (let plan = queue.shift(); plan !== undefined; plan = queue.shift()) {
      try {
        const { rows, totals } = await loader.make(plan);
        result.rows += rows;
        result.totals += totals;
        result.made += 1;
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  };
  const settle = async (works: Promise<void>[]) => {
    for (const end of await Promise.allSettled(works)) if (end.status === "rejected") throw end.reason;
  };
  try {
    await first.open();
    while (first.isWithoutTriggers && loaders.length < Math.min(CONNECTIONS, queue.length)) {
      const loader = new Loader(url, onRows);
      loaders.push(loader);
      await loader.open();
    }
    if (!first.isWithoutTriggers) onProgress(SLOW);
    await settle(loaders.map(work));
    // So that the first readers find statistics, and text indexes without a list of what is yet to be sorted in.
    const statements = await first.finishingStatements();
    await settle(
      loaders.map(async (loader) => {
        for (let sql = statements.shift(); sql !== undefined; sql = statements.shift()) await loader.run(sql);
      }),
    );
  } finally {
    for (const loader of loaders) await loader.close();
  }
  return result;
}
