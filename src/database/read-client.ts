import type { Pool, PoolClient } from "pg";
import utils from "pg/lib/utils.js";
import type { WithPgClient } from "postgraphile/@dataplan/pg";
import type { NodePostgresPgClient } from "postgraphile/adaptors/pg";
import { requireSomebody, whileAwaited } from "./abandoned-requests.ts";
import type { ReadReplicas, ReplicaChoice } from "./read-replicas.ts";
import { answerTo, type RequestListeners, requestOf, type Settings, tellOfApiKey } from "./request-transaction.ts";
import { type FlightOutcome, type FlightStatement, fly } from "./statement-flight.ts";

/** Identity, membership and permissions are looked up, and the role is switched, in this one call; nothing can be written after it. */
export const BEGIN_READING = {
  name: "tenantry_begin_reading",
  text: "select set_config('transaction_read_only', 'on', true), set_config('role', app_private.begin_request($1::jsonb), true)",
};

/**
 * The same on a replica, which has to have come as far as the second argument; a primary has. `22012` says that it hasn’t:
 * in one statement, without a function that replicas would have to have.
 */
const BEGIN_READING_ON_REPLICA = {
  name: "tenantry_begin_reading_on_replica",
  text: "select 1 / coalesce(not pg_is_in_recovery() or pg_last_wal_replay_lsn() >= $2::pg_lsn, false)::int, set_config('transaction_read_only', 'on', true), set_config('role', app_private.begin_request($1::jsonb), true)",
};

/** What fails alike on the primary, so that it isn’t tried there: wrong values, limits, time. */
const FINAL = /^(22|54|57014)/;

/** The pool is busy; that says nothing about the server. */
const BUSY = /^timeout exceeded when trying to connect/;

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
  private readonly withTransactionClient: WithPgClient<NodePostgresPgClient>;
  private readonly replicas: ReadReplicas | undefined;
  private waiting: WaitingStatement[] = [];

  /**
   * @param pool - connections as the authenticator, with `pipeline: true`
   * @param settings - those of `pgSettingsFor`, for reading
   * @param listeners - who hears of keys that were accepted and of requests that were refused
   * @param withTransactionClient - for whoever wants a transaction of several statements
   * @param replicas - where reads go that may, if there are any
   */
  constructor(
    pool: Pool,
    settings: Settings,
    listeners: RequestListeners,
    withTransactionClient: WithPgClient<NodePostgresPgClient>,
    replicas?: ReadReplicas,
  ) {
    this.pool = pool;
    this.settings = settings;
    this.listeners = listeners;
    this.withTransactionClient = withTransactionClient;
    this.replicas = replicas;
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

  private async connect(): Promise<PoolClient> {
    const client = await this.pool.connect();
    try {
      // They may have waited for long.
      requireSomebody(this.settings);
      return client;
    } catch (error) {
      client.release();
      throw error;
    }
  }

  private depart(): void {
    const statements = this.waiting;
    this.waiting = [];
    for (let first = 0; first < statements.length; first += STATEMENTS_OF_A_FLIGHT) {
      const flight = statements.slice(first, first + STATEMENTS_OF_A_FLIGHT);
      const replica = this.replicas?.choose(this.settings);
      void (replica === undefined ? this.read(flight) : this.readFrom(replica, flight));
    }
  }

  /** Whatever the replica can’t answer, the primary does: it alone says what the request may not do or see. */
  private async readFrom(replica: ReplicaChoice, statements: readonly WaitingStatement[]): Promise<void> {
    let client: PoolClient;
    try {
      client = await replica.pool.connect();
    } catch (error) {
      if (!BUSY.test((error as Error).message)) replica.lose(error);
      return this.read(statements);
    }
    client.on("error", ignore);
    const beginning = { ...BEGIN_READING_ON_REPLICA, values: [requestOf(this.settings), replica.position] };
    const flight = [beginning, ...statements];
    const { results, error } = await whileAwaited(this.settings, client, () => fly(client, flight));
    client.off("error", ignore);
    const isLost = error !== undefined && error.severity !== "ERROR";
    client.release(isLost || isOutdated(error));
    if (isLost) replica.lose(error);
    const [begun, ...read] = results;
    if (begun !== undefined) tellOfApiKey(this.settings, this.listeners);
    else if (error?.code === "22012") replica.lag();
    for (const [index, rows] of read.entries()) statements[index]?.resolve({ rows, rowCount: rows.length });
    if (error === undefined) return;
    const rest = statements.slice(read.length);
    if (begun !== undefined && !isLost && FINAL.test(String(error.code))) {
      rest.shift()?.reject(answerTo(error, this.settings, this.listeners, false));
    }
    if (rest.length > 0) await this.read(rest);
  }

  private async read(statements: readonly WaitingStatement[], attempt = 1): Promise<void> {
    const request = requestOf(this.settings);
    let client: PoolClient;
    try {
      client = await this.connect();
    } catch (error) {
      for (const { reject } of statements) reject(error);
      return;
    }
    // Losing the connection fails the statements under way; unheard, the event would end the process.
    client.on("error", ignore);
    const flight = [{ ...BEGIN_READING, values: [request] }, ...statements];
    const { results, error } = await whileAwaited(this.settings, client, () => fly(client, flight));
    client.off("error", ignore);
    const mustPrepare = isOutdated(error);
    // Whoever has no severity isn't the server, and after a fatal error the server is gone.
    client.release(error !== undefined && (error.severity !== "ERROR" || mustPrepare));
    const [begun, ...read] = results;
    if (begun !== undefined) tellOfApiKey(this.settings, this.listeners);
    for (const [index, rows] of read.entries()) statements[index]?.resolve({ rows, rowCount: rows.length });
    if (error === undefined) return;

    const rest = statements.slice(read.length);
    if (mustPrepare && attempt < MOST_ATTEMPTS) return this.read(rest, attempt + 1);
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

/** Whether the connection’s prepared statements aren’t those that the client knows of. */
function isOutdated(error: FlightOutcome["error"]): boolean {
  return error?.code === "26000" || error?.routine === "RevalidateCachedQuery";
}

function asText(value: unknown): string | Buffer | null {
  return typeof value === "string" ? value : utils.prepareValue(value);
}

function ignore(): void {}
