import type { Pool, PoolClient } from "pg";
import utils from "pg/lib/utils.js";
import type { WithPgClient } from "postgraphile/@dataplan/pg";
import type { NodePostgresPgClient } from "postgraphile/adaptors/pg";
import type { TimeLimit } from "../config/time-limits.ts";
import { requireSomebody, whileAwaited } from "./abandoned-requests.ts";
import { narrowed, OWN_SCOPES, type RememberedScopes } from "./owned-rows.ts";
import type { ReadReplicas, ReplicaChoice } from "./read-replicas.ts";
import {
  answerTo,
  askerOf,
  type RequestListeners,
  requestOf,
  type Settings,
  tellOfBeginning,
} from "./request-transaction.ts";
import { type FlightOutcome, type FlightStatement, fly } from "./statement-flight.ts";
import { asTimeLimit, Deadline, statementTimeout, timeLimitOf } from "./time-limits.ts";
import { isUnfit, mayTryAgain } from "./unfit-connections.ts";

const BEGINNING = `set_config('transaction_read_only', 'on', true), set_config('role', app_private.begin_request($1::jsonb), true), set_config('statement_timeout', $2, true), current_setting('app.organization_id', true), ${OWN_SCOPES}`;

/**
 * Identity, membership and permissions are looked up, and the role is switched, in this one call; nothing can be written
 * after it. Its last values are the organization that it is for, and what there is to remember of scopes.
 */
export const BEGIN_READING = {
  name: "tenantry_begin_reading",
  text: `select ${BEGINNING}`,
};

/**
 * The same on a replica, which has to have come as far as the third argument; one that takes writes has to be the primary
 * itself, as the fourth says. `22012` says that it isn’t so: in one statement, without a function that replicas would have to
 * have.
 */
const BEGIN_READING_ON_REPLICA = {
  name: "tenantry_begin_reading_on_replica",
  text: `select 1 / coalesce(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() >= $3::pg_lsn else $4::boolean end, false)::int, ${BEGINNING}`,
};

/** What fails alike on the primary, so that it isn’t tried there: wrong values, limits, time. */
const FINAL = /^(22|54|57014)/;

