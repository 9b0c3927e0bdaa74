import { createHash } from "node:crypto";
import type { Pool, PoolClient, QueryResult } from "pg";
import type { WithPgClient } from "postgraphile/@dataplan/pg";
import type { NodePostgresPgClient } from "postgraphile/adaptors/pg";
import { makeWithPgClientViaPgClientAlreadyInTransaction } from "postgraphile/adaptors/pg";
import type { TimeLimit, TimeLimits } from "../config/time-limits.ts";
import type { TransactionAccess } from "../graphile/context.ts";
import type { StatementFlight } from "../observability/operation-record.ts";
import type { TenantConnections } from "./tenant-connections.ts";
import { asTimeLimit, Deadline, statementTimeout, TimeLimitError, timeLimitOf } from "./time-limits.ts";
import { isOfChangedSession, isOutdated, isUnfit, type StatementError } from "./unfit-connections.ts";

/** Identity, membership and permissions are looked up, and the role is switched, in this one call. */
const BEGIN_REQUEST = {
  name: "tenantry_begin_request",
  text: "select set_config('role', app_private.begin_request($1::jsonb), true), set_config('statement_timeout', $2, true), current_setting('app.organization_id', true) as organization_id",
};

/** Is told the SQLSTATE with which `begin_request` refused, and its argument, in JSON. */
export type OnRefusal = (code: unknown, request: string) => void;

/** Who hears how requests begin. */
export interface RequestListeners {
  /** Hears the digest of each API key that `begin_request` has accepted. */
  readonly onApiKeyUsed?: ((digest: string) => void) | undefined;
  readonly onRefusal?: OnRefusal | undefined;
  /** Lends the connections, and hears for which organization each request is; without it the pool does. */
  readonly tenants?: TenantConnections | undefined;
  /** Hears the id of the organization that a request is for; the empty string for none. */
  readonly onBegun?: ((organizationId: string) => void) | undefined;
  /** Hears of all that went to the database, once the answers are there. */
  readonly onFlight?: ((flight: StatementFlight) => void) | undefined;
  /** What time requests have, by their role; without it as much as the connection’s settings say. */
  readonly times?: TimeLimits | undefined;
  /** Says whether the database was migrated beyond this version; asked when a statement names what isn't there. */
  readonly isOvertaken?: (() => Promise<boolean>) | undefined;
  /** Hears, after each transaction that may have written, how far a replica must have come to show what it left. */
  readonly onWritten?: ((settings: Settings, position: string) => void) | undefined;
}

/** Past the end of the transaction before it, which is flushed by then unless nobody waits for that. */
const POSITION =
  "select (case current_setting('synchronous_commit') when 'off' then pg_current_wal_insert_lsn() else pg_current_wal_flush_lsn() end)::text as position";

/** The transactions of one operation share its settings, and are refused alike: that is told once. */
const refused = new WeakSet<Settings>();

/** The settings of `pgSettingsFor`, as PostGraphile hands them on. */
export type Settings = Record<string, string | undefined>;

/** What is done on a connection. */
export type Work<Result> = (client: NodePostgresPgClient) => Result | Promise<Result>;

/**
 * A transaction of a request, on a connection of its own: begin, `app_private.begin_request`, any work, commit.
 *
 * The first two travel together with the first statement of the work, in one flight. That is safe because PostgreSQL
 * runs them in order and refuses everything after the first failure in a transaction (25P02); the first failure is the
 * one reported. Whoever gets the connection next finds nothing of it: settings and role are local to the transaction.
 */
export class RequestTransaction {
  readonly access: TransactionAccess;
  private readonly client: PoolClient;
  private readonly settings: Settings;
  private readonly listeners: RequestListeners;
  private readonly time: TimeLimit | undefined;
  private readonly deadline: Deadline | undefined;
  private readonly opening: Promise<readonly [unknown, QueryResult<{ organization_id: string }>]>;
  private readonly withClient: WithPgClient<NodePostgresPgClient>;

