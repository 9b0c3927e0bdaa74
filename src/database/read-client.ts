import type { Pool, PoolClient } from "pg";
import utils from "pg/lib/utils.js";
import type { WithPgClient } from "postgraphile/@dataplan/pg";
import type { NodePostgresPgClient } from "postgraphile/adaptors/pg";
import { narrowed, OWN_SCOPES, type RememberedScopes } from "./owned-rows.ts";
import {
  answerTo,
  askerOf,
  type RequestListeners,
  requestOf,
  type Settings,
  tellOfBeginning,
} from "./request-transaction.ts";
import { type FlightStatement, fly } from "./statement-flight.ts";

/**
 * Identity, membership and permissions are looked up, and the role is switched, in this one call; nothing can be written
 * after it. Its last values are the organization that it is for, and what there is to remember of scopes.
 */
export const BEGIN_READING = {
  name: "tenantry_begin_reading",
  text: `select set_config('transaction_read_only', 'on', true), set_config('role', app_private.begin_request($1::jsonb), true), current_setting('app.organization_id', true), ${OWN_SCOPES}`,
};

/** Statements that share a connection, one after the other, for what they save; more would wait for each other for long. */
const STATEMENTS_OF_A_FLIGHT = 4;
const MOST_ATTEMPTS = 3;

type Query = Parameters<NodePostgresPgClient["query"]>[0];

interface WaitingStatement extends FlightStatement {
  readonly resolve: (result: { rows: unknown[][]; rowCount: number }) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads as one request, whose settings they are. Statements that are asked for at the same moment, such as a page and its
 * `totalCount`, travel together in one round trip with what begins the request; nothing else is sent for them. Each sees
 * what is committed when it begins, as in transactions of their own.
 */
export class ReadClient {
  private readonly pool: Pool;
  private readonly settings: Settings;
  private readonly listeners: RequestListeners;
  private readonly scopes: RememberedScopes;
  private readonly withTransactionClient: WithPgClient<NodePostgresPgClient>;
  private waiting: WaitingStatement[] = [];

  /**
   * @param pool - connections as the authenticator, with `pipeline: true`
   * @param settings - those of `pgSettingsFor`, for reading
   * @param listeners - who hears of keys that were accepted and of requests that were refused
   * @param scopes - what is remembered of those who read, which becomes known here
   * @param withTransactionClient - for whoever wants a transaction of several statements
   */
  constructor(
    pool: Pool,
    settings: Settings,
    listeners: RequestListeners,
    scopes: RememberedScopes,
    withTransactionClient: WithPgClient<NodePostgresPgClient>,
  ) {
    this.pool = pool;
    this.settings = settings;
    this.listeners = listeners;
    this.scopes = scopes;
    this.withTransactionClient = withTransactionClient;
  }

  /**
   * Runs a statement.
   *
   * @param query - as for PostGraphile's client; rows come as arrays
   * @returns its rows
   * @throws the server's error, which may be that of the request's beginning
   */
  query<Row>({ text, values = [], name, arrayMode }: Query): Promise<{ rows: Row[]; rowCount: number }> {
    if (!arrayMode) {
      const whole = (client: NodePostgresPgClient) =>
        client.query<Row>({ text, values: values as never, arrayMode: false });
      return this.withTransactionClient(this.settings, whole) as Promise<{ rows: Row[]; rowCount: number }>;
    }
    return new Promise((resolve, reject) => {
      const statement = { text, name, values: values.map(asText), reject };
      if (this.waiting.length === 0) process.nextTick(() => this.depart());
      this.waiting.push({ ...statement, resolve: resolve as WaitingStatement["resolve"] });
    });
  }

  /** Runs several statements in one transaction. */
  withTransaction<Result>(work: (client: NodePostgresPgClient) => Promise<Result>): Promise<Result> {
    return this.withTransactionClient(this.settings, (client) => client.withTransaction(work));
  }

  private depart(): void {
    const statements = this.waiting;
    this.waiting = [];
    for (let first = 0; first < statements.length; first += STATEMENTS_OF_A_FLIGHT) {
      void this.read(statements.slice(first, first + STATEMENTS_OF_A_FLIGHT));
    }
  }

  private async read(statements: readonly WaitingStatement[], attempt = 1): Promise<void> {
    const request = requestOf(this.settings);
    const asker = askerOf(this.settings);
    const assumed = attempt < MOST_ATTEMPTS ? this.scopes.of(asker) : undefined;
    const sent = assumed === undefined ? statements : statements.map((statement) => narrowed(statement, assumed));
    let client: PoolClient;
    try {
      client = await (this.listeners.tenants?.connect(this.settings) ?? this.pool.connect());
    } catch (error) {
      for (const { reject } of statements) reject(error);
      return;
    }
    // Losing the connection fails the statements under way; unheard, the event would end the process.
    client.on("error", ignore);
    const startedAt = performance.now();
    const flight = [{ ...BEGIN_READING, values: [request] }, ...sent];
    const { results, error } = await fly(client, flight);
    this.listeners.onFlight?.({
      texts: flight.map(({ text }) => text),
      startedAt,
      endedAt: performance.now(),
      hasFailed: error !== undefined,
      settings: this.settings,
    });
    client.off("error", ignore);
    const isOutdated = error?.code === "26000" || error?.routine === "RevalidateCachedQuery";
    // Whoever has no severity isn't the server, and after a fatal error the server is gone.
    client.release(error !== undefined && (error.severity !== "ERROR" || isOutdated));
    const [begun, ...read] = results;
    if (begun !== undefined) {
      const [, , organizationId, scopes] = (begun[0] ?? []) as (string | null | undefined)[];
      this.scopes.note(asker, scopes ?? undefined);
      // The rows of a scope that isn't so any more.
      if (assumed !== undefined && scopes !== assumed) return this.read(statements, attempt + 1);
      tellOfBeginning(this.settings, this.listeners, organizationId ?? "");
    }
    for (const [index, rows] of read.entries()) statements[index]?.resolve({ rows, rowCount: rows.length });
    if (error === undefined) return;

    const rest = statements.slice(read.length);
    if (isOutdated && attempt < MOST_ATTEMPTS) return this.read(rest, attempt + 1);
    if (begun === undefined) {
      const answer = answerTo(error, this.settings, this.listeners, true);
      for (const { reject } of rest) reject(answer);
      return;
    }
    rest[0]?.reject(answerTo(error, this.settings, this.listeners, false));
    // What comes after a failure wasn't tried.
    if (rest.length > 1) await this.read(rest.slice(1));
  }
}

function asText(value: unknown): string | Buffer | null {
  return typeof value === "string" ? value : utils.prepareValue(value);
}

function ignore(): void {}
