import { randomBytes } from "node:crypto";
import { afterAll, beforeAll } from "@jest/globals";
import { Client, DatabaseError, type QueryResultRow } from "pg";
import { loadDemonstrationData } from "../../src/database/demonstration-data.ts";
import { createWorld, type World } from "./world.ts";

/** Somebody who asks: a user, in an organization if one is named. */
export interface Actor {
  readonly userId: string;
  /** Id or slug of the organization that the request names. */
  readonly organization?: string;
}

/** A machine that asks with an API key. */
export interface ApiKeyActor {
  /** SHA-256 of the key, in hexadecimal. */
  readonly apiKeyDigest: string;
}

/** A contact who asks through the client portal. */
export interface ClientActor {
  readonly contactId: string;
}

/** Connection strings into the database of a test file. */
export interface TestUrls {
  readonly root: string;
  readonly owner: string;
  readonly authenticator: string;
}

function urlOf(variable: string, database: string): string {
  const url = new URL(process.env[variable] ?? "");
  url.pathname = `/${database}`;
  return url.href;
}

/** One transaction in which a test plays several actors one after the other; it is rolled back at its end. */
export class TestTransaction {
  private readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  /** From here on the statements are the actor's, through the same call and role switch as the gateway's. */
  async as(
    actor: Actor | ApiKeyActor | ClientActor,
    request: { requestId?: string; address?: string } = {},
  ): Promise<void> {
    if ("apiKeyDigest" in actor) {
      await this.beginRequest({ claims: null, apiKeyDigest: actor.apiKeyDigest, ...request });
    } else if ("contactId" in actor) {
      await this.beginRequest({ claims: { iss: "tenantry", sub: actor.contactId }, isClient: true, ...request });
    } else {
      const claims = { iss: "tenantry", sub: actor.userId };
      await this.beginRequest({ claims, organization: actor.organization ?? null, ...request });
    }
  }

  /** From here on the statements are those of a visitor without a token. */
  async asAnonymous(): Promise<void> {
    await this.beginRequest({ claims: null });
  }

  /** From here on the statements are the owner's, past all policies and without a context: for fixtures and controls. */
  async asOwner(): Promise<void> {
    await this.asAnonymous();
    await this.client.query(
      "reset session authorization; set local session authorization tenantry_owner; set local app.actor_kind = ''",
    );
  }

  /** Plays the gateway's first statement. Rejects with what begin_request raises. */
  async beginRequest(request: object): Promise<void> {
    // Session authorization and not just the role, so that only what the authenticator may become is possible.
    await this.client.query("reset session authorization; set local session authorization tenantry_authenticator");
    await this.client.query("select set_config('role', app_private.begin_request($1), true)", [request]);
  }

  /** Runs a statement and gives its rows. */
  async rows<Row extends QueryResultRow = Record<string, unknown>>(
    sql: string,
    values: unknown[] = [],
  ): Promise<Row[]> {
    return (await this.client.query<Row>(sql, values)).rows;
  }

  /** Runs a statement and gives the one column of its one row. */
  async value<Value = unknown>(sql: string, values: unknown[] = []): Promise<Value> {
    const { rows } = await this.client.query({ text: sql, values, rowMode: "array" });
    if (rows.length !== 1) throw new Error(`Expected one row, got ${rows.length}: ${sql}`);
    return rows[0]?.[0] as Value;
  }

  /** Runs a statement and gives how many rows it changed. */
  async count(sql: string, values: unknown[] = []): Promise<number> {
    return (await this.client.query(sql, values)).rowCount ?? 0;
  }

  /** Runs a statement that must fail, undoes it, and gives the error. */
  async failure(sql: string, values: unknown[] = []): Promise<DatabaseError> {
    await this.client.query("savepoint attempt");
    try {
      await this.client.query(sql, values);
    } catch (error) {
      await this.client.query("rollback to savepoint attempt");
      if (error instanceof DatabaseError || (error as DatabaseError).code) return error as DatabaseError;
      throw error;
    }
    throw new Error(`Expected a refusal, but this succeeded: ${sql}`);
  }