  /** What has left, or will, with the statement that comes next. */
  private company: string[];
  private hasEnded = false;
  /** Whether nobody is to have the connection after this; so after a standby took the primary’s place. */
  private mustClose = false;
  private wasConnections = false;

  private constructor(client: Corkable, settings: Settings, request: string, listeners: RequestListeners) {
    this.client = client;
    this.settings = settings;
    this.listeners = listeners;
    this.time = timeLimitOf(settings, listeners.times);
    const { transactionSeconds } = this.time ?? {};
    this.deadline = transactionSeconds === undefined ? undefined : new Deadline(client, transactionSeconds);
    this.access = settings["tenantry.access"] === "read write" ? "read write" : "read only";
    // Losing the connection fails the statements under way, which report it; unheard, the event would end the process.
    client.on("error", ignore);
    // The first statement of the work follows at once, and leaves in the same packet.
    const { stream } = client.connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
    const begin = `begin ${this.access}`;
    this.company = [begin, BEGIN_REQUEST.text];
    const values = [request, statementTimeout(this.time)];
    this.opening = Promise.all([client.query(begin), client.query({ ...BEGIN_REQUEST, values })]);
    this.opening.then(
      ([, { rows }]) => tellOfBeginning(settings, listeners, rows[0]?.organization_id ?? ""),
      (error) => {
        this.mustClose ||= isRefusedByStandby(error);
      },
    );
    // The stock client inside a transaction of ours brings prepared statements, notices and savepoints.
    this.withClient = makeWithPgClientViaPgClientAlreadyInTransaction(client, true);
  }

  /** Whether its connection was at fault for a failure: on another one the same may succeed. */
  get maySucceedElsewhere(): boolean {
    return this.wasConnections;
  }

  /**
   * Begins.
   *
   * @param pool - connections as the authenticator, with `pipeline: true`
   * @param settings - those of `pgSettingsFor`
   * @param listeners - who hears of keys that were accepted and of requests that were refused
   * @returns the transaction, once there is a connection for it; what fails at its beginning fails its work
   * @throws Error when there is no connection, or the settings are others
   */
  static async open(pool: Pool, settings: Settings, listeners: RequestListeners = {}): Promise<RequestTransaction> {
    const request = requestOf(settings);
    const client = await (listeners.tenants?.connect(settings) ?? pool.connect());
    return new RequestTransaction(client as Corkable, settings, request, listeners);
  }

