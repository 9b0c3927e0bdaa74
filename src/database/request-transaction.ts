import type { Pool, PoolClient } from "pg";
import type { WithPgClient } from "postgraphile/@dataplan/pg";
import type { NodePostgresPgClient } from "postgraphile/adaptors/pg";
import { makeWithPgClientViaPgClientAlreadyInTransaction } from "postgraphile/adaptors/pg";
import type { TransactionAccess } from "../graphile/context.ts";

/** Identity, membership and permissions are looked up, and the role is switched, in this one call. */
const BEGIN_REQUEST = {
  name: "tenantry_begin_request",
  text: "select set_config('role', app_private.begin_request($1::jsonb), true)",
};

/** Is told the SQLSTATE with which `begin_request` refused, and its argument, in JSON. */
export type OnRefusal = (code: unknown, request: string) => void;

/** Who hears how requests begin. */
export interface RequestListeners {
  /** Hears the digest of each API key that `begin_request` has accepted. */
  readonly onApiKeyUsed?: ((digest: string) => void) | undefined;
  readonly onRefusal?: OnRefusal | undefined;
}

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
  private readonly request: string;
  private readonly listeners: RequestListeners;
  private readonly opening: Promise<unknown>;
  private readonly withClient: WithPgClient<NodePostgresPgClient>;

  private hasEnded = false;

  private constructor(client: PoolClient, settings: Settings, request: string, listeners: RequestListeners) {
    this.client = client;
    this.settings = settings;
    this.request = request;
    this.listeners = listeners;
    this.access = settings["tenantry.access"] === "read write" ? "read write" : "read only";
    // Losing the connection fails the statements under way, which report it; unheard, the event would end the process.
    client.on("error", ignore);
    this.opening = Promise.all([
      client.query(`begin ${this.access}`),
      client.query({ ...BEGIN_REQUEST, values: [request] }),
    ]);
    this.opening.then(() => this.tellOfApiKey(), ignore);
    // The stock client inside a transaction of ours brings prepared statements, notices and savepoints.
    this.withClient = makeWithPgClientViaPgClientAlreadyInTransaction(client, true);
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
    const request = settings["tenantry.request"];
    if (request === undefined) throw new Error("The settings of a request must come from pgSettingsFor.");
    return new RequestTransaction(await pool.connect(), settings, request, listeners);
  }

  /**
   * Does some of the transaction's work.
   *
   * @param work - gets the connection
   * @returns what the work gives
   * @throws the first failure, which may be that of the beginning
   */
  async run<Result>(work: Work<Result>): Promise<Result> {
    const running = this.withClient(null, work);
    // In the order of the statements: what fails first is the reason for whatever fails after it.
    const failed = (await Promise.allSettled([this.opening, running])).find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") {
      await this.opening.catch((error) => this.tellOfRefusal(error));
      throw asAnswerToAnonymous(failed.reason, this.request);
    }
    return running;
  }

  private tellOfApiKey(): void {
    const apiKeyDigest = this.settings["tenantry.api_key"];
    if (apiKeyDigest !== undefined) this.listeners.onApiKeyUsed?.(apiKeyDigest);
  }

  private tellOfRefusal({ code }: { code?: unknown }): void {
    if (!refused.has(this.settings)) this.listeners.onRefusal?.(code, this.request);
    refused.add(this.settings);
  }

  /**
   * Ends the transaction and gives the connection back. Nothing can be lost at the end of a read, so a reading one does
   * not wait for it.
   *
   * @throws the server's error, such as a constraint that is checked only now; nothing is written then
   */
  async commit(): Promise<void> {
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

  /** A connection that cannot end its transaction is closed. */
  private async end(statement: "commit" | "rollback"): Promise<string> {
    // By then the connection may be somebody else's.
    if (this.hasEnded) throw new Error("This transaction has ended already.");
    this.hasEnded = true;
    try {
      const { command } = await this.client.query(statement);
      this.client.release();
      return command;
    } catch (error) {
      this.client.release(true);
      throw error;
    } finally {
      this.client.off("error", ignore);
    }
  }
}

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