  /** Runs a statement that must fail, undoes it, and gives the SQLSTATE. */
  async refusal(sql: string, values: unknown[] = []): Promise<string> {
    return (await this.failure(sql, values)).code ?? "";
  }

  /** Runs something and undoes it, whatever comes of it. */
  async attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.client.query("savepoint attempt");
    try {
      return await work();
    } finally {
      await this.client.query("rollback to savepoint attempt; release savepoint attempt");
    }
  }
}

/** The database of one test file. */
export class TestDatabase {
  private readonly name = `${process.env["TENANTRY_TEST_TEMPLATE"]}_${randomBytes(4).toString("hex")}`;
  private createdWorld: World | undefined;
  /** The connection of the test before, for the next one: a new one costs more than most tests. */
  private idleClient: Client | undefined;

  /** The organizations, people and rows that every test finds. */
  get world(): World {
    if (!this.createdWorld) throw new Error("The world is made in beforeAll: use it inside tests.");
    return this.createdWorld;
  }

  get urls(): TestUrls {
    return {
      root: urlOf("TENANTRY_TEST_ROOT_URL", this.name),
      owner: urlOf("TENANTRY_TEST_OWNER_URL", this.name),
      authenticator: urlOf("TENANTRY_TEST_AUTHENTICATOR_URL", this.name),
    };
  }

  /** Runs something on a connection of its own as a superuser. */
  async withRoot<Result>(work: (client: Client) => Promise<Result>, connection = this.urls.root): Promise<Result> {
    const client = new Client({ connectionString: connection });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** Runs a test in a transaction of its own, which is rolled back. */
  async transaction<Result>(work: (transaction: TestTransaction) => Promise<Result>): Promise<Result> {
    const client = this.idleClient ?? new Client({ connectionString: this.urls.root });
    if (this.idleClient) this.idleClient = undefined;
    else await client.connect();
    try {
      await client.query("begin");
      const result = await work(new TestTransaction(client));
      await client.query("rollback");
      if (!this.idleClient) this.idleClient = client;
      return result;
    } finally {
      if (this.idleClient !== client) await client.end();
    }
  }

  /** Makes the database: a copy of one that is migrated and has the world in it. */
  async createWithWorld(): Promise<void> {
    await this.create(process.env["TENANTRY_TEST_WORLD_TEMPLATE"]);
    this.createdWorld = JSON.parse(process.env["TENANTRY_TEST_WORLD"] ?? "");
  }

  /** Makes the database: a copy of the migrated template, or of one that no migration has touched. */
  async create(template = process.env["TENANTRY_TEST_TEMPLATE"]): Promise<void> {
    const root = urlOf("TENANTRY_TEST_ROOT_URL", "postgres");
    await this.withRoot(async (client) => {
      await client.query(`create database ${this.name} template ${template} owner tenantry_owner`);
      await client.query(`grant connect on database ${this.name} to tenantry_authenticator`);
    }, root);
  }

  /** Puts the world into the database. */
  async fill(): Promise<void> {
    this.createdWorld = await this.withRoot(createWorld, this.urls.owner);
  }

  async drop(): Promise<void> {
    await this.idleClient?.end();
    const root = urlOf("TENANTRY_TEST_ROOT_URL", "postgres");
    await this.withRoot((client) => client.query(`drop database if exists ${this.name} with (force)`), root);
  }
}

/**
 * Gives a test file a database of its own: migrated, with the world of world.ts in it.
 *
 * @param options.withDemonstrationData - also loads db/seeds/demo.sql
 * @returns the database; its world is there once tests run
 */
export function useDatabase({ withDemonstrationData = false } = {}): TestDatabase {
  const database = new TestDatabase();
  beforeAll(async () => {
    if (!withDemonstrationData) return database.createWithWorld();
    await database.create();
    await loadDemonstrationData(database.urls.owner);
    await database.fill();
  }, 60_000);
  afterAll(() => database.drop());
  return database;
}

/**
 * Gives a test file a database that no migration has touched.
 *
 * @returns the database; it is there once tests run
 */
export function useEmptyDatabase(): TestDatabase {
  const database = new TestDatabase();
  beforeAll(() => database.create("template0"), 60_000);
  afterAll(() => database.drop());
  return database;
}
