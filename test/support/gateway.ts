import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";
import type { FastifyInstance, InjectOptions } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { Pool } from "pg";
import { buildApp } from "../../src/app.ts";
import { type BuiltInIssuer, createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { readConfig } from "../../src/config/environment.ts";
import { createAuthenticatorPool, createPrivilegedPool } from "../../src/database/pools.ts";
import type { DatabaseUrls } from "../../src/database/provisioning.ts";
import { readOperation } from "../../src/operations/sources.ts";
import type { Actor, ClientActor, TestDatabase } from "./database.ts";

const TOKEN_LIFETIME_SECONDS = 600;

/** How a gateway under test differs from the usual one. */
export interface GatewayOverrides {
  readonly environment?: "development" | "production" | "test";
  /** More variables of the environment, such as `HOST`; a function when they are known only when tests run. */
  readonly variables?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
  /** Connections at most. */
  readonly poolSize?: number;
  /** The authenticator's connection string, unless that of the test database is meant. */
  readonly authenticatorUrl?: () => string;
  /** Where exported APIs are looked for, unless it is where those of the run are. */
  readonly exportDirectory?: string;
  /** The documents of REST routes, unless those of graphql/rest are meant. */
  readonly restDocuments?: URL;
}

/** An error as a client reads it. */
export interface PublicError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string } & Readonly<Record<string, unknown>>;
}

type Data = Readonly<Record<string, unknown>>;

/** The answer to one GraphQL request. */
export class Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** As it came. */
  readonly text: string;
  readonly data: Data | null | undefined;
  readonly errors: readonly PublicError[] | undefined;

  constructor(response: { statusCode: number; headers: object; body: string }) {
    const body: { data?: Data | null; errors?: PublicError[] } = JSON.parse(response.body);
    this.status = response.statusCode;
    this.headers = { ...response.headers };
    this.text = response.body;
    this.data = body.data;
    this.errors = body.errors;
  }

  /** What stands at a path of the data, such as `contacts.nodes.0.id`. Throws when the request failed. */
  get<Value = string>(path: string): Value {
    if (this.errors || !this.data) throw new Error(`Expected success, got ${this.text}`);
    return path.split(".").reduce<unknown>((at, step) => (at as Data | null)?.[step], this.data) as Value;
  }

  /** The extensions of its one error. Throws when there is none or there are more. */
  get refusal(): PublicError["extensions"] {
    const [error, ...more] = this.errors ?? [];
    if (error === undefined || more.length > 0) throw new Error(`Expected one error, got ${this.text}`);
    return error.extensions;
  }

  /** Its status and text with one name replaced, to be compared with the answer about another name. */
  without(name: string): { status: number; text: string } {
    return { status: this.status, text: this.text.replaceAll(name, "…") };
  }

  /** The code of its one error. */
  get code(): string {
    return this.refusal.code;
  }
}

/** Somebody who sends GraphQL requests. */
export class GraphqlClient {
  private readonly gateway: TestGateway;
  private readonly headers: () => Promise<Record<string, string>>;

  constructor(gateway: TestGateway, headers: () => Promise<Record<string, string>>) {
    this.gateway = gateway;
    this.headers = headers;
  }

  /** Sends one request. Headers given here win. */
  async query(document: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.gateway.post({ query: document, variables }, { ...(await this.headers()), ...headers });
  }

  /** Sends a body as it is, such as one that names its document by a hash. */
  async send(body: object): Promise<Answer> {
    return this.gateway.post(body, await this.headers());
  }

  /** Runs a document of graphql/operations. */
  async run(operation: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.query(loadOperation(operation), variables, headers);
  }
}

/** The gateway of one test file: the real one, on the file's database. */
export class TestGateway {
  /** The lines of its log. */
  readonly log: string[] = [];
  /** What its connections to the database have warned of. */
  readonly warnings: object[] = [];
  private readonly database: TestDatabase;
  private readonly overrides: GatewayOverrides;
  private running: { app: FastifyInstance; pool: Pool; issuer: BuiltInIssuer; close(): Promise<void> } | undefined;

  constructor(database: TestDatabase, overrides: GatewayOverrides) {
    this.database = database;
    this.overrides = overrides;
  }

  private get parts() {
    if (!this.running) throw new Error("The gateway starts in beforeAll: use it inside tests.");
    return this.running;
  }

  get app(): FastifyInstance {
    return this.parts.app;
  }

  /** Its connections, as the authenticator. */
  get pool(): Pool {
    return this.parts.pool;
  }

  get issuer(): BuiltInIssuer {
    return this.parts.issuer;
  }

  /** A visitor without a token. */
  get anonymous(): GraphqlClient {
    return new GraphqlClient(this, async () => ({}));
  }