  /**
   * Does some of the transaction's work.
   *
   * @param work - gets the connection
   * @returns what the work gives
   * @throws the first failure, which may be that of the beginning
   */
  async run<Result>(work: Work<Result>): Promise<Result> {
    if (this.deadline?.error !== undefined) throw this.deadline.error;
    const running = this.withClient(null, (client) =>
      work(withNames(client, (query, send) => this.timed(query, send))),
    );
    // In the order of the statements: what fails first is the reason for whatever fails after it.
    const failed = (await Promise.allSettled([this.opening, running])).find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") {
      const hasBegun = await this.opening.then(
        () => true,
        () => false,
      );
      const reason = this.lateness(failed.reason, hasBegun);
      this.judge(reason, hasBegun);
      throw await answerTo(reason, this.settings, this.listeners, !hasBegun && !this.wasConnections);
    }
    return running;
  }

  /**
   * Ends the transaction and gives the connection back. Nothing can be lost at the end of a read, so a reading one does
   * not wait for it.
   *
   * @throws the server's error, such as a constraint that is checked only now; nothing is written then
   */
  async commit(): Promise<void> {
    const late = this.deadline?.error;
    if (late !== undefined) {
      await this.rollback();
      throw late;
    }
    const ending = this.end("commit");
    if (this.access === "read only") ending.catch(ignore);
    else if ((await ending) !== "COMMIT")
      throw new Error("A failed transaction was rolled back where it should commit.");
  }

  /**
   * Undoes everything and gives the connection back.
   *
   * @returns resolves once that is done; it never fails, since a connection that breaks undoes everything too
   */
  async rollback(): Promise<void> {
    await this.end("rollback").catch(ignore);
  }

  /** Says what a failure means for whoever comes next. */
  private judge(error: StatementError, hasBegun: boolean): void {
    // What isn't the server's may be of the work itself; a connection that is lost can't end its transaction either.
    this.mustClose ||= error.severity !== undefined && isUnfit(error, hasBegun);
    this.wasConnections = isOutdated(error) || isOfChangedSession(error, hasBegun);
    if (error.routine === "RevalidateCachedQuery") renameStatements();
  }

  /** What was broken off at the end of its time has failed because of that. */
  private lateness(error: StatementError, hasBegun: boolean): StatementError {
    if (error.code === "57014" && this.deadline?.error !== undefined) return this.deadline.error;
    // Before that the time is the authenticator’s.
    return hasBegun ? asTimeLimit(error, this.time) : error;
  }

  /** Tells how long the database took for a statement. */
  private async timed<Result>(text: string, send: () => Promise<Result>): Promise<Result> {
    const { onFlight } = this.listeners;
    if (onFlight === undefined) return send();
    const texts = [...this.company.splice(0), text];
    const startedAt = performance.now();
    const tell = (hasFailed: boolean) =>
      onFlight({ texts, startedAt, endedAt: performance.now(), hasFailed, settings: this.settings });
    try {
      const result = await send();
      tell(false);
      return result;
    } catch (error) {
      tell(true);
      throw error;
    }
  }

  /** Asked for together with the end of the transaction; never fails, since whether that was reached is said there. */
  private async tellPosition(): Promise<void> {
    const { onWritten } = this.listeners;
    if (onWritten === undefined || this.access === "read only") return;
    try {
      const { rows } = await this.client.query<{ position: string }>(POSITION);
      if (rows[0] !== undefined) onWritten(this.settings, rows[0].position);
    } catch {
      // Without a position its reads may be as late as anybody’s.
    }
  }

  /** A connection that cannot end its transaction is closed. */
  private async end(statement: "commit" | "rollback"): Promise<string> {
    // By then the connection may be somebody else's.
    if (this.hasEnded) throw new Error("This transaction has ended already.");
    this.hasEnded = true;
    try {
      const breakingOff = this.deadline?.end();
      if (breakingOff !== undefined) await breakingOff;
      const ending = this.timed(statement, () => this.client.query(statement));
      const [{ command }] = await Promise.all([ending, this.tellPosition()]);
      // Others may find the primary behind the same address.
      this.client.release(this.mustClose);
      return command;
    } catch (error) {
      this.client.release(true);
      throw error;
    } finally {
      this.client.off("error", ignore);
    }
  }
}

/** `begin read write` fails with this while a server recovers. */
function isRefusedByStandby(error: { code?: unknown; message?: unknown }): boolean {
  return error.code === "0A000" && /during recovery/.test(String(error.message));
}

/** pg's client has it, its types don't. */
type Corkable = PoolClient & { readonly connection: { readonly stream: { cork(): void; uncork(): void } } };

/** Statements of a mutation have no names, so they would be planned each time. Those made for the rows they write stay without. */
const LONGEST_NAMED_TEXT = 20_000;
const KEPT_NAMES = 1_000;
const names = new Map<string, string>();
let generation = 0;

/** Has every connection prepare its statements anew: those of the others are as outdated as the one that failed. */
function renameStatements(): void {
  generation++;
  names.clear();
}

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= KEPT_NAMES) names.clear();
  const name = createHash("sha1").update(`${generation} ${text}`).digest("hex");
  names.set(text, name);
  return name;
}