/** Too much for a tenant, or nobody waits for it any more. */
const OF_THE_ASKER = /^(TN429|57014)$/;

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
  private readonly scopes: RememberedScopes;
  private readonly withTransactionClient: WithPgClient<NodePostgresPgClient>;
  private readonly replicas: ReadReplicas | undefined;
  private readonly time: TimeLimit | undefined;
  private waiting: WaitingStatement[] = [];

  /**
   * @param pool - connections as the authenticator, with `pipeline: true`
   * @param settings - those of `pgSettingsFor`, for reading
   * @param listeners - who hears of keys that were accepted and of requests that were refused
   * @param scopes - what is remembered of those who read, which becomes known here
   * @param withTransactionClient - for whoever wants a transaction of several statements
   * @param replicas - where reads go that may, if there are any
   */
  constructor(
    pool: Pool,
    settings: Settings,
    listeners: RequestListeners,
    scopes: RememberedScopes,
    withTransactionClient: WithPgClient<NodePostgresPgClient>,
    replicas?: ReadReplicas,
  ) {
    this.pool = pool;
    this.settings = settings;
    this.listeners = listeners;
    this.scopes = scopes;
    this.withTransactionClient = withTransactionClient;
    this.replicas = replicas;
    this.time = timeLimitOf(settings, listeners.times);
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

  private async connect(pool = this.pool): Promise<PoolClient> {
    const client = await (this.listeners.tenants?.connect(this.settings, pool) ?? pool.connect());
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
      client = await this.connect(replica.pool);
    } catch (error) {
      const { code, severity, message } = error as { code?: string; severity?: string; message: string };
      // The primary is for those who may go on, and not for more of whoever has taken their share of the replica.
      if (OF_THE_ASKER.test(String(code)) && replica.isUsable()) {
        for (const { reject } of statements) reject(error);
        return;
      }
      // What has a severity of a mere error was refused by the pool, which is busy; that says nothing about the server.
      if (severity !== "ERROR" && !BUSY.test(message)) replica.lose(error);
      return this.read(statements);
    }
    const time = statementTimeout(this.time);
    const values = [requestOf(this.settings), time, replica.position, String(replica.isPrimary)];
    const beginning = { ...BEGIN_READING_ON_REPLICA, values };
    const assumed = this.scopes.of(askerOf(this.settings));
    const { results, error } = await this.send(client, [beginning, ...withScopes(statements, assumed)]);
    const isLost = error !== undefined && error.severity !== "ERROR";
    const [begun, ...read] = results;
    client.release(isUnfit(error, begun !== undefined));
    if (isLost) replica.lose(error);
    if (begun === undefined && error?.code === "22012") replica.lag();
    if (begun !== undefined && !this.note(begun, assumed)) return this.read(statements);
    for (const [index, rows] of read.entries()) statements[index]?.resolve({ rows, rowCount: rows.length });
    if (error === undefined) return;
    const rest = statements.slice(read.length);
    if (begun !== undefined && !isLost && FINAL.test(String(error.code))) {
      rest.shift()?.reject(await answerTo(error, this.settings, this.listeners, false));
    }
    if (rest.length > 0) await this.read(rest);
  }

  /** Takes note of what began the request; false when its statements were for scopes that aren't so any more. */
  private note([row]: FlightOutcome["results"][number], assumed: string | undefined): boolean {
    const [organizationId, scopes] = (row ?? []).slice(-2) as (string | null | undefined)[];
    this.scopes.note(askerOf(this.settings), scopes ?? undefined);
    if (assumed !== undefined && scopes !== assumed) return false;
    tellOfBeginning(this.settings, this.listeners, organizationId ?? "");
    return true;
  }

  private async send(client: PoolClient, flight: readonly FlightStatement[]): Promise<FlightOutcome> {
    const startedAt = performance.now();
    // Losing the connection fails the statements under way; unheard, the event would end the process.
    client.on("error", ignore);
    const { transactionSeconds } = this.time ?? {};
    const deadline = transactionSeconds === undefined ? undefined : new Deadline(client, transactionSeconds);
    const flown = await whileAwaited(this.settings, client, () => fly(client, flight));
    const breakingOff = deadline?.end();
    if (breakingOff !== undefined) await breakingOff;
    const outcome = this.withLateness(flown, deadline);
    client.off("error", ignore);
    this.listeners.onFlight?.({
      texts: flight.map(({ text }) => text),
      startedAt,
      endedAt: performance.now(),
      hasFailed: outcome.error !== undefined,
      settings: this.settings,
    });
    return outcome;
  }

  /** What was broken off at the end of its time has failed because of that. */
  private withLateness(outcome: FlightOutcome, deadline: Deadline | undefined): FlightOutcome {
    const { results, error } = outcome;
    if (error?.code !== "57014") return outcome;
    // Before the request has begun the time is the authenticator’s.
    const ofStatement = results.length > 0 ? asTimeLimit(error, this.time) : error;
    return { results, error: deadline?.error ?? ofStatement };
  }

  private async read(statements: readonly WaitingStatement[], attempt = 1): Promise<void> {
    const request = requestOf(this.settings);
    const assumed = attempt < MOST_ATTEMPTS ? this.scopes.of(askerOf(this.settings)) : undefined;
    let client: PoolClient;
    try {
      client = await this.connect();
    } catch (error) {
      for (const { reject } of statements) reject(error);
      return;
    }
    const { results, error } = await this.send(client, [
      { ...BEGIN_READING, values: [request, statementTimeout(this.time)] },
      ...withScopes(statements, assumed),
    ]);
    const [begun, ...read] = results;
    const hasBegun = begun !== undefined;
    client.release(isUnfit(error, hasBegun));
    if (hasBegun && !this.note(begun, assumed)) return this.read(statements, attempt + 1);
    for (const [index, rows] of read.entries()) statements[index]?.resolve({ rows, rowCount: rows.length });
    if (error === undefined) return;

    const rest = statements.slice(read.length);
    if (mayTryAgain(error, hasBegun, this.pool, attempt)) return this.read(rest, attempt + 1);
    if (!hasBegun) {
      const answer = await answerTo(error, this.settings, this.listeners, true);
      for (const { reject } of rest) reject(answer);
      return;
    }
    rest[0]?.reject(await answerTo(error, this.settings, this.listeners, false));
    // What comes after a failure wasn't tried.
    if (rest.length > 1) await this.read(rest.slice(1));
  }
}

/** The statements as they are for these scopes, if any are known. */
function withScopes(statements: readonly WaitingStatement[], scopes: string | undefined): readonly FlightStatement[] {
  return scopes === undefined ? statements : statements.map((statement) => narrowed(statement, scopes));
}

function asText(value: unknown): string | Buffer | null {
  return typeof value === "string" ? value : utils.prepareValue(value);
}

function ignore(): void {}