  /** Somebody with a token of the built-in issuer, who names the actor's organization in X-Organization-Id. */
  as(actor: Actor): GraphqlClient {
    return new GraphqlClient(this, async () => ({
      authorization: `Bearer ${await this.tokenFor(actor)}`,
      ...(actor.organization === undefined ? {} : { "x-organization-id": actor.organization }),
    }));
  }

  /** A contact with a token of the client portal. */
  asClient({ contactId: subject }: ClientActor): GraphqlClient {
    return new GraphqlClient(this, async () => ({
      authorization: `Bearer ${await this.issuer.issueToken({ subject, expiresIn: TOKEN_LIFETIME_SECONDS, isClient: true })}`,
    }));
  }

  /** Somebody with a given token. */
  with(token: string): GraphqlClient {
    return new GraphqlClient(this, async () => ({ authorization: `Bearer ${token}` }));
  }

  /** A token of the built-in issuer; it names an organization only if one is given here. */
  async tokenFor({ userId }: Pick<Actor, "userId">, organization?: string): Promise<string> {
    return this.issuer.issueToken({
      subject: userId,
      expiresIn: TOKEN_LIFETIME_SECONDS,
      ...(organization === undefined ? {} : { organization }),
    });
  }

  async post(payload: object | string, headers: Record<string, string> = {}): Promise<Answer> {
    const type = { "content-type": "application/json", accept: "application/json" };
    return new Answer(
      await this.inject({ method: "POST", url: "/graphql", payload, headers: { ...type, ...headers } }),
    );
  }

  async inject(request: InjectOptions) {
    return this.app.inject(request);
  }

  async start(): Promise<void> {
    const { environment = "test", variables = {}, poolSize = 4, authenticatorUrl, restDocuments } = this.overrides;
    const { exportDirectory = process.env["TENANTRY_TEST_API"] } = this.overrides;
    const dataDirectory = await mkdtemp(join(tmpdir(), "tenantry-gateway-"));
    const urls: DatabaseUrls = this.database.urls;
    const authenticator = authenticatorUrl?.() ?? urls.authenticator;
    const config = readConfig({
      NODE_ENV: environment,
      DATA_DIR: dataDirectory,
      AUTH_DATABASE_URL: authenticator,
      DATABASE_POOL_SIZE: String(poolSize),
      // A test is faster than any front end.
      LIMIT_REQUESTS_PER_ADDRESS: "0",
      LIMIT_REQUESTS_PER_TOKEN: "0",
      ...(typeof variables === "function" ? variables() : variables),
    });
    const logger = {
      warn: (details: object, message: string) => void this.warnings.push({ ...details, message }),
    };
    const { databasePoolSize, preparesStatements } = config;
    const pool = createAuthenticatorPool(authenticator, databasePoolSize, logger, preparesStatements);
    const ownerPool =
      environment === "development" && urls.owner !== undefined ? createPrivilegedPool(urls.owner, logger) : undefined;
    const issuer = await createBuiltInIssuer(config);
    const logStream = { write: (line: string) => void this.log.push(line) };
    const build = buildApp({ config, pool, ownerPool, issuer, restDocuments, exportDirectory, logStream });
    const app = await build.catch(async (error: unknown) => {
      await Promise.all([pool.end(), ownerPool?.end()]);
      throw error;
    });
    this.running = {
      app,
      pool,
      issuer,
      close: async () => {
        await app.close();
        await Promise.all([pool.ended || pool.end(), ownerPool?.end()]);
        await rm(dataDirectory, { recursive: true, force: true });
      },
    };
  }

  async stop(): Promise<void> {
    await this.running?.close();
    if (this.running) forgetPlans(this.running.app.graphqlApi.schema);
  }
}

/** An exported API outlives the gateways of a worker, and the plans that it keeps would hold all of them. */
function forgetPlans({ extensions }: GraphQLSchema): void {
  const { grafast = {} } = extensions;
  for (const cache of Object.getOwnPropertySymbols(grafast)) Reflect.deleteProperty(grafast, cache);
}

/**
 * Gives a test file a gateway of its own on its database, built as `npm start` builds it.
 *
 * @param database - the file's database, from `useDatabase`, which must come first
 * @param overrides - what is to be different
 * @returns the gateway; it answers once tests run
 */
export function useGateway(database: TestDatabase, overrides: GatewayOverrides = {}): TestGateway {
  const gateway = new TestGateway(database, overrides);
  beforeAll(() => gateway.start(), 60_000);
  afterAll(() => gateway.stop());
  return gateway;
}

/** The document of graphql/operations with this module and name, such as `crm/ListContacts`, and its fragments. */
export function loadOperation(name: string): string {
  return readOperation(name);
}