function withNames(
  client: NodePostgresPgClient,
  timed: <Result>(text: string, send: () => Promise<Result>) => Promise<Result>,
): NodePostgresPgClient {
  return {
    rawClient: client.rawClient,
    withTransaction: (work) => client.withTransaction((inner) => work(withNames(inner, timed))),
    query: (query) =>
      timed(query.text, () =>
        client.query(
          query.name === undefined && query.text.length <= LONGEST_NAMED_TEXT
            ? { ...query, name: nameOf(query.text) }
            : query,
        ),
      ),
  };
}

/**
 * Gives what begins a request.
 *
 * @param settings - those of `pgSettingsFor`
 * @returns the argument of `app_private.begin_request`
 * @throws Error when the settings are others
 */
export function requestOf(settings: Settings): string {
  const request = settings["tenantry.request"];
  if (request === undefined) throw new Error("The settings of a request must come from pgSettingsFor.");
  return request;
}

/**
 * Gives who asks, whichever request it is.
 *
 * @param settings - those of the request
 * @returns a text that is the same for the same person or key in the same wanted organization
 * @throws Error when the settings are others
 */
export function askerOf(settings: Settings): string {
  const asker = settings["tenantry.asker"];
  if (asker === undefined) throw new Error("The settings of a request must come from pgSettingsFor.");
  return asker;
}

/**
 * Tells that the database began a request: that it accepted its API key, if it came with one, and for which organization.
 *
 * @param settings - those of the request
 * @param listeners - who hears of it
 * @param organizationId - what the database found; empty where there is none
 */
export function tellOfBeginning(settings: Settings, listeners: RequestListeners, organizationId: string): void {
  listeners.tenants?.learn(settings, organizationId);
  listeners.onBegun?.(organizationId);
  const apiKeyDigest = settings["tenantry.api_key"];
  if (apiKeyDigest !== undefined) listeners.onApiKeyUsed?.(apiKeyDigest);
}

/**
 * Says what a failure means for whoever asked, and tells of a refused request once.
 *
 * @param error - the server's
 * @param settings - those of the request
 * @param listeners - who hears of refusals
 * @param isRefusal - whether it is `begin_request` that failed
 * @returns the error to throw
 */
export async function answerTo(
  error: { code?: unknown },
  settings: Settings,
  listeners: RequestListeners,
  isRefusal: boolean,
): Promise<unknown> {
  if (error instanceof TimeLimitError) return error;
  const request = requestOf(settings);
  if (isRefusal && !refused.has(settings)) {
    refused.add(settings);
    listeners.onRefusal?.(error.code, request);
  }
  if (isRefusedByStandby(error as Error)) {
    const answer = new Error("The database can’t be written at the moment; try again.", { cause: error });
    return Object.assign(answer, { code: "TN503", severity: "ERROR" });
  }
  if (MISSING.has(String(error.code)) && (await listeners.isOvertaken?.())) {
    const message = "This is no longer in the database, which is ahead of this version of the API; try again later.";
    return Object.assign(new Error(message, { cause: error }), { code: "TN503", severity: "ERROR" });
  }
  return asAnswerToAnonymous(error, request);
}

/** A column, table, function or type that isn't there. */
const MISSING = new Set(["42703", "42P01", "42883", "42704"]);

/** With what a request proves who asks. */
function credentialsOf(request: string): { claims: object | null; apiKeyDigest?: string } {
  return JSON.parse(request);
}

/** What a visitor without a token may not do, they may do once signed in: that says more than a missing privilege. */
function asAnswerToAnonymous(error: { code?: unknown }, request: string): unknown {
  if (error.code !== "42501") return error;
  const { claims, apiKeyDigest } = credentialsOf(request);
  if (claims !== null || apiKeyDigest !== undefined) return error;
  const answer = new Error("This needs a token: send it as Authorization: Bearer, a token.");
  return Object.assign(answer, { code: "TN401", severity: "ERROR" });
}

function ignore(): void {}
